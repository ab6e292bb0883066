"""What must follow something: notices of the year, answers to comments."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import PageKind, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, findings, home, outcome, page, pager, row, unit

NOTICE = {"words": ("评估结果",), "never": ("满意度",), "shown_by": ("网站评估的通知",), "not_owed": ("分局",), "due": "12-31"}
OLD = row("关于检查的通知", "2014-12-01", "o.html")
SHOWN = row("关于开展网站评估的通知", "2015-09-01", "s.html")


def listed(*facts, as_of="2015-12-31", more=False, name="云溪市质量局", **options):
    return unit(home(), page("tz/", PageKind.COLUMN, *facts, OLD, pager(more), title="通知公告"), as_of=as_of, name=name, **options)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (listed(row("网站评估结果的通报", "2015-11-01", "a.html")), PASSED),
        (listed(row("网站评估结果的通报", "2014-12-20", "a.html"), SHOWN), FAILED),  # last year's
        (listed(row("2015年网站评估结果的通报", None, "a.html"), SHOWN), PASSED),
        (listed(row("网站评估结果的通报", None, "a.html"), SHOWN), CANT_TELL),
        (listed(row("满意度评估结果", "2015-11-01", "a.html"), SHOWN), FAILED),
        (listed(SHOWN), FAILED),
        (listed(SHOWN, as_of="2015-12-30"), INAPPLICABLE),
        (listed(), CANT_TELL),
        (listed(SHOWN, name="云溪市质量局开发区分局"), INAPPLICABLE),
        (listed(SHOWN, stop=Stop.PAGES), CANT_TELL),
        (listed(row("云溪市质量局关于开展网站评估的通知", "2015-09-01", "s.html")), FAILED),
        (listed(row("国务院办公厅关于开展网站评估的通知", "2015-09-01", "s.html")), CANT_TELL),  # to all the country
        (unit(home(), page("tz/", PageKind.COLUMN, SHOWN, pager(True), title="通知公告"), as_of="2015-12-31"), CANT_TELL),
        (
            unit(home(door("dated", "公告")), page("tz/", PageKind.COLUMN, SHOWN, OLD, pager(False), title="通知"), as_of="2015-12-31"),
            CANT_TELL,
        ),
    ],
)
def test_notice_of_the_year(made, expected):
    """Missed only where the portal says that there was something to announce, and everything was read."""
    assert outcome(made, "announced", **NOTICE) is expected


CALLS = {"feedback": ("采纳情况",), "drafts": ("征求意见",), "days": 30, "since": dt.date(2015, 5, 1)}
TITLE = "关于征求《检查办法（征求意见稿）》意见的公告"


def called(until="2015-05-30", *answers, title=TITLE, **more):
    calls = page("yj/1.html", PageKind.ARTICLE, fact("consult.until", dt.date.fromisoformat(until), quote="截止"), title=title)
    rows = (row(title, "2015-05-02", "yj/1.html"), *(row(a, "2015-06-10", f"yj/a{i}.html") for i, a in enumerate(answers)), OLD)
    return unit(home(), page("yj/", PageKind.COLUMN, *rows, pager(False), title="通知公告"), calls, **more)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (called("2015-05-30", as_of="2015-06-29"), INAPPLICABLE),  # the thirtieth day
        (called("2015-05-30", as_of="2015-06-30"), FAILED),
        (called("2015-05-01", as_of="2015-06-30"), FAILED),
        (called("2015-04-30", as_of="2015-06-30"), INAPPLICABLE),  # closed before the duty began
        (called("2015-05-20", "《检查办法》征求意见采纳情况"), PASSED),
        (called("2015-05-20", "有关意见采纳情况"), CANT_TELL),  # perhaps its answer
        (called("2015-05-20", title=TITLE + "及采纳情况"), PASSED),
        (called("2015-05-20", stop=Stop.PAGES), CANT_TELL),
        (unit(), INAPPLICABLE),
        (unit(home(), page("yj/", PageKind.COLUMN, row(TITLE, "2015-05-02", "yj/1.html"), title="公告")), CANT_TELL),
    ],
)
def test_answer_to_comments(made, expected):
    """A call that is over for more than thirty days, on a portal read whole."""
    assert outcome(made, "comments_answered", **CALLS) is expected


def test_each_unanswered_call_is_named():
    """One finding a call, under its page."""
    assert list(findings(called("2015-05-20"), "comments_answered", **CALLS)) == ["yj/1.html"]


@pytest.mark.parametrize(
    ("organ", "name", "expected"),
    [
        ("", "云溪市质量局", FAILED),
        ("云溪市质量局", "云溪市质量局", FAILED),
        ("市质量局", "云溪市质量局", FAILED),
        ("质检总局", "云溪市质量局", INAPPLICABLE),  # the call of another organ, passed on
        ("国务院法制办公室", "云溪市质量局", INAPPLICABLE),
        ("云溪市质量局", "www.yunxi.example", INAPPLICABLE),  # whose portal it is is not known
    ],
)
def test_calls_of_other_organs_are_theirs_to_answer(organ, name, expected):
    """Who asked for comments says what became of them."""
    assert outcome(called(title=organ + TITLE, name=name), "comments_answered", **CALLS) is expected
