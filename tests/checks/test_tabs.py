"""Panels that a click shows are read; what is hidden for another reason is not."""

from __future__ import annotations

import pytest

from checks.facts.tabbed import tabbed
from checks.parsing.main import main_lines
from checks.vocabulary import Context
from tests.checks.list_fixtures import make_view

PAGE = """<html><head><title>双公示</title></head><body><p class="pos">当前位置：<a href="/">首页</a> &gt; 双公示</p><div class="box">{content}</div>
<div class="footer">主办单位：青石县林业局</div></body></html>"""
TEXT = "青石木材店无证采伐一案，罚款二千元，决定书文号青林罚决字〔2023〕8号。"
HIDE = 'style="display:none"'
READ = {
    "same class": f'<div class="c on">许可公示内容</div><div class="c" {HIDE}><p>{TEXT}</p></div>',
    "numbered classes": f'<div class="c1">许可公示内容</div><div class="c2" {HIDE}><p>{TEXT}</p></div>',
    "all shut, each behind its head": f'<h4>许可</h4><div class="p" {HIDE}><p>甲</p></div><h4>处罚</h4><div class="p" {HIDE}><p>{TEXT}</p></div>',
    "numbered ids": f'<div id="con_1">许可公示内容</div><div id="con_2" {HIDE}><p>{TEXT}</p></div>',
    "one a block, named a panel": f'<div><div role="tab">处罚</div><div role="tabpanel" {HIDE}><p>{TEXT}</p></div></div>',
}
UNREAD = {
    "other class": f'<div class="a">许可公示内容</div><div class="b" {HIDE}><p>{TEXT}</p></div>',
    "all hidden, nothing opens them": f'<div class="c" {HIDE}><p>甲</p></div><div class="c" {HIDE}><p>{TEXT}</p></div>',
    "another id": f'<div id="con_1">许可公示内容</div><div id="tip" {HIDE}><p>{TEXT}</p></div>',
    "behind a long text": f'<div><div role="tab">{TEXT * 3}</div><div role="tabpanel" {HIDE}><p>{TEXT}乙</p></div></div>',
    "a dialog": f'<div class="dialog"><h4>许可</h4><div class="p" {HIDE}><p>甲</p></div><h4>处罚</h4><div class="p" {HIDE}><p>{TEXT}</p></div></div>',
}


@pytest.mark.parametrize("case", [*READ, *UNREAD])
def test_hidden_panels(case: str) -> None:
    """A sibling of the same make that is shown, or a short head right before each, tells that a click opens it."""
    lines = main_lines(make_view(PAGE.format(content={**READ, **UNREAD}[case])))

    assert any(line.hidden and "罚款二千元" in line.text for line in lines) == (case in READ)


ROWS = (
    "<ul>"
    + "".join(f'<li><a href="b{n}.html">关于第{n}批补助名单的公示</a><span>2014-06-{n:02}</span></li>' for n in range(1, 6))
    + "</ul>"
)
SHOWN = (
    "<ul>" + "".join(f'<li><a href="a{n}.html">第{n}次走访活动情况报道</a><span>2014-01-{n:02}</span></li>' for n in range(1, 6)) + "</ul>"
)
TABS = '<div class="tab"><span>工作动态</span><span>公开目录</span></div>'


def _told(content: str, context: Context) -> dict[str, list[str]]:
    view = make_view(PAGE.format(content=content).replace("双公示", "信息公开"))
    found: dict[str, list[str]] = {"tab.head": [], "row.beside": []}
    for fact in tabbed(view, context):
        found[fact.kind].append(fact.value if isinstance(fact.value, str) else f"{fact.value.date} {fact.value.url}")
    return found


