"""Rows of main lists. 列表条目"""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.entries import entries, index_entries
from checks.model import Entry
from checks.vocabulary import Context
from tests.checks.list_fixtures import CASES, at, load, make_view


def read(case: str, context: Context) -> list[Entry]:
    body, expected = load(case)
    view = make_view(body, url=expected["url"])
    return [fact.value for fact in entries(view, at(context, expected["as_of"]))]  # type: ignore[misc]


@pytest.mark.parametrize("case", CASES)
def test_rows_are_read_as_labelled(case: str, context: Context) -> None:
    """Every layout gives exactly its rows: title in full, address, displayed date, in page order."""
    expected = [(row["title"], row["url"] or None, row.get("date")) for row in load(case)[1]["entries"]]

    assert [(e.title, e.url, e.date) for e in read(case, context)] == expected


def test_evidence_quotes_the_row(context: Context) -> None:
    """The quote holds the title as shown and the date, and nothing of a comment."""
    body, expected = load("same-row-twice-dead")
    fact = next(iter(entries(make_view(body, url=expected["url"]), at(context))))

    assert fact.evidence.quote == "青石县林业局政府信息公开指南 2010-05-06"
    assert fact.evidence.locator.endswith("li[1]")


def test_a_year_that_is_not_shown_is_inferred_and_says_so(context: Context) -> None:
    """12-29 read in January is last year's, marked as inferred."""
    last = read("yearless-pinned", context)[-1]

    assert (last.date, last.date_text, last.year_inferred) == (dt.date(2015, 12, 29), "12-29", True)


def test_an_index_of_units_lists_short_undated_links(context: Context) -> None:
    """On a guide index the units' names are the rows, the site's menu is not."""
    units = "".join(
        f'<li><a href="/gszbm/{n}/?id=1">县{name}</a></li>' for n, name in enumerate(("教育局", "民政局", "林业局", "水务局", "审计局"))
    )
    body = f"""<html><body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw/">政务要闻</a></li></ul></div>
    <div class="scroll"><div class="tit">县政府部门</div><div class="con"><ul>{units}</ul></div></div></body></html>"""
    found = [fact.value.title for fact in index_entries(make_view(body), at(context))]  # type: ignore[attr-defined]

    assert found == ["县教育局", "县民政局", "县林业局", "县水务局", "县审计局"]


def test_a_menu_that_offers_the_open_column_is_no_list(context: Context) -> None:
    """An undated list of columns with the open one among them is a menu."""
    body = """<html><body><p>当前位置：<a href="/">首页</a> &gt; <a href="">办理统计</a></p>
    <ul><li><a href="a.html">领导信箱</a></li><li><a href="b.html">我要写信</a></li><li><a href="">办理统计</a></li></ul></body></html>"""

    assert list(entries(make_view(body), at(context))) == []


@pytest.mark.parametrize("piece", ["<li><a href=x>", "<div>", "<a href=1.html>2015-01-01", "<ul><li>", "共0条"])
def test_deep_and_long_pages_are_read(piece: str, context: Context) -> None:
    """Nesting of ten thousand levels and endless rows neither raise nor recurse."""
    list(entries(make_view("<html><body>" + piece * 10_000), at(context)))


def _titles(body: str, context: Context) -> list[str]:
    return [fact.value.title for fact in entries(make_view(f"<html><body>{body}</body></html>"), at(context))]  # type: ignore[attr-defined]


def _list(*titles: str) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{n}{len(title)}.html">{title}</a><span>2015-10-0{n}</span></li>' for n, title in enumerate(titles, 1))
        + "</ul>"
    )


LONG = ("青石县召开森林防火工作会议", "全县春季造林动员大会召开", "云溪市领导调研林下经济发展")


def test_a_recommended_list_yields_to_the_own_one(context: Context) -> None:
    """A longer list under «推荐阅读» is not the page's own, whatever its class."""
    assert _titles(f"<div><div>{_list('责任清单')}</div></div><div><h3>推荐阅读</h3>{_list(*LONG)}</div>", context) == ["责任清单"]


def test_the_list_under_the_columns_name_wins(context: Context) -> None:
    """Of two alike lists the one whose heading is the last step of the breadcrumb is the page's own."""
    crumb = '<p>当前位置：<a href="/">首页</a> &gt; <a href="">权责清单</a></p>'
    own, other = _list("青石县林业局责任清单", "青石县林业局权力清单"), _list(*LONG)

    assert _titles(f"{crumb}<div><h3>县内新闻</h3>{other}</div><div><h3>权责清单</h3>{own}</div>", context) == [
        "青石县林业局责任清单",
        "青石县林业局权力清单",
    ]


