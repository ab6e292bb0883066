"""Servers on loopback that take what a digest is sent to, and remember it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Web:
    """An HTTP server: what it was asked, and how it answers next."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.url = ""


@contextlib.contextmanager
def web() -> Iterator[Web]:
    """Answers 200 ``{"errcode": 0}`` unless told otherwise."""
    known = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            known.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
            status, answer = known.answers.pop(0) if known.answers else (200, b'{"errcode": 0, "errmsg": "ok"}')
            self.send_response(status)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Mail:
    """An SMTP server: what it took, and how it answers next."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.answers: list[str] = []
        self.refused: set[str] = set()
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Refuse those that are to be refused."""
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, or answer as told."""
        if self.answers:
            return self.answers.pop(0)
        self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


class FreePort(Controller):
    """A controller that takes whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def mail(user: str = "", password: str = "") -> Iterator[Mail]:
    """Takes everything; with a user, only after signing in."""
    known = Mail()

    def allowed(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (user, password)
        return AuthResult(success=right, handled=False)

    signing = {"authenticator": allowed, "auth_required": True, "auth_require_tls": False} if user else {}
    controller = FreePort(known, hostname="127.0.0.1", port=0, decode_data=False, **signing)
    controller.start()
    known.port = controller.port
    try:
        yield known
    finally:
        controller.stop()
