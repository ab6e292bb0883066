"""Breadcrumbs that show neither a label nor marks between their steps, and those that do not begin at the front page. 特殊面包屑"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .fold import compact, fold
from .memo import per_view
from .tree import inside, named
from .view import PageView

NAME = re.compile(r"bread|crumb", re.I)
FRONT = re.compile(r"(?:网站|本站)?首页|主页|home")  # folded
# Marks between the steps of a way that begins below the front page: «政务公开 - 信息公开 - 公示公告».
BETWEEN = re.compile(r"\s{0,4}(?:>>?|»|›|→|＞|》|/|／|::|[-—–－])\s{0,4}")
OF_WAY = re.compile(
    r"(?:^|[\s_-])(?:pos(?:ition)?|loca(?:tion)?|path|where|weizhi|wz|dqwz|site_?map_?path|current)(?=$|[\s_\d-])|bread|crumb", re.I
)
NO_STEP = re.compile(r"[\d。，；：:?？!！]|首页|上一|下一|更多")
STEP_SIZE = range(2, 17)
FIRST_LINES = 80
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


@per_view
def marked_steps(view: PageView) -> tuple[str, ...]:
    """The steps of a way without its front page: short names between marks of one kind, in a block named so or naming an entry of the menus
    on the way; () if there is none. 无首页的面包屑"""
    for line in view.lines[:FIRST_LINES]:
        text = line.text
        if line.hidden or len(text) > MOST_STEPS * STEP_SIZE.stop:
            continue
        found = BETWEEN.search(text)
        if found is None:
            continue
        steps = [step.strip() for step in text.split(found[0].strip())]
        if not 2 <= len(steps) <= MOST_STEPS or not all(len(step) in STEP_SIZE and not NO_STEP.search(step) for step in steps):
            continue
        around = (line.element, line.element.getparent())
        if any(node is not None and named(node, OF_WAY) for node in around) or (len(steps) > 2 and _on_menus(view, steps[:-1])):
            return tuple(steps)
    return ()


def _on_menus(view: PageView, steps: list[str]) -> bool:
    """Whether a link elsewhere on the page bears the name of a step."""
    return not frozenset(link.text for link in view.links).isdisjoint(steps)


def _in_line(block: HtmlElement, line: str) -> list[str]:
    """The steps of a breadcrumb in one line, where each has an element and nothing stands between them."""
    texts = (compact("".join(element.itertext())) for element in block.iter("a", "span") if not _wraps(element))
    steps = [text for text in texts if text]
    return steps if "".join(steps) == line else []


def _wraps(element: HtmlElement) -> bool:
    """Whether a step's element holds another one with its words."""
    return any("".join(inner.itertext()).strip() for inner in element.iterdescendants("a", "span"))
