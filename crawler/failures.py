"""From exceptions to ``FetchError``: one table. The world's failures are values, not exceptions. 失败归类"""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from collections.abc import Iterator

import aiohttp
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from checks.model import FetchError
from crawler.guard import AddressRefused, MethodRefused

# exception class, fragment of its message ('' = any), what it means. The first row that any exception of the chain of causes
# matches decides, so the particular stands before the general.
TABLE: tuple[tuple[type[BaseException], str, FetchError], ...] = (
    (AddressRefused, "", FetchError.ADDRESS),
    (MethodRefused, "", FetchError.OTHER),
    (IgnoreRequest, "robots.txt", FetchError.ROBOTS),
    (IgnoreRequest, "max redirections", FetchError.REDIRECTS),
    (IgnoreRequest, "during decompression", FetchError.BAD_CODING),
    (ssl.SSLError, "", FetchError.TLS),
    (aiohttp.ClientSSLError, "", FetchError.TLS),
    (BrowserTimeout, "", FetchError.TIMEOUT),
    (BrowserError, "", FetchError.BROWSER),
    (CannotResolveHostError, "", FetchError.DNS),
    (socket.gaierror, "", FetchError.DNS),
    (DownloadTimeoutError, "", FetchError.TIMEOUT),
    (TimeoutError, "", FetchError.TIMEOUT),
    (DownloadConnectionRefusedError, "", FetchError.CONNECT),
    (DownloadCancelledError, "", FetchError.TOO_LARGE),
    (aiohttp.ClientResponseError, "", FetchError.OTHER),  # an answer that is no HTTP
    (ResponseDataLossError, "", FetchError.RESET),
    (aiohttp.ClientConnectorError, "", FetchError.CONNECT),
    (DownloadFailedError, "", FetchError.RESET),
    (ConnectionError, "", FetchError.RESET),
    (gzip.BadGzipFile, "", FetchError.BAD_CODING),
    (zlib.error, "", FetchError.BAD_CODING),
    (EOFError, "", FetchError.BAD_CODING),
    (UnsupportedURLSchemeError, "", FetchError.BAD_URL),
    (NotSupported, "", FetchError.BAD_URL),
    (UnicodeError, "", FetchError.BAD_URL),  # a host that no IDNA encoding takes
    (ValueError, "url", FetchError.BAD_URL),
)


def failure_of(error: BaseException) -> FetchError:
    """What an exception of the downloader or the browser means for the page. 抓取失败原因"""
    chain = tuple(_chain(error))
    for kind, fragment, meaning in TABLE:
        if any(isinstance(one, kind) and fragment in str(one).lower() for one in chain):
            return meaning
    return FetchError.OTHER


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__
