"""Budgets and final accounts of departments: which they are, how far they are broken down, what they say of the 三公 costs. 预决算

A page is read for what it shows; whether something is missing is decided over all pages and files of one account together.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Mapping

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, PageKind, Reading, State
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .accounts import FAMILY, accounts_named
from .glance import count_words
from .public_costs import public_costs
from .title import read_title

KIND = "budget"
LEAST_WORDS = 3  # of an account's own, in a file whose name says nothing
LEAST_CODES = 2  # a single number of three digits beside a word may be anything
CONTENTS = ("b_duty", "b_org", "b_gpb", "b_gfb", "b_run")
# Codes stand at the head of a row: alone in their cell with the name in the next, or before it on one line.
NAME = r"(?=\n?(?:\(|其中:)?[\u4e00-\u9fff])"
FUNCTION = r"2(?:0[1-9]|1\d|2\d|3[0-3])"
ECONOMIC = r"3(?:0[1-9]|1[0-3]|99)"
FINE: Mapping[str, re.Pattern[str]] = {
    "b_func": re.compile(rf"^(?:{FUNCTION}\d{{4}}{NAME}|{FUNCTION}\n\d\d\n\d\d{NAME})", re.M),
    "b_econ": re.compile(rf"^(?:{ECONOMIC}\d\d{NAME}|{ECONOMIC}\n\d\d{NAME})", re.M),
}
COARSE: Mapping[str, re.Pattern[str]] = {
    "b_func": re.compile(
        rf"^{FUNCTION}(?:\d\d)?\n?[\u4e00-\u9fff、]{{2,24}}(?:支出|事务|服务|就业|保障|退休|医疗|管理|改革|运行)(?=\n|[\d.,]|$)", re.M
    ),
    "b_econ": re.compile(
        rf"^(?:{ECONOMIC}\n?)?(?:工资福利支出|商品和服务支出|对个人和家庭的补助(?:支出)?|其他资本性支出)(?=\n|[\d.,]|$)", re.M
    ),
}
LEAST_NAMES = {"b_func": 1, "b_econ": 2}  # names of subjects at the level asked for that show it without a code
APPROVAL, SECRETS = re.compile("批复"), re.compile("涉密|国家秘密")
WITHHELD = re.compile(r"不(?:予|宜|得|能|对外|向社会)?公开")
EXCEPT = re.compile(r"除|外[,，。]|以外")  # a standing phrase of accounts that are published
LONGEST_STATEMENT = 400  # characters of a page that only says why it holds no account
AROUND = 80  # characters of a sentence on either side of a word
SENTENCE_END = re.compile(r"[。;\n]")


@attrs.frozen
class Text:
    """The folded lines of a page as one text, with the way back to the elements. 正文"""

    whole: str
    starts: tuple[int, ...]
    lines: tuple[tuple[str, HtmlElement], ...]

    def at(self, position: int) -> tuple[str, HtmlElement]:
        """The line that a position stands in, as written, and its element."""
        return self.lines[max(0, bisect.bisect_right(self.starts, position) - 1)]


def budget(view: PageView, context: Context) -> Iterator[Fact]:
    """``budget``, ``budget.year`` and ``budget.approved`` facts of a page or a file that is an account or part of one. 预决算事实"""
    if not view.is_html or FAMILY not in context.vocabulary.elements:
        return
    title = read_title(view, context.as_of)
    shown = title.text if title else ""
    named = accounts_named(shown, context.vocabulary) or accounts_named(view.page.anchor or "", context.vocabulary)
    element = context.vocabulary.elements["kinds"][PageKind.BUDGET]
    if not named and count_words(view, element.aliases) < LEAST_WORDS:
        return
    where = view.evidence(title.quote, title.where) if title else view.evidence("", "/")
    for account in named:
        yield Fact(kind="budget.year", subject=account.kind, value=account.year, evidence=where, method="part" if account.part else "title")
    lines = [line for line in main_lines(view) if line.text]
    folded = [fold(line.text) for line in lines]
    starts = tuple(itertools.accumulate((len(text) + 1 for text in folded), initial=0))[: len(folded)]
    text = Text("\n".join(folded), starts, tuple((line.text, line.element) for line in lines))
    if text.lines:
        yield from _elements(view, context, text)
        yield from _approved(view, context, text)
        yield from _secret(view, text)


def _elements(view: PageView, context: Context, text: Text) -> Iterator[Fact]:
    family = context.vocabulary.family(FAMILY)
    costs = public_costs(text.whole)
    for name, element in family.items():
        if name in CONTENTS:
            position = next((at for label in element.labels if (at := text.whole.find(label)) >= 0), -1)
            yield _fact(view, text, name, State.VALID if position >= 0 else State.ABSENT, position)
        elif name in FINE:
            yield _level(view, text, name, element.aliases)
        elif name in costs:
            state, position = costs[name]
            yield _fact(view, text, name, state, position)


def _level(view: PageView, text: Text, name: str, aliases: tuple[str, ...]) -> Fact:
    """How deep the subjects of a table go: to the level asked for, only to one above it (PARTIAL), or not told by codes."""
    fine = FINE[name].search(text.whole)
    if fine:
        return _fact(view, text, name, State.VALID, fine.start())
    own = [at for alias in aliases if (at := _in_a_row(text.whole, alias)) >= 0]
    if len(own) >= LEAST_NAMES[name]:
        return _fact(view, text, name, State.VALID, min(own))
    coarse = list(COARSE[name].finditer(text.whole))
    if len({found[0] for found in coarse}) >= LEAST_CODES:
        fact = _fact(view, text, name, State.PARTIAL, coarse[-1].start())
        row = coarse[-1][0].replace("\n", " ")
        return attrs.evolve(fact, value=Reading(state=State.PARTIAL, value=row))
    return _fact(view, text, name, State.ABSENT if not coarse and not own else State.UNREAD, -1)


def _in_a_row(whole: str, name: str) -> int:
    """Where a subject's name heads a row, -1 if nowhere."""
    found = re.search(rf"^[\d.、()]{{0,8}}{re.escape(name)}(?=\n|[\d.,]|$)", whole, re.M)
    return found.start() if found else -1


