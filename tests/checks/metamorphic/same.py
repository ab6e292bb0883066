"""The facts of a page before and after a transformation, as labels. 事实比较"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from checks.facts import read
from checks.facts.report import as_label
from checks.model import Page
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .encodings import Sent
from .markup import converter
from .transformations import Transformation

URL = "http://www.example.gov.cn/xxgk/zwgk/page.html"


def view_of(sent: Sent) -> PageView:
    """The view of a page as it was sent."""
    body, content_type = sent
    headers = (("Content-Type", content_type),) if content_type else ()
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return PageView(
        Page(url=URL, final_url=URL, status=200, headers=headers, fetched_at=moment, body=body, sha256=hashlib.sha256(body).hexdigest())
    )


def label_of(view: PageView, context: Context) -> dict[str, Any]:
    """What is read on a page, as a label."""
    return as_label(view, read(view, context), context)


def differences(before: Mapping[str, Any], after: Mapping[str, Any], transformation: Transformation) -> dict[str, tuple[object, object]]:
    """What two labels say differently beyond what the transformation may change: path → (before, after)."""
    one, other = dict(_flat("", before)), dict(_flat("", after))
    if transformation.script:
        one, other = ({key: _simplified(value) for key, value in label.items()} for label in (one, other))
    changed = {key: (one.get(key), other.get(key)) for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)}
    if transformation.links:
        changed = {key: pair for key, pair in changed.items() if not key.startswith("links_to.") or pair[1] is None}
    return changed


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _flat(f"{path}[{place}]", inner)
    else:
        yield path, value


def _simplified(value: object) -> object:
    """One spelling of all forms: Hong Kong's and Taiwan's own characters first."""
    for configuration in ("hk2s", "tw2s", "t2s"):
        value = converter(configuration).convert(value) if isinstance(value, str) else value
    return value
