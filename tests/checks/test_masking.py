"""What belongs to a person does not leave; what belongs to an office does."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.masking import KINDS_ZH, is_case_rule, mask, mask_page, mask_url, personal_in
from checks.model import Page

# Invented, with right check signs.
CARD = "6200000000000000000"
MOBILE = "13800000000"


def check_sign(first: str) -> str:
    """An identity number with its right last sign (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


ID = check_sign("11010119900101001")
OTHER = check_sign("11010119900101002")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"当事人身份证号码：{ID}", ["id"]),
        (f"张某（{ID}）", ["id"]),
        (f"身份证号 {ID[:6]} {ID[6:14]} {ID[14:]}", ["id"]),
        ("身份证号：" + ID.translate({48 + n: 0xFF10 + n for n in range(10)}), ["id"]),
        ("身份证号码：110101900101001", ["id"]),
        ("身份证号：110101199001010019" if ID[-1] != "9" else "身份证号：110101199001010018", ["id"]),
        (f"当事人银行卡号：{CARD}", ["card"]),
        ("持卡人 6200 0000 0000 0000 000", ["card"]),
        (f"当事人联系电话：{MOBILE}", ["phone"]),
        (f"当事人名称：张某，联系电话 {MOBILE}", ["phone"]),
        ("行政处罚决定书 住址：示例市示例区示例路12号3室，", ["address"]),
        (f"身份证号{ID}，另一人{OTHER}", ["id", "id"]),
        ("身份證號碼：110101900101001", ["id"]),
        ("行政處罰決定書 戶籍地址：示例市示例區示例路12號3室，", ["address"]),
    ],
)
def test_what_belongs_to_a_person_is_found(text: str, kinds: list[str]) -> None:
    """Whatever its spelling: with gaps, full-width, fifteen digits, a wrong last sign behind its label."""
    assert [each.kind for each in personal_in(text)] == kinds
    assert set(kinds) <= set(KINDS_ZH)
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert mask(hidden) == hidden
    for each in personal_in(text):
        assert text[each.start : each.end] not in hidden
        assert hidden[each.start : each.start + 3] == text[each.start : each.start + 3]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0000-1234567 传真：0000-7654321",
        f"联系电话：{MOBILE}",
        f"举报电话：{MOBILE}，当事人可拨打",
        f"行政处罚决定书 办案人员联系电话：{MOBILE}",
        "统一社会信用代码：913302000000000000",
        f"统一社会信用代码：{ID}",
        f"（示）质监罚字〔2015〕第{ID}号",
        f"登记编号：{ID}",
        f"罚款缴至财政专户，账号{CARD}",
        f"{ID[:-1]}{'0' if ID[-1] != '0' else '1'}",
        "6200000000000000001",
        "云质监〔2015〕12号，索引号 330203-2015-000123",
        "住所：示例市示例区示例路12号",
        "行政处罚决定书 经营场所：示例市示例区示例路12号",
        "户籍所在地派出所办理",
        "申请人须持本人身份证和户口簿",
        "金额 123456789012345678901234567890 元",
    ],
)
def test_what_belongs_to_an_office_stays(text: str) -> None:
    """Telephones, faxes, credit codes, numbers of documents, accounts that fines are paid into, numbers that fail their check."""
    assert mask(text) == text


def test_on_a_page_about_a_case_a_telephone_is_a_partys_unless_said_otherwise() -> None:
    """A row of a penalty table shows the number without any label beside it."""
    assert mask(f"张某 {MOBILE}") == f"张某 {MOBILE}"
    assert mask(f"张某 {MOBILE}", of_case=True) == "张某 138********"
    assert mask(f"投诉电话 {MOBILE}", of_case=True) == f"投诉电话 {MOBILE}"
    assert [is_case_rule(rule) for rule in ("penalty.fields", "double-publicity.licence", "guide.exists")] == [True, True, False]


def test_addresses_of_pages_stay_whole_unless_a_parameter_says_whose_number_it_is() -> None:
    """A masked address leads nowhere."""
    assert mask_url(f"http://a.example/art/{ID}.html?id={ID}") == f"http://a.example/art/{ID}.html?id={ID}"
    assert (
        mask_url(f"http://a.example/q?x=1&idcard={ID}&mobile={MOBILE}") == f"http://a.example/q?x=1&idcard=110{'*' * 15}&mobile=138********"
    )


def page(body: bytes, kind: str = "text/html; charset=utf-8") -> Page:
    """A page as fetched."""
    return Page(
        url="http://a.example/", final_url="http://a.example/", status=200, fetched_at=dt.datetime(2015, 7, 1, tzinfo=dt.UTC), headers=(("Content-Type", kind),),
        body=body,
    )  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_page_is_masked_in_its_own_encoding(codec: str) -> None:
    """Only the numbers change; what stands around them stays byte for byte, in the text and in a script."""
    text = f"<html><body><h1>行政處罰</h1><p>身份证号：{ID}</p><p>电话：0000-1234567</p><script>var n='{OTHER}';</script></body></html>"
    text = text if codec != "big5" else text.replace("身份证号", "身份證號").replace("电话", "電話")

    done = mask_page(page(text.encode(codec), f"text/html; charset={codec}"))

    assert done.kinds == ("id",) and not done.withheld
    assert done.body == text.replace(ID, "110" + "*" * 15).replace(OTHER, "110" + "*" * 15).encode(codec)


def test_a_page_without_anything_personal_leaves_as_it_is() -> None:
    """Byte for byte, and so does what cannot be read as text."""
    for body, kind in ((b"<html><body><p>0000-1234567</p></body></html>", "text/html"), (b"\x89PNG\r\n\x1a\n" + ID.encode(), "image/png")):
        done = mask_page(page(body, kind))
        assert (done.body, done.kinds, done.withheld) == (body, (), False)


@pytest.mark.parametrize(
    "shown",
    [f"身份证号：{ID[:8]}<b>{ID[8:]}</b>", "身份证号：" + "".join(f"&#{ord(digit)};" for digit in ID)],
)
def test_what_cannot_be_hidden_in_place_is_withheld(shown: str) -> None:
    """A number cut up by markup, or written in character references."""
    done = mask_page(page(f"<html><body><p>{shown}</p></body></html>".encode()))

    assert (done.body, done.kinds, done.withheld) == (b"", ("id",), True)


def test_lists_sent_as_data_are_masked_too() -> None:
    """JSON of a list is a body like any other."""
    done = mask_page(page(f'{{"rows":[{{"name":"张某","身份证号":"{ID}"}}]}}'.encode(), "application/json"))

    assert ID.encode() not in done.body and done.kinds == ("id",) and not done.withheld
