"""Datasette plugin: the feed of digests, which ``gongkai tell`` writes beside the published database."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from publish.beside import beside
from publish.telling.feed import FILE


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """``/-/feed.atom``."""
    return [(r"^/-/feed\.atom$", feed)]


async def feed(datasette: Datasette, request: Request) -> Response:
    """The feed as it was last written; there is none before the first digest."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    path = beside(datasette, FILE)
    if path is None:
        raise NotFound("还没有变化摘要")
    return Response(path.read_text(encoding="utf-8"), content_type="application/atom+xml; charset=utf-8")
