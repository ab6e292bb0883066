"""Small readers: tags in the head, templates, characters, messages, documents, calls for comments, functions and places."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.consultation import consultation
from checks.facts.documents import documents
from checks.facts.messages import messages
from checks.facts.script_layer import script_layer
from checks.facts.tags import tags
from checks.facts.tools import tools
from checks.facts.unfilled import unfilled
from checks.model import State
from checks.vocabulary import Context

from .page_fixtures import body, view

TEXT = "<p>为了做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行，执行中的问题及时向本局反映。</p>"


def told(reader, html, context, **more):
    """Facts of one reader on a page."""
    return tuple(reader(view(html, **more), context))


def test_tags_are_read_as_they_stand(context: Context):
    """Names in any case, empty ones as empty, others not at all; no fact where there is none."""
    head = '<title>青石县质量监督局</title><meta name="sitename" content="青石县"><meta name="ColumnType" content=""><meta name="viewport" content="x">'
    [fact] = told(tags, body(TEXT, head), context)
    assert fact.value == "SiteName=青石县\nColumnType="
    assert not told(tags, body(TEXT), context)


@pytest.mark.parametrize(
    ("html", "rendered", "confidence"),
    [
        (body(TEXT, "<title>201X年工作报告</title>"), False, 0.9),
        (body(TEXT, "<title>××××局政府信息公开指南</title>"), False, 0.9),
        (body(TEXT, "<title>201X年申请表样本</title>"), False, None),
        (body("<h1>{{news.title}}</h1>" + TEXT), False, 0.9),
        (body("<script src='a.js'></script><h1>{{news.title}}</h1>" + TEXT), False, 0.5),
        (body("<script src='a.js'></script><h1>{{news.title}}</h1>" + TEXT), True, 0.5),
        (body(TEXT, "<title>关于XXX公司的公示</title>"), False, 0.5),
        (body(TEXT, "<title>××市统计公报</title>"), False, 0.9),
        (body(TEXT, "<title>型号HB201X-03检测报告</title>"), False, None),
        (body("<script>var a = '{{x}}';</script>" + TEXT), False, None),
        (body(TEXT + "<p>请于201X年底前报送。</p>"), False, 0.5),
        (body(TEXT + "<p>传真：××××</p>"), False, 0.5),
        (body(TEXT + "<p>申请人填写：××××</p>"), False, None),
        (body(TEXT + "<p>当事人：张××</p>"), False, None),
        (body(TEXT + "<p>手机：138××××1234</p>"), False, None),
        (body(TEXT), False, None),
    ],
)
def test_templates_nobody_filled(html, rendered, confidence, context: Context):
    """Samples, masks and scripts are none; a doubt is told from a sure sign."""
    facts = told(unfilled, html, context, rendered=rendered)
    assert [f.confidence for f in facts] == ([confidence] if confidence else [])


def test_the_sign_itself_is_told(context: Context):
    """Of a long line the part with the sign; the quotation is the whole line."""
    line = "本机关政府信息公开工作机构的名称为办公室；办公地址为：青石县人民路18号；邮政编码为：100000；传真号码为：××××"
    [fact] = told(unfilled, body(TEXT + f"<p>{line}</p>"), context)
    assert str(fact.value).endswith("传真号码为：××××")
    assert fact.evidence.quote == line


def test_traditional_page(context: Context):
    """A page in Traditional characters is known, one that quotes a few is not."""
    words = "國務院關於規範政府資訊公開工作的總體要求，各縣區應當對照標準開展檢驗監視，確實做好發佈與辦理。"
    assert [f.value for f in told(script_layer, body(f"<p>{words}</p>"), context)] == ["traditional"]
    assert not told(script_layer, body(TEXT * 20 + f"<p>{words}</p>"), context)


LIST = "<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>{}</table>"


def test_messages_of_a_list_and_of_a_page(context: Context):
    """A group for each message; a later date in lines begins the next one; pages without messages give nothing."""
    rows = "<tr><td>办证</td><td>2015-05-04</td><td>2015-05-13 09:00</td><td>已回复</td></tr><tr><td>收费</td><td>2015-05-20</td><td></td><td>未回复</td></tr>"
    facts = told(messages, body(LIST.format(rows)), context)
    got = {(f.group, f.subject): (f.value.state, f.value.value) for f in facts}
    assert got["message-1", "asked"] == (State.VALID, "2015-05-04")
    assert got["message-1", "answered"] == (State.VALID, "2015-05-13")
    assert got["message-2", "answered"] == (State.BLANK, None)
    assert got["message-2", "status"] == (State.VALID, "未回复")
    lines = "<p>留言时间：2015-05-04 10:00</p><p>留言内容：怎么办证</p><p>答复时间：2015-05-06</p><p>留言时间：2015-05-05</p><p>答复时间：2015-05-07</p>"
    dates = [(f.group, f.subject, f.value.value) for f in told(messages, body(lines), context)]
    assert dates == [
        ("message-1", "asked", "2015-05-04"),
        ("message-1", "answered", "2015-05-06"),
        ("message-2", "asked", "2015-05-05"),
        ("message-2", "answered", "2015-05-07"),
    ]
    row = "<li><div>何时开会？</div><div>[提交时间：{}]<span>回复人：旅游局编辑</span>[回复时间：2015-06-09]</div></li>"
    listed = told(messages, body(f"<ul>{row.format('2015-06-08')}{row.format('2015-06-01')}</ul>"), context)
    assert [f.value.value for f in listed] == ["2015-06-08", "旅游局编辑", "2015-06-09", "2015-06-01", "旅游局编辑", "2015-06-09"]
    apart = "<table><tr><td>提交时间：</td><td>2015-05-04</td></tr></table><table><tr><td>回复时间：</td><td>2015-05-06</td></tr></table>"
    assert {f.subject: f.value.value for f in told(messages, body(apart), context)} == {"asked": "2015-05-04", "answered": "2015-05-06"}
    assert not told(messages, body("<p>咨询时间：周一至周五</p>" + TEXT), context)


@pytest.mark.parametrize(
    ("line", "state", "value"),
    [
        ("云质监发〔2010〕5号", State.VALID, "云质监发〔2010〕5号"),
        ("文号：云质监发[2010]第05号", State.VALID, "云质监发〔2010〕5号"),
        ("云质监发〔2015〕&nbsp; 号", State.BLANK, None),
        ("根据云质监发〔2010〕5号文件要求", None, None),
    ],
)
def test_own_number_of_a_document(line, state, value, context: Context):
    """Only a line of its own is the document's number."""
    facts = [f for f in told(documents, body(f"<h1>检查办法</h1><p>{line}</p>{TEXT}"), context) if f.kind == "docs.number"]
    assert [(f.value.state, f.value.value) for f in facts] == ([(state, value)] if state else [])


