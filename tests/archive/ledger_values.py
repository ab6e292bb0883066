"""Values that the ledger's tests record."""

from __future__ import annotations

import datetime as dt

from checks.model import Episode, EpisodeState, Evidence, Finding, Outcome, Run, Severity

DAY = dt.date(2015, 6, 30)
START = dt.datetime(2015, 7, 1, 2, 30, 15, 250_000, tzinfo=dt.UTC)


def a_run(name: str = "r1", **more: object) -> Run:
    """A run of two packs."""
    values = {"as_of": DAY, "started_at": START, "packs": ("b@2", "a@1"), "packs_sha256": "0" * 64, "code_version": "0.1", **more}
    return Run(id=name, **values)  # type: ignore[arg-type]  # the values come by name, mixed


def a_finding(unit: str = "yunxi", subject: str = "fax", **more: object) -> Finding:
    """A failure with two pieces of evidence."""
    evidence = tuple(
        Evidence(
            url=f"http://yunxi.example/{n}", fetched_at=START, sha256=str(n) * 64, locator="//p", quote=f"“引文”{n}\t|", rendered=n == 2
        )
        for n in (1, 2)
    )
    values = {
        "portal": "yunxi", "rule": "guide.completeness", "pack": "a", "subject_name": "传真", "outcome": Outcome.FAILED,
        "severity": Severity.MAJOR, "message": "未列传真。", "confidence": 0.75, "evidence": evidence, "looked": "查过：传真", **more,
    }  # fmt: skip
    return Finding(unit=unit, subject=subject, **values)  # type: ignore[arg-type]  # the values come by name, mixed


def an_episode(first_run: str = "r1", **more: object) -> Episode:
    """An open episode."""
    values = {
        "fingerprint": "yunxi|guide.completeness|fax", "unit": "yunxi", "portal": "yunxi", "rule": "guide.completeness", "subject": "fax",
        "state": EpisodeState.SUSPECTED, "severity": Severity.MAJOR, "message": "未列传真。", "last_run": "r2", "first_at": START,
        "last_at": START + dt.timedelta(days=1), "nights": 2, **more,
    }  # fmt: skip
    return Episode(first_run=first_run, **values)  # type: ignore[arg-type]  # the values come by name, mixed
