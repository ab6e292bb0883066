"""New items in the month, something every week: edges of the periods, and every reason why an empty period is not charged."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import Entry, FetchError, PageKind, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    VOCABULARY,
    door,
    findings,
    home,
    outcome,
    outcomes,
    page,
    pager,
    row,
    rows,
    unit,
)


def listed(*dates: str, more: bool = False):
    """A list walked to its end unless ``more``."""
    return page("tz/", PageKind.COLUMN, *rows(*dates), pager(more), title="通知公告")


def weeks(*pages, count=4, **more):
    return outcomes(unit(*pages, **more), "updated_weekly", weeks=count)


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        ("2015-06-28", "2015-W25"),  # Sunday: its own week is not over
        ("2015-06-29", "2015-W26"),  # Monday: the week ended yesterday
        ("2015-06-30", "2015-W26"),
        ("2015-07-05", "2015-W26"),
        ("2015-07-06", "2015-W27"),
        ("2021-01-03", "2020-W52"),  # Sunday of 2020-W53
        ("2021-01-04", "2020-W53"),
        ("2021-01-11", "2021-W01"),
        ("2016-01-04", "2015-W53"),
        ("2015-01-05", "2015-W01"),  # began on 29 December 2014
    ],
)
def test_the_last_week_judged_is_the_last_that_is_over(as_of, last):
    """Weeks run from Monday to Sunday and bear their ISO name, also over New Year."""
    assert list(weeks(listed("2014-01-06"), count=1, as_of=as_of)) == [last]


def test_as_many_weeks_as_asked_newest_last_and_each_once():
    """Four weeks over an ISO year's end."""
    assert sorted(weeks(listed("2014-01-06"), as_of="2021-01-12")) == ["2020-W51", "2020-W52", "2020-W53", "2021-W01"]


@pytest.mark.parametrize(
    ("date", "hit"),
    [("2015-06-21", "2015-W25"), ("2015-06-22", "2015-W26"), ("2015-06-28", "2015-W26"), ("2015-06-29", None), ("2015-06-15", "2015-W25")],
)
def test_monday_and_sunday_belong_to_the_week(date, hit):
    """An item on either edge saves its own week and no other."""
    found = weeks(listed(date, "2014-01-06"), count=2)

    assert {week for week, outcome in found.items() if outcome == PASSED} == ({hit} if hit else set())
    assert {week for week, outcome in found.items() if outcome == FAILED} == {"2015-W25", "2015-W26"} - {hit}


def test_an_empty_week_cites_its_neighbours():
    """The evidence is the rows before and after the week, not the bare home page."""
    found = findings(unit(listed("2015-06-29", "2015-06-16", "2014-01-06")), "updated_weekly", weeks=1)["2015-W26"]

    assert found.outcome == FAILED
    assert {e.url for e in found.evidence} == {"http://www.yunxi.example/tz/"} and len(found.evidence) == 2


def test_the_date_a_page_states_counts_like_a_row():
    """An article read by itself is an update."""
    article = page("tz/1.html", PageKind.ARTICLE, published="2015-06-24")

    assert weeks(listed("2014-01-06"), article, count=1) == {"2015-W26": PASSED}


HOLIDAYS = frozenset(dt.date(2015, 6, 22) + dt.timedelta(days=i) for i in range(5))  # Monday to Friday of 2015-W26


@pytest.mark.parametrize(
    ("holidays", "workdays", "until", "expected"),
    [
        (HOLIDAYS, (), dt.date(2015, 12, 31), INAPPLICABLE),
        (HOLIDAYS - {dt.date(2015, 6, 26)}, (), dt.date(2015, 12, 31), FAILED),  # one working day is enough
        (HOLIDAYS, (dt.date(2015, 6, 28),), dt.date(2015, 12, 31), FAILED),  # a make-up Sunday is a working day
        ((), (), dt.date(2015, 6, 28), FAILED),  # the table's last day is the week's last
        ((), (), dt.date(2015, 6, 27), CANT_TELL),  # the table ends before the week
        ((), (), None, CANT_TELL),  # no table
    ],
)
def test_a_week_of_holidays_only_is_not_judged(holidays, workdays, until, expected):
    """Known to be all holidays: not applicable; not known: left open."""
    words = attrs.evolve(VOCABULARY, holidays=frozenset(holidays), workdays=frozenset(workdays), holidays_until=until)

    assert weeks(listed("2014-01-06"), count=1, vocabulary=words) == {"2015-W26": expected}


