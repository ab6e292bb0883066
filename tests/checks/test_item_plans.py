"""Plans of item and penalty pages: what stands above, beside and below the labels misleads nobody. 事项页与处罚页的版式"""

from __future__ import annotations

import datetime as dt
import re

import pytest

from checks.facts.fields import fields_of
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.facts.penalty import penalty
from checks.facts.published import read_published
from checks.facts.title import read_title
from checks.model import PageKind, State
from checks.vocabulary import Context

from .record_fixtures import view_of

AS_OF = dt.date(2015, 6, 30)
FIELDS = {
    "设定依据": "《苗圃管理办法》第四条",
    "受理条件": "有固定的圃地。",
    "申请材料": "登记表一份，圃地权属证明一份。",
    "办理程序": "申请、受理、踏勘、决定",
    "办理时限": "五个工作日",
    "收费标准": "不收费",
}
WAY = '<div>当前位置：<a href="/">首页</a> &gt;&gt; <a href="/bs/">网上办事</a> &gt;&gt; 正文</div>'


def rows(fields: dict[str, str]) -> str:
    """Labels and values by turns, two of each in a row of a table."""
    pairs = [f"<td>{label}：</td><td>{value}</td>" for label, value in fields.items()]
    return "<table>" + "".join(f"<tr>{''.join(pairs[n : n + 2])}</tr>" for n in range(0, len(pairs), 2)) + "</table>"


def states_of(body: str, context: Context) -> dict[str, State]:
    """Field → state of the only record of a page."""
    return {f.subject: f.value.state for f in items(view_of(body), context)}  # type: ignore[union-attr]


def kind_of(body: str, context: Context) -> PageKind:
    """The kind of a page."""
    return read_kind(view_of(body), context).kind


def test_the_last_step_of_the_way_hides_no_item(context: Context) -> None:
    """«… >> 正文» above an item without a day: its fields tell what it is; a text without any stays an article."""
    name = "<center><b>苗圃生产经营登记（新办）</b></center>"

    assert kind_of(WAY + name + rows(FIELDS), context) is PageKind.SERVICE_ITEM
    assert (
        kind_of(WAY + name + "<p>全县苗圃生产经营登记工作会议日前召开，会议总结了去年的工作，部署了今年的任务。</p>" * 2, context)
        is PageKind.ARTICLE
    )


def bulleted(fields: dict[str, str], sign: str = "◆") -> str:
    """A page with a line for each field, its label set off from the value by nothing but a space."""
    return "<h1>苗圃生产经营登记办事指南</h1><div>" + "<br>".join(f"{sign}{label}　{value}" for label, value in fields.items()) + "</div>"


@pytest.mark.parametrize("sign", ["◆", "●", "★"])
def test_labels_behind_bullets(sign: str, context: Context) -> None:
    """«◆办理时限　五个工作日»: every label is read, with whatever its value begins and ends."""
    states = states_of(bulleted(FIELDS, sign), context)

    assert kind_of(bulleted(FIELDS, sign), context) is PageKind.SERVICE_ITEM
    assert {states[name] for name in ("setting_basis", "conditions", "materials", "flow", "time_limit", "fee_std")} == {State.VALID}
    assert states["annual_check"] is State.ABSENT


def test_a_strange_label_behind_a_bullet_is_not_missing(context: Context) -> None:
    """Where the page writes its labels behind bullets, one that nothing claims may be the field; elsewhere a bullet leads a value."""
    strange = {**FIELDS, "苗木有效年限": "三年", "本级监督": "县林业站"}
    states = states_of(bulleted(strange), context)

    assert {states["valid_term"], states["supervise"], states["complaint"]} == {State.UNREAD}
    assert states["annual_check"] is State.ABSENT


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("受理部门地址", {"accept_place"}),
        ("实施机关联系电话", {"consult"}),
        ("承办机构电话", {"consult"}),
        ("受理机构办公时间", {"accept_time"}),
        ("受理机构名称及地址", {"office"}),
        ("承办单位和地址", {"office", "accept_place"}),
        ("业务办理项编码", {"code"}),
    ],
)
def test_how_to_reach_an_office_is_not_which_one_it_is(label: str, fields: set[str], context: Context) -> None:
    """The last words of a label say what it asks."""
    assert {name for name, _ in fields_of(label, context.vocabulary, "items")} == fields


@pytest.mark.parametrize("value", ["即时办结", "即时"])
def test_at_once_is_a_time_limit(value: str, context: Context) -> None:
    """«办理时间：即时办结» are no office hours."""
    states = states_of("<h1>苗圃登记办事指南</h1>" + rows({**FIELDS, "办理时限": "", "办理时间": value}), context)

    assert states["time_limit"] is State.VALID


POWER = {
    "职权名称": "对毁坏圃地的处罚",
    "职权编码": "CF-01",
    "职权依据": "《苗圃管理办法》第九条",
    "行使主体": "青石县林业局",
    "责任事项": "立案、调查、决定",
    "追责情形": "不履行职责的",
}


