"""What scripts may still bring into a page as sent: rows that are fetched, containers that wait to be filled. 待脚本写入的内容

Nothing here accuses: each sign only says that the page as sent may not be the whole of what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Set

from lxml.html import HtmlElement, tostring

from checks.parsing.adapters import adapters_of
from checks.parsing.footer import footer_elements
from checks.parsing.memo import per_view
from checks.parsing.paths import xpath
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.view import PageView
from checks.vocabulary import Context

FETCHING = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|jQuery\.(?:ajax|get|post)|\.load\s{0,9}\(\s{0,9}['\"]|\bfetch\s{0,9}\(|XMLHttpRequest|ActiveXObject|\baxios\b"
    r"|new\s{1,9}Vue\s{0,9}\(|createApp\s{0,9}\(|ng-repeat|v-for=|template\.render|laytpl|Mustache|\.innerHTML\s{0,9}\+?=|insertAdjacentHTML|getJSON",
)
# A script that fetches rows, as against one that writes a clock. What it asks for stands within the next characters.
ASKING = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|jQuery\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|XMLHttpRequest|ActiveXObject|\baxios\b|new\s{1,9}Vue\s{0,9}\("
    r"|createApp\s{0,9}\(|laytpl|template\.render|Mustache|insertAdjacentHTML"
)
ASKED = 300
# Counters, visit statistics, weather, logins and search suggestions bring no rows.
NO_ROWS = re.compile(
    r"count|hits?\b|click|visit|pv\b|stat|tongji|weather|tianqi|login|user|suggest|keyword|share|weixin|wechat|jssdk|token|log\b", re.I
)
LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|slide|layer|layui|html5|respond|es5-shim|json2|share|bdimg|baidu|cnzz|51\.la|analytics|tongji|stat|count|gov(?:icon|errors?)|conac|wza|wdate|my97"
    r"|datepicker|calendar|marquee|scroll|focus|banner|menu|nav|search|login|font|zoom|qrcode|modernizr|polyfill|dd_belated|pngfix|iepng|css3|picturefill|sitegray|pajx|video|player"
    r"|validate|cookie|md5|date|time|weather|toolbar|gotop|resource/js|jslib|vsbscreen|statpub|trsdap|trs_?ids|pubstatus|page|fenye",
    re.I,
)
ASSETS = re.compile(
    r"/(?:_?static(?:s|res|file|files)?|templates?|pages?|fonts?|timestamp|common)(?=/)", re.I
)  # folders say nothing of a file in them
OF_ROWS = re.compile(
    r"(?<!lazy)(?:list|data(?!e)|(?<!up)load|news|article|catalog|xxgk)(?!er)[\w.-]{0,40}$|/(?:list|data|news|xxgk)", re.I
)  # names of files that may well bring rows
COMMON = re.compile(r"jquery|bootstrap|lazyload|preload|baidu|cnzz", re.I)
ON_DEMAND = re.compile(r"\?.{0,200}=|\.(?:asp|aspx|jsp|php|do|action|ashx)(?:$|\?)|/(?:api|list|data)/", re.I)
CONTAINERS = xpath("//div[@id] | //ul[@id] | //ol[@id] | //dl[@id] | //table[@id] | //tbody[@id] | //section[@id] | //span[@id]")
NO_CONTAINER = re.compile(
    r"clear|line|blank|space|top|share|page|fenye|foot|head|nav|menu|banner|ad|mask|layer|pop|msg|tip|load|flash|float|time|date|count|hits|zoom|qr|code",
    re.I,
)
TEMPLATES = xpath("//template | //script[@type and (contains(@type, 'template') or contains(@type, 'tmpl') or @type = 'text/html')]")
FILLED = re.compile(r"\{\{|\{%|<%|\$\{|\[\[")  # what a template library puts values in
CALL = re.compile(r"(?:^|[;{}\n>])\s{0,40}(?P<name>[A-Za-z_]\w{1,60})\s{0,9}\(")
NO_CALL = frozenset(
    "if for while switch catch function return with alert setTimeout setInterval clearInterval jQuery eval unescape createPageHTML Pager createPage showPage"
    " getPage page fenye isNaN parseInt confirm typeof require define".split()
)
# «$(function () { showList(3); });»: the call is made when the page is ready, the function stands in a file.
READY = re.compile(
    r"(?:\$|jQuery)\s{0,9}\(\s{0,9}(?:document\s{0,9}\)\s{0,9}\.ready\s{0,9}\(\s{0,9})?function\s{0,9}\(\s{0,9}\$?\s{0,9}\)"
    r"|window\.onload\s{0,9}=\s{0,9}function\s{0,9}\(\s{0,9}\)|window\.addEventListener\s{0,9}\(\s{0,9}['\"](?:load|DOMContentLoaded)['\"]\s{0,9},\s{0,9}function\s{0,9}\(\s{0,9}\)"
)
ROWS_CALLED = re.compile(r"list|data|load|query|search|render|articles?|news|info|content|record|xxgk|catalog|document", re.I)
HELD = re.compile(r"[=:(]\s{0,9}\[\s{0,40}\{[^{}\[\]]{0,200}[\u4e00-\u9fff]{4}")
MENU_DATA = re.compile(r"\bpId\b|parent_?id|isParent|zNodes|children|menu|nav\b|banner|focus|focuspic", re.I)
NAMED_ID = re.compile(r"#([\w-]{1,60})[\"']")
CALLS_SEARCHED = 20_000
MOST_CONTAINERS = 300
LONGEST_ID = 200  # characters
FEW_CHILDREN = 3  # an empty container holds a heading row or a model row at most


@per_view
def asks_for_rows(view: PageView) -> bool:
    """Whether a script in the page fetches what may be rows. 脚本是否取数"""
    return any(
        not NO_ROWS.search(text[found.start() : found.end() + ASKED])
        for script in view.tree.iter("script")
        if (text := script.text)
        for found in ASKING.finditer(text)
    )


@per_view
def unknown_files(view: PageView) -> bool:
    """Whether the page loads a script file of its own that is no common library. 是否引用自有脚本"""
    sources = [src for script in view.tree.iter("script") if (src := (script.get("src") or "").strip()[:300])]
    return any(_unknown(src) for src in sources)


def _unknown(source: str) -> bool:
    told = ASSETS.sub("/", re.sub(r"(?<=\.js)\?.*", "", source))
    return not LIBRARY.search(told) or (OF_ROWS.search(told) is not None and not COMMON.search(told))


def awaits_script(view: PageView, context: Context, *, counted: bool = False, stored: bool = False) -> bool:
    """Whether the content may still be written by a script that was not run: a template, or an empty container or a call that a file of the
    site's own can answer. 内容是否待脚本写入

    Args:
        counted: the server itself wrote how many rows there are (none): then a call alone is no sign of more.
        stored: the CMS wrote that its own store is empty: then the container which that store fills is no sign either.
    """
    if view.page.rendered:
        return False
    filled = _of_store(view, context) if stored else frozenset()
    if TEMPLATES(view.tree) or _named_container(view, filled) or _held(view):
        return True
    if not unknown_files(view):  # the file that defines what the content calls may be missing from a copy
        return not counted and _empty_container(view, filled) and _calls(view, context, of_rows=True)
    return _empty_container(view, filled) or _included(view) or (not counted and _calls(view, context))


@per_view
def draws_rows(view: PageView) -> bool:
    """Whether the page holds the model of a row with a link, from which a script has yet to make its list. 是否以模板生成列表"""
    templates = () if view.page.rendered else TEMPLATES(view.tree)[:MOST_CONTAINERS]
    texts = ("".join(template.itertext()) if template.tag == "script" else tostring(template, encoding="unicode") for template in templates)
    return any("<a" in text.lower() and FILLED.search(text) for text in (t[:CALLS_SEARCHED] for t in texts))


def _held(view: PageView) -> bool:
    """Whether a script in the page holds rows that something else draws: «var list=[{"title":"…","url":"…"}]»; menus and trees are no rows."""
    return any(
        HELD.search(text) and not MENU_DATA.search(text) and not _apart(script, footer_elements(view))
        for script in view.tree.iterfind(".//body//script")
        if (text := (script.text or "")[:CALLS_SEARCHED])
    )


def _of_store(view: PageView, context: Context) -> frozenset[str]:
    """Ids of the containers that the script of the CMS's own list names."""
    signs = [sign for adapter in adapters_of(view, context) for sign in adapter.signs]
    texts = [script.text for script in view.tree.iter("script") if script.text and any(re.search(sign, script.text) for sign in signs)]
    return frozenset(found[1] for text in texts for found in NAMED_ID.finditer(text[:CALLS_SEARCHED]))


