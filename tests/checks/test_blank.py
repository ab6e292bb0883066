"""Blank columns and statements. 空白栏目与情况说明"""

from __future__ import annotations

import pytest

from checks.facts.blank import blank, statement
from checks.vocabulary import Context
from tests.checks.list_fixtures import CASES, at, having, load, make_view

COLUMN = """<html><head><title>{name}-青石县林业局</title></head><body><div class="nav"><a href="/">首页</a></div>
<p class="pos">当前位置：<a href="/">首页</a> &gt; <a href="">{name}</a></p><div class="r"><h2>{name}</h2>{content}</div>
<div class="footer">主办单位：青石县林业局 版权所有</div></body></html>"""


@pytest.mark.parametrize("case", having("blank"))
def test_blank_columns_are_found(case: str, context: Context) -> None:
    """A column without rows and text is reported with what it shows instead, quoted."""
    body, expected = load(case)
    (fact,) = blank(make_view(body, url=expected["url"]), at(context))

    assert expected["blank"] in str(fact.value)
    assert fact.evidence.quote == expected["blank"]


@pytest.mark.parametrize("case", [case for case in CASES if case not in having("blank")])
def test_everything_else_is_not_blank(case: str, context: Context) -> None:
    """Rows, text, pictures, frames, forms, sub-columns, scripts that fetch, statements: none of them is a blank column."""
    body, expected = load(case)

    assert list(blank(make_view(body, url=expected["url"]), at(context))) == []


@pytest.mark.parametrize("case", CASES)
def test_statements(case: str, context: Context) -> None:
    """A statement that there is nothing is found where it stands and nowhere else."""
    body, expected = load(case)
    found = [fact.value for fact in statement(make_view(body, url=expected["url"]), at(context))]

    assert found == ([expected["statement"]] if "statement" in expected else [])


def test_the_same_page_without_content_is_blank(context: Context) -> None:
    """The frame used by the negative cases below is blank when nothing is put in it."""
    assert [fact.method for fact in blank(make_view(COLUMN.format(name="财务公开", content="<ul></ul>")), at(context))] == ["title"]


@pytest.mark.parametrize(
    "content",
    [
        "<ul id='l'></ul><script>fetch('/api')</script>",
        "<ul id='l'></ul><script>document.getElementById('l').innerHTML = rows</script>",
        "<ul><li v-for='x in list'></li></ul>",
        "<ul></ul><p>加载中…</p>",
        "<object data='a.pdf'></object>",
        "<a href='budget.pdf'>青石县林业局2015年部门预算公开说明</a>",
        "<p>请到办公室查阅。</p>",
        "<script type='text/xml'><datastore></datastore></script>",
        "<meta http-equiv='Refresh' content='0;url=list.html'>",
        "<a class='shown' href='/u/2015.pdf'></a>",
        "<ul><script>for (var i in all) document.write('<li><a href=' + all[i].u + '>' + all[i].t + '</a></li>')</script></ul>",
        "<table id='t1'></table><script>draw('#t1', rows)</script>",
    ],
)
def test_content_that_may_come_from_elsewhere_is_no_blank(content: str, context: Context) -> None:
    """When in doubt the column is not called blank."""
    assert list(blank(make_view(COLUMN.format(name="财务公开", content=content)), at(context))) == []


@pytest.mark.parametrize(
    "text", ["详见<a href='http://fw.example.test/'>省政务服务网</a>", "<a href='http://yjs.example.test/'>进入预决算公开平台</a>"]
)
def test_a_column_that_leads_elsewhere_is_no_blank(text: str, context: Context) -> None:
    """One block around breadcrumb and content is no menu, although the breadcrumb offers the column itself."""
    page = "<html><head><title>财务公开</title></head><body><div><div>当前位置：<a href='/'>首页</a> &gt; <a href=''>财务公开</a></div>{}</div></body></html>"

    assert list(blank(make_view(page.format("<h2>财务公开</h2>")), at(context)))
    assert list(blank(make_view(page.format(f"<h2>财务公开</h2><p>{text}</p>")), at(context))) == []


SIDE = "<dl class='zb'><dt><a href='/zn/'>公开指南</a></dt><dt><a href='/ml/'>主动公开内容</a></dt></dl>"
PARTS = "<ul>" + "".join(f"<li><a href='/ml/{n}/'>{name}</a></li>" for n, name in enumerate(("机构职能", "内设机构", "预算决算"))) + "</ul>"


@pytest.mark.parametrize("heading", ["<h3>主动公开内容</h3>", ""])
@pytest.mark.parametrize(("parts", "more"), [(PARTS, True), ("<ul></ul>", False)])
def test_links_to_sub_columns_beside_a_menu_are_content(heading: str, parts: str, more: bool, context: Context) -> None:
    """The block around menu and content offers the column itself, and is no menu; where only the menu names it nobody is accused."""
    page = (
        "<html><head><title>主动公开内容</title></head><body><div class='xm'>当前位置：<a href='/'>首页</a> &gt; <a href='/gk/'>信息公开</a></div>"
        f"<div class='k'>{SIDE}<div class='nr'>{heading}{parts}</div></div></body></html>"
    )

    assert bool(list(blank(make_view(page), at(context)))) is (bool(heading) and not more)


@pytest.mark.parametrize(("before", "after", "is_blank"), [("<img src='home.gif'>", "", True), ("", "<img src='chart.jpg'>", False)])
def test_a_picture_before_the_breadcrumb_is_no_content(before: str, after: str, is_blank: bool, context: Context) -> None:
    """An icon at the first step is furniture, whatever stands behind the last may be the column, in one block though it be."""
    trail = f"{before}当前位置：<a href='/'>首页</a> &gt; <a href=''>财务公开</a>{after}"
    page = f"<html><head><title>财务公开</title></head><body><div>{trail}</div><h2>财务公开</h2></body></html>"

    assert bool(list(blank(make_view(page), at(context)))) is is_blank


@pytest.mark.parametrize("text", ["本队2020年未发生政府采购事项。", "本馆目前没有行政许可事项。", "我总队不承担行政审批职能。"])
def test_any_organ_may_state_that_there_is_nothing(text: str, context: Context) -> None:
    """Branches call themselves teams, halls and brigades."""
    (fact,) = statement(make_view(COLUMN.format(name="政府采购", content=f"<p>{text}</p>")), at(context))

    assert fact.value == text


def test_an_error_status_is_no_blank_column(context: Context) -> None:
    """A page that was not served well says nothing about its column."""
    assert list(blank(make_view(COLUMN.format(name="财务公开", content=""), status=500), at(context))) == []


@pytest.mark.parametrize("text", ["本局是否有此类信息请来电咨询。", "我局无线电管理信息见附件。", "本单位没有找到相关信息"])
def test_look_alikes_are_no_statement(text: str, context: Context) -> None:
    """Words that only look like a statement are none."""
    assert list(statement(make_view(COLUMN.format(name="公示", content=f"<p>{text}</p>")), at(context))) == []


@pytest.mark.parametrize(
    "text", ["1" * 50 + "甲", "更多>>" * 20 + "甲", "共" * 100_000, "无此类" * 30_000, "本局" * 30_000, "-" * 200_000 + "甲"]
)
def test_long_repetitions_are_read(text: str, context: Context) -> None:
    """Runs that a careless pattern would try in countless ways are read and are no blank column."""
    view = make_view(COLUMN.format(name="公示", content=f"<p>{text}</p>"))

    assert list(blank(view, at(context))) == []
    list(statement(view, at(context)))
