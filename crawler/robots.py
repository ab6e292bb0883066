"""robots.txt as RFC 9309 reads it, where Scrapy is laxer. 爬虫协议"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from checks.parsing.decode import decode
from checks.parsing.links import resolve

LONGEST = 500 * 1024  # bytes that must be read; what stands behind them binds nobody, and may be there to keep us busy
CLOSED = b"User-agent: *\nDisallow: /\n"
SITEMAP_LINE = re.compile(r"^[ \t]*sitemaps?[ \t]*:[ \t]*(\S+)", re.I | re.M)
MOST_SITEMAPS = 10
# Nothing was asked of a server that failed: the address is refused or circles, or nobody is there. The page asked for will tell as much.
NOBODY_ASKED = (IgnoreRequest, CannotResolveHostError, DownloadConnectionRefusedError)
ASCII = bytes(range(128))  # signs that stay as they are
WIDE = ("utf-16", "utf-32")
BLANK = b" \t\r\xa0"
AGENT = re.compile(rb"[ \t]*user[- ]?agent", re.I)


class ShortRobots(ProtegoRobotParser):
    """The rules in the first 500 kB of the file."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> ShortRobots:
        return cls(robotstxt_body, crawler.spider if crawler else None)

    def __init__(self, robotstxt_body: bytes, spider: Spider | None) -> None:
        super().__init__(rules_text(robotstxt_body).encode("utf-8", "replace"), spider)


class StrictRobots(RobotsTxtMiddleware):
    """A server that fails to say what it allows allows nothing; one that has no such file (4xx) allows everything.

    It fails by a 5xx, and by an answer that breaks off or never comes.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: set[str] = set()  # hosts whose robots.txt could not be had

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(body=CLOSED)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        if not isinstance(exc, NOBODY_ASKED):
            self._unread.add(netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """The home page is asked for even so: whether the server answers at all has to be known."""
        if urlsplit(request.url).netloc in self._unread and not getattr(request.cb_kwargs.get("candidate"), "home", False):
            raise IgnoreRequest("robots.txt could not be read")
        super().process_request_2(rp, request)


def rules_text(body: bytes) -> str:
    """The text of a robots.txt in whatever encoding it came. 爬虫协议文本

    Bytes that are left out of a rule make another rule of it: of «/公开» in GBK nothing would be left but «/», the whole site. Where the
    file is not UTF-8 its rules hold both for the words and for the bytes: links may be written in either way.
    """
    body = _cut(body)
    text, codec = decode(body)
    if codec.startswith(WIDE) or (codec.startswith("utf") and "\ufffd" not in text):
        return text.removeprefix("\ufeff")
    return "\n".join(said for line in body.split(b"\n") for said in _readings(line, codec))


def _readings(line: bytes, codec: str) -> dict[str, None]:
    """What a line may say. Names of robots are ASCII whatever else stands beside them, such as another encoding's no-break space."""
    field, colon, value = line.partition(b":")
    line = field + colon + value.strip(BLANK)
    if AGENT.match(line):
        return {line.decode("ascii", "ignore"): None}
    return dict.fromkeys((line.decode(codec, "replace"), quote_from_bytes(line, safe=ASCII)))


def _cut(body: bytes) -> bytes:
    return body if len(body) <= LONGEST else body[: body.rfind(b"\n", 0, LONGEST) + 1] or body[:LONGEST]


def sitemaps_named(body: bytes, url: str) -> list[str]:
    """Addresses of the sitemaps that a robots.txt names; what is no address is passed over. 站点地图网址"""
    found = (resolve(url, said) for said in SITEMAP_LINE.findall(rules_text(body))[:MOST_SITEMAPS])
    return [address for address in found if address]
