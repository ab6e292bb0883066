"""Published penalties: each case's fields, in time, in one of two forms, without anybody's personal numbers. 行政处罚公开"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.calendar import working_days_between
from checks.facts.lists import HEADED
from checks.model import Entry, Fact, Outcome, PageKind, Reading, State
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold

from .base import DEFECTS, Verdict, best, cited, first_published, page_name, reading, subject_of
from .own import is_named
from .records import RecordFields, no_record, record_verdict

KIND, ROLE = "penalty", "penalty"
ORGAN = re.compile(r"[\u4e00-\u9fff]{2}(?:局|委员会|厅|政府|管委会|总队|支队|中心)")


@attrs.frozen
class Sort:
    """What is published case by case: its name, the field of the day of decision, links under which it stands. 公示种类"""

    name: str
    day: str
    roles: tuple[str, ...]


SORTS: Mapping[str, Sort] = {
    KIND: Sort("处罚案件", "p_date", (ROLE,)),
    "licence": Sort("许可决定", "l_date", (ROLE, "service", "power_list")),  # 双公示 is one column of both
}
WARNED = re.compile(r"警告|通报批评")
GRAVER = re.compile(r"罚款|没收|吊销|停产|停业|关闭|暂扣|撤销|拘留|\d元")
# Whoever bears one of these is no person and has a legal representative and a credit code.
COMPANY = re.compile(r"公司|集团|合作社|[^\s]厂$|学校|医院|研究院|协会")
NAMED = frozenset({"p_case", "l_name"})  # fields that name a case
BY_INFERENCE = frozenset({"sentence", "title"})  # a day that was not printed behind its label
Group = Mapping[str, Sequence[Fact]]
Rows = Mapping[str, tuple[dt.date, Fact]]  # page → the earliest day beside a row that opens it


def _groups(page: ReadPage, kind: str = KIND) -> dict[str, dict[str, list[Fact]]]:
    """Cases of a page: group → field → readings."""
    groups: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in page.of(kind):
        groups[fact.group][fact.subject].append(fact)
    return groups


def _text(case: Group, *fields: str) -> str:
    """Folded values of some fields of a case, of all where none is named."""
    facts = [fact for field, found in case.items() if not fields or field in fields for fact in found]
    return fold("\n".join(reading(fact).value or "" for fact in facts))


def _only_warned(case: Group) -> bool:
    """Whether a case ended with a warning and nothing else: such need not be published."""
    text = _text(case, "p_kind", "p_result")
    return bool(WARNED.search(text)) and not GRAVER.search(text)


def _of_company(case: Group) -> bool:
    """Whether the penalty was given to a company or another body, by its name."""
    subject = best(case.get("p_subject", ()))
    return subject is not None and bool(COMPANY.search(fold(reading(subject).value or "")))


def none_found(unit: UnitFacts, kind: str = KIND) -> Verdict:
    """What it means that no case was found. 未见案件时的结论"""
    return no_record(unit, RecordFields(kind=kind, fields={}, pages=(), roles=SORTS[kind].roles))


def case_pages(unit: UnitFacts, kind: str = KIND) -> tuple[ReadPage, ...]:
    """Pages that give a field of a case; a page that is only called after penalties gives none. 案件页面"""
    return tuple(page for page in unit.pages if any(map(_is_given, page.of(kind))))


def _is_given(fact: Fact) -> bool:
    return reading(fact).state is State.VALID and fact.method != "title"


@attrs.frozen(kw_only=True)
class CaseFields:
    """Options of ``case_fields``.

    Attributes:
        fields: required field ids with names.
        bodies_only: fields owed only where a company or another body was punished.
        decided_from: decisions of earlier days are not judged; where none is read the day of publication stands for it.
        scope: words of which a case must hold one to be judged at all; none: every case.
        never: words of the title of a page that tells of cases and does not publish them (典型案例).
        least: a case of which fewer fields were read is perhaps none: cant_tell instead of a failure.
        bound: words of the names of those whom the rule binds; none: everybody. Of an address that was only tried out the site tells.
    """

    fields: dict[str, str]
    decided_from: dt.date
    bound: tuple[str, ...] = ()
    bodies_only: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    least: int = 3


def case_fields(unit: UnitFacts, params: CaseFields) -> Iterator[Verdict]:
    """Each case in scope shows every field it owes; one verdict per page. 处罚案件要素齐全"""
    if (other := _other_organ(unit, params.bound)) is not None:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"网站属“{cited(other.evidence.quote, 30)}”，不在适用单位之列", used=(other,))
        return
    pages = [page for page in case_pages(unit) if not any(word in fold(page.title) for word in params.never)]
    if not pages:
        yield none_found(unit)
        return
    rows = _row_dates(unit)
    asked = RecordFields(kind=KIND, fields=params.fields, pages=(PageKind.PENALTY.value,), roles=(ROLE,), least=params.least)
    judged = False
    for page in pages:
        cases = {group: case for group, case in _groups(page).items() if _in_scope(case, page, params.scope)}
        cases = {group: case for group, case in cases.items() if not _before(unit, case, page, len(cases) == 1, rows, params.decided_from)}
        if cases:
            judged = True
            facts = [fact for group, case in cases.items() for fact in _owed(case, page, params)]
            others = [fact for fact in page.facts if fact.kind != KIND]
            yield record_verdict(unit, attrs.evolve(page, facts=(*others, *facts)), asked)
    if not judged:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why="所见处罚案件均不在适用范围内", used=pages[0].of("page.kind"))


def _other_organ(unit: UnitFacts, organs: Sequence[str]) -> Fact | None:
    """What names the site's owner, where that is none of the organs; of a unit that is registered by name its pack has told already."""
    if not organs or is_named(unit) or unit.home is None:
        return None
    hosts = [fact for fact in unit.home.of("site", "f_host") if reading(fact).state is State.VALID]
    shown = [fact for fact in (*hosts, *unit.home.of("site.name")) if ORGAN.search(fold(fact.evidence.quote))]
    return None if any(word in fact.evidence.quote for fact in shown for word in organs) else next(iter(shown), None)


