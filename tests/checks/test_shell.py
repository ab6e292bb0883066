"""Shells: pages that say nothing before a script has run."""

from __future__ import annotations

import pytest

from checks.facts.kind import read_kind
from checks.facts.shell import is_shell, wants_browser
from checks.model import PageKind
from checks.vocabulary import Context

from .page_fixtures import CASES, body, expected, view, view_of


@pytest.mark.parametrize("case", CASES)
def test_shell_of_fixture(case: str) -> None:
    """Only pages without readable text are shells."""
    assert is_shell(view_of(case)) is expected(case).get("shell", False)


def test_page_with_text_beside_its_application_is_no_shell() -> None:
    """An application that was rendered by the server can be read."""
    page = view(
        body("<div id='app'>" + "<p>本局负责全县产品质量监督工作，依法开展监督抽查。</p>" * 5 + "</div><script src='a.js'></script>")
    )

    assert not is_shell(page)


@pytest.mark.parametrize(
    ("block", "shell"),
    [("class='header_right' id='app'", False), ("class='top'><p id='app'", False), ("id='app'", True), ("class='zw'><p id='app'", True)],
)
def test_an_application_in_the_head_leaves_the_content_to_be_read(block: str, shell: bool) -> None:
    """A search box drawn by a library above rows that stand in the page as sent; the same library may draw all of a page."""
    rows = "<ul><li><a href='1.html'>招生工作意见</a><span>2018-08-25</span></li></ul><p>青石县教育局主办</p>"
    page = view(f"<html><body><div {block}><input type='text'></div>{rows}<script src='vue.js'></script></body></html>")

    assert is_shell(page) is shell


def test_redirect_is_no_shell() -> None:
    """A page that jumps elsewhere is followed, not rendered."""
    assert not is_shell(view("<html><script>window.location.href='/index2.html';</script></html>"))


def test_rows_that_a_script_holds_make_a_column(context: Context) -> None:
    """Rows that stand in a script of a known system are read where they stand: such a page is no shell."""
    rows = "".join(f"<record><![CDATA[<li><a href='/art/{n}.html'>水情公报</a><span>2015-06-0{n}</span></li>]]></record>" for n in (2, 1))
    page = view(body(f"<b>公报</b><script type='text/xml'><datastore><recordset>{rows}</recordset></datastore></script>"))

    assert is_shell(page)
    assert read_kind(page, context).kind is PageKind.COLUMN


def test_empty_list_that_a_script_fills_wants_a_browser() -> None:
    """A column whose rows come by ajax is sent to the browser, yet it is no shell."""
    page = view(
        body(
            "<h1>通知公告</h1><ul id='list'></ul><script>$.ajax({url:'/api/list',success:function(d){$('#list').html(d)}});</script>"
            + "<p>栏目说明文字</p>" * 6
        )
    )

    assert not is_shell(page)
    assert wants_browser(page) == "content loaded by script"


def test_static_list_wants_none() -> None:
    """A page whose rows stand in the HTML needs no browser, whatever its scripts fetch."""
    rows = "".join(f'<li><a href="{i}.html">关于第{i}项工作安排的公告</a> 2015-06-0{i}</li>' for i in range(1, 5))

    assert wants_browser(view(body(f"<ul>{rows}</ul><script>$.get('/hits');</script>"))) == ""


def test_rendered_page_wants_none() -> None:
    """What a browser produced is not rendered again."""
    assert wants_browser(view(body("<h1>通知公告</h1><script>$.ajax({url:'/a'})</script>"), rendered=True)) == ""
