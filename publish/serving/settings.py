"""What is served, and how Datasette is set up for it. 服务设置"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import attrs
from datasette.app import Datasette
from datasette.utils import parse_metadata

from publish.metadata import DATABASE

from .held import HeldDatabase

PLUGIN = "gongkai"  # under this name our plugins find their configuration
SITE = Path(__file__).parent.parent / "datasette"

#: on a million findings the defaults make pages thirty times slower and cut a CSV of all rows off without a word
SETTINGS: Mapping[str, str | int | bool] = {
    "facet_time_limit_ms": 3000,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "max_csv_mb": 0,
    "max_returned_rows": 5000,
    "default_page_size": 50,
    "default_facet_size": 20,
    "truncate_cells_html": 120,
    "allow_download": True,
}


@attrs.frozen(kw_only=True)
class Serving:
    """What is served; to our plugins it is Datasette's plugin configuration. 服务设置

    Attributes:
        published: the published database, as publishing replaces it.
        ledger: the ledger, where people's entries are kept; None where readers see none of it.
        var: the folder below which visit files lie; None where stored pages are not shown.
        people: who may sign in with a password; ``actor_header``, ``trusted_proxies``, ``private``: see ``reviewing.desk.Desk``.
        base_url: where readers reach the front page, '' if that is where the server listens.
        secret: signs what readers' browsers keep; the same for every night that is served.
    """

    published: Path
    ledger: Path | None = None
    var: Path | None = None
    people: Path | None = None
    actor_header: str = ""
    trusted_proxies: tuple[str, ...] = ()
    private: bool = False
    base_url: str = ""
    secret: str = attrs.field(factory=lambda: secrets.token_hex(32), repr=False)

    def config(self) -> dict[str, Any]:
        """The values as plugins are given them; the secret is Datasette's own."""
        kept = attrs.asdict(self, filter=lambda field, value: field.name != "secret" and value is not None)
        return {name: str(value) if isinstance(value, Path) else value for name, value in kept.items()}

    @classmethod
    def of(cls, datasette: Datasette) -> Self | None:
        """The values a plugin was given; None where Datasette was started without any."""
        ours = {field.name for field in attrs.fields(cls)}
        told = {name: value for name, value in (datasette.plugin_config(PLUGIN) or {}).items() if name in ours}
        if "published" not in told:
            return None
        paths = {name: Path(told[name]) for name in ("published", "ledger", "var", "people") if name in told}
        return cls(**{**told, **paths, "secret": ""})


def datasette_on(database: Path, serving: Serving | None = None) -> Datasette:
    """A Datasette on a published file, read-only (immutable), with our templates, plugins and settings. 浏览程序"""
    described = parse_metadata((SITE / "metadata.yaml").read_text(encoding="utf-8"))
    prefix = urlsplit(serving.base_url).path.rstrip("/") if serving else ""
    configured = described.get("plugins") or {}
    told = {**(configured.get(PLUGIN) or {}), **(serving.config() if serving else {})}
    datasette = Datasette(
        metadata={**described, "plugins": {**configured, PLUGIN: told}},
        template_dir=str(SITE / "templates"),
        plugins_dir=str(SITE / "plugins"),
        static_mounts=[("assets", str(SITE / "static"))],
        settings={**SETTINGS, "base_url": f"{prefix}/"},
        secret=serving.secret if serving else None,
    )
    datasette.remove_database("_memory")  # what Datasette opens where it is given no file
    datasette.add_database(HeldDatabase(datasette, os.fspath(database), is_mutable=False), name=DATABASE)
    return datasette


__all__ = ["DATABASE", "PLUGIN", "SETTINGS", "SITE", "Serving", "datasette_on"]
