"""The lists of a page, found by the repeated structure of their rows. 列表识别

Every link that could be a title is widened to the largest block that holds no other title: its row. Rows with the same parent are a group,
groups of one make under one parent are one list. ``own_list`` tells which of them is the page's own; nothing here knows a site.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator

import attrs
from lxml import etree, html
from lxml.html import HtmlElement

from checks.vocabulary import Context

from .adapters import adapters_of, scripts
from .dates import FoundDate, find_dates, with_year_of
from .fold import fold
from .links import anchor_text
from .main import read_main, trail
from .memo import per_view
from .regions import NEVER_CONTENT, region_of
from .rowgroups import MOST_TITLES, UTILITY, groups, name_above, named_cell, nearest, target, titles
from .rowjoin import MONTH_HEADING, YEAR_HEADING, Group
from .rowtext import Piece, clean_title, date_behind, displayed_date, pieces, title_element, tool_tip_date, tool_tip_year
from .tree import up
from .view import PageView

DAY_OF_MONTH = re.compile(r"[(（\[【]?\s?(\d{1,2})[日号]\s?[)）\]】]?")
DIGIT = re.compile(r"[\d〇○零]")
BARE = frozenset({"a", "dt", "td", "span", "font", "b", "strong", "h2", "h3", "h4", "h5", "p"})  # rows that go on beside their block
MOST_SIBLINGS = 60  # before a row, among which its year is looked for
YEAR_LEVELS = 3
MOST_PARTS = 20
FEW_BRACKETS = 4  # characters beside a day that is a heading: brackets, a bullet
HEADS = frozenset({"dt", "h2", "h3", "h4", "h5", "h6", "b", "strong", "caption", "legend"})
DATED = 30.0
LONGEST_ROW_HEADING, LONGEST_CRUMB = 12, 60
TITLE = 40
MOST_TEXTS = 2_000  # pieces of text of a list that are searched for the digits of its dates


@attrs.frozen(eq=False)
class Row:
    """One row as read. 列表行

    Attributes:
        element: the row's block; ``anchor`` the link that carries the title.
        quote: the row's own words, for evidence.
        place: where it stands: the block, or the name of a script's record.
    """

    element: HtmlElement
    anchor: HtmlElement
    title: str
    url: str | None
    href: str
    date: FoundDate | None
    pinned: bool
    quote: str
    place: HtmlElement | str


@attrs.frozen(eq=False)
class RowList:
    """A list of rows with what speaks for its being the page's own. 候选列表"""

    rows: tuple[Row, ...]
    container: HtmlElement
    caption: str
    score: float
    region: str
    order: int = 0

    @property
    def dated(self) -> int:
        """Number of rows with a date."""
        return sum(row.date is not None for row in self.rows)


@per_view
def row_lists(view: PageView, context: Context) -> tuple[RowList, ...]:
    """All lists of the page, the most likely main list first. 候选列表"""
    found = [attrs.evolve(_weigh(view, group, context), order=n) for n, group in enumerate(groups(view)) if not _plain_menu(view, group)]
    found += _script_lists(view, context)
    return tuple(sorted((one for one in found if one.rows and one.score > 0), key=lambda one: -one.score))


@attrs.frozen(eq=False)
class Extent:
    """The blocks that belong to one row; with ``tails`` the text behind each, with ``lead`` text of the list's block before the first. 行的范围"""

    parts: list[HtmlElement]
    tails: bool = False
    lead: str = ""

    def adds(self, row: HtmlElement) -> bool:
        """Whether there is more to read than the row itself."""
        return len(self.parts) > 1 or bool(self.lead.strip()) or (self.tails and bool((row.tail or "").strip()))


def _extents(group: Group, counts: dict[HtmlElement, int]) -> list[Extent]:
    """Blocks that belong to each row. Rows that are bare links or terms (<dt>) take the siblings up to the next one. 行的范围"""
    rows = [row for row, _ in group.rows]
    if name_above(group.rows[0][1]) is not None:
        return _before(group)
    return _after(group, counts) if rows[0].tag in BARE else [Extent([row]) for row in rows]


