"""Home page and columns that are not kept up, by the dates they show and by what earlier nights saw. 首页、栏目不更新"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Column, ReadPage, UnitFacts
from checks.dating import dated_rows
from checks.doors import LONGEST_DOOR
from checks.facts.walk import newest_first
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, Link, Outcome
from checks.model.period import months_off
from checks.pages import address_key, host_of
from checks.parsing.dates import date_in_url
from checks.parsing.fold import fold
from checks.recall import DatedRow, home_links, local_key, rows_of

from .base import Verdict, cited, home_read, listed, names, row_words
from .columns import blank_columns
from .freshness import doubt_of
from .records import NoOptions

MOST_NAMED = 6
FEW = 3  # dated rows: fewer are no window on what is new
NOT_OPENED = ("dated", "disclosure")
# Folded. Empty pages of contact data, and of institutions under an office: blank, and yet perhaps no column in the indicator's sense.
NO_LIST = re.compile(r"联系|地址|地图|导航|简介|概况|关于|(?:中心|学校|协会|公司|[村局所站队院馆处科室社])$")


@attrs.frozen(kw_only=True)
class HomeUpdated:
    """Options of ``home_updated``: days within which something new must show."""

    days: int


def home_updated(unit: UnitFacts, params: HomeUpdated) -> Iterator[Verdict]:
    """The home page shows something of the last days: by a date, or because the looks of these days had not seen it. 首页更新

    A home page of nothing but menus stands for the pages behind it. What bears no date and was not seen before is not known to be old.
    """
    as_of = unit.context.as_of
    start = as_of - dt.timedelta(days=params.days)
    home = unit.home
    if home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "首页未能读取")
        return
    rows, guessed = _home_rows(unit, home, start)
    new = next((r for r in rows if r.date and r.date >= start), None) or _linked(unit, home, start) or _added(unit, home, start)
    if new is not None:
        when = f"（{new.date}）" if new.date else f"，{start}以后的巡检中新增"
        yield Verdict(outcome=Outcome.PASSED, why=f"首页有“{cited(row_words(new.fact), 30)}”{when}", used=(new.fact,))
        return
    doubt = "；".join(unit.gaps) or guessed or _home_doubt(unit, home, rows, start)
    if doubt:
        yield Verdict(outcome=Outcome.CANT_TELL, why=doubt)
    elif rows or not unit.dated:
        yield _home_old(unit, rows, start)
    else:
        yield _behind_the_menu(unit, start)


def _home_rows(unit: UnitFacts, home: ReadPage, start: dt.date) -> tuple[tuple[DatedRow, ...], str]:
    """The rows of the home page with their dates, newest first, and why some date may be nearer than it is known to be."""
    facts = (*(home.of("home.row") or home.of("entry")), *home.of("row.beside"))
    shown = {id(row.fact): row for row in dated_rows(facts, unit.published_at, unit.context.as_of)}
    rows = [DatedRow(fact=f, date=shown[id(f)].date, sure=shown[id(f)].sure) if id(f) in shown else _known(unit, f) for f in facts]
    guessed = [r for r in rows if not r.sure and r.date and r.date >= start]
    told = f"首页“{cited(row_words(guessed[0].fact), 30)}”等{len(guessed)}条未注年份，不能确认为近期" if guessed else ""
    kept = (r for r in rows if r.sure or (r.date and r.date < start))
    return tuple(sorted(kept, key=lambda r: -(r.date or dt.date.min).toordinal())), told


def _known(unit: UnitFacts, fact: Fact) -> DatedRow:
    entry = fact.value
    url = entry.url if isinstance(entry, Entry) else None
    return DatedRow(fact=fact, date=_date_of(unit, url) if url else None)


def _date_of(unit: UnitFacts, url: str) -> dt.date | None:
    """The latest day known of what an address opens: on the lists of the portal, on the page, in the address itself."""
    return unit.days_of.get(address_key(url)) or date_in_url(url, unit.context.as_of)


def _linked(unit: UnitFacts, home: ReadPage, start: dt.date) -> DatedRow | None:
    """A link of the home page to something that is known to be new; a picture or a headline stands in no list."""
    for link in home_links(unit):
        date = _date_of(unit, link.url or "")
        if date and date >= start:
            return DatedRow(fact=_link_fact(home, link), date=date)
    return None


def _added(unit: UnitFacts, home: ReadPage, start: dt.date) -> DatedRow | None:
    """A link that was not on the home page at a look within the period."""
    base = next((n for n in unit.memory.looks("", start) if n.on < unit.context.as_of), None)
    if base is None:
        return None
    for link in home_links(unit):
        seen = unit.memory.first_seen("", local_key(unit, link.url), link.text)
        if seen is None or seen > base.on:
            return DatedRow(fact=_link_fact(home, link), date=None)
    return None


def _link_fact(home: ReadPage, link: Link) -> Fact:
    return Fact(kind="link", value=link, evidence=home.evidence(link.text, link.locator), method="home", confidence=0.8)


def _home_doubt(unit: UnitFacts, home: ReadPage, rows: Sequence[DatedRow], start: dt.date) -> str:
    """Why a home page on which nothing new was seen may show something new all the same, '' if it may not."""
    undated = [r.entry.title for r in rows if r.date is None and not _old(unit, r.entry.url, r.entry.title, start)]
    titled = {r.entry.url for r in rows}
    undated += [link.text or "图片" for link in home_links(unit) if _may_be_news(unit, link) and link.url not in titled and not _old(unit, link.url, link.text, start)]  # fmt: skip
    if undated:
        return f"首页“{cited(undated[0], 30)}”等{len(undated)}条未注日期，不能确认是否为近期"
    fresh = next((f for day, f in unit.dated if day >= start), None)
    bare = sum(r.date is not None for r in rows) < FEW or (home.scripted and not home.page.rendered)
    if rows and fresh is not None and bare:
        return f"栏目中有近期信息“{cited(row_words(fresh), 30)}”，首页内容可能由脚本写出或不在列表中"
    if not rows and not unit.dated:
        return "首页未见条目，各栏目未见注明日期的信息"
    return ""


def _may_be_news(unit: UnitFacts, link: Link) -> bool:
    """Whether a link of the home page may open a document of the site's own of which no date is known."""
    own = host_of(link.url or "") == unit.host and _date_of(unit, link.url or "") is None
    return own and (len(link.text) > LONGEST_DOOR or (not link.text and any(c.isdigit() for c in local_key(unit, link.url))))


