"""Read pages: what a good answer without a document is, and what a page can be quoted with."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile

import pytest

from checks.model import Page, PageKind
from checks.pages import QUOTED, Reach, page_reach, read_page, same_owner
from checks.vocabulary import Context

AT = dt.datetime(2015, 6, 30, 4, tzinfo=dt.UTC)
HTML = b"<html><body><h2>\xe6\xa0\x8f\xe7\x9b\xae</h2><ul><li><a href='/1.html'>\xe9\x80\x9a\xe7\x9f\xa5</a></li></ul></body></html>"


def fetched(body: bytes, kind: str = "text/html; charset=utf-8", url: str = "http://a.example/gk/", depth: int = 1) -> Page:
    return Page(
        url=url,
        final_url=url,
        status=200,
        fetched_at=AT,
        headers=(("Content-Type", kind),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        depth=depth,
    )


def package() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<w:document xmlns:w='x'/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind", "url", "reach"),
    [
        (b"", "text/html", "http://a.example/gk/", Reach.ERROR),
        (b" \r\n\t", "text/html", "http://a.example/gk/", Reach.ERROR),
        (b'{"code":500,"msg":"error"}', "text/html", "http://a.example/gk/", Reach.ERROR),
        (b'{"code":500}', "application/json", "http://a.example/gk/", Reach.ERROR),
        (b"success", "text/plain", "http://a.example/gk/", Reach.ERROR),
        (HTML, "text/html", "http://a.example/gk/", Reach.READ),
        (HTML, "application/json", "http://a.example/gk/", Reach.READ),  # a wrong label on a page that is there
        (package(), "application/octet-stream", "http://a.example/1.docx", Reach.READ),
        (b"%PDF-1.4 \x00", "application/pdf", "http://a.example/1.pdf", Reach.READ),  # unread, and there
        (b"\x89PNG\x00\x01", "image/png", "http://a.example/1", Reach.READ),
        (b"User-agent: *\nDisallow: /admin/\n", "text/plain", "http://a.example/robots.txt", Reach.READ),
        (b"", "text/plain", "http://a.example/robots.txt", Reach.READ),
        (b"", "text/xml", "http://a.example/sitemap.xml", Reach.READ),
    ],
)
def test_a_good_answer_without_a_document_is_an_error(body, kind, url, reach, context: Context):
    """Status 200 with nothing, or with data for a script: nothing was read. Files and what is meant for crawlers are as they are."""
    assert page_reach(read_page(fetched(body, kind, url), context)) is reach


def test_every_page_can_be_quoted_with_what_it_offers(context: Context):
    """The links themselves are kept for the home page only."""
    deep = read_page(fetched(HTML, depth=3), context)

    assert deep.links == () and deep.offered == "通知"
    assert len(read_page(fetched(b"".join(b"<a href='/%d'>link number %d</a>" % (i, i) for i in range(99))), context).offered) == QUOTED


@pytest.mark.parametrize(
    ("frame", "seen"),
    [
        ("<iframe src='/c' width='0' height='0'></iframe>", False),
        ("<iframe src='/c' height='1px' width='100%'></iframe>", False),
        ("<iframe src='/c' style='border:0; width: 0px; height: 0px'></iframe>", False),
        ("<iframe src='/c' width='100' height='20'></iframe>", True),
        ("<iframe src='http://tianqi.example/w' width='317' height='28px'></iframe>", False),  # a window onto another site
        ("<iframe src='http://tianqi.example/w' width='1000' height='40'></iframe>", True),  # a menu may be as wide
        ("<iframe src='http://tianqi.example/w' width='300' height='400'></iframe>", True),
        ("<iframe src='http://tianqi.example/w' width='100%' height='28'></iframe>", True),
        ("<iframe src='/c' style='display:none'></iframe>", True),  # perhaps a tab
        ("<iframe src='/c' style='border-width:0;max-height:100px'></iframe>", True),
        ("<iframe src='/c'></iframe>", True),
    ],
)
def test_frames_without_a_size_are_known(frame: str, seen: bool, context: Context):
    """A counter's frame; one that is hidden for now is none."""
    page = read_page(fetched(f"<html><body><p>x</p>{frame}</body></html>".encode()), context)

    assert len(page.frames) == 1
    assert page.pixels == (() if seen else page.frames)


def test_frames_are_kept(context: Context):
    """Where the content of a page may be."""
    body = b"<html><body><iframe src='http://b.example/x'></iframe><iframe src='y'></iframe></body></html>"

    assert read_page(fetched(body), context).frames == ("http://b.example/x", "http://a.example/gk/y")
    assert read_page(fetched(body), context).kind is not PageKind.HOME


@pytest.mark.parametrize(
    ("host", "other", "expected"),
    [
        ("zjj.city.gov.cn", "city.gov.cn", True),
        ("zjj.city.gov.cn", "xxgk.city.gov.cn", True),
        ("zjj.gov.cn", "city.gov.cn", False),
        ("casino.example", "city.gov.cn", False),
        ("10.0.0.1", "11.0.0.1", False),
    ],
)
def test_hosts_of_one_owner(host, other, expected):
    """A sub-domain, or a neighbour below one ``x.gov.cn``."""
    assert same_owner(host, other) == expected


def test_the_steps_of_the_breadcrumb_are_known_by_their_addresses(context: Context) -> None:
    """Only links that bear a step's name: what a list below it names is no step."""
    trail = "<div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/fj/'>市教育局</a> &gt; 行政许可</div>"
    body = f"<html><body>{trail}<ul><li><a href='/wj/'>市卫生局</a></li></ul></body></html>".encode()

    assert read_page(fetched(body), context).above == ("http://a.example/", "http://a.example/fj/")


def test_a_breadcrumb_of_one_item_a_step_is_known_by_its_name(context: Context) -> None:
    """Such blocks bear neither words nor signs; a menu that does not begin with the front page is none."""
    steps = "<li><a href='/'>首页</a></li><li><a href='/fj/'>市教育局</a></li><li>行政许可</li>"
    body = f"<html><body><ol class='breadcrumb'>{steps}</ol><h2>行政许可</h2></body></html>"

    assert read_page(fetched(body.encode()), context).above == ("http://a.example/", "http://a.example/fj/")
    assert read_page(fetched(body.replace("首页", "市卫生局").encode()), context).above == ()
