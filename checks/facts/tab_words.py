"""Words that only a click can make act: the items of a strip without links, and the headings in what is hidden. 选项卡与折叠标题"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

from lxml.html import HtmlElement

from checks.parsing.main import Part, read_main
from checks.parsing.view import Line, PageView

LEAST, LONGEST = 2, 20  # characters of the words on a tab
LEAST_STRIP = 2
MOST = 60  # words told of a page
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend", "caption", "strong", "b"})
# What stands here is read as the page's own, or says nothing of it.
APART = frozenset({Part.TEXT, Part.ROW, Part.FOOTER, Part.TRAIL})


def tab_words(view: PageView) -> Iterator[tuple[str, HtmlElement]]:
    """The words of strips without links outside the text, and of the headings of hidden parts, each with its element. 待点击文字"""
    parts = read_main(view).parts
    shown = ((line, part) for line, part in zip(view.lines, parts, strict=True) if not line.hidden)
    strips = (tuple(run) for bare, run in groupby(shown, key=lambda pair: pair[1] not in APART and _is_short(pair[0])) if bare)
    found = (line for strip in strips if len(strip) >= LEAST_STRIP for line, _ in strip)
    yield from ((line.text, line.element) for line in islice(found, MOST))
    heads = (line for line in view.lines if line.hidden and line.element.tag in HEADS and _is_short(line))
    yield from ((line.text, line.element) for line in islice(heads, MOST))


def _is_short(line: Line) -> bool:
    return not line.linked and LEAST <= len(line.text) <= LONGEST
