"""robots.txt as RFC 9309 reads it, where Scrapy is laxer. 爬虫协议"""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser

LONGEST = 500 * 1024  # bytes that must be read; what stands behind them binds nobody, and may be there to keep us busy
CLOSED = b"User-agent: *\nDisallow: /\n"


class ShortRobots(ProtegoRobotParser):
    """The rules in the first 500 kB of the file."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> ShortRobots:
        return cls(robotstxt_body[:LONGEST], crawler.spider if crawler else None)


class StrictRobots(RobotsTxtMiddleware):
    """A server that fails to say what it allows (5xx) allows nothing; one that has no such file (4xx) allows everything."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(body=CLOSED)
        await super()._parse_robots(response, netloc, request)
