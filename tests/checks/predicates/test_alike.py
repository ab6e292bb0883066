"""Things under names of their own are looked at by a person, not charged as missing."""

from __future__ import annotations

import pytest

from checks.model import Outcome, PageKind

from .build import door, fact, home, outcome, outcomes, page, pager, read, row, unit

CANT_TELL, FAILED = Outcome.CANT_TELL, Outcome.FAILED
GUIDE = {"kinds": ["guide"], "roles": ["guide"], "words": ["公开指南"]}
ORG = {"parts": {"duty": "职责", "leaders": "领导"}, "roles": {"duty": ["org"], "leaders": ["leaders"]}}
CATALOGUE = {"kinds": ["catalogue"], "roles": ["catalogue"], "words": ["公开目录"], "needs_entries": True}


def listed(title, name="咨询解答"):
    """A home page and one whole list."""
    return unit(home(), page("l/", PageKind.COLUMN, row(title, "2015-06-01", "l/1.html"), pager(False), title=name))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪市某局怎样获取政府信息", CANT_TELL),
        ("公民申请政府信息怎么办理", CANT_TELL),
        ("政务信息查询说明", CANT_TELL),
        ("关于做好政府信息公开申请工作的通知", FAILED),
        ("怎样办理转学", FAILED),
    ],
)
def test_a_row_on_applying_leaves_guide_and_application_open(title, expected):
    """Articles under 便民服务 that say how to apply were not known for guides."""
    facts = listed(title)

    assert outcome(facts, "document_found", **GUIDE) == expected
    assert outcome(facts, "apply_parts", kind="process", parts={"pr_flow": "办理流程"}) == expected
    assert set(outcomes(facts, "application_channels", required={"mail": "信函"}).values()) == {expected}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, FAILED),
        ({"frames": ["zn/in.html"]}, CANT_TELL),
        ({"frames": ["zn/in.html"], "pixels": ["zn/in.html"]}, FAILED),
        ({"image": fact("page.image", 2)}, CANT_TELL),
        ({"image": fact("page.image", 2), "form": read("form", "fm_name")}, FAILED),
        ({"head": fact("tab.head", "三、监督和救济")}, CANT_TELL),
        ({"head": fact("tab.head", "机构职能")}, FAILED),
    ],
)
def test_a_guide_that_was_not_read_whole_may_hold_what_is_missing(more, expected):
    """A picture, a frame, a part that a click shows; a frame without a size and the picture beside a form hold nothing."""
    facts = [more.pop(name) for name in ("image", "head", "form") if name in more]
    guide = page("zn/", PageKind.GUIDE, *facts, read("process", "pr_flow"), title="云溪市质量局信息公开指南", **more)
    parts = {"pr_flow": "办理流程", "pr_remedy": "监督救济"}

    assert outcome(unit(home(door("guide", "公开指南", "zn/")), guide), "apply_parts", kind="process", parts=parts) == expected


@pytest.mark.parametrize(("title", "expected"), [("政务公开内容目录", CANT_TELL), ("关于编制公开目录的通知", FAILED), ("商品目录", FAILED)])
def test_a_row_like_a_catalogue(title, expected):
    """A document named nearly so."""
    assert outcome(listed(title), "document_found", **CATALOGUE) == expected


@pytest.mark.parametrize(
    ("role", "to", "expected"),
    [
        ("guide", "http://xxgk.county.example/zn/", CANT_TELL),
        ("apply", "http://xxgk.county.example/sq/", CANT_TELL),
        ("service", "http://bs.county.example/", FAILED),
    ],
)
def test_a_guide_on_another_host_may_have_the_catalogue_beside_it(role, to, expected):
    """A bureau whose guide stands on its county's platform keeps its catalogue there."""
    assert outcome(unit(home(door(role, "公开指南", to))), "document_found", **CATALOGUE) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("公开园地", CANT_TELL), ("阳光卫生", CANT_TELL), ("公开招标", FAILED), ("工作动态", FAILED)]
)
def test_a_disclosure_column_under_a_name_of_its_own(name, expected):
    """The entry is not charged as missing where a column's name speaks of openness."""
    found = outcomes(listed("某项工作", name), "column_offered", role="disclosure", words=["信息公开"])

    assert found["entry"] == expected


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("民政概况", "duty"),
        ("走进统计", "duty"),
        ("交通简介", "duty"),
        ("党组成员", "leaders"),
        ("班子成员", "leaders"),
        ("党组成员学习会", None),
    ],
)
def test_a_page_whose_name_may_mean_the_organ_leaves_its_part_open(name, part):
    """No two organs call it the same; what is plainly something else leaves nothing open."""
    found = outcomes(unit(page("jg/", PageKind.ARTICLE, title=name)), "org_profile", **ORG)

    assert {p for p in ("duty", "leaders") if found[p] == CANT_TELL} == ({part} if part else set())
