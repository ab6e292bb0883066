"""The labelled list pages under tests/fixtures/list, and views of pages made of bytes. 列表样例"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from pathlib import Path
from typing import Any

import attrs

from checks.model import Page
from checks.parsing.view import PageView
from checks.vocabulary import Context

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "list"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
AS_OF = dt.date(2016, 1, 15)


def load(case: str) -> tuple[bytes, dict[str, Any]]:
    """The body of a fixture page and what must be read on it."""
    folder = FOLDER / case
    return (folder / "page.html").read_bytes(), tomllib.loads((folder / "expected.toml").read_text("utf-8"))


def having(key: str) -> list[str]:
    """Fixtures whose expectation has a key."""
    return [case for case in CASES if key in load(case)[1]]


def at(context: Context, day: dt.date = AS_OF) -> Context:
    """The same context at the day the fixtures speak for."""
    return attrs.evolve(context, as_of=day)


def make_view(body: bytes | str, url: str = "http://www.example.test/index.html", status: int = 200) -> PageView:
    """A view of an HTML page made of bytes or text."""
    data = body.encode() if isinstance(body, str) else body
    page = Page(
        url=url,
        final_url=url,
        status=status,
        fetched_at=dt.datetime(2016, 1, 15, 2, 0, tzinfo=dt.UTC),
        headers=(("Content-Type", "text/html"),),
        body=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return PageView(page)
