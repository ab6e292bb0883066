"""``vocabulary/``, ``adapters/`` and ``holidays.toml`` → Vocabulary. 词表"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from checks.vocabulary import Adapter, Element, Vocabulary

from .mistakes import Mistake
from .reading import Document, read, read_folder
from .structure import structure

WORDS = "words"
"""The vocabulary file that holds plain word lists instead of elements."""

NAMED = (("pager", "pages"), ("script_rows", "html"), ("endpoint", "url"), ("total", "total"))
"""What an adapter's expressions must name."""

COUNTED = ("rows",)
"""What a pager's expression may name instead: all rows, and with ``per`` those of a page."""

SLOTS = frozenset({"name", "n", "ext"})
"""What the address of a following page may be made of."""

_Found = Iterator[tuple[str, str]]
_WEEKEND = 5


@attrs.frozen(kw_only=True)
class _Year:
    """One year of the State Council's holiday notice. 放假安排"""

    holidays: tuple[dt.date, ...] = ()
    workdays: tuple[dt.date, ...] = ()


@attrs.frozen(kw_only=True)
class _Calendar:
    """What stands in ``holidays.toml``. 节假日表"""

    until: dt.date
    year: Mapping[str, _Year]


def read_vocabulary(base: Path) -> tuple[Vocabulary, list[Mistake]]:
    """All words, adapters and holidays below a data folder, and every mistake in them."""
    documents, mistakes = read_folder(base / "vocabulary", base)
    elements: dict[str, Mapping[str, Element]] = {}
    words: Mapping[str, tuple[str, ...]] = {}
    for document in documents:
        if document.stem == WORDS:
            lists, wrong = structure(document.table, Mapping[str, tuple[str, ...]], document.name)  # type: ignore[type-abstract]  # structure takes generic types, too
            words = lists or {}
        else:
            elements[document.stem], wrong = _family(document)
        mistakes += wrong
    adapters, wrong = _adapters(base)
    mistakes += wrong
    calendar, wrong = _calendar(base)
    mistakes += wrong
    years = calendar.year.values() if calendar else ()
    vocabulary = Vocabulary(
        elements=elements,
        words=words,
        adapters=adapters,
        holidays=frozenset(day for year in years for day in year.holidays),
        workdays=frozenset(day for year in years for day in year.workdays),
        holidays_since=min((dt.date(int(name), 1, 1) for name in calendar.year if name.isdecimal()), default=None) if calendar else None,
        holidays_until=calendar.until if calendar else None,
    )
    return vocabulary, mistakes


def _family(document: Document) -> tuple[Mapping[str, Element], list[Mistake]]:
    elements: dict[str, Element] = {}
    mistakes: list[Mistake] = []
    for element_id, table in document.table.items():
        content: Any = table
        if isinstance(table, dict):
            if "id" in table:
                mistakes.append(Mistake(document.name, f"{element_id}.id", "未知的键；要素的编号就是表名"))
            content = {**table, "id": element_id}
        element, wrong = structure(content, Element, document.name, element_id)
        mistakes += wrong
        if element:
            elements[element_id] = element
    return elements, mistakes


def _adapters(base: Path) -> tuple[tuple[Adapter, ...], list[Mistake]]:
    documents, mistakes = read_folder(base / "adapters", base)
    adapters: list[Adapter] = []
    for document in documents:
        adapter, wrong = structure(document.table, Adapter, document.name)
        mistakes += wrong
        if adapter:
            mistakes += [Mistake(document.name, key, text) for key, text in _check_adapter(adapter, document.stem)]
            adapters.append(adapter)
    return tuple(adapters), mistakes


def _check_adapter(adapter: Adapter, stem: str) -> _Found:
    if adapter.id != stem:
        yield "id", f"编号 {adapter.id} 与文件名 {stem}.toml 不一致"
    if not adapter.signs:
        yield "signs", "至少要有一个识别特征"
    patterns = [(f"signs[{i}]", sign) for i, sign in enumerate(adapter.signs, 1)]
    patterns += [(name, getattr(adapter, name)) for name in ("pager", "script_rows", "endpoint", "total")]
    for key, pattern in patterns:
        if trouble := _pattern_trouble(pattern):
            yield key, trouble
    for key, group in NAMED:
        pattern = getattr(adapter, key)
        if pattern and not _pattern_trouble(pattern) and not {group, *COUNTED}.intersection(re.compile(pattern).groupindex):
            yield key, f"正则表达式中缺少命名组 (?P<{group}>…)"
    if trouble := _template_trouble(adapter.next_url):
        yield "next_url", trouble


def _pattern_trouble(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return f"正则表达式有误：{error}"
    return ""


def _template_trouble(template: str) -> str:
    try:
        slots = {slot for _, slot, form, _ in string.Formatter().parse(template) if slot is not None or form}
    except ValueError as error:
        return f"模板有误：{error}"
    unknown = sorted(str(slot) for slot in slots - SLOTS)
    return f"未知的占位 {{{unknown[0]}}}；可用 {{name}}、{{n}}、{{ext}}" if unknown else ""


def _calendar(base: Path) -> tuple[_Calendar | None, list[Mistake]]:
    path = base / "holidays.toml"
    document, mistakes = read(path, base)
    if document is None:
        return None, mistakes
    calendar, mistakes = structure(document.table, _Calendar, document.name)
    if calendar is None:
        return None, mistakes
    return calendar, [Mistake(document.name, key, text) for key, text in _check_calendar(calendar)]


def _check_calendar(calendar: _Calendar) -> _Found:
    for name, year in calendar.year.items():
        for kind, days, on_weekend in (("holidays", year.holidays, False), ("workdays", year.workdays, True)):
            for index, day in enumerate(days, 1):
                key = f"year.{name}.{kind}[{index}]"
                if str(day.year) != name:
                    yield key, f"{day} 不在 {name} 年"
                if (day.weekday() >= _WEEKEND) != on_weekend:
                    yield key, f"{day} {'不是周末，无须列为调休上班日' if on_weekend else '是周末，无须列为放假日'}"
                if day > calendar.until:
                    yield "until", f"截止日期 {calendar.until} 早于表中的 {day}"
