"""Where a list ends: only where the page shows it, or shows no way on at all."""

from __future__ import annotations

import pytest

from checks.facts.paging import paging
from checks.model import Paging
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, make_view

BASE = "http://www.example.test/col/"
ROWS = "".join(f'<li><a href="{n}.html">关于开展第{n}次检查的通知</a><span>2015-0{n}-01</span></li>' for n in range(1, 6))
PAGE = '<html><head><title>通知公告</title>{head}</head><body><div>当前位置：<a href="/">首页</a> &gt; 通知公告</div><div class="w"><ul class="l">{rows}</ul>{after}</div></body></html>'


def more(context: Context, after: str, head: str = "", url: str = BASE + "index.html") -> bool | None:
    """What is read of a list page with this after its rows."""
    (fact,) = paging(make_view(PAGE.format(rows=ROWS, after=after, head=head), url=url), at(context))
    assert isinstance(fact.value, Paging)
    return fact.value.more


UNKNOWN = {
    "pages by their numbers in words": "<div>第一页 <a href='2.htm'>第二页</a> <a href='3.htm'>第三页</a></div>",
    "load more by script": '<a href="javascript:more()">加载更多</a>',
    "load more, a button": "<button class='m'>点击加载更多</button>",
    "load more, a block": "<div class='more' id='m'>查看更多</div>",
    "unfold": '<a href="#" onclick="unfold()">展开</a>',
    "more without an address": '<a href="javascript:void(0)">更多</a>',
    "more of this list elsewhere": '<p><a href="/more.html">更多&gt;&gt;</a></p>',
    "traditional": '<a href="javascript:more()">載入更多</a>',
    "fetching script": "<script>$.getJSON('/api/list?p=' + p, show)</script>",
    "request object": "<script>var x = new XMLHttpRequest(); x.open('GET', '/api/rows')</script>",
    "numbers without a current one": "<div><a href='javascript:go(1)'>1</a><a href='javascript:go(2)'>2</a><a href='javascript:go(3)'>3</a></div>",
    "numbers in cells": "<table><tr><td><a href='a.html'>1</a></td><td><a href='b.html'>2</a></td></tr></table>",
    "numbers without links or a lit one": "<div class='pagination'><span>1</span><span>2</span><span>3</span></div>",
    "numbers that go on": "<div><a href='a.html'>1</a><a href='b.html'>2</a><b>3</b>…</div>",
    "choice of pages": "<select onchange='go(this)'><option>1</option><option>2</option></select>",
    "last page elsewhere": '<div><a href="index_9.html">尾页</a></div>',
    "button that a script waits for": "<button class='next'>下一页</button>",
    "plain numbers in brackets": "<div>[1][2][3]</div>",
    "plain numbers in spans": "<p><i>1</i><i>2</i><i>3</i></p>",
    "picture without words": "<div><a href='p2.html'><img src='/img/next.gif'></a></div>",
    "other years": "<div><a href='/2014/'>2014年</a> <a href='/2013/'>2013年</a></div>",
    "earlier rows elsewhere": "<p>更早的信息，请到<a href='http://old.example.test/'>旧版网站</a>查看</p>",
    "earlier rows in another column": "<p><a href='/his/'>往年公告</a></p>",
    "pages kept in a field": "<input type='hidden' id='totalPage' value='4'>",
    "rows kept in an attribute": "<div id='pg' data-total='31'></div>",
    "pager of another make": "<div id='pg'></div><script>kkpager.generPageHtml({total: 4})</script>",
    "links «page 2» and «page 3»": "<div><a href='b.html'>第2页</a> <a href='c.html'>第3页</a></div>",
    "block that a script waits for": "<span class='nx'>下一页</span><script>$('.nx').click(go)</script>",
}


@pytest.mark.parametrize("sign", UNKNOWN)
def test_what_is_not_understood_leaves_the_end_open(sign: str, context: Context) -> None:
    """Signs of further rows that cannot be followed are «unknown», never «whole»."""
    assert more(context, UNKNOWN[sign]) is None


