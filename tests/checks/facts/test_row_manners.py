"""Rows of a list in the manners of many systems, in every frame: titles, addresses and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from checks.facts.entries import entries
from checks.facts.kind import read_kind
from checks.vocabulary import Context
from tests.checks.frames import FRAMES
from tests.checks.page_fixtures import view

Row = tuple[str, str, dt.date]
SUMMARY = "近日，县水利局组织技术人员深入各乡镇，对水厂运行、管网维护和水质检测情况进行检查，现场交办问题十二个，要求限期整改到位"
ROWS: tuple[Row, ...] = tuple(
    (f"关于做好防汛备汛工作有关事项的通知之{n}", f"/n/{n}.html", dt.date(2022 - n // 4, 12 - n, 28 - n)) for n in range(1, 8)
)


def each(pattern: Callable[[str, str, dt.date], str]) -> str:
    """All rows after one pattern."""
    return "".join(pattern(*row) for row in ROWS)


def by_year(block: str = "{}") -> str:
    """Rows with month and day below headings with the year, each year in a block or not."""
    years = dict.fromkeys(day.year for _, _, day in ROWS)
    lists = {y: "".join(f'<li><a href="{u}">{t}</a><span>{d:%m-%d}</span></li>' for t, u, d in ROWS if d.year == y) for y in years}
    return "".join(block.format(f"<h4>{year}年</h4><ul>{rows}</ul>") for year, rows in lists.items())


def by_day() -> str:
    """Lists of a row each below headings that are days."""
    return "".join(f'<h4>{d:%Y年%m月%d日}</h4><ul><li><a href="{u}">{t}</a></li></ul>' for t, u, d in ROWS)


def pairs() -> str:
    """A table with two rows of the list side by side, each with its day in its own cell."""
    cells = [f'<td>·<a href="{u}">{t}</a> {d}</td>' for t, u, d in ROWS]
    return "<table>" + "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2)) + "</table>"


def side_by_side() -> str:
    """A table with two rows of the list in each of its own."""
    cells = [f'<td><a href="{u}">{t}</a></td><td>{d}</td>' for t, u, d in ROWS]
    return "<table>" + "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2)) + "</table>"


def in_blocks(rows: list[str], size: int, block: str) -> str:
    """Every few rows in a list of their own, each list in a block without a word."""
    return "".join(block.format(f"<ul>{''.join(rows[n : n + size])}</ul>") for n in range(0, len(rows), size))


LINED = '<div class="part">{}<div class="line"></div></div>'


def halves(*names: str) -> str:
    """A list cut into blocks, one right after the other. 分栏"""
    size = -(-len(ROWS) // len(names))
    parts = [ROWS[n : n + size] for n in range(0, len(ROWS), size)]
    return "\n".join(
        f'<ul class="{name}">' + "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for t, u, d in part) + "</ul>"
        for name, part in zip(names, parts, strict=True)
    )


MANNERS = {
    "by year": by_year(),
    "side by side": side_by_side(),
    "one link around all": each(lambda t, u, d: f'<a href="{u}"><span>{t}</span><span>{d}</span><p>{SUMMARY}…</p></a>'),
    "day before, bare": "<div>" + each(lambda t, u, d: f'{d} <a href="{u}">{t}</a><br>') + "</div>",
    "day in the term": "<dl>" + each(lambda t, u, d: f'<dt>{d}</dt><dd><a href="{u}">{t}</a></dd>') + "</dl>",
    "day in a paragraph before": each(lambda t, u, d: f'<p class="d">{d}</p><p class="t"><a href="{u}">{t}</a></p>'),
    "day in an item before": "<ul>" + each(lambda t, u, d: f'<li class="d">{d}</li><li class="t"><a href="{u}">{t}</a></li>') + "</ul>",
    "day in the next row": "<table>"
    + each(lambda t, u, d: f'<tr><td><a href="{u}">{t}</a></td></tr><tr><td>{d} 点击：3</td></tr>')
    + "</table>",
    "day beside, in spans": each(lambda t, u, d: f'<span class="x"><a href="{u}">{t}</a></span><span class="y">{d}</span><br/>'),
    "year in a cell": "<table>"
    + each(lambda t, u, d: f'<tr><td>{d:%Y}</td><td>{d:%m-%d}</td><td><a href="{u}">{t}</a></td></tr>')
    + "</table>",
    "day, month, year": "<ul>"
    + each(lambda t, u, d: f'<li><a href="{u}">{t}</a><span>{d:%d} <b>{d:%m}月</b> {d:%Y}</span></li>')
    + "</ul>",
    "year of two figures": "<ul>" + each(lambda t, u, d: f'<li><a href="{u}">{t}</a><span>{d:%y-%m-%d}</span></li>') + "</ul>",
    "figures only": "<ul>" + each(lambda t, u, d: f'<li><a href="{u}">{t}</a><span>{d:%Y%m%d}</span></li>') + "</ul>",
    "updated, published": each(lambda t, u, d: f'<div class="r"><a href="{u}">{t}</a><p>更新时间：2023-03-03　发布时间：{d}</p></div>'),
    "cards": each(lambda t, u, d: f'<div class="c"><h3><a href="{u}">{t}</a></h3><p>{SUMMARY}。</p><em>{d}</em></div>'),
    "day in a box": "<ul>"
    + each(lambda t, u, d: f'<li><a href="{u}"><div><span>{d:%m/%d}</span><em>{d:%Y}</em></div><div>{t}</div></a></li>')
    + "</ul>",
    "day of the month in a box": each(
        lambda t, u, d: (
            f'<div class="r"><a href="{u}"><div><p>{d:%d}</p><p>{d:%Y-%m}</p></div><div><div>{t}</div><div>{SUMMARY}</div></div></a></div>'
        )
    ),
    "opened by a function": "<ul>" + each(lambda t, u, d: f"<li onclick=\"look('{u[3]}')\"><span>{t}</span><em>{d}</em></li>") + "</ul>",
    "clicks": "<ul>" + each(lambda t, u, d: f"<li onclick=\"location.href='{u}'\"><span>{t}</span><i>{d}</i></li>") + "</ul>",
    "in blocks of three": in_blocks([f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for t, u, d in ROWS], 3, LINED),
    "title and day in one named block": each(
        lambda t, u, d: f'<a class="c" href="{u}"><div class="c-title"><span>{t}</span><div>{d} 浏览 30</div></div><i></i></a>'
    ),
    "link that only says «查看»": "<table>"
    + each(lambda t, u, d: f'<tr><td>{t}</td><td>{d}</td><td><a href="{u}">查看</a></td></tr>')
    + "</table>",
    "name, day and «详细» below each other": each(lambda t, u, d: f'<div>{t}</div><div>{d}</div><div><a href="{u}">详细</a></div>'),
    "heading, day and summary with «查看全文»": each(
        lambda t, u, d: f'<h4>{t}</h4><p>{d}</p><p>{SUMMARY}。<a href="{u}">[查看全文]</a></p>'
    ),
    "card of one frame": each(
        lambda t, u, d: f'<a class="c" href="{u}"><img src="i.jpg"><div><b>{t}</b><span><i>{d:%d}</i>/{d:%m}月 {d.year}</span></div></a>'
    ),
    "day in hooked brackets": "<p>" + each(lambda t, u, d: f'◇<a href="{u}">{t}</a>〔{d.year}-{d.month}-{d.day}〕<br>') + "</p>",
    "cards that say «查看详情»": "<ul>"
    + each(lambda t, u, d: f'<li><h4>{t}</h4><p>{d}</p><p>{SUMMARY}。</p><a href="{u}">查看详情</a></li>')
    + "</ul>",
    "tables that open": each(lambda t, u, d: f"<table onclick=\"window.open('{u}')\"><tr><td>◆ {t}</td><td>{d}</td></tr></table>"),
    "pairs in cells": pairs(),
    "days as headings": by_day(),
    "by year, in blocks": by_year('<div class="y">{}</div>'),
    "the newest in large": '<div class="top"><h3><a href="{1}">{0}</a></h3><p>{3}。</p><i>{2}</i></div>'.format(*ROWS[0], SUMMARY)
    + "<ul>"
    + "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for t, u, d in ROWS[1:])
    + "</ul>",
    "two bare days": "<table>"
    + each(lambda t, u, d: f'<tr><td><a href="{u}">{t}</a></td><td>{d - dt.timedelta(days=9)}</td><td>{d}</td></tr>')
    + "</table>",
    "bids are opened later": "<ul>"
    + each(lambda t, u, d: f'<li><a href="{u}">{t}</a><br>开标时间：{d + dt.timedelta(days=20)}　公告日期：{d}</li>')
    + "</ul>",
    "summary of another day": each(
        lambda t, u, d: f'<div class="r"><h3><a href="{u}">{t}</a></h3><p>2021年2月3日，{SUMMARY[3:30]}</p><em>{d}</em></div>'
    ),
    "address in an attribute": "<ul>" + each(lambda t, u, d: f'<li data-url="{u}"><span>{t}</span><em>{d}</em></li>') + "</ul>",
    "line about the document": each(
        lambda t, u, d: f'<div class="r"><a href="{u}">{t}</a><p>来源：县水利局　{d} 08:30　点击：17</p></div>'
    ),
    "months as headings": each(
        lambda t, u, d: f'<h4>{d.year}年{d.month}月</h4><ul><li><span>{d.day}日</span><a href="{u}">{t}</a></li></ul>'
    ),
    "English": "<ul>" + each(lambda t, u, d: f'<li><a href="{u}">{t}</a><span>{d:%B} {d.day}, {d.year}</span></li>') + "</ul>",
    "English, in a box": each(
        lambda t, u, d: f'<div class="r"><div><b>{d:%d}</b><span>{d:%b} {d.year}</span></div><a href="{u}">{t}</a></div>'
    ),
    "kept on top": "<ul class='top'>"
    + "".join(f"<li><i>置顶</i><a href='{u}'>{t}</a><span>{d}</span></li>" for t, u, d in ROWS[:2])
    + "</ul><ul>"
    + "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for t, u, d in ROWS[2:])
    + "</ul>",
    "day in the link, before": "<ul>" + each(lambda t, u, d: f'<li><a href="{u}"><span>{d}</span>{t}</a></li>') + "</ul>",
    "day in the link, behind": "<ul>" + each(lambda t, u, d: f'<li><a href="{u}"><i>·</i>{t}<em>{d}</em></a></li>') + "</ul>",
    "numbered lists": "".join(
        f'<ul class="list{n}">{"".join(f"<li><a href={u}>{t}</a><span>{d}</span></li>" for t, u, d in part)}</ul>'
        for n, part in ((1, ROWS[:3]), (2, ROWS[3:]))
    ),
    "titles that wait for a click": each(lambda t, u, d: f'<div class="item"><p>{t}</p><div><span>发布时间：{d}</span></div></div>'),
    "paragraphs": each(lambda t, u, d: f'<p><a href="{u}">{t}</a>　{d}</p>'),
    "two blocks by number": halves("zl1", "zl2"),
    "three blocks by number": halves("zl_1", "zl_2", "zl_3"),
    "two blocks by side": halves("lb-left", "lb-right"),
}


EMPTY_SIDE = '<div class="zc"><h3>热点资讯</h3><ul><li>暂无资料</li></ul></div>'


@pytest.mark.parametrize("trail", ["您的位置：</li><li>首页 &gt;</li><li>行政规范性文件", "当前位置：首页 &gt; 行政规范性文件"])
def test_an_empty_block_beside_the_list_does_not_take_its_rows(trail: str, context: Context) -> None:
    """«暂无资料» under a heading of its own stands before a list whose caption is the breadcrumb that ends in the column's name."""
    rows = each(lambda t, u, d: f'<li><a href="{u}">{t}</a><span>{d}</span></li>')
    place = f'<div class="hd"><h3>行政规范性文件</h3></div><div class="path"><ul><li>{trail}</li></ul></div><div class="nr"><ul class="a">{rows}</ul></div>'
    page = view(f"<html><head><title>青石县商务局</title></head><body><div>{EMPTY_SIDE}<div class='yc'>{place}</div></div></body></html>")

    assert [fact.value.title for fact in entries(page, context)] == [title for title, _, _ in ROWS]  # type: ignore[attr-defined]


