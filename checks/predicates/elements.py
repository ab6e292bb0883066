"""Elements of a document: the guide's statutory parts, the channels of an application, the form and the procedure. 要素"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.model import Evidence, Fact, Outcome, PageKind, State

from .base import DEFECTS, STATE_ZH, Verdict, best, cited, not_found, reading


@attrs.frozen(kw_only=True)
class GuideElements:
    """Options of ``guide_elements``: the element ids required, with their names; optional ones are never charged."""

    elements: dict[str, str]
    optional: dict[str, str] = attrs.Factory(dict)
    blocked_by: tuple[str, ...] = ()


def guide_elements(unit: UnitFacts, params: GuideElements) -> Iterator[Verdict]:
    """Every required element of the 公开指南, one verdict each, read in the block of the disclosure office. 公开指南要素"""
    guides = own_guides(unit)
    if not guides:
        outcome = Outcome.CANT_TELL if _guide_may_exist(unit, params.blocked_by) else Outcome.INAPPLICABLE
        why = "公开指南未能打开或读取" if outcome is Outcome.CANT_TELL else "未见公开指南，由 guide.exists 判定，不重复计"
        for element, name in {**params.elements, **params.optional}.items():
            yield Verdict(outcome=outcome, subject=element, subject_name=name, why=why)
        return
    for element, name in params.elements.items():
        yield _element(guides, element, name)
    for element, name in params.optional.items():
        verdict = _element(guides, element, name)
        yield (
            attrs.evolve(verdict, outcome=Outcome.INAPPLICABLE, why="非必列要素，未列")
            if verdict.outcome is not Outcome.PASSED
            else verdict
        )


def own_guides(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Pages that are the unit's own guide. 本单位公开指南

    A portal may hold the guides of many bodies (a city's guide index): those that bear the unit's name are its own, else those nearest
    to the home page.
    """
    guides = unit.pages_of(PageKind.GUIDE)
    named = tuple(g for g in guides if unit.unit.name and unit.unit.name in g.title)
    nearest = min((g.page.depth for g in guides), default=0)
    return named or tuple(g for g in guides if g.page.depth == nearest)


def _guide_may_exist(unit: UnitFacts, blocked_by: Sequence[str]) -> bool:
    return bool(unit.blocked("guide", *blocked_by) or unit.gaps or unit.offers("guide"))


DECOY = "decoy:"  # method of an element that stands only under somebody else's name


def _element(guides: Sequence[ReadPage], element: str, name: str) -> Verdict:
    fact = best(f for g in guides for f in g.of("guide", element))
    if fact is None:
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why="未能从指南正文读出")
    value = reading(fact)
    if value.state is State.VALID:
        return Verdict(outcome=Outcome.PASSED, subject=element, subject_name=name, why=cited(value.value or ""), used=(fact,))
    if value.state is State.PARTIAL:
        why = f"内容不全：{cited(value.value or fact.evidence.quote)}"
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why=why, used=(fact,))
    outcome = Outcome.FAILED if value.state in DEFECTS else Outcome.CANT_TELL
    why = STATE_ZH[value.state]
    if fact.method.startswith(DECOY) and value.state is State.ABSENT:
        why += f"（“{cited(fact.evidence.quote, 40)}”属{fact.method.removeprefix(DECOY)}，不计）"
    elif value.state not in (State.ABSENT, State.UNREAD):
        why += f"：{cited(fact.evidence.quote)}"
    page = next((g for g in guides if g.url == fact.evidence.url), guides[0])
    kind = tuple(f for f in page.facts if f.kind == "page.kind")
    return Verdict(outcome=outcome, subject=element, subject_name=name, why=why, used=(fact, *kind))


@attrs.frozen(kw_only=True)
class Channels:
    """Options of ``application_channels``: required channels with names; optional ones are judged only when promised without the data to use them."""

    required: dict[str, str]
    optional: dict[str, str] = attrs.Factory(dict)
    blocked_by: tuple[str, ...] = ("apply", "guide", "disclosure")


def application_channels(unit: UnitFacts, params: Channels) -> Iterator[Verdict]:
    """Each channel for applications is offered with what is needed to use it, on the guide or the application page. 申请渠道

    A channel may stand on either page; a defect counts only when neither could hold it unread.
    """
    pages = unit.pages_of(PageKind.APPLY, PageKind.GUIDE)
    doors = unit.blocked(*params.blocked_by)
    for channel, name in {**params.required, **params.optional}.items():
        optional = channel in params.optional
        facts = [f for p in pages for f in p.of("channels", channel)]
        facts += [f for p in pages for f in p.of("channels", "email")] if channel == "online" else []
        fact = best(telling(facts))
        if fact is None or not pages:
            yield _no_page(unit, params, channel, name, optional)
            continue
        value = reading(fact)
        if value.state is State.VALID:
            yield Verdict(
                outcome=Outcome.PASSED, subject=channel, subject_name=name, why=cited(value.value or fact.evidence.quote), used=(fact,)
            )
        elif value.state in (State.UNREAD, State.PARTIAL):
            why = f"{STATE_ZH[value.state]}：{cited(fact.evidence.quote)}"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why=why, used=(fact,))
        elif optional and value.state in (State.ABSENT, State.NEGATED):
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=channel, subject_name=name, why="未开通，非必设渠道", used=(fact,))
        else:
            yield _channel_defect(unit, pages, doors, fact, channel, name)


