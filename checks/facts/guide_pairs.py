"""Labels and their values in a guide: lines, run-on sentences, values on the next line, tables. 指南要素的标签与取值"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.grid import Cell, Grid, distinct, inner_text, read_grid
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .guide_text import Body, Piece, is_decoy, masked, other_place, read_body
from .guide_values import PROTECTED, Judged, emails, judge

FAMILY = "guide"
LABELLED = ("org", "address", "hours", "phone", "fax", "email", "net", "zip")
# What may stand between two labels that share one value: 电话、传真 / 电话(传真) / 地址及邮编.
JOINED = re.compile(r"^(?:[、/及和与或兼暨|(]|以及|\(兼){1,2}$")
OPENING = re.compile(
    r"^\)?(?:\([^()]{0,24}\))?(?:号码?)?(?::|(?:分别)?(?:为|是)(?::|(?!了|否|何))|位于|设在|在(?=[\u4e00-\u9fff])|[=→]|-{1,2}(?=[\d\u4e00-\u9fff]))"
)
BARE = re.compile(r"^\)?(?:\([^()]{0,24}\))?(?=\d{3}|\(0\d{2,3}\)|https?:|www\.|[a-z0-9_.\-]{2,40}@)")
END = re.compile(r"[。;]")
NOT_A_VALUE = re.compile(r"^(?:等|及|和|或|的|应|请|咨询|方式|申请|、)")
BLOCK_TEXT = 3  # a paragraph of more sentences than this is no value of the label above it


@attrs.frozen(eq=False)
class Candidate:
    """One reading of one element. 候选读数

    Attributes:
        value: as it stands, '' where there is none.
        decoy: why it is not the office's own ('' if it is); ``unsure`` if another place is named in the same sentence as an office.
    """

    element: str
    label: str
    value: str
    quote: str
    judged: Judged
    where: HtmlElement
    method: str
    piece: int
    decoy: str = ""
    unsure: bool = False


@attrs.frozen
class _Token:
    start: int
    end: int
    element: str


@attrs.frozen(eq=False)
class _Chain:
    """Labels that share one value, and where the value begins."""

    tokens: tuple[_Token, ...]
    value: int
    never: str


@functools.lru_cache(maxsize=8)
def labels_of(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Pattern over all labels (longest first), label → elements, element → words that forbid it in front. 标签表"""
    owners: dict[str, list[str]] = {}
    never: dict[str, tuple[str, ...]] = {}
    for name in LABELLED:
        element = vocabulary.family(FAMILY)[name]
        never[name] = element.never
        for label in element.labels:
            owners.setdefault(label, []).append(name)
    words = sorted(owners, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), {word: tuple(names) for word, names in owners.items()}, never


