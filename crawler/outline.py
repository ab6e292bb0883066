"""From a fetched page to what the frontier needs of it. 页面概要"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Protocol

from checks.facts import shell
from checks.facts.kind import kind
from checks.facts.read import BY_KIND, Extractor
from checks.model import Entry, Fact, Page, PageKind, Paging
from checks.parsing.view import PageView
from checks.vocabulary import Context
from crawler.frontier import Outline

LIST_EXTRACTORS = ("entries", "paging")  # names in the extractor table
# Refreshes, frames, templates, and scripts that fetch what the page will show.
LEADS_ON = tuple(
    sign.encode()
    for sign in [
        *"refresh <frame <iframe {{ ${ location. location= $.ajax $.get $.post .load( xmlhttprequest fetch( axios createapp ng- layui dataproxy <datastore".split(),
        "new vue",
        "location =",
    ]
)
OFFERS_FILES = (b".pdf", b".doc", b".xls", b".wps", b"download", "附件".encode(), "附件".encode("gb18030"))
# The bytes that these are written with, spaces left out: what is left of a page without all others is searched in half the time.
_WRITTEN = frozenset(b"".join(sign for sign in (*LEADS_ON, *OFFERS_FILES) if sign.isascii())) - frozenset(b" ")
_LOWER = bytes(range(256)).lower()
_OTHERS = bytes(sign for sign in range(256) if _LOWER[sign] not in _WRITTEN)
TAG = re.compile(rb"<[^<>]{0,4000}>")
PIECE = 8_000  # bytes that are freed from tags at once; often the first have text enough
FOREIGN = bytes(range(0x80, 0x100))
ENOUGH_BYTES = 1_500  # of text outside ASCII: five hundred characters and more
MOST_BYTES = 1_000_000
logger = logging.getLogger(__name__)


class PageReader(Protocol):
    """Reads the pages of one visit, wherever that is done: each page that is stored is given to one of the two, in order. 读取网页"""

    def take(self, page: Page) -> None:
        """A page whose links are not wanted."""

    async def outline(self, page: Page) -> Outline:
        """What the frontier needs of a page. Other answers come in while it is read."""


class ReadHere:
    """Reads outlines in this process, and nothing else. 就地读取"""

    def __init__(self, context: Context) -> None:
        self._context = context

    def take(self, page: Page) -> None:
        """Nothing is read of it."""

    async def outline(self, page: Page) -> Outline:
        """Read at once; nothing else goes on meanwhile."""
        return outline_of(PageView(page), self._context)


def outline_of(view: PageView, context: Context) -> Outline:
    """Links, kind, list rows and pager of a page; only the extractors that choose links are run.

    A page on which our own code fails leads nowhere; judging meets the same failure and says so.
    """
    try:
        return _outline(view, context) if view.is_html else Outline(url=view.url)
    except Exception:
        logger.exception("reading %s", view.url)
        return Outline(url=view.url)


def _outline(view: PageView, context: Context) -> Outline:
    found = next((fact.value for fact in _run(kind, view, context) if isinstance(fact.value, PageKind)), None)
    tables = BY_KIND.get(found, {}) if found else {}
    facts = [fact for name in LIST_EXTRACTORS if name in tables for fact in _run(tables[name], view, context)]
    return Outline(
        url=view.url,
        links=view.links,
        kind=found,
        entries=tuple(fact.value for fact in facts if isinstance(fact.value, Entry)),
        paging=next((fact.value for fact in facts if isinstance(fact.value, Paging)), None),
        shell=not view.page.rendered and bool(shell.wants_browser(view)),
        menuless=shell.wants_menu(view),
    )


def _run(extractor: Extractor, view: PageView, context: Context) -> Iterable[Fact]:
    """An extractor of ours that fails costs this page its list; judging meets the same failure and says so."""
    try:
        return tuple(extractor(view, context))
    except Exception:
        logger.exception("reading %s", view.url)
        return ()


def is_readable(page: Page) -> bool:
    """Whether a page has an answer worth looking for links in: any HTML that is no error page."""
    return page.error is None and page.status is not None and page.status < 400 and bool(page.body)


def is_empty(page: Page) -> bool:
    """Whether the server said that all is well and sent nothing: no visitor's page is like that, an overloaded server's answer is."""
    return page.error is None and page.status is not None and 200 <= page.status < 300 and (not page.body or page.body.isspace())


def is_data(page: Page) -> bool:
    """Whether the answer is data for a script, or an error told as such, where a page was asked for."""
    return page.status == 200 and page.body[:200].lstrip()[:1] in (b"{", b"[") and b"<" not in page.body[:2000]


def speaks_for_itself(page: Page, *, attachments: bool) -> bool:
    """Whether a sampled article can be kept without being parsed now: static text enough, and nothing that leads on or loads more. 无需解析

    Its links are menus that other pages have shown; all its facts are read when it is judged. Works on bytes, whatever their encoding.

    Args:
        attachments: whether the page's attachments are wanted; then one that may have any is parsed.
    """
    if len(page.body) > MOST_BYTES:
        return False
    body, bare = page.body.lower(), page.body.translate(_LOWER, _OTHERS)
    return not (_any_of(LEADS_ON, body, bare) or (attachments and _any_of(OFFERS_FILES, body, bare))) and _says_enough(body)


def _any_of(signs: Iterable[bytes], body: bytes, bare: bytes) -> bool:
    """Whether any of the signs stands in a body; one in ASCII stands there only if it stands in the ``bare`` body, without its spaces."""
    return any((not sign.isascii() or sign.replace(b" ", b"") in bare) and sign in body for sign in signs)


def _says_enough(body: bytes) -> bool:
    """Whether a lower-cased body has text enough outside tags, scripts and styles. Cut behind a tag's end, no tag is cut in two."""
    text = _without(b"style", _without(b"script", body))
    foreign = position = 0
    while position < len(text) and foreign < ENOUGH_BYTES:
        end = text.find(b">", position + PIECE) + 1 or len(text)
        said = TAG.sub(b" ", text[position:end])
        foreign += len(said) - len(said.translate(None, FOREIGN))
        position = end
    return foreign >= ENOUGH_BYTES


def _without(name: bytes, body: bytes) -> bytes:
    """A lower-cased body without the elements of this name and what they hold."""
    kept: list[bytes] = []
    position = 0
    while (start := body.find(b"<" + name, position)) >= 0:
        kept.append(body[position:start])
        end = body.find(b"</" + name, start)
        position = end if end >= 0 else len(body)
    return b"".join([*kept, body[position:]])