CRUMB = '<p>当前位置：<a href="/">首页</a> &gt; <a href="/z/">政务公开</a> &gt; 政府规章</p>'


def test_the_list_under_the_breadcrumb_wins_over_a_longer_one(context: Context) -> None:
    """A few undated rows right under the way to the column are its own, however many rows «通知公告» beside them has."""
    own = "".join(f'<li><a href="/g/{n}.html">青石县行政程序规定之{n}</a></li>' for n in "一二三")
    other = f'<div class="box"><h3>通知公告</h3>{_list(*LONG, *LONG, *LONG)}</div>'

    assert len(_titles(f"<div>{CRUMB}<div><ul>{own}</ul></div></div>{other}", context)) == 3


def test_dead_links_under_the_breadcrumb_are_no_list(context: Context) -> None:
    """Tabs of a long name that a script opens, before the list they open."""
    tabs = "".join(f'<li><a href="javascript:;">财政预算与决算公开之{n}</a></li>' for n in "一二三")

    assert _titles(f"<div>{CRUMB}<ul>{tabs}</ul></div><div><h3>最新文件</h3>{_list(*LONG)}</div>", context) == list(LONG)


@pytest.mark.parametrize("words", ["栏目内容正在整理中……", "本栏目正在建设中，敬请期待！", "内容更新中", "截至目前，本栏目尚无内容。"])
def test_a_column_under_way_has_no_rows(words: str, context: Context) -> None:
    """A column that says it is being made leaves the list beside it to the other block."""
    assert _titles(f"<div>{CRUMB}<p>{words}</p></div><div><h3>最新公开</h3>{_list(*LONG)}</div>", context) == []


@pytest.mark.parametrize(("heading", "rows"), [("热点文章", 0), ("下载", 2)])
def test_what_stands_beside_an_empty_column_is_not_its_own(heading: str, rows: int, context: Context) -> None:
    """A table beside it headed as the most read is no list of a column that says below that it is empty."""
    two = "".join(f"<tr><td>·<a href='s.asp?id={n}'>服务热线电话开通第{n}天</a></td></tr>" for n in (1, 2))
    beside = (
        f"<table><tr><td><b>站内搜索</b></td></tr><tr><td><form><input></form></td></tr><tr><td><b>{heading}</b></td></tr>{two}</table>"
    )
    page = f"<title>青石县粮食局</title><table><tr><td>{beside}</td><td>当前位置：首页 &gt;&gt; 应急管理<p>暂无信息！</p></td></tr></table>"

    assert len(_titles(page, context)) == rows


def _items(count: int, name: str, dated: bool = True) -> str:
    day = "<span>2015-06-0{n}</span>" if dated else ""
    row = "<li><a href='/art/2015/6/{n}/art_7_{n}.html'>{name}水利局召开第{n}次防汛会议</a>" + day + "</li>"
    return "<ul>" + "".join(row.format(n=n, name=name) for n in range(count, 0, -1)) + "</ul>"


WAY = "<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; 通知公告</div>"
PAGES = "<div>共1条 1/1页</div>"
BESIDE = {
    "one row under the breadcrumb": f"<div class='l'><h3>工作动态</h3>{_items(8, '他')}</div><div class='r'>{WAY}{_items(1, '本')}{PAGES}</div>",
    "one row under a heading": f"{WAY}<div class='b'><h3>工作动态</h3>{_items(8, '他')}</div><div class='b'><h3>通知公告</h3>{_items(1, '本')}</div>",
    "rows of the most read": f"{WAY}<div class='l'><h3>最新动态</h3>{_items(8, '他')}</div><div class='r'>{_items(1, '本')}{PAGES}</div>",
    "undated rows in cells of one make": f"<table><tr><td><p>最新公告</p>{_items(8, '他', dated=False)}</td><td><table><tr><td>{WAY}</td></tr>"
    f"<tr><td>{_items(4, '本', dated=False)}</td></tr></table></td></tr></table>",
    "undated rows beside fewer of another block": f"<table><tr><td><p>工作动态</p>{_items(4, '他', dated=False)}</td>"
    f"<td>{WAY}{_items(6, '本', dated=False)}</td></tr></table>",
    "one row below the breadcrumb's in a table": f"<table><tr><td><table><tr><td>最新公告</td></tr><tr><td>{_items(8, '他', dated=False)}</td></tr></table>"
    f"</td><td><table><tr><td>{WAY}</td></tr><tr><td>{_items(1, '本')}</td></tr><tr><td>{PAGES}</td></tr></table></td></tr></table>",
}


