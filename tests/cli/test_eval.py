"""``gongkai eval``: what is printed, and bad input named. The scoring itself is tested where it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.e2e.command import Ended

Here = Callable[..., Ended]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Two labelled pages."""
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "a.json").write_text('{"file": "a.html", "page_kind": "guide", "guide": {"fax": {"state": "valid"}}}', encoding="utf-8")
    (folder / "b.json").write_text('{"file": "b.html", "page_kind": "home"}', encoding="utf-8")
    return folder


def predicted(tmp_path: Path, *lines: str) -> Path:
    """A file of predictions."""
    file = tmp_path / "facts.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


GOOD = ('{"file": "a.html", "page_kind": "guide", "guide": {"fax": {"state": "absent"}}}', '{"file": "b.html", "page_kind": "home"}')


def test_figures_and_mistakes(here: Here, labels: Path, tmp_path: Path) -> None:
    """Each measure with its interval, and on demand the page and element that disagree."""
    ended = here("eval", labels, predicted(tmp_path, *GOOD), "--mistakes")

    assert ended.code == Exit.DONE
    assert "page kind" in ended.out
    assert "2/2" in ended.out
    assert "guide 误判为缺失" in ended.out
    assert "a.html" in ended.out
    assert "guide.fax valid" in ended.out


def test_json(here: Here, labels: Path, tmp_path: Path) -> None:
    """For scripts: counts, shares, intervals, mistakes."""
    told = json.loads(here("eval", labels, predicted(tmp_path, *GOOD), "--format", "json", "--mistakes").out)

    assert told["measures"]["page kind"] == {"right": 2, "n": 2, "value": 1.0, "interval": pytest.approx([0.3424, 1.0], abs=1e-4)}
    assert [m["file"] for m in told["mistakes"]] == ["a.html"] * len(told["mistakes"])


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("{",), "第1行：不是 JSON"),
        ((GOOD[1], '{"page_kind": "home"}'), "第2行：缺少 file"),
        ((GOOD[1], GOOD[1]), "出现两次：b.html"),
    ],
)
def test_bad_predictions_are_named(here: Here, labels: Path, tmp_path: Path, lines: tuple[str, ...], says: str) -> None:
    """File and line of what is wrong, exit code 2."""
    ended = here("eval", labels, predicted(tmp_path, *lines))

    assert (ended.code, says in ended.err) == (Exit.USAGE, True)


def test_missing_files_are_named(here: Here, labels: Path, tmp_path: Path) -> None:
    """No labels, no predictions: both are usage errors."""
    (tmp_path / "empty").mkdir()

    assert here("eval", tmp_path / "empty", predicted(tmp_path, *GOOD)).code == Exit.USAGE
    assert "nowhere.jsonl" in here("eval", labels, tmp_path / "nowhere.jsonl").err
