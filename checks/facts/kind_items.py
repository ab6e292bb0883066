"""Pages of one item or one penalty with its fields, and of many items: told by labels, wherever the name stands. 事项与处罚页"""

from __future__ import annotations

import functools
import re
from collections import Counter

from checks.model import PageKind
from checks.parsing.fold import fold, fold_lines
from checks.parsing.labels import BRACKETED, PUNCTUATION, block_pairs, label_pairs
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Vocabulary

from .fields import fields_of, whole_labels
from .follows import leads_list
from .glance import count_words
from .kind_words import FAMILY, FEW_ROWS, Verdict, by, element_of, name_of
from .shape import read_shape

FIELD_FAMILIES = {PageKind.SERVICE_ITEM: "items", PageKind.POWER_LIST: "items", PageKind.PENALTY: "penalty"}
COMMON_FIELDS = frozenset({"name", "organ", "office", "consult", "complaint", "supervise", "p_organ", "p_date"})  # on pages of any kind
LABELS = 4  # distinct field labels at the beginning of lines that make a service item or a penalty
IN_TEXT = ("line", "heading")  # forms of labels that any text may hold
GOING_ON = frozenset("的了是和与")  # behind a label: it is part of a sentence
NUMBERING = re.compile(r"^[\s(（\[【]*[一二三四五六七八九十\d]{0,3}[)）\]】、.．\s]*")


def item(view: PageView, context: Context) -> Verdict | None:
    """One penalty or one item, by its fields. 事项或处罚"""
    return labelled(view, context, PageKind.PENALTY) or labelled(view, context, PageKind.SERVICE_ITEM) or tabled(view, context)


def labelled(view: PageView, context: Context, wanted: PageKind) -> Verdict | None:
    """Field labels at the beginning of lines: one item with its fields; several items where labels recur. 行首字段"""
    _, begin = _field_words(context.vocabulary, wanted)
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    for text, line in _openings(view):
        alike = begin.get(text[:2])
        if alike is None or not text.startswith(alike):
            continue
        label = next((word for word in alike if text.startswith(word) and text[len(word) : len(word) + 1] not in GOING_ON), None)
        if label and line.linked < 0.6 * len(line.text):
            found.setdefault(label, line.text)
            times[label] += 1
    if len(found) < LABELS or (read_shape(view).dated > FEW_ROWS and leads_list(view, name_of(view, context))):
        return None
    first = next(iter(found.values()))
    if wanted is PageKind.SERVICE_ITEM and (sum(count >= 2 for count in times.values()) >= FEW_ROWS or _many_items(view, context)):
        wanted = PageKind.POWER_LIST  # several items with the same fields
    return Verdict(kind=wanted, quote=first, where="//body", method=f"{len(found)} field labels", confidence=0.85)


@per_view
def _openings(view: PageView) -> tuple[tuple[str, Line], ...]:
    """Lines of the content by their folded beginnings, numbering taken away. 行首"""
    return tuple((_opening(line.text[:80]), line) for line in main_lines(view))


@functools.lru_cache(maxsize=20_000)
def _opening(text: str) -> str:
    return NUMBERING.sub("", fold(text))[:40]


@functools.lru_cache(maxsize=16)
def _field_words(vocabulary: Vocabulary, wanted: PageKind) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Labels that tell of a kind, longest first, also by how they begin: its own words, and labels of fields that no other page has."""
    own = vocabulary.family(FAMILY)[wanted].aliases
    fields = vocabulary.family(FIELD_FAMILIES[wanted]).values()
    labels = {label for element in fields if element.id not in COMMON_FIELDS for label in element.labels if len(label) >= 4}
    words = tuple(sorted({*own, *labels}, key=lambda word: (-len(word), word)))
    return words, {start: tuple(word for word in words if word[:2] == start) for start in {word[:2] for word in words}}


def _many_items(view: PageView, context: Context) -> bool:
    """Whether a table with fields of items in its head has more than one row below."""
    heads = [pair for pair in label_pairs(view) if pair.form == "table-head"]
    fields = {field for pair in heads for field, _ in fields_of(pair.label, context.vocabulary, "items")} if heads else set()
    return len(fields - COMMON_FIELDS) >= FEW_ROWS and len({pair.group for pair in heads}) > 1


def tabled(view: PageView, context: Context) -> Verdict | None:
    """Labels with values, wherever a reader sees them as such: enough fields of an item in tables, lists of terms or bold words. 表格字段"""
    name = name_of(view, context)
    if name is None or leads_list(view, name):
        return None
    for wanted in (PageKind.PENALTY, PageKind.SERVICE_ITEM):
        family = FIELD_FAMILIES[wanted]
        if not _may_be_labelled(view, context.vocabulary, family):
            continue
        found = Counter(
            field
            for pair in label_pairs(view)
            for field, exact in fields_of(pair.label, context.vocabulary, family)
            if exact or pair.form not in IN_TEXT  # «监理服务费用支付方式» in a call for tenders names no fee of an item
        )
        several = sum(times >= FEW_ROWS for times in found.values()) > 1  # a list of items, each with a few of its fields
        if len(found.keys() - COMMON_FIELDS) >= LABELS and not several:
            return by(wanted, name, f"{len(found)} labelled fields")
    return None


def _may_be_labelled(view: PageView, vocabulary: Vocabulary, family: str) -> bool:
    """Whether enough fields can be found, so that the labels of all lines are worth reading: within text only whole labels count."""
    named = {field for pair in block_pairs(view) for field, _ in fields_of(pair.label, vocabulary, family)} - COMMON_FIELDS
    whole, bare = _unbroken(view)
    characters = set(whole)
    for label, fields in whole_labels(vocabulary, family).items():
        if len(named) >= LABELS:
            return True
        if characters.issuperset(label) and (label in whole or label in bare):
            named.update(field for field in fields if field not in COMMON_FIELDS)
    return len(named) >= LABELS


@per_view
def _unbroken(view: PageView) -> tuple[str, str]:
    """The folded text, hidden lines last, as keys of labels have it: without punctuation; also without what stands in brackets."""
    text = view.folded.text + fold_lines([line.text for line in view.lines if line.hidden])
    return PUNCTUATION.sub("", text), PUNCTUATION.sub("", BRACKETED.sub("", text))


def witnesses(view: PageView, context: Context, kind: PageKind) -> int:
    """Different words of the kind in the content. 佐证用语数"""
    words = _field_words(context.vocabulary, kind)[0] if kind in FIELD_FAMILIES else element_of(context, kind).aliases
    return count_words(view, words)
