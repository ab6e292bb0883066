"""Disclosure guides: is every element there, for the disclosure office itself? 公开指南要素"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import Evidence, Fact, LinkKind, Reading, State
from checks.parsing.fold import fold, plain
from checks.parsing.label_lines import leads_away
from checks.parsing.main import Part, main_text, read_main
from checks.parsing.memo import per_view
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .guide_doubts import OFFICE_BLOCK, is_doubtful, office_size
from .guide_labels import FAMILY, LABELLED, Candidate, names_only
from .guide_links import is_linked, is_pictured, mail_link
from .guide_pairs import read_pairs
from .guide_prose import gathered, said
from .guide_sections import Section, cites_old_law_only, has_wording, read_section
from .guide_strays import has_stray
from .guide_tables import read_tables
from .guide_text import Body, Piece, masked, opening, other_place, read_body
from .guide_topics import SAYS
from .guide_values import URL, Judged
from .guide_wording import WORDING, is_worded

KIND = "guide"
HOLLOW = (State.BLANK, State.PLACEHOLDER)
NEAR = 6  # lines: data no further apart stand in one block
BEST = (State.VALID, State.PARTIAL, State.UNREAD, State.NEGATED, State.PLACEHOLDER, State.BLANK)
CONFIDENCE = {"label": 1.0, "table-row": 0.95, "table-head": 0.95, "next-line": 0.9, "heading": 0.9, "sentence": 0.8}
SHORT_BODY = 150  # fewer characters than this are no guide's text, only a wrapper around an attachment or a picture
SHORT_TEXT = 600
DOCUMENT = re.compile(r"\.(?:docx?|pdf|wps|xlsx?|rtf|ofd|zip|rar|tiff?)(?:$|[?#])", re.I)
SMALL = 60  # pixels: a smaller picture is an icon
BANNER, FLAT = 700, 4  # pixels: a picture as wide, and as many times as wide as it is high, is the page's head
ELSEWHERE = re.compile(
    r"(?:受理机构|工作机构|联系方式|联系电话)[^。;:]{0,16}(?:详见|参见|请见|见(?:附件|附表|下表|下图|目录|网站|上)|[同如]上)"
)
MOST_OFFICE = 4  # elements: an office's block that gives as many was read as a whole
PLAIN = ("org", "address", "phone")  # whose values show themselves without a label; the page's other offices have them too
PROVEN = ("email",)
SHARED_DESK = re.compile(r"(?:受理|咨询|申请)[、和与及/](?:投诉|举报|监督)")  # «受理、投诉机构：»
LONGEST_ENTRY = 60  # characters of a label and its value
SHORT_LINE = 16  # a line as short as this may be the label of the next
LEAST_DIGITS = 7  # of a telephone number


def guide(view: PageView, context: Context) -> Iterator[Fact]:
    """Readings of all elements of a guide page; ``absent`` only where the whole text was read and says nothing of it. 公开指南"""
    body = read_body(view)
    candidates = read_pairs(view, context.vocabulary)
    contacts = {name: _contact(view, body, name, candidates, context.vocabulary) for name in LABELLED if name != "net"}
    contacts["net"] = _net(view, body, candidates, contacts["email"], context.vocabulary)
    yield from contacts.values()
    for name in SAYS:
        yield _text(view, body, name, candidates, context.vocabulary)
    state, piece, quote = cites_old_law_only(body)
    if state is State.ABSENT and piece is None and (reason := _unread(view, body, candidates, texts=True)):
        yield _fact(view, "law_492_only", State.UNREAD, "", None, reason)
    else:
        yield _fact(view, "law_492_only", state, quote, piece.element if piece else None, "sentence", value=quote[:120] or None)


def office_contacts(view: PageView, context: Context) -> Iterator[Fact]:
    """Contact data of an application page; what it lacks may stand in the guide, so nothing is called missing. 申请页上的联系方式"""
    body = read_body(view)
    candidates = read_pairs(view, context.vocabulary)
    for name in LABELLED:
        fact = _contact(view, body, name, candidates, context.vocabulary)
        if isinstance(fact.value, Reading) and fact.value.state in (State.VALID, State.PARTIAL):
            yield fact


def best(candidates: tuple[Candidate, ...], name: str) -> Candidate | None:
    """The best reading of an element in the office's own blocks. 最佳读数

    Of readings as good as each other the one in the block counts, and none from a line on where the guide itself may be read.
    Where the office's block has the label and no value, one that stands far from it proves nothing: it may be another place's.
    """
    own = [c for c in candidates if c.element == name and not c.decoy]
    if not own:
        return None
    first, last = _block(candidates)
    found = min([c for c in own if not c.further] or own, key=lambda c: (BEST.index(c.judged.state), c.aside, not first <= c.piece <= last))
    if found.judged.state is not State.VALID or len(own) == 1:
        return found
    inside = [c for c in own if first <= c.piece <= last]
    if inside and not first <= found.piece <= last and all(c.judged.state in HOLLOW for c in inside):
        return attrs.evolve(inside[0], judged=Judged(State.UNREAD, "elsewhere"))
    return found


def _block(candidates: tuple[Candidate, ...]) -> tuple[int, int]:
    """First and last line of the office's block: where most of its elements stand together."""
    own = sorted((c for c in candidates if not c.decoy), key=lambda c: c.piece)
    groups: list[list[Candidate]] = []
    for reading in own:
        if groups and reading.piece - groups[-1][-1].piece <= NEAR:
            groups[-1].append(reading)
        else:
            groups.append([reading])
    largest = max(groups, key=lambda group: len({c.element for c in group}))
    return largest[0].piece, largest[-1].piece


