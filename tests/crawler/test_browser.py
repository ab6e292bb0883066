"""Rendering with a real Chromium: shells show their text, and nothing goes round the guard."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.async_api import Error as BrowserError

from checks.model import FetchError, Stop
from crawler.browser import Browser, find_chromium
from crawler.losses import reads_by_post
from crawler.run import CrawlOptions
from tests.crawler.conftest import Crawl
from tests.crawler.site import TEXT, Site, answer, hang, serve

CHROMIUM = find_chromium(os.environ)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
WITH = CrawlOptions(chromium=CHROMIUM)
SHELL = '<html><head><title>青石县</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'
DRAW = f"document.getElementById('app').innerHTML = '<h1>青石县质监局</h1><a href=\"/drawn.html\">信息公开指南</a><p>{TEXT}</p>';"


def shell(site: Site, script: str, path: str = "/") -> None:
    """Serve a page that its script draws."""
    site.add(path, SHELL)
    site.add("/app.js", script, type_="text/javascript")
    site.add("/drawn.html", f"<html><body><h1>公开指南</h1><p>{TEXT}</p></body></html>")


@needs_chromium
async def test_shell_is_rendered(site: Site, crawl: Crawl) -> None:
    """A page that only scripts draw is kept twice, as sent and as shown, and links that only the browser shows are followed."""
    shell(site, DRAW)
    seen = await crawl(site.base + "/", options=WITH)

    sent, shown = (page for page in seen.pages if page.url == site.base + "/")
    assert (False, True) == (sent.rendered, shown.rendered)
    assert (SHELL, 200) == (sent.body.decode(), shown.status)
    assert "青石县质监局" in shown.body.decode()
    assert 200 == seen.page("/drawn.html").status
    assert 1 == site.asked("/")


def menuless(site: Site) -> None:
    """Serve a front page with text and news whose menu stands in a script."""
    news = "".join(f'<li><a href="/xw/{i}.html">青石县质监局召开第{i}次质量工作推进会议</a></li>' for i in range(5))
    site.add("/", f'<html><body><script src="/menu.js"></script><h1>青石县质监局</h1><p>{TEXT}</p><ul>{news}</ul></body></html>')
    items = "".join(f"<a href=/{path}/>{name}</a>" for path, name in (("gk", "信息公开"), ("xw", "质量动态"), ("bs", "办事指南")))
    site.add("/menu.js", f"document.write('{items}')", type_="text/javascript")
    site.add("/gk/", f"<html><body><h1>信息公开</h1><p>{TEXT}</p></body></html>")


@needs_chromium
async def test_a_menu_that_a_script_writes_is_seen_by_the_browser(site: Site, crawl: Crawl) -> None:
    """The front page can be read as sent, and yet leads nowhere."""
    menuless(site)
    seen = await crawl(site.base + "/", options=WITH)

    assert [False, True] == [page.rendered for page in seen.pages if page.url == site.base + "/"]
    assert 200 == seen.page("/gk/").status


@needs_chromium
async def test_a_front_page_in_which_a_browser_shows_no_menu_counts_as_sent(site: Site, crawl: Crawl) -> None:
    """Its script leads away from it, here to a page that is not there: what was sent could be read."""
    menuless(site)
    site.add("/menu.js", "location.href = '/gone.html'", type_="text/javascript")
    seen = await crawl(site.base + "/", options=WITH)

    assert [(False, 200)] == [(page.rendered, page.status) for page in seen.pages if page.url == site.base + "/"]


async def test_a_menuless_front_page_is_read_without_a_browser_all_the_same(site: Site, crawl: Crawl) -> None:
    """What it shows counts; that its menu was not seen is the judge's to say."""
    menuless(site)
    seen = await crawl(site.base + "/")

    assert [(False, None)] == [(page.rendered, page.error) for page in seen.pages if page.url == site.base + "/"]


async def test_without_a_browser(site: Site, crawl: Crawl) -> None:
    """Without a browser the page is kept as sent, and says that its rendering is missing: nobody may conclude that it is empty."""
    shell(site, DRAW)
    seen = await crawl(site.base + "/")

    sent, missing = (page for page in seen.pages if page.url == site.base + "/")
    assert (200, None) == (sent.status, sent.error)
    assert (None, FetchError.NO_BROWSER, True, b"") == (missing.status, missing.error, missing.rendered, missing.body)


