"""Visits many portals at once in one process: one Scrapy crawler per portal, one browser for all. 批量抓取"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from archive.errors import ArchiveError
from checks.model import Stop
from crawler import settings as defaults
from crawler.browser import Browser
from crawler.download import BREAK_OFF
from crawler.session import CrawlJob, Progress, Session
from crawler.spider import PortalSpider

GRACE_SECONDS = 180  # after its time budget, for what is on its way; then the visit is cancelled
END_SECONDS = 5
logger = logging.getLogger(__name__)


@attrs.frozen(kw_only=True)
class CrawlOptions:
    """What holds for all visits of a run. 抓取选项

    Attributes:
        contact: how to reach whoever runs the audit; part of the user agent.
        chromium: from ``find_chromium``; None renders nothing.
        delay_seconds: between requests to one host, where the portal names none; None takes the default.
        overrides: Scrapy settings that take precedence over all others.
    """

    contact: str = ""
    chromium: Path | None = None
    delay_seconds: float | None = None
    overrides: Mapping[str, Any] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class CrawlResult:
    """How a visit went. 抓取结果

    Attributes:
        path: the finished visit file; None if the visit broke off and left none.
        note: why, in Chinese, where there is more to say than ``stop``.
    """

    portal_id: str
    path: Path | None
    stop: Stop
    pages: int
    bytes: int
    seconds: float
    note: str = ""


def pending(jobs: Sequence[CrawlJob]) -> tuple[CrawlJob, ...]:
    """Jobs whose visit file is missing: what is left to do after an interruption. Finished visits are never fetched again. 待完成任务"""
    return tuple(job for job in jobs if not job.target.exists())


async def crawl_portals(
    jobs: Sequence[CrawlJob],
    *,
    concurrency: int = 8,
    progress: Callable[[Progress], None] | None = None,
    options: CrawlOptions | None = None,
) -> tuple[CrawlResult, ...]:
    """Visit portals, at most ``concurrency`` at a time; results in the order of the jobs.

    What the world does wrong is in the visit files. Cancelling the call ends all visits and leaves only finished files.

    Raises:
        ArchiveError: the disk refused; visits still running are given up, finished files stay.
    """
    quieten()
    chosen = options or CrawlOptions()
    runner = AsyncCrawlerRunner(project_settings())
    browser = Browser(chosen.chromium) if chosen.chromium else None
    turns = asyncio.Semaphore(concurrency)

    async def visit(job: CrawlJob) -> CrawlResult:
        async with turns:
            return await _visit(job, runner, browser, chosen, progress)

    tasks = [asyncio.ensure_future(visit(job)) for job in jobs]
    try:
        return tuple(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            if not task.cancelling():  # a second cancelling would break off the clearing up that the first began
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if browser:
            await browser.close()


async def _visit(
    job: CrawlJob, runner: AsyncCrawlerRunner, browser: Browser | None, options: CrawlOptions, progress: Callable[[Progress], None] | None
) -> CrawlResult:
    changed = {**defaults.for_portal(job.portal, contact=options.contact, delay_seconds=options.delay_seconds), **options.overrides}
    settings = runner.settings.copy()
    settings.setdict(changed, priority="cmdline")
    session = Session(job, user_agent=changed["USER_AGENT"], progress=progress)
    crawler = Crawler(PortalSpider, settings)
    crawling = runner.crawl(crawler, session=session, browser=browser)
    try:
        await asyncio.wait_for(asyncio.shield(crawling), job.plan.max_seconds + GRACE_SECONDS)
    except TimeoutError:
        session.end(Stop.SECONDS, "超过时限仍未结束，访问被强行中止")
        session.overdue = True
    except Exception as error:
        logger.exception("visit of %s failed", job.portal.id)
        session.end(Stop.CRASHED, f"{type(error).__name__}: {error}"[:300])
    finally:
        # A visit that was cut off ends here: nothing may go on crawling beside its re-run.
        if not crawling.done():
            await _end(crawler, crawling)
        if session.overdue and not _error_of(crawler):
            session.finish()  # what was fetched in time counts, however the rest hangs
        session.abort()
    error_of_ours = _error_of(crawler)
    if error_of_ours:
        raise error_of_ours
    return CrawlResult(
        portal_id=job.portal.id,
        path=session.path,
        stop=session.stop or Stop.CRASHED,
        pages=session.pages,
        bytes=session.bytes,
        seconds=session.seconds,
        note="；".join(dict.fromkeys(session.notes)),
    )


def _error_of(crawler: Crawler) -> ArchiveError | None:
    return crawler.spider.error if isinstance(crawler.spider, PortalSpider) else None


async def _end(crawler: Crawler, crawling: asyncio.Task[None]) -> None:
    """Stop a crawler that is still running, without waiting for what is on its way; cancel it if it does not stop."""
    try:
        async with asyncio.timeout(END_SECONDS):
            crawler.signals.send_catch_log(BREAK_OFF)
            await crawler.stop_async()
    except (TimeoutError, RuntimeError):
        crawling.cancel()
    await asyncio.wait([crawling], timeout=END_SECONDS)


def project_settings() -> Settings:
    """Scrapy's settings as every visit has them. 抓取设置"""
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    return settings


def quieten() -> None:
    """Scrapy reports the world's failures as errors of the program, with tracebacks; ours stand in the visit file."""
    for name in ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.downloader.handlers"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
