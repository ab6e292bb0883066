"""Cheap looks at a page as a whole, so that the closer ones are taken only where they can find something. 粗看"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import AnyStr

from checks.parsing.fold import fold, fold_lines
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.view import PageView

ASCII = bytes(range(128))


@per_view
def holds(view: PageView, *words: bytes) -> bool:
    """Whether one of these lower-case words may stand in the source. 源码是否含词"""
    return any(word in view.letters for word in words)


@per_view
def foreign(view: PageView) -> bytes:
    """What of the source is not ASCII, as UTF-8: what markup keeps apart stands together. 源码中的非 ASCII 字符"""
    return view.source.encode("utf-8", "replace").translate(None, ASCII)


def places(text: AnyStr, word: AnyStr) -> Iterator[int]:
    """Where a word stands in a text, each place in turn. 词的各处位置"""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


@per_view
def link_words(view: PageView) -> tuple[str, ...]:
    """The folded text of every link, in the order of ``view.links``. 各链接文字（折叠）"""
    return tuple([fold(link.text) for link in view.links])


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


@per_view
def own_words(view: PageView) -> str:
    """The folded text of the page's own content without links: what they are called is said of other pages. 正文（折叠，不含链接）"""
    return fold_lines([line.text for line in main_lines(view) if line.linked <= len(line.text) / 2])


def count_words(view: PageView, words: Iterable[str]) -> int:
    """How many of the folded words stand in the content. 正文含词数"""
    text = own_words(view)
    return sum([word in text for word in words])
