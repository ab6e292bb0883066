"""Kind, title and day of one content are the same in whatever frame it stands."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.facts.kind import read_kind
from checks.facts.kind_items import tabled
from checks.facts.published import read_published
from checks.facts.title import read_title
from checks.model import PageKind
from checks.parsing.labels import label_pairs
from checks.vocabulary import Context
from tests.checks.frames import FRAMES
from tests.checks.page_fixtures import view

DAY = dt.date(2022, 5, 6)
INSPECTED = "县水利局开展农村供水安全检查"
PROSE = "<p>为进一步做好农村供水保障工作，县水利局近日组织技术人员深入各乡镇，对水厂运行、管网维护和水质检测情况进行检查。</p>"
NEWS = ("首页", "工作动态", "正文")
NEWS_COLUMN = ("首页", "工作动态")
REPORTS = ("首页", "政务公开", "政府信息公开年报")
SECTIONS = (
    "<p>一、总体情况</p><p>全年扎实推进政务公开工作。</p><p>二、主动公开政府信息情况</p><p>主动公开信息320条。</p><p>三、收到和处理申请情况</p>"
    "<p>收到依申请公开5件，均已答复。</p><p>四、行政复议、行政诉讼情况</p><p>无行政复议、行政诉讼。</p><p>五、存在的主要问题及改进情况</p><p>内容不够丰富。</p>"
)
CONTACTS = (
    "受理机构 松河县水利局办公室|办公地址 人民路8号二楼|办公时间 8:30-17:30|联系电话 0999-5551234|传真号码 0999-5551235"
    "|电子邮箱 slj@songhe.example.cn|邮政编码 545400|信息分类 机构、法规、动态|编排方式 按栏目、时间|获取方式 网站、政务大厅|监督投诉 县政府办公室"
)
TERMS = "<dl>" + "".join(f"<dt>{line.split(' ', 1)[0]}</dt><dd>{line.split(' ', 1)[1]}</dd>" for line in CONTACTS.split("|")) + "</dl>"
APPLY = (
    "<p>公民、法人或者其他组织需要本机关公开政府信息的，可以提出申请，填写申请表。</p><p>可当面提交、信函邮寄、传真发送，也可网上申请。</p>"
    "<p>受理机构为局办公室，二十个工作日内答复。</p>"
)
HEADS = ("序号", "职权编码", "职权名称", "职权类别", "法律依据", "实施主体", "监督方式")
POWERS = (
    f"<table><tr>{''.join(f'<td>{head}</td>' for head in HEADS)}</tr>"
    + "".join(
        f"<tr><td>{n}</td><td>SL-{n}</td><td>取水许可之{n}</td><td>行政许可</td><td>《水法》第{n}条</td><td>县水利局</td><td>0999-5551111</td></tr>"
        for n in (1, 2, 3)
    )
    + "</table>"
)
FIELDS = {
    "服务对象": "65周岁以上老人",
    "办理条件": "本县户籍",
    "申请材料": "身份证、照片",
    "办理流程": "受理、审核、发证",
    "办理时限": "当场",
    "收费标准": "不收费",
}
ITEM = "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in FIELDS.items()) + "</table>"
HEADED = f"<h2>{INSPECTED}</h2>"
REPORT = "松河县水利局2021年度政府信息公开年报"


@attrs.frozen
class Content:
    """A content with what must be read, in any frame."""

    kind: str
    title: str
    steps: tuple[str, ...]
    html: str
    day: dt.date | None = None


CONTENTS = {
    "labelled day": Content("article", INSPECTED, NEWS, f"{HEADED}<div>发布时间：2022-05-06 10:11　来源：县水利局</div>{PROSE}", DAY),
    "day in brackets": Content("article", INSPECTED, NEWS_COLUMN, f"<div>{INSPECTED}</div><div>（2022-05-06）</div>{PROSE}", DAY),
    "day and office": Content(
        "article", INSPECTED, NEWS, f"<p>{INSPECTED}</p><p>2022年05月06日15:48 县水利局</p>{PROSE}<p>2022年5月5日</p>", DAY
    ),
    "day in words": Content(
        "article",
        INSPECTED,
        NEWS,
        f"{HEADED}<div><span>撰稿：李明</span><span>二〇二二年五月六日</span><span>赞 12</span></div>{PROSE}",
        DAY,
    ),
    "day and clicks": Content("article", INSPECTED, NEWS_COLUMN, f"{HEADED}<p>2022/5/6 9:44:00 508</p>{PROSE}", DAY),
    "day under another label": Content("article", INSPECTED, NEWS, f"{HEADED}<p>信息时间：2022-05-06</p>{PROSE}", DAY),
    "no day": Content("article", INSPECTED, NEWS, HEADED + PROSE + PROSE),
    "no day, no heading": Content("article", INSPECTED, NEWS_COLUMN, f"<div>{INSPECTED}</div>{PROSE}{PROSE}"),
    "few words": Content(
        "article",
        "关于暂停供水的公告",
        NEWS,
        "<h1>关于暂停供水的公告</h1><p>2022-05-06</p><p>5月8日城区暂停供水。</p><p>松河县水利局</p>",
        DAY,
    ),
    "of a guide": Content(
        "article",
        "关于更新政府信息公开指南有关内容的公告",
        NEWS,
        "<h1>关于更新政府信息公开指南有关内容的公告</h1><p>2022-05-06</p><p>因办公场所调整，我局政府信息公开工作机构办公地址变更为人民路8号，联系电话不变。</p>",
        DAY,
    ),
    "of a report": Content(
        "article",
        "我县发布2021年政府信息公开工作年度报告",
        NEWS,
        f"<h1>我县发布2021年政府信息公开工作年度报告</h1><p>2022-05-06</p><p>近日报告对外发布。全年主动公开信息320条，依申请公开5件。</p>{PROSE}",
        DAY,
    ),
    "report": Content("annual_report", REPORT, REPORTS, f"<h2>{REPORT}</h2><p>2022-05-06</p>{SECTIONS}", DAY),
    "report without a day": Content("annual_report", REPORT, REPORTS, f"<p align=center><b>{REPORT}</b></p>{SECTIONS}"),
    "report under a name of its own": Content(
        "annual_report",
        "2021年松河县水利局政务公开工作总结",
        REPORTS,
        f"<h2>2021年松河县水利局政务公开工作总结</h2><p>2022-05-06</p>{SECTIONS}",
        DAY,
    ),
    "report in one paragraph": Content(
        "annual_report",
        REPORT,
        ("首页", "政务公开", "年报"),
        f"<div>{REPORT}</div><div>（2022-05-06）</div><p>我局主动公开信息120条；收到公开申请0件；未收费；无行政复议和诉讼；存在的问题是更新不足。</p>",
        DAY,
    ),
    "guide": Content(
        "guide", "信息公开说明", ("首页", "政府信息公开", "公开说明"), f"<h2>信息公开说明</h2><p>发布时间：2022-05-06</p>{TERMS}", DAY
    ),
    "apply": Content("apply", "申请须知", ("首页", "政务公开", "申请须知"), f"<h3>申请须知</h3>{APPLY}"),
    "apply with a day": Content(
        "apply",
        "政府信息依申请公开办理流程",
        ("首页", "政务公开"),
        f"<h3>政府信息依申请公开办理流程</h3><p>发布时间：2022-05-06</p>{APPLY}",
        DAY,
    ),
    "powers": Content("power_list", "松河县水利局权责清单", ("首页", "权责清单"), f"<p align=center>松河县水利局权责清单</p>{POWERS}"),
    "item": Content("service_item", "老年人优待证办理", ("首页", "办事服务"), f"<h2>老年人优待证办理</h2><p>2022-05-06</p>{ITEM}", DAY),
    "contacts": Content(
        "other", "联系我们", ("首页", "联系我们"), "<h2>联系我们</h2><p>地址：松河县人民路8号</p><p>电话：0999-5551234</p>"
    ),
    "empty column": Content(
        "column",
        "规划计划",
        ("首页", "政务公开", "规划计划"),
        "<h2>规划计划</h2><p>情况说明：截至2022年6月，本栏目暂无应当公开的信息，如有将及时发布。</p>",
    ),
}


@pytest.fixture
def now(context: Context) -> Context:
    """The context at a day after all that the pages show."""
    return attrs.evolve(context, as_of=dt.date(2026, 1, 1))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", CONTENTS)
def test_a_content_is_read_alike_in_every_frame(name: str, frame: str, now: Context) -> None:
    """Menus and lists beside a content decide neither what it is, nor what it is called, nor of which day it is."""
    content = CONTENTS[name]
    page = view(FRAMES[frame](content.title, content.steps, content.html))
    title, day = read_title(page, now.as_of), read_published(page, now.as_of)

    assert read_kind(page, now).kind == content.kind
    assert title is not None
    assert title.text == content.title
    assert (day.date if day else None) == content.day


def test_a_title_broken_by_hand_is_read_whole(now: Context) -> None:
    """A heading on two lines is one title; a second line that is a subtitle is none of it."""
    broken = "<h1>县水利局召开2022年度<br>河湖管理工作会议</h1>"
    below = "<h1>奋力谱写水利新篇章<br>——全县水利工作综述</h1>"
    for heading, wanted in ((broken, "县水利局召开2022年度河湖管理工作会议"), (below, "奋力谱写水利新篇章")):
        found = read_title(view(FRAMES["tables"](wanted, NEWS, f"{heading}<p>2022-05-06</p>{PROSE}")), now.as_of)
        assert found is not None
        assert found.text == wanted


@pytest.mark.parametrize(
    "line",
    [
        "自2022年5月6日起施行",
        "（2022年5月6日县政府常务会议通过）",
        "施行日期：2022-05-06",
        "会议定于2022年5月6日召开",
        "松河县水利局 2022年5月6日 ，特此公告",
    ],
)
def test_a_day_below_a_headline_may_be_another(line: str, now: Context) -> None:
    """What was adopted, held or comes into force on a day was not published on it."""
    page = view(FRAMES["bare"](INSPECTED, NEWS, f"<h1>{INSPECTED}</h1><p>{line}</p>{PROSE}"))

    assert read_published(page, now.as_of) is None


def test_days_of_rows_are_no_day_of_publication(now: Context) -> None:
    """Rows that are no links, right below the name of their column, keep their days."""
    rows = "".join(f"<li onclick=\"location.href='/n/{n}.html'\">防汛通知之{n} 2022-05-0{n}</li>" for n in (1, 2, 3))
    page = view(FRAMES["bare"]("规范性文件", ("首页", "规范性文件"), f"<h2>规范性文件</h2><ul>{rows}</ul>"))

    assert read_published(page, now.as_of) is None


@pytest.mark.parametrize("frame", [name for name in FRAMES if name != "one title"])
def test_a_guide_may_be_a_file(frame: str, now: Context) -> None:
    """Below the name of a guide stands nothing but a link to it: its page is the guide's, and no empty column."""
    content = '<h2>政府信息公开指南</h2><p><a href="/f/zn.pdf">政府信息公开指南全文.pdf</a></p><p>请下载后阅读。</p>'
    page = view(FRAMES[frame]("政府信息公开指南", ("首页", "政务公开", "政府信息公开指南"), content))

    assert read_kind(page, now).kind == "guide"


