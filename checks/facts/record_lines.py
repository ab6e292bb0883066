"""Labels and values in running lines, cut where the caller's own words begin. 行文中的标签与内容

Structure alone cannot tell where a value ends and the next label begins («三楼咨询电话：…»), nor whether a bare line is a heading or a
value. Here the words of a family decide: a label is one that the family knows, its value ends where the next known label stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold, plain
from checks.parsing.grid import inner_text
from checks.parsing.label_lines import COLON, MAX_SECTION_LINES, Heading, headings, leads_away, section
from checks.parsing.labels import LONGEST_LABEL, Pair, key_of, like_label, media_of
from checks.parsing.main import Part, read_main
from checks.parsing.numbering import led, mark_of, unnumbered
from checks.parsing.set_off import inline_label, label_styles, set_off_heads, style_of
from checks.parsing.view import Line, PageView
from checks.parsing.visible import NEVER_SHOWN

from .record_cells import alone_in_cell, cell_of, rows_beside

Known = Callable[[str], bool]


@attrs.frozen(eq=False)
class Words:
    """What a family knows of labels. 词表判断

    Attributes:
        known: whether a text is a label, perhaps with a few words beside it.
        exact: whether it is one as it stands.
        tails: the last two characters of all labels: a cheap test before the others.
    """

    known: Known
    exact: Known
    tails: frozenset[str]


BRACKETED = re.compile(r"[【［\[〖〔「]\s*(?P<label>[^【】［］\[\]〖〗〔〕「」：:]{2,24})\s*[】］\]〗〕」]\s*[：:]?")
OPENING = re.compile(r"[【［\[〖〔「]")
HAN = re.compile(r"[\u3400-\u9fff]")
SHORTEST, LONGEST_WORD = 2, 20
DETAILED = re.compile("材料|资料|要件|條件|条件|流程|程序|须知|要求|内容")  # their values have labels of their own
FULL_LONGEST = 12  # characters of a label behind a number that is not set off from its value
GOES_ON = "的和及与或为是等、，,。；;：:由在应须需可要不成"
FREE = ("不收", "不需")  # values that begin as sentences go on: «收费标准 不收费»
LISTED = 2  # signs between the parts of a value: «办理程序 申请、受理、审查、决定» is no label
FULL = 4  # characters of a label that says of itself what it is
HABIT = 3  # labels with their value on the line that make this the page's way
SIGNATURE = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|^〖|^【?返回|^\[?关闭|^附件?[：:]")
MOST_LABELS = 60
MOST_LINE = 20_000
OFFICE_MARK = "o:p"  # the end of a paragraph pasted from Word
TAB_HEADS = frozenset({"li", "div", "td", "a", "span"})
NOT_CONTENT = (Part.TRAIL, Part.AROUND, Part.FOOTER)


@attrs.frozen(eq=False)
class Mention:
    """A known label in a line: where it begins, where its value begins, and how it is marked. 行内标签"""

    label: str
    start: int
    end: int
    sign: str  # colon, bracket, inline, whole, styled


@attrs.frozen(eq=False)
class Start:
    """The last label of a line, whose value may go on below. 起始行"""

    number: int
    mention: Mention
    heading: Heading | None
    rank: int
    order: int


def record_pairs(view: PageView, words: Words, sections: bool = True) -> tuple[Pair, ...]:
    """Pairs of all lines that hold known labels. 按词表读取各行

    Args:
        words: the labels of the family.
        sections: whether lines below a label belong to its value.
    """
    pairs: list[Pair] = []
    found: dict[int, list[Mention]] = {}
    parts = read_main(view).parts
    counted = [line.text for line in view.lines if led(line.text) and not COLON.search(line.text[:LONGEST_LABEL])]
    numbered = len(counted) >= HABIT and sum(_numbered_label(text, words) is not None for text in counted) >= HABIT
    marks = headings(view)
    styles = label_styles(view.lines, lambda text: fold(text[-SHORTEST:]) in words.tails and words.exact(text))
    for number, line in enumerate(view.lines):
        if parts[number] in NOT_CONTENT or (number not in marks and leads_away(view, line)):
            continue
        whole = _joined(view.lines, number)
        cut = [*_before_colons(whole.text, words)] if whole is not None else ()
        if whole is not None and cut and cut[0].start == 0 and cut[0].end > len(whole.text) - len(line.text):
            pairs.append(_in_line(cut[0], whole, number, _strip(whole.text[cut[0].end :]), firm=False))
        mentions = list(_mentions(view, line, number in marks, words, numbered, bool(styles) and style_of(line.element) in styles))
        if mentions:
            found[number] = mentions
    starts = [_start(number, mentions[-1], marks.get(number), view.lines[number]) for number, mentions in found.items()]
    filled = sum(s.mention.sign == "colon" and bool(_strip(view.lines[s.number].text[s.mention.end :])) for s in starts)
    for position, start in enumerate(starts):
        line = view.lines[start.number]
        mentions = found[start.number]
        for first, second in itertools.pairwise(mentions):
            value = _strip(line.text[first.end : second.start])
            pairs.append(_in_line(first, line, start.number, value, firm=not sections or line.text[first.end : second.start].isspace()))
        pairs += _last(view, start, starts, position, marks, sections, filled >= HABIT, words)
    return tuple(pairs)


def _strip(text: str) -> str:
    return text.strip(" 　：:;；|｜")


def _in_line(mention: Mention, line: Line, number: int, value: str, firm: bool) -> Pair:
    image, link, script = media_of([line.element]) if not value else (False, False, False)
    label = unnumbered(mention.label)
    return Pair(label, key_of(label), value, line.element, line.element, "line", number, line.hidden, image, link, script, firm=firm)


def _numbered_label(text: str, words: Words) -> tuple[int, int] | None:
    """Where the label of «3．办理时限　10个工作日», «◆收费标准　不收费» begins and ends: a whole label behind the sign, and no word that goes
    on with it."""
    if not led(text):
        return None
    start = len(text) - len(unnumbered(text))
    ends = len(text) - start <= LONGEST_WORD and fold(text[-SHORTEST:]) in words.tails and text.count("、") < LISTED
    if ends and not re.search(r"[不无免\d]|[一二三四五六七八九十]个", plain(text[-FULL - 2 :])):
        return None  # «审批收费依据及标准» is a label as a whole
    for end in range(min(len(text) - 2, start + FULL_LONGEST), start + FULL - 1, -1):
        if (
            (text[end] not in GOES_ON or text.startswith(FREE, end))
            and fold(text[end - SHORTEST : end]) in words.tails
            and words.exact(text[start:end])
        ):
            return start, end
    return None


def _mentions(view: PageView, line: Line, heading: bool, words: Words, numbered: bool, styled: bool) -> Iterator[Mention]:
    """Known labels of a line in order: in brackets, before colons, in an inline element of their own, or the whole line."""
    text = line.text[:MOST_LINE]
    found = list(_bracketed(text, words)) if OPENING.search(text) else []
    found = found or (list(_before_colons(text, words)) if COLON.search(text) else [])
    if found:
        yield from found
        return
    bare = unnumbered(text).rstrip("：: ")
    exact = len(bare) <= LONGEST_LABEL and words.exact(bare)
    if not exact and numbered and (prefix := _numbered_label(text, words)):
        yield Mention(text[prefix[0] : prefix[1]], prefix[0], prefix[1], "inline")
        return
    inline = "" if exact else inline_label(line) or _set_off(view, line, words)
    parted = inline and len(inline) <= LONGEST_WORD and words.known(inline)  # «五、利用收费　一律免费» is no label as a whole
    if exact or (len(bare) <= LONGEST_LABEL and heading and not parted and words.known(bare)):
        yield Mention(bare, 0, len(text), "whole")
        return
    if styled and len(bare) <= LONGEST_LABEL and words.known(bare):
        yield Mention(bare, 0, len(text), "styled")
        return
    if inline and (words.exact(unnumbered(inline)) or (len(inline) <= LONGEST_WORD and words.known(inline))):
        yield Mention(unnumbered(inline), 0, len(inline), "inline")


def _set_off(view: PageView, line: Line, words: Words) -> str:
    """What a line begins with, set off by weight or a gap; looked for only where a label of the family may end."""
    head = set_off_heads(view, line.element).get(line.text, "")
    start = fold(line.text)[:LONGEST_WORD] if head else ""
    return head if any(start[n : n + SHORTEST] in words.tails for n in range(len(start) - 1)) else ""


def _bracketed(text: str, words: Words) -> Iterator[Mention]:
    for match in BRACKETED.finditer(text):
        if words.known(match["label"]) and (not match.start() or match[0][0] in "【［[〖" or text[match.end() - 1] in "：:"):
            yield Mention(match["label"], match.start(), match.end(), "bracket")


def _before_colons(text: str, words: Words) -> Iterator[Mention]:
    last = 0
    for count, colon in enumerate(COLON.finditer(text)):
        at = colon.start()
        if count >= MOST_LABELS:
            return
        if (at and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()) or text.startswith("//", at + 1):
            continue
        start = _label_start(text, last, at, words)
        if start is not None:
            yield Mention(text[start:at], start, at + 1, "colon")
            last = at + 1


def _label_start(text: str, last: int, at: int, words: Words) -> int | None:
    """Where the label before a colon begins: at the line's beginning, behind a stop, else the longest word that is a label by itself."""
    low = max(last, at - LONGEST_LABEL)
    whole = text[last:at]
    lead = len(whole) - len(unnumbered(whole)) if mark_of(whole) else len(whole) - len(whole.lstrip())
    bare = whole[lead:]
    if len(bare) <= LONGEST_LABEL and like_label(bare) and (words.exact(bare) or (words.known(bare) and not last)):
        return last + lead
    if fold(text[at - SHORTEST : at]) not in words.tails:
        return None
    for start in range(low, at - SHORTEST + 1):
        if text[start].isspace() or not HAN.match(text[start]):
            continue
        word = text[start:at]
        apart = start == 0 or not HAN.match(text[start - 1])
        if (words.exact(word) and (apart or last or len(word) > 3)) or (apart and last < start and words.known(word)):
            return start
    return None


