"""Cheap looks at a page as a whole, so that the closer ones are taken only where they can find something. 粗看"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from checks.parsing.fold import plain
from checks.parsing.memo import fold_word, per_view
from checks.parsing.view import PageView


@per_view
def letters(view: PageView) -> bytes:
    """The ASCII of the source in lower case: plain words are found in it many times faster than by patterns that ignore case. 源码字母"""
    return view.source.encode("ascii", "ignore").lower()


def holds(view: PageView, *words: bytes) -> bool:
    """Whether one of these lower-case words may stand in the source. 源码是否含词"""
    source = letters(view)
    return any(word in source for word in words)


@per_view
def link_words(view: PageView) -> tuple[str, ...]:
    """The folded text of every link, in the order of ``view.links``. 各链接文字（折叠）"""
    return tuple([fold_word(link.text) for link in view.links])


@per_view
def all_link_words(view: PageView) -> str:
    """``link_words`` joined by newlines. 全部链接文字"""
    return "\n".join(link_words(view))


@per_view
def all_targets(view: PageView) -> str:
    """The addresses of all links as written, in lower case, joined by newlines. 全部链接地址"""
    return "\n".join([link.href for link in view.links]).lower()


@functools.lru_cache(maxsize=256)
def finder(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that finds any of the words, none where there are no words. 任一词"""
    return re.compile("|".join(map(re.escape, words)) if words else r"(?!)")


def xpath(path: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A path to elements, compiled once. 预编译路径"""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", etree.XPath(path))


# Lines of footers and of forms are the same on page after page.
plain_line = functools.lru_cache(maxsize=20_000)(plain)
