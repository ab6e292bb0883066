"""The pages that chosen findings rest on, taken from the visit files. 所据网页"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from archive.visit import VisitFile, read_visit
from checks.masking import is_case_rule
from checks.model import Page

from ..csv_export import conditions
from ..exports import ExportOptions

_CITED = """
    select e.url, e.sha256, e.fetched_at, f.rule_id,
        (select v.file from visit v where v.portal_id = f.portal_id and v.started_at <= e.fetched_at and e.fetched_at <= v.ended_at
            order by v.started_at desc limit 1) as seen_in,
        (select v.file from visit v where v.portal_id = f.portal_id and v.run_id = f.run_id) as judged_in
    from evidence e join finding f on f.id = e.finding_id
    where e.sha256 <> '' and {} order by f.portal_id, e.fetched_at, e.url, e.id
"""


@attrs.frozen(kw_only=True)
class Cited:
    """A page that findings cite. 所引网页

    Attributes:
        files: visit files, below the folder of visits, in which it may be, the likeliest first.
        of_case: cited by a rule about penalties or licences.
    """

    url: str
    sha256: str
    fetched_at: str
    files: tuple[str, ...]
    of_case: bool


def cited(connection: sqlite3.Connection, options: ExportOptions) -> tuple[Cited, ...]:
    """Every page that the chosen findings cite, each once. 所引网页"""
    where, asked = conditions(options)
    rows = connection.execute(_CITED.format(where), asked)
    found: dict[tuple[str, str], Cited] = {}
    for url, sha256, fetched_at, rule, seen_in, judged_in in rows:
        files = tuple(dict.fromkeys(name for name in (seen_in, judged_in) if name))
        before = found.get((url, sha256))
        found[url, sha256] = Cited(
            url=url,
            sha256=sha256,
            fetched_at=fetched_at,
            files=tuple(dict.fromkeys((*(before.files if before else ()), *files))),
            of_case=is_case_rule(rule) or bool(before and before.of_case),
        )
    return tuple(found.values())


def opened(wanted: Sequence[Cited], visits: Path) -> Iterator[tuple[VisitFile, Page, bool]]:
    """The cited pages with their bodies, by visit file, and whether they are about a case; of what a browser drew, also the page as it was sent.

    ArchiveError if a visit file is damaged; one that is gone gives nothing: see ``missing``.
    """
    by_file: dict[str, list[Cited]] = {}
    for each in wanted:
        for name in each.files:
            by_file.setdefault(name, []).append(each)
    done: set[tuple[str, str]] = set()
    for name, here in sorted(by_file.items()):
        if not (visits / name).is_file():
            continue
        file = read_visit(visits / name)
        sought = {key: each.of_case for each in here if (key := (each.url, each.sha256)) not in done}
        places = _places(file, sought)
        done |= {key for key, _ in places.values()}
        for place, page in enumerate(file.pages(bodies_at=frozenset(places))):
            if place in places:
                yield file, page, places[place][1]


def _places(file: VisitFile, sought: Mapping[tuple[str, str], bool]) -> dict[int, tuple[tuple[str, str], bool]]:
    """Where in a visit the pages sought stand, each once, and for whom: address and digest, and whether it is about a case."""
    every = list(file.pages(bodies_at=frozenset()))
    places: dict[int, tuple[tuple[str, str], bool]] = {}
    found: set[tuple[str, str]] = set()
    for place, page in enumerate(every):
        key = next((key for key in ((page.final_url, page.sha256), (page.url, page.sha256)) if key in sought and key not in found), None)
        if key is None:
            continue
        found.add(key)
        places[place] = (key, sought[key])
        if page.rendered:
            sent = (n for n, other in enumerate(every) if other.url == page.url and not other.rendered and other.sha256)
            places |= {n: (key, sought[key]) for n in sent if n not in places}
    return places


def missing(pages: Sequence[Cited], found: set[tuple[str, str]]) -> tuple[Cited, ...]:
    """Pages whose bodies were not found in any visit file; ``found`` holds addresses and digests. 缺少的网页"""
    return tuple(page for page in pages if (page.url, page.sha256) not in found)
