"""Datasette in this process, set up as ``gongkai serve`` sets it up."""

from __future__ import annotations

import urllib.parse
from pathlib import Path
from typing import Any

import lxml.html
from datasette.app import Datasette

from publish.serving.settings import Serving, datasette_on


def site(database: Path, serving: Serving | None = None) -> Datasette:
    """A Datasette on a published database."""
    return datasette_on(database, serving)


def address(path: str, **query: str) -> str:
    """A path and a query, encoded."""
    return urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(query) if query else "")


async def html(ds: Datasette, path: str, **query: str) -> Any:
    """The parsed page; it must answer 200."""
    response = await ds.client.get(address(path, **query), follow_redirects=True)
    assert response.status_code == 200, (path, query, response.text[:2000])
    return lxml.html.fromstring(response.text)


async def rows(ds: Datasette, path: str, **query: str) -> list[dict[str, Any]]:
    """The rows behind a page."""
    response = await ds.client.get(address(path + ".json", _shape="array", **query), follow_redirects=True)
    assert response.status_code == 200, (path, query, response.text[:2000])
    return response.json()


def text(page: Any) -> str:
    """What a reader sees, white space collapsed."""
    for hidden in page.xpath("//style | //script"):
        hidden.getparent().remove(hidden)
    return " ".join(page.text_content().split())
