"""Notices that applications for information in person are suspended for a time. 暂停当面申请的公告"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.fold import folded
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .title import read_title

SUSPENDED = re.compile(
    r"暂停[^。;]{0,20}(?:信息公开|依申请公开|申请公开)[^。;]{0,12}(?:申请|受理|接待|窗口|现场|当面)|(?:信息公开|依申请公开)[^。;]{0,16}(?:申请|受理|接待|窗口|现场|当面)[^。;]{0,8}暂停"
)
END = re.compile(
    r"(?:至|到|截止)[^。;,]{0,4}(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日(?:起)?(?:恢复|正常)|恢复时间为?[^。;,]{0,4}\d|(?:防控|响应|疫情|施工|维修|假期|期间)[^。;,]{0,10}(?:结束|解除|期满)"
)
MOST_LINES = 80


def suspended(view: PageView, context: Context) -> Iterator[Fact]:
    """``apply.suspended``: the sentence of a suspension; the value is the end that it states. 暂停受理"""
    if "暂停" not in view.folded.text:
        return
    title = read_title(view, context.as_of)
    if title is None or not SUSPENDED.search(folded(title.text).text):
        return
    end = ""
    for line in main_lines(view)[:MOST_LINES]:
        text = folded(line.text[:2000])
        found = END.search(text.text)
        if found:
            end = text.quote(*found.span())
            break
    yield Fact(kind="apply.suspended", value=end, evidence=view.evidence(title.quote, title.where), method="title", confidence=0.9)
