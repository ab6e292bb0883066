"""Title and displayed date of one list row, whatever its layout. 列表行的标题与日期"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator

import attrs
from lxml.html import HtmlElement

from .dates import FoundDate, find_dates, resolve_month_day
from .fold import compact, plain, squeeze
from .rowday import DAY_LABEL, HOUR, day_parts
from .view import PageView
from .visible import NEVER_SHOWN

TIME = re.compile(r"T?\s{0,3}\d{1,2}\s?:\s?\d{2}(?:\s?:\s?\d{2})?(?:\.\d{1,3})?")
# What may stand beside a date that is all its piece of text says (folded). Misspelt labels are common: 日间, 时問.
LABEL = re.compile(
    r"(?:信息|文件)?(?:发布|公开|更新|公布|刊登|录入|创建|添加|上传|发稿|生成|成文|印发|发文|发布的)?(?:的)?(?:日期|时间|日间|时問|日 期|时 间|日|于|date|time)?[:：]?",
    re.I,
)
PUBLISHED = re.compile(r"发布|公开|公布|刊登|上传|发稿|日间|公告(?:日期|时间)")
TIP_DATE = re.compile(r"(?:[发發][布佈]|更新|添加|[录錄]入)(?:[时時][间間]|日期)\s?[:：]\s?(?P<rest>.{0,40})")
OTHER_DATE = re.compile(
    r"成文|生成|印发|发文|截止|实施|施行|生效|废止|会议|活动|有效|开始|结束|报名|受理|申请|办结|提问|来信|留言"
    r"|(?:开标|投标|竞价|拍卖|递交|征集|面试|考试|签订)[^,，。\s]{0,4}(?:时间|日期)"
)
ENACTED = re.compile(r"令第?\d|第\d{1,5}号|修[订正]|施行|会议|通过|批准|颁布")  # what was done on a day that is not the row's own
TELLING = re.compile(r"[,，]|[上下中]午|早上|晚|日?晨|凌晨|以来")  # a summary that begins with the day of what it tells
TIME_SIZE = 24  # characters behind the day, the hour among them
ENACTING = 24  # characters behind the day
ANY_LABEL = re.compile(r"(?:日期|时间|日间|发布|更新)\s?[:：]\s{0,3}$")
# What stands beside the day in a line about the document: «来源：… 2020-12-04 点击：17».
ABOUT = re.compile(r"(?:来源|作者|点击|浏览|阅读|访问|人气|发布(?:者|人|机构|单位|部门)|责任编辑|编辑)[^:]{0,6}:")
LONGEST_ABOUT = 80
TITLE_NAME = re.compile(r"(?:^|[\s_-])(?:\w*tit(?:le)?\w*|name|bt|biaoti|subject|mc)(?=[\s_-]|$)", re.I)
CUT = re.compile(r"(?:\.{2,}|…+|。。+|．{2,}|···+)\s*$")
MARKS = re.compile(r"^[\s·•●◆■□▪▫►▶◇○※*→›»>＞\-–—|｜]+|(?<![\s|｜])[\s|｜]+$")
PINNED = re.compile(r"^[\[【(（]?(?:置顶|顶|top)[\]】)）]?[:：]?\s?(?=\S)|[\[【(（]置顶[\]】)）]\s?$", re.I)
PIN_WORD = re.compile(r"置顶|置頂")
DAY_MONTH: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"^(?P<d>\d{1,2})日?\s(?P<y>(?:19|20)\d\d)\s?[-/.年\s]\s?(?P<m>\d{1,2})月?$"), ("y", "m", "d")),
    (re.compile(r"^(?P<y>(?:19|20)\d\d)\s?[-/.年\s]\s?(?P<m>\d{1,2})月?\s(?P<d>\d{1,2})日?$"), ("y", "m", "d")),
    (re.compile(r"^(?P<y>(?:19|20)\d\d)年?\s(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?$"), ("y", "m", "d")),
    (re.compile(r"^(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?\s(?P<y>(?:19|20)\d\d)年?$"), ("y", "m", "d")),
    (re.compile(r"^(?P<d>\d{1,2})日?\s(?P<m>\d{1,2})月\s(?P<y>(?:19|20)\d\d)年?$"), ("y", "m", "d")),
    (re.compile(r"^(?P<d>\d{1,2})日?\s(?P<m>\d{1,2})月$"), ("m", "d")),
)
# A day in figures alone, which is one only where it is all that a piece of text says.
FIGURES = re.compile(r"(?P<c>(?:19|20)?)(?P<y>\d\d)(?P<s>[-/.]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)")
WRITTEN = re.compile(r"['\"]([^'\"\n]{6,60})['\"]")
ONLY_DATE = re.compile(
    r"[\[(（【\s]{0,3}(?:(?:19|20)\d\d\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s{0,3}\d{1,2}:\d{2}(?::\d{2})?)?[\])）】\s]{0,3}"
)
# A block of a row with nothing but figures: the day in a box above its month and year, or the number of the row.
DAY_BOX = re.compile(r"[\[(（【\s]{0,3}\d[\d\s年月日./:：\-—\])）】]{0,24}")
DAY_BEHIND = re.compile(rf"\s({DAY_LABEL}(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:{HOUR})?)\s{{0,20}}$")
LONGEST_DAY = 40
LONGEST_TIP = 600  # characters of a tool tip
LETTERS, LONGEST_ENGLISH = re.compile(r"[A-Za-z]{3}"), 20
ROW_TABLE = frozenset({"table", "tbody"})
LEAST_TITLE = 4
FULL_TITLE = 8
ELLIPSIS = 12  # dots and spaces that end a cut title, at most
MAX_PIECES = 120  # more pieces of text than this are no row
LONGEST_ROW = 4_000  # characters of a row's title, or of its tool tip, that are looked at


@attrs.frozen(eq=False)
class Piece:
    """One run of text of a row. 文本片段

    Attributes:
        titled: part of the title rather than of what stands around it.
        column: 0-based table cell, -1 outside tables.
        script: written by a script rather than in the text.
    """

    text: str
    element: HtmlElement
    titled: bool
    column: int = -1
    script: bool = False


def pieces(view: PageView, roots: Iterable[HtmlElement], title: HtmlElement, start_tail: bool = False) -> list[Piece]:
    """Visible text runs of a row's elements in order; strings that its scripts write come last. 行内文本"""
    found: list[Piece] = []
    written: list[Piece] = []
    titled = frozenset(title.iter()) - day_parts(title)
    for root in roots:
        for text, element, script in _runs(view, root):
            inside = element in titled
            if script:
                written += [Piece(match[1], element, False, _column(element), True) for match in WRITTEN.finditer(text[:4000])]
            elif text.strip():
                found.append(Piece(text, element, inside, _column(element)))
            if len(found) > MAX_PIECES:
                return found
        if start_tail and root.tail and root.tail.strip():
            found.append(Piece(root.tail, root, False))
    return found + written


