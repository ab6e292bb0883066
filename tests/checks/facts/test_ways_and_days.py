"""Names of columns in plans without a breadcrumb from the front page, days as few pages write them, and columns that say they are empty."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.kind import read_kind
from checks.facts.published import read_published
from checks.facts.title import read_title
from checks.vocabulary import Context
from tests.checks.page_fixtures import view

SITE = "青石县交通运输局"
ROWS = (
    "<ul>"
    + "".join(f'<li><a href="/n/{n}.html">关于开展第{n}次安全检查的通知</a><span>2015-0{n}-01</span></li>' for n in range(1, 6))
    + "</ul>"
)
TEXT = "<p>根据年度工作安排，县局于近日组织开展了汽车客运站专项检查，现将有关情况公布如下。</p><p>各单位要逐项整改，并报送整改情况。</p>"
MENU = '<div><a href="/">首页</a><a href="/1/">政务公开</a><a href="/2/">办事服务</a></div>'


def page(content: str, title: str = SITE) -> str:
    """A page with a menu above and the organ's name below."""
    return f"<html><head><title>{title}</title></head><body>{MENU}{content}<hr><center>{SITE}</center></body></html>"


COLUMNS = {
    "way without its front page": f"<h1>{SITE}</h1><div class='pos'>信息公开 - 公示公告</div>{ROWS}",
    "way by the names of menus": f"<h1>{SITE}</h1><div>政务公开 &gt; 信息公开 &gt; 公示公告</div>{ROWS}",
    "centred above its list": f"<p align=center><font size=5>公示公告</font></p>{ROWS}",
    "name in English as well": f"<h2>公示公告 <small>NEWS CENTER</small></h2>{ROWS}",
    "lit tab": f"<div><a href='/a/'>政策文件</a><a href='/b/' class='active'>公示公告</a><a href='/c/'>人事信息</a></div>{ROWS}",
    "cell named as a title": f"<table><tr><td class='bt'>公示公告</td><td></td></tr><tr><td>{ROWS}</td></tr></table>",
    "bold in a cell": f"<table><tr><td><b>公示公告</b></td></tr><tr><td>{ROWS}</td></tr></table>",
}


@pytest.mark.parametrize("plan", COLUMNS)
@pytest.mark.parametrize("tag", [SITE, "", "信息列表"])
def test_a_column_is_called_as_the_page_shows_it(plan: str, tag: str, context: Context) -> None:
    """Neither the organ's name in heading and title tag nor what a template calls every list is the column's name."""
    found = read_title(view(page(COLUMNS[plan], tag)), context.as_of)

    assert found is not None
    assert found.text == "公示公告"


def test_a_line_of_names_that_no_menu_has_is_no_way(context: Context) -> None:
    """«甲村 - 乙村 - 丙村» names places."""
    found = read_title(view(page(f"<h2>公交线路</h2><div>北河村 - 石桥村 - 白水镇</div>{ROWS}")), context.as_of)

    assert found is not None
    assert found.text == "公交线路"


@pytest.mark.parametrize(
    "line",
    [
        "<p>发布日期：15-06-12　点击：22</p>",
        "<p align=center>2015年6月12日 星期五</p>",
        "<p align=center>2015-06-12</p>",
    ],
)
def test_days_below_a_centred_name(line: str, context: Context) -> None:
    """A year of two figures behind its label, and a day with that of the week between name and text."""
    found = read_published(view(page(f"<p align=center><b>关于客运站检查情况的通报</b></p>{line}{TEXT}")), context.as_of)

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)


@pytest.mark.parametrize(
    "above",
    [
        "<p align=center>青石县交通运输信息网</p><p align=center>2015年6月12日 星期五</p>",
        "<p align=center>县局便民服务专栏</p><p align=center>2015年6月12日 星期五</p><p>通知公告</p>",
        "<p>县局办公楼</p><p>2015年6月12日 星期五</p>",
    ],
)
def test_the_clock_of_a_site_is_no_day_of_publication(above: str, context: Context) -> None:
    """The day of today below the site's name, or set as text is."""
    assert read_published(view(page(f"{above}{TEXT}")), context.as_of) is None


@pytest.mark.parametrize("line", ["<p>地址：青石县滨河路66号</p>", "<p>联系电话：0855-1234567，工作日接听</p>"])
def test_a_datum_is_no_name(line: str, context: Context) -> None:
    """The first line of a page of addresses is not its title."""
    found = read_title(view(page(f"<div>当前位置：<a href='/'>首页</a> &gt; 联系我们</div>{line}<p>邮编：641000</p>{TEXT}")), context.as_of)

    assert found is not None
    assert found.text == "联系我们"


@pytest.mark.parametrize("said", ["本栏目暂无更新", "目前没有任何信息！", "共0条 第1/0页", "暂无信息", "建设中..."])
def test_a_page_that_says_it_is_empty_is_a_column(said: str, context: Context) -> None:
    """Also without a breadcrumb."""
    assert read_kind(view(page(f"<h2>工作简报</h2><p>{said}</p>")), context).kind == "column"


@pytest.mark.parametrize(
    "said", ["数据加载中……", "<p>暂无信息</p><p>数据加载中</p>", "暂无信息<div style='display:none'><p>关于停水的通告</p></div>"]
)
def test_a_page_that_waits_or_hides_says_nothing(said: str, context: Context) -> None:
    """What is still to come, or stands in a hidden block, may be the content."""
    assert read_kind(view(page(f"<h2>工作简报</h2><p>{said}</p>")), context).kind != "column"


def test_a_time_element_without_the_year_in_its_words(context: Context) -> None:
    """«06-12» shows no year, the element says it."""
    content = f"<h1>关于客运站检查情况的通报</h1><p>县局办公室 <time datetime='2015-06-12'>06-12</time></p>{TEXT}"
    found = read_published(view(page(content)), context.as_of)

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)


def test_the_bar_of_an_app_names_the_column(context: Context) -> None:
    """The first line of a page for telephones, in the bar at its top."""
    bar = "<div class='app-nav-bar'><div class='nav-bar-title'>公示公告</div></div>"
    found = read_title(view(f"<html><head><title>{SITE}</title></head><body>{bar}{ROWS}</body></html>"), context.as_of)

    assert found is not None
    assert found.text == "公示公告"
