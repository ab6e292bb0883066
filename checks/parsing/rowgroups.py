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
from .rowjoin import DAY, FEW_SIBLINGS, LONGEST_LEAD, MANY, STAMP, Group, join, make, own_words
from .tree import up
from .view import BLOCKS, PageView

ROWISH = frozenset({"li", "tr", "dl", "dt", "dd"})
# Words of links that are no titles: pagers, «more», tools.
UTILITY = re.compile(
    r"^(?:[<>«»‹›|\[(【]*(?:更多|更多信息|查看更多|more|详细|详情|查看|查看详情|详细内容|详细信息|阅读全文|阅读更多|全文|点击查看|点击下载|下载|附件下载|打印|收藏|分享"
    r"|首页|尾页|末页|上页|下页|上一页|(?:查看)?下一页|前一页|后一页|上一篇|下一篇|第一页|最后一页|最末页|跳转|转到|go|返回|返回首页|返回上页|返回顶部|关闭"
    r"|网站首页|主页|电脑版|手机版|触屏版|设为首页|加入收藏|登录|注册|繁体|简体|english|无障碍浏览|无障碍阅读|rss订阅|rss)[\])】<>«»‹›|+.…]*|[\d.,…<>«»‹›|/\-]+|共\d{1,7}[条页].{0,20}|第?\d{1,5}页?)$",
    re.I,
)
ANCHORS = xpath("//body//a | //body//area | //body//*/@onclick/..")
HOLDERS = xpath("//body//*[@data-url or @data-href or @data-link]")
HELD = ("data-url", "data-href", "data-link")
ADDRESS = re.compile(r"(?!javascript:|#)[^\s'\"<>]{4,300}", re.I)
IN_ADDRESS = frozenset("/.?")
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|json|js)(?:$|\?)", re.I)
CALL = re.compile(r"\s{0,9}(?:return\s|javascript:)?\s{0,9}[\w$.]{2,40}\(\s*(?:this\s*,\s*)?['\"]?[\w-]{0,40}\d[\w-]{0,40}['\"]?\s*[,)]")
CLICKED_ROWS = ROWISH | {"div", "p"}
VIEWING = re.compile(r"[\[(【]?(?:点击|在线)?(?:查看|浏览|阅读|打开|详情|详细)(?:详情|详细|全文|信息|内容|公告)?[\])】]?[>»]{0,3}")
ONLY_DAY = re.compile(r"[\[(【]?\s?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s?[\])】]?")
FLAT = frozenset({"div", "p", "dd", "h4", "h5"})
MOST_FLAT = 4  # blocks of such a row above the one with its link
MOST_CELLS = 12
FEW_LEVELS = 4  # from a link up to its row
LEAST_NAME, LONGEST_NAME = 6, 120
# A day behind a title in its cell.
HALF_STAMP = re.compile(r"(?<![\d.-])(?:(?:19|20)\d\d\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])）】\s]{0,3}$")
PAGE_OF = re.compile(
    r"\d{1,5}\s?/\s?(?:[共总]\s?)?\d{1,5}\s?页|页[次码数]\s?[:：]\s?\d{1,5}\s?/\s?\d{1,5}"
)  # no day, though it is written as one
LONGEST_RECORD = 300
MOST_ANCHORS = 4000
MOST_TITLES = 30  # a block with more links that could be titles is no row
PROMOTED = 4  # titles beside others in one row at most: category, source, title, download


@attrs.define(eq=False)
class Titles:
    """Where the titles of a page stand."""

    anchors: list[HtmlElement]
    keys: dict[HtmlElement, object]
    counts: dict[HtmlElement, int]
    texts: dict[HtmlElement, str]


@per_view
def titles(view: PageView) -> Titles:
    """Every link that may carry a title, outside footers and hidden blocks. 标题链接"""
    tree = Titles([], {}, {}, {})
    for anchor in _anchors(view):
        text = anchor_text(anchor)
        words = fold(text)
        if VIEWING.fullmatch(words) and (cell := named_cell(anchor)) is not None:
            text = "".join(cell.itertext())
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


def named_cell(anchor: HtmlElement) -> HtmlElement | None:
    """What shows the title of a dated row whose one link only says «查看», among rows like it; None for any other link. 标题所在单元格"""
    if not VIEWING.fullmatch(fold(anchor_text(anchor))):
        return None
    for row in itertools.islice(up(anchor), 1, 1 + FEW_LEVELS):
        if row.tag == "body" or not _viewed(row):
            break
        if row.tag != "td" and any(make(other) == make(row) and _viewed(other) for other in _beside(row)):
            return _cell(row) if row.tag == "tr" else _heading(row)
    return name_above(anchor)


def name_above(anchor: HtmlElement) -> HtmlElement | None:
    """What shows the title of a row of which name, day and «查看» stand below each other in blocks of their own, among rows like it. 上方标题"""
    block = nearest(anchor, FLAT)
    if block is None or not _viewed(block):
        return None
    above, below = _until_link(block.itersiblings(preceding=True)), _until_link(block.itersiblings())
    before, after = above[-1:], below[-1:]
    if not any(make(row) == make(block) and _viewed(row) for row in (*before, *after)):
        return None
    own = above[: len(below) - 1] if after and _viewed(after[0]) else above[:-1]
    said = [(one, "".join(itertools.islice(one.itertext(), MOST_PARTS)).strip()) for one in reversed(own)]
    names = [one for one, text in said if LEAST_NAME <= len(text) <= LONGEST_NAME and not DAY.search(text)]
    days = sum(ONLY_DAY.fullmatch(text) is not None for _, text in said)
    return names[0] if names and days == 1 else None