DRAWN = {
    "numbers without links": "<div class='pagination'><span class='on'>1</span><span>2</span><span>3</span></div>",
    "numbers and a bare mark": "<div class='pager'><span>&lt;</span><span class='active'>1</span><span>2</span><span>&gt;</span></div>",
    "numbers of a form": "<div><table><tr><td><span>1</span></td><td><a href=\"javascript:__doPostBack('g','Page$2')\">2</a></td></tr></table></div>",
    "number of pages only": "<div class='fenye'>共3页</div>",
    "choice of pages, one chosen": "<select><option selected>第1页</option><option>第2页</option></select>",
    "choice of numbers among words": "<p>共2页 转到<select><option selected>1</option><option>2</option></select></p>",
    "library, with its pages": "<script>laypage({cont:'p', pages:9, curr:1})</script>",
    "library, pages first": "<script>$('#p').pagination({pageCount: 4, current: 2})</script>",
    "function with the next page": "<a href='javascript:toPage(2)'>下一页</a>",
    "page of pages and an arrow": "<p>1/5 <a href='index_2.html'>▶</a></p>",
    "rows on each page": "<p>共37条 每页5条</p>",
    "rows and pages in one line": "<p>记录总数：126　总页数：26　当前页：1</p>",
    "page of pages between two controls": "<ul><li><button disabled>上一页</button></li><li>1/4</li><li><button>下一页</button></li></ul>",
    "choice of addresses": "<select onchange='location.href=this.value'><option value='l_1.htm' selected>1</option><option value='l_2.htm'>2</option></select>",
    "numbers as pictures": "<p><img src='1.gif'><a href='l.asp?page=2'><img src='2.gif'></a><a href='l.asp?page=3'><img src='3.gif'></a></p>",
    "arrows as pictures": "<p><a href='?pageNo=1'><img src='f.gif'></a><a href='?pageNo=2'><img src='n.gif'></a></p>",
    "library, with its rows": "<script>laypage.render({elem:'p', count:128, limit:10, curr:1, jump:function(o){go(o)}})</script>",
    "old library, with its rows": "<script>$('#p').pagination(88, {items_per_page:10, callback:go})</script>",
    "library with all its rows": "<script>$('#p').pagination({totalData:88, showData:10, coping:true})</script>",
    "library with the total of its rows": "<script>$('#p').pagination({total:88, pageSize:10})</script>",
    "arrow called next": "<a class='next page-numbers' href='/col/page/2/'>→</a>",
    "numbers of a grid": "<table><tr><td><span>1</span> <a href=\"javascript:__doPostBack('g$_ctl14$_ctl1','')\">2</a></td></tr></table>",
    "choice of addresses, none chosen": "<select onchange='window.location=this.value'><option value='?page=1'>第1页</option><option value='?page=2'>第2页</option></select>",
    "rows that are shown": "<p>显示第 1 至 5 项结果，共 57 项</p>",
    "the next page is offered": "<p><a href='p2.html'>查看下一页</a></p>",
    "ten more rows": "<p><a href='more.asp?p=2'>下十条</a></p>",
    "rows, rows of a page, page": "<p>共有信息58条，每页15条，当前第1页</p>",
    "rows and pages": "<p>总计：58条 / 6页</p>",
    "still older rows": "<p><a href='p2.html'>查看更早的信息&gt;&gt;</a></p>",
    "rows and page size of a library": "<script>$('#9').jpage({totalRecord:58, perPage:20, proxyUrl:'/module/web/jpage/p.jsp'})</script>",
    "function of another number": "<script>createPageHTML1(30, 0, 'index', 'html');</script>",
    "older posts": "<nav><a href='/col/page/2'>← 较旧的文章</a></nav>",
}


