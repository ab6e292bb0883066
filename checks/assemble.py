"""Facts of single pages → what is known of one unit. 汇总"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from urllib.parse import urlsplit

import attrs

from checks.model import Earlier, Entry, Fact, FetchError, Link, PageKind, Paging, Place, Skip, Unit, Visit
from checks.pages import Reach, ReadPage, address_key, host_of, read_page, unshown
from checks.parsing.fold import fold
from checks.unit import Column, Target, UnitFacts
from checks.vocabulary import Context

__all__ = ["Column", "Reach", "ReadPage", "Target", "UnitFacts", "assemble", "read_page"]

NOTHING_EARLIER = Earlier()
LEAST_MENU = 4  # places that make a menu
INDEX = re.compile(r"\[\d+\]")  # which of several like elements: a menu moves by a block or two from page to page
LEADING = frozenset(  # what a document's page offers beside it (its own bureau's menu) is no way on
    {PageKind.HOME, PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX, PageKind.OTHER, PageKind.REDIRECT_STUB}
)
ORGAN_NAME = re.compile(r"^[\u4e00-\u9fff]{1,14}(?:局|委|委员会|办|办公室|政府|乡|镇|街道|办事处|中心|队|站|所|院|会|社)$")
SHORTEST_NAME = 3  # 民政局
NAMING = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX, PageKind.APPLY, PageKind.OTHER})
MENU_SHARE = 0.7  # of them, the site's own menu apart


def assemble(
    unit: Unit,
    place: Place,
    visit: Visit,
    pages: Iterable[ReadPage],
    skips: Iterable[Skip],
    context: Context,
    others: Iterable[str] = (),
    earlier: Earlier = NOTHING_EARLIER,
) -> UnitFacts:
    """Gather what a visit says about one unit at one place. 汇总单位事实

    The order in which pages arrive does not matter.

    Args:
        others: addresses of columns on which other units disclose; what hangs below them is not this unit's.
        earlier: what looks on nights before the visit's saw of the unit.
    """
    best: dict[str, ReadPage] = {}
    for page in sorted(pages, key=lambda p: (p.url, p.page.rendered, p.page.fetched_at)):
        known = best.get(page.url)
        if known is None or page.ok or page.page.error is FetchError.INCOMPLETE or not known.ok:
            best[page.url] = page
        elif page.page.rendered and page.page.error is not None:
            best[page.url] = unshown(known, page.page.error)
    kept = _one_of_each(best[url] for url in sorted(best))
    everything = UnitFacts(
        unit=unit,
        place=place,
        visit=visit,
        pages=kept,
        home=_start({page.url: page for page in kept}, visit.start_url),
        skips=tuple(sorted(skips, key=lambda s: (s.url, s.anchor))),
        context=context,
        earlier=earlier,
    )
    column_url = "" if _is_entry(everything, place.column_url) else place.column_url
    columns = (column_url,) if column_url else tuple(sorted(others))
    if not columns:
        return everything
    links = _links_among(everything)
    if column_url:
        return _on_column(everything, links, column_url, tuple(sorted(others)))
    weighed = _without_maps(everything, links)
    foreign = frozenset(url for column in columns for url in _taken_by(everything, weighed, column)) | _filed_under(everything, columns)
    foreign |= _behind(everything, weighed, columns)
    foreign |= {url for url in links if url not in foreign and not weighed[url] and _stands_among(links[url], foreign)}
    foreign |= _found_on(everything, links, foreign)
    return _with(everything, {p.url for p in everything.pages} - foreign) if foreign else everything


def _one_of_each(pages: Iterable[ReadPage]) -> tuple[ReadPage, ...]:
    """Pages by address, of those under two spellings of one address (``/tz/``, ``/tz/index.html``) only one where they say the same."""
    spelt: dict[tuple[object, ...], ReadPage] = {}
    for page in pages:
        same = (address_key(page.url), page.ok, page.kind, page.title, len(page.of("entry")))
        known = spelt.get(same)
        if known is None or (page.page.depth, page.url) < (known.page.depth, known.url):
            spelt[same] = page
    return tuple(sorted(spelt.values(), key=lambda p: p.url))


def _start(pages: dict[str, ReadPage], start_url: str) -> ReadPage | None:
    key = address_key(start_url)
    start = next((p for url, p in pages.items() if address_key(url) == key), None)
    for _ in range(4):  # a start page that only jumps: the home page is where it leads
        if start is None or start.kind is not PageKind.REDIRECT_STUB or not start.jump:
            break
        jump = address_key(start.jump)
        start = next((p for url, p in pages.items() if address_key(url) == jump), start)
    return start


def _is_entry(everything: UnitFacts, column_url: str) -> bool:
    """Whether the register gives the portal's own entry page for a column: the portal is the unit's then, not a place on another's."""
    return bool(column_url) and everything.home is not None and everything.find(column_url) is everything.home


