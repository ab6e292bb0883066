"""A quotation within its surroundings. 原文和上下文"""

from __future__ import annotations

import re

import attrs

AROUND = 120  # characters shown on either side


@attrs.frozen
class Context:
    """What stands before a quotation, the quotation, and what stands after it. 上下文"""

    before: str
    quote: str
    after: str


def in_context(text: str, quote: str, around: int = AROUND) -> Context | None:
    """Where a quotation stands in the text of its page; white space is not compared. None if it is empty or not there. 上下文"""
    parts = quote.split()
    if not parts:
        return None
    found = re.search(r"\s*".join(re.escape(part) for part in parts), text)
    if found is None:
        return None
    start, end = max(0, found.start() - around), min(len(text), found.end() + around)
    before, after = text[start : found.start()], text[found.end() : end]
    return Context(("…" if start else "") + before, found[0], after + ("…" if end < len(text) else ""))
