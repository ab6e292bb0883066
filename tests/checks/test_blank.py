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
        "<div hidden><ul><li><a href='/cw/1.html'>青石县林业局2015年部门预算公开说明</a><span>2015-03-02</span></li></ul></div>",
        "<div hidden><p><a href='/cw/1.html'>青石县林业局部门预算</a></p></div>",
        "<div style='position:absolute;left:-9999px'><p><a href='/cw/1.html'>青石县林业局2015年部门预算公开说明</a></p></div>",
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


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden><p><a href='http://bad.example/1.html'>某网站的一条很长很长的推广标题文字</a></p></div>",
        "<div hidden class='menu'><p><a href='/cw/1.html'>青石县林业局2015年部门预算公开说明</a></p></div>",
        "<div hidden><p><a href='/cw/'>财务公开</a></p></div>",
    ],
)
def test_hidden_links_that_are_no_rows_of_the_column_fill_nothing(hidden: str, context: Context) -> None:
    """Links of a farm, a menu that drops down, a short word: the column is as blank as without them."""
    assert list(blank(make_view(COLUMN.format(name="财务公开", content=f"<ul></ul>{hidden}")), at(context)))


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


@pytest.mark.parametrize(
    "text", ["本队2020年未发生政府采购事项。", "本馆目前没有行政许可事项。", "我总队不承担行政审批职能。", "本年度无人事任免信息"]
)
def test_any_organ_may_state_that_there_is_nothing(text: str, context: Context) -> None:
    """Branches call themselves teams, halls and brigades."""
    (fact,) = statement(make_view(COLUMN.format(name="政府采购", content=f"<p>{text}</p>")), at(context))

    assert fact.value == text


@pytest.mark.parametrize(
    ("content", "is_blank"),
    [
        ("<ul></ul><div>共2页 <a href='index_2.html'>2</a> <a href='index_2.html'>下一页</a></div>", False),
        ("<ul></ul><div>共1页 首页 上一页 下一页 尾页</div>", True),
        ("<p>暂无内容</p><div>共2页 <a href='index_2.html'>2</a> <a href='index_2.html'>下一页</a></div>", True),
    ],
)
def test_an_empty_first_page_with_further_ones_is_no_blank_column(content: str, is_blank: bool, context: Context) -> None:
    """A system may file its rows from the second page on; where the page itself states that there is nothing it is believed."""
    view = make_view(COLUMN.format(name="财务公开", content=content))

    assert bool(list(blank(view, at(context)))) is is_blank


def test_an_error_status_is_no_blank_column(context: Context) -> None:
    """A page that was not served well says nothing about its column."""
    assert list(blank(make_view(COLUMN.format(name="财务公开", content=""), status=500), at(context))) == []


@pytest.mark.parametrize(
    "text", ["本局是否有此类信息请来电咨询。", "我局无线电管理信息见附件。", "本单位没有找到相关信息", "本局无人机管理信息"]
)
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


TILES = """<html><head><title>法定内容-青石县林业局</title></head><body><p class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/gk/">信息公开</a> &gt; 法定内容</p>
<div class="wrap"><div class="one"><h2>信息公开</h2><ul><li><a href="/gk/zn/">指南</a></li><li><a href="/gk/fd/">法定内容</a></li></ul></div>
<div class="two"><h3>法定内容</h3><ul>{tiles}</ul></div></div><div class="footer">主办单位：青石县林业局 版权所有</div></body></html>"""


@pytest.mark.parametrize("url", ["http://x.example/gk/fd/index.html", "http://x.example/gk/fd/", "http://x.example/col7.html"])
def test_a_column_of_tiles_beside_a_menu_is_no_blank(url: str, context: Context) -> None:
    """Sub-columns as tiles: the block around them and the menu offers this very column, and is no menu itself."""
    tiles = "".join(f"<li><a href='{n}/'><i></i><p>{n}</p></a></li>" for n in ("机构职能", "行政许可", "应急管理"))

    assert list(blank(make_view(TILES.format(tiles=tiles), url=url), at(context))) == []
    assert list(blank(make_view(TILES.format(tiles=""), url=url), at(context)))


def test_sub_columns_in_one_list_with_the_menu_are_no_menu(context: Context) -> None:
    """What stands below the column's own folder is a part of it, wherever it stands."""
    tiles = "<li><a href='/gk/fd/jg/'>机构职能</a></li>"
    body = TILES.format(tiles="").replace("</ul></div>", tiles + "</ul></div>", 1)

    assert list(blank(make_view(body, url="http://x.example/gk/fd/"), at(context))) == []
    assert list(blank(make_view(body, url="http://x.example/gk/zz/"), at(context)))


@pytest.mark.parametrize(("pages", "found"), [(1, True), (2, False)])
def test_nothing_but_a_pager_below_the_breadcrumb_is_blank(pages: int, found: bool, context: Context) -> None:
    """A list's template without a row and without its title: the breadcrumb names the column, the pager counts one page."""
    tab = "<div style='display:none'><p>说明</p></div>"
    pager = f"<script>var currentPage = 0; var countPage = {pages}; createPageHTML({pages}, 0, 'index', 'html');</script>"
    menu = "".join(
        f"<a href='/{n}/'>{n}</a> "
        for n in ("政务动态", "通知公告", "机构职能", "领导信息", "办事服务", "互动交流", "政策法规", "公开指南")
    )
    page = COLUMN.format(name="财务公开", content=f"<table></table>{pager}").replace("<h2>财务公开</h2>", "")
    facts = list(blank(make_view(page.replace("首页</a></div>", f"首页</a>{menu}</div>")), at(context)))

    assert [fact.evidence.quote for fact in facts] == (["财务公开"] if found else [])
    assert (
        list(blank(make_view(page.replace("首页</a></div>", f"首页</a>{menu}</div>").replace("</table>", f"</table>{tab}")), at(context)))
        == []
    )


@pytest.mark.parametrize(("total", "found"), [(0, True), (3, False)])
def test_the_container_of_an_empty_store_awaits_nothing(total: int, found: bool, context: Context) -> None:
    """The CMS's own list names its container and says that it holds no record; a script file beside it is no reason to wait."""
    content = (
        "<div id='17113'></div><script type='text/xml'><datastore><nextgroup></nextgroup><recordset></recordset></datastore></script>"
        f"<script>$('#17113').jpage({{perPage:15,totalRecord:{total},proxyUrl:'/module/web/jpage/dataproxy.jsp'}});</script><script src='/own/x1.js'></script>"
    )

    assert bool(list(blank(make_view(COLUMN.format(name="财务公开", content=content)), at(context)))) is found


def test_the_heading_of_a_side_menu_is_no_text_of_the_column(context: Context) -> None:
    """It may bear a name that the breadcrumb does not; a heading in the content is something that the page says."""
    side = (
        '<div class="left"><h3>政府信息公开专栏</h3><ul><li><a href="/a/">公开指南</a></li><li><a href="/b/">财务公开</a></li></ul></div>'
    )
    column = COLUMN.format(name="财务公开", content="<h3>政府信息公开专栏</h3>")

    assert list(
        blank(make_view(COLUMN.format(name="财务公开", content="").replace('<div class="r">', side + '<div class="r">')), at(context))
    )
    assert list(blank(make_view(column), at(context))) == []
