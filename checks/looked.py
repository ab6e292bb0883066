"""Where was looked for what was not found: one sentence that a person can walk through again. 查找范围"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from checks.marks import INNER_MARKS
from checks.model import Entry, Link
from checks.pages import REACH_ZH, ReadPage, page_reach
from checks.parsing.fold import fold, squeeze

if TYPE_CHECKING:
    from checks.unit import UnitFacts

MOST_NAMED = 4  # ways in that are named; the others are counted
MOST_WORDS = 8
LONGEST = 40  # characters of a text that is named
ALIKE = 0.5  # share of a word's pairs of characters that a text holds to come near it
NOTHING = "未见"


def looked_for(
    unit: UnitFacts,
    words: Sequence[str] = (),
    *,
    roles: Sequence[str] = (),
    pages: Sequence[ReadPage] = (),
    sought: str = "",
    near: str = "",
) -> str:
    """Pages read, lists walked to their end, browser or not; the ways in that were followed; the words tried; what came nearest to them. 查找范围

    Every part is always there: that nothing came near, or that no link promised the thing, is part of the proof.

    Args:
        words: what was sought by its words; ``sought`` says it where it has none (a date, any row at all).
        roles: roles of the links under which it would stand.
        pages: where the thing would stand on certain pages, these; what came nearest is then sought on them alone.
        near: what came nearest, where the caller knows.
    """
    browser = "使用浏览器" if unit.visit.plan.browser else "未使用浏览器"
    tried = f"所查字样：{_counted(words, MOST_WORDS)}" if words else f"所查内容：{sought or '条目和正文'}"
    parts = (
        f"{unit.extent}，{browser}",
        f"所循入口：{_counted(_followed(unit, roles, pages), MOST_NAMED) or '没有以此为名的链接'}",
        tried,
        f"最相近的：{_quoted(near) if near else nearest(words, _texts_on(pages) if pages else unit.texts) or NOTHING}",
    )
    return "；".join(parts)


def nearest(words: Iterable[str], texts: Iterable[tuple[str, str]]) -> str:
    """Of texts (folded, as written) the one that holds most of one of the words, quoted; '' if none holds half of any. 最相近的文字

    Of several equally near the shortest says least beside it.
    """
    wanted = [pairs for word in words if (pairs := _pairs(fold(word)))]
    best, held = (0.0, 0, ""), ""
    for folded, text in texts:
        for pairs in wanted:
            found = [pair for pair in pairs if pair in folded]
            near = (len(found) / len(pairs), -len(text), text)
            if near > best and near[0] >= ALIKE:
                best, held = near, found[0]
    return _quoted(best[2], held) if held else ""


def named_texts(unit: UnitFacts) -> Iterator[tuple[str, str]]:
    """What the portal calls its places and documents, folded and as written, each once: links, titles, rows. 网站上的名称"""
    links = [link.text for link in unit.home.links if not link.hidden] if unit.home else []
    written = [*links, *(str(f.value) for f in unit.of("page.title"))]
    written += [str(f.value) for kind in ("place.heading", "tab.head") for f in unit.of(kind)]
    written += [f.value.title for f in unit.rows if isinstance(f.value, Entry)]
    written += [f.value.text for f in unit.of("link") if isinstance(f.value, Link)]
    yield from ((fold(text), text) for text in sorted(set(written)))


def _texts_on(pages: Iterable[ReadPage]) -> Iterator[tuple[str, str]]:
    """What the facts of some pages quote; a label that was read and belongs to somebody else is among it."""
    yield from ((fold(text), text) for text in sorted({fact.evidence.quote for page in pages for fact in page.facts}))


def _followed(unit: UnitFacts, roles: Sequence[str], pages: Sequence[ReadPage]) -> tuple[str, ...]:
    """The ways in, each with how far it led: certain pages by their names, else the links of the roles."""
    if pages:
        named = ((page, "首页" if page is unit.home else page.title or page.page.anchor or page.url) for page in pages)
        return tuple(f"{_quoted(name)}（{REACH_ZH[page_reach(page)]}）" for page, name in named)
    return tuple(dict.fromkeys(target.describe() for target in unit.offers(*roles)))


def _pairs(word: str) -> tuple[str, ...]:
    return tuple(word[i : i + 2] for i in range(len(word) - 1))


def _counted(said: Sequence[str], most: int) -> str:
    return "、".join(said[:most]) + (f"等{len(said)}个" if len(said) > most else "")


def _quoted(text: str, held: str = "") -> str:
    """A text in quotation marks, of a long one the piece around the characters in question."""
    text = squeeze(text).translate(INNER_MARKS)
    start = max(0, min(text.find(held) - LONGEST // 2, len(text) - LONGEST))
    piece = text[start : start + LONGEST]
    return f"“{'…' if start else ''}{piece}{'…' if start + LONGEST < len(text) else ''}”"
