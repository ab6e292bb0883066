"""Whether the page is what its bureau put there. 页面完整性"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .hidden import hidden_links
from .hijack import hijack
from .mojibake import mojibake


def integrity(view: PageView, context: Context) -> Iterator[Fact]:
    """``integrity.hidden_links``, ``integrity.hijack`` and ``integrity.mojibake`` facts of a page. 暗链、劫持、乱码"""
    yield from hidden_links(view, context)
    yield from hijack(view, context)
    yield from mojibake(view, context)
