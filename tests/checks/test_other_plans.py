"""Guides, pages to apply on, reports and rules in the plans and wordings of portals that were never seen before."""

from __future__ import annotations

import pytest

from checks.facts.annual import report_year
from checks.facts.apply import process
from checks.facts.channels import channels
from checks.facts.guide import guide, office_contacts
from checks.facts.kind import read_kind
from checks.facts.kind_words import element_of, says
from checks.facts.title import read_title
from checks.model import Fact, PageKind, Reading
from checks.parsing.bars import is_bar
from checks.parsing.main import main_lines
from checks.parsing.preformatted import MOST_BREAKS
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .page_fixtures import body, view

BUREAU = "青石县水务局"
FILLER = "<p>申请人应当写明姓名、联系方式和所需信息的内容，对申请材料的真实性负责，不得以申请之名行信访之实。</p>" * 3
MENU = '<div><a href="/">首页</a><a href="/gk/">政务公开</a><a href="/hd/">互动交流</a></div>'


def page(inner: str, heading: str) -> PageView:
    """A page of the bureau under a heading."""
    return view(body(f"{MENU}<h1>{heading}</h1><div class='con'>{inner}</div>", head=f"<title>{heading}_{BUREAU}</title>"))


def guide_page(inner: str) -> PageView:
    """A guide of the bureau."""
    return page(f"<p>为便于公众获取政府信息，编制本指南。</p>{inner}{FILLER}", f"{BUREAU}政府信息公开指南")


def paragraphs(*lines: str) -> str:
    """Lines as paragraphs."""
    return "".join(f"<p>{line}</p>" for line in lines)


def states(facts: list[Fact]) -> dict[str, str]:
    """Subject → state."""
    return {f.subject: f.value.state.value for f in facts if isinstance(f.value, Reading)}


def values(facts: list[Fact]) -> dict[str, str | None]:
    """Subject → value."""
    return {f.subject: f.value.value for f in facts if isinstance(f.value, Reading)}


@pytest.mark.parametrize(
    ("line", "bar"),
    [
        ("登录", True),
        ("登录 | 注册", True),
        ("登录青石政务服务网", True),
        ("无障碍|繁体版|移动版|智能问答", True),
        ("打印本页 关闭窗口", True),
        ("登录青石县政府网，点击“在线申请”填写。", False),
        ("注册资本：50万元", False),
        ("注册地：青石县", False),
        ("关闭退出小煤矿名单", False),
        ("无障碍环境建设条例解读", False),
        ("打印机采购公告", False),
    ],
)
def test_lines_that_begin_as_bars_do(line: str, bar: bool) -> None:
    assert is_bar(line) is bar


@pytest.mark.parametrize("site", ["青石县政府网", "中国青石网", "青石水务信息网"])
def test_sentence_that_begins_with_logging_in_is_content(site: str, context: Context) -> None:
    told = paragraphs("一、当面申请", "到文昌路18号。", "二、网上申请", f"登录{site}，按提示填写。")
    read = page(told + FILLER, "依申请公开")
    assert any(line.text.startswith(f"登录{site}") for line in main_lines(read))
    assert states(list(channels(read, context)))["online"] == "valid"


LAID_OUT = (
    "<table><tr><td>位置：依申请公开</td></tr><tr><td align='center'><b>受理政府信息公开申请的说明</b></td></tr><tr><td>{}</td></tr>"
    "<tr><td>【关闭】</td></tr></table>"
)
TOLD = (
    "一、受理机构<br>青石县水务局办公室，地址：文昌路18号<br>二、申请的提出<br>1、通过信函提出申请，信封上注明字样；<br>2、当面申请。<br>"
    "三、申请的处理<br>1、申请的信息不存在的，告知申请人信息不存在；<br>2、不予公开的，说明理由。<br>"
)


def test_layout_table_that_quotes_a_form_is_no_form(context: Context) -> None:
    read = view(body(MENU + LAID_OUT.format(TOLD), head=f"<title>{BUREAU}</title>"))
    assert states(list(channels(read, context)))["mail"] == "valid"
    printed = "<table><tr><td>申请人信息</td><td>姓名</td><td></td></tr><tr><td>联系电话</td><td></td></tr></table>"
    told = states(list(guide(guide_page(paragraphs("受理机构：青石县水务局办公室", "地址：文昌路18号") + printed), context)))
    assert told["phone"] != "blank"


def test_sentences_in_one_table_with_a_form_are_read(context: Context) -> None:
    rows = ("将申请表当面或者通过信函方式向文昌路18号水务局办公室提出。", "申请人信息", "姓名", "联系电话", "所需信息的内容描述")
    read = page(f"<table>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>{FILLER}", "依申请公开")
    told = states(list(channels(read, context)))
    assert (told["in_person"], told["mail"]) == ("valid", "valid")


