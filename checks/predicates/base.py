"""What every predicate takes and gives. 判定函数的形式"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import attrs

from checks.assemble import Reach, ReadPage, Target, UnitFacts
from checks.headed import part_named
from checks.model import Entry, Evidence, Fact, Link, Outcome, Reading, State
from checks.pages import INDEX_NAME, address_key, host_of, page_reach
from checks.parsing.fold import fold, squeeze


@attrs.frozen(kw_only=True)
class Verdict:
    """One outcome of one rule on one subject, before the rule's wording is put to it. 判定

    Attributes:
        slots: values for the rule's message templates; ``why`` is the predicate's own short Chinese statement of fact.
        used: facts and evidence the outcome rests on.
        looked: for an absence, where was looked.
    """

    outcome: Outcome
    subject: str = ""
    subject_name: str = ""
    why: str = ""
    slots: Mapping[str, object] = attrs.Factory(dict)
    used: tuple[Fact | Evidence, ...] = ()
    looked: str = ""

    @property
    def confidence(self) -> float:
        """The lowest confidence among the facts used."""
        return min([f.confidence for f in self.used if isinstance(f, Fact)], default=1.0)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Evidence of what was used, each once, in the order of use."""
        return tuple(dict.fromkeys(f.evidence if isinstance(f, Fact) else f for f in self.used))


@attrs.frozen(kw_only=True)
class Predicate:
    """A named check with the schema of its options. 判定函数

    A class of options with ``charges = False`` belongs to a check that never gives ``failed``: it asks people, or only tells.
    """

    function: Callable[[UnitFacts, Any], Iterable[Verdict]]
    params: type


# States that stand against a unit when the page was read whole.
DEFECTS: frozenset[State] = frozenset({State.ABSENT, State.BLANK, State.PLACEHOLDER, State.NEGATED})
STATE_ZH: Mapping[State, str] = {
    State.VALID: "有",
    State.BLANK: "有名目无内容",
    State.PLACEHOLDER: "仅为占位符",
    State.NEGATED: "写明不提供",
    State.PARTIAL: "内容不全",
    State.ABSENT: "未列",
    State.UNREAD: "未能读取",
}


def reading(fact: Fact) -> Reading:
    """The fact's value as a Reading (every fact of an element kind has one)."""
    assert isinstance(fact.value, Reading)
    return fact.value


def best(facts: Iterable[Fact]) -> Fact | None:
    """The reading that says most for the unit: valid first, then partial, unread, and the defects. 最有利读数"""
    order = (State.VALID, State.PARTIAL, State.UNREAD, State.NEGATED, State.PLACEHOLDER, State.BLANK, State.ABSENT)
    ranked = sorted(facts, key=lambda f: (order.index(reading(f).state), f.evidence.url, f.evidence.locator))
    return ranked[0] if ranked else None


YEAR_RANGE = re.compile(r"(?<!\d)(20\d\d)年?度?[-~〜至到](20\d\d)(?!\d)")
MOST_YEARS = 15
TIME_TO_FOLLOW = dt.timedelta(days=30)  # what a notice repeals or cancels need not have left the other pages on the next day
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
CHINESE_YEAR = re.compile(r"二[〇○零一二三四五六七八九]{3}(?=年)")
ARABIC = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def years_named(words: str) -> tuple[int, ...]:
    """Years in a title, in Arabic or Chinese numerals (二○一四年), in order. 标题中的年份"""
    return tuple(int(year) for year in YEAR.findall(CHINESE_YEAR.sub(lambda m: m[0].translate(ARABIC), words)))


def years_covered(words: str) -> tuple[int, ...]:
    """The years that a folded title speaks of: all of a range (2009-2012年), else the first that it names. 标题所指年度"""
    span = YEAR_RANGE.search(CHINESE_YEAR.sub(lambda m: m[0].translate(ARABIC), words))
    if span:
        first, last = int(span[1]), int(span[2])
        if first < last < first + MOST_YEARS:
            return tuple(range(first, last + 1))
    return years_named(words)[:1]


def home_read(unit: UnitFacts) -> bool:
    """Whether the home page gave content: an error page, a wall or a shell says nothing about the portal, good or bad. 首页已读"""
    return unit.home is not None and page_reach(unit.home) is Reach.READ


def path_of(url: str) -> str:
    """Path of an address without the leading slash. 页面路径"""
    rest = url.split("://", 1)[-1]
    return rest.split("/", 1)[1] if "/" in rest else ""


INDEX_PAGE = "index.html"


