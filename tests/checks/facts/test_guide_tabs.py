"""Guides and pages to apply on in tabs, under columns' names and in wordings of their own: each chapter is read under its own head."""

from __future__ import annotations

import pytest

from checks.facts.channels import channels
from checks.facts.guide import guide
from checks.facts.kind import read_kind
from checks.facts.title import read_title
from checks.model import PageKind
from checks.parsing.view import PageView
from checks.vocabulary import Context
from tests.checks.facts.test_wording_families import page, states, value
from tests.checks.page_fixtures import view

HEADS = ("一、公开范围", "二、工作机构", "三、申请办法", "四、监督投诉")
SCOPE = "<p>本局公开机构职能、蚕桑生产、资金使用、行政许可四类信息，可在本局网站和县图书馆查阅。</p>"
OFFICE = "<p>荻浦县蚕桑局办公室，地址：荻浦县桑园路5号，邮编：339911，工作日8:30-17:00办公，电话：0999-5552211。</p>"
APPLYING = "<p>填写申请表，当面递交或者邮寄，二十个工作日内答复，不收取费用。</p>"
COMPLAINTS = "<p>不服答复的，可以依法申请行政复议，投诉电话：0999-5559900，传真：0999-5559901。</p>"
FRAME = """<html><head><meta charset="utf-8"><title>{tag}</title></head><body><div><a href="/">首页</a><a href="/dt/">工作动态</a></div>
{body}<div>主办：荻浦县蚕桑局</div></body></html>"""


def framed(body: str, tag: str = "荻浦县蚕桑局") -> PageView:
    """A page with a menu above its body."""
    return view(FRAME.format(tag=tag, body=body))


def tabbed(heads: tuple[str, ...], panels: tuple[str, ...], linked: bool) -> PageView:
    """A guide in tabs, all heads before the first panel; linked ones show one panel at a time."""
    names = "".join(f'<li><a href="#p{n}">{head}</a></li>' if linked else f"<li>{head}</li>" for n, head in enumerate(heads))
    shown = ("block", *["none" if linked else "block"] * len(panels))
    texts = "".join(f'<div class="pane" id="p{n}" style="display:{shown[n]}">{text}</div>' for n, text in enumerate(panels))
    title = "<h2>荻浦县蚕桑局政府信息公开指南</h2>"
    return framed(f'{title}<div class="tabs"><ul class="tab-nav">{names}</ul><div class="tab-content">{texts}</div></div>')


@pytest.mark.parametrize("linked", [False, True])
def test_the_last_head_of_a_row_of_tabs_announces_its_own_panel_alone(context: Context, linked: bool) -> None:
    """Otherwise the office's data stand under «监督投诉», and the guide is accused of lacking them."""
    read = tabbed(HEADS, (SCOPE, OFFICE, APPLYING, COMPLAINTS), linked)
    found = states(guide, read, context)
    assert {name: found[name] for name in ("org", "address", "phone", "zip", "hours", "supervision")} == dict.fromkeys(
        ("org", "address", "phone", "zip", "hours", "supervision"), "valid"
    )
    assert value(guide, read, context, "phone") == "0999-5552211"
    assert found["fax"] == "absent", "the complaint desk's is not the office's"


def test_questions_may_head_the_tabs(context: Context) -> None:
    """«问：…？» is a head as good as a numbered one."""
    heads = ("问：公开哪些信息？", "问：找哪个部门？", "问：怎样申请？", "问：对答复不满意呢？")
    found = states(guide, tabbed(heads, (SCOPE, OFFICE, APPLYING, COMPLAINTS), linked=True), context)
    assert (found["address"], found["phone"]) == ("valid", "valid")


def test_links_of_tabs_whose_panels_cannot_be_told_announce_nothing(context: Context) -> None:
    """One panel is missing: which head is whose is not known."""
    read = tabbed(HEADS, (SCOPE, OFFICE, APPLYING + COMPLAINTS), linked=True)
    found = states(guide, read, context)
    assert (found["address"], found["phone"]) == ("valid", "valid")


def test_rows_of_two_cells_are_no_tabs(context: Context) -> None:
    """A label and an office beside it, above another such row."""
    rows = (("工作机构", "蚕桑局信息公开机构"), ("地址", "荻浦县桑园路5号"), ("电话", "0999-5552211"))
    cells = "".join(f'<div class="cell c{n}"><div>{a}</div><div>{b}</div></div>' for n, (a, b) in enumerate(rows))
    read = framed(f"<h2>荻浦县蚕桑局政府信息公开指南</h2>{SCOPE}<div>{cells}</div>{APPLYING}")
    assert value(guide, read, context, "address") == "荻浦县桑园路5号"
    assert value(guide, read, context, "phone") == "0999-5552211"


