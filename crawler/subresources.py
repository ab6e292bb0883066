"""Answers what a page asks for while a browser shows it. 页面子资源"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Iterable
from typing import TypedDict
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from playwright.async_api import Request as Wanted
from playwright.async_api import Route
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from checks.model import Page, Portal
from crawler.guard import METHODS, READING_POST
from crawler.policy import site_key, sites_of

# What a page needs to show its text. Pictures, films and fonts say nothing that we read.
READ = frozenset({"document", "script", "xhr", "fetch", "stylesheet", "other"})
ELSEWHERE = frozenset({"script", "stylesheet"})  # libraries that portals load from other hosts
MAX_REQUESTS = 120  # of one page
AT_ONCE = 6
MAX_LIBRARIES = 200  # scripts and style sheets kept for the portal's next pages
SLOT = "browser"  # a download slot of its own: a page's scripts belong together, one a second they would never be done
READING = re.compile(r"list|query|search|page|dataproxy|select|find|load|get|data|column|channel|catalog|menu|tree|info")
WRITING = re.compile(
    r"save|add|insert|update|delete|remove|upload|submit|login|logon|regist|apply|vote|comment|message|mail|send|sms|count|hit|log$"
)
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


logger = logging.getLogger(__name__)


class Subresources:
    """Fetches for one shown page, through the visit's downloader. 子资源应答

    The document itself is answered with the body the visit already has, once; asking again (a challenge script does) goes to the server.
    """

    def __init__(self, crawler: Crawler, portal: Portal, page: Page, libraries: Libraries) -> None:
        self._crawler = crawler
        self._sites = sites_of(portal) | {site_key(page.final_url)}
        self._page: Page | None = page
        self._libraries = libraries
        self._left = MAX_REQUESTS
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def answer(self, route: Route) -> None:
        """Answer one request of the page, or refuse it. Never raises: the tab may be gone by the time the answer is there."""
        try:
            await self._answer(route)
        except BrowserError as error:
            logger.debug("answering the browser: %s", error)
        except Exception as error:  # the world's failure, or a refusal: the page shows itself without it
            logger.debug("fetching %s for the browser: %s", route.request.url, error)
            with contextlib.suppress(BrowserError):
                await route.abort()

    async def _answer(self, route: Route) -> None:
        wanted = route.request
        page = self._page
        if page and wanted.is_navigation_request() and wanted.url.split("#", 1)[0] == page.final_url and wanted.method == "GET":
            self._page = None
            await route.fulfill(status=page.status or 200, headers=_headers(page.headers), body=page.body)
        elif kept := self._libraries.kept.get(wanted.url):
            await route.fulfill(**kept)
        elif not self._allowed(wanted):
            await route.abort()
        else:
            self._left -= 1
            async with self._turns:
                response = await self._fetch(wanted)
            headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs]
            answer: Answer = {"status": response.status, "headers": _headers(headers), "body": response.body}
            if wanted.resource_type in ELSEWHERE and len(self._libraries.kept) < MAX_LIBRARIES:
                self._libraries.kept[wanted.url] = answer
            await route.fulfill(**answer)

    def _allowed(self, wanted: Wanted) -> bool:
        if self._left <= 0 or not wanted.url.startswith(("http://", "https://")) or wanted.resource_type not in READ:
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
        }
        body = (wanted.post_data_buffer or b"") if wanted.method == "POST" else b""
        request = Request(wanted.url, method=wanted.method, headers=headers, body=body, dont_filter=True, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:
            if site not in self._sites:
                self._libraries.dead.add(site)  # a page waits for its scripts: another portal's dead host must not cost us each page
            raise
        if site_key(response.url) not in self._sites and wanted.resource_type not in ELSEWHERE:
            raise IgnoreRequest(f"{wanted.url} led to {response.url}")
        return response


def reads_by_post(method: str, url: str, resource_type: str) -> bool:
    """Whether a POST is a script's way of reading a list. Anything that might send, save or sign in is not. 以 POST 读取列表"""
    path = urlsplit(url).path.lower()
    return method == "POST" and resource_type in ("xhr", "fetch") and bool(READING.search(path)) and not WRITING.search(path)


def _headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers as Playwright takes them; those of the transfer are no longer true."""
    return {name: value for name, value in headers if name.lower() not in DROPPED}
