"""The form and the procedure of an application, and the online system that promises one. 申请表单、办理流程"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.doors import DOCUMENT_SIGN, LONGEST_DOOR
from checks.facts.page import ATTACHMENT
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, Link, LinkKind, Outcome, PageKind, State
from checks.pages import address_key, host_of
from checks.parsing.fold import fold

from .alike import doubt_of, on_applying
from .base import DEFECTS, Verdict, best, cited, not_found, page_name, reading
from .elements import own_application_pages, own_document_pages, telling
from .own import own_guides, why_no_guide
from .wording import why_unread


@attrs.frozen(kw_only=True)
class ApplyParts:
    """Options of ``apply_parts``: kind of fact (``form`` or ``process``), required parts with names, roles whose closed doors leave it open.

    ``numbers``: part id → numbers that its value must be one of (reply days of the period).
    ``online``: words of a link to an online application system; ``online_never`` words of links that are about something else.
    """

    kind: str = attrs.field(validator=attrs.validators.in_(("form", "process")))
    parts: dict[str, str]
    blocked_by: tuple[str, ...] = ("apply", "disclosure")
    numbers: dict[str, list[int]] = attrs.Factory(dict)
    online: tuple[str, ...] = ()
    online_never: tuple[str, ...] = ()


def apply_parts(unit: UnitFacts, params: ApplyParts) -> Iterator[Verdict]:
    """The online form has its statutory fields, or the procedure its parts and the right time limits. 网上申请表单；办理流程

    One verdict for the whole; the parts are named in it.
    """
    kinds = (PageKind.APPLY, PageKind.GUIDE) if params.kind == "process" else (PageKind.APPLY,)
    pages = unit.pages_of(*kinds)
    own = [p for p in own_document_pages(unit) if p.kind in kinds]
    facts = {
        part: _right(telling([f for p in pages for f in p.of(params.kind, part)]), params.numbers.get(part, [])) for part in params.parts
    }
    found = {part: fact for part, fact in facts.items() if fact is not None}
    if not found:
        dead = _dead_system(unit, params)
        if dead is not None:
            yield dead
            return
        blockers = unit.blocked(*params.blocked_by)
        outcome, why, used = not_found(unit, blockers, ("依申请公开",))
        if outcome is Outcome.FAILED and (pages or unit.offers("apply")):  # a log-in, a text that was not known for what it is
            outcome, why, used = Outcome.CANT_TELL, "页面内未见可核查的" + ("表单" if params.kind == "form" else "流程说明"), ()
        if outcome is Outcome.FAILED and (alike := on_applying(unit)):
            outcome, why, used = Outcome.CANT_TELL, doubt_of(alike), alike
        looked = looked_for(unit, ("依申请公开",), roles=params.blocked_by)
        yield Verdict(outcome=outcome, why=why, used=used, looked=looked)
        return
    unread = [f for f in found.values() if reading(f).state in (State.UNREAD, State.PARTIAL)]
    missing = [params.parts[p] for p in params.parts if (f := facts[p]) is None or reading(f).state in DEFECTS]
    ours = {p.url for p in own}
    wrong = {p: f for p, f in found.items() if _wrong(f, params.numbers.get(p, []))}
    charged = [f"{params.parts[p]}为“{cited(reading(f).value or '')}”" for p, f in wrong.items() if f.evidence.url in ours]
    used = tuple(found.values())
    if charged:
        yield Verdict(outcome=Outcome.FAILED, why="；".join(charged), used=used)
    elif wrong or (missing and not own):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"所读页面未能确认为本单位的；{why_no_guide(unit)}", used=used)
    elif missing and (unread or unit.gaps or unit.blocked(*params.blocked_by) or (params.kind == "process" and _guide_unread(unit))):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未见{'、'.join(missing)}，但有内容未能读取", used=used)
    elif told := [page for page in _told_elsewhere(unit, [p for p in params.parts if params.parts[p] in missing]) if page not in own]:
        why = f"未读出{'、'.join(missing)}，“{cited(page_name(told[0]), 30)}”是否即其内容需人工看一眼"
        kind = tuple(f for f in told[0].facts if f.kind == "page.kind")
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(*kind, *used))
    elif missing == [params.parts.get(FLOW)] and (handled := _procedure_told(own)):
        why = f"未单独写明{missing[0]}；“{cited(handled.evidence.quote, 40)}”是否即其内容需人工认定"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(handled, *used))
    elif missing and (held := _held_back(unit, own, [p for p in params.parts if params.parts[p] in missing])) is not None:
        why = f"未读出{'、'.join(missing)}；“{cited(page_name(held), 30)}”有内容未能读取，可能在其中"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=used)
    elif missing:
        yield Verdict(outcome=Outcome.FAILED, why=f"未见{'、'.join(missing)}", used=used, looked=looked_for(unit, missing, pages=pages))
    elif unread:
        yield Verdict(outcome=Outcome.CANT_TELL, why=why_unread(unread[0]), used=tuple(unread))
    else:
        yield Verdict(outcome=Outcome.PASSED, why=f"{len(params.parts)}项齐全", used=used)


def _guide_unread(unit: UnitFacts) -> bool:
    """Whether a guide is offered and none was read as one (a scan, a file of old Office): what it says of the procedure is not known. 指南未读出"""
    return not unit.pages_of(PageKind.GUIDE) and any(t.reach is Reach.READ and t.page is not None for t in unit.offers("guide"))


def _right(facts: Sequence[Fact], allowed: Sequence[int]) -> Fact | None:
    """The best reading, a usable one with a right number first: where two pages differ, the unit is not charged."""
    right = [f for f in facts if reading(f).state is State.VALID and not _wrong(f, allowed)]
    return best(right or facts)


def _wrong(fact: Fact, allowed: Sequence[int]) -> bool:
    """Whether the first number of a usable value is none of those allowed; words without a number are not compared."""
    number = re.search(r"\d+", reading(fact).value or "")
    return bool(allowed) and reading(fact).state is State.VALID and number is not None and int(number[0]) not in allowed


# With these the words alone say that information is applied for; 网上申请 by itself may be about a licence, 公开 about recruitment.
FOR_INFORMATION = ("信息公开", "申请公开", "依申请")
# A portal may give each part of the procedure a page of its own, named for the part alone.
PART_NAMED = {
    "pr_form": re.compile(r"申请表|表格"),
    "pr_limit": re.compile(r"[时期]限"),
    "pr_fee": re.compile(r"收费|费用"),
    "pr_remedy": re.compile(r"监督|救济|复议|诉讼|投诉|举报"),
    "pr_flow": re.compile(r"流程|程序|步骤|环节|须知"),
}


FLOW = "pr_flow"


def _procedure_told(pages: Sequence[ReadPage]) -> Fact | None:
    """What the unit's guide says of how an application is handled, in fewer words than a procedure has. 指南所述办理"""
    found = best(f for p in pages for f in p.of("guide", "procedure"))
    return found if found is not None and reading(found).state is State.VALID else None


