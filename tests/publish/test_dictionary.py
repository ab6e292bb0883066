"""The data dictionary in docs/ is what the program would write today."""

from __future__ import annotations

from pathlib import Path

from publish.dictionary import database_dictionary
from publish.schema import TABLES
from publish.views import VIEWS


def test_the_committed_dictionary_is_up_to_date(root: Path) -> None:
    """Write it anew with: python -m publish.dictionary > docs/data-dictionary.md"""
    assert (root / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == database_dictionary()


def test_every_table_column_and_view_is_described() -> None:
    """Nothing is published without a Chinese name and, for tables and views, a sentence."""
    written = database_dictionary()

    for table in TABLES:
        assert f"### {table.name} {table.zh}\n\n{table.about}" in written
        for column in table.columns:
            assert f"| {column.name} | {column.zh} |" in written
    for view in VIEWS:
        assert f"### {view.name}\n\n{view.about}" in written