@needs_chromium
async def test_lists_that_scripts_fetch(site: Site, crawl: Crawl) -> None:
    """What a page's own script reads from its own server is there for it: by GET, and by the POST with which some read lists."""
    script = """
    const out = t => document.getElementById('app').innerHTML += '<p>' + t + '</p>';
    fetch('/data/list.json').then(r => r.json()).then(d => out(d.text));
    fetch('/api/queryList', {method: 'POST', body: 'page=1'}).then(r => r.text()).then(out);
    """
    shell(site, script)
    site.add("/data/list.json", '{"text": "第一批公开目录"}', type_="application/json")
    site.add("/api/queryList", "第二批公开目录" + TEXT, type_="text/plain; charset=utf-8")
    seen = await crawl(site.base + "/", options=WITH)

    shown = next(page for page in seen.pages if page.rendered).body.decode()
    assert "第一批公开目录" in shown
    assert "第二批公开目录" in shown


@needs_chromium
async def test_nothing_goes_round_the_guard(site: Site, crawl: Crawl) -> None:
    """Other hosts, closed paths, writing POSTs, pictures, sockets: a page's script reaches none of them, even on loopback."""
    with serve(Site()) as other:
        other.add("/steal", "x")
        port = other.base.rsplit(":", 1)[1]
        script = f"""
        const tell = (n, p) => p.then(() => n + ' reached', () => n + ' refused');
        const socket = new Promise((yes, no) => {{
            const s = new WebSocket('ws://127.0.0.1:{port}/steal'); s.onopen = yes; s.onerror = no;
        }});
        Promise.all([
            tell('other', fetch('http://127.0.0.1:{port}/steal', {{mode: 'no-cors'}})),
            tell('named', fetch('http://localhost:{port}/steal', {{mode: 'no-cors'}})),
            tell('metadata', fetch('http://169.254.169.254/latest', {{mode: 'no-cors'}})),
            tell('secret', fetch('/secret/data.json')),
            tell('submit', fetch('/form/submit', {{method: 'POST', body: 'a=1'}})),
            tell('socket', socket),
        ]).then(all => {{ document.getElementById('app').innerHTML = all.join('、') + '{TEXT}'; }});
        document.body.insertAdjacentHTML('beforeend', '<img src="/big.jpg"><iframe src="http://127.0.0.1:{port}/steal"></iframe>');
        navigator.sendBeacon('/form/beacon', 'x');
        """
        shell(site, script)
        site.add("/secret/data.json", "{}")
        site.add("/form/submit", "ok")
        seen = await crawl(site.base + "/", options=WITH)

        shown = next(page for page in seen.pages if page.rendered).body.decode()
        assert "other refused、named refused、metadata refused、secret refused、submit refused、socket refused" in shown
        assert not any(other.hits.values())
        assert {"GET"} == site.methods
        assert [0, 0, 0] == [site.asked(path) for path in ("/secret/data.json", "/form/submit", "/big.jpg")]


@needs_chromium
async def test_script_that_never_ends(site: Site, crawl: Crawl) -> None:
    """A page that hangs the browser costs that page its rendering, not the visit; the next page is rendered by a fresh browser."""
    site.add_home("/hog.html 行政处罚", "/fine.html 权力清单")
    site.add("/hog.html", '<html><body><div id="app"></div><script src="/hog.js"></script></body></html>')
    site.add("/hog.js", "document.title = '忙'; while (true) {}", type_="text/javascript")
    shell(site, DRAW, "/fine.html")
    seen = await crawl(site.base + "/", options=WITH, overrides={"BROWSER_LOAD_SECONDS": 3.0, "BROWSER_WATCHDOG_SECONDS": 8.0})

    rendered = {page.url.removeprefix(site.base): page.error for page in seen.pages if page.rendered}
    assert FetchError.TIMEOUT is rendered["/hog.html"]
    assert None is rendered["/fine.html"]
    assert Stop.DONE is seen.file.visit.stop


