"""Re-encoded, converted, rewrapped and surrounded pages: the same facts."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import pytest

import config
from checks.vocabulary import Context

from .exceptions import allowed, pairs
from .pages import LABELLED, ROOT, chosen, families, name_of
from .same import differences, label_of, view_of
from .transformations import TRANSFORMATIONS

FAMILIES = families()
AS_OF = dt.date(2026, 1, 1)
SELDOM = 2  # of a hundred pairs of a page and a transformation


@functools.cache
def context() -> Context:
    """The program's own vocabulary."""
    return Context(as_of=AS_OF, vocabulary=config.load(ROOT / "data").vocabulary, start_url="http://www.example.gov.cn/")


@functools.cache
def before(page: Path) -> tuple[str, dict[str, Any]]:
    """Source and label of a page as it is saved."""
    view = view_of((page.read_bytes(), ""))
    return view.source, label_of(view, context())


def changes(page: Path, name: str) -> dict[str, tuple[object, object]] | None:
    """What a transformation changes on a page without being allowed to; None where it does not apply."""
    transformation = TRANSFORMATIONS[name]
    source, label = before(page)
    sent = transformation.make(source) if transformation.fronts or label["page_kind"] != "home" else None
    if sent is None:
        return None
    found = differences(label, label_of(view_of(sent), context()), transformation)
    free = allowed(name_of(page), name)
    return {path: pair for path, pair in found.items() if not path.startswith(free)} if free else found


@pytest.mark.parametrize("transformation", TRANSFORMATIONS)
@pytest.mark.parametrize("family", FAMILIES)
def test_facts_stay_the_same(family: str, transformation: str) -> None:
    """On the chosen pages of a family a transformation changes nothing but what the table of exceptions names."""
    found = {name_of(page): changes(page, transformation) for page in chosen(FAMILIES[family], transformation)}

    assert {page: changed for page, changed in found.items() if changed} == {}


@pytest.mark.parametrize("transformation", TRANSFORMATIONS)
def test_each_transformation_changes_the_page(transformation: str) -> None:
    """A transformation that left most pages as they are would prove nothing."""
    sources = [before(page)[0] for page in FAMILIES["list"]]
    sent = [TRANSFORMATIONS[transformation].make(source) for source in sources]

    changed = [one for one, source in zip(sent, sources, strict=True) if one is not None and one[0] != source.encode("utf-8")]
    assert len(changed) >= 3


@pytest.mark.parametrize(("page", "transformation"), pairs())
def test_each_exception_is_needed(page: str, transformation: str) -> None:
    """An exception whose page is read alike by now is taken out of the table."""
    path = LABELLED / f"{page}.html"
    source, label = before(path)
    sent = TRANSFORMATIONS[transformation].make(source)

    assert sent is not None
    assert any(
        key.startswith(allowed(page, transformation))
        for key in differences(label, label_of(view_of(sent), context()), TRANSFORMATIONS[transformation])
    )


def test_exceptions_are_few_and_meant() -> None:
    """Pages and transformations of the table exist, and no more than a few pairs of all are exempt."""
    names = {name_of(page) for page in LABELLED.glob("*.html")}
    exempt = pairs()

    assert {page for page, _ in exempt} <= names
    assert {transformation for _, transformation in exempt} <= set(TRANSFORMATIONS)
    assert 100 * len(exempt) <= SELDOM * len(names) * len(TRANSFORMATIONS)
