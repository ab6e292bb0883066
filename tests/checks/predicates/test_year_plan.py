"""The yearly plan and summary: their dates, their names, and where they may stand unread."""

from __future__ import annotations

import pytest

from checks.model import PageKind, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    door,
    fact,
    home,
    outcomes,
    page,
    pager,
    row,
    rows,
    unit,
)

PLAN = {"plan_words": ["工作要点"], "summary_words": ["工作总结"], "plan_due": "06-29", "summary_due": "03-31", "blocked_by": ["plan"]}
OLD = (row("旧闻", "2013-01-04", "o.html"), pager(False))


def plan(*titles: tuple[str, str | None], as_of="2015-06-30", more=(), **options):
    listed = page("gh/", PageKind.COLUMN, *(row(t, d, f"{i}.html") for i, (t, d) in enumerate(titles)), *OLD)
    return outcomes(unit(listed, *more, as_of=as_of, **options), "year_plan", **PLAN)


def test_a_plan_may_stand_in_a_column_that_a_script_has_yet_to_write():
    """The column of plans opens and shows nothing but what a script would fill; once its rows are there the plan is missing."""
    offered = home(door("plan", "规划计划", "jh/"))

    assert plan(more=(offered, page("jh/", PageKind.COLUMN, fact("list.awaits", True), title="规划计划")))["plan"] == CANT_TELL
    assert plan(more=(offered, page("jh/", PageKind.COLUMN, *OLD, title="规划计划")))["plan"] == FAILED


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2015-03-31", {"plan": INAPPLICABLE, "summary": INAPPLICABLE}),
        ("2015-04-01", {"plan": INAPPLICABLE, "summary": FAILED}),
        ("2015-06-29", {"plan": INAPPLICABLE, "summary": FAILED}),
        ("2015-06-30", {"plan": FAILED, "summary": FAILED}),
        ("2015-12-31", {"plan": FAILED, "summary": FAILED}),
        ("2016-01-01", {"plan": INAPPLICABLE, "summary": INAPPLICABLE}),
    ],
)
def test_plan_is_not_charged_before_its_date(as_of, expected):
    """The due day itself is still in time."""
    assert plan(as_of=as_of) == expected


@pytest.mark.parametrize(
    ("title", "date", "expected"),
    [
        ("2015年工作要点", "2015-02-01", PASSED),
        ("2015年工作要点", None, PASSED),
        ("2015工作要点", None, PASSED),
        ("二〇一五年工作要点", None, PASSED),
        ("2015年度质量工作要点", "2014-12-30", PASSED),  # the year in the title wins over the date beside it
        ("2014年工作要点", "2015-02-01", FAILED),
        ("工作要点", "2015-02-01", PASSED),
        ("工作要点", "2014-02-01", FAILED),
        ("工作要点", None, CANT_TELL),  # of which year cannot be told
        ("2015年工作会议", "2015-02-01", FAILED),
    ],
)
def test_plan_of_this_year(title, date, expected):
    """By the year in the title, else by the date of the row; a plan of an unknown year is not nothing."""
    assert plan((title, date))["plan"] == expected


@pytest.mark.parametrize(
    ("title", "date", "expected"),
    [
        ("2014年工作总结", "2015-01-20", PASSED),
        ("2014工作总结", "2015-01-20", PASSED),
        ("二○一四年工作总结", "2015-01-20", PASSED),
        ("2013年工作总结", "2014-01-20", FAILED),
        ("质量局工作总结", "2014-12-30", PASSED),
        ("质量局年度工作总结", "2015-01-20", PASSED),  # last year's summary appears early this year
        ("质量局工作总结", "2013-12-30", FAILED),
    ],
)
def test_summary_of_last_year(title, date, expected):
    """A summary without a year in its title is that of the year before, when it is published after New Year."""
    assert plan((title, date))["summary"] == expected


def test_plan_is_left_open_while_a_list_or_door_is():
    """The list was not walked back to New Year, a door of plans is closed, or the visit was cut short."""
    unwalked = page("tz/", PageKind.COLUMN, *rows("2015-06-29", "2015-06-20", "2015-06-10"), pager(True, "tz/2.html"))

    assert plan(more=(unwalked,))["plan"] == CANT_TELL
    assert plan(more=(home(door("plan", "工作计划")),))["plan"] == CANT_TELL
    assert plan(stop=Stop.SECONDS)["plan"] == CANT_TELL