def _no_page(unit: UnitFacts, params: Channels, channel: str, name: str, optional: bool) -> Verdict:
    blockers = unit.blocked(*params.blocked_by)
    outcome, why, used = not_found(unit, blockers, ("依申请公开", "公开指南"))
    if outcome is Outcome.FAILED and (optional or unit.offers("apply", "guide")):
        outcome, why, used = Outcome.CANT_TELL, "依申请公开页面或指南的内容未能确认", ()
    return Verdict(outcome=outcome, subject=channel, subject_name=name, why=why, used=used, looked=unit.looked(("依申请公开", "公开指南")))


def _channel_defect(unit: UnitFacts, pages: Sequence[ReadPage], doors: Sequence[object], fact: Fact, channel: str, name: str) -> Verdict:
    value = reading(fact)
    guide_read = any(p.kind is PageKind.GUIDE for p in pages)
    form_read = any(p.kind is PageKind.APPLY for p in pages)
    closed = (unit.offers("guide") and not guide_read) or (unit.blocked("apply") and not form_read) or (channel == "online" and doors)
    elsewhere = value.state is State.ABSENT and bool(closed)
    if elsewhere:
        why = "已读页面未列，但公开指南或申请入口未能打开"
        return Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why=why, used=(fact,))
    if value.state is State.ABSENT and unit.gaps:
        return Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why="；".join(unit.gaps), used=(fact,))
    why = STATE_ZH[value.state] + (f"：{cited(fact.evidence.quote)}" if fact.evidence.quote else "")
    used: tuple[Fact | Evidence, ...] = (fact, *(p.evidence(p.title) for p in pages[:3]))
    return Verdict(outcome=Outcome.FAILED, subject=channel, subject_name=name, why=why, used=used, looked=unit.looked())


# Methods of an ``unread`` reading on a page that has too little text to say anything (a bare form): another page's text outweighs it.
SAYS_NOTHING = frozenset({"short", "no-instructions"})


def telling(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Readings of pages that say something, if there are any. 有内容的读数"""
    said = [f for f in facts if not (reading(f).state is State.UNREAD and f.method in SAYS_NOTHING)]
    return said or facts


@attrs.frozen(kw_only=True)
class ApplyParts:
    """Options of ``apply_parts``: kind of fact (``form`` or ``process``), required parts with names, roles whose closed doors leave it open.

    ``numbers``: part id → numbers that its value must be one of (reply days of the period).
    """

    kind: str = attrs.field(validator=attrs.validators.in_(("form", "process")))
    parts: dict[str, str]
    blocked_by: tuple[str, ...] = ("apply", "disclosure")
    numbers: dict[str, list[int]] = attrs.Factory(dict)


def apply_parts(unit: UnitFacts, params: ApplyParts) -> Iterator[Verdict]:
    """The online form has its statutory fields, or the procedure its parts and the right time limits. 网上申请表单；办理流程

    One verdict for the whole; the parts are named in it.
    """
    pages = unit.pages_of(PageKind.APPLY, PageKind.GUIDE) if params.kind == "process" else unit.pages_of(PageKind.APPLY)
    facts = {
        part: _right(telling([f for p in pages for f in p.of(params.kind, part)]), params.numbers.get(part, [])) for part in params.parts
    }
    found = {part: fact for part, fact in facts.items() if fact is not None}
    if not found:
        blockers = unit.blocked(*params.blocked_by)
        outcome, why, used = not_found(unit, blockers, ("依申请公开",))
        if outcome is Outcome.FAILED and pages:
            outcome, why, used = Outcome.CANT_TELL, "页面内未见可核查的" + ("表单" if params.kind == "form" else "流程说明"), ()
        yield Verdict(outcome=outcome, why=why, used=used, looked=unit.looked(("依申请公开",)))
        return
    unread = [f for f in found.values() if reading(f).state in (State.UNREAD, State.PARTIAL)]
    missing = [params.parts[p] for p in params.parts if (f := facts[p]) is None or reading(f).state in DEFECTS]
    wrong = [f"{params.parts[p]}为“{cited(reading(f).value or '')}”" for p, f in found.items() if _wrong(f, params.numbers.get(p, []))]
    used = tuple(found.values())
    if wrong:
        yield Verdict(outcome=Outcome.FAILED, why="；".join(wrong), used=used)
    elif missing and (unread or unit.gaps or unit.blocked(*params.blocked_by)):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未见{'、'.join(missing)}，但有内容未能读取", used=used)
    elif missing:
        yield Verdict(outcome=Outcome.FAILED, why=f"未见{'、'.join(missing)}", used=used, looked=unit.looked())
    elif unread:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未能读取：{cited(unread[0].evidence.quote)}", used=tuple(unread))
    else:
        yield Verdict(outcome=Outcome.PASSED, why="齐全", used=used)


def _right(facts: Sequence[Fact], allowed: Sequence[int]) -> Fact | None:
    """The best reading, a usable one with a right number first: where two pages differ, the unit is not charged."""
    right = [f for f in facts if reading(f).state is State.VALID and not _wrong(f, allowed)]
    return best(right or facts)


def _wrong(fact: Fact, allowed: Sequence[int]) -> bool:
    """Whether the first number of a usable value is none of those allowed; words without a number are not compared."""
    number = re.search(r"\d+", reading(fact).value or "")
    return bool(allowed) and reading(fact).state is State.VALID and number is not None and int(number[0]) not in allowed
