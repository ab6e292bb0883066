"""Lists of other duties: licences that were granted, random inspections, fees, results of quality checks. 其他清单要素"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.model import Fact, Reading, State
from checks.parsing.fold import fold
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .items import records
from .title import read_title

TITLED = "title"  # method of a name that was taken from the page's title
HEADED = "table-head"  # method of a value below its column's head
LONGEST_STATEMENT = 160
MOST_LINES = 2000
FEE, QUALITY = "fee", "quality"
RESULT = "q_result"
STATED = "statement"  # method of a field of which the page says that there is none
NO_FEES = re.compile(
    r"(?:无|没有|不涉及|未设立|未设有|未收取|不收取|不存在|未实施)[^。;,]{0,10}收费(?:项目|事项|的项目)?(?:[。;,]|$)|收费项目(?:为零|为0|:无)"
)
CHARGED = re.compile(r"乱收费|违规|无关|免收|举报")


@attrs.frozen
class Sort:
    """One kind of record: kind of fact and family of the vocabulary, its naming field, fields of which one makes it such a record. 清单种类

    Attributes:
        least: fields that must have been read, the title not counted.
        titled: words that the page's title must all hold, and ``tabled`` the fields must stand in the head of a table: for fields of which other
            pages speak as well (a notice that an inspection begins).
    """

    kind: str
    key: str
    proof: frozenset[str]
    least: int = 2
    titled: tuple[str, ...] = ()
    tabled: bool = False


SORTS = (
    Sort("licence", "l_name", frozenset({"l_docno", "l_content", "l_date"}), least=3),
    Sort("random_check", "rc_item", frozenset({"rc_content", "rc_way", "rc_ratio"}), titled=("抽查", "清单"), tabled=True),
    Sort(FEE, "fee_item", frozenset({"fee_item"}), titled=("收费",), tabled=True),
)


def listed(view: PageView, context: Context) -> Iterator[Fact]:
    """``licence``, ``random_check``, ``fee`` and ``quality`` facts; nothing on pages without a word of theirs. 其他清单要素"""
    text = view.folded.text
    words = context.vocabulary.words
    for sort in SORTS:
        if any(word in text for word in words.get(f"{sort.kind}_signs", ())):
            yield from _sort(view, context, sort)
    if any(word in text for word in words.get("quality_signs", ())):
        yield from _quality(view, context)


def _sort(view: PageView, context: Context, sort: Sort) -> Iterator[Fact]:
    title = read_title(view, context.as_of)
    if sort.titled and (title is None or not all(word in fold(title.text) for word in sort.titled)):
        return
    facts = tuple(records(view, context, sort.kind, sort.kind, sort.key))
    given = {f.subject for f in facts if isinstance(f.value, Reading) and f.value.state is State.VALID and f.method != TITLED}
    if sort.tabled:
        given &= {f.subject for f in facts if f.method == HEADED}
    if len(given) >= sort.least and given & sort.proof:
        yield from facts
    elif sort.kind == FEE:
        yield from _no_fees(view)


def _no_fees(view: PageView) -> Iterator[Fact]:
    """A page about fees that says in so many words that none are taken."""
    for line in main_lines(view)[:MOST_LINES]:
        text = fold(line.text)
        if len(text) <= LONGEST_STATEMENT and NO_FEES.search(text) and not CHARGED.search(text):
            evidence = view.evidence(line.text, line.element)
            value = Reading(state=State.NEGATED, value=line.text)
            yield Fact(kind=FEE, subject="fee_item", value=value, evidence=evidence, method=STATED, confidence=0.8)
            return


def _quality(view: PageView, context: Context) -> Iterator[Fact]:
    """What a page on checks of product quality tells, by its words; of what it does not tell nothing is said."""
    title = read_title(view, context.as_of)
    if title is None or not any(word in fold(title.text) for word in context.vocabulary.words.get("quality_titles", ())):
        return
    published = any(word in fold(title.text) for word in context.vocabulary.words.get("quality_results", ()))
    lines = [(line, fold(line.text)) for line in main_lines(view)[:MOST_LINES]]
    for element in context.vocabulary.family(QUALITY).values():
        if element.id == RESULT and not published:
            continue  # news of a check that goes on
        found = next(((line, word) for line, text in lines for word in element.labels if word in text), None)
        if found is not None:
            line, word = found
            value = Reading(state=State.VALID, value=line.text[:200], label=word)
            evidence = view.evidence(line.text[:200], line.element)
            yield Fact(kind=QUALITY, subject=element.id, value=value, evidence=evidence, method="words", confidence=0.75)
