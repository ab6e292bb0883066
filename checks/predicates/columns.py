"""Columns that hold nothing, and columns that could not be opened, of which nobody can say it. 空白栏目"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Set

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.doors import is_door, may_lead_on
from checks.facts.roles import FAMILY, role_of_text
from checks.gaps import is_row
from checks.looked import looked_for
from checks.model import Fact, Link, LinkKind, Outcome, PageKind
from checks.pages import REACH_ZH, address_key, host_of, page_reach, paging_of
from checks.parsing.fold import fold
from checks.unit import LIST_KINDS

from .base import Verdict, cited, page_name, place_name, subject_of, years_named
from .records import NoOptions

OWN_TEXT = 100  # characters that make a column page a text of its own (duties, contacts) rather than an empty list
MOST_NAMED = 6
ROOT = 3  # slashes of http://host/
INDEX_PAGE = re.compile(r"/(?:(?:index|default)\.\w{2,5})?$")
FILE = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|rtf|zip|rar|7z)$", re.I)  # a form or a table that is gone is no column
AFTER_THE_YEAR = re.compile(r"决算|年报|年度报告|总结")


def blank_columns(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """Columns that open and hold nothing, and do not say that there is nothing. 空白栏目

    A column that is offered and did not open is neither blank nor filled: it is named, with what became of it.
    """
    verdicts = {v.subject: v for v in (*_unopened(unit), *_opened(unit))}
    for verdict in _addressless(unit):  # a home page or site map that shows rows of its own is no answer for the columns that it lists
        if verdict.subject not in verdicts or verdicts[verdict.subject].outcome is Outcome.PASSED:
            verdicts[verdict.subject] = verdict
    yield from verdicts.values()
    if not verdicts:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "未见栏目页")


def _later(unit: UnitFacts) -> set[str]:
    """The second and later pages of lists: what the first page holds is the column's."""
    return {address_key(url) for page in unit.pages if (url := paging_of(page).next_url)}


def _opened(unit: UnitFacts) -> Iterator[Verdict]:
    later = _later(unit)
    for page in unit.pages:
        blank, statement = page.of("list.blank"), page.of("list.statement")
        if blank and address_key(page.url) in later:
            continue
        if page_reach(page) is not Reach.READ or not (blank or statement or page.kind in (PageKind.COLUMN, PageKind.CATALOGUE)):
            continue
        subject, name = subject_of(unit, page.url), page_name(page)
        if statement and not page.of("entry"):
            why = f"网站说明：{cited(str(statement[0].value))}"
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=name, why=why, used=statement[:1])
        elif blank and not _begun(name, unit.context.as_of):
            why = "栏目所指年度的信息尚未到形成的时候"
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=name, why=why, used=blank[:1])
        elif blank:
            why = f"栏目可打开，无内容（{cited(str(blank[0].value))}）"
            looked = looked_for(unit, pages=(page,), near=str(blank[0].value))
            yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=blank[:1], looked=looked)
        elif page.of("entry") or page.own_text >= OWN_TEXT:
            why = f"有{len(page.of('entry'))}条" if page.of("entry") else "有正文"
            kind = tuple(f for f in page.facts if f.kind == "page.kind")
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=why, used=page.of("entry")[:1] or kind)
        elif below := _below(unit, page):
            why = f"下设栏目{len(below)}个，如“{cited(page_name(below[0]), 20)}”"
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=why, used=(_kind_fact(below[0]),))
        else:
            why = "栏目可打开，本程序未读出条目；内容可能由脚本写出，或在其下级栏目中"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why)


def _below(unit: UnitFacts, page: ReadPage) -> tuple[ReadPage, ...]:
    """Columns with rows of their own, deeper in the folder of which this page is the index, that it leads to. 下级栏目

    Only an index page's: beside a column of a flat folder its neighbours stand, and its side menu leads to them.
    """
    if not INDEX_PAGE.search(page.url) or page.url.count("/") <= ROOT:
        return ()
    folder = page.url[: page.url.rfind("/") + 1]
    linked = {address_key(f.value.url) for f in page.of("link") if isinstance(f.value, Link) and f.value.url}
    deeper = (p for p in unit.pages if p.url.startswith(folder) and "/" in p.url[len(folder) :])
    led_to = (p for p in deeper if p.page.found_on == page.url or address_key(p.url) in linked)
    return tuple(p for p in led_to if page_reach(p) is Reach.READ and p.kind in LIST_KINDS and p.of("entry"))


