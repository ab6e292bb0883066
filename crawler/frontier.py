"""Which link next, and why not the others: the state of one focused crawl. Pure: no network, no clock. 抓取边界"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from checks.facts.roles import role_of
from checks.model import Entry, Link, LinkKind, PageKind, Paging, Plan, Portal, Skip, SkipReason
from checks.vocabulary import Vocabulary
from crawler.policy import (
    DOCUMENT_ROLES,
    MAX_ATTACHMENTS,
    MAX_DEPTH,
    MAX_JUMPS,
    MAX_LIST_PAGES,
    MAX_OFFSITE,
    MAX_ROLE_LINKS,
    MAX_SITEMAPS,
    NEEDED,
    NEEDED_KINDS,
    ROLES,
    Tier,
    is_attachment,
    is_column,
    is_media,
    is_pager,
    is_picture,
    is_titled,
    newest,
    page_key,
    policy_of,
    same_owner,
    site_key,
    sites_of,
    walks_on,
)

JUMPS = frozenset({"frame", "refresh"})
# Of several reasons why a link was not fetched the last of these counts; that we could not fetch it says more than any of them.
CHOSEN = (SkipReason.NOT_NEEDED, SkipReason.WINDOW, SkipReason.LIMIT)


@attrs.frozen(kw_only=True)
class Candidate:
    """A link that is to be fetched. 待抓取链接

    Attributes:
        role: what its words, or the list it stands in, say it is for; ''.
        depth: clicks from the start page; jumps add none.
        list_page: 1 for a list's first page, counted on along its pager; ``list_url`` that first page's address ('' for itself).
        home: the start page, or what it immediately jumps to.
        framed: shown in a frame of the page that names it.
        jumps: how many frames and refreshes led here, one after the other.
        firm: linked from the home page or by a role's words: an error is tried again before it is believed.
        offsite: on another site, allowed for its role; its links are not followed.
        attempt: 1, or 2 for the second try.
    """

    url: str
    tier: Tier
    anchor: str | None = None
    found_on: str | None = None
    role: str = ""
    depth: int = 0
    list_page: int = 1
    list_url: str = ""
    home: bool = False
    framed: bool = False
    jumps: int = 0
    firm: bool = False
    offsite: bool = False
    attempt: int = 1


@attrs.frozen(kw_only=True)
class Outline:
    """What the frontier needs to know of a fetched page. 页面概要

    Attributes:
        shell: the page says too little before its scripts have run; a browser must show it.
        menuless: it can be read, but shows no menu, which its scripts may write: a browser, if there is one, may show it.
    """

    url: str
    links: tuple[Link, ...] = ()
    kind: PageKind | None = None
    entries: tuple[Entry, ...] = ()
    paging: Paging | None = None
    shell: bool = False
    menuless: bool = False


class Frontier:
    """Takes pages, gives the next link to fetch, and accounts for every link that was not fetched."""

    def __init__(self, portal: Portal, plan: Plan, vocabulary: Vocabulary) -> None:
        self._plan = plan
        self._vocabulary = vocabulary
        self._sites = set(sites_of(portal))
        self._heap: list[tuple[int, int, int, Candidate]] = []
        self._waiting: dict[str, Candidate] = {}
        self._taken: set[str] = set()
        self._skipped: dict[str, Skip] = {}
        self._order = 0
        self._offsite = 0
        self._seeded = 0
        self._role_links: Counter[str] = Counter()
        self._sampled: Counter[str] = Counter()  # list's first page → entries chosen so far
        self._refused: list[Skip] = []
        self._push(Candidate(url=portal.home_url, tier=Tier.START, home=True, firm=False))

    def __len__(self) -> int:
        return len(self._waiting)

    # -- giving

    def take(self) -> Candidate | None:
        """The next link to fetch, or None if all are fetched. 取下一个链接"""
        while self._heap:
            candidate = heapq.heappop(self._heap)[3]
            key = page_key(candidate.url)
            if self._waiting.get(key) is candidate:
                del self._waiting[key]
                self._taken.add(key)
                return candidate
        return None

    def leftovers(self, unfinished: Iterable[Candidate] = ()) -> Iterator[Skip]:
        """Every link that was seen and not fetched, with its reason; ``unfinished`` were taken but not answered. 未访问链接"""
        for candidate in (*unfinished, *self._waiting.values()):
            yield Skip(url=candidate.url, reason=SkipReason.BUDGET, anchor=candidate.anchor or "", found_on=candidate.found_on or "")
        yield from self._refused
        for key, skip in self._skipped.items():
            if key not in self._taken and key not in self._waiting:
                yield skip

    # -- taking in

    def retry(self, candidate: Candidate) -> bool:
        """Put a link that answered with an error back for a second try, if it deserves one. 再试一次"""
        if candidate.attempt > 1 or not candidate.firm:
            return False
        self._taken.discard(page_key(candidate.url))
        self._push(attrs.evolve(candidate, tier=Tier.AGAIN, attempt=2))
        return True

    def refuse(self, candidate: Candidate, reason: SkipReason) -> None:
        """A taken link that may not be fetched after all: robots.txt or the address guard says no. 不许访问"""
        self._refused.append(Skip(url=candidate.url, reason=reason, anchor=candidate.anchor or "", found_on=candidate.found_on or ""))

    def adopt(self, url: str) -> bool:
        """Accept the site that the start page redirected to as the portal's own; False if it plainly has another owner. 首页转向"""
        key = site_key(url)
        if key in self._sites:
            return True
        if not any(same_owner(key, known) for known in self._sites):
            return False
        self._sites.add(key)
        return True

    def seed(self, urls: Iterable[str], found_on: str) -> None:
        """Add sitemaps, those that an index names included. 种子"""
        for url in urls:
            if site_key(url) not in self._sites:
                self._skip(url, SkipReason.OFFSITE, "", found_on)
            elif self._seeded >= MAX_SITEMAPS:
                self._skip(url, SkipReason.LIMIT, "", found_on)
            else:
                self._seeded += self._push(Candidate(url=url, tier=Tier.SITEMAP, found_on=found_on))

    def mapped(self, urls: Iterable[str], found_on: str) -> None:
        """Add addresses that only sitemap.xml names: index pages are read, single documents are not needed. 站点地图中的网址"""
        for url in urls:
            if site_key(url) not in self._sites:
                self._skip(url, SkipReason.OFFSITE, "", found_on)
            elif url.endswith("/") or "/index." in url:
                self._push(Candidate(url=url, tier=Tier.MAPPED, found_on=found_on, depth=1))
            else:
                self._skip(url, SkipReason.NOT_NEEDED, "", found_on)

    def read(self, candidate: Candidate, page: Outline) -> None:
        """Take in a fetched page: decide for each of its links. 读入页面"""
        self._taken.add(page_key(page.url))
        self._waiting.pop(page_key(page.url), None)
        if candidate.role == "sitemap":
            page = attrs.evolve(page, entries=(), paging=None)  # a map's rows are places
        rows = {page_key(entry.url) for entry in page.entries if entry.url}
        attached = 0
        for link in page.links:
            if link.kind is not LinkKind.WEB or link.url is None:
                continue
            if link.via in JUMPS:
                self._jump(candidate, link)
            elif candidate.offsite or page_key(link.url) in self._taken:
                continue  # the guest page of another portal: its navigation is not ours; a taken link is decided for good
            elif site_key(link.url) not in self._sites:
                self._elsewhere(candidate, link)
            elif is_attachment(link.url) or is_media(link.url):
                attached += self._attachment(candidate, page, link, attached)
            elif page_key(link.url) not in rows:
                self._place(candidate, page, link)
        if not candidate.offsite:
            self._list(candidate, page)

    def _jump(self, source: Candidate, link: Link) -> bool:
        """Frames, refreshes and scripted redirects carry on what the page is."""
        assert link.url is not None
        offsite = source.offsite
        if site_key(link.url) not in self._sites:
            own = source.home and link.via == "refresh" and self.adopt(link.url)
            allowed = source.offsite or policy_of(source.role).elsewhere
            if not own and (not allowed or not self._may_leave()):
                return self._skip_link(source, link, SkipReason.OFFSITE)
            offsite = not own
        if source.depth > MAX_DEPTH:
            return self._skip_link(source, link, SkipReason.DEPTH)
        if source.jumps >= MAX_JUMPS:
            return self._skip_link(source, link, SkipReason.LIMIT)
        refreshed = link.via == "refresh"
        return self._push(
            attrs.evolve(
                source,
                url=link.url,
                tier=Tier.JUMP,
                anchor=source.anchor if refreshed else link.text,
                found_on=source.url,
                home=source.home,
                framed=source.framed or not refreshed,
                jumps=source.jumps + 1,
                offsite=offsite,
                depth=source.depth if refreshed else source.depth + (0 if source.home else 1),
                attempt=1,
            )
        )

    def _elsewhere(self, source: Candidate, link: Link) -> None:
        """Another site's link: one hop, for the few roles that bureaus keep on the city's portal."""
        role = role_of(link, self._vocabulary)
        assert link.url is not None
        if not self._is_known(link.url) and policy_of(role).elsewhere and not is_media(link.url) and self._may_leave():
            self._push(self._from(source, link, Tier.ROLE, role=role, offsite=True, firm=True))
            return
        self._skip_link(source, link, SkipReason.OFFSITE)

    def _may_leave(self) -> bool:
        self._offsite += 1
        return self._offsite <= MAX_OFFSITE

    def _attachment(self, source: Candidate, page: Outline, link: Link, already: int) -> int:
        """Documents are fetched from pages that rules read, by a role's words, and from the home page; media never."""
        role = role_of(link, self._vocabulary)
        wanted = source.role in NEEDED or page.kind in NEEDED_KINDS or role in DOCUMENT_ROLES or source.home
        assert link.url is not None
        if is_media(link.url) or not wanted or already >= MAX_ATTACHMENTS:
            self._skip_link(source, link, SkipReason.LIMIT if wanted and not is_media(link.url) else SkipReason.NOT_NEEDED)
            return 0
        return int(self._push(self._from(source, link, Tier.NEEDED_ENTRY, role=role or source.role, firm=source.home or bool(role))))

    def _place(self, source: Candidate, page: Outline, link: Link) -> None:
        """A link that is no list row: a place by its words, a home page link, or nothing a rule needs."""
        assert link.url is not None
        role = role_of(link, self._vocabulary)
        if role in ROLES and not is_pager(link) and (self._role_links[role] < MAX_ROLE_LINKS or self._is_known(link.url)):
            self._role_links[role] += self._push(self._from(source, link, Tier.ROLE, role=role, firm=True))
        elif source.home:
            tier = Tier.COLUMN if is_column(link) else Tier.HOME_LINK
            self._push(self._from(source, link, tier, role=role, firm=True))
        elif is_pager(link):
            dated = any(entry.date for entry in page.entries)
            self._skip_link(source, link, SkipReason.WINDOW if dated else SkipReason.NOT_NEEDED)
        elif source.role == "sitemap" or (is_column(link) and role not in ROLES) or is_picture(link):
            self._push(self._from(source, link, Tier.COLUMN, role=role))
        else:
            self._skip_link(source, link, SkipReason.LIMIT if role in ROLES else SkipReason.NOT_NEEDED)

    def _list(self, source: Candidate, page: Outline) -> None:
        """Walk a list on, and choose among its rows."""
        self._rows(source, page)
        paging = page.paging
        if paging is None or not paging.next_url or site_key(paging.next_url) not in self._sites:
            return
        if walks_on(page.entries, paging, role=source.role, window_from=self._plan.window_from, page_no=source.list_page):
            self._push(
                attrs.evolve(
                    source,
                    url=paging.next_url,
                    tier=Tier.NEEDED_LIST if policy_of(source.role).whole else Tier.LIST,
                    found_on=source.url,
                    list_page=source.list_page + 1,
                    list_url=source.list_url or source.url,
                    home=False,
                    framed=False,
                    jumps=0,
                    firm=True,
                    attempt=1,
                )
            )
        else:
            beyond = any(entry.date for entry in page.entries) and source.list_page < MAX_LIST_PAGES
            reason = SkipReason.WINDOW if beyond else SkipReason.LIMIT
            self._skip(paging.next_url, reason, source.anchor or "", source.url)

    def _rows(self, source: Candidate, page: Outline) -> None:
        entries = page.entries or self._titled(source, page)
        column = source.list_url or source.url
        left = policy_of(source.role).entries - self._sampled[column]
        chosen = {id(entry) for entry in (entries if source.home else newest(entries, left))}
        self._sampled[column] += len(chosen)
        for entry in entries:
            if entry.url is None:
                continue
            link = Link(kind=LinkKind.WEB, url=entry.url, href=entry.href, text=entry.title)
            role = role_of(link, self._vocabulary)
            if site_key(entry.url) not in self._sites:
                self._elsewhere(source, link)
            elif is_media(entry.url):
                self._skip_link(source, link, SkipReason.NOT_NEEDED)
            elif role in DOCUMENT_ROLES and self._role_links[role] < MAX_ROLE_LINKS:
                self._role_links[role] += self._push(self._from(source, link, Tier.NEEDED_ENTRY, role=role, firm=source.home))
            elif id(entry) not in chosen:
                self._skip_link(source, link, SkipReason.NOT_NEEDED)
            else:
                tier = Tier.HOME_LINK if source.home else Tier.NEEDED_ENTRY if source.role in NEEDED else Tier.SAMPLE
                self._push(self._from(source, link, tier, role=source.role if source.role in NEEDED else "", firm=source.home))

    def _titled(self, source: Candidate, page: Outline) -> tuple[Entry, ...]:
        """Rows of a list whose layout nobody recognised: its links that are long enough for a title, if the page was reached as a place."""
        if source.home or source.role == "sitemap" or page.kind not in (None, PageKind.COLUMN, PageKind.OTHER) or source.tier > Tier.COLUMN:
            return ()
        fresh = (
            link
            for link in page.links
            if link.kind is LinkKind.WEB and link.url and link.via == "a" and is_titled(link.text) and not self._is_known(link.url)
        )
        return tuple(Entry(title=link.text, url=link.url, href=link.href, row=row) for row, link in enumerate(fresh))

    def _is_known(self, url: str) -> bool:
        key = page_key(url)
        return key in self._taken or key in self._waiting

    # -- bookkeeping

    @staticmethod
    def _from(source: Candidate, link: Link, tier: Tier, *, role: str = "", offsite: bool = False, firm: bool = False) -> Candidate:
        assert link.url is not None
        return Candidate(
            url=link.url, tier=tier, anchor=link.text, found_on=source.url, role=role, depth=source.depth + 1, offsite=offsite, firm=firm
        )

    def _push(self, candidate: Candidate) -> bool:
        """Queue a link once; a better reason to follow it replaces a worse one. True if it is new."""
        key = page_key(candidate.url)
        if key in self._taken:
            return False
        if candidate.depth > MAX_DEPTH:
            self._skip(candidate.url, SkipReason.DEPTH, candidate.anchor or "", candidate.found_on or "")
            return False
        waiting = self._waiting.get(key)
        if waiting is not None and (waiting.tier, policy_of(waiting.role).rank) <= (candidate.tier, policy_of(candidate.role).rank):
            return False
        if waiting is not None and waiting.firm:
            candidate = attrs.evolve(candidate, firm=True)
        self._order += 1
        self._waiting[key] = candidate
        heapq.heappush(self._heap, (candidate.tier, policy_of(candidate.role).rank, self._order, candidate))
        return waiting is None

    def _skip_link(self, source: Candidate, link: Link, reason: SkipReason) -> bool:
        assert link.url is not None
        self._skip(link.url, reason, link.text, source.url)
        return False

    def _skip(self, url: str, reason: SkipReason, anchor: str, found_on: str) -> None:
        known = self._skipped.get(page_key(url))
        if known is None or _weight(known.reason) < _weight(reason):
            self._skipped[page_key(url)] = Skip(url=url, reason=reason, anchor=anchor, found_on=found_on)


def _weight(reason: SkipReason) -> int:
    return CHOSEN.index(reason) if reason in CHOSEN else len(CHOSEN)
