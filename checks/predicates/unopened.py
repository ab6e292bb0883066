"""Columns that should hold items, and doors to them, of which no item could be opened or read: each is named once. 未能核对的栏目"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import attrs

from checks.assemble import Column, Reach, ReadPage, Target, UnitFacts
from checks.facts.roles import role_of_text
from checks.model import Entry, Fact, Outcome
from checks.pages import REACH_ZH, host_of
from checks.parsing.fold import fold

from .base import Verdict, cited, listed, place_name, subject_of

MOST_LEVELS = 3  # lists of lists: a landing page, its sub-columns, their rows
MOST_NAMED = 3
# Offices that bear the word in their name (市行政审批局, 行政许可科) are no place where items are listed.
ORGAN = re.compile(r"(?:局|委员会|办公室|处|科)[)）]?$")
SHORTEST_ORGAN = 5


@attrs.define
class _Place:
    """A page that should hold items or leads to where they should be, with what could not be opened from it. 应列事项处"""

    name: str
    subject: str
    rows: list[str] = attrs.Factory(list)
    doors: list[str] = attrs.Factory(list)
    used: list[Fact] = attrs.Factory(list)


def unopened_places(unit: UnitFacts, roles: Sequence[str], records: Set[str], named: Set[str]) -> tuple[Verdict, ...]:
    """One ``cant_tell`` for each column of the roles without a single record, and for each page whose doors to such columns stay shut.

    Args:
        records: addresses of pages that were read as records; ``named``: of pages that have a verdict of their own as unread records.
    """
    places: dict[str, _Place] = {}
    for column, rows, used in _columns(unit, roles, records, named):
        subject = subject_of(unit, column.url)
        place = _Place(name=column.name or place_name(unit, column.pages[0]), subject=subject, rows=rows, used=used)
        places.setdefault(subject, place)
    for subject, name, target in _doors(unit, roles):
        place = places.setdefault(subject, _Place(name=name, subject=subject))
        place.doors.append(_told(target.link.text, target.reach))
        place.used.append(target.fact)
    taken = {subject_of(unit, url) for url in records | named}
    return tuple(_verdict(place) for subject, place in places.items() if subject not in taken)


def _verdict(place: _Place) -> Verdict:
    parts = [
        f"{what}{listed(list(dict.fromkeys(told)), MOST_NAMED, '条')}"
        for what, told in (("所列条目", place.rows), ("入口", place.doors))
        if told
    ]
    why = f"{'；'.join(parts)}，其中事项未能核对" if parts else "栏目可打开，本程序未读出可逐项核对的事项"
    return Verdict(
        outcome=Outcome.CANT_TELL, subject=place.subject, subject_name=place.name, why=why, used=tuple(dict.fromkeys(place.used))[:5]
    )


def _told(text: str, reach: Reach) -> str:
    return f"“{cited(text, 20)}”（{REACH_ZH[reach]}）"


Found = tuple[Column, list[str], list[Fact]]


def _columns(unit: UnitFacts, roles: Sequence[str], records: Set[str], named: Set[str]) -> Iterator[Found]:
    """Columns of the roles, by their own name or that of a door to them, none of whose rows leads to a record."""
    led = {t.page.url for t in unit.offers(*roles) if t.page is not None and t.reach is Reach.READ and _is_place(t)}
    lists = {page.url: column for column in unit.columns for page in column.pages}
    for column in unit.columns:
        own = role_of_text(column.name, unit.context.vocabulary) in roles or any(page.url in led for page in column.pages)
        said = any(page is unit.home or _says_nothing_is_there(page) for page in column.pages)
        if not own or said or _holds(unit, column, lists, records, MOST_LEVELS):
            continue
        closed = [fact for fact in column.entries if isinstance(fact.value, Entry) and _reach(unit, fact)[0] is not Reach.READ]
        if not closed and column.entries and all((page := _reach(unit, fact)[1]) and page.url in named for fact in column.entries):
            continue  # each row has its own verdict
        told = [_told(fact.value.title, _reach(unit, fact)[0]) for fact in closed if isinstance(fact.value, Entry)]
        yield column, told, closed or [f for f in column.pages[0].facts if f.kind == "page.kind"]


def _says_nothing_is_there(page: ReadPage) -> bool:
    """Whether a page is blank or says that there are no such items: other rules or the rule's own exception speak of it."""
    return bool(page.of("list.blank") or (page.of("list.statement") and not page.of("entry")))


def _reach(unit: UnitFacts, fact: Fact) -> tuple[Reach, ReadPage | None]:
    return unit.reach(fact.value.url) if isinstance(fact.value, Entry) else (Reach.READ, None)


def _holds(unit: UnitFacts, column: Column, lists: Mapping[str, Column], records: Set[str], levels: int) -> bool:
    """Whether a row of a column, or of a column among its rows, is a record that was read."""
    for fact in column.entries:
        _, page = _reach(unit, fact)
        if page is not None and page.url in records:
            return True
        below = lists.get(page.url) if page is not None else None
        if below is not None and below is not column and levels > 1 and _holds(unit, below, lists, records, levels - 1):
            return True
    return False


def _doors(unit: UnitFacts, roles: Sequence[str]) -> Iterator[tuple[str, str, Target]]:
    """Doors that stay shut: under their own address on the unit's host, else under the page nearest to the home page that offers them."""
    elsewhere: dict[int, list[Target]] = defaultdict(list)
    for target in unit.blocked(*roles):
        if not _is_place(target):
            continue
        if target.link.url and host_of(target.link.url) == unit.host and target.reach is not Reach.ROBOTS:
            yield subject_of(unit, target.link.url), target.link.text, target
        else:
            elsewhere[target.clicks].append(target)
    for target in elsewhere[min(elsewhere)] if elsewhere else ():
        offering = unit.find(target.fact.evidence.url)
        if offering is not None:
            yield subject_of(unit, offering.url), place_name(unit, offering), target


def _is_place(target: Target) -> bool:
    return target.is_door and not (len(target.link.text) >= SHORTEST_ORGAN and ORGAN.search(fold(target.link.text)))