def _runs(view: PageView, root: HtmlElement) -> Iterator[tuple[str, HtmlElement, bool]]:
    """(text, element it belongs to, is script) in document order, hidden subtrees left out."""
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    hidden = view._hidden_roots
    while stack:
        element, left = stack.pop()
        if left:
            if element is not root and element.tail:
                parent = element.getparent()
                yield element.tail, parent if parent is not None else root, False
            continue
        stack.append((element, True))
        if element.tag == "script":
            if element.text and "write" in element.text:
                yield element.text, element, True
        elif element.tag not in NEVER_SHOWN and (element not in hidden or element is root):
            if element.text:
                yield element.text, element, False
            stack.extend((child, False) for child in reversed(element))


def _column(element: HtmlElement) -> int:
    node: HtmlElement | None = element
    for _ in range(6):
        if node is None:
            return -1
        if node.tag in ("td", "th"):
            return sum(1 for _ in node.itersiblings("td", "th", preceding=True))
        node = node.getparent()
    return -1


def title_element(anchor: HtmlElement) -> HtmlElement:
    """The part of a link that is the title where the link wraps the whole row (heading, picture, summary, date). 标题元素"""
    if not len(anchor):
        return anchor
    for heading in anchor.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if "".join(heading.itertext()).strip():
            return heading
    for part in anchor.iter("div", "p", "span", "strong", "em", "dt", "b", "font"):
        if TITLE_NAME.search((part.get("class") or "")[:200]) and "".join(part.itertext()).strip():
            before = _before_date(part)
            return part if before is None else before
    beside = _beside_date(anchor)
    if beside is not None:
        return beside
    said = ((part, "".join(part.itertext()).strip()) for part in anchor.iter("p", "div", "dt", "li", "span", "em", "i"))
    blocks = [part for part, text in said if text and not DAY_BOX.fullmatch(text)]
    if len(blocks) > 1 and not (anchor.text or "").strip() and all(part.tag in ("p", "div", "dt", "li") for part in blocks[:1]):
        return next((part for part in blocks if len(part) == 0), blocks[0])
    return anchor


