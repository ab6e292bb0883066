"""Labels set off from their value in one line by nothing but weight, colour or a wide gap. 以字体或空白分隔的标签

«<b>办理时限</b> 五日<br><b>收费标准</b> 不收费» in one block, «办理时限　　五日» in paragraphs: lines have lost the gap and the weight, the tree
has kept them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from lxml import etree
from lxml.html import HtmlElement

from .fold import compact
from .grid import inner_text
from .labels import LONGEST_LABEL
from .memo import per_view
from .numbering import unnumbered
from .view import BLOCKS, Line, PageView

BOXED = ("span", "em", "i", "b", "strong", "font", "small")
CELLS = frozenset({"td", "th", "dt", "dd"})  # tables and lists of terms say themselves what belongs together
STYLED = frozenset({"b", "strong", "span", "font", "em", "u"})
WIDE = "\u3000\u00a0\u2002\u2003"  # spaces that somebody typed; those of the source mean nothing
GAP = re.compile(rf"(?<=[\u3400-\u9fff）)】])(?:[ \t]{{0,20}}[{WIDE}][ \t{WIDE}]{{0,40}}|[ \t]{{2,40}})(?=\S)")
MAY_PART = re.compile(rf"[\t{WIDE}]|  ")  # one of these stands in every gap, and is found four times as fast
SEVERAL = 3  # labels that make a style
SHORTEST, LONGEST = 2, 20  # characters of a label
MOST_STYLED = 8  # elements, one in another, around the beginning of a line


@per_view
def set_off_heads(view: PageView, block: HtmlElement) -> dict[str, str]:
    """Text of a line of the block → how it begins, for lines whose beginning is set off from the rest. 行首标签"""
    found: dict[str, str] = {}
    if not len(block):  # a line of its own, as most: only a gap can part it
        head = _head(block.text or "", [])
        return {compact(block.text or ""): head} if head else found
    parts: list[str] = []
    styled: list[HtmlElement] = []
    bare = True  # nothing of the line was said yet

    def flush() -> None:
        nonlocal bare
        head = _head("".join(parts), styled)
        if head:
            found.setdefault(compact("".join(parts)), head)
        parts.clear()
        styled.clear()
        bare = True

    walk = etree.iterwalk(block, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            inner = element is not block and element.tag in BLOCKS
            if inner or element.tag == "br":
                flush()
            if inner:
                walk.skip_subtree()  # lines of its own
                continue
            if bare and element.tag in STYLED and len(styled) < MOST_STYLED:
                styled.append(element)
        said = element.text if event == "start" else element.tail if element is not block else None
        if said:
            parts.append(said)
            bare = bare and said.isspace()
    flush()
    return found


def _head(raw: str, styled: list[HtmlElement]) -> str:
    """The label a line begins with: its first styled element, else what stands before its first gap; '' if neither is one."""
    raw = raw.strip()
    gap = GAP.search(raw) if MAY_PART.search(raw) else None
    if gap is None and not styled:
        return ""
    text = compact(raw)
    heads = [inner_text(element, most=2 * LONGEST) for element in styled]
    heads += [compact(raw[: gap.start()])] if gap else []
    return next((head for head in heads if SHORTEST <= len(head) <= LONGEST and text.startswith(head) and len(head) < len(text)), "")


def inline_label(line: Line) -> str:
    """The text of the inline element (or of one of several blocks of one line) that a line begins with, '' if that is all of it. 行首元素"""
    element = line.element
    text = (element.text or "").strip()
    own = text.rstrip("：: ")
    if 1 < len(own) <= LONGEST_LABEL and line.text.startswith(own):
        first = next((e for e in element if isinstance(e.tag, str)), None)
        if first is not None and first.tag in BOXED and not (first.tail or "").strip():
            return own  # <li>办理时限<span>当场办结</span></li>
    if text:
        return ""
    for _ in range(4):
        first = next(iter(element), None)
        if first is None or (element.text or "").strip() or first.tag in BLOCKS or first.tag == "a":
            return ""
        label = inner_text(first).rstrip("：: ")
        if label and line.text.startswith(label) and len(label) < len(line.text):
            return label if len(label) <= LONGEST_LABEL else ""
        if label:
            element = first
            continue
        return ""
    return ""


def style_of(element: HtmlElement) -> tuple[str | None, ...]:
    """What an element shares with its like: tag and class, its own and its parent's. 元素样式"""
    parent = element.getparent()
    own = (str(element.tag), element.get("class"))
    return own if parent is None else (*own, str(parent.tag), parent.get("class"))


def label_styles(lines: Sequence[Line], exact: Callable[[str], bool]) -> frozenset[tuple[str | None, ...]]:
    """Styles in which several lines, and most, are labels as a whole and none of the lines below them is a value. 标签样式"""
    labels = [len(line.text) <= LONGEST and line.element.tag not in CELLS and exact(unnumbered(line.text).rstrip("：: ")) for line in lines]
    heads = Counter(style_of(line.element) for line, label in zip(lines, labels, strict=True) if label)
    all_of = Counter(style_of(line.element) for line in lines if line.element.tag not in CELLS) if heads else heads
    several = {style for style, times in heads.items() if times >= SEVERAL and 2 * times >= all_of[style]}
    below = zip(lines[1:], labels, labels[1:], strict=False)
    return frozenset(several - {style_of(line.element) for line, above, label in below if above and not label}) if several else frozenset()
