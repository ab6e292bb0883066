"""The bulletins that were issued, as pages of Datasette: from what the ledger keeps, which is only read. 已印发通报表的页面"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from ..beside import beside
from . import view
from .values import Bulletin, from_json

LEDGER = "ledger.db"
_WAIT = 10.0
_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def issued(datasette: Datasette, request: Request) -> Response:
    """The list of all that were issued, the latest first. 通报表目录"""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    found = await asyncio.to_thread(_all, _ledger(datasette))
    rows = [
        {
            "month": view.month_zh(each.month),
            "edition": f"第{each.edition}版{'（更正）' if each.edition > 1 else ''}",
            "scope": f"{each.system_name}及所属单位" if each.system else "全部单位",
            "by": each.by,
            "at": view.moment_zh(each.at),
            "units": len(each.units),
            "facts": sum(len(notice.lines) for notice in each.units),
            **{kind or "page": _address(datasette, each, kind) for kind in ("", "docx", "xlsx")},
        }
        for each in reversed(found)
    ]
    return Response.html(await datasette.render_template("bulletins.html", {"bulletins": rows}, request=request))


async def one(datasette: Datasette, request: Request) -> Response:
    """One of them: as a page, or as a file to take away. 一份通报表"""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    month, kind = request.url_vars["month"], request.url_vars["kind"]
    system, edition = request.args.get("system") or "", request.args.get("edition") or ""
    path = _ledger(datasette)
    matching = [each for each in await asyncio.to_thread(_all, path, month) if each.system == system and edition in ("", str(each.edition))]
    if not matching or path is None:
        raise NotFound(f"没有已印发的 {month} 通报表")
    chosen = matching[-1]
    body = await asyncio.to_thread(_kept, path, dict(chosen.files).get(kind or "html", ""))
    if kind is None:
        # the page needs nothing from anywhere; whatever was written into it can ask for nothing either
        return Response.html(body.decode(), headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"})
    name = quote(f"{view.file_name(chosen)}.{kind}")
    return Response(body, content_type=_TYPES[kind], headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})


def _address(datasette: Datasette, bulletin: Bulletin, kind: str) -> str:
    asked = {"edition": str(bulletin.edition)} | ({"system": bulletin.system} if bulletin.system else {})
    return str(datasette.urls.path(f"/-/bulletin/{bulletin.month}{f'.{kind}' if kind else ''}")) + f"?{urlencode(asked)}"


def _ledger(datasette: Datasette) -> Path | None:
    return beside(datasette, LEDGER, "ledger")


def _all(ledger: Path | None, month: str = "") -> list[Bulletin]:
    if ledger is None:
        return []
    sql = f"select json from bulletin {'where month = ?' if month else ''} order by month, edition"
    with _reading(ledger) as connection:
        try:
            return [from_json(row[0]) for row in connection.execute(sql, [month] if month else [])]
        except sqlite3.OperationalError:
            return []  # a ledger older than bulletins


def _kept(ledger: Path, sha256: str) -> bytes:
    with _reading(ledger) as connection:
        kept = connection.execute("select body from attachment where sha256 = ?", [sha256]).fetchone()
    if kept is None:
        raise NotFound("印发的文件不在账本中")
    return bytes(kept[0])


def _reading(ledger: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT))
