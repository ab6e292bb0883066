"""``gongkai bulletin``: preview, issue, write again, correct."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path

import docx as word
import pytest

from archive.ledger import open_ledger
from archive.records import ManualFinding
from archive.visit import VisitWriter, digest
from checks.history import fold
from checks.model import Decision, Evidence, Finding, Outcome, Page, Place, Plan, Portal, Registry, Review, Run, Severity, Stop, Unit, Visit
from cli import bulletins
from cli.commands import bulletin as command
from cli.context import Folders
from cli.exits import Exit
from cli.main import run
from cli.settings import load_form
from config import ConfigError, load

DATA = Path(__file__).resolve().parents[2] / "data"
MONTH = "2015-06"
NAMES = ["通报表-2015-06.docx", "通报表-2015-06.html", "通报表-2015-06.xlsx"]
AT = dt.datetime(2015, 6, 29, 18, tzinfo=dt.UTC)
FOUND = Finding(
    unit="yunxi", portal="yunxi", rule="guide.completeness", pack="p", subject="fax", subject_name="传真", outcome=Outcome.FAILED,
    severity=Severity.MAJOR, message="公开指南未列传真号码",
    evidence=(Evidence(url="http://y.example/", fetched_at=AT, sha256="ab" * 32, locator="//p", quote="电话"),),
)  # fmt: skip


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A ledger with a night of June 2015 and a person's confirmation."""
    folder = tmp_path / "var"
    folder.mkdir()
    units = (Unit(id="yunxi", name="云溪市质监局", places=(Place(portal="yunxi"),)),)
    night = Run(
        id="r1", as_of=dt.date(2015, 6, 30), started_at=AT, ended_at=AT, packs=("p@1",), packs_sha256="b", code_version="t",
        judgement_sha256="c", published=True,
    )  # fmt: skip
    said = Review(
        fingerprint=FOUND.fingerprint, decision=Decision.CONFIRM, reviewer="王工", decided_at=dt.datetime(2015, 7, 2, tzinfo=dt.UTC)
    )
    with open_ledger(folder / "ledger.db") as ledger:
        ledger.record_run(night, ["yunxi"])
        ledger.record_registry("r1", Registry(portals=(Portal(id="yunxi", name="网站", home_url="http://y.example/"),), units=units))
        ledger.record_findings("r1", [FOUND])
        ledger.add_review(said)
        ledger.save_episodes(fold((), [FOUND], night, [said]))
        ledger.mark_folded("r1")
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Files of a folder by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_an_issued_month_is_written_again_from_the_ledger_alone(var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same bytes, whatever was entered since, with rules and form gone; a preview still shows what is new."""
    ask = ["bulletin", MONTH, "--var", str(var)]
    assert run([*ask, "--issue", "--by", "办公室", "-o", str(tmp_path / "a")]) == Exit.DONE
    told = capsys.readouterr()
    assert "通报 1 个单位 1 项" in told.err and "逾期" in told.err
    assert sorted(digests(tmp_path / "a")) == NAMES
    with open_ledger(var / "ledger.db") as ledger:
        ledger.add_manual_finding(ManualFinding(unit="yunxi", row="组织管理-3", month=MONTH, text="未提供材料", author="赵", at=AT))
    bare = tmp_path / "bare"
    (bare / "templates").mkdir(parents=True)
    (bare / "templates" / "bulletin.docx").write_bytes(b"another look")
    assert run([*ask, "-o", str(tmp_path / "b"), "--data", str(bare)]) == Exit.DONE
    assert digests(tmp_path / "b") == digests(tmp_path / "a")
    assert run([*ask, "--preview", "-o", str(tmp_path / "c")]) == Exit.DONE
    assert "通报 1 个单位 2 项" in capsys.readouterr().err
    assert "通报表-2015-06-预览.docx" in digests(tmp_path / "c")


def test_a_later_version_of_the_program_changes_nothing_that_went_out(var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are kept as they went out: another layout is for bulletins to come, unless a template is asked for."""
    ask = ["bulletin", MONTH, "--var", str(var)]
    assert run([*ask, "--issue", "--by", "办公室", "--format", "html", "-o", str(tmp_path / "a")]) == Exit.DONE
    assert sorted(digests(tmp_path / "a")) == ["通报表-2015-06.html"]
    monkeypatch.setattr(command, "html", lambda made: b"another layout")
    monkeypatch.setattr(command, "docx", lambda made, look: b"another layout")
    assert run([*ask, "-o", str(tmp_path / "b")]) == Exit.DONE
    again = digests(tmp_path / "b")
    assert sorted(again) == NAMES and again["通报表-2015-06.html"] == digests(tmp_path / "a")["通报表-2015-06.html"]
    assert (tmp_path / "b" / NAMES[0]).read_bytes()[:2] == b"PK"
    look = DATA / "templates" / "bulletin.docx"
    assert run([*ask, "--template", str(look), "--format", "docx", "-o", str(tmp_path / "c")]) == Exit.DONE
    assert (tmp_path / "c" / NAMES[0]).read_bytes() == b"another layout"


def test_a_correction_is_a_further_edition(var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what changed; the first stays as it was; the same again is no correction."""
    ask = ["bulletin", MONTH, "--var", str(var), "-o", str(tmp_path / "out")]
    assert run([*ask, "--issue", "--by", "办公室"]) == Exit.DONE
    first = digests(tmp_path / "out")
    assert run([*ask, "--issue", "--by", "办公室"]) == Exit.USAGE
    assert "没有可更正的" in capsys.readouterr().err
    with open_ledger(var / "ledger.db") as ledger:
        ledger.add_review(
            Review(fingerprint=FOUND.fingerprint, decision=Decision.REJECT, reviewer="李工", decided_at=AT + dt.timedelta(days=9))
        )
    assert run([*ask, "--issue", "--by", "办公室", "--edition", "3"]) == Exit.USAGE
    assert run([*ask, "--issue", "--by", "办公室", "--edition", "2"]) == Exit.DONE
    assert "与上一版相比：删去云溪市质监局（主动公开-2）：公开指南未列传真号码" in capsys.readouterr().err
    assert "通报表-2015-06-第2版.docx" in digests(tmp_path / "out")
    assert run([*ask, "--edition", "1"]) == Exit.DONE
    assert {name: digests(tmp_path / "out")[name] for name in NAMES} == first
    assert run([*ask, "--edition", "5"]) == Exit.USAGE


def test_the_bulletins_of_systems_are_numbered_apart(var: Path, tmp_path: Path) -> None:
    """One of a system beside that of all."""
    ask = ["bulletin", MONTH, "--var", str(var), "-o", str(tmp_path), "--format", "html"]
    assert run([*ask, "--issue", "--by", "办公室"]) == Exit.DONE
    assert run([*ask, "--issue", "--by", "办公室", "--system", "yunxi"]) == Exit.DONE
    assert {"通报表-2015-06.html", "通报表-2015-06-yunxi.html"} <= {path.name for path in tmp_path.iterdir()}
    assert run([*ask, "--system", "nobody"]) == Exit.USAGE


def test_a_dry_run_keeps_and_writes_nothing(var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what would be written."""
    assert run(["bulletin", MONTH, "--var", str(var), "-o", str(tmp_path / "out"), "--issue", "--by", "办公室", "--dry-run"]) == Exit.DONE
    assert "将写入" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    with open_ledger(var / "ledger.db") as ledger:
        assert ledger.bulletins() == ()


def test_a_template_that_does_not_work_stops_the_issuing(var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is kept as issued that could not be written; one's own look is kept with it."""
    own = word.Document()
    own.add_paragraph("{{ titel }}")
    out = io.BytesIO()
    own.save(out)
    look = tmp_path / "own.docx"
    look.write_bytes(out.getvalue())
    ask = ["bulletin", MONTH, "--var", str(var), "-o", str(tmp_path / "out"), "--issue", "--by", "办公室", "--template", str(look)]
    assert run(ask) == Exit.USAGE
    assert "titel" in capsys.readouterr().err
    with open_ledger(var / "ledger.db") as ledger:
        assert ledger.bulletins() == ()
    own.paragraphs[0].text = "云通〔2015〕1号 {{ title }}"
    out = io.BytesIO()
    own.save(out)
    look.write_bytes(out.getvalue())
    assert run(ask) == Exit.DONE
    look.unlink()
    assert run(["bulletin", MONTH, "--var", str(var), "-o", str(tmp_path / "again")]) == Exit.DONE
    assert digests(tmp_path / "again") == digests(tmp_path / "out")
    assert "云通〔2015〕1号" in word.Document(str(tmp_path / "again" / NAMES[0])).paragraphs[0].text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2015-6"], "应写作"),
        ([MONTH, "--issue"], "--by"),
        ([MONTH, "--issue", "--preview", "--by", "a"], "--preview"),
        ([MONTH, "--format", "pdf"], "docx"),
        ([MONTH, "--cutoff", "昨天"], "2026-11-05"),
        ([MONTH, "--cutoff", "2999-01-01"], "还没有到"),
    ],
)
def test_what_makes_no_sense_is_refused(var: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a word on what is right."""
    assert run(["bulletin", *words, "--var", str(var)]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_every_mistake_of_the_form_is_told(tmp_path: Path) -> None:
    """File and key, all at once."""
    text = (DATA / "bulletin.toml").read_text(encoding="utf-8")
    wrong = text.replace("{month}", "").replace("due = 10", "due = 2").replace("number = 5", "number = 6")
    (tmp_path / "bulletin.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_form(tmp_path)
    assert [(each.file, each.key) for each in raised.value.mistakes] == [
        ("bulletin.toml", key) for key in ("title", "due", "section[1].row", "section[2].row", "section[3].row")
    ]


def test_titles_are_those_of_the_pages_as_they_were_fetched(tmp_path: Path) -> None:
    """Also where one address was kept twice; a visit file that is gone or damaged costs only titles."""
    where = Folders(data=DATA, var=tmp_path)
    bodies = [
        f"<html><head><title>{title}</title></head><body>x</body></html>".encode() for title in ("公开指南", "公开指南（浏览器）", "别的")
    ]
    path = where.visits("r1") / "yunxi.visit"
    path.parent.mkdir(parents=True)
    writer = VisitWriter(path)
    for body in bodies:
        writer.add_page(
            Page(url="http://y.example/", final_url="http://y.example/", status=200, fetched_at=AT, body=body, sha256=digest(body))
        )
    plan = Plan(needs=(), window_from=AT.date(), as_of=AT.date())
    writer.close(
        Visit(portal_id="yunxi", run_id="r1", start_url="http://y.example/", started_at=AT, ended_at=AT, stop=Stop.DONE, plan=plan)
    )
    cited = {("r1", "yunxi", digest(bodies[0])), ("r1", "yunxi", digest(bodies[1])), ("r2", "yunxi", "ab"), ("r1", "gone", "ab")}
    assert bulletins.titles(where, cited) == {
        ("r1", "yunxi", digest(bodies[0])): "公开指南",
        ("r1", "yunxi", digest(bodies[1])): "公开指南（浏览器）",
    }
    path.write_bytes(b"damaged")
    assert bulletins.titles(where, cited) == {}


def test_dates_of_handing_over_and_sending() -> None:
    """The 5th and the 10th of the following month in Beijing; before and after are said."""
    form = load_form(DATA)
    close = dt.datetime(2026, 11, 5, 16, tzinfo=dt.UTC)
    assert bulletins.handover("2026-10", form)[0] == close
    assert bulletins.handover("2026-12", form)[1] == dt.datetime(2027, 1, 10, 16, tzinfo=dt.UTC)

    def says(*moment: int) -> str:
        return bulletins.timing("2026-10", form, dt.datetime(*moment, tzinfo=dt.UTC))[-1][:2]  # type: ignore[misc,arg-type]

    assert [says(2026, 10, 31, 15), says(2026, 10, 31, 16), says(2026, 11, 5, 16), says(2026, 11, 10, 15), says(2026, 11, 10, 16)] == [
        *("提前", "提前", "20", "20", "逾期")
    ]
    now = dt.datetime(2026, 11, 9, tzinfo=dt.UTC)
    usual = [
        bulletins.usual_cutoff("2026-10", form, [close - dt.timedelta(days=9)], True, now),
        bulletins.usual_cutoff("2026-10", form, [], True, close - dt.timedelta(days=1)),
        bulletins.usual_cutoff("2026-10", form, [close + dt.timedelta(days=1)], True, now),
        bulletins.usual_cutoff("2026-10", form, [], False, now),
    ]
    assert usual == [close, close - dt.timedelta(days=1), now, now]


def test_the_rules_say_facts_only() -> None:
    """No message of a failure names a cause, judges or advises."""
    said = [
        (rule.id, word) for rule in load(DATA).rules for word in bulletins.MORE_THAN_FACTS if word in rule.messages.get(Outcome.FAILED, "")
    ]
    assert said == []


def test_manual_findings_are_held_to_facts(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cause or a judgement in what people wrote is pointed out; the rules' own words have none."""
    with open_ledger(var / "ledger.db") as ledger:
        ledger.add_manual_finding(ManualFinding(unit="yunxi", row="组织管理-3", month=MONTH, text="由于重视不够未提供", author="赵", at=AT))
    assert run(["bulletin", MONTH, "--var", str(var), "--dry-run"]) == Exit.DONE
    assert "含“由于”，通报只客观反映情况" in capsys.readouterr().err
