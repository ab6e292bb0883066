"""From a fetched page to what the frontier needs of it: only the extractors that choose links are run. 页面概要"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from checks.facts.kind import kind
from checks.facts.read import BY_KIND, Extractor
from checks.model import Entry, Fact, Page, PageKind, Paging
from checks.parsing.view import PageView
from checks.vocabulary import Context
from crawler.frontier import Outline

LIST_EXTRACTORS = ("entries", "paging")  # names in the extractor table
logger = logging.getLogger(__name__)


def outline_of(view: PageView, context: Context) -> Outline:
    """Links, kind, list rows and pager of a page."""
    if not view.is_html:
        return Outline(url=view.url)
    found = next((fact.value for fact in _run(kind, view, context) if isinstance(fact.value, PageKind)), None)
    tables = BY_KIND.get(found, {}) if found else {}
    facts = [fact for name in LIST_EXTRACTORS if name in tables for fact in _run(tables[name], view, context)]
    return Outline(
        url=view.url,
        links=view.links,
        kind=found,
        entries=tuple(fact.value for fact in facts if isinstance(fact.value, Entry)),
        paging=next((fact.value for fact in facts if isinstance(fact.value, Paging)), None),
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
