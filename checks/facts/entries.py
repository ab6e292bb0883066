"""Rows of the page's main list. 列表条目"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Entry, Fact
from checks.parsing.own_list import main_list
from checks.parsing.rows import Row, RowList
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .shape import ORGAN

METHOD = "list"


def entries(view: PageView, context: Context) -> Iterator[Fact]:
    """The rows of the main list in page order (kind ``entry``). 主列表条目"""
    found = main_list(view, context)
    if found:
        yield from facts(view, found)


def index_entries(view: PageView, context: Context) -> Iterator[Fact]:
    """The same on a page that leads to the pages of several units, where short undated links are the content. 指南索引条目"""
    found = main_list(view, context, index=ORGAN)
    if found:
        yield from facts(view, found)


def facts(view: PageView, found: RowList) -> Iterator[Fact]:
    """One fact for each row. 条目事实"""
    confidence = 0.95 if found.dated else 0.7
    for position, row in enumerate(found.rows):
        entry = as_entry(row, position)
        yield Fact(
            kind="entry",
            value=entry,
            evidence=view.evidence(row.quote or row.title, row.place),
            method=METHOD,
            confidence=confidence - (0.1 if entry.year_inferred else 0.0),
            group=f"row-{position}",
        )


def as_entry(row: Row, position: int) -> Entry:
    """A row as the noun that rules know. 条目"""
    return Entry(
        title=row.title,
        url=row.url,
        href=row.href,
        date=row.date.date if row.date else None,
        date_text=row.date.text if row.date else None,
        year_inferred=row.date.year_inferred if row.date else False,
        year_addressed=row.date.year_addressed if row.date else False,
        row=position,
    )