def read_pairs(view: PageView, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """All readings of labelled elements on the page's body, decoys marked. 读取全部标签与取值"""
    body = read_body(view)
    found: list[Candidate] = []
    used: set[HtmlElement] = set()
    for table, grid in _data_tables(view):
        found += _table(body, table, grid, vocabulary, used)
    for piece in body.pieces:
        if not piece.form and not _inside(piece.element, used):
            found += _line(body, piece, vocabulary)
    return tuple(found)


def chains(text: str, vocabulary: Vocabulary) -> Iterator[_Chain]:
    """Groups of labels in a folded line that a value may follow. 标签组"""
    pattern, owners, never = labels_of(vocabulary)
    tokens = [_Token(m.start(), m.end(), owners[m[0]][0]) for m in pattern.finditer(text)]
    position = 0
    while position < len(tokens):
        group = [tokens[position]]
        while position + 1 < len(tokens) and JOINED.match(text[group[-1].end : tokens[position + 1].start]):
            position += 1
            group.append(tokens[position])
        position += 1
        after = text[group[-1].end : group[-1].end + 40]
        opening = OPENING.match(after) or BARE.match(after)
        whole = len(text) - group[-1].end <= 2 and not text[group[-1].end :].strip(":)：") and _starts(text, group[0].start)
        strict = None if opening or whole else _value_at_once(text, group)
        if opening or whole or strict:
            yield _Chain(tuple(group), group[-1].end + (opening.end() if opening else 0), _forbidden(text, group[0].start, group, never))


def _value_at_once(text: str, group: list[_Token]) -> bool:
    """«办公地址云溪市人民路1号»: a label at the start of its line, and at once a value that proves itself."""
    value = text[group[-1].end :]
    if not _starts(text, group[0].start) or NOT_A_VALUE.match(value) or len(value) > 80:
        return False
    first = group[0].element
    if first == "address":
        return bool(re.search(r"[路街道巷镇乡村]\d*.{0,6}号|楼|大院|\d+室", value))
    if first == "hours":
        return bool(re.search(r"\d{1,2}:\d\d", value))
    return (
        first in ("email", "fax", "phone", "zip")
        and judge(first, value).state in (State.VALID, State.NEGATED)
        and not re.match(r"[\u4e00-\u9fff]{3}", value)
    )


def _starts(text: str, start: int) -> bool:
    return start == 0 or (
        start <= 6 and re.fullmatch(r"[\d(（一二三四五六七八九十)）、.·●•◆■*☆★-]+|本机关的?|本局的?", text[:start]) is not None
    )


def _forbidden(text: str, start: int, group: list[_Token], never: dict[str, tuple[str, ...]]) -> str:
    before = re.split(r"[,。;:)》]", masked(text[max(0, start - 12) : start]))[-1]
    return next((word for word in never[group[0].element] if word in before[-8:]), "")


def _line(body: Body, piece: Piece, vocabulary: Vocabulary) -> Iterator[Candidate]:
    text = piece.folded.text
    groups = list(chains(text, vocabulary))
    for number, chain in enumerate(groups):
        limit = groups[number + 1].tokens[0].start if number + 1 < len(groups) else len(text)
        end = _value_end(text, chain, limit)
        start = min(chain.value, end)
        value = text[start:end]
        original = piece.folded.quote(start, end).strip(" ,，;；、（(")
        quote = piece.folded.quote(chain.tokens[0].start, max(end, chain.value)) or piece.text
        where, method = piece.element, "label"
        if not value.strip(":,;、(（") and limit == len(text):
            value, original, where = _next_value(body, piece, chain, vocabulary)
            quote = f"{quote} {original}".strip()
            method = "next-line"
        decoy, unsure = piece.decoy, False
        if not decoy:
            place, unsure = other_place(text, chain.tokens[0].start, body.own_names)
            decoy = chain.never or place
        for token in chain.tokens:
            label = piece.folded.quote(token.start, token.end)
            yield _candidate(token.element, label, value, original, quote, where, method, piece.index, decoy, unsure, len(chain.tokens) > 1)


def _value_end(text: str, chain: _Chain, limit: int) -> int:
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


def _next_value(body: Body, piece: Piece, chain: _Chain, vocabulary: Vocabulary) -> tuple[str, str, HtmlElement]:
    """The line after a lone label, if it reads like the label's value."""
    if piece.index + 1 >= len(body.pieces):
        return "", "", piece.element
    following = body.pieces[piece.index + 1]
    text = following.folded.text
    if (
        following.rank
        or following.form
        or len(text) > 120
        or next(chains(text, vocabulary), None) is not None
        or text.count("。") >= BLOCK_TEXT
    ):
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


def _fits(element: str, text: str, state: State, piece: Piece) -> bool:
    if state is not State.PARTIAL:
        return True
    return (
        element in ("hours", "address", "org")
        and len(text) <= 40
        and "。" not in text
        and piece.element.tag in ("dt", "td", "th", "span", "div", "p", "li")
    )


def _candidate(
    element: str,
    label: str,
    value: str,
    original: str,
    quote: str,
    where: HtmlElement,
    method: str,
    piece: int,
    decoy: str,
    unsure: bool,
    shared: bool,
) -> Candidate:
    if PROTECTED in fold(value) and element in ("email", "net"):
        decoded = decoded_email(where)
        if decoded:
            value, original = decoded, decoded
    judged = judge(element, _share(element, value) if shared else value)
    if judged.state is State.BLANK:
        judged = (
            Judged(State.UNREAD, "image") if _has_image(where) else Judged(State.UNREAD, "script") if _is_filled_later(where) else judged
        )
    if judged.state is State.ABSENT:
        decoy = decoy or judged.why
    return Candidate(element, label, original[:200], quote, judged, where, method, piece, decoy, unsure and bool(decoy))


def _share(element: str, value: str) -> str:
    """An element's part of a value that several labels share."""
    if element == "zip":
        found = re.search(r"(?<!\d)\d{6}(?!\d)", value)
        return found[0] if found else value
    if element == "email":
        spans = emails(value)
        return value[spans[0][0] : spans[0][1]] if spans else value
    return value


def decoded_email(element: HtmlElement) -> str:
    """An address that a mail protection service encoded (data-cfemail), or ''. 解码受保护的邮箱"""
    for node in element.iter("a", "span"):
        code = node.get("data-cfemail") or (node.get("href") or "").partition("email-protection#")[2]
        if re.fullmatch(r"(?:[0-9a-f]{2}){4,200}", code, re.I):
            key = int(code[:2], 16)
            text = "".join(chr(int(code[i : i + 2], 16) ^ key) for i in range(2, len(code), 2))
            if "@" in text and text.isascii() and text.isprintable():
                return text
    return ""


def _has_image(element: HtmlElement) -> bool:
    return next(element.iter("img"), None) is not None


def _is_filled_later(element: HtmlElement) -> bool:
    """A script stands in the block: the value may be drawn by it."""
    return next(element.iter("script"), None) is not None


def _inside(element: HtmlElement, cells: set[HtmlElement]) -> bool:
    return element in cells or any(a in cells for a in element.iterancestors("td", "th"))


# ---------------------------------------------------------------------------------------------------------------- tables


@per_view
def _data_tables(view: PageView) -> tuple[tuple[HtmlElement, Grid], ...]:
    """Tables of the body that hold data: no table inside, no long prose."""
    found = []
    seen: set[HtmlElement] = set()
    for piece in read_body(view).pieces:
        table = next(piece.element.iterancestors("table"), None)
        if piece.form or table is None or table in seen:
            continue
        seen.add(table)
        if next(table.iterdescendants("table"), None) is None:
            grid = read_grid(table)
            if any(len(distinct(row)) > 1 for row in grid):
                found.append((table, grid))
    return tuple(found)


def _names(cell: Cell, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Elements that a cell names if it holds nothing but labels."""
    text = fold(cell.text).strip(":*· ")
    if not text or len(text) > 24:
        return ()
    if text in vocabulary.family(FAMILY)["org"].aliases:
        return ("org",)
    text = re.sub(
        r"^\d{1,2}[.、]|\([^()]{0,16}\)$", lambda m: "" if m.start() == 0 or not labels_of(vocabulary)[0].search(m[0]) else m[0], text
    )
    pattern, owners, never = labels_of(vocabulary)
    found = [(m.start(), m.end(), owners[m[0]][0]) for m in pattern.finditer(text)]
    if not found or found[0][0] > 6 or found[-1][1] < len(text.rstrip(")")):
        return ()
    prefix = text[: found[0][0]]
    if any(word in masked(prefix) for word in never[found[0][2]]) or (
        prefix and not re.search(r"公开|申请|受理|机构|办公|联系|单位|部门|本机关|办|的$", prefix)
    ):
        return ()
    gaps = [text[a[1] : b[0]] for a, b in itertools.pairwise(found)]
    return tuple(name for _, _, name in found) if all(JOINED.match(gap) for gap in gaps) else ()


def _table(body: Body, table: HtmlElement, grid: Grid, vocabulary: Vocabulary, used: set[HtmlElement]) -> Iterator[Candidate]:
    """Readings of one table: heads on top with a row for each office, or labels beside their values with a column for each."""
    index = next((p.index for p in body.pieces if _within(p.element, table)), 0)
    above = body.pieces[index].decoy if body.pieces else ""
    heads: tuple[Cell, ...] = ()
    section = ""
    for row in grid:
        cells = distinct(row)
        labels = {id(cell): names for cell in cells if (names := _names(cell, vocabulary))}
        if len(cells) == 1 and not labels:
            title = fold(cells[0].text)
            section = title if is_decoy(title, body.own_names) else ""
        elif _is_head(cells, labels):
            heads, section = row, ""
        elif row is grid[0] and len(cells) > 2 and id(cells[0]) not in labels and any(is_decoy(fold(c.text)) for c in cells):
            continue  # names of the places, one a column
        else:
            pairs = _under_heads(body, heads, row, vocabulary) if heads else _beside(body, grid[0], row, cells, labels)
            for names, label, value, other, method in pairs:
                used.add(label.element)
                if value is not None and next(chains(fold(value.text), vocabulary), None) is None:
                    used.add(value.element)
                yield from _cell(names, label, value, above or section or other, index, method)


Pairing = tuple[tuple[str, ...], Cell, Cell | None, str, str]


def _is_head(cells: tuple[Cell, ...], labels: dict[int, tuple[str, ...]]) -> bool:
    neighbours = itertools.pairwise(cells)
    return all(cell.rowspan == 1 for cell in cells) and any(id(a) in labels and id(b) in labels for a, b in neighbours)


def _under_heads(body: Body, heads: tuple[Cell, ...], row: tuple[Cell, ...], vocabulary: Vocabulary) -> Iterator[Pairing]:
    other = next((fold(c.text) for c in row[:2] if is_decoy(fold(c.text), body.own_names)), "")
    for head, cell in zip(heads, row, strict=False):
        names = _names(head, vocabulary)
        if names and cell is not head:
            yield names, head, cell, other or _decoy_name(body, head), "table-head"


def _beside(
    body: Body, first: tuple[Cell, ...], row: tuple[Cell, ...], cells: tuple[Cell, ...], labels: dict[int, tuple[str, ...]]
) -> Iterator[Pairing]:
    group = ""
    position = 0
    while position < len(cells):
        cell = cells[position]
        if id(cell) not in labels:
            group = _decoy_name(body, cell) or group
            position += 1
            continue
        end = position + 1
        while end < len(cells) and id(cells[end]) not in labels:
            end += 1
        values = cells[position + 1 : end]
        if not values and end < len(cells) and cell.rowspan > 1:
            position += 1  # «受理机构» beside several rows is the name of a group
            continue
        for value in values:
            column = next((c for c, own in zip(first, row, strict=False) if own is value), None)
            head = _decoy_name(body, column) if column is not None and len(values) > 1 else ""
            yield labels[id(cell)], cell, value, group or head, "table-row"
        if not values:
            yield labels[id(cell)], cell, None, group, "table-row"
        position = end


def _decoy_name(body: Body, cell: Cell) -> str:
    """The text of a cell that names somebody else's place, else ''."""
    text = fold(cell.text)
    return text if len(text) < 30 and is_decoy(text, body.own_names) else ""


def _cell(names: tuple[str, ...], label: Cell, value: Cell | None, decoy: str, index: int, method: str) -> Iterator[Candidate]:
    text = inner_text(value.element) if value is not None else ""
    where = value.element if value is not None else label.element
    for name in names:
        yield _candidate(
            name, label.text, fold(text), text, f"{label.text} {text}".strip(), where, method, index, decoy, False, len(names) > 1
        )


def _within(element: HtmlElement, table: HtmlElement) -> bool:
    return any(a is table for a in element.iterancestors("table"))
