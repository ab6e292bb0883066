"""What the pager of a list page says. 分页"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Paging
from checks.parsing.adapters import adapters_of, scripts
from checks.parsing.fold import fold
from checks.parsing.links import resolve
from checks.parsing.memo import per_view
from checks.parsing.own_list import main_list
from checks.parsing.rowgroups import target
from checks.parsing.texts import per_text
from checks.parsing.tree import up
from checks.parsing.view import Line, PageView
from checks.vocabulary import Adapter, Context

from .drawn import asks_for_rows
from .glance import holds
from .page_numbers import Numbers, number_in, of_body, read_numbers, text_of
from .pager_signs import PAGER_NAME, unclear

NEXT = re.compile(
    r"^[\[(【<>«»‹›|\s←→►▶]*(?:(?:查看|浏览|点击)?下一?页|[下后](?:\d{1,3}|[一二三五十百]{1,3})[条篇]|下一[批组屏]|[往向]后翻页?|后一?页|次页|(?:查看|浏览)?(?:较旧|更旧|较早|更早|早期)的?(?:文章|信息|内容|新闻|日志)?"
    r"|next|nextpage|olderposts?)[\])】<>«»‹›|\s←→►▶]*(?:[\[(]\d{1,4}[\])])?$",
    re.I,
)
NEXT_NAME = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.I)
NEXT_MARK = re.compile(r"^(?:>|>>|›|»|→|▶|►)$")
OF_ALONE = re.compile(r"\W{0,6}(\d{1,4})/(\d{1,5})\W{0,6}")  # «1/5 ▶»
ONWARD = re.compile(r"(?:^|[\s.:;])[A-Za-z_$][\w$]{0,30}\(\s{0,3}['\"]?(\d{1,4})['\"]?\s{0,3}\)")  # a call with nothing but the page
CARRIERS = ("a", "span", "li", "font", "input", "button", "div")  # what a «下一页» is made of
LONGEST_NEXT = 24
MOST_NEXT = 100  # of them looked at on a page
NEAR_NUMBERS = 60
PAGER_DEPTH = 40
DISABLED = re.compile(r"disab|(?:^|\s)(?:no|end|bg|off|unable|gray|grey|invalid)(?=\s|$)", re.I)
# All on folded text (no spaces, half-width).
TOTAL = (
    re.compile(r"(?:共|总共|共有|共计|合计|总计|总数)(?:信息|记录|文章|数据|内容)?[:：]?(\d{1,7})(?:条|篇|个?记录|个?结果|项)"),
    re.compile(r"(?:总记录数?|记录总数|信息总数|总条数|总计)[:：]?(\d{1,7})"),
)
OF = (
    re.compile(r"第?(\d{1,5})页?/(?:共|总)?(\d{1,5})页"),
    re.compile(r"第(\d{1,5})页[,，;；|]?(?:共|总)(?:计|有)?(\d{1,5})页"),
    re.compile(r"(?:页次|页码|页数|当前页)[:：]?第?(\d{1,5})页?/(\d{1,5})"),
    re.compile(r"第(\d{1,5})/(\d{1,5})页"),
)
SHOWN = re.compile(r"显示第?(\d{1,6})(?:条|项)?[到至~-]第?(\d{1,6})(?:条|项)?(?:结果|记录)?[,，;；]?(?:总)?共(?:有|计)?(\d{1,7})")
OF_REVERSED = re.compile(r"共(?:计|有)?(\d{1,5})页.{0,12}?(?:当前)?(?:为|是)?第(\d{1,5})页")
PER_PAGE = re.compile(r"每页(?:显示|有)?[:：]?(\d{1,3})|(\d{1,3})(?:条|篇|个)?(?:信息|记录)?/页")
CURRENT = re.compile(r"当前(?:页码?|为?第|是第)[:：]?第?(\d{1,5})")
TURNS = re.compile(r"[上下前后]一?页")
LONGEST_OF = 12
PAGES = re.compile(r"(?:共|总共|共有|共计)[:：]?(\d{1,5})页|总页数[:：]?(\d{1,5})|\d[条篇项]/(\d{1,5})页")
URL_PAGE = re.compile(r"^(?P<name>.*?)(?:_(?P<n>\d{1,5}))?\.(?P<ext>\w{1,8})$")
# An address that may be that of a later page.
PAGE_IN_ADDRESS = re.compile(r"page|\bp(?:n|g)?=|_\d{1,5}\.\w{1,8}$|/p?\d{1,4}/?$", re.I)
MOST_LINES = 4000


@attrs.frozen(eq=False)
class _Counts:
    """Numbers that the pager's text gives, with the line they stand in."""

    current: int | None = None
    pages: int | None = None
    total: int | None = None
    line: Line | None = None


