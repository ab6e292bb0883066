"""Annual reports that do not say so plainly, organs that were merged, days that are not those of publication."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import PageKind

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, at, door, fact, findings, home, link, outcome, outcomes, page, pager, row, unit

ENTRY = home(door("annual_report", "年度报告", "nb/"))
ORGAN = "云溪市质量局"


def column(*extra, years=(2014, 2012), organ=ORGAN):
    listed = (row(f"{organ}{y}年政府信息公开工作年度报告", f"{y + 1}-03-20", f"{y}.html") for y in years)
    return page("nb/", PageKind.COLUMN, *listed, *extra, pager(False), title="年度报告")


def year_2013(*pages, **more):
    return outcomes(unit(ENTRY, *pages, **more), "report_years")["2013"]


@pytest.mark.parametrize(
    ("title", "date", "expected"),
    [
        ("云溪市质量局2013年政府信息公开工作...", "2014-03-20", CANT_TELL),  # cut short by the template
        ("云溪市质量局2013年度政府信息公开年度…", "2014-03-20", CANT_TELL),
        ("云溪市质量局政府信息公开工作年度报告", "2014-03-20", CANT_TELL),  # which year: that of the report due in 2014, likely
        ("云溪市质量局政府信息公开工作年度报告", "2013-03-20", FAILED),  # the report on 2012, which is there
        ("云溪市质量局政府信息公开工作年度报告", None, CANT_TELL),
        ("2013年", "2014-03-20", CANT_TELL),  # one folder a year
        ("2013年度", None, CANT_TELL),
        ("关于公布2013年政府信息公开年度报告的通知", "2014-03-20", CANT_TELL),
        ("关于做好2013年政府信息公开年度报告编制工作的通知", "2013-12-20", FAILED),  # an order is no report
        ("2013年政府信息公开年度报告格式", "2013-12-20", FAILED),
        ("2013年政府信息公开工作总结", "2014-01-20", FAILED),
        ("2013年政府信息公开目录", "2014-01-20", FAILED),
        ("2010年政府信息公开工作...", "2014-03-20", FAILED),
        ("关于元旦放假的通知", None, FAILED),
    ],
)
def test_what_may_be_the_report_is_not_missing(title, date, expected):
    """A row that may be the report of the year leaves it open; a row about another thing does not."""
    assert year_2013(column(row(title, date, "x.html"))) == expected


def test_a_row_without_a_year_counts_elsewhere_only_by_its_day():
    """Outside the reports' column such words are often those of the column itself."""
    news = page("xw/", PageKind.COLUMN, row("政府信息公开年度报告", None, "nb/"), pager(False), title="信息公开")

    assert year_2013(column(), news) == FAILED
    dated = page("xw/", PageKind.COLUMN, row("政府信息公开年度报告", "2014-03-01", "y.html"), pager(False), title="信息公开")
    assert year_2013(column(), dated) == CANT_TELL


def test_a_row_whose_page_says_its_year_is_no_other_years():
    """The page that opened is the report on 2012; the row without a year beside it is not that on 2013."""
    opened = page("x.html", PageKind.ANNUAL_REPORT, fact("annual.year", 2012), title="政府信息公开年度报告", published="2014-03-20")

    assert year_2013(column(row("政府信息公开年度报告", "2014-03-20", "x.html")), opened) == FAILED


def test_a_report_offered_as_a_file_is_published():
    """A page that offers the report as a file publishes it, on the page's own day."""
    file = fact("page.attachment", link("云溪市质量局2013年政府信息公开工作年度报告.doc", "2013.doc"))
    offering = page("gg.html", PageKind.ARTICLE, file, title="公告", published="2014-03-20")

    found = findings(unit(ENTRY, column(), offering), "report_years")["2013"]

    assert found.outcome == PASSED
    assert found.evidence[0].url == at("gg.html")
    assert "2014-03-20" in found.message


