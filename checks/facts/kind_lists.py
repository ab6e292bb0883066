"""Pages that lead to others: columns, landing pages, indexes of units. 列表类页面"""

from __future__ import annotations

import re

from checks.model import PageKind
from checks.parsing.crumbs import marked_steps
from checks.parsing.fold import fold
from checks.parsing.main import BAR, TEXT, main_lines, read_main, trail
from checks.parsing.memo import per_view
from checks.parsing.own_list import EMPTY, main_list
from checks.parsing.rows import row_lists
from checks.parsing.tree import chains, title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .follows import LEAST_SAID, following, leads_list
from .home import front_page
from .kind_words import FEW_ROWS, Verdict, by, element_of, name_of, says
from .shape import SEVERAL, read_shape
from .title import LEAST_NAME, LONGEST_COLUMN, Title

BESIDE_TEXT = 250  # characters below the name that are more than notes on a list
MANY_ROWS = 10  # more dated rows than lists beside the content have
PAPER = re.compile(r"(?:通知|通告|公告|公示|通报|决定|意见|名单|的函|批复)$")  # how the name of a paper ends
LITTLE_TEXT = 20  # … where no row stands below the name
VIEWING = re.compile(r"[\[(【]?(?:点击|在线)?(?:查看|下载|浏览|阅读|详情|详细|打开)(?:详情|全文|附件|文件)?[\])】]?")
LONGEST_VIEWING = 10
MOSTLY = 0.6
ROW_TAGS = frozenset({"li", "dd", "dt"})  # a table's row may hold a whole page
LONGEST_SUMMARY = 200
NOTHING = re.compile(r"暂无|尚无|暂未|(?<![有是])没有|不涉及|无(?:此|该|应|相关)")
NO_ROW = re.compile(
    r"(?:共|总共|共有|总计|记录数?|总条数)[:：]?0(?:条|篇|个|项|$)|^(?:本|该|此)栏目(?:暂|尚)?(?:无|未|没有)(?:更新|信息|内容)|^目?前?(?:暂时?)?没有(?:任何)?(?:信息|内容|记录)"
)
LONGEST_STATED = 40
LONGEST_WORD = 160  # characters of a line that says so
PLACE = re.compile(r"(?:^|[省市县区州盟旗局委办厅院会乡镇道部署])$")
LABEL_ENDS = frozenset(":：")  # a datum's label names no block


def guide_index(view: PageView, context: Context) -> Verdict | None:
    """An index of many units' guides. 指南汇总"""
    name = name_of(view, context)
    shape = read_shape(view)
    if name is None or not says(name.text, element_of(context, PageKind.GUIDE)) or shape.dated > FEW_ROWS:
        return None
    if shape.organs < SEVERAL or shape.prose > 800:
        return None
    return by(PageKind.GUIDE_INDEX, name, f"{shape.organs} organs")


def catalogue(view: PageView, context: Context) -> Verdict | None:
    """The landing page of the disclosure column: blocks or a tree of sub-columns, or an index with 索引号. 公开目录首页"""
    name = name_of(view, context)
    element = element_of(context, PageKind.CATALOGUE)
    if name is None:
        return None
    text = fold(name.text)
    landing = any(text.endswith(word) and PLACE.search(text.removesuffix(word)) for word in element.aliases) and len(text) < 24
    if any(word in text for word in element.never) or not (landing or any(label in text for label in element.labels)):
        return None
    if not trail(view) and text not in fold(title_text(view)) and front_page(view, context):
        return None  # the heading of one block of a front page
    shape = read_shape(view)
    blocks = (
        shape.more >= 2
        or shape.indexes >= 2
        or shape.lists >= 2
        or len({fold(line.text) for line in main_lines(view) if len(line.text) < 12 and line.text[-1:] not in LABEL_ENDS}) >= 6
    )
    if shape.prose > 1500 or (shape.dated >= 8 and shape.more < 2 and shape.indexes < 2):
        return None  # one list of everything published
    return by(PageKind.CATALOGUE, name, "landing page") if blocks and (main_lines(view) or not shape.frames) else None