@needs_chromium
async def test_script_that_hangs_on_the_network(site: Site, crawl: Crawl) -> None:
    """A script whose server never answers does not keep what is already drawn from being read."""
    site.pages["/never.js"] = hang(site)
    site.add("/", SHELL.replace("</body>", '<script src="/never.js"></script></body>'))
    site.add("/app.js", DRAW, type_="text/javascript")
    seen = await crawl(site.base + "/", options=WITH, overrides={"BROWSER_REQUEST_SECONDS": 2.0})

    shown = next(page for page in seen.pages if page.rendered)
    assert "青石县质监局" in shown.body.decode()


@needs_chromium
async def test_shared_scripts_are_fetched_once(site: Site, crawl: Crawl) -> None:
    """Scripts that all pages of a portal share cost the server one request a visit."""
    shell(site, DRAW)
    for n in range(4):
        site.add(f"/s{n}.html", SHELL)
    site.add_home(*(f"/s{n}.html 栏目{n}" for n in range(4)))
    seen = await crawl(site.base + "/", options=WITH)

    assert 4 == sum(page.rendered and page.error is None for page in seen.pages)
    assert site.asked("/app.js") <= 2  # two pages at once may both be the first


@needs_chromium
async def test_challenge_may_reload(site: Site, crawl: Crawl) -> None:
    """A page whose script sets a cookie and reloads gets what the server then sends, as any visitor would."""

    def challenge(handler: BaseHTTPRequestHandler) -> None:
        passed = "seen=1" in (handler.headers.get("Cookie") or "")
        page = f"<html><body><h1>青石县质监局首页</h1><p>{TEXT}</p></body></html>"
        stub = (
            '<html><body><div id="app"></div><script>document.cookie="seen=1; path=/"; setTimeout(function () { location.reload(); }, 50);'
        )
        answer(handler, (page if passed else stub + "</script></body></html>").encode())

    site.pages["/"] = challenge
    seen = await crawl(site.base + "/", options=WITH)

    assert "青石县质监局首页" in next(page for page in seen.pages if page.rendered).body.decode()


async def test_browser_that_cannot_start(site: Site, crawl: Crawl) -> None:
    """A browser that does not start is a failed rendering, not a failed visit."""
    shell(site, DRAW)
    seen = await crawl(site.base + "/", options=CrawlOptions(chromium=Path("/bin/false")))

    assert FetchError.BROWSER is next(page for page in seen.pages if page.rendered).error
    assert Stop.DONE is seen.file.visit.stop


@needs_chromium
async def test_browser_has_no_network_of_its_own(site: Site) -> None:
    """Even a tab that nobody answers for reaches nothing, by number or by name, loopback included."""
    assert CHROMIUM is not None
    browser = Browser(CHROMIUM)
    try:
        tab = await (await browser.context("gongkai")).new_page()
        for base in (site.base, site.base.replace("127.0.0.1", "localhost")):
            with pytest.raises(BrowserError, match="net::ERR"):
                await tab.goto(base + "/")
    finally:
        await browser.close()

    assert not any(site.hits.values())


@needs_chromium
async def test_frozen_browser_is_killed(site: Site, crawl: Crawl) -> None:
    """A browser that no longer answers at all is killed, and the next page is rendered by a fresh one."""
    frozen: list[int] = []

    def freeze(handler: BaseHTTPRequestHandler) -> None:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if b"--gongkai-run=" in path.read_bytes() and _ours(path):
                    frozen.append(int(path.parent.name))
                    os.kill(frozen[-1], signal.SIGSTOP)
        answer(handler, b"", type_="text/javascript")

    site.pages["/freeze.js"] = freeze
    site.add_home("/cold.html 行政处罚")
    site.add("/cold.html", SHELL.replace("/app.js", "/freeze.js").replace("<body>", '<body><a href="/fine.html">权力清单</a>'))
    shell(site, DRAW, "/fine.html")
    seen = await crawl(site.base + "/", options=WITH, overrides={"BROWSER_LOAD_SECONDS": 3.0, "BROWSER_WATCHDOG_SECONDS": 8.0})

    rendered = [(page.url.removeprefix(site.base), page.error) for page in seen.pages if page.rendered]
    assert frozen
    assert [("/cold.html", FetchError.TIMEOUT), ("/fine.html", None)] == rendered[:2]


@needs_chromium
async def test_browser_leaves_no_process(site: Site, crawl: Crawl) -> None:
    """After the visits no browser of ours is left running."""
    shell(site, DRAW)
    before = threading.active_count()
    await crawl(site.base + "/", options=WITH)

    running = [p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if _ours(p)]
    assert [] == [command for command in running if b"--gongkai-run=" in command]
    assert threading.active_count() <= before + 8  # the loop's own workers


