"""Heads of tabs put above the panels they open: in the source all heads stand together, before the first panel. 选项卡标题归位"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from checks.parsing.fold import compact, fold
from checks.parsing.main import MENU, SHORT, TEXT, Main
from checks.parsing.numbering import mark_of
from checks.parsing.tree import inside
from checks.parsing.view import Line, PageView

# What heads of chapters are called. A label that stands before its value, or an office that is one, is none.
TITLE = re.compile(
    r"概[述况]|简介|总则|说明|须知|指南|导读|公开|申请|机构|监督|救济|投诉|附[则件录]|流程|程序|下载|联系|分类|编排|获取|查阅|范围|渠道|途径|收费|答复|依据|[?吗呢]$"
)
DATUM = re.compile(r"\d{3}|[:@]|(?:号|办公室|办|科|股|处|局|厅|中心|电话|地址|时间|传真|邮编|邮箱)$")
COMPLAINTS = re.compile(r"监督|投诉|举报|复议|救济|不满|监察|查阅")
MOST_PANELS = 60
LONGEST_HEAD = 24  # characters
LEAST_HEADS, MOST_HEADS = 2, 16
MOST_TEXTS = 64  # pieces of text of an element that are looked at
LEAST_PANEL = 8  # characters; what says less is the next label of a table
MOST_LEVELS = 4  # blocks around a row of heads that hold nothing besides
HEAD_TAGS = frozenset({"li", "a", "span", "div", "button", "td", "dt", "h3", "h4", "h5"})
PANEL_TAGS = frozenset({"div", "section", "ul", "li", "dl", "dd", "table"})


def panel_titles(view: PageView, read: Main) -> frozenset[Line]:
    """Links that only open what stands below them: names of panels, not entries of a menu; of a row of tabs all. 面板标题

    Where the panels of a row cannot be told, its last link is not believed to announce what follows if it names a desk for complaints.
    """
    parts = read.parts
    last = [
        place
        for place, (line, part, following) in enumerate(zip(view.lines, parts, [*parts[1:], None], strict=False))
        if (part is MENU or part is SHORT) and following is TEXT and line.linked and not line.hidden
    ]
    rows = (_row_of_links(view, read, place) for place in last[:MOST_PANELS])
    return frozenset(line for row in rows for line in (row if len(row) < LEAST_HEADS or _opens_all(row) else _believed(row[0])))


def _opens_all(heads: list[Line]) -> bool:
    row = heads[0].element.getparent()
    return row is not None and _is_row(row, heads) and bool(_panels(row, len(heads)))


def _believed(last: Line) -> list[Line]:
    return [] if COMPLAINTS.search(fold(last.text)) else [last]


def _row_of_links(view: PageView, read: Main, place: int) -> list[Line]:
    """A link that opens a panel and those that stand before it in the same row; [] if it opens none."""
    row = view.lines[place].element.getparent()
    found: list[Line] = []
    for line, part in zip(view.lines[place::-1], read.parts[place::-1], strict=True):
        alike = line.element.getparent() is row and (part is MENU or part is SHORT)
        if not alike or not _opens_panel(line) or len(found) > MOST_HEADS:
            return found
        found.append(line)
    return found


def _opens_panel(line: Line) -> bool:
    anchor = next(line.element.iter("a"), None)
    target = (anchor.get("href") or "#").strip().lower() if anchor is not None else ""
    return anchor is not None and target.startswith(("#", "javascript")) and fold(_text_of(anchor)) == fold(line.text)


def under_heads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in the order in which a reader who opens each tab meets them. 按选项卡顺序排列各行

    The last of the heads, left where it stands, would announce everything below: the office's telephone under «监督».
    Only a row of heads with exactly as many panels behind it is put in order.
    """
    moved: dict[Line, list[Line]] = {}
    for row, run in itertools.groupby(lines, key=lambda line: line.element.getparent()):
        heads = list(run)
        if row is not None and LEAST_HEADS <= len(heads) <= MOST_HEADS and _is_row(row, heads):
            firsts = [next((line for line in lines if inside(line.element, panel)), None) for panel in _panels(row, len(heads))]
            if firsts and None not in firsts:
                for head, first in zip(heads, firsts, strict=True):
                    if first is not None:
                        moved.setdefault(first, []).append(head)
    if not moved:
        return tuple(lines)
    placed = {head for heads in moved.values() for head in heads}
    return tuple(line for one in lines if one not in placed for line in (*moved.get(one, ()), one))


def _is_row(row: HtmlElement, heads: list[Line]) -> bool:
    """Whether short lines, each in an element of its own and of one make, are all that a block holds."""
    elements = {line.element for line in heads}
    if len(elements) != len(heads) or len({element.tag for element in elements}) > 1:
        return False
    if any(len(line.text) > LONGEST_HEAD or line.element.tag not in HEAD_TAGS or not _is_title(line.text) for line in heads):
        return False
    return all(child in elements for child in _spoken(row))


def _is_title(text: str) -> bool:
    """Whether a line may be the head of a chapter: a label before its value in a row of two («地址 | 某路1号») makes no row of heads."""
    words = fold(text).removeprefix("问:")
    return mark_of(text) is not None or (not DATUM.search(words) and TITLE.search(words) is not None)


def _panels(row: HtmlElement, count: int) -> list[HtmlElement]:
    """As many blocks behind a row of heads as it has heads: next to it, or all that the next block holds; [] if there are not."""
    block = row
    for _ in range(MOST_LEVELS):
        behind = list(itertools.islice((e for e in block.itersiblings() if isinstance(e.tag, str)), count + 1))
        if behind:
            if (behind[0].tag, behind[0].get("class")) == (block.tag, block.get("class")):
                return []  # the next row of a table
            inner = _spoken(behind[0])
            found = inner if len(inner) == count else [e for e in behind[:count] if e.tag == behind[0].tag]
            alike = len(found) == count and len({e.tag for e in found}) == 1 and found[0].tag in PANEL_TAGS
            return found if alike and all(len(compact(_text_of(e))) >= LEAST_PANEL for e in found) else []
        parent = block.getparent()
        if parent is None or len(_spoken(parent)) != 1:
            return []
        block = parent
    return []


def _spoken(block: HtmlElement) -> list[HtmlElement]:
    """The children of a block that hold any text; [] where it holds text of its own."""
    children = [child for child in itertools.islice(block, 2 * MOST_HEADS) if isinstance(child.tag, str)]
    if (block.text or "").strip() or any((child.tail or "").strip() for child in children):
        return []
    return [child for child in children if any(text.strip() for text in itertools.islice(child.itertext(), MOST_TEXTS))]


def _text_of(element: HtmlElement) -> str:
    """What an element says at its beginning: of blocks within blocks without end not each is read to its end."""
    return "".join(itertools.islice(element.itertext(), MOST_TEXTS))
