"""Rows of a list that lead nowhere by themselves, as pages show whose script waits for a click. 无链接列表

A title and its day in blocks of one make, and no link in any of them; nothing else on the page is asked, so this is for pages without a list.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re

from lxml.html import HtmlElement

from .dates import find_dates
from .fold import compact
from .links import MOST_PARTS
from .regions import NEVER_CONTENT, region_of
from .rowday import DAY_PART
from .rowjoin import make
from .rows import Row, RowList, caption_of
from .rowtext import clean_title
from .tree import up
from .view import PageView

LEAVES = ("span", "em", "i", "time", "label", "small", "p", "div", "dd")
ROWS = frozenset({"li", "div", "p", "dl", "section", "article"})
DAY_SIGN = re.compile(r"\d\s?[-/.年月]\s?\d|[a-z]\s\d{1,2},\s\d{4}")
LONGEST_LEAF = 40
LEVELS = 3  # from a day up to its row
LEAST_ROWS = 3
LEAST_TITLE = 6
LONGEST_ROW = 160
MOST_LEAVES = 3_000


def unlinked_list(view: PageView, as_of: dt.date) -> RowList | None:
    """The largest group of such rows, or None. 无链接列表"""
    if next(itertools.islice(DAY_SIGN.finditer(view.text), LEAST_ROWS - 1, None), None) is None:
        return None
    groups: dict[tuple[object, ...], list[tuple[HtmlElement, HtmlElement]]] = {}
    for leaf in itertools.islice(view.tree.iter(*LEAVES), MOST_LEAVES):
        text = leaf.text
        if not text or len(leaf) or len(text) > LONGEST_LEAF or not any(map(str.isdigit, text)) or not DAY_PART.fullmatch(text.strip()):
            continue
        row = next((node for node in up(leaf)[1 : LEVELS + 1] if node.tag in ROWS and _has_twin(node)), None)
        if row is not None:
            groups.setdefault((row.getparent(), make(row)), []).append((row, leaf))
    for pairs in sorted(groups.values(), key=len, reverse=True):
        if len(pairs) < LEAST_ROWS or len({row for row, _ in pairs}) < len(pairs):
            continue  # few, or blocks with several days
        rows = [found for row, leaf in pairs if (found := _row(view, row, leaf, as_of)) is not None]
        container = pairs[0][0].getparent()
        if len(rows) == len(pairs) and container is not None and not any(region_of(node)[0] in NEVER_CONTENT for node in up(container)):
            return RowList(tuple(rows), container, caption_of(container), 0.0, "")
    return None


def _has_twin(node: HtmlElement) -> bool:
    beside = (node.getprevious(), node.getnext())
    return any(twin is not None and isinstance(twin.tag, str) and make(twin) == make(node) for twin in beside)


def _row(view: PageView, row: HtmlElement, leaf: HtmlElement, as_of: dt.date) -> Row | None:
    """A row as read; None where it holds a link, is hidden, or is no title with its day."""
    if row.find(".//a") is not None or view.is_hidden(row):
        return None
    day = (leaf.text or "").strip()
    whole = " ".join("".join(itertools.islice(row.itertext(), MOST_PARTS)).split())
    found = find_dates(day, as_of)
    title, _, pinned = clean_title(compact(whole.replace(day, " ", 1)).strip(), "", as_of)
    if not found or not LEAST_TITLE <= len(title) or len(whole) > LONGEST_ROW:
        return None
    return Row(row, row, title, None, "", found[0], pinned, whole, row)
