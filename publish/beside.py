"""Files that lie beside the published database, for plugins of Datasette. 发布库旁的文件"""

from __future__ import annotations

from pathlib import Path

from datasette.app import Datasette

from .metadata import DATABASE

PLUGIN = "gongkai"  # under this name our plugins find their configuration


def beside(datasette: Datasette, name: str, key: str = "") -> Path | None:
    """A file beside the published database as publishing replaces it; None if it is not there.

    Args:
        key: where Datasette's plugin configuration says where the file itself lies.
    """
    told = datasette.plugin_config(PLUGIN) or {}
    place = told.get("published") or datasette.get_database(DATABASE).path
    path = Path(told[key]) if key in told else Path(place).with_name(name) if place else None
    return path if path is not None and path.is_file() else None
