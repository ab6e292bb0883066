"""Dates as Chinese pages write them. 日期识别

What is found is a date that a document or a list row may carry as its day of publication: no ranges (2015年6月1日至30日), no
document numbers (〔2015〕43号), no telephone, index or version numbers, nothing before 1990 and nothing in the future.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import re
from collections.abc import Iterator

import attrs

from .fold import plain

EARLIEST = dt.date(1990, 1, 1)
CLOCK_SKEW = dt.timedelta(days=3)  # servers run ahead, and as_of is a day: a little future is no future
YEARLESS_SKEW = dt.timedelta(days=1)
ROC = 1911
LONGEST_URL = 2_000
LONGEST = 200_000  # characters looked at; a date further down a text is not its day of publication

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯o0Ο", 0) | {"两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30}
_ZH = "[零〇○◯o0Ο一二三四五六七八九十廿卅]"
_NUMBER = rf"(?:\d{{1,2}}|{_ZH}{{1,4}})"
_EDGE = r"(?<![\da-z〔\[_])(?<!\d[-./])"
_EDGE_BRACKET = r"(?<![\da-z_])(?<!\d[-./])"
_END = r"(?!\d)(?![-./_]\d)"
_GAP = r"\s{0,3}"
_MONTH_NAMES = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTHS = rf"(?P<m>{'|'.join(_MONTH_NAMES)})"

# (name, pattern) in order of trust; a later one never overlaps an earlier one's find. All run on text folded character by character.
_FULL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("roc", re.compile(rf"民国{_GAP}(?P<y>\d{{2,3}}){_GAP}年{_GAP}(?P<m>{_NUMBER}){_GAP}月{_GAP}(?P<d>{_NUMBER}){_GAP}日")),
    ("han", re.compile(rf"(?<![\d〔])(?P<y>(?:19|20)\d\s?\d){_GAP}年{_GAP}(?P<m>{_NUMBER}){_GAP}月{_GAP}(?P<d>{_NUMBER}){_GAP}[日号]")),
    (
        "zh",
        re.compile(
            rf"(?P<y>[一二][零〇○◯o0Ο九][零〇○◯o0Ο一二三四五六七八九]{{2}}){_GAP}年{_GAP}(?P<m>{_NUMBER}){_GAP}月{_GAP}(?P<d>{_NUMBER}){_GAP}[日号]"
        ),
    ),
    ("sep", re.compile(rf"{_EDGE_BRACKET}(?P<y>(?:19|20)\d\d)\s?(?P<s>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<d>\d{{1,2}}){_END}")),
    ("mixed", re.compile(rf"{_EDGE_BRACKET}(?P<y>(?:19|20)\d\d)年(?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})日?{_END}")),
    (
        "english",
        re.compile(rf"(?<![a-z]){_MONTHS}[a-z]{{0,6}}\.?\s{{0,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{0,3}}(?P<y>(?:19|20)\d\d)(?!\d)"),
    ),
    (
        "english",
        re.compile(
            rf"(?<![\da-z])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{0,3}}{_MONTHS}[a-z]{{0,6}}[.,]?[\s-]{{0,3}}(?P<y>(?:19|20)\d\d)(?!\d)"
        ),
    ),
    ("day-first", re.compile(rf"{_EDGE}(?P<d>\d{{1,2}})(?P<s>[./-])(?P<m>\d{{1,2}})(?P=s)(?P<y>(?:19|20)\d\d){_END}")),
)
# Without a year only where it stands alone: in brackets, or as the whole text, or at its edge.
_CANDIDATE = re.compile(r"\d\s?[-/.年月－／．‐‑–—−]|[〇○◯零Ο０oO一二三四五六七八九]\s{0,3}年|[A-Za-z]{3}.{0,10}(?:19|20)\d\d")
_MONTH_DAY = r"(?:(?P<m>\d{1,2})[-/](?P<d>\d{2})|(?P<mm>\d{1,2})月(?P<dd>\d{1,2})日)"
_TIME = r"(?:\s{0,3}\d{1,2}:\d{2}(?::\d{2})?)?"
_YEARLESS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"^\s{{0,9}}[\[(【〔]?\s?{_MONTH_DAY}\s?[\])】〕]?{_TIME}\s{{0,9}}$"),
    re.compile(r"[\[(【〔]\s?(?:(?P<m>\d\d)[-/.](?P<d>\d\d)|(?P<mm>\d{1,2})月(?P<dd>\d{1,2})日)\s?[\])】〕]"),
    re.compile(r"^\s{0,9}(?P<m>\d\d)-(?P<d>\d\d)\s"),
    re.compile(r"\s(?P<m>\d\d)-(?P<d>\d\d)\s{0,9}$"),
)
_RANGE_AFTER = re.compile(r"[日号]?(?:\s{0,2}\d{1,2}:\d{2}(?::\d{2})?)?\s{0,2}(?:-{1,2}|~|至|到)\s{0,2}(?=[\d零〇○一二三四五六七八九十])")
_RANGE_BEFORE = re.compile(r"(?:至|~|\d\s?(?:-{1,2}|到)|[日号]\s?-{1,2})\s{0,2}$")
_URL: tuple[re.Pattern[str], ...] = (
    re.compile(r"/t?(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/_.])"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)[-/]?(?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)(?=[/_.])"),
)


SHORT = 60  # rows and info lines are read by several readers of a page, and many come on every page


@attrs.frozen
class FoundDate:
    """A date with the characters it was read from. 日期

    Attributes:
        text: the characters as they stand, ``original[start:end]``; a time of day is not part of it.
        year_inferred: neither the text nor the address has a year; it was resolved to the latest such day not after ``as_of``.
        year_addressed: the address alone has the year; the reader sees none.
    """

    date: dt.date
    text: str
    start: int
    end: int
    year_inferred: bool = False
    year_addressed: bool = False


def find_dates(text: str, as_of: dt.date) -> tuple[FoundDate, ...]:
    """All plausible publication dates of a text, in order. 查找日期

    A month and day without a year count only in brackets, at the edge of the text or as the whole of it.
    """
    return _find_short(text, as_of) if len(text) <= SHORT else _find(text[:LONGEST], as_of)


def _find(text: str, as_of: dt.date) -> tuple[FoundDate, ...]:
    if not _CANDIDATE.search(text):
        return ()
    even = plain(text)
    found: list[FoundDate] = []
    for name, pattern in _FULL:
        for match in pattern.finditer(even):
            day = _full_date(name, match)
            if day and EARLIEST <= day <= as_of + CLOCK_SKEW and not _in_range(even, match):
                place = bisect.bisect_left(found, match.end(), key=_start)
                if not place or found[place - 1].end <= match.start():  # overlaps none of those found before
                    found.insert(place, FoundDate(day, text[match.start() : match.end()], match.start(), match.end()))
    return tuple(found or _yearless(text, even, as_of))


_find_short = functools.lru_cache(maxsize=10_000)(_find)


def date_in_url(url: str, as_of: dt.date) -> dt.date | None:
    """The day that an address carries (``/art/2015/6/24/``, ``t20150624_``), or None. Content systems stamp it at import. 网址中的日期"""
    for pattern in _URL:
        for match in pattern.finditer(url[:LONGEST_URL]):
            day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
            if day and EARLIEST <= day <= as_of + CLOCK_SKEW:
                return day
    return None


def with_year_of(shown: FoundDate, url: str, as_of: dt.date) -> FoundDate:
    """A date shown without a year, in the year of the address if that names the same month and day; any other as it is. 以网址补年份"""
    day = date_in_url(url, as_of) if shown.year_inferred else None
    if day is None or (day.month, day.day) != (shown.date.month, shown.date.day):
        return shown
    return attrs.evolve(shown, date=day, year_inferred=False, year_addressed=True)


def resolve_month_day(month: int, day: int, as_of: dt.date) -> dt.date | None:
    """The latest date with this month and day not after ``as_of`` (one day of tolerance). 无年份日期"""
    for year in range(as_of.year + 1, as_of.year - 9, -1):
        date = _day(year, month, day)
        if date and date <= as_of + YEARLESS_SKEW:
            return date
    return None


def number(text: str) -> int | None:
    """A number up to 99 in Arabic or Chinese digits (6, 06, 六, 十三, 廿一, 二十八, 〇三), or None. 中文数字"""
    text = text.strip().lower()
    if text.isascii() and text.isdigit():
        return int(text)
    total = 0
    unit = 0
    for char in text:
        if char in _TENS:
            ten = _TENS[char]
            total += unit * 10 if ten == 10 and unit else ten
            unit = 0
        elif char in _DIGITS:
            unit = unit * 10 + _DIGITS[char]
        else:
            return None
    return total + unit if text else None


def _full_date(name: str, match: re.Match[str]) -> dt.date | None:
    if name == "zh":
        year = int("".join(str(_DIGITS[c]) for c in match["y"]))
    else:
        year = int(match["y"].replace(" ", "").replace("\u3000", "")) + (ROC if name == "roc" else 0)
    month, day = _MONTH_NAMES.get(match["m"]) or number(match["m"]), number(match["d"])
    if name == "day-first" and match["s"] != "." and (day or 0) <= 12:
        return None  # 05/06/2015 may be read either way
    return _day(year, month or 0, day or 0)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _in_range(even: str, match: re.Match[str]) -> bool:
    return bool(_RANGE_AFTER.match(even, match.end()) or _RANGE_BEFORE.search(even[max(0, match.start() - 8) : match.start()]))


def _start(found: FoundDate) -> int:
    return found.start


def _yearless(text: str, even: str, as_of: dt.date) -> Iterator[FoundDate]:
    for pattern in _YEARLESS:
        for match in pattern.finditer(even):
            kind = ("m", "d") if match["m"] else ("mm", "dd") if "mm" in match.re.groupindex and match["mm"] else ("m", "d")
            day = resolve_month_day(int(match[kind[0]]), int(match[kind[1]]), as_of)
            if day:
                start = match.start(kind[0])
                end = match.end(kind[1]) + (kind[1] == "dd")
                yield FoundDate(day, text[start:end], start, end, year_inferred=True)
                return
