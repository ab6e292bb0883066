"""Readings on pages built as real portals build them: ways of applying, guides, catalogue boxes, items awaiting their script, reports."""

from __future__ import annotations

import pytest

from checks.facts.annual import annual
from checks.facts.catalogue import catalogue
from checks.facts.channels import channels
from checks.facts.guide import guide
from checks.facts.guide_topics import hints_at, says
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.facts.read import read
from checks.facts.title import read_title
from checks.model import Entry, Fact, PageKind, Reading
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .page_fixtures import body, of_kind, view

BUREAU = "青石县水务局"
FILLER = "<p>申请人应当写明姓名、联系方式和所需信息的内容，对申请材料的真实性负责，不得以申请之名行信访之实。</p>" * 3
OFFICE = "<p>受理机构：青石县水务局办公室</p><p>办公地址：青石县文昌路18号</p><p>联系电话：0999-6210001</p>"


def page(inner: str, title: str = f"依申请公开_{BUREAU}", heading: str = "依申请公开") -> PageView:
    """A bureau's page under a heading."""
    return view(body(f"<h1>{heading}</h1><div class='con'>{inner}</div>", head=f"<title>{title}</title>"))


def guide_page(inner: str) -> PageView:
    """A bureau's guide."""
    return page(f"<p>为便于公众获取政府信息，编制本指南。</p>{inner}{FILLER}", f"公开指南_{BUREAU}", f"{BUREAU}政府信息公开指南")


def states(facts: list[Fact], group: str = "") -> dict[str, str]:
    """Subject → state of the readings of one record."""
    return {f.subject: f.value.state.value for f in facts if isinstance(f.value, Reading) and f.group == group}


def values(facts: list[Fact]) -> dict[str, str | None]:
    """Subject → value."""
    return {f.subject: f.value.value for f in facts if isinstance(f.value, Reading)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("可以向本机关党政办公室提交《申请表》，也可以信函方式提出，地址：文昌路18号。", {"in_person": "valid", "mail": "valid"}),
        ("将申请表当面或者通过传真、信函方式递交，受理股室见各机关的公开指南。", {"in_person": "valid", "fax": "valid", "mail": "valid"}),
        ("在公开指南里找到办理的股室，当面或者以传真递交。", {"in_person": "valid", "fax": "valid"}),
        ("申请可采用当面、传真和网络三种形式。", {"fax": "partial", "online": "partial"}),
        (
            "步骤一 填表 → 步骤二 提交（当面/邮寄/传真/电子邮件）→ 步骤三 答复。传真：0999-6210002，邮箱：a@qs.example.cn",
            {"fax": "valid", "email": "valid"},
        ),
        ("（3）互联网申请。点左侧的部门名称填写并提交申请表。", {"online": "valid"}),
        ("当面申请的，到文昌路18号办理。网上查不到的，可以申请。", {"in_person": "valid", "online": "absent"}),
        ("当面申请的，到文昌路18号办理。表格可以在网站下载填写。", {"in_person": "valid", "online": "absent"}),
    ],
)
def test_ways_on_a_page_to_apply_on(text: str, wanted: dict[str, str], context: Context) -> None:
    """What a page to apply on offers is offered, also where the guide has the address; a list of ways is no label with nothing behind it."""
    found = states(list(channels(page(f"<p>{text}</p>{FILLER}"), context)))

    assert {name: found[name] for name in wanted} == wanted


def test_a_list_of_ways_in_a_cell(context: Context) -> None:
    """«受理方式 | 当面、信函、传真、网络»: each way is named, none is a label left blank."""
    table = "<table><tr><td>受理机构</td><td>办公室</td></tr><tr><td>受理方式</td><td>当面、信函、传真、网络</td></tr></table>"

    assert states(list(channels(page(table + FILLER), context)))["online"] == "partial"


