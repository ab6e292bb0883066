"""Datasette plugin: the bulletins that were issued, to read and to take away."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from publish.bulletin.pages import issued, one


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """``/-/bulletin`` and ``/-/bulletin/2026-10`` with ``.docx``, ``.xlsx``."""
    return [(r"^/-/bulletin$", issued), (r"^/-/bulletin/(?P<month>\d{4}-\d\d)(?:\.(?P<kind>docx|xlsx))?$", one)]
