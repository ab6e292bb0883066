"""Limits that pages state against the law of the day, and suspensions of a channel."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, home, outcome, page, pager, read, row, rows, unit

PERIODS = [
    {"until": dt.date(2019, 5, 14), "reply": 15, "extension": 15},
    {"reply": 20, "extension": 20, "completion": 7, "third_party": 15},
]


def guide(*, path: str = "zn.html", own: bool = False, **stated: int):
    facts = [fact("limit", days, subject) for subject, days in stated.items()]
    facts = [attrs.evolve(f, method="own promise") for f in facts] if own else facts
    return page(path, PageKind.GUIDE, *facts, title="云溪市质量局公开指南")


def judged(*pages, as_of: str = "2020-06-30", **more):
    return outcome(unit(*pages, as_of=as_of, **more), "stated_limits", periods=PERIODS)


@pytest.mark.parametrize(
    ("as_of", "stated", "expected"),
    [
        ("2019-05-14", {"reply": 15, "extension": 15}, PASSED),
        ("2019-05-15", {"reply": 15, "extension": 15}, FAILED),
        ("2019-05-14", {"reply": 20, "extension": 20}, FAILED),
        ("2019-05-15", {"reply": 20, "extension": 20}, PASSED),
        ("2020-06-30", {"reply": 20}, PASSED),
        ("2020-06-30", {"reply": 20, "extension": 15}, FAILED),
        ("2020-06-30", {"reply": 21}, FAILED),
        ("2020-06-30", {"reply": 19}, CANT_TELL),  # a shorter promise of its own, perhaps
        ("2015-06-30", {"reply": 16}, FAILED),
        ("2015-06-30", {"reply": 14}, CANT_TELL),
        ("2020-06-30", {"reply": 20, "completion": 7, "third_party": 15}, PASSED),
        ("2020-06-30", {"reply": 20, "completion": 8}, FAILED),
        ("2020-06-30", {"reply": 20, "completion": 6}, CANT_TELL),
        ("2020-06-30", {"reply": 20, "third_party": 16}, FAILED),
        ("2020-06-30", {"reply": 20, "third_party": 14}, CANT_TELL),
        ("2020-06-30", {"completion": 7}, INAPPLICABLE),
        ("2019-05-14", {"reply": 15, "completion": 30, "third_party": 30}, PASSED),  # the law of the day set no such limit
    ],
)
def test_the_law_of_the_day(as_of, stated, expected):
    """Longer than the law or of another period is wrong; shorter is left open."""
    assert judged(guide(**stated), as_of=as_of) is expected


def test_a_promise_of_its_own_is_not_repealed_law():
    """15 working days called a promise are fewer than the law's 20."""
    assert judged(guide(reply=15, own=True)) is CANT_TELL
    assert judged(guide(reply=25, own=True)) is FAILED


def test_the_old_limit_of_a_guide_is_charged_once():
    """The rule on repealed wordings charges a guide for its 15 working days; the application page and the extension are charged here."""
    old = fact("law.obsolete", "15个工作日", "o_15")
    told = page("zn.html", PageKind.GUIDE, fact("limit", 15, "reply"), old, title="云溪市质量局公开指南")
    more = page("zn.html", PageKind.GUIDE, fact("limit", 15, "reply"), fact("limit", 15, "extension"), old, title="云溪市质量局公开指南")
    apply = page("sq.html", PageKind.APPLY, fact("limit", 15, "reply"), old)

    assert judged(told) is INAPPLICABLE
    assert judged(more) is FAILED
    assert judged(apply) is FAILED
    assert judged(guide(reply=30)) is FAILED


def test_where_two_pages_differ_the_unit_is_not_charged():
    """The application page has the right number."""
    right = page("sq.html", PageKind.APPLY, fact("limit", 20, "reply"))

    assert judged(guide(reply=15), right) is PASSED


