"""Titles that name ways of applying, and the lines and cells that belong to them. 渠道标题"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.grid import table_above
from checks.parsing.numbering import mark_of
from checks.parsing.tree import inside, up
from checks.parsing.view import BLOCKS

from . import channel_words as words
from .channel_words import Grammar
from .guide_text import LOWEST, Body, Piece
from .record_groups import blocks_behind, target_of

MOST_BELOW = 12  # lines below a heading that are read as its text
MOST_AFTER = 4  # lines after a title that is no heading
LONGEST_LABEL = 40  # characters: a longer line with one name in it is a sentence, not a label
LEAST_RUN = 3  # titles: as many in a row without text between are the heads of tabs or a column of names
MOST_CELLS = 24  # a wider row is no table of ways
LARGEST_CARD = 8  # children of a box around one title
SET_APART = ("b", "strong", "span", "em", "label", "font", "i")
NEAR = 4  # lines: titles no further apart stand in one list
START = re.compile(r"^|[。;!?](?:或者?|也可|亦可)?(?:\(?\d{1,2}[).、]?)?|[,:](?:或者?)?\(?\d[).、](?!\d)|:\d?(?=[\u4e00-\u9fff])")
ORNAMENT = re.compile(r"^(?:[^\u4e00-\u9fffa-z\[(]|\(\d{1,2}\)|[\[(【](?=[\u4e00-\u9fff]{2,12}[\])】]))+")
CONTACT_LIKE = re.compile(r"(?:传真|电子邮[箱件]|电子信箱|邮箱|信箱|电邮|邮件|e-?mail|网站|网址|网页|门户网站)(?:号码?|地址|电话|机)*:?")
ADDRESS_LABEL = re.compile(r"(?:邮寄|通信|收件|收信|信函|寄送)(?:地址|地点):?")
WAYS_TITLE = re.compile(r"(?:方式|渠道|途径|办法)$|如何|怎样|怎么|提出|递交|提交|受理方式|申请方法|[几多]种")
# A line that announces a list of ways.
LEADING = re.compile(
    r"(?:(?:申请|递交|提交|受理|寄送)[^。;:]{0,16}|(?:方式|渠道|途径|办法|方法|形式)(?:[^。;:]{0,8}申请|如下|有|为|包括)?):$"
)
CASE = "的,"
QUESTION = re.compile(r".{2,30}(?:\?|吗:?|么:?)$|(?:[到去在])?(?:哪里|哪儿|何处)(?:可以|能)?(?:办理?|交|递交|提交|申请)$")


@attrs.frozen
class Title:
    """A title inside a folded line: the ways it names, where it begins, where its text begins."""

    names: tuple[str, ...]
    start: int
    end: int
    whole: bool
    contact: bool
    address: bool


def titles_in(own: Sequence[Piece], texts: dict[int, str], patterns: Grammar) -> dict[int, tuple[Title, ...]]:
    """Titles of ways, by the index of their line; labels that contact data have too count only in lists of ways. 渠道标题"""
    found = {piece.index: tuple(_in_line(piece, texts[piece.index], patterns)) for piece in own}
    led = {
        n
        for piece in own
        if LEADING.search(texts[piece.index][-LONGEST_LABEL:])
        for n in range(piece.index + 1, piece.index + 1 + MOST_BELOW)
    }
    ways = {piece.index: _above(piece) for piece in own if any(not t.contact and not t.address for t in found[piece.index])}
    kept: dict[int, tuple[Title, ...]] = {}
    for piece in own:
        among = (
            piece.index in led
            or any(ways.get(piece.index + n) == _above(piece) for n in range(-NEAR, NEAR + 1))
            or bool(piece.path and WAYS_TITLE.search(piece.path[-1]) and "联系" not in piece.path[-1])
        )
        titles = tuple(t for t in found[piece.index] if among or not t.contact)
        if titles:
            kept[piece.index] = titles
    return kept


def _above(piece: Piece) -> tuple[str, ...]:
    """The headings over a line, its own apart."""
    return piece.path[:-1] if piece.rank else piece.path


def _in_line(piece: Piece, text: str, patterns: Grammar) -> Iterator[Title]:
    """The titles in a line: the line itself, a question, or the beginnings of its sentences."""
    mark = mark_of(piece.text) if piece.rank else None
    skip = len(re.sub(r"\s+", "", piece.text[: mark.end])) if mark else 0
    ornament = ORNAMENT.match(text[skip : skip + 12])
    skip += ornament.end() if ornament else 0
    bare = text[skip:].strip('[]()【】:"“”')
    if len(bare) <= words.LONGEST_NAME and (names := _names(bare, patterns)):
        yield Title(names, skip, len(text), True, bool(CONTACT_LIKE.fullmatch(bare)), bool(ADDRESS_LABEL.fullmatch(bare)))
        return
    if len(bare) <= LONGEST_LABEL and QUESTION.fullmatch(bare):
        asked = tuple(dict.fromkeys(t.name for t in words.tokens(bare, patterns) if t.name != words.OTHER)) or _asked(bare)
        if asked:
            yield Title(asked, skip, len(text), True, False, False)
        return
    if bold := _bold_lead(piece, text, skip, patterns):
        yield bold
        return
    if patterns.first.isdisjoint(text):
        return
    for sign in START.finditer(text):
        start = max(sign.end(), skip)
        colon = text.find(":", start, start + words.LONGEST_NAME)
        if colon > 0 and (names := _names(text[start:colon], patterns)) and len(names) > 1:
            contact = all(name in ("fax", "email") for name in names)
            yield Title(names, start, colon + 1, False, contact, False)
            continue
        for name, pattern in patterns.heads.items():
            head = pattern.match(text, start)
            if head and text.startswith(CASE, head.end() - 1):
                continue  # «当面提交申请的，应当…» speaks of a case, and heads nothing
            if head and (words.AFTER_TITLE.match(text, head.end()) or (start <= skip and words.LABEL_END.search(head[0]))):
                end = head.end() + (text[head.end() : head.end() + 1] in (":", "。", "|", "】", "]"))
                yield Title((name,), start, end, False, bool(CONTACT_LIKE.fullmatch(head[0])), bool(ADDRESS_LABEL.fullmatch(head[0])))
                break


def _bold_lead(piece: Piece, text: str, skip: int, patterns: Grammar) -> Title | None:
    """A name set apart at the beginning of its line without a colon: «<b>邮寄</b>府前街1号»."""
    first = next((e for e in piece.element if isinstance(e.tag, str)), None)
    if first is None or first.tag not in SET_APART or (piece.element.text or "").strip():
        return None
    lead = fold(first.text_content()).rstrip(":")
    names = _names(lead.strip("[]()【】"), patterns) if 1 < len(lead) <= words.LONGEST_NAME and text.startswith(lead) else ()
    if not names or len(lead) == len(text):
        return None
    end = len(lead) + (text[len(lead) : len(lead) + 1] == ":")
    return Title(names, min(skip, end), end, False, bool(CONTACT_LIKE.fullmatch(lead)), bool(ADDRESS_LABEL.fullmatch(lead)))


def _asked(text: str) -> tuple[str, ...]:
    short = {"online": r"网上|在线|线上|上网", "mail": r"寄", "in_person": r"(?:在哪|去哪|到哪|何处|哪里)[^?]{0,6}(?:交|申请|办|提出)"}
    return tuple(name for name, pattern in short.items() if re.search(pattern, text))


def _names(bare: str, patterns: Grammar) -> tuple[str, ...]:
    """The ways a whole line names as a title; several where it lists them."""
    for name, pattern in patterns.titles.items():
        if pattern.fullmatch(bare):
            return (name,)
    parts = [part for part in re.split(r"[、/和及与或]", bare) if part]
    found = [next((n for n, p in patterns.titles.items() if p.fullmatch(part)), "") for part in parts]
    return tuple(dict.fromkeys(found)) if len(found) > 1 and all(found) else ()


def card(element: HtmlElement, named: set[HtmlElement]) -> tuple[HtmlElement, ...]:
    """The box around a title that holds no other title: links stand there that are no lines of text. 标题所在卡片"""
    box = element.getparent()
    if box is None or box.tag in ("body", "html") or len(box) > LARGEST_CARD or sum(e in named for e in box.iterdescendants()) > 1:
        return ()
    return (box,)


def _card_of(body: Body, piece: Piece, titles: dict[int, tuple[Title, ...]]) -> HtmlElement | None:
    """The widest box around a title that holds no other, where titles stand in boxes of their own; None where they do not."""
    others = {e for index in titles if index != piece.index for e in body.pieces[index].element.iterancestors()}
    others |= {body.pieces[index].element for index in titles if index != piece.index}
    box = None
    for node in piece.element.iterancestors():
        if node in others:
            return box if box is not None and any(e in others for e in node if e is not box) and _holds_more(box, piece.element) else None
        box = node
    return None


def _holds_more(box: HtmlElement, element: HtmlElement) -> bool:
    """Whether a box holds further blocks, be they empty, beside a title; a row or cell around the title alone is no card."""
    path = {element, *element.iterancestors()}
    return any(
        e.tag in BLOCKS for node in element.iterancestors() if node is box or box in node.iterancestors() for e in node if e not in path
    )


def rows(body: Body, titles: dict[int, tuple[Title, ...]]) -> dict[int, tuple[tuple[HtmlElement, ...], list[Piece]]]:
    """Title's index → the cells that belong to it and their lines: those right of it in its row, or below it in its column. 标题所辖单元格"""
    whole = {index for index, found in titles.items() if found[0].whole}
    cells: dict[int, HtmlElement] = {}
    for piece in body.pieces:
        cell = next((e for e in up(piece.element) if e.tag in ("td", "th", "table")), None)
        if cell is not None and cell.tag != "table":
            cells[piece.index] = cell
    inside: dict[HtmlElement, list[int]] = {}
    for index, cell in cells.items():
        inside.setdefault(cell, []).append(index)
    heads = {index: cells[index] for index in whole if index in cells and len(inside[cells[index]]) == 1}
    of_cell = {cell: index for index, cell in heads.items()}
    out: dict[int, tuple[tuple[HtmlElement, ...], list[Piece]]] = {}
    for index, cell in heads.items():
        row = cell.getparent()
        line = [c for c in row if c.tag in ("td", "th")] if row is not None else []
        if len(line) > MOST_CELLS:
            continue
        ways = [titles[of_cell[c]][0].names for c in line if c in of_cell]
        if len(ways) >= 2 and len(set(ways)) == len(ways) and all(c in of_cell for c in line[1:]):  # a head, not «传真提交 | 传真号码：»
            below = [r[line.index(cell)] for r in row.itersiblings("tr") if len(r) == len(row)][:MOST_BELOW]
        else:
            below = []
            for other in line[line.index(cell) + 1 :]:
                if other in of_cell:
                    break
                below.append(other)
        if len(line) > 1:
            out[index] = (tuple(below), [body.pieces[n] for other in below for n in inside.get(other, ())])
    return out