def _joined(lines: Sequence[Line], number: int) -> Line | None:
    """The line with the one above it, where a break in one block cuts a label in two."""
    above, line = (lines[number - 1] if number else None), lines[number]
    if above is None or above.element is not line.element or len(above.text) > 4 or len(line.text) > MOST_LINE:
        return None
    if COLON.search(above.text) or not COLON.search(line.text):
        return None
    return attrs.evolve(line, text=above.text + line.text)


def _start(number: int, mention: Mention, heading: Heading | None, line: Line) -> Start:
    mark = mark_of(line.text)
    return Start(number, mention, heading, mark.rank if mark else 0, mark.number if mark else 0)


def _last(
    view: PageView,
    start: Start,
    starts: Sequence[Start],
    position: int,
    marks: dict[int, Heading],
    sections: bool,
    habit: bool,
    words: Words,
) -> Iterator[Pair]:
    """The pair of a line's last label: what stands behind it and what stands below, up to the next label or heading."""
    line = view.lines[start.number]
    later = starts[position + 1 : position + 1 + MOST_LABELS]
    rest = _strip(line.text[start.mention.end :])
    if rest:
        yield _in_line(start.mention, line, start.number, rest, firm=True)
        return
    cell = cell_of(view, line.element)
    following = next((s for s in later if _ends(start, s)), None)
    own = rows_beside(view, cell)
    if cell is not None and own:
        if own == "blank":
            yield _in_line(start.mention, line, start.number, "", firm=True)
        return
    if start.mention.sign == "whole" and (alone_in_cell(line) or (not sections and line.text[-1:] not in "：:")):
        return  # the table or list says what belongs to it
    if later and _are_tabs(view, start, later[0]):
        return
    below = following if following is not None and following.number == start.number + 1 else None
    slot = _empty_slot(line, start.mention) or (
        start.mention.sign == "whole"
        and line.element.tag == "li"
        and _last_of_list(view, start, starts[max(0, position - MOST_LABELS) : position + MOST_LABELS])
    )
    if slot or not sections:
        firm = (slot and not _lists_below(view, start, below)) or (
            below is not None and cell_of(view, view.lines[below.number].element) is cell
        )
        yield _in_line(start.mention, line, start.number, "", firm=firm)
        return
    if following is None and _signed(view, start, habit):
        yield _in_line(start.mention, line, start.number, "", firm=True)
        return
    end, closed = _end(view, start, following, marks, cell)
    if cell is None and end == start.number + 1 < len(view.lines):
        closed = closed and _is_no_value(start, below, view.lines[end], marks.get(end), words)
    pair = section(view, start.number, end, unnumbered(start.mention.label))
    yield attrs.evolve(pair, firm=bool(pair.value) or (closed and pair.firm))


