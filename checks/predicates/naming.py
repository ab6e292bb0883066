"""Names on the portal: of places, documents and rows, whichever hold a word that is sought. 网站上的名称"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.doors import is_door
from checks.facts.page import ATTACHMENT
from checks.gaps import front_parts
from checks.model import Entry, Fact, Link, PageKind
from checks.pages import page_reach
from checks.parsing.fold import fold

from .base import title_of
from .own import is_named, same_organ

# An organ's name before the thing's; «我局» is whoever speaks.
ORGAN_FIRST = re.compile(
    r"^(?![我本])([\u4e00-\u9fff]{2,20}?(?:局|委员会|委|办公室|办|厅|院|署|中心|政府|镇|乡|街道))(?=权|责|行政|清单|20|关于|公布|审计|的)"
)


def names_with(
    unit: UnitFacts, words: Sequence[str], never: Sequence[str] = (), place: bool = False
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Names on the portal that hold one of the words: of what is there, and of what could not be opened or is another organ's. 网站上的名称

    Args:
        never: words of names that are something else; ``place``: only menu items and columns count, no rows of a list.
    """
    found: list[Fact] = []
    closed: list[Fact] = []
    places = {page.url for page in unit.pages if page.kind is not PageKind.ARTICLE}
    for fact in (*unit.of("page.title"), *_home_links(unit), *unit.of("link"), *unit.of("entry")):
        text = fold(title_of(fact))
        if not any(word in text for word in words) or any(word in text for word in never):
            continue
        is_place = fact.kind == "link" or (fact.kind == "page.title" and fact.evidence.url in places)
        if place and not (is_place and is_door(title_of(fact), "")):
            continue
        (found if opens(unit, fact) and not speaks_for_another(unit, title_of(fact)) else closed).append(fact)
    return tuple(found), tuple(closed)


def _home_links(unit: UnitFacts) -> Iterator[Fact]:
    """Links of the home page as facts, also those without a role."""
    home = unit.home
    for link in home.links if home is not None else ():
        if home is not None and not link.hidden and link.text:
            yield Fact(kind="link", value=link, evidence=home.evidence(link.text, link.locator), method="link", confidence=0.8)


def speaks_for_another(unit: UnitFacts, title: str) -> bool:
    """Whether a document's title begins with another organ's name: a portal shows the lists and results of many. 他单位所发"""
    first = ORGAN_FIRST.match(fold(title)) if is_named(unit) else None
    return first is not None and not same_organ(first[1], fold(unit.unit.name))


def opens(unit: UnitFacts, fact: Fact) -> bool:
    """Whether what a name stands for was opened; a row beyond the sample is there all the same. 能否打开"""
    if not isinstance(fact.value, Entry | Link):
        return True
    reach, _ = unit.reach(fact.value.url) if fact.value.url else (Reach.SCRIPT, None)
    return reach is Reach.READ or (isinstance(fact.value, Entry) and reach in (Reach.UNVISITED, Reach.APART))


def unnamed_doors(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Pages behind pictures of the home page, or of a frame of it, that tell no words: what the picture calls them, only a person sees. 无字入口"""
    if unit.home is None:
        return ()
    shown = {page.url for page in front_parts(unit, unit.home)}
    pages = (p for p in unit.pages if p.page.found_on in shown and not p.page.anchor and p.url not in shown and p.url != unit.home.jump)
    return tuple(p for p in pages if page_reach(p) is Reach.READ and not ATTACHMENT.search(p.url))


def doubt_of_pictures(unit: UnitFacts) -> str:
    """Why a name that was not found may stand in a picture; '' if no link of the home page is one. 图片入口疑点"""
    pages = unnamed_doors(unit)
    return f"首页有{len(pages)}个没有文字的图片链接（如 {pages[0].url}），名称需人工看一眼" if pages else ""
