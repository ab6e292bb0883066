"""Which of a page's lists is its own, and which only leads to columns. 本页列表

Dates, titles, place and heading tell; nothing here knows a site.
"""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

import attrs
from lxml.html import HtmlElement

from checks.vocabulary import Context

from .fold import fold
from .main import SIDE, read_main
from .memo import per_view
from .regions import NEVER_CONTENT, region_of
from .rowjoin import make
from .rows import RowList, caption_of, column_names, page_names, row_lists
from .texts import per_text
from .tree import inside, up
from .unlinked import unlinked_list
from .view import PageView

COLUMN_LINK = re.compile(
    r"(?:^|/)(?:(?:index|list|default|node|col|channel)[\w-]*\.\w+)?(?:[?#]|$)|/channels?/[\w-]+|/col/col\d+|/(?:node|list)_?\d+|/lm\d+|/$",
    re.I,
)
DOCUMENT_LINK = re.compile(
    r"/t?\d{8}_?\d*|/art/|/contents?/|/content_|/info/\d|post_\d|/\d{6,}\.|\.(?:pdf|docx?|xlsx?|wps|zip|rar)$|[?&](?:id|infoid|articleid|newsid)=",
    re.I,
)
EMPTY = re.compile(
    r"^(?:对不起|抱歉|截[至止]目前)?[,。]?(?:当前|该|此|本)?(?:栏目|目录|分类|类别)?(?:下|中|里)?(?:暂无|暂时没有|暂没有|没有|无|尚无|未找到)(?:相关|任何|符合条件的?|您要查找的)?的?(?:信息|数据|内容|记录|文章|资料|结果)[。!]?$"
    r"|^(?:本|该|此)?(?:栏目|页面|内容|信息|数据|资料|网页|板块){0,2}(?:正在|尚在|还在)?(?:整理|建设|更新|完善|制作|筹备|筹建|录入|补充|编辑)之?中[^\u3400-\u9fff]{0,6}(?:敬请期待|请稍[后候])?[^\u3400-\u9fff]{0,3}$"
)
LONGEST_EMPTY = 30
# No rows in the pager of the list, which a longer line tells as well.
NO_TOTAL = re.compile(r"^(?:总?共|共有|共计|合计|总计|记录总数|总记录数?)[:：]?0(?:条|篇|个|项)")
LONGEST_TOTAL = 60
NONE_WORDS = frozenset("无無没沒未中0０")  # one stands in whatever the two find
GENERAL = re.compile(r"(?:信息|文章|内容|文件|公告|新闻|栏目)?(?:列表|目录|标题|名称)")  # a heading that any list may have
LONGEST_HEADING = 12
MOST_BLOCKS, MOST_EMPTY = 400, 8
BESIDE = NEVER_CONTENT | {"side", "hot", "left"}
LIVE = re.compile(r"(?!#|javascript:).", re.I)
SHORT_TITLES = 8  # characters of a title, on average, in menus


def is_menu(view: PageView, one: RowList) -> bool:
    """Whether an undated list leads to columns rather than to documents. 栏目导航"""
    if one.dated:
        return False
    if one.region in NEVER_CONTENT or one.region in ("side", "hot"):
        return True
    here = urlsplit(view.url)
    links = [row for row in one.rows if row.url]
    names = page_names(view)
    if len(one.rows) == 1 and any(a.tag == "h1" for a in up(one.rows[0].anchor)):
        return True  # the site's name
    if len(one.rows) > 1 and any(fold(row.title) in names for row in one.rows):
        return True  # it offers the very column that is open
    columns = sum(bool(COLUMN_LINK.search(row.href)) and not DOCUMENT_LINK.search(row.href) for row in links)
    own = sum(urlsplit(row.url or "")[:3] == here[:3] for row in links)
    if sum(len(row.title) for row in one.rows) < SHORT_TITLES * len(one.rows) and not _under_name(view, one):
        return True
    if own or (links and columns * 2 > len(links)):
        return True
    return not links and sum(len(row.title) for row in one.rows) < SHORT_TITLES * len(one.rows)


def _under_name(view: PageView, one: RowList) -> bool:
    """Whether a list stands under the page's name, or in its content where this is told apart from the rest."""
    names = column_names(view) or page_names(view)
    main = read_main(view).element
    return any(fold(one.caption).startswith(name[:20]) for name in names) or (main.tag != "body" and inside(one.container, main))


@per_view
def main_list(view: PageView, context: Context, index: re.Pattern[str] | None = None) -> RowList | None:
    """The page's own list, or None. 主列表

    Args:
        index: what the bodies are called to whose pages this one leads (公开指南 index): a list of short undated links is its content.
    """
    sides = frozenset(line.element for line, part in zip(view.lines, read_main(view).parts, strict=True) if part is SIDE)
    lists = [own for one in row_lists(view, context) if (own := _without(one, sides)).rows]
    if index:
        return _whole_index([one for one in lists if one.dated or one.region not in NEVER_CONTENT], index)
    open_to = [one for one in lists if one.dated or not is_menu(view, one)]
    if not any(one.dated for one in open_to) and (unlinked := unlinked_list(view, context.as_of)) is not None:
        return unlinked
    if not open_to:
        return None
    named = _named(view, open_to)
    if named is not None:
        return named
    best = _unless_hot(view, open_to, context)
    rivals = (one for one in open_to if one is not best and one.score > 0.3 * best.score)
    if not best.dated and not _under(best, column_names(view)) and any(_alike(one, best) for one in rivals):
        return None  # blocks side by side, each a window on a column of its own: a landing page
    if not best.dated and len(best.rows) == 1 and best.rows[0].url is None and not LIVE.match(best.rows[0].href):
        return None
    return None if best.caption and (_says_empty(view, best, context) or _own_block_empty(view, best)) else best


