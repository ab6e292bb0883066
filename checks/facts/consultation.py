"""Until when a draft is open for comments. 意见征集截止日期"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.fold import plain
from checks.parsing.main import main_lines
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

TITLE = re.compile(r"(?:征求|征集|听取).{0,40}(?:意见|建议)|意见.{0,6}征集")
DAY = r"(?P<y>20\d\d)\s?[年.\-/]\s?(?P<m>\d{1,2})\s?[月.\-/]\s?(?P<d>\d{1,2})\s?日?"
UNTIL = re.compile(
    rf"(?:(?:截止|截至|结束)[^\d。；]{{0,12}}|(?<!\d)(?:至|到|~|—|--)\s?){DAY}|{DAY.replace('?P<y>', '?P<y2>').replace('?P<m>', '?P<m2>').replace('?P<d>', '?P<d2>')}\s?(?:\d{{1,2}}[时:：]\S{{0,4}})?\s?(?:之?前|以前|止|截止)"
)


def consultation(view: PageView, context: Context) -> Iterator[Fact]:
    """``consult.until``: the last day that the notice names for comments; nothing on pages that call for none. 征集截止"""
    if view.attachment or not TITLE.search(plain(title_text(view))):
        return
    latest: tuple[dt.date, str, str] | None = None
    for line in main_lines(view):
        for found in UNTIL.finditer(plain(line.text)) if not line.hidden else ():
            day = _day(found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"])
            if day is not None and (latest is None or day > latest[0]):
                latest = (day, line.text, view.locator(line.element))
    if latest is not None:
        yield Fact(kind="consult.until", value=latest[0], evidence=view.evidence(latest[1], latest[2]), method="sentence", confidence=0.8)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
