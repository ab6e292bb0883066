"""Annual reports: due dates, gaps between years, what counts as offered, sections, whole text, and the deadline by kind of organ."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import PageKind, State, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    door,
    fact,
    findings,
    home,
    link,
    outcome,
    outcomes,
    page,
    pager,
    read,
    row,
    unit,
)
from .nights import nights

ARTICLE = PageKind.ARTICLE


def report(year: int, organ: str = "云溪市质量局") -> str:
    return f"{organ}{year}年政府信息公开工作年度报告"


def column(*years: int, dates: bool = True, more: bool | None = False, extra=()):
    """A column of reports whose pages were not opened."""
    listed = (row(report(y), f"{y + 1}-03-20" if dates else None, f"{y}.html") for y in years)
    return page("nb/", PageKind.COLUMN, *listed, *extra, pager(more), title="年度报告")


ENTRY = home(door("annual_report", "年度报告", "nb/"))


def years(*pages, **more):
    return outcomes(unit(*pages, **more), "report_years")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2015-03-31", {"2013": FAILED, "2014": INAPPLICABLE}),  # the due day is still in time; the year before is due long since
        ("2015-04-01", {"2014": FAILED}),
        ("2015-12-31", {"2014": FAILED}),
        ("2016-01-01", {"2014": FAILED, "2015": INAPPLICABLE}),
    ],
)
def test_the_latest_year_that_is_due(as_of, expected):
    """Nothing filed at all: one year is charged, never the one that may still come."""
    assert years(as_of=as_of) == expected


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ((2014,), {"2014": PASSED}),
        ((2012, 2013, 2014), {"2012": PASSED, "2013": PASSED, "2014": PASSED}),
        ((2011, 2014), {"2011": PASSED, "2012": FAILED, "2013": FAILED, "2014": PASSED}),
        ((2012,), {"2012": PASSED, "2013": FAILED, "2014": FAILED}),
        ((2014, 2015), {"2014": PASSED, "2015": PASSED}),  # a copy crawled later than the day it is judged for
        ((2014, 2016), {"2014": PASSED, "2015": INAPPLICABLE, "2016": PASSED}),
    ],
)
def test_years_between_the_first_and_the_last(filed, expected):
    """Gaps are charged; years before the first report are not."""
    assert years(ENTRY, column(*filed)) == expected


def test_the_report_before_its_date_passes():
    """Early is good."""
    assert years(ENTRY, column(2013, 2014), as_of="2015-02-01") == {"2013": PASSED, "2014": PASSED}


def test_a_missing_year_cites_the_column_that_was_read():
    """The evidence are rows of the list, not only the home page."""
    [found] = [f for f in findings(unit(ENTRY, column(2013)), "report_years").values() if f.outcome == FAILED]

    assert found.subject == "2014"
    assert {e.url for e in found.evidence} == {"http://www.yunxi.example/nb/"}
    assert found.looked


@pytest.mark.parametrize("more", [True, None])
def test_a_column_not_read_to_its_end_charges_no_year(more):
    """The missing report may be on the next page; nor where the pager does not tell."""
    assert years(ENTRY, column(2013, more=more)) == {"2013": PASSED, "2014": CANT_TELL}


def test_a_closed_door_of_reports_charges_no_year():
    """The column's own door, or the disclosure column's where reports have no column."""
    assert years(home(door("annual_report", "年报"))) == {"2014": CANT_TELL}
    assert years(home(door("disclosure", "信息公开"))) == {"2014": CANT_TELL}
    assert years(home(door("annual_report", "年报公开"), door("annual_report", "年度报告", "nb/")), column(2013))["2014"] == CANT_TELL


def test_other_closed_doors_hide_no_report_once_its_column_was_read():
    """The reports' own list was read to its end."""
    offered = home(door("annual_report", "年度报告", "nb/"), door("disclosure", "部门信息公开"))

    assert years(offered, column(2013)) == {"2013": PASSED, "2014": FAILED}


def test_an_unfinished_visit_charges_no_year():
    """Years that were seen pass."""
    assert years(ENTRY, column(2012), stop=Stop.PAGES) == {"2012": PASSED, "2013": CANT_TELL, "2014": CANT_TELL}


def test_an_entry_that_opens_to_no_list_leaves_it_open():
    """A door named so opens, but what is behind was not read as a list of reports."""
    assert years(home(door("annual_report", "年度报告", "nb.html")), page("nb.html", PageKind.OTHER)) == {"2014": CANT_TELL}


