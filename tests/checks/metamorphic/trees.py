"""Changes to the tree of a page that leave what a reader sees as it is. 结构变换"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from lxml import etree, html
from lxml.html import HtmlElement

BLOCKS = frozenset("div p ul ol li dl h1 h2 h3 h4 h5 h6 table form section article header footer nav".split())
FLOW = frozenset("body div td li dd section article form header footer nav main aside center".split())  # hold blocks and text alike
NO_TEXT = frozenset("script style title textarea option select head noscript".split())
NO_SPAN = NO_TEXT | frozenset("table tbody thead tfoot tr ul ol dl colgroup html".split())
END = re.compile(r"</(?:html|body)\s*>", re.I)  # what follows belongs to the page all the same, as browsers have it
GAP = "\n\u3000\u00a0\u200b \r\n\ufeff"


def on_tree(change: Callable[[HtmlElement], None]) -> Callable[[str], str]:
    """A change of the body's tree as a change of the source."""

    @functools.wraps(change)
    def changed(source: str) -> str:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        tree = html.document_fromstring(END.sub("", source).encode("utf-8", "replace"), parser=parser)
        change(tree)
        return etree.tostring(tree, encoding="unicode", method="html", doctype="<!DOCTYPE html>")

    return changed


def _elements(tree: HtmlElement) -> list[HtmlElement]:
    return [element for element in tree.iter() if isinstance(element.tag, str)]


@on_tree
def reverse_attributes(tree: HtmlElement) -> None:
    """The last attribute first. 属性倒序"""
    for element in _elements(tree):
        attributes = list(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(reversed(attributes))


@on_tree
def no_names(tree: HtmlElement) -> None:
    """No class and no id. 去除类名与编号"""
    for element in _elements(tree):
        for name in ("class", "id"):
            element.attrib.pop(name, None)


@on_tree
def meaningless_names(tree: HtmlElement) -> None:
    """Each class and id under a name that says nothing, the same for the same. 无意义类名"""
    known: dict[str, str] = {}
    for element in _elements(tree):
        for name in ("class", "id"):
            if element.get(name):
                element.set(name, " ".join(known.setdefault(word, f"k{len(known)}") for word in element.get(name).split()))


@on_tree
def wrapped_blocks(tree: HtmlElement) -> None:
    """Each <div> in another <div>. 块外再套一层"""
    for element in list(tree.iter("div")):
        _wrap(element, "div")


@on_tree
def wrapped_content(tree: HtmlElement) -> None:
    """What each block of text holds in a <font>, as editors leave it. 内容外套 font"""
    for element in list(tree.iter("p", "h1", "h2", "h3", "td", "a", "dt", "dd")):
        if not any(child.tag in BLOCKS or not isinstance(child.tag, str) for child in element.iter() if child is not element):
            _fill(element, "font")


@on_tree
def wrapped_texts(tree: HtmlElement) -> None:
    """Each run of text in a <span>. 文字外套 span"""
    for element in _elements(tree.find("body") if tree.find("body") is not None else tree):
        if any(up.tag in NO_TEXT for up in (element, *element.iterancestors())):
            continue
        if element.tag not in NO_SPAN and element.text and element.text.strip():
            span = html.Element("span")
            span.text, element.text = element.text, None
            element.insert(0, span)
    for element in [e for e in tree.iter() if e.tail and e.tail.strip()]:
        parent = element.getparent()
        if parent is not None and parent.tag not in NO_SPAN and not any(up.tag in NO_TEXT for up in element.iterancestors()):
            span = html.Element("span")
            span.text, element.tail = element.tail, None
            parent.insert(parent.index(element) + 1, span)


@on_tree
def in_one_form(tree: HtmlElement) -> None:
    """The whole page in one form, as ASP.NET makes it. 整页置于表单"""
    for body in list(tree.iter("body"))[:1]:
        _fill(body, "form").set("action", "./index.aspx")


@on_tree
def in_one_cell(tree: HtmlElement) -> None:
    """The whole page in a cell of a layout table. 整页置于表格"""
    for body in list(tree.iter("body"))[:1]:
        for tag in ("td", "tr", "table"):
            _fill(body, tag)


@on_tree
def gaps(tree: HtmlElement) -> None:
    """Blanks, no-break spaces, line ends and zero-width characters between blocks. 块间空白"""
    for element in _elements(tree):
        parent = element.getparent()
        if element.tag in BLOCKS and parent is not None and parent.tag in FLOW:
            element.tail = GAP + (element.tail or "")


@on_tree
def no_gaps(tree: HtmlElement) -> None:
    """No white space beside blocks, as a packer of HTML leaves it. 去除块间空白"""
    for element in tree.iter():
        if element.tag in BLOCKS | FLOW | {"tr", "td", "th", "tbody", "html", "head", "dt"}:
            if element.tail and not element.tail.strip():
                element.tail = None
            if element.text and not element.text.strip() and (not len(element) or element[0].tag in BLOCKS | {"tr", "td", "tbody"}):
                element.text = None


def _wrap(element: HtmlElement, tag: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    outer = html.Element(tag)
    outer.tail, element.tail = element.tail, None
    parent.replace(element, outer)
    outer.append(element)


def _fill(element: HtmlElement, tag: str) -> HtmlElement:
    """All that an element holds moved into a new child."""
    inner = html.Element(tag)
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)
    return inner
