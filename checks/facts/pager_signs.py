"""Signs that a list goes on in a way that was not understood: «加载更多», fetching scripts, pagers of an unknown make. 未读懂的分页迹象

«This list ends here» lets a rule say that something is missing. So each of these signs makes it «unknown».
"""

from __future__ import annotations

import itertools
import re

from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.memo import per_view
from checks.parsing.own_list import main_list
from checks.parsing.paths import xpath
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.rowgroups import target
from checks.parsing.texts import per_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .drawn import asks_for_rows, awaits_script, draws_rows
from .glance import finder, holds
from .shell import is_shell

Sign = tuple[str, "HtmlElement | str"]

SCRIPTED = re.compile(
    r"createPage|\bPager\s*\(|laypage|pagination\s*\(|\.pagination|jpage|pageCount|totalPage|page_div|fenye|\bgetPage|queryPage|loadMore|pageSize|pageNo|pageIndex"
    r"|infinite-?scroll|dropload|mescroll|waterfall|load-more|load_more|kkpager|generPage|paginator|bootpag|simplePag",
    re.I,
)
# one stands, in lower case, in whatever SCRIPTED finds
SCRIPT_WORDS = finder(("page", "pagina", "fenye", "load", "infinite", "mescroll", "waterfall"))
# Folded. What opens further rows on the page itself, and what does so only where no address is behind it.
OPENS_MORE = re.compile(
    r"^\W{0,6}(?:点击|点此|点我|轻触|上拉|下拉|上滑|下滑|滑动|继续|自动)?(?:加载|载入|显示|展开|查看|浏览|获取|阅读)(?:更多|全部|剩余|其余|其他|所有|下一批|后续)?(?:信息|内容|条目|数据|文章|记录|列表|新闻|公告)?\W{0,6}$"
    r"|^\W{0,6}(?:更多|更多(?:信息|内容|条目|数据|文章|记录|新闻|公告)|点击更多|加载中|再来|换一批|换一页|loadmore|showmore|viewmore|more)\W{0,6}$"
    r"|^(?:还有|剩余|其余)\d{1,6}[条篇项]",
    re.I,
)
SHORT_WORDS = re.compile(
    r"更多|[加載载][載载]|[加载][载入]|載入|展[开開]|全部|[显顯]示|查看|[浏瀏][览覽]|阅读|[获獲]取|继续|剩余|其余|还有|再来|换一|more", re.I
)
LEADING_WORDS = re.compile(r"[尾末最页頁转轉跳到]|page", re.I)
ROWS_OWN = re.compile(r"^\W{0,6}(?:查看|浏览|阅读|显示|获取)\W{0,6}$")  # a button that each row has
CARRIERS = ("a", "button", "input", "span", "div", "p", "li", "em", "b", "i", "font", "strong", "td")
LONGEST = 16
AROUND = NEVER_CONTENT | {"side", "hot"}
SHARING = re.compile(r"share|jiathis|bds_", re.I)
# Folded. A control of a pager that leads on.
LEADS_ON = re.compile(
    r"^\W{0,4}(?:尾页|末页|最后一?页|最末页|[下后]\d{1,3}页|nextpage|lastpage|转到|跳转|跳转到|到第|跳到|第[二三四五六七八九十]{1,3}页)\W{0,4}$",
    re.I,
)
PAGER_NAME = re.compile(
    r"(?:^|[\s_-])(?:page(?:r|s|s?_?div|nav|list|box|bar)?|pagination\w*|fenye|pz_fy|laypage\w*|jpage\w*|paging)(?=[\s_\d-]|$)", re.I
)
NAMED = xpath("//div[@class or @id] | //ul[@class or @id] | //p[@class or @id] | //nav | //td[@class or @id] | //span[@class or @id]")
LONGEST_NAMES = 300  # characters of the classes and the id of an element
LONGEST_PAGER = 160
BEYOND_ONE = re.compile(r"(?<![\d.-])(?:[2-9]|[1-9]\d{1,3})(?![\d.-])")
SELECTS = xpath("//select")
MOST_SELECTS = 50
MOST_CONTROLS = 300  # of one kind looked at on a page
NEAR = 2  # steps from a list up to the block that holds its heading and its «更多»
# What stands right below a list and leads to more of it, in blocks of few words. Folded.
SEQUENCE = re.compile(r"\W{0,6}1\W{0,4}2(?:\W{0,4}3)?[\d\W]{0,40}(?:下一?页|尾页|末页)?\W{0,4}")
EARLIER = re.compile(
    r"(?:历史|往年|往期|以往|过往|更早|早期|早前|之前|旧版|原网站|老网站)的?[^。;,]{0,6}(?:信息|数据|内容|文章|公告|文件|新闻|记录|列表|归档|存档|资料|网站)"
)
YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?:年(?:度)?)?")
NEXT_PICTURE = re.compile(r"next|right|xia(?:yi)?ye|xyy|page|down", re.I)
LONGEST_BELOW = 120
FEW_BELOW = 6
# Numbers that a page keeps for its script, in a hidden field or an attribute: of pages, and of rows.
HELD_WORDS = (b"total", b"pagecount", b"recordcount", b"data-pages")
HELD = re.compile(
    r"(?:\b|_|-)(?:(?P<pages>total_?-?pages?|page_?-?(?:count|total)|data-pages?)|(?P<rows>record_?-?count|total_?-?(?:count|records?|num|rows?)|data-total))"
    r"['\"]?(?:\s{1,3}[^<>]{0,60}?value)?\s{0,3}=\s{0,3}['\"](?P<number>\d{1,6})['\"]",
    re.I,
)


