"""Rows of page numbers: where the list stands and how far it goes. 数字页码"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.memo import per_view
from checks.parsing.paths import xpath
from checks.parsing.rowgroups import target
from checks.parsing.texts import per_text
from checks.parsing.view import PageView

NUMBER = re.compile(r"^第?[\[(]?(\d{1,4})[\])]?页?$")
FIRST_PLAIN = re.compile(r"[^\d]{0,20}1[^\d]{1,6}2(?!\d)")  # «[1] [2] [3]», the first of which is no link
LONGEST_NUMBER = 40  # characters with the white space around it
CALENDAR = re.compile(r"calendar|rili|datepicker|wdate", re.I)
MOST_NUMBERS = 25  # more are the days of a month or a table of figures
MOST_VISITED = 20_000  # elements looked at on one page: a pager that begins later is not read
MOST_PARTS = 400
FEW_PARTS = 12  # pieces of text a number is made of
OF_PAGERS = re.compile(
    r"[\d\W_]|首页|第一页|上一?页|前一?页|下一?页|后一?页|最后一?页|尾页|末页|跳转|转到|prev(?:ious)?|next|first|last|page|go|[共第页条到]",
    re.I,
)
MOST_OTHER = 4  # characters of other words in a row of page numbers
POSTED = re.compile(r"Page\$\d{1,5}['\"]|__doPostBack\('[^']{1,80}\$_?ctl\d{1,3}',''\)")  # a page of a table that the form sends for
NAMED_PAGER = xpath("//ul[contains(@class, 'pag')] | //div[contains(@class, 'pag')] | //nav[contains(@class, 'pag')]")
MOST_PAGERS = 20
PAGE_OPTION = re.compile(r"第?(\d{1,4})页?(?:/\d{1,4}页?)?")
MOST_OPTIONS = 500
OPENS_VALUE = re.compile(r"location|href|this\.value|window\.open", re.I)
LAST_NUMBER = re.compile(r"(\d{1,4})\D{0,12}$")
# A page of a list by its address: the letters right before the number say so.
PAGE_ADDRESS = re.compile(
    r"(?<=page=)\d{1,4}|(?<=pageno=)\d{1,4}|(?<=pagenum=)\d{1,4}|(?<=pageindex=)\d{1,4}|(?<=page_)\d{1,4}|(?<=[?&]p=)\d{1,4}", re.I
)
PATH_SIGN = re.compile(r"[.?/]")
MOST_PICTURES = 300
GOES_ON = re.compile(r"(?:\.\.|…)[^\d]{0,20}$|(?:\.\.|…)\s*\d{1,5}[^\d]{0,20}$")


def of_body(view: PageView, *tags: str) -> Iterator[HtmlElement]:
    """Elements of these tags in the body, in document order. A page pasted together may have several roots and bodies."""
    for root in (view.tree, *view.tree.itersiblings()):
        for body in root.iter("body"):
            if next(body.iterancestors("body"), None) is None:
                yield from body.iterdescendants(*tags)


def text_of(element: HtmlElement) -> str:
    """All text inside an element."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def number_in(element: HtmlElement) -> int | None:
    """The number that is all an element says."""
    text = element.text or "" if not len(element) else "".join(itertools.islice(element.itertext(), FEW_PARTS))
    return _as_number(text) if 0 < len(text) <= LONGEST_NUMBER else None


@per_text
def _as_number(text: str) -> int | None:
    match = NUMBER.match(fold(text))
    return int(match[1]) if match else None


@attrs.frozen(eq=False)
class Numbers:
    """A row of page numbers. 数字页码

    Attributes:
        unclear: there is such a row, but it does not show which page this is or whether its last number is the last page.
        drawn: its numbers have no addresses: a script turns the pages, and a «>» without one tells nothing.
    """

    current: int | None = None
    highest: int | None = None
    next_url: str | None = None
    quote: str = ""
    element: HtmlElement | None = None
    unclear: bool = False
    drawn: bool = False


