"""What is kept of a unit's facts for people to search: rows of lists, elements of guides, text of pages. 读取所得"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Entry, Reading, State, Taken, TakenElement, TakenEntry, TakenPage
from checks.predicates.base import STATE_ZH
from checks.recall import column_name
from checks.unit import UnitFacts
from checks.wording import FACT_ZH, FAMILIES, PAGE_KIND_ZH

SUBJECT_ZH = {"update": "每年更新的说明"}  # what no vocabulary names
KEPT = ("guide", "channels", "process", "item")  # kinds of facts that people look up; others are numbers for rules
SHOWN = frozenset(State) - {State.ABSENT, State.UNREAD}  # what is not there has no place on a page


def taken(unit: UnitFacts) -> Taken:
    """What a visit told of a unit. 读取所得"""
    return Taken(entries=tuple(_entries(unit)), elements=tuple(_elements(unit)), pages=tuple(_pages(unit)))


def _entries(unit: UnitFacts) -> Iterator[TakenEntry]:
    for column in unit.columns:
        name = column_name(column)
        for fact in column.entries:
            entry = fact.value
            if isinstance(entry, Entry) and entry.title:
                yield TakenEntry(
                    title=entry.title,
                    url=entry.url or "",
                    date=entry.date,
                    column=name,
                    column_url=column.url,
                    sha256=fact.evidence.sha256,
                )


def _elements(unit: UnitFacts) -> Iterator[TakenElement]:
    for page in unit.pages:
        for fact in page.facts:
            reading = fact.value
            if fact.kind in KEPT and isinstance(reading, Reading) and reading.state in SHOWN:
                family = unit.context.vocabulary.elements.get(FAMILIES.get(fact.kind, fact.kind), {})
                yield TakenElement(
                    kind=FACT_ZH[fact.kind],
                    name=family[fact.subject].name
                    if fact.subject in family
                    else (reading.label or SUBJECT_ZH.get(fact.subject, fact.subject)),
                    state=STATE_ZH[reading.state],
                    value=reading.value or "",
                    url=page.url,
                    locator=fact.evidence.locator,
                    sha256=fact.evidence.sha256,
                )


def _pages(unit: UnitFacts) -> Iterator[TakenPage]:
    for page in unit.pages:
        if page.ok and (page.text or page.title):
            yield TakenPage(
                url=page.url,
                title=page.title,
                kind=PAGE_KIND_ZH[page.kind] if page.kind else "",
                text=page.text,
                fetched_at=page.page.fetched_at,
                sha256=page.page.sha256,
                rendered=page.page.rendered,
            )