@pytest.mark.parametrize("sign", DRAWN, ids=list(DRAWN))
def test_pagers_that_only_a_script_turns(sign: str, context: Context) -> None:
    """What the reader sees beyond this page is told, whether or not there is an address for it."""
    assert more(context, DRAWN[sign]) is True


NOT_BEYOND = {
    "last of those lit": "<div class='pagination'><span>1</span><span class='on'>2</span></div>",
    "last one chosen": "<select><option>第1页</option><option selected>第2页</option></select>",
}


@pytest.mark.parametrize("sign", NOT_BEYOND, ids=list(NOT_BEYOND))
def test_the_last_page_of_a_drawn_pager(sign: str, context: Context) -> None:
    """Where the last page is the one that is open, the list ends here."""
    assert more(context, NOT_BEYOND[sign]) is False


OPEN = {
    "a choice in a form": "<p>几人：<select><option selected>1</option><option>2</option></select></p>",
    "library with one page for a start": "<script>$('#p').pagination({pageCount: 1, current: 1})</script>",
    "function with this page": "<a href='javascript:toPage(1)'>下一页</a>",
    "library with rows for one page": "<script>$('#9').jpage({totalRecord:6, perPage:20, proxyUrl:'/module/web/jpage/p.jsp'})</script>",
    "more in a block called a menu": "<nav><a href='/col/all.html'>更多内容</a></nav>",
}


@pytest.mark.parametrize("sign", OPEN, ids=list(OPEN))
def test_drawn_pagers_that_tell_too_little(sign: str, context: Context) -> None:
    """No end is seen where a script may still draw one, and no next page where none is named."""
    assert more(context, OPEN[sign]) is None


def test_number_of_pages_says_nothing_on_a_later_page(context: Context) -> None:
    """«共3页» on a page whose address is that of a later one: it may be the last."""
    assert more(context, "<div class='fenye'>共3页</div>", url=BASE + "index_2.html") is None


WHOLE = {
    "no pager": "",
    "counter": "<script>$.get('/visit/count.jsp?id=3')</script>",
    "share bar": "<div class='bdsharebuttonbox'><a href='#' class='bds_more'>更多</a></div>",
    "row buttons": "<table><tr><td>表一</td><td><a href='javascript:see(1)'>查看</a></td></tr></table>",
    "side bar": "<div class='sidebar'><a href='/hot.html'>更多</a></div>",
    "one page": "<div class='fenye'>共1页 <span>1</span></div>",
    "last page here": "<div class='page'><a class='current' href=''>1</a><a class='last' href=''>最后一页</a></div>",
    "plain text pager": "<div class='fenye'><span>首页</span><span>上一页</span><span>下一页</span><span>尾页</span></div>",
    "last of three": "<div><a href='a.html'>1</a><a href='b.html'>2</a><b>3</b></div>",
    "empty pager": "<div class='page'></div>",
    "one page kept in a field": "<input type='hidden' id='totalPage' value='1'><input type='hidden' id='recordCount' value='5'>",
    "one year": "<p><a href='/about/'>2015年</a></p>",
    "pictures of other things": "<div><a href='/x/'><img src='/img/logo.gif'></a></div>",
    "numbers of telephones": "<p>12345 便民热线</p>",
    "dates": "<p class='page'>2015-06-30</p>",
}


@pytest.mark.parametrize("sign", WHOLE)
def test_an_ordinary_short_list_is_whole(sign: str, context: Context) -> None:
    """Without a pager a list ends with its last row; counters, share bars and buttons of rows are no pager."""
    assert more(context, WHOLE[sign]) is False


@pytest.mark.parametrize(
    "after",
    [
        "<a href='index_2.html'><img src='n.gif' alt='下一页'></a>",
        "<a href='index_2.html' title='下一页'><img src='n.gif'></a>",
    ],
)
def test_a_picture_can_be_the_way_on(after: str, context: Context) -> None:
    """A «下一页» drawn as a picture is read by the words given with it."""
    assert more(context, after) is True


