"""Labels and their values in a guide: lines, run-on sentences, values on the next line. 指南要素的标签与取值"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.grid import inner_text
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .guide_labels import ORGAN_NAME, Candidate, Chain, Token, bare_words, candidate, chains, has_image, is_filled_later, labels_of
from .guide_tables import read_tables
from .guide_text import Body, Piece, other_place, read_body
from .guide_values import POINTS, Judged, judge

END = re.compile(r"[。;]")
COMPLAINTS = ("投诉", "举报", "监督", "监察", "纪检")
ANNOUNCES = re.compile(r"如下[:：]?$")  # «本局受理申请，有关事宜如下：» names no office
LEAST_SHORT = 4  # characters of an office's short name
PLACE_SIZE = 4  # an organ and three of its contact data make a place of their own
ANOTHER = re.compile(r"[【\[〔〖]|[^,。;:]{2,10}:")  # begins as labels do
LABEL_ALONE = re.compile(r"[\u4e00-\u9fff]{2,8}:")  # «申请人类型：»: another field's
LEAST_LEAD = 4  # characters before the first label of a line that may be a value
NUMBER = re.compile(r"\d{5}")
WORD = re.compile(r"\w{2}")
LONGEST_VALUE = 80  # characters of a line that may be a label's value
MOST_AROUND, LEAST_SPACED = 40, 2  # boxes looked at around an empty one; sentences with an empty one behind them
LONGEST_SPACED = 40  # characters: a longer line is a sentence, no label
BETWEEN = 6  # boxes without text that are looked at below a label
# Element → the one its number serves as well, and the words behind the number that say so.
TWINS = {
    "phone": (
        "fax",
        re.compile(
            r"\d[(\[,]?(?:同时)?(?:(?:办公|联系)?电话(?=[兼含带及和与/、]))?(?:[兼可][作发收]?|同|含|带|及|和|与|/|、)?传真(?:机|号码)?(?:同号|相同|一致|号)?[)\]]?$"
        ),
    ),
    "fax": (
        "phone",
        re.compile(r"\d[(\[,]?(?:同时)?(?:兼作?|同|含|带|及|和|与|/|、)(?:联系|办公|咨询)?电话(?:号码)?(?:同号|相同|一致)?[)\]]?$"),
    ),
}
# A line on where the guide itself is laid out. Folded.
LAID_OUT = re.compile(r"(?:查阅|取阅|索取|领取|翻阅|阅读)[^。]{0,12}指南|指南[^。]{0,60}(?:查阅|取阅|索取|领取|翻阅)")
# The second line of office hours, whose first one names the days.
CLOCKS = re.compile(r"^[(\d.、)]{0,3}(?:上午|下午|早上?|夏[季令时]|冬[季令时]|春|秋|\d{1,2}[:点时]|\d{1,2}月)")
MOST_CLOCKS = 2  # lines
BLOCK_TEXT = 3  # a paragraph of more sentences than this is no value of the label above it


def read_pairs(view: PageView, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """All readings of labelled elements on the page's body, decoys marked; read once a page. 读取全部标签与取值"""
    kept: dict[int, tuple[Candidate, ...]] = view.__dict__.setdefault("_guide_pairs", {})
    if id(vocabulary) not in kept:
        kept[id(vocabulary)] = tuple(_read_pairs(view, vocabulary))
    return kept[id(vocabulary)]


def _read_pairs(view: PageView, vocabulary: Vocabulary) -> Iterator[Candidate]:
    body = read_body(view)
    in_tables, used = read_tables(view, vocabulary)
    for reading in in_tables:
        yield from _with_twin(reading)
    lines = (c for piece in body.pieces if not piece.form and not _inside(piece.element, used) for c in _line(body, piece, vocabulary))
    for reading in _of_places(lines):
        yield from _with_twin(reading)


def _with_twin(reading: Candidate) -> Iterator[Candidate]:
    """A number that is telephone and fax at once by its own words («0999-8123456（兼传真）») is read as both."""
    yield reading
    twin = TWINS.get(reading.element)
    if twin and reading.judged.state is State.VALID and twin[1].search(fold(reading.value)):
        yield attrs.evolve(reading, element=twin[0])


