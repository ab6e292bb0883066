"""What our pages add to Datasette: their variables, Chinese errors, names for references, the map. 浏览页面

The hooks themselves are in ``publish/datasette/plugins/pages.py``; here stands what they do.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import traceback
import weakref
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import markupsafe
from datasette import Response
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils import path_with_added_args, tilde_decode, tilde_encode
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError

from . import pages
from .messages import DENIED, FORBIDDEN, OUTDATED, UNAVAILABLE, Said, said
from .metadata import DATABASE
from .schema import BY_NAME, Column
from .serving.settings import Serving
from .table import ID

SHOT = "shot"
#: what a part of ours needs to be told to have anything to show
NEEDS = {"/-/stored": "var", "/-/shot": "var", "/-/review": "ledger", "/-/manual": "ledger", "/-/bulletin": "ledger"}


class Outdated(Exception):
    """The published file has not the tables and columns of this version's pages. 发布库版本较早"""


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of one of our tables; none of another."""
    return BY_NAME[table].columns if table in BY_NAME else ()


def facetable(table: str) -> list[str]:
    """Columns by which the rows of a table of ours are counted quickly: those with an index. 可统计的列"""
    return [column.name for column in columns_of(table) if column.to or column.indexed]


#: columns whose values are for programs: ids, places in a page, digests
CODED = frozenset({"id", "pack", "version", "locator", "sha256", "file", "fingerprint", "key", "subject", "site_code"})
YES_NO = {"1": "是", "0": "否"}  # of columns that say what "1" stands for
_KEY_BESIDE_NAME = re.compile(r"(?:&nbsp;|\u00a0|\s)<em>[^<]*</em>$")


def cell(value: object, column: str, table: str) -> object:
    """A cell as readers see it: a name without the key that Datasette sets beside it; what is for programs is marked as code. 单元格"""
    if isinstance(value, markupsafe.Markup):
        value = markupsafe.Markup(_KEY_BESIDE_NAME.sub("", str(value)))
    known = next((each for each in columns_of(table) if each.name == column), None)
    if known is not None and known.about.startswith("1 ") and str(value) in YES_NO:
        return YES_NO[str(value)]
    coded = column in CODED and known is not None and known.kind != ID
    return markupsafe.Markup("<code>{}</code>").format(value) if coded and value not in (None, "", "\u00a0") else value


def with_facet(request: Request, column: str) -> str:
    """This table's address, from its first page, with one more column counted. 加一列统计"""
    return str(path_with_added_args(request, {"_facet": column, "_next": None}))


_ROUTES: weakref.WeakKeyDictionary[Datasette, tuple[re.Pattern[str], ...]] = weakref.WeakKeyDictionary()


def answers(datasette: Datasette) -> Callable[[str], bool]:
    """Whether a plugin has registered an address: a link to a part that is not installed is not shown. 是否有此页"""
    if datasette not in _ROUTES:
        found = (route for routes in pm.hook.register_routes(datasette=datasette) for route in routes or ())
        _ROUTES[datasette] = tuple(re.compile(pattern) for pattern, _ in found)
    serving = Serving.of(datasette)
    patterns = _ROUTES[datasette]
    lacking = tuple(start for start, need in NEEDS.items() if getattr(serving, need, None) is None)
    return lambda path: not path.startswith(lacking) and any(pattern.match(path) for pattern in patterns)


def reader(database: Database) -> Callable[[str, Mapping[str, Any]], Any]:
    """Runs a query of ours and gives its rows."""

    async def execute(sql: str, parameters: Mapping[str, Any]) -> list[pages.Row]:
        return [dict(row) for row in (await database.execute(sql, dict(parameters))).rows]

    return execute


async def variables(datasette: Datasette, view: str, table: str, request: Request | None) -> Mapping[str, Any]:
    """The template variables of a page of ours; of any other row what its references and itself are called. 页面变量"""
    if DATABASE not in datasette.databases or view not in ("index", "row"):
        return {}
    execute = reader(datasette.get_database(DATABASE))
    # A row's address encodes the dots of its key: what follows a dot is a format (.json).
    key = tilde_decode(request.url_vars.get("pks", "")) if request else ""
    page = pages.PAGES.get((view, table))
    if page is None:
        return await _named(datasette, execute, table, key) if table in BY_NAME else {}
    try:
        shown = dict(await pages.values(page, execute, key))
    except sqlite3.OperationalError as error:
        raise Outdated(str(error)) if str(error).startswith("no such") else error from error
    if SHOT in shown:
        shown |= await _shot(datasette, request, shown[SHOT])
    return shown


async def _named(datasette: Datasette, execute: Callable[..., Any], table: str, key: str) -> Mapping[str, Any]:
    """Column → (what the row it refers to is called, its address); and what the row itself is called. 引用的名称"""
    rows = await execute(f"select * from [{table}] where {columns_of(table)[0].name} = :id", {"id": key})
    if not rows:
        return {}
    row, named = rows[0], {}
    for column in columns_of(table):
        if column.to and row[column.name] is not None:
            label = BY_NAME[column.to].label
            found = await execute(f"select [{label}] as name from [{column.to}] where id = :id", {"id": row[column.name]})
            if found:
                named[column.name] = (
                    found[0]["name"] or row[column.name],
                    datasette.urls.row(DATABASE, column.to, tilde_encode(str(row[column.name]))),
                )
    own = BY_NAME[table].label
    return {"named": named, "label": named[own][0] if own in named else row[own] or ""}


async def _shot(datasette: Datasette, request: Request | None, path: str) -> Mapping[str, str]:
    """The screenshot's address and what is said of it; nothing if there is none.

    Asked of the server itself, as the reader who asks: the part that keeps the pictures knows which it has and who may see them.
    """
    if not answers(datasette)(path):
        return {SHOT: ""}
    cookies = {"ds_actor": datasette.sign({"a": request.actor}, "actor")} if request is not None and request.actor else {}
    told = await datasette.client.get(datasette.urls.path(path.removesuffix(".png") + ".json"), cookies=cookies)
    if told.status_code == HTTPStatus.OK:
        return {SHOT: path, "caption": str(told.json().get("caption", ""))}
    picture = await datasette.client.get(datasette.urls.path(path), cookies=cookies)
    return {SHOT: path if picture.status_code == HTTPStatus.OK else ""}


async def mistaken(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The page (or JSON) that says what went wrong, in Chinese; what nobody foresaw also goes to the log. 出错页"""
    if isinstance(exception, DatasetteError):
        told = said(str(exception.message), exception.status or 500)
    elif isinstance(exception, Base400):
        told = said(str(exception.args[0]) if exception.args else "", exception.status)
    elif isinstance(exception, Outdated):
        told = Said(OUTDATED, UNAVAILABLE)
    else:
        told = said(str(exception))
        if told.status >= 500:
            traceback.print_exception(exception, file=sys.stderr)
    return await _answer(datasette, request, told)


async def denied(datasette: Datasette, request: Request) -> Response:
    """The page that says that a reader may not see this. 无权查看"""
    return await _answer(datasette, request, Said(DENIED, FORBIDDEN))


async def _answer(datasette: Datasette, request: Request, told: Said) -> Response:
    if request.path.split("?")[0].endswith(".json"):
        return Response.json({"ok": False, "error": told.text, "status": told.status, "title": None}, status=told.status)
    shown = {"status": told.status, "error": told.text, "asked": request.path}
    return Response.html(await datasette.render_template("error.html", shown, request=request), status=told.status)
