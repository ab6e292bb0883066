"""Public messages to the office and what became of them: pages of one message, lists of many. 公众留言"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold
from checks.parsing.labels import label_pairs
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .glance import foreign, places

KIND = FAMILY = "messages"
DATES = ("asked", "answered")
# Before 时间 or 日期: a word of each kind stands on every page that shows when a message came and what became of it. What is sought in the
# source is spelt in both forms.
ASKED = frozenset("留言 来信 來信 写信 寫信 咨询 諮詢 咨詢 提问 提問 提交 发信 發信 发件 發件 信件 反映 投诉 投訴".split())
ANSWERED = frozenset("答复 回复 回信 办结 处理 反馈 回答 解答".split())
DAYS = ("时间", "時間", "日期")
ASKED_SIGNS, DAY_SIGNS = tuple(word.encode() for word in sorted(ASKED)), tuple(word.encode() for word in DAYS)
STATUS: tuple[str, ...] = ("办理状态", "处理状态", "回复状态", "答复状态", "信件状态", "留言状态", "当前状态", "办理情况", "状态<")
STATUS += ("辦理狀態", "處理狀態", "回覆狀態", "回復狀態", "答覆狀態", "答復狀態", "信件狀態", "留言狀態", "當前狀態", "辦理情況", "狀態<")
MOST = 200
LONGEST_LINE = 200
LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,6})[:：](?P<value>[^:：\[\]【】|]{0,30}?(?:\d{4}-\d{1,2}-\d{1,2})?)(?=[\[\]【】|\s]|[\u4e00-\u9fff]{2,6}[:：]|$)"
)


@attrs.frozen(eq=False)
class _Part:
    """A field of a message as it stands. 留言要素"""

    label: str
    value: str
    element: HtmlElement
    form: str
    unread: bool = False


def messages(view: PageView, context: Context) -> Iterator[Fact]:
    """``messages`` facts, a group for each message that shows when it was asked: asked, answered (ISO dates), status, topic, by. 留言与答复"""
    if view.attachment or not _may_be_signed(view) or not _signed(view.source):
        return
    found = list(_in_lines(view, context.vocabulary)) or list(_in_pairs(view, context.vocabulary))
    for index, fields in enumerate(found[:MOST], 1):
        for field, part in fields.items():
            yield _fact(view, context, field, part, f"message-{index}")


def _in_lines(view: PageView, vocabulary: Vocabulary) -> Iterator[dict[str, _Part]]:
    """Messages of which one line shows both days: [提交时间：2015-05-04] 回复人：办公室 [回复时间：2015-05-06]."""
    owners = _owners(vocabulary)
    for line in view.lines:
        if line.hidden or len(line.text) > LONGEST_LINE or len(LABELLED.findall(line.text)) < len(DATES):
            continue
        parts = {
            owners[label]: _Part(m["label"], m["value"].strip(), line.element, "line")
            for m in LABELLED.finditer(line.text)
            if (label := fold(m["label"])) in owners
        }
        if parts.keys() >= set(DATES):
            yield parts


def _in_pairs(view: PageView, vocabulary: Vocabulary) -> Iterator[dict[str, _Part]]:
    owners = _owners(vocabulary)
    told: dict[str, dict[str, _Part]] = {}
    number = 0
    for pair in label_pairs(view):
        field = owners.get(pair.key)
        if field is None or pair.hidden or pair.form in ("heading", "tab"):
            continue
        if not pair.group and field in told.get(f"line-{number}", {}) and field in DATES:
            number += 1  # lines begin a new message when a date comes again
        part = _Part(pair.label, pair.value, pair.value_element, pair.form, pair.has_script or pair.has_image)
        told.setdefault(pair.group or f"line-{number}", {}).setdefault(field, part)
    asked = [group for group, fields in told.items() if "asked" in fields]
    if len(asked) == 1:  # one message: its answer often stands in a table of its own
        yield {field: part for fields in (*told.values(), told[asked[0]]) for field, part in fields.items()}
        return
    yield from (told[group] for group in asked)


def _may_be_signed(view: PageView) -> bool:
    """Whether a word of ASKED may stand before a day: the same look, at what is found sooner."""
    text = foreign(view)
    return any(text.endswith(ASKED_SIGNS, 0, at) for day in DAY_SIGNS for at in places(text, day))


def _signed(source: str) -> bool:
    before = set(map(fold, _before(source)))
    return bool(before & ASKED) and (bool(before & ANSWERED) or any(word in source for word in STATUS))


def _before(source: str) -> Iterator[str]:
    """The two characters before each word for a day or a time."""
    yield from (source[max(0, at - 2) : at] for word in DAYS for at in places(source, word))


def _fact(view: PageView, context: Context, field: str, part: _Part, group: str) -> Fact:
    dates = find_dates(part.value, context.as_of) if field in DATES else ()
    value = dates[0].date.isoformat() if dates else part.value[:80].strip()
    usable = bool(dates) if field in DATES else bool(value)
    state = State.VALID if usable else State.UNREAD if part.unread or value else State.BLANK
    return Fact(
        kind=KIND,
        subject=field,
        value=Reading(state=state, value=value if usable else None, label=part.label),
        evidence=view.evidence(f"{part.label}：{part.value}", part.element),
        method=part.form,
        confidence=0.9,
        group=group,
    )


@functools.lru_cache(maxsize=8)
def _owners(vocabulary: Vocabulary) -> dict[str, str]:
    return {label: element.id for element in vocabulary.family(FAMILY).values() for label in element.labels}
