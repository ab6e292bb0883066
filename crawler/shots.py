"""Pictures of the pages that findings rest on, with the place outlined. 截图

Of the page as it stands on the portal, if it still is what was judged; else of what was kept, without scripts and without network.
Fetching goes the way of every visit: same address rules, same politeness, same robots.txt.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import attrs
from playwright.async_api import Page as Tab
from playwright.async_api import Route, ViewportSize
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Request

from archive.shots import LIVE, STORED
from archive.visit import digest
from checks.model import Page, Portal
from crawler import settings as defaults
from crawler.browser import CLOSE_SECONDS, Browser
from crawler.run import CrawlOptions, project_settings, quieten
from crawler.subresources import READ, Libraries, Subresources

PICTURES = frozenset({"image"})
SHOWN = READ | PICTURES | {"font"}  # what a person sees
VIEW: ViewportSize = {"width": 1280, "height": 900}
PAGE_SECONDS = 40.0
SCREENSHOT_MS = 10_000.0
MAX_BYTES = 60_000_000  # of one portal, for pictures alone
MAX_LOST = 2  # a portal that does not answer is not asked for each page again
logger = logging.getLogger(__name__)

# Finds the element: by its path (the browser puts a tbody into tables that lack one), if it holds the words, else by the words. Outlines it
# and says whether it is to be seen: an outline around the page that hides something would say what is not so.
OUTLINE = """({path, quote}) => {
  const plain = text => text.replace(/\\s+/g, '');
  const words = node => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll('script,style,noscript').forEach(each => each.remove());
    return plain(copy.textContent || '');
  };
  const holds = (node, key) => key === '' || words(node).includes(key);
  const at = xpath => { try { return document.evaluate(xpath, document, null, 9, null).singleNodeValue } catch { return null } };
  const whole = plain(quote);
  const own = path.startsWith('/')
    ? [path, path.replace(/(\\/table(?:\\[\\d+\\])?)\\/tr/g, '$1/tbody/tr')].map(at)
        .find(node => node && node.nodeType === 1 && node !== document.body && node !== document.documentElement) || null
    : null;
  // Words may have been taken from several elements, the first of which the path names; of what is hidden the markup is quoted.
  const begins = own && (whole.startsWith('<') || (words(own) !== '' && whole.startsWith(words(own).slice(0, 12))));
  let found = null;
  for (const key of [whole, whole.slice(0, 60), whole.slice(0, 20)]) {
    if (own && holds(own, key)) found = own;
    else if (key.length > 1 && document.body && holds(document.body, key)) {
      found = document.body;
      for (let next = found; next; next = [...found.children].find(child => holds(child, key))) found = next;
    }
    if (found && found !== document.body) break;
    found = null;
  }
  found = found || (begins ? own : null);
  if (!found) return false;
  const box = () => found.getBoundingClientRect();
  if (box().width < 4 || box().height < 4 || !found.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
  found.setAttribute('data-gongkai-mark', found.getAttribute('style') || '');
  found.style.setProperty('outline', '3px solid #d00000', 'important');
  found.style.setProperty('outline-offset', '2px', 'important');
  found.scrollIntoView({block: box().height > innerHeight * 0.8 ? 'start' : 'center', behavior: 'instant'});
  const seen = box();
  return seen.bottom > 0 && seen.right > 0 && seen.top < innerHeight && seen.left < innerWidth;
}"""
CLEAN = """() => {
  document.querySelectorAll('[data-gongkai-mark]').forEach(each => {
    each.setAttribute('style', each.getAttribute('data-gongkai-mark')); each.removeAttribute('data-gongkai-mark');
  });
  scrollTo(0, 0);
}"""


@attrs.frozen(kw_only=True)
class Mark:
    """What to outline for one finding: where it stands and what it says. 标记"""

    finding: int
    locator: str
    quote: str


@attrs.frozen(kw_only=True, eq=False)
class ShotPage:
    """One page to take pictures of. 待截图网页

    Attributes:
        page: as it was kept, with what may be shown of its body.
        pictures: whether the living page is shown with its pictures; scans among them may show what nobody has read.
        charset: how its bytes were read; a browser that believes a wrong declaration shows them otherwise.
        live: whether the page on the portal may be shown: what was judged was the page as sent, and nothing in it had to be hidden.
    """

    page: Page
    live: bool
    marks: tuple[Mark, ...]
    pictures: bool = True
    charset: str = ""


@attrs.frozen(kw_only=True, eq=False)
class ShotJob:
    """One portal's pages. 截图任务"""

    portal: Portal
    pages: tuple[ShotPage, ...]


@attrs.frozen(kw_only=True)
class Taken:
    """One picture. 截图

    Attributes:
        charset: with which the page was shown, against what it declares; '' for as it declares.
    """

    portal: str
    page: Page
    finding: int
    how: str
    marked: bool
    charset: str
    taken_at: dt.datetime
    png: bytes = attrs.field(repr=False)


Keep = Callable[[Taken], None]


async def take_shots(jobs: Sequence[ShotJob], *, options: CrawlOptions, seconds: float, keep: Keep) -> None:
    """Take pictures until all are taken or the time is up, and hand over each as soon as it is there.

    What goes wrong with one page is logged and costs that page's pictures. ``options.chromium`` must name a browser.
    """
    assert options.chromium is not None
    quieten()
    browser = Browser(options.chromium)
    runner = AsyncCrawlerRunner(project_settings())
    try:
        async with asyncio.timeout(seconds):
            for job in jobs:
                changed = {
                    **defaults.for_portal(job.portal, contact=options.contact, delay_seconds=options.delay_seconds),
                    **options.overrides,
                }
                settings = runner.settings.copy()
                settings.setdict(changed, priority="cmdline")
                await runner.crawl(Crawler(ShotSpider, settings), job=job, browser=browser, keep=keep)
    except TimeoutError:
        logger.info("no time is left for further pictures")
    finally:
        with contextlib.suppress(Exception):
            await runner.stop()
        await browser.close()


