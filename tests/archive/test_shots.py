"""Screenshots on disk: what was kept comes back, and no name leads out of the folder."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.shots import LIVE, Shot, read_shot, save_shot, shot_path

SHOT = Shot(
    run="20150731T020000", portal="yunxi.kfq", finding=7, url="http://a.example/", page_sha256="a" * 64, how=LIVE, marked=True,
    taken_at="2015-07-31T03:00:00+00:00", charset="gb18030", masked=("id",),
)  # fmt: skip


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    """The picture, and how it was made, with the picture's digest."""
    kept = save_shot(tmp_path, SHOT, b"png")

    assert kept == attrs.evolve(SHOT, sha256=kept.sha256) and len(kept.sha256) == 64
    assert read_shot(tmp_path, SHOT.run, SHOT.portal, SHOT.finding) == (kept, b"png")
    assert read_shot(tmp_path, SHOT.run, SHOT.portal, 8) is None
    assert sorted(path.name for path in (tmp_path / "shots" / SHOT.run / SHOT.portal).iterdir()) == ["7.json", "7.png"]


def test_what_is_no_longer_what_was_kept_is_an_error(tmp_path: Path) -> None:
    """Another picture under the name; a note that cannot be read; no note."""
    save_shot(tmp_path, SHOT, b"png")
    path = shot_path(tmp_path, SHOT.run, SHOT.portal, SHOT.finding)
    path.write_bytes(b"other")
    with pytest.raises(ArchiveError, match="摘要不符"):
        read_shot(tmp_path, SHOT.run, SHOT.portal, SHOT.finding)
    path.with_suffix(".json").write_text("{}")
    with pytest.raises(ArchiveError, match="无法读取"):
        read_shot(tmp_path, SHOT.run, SHOT.portal, SHOT.finding)
    path.with_suffix(".json").unlink()
    with pytest.raises(ArchiveError, match=r"文件不存在|文件或文件夹不存在"):
        read_shot(tmp_path, SHOT.run, SHOT.portal, SHOT.finding)


@pytest.mark.parametrize(
    ("run", "portal", "finding"),
    [
        ("..", "a", 1),
        ("a", "..", 1),
        ("a/b", "c", 1),
        ("a", "b\\c", 1),
        ("", "a", 1),
        ("a", ".hidden", 1),
        ("a..b", "c", 1),
        ("a", "b\x00", 1),
        ("a", "b", -1),
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, run: str, portal: str, finding: int) -> None:
    """Whatever a request says."""
    with pytest.raises(ValueError, match="no such place"):
        shot_path(tmp_path, run, portal, finding)
