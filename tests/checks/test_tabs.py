"""Panels that a click shows are read; what is hidden for another reason is not."""

from __future__ import annotations

import pytest

from checks.parsing.main import main_lines
from tests.checks.list_fixtures import make_view

PAGE = """<html><head><title>双公示</title></head><body><p class="pos">当前位置：<a href="/">首页</a> &gt; 双公示</p><div class="box">{content}</div>
<div class="footer">主办单位：青石县林业局</div></body></html>"""
TEXT = "青石木材店无证采伐一案，罚款二千元，决定书文号青林罚决字〔2023〕8号。"
HIDE = 'style="display:none"'
READ = {
    "same class": f'<div class="c on">许可公示内容</div><div class="c" {HIDE}><p>{TEXT}</p></div>',
    "numbered classes": f'<div class="c1">许可公示内容</div><div class="c2" {HIDE}><p>{TEXT}</p></div>',
    "all shut, each behind its head": f'<h4>许可</h4><div class="p" {HIDE}><p>甲</p></div><h4>处罚</h4><div class="p" {HIDE}><p>{TEXT}</p></div>',
    "one a block, named a panel": f'<div><div role="tab">处罚</div><div role="tabpanel" {HIDE}><p>{TEXT}</p></div></div>',
}
UNREAD = {
    "other class": f'<div class="a">许可公示内容</div><div class="b" {HIDE}><p>{TEXT}</p></div>',
    "all hidden, nothing opens them": f'<div class="c" {HIDE}><p>甲</p></div><div class="c" {HIDE}><p>{TEXT}</p></div>',
    "behind a long text": f'<div><div role="tab">{TEXT * 3}</div><div role="tabpanel" {HIDE}><p>{TEXT}乙</p></div></div>',
    "a dialog": f'<div class="dialog"><h4>许可</h4><div class="p" {HIDE}><p>甲</p></div><h4>处罚</h4><div class="p" {HIDE}><p>{TEXT}</p></div></div>',
}


@pytest.mark.parametrize("case", [*READ, *UNREAD])
def test_hidden_panels(case: str) -> None:
    """A sibling of the same make that is shown, or a short head right before each, tells that a click opens it."""
    lines = main_lines(make_view(PAGE.format(content={**READ, **UNREAD}[case])))

    assert any(line.hidden and "罚款二千元" in line.text for line in lines) == (case in READ)