@pytest.mark.parametrize("page", BESIDE.values(), ids=list(BESIDE))
def test_a_short_list_of_its_own_wins_over_longer_ones(page: str, context: Context) -> None:
    """Under the breadcrumb or the page's name stand its rows, however few, and not those of another block."""
    found = _titles(f"<html><title>通知公告-青石县水利局</title><body>{page}</body></html>", context)

    assert found and {title[0] for title in found} == {"本"}


@pytest.mark.parametrize(
    ("row", "count", "rows"),
    [
        ("<li><label>· 县水利局防汛通报第{n}期</label><span>2015-06-0{n}</span></li>", 3, 3),
        ("<li><label>· 县水利局防汛通报第{n}期</label><span>2015-06-0{n}</span></li>", 2, 0),
        ("<li><b>水位</b><span>2015-06-0{n}</span></li>", 3, 0),  # no title
        ("<li><label>防汛演练第{n}次报名</label><span>2015-05-0{n}</span>至<span>2015-06-0{n}</span></li>", 3, 0),  # a period
    ],
)
def test_rows_without_links(row: str, count: int, rows: int, context: Context) -> None:
    """Titles with their days in blocks of one make are a list, though a script alone opens them."""
    assert len(_titles(f"<h3>通报</h3><ul>{''.join(row.format(n=n) for n in range(count, 0, -1))}</ul>", context)) == rows


def test_one_document_is_a_list_where_the_address_of_the_page_is_not_known(context: Context) -> None:
    """A row whose address is relative to one that is not known leads on all the same."""
    page = make_view(f"<html><body>{WAY}{_items(1, '本', dated=False).replace('/art', 'art')}</body></html>", url="")

    assert len(list(entries(page, at(context)))) == 1


@pytest.mark.parametrize(
    ("own", "heading", "rows"),
    [
        ("<h3>行政处罚</h3><ul class='list'></ul>", "工作动态", 0),
        ("<div class='t'><b>行政处罚</b><a href='#'>更多</a></div><ul></ul>", "通知公告", 0),
        ("<h3>行政处罚</h3><ul class='list'></ul>", "信息列表", 3),  # a heading that says nothing of what is below it
        ("<h3>行政处罚</h3><ul class='list'></ul>", "行政处罚公示", 3),
        ("<h3>政务公开</h3><ul class='tree'></ul>", "工作动态", 3),
        ("<div class='left_menu'><h3>行政处罚</h3><ul></ul></div>", "工作动态", 3),
        ("<h3>行政处罚</h3><ul><li><a href='9.html'>某公司违反规定案</a></li></ul>", "工作动态", 3),
        ("<p>共 0条记录 1/1页 首页 上一页 下一页 尾页 第1页</p>", "最新更新", 0),
        ("<p>共 3条记录 1/1页 首页 上一页 下一页 尾页 第1页</p>", "最新更新", 3),
        ("<p>共 0条记录 1/1页 首页 上一页 下一页 尾页 第1页</p>", "处罚决定", 3),
    ],
)
def test_rows_beside_an_own_list_without_any(own: str, heading: str, rows: int, context: Context) -> None:
    """Where the list under the page's name holds no row, or its pager counts none, rows under another heading are not its own."""
    three = "".join(f"<li><a href='{n}.html'>县水利局召开第{n}次防汛会议</a><span>2015-06-0{n}</span></li>" for n in (3, 2, 1))
    beside = f"<div class='box'><h3>{heading}</h3><ul>{three}</ul></div>"
    page = f"<title>行政处罚-青石县水利局</title>{beside}<div class='con'>{own}</div>"

    assert len(_titles(page, context)) == rows


def test_a_block_of_an_article_may_hold_a_list(context: Context) -> None:
    """«wz» is 位置 and 文章: links below each other in the content of an article are its list."""
    two = "".join(f"<p><a href='{n}.pdf'>青石县水利局202{n}年政府网站年度报表</a></p>" for n in (1, 0))

    assert len(_titles(f"<ul class='menu'><li><a href='/xxgk/'>信息公开</a></li></ul><div class='wz_con'>{two}</div>", context)) == 2