@pytest.mark.parametrize("names", [("xw1", "gg1"), ("xw", "xw"), ("", "2")])
def test_blocks_of_other_names_are_no_halves(names: tuple[str, str], context: Context) -> None:
    """Two windows on two columns stand side by side, too; blocks of one name were joined before."""
    found = list(entries(view(FRAMES["tables"]("工作动态", ("首页", "工作动态"), halves(*names))), context))

    assert (len(found) == len(ROWS)) is (names[0] == names[1])


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("manner", MANNERS)
def test_rows_are_read_in_every_frame(manner: str, frame: str, context: Context) -> None:
    """A column is one, and its rows are its own and carry their own days, whatever stands beside them."""
    now = attrs.evolve(context, as_of=dt.date(2026, 1, 1))
    page = view(FRAMES[frame]("行政规范性文件", ("首页", "行政规范性文件"), f"<h2>行政规范性文件</h2>{MANNERS[manner]}"))
    found = [fact.value for fact in entries(page, now)]

    assert read_kind(page, now).kind == "column"
    assert [(row.title, row.date) for row in found] == [(title, day) for title, _, day in ROWS]  # type: ignore[attr-defined]


def test_a_table_that_lays_out_the_page_is_no_row(context: Context) -> None:
    """Four titles in one cell of a layout table are four rows."""
    four = "".join(f'<p><a href="{u}">{t}</a></p>' for t, u, _ in ROWS[:4])
    found = list(entries(view(FRAMES["tables"]("工作动态", ("首页", "工作动态"), four)), context))

    assert len(found) == 4


@pytest.mark.parametrize("frame", FRAMES)
def test_a_day_above_a_list_makes_no_document(frame: str, context: Context) -> None:
    """«更新时间» under the name of a column is a note on its list, whether the rows show days or not."""
    rows = "".join(f'<li><a href="{u}">{t}</a></li>' for t, u, _ in ROWS)
    content = f"<h2>工作动态</h2><p>更新时间：2015-06-01</p><ul>{rows}</ul>"

    assert read_kind(view(FRAMES[frame]("工作动态", ("首页", "工作动态"), content)), context).kind == "column"


def test_panels_of_other_columns_are_no_next_piece(context: Context) -> None:
    """Where the days begin anew, the next block is another list."""
    rows = [f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for t, u, d in ROWS[:3] * 2]
    page = view(FRAMES["tables"]("工作动态", ("首页", "工作动态"), in_blocks(rows, 3, LINED)))

    assert len(list(entries(page, attrs.evolve(context, as_of=dt.date(2026, 1, 1))))) == 3