def test_protected_address_of_a_way_is_not_blank(context: Context) -> None:
    rows = "<table><tr><td>电子邮箱：</td><td>[email&#160;protected]</td></tr><tr><td>当面提交：</td><td>文昌路18号</td></tr></table>"
    assert states(list(channels(page(rows + FILLER, "依申请公开"), context)))["email"] == "unread"


KEPT = "受理机构：青石县水务局办公室\n办公地址：文昌路18号\n联系电话：0999-6210001\n\n二、申请方式\n当面提交或者邮寄。"
CUT = (
    "本机关向申请人提供的信息应当是已经制作或者获取的信息一般不需要汇总\n"
    "加工或者重新制作的信息申请人对所需信息的描述请尽量详细明确以便查找\n"
    "办公时间：9:00-17:00"
)


@pytest.mark.parametrize("opened", ["<pre>", "<div style='white-space: pre-wrap'>"])
def test_line_ends_that_are_shown_are_line_ends(opened: str, context: Context) -> None:
    closed = "</pre>" if opened == "<pre>" else "</div>"
    read = guide_page(f"{opened}{KEPT}{closed}")
    told = values(list(guide(read, context)))
    assert (told["org"], told["phone"]) == ("青石县水务局办公室", "0999-6210001")
    assert "办公地址：文昌路18号" in {line.text for line in read.lines}
    assert "办公地址：文昌路18号" not in {line.text for line in guide_page(f"<div>{KEPT}</div>").lines}


def test_text_cut_to_a_width_is_joined_again() -> None:
    lines = [line.text for line in guide_page(f"<pre>{CUT}</pre>").lines]
    assert any("汇总加工" in line for line in lines) and "办公时间：9:00-17:00" in lines


def test_of_preformatted_text_as_much_is_broken_as_a_person_writes() -> None:
    """A file of numbers within one element costs no more than its first lines; nothing of it is lost."""
    numbers = [f"0960-555{n:05}" for n in range(MOST_BREAKS + 2000)]
    lines = [line.text for line in view(body(f"<pre>{chr(10).join(numbers)}</pre>")).lines]

    assert MOST_BREAKS <= len(lines) <= MOST_BREAKS + 5 and numbers[0] in lines
    assert any(numbers[-1] in line for line in lines)


@pytest.mark.parametrize("between", ["<div>&nbsp;</div>", "<div></div>"])
def test_empty_lines_between_paragraphs_are_no_fields(between: str, context: Context) -> None:
    lines = (
        "为便于公众获取政府信息，特编制本指南，公众可在网站上查阅，也可到办公室领取。",
        "一、主动公开的范围包括机构职能、规划计划和财政预算，详见目录，每年更新一次。",
        "二、依申请公开",
        "（一）受理申请机构",
        "（1）青石县水务局便民大厅；",
        "地址：文昌路18号",
        "申请人应当写明姓名、联系方式和所需信息的内容，对申请材料的真实性负责。",
    )
    read = page(between.join(f"<div>{line}</div>" for line in lines), f"{BUREAU}政府信息公开指南")
    assert states(list(guide(read, context)))["org"] in ("valid", "unread")


def test_empty_field_below_its_label_stays_blank(context: Context) -> None:
    inner = "<div><div>受理申请机构</div><div></div></div><div><div>地址</div><div>文昌路18号</div></div>"
    assert states(list(guide(guide_page(inner), context)))["org"] != "valid"


@pytest.mark.parametrize(
    ("lines", "element", "state", "value"),
    [
        (  # the place where papers lie is the same office under its full name: its full hours count
            (
                "本机关受理点：青石县水务局办公室；地址：文昌路18号；办公时间：工作日；联系电话：0999-6210001。",
                "1、申请受理机构：水务局办公室；",
                "2、办公时间：上午8:00-12:00，下午2:30-5:30（节假日除外）；",
            ),
            "hours",
            "valid",
            "上午8:00-12:00",
        ),
        (  # a second office stays a second one
            (
                "受理机构：青石县水务局办公室；地址：文昌路18号；办公时间：工作日；联系电话：0999-6210001。",
                "受理机构：青石县水文站；办公时间：上午8:00-12:00。",
            ),
            "hours",
            "partial",
            "工作日",
        ),
        (
            ("（一）信函申请：青石县文昌路18号水务局办公室收。", "（二）当面申请：水务局办公室（地址同上），受理时间：8:30-17:00。"),
            "address",
            "unread",
            "",
        ),
    ],
)
def test_office_named_twice(lines: tuple[str, ...], element: str, state: str, value: str, context: Context) -> None:
    facts = list(guide(guide_page(paragraphs(*lines)), context))
    assert states(facts)[element] == state
    assert value in (values(facts)[element] or "")


