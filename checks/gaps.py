"""Why a look at a portal was not complete: what was not read and may hold what is sought. 未看全的原因"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.doors import may_lead_on
from checks.facts.page import ATTACHMENT
from checks.facts.roles import role_of_text
from checks.model import STOP_ZH, LinkKind, PageKind, Skip, SkipReason, Stop
from checks.pages import FRAMES_BELOW, REACH_ZH, Reach, ReadPage, address_key, host_of, page_reach
from checks.parsing.fold import fold

if TYPE_CHECKING:
    from checks.unit import UnitFacts

SHORT_TEXT = 12
NO_COLUMN = re.compile(r"天气|空气质量|万年历")  # other bodies' data that portals show: no column of the unit's stands there
LITTLE_TEXT = 100  # characters below which a page has no content of its own beside its frames
SITE_WIDE = 3  # a frame on so many pages is part of the template
CLOSED = {SkipReason.DEPTH: "层级过深未访问", SkipReason.ROBOTS: "robots.txt 不允许", SkipReason.ADDRESS: "地址不允许访问"}
PLACES = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.OTHER})
FEW_WAITING = (
    0.1  # of a site's columns: search, letters and films that a script fills in hide nothing; a site written by scripts may hide anything
)
MANY_ADDRESSLESS = 8  # links: a few open a search box or a film on every portal
MOST_APART = 0.5  # of the ways in that a column offers: beyond it the column's own pages were not told from the site's, not looked through
DOCUMENT_ROLES = frozenset({"guide", "apply"})  # a guide or an application form holds no columns
HIDDEN_FRAME = frozenset({Reach.OFFSITE, Reach.ROBOTS, Reach.UNVISITED, Reach.APART, Reach.ERROR, Reach.SHELL})


def gaps_of(unit: UnitFacts) -> Iterator[str]:
    """The reasons, in Chinese; none if everything that could matter was read. 未看全的原因"""
    if unit.visit.stop is not Stop.DONE:
        yield f"抓取未完成（{STOP_ZH[unit.visit.stop]}）"
    if unit.home is None or not unit.home.ok:
        yield "首页未能打开"
    elif page_reach(unit.home) is not Reach.READ:
        yield f"首页{REACH_ZH[page_reach(unit.home)]}"
    elif unit.own_site and _menu_unseen(unit, unit.home):
        yield "首页未读出栏目链接，菜单可能由脚本写出"
    elif unit.own_site and (addressless := _addressless(unit.home)):
        yield f"首页多数链接没有网址（{addressless}个），其后的内容未能查看"
    unseen = {(address_key(page.url), address_key(url)) for page in unit.pages for url in page.pixels}
    unread = [
        p
        for p in unit.pages
        if page_reach(p) in (Reach.ERROR, Reach.SHELL, Reach.ROBOTS)
        and _may_hold_columns(p)
        and (address_key(p.page.found_on or ""), address_key(p.url)) not in unseen
        and not _answers_for_itself(unit, p)
    ]
    if unread:
        yield f"{len(unread)}个页面未能读取（如 {unread[0].url}：{REACH_ZH[page_reach(unread[0])]}）"
    places = [p for p in unit.pages if p is not unit.home and page_reach(p) is Reach.READ and p.kind in PLACES and _may_hold_columns(p)]
    waiting = [p for p in places if p.of("list.awaits")]
    if len(waiting) > FEW_WAITING * len(places):
        yield f"{len(waiting)}个页面的内容可能由脚本写出，未读出（如 {waiting[0].url}）"
    in_frames = {address_key(url) for page in unit.pages for url in page.frames}  # these are weighed with the page around them
    closed = [s for s in unit.skips if s.reason in CLOSED and address_key(s.url) not in in_frames and _may_be_door(unit, s)]
    if closed:
        yield f"{len(closed)}个入口未访问（如“{closed[0].anchor[:20] or closed[0].url}”：{CLOSED[closed[0].reason]}）"
    framed = list(_framed(unit))
    if framed:
        page, reach = framed[0]
        yield f"{len(framed)}个页面的内容在框架中，未能读取（如 {page.url}：{REACH_ZH[reach]}）"
    cut = [page for page in unit.pages if page.of("page.truncated") and _may_hold_columns(page)]
    if cut:
        yield f"{len(cut)}个页面过大，未能读全（如 {cut[0].url}）"
    doors = () if unit.own_site else [t for t in unit.targets if t.is_door]
    apart = [t for t in doors if t.reach is Reach.APART]
    if len(apart) > MOST_APART * len(doors):
        yield f"{len(apart)}个入口{REACH_ZH[Reach.APART]}（如“{apart[0].link.text[:20]}”）"
    broken = unit.of("reader.error")
    if broken:
        yield f"{len(broken)}处读取程序出错"


def _answers_for_itself(unit: UnitFacts, page: ReadPage) -> bool:
    """Whether a page of another host is the one document that its link names, and so hides nothing but itself: rules that seek it weigh it."""
    return host_of(page.url) != unit.host and role_of_text(page.page.anchor or "", unit.context.vocabulary) in DOCUMENT_ROLES


def _may_hold_columns(page: ReadPage) -> bool:
    """An article that failed hides no column, nor a file, nor the weather; a page reached by a short link text, or near the start, may."""
    if ATTACHMENT.search(page.url):
        return False
    return not NO_COLUMN.search(fold(page.page.anchor or "")) and (page.page.depth <= 1 or len(page.page.anchor or "") <= SHORT_TEXT)


def _may_be_door(unit: UnitFacts, skip: Skip) -> bool:
    """Whether a link that may not be followed could be the column that is sought: a menu item of which nobody knows what it is for.

    Items whose words say it are weighed by the rules that seek them (``UnitFacts.blocked``). Rows of a list are documents: where the crawl's
    depth ends at them, no column is lost. What was read by another way hides nothing.
    """
    page = unit.find(skip.found_on) if skip.found_on else None
    if address_key(skip.url) in unit.shared or unit.find(skip.url) is not None or (skip.found_on and page is None):
        return False
    if role_of_text(skip.anchor, unit.context.vocabulary) or not may_lead_on(skip.anchor):
        return False
    return page is None or (page.kind is not PageKind.ARTICLE and not is_row(page, skip.url))


def is_row(page: ReadPage, url: str) -> bool:
    """Whether an address is that of a document in a page's list: a dated row, or one of so many that they are documents. 是否列表条目"""
    return url in page.documents


