"""Visits of a real server that sins in every way we know: all of it ends as values in a finished visit file."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.visit import digest, read_visit
from checks.model import FetchError, Stop
from crawler.run import CrawlJob, CrawlOptions, Progress, crawl_portals, pending
from crawler.settings import VERSION
from tests.crawler.conftest import Crawl
from tests.crawler.site import (
    TEXT,
    Site,
    answer,
    bad_gzip,
    bomb,
    cut,
    drip,
    garbage,
    hang,
    huge,
    listing,
    ordinary,
    redirect,
    reset,
    serve,
    turns,
)


async def test_ordinary_site(site: Site, crawl: Crawl) -> None:
    """A site without sins is read whole: roles, columns, list rows; each page once, with body, headers, origin; ended because done."""
    seen = await crawl(site.base + "/")

    home = seen.page(site.base + "/")
    guide = seen.page("/guide.html")
    assert Stop.DONE is seen.file.visit.stop
    assert {"/", "/robots.txt", "/sitemap.xml", "/guide.html", "/about.html", "/catalogue/", "/news/index.html"} <= seen.paths()
    assert {f"/a/{n}.html" for n in range(1, 6)} <= seen.paths()
    assert len(seen.paths()) == len(seen.pages)
    assert all(len(times) == 1 for path, times in site.hits.items() if path not in ("/robots.txt", "/sitemap.xml"))
    assert (200, digest(home.body), None, 0) == (home.status, home.sha256, home.found_on, home.depth)
    assert ["Server", "Date", "Content-Type", "Content-Length"] == [name for name, _ in home.headers]
    assert ("信息公开指南", site.base + "/", 1) == (guide.anchor, guide.found_on, guide.depth)
    assert {"GET"} == site.methods


async def test_honest_user_agent(site: Site, crawl: Crawl) -> None:
    """The server learns the program's name, and the contact that was configured; the visit file keeps it."""
    seen = await crawl(site.base + "/", options=CrawlOptions(contact="mailto:audit@yunxi.example"))

    assert {f"gongkai/{VERSION} (+mailto:audit@yunxi.example)"} == site.agents
    assert f"gongkai/{VERSION} (+mailto:audit@yunxi.example)" == seen.file.visit.user_agent


async def test_sins_become_values(site: Site, crawl: Crawl) -> None:
    """Every way in which an address can fail ends as a page with its error, and the visit goes on to its end."""
    site.pages |= {
        "/hang": hang(site),
        "/drip": drip(site),
        "/reset": reset,
        "/cut": cut,
        "/garbage": garbage,
        "/bomb": bomb,
        "/notgzip": bad_gzip,
        "/huge": huge(told=True),
        "/endless": huge(told=False),
        "/loop": redirect("/loop2"),
        "/loop2": redirect("/loop"),
    }
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and never listening: connections are refused
        port = closed.getsockname()[1]
        site.pages["/refused"] = redirect(f"http://127.0.0.1:{port}/")
        site.add_home(*(f"{path} 链接" for path in site.pages if path.count("/") == 1 and not path.endswith(("html", "txt", "/"))))
        seen = await crawl(site.base + "/")

    expected = {
        "/hang": FetchError.TIMEOUT,
        "/drip": FetchError.TIMEOUT,
        "/reset": FetchError.RESET,
        "/cut": FetchError.RESET,
        "/garbage": FetchError.OTHER,
        "/bomb": FetchError.BAD_CODING,
        "/notgzip": FetchError.BAD_CODING,
        "/huge": FetchError.TOO_LARGE,
        "/endless": FetchError.TOO_LARGE,
        "/loop": FetchError.REDIRECTS,
        "/refused": FetchError.CONNECT,
    }
    assert expected == {path: seen.page(site.base + path).error for path in expected}
    assert all(seen.page(site.base + path).status is None for path in expected)
    assert Stop.DONE is seen.file.visit.stop
    assert 200 == seen.page("/guide.html").status


async def test_error_pages_are_answers(site: Site, crawl: Crawl) -> None:
    """A 404 that the home page links is asked for twice before it is believed, and kept once, with its body."""
    site.add_home("/dead.html 失效链接", "/moved.html 迁移")
    site.pages["/moved.html"] = redirect("/about.html", 301)
    seen = await crawl(site.base + "/")

    dead = seen.page("/dead.html")
    assert (404, None, 2) == (dead.status, dead.error, site.asked("/dead.html"))
    assert "不存在" in dead.body.decode()
    assert site.base + "/about.html" == seen.page("/moved.html").final_url


