"""What a failed request means for the page that made it, and which POSTs only read."""

from __future__ import annotations

import pytest

from crawler.losses import Loss, loss_of, reads_by_post

OWN = ("scj.qingshi.gov.cn",)


@pytest.mark.parametrize(
    ("kind", "method", "url", "status", "loss"),
    [
        ("xhr", "GET", "http://scj.qingshi.gov.cn/api/list", 500, Loss.SURE),
        ("fetch", "GET", "http://scj.qingshi.gov.cn/api/list", None, Loss.SURE),
        ("xhr", "GET", "http://scj.qingshi.gov.cn/api/list", 403, Loss.SURE),
        ("xhr", "GET", "http://scj.qingshi.gov.cn/api/list", 404, Loss.PERHAPS),
        ("xhr", "POST", "http://scj.qingshi.gov.cn/x", None, Loss.SURE),
        ("xhr", "POST", "http://scj.qingshi.gov.cn/api/saveList", None, Loss.PERHAPS),
        ("xhr", "GET", "http://scj.qingshi.gov.cn/visit/count", 500, Loss.PERHAPS),
        ("script", "GET", "http://scj.qingshi.gov.cn/js/app.js", None, Loss.SURE),
        ("script", "GET", "http://scj.qingshi.gov.cn/js/app.js", 404, Loss.PERHAPS),
        ("stylesheet", "GET", "http://scj.qingshi.gov.cn/a.css", 500, Loss.NONE),
        ("image", "GET", "http://scj.qingshi.gov.cn/a.png", None, Loss.NONE),
        ("document", "GET", "http://scj.qingshi.gov.cn/frame.html", None, Loss.NONE),
        ("xhr", "GET", "http://api.qingshi.gov.cn/api/list", None, Loss.SURE),
        ("script", "GET", "http://tj.qingshi.gov.cn/wt.js", None, Loss.PERHAPS),
        ("xhr", "GET", "http://weather.example/now", None, Loss.PERHAPS),
        ("xhr", "POST", "http://stats.example/collect", None, Loss.NONE),
        ("xhr", "GET", "http://stats.example/hit", None, Loss.NONE),
        ("script", "GET", "http://stats.example/hm.js", None, Loss.NONE),
        ("script", "GET", "http://cdn.example/jquery/1.12.4/jquery.min.js", None, Loss.PERHAPS),
        ("stylesheet", "GET", "http://cdn.example/vue.css", None, Loss.NONE),
    ],
)
def test_what_is_lost(kind: str, method: str, url: str, status: int | None, loss: Loss) -> None:
    """Data of the portal's own is missed; a missing file, a counter, another's library only where there is nothing else; statistics never."""
    assert loss is loss_of(kind, method, url, sites=OWN, status=status)


def test_refused_for_its_number() -> None:
    """A page that asks without end is not for that reason one whose data is missing."""
    assert Loss.PERHAPS is loss_of("xhr", "GET", "http://scj.qingshi.gov.cn/api/list", sites=OWN, refused=True)


@pytest.mark.parametrize("path", ["/architecture/menuList", "/account/list", "/address/list", "/api/country/data", "/history/query"])
def test_words_that_only_contain_a_verb(path: str) -> None:
    """An address is no writing one because letters of one of its words spell a verb."""
    assert reads_by_post("POST", "http://a" + path, "xhr")


@pytest.mark.parametrize(
    "path",
    ["/api/saveList", "/saveinfo.do", "/list/addItem", "/list/additem", "/userlogin/data", "/page/count", "/api/hits/get", "/data/log"],
)
def test_words_that_are_verbs(path: str) -> None:
    """Verbs count as words of their own, in camel case, and glued to what they act on."""
    assert not reads_by_post("POST", "http://a" + path, "xhr")