def unread_reason(view: PageView, vocabulary: Vocabulary) -> str:
    """Why the page's text cannot be taken for the whole; '' if it can. 正文不完整的原因"""
    return _unread(view, read_body(view), read_pairs(view, vocabulary), texts=False)


def _contact(view: PageView, body: Body, name: str, candidates: tuple[Candidate, ...], vocabulary: Vocabulary) -> Fact:
    found = best(candidates, name)
    if found and found.judged.state is State.VALID:
        return _from(view, found)
    cells = read_tables(view, vocabulary)[1]
    in_text = said(body, name, cells) if found is None or found.judged.state is not State.NEGATED else None
    in_text = in_text or (gathered(body, name, cells) if found is None else None)
    others = {c.piece for c in candidates if c.element == name and (c.decoy or c.further)}
    if in_text and in_text.piece.index in others:
        in_text = None  # read there as somebody else's
    if (
        in_text
        and in_text.state is State.VALID
        and found
        and found.judged.state in HOLLOW
        and abs(in_text.piece.index - found.piece) > NEAR
    ):
        return _fact(view, name, State.UNREAD, found.quote, found.where, "elsewhere", label=found.label)
    if in_text and in_text.state is State.VALID:
        return _fact(view, name, State.VALID, in_text.quote, in_text.piece.element, "sentence", value=in_text.value)
    if name == "email" and (link := mail_link(view)):
        return _fact(view, name, State.VALID, link[0], link[1], "link", value=link[2])
    if found and found.judged.state is State.BLANK and _looks_unfilled(view, candidates):
        return _fact(view, name, State.UNREAD, found.quote, found.where, "script", label=found.label)
    if found and found.judged.state is State.BLANK and has_stray(body, candidates, name, vocabulary):
        return _fact(view, name, State.UNREAD, found.quote, found.where, "stray", label=found.label)
    if found:
        return _from(view, found)
    if in_text:
        return _fact(view, name, in_text.state, in_text.quote, in_text.piece.element, "sentence", value=in_text.value)
    decoys = [c for c in candidates if c.element == name and c.decoy]
    reason = _absent_unsafe(view, body, name, candidates, vocabulary)
    if reason:
        return _fact(view, name, State.UNREAD, "", None, reason)
    doubtful = next((c for c in decoys if is_doubtful(body, c, candidates)), None)
    if doubtful:
        return _fact(view, name, State.UNREAD, doubtful.quote, doubtful.where, f"unsure:{doubtful.decoy}"[:60])
    if decoys:
        return _fact(view, name, State.ABSENT, decoys[0].quote, decoys[0].where, f"decoy:{decoys[0].decoy}"[:60])
    return _fact(view, name, State.ABSENT, "", None, "not-found")


def _from(view: PageView, found: Candidate) -> Fact:
    method = f"{found.method}:{found.judged.why}" if found.judged.why else found.method
    return _fact(view, found.element, found.judged.state, found.quote, found.where, method, value=found.value or None, label=found.label)


