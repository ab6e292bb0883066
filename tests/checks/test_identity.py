"""A column is the same over the nights: at its address, and after a redesign by what it is called and lists."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.identity import stable_keys
from checks.model import ColumnSighting

ROWS = ("关于甲的通知", "关于乙的通知", "关于丙的通知", "关于丁的通知")
OTHER = ("会议一", "会议二", "会议三", "会议四")


def column(
    address: str, name: str = "通知公告", titles: tuple[str, ...] = ROWS, key: str = "", role: str = "dated", on: int = 1
) -> ColumnSighting:
    """A column as one look saw it."""
    return ColumnSighting(key=key or address, address=address, name=name, on=dt.date(2015, 6, on), role=role, titles=titles)


def test_at_its_address_a_column_is_itself_whatever_it_holds():
    """Another name and other rows make no other column."""
    assert stable_keys([column("/tz/", "通告", OTHER)], [column("/tz/")]) == ("/tz/",)


def test_a_new_column_is_called_by_its_address():
    """Nothing earlier is like it."""
    assert stable_keys([column("/dt/", "工作动态", OTHER)], [column("/tz/")]) == ("/dt/",)
    assert stable_keys([column("/dt/")], []) == ("/dt/",)


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (column("/new/"), True),  # moved
        (column("/new/", titles=(*OTHER, ROWS[0])), True),  # its name, and one row that stayed
        (column("/new/", titles=OTHER), False),  # its name, and nothing that stayed
        (column("/new/", titles=()), True),  # its name, and no rows that could say otherwise
        (column("/new/", "公告栏"), True),  # renamed: all its rows stayed
        (column("/new/", "公告栏", (*ROWS[:3], *OTHER)), True),  # most of them
        (column("/new/", "公告栏", (*ROWS[:2], *OTHER)), False),  # two are not enough for another name
        (column("/new/", "通知公告", role="service"), False),  # leads to another kind of thing
    ],
)
def test_after_a_redesign_name_and_rows_decide(now, same):
    """The old address answers no more; the new one is known by what it shows."""
    assert stable_keys([now], [column("/tz/")]) == (("/tz/",) if same else ("/new/",))


def test_a_column_that_still_stands_moves_nowhere():
    """A second list of the same rows is another column."""
    assert stable_keys([column("/tz/"), column("/new/")], [column("/tz/")]) == ("/tz/", "/new/")


def test_of_several_that_could_be_meant_none_is():
    """Two new columns claim an old one, or two old ones a new one."""
    assert stable_keys([column("/a/"), column("/b/")], [column("/tz/")]) == ("/a/", "/b/")
    assert stable_keys([column("/a/")], [column("/t1/"), column("/t2/")]) == ("/a/",)


def test_the_better_match_wins():
    """Three rows in common beat one."""
    before = [column("/t1/", titles=ROWS), column("/t2/", titles=(ROWS[0], *OTHER))]
    assert stable_keys([column("/a/"), column("/b/", titles=OTHER)], before) == ("/t1/", "/t2/")


def test_keys_outlive_a_second_move_and_are_not_reused():
    """The first address stays its name; a new column at that address takes another."""
    before = [column("/tz/"), column("/tz2/", key="/tz/", on=2)]

    assert stable_keys([column("/tz3/", on=3)], before) == ("/tz/",)
    assert stable_keys([column("/tz2/", on=3), column("/tz/", "工作动态", OTHER, on=3)], before) == ("/tz/", "/tz/@2015-06-03")


def test_the_order_of_columns_does_not_matter():
    """Keys follow the columns."""
    now = [column("/a/"), column("/b/", "动态", OTHER)]
    before = [column("/t1/"), column("/t2/", "动态", OTHER)]

    assert stable_keys(now[::-1], before[::-1]) == stable_keys(now, before)[::-1] == ("/t2/", "/t1/")
