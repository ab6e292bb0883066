"""Facts of single pages → what is known of one unit. 汇总"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from checks.model import Entry, Link, PageKind, Paging, Place, Skip, Unit, Visit
from checks.pages import Reach, ReadPage, address_key, read_page
from checks.unit import Column, Target, UnitFacts
from checks.vocabulary import Context

__all__ = ["Column", "Reach", "ReadPage", "Target", "UnitFacts", "assemble", "read_page"]


def assemble(
    unit: Unit,
    place: Place,
    visit: Visit,
    pages: Iterable[ReadPage],
    skips: Iterable[Skip],
    context: Context,
    others: Iterable[str] = (),
) -> UnitFacts:
    """Gather what a visit says about one unit at one place. 汇总单位事实

    The order in which pages arrive does not matter.

    Args:
        others: addresses of columns on which other units disclose; what hangs below them is not this unit's.
    """
    best: dict[str, ReadPage] = {}
    for page in sorted(pages, key=lambda p: (p.url, p.page.rendered, p.page.fetched_at)):
        known = best.get(page.url)
        if known is None or page.ok or not known.ok:
            best[page.url] = page
    everything = UnitFacts(
        unit=unit,
        place=place,
        visit=visit,
        pages=tuple(best[url] for url in sorted(best)),
        home=_start(best, visit.start_url),
        skips=tuple(sorted(skips, key=lambda s: (s.url, s.anchor))),
        context=context,
    )
    if place.column_url:
        return _on_column(everything, place.column_url)
    foreign = {page.url for column in sorted(others) for page in _on_column(everything, column).pages}
    return attrs.evolve(everything, pages=tuple(p for p in everything.pages if p.url not in foreign)) if foreign else everything


def _start(pages: dict[str, ReadPage], start_url: str) -> ReadPage | None:
    key = address_key(start_url)
    start = next((p for url, p in pages.items() if address_key(url) == key), None)
    for _ in range(4):  # a start page that only jumps: the home page is where it leads
        if start is None or start.kind is not PageKind.REDIRECT_STUB or not start.jump:
            break
        jump = address_key(start.jump)
        start = next((p for url, p in pages.items() if address_key(url) == jump), start)
    return start


def _on_column(everything: UnitFacts, column_url: str) -> UnitFacts:
    """Only what hangs below a column: its own pages and what they list, without what the whole site shares."""
    root = everything.find(column_url)
    menu = everything.home.links if everything.home else ()
    shared = frozenset(address_key(link.url) if link.url else link.text for link in menu) | _keys(everything.home)
    shared -= {address_key(column_url)} | _keys(root)
    kept: dict[str, ReadPage] = {}
    queue = [root] if root else []
    while queue:
        page = queue.pop()
        if page.url in kept:
            continue
        kept[page.url] = page
        for url in _own_links(page):
            target = everything.find(url)
            if target is not None and not shared & (_keys(target) | {address_key(url)}):
                queue.append(target)
    return attrs.evolve(everything, pages=tuple(kept[url] for url in sorted(kept)), home=root, own_site=False, shared=shared)


def _keys(page: ReadPage | None) -> frozenset[str]:
    """Where a page was asked for and where it was found: a dead row that ends on the site's home page is the home page."""
    return frozenset(address_key(url) for url in (page.url, page.page.final_url) if url) if page else frozenset()


def _own_links(page: ReadPage) -> Iterator[str]:
    for fact in page.facts:
        value = fact.value
        if isinstance(value, Entry | Link) and value.url:
            yield value.url
        elif isinstance(value, Paging) and value.next_url:
            yield value.next_url
    if page.jump:
        yield page.jump
