"""Which annual disclosure reports a portal offers, whose they are, and what may be one without saying so plainly. 年报的识别"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checks.assemble import Column, Reach, ReadPage, UnitFacts
from checks.facts.roles import role_of_text
from checks.model import Entry, Fact, Link, PageKind
from checks.parsing.fold import fold

from .base import years_covered, years_named
from .own import split_own

REPORT_ROLE = "annual_report"


# Of a title that speaks of annual reports: what is another report, an order to write one, or a form for it.
NO_REPORT = re.compile(
    r"网站工作|网站年度|法治政府|工作报表|统计年报|通知|情况通报|指南|(?:报告|年报)的?(?:模板|格式|样式|提纲|附表|统计表)"
)
ORDERED = re.compile(r"做好|编制|编写|撰写|报送|上报|填报|开展|部署|征集|模板|格式|样式|提纲")
TOLD = re.compile(r"(?:工作|公开)(?:的|开展|进展|落实|完成|年度){0,3}(?:情况|汇报)")  # what else bureaus call the report
CUT_SHORT = re.compile(r"\.\.$|…$")  # folded
BARE_YEAR = re.compile(r"20\d\d年?度?")


@attrs.frozen(kw_only=True)
class Report:
    """One annual report that the portal offers. 一份年报"""

    year: int
    title: str
    fact: Fact
    published: dt.date | None
    page: ReadPage | None
    copy: str


def reports(unit: UnitFacts) -> tuple[Report, ...]:
    """Annual disclosure reports offered by rows and files or read as pages, of the unit or of other organs, by year. 年报清单

    Those count whose titles say so, or that stand in the column of annual reports. A report on several years counts for each.
    """
    shelf = _shelf(unit)
    found: list[Report] = []
    for row in _offered(unit):
        if row.page is not None and row.page.kind in (PageKind.GUIDE, PageKind.APPLY):
            continue  # the row says annual report, the page is plainly another document; any other kind may be our misreading of a report
        for year in title_years(row.title, row.fact.evidence.url in shelf):
            report = Report(year=year, title=row.title, fact=row.fact, published=row.published, page=row.page, copy=row.copy)
            found.append(report)
    for page in unit.pages_of(PageKind.ANNUAL_REPORT):
        year_fact = next(iter(page.of("annual.year")), None)
        if year_fact is not None and isinstance(year_fact.value, int):
            span = title_years(page.title, True)
            for year in span if len(span) > 1 else (year_fact.value,):
                found.append(Report(year=year, title=page.title, fact=year_fact, published=page.published, page=page, copy=page.url))
    return tuple(sorted(found, key=lambda r: (r.year, r.page is None, r.fact.evidence.url, r.fact.evidence.locator)))


@attrs.frozen(kw_only=True)
class Offered:
    """A list row, or a file that a page offers: its words, its day, the page behind it if that was read. 所列文件"""

    title: str
    fact: Fact
    published: dt.date | None
    page: ReadPage | None
    copy: str


def _offered(unit: UnitFacts) -> Iterator[Offered]:
    """Rows of lists with the day that they or their pages show; files with that of the page that offers them, whose copy they are."""
    for fact in unit.rows:
        if isinstance(entry := fact.value, Entry):
            reach, page = unit.reach(entry.url)
            page = page if reach is Reach.READ else None
            copy = page.url if page else entry.url or f"{fact.evidence.url}#{fact.evidence.locator}"
            published = entry.date or (page.published if page else None)
            yield Offered(title=entry.title, fact=fact, published=published, page=page, copy=copy)
    for page in unit.pages:
        for fact in page.of("page.attachment"):
            if isinstance(link := fact.value, Link):
                reach, file = unit.reach(link.url)
                read = file if reach is Reach.READ else None
                yield Offered(title=link.text, fact=fact, published=page.published, page=read, copy=page.url)


def unclear_report(unit: UnitFacts, year: int) -> Offered | None:
    """A row or file that may be the report of a year though its words do not say so: cut short, without a year, within a notice. 疑似年报

    What stands without a year is thought of as the report that was due in the year of its day.
    """
    shelf = _shelf(unit)
    for row in _offered(unit):
        words, shelved = fold(row.title), row.fact.evidence.url in shelf
        if title_years(row.title, shelved) or (row.page is not None and (row.page.of("annual.year") or row.page.url in shelf)):
            continue
        named = years_named(words)
        about = shelved or "信息公开" in words or "政务公开" in words
        if year in named and about:
            whole = ("年报" in words or "年度报告" in words or TOLD.search(words)) and not (ORDERED.search(words) or "通报" in words)
            if whole or CUT_SHORT.search(words) or (shelved and BARE_YEAR.fullmatch(words)):
                return row
        elif not named and about and role_of_title(words) and (row.published.year == year + 1 if row.published else shelved):
            return row
    return None


def _shelf(unit: UnitFacts) -> frozenset[str]:
    """Addresses of the pages of the reports' own columns."""
    return frozenset(p.url for c in own_columns(unit) for p in c.pages)


