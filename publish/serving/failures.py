"""What a reader is told when a request cannot be answered. 出错页面

Datasette's own handler prints every failure, a mistyped address too, with all local values to the terminal: it takes a fifth of a second
each time, and puts what people sent into the log. This one takes its place.
"""

from __future__ import annotations

import logging
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

logger = logging.getLogger(__name__)
REPLACED = "datasette.handle_exception"
OURS = 500
OUR_FAULT = "程序内部出错，已记入日志。请稍后再试，或告知管理员。"


def take_over() -> None:
    """Put Datasette's own handler out of work."""
    if pm.has_plugin(REPLACED):
        pm.unregister(name=REPLACED)


async def answer(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The error as a page, or as JSON where that was asked for, in the shape of Datasette's own."""
    info, status = _told(exception)
    if status == OURS:
        logger.error("%s %s failed", request.method, request.path, exc_info=exception)
    if request.path.partition("?")[0].endswith(".json"):
        return Response.json(info, status=status)
    template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
    page = await template.render_async({**info, "urls": datasette.urls, "app_css_hash": datasette.app_css_hash(), "menu_links": list})
    return Response.html(page, status=status)


def _told(exception: Exception) -> tuple[dict[str, Any], int]:
    title = None
    info: dict[str, Any] = {}
    message: str = OUR_FAULT
    status = OURS
    if isinstance(exception, Base400):
        status, message = exception.status, str(exception.args[0]) if exception.args else ""
    elif isinstance(exception, DatasetteError):
        status, title, info = exception.status, exception.title, dict(exception.error_dict)
        message = Markup(exception.message) if exception.message_is_html else exception.message
    return {**info, "ok": False, "error": message, "status": status, "title": title}, status
