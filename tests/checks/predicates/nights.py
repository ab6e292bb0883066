"""Earlier nights of a unit made by hand: what a look saw is what its pages say, through the same memory as on any night."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.model import Earlier, Fact, Link
from checks.recall import look, remember
from checks.vocabulary import Element, Vocabulary

from .build import VOCABULARY, home, link, unit

WORDS: Vocabulary = attrs.evolve(
    VOCABULARY,
    elements={
        **VOCABULARY.elements,
        "columns": {
            "news": Element(id="news", name="动态要闻", labels=("动态", "要闻")),
            "policy": Element(id="policy", name="通知公告", labels=("公告", "文件"), never=("采购",)),
        },
    },
)


def nights(*looks: tuple[str, Sequence[ReadPage]], **more: object) -> UnitFacts:
    """The unit as the last of several looks sees it, each a day with the pages of that day."""
    earlier = Earlier()
    told = None
    for as_of, pages in looks:
        told = unit(*pages, as_of=as_of, vocabulary=WORDS, earlier=earlier, **more)
        earlier = remember(earlier, look(told))
    assert told is not None
    return told


def front(*rows: Fact, links: Sequence[Link] = (), scripted: bool = False) -> ReadPage:
    """A home page with these rows in its lists, each a link as well."""
    shown = [attrs.evolve(r, kind="home.row") for r in rows]
    own = [link(r.value.title, r.value.href) for r in rows]  # type: ignore[attr-defined]
    return attrs.evolve(home(*shown, links=[*own, *links]), scripted=scripted)
