"""Guides: every element read for the disclosure office itself, and absent only where the whole text was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.guide import guide, office_contacts
from checks.model import State
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in, view_of


@pytest.mark.parametrize("folder", cases("guide"), ids=lambda f: f.name)
def test_guide_fixture(folder: Path, context: Context) -> None:
    """A guide's elements get the states, and where given the values, that a careful reader gives them."""
    view = view_in(folder)
    facts = tuple(guide(view, context))

    wanted, found = compare(facts, "guide", expected(folder).get("guide", {}))

    assert wanted == found
    assert_verbatim(facts, view)


@pytest.mark.parametrize("folder", [f for f in cases("apply") if "guide" in expected(f)], ids=lambda f: f.name)
def test_contacts_on_an_application_page(folder: Path, context: Context) -> None:
    """An application page gives contact data that it has; nothing is called missing from it."""
    facts = tuple(office_contacts(view_in(folder), context))

    wanted, found = compare(facts, "guide", expected(folder)["guide"])

    assert wanted == found
    assert {fact.value.state for fact in facts} <= {"valid", "partial"}  # type: ignore[attr-defined]


GUIDE = """<title>信息公开指南-青石县信访局</title><h1>青石县信访局信息公开指南</h1>
<p>公众可以在县政府网站上查阅《指南》，也可以到县政务大厅（具体地址：青石县府前路9号一楼）取阅；联系电话：5550111。</p>
<h2>一、主动公开</h2><p>公开范围：机构信息、规范性文件、财务预决算。</p>
<h2>二、依申请公开</h2><p>受理机构：青石县信访局办公室</p><p>受理时间：国家法定工作日</p>
<p>办公地址：青石县南大街23号 联系电话：0600-5554103</p><p>传真号码：0600-5554104</p><p>邮政编码：990000</p>
<p>申请人应填写《政府信息公开申请表》。申请表可以在受理机构领取，也可以在网站下载。</p>"""


def test_the_offices_block_comes_before_a_sentence_above_it(context: Context) -> None:
    """Where the guide itself is laid out is not where the office sits; a telephone number is no time of day."""
    read = {fact.subject: fact.value for fact in guide(view_of(GUIDE), context)}

    assert (read["address"].value, read["phone"].value) == ("青石县南大街23号", "0600-5554103")  # type: ignore[union-attr]
    assert (read["hours"].state, read["hours"].value) == (State.PARTIAL, "国家法定工作日")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ("监督机构：青石县信访局机关纪委，监督电话可以查询，政府信息公开工作机构负责人：办公室主任", State.ABSENT),
        ("公民、法人或者其他组织认为本机关未依法公开政府信息的，可以向有关部门举报或者申请复议或者", State.UNREAD),
        ("公民认为本机关未依法公开政府信息的，可以向有关部门举报，举报以下事项的应当写明联系方式", State.UNREAD),
    ],
)
def test_a_guide_that_ends_with_a_label_and_its_value_is_whole(last: str, state: State, context: Context) -> None:
    """A sentence without its end may go on where we did not read; a name behind its label is an end."""
    text = GUIDE.replace("<p>传真号码：0600-5554104</p>", "") + "<p>本机关自收到申请之日起二十个工作日内答复，不收取费用。</p>" * 3
    read = {fact.subject: fact for fact in guide(view_of(f"{text}<p>{last}</p>"), context)}

    assert read["fax"].value.state is state  # type: ignore[union-attr]


PLACES = (
    "信息公开规定",
    "信息公开制度",
    "信息公开指南",
    "信息公开目录",
    "依申请公开",
    "信息公开年报",
    "信息公开查询",
    "人事信息",
    "财务公开",
)


@pytest.mark.parametrize("to", ["../cx/", "#"])
def test_the_link_of_a_menu_in_a_table_is_no_empty_label(to: str, context: Context) -> None:
    """«信息公开查询» leads to another page; that it stands alone in its row says nothing of the office."""
    menu = "".join(f"<tr><td><img src='i.jpg'></td><td><a href='{to}'>{name}</a></td></tr>" for name in PLACES)
    row = "<tr><td><a href='1.html'>青石县信访局政府信息公开指南</a></td><td>2020-06-14</td></tr>"
    place = "<td>您现在的位置是：<a href='/'>首页</a> &gt;&gt; <a href='./'>信息公开指南</a></td>"
    text = f"<table><tr><td><table>{menu}</table></td><td><table><tr>{place}</tr><tr><td><table>{row}</table></td></tr></table></td></tr></table>"
    (org,) = [fact.value for fact in guide(view_of(f"<title>青石县信访局</title>{text}"), context) if fact.subject == "org"]

    assert (org.state is State.BLANK) is (to == "#")  # type: ignore[union-attr]
