"""Whose guide, whose report: a document that bears another organ's name is not held against the unit, nor does it serve for it."""

from __future__ import annotations

import pytest

from checks.model import PageKind, State
from checks.predicates.own import organ_of, own_guides, same_organ

from .build import CANT_TELL, FAILED, PASSED, door, findings, home, outcome, page, read, unit

UNIT = "云溪市质量技术监督局"


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("云溪市质量局2014年政府信息公开工作年度报告", "云溪市质量局"),
        ("2014年云溪市教育局政府信息公开工作年度报告", "云溪市教育局"),
        ("《云溪市质量局政府信息公开指南》", "云溪市质量局"),
        ("云溪市人民政府信息公开指南", "云溪市人民政府"),
        ("云溪市质量局开发区分局公开指南", ""),  # it does not say what it opens
        ("政府信息公开指南", ""),
        ("2014年政府信息公开工作年度报告", ""),
        ("关于2014年度政府信息公开工作的年度报告", ""),
        ("2009-2012年政府信息公开工作年度报告", ""),
        ("云溪市政府信息公开指南", ""),  # a place, and perhaps its government
    ],
)
def test_the_organ_that_a_title_names(title, organ):
    """What stands before the document's own words, if it ends like an organ."""
    assert organ_of(title) == organ


@pytest.mark.parametrize(
    ("organ", "name", "expected"),
    [
        (UNIT, UNIT, True),
        ("云溪市质监局", UNIT, True),
        ("市质监局", UNIT, True),
        ("教育局", "云溪市教育局", True),
        ("民政局", "示例局", False),
        ("云溪市民政局", UNIT, False),
        ("云溪市人民政府", UNIT, False),
        (UNIT + "开发区分局", UNIT, False),
        ("天津市滨海新区教育局", "天津市教育局", False),
        ("青石仫佬族自治县人力资源局", "青石县人力资源局", True),
        ("红岩县人力资源局", "青石县人力资源局", False),
    ],
)
def test_the_same_organ_under_another_form_of_its_name(organ, name, expected):
    """Short forms and full names of a place; a branch or a neighbour is another."""
    assert same_organ(organ, name) == expected


def guides(*titles: str, name: str = UNIT):
    wrong = read("guide", "phone", value="0571-85052")
    return unit(*(page(f"{i}.html", PageKind.GUIDE, wrong, title=title) for i, title in enumerate(titles)), name=name)


@pytest.mark.parametrize(
    ("titles", "name", "own"),
    [
        ((f"{UNIT}政府信息公开指南", "云溪市民政局信息公开指南"), UNIT, 1),
        (("云溪市教育局信息公开指南", "云溪市民政局信息公开指南"), UNIT, 0),
        (("云溪市民政局信息公开指南",), UNIT, 0),
        (("政府信息公开指南", "云溪市民政局信息公开指南"), UNIT, 1),
        (("公开指南", "公开指南（2009版）"), UNIT, 2),
        (("云溪市民政局信息公开指南",), "yunxi", 1),  # the unit's name is not known: one organ is taken for it
        (("云溪市教育局信息公开指南", "云溪市民政局信息公开指南"), "yunxi", 0),
        (("市林业局公开指南", "安和县林业局政府信息公开指南"), "yunxi", 2),  # a short form of the other
    ],
)
def test_own_guides(titles, name, own):
    """Where none is the unit's, every rule on the guide is left open; its defects are not charged."""
    facts = guides(*titles, name=name)

    assert len(own_guides(facts)) == own
    assert outcome(facts, "guide_accuracy") == (FAILED if own else CANT_TELL)
    assert own or {outcome(facts, check, **params) for check, params in RULES} == {CANT_TELL}


RULES = (("guide_freshness", {}), ("law_current", {"wordings": {}}), ("guide_elements", {"elements": {"fax": "传真"}}))


@pytest.mark.parametrize(
    ("title", "expected"), [(f"{UNIT}公开指南", PASSED), ("政府信息公开指南", PASSED), ("云溪市民政局信息公开指南", CANT_TELL)]
)
def test_another_organs_guide_is_not_the_one_that_is_asked_for(title, expected):
    """It proves neither that the unit has one nor that it has none."""
    assert outcome(guides(title), "document_found", kinds=["guide"], roles=["guide"]) == expected


def test_whose_guide_was_seen_is_said():
    """For the person who looks."""
    assert "云溪市民政局" in findings(guides("云溪市民政局信息公开指南"), "guide_accuracy")[""].message


def test_the_guide_nearest_to_the_home_page_is_the_units():
    """Of those that name no organ."""
    near = page("zn.html", PageKind.GUIDE, read("guide", "fax"), title="公开指南", depth=1)
    far = page("x/zn.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT), title="公开指南", depth=4)
    facts = unit(home(door("guide", "公开指南", "zn.html")), near, far)

    assert own_guides(facts) == (near,)
    assert outcome(facts, "guide_elements", elements={"fax": "传真"}) == PASSED


def test_a_page_that_leads_to_the_guide_gives_way_to_it():
    """The column in which the guide is the only row says nothing itself; a guide whose text was not read keeps its doubt."""
    column = page("zn/", PageKind.GUIDE, read("guide", "fax", State.UNREAD), title="公开指南", depth=1)
    text = page("zn/1.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT), title="公开指南", depth=2, found_on="zn/")
    other = page("b/1.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT), title="公开指南", depth=2, found_on="b/")
    unread = page("zn/1.html", PageKind.GUIDE, read("guide", "fax", State.UNREAD), title="公开指南", depth=2, found_on="zn/")

    assert own_guides(unit(column, text)) == (text,)
    assert own_guides(unit(column, other)) == (column,)
    assert own_guides(unit(column, unread)) == (column,)


@pytest.mark.parametrize("state", [State.BLANK, State.ABSENT, State.UNREAD])
def test_a_menu_word_read_as_a_blank_label_does_not_keep_the_column_of_the_guide(state):
    """«信息公开查询» beside the list is no blank name of an office: the text that the column leads to is the guide."""
    column = page("zn/", PageKind.GUIDE, read("guide", "org", state), read("guide", "fax", State.UNREAD), title="公开指南", depth=1)
    text = page("zn/1.html", PageKind.GUIDE, read("guide", "org"), read("guide", "fax"), title="公开指南", depth=2, found_on="zn/")

    assert own_guides(unit(column, text)) == (text,)


def test_a_guide_that_says_something_stays_beside_the_one_it_leads_to():
    """A short version with the office's number, and the long one that it links."""
    brief = page("zn/", PageKind.GUIDE, read("guide", "org", State.BLANK), read("guide", "fax"), title="公开指南", depth=1)
    text = page("zn/1.html", PageKind.GUIDE, read("guide", "org"), title="公开指南", depth=1, found_on="zn/")

    assert own_guides(unit(brief, text)) == (brief, text)
