"""What is measured, each in a process of its own so that neither memory nor caches carry over. 测量项

``python -m tests.bench.children WHAT …`` prints one JSON object. Reading processes import this module again: what only a measurement needs
is imported where it is made, as the command imports it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import re
import resource
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import attrs

from archive.visit import SUFFIX, read_visit
from checks.model import Place, Portal, Unit
from checks.pages import read_page
from checks.vocabulary import Context
from cli.readers import Readers
from tests.bench.site import AS_OF

if TYPE_CHECKING:
    from cli.night import Selection

AT_ONCE = 8  # requests to one host at a time, in both crawls
DATA = Path(__file__).resolve().parents[2] / "data"
HREF = re.compile(r'<a[^>]+href="([^"#]+)"')


def bare(homes: list[str]) -> dict[str, Any]:
    """The least that a crawl can do in Scrapy: links by regular expression, each asked for once, nothing kept."""
    from scrapy import Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Request, Response

    seen = set(homes)
    hosts = {urlsplit(home).netloc for home in homes}
    counted = {"pages": 0, "links": 0, "bytes": 0}

    class Bare(Spider):
        name = "bare"

        async def start(self) -> AsyncIterator[Request]:
            for home in homes:
                yield Request(home, dont_filter=True)

        def parse(self, response: Response) -> Iterator[Request]:
            counted["pages"] += 1
            counted["bytes"] += len(response.body)
            for href in HREF.findall(response.text):
                counted["links"] += 1
                url = urljoin(response.url, href)
                if url not in seen and urlsplit(url).netloc in hosts:
                    seen.add(url)
                    yield Request(url, dont_filter=True)

    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": AT_ONCE * len(homes),
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    began = time.perf_counter()
    process.crawl(Bare)
    process.start()
    return {**counted, "seconds": time.perf_counter() - began, "peak_mb": _peak()}


def ours(homes: list[str], folder: Path) -> dict[str, Any]:
    """Our crawl as a night runs it: every page is stored, and all its facts are read."""
    from cli.night import plan_for
    from crawler.run import CrawlJob, crawl_portals

    logging.disable(logging.WARNING)
    selection = _selection()
    jobs = []
    for number, home in enumerate(homes):
        portal = Portal(id=f"portal-{number}", name="", home_url=home, allow_private=True)
        plan = plan_for(portal, selection.rules(_unit(portal.id)[0]), AS_OF, browser=False, max_pages=100_000)
        target = folder / f"{portal.id}{SUFFIX}"
        jobs.append(CrawlJob(portal=portal, plan=plan, run_id="bench", target=target, vocabulary=selection.config.vocabulary))
    began = time.perf_counter()
    with Readers(selection.config.vocabulary) as readers:
        jobs = [attrs.evolve(job, reader=readers.passing(job.portal.id, AS_OF, job.portal.home_url)) for job in jobs]
        results = asyncio.run(crawl_portals(jobs, concurrency=len(jobs)))
        crawled = time.perf_counter() - began
        files = [(read_visit(job.target), AS_OF) for job in jobs]
        facts = sum(len(page.facts) for file, then in itertools.zip_longest(files, files[1:]) for page in readers.read(*file, then))
        seconds = time.perf_counter() - began
        readers_mb = max((_peak_of(process) for process in readers.processes), default=0.0)
    stops = sorted({str(result.stop) for result in results})
    return {
        "pages": sum(r.pages for r in results),
        "bytes": sum(r.bytes for r in results),
        "facts": facts,
        "crawled": crawled,
        "seconds": seconds,
        "peak_mb": _peak(),
        "readers_mb": readers_mb,
        "stops": stops,
    }


def reading(folder: Path) -> dict[str, Any]:
    """One pass over the stored pages: a bare parse, the facts (with all parsing that they need), the judging."""
    import lxml.html

    from checks.assemble import assemble
    from checks.judge import judge

    selection = _selection()
    files = [read_visit(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    spent = dict.fromkeys(("parse", "facts", "judge"), 0.0)
    pages = facts = findings = 0
    for file in files:
        context = Context(as_of=AS_OF, vocabulary=selection.config.vocabulary, start_url=file.visit.start_url)
        stored = [page for page in file.pages() if page.status == 200 and page.body]
        read_pages = []
        with Readers(selection.config.vocabulary):  # garbage is looked for as seldom as in a process that reads
            for page in stored:
                with _clock(spent, "parse"):
                    lxml.html.document_fromstring(page.body)
                with _clock(spent, "facts"):
                    read_pages.append(read_page(page, context))
        unit, place = _unit(file.visit.portal_id)
        with _clock(spent, "judge"):
            found = assemble(unit, place, file.visit, read_pages, file.skips, context)
            findings += len(judge(found, selection.rules(unit)))
        pages += len(stored)
        facts += sum(len(page.facts) for page in read_pages)
    each = {name: seconds * 1000 / max(pages, 1) for name, seconds in spent.items()}
    return {"pages": pages, "facts": facts, "findings": findings, "ms": each, "peak_mb": _peak()}


class _clock:
    """Adds the processor time of a block to an account: what else the machine does is not counted."""

    def __init__(self, spent: dict[str, float], name: str) -> None:
        self._spent = spent
        self._name = name

    def __enter__(self) -> None:
        self._began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._spent[self._name] += time.process_time() - self._began


def _selection() -> Selection:
    import config
    from cli.night import Selection

    return Selection(config=config.load(DATA), as_of=AS_OF)


def _unit(portal: str) -> tuple[Unit, Place]:
    place = Place(portal=portal)
    return Unit(id=portal, name=portal, places=(place,)), place


def _peak() -> float:
    """Peak resident memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _peak_of(process: int) -> float:
    """Peak resident memory of another process, MB; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """One measurement, as asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("bare", "ours", "reading"))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--homes", nargs="*", default=[])
    asked = parser.parse_args()
    run = {"bare": lambda: bare(asked.homes), "ours": lambda: ours(asked.homes, asked.folder), "reading": lambda: reading(asked.folder)}
    print(json.dumps(run[asked.what]()))


if __name__ == "__main__":
    main()
