"""Stored pages are shown, and cannot do anything: a hostile page in a real browser, behind both walls and behind each alone."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest
from datasette.app import Datasette
from playwright.sync_api import Error, sync_playwright
from playwright.sync_api import Page as PlaywrightPage

from archive.ledger import open_ledger
from archive.visit import VisitWriter
from checks.model import Page
from publish.serving.sanitise import clean
from publish.serving.settings import Serving
from publish.serving.stored_pages import LOCKED
from tests.publish.browse import html, site, text
from tests.publish.chrome import LAUNCH, needs_chromium, served
from tests.publish.night import SECOND, at, published, visit

QUOTE = "联系电话：0000-1234567 办公时间：周一至周五 9:00-17:00"
PLAIN = """<html><head><meta charset="gb2312"><title>指南</title></head><body>
<div id="nav">首页 信息公开</div><div><p>联系电话：0000-1234567 <b>办公时间：</b>
周一至周五　９：００－１７：００</p><p>聯繫電話另見附件</p></div></body></html>"""
PORT = "@PORT@"
HOSTILE = """<!doctype html><html><head><base href="http://127.0.0.1:@PORT@/base/"><title>x</title>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:@PORT@/refresh">
<link rel="stylesheet" href="http://127.0.0.1:@PORT@/sheet.css"><link rel="prefetch" href="http://127.0.0.1:@PORT@/prefetch">
<style>@import url(http://127.0.0.1:@PORT@/import.css); body { background: url(http://127.0.0.1:@PORT@/css.png); }
@font-face { font-family: x; src: url(http://127.0.0.1:@PORT@/font.woff); } * { font-family: x; }</style>
<script>top.location = "http://127.0.0.1:@PORT@/top"; fetch("http://127.0.0.1:@PORT@/fetch"); document.title = "ran";</script>
<script src="http://127.0.0.1:@PORT@/script.js"></script></head>
<body onload="new Image().src='http://127.0.0.1:@PORT@/onload'" background="http://127.0.0.1:@PORT@/background.png">
<p>指南正文 <span style="background-image: url(http://127.0.0.1:@PORT@/style.png); position: fixed; top: 0">联系电话 0000-1234567</span></p>
<img src="http://127.0.0.1:@PORT@/img.png" srcset="http://127.0.0.1:@PORT@/set.png 2x" onerror="fetch('http://127.0.0.1:@PORT@/onerror')">
<img src="x" onerror="parent.postMessage('ran', '*')">
<svg onload="fetch('http://127.0.0.1:@PORT@/svg')"><image href="http://127.0.0.1:@PORT@/svg.png"/><script>fetch('http://127.0.0.1:@PORT@/svgscript')</script>
<use href="http://127.0.0.1:@PORT@/use.svg#a"/><foreignObject><iframe src="http://127.0.0.1:@PORT@/foreign"></iframe></foreignObject></svg>
<math><mtext><table><mglyph><style><img src=x onerror="fetch('http://127.0.0.1:@PORT@/mutation')"></style></mglyph></table></mtext></math>
<noscript><p title="</noscript><img src=x onerror=fetch('http://127.0.0.1:@PORT@/noscript')>"></noscript>
<iframe src="http://127.0.0.1:@PORT@/frame"></iframe><iframe srcdoc="<script>top.location='http://127.0.0.1:@PORT@/srcdoc'</script>"></iframe>
<iframe src="data:text/html,<script>top.location='http://127.0.0.1:@PORT@/data'</script>"></iframe>
<object data="http://127.0.0.1:@PORT@/object"></object><embed src="http://127.0.0.1:@PORT@/embed">
<video src="http://127.0.0.1:@PORT@/video" autoplay poster="http://127.0.0.1:@PORT@/poster"></video><audio src="http://127.0.0.1:@PORT@/audio" autoplay></audio>
<form id="f" action="http://127.0.0.1:@PORT@/form" method="post" target="_top"><input name="q" autofocus onfocus="this.form.submit()"><button id="go">提交</button></form>
<a id="js" href="javascript:top.location='http://127.0.0.1:@PORT@/js'">脚本链接</a> <a id="out" target="_top" href="http://127.0.0.1:@PORT@/link">外链</a>
<a id="dat" target="_top" href="data:text/html,<script>alert(1)</script>">数据链接</a> <a ping="http://127.0.0.1:@PORT@/ping" href="#x" id="ping">ping</a>
<details ontoggle="fetch('http://127.0.0.1:@PORT@/toggle')" open><summary>详情</summary></details>
<marquee onstart="fetch('http://127.0.0.1:@PORT@/marquee')">滚动</marquee>
<link rel="dns-prefetch" href="//127.0.0.1:@PORT@/dns"><mark id="excerpt">假标记</mark>
</body></html>"""
FILE = b"%PDF-1.4\x00 not a page"


class Listener:
    """A server of the attacker's: counts what is asked of it, and shows what it is given under some addresses."""

    def __init__(self) -> None:
        asked: list[str] = []
        shown: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.asked, self.shown = asked, shown

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(handler) -> None:
                if handler.path not in shown:
                    asked.append(handler.path)
                body, headers = shown.get(handler.path, (b"", {}))
                handler.send_response(200)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    handler.send_header(name, value)
                handler.end_headers()
                handler.wfile.write(body)

            do_POST = do_GET

            def log_message(handler, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.page = HOSTILE.replace(PORT, str(self.port)).encode()
        shown["/favicon.ico"] = (b"", {})
        shown["/framed"] = (b'<iframe sandbox src="/raw"></iframe>', {})
        shown["/raw"] = (self.page, LOCKED)
        shown["/cleaned"] = (clean(self.page.decode()).html.encode(), {})
        shown["/hostile"] = (self.page, {})
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server of the attacker's."""
    there = Listener()
    yield there
    there.server.shutdown()
    there.server.server_close()


def body_of(page: bytes) -> str:
    """A body's digest."""
    return hashlib.sha256(page).hexdigest()


@contextlib.contextmanager
def serving(folder: Path, *bodies: tuple[str, bytes, str]) -> Iterator[tuple[Datasette, Serving]]:
    """A published night whose visit holds these pages: (path, body, content type)."""
    target, _ = published(folder)
    path = folder / "visits" / "second" / "yunxi.visit"
    writer = VisitWriter(path)
    for name, body, kind in bodies:
        url = f"http://www.yunxi.example{name}"
        headers = (("Content-Type", kind),)
        writer.add_page(Page(url=url, final_url=url, status=200, fetched_at=at(31), headers=headers, body=body, sha256=body_of(body)))
    writer.close(visit(SECOND, "yunxi", 31))
    told = Serving(published=target, ledger=folder / "ledger.db", var=folder)
    yield site(target, told), told


def address(body: bytes, **query: str) -> str:
    """Where a stored page is shown."""
    return f"/-/stored/{SECOND}/yunxi/{body_of(body)}" + (f"?{urlencode(query)}" if query else "")


async def test_the_page_says_what_the_copy_is_and_marks_the_excerpt(tmp_path: Path) -> None:
    """Where from, when, digest, that it is a copy; the quotation is marked across elements and forms of characters."""
    body = PLAIN.encode("gb18030")
    with serving(tmp_path, ("/zwgk/zn.html", body, "text/html")) as (ds, _):
        page = await html(ds, address(body), quote=QUOTE, locator="/html/body/div[2]/p[1]")
        for said in (
            "http://www.yunxi.example/zwgk/zn.html",
            "2015-07-31 10:00:00",
            body_of(body),
            "保存的网页副本",
            QUOTE,
            "云溪市质监局网站",
        ):
            assert said in text(page)
        (frame,) = page.xpath("//iframe")
        assert frame.get("sandbox") == "" and frame.get("src").endswith("#excerpt")

        answer = await ds.client.get(frame.get("src").partition("#")[0])
        assert "sandbox" in answer.headers["content-security-policy"] and "'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"
        copy = lxml.html.fromstring(answer.text)
        marks = copy.xpath("//mark")
        assert "".join("".join(m.text_content() for m in marks).split()) == "联系电话：0000-1234567办公时间：周一至周五９：００－１７：００"
        assert [m.get("id") for m in marks if m.get("id")] == ["excerpt"]

        elsewhere = await html(ds, address(body), quote="联系电话另见附件")
        assert "没有能在副本中标出" not in text(elsewhere)  # Traditional on the page, Simplified in the quotation
        missing = await html(ds, address(body), quote="并无此话")
        assert "没有能在副本中标出" in text(missing)


async def test_a_file_is_offered_for_download_only(tmp_path: Path) -> None:
    """Never shown in place, never under a type that a browser opens; and a page downloads as text."""
    page = PLAIN.encode("gb18030")
    with serving(tmp_path, ("/fj/申请表.pdf", FILE, "text/html"), ("/zn.html", page, "text/html")) as (ds, _):
        shown = await html(ds, address(FILE))
        assert not shown.xpath("//iframe") and "这是一个附件" in text(shown)
        assert (await ds.client.get(address(FILE) + "/body")).status_code == 404
        for body, name in ((FILE, ".pdf"), (page, ".txt")):
            answer = await ds.client.get(address(body) + "/file")
            assert answer.content == body
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment") and answer.headers["content-disposition"].endswith(name)


async def test_only_what_the_ledger_names_is_read(tmp_path: Path) -> None:
    """Another run, portal, digest, a file outside the folder of visits, a damaged one: nothing found, and no path is made of what was asked."""
    body = PLAIN.encode()
    with serving(tmp_path, ("/zn.html", body, "text/html")) as (ds, told):
        for wrong in (
            f"/-/stored/other/yunxi/{body_of(body)}",
            f"/-/stored/{SECOND}/lanting/{body_of(body)}",
            f"/-/stored/{SECOND}/yunxi/{'0' * 64}",
            f"/-/stored/..~2F..~2Fsecond/yunxi/{body_of(body)}",
        ):
            assert (await ds.client.get(wrong)).status_code == 404, wrong
        assert (await ds.client.get(address(body))).status_code == 200
        outside = tmp_path / "outside.visit"
        outside.write_bytes((tmp_path / "visits" / "second" / "yunxi.visit").read_bytes())
        with open_ledger(told.ledger or Path()) as ledger:
            moved = visit(SECOND, "yunxi", 31)
            ledger.record_visit(moved, file="../outside.visit", sha256="d" * 64, pages=1, bytes=1)
        assert (await ds.client.get(address(body))).status_code == 404
        with open_ledger(told.ledger or Path()) as ledger:
            ledger.record_visit(moved, file="second/yunxi.visit", sha256="d" * 64, pages=1, bytes=1)
        (tmp_path / "visits" / "second" / "yunxi.visit").write_bytes(b"damaged")
        assert (await ds.client.get(address(body))).status_code == 404
    assert (await site(told.published).client.get(address(body))).status_code == 404  # without settings nothing is stored


async def test_the_cleaned_page_has_nothing_that_acts(listener: Listener) -> None:
    """Of the hostile page only text is left: no handler, no address, no element that loads."""
    cleaned = clean(listener.page.decode(), "联系电话 0000-1234567")
    tree = lxml.html.fromstring(f"<div>{cleaned.html}</div>")
    assert cleaned.marked and "指南正文" in tree.text_content()
    assert [mark.text for mark in tree.xpath("//mark")] == ["联系电话 0000-1234567"]
    assert str(listener.port) not in cleaned.html and "javascript" not in cleaned.html
    assert not {element.tag for element in tree.iter()} & {
        "script",
        "style",
        "iframe",
        "svg",
        "form",
        "input",
        "base",
        "meta",
        "link",
        "object",
        "video",
    }
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not {
        name for name in attributes if name.startswith("on") or name in ("href", "src", "srcset", "action", "background", "ping", "srcdoc")
    }


@pytest.mark.parametrize(
    "deep", ["<div>" * 20_000 + "深", "<p>" + "长" * 3_000_000, '<?xml version="1.0" encoding="gb2312"?><html><body>申明</body></html>', ""]
)
def test_a_monstrous_page_is_still_shown(deep: str) -> None:
    """Deep, long, declared as XML, empty: something comes back."""
    assert isinstance(clean(deep, "深").html, str)


@needs_chromium
@pytest.mark.parametrize("wall", ["both", "/cleaned", "/framed"])
def test_a_hostile_page_cannot_do_anything(tmp_path: Path, listener: Listener, wall: str) -> None:
    """In a real browser: nothing runs, nothing is sent, nothing leaves the frame, whatever is clicked; each wall holds alone, too."""
    with serving(tmp_path, ("/hostile.html", listener.page, "text/html")) as (ds, _), served(ds) as base, opened() as page:
        start = (
            base + address(listener.page, quote="联系电话 0000-1234567") if wall == "both" else f"http://127.0.0.1:{listener.port}{wall}"
        )
        page.goto(start)
        page.wait_for_timeout(1_000)
        frames = len(page.frames)
        click_all(page)
        assert page.url == start
        assert page.evaluate("[heard.length, said.length]") == [0, 0]
        assert len(page.context.pages) == 1
        assert frames == len(page.frames) or wall == "/framed"
    assert listener.asked == []


@needs_chromium
def test_without_walls_the_page_acts(listener: Listener) -> None:
    """What is tested above is really hostile: left alone, it runs and sends at once."""
    with opened() as page, contextlib.suppress(Error):
        page.goto(f"http://127.0.0.1:{listener.port}/hostile", wait_until="commit")
        page.wait_for_timeout(1_500)
    assert {"/fetch", "/css.png", "/img.png"} & set(listener.asked) and len(listener.asked) > 3


@contextlib.contextmanager
def opened() -> Iterator[PlaywrightPage]:
    """A page in a browser that notes messages sent to it, and alerts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page()
        page.add_init_script(
            "window.heard = []; window.said = []; addEventListener('message', e => heard.push(e.data)); window.alert = words => said.push(words)"
        )
        yield page
        browser.close()


def click_all(page: PlaywrightPage) -> None:
    """Click whatever the hostile page offers."""
    frame = page.frames[1] if len(page.frames) > 1 else page.main_frame
    for words in ("脚本链接", "外链", "数据链接", "ping", "提交", "详情", "滚动"):
        there = frame.get_by_text(words, exact=True)
        if there.count():
            there.first.click(timeout=2_000, no_wait_after=True, force=True)
    page.wait_for_timeout(700)