def _old(unit: UnitFacts, url: str | None, title: str, start: dt.date) -> bool:
    """Whether a look at the home page before the period saw it there already."""
    seen = unit.memory.first_seen("", local_key(unit, url), title)
    return seen is not None and seen < start


def _home_old(unit: UnitFacts, rows: Sequence[DatedRow], start: dt.date) -> Verdict:
    newest = rows[0]
    used: tuple[Fact | Evidence, ...] = (newest.fact,)
    if newest.date:
        why = f"首页最近一条为{newest.date}“{cited(row_words(newest.fact), 30)}”，{start}以后没有新增"
    else:
        seen = unit.memory.first_seen("", local_key(unit, newest.entry.url), newest.entry.title)
        why = f"首页{len(rows)}条均未注日期，{seen}巡检时已在，{start}以后没有新增"
    looked = looked_for(unit, pages=(unit.home,) if unit.home else (), sought=f"首页日期在{start}以后的条目", near=row_words(newest.fact))
    return Verdict(outcome=Outcome.FAILED, why=why, used=used, looked=looked)


def _behind_the_menu(unit: UnitFacts, start: dt.date) -> Verdict:
    """A home page without rows is judged by the columns behind it."""
    day, newest = unit.dated[0]
    if day >= start:
        return Verdict(outcome=Outcome.PASSED, why=f"首页仅为导航，栏目中有“{cited(row_words(newest), 30)}”（{day}）", used=(newest,))
    if doubt := doubt_of(unit, start, unit.blocked(*NOT_OPENED)):
        return Verdict(outcome=Outcome.CANT_TELL, why=doubt)
    why = f"首页仅为导航，各栏目最近一条为{day}“{cited(row_words(newest), 30)}”，{start}以后没有新增"
    looked = looked_for(unit, roles=NOT_OPENED, sought=f"日期在{start}以后的信息", near=row_words(newest))
    return Verdict(outcome=Outcome.FAILED, why=why, used=(newest,), looked=looked)