@pytest.mark.parametrize("since", [dt.date(2015, 1, 1), dt.date(2014, 12, 31)])
def test_a_unit_owes_no_report_on_years_before_it_was(since):
    """Founded on New Year 2015 it owes none for 2014; founded a day earlier it does."""
    expected = INAPPLICABLE if since.year == 2015 else FAILED

    assert years(since=since) == {"2014": expected}


@pytest.mark.parametrize(
    "target",
    [
        page("2014.html", None, status=404, depth=3, anchor="一份标题很长的年度报告的链接"),
        page("2014.html", None, status=500, depth=3, anchor="一份标题很长的年度报告的链接"),
        page("2014.html", PageKind.SCRIPT_SHELL, depth=3, anchor="一份标题很长的年度报告的链接"),
        page("2014.html", PageKind.ANNUAL_REPORT, depth=3),
        page("2014.html", PageKind.ARTICLE, depth=3),
        page("2014.html", PageKind.OTHER, depth=3),
        page("2014.html", PageKind.REDIRECT_STUB, depth=3),
    ],
    ids=["404", "500", "shell", "report", "article", "other", "stub"],
)
def test_a_row_that_names_the_report_is_a_report_offered(target):
    """Whether its link is dead is another rule's matter; it was filed."""
    assert years(ENTRY, column(2014), target) == {"2014": PASSED}


def test_a_report_read_as_a_page_counts_wherever_it_is():
    """No list row, no door: the page itself says its year."""
    assert years(page("a/1.html", PageKind.ANNUAL_REPORT, fact("annual.year", 2014))) == {"2014": PASSED}


def test_a_guide_filed_as_a_report_is_none():
    """The row says annual report, the page behind it is plainly the guide; the other rows stand."""
    assert years(ENTRY, column(2013, 2014), page("2014.html", PageKind.GUIDE)) == {"2013": PASSED, "2014": FAILED}


def test_a_report_filed_twice_once_wrongly_counts():
    """The same title a second time, with the report behind it."""
    again = page("gk/", PageKind.COLUMN, row(report(2014), "2015-03-20", "r14.html"), pager(False))

    assert years(ENTRY, column(2014), page("2014.html", PageKind.GUIDE), again)["2014"] == PASSED


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("示例局2014年度信息公开工作情况", CANT_TELL),
        ("2014年政务公开工作汇报", CANT_TELL),
        ("关于做好2014年政务公开工作汇报的通知", FAILED),
        ("2014年政务公开工作情况通报", FAILED),
    ],
)
def test_a_report_under_another_name_is_looked_at_by_a_person(title, expected):
    """Bureaus call it the state of the year's disclosure; an order to write one is none."""
    other = page("xx/", PageKind.COLUMN, row(title, "2015-03-05", "x.html"), pager(False))

    assert years(ENTRY, column(2013), other)["2014"] == expected


@pytest.mark.parametrize("kind", [PageKind.COLUMN, PageKind.CATALOGUE, PageKind.HOME])
def test_a_report_read_as_a_page_of_lists_is_not_held_against_the_unit(kind):
    """A report full of tables and links may look like a list to us: the doubt is ours."""
    assert years(ENTRY, column(2013, 2014), page("2014.html", kind))["2014"] in (PASSED, CANT_TELL)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("2014年政府信息公开年报", True),
        ("二〇一四年政务公开工作报告", True),
        ("2014年度报告", True),
        ("2014年政府网站工作年度报表", False),
        ("关于报送2014年信息公开年度报告的通知", False),
        ("2014年法治政府建设年度报告", False),
        ("2014年信息公开指南", False),
        ("政府信息公开年度报告", False),
    ],
)
def test_titles_of_reports(title, found):
    """What names a report of a year, and what only speaks of one."""
    listed = page("nb/", PageKind.COLUMN, row(title, "2015-03-20", "1.html"), pager(False), title="年度报告")

    assert (years(ENTRY, listed)["2014"] == PASSED) == found


SECTIONS = {"sections": {"ar_active": "主动公开", "ar_fee": "收费"}, "year_from": 2008, "year_to": 2018}


def text(path: str, year: int | None, *facts):
    own = (fact("annual.year", year),) if year else ()
    return page(path, PageKind.ANNUAL_REPORT, *own, *facts)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.VALID, PASSED),
        (State.ABSENT, FAILED),
        (State.BLANK, FAILED),
        (State.PLACEHOLDER, FAILED),
        (State.PARTIAL, CANT_TELL),
        (State.UNREAD, CANT_TELL),
        (None, CANT_TELL),
    ],
)
def test_each_section_by_its_state(state, expected):
    """No reading at all is our gap."""
    sections = [read("annual.section", "ar_active")] + ([read("annual.section", "ar_fee", state)] if state else [])

    assert outcomes(unit(text("1.html", 2014, *sections)), "report_sections", **SECTIONS) == {
        "2014/ar_active": PASSED,
        "2014/ar_fee": expected,
    }