def test_a_banner_is_no_unread_picture(context: Context) -> None:
    """A wide flat picture at the head of a page hides no part of its text; a picture of the text's own shape may."""
    text = f"<p>可以当面或者以信函提出，地址：文昌路18号。</p>{FILLER}"
    found = {
        size: states(list(channels(view(f"<html><body><img src='t.jpg' {size}><h1>依申请公开</h1>{text}</body></html>"), context)))["fax"]
        for size in ('width="980" height="150"', 'width="700" height="600"')
    }

    assert list(found.values()) == ["absent", "unread"]


def test_a_guide_that_leaves_data_to_each_unit(context: Context) -> None:
    """A guide of many units that says where each gives its data has no blank way."""
    for said in ("各部门受理机构的联系方式由各部门公布。", "受理地点参照各单位信息公开指南。"):
        found = states(list(channels(guide_page(f"<p>{said}</p><p>可采用信函、传真方式提出申请。</p>"), context)))

        assert {"mail": "partial", "fax": "partial"}.items() <= found.items()


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("arrange", "本局编制了《松河县水利局信息公开目录》(以下简称《目录》)。"),
        ("arrange", "依申请公开受理时间"),
        ("supervision", "县政府办公室负责推进、指导、协调、监督全县政府信息公开工作。"),
        ("supervision", "水行政监督管理情况"),
        ("supervision", "申请人以申请的形式进行信访、投诉、举报等活动,本机关不作为政府信息公开申请处理。"),
    ],
)
def test_sentences_that_hint_at_nothing(topic: str, sentence: str) -> None:
    """Phrases of every guide that look like a text it may lack."""
    assert not says(topic, sentence)
    assert not hints_at(topic, sentence)


def test_a_line_that_leads_in_what_is_published(context: Context) -> None:
    """«主动公开下列信息：» above a list is no heading without text."""
    text = "<p>本局主动公开下列信息：</p><p>1.机构职能</p><p>2.政策法规</p>"

    assert states(list(guide(guide_page(text + OFFICE), context)))["classify"] == "valid"


def test_telephones_for_complaints_in_a_list_are_no_remedy(context: Context) -> None:
    """What is published may be telephones for complaints; a chapter on remedies says where the reader turns to."""
    shown = "<p>（一）公开范围</p><p>1.机构职能；</p><p>2.投诉举报电话</p><p>3.统计公报；统计违法举报电话。</p><p>（二）公开时限</p><p>20个工作日内。</p>"

    assert states(list(guide(guide_page(OFFICE + shown), context)))["supervision"] == "unread"
    assert states(list(guide(guide_page(OFFICE + "<p>三、监督</p><p>可以向县政府办公室投诉。</p>"), context)))["supervision"] == "valid"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("<p>联系电话：0999-6210001（兼传真）</p>", "fax", "0999-6210001（兼传真）"),
        ("<p>传真：0999-6210001（同电话）</p>", "phone", "0999-6210001（同电话）"),
        ("<p>联系（传真）电话：0999-6210002</p>", "fax", "0999-6210002"),
        ("<p>办公（传真）电话：0999-6210002</p>", "fax", "0999-6210002"),
        ("<p>咨询电话：0999-6210002（电话/传真）</p>", "fax", "0999-6210002（电话/传真）"),
        ("<p>值班室电话\\传真：0999-6210002</p>", "fax", "0999-6210002"),
        ("<p>办公时间：周一至周五</p><p>上午：8:00-11:30 下午：1:30-5:00</p>", "hours", "周一至周五 上午：8:00-11:30下午：1:30-5:00"),
        ("<p>（一）受理机构</p><p>本机关自2024年1月1日起受理申请。</p><p>机构名称：局办公室</p>", "org", "局办公室"),
        ("<p>（四）收费。收取检索、复制等成本费用。</p>", "fee", "收取检索、复制等成本费用。"),
    ],
)
def test_values_of_a_guide(text: str, name: str, wanted: str, context: Context) -> None:
    """One number for two, hours in two lines, a sentence below a heading that names nobody, a heading that shares its line."""
    assert wanted == values(list(guide(guide_page(text), context)))[name]