def _fact(view: PageView, text: Text, name: str, state: State, position: int) -> Fact:
    quote, element = text.at(position) if position >= 0 else ("", None)
    evidence = view.evidence(quote, element) if element is not None else view.evidence("", "//body")
    value = Reading(state=state, value=quote[:200] or None)
    return Fact(kind=KIND, subject=name, value=value, evidence=evidence, method="text" if position >= 0 else "read whole", confidence=0.8)


def _approved(view: PageView, context: Context, text: Text) -> Iterator[Fact]:
    """The day on which the finance bureau approved the account, where one sentence says it with a single date."""
    for sentence, quote, element in _sentences(text, APPROVAL):
        kind = "final" if "决算" in sentence else "budget" if "预算" in sentence else ""
        days = {shown.date for shown in find_dates(sentence, context.as_of) if not shown.year_inferred} if kind else set()
        if len(days) == 1:
            evidence = view.evidence(quote, element)
            yield Fact(kind="budget.approved", subject=kind, value=days.pop(), evidence=evidence, method="sentence", confidence=0.7)
            return


def _secret(view: PageView, text: Text) -> Iterator[Fact]:
    """A statement that the account is secret and not published, on a page that says little else."""
    for sentence, quote, element in _sentences(text, SECRETS) if len(text.whole) <= LONGEST_STATEMENT else ():
        if WITHHELD.search(sentence) and not EXCEPT.search(sentence):
            yield Fact(kind="budget.secret", value=quote, evidence=view.evidence(quote, element), method="sentence", confidence=0.8)
            return


def _sentences(text: Text, word: re.Pattern[str]) -> Iterator[tuple[str, str, HtmlElement]]:
    """Sentences that hold a word, as far as they stand near it, each with the line it stands in."""
    for found in word.finditer(text.whole):
        before = SENTENCE_END.split(text.whole[max(0, found.start() - AROUND) : found.start()])[-1]
        after = SENTENCE_END.split(text.whole[found.start() : found.end() + AROUND], maxsplit=1)[0]
        yield (before + after, *text.at(found.start()))