def _before_date(named: HtmlElement) -> HtmlElement | None:
    """The first part of a block named as the title that holds the line with the date as well: «标题» «2021-06-01 浏览 30». 标题块中的标题"""
    first = named[0] if len(named) > 1 and not (named.text or "").strip() else None
    if first is None or not isinstance(first.tag, str) or (first.tail or "").strip():
        return None
    said = "".join(itertools.islice(first.itertext(), MAX_PIECES)).strip()
    later = ("".join(itertools.islice(part.itertext(), MAX_PIECES)).strip() for part in itertools.islice(first.itersiblings(), 3))
    return first if len(said) >= LEAST_TITLE and not ONLY_DATE.match(said) and any(ONLY_DATE.match(text) for text in later) else None


def _beside_date(anchor: HtmlElement) -> HtmlElement | None:
    """Of the parts a link is made of, one of which is a date, the first that is none. 日期之外的标题部分"""
    while (inner := _only_part(anchor)) is not None:
        anchor = inner
    if (anchor.text or "").strip() or len(anchor) < 2:
        return None
    parts = [(part, "".join(itertools.islice(part.itertext(), MAX_PIECES)).strip()) for part in anchor]
    days = [ONLY_DATE.fullmatch(text) or DAY_BOX.fullmatch(text) for _, text in parts]
    if not any(days) or any((part.tail or "").strip() for part, _ in parts):
        return None
    return next((_first_of(part) for (part, text), day in zip(parts, days, strict=True) if len(text) >= LEAST_TITLE and not day), None)


def _only_part(block: HtmlElement) -> HtmlElement | None:
    """The one element that holds all that a block says, if it has several: a frame of a card, a row that is a table of its own. 唯一部分"""
    if (block.text or "").strip() or (len(block) > 1 and block.tag in ROW_TABLE):
        return None
    said = [part for part in itertools.islice(block, MAX_PIECES) if (part.tail or "").strip() or _says(part)]
    alone = said[0] if len(said) == 1 and isinstance(said[0].tag, str) and not (said[0].tail or "").strip() else None
    return alone if alone is not None and len(alone) else None


def _says(part: HtmlElement) -> bool:
    return any(text.strip() for text in itertools.islice(part.itertext(), MAX_PIECES))


def _first_of(part: HtmlElement) -> HtmlElement:
    """Of a part that is made of blocks alone, the first if it is as long as titles are: the others are its summary. 各块之首"""
    if len(part) < 2 or (part.text or "").strip() or any((child.tail or "").strip() for child in itertools.islice(part, MAX_PIECES)):
        return part
    first = part[0]
    return first if isinstance(first.tag, str) and len("".join(first.itertext()).strip()) >= FULL_TITLE else part


def clean_title(shown: str, attribute: str, as_of: dt.date) -> tuple[str, FoundDate | None, bool]:
    """The full title, a date that stands at its edge, and whether it is marked as pinned. 完整标题

    The title attribute replaces a text that is cut («…») or empty; a date in brackets at the end, or before the title, is no part of it.
    """
    text = _whole(compact(shown[:LONGEST_ROW]), compact(attribute[:LONGEST_ROW]))
    text = MARKS.sub("", text)
    pinned = bool(PIN_WORD.search(text) and PINNED.search(plain(text)))
    if pinned:
        folded = plain(text)
        mark = PINNED.search(folded)
        if mark:
            text = (text[: mark.start()] + text[mark.end() :]).strip()
    found = _edge_date(text, as_of)
    if found:
        rest = (text[: found.start].rstrip("([（【〔 　") if found.start else text[found.end :].lstrip(")]）】〕 　")).strip()
        rest = TIME.sub("", rest, count=1) if not found.start else rest
        if len(rest) >= 2:
            return MARKS.sub("", rest.strip("])）】〕 ")) if not found.start else MARKS.sub("", rest), found, pinned
    return text, None, pinned


