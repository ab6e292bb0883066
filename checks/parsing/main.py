"""The page's own content, apart from menus, side bars, breadcrumbs and footers. 正文区识别

Every line gets a role and a weight. The dominant block is the deepest one that holds most of the weight; from there upwards blocks are
taken in as long as they add headings and notes rather than menus. Nothing depends on the site: class names only support what the
text itself suggests.
"""

from __future__ import annotations

import enum
import functools
import itertools
import re
from collections import defaultdict

import attrs
from lxml.html import HtmlElement

from .fold import fold, plain
from .footer import read_footers
from .memo import per_view
from .tree import chains, inside, named, up
from .view import Line, PageView

DATE = re.compile(
    r"民[国國]\s?\d{2,3}\s?年\s?\d{1,2}\s?月|[一二][〇○零九][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月|(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|[\[(（]\s?\d{1,2}-\d{1,2}\s?[\])）]|^\d{1,2}-\d{1,2}\b|\b\d{1,2}-\d{1,2}$"
)
TRAIL = re.compile(
    r"^.{0,6}(?:当前|所在|现在|目前|您的|你的|所处)(?:所在)?的?(?:位置|栏目|页面)|^(?:网站)?首页\s?(?:[>»›→＞/\\·-]|&gt;)|^位置\s?[:：]"
)
TRAIL_LABEL = re.compile(r"^.{0,16}?(?:位置|栏目|欄目|页面|頁面)\s?[:：]?\s?(?:是|为)?\s?[:：]?")
CODE = re.compile(r"^\s*(?:<%|--%?>|<!|%>|<$)")  # template code that a broken page shows
TRAIL_MARK = re.compile(r"\s*(?:>>?|»|›|→|＞|/|\\|-->?)\s*")
AROUND = re.compile(
    r"^(?:上一[篇页条]|下一[篇页条]|上篇|下篇|分享到|分享[:：]|\[?(?:打印|关闭)|今天是|字号|字体|扫一扫|返回顶部|相关(?:信息|文章|链接|新闻)$|视力保护"
    r"|热搜词|热门搜索|搜索热词|热词[:：]|无障碍|繁体|设为首页|加入收藏|登录|注册)|^.{0,12}?欢迎(?:您|你)?(?:访问|光临|来到)|支持ipv6|^本网站已支持"
    r"|^(?:第一页|首页)?\s?(?:上一页)?[\s\d.…]{0,60}(?:下一页|最后一页|末页|尾页)|^共\s?\d{1,6}\s?[条页]",
    re.I,
)
# Names that people give to parts around the content. Believed only for lines that are mostly links.
NAV_NAME = re.compile(
    r"(?:^|[\s_-]|\b)(?:nav|menu|head(?:er)?|top|banner|logo|search|foot(?:er)?|bottom|crumbs?|side(?:bar)?|left|tree|friend|yqlj|link|daohang|dh|topbar|tool(?:bar)?)",
    re.I,
)
NAV_INSIDE = re.compile(r"nav|menu|sidebar|yqlj|daohang", re.I)
NAV_TAGS = frozenset({"nav", "header", "footer", "select"})
POPUP = re.compile(
    r"dialog|layer|popup|pop-|tips?\b|modal|alert|tpl|template|fail|success|loading|share|qrcode|ewm|weixin|wechat|mask|float", re.I
)
TEMPLATE_TEXT = re.compile(r"\{\{|\{\$|\$\{|<%")
TAB_NAME = re.compile(r"tab|panel|pane|item|con|box|nr|cont|list", re.I)
# Where content management systems put the body; used when a page says too little to weigh.
BODY_NAME = re.compile(
    r"^(?:zoom|content|main|con|article|vsb_content|ucap-content|trs_editor|news_?content|article_?content|list|bodycontent|body_content)$",
    re.I,
)
SHARE = 0.7  # a child that holds this much of the weight is descended into
FEW_MENU_LINES = 3  # more menu lines than this mark a block as more than content
SHORT_LINK = 12
MOST_STEPS = 7  # links of a breadcrumb
LONGEST_MARKED = 160  # a longer line is no breadcrumb, share bar or pager
MOST_TWINS = 60  # siblings on either side among which a tab panel's twin is looked for
LITTLE = 30.0  # a page that weighs less says nothing of its own


class Part(enum.Enum):
    """What a line is to its page. 行的角色"""

    TEXT = "text"
    ROW = "row"  # a link with a date or a title's length
    SHORT = "short"  # a short link, as in menus and lists of departments
    MENU = "menu"
    TRAIL = "trail"  # 当前位置
    AROUND = "around"  # share bar, previous and next, pager, clock
    FOOTER = "footer"
    HIDDEN = "hidden"


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


def main_text(view: PageView) -> str:
    """``main_lines`` joined by newlines. 正文"""
    return "\n".join(line.text for line in main_lines(view))


@per_view
def trail(view: PageView) -> tuple[str, ...]:
    """Names in the breadcrumb, from the site's front page on; () if there is none. 当前位置"""
    parts = read_main(view).parts
    for index, (line, part) in enumerate(zip(view.lines, parts, strict=True)):
        if part is not Part.TRAIL:
            continue
        text = TRAIL_LABEL.sub("", line.text.split("|")[0].split("｜")[0])
        if fold(text) in ("", "首页", "网站首页"):  # one list item a step
            block = line.element.getparent() if line.element.tag in ("li", "a", "span", "td", "dt") else line.element
            steps = [next_.text for next_ in view.lines[index + 1 : index + 8] if block is not None and inside(next_.element, block)]
            text = ">".join([text, *steps])
        found = tuple(step for piece in TRAIL_MARK.split(text) if (step := piece.strip(" :：·-")))
        if found:
            return found
    return ()


