"""What people enter, and what is done at their word: only ever added to; the tables themselves refuse anything else. 人工意见"""

from __future__ import annotations

import hashlib

import attrs

from checks.model import Attachment, Review

from .ledger_rows import bulletin_of, manual_of, recheck_of, review_of, review_row, row_of
from .records import IssuedBulletin, ManualFinding, Recheck
from .tables import Tables


class Entries(Tables):
    """The ledger's record of people's work. 人工意见"""

    def add_review(self, review: Review) -> Review:
        """Enter what a person says about a problem; earlier entries stay. The entry comes back with its number.

        Whoever decides by what stands there so far does both inside one ``atomic()``.
        """
        with self.atomic():
            return attrs.evolve(review, number=self._insert("review", review_row(review)))

    def reviews(self, fingerprint: str = "") -> tuple[Review, ...]:
        """All entries, or those on one problem, in the order they were made."""
        where = "where fingerprint = ?" if fingerprint else ""
        rows = self._select(f"select * from review {where} order by decided_at, id", [fingerprint] if fingerprint else [])
        return tuple(review_of(row) for row in rows)

    def reviews_reaching(self, fingerprint: str) -> tuple[Review, ...]:
        """Entries on one problem and, of other problems of its unit, those of wider scope; in the order they were made."""
        unit = fingerprint.partition("|")[0]
        rows = self._select(
            """select * from review where fingerprint = :one
            or (scope <> 'problem' and fingerprint >= :unit || '|' and fingerprint < :unit || '}') order by decided_at, id""",
            {"one": fingerprint, "unit": unit},  # '}' follows '|'
        )
        return tuple(map(review_of, rows))

    def review(self, number: int) -> Review | None:
        """One entry, or None."""
        return next((review_of(row) for row in self._select("select * from review where id = ?", [number])), None)

    def keep_attachment(self, name: str, body: bytes) -> Attachment:
        """Keep a file that comes with an entry; the same bytes are kept once. 附件"""
        sha256 = hashlib.sha256(body).hexdigest()
        with self.atomic():
            self._db.conn.execute("insert into attachment values (?, ?) on conflict do nothing", [sha256, body])
        return Attachment(name=name, sha256=sha256, size=len(body))

    def attachment(self, sha256: str) -> bytes | None:
        """The bytes of a kept file, or None."""
        return next((row["body"] for row in self._select("select body from attachment where sha256 = ?", [sha256])), None)

    def add_recheck(self, recheck: Recheck) -> None:
        """Enter what was seen when a page was fetched again. 重新取证"""
        with self.atomic():
            self._insert("recheck", row_of(recheck))

    def rechecks(self, review: int = 0) -> tuple[Recheck, ...]:
        """What was seen at one request, or at all, oldest first."""
        where = "where review = ?" if review else ""
        return tuple(map(recheck_of, self._select(f"select * from recheck {where} order by id", [review] if review else [])))

    def rechecks_due(self) -> tuple[Review, ...]:
        """Requests for a re-check that nothing has answered yet, oldest first."""
        rows = self._select(
            "select * from review where decision = 'recheck' and id not in (select review from recheck) order by decided_at, id"
        )
        return tuple(map(review_of, rows))

    def add_manual_finding(self, finding: ManualFinding) -> None:
        """Enter what an inspection on the spot found. 人工核查项"""
        with self.atomic():
            self._insert("manual_finding", row_of(finding))

    def manual_findings(self, month: str = "") -> tuple[ManualFinding, ...]:
        """Manual findings of a month (``YYYY-MM``), or all, oldest first."""
        where = "where month = ?" if month else ""
        rows = self._select(f"select * from manual_finding {where} order by at, id", [month] if month else [])
        return tuple(manual_of(row) for row in rows)

    def issue_bulletin(self, bulletin: IssuedBulletin) -> None:
        """Keep a bulletin as it goes out. ArchiveError if the month has this edition already. 印发"""
        with self.atomic():
            self._insert("bulletin", row_of(bulletin))

    def bulletins(self, month: str = "") -> tuple[IssuedBulletin, ...]:
        """Issued bulletins of a month, or all, by month and edition."""
        where = "where month = ?" if month else ""
        rows = self._select(f"select * from bulletin {where} order by month, edition", [month] if month else [])
        return tuple(map(bulletin_of, rows))
