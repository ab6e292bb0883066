"""What extractors read on a page: facts with their evidence."""

from __future__ import annotations

import datetime as dt
import enum

import attrs


class PageKind(enum.StrEnum):
    """What a page is, judged by its body before its column's name. 页面类型"""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    GUIDE = "guide"
    GUIDE_INDEX = "guide_index"
    CATALOGUE = "catalogue"
    APPLY = "apply"
    POWER_LIST = "power_list"
    SERVICE_ITEM = "service_item"
    PENALTY = "penalty"
    ANNUAL_REPORT = "annual_report"
    BUDGET = "budget"
    REDIRECT_STUB = "redirect_stub"
    SCRIPT_SHELL = "script_shell"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    MOVED = "moved"
    OTHER = "other"


class State(enum.StrEnum):
    """State of one element's value. 要素状态"""

    VALID = "valid"  # label or context, and a usable value
    BLANK = "blank"  # label, nothing after it
    PLACEHOLDER = "placeholder"  # ××××, 待定, {{…}}
    NEGATED = "negated"  # 暂无…, 不提供…
    PARTIAL = "partial"  # hours without clock times, a name without a number
    ABSENT = "absent"  # nothing on the fully read page
    UNREAD = "unread"  # only in an image, attachment, script or frame


class LinkKind(enum.StrEnum):
    """What a link points at, from its href alone. 链接类型"""

    WEB = "web"  # http(s), may be followed
    SCRIPT = "script"  # javascript:… or an onclick we cannot read
    EMPTY = "empty"  # no href, "" or "#"
    FRAGMENT = "fragment"  # #section of the same page
    MAIL = "mail"
    OTHER = "other"  # tel:, data:, malformed …


@attrs.frozen(kw_only=True)
class Evidence:
    """Where a fact was read. 证据

    Attributes:
        url: address the body was fetched from.
        fetched_at: aware, UTC.
        sha256: hex digest of the body the quote stands in.
        locator: XPath of the element, or a named place (``meta[SiteIDCode]``, ``attachment:p3``).
        quote: verbatim text of the page, white space collapsed, at most 300 characters.
        rendered: True if a browser produced the body.
    """

    url: str
    fetched_at: dt.datetime
    sha256: str
    locator: str
    quote: str
    rendered: bool = False


@attrs.frozen(kw_only=True)
class Reading:
    """One element as read: its state, its value, and the label it stood under. 要素读数"""

    state: State
    value: str | None = None
    label: str | None = None


@attrs.frozen(kw_only=True)
class Link:
    """One anchor (or frame, refresh, scripted location) of a page. 链接

    Attributes:
        url: absolute address for ``WEB``, else None. Fragment removed.
        href: as written.
        text: what the reader sees, white space removed inside Chinese text; the title attribute when the text is empty.
        title: the title attribute.
        hidden: inside an element hidden by inline style or attribute.
        via: ``a``, ``area``, ``frame``, ``refresh``, ``script``, ``datastore`` (a list a script draws).
    """

    kind: LinkKind
    url: str | None
    href: str
    text: str
    title: str = ""
    locator: str = ""
    hidden: bool = False
    via: str = "a"


@attrs.frozen(kw_only=True)
class Entry:
    """One row of a list. 列表条目

    Attributes:
        title: the full title (from the title attribute where the text is cut).
        url: absolute address, None for a dead link; ``href`` as written.
        date: as displayed; where the year is missing in that of the address (``year_addressed``), else resolved against as_of (``year_inferred``).
        date_text: the characters the date was read from.
        row: 0-based position on the page.
    """

    title: str
    url: str | None
    href: str
    date: dt.date | None = None
    date_text: str | None = None
    year_inferred: bool = False
    year_addressed: bool = False
    row: int = 0


@attrs.frozen(kw_only=True)
class Paging:
    """What the pager of a list page says. 分页

    Attributes:
        more: whether there are further pages; None if it cannot be told.
        next_url: the following page, if it can be fetched with GET.
        pages: number of pages where the pager tells.
        total: number of entries where the page tells (共 N 条).
    """

    more: bool | None
    next_url: str | None = None
    pages: int | None = None
    total: int | None = None


@attrs.frozen(kw_only=True)
class Fact:
    """One statement that a page makes. 事实

    Attributes:
        kind: a key of ``checks.facts.kinds.KINDS``.
        subject: which element (``fax``, ``in_person``), '' where the kind has one value.
        value: a frozen value; its type is given by ``KINDS``.
        method: how it was found (``label``, ``sentence``, ``meta``, ``table`` …).
        confidence: 0…1, the extractor's own trust in the reading.
        group: tells items of one page apart (``item-2``); '' where there is one.
    """

    kind: str
    value: object
    evidence: Evidence
    method: str
    subject: str = ""
    confidence: float = 1.0
    group: str = ""