def test_an_update_in_a_holiday_week_passes():
    """Holidays excuse silence only."""
    words = attrs.evolve(VOCABULARY, holidays=HOLIDAYS)

    assert weeks(listed("2015-06-24", "2014-01-06"), count=1, vocabulary=words) == {"2015-W26": PASSED}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2015-06-30", "2015-06-29", "2015-06-29"), CANT_TELL),  # not walked back to the week
        (("2015-06-30", "2015-06-29", "2015-06-22"), PASSED),
        (("2015-06-30", "2015-06-15", "2015-06-15", "2015-06-15"), FAILED),  # walked beyond it
        (("2015-06-30", "2015-06-29", "2015-06-29", "2013-01-01"), CANT_TELL),  # one old row at the foot proves nothing
        (("2013-01-01", "2015-06-30", "2015-06-29", "2015-06-29"), CANT_TELL),  # nor one pinned to the top
        (("2015-06-30", "2015-06-21", "2015-06-21", "2015-06-21"), FAILED),  # Sunday before: every row since Monday was seen
    ],
)
def test_a_list_that_goes_on_must_have_been_walked_beyond_the_week(dates, expected):
    """Whether the rows seen prove that none of the week was missed."""
    assert weeks(listed(*dates, more=True), count=1) == {"2015-W26": expected}


def test_the_first_day_of_the_week_itself_must_be_behind():
    """A list cut at a row of the very Monday may go on with rows of that Monday; for the week after it is enough."""
    walked = listed("2015-06-22", "2015-06-15", "2015-06-15", "2015-06-15", more=True)

    assert weeks(walked, count=2) == {"2015-W26": PASSED, "2015-W25": PASSED}
    assert weeks(listed("2015-06-30", "2015-06-22", "2015-06-22", "2015-06-22", more=True), count=2)["2015-W25"] == CANT_TELL


def test_several_pages_are_one_list():
    """The following page is what proves, wherever it stands in address order."""
    first = page("tz/", PageKind.COLUMN, *rows("2015-06-30", "2015-06-29", "2015-06-29"), pager(True, "a/2.html"))
    second = page("a/2.html", PageKind.COLUMN, *rows("2015-06-10", "2015-06-09", "2015-06-08"), pager(True, "a/3.html"), depth=2)

    assert weeks(first, second, count=1) == {"2015-W26": FAILED}


@pytest.mark.parametrize(
    "second",
    [
        page("a/2.html", PageKind.COLUMN, pager(None), depth=2),
        page("a/2.html", PageKind.COLUMN, *(row(f"无日期{i}", None, f"{i}.html") for i in range(2)), depth=2),
        page("a/2.html", PageKind.SCRIPT_SHELL, depth=2, anchor="下一页列表的链接文字很长很长"),
        page("a/2.html", None, status=404, depth=2),
        page("a/2.html", None, error=FetchError.TIMEOUT, depth=2, anchor="下一页列表的链接文字很长很长"),
    ],
    ids=["no-rows", "undated-rows", "shell", "404", "timeout"],
)
def test_a_following_page_that_says_nothing_proves_nothing(second):
    """The walk broke off inside the week: whatever the reason, the rest of the week may be on that page."""
    first = page("tz/", PageKind.COLUMN, *rows("2015-06-30", "2015-06-29", "2015-06-29"), pager(True, "a/2.html"))

    assert weeks(first, second, listed2(), count=1) == {"2015-W26": CANT_TELL}


def listed2():
    """Another list, long since asleep, so that there are dates to cite."""
    return page("old/", PageKind.COLUMN, *rows("2014-01-06"), pager(False), title="旧栏目")


def test_one_list_not_walked_leaves_the_week_open_though_others_were():
    """The new item may be in that one."""
    sleeping = page("gk/", PageKind.COLUMN, *rows("2015-06-30", "2015-06-29", "2015-06-29"), pager(True), title="信息公开")

    assert weeks(listed("2014-01-06"), sleeping, count=1) == {"2015-W26": CANT_TELL}


