"""Years of rows that show a month and a day only."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.entries import entries
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, make_view


@pytest.mark.parametrize(
    ("href", "day", "inferred"),
    [
        ("./201305/t20130525_{}.html", "2013-05-25", False),
        ("/art/2013/5/25/art_{}.html", "2013-05-25", False),
        ("./201305/t20130526_{}.html", "2015-05-25", True),
        ("./201305/{}.html", "2015-05-25", True),
        ("/content/{}.html", "2015-05-25", True),
    ],
)
def test_the_address_gives_the_year(href: str, day: str, inferred: bool, context: Context) -> None:
    """An address that names the same month and day names the year; any other leaves it inferred."""
    rows = "".join(
        f'<li><a href="{href.format(number)}">示例局召开第{number}次工作会议部署任务</a><span>05-25</span></li>' for number in range(6)
    )
    page = make_view(f'<html><body><ul class="list">{rows}</ul></body></html>')
    found = [fact.value for fact in entries(page, at(context, dt.date(2015, 6, 30)))]

    assert {(str(row.date), row.date_text, row.year_inferred) for row in found} == {(day, "05-25", inferred)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("tip", "day", "inferred"),
    [
        ("作者：办公室&#10;时间：2013-5-25 9:12:33", "2013-05-25", False),
        ("作者：办公室&#10;时间：2013-5-26", "2015-05-25", True),
        ("示例局召开工作会议", "2015-05-25", True),
    ],
)
def test_the_tool_tip_gives_the_year(tip: str, day: str, inferred: bool, context: Context) -> None:
    """A tool tip that names the same day in full names the year."""
    rows = "".join(f'<li><a href="{n}.asp" title="{tip}">示例局召开第{n}次工作会议部署任务</a>(5-25)</li>' for n in range(4))
    found = [fact.value for fact in entries(make_view(f"<html><body><ul>{rows}</ul></body></html>"), at(context, dt.date(2015, 6, 30)))]

    assert {(str(row.date), row.year_inferred) for row in found} == {(day, inferred)}  # type: ignore[attr-defined]
