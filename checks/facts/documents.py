"""Numbered documents, marks of their being out of force, and lists of what was repealed. 文件文号、失效标注、废止清单"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact, Reading, State
from checks.parsing.fold import plain
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

# 云质监发〔2010〕5号 in any brackets; folded to 云质监发〔2010〕5号.
NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{2,14})\s?[〔\[(（【]\s?(?P<year>(?:19|20)\d\d)\s?[〕\])）】]\s?(?:第\s?)?(?P<number>\d{1,5})\s?[号號]"
)
OWN_LINE = re.compile(rf"^(?:文\s?号|发文字号)?[:：]?\s?{NUMBER.pattern}$")
NO_NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,14}\s?[〔\[(（【]\s?(?:(?:19|20)\d\d)?\s?[〕\])）】]\s?第?\s?[号號]$")
SIGN = re.compile(r"[〔\[(（【]\s?(?:(?:19|20)\d\d)?\s?[〕\])）】]")  # the year, in whose place may stand nothing
LAST = "号"  # folded: in every number, filled in or not, and found many times faster than a sign
LONGEST_OWN = 40
FIRST_LINES = 25
# A list of documents out of force, by its title; one that also names those in force tells nothing by its numbers alone.
REPEALS = re.compile(r"废止|失效|停止执行|廢止")
NO_LIST = re.compile(r"有效|保留|修改|修订|征求|解读|说明|问答|废止情况|备案|部分条款|转发")
BASIS = re.compile(r"根据|依据|按照|依照|为了?|经|印发|继续有效|修改|转发")
MOST = 300
# What a page says of its own document. Prose may speak of other documents: that is no mark, and leaves it open.
MARK = re.compile(
    r"[\[(（【〔《]\s?(?:已|全文)?(?:失效|废止|作废|停止执行)|(?:有效性|时效性?|效力|状态|是否有效)[:：]?\s?(?:失效|已?废止|无效|否)|本文件?已(?:经)?(?:失效|废止)|^(?:已)?(?:失效|废止)$"
)
MENTION = re.compile(r"失效|[废廢]止|作[废廢]|停止[执執]行")


def documents(view: PageView, context: Context) -> Iterator[Fact]:
    """``docs.number`` and ``docs.mark`` of a document's own page, ``docs.repealed`` for each number on a list of repealed ones. 文件"""
    if LAST not in view.folded.text or not SIGN.search(view.folded.text):
        return
    own = _own(view)
    if own is not None:
        line, number = own
        state = State.VALID if number else State.BLANK
        yield Fact(
            kind="docs.number",
            value=Reading(state=state, value=number or None, label="文号"),
            evidence=view.evidence(line.text, line.element),
            method="line",
            confidence=0.9,
        )
        yield from _mark(view)
    title = plain(title_text(view))
    if REPEALS.search(title) and not NO_LIST.search(title):
        yield from _repealed(view, own[1] if own else "")


def _spelt(found: re.Match[str]) -> str:
    return f"{found['organ']}〔{found['year']}〕{int(found['number'])}号"


@per_view
def _own(view: PageView) -> tuple[Line, str] | None:
    """The line above a document's text that holds nothing but its number, or the place of one that was not filled in."""
    for line in main_lines(view)[:FIRST_LINES]:
        if line.hidden or len(line.text) > LONGEST_OWN or line.linked:
            continue
        text = plain(line.text).strip()
        found = OWN_LINE.match(text)
        if found:
            return line, _spelt(found)
        if NO_NUMBER.match(text):
            return line, ""
    return None


def _mark(view: PageView) -> Iterator[Fact]:
    mention: Line | None = None
    title = title_text(view)
    if MARK.search(plain(title)):
        yield Fact(kind="docs.mark", value="marked", evidence=view.evidence(title, "//title"), method="title")
        return
    for line in view.lines:
        if line.hidden or not MENTION.search(line.text):
            continue
        if len(line.text) <= 80 and MARK.search(plain(line.text)):
            yield Fact(kind="docs.mark", value="marked", evidence=view.evidence(line.text, line.element), method="line")
            return
        mention = mention or line
    if mention is not None:
        yield Fact(
            kind="docs.mark", value="mentioned", evidence=view.evidence(mention.text, mention.element), method="line", confidence=0.5
        )


def _repealed(view: PageView, own: str) -> Iterator[Fact]:
    seen = {own}
    for line in main_lines(view):
        if line.hidden or BASIS.match(plain(line.text)) or not SIGN.search(line.text):
            continue
        for found in NUMBER.finditer(plain(line.text)):
            number = _spelt(found)
            if number not in seen and len(seen) <= MOST:
                seen.add(number)
                yield Fact(
                    kind="docs.repealed", value=number, evidence=view.evidence(line.text, line.element), method="list", confidence=0.8
                )
