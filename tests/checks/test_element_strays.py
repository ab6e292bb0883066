"""Guides and application pages set in unusual manners: a value that stands somewhere is not called missing, and what is missing still is."""

from __future__ import annotations

import pytest

from checks.facts.channels import channels
from checks.facts.guide import guide
from checks.vocabulary import Context

from .element_fixtures import view_of
from .test_element_layouts import ACCUSED, PAGE, states

LAW = "<p>根据《中华人民共和国政府信息公开条例》（国务院令第711号），编制本指南，方便公众获取政府信息，每年核对一次。</p>"
CHAPTERS = (
    "<h3>一、信息分类</h3><p>主动公开的信息分为机构概况、政策法规、规划计划、财务四类，按类别和日期编排，编有索引号。</p>"
    "<h3>二、获取方式</h3><p>可在县政府网站查阅。</p><h3>三、申请流程</h3><p>申请人填写申请表后提交，自收到之日起20个工作日内答复，不收取费用。</p>"
    "<h3>四、救济</h3><p>可以依法申请行政复议。</p>"
)
LINES = {
    "org": "受理机构：青禾县水利局办公室",
    "address": "办公地址：青禾县滨河路18号",
    "hours": "办公时间：周一至周五8:30-12:00",
    "phone": "联系电话：0999-8123400",
    "fax": "传真：0999-8123401",
    "email": "电子邮箱：qhsl@qinghe.example.cn",
    "zip": "邮政编码：339000",
}
WAYS = {
    "in_person": ("当面申请", "青禾县滨河路18号水利局办公室"),
    "mail": ("信函申请", "青禾县滨河路18号水利局办公室收，邮编339000"),
    "fax": ("传真申请", "0999-8123401"),
    "online": ("网上申请", "<a href='/ysq/apply'>点击进入</a>"),
    "email": ("电子邮件申请", "qhsl@qinghe.example.cn"),
}


def _guide(body: str, context: Context) -> dict[str, str]:
    found = states(guide(view_of(PAGE.format(title="政府信息公开指南", body=f"<h2>政府信息公开指南</h2>{LAW}{body}")), context))
    return {name: found[name] for name in LINES}


def _channels(body: str, context: Context) -> dict[str, str]:
    intro = "<h2>依申请公开</h2><p>公民、法人或者其他组织可以向本局申请获取政府信息，请填写申请表并选择以下一种方式提交。</p>"
    return states(channels(view_of(PAGE.format(title="依申请公开", body=intro + body)), context))


def _office(**changed: str | None) -> str:
    """The office's lines, some of them put otherwise or (None) left out."""
    lines = [changed.get(name, line) for name, line in LINES.items()]
    return "<h3>五、受理机构</h3>" + "".join(f"<p>{line}</p>" for line in lines if line is not None)


def _ways(**changed: str | None) -> str:
    """A title and a paragraph for each way, some paragraphs put otherwise or (None) the way left out."""
    texts = {title: changed.get(name, text) for name, (title, text) in WAYS.items()}
    return "".join(f"<h4>{title}</h4><p>{text}</p>" for title, text in texts.items() if text is not None)


VALUES = [line.split("：", 1) for line in LINES.values()]
STRAYING = {
    "values before their labels": "<table>" + "".join(f"<tr><td>{v}</td><td>{k}</td></tr>" for k, v in VALUES) + "</table>",
    "labels in one cell, values in the next": "<table><tr><td>{}</td><td>{}</td></tr></table>".format(
        "<br>".join(k for k, _ in VALUES), "<br>".join(v for _, v in VALUES)
    ),
    "two columns of boxes": "".join("<div>" + "".join(f"<div>{pair[side]}</div>" for pair in VALUES) + "</div>" for side in (0, 1)),
    "labels at the ends of cells": (
        "<table><tr><td>受理机构：</td><td>青禾县水利局办公室 办公地址：</td><td>青禾县滨河路18号 邮政编码：</td></tr>"
        "<tr><td>339000 联系电话：</td><td>0999-8123400 传真：</td><td>0999-8123401</td></tr>"
        "<tr><td>电子邮箱：</td><td>qhsl@qinghe.example.cn 办公时间：</td><td>工作日8:30-12:00</td></tr></table>"
    ),
    "labels over values beside a name of several rows": (
        "<table><tr><td rowspan='2'>青禾县水利局办公室</td><td>电话</td><td>传真</td><td>邮箱</td></tr>"
        "<tr><td>0999-8123400</td><td>0999-8123401</td><td>qhsl@qinghe.example.cn</td></tr>"
        "<tr><td colspan='2'>地址</td><td>邮编</td><td>办公时间</td></tr>"
        "<tr><td colspan='2'>青禾县滨河路18号</td><td>339000</td><td>工作日8:30-12:00</td></tr></table>"
    ),
    "values below their labels in a third column": (
        "<table><tr><td>受理机构</td><td>青禾县水利局办公室</td><td>邮编</td></tr><tr><td>地址</td><td>青禾县滨河路18号</td><td>339000</td></tr>"
        "<tr><td>电话</td><td>0999-8123400</td><td>传真</td></tr><tr><td>邮箱</td><td>qhsl@qinghe.example.cn</td><td>0999-8123401</td></tr>"
        "<tr><td>办公时间</td><td colspan='2'>8:30-12:00</td></tr></table>"
    ),
}


