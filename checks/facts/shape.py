"""What a page is made of: rows, prose, forms, blocks of links. Counted once, read by the page kind. 页面构成"""

from __future__ import annotations

import re

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold, plain
from checks.parsing.links import anchor_text
from checks.parsing.main import ROW, SIDE, main_content, main_lines, read_main, shows_date
from checks.parsing.memo import per_view
from checks.parsing.texts import per_text
from checks.parsing.view import BLOCKS, Line, PageView

MORE = re.compile(r"^[\[(>»\s]*(?:更多|more|查看更多|阅读更多|更多(?:信息|公告|内容|新闻))[\])>».…\s]*$", re.I)
ORGAN = re.compile(
    r"(?:局|委|(?<![补代申])办|厅|院|会|镇|乡|街道|街|中心|处|所|队|站|社|公司|县|区|部|署|馆|政府|办公室|团|大学|学院|[中小]学|学校|医院|海关)(?:\([^)]{0,12}\))?$"
)
ORGAN_ENDS = frozenset("局委办厅院会镇乡道街心处所队站社司县区部署馆府室团学校关)")  # what ends in none of these is no ORGAN
SENTENCE = re.compile(r"[。；！？]")
ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "dl"})
FILLED_IN = frozenset({"text", "tel", "email", "radio", "checkbox", "file", "number", "date"})
SEARCHING = re.compile(r"search|keyword|query|检索|搜索|关键|sousuo|\bkw\b|\bq\b|searchword|key$|userquery")
SEVERAL = 8  # fewer names of organs on a page are not counted more closely
INDEXES = re.compile(r"索引号|索\s引\s号")


@attrs.frozen(kw_only=True)
class Shape:
    """Counts over the page's own content. 构成

    Attributes:
        rows: rows of lists: links of a title's length, or with a date on the line or beside it.
        dated: those with a date.
        prose: characters of running text outside links.
        more: links «更多».
        links: visible anchors of the whole page.
        organs: distinct short links of the content that are names of organs; 0 for a few.
        fields: inputs that a reader fills in, search boxes left out.
        frames: visible frames in the page.
        indexes: labels 索引号.
        lists: blocks anywhere on the page with three rows or more; ``widest`` the rows of the longest.
    """

    rows: int
    dated: int
    prose: int
    more: int
    links: int
    organs: int
    fields: int
    frames: int
    indexes: int
    lists: int
    widest: int


@per_view
def read_shape(view: PageView) -> Shape:
    """Count rows, prose, forms and links of a page. 统计页面构成"""
    own = main_lines(view)
    listed = [line for line, part in zip(view.lines, read_main(view).parts, strict=True) if part is ROW or part is SIDE]
    rows, dated, prose = _rows(own, frozenset(listed))
    anchors = [link for link in view.links if not link.hidden and (link.via == "a" or link.via == "area")]
    blocks = _blocks(listed)
    return Shape(
        rows=rows,
        dated=dated,
        prose=prose,
        more=_more([link.text or link.title for link in anchors]),
        links=len(anchors),
        organs=_own_organs(view, own) if len(set(_organs([link.text for link in anchors]))) >= SEVERAL else 0,
        fields=_fields(view),
        frames=sum(link.via == "frame" and not link.hidden for link in view.links),
        indexes=sum(["索" in line.text and bool(INDEXES.search(plain(line.text))) for line in own]),
        lists=sum(size >= 3 for size in blocks),
        widest=max(blocks, default=0),
    )


def _rows(own: tuple[Line, ...], listed: frozenset[Line]) -> tuple[int, int, int]:
    """Rows of lists, those of them with a date, and characters of running text."""
    dates = [shows_date(line.text) for line in own]
    alone = [date and len(line.text) < 30 and line.linked < 4 for date, line in zip(dates, own, strict=True)]  # nothing but a date
    rows = dated = prose = 0
    for line, date, before, after in zip(own, dates, (False, *alone), (*alone[1:], False), strict=False):
        length = len(line.text)
        linked = line.linked >= 0.6 * length
        has_date = date or before or after
        if (linked or (has_date and line.linked > 8)) and (has_date or line in listed):
            rows += 1
            dated += has_date
        elif not linked and (length >= 40 or SENTENCE.search(line.text)):
            prose += length - line.linked
    return rows, dated, prose


def _more(texts: list[str]) -> int:
    return sum([_is_more(text) for text in texts])


@per_text
def _is_more(text: str) -> bool:
    return MORE.match(fold(text)) is not None


def _own_organs(view: PageView, own: tuple[Line, ...]) -> int:
    """Distinct links of the content that are names of organs; those among menus and friendly links lead elsewhere."""
    blocks = {line.element for line in own}
    inside = (a for a in main_content(view).iter("a") if next((up for up in a.iterancestors() if up.tag in BLOCKS), None) in blocks)
    return len(set(_organs([anchor_text(anchor) for anchor in inside])))


def _organs(texts: list[str]) -> list[str]:
    folded = [fold(text) for text in texts if 2 < len(text) < 16]
    return [text for text in folded if text and text[-1] in ORGAN_ENDS and ORGAN.search(text)]


def _blocks(listed: list[Line]) -> list[int]:
    """Number of rows of every list on the page."""
    sizes: dict[HtmlElement, int] = {}
    for line in listed:
        block = _row_of(line.element).getparent()
        if block is not None:
            sizes[block] = sizes.get(block, 0) + 1
    return list(sizes.values())


def _row_of(element: HtmlElement) -> HtmlElement:
    """The row of a list the element stands in, else the element itself."""
    node: HtmlElement | None = element
    while node is not None:
        if node.tag in ROW_TAGS:
            return node
        node = node.getparent()
    return element


def _fields(view: PageView) -> int:
    count = 0
    for field in view.tree.iter("input", "textarea"):
        if field.tag == "input" and (field.get("type") or "text").lower() not in FILLED_IN:
            continue
        form = next(field.iterancestors("form"), None)
        around = (form.get("action"), form.get("class"), form.get("id"), *_submits(form)) if form is not None else ()
        name = " ".join(
            filter(None, (*around, field.get("name"), field.get("id"), field.get("placeholder"), field.get("value"), field.get("class")))
        )
        count += not SEARCHING.search(plain(name)) and not view.is_hidden(field)
    return count


def _submits(form: HtmlElement) -> list[str]:
    """What the buttons of a form say: that of a search box says so."""
    return [field.get("value") or "" for field in form.iter("input") if (field.get("type") or "").lower() in ("submit", "button")]