def _kind_fact(page: ReadPage) -> Fact:
    return next(f for f in page.facts if f.kind == "page.kind")


def _begun(name: str, as_of: dt.date) -> bool:
    """Whether a column of a year (2016年预算公开) can hold anything yet; accounts and reports of a year are made when it is over."""
    words = fold(name)
    years = years_named(words)
    return not years or min(years) < as_of.year or (min(years) == as_of.year and not AFTER_THE_YEAR.search(words))


def _unopened(unit: UnitFacts) -> Iterator[Verdict]:
    """Columns whose address answered, or led on to one that answered, with something else than a column. 打不开的栏目"""
    later = _later(unit)
    jumped = {address_key(page.jump) for page in unit.pages if page.kind is PageKind.REDIRECT_STUB and page.jump}
    for page in unit.pages:
        key = address_key(page.url)
        if page is unit.home or key in later | jumped or host_of(page.url) != unit.host or not _is_place(unit, page):
            continue
        reach, _ = unit.reach(page.url)
        if reach is Reach.READ:
            continue
        why = f"栏目打不开（{REACH_ZH[reach]}）" if page.jump is None else f"栏目自动转到 {page.jump}，该页打不开（{REACH_ZH[reach]}）"
        why += "，有无内容不明"
        used = (page.evidence(page.page.anchor or ""),)
        yield Verdict(
            outcome=Outcome.CANT_TELL, subject=subject_of(unit, page.url), subject_name=page.page.anchor or "", why=why, used=used
        )


def _is_place(unit: UnitFacts, page: ReadPage) -> bool:
    """Whether the words that led to a page, and its address, are a column's: a stub, a folder's index page, or a place that rules know."""
    anchor = page.page.anchor or ""
    offering = unit.find(page.page.found_on) if page.page.found_on else None
    if FILE.search(page.url) or not anchor or not may_lead_on(anchor) or (offering is not None and is_row(offering, page.url)):
        return False
    if page.kind is PageKind.REDIRECT_STUB or address_key(page.url).endswith("/"):
        return True
    role = role_of_text(anchor, unit.context.vocabulary)
    return bool(role) and is_door(anchor, role)


def _addressless(unit: UnitFacts) -> Iterator[Verdict]:
    """Columns that the site map, or else the home page, names in links without an address: once, where all columns are listed. 无地址的栏目"""
    maps = [t.page for t in unit.offers("sitemap") if t.reach is Reach.READ]
    roles = unit.context.vocabulary.family(FAMILY)
    closed = {t.link.text for t in unit.blocked(*roles) if t.reach is Reach.SCRIPT and t.is_door}
    for listing in (*maps, unit.home):
        named = tuple(_without_address(listing, closed)) if listing is not None else ()
        if listing is None or not named:
            continue
        texts = list(dict.fromkeys(fact.value.text for fact in named if isinstance(fact.value, Link)))
        listed = "、".join(f"“{cited(text, 20)}”" for text in texts[:MOST_NAMED]) + ("等" if len(texts) > MOST_NAMED else "")
        why = f"所列{len(texts)}个栏目的链接没有网址，打不开，有无内容不明：{listed}"
        yield Verdict(
            outcome=Outcome.CANT_TELL,
            subject=subject_of(unit, listing.url),
            subject_name=place_name(unit, listing),
            why=why,
            used=named[:5],
        )
        return


def _without_address(page: ReadPage, texts: Set[str]) -> Iterator[Fact]:
    for fact in page.of("link"):
        link = fact.value
        if isinstance(link, Link) and link.url is None and link.kind is not LinkKind.FRAGMENT and link.text in texts:
            yield fact
