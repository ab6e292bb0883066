"""One visit from its first link to its finished file. 一次访问的过程

What was fetched goes to the writer and the frontier; budgets are watched.

Knows pages, not Scrapy: the spider turns requests and responses into what is here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from archive.visit import VisitWriter
from checks.model import FetchError, Page, PageKind, Plan, Portal, SkipReason, Stop, Visit
from checks.parsing.links import resolve
from checks.vocabulary import Context, Vocabulary
from crawler.frontier import Candidate, Frontier, Outline
from crawler.listed import Listed
from crawler.outline import PageReader, ReadHere, is_data, is_empty, is_readable, speaks_for_itself
from crawler.policy import Tier, is_titled
from crawler.robots import sitemaps_named

# Single documents, fetched for what they say and not for where they lead; the roles are those whose entries are no lists themselves.
SAMPLES = frozenset({Tier.SAMPLE, Tier.HOME_LINK, Tier.NEEDED_ENTRY})
SAMPLED_ROLES = frozenset({"", "annual_report", "budget", "catalogue", "dated", "penalty", "plan", "rules"})
REFUSING = frozenset({403, 412, 418, 429, 503, 521})  # statuses by which walls and overloaded servers turn visitors away
# May be gone at the second try.
PASSING = frozenset({FetchError.TIMEOUT, FetchError.CONNECT, FetchError.RESET, FetchError.DNS, FetchError.TLS})
# Nothing was asked of the portal: the link is a skip, not a page.
# An answer that may be whole at the second try.
HALF = frozenset({FetchError.BAD_CODING, FetchError.NO_PAGE})
REFUSED = {FetchError.ROBOTS: SkipReason.ROBOTS, FetchError.ADDRESS: SkipReason.ADDRESS, FetchError.BAD_URL: SkipReason.BAD_URL}
MAX_REFUSALS = 20  # in a row: the server no longer wants us, or is down
# No two neighbouring parts match the same characters: what a hostile file repeats is read once.
LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[\s*)?([^<\]\s]+)", re.I)
MAX_MAPPED = 3000  # addresses taken from one sitemap.xml


@attrs.frozen(kw_only=True, eq=False)
class CrawlJob:
    """One portal to visit. 抓取任务

    Attributes:
        target: final name of the visit file.
        previous: an earlier visit file of the portal; bodies that have not changed are stored as references to it.
        reader: reads the pages; None for reading here what the crawl needs.
        only: the pages to fetch, and no others; empty for a crawl from the start page.
    """

    portal: Portal
    plan: Plan
    run_id: str
    target: Path
    vocabulary: Vocabulary
    previous: Path | None = None
    reader: PageReader | None = None
    only: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Progress:
    """Where a visit stands: pages stored, links waiting, and ``stop`` once it has ended. 进度"""

    portal_id: str
    pages: int
    waiting: int
    stop: Stop | None = None


class Session:
    """The state of one visit. ArchiveError from the writer passes through: it is ours, not the world's."""

    def __init__(self, job: CrawlJob, *, user_agent: str, progress: Callable[[Progress], None] | None = None) -> None:
        self.job = job
        crawled = (job.portal, job.plan, job.vocabulary)
        self.frontier = Listed(*crawled, job.only) if job.only else Frontier(*crawled)
        self.stop: Stop | None = None
        self.notes: list[str] = []
        self.overdue = False  # long past its time: it is ended from outside, and what it has is kept
        self.pages = self.bytes = 0
        self.path: Path | None = None
        here = Context(as_of=job.plan.as_of, vocabulary=job.vocabulary, start_url=job.portal.home_url)
        self._reader = job.reader or ReadHere(here)
        self._user_agent = user_agent
        self._progress = progress
        self._asked: dict[str, Candidate] = {}
        self._refusals = 0
        self._went_on = False  # a page beyond the home page and its frames was asked for
        self._lost_frame: Page | None = None
        self._robots_status: int | None = None
        self._started_at = dt.datetime.now(dt.UTC)
        self._writer = VisitWriter(job.target, previous=job.previous)

    # -- asking

    def ask(self, at_once: int) -> Iterator[Candidate]:
        """Links to fetch now, so that ``at_once`` are on their way; none once a budget is spent."""
        while len(self._asked) < at_once and self._within_budget() and (candidate := self.frontier.take()):
            self._asked[candidate.url] = candidate
            yield candidate

    def _within_budget(self) -> bool:
        if self.stop is None and self.frontier:
            plan = self.job.plan
            if self.pages + len(self._asked) >= plan.max_pages:
                self.end(Stop.PAGES)
            elif self.bytes >= plan.max_bytes:
                self.end(Stop.BYTES)
        return self.stop is None

    def end(self, stop: Stop, note: str = "") -> None:
        """Decide why the visit ends; the first reason stands."""
        if self.stop is None:
            self.stop = stop
        if note:
            self.notes.append(note)

    # -- answers

    def answered(self, candidate: Candidate, page: Page) -> bool:
        """Take in an answer. True if what it leads to is wanted: ``outline`` and then ``read`` must follow."""
        if is_empty(page) and candidate.tier is not Tier.SITEMAP:
            page = attrs.evolve(page, error=FetchError.NO_PAGE)
        self._went_on |= not candidate.home and candidate.tier is not Tier.SITEMAP
        if self._comes_again(candidate, page):
            return False
        leads_on = self._leads_on(candidate, page)
        self._store(page, outlined=leads_on)
        return leads_on

    def _leads_on(self, candidate: Candidate, page: Page) -> bool:
        """Whether the links of an answer are wanted. A sitemap's are taken at once."""
        if candidate.home and not self._judge_home(candidate, page):
            return False
        if not is_readable(page):
            return False
        if b"<sitemapindex" in page.body[:2000]:
            self.frontier.seed(_locations(page), page.url)
            return False
        if page.url.endswith("/sitemap.xml") or b"<urlset" in page.body[:2000]:
            self.frontier.mapped(_locations(page), page.url)
            return False
        single = candidate.tier in SAMPLES and candidate.role in SAMPLED_ROLES and is_titled(candidate.anchor or "")
        return not (single and speaks_for_itself(page, attachments=candidate.role != ""))

    async def outline(self, page: Page) -> Outline:
        """What the frontier needs of a page that was just taken in."""
        return await self._reader.outline(page)

    async def rendered(self, page: Page, sent: Outline) -> Outline:
        """Take in what the browser made of a page. Links of the page as sent count as well: scripts also take away."""
        self._store(page, outlined=bool(page.body))
        if not page.body:
            return sent
        shown = await self.outline(page)
        return attrs.evolve(shown, links=shown.links + sent.links)

    def read(self, candidate: Candidate, outline: Outline) -> None:
        """Go on from what a page says."""
        if candidate.home and outline.kind is PageKind.BLOCKED:
            self.end(Stop.BLOCKED, "首页为访问验证页面")
        self.frontier.read(candidate, outline)
        if candidate.home and candidate.depth == 0 and candidate.found_on is None:
            self.frontier.seed([_beside(outline.url, "/sitemap.xml")], outline.url)

    def failed(self, candidate: Candidate, error: FetchError, *, fetched_at: dt.datetime, redirected: bool = False) -> None:
        """Take in a failure: a refused address or path is a skip, all else a page without an answer."""
        page = Page(
            url=candidate.url,
            final_url=candidate.url,
            status=None,
            fetched_at=fetched_at,
            error=error,
            found_on=candidate.found_on,
            anchor=candidate.anchor,
            depth=candidate.depth,
        )
        refused = REFUSED.get(error)
        if refused and (candidate.framed or not candidate.home) and not redirected:
            self._asked.pop(candidate.url, None)
            self._lost_frame = page if candidate.home else self._lost_frame
            self.frontier.refuse(candidate, refused)
            return
        if self._comes_again(candidate, page):
            return
        self._store(page)
        if candidate.home:
            self._judge_home(candidate, page)

    def robots(self, page: Page) -> None:
        """Keep robots.txt, and seed the sitemaps it names beside the usual place."""
        self._store(page)
        self._robots_status = page.status
        self.frontier.seed(sitemaps_named(page.body, page.final_url) if page.status == 200 else [], page.url)

    def crashed(self, candidate: Candidate, error: BaseException) -> None:
        """An exception of our own code on one page: the look is incomplete, and says so."""
        self._asked.pop(candidate.url, None)
        self.end(Stop.CRASHED, f"程序处理 {candidate.url} 时出错（{type(error).__name__}: {error}）"[:300])

    def _comes_again(self, candidate: Candidate, page: Page) -> bool:
        """Account for the answer; True if it is an error that will be tried a second time before it is believed."""
        self._asked.pop(candidate.url, None)
        bad = page.error in PASSING | HALF or is_data(page) or (page.status is not None and page.status >= 400)
        refusing = page.error in PASSING or page.status in REFUSING
        self._refusals = self._refusals + 1 if refusing else 0
        if self._refusals >= MAX_REFUSALS:
            self.end(Stop.BLOCKED, f"连续 {MAX_REFUSALS} 次被拒绝或无响应")
        return bad and self.frontier.retry(candidate)

    def _judge_home(self, candidate: Candidate, page: Page) -> bool:
        """Whether the start page is one to go on from; else the visit ends with the reason. Of its frames, one may fail."""
        if candidate.framed:
            sound = page.error is None and page.status is not None and page.status < 400
            self._lost_frame = self._lost_frame if sound else page
            return sound
        if candidate.depth > 0:
            return True
        if page.error is FetchError.ROBOTS:
            status = self._robots_status or 0
            self.end(Stop.ROBOTS, f"robots.txt 返回状态码 {status}，视为不允许访问" if status >= 500 else "")
        elif page.error is not None:
            self.end(Stop.UNREACHABLE, f"首页无法打开（{page.error.value}）")
        elif page.status in REFUSING:
            self.end(Stop.BLOCKED, f"首页返回状态码 {page.status}")
        elif page.status is None or page.status >= 400:
            self.end(Stop.UNREACHABLE, f"首页返回状态码 {page.status}")
        elif not self.frontier.adopt(page.final_url):
            self.end(Stop.UNREACHABLE, f"首页转向其他网站 {page.final_url}")
        else:
            return True
        return False

    def _store(self, page: Page, *, outlined: bool = False) -> None:
        """Keep a page, and have it read; one that is ``outlined`` is read when its outline is asked for."""
        self._writer.add_page(page)
        self.pages += 1
        self.bytes += len(page.body)
        if not outlined:
            self._reader.take(page)
        self._tell()

    def _tell(self, stop: Stop | None = None) -> None:
        if self._progress:
            self._progress(Progress(portal_id=self.job.portal.id, pages=self.pages, waiting=len(self.frontier), stop=stop))

    def charge(self, size: int) -> bool:
        """Count bytes that were fetched beside pages (what a shown page asks for). False once the budget is spent. 计入流量"""
        self.bytes += size
        return self.bytes < self.job.plan.max_bytes

    # -- ending

    def finish(self) -> Path:
        """Account for every link that was not fetched, complete the file and return its path; a visit that is finished stays as it is."""
        if self.path is not None:
            return self.path
        unfinished = tuple(self._asked.values())
        if self.stop is None and (unfinished or self.frontier):
            self.end(Stop.CRASHED, "访问未完成即已结束")
        if self._lost_frame and not self._went_on:  # a home page made of frames, and none led anywhere
            self.end(Stop.UNREACHABLE, f"首页的框架无法打开（{self._lost_frame.url}）")
        stop = self.stop or Stop.DONE
        for skip in self.frontier.leftovers(unfinished):
            self._writer.add_skip(skip)
        visit = Visit(
            portal_id=self.job.portal.id,
            run_id=self.job.run_id,
            start_url=self.job.portal.home_url,
            started_at=self._started_at,
            ended_at=dt.datetime.now(dt.UTC),
            stop=stop,
            plan=self.job.plan,
            user_agent=self._user_agent,
            note="；".join(dict.fromkeys(self.notes)),
        )
        self.stop = stop
        self.path = self._writer.close(visit)
        self._tell(stop)
        return self.path

    def abort(self) -> None:
        """Give the visit up; only a finished file is ever named as one."""
        if self.path is None:
            self._writer.abort()

    @property
    def seconds(self) -> float:
        """Seconds since the visit began."""
        return (dt.datetime.now(dt.UTC) - self._started_at).total_seconds()


def _locations(page: Page) -> list[str]:
    """Addresses that a sitemap names. What is no address says nothing, and must not end the visit."""
    said = (found.decode("utf-8", "replace").replace("&amp;", "&") for found in LOC.findall(page.body)[:MAX_MAPPED])
    return [address for one in said if (address := resolve(page.final_url, one))]


def _beside(url: str, path: str) -> str:
    """The address of a file at the root of a URL's host."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}{path}"