def test_another_bodys_application_page_charges_nobody():
    """Deep in the site, under another's name: not the unit's own, though what it says right may be."""
    own = page("sq.html", PageKind.APPLY, fact("limit", 20, "reply"))
    other = page("x/y.html", PageKind.APPLY, fact("limit", 30, "reply"), fact("limit", 30, "extension"), depth=4)

    assert judged(own, other) is PASSED


@pytest.mark.parametrize(("state", "expected"), [(State.ABSENT, INAPPLICABLE), (State.UNREAD, CANT_TELL)])
def test_nothing_stated(state, expected):
    """A guide that states no limit is no wrong one."""
    assert judged(page("zn.html", PageKind.GUIDE, read("process", "pr_limit", state))) is expected


def test_nothing_seen():
    """A guide that did not open, or a visit cut short, may hold it."""
    assert judged(home(door("guide", "公开指南"))) is CANT_TELL
    assert judged(stop=Stop.PAGES) is CANT_TELL
    assert judged(stop=Stop.DONE) is INAPPLICABLE


@pytest.mark.parametrize(("days", "expected"), [(10, PASSED), (15, PASSED), (16, CANT_TELL), (20, CANT_TELL), (21, FAILED)])
def test_publication_unasked(days, expected):
    """Up to the local limit it is right, beyond the national one wrong, between them for a person."""
    assert outcome(unit(guide(active=days)), "active_limit", local=15, national=20) is expected


def notice(published: str | None, end: str = ""):
    return page("gg/1.html", PageKind.ARTICLE, fact("apply.suspended", end), title="关于暂停当面申请的公告", published=published)


def suspended(*pages, as_of: str, **more):
    return outcome(unit(*pages, as_of=as_of, **more), "channel_suspended", months=6, resumed=["恢复当面"])


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        ("2020-02-03", "2020-08-03", PASSED),
        ("2020-02-03", "2020-08-04", FAILED),
        ("2020-08-31", "2021-02-28", PASSED),  # February has no 31st
        ("2020-08-28", "2021-03-01", FAILED),
        ("2019-08-29", "2020-02-29", PASSED),
        ("2019-08-28", "2020-02-29", FAILED),
        (None, "2020-08-04", CANT_TELL),
    ],
)
def test_six_months(published, as_of, expected):
    """To the day, over ends of months and 29 February."""
    assert suspended(notice(published), as_of=as_of) is expected


def test_what_ends_a_suspension():
    """Its own words, or another notice; a visit cut short may have missed it."""
    late = {"as_of": "2020-12-31"}

    assert suspended(notice("2020-02-03", "至2月28日"), **late) is PASSED
    assert suspended(notice("2020-02-03"), page("gg/", PageKind.COLUMN, row("关于恢复当面申请的公告")), **late) is PASSED
    assert suspended(notice("2020-02-03"), stop=Stop.PAGES, **late) is CANT_TELL
    assert suspended(**late) is INAPPLICABLE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪市质量局关于暂停当面申请的公告", FAILED),
        ("市质量局关于暂停当面申请的公告", FAILED),  # its short name
        ("云溪市人民政府办公室关于暂停当面申请的公告", INAPPLICABLE),  # passed on
    ],
)
def test_a_suspension_by_another_organ_is_not_the_units(title, expected):
    """A portal passes on notices of the government."""
    told = page("gg/1.html", PageKind.ARTICLE, fact("apply.suspended", ""), title=title, published="2020-02-03")

    assert suspended(told, as_of="2020-12-31") is expected


@pytest.mark.parametrize(("oldest", "expected"), [("2020-02-01", FAILED), ("2020-02-10", CANT_TELL)])
def test_lists_must_have_been_read_back_to_the_suspension(oldest, expected):
    """The notice that lifts it stands somewhere between."""
    dates = ("2020-11-30", "2020-10-30", "2020-08-31", "2020-06-30", oldest, oldest, oldest, oldest)
    listed = page("gg/", PageKind.COLUMN, *rows(*dates), pager(True), title="通知公告")

    assert suspended(notice("2020-02-03"), listed, as_of="2020-12-31") is expected
