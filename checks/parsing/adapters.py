"""Which content system built a page, and the scripts in which such systems keep their lists. 建站系统识别"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.vocabulary import Adapter, Context

from .view import PageView

# What in a pattern stands for more than one text: escapes and classes, and whatever is counted.
VARYING = re.compile(r"(?:\\.|\[[^\]]*\]|[^\\(])(?:[?*+]|\{[\d,]+\})|\\.|\[[^\]]*\]")
PLAIN = re.compile(r"[A-Za-z0-9_/<> -]+")
SOURCE = 2_000_000  # characters searched for signs


def adapters_of(view: PageView, context: Context) -> tuple[Adapter, ...]:
    """Systems whose signs the page source carries. 识别建站系统"""
    kept = view.__dict__.setdefault("_adapters", {})
    if context.vocabulary not in kept:
        source = view.source[:SOURCE]
        kept[context.vocabulary] = tuple(a for a in context.vocabulary.adapters if any(_shows(source, sign) for sign in a.signs))
    found: tuple[Adapter, ...] = kept[context.vocabulary]
    return found


def _shows(source: str, sign: str) -> bool:
    """Whether a sign stands in the source; plain text is found many times faster than a pattern."""
    plain = _plain_part(sign)
    return plain in source and (plain == sign or re.search(sign, source) is not None)


@functools.lru_cache(maxsize=256)
def _plain_part(sign: str) -> str:
    """The longest plain text that stands in all that a pattern finds; what comes in or behind its first group is not looked at."""
    if "|" in sign:
        return ""
    fixed = VARYING.sub("\n", sign).split("(", maxsplit=1)[0]
    return max(PLAIN.findall(fixed), key=len, default="")


def scripts(view: PageView) -> Iterator[tuple[str, HtmlElement | None]]:
    """Texts of the page's scripts, with their elements; a bare answer of a list endpoint counts as one. 脚本文本"""
    for script in view.tree.iter("script"):
        if script.text:
            yield script.text, script
    if "<datastore" in view.source[:2000] and "<body" not in view.source[:20000].lower():
        yield view.source, None
