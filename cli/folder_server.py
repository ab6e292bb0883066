"""A folder served over real HTTP on loopback: the demo, and saved copies of portals given to ``--start``."""

from __future__ import annotations

import contextlib
import fnmatch
import mimetypes
import shutil
import socket
import threading
import tomllib
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import attrs

CONFIG_NAME = "_server.toml"
_INDEXES = ("index.html", "index.htm", "index.shtml")
# Pages that a mirroring tool saved under the name of the program that made them.
_PROGRAMS = (".jsp", ".asp", ".aspx", ".php", ".do", ".action", ".jhtml", ".shtml", ".htm", ".html", ".xhtml")
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".rar": "application/vnd.rar",
}
# The built-in table only: /etc/mime.types would make the answer depend on the machine.
_TYPES = mimetypes.MimeTypes(filenames=())


@attrs.frozen(kw_only=True)
class HeaderRule:
    """Headers for the paths that match a glob (``*`` crosses ``/``); later rules win. An empty value drops the header."""

    match: str
    set: Mapping[str, str]


def load_rules(folder: Path) -> tuple[HeaderRule, ...]:
    """The header rules in a folder's ``_server.toml``; () without one. ValueError names the file and what is wrong."""
    path = folder / CONFIG_NAME
    if not path.is_file():
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _only(data, {"headers"})
        return tuple(_rule(item) for item in data.get("headers", ()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{CONFIG_NAME}: {error}") from error


def _rule(item: Any) -> HeaderRule:
    _only(item, {"match", "set"})
    headers = item["set"]
    if not isinstance(item["match"], str) or not all(isinstance(value, str) for value in headers.values()):
        raise ValueError("match and the values of set must be text")
    return HeaderRule(match=item["match"], set=dict(headers))


def _only(table: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(table) - known:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")


def find_file(root: Path, target: str) -> Path | None:
    """The file that answers a request target (path and query), or None. Never one outside ``root``.

    A query is looked up in the names that mirroring tools give (``name?x=1``, ``name@x=1``, each with ``.html``), then ignored.
    """
    parts = urlsplit(target)
    for path in dict.fromkeys((unquote(parts.path), parts.path)):
        base = _inside(root, path)
        if base is None:
            continue
        names = [base / name for name in _INDEXES] if _is_dir(base) else [base]
        for name in names:
            for candidate in (*_with_query(name, parts.query), name):
                if _allowed(root, candidate):
                    return candidate
    return None


def _inside(root: Path, path: str) -> Path | None:
    pieces = [piece for piece in path.split("/") if piece not in ("", ".")]
    if any(piece == ".." or "\\" in piece or "\0" in piece for piece in pieces):
        return None
    return root.joinpath(*pieces)


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than the file system takes
        return False


def _with_query(name: Path, query: str) -> list[Path]:
    queries = dict.fromkeys((unquote(query), query)) if query else ()
    # A slash cannot stand in a file name; tools write it as %2F.
    written = [q.replace("/", "%2F") for q in queries if "\0" not in q]
    return [name.with_name(f"{name.name}{mark}{q}{ext}") for q in written for mark in "?@" for ext in ("", ".html")]


def _allowed(root: Path, path: Path) -> bool:
    try:
        return path.is_file() and path.name != CONFIG_NAME and path.resolve().is_relative_to(root)
    except OSError:
        return False


def content_type(path: Path, request_path: str) -> str:
    """The media type of a file, without a charset: the page must say that itself, unless ``_server.toml`` does."""
    suffix = Path(request_path).suffix.lower() if not request_path.endswith("/") else ".html"
    if suffix in _PROGRAMS or path.suffix.lower() in _PROGRAMS:
        return "text/html"
    if suffix in _OFFICE:
        return _OFFICE[suffix]
    guessed = _TYPES.guess_type(f"x{suffix}")[0]
    return guessed or ("text/html" if _looks_like_html(path) else "application/octet-stream")


def _looks_like_html(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.rules = load_rules(root)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no event."""

    def stop(self) -> None:
        """Stop listening and cut the connections that clients keep alive."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "folder"
    sys_version = ""
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the audit has its own log."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        file = find_file(self.server.root, self.path)
        if file is None:
            self._send_plain(HTTPStatus.NOT_FOUND, with_body=with_body)
        elif (base := _inside(self.server.root, unquote(path))) and _is_dir(base) and not path.endswith("/"):
            self._send_plain(HTTPStatus.MOVED_PERMANENTLY, with_body=with_body, location=path + "/")
        else:
            self._send_file(file, path, with_body=with_body)

    def _send_file(self, file: Path, path: str, *, with_body: bool) -> None:
        headers = {"Content-Type": content_type(file, path)}
        relative = file.relative_to(self.server.root).as_posix()
        for rule in self.server.rules:
            if fnmatch.fnmatchcase(relative, rule.match):
                headers.update(rule.set)
        with file.open("rb") as body:
            self.send_response(HTTPStatus.OK)
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(file.stat().st_size))
            self.end_headers()
            if with_body:
                shutil.copyfileobj(body, self.wfile)

    def _send_plain(self, status: HTTPStatus, *, with_body: bool, location: str = "") -> None:
        line = f"{status.value} {status.phrase}"
        body = f"<html><head><title>{line}</title></head><body><h1>{line}</h1></body></html>\n".encode("ascii")
        self.send_response(status)
        if location:
            self.send_header("Location", quote(location, safe="/%~!$&'()*+,;=:@"))
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


@contextlib.contextmanager
def serve_folder(path: Path | str, port: int = 0) -> Iterator[str]:
    """Serve a folder on 127.0.0.1 while the block runs; yields its address, ending in ``/``.

    ``port`` 0 takes a free one. NotADirectoryError if there is no such folder, ValueError for a bad ``_server.toml``,
    OSError if the port is taken.
    """
    root = Path(path).resolve()
    if not root.is_dir():
        raise NotADirectoryError(str(path))
    server = _Server(root, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="folder-server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.stop()
        thread.join()
