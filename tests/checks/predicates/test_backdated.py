"""Items dated again, items that came up long after their date, addresses older than dates: what is charged and what is left to people."""

from __future__ import annotations

import pytest

from checks.model import PageKind, Stop

from .build import CANT_TELL, FAILED, PASSED, findings, page, pager, row
from .nights import nights

MAY = ["2015-05-20", "2015-05-12", "2015-05-11", "2015-05-04"]


def listed(dates, *, name="通知公告", folder="tz/", ended=True, to="a/"):
    """The column of notices, its items always the same."""
    items = [row(f"关于第{i}批检查的通知", date, f"{to}{i}.html") for i, date in enumerate(dates)]
    return page(folder, PageKind.COLUMN, *items, pager(not ended), title=name)


def judged(*looks, **more):
    return findings(nights(*looks, **more), "dates_kept", cases=3, late_days=14)[""]


def again(*dates, **more):
    """The same items under other dates."""
    return judged(("2015-05-30", [listed(MAY, **more)]), ("2015-06-30", [listed([*dates, *MAY[len(dates) :]], **more)])).outcome


def test_without_earlier_looks_nothing_is_known():
    """Nobody remembers; or nothing that was seen is there any more."""
    assert judged(("2015-06-30", [listed(MAY)])).outcome == CANT_TELL
    assert judged(("2015-05-30", []), ("2015-06-30", [listed(MAY)])).outcome == CANT_TELL


def test_three_items_that_stood_there_before_their_date():
    """The message says what stood there and when."""
    found = judged(("2015-05-30", [listed(MAY)]), ("2015-06-30", [listed(["2015-06-28", "2015-06-27", "2015-06-26", MAY[3]])]))

    assert found.outcome == FAILED and "3条" in found.message and "2015-05-30巡检时已在，日期为2015-05-20，现为2015-06-28" in found.message


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (MAY[:3], PASSED),
        (["2015-06-28", "2015-06-27"], CANT_TELL),  # two may be corrections
        (["2015-06-28", "2015-06-27", "2015-06-01"], FAILED),  # two days after the look
        (["2015-06-28", "2015-06-27", "2015-05-31"], CANT_TELL),  # one day: clocks differ
        (["2015-06-28"] * 3, CANT_TELL),  # one day for most of the list: an import
        (["2015-06-28", "2015-06-28", "2015-06-27"], FAILED),
        (["2015-05-21", "2015-05-19", "2015-05-13"], PASSED),  # mended, to a day on which they may have gone up
        (["2015-05-01", "2015-05-01", "2015-05-01"], PASSED),  # an earlier day says of no look that it lied
    ],
)
def test_only_a_date_after_the_look_contradicts_it(dates, expected):
    """How many, and how far."""
    assert again(*dates) == expected


def test_other_columns_may_date_again():
    """Guides are revised; only news and notices are held to their dates."""
    assert again("2015-06-28", "2015-06-27", "2015-06-26", name="办事指南") == CANT_TELL  # nothing to compare


def test_after_a_redesign_the_column_is_known_again():
    """Its address is another, its items are the same; of each the old row and the new one are cited."""
    moved = listed(["2015-06-28", "2015-06-27", "2015-06-26", MAY[3]], folder="new/")

    found = judged(("2015-05-30", [listed(MAY)]), ("2015-06-30", [moved]))

    assert found.outcome == FAILED
    assert [e.url.rpartition("example/")[2] for e in found.evidence] == ["new/", "tz/"] * 3


def test_a_third_night_still_sees_it():
    """The date of the first look is not forgotten when the second was noted."""
    bent = listed(["2015-06-28", "2015-06-27", "2015-06-26", MAY[3]])

    assert judged(("2015-05-30", [listed(MAY)]), ("2015-06-30", [bent]), ("2015-07-30", [bent])).outcome == FAILED


def late(date, *, ended=True, stop=Stop.DONE):
    """Three items that came up after a look, all of one date."""
    new = [row(f"关于第{i}次抽查的公告", date, f"b/{i}.html") for i in range(3)]
    old = [row(f"关于第{i}批检查的通知", d, f"a/{i}.html") for i, d in enumerate(MAY)]
    now = page("tz/", PageKind.COLUMN, *sorted([*new, *old], key=lambda f: f.value.date, reverse=True), pager(not ended), title="通知公告")
    return judged(("2015-05-30", [listed(MAY, ended=ended)]), ("2015-06-30", [now]), stop=stop).outcome


def test_items_that_come_up_long_after_their_date_are_left_to_people():
    """Unless the look before did not see so far."""
    assert late("2015-05-16") == PASSED  # fourteen days before the look that did not have it
    assert late("2015-05-15") == CANT_TELL
    assert late("2015-05-15", ended=False) == CANT_TELL  # walked back beyond it
    assert late("2015-05-10", ended=False) == PASSED  # further back than the walk
    assert late("2015-05-15", stop=Stop.PAGES) == PASSED  # the look before was cut short


def test_an_address_much_older_than_the_date_is_left_to_people():
    """Old texts on top of the list; importing stamps addresses later, which says nothing."""

    def stamped(day):
        return judged(("2015-06-30", [listed(["2015-06-28"] * 3, to=f"art/{day}/t")])).message

    assert "网址中为2014-05-01" in stamped("2014/05/01")
    assert "没有此前" in stamped("2015/06/29")
