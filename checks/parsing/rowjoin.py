"""Rows with one parent, joined to the lists they are pieces of: cut into blocks, year by year, the newest row larger. 行组合并"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

import attrs
from lxml.html import HtmlElement

from .fold import fold
from .links import MOST_PARTS, anchor_text

STAMP = re.compile(r"\d{1,4}\s?[-/.年月]\s?\d")
DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
BRIEF = 6  # characters of a title on average
FEW_SIBLINGS = 3  # blocks beside a row among which the next one is looked for
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "font", "div", "p"})
LONGEST_HEAD = 16
LONGEST_LEAD = 400  # characters of a row that is shown larger, with its summary
YEAR_HEADING = re.compile(r"[\[【(（■●◆▪·\s]{0,3}((?:19|20)\d\d)\s?年?(?:度)?[\]】)）\s]{0,3}")
MONTH_HEADING = re.compile(r"[\[【(（■●◆▪·\s]{0,3}((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?(?:份)?[\]】)）\s]{0,3}")
PINNED = re.compile(r"置[顶頂]|[\[【(（]顶[\]】)）]")
LONGEST_YEAR = 40
HALF = re.compile(r"(?:\d|[-_]?(?:left|right|odd|even)|[-_][lr])$", re.I)  # how the two blocks of one list differ by their class
MOST_HALF = 3  # rows of each that are looked at

MANY = object()  # key of a block that holds several titles


@attrs.frozen(eq=False)
class Group:
    """Rows with one parent, as (row block, title link)."""

    container: HtmlElement
    rows: tuple[tuple[HtmlElement, HtmlElement], ...]


def join(groups: list[Group], keys: Mapping[HtmlElement, object]) -> list[Group]:
    """The lists that groups of rows are pieces of; ``keys`` tells of a block which one title it holds, or MANY. 合并行组"""
    return _led(_go_on(_pinned(_halves(_merge([part for group in groups for part in _by_make(group)])))), keys)


def make(element: HtmlElement) -> tuple[str, str]:
    """Tag and first class: what a block is made as. 块的样式"""
    return element.tag, (element.get("class") or "").split(" ")[0]


def _by_make(group: Group) -> Iterator[Group]:
    """Rows of one parent by tag: an <a> beside <li>s is another thing."""
    tags: dict[str, list[tuple[HtmlElement, HtmlElement]]] = {}
    for row, anchor in group.rows:
        tags.setdefault(row.tag, []).append((row, anchor))
    for rows in tags.values():
        yield Group(group.container, tuple(rows))


def _is_brief(group: Group) -> bool:
    """Whether the titles of a group are names of columns by their length: a menu and a list may be made alike."""
    return sum(len(anchor_text(anchor)) for _, anchor in group.rows) <= BRIEF * len(group.rows)


def _merge(groups: list[Group]) -> list[Group]:
    """Lists that are cut into blocks of a few rows, each its own <ul> or table body. 合并分段列表"""
    merged: dict[tuple[object, ...], list[Group]] = {}
    for group in groups:
        parent = group.container.getparent()
        key = (parent if parent is not None else group.container, make(group.container), group.rows[0][0].tag, _is_brief(group))
        merged.setdefault(key, []).append(group)
    result = []
    alike = itertools.chain.from_iterable(_alike(parts) for parts in merged.values())
    for parts in itertools.chain.from_iterable(_side_by_side(parts) for parts in alike):
        kept: list[Group] = []
        seen = set()
        for part in parts:
            titles = tuple((a.get("href"), fold(anchor_text(a))) for _, a in part.rows) if len(parts) > 1 and len(part.rows) > 2 else None
            if titles is None or titles not in seen:
                kept.append(part)
                seen.add(titles)
        result.append(Group(kept[0].container, tuple(row for part in kept for row in part.rows)))
    return result


def _go_on(groups: list[Group]) -> list[Group]:
    """Lists of which every few rows stand in a block of their own, joined where the days of one go on from those before. 接续列表"""
    runs: list[list[Group]] = []
    days: dict[HtmlElement, tuple[int, ...]] = {}  # of rows that were looked at: each is compared with the one before and the one after
    for group in groups:
        if runs and _follows(runs[-1][-1], group, days):
            runs[-1].append(group)
        else:
            runs.append([group])
    return [run[0] if len(run) == 1 else Group(run[0].container, tuple(row for part in run for row in part.rows)) for run in runs]


def _pinned(groups: list[Group]) -> list[Group]:
    """Lists right above which those of their rows that are kept on top stand in a list of their own, joined with it. 置顶列表"""
    joined: list[Group] = []
    for group in groups:
        above = group.container.getprevious()
        if joined and above is not None and joined[-1].container is above and _is_on_top(joined[-1], group):
            joined[-1] = Group(group.container, joined[-1].rows + group.rows)
        else:
            joined.append(group)
    return joined


def _halves(groups: list[Group]) -> list[Group]:
    """Lists set in two blocks, one right after the other, that are told apart by a number or a side alone (list1, list2). 分栏列表"""
    joined: list[Group] = []
    last: Group | None = None
    for group in groups:
        if last is not None and group.container.getprevious() is last.container and _is_half(last, group):
            joined[-1] = Group(joined[-1].container, joined[-1].rows + group.rows)
        else:
            joined.append(group)
        last = group
    return joined


def _is_half(one: Group, other: Group) -> bool:
    names = [(block.container.get("class") or "").strip() for block in (one, other)]
    first, second = (HALF.sub("", name) for name in names)
    if not first or first != second or names[0] == names[1] or (one.container.tail or "").strip():
        return False
    if (one.container.tag, one.rows[0][0].tag) != (other.container.tag, other.rows[0][0].tag):
        return False
    rows = (*one.rows[-MOST_HALF:], *other.rows[:MOST_HALF])
    return all(_day(row) for row, _ in rows) and all(row.getparent() in (one.container, other.container) for row, _ in rows)


def _is_on_top(above: Group, below: Group) -> bool:
    texts = ["".join(itertools.islice(row.itertext(), MOST_PARTS)) for row, _ in above.rows]
    return above.rows[0][0].tag == below.rows[0][0].tag and all(PINNED.search(text) and STAMP.search(text) for text in texts)


def _led(groups: list[Group], keys: Mapping[HtmlElement, object]) -> list[Group]:
    """Lists whose newest row stands larger in a block of its own right before them, joined with it. 置顶大条目"""
    alone = {group.rows[0][1]: group for group in groups if len(group.rows) == 1}
    taken: set[HtmlElement] = set()
    joined: dict[HtmlElement, Group] = {}
    for group in groups if alone else ():
        above = group.container.getprevious()
        if len(group.rows) <= FEW_SIBLINGS or above is None or not isinstance(above.tag, str) or keys.get(above, MANY) is MANY:
            continue
        text = "".join(itertools.islice(above.itertext(), MOST_PARTS))
        if len(text) > LONGEST_LEAD or len(DAY.findall(text)) != 1 or group.rows[0][0].tag == "tr":
            continue
        anchor = next((one for one in above.iter("a") if one in alone and one not in taken), None)
        days = (_day(above), _day(group.rows[0][0]))
        if anchor is not None and all(days) and days[0] >= days[1]:
            taken.add(anchor)
            joined[group.rows[0][1]] = Group(group.container, ((above, anchor), *group.rows))
    return [joined.get(group.rows[0][1], group) for group in groups if len(group.rows) > 1 or group.rows[0][1] not in taken]


def _follows(before: Group, after: Group, days: dict[HtmlElement, tuple[int, ...]]) -> bool:
    """Whether a list is the next piece of the one before: in a wordless block beside its own, no longer, and no newer."""
    piece = before.rows[-1][0].getparent()
    own, other = after.container.getparent(), piece.getparent() if piece is not None else None
    if piece is None or own is None or other is None or own is other or own.getparent() is not other.getparent():
        return False
    if (make(own), make(after.container), after.rows[0][0].tag) != (make(other), make(piece), before.rows[0][0].tag):
        return False
    years = _heading_year(other, piece), _heading_year(own, after.container)
    if all(years):
        return years[0] > years[1]
    last_piece = itertools.takewhile(lambda pair: pair[0].getparent() is piece, reversed(before.rows))
    if own.tag == "body" or len(after.rows) > sum(1 for _ in last_piece):
        return False
    last, first = (days[row] if row in days else days.setdefault(row, _day(row)) for row in (before.rows[-1][0], after.rows[0][0]))
    return bool(last and first) and first <= last and not own_words(own, after.container) and not own_words(other, piece)


def _heading_year(block: HtmlElement, rows: HtmlElement) -> str:
    """The year that is all a block says beside the rows in it: lists of one column, year by year. 年份小标题"""
    if len(block) < 2 or rows.getparent() is not block or len(block) > FEW_SIBLINGS:
        return ""  # nothing stands beside them, or too much
    beside = "".join("".join(itertools.islice(child.itertext(), MOST_PARTS)) for child in block if child is not rows)
    found = YEAR_HEADING.fullmatch(beside.strip()) if len(beside) <= LONGEST_YEAR else None
    return found[1] if found else ""


def _day(row: HtmlElement) -> tuple[int, ...]:
    found = DAY.search("".join(row.itertext()))
    return tuple(map(int, found.groups())) if found else ()


def _side_by_side(parts: list[Group]) -> Iterator[list[Group]]:
    """Cells of one table row that each begin with a heading are lists of their own: the page's columns. 并列栏"""
    if len(parts) > 1 and all(part.container.tag == "td" and _headed(part.container) for part in parts):
        yield from ([part] for part in parts)
    else:
        yield parts


def _headed(cell: HtmlElement) -> bool:
    first = cell[0] if len(cell) and not (cell.text or "").strip() else None
    if first is None or first.tag not in HEADS or first.find(".//a") is not None:
        return False
    return 1 < len("".join(itertools.islice(first.itertext(), MOST_PARTS)).strip()) <= LONGEST_HEAD


def _alike(parts: list[Group]) -> Iterator[list[Group]]:
    """Blocks of one make whose rows carry dates, and those whose rows do not: a menu is no piece of the list below it."""
    if len(parts) == 1:
        yield parts
        return
    for dated in (True, False):
        if some := [part for part in parts if (STAMP.search("".join(part.container.itertext())) is not None) is dated]:
            yield some


def own_words(node: HtmlElement, inner: HtmlElement) -> bool:
    """Whether a block holds text beside that of an element within it; what the element holds is not looked at."""
    while inner is not node and (parent := inner.getparent()) is not None:
        if (parent.text or "").strip() or (inner.tail or "").strip():
            return True
        beside = itertools.chain(inner.itersiblings(preceding=True), inner.itersiblings())
        if any((other.tail or "").strip() or any(text.strip() for text in other.itertext()) for other in beside):
            return True
        inner = parent
    return False
