"""Serving the published database with Datasette. 浏览服务"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from archive.errors import ArchiveError

from .exports import open_published
from .metadata import DATABASE
from .reviewing.desk import Desk

LOOPBACK = "127.0.0.1"
PORT = 8001
SITE = Path(__file__).parent / "datasette"

#: on a million findings the defaults make pages thirty times slower and cut a CSV of all rows off without a word
SETTINGS: Mapping[str, str | int] = {
    "facet_time_limit_ms": 3000,
    "sql_time_limit_ms": 5000,
    "suggest_facets": "off",
    "max_csv_mb": 0,
    "max_returned_rows": 5000,
    "default_page_size": 50,
    "default_facet_size": 20,
    "truncate_cells_html": 120,
    "allow_download": "on",
}


def command(database: Path, *, host: str = LOOPBACK, port: int = PORT) -> list[str]:
    """The command that serves a published database, read-only (immutable).

    Args:
        host: only this machine can connect unless another address is given.
        port: 0 takes a free one; Datasette prints which.

    Raises:
        ArchiveError: the file is missing, unreadable or not named ``findings.db`` (Datasette names its pages after the file).
    """
    if database.stem != DATABASE:
        raise ArchiveError(f"发布库文件名应为 {DATABASE}.db，实为 {database.name}")
    with open_published(database) as connection:
        connection.execute("select count(*) from run")
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, str(value))]
    return [
        *(sys.executable, "-m", "datasette", "serve", "--immutable", str(database)),
        *("--metadata", str(SITE / "metadata.yaml"), "--template-dir", str(SITE / "templates")),
        *("--plugins-dir", str(SITE / "plugins"), "--static", f"assets:{SITE / 'static'}"),
        *("--host", host, "--port", str(port), *settings),
    ]


def environment(desk: Desk | None = None, secret: str = "") -> dict[str, str]:
    """The environment for ``command``: the plugin imports this package, wherever the program was started.

    Args:
        desk: how people sign in and where their entries go; None shows results only.
        secret: signs what browsers keep; '' takes one that ends with the process.
    """
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    told = desk.config() if desk else {}
    words = {name: ",".join(value) if isinstance(value, list) else value for name, value in told.items()}
    settings = {f"GONGKAI_SERVE_{name.upper()}": str(int(value) if isinstance(value, bool) else value) for name, value in words.items()}
    # who asks must be the address that is connected, not what a header says of it
    signing = {"FORWARDED_ALLOW_IPS": "", **({"DATASETTE_SECRET": secret} if secret else {})}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **settings, **signing}


def serve(database: Path, *, host: str = LOOPBACK, port: int = PORT, desk: Desk | None = None, secret: str = "") -> NoReturn:
    """Become Datasette; does not return. ArchiveError as for ``command``."""
    arguments = command(database, host=host, port=port)
    sys.stdout.flush()
    os.execve(arguments[0], arguments, environment(desk, secret))
