"""What inline style hides from the reader. 隐藏元素"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .texts import per_text

# How a style hides; the name goes into the finding. Class rules of style sheets are not read.
HIDING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("display:none", re.compile(r"display\s*:\s*none", re.I)),
    ("visibility:hidden", re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.I)),
    (
        "off-screen",
        re.compile(r"(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\s*\d{3,}(?:\.\d+)?\s*(?:px|em|pt|%|;|$)", re.I),
    ),
    ("zero size", re.compile(r"(?<![\w-])(?:height|width|font-size|line-height)\s*:\s*0(?:\.0+)?(?:px|em|pt|%)?\s*(?:;|!|$)", re.I)),
    ("transparent", re.compile(r"(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)", re.I)),
)
# Not away although moved: a block centred by half its width, one that only overlaps its neighbour, a strip of slides wider than its shift.
CENTRED = re.compile(r"(?<![\w-])(?:left|top|right)\s*:\s*[4-6]\d(?:\.\d+)?\s*%", re.I)
MARGIN = re.compile(r"margin-(?:left|top)\s*:\s*-\s*(?P<far>\d{3,})", re.I)
SHIFT = re.compile(r"left\s*:\s*-\s*(?P<far>\d{3,})", re.I)
WIDTH = re.compile(r"(?<![\w-])width\s*:\s*(?P<wide>\d{3,6})(?:\.\d+)?\s*px", re.I)
AWAY = re.compile(r"(?<![\w-])(?:left|top|right|text-indent)\s*:\s*-\s*\d{3,}", re.I)
FAR_MARGIN = 900  # a smaller negative margin is layout
LONGEST_STYLE = 2_000
NEVER_SHOWN = frozenset({"script", "style", "noscript", "template", "head", "title", "meta", "link", "object", "embed", "noframes"})


def hiding(element: HtmlElement) -> str:
    """How this element itself is hidden (``display:none`` …), or ''. 隐藏方式"""
    if element.get("hidden") is not None:
        return "hidden attribute"
    style = element.get("style")
    if style and (how := _hides(style[:LONGEST_STYLE])):
        return how
    if element.tag == "marquee" and (element.get("height") in {"0", "1"} or element.get("width") in {"0", "1"}):
        return "zero size"
    return ""


@per_text
def _hides(style: str) -> str:
    name = next((name for name, pattern in HIDING if pattern.search(style)), "")
    if name == "zero size" and _keeps_overflow(style):
        return ""
    return "" if name == "off-screen" and _stays(style) else name


def _stays(style: str) -> bool:
    """A negative offset that leaves the block, or part of it, where it is seen."""
    shift, width = SHIFT.search(style), WIDTH.search(style)
    if shift and width and int(width["wide"]) > int(shift["far"]):
        return True
    margin = MARGIN.search(style)
    if margin is None or AWAY.search(style):
        return False
    return CENTRED.search(style) is not None or int(margin["far"]) < FAR_MARGIN


def _keeps_overflow(style: str) -> bool:
    """A zero height or width hides nothing unless overflow is cut (old clearing tricks), a zero font does."""
    if re.search(r"font-size\s*:\s*0", style, re.I):
        return True  # common trick against gaps between inline blocks: children set their own size
    return not re.search(r"overflow(?:-[xy])?\s*:\s*hidden", style, re.I)