def _named(view: PageView, lists: list[RowList]) -> RowList | None:
    """A list of titles right under the last step of the breadcrumb, where the weightiest list is headed by another name. 面包屑之下的列表"""
    names = column_names(view)
    if not lists[0].caption or not names or _under(lists[0], names):
        return None
    return next((one for one in lists[1:] if (len(one.rows) > 1 or _is_document(one)) and _titled(one) and _under(one, names)), None)


def _is_document(one: RowList) -> bool:
    """Whether a list of one row is no link to a column: it shows its day, or leads to a document. 单行文件"""
    return bool(one.dated) or DOCUMENT_LINK.search(one.rows[0].href) is not None


def _unless_hot(view: PageView, lists: list[RowList], context: Context) -> RowList:
    """The weightiest list; where it is headed as the site's latest or most read, the next that no heading gives to another block. 非热点列表"""
    names = page_names(view)

    def hot(one: RowList) -> bool:
        caption = fold(one.caption)
        words = context.vocabulary.words.get("hot_list", ())
        return any(caption.startswith(word) for word in words) and not any(caption.startswith(name[:20]) for name in names)

    if not hot(lists[0]):
        return lists[0]
    several = (one for one in lists[1:] if len(one.rows) > 1 or _is_document(one))
    return next((one for one in several if (not one.caption or _under(one, names)) and _titled(one)), lists[0])


def _titled(one: RowList) -> bool:
    """Whether the rows of a list are titles that lead on. 行为标题"""
    return not _brief(one) and all(LIVE.match(row.href) for row in one.rows)


def _under(one: RowList, names: frozenset[str]) -> bool:
    words = fold(one.caption)
    return any(words.startswith(name[:20]) or words.endswith(name) for name in names)


def _brief(one: RowList) -> bool:
    return sum(len(row.title) for row in one.rows) < SHORT_TITLES * len(one.rows)


def _without(one: RowList, sides: frozenset[HtmlElement]) -> RowList:
    """A list without the rows that are shown beside the content: lists of one make are read as one."""
    if not sides:
        return one
    return attrs.evolve(one, rows=tuple(row for row in one.rows if sides.isdisjoint((*up(row.anchor), *row.element.iter()))))


def _says_empty(view: PageView, other: RowList, context: Context) -> bool:
    """Whether the page says above a list with a caption of its own that there is nothing: the list is another block's. 无内容说明

    Where the caption is that of the site's latest or most read, it may say so below as well.
    """
    names = page_names(view)
    caption = fold(other.caption)
    if _under(other, names):
        return False
    aside = any(caption.startswith(word) for word in context.vocabulary.words.get("hot_list", ()))
    for line in view.lines:
        if inside(line.element, other.container):
            if not aside:
                return False
            continue
        if len(line.text) <= LONGEST_TOTAL and not line.hidden and _tells_none(line.text):
            return True
    return False


@per_text
def _tells_none(text: str) -> bool:
    if NONE_WORDS.isdisjoint(text):
        return False
    words = fold(text)
    return (len(text) <= LONGEST_EMPTY and EMPTY.match(words) is not None) or ("0" in words and NO_TOTAL.match(words) is not None)


def _own_block_empty(view: PageView, other: RowList) -> bool:
    """Whether right under the page's name stands a list without a row, and the other has a heading of its own. 本栏列表为空"""
    names = page_names(view)
    caption = fold(other.caption)
    if len(caption) > LONGEST_HEADING or not names or any(name[:20] in caption for name in names) or GENERAL.match(caption):
        return False
    blocks = (block for block in itertools.islice(view.tree.iter("ul", "ol", "dl", "tbody"), MOST_BLOCKS) if not len(block))
    empty = (block for block in blocks if not (block.text or "").strip() and not view.is_hidden(block))
    for block in itertools.islice(empty, MOST_EMPTY):
        above = up(block)
        if inside(other.container, above[1]) or any(region_of(node)[0] in BESIDE for node in above):
            continue
        words = fold(caption_of(block))
        if any(words.startswith(name[:20]) for name in names):
            return True
    return False


def _whole_index(lists: list[RowList], names: re.Pattern[str]) -> RowList | None:
    """An index of units with its blocks (departments, counties, …) joined: the list that names most of them and lists of its make."""
    if not lists:
        return None

    def named(one: RowList) -> int:
        return sum(names.search(fold(row.title)) is not None for row in one.rows)

    best = max(lists, key=named)
    parts = sorted(
        (one for one in lists if one is best or (_alike(one, best) and 2 * named(one) >= len(one.rows))), key=lambda one: one.order
    )
    return attrs.evolve(best, rows=tuple(row for one in parts for row in one.rows))


def _alike(one: RowList, other: RowList) -> bool:
    """Whether two lists are of one make: blocks of one page rather than content and side bar."""
    return _outer(one) == _outer(other) and one.rows[0].element.tag == other.rows[0].element.tag


def _outer(one: RowList) -> tuple[object, ...]:
    parent = one.container.getparent()
    return make(one.container), make(parent) if parent is not None else None
