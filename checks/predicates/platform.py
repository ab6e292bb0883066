"""The column 政府信息公开 and its parts, and the classes of information that the law wants published unasked. 公开栏目与法定内容"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, Outcome, State
from checks.pages import page_reach
from checks.parsing.fold import fold

from .base import Verdict, cited, names, not_found, page_name, reading
from .naming import doubt_of_pictures

MOST_LISTED = 5
NAME = "政府信息公开"


@attrs.frozen(kw_only=True)
class Platform:
    """Options of ``disclosure_platform``.

    Attributes:
        column: pattern of the column's name, folded.
        sections: the parts that it must have, by id, each with the words that name it, its own name first.
        roles: links behind which a part may be missed.
        known_by: for parts that their column calls by another name (指南、申请渠道) the role of links to them, the kind of their pages.
    """

    column: str
    sections: dict[str, list[str]]
    roles: tuple[str, ...] = ("disclosure", "guide", "rules", "catalogue", "annual_report", "apply")
    known_by: dict[str, str] = attrs.Factory(dict)


def disclosure_platform(unit: UnitFacts, params: Platform) -> Iterator[Verdict]:
    """The column bears the common name, offers its parts, and can be searched and downloaded from. 政府信息公开栏目

    A part counts wherever the portal names it; only one that is named nowhere is missing.
    """
    yield _name(unit, params)
    yield _sections(unit, params)
    yield _functions(unit)


def _name(unit: UnitFacts, params: Platform) -> Verdict:
    def verdict(outcome: Outcome, why: str, used: Sequence[Fact | Evidence] = (), looked: str = "") -> Verdict:
        return Verdict(outcome=outcome, subject="name", subject_name="栏目名称", why=why, used=tuple(used), looked=looked)

    if not unit.own_site:
        return verdict(Outcome.INAPPLICABLE, "单位无独立网站，在上级网站栏目公开")
    pattern = re.compile(params.column)
    named = [t for t in unit.offers("disclosure") if pattern.fullmatch(fold(t.link.text))]
    if any(t.reach is not Reach.OFFSITE for t in named):
        first = next(t for t in named if t.reach is not Reach.OFFSITE)
        return verdict(Outcome.PASSED, f"“{cited(first.link.text)}”", [first.fact])
    if named:
        return verdict(Outcome.CANT_TELL, f"{names(named)}指向另一域名，是否为统一平台需人工确认", [t.fact for t in named[:2]])
    titled = [(words, text) for words, text in unit.texts if pattern.fullmatch(words)]
    if titled:
        return verdict(Outcome.PASSED, f"“{cited(titled[0][1])}”", unit.absence())
    others = [t for t in unit.offers("disclosure") if t.is_door]
    outcome, why, used = not_found(unit, [t for t in unit.blocked(*params.roles) if t.is_door], ())
    if outcome is Outcome.FAILED and others:
        told = "、".join(dict.fromkeys(f"“{cited(t.link.text, 20)}”" for t in others[:3]))
        used = tuple(t.fact for t in others[:3])
        if all(NAME in fold(t.link.text) for t in others):  # parts or documents of the column: its own name stands where we did not read it
            return verdict(Outcome.CANT_TELL, f"有{told}，所属栏目的名称未能读出，需人工看一眼", used)
        why = f"栏目名称为{told}，未见“政府信息公开”"
    elif outcome is Outcome.FAILED and (doubt := doubt_of_pictures(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt, ()
    elif outcome is Outcome.FAILED:
        why = "未见以“政府信息公开”为名的栏目"
    return verdict(outcome, why, used, looked_for(unit, ("政府信息公开",), roles=("disclosure",)))


def _sections(unit: UnitFacts, params: Platform) -> Verdict:
    led = {t.role for t in unit.targets if t.is_door} | {
        p.kind.value for p in unit.pages if p.kind is not None and page_reach(p) is Reach.READ
    }
    missing = [words for part, words in params.sections.items() if params.known_by.get(part) not in led and not _named(unit, words)]

    def verdict(outcome: Outcome, why: str, used: Sequence[Fact | Evidence], looked: str = "") -> Verdict:
        return Verdict(outcome=outcome, subject="sections", subject_name="栏目内容", why=why, used=tuple(used), looked=looked)

    if not missing:
        return verdict(Outcome.PASSED, f"{len(params.sections)}项齐全", unit.absence())
    doors = [t for t in unit.blocked(*params.roles) if t.is_door]  # a file that is gone hides no part of the column
    doors += [t for t in unit.targets if t.reach is Reach.APART and t not in doors]  # under whatever name: nobody could tell whose it is
    outcome, why, used = not_found(unit, doors, ())
    listed = "、".join(words[0] for words in missing)
    if outcome is Outcome.FAILED and (doubt := doubt_of_pictures(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt, ()
    if outcome is Outcome.FAILED:
        looked = looked_for(unit, [word for words in missing for word in words[:2]], roles=params.roles)
        return verdict(outcome, f"应设{len(params.sections)}项，缺{len(missing)}项：{listed}", used, looked)
    return verdict(outcome, f"未见{listed}；{why}", used)


def _named(unit: UnitFacts, words: Sequence[str]) -> bool:
    """Whether the portal names it anywhere: a place, a title, a row, or the words of any link on the way in to the unit's own pages."""
    texts = [text for text, _ in unit.texts] + ([fold(unit.home.offered)] if unit.home else [])
    return any(fold(word) in text for text in texts for word in words)


