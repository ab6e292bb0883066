"""Fields of items that a page speaks of without giving them a label. 正文提及的要素"""

from __future__ import annotations

import functools
import operator
from collections import Counter

import attrs

from checks.parsing.fold import fold
from checks.parsing.label_lines import leads_away
from checks.parsing.labels import key_of
from checks.parsing.main import FOOTER, Part, main_lines, read_main
from checks.parsing.memo import per_view
from checks.parsing.view import Line, PageView
from checks.vocabulary import Element, Vocabulary

from .fields import fields_of
from .item_words import LONGEST_ENDING, SHAPES
from .page import attachments

SHORT = 24  # characters of a line that may be a label with its value
LEAST_END = 4  # characters of a label that ends a heading


@per_view
def mentions(view: PageView, vocabulary: Vocabulary, family: str) -> dict[str, tuple[str, str]]:
    """Fields whose label stands somewhere in the content's running text, or in the name of a file beside it: the words and where they are. 正文提及"""
    lines = main_lines(view)
    texts, whole, characters = _folded(view)
    known = _labels_of(vocabulary, family)
    found: dict[str, tuple[str, str]] = {}
    for line, part in _bare(view):
        claimed = fields_of(line.text, vocabulary, family)
        alike = len(claimed) == 1 and len(line.text) <= LONGEST_ENDING and part is Part.TEXT  # «收费标椎» alone on its line
        for name, exact in claimed:
            if exact or (alike and name != "cautions"):  # «查档提示» may stand over any box beside the content
                found.setdefault(name, (line.text, view.locator(line.element)))
    aliases = known.aliases
    short = [
        (number, text)
        for number, text in enumerate(texts)
        if len(text) <= SHORT and text[:1] in aliases and text.startswith(aliases[text[0]])
    ]
    for element in vocabulary.family(family).values() if short else ():
        begun = next((n for n, text in short if text.startswith(element.aliases) and _begins_with(element, text)), None)
        if begun is not None and element.id not in found:
            found[element.id] = (lines[begun].text, view.locator(lines[begun].element))
    possible = [label for sign in characters & known.rarest.keys() for label in known.rarest[sign] if label.signs <= characters]
    for label in sorted(possible, key=PLACE):
        name, word = label.field, label.word
        if name not in found and word in whole and name in {f for f, _ in fields_of(word, vocabulary, family)}:
            number = next(n for n, text in enumerate(texts) if word in text)
            found[name] = (lines[number].text, view.locator(lines[number].element))
    for link in attachments(view):
        named = fold(link.text)
        for element in vocabulary.family(family).values():
            if element.id not in found and any(word in named for word in (*element.labels, *element.aliases)):
                found[element.id] = (link.text, link.locator)
    return found


@per_view
def _folded(view: PageView) -> tuple[list[str], str, frozenset[str]]:
    """The lines of the content folded, all of them as one text, and its different characters."""
    texts = [fold(line.text) for line in main_lines(view)]
    whole = "\n".join(texts)
    return texts, whole, frozenset(whole)


@per_view
def _bare(view: PageView) -> tuple[tuple[Line, Part], ...]:
    """Lines that may be a label as a whole, wherever they stand, each with its part: of a label's length, without punctuation but a colon."""
    return tuple(
        (line, part)
        for line, part in zip(view.lines, read_main(view).parts, strict=True)
        if LEAST_END <= len(line.text) <= LONGEST_ENDING + 4
        and part is not FOOTER
        and key_of(line.text) == fold(line.text).rstrip(":")
        and not leads_away(view, line)
    )


@attrs.frozen
class _Label:
    """A label of a field, its place among all, and its characters: few labels have all of theirs on a page."""

    place: int
    field: str
    word: str
    signs: frozenset[str]


PLACE = operator.attrgetter("place")


@attrs.frozen
class _Labels:
    """The short names of a family's fields by their first characters, and its labels by the one of theirs that fewest labels have.

    By their first characters nearly all labels would have to be looked at: those stand on every page.
    """

    aliases: dict[str, tuple[str, ...]]
    rarest: dict[str, list[_Label]]


@functools.lru_cache(maxsize=16)
def _labels_of(vocabulary: Vocabulary, family: str) -> _Labels:
    elements = tuple(vocabulary.family(family).values())
    words = [(element.id, word) for element in elements for word in element.labels]
    common = Counter(sign for _, word in words for sign in set(word))
    rarest: dict[str, list[_Label]] = {}
    for place, (field, word) in enumerate(words):
        rarest.setdefault(min(word, key=common.__getitem__), []).append(_Label(place, field, word, frozenset(word)))
    aliases: dict[str, tuple[str, ...]] = {}
    for alias in (alias for element in elements for alias in element.aliases):
        aliases[alias[0]] = (*aliases.get(alias[0], ()), alias)
    return _Labels(aliases, rarest)


def _begins_with(element: Element, text: str) -> bool:
    """Whether a short line is one of a field's short names with something behind it that looks like its value: «收费不收费»."""
    shape = SHAPES.get(element.id)
    return shape is not None and any(text.startswith(word) and shape.search(text[len(word) :]) for word in element.aliases)
