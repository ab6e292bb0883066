"""The name of the disclosure column where it stands as a heading or a picture's words and leads nowhere. 专栏标题"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import Fact
from checks.parsing.fold import fold, plain
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .roles import DISCLOSURE, LONGEST_PLACE, role_of_text

NAME = "政府信息公开"  # the name that all such columns are to bear
LONGEST = 2 * LONGEST_PLACE


def heading(view: PageView, context: Context) -> Iterator[Fact]:
    """At most one ``place.heading`` fact: a block of the page is headed by the column's name, which no link bears. 专栏标题"""
    for text, element in _headings(view):
        words = fold(text)
        if NAME in words and len(words) <= LONGEST and role_of_text(words, context.vocabulary) == DISCLOSURE:
            yield Fact(
                kind="place.heading", value=text.strip(), evidence=view.evidence(text.strip(), element), method="heading", confidence=0.85
            )
            return


def _headings(view: PageView) -> Iterator[tuple[str, HtmlElement]]:
    for line in view.lines:
        if not line.hidden and not line.linked and "公开" in plain(line.text):
            yield line.text, line.element
    for image in view.tree.iter("img"):
        if not view.is_hidden(image):
            yield image.get("alt") or image.get("title") or "", image
