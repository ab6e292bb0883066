"""What our own pages show beside Datasette's: the front page, a unit, a finding, a rule, a run, the map. 页面"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from . import finding, front, rule, run, unit
from .query import Page, Row

__all__ = ["PAGES", "values"]

#: (Datasette's view name, table) → what is read for it
PAGES: Mapping[tuple[str, str], Page] = {
    ("index", ""): front.PAGE,
    ("row", "unit"): unit.PAGE,
    ("row", "finding"): finding.PAGE,
    ("row", "rule"): rule.PAGE,
    ("row", "run"): run.PAGE,
}


async def values(page: Page, execute: Callable[[str, Mapping[str, Any]], Awaitable[list[Row]]], key: str) -> Mapping[str, Any]:
    """The template's variables of a page; ``:id`` in its queries is ``key``. A query whose table is not published gives no rows. 页面变量

    Args:
        execute: runs SQL with parameters.
    """
    there = {row["name"] for row in await execute("select name from sqlite_master where type = 'table'", {})}
    found: dict[str, list[Row]] = {}
    for name, query in page.queries.items():
        found[name] = await execute(query.sql, {"id": key}) if there.issuperset(query.needs) else []
    return page.shape(found)
