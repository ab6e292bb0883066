"""From a fetched page to what the frontier needs of it. The page is parsed once. 页面概要"""

from __future__ import annotations

from checks.facts.read import read
from checks.model import Entry, Page, PageKind, Paging
from checks.parsing.view import PageView
from checks.vocabulary import Context
from crawler.frontier import Outline


def outline_of(view: PageView, context: Context) -> Outline:
    """Links, kind, list rows and pager of a page."""
    if not view.is_html:
        return Outline(url=view.url)
    kind: PageKind | None = None
    paging: Paging | None = None
    entries: list[Entry] = []
    for fact in read(view, context):
        if isinstance(fact.value, Entry) and fact.kind == "entry":
            entries.append(fact.value)
        elif isinstance(fact.value, Paging):
            paging = fact.value
        elif isinstance(fact.value, PageKind):
            kind = fact.value
    return Outline(url=view.url, links=view.links, kind=kind, entries=tuple(entries), paging=paging)


def is_readable(page: Page) -> bool:
    """Whether a page has an answer worth looking for links in: any HTML that is no error page."""
    return page.error is None and page.status is not None and page.status < 400 and bool(page.body)
