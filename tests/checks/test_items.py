"""Fields of service items and power lists."""

from __future__ import annotations

import time

import pytest

from checks.facts.fields import fields_of, state_of
from checks.facts.items import items
from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.labels import label_pairs
from checks.vocabulary import Context

from .record_fixtures import cases, compare, load, view_of


@pytest.mark.parametrize("case", cases("item"))
def test_fixture(case: str, context: Context) -> None:
    """Every field of the fixture has the state that a careful reader gives it, and nothing else is charged."""
    view, expected = load("item", case)

    assert compare(list(items(view, context)), "item", expected) == []


@pytest.mark.parametrize("case", cases("item"))
def test_quotes_are_verbatim(case: str, context: Context) -> None:
    """What evidence quotes stands on the page, character for character but for white space and script."""
    view, _ = load("item", case)
    text = fold("".join(view.tree.text_content().split()))

    for fact in items(view, context):
        for piece in fact.evidence.quote.split():
            assert fold(piece) in text


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("设定依据", {"setting_basis"}),
        ("三、行政许可事项名称", {"name"}),
        ("收费依据及标准", {"fee_basis", "fee_std"}),
        ("收費（徵收）依據和標準", {"fee_basis", "fee_std"}),
        ("事项名称和代码", {"name", "code"}),
        ("地点电话", {"accept_place", "consult"}),
        ("办理时限（工作日）", {"time_limit"}),
        ("承诺办结时限说明", {"time_limit"}),
        ("监督电话", {"complaint", "supervise"}),
        ("投诉电话", {"complaint", "supervise"}),
        ("收费依据", {"fee_basis"}),
        ("邮政编码", set()),
        ("材料名称", set()),
        ("办理结果查询", set()),
        ("申请材料名称", set()),
        ("发布机构", set()),
    ],
)
def test_labels(label: str, fields: set[str], context: Context) -> None:
    """The longest label wins; combined labels fill all their fields; look-alikes fill none."""
    assert {name for name, _ in fields_of(label, context.vocabulary, "items")} == fields


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("无", State.VALID),
        ("不收费", State.VALID),
        ("长期有效", State.VALID),
        ("否", State.VALID),
        ("XX县水务局张××，身份证号已隐去，违法取水三万方", State.VALID),
        ("", State.BLANK),
        ("待定", State.PLACEHOLDER),
        ("2016-XX-XX", State.PLACEHOLDER),
        ("{{item.name}}", State.PLACEHOLDER),
        ("（链接）", State.PLACEHOLDER),
        ("暂无", State.NEGATED),
        ("详见附件", State.UNREAD),
        ("见附件2", State.UNREAD),
        ("/", State.PARTIAL),
    ],
)
def test_states(value: str, state: State) -> None:
    """«None» is a value, template words are not, and what is elsewhere is unread."""
    view = view_of(f"<table><tr><td>收费依据</td><td>{value}</td></tr><tr><td>办理时限</td><td>五日</td></tr></table>")
    pair = next(p for p in label_pairs(view) if p.key == "收费依据")

    assert state_of(pair) is state


def test_few_fields_are_no_item(context: Context) -> None:
    """A page on which hardly a field is found is not charged with the others."""
    found = list(items(view_of("<h1>通知</h1><p>联系电话：0000-5550100</p>"), context))

    assert {f.value.state for f in found if f.subject != "consult"} == {State.UNREAD}  # type: ignore[attr-defined]


def test_large_power_list_is_bounded(context: Context) -> None:
    """A list of thousands of rows is read in bounded time and number."""
    row = "<tr><td>{}</td><td>许可</td><td>《办法》第一条</td></tr>"
    body = (
        "<table><tr><th>职权名称</th><th>职权类别</th><th>实施依据</th></tr>"
        + "".join(row.format(f"职权{n}") for n in range(3000))
        + "</table>"
    )
    started = time.process_time()

    found = list(items(view_of(body), context))

    assert len({f.group for f in found}) == 200
    assert time.process_time() - started < 60


def test_a_caption_that_nothing_marks_is_not_held_to_be_missing(context: Context) -> None:
    """«要带哪些材料» in a plain block above its text is read; a caption in other words is no field, but its absence is not proven either."""
    steps = "".join(
        f"<div>{asked}</div><div>{answer}</div>"
        for asked, answer in (
            ("要带哪些材料", "申请书、船舶登记证书、检验证书。"),
            ("到哪里办理", "青石县渔港路22号一楼。"),
            ("钱的事情", "不收费。"),
        )
    )
    labels = "<li>设定依据：《渔业法》第二十三条</li><li>实施机关：青石县渔业局</li><li>咨询电话：0000-5550100</li><li>注意事项：休渔期不受理</li>"
    states = {f.subject: f.value.state for f in items(view_of(f"<h1>捕捞许可证核发</h1>{steps}<ul>{labels}</ul>"), context)}  # type: ignore[attr-defined]

    assert [states[field] for field in ("materials", "accept_place", "fee_std")] == [State.VALID, State.VALID, State.UNREAD]
    assert states["setting_basis"] is State.VALID
    assert states["quantity"] is State.ABSENT


def test_a_place_told_in_running_text_is_not_missing(context: Context) -> None:
    """«须到县置换中心申请» under 办事须知: place and organ have no label of their own, but are told."""
    chapters = (
        ("办事依据", "《关于规范公有住房置换工作的通知》。"),
        ("办事须知", "公有住房承租人置换住房，须到青石县房屋置换中心申请办理。"),
        ("办事程序", "领取并填写登记表，提交原件。"),
        ("办事时限", "7个工作日。"),
        ("收费标准", "每件80元。"),
    )
    page = "<h1>公有住房置换</h1>" + "".join(f"<h3>{n}、{title}</h3><p>{text}</p>" for n, (title, text) in enumerate(chapters, 1))
    states = {f.subject: f.value.state for f in items(view_of(page), context)}  # type: ignore[attr-defined]

    assert (states["accept_place"], states["organ"]) == (State.UNREAD, State.UNREAD)
    assert (states["fee_std"], states["time_limit"], states["complaint"]) == (State.VALID, State.VALID, State.ABSENT)
