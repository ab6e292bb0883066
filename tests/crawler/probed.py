"""A home page that opens or does not as a test wants, and a clock that only the test moves. 探测用网站"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs

from crawler.probe import Clock

START = dt.datetime(2019, 5, 24, 16, tzinfo=dt.UTC)  # midnight in Beijing, the 25th begins


@attrs.define
class Reply:
    """What the server answers; ``cut`` promises more than it sends."""

    status: int = 200
    body: bytes = b"<title>home</title>"
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False


@attrs.define(kw_only=True)
class Door:
    """A server on loopback whose answers a test makes up.

    Attributes:
        reply: path → answer; may move the clock or wait.
        asked: paths, in order, and the agents that asked.
    """

    url: str = ""
    reply: Callable[[str], Reply] = lambda _: Reply()
    robots: Callable[[], Reply] = lambda: Reply(status=404)
    asked: list[str] = attrs.Factory(list)
    agents: set[str] = attrs.Factory(set)


@contextlib.contextmanager
def door() -> Iterator[Door]:
    """Open a server; it is closed when the context ends."""
    made = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.agents.add(self.headers["User-Agent"])
            reply = made.robots() if self.path == "/robots.txt" else made.reply(self.path)
            with contextlib.suppress(OSError):  # who asked may have given up
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) + 100 * reply.cut))
                self.end_headers()
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@attrs.define
class Hand:
    """A clock that stands still until it is moved. 手动时钟"""

    seconds: float = 0.0

    def clock(self) -> Clock:
        """As the probe wants it: sleeping moves it."""
        return Clock(now=lambda: START + dt.timedelta(seconds=self.seconds), monotonic=lambda: self.seconds, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.seconds += seconds
