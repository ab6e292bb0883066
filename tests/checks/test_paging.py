"""Pagers. 分页"""

from __future__ import annotations

import pytest

from checks.facts.paging import paging
from checks.model import Paging
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, having, load, make_view

BASE = "http://www.example.test/col/"
ROWS = '<ul><li><a href="1.html">关于开展检查的通知</a><span>2015-05-01</span></li><li><a href="2.html">关于召开会议的通知</a><span>2015-04-01</span></li></ul>'


def read(body: str | bytes, context: Context, url: str = BASE + "index.html") -> Paging:
    (fact,) = paging(make_view(body, url=url), at(context))
    assert isinstance(fact.value, Paging)
    return fact.value


@pytest.mark.parametrize("case", having("more"))
def test_pagers_are_read_as_labelled(case: str, context: Context) -> None:
    """Whether there is more, where, how many pages and rows: as a reader of the page sees it."""
    body, expected = load(case)
    found = read(body, at(context, expected["as_of"]), expected["url"])

    assert found.more == expected["more"]
    for key in ("next_url", "pages", "total"):
        if key in expected:
            assert getattr(found, key) == expected[key]


@pytest.mark.parametrize(
    ("pager", "more", "next_url"),
    [
        ('<script>createPageHTML(4, 0, "index", "html");</script>', True, "index_1.html"),
        ('<script>createPageHTML(4, 3, "index", "html");</script>', False, None),
        ("<script>createPageHTML('page_div',50, 1,'index','shtml',997);</script>", True, "index_2.shtml"),
        ('<a href="index_2.html">2</a><a class="next" href="index_2.html">下一页</a>', True, "index_2.html"),
        ('<a class="normal on" href="">1</a><a href="index_2.html">2</a><a href="index_3.html">3</a>', True, "index_2.html"),
        ("<a onclick=\"location.href=encodeURI('index_2.jhtml')\">下一页</a>", True, "index_2.jhtml"),
        ("<span>共12条</span><span>1/1页</span>", False, None),
        ('<a href="col/59.htm">下页</a> <span>1/60页</span>', True, "col/59.htm"),
        ('<span class="no">下一页</span>', False, None),
        ('<a href="javascript:;">下一页</a>', None, None),
        ('<div id="pager"></div><script>laypage({cont:"pager",pages:d.pages})</script>', None, None),
        ("", False, None),
    ],
)
def test_pagers_of_known_and_unknown_systems(pager: str, more: bool | None, next_url: str | None, context: Context) -> None:
    """Script pagers by their adapter, links by their words; what cannot be read gives None, never a guess."""
    found = read(f"<html><body>{ROWS}<div class='fenye'>{pager}</div></body></html>", context)

    assert (found.more, found.next_url) == (more, BASE + next_url if next_url else None)


def test_a_current_page_is_taken_from_the_address_where_the_script_does_not_say(context: Context) -> None:
    """var countPage = 5 on index_3.html: page four of five, the next is index_4.html."""
    body = f"<html><body>{ROWS}<script>var countPage = 5; document.write('<a>下一页</a>')</script></body></html>"
    found = read(body, context, BASE + "index_3.html")

    assert (found.more, found.next_url, found.pages) == (True, BASE + "index_4.html", 5)


def test_a_calendar_is_no_pager(context: Context) -> None:
    """Thirty numbered links are days of a month."""
    days = "".join(f"<a href='d{n}.html'>{n}</a>" for n in range(2, 31))
    found = read(f"<html><body>{ROWS}<div><b class='current'>1</b>{days}</div></body></html>", context)

    assert found.more is False


def test_articles_of_a_law_are_no_total(context: Context) -> None:
    """«本办法共8条» in a sentence counts no rows."""
    found = read(f"<html><body>{ROWS}<p>本办法经县政府常务会议讨论通过，共8条，自印发之日起施行。</p></body></html>", context)

    assert found.total is None


@pytest.mark.parametrize("piece", ["第", "共1", "1/", "下一页", "<a>1</a>", "createPageHTML(1,", "var countPage = "])
def test_hostile_pagers_are_read(piece: str, context: Context) -> None:
    """Endless repetitions neither raise nor hang."""
    read("<html><body><p>" + piece * 20_000, context)