@per_view
def read_main(view: PageView) -> Main:
    """Roles of all lines and the block that holds the content. 正文区识别"""
    body = next(view.tree.iter("body"), view.tree)
    panels = {element for element in view._hidden_roots if is_tab(view, element)}
    footers = read_footers(view).lines
    parts = _without_menus(view.lines, tuple(_part(view, line, footers, panels) for line in view.lines))
    weights: dict[HtmlElement, float] = {}
    menus: dict[HtmlElement, float] = {}
    for line, part in zip(view.lines, parts, strict=True):
        weight = _weight(line, part)
        if weight:
            weights[line.element] = weights.get(line.element, 0.0) + weight
        elif part in (Part.MENU, Part.FOOTER):
            menus[line.element] = menus.get(line.element, 0) + 1
    totals, menu_totals = _sums(view, weights), _sums(view, menus)
    element = _climb(_descend(body, totals), body, menu_totals)
    lines = tuple(
        line
        for line, part in zip(view.lines, parts, strict=True)
        if part in (Part.TEXT, Part.ROW, Part.SHORT) and (element is body or element in chains(view)[line.element])
    )
    return Main(element, lines, frozenset(line for line in lines if line.hidden), parts)


def _part(view: PageView, line: Line, footers: frozenset[Line], panels: set[HtmlElement]) -> Part:
    text = line.text
    if line.hidden and not _in_panel(view, line.element, panels):
        return Part.HIDDEN
    ancestors = chains(view)[line.element]
    if line in footers:
        return Part.FOOTER
    if line.element.tag == "option" or any(a.tag in NAV_TAGS and not _heads_article(a, ancestors) for a in ancestors):
        return Part.MENU
    marked = _marked(text) if len(text) < LONGEST_MARKED else _code(text)
    if marked is Part.TRAIL and line.anchors > MOST_STEPS:
        return Part.MENU  # «首页 / 机构 / 动态 / …»
    if marked:
        return marked
    if line.linked < 0.6 * len(text):
        date = DATE.search(text) if line.linked > 3 and len(text) < 200 else None
        if date and line.linked >= 0.6 * (len(text) - len(date[0])):
            return Part.ROW
        return Part.MENU if len(text) <= SHORT_LINK and any(named(a, NAV_INSIDE) for a in ancestors[:5]) else Part.TEXT
    if DATE.search(text):
        return Part.ROW
    if any(named(a, NAV_NAME if level < 2 else NAV_INSIDE) for level, a in enumerate(ancestors)):
        return Part.MENU
    return Part.ROW if len(text) > SHORT_LINK else Part.SHORT


def _heads_article(element: HtmlElement, ancestors: tuple[HtmlElement, ...]) -> bool:
    """Whether a header is that of an article, which holds its headline and its day, and no menu."""
    return element.tag == "header" and any(a.tag == "article" for a in ancestors[ancestors.index(element) :])


@functools.lru_cache(maxsize=20_000)
def _marked(text: str) -> Part | None:
    """What the words of a short line alone say of its part."""
    text = plain(text)
    if TRAIL.search(text[:40]):
        return Part.TRAIL
    return _code(text) or (Part.AROUND if len(text) < 120 and AROUND.search(text[:80]) else None)


def _code(text: str) -> Part | None:
    return Part.AROUND if CODE.match(text) else None


def _without_menus(lines: tuple[Line, ...], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Short links are menus where the page has enough else to say; where they are most of it, they are the content."""
    total = sum(_weight(line, part) for line, part in zip(lines, parts, strict=True) if part in (Part.TEXT, Part.ROW))
    if total < max(2 * LITTLE, 6.0 * parts.count(Part.SHORT)):
        return parts
    return tuple(Part.MENU if part is Part.SHORT else part for part in parts)


def _weight(line: Line, part: Part) -> float:
    if part is Part.TEXT:
        return float(min(max(len(line.text) - line.linked, 1), 200))
    return 30.0 if part is Part.ROW else 2.0 if part is Part.SHORT else 0.0


def _sums(view: PageView, own: dict[HtmlElement, float]) -> dict[HtmlElement, float]:
    totals: defaultdict[HtmlElement, float] = defaultdict(float)
    for element, value in own.items():
        for ancestor in chains(view)[element]:
            totals[ancestor] += value
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


def is_tab(view: PageView, element: HtmlElement) -> bool:
    """Whether a hidden block is one of several panels that tabs show in turn: a sibling of the same make is visible. 选项卡面板"""
    parent = element.getparent()
    if parent is None or element.tag in ("span", "a", "i", "p", "option", "input", "img", "li") or named(element, POPUP):
        return False
    names = set((element.get("class") or "").split())
    siblings = [e for e in twins(element) if names & set((e.get("class") or "").split())]
    if not names and named(parent, TAB_NAME):
        siblings = [e for e in twins(element) if not e.get("class")]
    if not siblings or all(view.is_hidden(e) for e in siblings):
        return False
    return not TEMPLATE_TEXT.search("".join(element.itertext())[:2000]) and not any(named(a, POPUP) for a in up(parent))


def twins(element: HtmlElement) -> list[HtmlElement]:
    """The nearest siblings of the same tag on both sides. 同类兄弟元素"""
    after, before = element.itersiblings(element.tag), element.itersiblings(element.tag, preceding=True)
    return [*itertools.islice(after, MOST_TWINS), *itertools.islice(before, MOST_TWINS)]


def _in_panel(view: PageView, element: HtmlElement, panels: set[HtmlElement]) -> bool:
    """Whether everything that hides the element is a tab panel."""
    hiding = [a for a in up(element) if a in view._hidden_roots]
    return bool(hiding) and all(a in panels for a in hiding)