def bare_runs(
    body: Body, titles: dict[int, tuple[Title, ...]], tables: Container[int]
) -> dict[int, tuple[HtmlElement, list[Piece]] | None]:
    """Titles that follow one another with nothing between, each with the panel it opens; None where which text is whose cannot be told. 并列标题"""
    out: dict[int, tuple[HtmlElement, list[Piece]] | None] = {}
    run: list[int] = []
    for index in [
        *sorted(n for n, found in titles.items() if found[0].whole and n not in tables and not body.pieces[n].folded.text.endswith(":")),
        -1,
    ]:
        if run and index == run[-1] + 1 and body.pieces[index].element.tag == body.pieces[run[-1]].element.tag:
            run.append(index)
            continue
        if len(run) >= LEAST_RUN:
            out |= _with_panels(body, run)
        run = [index]
    return out


def announced_runs(body: Body, runs: Container[int], texts: Mapping[int, str]) -> frozenset[int]:
    """Of titles that follow one another those that a line above them announces as a numbered list: «申请方式：» «1.当面提交» «2.邮寄». 列举的渠道"""
    out: set[int] = set()
    for piece in body.pieces:
        if piece.index not in runs or mark_of(piece.text) is None:
            continue
        before = texts.get(piece.index - 1, "")
        if piece.index - 1 in out or LEADING.search(before[-LONGEST_LABEL:]):
            out.add(piece.index)
    return frozenset(out)


