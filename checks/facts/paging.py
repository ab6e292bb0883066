"""What the pager of a list page says. 分页"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Paging
from checks.parsing.adapters import adapters_of, scripts
from checks.parsing.fold import fold
from checks.parsing.links import resolve
from checks.parsing.memo import per_view
from checks.parsing.rowgroups import target
from checks.parsing.rows import main_list
from checks.parsing.view import Line, PageView
from checks.vocabulary import Adapter, Context

from .glance import finder

NEXT = re.compile(r"^[\[(【<>«»‹›|\s]*(?:下一?页|后一?页|次页|next|nextpage)[\])】<>«»‹›|\s]*$", re.I)
NEXT_MARK = re.compile(r"^(?:>|>>|›|»|→)$")
CARRIERS = ("a", "span", "li", "font", "input", "button", "div")  # what a «下一页» is made of
LONGEST_NEXT = 24
NUMBER = re.compile(r"^[\[(]?(\d{1,4})[\])]?$")
DISABLED = re.compile(r"disab|(?:^|\s)(?:no|end|bg|off|unable|gray|grey|invalid)(?=\s|$)", re.I)
# All on folded text (no spaces, half-width).
TOTAL = (
    re.compile(r"(?:共|总共|共有|共计|合计|总数)[:：]?(\d{1,7})(?:条|篇|个?记录|个?结果|项)"),
    re.compile(r"(?:总记录数?|记录总数|信息总数|总条数|总计)[:：]?(\d{1,7})"),
)
OF = (
    re.compile(r"第?(\d{1,5})页?/(?:共|总)?(\d{1,5})页"),
    re.compile(r"第(\d{1,5})页[,，;；|]?(?:共|总)(?:计|有)?(\d{1,5})页"),
    re.compile(r"(?:页次|页码|页数|当前页)[:：]?第?(\d{1,5})页?/(\d{1,5})"),
    re.compile(r"第(\d{1,5})/(\d{1,5})页"),
)
OF_REVERSED = re.compile(r"共(?:计|有)?(\d{1,5})页.{0,12}?(?:当前)?(?:为|是)?第(\d{1,5})页")
PAGES = re.compile(r"(?:共|总共|共有|共计)[:：]?(\d{1,5})页|总页数[:：]?(\d{1,5})")
SCRIPTED = re.compile(
    r"createPage|\bPager\s*\(|laypage|pagination\s*\(|\.pagination|jpage|pageCount|totalPage|page_div|fenye|\bgetPage|queryPage|loadMore|pageSize|pageNo|pageIndex",
    re.I,
)
SCRIPT_WORDS = finder(("page", "pagina", "fenye", "loadmore"))  # one of these stands, in lower case, in whatever SCRIPTED finds
PAGER_NAME = re.compile(
    r"(?:^|[\s_-])(?:page(?:r|s|s?_?div|nav|list|box|bar)?|pagination\w*|fenye|pz_fy|laypage\w*|jpage\w*|paging)(?=[\s_\d-]|$)", re.I
)
URL_PAGE = re.compile(r"^(?P<name>.*?)(?:_(?P<n>\d{1,5}))?\.(?P<ext>\w{1,8})$")
CALENDAR = re.compile(r"calendar|rili|datepicker|wdate", re.I)
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
    numbers = _numbers(view)
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
    view: PageView, context: Context, counts: _Counts, script: _Script, link: _Next | None, numbers: _Numbers, total: int | None
) -> Decision:
    where: HtmlElement | str = counts.line.element if counts.line else "/"
    quote = counts.line.text if counts.line else ""
    if counts.pages and counts.current:
        return counts.current < counts.pages, quote, where, "text"
    if script.more is not None:
        return script.more, script.quote, script.element if script.element is not None else "script", "script"
    if link and link.url:
        return True, link.text, link.element, "link"
    if numbers.highest and numbers.current and (link is None or not link.disabled):
        return numbers.highest > numbers.current, numbers.quote, numbers.element if numbers.element is not None else "/", "numbers"
    if counts.pages == 1 or (link and link.disabled):
        return False, quote or (link.text if link else ""), where if counts.line else (link.element if link else "/"), "text"
    rows = main_list(view, context)
    if total is not None and (rows is not None or total == 0):
        shown = len(rows.rows) if rows else 0
        if shown >= total:
            return False, quote, where, "text"
        if not link and counts.line is not None:
            return None, quote, where, "unreadable"
    if link:  # a dead «下一页» that nothing explains
        return None, link.text, link.element, "unreadable"
    if _scripted(view):
        return None, "", "script", "unreadable"
    return False, "", rows.container if rows else "/", "none"


# --- text ---------------------------------------------------------------------------------------------------------------------------


@per_view
def _counts(view: PageView) -> _Counts:
    """«共 42 条 当前第 1 / 5 页» and its relatives, read from short visible lines; the last pager of the page counts. 页码文字"""
    found = _Counts()
    for index, line in enumerate(view.lines[:MOST_LINES]):
        text = line.text
        if (
            line.hidden
            or len(text) > 160
            or not ("页" in text or "頁" in text or "条" in text or "條" in text or "记录" in text or "記錄" in text)
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
            pages = int(match[1] or match[2]) if match else None
        if total is not None and not _is_pager_line(own, current, pages, line):
            total = None
        if current or pages or total is not None:
            found = _Counts(current or found.current, pages or found.pages, total if total is not None else found.total, line)
    return found


def _is_pager_line(words: str, current: int | None, pages: int | None, line: Line) -> bool:
    """«共 8 条» counts rows only in a pager or by itself, not in a sentence about a regulation of eight articles."""
    if current or pages or len(words) <= 14:
        return True
    node: HtmlElement | None = line.element
    while node is not None:
        if PAGER_NAME.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return True
        node = node.getparent()
    return bool(re.search(r"每页|上一页|下一页|首页|尾页", words))


def _of(words: str) -> tuple[int | None, int | None]:
    for pattern in OF:
        match = pattern.search(words)
        if match and 0 < int(match[1]) <= max(int(match[2]), 1):
            return int(match[1]), max(int(match[2]), 1)
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
        pages = int(groups["pages"]) if groups.get("pages") else None
        url = _url_parts(view)
        current = int(groups["current"]) if groups.get("current") else int(url["n"] or adapter.pager_first)
        more = current - adapter.pager_first + 1 < pages if pages is not None else (True if endpoint else None)
        next_url = resolve(view.base_url, endpoint["url"].replace("&amp;", "&")) if endpoint else None
        if more and not next_url and adapter.next_url:
            name, ext = groups.get("name") or url["name"] or "index", groups.get("ext") or url["ext"] or "html"
            next_url = resolve(view.base_url, adapter.next_url.format(name=name, ext=ext, n=current + 1))
        quote = (pager or total or endpoint or [""])[0]
        return _Script(more, max(pages, 1) if pages is not None else None, int(total["total"]) if total else None, next_url, quote, element)
    return _Script()


def _url_parts(view: PageView) -> dict[str, str]:
    last = urlsplit(view.url).path.rsplit("/", 1)[-1]
    match = URL_PAGE.match(last)
    return {"name": match["name"], "n": match["n"] or "", "ext": match["ext"]} if match else {"name": "", "n": "", "ext": ""}


@per_view
def _scripted(view: PageView) -> bool:
    """Whether a script seems to draw a pager. 疑似脚本分页"""
    texts = (script.text or script.get("src") or "" for script in view.tree.iter("script"))
    return any(SCRIPT_WORDS.search(text.lower()) and SCRIPTED.search(text) for text in texts)


# --- links --------------------------------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Next:
    """A «下一页»: its address, or dead, or shown as out of use."""

    url: str | None
    text: str
    element: HtmlElement
    disabled: bool


@per_view
def _next_link(view: PageView) -> _Next | None:
    best: _Next | None = None
    for element in _of_body(view, *CARRIERS):
        if len(element) and element.tag != "a":
            continue
        text = (element.get("value") or "") if element.tag in ("input", "button") else _text_of(element)
        if len(text) > LONGEST_NEXT or not (said := _says_next(text)) or (said == "mark" and not _beside_numbers(element)):
            continue
        if view.is_hidden(element):
            continue
        url = target(view, element)[0] if element.tag == "a" or element.get("onclick") else None
        here = url is not None and urlsplit(url)[:4] == urlsplit(view.url)[:4]
        classes = f"{element.get('class') or ''} {element.getparent().get('class') or ''}"
        disabled = (
            here
            or bool(DISABLED.search(classes))
            or element.get("disabled") is not None
            or (element.tag != "a" and not element.get("onclick"))
        )
        found = _Next(None if disabled else url, fold(text), element, disabled)
        if best is None or (found.url and not best.url) or (best.disabled and not found.disabled):
            best = found
    return best


@functools.lru_cache(maxsize=50_000)
def _says_next(text: str) -> str:
    """How a short text says «下一页»: in words, by a mark, or not at all ('')."""
    words = fold(text)
    return "words" if NEXT.match(words) else "mark" if NEXT_MARK.match(words) else ""


def _beside_numbers(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and sum(_number(e) is not None for e in parent) >= 2


def _of_body(view: PageView, *tags: str) -> Iterator[HtmlElement]:
    """Elements of these tags in the body, in document order. A page pasted together may have several roots and bodies."""
    for root in (view.tree, *view.tree.itersiblings()):
        for body in root.iter("body"):
            if next(body.iterancestors("body"), None) is None:
                yield from body.iterdescendants(*tags)


def _text_of(element: HtmlElement) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _number(element: HtmlElement) -> int | None:
    """The number that is all an element says."""
    return _as_number(_text_of(element))


@functools.lru_cache(maxsize=50_000)
def _as_number(text: str) -> int | None:
    match = NUMBER.match(fold(text))
    return int(match[1]) if match else None


@attrs.frozen(eq=False)
class _Numbers:
    """A row of page numbers."""

    current: int | None = None
    highest: int | None = None
    next_url: str | None = None
    quote: str = ""
    element: HtmlElement | None = None


@per_view
def _numbers(view: PageView) -> _Numbers:
    """Numbered links side by side, one of them the current page. Calendars and ranked lists are none. 数字页码"""
    for parent in dict.fromkeys(e.getparent() for e in _of_body(view, "a") if _number(e) is not None):
        block = parent.getparent() if parent is not None and parent.tag == "li" else parent
        if block is None or (block.tag in ("tr", "td", "tbody") and block.tag != "td"):
            continue
        if CALENDAR.search(f"{block.get('class') or ''} {block.get('id') or ''}") or view.is_hidden(block):
            continue
        marks = _marks(block)
        links = {n: e for n, e in marks if e.tag == "a" and target(view, e)[0]}
        plain = [n for n, e in marks if not (e.tag == "a" and _to_other(view, e)) and (e.tag != "a" or _is_current(e))]
        numbers = [n for n, _ in marks]
        if (
            len(numbers) < 2
            or len(numbers) > 25
            or sorted(set(numbers)) != numbers
            or not any(word in fold("".join(block.itertext())) for word in ("页", "1"))
        ):
            continue
        if 1 not in numbers and not re.search(r"页|\.\.|…", fold("".join(block.itertext()))):
            continue
        current = plain[0] if len(plain) == 1 else None
        if current is None:
            continue
        after = next((links[n] for n in numbers if n == current + 1 and n in links), None)
        url = target(view, after)[0] if after is not None else None
        return _Numbers(current, max(numbers), url, " ".join("".join(block.itertext()).split()), block)
    return _Numbers()


def _marks(block: HtmlElement) -> list[tuple[int, HtmlElement]]:
    found = []
    for element in block.iter("a", "span", "strong", "b", "em", "font", "i"):
        if len(element) and element.tag != "a":
            continue
        if element.tag != "a" and any(a.tag == "a" for a in element.iterancestors()):
            continue
        number = _number(element)
        if number is not None:
            found.append((number, element))
    return found[:60]


def _is_current(element: HtmlElement) -> bool:
    words = f"{element.get('class') or ''} {(element.getparent().get('class') or '') if element.getparent().tag == 'li' else ''}"
    return bool(re.search(r"curr?ent|cur\b|active|\bon\b|this|now|select|hover|focus", words, re.I))


def _to_other(view: PageView, element: HtmlElement) -> bool:
    return not _is_current(element)