def _net(view: PageView, body: Body, candidates: tuple[Candidate, ...], email: Fact, vocabulary: Vocabulary) -> Fact:
    """互联网联系方式: its own label, else the e-mail address, else an address at which to apply."""
    found = best(candidates, "net")
    if found and found.judged.state is State.VALID:
        return _from(view, found)
    reading = email.value
    if isinstance(reading, Reading) and reading.state is State.VALID:
        return Fact(
            kind=KIND, subject="net", value=reading, evidence=email.evidence, method=f"email:{email.method}", confidence=email.confidence
        )
    for piece in body.pieces:
        address = URL.search(piece.folded.text) if not piece.decoy else None
        around = piece.folded.text[max(0, address.start() - 60) : address.end() + 30] if address else ""
        if address and re.search(r"申请|在线|提交", around) and not re.search(r"下载", around):
            return _fact(view, "net", State.VALID, piece.text, piece.element, "sentence", value=piece.folded.quote(*address.span()))
    link = next(
        (
            k
            for k in view.links
            if k.kind is LinkKind.WEB and not k.hidden and re.search(r"(?:在线|网上|我要)(?:提交)?申请|申请平台|申请系统", plain(k.text))
        ),
        None,
    )
    if link:
        return _fact(view, "net", State.VALID, link.text, link.locator, "link", value=link.url)
    if isinstance(reading, Reading) and reading.state is State.UNREAD:
        return Fact(
            kind=KIND, subject="net", value=reading, evidence=email.evidence, method=f"email:{email.method}", confidence=email.confidence
        )
    fact = _contact(view, body, "net", candidates, vocabulary)
    if (
        isinstance(fact.value, Reading)
        and fact.value.state is State.ABSENT
        and isinstance(reading, Reading)
        and reading.state is not State.ABSENT
    ):
        return Fact(
            kind=KIND, subject="net", value=reading, evidence=email.evidence, method=f"email:{email.method}", confidence=email.confidence
        )
    return fact


def _text(view: PageView, body: Body, name: str, candidates: tuple[Candidate, ...], vocabulary: Vocabulary) -> Fact:
    section: Section | None = read_section(view, name)
    if section and section.state not in (State.BLANK, State.UNREAD):
        where = section.piece.element if section.piece else None
        return _fact(
            view, name, section.state, section.quote, where, section.method, value=section.quote[:200], label=section.label or None
        )
    reason = _unread(view, body, candidates, texts=True)
    if reason:
        return _fact(
            view, name, State.UNREAD, section.quote if section else "", section.piece.element if section and section.piece else None, reason
        )
    if section:
        return _fact(
            view, name, section.state, section.quote, section.piece.element if section.piece else None, section.method, label=section.label
        )
    wording = has_wording(body, name)
    if wording:
        return _fact(view, name, State.UNREAD, "", None, f"wording:{wording}")
    return _fact(view, name, State.ABSENT, "", None, "not-found")


def _absent_unsafe(view: PageView, body: Body, name: str, candidates: tuple[Candidate, ...], vocabulary: Vocabulary) -> str:
    """Why the element must not be called absent; '' if it may."""
    if reason := _unread(view, body, candidates, texts=False):
        return reason
    if is_pictured(body, name, vocabulary):
        return "image"
    if is_linked(body, name):
        return "link"
    if has_stray(body, candidates, name, vocabulary):
        return "stray"
    words = [*vocabulary.family(FAMILY)[name].labels]
    alone = frozenset((*words, *vocabulary.family(FAMILY)[name].aliases))
    claimed = {digits(c.value) for c in candidates if c.element != name and len(digits(c.value)) >= LEAST_DIGITS}
    for where, text in (("hidden", body.hidden), ("outside", body.outside)):
        if any(re.search(re.escape(word) + r"[^\u4e00-\u9fff]{0,3}[:为\d]", text) for word in words if word in text):
            return where
        if WORDING[name].search(text) and (name in PROVEN or (name in PLAIN and office_size(candidates) < MOST_OFFICE)):
            return where
    labels = frozenset(words)
    for line, part in zip(view.lines, read_main(view).parts, strict=True):
        if part is Part.MENU and len(line.text) <= SHORT_LINE and fold(line.text).strip(":") in labels and not leads_away(view, line):
            return "label"  # a head that a script folds out
    everything = "\n".join(piece.folded.text for piece in body.pieces)
    shown = frozenset(label for label in labels if label in everything)
    for piece in body.pieces:
        if piece.decoy or piece.form:
            continue
        text = piece.folded.text
        if names_only(text, alone, vocabulary) or _is_set_apart(piece, shown):
            return "label"  # it stands there, and what belongs to it was not understood
        found = WORDING[name].search(text) or WORDING[name].search(f"{text}:{_value_below(body, piece)}")
        if found and digits(found[0]) in claimed:
            found = None  # the number stands under another label (the fax's), and is read there
        if found and not other_place(text, found.start(), body.own_names)[0] and not _is_complaint(text, found.start()):
            return f"wording:{found[0][:20]}"
        if is_worded(name, text):
            return "wording"
        if ELSEWHERE.search(text):
            return "elsewhere"
    return ""


def _is_set_apart(piece: Piece, labels: frozenset[str]) -> bool:
    """Whether one of these labels stands in a box of its own in a short line: «<b>电子邮箱</b> 见公告栏»."""
    if not labels or len(piece.text) > LONGEST_ENTRY or not any(label in piece.folded.text for label in labels):
        return False
    return any(fold(node.text or "").strip(":") in labels for node in piece.element.iterdescendants() if isinstance(node.tag, str))


