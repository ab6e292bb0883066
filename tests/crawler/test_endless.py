"""Portals that lead on without end, lie about their robots.txt, or send half: limits, and names for what was left out."""

from __future__ import annotations

import gzip
import itertools
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from checks.model import FetchError, Portal, Stop
from cli.targets import targets
from crawler.download import is_cut
from crawler.policy import MAX_JUMPS, MAX_LIST_PAGES
from crawler.robots import LONGEST, SITEMAP_LINE
from crawler.session import LOC
from crawler.settings import for_portal
from tests.crawler.conftest import Crawl
from tests.crawler.site import HOME, TEXT, Site, answer, hang, listing, ordinary, serve, turns

LIMIT = 1_000_000


def test_whole_and_cut_gzip() -> None:
    """Only a body that breaks off is cut; a wrong checksum, a second member, bytes after the end and other codings are none of that."""
    whole = gzip.compress(TEXT.encode() * 50)
    large = gzip.compress(b"\0" * 900_000)

    assert not is_cut(whole, "gzip", limit=LIMIT)
    assert not is_cut(large, "x-gzip", limit=LIMIT)
    assert not is_cut(whole + whole, "gzip", limit=LIMIT)
    assert not is_cut(whole + b"rest", "GZIP", limit=LIMIT)
    assert not is_cut(whole[:-8] + b"12345678", "gzip", limit=LIMIT)
    assert not is_cut(b"<html>", "gzip", limit=LIMIT)
    assert not is_cut(whole[:40], "", limit=LIMIT)
    assert not is_cut(gzip.compress(b"\0" * 9_000_000)[:-20], "gzip", limit=LIMIT)  # too large is another failure
    assert is_cut(whole[: len(whole) // 2], "gzip", limit=LIMIT)
    assert is_cut(whole[:-9], "gzip", limit=LIMIT)
    assert is_cut(large[: len(large) // 2], "gzip", limit=LIMIT)


@pytest.mark.parametrize(
    ("body", "headers", "error"),
    [
        (b"", {}, FetchError.NO_PAGE),
        (b"\r\n\r\n", {}, FetchError.NO_PAGE),
        (gzip.compress((HOME + "".join(map(str, range(9000)))).encode())[:-3000], {"Content_Encoding": "gzip"}, FetchError.BAD_CODING),
    ],
)
async def test_half_and_empty_answers(site: Site, crawl: Crawl, body: bytes, headers: dict[str, str], error: FetchError) -> None:
    """A page of which nothing or half arrived is no page: it is asked for twice, and then known as unread."""
    site.add_home("/zwgk/ 政务公开")
    site.pages["/zwgk/"] = lambda handler: answer(handler, body, **headers)
    seen = await crawl(site.base + "/")

    assert (error, 2) == (seen.page("/zwgk/").error, site.asked("/zwgk/"))
    assert Stop.DONE is seen.file.visit.stop


async def test_error_told_as_data(site: Site, crawl: Crawl) -> None:
    """A busy server's «{"code":500}» with status 200 is asked again before it is believed."""
    site.add_home("/zwgk/ 政务公开")
    busy, page = b'{"code": 500, "msg": "busy"}', f"<html><body><p>{TEXT}</p></body></html>".encode()
    site.pages["/zwgk/"] = turns(lambda h: answer(h, busy, type_="application/json"), lambda h: answer(h, page))
    seen = await crawl(site.base + "/")

    assert (page, 2) == (seen.page("/zwgk/").body, site.asked("/zwgk/"))


async def test_empty_home(site: Site, crawl: Crawl) -> None:
    """A home page without a word ends the visit with a reason that can accuse nobody."""
    site.add("/", "")
    seen = await crawl(site.base + "/")

    assert Stop.UNREACHABLE is seen.file.visit.stop


@pytest.mark.parametrize(
    ("path", "status"), [("/weather.html", 404), ("/weather.html", 403), ("/weather.html", 500), ("/secret/x.html", 200)]
)
async def test_failing_frame_of_the_home_page(site: Site, crawl: Crawl, path: str, status: int) -> None:
    """A frame of the home page that fails costs that frame, whatever its failure, and nothing else."""
    site.add("/", HOME.format(links=f'<iframe src="{path}"></iframe>'))
    site.add(path, "<html><body>busy</body></html>", status=status)
    seen = await crawl(site.base + "/")

    assert Stop.DONE is seen.file.visit.stop
    assert {"/guide.html", "/catalogue/", "/a/1.html"} <= seen.paths()
    assert (status == 200) == (seen.skips().get(site.base + path) == "robots")


async def test_home_of_frames_that_are_closed(site: Site, crawl: Crawl) -> None:
    """A home page that is nothing but a frame which robots.txt closes was not reached."""
    site.add("/", '<html><frameset rows="100"><frame src="/secret/main.html"></frameset></html>')
    seen = await crawl(site.base + "/")

    assert Stop.UNREACHABLE is seen.file.visit.stop
    assert "robots" == seen.skips()[site.base + "/secret/main.html"]


async def test_home_of_frames_that_fail(site: Site, crawl: Crawl) -> None:
    """A home page that is nothing but frames, all of which fail, was not reached; if one of them answers, it was."""
    site.add("/", '<html><frameset rows="20,80"><frame src="/top.html"><frame src="/main.html"></frameset></html>')
    seen = await crawl(site.base + "/")
    assert Stop.UNREACHABLE is seen.file.visit.stop

    Path(seen.file.path).unlink()
    site.add("/main.html", HOME.format(links=""))
    seen = await crawl(site.base + "/")
    assert Stop.DONE is seen.file.visit.stop
    assert {"/guide.html", "/a/1.html"} <= seen.paths()


@pytest.mark.parametrize("lead", ['<meta http-equiv="refresh" content="60;url=/live?t={n}">', '<iframe src="/live?t={n}"></iframe>'])
async def test_pages_that_reload_themselves(site: Site, crawl: Crawl, lead: str) -> None:
    """A page that leads on to itself under ever new names is left after a few, and the rest of the portal is read."""
    numbers = itertools.count()

    class Pages(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            if path.startswith("/live"):
                page = f"<html><head>{lead}</head><body>实时数据 {TEXT}</body></html>".replace("{n}", str(next(numbers))).encode()
                return lambda handler: answer(handler, page)
            return super().get(path, default)

    site.pages = Pages(site.pages)  # type: ignore[assignment]
    site.add_home("/live?t=start 实时数据")
    seen = await crawl(site.base + "/", max_pages=60)

    assert sum(path.startswith("/live") for path in seen.paths()) <= MAX_JUMPS + 1
    assert {"limit", "depth"} & {reason for url, reason in seen.skips().items() if "/live" in url}
    assert Stop.DONE is seen.file.visit.stop
    assert {"/guide.html", "/catalogue/", "/a/1.html"} <= seen.paths()


async def test_sitemap_index(site: Site, crawl: Crawl) -> None:
    """The sitemaps that an index names are read as sitemaps; one that names itself and thousands more does not eat the budget."""
    children = "".join(f"<sitemap><loc>{site.base}/sm{n}.xml</loc></sitemap>" for n in range(500))
    site.add(
        "/sitemap.xml", f"<sitemapindex><sitemap><loc>{site.base}/sitemap.xml</loc></sitemap>{children}</sitemapindex>", type_="text/xml"
    )
    site.add("/sm0.xml", f"<urlset><url><loc>{site.base}/hidden/</loc></url></urlset>", type_="text/xml")
    site.add("/hidden/", f"<html><body><p>{TEXT}</p></body></html>")
    seen = await crawl(site.base + "/")

    assert {"/sm0.xml", "/hidden/"} <= seen.paths()
    assert sum(path.startswith("/sm") for path in seen.paths()) < 30
    assert "limit" == seen.skips()[f"{site.base}/sm499.xml"]


def test_hostile_sitemaps_are_read_in_no_time() -> None:
    """What a file repeats is read once: neither blank lines nor blanks after <loc> take more time than their number."""
    began = time.monotonic()
    SITEMAP_LINE.findall("\n" * 500_000)
    SITEMAP_LINE.findall("sitemap" + " " * 500_000)
    LOC.findall(b"<loc>" + b" " * 500_000)
    LOC.findall(b"<loc>\n" * 100_000)

    assert time.monotonic() - began < 2
    assert ["http://a/x.xml"] == SITEMAP_LINE.findall("User-agent: *\n  Sitemap : http://a/x.xml\n")
    assert [b"http://a/", b"http://b/"] == LOC.findall(b"<loc> <![CDATA[ http://a/ ]]></loc><LOC>\nhttp://b/</LOC>")


async def test_long_robots(site: Site, crawl: Crawl) -> None:
    """Of an endless robots.txt the first half megabyte binds."""
    rules = "User-agent: *\nDisallow: /secret/\n" + "# x\n" * (LONGEST // 4) + "Disallow: /\n"
    site.add("/robots.txt", rules, type_="text/plain")
    site.add_home("/secret/plan.html 工作计划")
    seen = await crawl(site.base + "/")

    assert Stop.DONE is seen.file.visit.stop
    assert "robots" == seen.skips()[site.base + "/secret/plan.html"]


@pytest.mark.parametrize(("status", "stop"), [(500, Stop.ROBOTS), (503, Stop.ROBOTS), (404, Stop.DONE), (403, Stop.DONE), (410, Stop.DONE)])
async def test_robots_that_cannot_be_had(site: Site, crawl: Crawl, status: int, stop: Stop) -> None:
    """A server that fails to say what it allows allows nothing; one that has no rules allows everything."""
    site.add("/robots.txt", "busy", status=status, type_="text/plain")
    seen = await crawl(site.base + "/")

    assert stop is seen.file.visit.stop
    assert (stop is Stop.DONE) == bool(site.asked("/"))
    assert (str(status) in seen.file.visit.note) == (stop is Stop.ROBOTS)


async def test_list_without_end(site: Site, crawl: Crawl) -> None:
    """A list that is not walked further because it is long is not said to have reached the window."""
    for n in range(MAX_LIST_PAGES + 1):
        pager = f'<div class="page">共40页 <a href="index_{n + 1}.html">下一页</a></div>'
        site.add(f"/news/{f'index_{n}' if n else 'index'}.html", listing("通知公告", [f"/n/{n}.html"], "2015-06-0", pager))
    skips = (await crawl(site.base + "/")).skips()

    assert "limit" == skips[f"{site.base}/news/index_{MAX_LIST_PAGES}.html"]


async def test_columns_of_years(site: Site, crawl: Crawl) -> None:
    """Links that show a bare year lead to that year's column; those that show a page number are the pager's."""
    site.add_home("/gh/ 规划计划")
    links = '<a href="/gh/2015/">2015</a> <a href="/gh/2014/">2014</a> <a href="/gh/i_2.html">2</a> <a href="/gh/i_120.html">120</a>'
    site.add("/gh/", f"<html><head><title>规划计划</title></head><body><div class='list'><h2>规划计划</h2>{links}</div></body></html>")
    for year in (2014, 2015):
        site.add(f"/gh/{year}/", f"<html><body><p>{TEXT}</p></body></html>")
    seen = await crawl(site.base + "/")

    assert {"/gh/2014/", "/gh/2015/"} <= seen.paths()
    assert not {"/gh/i_2.html", "/gh/i_120.html"} & seen.paths()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_only_one_private_door(site: Site, crawl: Crawl, host: str) -> None:
    """Of a portal that is open at one private address no other is, on the same machine included, however it is written."""
    with serve(ordinary()) as inner:
        inside = inner.base.replace("127.0.0.1", host)
        site.add_home(f"{inside}/guide.html 依申请公开")
        own = site.base.removeprefix("http://")
        seen = await crawl(site.base + "/", portal={"allow_private": False, "private_sites": (own,)})

        assert {"/guide.html", "/a/1.html"} <= seen.paths()
        assert "address" == seen.skips()[f"{inside}/guide.html"]
        assert not any(inner.hits.values())


def test_folder_opens_its_own_door_only(tmp_path: Path) -> None:
    """A saved copy is served at an address of this machine, and its visit may go to that one alone."""
    with targets(None, None, starts=[str(tmp_path)]) as found:  # type: ignore[arg-type]
        portal = found.portals[0]

    assert (False, (portal.home_url.removeprefix("http://").rstrip("/"),)) == (portal.allow_private, portal.private_sites)


def test_public_hosts_of_a_copy_are_spared() -> None:
    """A saved copy is read at full speed; what it links elsewhere is not."""
    changed = for_portal(Portal(id="a", name="", home_url="http://127.0.0.1:9/", private_sites=("127.0.0.1:9",)))

    assert "DOWNLOAD_DELAY" not in changed
    assert 0 == changed["DOWNLOAD_SLOTS"]["127.0.0.1"]["delay"]
    assert not changed["GUARD_ALLOW_PRIVATE"]


async def test_address_of_our_own(site: Site, crawl: Crawl) -> None:
    """A redirect from the open door to a closed one is refused as well."""
    with serve(ordinary()) as inner:
        site.add_home("/out.html 工作交流")

        def out(handler: BaseHTTPRequestHandler) -> None:
            answer(handler, b"", status=302, Location=inner.base + "/guide.html")

        site.pages["/out.html"] = out
        seen = await crawl(site.base + "/", portal={"allow_private": False, "private_sites": (site.base.removeprefix("http://"),)})

        assert FetchError.ADDRESS is seen.page("/out.html").error
        assert not any(inner.hits.values())


async def test_what_was_fetched_in_time_is_kept(site: Site, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit that hangs beyond its time and its grace is cut off; its pages are a visit all the same."""
    monkeypatch.setattr("crawler.run.GRACE_SECONDS", -2.5)  # half a second, long before the visit's own deadline

    site.pages["/hang/"] = hang(site)
    site.add_home("/hang/ 政务公开")
    seen = await crawl(site.base + "/", max_seconds=4)

    assert Stop.SECONDS is seen.file.visit.stop
    assert "强行中止" in seen.file.visit.note
    assert seen.page("/guide.html").status == 200
    assert any(skip.url.endswith("/hang/") for skip in seen.file.skips)