def paging(view: PageView, context: Context) -> Iterator[Fact]:
    """The pager of a list page (kind ``list.paging``), one fact. 分页情况

    ``more`` is None where there are signs of a pager that cannot be read (a script of an unknown system, a dead «下一页»).
    """
    counts = _counts(view)
    adapter, by_script = _by_script(view, context)
    link = _next_link(view)
    numbers = read_numbers(view)
    current = counts.current or numbers.current
    pages = counts.pages or by_script.pages or numbers.highest
    total = counts.total if counts.total is not None else by_script.total
    next_url = (link.url if link else None) or by_script.next_url or numbers.next_url
    more, quote, where, method = _decide(view, context, counts, by_script, link, numbers, total)
    if more is False:
        next_url = None
    if current and pages and current >= pages:
        next_url = None
    yield Fact(
        kind="list.paging",
        value=Paging(more=more, next_url=next_url, pages=pages, total=total),
        evidence=view.evidence(quote, where),
        method=f"{method}:{adapter}" if method == "script" and adapter else method,
        confidence={"text": 0.97, "link": 0.95, "script": 0.95, "numbers": 0.85, "none": 0.75}.get(method, 0.5),
    )


Decision = tuple[bool | None, str, HtmlElement | str, str]


def _decide(
    view: PageView, context: Context, counts: _Counts, script: _Script, link: _Next | None, numbers: Numbers, total: int | None
) -> Decision:
    where: HtmlElement | str = counts.line.element if counts.line else "/"
    quote = counts.line.text if counts.line else ""
    if counts.pages and counts.current:
        return counts.current < counts.pages, quote, where, "text"
    if script.more is not None:
        return script.more, script.quote, script.element if script.element is not None else "script", "script"
    if link and (link.url or link.live):
        return True, link.text, link.element, "link"
    if numbers.highest and numbers.current and (link is None or not link.disabled or (numbers.drawn and numbers.highest > numbers.current)):
        return numbers.highest > numbers.current, numbers.quote, numbers.element if numbers.element is not None else "/", "numbers"
    if counts.pages == 1 or (link and link.disabled):
        return False, quote or (link.text if link else ""), where if counts.line else (link.element if link else "/"), "text"
    rows = main_list(view, context)
    opens = not PAGE_IN_ADDRESS.search(urlsplit(view.url)._replace(netloc="").geturl())  # at its first page
    if total is not None and (rows is not None or total == 0):
        shown = len(rows.rows) if rows else 0
        if shown >= total:
            return False, quote, where, "text"
        if shown and opens and ((counts.pages or 0) > 1 or link):  # a script turns the pages of what opens with the first
            return True, link.text if link else quote, link.element if link else where, "text"
        if not link:
            return None, quote or script.quote, where, "unreadable"
    if link and link.onward > (counts.current or 1) and (counts.current or opens):
        return True, link.text, link.element, "link"
    if counts.pages and counts.pages > 1 and rows is not None and opens:
        return True, quote, where, "text"
    if link:  # a dead «下一页» that nothing explains
        return None, link.text, link.element, "unreadable"
    if (counts.pages and counts.pages > 1) or total or numbers.unclear:  # «共3页», and not on which of them we are
        return None, quote or numbers.quote, where, "unreadable"
    sign = unclear(view, context, rows.container if rows else None)
    if sign is not None:
        return None, *sign, "unreadable"
    return False, "", rows.container if rows else "/", "none"


# --- text ---------------------------------------------------------------------------------------------------------------------------


