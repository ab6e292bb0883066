"""Notices that must follow something: the evaluation's result, replies to proposals, what became of comments. 应有的通报与反馈"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome
from checks.parsing.fold import fold

from .base import Verdict, cited, not_found, page_name, subject_of, title_of, years_named
from .own import of_another


@attrs.frozen(kw_only=True)
class Announced:
    """Options of ``announced``.

    Attributes:
        words: of a row or title that is what is sought; ``never`` of those that only sound like it.
        shown_by: words of rows which show that there was something to announce; without them nothing is charged.
        due: month and day of the year from which it is looked for.
        not_owed: words in the name of a unit that does not owe it.
        blocked_by: roles whose closed doors leave it open.
    """

    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    due: str = "12-31"
    not_owed: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ("dated", "disclosure", "rules")


def announced(unit: UnitFacts, params: Announced) -> Iterator[Verdict]:
    """A notice of this year is on the portal, if the portal shows that there was something to announce. 当年应有的通报

    That nothing at all is told of it may mean that there was none, or that it stands on an inner net: that is for people. What another
    organ announces to all of its subordinates shows nothing of this one.
    """
    as_of = unit.context.as_of
    if any(word in unit.unit.name for word in params.not_owed):
        yield Verdict(outcome=Outcome.INAPPLICABLE, why="由上级机关承担")
        return
    hits, undated = _titled(unit, params.words, (*params.never, *params.shown_by), as_of.year)
    shown = [f for f in _titled(unit, params.shown_by, (), as_of.year)[0] if not of_another(unit, title_of(f))]
    if hits:
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(title_of(hits[0]))}”", used=hits[:1])
    elif undated:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"“{cited(title_of(undated[0]))}”未注年度", used=undated[:1])
    elif f"{as_of:%m-%d}" < params.due:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"未到核查日期（{params.due}）")
    elif not shown:
        why = "；".join(unit.gaps) or "未见，站内也未见表明此事已经进行的信息；可能没有，也可能在内网"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)
    else:
        outcome, why, used = not_found(unit, unit.blocked(*params.blocked_by), params.words)
        if outcome is Outcome.FAILED and any(not c.covers(as_of.replace(month=1, day=1)) for c in unit.columns):
            outcome, why, used = Outcome.CANT_TELL, "部分列表未读到年初，可能在其中", ()
        if outcome is Outcome.FAILED:
            why, used = f"有“{cited(title_of(shown[0]), 40)}”，{why}", (*shown[:1], *used)
        yield Verdict(outcome=outcome, why=why, used=used, looked=looked_for(unit, params.words, roles=params.blocked_by))


def _titled(unit: UnitFacts, words: Sequence[str], never: Sequence[str], year: int) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Rows and titles of documents that hold one of the words: those of the year, and those of an unknown one."""
    found, undated = [], []
    for page in unit.pages:
        for fact in (*page.of("entry"), *(page.of("page.title") if page.published else ())):
            text = fold(title_of(fact))
            if not any(word in text for word in words) or any(word in text for word in never):
                continue
            date = fact.value.date if isinstance(fact.value, Entry) else page.published
            if date is None and isinstance(fact.value, Entry):
                target = unit.reach(fact.value.url)[1]
                date = target.published if target is not None else None
            if (date is not None and date.year == year) or (date is None and year in years_named(text)):
                found.append(fact)
            elif date is None and not years_named(text):
                undated.append(fact)
    return tuple(found), tuple(undated)


CALLED = re.compile(r"《([^《》]{4,60})》")
DRAFT = re.compile(r"[(（][^()（）]{0,12}(?:征求意见|草案|送审|讨论)[^()（）]{0,8}[)）]|征求意见稿|草案")
CALL = re.compile(
    r"^(?:关于|现)?(?:公开|向社会|再次|网上)*(?:征求|征集|听取)|(?:的)?(?:意见|建议)(?:的)?(?:公告|通知|公示|函|启事)?$|(?:公开)?(?:征求|征集|听取).*$|^关于"
)


