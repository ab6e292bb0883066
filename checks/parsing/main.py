"""The page's own content, apart from menus, side bars, breadcrumbs and footers. 正文区识别

Every line gets a role and a weight. The dominant block is the deepest one that holds most of the weight; from there upwards blocks are
taken in as long as they add headings and notes rather than menus. Nothing depends on the site: class names only support what the
text itself suggests.
"""

from __future__ import annotations

import enum
import itertools
import re

import attrs
from lxml.html import HtmlElement

from .bars import is_bar
from .fold import fold, plain
from .footer import read_footers
from .memo import per_view
from .tabs import tab_panels
from .texts import per_text
from .tree import chains, inside, named, up, within
from .view import Line, PageView

DATE = re.compile(
    r"民[国國]\s?\d{2,3}\s?年\s?\d{1,2}\s?月|[一二][〇○零九][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月|(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|[\[(（]\s?\d{1,2}-\d{1,2}\s?[\])）]|^\d{1,2}-\d{1,2}\b|\b\d{1,2}-\d{1,2}$"
)
# One of these stands in every date, and is found ten times as fast.
DIGIT = re.compile(r"\d")
ENGLISH_DAY = re.compile(
    r"(?<![A-Za-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s?(?:\d{1,2},\s?)?(?:19|20)\d\d\b", re.I
)
YEAR_LAST = re.compile(r"[A-Za-z].{0,8}(?:19|20)\d\d")
YEAR_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九]年")
TRAIL = re.compile(
    r"^.{0,6}(?:[当當]前|所在|[现現]在|目前|您的|你的|所[处處])(?:所在)?的?(?:位置|[栏欄]目|[页頁]面)"
    r"|^(?:[网網]站)?首[页頁]\s?(?:[>»›→＞》〉/\\·-]|&gt;)|^(?:主[页頁]|home)\s?[>»›→＞》〉]|^位置\s?[:：]"
)
# «所在栏目：通知公告 发布时间：…» is a document's own line and leads nowhere.
DAY_OF = re.compile(r"(?:发布|更新|公开)?(?:时间|日期)\s?[:：]\s?(?:19|20)\d\d")
STEP_MARK = re.compile(r"[>»›→＞》〉]")
TRAIL_LABEL = re.compile(r"^.{0,16}?(?:位置|栏目|欄目|页面|頁面)\s?[:：]?\s?(?:是|为)?\s?[:：]?")
CODE = re.compile(r"^\s*(?:<%|--%?>|<!|%>|<$)")  # template code that a broken page shows
FRONT_LINK = re.compile(r"(?:网站|本站)?首页|主页|home")  # folded
FRONT = frozenset({"", "首页", "网站首页"})  # how a trail begins that has one list item a step
TRAIL_MARK = re.compile(r"\s*(?:>>?|»|›|→|＞|》|〉|/|／|\\|＼|-->?)\s*")
# Marks that stand in names as well: believed only where one of them follows «首页».
WEAK_MARK = re.compile(r"[-－—·]")  # the steps are stripped
FRONT_AND_MARK = re.compile(r"(?:[网網]站)?首[页頁]\s?[-－—·]")
# Names that people give to parts around the content. Believed only for lines that are mostly links.
NAV_NAME = re.compile(
    r"(?:^|[\s_-]|\b)(?:nav|menu|head(?:er)?|top|banner|logo|search|foot(?:er)?|bottom|crumbs?|side(?:bar)?|left|tree|friend|yqlj|link|daohang|dh|topbar|tool(?:bar)?)",
    re.I,
)
NAV_INSIDE = re.compile(r"nav|menu|sidebar|yqlj|daohang", re.I)
NAV_TAGS = frozenset({"nav", "header", "footer", "select"})
# Where content management systems put the body; used when a page says too little to weigh.
BODY_NAME = re.compile(
    r"^(?:zoom|content|main|con|article|vsb_content|ucap-content|trs_editor|news_?content|article_?content|list|bodycontent|body_content)$",
    re.I,
)
SHARE = 0.7  # a child that holds this much of the weight is descended into
# What stands over rows that are shown beside every page's content. Folded.
SIDE_CAPTION = re.compile(
    r"^\W{0,3}[\u4e00-\u9fff]{0,4}?(?:热点|热门|排行|推荐(?!性)|猜你喜欢|大家都?在看|看了又看|热读|点击榜|相关(?:信息|新闻|文章|阅读))[\u4e00-\u9fff]{0,4}?\W{0,3}(?:更多|more)?\W{0,3}$"
)
LINKS_CAPTION = re.compile(r"^\W{0,3}(?:友情|相关|网站|常用)链接\W{0,3}$")
SIDE_ROWS = range(3, 16)  # how many rows such a list has; fewer are none, more are what the page is for
LONGEST_CAPTION = 16
FEW_MENU_LINES = 3  # more menu lines than this mark a block as more than content
SHORT_LINK, SHORT_WEIGHT = 12, 2.0
MOST_STEPS = 7  # links of a breadcrumb
LONGEST_MARKED = 160  # a longer line is no breadcrumb, share bar or pager
LITTLE = 30.0  # a page that weighs less says nothing of its own


