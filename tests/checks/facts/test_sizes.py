"""Pages of one piece repeated: reading them takes time in proportion to their size."""

from __future__ import annotations

import time

import pytest

from checks.facts.blank import blank, statement
from checks.facts.notice import notice
from checks.facts.page_numbers import MOST_VISITED, read_numbers
from checks.facts.paging import paging
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, make_view

PIECES = [
    '<li><a href="1">1</a></li>',
    '<a href="n.html">&gt;</a>',
    '<span class="n">下一页</span>',
    '<a href="#">更多</a>',
    "<td><a href='1'>1</a></td>",
    "<li><a href='a.html'>通知</a></li>",
    '<div id="q"></div>',
    "【",
    "2014年",
]
REPEATED = 4000  # a walk of everything for each piece would take minutes
SECONDS = 8.0  # far more than it takes, for slow machines


@pytest.mark.parametrize("piece", PIECES)
def test_a_repeated_piece_is_read_in_time(piece: str, context: Context) -> None:
    """A hostile or broken page must not stand in the way of all others: the crawler reads pagers while it waits for answers."""
    page = f"<html><body><p>当前位置：首页 &gt; 通知</p><ul>{piece * REPEATED}</ul><script src='own.js'></script></body></html>"
    view = make_view(page)
    began = time.perf_counter()
    facts = [*paging(view, at(context)), *blank(view, at(context)), *statement(view, at(context)), *notice(view, at(context))]

    assert facts
    assert time.perf_counter() - began < SECONDS


def test_numbers_are_sought_in_so_many_elements() -> None:
    """A pager of three pages is still read behind a long text without links."""
    filler = "<b>字</b>" * (MOST_VISITED // 2)
    found = read_numbers(make_view(f"<html><body><div>{filler}</div><div><b>1</b><a href='b'>2</a><a href='c'>3</a></div></body></html>"))

    assert (found.current, found.highest) == (1, 3)