@pytest.mark.parametrize("unread", [fact("page.attachment", link("附件", "1.doc")), fact("page.image", "1.jpg")])
def test_a_section_may_stand_in_an_attachment_or_picture(unread):
    """What is absent from the page may be there; what is announced and blank on the page is blank."""
    absent = text("1.html", 2014, read("annual.section", "ar_fee", State.ABSENT), read("annual.section", "ar_active", State.BLANK), unread)

    assert outcomes(unit(absent), "report_sections", **SECTIONS) == {"2014/ar_fee": CANT_TELL, "2014/ar_active": FAILED}


@pytest.mark.parametrize(("year", "judged"), [(2007, False), (2008, True), (2018, True), (2019, False)])
def test_sections_are_asked_of_the_years_of_the_form(year, judged):
    """First and last year belong to it."""
    found = outcomes(unit(text("1.html", year, read("annual.section", "ar_fee", State.ABSENT))), "report_sections", **SECTIONS)

    assert (found.get(f"{year}/ar_fee") == FAILED) == judged
    assert judged or found == {"": INAPPLICABLE}


def test_two_copies_of_one_report_are_one():
    """A summary beside the full text: the copy that says most counts, and there is one verdict per year and section."""
    full = text("b.html", 2014, read("annual.section", "ar_active"), read("annual.section", "ar_fee"))
    cut = text("a.html", 2014, read("annual.section", "ar_active"), read("annual.section", "ar_fee", State.ABSENT))

    assert outcomes(unit(full, cut), "report_sections", **SECTIONS) == {"2014/ar_active": PASSED, "2014/ar_fee": PASSED}


def test_reports_offered_and_not_read_leave_the_sections_open():
    """No text read: open if one of the years is offered, else not applicable."""
    assert outcomes(unit(ENTRY, column(2014)), "report_sections", **SECTIONS) == {"": CANT_TELL}
    assert outcomes(unit(ENTRY, column(2019), as_of="2020-06-30"), "report_sections", **SECTIONS) == {"": INAPPLICABLE}
    assert outcomes(unit(), "report_sections", **SECTIONS) == {"": INAPPLICABLE}


DEFECTS = {"defects": {"no_trunc": "断句", "sum": "合计不符"}}


def test_integrity_of_each_report():
    """A defect asked for fails, another does not, a whole text passes, an unread one is left open."""
    section = read("annual.section", "ar_active")
    facts = unit(
        text("1.html", 2012, section, fact("annual.defect", "12+3=16", "sum")),
        text("2.html", 2013, section, fact("annual.defect", "2012", "year")),
        text("3.html", 2014),
    )

    assert outcomes(facts, "report_integrity", **DEFECTS) == {"1.html": FAILED, "2.html": PASSED, "3.html": CANT_TELL}
    assert outcome(unit(ENTRY, column(2014)), "report_integrity", **DEFECTS) == CANT_TELL
    assert outcome(unit(), "report_integrity", **DEFECTS) == INAPPLICABLE


DEADLINE = {"department": "01-31", "government": "03-31", "first_year": 2019}
BUREAU, GOVERNMENT, UNKNOWN = "云溪市质量局", "云溪市人民政府", "云溪市国土资源所"


def late(published: str | None, name: str, as_of: str = "2021-06-30", **more):
    listed = page("nb/", PageKind.COLUMN, row(report(2020, name), published, "2020.html"), pager(False), title="年度报告")
    return outcomes(unit(ENTRY, listed, name=name, as_of=as_of, **more), "report_deadline", **DEADLINE)


