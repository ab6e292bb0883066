"""What must be there under a name, steps of approvals, cancelled items, purchases, product checks."""

from __future__ import annotations

import datetime as dt

import attrs
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

OTHER = door("guide", "别处", "x.html")
ATTACHMENT = fact("page.attachment", link("附件", "1.doc"))
THINGS = {"things": {"list": {"name": "清单", "words": ["清单"]}, "audit": {"name": "审计", "words": ["审计"], "owed_by": ["审计局"]}}}


def named(title: str, path: str = "a.html", published: str | None = None):
    return page(path, PageKind.ARTICLE, title=title, published=published)


@pytest.mark.parametrize(
    ("pages", "name", "expected"),
    [
        ((named("责任清单"),), "云溪市质量局", {"list": PASSED}),
        ((), "云溪市质量局", {"list": FAILED}),
        ((), "云溪市审计局", {"list": FAILED, "audit": FAILED}),
        ((named("审计清单"),), "云溪市审计局", {"list": PASSED, "audit": PASSED}),
        ((), "www.yunxi.example", {"": CANT_TELL}),
        ((named("下山县教育局责任清单"),), "云溪市质量局", {"list": CANT_TELL}),  # another organ's
        ((named("云溪市质量局责任清单"),), "云溪市质量局", {"list": PASSED}),
    ],
)
def test_things_owed_by_a_unit_of_that_name(pages, name, expected):
    """A unit owes what its name says; of one without a name nobody knows."""
    assert outcomes(unit(home(OTHER), *pages, name=name), "parts_named", **THINGS) == expected


ONE = {"things": {"list": {"name": "清单", "words": ["清单"]}}}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, FAILED),
        ({"due": dt.date(2015, 6, 30)}, FAILED),
        ({"due": dt.date(2015, 7, 1)}, INAPPLICABLE),
        ({"not_owed": ["质量"]}, INAPPLICABLE),
    ],
)
def test_an_absent_thing(more, expected):
    """From the day on which it is due, of those that owe it."""
    assert outcome(unit(home(OTHER)), "parts_named", **ONE, **more) is expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (door("guide", "清单", "qd.html"), CANT_TELL),  # an address that was not visited
        (door("guide", "清单"), CANT_TELL),
        (door("power_list", "权力清单"), CANT_TELL),
    ],
)
def test_what_could_not_be_opened_is_open(first, expected):
    """A door with the name is neither the thing nor its absence."""
    assert outcome(unit(home(first)), "parts_named", **ONE) is expected


def test_a_unit_without_a_site_may_have_it_elsewhere():
    """The law sends its list to the superior body's site, of which only the unit's column was read as its own."""
    own = page("kfq/", PageKind.COLUMN, row("某文件", "2015-06-01", "kfq/a.html"), pager(False), title="分局", offered="某文件")
    assert outcome(unit(home(OTHER), own, column="kfq/"), "parts_named", **ONE) is CANT_TELL


def test_an_unfinished_crawl_misses_nothing():
    """Nor does news of a thing make it be there."""
    assert outcome(unit(home(OTHER), stop=Stop.PAGES), "parts_named", **ONE) is CANT_TELL
    assert outcome(unit(home(OTHER), named("清单会议")), "parts_named", **ONE, never=["会议"]) is FAILED


def test_nothing_is_missed_where_a_list_goes_on():
    """Nor a place: where what it would hold may yet stand in a row, the lack of a door of its own is no matter to charge."""
    cut = page("gg/", PageKind.COLUMN, row("某通知", "2015-06-01", "gg/1.html"), pager(True), title="公告")
    place = {"things": {"list": {"name": "清单", "words": ["清单"], "place": True}}}

    assert outcome(unit(home(OTHER), cut), "parts_named", **ONE) is CANT_TELL
    assert outcome(unit(home(OTHER), cut), "parts_named", **place) is CANT_TELL
    assert outcome(unit(home(OTHER)), "parts_named", **place) is FAILED
    assert outcome(unit(home(OTHER), ITEM, cut), "steps_open", **STEPS) is CANT_TELL


