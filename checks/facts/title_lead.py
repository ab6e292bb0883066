"""The line that leads the content from just outside it: a name in a box of its own above the text. 正文之上的名称"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from checks.parsing.main import TEXT, main_lines, read_main, shows_date
from checks.parsing.memo import per_view
from checks.parsing.tree import named
from checks.parsing.view import Line, PageView

from .title_words import FIELD_NAMES

CELLS = ("td", "th")
NEAR = 3  # lines above the content that are looked at
LEAST, LONGEST = 4, 30  # characters of such a name
BOX = re.compile(r"title|(?:^|[\s_-])(?:tit|bt)(?:$|[\s_-])|biaoti|headline", re.I)
NO_NAME = re.compile(r"[。；;：:，,？?]$|^返回|^(?:来源|作者|编辑|浏览|点击|字[体号]|分享|打印)")


@per_view
def lead_line(view: PageView) -> Line | None:
    """The name right above the first line of the content, None if no line there reads as one. 正文上方名称"""
    own = main_lines(view)
    start = next((n for n, line in enumerate(view.lines) if own and line is own[0]), 0)
    parts = read_main(view).parts
    for place in range(start - 1, max(-1, start - 1 - NEAR), -1):
        line = view.lines[place]
        if line.hidden or line.linked or (len(line.text) < LONGEST and shows_date(line.text)):
            continue
        if LEAST <= len(line.text) <= LONGEST and not NO_NAME.search(line.text) and (parts[place] is TEXT or named(line.element, BOX)):
            return line
        if parts[place] is not TEXT:
            return None
    return None


@per_view
def metadata(view: PageView) -> frozenset[Line]:
    """The lines of table rows that tell a document's fields: however many there are, its name stands below them. 元数据表中的行"""
    named = (_row_of(line.element) for line in view.lines if line.text.rstrip("：:") in FIELD_NAMES)
    rows = {row for row in named if row is not None}
    return frozenset(line for line in view.lines if _row_of(line.element) in rows) if rows else frozenset()


def _row_of(element: HtmlElement) -> HtmlElement | None:
    """The table row in whose cell an element stands, or is the one block of."""
    cell = element if element.tag in CELLS else element.getparent()
    return cell.getparent() if cell is not None and cell.tag in CELLS else None