def _empty_container(view: PageView, filled: Set[str] = frozenset()) -> bool:
    footers = footer_elements(view)
    return any(
        element.get("id") not in filled
        and not NO_CONTAINER.search(element.get("id")[:LONGEST_ID])
        and not _says_anything(element)
        and not view.is_hidden(element)
        and not _apart(element, footers)
        for element in CONTAINERS(view.tree)[:MOST_CONTAINERS]
    )


def _named_container(view: PageView, filled: Set[str] = frozenset()) -> bool:
    """Whether a script in the page names an empty container: a tree or a table that a library draws from what the script holds."""
    texts = [script.text for script in view.tree.iter("script") if script.text]
    footers = footer_elements(view) if texts else frozenset()
    return any(
        element.get("id") not in filled
        and not NO_CONTAINER.search(element.get("id")[:LONGEST_ID])
        and any(mark + element.get("id") in text for text in texts for mark in "#'\"")
        and not _says_anything(element)
        and not view.is_hidden(element)
        and not _apart(element, footers)
        for element in (CONTAINERS(view.tree)[:MOST_CONTAINERS] if texts else ())
    )


def _included(view: PageView) -> bool:
    """Whether a file that is made on demand is called where rows would stand («<div><script src="list.asp?id=3">»)."""
    footers = footer_elements(view)
    return any(
        ON_DEMAND.search(source)
        and _unknown(source)
        and (parent := script.getparent()) is not None
        and parent.tag not in ("body", "head", "html")
        and not _apart(script, footers)
        for script in view.tree.iter("script")
        if (source := (script.get("src") or "").strip()[:300])
    )