def _after(group: Group, counts: dict[HtmlElement, int]) -> list[Extent]:
    """Each row with the siblings up to the next one."""
    starts = {row for row, _ in group.rows}
    result = []
    for row, _ in group.rows:
        parts = [row]
        for sibling in row.itersiblings():
            if sibling in starts or len(parts) > 6 or counts.get(sibling, 0) > MOST_TITLES:
                break
            parts.append(sibling)
        result.append(Extent(parts, True))
    return result


def _before(group: Group) -> list[Extent]:
    """The same where the date stands before its title: <span>date</span><a>title</a><br>, or date <a>title</a><br>."""
    starts = {row for row, _ in group.rows}
    result = []
    for row, _ in group.rows:
        parts: list[HtmlElement] = []
        for sibling in row.itersiblings(preceding=True):
            if sibling in starts or len(parts) > 4:
                break
            parts.append(sibling)
        parent = row.getparent()
        lead = parent.text or "" if parent is not None and row.getprevious() is None else ""
        result.append(Extent([*reversed(parts), row], row.tag in BARE, lead))
    return result


def _plain_menu(view: PageView, group: Group) -> bool:
    """A menu by its name, without a digit that could be of a date: not worth reading."""
    return _place(view, group.container)[0] in NEVER_CONTENT and not _has_digit(group.container)


def _has_digit(container: HtmlElement) -> bool:
    return any(DIGIT.search(text) for text in itertools.islice(container.itertext(), MOST_TEXTS))


def _weigh(view: PageView, group: Group, context: Context) -> RowList:
    as_of = context.as_of
    alone: dict[HtmlElement, Row | None] = {}
    rows = _read(view, group, _extents(group, titles(view).counts), as_of, alone)
    if rows and not all(row.date for row in rows) and _has_digit(group.container):
        for extents in (_after(group, titles(view).counts), _before(group)):
            again = _read(view, group, extents, as_of, alone)
            if sum(row.date is not None for row in again) > sum(row.date is not None for row in rows):
                rows = again
    if len(rows) > 1 and not any(row.date for row in rows):
        rows = _under_days(rows, as_of)
    caption = _first_words(group) or caption_of(group.container)
    region, weight = _place(view, group.container)
    score = sum(min(len(row.title), TITLE) + (DATED if row.date else 0.0) for row in rows) * weight
    words = fold(caption)
    if words and any(words.startswith(name[:20]) or (words.endswith(name) and "首页" in words) for name in page_names(view)):
        score *= 2
    elif any(word in words for word in context.vocabulary.words.get("hot_list", ())):
        score *= 0.2
    return RowList(tuple(rows), group.container, caption, score, region)


def _read(
    view: PageView, group: Group, extents: Iterable[Extent], as_of: dt.date, alone: dict[HtmlElement, Row | None] | None = None
) -> list[Row]:
    """The rows of a group by their extents. ``alone`` keeps those of which nothing but themselves was read, for further extents."""
    headers = _headers(group.rows[0][0])
    alone = {} if alone is None else alone
    rows = []
    for (row, anchor), extent in zip(group.rows, extents, strict=True):
        if extent.adds(row):
            found = _read_row(view, row, anchor, extent, headers, as_of)
        elif row in alone:
            found = alone[row]
        else:
            found = alone[row] = _read_row(view, row, anchor, extent, headers, as_of)
        if found is not None:
            rows.append(found)
    return rows


