"""A stored page made harmless: nothing in it runs, loads, submits or leads anywhere. 存档网页净化

The frame it is shown in forbids the same (sandbox, Content-Security-Policy); this is the second wall. No address of any kind is kept, so
there is nothing to fetch or follow. Cleaning comes last, by a parser that reads as browsers do: what it writes is what they will see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import lxml.html
import nh3
from lxml import etree
from lxml.html import HtmlElement

from publish.excerpt import plain

EXCERPT = "excerpt"  # the mark's id, to which the frame scrolls
LOCATOR = re.compile(r"(?:/[a-z][a-z0-9]{0,12}(?:\[\d{1,4}\])?){1,60}")  # an XPath as our readers write them, and no other
DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
UNSEEN = frozenset({"script", "style", "title", "template", "noscript", "textarea", "option"})

TAGS = frozenset(
    {
        *("a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code"),
        *("col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre"),
        *("q", "ruby", "rp", "rt", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr"),
    }
)
GONE = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "frame",
        "frameset",
        "noframes",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "head",
    }
)
ATTRIBUTES = {
    "*": {"align", "valign", "dir", "lang", "title", "style"},
    "img": {"alt"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width", "scope"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "font": {"color", "size"},
    "ol": {"start", "type"},
}
#: none of these takes an address, and none takes the text out of its place
STYLES = frozenset(
    {
        *("color", "background-color", "font-size", "font-weight", "font-style", "text-align", "text-indent", "text-decoration-line"),
        *("line-height", "vertical-align", "width", "white-space", "padding-left", "margin-left", "border-collapse"),
    }
)


@attrs.frozen
class Clean:
    """A page made harmless. 净化后的网页

    Attributes:
        html: what stands inside the body.
        marked: the excerpt was found and is marked.
    """

    html: str
    marked: bool


def clean(text: str, quote: str = "", locator: str = "") -> Clean:
    """The page's content without anything that could act, the quotation marked where it stands. 净化"""
    found = False
    source = DECLARATION.sub("", text)
    tree = _parsed(source) if quote else None
    if tree is not None:
        for own in list(tree.iter("mark")):
            own.drop_tag()
        found = _mark(tree, quote, locator)
        source = etree.tostring(tree, encoding="unicode", method="html")
    return Clean(
        nh3.clean(
            source,
            tags=set(TAGS),
            clean_content_tags=set(GONE),
            attributes=ATTRIBUTES,
            tag_attribute_values={"mark": {"id": {EXCERPT}}},
            url_schemes=set(),
            link_rel=None,
            filter_style_properties=set(STYLES),
        ),
        found,
    )


def _parsed(source: str) -> HtmlElement | None:
    try:
        tree = lxml.html.document_fromstring(source, parser=lxml.html.HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError):
        return None
    return tree


def _mark(tree: HtmlElement, quote: str, locator: str) -> bool:
    """Mark the quotation below the located element, else wherever it stands first."""
    return any(root is not None and _mark_below(root, quote) for root in (_located(tree, locator), tree))


def _located(tree: HtmlElement, locator: str) -> HtmlElement | None:
    if not LOCATOR.fullmatch(locator):
        return None
    found: Any = tree.getroottree().xpath(locator)
    return found[0] if found else None


@attrs.frozen
class _Piece:
    """One stretch of text: that of an element, or behind it (``tail``)."""

    element: HtmlElement
    tail: bool
    text: str


def _pieces(root: HtmlElement) -> Iterator[_Piece]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        seen = isinstance(element.tag, str) and element.tag not in UNSEEN
        if event == "start" and seen and element.text:
            yield _Piece(element, False, element.text)
        if event == "end" and element is not root and element.tail:
            parent = element.getparent()
            if parent is not None and parent.tag not in UNSEEN:
                yield _Piece(element, True, element.tail)


def _mark_below(root: HtmlElement, quote: str) -> bool:
    pieces = tuple(_pieces(root))
    # Quotations have their white space collapsed, and may reach over elements: compared are letters and digits alone.
    seen = plain("".join(piece.text for piece in pieces), separator="")
    span = seen.find(plain(quote, separator="").text)
    if span is None:
        return False
    at, wrapped = 0, []
    for piece in pieces:
        first, last = max(span[0] - at, 0), min(span[1] - at, len(piece.text))
        if first < last and piece.text[first:last].strip():
            wrapped.append((piece, first, last))
        at += len(piece.text)
    for number, (piece, first, last) in reversed(list(enumerate(wrapped))):
        _wrap(piece, first, last, named=number == 0)
    return bool(wrapped)


def _wrap(piece: _Piece, first: int, last: int, named: bool) -> None:
    mark = piece.element.makeelement("mark", {"id": EXCERPT} if named else {})
    mark.text, mark.tail = piece.text[first:last], piece.text[last:]
    before = piece.text[:first]
    if piece.tail:
        parent = piece.element.getparent()
        if parent is not None:
            piece.element.tail = before
            parent.insert(parent.index(piece.element) + 1, mark)
    else:
        piece.element.text = before
        piece.element.insert(0, mark)
