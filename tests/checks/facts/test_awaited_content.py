"""Columns whose content a script may bring are not blank; what is said of a blank one is said in words."""

from __future__ import annotations

import pytest

from checks.facts.blank import awaits, blank
from checks.facts.paging import paging
from checks.parsing.own_list import main_list
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, make_view

NAV = (
    '<div class="nav">'
    + "".join(f'<a href="/c{n}/">{name}</a>' for n, name in enumerate(["首页", "机构概况", "政务公开", "办事服务"]))
    + "</div>"
)
COLUMN = """<html><head><title>通知公告-青石县林业局</title></head><body>{nav}<p class="pos">当前位置：<a href="/">首页</a> &gt; <a href="">通知公告</a></p>
<div class="r"><h2>通知公告</h2>{content}</div><div class="footer">主办单位：青石县林业局 版权所有</div>{end}</body></html>"""

AWAITED = {
    "file and empty list": ('<ul id="list"></ul>', '<script src="/js/list.js"></script>'),
    "file, call and empty list": ('<ul id="list"></ul>', '<script src="/js/list.js"></script><script>showList(12,1);</script>'),
    "call where rows would stand": ('<script src="/js/own.js"></script><script>showList(12, 1);</script>', ""),
    "file made on demand": ('<script src="/inc/rows.jsp?col=3"></script>', ""),
    "template element": ("<template><li>x</li></template>", ""),
    "template script": ('<script type="text/html"><li>x</li></script>', ""),
    "named like a library": ('<div id="newslist"></div>', '<script src="/js/page/newslist.js"></script>'),
    "avalon": ('<ul><li ms-repeat="list"><a ms-attr-href="el.url" ms-text="el.title"></a></li></ul>', ""),
    "vue": ('<ul><li v-for="row in rows"><a v-text="row.title"></a></li></ul>', ""),
    "angular": ('<ul><li data-ng-repeat="row in rows"></li></ul>', ""),
    "folder named like a library": ('<div id="gh-list"></div>', '<script src="/static/page/app.9c1d.js?t=20240101"></script>'),
    "call when the page is ready": (
        "<ul></ul><p>暂无相关信息</p>",
        '<script src="/js/own.js"></script><script>$(function(){initList("cf",1,15)});</script>',
    ),
    "call after the document": (
        "<ul></ul>",
        '<script src="/js/own.js"></script><script>jQuery(document).ready(function () { queryNews(3); });</script>',
    ),
    "rows held in a script": (
        '<ul class="js"></ul><script>var list=[{"t":"关于印发管理办法的通知","u":"/1.html"}];</script>',
        '<script src="/js/own.js"></script>',
    ),
    "call whose file a copy lacks": (
        '<div id="list"></div><script>loadList("12", 1, 15);</script>',
        '<script src="/js/jquery.js"></script>',
    ),
    "rows held in a text field": (
        '<div id="l"></div><textarea class="data">'
        + '&lt;li&gt;&lt;a href="/t1.html"&gt;关于第1批名单的公示&lt;/a&gt;&lt;/li&gt;' * 9
        + "</textarea>",
        '<script src="/x.js"></script>',
    ),
    "alpine": ('<ul x-data="rows()"></ul>', ""),
}


@pytest.mark.parametrize("case", AWAITED)
def test_what_a_script_may_bring_is_not_blank(case: str, context: Context) -> None:
    """An empty container beside a script of the site's own, a call of its functions, a template: content may come from there."""
    content, end = AWAITED[case]

    view = make_view(COLUMN.format(nav=NAV, content=content, end=end))
    assert list(blank(view, at(context))) == []
    assert [fact.kind for fact in awaits(view, at(context))] == ["list.awaits"]


ROWS = "".join(f'<li><a href="/t{n}.html">关于第{n}批名单的公示</a><span>2015-06-{n + 10}</span></li>' for n in range(6))


TILES = "".join(
    f'<div class="box"><a href="/c{n}/"><p>{name}</p></a></div>' for n, name in enumerate(["机构职能", "财政预算", "行政许可", "规划计划"])
)


@pytest.mark.parametrize(
    "content", [f"<ul>{ROWS}</ul>", TILES, f"<div><p>{'本局承担林业管理职责，负责造林绿化和资源保护。' * 6}</p></div>"]
)
def test_a_page_that_shows_something_awaits_nothing(content: str, context: Context) -> None:
    """Rows, ways on or a text of its own: what scripts add is beside it."""
    view = make_view(COLUMN.format(nav=NAV, content=content + '<ul id="list"></ul>', end='<script src="/js/list.js"></script>'))
    assert list(awaits(view, at(context))) == []


BLANK = {
    "nothing": ("<ul></ul>", ""),
    "libraries only": (
        '<ul id="list"></ul>',
        '<script src="/js/jquery-1.8.min.js"></script><script src="http://hm.baidu.com/h.js"></script>',
    ),
    "file without a container": ("<ul></ul>", '<script src="/js/own.js"></script>'),
    "empty ornaments": ('<div id="clear"></div><div id="pageline"></div>', '<script src="/js/own.js"></script>'),
    "menu set up when ready": ("<ul></ul>", '<script src="/js/own.js"></script><script>$(function(){initMenu();});</script>'),
    "names of a tree": ('<ul></ul><script>var zNodes=[{"id":1,"pId":0,"name":"机构职能信息"}];</script>', ""),
    "call of no rows, libraries only": ('<div id="stage"></div><script>startTabs(3);</script>', '<script src="/js/jquery.js"></script>'),
    "call of rows without a place for them": ("<ul></ul><script>loadList(12);</script>", '<script src="/js/jquery.js"></script>'),
    "container in the foot": ("<ul></ul>", '<div class="foot"><div id="code"></div></div><script src="/js/own.js"></script>'),
}