async def test_passing_failure_is_tried_again(site: Site, crawl: Crawl) -> None:
    """A page that fails once and then answers counts as the answer: nobody is accused of a hiccup."""
    site.pages["/guide.html"] = turns(lambda h: answer(h, b"gone", status=404), lambda h: answer(h, TEXT.encode()))
    seen = await crawl(site.base + "/")

    assert (200, 2) == (seen.page("/guide.html").status, site.asked("/guide.html"))


async def test_jumps_are_followed(site: Site, crawl: Crawl) -> None:
    """Meta refresh, scripted redirects and frames lead on, and both the stub and what it leads to are kept."""
    site.add_home("/refresh.html 年度报告", "/script.html 行政处罚", "/frames.html 权力清单")
    site.add("/refresh.html", '<html><head><meta http-equiv="refresh" content="0;url=/refreshed.html"></head></html>')
    site.add("/script.html", "<html><body><script>window.location.href='/scripted.html';</script></body></html>")
    site.add("/frames.html", '<html><frameset cols="20,80"><frame src="/left.html"><frame src="/right.html"></frameset></html>')
    for name in ("refreshed", "scripted", "left", "right"):
        site.add(f"/{name}.html", f"<html><body><h1>{name}</h1><p>{TEXT}</p></body></html>")
    seen = await crawl(site.base + "/")

    assert {"/refresh.html", "/refreshed.html", "/script.html", "/scripted.html", "/left.html", "/right.html"} <= seen.paths()


async def test_home_that_is_a_stub(site: Site, crawl: Crawl) -> None:
    """A home page that only refreshes to another is followed, and what it leads to is the home page: all its links are read."""
    site.pages["/portal/"] = site.pages["/"]
    site.add("/", '<html><head><meta http-equiv="refresh" content="0;url=portal/"></head><body></body></html>')
    seen = await crawl(site.base + "/")

    assert {"/", "/portal/", "/guide.html", "/a/1.html"} <= seen.paths()


async def test_robots_are_obeyed(site: Site, crawl: Crawl) -> None:
    """What robots.txt closes is not asked for, and is accounted for as a skip with that reason."""
    site.add_home("/secret/plan.html 工作计划")
    site.add("/secret/plan.html", TEXT)
    seen = await crawl(site.base + "/")

    assert 0 == site.asked("/secret/plan.html")
    assert "robots" == seen.skips()[site.base + "/secret/plan.html"]
    assert b"Disallow" in seen.page("/robots.txt").body


async def test_robots_close_the_site(site: Site, crawl: Crawl) -> None:
    """A site that robots.txt closes whole is left alone, and the visit says why it ended."""
    site.add("/robots.txt", "User-agent: *\nDisallow: /\n", type_="text/plain")
    seen = await crawl(site.base + "/")

    assert (Stop.ROBOTS, FetchError.ROBOTS) == (seen.file.visit.stop, seen.page(site.base + "/").error)
    assert {"/robots.txt"} == {path for path, times in site.hits.items() if times}


async def test_crawl_delay_is_obeyed(site: Site, crawl: Crawl) -> None:
    """Requests keep the distance that robots.txt asks for."""
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", type_="text/plain")
    await crawl(site.base + "/")

    times = sorted(time for path, asked in site.hits.items() if path != "/robots.txt" for time in asked)
    assert len(times) > 8
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.15


async def test_retry_after_is_obeyed(site: Site, crawl: Crawl) -> None:
    """A busy server is asked again only when it said, and its answer counts then."""
    site.pages["/guide.html"] = turns(
        lambda h: answer(h, b"busy", status=503, Retry_After="2"), lambda h: answer(h, f"<html><p>{TEXT}</p></html>".encode())
    )
    seen = await crawl(site.base + "/")

    first, second = site.hits["/guide.html"][:2]
    assert 200 == seen.page("/guide.html").status
    assert second - first >= 1.9


async def test_bytes_are_kept_as_sent(site: Site, crawl: Crawl) -> None:
    """A GB18030 page with a lying meta is stored byte for byte, the link in it is followed by its right name."""
    html = '<html><head><meta charset="utf-8"></head><body><a href="/old.html">年度报告</a><p>青石县人民政府信息公开</p></body></html>'
    body = html.encode("gb18030")
    site.pages["/gb.html"] = lambda handler: answer(handler, body, type_="text/html")
    site.add("/old.html", f"<html><body><p>{TEXT}</p></body></html>")
    site.add_home("/gb.html 信息公开")
    seen = await crawl(site.base + "/")

    assert body == seen.page("/gb.html").body
    assert "年度报告" == seen.page("/old.html").anchor


