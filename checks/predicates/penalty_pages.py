"""Pages of published penalties as they stand: a decision or its abstract, nobody's numbers. 处罚公开的页面"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.facts.roles import role_of_text
from checks.model import Entry, Evidence, Fact, Link, Outcome, PageKind
from checks.parsing.fold import fold

from .base import Verdict, cited, page_name, subject_of
from .penalties import ROLE, case_pages, none_found

# Titles in a penalty column that are of rules and procedures; words of a link that leads on to the decision itself.
NO_CASE = re.compile(r"裁量|程序|流程|制度|办法|规定|基准|细则|清单|目录|标准|听证|统计|通知$|报告$")
LEADS_ON = re.compile(r"决定书|摘要|全文|点击|详见|详情")


@attrs.frozen(kw_only=True)
class CaseForm:
    """Options of ``case_form``: characters, title and day included, below which a page is neither a decision nor its abstract."""

    least_text: int


def case_form(unit: UnitFacts, params: CaseForm) -> Iterator[Verdict]:
    """Rows of the penalty columns open to a decision or an abstract of it, in the page or in a file. 决定书或摘要已公开"""
    shown = case_pages(unit)
    bare = [page for page in _rows_opened(unit) if page not in shown and page.own_text < params.least_text and not _elsewhere(page)]
    for page in bare:
        why = f"“{cited(page_name(page))}”标题、日期和正文共{page.own_text}字，无决定书、摘要或附件"
        used: tuple[Fact | Evidence, ...] = (page.evidence(page.title, "title"), *page.of("page.kind"))
        yield Verdict(outcome=Outcome.FAILED, subject=subject_of(unit, page.url), subject_name=page_name(page), why=why, used=used)
    if shown:
        why = f"所见{len(shown)}页列有决定书或其摘要，如“{cited(page_name(shown[0]), 40)}”"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=shown[0].of("page.kind"))
    elif not bare:
        yield none_found(unit)


def _rows_opened(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Pages behind rows of penalty columns whose titles speak of a penalty, each once."""
    found: dict[str, ReadPage] = {}
    for column in unit.columns:
        if role_of_text(column.name, unit.context.vocabulary) != ROLE:
            continue
        for fact in column.entries:
            entry = fact.value
            reach, page = unit.reach(entry.url) if isinstance(entry, Entry) else (Reach.SCRIPT, None)
            if reach is Reach.READ and page is not None and isinstance(entry, Entry) and _is_case(entry.title):
                found[page.url] = page
    return tuple(found[url] for url in sorted(found))


def _is_case(title: str) -> bool:
    words = fold(title)
    return "处罚" in words and not NO_CASE.search(words)


def _elsewhere(page: ReadPage) -> bool:
    """Whether a page's content may stand where we did not look."""
    return bool(
        page.scripted
        or page.frames
        or LEADS_ON.search(fold(page.offered))
        or page.of("page.attachment")
        or page.of("page.image")
        or page.of("page.truncated")
    ) or page.kind not in (PageKind.ARTICLE, PageKind.OTHER)


@attrs.frozen(kw_only=True)
class PersonalMasked:
    """Options of ``personal_masked``: kinds of numbers that must not stand open, with their names."""

    kept_out: dict[str, str]


def personal_masked(unit: UnitFacts, params: PersonalMasked) -> Iterator[Verdict]:
    """Published penalties show nobody's identity, bank card or telephone number. The finding names the place and never the number. 个人信息已隐去"""
    pages = unit.pages_of(PageKind.PENALTY)
    if not pages:
        yield none_found(unit)
        return
    clean = []
    for page in pages:
        open_ = [fact for fact in page.of("penalty.personal") if fact.subject in params.kept_out]
        if open_:
            kinds = list(dict.fromkeys(params.kept_out[fact.subject] for fact in open_))
            why = f"页面载有未隐去的{'、'.join(kinds)}（共{len(open_)}处，号码不在此重复）"
            yield Verdict(
                outcome=Outcome.FAILED, subject=subject_of(unit, page.url), subject_name=page_name(page), why=why, used=tuple(open_[:3])
            )
        else:
            clean.append(page)
    unread = [page for page in clean if page.of("page.image") or any(_is_unread(unit, fact) for fact in page.of("page.attachment"))]
    if unread:
        why = f"{len(unread)}页的内容在附件或图片中，本程序未读"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=unread[0].of("page.kind"))
    elif clean:
        yield Verdict(outcome=Outcome.PASSED, why=f"所见{len(clean)}页未见个人证件、银行卡和电话号码", used=clean[0].of("page.kind"))


def _is_unread(unit: UnitFacts, fact: Fact) -> bool:
    """Whether an attachment was not opened, or could not be read as text."""
    reach, page = unit.reach(fact.value.url) if isinstance(fact.value, Link) else (Reach.SCRIPT, None)
    return reach is not Reach.READ or page is None or any(f.kind == "page.kind" and f.method == "not HTML" for f in page.facts)
