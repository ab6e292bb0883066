"""Fixture folders of pages with records (items, penalties, reports, organisation) and views of them. 样例"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from checks.model import Fact, Page, Reading, State
from checks.parsing.view import PageView

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
DEFECTS = frozenset({State.ABSENT, State.BLANK, State.PLACEHOLDER, State.NEGATED})


def cases(family: str) -> list[str]:
    """Names of a family's fixtures."""
    return sorted(path.name for path in (FIXTURES / family).iterdir() if path.is_dir())


def load(family: str, case: str) -> tuple[PageView, dict[str, Any]]:
    """The page of a fixture and what must be read on it."""
    folder = FIXTURES / family / case
    body = (folder / "page.html").read_bytes()
    return view_of(body), tomllib.loads((folder / "expected.toml").read_text("utf-8"))


def view_of(body: bytes | str, url: str = "http://www.qingshi.example/xxgk/1.html") -> PageView:
    """A view of a page made of bytes or text."""
    data = body.encode() if isinstance(body, str) else body
    at = dt.datetime(2015, 6, 30, 2, 0, tzinfo=dt.UTC)
    digest = hashlib.sha256(data).hexdigest()
    return PageView(
        Page(url=url, final_url=url, status=200, fetched_at=at, headers=(("Content-Type", "text/html"),), body=data, sha256=digest)
    )


def states(facts: list[Fact], kind: str) -> dict[str, dict[str, str]]:
    """Group → subject → state."""
    found: dict[str, dict[str, str]] = {}
    for fact in facts:
        if fact.kind == kind and isinstance(fact.value, Reading):
            found.setdefault(fact.group, {})[fact.subject] = fact.value.state.value
    return found


def compare(facts: list[Fact], kind: str, expected: dict[str, Any]) -> list[str]:
    """Differences: every expected state must be read, and no defect that is not expected."""
    read = states(facts, kind)
    wrong = [f"groups {sorted(read)} instead of {sorted(expected)}"] if set(read) != set(expected) else []
    for group, fields in expected.items():
        for field, state in fields.items():
            got = read.get(group, {}).get(field)
            if got != state:
                wrong.append(f"{group}/{field}: {got} instead of {state}")
    for group, fields in read.items():
        for field, state in fields.items():
            if State(state) in DEFECTS and field not in expected.get(group, {}):
                wrong.append(f"{group}/{field}: {state} is not expected")
    return wrong
