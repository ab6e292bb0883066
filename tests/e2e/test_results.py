"""What an audit hands out: JSON that judging again reproduces to the byte, and a CSV that keeps its contract. 结果"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from cli.exits import Exit
from crawler.browser import find_chromium
from tests.e2e.command import Ended, audit, gongkai
from tests.e2e.demo_night import DemoNight
from tests.e2e.sites import write_portal, write_script_portal

# The columns and their order are a contract with outsiders.
COLUMNS = [
    "finding_id", "permalink", "run_id", "as_of", "unit_id", "unit_name", "region", "portal_id", "portal_name", "rule_id", "rule_title",
    "pack", "citation_document", "citation_clause", "subject", "subject_name", "outcome", "outcome_name", "severity", "state", "confidence",
    "message", "looked", "evidence_number", "evidence_url", "fetched_at", "locator", "quote", "sha256", "rendered",
    "overlays",
]  # fmt: skip
FORMULA = "=HYPERLINK(&quot;http://fangpai.example&quot;)报价"


@attrs.frozen
class Night:
    """One audit of two portals."""

    var: Path
    ended: Ended

    @property
    def visits(self) -> Path:
        """The folder of its visit files."""
        (folder,) = (self.var / "visits").iterdir()
        return folder


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The audit all tests look at: two portals, on one of which an address line begins like a formula."""
    folder = tmp_path_factory.mktemp("night")
    one = write_portal(folder / "shuiwu")
    other = write_portal(folder / "shangwu", organ="云溪市商务局", articles=3)
    guide = other / "zn.html"
    guide.write_text(guide.read_text(encoding="utf-8").replace("<p>传真：0380-5550101</p>", "<p>传真：</p>"), encoding="utf-8")
    for page in (other / "ml.html", other / "dt.html", other / "index.html"):
        page.write_text(page.read_text(encoding="utf-8").replace(">关于开展第0次", f">{FORMULA}关于开展第0次"), encoding="utf-8")
    ended = audit(folder / "var", "--start", one, "--start", other)
    assert ended.code == Exit.DONE, ended.err
    return Night(folder / "var", ended)


def test_every_finding_keeps_the_contract(night: Night) -> None:
    """All outcomes are there; a failure cites evidence with address, words, place, digest and time; and the packs are said to be by period."""
    found = night.ended.findings

    assert {"passed", "failed", "cant_tell"} <= {finding["outcome"] for finding in found}
    assert {finding["portal"] for finding in found} == {"shuiwu", "shangwu"}
    for finding in found:
        assert {"portal", "rule", "subject", "outcome", "message", "confidence", "evidence"} <= finding.keys()
        assert finding["packs_named"] is False
        assert finding["evidence"] or finding["outcome"] != "failed"
        for evidence in finding["evidence"]:
            assert {"url", "quote", "locator", "sha256", "fetched_at"} <= evidence.keys()
            assert re.fullmatch(r"[0-9a-f]{64}", evidence["sha256"])
            assert dt.datetime.fromisoformat(evidence["fetched_at"]).utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_judging_again_gives_the_same_bytes(seed: str, night: Night, tmp_path: Path) -> None:
    """The stored visits judged again, without any network and under another hash seed: the same JSON to the byte."""
    prefix = ("unshare", "--net")
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("a process without a network (unshare) is not permitted here")

    ended = gongkai("judge", night.visits, "--format", "json", "--var", tmp_path / "var", prefix=prefix, PYTHONHASHSEED=seed)

    assert ended.code == Exit.DONE, ended.err
    assert ended.out == night.ended.out
    assert not (tmp_path / "var").exists()