def _held_back(unit: UnitFacts, own: Sequence[ReadPage], parts: Sequence[str]) -> ReadPage | None:
    """A guide or a page on applying that was not read whole: a picture, a file, a frame, or a part by that name which a click shows. 未读全的指南"""
    offered = (t.page for t in unit.offers("guide", "apply") if t.page is not None)
    for page in dict.fromkeys((*own, *offered)):
        if page.of("form"):
            continue  # the fields to be filled in: what surrounds them is no text of the guide
        if page.of("page.image") or ATTACHMENT.search(page.url) or any(url not in page.pixels for url in page.frames):
            return page
        heads = [fold(str(fact.value)) for fact in page.of("tab.head")]
        if any("依申请公开" in head or any(part in PART_NAMED and PART_NAMED[part].search(head) for part in parts) for head in heads):
            return page
    return None


def _told_elsewhere(unit: UnitFacts, parts: Sequence[str]) -> Iterator[ReadPage]:
    """Pages named for one of these parts that were not read as instructions: about applications by their title, or linked from such a page or the guide."""
    around = {p.url for p in unit.pages_of(PageKind.APPLY, PageKind.GUIDE)} | {
        t.page.url for t in unit.offers("apply") if t.page is not None
    }
    for page in unit.pages:
        names = fold(f"{page.title} {page.page.anchor or ''}")
        about = (page.page.found_on or "") in around or any(word in names for word in FOR_INFORMATION)
        if about and any(PART_NAMED[part].search(names) for part in parts if part in PART_NAMED):
            yield page


