"""Fields of an item that may stand on the page under a name we do not know: not read, but not missing either. 存疑标签"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator

from checks.parsing.fold import fold
from checks.parsing.label_lines import COLON
from checks.parsing.labels import key_of, label_pairs
from checks.parsing.main import inside_main, main_lines
from checks.parsing.memo import per_view
from checks.parsing.numbering import ORNAMENT, unnumbered
from checks.parsing.set_off import label_styles, set_off_heads, style_of
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .fields import fields_of, whole_labels
from .item_words import ASKED, ASKING, LONGEST_ENDING, LONGEST_QUESTION, LONGEST_SHOWN, NOT_A_FIELD, OTHER_FIELDS, ROOTS, SHAPES, YES_OR_NO

CELLS = frozenset({"td", "th", "dt", "dd", "li"})  # labels in these are read as labels
SENTENCE = frozenset("。；;，,、.！!：:")  # stand in values and sentences, not in captions
RICH = 6  # fields under their own names
LED = 8  # characters behind a bullet that a label may have
LEAST_LED = 3  # labels written so that show a page's way
LEAST_LABEL = 4  # characters
LEAST_NAME = 3  # characters: a shorter label that nothing claims is a step or a unit of another field's value


@per_view
def doubtful(view: PageView, vocabulary: Vocabulary, family: str, alone: bool, headline: str) -> dict[str, str]:
    """Fields that may be there under a name we do not know: their own words stand in a label that nothing claims, or, where the page is one
    record alone, what they look like stands below it. ``headline``: the document's title as a key; no label. 存疑标签"""
    inside = inside_main(view)
    name = title_text(view)
    found: dict[str, str] = {}
    pairs = {p.label: p for p in label_pairs(view) if len(p.key) <= LONGEST_QUESTION}
    named = {field for label in pairs for field, exact in fields_of(label, vocabulary, family) if exact}
    for label, pair in pairs.items():
        if pair.key == headline:
            continue
        if NOT_A_FIELD.search(fold(label)) or label in name or fields_of(label, vocabulary, family) or pair.element not in inside:
            continue
        besides = len(named) >= RICH and ASKING.search(pair.key) is not None  # a page written in fields answers questions besides
        found = _doubt(label, pair.key, pair.value, alone and not besides, pair.form == "table-head") | found
    for label, value in _strange(view, vocabulary, family) if alone else ():
        claimed = {field for field, _ in fields_of(unnumbered(label), vocabulary, family)} if value else set()
        found = dict.fromkeys(claimed, f"存疑标签“{label}”") | _doubt(label, key_of(label), value, bool(value), False) | found
    for label, value in _captions(view) if alone else ():
        claimed = {field for field, _ in fields_of(label, vocabulary, family)}
        if label not in name and key_of(label) != headline:
            found = (dict.fromkeys(claimed, f"存疑小标题“{label}”") or _doubt(label, key_of(label), value, True, False)) | found
    return found


@per_view
def _strange(view: PageView, vocabulary: Vocabulary, family: str) -> tuple[tuple[str, str], ...]:
    """Beginnings of lines that no label begins, with what stands behind them, where the page writes its labels so: «◆业务编码 35…» beside
    «◆办理时限 5日», «<b>业务编码</b> 35…» beside «<b>办理时限</b> 5日». Behind a bullet alone nobody sees where the label ends."""
    labels = whole_labels(vocabulary, family)
    lines = [line for line in main_lines(view) if not line.linked and not COLON.search(line.text[:LED])]
    heads = [(head, line.text[len(head) :]) for line in lines if (head := set_off_heads(view, line.element).get(line.text, ""))]
    bullets = [(unnumbered(line.text)[:LED], "") for line in lines if ORNAMENT.match(line.text)]
    styles = label_styles(lines, lambda text: fold(text) in labels)
    styled = [(line.text, below.text) for line, below in itertools.pairwise(lines) if styles and style_of(line.element) in styles]
    strange: list[tuple[str, str]] = []
    for written in (heads, bullets, styled):
        other = [(head, value) for head, value in written if not _begins(unnumbered(head), labels)]
        claimed = sum(bool(fields_of(unnumbered(head), vocabulary, family)) for head, _ in other)
        strange += other if len(written) - len(other) + claimed >= LEAST_LED else []
    return tuple(strange)


def _begins(head: str, labels: Container[str]) -> bool:
    return any(fold(head[:size]) in labels for size in range(LEAST_LABEL, LED + 1))


def _doubt(label: str, key: str, value: str, alone: bool, in_head: bool) -> dict[str, str]:
    said = f"存疑标签“{label}”"
    rooted = [field for field, words in ROOTS.items() if any(w in key for w in words)] if len(key) <= LONGEST_ENDING + 4 else []
    return dict.fromkeys((*rooted, *(_possible(key, value, in_head) if alone else ())), said)


def _captions(view: PageView) -> Iterator[tuple[str, str]]:
    """Short lines above running text that may be labels, though nothing marks them so, each with the text below. 小标题"""
    read = {element for pair in label_pairs(view) for element in (pair.element, pair.value_element)}
    for line, below in itertools.pairwise(main_lines(view)):
        if (
            LONGEST_QUESTION >= len(line.text) >= LEAST_NAME
            and not line.linked
            and not below.linked
            and line.element.getnext() is below.element  # a caption stands right above its text, in one block with it
            and line.element.tag not in CELLS
            and line.element not in read
            and SENTENCE.isdisjoint(line.text)
        ):
            yield line.text, below.text


def _possible(key: str, shown: str, in_head: bool) -> Iterator[str]:
    """Fields that a label nothing claims may be, by what it asks and by what stands below it."""
    if ASKING.search(key):
        yield from ASKED if not YES_OR_NO.fullmatch(fold(shown)) else ()
    elif len(key) >= LEAST_NAME and not in_head and not OTHER_FIELDS.search(key):
        value = fold(shown[:LONGEST_SHOWN])
        yield from (name for name, shape in SHAPES.items() if shape.search(value))