def column(view: PageView, context: Context) -> Verdict | None:
    """A list under one name, also one that is empty; rows beside a text are another block's. 栏目"""
    name = name_of(view, context)
    shape = read_shape(view)
    where = name or Title(title_text(view), title_text(view), "//title", "", 0.0)
    below = following(view, name)
    own_rows = below.first or shape.dated >= MANY_ROWS
    beside = below.text >= BESIDE_TEXT if own_rows else below.said >= LITTLE_TEXT  # the rows are another block's
    if looked_up(view):
        return by(PageKind.COLUMN, where, "links to look up")
    if listed(view, context) or (shape.rows and (leads_list(view, name) or (shape.prose < 200 + 80 * shape.rows and not beside))):
        return by(PageKind.COLUMN, where, f"{shape.rows} rows")
    if below.text < BESIDE_TEXT and any(one.region == "script" for one in row_lists(view, context)):
        return by(PageKind.COLUMN, where, "rows drawn by a script")
    if (
        (below.said < LITTLE_TEXT or _says_nothing(view, context))
        and min(shape.prose, below.text) < 40
        and not shape.fields
        and not shape.frames
        and (len(trail(view)) > 1 or view.meta("columnname") or marked_steps(view) or _states_empty(view, context))
        and not _heads_paper(view)
    ):
        return by(PageKind.COLUMN, where, "column without rows")
    return None


@per_view
def listed(view: PageView, context: Context) -> bool:
    """Whether most of the content stands in the rows of a list: what says something, and is in no link. 正文是否在列表行内"""
    found = main_list(view, context)
    if found is None:
        return False
    few = len(found.rows) < FEW_ROWS
    if few and not all(row.date is not None and row.element.tag in ROW_TAGS for row in found.rows):
        return False
    rows = {row.element for row in found.rows}
    chain = chains(view)
    inside = total = 0
    for line, part in zip(view.lines, read_main(view).parts, strict=True):
        size = len(line.text) - line.linked if part is TEXT else 0
        if size >= LEAST_SAID:
            total += size
            inside += size * (not rows.isdisjoint(chain[line.element]))
    if few:  # a row or two tell nothing of a page, unless they and their summaries are all that it says
        return 0 < total == inside <= LONGEST_SUMMARY * len(found.rows)
    return total > 0 and inside >= MOSTLY * total


@per_view
def looked_up(view: PageView) -> bool:
    """Whether each of several names has a link to look it up or to load it down, as in tables of files. 逐项查看"""
    linked = [line.text for line in view.lines if 0 < line.linked and not line.hidden and len(line.text) <= LONGEST_VIEWING]
    return sum([VIEWING.fullmatch(fold(text)) is not None for text in linked]) >= FEW_ROWS


def _heads_paper(view: PageView) -> bool:
    """Whether a line of text reads as the name of a paper, and is no step of the breadcrumb: a short or pictured paper is no empty column."""
    steps = {fold(step) for step in trail(view)}
    texts = (fold(line.text) for line, part in zip(view.lines, read_main(view).parts, strict=True) if part is TEXT and not line.linked)
    return any(LEAST_NAME <= len(text) <= LONGEST_COLUMN and PAPER.search(text) is not None and text not in steps for text in texts)


def _states_empty(view: PageView, context: Context) -> bool:
    """Whether a short line states that there is no row, or counts none, on a page where nothing hides or is still to come."""
    texts = [fold(line.text) for line, part in zip(view.lines, read_main(view).parts, strict=True) if part in (TEXT, BAR)]
    if any(line.hidden for line in view.lines) or any(word in text for text in texts for word in context.vocabulary.words["loading"]):
        return False
    words = context.vocabulary.words["empty_list"]
    short = [text for text in texts if len(text) <= LONGEST_STATED]
    return any(NO_ROW.search(text) or EMPTY.match(text) or any(word in text for word in words) for text in short)


def _says_nothing(view: PageView, context: Context) -> bool:
    """Whether a line of text says that the column is empty."""
    words = (*context.vocabulary.words["empty_list"], *context.vocabulary.words["loading"])
    texts = (fold(line.text) for line, part in zip(view.lines, read_main(view).parts, strict=True) if part is TEXT)
    return any(NOTHING.search(text) or any(word in text for word in words) for text in texts if len(text) <= LONGEST_WORD)
