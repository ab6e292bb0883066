"""A page as data: what is asked, and what is made of the answers. 页面的形式"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

Row = dict[str, Any]
Found = Mapping[str, Sequence[Row]]


@attrs.frozen
class Query:
    """SQL; ``:id`` is the row's key. ``needs`` names tables without which nothing is asked. 查询"""

    sql: str
    needs: tuple[str, ...] = ()


@attrs.frozen
class Page:
    """Queries by the name that the template knows them by, and what else is made of what they find. 页面"""

    queries: Mapping[str, Query]
    shape: Callable[[Found], Mapping[str, Any]] = dict


def only(rows: Sequence[Row]) -> Row | None:
    """The row of a query that has one, or none."""
    return rows[0] if rows else None


def beijing(column: str) -> str:
    """SQL: a moment of the database (UTC) as Beijing's clock shows it."""
    return f"datetime({column}, '+8 hours')"
