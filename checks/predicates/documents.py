"""Documents with a number: whole, and marked when they are out of force. 规范性文件、失效标注"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Fact, Link, Outcome, State
from checks.pages import page_reach
from checks.parsing.fold import fold

from .base import TIME_TO_FOLLOW, Verdict, cited, page_name, reading, subject_of
from .own import of_another
from .records import NoOptions

UNNUMBERED = re.compile(r"征求意见|草案|送审|讨论稿|模板|样本|格式|范本|征集")  # drafts and samples rightly have no number


Lists = dict[str, tuple[Fact, ReadPage]]


def _repealed(unit: UnitFacts) -> tuple[Lists, Lists]:
    """Numbers on lists of repealed documents, with the list: on the unit's own, and on those of other organs, which it only reprints."""
    own: Lists = {}
    others: Lists = {}
    for page in unit.pages:
        kept = others if of_another(unit, page.title) else own
        kept |= {str(fact.value): (fact, page) for fact in page.of("docs.repealed")}
    return own, others


def _numbered(unit: UnitFacts) -> Iterator[tuple[str, Fact, ReadPage]]:
    for page in unit.pages:
        fact = next(iter(page.of("docs.number")), None)
        if fact is not None and page_reach(page) is Reach.READ:
            yield reading(fact).value or "", fact, page


def validity_marked(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """Documents that the unit's own list calls repealed say so on their own pages. 失效文件标注"""
    lists, others = _repealed(unit)
    if not lists and others:
        fact, page = next(iter(others.values()))
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"“{cited(page_name(page), 40)}”未能确认是本单位的清单", used=(fact,))
        return
    if not lists:
        outcome = Outcome.CANT_TELL if unit.gaps else Outcome.INAPPLICABLE
        yield Verdict(outcome=outcome, why="；".join(unit.gaps) or "未见废止、失效文件清单")
        return
    originals = [(number, fact, page) for number, fact, page in _numbered(unit) if number in lists]
    if not originals:
        fact, page = next(iter(lists.values()))
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"“{cited(page_name(page), 40)}”所列文件的原文页未读到", used=(fact,))
        return
    verdicts = [_marked(unit, number, fact, page, *lists[number]) for number, fact, page in originals]
    open_ones = [v for v in verdicts if v.outcome is not Outcome.PASSED]
    yield from open_ones
    if not open_ones:
        yield Verdict(outcome=Outcome.PASSED, why=f"清单所列且读到原文的{len(originals)}份均有标注", used=verdicts[0].used)


def _marked(unit: UnitFacts, number: str, fact: Fact, page: ReadPage, listed: Fact, listing: ReadPage) -> Verdict:
    subject, name = subject_of(unit, page.url), page_name(page)
    mark = next(iter(page.of("docs.mark")), None)
    told = f"{number}列于“{cited(page_name(listing), 40)}”"
    if mark is not None and mark.value == "marked":
        return Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why="有标注", used=(mark, listed))
    recent = listing.published is None or unit.context.as_of - listing.published <= TIME_TO_FOLLOW
    if mark is not None or recent or page.of("page.image") or page.of("page.truncated"):
        why = f"{told}，原文页未读出明确标注，需人工看一眼"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=(fact, listed))
    looked = looked_for(unit, ("失效", "废止"), pages=(page,))
    why = f"{told}（{listing.published}），原文页未标注失效或废止"
    return Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=(fact, listed), looked=looked)


@attrs.frozen(kw_only=True)
class Whole:
    """Options of ``documents_whole``: parts with names, of docno (its number), attachment (opens), validity (marked when repealed)."""

    parts: dict[str, str]


def documents_whole(unit: UnitFacts, params: Whole) -> Iterator[Verdict]:
    """Numbered documents show their number, open their attachments and say when they are out of force. 规范性文件公开"""
    lists, _ = _repealed(unit)
    judged = [(fact, page) for _, fact, page in _numbered(unit) if not UNNUMBERED.search(fold(page.title))]
    lacking = [v for fact, page in judged for v in [_whole(unit, params, fact, page, lists)] if v is not None]
    if lacking:
        yield from lacking
    elif judged:
        yield Verdict(
            outcome=Outcome.PASSED,
            why=f"读到的{len(judged)}份文件未见文号空缺、附件失效或失效未标注",
            used=tuple(fact for fact, _ in judged[:3]),
        )
    else:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "未读到可逐份核对的规范性文件")


def _whole(unit: UnitFacts, params: Whole, fact: Fact, page: ReadPage, lists: Lists) -> Verdict | None:
    defects: list[str] = []
    doubts: list[str] = []
    used: list[Fact] = [fact]
    number = reading(fact).value or ""
    if "docno" in params.parts and reading(fact).state is State.BLANK:
        defects.append(f"{params.parts['docno']}空缺（“{cited(fact.evidence.quote, 30)}”）")
    dead = [f for f in page.of("page.attachment") if isinstance(f.value, Link) and unit.reach(f.value.url, f.value.kind)[0] is Reach.DEAD]
    if "attachment" in params.parts and dead:
        defects.append(f"{params.parts['attachment']}不存在（“{cited(dead[0].evidence.quote, 30)}”）")
        used += dead[:1]
    if "validity" in params.parts and number in lists:
        verdict = _marked(unit, number, fact, page, *lists[number])
        if verdict.outcome is Outcome.FAILED:
            defects.append(f"未作{params.parts['validity']}（{verdict.why}）")
            used.append(lists[number][0])
        elif verdict.outcome is Outcome.CANT_TELL:
            doubts.append(verdict.why)
    if not defects and not doubts:
        return None
    outcome = Outcome.FAILED if defects else Outcome.CANT_TELL
    subject, name = subject_of(unit, page.url), page_name(page)
    return Verdict(outcome=outcome, subject=subject, subject_name=name, why="；".join(defects or doubts), used=tuple(used))
