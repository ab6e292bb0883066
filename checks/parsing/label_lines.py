"""Pairs in running pages: «label：value» lines, labels in bold before their value, headings with text below. 行与标题中的标签"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from .fold import compact_lines
from .grid import inner_text, rows_of
from .labels import LONGEST_LABEL, Pair, ends_like_label, key_of, like_label, media_of
from .main import BAR, CRUMB, FOOTER, MENU, read_main
from .memo import per_view
from .numbering import Mark, mark_of, unnumbered
from .tree import cells, holds_more
from .view import BLOCKS, Line, PageView

COLON = re.compile(r"[：:﹕︰]")
LABEL_BEFORE = re.compile(r"[\u3400-\u9fffA-Za-z（）()【】\[\]〔〕/／、·\-]{1,20}$")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"})
INLINE = frozenset({"b", "strong", "span", "label", "em", "i", "font", "u", "a"})
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
STEP = re.compile(r"[1-9]\d?", re.A)
LEAST_STEPS = 3
NOWHERE = ("#", "javascript:")
SOMEWHERE = frozenset("/.h")  # first letters of most addresses that lead somewhere
ASKED = ("？", "?")  # a line that asks is the heading of its answer
ASKER = re.compile(r"^\s{0,9}(?:[问問]|[Qq])\s?\d{0,2}\s?[：:.、]\s?")
MAX_SECTION_LINES = 250
MAX_VALUE = 20_000
MAX_HEADINGS = 1500
MAX_COLONS = 60  # a line with more is data, not labels
MAX_LINE = 20_000
MOST_TARGETS = 300  # links of a line's block that are looked at
NEAR = 300  # elements looked through for pictures and links of one section


@attrs.frozen(eq=False)
class Heading:
    """How a line marks itself as a heading: its number, its tag or weight, whether it ends with a colon. 标题样式"""

    label: str
    mark: Mark | None
    strong: int  # 0 plain, 1 bold, 2 a heading tag
    colon: bool

    def ended_by(self, other: Heading) -> bool:
        """Whether the text under this heading ends where the other stands."""
        if self.mark and other.mark and self.mark.rank == other.mark.rank:
            return other.mark.number == self.mark.number + 1 or other.strong > self.strong
        if other.strong != self.strong:
            return other.strong > self.strong
        if self.mark and other.mark:
            return other.mark.rank < self.mark.rank
        return (self.mark is None) == (other.mark is None)


def line_pairs(view: PageView) -> Iterator[Pair]:
    """Pairs of lines and of headings with text below. 行"""
    previous: Line | None = None
    for number, line in enumerate(view.lines):
        if COLON.search(line.text):
            yield from _in_line(line, number)
        same = previous is not None and previous.element is line.element
        if not same:
            if opens_inline(line):
                yield from _inline_label(line, number)
        elif previous is not None and len(previous.text) <= 4 and like_label(previous.text + line.text[:2]):
            yield from _in_line(attrs.evolve(line, text=previous.text + line.text), number)  # a label cut by <br>
        previous = line
    marks = headings(view)
    for number, heading in marks.items():
        yield section(view, number, _end(view, marks, number, heading), heading.label)


@per_view
def headings(view: PageView) -> dict[int, Heading]:
    """Lines that mark themselves as headings of a text below, by their number in ``view.lines``. 标题行"""
    found: dict[int, Heading] = {}
    for number, line in enumerate(view.lines):
        heading = _heading(view, line)
        if heading is not None and not _fills_cell(view, number):
            found[number] = heading
            if len(found) >= MAX_HEADINGS:
                break
    return found


def _fills_cell(view: PageView, number: int) -> bool:
    """Whether nothing follows the line in its cell: then the table says what belongs to it."""
    element = view.lines[number].element
    cell = _cell(view, element)
    return element.tag == "dt" or (cell is not None and _cell_end(view, number) == number + 1)


def section(view: PageView, start: int, end: int, label: str) -> Pair:
    """The pair of a heading line and the lines up to ``end`` (exclusive). 段落"""
    lines, end = _content(view, start + 1, min(end, start + 1 + MAX_SECTION_LINES))
    head = view.lines[start]
    shown = [line for line in lines if not line.hidden] or lines
    text = compact_lines([line.text for line in shown])[:MAX_VALUE]
    image, link, script = media_of(_between(view, head.element, view.lines[end].element if end < len(view.lines) else None))
    return Pair(
        label,
        key_of(label),
        text,
        head.element,
        shown[0].element if shown else head.element,
        "heading",
        start,
        head.hidden or (bool(shown) and all(line.hidden for line in shown)),
        image,
        link,
        script,
        firm=bool(text) or end < len(view.lines),
    )


def _content(view: PageView, start: int, end: int) -> tuple[list[Line], int]:
    """Lines that belong to the text, and where it really ends: the footer ends it, menus and share bars within it are left out."""
    lines, parts, steps = view.lines, read_main(view).parts, step_numbers(view)
    kept: list[Line] = []
    for number in range(start, end):
        line, part = lines[number], parts[number]
        if part is FOOTER:
            return kept, number
        if number in steps:
            continue
        if part not in (CRUMB, BAR) and not (part is MENU and line.linked * 2 > len(line.text)):
            kept.append(line)
    return kept, end


@per_view
def step_numbers(view: PageView) -> frozenset[int]:
    """Numbers of the lines that hold nothing but the number of a step: they count what follows and are nobody's value. 步骤序号"""
    counted = [(n, int(line.text)) for n, line in enumerate(view.lines) if STEP.fullmatch(line.text)]
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for number, step in counted:
        run = [*run, (number, step)] if run and step == run[-1][1] + 1 else [(number, step)]
        if len(run) >= LEAST_STEPS:
            found.update(n for n, _ in run)
    return frozenset(found)


