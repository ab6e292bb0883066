"""Names of documents that stand in several lines: broken by hand within a heading, or torn in two in the middle of the page. 断行标题"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from checks.parsing.fold import compact, fold, plain
from checks.parsing.links import MOST_PARTS
from checks.parsing.main import DATE, ROW, TEXT, read_main
from checks.parsing.rowjoin import DAY, make
from checks.parsing.tree import named, up
from checks.parsing.view import Line, PageView

from .shape import ORGAN
from .title_words import LEAST_PAPER, NAMED, NO_NAME, TITLE_NAME, unmarked

MORE = re.compile(r"\W{0,3}(?:查看)?(?:更多|more)\W{0,4}$", re.I)
LONGEST_MORE = 10

HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
FIELD = re.compile(
    r"(?:索引号|(?:生成|成文|发布|公开|发文)(?:日期|时间)|文号|发文字号|主题|分类|来源|作者|名称|发布机构|关键词|附件|各[^:]{0,30}:)"
)
LONGEST = 150
CARD_LEVELS, FEW_CARDS, MOST_CARDS, LONGEST_CARD = 4, 2, 20, 600
ROW_LEVELS = 3
# The last words of a notice's name, which often stand in a line of their own.
REST = re.compile(r"^.{0,12}(?:通知|公告|通告|意见|决定|办法|方案|报告|批复|函)$")
SUBTITLE = re.compile(r"[-—–―]")
CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
# A day in an element of its own behind a name: «…的通知 (2021年06月24日)». Of a name that says its day itself this is no part.
OWN_DAY = re.compile(
    r"[(（\[【]?\s{0,2}(?:[\u4e00-\u9fff]{2,4}[:：]\s?)?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?\s{0,2}[)）\]】]?"
)
MOST_ENTRIES, LONGEST_TAB, FRONT, HAN = 200, 10, "首页", re.compile(r"[\u4e00-\u9fff]+")
FEW_CELLS = 16
INLINE = frozenset({"span", "b", "strong", "font", "a"})
MOST_OF_DAY = 12  # pieces of text of the element that holds a day
MOST_BESIDE = 100  # elements of a block that are looked through for one around its name
LEAST_BEFORE = 4  # characters of the name before it
LONGEST_ABOVE = 6  # letters of the name of a column that stands above those of its documents


def whole(view: PageView, line: Line) -> str:
    """The text of a heading that a line is part of: long titles are broken by hand. 完整标题"""
    heading = heading_of(line.element)
    if heading is None:
        return _centred_whole(view, line).removesuffix(day_behind(line)).rstrip()
    inside = frozenset(heading.iter())
    parts = [other.text for other in view.lines if other.element in inside and not other.hidden]
    joined = compact("".join(parts))
    broken = len(parts) > 1 and not any(
        SUBTITLE.match(part) or DATE.search(part) or FIELD.match(plain(part)) or ":" in fold(part) for part in parts
    )
    return joined if broken and len(joined) <= LONGEST else line.text.removesuffix(day_behind(line)).rstrip()


def day_behind(line: Line) -> str:
    """The day that stands in an element of its own at the end of a heading's line, as the line writes it; '' if there is none. A heading is
    also a block of two elements, a name and its day. 标题后的日期"""
    heading = heading_of(line.element)
    heading = line.element if heading is None else heading
    last = heading[-1] if len(heading) else None
    if last is None or not isinstance(last.tag, str) or (last.tail or "").strip():
        return ""
    parts = list(itertools.islice(last.itertext(), MOST_OF_DAY + 1))
    said = compact("".join(parts)) if len(parts) <= MOST_OF_DAY else ""
    known = bool(said) and len(said) + LEAST_BEFORE <= len(line.text) and line.text.endswith(said)
    return said if known and OWN_DAY.fullmatch(said) else ""


def _centred_whole(view: PageView, line: Line) -> str:
    """A name set in the middle whose last words stand in a line or paragraph of their own: «关于…的» «通知»."""
    text = fold(line.text)
    if "关于" not in text or not set_off(line.element):
        return line.text.removesuffix(day_behind(line)).rstrip()
    place = next((n for n, other in enumerate(view.lines) if other is line), len(view.lines))
    above = view.lines[place - 1] if 0 < place < len(view.lines) else line
    if text.startswith("关于") and above is not line and above.element is line.element and ORGAN.search(fold(above.text)):
        return compact(above.text + line.text)  # who gives it out, in a line of its own: «某县人民政府办公室» «关于印发……的通知»
    following = next((other for other in view.lines[place + 1 :] if not other.hidden), line)
    torn = (following.element is line.element or text.endswith("的")) and set_off(following.element)
    return compact(line.text + following.text) if torn and following is not line and REST.search(fold(following.text)) else line.text


def heading_of(element: HtmlElement) -> HtmlElement | None:
    """The heading element a line stands in, within two levels. 所在标题元素"""
    node: HtmlElement | None = element
    for _ in range(ROW_LEVELS):
        if node is None or node.tag in HEADINGS:
            return node
        node = node.getparent()
    return None


def in_dated_row(element: HtmlElement) -> bool:
    """Whether a line stands in one of several blocks of one make beside each other, each with a day: a row of a list. 带日期的行"""
    for node in itertools.islice(up(element), 1, 1 + CARD_LEVELS):
        if node.tag in ("body", "td", "table"):
            return False
        beside = itertools.chain(node.itersiblings(node.tag, preceding=True), node.itersiblings(node.tag))
        rows = (other for other in itertools.islice(beside, MOST_CARDS) if make(other) == make(node) and _shows_day(other))
        if _shows_day(node) and sum(1 for _ in itertools.islice(rows, FEW_CARDS)) == FEW_CARDS:
            return True
    return False


def _shows_day(block: HtmlElement) -> bool:
    text = "".join(itertools.islice(block.itertext(), MOST_PARTS))
    return len(text) <= LONGEST_CARD and DAY.search(text) is not None


def set_off(element: HtmlElement) -> bool:
    """Whether a line is set in the middle or in bold, as titles are. 居中或加粗"""
    if len(element) and not (element.text or "").strip() and element[0].tag in ("b", "strong"):
        return True
    around = [element, *itertools.islice(element.iterancestors(), 2)]
    return any(e.tag == "center" or e.get("align") == "center" or CENTRED.search(e.get("style") or "") for e in around)


def heads_window(element: HtmlElement) -> bool:
    """Whether «更多» stands right behind a heading: that of a window on a column, as a page that is several of them has. 栏目窗口标题"""
    beside = element.getnext()
    said = "".join(itertools.islice(beside.itertext(), MOST_PARTS)).strip() if beside is not None and isinstance(beside.tag, str) else ""
    return len(said) <= LONGEST_MORE and MORE.match(said) is not None


def in_two_blocks(line: Line, beside: Iterable[Line], names: str) -> str:
    """A name whose halves stand in two blocks, as a piece of the title tag joins them; '' if none does.

    ``names``: those pieces, folded, between «|».
    """
    own = fold(line.text)
    pieces = [piece for piece in names.split("|") if piece != own and (piece.startswith(own) or piece.endswith(own))]
    if not pieces:
        return ""
    halves = ((one.text + line.text, line.text + one.text) for one in beside if one is not line)
    return next((compact(both) for both in itertools.chain(*halves) if fold(both) in pieces), "")


def over_rows(view: PageView) -> tuple[Line, ...]:
    """The line set in the middle or in bold right above the first row of the page, if any: the name of a plain list. 列表上方的名称"""
    parts = read_main(view).parts
    first = next((n for n, part in enumerate(parts) if part is ROW), 0)
    above = [view.lines[first - 1]] if first and parts[first - 1] is TEXT else []
    return tuple(line for line in above if not line.hidden and not line.linked and set_off(line.element))


def in_row(element: HtmlElement) -> bool:
    """Whether a line is an item of a list or a cell beside other cells. 行内单元"""
    if any(node.tag in ("li", "dd", "dt") for node in itertools.islice(up(element), ROW_LEVELS)):
        return True
    row = element.getparent() if element.tag in ("td", "th") else None
    return row is not None and sum(bool("".join(cell.itertext()).strip()) for cell in itertools.islice(row, FEW_CELLS)) > 1


def named_within(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether an element or one of the first inline ones in it is named so. 命名元素"""
    if named(element, pattern):
        return True
    inner = [child for child in itertools.islice(element, MOST_BESIDE) if child.tag in INLINE]
    return any(named(child, pattern) for child in inner[:2])


