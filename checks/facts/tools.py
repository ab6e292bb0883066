"""What a gazette offers its readers, and how a place is shown to be found. 公报功能、办公地点示意"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.fold import plain
from checks.parsing.main import main_lines
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .glance import all_link_words, finder, holds

GAZETTE = re.compile(r"公报")
OTHER_GAZETTE = re.compile(r"统计公报|环境|状况公报|质量公报|水资源|普查")
# Subject → words of what a reader clicks on, and names in the source by which scripts and libraries show themselves.
TOOLS = {
    "print": (re.compile(r"打印"), (b"window.print", b"doprint", b"printpage")),
    "download": (re.compile(r"下载|pdf"), (b".pdf", b"download")),
    "share": (re.compile(r"分享"), (b"bdshare", b"jiathis", b"share.js", b"sharebar", b"bshare")),
}
PLACE_WORDS = "服务地图 公开地图 位置图 示意图 交通路线 乘车路线 公交路线 办公地点 查阅场所 查阅点 受理场所 地理位置".split()
PLACES = finder(tuple(PLACE_WORDS))
ROUTE = re.compile(
    r"(?:乘车|公交|地铁|交通|行车)路?线|(?:乘坐?|公交|地铁)[^。]{0,30}(?:路|号线)[^。]{0,40}(?:站|下车)|\d{1,3}路[^。]{0,40}(?:站|下车)"
)
SITE = re.compile(r"地址[:：]|(?:受理|查阅)(?:场所|地点|点)|办公(?:地点|位置|地址)")
MAP_SOURCE = (b"api.map.baidu", b"map.qq.com", b"amap.com", b"map.tianditu", b"tianditu.gov")
MAP_WORDS = re.compile(r"地图|位置图|示意图|方位图")


def tools(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.tools`` facts print, download and share of a gazette's page, and ``place`` facts map, route and site. 公报功能、地点示意"""
    if view.attachment:
        return
    title = plain(title_text(view))
    if GAZETTE.search(title) and not OTHER_GAZETTE.search(title):
        yield from _tools(view)
    if (
        PLACES.search(title)
        or any(word in view.folded.text for word in PLACE_WORDS)
        or any(PLACES.search(plain(words)) for words in _pictures(view))
    ):
        yield from _places(view)


def _tools(view: PageView) -> Iterator[Fact]:
    words = plain(all_link_words(view)) + "\n" + view.folded.text
    for tool, (word, sources) in TOOLS.items():
        found = word.search(words)
        if found or holds(view, *sources):
            quote = found[0] if found else tool
            yield _fact(view, "page.tools", tool, quote, "//body")


def _places(view: PageView) -> Iterator[Fact]:
    for line in main_lines(view):
        if not line.hidden and ROUTE.search(plain(line.text)):
            yield _fact(view, "place", "route", line.text, view.locator(line.element))
            break
    for line in main_lines(view):
        if not line.hidden and SITE.search(plain(line.text)):
            yield _fact(view, "place", "site", line.text, view.locator(line.element))
            break
    if holds(view, *MAP_SOURCE):
        yield _fact(view, "place", "map", "地图", "//script")
        return
    for image in view.tree.iter("img"):
        words = _words_of(image)
        if MAP_WORDS.search(plain(words)) and not view.is_hidden(image):
            yield _fact(view, "place", "map", words, view.locator(image))
            return


def _pictures(view: PageView) -> Iterator[str]:
    return map(_words_of, view.tree.iter("img"))


def _words_of(image: HtmlElement) -> str:
    return f"{image.get('alt') or ''} {image.get('title') or ''}"


def _fact(view: PageView, kind: str, subject: str, quote: str, where: str) -> Fact:
    reading = Reading(state=State.VALID, value=quote.strip()[:80])
    return Fact(kind=kind, subject=subject, value=reading, evidence=view.evidence(quote, where), method="words", confidence=0.8)