@per_view
def _order(view: PageView) -> dict[HtmlElement, int]:
    return {element: number for number, element in enumerate(view.tree.iter())}


@per_view
def _media(view: PageView) -> tuple[list[int], list[HtmlElement]]:
    order = _order(view)
    elements = list(view.tree.iter("img", "a", "script", "iframe", "input", "select", "textarea", "object", "embed"))
    return [order[e] for e in elements], elements


def _between(view: PageView, start: HtmlElement, end: HtmlElement | None) -> list[HtmlElement]:
    """Pictures, links and scripts between two blocks; where one block holds both ends, all of the block's."""
    order = _order(view)
    positions, elements = _media(view)
    first = order.get(start, 0)
    last = first + NEAR if end is None else _after(start, order) if end is start else order.get(end, first)
    return elements[bisect.bisect_right(positions, first) : bisect.bisect_left(positions, last)][:NEAR]


def _after(element: HtmlElement, order: dict[HtmlElement, int]) -> int:
    """Position of the first element behind this one's own content."""
    node: HtmlElement | None = element
    while node is not None:
        following = node.getnext()
        if following is not None:
            return order.get(following, len(order))
        node = node.getparent()
    return len(order)


def _end(view: PageView, marks: dict[int, Heading], number: int, heading: Heading) -> int:
    lines = view.lines
    cell = _cell(view, lines[number].element)
    stop = min(len(lines), number + 1 + MAX_SECTION_LINES)
    for following in range(number + 1, stop):
        if cell is not None and _cell(view, lines[following].element) is not cell:
            return following
        other = marks.get(following)
        if other is not None and heading.ended_by(other):
            return following
        if heading.colon and not heading.mark and not heading.strong and _starts_with_label(lines[following].text):
            return following
    return stop


def _cell_end(view: PageView, number: int) -> int:
    cell = _cell(view, view.lines[number].element)
    if cell is None:
        return len(view.lines)
    return next((n for n in range(number + 1, len(view.lines)) if _cell(view, view.lines[n].element) is not cell), len(view.lines))


def _cell(view: PageView, element: HtmlElement) -> HtmlElement | None:
    """The cell the line stands in, if its table has several rows and columns (one row of cells lays out the page)."""
    cell = cells(view).get(element)
    row = cell.getparent() if cell is not None else None
    several = row is not None and holds_more(row, 1) and next(itertools.islice(rows_of(_table(row)), 1, 2), None) is not None
    return cell if several else None


def _table(row: HtmlElement) -> HtmlElement:
    node = row
    while node.tag != "table":
        parent = node.getparent()
        if parent is None:
            return node
        node = parent
    return node


def _starts_with_label(text: str) -> bool:
    colon = COLON.search(text[: LONGEST_LABEL + 1])
    return colon is not None and mark_of(text) is None and like_label(text[: colon.start()])


def _heading(view: PageView, line: Line) -> Heading | None:
    text = line.text
    if len(text) > LONGEST_LABEL + 8:
        return None
    asks = text[-1:] in ASKED
    label = unnumbered(ASKER.sub("", text)).rstrip("：: ？?") if asks else unnumbered(text).rstrip("：: ")
    if not like_label(label) or leads_away(view, line) or COLON.search(label):
        return None
    mark = mark_of(text)
    strong = 2 if line.element.tag in HEADINGS else int(_is_bold(view, line))
    colon = asks or bool(COLON.match(text[-1:]))
    if mark or strong or colon or _leads_block(line):
        return Heading(label, mark, strong, colon)
    return None


