"""Chromium for the tests of pages, and a Datasette that it can reach."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from datasette.app import Datasette

from crawler.browser import find_chromium
from publish.serve import listen

FOUND = find_chromium(os.environ)
needs_chromium = pytest.mark.skipif(FOUND is None, reason="no Chromium on this machine")
LAUNCH: dict[str, Any] = {"executable_path": str(FOUND)}


@contextlib.contextmanager
def running(ds: Datasette) -> Iterator[str]:
    """The address at which a Datasette answers, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(ds.app(), log_level="error"))
    with listen(port=0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
