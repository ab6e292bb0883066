"""Visits home pages to see whether they open, and how soon. Nothing of the pages is kept. 访问探测

A visit is what a patient person does: wait, and where that fails at once, try again until a quarter of a minute is over. Whether a visit
counts against a portal is not decided here (``checks.probing``).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import aiohttp
import attrs
import yarl

from archive.samples import SampleLog
from checks.facts.notice import REFUSED, WALL_WORDS, WALLS
from checks.model import Portal, Sample, Trouble
from crawler.download import HEADER_LIMIT, tolerant_tls
from crawler.guard import AddressRefused, GuardedResolver, check_literal
from crawler.robots import LONGEST, ShortRobots
from crawler.settings import DEFAULT_REQUEST_HEADERS, ROBOTSTXT_USER_AGENT

PATIENCE = 15.0  # seconds within which a failed request is repeated
PAUSE = 5.0  # seconds between such requests
GIVE_UP = 30.0  # seconds after which an answer is no longer waited for; longer than any rule asks, to know what came late
MOST_HOPS = 10
MOST_BYTES = 20 * 1024 * 1024  # of a page that goes on and on; it has opened by then
LOOKED_AT = 200_000  # bytes of an error page in which a wall shows itself
ROBOTS_KEPT = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Clock:
    """Where time comes from; tests bring their own. 时钟"""

    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@attrs.frozen(kw_only=True)
class Answer:
    """How one request ended, redirects followed. 应答"""

    url: str
    status: int | None = None
    trouble: Trouble | None = None
    body: bytes = b""


# First match wins: narrower errors stand before those that they are kinds of.
_TROUBLES: Sequence[tuple[tuple[type[BaseException], ...], Trouble]] = (
    ((TimeoutError,), Trouble.TIMEOUT),
    ((AddressRefused, aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError), Trouble.ADDRESS),
    ((aiohttp.ClientSSLError,), Trouble.TLS),
    ((aiohttp.ClientConnectorDNSError,), Trouble.NO_NAME),
    ((aiohttp.ClientConnectorError,), Trouble.NO_CONNECTION),
    ((aiohttp.ClientError, OSError), Trouble.CUT),
)
_FAILURES = tuple(kind for kinds, _ in _TROUBLES for kind in kinds)

# A wall, a forbidden address: asking again at once gives the same, and is no visitor's way.
_WORTH_ANOTHER = frozenset({Trouble.NO_NAME, Trouble.NO_CONNECTION, Trouble.CUT, Trouble.STATUS})


class Prober:
    """One round of visits. 一轮探测"""

    def __init__(
        self, log: SampleLog, controls: Sequence[str], *, agent: str, clock: Clock | None = None, give_up: float = GIVE_UP
    ) -> None:
        self._log = log
        self._controls = controls
        self._agent = agent
        self._clock = clock or Clock()
        self._give_up = give_up
        self._tls = tolerant_tls()
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._control = False

    async def round(self, portals: Iterable[Portal], *, concurrency: int = 8) -> tuple[Sample, ...]:
        """Visit each portal once, and keep each visit as soon as it has ended. 探测一轮"""
        await self._control_since(self._clock.monotonic())
        gate = asyncio.Semaphore(concurrency)

        async def one(portal: Portal) -> Sample:
            async with gate:
                sample = await self._portal(portal)
            self._log.add(sample)
            return sample

        return tuple(await asyncio.gather(*map(one, portals)))

    async def _portal(self, portal: Portal) -> Sample:
        if not await self._allowed(portal):
            shut = Trouble.ROBOTS
            return Sample(
                portal=portal.id, url=portal.home_url, at=self._clock.now(), seconds=0.0, trouble=shut, tries=0, control=self._control
            )
        before = self._control
        sample = await self._visit(portal.id, portal.home_url, portal.allow_private, portal.private_sites, PATIENCE)
        # The control is asked again after a failure: our own network may have gone in the meantime.
        after = before if sample.trouble is None else await self._control_since(self._clock.monotonic())
        return attrs.evolve(sample, control=before and after)

    async def _control_since(self, moment: float) -> bool:
        """Whether any control host answers, asked at or after a moment. Failures at the same time share one question."""
        async with self._asking:
            if self._asked_at < moment:
                self._asked_at = self._clock.monotonic()
                self._control = await self._ask_controls()
            return self._control

    async def _ask_controls(self) -> bool:
        for url in self._controls:
            # Named by whoever runs the probe, not by a page: it may be an intranet's own. Where it redirects to may not.
            sample = await self._visit("", url, False, (_site(url),), 0.0)
            up = sample.status is not None
            self._log.add(attrs.evolve(sample, control=up))
            if up:
                return True
        return False

    async def _visit(self, portal: str, url: str, allow_private: bool, private_sites: Sequence[str], patience: float) -> Sample:
        at, began, tries = self._clock.now(), self._clock.monotonic(), 0
        while True:
            tries += 1
            left = self._give_up - (self._clock.monotonic() - began)
            answer = await self._attempt(url, allow_private, private_sites, left)
            seconds = self._clock.monotonic() - began
            if answer.trouble not in _WORTH_ANOTHER or seconds >= patience:
                break
            await self._clock.sleep(min(PAUSE, patience - seconds))
        return Sample(
            portal=portal,
            url=url,
            at=at,
            seconds=int(seconds * 1000) / 1000,  # cut off: what came before a limit is not made to reach it
            status=answer.status,
            trouble=answer.trouble,
            final_url=answer.url if answer.url != url else "",
            tries=tries,
        )

    async def _allowed(self, portal: Portal) -> bool:
        """What robots.txt says of the home page, read once a day. While it cannot be read, what it said last; never read, it forbids."""
        site = urljoin(portal.home_url, "/")
        known = self._log.robots(site)
        now = self._clock.now()
        if known is not None and now - known[0] < ROBOTS_KEPT:
            return known[1]
        answer = await self._attempt(urljoin(site, "robots.txt"), portal.allow_private, portal.private_sites, PATIENCE)
        if answer.status is None or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return known is not None and known[1]
        rules = answer.body if answer.status < HTTPStatus.BAD_REQUEST else b""
        allowed = ShortRobots(rules, None).allowed(portal.home_url, ROBOTSTXT_USER_AGENT)
        self._log.note_robots(site, now, allowed)
        return allowed

    async def _attempt(self, url: str, allow_private: bool, private_sites: Sequence[str], seconds: float) -> Answer:
        """One request from nothing: no name, connection or cookie is remembered from the one before."""
        resolver = GuardedResolver(allow_private=allow_private, timeout=seconds, private_sites=private_sites)
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, ssl=self._tls)
        headers = {**DEFAULT_REQUEST_HEADERS, "User-Agent": self._agent}
        limits = aiohttp.ClientTimeout(total=None)
        try:
            async with (
                aiohttp.ClientSession(
                    connector=connector, headers=headers, timeout=limits, max_line_size=HEADER_LIMIT, max_field_size=HEADER_LIMIT
                ) as session,
                asyncio.timeout(seconds),
            ):
                return await _follow(session, url, allow_private, private_sites)
        except _FAILURES as error:
            return Answer(url=url, trouble=next(trouble for kinds, trouble in _TROUBLES if isinstance(error, kinds)))


async def _follow(session: aiohttp.ClientSession, url: str, allow_private: bool, private_sites: Sequence[str]) -> Answer:
    """The first answer that is no redirect, read to its end."""
    for _ in range(MOST_HOPS):
        if not allow_private and _site(url) not in private_sites:
            check_literal(url)
        async with session.get(yarl.URL(url.split("#", 1)[0], encoded=True), allow_redirects=False) as response:
            target = response.headers.get("Location", "")
            if response.status in (301, 302, 303, 307, 308) and target:
                url = urljoin(url, target)
                continue
            return _told(url, response.status, await _body(response))
    return Answer(url=url, trouble=Trouble.LOOP)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The beginning of a body that was read to its end."""
    kept = bytearray()
    size = 0
    async for chunk in response.content.iter_any():
        kept += chunk[: LONGEST - len(kept)]
        size += len(chunk)
        if size > MOST_BYTES:
            break
    return bytes(kept)


def _told(url: str, status: int, body: bytes) -> Answer:
    """An answer, and whether it is an error page or a refusal of programs."""
    if status in REFUSED or (status >= HTTPStatus.BAD_REQUEST and _is_wall(body)):
        return Answer(url=url, status=status, trouble=Trouble.WALL)
    trouble = Trouble.STATUS if status >= HTTPStatus.BAD_REQUEST else None
    return Answer(url=url, status=status, trouble=trouble, body=body)


def _is_wall(body: bytes) -> bool:
    texts = [body[:LOOKED_AT].decode(name, "ignore") for name in ("utf-8", "gb18030")]
    return any(mark.search(text) for text in texts for _, mark in WALLS) or any(WALL_WORDS.search(text) for text in texts)


def _site(url: str) -> str:
    """Host and port as the guard names them; the port is written out."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
