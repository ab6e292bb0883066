"""All extractors over a page, whatever its kind. 全部读取器"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

import config
from archive.visit import digest
from checks.facts.read import ALWAYS, BY_KIND, Extractor
from checks.model import Page
from checks.pages import read_view
from checks.parsing.view import PageView
from checks.vocabulary import Context

DATA = Path(config.__file__).resolve().parent.parent / "data"
EXTRACTORS: dict[str, Extractor] = {**ALWAYS, **{name: extractor for table in BY_KIND.values() for name, extractor in table.items()}}


@functools.cache
def context() -> Context:
    """The words that come with the program, on a day of 2026."""
    return Context(as_of=dt.date(2026, 1, 1), vocabulary=config.load(DATA).vocabulary, start_url="http://example.invalid/")


def a_page(body: bytes, kind: str = "text/html") -> Page:
    """A page with this body."""
    return Page(
        url="http://example.invalid/zwgk/1.html", final_url="http://example.invalid/zwgk/1.html", status=200, body=body, depth=1,
        fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), sha256=digest(body), headers=(("Content-Type", kind),),
    )  # fmt: skip


def read_all(body: bytes, kind: str = "text/html") -> list[str]:
    """Run every extractor over a page; the names and errors of those that failed."""
    view = PageView(a_page(body, kind))
    failed = [f"{f.subject}: {f.value}" for f in read_view(view, context()).facts if f.kind == "reader.error"] if body else []
    for name, extractor in EXTRACTORS.items():
        try:
            tuple(extractor(view, context()))
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
    return failed
