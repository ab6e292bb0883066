"""Values that the ledger keeps beside those of ``checks.model``."""

from __future__ import annotations

import datetime as dt

import attrs

from checks.model import Stop


@attrs.frozen(kw_only=True)
class VisitRecord:
    """One visit as the ledger remembers it; the pages are in the visit file. 访问记录

    Attributes:
        file: name of the visit file, relative to the folder of visits.
        sha256: hex digest of that file.
        seconds: from the first request to the end.
        bytes: bodies fetched, decompressed.
    """

    run: str
    portal: str
    start_url: str
    started_at: dt.datetime
    ended_at: dt.datetime
    stop: Stop
    file: str
    sha256: str
    pages: int
    seconds: float
    bytes: int
    note: str = ""


@attrs.frozen(kw_only=True)
class ManualFinding:
    """What an inspection on the spot found; the machine cannot see it. 人工核查项

    Attributes:
        row: the bulletin row it belongs to (``组织管理-3``).
        month: the month examined, ``YYYY-MM``.
        at: when it was entered; aware.
    """

    unit: str
    row: str
    month: str
    text: str
    author: str
    at: dt.datetime


@attrs.frozen(kw_only=True)
class Standing:
    """How a unit came out of one run, in numbers. 单位历次结论"""

    run: str
    unit: str
    passed: int
    failed: int
    cant_tell: int
    inapplicable: int
