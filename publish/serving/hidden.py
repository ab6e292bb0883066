"""Pages of Datasette's that are for its developers: they are in English, and some show paths of this machine. 不公开的页面"""

from __future__ import annotations

from typing import Any, NoReturn

from datasette.utils.asgi import NotFound

#: metadata holds our plugins' configuration, databases the paths of files; the rest are workbenches
HIDDEN = ("metadata", "databases", "plugins", "threads", "messages", "patterns", "allow-debug")


def hidden_routes() -> list[tuple[str, Any]]:
    """Routes that come before Datasette's own and answer that there is nothing."""
    return [(rf"^/-/({'|'.join(HIDDEN)})(\.json)?$", _nothing)]


async def _nothing() -> NoReturn:
    raise NotFound("not shown here")