def _until_link(beside: Iterator[HtmlElement]) -> list[HtmlElement]:
    """The nearest blocks up to the first that holds a link."""
    found: list[HtmlElement] = []
    for other in itertools.islice(beside, MOST_FLAT):
        if isinstance(other.tag, str):
            found.append(other)
            if other.find(".//a") is not None:
                break
    return found


def _beside(row: HtmlElement) -> Iterator[HtmlElement]:
    yield from (other for other in (row.getprevious(), row.getnext()) if other is not None and isinstance(other.tag, str))


def _viewed(row: HtmlElement) -> bool:
    links = list(itertools.islice(row.iter("a"), 2))
    return len(links) == 1 and VIEWING.fullmatch(fold(anchor_text(links[0]))) is not None


def _cell(row: HtmlElement) -> HtmlElement | None:
    """The longest cell of a table row beside that of its day; None for a row without a day."""
    said = [(cell, "".join(itertools.islice(cell.itertext(), MOST_PARTS)).strip()) for cell in itertools.islice(row, MOST_CELLS)]
    named = [one for one in said if not ONLY_DAY.fullmatch(one[1])]
    if not named or len(named) == len(said):
        return None
    cell, text = max(named, key=lambda one: len(one[1]))
    return cell if LEAST_NAME <= len(text) <= LONGEST_NAME else None


def _heading(card: HtmlElement) -> HtmlElement | None:
    """The heading of a card with a day."""
    if not DAY.search("".join(itertools.islice(card.itertext(), MOST_PARTS))[:LONGEST_LEAD]):
        return None
    heading = next(card.iter("h2", "h3", "h4", "h5", "h6", "dt", "strong", "b"), None)
    text = "".join(itertools.islice(heading.itertext(), MOST_PARTS)).strip() if heading is not None else ""
    return heading if LEAST_NAME <= len(text) <= LONGEST_NAME else None


def _shows_text(anchor: HtmlElement) -> bool:
    return any(part.strip() for part in itertools.islice(anchor.itertext(), MOST_PARTS))


def _anchors(view: PageView) -> Iterator[HtmlElement]:
    footers = read_footers(view).inside
    crumbs = _crumbs(view)
    holders = frozenset(element for element in HOLDERS(view.tree) if _holds_record(element)) if b"data-" in view.letters else frozenset()
    for element in (
        (*ANCHORS(view.tree), *(element for element in HOLDERS(view.tree) if element in holders)) if holders else ANCHORS(view.tree)
    ):
        clicked = element.tag not in ("a", "area")
        if (
            clicked
            and element not in holders
            and (element.tag in ("input", "button") or not (JUMP.search(element.get("onclick") or "") or _opens_record(element)))
        ):
            continue
        if not view.is_hidden(element) and element not in footers and (not crumbs or _block(element) not in crumbs):
            yield element


def _opens_record(element: HtmlElement) -> bool:
    """Whether a dated block is one record that a function opens by its number: a row whose address only the script knows. 脚本打开的条目"""
    if element.tag not in CLICKED_ROWS or not CALL.match(element.get("onclick") or "") or element.find(".//a") is not None:
        return False
    text = "".join(itertools.islice(element.itertext(), MOST_PARTS))
    return len(text) <= LONGEST_RECORD and len(DAY.findall(text)) == 1


def _holds_record(element: HtmlElement) -> bool:
    """Whether a dated block without a link holds the address at which a script opens it. 属性中的网址"""
    if element.tag not in CLICKED_ROWS or not _held(element) or element.get("onclick") or element.find(".//a") is not None:
        return False
    text = "".join(itertools.islice(element.itertext(), MOST_PARTS))
    return len(text) <= LONGEST_RECORD and len(DAY.findall(text)) == 1


def _held(element: HtmlElement) -> str:
    """The address that an attribute of a block holds, '' for a block with none."""
    values = (value.strip() for name in HELD if (value := element.get(name)))
    return next(
        (value for value in values if ADDRESS.fullmatch(value) and not IN_ADDRESS.isdisjoint(value) and not PICTURE.search(value)), ""
    )


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
    return join(groups, tree.keys)


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
        if _has_twin(node, tree) or tree.counts.get(inner) != tree.counts[node] or own_words(node, inner):
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
            if own_words(outer, item):
                break
            item = outer
    return item


def _above(inner: HtmlElement, outer: HtmlElement) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())


def _alone(outer: HtmlElement, item: HtmlElement) -> bool:
    """Whether the item rather than a block around it is the row: what else the block holds has no date, «1/1页» is none."""
    inner = outer
    while len(inner) == 1 and inner is not item and not (inner.text or inner[0].tail):
        inner = inner[0]
    if inner is item:
        return True  # as nearly always where rows have boxes of their own
    rest = "".join(outer.itertext()).replace("".join(item.itertext()), "", 1)
    return STAMP.search(rest) is None or ("页" in rest and STAMP.search(PAGE_OF.sub("", rest)) is None)


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
    if len(titles) > 1 and all(tree.keys[cell] is not MANY and HALF_STAMP.search("".join(cell.itertext())) for cell in titles):
        return True  # each with its day in its own cell
    return len(stamps) >= 2 and len(stamps) == len(titles)


def target(view: PageView, anchor: HtmlElement) -> tuple[str | None, str]:
    """(address or None for a dead link, href as written) of a title link. 条目网址"""
    href = (anchor.get("href") or "").strip()
    if _live(href):
        return resolve(view.base_url, href, view.encoding), href
    jump = JUMP.search(anchor.get("onclick") or "") or JUMP.search(href)
    held = jump[1] if jump else _held(anchor) if not href else ""
    return (resolve(view.base_url, held, view.encoding), held) if held else (None, href)