def _value_below(body: Body, piece: Piece) -> str:
    """The next line, if this one may be a label of it and it has none of its own."""
    following = body.pieces[piece.index + 1] if piece.index + 1 < len(body.pieces) else None
    text = piece.folded.text
    if following is None or following.decoy or len(text) > SHORT_LINE or text.endswith("。") or ":" in following.folded.text[:SHORT_LINE]:
        return ""
    return following.folded.text


def digits(text: str) -> str:
    """Only the digits of a text."""
    return "".join(c for c in text if c.isdigit())


def _is_complaint(text: str, start: int) -> bool:
    if SHARED_DESK.search(text, max(0, start - SHORT_LINE), start + SHORT_LINE):
        return False
    before = masked(text[max(0, start - 40) : start])
    return bool(re.search(r"(?:投诉|举报|监督)[^。;,]{0,12}$|(?:纪委|监委|纪检|监察)[^。;]{0,30}$", before)) or bool(
        re.match(r"[^。;,]{0,12}(?:投诉|举报)", text[start:])
    )


def _unread(view: PageView, body: Body, candidates: tuple[Candidate, ...], texts: bool) -> str:
    """Why the text on the page is not the whole guide. ``texts``: asked for a textual element, else for contact data."""
    if body.length < SHORT_BODY:
        return "short"
    if body.cut:
        return "cut"
    if _is_damaged(view):
        return "damaged"
    complete = body.length >= SHORT_TEXT if texts else office_size(candidates) >= OFFICE_BLOCK
    return "" if complete else _carrier(view)


@per_view
def _carrier(view: PageView) -> str:
    """What else on the page may carry the guide's text: attachment, picture, frame, further pages."""
    main = read_body(view).element
    if any(DOCUMENT.search(a.get("href") or "") for a in main.iter("a")):
        return "attachment"
    if any(not _is_icon(image) and not _is_banner(image) for image in main.iter("img")):
        return "image"
    if next(main.iter("iframe", "frame", "object", "embed"), None) is not None:
        return "frame"
    if any(fold(link.text) in ("下一页", "下页", "[下一页]") and link.kind is not LinkKind.EMPTY for link in view.links):
        return "paged"
    return ""


def _is_icon(image: HtmlElement) -> bool:
    """A small picture, or one of the page's head, menus and foot."""
    if any(region_of(a)[0] in NEVER_CONTENT for a in image.iterancestors()):
        return True
    sizes = [re.match(r"\d+", image.get(name) or "") for name in ("width", "height")]
    return any(size and int(size[0]) <= SMALL for size in sizes) or bool(
        re.search(r"icon|logo|ico\b|qrcode|ewm|dot|arrow", image.get("src") or "", re.I)
    )


def _is_banner(image: HtmlElement) -> bool:
    """A picture across the page and a few lines high: it shows the site's name."""
    sizes = [re.match(r"\d{1,5}(?!\d*%)", image.get(name) or "") for name in ("width", "height")]
    width, height = (int(size[0]) if size else 0 for size in sizes)
    return width >= BANNER and 0 < height * FLAT <= width


@per_view
def _is_damaged(view: PageView) -> bool:
    text = main_text(view)
    broken = text.count("\ufffd") + len(re.findall(r"[\ue000-\uf8ff]", text)) + 2 * text.count("锟斤拷")
    return broken >= 8 and broken > len(text) / 400


def _looks_unfilled(view: PageView, candidates: tuple[Candidate, ...]) -> bool:
    """Three labels or more and not one value, on a page no browser has drawn: a script may fill them in."""
    own = [c for c in candidates if not c.decoy]
    return not view.page.rendered and len({c.element for c in own}) >= 3 and all(c.judged.state is State.BLANK for c in own)


def _fact(
    view: PageView,
    name: str,
    state: State,
    quote: str,
    where: HtmlElement | str | None,
    method: str,
    value: str | None = None,
    label: str | None = None,
) -> Fact:
    reading = Reading(state=state, value=value if state not in (State.ABSENT, State.UNREAD, State.BLANK) else None, label=label)
    confidence = CONFIDENCE.get(method.partition(":")[0], 0.7)
    return Fact(kind=KIND, subject=name, value=reading, evidence=_evidence(view, quote, where), method=method, confidence=confidence)


def _evidence(view: PageView, quote: str, where: HtmlElement | str | None) -> Evidence:
    """Evidence of the reading; for what is not there, the beginning of the text that was read through."""
    if quote and where is not None:
        return view.evidence(quote, where)
    return view.evidence(opening(view), read_body(view).element)


__all__ = ["best", "guide", "office_contacts", "said", "unread_reason"]
