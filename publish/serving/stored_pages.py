"""The addresses under which stored pages are shown: a page of ours about the copy, and the copy itself in a frame. 存档网页浏览"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from typing import Any
from urllib.parse import quote as quoted
from urllib.parse import urlencode, urlsplit

from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response

from archive.errors import ArchiveError
from publish.metadata import DATABASE

from .sanitise import EXCERPT, clean
from .settings import Serving
from .stored import Stored, stored_page

ADDRESS = r"^/-/stored/(?P<run>[^/]+)/(?P<portal>[^/]+)/(?P<sha256>[0-9a-f]{64})"
LONGEST_QUOTE = 400
MOST_BYTES = 5_000_000  # a larger page is offered for download only
#: nothing of a stored page may run, load, submit, or be taken for a page of ours, whatever is left in it
LOCKED = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
STYLE = """
    body { margin: 0; padding: 16px 20px; color: #1d232b; font: 15px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; overflow-wrap: anywhere; }
    html { scroll-padding-top: 30vh; }
    mark { background: #ffe08a; outline: 2px solid #c08a1c; }
    table { border-collapse: collapse; max-width: 100%; } td, th { padding: 2px 6px; }
    img { color: #5a6572; font-size: 13px; }
"""
BEIJING = dt.timezone(dt.timedelta(hours=8))
UNSAFE_NAME = re.compile(r"[^\w.\-\u4e00-\u9fff]+")


def stored_routes() -> list[tuple[str, Any]]:
    """The page about the copy, the copy, and the copy as a file."""
    return [(ADDRESS + "$", _about), (ADDRESS + "/body$", _body), (ADDRESS + "/file$", _file)]


async def _about(datasette: Datasette, request: Request) -> Response:
    stored = await _found(datasette, request)
    page = stored.page
    quote, locator = _asked(request)
    shown = stored.is_page and len(page.body) <= MOST_BYTES
    told = {name: value for name, value in (("quote", quote), ("locator", locator)) if value}
    path = request.path.rstrip("/")
    run, portal = (tilde_decode(request.url_vars[name]) for name in ("run", "portal"))
    marked = (await asyncio.to_thread(clean, stored.text, quote, locator)).marked if shown and quote else False
    names = await datasette.get_database(DATABASE).execute(
        "select (select name from portal where id = :portal) as portal, (select title from page where sha256 = :sha256 limit 1) as title, "
        "(select text from page where sha256 = :sha256 limit 1) as text",
        {"portal": portal, "sha256": page.sha256},
    )
    context = {
        "page": page,
        "run": run,
        "portal": portal,
        "portal_name": names.rows[0]["portal"] or portal,
        "title": names.rows[0]["title"] or page.url,
        "text": names.rows[0]["text"] or "",
        "beijing": page.fetched_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "size": len(page.body),
        "quote": quote,
        "marked": marked,
        "shown": shown,
        "is_page": stored.is_page,
        "body_url": f"{path}/body" + (f"?{urlencode(told)}" if told else "") + (f"#{EXCERPT}" if marked else ""),
        "file_url": f"{path}/file",
        "live": page.url if urlsplit(page.url).scheme in ("http", "https") else "",
    }
    html = await datasette.render_template(["stored.html"], context, request=request, view_name="stored")
    headers = {
        "Content-Security-Policy": "script-src 'none'; object-src 'none'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response.html(html, headers=headers)


async def _body(datasette: Datasette, request: Request) -> Response:
    stored = await _found(datasette, request)
    if not stored.is_page or len(stored.page.body) > MOST_BYTES:
        raise NotFound("not a page")
    cleaned = await asyncio.to_thread(clean, stored.text, *_asked(request))
    body = f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>网页存档</title><style>{STYLE}</style></head><body>{cleaned.html}</body></html>'
    return Response(body, content_type="text/html; charset=utf-8", headers=dict(LOCKED))


async def _file(datasette: Datasette, request: Request) -> Response:
    stored = await _found(datasette, request)
    name = file_name(stored)
    disposition = f"attachment; filename=\"stored{_suffix(name)}\"; filename*=UTF-8''{quoted(name)}"
    return Response(stored.page.body, content_type="application/octet-stream", headers={**LOCKED, "Content-Disposition": disposition})


def file_name(stored: Stored) -> str:
    """What a download is called: the last part of its address, and enough of its digest to be told from others. 下载文件名"""
    path = urlsplit(stored.page.url).path
    last = UNSAFE_NAME.sub("_", path.rpartition("/")[2])[-60:].strip("._")
    stem, dot, suffix = last.rpartition(".")
    digest = stored.page.sha256[:12]
    # A page is saved as text: opened from the disk it would be free of every wall that stands around it here.
    return f"{stem or last or 'page'}-{digest}{'.txt' if stored.is_page else f'.{suffix}' if dot else '.bin'}"


def _suffix(name: str) -> str:
    suffix = name.rpartition(".")[2]
    return f".{suffix}" if suffix.isascii() and suffix.isalnum() else ".bin"


def _asked(request: Request) -> tuple[str, str]:
    return (request.args.get("quote") or "")[:LONGEST_QUOTE], (request.args.get("locator") or "")[:LONGEST_QUOTE]


async def _found(datasette: Datasette, request: Request) -> Stored:
    serving = Serving.of(datasette)
    if serving is None or request.method not in ("GET", "HEAD"):
        raise NotFound("not stored here")
    run, portal, sha256 = (tilde_decode(request.url_vars[name]) for name in ("run", "portal", "sha256"))
    try:
        stored = await asyncio.to_thread(stored_page, serving, run, portal, sha256)
    except ArchiveError as error:
        raise NotFound(f"cannot be read: {error}") from error
    if stored is None:
        raise NotFound("not stored")
    return stored
