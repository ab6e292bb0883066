"""Columns that were read whole and hold nothing, and statements that there is legitimately nothing. 空白栏目与情况说明

Saying that a column is blank is an accusation: every sign that its content may come from elsewhere (a script, a frame, a picture, a
form, sub-columns) silences it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Paging
from checks.parsing.fold import fold, folded
from checks.parsing.footer import footer_elements
from checks.parsing.links import JUMP
from checks.parsing.main import Part, main_lines, read_main, trail
from checks.parsing.memo import per_view
from checks.parsing.own_list import main_list
from checks.parsing.paths import xpath
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.rowgroups import UTILITY
from checks.parsing.rows import page_names
from checks.parsing.tree import up
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .column_menu import in_menu, in_trail, is_beside, leads_below, names_around, trail_line
from .drawn import FETCHING, asks_for_rows, awaits_script, draws_rows
from .glance import holds
from .paging import paging
from .shell import is_shell

DATASTORE = re.compile(r"<datastore|dataproxy")  # rows that the page's own script draws
TEMPLATE = re.compile(r"\{\{|\$\{|\{%|<%|\{\$")
# Attributes by which a script library is told what to fill in: Vue, AngularJS, avalon, Alpine, Knockout.
DIRECTIVES = xpath(
    "//*[@data-url or @data-src-list or @*[starts-with(name(), 'v-') or starts-with(name(), 'ng-') or starts-with(name(), 'ms-')"
    " or starts-with(name(), 'x-') or starts-with(name(), 'data-ng-') or starts-with(name(), 'data-bind')]]"
)
REFRESH = xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']")
FILLING = xpath(
    "//iframe | //frame | //object | //embed | //video | //audio | //canvas | //img | //area | //textarea | //select "
    "| //input[not(@type) or @type='text' or @type='radio' or @type='checkbox' or @type='password' or @type='date']"
)
# Folded. Who speaks, that there is none, of what.
STATEMENT = (
    re.compile(
        r"(?:本|我|该|此)(?:局|单位|部门|委|办|院|站|中心|机关|厅|处|所|队|总队|支队|大队|馆|海关|分局|月|年|季度|周|县|区|市|镇|街道)[^。;]{0,24}?(?:无|没有|不涉及|未发生|未产生|尚无|未开展|不承担|不具有)[^。;]{0,24}?"
        r"(?:信息|事项|内容|情况|职能|职权|职责|业务|审批|许可|处罚|文件|项目|数据|清单|收费|公示|案件|采购|人员)"
    ),
    re.compile(r"(?:无|没有|不涉及|未产生|未发生)(?:此|该|本|这)(?:类|项|方面)(?:的)?(?:政府)?(?:信息|事项|职能|内容|业务|工作|情况)"),
    re.compile(r"^(?:20\d\d年(?:\d{1,2}月)?)?(?:本月|本季度|本年度|本周)无[^。;]{1,20}$"),
)
NOT_STATED = re.compile(r"有无|无法|无线|无障碍|无偿|无人(?!事)|没有找到|无关|无论|无需|无效|无害|无证|无不|不得|如无|若无|是否")
BARE = re.compile(
    r"^(?:[\W_\d]|标题|名称|信息名称|文件名称|序号|发布日期|发布时间|日期|时间|索引号|发布机构|文号|生成日期|成文日期|发文日期|发布机关|发文机关|发文单位|发布单位|信息标题|内容概述|主题分类|体裁分类|浏览次数|点击数|操作|列表|信息列表|栏目列表|更多|每页显示|跳至|搜索|查询)+$"
)
OWN_TEXT = 100  # characters beside links that make a page say something itself
# A link without a word that a script shows as the document it leads to, and a script that writes rows where it stands.
SHOWN_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|ofd|swf|flv|mp4)(?:$|[?#])", re.I)
WRITES_ROWS = re.compile(r"(?:document\.write(?:ln)?|\.append|\.html|\.prepend)\s{0,9}\([^;]{0,200}?(?:<(?:a|li|tr|dd|div|p)\b|href)", re.I)
FEW_TILES = 3
SHORT = 14
MENU_WORDS = 8  # characters of a hidden menu's item at most; what is longer is the title of a row
ICON = 60
MOST_OWN = 60
HEADING = re.compile(r"h[1-6]$")
MOST_LINES = 3000  # a page of more lines is not blank, whatever they say


@attrs.frozen(eq=False)
class _Place:
    """Lines between the breadcrumb and the footer. 栏目区域

    Attributes:
        lines: visible lines with their roles.
        anchored: whether a breadcrumb marks the beginning.
    """

    lines: tuple[tuple[Line, Part], ...]
    anchored: bool


def blank(view: PageView, context: Context) -> Iterator[Fact]:
    """``list.blank`` where a column was read whole and shows neither rows nor text; the value is what it shows instead. 空白栏目"""
    if (
        len(view.lines) > MOST_LINES
        or view.page.status != 200
        or not view.is_html
        or is_shell(view)
        or main_list(view, context)
        or _doubtful(view, context)
    ):
        return
    place = _place(view)
    names = names_around(view)
    signs: list[tuple[int, str, Line]] = []
    pager = False
    beside = False  # below the heading of a list that every page of the site carries
    for line, part in place.lines:
        words = fold(line.text)
        linked = line.linked >= 0.6 * len(line.text)
        beside = beside and linked
        empty = any(word in words for word in context.vocabulary.words["empty_list"])
        if len(words) <= SHORT and not linked and not empty and any(word in words for word in context.vocabulary.words["hot_list"]):
            beside = True
        elif beside:
            continue
        elif words in names:
            signs.append((2 if words in page_names(view) else 1, line.text, line))
        elif empty and len(words) <= 40:
            signs.append((3, line.text, line))
        elif len(words) <= 60 and (zero := ZERO.search(words)):
            signs.append((4, folded(line.text).quote(*zero.span()), line))
        elif _is_pager(words):
            pager = True
        elif (
            (len(words) <= MOST_OWN and BARE.match(words))
            or part in (Part.TRAIL, Part.FOOTER)
            or (not linked and len(words) <= SHORT and HEADING.match(str(line.element.tag)) and is_beside(view, line.element))
        ):
            continue
        elif linked and len(words) <= SHORT:
            if leads_below(view, line.element) or not in_menu(view, line.element):
                return
        else:
            return
    scripted = next((f for f in paging(view, context) if f.method.startswith("script")), None)
    bare = not signs and not place.lines and scripted is not None and _one_page(scripted.value)
    if bare:
        signs = _bare_trail(view)
    if not signs:
        return
    rank, shown, line = max(
        signs, key=lambda sign: (sign[0], not sign[2].linked)
    )  # the column's own heading rather than a menu's link to it
    if rank <= 2 and (not place.anchored or (line.linked and not bare)):  # a menu's link to the column is no heading over nothing
        return
    if rank <= 2 and pager and any(isinstance(f.value, Paging) and f.value.more for f in paging(view, context)):
        return  # rows on the pages that follow an empty first one
    value = shown if rank > 2 else f"仅有栏目标题“{shown}”"
    if rank <= 2 and scripted is not None and isinstance(scripted.value, Paging):
        value += _pager_words(scripted.value)
    method = "stated" if rank > 2 else ("pager" if pager or scripted else "title")
    yield Fact(
        kind="list.blank",
        value=value,
        evidence=view.evidence(shown, line.element),
        method=method,
        confidence={4: 0.97, 3: 0.95}.get(rank, 0.85),
    )


def awaits(view: PageView, context: Context) -> Iterator[Fact]:
    """``list.awaits`` where a page shows neither rows nor text of its own and a script may yet write them: it is no place that was read. 待脚本写入"""
    if len(view.lines) > MOST_LINES or view.page.status != 200 or not view.is_html or is_shell(view):
        return
    read = main_list(view, context)
    if read and (read.dated or not draws_rows(view)):
        return  # undated rows beside the model of a row that was not filled in: a menu, and not the list
    lines = main_lines(view)
    if not _in_a_field(view) and (sum(len(line.text) - line.linked for line in lines) >= OWN_TEXT or not _by_script(view, context)):
        return
    tiles = [line for line in lines if line.linked >= 0.6 * len(line.text) and not in_menu(view, line.element)]
    if len(tiles) >= FEW_TILES:
        return  # it leads on to its sub-columns, and they are weighed for themselves
    yield Fact(kind="list.awaits", value=True, evidence=view.evidence("", view.tree), method="script")


def _in_a_field(view: PageView) -> bool:
    """Whether a text field holds the source of links: a store from which a script draws the rows. 文本域存放的条目"""
    if not holds(view, b"<textarea"):
        return False
    return any("href" in (text or "") for field in view.tree.iter("textarea") for text in field.itertext())


def statement(view: PageView, context: Context) -> Iterator[Fact]:
    """``list.statement``: the page says that there is legitimately nothing to publish (本月无此类信息). 情况说明"""
    found = main_list(view, context)
    for row in found.rows[:3] if found else ():
        if _states(row.title):
            yield Fact(
                kind="list.statement",
                value=row.title,
                evidence=view.evidence(row.quote or row.title, row.place),
                method="row",
                confidence=0.8,
            )
            return
    if found and len(found.rows) > 1:
        return
    own = [line for line, part in _place(view).lines if part in (Part.TEXT, Part.ROW)]
    if sum(len(line.text) for line in own) > 600:
        return
    for line in own:
        if len(line.text) <= 160 and _states(line.text):
            yield Fact(
                kind="list.statement", value=line.text, evidence=view.evidence(line.text, line.element), method="sentence", confidence=0.85
            )
            return


def _one_page(pager: object) -> bool:
    """Whether a pager counts one page at most: with no row above it, it counts none."""
    return isinstance(pager, Paging) and (pager.total == 0 or (pager.total is None and pager.pages is not None and pager.pages <= 1))


def _bare_trail(view: PageView) -> list[tuple[int, str, Line]]:
    """The column's name as the last step of the breadcrumb, where nothing whatever stands below it but the list's pager."""
    parts = read_main(view).parts
    if any(line.hidden for line in view.lines):  # a tab, perhaps
        return []
    last = [line for line, part in zip(view.lines, parts, strict=True) if part is Part.TRAIL][-1:]
    names = page_names(view)
    return [
        (2, name, line)
        for line in last
        for step in trail(view)[-1:]
        for name in [re.split(r"[-—>]", step)[-1].strip()]
        if fold(name) in names
    ]


def _pager_words(pager: Paging) -> str:
    """What a pager's script says, in words: officials read the message, not code. 分页脚本说明"""
    if pager.total is not None:
        return f"，分页脚本显示共{pager.total}条"
    return f"，分页脚本显示共{pager.pages}页" if pager.pages is not None else ""


