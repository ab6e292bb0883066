"""Is the portal kept up: new items in the month, something every week. 更新"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from checks.assemble import Column, Reach, Target, UnitFacts
from checks.calendar import DAY, WEEK, is_holiday_week, monday_of, month_before, week_name
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome, PageKind
from checks.pages import address_key, paging_of

from .base import Verdict, cited, names, row_words


@attrs.frozen(kw_only=True)
class NewInMonth:
    """Options of ``new_in_month``: the least number of items, roles whose closed doors leave it open."""

    min_items: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    blocked_by: tuple[str, ...] = ("dated", "disclosure", "catalogue", "penalty")


def new_in_month(unit: UnitFacts, params: NewInMonth) -> Iterator[Verdict]:
    """At least so many items carry a date in the last full month before as_of. 当月新增信息"""
    start, end = month_before(unit.context.as_of)
    name = f"{start.year}年{start.month}月"
    yield _period(unit, f"{start:%Y-%m}", name, start, end, params.min_items, params.blocked_by)


@attrs.frozen(kw_only=True)
class Weekly:
    """Options of ``updated_weekly``: how many complete ISO weeks before as_of are judged."""

    weeks: int = 4
    blocked_by: tuple[str, ...] = ("dated", "disclosure", "catalogue", "penalty")


def updated_weekly(unit: UnitFacts, params: Weekly) -> Iterator[Verdict]:
    """Every complete week (Monday to Sunday) before as_of has a dated item; a week of public holidays only is not judged. 每周更新"""
    for back in range(1, params.weeks + 1):
        start = monday_of(unit.context.as_of) - WEEK * back
        end = start + WEEK - DAY
        subject, name = week_name(start), f"{start}至{end}"
        resting = is_holiday_week(start, unit.context.vocabulary)
        verdict = _period(unit, subject, name, start, end, 1, params.blocked_by)
        if verdict.outcome is Outcome.FAILED and resting:
            verdict = attrs.evolve(verdict, outcome=Outcome.INAPPLICABLE, why="该周均为法定节假日", used=())
        elif verdict.outcome is Outcome.FAILED and resting is None:
            verdict = attrs.evolve(verdict, outcome=Outcome.CANT_TELL, why="节假日表不含该周", used=())
        yield verdict


def _period(unit: UnitFacts, subject: str, name: str, start: dt.date, end: dt.date, least: int, blocked_by: tuple[str, ...]) -> Verdict:
    hits = sorted((fact for date, fact in unit.dated if start <= date <= end), key=lambda f: f.kind != "entry")
    count = len({_item(fact) for fact in hits})
    if count >= least and hits:
        why = f"有{count}条，如“{cited(row_words(hits[0]), 30)}”"
        return Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=why, used=tuple(hits[:1]))
    guessed = tuple(fact for date, fact in unit.guessed if start <= date <= end)
    if guessed and count + len({_item(fact) for fact in guessed}) >= least:
        why = f"“{cited(row_words(guessed[0]), 30)}”等{len(guessed)}条未注年份，不能确认为期内"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=guessed[:1])
    if unit.unit.since is not None and unit.unit.since > start:
        why = f"单位{unit.unit.since}成立"
        return Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=name, why=why)
    doubt = doubt_of(unit, start, unit.blocked(*blocked_by))
    if doubt:
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=doubt)
    neighbours = tuple(_neighbours(unit, start, end))
    around = tuple(fact for _, _, fact in neighbours)
    dates = "；".join(f"{label}{d}“{cited(row_words(f), 20)}”" for label, d, f in neighbours)
    near = next((f"{label}{d}“{cited(row_words(f), 20)}”" for label, d, f in neighbours), "")
    looked = looked_for(unit, roles=blocked_by, sought=f"日期在{start}至{end}之间的信息", near=near)
    why = f"期内{count}条" + (f"；{dates}" if dates else "")
    return Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=around, looked=looked)


def _neighbours(unit: UnitFacts, start: dt.date, end: dt.date) -> Iterator[tuple[str, dt.date, Fact]]:
    """The items next to an empty period, list rows before pages: they show that the lists were read past both of its ends."""
    later = [(d, f) for d, f in unit.dated if d > end]
    earlier = [(d, f) for d, f in unit.dated if d < start]
    if later:
        yield "其后最早", *min(later, key=lambda pair: (pair[0], pair[1].kind != "entry"))
    if earlier:
        yield "其前最近", *min(earlier, key=lambda pair: (-pair[0].toordinal(), pair[1].kind != "entry"))


def doubt_of(unit: UnitFacts, start: dt.date, blockers: tuple[Target, ...]) -> str:
    """Why nothing found does not mean nothing there, '' if it does."""
    if unit.gaps:
        return "；".join(unit.gaps)
    if not unit.dated:
        return "未见注明日期的信息"
    if blockers:
        return f"部分栏目未能查看，其中可能有期内信息：{names(blockers)}"
    unread = next((t for t in unit.offers("dated") if t.is_door and t.page is not None and _shows_no_list(t)), None)
    if unread is not None:
        return f"栏目“{unread.link.text}”的条目本程序未读出"
    short = [c for c in unit.columns if _goes_on(unit, c, start)]
    if short:
        return f"栏目“{short[0].name}”未读到{start}之前"
    undated = [c for c in unit.columns if c.oldest is None and _unknown_rows(unit, c)]
    if undated:
        return f"栏目“{undated[0].name}”条目未注日期"
    return ""


def _shows_no_list(target: Target) -> bool:
    """Whether a page that is called after its news was opened, and neither a list nor an empty column was seen on it."""
    return target.reach is Reach.READ and target.page is not None and target.page.kind is PageKind.OTHER and not target.page.of("entry")


def _goes_on(unit: UnitFacts, column: Column, start: dt.date) -> bool:
    """Whether rows of the period may follow where the walk ended. A list that shows no dates is as old as the pages its rows open."""
    if column.covers(start) or column.oldest is not None:
        return not column.covers(start)
    opened = [unit.reach(f.value.url)[1] for f in column.entries if isinstance(f.value, Entry)]
    dates = [page.published for page in opened if page is not None and page.published]
    return paging_of(column.pages[-1]).more is True and bool(dates) and max(dates[-3:]) >= start


def _item(fact: Fact) -> str:
    """What tells items apart: a row and the page it opens are one."""
    url = fact.value.url if isinstance(fact.value, Entry) else fact.evidence.url
    return address_key(url) if url else f"{fact.evidence.url}#{fact.evidence.locator}"


def _unknown_rows(unit: UnitFacts, column: Column) -> bool:
    """Whether an undated list has rows that open to nothing we read a date on. A few rows are a menu, not a list of news."""
    if len(column.entries) < 3:
        return False
    for fact in column.entries:
        entry = fact.value
        if isinstance(entry, Entry) and entry.date is None:
            reach, _page = unit.reach(entry.url)
            if reach in (Reach.UNVISITED, Reach.APART, Reach.ERROR, Reach.SHELL, Reach.ROBOTS):
                return True
    return False