async def test_sitemaps_are_seeds(site: Site, crawl: Crawl) -> None:
    """sitemap.xml, one that robots.txt names, and an HTML 网站地图 lead to pages that nothing else links."""
    site.add("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.base}/maps/one.xml\n", type_="text/plain")
    site.add("/maps/one.xml", f"<?xml version='1.0'?><urlset><url><loc>{site.base}/hidden/</loc></url></urlset>", type_="text/xml")
    site.add("/sitemap.xml", f"<urlset><url><loc>{site.base}/deep/index.html</loc></url></urlset>", type_="application/xml")
    site.add("/map.html", '<html><body><a href="/mapped.html">举报投诉平台使用说明与常见问题解答汇编</a></body></html>')
    for path in ("/hidden/", "/deep/index.html", "/mapped.html"):
        site.add(path, f"<html><body><p>{TEXT}</p></body></html>")
    site.add_home("/map.html 网站地图")
    seen = await crawl(site.base + "/")

    assert {"/hidden/", "/deep/index.html", "/mapped.html"} <= seen.paths()


async def test_lists_are_walked_to_the_window(site: Site, crawl: Crawl) -> None:
    """A dated list is followed back to the window and no further; the first page beyond it is a skip with that reason."""
    for n, month in enumerate(("2015-06-0", "2015-03-0", "2014-11-0", "2014-05-0")):
        name = "index.html" if n == 0 else f"index_{n}.html"
        pager = f'<div class="page">共4页 <a href="index_{n + 1}.html">下一页</a> <a href="index_3.html">尾页</a></div>' if n < 3 else ""
        site.add(f"/news/{name}", listing("通知公告", [f"/n/{n}_{m}.html" for m in range(8)], month, pager))
    seen = await crawl(site.base + "/")

    assert {"/news/index.html", "/news/index_1.html", "/news/index_2.html"} <= seen.paths()
    assert "/news/index_3.html" not in seen.paths()
    assert "window" == seen.skips()[site.base + "/news/index_3.html"]


async def test_every_link_is_accounted_for(site: Site, crawl: Crawl) -> None:
    """Links that were seen and not fetched are skips with a reason: other sites, media, what no rule needs."""
    site.add_home("/film.mp4 视频")
    site.add("/news/index.html", listing("通知公告", [f"/n/{m}.html" for m in range(20)], "2015-06-0"))
    seen = await crawl(site.base + "/")

    skips = seen.skips()
    assert "offsite" == skips["http://elsewhere.example/"]
    assert "not_needed" == skips[site.base + "/film.mp4"]
    fetched = {path for path in seen.paths() if path.startswith("/n/")}
    skipped = {url.removeprefix(site.base) for url in skips if "/n/" in url}
    assert {f"/n/{m}.html" for m in range(20)} == fetched | skipped
    assert not fetched & skipped
    assert len(fetched) == 5


async def test_guide_on_another_site(site: Site, crawl: Crawl) -> None:
    """A guide that is kept on the city's site is read there, one hop; the other site's own links are not followed."""
    with serve(Site()) as city:
        city.add("/qingshi/guide.html", '<html><body><a href="/news/">本市要闻</a><h1>公开指南</h1><p>' + TEXT + "</p></body></html>")
        site.add_home(f"{city.base}/qingshi/guide.html 政府信息公开指南", f"{city.base}/weather.html 天气预报")
        seen = await crawl(site.base + "/")

        assert 200 == seen.page("/qingshi/guide.html").status
        assert (0, 0) == (city.asked("/news/"), city.asked("/weather.html"))
        assert "offsite" == seen.skips()[f"{city.base}/weather.html"]


async def test_page_budget(site: Site, crawl: Crawl) -> None:
    """When the budget of pages is spent the visit says so, and every link that waited is a skip."""
    seen = await crawl(site.base + "/", max_pages=6)

    assert Stop.PAGES is seen.file.visit.stop
    assert len(seen.pages) <= 6
    assert "budget" in seen.skips().values()


async def test_byte_budget(site: Site, crawl: Crawl) -> None:
    """When the budget of bytes is spent the visit says so."""
    site.add_home(*(f"/p/{n}.html {'栏目' * 100}" for n in range(50)))
    seen = await crawl(site.base + "/", max_bytes=20_000)

    assert Stop.BYTES is seen.file.visit.stop
    assert {"/"} == {path for path in seen.paths() if not path.endswith(".txt")}


