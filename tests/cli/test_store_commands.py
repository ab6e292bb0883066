"""``gongkai publish``, ``export``, ``serve`` and ``review`` over a real ledger."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
from pathlib import Path

import pytest

from archive.ledger import open_ledger
from checks.model import Decision, Episode, EpisodeState, Evidence, Finding, Outcome, Plan, Run, Severity, Stop, Visit
from cli.exits import Exit
from cli.main import run

AT = dt.datetime(2015, 6, 30, 22, 0, tzinfo=dt.UTC)
FINGERPRINT = "yunxi-zjj|guide.completeness|fax"


def finding(outcome: Outcome, subject: str) -> Finding:
    """One finding about the guide; a failure has its evidence."""
    seen = Evidence(url="http://www.yunxi.example/zn.html", fetched_at=AT, sha256="ab" * 32, locator="//p[3]", quote="联系电话 1234567")
    return Finding(
        unit="yunxi-zjj",
        portal="yunxi",
        rule="guide.completeness",
        pack="beijing-zjj-2015",
        subject=subject,
        subject_name=subject,
        outcome=outcome,
        severity=Severity.MAJOR,
        message=f"公开指南要素 {subject}：{outcome}",
        evidence=(seen,) if outcome is Outcome.FAILED else (),
        overlays=("local/guide.completeness",) if outcome is Outcome.FAILED else (),
    )


def fill(var: Path, *, run_id: str = "r1", stop: Stop = Stop.DONE, judged: bool = True) -> None:
    """Enter one run with one visit, two findings and the episode of the failure."""
    begun = Run(id=run_id, as_of=AT.date(), started_at=AT, packs=("beijing-zjj-2015@1",), packs_sha256="cd" * 32, code_version="test")
    ended = dt.timedelta(minutes=5)
    visit = Visit(
        portal_id="yunxi",
        run_id=run_id,
        start_url="http://www.yunxi.example/",
        started_at=AT,
        ended_at=AT + ended,
        stop=stop,
        plan=Plan(needs=("guide",), window_from=AT.date(), as_of=AT.date()),
    )
    episode = Episode(
        fingerprint=FINGERPRINT,
        unit="yunxi-zjj",
        portal="yunxi",
        rule="guide.completeness",
        subject="fax",
        state=EpisodeState.SUSPECTED,
        severity=Severity.MAJOR,
        message="公开指南未列传真号码",
        first_run=run_id,
        last_run=run_id,
        first_at=AT,
        last_at=AT,
    )
    with open_ledger(var / "ledger.db") as ledger:
        ledger.record_run(begun, ["yunxi"])
        ledger.record_visit(visit, file=f"{run_id}/yunxi.visit", sha256="ef" * 32, pages=3, bytes=1000)
        ledger.record_findings(run_id, [finding(Outcome.FAILED, "fax"), finding(Outcome.PASSED, "phone")])
        ledger.save_episodes([episode])
        if judged:
            ledger.finish_run(
                Run(
                    id=run_id,
                    as_of=begun.as_of,
                    started_at=AT,
                    packs=begun.packs,
                    packs_sha256=begun.packs_sha256,
                    code_version="test",
                    ended_at=AT + ended,
                    judgement_sha256="01" * 32,
                )
            )


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder with a judged run, chosen through the environment."""
    folder = tmp_path / "var"
    fill(folder)
    monkeypatch.setenv("GONGKAI_VAR", str(folder))
    return folder


