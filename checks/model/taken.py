"""What our readers took from a visit, for people to search and look up; no rule asks for it. 读取所得"""

from __future__ import annotations

import datetime as dt

import attrs


@attrs.frozen(kw_only=True)
class TakenEntry:
    """One row of a list. 列表条目

    Attributes:
        column, column_url: the list it stands in.
        sha256: of the list page's body.
    """

    title: str
    url: str
    date: dt.date | None
    column: str
    column_url: str
    sha256: str


@attrs.frozen(kw_only=True)
class TakenElement:
    """One element of a guide or of a procedure, as read. 要素

    Attributes:
        kind, name, state: in Chinese.
        value: '' where there is none.
    """

    kind: str
    name: str
    state: str
    value: str
    url: str
    locator: str
    sha256: str


@attrs.frozen(kw_only=True)
class TakenPage:
    """One page with its own text, without menus and foot. 网页正文

    Attributes:
        kind: in Chinese, '' where it is not known.
    """

    url: str
    title: str
    kind: str
    text: str
    fetched_at: dt.datetime
    sha256: str
    rendered: bool


@attrs.frozen(kw_only=True)
class Taken:
    """All that was taken of one unit from one visit. 读取所得"""

    entries: tuple[TakenEntry, ...] = ()
    elements: tuple[TakenElement, ...] = ()
    pages: tuple[TakenPage, ...] = ()
