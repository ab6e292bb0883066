"""Which readings of a page belong to one record: rows under a head, tables and lists that name their record, runs of lines. 记录划分"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.grid import inner_text
from checks.parsing.label_lines import headings
from checks.parsing.labels import Pair, key_of, make_pair
from checks.parsing.main import main_lines
from checks.parsing.numbering import mark_of
from checks.parsing.tree import holds_more
from checks.parsing.view import PageView

from .fields import Value

LEAST = 3  # a record with fewer fields is no item
LISTED = re.compile(
    r"^(?:(?:申请|申报|提交|所需|办理|受理)?材料(?:名称|类型|形式|来源|要求|份数)|份数|数量及要求|原件|复印件|样表|页数|来源渠道|纸质|电子)"
)
PAPERS = "materials"
ALIKE = 0.5  # share of labels that records of one page have in common
RUNNING = frozenset({"line", "heading"})
HEAD_TAGS = frozenset({"li", "a", "span", "button", "div", "h3", "h4", "dt"})
MOST_TABS = 40  # rows of tabs on one page
MOST_HEADS = 200  # boxes in a row of tabs
LONGEST_HEAD = 20
MOST_SEEN = 1000  # characters of a box that are looked at, to see whether it is a head
DESK = re.compile(r"(?:投诉|监督|举报)(?:渠道|方式|途径|部门|机构)?$")
REACHED = frozenset({"电话", "联系电话", "热线", "地址", "网址", "邮箱"})
TARGETS = ("href", "data-target", "data-bs-target", "aria-controls", "rel")


def rows(found: Sequence[Value], key: str, instead: Sequence[str] = ()) -> list[list[Value]]:
    """Rows under heads that name at least three fields, the record's name among them. Rows without a name go on with the one above. 表头下的行

    Args:
        instead: fields that tell records apart where no table has a column for the name; what they hold then is the name.
    """
    grouped: dict[str, list[Value]] = {}
    for value in found:
        if value.pair.form == "table-head":
            grouped.setdefault(value.pair.group, []).append(value)
    if not any(v.field == key for row in grouped.values() for v in row):
        for row in grouped.values():
            named = next((v for field in instead for v in row if v.field == field), None)
            row += [attrs.evolve(named, field=key, exact=False)] if named is not None else []
    kept: list[list[Value]] = []
    tables: set[str] = set()
    for group, row in grouped.items():
        names = {v.field for v in row}
        if len(names) < LEAST or key not in names:
            continue
        begins = any(v.field == key and v.state is not State.BLANK for v in row)
        table = group.split("-")[0]
        if begins or table not in tables:
            kept.append(row)
        else:
            kept[-1].extend(v for v in row if v.state is State.VALID)
        tables.add(table)
    return kept


def outside_lists(found: Sequence[Value], pairs: Sequence[Pair], known: Callable[[str], bool]) -> list[Value]:
    """Readings without the columns of lists that are a field's value themselves: 材料名称、份数、备注 under 申请材料. 去嵌套清单"""
    listed = {p.group.split("-")[0] for p in pairs if p.form == "table-head" and LISTED.search(p.key)}
    kept = (
        v
        for v in found
        if v.pair.form != "table-head" or not (v.pair.group.split("-")[0] in listed or _is_value(v.pair.value_element, known))
    )
    # a list of papers stands on the page: nothing beside their label is no proof that they are not told
    return [attrs.evolve(v, state=State.UNREAD) if listed and v.field == PAPERS and v.state is State.BLANK else v for v in kept]


def _is_value(element: HtmlElement, known: Callable[[str], bool]) -> bool:
    """Whether an element's table stands in a cell beside a known label."""
    table = next(element.iterancestors("table"), None)
    cell = next(table.iterancestors("td", "th"), None) if table is not None else None
    beside = cell.getprevious() if cell is not None else None
    return beside is not None and len(text := inner_text(beside)) <= LONGEST_HEAD and known(text)


