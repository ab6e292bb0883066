"""Files and disks that give out: exit code 5, and whatever was finished before stays as it was. 存储"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.visit import read_visit
from cli.exits import Exit
from tests.e2e.command import Ended, audit
from tests.e2e.sites import write_portal

MEGABYTES = 8


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that has been audited: the folder, beside it ``var`` with what the audit wrote."""
    folder = tmp_path_factory.mktemp("store")
    written = write_portal(folder / "shuiwu")
    ended = audit(folder / "var", "--start", written)
    assert ended.code == Exit.DONE, ended.err
    return written


@pytest.fixture
def disk(portal: Path, tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own that holds what the audit wrote."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", place], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a tmpfs is not permitted here")
    try:
        shutil.copytree(portal.parent / "var", place / "var")
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def contents(folder: Path) -> dict[str, str]:
    """Digest of every file that people or the next night rely on; ledger and readings aside, which go on with what was judged."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("ledger.db", "readings.db"))
    }


def again(var: Path, portal: Path) -> Ended:
    """The same audit once more: a new night."""
    return audit(var, "--start", portal)


@pytest.mark.parametrize(
    ("left", "padding", "what"), [(0, 0, "账本"), (400, 400, ".visit.part"), (400, 0, "发布库")], ids=["ledger", "visit", "publication"]
)
def test_a_full_disk_loses_nothing(left: int, padding: int, what: str, disk: Path, tmp_path: Path) -> None:
    """With some kilobytes left the audit ends with 5 and says which file found no room; what was published stays; with room it goes on."""
    var = disk / "var"
    portal = write_portal(tmp_path / "shuiwu", padding=padding)
    before = contents(var)
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(b"\0" * (shutil.disk_usage(disk).free - left * 1024))

    ended = again(var, portal)

    assert ended.code == Exit.STORE, (ended.code, ended.err)
    ended.says("存储错误", what)
    after = contents(var)
    assert {name: after.get(name) for name in before} == before
    for name in after.keys() - before.keys():
        assert name.endswith(".visit"), name
        list(read_visit(var / name).pages())

    filler.unlink()
    mended = again(var, portal)

    assert mended.code == Exit.DONE, mended.err
    assert contents(var)["findings.db"] != before["findings.db"]
    assert len(list(var.glob("visits/*/*.visit"))) == 2  # of the first night and of this one: nothing was fetched twice
    assert not [*var.rglob("*.part"), *var.rglob("*.building")]


def test_a_read_only_folder_is_said_so(disk: Path, portal: Path) -> None:
    """Where nothing can be written the audit ends with 5, names the folder, and fetches nothing."""
    before = contents(disk / "var")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

    ended = again(disk / "var", portal)

    assert ended.code == Exit.STORE
    ended.says(str(disk / "var"), "可写")
    assert contents(disk / "var") == before


def visit_of(portal: Path) -> Path:
    (found,) = (portal.parent / "var").glob("visits/*/*.visit")
    return found


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9], ids=["empty", "third", "most"])
def test_a_truncated_visit_file_is_not_judged(keep: float, portal: Path, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """A visit file that is cut short is never judged in part: exit 5, the message names it."""
    whole = visit_of(portal).read_bytes()
    cut = tmp_path / "cut.visit"
    cut.write_bytes(whole[: int(len(whole) * keep)])

    ended = here("judge", cut, "--var", tmp_path / "var", "--format", "json")

    assert (ended.code, ended.out) == (Exit.STORE, "")
    ended.says("cut.visit")


def test_a_missing_visit_file_is_said_so(tmp_path: Path, here: Callable[..., Ended]) -> None:
    """A name that does not exist is told as such."""
    ended = here("judge", tmp_path / "nowhere.visit", "--var", tmp_path / "var")

    assert ended.code == Exit.STORE
    ended.says("nowhere.visit")