ZERO = re.compile(r"(?:共|总共|共有|共计|总计|总数|记录数?|总条数)[:：]?0(?:条|篇|个|项|页|$)|(?<!\d)0条(?:记录|信息|数据|结果)")


def _states(text: str) -> bool:
    words = fold(text)
    return not NOT_STATED.search(words) and any(pattern.search(words) for pattern in STATEMENT)


def _doubtful(view: PageView, context: Context) -> bool:
    """Whether content may come from where we did not look. 存疑情形"""
    if REFRESH(view.tree):
        return True
    scripts = [script.text for script in view.tree.iter("script") if script.text]
    if any("function" not in text and JUMP.search(text) for text in scripts) or any(FETCHING.search(text) for text in scripts):
        return True
    if _by_script(view, context):
        return True
    text = fold(view.text)
    if any(word in text for word in context.vocabulary.words["loading"]):
        return True
    if any(_in_content(view, element) for element in itertools.chain(FILLING(view.tree), _fillers(view))):
        return True
    return _hides_rows(view)


def _hides_rows(view: PageView) -> bool:
    """Whether rows of the site's own stand in what is hidden, apart from menus: a script, or a click, shows them. 隐藏的条目"""
    host = urlsplit(view.base_url).netloc
    if not any(link.hidden and link.url and len(link.text) > MENU_WORDS and urlsplit(link.url).netloc == host for link in view.links):
        return False
    rows = (line for line in view.lines if line.hidden and line.linked > MENU_WORDS)
    return any(not any(region_of(node)[0] in NEVER_CONTENT for node in up(line.element)) for line in rows)


