"""Annual reports: which titles count, whose they are, and where a missing or late one may yet stand."""

from __future__ import annotations

import pytest

from checks.model import PageKind

from .build import CANT_TELL, FAILED, PASSED, door, fact, home, outcomes, page, pager, row, unit
from .test_annual import ARTICLE, DEADLINE, ENTRY, column, report, years

NEWS = "工作动态"


def listed(*given, title=NEWS, more: bool | None = False):
    return page("dt/", PageKind.COLUMN, *given, pager(more), title=title)


@pytest.mark.parametrize(
    ("title", "column", "found"),
    [
        ("2009年知识产权保护状况年度报告", NEWS, ()),
        ("2009年质量状况年度报告", "年度报告", (2009,)),  # in the reports' own column
        ("2009年度报告", NEWS, ()),
        ("云溪市质量局2009年政府信息公开年度报告", NEWS, (2009,)),
        ("云溪市质量局2009-2012年政府信息公开工作年度报告", NEWS, (2009, 2010, 2011, 2012)),
        ("云溪市质量局2009年至2010年政务公开年度报告", NEWS, (2009, 2010)),
        ("云溪市质量局2009—2010年度信息公开年报", NEWS, (2009, 2010)),
        ("云溪市质量局2012-2009年信息公开年报", NEWS, (2012,)),
    ],
)
def test_which_titles_count_and_for_which_years(title, column, found):
    """Reports on disclosure by their words, others only in the reports' column; a range covers all its years."""
    facts = unit(listed(row(title, "2013-03-01", "1.html"), title=column))

    assert tuple(int(y) for y, o in outcomes(facts, "report_years").items() if o == PASSED) == found


@pytest.mark.parametrize(
    ("titles", "name", "expected"),
    [
        (("云溪市民政局2014年政府信息公开年度报告",), "云溪市质量局", CANT_TELL),
        (("云溪市民政局2014年政府信息公开年度报告", "云溪市教育局2014年政府信息公开年度报告"), "yunxi", CANT_TELL),
        (("云溪市民政局2014年政府信息公开年度报告",), "yunxi", PASSED),
        (("云溪市民政局2014年政府信息公开年度报告", "2014年政府信息公开年度报告"), "云溪市质量局", PASSED),
        (("云溪市民政局2014年政府信息公开年度报告", report(2014)), "云溪市质量局", PASSED),
        # one bureau's beside the whole county's: whose portal it is nobody knows; the government's office is no other organ
        (("云溪县2014年政府信息公开年度报告", "云溪县教育局2014年政府信息公开年度报告"), "yunxi", CANT_TELL),
        (("云溪县2014年政府信息公开年度报告", "云溪县人民政府办公室2014年政府信息公开年度报告"), "yunxi", PASSED),
        (("云溪县2014年政府信息公开年度报告", "2014年政府信息公开年度报告"), "yunxi", PASSED),
        (("云溪县2014年政府信息公开年度报告", "云溪县教育局2014年政府信息公开年度报告"), "云溪县教育局", PASSED),
        ((), "云溪市质量局", FAILED),
    ],
)
def test_reports_of_other_organs_neither_serve_nor_accuse(titles, name, expected):
    """The year is open where only other organs' reports were seen."""
    given = [row(title, "2015-03-01", f"{i}.html") for i, title in enumerate(titles)]

    assert outcomes(unit(listed(*given), name=name), "report_years")["2014"] == expected


def test_other_organs_reports_open_no_years():
    """Their first year is not the unit's."""
    given = [row(report(2014), "2015-03-01", "a.html"), row("云溪市民政局2010年政府信息公开年度报告", "2011-03-01", "b.html")]

    assert outcomes(unit(listed(*given)), "report_years") == {"2014": PASSED}


@pytest.mark.parametrize(
    ("oldest", "more", "expected"),
    [
        ("2014-12-31", True, FAILED),
        ("2015-01-01", True, CANT_TELL),
        ("2015-05-20", None, CANT_TELL),
        ("2015-05-20", False, FAILED),
    ],
)
def test_without_a_column_of_its_own_the_report_may_stand_in_any_list(oldest, more, expected):
    """Lists are walked back to the window of the news; the report of last year may be further down."""
    assert years(listed(*(row(f"通知{d}", d, f"{d}.html") for d in ("2015-06-29", *[oldest] * 3)), more=more)) == {"2014": expected}
    assert years(ENTRY, column(2013), listed(row("通知", oldest, "1.html"), more=more))["2014"] == FAILED  # its own column was read


def deadline(*pages, **more):
    return outcomes(unit(*pages, as_of="2021-06-30", **more), "report_deadline", **DEADLINE)["2020"]


def test_only_the_units_own_report_is_late():
    """Another organ's report in the news says nothing of this unit's."""
    other = row("云溪市民政局2020年政府信息公开年度报告", "2021-03-20", "m.html")

    assert deadline(listed(other)) == CANT_TELL
    assert deadline(listed(other, row(report(2020), "2021-01-20", "z.html"))) == PASSED


def test_an_undated_copy_may_have_been_earlier():
    """A late copy beside it proves nothing; a page that the row opens is the same copy."""
    late_copy = row(report(2020), "2021-03-20", "a.html")

    assert deadline(listed(late_copy, row(report(2020), None, "b.html"))) == CANT_TELL
    assert deadline(listed(row(report(2020), None, "a.html")), page("a.html", ARTICLE, published="2021-03-20")) == FAILED
    assert deadline(listed(row(report(2020), "2021-01-20", "a.html"), row(report(2020), None, "b.html"))) == PASSED


@pytest.mark.parametrize("role", ["annual_report", "disclosure"])
def test_a_report_behind_a_closed_door_may_have_been_earlier(role):
    """The reports' column on another site."""
    offered = home(door(role, "信息公开年报", "http://xxgk.elsewhere.example/nb/"))

    assert deadline(offered, listed(row(report(2020), "2021-03-20", "a.html"))) == CANT_TELL
    assert deadline(offered, listed(row(report(2020), "2021-01-20", "a.html"))) == PASSED


def test_a_year_that_a_script_opens_is_not_missing():
    """It stands among the choices on the reports' page; on other pages a choice of years means something else."""
    chosen = column(2012, extra=(fact("page.choice", "2014年"),))
    elsewhere = page("cx/", PageKind.OTHER, fact("page.choice", "2014年"), title="查询")

    assert years(ENTRY, column(2012), as_of="2015-06-30")["2014"] == FAILED
    assert years(ENTRY, chosen, as_of="2015-06-30")["2014"] == CANT_TELL
    assert years(ENTRY, column(2012), elsewhere, as_of="2015-06-30")["2014"] == FAILED