def test_columns_of_a_table_are_lists_of_their_own(context: Context) -> None:
    """Two cells side by side, each with its heading: the longer one is no part of the page's own list."""
    cells = (
        "<br>".join(f'<a href="/{name}/{n}.html">{name}关于{text}</a> 2015-10-0{n}' for n, text in enumerate(LONG, 1))
        for name in ("本", "他")
    )
    own, other = cells
    row = f"<td><b>公告栏</b><br>{own}</td><td><b>最新资讯</b><br>{other}</td>"
    found = _titles(f"<title>公告栏-青石县气象局</title><table><tr>{row}</tr></table>", context)

    assert [title[0] for title in found] == ["本"] * 3


@pytest.mark.parametrize(
    ("inside", "beside", "title"),
    [
        ("防汛会议召开 2015-06-02", "", "防汛会议召开"),
        ("防汛会议召开\n <i>2015-06-02</i>\n", "", "防汛会议召开"),
        ("<span>[06-02]</span>防汛会议召开", "", "防汛会议召开"),
        ("防汛会议召开<p>2015.6.2 09:30</p>", "", "防汛会议召开"),
        ("<div>发布日期：2015-06-02</div>防汛会议召开", "", "防汛会议召开"),
        ("防汛会议召开<em>2015年6月2日 星期二</em>", "", "防汛会议召开"),
        ("防汛会议召开<span>2015-06-02 浏览：12次</span>", "", "防汛会议召开"),
        ("<i>6月2日</i>防汛会议召开", "", "防汛会议召开"),
        ("<small>15-06-02</small>防汛会议召开", "", "防汛会议召开"),
        ("防汛会议召开<span>Jun 2, 2015</span>", "", "防汛会议召开"),
        ("防汛会议召开 发布时间：2015-06-02 09:30", "", "防汛会议召开"),
        ("关于<b>6月1日</b>防汛会议的通知", "2015-06-02", "关于6月1日防汛会议的通知"),
        ("<b>6月1日</b>防汛日开放须知", "2015-06-02", "6月1日防汛日开放须知"),
        ("防汛日报 2015-06-01", "2015-06-02", "防汛日报2015-06-01"),
    ],
)
def test_a_day_set_apart_in_the_link(inside: str, beside: str, title: str, context: Context) -> None:
    """White space sets the day apart from the title within a link, unless the row shows a day of its own beside it."""
    row = f"<li><a href='1.html'>{inside}</a><span>{beside}</span></li>"
    found = [fact.value for fact in entries(make_view(f"<html><body><ul>{row}{row}</ul></body></html>"), at(context))]

    assert [(one.title, one.date) for one in found] == [(title, dt.date(2015, 6, 2))] * 2  # type: ignore[attr-defined]


def test_a_summary_does_not_date_its_row(context: Context) -> None:
    """«2015年6月20日，市领导……» is the day of what is told, and a row that shows no other has none."""
    row = '<div class="n"><h3><a href="{0}.html">青石县召开第{0}次防汛会议</a></h3><p>2015年6月2{0}日，县领导到一线调研。</p></div>'
    body = "".join(row.format(n) for n in range(1, 6))

    assert {fact.value.date for fact in entries(make_view(f"<html><body>{body}</body></html>"), at(context))} == {None}  # type: ignore[attr-defined]


def test_one_day_above_a_list_dates_no_row(context: Context) -> None:
    """A day above one list may be that of the page; several lists, each below its day, have theirs."""
    rows = "".join(f'<li><a href="{n}.html">青石县召开第{n}次防汛会议</a></li>' for n in range(1, 6))
    body = f"<html><body><h4>2015年6月2日</h4><ul>{rows}</ul></body></html>"

    assert {fact.value.date for fact in entries(make_view(body), at(context))} == {None}  # type: ignore[attr-defined]


@pytest.mark.parametrize("label", ["发布日期：", "发布时间：", ""])
def test_the_day_of_publication_comes_before_other_labelled_days(label: str, context: Context) -> None:
    """«成文日期» before the day of publication, labelled or not, does not become the row's date."""
    row = f"<li><a href='1.html'>关于加强古树名木保护的意见</a><span>成文日期：2015-03-01</span><span>{label}2015-03-20</span></li>"
    found = [fact.value.date for fact in entries(make_view(f"<html><body><ul>{row}{row}</ul></body></html>"), at(context))]  # type: ignore[attr-defined]

    assert found == [dt.date(2015, 3, 20)] * 2


def test_a_hidden_list_is_not_read(context: Context) -> None:
    """Rows that inline style hides do not count, be they ever so many."""
    assert _titles(f"<div>{_list('县林业局责任清单')}</div><div style='display:none'>{_list(*LONG)}</div>", context) == ["县林业局责任清单"]
