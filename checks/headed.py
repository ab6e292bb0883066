"""What may head a part of a page: a name on a tab, or on a line of its own, whose content was not told from the rest. 页内小标题

Absence is charged by name. Where a page that was read bears the very name that is sought — on a tab, on a fold, above a part — the thing is
not absent: what stands below was shown by a script, or was not known for what it is, and a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from checks.model import Entry, PageKind
from checks.pages import Reach, ReadPage, page_reach
from checks.parsing.fold import fold

if TYPE_CHECKING:
    from checks.unit import UnitFacts

LONGEST = 24  # characters of a name; what is longer is a sentence
LEAST_STRIP = 3  # short lines without text between them: the words of tabs or folds, rather than the headings of a text
LISTING = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX})
TEXTS = frozenset({PageKind.GUIDE, PageKind.APPLY, PageKind.OTHER})  # their headings name what they tell of, their strips what they lead to
NO_NAME = re.compile(r"[。；;，,！？!?]|[:：].|\d|^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]")  # a year is of one document


def headed_parts(unit: UnitFacts) -> Iterator[tuple[str, str, ReadPage]]:
    """Names of parts of pages, folded and as written, with the page; its own title names the whole, a row a document: neither is one. 页内各部分名称"""
    landing = {t.page.url for t in unit.offers("disclosure") if t.page is not None}
    for page in unit.pages:
        if page_reach(page) is not Reach.READ or page.of("list.blank"):
            continue
        no_part = {fold(page.title), *(fold(f.value.title) for f in page.rows if isinstance(f.value, Entry))}
        for text in dict.fromkeys((*(str(f.value) for f in page.of("tab.head")), *_lines(page, page.url in landing))):
            if (words := fold(text)) not in no_part:
                yield words, text, page


def part_named(unit: UnitFacts, words: Sequence[str]) -> tuple[str, ReadPage] | None:
    """The first part of a page that bears one of the names, or ends with one; None if there is none. 同名部分"""
    ends = tuple(fold(word) for word in words if word)
    return next(((text, page) for name, text, page in unit.parts if ends and name.endswith(ends)), None)


def _lines(page: ReadPage, landing: bool) -> Iterator[str]:
    """Names on lines of a page's own; on the page of the whole disclosure column, whatever it was taken for, each line may be one."""
    if page.kind not in LISTING and page.kind not in TEXTS:
        return
    least = 1 if landing or page.kind in LISTING else LEAST_STRIP
    for short, lines in groupby(page.text.splitlines(), key=_is_name):
        if short and len(run := tuple(lines)) >= least:
            yield from run


def _is_name(line: str) -> bool:
    return len(line) <= LONGEST and NO_NAME.search(line) is None