@pytest.mark.parametrize(
    ("published", "bureau", "government", "unknown"),
    [
        ("2021-01-31", PASSED, PASSED, PASSED),
        ("2021-02-01", FAILED, PASSED, CANT_TELL),
        ("2021-03-31", FAILED, PASSED, CANT_TELL),
        ("2021-04-01", FAILED, FAILED, FAILED),
        (None, CANT_TELL, CANT_TELL, CANT_TELL),
    ],
)
def test_the_deadline_that_binds_the_kind_of_organ(published, bureau, government, unknown):
    """Departments by the end of January, governments by the end of March; between the two an unknown organ is left open."""
    assert [late(published, name)["2020"] for name in (BUREAU, GOVERNMENT, UNKNOWN)] == [bureau, government, unknown]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青石县人民政府办公室", PASSED),
        ("青石县发展和改革委员会", FAILED),
        ("云溪省财政厅", FAILED),
        ("云溪市政务服务中心", CANT_TELL),  # no department of a government
        ("青石县石桥镇人民政府", PASSED),
    ],
)
def test_names_of_organs(name, expected):
    """A report of mid-February is late for a department and early for a government."""
    assert late("2021-02-15", name) == {"2020": expected}


@pytest.mark.parametrize(
    ("as_of", "name", "expected"),
    [
        ("2021-01-31", BUREAU, INAPPLICABLE),
        ("2021-02-01", BUREAU, FAILED),
        ("2021-03-31", GOVERNMENT, INAPPLICABLE),
        ("2021-04-01", GOVERNMENT, FAILED),
        ("2021-01-31", UNKNOWN, INAPPLICABLE),
        ("2021-02-01", UNKNOWN, FAILED),  # found after the later of both dates
    ],
)
def test_before_the_deadline_nothing_is_late(as_of, name, expected):
    """The due day itself is in time."""
    assert late("2021-05-01", name, as_of) == {"2020": expected}


@pytest.mark.parametrize(("first_year", "expected"), [(2019, FAILED), (2020, FAILED), (2021, INAPPLICABLE)])
def test_the_first_report_year_that_the_deadline_binds(first_year, expected):
    """Reports before the law are not late by it."""
    listed = page("nb/", PageKind.COLUMN, row(report(2020), "2021-05-01", "2020.html"), pager(False), title="年度报告")

    assert outcomes(unit(ENTRY, listed, as_of="2021-06-30"), "report_deadline", **{**DEADLINE, "first_year": first_year}) == {
        "2020": expected
    }


def test_the_earliest_publication_counts():
    """A report listed again later was published when it was first."""
    again = page("gk/", PageKind.COLUMN, row(report(2020), "2021-01-20", "r20.html"), pager(False))
    listed = page("nb/", PageKind.COLUMN, row(report(2020), "2021-05-01", "2020.html"), pager(False), title="年度报告")

    assert outcomes(unit(ENTRY, listed, again, as_of="2021-06-30"), "report_deadline", **DEADLINE) == {"2020": PASSED}


def test_a_late_copy_on_an_incomplete_look_is_left_open():
    """An earlier copy may be where nobody looked; a report in time is in time however little was read."""
    assert late("2021-05-01", BUREAU, stop=Stop.PAGES) == {"2020": CANT_TELL}
    assert late("2021-01-05", BUREAU, stop=Stop.PAGES) == {"2020": PASSED}


def test_no_report_is_not_late():
    """Whether it is there is another rule's matter."""
    assert outcomes(unit(as_of="2021-06-30"), "report_deadline", **DEADLINE) == {"2020": CANT_TELL}


@pytest.mark.parametrize(
    ("looked", "there", "walked", "expected"),
    [
        ("2021-01-31", True, True, PASSED),  # seen on the last day
        ("2021-02-01", True, True, CANT_TELL),  # seen a day too late to tell
        ("2021-02-01", False, True, FAILED),  # a day too late, and not there
        ("2021-01-31", False, True, CANT_TELL),  # it may have come before midnight
        ("2021-02-01", False, False, CANT_TELL),  # the column was not read to its end
    ],
)
def test_a_report_without_a_date_by_the_looks_that_saw_its_column(looked, there, walked, expected):
    """There by the due day, or not there at a whole look after it."""

    def listed(*shown: int):
        rows = (row(report(y), None, f"{y}.html") for y in shown)
        return page("nb/", PageKind.COLUMN, *rows, pager(not walked), title="年度报告")

    before = listed(2020, 2019) if there else listed(2019, 2018)
    told = nights((looked, [ENTRY, before]), ("2021-06-30", [ENTRY, listed(2020, 2019)]))

    assert outcomes(told, "report_deadline", **DEADLINE) == {"2020": expected}


@pytest.mark.parametrize("name", ["政府信息公开专栏", "政府信息 公開專欄"])
def test_a_closed_door_of_the_whole_column_hides_reports(name):
    """However its name is written, the column as a whole may hold the report that the reports' own column lacks."""
    doors = home(door("annual_report", "年度报告", "nb/"), door("disclosure", name))
    assert years(doors, column(2012, 2014))["2013"] is CANT_TELL