def _fillers(view: PageView) -> Iterator[HtmlElement]:
    """Links that scripts turn into the document they lead to, and scripts that write rows in their own place."""
    for link in view.tree.iter("a"):
        if SHOWN_FILE.search(link.get("href") or "") and not any(text.strip() for text in link.itertext()):
            yield link
    for script in view.tree.iter("script") if not view.page.rendered else ():
        if script.text and WRITES_ROWS.search(script.text):
            yield script


@per_view
def _by_script(view: PageView, context: Context) -> bool:
    """Whether a script that was not run, or that got no answer, may write the rows. 是否由脚本写出"""
    stored = _stored_zero(view, context)
    if asks_for_rows(view) or awaits_script(view, context, counted=_counted_zero(view), stored=stored):
        return True
    if any(script.text and DATASTORE.search(script.text) for script in view.tree.iter("script")) and not stored:
        return True
    return bool(DIRECTIVES(view.tree) or TEMPLATE.search(view.text))


def _counted_zero(view: PageView) -> bool:
    """Whether the page as sent says in running text that there are no rows; a figure in an element of its own may be filled in later."""
    return any(
        not line.hidden and ZERO.search(fold(line.text)) and any(ZERO.search(fold(text)) for text in line.element.itertext())
        for line in view.lines
        if "0" in line.text and len(line.text) <= 60
    )