def test_a_page_to_apply_on_may_tell_what_a_guide_does(now: Context) -> None:
    """Its name decides: one that says how to apply is no guide, however much it tells of the office."""
    page = view(FRAMES["bare"]("依申请公开", ("首页", "依申请公开"), f"<h2>依申请公开</h2>{APPLY}{TERMS}"))

    assert read_kind(page, now).kind == "apply"


CALL = """<h1>岭下县教育局关于公开遴选校车安全检查服务机构的公告</h1><p>发布时间：2020-06-29</p>
<p>为做好校车安全工作，现面向社会公开遴选校车安全检查服务机构，有关事项如下，欢迎符合要求的机构积极报名参加。</p>
<p>一、遴选项目名称</p><p>2020年全县校车安全检查服务。</p><p>二、检查服务范围和内容</p><p>全县中小学和幼儿园校车，每学期检查两次，并出具报告。</p>
<p>三、检查机构的服务方式</p><p>按照教育局的书面通知进场检查，检查结果在五日内书面报送。</p><p>四、检查服务费用标准</p><p>每车每次二百元，按实际检查数结算。</p>
<p>五、检查费用支付方式：每学期末结算一次。</p><p>六、报名地址：岭下县教育局一楼安全股。</p><p>七、遴选程序</p><p>资格审查合格后参加现场评审，择优选定，结果公示七天。</p>
<p>联系电话：0600-5550133</p>"""


