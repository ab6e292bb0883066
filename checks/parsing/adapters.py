"""Which content system built a page, and the scripts in which such systems keep their lists. 建站系统识别"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.vocabulary import Adapter, Context

from .view import PageView

SOURCE = 2_000_000  # characters searched for signs


def adapters_of(view: PageView, context: Context) -> tuple[Adapter, ...]:
    """Systems whose signs the page source carries. 识别建站系统"""
    kept = view.__dict__.setdefault("_adapters", {})
    if context.vocabulary not in kept:
        source = view.source[:SOURCE]
        kept[context.vocabulary] = tuple(a for a in context.vocabulary.adapters if any(re.search(sign, source) for sign in a.signs))
    found: tuple[Adapter, ...] = kept[context.vocabulary]
    return found


def scripts(view: PageView) -> Iterator[tuple[str, HtmlElement | None]]:
    """Texts of the page's scripts, with their elements; a bare answer of a list endpoint counts as one. 脚本文本"""
    for script in view.tree.iter("script"):
        if script.text:
            yield script.text, script
    if "<body" not in view.source[:20000].lower() and "<datastore" in view.source[:2000]:
        yield view.source, None
