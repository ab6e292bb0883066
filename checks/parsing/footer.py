"""The footer: who runs the site, its numbers and marks. 页脚识别"""

from __future__ import annotations

import re

import attrs
from lxml.html import HtmlElement

from .fold import plain
from .memo import per_view
from .texts import per_text
from .tree import chains, named, within
from .view import Line, PageView

STRONG = re.compile(
    r"icp备|icp证|网站标识码|公网安备|版权所有|copyright|©|all\s?rights\s?reserved|技术支持\s?[:：]|建议使用.{0,30}(?:浏览器|分辨率)|备案号?\s?[:：]"
)
WEAK = re.compile(
    r"主办单位|主办\s?[:：]|承办|联系我们|网站地图|站点地图|关于我们|网站声明|版权声明|维护|地址\s?[:：]|电话\s?[:：]|邮编|访问量|浏览量|ie\s?\d"
)
NAME = re.compile(r"foot|bottom|copyright|copy|banquan|btm|yejiao", re.I)
SENTENCE = re.compile(r"[^。；]{30}。")
SURE = 2  # lines with strong words in one block, which leave no doubt
MOST_LINES, MOST_CHARACTERS = 24, 900

Chains = dict[HtmlElement, tuple[HtmlElement, ...]]


@attrs.frozen(eq=False)
class Footers:
    """The footers of a page.

    Attributes:
        elements: blocks that are footers as a whole.
        inside: these and every element inside them.
        lines: all their visible lines, and those that stand loose in a block that holds the page's content as well.
    """

    elements: frozenset[HtmlElement]
    inside: frozenset[HtmlElement]
    lines: frozenset[Line]


@per_view
def footer_lines(view: PageView) -> tuple[Line, ...]:
    """Visible lines of the footers, desktop and mobile copies alike. 页脚各行"""
    found = read_footers(view).lines
    return tuple(line for line in view.lines if line in found)


def footer_elements(view: PageView) -> frozenset[HtmlElement]:
    """The blocks that are footers: named so and worded so, or worded so at the end of the page. 页脚区块"""
    return read_footers(view).elements


@per_view
def read_footers(view: PageView) -> Footers:
    """Blocks and loose lines that are footers. 页脚识别"""
    lines = [line for line in view.lines if not line.hidden]
    chain = chains(view)
    found: set[HtmlElement] = set()
    loose: set[Line] = set()
    body = next(view.tree.iter("body"), view.tree)
    late = len(lines) * 0.6
    last = len(lines) - 8
    for index, line in enumerate(lines):
        strong = _strong(line.text)
        if not strong and not ((index >= last or line.element.tag == "footer") and _weak(line.text)):
            continue
        block = next((a for a in reversed(chain[line.element]) if a.tag == "footer" or named(a, NAME)), None)
        if block is not None and block is not body and _is_small(_within(block, index, lines, chain)):
            found.add(block)
        elif strong and len(line.text) < 400 and (index >= late or _beside_another(line, index, lines, chain)):
            if line.element is not body and _is_footer(line, index, lines, chain):
                found.add(_grow(line.element, body, index, lines, chain))
            else:
                loose.add(line)
    inside = within(view, found)
    return Footers(frozenset(found), inside, frozenset([line for line in lines if line in loose or line.element in inside]))


def _beside_another(line: Line, index: int, lines: list[Line], chain: Chains) -> bool:
    """Whether a strong line stands beside another one in one small block: a footer, whatever follows it."""
    parent = line.element.getparent()
    if parent is None or parent.tag in ("body", "html", "form"):
        return False
    around = _within(parent, index, lines, chain)
    return _is_small(around) and sum(_strong(other.text) for other in around) >= SURE


@per_text
def _strong(text: str) -> bool:
    """Whether a line has words that only a footer has; lower-case, for a pattern that ignores case is tried at every character."""
    return STRONG.search(plain(text)) is not None


@per_text
def _weak(text: str) -> bool:
    """Whether a line has words that a footer has as well."""
    return WEAK.search(plain(text)) is not None


def _grow(element: HtmlElement, body: HtmlElement, index: int, lines: list[Line], chain: Chains) -> HtmlElement:
    """The widest ancestor that still reads like a footer as a whole."""
    node = element
    own = set(_within(node, index, lines, chain))
    while (parent := node.getparent()) is not None and node is not body:
        around = _within(parent, index, lines, chain)
        if parent is body or parent.tag in ("html", "form") or not _is_small(around):
            break
        if not all(_like_footer(line) for line in around if line not in own):
            break
        node, own = parent, set(around)
    return node


def _is_footer(line: Line, index: int, lines: list[Line], chain: Chains) -> bool:
    """Whether the block a footer's line stands in holds nothing but the footer: many pages end with loose lines after their content."""
    around = _within(line.element, index, lines, chain)
    return _is_small(around) and all(_like_footer(other) for other in around if other is not line)


def _like_footer(line: Line) -> bool:
    return _strong(line.text) or _weak(line.text) or (line.linked >= 0.6 * len(line.text) and len(line.text) < 40)


def _within(block: HtmlElement, index: int, lines: list[Line], chain: Chains) -> list[Line]:
    """The lines of a block that holds the one at ``index``; of a block with too many for a footer at least one too many."""
    first = last = index
    while first > 0 and last - first <= MOST_LINES and block in chain[lines[first - 1].element]:
        first -= 1
    while last + 1 < len(lines) and last - first <= MOST_LINES and block in chain[lines[last + 1].element]:
        last += 1
    return lines[first : last + 1]


def _is_small(lines: list[Line]) -> bool:
    """Few lines and no prose."""
    texts = [line.text for line in lines]
    return len(texts) <= MOST_LINES and sum(map(len, texts)) <= MOST_CHARACTERS and sum(bool(SENTENCE.search(t)) for t in texts) <= 1
