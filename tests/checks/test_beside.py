"""What stands beside the content of a page, told without class names: hot lists, friendly links, bars of links, footers."""

from __future__ import annotations

import pytest

from checks.facts.entries import entries, index_entries
from checks.model import Entry
from checks.parsing.footer import footer_lines
from checks.parsing.main import Part, main_text, read_main
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .list_fixtures import at
from .page_fixtures import view

TRAIL = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/gh/'>规划计划</a></div>"
FOOT = "<div><p>云溪市商务局版权所有</p><p>地址：长街1号</p><p>云ICP备99000001号</p></div>"


def rows(count: int, words: str = "关于调整某某事项办理地点的通告") -> str:
    """A list of dated rows."""
    return (
        "<ul>"
        + "".join(f"<li><a href='/t/{n}.html'>{words}（{n}）</a><span>2015-01-{n:02}</span></li>" for n in range(1, count + 1))
        + "</ul>"
    )


def page(*blocks: str, title: str = "规划计划-云溪市商务局") -> PageView:
    """A page of these blocks without class names."""
    return view(f"<html><head><title>{title}</title></head><body>{''.join(blocks)}{FOOT}</body></html>")


def sides(read: PageView) -> int:
    """How many lines stand beside the content."""
    return read_main(read).parts.count(Part.SIDE)


@pytest.mark.parametrize("caption", ["热点信息", "推荐阅读", "點擊排行", "相关新闻 更多&gt;&gt;", "友情链接"])
def test_an_empty_column_has_no_rows_of_its_neighbours(caption: str, context: Context) -> None:
    """Rows under such a caption are shown beside every page: the column itself is empty."""
    read = page(TRAIL, "<div><h2>规划计划</h2></div>", f"<div><h3>{caption}</h3>{rows(8)}</div>")

    assert sides(read) == 9
    assert list(entries(read, at(context))) == []


@pytest.mark.parametrize(
    ("caption", "count", "title"),
    [
        ("热点信息", 8, "热点信息-云溪市商务局"),  # the page is called so
        ("热点信息", 20, "规划计划-云溪市商务局"),  # more than a side list shows
        ("推荐性标准", 8, "规划计划-云溪市商务局"),  # another word
        ("工作动态", 8, "规划计划-云溪市商务局"),
        ("热点信息", 2, "规划计划-云溪市商务局"),
    ],
)
def test_other_rows_are_content(caption: str, count: int, title: str) -> None:
    """Neither the page's own list nor a long one nor one under an ordinary caption is put aside."""
    assert sides(page(TRAIL, f"<div><h3>{caption}</h3>{rows(count)}</div>", title=title)) == 0


def test_the_only_list_of_a_page_without_a_breadcrumb_is_its_own() -> None:
    """Nothing else is shown, and nothing says that the page is called otherwise."""
    assert sides(page(f"<div><h3>热点信息</h3>{rows(8)}</div>", title="云溪市商务局")) == 0


def test_what_follows_a_side_list_in_one_layout_table_is_content() -> None:
    """The side list ends at the first line that is no link, even where one cell holds everything."""
    text = "2015年，我局主动公开政府信息1204条，收到公开申请5件，均已按期答复。" * 3
    hot = "".join(f"<div><a href='/t/{n}.html'>关于调整某某事项的通告（{n}）</a></div>" for n in range(5))
    read = page(f"<table><tr><td>{TRAIL}<div>本周热点</div>{hot}<div>年度报告</div><p>{text}</p></td></tr></table>")

    assert sides(read) == 6
    assert text in main_text(read)


def test_links_behind_one_to_the_front_page_are_a_bar() -> None:
    """«首页 | 政务公开 | …» is no content, on however short a page."""
    bar = "".join(
        f"<li><a href='/{n}/'>{name}</a></li>" for n, name in enumerate(["首页", "政务公开", "信息公开指南", "依申请公开", "办事服务"])
    )
    read = page(f"<div><ul>{bar}</ul></div>", "<p>正在建设。</p>")

    assert main_text(read) == "正在建设。"


def test_a_short_undated_list_is_the_columns_only_under_its_name(context: Context) -> None:
    """A menu left of an empty column is not its list; names of units below the column's name are."""
    units = "<ul>" + "".join(f"<li><a href='http://other.example.cn/x/{n}'>{n}科</a></li>" for n in "甲乙丙丁") + "</ul>"

    assert list(entries(page(TRAIL, units, "<div><h3>规划计划</h3><p>1</p></div>"), at(context))) == []
    assert len(list(entries(page(TRAIL, f"<div><h3>规划计划</h3>{units}</div>"), at(context)))) == 4


def test_a_grid_of_units_in_a_table_is_read_cell_by_cell(context: Context) -> None:
    """Three bodies in a row of a table are three entries, and the menu beside them is none."""
    names = ["教育局", "公安局", "民政局", "司法局", "财政局", "审计局"]
    cells = [f"<td><a href='/zn/{n}.html'>市{name}</a></td>" for n, name in enumerate(names)]
    menu = "".join(f"<li><a href='/m/{n}'>公开栏目之{n}</a></li>" for n in "一二三四五六七八九")
    read = page(f"<ul>{menu}</ul>", f"<h1>各部门指南</h1><table><tr>{''.join(cells[:3])}</tr><tr>{''.join(cells[3:])}</tr></table>")

    assert [fact.evidence.quote for fact in index_entries(read, at(context))] == [f"市{name}" for name in names]


def test_a_menu_above_is_no_piece_of_the_list_below(context: Context) -> None:
    """Blocks of one make are one list only where all or none of them carry dates."""
    menu = "<p>" + " ".join(f"<a href='/{n}.html'>{name}</a>" for n, name in enumerate(["机构职能", "地震科普", "信息公开"])) + "</p>"
    listed = "<p>" + "".join(f"<a href='/g/{n}.html'>防灾减灾活动安排之{n}</a> 2014-05-1{n}<br>" for n in range(3)) + "</p>"
    read = view(f"<html><body><center>{menu}{listed}</center></body></html>")

    found = [fact.value for fact in entries(read, at(context))]

    assert [(entry.title[-1], str(entry.date)) for entry in found if isinstance(entry, Entry)] == [
        ("0", "2014-05-10"),
        ("1", "2014-05-11"),
        ("2", "2014-05-12"),
    ]


def test_a_footer_before_other_blocks_is_one() -> None:
    """Two lines that only footers have, in one small block: whatever is pasted below the footer."""
    more = "".join(f"<p><a href='/{n}'>图解：某某事项的第{n}个变化</a></p>" for n in range(9))
    foot = "<div><p>云溪市商务局版权所有</p><p>地址：长街1号　电话：0999-5550000</p><p>云ICP备99000001号</p></div>"
    read = view(f"<html><body><div><h1>说明</h1><p>本局负责商务工作。</p></div>{foot}<div>{more}</div></body></html>")

    assert [line.text[:4] for line in footer_lines(read)] == ["云溪市商", "地址：长", "云ICP"]