class ShotSpider(Spider):
    """Takes the pictures of one portal, page by page. Asks the portal only for what it shows."""

    name = "shots"

    def __init__(self, job: ShotJob, browser: Browser, keep: Keep, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._job, self._browser, self._keep = job, browser, keep
        self._libraries = Libraries()
        self._left = MAX_BYTES
        self._lost = 0

    async def start(self) -> AsyncIterator[Request]:
        """All of it; no request is left to Scrapy's own queue."""
        for wanted in self._job.pages:
            try:
                async with asyncio.timeout(PAGE_SECONDS):
                    await self._take(wanted)
            except Exception as error:  # a picture less, never a night less
                logger.info("no picture of %s: %s: %s", wanted.page.url, type(error).__name__, error)
        requests: tuple[Request, ...] = ()  # what makes this a generator
        for request in requests:
            yield request

    async def _take(self, wanted: ShotPage) -> None:
        if wanted.live and await self._same(wanted.page):
            try:
                await self._keep_best(wanted, LIVE)
                return
            except Exception as error:
                logger.info("%s cannot be shown as it stands: %s", wanted.page.url, error)
        await self._keep_best(wanted, STORED)

    async def _keep_best(self, wanted: ShotPage, how: str) -> None:
        """Keep the pictures; where none of the places is found, those of the page as its bytes were read, if they show more."""
        taken = await self._shoot(wanted, how)
        sought = any(mark.locator.startswith("/") for mark in wanted.marks)
        if sought and wanted.charset and not any(each.marked for each in taken):
            again = await self._shoot(wanted, how, wanted.charset)
            taken = again if any(each.marked for each in again) else taken
        for each in taken:
            self._keep(each)

    async def _same(self, page: Page) -> bool:
        """Whether the portal still answers with the same bytes."""
        if self._lost >= MAX_LOST:
            return False
        request = Request(page.final_url, dont_filter=True, meta={"dont_merge_cookies": True})
        try:
            response = await self.crawler.engine.download_async(request)  # type: ignore[union-attr]  # a running crawler has its engine
        except Exception as error:
            self._lost += 1
            logger.info("%s was not fetched again: %s", page.final_url, error)
            return False
        self._charge(len(response.body))
        return response.url == page.final_url and response.status == page.status and digest(response.body) == page.sha256

    def _charge(self, size: int) -> bool:
        self._left -= size
        return self._left > 0

    async def _shoot(self, wanted: ShotPage, how: str, charset: str = "") -> list[Taken]:
        page = _declared(wanted.page, charset) if charset else wanted.page
        taken = []
        async with self._browser.turns:
            context = await self._browser.context(self.settings["USER_AGENT"], scripts=how == LIVE)
            try:
                tab = await context.new_page()
                await tab.set_viewport_size(VIEW)
                tab.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
                await self._show(tab, page, how, SHOWN if wanted.pictures else SHOWN - PICTURES)
                for mark in wanted.marks:
                    marked = bool(await tab.evaluate(OUTLINE, {"path": mark.locator, "quote": mark.quote}))
                    png = await tab.screenshot(animations="disabled", timeout=SCREENSHOT_MS)
                    await tab.evaluate(CLEAN)
                    now = dt.datetime.now(dt.UTC)
                    taken.append(
                        Taken(
                            portal=self._job.portal.id, page=wanted.page, finding=mark.finding, how=how, marked=marked, charset=charset,
                            taken_at=now, png=png,
                        )
                    )  # fmt: skip
            finally:
                with contextlib.suppress(Exception):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await context.close()
        return taken

    async def _show(self, tab: Tab, page: Page, how: str, read: frozenset[str]) -> None:
        answers = Subresources(self.crawler, self._job.portal, page, self._libraries, self._charge, read)
        await tab.route("**/*", answers.answer if how == LIVE else _only(page))
        load = self.settings.getfloat("BROWSER_LOAD_SECONDS") * 1000
        await tab.goto(page.final_url, wait_until="domcontentloaded", timeout=load)
        if how == LIVE:
            with contextlib.suppress(Exception):
                await tab.wait_for_load_state("networkidle", timeout=self.settings.getfloat("BROWSER_QUIET_SECONDS") * 1000)
            if tab.url.partition("#")[0] != page.final_url.partition("#")[0]:
                raise RuntimeError(f"the page left for {tab.url}")


def _declared(page: Page, charset: str) -> Page:
    """The page with a header that says how its bytes are to be read."""
    others = tuple((name, value) for name, value in page.headers if name.lower() != "content-type")
    return attrs.evolve(page, headers=(("Content-Type", f"text/html; charset={charset}"), *others))


def _only(page: Page) -> Callable[[Route], Any]:
    """Answers for the document with what was kept, once, and for nothing else."""
    given = False

    async def answer(route: Route) -> None:
        nonlocal given
        if not route.request.is_navigation_request():
            await route.abort()
        elif given:
            await route.fulfill(status=204)  # a frame, or a page that wants to leave: it stays where it is
        else:
            given = True
            kind = page.header("content-type") or "text/html"
            headers = {"Content-Type": kind, "Content-Security-Policy": "script-src 'none'; frame-src 'none'; form-action 'none'"}
            await route.fulfill(status=200, headers=headers, body=page.body)

    return answer