@pytest.mark.parametrize("layout", STRAYING)
def test_a_value_that_no_label_claims_forbids_an_empty_label(layout: str, context: Context) -> None:
    """Values stand in the block in a manner not understood: no label there is blank, no element absent."""
    found = _guide(CHAPTERS + "<h3>五、受理机构</h3>" + STRAYING[layout], context)

    assert {name: state for name, state in found.items() if state in ACCUSED} == {}


OTHERWISE = [
    ("email", "<a href='mailto:qhsl@qinghe.example.cn'><img src='m.png' alt='写信'></a>"),
    ("email", "<img src='m.png' title='电子邮箱'>"),
    ("email", "电子邮箱见下图</p><p><img src='m.png'>"),
    ("email", "qhsl<img src='at.gif'>qinghe.example.cn"),
    ("email", "电子邮箱：<a href='javascript:mail(1)'></a>"),
    ("email", "<b>电子邮箱</b> 见网站首页"),
    ("email", "<b>电子邮箱</b></p><p><i title='qhsl@qinghe.example.cn'></i>"),
    ("fax", "传真<br>电子邮箱<br>见公告栏"),
    ("fax", "电传：0999-8123401"),
    ("fax", "F：0999-8123401"),
    ("fax", "<i class='icon'></i>0999-8123401"),
    ("fax", "传真</p><p>同电话"),
    ("fax", "传真</p><p><img src='f.png'>"),
    ("phone", "<a href='tel:09998123400'>拨打</a>"),
    ("phone", "400-812-3400"),
    ("zip", "邮编：三三九〇〇〇"),
    ("hours", "早八点半至晚五点"),
    ("hours", "0830-1200，1400-1730"),
    ("address", "县城南郊加油站旁"),
    ("address", "办公地址：无门牌，县体育馆东侧"),
    ("org", "受理机构：无专门机构，由办公室兼办"),
]


@pytest.mark.parametrize(("name", "line"), OTHERWISE)
def test_what_stands_there_otherwise_is_not_missing(name: str, line: str, context: Context) -> None:
    """Links, pictures, titles, words of no table, refusals that say what there is instead."""
    assert _guide(CHAPTERS + _office(**{name: line}), context)[name] not in ACCUSED


@pytest.mark.parametrize("name", [name for name in LINES if name != "org"])
def test_what_the_block_lacks_is_missing(name: str, context: Context) -> None:
    """The same block without the element, with its label alone, or with a word that refuses it."""
    label = LINES[name].split("：")[0]

    assert _guide(CHAPTERS + _office(**{name: None}), context)[name] == "absent"
    assert _guide(CHAPTERS + _office(**{name: f"{label}："}), context)[name] == "blank"
    assert _guide(CHAPTERS + _office(**{name: f"<b>{label}</b> 待定"}), context)[name] == "placeholder"


DESKS = (
    "<h3>六、受理机构、时间、地点</h3><p>青禾县水利局办公室（查阅室）</p>{0}",
    "<p>（三）受理、咨询、投诉机构：青禾县水利局办公室</p>{0}",
    "<p>（三）咨询、投诉</p><p>青禾县水利局办公室</p>{0}",
    "<p>（一）公开查阅点（受理点）：青禾县水利局办公室</p>{0}",
)
MAYBE = (
    "<h3>六、监督保障</h3><p>（一）监督投诉</p><p>可以向县纪委监委投诉。</p><p>（二）工作机构</p><p>机构名称：青禾县水利局办公室</p>{0}",
    "<p>（一）查阅场所</p><p>青禾县水利局办公室</p>{0}<p>（二）受理机构</p><p>青禾县水利局办公室（联系方式同上）</p>",
    "<p>受理机构：青禾县水利局办公室</p><p>（1）县水利局办公室信息查阅点：</p>{0}",
)
DATA = "".join(f"<p>{line}</p>" for name, line in LINES.items() if name != "org")


