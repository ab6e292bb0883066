"""Annual reports: the parts of the form, the sums of the tables, the years since which none may be missing."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, fact, findings, link, outcome, outcomes, page, read, unit
from .test_annual import ENTRY, column, report

FORM = {"parts": {"s5_problem": "问题", "t_apply": "申请情况统计表"}, "year_from": 2021}


def report_page(year: int, *facts, path: str = ""):
    return page(path or f"{year}.html", PageKind.ANNUAL_REPORT, fact("annual.year", year), *facts, title=report(year))


def parts(problem: State, table: State):
    return read("annual.section", "s5_problem", problem), read("annual.part", "t_apply", table)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((State.VALID, State.VALID), PASSED),
        ((State.ABSENT, State.VALID), FAILED),
        ((State.VALID, State.ABSENT), FAILED),
        ((State.BLANK, State.UNREAD), FAILED),  # what is certainly missing is said although something else was not read
        ((State.VALID, State.UNREAD), CANT_TELL),
        ((State.PARTIAL, State.VALID), CANT_TELL),
    ],
)
def test_parts_of_the_form(states, expected):
    """One verdict per year; a part in doubt leaves it open."""
    assert outcomes(unit(report_page(2021, *parts(*states))), "report_form", **FORM) == {"2021": expected}


@pytest.mark.parametrize("state", [State.ABSENT, State.BLANK])
def test_what_is_missing_may_stand_in_a_file(state):
    """A report with an attachment that was not read is not charged with what it lacks."""
    attached = report_page(2021, *parts(state, State.ABSENT), fact("page.attachment", link("年报.doc", "nb.doc")))

    assert outcomes(unit(attached), "report_form", **FORM) == {"2021": CANT_TELL}


def test_what_one_copy_says_the_report_says():
    """A report may stand twice; the fuller copy counts."""
    bare, full = report_page(2021, *parts(State.ABSENT, State.ABSENT)), report_page(2021, *parts(State.VALID, State.VALID), path="x.html")

    assert outcomes(unit(bare, full), "report_form", **FORM) == {"2021": PASSED}


def test_earlier_reports_owe_no_such_form():
    """The report of the year before the form is not judged by it."""
    assert outcome(unit(report_page(2020, *parts(State.ABSENT, State.ABSENT))), "report_form", **FORM) is INAPPLICABLE


def test_only_absence_says_where_was_looked():
    """A heading without text is shown, not missing."""
    blank = findings(unit(report_page(2021, *parts(State.BLANK, State.VALID))), "report_form", **FORM)
    absent = findings(unit(report_page(2021, *parts(State.ABSENT, State.VALID))), "report_form", **FORM)

    assert (bool(blank["2021"].looked), bool(absent["2021"].looked)) == (False, True)


SUMS = (fact("annual.sums", 12),)
UNEQUAL = (*SUMS, fact("annual.unequal", "“总计”列不符", "column"))


@pytest.mark.parametrize(
    ("year", "facts", "expected"),
    [(2019, SUMS, PASSED), (2019, UNEQUAL, FAILED), (2021, (), CANT_TELL), (2018, UNEQUAL, INAPPLICABLE)],
)
def test_sums(year, facts, expected):
    """Sums are judged where they could be formed, from the first year of the table."""
    assert outcome(unit(report_page(year, *facts)), "report_sums", year_from=2019) is expected


def carried(year: int, carried: int, left: int, path: str = ""):
    told = (fact("annual.carried", carried, "carried"), fact("annual.carried", left, "left"))
    return report_page(year, *SUMS, *told, path=path)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((carried(2020, 0, 2), carried(2021, 2, 0)), {2020: PASSED, 2021: PASSED}),
        ((carried(2020, 0, 2), carried(2021, 1, 0)), {2020: PASSED, 2021: CANT_TELL}),
        ((carried(2019, 0, 2), carried(2021, 1, 0)), {2019: PASSED, 2021: PASSED}),  # not the year before
        ((carried(2020, 0, 2), carried(2020, 0, 1, "2020b.html"), carried(2021, 1, 0)), {2020: PASSED, 2021: PASSED}),  # one copy agrees
    ],
)
def test_what_one_year_leaves_the_next_takes_over(pages, expected):
    """A difference is for people: one of the two may have been corrected."""
    found = outcomes(unit(*pages), "report_sums", year_from=2019)

    assert {year: one for subject, one in found.items() for year in expected if str(year) in subject} == expected


def backfill(*pages, **more):
    return outcome(unit(*pages, **more), "report_backfill", first_year=2008)


ALL = tuple(range(2008, 2015))


@pytest.mark.parametrize(
    ("listed", "since", "expected"),
    [
        (ALL, None, PASSED),
        (ALL, "2000-01-01", PASSED),
        (tuple(y for y in ALL if y != 2011), None, FAILED),
        (ALL[1:], None, CANT_TELL),  # perhaps the unit was not there in 2008
        (ALL[1:], "2000-01-01", FAILED),
        (ALL[1:], "2009-01-01", PASSED),  # founded later
        (ALL[1:], "2008-12-31", FAILED),
        (ALL[:-1], None, FAILED),
        ((), None, CANT_TELL),
    ],
)
def test_every_year_since_the_first(listed, since, expected):
    """Years between reports are missing; years before the earliest only where the unit is known to have been there."""
    founded = dt.date.fromisoformat(since) if since else None

    assert backfill(ENTRY, column(*listed), since=founded) is expected


def test_nothing_is_missing_from_a_list_that_was_not_read_to_its_end():
    """The missing year may stand on the next page, or in the part of the site that was not reached."""
    listed = tuple(y for y in ALL if y != 2011)

    assert backfill(ENTRY, column(*listed, more=True)) is CANT_TELL
    assert backfill(ENTRY, column(*listed), stop=Stop.PAGES) is CANT_TELL
