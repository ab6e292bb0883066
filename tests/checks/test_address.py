"""Addresses are joined and spelled as browsers do it: a link that works for a reader works for us."""

from __future__ import annotations

import pytest

from checks.model import LinkKind
from checks.pages import host_of
from checks.parsing.address import ascii_host, spelled
from checks.parsing.links import resolve
from tests.checks.list_fixtures import make_view

PAGE = "http://a.example/x/y.html?id=1"
HERE = "http://a.example"
CASES = (
    # relative to the page
    ("t.html", HERE + "/x/t.html"),
    ("../../../t", HERE + "/t"),
    ("t//2", HERE + "/x/t//2"),
    (".//t", HERE + "/x//t"),
    ("t//../2", HERE + "/x/t/2"),
    (".;t", HERE + "/x/.;t"),
    ("t;", HERE + "/x/t;"),
    ("%2E%2e/t", HERE + "/t"),
    ("/t/%2e/2", HERE + "/t/2"),
    ("/t/..", HERE + "/"),
    ("/t/.", HERE + "/t/"),
    ("", PAGE),
    ("#top", PAGE),
    ("?", HERE + "/x/y.html"),
    ("?id=2", HERE + "/x/y.html?id=2"),
    ("?at=1#2?3", HERE + "/x/y.html?at=1"),
    ("?to=..\\b/../c", HERE + "/x/y.html?to=..%5Cb/../c"),
    ("t\\2", HERE + "/x/t/2"),
    ("t\t\n/2", HERE + "/x/t/2"),
    ("http:t", HERE + "/x/t"),
    ("http:/t", HERE + "/t"),
    ("公开 1", HERE + "/x/%E5%85%AC%E5%BC%80%201"),
    # other sites
    ("//b.example", "http://b.example/"),
    ("///b.example/t", "http://b.example/t"),
    ("\\\\b.example\\t", "http://b.example/t"),
    ("http:///b.example/t", "http://b.example/t"),
    ("https:b.example/t", "https://b.example/t"),
    ("HTTP://B.Example:80/T", "http://b.example/T"),
    ("https://b.example:443", "https://b.example/"),
    ("https://b.example:8443?x", "https://b.example:8443/?x"),
    ("http://b.example/../t", "http://b.example/t"),
    ("http://b.example/t/../../2", "http://b.example/2"),
    ("http://u:p@b.example/", "http://b.example/"),
    ("http://b.example\\@c.example/", "http://b.example/@c.example/"),
    ("http://[::1]:8080/", "http://[::1]:8080/"),
    ("http://例子.政务/", "http://xn--fsqu00a.xn--zfr164b/"),
    ("http://例子。公益/", "http://xn--fsqu00a.xn--55qw42g/"),
    ("http://ｂ.example/", "http://b.example/"),
    # nowhere
    ("//", None),
    ("http://", None),
    ("http://?t", None),
    ("http://b.example:99999/", None),
    ("http://b.example:8o/", None),
    ("http://b c.example/", None),
    ("http://[::1/", None),
    ("http://[/", None),
    ("http://公..开/", None),
    ("\ud800", None),
    ("java\nscript:t()", None),
    ("javascript:t()", None),
    ("ftp://b.example/", None),
    ("c:\\t.doc", None),
)


@pytest.mark.parametrize(("href", "url"), CASES)
def test_joined(href: str, url: str | None) -> None:
    """Every kind of address that pages write."""
    assert url == resolve(PAGE, href)


def test_base_without_a_path() -> None:
    """What stands on «http://a.example» stands on its front page."""
    assert [HERE + "/t", HERE + "/?t"] == [resolve(HERE, "t"), resolve(HERE, "?t")]
    assert resolve("file:///t/", "2") is None


def test_hosts_have_one_name() -> None:
    """A Chinese name and its xn-- form are one site."""
    assert ascii_host("例子.政务") == ascii_host("XN--FSQU00A.xn--zfr164b") == host_of("http://www.例子.政务/t").removeprefix("www.")
    assert host_of("http://例子.政务:81/") == "xn--fsqu00a.xn--zfr164b:81"
    assert ascii_host("b%2Eexample") == "b.example"


@pytest.mark.parametrize(
    ("codec", "said"),
    [("gb18030", "%B9%AB%BF%AA"), ("big5hkscs", "%A4%BD%26%2324320%3B"), ("utf-8", "%E5%85%AC%E5%BC%80"), ("", "%E5%85%AC%E5%BC%80")],
)
def test_queries_are_written_as_the_page_is(codec: str, said: str) -> None:
    """In the bytes of its encoding; the path is UTF-8 on every page."""
    assert f"{HERE}/%E5%85%AC?n={said}" == resolve(PAGE, "/公?n=公开#公", codec)
    assert "/公#?公" == spelled("/公#?公", codec)


def test_links_of_a_gbk_page() -> None:
    """However a page leads there."""
    text = '<meta charset="gbk"><title>通知公告</title><p>本栏目公开本机关的通知和公告。<a href="/l?n=公开">公开</a><b onclick="location=\'/m?n=公开\'">公开</b>'
    links = [link for link in make_view(text.encode("gbk")).links if link.kind is LinkKind.WEB]

    assert [("/l?n=公开", "/l?n=%B9%AB%BF%AA"), ("/m?n=公开", "/m?n=%B9%AB%BF%AA")] == [
        (link.href, "/" + (link.url or "").split("/", 3)[3]) for link in links
    ]
