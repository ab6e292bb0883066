"""The audit of the bundled demo says exactly what its truth table says, with and without a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import find_chromium

ROOT = Path(__file__).resolve().parents[2]
TRUTH = tomllib.loads((ROOT / "data" / "demo" / "truth.toml").read_text(encoding="utf-8"))
HAS_BROWSER = find_chromium(os.environ) is not None

Findings = list[dict[str, Any]]


def audit(var: Path) -> Findings:
    """Run the command as a person would; returns its findings."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "--var", str(var), "audit", "--demo", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module", params=[True, False], ids=["browser", "no-browser"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[bool, Findings]:
    """One audit of the demo in each mode."""
    if request.param and not HAS_BROWSER:
        pytest.skip("no Chromium on this machine: make browser")
    if not request.param:
        return False, request.getfixturevalue("demo_night").ended.findings
    var = tmp_path_factory.mktemp("var")
    findings = audit(var)
    shutil.rmtree(var)
    return True, findings


def key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["unit"], row["rule"], row["subject"]


def planted(browser: bool) -> set[tuple[str, str, str]]:
    return {key(row) for row in TRUTH["failed"] if browser or not row.get("browser", False)}


def test_every_planted_defect_is_found_and_nothing_else_fails(night):
    """The failed findings are the truth table's, one for one."""
    browser, findings = night
    failed = {key(f) for f in findings if f["outcome"] == "failed"}

    assert set() == planted(browser) - failed, "missed"
    assert set() == failed - planted(browser), "wrongly accused"


def test_what_looks_wrong_and_is_right_passes(night):
    """The notable findings have their outcome; those that need a browser are left open without one."""
    browser, findings = night
    outcomes: dict[tuple[str, str, str], str] = {key(f): f["outcome"] for f in findings}
    expected = {}
    for row in [*TRUTH["notable"], *(r for r in TRUTH["failed"] if r.get("browser"))]:
        plain = browser or not row.get("browser", False)
        expected[key(row)] = row.get("outcome", "failed") if plain else row.get("without_browser", "cant_tell")
    wrong = {k: (want, outcomes.get(k, "none")) for k, want in expected.items() if outcomes.get(k, "none") != want}

    assert wrong == {}


def test_rules_of_later_years_are_not_applied(night):
    """A 2015 month never sees a 2017 or 2019 rule."""
    _, findings = night

    assert set() == {f["rule"] for f in findings} & set(TRUTH["never"])


def test_every_failure_can_be_defended(night):
    """Each failed finding carries an address, a body hash and a place."""
    _, findings = night
    for finding in (f for f in findings if f["outcome"] == "failed"):
        assert finding["evidence"], finding
        assert all(e["url"] and e["sha256"] and e["locator"] for e in finding["evidence"]), finding


# Every part of the proof that something is not there, in the order in which it is written.
LOOKED = re.compile(
    r"共读[1-9]\d*页，列表栏目[1-9]\d*个（读到底\d+个），(?:未)?使用浏览器；所循入口：“[^；]+（已读）[^；]*；所查(?:字样|内容)：[^；]{2,}；最相近的：(?:“.+”|未见)"
)


def test_what_is_said_to_be_missing_says_where_was_looked(night):
    """Pages read, lists walked to the end, browser or not, ways in, words tried, nearest miss: for every absence, and for nothing else.

    What is shown and wrong (a dead link, a placeholder) is no absence: a second look confirms it without a browser.
    """
    browser, findings = night
    absent = {key(row) for row in TRUTH["failed"] if row.get("absent")}
    failed = [f for f in findings if f["outcome"] == "failed"]

    assert {key(f) for f in failed if f["looked"]} == absent & planted(browser)
    for finding in failed:
        if finding["looked"]:
            assert LOOKED.fullmatch(finding["looked"]), finding["looked"]
            assert ("，使用浏览器" in finding["looked"]) is browser
