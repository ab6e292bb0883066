"""What is kept of a unit's facts for people to search."""

from __future__ import annotations

import datetime as dt

from checks.pages import KEPT_TEXT, read_page
from checks.taken import taken
from checks.vocabulary import Context
from tests.checks.test_judge import START, page, unit_of

HOME = '<title>某局</title><ul class="nav"><li><a href="/a/">通知公告</a></li><li><a href="/zn.html">政府信息公开指南</a></li></ul>'
ROWS = [(f"关于第{n}次检查的通知", dt.date(2015, 6, 20 - n), f"{START}a/{n}.html") for n in range(1, 9)]
LIST = (
    "<title>通知公告</title><h2>通知公告</h2><ul>"
    + "".join(f"<li><a href='{url.rpartition('/')[2]}'>{title}</a><span>{day}</span></li>" for title, day, url in ROWS)
    + "</ul>"
)
GUIDE = (
    "<title>某局政府信息公开指南</title><body><h1>某局政府信息公开指南</h1><p>一、公开机构</p><p>机构名称：某局办公室</p><p>办公地址：甲市乙路1号</p>"
    "<p>联系电话：0000-1234567</p><p>传真号码：</p><p>电子邮箱：a@ju.example</p><p>办公时间：周一至周五 9:00-17:00</p>"
    + "<p>公民、法人可以申请获取政府信息。</p>"
    * 3_000
)


def test_rows_elements_and_texts_are_kept(context: Context) -> None:
    """Each row with its list, each element with its value in Chinese, each page with its own text, and not too much of it."""
    pages = [
        page(START, HOME),
        page(f"{START}a/", LIST, 1),
        page(f"{START}zn.html", GUIDE, 1),
        page(f"{START}gone.html", "没有", 1, status=404),
    ]
    kept = taken(unit_of(context, [read_page(each, context) for each in pages]))

    assert [(e.title, e.date, e.url) for e in kept.entries] == ROWS
    assert {(e.column, e.column_url) for e in kept.entries} == {("通知公告", f"{START}a/")}
    told = {(e.kind, e.name): e for e in kept.elements}
    assert told["公开指南要素", "联系电话"].value == "0000-1234567" and told["公开指南要素", "联系电话"].url == f"{START}zn.html"
    assert told["公开指南要素", "联系电话"].locator and told["公开指南要素", "联系电话"].sha256 == str(len(GUIDE.encode()))
    texts = {p.url: p for p in kept.pages}
    assert "通知公告" not in texts[f"{START}zn.html"].text and "甲市乙路1号" in texts[f"{START}zn.html"].text
    assert len(texts[f"{START}zn.html"].text) == KEPT_TEXT and texts[f"{START}zn.html"].kind == "公开指南"
    assert f"{START}gone.html" not in texts