def test_label_of_a_field_is_no_office(context: Context) -> None:
    read = page(paragraphs("为节省您的时间，请选择受理单位再填写。", "请选择受理单位", "申请人类型：") + FILLER, "依申请公开")
    assert "org" not in states(list(office_contacts(read, context)))


def test_sentence_cut_into_stretches_holds_no_title(context: Context) -> None:
    cut = "<p><span style='font-family:仿宋'>本局主动向社会免</span><span style='font-family:仿宋'>费</span><span>公开的信息参见《公开目录》。</span></p>"
    cut = cut.replace(
        "本局主动向社会免</span><span style='font-family:仿宋'>费", "本局主动免费</span><span style='font-family:仿宋'>向社会"
    )
    assert states(list(guide(guide_page(cut), context)))["fee"] == "absent"
    apart = "<p><span style='font-weight:bold'>收费</span><span>不收取任何费用。</span></p>"
    assert states(list(guide(guide_page(apart), context)))["fee"] == "valid"


def test_name_of_a_subdistrict_office_announces_no_procedure(context: Context) -> None:
    inner = paragraphs("一、公开的范围", "机构职能、规划计划和财政预算。", "二、联系方式", "地址：文昌路18号")
    read = page(f"<p>为便于公众获取信息，编制青石街道办事处的指南。</p>{inner}", "青石街道办事处政府信息公开指南")
    assert "办事处" not in (values(list(guide(read, context)))["procedure"] or "")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("根据《中华人民共和国政府信息公开条例》，2008年5月1日起施行，编制本指南。", "valid"),
        ("《青石省政府信息公开规定》自2008年5月1日起施行，据此编制本指南。", "absent"),
    ],
)
def test_day_of_the_old_law_is_that_of_other_rules_too(line: str, wanted: str, context: Context) -> None:
    assert states(list(guide(guide_page(paragraphs(line)), context)))["law_492_only"] == wanted


@pytest.mark.parametrize(
    "line",
    [
        "公民认为本机关未按照要求主动公开政府信息的，可以向县政府信息公开工作主管部门提出。",
        "申请人认为本局对申请不依法答复处理的，可向青石县人民政府办公室反映。",
    ],
)
def test_remedy_in_the_words_of_the_revised_law(line: str, context: Context) -> None:
    assert (
        states(list(guide(guide_page(paragraphs("一、公开的范围", "机构职能、规划计划和财政预算。", line)), context)))["supervision"]
        == "valid"
    )


@pytest.mark.parametrize(
    ("lines", "element", "state"),
    [
        (("本机关主动向社会免费公开的信息主要有以下9类：", "1.概况信息。包括本机关总体情况。"), "fee", "absent"),
        (("（一）受理机构。青石县水务局办公室。地址：文昌路18号；电话：0999-6210001。",), "org", "valid"),
        (("浏览次数：", "为便于公众获取信息，编制本文。", "机构职能、规划计划和财政预算均予公布。"), "obtain", "unread"),
    ],
)
def test_words_that_announce_something_else(lines: tuple[str, ...], element: str, state: str, context: Context) -> None:
    assert states(list(guide(guide_page(paragraphs(*lines)), context)))[element] == state


def test_bar_with_the_day_is_no_headline(context: Context) -> None:
    top = "<div><a href='/'>首页</a> 今天是 2015年3月5日 星期四 <a href='/l'>登录</a>|<a href='/z'>注册</a></div>"
    inner = f"<table><tr><td>教育局</td></tr><tr><td>发布日期：2015-03-04</td></tr></table>{FILLER}"
    found = read_title(view(body(top + inner, head="<title>青石县人民政府</title>")), context.as_of)
    assert found is None or "今天是" not in found.text


def test_labels_of_data_are_no_blocks_of_a_landing_page(context: Context) -> None:
    rows = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in OFFICE_DATA.items())
    head = "<div>当前位置：<a href='/'>首页</a>&gt;<a href='/gk/'>信息公开</a></div>"
    read = view(body(f"{head}<table>{rows}</table>{RULES[:200]}", head="<title>青石县政府-信息公开</title>"))
    assert read_kind(read, context).kind is not PageKind.CATALOGUE