def _lists_below(view: PageView, start: Start, below: Start | None) -> bool:
    """Whether a list of its own begins right below a label beside which nothing stands: «申请材料：», «1.身份证»."""
    line = view.lines[start.number + 1] if below is None and start.number + 1 < len(view.lines) else None
    mark = mark_of(line.text) if line is not None else None
    return mark is not None and mark.number == 1 and mark.rank != start.rank


def _signed(view: PageView, start: Start, habit: bool) -> bool:
    """Whether the page's values stand behind their colons and below this last label comes only the signature or nothing."""
    if not habit or start.mention.sign != "colon":
        return False
    below = view.lines[start.number + 1 : start.number + 3]
    return any(len(line.text) <= 40 and bool(SIGNATURE.search(line.text)) for line in below)


def _ends(start: Start, other: Start) -> bool:
    """Whether a later label ends the value of an earlier one, rather than standing inside it."""
    own, later = start.heading, other.heading
    weight, next_weight = own.strong if own else 0, later.strong if later else 0
    if next_weight > weight:
        return True
    if next_weight < weight:  # a tagged heading holds the labels below it, a bold line only those it numbers
        return (weight == 1 and not other.rank) or (start.rank > 0 and other.rank == start.rank)
    return not (start.rank and other.rank > start.rank)


