"""Licences granted, lists of random inspections and of fees, publications of product checks; and what only speaks of them."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts import read
from checks.model import Fact, Page, Reading, State
from checks.parsing.view import PageView
from checks.vocabulary import Context

V, A, B, N = State.VALID, State.ABSENT, State.BLANK, State.NEGATED
LICENCE = (
    ("行政许可决定书文号", "云质许〔2017〕3号"),
    ("项目名称", "计量器具制造许可"),
    ("审批类别", "普通许可"),
    ("许可内容", "准予制造电子秤"),
    ("行政相对人名称", "云溪衡器有限公司"),
    ("许可机关", "云溪市质监局"),
    ("许可决定日期", "2017年5月15日"),
)
CHECK_HEAD = ("序号", "抽查事项", "抽查依据", "抽查内容", "抽查方式", "抽查比例", "抽查频次")
CHECK_ROW = ("1", "计量标准检查", "《计量法》第十八条", "计量标准的使用", "现场检查", "5%", "每年一次")
FEE_HEAD = ("序号", "收费项目", "收费标准", "收费依据", "执收单位")
FEE_ROW = ("1", "计量检定收费", "每台40元", "云价〔2014〕8号", "计量所")


@pytest.fixture
def context(vocabulary) -> Context:
    """A day on which all of these are published."""
    return Context(as_of=dt.date(2017, 6, 30), vocabulary=vocabulary, start_url="http://www.yunxi.example/")


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"


def facts(context: Context, kind: str, title: str, *parts: str) -> tuple[Fact, ...]:
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    html = f"<title>{title}-云溪市质监局</title><h1>{title}</h1><div>发布时间：2017-05-20</div><div class='content'>{body}</div>"
    page = Page(
        url="http://www.yunxi.example/gk/1.html", final_url="http://www.yunxi.example/gk/1.html", status=200,
        fetched_at=dt.datetime(2017, 6, 30, tzinfo=dt.UTC), headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=html.encode(), sha256="0" * 64, depth=2,
    )  # fmt: skip
    return tuple(fact for fact in read(PageView(page), context) if fact.kind == kind)


def states(found: tuple[Fact, ...]) -> dict[str, State]:
    return {fact.subject: fact.value.state for fact in found if isinstance(fact.value, Reading)}


def test_a_licence_with_all_its_fields(context):
    """As a table of labels and values, the common form of 双公示."""
    found = states(facts(context, "licence", "云溪衡器有限公司行政许可公示", table(*LICENCE)))

    assert set(found.values()) == {V} and len(found) == len(LICENCE)


def test_a_blank_field_of_a_licence_is_blank(context):
    """Nothing stands behind its label."""
    rows = [(label, "" if label == "审批类别" else value) for label, value in LICENCE]

    assert states(facts(context, "licence", "云溪衡器有限公司行政许可公示", table(*rows)))["l_cat"] is B


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("我局召开行政许可工作会议", ("会议强调，许可决定日期要及时公布，许可内容要准确，努力做好各项工作。",)),
        (
            "计量器具制造许可办事指南",
            (table(("许可机关", "云溪市质监局"), ("设定依据", "《计量法》第十二条"), ("申请材料", "申请书"), ("办理流程", "受理、决定")),),
        ),
    ],
    ids=["news", "guide"],
)
def test_what_speaks_of_licences_is_none(context, title, parts):
    """News and guides give no licence."""
    assert facts(context, "licence", title, *parts) == ()


def test_a_list_of_random_inspections(context):
    """Share and frequency in columns of their own fill one element."""
    found = states(facts(context, "random_check", "云溪市质监局随机抽查事项清单", table(CHECK_HEAD, CHECK_ROW)))

    assert {found[x] for x in ("rc_item", "rc_basis", "rc_content", "rc_way", "rc_ratio")} == {V}


def test_a_list_without_share_lacks_it(context):
    """Its other columns were read whole."""
    found = states(facts(context, "random_check", "随机抽查事项清单", table(CHECK_HEAD[:5], CHECK_ROW[:5])))

    assert found["rc_ratio"] is A


def test_a_table_of_results_is_no_list(context):
    """Nor a yearly plan: their titles say what they are."""
    assert facts(context, "random_check", "2016年随机抽查结果公示", table(CHECK_HEAD, CHECK_ROW)) == ()


def test_an_explanation_of_the_list_is_no_list(context):
    """Its headings say what stands in the list."""
    parts = ("一、抽查内容：计量标准的使用情况。", "二、抽查方式：现场检查。", "三、抽查依据：《计量法》。")

    assert facts(context, "random_check", "随机抽查事项清单说明", *parts) == ()


@pytest.mark.parametrize("title", ["关于开展产品质量抽查的通知", "关于开展计量监督检查的通知"])
def test_the_notice_of_an_inspection_is_no_list(context, title):
    """Its headings tell content and way of this one inspection."""
    parts = ("一、检查内容：计量标准的使用情况。", "二、检查方式：各县自查，市局抽查。", "三、检查依据：《计量法》。")

    assert facts(context, "random_check", title, *parts) == ()


def test_a_list_of_fees(context):
    """Items and standards."""
    found = states(facts(context, "fee", "行政事业性收费目录", table(FEE_HEAD, FEE_ROW)))

    assert found["fee_item"] is V and found["fee_std"] is V


def test_the_table_of_another_matter_is_no_list_of_fees(context):
    """The page's own title does not speak of fees."""
    assert facts(context, "fee", "检验项目一览", table(FEE_HEAD, FEE_ROW)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("云溪市质监局无行政事业性收费项目。", True),
        ("我局没有收费项目", True),
        ("本单位不涉及行政事业性收费事项。", True),
        ("经查，无违规收费项目。", False),
        ("收费标准详见价格部门文件。", False),
    ],
)
def test_a_statement_that_there_are_no_fees(context, text, said):
    """Only a plain one; that nothing was wrongly charged is none."""
    found = facts(context, "fee", "行政事业性收费公示", text)

    assert [(fact.value.state, fact.method) for fact in found] == ([(N, "statement")] if said else [])


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("根据《中华人民共和国产品质量法》开展抽查。", "q_basis"),
        ("检验项目：绝缘厚度。", "q_content"),
        ("判定标准为现行规定。", "q_std"),
        ("抽样方法为随机抽取。", "q_proc"),
        ("不合格产品3批次。", "q_result"),
    ],
)
def test_what_a_publication_of_checks_tells(context, text, element):
    """Each element by its words; of what is not told nothing is said."""
    assert states(facts(context, "quality", "电线电缆监督抽查情况通报", text)) == {element: V}


def test_news_of_a_check_publishes_no_result(context):
    """It may tell by which standard is checked; the result is published elsewhere."""
    found = states(facts(context, "quality", "我局开展电线电缆监督抽查", "判定标准为现行规定，不合格产品3批次。"))

    assert found == {"q_std": V}


def test_other_pages_tell_nothing_of_checks(context):
    """Whatever words they hold."""
    assert facts(context, "quality", "关于召开会议的通知", "会议讨论了监督抽查，不合格产品3批次。") == ()