@per_view
def read_numbers(view: PageView) -> Numbers:
    """Numbered links side by side, one of them the current page. Calendars and ranked lists are none. 数字页码"""
    unclear = Numbers()
    budget = MOST_VISITED
    for block in _blocks(view):
        if CALENDAR.search(f"{block.get('class') or ''} {block.get('id') or ''}") or view.is_hidden(block):
            continue
        marks, visited = _marks(block, budget)
        budget -= visited
        if budget <= 0:
            break
        numbers = [n for n, _ in marks]
        if not 2 <= len(numbers) <= MOST_NUMBERS or sorted(set(numbers)) != numbers:
            continue
        text = "".join(itertools.islice(block.itertext(), MOST_PARTS))
        words = fold(text)
        if not ("页" in words or "1" in words) or (
            1 not in numbers and not re.search(r"页|\.\.|…", words) and not _begins_plain(numbers, text)
        ):
            continue
        found = _read(view, marks, " ".join(text.split()), block)
        if found.current is not None:
            return found
        unclear = found if found.unclear and not unclear.unclear else unclear
    return _chosen(view) or _unlinked(view) or _pictured(view) or unclear


def _chosen(view: PageView) -> Numbers | None:
    """A choice of all pages one after the other, of which the page itself marks one as chosen. 下拉页码"""
    for select in view.tree.iter("select"):
        options = list(itertools.islice(select.iterchildren("option"), MOST_OPTIONS + 1))
        if not 2 <= len(options) <= MOST_OPTIONS or view.is_hidden(select):
            continue
        said = [PAGE_OPTION.fullmatch(fold(text_of(option))) for option in options]
        if any(one is None or int(one[1]) != n for n, one in enumerate(said, 1)):
            continue
        lit = [n for n, option in enumerate(options, 1) if option.get("selected") is not None]
        words = fold(text_of(options[0]))
        if not lit and _opens_pages(select, options):  # the first is shown, unless the address says otherwise
            here = PAGE_ADDRESS.search(view.url)
            return Numbers(
                int(here[0]) if here else 1, len(options), None, " ".join(text_of(option).strip() for option in options[:3]), select
            )
        if len(lit) == 1 and ("页" in words or ((len(options) <= MOST_NUMBERS and _says_pages(select)) or _opens_pages(select, options))):
            return Numbers(lit[0], len(options), None, " ".join(text_of(option).strip() for option in options[:3]), select)
    return None


def _says_pages(select: HtmlElement) -> bool:
    """Whether the words right around a choice of bare numbers are those of a pager: «共5页 转到», and not of a form. 选择框是否为翻页"""
    around = select.getparent()
    text = fold("".join(itertools.islice(around.itertext(), MOST_PARTS))) if around is not None else ""
    return re.search(r"共\d{1,5}页|上一?页|下一?页|转到|跳转", text) is not None


def _opens_pages(select: HtmlElement, options: list[HtmlElement]) -> bool:
    """Whether a choice leads to an address for each number, which ends with it or counts from nought. 选项是否为各页网址"""
    if not OPENS_VALUE.search(select.get("onchange") or ""):
        return False
    ends = [LAST_NUMBER.search(value) for option in options if PATH_SIGN.search(value := option.get("value") or "")]
    numbers = [int(end[1]) for end in ends if end is not None]
    return len(numbers) >= len(options) - 1 and numbers[-1:] in ([len(options)], [len(options) - 1]) and sorted(set(numbers)) == numbers


def _pictured(view: PageView) -> Numbers | None:
    """Links side by side made of pictures alone, the addresses of which are the second and other pages of one list. 图片页码"""
    blocks: dict[HtmlElement, set[int]] = {}
    for image in itertools.islice(of_body(view, "img"), MOST_PICTURES):
        link = image.getparent()
        found = PAGE_ADDRESS.search(link.get("href") or "") if link is not None and link.tag == "a" else None
        block = link.getparent() if link is not None and found is not None and not text_of(link).strip() else None
        if found is not None and block is not None and not view.is_hidden(image):
            blocks.setdefault(block, set()).add(int(found[0]))
    here = PAGE_ADDRESS.search(view.url)
    for block, numbers in blocks.items():
        if 2 in numbers and len(numbers) > 1:
            return Numbers(int(here[0]) if here else 1, max(numbers), None, "", block)
    return None


