"""One run from plan to published file: the only place that joins crawling, judging, the ledger and publishing. 一个批次"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from archive.errors import ArchiveError
from archive.ledger import Ledger
from archive.samples import read_samples
from archive.visit import SUFFIX, VisitFile, read_visit
from checks.assemble import ReadPage, assemble
from checks.judge import judge, judgement_sha256, withheld
from checks.model import Earlier, Finding, Place, Plan, Portal, Registry, Rule, Run, Sample, Seen, Taken, Unit, Visit
from checks.probing import with_maintenance
from checks.recall import look
from checks.taken import taken
from checks.vocabulary import Context
from crawler.browser import find_chromium
from crawler.run import CrawlJob, CrawlOptions, CrawlResult, Progress, crawl_portals, pending

from .context import BEIJING, VISITS, Folders
from .readers import Readers
from .selection import Selection

logger = logging.getLogger(__name__)
WINDOW_WEEKS = 5  # lists are walked back at least so far before as_of, and over the whole month before
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PROBED_BACK = dt.timedelta(days=31)  # before as_of; no rule watches a site for longer


def units_of(registry: Registry, portals: Iterable[Portal], as_of: dt.date) -> tuple[Unit, ...]:
    """Units that disclose on any of the portals, each once."""
    found = {unit.id: unit for portal in portals for unit, _ in registry.units_on(portal.id, as_of)}
    return tuple(found[key] for key in sorted(found))


def plan_for(portal: Portal, rules: Iterable[tuple[Rule, str]], as_of: dt.date, browser: bool, max_pages: int | None) -> Plan:
    """What a visit must look for, how far back, and on what budget. 抓取计划"""
    month = (as_of.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    default = Plan(needs=(), window_from=min(month, as_of - dt.timedelta(weeks=WINDOW_WEEKS)) - dt.timedelta(days=1), as_of=as_of)
    return attrs.evolve(
        default,
        needs=tuple(sorted({need for rule, _ in rules for need in rule.needs})),
        max_pages=max_pages or portal.max_pages or default.max_pages,
        max_bytes=portal.max_bytes or default.max_bytes,
        max_seconds=portal.max_seconds or default.max_seconds,
        browser=browser,
    )


def crawl(
    ledger: Ledger,
    folders: Folders,
    run: Run,
    portals: Sequence[Portal],
    registry: Registry,
    selection: Selection,
    *,
    use_browser: bool = True,
    concurrency: int = 8,
    max_pages: int | None = None,
    delay: float | None = None,
    timeout: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    readers: Readers | None = None,
) -> tuple[CrawlResult, ...]:
    """Visit the portals whose visit file is missing and enter all visits of the run in the ledger. 抓取

    Args:
        readers: where given, pages are read in passing.
    """
    chromium = find_chromium(os.environ) if use_browser else None
    jobs = []
    for portal in portals:
        rules = [r for unit, _ in registry.units_on(portal.id, run.as_of) for r in selection.rules(unit)]
        earlier = ledger.previous_visit(portal.id, run.started_at)
        previous = folders.var / VISITS / earlier.file if earlier else None
        jobs.append(
            CrawlJob(
                portal=portal,
                plan=plan_for(portal, rules, run.as_of, chromium is not None, max_pages),
                run_id=run.id,
                target=visit_path(folders, run.id, portal.id),
                vocabulary=selection.config.vocabulary,
                previous=previous if previous and previous.exists() else None,
                reader=readers.passing(portal.id, run.as_of, portal.home_url) if readers else None,
            )
        )
    overrides = {} if timeout is None else {"DOWNLOAD_TIMEOUT": timeout}
    options = CrawlOptions(chromium=chromium, delay_seconds=delay, contact=os.environ.get("GONGKAI_CONTACT", ""), overrides=overrides)
    results = asyncio.run(crawl_portals(pending(jobs), concurrency=concurrency, progress=progress, options=options))
    for job in jobs:
        if job.target.exists():
            record_visit(ledger, folders, read_visit(job.target))
    return results


def visit_path(folders: Folders, run_id: str, portal_id: str) -> Path:
    """Where a portal's visit of a run lies."""
    return folders.visits(run_id) / f"{portal_id}{SUFFIX}"


def record_visit(ledger: Ledger, folders: Folders, file: VisitFile) -> None:
    """Enter a finished visit in the ledger."""
    pages = size = 0
    for page in file.pages():
        pages += 1
        size += len(page.body)
    name = str(file.path.relative_to(folders.var / VISITS))
    ledger.record_visit(file.visit, file=name, sha256=file.sha256, pages=pages, bytes=size)


def probed(measured: Path, registry: Registry, visit: Visit, as_of: dt.date) -> tuple[Sample, ...]:
    """What the access probe had measured of a portal when a visit ended, as far back as any rule looks; nothing without its file. 探测记录"""
    if not measured.is_file():
        return ()
    since = dt.datetime.combine(as_of - PROBED_BACK, dt.time(), tzinfo=BEIJING)
    with read_samples(measured) as log:
        # what was measured at another address, before the registry was put right, is not held against this one
        samples = [s for s in log.samples(visit.portal_id, since, visit.ended_at) if s.url == visit.start_url]
    windows = [window for portal in registry.portals if portal.id == visit.portal_id for window in portal.maintenance]
    return with_maintenance(samples, windows)


