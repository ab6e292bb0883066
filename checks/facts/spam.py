"""Betting and adult words, told from companies and trades that are called the same. 博彩、色情用语识别

``spam_strong`` stands on no honest page. ``spam_brands`` are ordinary companies' names as well, ``spam_trades`` what some bureaus rightly
speak of: one alone means nothing, a second spam word is needed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from checks.parsing.fold import fold
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .glance import finder

STRONG, MIDDLE = 0.9, 0.6
# A brand that goes on to one of these is the name of a company, a shop, a house.
COMPANY = r"(?:公司|厂|店|集团|企业|商行|超市|商场|市场|中心|医院|学校|幼儿园|酒店|宾馆|饭店|小区|花园|广场|大厦|物业|家具|电气|科技|电子(?!游|娱)|商贸|实业|合作社|工程|建材|食品)"
BEFORE_COMPANY = rf"(?![\u4e00-\u9fff]{{0,12}}?{COMPANY})"
SUFFIX = r"(?:省|市(?!场|值|面)|县|区(?!域|别|分|间)|州|局(?!部|面|限)|委(?!托)|厅|人民政府)"
STOP = r"公司|厂|店|集团|[。；，、,;:|\n]"  # a company's name ends here, or a sentence, a line, a cell
DOCUMENT = re.compile(r"关于|通知|公告|公示|通告|《|意见|办法|规定|条例|指南|批复|\d{4}年")
MANY = 3  # words of one kind of business; no lottery's page and no document heaps them
CONTEXT = 30  # characters on both sides of a brand that are looked at for what rightly speaks of it


def spam_confidence(pieces: Iterable[str], vocabulary: Vocabulary) -> float:
    """How surely words in which a page names itself are an intruder's: 0.9 by themselves, 0.6 with a second sign, 0 not at all. 用语可信度

    Args:
        pieces: parts judged each in its own context: «打击赌博» excuses nothing in another part of the title.
    """
    strong: set[str] = set()
    weak: set[str] = set()
    brands = beside = False
    for piece in pieces:
        words = fold(piece)
        if not _all(vocabulary).search(words) or finder(_list(vocabulary, "spam_never")).search(words):
            continue
        sure, names, trades = _words(words, vocabulary)
        if not (finder(_list(vocabulary, "spam_lottery")).search(words) and len(sure | names | trades) < MANY):
            strong |= sure
            if not DOCUMENT.search(words):
                weak |= names | trades
                brands = brands or bool(names)
                beside = beside or _beside(vocabulary).search(words) is not None
    if strong or beside or len(weak) >= MANY or (brands and len(weak) > 1):
        return STRONG
    return MIDDLE if len(weak) > 1 else 0.0


def brand_in_name(view: PageView, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """(quote, locator) of a betting brand that stands where an organ's name begins («365bet市人民政府»), or None. 机关名称中的品牌"""
    if not _brand(vocabulary).search(view.folded.text):
        return None
    for line in view.lines:
        found = None if line.hidden else _in_name(vocabulary).search(fold(line.text))
        if found is None:
            continue
        around = found.string[max(0, found.start() - CONTEXT) : found.end() + CONTEXT]
        if not finder((*_list(vocabulary, "spam_never"), *_list(vocabulary, "spam_lottery"))).search(around):
            return found.string[max(0, found.start() - 6) : found.end()], view.locator(line.element)
    return None


def has_spam(text: str, vocabulary: Vocabulary) -> bool:
    """Whether any spam word, ordinary or not, stands in a text: for what no reader is meant to see. 含推广用语"""
    return _all(vocabulary).search(fold(text)) is not None


@functools.lru_cache(maxsize=8)
def adverts(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Advertising words that a bureau's tags need not hold. 推广用语"""
    return tuple(line.split()[0] for line in _list(vocabulary, "spam_weak"))


def ordinary_here(word: str, site: str, vocabulary: Vocabulary) -> bool:
    """Whether an advertising word is a site's own business by the site's names: 天气预报 on a weather bureau's. 属于本站业务"""
    lines = (line.split() for line in _list(vocabulary, "spam_weak"))
    return any(trade in site for first, *trades in lines if first == word for trade in trades)


def _words(words: str, vocabulary: Vocabulary) -> tuple[set[str], set[str], set[str]]:
    """Different words of a text: strong ones, brands outside companies' names, words of trades."""
    strong, trades = (set(finder(_list(vocabulary, name)).findall(words)) for name in ("spam_strong", "spam_trades"))
    return strong, set(_brand_alone(vocabulary).findall(words)), trades


def _list(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    return _longest_first(vocabulary.words.get(name, ()))


@functools.lru_cache(maxsize=64)
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Longer words first: 体育博彩 is one word and not also 博彩."""
    return tuple(sorted(words, key=len, reverse=True))


def _either(words: tuple[str, ...]) -> str:
    return finder(words).pattern


@functools.lru_cache(maxsize=8)
def _all(vocabulary: Vocabulary) -> re.Pattern[str]:
    return finder(tuple(word for name in ("spam_strong", "spam_brands", "spam_trades") for word in _list(vocabulary, name)))


@functools.lru_cache(maxsize=8)
def _brand(vocabulary: Vocabulary) -> re.Pattern[str]:
    return finder((*_list(vocabulary, "spam_strong"), *_list(vocabulary, "spam_brands")))


@functools.lru_cache(maxsize=8)
def _brand_alone(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(f"(?:{_either(_list(vocabulary, 'spam_brands'))}){BEFORE_COMPANY}")


@functools.lru_cache(maxsize=8)
def _beside(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A brand with what only players look for right behind it: 凯发官网, 必赢app."""
    return re.compile(f"(?:{_either(_list(vocabulary, 'spam_brands'))}){BEFORE_COMPANY}(?:{_either(_list(vocabulary, 'spam_beside'))})")


@functools.lru_cache(maxsize=8)
def _in_name(vocabulary: Vocabulary) -> re.Pattern[str]:
    brand = f"(?:{_either(_list(vocabulary, 'spam_strong'))}|{_beside(vocabulary).pattern})"
    return re.compile(f"{brand}(?:(?!{STOP}).){{0,24}}?{SUFFIX}")