def test_a_row_is_no_place():
    """Where a column is asked for, only menu items and columns count."""
    place = {"things": {"list": {"name": "清单", "words": ["清单"], "place": True}}}
    listed = page("gg/", PageKind.COLUMN, row("权力清单公布", "2015-06-01", "a.html"), pager(False), title="公告")
    column = page("qd/", PageKind.COLUMN, row("某文件", "2015-06-01", "a.html"), pager(False), title="清单")
    assert outcome(unit(home(OTHER), listed, named("权力清单公布")), "parts_named", **place) is FAILED
    assert outcome(unit(home(OTHER), column), "parts_named", **place) is PASSED
    pictured = named("某局权力清单和责任清单目录一览表")  # a picture leads to it: what stands there, a person sees
    pictured = attrs.evolve(pictured, page=attrs.evolve(pictured.page, anchor="", found_on=home(OTHER).url))
    assert outcome(unit(home(OTHER), pictured), "parts_named", **place) is CANT_TELL


STEPS = {
    "steps": {k: {"name": n, "words": [w, "办件"]} for k, n, w in (("a", "受理", "受理"), ("b", "进展", "进展"), ("c", "结果", "结果"))},
    "queried": ["查询"],
}
ITEM = page("qd.html", PageKind.POWER_LIST, read("item", "name", State.VALID, "某项许可"), title="事项")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((named("受理情况", "1.html"), named("进展情况", "2.html"), named("结果情况", "3.html")), PASSED),
        ((named("受理情况", "1.html"), named("进展情况", "2.html")), CANT_TELL),
        ((named("结果情况", "3.html"),), CANT_TELL),
        ((named("办件查询"),), CANT_TELL),
        ((ITEM, page("x.html", PageKind.COLUMN, row("审批结果", None, "http://other.example/"), pager(False), title="栏目")), CANT_TELL),
        ((ITEM,), FAILED),
        ((), CANT_TELL),  # perhaps it approves nothing
    ],
)
def test_steps_of_approvals(pages, expected):
    """Only a unit that approves something owes them, and only where none of them is found is it charged."""
    assert outcome(unit(home(OTHER), *pages), "steps_open", **STEPS) is expected


CANCEL = {"words": ["取消", "停止实施", "承接"]}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于取消“某项许可”行政审批事项的公告", FAILED),
        ("关于取消某项许可等3项行政审批事项的公告", FAILED),
        ("关于停止实施《某项许可》的公告", FAILED),
        ("关于取消“另项许可”行政审批事项的公告", PASSED),
        ("关于取消“某项许可（乙类）”行政审批事项的公告", PASSED),  # not the whole name
        ("关于承接“某项许可”的公告", PASSED),
        ("关于取消和下放“某项许可”的公告", PASSED),  # which of the two is not told
        ("关于取消“某项许可”收费项目的公告", PASSED),  # the fee, not the item
        ("关于取消甲公司“某项许可”资格的公告", PASSED),
        ("关于拟取消“某项许可”行政审批事项的公告", PASSED),
        ("关于取消一批行政审批事项的公告", PASSED),
        ("关于某事的公告", CANT_TELL),
    ],
)
def test_a_cancelled_item_that_is_still_listed(title, expected):
    """The portal's own words against its own list."""
    assert outcome(unit(ITEM, named(title, published="2015-05-30")), "cancelled_gone", **CANCEL) is expected


@pytest.mark.parametrize(("published", "expected"), [("2015-05-30", FAILED), ("2015-05-31", CANT_TELL), (None, CANT_TELL)])
def test_a_list_is_left_time_to_follow(published, expected):
    """The day of the notice may be in its row; one without a day may be of yesterday."""
    title = "关于取消“某项许可”行政审批事项的公告"
    in_row = page("gg/", PageKind.COLUMN, row(title, published, "n.html"), pager(False), title="公告")

    assert outcome(unit(ITEM, named(title, published=published)), "cancelled_gone", **CANCEL) is expected
    assert outcome(unit(ITEM, in_row), "cancelled_gone", **CANCEL) is expected


