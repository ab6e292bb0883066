"""Home pages and columns that are not kept up: the edges of their periods, what earlier nights add, every reason to leave it open."""

from __future__ import annotations

import attrs
import pytest

from checks.model import PageKind, Stop

from .build import CANT_TELL, FAILED, PASSED, fact, findings, home, link, outcome, page, row, rows
from .nights import front, nights

DAY = "2015-06-30"  # two weeks before: 16 June; six months: 30 December


def column(path, name, *dates, depth=1, titles="关于检查的通知"):
    """A column of items with these dates, None for none."""
    items = [row(f"{titles}{path}{i}", date, f"a{path}{i}.html") for i, date in enumerate(dates)]
    return page(path, PageKind.COLUMN, *items, title=name, depth=depth)


def dated(*dates):
    """A home page with items of these dates; their pages were not visited."""
    return front(*(row(f"市局召开第{i}次全系统工作会议", date, f"n/{i}.html") for i, date in enumerate(dates)))


def at_home(*looks, **more):
    return outcome(nights(*looks, **more), "home_updated", days=14)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2015-06-30", "2015-01-01", "2015-01-01"), PASSED),
        (("2015-06-16", "2015-01-01", "2015-01-01"), PASSED),  # on the first day that counts
        (("2015-06-15", "2015-01-01", "2015-01-01"), FAILED),
        (("2015-01-01", "2015-06-16", "2015-01-01"), PASSED),  # wherever it stands
        ((None, None, None), CANT_TELL),
        (("2015-06-16", None, None), PASSED),
        (("2015-06-15", "2015-06-15", None), CANT_TELL),  # of one it is not known
    ],
)
def test_the_home_page_shows_something_of_two_weeks(dates, expected):
    """By the dates beside its items."""
    assert at_home((DAY, [dated(*dates)])) == expected


def test_the_date_of_what_it_links_to_counts():
    """Undated on the home page, dated in the column or by its address."""
    listed = column("tz/", "公告", "2015-06-20", "2015-05-01", "2015-04-01")
    bare = front(row("某通知的标题", None, "atz/0.html"))

    assert at_home((DAY, [bare, listed])) == PASSED
    assert at_home((DAY, [front(row("某通知的标题", None, "art/2015/06/20/1.html")), listed])) == PASSED


def test_what_was_there_before_the_period_is_old_and_what_came_within_it_is_new():
    """Without dates the looks decide; between them it stays open."""
    old, new = dated(None, None), dated(None, None, None)

    assert at_home(("2015-06-15", [old]), (DAY, [old])) == FAILED
    assert at_home(("2015-06-16", [old]), (DAY, [old])) == CANT_TELL  # thirteen days of the fourteen
    assert at_home(("2015-06-16", [old]), (DAY, [new])) == PASSED
    assert at_home(("2015-06-15", [old]), (DAY, [new])) == CANT_TELL  # came up some time in between, no look within
    assert at_home(("2015-06-15", [old]), ("2015-06-20", [new]), (DAY, [new])) == CANT_TELL  # it may have come on the sixteenth, or before


def test_a_look_at_a_home_page_that_did_not_open_proves_nothing():
    """Of that night nothing is known."""
    shut = home(kind=None, status=500)

    assert at_home(("2015-06-20", [shut]), (DAY, [dated(None, None)])) == CANT_TELL


def test_a_link_that_is_new_in_the_menu_is_something_new():
    """Lenient: whatever came up within the period."""
    old = dated("2015-01-01", "2015-01-01", "2015-01-01")
    more = front(*(f for f in old.of("home.row")), links=[link("专题专栏", "zt/")])

    assert at_home(("2015-06-20", [old]), (DAY, [old])) == FAILED
    assert at_home(("2015-06-20", [old]), (DAY, [more])) == PASSED


def test_an_incomplete_look_fails_nothing():
    """A crawl cut short, a home page that did not open, news that a script may have written."""
    old = dated("2015-01-01", "2015-01-01", "2015-01-01")
    fresh = column("tz/", "公告", "2015-06-20", "2015-05-01", "2015-04-01")
    scripted = front(*old.of("home.row"), scripted=True)

    assert at_home((DAY, [old]), stop=Stop.PAGES) == CANT_TELL
    assert at_home((DAY, [home(kind=None, status=500)])) == CANT_TELL
    assert at_home((DAY, [scripted, fresh])) == CANT_TELL
    assert at_home((DAY, [scripted])) == FAILED
    assert at_home((DAY, [old, fresh])) == FAILED
    assert at_home((DAY, [dated("2015-01-01"), fresh])) == CANT_TELL  # one dated row is no window on the news


def test_a_home_page_of_menus_stands_for_the_columns():
    """Nothing on it but doors."""
    assert at_home((DAY, [column("tz/", "公告", "2015-06-16", "2015-05-01", "2015-04-01")])) == PASSED
    assert at_home((DAY, [column("tz/", "公告", "2015-06-15", "2015-05-01", "2015-04-01")])) == FAILED
    assert at_home((DAY, [])) == CANT_TELL


NAMES = ("工作动态", "通知公告", "规范性文件", "部门文件", "政策文件")
LATE = ("2015-06-15", "2014-12-29", "2014-12-29", "2014-12-29", "2014-12-29")


def five(*dates, names=NAMES, depth=1):
    """Five columns, the newest item of each on these days."""
    return [
        column(f"c{i}/", name, date, "2014-02-01" if date else None, "2014-01-01" if date else None, depth=depth)
        for i, (name, date) in enumerate(zip(names, dates, strict=True))
    ]


