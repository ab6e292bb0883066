"""What is known of one unit after a visit: targets, columns, dated items, gaps. 单位事实"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from checks.model import Entry, Evidence, Fact, Link, LinkKind, PageKind, Place, Skip, SkipReason, Stop, Unit, Visit
from checks.pages import REACH_ZH, Reach, ReadPage, address_key, host_of, page_reach, paging_of, path_key
from checks.vocabulary import Context

LONGEST_DOOR = 14
LONGEST_NEWS_DOOR = 8  # 通知公告, 工作动态: longer texts with these words are titles of single items
DOCUMENT_SIGN = re.compile(r"20\d\d|^关于|《|\.(?:docx?|xlsx?|pdf|zip|rar|wps)$|第.{1,4}[批期号]", re.I)
SOUGHT_DOCUMENTS = frozenset({"guide", "catalogue", "apply"})
LIST_KINDS = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX})
SHORT_TEXT = 12


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
        """Whether the words name a place (政府信息公开) rather than one document (关于…的通知, 2014年度报告)."""
        return len(self.link.text) <= (LONGEST_NEWS_DOOR if self.role == "dated" else LONGEST_DOOR) and not DOCUMENT_SIGN.search(
            self.link.text
        )

    @property
    def link(self) -> Link:
        """The link as written on the page."""
        assert isinstance(self.fact.value, Link)
        return self.fact.value

    def describe(self) -> str:
        """«公开指南»（页面不存在）"""
        return f"“{self.link.text[:30]}”（{REACH_ZH[self.reach]}）"


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """A list walked page by page. 栏目

    Attributes:
        pages: in walking order; ``entries`` over all of them, as facts of kind ``entry``.
        ended: the walk reached the list's last page.
        oldest: the oldest date that the walk reached; None if no row is dated.
    """

    name: str
    pages: tuple[ReadPage, ...]
    entries: tuple[Fact, ...]
    ended: bool
    oldest: dt.date | None

    @property
    def url(self) -> str:
        """Address of the first page."""
        return self.pages[0].url

    def covers(self, day: dt.date) -> bool:
        """Whether every entry since ``day`` must have been seen."""
        return self.ended or (self.oldest is not None and self.oldest < day)


@attrs.frozen(kw_only=True, eq=False)
class UnitFacts:
    """All that one visit says about one unit. 单位事实

    Attributes:
        pages: pages that count for the unit, one per address (the rendered body where there are two), in address order.
        home: the unit's entry page: the portal's home or its column on another's portal.
        own_site: False if the unit discloses on a column of another unit's portal.
        shared: for such a unit, address keys and texts of the links of the whole site's home page: its menu is not the unit's.
        skips: links that were seen and not fetched.
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

    @functools.cached_property
    def _by_key(self) -> dict[str, ReadPage]:
        ended = {address_key(page.page.final_url): page for page in self.pages if page.page.final_url}
        return ended | {address_key(page.url): page for page in self.pages}  # its own fetch says more than a redirect that ended there

    @functools.cached_property
    def _skipped(self) -> dict[str, SkipReason]:
        return {address_key(s.url): s.reason for s in self.skips}

    @functools.cached_property
    def host(self) -> str:
        """Host of the entry page, without www."""
        return host_of(self.home.page.final_url or self.home.url if self.home else self.visit.start_url)

    def find(self, url: str) -> ReadPage | None:
        """The page behind an address, if it was fetched."""
        return self._by_key.get(address_key(url))

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
        return Reach.UNVISITED, None

    @functools.cached_property
    def _twins(self) -> dict[str, ReadPage]:
        """Pages by path: a site known under two host names links to itself by the other; paths of two and more parts only."""
        return {path_key(p.url): p for p in self.pages if p.ok and host_of(p.url) == self.host and path_key(p.url).count("/") >= 3}

    @functools.cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every link a rule may ask for, once per role, address and text; followable ones first."""
        found: dict[tuple[str, str], Target] = {}
        for offering in sorted(self.pages, key=lambda p: (p.page.depth, p.url)):  # nearest to the home page first
            for fact in offering.of("link"):
                link = fact.value
                assert isinstance(link, Link)
                if (address_key(link.url) if link.url else link.text) in self.shared:
                    continue
                key = (fact.subject, address_key(link.url) if link.url else f"{link.kind}:{link.text}")
                if key not in found:
                    reach, page = self.reach(link.url, link.kind)
                    found[key] = Target(role=fact.subject, fact=fact, reach=reach, page=page, clicks=offering.page.depth)
        return tuple(
            sorted(found.values(), key=lambda t: (t.role, t.reach is not Reach.READ, t.fact.evidence.url, t.fact.evidence.locator))
        )

    def offers(self, *roles: str) -> tuple[Target, ...]:
        """Targets of these roles."""
        return tuple(t for t in self.targets if t.role in roles)

    @functools.cached_property
    def columns(self) -> tuple[Column, ...]:
        """Lists with all their pages, by address of the first."""
        return tuple(_columns(self))

    @functools.cached_property
    def dated(self) -> tuple[tuple[dt.date, Fact], ...]:
        """Everything on the portal that carries a publication date: list rows, and pages that state their own. Newest first."""
        rows = [(f.value.date, f) for f in self.of("entry") if isinstance(f.value, Entry) and f.value.date]
        own = [(f.value, f) for f in self.of("page.published") if isinstance(f.value, dt.date)]
        return tuple(sorted(rows + own, key=lambda pair: (-pair[0].toordinal(), pair[1].evidence.url, pair[1].evidence.locator)))

    @functools.cached_property
    def gaps(self) -> tuple[str, ...]:
        """Why the look was not complete, in Chinese; empty if everything that could matter was read. 未看全的原因"""
        return tuple(_gaps(self))

    def blocked(self, *roles: str) -> tuple[Target, ...]:
        """Offered places of these roles that could not be opened: what is missed may be there. 打不开的入口

        A closed door with the very words of one that opened (the same menu item on another template) hides nothing. The title of
        one document is no door, except where the document itself is what is sought.
        """
        opened = {t.link.text for t in self.offers(*roles) if t.reach is Reach.READ} | self._titles
        closed = (t for t in self.offers(*roles) if t.reach is not Reach.READ and t.link.text not in opened)
        return tuple(t for t in closed if t.is_door or t.role in SOUGHT_DOCUMENTS)

    @functools.cached_property
    def _titles(self) -> frozenset[str]:
        """Names of columns that were read: a dead menu item of that name (the column's own, often) hides nothing."""
        return frozenset(c.name for c in self.columns if c.name)

    def looked(self, words: Iterable[str] = ()) -> str:
        """Where was looked, as one sentence for a "not found" finding. 查找范围"""
        read_count = sum(p.ok for p in self.pages)
        ended = sum(c.ended for c in self.columns)
        tried = "、".join(words)
        browser = "使用浏览器" if self.visit.plan.browser else "未使用浏览器"
        return f"共读{read_count}页，列表栏目{len(self.columns)}个（读到底{ended}个），{browser}" + (
            f"；所查字样：{tried}" if tried else ""
        )

    def absence(self) -> tuple[Evidence, ...]:
        """Negative evidence: the entry page with the words its links offer. 反证"""
        if self.home is None:
            return ()
        texts = [link.text for link in self.home.links if link.text and not link.hidden and link.kind is not LinkKind.FRAGMENT]
        return (self.home.evidence(" ".join(dict.fromkeys(texts)), "links"),)


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
        chain = [lists[url]]
        while (nxt := following.get(chain[-1].url)) is not None and nxt not in chain:
            chain.append(nxt)
        entries = tuple(f for p in chain for f in p.of("entry"))
        dates = [f.value.date for f in entries if isinstance(f.value, Entry) and f.value.date]  # a last page without dates adds nothing
        yield Column(
            name=chain[0].title,
            pages=tuple(chain),
            entries=entries,
            ended=paging_of(chain[-1]).more is False,
            oldest=_settled_oldest(dates),
        )


def _settled_oldest(dates: Sequence[dt.date]) -> dt.date | None:
    """The last row's date, or the newest among the last three if the list is not strictly in order: an old pinned row proves nothing."""
    return max(dates[-3:]) if dates else None


def _gaps(unit: UnitFacts) -> Iterator[str]:
    if unit.visit.stop is not Stop.DONE:
        yield f"抓取未完成（{STOP_ZH[unit.visit.stop]}）"
    if unit.home is None or not unit.home.ok:
        yield "首页未能打开"
    elif page_reach(unit.home) is not Reach.READ:
        yield f"首页{REACH_ZH[page_reach(unit.home)]}"
    unread = [p for p in unit.pages if page_reach(p) in (Reach.ERROR, Reach.SHELL, Reach.ROBOTS) and _may_hold_columns(p)]
    if unread:
        yield f"{len(unread)}个页面未能读取（如 {unread[0].url}：{REACH_ZH[page_reach(unread[0])]}）"
    broken = unit.of("reader.error")
    if broken:
        yield f"{len(broken)}处读取程序出错"


def _may_hold_columns(page: ReadPage) -> bool:
    """An article that failed hides no column; a page reached by a short link text, or near the start, may."""
    return page.page.depth <= 1 or len(page.page.anchor or "") <= SHORT_TEXT


STOP_ZH = {
    Stop.DONE: "完成",
    Stop.PAGES: "达到页数上限",
    Stop.BYTES: "达到流量上限",
    Stop.SECONDS: "达到时间上限",
    Stop.UNREACHABLE: "网站无法访问",
    Stop.BLOCKED: "被网站拦截",
    Stop.ROBOTS: "robots.txt 不允许",
    Stop.CRASHED: "抓取程序出错",
}