@attrs.frozen(kw_only=True)
class ColumnsUpdated:
    """Options of ``columns_updated``: days for news, months for notices and policies, how many columns that are behind, empty, or still for long.

    ``long_months`` without an update make any other column one that a person must look at: whether it should be updated no page says.
    """

    news_days: int
    policy_months: int
    stale: int
    blank: int
    long_stale: int
    long_months: int


@attrs.frozen(kw_only=True)
class _State:
    """How a column stands against the day from which it must show something; ``stale`` None where that is not known."""

    name: str
    stale: bool | None
    newest: DatedRow | None = None
    why: str = ""

    def describe(self) -> str:
        return (
            f"“{cited(self.name, 20)}”（最近{self.newest.date}）"
            if self.newest and self.newest.date
            else f"“{cited(self.name, 20)}”（{self.why}）"
        )


def columns_updated(unit: UnitFacts, params: ColumnsUpdated) -> Iterator[Verdict]:
    """Fewer columns than so many are behind their period, and fewer than so many are empty. 栏目更新

    News and notices that the home page or its next pages offer are counted, each name once; a column below which something is new is kept up.
    """
    as_of = unit.context.as_of
    starts = {"news": as_of - dt.timedelta(days=params.news_days), "policy": months_off(as_of, -params.policy_months)}
    states = tuple(_states(unit, starts))
    stale = [s for s in states if s.stale]
    unknown = [s for s in states if s.stale is None]
    closed = [t for t in unit.blocked("dated") if t.is_door]
    blank = list(blank_columns(unit, NoOptions()))
    failed = [v for v in blank if v.outcome is Outcome.FAILED]
    empty = [v for v in failed if not NO_LIST.search(fold(v.subject_name))]
    unopened = [v for v in blank if v.outcome is Outcome.CANT_TELL] + [v for v in failed if v not in empty]
    still = tuple(_still(unit, months_off(as_of, -params.long_months)))
    told = [_told(f"未按期更新{len(stale)}个", [s.describe() for s in stale])] if stale else []
    told += [_told(f"空白{len(empty)}个", [f"“{cited(v.subject_name, 20)}”" for v in empty])] if empty else []
    used = tuple(s.newest.fact for s in stale if s.newest) + tuple(f for v in empty for f in v.used)
    if unit.gaps:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join([*unit.gaps, *told]), used=used[:MOST_NAMED])
    elif len(stale) >= params.stale or len(empty) >= params.blank:
        looked = looked_for(unit, roles=("dated",), sought="动态、公告类栏目的最近一条；空白栏目", near="；".join(told))
        yield Verdict(outcome=Outcome.FAILED, why="；".join(told), used=used, looked=looked)
    elif len(stale) + len(unknown) + len(closed) >= params.stale:
        left = [s.describe() for s in unknown] + [names([t]) for t in closed]
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join([*told, _told(f"更新情况不明{len(left)}个", left)]), used=used[:MOST_NAMED])
    elif len(empty) + len(unopened) >= params.blank:
        left = [f"“{cited(v.subject_name or v.why, 20)}”" for v in unopened]
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join([*told, _told(f"有无内容不明{len(left)}个", left)]), used=used[:MOST_NAMED])
    elif len(still) >= params.long_stale:
        why = _told(f"{params.long_months}个月以上未更新的其他栏目{len(still)}个，是否应更新待人工确认", [s.describe() for s in still])
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(s.newest.fact for s in still[:MOST_NAMED] if s.newest))
    elif not states:
        yield Verdict(outcome=Outcome.CANT_TELL, why="未见动态要闻、通知公告、政策文件类栏目")
    else:
        kept = next((s.newest.fact for s in states if s.newest), None)
        why = "；".join(told) or f"动态、公告类栏目{len(states)}个，未见逾期"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=(kept,) if kept else ())