def date_behind(title: str, shown: str, as_of: dt.date) -> tuple[str, FoundDate | None]:
    """A title and the day that white space sets apart behind it within the link: «…的通知 2019-06-20». 链接末尾的日期

    Only for a row that shows no other day: white space beside Chinese text is no part of a title, and a report may be called after its day.
    """
    last = DAY_BEHIND.search(shown[-LONGEST_DAY:]) if shown[-1:].isascii() else None
    found = find_dates(last[1], as_of) if last and title.endswith(last[1]) else ()
    rest = title[: -len(last[1])].rstrip() if last else title
    return (rest, found[0]) if found and len(rest) >= LEAST_TITLE else (title, None)


def _whole(shown: str, attribute: str) -> str:
    if not attribute or not shown:
        return shown or attribute
    cut = CUT.search(shown[-ELLIPSIS:])
    stem = (shown[:-ELLIPSIS] + shown[-ELLIPSIS:][: cut.start()]).rstrip() if cut else shown
    at = plain(attribute).find(plain(MARKS.sub("", stem)[:60])) if len(stem) > 1 else -1
    if at < 0 or (len(attribute) <= len(shown) and not cut):
        return shown
    whole = attribute[at:]
    # «标题：…\r\n发布时间：…»: the rest of a tool tip is no title.
    whole = re.split(r"\s?(?:(?:[发發][布佈]|更新)(?:[时時][间間]|日期)|[点點][击擊]次?[数數]|作\s?者)\s?[:：]", whole, maxsplit=1)[
        0
    ].rstrip()
    return whole if cut or at == 0 else shown


def _edge_date(text: str, as_of: dt.date) -> FoundDate | None:
    for found in find_dates(text, as_of):
        before, after = text[: found.start], text[found.end :]
        opened = before.rstrip()[-1:] in "([（【〔" and before.strip()
        if opened and re.fullmatch(rf"\s?(?:{TIME.pattern})?\s?[\])）】〕]\s?", plain(after)):
            return found
        if not before.strip("([（【〔 　") and (before.strip() or after[:1] in " 　"):
            return attrs.evolve(found, start=0)
        if not after.strip() and before[-1:] in " 　\t" and not found.year_inferred and "年" not in found.text:
            return found
    return None


def displayed_date(parts: list[Piece], headers: dict[int, str], as_of: dt.date) -> tuple[FoundDate, HtmlElement] | None:
    """The date that a row shows as its own, outside the title; None if it shows none. 显示日期

    A labelled day of publication comes before a date that stands alone, this before one at the end of other words; what a script
    writes comes last.
    """
    best: tuple[int, FoundDate, HtmlElement] | None = None
    cell = -1  # of a bare date in a table without heads
    label = ""
    for piece in parts:
        if piece.titled:
            label = ""
            continue
        text = piece.text
        for found in find_dates(text, as_of):
            before = text[: found.start]
            context = plain(headers.get(piece.column, "") + label + before[-12:])
            rank = _rank(text, found, context, piece.script)
            bare = piece.column if rank == RANK_ALONE and not headers.get(piece.column) and not ANY_LABEL.search(plain(label)) else -1
            if rank is not None and (best is None or rank < best[0] or (0 <= cell < bare and found.date > best[1].date)):
                best = (rank, found, piece.element)
                cell = bare  # of two such days the later is that of publication
        label = text[-12:] if len(text) < 30 and not find_dates(text, as_of) else ""
    if best is None or best[0] >= RANK_LOOSE or best[1].year_inferred:
        split = _split_date([p for p in parts if not p.titled and not p.script], as_of)
        if split and not (best is not None and split[0].year_inferred):
            return split
    return (best[1], best[2]) if best else None