def leads_away(view: PageView, line: Line) -> bool:
    """Whether a line is mostly links to other pages; a link that only opens what stands below it is a heading. 是否指向别处的链接行"""
    return line.linked * 2 > len(line.text) and _has_targets(view, line.element)


@per_view
def _has_targets(view: PageView, block: HtmlElement) -> bool:
    """Whether a link of a block leads to another page; several readers ask it of each line."""
    anchor = None
    for anchor in itertools.islice(block.iter("a"), MOST_TARGETS):
        target = anchor.get("href") or ""
        if target[:1] in SOMEWHERE or ((target := target.strip().lower()) and not target.startswith(NOWHERE)):
            return True
    return anchor is None


def _leads_block(line: Line) -> bool:
    """A short block that ends like a label and has one sibling block: <li><div>设定依据</div><div>…</div></li>."""
    parent = line.element.getparent()
    if parent is None or line.element.getprevious() is not None or not ends_like_label(line.text):
        return False
    return len(parent) == 2 and parent[1].tag in ("div", "p", "dd", "section", "ul", "ol") and inner_text(line.element) == line.text


def _is_bold(view: PageView, line: Line) -> bool:
    """Whether the whole line is set in bold."""
    if BOLD_STYLE.search(line.element.get("style") or ""):
        return True
    texts: set[str] = _bold_texts(view).get(line.element, set())
    bare = line.text.rstrip("：: ")
    return line.text in texts or bare in texts or unnumbered(bare) in texts


@per_view
def _bold_texts(view: PageView) -> dict[HtmlElement, set[str]]:
    """Block → texts in it that are set in bold; bold neighbours also joined, for editors split them at will."""
    found: dict[HtmlElement, set[str]] = {}
    run, last = "", None
    for node in view.tree.iter("b", "strong", "span", "font"):
        if node.tag not in ("b", "strong") and not BOLD_STYLE.search(node.get("style") or ""):
            continue
        block: HtmlElement | None = node.getparent()
        while block is not None and block.tag not in BLOCKS:
            block = block.getparent()
        text = inner_text(node)
        if block is None or not text or len(text) > 2 * LONGEST_LABEL:
            continue
        joined = last is not None and node.getprevious() is last and not (last.tail or "").strip()
        run = run + text if joined else text
        last = node
        found.setdefault(block, set()).update((text, text.rstrip("：: "), run, run.rstrip("：: ")))
    return found


def _in_line(line: Line, number: int) -> Iterator[Pair]:
    """«label：value» one or more times in a line."""
    text = line.text[:MAX_LINE]
    starts: list[tuple[int, int]] = []
    for colon in itertools.islice(COLON.finditer(text), MAX_COLONS):
        at = colon.start()
        if (at and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()) or text.startswith("//", at + 1):
            continue  # 8:30, http://
        before = LABEL_BEFORE.search(text[max(0, at - 20) : at])
        if before and like_label(before[0]):
            starts.append((at - len(before[0]), at + 1))
    for position, (start, end) in enumerate(starts):
        last = position + 1 == len(starts)
        value = text[end : len(text) if last else starts[position + 1][0]].strip()
        if not value and last and len(starts) == 1:
            continue  # a heading for what follows
        label = unnumbered(text[start : end - 1])
        if like_label(label):
            yield Pair(label, key_of(label), value, line.element, line.element, "line", number, line.hidden, firm=bool(value) or not last)


def opens_inline(line: Line) -> bool:
    """Whether the block of a line begins with an inline element, which may be set off as its label. 行首为行内元素"""
    text = line.element.text
    if text and not text.isspace():
        return False
    first = next(iter(line.element), None)
    return first is not None and first.tag in INLINE


def _inline_label(line: Line, number: int) -> Iterator[Pair]:
    """<strong>label</strong>value without a colon, in a line that ``opens_inline``."""
    first = line.element[0]
    if not len(first) and first.tail is None and first.getnext() is None:
        return  # all that the line says
    label = inner_text(first)
    rest = line.text[len(label) :].strip()
    if not label or not rest or len(label) > LONGEST_LABEL or not line.text.startswith(label) or COLON.search(label + rest[:1]):
        return
    bare = unnumbered(label)
    if ends_like_label(bare):
        yield Pair(bare, key_of(bare), rest, first, line.element, "line", number, line.hidden)
