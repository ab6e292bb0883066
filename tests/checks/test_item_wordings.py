"""Wordings and manners of writing of item pages: what pasted and typed text leaves behind accuses nobody. 事项页的写法"""

from __future__ import annotations

import pytest

from checks.facts.fields import fields_of
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.model import PageKind, State
from checks.vocabulary import Context

from .record_fixtures import view_of

END = '<span lang="EN-US"><o:p></o:p></span>'  # as Word ends a paragraph


def states_of(body: str, context: Context, group: str = "") -> dict[str, State]:
    """Field → state of one record of a page."""
    return {f.subject: f.value.state for f in items(view_of(body), context) if f.group == group}  # type: ignore[union-attr]


def page(*lines: str, title: str = "苗圃登记办事指南") -> str:
    """A page with a paragraph for each line."""
    return f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines)


PASTED = [
    f"<span>{text}</span>{END}"
    for text in ("设定依据", "《苗圃管理办法》第四条", "受理条件：", "有固定的圃地。", "申报材料：", "登记表一份。")
]


def test_the_end_of_a_pasted_paragraph_is_no_empty_value(context: Context) -> None:
    """«受理条件：<span><o:p></o:p></span>» and the conditions in the next paragraph; without them it is empty as ever."""
    states = states_of(page(*PASTED, f"<span>收费标准：</span>{END}", f"<span>承诺时限：</span>{END}", f"<span>三日</span>{END}"), context)

    assert {states[name] for name in ("setting_basis", "conditions", "materials", "time_limit")} == {State.VALID}
    assert states["fee_std"] is State.BLANK


def test_an_empty_element_behind_a_label_in_a_list_is_empty(context: Context) -> None:
    """A list of label and value each: the slot of the value is there and empty, whatever stands below."""
    rows = (
        "设定依据：</span><span>《苗圃管理办法》",
        "受理条件：</span><span>有圃地",
        "承诺时限：</span><span>三日",
        "收费标准：</span><span>",
        "圃地面积：</span><span>两亩",
    )
    listed = "".join(f"<li><span>{row}</span></li>" for row in rows)

    assert states_of(f"<h1>苗圃登记</h1><ul>{listed}</ul>", context)["fee_std"] is State.BLANK


BOLD = (
    "<b>设定依据</b>",
    "《苗圃管理办法》第四条",
    "<b>受理条件</b>",
    "有固定的圃地。",
    "<b>申报材料</b>",
    "登记表一份。",
    "<b>收费标准</b>",
    "<b>不收取</b>",
)


def test_a_value_in_bold_is_not_the_next_heading(context: Context) -> None:
    """«收费标准» and below it «不收取», both bold: whatever that is, the fees are not left empty."""
    assert states_of(page(*BOLD, "<b>办理期限</b>", "三日"), context)["fee_std"] is not State.BLANK


def test_the_next_number_below_a_label_shows_that_it_is_empty(context: Context) -> None:
    """«三、收费标准» right above «四、办理期限»: nothing belongs to it."""
    lines = (
        "一、设定依据",
        "《苗圃管理办法》第四条",
        "二、受理条件",
        "有固定的圃地。",
        "三、收费标准",
        "四、办理期限",
        "三日",
        "五、申报材料",
        "登记表一份",
    )

    assert states_of(page(*lines), context)["fee_std"] is State.BLANK


def test_a_number_under_the_name_of_a_window_answers_the_label_above(context: Context) -> None:
    """«联系电话：» and below it «登记大厅受理窗口：0000-5550101»: the second line begins as a label does, and is the first one's value."""
    lines = (
        "设定依据：《苗圃管理办法》第四条",
        "受理条件：有固定的圃地。",
        "承诺时限：三日",
        "联系电话：",
        "登记大厅受理窗口：0000-5550101",
        "监督电话：0000-5550102",
    )

    assert states_of(page(*lines), context)["consult"] is not State.BLANK


FIELDS = (
    "设定依据：《苗圃管理办法》第四条",
    "受理条件：有固定的圃地。",
    "申报材料：登记表一份。",
    "收费标准：不收费",
    "咨询电话：0000-5550101",
    "实施机关：青石县林草局",
)


@pytest.mark.parametrize(
    ("line", "hours", "days"),
    [
        ("办理时间：工作日上午8:30-12:00", State.VALID, State.ABSENT),
        ("办理时间：5个工作日", State.ABSENT, State.VALID),
        ("办理时间：随到随办", State.UNREAD, State.UNREAD),
        ("承诺时限：5个工作日", State.ABSENT, State.VALID),
    ],
)
def test_the_time_is_what_its_value_says(line: str, hours: State, days: State, context: Context) -> None:
    """«办理时间» names the hours of the office on one page and the days that it takes on the next."""
    states = states_of(page(*FIELDS, line), context)

    assert (states["accept_time"], states["time_limit"]) == (hours, days)


@pytest.mark.parametrize(
    ("line", "field", "state"),
    [
        ("是否网上办理：是", "accept_way", State.UNREAD),
        ("是否存在特别程序：否", "annual_check", State.ABSENT),
        ("受理登记并作出是否准予的决定：5个工作日", "valid_term", State.ABSENT),
        ("更新时间：2015-03-04", "accept_time", State.ABSENT),
        ("青石县林草局造林科电话：0000-5550109", "code", State.ABSENT),
        ("（一）圃地不得设在下列地点：", "accept_place", State.UNREAD),
    ],
)
def test_labels_that_nothing_claims(line: str, field: str, state: State, context: Context) -> None:
    """What a label in other words leaves open, and what it does not."""
    assert states_of(page(*FIELDS, line), context)[field] is state