def split_reports(unit: UnitFacts) -> tuple[tuple[Report, ...], tuple[Report, ...]]:
    """Reports that are the unit's own, and those of other organs or of nobody knows whom; year by year. 本单位年报与他人年报"""
    by_year: dict[int, list[Report]] = defaultdict(list)
    for report in reports(unit):
        by_year[report.year].append(report)
    pairs = [split_own(unit, found, lambda r: r.title) for _, found in sorted(by_year.items())]
    return tuple(r for own, _ in pairs for r in own), tuple(r for _, others in pairs for r in others)


def own_reports(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Report pages that are the unit's own. 本单位年报

    A government's portal also shows its departments' reports. Those that bear the unit's name are its own; where the titles of one
    year name several organs and none is known to be the unit's, none of that year is held against it.
    """
    by_year: dict[int | None, list[ReadPage]] = defaultdict(list)
    for page in unit.pages_of(PageKind.ANNUAL_REPORT):
        by_year[next(iter(title_years(page.title, True)), None)].append(page)
    kept = {p.url for pages in by_year.values() for p in split_own(unit, pages, lambda p: p.title)[0]}
    return tuple(p for p in unit.pages_of(PageKind.ANNUAL_REPORT) if p.url in kept)


def reports_read(unit: UnitFacts, year_from: int, year_to: int = 9999) -> Mapping[int, Sequence[ReadPage]]:
    """The unit's own reports that were read, by year: one may stand twice on a portal, and what one copy says, the report says. 已读年报"""
    copies: dict[int, list[ReadPage]] = defaultdict(list)
    for page in own_reports(unit):
        year = next((f.value for f in page.of("annual.year") if isinstance(f.value, int)), None)
        if year is not None and year_from <= year <= year_to:
            copies[year].append(page)
    return copies


def files_of(pages: Sequence[ReadPage]) -> tuple[Fact, ...]:
    """Attachments and pictures of a report, which may hold what its text does not. 附件与图片"""
    return tuple(f for p in pages for f in p.of("page.attachment") + p.of("page.image"))


def title_years(title: str, shelved: bool) -> tuple[int, ...]:
    """Years of the annual disclosure report that a title names; in the reports' own column it need not say what it reports on."""
    words = fold(title)
    said = "信息公开" in words or "政务公开" in words or (shelved and words.endswith(("年度报告", "年报")))
    return years_covered(words) if said and role_of_title(words) == REPORT_ROLE else ()


def role_of_title(words: str) -> str:
    """Whether a document's title names an annual disclosure report (``annual_report``), else ''."""
    if NO_REPORT.search(words):
        return ""
    return REPORT_ROLE if re.search(r"(?:年度报告|年报|工作报告|公开报告)", words) else ""


def own_columns(unit: UnitFacts) -> tuple[Column, ...]:
    """The reports' own columns, by their name or by links that call them so. 年报栏目"""
    led_to = {t.page.url for t in unit.offers(REPORT_ROLE) if t.page is not None and t.reach is Reach.READ}
    named = (
        c for c in unit.columns if role_of_text(c.name, unit.context.vocabulary) == REPORT_ROLE or any(p.url in led_to for p in c.pages)
    )
    return tuple(named)
