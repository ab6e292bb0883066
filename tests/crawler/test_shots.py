"""Pictures with a real Chromium: of the living page if it is what was judged, else of what was kept, with the place outlined."""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import Any

import attrs
import pytest

from archive.visit import digest
from checks.model import Page, Portal
from crawler.browser import find_chromium
from crawler.run import CrawlOptions
from crawler.shots import Mark, ShotJob, ShotPage, Taken, take_shots
from tests.crawler.png import colours
from tests.crawler.site import Site, hang, redirect

CHROMIUM = find_chromium(os.environ)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
RED, BLUE, GREEN = (208, 0, 0), (0, 0, 255), (0, 128, 0)
STYLE = "body{background:#0000ff;margin:0} p{background:#fff;width:600px}"
HTML = """<html><head><meta charset="utf-8"><title>指南</title><link rel="stylesheet" href="/style.css"></head>
<body><div style="height:2000px"></div><p>联系电话：0000-1234567</p><p>传真：0000-7654321</p>
<script>document.body.style.borderTop = '20px solid #008000'; scrollTo(0, 0);</script></body></html>"""


def kept(site: Site, path: str, html: str = HTML, *, codec: str = "utf-8", kind: str = "text/html") -> Page:
    """A page as a visit kept it."""
    body = html.encode(codec)
    return Page(
        url=site.base + path, final_url=site.base + path, status=200, fetched_at=dt.datetime.now(dt.UTC), headers=(("Content-Type", kind),), body=body,
        sha256=digest(body),
    )  # fmt: skip


def wanted(page: Page, *marks: tuple[str, str], live: bool = True, charset: str = "utf-8") -> ShotPage:
    """A page to take pictures of; marks are locator and quote, findings are numbered from 1."""
    told = tuple(Mark(finding=number, locator=locator, quote=quote) for number, (locator, quote) in enumerate(marks, start=1))
    return ShotPage(page=page, live=live, marks=told, charset=charset)


async def taken(site: Site, *pages: ShotPage, seconds: float = 60, portal: dict[str, Any] | None = None) -> list[Taken]:
    """The pictures."""
    chosen = {"id": "qingshi", "name": "青石县质监局", "home_url": site.base + "/", "allow_private": True, **(portal or {})}
    got: list[Taken] = []
    options = CrawlOptions(chromium=CHROMIUM, overrides={"DOWNLOAD_TIMEOUT": 2, "BROWSER_QUIET_SECONDS": 2.0})
    await take_shots([ShotJob(portal=Portal(**chosen), pages=pages)], options=options, seconds=seconds, keep=got.append)
    return got


async def test_the_living_page_is_shown_if_it_is_what_was_judged(site: Site) -> None:
    """With its style and its scripts, scrolled to the place, which is outlined; for each finding a picture of its own."""
    site.add("/guide.html", HTML, type_="text/html")
    site.add("/style.css", STYLE, type_="text/css")

    first, second = await taken(
        site, wanted(kept(site, "/guide.html"), ("/html/body/p[1]", "联系电话：0000-1234567"), ("/html/body/p[2]", "传真"))
    )

    assert [(each.finding, each.how, each.marked, each.portal) for each in (first, second)] == [
        (1, "live", True, "qingshi"),
        (2, "live", True, "qingshi"),
    ]
    assert site.asked("/guide.html") == site.asked("/style.css") == 1
    seen = colours(first.png)
    assert seen[BLUE] > 100_000  # the style sheet's
    assert 1_000 < seen[RED] < 12_000  # an outline, not a surface
    assert first.png != second.png


async def test_pictures_are_left_out_where_they_may_show_a_person(site: Site) -> None:
    """A page about a case may hold a scan that nobody has read; everything else of the page is shown."""
    html = HTML.replace("<p>", '<img src="/scan.png" width="50" height="50"><p>', 1)
    site.add("/guide.html", html, type_="text/html")
    site.add("/style.css", STYLE, type_="text/css")
    page = wanted(kept(site, "/guide.html", html), ("/html/body/p[1]", "联系电话"))

    (bare,) = await taken(site, attrs.evolve(page, pictures=False))
    assert (bare.how, site.asked("/style.css"), site.asked("/scan.png")) == ("live", 1, 0)
    await taken(site, page)
    assert site.asked("/scan.png") == 1


async def test_of_a_page_that_has_changed_the_kept_one_is_shown(site: Site) -> None:
    """No script runs, and nothing is asked for but the page itself."""
    site.add("/guide.html", HTML.replace("1234567", "9999999"), type_="text/html")
    site.add("/style.css", STYLE, type_="text/css")

    (one,) = await taken(site, wanted(kept(site, "/guide.html"), ("/html/body/p[1]", "联系电话：0000-1234567")))

    assert (one.how, one.marked) == ("stored", True)
    seen = colours(one.png)
    assert seen[RED] > 1_000 and seen[BLUE] == 0 and seen[GREEN] == 0
    assert {path for path, times in site.hits.items() if times} <= {"/guide.html", "/robots.txt"}


