"""What else a published penalty says: the day it was signed, fields told in running text, personal data left open. 处罚信息的其他事实"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from checks.model import Fact, Reading
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold
from checks.parsing.main import main_lines
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .title import read_title

SIGNATURE_LINES = 10  # at the end of the content
LONGEST_SIGNATURE = 40
SIGNED_BY = re.compile(r"(?:[局委办厅院府处所队站]|委员会|印章\)?|盖章\)?)$")
ONLY_DAY = re.compile(r"\(?(?:印章|盖章|公章)?\)?")
# Fields that a decision tells in a sentence: words that show it.
TOLD: Mapping[str, re.Pattern[str]] = {
    "p_perform": re.compile(r"日内|缴[纳至到款]|逾期|履行|当场收缴|限期"),
    "p_legalrep": re.compile(r"法定代表人|负责人|经营者|法人|业主|投资人|厂长|经理"),
    "p_uscc": re.compile(r"信用代码|注册号|机构代码|营业执照|许可证号|(?<![0-9a-z])9[0-9a-z]{17}(?![0-9a-z])"),
}
ID_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-6]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
CARD_NUMBER = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LONG_NUMBER = re.compile(r"\d{11}")  # stands in all of them
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
TREASURY = re.compile(r"缴|财政|罚没|国库|代收|汇入|户名")  # an account that fines are paid into is nobody's own
# What stands on one line before a telephone that is a party's own; «当事人可拨打…» is another thing.
OF_PARTY = re.compile(
    r"(?:当事人|被处罚[人者]?|受处罚人|相对人|住[址所]|身份证)[^。;应可请到缴咨举投]{0,60}(?:电话|手机|联系方式)(?:号码?)?:?$"
)
BEFORE = 90  # characters before a telephone that may say whose it is
LABEL = re.compile(r"(?:公民)?身份(?:证)?(?:号码?|件号码?)?|证件号码?|(?:联系|移动)?电话(?:号码)?|手机(?:号码?)?|(?:银行)?(?:卡|账|帐)号")
SHOWN = 3  # digits of a number that stay


def signature(view: PageView, context: Context) -> Iterator[Fact]:
    """``penalty.date``: the day alone on its line below the organ that signs a decision. 落款日期"""
    lines = [line for line in main_lines(view) if line.text][-SIGNATURE_LINES:]
    for above, line in zip(lines[::-1][1:], lines[::-1], strict=False):
        days = find_dates(line.text, context.as_of) if len(line.text) <= LONGEST_SIGNATURE else ()
        if len(days) != 1 or days[0].year_inferred:
            continue
        rest = fold(line.text[: days[0].start] + line.text[days[0].end :])
        if ONLY_DAY.fullmatch(rest) and SIGNED_BY.search(fold(above.text)):
            yield Fact(
                kind="penalty.date",
                subject="decided",
                value=days[0].date,
                evidence=view.evidence(line.text, line.element),
                method="signature",
            )
            return


def told(view: PageView, context: Context) -> Iterator[Fact]:
    """``penalty.told``: fields whose words stand in the text, wherever. 正文述及"""
    lines = [(line, fold(line.text)) for line in main_lines(view)]
    for field, pattern in TOLD.items():
        line = next((line for line, text in lines if pattern.search(text)), None)
        if line is not None:
            quote = masked(line.text)
            yield Fact(kind="penalty.told", subject=field, value=quote[:80], evidence=view.evidence(quote, line.element), method="words")


def personal(view: PageView, context: Context) -> Iterator[Fact]:
    """``penalty.personal``: numbers that belong to a person and stand open. Neither value nor quote holds the number. 未隐去的个人信息"""
    before = ""
    for line in main_lines(view):
        for kind, found in _numbers(line.text, before) if LONG_NUMBER.search(line.text) else ():
            evidence = view.evidence(_label(before, line, found.start()) or _name(view, context), line.element)
            yield Fact(kind="penalty.personal", subject=kind, value=masked(found[0]), evidence=evidence, method="pattern", confidence=0.9)
        before = line.text


def _numbers(text: str, before: str) -> Iterator[tuple[str, re.Match[str]]]:
    for found in ID_NUMBER.finditer(text):
        if is_id(found[0]):
            yield "id", found
    if not TREASURY.search(fold(before + text)):
        yield from (("card", found) for found in CARD_NUMBER.finditer(text) if is_card(found[0]))
    yield from (
        ("phone", found) for found in MOBILE.finditer(text) if OF_PARTY.search(fold(text[max(0, found.start() - BEFORE) : found.start()]))
    )


def is_id(number: str) -> bool:
    """Whether the last sign is the check sign of the others, as in an identity number (GB 11643)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11] == number[-1].upper()


def is_card(number: str) -> bool:
    """Whether the last digit is the check digit of the others, as on bank cards."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _label(before: str, line: Line, start: int) -> str:
    """The label that a number stands behind, as written: before it on its line, else the line above."""
    found = list(LABEL.finditer(line.text[:start])) or list(LABEL.finditer(before))
    return found[-1][0] if found else ""


def _name(view: PageView, context: Context) -> str:
    title = read_title(view, context.as_of)
    return title.quote if title else ""


def masked(text: str) -> str:
    """A text with the numbers of identity and bank cards made unreadable. 隐去证件与卡号"""
    for pattern in (ID_NUMBER, CARD_NUMBER, MOBILE) if LONG_NUMBER.search(text) else ():
        text = pattern.sub(lambda found: found[0][:SHOWN] + "*" * (len(found[0]) - SHOWN), text)
    return text


def without_personal(fact: Fact) -> Fact:
    """A fact whose value and quote spread nobody's numbers. 隐去后的事实"""
    value = fact.value
    if not isinstance(value, Reading) or not (
        (value.value and masked(value.value) != value.value) or masked(fact.evidence.quote) != fact.evidence.quote
    ):
        return fact
    evidence = attrs.evolve(fact.evidence, quote=masked(fact.evidence.quote))
    return attrs.evolve(fact, value=attrs.evolve(value, value=masked(value.value or "")), evidence=evidence)