def _framed(unit: UnitFacts) -> Iterator[tuple[ReadPage, Reach]]:
    """Pages that are nothing without a frame which was not read. What the whole site shows in frames (weather, counters) is no content.

    The home page is never nothing, but a part of the portal's own that it shows in a frame may hold the entry that is sought.
    """
    places = Counter(address_key(url) for page in unit.pages for url in page.frames)
    for page in unit.pages:
        bare = page_reach(page) is Reach.READ and page.own_text < LITTLE_TEXT and not page.of("entry") and page.kind is not PageKind.HOME
        if not (bare and _may_hold_columns(page)) and page is not unit.home:
            continue
        frames = [url for url in page.frames if url not in page.pixels]
        if not bare:
            frames = [url for url in frames if host_of(url) == unit.host and unit.find(url) is None]
        hidden = [reach for url in frames if places[address_key(url)] < SITE_WIDE and (reach := unit.reach(url)[0]) in HIDDEN_FRAME]
        if hidden:
            yield page, hidden[0]


def front_parts(unit: UnitFacts, home: ReadPage) -> tuple[ReadPage, ...]:
    """The home page with the frames that make it up. 首页及其框架"""
    parts = {home.url: home}
    for _ in range(FRAMES_BELOW):
        framed = (unit.find(url) for page in tuple(parts.values()) for url in page.frames)
        parts |= {page.url: page for page in framed if page is not None}
    return tuple(parts.values())


def _addressless(home: ReadPage) -> int:
    """Links of the home page that lead nowhere a crawler could follow, if they are most of those that may lead on; else 0."""
    leads = [link for link in home.links if not link.hidden and link.via in ("a", "area", "script") and may_lead_on(link.text)]
    dead = sum(link.kind in (LinkKind.SCRIPT, LinkKind.EMPTY) for link in leads)
    return dead if dead >= MANY_ADDRESSLESS and dead > len(leads) / 2 else 0


def _menu_unseen(unit: UnitFacts, home: ReadPage) -> bool:
    """Whether neither the home page nor any frame of it shows a menu, and a script of one of them may write it.

    Of such a portal only the documents named on its home page were found: what else it has stands behind the menu.
    """
    parts = front_parts(unit, home)
    return all(not page.menu for page in parts) and any(page.menu is None for page in parts)