def test_publish_the_latest_judged_run(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The published database appears with the run's findings, and the ledger knows that it went out."""
    assert run(["publish"]) == Exit.DONE

    assert "不合格 1" in capsys.readouterr().out
    with sqlite3.connect(var / "findings.db") as db:
        assert db.execute("select count(*) from finding").fetchone() == (2,)
    with open_ledger(var / "ledger.db") as ledger:
        assert [each.published for each in ledger.runs()] == [True]


def test_publish_dry_run_writes_nothing(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run says that the run may go out and leaves no file."""
    assert run(["publish", "--dry-run"]) == Exit.DONE

    assert "r1" in capsys.readouterr().out
    assert not (var / "findings.db").exists()


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_publish_refuses_an_unsound_night(tmp_path: Path, dry_run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """When the health gate says no, the exit code is 4 and what was published before stays as it was."""
    var = tmp_path / "var"
    with open_ledger(var / "ledger.db") as ledger:
        ledger.record_run(
            Run(id="empty", as_of=AT.date(), started_at=AT, packs=(), packs_sha256="", code_version="test", judgement_sha256="01" * 32), []
        )
    (var / "findings.db").write_bytes(b"yesterday")

    assert run(["publish", "--var", str(var), *dry_run]) == Exit.REFUSED
    assert "没有完成任何网站的访问" in capsys.readouterr().err
    assert (var / "findings.db").read_bytes() == b"yesterday"


def test_publish_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No ledger is a matter of storage; an unknown run, or one not judged yet, of usage."""
    var = tmp_path / "var"
    assert run(["publish", "--var", str(var)]) == Exit.STORE
    assert not var.exists()

    fill(var, judged=False)
    assert run(["publish", "--var", str(var)]) == Exit.USAGE
    assert run(["publish", "--var", str(var), "--run", "r1"]) == Exit.USAGE
    assert run(["publish", "--var", str(var), "--run", "r2"]) == Exit.USAGE
    messages = capsys.readouterr().err
    for words in ("没有找到账本", "还没有已判定的批次", "批次 r1 尚未判定", "没有批次 r2"):
        assert words in messages


def test_export_to_standard_output_and_file(var: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """CSV for scripts on stdout, for people as a file with byte order mark and its data dictionary beside it."""
    assert run(["publish"]) == Exit.DONE
    capfdbinary.readouterr()

    assert run(["export", "findings", "--no-bom", "--outcome", "failed"]) == Exit.DONE
    printed = capfdbinary.readouterr().out
    assert not printed.startswith(b"\xef\xbb\xbf")
    heading, row = list(csv.reader(io.StringIO(printed.decode("utf-8"))))
    assert "guide.completeness" in row
    assert len(heading) == len(row)

    target = tmp_path / "结果.csv"
    assert run(["export", "findings", "-o", str(target), "--dry-run"]) == Exit.DONE
    assert not target.exists()
    assert run(["export", "findings", "-o", str(target)]) == Exit.DONE
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert target.with_name("结果.csv.md").exists()


def test_export_lists_and_refuses(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name the exports are listed; an unknown name is a usage error, a missing database one of storage."""
    assert run(["export"]) == Exit.DONE
    assert "findings" in [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]

    assert run(["export", "finding"]) == Exit.USAGE
    assert "是否应为 findings？" in capsys.readouterr().err
    assert run(["export", "findings"]) == Exit.STORE
    assert "没有找到发布库" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "nosuch"], "没有公开主体 nosuch"),
        (["--rule", "guide.nosuch", "--unit", "yunxi-zjj"], "没有检查指标 guide.nosuch"),
        (["--run", "r9", "--dry-run"], "没有批次 r9"),
    ],
)
def test_export_refuses_ids_that_are_not_published(var: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in an id must not read as "no findings"."""
    assert run(["publish"]) == Exit.DONE
    capsys.readouterr()

    assert run(["export", "findings", *options]) == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err


def test_export_of_an_earlier_run_says_why_it_is_empty(var: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Only the latest findings of each unit are published; of an earlier run there are none."""
    assert run(["publish"]) == Exit.DONE
    fill(var, run_id="r2")
    assert run(["publish", "--run", "r2"]) == Exit.DONE
    capfd.readouterr()

    assert run(["export", "findings", "--run", "r1", "--no-bom"]) == Exit.DONE
    captured = capfd.readouterr()
    assert len(captured.out.splitlines()) == 1
    assert "只含各单位最近一批" in captured.err
    assert run(["export", "findings", "--run", "r2", "--unit", "yunxi-zjj", "--no-bom"]) == Exit.DONE
    assert len(capfd.readouterr().out.splitlines()) == 3


def test_publish_renews_the_table(var: Path) -> None:
    """Beside a new database lies no old table."""
    (var / "findings.csv").write_text("old")
    assert run(["publish"]) == Exit.DONE

    assert "guide.completeness" in (var / "findings.csv").read_text(encoding="utf-8-sig")
    assert (var / "findings.csv.md").exists()


def test_serve_shows_what_it_would_serve(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run prints what would be served and where: on loopback. Without a database there is nothing to serve."""
    assert run(["serve", "--dry-run"]) == Exit.STORE
    assert run(["publish"]) == Exit.DONE
    capsys.readouterr()

    assert run(["serve", "--dry-run"]) == Exit.DONE
    printed = capsys.readouterr().out
    assert str(var / "findings.db") in printed
    assert "http://127.0.0.1:8001/" in printed


def test_review_lists_open_problems(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Open episodes are listed with the id that a decision is given under, and the adjustments they were judged under."""
    assert run(["review"]) == Exit.DONE
    cells = capsys.readouterr().out.splitlines()[1].split("\t")
    assert cells[:2] == [FINGERPRINT, "存疑"] and cells[4].endswith("（按调整 local/guide.completeness 判定）")

    assert run(["review", "--format", "json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["fingerprint"], told["overlays"]) == (FINGERPRINT, ["local/guide.completeness"])


def test_review_records_a_decision(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A decision needs its author and a known problem; --dry-run only checks."""
    decide = ["review", FINGERPRINT, "--decision", "reject", "--reviewer", "王某", "--note", "传真在第二页"]

    assert run(["review", FINGERPRINT, "--decision", "reject"]) == Exit.USAGE
    assert run(["review", "yunxi-zjj|guide.completeness|telex", *decide[2:]]) == Exit.USAGE
    assert run([*decide, "--dry-run"]) == Exit.DONE
    with open_ledger(var / "ledger.db") as ledger:
        assert ledger.reviews() == ()

    assert run(decide) == Exit.DONE
    assert "已记下复核意见" in capsys.readouterr().out
    with open_ledger(var / "ledger.db") as ledger:
        [review] = ledger.reviews()
    assert (review.decision, review.reviewer, review.note) == (Decision.REJECT, "王某", "传真在第二页")