def test_judging_one_visit_gives_its_part(night: Night, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """One visit file alone, moved elsewhere, gives exactly the findings of its portal."""
    moved = shutil.copy(night.visits / "shangwu.visit", tmp_path / "anything.visit")

    ended = here("judge", moved, "--format", "json", "--var", tmp_path / "var")

    assert ended.code == Exit.DONE, ended.err
    assert ended.findings == [finding for finding in night.ended.findings if finding["portal"] == "shangwu"]


def test_the_demo_is_judged_again_alike(demo_night: DemoNight, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """The demo's units are registered, one of them on a column of another's portal: judged again they are the same units."""
    (visits,) = (demo_night.copy(tmp_path / "var") / "visits").iterdir()
    again = here("judge", "--demo", visits, "--format", "json")

    assert again.code == Exit.DONE, again.err
    assert again.out == demo_night.ended.out
    assert len({finding["unit"] for finding in again.findings}) > len({finding["portal"] for finding in again.findings})


def test_a_later_date_is_not_charged_from_an_earlier_visit(night: Night, here: Callable[..., Ended]) -> None:
    """A visit planned for June says nothing about July: what would be a failure is left open, and that is said."""
    ended = here("judge", night.visits, "--as-of", "2015-07-31", "--format", "json")

    assert ended.code == Exit.DONE, ended.err
    ended.says("2015-06-30", "2015-07-31", "改记无法核查")
    assert "failed" not in {finding["outcome"] for finding in ended.findings}
    assert {(finding["as_of"], finding["visit_as_of"]) for finding in ended.findings} == {("2015-07-31", "2015-06-30")}


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def check_rows(rows: list[list[str]], night: Night) -> None:
    """Dates are ISO, cells cannot be formulas, and what stands there is what was found."""
    cells = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row["quote"] for row in cells if row["quote"].startswith("'=HYPERLINK")]
    assert {row["as_of"] for row in cells} == {"2015-06-30"}
    assert all(dt.datetime.fromisoformat(row["fetched_at"]).tzinfo for row in cells if row["fetched_at"])
    assert all(re.fullmatch(r"[\w.-]+@\S+", row["pack"]) for row in cells)
    assert {row["run_id"] for row in cells} == {night.visits.name}
    found = {(f["portal"], f["rule"], f["subject"].lstrip("'"), f["outcome"]) for f in night.ended.findings}
    assert {(row["portal_id"], row["rule_id"], row["subject"].lstrip("'"), row["outcome"]) for row in cells} == found
    evidence = {e["sha256"] for f in night.ended.findings for e in f["evidence"]}
    assert {row["sha256"] for row in cells if row["sha256"]} == evidence


def test_the_table_for_people(night: Night) -> None:
    """findings.csv beside the database: UTF-8 with BOM, Chinese headings in the fixed order, a data dictionary beside it."""
    raw = (night.var / "findings.csv").read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\xef\xbb\xbf") == 1
    head, *rows = table(raw.decode("utf-8-sig"))
    dictionary = (night.var / "findings.csv.md").read_text(encoding="utf-8")
    described = re.findall(r"^\|\s*\d+\s*\|\s*(\w+)\s*\|\s*(\S+)\s*\|", dictionary, re.MULTILINE)
    assert described == list(zip(COLUMNS, head, strict=True))
    check_rows(rows, night)


def test_the_table_for_scripts(night: Night, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """--no-bom: no mark, English column names in the same order, the same lines."""
    target = tmp_path / "out.csv"

    ended = here("export", "findings", "--no-bom", "--output", target, "--var", night.var)

    assert ended.code == Exit.DONE, ended.err
    head, *rows = table(target.read_text(encoding="utf-8"))
    assert head == COLUMNS
    assert rows == table((night.var / "findings.csv").read_text(encoding="utf-8-sig"))[1:]
    check_rows(rows, night)


def test_without_a_browser_what_scripts_draw_is_not_judged(tmp_path: Path) -> None:
    """A portal drawn by scripts, and no Chromium where ``GONGKAI_CHROMIUM`` points: the audit ends well, says so, and accuses of nothing."""
    portal = write_script_portal(tmp_path / "jiaoben")

    ended = audit(tmp_path / "var", "--start", portal, GONGKAI_CHROMIUM=str(tmp_path / "no-such-browser"))

    assert ended.code == Exit.DONE, ended.err
    ended.says("没有 Chromium")
    outcomes = [finding["outcome"] for finding in ended.findings]
    assert "failed" not in outcomes and "cant_tell" in outcomes


def test_with_a_browser_it_is_read(tmp_path: Path) -> None:
    """The same portal with Chromium: the guide is found and its elements are read."""
    chromium = find_chromium(os.environ)
    if chromium is None:
        pytest.skip("no Chromium on this machine: make browser")
    portal = write_script_portal(tmp_path / "jiaoben")

    ended = audit(tmp_path / "var", "--start", portal, GONGKAI_CHROMIUM=str(chromium))

    assert ended.code == Exit.DONE, ended.err
    guide = {
        finding["rule"]: finding for finding in ended.findings if finding["rule"].startswith("guide.") and finding["outcome"] == "passed"
    }
    assert "guide.exists" in guide
    assert any(evidence["rendered"] for evidence in guide["guide.exists"]["evidence"])


def test_a_browser_can_be_demanded(tmp_path: Path, here: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    """--require-browser without Chromium: exit 6, and nothing is begun."""
    monkeypatch.setenv("GONGKAI_CHROMIUM", str(tmp_path / "no-such-browser"))

    ended = here("audit", "--require-browser", "--start", write_portal(tmp_path / "shuiwu"), "--var", tmp_path / "var")

    assert (ended.code, ended.out) == (Exit.NO_BROWSER, "")
    ended.says("Chromium")
    assert not (tmp_path / "var").exists()