def tool_tip_date(anchor: HtmlElement, as_of: dt.date) -> FoundDate | None:
    """The day of publication that only the link's tool tip gives, under a label. 提示文字中的日期"""
    tip = TIP_DATE.search((anchor.get("title") or "")[:LONGEST_TIP])
    found = find_dates(tip["rest"], as_of) if tip else []
    return found[0] if found and not found[0].year_inferred and found[0].start == 0 else None


def tool_tip_year(shown: FoundDate, anchor: HtmlElement, as_of: dt.date) -> FoundDate:
    """A day shown without its year, in the year of the same day in the link's tool tip; any other as it is. 提示文字中的年份"""
    tip = (anchor.get("title") or "")[:LONGEST_TIP]
    for found in find_dates(tip, as_of) if tip else ():
        if not found.year_inferred and (found.date.month, found.date.day) == (shown.date.month, shown.date.day):
            return attrs.evolve(shown, date=found.date, year_inferred=False)
    return shown


RANK_ALONE, RANK_LOOSE = 1, 4


def _rank(text: str, found: FoundDate, context: str, script: bool) -> int | None:
    if script:
        return 6
    rest = plain(text[: found.start] + " " + text[found.end :])
    rest = TIME.sub("", rest)
    rest = re.sub(r"[\s\[\]()【】〔〕|/,，、:：;；\-<>*·•]", "", rest)
    alone = not rest or LABEL.fullmatch(rest) is not None
    if OTHER_DATE.search(context):
        return 3 if alone or (found.year_inferred is False and ANY_LABEL.search(context)) else None
    if PUBLISHED.search(context) and (alone or ANY_LABEL.search(plain(text[: found.start])[-8:])):
        return 0
    if alone:
        return RANK_ALONE
    if ANY_LABEL.search(plain(text[: found.start])):
        return 2
    if found.year_inferred:
        return 5 if len(rest) <= 20 else None
    if (
        len(rest) <= LONGEST_ABOUT
        and ABOUT.search(plain(text[found.end :])[:TIME_SIZE])
        and (not text[: found.start].strip() or ABOUT.match(plain(text).strip()))
    ):
        return RANK_LOOSE
    tail = plain(text[found.end :]).strip()
    if ENACTED.search(tail[:ENACTING]) or TELLING.match(tail):
        return None
    return RANK_LOOSE if len(rest) <= 40 and (not text[: found.start].strip(" [(（【") or not TIME.sub("", tail).strip(" ])）】")) else None


def _split_date(parts: list[Piece], as_of: dt.date) -> tuple[FoundDate, HtmlElement] | None:
    """A date in figures alone (20150624, 15-06-24), or whose day stands apart from year and month (cards: «24» «2015-06»). 分体日期"""
    for piece in parts:
        figures = FIGURES.fullmatch(squeeze(piece.text).strip("()[]（）【】 "))
        if figures and (figures["c"] or figures["s"]):
            found = find_dates(f"{figures['c'] or '20'}{figures['y']}-{figures['m']}-{figures['d']}", as_of)
            if found:
                return FoundDate(found[0].date, figures[0], 0, len(figures[0])), piece.element
    short = [(squeeze(p.text).strip("/-. "), p.element) for p in parts if len(p.text.strip()) <= 12]
    for size in (3, 2):
        for index in range(len(short) - size + 1):
            joined = " ".join(text for text, _ in short[index : index + size])
            if len(joined) <= LONGEST_ENGLISH and LETTERS.search(joined) and (found := find_dates(joined, as_of)):
                return FoundDate(found[0].date, joined, 0, len(joined)), short[index][1]
            if len(joined) > 16 or not joined[:1].isdigit():
                continue
            for pattern, groups in DAY_MONTH:
                match = pattern.match(plain(joined))
                if not match:
                    continue
                if groups == ("m", "d"):
                    day = resolve_month_day(int(match["m"]), int(match["d"]), as_of)
                    if day:
                        return FoundDate(day, joined, 0, len(joined), year_inferred=True), short[index][1]
                    continue
                found = find_dates(f"{match['y']}-{match['m']}-{match['d']}", as_of)
                if found:
                    return FoundDate(found[0].date, joined, 0, len(joined)), short[index][1]
    return None
