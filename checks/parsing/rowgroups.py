"""Blocks of a page that repeat like the rows of a list. 行块识别

Every link that could be a title is widened to the largest block that holds no other title: its row. Rows with the same parent are a
group; groups of one make under one parent are one list that was cut into pieces.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from .fold import fold
from .footer import read_footers
from .links import JUMP, MOST_PARTS, anchor_text, resolve
from .main import Part, read_main
from .memo import per_view
from .paths import xpath
from .tree import up
from .view import BLOCKS, PageView

ROWISH = frozenset({"li", "tr", "dl", "dt", "dd"})
# Words of links that are no titles: pagers, «more», tools.
UTILITY = re.compile(
    r"^(?:[<>«»‹›|\[(【]*(?:更多|更多信息|查看更多|more|详细|详情|查看|查看详情|详细内容|详细信息|阅读全文|阅读更多|全文|点击查看|点击下载|下载|附件下载|打印|收藏|分享"
    r"|首页|尾页|末页|上页|下页|上一页|下一页|前一页|后一页|上一篇|下一篇|第一页|最后一页|最末页|跳转|转到|go|返回|返回首页|返回上页|返回顶部|关闭"
    r"|网站首页|主页|设为首页|加入收藏|登录|注册|繁体|简体|english|无障碍浏览|无障碍阅读|rss订阅|rss)[\])】<>«»‹›|+.…]*|[\d.,…<>«»‹›|/\-]+|共\d{1,7}[条页].{0,20}|第?\d{1,5}页?)$",
    re.I,
)
ANCHORS = xpath("//body//a | //body//area | //body//*/@onclick/..")
STAMP = re.compile(r"\d{1,4}\s?[-/.年月]\s?\d")
DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
CALL = re.compile(r"\s{0,9}(?:return\s|javascript:)?\s{0,9}[\w$.]{2,40}\(\s*(?:this\s*,\s*)?['\"]?[\w-]{0,40}\d[\w-]{0,40}['\"]?\s*[,)]")
CLICKED_ROWS = ROWISH | {"div", "p"}
LONGEST_RECORD = 300
MOST_ANCHORS = 4000
MOST_TITLES = 30  # a block with more links that could be titles is no row
BRIEF = 6  # characters of a title on average
FEW_SIBLINGS = 3  # blocks beside a row among which the next one is looked for
PROMOTED = 4  # titles beside others in one row at most: category, source, title, download


@attrs.define(eq=False)
class Titles:
    """Where the titles of a page stand."""

    anchors: list[HtmlElement]
    keys: dict[HtmlElement, object]
    counts: dict[HtmlElement, int]
    texts: dict[HtmlElement, str]


MANY = object()


@per_view
def titles(view: PageView) -> Titles:
    """Every link that may carry a title, outside footers and hidden blocks. 标题链接"""
    tree = Titles([], {}, {}, {})
    for anchor in _anchors(view):
        text = anchor_text(anchor)
        words = fold(text)
        if len(words) < 2 or UTILITY.match(words) or not (_shows_text(anchor) or anchor.get("title")):
            continue
        tree.anchors.append(anchor)
        tree.texts[anchor] = text
        href = (anchor.get("href") or "").strip()
        key: object = (href if _live(href) else words, nearest(anchor, ROWISH))
        for node in up(anchor):
            tree.counts[node] = tree.counts.get(node, 0) + 1
            have = tree.keys.get(node)
            tree.keys[node] = key if have is None or have == key else MANY
        if len(tree.anchors) >= MOST_ANCHORS:
            break
    return tree


def _shows_text(anchor: HtmlElement) -> bool:
    return any(part.strip() for part in itertools.islice(anchor.itertext(), MOST_PARTS))


def _anchors(view: PageView) -> Iterator[HtmlElement]:
    footers = read_footers(view).inside
    crumbs = _crumbs(view)
    for element in ANCHORS(view.tree):
        clicked = element.tag not in ("a", "area")
        if clicked and (element.tag in ("input", "button") or not (JUMP.search(element.get("onclick") or "") or _opens_record(element))):
            continue
        if not view.is_hidden(element) and element not in footers and (not crumbs or _block(element) not in crumbs):
            yield element


def _opens_record(element: HtmlElement) -> bool:
    """Whether a dated block is one record that a function opens by its number: a row whose address only the script knows. 脚本打开的条目"""
    if element.tag not in CLICKED_ROWS or not CALL.match(element.get("onclick") or "") or element.find(".//a") is not None:
        return False
    text = "".join(itertools.islice(element.itertext(), MOST_PARTS))
    return len(text) <= LONGEST_RECORD and len(DAY.findall(text)) == 1


def _crumbs(view: PageView) -> set[HtmlElement]:
    """Blocks that hold a breadcrumb and nothing else. 面包屑区块"""
    lines = list(zip(view.lines, read_main(view).parts, strict=True))
    return {line.element for line, part in lines if part is Part.TRAIL} - {line.element for line, part in lines if part is not Part.TRAIL}


def _block(element: HtmlElement) -> HtmlElement | None:
    return nearest(element, BLOCKS)


def _live(href: str) -> bool:
    return bool(href) and not href.startswith("#") and not href.lower().startswith("javascript:")


def nearest(element: HtmlElement, tags: frozenset[str]) -> HtmlElement | None:
    """The element itself or its closest ancestor with one of the tags."""
    for node in up(element):
        if node.tag in tags:
            return node
    return None


@attrs.frozen(eq=False)
class Group:
    """Rows with one parent, as (row block, title link)."""

    container: HtmlElement
    rows: tuple[tuple[HtmlElement, HtmlElement], ...]


def groups(view: PageView) -> list[Group]:
    """Rows with one parent, lists in pieces joined, in page order. 行组"""
    tree = titles(view)
    single: dict[HtmlElement, HtmlElement] = {}
    order: dict[HtmlElement, list[HtmlElement]] = {}
    for anchor in tree.anchors:
        row = _row_of(view, anchor, tree)
        if row in single:
            if len(tree.texts[anchor]) > len(tree.texts[single[row]]):
                single[row] = anchor
            continue
        single[row] = anchor
        parent = row.getparent()
        order.setdefault(parent if parent is not None else row, []).append(row)
    groups = [Group(container, tuple((row, single[row]) for row in rows)) for container, rows in order.items()]
    return _go_on(_merge([part for group in groups for part in _by_make(group)]))


def _row_of(view: PageView, anchor: HtmlElement, tree: Titles) -> HtmlElement:
    """The largest block with this title only; a list item or table row where the title has one to itself or nearly so."""
    key = tree.keys[anchor]
    path = up(anchor)
    node = anchor
    for parent in path[1:]:
        if parent.tag == "body" or tree.keys.get(parent) != key or key is MANY:
            break
        node = parent
    item = nearest(anchor, ROWISH)
    if item is not None and item.tag == "tr" and (cell := _half(item, path, tree)) is not None:
        return cell
    if item is not None and tree.keys.get(item) is MANY and 1 < tree.counts[item] <= PROMOTED and _is_one(view, item, anchor, tree):
        return item
    if item is not None and (item is node or (_above(item, node) and _alone(node, item))):
        return _outermost(item, path[: path.index(node) + 1])
    if tree.counts[node] > MOST_TITLES:
        return anchor
    if _repeats(node, tree):
        return node
    for inner in reversed(path[: path.index(node)]):  # a single row climbs too far: come down to what its words need
        if _has_twin(node, tree) or tree.counts.get(inner) != tree.counts[node] or _own_words(node, inner):
            break
        node = inner
    return node


def _has_twin(node: HtmlElement, tree: Titles) -> bool:
    """Whether a block stands beside another one of its make with one title: then both are rows as they are."""
    beside = itertools.chain(node.itersiblings(node.tag), node.itersiblings(node.tag, preceding=True))
    return any(tree.keys.get(other, MANY) is not MANY and make(other) == make(node) for other in itertools.islice(beside, MOST_TITLES))


def _repeats(node: HtmlElement, tree: Titles) -> bool:
    """Whether a block of the same make beside it holds a title as well: one row of several."""
    after = itertools.islice(node.itersiblings(node.tag), FEW_SIBLINGS)
    before = itertools.islice(node.itersiblings(node.tag, preceding=True), FEW_SIBLINGS)
    return any(tree.counts.get(twin) == tree.counts[node] and make(twin) == make(node) for twin in itertools.chain(after, before))


def _outermost(item: HtmlElement, path: tuple[HtmlElement, ...]) -> HtmlElement:
    """The widest row that says no more than the item: rows that are tables of their own stand in rows of another table."""
    for outer in path[path.index(item) + 1 :]:
        if outer.tag in ROWISH:
            if _own_words(outer, item):
                break
            item = outer
    return item


def _above(inner: HtmlElement, outer: HtmlElement) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())


def _alone(outer: HtmlElement, item: HtmlElement) -> bool:
    """Whether the item rather than a block around it is the row: what else the block holds has no date."""
    rest = "".join(outer.itertext()).replace("".join(item.itertext()), "", 1)
    return STAMP.search(rest) is None


def _own_words(node: HtmlElement, inner: HtmlElement) -> bool:
    """Whether a block holds text beside that of an element within it; what the element holds is not looked at."""
    while inner is not node and (parent := inner.getparent()) is not None:
        if (parent.text or "").strip() or (inner.tail or "").strip():
            return True
        beside = itertools.chain(inner.itersiblings(preceding=True), inner.itersiblings())
        if any((other.tail or "").strip() or any(text.strip() for text in other.itertext()) for other in beside):
            return True
        inner = parent
    return False


def _is_one(view: PageView, item: HtmlElement, anchor: HtmlElement, tree: Titles) -> bool:
    """Whether an item with several links is one row: a category or a download stands beside the title."""
    text = " ".join(item.itertext())
    stamps = len(re.findall(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)|[\[(]\d\d-\d\d[\])]", text[:2000]))
    if item.tag == "tr" and stamps == 0 and all(tree.keys.get(cell) is not None for cell in item if "".join(cell.itertext()).strip()):
        return _one_leads(item, tree)  # a grid of links
    if item.tag == "tr":
        return (
            not _holds_list(item, tree)
            and stamps <= 2
            and len({fold(tree.texts[a]) for a in item.iter("a") if a in tree.texts}) <= PROMOTED
            and not _halves(item, tree)
        )
    if stamps == 1:
        return True
    return stamps == 0 and _one_leads(item, tree)


def _one_leads(item: HtmlElement, tree: Titles) -> bool:
    """Whether one of two titles is so much longer that the other only goes with it."""
    sizes = sorted((len(tree.texts[a]) for a in item.iter("a") if a in tree.texts), reverse=True)
    return len(sizes) == 2 and sizes[0] >= 10 and sizes[0] >= 2 * sizes[1]


def _holds_list(row: HtmlElement, tree: Titles) -> bool:
    """Whether a cell of the row holds titles in blocks of their own: a table that lays out the page."""
    for cell in row:
        if tree.counts.get(cell, 0) > 1 and tree.keys.get(cell) is MANY:
            blocks = {_block(anchor) for anchor in cell.iter("a") if anchor in tree.texts}
            if len(blocks) > 1 and cell not in blocks:
                return True
    return False


def _half(row: HtmlElement, path: tuple[HtmlElement, ...], tree: Titles) -> HtmlElement | None:
    """The cell that a title has to itself where the table sets two rows of the list side by side; its last row may hold one only."""
    above = row.getprevious()
    if tree.keys.get(row) is MANY and _halves(row, tree):
        return path[path.index(row) - 1]
    if tree.keys.get(row) is not MANY and above is not None and above.tag == "tr" and tree.keys.get(above) is MANY and _halves(above, tree):
        return path[path.index(row) - 1]
    return None


def _halves(row: HtmlElement, tree: Titles) -> bool:
    """A table that sets two rows of the list side by side."""
    stamps = [cell for cell in row if re.search(r"\d{1,4}[-/.]\d{1,2}", "".join(cell.itertext())) and tree.keys.get(cell) is None]
    titles = [cell for cell in row if tree.keys.get(cell) is not None]
    return len(stamps) >= 2 and len(stamps) == len(titles)


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
    for parts in itertools.chain.from_iterable(_alike(parts) for parts in merged.values()):
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
    joined: list[Group] = []
    for group in groups:
        if joined and _follows(joined[-1], group):
            joined[-1] = Group(joined[-1].container, joined[-1].rows + group.rows)
        else:
            joined.append(group)
    return joined


def _follows(before: Group, after: Group) -> bool:
    """Whether a list is the next piece of the one before: in a wordless block beside its own, no longer, and no newer."""
    piece = before.rows[-1][0].getparent()
    own, other = after.container.getparent(), piece.getparent() if piece is not None else None
    if piece is None or own is None or other is None or own is other or own.getparent() is not other.getparent():
        return False
    if (make(own), make(after.container), after.rows[0][0].tag) != (make(other), make(piece), before.rows[0][0].tag):
        return False
    if len(after.rows) > sum(row.getparent() is piece for row, _ in before.rows) or own.tag == "body":
        return False
    last, first = _day(before.rows[-1][0]), _day(after.rows[0][0])
    return bool(last and first) and first <= last and not _own_words(own, after.container) and not _own_words(other, piece)


def _day(row: HtmlElement) -> tuple[int, ...]:
    found = DAY.search("".join(row.itertext()))
    return tuple(map(int, found.groups())) if found else ()


def _alike(parts: list[Group]) -> Iterator[list[Group]]:
    """Blocks of one make whose rows carry dates, and those whose rows do not: a menu is no piece of the list below it."""
    if len(parts) == 1:
        yield parts
        return
    for dated in (True, False):
        if some := [part for part in parts if (STAMP.search("".join(part.container.itertext())) is not None) is dated]:
            yield some


def target(view: PageView, anchor: HtmlElement) -> tuple[str | None, str]:
    """(address or None for a dead link, href as written) of a title link. 条目网址"""
    href = (anchor.get("href") or "").strip()
    if _live(href):
        return resolve(view.base_url, href, view.encoding), href
    jump = JUMP.search(anchor.get("onclick") or "") or JUMP.search(href)
    return (resolve(view.base_url, jump[1], view.encoding), jump[1]) if jump else (None, href)
