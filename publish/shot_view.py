"""Serves the screenshots that lie beside the published database. 截图浏览"""

from __future__ import annotations

import re

import attrs
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.errors import ArchiveError
from archive.shots import HOW_ZH, Shot, read_shot
from checks.masking import KINDS_ZH

from .serving.settings import Serving

ROUTE = r"^/-/shot/(?P<named>.*)$"
_NAMED = re.compile(r"(?P<run>[0-9A-Za-z._-]{1,120})/(?P<portal>[0-9A-Za-z._-]{1,120})/(?P<finding>[0-9]{1,18})\.(?P<form>png|json)")
#: a picture of a page that may be hostile is shown as a picture and as nothing else; it never changes
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400",
}


async def shot(request: Request, datasette: Datasette) -> Response:
    """The picture of one finding, or how it was made; 404 where none was taken. Only the checked parts of the address name the file. 截图"""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    named = _NAMED.fullmatch(request.url_vars["named"])
    serving = Serving.of(datasette)
    if named is None or serving is None or serving.var is None:
        raise NotFound("没有截图")
    try:
        found = read_shot(serving.var, named["run"], named["portal"], int(named["finding"]))
    except (ValueError, ArchiveError) as error:
        raise NotFound("没有截图") from error
    if found is None:
        raise NotFound("没有截图")
    taken, png = found
    if named["form"] == "json":
        return Response.json(described(taken), headers=HEADERS)
    return Response(png, content_type="image/png", headers=HEADERS)


def described(taken: Shot) -> dict[str, object]:
    """How a picture was made, for a caption. 截图说明"""
    notes = [f"拍的是{HOW_ZH[taken.how]}。", "证据所在之处用红框标出。" if taken.marked else "证据所在之处未能在页面中标出。"]
    if taken.charset:
        notes.append(f"网页声明的编码有误，按 {taken.charset} 显示。")
    if taken.masked:
        notes.append(f"拍摄前隐去了{'、'.join(KINDS_ZH[kind] for kind in taken.masked)}。")
    return {**attrs.asdict(taken), "caption": "".join(notes)}
