"""Text whose own line ends are shown as such: ``<pre>`` and what style treats alike. 预格式文本"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

KEEPING = re.compile(r"white-space\s{0,4}:\s{0,4}(?:pre|break-spaces)", re.I)
KEEPING_STYLE = re.compile(KEEPING.pattern.encode())
MOST_BREAKS = 3000
NARROWEST, WIDEST = 24, 120  # characters: text with shorter or longer lines was not cut to a width
NEARLY = 0.85  # of the widest line: a line as long goes on in the next
LINE_END = frozenset("。；;：:！!？?，,、")
NEW_ITEM = re.compile(
    r"\s{0,9}(?:$|[(（【●•■◆★]|第?[\d一二三四五六七八九十]{1,3}[、.．)）条章]|[\u4e00-\u9fff\s\u3000]{2,10}[:：]|[\u3000]{2}| {4})"
)


def break_lines(tree: HtmlElement, letters: bytes) -> None:
    """Put a ``<br>`` at every line end that a browser shows, so that such lines are lines. 预格式文本断行

    Args:
        letters: the ASCII of the source in lower case, by which nearly all pages are told not to need it.
    """
    if b"<pre" not in letters and (b"white-space" not in letters or not KEEPING_STYLE.search(letters)):
        return
    left = MOST_BREAKS
    for root in [node for node in tree.iter() if _keeps(node)]:
        for node in list(root.iter()):
            for where in ("text", "tail"):
                text = getattr(node, where) if where == "text" or node is not root else None
                if text and left > 0 and "\n" in text and not text.isspace():
                    left -= _split(node, where, text, left)


def _keeps(node: HtmlElement) -> bool:
    return node.tag == "pre" or (isinstance(node.tag, str) and KEEPING.search(node.get("style") or "") is not None)


def _split(node: HtmlElement, where: str, text: str, most: int) -> int:
    """Replace the first line ends of one stretch of text; how many lines there were. What lies beyond stays one line: no person wrote that."""
    lines = list(_unwrapped(text.replace("\r", "").split("\n", most)))
    parent = node if where == "text" else node.getparent()
    if parent is None:
        return 0
    setattr(node, where, lines[0])
    place = 0 if where == "text" else parent.index(node) + 1
    for number, line in enumerate(lines[1:]):
        mark = parent.makeelement("br")
        mark.tail = line
        parent.insert(place + number, mark)
    return len(lines)


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """The lines, those joined again that were only cut to a width: as long as any, ending in mid-sentence, and the next begins nothing."""
    widest = max(map(len, lines))
    held = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        held += line
        full = NARROWEST <= widest <= WIDEST and len(line) >= NEARLY * widest and line.rstrip()[-1:] not in LINE_END
        if not full or NEW_ITEM.match(following):
            yield held
            held = ""
    if held:
        yield held