@pytest.mark.parametrize(
    ("count", "target", "expected"),
    [
        (3, None, CANT_TELL),  # rows that were not opened
        (2, None, FAILED),  # a menu rather than a list of news
        (3, "500", CANT_TELL),
        (3, "shell", CANT_TELL),
        (3, "dated", FAILED),  # all rows opened, each states an old date
    ],
)
def test_a_list_without_dates_hides_news_unless_its_rows_were_read(count, target, expected):
    """Three and more undated rows that lead to nothing dated leave the week open."""
    shown = page("gg/", PageKind.COLUMN, *(row(f"公告{i}", None, f"g{i}.html") for i in range(count)), pager(False))
    made = {
        "500": lambda i: page(f"g{i}.html", None, status=500, depth=3, anchor="一则标题很长很长的公告的链接"),
        "shell": lambda i: page(f"g{i}.html", PageKind.SCRIPT_SHELL, depth=3, anchor="一则标题很长很长的公告的链接"),
        "dated": lambda i: page(f"g{i}.html", PageKind.ARTICLE, published="2014-02-01", depth=3),
    }
    opened = [made[target](i) for i in range(count)] if target else []

    assert weeks(listed("2014-01-06"), shown, *opened, count=1) == {"2015-W26": expected}


def test_an_undated_list_that_goes_on_after_recent_pages_leaves_the_week_open():
    """All rows shown were read and are newer than the week; its items may be on the next page."""
    shown = page("gg/", PageKind.COLUMN, *(row(f"公告{i}", None, f"g{i}.html") for i in range(3)), pager(True))
    opened = [page(f"g{i}.html", PageKind.ARTICLE, published="2015-06-29", depth=2) for i in range(3)]

    assert weeks(listed("2014-01-06"), shown, *opened, count=1) == {"2015-W26": CANT_TELL}


@pytest.mark.parametrize("date", ["2015-07-01", "2015-12-31", "2099-01-01"])
def test_dates_after_the_day_save_no_week_and_prove_no_walk(date):
    """A slip of the pen in the year, or a copy crawled later: no update of the week, no reason to charge it either."""
    assert weeks(listed(date, "2014-01-06"), count=1) == {"2015-W26": FAILED}
    assert weeks(listed(date, date, date, more=True), count=1) == {"2015-W26": CANT_TELL}


@pytest.mark.parametrize("role", ["dated", "disclosure", "catalogue", "penalty"])
def test_a_closed_door_of_news_leaves_the_week_open(role):
    """Offered and not opened: what is missed may be there; doors of other matters do not count."""
    assert weeks(home(door(role, "公告")), listed("2014-01-06"), count=1) == {"2015-W26": CANT_TELL}
    assert weeks(home(door("leaders", "领导")), listed("2014-01-06"), count=1) == {"2015-W26": FAILED}


@pytest.mark.parametrize(("kind", "expected"), [(PageKind.OTHER, CANT_TELL), (PageKind.COLUMN, FAILED)])
def test_a_page_of_news_on_which_no_list_was_seen_leaves_the_week_open(kind, expected):
    """Opened, and not understood: its rows may be of that week. A column that was read as an empty one hides nothing."""
    news = page("dt/", kind, pager(False))

    assert weeks(home(door("dated", "工作动态", "dt/")), news, listed("2014-01-06"), count=1) == {"2015-W26": expected}


def test_a_portal_without_any_date_is_not_charged():
    """Perhaps we cannot read its dates."""
    menu = page("gg/", PageKind.COLUMN, row("公告", None, "1.html"), pager(False))

    assert weeks(menu, count=1) == {"2015-W26": CANT_TELL}


def test_an_unfinished_visit_charges_no_week():
    """But the weeks that were seen alive pass."""
    assert weeks(listed("2015-06-24", "2014-01-06"), count=2, stop=Stop.PAGES) == {"2015-W26": PASSED, "2015-W25": CANT_TELL}


@pytest.mark.parametrize(
    ("as_of", "month", "inside", "outside"),
    [
        ("2015-06-30", "2015-05", ("2015-05-01", "2015-05-31"), ("2015-04-30", "2015-06-01")),
        ("2015-07-01", "2015-06", ("2015-06-01", "2015-06-30"), ("2015-05-31", "2015-07-01")),
        ("2016-01-01", "2015-12", ("2015-12-01", "2015-12-31"), ("2015-11-30", "2016-01-01")),
        ("2016-03-31", "2016-02", ("2016-02-01", "2016-02-29"), ("2016-01-31", "2016-03-01")),
    ],
)
def test_the_month_judged_is_the_last_full_one(as_of, month, inside, outside):
    """First and last day belong to it, their neighbours do not."""
    for day in inside:
        assert outcomes(unit(listed(day, "2014-01-06"), as_of=as_of), "new_in_month") == {month: PASSED}
    for day in outside:
        assert outcomes(unit(listed(day, "2014-01-06"), as_of=as_of), "new_in_month") == {month: FAILED}


