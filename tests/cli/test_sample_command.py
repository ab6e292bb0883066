"""``gongkai sample``: drawn from a ledger, scored from two sheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from checks.model import Outcome
from cli.commands.sample import result
from cli.exits import Exit
from cli.main import run
from publish.sampling import KEY_FILE, SHEETS, Answer, By, Drawn, Sample, read_key

from .test_store_commands import fill


def answer(folder: Path, name: str, said: dict[str, str]) -> Path:
    """A sheet filled in by number."""
    path = folder / f"{name}.csv"
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    for line in lines[1:]:
        line[6] = said.get(line[0], "")
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def test_a_sample_is_drawn_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two findings, two people, one disagreement."""
    fill(tmp_path)
    out = tmp_path / "sample"
    assert run(["sample", "draw", "--var", str(tmp_path), "--size", "9", "--by", "outcome", "-o", str(out), "--dry-run"]) == Exit.DONE
    assert not out.exists()
    assert run(["sample", "draw", "--var", str(tmp_path), "--size", "9", "--by", "outcome", "-o", str(out)]) == Exit.DONE
    sample = read_key(out / KEY_FILE)
    assert {each.outcome for each in sample.drawn} == {Outcome.FAILED, Outcome.PASSED}
    ours = {each.outcome: each.number for each in sample.drawn}
    first = answer(out, SHEETS[0], {ours[Outcome.FAILED]: "不合格", ours[Outcome.PASSED]: "合格"})
    second = answer(out, SHEETS[1], {ours[Outcome.FAILED]: "不合格", ours[Outcome.PASSED]: "不合格"})
    capsys.readouterr()
    assert run(["sample", "score", str(first), str(second), "--format", "json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["kappa"]["value"] == pytest.approx(0) and told["kappa"]["cases"] == 2
    assert [(each["first"], each["second"], each["ours"]) for each in told["disagreements"]] == [("合格", "不合格", "passed")]
    assert told["rules"][0]["precision"]["value"] == 1.0 and told["rules"][0]["precision"]["cases"] == 1
    assert run(["sample", "score", str(first), str(second)]) == Exit.DONE
    text = capsys.readouterr().out
    assert "guide.completeness" in text and "50.0%" in text
    assert run(["sample", "score", str(first), str(out / KEY_FILE)]) == Exit.USAGE


def drawn(number: str, outcome: Outcome, weight: float = 1.0, rule: str = "r") -> Drawn:
    """A case."""
    return Drawn(
        number=number, unit="u", rule=rule, fingerprint=f"u|{rule}|{number}", outcome=outcome, stratum="s", weight=weight, unit_name="甲局",
        title="指标", subject="", look="", url="",
    )  # fmt: skip


def test_only_what_both_settled_speaks_of_the_program() -> None:
    """What one left blank, could not judge, or saw otherwise is counted apart; «not applicable» is no failure."""
    cases = (
        *(drawn("1", Outcome.FAILED), drawn("2", Outcome.FAILED), drawn("3", Outcome.CANT_TELL, 4.0), drawn("4", Outcome.PASSED)),
        *(drawn("5", Outcome.PASSED), drawn("6", Outcome.FAILED), drawn("7", Outcome.FAILED, rule="q")),
    )
    sample = Sample(id="x", run="r", seed=1, by=By.RULE, total=9, strata={}, drawn=cases)
    no, yes, none, unsure = Answer.FAILED, Answer.PASSED, Answer.INAPPLICABLE, Answer.CANT_JUDGE
    first = {"1": no, "2": none, "3": no, "4": no, "5": unsure, "6": no, "7": no}
    second = {"1": no, "2": none, "3": no, "4": yes, "5": yes, "7": no}
    said = result(sample, first, second)
    assert (said.missing, said.unsure, [each.number for each, _, _ in said.split]) == (1, 1, ["4"])
    assert (said.firm.cases, said.every.cases) == (5, 6)
    whole, q, r = said.lines
    assert (whole.rule, q.rule, r.rule) == ("全部", "q", "r")
    assert (r.precision.value, r.precision.cases) == (0.5, 2)
    assert (r.recall.value, r.recall.cases, r.unproven) == (pytest.approx(0.2), 2, 1)
    assert (q.precision.value, q.recall.cases) == (1.0, 1)