def test_a_mistyped_label_alone_on_its_line_is_not_missing(context: Context) -> None:
    """«收费标椎» between lines cut by breaks is no heading, but the fees are spoken of."""
    lines = ("设定依据", "《苗圃管理办法》", "受理条件", "有圃地", "申报材料", "登记表", "办理期限", "三日", "收费标椎", "不收")

    assert states_of(f"<h1>苗圃登记</h1><div>{'<br>'.join(lines)}</div>", context)["fee_std"] is State.UNREAD


def test_the_title_is_no_label(context: Context) -> None:
    """The document's own title above the text leaves nothing open: «苗圃登记证核发» is no certificate that is given out."""
    lines = (*FIELDS, "<b>苗圃登记证核发</b>", "事项编码：LC-07", "办理流程：受理、审查、发证")

    assert states_of(page(*lines, title="苗圃登记证核发"), context)["valid_term"] is State.ABSENT


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("登记机构", {"organ"}),
        ("审批决定机构", {"organ"}),
        ("补贴发放部门", {"organ"}),
        ("申报单位", set()),
        ("登记方式及流程", {"accept_way", "flow"}),
        ("审批收费依据及标准", {"fee_basis", "fee_std"}),
        ("保障范围", {"applicant"}),
        ("申办人群", {"applicant"}),
        ("办事类型", {"category"}),
        ("受理环节", {"flow"}),
        ("特殊环节", set()),
        ("下列地点", set()),
        ("设立场所", set()),
        ("办理场所", {"accept_place"}),
        ("规定收费标准的依据", {"fee_basis"}),
    ],
)
def test_labels(label: str, fields: set[str], context: Context) -> None:
    """Labels made as others are, and words that are made so and are none."""
    assert {name for name, _ in fields_of(label, context.vocabulary, "items")} == fields


COUNTED = (
    "1、登记对象：本县种植苗木的农户。",
    "2、所需资料：身份证。",
    "3、登记方式及流程：",
    "①到村委会填写登记表；",
    "②工作人员核对后登记。",
)


@pytest.mark.parametrize(("more", "absent"), [((), State.ABSENT), (("4、圃地要求：土质疏松。",), State.UNREAD)])
def test_few_fields_counted_off_are_all_there_is(more: tuple[str, ...], absent: State, context: Context) -> None:
    """Three headings counted off, each a field, are a page written in fields; one that is none leaves the others open."""
    body = page(*COUNTED, *more, title="苗圃登记服务")

    assert read_kind(view_of(body), context).kind is PageKind.SERVICE_ITEM
    assert states_of(body, context)["fee_std"] is absent


@pytest.mark.parametrize("title", ["苗圃登记服务工作指引", "育林补贴申领告知书", "苗木检验", "护林津贴", "苗圃登记实施规范(试行)"])
def test_names_of_items(title: str, context: Context) -> None:
    """A name that says what is done, with three fields in words of the page's own."""
    body = page("一、服务对象及范围", "本县农户。", "二、登记条件", "有圃地。", "三、须带资料", "身份证。", title=title)

    assert read_kind(view_of(body), context).kind is PageKind.SERVICE_ITEM


HEADS = {
    "行政审批事项|审批类别|办事流程|审报提交材料|承诺时限": PageKind.POWER_LIST,
    "环节代号|审批类别|审查步骤图|审报提交材料|办结所需时限": PageKind.ARTICLE,  # steps of something, without names
}


@pytest.mark.parametrize("head", HEADS)
def test_a_table_of_items_by_its_head(head: str, context: Context) -> None:
    """Rows with names, and heads that only items have, make a list of items, whatever its title."""
    rows = [head.split("|"), *([f"苗圃登记{n}", "核准", "受理、审查、发证", "登记表", f"{n}个工作日"] for n in (3, 5, 7))]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)

    assert read_kind(view_of(f"<h1>项目及办事程序表（林草）</h1><table>{table}</table>"), context).kind is HEADS[head]


def test_a_line_to_write_on_is_empty(context: Context) -> None:
    """«二、名称和编码», below it «…，事项编码：____» with nothing on the line: the code is empty, and the heading gives none either."""
    lines = (
        "<b>一、设定依据</b>",
        "《苗圃管理办法》",
        "<b>二、事项名称和编码</b>",
        "苗圃登记，事项编码：<u>　　</u>",
        "<b>三、受理条件</b>",
        "有圃地",
        "<b>四、办理期限</b>",
        "三日",
    )

    assert states_of(page(*lines), context)["code"] is State.BLANK


def test_a_bold_denial_is_no_label(context: Context) -> None:
    """«数量限制» and below it «无数量限制», both bold: the second is what the first says, and not empty itself."""
    lines = (*BOLD[:6], "<b>数量限制</b>", "<b>无数量限制</b>", "<b>办理期限</b>", "三日")

    assert states_of(page(*lines), context)["quantity"] is not State.BLANK
