"""What a server asks of us beyond the fixed delay: Crawl-delay of its robots.txt and Retry-After of its answers. 礼貌抓取"""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import time
from collections import Counter
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

BUSY = frozenset({429, 503})
NAP = 0.5  # seconds between looks at whether the visit is being ended
SLOT = "browser"  # the download slot of what a shown page asks for
GLANCE = 0.05  # seconds until it is looked again whether a shown page still waits


class VisitEnded(IgnoreRequest):
    """The visit ended while the request was waiting for the host's turn: it was never sent."""


class PoliteMiddleware:
    """Holds requests to a host back until the host wants them.

    All requests to a host keep the distance that its robots.txt or the portal's own delay asks for. What a page asks for while it is
    shown goes first: the browser waits for it, and gives the page up after a while.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("PAUSE_MAX_SECONDS")
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._paused_until: dict[str, float] = {}
        self._free_at: dict[str, float] = {}
        self._shown_wait: Counter[str] = Counter()
        self._delay = crawler.settings.getfloat("HOST_DELAY")
        self._crawl_delay: dict[str, float] = {}
        self._ending = False
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PoliteMiddleware:
        return cls(crawler)

    def end(self) -> None:
        """The visit is being ended: what still waits is given up."""
        self._ending = True

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn."""
        host = urlsplit(request.url).netloc
        shown = int(request.meta.get("download_slot") == SLOT)
        self._shown_wait[host] += shown
        try:
            await self._turn(host, first=bool(shown))
        finally:
            self._shown_wait[host] -= shown

    async def _turn(self, host: str, *, first: bool) -> None:
        # Looked up again each time: a pause may have been asked for, and another request have gone, while this one was waiting.
        while (left := self._left(host)) > 0 or (self._shown_wait[host] and not first):
            if self._ending:
                raise VisitEnded
            await asyncio.sleep(min(max(left, GLANCE), NAP))
        self._free_at[host] = time.monotonic() + max(self._delay, self._crawl_delay.get(host, 0.0))

    def _left(self, host: str) -> float:
        return max(self._free_at.get(host, 0.0), self._paused_until.get(host, 0.0)) - time.monotonic()

    def process_response(self, request: Request, response: Response) -> Response:
        """Note when a busy server wants to be asked again."""
        said = response.headers.get("Retry-After")
        if said and response.status in BUSY:
            wait = retry_after(said.decode("latin-1"), dt.datetime.now(dt.UTC))
            host = urlsplit(response.url).netloc
            until = time.monotonic() + min(wait, self._longest)
            self._paused_until[host] = max(self._paused_until.get(host, 0.0), until)
        return response

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(self._agent)
        if delay:
            self._crawl_delay[urlsplit(request.url).netloc] = delay


def retry_after(value: str, now: dt.datetime) -> float:
    """Seconds that a Retry-After header asks for: a number or an HTTP date; 0 if it is neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