def _unlinked(view: PageView) -> Numbers | None:
    """Numbers without addresses, in a block named as a pager, of which one is lit: a script turns the pages. 脚本翻页的页码"""
    for block in itertools.islice(NAMED_PAGER(view.tree), MOST_PAGERS):
        marks = [(number, child) for child in block if isinstance(child.tag, str) and (number := number_in(child)) is not None]
        numbers = [number for number, _ in marks]
        lit = [number for number, child in marks if _is_current(child) or child.get("aria-current")]
        if len(lit) != 1 or not 2 <= len(numbers) <= MOST_NUMBERS or sorted(set(numbers)) != numbers or numbers[0] != 1:
            continue
        text = " ".join("".join(itertools.islice(block.itertext(), MOST_PARTS)).split())
        if (
            len(OF_PAGERS.sub("", text)) <= MOST_OTHER
            and not view.is_hidden(block)
            and not (lit[0] == numbers[-1] and GOES_ON.search(text))
        ):
            return Numbers(lit[0], numbers[-1], None, text, block, drawn=True)
    return None


def _read(view: PageView, marks: list[tuple[int, HtmlElement]], text: str, block: HtmlElement) -> Numbers:
    numbers = [n for n, _ in marks]
    links = {n: e for n, e in marks if e.tag == "a" and target(view, e)[0]}
    plain = [n for n, e in marks if e.tag != "a" or _is_current(e)]
    current = plain[0] if len(plain) == 1 else 1 if not plain and _begins_plain(numbers, text) else None
    if current is None or (block.tag == "tr" and not _posted(marks)) or (current == max(numbers) and GOES_ON.search(text)):
        return Numbers(quote=text, element=block, unclear=len(OF_PAGERS.sub("", text)) <= MOST_OTHER)
    after = links.get(current + 1)
    return Numbers(current, max(numbers), target(view, after)[0] if after is not None else None, text, block)


def _posted(marks: list[tuple[int, HtmlElement]]) -> bool:
    """Whether a row of a table is its pager: its numbers send the form for further pages."""
    return any(POSTED.search(e.get("href") or "") for _, e in marks)


def _begins_plain(numbers: list[int], text: str) -> bool:
    """Whether a row of nothing but page numbers begins with a 1 that is no element of its own, before the link to the second page."""
    return numbers[0] == 2 and FIRST_PLAIN.match(text) is not None and len(OF_PAGERS.sub("", text)) <= MOST_OTHER


def _blocks(view: PageView) -> Iterator[HtmlElement]:
    """Blocks in which numbered links stand side by side, each once."""
    seen = set()
    for element in of_body(view, "a"):
        if number_in(element) is None:
            continue
        parent = element.getparent()
        block = parent.getparent() if parent is not None and parent.tag in ("li", "td") and number_in(parent) is not None else parent
        if parent is not None and parent.tag == "li":
            block = parent.getparent()
        if block is not None and block.tag not in ("tbody", "html") and block not in seen:
            seen.add(block)
            yield block


def _marks(block: HtmlElement, budget: int) -> tuple[list[tuple[int, HtmlElement]], int]:
    """Numbers in a block, no more than tell that they are too many; and how many elements were looked at."""
    found: list[tuple[int, HtmlElement]] = []
    visited = 0
    for element in block.iter("a", "span", "strong", "b", "em", "font", "i"):
        visited += 1
        if visited > budget or len(found) > MOST_NUMBERS:
            break
        if len(element) and element.tag != "a":
            continue
        number = number_in(element)
        if number is not None and (element.tag == "a" or not any(a.tag == "a" for a in element.iterancestors())):
            found.append((number, element))
    return found, visited


def _is_current(element: HtmlElement) -> bool:
    words = f"{element.get('class') or ''} {(element.getparent().get('class') or '') if element.getparent().tag == 'li' else ''}"
    return bool(re.search(r"curr?ent|cur\b|active|\bon\b|this|now|select|hover|focus", words, re.I))