class Part(enum.Enum):
    """What a line is to its page. 行的角色"""

    TEXT = "text"
    ROW = "row"  # a link with a date or a title's length
    SHORT = "short"  # a short link, as in menus and lists of departments
    SIDE = "side"  # a row or the caption of a list beside the content: hot ones, related ones
    MENU = "menu"
    TRAIL = "trail"  # 当前位置
    AROUND = "around"  # share bar, previous and next, pager, clock
    FOOTER = "footer"
    HIDDEN = "hidden"


# Asked for at every line: Python takes ten times as long to look one up on its class.
TEXT, ROW, SHORT, SIDE, MENU, CRUMB, BAR, FOOTER, HIDDEN = Part
CONTENT = (TEXT, ROW, SHORT)
BESIDE = (MENU, SIDE, FOOTER)
LONGER = (TEXT, ROW)


@attrs.frozen(eq=False)
class Main:
    """The main content of a page. 正文区

    Attributes:
        element: the block that holds it (the body where nothing narrower could be told).
        lines: its lines in order, without menus, trail, footer and surroundings; panels of tabs included.
        tabs: those of ``lines`` that only a click on a tab shows.
        parts: role of every line of ``view.lines``, in order.
    """

    element: HtmlElement
    lines: tuple[Line, ...]
    tabs: frozenset[Line]
    parts: tuple[Part, ...]


def main_content(view: PageView) -> HtmlElement:
    """The block with the page's own content. 正文区块"""
    return read_main(view).element


def main_lines(view: PageView) -> tuple[Line, ...]:
    """Lines of the page's own content; a line with ``hidden`` set is in a tab panel that a click shows. 正文各行"""
    return read_main(view).lines


@per_view
def inside_main(view: PageView) -> frozenset[HtmlElement]:
    """Every block that a line of the page's own content stands in, and all inside them. 正文各行的区块"""
    return within(view, {line.element for line in main_lines(view)})


def main_text(view: PageView) -> str:
    """``main_lines`` joined by newlines. 正文"""
    return "\n".join(line.text for line in main_lines(view))


@per_view
def trail(view: PageView) -> tuple[str, ...]:
    """Names in the breadcrumb, from the site's front page on; () if there is none. 当前位置"""
    parts = read_main(view).parts
    for index, (line, part) in enumerate(zip(view.lines, parts, strict=True)):
        if part is not CRUMB:
            continue
        text = line.text.split("|")[0].split("｜")[0]
        label = TRAIL_LABEL.match(plain(text))
        text = text[label.end() :] if label else text
        text = text[: day.start()] if (day := DAY_OF.search(plain(text))) else text
        if fold(text) in FRONT:
            block = line.element.getparent() if line.element.tag in ("li", "a", "span", "td", "dt") else line.element
            steps = [next_.text for next_ in view.lines[index + 1 : index + 8] if block is not None and inside(next_.element, block)]
            text = ">".join([text, *steps])
        mark = WEAK_MARK if FRONT_AND_MARK.match(text) and not TRAIL_MARK.search(text) else TRAIL_MARK
        found = tuple(step for piece in mark.split(text) if (step := piece.strip(" :：·-")))
        if found:
            return found
    return ()


@per_view
def read_main(view: PageView) -> Main:
    """Roles of all lines and the block that holds the content. 正文区识别"""
    body = next(view.tree.iter("body"), view.tree)
    panels = tab_panels(view)
    footers = read_footers(view).lines
    menus = within(view, {element for element in body.iter(*NAV_TAGS) if not _heads_article(element)})
    chain = chains(view)
    bars: dict[HtmlElement, bool] = {}
    parts = _without_sides(view, tuple([_part(view, line, footers, menus, panels, chain[line.element], bars) for line in view.lines]))
    parts = _without_menus(view, parts)
    weights: dict[HtmlElement, float] = {}
    unlike: dict[HtmlElement, float] = {}
    for line, part in zip(view.lines, parts, strict=True):
        if part in CONTENT:
            weights[line.element] = weights.get(line.element, 0.0) + _weight(line, part)
        elif part in BESIDE:
            unlike[line.element] = unlike.get(line.element, 0) + 1
    totals, menu_totals = _sums(view, weights), _sums(view, unlike)
    element = _climb(_descend(body, totals), body, menu_totals)
    own = [line for line, part in zip(view.lines, parts, strict=True) if part in CONTENT]
    lines = tuple(own if element is body else [line for line in own if element in chain[line.element]])
    return Main(element, lines, frozenset([line for line in lines if line.hidden]), parts)