def test_a_call_for_tenders_is_no_service_item(context: Context) -> None:
    """Headings of a notice hold words of an item's fields; none is a field's own label."""
    assert read_kind(view(f"<title>公告</title>{CALL}"), context).kind is PageKind.ARTICLE


BRACKETED = "".join(
    f"<p><b>{label[:3]}（本级）{label[3:]}：</b>{value}</p>" for label, value in {**FIELDS, "设定依据": "《老年人权益保障法》"}.items()
)


@pytest.mark.parametrize("hidden", ["", " style='display:none'"], ids=["shown", "in a panel"])
def test_labels_of_lines_are_found_whatever_stands_in_their_brackets(hidden: str, context: Context) -> None:
    """A quick look decides whether the labels of all lines are read: it must not miss one that a close look would find."""
    found = view(
        f"<html><head><title>x</title></head><body><h2>老年人优待证办理须知</h2>{PROSE}<div{hidden}>{BRACKETED}</div></body></html>"
    )

    assert tabled(found, context) is not None


def test_the_labels_of_ordinary_text_are_not_read(context: Context) -> None:
    """News name no fields, so that the dearer look is left out."""
    found = view(f"<html><head><title>x</title></head><body>{HEADED}<p>2022-05-06</p>{PROSE * 3}</body></html>")

    assert tabled(found, context) is None
    assert label_pairs.__wrapped__ not in found.kept  # type: ignore[attr-defined]