def test_a_power_with_its_duties_is_no_service(context: Context) -> None:
    """A page of one power, with the duties that go with it, is part of the list of powers; of what people apply for it is not."""
    dated = "<h1>对毁坏圃地的处罚</h1><div>发布日期：2015-03-02</div>"

    assert kind_of("<h1>对毁坏圃地的处罚</h1>" + rows(POWER), context) is PageKind.POWER_LIST
    assert kind_of(dated + rows(POWER), context) is PageKind.POWER_LIST
    assert kind_of("<h1>对毁坏圃地的处罚</h1>" + rows({**POWER, **FIELDS}), context) is PageKind.SERVICE_ITEM
    assert kind_of("<h1>圃地登记</h1>" + rows({**FIELDS, "职权名称": "圃地登记"}), context) is PageKind.SERVICE_ITEM


def test_a_guide_to_a_service_by_its_name(context: Context) -> None:
    """«…服务指南» with labels of its own making is an item; a news text of that name is not."""
    told = {"利用对象": "公民和法人", "借阅程序": "登记、调卷、归还", "借阅地点": "档案楼二楼", "收费": "不收费", "查档电话": "5550123"}
    lines = "".join(f"<p>{label}：{value}</p>" for label, value in told.items())
    news = "<p>我馆印制的指南今日上架，读者可到大厅自取，欢迎索阅并提出意见。</p>" * 3

    assert kind_of("<h1>馆藏档案借阅服务指南</h1><div>发布日期：2015-03-02</div>" + lines, context) is PageKind.SERVICE_ITEM
    assert kind_of("<h1>馆藏档案借阅服务指南</h1><div>发布日期：2015-03-02</div>" + news, context) is PageKind.ARTICLE


CASE = {
    "行政处罚决定书文号": "青林罚〔2015〕3号",
    "案件名称": "毁坏圃地案",
    "违法事实": "在圃地取土",
    "处罚依据": "《苗圃管理办法》第九条",
    "行政处罚的内容": "罚款200元",
    "处罚机关": "青石县林业局",
    "处罚决定日期": "",
}


@pytest.mark.parametrize("bar", ["【打印】【关闭】", "[打印] [关闭]", "打印本页 关闭窗口"])
def test_a_bar_below_the_last_label_is_no_value(bar: str, context: Context) -> None:
    """An empty last label is not filled by the words below the text."""
    text = "".join(f"<h4>{label}</h4><div>{value}</div>" for label, value in CASE.items())
    links = re.sub(r"[\u4e00-\u9fff]+", lambda word: f'<a href="javascript:void(0)">{word[0]}</a>', bar)
    body = f"<h1>行政处罚信息公示</h1><table><tr><td>{text}</td></tr><tr><td>{links}</td></tr></table>"
    facts = {f.subject: f for f in penalty(view_of(body), context)}
    states = {name: fact.value.state for name, fact in facts.items()}  # type: ignore[union-attr]

    assert (states["p_result"], facts["p_result"].method) == (State.VALID, "heading")
    assert states["p_date"] is not State.VALID


BLOCKS = "".join(f'<h3 class="tit">{label}</h3><p>{value}</p>' for label, value in FIELDS.items())


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"<title>详细内容</title><div class='bt'>圃地备案</div>{rows(FIELDS)}", "圃地备案"),
        (
            f"<title>圃地登记审批 - 青石县林业局</title><div>位置：<a href='/'>网站首页</a> / 圃地登记审批</div><h1>圃地登记审批</h1>"
            f"<div>发布日期：2015-03-02</div>{BLOCKS}",
            "圃地登记审批",
        ),
        (f"<title>网上办事</title><p align='center'>圃地登记</p><div>录入时间：2015-03-02</div>{rows(FIELDS)}", "圃地登记"),
        (f"<title>网上办事</title><p align='center'>圃地经营许可证遗失补办</p>{rows(FIELDS)}", "圃地经营许可证遗失补办"),
    ],
)
def test_the_name_of_an_item(body: str, name: str, context: Context) -> None:
    """Neither the headings of its blocks nor what the title tag says of any page is an item's name, short as the name may be."""
    title = read_title(view_of(body), AS_OF)

    assert title is not None
    assert title.text == name


@pytest.mark.parametrize("name", ["圃地登记", "圃地生产经营许可"])
def test_a_day_in_the_heading_of_an_item(name: str) -> None:
    """The day in an element of its own behind the name is that of the page, though the name ends with «许可»."""
    view = view_of(f"<title>青石县林业局 {name}</title><h3>{name} <small>2015-03-02</small></h3>{rows(FIELDS)}")
    found = read_published(view, AS_OF)

    assert found is not None
    assert found.date == dt.date(2015, 3, 2)


PLAIN = {key: FIELDS[key] for key in ("设定依据", "受理条件", "办理时限", "收费标准")}


@pytest.mark.parametrize(("file", "field"), [("办理流程图.doc", "flow"), ("申请材料.doc", "materials"), ("示范文本.pdf", "sample")])
def test_a_file_beside_an_item_may_hold_the_field_it_is_named_after(file: str, field: str, context: Context) -> None:
    """What only a file is named after was not read, however many fields the page gives itself; it is never called absent."""
    many = PLAIN | {"实施机关": "青石县林业局", "办理地点": "县政务大厅", "咨询电话": "0999-5550001", "受理时间": "工作日"}
    body = f'<h1>苗圃登记</h1>{rows(many)}<p>附件：<a href="/files/1.doc">{file}</a></p>'

    assert states_of(body, context)[field] is State.UNREAD
    assert states_of(f"<h1>苗圃登记</h1>{rows(many)}", context)[field] is State.ABSENT
