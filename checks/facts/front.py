"""Rows of the front page's lists: what a site shows as new. 首页条目"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.own_list import is_menu
from checks.parsing.rows import row_lists
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .entries import as_entry

MOST_ROWS = 300
CONFIDENCE = 0.9


def front_rows(view: PageView, context: Context) -> Iterator[Fact]:
    """The rows of every list of a front page that is no menu (kind ``home.row``), those of the likeliest list first. 首页条目"""
    rows = (row for one in row_lists(view, context) if not is_menu(view, one) for row in one.rows)
    for position, row in enumerate(itertools.islice(rows, MOST_ROWS)):
        yield Fact(
            kind="home.row",
            value=as_entry(row, position),
            evidence=view.evidence(row.quote or row.title, row.place),
            method="list",
            confidence=CONFIDENCE,
            group=f"row-{position}",
        )