Links = Mapping[str, Sequence[tuple[str, str, bool]]]  # page → pages it offers: address, key as linked, whether as a row or next page


def _on_column(everything: UnitFacts, links: Links, column_url: str, others: Sequence[str]) -> UnitFacts:
    """Only what is a column's own, without what the whole site shares; its menu is the site's, too."""
    own, shared = _own_pages(everything, links, column_url, _strangers(everything, column_url, others))
    told, meant = _meant(everything, own, shared)
    alone = _with(everything, own)
    tried = {key for key in meant & shared if everything.find(key) is not None}
    home = everything.find(column_url)
    return attrs.evolve(alone, home=home, own_site=False, shared=shared - meant, beyond=told, apart=alone.apart | tried)


def _meant(everything: UnitFacts, own: Set[str], shared: Set[str]) -> tuple[tuple[Fact, ...], frozenset[str]]:
    """Links of the site's home page to places that name the unit, and keys of what the site shares and is meant for the unit, too. 共用入口

    One page with all bureaus' guides, a table of their reports by years, a form for applications to any of them: the home page offers it
    and so does each bureau's own menu. Only what stands there as it stands on the home page, in its menu, is the site's alone.
    """
    if everything.home is None:
        return (), frozenset()
    stands = {(address_key(link.url), INDEX.sub("", link.locator)) for link in everything.home.links if link.url}
    offered = (
        (address_key(f.value.url), INDEX.sub("", f.value.locator))
        for p in everything.pages
        if p.url in own
        for f in p.of("link")
        if isinstance(f.value, Link) and f.value.url
    )
    offers = [(f, f.value.url) for f in everything.home.of("link") if isinstance(f.value, Link) and f.value.url]
    named = [(f, url) for f, url in offers if _names(everything, url)]
    meant = {key for key, where in offered if (key, where) not in stands} | {address_key(url) for _, url in named}
    return tuple(f for f, _ in named), frozenset(meant)


def _names(everything: UnitFacts, url: str) -> bool:
    """Whether a place of the site's names the unit, as a list or a table of all bureaus does; an article or a home page may name anybody."""
    page = everything.find(url)
    name = fold(everything.unit.name).removeprefix(fold(everything.unit.region)).removesuffix("人民政府").removesuffix("办事处")
    if page is None or page is everything.home or page.kind not in NAMING or len(name) < SHORTEST_NAME:
        return False
    return name in fold(page.text) or any(name in fold(f.value.title) for f in page.of("entry") if isinstance(f.value, Entry))


def _with(everything: UnitFacts, own: Set[str]) -> UnitFacts:
    """Only these pages; of the others it stays known that they were read."""
    apart = frozenset(key for p in everything.pages if p.url not in own and p.ok for key in _keys(p))
    return attrs.evolve(everything, pages=tuple(p for p in everything.pages if p.url in own), apart=apart)


