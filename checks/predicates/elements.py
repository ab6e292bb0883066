"""Elements of a document: the guide's statutory parts and the channels of an application. 要素"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Evidence, Fact, Outcome, PageKind, State
from checks.pages import page_reach
from checks.parsing.fold import fold

from .alike import doubt_of, on_applying
from .base import DEFECTS, STATE_ZH, Verdict, best, cited, label_words, not_found, page_name, reading
from .own import is_named, of_another, own_guides, why_no_guide
from .wording import why_unread


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
        why = why_no_guide(unit) if outcome is Outcome.CANT_TELL else "未见公开指南，由“公开指南设置”一项判定，不重复计"
        for element, name in {**params.elements, **params.optional}.items():
            yield Verdict(outcome=outcome, subject=element, subject_name=name, why=why)
        return
    for element, name in params.elements.items():
        yield _element(unit, guides, element, name)
    for element, name in params.optional.items():
        verdict = _element(unit, guides, element, name)
        yield (
            attrs.evolve(verdict, outcome=Outcome.INAPPLICABLE, why="非必列要素，未列")
            if verdict.outcome is not Outcome.PASSED
            else verdict
        )


def own_application_pages(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Application pages of the unit. 本单位申请页

    The name alone does not choose: forms to print bear it, the page that explains how to apply rarely does.
    """
    pages = unit.pages_of(PageKind.APPLY)
    nearest = min((p.page.depth for p in pages), default=0)
    return tuple(p for p in pages if p.page.depth == nearest or (unit.unit.name and unit.unit.name in p.title))


