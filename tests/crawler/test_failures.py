"""One table says what every failure means."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib

import pytest
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
from crawler.failures import failure_of
from crawler.guard import AddressRefused


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (CannotResolveHostError("x"), FetchError.DNS),
        (socket.gaierror(-2, "Name or service not known"), FetchError.DNS),
        (DownloadConnectionRefusedError("x"), FetchError.CONNECT),
        (DownloadTimeoutError("x"), FetchError.TIMEOUT),
        (TimeoutError(), FetchError.TIMEOUT),
        (DownloadFailedError("x"), FetchError.RESET),
        (ResponseDataLossError("x"), FetchError.RESET),
        (ConnectionResetError("x"), FetchError.RESET),
        (ssl.SSLError("x"), FetchError.TLS),
        (DownloadCancelledError("x"), FetchError.TOO_LARGE),
        (gzip.BadGzipFile("x"), FetchError.BAD_CODING),
        (zlib.error("x"), FetchError.BAD_CODING),
        (EOFError(), FetchError.BAD_CODING),
        (IgnoreRequest("Ignored response <200> because its body exceeded DOWNLOAD_MAXSIZE during decompression."), FetchError.BAD_CODING),
        (IgnoreRequest("Forbidden by robots.txt"), FetchError.ROBOTS),
        (IgnoreRequest("max redirections reached"), FetchError.REDIRECTS),
        (AddressRefused("10.0.0.1 is not a public address"), FetchError.ADDRESS),
        (UnsupportedURLSchemeError("x"), FetchError.BAD_URL),
        (NotSupported("Unsupported URL scheme 'file'"), FetchError.BAD_URL),
        (UnicodeError("label too long"), FetchError.BAD_URL),
        (ValueError("Missing scheme in request url: x"), FetchError.BAD_URL),
        (BrowserTimeout("Timeout 15000ms exceeded"), FetchError.TIMEOUT),
        (BrowserError("net::ERR_FAILED"), FetchError.BROWSER),
        (KeyError("our own"), FetchError.OTHER),
    ],
)
def test_table(error: BaseException, meaning: FetchError) -> None:
    """Each exception has one meaning; what nobody foresaw is OTHER."""
    assert meaning is failure_of(error)


def test_cause_counts() -> None:
    """A refused connection that is really a failed handshake is TLS: the particular cause decides."""
    error = DownloadConnectionRefusedError("cannot connect")
    error.__cause__ = ssl.SSLCertVerificationError("expired")

    assert FetchError.TLS is failure_of(error)


def test_circular_causes() -> None:
    """A chain of causes that bites its tail ends."""
    one, two = KeyError("1"), KeyError("2")
    one.__cause__, two.__cause__ = two, one

    assert FetchError.OTHER is failure_of(one)
