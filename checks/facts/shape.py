"""What a page is made of: rows, prose, forms, blocks of links. Counted once, read by the page kind. 页面构成"""

from __future__ import annotations

import re

import attrs
from lxml.html import HtmlElement

from checks.parsing.main import DATE, Part, main_lines, read_main
from checks.parsing.memo import fold_word, per_view
from checks.parsing.view import PageView

MORE = re.compile(r"^[\[(>»\s]*(?:更多|more|查看更多|阅读更多|更多(?:信息|公告|内容|新闻))[\])>».…\s]*$", re.I)
ORGAN = re.compile(
    r"(?:局|委|办|厅|院|会|镇|乡|街道|街|中心|处|所|队|站|社|公司|县|区|部|署|馆|政府|办公室|团|大学|学院|医院)(?:\([^)]{0,12}\))?$"
)
SENTENCE = re.compile(r"[。；！？]")
ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "dl"})
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
        organs: distinct short links that are names of organs.
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
    parts = dict(zip(view.lines, read_main(view).parts, strict=True))
    rows = dated = prose = 0
    for index, line in enumerate(own):
        linked = line.linked >= 0.6 * len(line.text)
        beside = [own[i].text for i in (index - 1, index + 1) if 0 <= i < len(own) and len(own[i].text) < 30 and own[i].linked < 4]
        has_date = bool(DATE.search(line.text)) or any(DATE.search(text) for text in beside)
        if (linked or (line.linked > 8 and has_date)) and (parts[line] is Part.ROW or has_date):
            rows += 1
            dated += has_date
        elif not linked and (len(line.text) >= 40 or SENTENCE.search(line.text)):
            prose += len(line.text) - line.linked
    anchors = [link for link in view.links if link.via in ("a", "area") and not link.hidden]
    blocks = _blocks(view)
    return Shape(
        rows=rows,
        dated=dated,
        prose=prose,
        more=sum(bool(MORE.match(link.text or link.title)) for link in anchors),
        links=len(anchors),
        organs=len({fold_word(link.text) for link in anchors if 2 < len(link.text) < 16 and ORGAN.search(link.text)}),
        fields=_fields(view),
        frames=sum(link.via == "frame" and not link.hidden for link in view.links),
        indexes=sum(bool(INDEXES.search(line.text)) for line in own),
        lists=sum(size >= 3 for size in blocks),
        widest=max(blocks, default=0),
    )


def _blocks(view: PageView) -> list[int]:
    """Number of rows of every list on the page."""
    sizes: dict[HtmlElement, int] = {}
    for line, part in zip(view.lines, read_main(view).parts, strict=True):
        if part is Part.ROW:
            row = next((a for a in (line.element, *line.element.iterancestors()) if a.tag in ROW_TAGS), line.element)
            block = row.getparent()
            if block is not None:
                sizes[block] = sizes.get(block, 0) + 1
    return list(sizes.values())


def _fields(view: PageView) -> int:
    count = 0
    for field in view.tree.iter("input", "textarea"):
        if field.tag == "input" and (field.get("type") or "text").lower() not in (
            "text",
            "tel",
            "email",
            "radio",
            "checkbox",
            "file",
            "number",
            "date",
        ):
            continue
        form = next(field.iterancestors("form"), None)
        around = (form.get("action"), form.get("class"), form.get("id")) if form is not None else ()
        name = " ".join(
            filter(None, (*around, field.get("name"), field.get("id"), field.get("placeholder"), field.get("value"), field.get("class")))
        ).lower()
        count += not re.search(
            r"search|keyword|query|检索|搜索|关键|sousuo|\bkw\b|\bq\b|searchword|key$|userquery", name
        ) and not view.is_hidden(field)
    return count
