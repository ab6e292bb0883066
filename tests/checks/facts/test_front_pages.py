"""Front pages, pages that send on, walls and pages that are not there: told by structure and by what they say."""

from __future__ import annotations

import attrs
import pytest

from checks.facts.kind import read_kind
from checks.pages import page_reach, read_view
from checks.unit import Reach
from checks.vocabulary import Context
from tests.checks.frames import FOOT, NEWS, OFFICE, menu, menu_line
from tests.checks.page_fixtures import view

INNER = "http://www.example.gov.cn/slj/page/a.html"


def rows(count: int, dated: bool = True) -> str:
    """Rows of one list."""
    days = [f"<i>2022-05-{n + 10}</i>" if dated else "" for n in range(count)]
    return "<ul>" + "".join(f'<li><a href="/n/{n}.html">{NEWS[n % len(NEWS)]}</a>{day}</li>' for n, day in enumerate(days)) + "</ul>"


def box(name: str, count: int = 5, dated: bool = True) -> str:
    """A window on a column."""
    return f'<div><h3>{name} <a href="/b/">更多&gt;&gt;</a></h3>{rows(count, dated)}</div>'


def page(title: str, *content: str) -> str:
    """A page with a title tag and a footer."""
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{"".join(content)}{FOOT}</body></html>'


def small(title: str, content: str, head: str = "") -> str:
    """A page of a sentence."""
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{content}</body></html>'


HOMES = {
    "small": page(
        OFFICE,
        menu_line(" "),
        f"<p>{OFFICE}负责全县水资源管理和防汛抗旱工作。</p>",
        '<p><a href="/1.html">节水周活动安排</a> 2018-05-11</p>',
    ),
    "boxes": page(OFFICE, f"<h1>{OFFICE}</h1>", menu(), box("通知公告"), box("工作动态"), box("政策法规")),
    "no «more»": page(f"{OFFICE}网站首页", menu_line(" | "), "<div>通知公告</div>", rows(6), "<div>工作动态</div>", rows(6)),
    "menu with slashes": page(
        OFFICE, menu_line(" / "), "<div>本站公告</div>", rows(3), "<p>今天晴。</p>", "<div>科普</div>", rows(3, dated=False)
    ),
    "one long list": page(
        OFFICE, menu(), box("水利要闻", 12), "<div>专题</div>", '<p><a href="/z1/">河长制</a> <a href="/z2/">节水</a></p>'
    ),
    "welcome": page(f"{OFFICE}欢迎您！", menu_line(" "), box("动态", 2), box("公告", 2), box("法规", 2)),
    "part of a portal": page(
        "松河县体育局 - 松河县人民政府网", "<h1>松河县体育局</h1>", menu(), box("体育要闻", 8), box("通知公告", 4, dated=False)
    ),
    "title that says nothing": page("index", menu(), box("通知公告"), box("工作动态"), box("政策法规")),
    "of a county, named after the country": page("中国·松河", menu(), box("松河要闻"), box("通知公告"), box("政策解读")),
    "ornaments around its name": page(f"::::{OFFICE}::::", menu_line(" "), box("动态", 3), box("公告", 3), box("法规", 3)),
    "for telephones": page("松河县人民政府手机版", menu_line(" "), box("动态", 3), box("公告", 3), box("法规", 3)),
    "traditional": page("松河縣圖書館", menu(), "<dl><dt>館內公告</dt>", rows(4), "</dl><dl><dt>閱讀推廣</dt>", rows(4), "</dl>"),
}
STUBS = {
    "by its link": small(
        "正在跳转",
        '<p>页面正在跳转，请<a id="go" href="/a.html">点击这里</a>。</p><script>location.replace(document.getElementById("go").href);</script>',
    ),
    "in many words": small(
        "松河县",
        '<p>松河县信息公开平台正在为您打开，3秒后将自动跳转到信息公开首页，如浏览器没有反应请<a href="/zwgk/">点击此处</a>进入，谢谢您的访问与支持！</p>',
        '<meta http-equiv="refresh" content="3;url=/zwgk/">',
    ),
    "put together": small("公开", "正在进入政府信息公开平台", '<script>var b="http://www.example.cn";location.href=b+"/zwgk/";</script>'),
    "without a word": small("", "", '<script>window.location.href="/zwgk/";</script>'),
    "in a form": small("", '<form><input type="Hidden" name="s"></form>', '<script>var b="/a";window.location.href=b+"/zwgk/";</script>'),
}
WALLS = {
    "puzzle": small("安全验证", "<h3>请完成下方拼图验证后继续访问</h3><div>向右滑动</div>"),
    "robot": small("访问验证", "<p>为保障您的访问安全，请点击下方按钮进行验证</p><button>我不是机器人</button>"),
    "browser": small("请稍候", "<noscript>请开启JavaScript并刷新该页.</noscript><p>正在检查您的浏览器，请稍候……</p>"),
    "with the time": small("网站防护系统", "<p>当前请求存在异常，已被网站防护系统拦截。请求时间：2014-03-02 11:22:33 规则编号：10023</p>"),
    "too many": small("系统提示", "<p>当前访问人数过多，请稍后再试</p>"),
}
MISSING = {
    "no such": small("出错了", '<p>抱歉，没有这条信息。</p><a href="/">返回</a>'),
    "or no right": small("系统提示", "<p>您没有权限访问该页面或者该页面不存在</p>"),
    "or closed": small("提示", "<p>该栏目不存在或已关闭</p>"),
    "taken off": page(OFFICE, menu(), "<div><p>对不起，该信息已下线。</p></div>"),
    "perhaps removed": small("无法显示网页", "<p>您正在查找的页可能已被删除、重命名或暂时不可用。</p>"),
}
NO_HOMES = {
    "column of a site with one title": page(
        OFFICE,
        menu(),
        '<div>当前位置：<a href="/">首页</a> &gt; <a href="/d/">工作动态</a></div>',
        rows(12),
        '<a href="/l_2.html">下一页</a>',
    ),
    "one list, called as the site": page(
        OFFICE, menu(), '<p align="center"><strong>通 知 公 告</strong></p>', rows(7).replace("2022", "2014")
    ),
    "column before the site": page(f"工作动态-{OFFICE}", menu(), "<h2>工作动态</h2>", rows(12)),
}


