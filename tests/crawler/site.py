"""A small bureau's site with a menu of sins, served on loopback: slow, hanging, lying, endless. 青石县某局"""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOME = """<html><head><title>青石县质量技术监督局</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/guide.html">信息公开指南</a> <a href="/catalogue/">信息公开目录</a>
<a href="/news/index.html">通知公告</a> <a href="/about.html">机构职能</a></div>
<p>青石县质量技术监督局依法公开本机关的政府信息，欢迎公民、法人和其他组织查阅、申请。</p>
<div>{links}</div>
<a href="http://elsewhere.example/">友情链接</a> <a href="mailto:a@b.example">邮箱</a> <a href="javascript:;">空</a>
</body></html>"""
ARTICLE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>发布日期：2015-06-0{1}</p><p>{2}</p></body></html>"
TEXT = "本局于近日开展了质量提升行动，检查企业二十三家，发现问题九个，均已责令整改到位。" * 4


class Site:
    """What the server was asked for, and how it answers.

    Attributes:
        hits: path → times (monotonic) at which it was asked for.
        methods: every method that was used.
        agents: every User-Agent that was sent.
    """

    def __init__(self, pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] | None = None) -> None:
        self.pages = pages or {}
        self.hits: dict[str, list[float]] = defaultdict(list)
        self.methods: set[str] = set()
        self.agents: set[str] = set()
        self.base = ""
        self.release = threading.Event()

    def add(self, path: str, html: str, *, status: int = 200, type_: str = "text/html; charset=utf-8", encoding: str = "utf-8") -> None:
        """Serve a page."""
        self.pages[path] = lambda handler: answer(handler, html.encode(encoding), status=status, type_=type_)

    def add_home(self, *links: str) -> None:
        """Serve the home page with further links in its body: ``(href, text)`` as «href text»."""
        anchors = " ".join('<a href="{}">{}</a>'.format(*link.split(" ", 1)) for link in links)
        self.add("/", HOME.format(links=anchors))

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return len(self.hits[path])


def answer(
    handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, type_: str = "text/html; charset=utf-8", **headers: str
) -> None:
    """An ordinary answer."""
    handler.send_response(status)
    if type_:
        handler.send_header("Content-Type", type_)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def redirect(to: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that sends elsewhere."""
    return lambda handler: answer(handler, b"", status=status, Location=to)


def hang(site: Site) -> Callable[[BaseHTTPRequestHandler], None]:
    """Never answers."""

    def sin(handler: BaseHTTPRequestHandler) -> None:
        site.release.wait(60)
        handler.close_connection = True

    return sin


def drip(site: Site) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends a byte now and then, for ever."""

    def sin(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(300):
            if site.release.wait(0.2):
                return
            handler.wfile.write(b"<")

    return sin


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Breaks the connection off without an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<html>half a page")
    handler.close_connection = True


def garbage(handler: BaseHTTPRequestHandler) -> None:
    """Speaks something that is no HTTP."""
    handler.wfile.write(b"\x00\x01\x02 this is no http at all\r\n\r\n")
    handler.close_connection = True


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A little gzip that becomes very much."""
    answer(handler, gzip.compress(b"\x00" * 60_000_000), Content_Encoding="gzip")


def bad_gzip(handler: BaseHTTPRequestHandler) -> None:
    """Says gzip and is none."""
    answer(handler, b"<html>plain</html>", Content_Encoding="gzip")


def huge(*, told: bool) -> Callable[[BaseHTTPRequestHandler], None]:
    """Fifty megabytes, announced or not."""

    def sin(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        if told:
            handler.send_header("Content-Length", "52428800")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(800):
                handler.wfile.write(b"<p>x</p>" * 8192)
        handler.close_connection = True

    return sin


def turns(*answers: Callable[[BaseHTTPRequestHandler], None]) -> Callable[[BaseHTTPRequestHandler], None]:
    """Another answer each time; the last one stays."""
    left = list(answers)

    def sin(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return sin


@contextlib.contextmanager
def serve(site: Site) -> Iterator[Site]:
    """The site on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path
            site.hits[path].append(time.monotonic())
            site.methods.add(self.command)
            site.agents.add(self.headers.get("User-Agent", ""))
            page = site.pages.get(path)
            if page:
                page(self)
            else:
                answer(self, "<html><body>404 您访问的页面不存在</body></html>".encode(), status=404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            """Clients that hang up are what some of these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def ordinary() -> Site:
    """A small site without sins: home, guide, catalogue, a dated list of two pages, articles."""
    site = Site()
    site.add_home()
    site.add("/robots.txt", "User-agent: *\nDisallow: /secret/\n", type_="text/plain")
    site.add("/guide.html", ARTICLE.format("青石县质量技术监督局政府信息公开指南", 1, TEXT))
    site.add("/about.html", ARTICLE.format("机构职能", 1, TEXT))
    site.add("/catalogue/", listing("信息公开目录", ["/a/1.html", "/a/2.html"], "2015-06-0"))
    site.add("/news/index.html", listing("通知公告", [f"/a/{n}.html" for n in range(1, 7)], "2015-06-0"))
    for n in range(1, 9):
        site.add(f"/a/{n}.html", ARTICLE.format(f"关于开展第{n}次质量提升行动的通知", n, TEXT))
    return site


def listing(title: str, hrefs: list[str], date: str, pager: str = "") -> str:
    """A list page with dated rows, newest first."""
    rows = "".join(
        f'<li><a href="{href}">关于开展质量提升行动有关工作的通知之{n}</a><span>{date}{9 - n % 9}</span></li>'
        for n, href in enumerate(hrefs)
    )
    return (
        f"<html><head><title>{title}</title></head><body><div class='pos'>当前位置：首页 &gt; {title}</div>"
        f"<div class='list'><h2>{title}</h2><ul>{rows}</ul></div>{pager}</body></html>"
    )