def _stored_zero(view: PageView, context: Context) -> bool:
    """Whether the CMS itself writes that its store holds no record and names nowhere to fetch more. 明示零条"""
    found = next((f.value for f in paging(view, context) if isinstance(f.value, Paging)), None)
    return found is not None and found.total == 0 and found.next_url is None


def _in_content(view: PageView, element: HtmlElement) -> bool:
    """Whether a picture, field or frame stands where the column's content would. Icons, logos, search boxes and footers do not count."""
    if view.is_hidden(element) or element.get("type") == "hidden":
        return False
    if element.tag == "img" and _tiny(element):
        return False
    node: HtmlElement | None = element
    footers = footer_elements(view)
    head = trail_line(view)
    while node is not None and node.tag != "body":
        if node in footers or region_of(node)[0] in NEVER_CONTENT:
            return False
        node = node.getparent()
    order = _order(view)
    begins = None if head is None else next(head.iter("a"), head)  # a picture of a house may stand before the breadcrumb's first step
    return begins is None or order.get(element, 0) > order.get(begins, 0)


def _tiny(image: HtmlElement) -> bool:
    sizes = [int(size) for name in ("width", "height") if (size := (image.get(name) or "").removesuffix("px")).isdigit()]
    return bool(sizes) and min(sizes) <= ICON


@per_view
def _order(view: PageView) -> dict[HtmlElement, int]:
    """Document order of all elements."""
    return {element: position for position, element in enumerate(view.tree.iter())}


@per_view
def _place(view: PageView) -> _Place:
    parts = read_main(view).parts
    rows = [(line, part) for line, part in zip(view.lines, parts, strict=True)]
    starts = [index for index, (_, part) in enumerate(rows) if part is Part.TRAIL]
    if not starts:
        loose = tuple((line, part) for line, part in rows if not line.hidden and part not in (Part.MENU, Part.FOOTER, Part.HIDDEN))
        return _Place(loose, False)
    kept = tuple(
        (line, part)
        for line, part in rows[starts[0] + 1 :]
        if not line.hidden and part not in (Part.FOOTER, Part.HIDDEN, Part.TRAIL) and not in_trail(line.element, rows[starts[0]][0].element)
    )
    return _Place(kept, True)


def _is_pager(words: str) -> bool:
    pieces = re.split(r"[|\s]+", words)
    if all(UTILITY.match(piece) for piece in pieces if piece):
        return True
    return bool(re.search(r"上一?页|下一?页|第一页|最后一页|末页|尾页|页次|每页|跳转", words)) and len(words) <= 80
