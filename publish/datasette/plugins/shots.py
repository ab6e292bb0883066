"""Datasette plugin: the screenshots that the night took, at ``/-/shot/{run}/{portal}/{finding}.png`` (and how each was made, ``.json``)."""

from __future__ import annotations

from datasette import hookimpl

from publish.shot_view import ROUTE, shot


@hookimpl
def register_routes() -> list[object]:
    """One address for all pictures."""
    return [(ROUTE, shot)]
