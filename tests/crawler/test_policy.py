"""The tables and small functions of the crawl's policy, at their boundaries."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import Entry, Link, LinkKind, Paging
from crawler import policy
from crawler.policy import (
    MAX_LIST_PAGES,
    MAX_UNDATED_PAGES,
    extension_of,
    is_column,
    is_pager,
    newest,
    page_key,
    same_owner,
    site_key,
    walks_on,
)

FROM = dt.date(2015, 1, 1)
MORE = Paging(more=True, next_url="http://a/2")


def rows(*days: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(title="", url=f"http://a/{n}", href="", date=dt.date.fromisoformat(day) if day else None, row=n) for n, day in enumerate(days)
    )


@pytest.mark.parametrize(
    ("days", "walks"),
    [
        (("2015-03-01", "2015-01-02"), True),
        (("2015-03-01", "2015-01-01"), True),
        (("2015-03-01", "2014-12-31"), True),
        (("2014-12-31", "2014-12-30", "2014-12-29"), False),
        (("2010-01-01", "2011-01-01", "2015-03-03", "2015-03-02", "2015-03-01"), True),  # pinned rows are old and say nothing
        (("2015-03-03", "2015-03-02", "2014-12-31", "2014-12-30", "2014-12-29"), False),
        (("2015-03-01", ""), True),
    ],
)
def test_window(days: tuple[str, ...], walks: bool) -> None:
    """A dated list goes on while any of its last rows lies in the window."""
    assert walks is walks_on(rows(*days), MORE, role="dated", window_from=FROM, page_no=1)


@pytest.mark.parametrize(
    ("role", "page_no", "walks"),
    [
        ("", MAX_UNDATED_PAGES - 1, True),
        ("", MAX_UNDATED_PAGES, False),
        ("annual_report", MAX_LIST_PAGES - 1, True),
        ("annual_report", MAX_LIST_PAGES, False),
    ],
)
def test_limits_of_lists(role: str, page_no: int, walks: bool) -> None:
    """Undated lists end after a few pages, lists that must be whole at the limit."""
    assert walks is walks_on(rows("", ""), MORE, role=role, window_from=FROM, page_no=page_no)


@pytest.mark.parametrize("paging", [None, Paging(more=False), Paging(more=True)])
def test_no_further_page(paging: Paging | None) -> None:
    """Without an address of a further page there is nowhere to go on."""
    assert not walks_on(rows("2015-03-01"), paging, role="dated", window_from=FROM, page_no=1)


def test_newest() -> None:
    """Newest first, undated last, dead rows never."""
    dead = Entry(title="", url=None, href="#", date=dt.date(2020, 1, 1))
    entries = (dead, *rows("2015-01-01", "", "2015-03-01"))

    assert ["http://a/2", "http://a/0"] == [entry.url for entry in newest(entries, 2)]
    assert [] == newest(entries, 0)
    assert [] == newest(entries, -3)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.a.example/x", "a.example"),
        ("https://a.example:443/x", "a.example"),
        ("http://a.example:8080/", "a.example:8080"),
        ("http://A.Example/", "a.example"),
        ("http://a.example:bad/", "a.example"),
    ],
)
def test_site_key(url: str, key: str) -> None:
    """Scheme, www. and default ports do not tell sites apart; ports do."""
    assert key == site_key(url)


def test_page_key() -> None:
    """The order of parameters is kept, an empty path is the root."""
    assert "a.example/?b=2&a=1" == page_key("https://www.a.example?b=2&a=1")
    assert page_key("http://a.example/x") != page_key("http://a.example/x/")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("scj.qingshi.gov.cn", "qingshi.gov.cn", True),
        ("scj.qingshi.gov.cn", "zjj.qingshi.gov.cn", True),
        ("qingshi.gov.cn", "yunxi.gov.cn", False),
        ("127.0.0.1:80", "127.0.0.2:80", False),
        ("192.168.0.1", "10.168.0.1", False),
        ("a.example", "b.example", False),
    ],
)
def test_same_owner(one: str, other: str, same: bool) -> None:
    """Sites of one domain below gov.cn may be one bureau's; sites that share only gov.cn are not."""
    assert same is same_owner(one, other)


@pytest.mark.parametrize(
    ("text", "column", "pager"),
    [
        ("通知公告", True, False),
        ("更多", True, False),
        ("下一页", False, True),
        ("[12]", False, True),
        ("打印本页", False, False),
        ("关于开展质量提升行动有关工作的通知", False, False),
        ("", False, False),
    ],
)
def test_words_of_links(text: str, column: bool, pager: bool) -> None:
    """Short names are columns, pager words and the page's furniture are not."""
    link = Link(kind=LinkKind.WEB, url="http://a/", href="", text=text)

    assert (column, pager) == (is_column(link), is_pager(link))


def test_extension() -> None:
    """The extension is the path's, not the query's or the host's."""
    assert ["pdf", "", "", "jsp"] == [
        extension_of(url) for url in ("http://a.com/x.PDF?y=1", "http://a.com", "http://a.com/b.c/", "http://a/d.jsp?f=x.doc")
    ]


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("", "http://www.example.gov.cn/channels/18420.html", True),
        ("", "http://www.example.gov.cn/zwgk/", True),
        ("", "http://www.example.gov.cn/202105/t20210524_958254.html", False),
        ("", "http://www.example.gov.cn/art/2015/6/24/art_1234_5678.html", False),
        ("", "http://www.example.gov.cn/content/post_3140358.html", False),
        ("专题", "http://www.example.gov.cn/channels/18420.html", False),
    ],
)
def test_a_picture_may_lead_to_a_column_but_not_to_an_article(text, url, expected):
    """A link without words is followed as a place unless its address is an article's."""
    for via in ("a", "area"):  # a part of a picture, too
        assert policy.is_picture(Link(kind=LinkKind.WEB, url=url, href=url, text=text, via=via)) is expected