def _read_row(view: PageView, row: HtmlElement, anchor: HtmlElement, extent: Extent, headers: dict[int, str], as_of: dt.date) -> Row | None:
    whole = titles(view).counts.get(row, 1) <= MOST_TITLES
    named = named_cell(anchor)
    runs = pieces(view, extent.parts, title_element(anchor) if named is None else named, extent.tails) if whole else []
    if extent.lead.strip():
        runs.insert(0, Piece(extent.lead, row, False))
    shown = "".join(piece.text for piece in runs if piece.titled) or anchor_text(anchor)
    title, edge, pinned = clean_title(shown, anchor.get("title") or "", as_of)
    if len(fold(title)) < 2 or UTILITY.match(fold(title)):
        return None
    shown_date = displayed_date(runs, headers, as_of)
    date = shown_date[0] if shown_date else edge or tool_tip_date(anchor, as_of)
    if date is None:
        title, date = date_behind(title, shown, as_of)
    date = date or _in_month_above(row, runs, as_of)
    pinned = pinned or any("置顶" in piece.text or "置頂" in piece.text for piece in runs if not piece.titled)
    url, href = target(view, anchor)
    date = with_year_of(date, url or href, as_of) if date else None
    date = tool_tip_year(date, anchor, as_of) if date is not None and date.year_inferred else date
    date = _in_year_above(row, date, as_of) if date is not None and date.year_inferred else date
    return Row(row, anchor, title, url, href, date, pinned, _quote(runs), row)


def _in_year_above(row: HtmlElement, date: FoundDate, as_of: dt.date) -> FoundDate:
    """A day without a year, in the year that stands as a heading above its rows; any other as it is. 小标题中的年份"""
    year = _year_above(row)
    found = find_dates(f"{year}-{date.date.month}-{date.date.day}", as_of) if year else []
    return attrs.evolve(date, date=found[0].date, year_inferred=False) if found else date


def _in_month_above(row: HtmlElement, runs: list[Piece], as_of: dt.date) -> FoundDate | None:
    """The day of a row that shows nothing of it but «20日», in the month that stands as a heading above its rows. 小标题中的年月"""
    day = next((said for piece in runs if not piece.titled and (said := DAY_OF_MONTH.fullmatch(piece.text.strip()))), None)
    month = _heading_above(row, MONTH_HEADING) if day is not None else None
    found = find_dates(f"{month[1]}-{month[2]}-{day[1]}", as_of) if month is not None and day is not None else ()
    return FoundDate(found[0].date, day[0], 0, len(day[0])) if found and day is not None else None


def _under_days(rows: list[Row], as_of: dt.date) -> list[Row]:
    """Rows in blocks of their own below headings that are days: each of its day. One heading alone may be another thing's. 日期小标题"""
    heads: dict[HtmlElement, FoundDate | None] = {}
    for row in rows:
        block = row.element.getparent()
        if block is not None and block not in heads:
            above = block.getprevious()
            text = _short_text(above) if above is not None else ""
            found = find_dates(text, as_of)
            heads[block] = found[0] if found and not found[0].year_inferred and len(text) <= len(found[0].text) + FEW_BRACKETS else None
    if len(heads) < 2 or not all(heads.values()):
        return rows
    return [attrs.evolve(row, date=heads[block]) for row in rows if (block := row.element.getparent()) is not None]


def _year_above(row: HtmlElement) -> str:
    found = _heading_above(row, YEAR_HEADING)
    return found[1] if found else ""