def _in_scope(case: Group, page: ReadPage, scope: Sequence[str]) -> bool:
    text = _text(case) + fold(page.title)
    return not _only_warned(case) and (not scope or any(word in text for word in scope))


def _before(unit: UnitFacts, case: Group, page: ReadPage, alone: bool, rows: Rows, first: dt.date) -> bool:
    """Whether a case was decided, or published, before the first day of the rule."""
    known = _decided(case.get(SORTS[KIND].day, ()), page, alone, unit.context.as_of) or _published(page, rows)
    return known is not None and known[0] < first


def _owed(case: Group, page: ReadPage, params: CaseFields) -> Iterator[Fact]:
    """Readings of a case; what it does not owe, and what the text tells without a label, is not missing."""
    in_prose = any(fact.method == "sentence" for found in case.values() for fact in found)
    body = _of_company(case)
    for field, found in case.items():
        for fact in found:
            if reading(fact).state is not State.ABSENT:
                yield fact
            elif field in params.bodies_only and not body:
                yield attrs.evolve(fact, value=Reading(state=State.NEGATED))
            elif page.of("penalty.told", field):
                yield attrs.evolve(fact, value=Reading(state=State.VALID if in_prose else State.UNREAD))
            else:
                yield fact


@attrs.frozen(kw_only=True)
class CasesInTime:
    """Options of ``cases_in_time``.

    Attributes:
        kind: penalties, or licences that were granted.
        working_days: from the decision (not counted) to the publication.
        decided_from: earlier decisions are not judged; ``days_back`` nor what was published so long before.
        fields: what a case must also show; what is missing may stand on the credit portal and leaves the case open.
        bodies_only: fields owed only where a company or another body was punished.
    """

    working_days: int
    decided_from: dt.date
    kind: str = attrs.field(default=KIND, validator=attrs.validators.in_(tuple(SORTS)))
    days_back: int = 365
    fields: dict[str, str] = attrs.Factory(dict)
    bodies_only: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Timed:
    """A case with its days. 一件处罚"""

    page: ReadPage
    decided: tuple[dt.date, Fact] | None
    published: tuple[dt.date, Fact] | None
    alone: bool
    lacking: tuple[str, ...]

    @property
    def days(self) -> tuple[Fact, ...]:
        """Where its days are shown."""
        told: list[tuple[dt.date, Fact] | None] = [self.decided, self.published]
        return tuple(day[1] for day in told if day is not None)


def cases_in_time(unit: UnitFacts, params: CasesInTime) -> Iterator[Verdict]:
    """Each case was published within so many working days of its decision; late ones one by one, the others in one line. 处罚按时公开

    Charged only where one page gives one case with both of its days; a page of many cases may have been published piece by piece.
    """
    if not case_pages(unit, params.kind):
        yield none_found(unit, params.kind)
        return
    in_time: list[Timed] = []
    open_: list[Timed] = []
    late: list[Verdict] = []
    for case in _timed(unit, params):
        days = _working_days(unit, case)
        if (
            days is None
            or case.lacking
            or (days > params.working_days and not (case.alone and case.published and first_published(unit, *case.published)))
        ):
            open_.append(case)
        elif days <= params.working_days:
            in_time.append(case)
        else:
            late.append(_late(unit, case, days, params.working_days))
    yield from late
    if open_:
        yield _left_open(unit, open_, in_time, params)
    elif in_time:
        why = f"所见{len(in_time)}件均在决定后{params.working_days}个工作日内公布"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=in_time[0].days)
    elif not late:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"所见{SORTS[params.kind].name}均不在核查的时间范围内")


