"""Readings → rows of the published database and of its search index. 读取所得入库"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from archive.readings import Readings
from checks.masking import mask

from .schema_readings import READ
from .search import index_text

Row = Mapping[str, Any]

_WORDS = ("title", "text", "value")  # of what pages say; what belongs to a person is masked in them
_COLUMN = {"column": "column_name"}  # ours → the table's, where SQL has another use for the word


def reading_rows(readings: Readings, latest: Mapping[str, str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(table, rows) of the units' latest runs that went out, unit by unit; of each table its search index follows."""
    numbers = {table.name: itertools.count(1) for table in READ}
    for unit, run in latest.items():
        for table in READ:
            rows = [_row(next(numbers[table.name]), found) for found in readings.of(table.name, unit, run)]
            yield table.name, rows
            yield f"{table.name}_fts", [_indexed(row, table.searched) for row in rows]


def _row(number: int, found: Row) -> dict[str, Any]:
    of = {"id": number, "unit_id": found["unit"], "portal_id": found["portal"], "run_id": found["run"]}
    of_case = "处罚" in f"{found.get('kind', '')}{found.get('title', '')}"
    row = {**found, **{name: mask(found[name], of_case=of_case) for name in _WORDS if found.get(name)}}
    return of | {_COLUMN.get(name, name): value for name, value in row.items() if name not in ("unit", "portal", "run")}


def _indexed(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    return {"rowid": row["id"], **{name: index_text(row[name]) for name in columns}}