def _strangers(everything: UnitFacts, column_url: str, others: Sequence[str]) -> frozenset[str]:
    """Pages that are plainly filed on other units' columns: a list of all bureaus' reports, that each of them shows, gives none the rest."""
    beside = [other for other in others if address_key(other) != address_key(column_url) and not _is_below(column_url, other)]
    sure = [other for other in beside if not _copied(everything, other)]
    filed = _filed_under(everything, sure) - _filed_under(everything, (column_url,))
    return filed | {p.url for p in everything.pages if any(_is_below(p.url, other) for other in beside)}


def _own_pages(everything: UnitFacts, links: Links, column_url: str, strangers: Set[str] = frozenset()) -> tuple[set[str], frozenset[str]]:
    """Addresses of the pages of a unit that discloses on a column, and keys of what the site's home page shares with all. 栏目自有页面

    Its own are the pages below the column's path, those whose breadcrumb leads through it, the rows that its pages list and the pages
    after, and what nobody else offers. What other pages of the site link as well is neither held against the unit nor taken for its own.
    """
    root = everything.find(column_url)
    menu = everything.home.links if everything.home else ()
    shared = frozenset(address_key(link.url) if link.url else link.text for link in menu) | _keys(everything.home)
    shared -= {address_key(column_url)} | _keys(root)
    private = {p.url for p in everything.pages if not shared & _keys(p)} - strangers
    offered = _offered(links)
    sure = () if _copied(everything, column_url) else (column_url,)
    core = {url for url in private if _is_below(url, column_url)} | (_filed_under(everything, sure) & private)
    core |= {root.url} if root else set()
    allowed = private  # a page that others offer, too, falls out, and with it what only it offered
    while True:
        own = _reached(core, allowed, links, private, shared)
        alone = {url for url in own if offered[url] <= own}
        if alone >= own & allowed:
            return own, shared
        allowed = alone


def _reached(core: Set[str], allowed: Set[str], links: Links, private: Set[str], shared: Set[str]) -> set[str]:
    """Pages that hang on the core: rows and next pages of its lists, and what else it offers as far as that is allowed."""
    own, queue = set(core), sorted(core)
    while queue:
        for url, key, is_row in links[queue.pop()]:
            if url not in own and url in private and key not in shared and (is_row or url in allowed):
                own.add(url)
                queue.append(url)
    return own


def _taken_by(everything: UnitFacts, links: Links, column_url: str) -> Iterator[str]:
    """Pages of a column that are not the parent's as well: below its path, or reached from its own pages alone."""
    own, _ = _own_pages(everything, links, column_url)
    offered = _offered(links)
    root = everything.find(column_url)
    for url in own:
        if (root and url == root.url) or _is_below(url, column_url) or offered[url] <= own:
            yield url


def _behind(everything: UnitFacts, links: Links, columns: Sequence[str]) -> Set[str]:
    """Pages to which units' columns lead, and the site's home page only by way of these or of a document that it lists beside its own. 栏目之内

    A shared list of all bureaus' reports offers each bureau's, and the menu beside a report is that bureau's: it leads the site nowhere.
    """
    roots = {page.url for column in columns if (page := everything.find(column)) is not None}
    if everything.home is None or everything.home.url in roots:
        return frozenset()
    leading = {page.url for page in everything.pages if page.kind in LEADING}
    return _walked(links, roots, leading - {everything.home.url}) - _walked(links, {everything.home.url}, leading - roots)


def _walked(links: Links, starts: Set[str], leading: Set[str]) -> set[str]:
    """The starts, and what they and those of the leading pages behind them offer."""
    seen, queue = set(starts), sorted(starts)
    while queue:
        fresh = {url for url, _, _ in links[queue.pop()]} - seen
        seen |= fresh
        queue += sorted(fresh & leading)
    return seen


def _stands_among(targets: Sequence[tuple[str, str, bool]], foreign: Set[str]) -> bool:
    """Whether the menu of a page that maps alone lead to is another unit's: most of what it offers is. Rows are what it lists, wherever that is filed."""
    menu = [url for url, _, is_row in targets if not is_row]
    return sum(url in foreign for url in menu) > MENU_SHARE * len(menu) and len(menu) >= LEAST_MENU