def _of_places(lines: Iterator[Candidate]) -> Iterator[Candidate]:
    """Where a second office is named after the first gave its contact data, what follows belongs to a further place."""
    first = ""
    given: set[str] = set()
    further = False
    for reading in lines:
        if reading.decoy:
            yield reading
            continue
        if reading.element == "org" and reading.judged.state is State.VALID and not ANNOUNCES.search(reading.value):
            further = not _is_one(reading.value, first) and (further or len(given) >= PLACE_SIZE)
            first = first or reading.value
        given.add(reading.element)
        yield attrs.evolve(reading, further=further)


def _is_one(name: str, first: str) -> bool:
    """Whether two names are those of one office: one may be short for the other («望北县水务局办公室», «水务局办公室»)."""
    return not first or name == first or (min(len(name), len(first)) >= LEAST_SHORT and (name.endswith(first) or first.endswith(name)))


def _line(body: Body, piece: Piece, vocabulary: Vocabulary) -> Iterator[Candidate]:
    text = piece.folded.text
    groups = list(chains(text, vocabulary))
    if not any(chain.tokens[0].start == 0 for chain in groups) and (apart := _apart(piece, text, vocabulary)):
        groups = [apart]
    complained = ""  # «投诉电话：…，传真：…»: what follows in the sentence may be the complaint desk's as well
    said_until = -1
    aside = LAID_OUT.search(text) is not None
    for number, chain in enumerate(groups):
        # A label in brackets behind this one is passed over: «电话(含传真)：…».
        limit = next((g.tokens[0].start for g in groups[number + 1 :] if g.tokens[0].start >= chain.value), len(text))
        end = _value_end(text, chain, limit)
        start = min(chain.value, end)
        value = text[start:end]
        original = piece.folded.quote(start, end).strip(" ,，;；、（(")
        quote = piece.folded.quote(chain.tokens[0].start, max(end, chain.value)) or piece.text
        where, method = piece.element, "label"
        if not value.strip(":,;、(（") and limit == len(text):
            value, original, where = _next_value(body, piece, chain, vocabulary)
            if not value and piece.rank and not text.endswith(":") and not _has_empty_box(piece):
                continue  # a heading, no label
            quote = f"{quote} {original}".strip()
            method = "next-line"
        if chain.tokens[0].element == "hours" and limit == len(text):
            value, original = _with_clocks(body, piece, value, original)
        decoy, unsure = piece.decoy, False
        if not decoy:
            place, unsure = other_place(text, chain.tokens[0].start, body.own_names)
            decoy = chain.never or place
            if complained and not decoy and chain.tokens[0].start < said_until:
                decoy, unsure = complained, True
            if number == 0 and chain.never in COMPLAINTS:
                sentence_end = text.find("。", chain.value)
                complained, said_until = chain.never, sentence_end if sentence_end >= 0 else len(text)
        lost = (
            method == "next-line" and not value and (_may_go_on(body, piece, vocabulary) or _stands_above(body, piece, chain, vocabulary))
        )
        for token in chain.tokens:
            label = piece.folded.quote(token.start, token.end)
            found = candidate(
                token.element, label, value, original, quote, where, method, piece.index, decoy, unsure, len(chain.tokens) > 1
            )
            if found.judged.state is State.BLANK and (lost or (method == "next-line" and _shows_between(body, piece))):
                found = attrs.evolve(found, judged=Judged(State.UNREAD, "below"))
            if not token.bare or _is_plain(found, value):
                yield attrs.evolve(found, aside=aside) if aside else found


def _apart(piece: Piece, text: str, vocabulary: Vocabulary) -> Chain | None:
    """A label in an element of its own beside that of its value, with no sign between: «<b>办公地址</b><i>东岗气象台</i>»."""
    if not labels_of(vocabulary)[0].match(text):
        return None
    children = [child for child in itertools.islice(piece.element, BETWEEN) if isinstance(child.tag, str)]
    spoken = [child for child in children if inner_text(child, most=LONGEST_SPACED)]
    if len(spoken) != 2 or (piece.element.text or "").strip() or any((child.tail or "").strip() for child in children):
        return None
    label = fold(inner_text(spoken[0], most=LONGEST_SPACED + 1))
    owners = labels_of(vocabulary)[1].get(label, ())
    if not owners or not text.startswith(label):
        return None
    return Chain((Token(0, len(label), owners[0], label in bare_words(vocabulary)),), len(label), "")