@pytest.mark.parametrize("case", BLANK)
def test_libraries_and_ornaments_bring_nothing(case: str, context: Context) -> None:
    """A page whose scripts have nowhere to write, or write no rows, stays blank."""
    content, end = BLANK[case]

    view = make_view(COLUMN.format(nav=NAV, content=content, end=end))
    assert len(list(blank(view, at(context)))) == 1
    assert list(awaits(view, at(context))) == []


def test_a_pager_script_is_told_in_words(context: Context) -> None:
    """Officials read «共1页», not the code of the pager."""
    pager = '<script>createPageHTML(1, 0, "index", "html");</script>'
    (fact,) = blank(make_view(COLUMN.format(nav=NAV, content=f"<ul></ul>{pager}", end="")), at(context))

    assert fact.value == "仅有栏目标题“通知公告”，分页脚本显示共1页"


@pytest.mark.parametrize(
    ("pager", "is_blank"),
    [
        ("<a>共 0 条 当前第 1 / 1 页</a>", True),
        ('共 <span id="total">0</span> 条', False),
        ("<a>当前第 1 / 1 页</a>", False),
    ],
)
def test_a_count_that_the_server_wrote_outweighs_a_call(pager: str, is_blank: bool, context: Context) -> None:
    """A column that says in running text that it has no rows is blank though some script of the site is called; a figure to be filled in is not."""
    page = f"""<html><head><title>直属学校</title><script src="/js/site.js"></script></head><body>
    <div>当前位置：首页 &gt; 机构设置 &gt; 直属学校</div><h2>直属学校</h2><script>showSchool(3);</script><ul></ul><div class="page">{pager}</div>
    <div class="footer">主办单位：云溪市教育局</div></body></html>"""

    assert bool(list(blank(make_view(page), at(context)))) is is_blank


def test_the_heading_is_quoted_rather_than_the_menu(context: Context) -> None:
    """Beside a menu that names columns above this one its own heading shows what stands there."""
    side = '<ul class="side"><li><a href="/gk/">政务公开</a></li><li><a href="/fw/">办事服务</a></li></ul>'
    page = COLUMN.replace('<a href="">通知公告</a>', '<a href="/gk/">政务公开</a>').replace('<div class="r">', side + '<div class="r">')
    (fact,) = blank(make_view(page.format(nav=NAV, content="<ul></ul>", end="")), at(context))

    assert fact.value == "仅有栏目标题“通知公告”"
    assert fact.evidence.locator.endswith("h2")


TRAIL = """<html><head><title>人事任免-青石县林业局</title></head><body>{nav}<p class="pos">当前位置：<a href="/">首页</a> &gt; <a href="">人事任免</a></p>
<table>{content}</table><div class="footer">主办单位：青石县林业局 版权所有</div></body></html>"""
HEADS = "<tr><th>索引号</th><th>信息名称</th><th>发布机构</th><th>生成日期</th></tr>"


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (f"{HEADS}<tr><td>共 0 条 第1/1页</td></tr>", "共0条"),
        (HEADS, None),  # a breadcrumb alone accuses nobody
        (f"{HEADS}<tr><td>经研究决定任命</td></tr>", None),
    ],
)
def test_the_heads_of_a_table_are_no_content(content: str, value: str | None, context: Context) -> None:
    """Over a count of none they hide nothing."""
    found = list(blank(make_view(TRAIL.format(nav=NAV, content=content)), at(context)))

    assert [fact.value for fact in found] == ([value] if value else [])


SIDE = "".join(
    f'<li><a href="/m{n}/">{name}</a></li>'
    for n, name in enumerate(["机构职能", "领导信息", "财政预算", "行政许可", "规划计划", "政策解读"])
)
MODEL = '<script id="tpl" type="text/html">{{each list as v}}<li><a href="{{v.url}}">{{v.title}}</a></li>{{/each}}</script>'


@pytest.mark.parametrize(("model", "expected"), [(MODEL, 1), ("", 0), ('<script type="text/html"><li>{{v.title}}</li></script>', 0)])
def test_a_menu_beside_the_model_of_a_row_is_not_the_list(model: str, expected: int, context: Context) -> None:
    """The rows are still to be made from the model; what stands there undated is the menu of the side, and no list read to its end."""
    steps = '<ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/site/tpl/65972">政务公开</a></li><li><a href="/site/tpl/65973">年报</a></li></ol>'
    menu = f'<ul class="m1"><li><a href="/site/tpl/65970">指南</a></li><li class="on"><a href="/site/tpl/65971">主动公开</a><ul class="m2">{SIDE}</ul></li></ul>'
    side = f'<div class="col-3"><div class="zk-left"><h2>青石县林业局政务公开</h2>{menu}</div></div>'
    content = (
        f'{steps}<div class="row">{side}<div class="col-9"><div class="list"><h2>年报</h2><div>{model}<div></div></div></div></div></div>'
    )
    view = make_view(f"<html><head><title>年报</title></head><body>{content}<footer>主办：青石县林业局</footer></body></html>")
    assert main_list(view, at(context)) is not None  # the menu of the side

    assert len(list(awaits(view, at(context)))) == expected
    if model == MODEL:
        assert [f.value.more for f in paging(view, at(context))] == [None]


def test_dated_rows_beside_the_model_of_a_row_are_the_list(context: Context) -> None:
    """What the server wrote was read; whether the script adds to it stays open."""
    view = make_view(COLUMN.format(nav=NAV, content=f"<ul>{ROWS}</ul>{MODEL}", end=""))

    assert list(awaits(view, at(context))) == []