def _end(view: PageView, start: Start, following: Start | None, marks: dict[int, Heading], cell: HtmlElement | None) -> tuple[int, bool]:
    """Number of the line that ends a value, and whether it shows that the value is over."""
    lines = view.lines
    last = following.number if following else len(lines)
    if last > start.number + MAX_SECTION_LINES:
        following, last = None, start.number + MAX_SECTION_LINES
    own = marks.get(start.number)
    for number in range(start.number + 1, last):
        if cell is not None and cell_of(view, lines[number].element) is not cell:
            return number, True
        other = marks.get(number)
        if other is None:
            mark = mark_of(lines[number].text) if start.rank else None
            if (
                mark is not None
                and mark.rank == start.rank
                and mark.number == start.order + 1
                and COLON.search(lines[number].text[:LONGEST_LABEL])
            ):
                return number, True
            continue
        if own is not None and own.ended_by(other) and (start.mention.sign == "whole" or other.strong > own.strong):
            return number, True
        if other.strong and not other.mark and (own is None or other.strong > own.strong):
            return number, True
    return last, following is not None and _of_one_kind(start, following)


def _is_no_value(start: Start, label: Start | None, line: Line, heading: Heading | None, words: Words) -> bool:
    """Whether the line right below a label is plainly no value of it: the next number, a label as it stands, a tagged heading. A bold line
    may be the value («不收费»), and so may one that only begins with a label («联系电话：», below «政务大厅受理窗口：0455-…»)."""
    mark = mark_of(line.text)
    if mark is not None and start.rank and (mark.rank, mark.number) == (start.rank, start.order + 1):
        return True
    return words.exact(label.mention.label) if label is not None else heading is not None and heading.strong > 1


def _of_one_kind(start: Start, other: Start) -> bool:
    """Whether the label that follows is plainly the next of the same sort, and no part of the value: 申请人 below 申请材料 may be."""
    short = len(key_of(other.mention.label)) < FULL <= len(key_of(start.mention.label)) and bool(DETAILED.search(start.mention.label))
    same = start.mention.sign == other.mention.sign or (start.heading is not None and other.heading is not None)
    return same and not short


def _last_of_list(view: PageView, start: Start, starts: Sequence[Start]) -> bool:
    """Whether a label without a value is one of list items that hold label and value each."""
    item = view.lines[start.number].element
    if inner_text(item) != view.lines[start.number].text:
        return False
    like = (view.lines[s.number].element for s in starts if s.mention.sign in ("inline", "colon") and s is not start)
    parent = item.getparent()
    return parent is not None and sum(e.getparent() is parent and e.tag == item.tag for e in like) >= HABIT - 1


def _are_tabs(view: PageView, start: Start, other: Start) -> bool:
    """Whether two bare labels stand side by side as the heads of tabs do: then their values are elsewhere."""
    if {start.mention.sign, other.mention.sign} != {"whole"} or start.rank or other.number != start.number + 1:
        return False
    one, two = view.lines[start.number], view.lines[other.number]
    return one.element.getparent() is two.element.getparent() and one.element.tag in TAB_HEADS and one.text[-1:] not in "：:"


def _empty_slot(line: Line, mention: Mention) -> bool:
    """Whether an empty element stands beside the label where its value belongs; not one that Word and editors leave at the end of a
    paragraph («办理依据：<span><o:p></o:p></span>»)."""
    element = line.element
    last = element[-1] if len(element) else None
    if last is not None and last.tag == "u" and not (last.tail or "").strip() and inner_text(last, hidden=True) == "":
        return True  # a line drawn to write on, and nothing on it
    label = next((e for e in element if isinstance(e.tag, str)), None)
    places = [element] if label is None or inner_text(label).rstrip("：: ") != line.text.rstrip("：: ") else [label, element]
    for place in places:
        beside = next((e for e in place.itersiblings() if e.tag not in NEVER_SHOWN), None)
        if beside is None or (place.tail or "").strip() or beside.tag in ("br", "hr", "a"):
            continue
        if place is element and (beside.tag != element.tag or beside.getnext() is not None or element.getprevious() is not None):
            continue
        if inner_text(beside, hidden=True) == "" and not any(media_of([beside])):
            return element.tag != "p" and next(beside.iter(OFFICE_MARK), None) is None
    return False