@pytest.mark.parametrize("body", DESKS)
def test_an_office_that_serves_another_end_as_well(body: str, context: Context) -> None:
    """Where the office is a reading room too, or takes complaints, its data are the office's."""
    found = _guide(CHAPTERS + "<h3>五、依申请公开</h3>" + body.format(DATA), context)

    assert {name for name in LINES if name != "org" and found[name] != "valid"} == set()
    assert found["org"] not in ACCUSED


@pytest.mark.parametrize("body", MAYBE)
def test_data_that_may_be_the_offices_accuse_nobody(body: str, context: Context) -> None:
    """A heading that names no desk below a chapter on remedies, «同上», a reading place in the organ's own office."""
    assert {
        name: state for name, state in _guide(CHAPTERS + "<h3>五、依申请公开</h3>" + body.format(DATA), context).items() if state in ACCUSED
    } == {}


def test_a_heading_of_the_same_level_ends_the_chapter_on_remedies(context: Context) -> None:
    """An unnumbered h3 after a numbered one opens a chapter of its own; what it gives is the office's."""
    body = CHAPTERS + "<h3>联络</h3><p>电子邮箱：qhsl@qinghe.example.cn</p>" + _office(email=None)

    assert _guide(body, context)["email"] == "valid"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("online", "登录县政府网站首页“依申请公开”栏目"),
        ("online", "<a href='/login'>登录</a> <a href='/reg'>注册</a>"),
        ("online", "<a href='/a'>公民</a> <a href='/b'>法人</a>"),
        ("email", "<a href='mailto:qhsl@qinghe.example.cn'></a>"),
        ("email", "<span title='qhsl@qinghe.example.cn'></span>"),
        ("email", "qhsl at qinghe.example.cn"),
        ("email", "<input value='qhsl@qinghe.example.cn' readonly>"),
        ("email", "发送至本局公开邮箱"),
        ("fax", "与电话同号"),
        ("fax", "见联系方式"),
    ],
)
def test_a_way_told_otherwise_is_not_blank(name: str, text: str, context: Context) -> None:
    """Below the title stands a link, a field, or a word of where to look."""
    assert _channels(_ways(**{name: text}), context)[name] not in ACCUSED


@pytest.mark.parametrize(
    "line",
    [
        "<p>电子邮件申请：<a href='mailto:qhsl@qinghe.example.cn'><i></i></a></p>",
        "<p>电子邮件申请：<input value='qhsl@qinghe.example.cn' readonly></p>",
    ],
)
def test_a_way_s_own_line_may_hold_its_data(line: str, context: Context) -> None:
    """Behind the label stands a link without words, or a field that shows the address."""
    ways = "".join(f"<p>{title}：{text}</p>" for name, (title, text) in WAYS.items() if name != "email")

    assert _channels(ways + line, context)["email"] not in ACCUSED
    assert _channels(ways + "<p>电子邮件申请：</p>", context)["email"] == "blank"


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + "".join(f"<tr><td>{t}</td></tr><tr><td>{v}</td></tr>" for t, v in WAYS.values()) + "</table>",
        "<table>" + "".join(f"<tr><td>{v}</td><td>{t}</td></tr>" for t, v in WAYS.values()) + "</table>",
        "<div><a href='/ysq/apply'>进入系统</a></div>" + _ways(online=""),
        "<p>1.当面申请：</p><p>青禾县滨河路18号水利局办公室 2.信函申请：</p><p>青禾县滨河路18号水利局办公室收 3.传真申请：</p>"
        "<p>0999-8123401 4.网上申请：</p><p>https://ysq.qinghe.example.cn/apply 5.邮件申请：</p><p>qhsl@qinghe.example.cn</p>",
    ],
    ids=["values in the next row", "values before their titles", "a link above", "titles at the ends of lines"],
)
def test_ways_in_unusual_layouts_accuse_nobody(body: str, context: Context) -> None:
    """The link or address of the on-line way stands apart from its title."""
    found = _channels(body, context)

    assert {name: state for name, state in found.items() if state in ACCUSED} == {}


def test_ways_that_lack_what_they_need_are_found(context: Context) -> None:
    """Empty, refused, marked and left out."""
    found = _channels(_ways(fax="", email="待定", online="暂未开通"), context)

    assert (found["fax"], found["email"], found["online"]) == ("blank", "placeholder", "negated")
    assert _channels(_ways(fax=None, email=None), context)["email"] == "absent"
    assert _channels(_ways(online=""), context)["online"] == "blank"
