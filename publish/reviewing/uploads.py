"""What a browser sends with a form: fields and files. 表单"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import attrs
from datasette.utils.asgi import Request
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError

from .entering import Upload

MOST_FIELDS = 2000


@attrs.frozen(kw_only=True)
class Form:
    """Fields as they were sent. 表单内容

    Attributes:
        fields: the last value of each name.
        picked: every value of ``pick``, in order.
        files: those that have a name; a field left empty sends one without.
    """

    fields: Mapping[str, str]
    picked: tuple[str, ...] = ()
    files: tuple[Upload, ...] = ()


class Unreadable(Exception):
    """What was sent is no form."""


async def form_of(request: Request) -> Form:
    """Read a form. Unreadable if it is none."""
    body = await request.post_body()
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        pairs, files = _parts(body, request.headers)
    else:
        pairs, files = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS), ()
    return Form(fields=dict(pairs), picked=tuple(value for name, value in pairs if name == "pick"), files=files)


def _parts(body: bytes, headers: Mapping[str, str]) -> tuple[list[tuple[str, str]], tuple[Upload, ...]]:
    pairs: list[tuple[str, str]] = []
    files: list[Upload] = []

    def field(part: Any) -> None:
        pairs.append((part.field_name.decode("utf-8", "replace"), (part.value or b"").decode("utf-8", "replace")))

    def file(part: Any) -> None:
        part.file_object.seek(0)
        name = (part.file_name or b"").decode("utf-8", "replace")
        if name:
            files.append(Upload(name=name, body=part.file_object.read()))
        part.close()

    told = {"Content-Type": headers["content-type"].encode("latin-1"), "Content-Length": str(len(body)).encode()}
    try:
        parse_form(told, io.BytesIO(body), field, file)
    except (FormParserError, ValueError) as error:
        raise Unreadable from error
    return pairs, tuple(files)