@pytest.mark.parametrize(
    ("name", "first", "expected"),
    [
        ("www.yunxi.example", "云溪市技术监督局", CANT_TELL),  # the earlier reports are another organ's
        ("www.yunxi.example", "云溪市质量局", FAILED),
        ("www.yunxi.example", "市质量局", FAILED),  # a short form of the same
        ("云溪市质量局", "云溪市技术监督局", None),  # known not to be its own: its reports begin later, and no year before is charged
    ],
)
def test_years_between_the_reports_of_two_organs_are_open(name, first, expected):
    """Between the reports of an organ and of the one that it was merged into nobody knows who owed one."""
    listed = (
        row(f"{first}2012年政府信息公开年度报告", "2013-03-20", "a.html"),
        row(f"{ORGAN}2014年政府信息公开年度报告", "2015-03-20", "b.html"),
    )
    shelf = page("nb/", PageKind.COLUMN, *listed, pager(False), title="年度报告")

    assert outcomes(unit(ENTRY, shelf, name=name), "report_years").get("2013") == expected


def deadline(*rows_, name=ORGAN, as_of="2020-06-30", extra=(), **params):
    shelf = page("nb/", PageKind.COLUMN, *rows_, pager(False), title="年度报告")
    options = {"department": "01-31", "government": "03-31", "first_year": 2019} | params
    return outcome(unit(ENTRY, shelf, *extra, name=name, as_of=as_of), "report_deadline", **options)


@pytest.mark.parametrize(
    ("years", "expected"),
    [((2019,), FAILED), ((2019, 2018), FAILED), ((2019, 2018, 2017), CANT_TELL)],
)
def test_reports_of_three_years_on_one_day_were_taken_in_together(years, expected):
    """The day of a move to a new site is no day of publication."""
    assert deadline(*(row(f"{ORGAN}{y}年政府信息公开年度报告", "2020-05-06", f"{y}.html") for y in years)) == expected


@pytest.mark.parametrize(("others", "expected"), [(18, FAILED), (19, CANT_TELL)])
def test_a_day_on_which_all_was_put_up_proves_nothing(others, expected):
    """Twenty items of one day: the site was moved."""
    more = (row(f"关于检查的通知之{n}", "2020-05-06", f"n{n}.html") for n in range(others))

    assert deadline(row(f"{ORGAN}2019年政府信息公开年度报告", "2020-05-06", "a.html"), *more) == expected


def test_a_day_of_revision_proves_nothing():
    """«更新日期» is not that of first publication."""
    opened = page("a.html", PageKind.ANNUAL_REPORT, fact("annual.year", 2019), title=f"{ORGAN}2019年政府信息公开年度报告")
    listed = row(f"{ORGAN}2019年政府信息公开年度报告", None, "a.html")
    for quote, expected in (("发布日期：2020-05-06", FAILED), ("更新日期：2020-05-06", CANT_TELL)):
        shown = fact("page.published", dt.date(2020, 5, 6), quote=quote)
        shown = attrs.evolve(shown, evidence=attrs.evolve(shown.evidence, url=opened.url))
        assert deadline(listed, extra=[attrs.evolve(opened, facts=(*opened.facts, shown))]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("云溪市质量局", FAILED),
        ("云溪市城市管理委员会", FAILED),
        ("云溪市人民政府", PASSED),
        ("云溪高新技术产业开发区管理委员会", CANT_TELL),  # no department: which day binds it is not settled
        ("云溪市行政服务中心", CANT_TELL),
        ("云溪市研究院", CANT_TELL),
    ],
)
def test_whom_the_earlier_day_binds(name, expected):
    """Departments owe theirs by 31 January; of other bodies the days up to 31 March are open."""
    assert deadline(row("2019年政府信息公开年度报告", "2020-02-20", "a.html"), name=name) == expected


def test_before_the_day_nothing_is_due():
    """The last day is still in time."""
    assert deadline(as_of="2020-01-31") == INAPPLICABLE
