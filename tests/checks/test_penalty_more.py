"""What else a published penalty says: the day below its signature, fields in running text, numbers of persons, which never get further."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts import read
from checks.facts.penalty_more import masked
from checks.model import Fact, Page, State
from checks.parsing.view import PageView
from checks.vocabulary import Context

IDENTITY = "110101190001010014"  # invented, its check sign is right
CARD = "6200000000000000000"
PHONE = "13800000000"
CASE = "<table><tr><td>案件名称</td><td>某案</td></tr><tr><td>当事人</td><td>张某</td></tr><tr><td>处罚结果</td><td>罚款500元</td></tr></table>"


def facts(context: Context, *paragraphs: str) -> tuple[Fact, ...]:
    body = CASE + "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    title = "关于张某违法案的行政处罚决定书"
    html = f"<title>{title}-云溪市质监局</title><h1>{title}</h1><div>发布时间：2015-06-20</div><div class='content'>{body}</div>"
    source = f"<html><body>{html}</body></html>".encode()
    url = "http://www.yunxi.example/cf/1.html"
    page = Page(
        url=url, final_url=url, status=200, fetched_at=dt.datetime(2015, 6, 30, tzinfo=dt.UTC),
        headers=(("Content-Type", "text/html; charset=utf-8"),), body=source, sha256="0" * 64,
    )  # fmt: skip
    return read(PageView(page), context)


def personal(found: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(f.subject, f.evidence.quote) for f in found if f.kind == "penalty.personal"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"当事人身份证号码：{IDENTITY}",), [("id", "身份证号码")]),
        ((f"张某，男，{IDENTITY}",), [("id", "关于张某违法案的行政处罚决定书")]),  # without a label the title is quoted
        (("110101190001010011",), []),  # the check sign is wrong
        (("91110101190001010014",), []),  # part of a longer number
        (("110***********0016",), []),
        ((f"银行卡号：{CARD}",), [("card", "银行卡号")]),
        ((f"罚款缴至财政专户，账号：{CARD}",), []),  # where fines are paid
        (("账号：6200000000000000001",), []),  # the check digit is wrong
        ((f"当事人住址：云溪路1号，电话：{PHONE}",), [("phone", "电话")]),
        ((f"联系电话：{PHONE}",), []),  # nobody says whose
        ((f"当事人可到本局领取决定书，联系电话：{PHONE}",), []),
        ((f"当事人：张某。联系电话：{PHONE}",), []),
        ((f"当事人对决定不服的，举报电话：{PHONE}",), []),  # the office's
        ((f"<table><tr><td>当事人身份证号</td><td>{IDENTITY}</td></tr></table>",), [("id", "身份证号")]),
        (("本决定书文号：云质监罚字〔2015〕12号",), []),
    ],
)
def test_open_numbers_of_persons(context: Context, lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """Only numbers whose check digit is right, and telephones of the party."""
    assert personal(facts(context, *lines)) == expected


def test_no_fact_repeats_a_number(context: Context) -> None:
    """Neither value nor quote of any penalty fact holds one, whichever field it stands in."""
    lines = f"被处罚人：张某，身份证号码：{IDENTITY}，银行卡号：{CARD}，电话：{PHONE}"
    found = [f for f in facts(context, lines, f"经查明，张某（{IDENTITY}）无证生产。") if f.kind.startswith("penalty")]

    assert {f.subject for f in found if f.kind == "penalty.personal"} == {"id", "card", "phone"}
    told = " ".join(f"{f.value} {f.evidence.quote}" for f in found)
    assert not any(number in told for number in (IDENTITY, CARD, PHONE))


def test_masking_leaves_the_rest() -> None:
    """Three digits stay, and every other character."""
    assert masked(f"张某（{IDENTITY}），罚款5000元") == f"张某（110{'*' * 15}），罚款5000元"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("经查明，张某无证生产。", "云溪市质监局", "2015年6月10日"), dt.date(2015, 6, 10)),
        (("经查明，张某无证生产。", "云溪市质监局", "二〇一五年六月十日（印章）"), dt.date(2015, 6, 10)),
        (("经查明，张某无证生产。", "（云溪市质监局印章）", "2015年6月10日", "附件：缴款书"), dt.date(2015, 6, 10)),
        (("张某于2015年6月1日生产。", "2015年6月10日，本局立案。"), None),  # days of the text
        (("经查明，张某无证生产。", "2015年6月10日"), None),  # nobody signs
        (("云溪市质监局", "2015年6月10日", *["说明文字。"] * 10), None),  # far from the end
    ],
)
def test_the_day_below_the_signature(context: Context, lines: tuple[str, ...], day: dt.date | None) -> None:
    """Alone on its line, below the organ, near the end."""
    found = [f.value for f in facts(context, *lines) if f.kind == "penalty.date"]

    assert found == ([day] if day else [])


def test_fields_told_in_running_text(context: Context) -> None:
    """Words that show a field without a label; a page that is silent shows none."""
    told = {
        f.subject for f in facts(context, "法定代表人李某。自收到决定书之日起15日内缴清。营业执照注册号略。") if f.kind == "penalty.told"
    }

    assert told == {"p_perform", "p_legalrep", "p_uscc"}
    assert not [f for f in facts(context, "以上信息予以公示。") if f.kind == "penalty.told"]


def test_a_decision_told_in_prose_and_signed_by_a_customs_house(context: Context) -> None:
    """No 经查 introduces the facts, and the organ's name ends in no 局."""
    told = ("当事人申报税号与实际不符。", "以上行为有报关单、查验记录为证。", "云溪海关")

    found = {f.subject: f.evidence.quote for f in facts(context, *told) if f.kind == "penalty"}

    assert "报关单" in found["p_fact"]
    assert found["p_organ"] == "云溪海关"


@pytest.mark.parametrize(
    ("head", "expected"),
    [("<tr><th>索引号</th><td>X-1</td><th>文号</th><td></td></tr>", State.UNREAD), ("<tr><th>文号</th><td></td></tr>", State.BLANK)],
    ids=["catalogue head", "record"],
)
def test_the_empty_number_of_a_catalogue_head_is_not_the_decisions(context: Context, head: str, expected: State) -> None:
    """It is the number of an official document, which a penalty has none of; its own stands in the text or in a file."""
    found = {f.subject: f.value.state for f in facts(context, f"<table>{head}</table>") if f.kind == "penalty"}

    assert found["p_docno"] is expected