BUY = {
    "stages": {
        k: {"name": n, "words": [w]} for k, n, w in (("i", "项目", "招标公告"), ("r", "结果", "中标公告"), ("c", "合同", "合同公告"))
    },
    "result": "r",
    "contract": "c",
    "failed": ["废标"],
    "owed_from": dt.date(2015, 3, 1),
    "contract_days": 40,
}


def bought(*titles: str, ended: bool = True, day: str | None = "2015-05-01"):
    rows = [row(title, day, f"c{n}.html") for n, title in enumerate(titles)]
    return unit(home(OTHER), page("cg/", PageKind.COLUMN, *rows, pager(not ended), title="采购"))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (bought("甲检测设备招标公告", "甲检测设备中标公告", "甲检测设备合同公告"), PASSED),
        (bought("甲检测设备中标公告"), CANT_TELL),
        (bought("甲检测设备中标公告", "乙办公家具合同公告"), FAILED),
        (bought("甲检测设备中标公告", "乙办公家具合同公告", ended=False), CANT_TELL),
        (bought("甲检测设备招标公告"), CANT_TELL),
        (bought("甲检测设备废标中标公告", "乙办公家具合同公告"), CANT_TELL),
        (bought("甲检测设备中标公告", "乙办公家具合同公告", day="2015-05-20"), FAILED),
        (bought("甲检测设备中标公告", "乙办公家具合同公告", day="2015-05-21"), CANT_TELL),  # the contract may yet come
        (bought("甲检测设备中标公告", "乙办公家具合同公告", day="2015-03-01"), FAILED),
        (bought("甲检测设备中标公告", "乙办公家具合同公告", day="2015-02-28"), CANT_TELL),  # before contracts had to be published
        (bought("甲检测设备中标公告", "乙办公家具合同公告", day=None), CANT_TELL),
        (bought("关于某事的通知"), CANT_TELL),
    ],
)
def test_purchases(facts, expected):
    """A contract is missed only beside published ones of other purchases, in a list that was walked to its end."""
    assert outcome(facts, "purchases_complete", **BUY) is expected


TOLD = {"elements": {"a": "依据", "r": "结果"}, "words": ["抽查"], "result": "r"}


def checked(*subjects: str, extra=()):
    return page("cc.html", PageKind.ARTICLE, *(read("quality", s) for s in subjects), *extra, title="某产品抽查")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((checked("a", "r"),), PASSED),
        ((checked("r"),), FAILED),
        ((checked("a"),), CANT_TELL),  # no result is published
        (
            (checked("r"), page("gg/", PageKind.COLUMN, read("quality", "a"), pager(False), title="栏目")),
            FAILED,
        ),  # titles in a list tell nothing
        ((checked("r", extra=(ATTACHMENT,)),), CANT_TELL),
        ((checked("r"), page("gg/", PageKind.COLUMN, row("另一抽查", None, "no.html"), title="公告")), CANT_TELL),
        ((), CANT_TELL),
    ],
)
def test_what_publications_of_checks_tell(pages, expected):
    """Charged where a result stands alone on pages that were all read."""
    assert outcome(unit(home(OTHER), *pages), "checks_told", **TOLD) is expected


@pytest.mark.parametrize(("title", "expected"), [("云溪市质量局公布某产品抽查结果", FAILED), ("国家质检总局公布某产品抽查结果", CANT_TELL)])
def test_results_of_another_organ_are_its_own(title, expected):
    """What they leave out is not the unit's to add."""
    made = page("cc.html", PageKind.ARTICLE, read("quality", "r"), title=title)
    assert outcome(unit(home(OTHER), made), "checks_told", **TOLD) is expected


def test_findings_name_what_is_missing():
    """And where was looked."""
    [found] = findings(unit(home(OTHER), checked("r")), "checks_told", **TOLD).values()

    assert "未述及依据" in found.message and found.looked


def test_what_may_hide_the_rest_is_named_only_if_it_is_there():
    """No rows were left unread: the files are the only place left."""
    files = page("cc.html", PageKind.ARTICLE, read("quality", "r"), fact("page.attachment", "cc.pdf"), title="某产品抽查结果公示")
    [found] = findings(unit(home(OTHER), files), "checks_told", **TOLD).values()

    assert "可能在附件或图片中" in found.message and "0条" not in found.message
