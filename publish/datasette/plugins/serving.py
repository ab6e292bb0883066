"""Datasette plugin: stored pages, search, and what is not shown."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from publish.serving import failures, searching
from publish.serving.hidden import hidden_routes
from publish.serving.stored_pages import stored_routes
from publish.serving.whole import ADDRESS, WholeTable


@hookimpl
def startup() -> None:
    """Failures are told by our pages alone."""
    failures.take_over()


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Addresses of our own; those of Datasette's that we answer ourselves, or that are no reader's business."""
    return [*hidden_routes(), *stored_routes(), (searching.ADDRESS, searching.search), (ADDRESS, WholeTable.as_view(datasette))]
