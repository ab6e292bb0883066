"""One Chromium for all visits of a process, one context per portal; the browser itself never touches the network. 浏览器渲染

Every request a page makes is answered by us: fetched through the visit's own guarded downloader (same address rules, size limits and
robots.txt) and handed to the browser. Whatever would go round that (sockets, service workers, prefetch) finds no network.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import shutil
import signal
import uuid
from collections.abc import Mapping
from pathlib import Path

import attrs
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as BrowserError
from scrapy.crawler import Crawler

from archive.visit import digest
from checks.facts.shell import has_menu, wants_browser
from checks.model import FetchError, Page, Portal
from checks.parsing.view import PageView
from crawler.failures import failure_of
from crawler.losses import Loss
from crawler.subresources import Charge, Libraries, Subresources

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES_AT_ONCE = 2  # of all visits together: each takes a core and a hundred megabytes
CLOSE_SECONDS = 5.0
MAX_DOM = 8_000_000  # characters; no list or guide that people read is larger
# No name resolves and no proxy answers: a request that we do not answer ourselves goes nowhere, loopback included.
NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:1", "--proxy-bypass-list=<-loopback>")
LEAN = ("--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--mute-audio")

RENDERED_HEADERS = (("Content-Type", "text/html; charset=utf-8"),)

logger = logging.getLogger(__name__)


def find_chromium(environ: Mapping[str, str]) -> Path | None:
    """The browser to use: ``GONGKAI_CHROMIUM``, one on the path, or one that Playwright installed; None if there is none. 查找浏览器"""
    named = environ.get("GONGKAI_CHROMIUM")
    if named is not None:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH")):
            return Path(found)
    cache = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path(environ.get("HOME", "/")) / ".cache" / "ms-playwright")
    installed = [*cache.glob("chromium_headless_shell-*/*/*headless*shell*"), *cache.glob("chromium-*/*/chrome")]
    return next((path for path in sorted(installed, reverse=True) if path.is_file() and os.access(path, os.X_OK)), None)


class Browser:
    """Starts Chromium at the first need, starts it again after it was killed, and never waits for it without end.

    Args:
        executable: from ``find_chromium``.
    """

    def __init__(self, executable: Path) -> None:
        self.turns = asyncio.Semaphore(PAGES_AT_ONCE)
        self._executable = executable
        self._mark = f"--gongkai-run={uuid.uuid4().hex}"  # an argument that means nothing to Chromium and tells our processes apart
        self._starting = asyncio.Lock()
        self._driver: Playwright | None = None
        self._chromium: Chromium | None = None

    def renderer(self, crawler: Crawler, portal: Portal, charge: Charge) -> Renderer:
        """A context of its own for one portal's visit; ``charge`` counts the bytes that its pages ask for."""
        return Renderer(self, crawler, portal, charge)

    async def context(self, user_agent: str, *, scripts: bool = True) -> BrowserContext:
        """A fresh context (no cookies, no workers, no downloads); without ``scripts`` it only shows what it is given."""
        async with self._starting:
            if self._driver is None:
                self._driver = await async_playwright().start()
            if self._chromium is None or not self._chromium.is_connected():
                self._chromium = await self._launch(self._driver)
        return await self._chromium.new_context(
            user_agent=user_agent,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="block",
            accept_downloads=False,
            java_script_enabled=scripts,
        )

    async def _launch(self, driver: Playwright) -> Chromium:
        """With Chromium's own sandbox where the machine allows it (it does not for root, nor in many containers)."""
        args = [*NO_NETWORK, *LEAN, self._mark]
        if os.geteuid() != 0:
            with contextlib.suppress(BrowserError):
                return await driver.chromium.launch(executable_path=self._executable, args=args, chromium_sandbox=True)
        return await driver.chromium.launch(executable_path=self._executable, args=args)

    def kill(self) -> None:
        """End Chromium's processes at once: the answer to one that no longer answers."""
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError, ValueError):
                if self._mark.encode() in entry.read_bytes().split(b"\0"):
                    os.kill(int(entry.parent.name), signal.SIGKILL)
        self._chromium = None

    async def close(self) -> None:
        """End the browser and its driver."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                if self._chromium:
                    await self._chromium.close()
        except (TimeoutError, BrowserError):
            self.kill()
        if self._driver:
            with contextlib.suppress(TimeoutError, BrowserError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._driver.stop()


def still_waits(shown: Page) -> bool:
    """Whether a page as shown looks as pages do before their scripts have run: nothing of its own, and scripts that fetch."""
    return bool(wants_browser(PageView(attrs.evolve(shown, rendered=False))))


def shows_menu(shown: Page) -> bool:
    """Whether a front page as shown leads to columns: one that jumped to an error page leads nowhere."""
    return shown.error is None and bool(shown.body) and has_menu(PageView(shown))


class Renderer:
    """Renders pages of one portal in a context of its own."""

    def __init__(self, browser: Browser, crawler: Crawler, portal: Portal, charge: Charge) -> None:
        self._browser = browser
        self._crawler = crawler
        self._portal = portal
        self._charge = charge
        self._context: BrowserContext | None = None
        self._libraries = Libraries()

    async def render(self, page: Page) -> Page:
        """The page as a browser shows it: serialised DOM, or an error as a value. 渲染

        A page that did not get the data it asked for has both: what it shows is there, what it does not show may be missing.
        """
        async with self._browser.turns:
            shown = await self._try(page)
            # Another page may have had the browser killed under this one: that is no fault of the page.
            return await self._try(page) if shown.error is FetchError.BROWSER else shown

    async def _try(self, page: Page) -> Page:
        try:
            async with asyncio.timeout(self._seconds("WATCHDOG")):
                return await self._show(page)
        except TimeoutError:
            failure = FetchError.TIMEOUT
        except Exception as error:  # Playwright raises plain Exceptions too, when its driver dies
            logger.info("rendering %s failed: %s", page.url, error)
            failure = failure_of(error) if isinstance(error, BrowserError) else FetchError.BROWSER
        await self._drop()
        now = dt.datetime.now(dt.UTC)
        return attrs.evolve(page, status=None, fetched_at=now, error=failure, headers=(), body=b"", sha256="", rendered=True)

    async def _show(self, page: Page) -> Page:
        if self._context is None:
            self._context = await self._browser.context(self._crawler.settings["USER_AGENT"])
        tab = await self._context.new_page()
        answers = Subresources(self._crawler, self._portal, page, self._libraries, self._charge)
        tab.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        await tab.route("**/*", answers.answer)
        try:
            await tab.goto(page.final_url, wait_until="domcontentloaded", timeout=self._seconds("LOAD") * 1000)
        except BrowserError as error:
            # What a script that never ends has drawn so far is still worth reading.
            if failure_of(error) is not FetchError.TIMEOUT:
                raise
        with contextlib.suppress(BrowserError):
            await tab.wait_for_load_state("networkidle", timeout=self._seconds("QUIET") * 1000)
        body = (await tab.content())[:MAX_DOM].encode("utf-8", "replace")
        url = tab.url.split("#", 1)[0]
        if not url.startswith(("http://", "https://")):
            raise BrowserError(f"the page left for {url}")  # Chromium's own error page is not the portal's
        losses = answers.losses()
        await tab.close()
        now = dt.datetime.now(dt.UTC)
        shown = attrs.evolve(page, final_url=url, fetched_at=now, headers=RENDERED_HEADERS, body=body, sha256=digest(body), rendered=True)
        if Loss.SURE in losses or (Loss.PERHAPS in losses and still_waits(shown)):
            logger.info("%s was shown without data that it asked for", page.url)
            return attrs.evolve(shown, error=FetchError.INCOMPLETE)
        return shown

    def _seconds(self, name: str) -> float:
        return float(self._crawler.settings.getfloat(f"BROWSER_{name}_SECONDS"))

    async def _drop(self) -> None:
        """Let go of the context; a browser that cannot even do that is killed."""
        context, self._context = self._context, None
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                if context:
                    await context.close()
        except TimeoutError:
            self._browser.kill()
        except Exception as error:  # it is gone already
            logger.debug("closing a context: %s", error)

    async def close(self) -> None:
        """End the portal's context."""
        await self._drop()
