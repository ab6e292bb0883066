"""Whether words that were once read on a page stand there still. 原文比对"""

from __future__ import annotations

import unicodedata

from checks.model import FetchError, Page
from checks.parsing.view import PageView

ANSWERED = 400  # from here on a status says that this is not the page


def is_readable(page: Page) -> bool:
    """Whether a page came whole enough to say that something does not stand on it. 可读"""
    return page.error is None and page.status is not None and page.status < ANSWERED and bool(page.body)


def holds(page: Page, words: str) -> bool:
    """Whether words stand on a page, white space and width of characters aside: in its text, shown or hidden, title, or an attribute. 载有原文"""
    wanted = _bare(words)
    if not wanted or not page.body or page.error not in (None, FetchError.INCOMPLETE):
        return False
    view = PageView(page)
    texts = ("".join(line.text for line in view.lines), view.title_tag)
    values = (value for element in view.elements for value in element.attrib.values()) if view.is_html else ()
    return any(wanted in _bare(text) for text in (*texts, *values))


def still_holds(words: str, first: Page | None, again: Page | None) -> bool | None:
    """Whether words that were read on the first capture stand on the second; None where nothing certain can be said. 是否仍在

    That they are gone is said only of a readable page, and only where they are found on the first capture in the same manner: what was
    cited may be a summary of a table or the absence of something.
    """
    if again is None or not words.strip():
        return None
    if holds(again, words):
        return True
    certain = first is not None and is_readable(again) and (again.rendered or not first.rendered) and holds(first, words)
    return False if certain else None


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