OWN_WORDS = """荻浦县蚕桑局为方便群众了解本局信息，特作如下说明。
1.信息种类
机构职责类、蚕桑生产类、资金使用类。
2.信息怎么排
以年度为单位，同一年度按成文先后排列。
3.到哪儿查
本局门户网站、县政务大厅查询机。
4.没有查到怎么办
填一张申请表交到综合股，或者寄给我们，二十个工作日内回复。
5.有意见找谁
可向县政府反映，也可以依法复议、诉讼。"""
SERVICE = """本指南适用于在荻浦县从事蚕种生产、收购和经营的单位和个人，请按以下步骤办理，资料不齐全的不予受理。
1.办理依据
《蚕种管理办法》，以及县政府关于蚕桑产业发展的有关规定。
2.办理流程
提出申请，窗口受理，现场审查，符合条件的发给证书。
3.收费标准
办理此项业务不收费，也不得搭车销售其他物品。
4.结果查询途径
拨打窗口电话或者凭受理单到窗口查看。
5.监督投诉
对工作人员态度不满意的，可以打纪检组电话反映。"""


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("政府信息公开须知", OWN_WORDS, PageKind.GUIDE),
        ("如何获取荻浦县蚕桑局的政府信息", OWN_WORDS, PageKind.GUIDE),
        ("荻浦县蚕桑局便民提示", OWN_WORDS, PageKind.ARTICLE),
        ("蚕种经营许可便民手册", SERVICE, PageKind.ARTICLE),
    ],
)
def test_a_guide_in_words_of_its_own_is_told_by_what_its_headings_announce(context: Context, name: str, text: str, kind: PageKind) -> None:
    """None of the law's words for these texts stands in it; a guide to a service calls itself «本指南» as well."""
    assert read_kind(page(name, text), context).kind is kind


STEPS = "<p>下载申请表并填写。</p><p>当面递交：桑园路5号一楼；邮寄：桑园路5号办公室，邮编339911。</p><p>二十个工作日内答复。</p>"


@pytest.mark.parametrize(("tag", "apply"), [("申请步骤 - 政府信息公开申请 - 荻浦县蚕桑局", True), ("申请步骤 - 荻浦县蚕桑局", False)])
def test_the_title_tag_names_the_column_where_no_breadcrumb_does(context: Context, tag: str, apply: bool) -> None:
    """The page's own name says only «申请步骤»."""
    assert (read_kind(framed(f"<h1>申请步骤</h1>{STEPS}", tag), context).kind is PageKind.APPLY) is apply


@pytest.mark.parametrize("above", ["<span>来源：本站</span><span>字号：[大 小]</span>", "<b>概述</b>"])
def test_a_list_of_answers_is_no_page_to_apply_on(context: Context, above: str) -> None:
    """«来源：本站» above the rows is no caption of another list; below «概述» the name of the page tells."""
    rows = "".join(f'<li><a href="/{n}.html">关于申请公开{n}号桑园承包信息的答复</a><span>2015-0{n}-05</span></li>' for n in range(1, 7))
    crumb = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/gk/">政务公开</a> &gt; 依申请公开办理结果</div>'
    read = framed(f"{crumb}<div class=tit>依申请公开办理结果</div><div>{above}</div><ul>{rows}</ul>")
    assert read_kind(read, context).kind is PageKind.COLUMN


def test_rows_under_related_news_say_nothing_of_a_guide_that_is_a_file(context: Context) -> None:
    """The file is all that stands below the name."""
    rows = "".join(f'<li><a href="/{n}.html">本局召开春季蚕桑生产工作会议之{n}</a><span>2015-03-1{n % 10}</span></li>' for n in range(20))
    related = f"<div><h4>相关信息</h4><ul>{rows}</ul></div>"
    read = framed(f'<h2>荻浦县蚕桑局政府信息公开指南</h2><p><a href="/f/zn.doc">附件：公开指南.doc</a></p>{related}')
    assert read_kind(read, context).kind is PageKind.GUIDE
    drawn = framed(f'<h2>依申请公开流程图</h2><p><img src="/f/lct.jpg" width="700"></p>{related}')
    assert read_kind(drawn, context).kind is PageKind.APPLY


def test_a_breadcrumb_whose_steps_wrap_each_other_names_the_column(context: Context) -> None:
    """Each step stands in two elements, one in the other, and no mark between them."""
    steps = "".join(f'<span class="x-item"><span class="x-inner">{step}</span><i></i></span>' for step in ("首页", "政府信息公开指南"))
    contacts = "<table><tr><th>地址</th><td>荻浦县桑园路5号</td></tr><tr><th>电话</th><td>0999-5552211</td></tr><tr><th>传真</th><td>0999-5552212</td></tr></table>"
    read = framed(
        f'<div class="x-breadcrumb">{steps}</div><div><b>公开机构</b></div><p>荻浦县蚕桑局办公室是本机关政府信息公开工作机构，负责受理申请，办公时间为工作日8:30-17:00，节假日除外。</p>{contacts}'
    )
    title = read_title(read, context.as_of)
    assert title is not None and title.text == "政府信息公开指南"
    assert read_kind(read, context).kind is PageKind.GUIDE