@pytest.mark.parametrize("name", HOMES)
def test_front_pages_are_told_from_columns(name: str, context: Context) -> None:
    """A title of nothing but the site, windows on columns, no breadcrumb: a front page, however small."""
    assert read_kind(view(HOMES[name], url=INNER), context).kind == "home"


@pytest.mark.parametrize(("query", "kind"), [("siteId=3", "home"), ("orgid=7", "home"), ("newsid=3", "column")])
def test_the_number_of_a_site_in_the_address_is_none_of_a_document(query: str, kind: str, context: Context) -> None:
    """Systems with many sites name the one that is asked for; the number of a document or a column is another thing."""
    content = page(OFFICE, menu(), rows(6), rows(6, dated=False))

    assert read_kind(view(content, url=f"http://www.example.gov.cn/portal/view.do?{query}"), context).kind == kind


@pytest.mark.parametrize("name", NO_HOMES)
def test_a_column_is_no_front_page(name: str, context: Context) -> None:
    """A breadcrumb, a pager or the column's name in the title tag speak against a front page."""
    assert read_kind(view(NO_HOMES[name], url=INNER), context).kind == "column"


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in (("redirect_stub", STUBS), ("blocked", WALLS), ("not_found", MISSING)) for text in texts.values()],
)
def test_pages_of_a_sentence(kind: str, text: str, context: Context) -> None:
    """Redirects, walls and missing pages, as systems nobody has seen may word them."""
    assert read_kind(view(text, url=INNER), context).kind == kind


def test_a_shell_that_may_jump_is_no_redirect(context: Context) -> None:
    """A script that sends telephones elsewhere, beside the one that draws the page, makes no redirect."""
    shell = small(
        "松河县水利局",
        '<div id="app"></div><script src="/app.js"></script>',
        '<script>if(/m/.test(navigator.userAgent))location.href="/m/";</script>',
    )

    assert read_kind(view(shell, url=INNER), context).kind == "script_shell"


def test_bindings_that_wait_for_values_make_a_shell(context: Context) -> None:
    """The words of the template stand there, but nothing that the page is for; a page that says more has been filled elsewhere."""
    frame = '<div id="app"><div>松河县教育局欢迎您</div><a href="/">首页</a><p>当前位置：首页</p><p>时间：<span v-text="day"></span></p>'
    bound = "".join(f'<p v-text="article.{name}"></p>' for name in ("title", "source", "content", "previous"))
    end = "<p>上一篇：已经是第一篇了，没有上一篇了</p><p>主办单位：松河县教育局信息中心</p></div>"

    assert read_kind(view(small("松河县教育局", frame + bound + end), url=INNER), context).kind != "script_shell"
    assert read_kind(view(small("松河县教育局", frame + bound + end + LIBRARY), url=INNER), context).kind == "script_shell"
    assert read_kind(view(small("松河县教育局", frame + bound + TOLD + end + LIBRARY), url=INNER), context).kind != "script_shell"


LIBRARY = '<script src="/js/vue.js"></script>'
TOLD = "<p>" + "县教育局组织专家到各乡镇中心校开展教学视导，听评课四十余节。" * 8 + "</p>"


def test_a_form_to_fill_in_is_no_redirect(context: Context) -> None:
    """What a reader fills in is content, whatever a script does to the address later."""
    form = small("登录", '<form><input name="user"></form>', '<script>function go(b){location.href=b+"/zwgk/";}</script>')

    assert read_kind(view(form, url=INNER), context).kind != "redirect_stub"


def test_prose_under_a_title_of_nothing_but_the_site_is_no_front_page(context: Context) -> None:
    """A document whose title tag names the site only, its headline too short to tell: no list, no window on a column."""
    prose = "<p>水利局近日组织技术人员深入各乡镇，对水厂运行、管网维护和水质检测情况进行检查，及时消除各类隐患。</p>" * 6
    text = page(OFFICE, menu(), f'<p>要闻</p>{prose}<div><a href="/n/1.html">关于做好防汛工作的通知</a> 2022-05-01</div>')

    assert read_kind(view(text, url=INNER), context).kind != "home"


def test_where_a_redirect_leads_may_be_unknown(context: Context) -> None:
    """A jump to an address that a script puts together leads nowhere that can be read: nothing is known of the page."""
    known, unknown = (read_view(view(STUBS[name], url=INNER), context) for name in ("without a word", "put together"))

    assert page_reach(known) is Reach.READ
    assert page_reach(attrs.evolve(unknown, jump=None)) is Reach.SHELL