def _part(
    view: PageView,
    line: Line,
    footers: frozenset[Line],
    menus: frozenset[HtmlElement],
    panels: frozenset[HtmlElement],
    chain: tuple[HtmlElement, ...],
    bars: dict[HtmlElement, bool],
) -> Part:
    text = line.text
    if line.hidden and not _in_panel(view, line.element, panels):
        return HIDDEN
    if line in footers:
        return FOOTER
    if line.element.tag == "option" or line.element in menus:
        return MENU
    size = len(text)
    marked = _marked(text) if size < LONGEST_MARKED else _code(text)
    if marked is CRUMB and line.anchors > MOST_STEPS:
        return MENU  # «首页 / 机构 / 动态 / …»
    if marked:
        return marked
    if line.linked < 0.6 * size:
        date = _day_in(text) if line.linked > 3 and size < 200 else None
        if date and line.linked >= 0.6 * (size - len(date[0])):
            return ROW
        return MENU if size <= SHORT_LINK and any(named(a, NAV_INSIDE) for a in chain[:5]) else TEXT
    if shows_date(text):
        return ROW
    if _begins_in_front(text[:8]) and next(itertools.islice(line.element.iter("a"), 2, None), None) is not None:
        return MENU
    if any(named(a, NAV_NAME) for a in chain[:2]) or _in_bar(chain[2:], bars):
        return MENU
    return ROW if size > SHORT_LINK else SHORT


def _in_bar(chain: tuple[HtmlElement, ...], known: dict[HtmlElement, bool]) -> bool:
    """Whether one of the blocks around a line is named as a menu; ``known``: of those asked for before, as lines of one menu share them."""
    for level, element in enumerate(chain):
        found = known.get(element)
        if found is None and named(element, NAV_INSIDE):
            found = True
        if found is not None:
            known.update(dict.fromkeys(chain[: level + 1], found))
            return found
    known.update(dict.fromkeys(chain, False))
    return False


@per_text
def _begins_in_front(text: str) -> bool:
    return FRONT_LINK.match(plain(text)) is not None


def _heads_article(element: HtmlElement) -> bool:
    """Whether a header is that of an article, which holds its headline and its day, and no menu."""
    return element.tag == "header" and any(a.tag == "article" for a in up(element))


@per_text
def _marked(text: str) -> Part | None:
    """What the words of a short line alone say of its part."""
    even = plain(text)[:80]
    if TRAIL.search(even[:40]) and not (DAY_OF.search(even) and not STEP_MARK.search(even)):
        return CRUMB
    return _code(text) or (BAR if len(text) < 120 and is_bar(even) else None)


def _code(text: str) -> Part | None:
    return BAR if CODE.match(text) else None


