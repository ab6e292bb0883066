"""The day of a document that states none beside its headline: right below its name, or below its text. 落款日期"""

from __future__ import annotations

import datetime as dt
import re

from checks.model import PageKind
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold, plain
from checks.parsing.main import main_lines
from checks.parsing.view import Line, PageView

from .published import OTHER_EVENT, Published
from .shape import ORGAN
from .title import read_title

# Kinds that a unit writes itself and dates when it gives them out. A decision or a copied document is signed long before.
SIGNED = frozenset({PageKind.GUIDE, PageKind.ANNUAL_REPORT, PageKind.POWER_LIST})
# Folded. What stands before who gives a document out.
GIVEN_OUT = re.compile(r"^\(?(?:发布|公布|公开)(?:单位|机构|机关|部门|科室|者|人)?[:：]")
EDGES = "()【】[]〔〕"
LONGEST = 50
NEAR = 3  # lines below a name, or above the end
ORGANS = re.compile(r"[局委办厅院会乡镇处所队站社司部署馆团科股室府]$")


def signed(view: PageView, as_of: dt.date, kind: PageKind) -> Published | None:
    """The day below the name or below the text; a bare day below the text counts for few kinds. 落款日期"""
    return _below_name(view, as_of) or _below_text(view, as_of, kind)


def _below_name(view: PageView, as_of: dt.date) -> Published | None:
    """A day alone or with the organ's name, right below the name of a document."""
    name = read_title(view, as_of)
    if name is None or not name.document:
        return None
    lines = main_lines(view)
    place = next((n for n, line in enumerate(lines) if line.text == name.quote), None)
    if place is None or place + 1 >= len(lines):
        return None
    return _day(view, lines[place + 1], as_of, "info-line", 0.8)


def _below_text(view: PageView, as_of: dt.date, kind: PageKind) -> Published | None:
    """The last day of the content, alone on its line or beside the organ that signs; for any document behind «发布：»."""
    lines = [line for line in main_lines(view) if not line.linked]  # rows of other lists below it are links
    for n in range(len(lines) - 1, max(len(lines) - 1 - NEAR, 0), -1):
        found = _day(view, lines[n], as_of, "signature", 0.7)
        if found is not None:
            given = any(GIVEN_OUT.match(fold(line.text)) for line in lines[n - 1 : n + 1])
            return found if given or kind in SIGNED else None
    return None


def _day(view: PageView, line: Line, as_of: dt.date, method: str, confidence: float) -> Published | None:
    dates = find_dates(line.text, as_of) if len(line.text) <= LONGEST and not line.linked and not line.hidden else ()
    if len(dates) != 1 or dates[0].year_inferred:
        return None
    before, after = line.text[: dates[0].start], line.text[dates[0].end :]
    beside = GIVEN_OUT.sub("", fold(before + after)).strip(EDGES)
    if OTHER_EVENT.match(plain(after)) or (beside and not _is_organ(beside)):
        return None
    return Published(dates[0].date, line.text, view.locator(line.element), view.lines.index(line), method, confidence)


def _is_organ(words: str) -> bool:
    return ORGAN.search(words) is not None or ORGANS.search(words) is not None
