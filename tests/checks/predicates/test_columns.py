"""Columns that were offered and did not open: each is answered, none is called blank."""

from __future__ import annotations

import pytest

from checks.model import FetchError, PageKind
from checks.vocabulary import Element, Vocabulary

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    ROLES,
    VOCABULARY,
    ReadPage,
    door,
    fact,
    findings,
    home,
    outcomes,
    page,
    pager,
    row,
    rows,
    unit,
)

STUB = PageKind.REDIRECT_STUB
WITH_MAP = Vocabulary(
    elements={"roles": {**ROLES, "sitemap": Element(id="sitemap", name="网站地图", labels=("网站地图",))}},
    words={},
    holidays_until=VOCABULARY.holidays_until,
)


def judged(*pages: ReadPage, **more: object) -> dict[str, object]:
    return outcomes(unit(*pages, **more), "blank_columns")  # type: ignore[arg-type]


def test_a_stub_that_jumps_to_a_missing_page_is_answered_once():
    """On the stub, which is the column's address; the missing page is no column of its own."""
    gone = page("xx/weg/", None, status=404, anchor="意见箱", found_on="xx/")
    found = findings(unit(page("xx/", STUB, jump="xx/weg/", anchor="意见箱"), gone), "blank_columns")

    assert {s: f.outcome for s, f in found.items()} == {"xx/index.html": CANT_TELL}
    assert "xx/weg/" in found["xx/index.html"].message and "页面不存在" in found["xx/index.html"].message


def test_a_last_page_without_rows_makes_no_column_blank():
    """A pager that counts one page too many; the column's rows stand before it."""
    first = page("tz/", PageKind.COLUMN, *rows("2015-06-01"), pager(True, "tz/2/"), title="通知公告")
    last = page("tz/2/", PageKind.COLUMN, fact("list.blank", "暂无信息"), pager(False), title="通知公告")

    assert judged(first, last) == {"tz/index.html": PASSED}
    assert judged(last) == {"tz/2/index.html": FAILED}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2016年预算公开", INAPPLICABLE),
        ("2015年预算公开", FAILED),
        ("2015年决算公开", INAPPLICABLE),
        ("2014年决算公开", FAILED),
        ("二〇一五年度报告", INAPPLICABLE),
        ("2014-2016年预算", FAILED),
        ("预算公开", FAILED),
    ],
)
def test_a_column_of_a_time_that_has_not_come(title, expected):
    """A place that was made ready ahead of the year is no blank column."""
    assert judged(page("ys/", PageKind.COLUMN, fact("list.blank", "暂无信息"), title=title)) == {"ys/index.html": expected}


def test_a_stub_that_leads_to_a_column_leaves_the_answer_to_it():
    """The column was read; a stub that leads to a page of another kind is none."""
    stub = page("xx/", STUB, jump="yy/", anchor="动态")

    assert judged(stub, page("yy/", PageKind.COLUMN, *rows("2015-06-01"), anchor="动态")) == {"yy/index.html": PASSED}


@pytest.mark.parametrize(
    "column",
    [
        page("xx/", None, status=404, anchor="政策解读"),
        page("xx/", None, status=503, anchor="政策解读"),
        page("xx/", None, error=FetchError.TIMEOUT, anchor="政策解读"),
        page("xx/", PageKind.SCRIPT_SHELL, anchor="政策解读"),
        page("xx/", STUB, jump="http://other.example/", anchor="政策解读"),
    ],
    ids=["404", "503", "timeout", "shell", "offsite"],
)
def test_a_column_that_did_not_open_is_left_open(column):
    """Nobody knows whether it is blank."""
    assert judged(column) == {"xx/index.html": CANT_TELL}


def test_a_place_that_rules_know_is_a_column_whatever_its_address():
    """Addresses by number name no folder; words of a role do."""
    assert judged(page("c?id=7", None, status=404, anchor="年报")) == {"c?id=7": CANT_TELL}
    assert judged(page("c?id=7", None, status=404, anchor="热词")) == {"": CANT_TELL}


@pytest.mark.parametrize(
    "other",
    [
        page("a/1.html", None, status=404, anchor="关于开展检查的通知"),
        page("tz/x/", None, status=404, anchor="某次检查", found_on="tz/"),
        page("tz/2.html", None, status=404, anchor="公告", found_on="tz/"),
        page("so/", None, status=404, anchor="检索"),
        page("http://other.example/xx/", None, status=404, anchor="政策解读"),
        page("sitemap/", None, status=404),
    ],
    ids=["document", "dated row", "next page", "utility", "another host", "no words"],
)
def test_what_is_no_column_of_the_unit_is_not_answered(other):
    """A document, a row, the page after, the search, another's page, an address that no reader sees."""
    listing = page("tz/", PageKind.COLUMN, row("某次检查", "2015-06-01", "tz/x/"), pager(True, "tz/2.html"), title="公告")

    assert judged(listing, other) == {"tz/index.html": PASSED}


def test_columns_without_an_address_are_named_where_all_columns_are_listed():
    """On the site map, or else the home page; once."""
    shut, also = door("dated", "公告"), door("annual_report", "年报")
    plan = page("dt.html", PageKind.OTHER, shut, also, title="网站地图")
    found = findings(unit(home(shut, door("sitemap", "网站地图", "dt.html")), plan, vocabulary=WITH_MAP), "blank_columns")

    assert {s: f.outcome for s, f in found.items()} == {"dt.html": CANT_TELL}
    assert "2个栏目" in found["dt.html"].message and "“公告”" in found["dt.html"].message and "“年报”" in found["dt.html"].message
    assert judged(home(shut)) == {"index.html": CANT_TELL}
    assert judged(home(shut, *rows("2015-06-01"), kind=PageKind.COLUMN)) == {"index.html": CANT_TELL}
    assert judged(home(shut, fact("list.blank", "暂无内容"), kind=PageKind.COLUMN)) == {"index.html": FAILED}


def test_a_dead_copy_of_a_column_that_opened_hides_nothing():
    """The column's own menu item often has no address on its own page."""
    opened = page("tz/", PageKind.COLUMN, *rows("2015-06-01"), title="公告")

    assert judged(home(door("dated", "公告"), door("dated", "公告", "tz/")), opened) == {"tz/index.html": PASSED}


def test_a_form_that_is_gone_is_no_column():
    """A link to a file names a document, whatever its words."""
    gone = {"kind": None, "status": 404, "anchor": "年报"}

    assert judged(home(), page("gk/sqb.doc", **gone)).get("gk/sqb.doc") is None
    assert judged(home(), page("gk/sqb.html", **gone))["gk/sqb.html"] is CANT_TELL


@pytest.mark.parametrize(
    ("path", "child", "linked", "expected"),
    [
        ("gk/", "gk/nb/", True, PASSED),
        ("gk/index.html", "gk/nb/", False, PASSED),
        ("gk/", "nb/", True, CANT_TELL),  # not below it
        ("gk/", "gk/nb.html", True, CANT_TELL),  # beside it
        ("gk/rs.html", "gk/nb/", True, CANT_TELL),  # its side menu leads there
    ],
)
def test_a_landing_page_is_known_by_the_columns_below_it(path, child, linked, expected):
    """It has no rows of its own; those of the columns in its folder answer for it."""
    landing = page(path, PageKind.COLUMN, *([door("annual_report", "年度报告", child)] if linked else ()), title="政务公开")
    below = page(child, PageKind.COLUMN, *rows("2015-06-01"), title="年度报告", found_on="index.html" if linked else path)

    assert judged(home(), landing, below)[path + "index.html" * path.endswith("/")] is expected
