"""Fields of published penalties."""

from __future__ import annotations

import pytest

from checks.facts.penalty import penalty
from checks.parsing.fold import fold
from checks.vocabulary import Context

from .record_fixtures import cases, compare, load, view_of


@pytest.mark.parametrize("case", cases("penalty"))
def test_fixture(case: str, context: Context) -> None:
    """Every field of the fixture has the state that a careful reader gives it, and nothing else is charged."""
    view, expected = load("penalty", case)

    assert compare(list(penalty(view, context)), "penalty", expected) == []


@pytest.mark.parametrize("case", cases("penalty"))
def test_quotes_are_verbatim(case: str, context: Context) -> None:
    """What evidence quotes stands on the page."""
    view, _ = load("penalty", case)
    text = fold("".join(view.tree.text_content().split()))

    for fact in penalty(view, context):
        for piece in fact.evidence.quote.split():
            assert fold(piece) in text


DECISION = (
    "青石县林草局行政处罚决定书|青林罚决字〔2015〕第8号|当事人：郑某|你于2014年未经批准采伐杨树12株的行为，违反了《森林法》第三十二条的规定。"
    "|依据《森林法》第三十九条，我局决定对你处以如下行政处罚：|1.行政罚款人民币贰仟元整。|青石县林草局|2015年3月4日"
)


def test_facts_and_fine_in_other_words(context: Context) -> None:
    """«你…的行为，违反了…» without «经查明», and a fine on a line of its own: both are told."""
    body = "<h1>青林罚决字〔2015〕第8号行政处罚决定书</h1>" + "".join(f"<p>{line}</p>" for line in DECISION.split("|"))
    values = {f.subject: f.value.value for f in penalty(view_of(body), context)}  # type: ignore[union-attr]

    assert values["p_fact"].startswith("你于2014年未经批准采伐")
    assert values["p_result"] == "1.行政罚款人民币贰仟元整"


def test_a_code_shown_in_part_is_given(context: Context) -> None:
    """«92430600**********»: a code with signs in place of its end is published all the same; signs alone are not."""
    rows = (
        ("行政处罚决定书文号", "青林罚决字〔2015〕8号"),
        ("行政相对人名称", "青石木材店"),
        ("处罚事由", "无证采伐"),
        ("处罚结果", "罚款2000元"),
    )
    for code, state in (("92430600**********", "valid"), ("******", "partial")):
        cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (*rows, ("统一社会信用代码", code)))
        found = {f.subject: f.value.state.value for f in penalty(view_of(f"<h1>行政处罚信息</h1><table>{cells}</table>"), context)}  # type: ignore[union-attr]

        assert found["p_uscc"] == state


def test_rows_are_told_apart_by_the_number_of_the_decision(context: Context) -> None:
    """A table without a column for the case's name holds a case a row all the same: an empty cell of a later one is seen."""
    head = "".join(f"<th>{name}</th>" for name in ("决定书文号", "当事人", "违法事实", "处罚结果", "处罚日期"))
    body = "".join(
        f"<tr><td>青林罚决字〔2023〕{n}号</td><td>青石{n}木材店</td><td>无证采伐</td><td>{'' if n == 2 else '罚款2000元'}</td><td>2023-05-0{n}</td></tr>"
        for n in (1, 2, 3)
    )
    found = list(penalty(view_of(f"<h1>行政处罚</h1><table><tr>{head}</tr>{body}</table>"), context))
    told = {f.group: f.value.state.value for f in found if f.subject == "p_result"}  # type: ignore[union-attr]

    assert list(told.values()) == ["valid", "blank", "valid"]
    assert [f.value.value for f in found if f.subject == "p_case"] == [f"青林罚决字〔2023〕{n}号" for n in (1, 2, 3)]  # type: ignore[union-attr]


def test_a_taxpayer_is_the_party_and_his_number_is_not(context: Context) -> None:
    """What tax offices head the column of those punished with; the number beside it names nobody."""
    head = "".join(f"<th>{name}</th>" for name in ("处罚文号", "{}", "违法事实", "处罚依据", "处罚结果", "处罚日期"))
    row = "".join(
        f"<td>{cell}</td>" for cell in ("青税罚〔2015〕8号", "青石木材店", "未按期申报", "税收征管法第六十二条", "罚款200元", "2015-05-04")
    )
    for column, state in (("纳税人", "valid"), ("纳税人识别号", "unread")):
        table = f"<h1>行政处罚公告</h1><table><tr>{head.format(column)}</tr><tr>{row}</tr></table>"
        found = {f.subject: f.value.state.value for f in penalty(view_of(table), context)}  # type: ignore[union-attr]

        assert found.get("p_subject", "absent") == state


def test_pulling_down_is_a_kind_of_penalty(context: Context) -> None:
    """A township's decision about land names no fine: what it orders is the kind."""
    rows = (
        ("行政处罚决定书文号", "东镇罚决字〔2024〕1号"),
        ("当事人", "贺某某"),
        ("违法事实", "未经批准占用土地建房"),
        ("处罚内容", "{}"),
        ("处罚日期", "2024-05-06"),
    )
    for told, state in (("责令退还占用的土地，限期拆除", "valid"), ("按规定处理", "absent")):
        cells = "".join(f"<tr><td>{a}</td><td>{b.format(told)}</td></tr>" for a, b in rows)
        found = {f.subject: f.value.state.value for f in penalty(view_of(f"<h1>行政处罚信息</h1><table>{cells}</table>"), context)}  # type: ignore[union-attr]

        assert found.get("p_kind", "absent") == state