@attrs.frozen(kw_only=True, eq=False)
class OnlineDoor:
    """A visible link by which the unit offers an online application system. 网上申请入口

    Attributes:
        seen: where it was read.
        words: what a reader sees.
    """

    seen: Fact | Evidence
    words: str
    url: str
    offering: ReadPage
    reach: Reach
    page: ReadPage | None


def _dead_system(unit: UnitFacts, params: ApplyParts) -> Verdict | None:
    """A failure if the unit itself offers an online application system that answers "not there" and nothing else may serve. 网上申请入口失效

    None wherever that is not certain: another door that opened or whose state is unknown, an incomplete look, a target on another host,
    an address that is also linked as something else, an organ that says it takes no applications over the network.
    """
    own = (*own_application_pages(unit), *own_guides(unit))
    doors = [d for d in (*_worded(unit, params, own), *_written(unit, params, own)) if d.reach is Reach.DEAD and _on_portal(unit, d)]
    promised = {d.words for d in doors} | {t.link.text or t.link.title for t in unit.offers("apply")}
    doors = [d for d in doors if not _means_else(unit, address_key(d.url), promised)]
    if not doors or unit.gaps or _other_way(unit, params):
        return None
    dead = {address_key(d.url) for d in doors}
    if any(not t.link.url or address_key(t.link.url) not in dead for t in unit.blocked(*params.blocked_by)):
        return None
    if any(reading(f).state is State.NEGATED for p in own for f in p.of("channels", "online")):
        return None
    doors.sort(key=lambda d: (d.offering not in own, d.offering.page.depth, d.offering.url))
    listed: dict[str, OnlineDoor] = {}
    for door in doors:
        listed.setdefault(address_key(door.url), door)
    first = doors[0]
    where = "首页" if first.offering is unit.home and unit.own_site else f"“{cited(page_name(first.offering), 30)}”页"
    answers = "、".join(f"“{cited(d.words, 20)}”→{d.url}（{_answered(d)}）" for d in listed.values())
    why = f"{where}所列网上申请入口打不开：{answers}，站内未见其他网上申请表单"
    used = [e for d in listed.values() for e in (d.seen, *_answer(d))]
    for page, fact in _told(own, doors)[:1]:
        why += f"；“{cited(page_name(page), 30)}”页写明“{cited(fact.evidence.quote)}”"
        used.append(fact)
    looked = looked_for(unit, ("依申请公开", "网上申请"), roles=params.blocked_by, near=first.words)
    return Verdict(outcome=Outcome.FAILED, why=why, used=tuple(used), looked=looked)


def _promises(words: str, params: ApplyParts) -> bool:
    """Whether a link's words promise an online application system, and not a document, a query or a licence."""
    text = fold(words)
    return (
        any(word in text for word in params.online)
        and not any(word in text for word in params.online_never)
        and not DOCUMENT_SIGN.search(text)
    )


def _for_information(words: str) -> bool:
    return any(word in fold(words) for word in FOR_INFORMATION)


def _worded(unit: UnitFacts, params: ApplyParts, own: Sequence[ReadPage]) -> Iterator[OnlineDoor]:
    """Links whose words say that information is applied for, on application page, guide, home page or a disclosure column."""
    columns = {t.page.url for t in unit.offers("disclosure", "apply") if t.page is not None and t.reach is Reach.READ}
    pages = [p for p in unit.pages if p in own or p is unit.home or p.url in columns]
    links: list[tuple[ReadPage, Link, Fact | None]] = [
        (p, f.value, f) for p in pages for f in p.of("link", "apply") if isinstance(f.value, Link)
    ]
    links += [(unit.home, link, None) for link in unit.home.links] if unit.home else []
    for page, link, fact in links:
        words = link.text or link.title
        said = _for_information(words) and _promises(words, params)
        if not said or link.hidden or not link.url or ATTACHMENT.search(link.url):
            continue
        reach, target = unit.reach(link.url)
        seen = fact or page.evidence(words, link.locator)
        yield OnlineDoor(seen=seen, words=words, url=link.url, offering=page, reach=reach, page=target)


