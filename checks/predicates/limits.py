"""Time limits that a guide or an application page states, against the law of the day; channels said to be suspended. 期限与暂停"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.model import Entry, Fact, Outcome, PageKind, State
from checks.model.period import months_off
from checks.parsing.fold import fold

from .base import Verdict, cited, not_found, page_name, reading, subject_of
from .elements import own_application_pages
from .own import of_another, own_guides

NAMES = {"reply": "答复期限", "extension": "延长答复的期限", "completion": "告知补正的期限", "third_party": "第三方提出意见的期限"}
OWN_PROMISE = "own promise"
OLD_REPLY = "o_15"  # the limit of repealed law among the obsolete wordings of a guide


@attrs.frozen(kw_only=True)
class Period:
    """Working days that the law allowed up to a day; without one, from then on. 0 where it set no limit. 法定期限"""

    reply: int
    extension: int
    completion: int = 0
    third_party: int = 0
    until: dt.date | None = None

    def of(self, subject: str) -> int:
        """The limit of a subject."""
        return int(getattr(self, subject))


@attrs.frozen(kw_only=True)
class StatedLimits:
    """Options of ``stated_limits``: the law's limits, the oldest period first."""

    periods: list[Period]


def stated_limits(unit: UnitFacts, params: StatedLimits) -> Iterator[Verdict]:
    """The limits of the procedure that guide and application page state are those of the law of the day. 答复期限

    A limit beyond the law's is a failure, and so is that of another period. Any other shorter one may be a promise of the unit's own.
    The guide's old limit of replies is charged once, by the rule on repealed wordings.
    """
    as_of = unit.context.as_of
    law = next((p for p in params.periods if p.until is None or as_of <= p.until), params.periods[-1])
    pages = _pages(unit)
    stated = {subject: [f for p in pages for f in p.of("limit", subject)] for subject in NAMES}
    used = tuple(f for found in stated.values() for f in found)
    told = used + tuple(f for p in unit.pages_of(PageKind.APPLY) for f in p.of("limit"))  # by any page that may be the unit's
    wrong: list[tuple[Fact, str]] = []
    shorter: list[tuple[Fact, str]] = []
    elsewhere: list[tuple[Fact, str]] = []
    for subject, found in stated.items():
        due = law.of(subject)
        if not due or not found or any(f.value == due for f in told if f.subject == subject):
            continue  # where two pages differ the unit is not charged
        fact = found[0]
        others = {p.of(subject) for p in params.periods if p is not law}
        said = f"{NAMES[subject]}写为{fact.value}个工作日，法定{due}个工作日（“{cited(fact.evidence.quote)}”）"
        charged = _days(fact) > due or (fact.value in others and fact.method != OWN_PROMISE)
        (elsewhere if charged and _is_obsolete(unit, fact) else wrong if charged else shorter).append((fact, said))
    if wrong:
        yield Verdict(outcome=Outcome.FAILED, why="；".join(said for _, said in wrong), used=tuple(f for f, _ in wrong))
    elif shorter:
        why = "；".join(said for _, said in shorter) + "，短于法定期限，可能为单位自行承诺"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(f for f, _ in shorter))
    elif elsewhere:
        why = "；".join(said for _, said in elsewhere) + "，由“指南引用失效规定”判定，不重复计"
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=why, used=tuple(f for f, _ in elsewhere))
    elif stated["reply"]:
        why = "，".join(f"{NAMES[subject]}{law.of(subject)}个工作日" for subject, found in stated.items() if found and law.of(subject))
        yield Verdict(outcome=Outcome.PASSED, why=why, used=used)
    else:
        yield _unstated(unit, pages)


def _is_obsolete(unit: UnitFacts, fact: Fact) -> bool:
    """Whether a stated limit of replies is that of repealed law on a page that is judged for such wordings: a guide."""
    page = unit.find(fact.evidence.url)
    return fact.subject == "reply" and page is not None and page.kind is PageKind.GUIDE and bool(page.of("law.obsolete", OLD_REPLY))


def _days(fact: Fact) -> int:
    assert isinstance(fact.value, int)
    return fact.value


