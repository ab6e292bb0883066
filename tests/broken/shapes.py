"""Whole pages just under 1 MB of shapes that no person writes and some machine does. 怪形网页"""

from __future__ import annotations

from collections.abc import Callable, Mapping

MEGABYTE = 1_000_000
NUMERALS = "一二三四五六七八九十"
SENTENCE = "公民、法人或者其他组织可以向本机关申请获取政府信息，本机关自收到申请之日起20个工作日内予以答复。"

Shape = Callable[[int], str]


def _each(piece: str) -> Shape:
    """One piece, again and again; ``{n}`` in it is its number."""
    return lambda size: "".join(piece.replace("{n}", str(n)) for n in range(size // len(piece.encode())))


def _within(before: str, piece: str, after: str) -> Shape:
    """One piece, again and again, between two others."""
    return lambda size: before + piece * ((size - len((before + after).encode())) // len(piece.encode())) + after


def _nested(opening: str, inner: str, closing: str, levels: int = 0) -> Shape:
    """Elements in elements, so many deep and no more than half of the page; what is left of the size stands in the innermost."""

    def build(size: int) -> str:
        shell = len((opening + closing).encode())
        depth = min(levels or size, (size // 2 if inner else size) // shell)
        left = max(0, size - depth * shell) // len(inner.encode()) if inner else 0
        return opening * depth + inner * left + closing * depth

    return build


def _table(attributes: str, cell: str, columns: int) -> Shape:
    row = f"<tr>{cell * columns}</tr>"
    return _within(f"<table{attributes}>", row, "</table>")


def _clauses(size: int) -> str:
    """Numbered headings with a sentence each."""
    parts = [f"<p>{NUMERALS[n // 10 % 10]}{NUMERALS[n % 10]}、公开内容</p><p>{SENTENCE}</p>" for n in range(size // 180)]
    return "".join(parts)[: size // 3]


def _towers(size: int) -> str:
    """Towers of 200 elements one beside the other."""
    tower = "<div>" * 200 + "<a href=/a/{n}.html>公开内容</a> 2021-01-01" + "</div>" * 200
    return "".join(tower.replace("{n}", str(n)) for n in range(size // len(tower.encode())))


# A row of a list, of an index, of a table of contacts, as portals have them; here there are thousands on one page.
ROW = '<li><span>2021-01-01</span><a href="/zwgk/{n}.html" title="关于第{n}号文件的通知">关于第{n}号文件的通知</a></li>'
CARD = "<table><tr><td>索引号</td><td>000{n}</td><td>发布日期</td><td>2021-01-01</td></tr></table>"

SHAPES: Mapping[str, Shape] = {
    "a character": _each("公"),
    "full colons": _each("："),
    "digits in a row": _each("1"),
    "full-width digits": _each("１"),
    "no-break spaces": _each("&nbsp;"),
    "one white space": _each(" "),
    "one paragraph": _within("<p>", SENTENCE, "</p>"),
    "telephones": _each("电话：0555-1234567 "),
    "labels without end": _each("联系电话：办公地址：办公时间："),
    "whole dates": _each("2021-01-01 "),
    "Chinese dates": _each("二〇二一年一月一日"),
    "flat links": _each("<a href=/a/{n}.html>公告{n}</a> "),
    "links in lines": _each("<p><a href=/a/{n}.html>公告{n}</a></p>"),
    "links without end": _each("<a href=/a/{n}.html>公告"),
    "links in blocks in links": _each("<div><a href=/a/{n}.html>公告{n}</a>"),
    "panels": _each(
        '<div class="con"><ul><li><a href=a{n}.html>公告{n}</a> 2021-01-01</li></ul></div>'
        '<div class="con" style="display:none"><ul><li><a href=b{n}.html>公告{n}</a> 2021-01-01</li></ul></div>'
    ),
    "2,000 levels": _nested("<div>", "<p>公开</p>", "</div>", 2000),
    "2,000 levels of fonts": _nested("<font>", "公开<br>", "</font>", 2000),
    "towers": _towers,
    "table of cells": _table("", "<td>公开内容</td>", 5),
    "table of one row": _within("<table><tr>", "<td>公开内容</td>", "</tr></table>"),
    "table of labels": _table("", "<td>联系电话：</td><td>0555-1234567</td>", 2),
    "wide spans": _table(" border=1", "<td rowspan=1000 colspan=1000>公开</td>", 3),
    "nested tables, 500": _nested("<table><tr><td>", "<p>公开</p>", "</td></tr></table>", 500),
    "tables": _each(CARD),
    "list rows": _each(ROW),
    "list rows in one line": _each("<a href=/a/{n}.html>关于第{n}号文件的通知</a> 2021-01-01 "),
    "records": _each("<p>项目名称：第{n}项</p><p>设定依据：《条例》第{n}条</p><p>实施机关：本机关</p>"),
    "inputs by number": _each('<input type="text" name="n{n}" value="公开">'),
    "labelled inputs": _each("<tr><td>申请人姓名</td><td><input name=n{n}></td></tr>"),
    "choices": _within("<select>", "<option value=1>公开指南</option>", "</select>"),
    "scripts by number": _each("<script>var a{n}=1;document.write('公开')</script>"),
    "one script": _within("<script>", "var list=[{'title':'公开','url':'/a.html'}];", "</script><p>公开</p>"),
    "one style": _within("<style>", ".a{display:none}", "</style><p>公开</p>"),
    "one comment": _within("<!--", " 2021-01-01 公开 ", "--><p>公开</p>"),
    "comments between": _each("公<!-- 开 -->"),
    "named entities": _each("&ldquo;&#20844;&#x5f00;&rdquo;"),
    "unclosed paragraphs": _each("<p>公开内容"),
    "unclosed bold": _each("<b>公开内容<p>"),
    "hidden links": _each('<div style="display:none"><a href="http://a{n}.invalid/">公开</a></div>'),
    "hidden in hidden": _nested('<div style="display:none">', "公", "</div>", 2000),
    "headings by number": _each("<h2>第{n}章 公开指南</h2><p>内容</p>"),
    "one attribute": _within('<p><a title="', "公开：2021-01-01 ", '" href="/a.html">公开</a></p>'),
    "one address": _within('<p><a href="/', "a=1&b/", '">公开</a></p>'),
    "one style attribute": _within('<p style="', "color:red;", '">公开</p>'),
    "one class": _within('<p class="', "main title ", '">公开</p>'),
    "one class without end": _within('<div id="', "_", '" class="a_-_b">公开</div>'),
    "opening brackets": _each("（《「"),
    "numbered clauses": _clauses,
    "numbers of clauses": _each("一、（一）1.（1）①"),
    "lines of labels": _each("联系电话：0555-1234567<br>"),
    "mixed line ends": _each("公开\r\n内容\n\r<br>\r"),
    "an image in the page": _within('<p><img src="data:image/png;base64,', "iVBORw0KGgoAAAAN", '">公开</p>'),
    "images": _each('<p><img src="/images/{n}.gif" alt="公开"></p>'),
    "frames by number": _each("<iframe src=/a{n}.html width=0></iframe>"),
    "metas by number": _each('<meta name="PubDate{n}" content="2021-01-01">'),
    "definitions": _each("<dl><dt>联系电话</dt><dd>0555-1234567</dd></dl>"),
    "preformatted": _within("<pre>", "联系电话：0555-1234567\n", "</pre>"),
    "click handlers": _each("<span onclick=\"location.href='/a{n}.html'\">公告{n}</span>"),
    "page numbers": _each("<a href=index_{n}.html>{n}</a>"),
    "mails": _each("a{n}@example.invalid "),
    "damaged text": _each("ÖÐ¹ú锟斤拷"),
}


def page(shape: Shape, size: int = MEGABYTE, title: str = "信息公开指南") -> bytes:
    """A page of this shape, of about this many bytes and never more. 怪形网页"""
    head = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>\n"
    tail = "</body></html>"
    room = size - len((head + tail).encode())
    inner = shape(room).encode()
    if len(inner) > room:  # the numbers in it took more than was reckoned
        inner = inner[:room].decode("utf-8", "ignore").encode()
    return head.encode() + inner + tail.encode()