def unclear(view: PageView, context: Context, container: HtmlElement | None) -> Sign | None:
    """What says that the list may go on, with its place; None where nothing does. 列表可能未完的迹象"""
    if view.truncated:
        return "", "/"
    return (
        _opener(view, container)
        or _page_choice(view)
        or _pager_left(view)
        or _by_script(view, context, container)
        or _below_list(view, container)
        or _held(view, context)
    )


def _by_script(view: PageView, context: Context, container: HtmlElement | None) -> Sign | None:
    if scripted(view) or draws_rows(view) or (not view.page.rendered and asks_for_rows(view)):
        return "", "script"
    if container is None and (is_shell(view) or awaits_script(view, context)):
        return "", "script"
    return None


@per_view
def scripted(view: PageView) -> bool:
    """Whether a script seems to draw a pager. 疑似脚本分页"""
    texts = (script.text or script.get("src") or "" for script in view.tree.iter("script"))
    return any(SCRIPT_WORDS.search(text.lower()) and SCRIPTED.search(text) for text in texts)


def _opener(view: PageView, container: HtmlElement | None) -> Sign | None:
    """«加载更多» without an address; «更多» with one, where it belongs to the list that was read."""
    near = _near(container)
    said = ((element, text) for element in view.tree.iter(*CARRIERS) if (text := _words(element)) and _opens(text))
    last = _last_of(container)
    for element, text in itertools.islice(said, MOST_CONTROLS):
        if view.is_hidden(element) or (_is_apart(element) and not any(_inside(element, block) for block in last)):
            continue
        url = target(view, element)[0] if element.tag == "a" or element.get("onclick") else None
        if url is None and (element.tag in ("a", "button", "input") or _acts(element)):
            return text, element
        if url is not None and url != view.url and near is not None and _inside(element, near):
            return text, element
    return None


def _last_of(container: HtmlElement | None) -> list[HtmlElement]:
    """A <nav> that ends the block of a list or follows right behind it: that of the list, not a menu. 列表末尾的导航"""
    if container is None:
        return []
    return [block for block in (*container[-1:], container.getnext()) if block is not None and block.tag == "nav"]


def _words(element: HtmlElement, wanted: re.Pattern[str] = SHORT_WORDS) -> str:
    """The few words of an element that might be a control, '' for anything longer or without one of the wanted words."""
    if element.tag == "input":
        text = element.get("value") or "" if element.get("type") in ("button", "submit") else ""
    elif len(element) > 3:
        return ""
    else:
        text = "".join([element.text or "", *(f"{(child.text or '')[:LONGEST]}{(child.tail or '')[:LONGEST]}" for child in element)])
    text = text.strip() if len(text) < 200 else ""
    return text if 0 < len(text) <= LONGEST and wanted.search(text) else ""


@per_text
def _opens(text: str) -> bool:
    words = fold(text)
    return OPENS_MORE.search(words) is not None and not ROWS_OWN.match(words)


def _acts(element: HtmlElement) -> bool:
    """Whether a script may wait for a click on an element that is no control by itself."""
    return any(element.get(name) for name in ("onclick", "id", "class", "role", "data-page", "data-url")) and element.find(".//a") is None


def _near(container: HtmlElement | None) -> HtmlElement | None:
    """The block around a list that holds its heading and its «更多», never the whole page."""
    node = container
    for _ in range(NEAR):
        parent = node.getparent() if node is not None else None
        if parent is None or parent.tag in ("body", "html"):
            break
        node = parent
    return node if node is not None and node.tag not in ("body", "html") else None