@pytest.mark.parametrize(("count", "expected"), [(0, FAILED), (2, FAILED), (3, PASSED), (4, PASSED)])
def test_the_least_number_of_items(count, expected):
    """Below, at and above it."""
    assert outcome(unit(listed(*["2015-05-10"] * count, "2014-01-06")), "new_in_month", min_items=3) == expected


def test_an_item_in_its_list_and_as_a_page_is_one_item():
    """The row and the article it opens are not counted twice."""
    article = page("x/2015-05-10-0.html", PageKind.ARTICLE, published="2015-05-10")

    assert outcome(unit(listed("2015-05-10", "2014-01-06"), article), "new_in_month", min_items=2) == FAILED


def test_too_few_items_on_an_incomplete_look_are_left_open():
    """The month may hold more than was seen."""
    assert outcome(unit(listed("2015-05-10", "2014-01-06"), stop=Stop.PAGES), "new_in_month", min_items=2) == CANT_TELL


def yearless(day: str, to: str = "n/1.html"):
    """A row that shows month and day only; the year was put to it."""
    listed = row("会议", f"2015-{day}", to)
    assert isinstance(listed.value, Entry)
    return attrs.evolve(listed, value=attrs.evolve(listed.value, year_inferred=True, date_text=day))


@pytest.mark.parametrize(
    ("to", "published", "expected"),
    [
        ("n/1.html", "2015-05-25", PASSED),  # the page confirms the year
        ("n/1.html", "2013-05-25", FAILED),  # the page is of another year: nothing in the month
        ("201505/t20150525_1.html", None, PASSED),  # the address confirms it
        ("201305/t20130525_1.html", None, FAILED),
        ("201505/t20150525_1.html", "2013-05-25", FAILED),  # the page before the address
        ("n/1.html", None, CANT_TELL),  # nothing speaks for the year
    ],
)
def test_a_year_that_was_only_inferred_must_be_confirmed(to, published, expected):
    """«05-25» may be of any year."""
    column = page("dt/", PageKind.COLUMN, yearless("05-25", to), pager(False))
    article = page(to, PageKind.ARTICLE, published=published, depth=3, anchor="一次很长的会议的标题在这里")
    pages = [column, article] if published else [column]

    assert outcomes(unit(*pages), "new_in_month") == {"2015-05": expected}


@pytest.mark.parametrize(("told", "expected"), [("2015-06-20", PASSED), ("2013-06-20", CANT_TELL)])
def test_rows_that_were_not_opened_share_the_fate_of_their_list(told, expected):
    """One row of the list was opened: its page confirms the years of the list, or shows that they are wrong."""
    column = page("dt/", PageKind.COLUMN, yearless("06-20", "n/1.html"), yearless("05-25", "n/2.html"), pager(False))

    assert outcomes(unit(column, page("n/1.html", PageKind.ARTICLE, published=told)), "new_in_month") == {"2015-05": expected}


def test_the_turn_of_the_year_contradicts_nothing():
    """Filed on the last of December, listed in January."""
    rows_ = (yearless("01-05", "201412/t20141231_1.html"),)
    facts = unit(page("dt/", PageKind.COLUMN, *rows_, pager(False)), as_of="2015-02-10")

    assert outcomes(facts, "new_in_month") == {"2015-01": PASSED}


def test_what_a_tab_shows_is_new_as_well():
    """A reader meets it with one click: neither the month nor the week is empty."""
    behind = (attrs.evolve(fact, kind="row.beside") for fact in rows("2015-05-28", "2015-06-24"))
    tabs = page("tz/", PageKind.COLUMN, *rows("2015-02-02", "2015-01-05"), *behind, pager(False), title="通知公告")

    assert weeks(listed("2015-02-02", "2015-01-05"), count=1) == {"2015-W26": FAILED}
    assert weeks(tabs, count=1) == {"2015-W26": PASSED}
    assert outcome(unit(tabs), "new_in_month") == PASSED
