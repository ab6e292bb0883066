"""Records with fields: approval items, service guides, penalty cases, catalogue entries; and rows of the column. 事项与条目要素"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import attrs

from checks.assemble import Column, Reach, ReadPage, UnitFacts
from checks.facts.page import ATTACHMENT
from checks.facts.roles import role_of_text
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome, PageKind, State
from checks.pages import page_reach
from checks.parsing.fold import fold
from checks.unit import LIST_KINDS

from .base import DEFECTS, STATE_ZH, Verdict, best, cited, label_words, listed, names, page_name, reading, subject_of
from .unopened import unopened_places

FAMILIES = {"item": "items"}  # kind of fact → its family in the vocabulary, where the two differ
TOO_FEW = "读出的要素过少，不能确认为完整条目"
# What is done without a fee has none that a document could be the basis of.
MOOT = {"fee_basis": ("fee_std", re.compile(r"(?:不|免|无|未)(?:予|需|须|用|再)?(?:收(?!据)|征收|缴)|免费|无偿|^(?:无|否|没有|0元?)$"))}
MOST_LISTED = 6  # fields named where all of them may stand in an attachment: the list accuses nobody
DOCUMENT_KINDS = frozenset({PageKind.ARTICLE, PageKind.OTHER, PageKind.SERVICE_ITEM, PageKind.POWER_LIST})


@attrs.frozen(kw_only=True)
class RecordFields:
    """Options of ``record_fields``.

    Attributes:
        kind: fact kind of the fields (``item``, ``penalty``, ``catalogue`` …).
        fields: required field ids with names.
        pages: page kinds that hold such records.
        roles: links that would lead to records; closed ones explain a cant_tell.
        least: a page on which fewer fields than this were found is perhaps no such record: cant_tell instead of a failure.
        none: outcome where no record is found.
        name_unread: also name each page under ``roles`` that offers a record in a form we could not read, and each column or door of
            these roles behind which no record could be opened.
    """

    kind: str = attrs.field(validator=attrs.validators.in_(("item", "penalty", "catalogue", "licence", "random_check", "fee")))
    fields: dict[str, str]
    pages: tuple[str, ...]
    roles: tuple[str, ...] = ()
    least: int = 3
    none: Outcome = Outcome.CANT_TELL
    name_unread: bool = False


def record_fields(unit: UnitFacts, params: RecordFields) -> Iterator[Verdict]:
    """Each record shows every required field; one verdict per page, naming the fields that are missing or blank. 条目要素齐全"""
    kinds = {PageKind(kind) for kind in params.pages}
    pages = [p for p in unit.pages if p.kind in kinds and p.of(params.kind)]
    for page in pages:
        yield record_verdict(unit, page, params)
    yield from beside_records(unit, params, {p.url for p in pages})


def beside_records(unit: UnitFacts, params: RecordFields, records: Set[str]) -> Iterator[Verdict]:
    """Verdicts on what may be such records and was not read, or on there being none, beside the pages with these addresses. 未读的条目"""
    unread = _unread_pages(unit, params, records) if params.name_unread else ()
    unopened = unopened_places(unit, params.roles, records, {p.url for p in unread}) if params.name_unread else ()
    if not records and not unread and not unopened:
        yield no_record(unit, params)
    for page in unread:
        why = (
            "内容在附件或图片中，本程序未读"
            if page.of("page.attachment") or page.of("page.image")
            else "页面可打开，但未读出事项要素的名目，不能断定是否为办事事项"
        )
        kind = tuple(f for f in page.facts if f.kind == "page.kind")
        yield Verdict(outcome=Outcome.CANT_TELL, subject=subject_of(unit, page.url), subject_name=page_name(page), why=why, used=kind)
    yield from unopened


def _unread_pages(unit: UnitFacts, params: RecordFields, known: Set[str]) -> tuple[ReadPage, ...]:
    """Entries of the columns in question that opened and were not read as records."""
    found: dict[str, ReadPage] = {}
    for column in unit.columns:
        if role_of_text(column.name, unit.context.vocabulary) not in params.roles:
            continue
        for fact in column.entries:
            reach, page = unit.reach(fact.value.url) if isinstance(fact.value, Entry) else (Reach.SCRIPT, None)
            if reach is Reach.READ and page is not None and page.url not in known and page.kind in DOCUMENT_KINDS:
                found[page.url] = page
    return tuple(found[url] for url in sorted(found))


def no_record(unit: UnitFacts, params: RecordFields) -> Verdict:
    """What it means that no record was found: a statement that there is none, a closed door, or what the rule says. 未见条目时的结论"""
    statement = [f for p in unit.pages for f in p.of("list.statement") if _under(p, unit, params.roles)]
    if statement:
        return Verdict(outcome=Outcome.INAPPLICABLE, why=f"网站说明：{cited(str(statement[0].value))}", used=tuple(statement[:1]))
    blockers = unit.blocked(*params.roles)
    why = f"可能列有此类条目的入口未能查看：{names(blockers)}" if blockers else "；".join(unit.gaps) or "站内未见可逐项核对的条目"
    return Verdict(outcome=Outcome.CANT_TELL if blockers or unit.gaps else params.none, why=why, used=tuple(t.fact for t in blockers[:3]))


def _under(page: ReadPage, unit: UnitFacts, roles: Sequence[str]) -> bool:
    return any(t.page is not None and t.page.url == page.url for t in unit.offers(*roles))


def record_verdict(unit: UnitFacts, page: ReadPage, params: RecordFields) -> Verdict:
    """The verdict on one page: which fields of its records are missing or blank. 一页条目的结论"""
    subject, name = subject_of(unit, page.url), page_name(page)
    groups: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in page.of(params.kind):
        groups[fact.group][fact.subject].append(fact)
    unread = page.of("page.attachment") + page.of("page.image")
    # What a document's own page does not label (its summary, often) the catalogue's list may show beside its title.
    elsewhere = params.kind == "catalogue" and page.kind is PageKind.ARTICLE
    family, led = FAMILIES.get(params.kind, params.kind), _leads_on(unit, page)
    linked = {f for f, title in params.fields.items() if any(text.endswith(label_words(unit, family, f, title)) for text in led)}
    lacking: list[str] = []
    absent: list[str] = []
    used: list[Fact] = []
    open_fields: list[str] = []
    doubtful = False  # a group with too few fields is perhaps no record, whatever stands beside it on the page
    for group in sorted(groups):
        readings = {field: best(groups[group][field]) for field in params.fields}
        before, before_absent = len(lacking), len(absent)
        for field, read in readings.items():
            state = reading(read).state if read is not None else State.ABSENT
            moot = _moot(groups[group], field) if state is State.ABSENT else None
            if moot is not None:
                used.append(moot)
            elif state in (State.VALID, State.NEGATED) and read is not None:
                used.append(read)  # «无» is a value for a field of an item
            elif (state is State.ABSENT and (unread or elsewhere or field in linked)) or state in (State.UNREAD, State.PARTIAL):
                open_fields.append(params.fields[field])
            elif state in DEFECTS:
                lacking.append(f"{params.fields[field]}（{STATE_ZH[state]}）" if state is not State.ABSENT else params.fields[field])
                used += [read] if read is not None else []
                absent += [field] if state is State.ABSENT else []
        seen = sum(f is not None and reading(f).state not in DEFECTS for f in readings.values())
        if len(lacking) > before and seen < params.least:
            doubtful, lacking, absent = True, lacking[:before], absent[:before_absent]
    total = len(params.fields)
    kind = tuple(f for f in page.facts if f.kind == "page.kind")
    if lacking:
        missing = list(dict.fromkeys(lacking))
        why = f"应列{total}项，缺{len(missing)}项：{'、'.join(missing)}"
        words = [word for field in dict.fromkeys(absent) for word in label_words(unit, family, field, params.fields[field])[:3]]
        looked = looked_for(unit, words, pages=(page,)) if absent else ""
        return Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=(*used, *kind), looked=looked)
    if doubtful:
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=TOO_FEW, used=kind)
    if open_fields:
        where = "可能由目录列表给出" if elsewhere and not unread else "可能在附件或图片中，本程序未读"
        why = f"正文页未标注{listed(list(dict.fromkeys(open_fields)), MOST_LISTED, '项')}，{where}"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=(*unread[:2], *kind))
    return Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=f"{total}项齐全", used=tuple(used))


def _moot(group: Mapping[str, Sequence[Fact]], field: str) -> Fact | None:
    """The reading that makes a field needless: an item for which no fee is taken owes no basis of one."""
    other, says = MOOT.get(field, ("", None))
    read = best(group.get(other, ()))
    return read if says is not None and read is not None and says.search(fold(reading(read).value or read.evidence.quote)) else None


def _leads_on(unit: UnitFacts, page: ReadPage) -> tuple[str, ...]:
    """Words of the links by which the crawl first came upon other pages here; links of a menu it met on the home page already."""
    opened = [p.page.anchor or "" for p in unit.pages if p.page.found_on == page.url and page_reach(p) is not Reach.DEAD]
    return tuple(fold(text) for text in (*opened, *(skip.anchor for skip in unit.skips if skip.found_on == page.url)))


@attrs.frozen(kw_only=True)
class EntryQuality:
    """Options of ``entry_quality``.

    Attributes:
        bad_share: share of bad entries up to which a column passes.
        roles: roles of the columns judged; a column of no known role is judged if most of its rows are dated.
        least_entries: shorter lists are not judged.
    """

    bad_share: float = 0.05
    roles: tuple[str, ...] = ("dated", "disclosure", "catalogue", "annual_report", "rules", "plan", "penalty", "budget")
    least_entries: int = 5


def entry_quality(unit: UnitFacts, params: EntryQuality) -> Iterator[Verdict]:
    """Rows of each list have a title that is not the column's own name, and a date on the row or on the page it opens. 条目规范"""
    judged = False
    for column in unit.columns:
        if len(column.entries) < params.least_entries or not _owes_dates(unit, column, params.roles):
            continue
        judged = True
        yield _quality(unit, column, params)
    if not judged:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "未见可抽查的列表条目")


