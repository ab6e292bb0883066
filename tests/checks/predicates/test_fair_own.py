"""What another organ wrote, and what was before the unit, is not charged to the unit."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import PageKind, State

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, home, outcome, outcomes, page, pager, read, row, unit

FAX = {"required": {"fax": "传真"}}
FLOW = {"kind": "process", "parts": {"pr_form": "申请表", "pr_flow": "办理流程"}}
LIMIT = {"kind": "process", "parts": {"pr_limit": "答复期限"}, "numbers": {"pr_limit": [15, 20]}}
OURS, THEIRS = "云溪市质量局政府信息公开指南", "云溪市教育局政府信息公开指南"


def guide(title, *facts, kind=PageKind.GUIDE, path="zn.html"):
    return page(path, kind, *facts, title=title, offered="指南")


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        (OURS, PageKind.GUIDE, FAILED),
        ("政府信息公开指南", PageKind.GUIDE, FAILED),
        (THEIRS, PageKind.GUIDE, CANT_TELL),
        ("依申请公开", PageKind.APPLY, FAILED),
        ("云溪市教育局依申请公开", PageKind.APPLY, CANT_TELL),
    ],
)
def test_what_another_organs_page_lacks(title, kind, expected):
    """Its channels, its procedure and its time limits are its own."""
    title = title.replace("依申请公开", "政府信息依申请公开")
    lacking = guide(
        title, read("channels", "fax", State.ABSENT), read("process", "pr_form"), read("process", "pr_flow", State.ABSENT), kind=kind
    )
    wrong = guide(title, read("process", "pr_limit", value="30个工作日"), kind=kind)

    assert outcome(unit(home(), lacking), "application_channels", **FAX) is expected
    assert outcome(unit(home(), lacking), "apply_parts", **FLOW) is expected
    assert outcome(unit(home(), wrong), "apply_parts", **LIMIT) is expected


@pytest.mark.parametrize(
    ("title", "exists", "element"),
    [
        ("我局修订完善信息公开指南和目录", CANT_TELL, CANT_TELL),
        ("云溪市质量局及时更新政府信息公开指南", CANT_TELL, CANT_TELL),
        ("云溪市质量局政府信息公开指南（2015年修订）", PASSED, FAILED),
        ("云溪市机构编制委员会办公室政府信息公开指南", PASSED, FAILED),
        ("云溪市城市更新局政府信息公开指南", PASSED, FAILED),
    ],
)
def test_news_of_a_guide_is_no_guide(title, exists, element):
    """It neither proves that there is one nor lacks what one must hold."""
    name = next((n for n in ("云溪市机构编制委员会办公室", "云溪市城市更新局") if n in title), "云溪市质量局")
    made = unit(home(door("guide", title, "zn.html")), guide(title, read("guide", "fax", State.ABSENT)), name=name)

    assert outcome(made, "document_found", kinds=["guide"], roles=["guide"]) is exists
    assert outcome(made, "guide_elements", elements={"fax": "传真号码"}) is element


def test_a_door_that_opened_on_something_unknown():
    """A log-in behind 依申请公开 is no application page that was read, and no sign that there is none."""
    login = page("sq.html", PageKind.OTHER, title="登录")
    for params in (FLOW, {"kind": "form", "parts": {"f_name": "姓名"}}):
        assert outcome(unit(home(door("apply", "依申请公开", "sq.html")), login), "apply_parts", **params) is CANT_TELL
        assert outcome(unit(home(door("guide", "别处", "sq.html")), login), "apply_parts", **params) is FAILED


def test_what_another_organs_page_offers_is_left_to_stand():
    """A way in that the portal shows anywhere is not held to be missing; beside it the unit's own page is what lacks."""
    theirs = guide(THEIRS, read("channels", "fax"), path="jyj.html")
    lacking = guide(OURS, read("channels", "fax", State.ABSENT))

    assert outcome(unit(home(), lacking, theirs), "application_channels", **FAX) is PASSED
    assert (
        outcome(unit(home(), lacking, guide(THEIRS, read("channels", "fax", State.ABSENT), path="jyj.html")), "application_channels", **FAX)
        is FAILED
    )


def test_a_wrong_limit_on_another_organs_page_beside_the_units_own():
    """The unit's own page names no limit: that is what is told, not the other one's number."""
    pages = (guide(OURS, read("process", "pr_form")), guide(THEIRS, read("process", "pr_limit", value="30个工作日"), path="jyj.html"))
    assert outcome(unit(home(), *pages), "apply_parts", **LIMIT) is CANT_TELL


