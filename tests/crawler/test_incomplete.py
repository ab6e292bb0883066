"""Pages that were shown without the data they asked for: known as such, so that nothing on them counts as missing."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from checks.assemble import UnitFacts, assemble, read_page
from checks.model import FetchError, Page, Place, Unit
from checks.vocabulary import Context, Vocabulary
from crawler.browser import find_chromium
from crawler.run import CrawlOptions
from tests.crawler.conftest import Crawl, Seen
from tests.crawler.site import HOME, TEXT, Site, answer, hang, redirect, serve

CHROMIUM = find_chromium(os.environ)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
WITH = CrawlOptions(chromium=CHROMIUM)
QUICK = {"BROWSER_REQUEST_SECONDS": 2.0, "BROWSER_QUIET_SECONDS": 3.0}
PLACE = """<html><head><title>政务公开</title></head><body><div class="nav"><a href="/">首页</a> <a href="/about.html">机构职能</a></div>
<div id="content"></div><script>{script}</script></body></html>"""
FETCHES = "fetch('{url}', {how}).then(r => r.ok ? r.text() : Promise.reject()).then(t => content.innerHTML = t).catch(e => 0);"
LIST = f'<ul><li><a href="/apply.html">依申请公开</a></li></ul><p>{TEXT}</p>'


def fetching(site: Site, url: str, how: str = "{}", also: str = "") -> None:
    """A column 政务公开 whose list a script fetches."""
    site.add_home("/zwgk/ 政务公开")
    site.add("/zwgk/", PLACE.format(script=FETCHES.format(url=url, how=how) + also))
    site.add("/apply.html", f"<html><body><h1>依申请公开</h1><p>{TEXT}</p></body></html>")


def shown(seen: Seen, path: str = "/zwgk/") -> Page:
    return next(page for page in seen.pages if page.rendered and page.url.endswith(path))


def judged(seen: Seen, vocabulary: Vocabulary) -> UnitFacts:
    """What judging knows after the visit."""
    context = Context(as_of=seen.file.visit.plan.as_of, vocabulary=vocabulary, start_url=seen.file.visit.start_url)
    place = Place(portal=seen.file.visit.portal_id)
    unit = Unit(id="qingshi", name="青石县质监局", places=(place,))
    return assemble(unit, place, seen.file.visit, (read_page(page, context) for page in seen.pages), seen.file.skips, context)


async def test_data_that_arrives(site: Site, crawl: Crawl, vocabulary: Vocabulary) -> None:
    """The control: a page whose list arrives is complete, and nothing of the portal is unread."""
    fetching(site, "/api/columnList")
    site.add("/api/columnList", LIST)
    seen = await crawl(site.base + "/", options=WITH)

    assert (200, None) == (shown(seen).status, shown(seen).error)
    assert () == judged(seen, vocabulary).gaps


Prepare = Callable[[Site], None]
SINS: dict[str, tuple[str, str, Prepare]] = {
    "answers an error": ("/api/columnList", "{}", lambda site: site.add("/api/columnList", "x", status=500)),
    "never answers": ("/api/columnList", "{}", lambda site: site.pages.update({"/api/columnList": hang(site)})),
    "closed by robots": ("/secret/columnList", "{}", lambda site: site.add("/secret/columnList", LIST)),
    "a POST that says nothing of reading": ("/api/x", "{method: 'POST'}", lambda site: site.add("/api/x", LIST)),
    "another host": ("http://localhost:1/api/columnList", "{}", lambda site: None),
}


@pytest.mark.parametrize("sin", SINS)
async def test_data_that_does_not_arrive(site: Site, crawl: Crawl, vocabulary: Vocabulary, sin: str) -> None:
    """However the list fails to arrive, the page says so: it is kept as shown, its absences count for nothing, and its links are followed."""
    url, how, prepare = SINS[sin]
    fetching(site, url, how)
    prepare(site)
    seen = await crawl(site.base + "/", options=WITH, overrides=QUICK)

    page = shown(seen)
    assert (200, FetchError.INCOMPLETE) == (page.status, page.error)
    assert "政务公开" in page.body.decode()
    assert judged(seen, vocabulary).gaps


async def test_data_by_post_with_a_telling_name(site: Site, crawl: Crawl) -> None:
    """A POST that reads passes although letters of its address spell a verb."""
    fetching(site, "/architecture/menuList", "{method: 'POST'}")
    site.add("/architecture/menuList", LIST)
    seen = await crawl(site.base + "/", options=WITH)

    assert None is shown(seen).error
    assert 200 == seen.page("/apply.html").status


async def test_statistics_that_fail(site: Site, crawl: Crawl, vocabulary: Vocabulary) -> None:
    """Counters, foreign scripts, pictures and style sheets that fail leave a page what it is."""
    also = """
    for (const src of ['http://localhost:1/hm.js', 'http://localhost:1/stat/c.js'])
        document.body.appendChild(Object.assign(document.createElement('script'), {src}));
    """
    also += "fetch('/visit/count').catch(e => 0); new Image().src = '/none.png'; fetch('http://localhost:1/collect').catch(e => 0);"
    fetching(site, "/api/columnList", also=also)
    site.add("/api/columnList", LIST)
    site.add("/visit/count", "x", status=500)
    seen = await crawl(site.base + "/", options=WITH)

    assert None is shown(seen).error
    assert () == judged(seen, vocabulary).gaps


async def test_what_is_shown_counts(site: Site, crawl: Crawl, vocabulary: Vocabulary) -> None:
    """Of two requests one fails: what the other brought is read, and only what is missing is open."""
    fetching(site, "/api/columnList", also="fetch('/api/more').catch(e => 0);")
    site.add("/api/columnList", LIST)
    site.add("/api/more", "x", status=500)
    seen = await crawl(site.base + "/", options=WITH)
    facts = judged(seen, vocabulary)

    assert FetchError.INCOMPLETE is shown(seen).error
    assert ["依申请公开"] == [target.link.text for target in facts.offers("apply")]
    assert facts.gaps


async def test_post_is_not_sent_on(site: Site, crawl: Crawl) -> None:
    """A POST answered by a redirect ends there: neither another host nor another address of the portal receives what it carries."""
    with serve(Site()) as other:
        fetching(
            site, "/api/list1", "{method: 'POST', body: 'a=1'}", also="fetch('/api/list2', {method: 'POST', body: 'a=1'}).catch(e => 0);"
        )
        site.pages["/api/list1"] = redirect(other.base + "/form/submit", 307)
        site.pages["/api/list2"] = redirect("/form/submit", 307)
        site.add("/form/submit", LIST)
        other.add("/form/submit", LIST)
        seen = await crawl(site.base + "/", options=WITH)

        assert (1, 1) == (site.asked("/api/list1"), site.asked("/api/list2"))
        assert (0, 0) == (site.asked("/form/submit"), other.asked("/form/submit"))
        assert FetchError.INCOMPLETE is shown(seen).error


async def test_scripted_redirect_that_is_redirected(site: Site, crawl: Crawl) -> None:
    """Where a script's jump is answered by a redirect, relative links are those of the page that it led to."""
    script = "const p = ['', 'go']; setTimeout(() => { location.href = p.join('/'); }, 50);"
    site.add("/", f'<html><head><title>青石县</title></head><body><div id="app"></div><script>{script}</script></body></html>')
    site.pages["/go"] = redirect("/site/main/index.html")
    page = HOME.format(links='<a href="news.html">工作动态</a>')
    site.add("/site/main/index.html", page)
    site.add("/site/main/news.html", f"<html><body><p>{TEXT}</p></body></html>")
    seen = await crawl(site.base + "/", options=WITH)

    assert site.base + "/site/main/index.html" == shown(seen, "/").final_url
    assert 200 == seen.page("/site/main/news.html").status
    assert 0 == site.asked("/news.html")
    assert 1 == site.asked("/site/main/index.html")