def _owes_dates(unit: UnitFacts, column: Column, roles: Sequence[str]) -> bool:
    """Whether rows of a column are documents that owe a date; inner offices, leaders, services and sub-columns are listed without one."""
    if not column.dates and (any(page.of("list.awaits") for page in column.pages) or any(_is_place(unit, fact) for fact in column.entries)):
        return False
    pages = {page.url for page in column.pages}
    known = {t.role for t in unit.targets if t.page is not None and t.page.url in pages and t.reach is Reach.READ}
    own = role_of_text(column.name, unit.context.vocabulary)
    if own or known:
        return bool({own} & set(roles)) if own else bool(known & set(roles))
    return 2 * len(column.dates) > len(column.entries)


def _is_place(unit: UnitFacts, row: Fact) -> bool:
    """Whether a row leads to a list or a catalogue: what stands beside it undated is a menu."""
    page = unit.reach(row.value.url)[1] if isinstance(row.value, Entry) and row.value.url else None
    return page is not None and page.kind in LIST_KINDS


def _is_web_page(page: ReadPage) -> bool:
    """Whether an answer was a web page, on which a date may be looked for; a file shows none."""
    kind = page.page.header("content-type").lower()
    return ("html" in kind or not kind) and not ATTACHMENT.search(page.page.final_url or page.url)


