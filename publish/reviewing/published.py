"""What the review pages take from the published database: names, clauses, where a finding stands. 发布库所载"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette

from publish.metadata import DATABASE

from .queue import Names

_names: WeakKeyDictionary[Datasette, Names] = WeakKeyDictionary()  # a published file never changes

_FINDING = "select id from finding where unit_id = ? and rule_id = ? and subject = ? order by id desc limit 1"
_RULE = "select * from rule where id = ?"
_CITATIONS = "select document, clause, quote from citation where rule_id = ? order by id"


async def names(datasette: Datasette) -> Names:
    """What units and rules are called; codes stand for themselves where nothing was published."""
    if datasette not in _names:
        units = await _rows(datasette, "select id, name, region from unit")
        rules = await _rows(datasette, "select id, title from rule")
        _names[datasette] = Names(
            units={row["id"]: row["name"] for row in units},
            regions={row["id"]: row["region"] or "" for row in units},
            rules={row["id"]: row["title"] for row in rules},
        )
    return _names[datasette]


async def about(datasette: Datasette, unit: str, rule: str, subject: str) -> dict[str, Any]:
    """The page of a finding ('' where it is not published), its rule and the clauses."""
    found = await _rows(datasette, _FINDING, [unit, rule, subject])
    rules = await _rows(datasette, _RULE, [rule])
    return {
        "published": str(datasette.urls.row(DATABASE, "finding", found[0]["id"])) if found else "",
        "rule": rules[0] if rules else {},
        "citations": await _rows(datasette, _CITATIONS, [rule]),
    }


async def fingerprint(datasette: Datasette, finding: str) -> str:
    """The problem that a published finding speaks of; '' if there is no such finding."""
    found = await _rows(datasette, "select unit_id || '|' || rule_id || '|' || subject as fingerprint from finding where id = ?", [finding])
    return str(found[0]["fingerprint"]) if found else ""


async def _rows(datasette: Datasette, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    if DATABASE not in datasette.databases:
        return []
    try:
        return [dict(row) for row in (await datasette.get_database(DATABASE).execute(sql, parameters, page_size=1_000_000)).rows]
    except sqlite3.OperationalError:
        return []  # a file of another version lacks a table; the review goes on without
