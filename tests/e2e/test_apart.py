"""What is not registered is written apart, and published again from the ledger as it was. 另存"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.e2e.command import AS_OF, gongkai
from tests.e2e.sites import write_portal


def units(database: Path) -> set[tuple[str, str]]:
    """Units with findings: name and region."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return set(connection.execute("select name, region from unit where id in (select unit_id from finding)"))


def test_the_demo_is_written_apart_and_comes_out_of_the_ledger_as_it_was(tmp_path: Path) -> None:
    """Below the folder of results, not in it; `gongkai publish` gives the same bytes with the same names, and the table beside them."""
    var, demo = tmp_path / "var", tmp_path / "var" / "demo"
    ended = gongkai("audit", "--demo", "--no-browser", GONGKAI_VAR=str(var))

    assert ended.code == Exit.DONE, ended.err
    ended.says(f"gongkai serve --var {demo}")
    assert [path.name for path in var.iterdir()] == ["demo"]
    told = {path.name: path.read_bytes() for path in demo.glob("findings*")}
    assert {"findings.db", "findings.csv", "findings.csv.md"} == told.keys()
    assert ("云溪市", True) in {(region, "局" in name) for name, region in units(demo / "findings.db")}

    for path in demo.glob("findings*"):
        path.unlink()
    again = gongkai("publish", "--var", demo)

    assert again.code == Exit.DONE, again.err
    assert {path.name: path.read_bytes() for path in demo.glob("findings*")} == told


@pytest.mark.parametrize(("named", "place"), [(True, "."), (False, "start")])
def test_a_folder_tried_out_is_written_apart_unless_a_place_is_named(named: bool, place: str, tmp_path: Path) -> None:
    """--start writes below the folder of results, --var where it says; crawling and then auditing is one run in the same place."""
    var = tmp_path / "var"
    words = ["--start", str(write_portal(tmp_path / "shuiwu", articles=2)), "--as-of", AS_OF]
    given = ["--var", str(var)] if named else []
    environ = {} if named else {"GONGKAI_VAR": str(var)}
    crawled = gongkai("crawl", *given, *words, **environ)

    ended = gongkai("audit", *given, *words, **environ)

    assert (crawled.code, ended.code) == (Exit.DONE, Exit.DONE), crawled.err + ended.err
    ended.says("续跑批次")
    assert sorted(path.relative_to(var).as_posix() for path in var.rglob("findings.db")) == [(Path(place) / "findings.db").as_posix()]
    assert len(list(var.rglob("*.visit"))) == 1