async def test_a_kept_page_can_neither_run_nor_send_nor_load_anything(site: Site) -> None:
    """Scripts, frames, handlers, styles that fetch, refreshes: a hostile page is a picture of text."""
    evil = f"""<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={site.base}/away">
    <style>@import '{site.base}/import.css'; body{{background:url({site.base}/bg.png)}}</style></head><body onload="fetch('{site.base}/onload')">
    <script>fetch('{site.base}/script'); document.body.innerHTML = '';</script><img src="{site.base}/img.png" onerror="fetch('{site.base}/onerror')">
    <iframe src="{site.base}/frame"></iframe><iframe srcdoc="<script>fetch('{site.base}/srcdoc')</script>"></iframe>
    <form action="{site.base}/form" method="post"><button autofocus>送出</button></form><p>身份证号：110***</p></body></html>"""

    (one,) = await taken(site, wanted(kept(site, "/evil.html", evil), ("/html/body/p", "身份证号：110***"), live=False))

    assert (one.how, one.marked) == ("stored", True)
    assert colours(one.png)[RED] > 500
    assert [path for path, times in site.hits.items() if times] == []


@pytest.mark.parametrize("case", ["robots", "address", "gone", "redirect"])
async def test_where_the_portal_may_not_be_asked_the_kept_page_is_shown(site: Site, case: str) -> None:
    """The same rules as for every visit: robots.txt, private addresses; and answers that are not the page."""
    site.add("/guide.html", HTML, type_="text/html")
    portal: dict[str, Any] = {}
    if case == "robots":
        site.add("/robots.txt", "User-agent: *\nDisallow: /", type_="text/plain")
    elif case == "address":
        portal = {"allow_private": False}
    elif case == "gone":
        site.add("/guide.html", HTML, status=404, type_="text/html")
    else:
        site.add("/moved.html", HTML, type_="text/html")
        site.pages["/guide.html"] = redirect("/moved.html")

    (one,) = await taken(site, wanted(kept(site, "/guide.html"), ("/html/body/p[1]", "联系电话")), portal=portal)

    assert (one.how, one.marked) == ("stored", True)
    assert site.asked("/guide.html") == (0 if case in ("robots", "address") else 1)


PLACES = (
    ("<table><tr><td>一</td></tr><tr><td>传真：1</td></tr></table>", "/html/body/table/tr[2]/td", "传真：1", True),
    ("<table><tr><td>一</td></tr><tr><td>传真：1</td></tr></table>", "/html/body/table/tbody/tr[9]/td", "传真：1", True),
    ("<p>办 公 时 间：\n周一</p>", "/html/body/p", "办公时间：周一", True),
    ("<h2>领导</h2><p>局长张某</p>", "/html/body/h2", "领导 局长张某", True),
    ("<p style='display:none'>博彩</p><p>正文</p>", "/html/body/p[1]", "博彩", False),
    ("<p style='position:absolute;left:-9999px'>博彩</p><p>正文</p>", "/html/body/p[1]", "博彩", False),
    ("<p style='opacity:0'>博彩</p>", "/html/body/p", "博彩", False),
    ("<p>正文</p>", "title", "指南", False),
    ("<p>正文</p>", "status", "HTTP 404", False),
    ("<p>正文</p>", "/html/body/p[", "别的字句", False),
)


async def test_the_place_is_found_by_path_and_words(site: Site) -> None:
    """As the reader's tree names it, or by its words; what nobody sees is not outlined, nor is anything else in its stead."""
    pages = [
        wanted(kept(site, f"/{n}.html", f"<html><head><meta charset='utf-8'><title>指南</title></head><body>{html}</body></html>"), (locator, quote), live=False)
        for n, (html, locator, quote, _) in enumerate(PLACES)
    ]  # fmt: skip

    got = await taken(site, *pages)

    assert [each.marked for each in got] == [marked for *_, marked in PLACES]
    assert [colours(each.png)[RED] > 50 for each in got] == [marked for *_, marked in PLACES]


async def test_a_page_that_lies_about_its_encoding_is_shown_as_it_was_read(site: Site) -> None:
    """The browser believes the declaration and shows rubbish; the picture says that it was shown otherwise."""
    html = "<html><head><meta charset='utf-8'></head><body><p>信息公开指南</p></body></html>"
    page = kept(site, "/a.html", html, codec="gb18030")

    (one,) = await taken(site, wanted(page, ("/html/body/p", "信息公开指南"), live=False, charset="gb18030"))
    (other,) = await taken(site, wanted(kept(site, "/a.html", html), ("/html/body/p", "信息公开指南"), live=False, charset="utf-8"))

    assert (one.marked, one.charset) == (True, "gb18030")
    assert (other.marked, other.charset) == (True, "")


async def test_a_page_that_hangs_costs_its_own_picture_only(site: Site) -> None:
    """And when the time is up, what was taken stays."""
    site.pages["/slow.html"] = hang(site)
    site.add("/guide.html", HTML, type_="text/html")
    pages = [wanted(kept(site, path), ("/html/body/p[1]", "联系电话")) for path in ("/slow.html", "/guide.html")]

    both = await taken(site, *pages)
    assert [(each.page.url.rpartition("/")[2], each.how) for each in both] == [("slow.html", "stored"), ("guide.html", "live")]
    began = time.monotonic()
    assert len(await taken(site, *pages * 20, seconds=4)) < 40
    assert time.monotonic() - began < 20
