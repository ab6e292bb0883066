"""Labels told from their values by weight, by a gap or by their style: read where they are known, left open where they are not. 无标点的标签"""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.catalogue import catalogue
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.facts.published import read_published
from checks.facts.title import read_title
from checks.model import PageKind, State
from checks.parsing.set_off import set_off_heads
from checks.vocabulary import Context

from .record_fixtures import view_of

AS_OF = dt.date(2015, 6, 30)
FIELDS = {
    "设定依据": "《苗圃管理办法》第四条",
    "救助条件": "苗木受冻成灾的种植户。",
    "申请材料": "登记表一份，圃地权属证明一份。",
    "办理程序": "申请、受理、踏勘、决定",
    "时限要求": "五日",
    "收费标准": "不收费",
    "咨询电话": "0000-5550101",
}
READ = ("setting_basis", "conditions", "materials", "flow", "time_limit", "fee_std", "consult")
NAME = "<h1>苗圃受冻救助办事指南</h1>"


def states_of(body: str, context: Context) -> dict[str, State]:
    """Field → state of the only record of a page."""
    return {f.subject: f.value.state for f in items(view_of(body), context)}  # type: ignore[union-attr]


def in_paragraphs(fields: dict[str, str]) -> str:
    """A gap between label and value."""
    return NAME + "".join(f"<p>　　{label}　　{value}</p>" for label, value in fields.items())


def in_one_block(fields: dict[str, str]) -> str:
    """Bold labels in one block of lines."""
    return NAME + "<div>" + "<br>".join(f"　　<b>{label}</b> {value}" for label, value in fields.items()) + "</div>"


def in_panels(fields: dict[str, str]) -> str:
    """A box for the label and a box for the value, told apart by their class."""
    panels = (
        f'<div><div><div class="head"><i></i>{label}</div></div><div class="wrap"><p>{value}</p></div></div>'
        for label, value in fields.items()
    )
    return NAME + "<div>" + "".join(panels) + "</div>"


@pytest.mark.parametrize("manner", [in_paragraphs, in_one_block, in_panels])
def test_labels_without_a_colon(manner, context: Context) -> None:  # type: ignore[no-untyped-def]
    """Labels are read, also those that only end as labels do; what nobody wrote is missing."""
    states = states_of(manner(FIELDS), context)

    assert {states[name] for name in READ} == {State.VALID}
    assert states["annual_check"] is State.ABSENT


@pytest.mark.parametrize("manner", [in_paragraphs, in_one_block, in_panels])
def test_a_strange_label_set_off_is_not_missing(manner, context: Context) -> None:  # type: ignore[no-untyped-def]
    """A label that nothing claims, written as the page writes its labels, may be the field that its words speak of."""
    states = states_of(manner({**FIELDS, "苗木年审之规": "三月一次"}), context)

    assert states["annual_check"] is State.UNREAD
    assert states["code"] is State.ABSENT


def test_a_label_with_its_value_in_a_line_of_labels_is_not_empty(context: Context) -> None:
    """«<li>咨询投诉事宜办公室</li>» among lines that are labels as a whole may hold its value."""
    rows = "".join(f"<li>{label}</li><p>{value}</p>" for label, value in FIELDS.items()) + "<li>监督电话县局</li><li>办理地点一楼</li>"
    states = states_of(f"{NAME}<ul>{rows}</ul>", context)

    assert State.BLANK not in states.values()


def test_spaces_of_the_source_are_no_gap() -> None:
    """A line broken in the source is one text; a gap that somebody typed is not, nor is a styled beginning."""
    view = view_of("<p>办理时限\n          五日</p><p>收费标准　不收费</p><p><b>受理条件</b>有圃地</p><p>　　全文没有空白</p>")
    heads = [set_off_heads(view, line.element).get(line.text, "") for line in view.lines]

    assert heads == ["", "收费标准", "受理条件", ""]


def read(body: str, context: Context) -> dict[str, State]:
    """Field → state of a page's metadata."""
    return {f.subject: f.value.state for f in catalogue(view_of(body), context)}  # type: ignore[union-attr]


META = {
    "索引号": "QS01-2015-0007",
    "发布机构": "青石县林业局",
    "生成日期": "2015-03-02",
    "名称": "关于苗木检疫的公告",
    "内容概述": "苗木检疫",
}


def test_metadata_in_the_boxes_of_a_list(context: Context) -> None:
    """«<li><em>索引号</em><p>…</p></li>»: the value stands in the same item as its label."""
    listed = "".join(f"<li><em>{label}</em><p>{value}</p></li>" for label, value in META.items())
    states = read(f"<h1>关于苗木检疫的公告</h1><ul>{listed}</ul><p>苗木检疫自三月起进行。</p>", context)

    assert {states[name] for name in ("index_no", "publisher", "generated_on", "name", "summary")} == {State.VALID}


def test_a_bare_label_among_metadata_is_not_missing(context: Context) -> None:
    """«<b>文号</b>» and nothing behind it: the label stands there; below, in the text, the same words are none."""
    lines = [f"<b>{label}</b>　{value}" for label, value in META.items()]
    text = "<h1>关于苗木检疫的公告</h1><div>" + "<br>".join(lines)

    assert read(f"{text}<br><b>文号</b>　</div><div><p>苗木检疫自三月起进行。</p></div>", context)["doc_no"] is State.UNREAD
    assert read(f"{text}</div><section><div><p>苗木检疫自三月起进行。</p><h4>文号</h4></div></section>", context)["doc_no"] is State.ABSENT


def test_a_name_and_its_day_in_one_block() -> None:
    """«<span>…</span><span>2015.03.02</span>»: the day is none of the name's."""
    view = view_of(
        "<title>苗圃登记年度情况报告</title><div><span>苗圃登记年度情况报告</span><span>2015.03.02</span></div><p>全年登记苗圃三处。</p>"
    )
    title, day = read_title(view, AS_OF), read_published(view, AS_OF)

    assert title is not None
    assert title.text == "苗圃登记年度情况报告"
    assert day is not None
    assert day.date == dt.date(2015, 3, 2)


@pytest.mark.parametrize(("title", "kind"), [("青石林场权责事项清单", "备注"), ("青石县林业局有关事项一览", "职权类型")])
def test_a_table_of_powers(title: str, kind: str, context: Context) -> None:
    """A list of powers by its name or by its head: what each is called, of what kind it is and on what it rests."""
    head = f"<tr><td>序号</td><td>职权名称</td><td>{kind}</td><td>设定依据</td></tr>"
    rows = "".join(
        f"<tr><td>{n}</td><td>对毁坏{what}的处罚</td><td>行政处罚</td><td>《苗圃管理办法》第{n}条</td></tr>"
        for n, what in enumerate("圃苗", 1)
    )
    body = f"<h1>{title}</h1><div>发布日期：2015-03-02</div><table>{head}{rows}</table>"

    assert read_kind(view_of(body), context).kind is PageKind.POWER_LIST