def _with_panels(body: Body, run: Sequence[int]) -> dict[int, tuple[HtmlElement, list[Piece]] | None]:
    heads = [body.pieces[index].element for index in run]
    parent = heads[0].getparent()
    if parent is None or any(head.getparent() is not parent for head in heads):
        return dict.fromkeys(run)
    items = [e for e in parent if isinstance(e.tag, str)]
    ids = {name: e for e in body.element.iter() if isinstance(e.tag, str) and (name := e.get("id"))}
    panels: list[HtmlElement | None] = [ids.get(target_of(item)) for item in items]
    if all(panel is None for panel in panels):
        panels = [*blocks_behind(parent, len(items))]
    opened = {item: panel for item, panel in zip(items, panels, strict=False) if panel is not None}
    return {
        index: (panel, [p for p in body.pieces if inside(p.element, panel)]) if (panel := opened.get(head)) is not None else None
        for index, head in zip(run, heads, strict=True)
    }


def _is_heading(piece: Piece) -> bool:
    """A numbered or marked-up heading; a line is often called one for its words alone («本站“依申请公开”»)."""
    return bool(piece.rank) and (piece.rank < LOWEST or piece.element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"))


def below(body: Body, piece: Piece, titles: dict[int, tuple[Title, ...]]) -> Iterator[Piece]:
    """The lines under a title: inside the box that holds both, up to the next title or heading. 标题所辖各行"""
    following = body.pieces[piece.index + 1 : piece.index + 1 + (MOST_BELOW if piece.rank else MOST_AFTER)]
    if not following:
        return
    around = set(piece.element.iterancestors())
    box = next((e for e in (following[0].element, *following[0].element.iterancestors()) if e in around or e is piece.element), None)
    mark = mark_of(piece.text)
    own = _card_of(body, piece, titles)
    table = None if piece.rank else table_above(piece.element)
    for other in following:
        if not piece.rank and table_above(other.element) is not table:
            return
        if own is not None and own not in other.element.iterancestors():
            return
        if box is None or (other.element is not box and box not in other.element.iterancestors()):
            return
        if other.index in titles or (_is_heading(other) and (not piece.rank or other.rank <= piece.rank)):
            return
        if mark and (found := mark_of(other.text)) and found.rank <= mark.rank:
            return
        yield other
