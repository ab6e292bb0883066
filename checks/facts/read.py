"""Run the extractors over one page. 读取一页的全部事实"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from checks.model import Evidence, Fact, PageKind, Reading, State
from checks.parsing.rowgroups import MOST_ANCHORS, titles
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .annual import annual
from .apply import form, process
from .blank import awaits, blank, statement
from .budget import budget
from .catalogue import catalogue
from .channels import channels
from .choices import choices
from .consultation import consultation
from .documents import documents
from .entries import entries, index_entries
from .front import front_rows
from .guide import guide, office_contacts
from .heading import heading
from .integrity import integrity
from .items import items
from .kind import kind
from .law import law
from .limits import limits
from .lists import listed
from .messages import messages
from .notice import notice
from .offers import offers
from .org import org
from .page import page
from .paging import paging
from .penalty import penalty
from .penalty_more import personal, signature, told
from .promise import promise
from .published import published
from .script_layer import script_layer
from .search import search_box
from .site import site, site_name
from .suspended import suspended
from .tabbed import tabbed
from .tags import tags
from .title import title
from .tools import tools
from .unfilled import unfilled

Extractor = Callable[[PageView, Context], Iterable[Fact]]

# Read on every page that holds HTML (or text made into HTML). Each yields facts of its own kinds only.
ALWAYS: Mapping[str, Extractor] = {
    "notice": notice,
    "title": title,
    "published": published,
    "site": site,
    "site name": site_name,
    "search box": search_box,
    "kind": kind,
    "page": page,
    "offers": offers,
    "integrity": integrity,
    "catalogue": catalogue,
    "tags": tags,
    "unfilled": unfilled,
    "script layer": script_layer,
    "tools": tools,
    "messages": messages,
    "tabbed": tabbed,
    "choices": choices,
}
# Read only where the page kind, decided by the body, makes them meaningful.
BY_KIND: Mapping[PageKind, Mapping[str, Extractor]] = {
    PageKind.HOME: {"front rows": front_rows, "heading": heading},
    PageKind.GUIDE: {
        "guide": guide,
        "channels": channels,
        "form": form,
        "process": process,
        "law": law,
        "promise": promise,
        "limits": limits,
        "heading": heading,
    },
    PageKind.APPLY: {"contacts": office_contacts, "channels": channels, "form": form, "process": process, "law": law, "limits": limits},
    PageKind.COLUMN: {
        "entries": entries,
        "paging": paging,
        "blank": blank,
        "awaits": awaits,
        "statement": statement,
        "org": org,
        "listed": listed,
        "heading": heading,
    },
    PageKind.CATALOGUE: {
        "entries": entries,
        "paging": paging,
        "blank": blank,
        "awaits": awaits,
        "statement": statement,
        "org": org,
        "listed": listed,
        "heading": heading,
    },
    PageKind.GUIDE_INDEX: {"entries": index_entries, "paging": paging, "heading": heading},
    PageKind.OTHER: {
        "blank": blank,
        "awaits": awaits,
        "statement": statement,
        "org": org,
        "budget": budget,
        "consultation": consultation,
        "documents": documents,
        "suspended": suspended,
        "listed": listed,
        "heading": heading,
    },
    PageKind.ARTICLE: {
        "org": org,
        "budget": budget,
        "consultation": consultation,
        "documents": documents,
        "suspended": suspended,
        "listed": listed,
    },
    PageKind.SERVICE_ITEM: {"item": items, "listed": listed},
    PageKind.POWER_LIST: {"item": items, "listed": listed},
    PageKind.PENALTY: {"penalty": penalty, "signature": signature, "told": told, "personal": personal, "listed": listed},
    PageKind.ANNUAL_REPORT: {"annual": annual},
    PageKind.BUDGET: {"budget": budget},
}


def read(view: PageView, context: Context) -> tuple[Fact, ...]:
    """All facts of a page, in the order of the extractor tables. Never raises: a failing extractor becomes a ``reader.error`` fact. 读取"""
    facts: list[Fact] = []
    for name, extractor in ALWAYS.items():
        facts += _run(name, extractor, view, context)
    kind = next((f.value for f in facts if f.kind == "page.kind"), None)
    for name, extractor in BY_KIND.get(kind, {}).items() if isinstance(kind, PageKind) else ():
        facts += _run(name, extractor, view, context)
    return tuple(_unread_if_absent(fact) for fact in facts) + _cut(view) if view.is_html and _is_cut(view) else tuple(facts)


def _is_cut(view: PageView) -> bool:
    """Whether not all of the page was looked at. Where there are fewer links than rows that are read, rows need not be counted."""
    return view.truncated or (len(view.links) >= MOST_ANCHORS and len(titles(view).anchors) >= MOST_ANCHORS)


def _unread_if_absent(fact: Fact) -> Fact:
    """On a page of which only the beginning was read nothing is missing: it may stand in the rest."""
    value = fact.value
    if not isinstance(value, Reading) or value.state is not State.ABSENT:
        return fact
    return attrs.evolve(fact, value=attrs.evolve(value, state=State.UNREAD))


def _cut(view: PageView) -> tuple[Fact, ...]:
    return (Fact(kind="page.truncated", value="页面过大或嵌套过深，只读到前一部分", evidence=view.evidence("", "/"), method="parser"),)


def _run(name: str, extractor: Extractor, view: PageView, context: Context) -> Iterator[Fact]:
    try:
        yield from tuple(extractor(view, context))
    except Exception as error:  # our own defect on this page: it may cost a cant_tell, never the night
        page = view.page
        evidence = Evidence(url=page.url, fetched_at=page.fetched_at, sha256=page.sha256, locator="/", quote="")
        yield Fact(kind="reader.error", subject=name, value=f"{type(error).__name__}: {error}"[:300], evidence=evidence, method="reader")