def lit_entry(view: PageView, lit: re.Pattern[str]) -> HtmlElement | None:
    """The one lit entry of a short row of tabs that are links, of which the others are not lit. 高亮的标签"""
    for element in itertools.islice(view.tree.iter("a", "li"), MOST_ENTRIES):
        if not named(element, lit) or view.is_hidden(element) or element.getparent() is None:
            continue
        beside = [other for other in itertools.islice(element.getparent(), FEW_CELLS) if other.tag == element.tag]
        texts = [fold("".join(itertools.islice(other.itertext(), FEW_CELLS))) for other in beside]
        alone = sum(named(other, lit) for other in beside) == 1
        if len(beside) > 2 and alone and all(2 < len(text) <= LONGEST_TAB and HAN.fullmatch(text) for text in texts) and FRONT not in texts:
            return element
    return None


def tag_of(element: HtmlElement) -> str | None:
    """The tag of the heading an element is or stands in, None outside headings. 标题标签"""
    heading = heading_of(element)
    return str(heading.tag) if heading is not None else None


def rank_of(line: Line) -> int:
    """How plainly markup makes a line a heading: 2 by its tag, 1 by its name, 0. 标题层级"""
    return 2 if tag_of(line.element) is not None else int(named_within(line.element, TITLE_NAME))


def heads_below(before: list[Line], best: Line, line: Line) -> bool:
    """Whether a heading stands between a shorter name that is none, as of the column above it, and the document's day. 栏目名之下的标题"""
    if line not in before or before.index(line) <= before.index(best):
        return False
    text, above = fold(line.text), fold(best.text)
    plainly = rank_of(line) > rank_of(best)
    column = len(above) <= LONGEST_ABOVE and ":" not in text and not ORGAN.search(text)
    below = column and (rank_of(line) > 0 or set_off(line.element) or line is before[-1])
    return (plainly or below) and LEAST_PAPER <= len(text) > len(above) and not NO_NAME.search(unmarked(line.text))


def label_of(line: Line) -> str:
    """The label in an element of its own before a name, as the line writes it: «标题»; '' if there is none. 名称前的标签"""
    first = line.element[0] if len(line.element) and not (line.element.text or "").strip() else None
    if first is None or not isinstance(first.tag, str):
        return ""
    said = compact("".join(itertools.islice(first.itertext(), FEW_CELLS)))
    return said if NAMED.fullmatch(plain(said)) and line.text.startswith(said) else ""


def tags_of(view: PageView) -> Iterator[str | None]:
    """The tag of the heading of each line that stands in one. 各标题行的标签"""
    return filter(None, (tag_of(line.element) for line in view.lines))