def subject_of(unit: UnitFacts, url: str) -> str:
    """The subject of findings about one page: its path, with the host where that is not the unit's own. 页面对象编号

    A folder and its index page are one: ``tz/`` and ``tz/index.htm`` give ``tz/index.html``, unless both were read and differ.
    """
    parts = urlsplit(url)
    path = parts.path.lstrip("/")
    page = unit.find(address_key(url))  # by address alone: the page that stands for all spellings
    if page is None or page.url == url:
        path = INDEX_NAME.sub("/", "/" + path).lstrip("/")
        path += INDEX_PAGE if not path or path.endswith("/") else ""
    told = path + (f"?{parts.query}" if parts.query else "")
    return told if host_of(url) == unit.host else f"{host_of(url)}/{told}"


def label_words(unit: UnitFacts, family: str, element: str, name: str) -> tuple[str, ...]:
    """The words an element is known by, its name first: what was sought on the pages. 所查字样"""
    known = unit.context.vocabulary.elements.get(family, {}).get(element)
    return tuple(dict.fromkeys((name, *(known.labels if known else ()))))


def page_name(page: ReadPage) -> str:
    """A page's title for people, its path where it has none."""
    return page.title or path_of(page.url) or page.url


def tags_of(page: ReadPage) -> dict[str, str]:
    """The named tags in a page's head. 网页标签"""
    fact = next(iter(page.of("page.meta")), None)
    return dict(line.split("=", 1) for line in str(fact.value).split("\n")) if fact is not None else {}


def place_name(unit: UnitFacts, page: ReadPage) -> str:
    """A page's name for people; the entry page is 首页, whatever its title."""
    return "首页" if page is unit.home else page_name(page)


def cited(text: str, limit: int = 60) -> str:
    """A short quotation for a message: white space collapsed, cut with an ellipsis."""
    text = squeeze(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def title_of(fact: Fact) -> str:
    """Title of a list row, words of a link, or the title of a page which the fact is. 条目、链接或页面标题"""
    value = fact.value
    return value.title if isinstance(value, Entry) else value.text if isinstance(value, Link) else str(value)


def row_words(fact: Fact) -> str:
    """Title of a list row, words or address of a link, else the words that a fact was read from. 条目标题或原文"""
    value = fact.value
    return value.title if isinstance(value, Entry) else value.text or value.href if isinstance(value, Link) else fact.evidence.quote


def listed(told: Sequence[str], most: int, count: str = "个") -> str:
    """The first of several things, and how many there are where that is more: 甲、乙等3个. 列举"""
    return "、".join(told[:most]) + (f"等{len(told)}{count}" if len(told) > most else "")


def names(targets: Sequence[Target], limit: int = 3) -> str:
    """«公开指南»（页面不存在）、… for a message."""
    listed = "、".join(dict.fromkeys(t.describe() for t in targets[: limit * 2]))
    return listed + ("等" if len(targets) > limit * 2 else "")


def not_found(
    unit: UnitFacts, blockers: Sequence[Target], words: Sequence[str], also: Sequence[str] = ()
) -> tuple[Outcome, str, tuple[Fact | Evidence, ...]]:
    """The outcome of "nothing was found": a failure only if everything was looked at, else cant_tell with the reason. 未找到时的结论

    Absence needs proof of completeness: gaps of the visit, an offered place that would not open, or a part of a page that bears the very
    name (one of ``words``, or of ``also``) leave the question open.
    """
    if blockers:
        return Outcome.CANT_TELL, f"可能载有此项的入口未能查看：{names(blockers)}", tuple(t.fact for t in blockers[:3])
    if unit.gaps:
        return Outcome.CANT_TELL, "；".join(unit.gaps), ()
    if part := part_named(unit, (*words, *also)):
        name, page = part
        why = f"“{cited(page_name(page), 30)}”页内列有“{cited(name, 30)}”，其下内容未能确认，需人工看一眼"
        return Outcome.CANT_TELL, why, tuple(f for f in page.facts if f.kind == "page.kind")
    return Outcome.FAILED, "未见" + ("（" + "、".join(words) + "）" if words else ""), unit.absence()


MIGRATED = 20  # so many items of one day were moved to a new site on it, or published at once: no day of one document


def first_published(unit: UnitFacts, day: dt.date, shown: Fact) -> bool:
    """Whether a day that is shown can be that of first publication; one of a revision or of a move to a new site proves nothing. 首次公布"""
    return "更新" not in fold(shown.evidence.quote) and sum(other == day for other, _ in unit.dated) < MIGRATED


def not_walked(unit: UnitFacts) -> str:
    """Why a single document of unknown date may have been missed: lists that were not read to their end; '' if all were. 未读到底的列表"""
    cut = [column for column in unit.columns if not column.ended]
    return f"{len(cut)}个列表未读到底（如“{cited(cut[0].name, 20)}”），可能在其中" if cut else ""