def test_an_annual_report_that_calls_itself_how_the_work_went(context: Context) -> None:
    """«2021年度政府信息公开工作情况» with the subjects of a report; without them it is news."""
    name = "松河县水利局2021年度政府信息公开工作情况"
    kinds = [
        read_kind(view(f"<html><head><title>{name}</title></head><body><h2>{name}</h2><p>2022-03-06</p>{body}</body></html>"), context).kind
        for body in (SECTIONS, PROSE)
    ]

    assert kinds == [PageKind.ANNUAL_REPORT, PageKind.ARTICLE]


SUMMARISED = """<html><head><title>{name}_安和县水利局</title></head><body><div class="place">当前位置：<a href="/">主页</a> &gt; <a href="/a/">{name}</a> &gt;</div>
<div class="box"><ul class="rows">{rows}</ul>{beside}</div><div class="foot">安和县水利局 版权所有</div></body></html>"""
SUMMARY = '<li><a href="/a/{n}.html">{title}</a><span><small>日期：</small>2015-05-0{n} 10:11:00<small>点击：</small>18</span><p>{title}，现予公布…</p></li>'


@pytest.mark.parametrize(
    ("rows", "beside", "expected"),
    [
        (1, "", PageKind.COLUMN),
        (2, "", PageKind.COLUMN),
        (2, "<p>本局预算安排情况另见县财政局统一公开平台。</p>", PageKind.OTHER),
        (1, "<p>本局定于近期开展检查，请各单位做好准备，认真落实各项措施，并于月底前报送情况，联系电话见通知。</p>" * 3, PageKind.OTHER),
    ],
)
def test_a_row_or_two_with_their_summaries_are_a_column(rows, beside, expected, context: Context) -> None:
    """Where nothing else is said; a text beside them makes the page something else."""
    titles = ("安和县水利局2015年部门预算说明", "安和县水利局2014年部门决算说明")
    body = "".join(SUMMARY.format(n=n + 1, title=title) for n, title in enumerate(titles[:rows]))
    page = view(SUMMARISED.format(name="财务信息", rows=body, beside=beside))

    assert (read_kind(page, context).kind is PageKind.COLUMN) is (expected is PageKind.COLUMN)