OFFICE_DATA = {
    "地区": "青石县",
    "分类": "政府机构",
    "网址": "进入网站",
    "工作时间": "周一至周五9:00-17:00",
    "电话": "0999-6210001",
    "地址": "文昌路18号县政府大院三号楼",
}
WAYS = paragraphs(
    "公民、法人或者其他组织可通过以下渠道提出申请：",
    "一、当面提交：青石县水务局205室",
    "二、邮政寄送：文昌路18号，邮编：339000",
    "申请人应当填写《政府信息公开申请表》，本机关收到申请后20个工作日内答复。",
)
ARRANGED = paragraphs(
    "一、公开的范围：机构职能。", "二、编排体系：按索引号编排。", "三、获取方式：网站查阅。", "四、受理机构：办公室，电话0999-6210001"
)
DATED = "<p>发布时间：2021-03-04　来源：办公室</p>"
REPORTING = paragraphs(
    "一、各科室于每年12月底前报送本年度情况，由办公室汇总后公布。",
    "二、报告的内容包括主动公开的情况、依申请公开的情况、收费的情况、行政复议的情况、存在的问题和改进的措施。",
    "三、领导小组负责检查，下一步列入考核。",
)
RULES = paragraphs(
    "第一条 为规范信息公开工作，保障公众依法获取政府信息，制定本办法。",
    "第二条 依申请公开由办公室受理，申请人填写申请表，信函、传真、当面提交均可。",
    "第三条 主动公开的信息在网站公布，收费按规定执行，行政复议由上级机关办理，存在的问题及时改进。",
)


@pytest.mark.parametrize(
    ("heading", "inner", "kind"),
    [
        ("依申请公开指南", WAYS + FILLER, PageKind.APPLY),
        ("政府信息依申请公开工作指南", WAYS + FILLER, PageKind.APPLY),
        (f"{BUREAU}政府信息依申请公开指南", DATED + WAYS + FILLER, PageKind.APPLY),
        (f"{BUREAU}政府信息公开指南", WAYS + ARRANGED + FILLER, PageKind.GUIDE),
        ("政府信息公开指南（含依申请公开指南）", WAYS + ARRANGED + FILLER, PageKind.GUIDE),
        (f"{BUREAU}依申请公开制度", RULES, PageKind.ARTICLE),
        (f"{BUREAU}政府信息公开年度报告制度（试行）", DATED + RULES, PageKind.ARTICLE),
        (f"{BUREAU}依申请公开制度", WAYS + FILLER, PageKind.APPLY),
        (f"{BUREAU}政府信息公开年度报告制度", DATED + REPORTING, PageKind.ARTICLE),
        (f"{BUREAU}2012年政府信息公开年度报告制度", DATED + REPORTING, PageKind.ARTICLE),
    ],
)
def test_kinds_by_name_and_articles(heading: str, inner: str, kind: PageKind, context: Context) -> None:
    read = page(inner, heading)
    assert read_kind(read, context).kind is kind


def test_guide_to_applying_is_not_named_as_the_guide_is(context: Context) -> None:
    element = element_of(context, PageKind.GUIDE)
    assert says("政府信息公开指南", element) and says("公开指南（含依申请公开指南）", element)
    assert not says("依申请公开指南", element) and not says("政府信息依申请公开办理指南", element)
    told = paragraphs(
        "为方便公众，编制本指南。受理机构：水务局办公室，办公地址：文昌路18号，办公时间：8:30-17:00。",
        "联系电话：0999-6210001，传真：0999-6210002，电子邮箱：sw@qs.example.cn，邮政编码：339000。填写申请表提出申请。",
    )
    assert read_kind(page(told + FILLER, "依申请公开指南"), context).kind is PageKind.APPLY


def test_of_two_years_the_later_is_the_reports() -> None:
    text = "编制了《青石镇2020年政府信息公开工作年度报告》。数据的统计期限自2021年1月1日起至12月31日止。"
    assert report_year("青石镇政府信息公开工作年度报告", text) == 2021
    assert report_year("青石镇2020年政府信息公开工作年度报告", text) == 2020


@pytest.mark.parametrize(("heading", "state"), [("（三）申请的处理", "valid"), ("（三）办理流程", "valid"), ("（三）其他事项", "absent")])
def test_a_short_heading_names_the_part_that_stands_below(heading: str, state: str, context: Context) -> None:
    """«（三）申请的处理» over a paragraph that says it in words of its own."""
    text = "本机关收到申请后，当场能够答复的当场答复；不能当场答复的，二十个工作日内予以答复申请人。"
    inner = paragraphs(
        "一、依申请公开", "（二）提出申请", "申请人向本机关申请获取政府信息，应当填写表格，可以当面或者来信申请。", heading, text
    )
    (flow,) = [fact for fact in process(guide_page(inner), context) if fact.subject == "pr_flow"]

    assert isinstance(flow.value, Reading) and flow.value.state == state
    assert (flow.evidence.quote == text) is (state == "valid")
