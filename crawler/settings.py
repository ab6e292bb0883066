"""Scrapy settings of every visit, and what one portal changes. Scrapy's own defaults are those of a scraper in a hurry. 抓取设置"""

from __future__ import annotations

import importlib.metadata
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from checks.model import Portal
from crawler.politeness import SLOT

BOT_NAME = "gongkai"
VERSION = importlib.metadata.version("gongkai")
SPIDER_MODULES = ["crawler.spider"]
NEWSPIDER_MODULE = "crawler"

# One asyncio loop for Scrapy, the downloader and the browser; no Twisted reactor, so a process can run visit after visit.
TWISTED_REACTOR_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # an HTTP server that runs code: not in a program that visits hostile pages
MEMUSAGE_ENABLED = False
LOGSTATS_INTERVAL = 0
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # the visit file tells it all

USER_AGENT = f"gongkai/{VERSION}"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "gongkai"
ROBOTSTXT_PARSER = "crawler.robots.ShortRobots"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.3",
    "Accept-Encoding": "gzip, deflate",
}

DOWNLOAD_DELAY = 1.0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # also the limit after decompression
DOWNLOAD_WARNSIZE = 0
DNS_TIMEOUT = 15
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 2
CONCURRENT_ITEMS = 1  # we yield no items; Scrapy would start a hundred tasks for each answer
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
DOWNLOAD_SLOTS = {SLOT: {"concurrency": 4, "delay": 0.1}}  # a slot of its own: a page's scripts belong together
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 1
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
# What our download handler raises. Scrapy's own list also names Twisted's errors, and loads all of Twisted's HTTP client for that.
RETRY_EXCEPTIONS = [
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
]
METAREFRESH_ENABLED = False  # the frontier follows refreshes: the stub itself is evidence
HTTPERROR_ALLOW_ALL = True  # an error page is an answer
HTTPPROXY_ENABLED = False  # behind a proxy the address guard would see the proxy's address only
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier de-duplicates before there is a Request

BROWSER_LOAD_SECONDS = 15.0  # for a page's document and its blocking scripts
BROWSER_QUIET_SECONDS = 8.0  # for what scripts fetch and draw; the load event is not waited for, some pages never fire it
BROWSER_REQUEST_SECONDS = 10.0  # for one request of a page's
BROWSER_WATCHDOG_SECONDS = 45.0  # a page that takes longer is given up, and the browser killed if it does not let go of it
GUARD_ALLOW_PRIVATE = False
GUARD_PRIVATE_SITES: list[str] = []  # host:port of private addresses that are open all the same
HOST_DELAY = 0.0  # seconds between any two requests to one host, the browser's included; set where a delay was asked for
AT_ONCE = {"concurrency": 4, "delay": 0}
UNTHROTTLED = {"AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
PATIENCE = 15  # requests that a page may need one after the other
LONGEST_DELAY_SHOWN = 3.0  # seconds; the browser does not wait for pages of slower portals, they stay unrendered
PAUSE_MAX_SECONDS = 300.0  # a longer Retry-After is cut to this; a longer Crawl-delay is obeyed, the budget ends the visit

DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedDownloadHandler",
    "https": "crawler.download.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,  # the handler reads the setting itself
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.robots.StrictRobots": 100,
    # Between retry (550) and the network: it must see the answer that retry takes away.
    "crawler.politeness.PoliteMiddleware": 560,
}
# The frontier keeps depth, length and origin itself.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
}


def user_agent(contact: str) -> str:
    """The honest name we give: program, version and how to reach whoever runs it. 用户代理"""
    return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT


def for_portal(portal: Portal, *, contact: str = "", delay_seconds: float | None = None) -> dict[str, Any]:
    """What a portal changes: its delay, and for an opted-in private address (a test, an intranet) no delay at all."""
    changed: dict[str, Any] = {
        "USER_AGENT": user_agent(contact),
        "GUARD_ALLOW_PRIVATE": portal.allow_private,
        "GUARD_PRIVATE_SITES": list(portal.private_sites),
    }
    delay = portal.delay_seconds if portal.delay_seconds is not None else delay_seconds
    if delay is None and portal.allow_private:
        delay = 0.0
    if delay:
        changed |= _slowly(delay)
    elif delay == 0:
        changed |= {"DOWNLOAD_DELAY": 0.0, "DOWNLOAD_SLOTS": {SLOT: AT_ONCE}, **UNTHROTTLED}
    elif portal.private_sites:  # what else the portal links is public, and visited as slowly as ever
        ours = {urlsplit(f"//{site}").hostname or site: {"concurrency": 8, "delay": 0} for site in portal.private_sites}
        changed |= {"DOWNLOAD_SLOTS": {SLOT: AT_ONCE, **ours}, **UNTHROTTLED}
    return changed


def _slowly(delay: float) -> dict[str, Any]:
    """A delay that was asked for holds between all requests to a host, so that the browser has to wait longer for a page's scripts."""
    patience = PATIENCE * min(delay, LONGEST_DELAY_SHOWN)
    return {
        "HOST_DELAY": delay,
        "DOWNLOAD_DELAY": 0.0,  # kept once, for crawl and browser together
        "AUTOTHROTTLE_START_DELAY": 0.0,
        "DOWNLOAD_SLOTS": {SLOT: AT_ONCE},
        "BROWSER_LOAD_SECONDS": BROWSER_LOAD_SECONDS + patience,
        "BROWSER_QUIET_SECONDS": BROWSER_QUIET_SECONDS + patience,
        "BROWSER_WATCHDOG_SECONDS": BROWSER_WATCHDOG_SECONDS + 2 * patience,
    }