def _states(unit: UnitFacts, starts: dict[str, dt.date]) -> Iterator[_State]:
    """Columns of which a period is asked, of one name as one."""
    by_name: dict[str, list[_State]] = {}
    for told, column in zip(unit.column_sightings, unit.columns, strict=True):
        if told.group in starts and column.pages[0].page.depth <= 1 and column.entries and column.pages[0] is not unit.home:
            by_name.setdefault(fold(told.name), []).append(_state(unit, told.key, told.name, column, starts[told.group]))
    for states in by_name.values():
        yield min(states, key=lambda s: (s.stale is not False, s.stale is not None, -_ordinal(s.newest)))


def _ordinal(row: DatedRow | None) -> int:
    return row.date.toordinal() if row and row.date else 0


def _state(unit: UnitFacts, key: str, name: str, column: Column, start: dt.date) -> _State:
    rows = rows_of(unit, column)
    newest = max((r for r in rows if r.date and r.sure), key=lambda r: r.date or start, default=None)
    if (newest and newest.date and newest.date >= start) or _grown(unit, key, rows, start) or _new_below(unit, column, start):
        return _State(name=name, stale=False, newest=newest)
    if any(r.date and not r.sure and r.date >= start for r in rows):
        return _State(name=name, stale=None, why="条目未注年份")
    if not column.ended and not newest_first(column.dates):
        return _State(name=name, stale=None, why="条目未按日期排列，列表未读到底")
    open_rows = [r for r in rows if r.date is None and not _known_before(unit, key, r, start)]
    if open_rows:
        return _State(name=name, stale=None, why="条目未注日期")
    return _State(name=name, stale=True, newest=newest or rows[0], why=f"未注日期，{start}以前的巡检中已在")


def _grown(unit: UnitFacts, key: str, rows: Sequence[DatedRow], start: dt.date) -> bool:
    """Whether a look within the period did not see a row that stands there now."""
    base = next((n for n in unit.memory.looks(key, start) if n.on < unit.context.as_of), None)
    if base is None:
        return False
    seen = (unit.memory.first_seen(key, local_key(unit, r.entry.url), r.entry.title) for r in rows if r.date is None)
    return any(day is None or day > base.on for day in seen)


def _known_before(unit: UnitFacts, key: str, row: DatedRow, start: dt.date) -> bool:
    seen = unit.memory.first_seen(key, local_key(unit, row.entry.url), row.entry.title)
    return seen is not None and seen < start


def _new_below(unit: UnitFacts, column: Column, start: dt.date) -> bool:
    """Whether something below the column's folder, or behind a tab of its page, is new: that may be a window on the columns under it."""
    folder = local_key(unit, column.url).rpartition("/")[0] + "/"
    tabbed = (row for page in column.pages for row in dated_rows(page.of("row.beside"), unit.published_at, unit.context.as_of))
    return unit.newest_below.get(folder, dt.date.min) >= start or any(row.date >= start for row in tabbed)


def _still(unit: UnitFacts, start: dt.date) -> Iterator[_State]:
    """Other columns of which every row is dated and old."""
    for told, column in zip(unit.column_sightings, unit.columns, strict=True):
        if told.group or not column.entries or column.pages[0] is unit.home:
            continue
        rows = rows_of(unit, column)
        newest = max(rows, key=_ordinal)
        if all(r.date and r.date < start for r in rows) and not _new_below(unit, column, start):
            yield _State(name=told.name, stale=True, newest=newest)


def _told(head: str, named: Sequence[str]) -> str:
    return f"{head}：{listed(named, MOST_NAMED)}"