def kept_up(*looks, **more):
    options = {"news_days": 14, "policy_months": 6, "stale": 5, "blank": 5, "long_stale": 10, "long_months": 12}
    return outcome(nights(*looks, **more), "columns_updated", **options)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (LATE, FAILED),
        (("2015-06-16", *LATE[1:]), PASSED),  # news of fourteen days ago
        ((LATE[0], "2014-12-30", *LATE[2:]), PASSED),  # a notice of six months ago
        ((None, *LATE[1:]), CANT_TELL),
    ],
)
def test_five_columns_behind_their_period(dates, expected):
    """Each column has its own."""
    assert kept_up((DAY, five(*dates))) == expected


def test_months_are_those_of_the_calendar():
    """At the end of a long month the last day of a shorter one."""
    assert kept_up(("2015-08-31", five("2015-08-16", *["2015-02-27"] * 4, names=("要闻", *NAMES[1:])))) == FAILED
    assert kept_up(("2015-08-31", five("2015-08-16", *["2015-02-28"] * 4, names=("要闻", *NAMES[1:])))) == PASSED
    assert kept_up(("2016-08-31", five("2016-08-16", *["2016-02-28"] * 4, names=("要闻", *NAMES[1:])))) == FAILED  # 29 February


def test_one_name_is_one_column_and_the_fresher_counts():
    """A column is offered on several pages."""
    twice = [*five(*LATE), column("x/", NAMES[4], "2015-06-01", "2014-02-01", "2014-01-01")]

    assert kept_up((DAY, five(*LATE, names=(*NAMES[:4], NAMES[3])))) == PASSED
    assert kept_up((DAY, twice)) == PASSED


def test_what_lies_deep_is_not_counted_and_what_is_new_below_counts():
    """First-level columns; a column may be a window on those below it."""
    below = page("c4/sub/1.html", PageKind.ARTICLE, published="2015-06-20", depth=2)

    front_page, first, *rest = five(*LATE)
    tab = attrs.evolve(row("第三次工作会议", "2015-06-28", "n/tab.html"), kind="row.beside")

    assert kept_up((DAY, five(*LATE, depth=2))) == CANT_TELL
    assert kept_up((DAY, [*five(*LATE), below])) == PASSED
    assert kept_up((DAY, [front_page, attrs.evolve(first, facts=(*first.facts, tab)), *rest])) == PASSED  # behind a tab of its page


def test_undated_columns_by_what_looks_saw():
    """All there before the period: behind. Something that a look within it had not: kept up."""
    columns = five(*LATE[:4], None)
    more = [*columns[:4], column("c4/", NAMES[4], None, None, None, None)]

    assert kept_up(("2014-12-29", columns), (DAY, columns)) == FAILED
    assert kept_up(("2014-12-30", columns), (DAY, columns)) == CANT_TELL
    assert kept_up(("2014-12-30", columns), (DAY, more)) == PASSED


def test_empty_columns_count_by_themselves():
    """Five of them, whatever their kind."""
    empty = [page(f"e{i}/", PageKind.COLUMN, fact("list.blank", "暂无信息"), title=f"第{i}栏") for i in range(5)]
    good = five("2015-06-29", *["2015-06-29"] * 4)

    assert kept_up((DAY, [*good, *empty])) == FAILED
    assert kept_up((DAY, [*good, *empty[:4]])) == PASSED
    assert kept_up((DAY, [*good, *empty[:4], page("s/", PageKind.COLUMN, title="又一栏")])) == CANT_TELL
    assert kept_up((DAY, [*good, *empty]), stop=Stop.PAGES) == CANT_TELL


@pytest.mark.parametrize("name", ["联系方式", "体育活动中心", "第三中学校", "概况简介", "云溪镇卫生站"])
def test_an_empty_page_that_is_perhaps_no_column_leaves_the_count_open(name):
    """Contact data and institutions under the office: for a critical finding a person decides."""
    empty = [page(f"e{i}/", PageKind.COLUMN, fact("list.blank", "暂无信息"), title=f"第{i}栏") for i in range(4)]
    other = page("e9/", PageKind.COLUMN, fact("list.blank", "暂无信息"), title=name)
    good = five("2015-06-29", *["2015-06-29"] * 4)

    assert kept_up((DAY, [*good, *empty, other])) == CANT_TELL
    assert kept_up((DAY, [*good, *empty[:3], other])) == PASSED


def test_the_evidence_is_the_newest_row_of_each():
    """And every column is named with its date."""
    found = findings(
        nights((DAY, five(*LATE))), "columns_updated", news_days=14, policy_months=6, stale=5, blank=5, long_stale=10, long_months=12
    )[""]

    assert len(found.evidence) == 5 and "“工作动态”（最近2015-06-15）" in found.message


def test_rows_whose_order_is_none_prove_nothing_before_the_end():
    """A list that rises may go on with newer rows."""
    rising = page("c0/", PageKind.COLUMN, *rows("2014-01-01", "2014-02-01", "2014-03-01", "2014-04-01"), title=NAMES[0])

    assert kept_up((DAY, [rising, *five(*LATE)[1:]])) == CANT_TELL


def test_rows_behind_a_tab_keep_a_page_up():
    """Of the home page and of a column: a click shows them."""
    tab = attrs.evolve(row("第三次工作会议", "2015-06-28", "n/tab.html"), kind="row.beside")
    old = dated("2015-01-01", "2015-01-01", "2015-01-01")

    assert at_home((DAY, [old])) == FAILED
    assert at_home((DAY, [attrs.evolve(old, facts=(*old.facts, tab))])) == PASSED
