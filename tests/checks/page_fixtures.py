"""The labelled pages under tests/fixtures/page, and views of pages made of text. 页面样例"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import tomllib
from pathlib import Path
from typing import Any

import attrs

from checks.facts.read import read
from checks.model import Fact, Page
from checks.parsing.view import PageView
from checks.vocabulary import Context

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "page"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
URL = "http://www.example.gov.cn/xxgk/index.html"


@functools.cache
def expected(case: str) -> dict[str, Any]:
    """What must be read on a fixture page."""
    return tomllib.loads((FOLDER / case / "expected.toml").read_text("utf-8"))


def having(key: str) -> list[str]:
    """Fixtures whose expectation has a key."""
    return [case for case in CASES if key in expected(case)]


def without(key: str) -> list[str]:
    """Fixtures whose expectation lacks a key."""
    return [case for case in CASES if key not in expected(case)]


def view_of(case: str) -> PageView:
    """The fixture page as fetched from its address."""
    wanted = expected(case)
    return view((FOLDER / case / "page.html").read_bytes(), wanted["url"], wanted.get("status", 200))


def facts_of(case: str, context: Context) -> tuple[Fact, ...]:
    """All facts of a fixture page."""
    return read(view_of(case), attrs.evolve(context, start_url=expected(case).get("start", "http://www.example.gov.cn/")))


def view(
    body: bytes | str, url: str = URL, status: int = 200, rendered: bool = False, headers: tuple[tuple[str, str], ...] = ()
) -> PageView:
    """A view of an HTML page made of text."""
    data = body.encode() if isinstance(body, str) else body
    page = Page(
        url=url,
        final_url=url,
        status=status,
        fetched_at=dt.datetime(2015, 6, 30, 2, 0, tzinfo=dt.UTC),
        headers=headers or (("Content-Type", "text/html"),),
        body=data,
        sha256=hashlib.sha256(data).hexdigest(),
        rendered=rendered,
    )
    return PageView(page)


def body(inner: str, head: str = "<title>青石县质量监督局</title>", foot: str = "") -> str:
    """A small page of a bureau around some content."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><div class="con">{inner}</div>{foot}</body></html>'


def of_kind(facts: tuple[Fact, ...] | list[Fact], kind: str, subject: str | None = None) -> list[Fact]:
    """Facts of one kind (and subject)."""
    return [fact for fact in facts if fact.kind == kind and subject in (None, fact.subject)]
