"""Words and CMS knowledge as values. Read from ``data/vocabulary`` and ``data/adapters`` by ``config``, passed in here. 词表"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Element:
    """One thing a page must show, with the labels it is seen under. 要素

    Attributes:
        labels: synonyms, folded (Simplified, no spaces), longest match wins.
        never: labels that look alike and must not count (监督电话 is no office telephone).
        aliases: further words for running text, used where the label form is missing.
    """

    id: str
    name: str
    labels: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Adapter:
    """How one CMS builds its list pages, as data. 建站系统适配

    Attributes:
        signs: regular expressions; one match in the page source selects the adapter.
        pager: regular expression over the source with the named groups ``pages``, ``current``, ``name``, ``ext`` (some optional).
        pager_first: number the CMS counts its first page as.
        next_url: template of the following page with ``{name} {ext} {n}``; '' if the pager is only followed by its links.
        script_rows: regular expression over the source whose group ``html`` holds rows that a script draws.
        endpoint: regular expression (group ``url``) of a GET list endpoint for further rows.
        total: regular expression (group ``total``) of the number of all rows.
    """

    id: str
    name: str
    signs: tuple[str, ...]
    pager: str = ""
    pager_first: int = 0
    next_url: str = ""
    script_rows: str = ""
    endpoint: str = ""
    total: str = ""


@attrs.frozen(kw_only=True, eq=False)
class Vocabulary:
    """All words the extractors use. 词表

    Attributes:
        elements: family (``guide``, ``channels``, ``catalogue``, ``items``, ``penalty``, ``annual``, ``org`` …) → element id → Element.
        words: named word lists (``negation``, ``spam`` …).
        adapters: known CMSs.
        holidays: non-working days; ``workdays`` make-up working days; ``holidays_since`` and ``holidays_until`` the first and the last day the
            table knows (None for the first: however far back).
    """

    elements: Mapping[str, Mapping[str, Element]]
    words: Mapping[str, tuple[str, ...]]
    adapters: tuple[Adapter, ...] = ()
    holidays: frozenset[dt.date] = frozenset()
    workdays: frozenset[dt.date] = frozenset()
    holidays_since: dt.date | None = None
    holidays_until: dt.date | None = None

    def family(self, name: str) -> Mapping[str, Element]:
        """Elements of a family; KeyError names the missing file."""
        return self.elements[name]


@attrs.frozen(kw_only=True, eq=False)
class Context:
    """What an extractor may know beside the page. 读取背景"""

    as_of: dt.date
    vocabulary: Vocabulary
    start_url: str = ""
