"""What is known of one unit after a visit: targets, columns, dated items, gaps. 单位事实"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterator

import attrs

from checks.dating import Dated, dated_rows
from checks.doors import LONGEST_DOOR, is_disclosure_place, is_door
from checks.facts.walk import reached, settled_oldest
from checks.gaps import gaps_of
from checks.headed import headed_parts
from checks.looked import named_texts
from checks.model import (
    ColumnSighting,
    Earlier,
    Entry,
    Evidence,
    Fact,
    Link,
    LinkKind,
    PageKind,
    Place,
    Sample,
    Skip,
    SkipReason,
    Unit,
    Visit,
)
from checks.pages import REACH_ZH, Reach, ReadPage, address_key, host_of, page_reach, paging_of, path_key, same_owner, words_of
from checks.recall import Memory, told_columns
from checks.vocabulary import Context

SOUGHT_DOCUMENTS = frozenset({"guide", "catalogue", "apply"})
DEEPEST_FOLDER = 8
LIST_KINDS = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX})


@attrs.frozen(kw_only=True, eq=False)
class Target:
    """A link that a rule asks for, with what became of it. 目标链接

    Attributes:
        clicks: from the home page to the page that offers the link.
    """

    role: str
    fact: Fact
    reach: Reach
    page: ReadPage | None = None
    clicks: int = 0

    @property
    def is_door(self) -> bool:
        """Whether the words name a place rather than one document."""
        return is_door(self.link.text, self.role)

    @property
    def link(self) -> Link:
        """The link as written on the page."""
        assert isinstance(self.fact.value, Link)
        return self.fact.value

    @property
    def shows(self) -> bool:
        """Whether the page was read and is not one whose content a script has yet to write."""
        return self.reach is Reach.READ and not (self.page is not None and self.page.of("list.awaits"))

    def describe(self) -> str:
        """«公开指南»（页面不存在）"""
        became = "内容可能由脚本写出，未读出" if self.reach is Reach.READ and not self.shows else REACH_ZH[self.reach]
        return f"“{self.link.text[:30]}”（{became}）"


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """A list walked page by page. 栏目

    Attributes:
        pages: in walking order; ``entries`` over all of them, as facts of kind ``entry``.
        ended: the walk reached the list's last page.
    """

    name: str
    pages: tuple[ReadPage, ...]
    entries: tuple[Fact, ...]
    ended: bool

    @property
    def url(self) -> str:
        """Address of the first page."""
        return self.pages[0].url

    @functools.cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """Dates of the dated rows in walking order; a last page without dates adds nothing."""
        return tuple(f.value.date for f in self.entries if isinstance(f.value, Entry) and f.value.date)

    @property
    def oldest(self) -> dt.date | None:
        """The date back to which the walk came; None if no row is dated."""
        return settled_oldest(self.dates)

    def covers(self, day: dt.date) -> bool:
        """Whether every entry since ``day`` must have been seen: read to the end, or, where the newest stand first, beyond the day."""
        return self.ended or reached(self.dates, day)


@attrs.frozen(kw_only=True, eq=False)
class UnitFacts:
    """All that one visit says about one unit. 单位事实

    Attributes:
        pages: pages that count for the unit, one per address (the rendered body where there are two), in address order.
        home: the unit's entry page: the portal's home or its column on another's portal.
        own_site: False if the unit discloses on a column of another unit's portal.
        shared: for such a unit, address keys and texts of the links of the whole site's home page: its menu is not the unit's.
        beyond: links of the whole site's home page to places that name the unit among others: lists of all bureaus' documents.
        apart: address keys of pages that were read and do not count for the unit: another unit's, or not to be told whose.
        skips: links that were seen and not fetched.
        earlier: what looks on earlier nights saw; empty where none are known.
        samples: visits of the access probe to the portal before the visit ended.
    """

    unit: Unit
    place: Place
    visit: Visit
    pages: tuple[ReadPage, ...]
    home: ReadPage | None
    skips: tuple[Skip, ...]
    context: Context
    own_site: bool = True
    shared: frozenset[str] = frozenset()
    beyond: tuple[Fact, ...] = ()
    apart: frozenset[str] = frozenset()
    earlier: Earlier = attrs.field(factory=Earlier)
    samples: tuple[Sample, ...] = ()

    @functools.cached_property
    def _by_key(self) -> dict[str, ReadPage]:
        pages = sorted(self.pages, key=lambda p: (p.ok, p.url))  # of two spellings of one address the one that opened counts
        ended = {address_key(page.page.final_url): page for page in pages if page.page.final_url}
        return ended | {address_key(page.url): page for page in pages}  # its own fetch says more than a redirect that ended there

    @functools.cached_property
    def _by_url(self) -> dict[str, ReadPage]:
        return {page.url: page for page in self.pages}

    @functools.cached_property
    def _skipped(self) -> dict[str, SkipReason]:
        return {address_key(s.url): s.reason for s in self.skips}

    @functools.cached_property
    def host(self) -> str:
        """Host of the entry page, without www."""
        return host_of(self.home.page.final_url or self.home.url if self.home else self.visit.start_url)

    def find(self, url: str) -> ReadPage | None:
        """The page behind an address, if it was fetched."""
        return self._by_url.get(url) or self._by_key.get(address_key(url))

    @functools.cached_property
    def registered(self) -> frozenset[str]:
        """Hosts on which the unit is known to disclose: where the visit was sent, and its column; a redirect within one owner's names. 登记载体"""
        known = {host_of(url) for url in (self.visit.start_url, self.place.column_url) if url}
        return frozenset(known | {self.host} if any(same_owner(self.host, host) for host in known) else known)

    def of(self, kind: str, subject: str | None = None) -> tuple[Fact, ...]:
        """All facts of a kind over the unit's pages."""
        facts = self._facts.get(kind, ())
        return tuple(f for f in facts if subject is None or f.subject == subject)

    @functools.cached_property
    def _facts(self) -> dict[str, tuple[Fact, ...]]:
        grouped: dict[str, list[Fact]] = defaultdict(list)
        for page in self.pages:
            for fact in page.facts:
                grouped[fact.kind].append(fact)
        return {kind: tuple(facts) for kind, facts in grouped.items()}

    @property
    def rows(self) -> tuple[Fact, ...]:
        """What the unit's pages list, in panels of tabs as well: enough to say that something is there. 所列条目"""
        return (*self.of("entry"), *self.of("row.beside"))

    def pages_of(self, *kinds: PageKind) -> tuple[ReadPage, ...]:
        """Pages of these kinds."""
        return tuple(p for p in self.pages if p.kind in kinds)

    def reach(self, url: str | None, kind: LinkKind = LinkKind.WEB) -> tuple[Reach, ReadPage | None]:
        """What became of an address; redirect stubs are followed. 到达情况"""
        if url is None:
            return (Reach.SCRIPT if kind is not LinkKind.FRAGMENT else Reach.READ), None
        page: ReadPage | None = None
        for _ in range(6):
            page = self.find(url)
            if page is None:
                return self._unfetched(url)
            reach = page_reach(page)
            if reach is Reach.READ and page.kind is PageKind.REDIRECT_STUB and page.jump and address_key(page.jump) != address_key(url):
                url = page.jump
                continue
            return reach, page
        return Reach.ERROR, page

    def _unfetched(self, url: str) -> tuple[Reach, ReadPage | None]:
        reason = self._skipped.get(address_key(url))
        if reason is SkipReason.ROBOTS:
            return Reach.ROBOTS, None
        if host_of(url) != self.host:
            twin = self._twins.get(path_key(url))
            return (page_reach(twin), twin) if twin else (Reach.OFFSITE, None)
        return (Reach.APART if address_key(url) in self.apart else Reach.UNVISITED), None

    @functools.cached_property
    def _twins(self) -> dict[str, ReadPage]:
        """Pages by path: a site known under two host names links to itself by the other; paths of two and more parts only."""
        return {path_key(p.url): p for p in self.pages if p.ok and host_of(p.url) == self.host and path_key(p.url).count("/") >= 3}

    @functools.cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every link a rule may ask for, once per role, address and text; followable ones first."""
        found: dict[tuple[str, str], Target] = {}
        offers = [(fact, p.page.depth) for p in sorted(self.pages, key=lambda p: (p.page.depth, p.url)) for fact in self._ways(p)]
        for fact, clicks in (
            *offers,
            *((fact, 0) for fact in self.beyond),
        ):  # nearest to the home page first, the unit's own before the site's
            link = fact.value
            assert isinstance(link, Link)
            if (address_key(link.url) if link.url else link.text) in self.shared:
                continue
            key = (fact.subject, address_key(link.url) if link.url else f"{link.kind}:{link.text}")
            if key not in found:
                reach, page = self.reach(link.url, link.kind)
                if link.via in ("data", "written") and reach in (Reach.DEAD, Reach.ERROR):
                    reach = Reach.SCRIPT  # what the attribute or script holds is a part of the address, which a script puts together
                found[key] = Target(role=fact.subject, fact=fact, reach=reach, page=page, clicks=clicks)
        return tuple(
            sorted(found.values(), key=lambda t: (t.role, t.reach is not Reach.READ, t.fact.evidence.url, t.fact.evidence.locator))
        )

    def _ways(self, page: ReadPage) -> tuple[Fact, ...]:
        return (*page.of("link"), *(_long_doors(page) if page is self.home else ()))

    def offers(self, *roles: str) -> tuple[Target, ...]:
        """Targets of these roles."""
        return tuple(t for t in self.targets if t.role in roles)

    @functools.cached_property
    def columns(self) -> tuple[Column, ...]:
        """Lists with all their pages, by address of the first."""
        return tuple(_columns(self))

    @functools.cached_property
    def column_sightings(self) -> tuple[ColumnSighting, ...]:
        """The columns as they stand tonight, each under the key it has had since it was first met. 栏目现状"""
        return told_columns(self)

    @functools.cached_property
    def column_keys(self) -> tuple[str, ...]:
        """The stable key of each of ``columns``, in their order. 栏目编号"""
        return tuple(column.key for column in self.column_sightings)

    @functools.cached_property
    def memory(self) -> Memory:
        """Answers from what earlier looks saw. 此前所见"""
        return Memory(self.earlier)

    @functools.cached_property
    def _rows(self) -> tuple[Dated, ...]:
        lists = [column.entries for column in self.columns] + [page.of("row.beside") for page in self.pages]
        return tuple(row for entries in lists for row in dated_rows(entries, self.published_at, self.context.as_of))

    def published_at(self, url: str) -> dt.date | None:
        """The publication date that the page behind an address states."""
        page = self.find(url)
        return page.published if page is not None else None

    @functools.cached_property
    def dated(self) -> tuple[tuple[dt.date, Fact], ...]:
        """Everything on the portal that carries a publication date: list rows, and pages that state their own. Newest first."""
        rows = [(row.date, row.fact) for row in self._rows if row.sure]
        own = [(f.value, f) for f in self.of("page.published") if isinstance(f.value, dt.date)]
        return tuple(sorted(rows + own, key=lambda pair: (-pair[0].toordinal(), pair[1].evidence.url, pair[1].evidence.locator)))

    @functools.cached_property
    def days_of(self) -> dict[str, dt.date]:
        """For each address the latest publication date that lists or its own page give it. 网址对应日期"""
        found: dict[str, dt.date] = {}
        for day, fact in reversed(self.dated):
            url = fact.value.url if isinstance(fact.value, Entry) else fact.evidence.url
            if url:
                found[address_key(url)] = day
        return found

    @functools.cached_property
    def newest_below(self) -> dict[str, dt.date]:
        """For each folder of the portal's own the latest date of anything below it. 各目录最新日期"""
        found: dict[str, dt.date] = {}
        for key, day in self.days_of.items():
            host, _, path = key.partition("?")[0].partition("/")
            parts = path.split("/")[:-1][:DEEPEST_FOLDER] if host == self.host else ()
            for end in range(1, len(parts) + 1):
                folder = f"/{'/'.join(parts[:end])}/"
                found[folder] = max(day, found.get(folder, day))
        return found

    @functools.cached_property
    def guessed(self) -> tuple[tuple[dt.date, Fact], ...]:
        """Rows that show no year and for whose year nothing speaks: they prove neither that something is new nor that nothing is. 年份不明的条目"""
        return tuple((row.date, row.fact) for row in self._rows if not row.sure)

    @functools.cached_property
    def gaps(self) -> tuple[str, ...]:
        """Why the look was not complete, in Chinese; empty if everything that could matter was read. 未看全的原因"""
        return tuple(gaps_of(self))

    def blocked(self, *roles: str) -> tuple[Target, ...]:
        """Offered places of these roles that could not be opened or wait for a script: what is missed may be there. 打不开的入口

        A closed door with the very words of one that opened (the same menu item on another template) hides nothing. The title of
        one document is no door, except where the document itself is what is sought.
        """
        opened = {t.link.text for t in self.offers(*roles) if t.shows} | self._titles
        closed = (t for t in self.offers(*roles) if not t.shows and t.link.text not in opened)
        return tuple(t for t in closed if t.is_door or t.role in SOUGHT_DOCUMENTS)

    @functools.cached_property
    def _titles(self) -> frozenset[str]:
        """Names of columns that were read: a dead menu item of that name (the column's own, often) hides nothing."""
        return frozenset(c.name for c in self.columns if c.name and not any(page.of("list.awaits") for page in c.pages))

    @functools.cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What the portal calls its places and documents, folded and as written. 网站上的名称"""
        return tuple(named_texts(self))

    @functools.cached_property
    def parts(self) -> tuple[tuple[str, str, ReadPage], ...]:
        """Names of parts of pages, folded and as written, each with its page. 页内各部分名称"""
        return tuple(headed_parts(self))

    @functools.cached_property
    def extent(self) -> str:
        """How much was read, in words; counted once, for a portal of many pages has as many findings that say it. 读取范围"""
        ended = sum(column.ended for column in self.columns)
        return f"共读{sum(page.ok for page in self.pages)}页，列表栏目{len(self.columns)}个（读到底{ended}个）"

    def absence(self) -> tuple[Evidence, ...]:
        """Negative evidence: the entry page with the words its links offer; nothing where they cannot be quoted. 反证"""
        if self.home is None:
            return ()
        quote = self.home.offered or words_of(self.home.links)
        return (self.home.evidence(quote, "links"),) if quote else ()


def _long_doors(page: ReadPage) -> Iterator[Fact]:
    """Links of the home page whose words name the organ and its disclosure place: too long for a role, and doors all the same."""
    for link in page.links:
        if len(link.text) > LONGEST_DOOR and not link.hidden and is_disclosure_place(link.text):
            evidence = page.evidence(link.text, link.locator)
            yield Fact(kind="link", subject="disclosure", value=link, evidence=evidence, method="place", confidence=0.8)


def _columns(unit: UnitFacts) -> Iterator[Column]:
    lists = {p.url: p for p in unit.pages if p.ok and (p.kind in LIST_KINDS or p.of("entry"))}
    following: dict[str, ReadPage] = {}
    for page in lists.values():
        nxt = unit.find(paging_of(page).next_url or "")
        if nxt is not None and nxt.url in lists and nxt.url != page.url:
            following[page.url] = nxt
    inner = {p.url for p in following.values()}
    for url in sorted(lists):
        if url in inner:
            continue
        walked = {url: lists[url]}  # in walking order; by address, for a list may go on over hundreds of pages, or in a circle
        nxt = following.get(url)
        while nxt is not None and nxt.url not in walked:
            walked[nxt.url] = nxt
            nxt = following.get(nxt.url)
        chain = tuple(walked.values())
        entries = tuple(f for p in chain for f in p.of("entry"))
        yield Column(name=chain[0].title, pages=chain, entries=entries, ended=paging_of(chain[-1]).more is False)