def _functions(unit: UnitFacts) -> Verdict:
    boxes = [f for f in unit.of("site.search", "box") if reading(f).state is State.VALID]
    files = unit.of("page.attachment")
    if boxes and files:
        return Verdict(
            outcome=Outcome.PASSED, subject="functions", subject_name="检索、下载", why="有检索框和可下载的文件", used=(boxes[0], files[0])
        )
    lacking = "、".join(name for name, found in (("检索框", boxes), ("可下载的文件", files)) if not found)
    why = f"未读出{lacking}，能否检索、下载需人工看一眼"
    return Verdict(outcome=Outcome.CANT_TELL, subject="functions", subject_name="检索、下载", why=why, used=(*boxes[:1], *files[:1]))


@attrs.frozen(kw_only=True)
class Classes:
    """Options of ``statutory_classes``.

    Attributes:
        every: classes that every organ has, each with the words that name it; ``by_function`` those that depend on its functions.
        beside: words that may stand beside them in the name of a column for the class and nothing else.
    """

    every: dict[str, list[str]]
    by_function: dict[str, list[str]]
    beside: tuple[str, ...] = ()


def statutory_classes(unit: UnitFacts, params: Classes) -> Iterator[Verdict]:
    """Each class of information that the organ has is published. 法定主动公开内容

    Which classes an organ has, its portal does not say: only a column of its own for a class, open and empty, is charged. A class that
    every organ has and of which nothing was seen is left to a person, the others may be none of the organ's.
    """
    seen: list[str] = []
    used: list[Fact] = []
    unseen: dict[bool, list[str]] = {True: [], False: []}
    for group, every in ((params.every, True), (params.by_function, False)):
        for subject, words in group.items():
            pages = [p for p in unit.pages if page_reach(p) is Reach.READ and _is_about(page_name(p) + "|" + (p.page.anchor or ""), words)]
            rows = [f for f in unit.rows if isinstance(f.value, Entry) and _is_about(f.value.title, words)]
            filled = [p for p in pages if not p.of("list.blank")]
            if filled or rows:
                seen.append(words[0])
                used += rows[:1] or [f for f in filled[0].facts if f.kind == "page.kind"]
            elif pages:
                yield _blank(unit, subject, words, _telling(pages, words, params.beside), params.beside)
            else:
                unseen[every].append(words[0])
    if seen:
        yield Verdict(
            outcome=Outcome.PASSED, subject="seen", subject_name="法定主动公开内容", why=f"可见{'、'.join(seen)}", used=tuple(used)
        )
    if unseen[True]:
        why = f"未见{'、'.join(unseen[True])}，是否公开在其他位置需人工看一眼"
        yield Verdict(outcome=Outcome.CANT_TELL, subject="unseen", subject_name="法定主动公开内容", why=why)
    if unseen[False]:
        why = f"未见{'、'.join(unseen[False])}，可能非本单位职能"
        yield Verdict(outcome=Outcome.INAPPLICABLE, subject="by_function", subject_name="法定主动公开内容", why=why)


def _is_about(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)


def _is_column_of(page: ReadPage, words: Sequence[str], beside: Sequence[str]) -> bool:
    """Whether a page is called after the class alone: 统计数据 is, 统计局党的群众路线教育实践活动 only holds such words."""
    parts = "|".join(re.escape(word) for word in (*words, *beside, *"、,和与及"))
    return any(re.fullmatch(f"(?:{parts}){{1,6}}", fold(name)) for name in (page_name(page), page.page.anchor or ""))


def _telling(pages: Sequence[ReadPage], words: Sequence[str], beside: Sequence[str]) -> ReadPage:
    """Of blank pages with words of a class the one that says why, else one that is its column."""
    return min(pages, key=lambda p: (not p.of("list.statement"), not _is_column_of(p, words, beside)))


def _blank(unit: UnitFacts, subject: str, words: Sequence[str], page: ReadPage, beside: Sequence[str]) -> Verdict:
    name, blank, statement = f"{words[0]}（“{cited(page_name(page), 20)}”）", page.of("list.blank"), page.of("list.statement")
    if statement:
        why = f"网站说明：{cited(str(statement[0].value))}"
        return Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=name, why=why, used=statement[:1])
    if unit.gaps:
        why = f"栏目可打开，无内容；{'；'.join(unit.gaps)}"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=blank[:1])
    if not _is_column_of(page, words, beside):
        why = "栏目可打开，无内容，是否属此类信息需人工看一眼"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=blank[:1])
    looked = looked_for(unit, words, pages=(page,), near=str(blank[0].value))
    why = f"栏目可打开，无内容（{cited(str(blank[0].value))}），未见说明"
    return Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=blank[:1], looked=looked)


__all__ = ["Classes", "Platform", "disclosure_platform", "statutory_classes"]