def of_desks(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs of lines, «监督投诉：电话：…» read as one: how the desk for complaints is reached, which is not how the office is. 投诉窗口的联系方式"""
    found: list[Pair] = []
    for pair in pairs:
        desk = found[-1] if found and pair.key in REACHED and pair.value else None
        if desk is not None and not desk.value and desk.form == pair.form == "line" and desk.row == pair.row and DESK.search(desk.key):
            found[-1] = attrs.evolve(desk, value=pair.value)
        else:
            found.append(pair)
    return found


def blocks(found: list[Value], key: str) -> list[list[Value]]:
    """Tables and lists that name a record each; where fewer than two do, all readings are one record. 表格与列表"""
    grouped: dict[str, list[Value]] = {}
    for value in found:
        if value.pair.form != "table-head":
            grouped.setdefault(value.pair.group, []).append(value)
    named = [
        g
        for g, vs in grouped.items()
        if g and len({v.field for v in vs}) >= LEAST and any(v.field == key and v.state is State.VALID for v in vs)
    ]
    if len({v.pair.value for g in named for v in grouped[g] if v.field == key and v.exact}) < 2:
        return [found]
    return [grouped[g] for g in named]


def runs(view: PageView, found: Sequence[Value], key: str) -> list[list[Value]]:
    """Records that follow one another in running lines, each begun by the same label; [] where the lines are one record at most. 行文中的记录

    Without a label for the name each record stands under a heading of its own, which is its name.
    """
    line = sorted((v for v in found if v.pair.form in RUNNING), key=lambda v: v.pair.row)
    if not line:
        return []
    opening = next((v for v in line if v.field == key), line[0])
    if sum(v.field == key and v.pair.key == opening.pair.key for v in line) < 2:
        opening = line[0]
    first = opening.field
    starts = [n for n, v in enumerate(line) if v.field == first and v.pair.key == opening.pair.key]
    if len(starts) < 2 or starts[0] != 0:
        return []
    cut = [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]
    fields = [{v.field for v in block} for block in cut]
    if any(len(names) < LEAST or len(names & fields[0]) < ALIKE * len(names | fields[0]) for names in fields):
        return []
    if first == key:
        return cut if len({v.pair.value for block in cut for v in block if v.field == key}) == len(cut) else []
    named = [[*_named(view, key, block, above), *block] for block, above in zip(cut, [[], *cut[:-1]], strict=True)]
    names = {v.pair.value for block in named for v in block if v.field == key}
    return named if len(names) == len(named) else []


def enumerated(view: PageView, found: Iterable[Value]) -> bool:
    """Whether the page counts off three headings or more and each names a field: then it is written in fields, few as they are. 逐条列明要素"""
    rows = {v.pair.row for v in found if v.pair.form in RUNNING}
    own = set(main_lines(view))
    marks = {n: mark for n, line in enumerate(view.lines) if line in own and (mark := mark_of(line.text)) is not None}
    first = next((marks[n] for n in sorted(rows) if n in marks), None)
    counted = [n for n, mark in marks.items() if first is not None and mark.rank == first.rank]
    return len(counted) >= LEAST and rows.issuperset(counted) and [marks[n].number for n in counted] == [*range(1, len(counted) + 1)]


def _named(view: PageView, key: str, block: Sequence[Value], above: Sequence[Value]) -> Iterator[Value]:
    """The heading right above a record as its name."""
    low, high = (above[-1].pair.row if above else -1), block[0].pair.row
    number = next((n for n in range(high - 1, max(low, high - 4), -1) if n in headings(view)), None)
    if number is not None:
        line, text = view.lines[number], headings(view)[number].label
        yield Value(key, State.VALID, Pair("", "", text, line.element, line.element, "line", number), False)


def panels(view: PageView, known: Callable[[str], bool]) -> Iterator[Pair]:
    """Heads of tabs with the panels they open, by address or by order, where a class and not a style hides the panels. 选项卡"""
    heads: dict[HtmlElement, list[HtmlElement]] = {}
    for line in view.lines:
        if len(line.text) <= LONGEST_HEAD and line.element.tag in HEAD_TAGS and known(line.text):
            parent = line.element.getparent()
            if parent is not None:
                heads.setdefault(parent, []).append(line.element)
    named: dict[str, HtmlElement] | None = None
    for parent, known_heads in itertools.islice(heads.items(), MOST_TABS):
        if len(known_heads) < 2 or holds_more(parent, MOST_HEADS):
            continue
        items = [e for e in parent if isinstance(e.tag, str) and inner_text(e, most=MOST_SEEN)]
        if len(items) < 2 or any(len(inner_text(e, most=MOST_SEEN)) > LONGEST_HEAD for e in items):
            continue
        if named is None:
            named = {name: e for e in view.tree.iter() if isinstance(e.tag, str) and (name := e.get("id"))}
        places = [named.get(target_of(e)) for e in items]
        if all(place is None for place in places):
            places = [*blocks_behind(parent, len(items))]
        for head, place in zip(items, places, strict=False):
            if place is not None and key_of(inner_text(head)) and inner_text(place, hidden=True):
                yield make_pair(view, inner_text(head), head, place, "tab")


def target_of(head: HtmlElement) -> str:
    """The id that a head's link or attribute names. 选项卡所指"""
    for node in head.iter():
        for name in TARGETS:
            value = node.get(name) if isinstance(node.tag, str) else None
            if value and (value[0] == "#" or name == "aria-controls"):
                return str(value).lstrip("#")
    return ""


def blocks_behind(parent: HtmlElement, count: int) -> list[HtmlElement]:
    """The blocks behind a row of heads, one for each head; [] if their number differs. 选项卡内容块"""
    node = parent
    for _ in range(3):
        beside = (e for e in node.itersiblings() if isinstance(e.tag, str) and e.tag not in ("script", "style", "br"))
        following = [*itertools.islice(beside, count + 1)]
        if len(following) == count:
            return following
        if following:
            inner = [e for e in following[0] if isinstance(e.tag, str)]
            if len(inner) == count:
                return inner
        above = node.getparent()
        if above is None:
            return []
        node = above
    return []
