"""Where in a text a word stands that was searched, and the text around it with the word marked. 摘录"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import attrs
from markupsafe import Markup, escape

from .search import SEPARATOR, folded

AROUND = 45  # characters before and after the first word
MOST = 12  # words marked in one excerpt

Span = tuple[int, int]


@attrs.frozen
class Plain:
    """A text as it is compared, and where each of its characters came from. 归一文本"""

    text: str
    places: tuple[int, ...]

    def find(self, words: str, start: int = 0) -> Span | None:
        """Where (in the original) words stand that are compared alike; None if they do not."""
        at = self.text.find(words, start) if words else -1
        return (self.places[at], self.places[at + len(words) - 1] + 1) if at >= 0 else None


def plain(text: str, separator: str = SEPARATOR) -> Plain:
    """A text as the search index sees it: folded, what is neither letter nor digit one separator (or nothing)."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in _folded(character):
            if not each.isalnum():
                if not separator or (kept and kept[-1] == separator):
                    continue
                each = separator
            kept.append(each)
            places.append(place)
    return Plain("".join(kept), tuple(places))


_folded = functools.lru_cache(maxsize=1 << 15)(folded)


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query as they are compared."""
    return tuple(word for each in query.split() if (word := plain(each).text.strip(SEPARATOR)))


def spans(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Where the words stand, in order and without overlaps."""
    seen = plain(text)
    found: list[Span] = []
    for word in words:
        at = seen.text.find(word)
        while at >= 0 and len(found) < MOST:
            found.append((seen.places[at], seen.places[at + len(word) - 1] + 1))
            at = seen.text.find(word, at + len(word))
    apart: list[Span] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return tuple(apart)


def marked(text: str, words: Sequence[str], around: int = AROUND) -> Markup | None:
    """The text around the first word, all words in it marked; None if no word stands in it."""
    found = spans(text, words)
    if not found:
        return None
    start = max(0, found[0][0] - around)
    end = min(len(text), max(found[0][1] + around, start + 3 * around))
    return whole(text, tuple(span for span in found if start <= span[0] and span[1] <= end), start, end)


def whole(text: str, found: Sequence[Span], start: int = 0, end: int | None = None) -> Markup:
    """A stretch of text with the spans marked."""
    stop = len(text) if end is None else end
    parts = [Markup("…") if start > 0 else Markup("")]
    at = start
    for first, last in found:
        parts += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        at = last
    parts += [escape(text[at:stop]), Markup("…") if stop < len(text) else Markup("")]
    return Markup("").join(parts)
