"""Breadcrumbs that show neither a label nor marks between their steps: style sheets draw them. 列表式面包屑"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .fold import compact, fold
from .tree import inside, named
from .view import PageView

NAME = re.compile(r"bread|crumb", re.I)
FRONT = re.compile(r"(?:网站|本站)?首页|主页|home")  # folded
MOST_STEPS = 7
LONGEST_STEP = 40


def listed_steps(view: PageView) -> tuple[str, ...]:
    """The steps of the first block that is named a breadcrumb, from the front page on; () if there is none. 面包屑各级"""
    if b"crumb" not in view.letters:
        return ()
    block = next((element for element in view.tree.iter("ol", "ul", "div", "nav") if named(element, NAME)), None)
    if block is None:
        return ()
    lines = [line.text for line in view.lines if not line.hidden and inside(line.element, block)]
    steps = _in_line(block, lines[0]) if len(lines) == 1 else [line.strip(" :：·-") for line in lines]
    known = 1 < len(steps) <= MOST_STEPS and FRONT.fullmatch(fold(steps[0])) and all(0 < len(step) <= LONGEST_STEP for step in steps)
    return tuple(steps) if known else ()


def _in_line(block: HtmlElement, line: str) -> list[str]:
    """The steps of a breadcrumb in one line, where each has an element and nothing stands between them."""
    texts = (compact("".join(element.itertext())) for element in block.iter("a", "span") if not _wraps(element))
    steps = [text for text in texts if text]
    return steps if "".join(steps) == line else []


def _wraps(element: HtmlElement) -> bool:
    """Whether a step's element holds another one with its words."""
    return any("".join(inner.itertext()).strip() for inner in element.iterdescendants("a", "span"))
