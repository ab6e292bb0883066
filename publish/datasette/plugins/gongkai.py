"""Datasette plugin: Chinese search, Chinese names, links between rows, CSV that opens in a spreadsheet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import jinja2
import markupsafe
from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_encode

from publish.csv_cells import BOM, neutral_records
from publish.metadata import metadata
from publish.schema import BY_NAME, Column
from publish.search import match_query
from publish.views import LINKS

# What Datasette calls the ways of comparing, in its filter form.
LOOKUPS = {
    "exact": "等于",
    "not": "不等于",
    "contains": "包含",
    "notcontains": "不包含",
    "endswith": "以…结尾",
    "startswith": "以…开头",
    "gt": "大于",
    "gte": "不小于",
    "lt": "小于",
    "lte": "不大于",
    "like": "合乎样式（% 代任意字）",
    "notlike": "不合样式（% 代任意字）",
    "glob": "合乎样式（* 代任意字）",
    "in": "为其中之一",
    "notin": "不为其中任何一个",
    "date": "日期为",
    "isnull": "为空",
    "notnull": "不为空",
    "isblank": "为空白",
    "notblank": "不为空白",
    "arraycontains": "数组含",
    "arraynotcontains": "数组不含",
}


# Parameters of the questions in metadata.yaml.
PARAMETERS = {"month": "月份", "region": "地区", "run": "批次", "unit": "单位", "rule": "指标", "words": "词语"}


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace Datasette's own escape_fts: the search box's words become a bigram expression."""
    conn.create_function("escape_fts", 1, match_query, deterministic=True)


@hookimpl
def get_metadata() -> dict[str, Any]:
    """Titles, descriptions, facets and order of tables and views."""
    return metadata()


@hookimpl
def prepare_jinja2_environment(env: jinja2.Environment) -> None:
    """Filters that give Chinese names; they leave alone what they do not know."""
    env.filters["row_key"] = lambda key: tilde_encode(str(key))
    env.filters["zh_table"] = lambda name: BY_NAME[name].zh if name in BY_NAME else name
    env.filters["zh_column"] = zh_column
    env.filters["zh_parameter"] = lambda name: PARAMETERS.get(name, name)
    env.filters["quiet"] = lambda name, table: any(column.name == name and column.quiet for column in _columns(table))
    env.filters["zh_lookup"] = lambda key, display: LOOKUPS.get(key, display)


def zh_column(name: str, table: str = "") -> str:
    """The Chinese heading of a column."""
    return next((column.zh for column in _columns(table) if column.name == name), name)


def _columns(table: str) -> tuple[Column, ...]:
    return BY_NAME[table].columns if table in BY_NAME else ()


@hookimpl
def render_cell(value: object, column: str, database: str, datasette: Datasette) -> markupsafe.Markup | None:
    """Columns such as 详情 hold a row's id: show a link to the row."""
    if column not in LINKS or value in (None, ""):
        return None
    text = "查看" if column == "详情" else value
    return markupsafe.Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, LINKS[column], tilde_encode(str(value))), text)


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """CSV downloads open in a spreadsheet as ours do: with a byte order mark, and without formulas that a page planted."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            is_csv = scope["type"] == "http" and scope["path"].endswith(".csv")
            await app(scope, receive, _SafeCsv(send) if is_csv else send)

        return wrapped

    return wrap


class _SafeCsv:
    """Passes an answer on; if it is a CSV that succeeded, with a mark before it and with neutral cells. A page about a CSV is none."""

    def __init__(self, send: Any) -> None:
        self.send = send
        self.sound = False
        self.mark = BOM

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
            self.sound = message["status"] == HTTPStatus.OK and not any(kind.startswith(b"text/html") for kind in kinds)
        elif self.sound and message.get("body"):
            # Datasette sends whole records, one at a time.
            message = {**message, "body": (self.mark + neutral_records(message["body"].decode())).encode()}
            self.mark = ""
        await self.send(message)