@pytest.mark.parametrize("label", ["电话（含传真）", "电话（24小时传真）", "电话\\传真", "电话•传真", "联系（传真）电话"])
def test_a_number_for_two_is_the_telephone_too(label: str, context: Context) -> None:
    """A label in brackets, or behind an odd sign, leaves the first label its number."""
    found = values(list(guide(guide_page(f"<p>受理机构：青石县水务局办公室</p><p>{label}：0999-6210002</p>"), context)))

    assert ("0999-6210002", "0999-6210002") == (found["phone"], found["fax"])


def test_the_head_of_a_document_is_no_guide(context: Context) -> None:
    """Time of publication and index number above a guide are neither its office hours nor its arrangement."""
    head = "<p>索 引 号: 006494558/2024-25 公开范围:全部公开</p><p>时间 : 2018-06-29 15:20:11 来源 : 本网</p>"
    found = states(list(guide(guide_page(head + OFFICE + "<p>接待投诉时间：周一至周五8:30-12:00</p>"), context)))

    assert found["hours"] != "valid"
    assert found["arrange"] != "valid"


def _listed(rows: str) -> PageView:
    return page(f"<table>{rows}</table>", "通知公告", "通知公告")


FIELDS = (("索引号", "QS-2021-5"), ("信息名称", "关于防汛工作的通知"), ("发文机构", "县水务局"), ("成文日期", "2021-04-08"))


@pytest.mark.parametrize("form", ["<div class=r><div>{0}</div><div>{1}</div></div>", "<p>{0}：</p><p>{1}</p>", "<h4>{0}</h4><p>{1}</p>"])
def test_labels_and_values_in_boxes(form: str, context: Context) -> None:
    """A label and its value in two boxes one behind the other are a pair, with a colon or without."""
    found = list(catalogue(page("".join(form.format(*field) for field in FIELDS)), context))

    assert ("QS-2021-5", "县水务局") == (values(found)["index_no"], values(found)["publisher"])


def test_boxes_over_a_list(context: Context) -> None:
    """A box that opens over a row tells of the row's document; what neither tells its own page may show."""
    box = "<div class=pop><p>索引号：QS-{0}</p><p>文号：青水〔2021〕{0}号</p><p>发布机构：县水务局</p></div>"
    row = "<tr><td>QS-{0}</td><td><a href='{0}.html'>第{0}项工作的通知</a>" + box + "</td></tr>"
    rows = "<tr><th>索引号</th><th>名称</th></tr>" + "".join(row.format(n) for n in (1, 2, 3))
    found = list(catalogue(_listed(rows), context))

    second = {f.subject: f.value.value for f in found if f.group == "row-2" and isinstance(f.value, Reading)}
    assert ("青水〔2021〕2号", "县水务局") == (second["doc_no"], second["publisher"])
    assert {states(found, f"row-{n}")["summary"] for n in (1, 2, 3)} == {"unread"}


def test_what_lines_of_a_list_leave_out_is_unread(context: Context) -> None:
    """Rows told in lines («索引号：… 文号：…») below their links lack nothing that the documents may show."""
    rows = "".join(f"<div><a href='{n}.html'>第{n}项工作</a><p>索引号：QS-{n} 文号：青水{n}号 发布机构：县局</p></div>" for n in (1, 2, 3))

    assert "unread" == states(list(catalogue(page(rows, "通知公告", "通知公告"), context)), "row-1")["name"]


def test_a_value_ends_at_the_next_label(context: Context) -> None:
    """«责任部门:县水务局 公开范围:全部» gives one name."""
    line = "<p>索引号:QS-1 责任部门:县水务局 公开范围:全部公开</p><p>发文日期:2021-04-08 文号:青水1号</p>"

    assert "县水务局" == values(list(catalogue(page(line), context)))["publisher"]


