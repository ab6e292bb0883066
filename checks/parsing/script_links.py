"""Menus that a script of the page holds: anchors that it writes, nodes of a tree, names beside addresses. 脚本中的菜单"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from .fold import compact
from .paths import xpath

if TYPE_CHECKING:
    from .view import PageView

MOST_SCRIPT = 60_000  # characters of one script; what is longer is a library or a table of data
MOST_SCRIPTS = 40
MOST_NAMED = 400
LONGEST_NAME = 20  # characters: a menu item, not a document's title
HAN = re.compile(r"[\u3400-\u9fff]")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# No two neighbouring parts match the same characters.
ANCHOR = re.compile(r"<a\s([^<>]{1,300})>(?:<\w[^<>]{0,100}>){0,3}([^<>]{2,60})<", re.I)
HREF = re.compile(r"\bhref\s{0,3}=\s{0,3}\\?['\"]?([^'\"\\\s]{2,300})", re.I)
NODE = re.compile(r"[^{}]{8,1500}")
FIELD = re.compile(r"(\w{2,20})['\"]?\s{0,3}:\s{0,3}(['\"])([^'\"\n]{2,300})\2")
PAIR = re.compile(r"(['\"])([^'\"<>\n]{2,40})\1\s{0,3},\s{0,3}(['\"])([^'\"\s<>]{2,300})\3")
NAMES = re.compile(r"name|title|text|label", re.I)
PLACES = re.compile(r"url|href|link|path", re.I)
DATA = ("data-menu", "data-nav", "data-tree", "data-json", "data-list")
DATA_SIGNS = tuple(name.encode() for name in DATA)
HOLDERS = xpath("//*[@data-menu or @data-nav or @data-tree or @data-json or @data-list]")
SOUGHT = (
    "公开",
    "公開",
    "\\u516c\\u5f00",
    "\\u516c\\u958b",
)  # a menu without the word leads to nothing that is sought; few scripts have it, most are done with here


def named_in_scripts(view: PageView) -> Iterator[tuple[HtmlElement, str, str]]:
    """Element, name and address as written for each likely item of a menu; whether the address is one, the caller asks. 脚本中的名称和地址"""
    held_in = HOLDERS(view.tree) if any(sign in view.letters for sign in DATA_SIGNS) else ()
    for holder in itertools.islice(itertools.chain(view.tree.iter("script", "textarea"), held_in), MOST_SCRIPTS):
        text = next((held for name in DATA if (held := holder.get(name))), "") or holder.text or ""
        if not 8 < len(text) < MOST_SCRIPT or not any(sought in text for sought in SOUGHT):
            continue
        plain = text.replace("\\/", "/")
        if "\\u" in plain:
            plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain)
        for name, address in itertools.islice(_named(plain), MOST_NAMED):
            name = compact(name)
            if 1 < len(name) <= LONGEST_NAME and HAN.search(name):
                yield holder, name, address


def _named(text: str) -> Iterator[tuple[str, str]]:
    if "href" in text or "HREF" in text:
        for anchor in ANCHOR.finditer(text):
            if target := HREF.search(anchor[1]):
                yield anchor[2], target[1]
    if "{" in text:
        for node in NODE.finditer(text):
            fields = FIELD.findall(node[0]) if ":" in node[0] else []
            name = next((value for key, _, value in fields if NAMES.search(key)), "")
            address = next((value for key, _, value in fields if PLACES.search(key)), "")
            if name and address:
                yield name, address
    for pair in PAIR.finditer(text):
        yield pair[2], pair[4]