def _says_anything(element: HtmlElement) -> bool:
    if len(element) > FEW_CHILDREN or any(text.strip() for text in element.itertext()):
        return True
    return next(element.iter("img", "input", "iframe", "object"), None) is not None


def _apart(element: HtmlElement, footers: frozenset[HtmlElement]) -> bool:
    """Whether an element belongs to the menus, the head or the foot of the page."""
    node: HtmlElement | None = element
    while node is not None and node.tag != "body":
        if node in footers or region_of(node)[0] in NEVER_CONTENT:
            return True
        node = node.getparent()
    return False


def _calls(view: PageView, context: Context, *, of_rows: bool = False) -> bool:
    """Whether a script in the content calls a function that the page does not define (``of_rows``: one whose name speaks of rows). Pagers
    of known systems bring no rows; those of libraries, which know no address, may.
    """
    footers = footer_elements(view)
    own = [script for script in view.tree.iterfind(".//body//script") if script.text and not script.get("src")]
    pagers = [one.pager for one in adapters_of(view, context) if one.pager and (one.next_url or one.script_rows)]
    for script in own:
        text, when_ready = READY.subn("", (script.text or "")[:CALLS_SEARCHED])
        if "function" in text or any(re.search(pager, text) for pager in pagers):
            continue
        calls = [found["name"] for found in CALL.finditer(text) if found["name"] not in NO_CALL]
        if when_ready or of_rows:  # menus and tabs are set up so as well
            calls = [name for name in calls if ROWS_CALLED.search(name)]
        if calls and not _apart(script, footers):
            return True
    return False


__all__ = ["FETCHING", "asks_for_rows", "awaits_script", "draws_rows", "unknown_files"]