SLOTS = "".join(
    f"<tr><th>{n}</th><td id='{i}'>{{0}}</td></tr>" for i, n in zip("abcd", ("事项名称", "实施主体", "法定时限", "办理地点"), strict=True)
)


@pytest.mark.parametrize(
    ("value", "script", "wanted"),
    [("", "<script src='x.js'></script>", "unread"), ("", "", "blank"), ("局", "<script src='x.js'></script>", "valid")],
)
def test_empty_boxes_that_a_script_is_to_fill(value: str, script: str, wanted: str, context: Context) -> None:
    """Fields of a page that waits for its script are neither blank nor missing; without a script they are."""
    inner = f"<h3>收费标准</h3><p>不收费</p><table>{SLOTS.format(value)}</table>{script}"
    found = states(list(items(page(inner, "办事指南", "办事指南"), context)))

    assert (wanted, wanted == "unread") == (found["organ"], found["code"] == "unread")


def test_a_form_of_empty_names(context: Context) -> None:
    """A page of named empty boxes with hardly a value waits for its script, wherever the boxes stand."""
    boxes = "".join(f"<span id='s{n}'></span>" for n in range(8))
    inner = f"{boxes}<p>设定依据：</p><p>办理时限：</p><p>申请条件：</p><p>收费标准：不收费</p><script src='x.js'></script>"

    assert "unread" == states(list(items(page(inner, "办事指南", "办事指南"), context)))["time_limit"]


def test_the_head_of_a_table_without_rows(context: Context) -> None:
    """The cells of a lone head are no labels and values of one another; a value made of labels is none."""
    head = "<table><tr><th>环节名称</th><th>法定依据</th><th>是否收费</th><th>收费依据</th></tr></table>"
    rest = "<p>办理时限：5个工作日</p><p>申请条件：有水源</p><p>申请材料：申请书</p><h4>咨询方式</h4><p>咨询电话：</p><p>咨询窗口：</p>"
    found = list(items(page(head + rest, "取水许可", "取水许可"), context))

    assert values(found)["setting_basis"] is None
    assert "valid" != states(found)["consult"]


REPORT = f"{BUREAU}2020年政府信息公开工作年度报告"


def test_a_report_in_running_paragraphs(context: Context) -> None:
    """Prescribed headings run on within a paragraph; tables shown as pictures were not read, and are not blank."""
    inner = (
        "<p>一、总体情况 根据条例的要求和市政府办公室关于编制发布年度报告工作的统一安排部署以及有关格式的规定，现公布本局年度报告。 二、主动公开政府信息情况</p><p><img data-file='1.png'></p>"
        "<p>三、收到和处理政府信息公开申请情况</p><p><img data-file='1.png'></p><p>四、政府信息公开行政复议、行政诉讼情况</p><p><img data-file='1.png'></p>"
        "<p>五、存在的主要问题及改进情况 有的股室发布偏慢。下一步按月通报。 六、其他需要报告的事项 我局暂无其他事项。</p>"
    )
    facts = annual(page(inner, REPORT, REPORT), context)
    found = {f.subject: f.value.state.value for f in facts if f.kind == "annual.section" and isinstance(f.value, Reading)}

    assert list(found.values()) == ["valid", "unread", "unread", "unread", "valid", "valid"]


def test_parts_that_a_report_only_announces(context: Context) -> None:
    """«包括概述、收费及减免等部分» tells of a part that never comes: it is missing."""
    parts = ("概述", "主动公开情况", "依申请公开情况", "复议诉讼情况", "存在的问题及改进措施")
    text = "".join(
        f"<p>{n}、{name}</p><p>全年工作平稳，公开信息12条，收到申请0件。</p>" for n, name in zip("一二三四五", parts, strict=True)
    )
    inner = f"<p>本报告包括概述，主动公开，依申请公开，收费及减免，复议诉讼几部分。</p>{text}"
    title = REPORT.replace("2020", "2012")
    found = {f.subject: f.value.state.value for f in annual(page(inner, title, title), context) if isinstance(f.value, Reading)}

    assert "absent" == found["ar_fee"]


