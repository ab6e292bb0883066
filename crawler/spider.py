"""The Scrapy side of a visit: requests out, answers in. All decisions are the session's and the frontier's. 爬虫"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.visit import digest
from checks.model import FetchError, Page, Stop
from crawler.browser import Browser, Renderer, shows_menu
from crawler.download import RAW_HEADERS
from crawler.failures import failure_of
from crawler.frontier import Candidate, Outline
from crawler.policy import Tier
from crawler.politeness import PoliteMiddleware, VisitEnded
from crawler.session import Session

HOME_RETRIES = 2  # one failed request must not cost a portal its night
CLOSING_SECONDS = 1.0  # left for the end of a visit
MOST_LATE = 10  # pages shown again at the end, after a browser busy with others took too long for them
logger = logging.getLogger(__name__)


class PortalSpider(Spider):
    """Visits one portal. Use ``crawl_portals``, or ``scrapy crawl portal -a portal=ID``.

    Attributes:
        session: the visit.
        error: an ArchiveError that ended it, for the caller to raise.
    """

    name = "portal"

    def __init__(self, session: Session, browser: Browser | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.error: ArchiveError | None = None
        self._browser = browser
        self._renderer: Renderer | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._endings: set[asyncio.Task[None]] = set()
        self._late: list[tuple[Candidate, Page, Outline]] = []  # pages whose rendering timed out, as sent
        self._second_look: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, portal: str | None = None, **kwargs: Any) -> PortalSpider:
        if portal is not None:
            from crawler.project import session_for  # the configuration is read only when Scrapy's own command line starts us

            kwargs["session"], changed = session_for(portal)
            crawler.settings.setdict(changed, priority="spider")
        spider = cls(*args, **kwargs)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider._idle, signals.spider_idle)
        crawler.signals.connect(spider._received, signals.response_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The start page; everything else follows from answers."""
        self._at_once = self.settings.getint("CONCURRENT_REQUESTS")
        self._deadline = asyncio.get_running_loop().call_later(self.session.job.plan.max_seconds, self._out_of_time)
        for request in self._requests():
            yield request

    def _requests(self) -> Iterator[Request]:
        for candidate in self.session.ask(self._at_once):
            try:
                yield self._request(candidate)
            except ValueError:
                self.session.failed(candidate, FetchError.BAD_URL, fetched_at=_now())

    def _request(self, candidate: Candidate) -> Request:
        return Request(
            candidate.url,
            callback=self.answer,
            errback=self.failure,
            cb_kwargs={"candidate": candidate},
            meta={"max_retry_times": HOME_RETRIES} if candidate.home else {},
            dont_filter=True,
        )

    async def answer(self, response: Response, candidate: Candidate) -> AsyncIterator[Request]:
        """Take in an answer and ask for more."""
        try:
            page = _page(response, candidate)
            if self.session.answered(candidate, page):
                outline = await self.session.outline(page)
                if outline.menuless and not outline.shell:
                    outline = await self._with_menu(page, outline)
                elif outline.shell:
                    shown = await self._render(page)
                    if shown.error is FetchError.TIMEOUT and len(self._late) < MOST_LATE:
                        self._late.append((candidate, page, outline))
                    outline = await self.session.rendered(shown, outline)
                self.session.read(candidate, outline)
        except ArchiveError as error:
            await self._give_up(error)
        except Exception as error:
            logger.exception("failed on %s", candidate.url)
            self.session.crashed(candidate, error)
        for request in self._requests():
            yield request

    async def failure(self, failure: Failure) -> AsyncIterator[Request]:
        """Take in a failure and ask for more."""
        if failure.check(VisitEnded):
            return
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        candidate: Candidate = request.cb_kwargs["candidate"]
        try:
            meaning = failure_of(failure.value) if failure.value else FetchError.OTHER
            self.session.failed(candidate, meaning, fetched_at=_now(), redirected="redirect_urls" in request.meta)
        except ArchiveError as error:
            await self._give_up(error)
        for request in self._requests():
            yield request

    async def _with_menu(self, page: Page, sent: Outline) -> Outline:
        """A front page with the menu that its scripts write; as sent where a browser shows none (an error, a jump elsewhere)."""
        shown = await self._render(page)
        return await self.session.rendered(shown, sent) if shows_menu(shown) else sent

    async def _render(self, page: Page) -> Page:
        if self._browser is None:
            return _unrendered(page, FetchError.NO_BROWSER)
        if self._renderer is None:
            self._renderer = self._browser.renderer(self.crawler, self.session.job.portal, self.session.charge)
        return await self._renderer.render(page)

    def _received(self, response: Response, request: Request) -> None:
        """Scrapy's robots.txt middleware keeps what it fetched to itself; the visit file wants it."""
        if request.meta.get("dont_obey_robotstxt") and "candidate" not in request.cb_kwargs:
            try:
                self.session.robots(_page(response, Candidate(url=request.url, tier=Tier.SITEMAP)))
            except ArchiveError as error:
                self.error = self.error or error

    def _idle(self) -> None:
        """Nothing is on its way: go on if a link is left that the answers did not bring forth."""
        if self._go_on():
            raise DontCloseSpider
        if self._late and self._second_look is None:
            self._second_look = asyncio.get_running_loop().create_task(self._look_again())
        if self._second_look and not self._second_look.done():
            raise DontCloseSpider

    def _go_on(self) -> bool:
        """Ask for what the frontier has left; False if that is nothing."""
        requests = list(self._requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        return bool(requests)

    async def _look_again(self) -> None:
        """Show pages a second time that took too long while others were shown; only a better answer is kept, and no budget is spent on it."""
        patience = self.settings.getfloat("BROWSER_WATCHDOG_SECONDS")
        for candidate, page, sent in self._late:
            left = self.session.job.plan.max_seconds - self.session.seconds
            if self.session.stop is not None or left < patience:
                break
            try:
                async with asyncio.timeout(left - CLOSING_SECONDS):  # other portals may hold the browser all that time
                    shown = await self._render(page)
                if shown.body:
                    self.session.read(candidate, await self.session.rendered(shown, sent))
            except TimeoutError:
                break
            except ArchiveError as error:
                await self._give_up(error)
            except Exception as error:
                logger.exception("failed on %s", candidate.url)
                self.session.crashed(candidate, error)
        self._go_on()

    def _out_of_time(self) -> None:
        self.session.end(Stop.SECONDS)
        self._end("budget")

    async def _give_up(self, error: ArchiveError) -> None:
        self.error = self.error or error
        self.session.end(Stop.CRASHED)
        self._end("store")

    def _end(self, reason: str) -> None:
        """Stop asking; what is on its way is waited for, what waits for its turn is given up."""
        polite = self.crawler.get_downloader_middleware(PoliteMiddleware)
        if polite:
            polite.end()
        task = asyncio.get_running_loop().create_task(self.crawler.engine.close_spider_async(reason=reason))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def closed(self, reason: str) -> None:
        """Complete the visit file, or give it up if the disk refused."""
        if self._deadline:
            self._deadline.cancel()
        if self._second_look:
            self._second_look.cancel()
        if self._renderer:
            await self._renderer.close()
        if (reason == "shutdown" and not self.session.overdue) or self.error:
            self.session.abort()
            return
        try:
            self.session.finish()
        except ArchiveError as error:
            self.error = error
            self.session.abort()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _page(response: Response, candidate: Candidate) -> Page:
    asked = response.request
    headers = asked.meta.get(RAW_HEADERS, ()) if asked else ()
    return Page(
        url=candidate.url,
        final_url=response.url,
        status=response.status,
        fetched_at=_now(),
        headers=headers,
        body=response.body,
        sha256=digest(response.body),
        found_on=candidate.found_on,
        anchor=candidate.anchor,
        depth=candidate.depth,
    )


def _unrendered(page: Page, error: FetchError) -> Page:
    return Page(
        url=page.url,
        final_url=page.final_url,
        status=None,
        fetched_at=_now(),
        error=error,
        rendered=True,
        found_on=page.found_on,
        anchor=page.anchor,
        depth=page.depth,
    )
