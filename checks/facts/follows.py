"""What stands below the name of a page: its text, or a list. Rows of side bars and of other blocks do not tell. 名称之下"""

from __future__ import annotations

import functools
import re

import attrs

from checks.parsing.fold import fold, plain
from checks.parsing.main import BAR, CRUMB, ROW, SHORT, SIDE_CAPTION, TEXT, Part, main_lines, read_main, shows_date
from checks.parsing.memo import per_view
from checks.parsing.texts import per_text
from checks.parsing.view import Line, PageView

from .title import Title

RUN = 3  # rows one after the other that make a list
LITTLE = 80  # characters of text before the first rows: a note on the list, no document
PROSE = 120  # characters of running text below a list: the list stood beside them
LONG = 40  # a line of text this long ends a run of rows
CAPTION = 10
FEW_LINKED = 6  # characters of a link at the end of a summary: [详细]
LEAST_SAID = 8  # characters of a line that says something
PAGER = re.compile(r"共\s?\d{1,7}\s?[条页项]|第\s?\d{1,5}\s?[/／页]|[上下前后]一页|每页|跳转?到")
TABLE_HEAD = re.compile(r"标题|题名|名称|日期|时间|序号|文号|索引|机构|单位|点击(?!排)|操作|状态|类别|栏目|共|条|页")
NO_LETTER = re.compile(r"[^\w]")
BESIDE = 12  # characters that a heading may have beside the name


@attrs.frozen(eq=False)
class Following:
    """What follows the name. 名称之下的内容

    Attributes:
        text: characters outside links, up to the first list.
        rows: rows of that list; 0 if none comes.
        name: the name, and ``below`` the lines below it with their roles.
    """

    text: int
    rows: int
    name: Title | None
    below: tuple[tuple[Line, Part], ...]

    @functools.cached_property
    def after(self) -> int:
        """Characters of running text below the last row of any list."""
        last = max((place for place, (_, part) in enumerate(self.below) if part is ROW), default=-1)
        return sum(len(line.text) for line, part in self.below[last + 1 :] if part is TEXT and _is_prose(line))

    @functools.cached_property
    def first(self) -> int:
        """Rows before a caption names others, however few."""
        captions = (place for place, (line, part) in enumerate(self.below) if _names_others(line, part, self.name))
        heads = (place for place in captions if place + 1 < len(self.below) and self.below[place + 1][1] is ROW)
        own = self.below[: next(heads, len(self.below))]
        return sum(part is ROW for _, part in own)

    @functools.cached_property
    def said(self) -> int:
        """Characters of those lines of text that say something: no heads of tables, labels of a search form, pagers."""
        return sum(len(line.text) - line.linked for line, part in self.below if part is TEXT and _says(line))


def leads_list(view: PageView, name: Title | None) -> bool:
    """Whether a list is what the page's name stands for: rows come before any text to speak of, and none comes after. 名称之下是否为列表"""
    found = following(view, name)
    return found.rows > 0 and found.text < LITTLE and found.after < PROSE


@per_view
def following(view: PageView, name: Title | None) -> Following:
    """Text and first list below the name; below the first line of the content where the name stands nowhere. 名称之下"""
    start = _start(view, name)
    below = tuple(zip(view.lines[start:], read_main(view).parts[start:], strict=True))
    text = run = 0
    caption = other = False
    for line, part in below:
        if part is ROW:
            other = other or caption  # rows under a caption of their own are another block's
            run += not other
        elif part is TEXT and not _is_date(line):
            size = len(line.text) - line.linked
            if run >= RUN:
                break
            run = 0 if size >= LONG else run
            text += size
            caption, other = _is_caption(line, name), False
        elif part is BAR:
            caption = caption or _names_others(line, part, name)
        if run >= RUN and text >= LITTLE:
            break
    return Following(text, run if run >= RUN else 0, name, below)


def _says(line: Line) -> bool:
    return len(line.text) >= LEAST_SAID and not _is_date(line) and not PAGER.search(plain(line.text))


def _names_others(line: Line, part: Part, name: Title | None) -> bool:
    """Whether a line names the rows below it otherwise than the page: as a caption, or as those beside any content («相关信息»)."""
    if part is BAR:
        return len(line.text) <= CAPTION and SIDE_CAPTION.match(fold(line.text)) is not None and _is_caption(line, name)
    return part is TEXT and _is_caption(line, name)


def _is_caption(line: Line, name: Title | None) -> bool:
    """Whether a short line names the rows below it, and names them otherwise than the page."""
    words = _caption_of(line.text) if not line.linked else ""
    if not words:
        return False
    return name is None or (words not in fold(name.text) and fold(name.text) not in words)


@per_text
def _caption_of(text: str) -> str:
    """The letters of a line that may be a caption by its words, else ''."""
    even = fold(text)
    if ":" in even.rstrip(":"):
        return ""  # a label with its value: «来源：本站»
    words = NO_LETTER.sub("", even)
    wanted = 2 <= len(words) <= CAPTION and not TABLE_HEAD.search(words) and not any(sign.isdigit() for sign in words)
    return words if wanted else ""


def _is_prose(line: Line) -> bool:
    return line.linked <= FEW_LINKED and (len(line.text) >= LONG or "。" in line.text)


def _start(view: PageView, name: Title | None) -> int:
    """Place after the line that shows the name."""
    wanted = fold(name.text) if name else ""
    own = frozenset(main_lines(view))
    parts = read_main(view).parts
    crumb = next((place for place, part in enumerate(parts) if part is CRUMB), -1)
    places = [place for place, line in enumerate(view.lines) if line in own]
    first = next((place for place in places if place > crumb), next(iter(places), 0))  # what stands before the breadcrumb is beside
    longest = len(wanted) + BESIDE
    for place, line in enumerate(view.lines if wanted else ()):
        part, size = parts[place], len(line.text)
        if size <= longest and (part is TEXT or part is SHORT) and line.linked <= 0.5 * size and wanted in fold(line.text):
            return place + 1
    return first


def _is_date(line: Line) -> bool:
    return len(line.text) < 30 and shows_date(line.text)