def _written(unit: UnitFacts, params: ApplyParts, own: Sequence[ReadPage]) -> Iterator[OnlineDoor]:
    """Links in the text of application page or guide: there 在线申请 is about information, in the menu around it, it may be about anything.

    The reading of the channel gives the link's words; its address is that of the page which the crawl found there under these words.
    """
    for page in own:
        for fact in page.of("channels", "online"):
            words = fact.evidence.quote
            if fact.method != "link" or not _promises(words, params):
                continue
            led = {address_key(p.url): p for p in unit.pages if p.page.found_on == page.url and fold(p.page.anchor or "") == fold(words)}
            if len(led) != 1:
                continue
            [found] = led.values()
            reach, target = unit.reach(found.url)
            yield OnlineDoor(seen=fact, words=words, url=found.url, offering=page, reach=reach, page=target)


def _on_portal(unit: UnitFacts, door: OnlineDoor) -> bool:
    """Whether the portal's own server gave the answer; what another host says is not the unit's to answer for."""
    return door.page is not None and {host_of(url) for url in (door.url, door.page.url, door.page.page.final_url)} == {unit.host}


def _other_way(unit: UnitFacts, params: ApplyParts) -> bool:
    """Whether any link on the portal that promises an online application opened, or was left unread: there it may work.

    A long text without a word of information is the title of a piece of news.
    """
    links = [f.value for f in unit.of("link", "apply")] + list(unit.home.links if unit.home else ())
    tried = [(x.text or x.title, x.url, x.kind) for x in links if isinstance(x, Link) and not x.hidden]
    tried += [(p.page.anchor or "", p.url, LinkKind.WEB) for p in unit.pages]
    tried += [(s.anchor, s.url, LinkKind.WEB) for s in unit.skips]
    doors = [door for door in tried if _promises(door[0], params) and (len(door[0]) <= LONGEST_DOOR or _for_information(door[0]))]
    return any(unit.reach(url, kind)[0] is not Reach.DEAD for _, url, kind in doors)


def _means_else(unit: UnitFacts, key: str, promised: Set[str]) -> bool:
    """Whether the same address is also linked under words that promise no application: it is not the application system that is gone.

    Portals that were moved or restored often lead columns of all kinds to one missing page.
    """
    links = [f.value for f in unit.of("link")] + list(unit.home.links if unit.home else ())
    named = [(x.url, x.text or x.title) for x in links if isinstance(x, Link) and not x.hidden]
    named += [(f.value.url, f.value.title) for f in unit.of("entry") if isinstance(f.value, Entry)]
    named += [(p.url, p.page.anchor or "") for p in unit.pages]
    return any(url and words and words not in promised and address_key(url) == key for url, words in named)


def _answer(door: OnlineDoor) -> tuple[Fact | Evidence, ...]:
    """Evidence of the dead page: the words in which it says so, else its status."""
    if door.page is None:
        return ()
    return door.page.of("notice")[:1] or (door.page.evidence(f"HTTP {door.page.page.status}", "status"),)


def _answered(door: OnlineDoor) -> str:
    status = door.page.page.status if door.page else None
    return f"返回{status}" if status in (404, 410) else "返回“页面不存在”的提示"


def _told(own: Sequence[ReadPage], doors: Sequence[OnlineDoor]) -> list[tuple[ReadPage, Fact]]:
    """Sentences of application page and guide that say applications may be made over the network; a link's bare words say no more."""
    words = {d.words for d in doors}
    return [
        (page, fact)
        for page in own
        for fact in page.of("channels", "online")
        if fact.method != "email" and fact.evidence.quote not in words and reading(fact).state in (State.VALID, State.PARTIAL, State.BLANK)
    ]