def test_rows_behind_a_tab_are_told_with_the_words_on_the_tabs(context: Context) -> None:
    """They are none of the page's entries, which a reader sees at once; what is behind no tab is not told."""
    shut = f'<div class="c">{SHOWN}</div><div class="c" {HIDE}>{ROWS}</div>'
    told = _told(TABS + shut, context)

    assert (
        len(told["row.beside"]) == 5 and told["row.beside"][0].startswith("2014-06-01 http") and told["row.beside"][0].endswith("b1.html")
    )
    assert told["tab.head"] == ["工作动态", "公开目录"]
    assert _told(TABS + f'<div class="c">{SHOWN}</div><div class="other" {HIDE}>{ROWS}</div>', context) == {
        "tab.head": [],
        "row.beside": [],
    }


def test_a_panel_within_a_panel_is_told_once(context: Context) -> None:
    """The outer one holds it."""
    inner = f'<div class="d">{SHOWN}</div><div class="d" {HIDE}>{ROWS}</div>'

    assert (
        len(_told(TABS + f'<div class="c">一</div><div class="c" {HIDE}>{inner}</div>', context)["row.beside"]) == 5
    )  # of the inner ones the shown


def test_rows_that_a_script_turns_over_to_are_told(context: Context) -> None:
    """Hidden beside rows of their list that are shown; where the whole list is hidden nothing tells that a click shows it."""
    for shown, hidden in (("<li>", f"<li {HIDE}>"), ("<tr><td>", f"<tr {HIDE}><td>")):
        block, rest = ("ul", "</li>") if shown == "<li>" else ("table", "</td></tr>")
        first, more = SHOWN.replace("<li>", shown).replace("</li>", rest)[4:-5], ROWS.replace("<li>", hidden).replace("</li>", rest)[4:-5]

        assert len(_told(f"<{block}>{first}{more}</{block}>", context)["row.beside"]) == 5, block
    folders = "<ul><li>历年报告</li>" + ROWS.replace("<li>", f"<li {HIDE}>").replace('href="b', 'href="javascript:;" id="b')[4:]
    assert not _told(folders, context)["row.beside"]  # of a tree, which lead nowhere
    assert not _told(f"{SHOWN}<ol {HIDE}>{ROWS.replace('<li>', f'<li {HIDE}>')}</ol>", context)["row.beside"]


def test_a_guide_with_a_list_below_tells_its_rows(context: Context) -> None:
    """A page may hold all parts of a column; on a page that is a list itself the rows are its entries."""
    guide = (
        "<h2>青石县林业局政府信息公开指南</h2><p>为便于公民、法人和其他组织获取本机关的政府信息，编制本指南。</p><p>一、受理机构：青石县林业局办公室。办公地址：青石县人民路8号。"
        "联系电话：0999-8123456。传真号码：0999-8123457。办公时间：工作日8:30-17:00。</p><p>二、申请人可以当面、信函、传真提交申请，本机关自收到申请之日起20个工作日内答复。</p>"
    )

    assert len(_told(f"{guide}<h2>公开目录</h2>{ROWS}", context)["row.beside"]) == 5
    assert not _told(ROWS, context)["row.beside"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f'<ul class="nav"><li>公开指南</li><li>机构职能</li></ul><div {HIDE}><p>{TEXT}</p></div>', ["公开指南", "机构职能"]),
        (f'<div class="a">{SHOWN}</div><div class="b" {HIDE}><h3>机构职能</h3><p>{TEXT}</p><p>负责林业</p></div>', ["机构职能"]),
        ('<ul class="nav"><li><a href="/zn/">公开指南</a></li><li><a href="/jg/">机构职能</a></li></ul>', []),
        (f"<p>{TEXT}</p><p>公开指南</p><p>机构职能</p>", []),  # of the text
    ],
)
def test_words_that_only_a_click_can_make_act_are_told(content: str, words: list[str], context: Context) -> None:
    """Items of a strip without links, and headings of what is hidden, whatever shows it."""
    assert [word for word in _told(content, context)["tab.head"] if word in ("公开指南", "机构职能")] == words