def test_an_organ_that_was_not_yet_merged_away():
    """Its name in the guide is right until the reform was done; the new law's other wordings bind from its first day."""
    law = {"wordings": {"o_organ": "已撤销机构", "o_fee": "收费"}}
    named = guide(OURS, read("guide", "fax"), fact("law.obsolete", "云溪市质量技术监督局", "o_organ"))
    fee = guide(OURS, read("guide", "fax"), fact("law.obsolete", "收取检索费", "o_fee"))

    assert outcome(unit(home(), named, as_of="2019-06-30"), "law_current", **law) is PASSED
    assert outcome(unit(home(), named, as_of="2019-07-01"), "law_current", **law) is FAILED
    assert outcome(unit(home(), fee, as_of="2019-06-30"), "law_current", **law) is FAILED


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("政府信息公开指南", "本指南每年更新一次。", FAILED),
        ("政府信息公开指南", "本指南每年更新一次，2015年3月修订。", CANT_TELL),
        ("政府信息公开指南（2014年版）", "本指南每年更新一次。", CANT_TELL),  # the year that the promise reaches back to
        ("政府信息公开指南（2013年版）", "本指南每年更新一次。", FAILED),
    ],
)
def test_a_guide_that_names_a_later_year_than_its_page(title, sentence, expected):
    """The day beside the title may be of the first edition."""
    promise = read("guide", "update", value="每年更新一次")
    promise = attrs.evolve(promise, evidence=attrs.evolve(promise.evidence, quote=sentence))
    made = unit(home(), page("zn.html", PageKind.GUIDE, promise, title=title, published="2013-01-10"))
    assert outcome(made, "guide_freshness") is expected


NEWS = page(
    "a/",
    PageKind.COLUMN,
    row("早先的通知", "2013-01-01", "a/1.html"),
    row("新的通知", "2015-06-20", "a/2.html"),
    pager(False),
    title="通知",
)
PLAN = {"plan_words": ["工作要点"], "summary_words": ["工作总结"], "plan_due": "06-29"}


@pytest.mark.parametrize(
    ("since", "plan", "summary"),
    [
        (None, FAILED, FAILED),
        (dt.date(2014, 1, 1), FAILED, FAILED),
        (dt.date(2014, 1, 2), FAILED, INAPPLICABLE),
        (dt.date(2015, 1, 1), FAILED, INAPPLICABLE),
        (dt.date(2015, 1, 2), INAPPLICABLE, INAPPLICABLE),
    ],
)
def test_a_year_that_had_begun_when_the_unit_was_founded(since, plan, summary):
    """No plan and no summary of it are owed."""
    made = unit(home(door("guide", "别处", "x.html")), NEWS, since=since)
    assert outcomes(made, "year_plan", **PLAN) == {"plan": plan, "summary": summary}


@pytest.mark.parametrize(
    ("title", "expected"),
    [("2015年工作思路", CANT_TELL), ("2014年工作思路", FAILED), ("2015年某项检查通知", FAILED), ("2015年工作要点", PASSED)],
)
def test_a_plan_under_another_name(title, expected):
    """What may be the document is not held to be missing."""
    listed = page("gz/", PageKind.COLUMN, row(title, "2015-02-01", "gz/1.html"), pager(False), title="文件")
    made = unit(home(door("guide", "别处", "x.html")), NEWS, listed)
    assert outcomes(made, "year_plan", **PLAN, plan_like=["工作思路"])["plan"] is expected


@pytest.mark.parametrize(("since", "expected"), [(dt.date(2015, 5, 1), FAILED), (dt.date(2015, 5, 2), INAPPLICABLE)])
def test_a_month_in_which_the_unit_was_founded(since, expected):
    """Nothing new is owed before there is anybody to publish it."""
    assert outcome(unit(home(), NEWS, since=since), "new_in_month") is expected


@pytest.mark.parametrize(("since", "expected"), [(dt.date(2015, 6, 22), FAILED), (dt.date(2015, 6, 23), INAPPLICABLE)])
def test_a_week_in_which_the_unit_was_founded(since, expected):
    """Nor in its first, broken week."""
    assert outcome(unit(home(), NEWS, since=since), "updated_weekly", weeks=1) is expected
