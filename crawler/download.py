"""Fetches one URL: our own download handler over aiohttp. 下载

Scrapy's handlers lose the headers' order and spelling (needed for evidence and WARC) and resolve names where no guard can see it. This
one keeps the raw headers in ``request.meta["raw_headers"]``, connects only to addresses that the guard has seen, and stops at the size
limit.
"""

from __future__ import annotations

import asyncio
import ssl
import time
import warnings
import zlib
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp
import yarl
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from crawler.guard import METHODS, READING_POST, GuardedResolver, MethodRefused, check_literal

RAW_HEADERS = "raw_headers"
BREAK_OFF = object()  # signal: the visit is cancelled, what is on its way is to fail now
HEADER_LIMIT = 64 * 1024
GZIP = b"\x1f\x8b"
CHUNK = 1 << 20


class GuardedDownloadHandler(BaseDownloadHandler):
    """GET and HEAD (and a script's POST for reading, see ``subresources``) over HTTP(S) to allowed addresses only."""

    lazy = True  # the session must be made inside the running loop

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._maxsize = settings.getint("DOWNLOAD_MAXSIZE")
        self._allow_private = settings.getbool("GUARD_ALLOW_PRIVATE")
        self._private_sites = frozenset(settings.getlist("GUARD_PRIVATE_SITES"))
        resolver = GuardedResolver(
            allow_private=self._allow_private, private_sites=self._private_sites, timeout=settings.getfloat("DNS_TIMEOUT")
        )
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            ttl_dns_cache=300,
            limit=settings.getint("CONCURRENT_REQUESTS"),
            limit_per_host=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            ssl=tolerant_tls(),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            max_line_size=HEADER_LIMIT,
            max_field_size=HEADER_LIMIT,
            trust_env=False,
        )

        self._fetching: set[asyncio.Task[Response]] = set()
        self._broken_off = False
        crawler.signals.connect(self._break_off, BREAK_OFF)

    async def download_request(self, request: Request) -> Response:
        """The response, or a Scrapy download exception with aiohttp's as its cause."""
        if request.method not in METHODS and not request.meta.get(READING_POST):
            raise MethodRefused(request.method)
        if not self._allow_private and urlsplit(request.url).netloc.lower() not in self._private_sites:
            check_literal(request.url)
        timeout = request.meta.get("download_timeout") or self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        try:
            return await self._breakable(request, timeout)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} took longer than {timeout} seconds") from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise UnsupportedURLSchemeError(str(error)) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(str(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(str(error)) from error
        except aiohttp.ClientError as error:
            raise DownloadFailedError(str(error)) from error

    async def _fetch(self, request: Request, timeout: float) -> Response:
        began = time.monotonic()
        url = yarl.URL(request.url.split("#", 1)[0], encoded=True)  # sent as the page wrote it
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in request.headers.items() for value in values]
        limits = aiohttp.ClientTimeout(total=timeout)
        data = request.body or None
        async with self._session.request(request.method, url, headers=headers, data=data, timeout=limits, allow_redirects=False) as answer:
            request.meta["download_latency"] = time.monotonic() - began
            request.meta[RAW_HEADERS] = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.raw_headers)
            body = await self._body(answer, request)
            parsed = Headers()
            for name, value in answer.raw_headers:
                parsed.appendlist(name, value)
            kind = responsetypes.from_args(headers=parsed, url=request.url, body=body)
            return kind(url=request.url, status=answer.status, headers=parsed, body=body)

    async def _body(self, answer: aiohttp.ClientResponse, request: Request) -> bytes:
        with suppress(ValueError):
            if int(answer.headers.get("Content-Length", "0")) > self._maxsize and request.method != "HEAD":
                answer.close()
                raise DownloadCancelledError(f"{request.url} announces more than {self._maxsize} bytes")
        parts: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_any():
            parts.append(chunk)
            size += len(chunk)
            if size > self._maxsize:
                answer.close()
                raise DownloadCancelledError(f"{request.url} sends more than {self._maxsize} bytes")
        body = b"".join(parts)
        if request.method != "HEAD" and is_cut(body, answer.headers.get("Content-Encoding", ""), limit=self._maxsize):
            raise EOFError(f"{request.url}: the compressed body breaks off")
        return body

    async def _breakable(self, request: Request, timeout: float) -> Response:
        """Fetch in a task of its own, so that the visit's cancellation can end it without ending Scrapy's."""
        if self._broken_off:
            raise DownloadFailedError("the visit is cancelled")
        task = asyncio.ensure_future(self._fetch(request, timeout))
        self._fetching.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if self._broken_off:
                raise DownloadFailedError("the visit is cancelled") from None
            task.cancel()
            raise
        finally:
            self._fetching.discard(task)

    def _break_off(self) -> None:
        self._broken_off = True
        for task in self._fetching:
            task.cancel()

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()


def is_cut(body: bytes, coding: str, *, limit: int) -> bool:
    """Whether a gzip body breaks off before its end, or is damaged within: Scrapy would pass on what there is as if it were all.

    A wrong checksum after the end is forgiven, servers send such. Nothing is said of other codings, of a body that is no gzip at all,
    nor of one that becomes larger than ``limit``: those fail of themselves.
    """
    if coding.strip().lower() not in ("gzip", "x-gzip") or body[:2] != GZIP:
        return False
    unzip = zlib.decompressobj(wbits=31)
    rest, size = body, 0
    try:
        while rest and not unzip.eof and size <= limit:
            size += len(unzip.decompress(rest, CHUNK))
            rest = unzip.unconsumed_tail
        # What does not fit into the last chunk is still in the decompressor when all input is used up.
        while not unzip.eof and size <= limit and (more := unzip.decompress(b"", CHUNK)):
            size += len(more)
    except zlib.error as error:
        return "check" not in str(error)
    return not unzip.eof and size <= limit


def tolerant_tls() -> ssl.SSLContext:
    """TLS as old servers speak it. We read public pages and send nothing secret: what stands behind a bad certificate is still read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # we know; the servers do not
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.options |= getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return context
