"""Paths to elements, compiled once. 元素路径"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement


def xpath(path: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A path to elements, in document order. 预编译路径"""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", etree.XPath(path))
