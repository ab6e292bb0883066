"""Feet of pages in lines that stand loose, and labels whose values stand in the next cell: whatever is there is found."""

from __future__ import annotations

import pytest

from checks.facts.site import site
from checks.model import Reading, State
from checks.vocabulary import Context
from tests.checks.page_fixtures import view

TEXT = "<p>本局负责全县水利工作，指导河道管理和农村供水。</p>" * 3
PARAGRAPHS = (
    "<p>政府网站标识码：3599000012</p><p>备案号：闽ICP备05012345号</p><p>国际联网备案号：35990002000016</p>"
    "<p>主办单位：青石县水利局</p><p>联系方式：0599-5551234</p>"
)
CELLS = "".join(
    f"<tr><td>{label}：</td><td>{value}</td></tr>"
    for label, value in (
        ("主办单位", "青石县水利局"),
        ("网站标识码", "3599000012"),
        ("ICP备案", "闽ICP备05012345号"),
        ("公安备案", "35990002000016"),
        ("联系电话", "0599-5551234"),
    )
)
ITEMS = (
    "<ul><li>主办单位</li><li>青石县水利局</li></ul><ul><li>技术支持</li><li>云溪公司</li></ul><ul><li>备案信息</li><li>闽ICP备05012345号</li>"
    "<li>闽公网安备35990002000016号</li><li>网站标识码：3599000012</li><li>联系电话</li><li>0599-5551234</li></ul>"
)
FRAMES = {"bare": "{}", "block": "<div class='w1200'>{}</div>", "footer": "<footer>{}</footer>", "named": "<div class='bottom'>{}</div>"}


def readings(foot: str, context: Context, frame: str = "{}", text: str = TEXT) -> dict[str, tuple[State, str | None]]:
    """subject → state and value."""
    page = view(f"<html><head><title>青石县水利局</title></head><body><h1>机构职能</h1>{text}{frame.format(foot)}</body></html>")
    return {fact.subject: (fact.value.state, fact.value.value) for fact in site(page, context) if isinstance(fact.value, Reading)}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("foot", [PARAGRAPHS, f"<table>{CELLS}</table>", ITEMS], ids=["paragraphs", "cells", "items"])
def test_a_foot_in_pieces_is_read_whole(foot: str, frame: str, context: Context) -> None:
    """Code, numbers, host and telephone, in whatever block."""
    found = readings(foot, context, FRAMES[frame])

    assert {found[subject][0] for subject in ("f_code", "f_icp", "f_psb", "f_host", "f_contact")} == {State.VALID}
    assert found["f_host"][1] == "青石县水利局"


def test_the_owner_behind_the_word_copyright(context: Context) -> None:
    """Where nobody else is named; the firm that built the site is no owner."""
    numbers = " All Rights Reserved. 闽ICP备05012345号"

    assert readings(f"<p>Copyright © 2015 青石县水利局.{numbers}</p>", context)["f_host"] == (State.VALID, "青石县水利局")
    assert readings(f"<p>Copyright © 2015 云溪科技公司.{numbers}</p>", context)["f_host"][0] is State.ABSENT


def test_what_stands_above_the_foot_is_the_documents(context: Context) -> None:
    """Its telephone, and the host of what it invites to where the line is no label."""
    above = TEXT + "<p>联系电话：0599-5550000</p><p><a href='/1.html'>主办单位工作培训2015-06-01</a></p>"
    found = readings("<p>网站标识码：3599000012</p><p>闽ICP备05012345号</p>", context, text=above)

    assert found["f_contact"][0] is State.ABSENT
    assert found["f_host"][0] is State.ABSENT


def test_a_label_before_another_label_stands_empty(context: Context) -> None:
    """The next line's own label and value are not its value."""
    found = readings("<p>网站标识码：</p><p>主办单位：青石县水利局</p><p>闽ICP备05012345号</p>", context)

    assert found["f_code"][0] is State.BLANK
    assert found["f_host"][0] is State.VALID
