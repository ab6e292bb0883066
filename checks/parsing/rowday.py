"""The day of a list row that stands within the link of its title, in an element of its own. 标题链接内的日期"""

from __future__ import annotations

import itertools
import re

from lxml.html import HtmlElement

# A day as a part of a link beside the bare text of its title, with what stands about it: its label, the hour, the day of the week, the clicks.
DAY = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d\d-\d\d-\d\d|[A-Z][a-z]{2,8}\.?\s\d{1,2},\s(?:19|20)\d\d|\d{1,2}[-/]\d{1,2}"
HOUR = r"(?:T|\s{1,3})\d{1,2}:\d{2}(?::\d{2})?"
DAY_LABEL = r"(?:(?:[发發][布佈]|更新|公[开開]|添加)?(?:日期|[时時][间間])\s?[:：]\s?)?"
DAY_PART = re.compile(
    rf"[\[(（【]?\s?{DAY_LABEL}(?:{DAY}|\d{{1,2}}月\d{{1,2}}日)(?:{HOUR})?(?:\s?(?:星期|周)[一二三四五六日天])?\s?[\])）】]?"
    r"(?:\s{0,5}(?:[浏瀏][览覽]|点击|點擊|阅读|访问|人气)[^，。]{0,12})?"
)
LEAST_TITLE = 4
MOST_PIECES = 120  # of text of a title
# How the first and the last characters of a text may look of which a day is the one end.
DAY_FIRST = re.compile(r"[\[(（【\s]{0,2}(?:\d|[发發更公添日时時]|[A-Z][a-z])")
LAST_OF_DAY = 2
DAY_LAST = re.compile(r".?[\d\])）】日次一二三四五六天]$", re.S)
DAY_TAGS = ("span", "em", "i", "time", "label", "small", "p", "div", "font", "b", "strong")
STRESS = frozenset({"font", "b", "strong"})  # what may begin a title: «5月4日»
MAX_PARTS = 12  # elements of a title among which its day is looked for


def day_parts(title: HtmlElement) -> frozenset[HtmlElement]:
    """The part of a link at the edge of its title that is the row's day and no more: <a>标题<span>2021-06-01</span></a>. 标题旁的日期"""
    if not len(title):
        return frozenset()
    whole = "".join(itertools.islice(title.itertext(), MOST_PIECES)).strip()
    if not (DAY_FIRST.match(whole) or DAY_LAST.match(whole, max(len(whole) - LAST_OF_DAY, 0))):
        return frozenset()
    for part in itertools.islice(title.iter(*DAY_TAGS), MAX_PARTS):
        day = (part.text or "").strip() if part is not title and not len(part) else ""
        if not day[-1:].strip() or len(whole) - len(day) < LEAST_TITLE or not (whole.startswith(day) or whole.endswith(day)):
            continue
        if DAY_PART.fullmatch(day) and (part.tag not in STRESS or day[-1:] != "日" or "年" in day):
            return frozenset((part,))
    return frozenset()
