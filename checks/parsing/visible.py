"""What inline style hides from the reader. 隐藏元素"""

from __future__ import annotations

import functools
import re

from lxml.html import HtmlElement

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


@functools.lru_cache(maxsize=10_000)
def _hides(style: str) -> str:
    name = next((name for name, pattern in HIDING if pattern.search(style)), "")
    return "" if name == "zero size" and _keeps_overflow(style) else name


def _keeps_overflow(style: str) -> bool:
    """A zero height or width hides nothing unless overflow is cut (old clearing tricks), a zero font does."""
    if re.search(r"font-size\s*:\s*0", style, re.I):
        return True  # common trick against gaps between inline blocks: children set their own size
    return not re.search(r"overflow(?:-[xy])?\s*:\s*hidden", style, re.I)
