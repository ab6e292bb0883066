"""The runner of Datasette's own tests counts what differs, and knows what docs/upstream.md explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.upstream.__main__ import told
from tests.upstream.comparing import compared, reasons

PAGE = """
| tests | why |
|---|---|
| `test_marked`, `test_page[/-/a]` | begins with a mark |
| `test_gone` | long ago |
"""
STOCK = {
    "tests/test_x.py::test_marked": "passed",
    "tests/test_x.py::test_page[/-/a]": "passed",
    "tests/test_x.py::test_page[/-/b]": "passed",
    "tests/test_x.py::test_gone": "passed",
    "tests/test_x.py::test_mark": "passed",
    "tests/test_x.py::test_weak": "failed",
}


def test_names_and_reasons_are_read_from_tables() -> None:
    """A row may name several tests, and single cases."""
    assert reasons(PAGE) == {"test_marked": "begins with a mark", "test_page[/-/a]": "begins with a mark", "test_gone": "long ago"}


def test_only_what_is_named_is_explained() -> None:
    """Another case of the same test, a name that merely begins alike, a test that never ran: none of them is explained."""
    ours = {"tests/test_x.py::test_gone": "passed", "tests/test_x.py::test_mark": "failed", "tests/test_x.py::test_weak": "failed"}
    found = compared(STOCK, ours, reasons(PAGE))

    assert (found.tests, found.without, found.with_ours) == (6, 5, 1)
    assert found.listed == {
        "tests/test_x.py::test_marked": "begins with a mark",
        "tests/test_x.py::test_page[/-/a]": "begins with a mark",
    }
    assert found.unknown == ("tests/test_x.py::test_mark", "tests/test_x.py::test_page[/-/b]")
    assert found.stale == ("test_gone",)
    assert found.broken == ("tests/test_x.py::test_weak",)


def test_a_name_that_did_not_run_is_not_stale() -> None:
    """Of three files run, the rows about a fourth say nothing."""
    assert compared({"tests/test_x.py::test_mark": "passed"}, {"tests/test_x.py::test_mark": "passed"}, reasons(PAGE)).stale == ()


def test_a_developer_reads_all_three_numbers() -> None:
    """Without, with, and what differs with its reason."""
    found = compared(STOCK, dict.fromkeys(STOCK, "failed") | {"tests/test_x.py::test_mark": "passed"}, reasons(PAGE))
    said = "\n".join(told(found, {"tests/test_x.py::test_marked": "passed"}))

    assert "without our plugins: 5 of 6 pass" in said
    assert "with our plugins:    1 of 6 pass" in said
    assert "pass only without:   4, of which 1 pass once CSV has no byte order mark" in said
    assert "test_marked: begins with a mark" in said
    assert "test_page[/-/b]: NOT EXPLAINED" in said
    assert "does not count: tests/test_x.py::test_weak" in said


@pytest.mark.parametrize("name", ["test_table_csv", "test_view_instance[/-/metadata]", "test_allow_debug"])
def test_the_page_names_what_differs_by_design(name: str) -> None:
    """docs/upstream.md can be read by the runner."""
    assert name in reasons((Path(__file__).parents[2] / "docs" / "upstream.md").read_text(encoding="utf-8"))
