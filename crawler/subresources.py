"""Answers what a page asks for while a browser shows it. 页面子资源"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterable
from typing import TypedDict

from playwright.async_api import Error as BrowserError
from playwright.async_api import Request as Wanted
from playwright.async_api import Route
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from checks.model import Page, Portal
from crawler.guard import METHODS, READING_POST
from crawler.losses import Loss, loss_of, reads_by_post
from crawler.policy import site_key, sites_of
from crawler.politeness import SLOT

Charge = Callable[[int], bool]  # counts bytes; False once the visit's budget is spent

# What a page needs to show its text. Pictures, films and fonts say nothing that we read.
READ = frozenset({"document", "script", "xhr", "fetch", "stylesheet", "other"})
ELSEWHERE = frozenset({"script", "stylesheet"})  # libraries that portals load from other hosts
MAX_REQUESTS = 120  # of one page
AT_ONCE = 6
MAX_KEPT = 30 * 1024 * 1024  # bytes of scripts and style sheets kept for the portal's next pages
REQUEST_DROPPED = frozenset({"host", "accept-encoding", "content-length"})
DROPPED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "content-security-policy"})


class Answer(TypedDict):
    """What the browser is told. 应答"""

    status: int
    headers: dict[str, str]
    body: bytes


class Libraries:
    """Scripts and style sheets that a portal's pages share, and other hosts that did not answer, for one visit. 共用脚本"""

    def __init__(self) -> None:
        self.kept: dict[str, Answer] = {}
        self.dead: set[str] = set()
        self._size = 0

    def keep(self, url: str, answer: Answer) -> None:
        """Keep an answer for the next page, as long as there is room."""
        if url not in self.kept and self._size + len(answer["body"]) <= MAX_KEPT:
            self.kept[url] = answer
            self._size += len(answer["body"])


logger = logging.getLogger(__name__)


class Subresources:
    """Fetches for one shown page, through the visit's downloader. 子资源应答

    The document itself is answered with the body the visit already has, once; asking again (a challenge script does) goes to the server.
    """

    def __init__(
        self, crawler: Crawler, portal: Portal, page: Page, libraries: Libraries, charge: Charge, read: frozenset[str] = READ
    ) -> None:
        self._crawler = crawler
        self._sites = sites_of(portal) | {site_key(page.final_url)}
        self._charge = charge
        self._read = read
        # Documents that were fetched before the browser asked: the page, and what a redirect of its script led to.
        self._ready: dict[str, Answer] = {
            page.final_url: {"status": page.status or 200, "headers": _headers(page.headers), "body": page.body}
        }
        self._libraries = libraries
        self._left = MAX_REQUESTS
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._open: set[Wanted] = set()
        self._lost: dict[str, Loss] = {}

    def losses(self) -> frozenset[Loss]:
        """What the page has lost until now; a request that is still unanswered counts as lost."""
        waiting = (self._loss(wanted) for wanted in self._open)
        return frozenset({*self._lost.values(), *waiting})

    def _loss(self, wanted: Wanted, status: int | None = None) -> Loss:
        spent = self._left <= 0
        return loss_of(wanted.resource_type, wanted.method, wanted.url, sites=self._sites, status=status, refused=spent)

    async def answer(self, route: Route) -> None:
        """Answer one request of the page, or refuse it. Never raises: the tab may be gone by the time the answer is there."""
        wanted = route.request
        self._open.add(wanted)
        try:
            await self._answer(route)
        except BrowserError as error:
            logger.debug("answering the browser: %s", error)
        except Exception as error:  # the world's failure, or a refusal: the page shows itself without it
            logger.debug("fetching %s for the browser: %s", wanted.url, error)
            self._lost[wanted.url] = self._loss(wanted)
            with contextlib.suppress(BrowserError):
                await route.abort()
        finally:
            self._open.discard(wanted)

    async def _answer(self, route: Route) -> None:
        wanted = route.request
        if wanted.is_navigation_request() and wanted.method == "GET" and (ready := self._ready.pop(wanted.url.split("#", 1)[0], None)):
            await route.fulfill(**ready)
        elif kept := self._libraries.kept.get(wanted.url):
            await route.fulfill(**kept)
        elif not self._allowed(wanted):
            raise IgnoreRequest(f"{wanted.method} {wanted.url} is not for us to ask")
        else:
            self._left -= 1
            async with self._turns:
                if not self._charge(0):
                    raise IgnoreRequest("the visit's bytes are spent")
                response = await self._fetch(wanted)
            await route.fulfill(**self._taken(wanted, response))

    def _taken(self, wanted: Wanted, response: Response) -> Answer:
        """The answer for the browser; what it means for the page is noted."""
        self._charge(len(response.body))
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs]
        answer: Answer = {"status": response.status, "headers": _headers(headers), "body": response.body}
        if response.status >= 400:
            self._lost[wanted.url] = self._loss(wanted, response.status)
        else:
            self._lost.pop(wanted.url, None)
        if wanted.is_navigation_request() and response.url != wanted.url.split("#", 1)[0]:
            # The document must know its own address, or its relative links lead astray.
            self._ready[response.url] = answer
            return _sent_on(response.url)
        if wanted.resource_type in ELSEWHERE and response.status < 400:
            self._libraries.keep(wanted.url, answer)
        return answer

    def _allowed(self, wanted: Wanted) -> bool:
        if self._left <= 0 or not wanted.url.startswith(("http://", "https://")) or wanted.resource_type not in self._read:
            return False
        site = site_key(wanted.url)
        if site not in self._sites:
            return wanted.resource_type in ELSEWHERE and wanted.method in METHODS and site not in self._libraries.dead
        return wanted.method in METHODS or reads_by_post(wanted.method, wanted.url, wanted.resource_type)

    async def _fetch(self, wanted: Wanted) -> Response:
        """Through the whole downloader: robots.txt, address guard, limits, decompression, retries, redirects within the same rules."""
        headers = {k: v for k, v in (await wanted.all_headers()).items() if not k.startswith(":") and k not in REQUEST_DROPPED}
        site = site_key(wanted.url)
        meta = {
            "download_slot": SLOT,
            "download_timeout": self._crawler.settings.getfloat("BROWSER_REQUEST_SECONDS"),
            "autothrottle_dont_adjust_delay": True,
            "dont_retry": True,
            "dont_merge_cookies": True,
            READING_POST: wanted.method == "POST",
            "dont_redirect": wanted.method == "POST",  # what the page sends is for the address it named
        }
        body = (wanted.post_data_buffer or b"") if wanted.method == "POST" else b""
        request = Request(wanted.url, method=wanted.method, headers=headers, body=body, dont_filter=True, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:
            if site not in self._sites:
                self._libraries.dead.add(site)  # a page waits for its scripts: another portal's dead host must not cost us each page
            raise
        if wanted.method == "POST" and 300 <= response.status < 400:
            raise IgnoreRequest(f"{wanted.url} sends a POST on")
        if site_key(response.url) not in self._sites and wanted.resource_type not in ELSEWHERE:
            raise IgnoreRequest(f"{wanted.url} led to {response.url}")
        return response


def _headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers as Playwright takes them; those of the transfer are no longer true."""
    return {name: value for name, value in headers if name.lower() not in DROPPED}


def _sent_on(url: str) -> Answer:
    """A document that only leads on: the browser takes no redirect from us, but it follows a script's."""
    address = json.dumps(url).replace("<", "\\u003c")
    return {
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8"},
        "body": f"<script>location.replace({address})</script>".encode(),
    }