def _without_sides(view: PageView, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Rows under a caption such as «热点信息» or «推荐阅读» stand beside the content, unless the page itself is called so."""
    found = list(parts)
    for index, (line, part) in enumerate(zip(view.lines, parts, strict=True)):
        if len(line.text) > LONGEST_CAPTION or part not in (TEXT, SHORT, MENU) or not _is_side_caption(line.text):
            continue
        end = index + 1 + _rows_below(view, parts, index + 1)
        linked = sum(line.linked > 0 for line in view.lines[index + 1 : end])
        if (linked in SIDE_ROWS or (linked and LINKS_CAPTION.match(plain(line.text)))) and not _is_own(view, parts, index, end):
            found[index:end] = [SIDE] * (end - index)
    return tuple(found)


@per_text
def _is_side_caption(text: str) -> bool:
    words = fold(text)
    return SIDE_CAPTION.match(words) is not None or LINKS_CAPTION.match(words) is not None


def _rows_below(view: PageView, parts: tuple[Part, ...], start: int) -> int:
    """How many lines from here on are rows of one block, with the dates and other short words that stand in it."""
    if start >= len(parts) or not view.lines[start].linked or view.lines[start].hidden:
        return 0
    caption = view.lines[start - 1]
    block = _block_of(view.lines[start].element, caption.element)
    if caption.linked and block in up(caption.element):
        return 0  # one entry of a menu among others
    return _run(view, start, block)


def _run(view: PageView, start: int, block: HtmlElement) -> int:
    """How many lines of a block follow one another from here on that a list of links may hold."""
    chain = chains(view)
    number = start
    for line in itertools.islice(view.lines, start, None):
        if block not in chain[line.element] or not _is_of_row(line):
            break
        number += 1
    return number - start


def _is_of_row(line: Line) -> bool:
    """Whether a line is a link, or a date or number beside one."""
    return line.linked * 2 > len(line.text) or (len(line.text) < 30 and DATE.search(line.text) is not None) or line.text.isdigit()


def _block_of(element: HtmlElement, caption: HtmlElement | None = None) -> HtmlElement:
    """The block that holds the rows, one of which an element stands in; what holds their caption as well is no row."""
    around = () if caption is None else up(caption)
    row = next((a for a in up(element) if a.tag in ("li", "tr", "dd", "dt") and a not in around), element)
    parent = row.getparent()
    return parent if parent is not None and parent.tag != "body" else row


def _is_own(view: PageView, parts: tuple[Part, ...], start: int, end: int) -> bool:
    """Whether the page is called as the caption says, or shows nothing else and no breadcrumb that calls it otherwise."""
    words = fold(view.lines[start].text).strip("更多>»· ")
    trails = [line.text for line, part in zip(view.lines, parts, strict=True) if part is CRUMB]
    if any(words in fold(text) for text in (view.title_tag, *trails)):
        return True
    others = (*zip(view.lines[:start], parts[:start], strict=True), *zip(view.lines[end:], parts[end:], strict=True))
    return not trails and sum(_weight(line, part) for line, part in others if part in (TEXT, ROW, SHORT)) < 2 * LITTLE


def _without_menus(view: PageView, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Short links are menus behind one to the front page, and where the page has enough else to say; else they may be the content."""
    parts = _without_bars(view, parts)
    lines = view.lines
    short = parts.count(SHORT)
    total = sum([_weight(line, part) for line, part in zip(lines, parts, strict=True) if part in LONGER]) if short else 0.0
    if total < max(2 * LITTLE, 6.0 * short):
        return parts
    return tuple([MENU if part is SHORT else part for part in parts])


def _without_bars(view: PageView, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Short links of one block that begin with «首页»: the bar from which every page of a site is reached."""
    if SHORT not in parts:
        return parts
    found = list(parts)
    for index, (line, part) in enumerate(zip(view.lines, parts, strict=True)):
        if part is SHORT and FRONT_LINK.fullmatch(fold(line.text)):
            end = index + _run(view, index, _block_of(line.element))
            found[index:end] = [MENU if other is SHORT else other for other in parts[index:end]]
    return tuple(found)


def _weight(line: Line, part: Part) -> float:
    if part is TEXT:
        own = len(line.text) - line.linked
        return 200.0 if own > 200 else 1.0 if own < 1 else float(own)
    return 30.0 if part is ROW else SHORT_WEIGHT if part is SHORT else 0.0


def _sums(view: PageView, own: dict[HtmlElement, float]) -> dict[HtmlElement, float]:
    """What blocks and all around them weigh: each hands on its sum to the block around it, the innermost first."""
    totals = dict(own)
    for element in reversed(view.elements):
        parent = element.getparent() if element in totals else None
        if parent is not None:
            totals[parent] = totals.get(parent, 0.0) + totals[element]
    return totals


def _descend(body: HtmlElement, totals: dict[HtmlElement, float]) -> HtmlElement:
    node = body
    if totals.get(body, 0.0) < LITTLE:
        return next((e for e in body.iter("div", "td", "section", "article", "main") if named(e, BODY_NAME) and totals.get(e)), body)
    while True:
        best = max(node, key=lambda child: totals.get(child, 0.0), default=None)
        if best is None or totals.get(best, 0.0) < SHARE * totals[node]:
            return node
        node = best


def _climb(core: HtmlElement, body: HtmlElement, menus: dict[HtmlElement, float]) -> HtmlElement:
    node = core
    while node is not body:
        parent = node.getparent()
        if parent is None or menus.get(parent, 0) - menus.get(core, 0) > FEW_MENU_LINES:
            return node
        node = parent
    return node


def _day_in(text: str) -> re.Match[str] | None:
    return DATE.search(text) or (ENGLISH_DAY.search(text) if YEAR_LAST.search(text) else None)


@per_text
def shows_date(text: str) -> bool:
    """Whether a line shows a day as rows of lists do. 含日期"""
    may = DIGIT.search(text) or ("年" in text and YEAR_IN_WORDS.search(text))
    return bool(may) and _day_in(text) is not None


def _in_panel(view: PageView, element: HtmlElement, panels: frozenset[HtmlElement]) -> bool:
    """Whether everything that hides the element is a tab panel."""
    hiding = [a for a in up(element) if a in view._hidden_roots]
    return bool(hiding) and all(a in panels for a in hiding)
