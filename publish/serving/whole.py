"""Paging through a sorted table, and exporting it, without losing a row. 翻页与导出

Datasette's first page is ordered by the chosen column alone, its later pages by that column and the key. Where rows tie, and an index
gives them in another order than the key's, those between are shown twice or never: a CSV of all rows then lacks some without a word.
Here the first page begins after a mark that stands before everything, so that it is ordered as the later ones are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import AsgiStream, AsgiWriter, Request, Response
from datasette.views.table import TableView

from publish.metadata import DATABASE
from publish.schema import BY_NAME, Table
from publish.table import ID, KEY
from publish.views import VIEWS

NAMES = (*BY_NAME, *(tilde_encode(view.name) for view in VIEWS))
ADDRESS = rf"/(?P<database>{DATABASE})/(?P<table>{'|'.join(NAMES)})(\.(?P<format>\w+))?$"
LEAST = {ID: "-1", KEY: ""}  # before every key that is a number, or a text
MOST = "\U0010ffff"  # after every number and every text
NULL = "$null"
STREAMED = ("_stream", "_labels", "_dl", "_header", "_sort", "_sort_desc", "_search")  # what our own export understands


class WholeTable(TableView):
    """Datasette's table page, ordered alike from the first row to the last, and exported as fast as rows are read."""

    async def data(self, request: Request, default_labels: bool = False, _next: str | None = None, _size: Any = None) -> Any:
        """The rows of one page."""
        table = BY_NAME.get(tilde_decode(request.url_vars["table"]))
        if table is not None and not (_next or request.args.get("_next")):
            _next = before_everything(table, request.args.get("_sort"), request.args.get("_sort_desc"))
        return await super().data(request, default_labels, _next, _size)

    async def as_csv(self, request: Request, database: str) -> Any:
        """A CSV of all rows in large pieces; what is asked for otherwise is Datasette's own."""
        own = all(name in STREAMED or "__" in name or not name.startswith("_") for name in request.args)
        if not own or not request.args.get("_stream"):
            return await super().as_csv(request, database)
        request = _without_counts(request)
        data = await self._piece(request, None)
        if isinstance(data, Response):
            return data

        async def write(out: AsgiWriter) -> None:
            expanded = frozenset(data.get("expanded_columns") or ())
            piece = data
            if request.args.get("_header") != "off":
                await out.write(_lines([_headings(piece["columns"], expanded)]))
            while True:
                # Datasette would write an error into the file and end it as if it were whole; here the connection breaks, and the reader knows.
                await out.write(_lines(_cells(piece["columns"], piece["rows"], expanded)))
                if not piece.get("next"):
                    return
                piece = await self._piece(request, piece["next"])

        name = tilde_decode(request.url_vars["table"])
        headers = (
            {"content-disposition": f'attachment; filename="{name if name.isascii() else "export"}.csv"'} if request.args.get("_dl") else {}
        )
        return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8" if headers else "text/plain; charset=utf-8")

    async def _piece(self, request: Request, following: str | None) -> Any:
        answer = await self.data(request, _next=following, _size="max")
        return answer if isinstance(answer, Response) else answer[0]


def before_everything(table: Table, ascending: str | None, descending: str | None) -> str | None:
    """The mark to begin after; None where no two rows tie, and no mark is needed."""
    if not ascending and not descending:
        ascending, descending = (None, table.sort[1:]) if table.sort.startswith("-") else (table.sort, None)
    chosen = ascending or descending
    if not chosen or any(column.name == chosen and (column.distinct or "primary key" in column.kind) for column in table.columns):
        return None
    return f"{tilde_encode(MOST) if descending else NULL},{LEAST[table.columns[0].kind]}"


def _without_counts(request: Request) -> Request:
    query = "&".join(filter(None, (request.query_string, "_nofacet=1&_nocount=1")))
    return Request({**request.scope, "query_string": query.encode("latin-1")}, request.receive)


def _headings(columns: Iterable[str], expanded: frozenset[str]) -> list[str]:
    return [name for column in columns for name in ((column, f"{column}_label") if column in expanded else (column,))]


def _cells(columns: list[str], rows: Iterable[Any], expanded: frozenset[str]) -> Iterator[list[Any]]:
    if not expanded:
        yield from map(list, rows)
        return
    for row in rows:
        cells: list[Any] = []
        for column in columns:
            value = row[column]
            if column not in expanded:
                cells.append(value)
            elif isinstance(value, dict):
                cells += (value["value"], value["label"])
            else:
                cells += (value, None)
        yield cells


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