@attrs.frozen(kw_only=True)
class PreDisclosure:
    """Options of ``comments_answered``.

    Attributes:
        feedback: words of rows and titles that tell what became of comments.
        drafts: words of rows that call for comments.
        days: after the last day for comments from which the answer is missed.
        since: calls that closed earlier are not judged.
        blocked_by: roles whose closed doors leave it open.
    """

    feedback: tuple[str, ...]
    drafts: tuple[str, ...]
    days: int
    since: dt.date
    blocked_by: tuple[str, ...] = ("dated", "disclosure")


def comments_answered(unit: UnitFacts, params: PreDisclosure) -> Iterator[Verdict]:
    """Each call for comments that is over has its answer: what was taken up and what not. 决策预公开

    Calls of other organs, which the portal passes on, are answered by those.
    """
    as_of = unit.context.as_of
    every = [(fact.value, fact, page) for page in unit.pages for fact in page.of("consult.until") if isinstance(fact.value, dt.date)]
    calls = [call for call in every if not of_another(unit, call[2].title)]
    over = [call for call in calls if call[0] >= params.since and (as_of - call[0]).days > params.days]
    answers = [f for p in unit.pages for f in (*p.rows, *p.of("page.title")) if any(w in fold(title_of(f)) for w in params.feedback)]
    open_calls = [(until, fact, page) for until, fact, page in over if not _answered(page, answers, params.feedback)]
    if open_calls:
        yield from (_unanswered(unit, params, *call, answers) for call in open_calls)
    elif over:
        yield Verdict(outcome=Outcome.PASSED, why=f"{len(over)}次征求意见均有采纳情况反馈", used=tuple(fact for _, fact, _ in over[:3]))
    elif calls:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"没有截止已满{params.days}日的征求意见", used=(calls[0][1],))
    elif every:
        why = f"“{cited(every[0][2].title, 40)}”为其他机关征求意见"
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=why, used=(every[0][1],))
    else:
        rows = [f for f in unit.of("entry") if any(word in fold(title_of(f)) for word in params.drafts)]
        why = f"“{cited(title_of(rows[0]), 40)}”未读出截止日期" if rows else "；".join(unit.gaps)
        outcome = Outcome.CANT_TELL if why else Outcome.INAPPLICABLE
        yield Verdict(outcome=outcome, why=why or "未见征求意见的信息", used=tuple(rows[:1]))


def _unanswered(unit: UnitFacts, params: PreDisclosure, until: dt.date, fact: Fact, page: ReadPage, answers: Sequence[Fact]) -> Verdict:
    outcome, why, used = not_found(unit, unit.blocked(*params.blocked_by), params.feedback[:3])
    if outcome is Outcome.FAILED and answers:
        outcome, why, used = Outcome.CANT_TELL, f"有“{cited(title_of(answers[0]), 40)}”，是否为其反馈需人工核对", tuple(answers[:1])
    elif outcome is Outcome.FAILED and any(not c.covers(until) for c in unit.columns):
        outcome, why, used = Outcome.CANT_TELL, "部分列表未读到截止日期以前，反馈可能在其中", ()
    if outcome is Outcome.FAILED:
        why, used = f"截止{until}已满{params.days}日，未见采纳情况反馈", (fact, *used)
    looked = looked_for(unit, params.feedback, roles=params.blocked_by)
    return Verdict(outcome=outcome, subject=subject_of(unit, page.url), subject_name=page_name(page), why=why, used=used, looked=looked)


def _answered(page: ReadPage, answers: Sequence[Fact], feedback: Sequence[str]) -> bool:
    """Whether one of the answers names what a call for comments is about, or the page has become its own answer."""
    about = _about(page.title)
    return any(word in fold(page.title) for word in feedback) or any(about and about in fold(title_of(fact)) for fact in answers)


def _about(title: str) -> str:
    """The name of the draft: what stands in book-title marks, else what is left without the words of the call."""
    words = fold(title)
    named = CALLED.search(words)
    return DRAFT.sub("", named[1]) if named else CALL.sub("", DRAFT.sub("", words))