def own_document_pages(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Its own guides, and the application pages that bear no other organ's name: what these lack is the unit's to answer for. 本单位指南和申请页"""
    pages = [p for p in unit.pages_of(PageKind.APPLY) if not (is_named(unit) and of_another(unit, p.title))]
    return (*pages, *own_guides(unit))


def _guide_may_exist(unit: UnitFacts, blocked_by: Sequence[str]) -> bool:
    return bool(unit.blocked("guide", *blocked_by) or unit.gaps or unit.offers("guide") or unit.pages_of(PageKind.GUIDE))


DECOY = "decoy:"  # method of an element that stands only under somebody else's name


def _element(unit: UnitFacts, guides: Sequence[ReadPage], element: str, name: str) -> Verdict:
    fact = best(f for g in guides for f in g.of("guide", element))
    if fact is None:
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why="未能从指南正文读出")
    value = reading(fact)
    if value.state is State.VALID:
        return Verdict(outcome=Outcome.PASSED, subject=element, subject_name=name, why=cited(value.value or ""), used=(fact,))
    if value.state is State.PARTIAL:
        why = why_unread(fact)
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why=why, used=(fact,))
    further = _further_pages(unit, guides) if value.state is State.ABSENT else ()
    if further:
        why = f"已读页面未列，“{cited(page_name(further[0]), 30)}”一页列在指南之下，是否为指南的一部分需人工看一眼"
        used = tuple(f for p in further[:2] for f in p.facts if f.kind == "page.kind")
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why=why, used=(fact, *used))
    told = _told_as_channel(guides, element) if value.state is State.ABSENT else None
    if told is not None:
        why = f"未单独列出；“{cited(told.evidence.quote, 40)}”是否即此项需人工认定"
        return Verdict(outcome=Outcome.CANT_TELL, subject=element, subject_name=name, why=why, used=(fact, told))
    outcome = Outcome.FAILED if value.state in DEFECTS else Outcome.CANT_TELL
    why = STATE_ZH[value.state] if outcome is Outcome.FAILED else why_unread(fact)
    near, looked = "", ""
    if fact.method.startswith(DECOY) and value.state is State.ABSENT:
        near = fact.evidence.quote
        why += f"（“{cited(fact.evidence.quote, 40)}”属{fact.method.removeprefix(DECOY)}，不计）"
    elif value.state not in (State.ABSENT, State.UNREAD):
        why += f"：{cited(fact.evidence.quote)}"
    page = next((g for g in guides if g.url == fact.evidence.url), guides[0])
    kind = tuple(f for f in page.facts if f.kind == "page.kind")
    if value.state is State.ABSENT:
        looked = looked_for(unit, label_words(unit, "guide", element, name), pages=guides, near=near)
    return Verdict(outcome=outcome, subject=element, subject_name=name, why=why, used=(fact, *kind), looked=looked)


# A guide without an address on the net may say all the same that one can apply over it («在本机关网站依申请公开栏目提交»).
AS_CHANNEL = {"net": "online"}


def _told_as_channel(guides: Sequence[ReadPage], element: str) -> Fact | None:
    """The way to apply in which an element is told without a label of its own; None where there is none."""
    channel = AS_CHANNEL.get(element)
    found = best(f for g in guides for f in g.of("channels", channel)) if channel else None
    return found if found is not None and reading(found).state is State.VALID else None


INDEX = re.compile(r"^(?P<folder>[^?#]{1,400}/)(?:(?:index|default)\.\w{2,6})?$")
NO_CHAPTER = (PageKind.GUIDE, PageKind.ANNUAL_REPORT)
# A guide may be cut into pages that are its chapters; the form and the flow chart that are filed beside it are none.
CHAPTER = re.compile(r"^(?!.*(?:申请表|流程图|下载)).*(?:依申请|主动公开|申请(?:方式|受理|须知|说明)|受理机构|机构|联系|监督|救济|收费)")


def _further_pages(unit: UnitFacts, guides: Sequence[ReadPage]) -> tuple[ReadPage, ...]:
    """Pages called like chapters of a guide (依申请公开, 监督救济) that were not read as guides: below its own folder, or linked from it alone.

    A menu beside the guide links pages of such names, too: those are offered on other pages as well, each name for one page.
    """
    at = {g.url for g in guides}
    folders = [found["folder"] for url in at if (found := INDEX.match(url)) and found["folder"].count("/") > 3]
    named = [p for p in unit.pages if p.kind not in NO_CHAPTER and page_reach(p) is not Reach.DEAD and CHAPTER.search(_called(p))]
    linked = [p for p in named if p.page.found_on in at and p.page.anchor]
    others = [p for p in unit.pages if p.url not in at | {p.url for p in linked}]
    apart = {_called(p) for p in others} - {_called(p) for p in linked if any(o.page.sha256 == p.page.sha256 for o in others)}
    return tuple(
        p
        for p in named
        if any(p.url.startswith(folder) for folder in folders)
        or (p in linked and (_called(p) in apart or not any(_called(p) in fold(o.offered) for o in others)))
    )


def _called(page: ReadPage) -> str:
    """What the link to a page called it, else its title."""
    return fold(page.page.anchor or page.title)


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
    pages, own = unit.pages_of(PageKind.APPLY, PageKind.GUIDE), own_document_pages(unit)
    doors = unit.blocked(*params.blocked_by)
    for channel, name in {**params.required, **params.optional}.items():
        optional = channel in params.optional
        fact = best(_of_channel(pages, channel))
        if fact is None:
            yield _no_page(unit, params, channel, name, optional)
            continue
        if reading(fact).state in DEFECTS and (fact := best(_of_channel(own, channel))) is None:
            yield Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why=why_no_guide(unit))
            continue
        value = reading(fact)
        if value.state is State.VALID:
            yield Verdict(
                outcome=Outcome.PASSED, subject=channel, subject_name=name, why=cited(value.value or fact.evidence.quote), used=(fact,)
            )
        elif value.state in (State.UNREAD, State.PARTIAL):
            yield Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why=why_unread(fact), used=(fact,))
        elif optional and value.state in (State.ABSENT, State.NEGATED):
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=channel, subject_name=name, why="未开通，非必设渠道", used=(fact,))
        else:
            yield _channel_defect(unit, own, doors, fact, channel, name)


def _of_channel(pages: Sequence[ReadPage], channel: str) -> Sequence[Fact]:
    """What pages say of a channel; an e-mail address for applications is one over the network."""
    subjects = (channel, "email") if channel == "online" else (channel,)
    return telling([f for subject in subjects for p in pages for f in p.of("channels", subject)])


def _no_page(unit: UnitFacts, params: Channels, channel: str, name: str, optional: bool) -> Verdict:
    blockers = unit.blocked(*params.blocked_by)
    outcome, why, used = not_found(unit, blockers, ("依申请公开", "公开指南"))
    if outcome is Outcome.FAILED and (optional or unit.offers("apply", "guide")):
        outcome, why, used = Outcome.CANT_TELL, "依申请公开页面或指南的内容未能确认", ()
    if outcome is Outcome.FAILED and (alike := on_applying(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt_of(alike), alike
    looked = looked_for(unit, ("依申请公开", "公开指南"), roles=params.blocked_by)
    return Verdict(outcome=outcome, subject=channel, subject_name=name, why=why, used=used, looked=looked)


def _channel_defect(unit: UnitFacts, pages: Sequence[ReadPage], doors: Sequence[object], fact: Fact, channel: str, name: str) -> Verdict:
    value = reading(fact)
    guides = [p for p in pages if p.kind is PageKind.GUIDE]
    # One that is a file to download, or shown as pictures, was found and not read.
    guide_read = any(telling_page(p, channel) and not _hides(p, channel) for p in guides)
    form_read = any(p.kind is PageKind.APPLY for p in pages)
    closed = (
        ((guides or unit.offers("guide")) and not guide_read)
        or (unit.blocked("apply") and not form_read)
        or (channel == "online" and doors)
    )
    elsewhere = value.state is State.ABSENT and bool(closed)
    if elsewhere:
        why = "已读页面未列，但公开指南或申请入口未能打开或读出，可能列在其中"
        return Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why=why, used=(fact,))
    if value.state is State.ABSENT and unit.gaps:
        return Verdict(outcome=Outcome.CANT_TELL, subject=channel, subject_name=name, why="；".join(unit.gaps), used=(fact,))
    shown = page_name(page) if value.state is State.ABSENT and (page := unit.find(fact.evidence.url)) else fact.evidence.quote
    why = STATE_ZH[value.state] + (f"：{cited(shown)}" if shown else "")
    used: tuple[Fact | Evidence, ...] = (fact, *(p.evidence(p.title) for p in pages[:3]))
    looked = looked_for(unit, label_words(unit, "channels", channel, name), pages=pages)
    return Verdict(outcome=Outcome.FAILED, subject=channel, subject_name=name, why=why, used=used, looked=looked)


def _hides(page: ReadPage, channel: str) -> bool:
    """Whether a page of its kind was opened and its text not read: a guide shown as pictures."""
    return any(reading(f).state is State.UNREAD for f in page.of("channels", channel))


# Methods of an ``unread`` reading on a page that has too little text to say anything (a bare form): another page's text outweighs it.
SAYS_NOTHING = frozenset({"short", "no-instructions"})


def telling_page(page: ReadPage, channel: str) -> bool:
    """Whether a page has text of its own in which a channel could stand. 页面有正文"""
    return not all(reading(f).state is State.UNREAD and f.method in SAYS_NOTHING for f in page.of("channels", channel))


def telling(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Readings of pages that say something, if there are any. 有内容的读数"""
    said = [f for f in facts if not (reading(f).state is State.UNREAD and f.method in SAYS_NOTHING)]
    return said or facts
