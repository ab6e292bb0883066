"""Datasette plugin: our own pages, Chinese errors, the map. What the hooks do is in ``publish/browsing.py``."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import jinja2
from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from publish import browsing, mapping
from publish.messages import said


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Request | None, datasette: Datasette) -> Any:
    """Rows that our pages show, and which of the other parts are installed."""

    async def read() -> dict[str, Any]:
        shown = await browsing.variables(datasette, view_name, table or "", request)
        return {"answers": browsing.answers(datasette), **shown}

    return read


@hookimpl
def prepare_jinja2_environment(env: jinja2.Environment) -> None:
    """Chinese for what went wrong; columns by which a table may be counted."""
    env.filters["cell"] = browsing.cell
    env.filters["facetable"] = browsing.facetable
    env.filters["with_facet"] = browsing.with_facet
    env.filters["zh_error"] = lambda message: said(str(message), 400).text


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Generator[None, Any, None]:
    """Ours instead of Datasette's, which writes every mistake of a reader into the log with all its variables."""
    outcome = yield
    outcome.force_result([lambda: browsing.mistaken(datasette, request, exception)])


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> Any:
    """No right to see it."""
    return lambda: browsing.denied(datasette, request)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The map."""
    return [(mapping.ROUTE, mapping.page)]