def test_the_catalogue_data_above_a_guide_name_no_office(context: Context) -> None:
    """«名称» beside «索引号» is the document's."""
    head = "<table><tr><td>索引号：</td><td>K999-02</td><td>发布机构：</td><td>荻浦县蚕桑局</td></tr><tr><td>名称：</td><td>荻浦县蚕桑局公开指南</td></tr></table>"
    read = framed(f"{head}<h2>荻浦县蚕桑局公开指南</h2><div>{SCOPE}{APPLYING}<p>本指南每年更新，电话：0999-5552211。</p></div>")
    assert states(guide, read, context)["org"] != "valid"


@pytest.mark.parametrize(
    ("tag", "body", "title"),
    [
        ("详细内容", f"<p>依申请公开<p><div>{STEPS}</div>", "依申请公开"),
        ("荻浦县蚕桑局欢迎您", f"<table><tr><td>申请说明<br>{STEPS}</td></tr></table>", "申请说明"),
        (
            "荻浦县蚕桑局 公开指南",
            f'<div class="bt">公开指南</div><h4>荻浦县蚕桑局公开工作手册</h4><div>发布时间 2015-03-02</div>{SCOPE}{OFFICE}',
            "荻浦县蚕桑局公开工作手册",
        ),
        (
            "荻浦县蚕桑局",
            f'<div class="page-header">荻浦县蚕桑局公开须知<small>2015-03-02</small></div>{SCOPE}{OFFICE}',
            "荻浦县蚕桑局公开须知",
        ),
        (
            "荻浦县蚕桑局",
            '<h3>依申请公开流程图<small>2015-03-02</small></h3><img src="/f/lct.jpg" width="700">',
            "依申请公开流程图",
        ),
    ],
)
def test_names_of_templates_columns_and_days_are_no_part_of_a_title(context: Context, tag: str, body: str, title: str) -> None:
    """What a template calls every page; a greeting; the column above the document's heading; the day behind its name."""
    found = read_title(framed(body, tag), context.as_of)
    assert found is not None and found.text == title


@pytest.mark.parametrize(
    ("line", "name", "state"),
    [
        ("办公时间：正常工作日内（法定节假日均休息，请以大门公告为准），电话：0744-5552200，邮编：339911。", "hours", "partial"),
        ("局办公室负责此事，设在桑园路五号信息大楼二层东侧二〇六室，邮编339911，受理是8:30-17:30。", "hours", "valid"),
        ("局办公室，在桑园路5号院内，周一到周五上午8点半到12点，下午2点到5点有人值班，电话0999-5552211。", "hours", "valid"),
        ("按照基本目录，公开机构职能、政策文件、蚕桑生产、资金使用等四类信息。", "classify", "valid"),
    ],
)
def test_sentences_of_a_guide_as_people_read_them(context: Context, line: str, name: str, state: str) -> None:
    """A telephone number cut off is no time of day; that somebody is on duty names no duty desk; a list of kinds may have no verb."""
    text = f"为方便公众获取信息，编制本指南。\n{line}\n填写申请表当面递交，二十个工作日内答复，不收取费用，可以申请行政复议。"
    assert states(guide, page("荻浦县蚕桑局政府信息公开指南", text), context)[name] == state


def test_a_label_and_its_value_may_stand_in_two_elements_without_a_sign(context: Context) -> None:
    """What proves itself no value («同联系电话», a building without a number) is one by its place."""
    data = (("办公地址", "荻浦县东岗蚕种场院内"), ("联系电话", "0999-5552211"), ("传真号码", "同联系电话"), ("邮政编码", "三三九九一一"))
    items = "".join(f"<li><i></i><span>{label}</span><span>{text}</span></li>" for label, text in data)
    read = framed(f"<h2>荻浦县蚕桑局政府信息公开指南</h2>{SCOPE}<ul>{items}</ul>{APPLYING}")
    found = states(guide, read, context)
    assert {name: found[name] for name in ("address", "phone", "fax", "zip")} == dict.fromkeys(("address", "phone", "fax", "zip"), "valid")
    assert value(guide, read, context, "address") == "荻浦县东岗蚕种场院内"


def test_the_name_of_a_chapter_before_its_sentence_hides_no_way_to_apply(context: Context) -> None:
    """«申请和答复» in one line with the text: the ways are not those of the answer, and none may be called missing."""
    text = "本局办公室地址：桑园路5号，传真：0999-5552211。\n第四章申请和答复申请人可当面、邮寄、传真或者通过官方网站提交申请表。"
    assert states(channels, page("荻浦县蚕桑局政府信息公开指南", text), context)["online"] != "absent"
