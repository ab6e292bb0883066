"""The visit file: what goes in comes out, and damage is named."""

import datetime as dt
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.visit import VisitWriter, digest, part_of, read_visit
from checks.model import FetchError, Page, Plan, Skip, SkipReason, Stop, Visit

NOON = dt.datetime(2015, 6, 30, 4, 0, 0, 123456, tzinfo=dt.UTC)
PLAN = Plan(needs=("guide", "list"), window_from=dt.date(2014, 6, 1), as_of=dt.date(2015, 6, 30), browser=True)
VISIT = Visit(
    portal_id="yunxi",
    run_id="r1",
    start_url="http://yunxi.example/",
    started_at=NOON,
    ended_at=NOON,
    stop=Stop.DONE,
    plan=PLAN,
    user_agent="gongkai/0.1",
    note="完",
)
PAGES = (
    Page(
        url="http://yunxi.example/",
        final_url="http://yunxi.example/index.html",
        status=200,
        fetched_at=NOON,
        headers=(("content-TYPE", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Odd", "\xe4\xbd\xa0")),
        body="云溪市".encode() * 100,
        sha256=digest("云溪市".encode() * 100),
        depth=0,
    ),
    Page(
        url="http://yunxi.example/x",
        final_url="http://yunxi.example/x",
        status=None,
        fetched_at=NOON,
        error=FetchError.TIMEOUT,
        anchor="",
        depth=1,
    ),
    Page(
        url="http://yunxi.example/e",
        final_url="http://yunxi.example/e",
        status=204,
        fetched_at=NOON,
        sha256=digest(b""),
        found_on="http://a/",
    ),
    Page(
        url="http://yunxi.example/",
        final_url="http://yunxi.example/",
        status=200,
        fetched_at=NOON,
        body=b"<p>dom</p>",
        sha256=digest(b"<p>dom</p>"),
        rendered=True,
    ),
)
SKIPS = (
    Skip(url="http://other.example/", reason=SkipReason.OFFSITE, anchor="友情链接", found_on="http://yunxi.example/"),
    Skip(url="http://yunxi.example/old", reason=SkipReason.WINDOW),
)


def write(path: Path, pages: tuple[Page, ...] = PAGES, previous: Path | None = None) -> Path:
    writer = VisitWriter(path, previous=previous)
    for page in pages:
        writer.add_page(page)
    for skip in SKIPS:
        writer.add_skip(skip)
    return writer.close(VISIT)


def test_round_trip(tmp_path: Path) -> None:
    """Every field of visit, pages (headers raw and in order) and skips comes back as it was, in order."""
    file = read_visit(write(tmp_path / "yunxi.visit"))

    assert (VISIT, PAGES, SKIPS) == (file.visit, tuple(file.pages()), file.skips)


def test_final_name_only_when_closed(tmp_path: Path) -> None:
    """Until it is closed a visit stands under its .part name; after, no .part is left."""
    path = tmp_path / "yunxi.visit"
    writer = VisitWriter(path)
    writer.add_page(PAGES[0])

    assert part_of(path).exists()
    assert not path.exists()

    writer.close(VISIT)

    assert [path] == list(tmp_path.iterdir())


def test_a_visit_that_is_finished_in_between_is_not_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second writer that opened the part file before the first renamed it, and locks it after, begins a file of its own."""
    path = tmp_path / "yunxi.visit"
    first = VisitWriter(path)
    first.add_page(PAGES[0])
    flock = fcntl.flock

    def finished_before(handle: int, operation: int) -> None:
        monkeypatch.undo()
        first.close(VISIT)
        flock(handle, operation)

    monkeypatch.setattr("archive.visit.fcntl.flock", finished_before)
    second = VisitWriter(path)

    assert [PAGES[0]] == list(read_visit(path).pages())
    assert part_of(path).exists()

    second.add_page(PAGES[3])
    second.close(VISIT)

    assert [PAGES[3]] == list(read_visit(path).pages())


def test_equal_bodies_are_stored_once(tmp_path: Path) -> None:
    """A hundred pages with one body hold one body."""
    path = write(tmp_path / "v.visit", tuple(attrs.evolve(PAGES[0], url=f"http://yunxi.example/{n}") for n in range(100)))

    assert [(1,)] == list(sqlite3.connect(path).execute("SELECT count(*) FROM body"))


def test_unchanged_body_is_a_reference(tmp_path: Path) -> None:
    """A body that the previous visit holds is stored as a reference, and reads back the same."""
    first = write(tmp_path / "night1" / "yunxi.visit")
    fresh = attrs.evolve(PAGES[0], body=b"new", sha256=digest(b"new"))
    second = write(tmp_path / "night2" / "yunxi.visit", (PAGES[0], fresh), previous=first)
    file = read_visit(second)

    assert (PAGES[0], fresh) == tuple(file.pages())
    assert (first,) == file.references
    assert [(1,)] == list(sqlite3.connect(second).execute("SELECT count(*) FROM body WHERE data IS NOT NULL"))


def test_references_do_not_chain(tmp_path: Path) -> None:
    """The third night refers to the first, which holds the body: the second may go."""
    first = write(tmp_path / "1.visit")
    second = write(tmp_path / "2.visit", previous=first)
    third = write(tmp_path / "3.visit", previous=second)
    second.unlink()

    assert PAGES == tuple(read_visit(third).pages())


def test_lost_reference_is_named(tmp_path: Path) -> None:
    """If the file that holds a body is gone, the error names it."""
    first = write(tmp_path / "first.visit")
    second = write(tmp_path / "second.visit", previous=first)
    first.unlink()

    with pytest.raises(ArchiveError, match=r"first\.visit.*second\.visit 引用的访问文件已不存在"):
        list(read_visit(second).pages())


def test_unreadable_previous_is_no_obstacle(tmp_path: Path) -> None:
    """A damaged previous file costs space, not the night."""
    broken = tmp_path / "broken.visit"
    broken.write_bytes(b"SQLite format 3\x00" + b"\x00" * 500)

    assert PAGES == tuple(read_visit(write(tmp_path / "v.visit", previous=broken)).pages())


@pytest.mark.parametrize(
    ("keep", "said"), [(0, "是空文件"), (10, "不是访问文件"), (100, "被截断"), (5000, "被截断"), (9000, "被截断"), (-1, "被截断")]
)
def test_truncated_file(tmp_path: Path, keep: int, said: str) -> None:
    """A file cut off anywhere is refused by name, be it by one byte."""
    path = write(tmp_path / "cut.visit")
    os.truncate(path, keep if keep >= 0 else path.stat().st_size + keep)

    with pytest.raises(ArchiveError, match=rf"cut\.visit：.*{said}"):
        read_visit(path)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is an ArchiveError, not a traceback of the operating system."""
    with pytest.raises(ArchiveError, match=r"none\.visit：无法读取"):
        read_visit(tmp_path / "none.visit")


def test_foreign_files(tmp_path: Path) -> None:
    """Text, and an SQLite database of somebody else's, are told apart from visits."""
    text = tmp_path / "text.visit"
    text.write_text("not a database, whatever its name says")
    foreign = tmp_path / "foreign.visit"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE visit (json TEXT)")

    for path in (text, foreign):
        with pytest.raises(ArchiveError, match="不是访问文件"):
            read_visit(path)


def test_damaged_body(tmp_path: Path) -> None:
    """A body whose bytes no longer match its digest is not evidence."""
    path = write(tmp_path / "v.visit")
    other = write(tmp_path / "o.visit", (attrs.evolve(PAGES[0], body=b"forged", sha256=digest(b"forged")),))
    data = sqlite3.connect(other).execute("SELECT data FROM body").fetchone()[0]
    with sqlite3.connect(path) as db:
        db.execute("UPDATE body SET data = ? WHERE sha256 = ?", (data, PAGES[0].sha256))

    with pytest.raises(ArchiveError, match="摘要不符"):
        list(read_visit(path).pages())


def test_lost_rows_are_noticed(tmp_path: Path) -> None:
    """A file that holds fewer pages than it says is incomplete."""
    path = write(tmp_path / "v.visit")
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM page WHERE id = 2")

    with pytest.raises(ArchiveError, match="应有 4 页"):
        read_visit(path)


def test_newer_schema_is_refused(tmp_path: Path) -> None:
    """A file of a later version is refused by its version, not misread."""
    path = write(tmp_path / "v.visit")
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(ArchiveError, match="版本为 99"):
        read_visit(path)


def test_digest_of_file_changes_with_it(tmp_path: Path) -> None:
    """The file's digest is that of its bytes."""
    path = write(tmp_path / "v.visit")

    assert digest(path.read_bytes()) == read_visit(path).sha256


def test_stale_part_is_overwritten(tmp_path: Path) -> None:
    """What a killed process left behind does not get into the next visit."""
    path = tmp_path / "v.visit"
    part_of(path).write_bytes(b"left behind" * 1000)

    assert PAGES == tuple(read_visit(write(path)).pages())


def test_two_writers_of_one_visit(tmp_path: Path) -> None:
    """While one process writes a visit, another is refused; after an abort it is free again."""
    path = tmp_path / "v.visit"
    writer = VisitWriter(path)

    with pytest.raises(ArchiveError, match="另一个进程正在写"):
        VisitWriter(path)

    writer.abort()

    assert [] == list(tmp_path.iterdir())
    assert PAGES == tuple(read_visit(write(path)).pages())


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    """A folder that may not be written to is named."""
    folder = tmp_path / "ro"
    folder.mkdir(mode=0o500)

    with pytest.raises(ArchiveError, match=r"ro/v\.visit\.part：无法写入"):
        VisitWriter(folder / "v.visit")


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    """A path that cannot exist is an ArchiveError that names it."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(ArchiveError, match="无法写入"):
        VisitWriter(tmp_path / "file" / "v.visit")


FILL = """
import os, resource, signal, sys
from pathlib import Path
import attrs
from archive.errors import ArchiveError
from archive.visit import VisitWriter
from tests.archive.test_visit import PAGES, VISIT
if len(sys.argv) > 2:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
writer = VisitWriter(Path(sys.argv[1]))
try:
    for n in range(2000):
        writer.add_page(attrs.evolve(PAGES[0], url=f"http://a/{n}", body=os.urandom(5000), sha256=f"{n:064}"))
    writer.close(VISIT)
except ArchiveError as error:
    writer.abort()
    print(error)
print(os.listdir(Path(sys.argv[1]).parent))
"""


def test_file_that_may_grow_no_more(tmp_path: Path, root: Path) -> None:
    """When the disk takes no more, the error names the file, and nothing is left, under no name."""
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path / "v.visit"), "400000"], cwd=root, capture_output=True, text=True, timeout=120, check=True
    )

    assert "v.visit.part：" in done.stdout
    assert done.stdout.endswith("[]\n")


def test_full_disk(tmp_path: Path, root: Path) -> None:
    """The same on a file system that is really full: the message says so."""
    mount = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"', str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespace to make a small file system in")
    fill = [*mount, sys.executable, "-c", FILL, str(tmp_path / "v.visit")]
    done = subprocess.run(fill, cwd=root, capture_output=True, text=True, timeout=120, check=True)

    assert "v.visit.part：磁盘已满" in done.stdout
    assert done.stdout.endswith("[]\n")