@pytest.mark.parametrize(
    ("title", "text", "mark"),
    [
        ("检查办法（失效）", "", "marked"),
        ("检查办法", "<p>[已废止]</p>", "marked"),
        ("检查办法", "<p>有效性：失效</p>", "marked"),
        ("检查办法", "<p>原检查办法同时废止。</p>", "mentioned"),
        ("检查办法", "", None),
    ],
)
def test_mark_of_a_document_out_of_force(title, text, mark, context: Context):
    """What the page says of itself; what it says of others only leaves it open."""
    html = body(f"<h1>{title}</h1><p>云质监发〔2010〕5号</p>{TEXT}{text}", f"<title>{title}</title>")
    assert [f.value for f in told(documents, html, context) if f.kind == "docs.mark"] == ([mark] if mark else [])


def test_lists_of_repealed_documents(context: Context):
    """Numbers of the list, not those it rests on; a list that also names valid ones says nothing."""
    lines = "<p>根据国发〔2015〕1号文件，决定：</p><p>1.检查办法（云质监发〔2010〕5号）</p><p>2.档案办法（云质监发〔2011〕8号）</p>"
    repealed = told(documents, body(lines, "<title>关于宣布文件失效的决定</title>"), context)
    assert [f.value for f in repealed if f.kind == "docs.repealed"] == ["云质监发〔2010〕5号", "云质监发〔2011〕8号"]
    assert not told(documents, body(lines, "<title>继续有效和废止的文件目录</title>"), context)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("意见征集时间：2015年5月1日至2015年5月31日。", dt.date(2015, 5, 31)),
        ("请于2015年5月31日前反馈。", dt.date(2015, 5, 31)),
        ("截止时间为2015-05-31。", dt.date(2015, 5, 31)),
        ("截止日期：2015年2月30日。", None),
        ("2015年5月1日公布。", None),
    ],
)
def test_last_day_for_comments(text, day, context: Context):
    """The latest of the days named; nothing on other pages."""
    html = body(f"<p>{text}</p>{TEXT}", "<title>关于公开征求《检查办法》意见的公告</title>")
    assert [f.value for f in told(consultation, html, context)] == ([day] if day else [])
    assert not told(consultation, body(f"<p>{text}</p>{TEXT}"), context)


def test_functions_of_a_gazette(context: Context):
    """Buttons by their words or by what their scripts are called; a statistical gazette is none."""
    html = body(f"<a href='#'>打印</a><a href='a.pdf'>全文</a><script src='share.js'></script>{TEXT}", "<title>青石县人民政府公报</title>")
    assert sorted(f.subject for f in told(tools, html, context)) == ["download", "print", "share"]
    assert not told(tools, body(f"<a href='#'>打印</a>{TEXT}", "<title>2014年统计公报</title>"), context)


def test_how_a_place_is_found(context: Context):
    """A map by its picture or its service, a route by lines and stops, a place by its address."""
    html = body("<p>查阅点地址：人民路18号</p><p>乘坐公交3路到人民广场站下车</p><img src='a.gif' alt='位置示意图'>")
    assert sorted(f.subject for f in told(tools, html, context)) == ["map", "route", "site"]
    service = body("<p>查阅场所</p><script src='//api.map.baidu.com/api'></script>")
    assert [f.subject for f in told(tools, service, context)] == ["site", "map"]
    assert not told(tools, body(TEXT), context)
