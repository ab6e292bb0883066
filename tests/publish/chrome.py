"""A real browser on a Datasette of ours that listens on a port of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from datasette.app import Datasette
from playwright.sync_api import Browser, sync_playwright

from crawler.browser import find_chromium

FOUND = find_chromium(os.environ)
needs_chromium = pytest.mark.skipif(FOUND is None, reason="no Chromium on this machine")
LAUNCH: dict[str, Any] = {"executable_path": str(FOUND)}


@contextlib.contextmanager
def served(ds: Datasette) -> Iterator[str]:
    """The address at which a Datasette answers."""
    server = uvicorn.Server(uvicorn.Config(ds.app(), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        try:
            yield browser
        finally:
            browser.close()
