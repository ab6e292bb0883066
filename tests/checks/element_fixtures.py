"""Fixture folders of guides, application pages and catalogues: a page, and the state (and value) each element must get."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from checks.model import Fact, Page, Reading
from checks.parsing.fold import fold
from checks.parsing.view import PageView
from checks.vocabulary import Context

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
Extractor = Callable[[PageView, Context], Iterable[Fact]]


def cases(family: str) -> list[Path]:
    """The folders of one family, sorted."""
    return sorted(path.parent for path in (FIXTURES / family).glob("*/page.html"))


def expected(folder: Path) -> dict[str, Any]:
    """What ``expected.toml`` says."""
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


def view_of(body: bytes | str, rendered: bool = False) -> PageView:
    """A page as it would have been fetched, its encoding left to be found."""
    raw = body.encode() if isinstance(body, str) else body
    return PageView(
        Page(
            url="http://www.example.gov.cn/xxgk/zn.html",
            final_url="http://www.example.gov.cn/xxgk/zn.html",
            status=200,
            fetched_at=dt.datetime(2015, 6, 30, tzinfo=dt.UTC),
            headers=(("Content-Type", "text/html"),),
            body=raw,
            sha256=hashlib.sha256(raw).hexdigest(),
            rendered=rendered,
        )
    )


def view_in(folder: Path) -> PageView:
    """The page of a fixture folder."""
    return view_of((folder / "page.html").read_bytes())


def shown(fact: Fact, wanted: str) -> str:
    """A reading as the expectation writes it: the state, with the value where the expectation gives one."""
    assert isinstance(fact.value, Reading)
    return f"{fact.value.state.value} {fact.value.value}" if " " in wanted else fact.value.state.value


def compare(facts: Iterable[Fact], kind: str, wanted: dict[str, str], group: str = "") -> tuple[dict[str, str], dict[str, str]]:
    """Expectation and reading of the named elements, side by side."""
    found = {fact.subject: fact for fact in facts if fact.kind == kind and fact.group == group}
    return wanted, {name: shown(found[name], text) if name in found else "nothing" for name, text in wanted.items()}


def assert_verbatim(facts: Iterable[Fact], view: PageView) -> None:
    """Every quote stands on the page (white space apart) and has a locator."""
    seen = [value for node in view.tree.iter() for name in ("placeholder", "title", "alt") if (value := node.get(name))]
    page = fold("".join([*view.tree.itertext(), *seen]))
    for fact in facts:
        assert fact.evidence.locator
        assert fold(fact.evidence.quote) in page, (fact.subject, fact.evidence.quote)
