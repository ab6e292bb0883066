"""Bodies that the rules may not bind: schools and hospitals, sites that told their own end; each charge waits for a person."""

from __future__ import annotations

import attrs
import pytest

from checks.model import PageKind

from .build import CANT_TELL, FAILED, door, fact, home, outcome, page, read, row, rows, unit

RULE = {"kinds": ["guide"], "roles": ["guide"], "words": ["公开指南"]}  # no portal below has a guide


def judged(*pages, registered=False):
    facts = unit(*pages)
    return outcome(attrs.evolve(facts, unit=attrs.evolve(facts.unit, region="云溪市")) if registered else facts, "document_found", **RULE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("云溪市第一中学", CANT_TELL),
        ("云溪市人民医院", CANT_TELL),
        ("云溪市图书馆", CANT_TELL),
        ("云溪市教育局", FAILED),
        ("云溪市教育局直属中学", FAILED),  # an organ's name in it: whose site it is is not said plainly
        ("云溪市住房公积金管理中心", FAILED),
    ],
)
def test_a_school_or_hospital_is_not_charged_by_rules_of_government(name, expected):
    """The name on the home page tells; a unit that was registered is bound as its register says."""
    assert judged(home(fact("site.name", name))) == expected
    assert judged(home(fact("site.name", name)), registered=True) == FAILED


def test_the_owner_at_the_foot_tells_as_well():
    """The owner's field is a reading, and an organ beside it leaves the site the organ's."""
    assert judged(home(read("site", "f_host", value="云溪市第一中学"))) == CANT_TELL
    assert judged(home(read("site", "f_host", value="云溪市教育局"), fact("site.name", "云溪市第一中学"))) == FAILED


@pytest.mark.parametrize(
    ("title", "later", "expected"),
    [
        ("关于机构合并后本网站停止更新的公告", "2015-01-20", CANT_TELL),
        ("关于机构合并后本网站停止更新的公告", "2015-03-20", FAILED),  # it went on
        ("关于企业网站关停的通告", "2015-01-20", FAILED),  # another's
        ("关于召开会议的通知", "2015-01-20", FAILED),
    ],
)
def test_a_site_that_told_its_end_and_kept_to_it_is_an_archive(title, later, expected):
    """What came due after it may be owed by another body."""
    listed = page("tz/", PageKind.COLUMN, row(title, "2015-01-10", "tz/9.html"), *rows(later))

    assert judged(home(door("dated", "通知公告", "tz/")), listed) == expected


@pytest.mark.parametrize(
    ("said", "last", "expected"),
    [
        ("因机构改革，本网站自2014年2月1日起不再更新，请访问新网站。", "2014-01-20", CANT_TELL),
        ("因机构改革，本网站自2014年2月1日起不再更新，请访问新网站。", "2015-06-29", FAILED),
        ("本网站每日更新。", "2014-01-20", FAILED),
    ],
)
def test_a_banner_that_tells_the_end_is_believed_while_nothing_is_new(said, last, expected):
    """A live site may still show an old banner."""
    start = attrs.evolve(home(door("dated", "通知公告", "tz/")), text=said)

    assert judged(start, page("tz/", PageKind.COLUMN, *rows(last))) == expected