@pytest.mark.parametrize(
    "after",
    [
        "<a href='b.html'>下一页→</a>",
        "<a href='b.html'>→下一页（2）</a>",
        "<a href='b.html'>下20条</a>",
        "<a href='b.html'>较早的文章</a>",
        "<p>[1] <a href='b.html'>[2]</a> <a href='c.html'>[3]</a></p>",
        "<p>上一页 1 <a href='b.html'>2</a> <a href='c.html'>3</a> 下一页</p>",
    ],
)
def test_other_words_for_the_next_page(after: str, context: Context) -> None:
    """Arrows and numbers beside the words, the number of rows, earlier articles; the first page's number without an element of its own."""
    assert more(context, after) is True


def test_the_head_may_name_the_next_page(context: Context) -> None:
    """For machines, where the page itself draws its pager later; this very page is no next one."""
    assert more(context, "", head="<link rel='next' href='b.html'>") is True
    assert more(context, "", head="<link rel='next' href='index.html'>") is False


NEXT_BY_SCRIPT = "<div class='pg'>每页 <input value='5'> 条记录　总共 <em>{total}</em> 条　<a href='javascript:void(0)'>下一页</a></div>"


@pytest.mark.parametrize(
    ("total", "url", "expected"),
    [
        (31, BASE + "index.html", True),
        (31, BASE + "index_3.html", None),
        (31, BASE + "list?pageNo=3", None),
        (5, BASE + "index.html", False),
    ],
    ids=["first page", "third page", "third page asked for", "all rows"],
)
def test_more_rows_than_shown_and_a_script_that_turns_the_page(total: int, url: str, expected: bool | None, context: Context) -> None:
    """A list that opens with its first page goes on where it counts more rows than it shows."""
    assert more(context, NEXT_BY_SCRIPT.format(total=total), url=url) is expected


def test_a_page_cut_short_has_no_known_end(context: Context) -> None:
    """What lies beyond the reader's limits may be rows."""
    links = "".join(f"<a href='x{n}.html'>链接{n}</a>" for n in range(6100))
    view = make_view(PAGE.format(rows=ROWS, after=links, head=""), url=BASE)
    (fact,) = paging(view, at(context))

    assert view.truncated
    assert isinstance(fact.value, Paging)
    assert fact.value.more is None


ONE_PAGE = {
    "rows that are shown": "<p>显示第 1 至 5 项结果，共 5 项</p>",
    "rows on each page": "<p>共5条 每页15条</p>",
    "page of pages between two controls": "<ul><li><button disabled>上一页</button></li><li>1/1</li><li><button>下一页</button></li></ul>",
}


@pytest.mark.parametrize("sign", ONE_PAGE, ids=list(ONE_PAGE))
def test_pagers_that_count_one_page(sign: str, context: Context) -> None:
    """A pager that counts one page says that the list is whole."""
    assert more(context, ONE_PAGE[sign]) is False


NO_PAGER = {
    "slides": "<a class='next' href='javascript:;'>›</a><a class='next' href='/photo/show.html'>›</a>",
    "albums": "<p><a href='?p=12'><img src='a.jpg'></a><a href='?p=31'><img src='b.jpg'></a></p>",
    "a share of something": "<p>3/5</p>",
}


@pytest.mark.parametrize("sign", NO_PAGER, ids=list(NO_PAGER))
def test_figures_that_are_no_pager(sign: str, context: Context) -> None:
    """Pictures that lead to albums and fractions by themselves turn no page."""
    assert more(context, NO_PAGER[sign]) is not True


def test_a_count_that_a_script_may_replace_ends_no_list(context: Context) -> None:
    """A pager's script with as many rows as are shown may hold a default: the end stays open."""
    assert more(context, "<div id='p'></div><script>laypage.render({elem:'p', count:5, limit:10})</script>") is None