def _found_on(everything: UnitFacts, links: Links, foreign: Set[str]) -> Set[str]:
    """Pages that no page is known to offer, and that the crawl met on a unit's pages: the items of its system for services."""
    offered, found = _offered(links), set(foreign)
    loose = [p for p in everything.pages if p.url not in offered and p is not everything.home and p.page.found_on]
    while fresh := {
        p.url for p in loose if p.url not in found and (source := everything.find(p.page.found_on or "")) and source.url in found
    }:
        found |= fresh
    return found - foreign


def _filed_under(everything: UnitFacts, columns: Sequence[str]) -> frozenset[str]:
    """Pages whose breadcrumb leads through another unit's column, wherever their addresses are filed. 归入他栏目的页面"""
    keys = {address_key(column) for column in columns}
    return frozenset(p.url for p in everything.pages if p is not everything.home and any(address_key(url) in keys for url in p.above))


def _copied(everything: UnitFacts, column_url: str) -> bool:
    """Whether breadcrumbs through a column were copied from page to page: the place of another organ, as the home page names it, claims to be in it."""
    root, menu = everything.find(column_url), everything.home.links if everything.home else ()
    named = (everything.find(link.url) for link in menu if link.url and ORGAN_NAME.search(link.text))
    places = (p for p in named if p is not None and p is not root and p is not everything.home)
    return any(address_key(column_url) in map(address_key, p.above) and p.kind is not PageKind.ARTICLE for p in places)


def _is_below(url: str, column_url: str) -> bool:
    """Whether an address lies in the folder of a column's index page; the root folder and addresses by parameter are nobody's own."""
    column = urlsplit(column_url)
    folder, _, name = column.path.rpartition("/")
    folder += "/" if "." in name or not name else f"/{name}/"
    return folder != "/" and not column.query and host_of(url) == host_of(column_url) and urlsplit(url).path.startswith(folder)


def _links_among(everything: UnitFacts) -> Links:
    """For each page the pages that it offers: address, key of the address as linked, and whether as a row of its list or its next page."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for page in everything.pages:
        named = [*_own_links(page), *((link.url, False) for link in page.links if link.url and page is everything.home)]
        pairs = ((everything.find(url), address_key(url), is_row) for url, is_row in dict.fromkeys(named))
        found[page.url] = [(target.url, key, is_row) for target, key, is_row in pairs if target is not None and target is not page]
    return found


def _without_maps(everything: UnitFacts, links: Links) -> Links:
    """The same without what site maps offer, and pages that maps alone lead to: that these name a bureau's places makes none the parent's."""
    found = {f.value.url for f in everything.of("link", "sitemap") if isinstance(f.value, Link) and f.value.url}
    maps = {page.url for url in found if (page := everything.find(url)) is not None}
    if not maps or everything.home is None:
        return links
    seen, queue = {everything.home.url}, [everything.home.url]
    while queue:
        fresh = {url for url, _, _ in links[queue.pop()]} - seen - maps
        seen |= fresh
        queue += fresh
    return {url: targets if url in seen else () for url, targets in links.items()}


def _offered(links: Links) -> Mapping[str, set[str]]:
    """For each page the pages that offer it."""
    found: dict[str, set[str]] = defaultdict(set)
    for page, targets in links.items():
        for url, _, _ in targets:
            found[url].add(page)
    return found


def _keys(page: ReadPage | None) -> frozenset[str]:
    """Where a page was asked for and where it was found: a dead row that ends on the site's home page is the home page."""
    return frozenset(address_key(url) for url in (page.url, page.page.final_url) if url) if page else frozenset()


def _own_links(page: ReadPage) -> Iterator[tuple[str, bool]]:
    """Addresses that a page's content names, and whether they are rows of its list, the page after, or the page itself one jump further."""
    for fact in page.facts:
        value = fact.value
        if isinstance(value, Entry | Link) and value.url:
            yield value.url, isinstance(value, Entry)
        elif isinstance(value, Paging) and value.next_url:
            yield value.next_url, True
    if page.jump:
        yield page.jump, True