async def test_time_budget(site: Site, crawl: Crawl) -> None:
    """A site that keeps us waiting costs its time budget, not the night: the visit ends complete, its open links skipped."""
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 100\n", type_="text/plain")
    seen = await crawl(site.base + "/", max_seconds=3)

    assert Stop.SECONDS is seen.file.visit.stop
    assert "budget" in seen.skips().values()


async def test_server_that_turns_us_away(site: Site, crawl: Crawl) -> None:
    """A server that refuses everything after the home page is left alone after a while, and nothing is concluded from it."""
    for n in range(60):
        site.pages[f"/w/{n}"] = lambda handler: answer(handler, "访问被拒绝".encode(), status=403)
    site.add_home(*(f"/w/{n} 栏目{n}" for n in range(60)))
    seen = await crawl(site.base + "/")

    assert Stop.BLOCKED is seen.file.visit.stop
    assert "budget" in seen.skips().values()


@pytest.mark.parametrize(("status", "stop"), [(403, Stop.BLOCKED), (412, Stop.BLOCKED), (404, Stop.UNREACHABLE), (500, Stop.UNREACHABLE)])
async def test_home_that_is_an_error(site: Site, crawl: Crawl, status: int, stop: Stop) -> None:
    """A home page that is an error ends the visit with a reason that can accuse nobody."""
    site.add("/", "<html><body>error</body></html>", status=status)
    seen = await crawl(site.base + "/")

    assert stop is seen.file.visit.stop
    assert str(status) in seen.file.visit.note


@pytest.mark.parametrize(
    ("home", "error"),
    [
        ("http://no-such-host.invalid/", FetchError.DNS),
        ("http://127.0.0.1:{closed}/", FetchError.CONNECT),
        ("https://127.0.0.1:{plain}/", FetchError.TLS),
        ("http://127.0.0.1:{plain}/hang", FetchError.TIMEOUT),
    ],
)
async def test_unreachable_home(site: Site, crawl: Crawl, home: str, error: FetchError) -> None:
    """A portal that cannot be reached is a finished visit that says how it failed."""
    site.pages["/hang"] = hang(site)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = home.format(closed=closed.getsockname()[1], plain=site.base.rsplit(":", 1)[1])
        seen = await crawl(url, overrides={"DOWNLOAD_TIMEOUT": 1})

    assert (Stop.UNREACHABLE, error) == (seen.file.visit.stop, seen.page(url).error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_private_addresses_are_refused(site: Site, crawl: Crawl, host: str) -> None:
    """Unless the portal opts in, a loopback address is not even connected to, by number or by name."""
    url = site.base.replace("127.0.0.1", host) + "/"
    seen = await crawl(url, portal={"allow_private": False})

    assert FetchError.ADDRESS is seen.page(url).error
    assert not any(site.hits.values())


async def test_home_that_belongs_to_somebody_else_now(site: Site, crawl: Crawl) -> None:
    """A home page that redirects to a stranger's site is not audited as the bureau's."""
    with serve(ordinary()) as stranger:
        site.pages["/"] = redirect(stranger.base.replace("127.0.0.1", "localhost") + "/")
        seen = await crawl(site.base + "/")

        assert Stop.UNREACHABLE is seen.file.visit.stop
        assert "首页转向其他网站" in seen.file.visit.note
        assert 0 == stranger.asked("/guide.html")


async def test_many_portals_at_once(job: Callable[..., CrawlJob], tmp_path: Path) -> None:
    """Several portals are visited in one process, each into its own file; progress names each and its end."""
    told: list[Progress] = []
    with serve(ordinary()) as one, serve(ordinary()) as two:
        jobs = [job(one.base + "/", portal={"id": "one"}), job(two.base + "/", portal={"id": "two"})]
        results = await crawl_portals(jobs, concurrency=2, progress=told.append)

    assert ["one", "two"] == [result.portal_id for result in results]
    assert {"one.visit", "two.visit"} == {path.name for path in tmp_path.iterdir()}
    assert {("one", Stop.DONE), ("two", Stop.DONE)} == {(progress.portal_id, progress.stop) for progress in told if progress.stop}
    assert () == pending(jobs)


async def test_next_night_stores_references(site: Site, crawl: Crawl, job: Callable[..., CrawlJob], tmp_path: Path) -> None:
    """On the next night unchanged bodies are references to the last visit's file."""
    first = (await crawl(site.base + "/")).file.path.rename(tmp_path / "last.visit")
    site.add("/about.html", "<html><body>机构改革</body></html>")
    seen = await crawl(site.base + "/", previous=first)

    assert (first,) == seen.file.references
    assert "机构改革" in seen.page("/about.html").body.decode()
    assert read_visit(first).visit.portal_id == "qingshi"