def _with_clocks(body: Body, piece: Piece, value: str, original: str) -> tuple[str, str]:
    """Hours whose line names only the days, with the lines below that give the times («上午8:30-12:00»)."""
    if judge("hours", value).state is not State.PARTIAL:
        return value, original
    for following in body.pieces[piece.index + 1 : piece.index + 1 + MOST_CLOCKS]:
        text = following.folded.text
        if (
            following.rank
            or following.form
            or len(text) > LONGEST_VALUE
            or not CLOCKS.match(text)
            or judge("hours", text).state is not State.VALID
        ):
            break
        value, original = f"{value},{text}", f"{original} {following.text}"
    return value, original


def _is_plain(found: Candidate, value: str) -> bool:
    """Whether the value proves that a word as general as «时间» or «受理» was meant as this element's label."""
    if found.element == "org":
        return bool(ORGAN_NAME.match(value)) or found.judged.state is State.PLACEHOLDER
    return found.judged.state in (State.VALID, State.NEGATED, State.PLACEHOLDER)


def _value_end(text: str, chain: Chain, limit: int) -> int:
    """A value ends with its sentence or where the next label's words begin («，监督» of «，监督电话» is not part of it)."""
    sign = END.search(text, chain.value, limit)
    kind = chain.tokens[0].element
    while sign and kind == "hours" and sign[0] == ";":
        sign = END.search(text, sign.end(), limit)
    if sign:
        return sign.start()
    if limit == len(text):
        return limit
    cut = max(text.rfind(mark, chain.value, limit) for mark in ",;、()。")
    tail = text[cut + 1 : limit] if cut >= chain.value else ""
    return cut if cut >= chain.value and len(tail) <= 8 and not re.search(r"\d{3}|@", tail) else limit


def _next_value(body: Body, piece: Piece, chain: Chain, vocabulary: Vocabulary) -> tuple[str, str, HtmlElement]:
    """The line after a lone label, if it reads like the label's value; before it, what its box holds beside it but as a link."""
    if (box := _linked_beside(piece)) is not None and judge(chain.tokens[0].element, fold(inner_text(box))).state is State.VALID:
        return fold(inner_text(box)), inner_text(box), box
    if piece.index + 1 >= len(body.pieces):
        return "", "", piece.element
    following = body.pieces[piece.index + 1]
    text = following.folded.text
    if following.rank or following.form or text.count("。") >= BLOCK_TEXT:
        return "", "", piece.element
    if POINTS.match(text.rstrip("。;")):
        return text, following.text, following.element
    if (labels := next(chains(text, vocabulary), None)) is not None:  # «青禾县水利局办公室，地址：…，电话：…» below «受理机构»
        if labels.tokens[0].element == chain.tokens[0].element:
            return "", "", piece.element  # «本机关信息公开申请受理机构：…»: the line names the element again, and has its value
        lead = text[: labels.tokens[0].start].rstrip(",;、(:")
        fits = 4 <= len(lead) <= 40 and judge(chain.tokens[0].element, lead).state is State.VALID and not NUMBER.search(lead)
        return (lead, following.folded.quote(0, len(lead)), following.element) if fits else ("", "", piece.element)
    if len(text) > 120 or LABEL_ALONE.fullmatch(text):
        return "", "", piece.element
    if piece.element.tag == "dt" and following.element.tag == "dt":
        return "", "", piece.element
    own = next(chains(text[:40], vocabulary), None)
    state = judge(chain.tokens[0].element, text).state
    if (
        own is None
        and state in (State.VALID, State.NEGATED, State.PLACEHOLDER, State.PARTIAL)
        and _fits(chain.tokens[0].element, text, state, piece)
    ):
        return text, following.text, following.element
    return "", "", piece.element


