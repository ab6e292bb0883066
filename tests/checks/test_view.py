"""From bytes to lines: encodings, broken and endless pages."""

import datetime as dt

import pytest

from checks.facts import read
from checks.facts.guide_text import read_body
from checks.model import Page, Reading, State
from checks.parsing.decode import decode
from checks.parsing.fold import INVISIBLES
from checks.parsing.grid import inner_text
from checks.parsing.view import MAX_LINES, MAX_LINKS, PageView
from checks.vocabulary import Context

GUIDE = "云溪市商务局政府信息公开指南"


def view(html: str | bytes, content_type: str = "text/html; charset=utf-8") -> PageView:
    """A page as fetched."""
    body = html.encode() if isinstance(html, str) else html
    at = dt.datetime(2015, 6, 1, tzinfo=dt.UTC)
    url = "http://yunxi.example/a.html"
    return PageView(
        Page(url=url, final_url=url, status=200, fetched_at=at, headers=(("Content-Type", content_type),), body=body, sha256="0")
    )


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "punycode", "unicode_escape", "utf-7", "rot13", "zlib", "none", "iso-8859-1", "gb2312"]
)
def test_declared_charsets_that_read_nothing_are_passed_over(charset: str) -> None:
    """Whatever a server declares, GBK bytes are read as the Chinese they are."""
    text, codec = decode((GUIDE + "：本机关主动公开的信息").encode("gbk"), f"text/html; charset={charset}")

    assert (text[: len(GUIDE)], codec) == (GUIDE, "gb18030")


@pytest.mark.parametrize(
    "ending", ["</body></html>", "</html>", "</BODY >\n</HTML>\n<!DOCTYPE html><html><head><title>二</title></head><body>"]
)
def test_what_follows_the_end_of_a_page_belongs_to_it(ending: str) -> None:
    """Footers and whole pages after </html> are shown by browsers, so they are read."""
    page = view(f"<html><body><p>正文</p>{ending}<div>网站标识码：9903210007</div><a href='/b.html'>公开指南</a>")

    assert [line.text for line in page.lines][::2] == ["正文", "公开指南"]
    assert "网站标识码：9903210007" in page.text
    assert [link.url for link in page.links] == ["http://yunxi.example/b.html"]


@pytest.mark.parametrize("depth", [200, 300, 1000])
def test_unclosed_elements_hide_nothing(depth: int) -> None:
    """Pasted text leaves hundreds of elements open; what stands below them is read all the same."""
    page = view(f"<p>{GUIDE}</p>{'<span>' * depth}<p>联系电话：0600-5550102</p><div><a href='/fax.html'>传真</a></div>")

    assert page.lines[-2].text == "联系电话：0600-5550102"
    assert page.links[-1].text == "传真"
    assert not page.truncated


@pytest.mark.parametrize(
    "rest",
    [
        "<div>" * 5000 + "</div>" * 5000 + "<p>传真：0600-5550103</p>",
        "<a href='/x.html'>文件</a>" * (MAX_LINKS + 1),
        "<p>文件</p>" * (MAX_LINES + 1),
    ],
    ids=["nested too deep", "too many links", "too many lines"],
)
def test_a_page_that_was_cut_says_so_and_lacks_nothing(rest: str, context: Context) -> None:
    """Of a page that cannot be read to its end nothing is called absent."""
    head = f"""<title>{GUIDE}</title><h1>{GUIDE}</h1><p>为方便公民、法人和其他组织获取本机关的政府信息，编制本指南。</p>
    <p>一、信息分类与编排体系</p><p>本机关主动公开的信息分为机构职能、政策法规、规划计划、业务动态四类，按目录编排。</p>
    <p>二、获取方式</p><p>可以在本机关门户网站或者市图书馆查阅。</p>
    <p>三、受理机构</p><p>云溪市商务局办公室</p><p>办公地址：云溪市东路1号</p><p>办公时间：工作日上午8:30至12:00</p><p>联系电话：0600-5550102</p>"""
    whole, cut = (read(view(head + end), context) for end in ("", rest))
    absent = {f.subject for f in whole if f.kind == "guide" and isinstance(f.value, Reading) and f.value.state is State.ABSENT}
    states = {f.subject: f.value.state for f in cut if f.kind == "guide" and isinstance(f.value, Reading)}

    assert "fax" in absent
    assert "page.truncated" in {f.kind for f in cut}
    assert "page.truncated" not in {f.kind for f in whole}
    assert states["fax"] is State.UNREAD
    assert State.ABSENT not in states.values()


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("<script>var home='/gk/index.html'; window.location.href = home;</script>", "http://yunxi.example/gk/index.html"),
        ("<script>var u = 'gk/'; location.replace(u);</script>", "http://yunxi.example/gk/"),
        ("<body onload=\"top.location='/gk/'\"></body>", "http://yunxi.example/gk/"),
        ("<script>var u = build(); location.replace(u);</script>", None),
        ("<script>var home='/gk/index.html';</script>", None),
        (f"<script>var home='/gk/'; location.href = home;</script><p>{GUIDE * 20}</p>", None),
    ],
)
def test_jumps_of_stubs(page: str, target: str | None) -> None:
    """A nearly empty page jumps where its script says, also by way of a variable or when it has loaded; a page with text stays."""
    assert next((link.url for link in view(page).links if link.via == "refresh"), None) == target


def test_characters_without_width_leave_no_trace() -> None:
    """Zero-width characters between blocks and inside words are not there for the reader, nor for the tree."""
    page = view("<div>\u200b<p>信\u200b息</p>\ufeff<p>公开</p>\u2060</div>")

    assert [line.text for line in page.lines] == ["信息", "公开"]
    assert not any(sign in text for text in page.tree.itertext() for sign in INVISIBLES)


def test_a_script_says_nothing_by_itself() -> None:
    """The text of an element that is never shown is empty, whether it is asked for alone or within another."""
    page = view("<div><script>var day = '2013-01-02';</script><p>正文</p></div>")

    assert inner_text(next(page.tree.iter("script"))) == ""
    assert inner_text(next(page.tree.iter("div"))) == "正文"


@pytest.mark.parametrize("around", ["{}", "<table><tr><td>{}</td></tr></table>"])
def test_a_table_that_lays_out_the_page_is_no_form(around: str) -> None:
    """The blank form in the page is one, the table around the page is not: the page's sentences are no fields."""
    fields = "".join(f"<tr><td>{name}</td><td></td></tr>" for name in ("申请人姓名", "证件号码", "所需信息内容描述", "提供方式"))
    page = view("<html><body>" + around.format(f"<p>申请人可以到府前街1号提交申请表。</p><table>{fields}</table>") + "</body></html>")
    sentence, *cells = read_body(page).pieces

    assert (sentence.text[:3], sentence.form) == ("申请人", False)
    assert cells and all(cell.form for cell in cells)
