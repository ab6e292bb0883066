"""All transformations, and what each of them may change by right. 变换表"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from . import additions, encodings, markup, trees
from .encodings import Sent


@attrs.frozen
class Transformation:
    """A change of a page after which a reader sees the same facts. 变换

    Attributes:
        make: the page as it is sent afterwards, None where the transformation does not apply.
        script: whether the text comes in the other form of Chinese characters, so that only folded texts compare.
        links: whether it offers links of its own: a place that rules ask for may be offered there as well.
        fronts: whether it suits front pages, too: a page with a breadcrumb is none.
    """

    make: Callable[[str], Sent | None]
    script: bool = False
    links: bool = False
    fronts: bool = True


def _sent(change: Callable[[str], str], script: bool = False, links: bool = False, fronts: bool = True) -> Transformation:
    """A change of the text, sent in UTF-8 without a word on it, as a saved page is."""
    return Transformation(lambda source: (change(source).encode("utf-8", "replace"), ""), script, links, fronts)


def _big5(source: str) -> Sent | None:
    """The whole source in Traditional form: Big5 has no other characters."""
    return encodings.encoded("big5hkscs", "big5")(markup.converter("s2tw").convert(source))


TRANSFORMATIONS: dict[str, Transformation] = {
    "utf-8 with a mark": Transformation(encodings.encoded("utf-8", "utf-8", "utf-8", mark=True)),
    "utf-8, meta lies": Transformation(encodings.encoded("utf-8", "gb2312", "utf-8")),
    "gb18030": Transformation(encodings.encoded("gb18030", "gb2312")),
    "gb18030, meta lies": Transformation(encodings.encoded("gb18030", "utf-8", "gb18030")),
    "utf-16 le": Transformation(encodings.encoded("utf-16-le", "utf-16", mark=True)),
    "utf-16 be, meta lies": Transformation(encodings.encoded("utf-16-be", "gb2312", "utf-16", mark=True)),
    "big5": Transformation(_big5, script=True),
    "s2t": _sent(markup.converted("s2t"), script=True),
    "s2tw": _sent(markup.converted("s2tw"), script=True),
    "s2hk": _sent(markup.converted("s2hk"), script=True),
    "t2s": _sent(markup.converted("t2s"), script=True),
    "upper case": _sent(markup.upper_case),
    "other quotes": _sent(markup.other_quotes),
    "character references": _sent(markup.character_references),
    "comments": _sent(markup.comments),
    "scripts and styles": _sent(markup.scripts),
    "attributes reversed": _sent(trees.reverse_attributes),
    "no names": _sent(trees.no_names),
    "meaningless names": _sent(trees.meaningless_names),
    "blocks wrapped": _sent(trees.wrapped_blocks),
    "content in font": _sent(trees.wrapped_content),
    "texts in span": _sent(trees.wrapped_texts),
    "in one form": _sent(trees.in_one_form),
    "in one cell": _sent(trees.in_one_cell),
    "gaps": _sent(trees.gaps),
    "no gaps": _sent(trees.no_gaps),
    "top menu": _sent(additions.top_menu, links=True),
    "menu in a table": _sent(additions.named_menu, links=True),
    "double menu": _sent(additions.double_menu, links=True),
    "hot list": _sent(additions.hot_list),
    "friendly links": _sent(additions.friends),
    "breadcrumb": _sent(additions.breadcrumb, links=True, fronts=False),
}