@per_view
def _counts(view: PageView) -> _Counts:
    """«共 42 条 当前第 1 / 5 页» and its relatives, read from short visible lines; the last pager of the page counts. 页码文字"""
    found = _Counts()
    for index, line in enumerate(view.lines[:MOST_LINES]):
        text = line.text
        alone = _of_alone(view, index) if "/" in text and len(text) <= LONGEST_OF and not line.hidden else None
        if alone is not None:
            found = _Counts(*alone, found.total, line)
        if (
            line.hidden
            or len(text) > 160
            or not ("页" in text or "项" in text or "頁" in text or "条" in text or "條" in text or "记录" in text or "記錄" in text)
        ):
            continue
        words = own = fold(text)
        if index + 1 < len(view.lines) and len(words) < 40 and re.search(r"第\d{1,5}页$|共\d{1,6}[条页]$", words):
            after = view.lines[index + 1]
            words += fold(after.text) if not after.hidden and len(after.text) < 40 else ""
        current, pages = _of(words)
        total = next((int(match[1]) for pattern in TOTAL if (match := pattern.search(words))), None)
        if pages is None:
            match = PAGES.search(words)
            pages = int(match[1] or match[2] or match[3]) if match else None
        if total is not None and not _is_pager_line(own, current, pages, line):
            total = None
        if pages is None and total and (per := PER_PAGE.search(own)) and (size := int(per[1] or per[2])):
            pages = -(-total // size)
        if current is None and pages is not None and (now := CURRENT.search(own)) and 0 < int(now[1]) <= pages:
            current = int(now[1])
        if current or pages or total is not None:
            found = _Counts(current or found.current, pages or found.pages, total if total is not None else found.total, line)
    return found


def _of_alone(view: PageView, index: int) -> tuple[int, int] | None:
    """Page and pages where a line says nothing but «1/4», beside a line that turns the page. 单列的页码"""
    match = OF_ALONE.fullmatch(fold(view.lines[index].text))
    beside = [line.text for line in (*view.lines[max(0, index - 1) : index], *view.lines[index + 1 : index + 2]) if not line.hidden]
    if match is None or not 0 < int(match[1]) <= int(match[2]):
        return None
    turned = any(len(text) <= LONGEST_NEXT and TURNS.search(fold(text)) for text in beside)
    return (int(match[1]), int(match[2])) if turned else None


def _is_pager_line(words: str, current: int | None, pages: int | None, line: Line) -> bool:
    """«共 8 条» counts rows only in a pager or by itself, not in a sentence about a regulation of eight articles."""
    if current or pages or len(words) <= 14:
        return True
    for node in up(line.element)[:PAGER_DEPTH]:
        if PAGER_NAME.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return True
    return bool(re.search(r"每页|上一页|下一页|首页|尾页", words))


def _of(words: str) -> tuple[int | None, int | None]:
    for pattern in OF:
        match = pattern.search(words)
        if match and 0 < int(match[1]) <= max(int(match[2]), 1):
            return int(match[1]), max(int(match[2]), 1)
    if shown := SHOWN.search(words):  # «显示第 1 至 10 项结果，共 57 项»
        first, last, total = map(int, shown.groups())
        size = last - first + 1
        return (-(-last // size), -(-total // size)) if 0 < size <= total and last <= total else (None, None)
    match = OF_REVERSED.search(words)
    if match and int(match[2]) <= int(match[1]):
        return int(match[2]), int(match[1])
    return None, None


# --- scripts ------------------------------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Script:
    """What a known system's script says about its pager."""

    more: bool | None = None
    pages: int | None = None
    total: int | None = None
    next_url: str | None = None
    quote: str = ""
    element: HtmlElement | None = None


def _by_script(view: PageView, context: Context) -> tuple[str, _Script]:
    for adapter in adapters_of(view, context):
        found = _read_script(view, adapter)
        if found.more is not None or found.next_url or found.total is not None:
            return adapter.id, found
    return "", _Script()


def _read_script(view: PageView, adapter: Adapter) -> _Script:
    for source, element in scripts(view):
        pager = re.search(adapter.pager, source) if adapter.pager else None
        total = re.search(adapter.total, source) if adapter.total else None
        endpoint = re.search(adapter.endpoint, source) if adapter.endpoint else None
        if not (pager or total or endpoint):
            continue
        groups = pager.groupdict() if pager else {}
        pages = int(groups["pages"]) if groups.get("pages") else _divided(groups)
        url = _url_parts(view)
        current = int(groups["current"]) if groups.get("current") else int(url["n"] or adapter.pager_first)
        more = current - adapter.pager_first + 1 < pages if pages is not None else (True if endpoint else None)
        next_url = resolve(view.base_url, endpoint["url"].replace("&amp;", "&"), view.encoding) if endpoint else None
        if more and not next_url and adapter.next_url:
            name, ext = groups.get("name") or url["name"] or "index", groups.get("ext") or url["ext"] or "html"
            next_url = resolve(view.base_url, adapter.next_url.format(name=name, ext=ext, n=current + 1))
        quote = (pager or total or endpoint or [""])[0]
        return _Script(more, max(pages, 1) if pages is not None else None, int(total["total"]) if total else None, next_url, quote, element)
    return _Script()


def _divided(groups: Mapping[str, str | None]) -> int | None:
    """The pages that so many rows fill, if more than one: a count may be a default that an answer replaces."""
    rows, size = int(groups.get("rows") or 0), int(groups.get("per") or 0)
    return -(-rows // size) if 0 < size < rows else None


def _url_parts(view: PageView) -> dict[str, str]:
    last = urlsplit(view.url).path.rsplit("/", 1)[-1]
    match = URL_PAGE.match(last)
    return {"name": match["name"], "n": match["n"] or "", "ext": match["ext"]} if match else {"name": "", "n": "", "ext": ""}


# --- links --------------------------------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Next:
    """A «下一页»: its address, or dead, or shown as out of use."""

    url: str | None
    text: str
    element: HtmlElement
    disabled: bool
    live: bool = False  # leads on to an address that is relative to the page's own, which is not known
    onward: int = 0  # the page that a script's function is called with


@per_view
def _next_link(view: PageView) -> _Next | None:
    best: _Next | None = None
    seen = 0
    for element in of_body(view, *CARRIERS):
        if len(element) and element.tag != "a":
            continue
        text = _said(element)
        if len(text) > LONGEST_NEXT or not (said := _says_next(text)):
            continue
        seen += 1
        if seen > MOST_NEXT:
            break
        if said == "mark" and not _beside_numbers(element) and not _named_next(element):
            continue
        if view.is_hidden(element):
            continue
        url, href = target(view, element) if element.tag == "a" or element.get("onclick") else (None, "")
        here = url is not None and urlsplit(url)[:4] == urlsplit(view.url)[:4]
        classes = f"{element.get('class') or ''} {element.getparent().get('class') or ''}"
        disabled = here or bool(DISABLED.search(classes)) or element.get("disabled") is not None or _inert(view, element)
        live = url is None and not disabled and not view.url and RELATIVE.match(href) is not None
        call = ONWARD.search(f"{element.get('onclick') or ''} {element.get('href') or ''}") if url is None and not disabled else None
        found = _Next(None if disabled else url, fold(text), element, disabled, live, int(call[1]) if call else 0)
        if best is None or (found.url and not best.url) or (best.disabled and not found.disabled):
            best = found
    return best or _told(view)


def _told(view: PageView) -> _Next | None:
    """The next page that the head of the page names for machines."""
    for element in view.tree.iter("link") if holds(view, b"next") else ():
        url = resolve(view.base_url, element.get("href") or "") if (element.get("rel") or "").lower() == "next" else None
        if url is not None and url != view.url:
            return _Next(url, "rel=next", element, disabled=False)
    return None


RELATIVE = re.compile(r"(?!(?:javascript|mailto|data|about):)[./\w?][^\s'\"]{2,}", re.I)


def _said(element: HtmlElement) -> str:
    """What a control shows: its words, else those of its picture or its title."""
    if element.tag == "input":
        return element.get("value") or element.get("alt") or ""
    text = text_of(element)
    if text.strip() or element.tag not in ("a", "button"):
        return text or (element.get("value") or "" if element.tag == "button" else "")
    image = element.find(".//img")
    return (image.get("alt") or image.get("title") or "" if image is not None else "") or element.get("title") or ""


def _inert(view: PageView, element: HtmlElement) -> bool:
    """Whether a «下一页» is plain text: no link, no button, and no script of the page names it. 不可点击"""
    if element.tag in ("a", "button", "input") or element.get("onclick"):
        return False
    names = [f"#{element.get('id')}", *(f".{name}" for name in (element.get("class") or "").split()[:4])]
    bound = any(name in text for script in view.tree.iter("script") if (text := script.text) for name in names if len(name) > 2)
    return not bound and not (names[1:] and asks_for_rows(view))


@per_text
def _says_next(text: str) -> str:
    """How a short text says «下一页»: in words, by a mark, or not at all ('')."""
    words = fold(text)
    return "words" if NEXT.match(words) else "mark" if NEXT_MARK.match(words) else ""


def _beside(element: HtmlElement) -> Iterator[HtmlElement]:
    """The nearest elements before and after in the same block."""
    yield from itertools.islice(element.itersiblings(preceding=True), NEAR_NUMBERS)
    yield from itertools.islice(element.itersiblings(), NEAR_NUMBERS)


def _named_next(element: HtmlElement) -> bool:
    """Whether an arrow by itself is called the next one and leads to a page by its number; those of slides lead nowhere."""
    return NEXT_NAME.search(element.get("class") or "") is not None and PAGE_IN_ADDRESS.search(element.get("href") or "") is not None


def _beside_numbers(element: HtmlElement) -> bool:
    if sum(number_in(e) is not None for e in _beside(element)) >= 2:
        return True
    parent = element.getparent()
    return parent is not None and OF_ALONE.fullmatch(fold(text_of(parent)[:LONGEST_NEXT])) is not None
