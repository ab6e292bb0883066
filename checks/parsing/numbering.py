"""Numbers in front of headings: 一、 （二） 3. ④. 标题序号"""

from __future__ import annotations

import re
import unicodedata

import attrs

from .texts import per_text

CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "十": 10}
NUMERALS = "第一二三四五六七八九十"
# As written, in either form of the characters: what a figure in running text counts.
UNITS = "[年月日个個项項条條件份元天号號楼樓层層室时時点點次人种種类類级級部万萬亿億倍米吨噸千公分]"
# rank → pattern over the original text; a lower rank stands higher in a document.
MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"\s*第?([一二三四五六七八九十]{1,3})(?:[、.．,，:：]|[章节節部]分?(?![门門位])[、.．:：]?)")),
    (2, re.compile(r"\s*[(（]([一二三四五六七八九十]{1,3})[)）][、.．]?")),
    (2, re.compile(r"\s*([㈠-㈩])[、.．]?")),
    (3, re.compile(r"\s*(\d{1,2})(?:[、．)）]|\.(?!\d))")),
    (4, re.compile(r"\s*[(（](\d{1,2})[)）][、.．]?")),
    (4, re.compile(r"\s*([⑴-⒇])[、.．]?")),
    (5, re.compile(r"\s*([①-⑳])[、.．]?")),
    (6, re.compile(r"\s*\d{1,2}\.(\d{1,2})(?:\.\d{1,2})?[、.．)）]?\s?(?![\d.%％])(?!" + UNITS + ")")),
)
FIRST = re.compile(r"[\s★☆※*●◆◇■□▲△◎○•·►▶>»|｜\-–—]*[" + NUMERALS + r"\d(（㈠-㈩⑴-⒇①-⑳]")
BARE_DIGITS = re.compile(r"\s*(\d{1,2})\s?(?=[\u4e00-\u9fff]{2})(?!" + UNITS + ")")
ORNAMENT = re.compile(r"[\s★☆※*●◆◇■□▲△◎○•·►▶>»|｜\-–—]+")


@attrs.frozen
class Mark:
    """The number before a heading: its rank (1 = 一、, 2 = （一）, 3 = 1. …), its value, and where the words begin. 序号"""

    rank: int
    number: int
    end: int


def mark_of(text: str) -> Mark | None:
    """The number a line begins with, or None."""
    if not FIRST.match(text):
        return None
    return _mark(text[:24])


@per_text
def _mark(head: str) -> Mark | None:
    ornament = ORNAMENT.match(head)
    start = ornament.end() if ornament else 0
    for rank, pattern in MARKS:
        found = pattern.match(head, start)
        if found:
            return Mark(rank, _value(found[1]), found.end())
    found = BARE_DIGITS.match(head, start)
    return Mark(3, int(found[1]), found.end()) if found else None


def led(text: str) -> bool:
    """Whether a number or an ornament leads the text. 是否有序号或项目符号"""
    return ("\u4e00" > text[:1] or text[:1] > "\u9fff" or text[0] in NUMERALS) and _led(text)


@per_text
def _led(text: str) -> bool:
    return mark_of(text) is not None or ORNAMENT.match(text) is not None


def unnumbered(text: str) -> str:
    """The text without its leading number and ornaments. 去序号"""
    # Most lines of prose begin with a character of a word, and no two are the same.
    return text if "\u4e00" <= text[:1] <= "\u9fff" and text[0] not in NUMERALS else _unnumbered(text)


@per_text
def _unnumbered(text: str) -> str:
    mark = mark_of(text)
    if mark:
        return text[mark.end :].lstrip()
    ornament = ORNAMENT.match(text)
    return text[ornament.end() :] if ornament else text


def _value(digits: str) -> int:
    plain = unicodedata.normalize("NFKC", digits).strip("()")
    if plain.isdigit():
        return int(plain)
    total = 0
    for sign in plain:
        value = CHINESE.get(sign, 0)
        if value == 10:
            total = (total or 1) * 10
        else:
            total += value
    return total
