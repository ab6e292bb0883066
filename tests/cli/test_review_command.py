"""``gongkai review``: every decision by whoever has the ledger in hand, under the same rules as in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.model import Decision, Scope
from cli.exits import Exit
from cli.main import run
from publish.reviewing.desk import Desk
from tests.publish.desk import HIJACK, desk_in, entries
from tests.publish.night import FAX, MAIL


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger."""
    return desk_in(tmp_path)


def order(desk: Desk, fingerprint: str, decision: str, *more: str, who: str = "王工") -> int:
    """Run the command."""
    return run(["--var", str(desk.ledger.parent), "review", fingerprint, "--decision", decision, "--reviewer", who, *more])


def test_every_kind_of_entry_can_be_made(desk: Desk, tmp_path: Path) -> None:
    """Appeal with a file, its answer, an order with its term, a waiver of the unit."""
    letter = tmp_path / "申诉.pdf"
    letter.write_bytes(b"%PDF-1.4 x")
    assert order(desk, FAX.fingerprint, "appeal", "--note", "另有公布", "--attach", str(letter)) == Exit.DONE
    assert order(desk, FAX.fingerprint, "dismiss", "--note", "未见") == Exit.DONE
    assert order(desk, FAX.fingerprint, "issue", "--until", "2099-12-31") == Exit.DONE
    assert order(desk, MAIL.fingerprint, "waive", "--until", "2099-12-31", "--scope", "unit", "--note", "改版") == Exit.DONE

    appeal, answer, issued = entries(desk, FAX.fingerprint)
    assert [each.name for each in appeal.attachments] == ["申诉.pdf"]
    assert (answer.decision, answer.answers) == (Decision.DISMISS, appeal.number)
    assert issued.until is not None
    assert entries(desk, MAIL.fingerprint)[0].scope is Scope.UNIT


@pytest.mark.parametrize(
    ("decision", "more", "why"),
    [
        ("reject", (), "须写明理由"),
        ("waive", ("--note", "x"), "截止日期"),
        ("waive", ("--note", "x", "--until", "soon"), "应写作"),
        ("uphold", ("--note", "x"), "没有待答复的申诉"),
        ("close", ("--note", "x"), "整改进度"),
        ("issue", ("--until", "2099-12-31"), "尚不能交办"),
        ("confirm", ("--attach", "/none/x.pdf"), "无法读取"),
    ],
)
def test_what_the_browser_refuses_is_refused(
    desk: Desk, decision: str, more: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the same words, and nothing is entered."""
    before = entries(desk)
    assert order(desk, HIJACK.fingerprint, decision, *more) == Exit.USAGE
    assert why in capsys.readouterr().err
    assert entries(desk) == before


def test_one_person_does_not_confirm_a_critical_problem_twice(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does trying count."""
    assert order(desk, HIJACK.fingerprint, "confirm", "--dry-run") == Exit.DONE
    assert "将记下" in capsys.readouterr().out
    assert entries(desk, HIJACK.fingerprint) == ()
    assert order(desk, HIJACK.fingerprint, "confirm") == Exit.DONE
    assert order(desk, HIJACK.fingerprint, "confirm") == Exit.USAGE
    assert "另一人" in capsys.readouterr().err
    assert order(desk, HIJACK.fingerprint, "confirm", who="李工") == Exit.DONE
