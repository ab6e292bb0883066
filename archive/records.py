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
class Recheck:
    """What was seen when a page of evidence was fetched again at a person's request. 重新取证

    Attributes:
        review: number of the entry that asked for it.
        at: when it was fetched; aware.
        file: visit file that holds what came, relative to the folder of visits; '' if nothing came.
        sha256: of the body; '' if nothing came.
        status: HTTP status, None if there was no answer; ``error`` says why.
        quote: the words that the finding cites from the page.
        seen: whether they stand there still; None if the page could not be read.
    """

    review: int
    url: str
    at: dt.datetime
    file: str = ""
    sha256: str = ""
    status: int | None = None
    error: str = ""
    quote: str = ""
    seen: bool | None = None


@attrs.frozen(kw_only=True)
class IssuedBulletin:
    """A bulletin as it was issued; written again from this alone. 已印发的通报表

    Attributes:
        month: the month examined, ``YYYY-MM``.
        edition: 1 for the first, one more for each correction.
        json: its whole content, canonical JSON.
    """

    month: str
    edition: int
    at: dt.datetime
    issued_by: str
    json: str


@attrs.frozen(kw_only=True)
class Standing:
    """How a unit came out of one run, in numbers. 单位历次结论"""

    run: str
    unit: str
    passed: int
    failed: int
    cant_tell: int
    inapplicable: int
