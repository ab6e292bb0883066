"""What people entered is kept whole, and nothing can change it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.records import IssuedBulletin, ManualFinding, Recheck
from checks.model import Decision, Review, Scope

AT = dt.datetime(2026, 3, 2, 2, 15, 30, tzinfo=dt.UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty ledger."""
    return open_ledger(tmp_path / "ledger.db")


def test_an_entry_comes_back_as_it_was_made(ledger: Ledger) -> None:
    """Term, scope, files and what it answers."""
    kept = ledger.keep_attachment("说明.pdf", b"%PDF-1.7 x")
    said = Review(
        fingerprint="lanting|apply.channels|fax",
        decision=Decision.WAIVE,
        reviewer="张工",
        decided_at=AT,
        note="改版期间",
        until=dt.date(2026, 4, 30),
        scope=Scope.RULE,
        attachments=(kept,),
        answers=7,
    )
    entered = ledger.add_review(said)
    assert entered == attrs.evolve(said, number=1)
    assert ledger.reviews() == (entered,)
    assert ledger.attachment(kept.sha256) == b"%PDF-1.7 x"
    assert ledger.keep_attachment("另存.pdf", b"%PDF-1.7 x").sha256 == kept.sha256
    assert ledger.attachment("0" * 64) is None


def test_a_recheck_is_due_until_it_was_made(ledger: Ledger) -> None:
    """A request waits until something was seen at its word."""
    asked = ledger.add_review(Review(fingerprint="a|b|c", decision=Decision.RECHECK, reviewer="张工", decided_at=AT))
    assert ledger.rechecks_due() == (asked,)
    made = Recheck(review=asked.number, url="http://x/", at=AT, file="rechecks/1", sha256="ab", status=200, quote="传真", seen=False)
    unread = Recheck(review=asked.number, url="http://y/", at=AT, error="timeout")
    ledger.add_recheck(made)
    ledger.add_recheck(unread)
    assert ledger.rechecks_due() == ()
    assert ledger.rechecks(asked.number) == (made, unread)


def test_a_months_edition_is_issued_once(ledger: Ledger) -> None:
    """A correction is a further edition, never the same again."""
    first = IssuedBulletin(month="2026-02", edition=1, at=AT, issued_by="办公室", json="{}")
    ledger.issue_bulletin(first)
    with pytest.raises(ArchiveError):
        ledger.issue_bulletin(attrs.evolve(first, json='{"a":1}'))
    ledger.issue_bulletin(attrs.evolve(first, edition=2, json='{"a":1}'))
    assert [each.edition for each in ledger.bulletins("2026-02")] == [1, 2]
    assert ledger.bulletins("2026-03") == ()


@pytest.mark.parametrize("table", ["review", "manual_finding", "attachment", "recheck", "bulletin"])
@pytest.mark.parametrize("change", ["update {} set {} = {}", "delete from {}"])
def test_entries_cannot_be_changed_or_removed(ledger: Ledger, table: str, change: str) -> None:
    """The file itself refuses, whichever program tries."""
    asked = ledger.add_review(Review(fingerprint="a|b|c", decision=Decision.RECHECK, reviewer="张工", decided_at=AT))
    ledger.keep_attachment("a", b"a")
    ledger.add_recheck(Recheck(review=asked.number, url="http://x/", at=AT))
    ledger.add_manual_finding(ManualFinding(unit="a", row="组织管理-3", month="2026-02", text="未提供", author="王工", at=AT))
    ledger.issue_bulletin(IssuedBulletin(month="2026-02", edition=1, at=AT, issued_by="办公室", json="{}"))
    column = "sha256" if table in ("attachment", "recheck") else "id"
    with sqlite3.connect(ledger.path) as other, pytest.raises(sqlite3.IntegrityError, match="only added"):
        other.execute(change.format(table, column, column))
