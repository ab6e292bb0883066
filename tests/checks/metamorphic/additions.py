"""What portals put around every page: menus, hot lists, breadcrumbs, friendly links. 外围内容

Pages that say next to nothing (jumps, walls, shells of scripts) stay as they are: with a menu they would be other pages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from html import escape

from lxml import html
from lxml.html import HtmlElement

from .trees import on_tree

MENU = (
    "首页 政务公开 信息公开指南 依申请公开 办事服务 政民互动 新闻中心 工作动态 通知公告 政策文件 政策解读 机构职能 领导之窗 财政资金 人事信息 "
    "规划计划 统计数据 行政执法 权责清单 建议提案 应急管理 专题专栏 在线访谈 意见征集 局长信箱 投诉举报 常见问题 下载中心 网站地图 联系我们"
).split()
HOT = (
    "关于公布二〇一三年度先进集体名单的通知",
    "全区春季安全生产工作会议召开",
    "关于开展城乡环境整治行动的通告",
    "我区举行志愿服务活动启动仪式",
    "关于调整公交线路的公告",
    "冬季流感防控知识问答",
    "区领导走访慰问困难群众",
    "关于暂停办理业务的通知",
)
FRIENDS = (
    "中国政府网 省人民政府 市人民政府 市发展改革委 市教育局 市科技局 市公安局 市民政局 市司法局 市财政局 市审计局 市统计局 市信访局".split()
)
LITTLE = 150  # characters
END = re.compile(r"ICP备|版权所有|主办单位|公网安备|网站标识码|主办[:：]|備案|版權所有|主辦")
CRUMB = re.compile(r"位置|(?:^|\W)首\s?[页頁]\s{0,9}[>»›→＞/／\\·|-]")


def to_pages(change: Callable[[HtmlElement], None]) -> Callable[[str], str]:
    """A change of pages with something to say; other pages are left alone."""

    @functools.wraps(change)
    def changed(tree: HtmlElement) -> None:
        texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
        if len("".join("".join(texts).split())) >= LITTLE:
            change(tree)

    return on_tree(changed)


@to_pages
def top_menu(tree: HtmlElement) -> None:
    """A menu of thirty links above the page. 顶部菜单"""
    _body(tree).insert(0, _menu("ul", "li"))


@to_pages
def named_menu(tree: HtmlElement) -> None:
    """The same with class names, in tables. 带类名的表格菜单"""
    menu = _menu("table", "td")
    menu.set("class", "nav")
    _body(tree).insert(0, menu)


@to_pages
def double_menu(tree: HtmlElement) -> None:
    """A menu above the page and a copy for small screens below it. 双份菜单"""
    body = _body(tree)
    body.insert(0, _menu("ul", "li"))
    body.append(_menu("ul", "li"))


@to_pages
def hot_list(tree: HtmlElement) -> None:
    """A side bar of dated rows under a caption, beside the content. 右侧热点列表"""
    rows = "".join(
        f'<li><a href="/hot/2013/t2013{n:02}1{n}_{n}.html">{title}</a><span>2013-{n:02}-1{n}</span></li>' for n, title in enumerate(HOT, 1)
    )
    _beside(tree, html.fragment_fromstring(f"<div><h3>热点信息</h3><ul>{rows}</ul></div>"))


@to_pages
def friends(tree: HtmlElement) -> None:
    """Friendly links above the footer. 友情链接"""
    links = "".join(f'<a href="http://www{n}.example.gov.cn/" target="_blank">{name}</a> ' for n, name in enumerate(FRIENDS))
    _beside(tree, html.fragment_fromstring(f"<div><p>友情链接</p><p>{links}</p></div>"))


@to_pages
def breadcrumb(tree: HtmlElement) -> None:
    """A breadcrumb that ends at the page's own heading, on pages that show none and whose title tag repeats their heading. 面包屑"""
    tag = _words(next(tree.iter("title"), None))
    heading = next((words for head in tree.iter("h1", "h2") if (words := _words(head)) and words in tag), "")
    if heading and not CRUMB.search("".join(_body(tree).itertext())):
        crumb = f'<div>您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; {escape(heading)}</div>'
        _body(tree).insert(0, html.fragment_fromstring(crumb))


def _words(element: HtmlElement | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _menu(outer: str, inner: str) -> HtmlElement:
    links = "".join(f'<{inner}><a href="/m/{n}/index.html">{name}</a></{inner}>' for n, name in enumerate(MENU))
    return html.fragment_fromstring(f"<div><{outer}>{f'<tr>{links}</tr>' if inner == 'td' else links}</{outer}></div>")


def _body(tree: HtmlElement) -> HtmlElement:
    return next(tree.iter("body"), tree)


def _beside(tree: HtmlElement, block: HtmlElement) -> None:
    """Insert a block above the footer where the page's big blocks stand; at the end where no footer can be told."""
    stage = _body(tree)
    while len(blocks := [child for child in stage if child.tag in ("div", "form", "center", "table", "tbody")]) == 1 and len(stage) == 1:
        stage = blocks[0]
    if stage.tag in ("table", "tbody"):
        stage = _body(tree)
    ends = [child for child in stage if isinstance(child.tag, str) and END.search("".join(child.itertext())[-600:])]
    last = ends[-1] if ends and len("".join(ends[-1].itertext())) < 900 else None
    stage.insert(stage.index(last) if last is not None else len(stage), block)
