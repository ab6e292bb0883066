"""One page, parsed once, read by every extractor. 页面视图"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable
from typing import Any

import attrs
from lxml import etree, html
from lxml.html import HtmlElement

from checks.model import Evidence, Link, Page

from .attachments import kind_of, to_html
from .decode import decode
from .fold import Folded, ascii_of, compact, fold_lines, squeeze, without_invisible
from .links import read_links, resolve
from .paths import path_finder, xpath
from .preformatted import break_lines
from .visible import NEVER_SHOWN, hiding

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
QUOTE_LENGTH = 300
HTML_SIGN = re.compile(rb"<\s*(?:!doctype|html|head|body|div|table|p|a|meta|title|script|ul|frameset|font|br)\b", re.I)
# Browsers show what follows the end of a page as if it stood before; the parser would make a second document of it.
END_OF_PAGE = re.compile(r"</(?:html|body)\b[^<>]{0,100}>", re.I)
# No browser shows them, and in the name of a damaged tag the parser takes what its own functions then refuse.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
CONTROL_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\x0c\r")
# All elements of one class: lxml.html would choose one for each in Python, at every visit.
ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
# Elements by their attributes: found so, libxml2 looks at attributes only, and not at every element.
MAY_HIDE = xpath("//@style/.. | //@hidden/..")
MAY_HIDE_OR_ROLL = xpath("//@style/.. | //@hidden/.. | //marquee")
# More than this is no page that a person wrote; what lies beyond is not read, and the view says so (``truncated``).
MAX_CHARACTERS = 8_000_000
MAX_LINKS = 6_000
MAX_LINES = 7_000
MANY_ELEMENTS = 3_000  # among which an element's place is counted once for all its siblings


@attrs.frozen(eq=False)
class Line:
    """One line as the reader sees it: text between block boundaries or line breaks. 文本行

    Attributes:
        text: white space collapsed, spaces inside Chinese text removed.
        element: the block element the line stands in.
        linked: characters of the line inside anchors.
        hidden: inside an element hidden by inline style.
        start: position of the line in ``PageView.text``; -1 for hidden lines, which are not part of it.
        anchors: links that the line holds the beginning of.
    """

    text: str
    element: HtmlElement
    linked: int
    hidden: bool
    start: int
    anchors: int = 0


class PageView:
    """Lazily parsed page: every property is computed once, nothing is changed. Comments are never read.

    Attributes:
        page: the page as fetched.
        elements: of the tree, in document order; held, because lxml makes a new object at each visit of an element that nobody holds.
        kept: what ``per_view`` functions computed, by function and arguments.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.elements: tuple[HtmlElement, ...] = ()
        self._too_deep = False
        self.kept: dict[object, Any] = {}
        self._shown: dict[tuple[str, str], Evidence] = {}  # the fields that a record lacks are all shown by the same words

    @functools.cached_property
    def is_html(self) -> bool:
        """Whether there is HTML to read: the body itself, or an attachment made into HTML."""
        return self._is_page or self._attachment is not None

    @property
    def readable(self) -> bool:
        """Whether the content could be read; False for scans, locked or unknown files: what they say is unread, never missing."""
        return self.is_html

    @functools.cached_property
    def attachment(self) -> str:
        """Kind of the attachment the page was read from (``pdf``, ``docx`` …), '' for a web page. 附件类型"""
        return "" if self._is_page else kind_of(self.page)

    @functools.cached_property
    def _attachment(self) -> str | None:
        return None if self._is_page else to_html(self.page)

    @functools.cached_property
    def _is_page(self) -> bool:
        """Whether the body is a web page: no file of a known make under a wrong type, then by type, else by its first bytes."""
        if kind_of(self.page) not in ("", "text"):
            return False
        kind = self.page.header("content-type").lower()
        if "html" in kind or self.page.rendered:
            return bool(self.page.body)
        if kind and "text/plain" not in kind and "octet-stream" not in kind and "xml" not in kind:
            return False
        return bool(HTML_SIGN.search(self.page.body[:4096].replace(b"\x00", b"")))  # UTF-16 has one beside each letter

    @functools.cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.page.body, self.page.header("content-type"))

    @property
    def source(self) -> str:
        """The decoded body; for an attachment the HTML made of it."""
        return self._decoded[0] if self._attachment is None else self._attachment

    @functools.cached_property
    def letters(self) -> bytes:
        """The ASCII of the source in lower case: plain words are found in it many times faster than by patterns that ignore case. 源码字母"""
        return ascii_of(self.source)

    @property
    def encoding(self) -> str:
        """The codec the body was read with."""
        return self._decoded[1]

    @functools.cached_property
    def tree(self) -> HtmlElement:
        """The parsed tree without comments; an empty document where nothing can be parsed."""
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, recover=True, huge_tree=True)
        parser.set_element_class_lookup(ELEMENTS)
        source = without_invisible(self.source[:MAX_CHARACTERS])
        body = END_OF_PAGE.sub("", source).encode("utf-8", "replace")
        # Pages without such characters, nearly all, are told by their bytes: in a quarter of the time that a pattern takes.
        if len(body.translate(None, CONTROL_BYTES)) < len(body) or "\ufffe" in source or "\uffff" in source:
            body = END_OF_PAGE.sub("", CONTROL.sub("", source)).encode("utf-8", "replace")
        try:
            tree = html.document_fromstring(body or b"<html></html>", parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
            tree = html.document_fromstring(b"<html><body></body></html>")
        break_lines(tree, self.letters)
        self.elements = tuple(tree.iter())
        # Elements nested deeper than the parser goes end the document there; that is the last thing its log says.
        self._too_deep = bool(parser.error_log) and parser.error_log[-1].type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
        return tree

    @functools.cached_property
    def truncated(self) -> bool:
        """Whether only the beginning was read: the page is larger, nested deeper, or has more lines or links than can be read. 未读全"""
        full = len(self.lines) >= MAX_LINES or len(self.links) >= MAX_LINKS
        return self.tree is not None and (full or self._too_deep or len(self.source) > MAX_CHARACTERS)

    @property
    def url(self) -> str:
        """Address that answered."""
        return self.page.final_url or self.page.url

    @functools.cached_property
    def base_url(self) -> str:
        """What relative links are resolved against."""
        base = next((b.get("href") for b in self.tree.iter("base") if b.get("href")), None)
        return (resolve(self.url, base) if base else None) or self.url

    @functools.cached_property
    def metas(self) -> tuple[tuple[str, str], ...]:
        """Named meta tags in order, names lower-cased."""
        return tuple((m.get("name", "").strip().lower(), squeeze(m.get("content") or "")) for m in self.tree.iter("meta") if m.get("name"))

    def meta(self, name: str) -> str:
        """The first content of a meta tag, '' if there is none."""
        return self._metas.get(name.lower(), "")

    @functools.cached_property
    def _metas(self) -> dict[str, str]:
        return dict(reversed(self.metas))  # of several of one name the first

    @functools.cached_property
    def title_tag(self) -> str:
        """Text of the title element."""
        return next((compact(t.text_content()) for t in self.tree.iter("title")), "")

    @functools.cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link, in document order; of a page with more than ``MAX_LINKS`` only the first."""
        return tuple(itertools.islice(read_links(self), MAX_LINKS)) if self.is_html else ()

    @functools.cached_property
    def _hidden_roots(self) -> dict[HtmlElement, str]:
        found = MAY_HIDE if next(self.tree.iter("marquee"), None) is None else MAY_HIDE_OR_ROLL  # the last costs as much as the rest
        return {e: how for e in found(self.tree) if (how := hiding(e))}

    @functools.cached_property
    def _hidden(self) -> dict[HtmlElement, str]:
        """Every element that is hidden or stands inside one that is, with how the nearest is hidden."""
        roots = self._hidden_roots
        found: dict[HtmlElement, str] = {}
        for root in roots:
            if root not in found:
                for element in root.iter():
                    found[element] = roots.get(element) or found[element.getparent()]
        return found

    def is_hidden(self, element: HtmlElement) -> bool:
        """Whether the element or an ancestor is hidden by inline style or attribute."""
        return element in self._hidden

    def hidden_by(self, element: HtmlElement) -> str:
        """How the element is hidden (``display:none`` …), '' if it is not."""
        return self._hidden.get(element, "")

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines in document order, hidden ones included and marked; of a page with more than ``MAX_LINES`` only the first."""
        return tuple(_read_lines(self))

    @functools.cached_property
    def text(self) -> str:
        """Visible text, one line per block, joined by newlines."""
        return "\n".join([line.text for line in self.lines if not line.hidden])

    @functools.cached_property
    def folded(self) -> Folded:
        """``text`` folded for matching."""
        return Folded(fold_lines([line.text for line in self.lines if not line.hidden]), self.text)

    @functools.cached_property
    def locator(self) -> Callable[[HtmlElement], str]:
        """Tells the XPath of an element; in an attachment the page, block or sheet (``attachment:p3``)."""
        path: Callable[[HtmlElement], str] = self.tree.getroottree().getpath
        return _place_of if self._attachment is not None else path if len(self.elements) < MANY_ELEMENTS else path_finder(self.tree)

    def evidence(self, quote: str, where: HtmlElement | str) -> Evidence:
        """Evidence on this page: a verbatim quote and where it stands (element, or a named place such as ``meta[PubDate]``)."""
        shown = quote, where if isinstance(where, str) else self.locator(where)
        if shown not in self._shown:
            self._shown[shown] = Evidence(
                url=self.page.url,
                fetched_at=self.page.fetched_at,
                sha256=self.page.sha256,
                locator=shown[1],
                quote=squeeze(quote)[:QUOTE_LENGTH],
                rendered=self.page.rendered,
            )
        return self._shown[shown]


def _place_of(element: HtmlElement) -> str:
    places = element.xpath("ancestor-or-self::*[@data-place][1]/@data-place")
    return str(places[0]) if places else "attachment"


# What an element does to the running text.
INLINE, BLOCK, BREAK, NEVER, ANCHOR = range(5)
LINE_ENDS = frozenset({BLOCK, BREAK})
ROLE = {**dict.fromkeys(BLOCKS, BLOCK), **dict.fromkeys(NEVER_SHOWN, NEVER), "br": BREAK, "a": ANCHOR}


def _read_lines(view: PageView) -> list[Line]:
    """Walk the tree once; block elements and <br> end a line, <td> too."""
    lines: list[Line] = []
    parts: list[str] = []
    roots = view._hidden_roots
    body = next(view.tree.iter("body"), view.tree)
    blocks: list[HtmlElement] = [body]
    hidden = skipped = anchors = linked = start = begun = 0
    full = False
    role_of = ROLE.get

    def flush() -> None:
        nonlocal linked, start, begun, full
        text = compact("".join(parts))
        parts.clear()
        if text:
            lines.append(Line(text, blocks[-1], linked, hidden > 0, -1 if hidden else start, begun))
            full = len(lines) >= MAX_LINES
            if not hidden:
                start += len(text) + 1
        linked = begun = 0

    for event, element in etree.iterwalk(body, events=("start", "end")):
        role = role_of(element.tag, INLINE)
        if event == "start":
            if full:
                return lines
            if role == NEVER:
                skipped += 1
                continue
            root = roots and element in roots
            if parts and (root or role in LINE_ENDS):
                flush()
            if root:
                hidden += 1
            if role == BLOCK:
                blocks.append(element)
            elif role == ANCHOR:
                anchors += 1
                begun += 1
            text = element.text
        else:
            if role == NEVER:
                skipped -= 1
            else:
                root = roots and element in roots
                if parts and (root or role == BLOCK):
                    flush()
                if root:
                    hidden -= 1
                if role == BLOCK:
                    if len(blocks) > 1:
                        blocks.pop()
                elif role == ANCHOR:
                    anchors -= 1
                if element is body:
                    continue
            text = element.tail
        if text and not skipped and (parts or not text.isspace()):
            parts.append(text)
            if anchors:
                linked += len(text.strip())
    flush()
    return lines
