"""What functions of a text answered before: menus, labels and titles repeat from page to page, and many ask of a page's lines. 文本缓存"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
LONGEST_KEPT = 2_000  # characters of a text
ROOM = 1_000_000  # characters of all texts that one function keeps, with so many for keeping one at all:
ENTRY = 50


def per_text(function: Callable[[str], Value]) -> Callable[[str], Value]:
    """Decorator for a pure function of a text: what it answered is looked up, without a call of Python's own. 每段文字只算一次"""
    return _Answers(function).__getitem__


class _Answers(dict[str, Value]):
    """Text → answer; all are forgotten when they fill the room."""

    def __init__(self, function: Callable[[str], Value]) -> None:
        self._function = function
        self._held = 0

    def __missing__(self, text: str) -> Value:
        answer = self._function(text)
        size = len(text) + ENTRY
        if size <= LONGEST_KEPT + ENTRY:
            if self._held + size > ROOM:
                self.clear()
                self._held = 0
            self._held += size
            self[text] = answer
        return answer
