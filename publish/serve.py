"""Serving the published database with Datasette. 浏览服务"""

from __future__ import annotations

import contextlib
import socket

import uvicorn

from archive.errors import ArchiveError

from .exports import open_published
from .metadata import DATABASE
from .serving.editions import Editions
from .serving.settings import SETTINGS, SITE, Serving

__all__ = ["LOOPBACK", "PORT", "SETTINGS", "SITE", "address", "check", "listen", "serve"]

LOOPBACK = "127.0.0.1"
PORT = 8001


def check(serving: Serving) -> None:
    """ArchiveError if the file is missing, unreadable or not named ``findings.db`` (Datasette names its pages after the file)."""
    if serving.published.stem != DATABASE:
        raise ArchiveError(f"发布库文件名应为 {DATABASE}.db，实为 {serving.published.name}")
    with open_published(serving.published) as connection:
        connection.execute("select count(*) from run")


def listen(host: str = LOOPBACK, port: int = PORT) -> socket.socket:
    """A socket that waits for readers; port 0 takes a free one. OSError if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)


def address(host: str, port: int) -> str:
    """Where a browser finds the server."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(serving: Serving, listening: socket.socket) -> None:
    """Serve until interrupted. ArchiveError if the published file cannot be read after all."""
    # One process: the nights that are held, and who still reads them, are known to it alone. Who asks is the address that is connected,
    # not what a header says of it: signing in through a proxy rests on that.
    config = uvicorn.Config(
        Editions(serving),
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=75,  # longer than readers keep a connection themselves, lest one is closed under a request
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)
    with contextlib.suppress(KeyboardInterrupt):  # that is how one stops it
        server.run(sockets=[listening])
    if not server.started:
        raise ArchiveError(f"无法打开发布库 {serving.published}，原因见上")