TRAIL = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/gk/'>信息公开</a> &gt; <a href='/cf/'>行政处罚</a></div>"
NOTICE = "<p>各乡镇：</p><p>为做好饮水安全工作，现将有关事项通知如下，请各单位明确责任人，逐处检查水源地和供水设施。</p>"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("<h3>信息公开</h3><p align=center>青石县水务局受理公开申请说明</p>", "青石县水务局受理公开申请说明"),
        (TRAIL + "<p align=center>青石县水务局</p><p align=center><b>行政处罚决定书</b></p>", "行政处罚决定书"),
        ("<p align=center>青水〔2021〕5号</p><p align=center>关于加强饮水安全工作的通知</p>", "关于加强饮水安全工作的通知"),
        ("<p align=center>关于加强农村饮水安全工作的</p><p align=center>通知</p>", "关于加强农村饮水安全工作的通知"),
        ("<p align=center>青石县水务局关于加强饮水安全<br>工作的通知</p>", "青石县水务局关于加强饮水安全工作的通知"),
    ],
)
def test_names_of_papers_without_a_date(lines: str, wanted: str, context: Context) -> None:
    """A paper's name stands in the middle above its text; its number is no name, and its last word may stand in a line of its own."""
    found = read_title(
        view(body(f"<div>{lines}{NOTICE}</div>", head="<title>行政处罚决定书 青市监处〔2023〕27号-青石县市场监督管理局</title>")),
        context.as_of,
    )

    assert found is not None
    assert wanted == found.text


@pytest.mark.parametrize(
    ("heading", "inner", "wanted"),
    [
        (
            "青石县政府信息公开申请",
            "<p>1、怎样提出申请</p><p>到受理机构（见各单位公开指南）填写《申请表》，传真、电子邮件也可，信封注明依申请公开。</p><p>2、申请的处理</p><p>不服的可以申请行政复议或监督。</p>"
            + FILLER,
            "apply",
        ),
        ("公开指南", "<p>由办公室承办。地址：文昌路18号。电话：0999-6210001。传真：0999-6210002。工作日办公。</p>", "guide"),
        (
            f"关于印发《{BUREAU}政府信息公开指南》的通知",
            f"<p>编制本指南。主动公开、依申请公开、公开范围、公开形式。申请表、监督、行政复议、收费标准。</p>{OFFICE}{FILLER}",
            "guide",
        ),
        ("公開資料", "<p>本署按《公開資料守則》提供資料，要求可以書面提出。</p>" + FILLER, "apply"),
    ],
)
def test_kinds_of_guides_and_pages_to_apply_on(heading: str, inner: str, wanted: str, context: Context) -> None:
    """A page to apply on that only refers to the guide is no guide; a guide of a few lines and one that a notice prints are."""
    assert PageKind(wanted) is read_kind(page(inner, f"{heading}_{BUREAU}", heading), context).kind


def test_the_day_of_a_decree_is_not_the_rows(context: Context) -> None:
    """«（2009年9月19日市政府令第1号公布）» below a title is no day of publication."""
    row = "<tr><td>{0}</td><td><a href='{0}.html'>青石市第{0}类管理办法</a><br><span>（2009年9月1{0}日市政府令第{0}号公布 根据2011年2月22日第一次修订）</span></td><td><a href='{0}.doc'>下载</a></td></tr>"
    found = read(
        page(
            "<table><tr><th>序号</th><th>标题</th><th>下载</th></tr>" + "".join(row.format(n) for n in (1, 2, 3)) + "</table>",
            "规章库",
            "规章库",
        ),
        context,
    )

    assert [entry.date for f in of_kind(found, "entry") if isinstance(entry := f.value, Entry)] == [None] * 3