@attrs.frozen(kw_only=True)
class Judged:
    """What judging one visit gave. 一次访问的判定

    Attributes:
        errors: defects of ours, one line each.
        seen: for each unit what this look adds to what earlier nights know; nothing where it speaks for another day than its own.
    """

    findings: tuple[Finding, ...]
    pages: int
    reader_errors: int
    judge_errors: int
    errors: tuple[str, ...]
    seen: tuple[tuple[str, Seen], ...] = ()


Recall = Callable[[Unit], Earlier]
Keep = Callable[[str, Taken], None]  # a unit's id, and what was taken of it


def nothing_earlier(_: Unit) -> Earlier:
    """No earlier night is known. 无此前所见"""
    return Earlier()


def recalling(ledger: Ledger, visit: Visit, as_of: dt.date) -> Recall:
    """What the ledger knew of a unit before a visit, and before the day that is judged. 此前所见"""
    return lambda unit: ledger.earlier(unit.id, before=as_of, began=visit.started_at)


def judge_visit(
    file: VisitFile,
    pages: Sequence[ReadPage],
    units: Sequence[tuple[Unit, Place]],
    selection: Selection,
    recall: Recall = nothing_earlier,
    samples: Sequence[Sample] = (),
    keep: Keep | None = None,
) -> Judged:
    """Judge every unit that discloses on a visited portal: from its visit file, what earlier nights saw and the access probe measured. 判定一次访问

    Args:
        keep: is given what was taken of each unit; where it is not given, nothing is taken and nothing written.
    """
    context = Context(as_of=selection.as_of, vocabulary=selection.config.vocabulary, start_url=file.visit.start_url)
    broken = [f"{f.evidence.url} {f.subject}: {f.value}" for p in pages for f in p.of("reader.error")]
    failures: list[str] = []

    def note(rule: Rule, error: Exception) -> None:
        logger.error("predicate of %s failed on %s", rule.id, file.visit.portal_id, exc_info=error)
        failures.append(f"{rule.id}: {type(error).__name__}: {error}")

    findings: list[Finding] = []
    seen: list[tuple[str, Seen]] = []
    for unit, place in units:
        columns = [p.column_url for other, p in units if p.column_url and other.id != unit.id]
        facts = assemble(unit, place, file.visit, pages, file.skips, context, columns, recall(unit))
        facts = attrs.evolve(facts, samples=tuple(samples))
        try:
            if keep is not None:
                keep(unit.id, taken(facts))
        except ArchiveError:
            raise
        except Exception as error:  # what people search is worth less than the night
            logger.error("what was taken of %s cannot be kept", unit.id, exc_info=error)
            failures.append(f"{unit.id}: {type(error).__name__}: {error}")
        rules = selection.effective(unit)
        overlays = {one.rule.id: tuple(overlay.id for overlay in one.overlays) for one in rules}
        found = judge(facts, [(one.rule, one.pack) for one in rules], note)
        findings += (attrs.evolve(f, overlays=overlays[f.rule]) for f in withheld(found, file.visit.plan.as_of, selection.as_of))
        if speaks_for_its_day(file.visit):
            try:
                seen.append((unit.id, look(facts)))
            except Exception as error:  # a defect of ours costs the memory of one night, never the night
                logger.error("what %s shows cannot be remembered", unit.id, exc_info=error)
                failures.append(f"{unit.id}: {type(error).__name__}: {error}")
    return Judged(
        findings=tuple(findings),
        pages=len(pages),
        reader_errors=len(broken),
        judge_errors=len(failures),
        errors=(*broken, *failures),
        seen=tuple(seen),
    )


def speaks_for_its_day(visit: Visit) -> bool:
    """Whether what was seen stood there on the date of judgement: fetched on it, or a saved copy, which is served on loopback. 当日所见

    A living site that is judged for another day shows what it is today.
    """
    host = urlsplit(visit.start_url).hostname or ""
    fetched = visit.started_at.astimezone(BEIJING).date()
    return host in LOOPBACK or abs((fetched - visit.plan.as_of).days) <= 1


def settle(ledger: Ledger, run: Run, judged: Sequence[Judged]) -> Run:
    """Enter what was judged; all of it or nothing. The run goes on until ``end``, and opens or confirms no problem before ``release``. 入账"""
    findings = [f for j in judged for f in j.findings]
    told = attrs.evolve(run, judgement_sha256=judgement_sha256(findings))
    with ledger.atomic():
        # a run that is judged a second time says nothing any more about units that are left without findings
        ledger.record_findings(run.id, findings, units=ledger.units_of(run.id))
        ledger.note_reader_errors(run.id, sum(j.reader_errors for j in judged))
        for unit, seen in (pair for j in judged for pair in j.seen):
            ledger.record_seen(unit, seen)
        ledger.finish_run(told)
    return told


def end(ledger: Ledger, run: Run) -> None:
    """Enter that nothing is left to do: the same command now begins a new run. 批次结束"""
    ledger.finish_run(attrs.evolve(run, ended_at=dt.datetime.now(dt.UTC)))