def _linked_beside(piece: Piece) -> HtmlElement | None:
    """The link beside a label in its own box, which is no line of the body: «<span>咨询电话</span><a href="tel:…">…</a>»."""
    for node in (piece.element, piece.element.getparent()):
        beside = node.getnext() if node is not None else None
        if beside is not None and isinstance(beside.tag, str) and (node is piece.element or len(node) <= 1 + len(piece.element)):
            text = inner_text(beside)
            links = [beside] if beside.tag == "a" else list(beside.iter("a"))
            return beside if 0 < len(text) <= LONGEST_VALUE and len(links) == 1 and inner_text(links[0]) == text else None
    return None


def _may_go_on(body: Body, piece: Piece, vocabulary: Vocabulary) -> bool:
    """Whether the line below a lone label may hold its value in a form that was not understood: it is no label, heading or form itself."""
    following = body.pieces[piece.index + 1] if piece.index + 1 < len(body.pieces) else None
    if following is None or following.rank or following.form or len(following.text) > LONGEST_VALUE or _has_empty_box(piece):
        return False
    if ANOTHER.match(following.folded.text):
        return False
    if piece.element.tag in ("dt", "td", "th") and following.element.tag == piece.element.tag:
        return False
    first = next(chains(following.folded.text, vocabulary), None)
    return following.element.getparent() is piece.element.getparent() and (first is None or first.tokens[0].start >= LEAST_LEAD)


def _shows_between(body: Body, piece: Piece) -> bool:
    """Whether anything but text stands between a lone label and the next line: a picture, a field, a script, words that are no line."""
    following = body.pieces[piece.index + 1].element if piece.index + 1 < len(body.pieces) else None
    node: HtmlElement | None = piece.element
    if following is node:
        return False  # lines of one block
    for _ in range(BETWEEN):
        while following is not None and node is not None and node is not body.element and node.getnext() is None:
            node = node.getparent()
        node = None if node is None or node is body.element else node.getnext()
        if node is None or node is following or (following is not None and any(a is node for a in following.iterancestors())):
            return False
        if isinstance(node.tag, str) and (has_image(node) or is_filled_later(node) or WORD.search(inner_text(node))):
            return True
    return False


def _stands_above(body: Body, piece: Piece, chain: Chain, vocabulary: Vocabulary) -> bool:
    """Whether a label ends its box, and what stands above it there reads like its value."""
    above = body.pieces[piece.index - 1] if piece.index else None
    if above is None or piece.element.getnext() is not None or above.element.getparent() is not piece.element.getparent():
        return False
    text = above.folded.text
    return next(chains(text, vocabulary), None) is None and judge(chain.tokens[0].element, text).state is State.VALID


def _has_empty_box(piece: Piece) -> bool:
    """Whether the box beside a heading, where its value belongs, is there and empty."""
    beside = piece.element.getnext()
    empty = beside is not None and beside.tag in ("div", "p", "dd", "td", "span") and not len(beside) and not (beside.text or "").strip()
    return empty and not _is_spaced(piece.element)


def _is_spaced(element: HtmlElement) -> bool:
    """Whether empty boxes stand between the lines around as well: an editor spaces paragraphs so, and the box beside a label is no field."""
    around = (node for back in (True, False) for node in itertools.islice(element.itersiblings(preceding=back), MOST_AROUND))
    spaced = (
        inner_text(node, most=LONGEST_SPACED + 1)
        for node in around
        if node.tag == element.tag
        and (beside := node.getnext()) is not None
        and beside.tag == node.tag
        and not inner_text(beside, most=LONGEST_SPACED)
    )
    return sum(len(text) > LONGEST_SPACED or text.endswith(("。", "；")) for text in spaced) >= LEAST_SPACED


def _fits(element: str, text: str, state: State, piece: Piece) -> bool:
    if state is not State.PARTIAL:
        return True
    return (
        element in ("hours", "address", "org")
        and len(text) <= 40
        and "。" not in text
        and piece.element.tag in ("dt", "td", "th", "span", "div", "p", "li")
    )


def _inside(element: HtmlElement, cells: frozenset[HtmlElement]) -> bool:
    return bool(cells) and (element in cells or any(a in cells for a in element.iterancestors("td", "th")))
