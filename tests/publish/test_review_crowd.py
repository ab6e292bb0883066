"""Many at once: nothing that was accepted is lost, nobody sees half a night, nothing is locked."""

from __future__ import annotations

from pathlib import Path

from tests.bench.reviewing import lost, rush


def test_reviewers_write_while_nights_are_published_and_readers_read(tmp_path: Path) -> None:
    """A small rush; ``python -m tests.bench.reviewing`` is the whole one."""
    figures = rush(tmp_path, reviewers=6, decisions=60, readers=8, problems=60)

    assert figures.wrong == []
    assert len(figures.accepted) + len(figures.refused) == 60
    assert len(figures.accepted) > 40
    assert lost(tmp_path, figures) == []
    assert figures.nights >= 1
