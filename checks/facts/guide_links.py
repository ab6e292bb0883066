"""Contact data of a guide that stand in links and pictures instead of text. 链接与图片中的联系方式"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from checks.parsing.fold import compact, fold
from checks.parsing.grid import inner_text
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .guide_labels import FAMILY, decoded_email
from .guide_text import Body, Piece, read_body

EDGES = ":()[]【】 "
LONGEST = 40  # characters of a line that says what the picture in it or after it shows
COMPLAINTS = re.compile(r"投诉|举报|监督|维护|纠错")
# Links that hold the element, and those that a script makes of it, known by their words.
TARGETS = {"email": "mailto:", "phone": "tel:"}
CLAUSE = re.compile("[。;]")
SCRIPTED = "javascript:"
ABOUT: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"邮[箱件]|信箱|电邮|e-?mail"),
    "phone": re.compile(r"电话|致电|拨打"),
    "fax": re.compile(r"传真"),
    "zip": re.compile(r"邮编|邮政编码"),
    "address": re.compile(r"地[址点图]|位置|路线"),
    "hours": re.compile(r"(?:办公|受理|工作)时间"),
}


def is_pictured(body: Body, name: str, vocabulary: Vocabulary) -> bool:
    """Whether a picture says by its own words, or by a short line around or right above it, that it shows the element. 图片形式的要素"""
    element = vocabulary.family(FAMILY)[name]
    words = frozenset((*element.labels, *element.aliases))
    about = ABOUT.get(name)
    lines = {piece.element: piece for piece in body.pieces}
    said: dict[HtmlElement, list[str]] = {}  # a block that is broken inside holds several lines
    for piece in body.pieces:
        said.setdefault(piece.element, []).append(piece.folded.text)
    for image in body.element.iter("img"):
        if any(fold(image.get(word) or "").strip(EDGES) in words for word in ("alt", "title")):
            return True
        shown = _before(image, lines) if about else None
        if about and shown and not shown.decoy and not shown.form and any(_is_about(text, about) for text in said[shown.element]):
            return True
    return False


def _is_about(text: str, about: re.Pattern[str]) -> bool:
    return any(len(clause) <= LONGEST and about.search(clause) for clause in CLAUSE.split(text))


def is_linked(body: Body, name: str) -> bool:
    """Whether a link of the office's lines holds the element behind other words, or a picture. 链接形式的要素"""
    if name not in TARGETS:
        return False
    lines = {piece.element: piece for piece in body.pieces}
    for anchor in body.element.iter("a"):
        target = (anchor.get("href") or "").strip().lower()
        text = fold(inner_text(anchor))
        scripted = target.startswith(SCRIPTED) and len(text) <= LONGEST and ABOUT[name].search(text)
        if (target.startswith(TARGETS[name]) and len(target) > len(TARGETS[name])) or scripted:
            piece = _before(anchor, lines)
            if (piece is None or not piece.decoy) and not COMPLAINTS.search(text):
                return True
    return False


def mail_link(view: PageView) -> tuple[str, str, str] | None:
    """An address that stands only in a link of the office's block: (text of the link, locator, address). 邮箱链接"""
    body = read_body(view)
    blocks = {piece.element: piece for piece in body.pieces}
    for anchor in body.element.iter("a"):
        target = (anchor.get("href") or "").strip()
        address = target[7:].partition("?")[0] if target.lower().startswith("mailto:") else ""
        if not address and "email-protection" in target:
            address = decoded_email(anchor)
        if "@" not in address:
            continue
        piece = _before(anchor, blocks)
        text = compact(anchor.text_content())
        if piece and text and not piece.decoy and not COMPLAINTS.search(text):
            return text, view.locator(anchor), address
    return None


def _before(anchor: HtmlElement, blocks: dict[HtmlElement, Piece]) -> Piece | None:
    """The line that an element stands in, else the one before it."""
    node: HtmlElement | None = anchor
    while node is not None:
        if node in blocks:
            return blocks[node]
        previous = node.getprevious()
        while previous is not None:
            if previous in blocks:
                return blocks[previous]
            previous = previous.getprevious()
        node = node.getparent()
    return None