def _pages(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """The unit's guides and its application pages."""
    return (*own_guides(unit), *own_application_pages(unit))


def _unstated(unit: UnitFacts, pages: Sequence[ReadPage]) -> Verdict:
    """What it means that no limit was read: nothing is stated where pages were read whole, else it may stand in what was not."""
    outcome, why, _ = not_found(unit, unit.blocked("guide", "apply", "disclosure"), ())
    told = [f for p in pages for f in p.of("process", "pr_limit")]
    if any(reading(f).state is State.UNREAD for f in told):
        return Verdict(outcome=Outcome.CANT_TELL, why="指南或申请页面未能读全", used=tuple(told[:1]))
    if outcome is Outcome.CANT_TELL:
        return Verdict(outcome=outcome, why=why)
    return Verdict(outcome=Outcome.INAPPLICABLE, why="指南和申请页面未写明期限，无可比对")


@attrs.frozen(kw_only=True)
class ActiveLimit:
    """Options of ``active_limit``: working days that the local rule allows, and those that the national one does."""

    local: int
    national: int


def active_limit(unit: UnitFacts, params: ActiveLimit) -> Iterator[Verdict]:
    """The limit for publishing unasked that the guide states is the local rule's; between it and the national one a person decides. 主动公开期限"""
    pages = _pages(unit)
    stated = [f for p in pages for f in p.of("limit", "active")]
    if not stated:
        yield _unstated(unit, pages)
        return
    fact = min(stated, key=_days)
    said = f"写为{fact.value}个工作日（“{cited(fact.evidence.quote)}”）"
    if _days(fact) <= params.local:
        yield Verdict(outcome=Outcome.PASSED, why=said, used=(fact,))
    elif _days(fact) <= params.national:
        why = f"{said}，国家规定{params.national}个工作日、地方规定{params.local}个工作日，适用哪一期限需人工确认"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(fact,))
    else:
        why = f"{said}，国家规定{params.national}个工作日、地方规定{params.local}个工作日"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=(fact,))


@attrs.frozen(kw_only=True)
class ChannelSuspended:
    """Options of ``channel_suspended``: months after which a suspension without an end is no longer temporary; words of its end."""

    months: int
    resumed: tuple[str, ...]


def channel_suspended(unit: UnitFacts, params: ChannelSuspended) -> Iterator[Verdict]:
    """A notice that applications in person are suspended states its end, or is recent, or was lifted. One verdict per notice. 申请渠道临时停止"""
    notices = [(p, f) for p in unit.pages for f in p.of("apply.suspended") if not of_another(unit, p.title)]
    if not notices:
        blocked = unit.blocked("apply", "guide", "disclosure")
        why = "；".join(unit.gaps) if unit.gaps else "可能载有公告的入口未能查看" if blocked else "未见暂停受理申请的公告"
        outcome = Outcome.CANT_TELL if unit.gaps or blocked else Outcome.INAPPLICABLE
        yield Verdict(outcome=outcome, why=why)
    for page, fact in notices:
        yield _suspended(unit, page, fact, params)


def _suspended(unit: UnitFacts, page: ReadPage, fact: Fact, params: ChannelSuspended) -> Verdict:
    subject, name, end = subject_of(unit, page.url), page_name(page), str(fact.value)
    limit = months_off(unit.context.as_of, -params.months)

    def verdict(outcome: Outcome, why: str, *more: Fact) -> Verdict:
        return Verdict(outcome=outcome, subject=subject, subject_name=name, why=why, used=(fact, *more))

    if end:
        return verdict(Outcome.PASSED, f"写明“{cited(end)}”")
    lifted = [
        f
        for f in (*unit.rows, *unit.of("page.title"))
        if any(word in fold(f.value.title if isinstance(f.value, Entry) else str(f.value)) for word in params.resumed)
    ]
    if lifted:
        return verdict(Outcome.PASSED, f"另有公告“{cited(lifted[0].evidence.quote)}”", lifted[0])
    if page.published is None:
        return verdict(Outcome.CANT_TELL, "公告未注日期")
    said = f"{page.published}公告暂停，未写明恢复时间"
    if page.published >= limit:
        return verdict(Outcome.PASSED, said)
    if unit.gaps:
        return verdict(Outcome.CANT_TELL, f"{said}；{'；'.join(unit.gaps)}")
    if cut := [column for column in unit.columns if not column.covers(page.published)]:
        return verdict(Outcome.CANT_TELL, f"{said}；栏目“{cited(cut[0].name, 20)}”未读到该日，恢复公告可能在其中")
    published = tuple(f for f in page.facts if f.kind == "page.published")
    return verdict(Outcome.FAILED, f"{said}，未见恢复公告", *published)