def _inside(element: HtmlElement, block: HtmlElement) -> bool:
    node: HtmlElement | None = element
    while node is not None:
        if node is block:
            return True
        node = node.getparent()
    return False


def _names(element: HtmlElement) -> str:
    """The classes and the id of an element, as much of them as names may be long."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:LONGEST_NAMES]


def _is_apart(element: HtmlElement) -> bool:
    """Whether an element belongs to a menu, a side bar, a share bar or the foot of the page."""
    node: HtmlElement | None = element
    while node is not None and node.tag != "body":
        if region_of(node)[0] in AROUND or SHARING.search(_names(node)):
            return True
        node = node.getparent()
    return False


def _page_choice(view: PageView) -> Sign | None:
    """A choice of pages («第1页 第2页 …» in a select), which is a pager whatever else stands beside it."""
    for select in SELECTS(view.tree)[:MOST_SELECTS]:
        options = [fold("".join(option.itertext())) for option in select.iterchildren("option")][:3]
        if len(options) >= 2 and options[:2] in (["1", "2"], ["第1页", "第2页"], ["1页", "2页"]) and not _apart_or_hidden(view, select):
            return " ".join(options), select
    return None


def _pager_left(view: PageView) -> Sign | None:
    """A control that leads on, or a block named like a pager with numbers beyond the first: nothing before has understood it."""
    controls = view.tree.iter("a", "button", "input", "span", "li", "label")
    said = ((element, text) for element in controls if (text := _words(element, LEADING_WORDS)) and LEADS_ON.match(fold(text)))
    for element, text in itertools.islice(said, MOST_CONTROLS):
        if not view.is_hidden(element) and not _leads_here(view, element):
            return text, element
    named = (element for element in NAMED(view.tree) if PAGER_NAME.search(_names(element)))
    for element in itertools.islice(named, MOST_CONTROLS):
        text = " ".join("".join(itertools.islice(element.itertext(), LONGEST_PAGER)).split())
        if 0 < len(text) <= LONGEST_PAGER and BEYOND_ONE.search(text) and not view.is_hidden(element):
            return text, element
    return None


def _leads_here(view: PageView, element: HtmlElement) -> bool:
    """Whether a control leads to this very page, or is plain text."""
    if element.get("onclick") or element.tag in ("button", "input"):
        return False
    href = element.get("href")
    return element.tag != "a" or not (href or "").strip() or target(view, element)[0] == view.url


def _below_list(view: PageView, container: HtmlElement | None) -> Sign | None:
    """Page numbers without links, a picture that leads on, other years, earlier rows elsewhere: right below the list. 列表下方的线索"""
    node, steps = container, 0
    while node is not None and node.tag not in ("body", "html") and steps <= NEAR:
        for block in itertools.islice((e for e in node.itersiblings() if isinstance(e.tag, str)), FEW_BELOW):
            text = "".join(itertools.islice(block.itertext(), LONGEST_PAGER))
            if len(text) <= 2 * LONGEST_BELOW and block.tag not in ("script", "style") and not _apart_or_hidden(view, block):
                words = fold(text)
                if len(words) <= LONGEST_BELOW and (SEQUENCE.fullmatch(words) or _leads_back(block, words)):
                    return " ".join(text.split()), block
        node, steps = node.getparent(), steps + 1
    return None


def _leads_back(block: HtmlElement, words: str) -> bool:
    links = [block] if block.tag == "a" else list(itertools.islice(block.iter("a"), FEW_BELOW))
    if links and EARLIER.search(words):
        return True
    if sum(YEAR_ALONE.fullmatch(fold("".join(link.itertext()))) is not None for link in links) >= 2:
        return True
    pictures = (image for link in links if not "".join(link.itertext()).strip() for image in link.iter("img"))
    return any(NEXT_PICTURE.search((image.get("src") or "").rsplit("/", 1)[-1]) for image in pictures)


def _held(view: PageView, context: Context) -> Sign | None:
    """A number of pages or of rows in a hidden field or an attribute, greater than what the page shows. 隐藏的页数"""
    if not holds(view, *HELD_WORDS):
        return None
    rows = main_list(view, context)
    shown = len(rows.rows) if rows is not None else 0
    for found in HELD.finditer(view.source):
        if int(found["number"]) > (1 if found["pages"] else max(shown, 1)):
            return found[0], "//body"
    return None


def _apart_or_hidden(view: PageView, element: HtmlElement) -> bool:
    return view.is_hidden(element) or _is_apart(element)


__all__ = ["SCRIPTED", "scripted", "unclear"]