def _quality(unit: UnitFacts, column: Column, params: EntryQuality) -> Verdict:
    bad: list[Fact] = []
    doubtful = 0
    for fact in column.entries:
        entry = fact.value
        assert isinstance(entry, Entry)
        reach, page = unit.reach(entry.url)
        named_like_column = bool(column.name) and entry.title == column.name
        if entry.date is None and (page is None or page.published is None):
            article = page is not None and page.kind in (PageKind.ARTICLE, PageKind.OTHER) and not page.scripted and _is_web_page(page)
            undated = reach is Reach.READ and article
            doubtful += not undated
            bad += [fact] if undated else []
        elif not entry.title or (named_like_column and reach is Reach.READ):
            bad.append(fact)
    subject, name, total = subject_of(unit, column.url), column.name, len(column.entries)
    if len(bad) > params.bad_share * total:
        shown = "、".join(f"“{cited(f.value.title, 20)}”" for f in bad[:3] if isinstance(f.value, Entry))
        return Verdict(
            outcome=Outcome.FAILED,
            subject=subject,
            subject_name=name,
            why=f"{total}条中{len(bad)}条缺标题或日期：{shown}",
            used=tuple(bad[:5]),
        )
    if doubtful > params.bad_share * total:
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=f"{doubtful}条列表未注日期，正文未抽查")
    return Verdict(
        outcome=Outcome.PASSED, subject=subject, subject_name=name, why=f"抽查{total}条，标题、日期齐全", used=column.entries[:1]
    )


@attrs.frozen(kw_only=True)
class NoOptions:
    """A predicate without options."""
