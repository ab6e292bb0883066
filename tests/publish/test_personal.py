"""What readers hold names no private person's numbers."""

from __future__ import annotations

from pathlib import Path

import attrs

from archive.ledger import open_ledger
from archive.records import Recheck
from checks.model import Decision, Review
from publish.database import publish
from publish.serving.settings import Serving
from publish.serving.stored import visit_file
from tests.publish.night import CATALOGUE, FAX, SECOND, at, two_nights
from tests.publish.test_database import query

NUMBER = "110101198001010018"


def test_an_identity_number_does_not_go_out(tmp_path: Path) -> None:
    """In message, quote and search index it is masked; the office's telephone in the same words is not."""
    said = f"当事人身份证号码：{NUMBER}，咨询电话0600-5554100"
    told = attrs.evolve(FAX, message=said, evidence=tuple(attrs.evolve(each, quote=said) for each in FAX.evidence))
    with two_nights(tmp_path / "ledger.db") as ledger:
        ledger.record_findings(SECOND, [told])
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    rows = query(
        tmp_path / "findings.db",
        "select f.message, e.quote from finding f join evidence e on e.finding_id = f.id where f.unit_id = 'yunxi-zjj'",
    )

    assert rows
    assert all("0600-5554100" in text for row in rows for text in row.values())
    assert NUMBER.encode() not in (tmp_path / "findings.db").read_bytes()


def test_what_was_fetched_again_is_found_as_a_stored_page(tmp_path: Path) -> None:
    """By the name of its folder and the portal, out of the ledger alone; a name that leads elsewhere finds nothing."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        asked = ledger.add_review(Review(fingerprint="a|b|c", decision=Decision.RECHECK, reviewer="张工", decided_at=at(1)))
        ledger.add_recheck(Recheck(review=asked.number, url="http://x/", at=at(2), file="rechecks/recheck-1/yunxi.visit", sha256="a" * 64))
    serving = Serving(published=tmp_path / "findings.db", ledger=tmp_path / "ledger.db", var=tmp_path)

    assert visit_file(serving, "recheck-1", "yunxi") == (tmp_path / "visits/rechecks/recheck-1/yunxi.visit").resolve()
    assert visit_file(serving, "recheck-2", "yunxi") is None
    assert visit_file(serving, "../..", "ledger") is None