def _timed(unit: UnitFacts, params: CasesInTime) -> Iterator[Timed]:
    rows = _row_dates(unit)
    for page in case_pages(unit, params.kind):
        groups = _groups(page, params.kind)
        published = _published(page, rows)
        if published and published[0] < unit.context.as_of - dt.timedelta(days=params.days_back):
            continue
        for case in groups.values():
            decided = _decided(case.get(SORTS[params.kind].day, ()), page, len(groups) == 1, unit.context.as_of)
            if not _only_warned(case) and (decided is None or decided[0] >= params.decided_from):
                lacking = _lacking(case, page, params)
                yield Timed(page, decided, published, len(groups) == 1 and not _many(case), lacking)


def _many(case: Group) -> bool:
    """Whether a case was read from a table whose head names none: further rows of it may be further cases."""
    facts = [fact for found in case.values() for fact in found]
    return any(f.method == HEADED for f in facts) and not any(f.subject in NAMED and f.method == HEADED for f in facts)


def _row_dates(unit: UnitFacts) -> Rows:
    """The days beside rows."""
    found: dict[str, tuple[dt.date, Fact]] = {}
    for fact in unit.of("entry"):
        entry = fact.value
        page = unit.reach(entry.url)[1] if isinstance(entry, Entry) and entry.date and not entry.year_inferred else None
        if page is not None and isinstance(entry, Entry) and entry.date and (page.url not in found or entry.date < found[page.url][0]):
            found[page.url] = (entry.date, fact)
    return found


def _published(page: ReadPage, rows: Rows) -> tuple[dt.date, Fact] | None:
    """The earlier of the days that the page and its row show."""
    own = [(fact.value, fact) for fact in page.of("page.published") if isinstance(fact.value, dt.date)]
    return min((*own, *([rows[page.url]] if page.url in rows else [])), key=lambda pair: pair[0], default=None)


def _decided(told: Sequence[Fact], page: ReadPage, alone: bool, as_of: dt.date) -> tuple[dt.date, Fact] | None:
    """The day of a decision: behind its label, else below the signature of a page that is one decision."""
    for fact in told:
        days = find_dates(reading(fact).value or "", as_of) if fact.method not in BY_INFERENCE else ()
        if reading(fact).state is State.VALID and len(days) == 1 and not days[0].year_inferred:
            return days[0].date, fact
    signed = page.of("penalty.date", "decided") if alone else ()
    return next(((fact.value, fact) for fact in signed if isinstance(fact.value, dt.date)), None)


def _lacking(case: Group, page: ReadPage, params: CasesInTime) -> tuple[str, ...]:
    """Names of required fields that a case does not show."""
    body = _of_company(case)
    return tuple(
        name
        for field, name in params.fields.items()
        if ((fact := best(case.get(field, ()))) is None or reading(fact).state in DEFECTS)
        and (body or field not in params.bodies_only)
        and not page.of("penalty.told", field)
    )


def _working_days(unit: UnitFacts, case: Timed) -> int | None:
    if case.decided is None or case.published is None:
        return None
    days = working_days_between(case.decided[0], case.published[0], unit.context.vocabulary)
    return None if days is None or days < 0 else days


def _late(unit: UnitFacts, case: Timed, days: int, limit: int) -> Verdict:
    assert case.decided is not None and case.published is not None
    why = f"{case.decided[0]}作出决定，{case.published[0]}公布，间隔{days}个工作日，超过{limit}个工作日"
    return Verdict(
        outcome=Outcome.FAILED, subject=subject_of(unit, case.page.url), subject_name=page_name(case.page), why=why, used=case.days
    )


def _left_open(unit: UnitFacts, open_: Sequence[Timed], in_time: Sequence[Timed], params: CasesInTime) -> Verdict:
    undated = [case for case in open_ if case.decided is None or case.published is None]
    lacking = list(dict.fromkeys(name for case in open_ for name in case.lacking))
    parts = [f"{len(undated)}件未注明决定日期或公布日期"] if undated else []
    parts += [f"所见页面未列{'、'.join(lacking)}，可能载于信用网站"] if lacking else []
    parts += [f"{len(open_)}件的首次公布日期不能由页面确定"] if not parts else []
    parts += [f"{len(in_time)}件在{params.working_days}个工作日内公布"] if in_time else []
    return Verdict(outcome=Outcome.CANT_TELL, why="；".join(parts), used=open_[0].page.of("page.kind"))