async def test_bytes_of_scripts_count(site: Site, crawl: Crawl) -> None:
    """What shown pages ask for is part of the byte budget; once it is spent nothing more is fetched."""
    fetching(site, "/api/columnList", also="".join(f"fetch('/api/data{n}').catch(e => 0);" for n in range(20)))
    site.add("/api/columnList", LIST)
    for n in range(20):
        site.add(f"/api/data{n}", "x" * 100_000)
    seen = await crawl(site.base + "/", options=WITH, max_bytes=400_000)

    assert "bytes" == seen.file.visit.stop.value
    assert sum(site.asked(f"/api/data{n}") for n in range(20)) < 16


async def test_delay_holds_in_the_browser(site: Site, crawl: Crawl) -> None:
    """A delay that was asked for lies between any two requests to a host, those of a shown page included; the page is shown all the same."""
    fetching(site, "/api/columnList", also="".join(f"fetch('/api/data{n}').catch(e => 0);" for n in range(6)))
    site.add("/api/columnList", LIST)
    for n in range(6):
        site.add(f"/api/data{n}", "{}")
    seen = await crawl(site.base + "/", options=WITH, portal={"delay_seconds": 0.4}, max_pages=8)

    times = sorted(time for asked in site.hits.values() for time in asked)
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.3
    assert None is shown(seen).error


async def test_library_cache_has_an_end(monkeypatch: pytest.MonkeyPatch, site: Site, crawl: Crawl) -> None:
    """Scripts beyond the room for them are fetched again for each page, not kept."""
    monkeypatch.setattr("crawler.subresources.MAX_KEPT", 1_000)
    script = {"/small.js": "1;", "/large.js": "2;" + " " * 2_000}
    for path, text in script.items():
        site.add(path, text, type_="text/javascript")
    body = '<div id="app"></div>' + "".join(f'<script src="{path}"></script>' for path in script)
    for n in range(4):
        site.add(f"/s{n}.html", f"<html><body>{body}</body></html>")
    site.add_home(*(f"/s{n}.html 栏目{n}" for n in range(4)))
    await crawl(site.base + "/", options=WITH)

    assert (4, True) == (site.asked("/large.js"), site.asked("/small.js") <= 2)


@pytest.mark.parametrize("chromium", [None, Path("/bin/false")])
async def test_page_that_nobody_showed(site: Site, crawl: Crawl, vocabulary: Vocabulary, chromium: Path | None) -> None:
    """Without a browser, or with one that fails, a page that waits for its script is unread: what was sent counts, its gaps do not."""
    fetching(site, "/api/columnList")
    site.add("/api/columnList", LIST)
    seen = await crawl(site.base + "/", options=CrawlOptions(chromium=chromium))
    facts = judged(seen, vocabulary)

    assert facts.gaps
    assert ["政务公开"] == [target.link.text for target in facts.blocked("disclosure")]


async def test_empty_document_of_a_challenge(site: Site, crawl: Crawl) -> None:
    """A page that answers empty once and then speaks is the page that spoke."""
    calls: list[int] = []

    def shy(handler: BaseHTTPRequestHandler) -> None:
        calls.append(1)
        answer(handler, b"" if len(calls) == 1 else f"<html><body><p>{TEXT}</p></body></html>".encode())

    site.pages["/about.html"] = shy
    seen = await crawl(site.base + "/", options=WITH)

    assert (200, None) == (seen.page("/about.html").status, seen.page("/about.html").error)