def _heading_above(row: HtmlElement, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The nearest such heading before a row: beside it, or right before the block that holds it. 上方小标题"""
    for sibling in itertools.islice(row.itersiblings(preceding=True), MOST_SIBLINGS):
        found = pattern.fullmatch(_short_text(sibling))
        if found:
            return found
    for node in itertools.islice(up(row), 1, YEAR_LEVELS):
        before = next((text for sibling in node.itersiblings(preceding=True) if (text := _short_text(sibling))), "")
        if before:
            return pattern.fullmatch(before)
    return None


def _short_text(element: HtmlElement) -> str:
    return "".join(itertools.islice(element.itertext(), MOST_PARTS)).strip()[:40] if isinstance(element.tag, str) else ""


def _script_lists(view: PageView, context: Context) -> Iterator[RowList]:
    """Rows that a known system keeps in a script and draws from there. 脚本列表"""
    for adapter in adapters_of(view, context):
        if not adapter.script_rows:
            continue
        for source, element in scripts(view):
            rows: list[Row] = []
            for position, match in enumerate(re.finditer(adapter.script_rows, source)):
                group = _record(match["html"])
                if group:
                    for row in _read(view, group, [Extent([group.rows[0][0]])], context.as_of):
                        rows.append(attrs.evolve(row, place=f"{adapter.id}:record[{position + 1}]"))
            if rows:
                score = sum(min(len(row.title), TITLE) + (DATED if row.date else 0.0) for row in rows)
                container = element if element is not None else view.tree
                yield RowList(tuple(rows), container, "", 1.5 * score, "script")


def _record(source: str) -> Group | None:
    try:
        block = html.fragment_fromstring(source, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    anchors = sorted(block.iter("a"), key=lambda a: -len(anchor_text(a)))
    return Group(block, ((block, anchors[0]),)) if anchors else None


def _quote(runs: list[Piece]) -> str:
    return " ".join(" ".join(piece.text.split()) for piece in runs if not piece.script)


def _headers(row: HtmlElement) -> dict[int, str]:
    """Column heads of the table a row stands in. 表头"""
    if row.tag != "tr":
        return {}
    table = nearest(row, frozenset({"table"}))
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is row:
        return {}
    return {index: "".join(cell.itertext()).strip()[:20] for index, cell in enumerate(first) if cell.tag in ("td", "th")}


def _first_words(group: Group) -> str:
    """A short text in a list's own block, right before its first row: its heading. 列表内标题"""
    row = group.rows[0][0]
    above = row.getprevious()
    while above is not None and above.tag == "br" and not (above.tail or "").strip():
        above = above.getprevious()
    if above is not None and above.tag == row.tag == "tr":
        return _row_heading(above)
    if above is None or not isinstance(above.tag, str) or above.tag not in HEADS or row.tag in HEADS or above.getprevious() is not None:
        return ""
    return _short_text(above)


def _row_heading(row: HtmlElement) -> str:
    """The few words of a table's row that are in one cell and in no link, or its breadcrumb, right above the rows of a list. 表内小标题"""
    text = _short_text(row)
    if "首页" in text:
        whole = " ".join("".join(itertools.islice(row.itertext(), MOST_PARTS)).split())
        return whole if len(whole) <= LONGEST_CRUMB else ""
    said = sum(bool("".join(itertools.islice(cell.itertext(), MOST_PARTS)).strip()) for cell in row)
    return text if said == 1 and len(text) <= LONGEST_ROW_HEADING and row.find(".//a") is None else ""


def caption_of(container: HtmlElement) -> str:
    """The short text right before a list: its heading. 列表标题"""
    node = container
    for _ in range(5):
        for sibling in node.itersiblings(preceding=True):
            if not isinstance(sibling.tag, str) or sibling.tag in ("script", "style"):
                continue
            text = " ".join("".join(sibling.itertext()).split())
            if text:
                return text[:40] if len(text) <= 40 else ""
        parent = node.getparent()
        if parent is None or parent.tag == "body":
            return ""
        node = parent
    return ""


@per_view
def _place(view: PageView, container: HtmlElement) -> tuple[str, float]:
    """Region and weight of a list by all blocks it stands in; wrappers that hold most links of the page do not count. 位置"""
    tree = titles(view)
    total = max(len(tree.anchors), 1)
    region, weight = "", 1.0
    main = read_main(view).element
    central = False
    for node in up(container):
        if node.tag == "body":
            break
        name, factor = region_of(node)
        if factor < 1 and tree.counts.get(node, 0) < 0.7 * total:
            weight *= factor
            region = region or name
        central = central or node is main
    return region, weight * (1.5 if central else 1.0)


@per_view
def page_names(view: PageView) -> frozenset[str]:
    """Folded names under which the page shows itself: its breadcrumb's last step, its column's meta, its title's first part. 栏目名称"""
    return column_names(view) | _folded_names(re.split(r"[-_|—–>]", view.title_tag)[0])


@per_view
def column_names(view: PageView) -> frozenset[str]:
    """Those of breadcrumb and meta alone: the title tag may begin with the site's name. 栏目名称（不含标题）"""
    steps = trail(view)
    return _folded_names(re.split(r"[-—>]", steps[-1])[-1] if steps else "", view.meta("columnname"))


def _folded_names(*names: str) -> frozenset[str]:
    return frozenset(name for name in map(fold, names) if len(name) > 1 and name not in ("首页", "网站首页"))