def _ours(path: Path) -> bool:
    """Whether a process descends from this one."""
    pid = int(path.parent.name)
    for _ in range(20):
        if pid == os.getpid():
            return True
        try:
            pid = int((Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError, IndexError):
            return False
    return False


def test_finding_chromium(tmp_path: Path) -> None:
    """The named browser comes first, then the path, then what Playwright installed; a named one that is missing is not replaced."""
    on_path = tmp_path / "bin" / "chromium"
    own = tmp_path / "cache" / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell"
    for file in (on_path, own):
        file.parent.mkdir(parents=True)
        file.touch(mode=0o755)
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "cache")}

    assert Path("/bin/sh") == find_chromium({"GONGKAI_CHROMIUM": "/bin/sh", "PATH": str(on_path.parent)})
    assert find_chromium({"GONGKAI_CHROMIUM": str(tmp_path / "none"), "PATH": str(on_path.parent)}) is None
    assert on_path == find_chromium(bare | {"PATH": str(on_path.parent)})
    assert own == find_chromium(bare)
    assert find_chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


@pytest.mark.parametrize(
    ("method", "url", "kind", "reads"),
    [
        ("POST", "http://a/module/web/jpage/dataproxy.jsp?x=1", "xhr", True),
        ("POST", "http://a/api/article/queryList", "fetch", True),
        ("POST", "http://a/api/getData", "document", False),
        ("POST", "http://a/api/message/saveList", "xhr", False),
        ("POST", "http://a/login/getToken", "xhr", False),
        ("POST", "http://a/x", "xhr", False),
        ("PUT", "http://a/api/list", "xhr", False),
    ],
)
def test_posts_that_read(method: str, url: str, kind: str, reads: bool) -> None:
    """A script's POST passes only if its address says that it reads, and nothing in it says that it writes."""
    assert reads is reads_by_post(method, url, kind)


def test_killing_only_our_own() -> None:
    """Each browser carries a mark of its own: killing one does not touch another's."""
    assert Browser(Path("/bin/true"))._mark != Browser(Path("/bin/true"))._mark


@needs_chromium
async def test_what_took_too_long_is_shown_again_at_the_end(site: Site, crawl: Crawl) -> None:
    """A page whose rendering timed out gets a second look when nothing else is left; what it shows then counts, and its links are followed."""
    tries: list[int] = []

    def slow_once(handler: BaseHTTPRequestHandler) -> None:
        tries.append(1)
        answer(handler, b"busy" if len(tries) == 1 else b"ready", type_="text/plain", Cache_Control="no-store")

    ask = "const x = new XMLHttpRequest(); x.open('GET', '/api/list', false); x.send(); while (x.responseText === 'busy') {}"
    site.add_home("/late.html 行政处罚")
    site.add("/late.html", SHELL.replace(' src="/app.js">', f">{ask} {DRAW}"))
    site.pages["/api/list"] = slow_once
    seen = await crawl(site.base + "/", options=WITH, overrides={"BROWSER_LOAD_SECONDS": 3.0, "BROWSER_WATCHDOG_SECONDS": 8.0})

    shown = [page for page in seen.pages if page.rendered and page.url.endswith("/late.html")]
    assert [FetchError.TIMEOUT, None] == [page.error for page in shown]
    assert "青石县质监局" in shown[-1].body.decode()
    assert Stop.DONE is seen.file.visit.stop


@needs_chromium
async def test_a_second_look_does_not_cost_the_visit_its_end(site: Site, crawl: Crawl) -> None:
    """Where too little time is left for it there is none: the visit ends as done."""
    site.add_home("/hog.html 行政处罚")
    site.add("/hog.html", SHELL.replace("/app.js", "/hog.js"))
    site.add("/hog.js", "while (true) {}", type_="text/javascript")
    overrides = {"BROWSER_LOAD_SECONDS": 2.0, "BROWSER_WATCHDOG_SECONDS": 6.0}
    seen = await crawl(site.base + "/", options=WITH, overrides=overrides, max_seconds=12)

    assert [FetchError.TIMEOUT] == [page.error for page in seen.pages if page.rendered]
    assert Stop.DONE is seen.file.visit.stop
