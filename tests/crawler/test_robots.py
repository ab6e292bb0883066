"""robots.txt in every encoding, and what it names."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from checks.model import Stop
from crawler.policy import page_key, site_key
from crawler.robots import LONGEST, ShortRobots, rules_text, sitemaps_named
from tests.crawler.conftest import Crawl
from tests.crawler.site import TEXT, Site, answer

HOST = "http://a.example"
RULES = "User-agent: *  # 公开\nDisallow: /公开\nDisallow: /secret/\nSitemap: /map.xml\n"


def allowed(body: bytes, path: str) -> bool:
    """Whether we may ask for a path."""
    return ShortRobots(body, None).allowed(HOST + path, "gongkai")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_rules_in_any_encoding(encoding: str) -> None:
    """They close what they say and nothing else, whether links are written in UTF-8 or in the bytes of the site."""
    body = RULES.encode(encoding)
    bytes_of = "公开".encode(encoding if encoding == "gbk" else "utf-8")

    assert [True, True, False, False, False] == [
        allowed(body, path) for path in ("/", "/zwgk/", "/" + quote("公开"), "/" + quote(bytes_of), "/secret/1")
    ]
    assert [HOST + "/map.xml"] == sitemaps_named(body, HOST + "/robots.txt")


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: *\xa0\r\nDisallow:\xa0/secret/\xa0\r\n",
        b"User-Agent: *\xe9\nDisallow: /secret/\n",
        b"# caf\xe9\nUser-agent: *\nDisallow: /secret/\n",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret/\n# \xff\xff",
    ],
)
def test_damage_opens_nothing(body: bytes) -> None:
    """A byte that is no text beside a rule does not take the rule away."""
    assert [True, False] == [allowed(body, "/"), allowed(body, "/secret/1")]


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01\x02" * 90, bytes(range(256)), "<html><title>首页</title>Disallow: /<p>".encode("gbk"), b"\xff\xfe\x00"]
)
def test_what_is_no_rules_closes_nothing(body: bytes) -> None:
    """A page or a picture that answers for robots.txt is read without harm."""
    assert allowed(body, "/")
    assert [] == sitemaps_named(body, HOST + "/robots.txt")


def test_the_cut_goes_between_lines() -> None:
    """Half a rule is another rule, and half a character another encoding."""
    line = "Disallow: /公开\n".encode()
    body = b"User-agent: *\n" + line * (LONGEST // len(line) + 1)

    assert rules_text(body).endswith("Disallow: /公开\n")
    assert len(rules_text(b"#" * (LONGEST + 9))) == LONGEST


def test_rules_are_read_in_linear_time() -> None:
    """Whatever a hostile file repeats."""
    began = time.monotonic()
    for part in (b" ", b"\xa0", b":", b"\n", b"user", b"\xff"):
        rules_text(b"Disallow:" + part * LONGEST + b"\xff")

    assert time.monotonic() - began < 5


def test_sitemaps_that_are_addresses() -> None:
    """Relative ones belong to the site; what is none is passed over."""
    said = b"\xef\xbb\xbfSitemap: /1.xml\nsitemaps: 2.xml\nSitemap: http://[/\nSitemap: https:///\nSitemap: //b.example:80/3.xml\n"

    assert [HOST + "/1.xml", HOST + "/2.xml", "http://b.example/3.xml"] == sitemaps_named(said, HOST + "/robots.txt")


def test_sites_with_chinese_names() -> None:
    """However a link writes it, it is the same site and page."""
    assert site_key("http://www.例子.政务/") == site_key("http://xn--fsqu00a.xn--zfr164b/")
    assert page_key("http://a.example/x//t?u=a//b") == "a.example/x/t?u=a//b"
    assert page_key("http://例子.公益/t") == page_key("https://xn--fsqu00a.xn--55qw42g:443/t")


async def test_a_sitemap_of_nonsense(site: Site, crawl: Crawl) -> None:
    """Addresses that are none do not end the visit, and those beside them are read."""
    site.pages["/robots.txt"] = lambda handler: answer(handler, b"<html>\nSitemap: http://[/\n</html>")
    said = "".join(f"<url><loc>{one}</loc></url>" for one in ("http://[/", "http://a:b/", "//", "/found/"))
    site.add("/sitemap.xml", f"<urlset>{said}</urlset>", type_="text/xml")
    site.add("/found/", f"<html><body><p>{TEXT}</p></body></html>")
    seen = await crawl(site.base + "/")

    assert Stop.DONE is seen.file.visit.stop
    assert "/found/" in seen.paths()


async def test_rules_that_cannot_be_had(site: Site, crawl: Crawl) -> None:
    """No answer is no leave: whether the server is up is seen by the home page, and all else is left alone and said to be."""
    site.pages["/robots.txt"] = lambda handler: handler.connection.close()
    seen = await crawl(site.base + "/")

    assert Stop.DONE is seen.file.visit.stop
    assert {"/"} == seen.paths()
    assert "robots" == seen.skips()[site.base + "/guide.html"]
    assert {"/robots.txt", "/"} == {path for path, times in site.hits.items() if times}
