"""Places of a page that a script is to fill and that no script has filled yet: an empty value there is not the bureau's. 待脚本填写的内容"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.labels import Pair
from checks.parsing.view import PageView

from .fields import Value

LEAST_SLOTS = 3  # so many empty places with names of their own are waiting for a script
MANY_SLOTS, PER_FILLED = 6, 4  # on a page that gives hardly any field: so many anywhere on it, and so many for each that is filled
FEW_VALUES = 5
SLOTS = ("td", "span", "div", "p", "em", "i", "b", "strong", "ul", "table", "tbody", "h1", "h2", "h3", "dd", "li")
MOST_INSIDE = 12  # elements looked at inside a value's box


def values_to_come(view: PageView, found: Sequence[Value]) -> bool:
    """Whether the page's values are still to come: several empty boxes have names for a script, and no named box holds a value.

    A server that fills such boxes itself fills at least one of them.
    """
    if view.page.rendered or next(view.tree.iter("script"), None) is None:
        return False
    if sum(value.state is State.VALID for value in found) <= FEW_VALUES and _is_hollow(view):
        return True
    empty = {value.pair for value in found if value.state is State.BLANK and _slot(value.pair, filled=False)}
    if len({id(pair.value_element) for pair in empty}) < LEAST_SLOTS:
        return False
    return not any(value.state is State.VALID and _slot(value.pair, filled=True) for value in found)


def _is_hollow(view: PageView) -> bool:
    """Whether the page is a form of empty boxes with names."""
    named = [node for node in view.tree.iter(*SLOTS) if node.get("id") and next(node.iterchildren("*"), None) is None]
    filled = sum(bool((node.text or "").strip()) for node in named)
    return len(named) - filled >= max(MANY_SLOTS, PER_FILLED * filled)


def _slot(pair: Pair, filled: bool) -> bool:
    """Whether the value's box, or one inside or right behind it, has a name of its own and holds words (or holds none)."""
    return any(node.get("id") and bool("".join(node.itertext()).strip()) is filled for node in _boxes(pair))


def _boxes(pair: Pair) -> Iterator[HtmlElement]:
    yield from (node for node in itertools.islice(pair.value_element.iter(), MOST_INSIDE) if isinstance(node.tag, str))
    beside = pair.element.getnext() if pair.value_element is pair.element else None
    if beside is not None and isinstance(beside.tag, str):
        yield beside
