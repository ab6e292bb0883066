"""Annual reports: years published, sections, whole text, deadline. 年度报告"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Column, Reach, ReadPage, UnitFacts
from checks.facts.roles import role_of_text
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome, PageKind, State
from checks.parsing.fold import fold
from checks.recall import appeared

from .base import DEFECTS, STATE_ZH, Verdict, best, cited, label_words, names, not_found, page_name, reading, subject_of, years_covered
from .own import split_own

WHOLE_COLUMN = re.compile(r"政府信息公开(?:专栏|平台|网|栏目|系统)?|信息公开(?:专栏|平台|网|系统)")
REPORT_ROLE = "annual_report"
WORDS = ("信息公开年度报告", "信息公开年报", "信息公开工作年度报告")


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
    """Annual disclosure reports offered by list rows or read as pages, of the unit or of other organs, by year. 年报清单

    Rows count whose titles say so, or that stand in the column of annual reports. A report on several years counts for each.
    """
    shelf = {p.url for c in _own_columns(unit) for p in c.pages}
    found: list[Report] = []
    for fact in unit.of("entry"):
        entry = fact.value
        if not isinstance(entry, Entry):
            continue
        reach, page = unit.reach(entry.url)
        if page is not None and reach is Reach.READ and page.kind in (PageKind.GUIDE, PageKind.APPLY):
            continue  # the row says annual report, the page is plainly another document; any other kind may be our misreading of a report
        page = page if reach is Reach.READ else None
        copy = page.url if page else entry.url or f"{fact.evidence.url}#{fact.evidence.locator}"
        published = entry.date or (page.published if page else None)
        for year in _title_years(entry.title, fact.evidence.url in shelf):
            found.append(Report(year=year, title=entry.title, fact=fact, published=published, page=page, copy=copy))
    for page in unit.pages_of(PageKind.ANNUAL_REPORT):
        year_fact = next(iter(page.of("annual.year")), None)
        if year_fact is not None and isinstance(year_fact.value, int):
            span = _title_years(page.title, True)
            for year in span if len(span) > 1 else (year_fact.value,):
                found.append(Report(year=year, title=page.title, fact=year_fact, published=page.published, page=page, copy=page.url))
    return tuple(sorted(found, key=lambda r: (r.year, r.page is None, r.fact.evidence.url, r.fact.evidence.locator)))


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
        by_year[next(iter(_title_years(page.title, True)), None)].append(page)
    kept = {p.url for pages in by_year.values() for p in split_own(unit, pages, lambda p: p.title)[0]}
    return tuple(p for p in unit.pages_of(PageKind.ANNUAL_REPORT) if p.url in kept)


def _title_years(title: str, shelved: bool) -> tuple[int, ...]:
    """Years of the annual disclosure report that a title names; in the reports' own column it need not say what it reports on."""
    words = fold(title)
    said = "信息公开" in words or "政务公开" in words or (shelved and words.endswith(("年度报告", "年报")))
    return years_covered(words) if said and role_of_title(words) == REPORT_ROLE else ()


def role_of_title(words: str) -> str:
    """Whether a document's title names an annual disclosure report (``annual_report``), else ''."""
    if any(bad in words for bad in ("网站工作", "网站年度", "法治政府", "工作报表", "通知", "情况通报", "指南")):
        return ""
    return REPORT_ROLE if re.search(r"(?:年度报告|年报|工作报告|公开报告)", words) else ""


def _own_columns(unit: UnitFacts) -> tuple[Column, ...]:
    """The reports' own columns, by their name or by links that call them so. 年报栏目"""
    led_to = {t.page.url for t in unit.offers(REPORT_ROLE) if t.page is not None and t.reach is Reach.READ}
    named = (
        c for c in unit.columns if role_of_text(c.name, unit.context.vocabulary) == REPORT_ROLE or any(p.url in led_to for p in c.pages)
    )
    return tuple(named)


def _filing_columns(unit: UnitFacts) -> tuple[Column, ...]:
    """The columns in which reports are filed among other things."""
    filed = {r.fact.evidence.url for r in reports(unit) if isinstance(r.fact.value, Entry)}
    return tuple(c for c in unit.columns if any(p.url in filed for p in c.pages))


@attrs.frozen(kw_only=True)
class ReportYears:
    """Options of ``report_years``: month-day of the next year by which a report is due; the first year that must be there, 0 for the first found."""

    deadline: str = "03-31"
    first_year: int = 0
    blocked_by: tuple[str, ...] = ("annual_report", "disclosure")


def report_years(unit: UnitFacts, params: ReportYears) -> Iterator[Verdict]:
    """The report of the latest year that is due, and of every year between the first and the last that are there. 各年度年报

    Last year is named even before its report is due. Years before the first report found are not charged by this rule.
    """
    as_of = unit.context.as_of
    own, others = split_reports(unit)
    offered: dict[int, Report] = {}
    for report in own:
        offered.setdefault(report.year, report)
    foreign = {report.year: report for report in reversed(others)}
    due = next(year for year in (as_of.year - 1, as_of.year - 2) if as_of > _due(year, params.deadline))
    years = {as_of.year - 1, due, *offered}
    expected = sorted(years | set(range(params.first_year or min(years), max(years) + 1)))
    for year in expected:
        name = f"{year}年年度报告"
        known = offered.get(year)
        if known is not None:
            yield Verdict(outcome=Outcome.PASSED, subject=str(year), subject_name=name, why=_published(known), used=(known.fact,))
        elif as_of <= _due(year, params.deadline):
            yield Verdict(
                outcome=Outcome.INAPPLICABLE, subject=str(year), subject_name=name, why=f"未到公布期限（{_due(year, params.deadline)}）"
            )
        elif unit.unit.since is not None and unit.unit.since > dt.date(year, 12, 31):
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=str(year), subject_name=name, why=f"单位{unit.unit.since}成立")
        elif year in foreign:
            why = f"只见“{cited(foreign[year].title, 40)}”等，未能确认为本单位的年报"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=str(year), subject_name=name, why=why, used=(foreign[year].fact,))
        else:
            yield _missing(unit, params, year, name)


def _missing(unit: UnitFacts, params: ReportYears, year: int, name: str) -> Verdict:
    shelf = _own_columns(unit)
    columns = shelf or _filing_columns(unit)
    # Once the reports' own column was read to its end, other closed doors of the disclosure column hide none of them, except one that
    # bears the name of the whole: a bureau may keep its reports on the city's platform.
    doors = unit.blocked(*params.blocked_by)
    if columns:
        doors = tuple(t for t in doors if t.role == REPORT_ROLE or WHOLE_COLUMN.fullmatch(t.link.text))
    outcome, why, used = not_found(unit, doors, WORDS)
    unfinished = [c for c in columns if not c.ended]
    if outcome is Outcome.FAILED and unfinished:
        outcome, why, used = Outcome.CANT_TELL, f"栏目“{unfinished[0].name}”未读到底", ()
    if outcome is Outcome.FAILED and not columns and unit.offers(REPORT_ROLE):
        outcome, why, used = Outcome.CANT_TELL, "年报入口可打开，但未读出其中的列表", tuple(t.fact for t in unit.offers(REPORT_ROLE)[:2])
    if outcome is Outcome.FAILED and not shelf and any(not c.covers(dt.date(year + 1, 1, 1)) for c in unit.columns):
        outcome, why, used = (
            Outcome.CANT_TELL,
            "网站未设年报专栏，其他栏目的列表未读到足够早的日期，年报可能在其中",
            (),
        )  # without a column of its own the report may stand in any
    if outcome is Outcome.FAILED and columns:
        used = tuple(f for c in columns for f in (*c.entries[:1], *c.entries[-1:])) or used
        why = "、".join(f"栏目“{c.name}”共{len(c.entries)}条" for c in columns) + f"，已全部读完，无{name}"
    looked = looked_for(unit, [f"{year}年{word}" for word in WORDS], roles=(REPORT_ROLE, *params.blocked_by))
    return Verdict(outcome=outcome, subject=str(year), subject_name=name, why=why, used=used, looked=looked)


def _due(year: int, deadline: str) -> dt.date:
    month, day = (int(part) for part in deadline.split("-"))
    return dt.date(year + 1, month, day)


def _published(report: Report) -> str:
    return f"{report.published}公布" if report.published else "已公布，未注日期"


@attrs.frozen(kw_only=True)
class ReportSections:
    """Options of ``report_sections``: required section ids with names, and the report years the form holds for."""

    sections: dict[str, str]
    year_from: int = 2008
    year_to: int = 9999


def report_sections(unit: UnitFacts, params: ReportSections) -> Iterator[Verdict]:
    """Each report read has every item of the form, with text of its own. 年报内容"""
    copies: dict[int, list[ReadPage]] = defaultdict(list)  # a report may stand twice on a portal: what one copy says, the report says
    for page in own_reports(unit):
        year = next((f.value for f in page.of("annual.year") if isinstance(f.value, int)), None)
        if year is not None and params.year_from <= year <= params.year_to:
            copies[year].append(page)
    for year, pages in sorted(copies.items()):
        unread = tuple(f for p in pages for f in p.of("page.attachment") + p.of("page.image"))
        for section, name in params.sections.items():
            subject, label = f"{year}/{section}", f"{year}年年度报告：{name}"
            fact = best(f for p in pages for f in p.of("annual.section", section))
            state = reading(fact).state if fact is not None else State.UNREAD
            used: tuple[Fact, ...] = (fact,) if fact is not None else ()
            if state is State.VALID:
                yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=label, why="有", used=used)
            elif state in DEFECTS and not (state is State.ABSENT and unread):
                looked = looked_for(unit, label_words(unit, "annual", section, name), pages=pages) if state is State.ABSENT else ""
                yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=label, why=STATE_ZH[state], used=used, looked=looked)
            else:
                why = "可能在附件或图片中，未能读取" if unread else STATE_ZH[state]
                yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=label, why=why, used=used or unread[:1])
    if not copies:
        yield no_text(unit, params.year_from, params.year_to)


def no_text(unit: UnitFacts, year_from: int = 0, year_to: int = 9999) -> Verdict:
    """What it means that no report of these years was read. 未见年报正文时的结论"""
    within = [r for r in reports(unit) if year_from <= r.year <= year_to]
    if within:
        return Verdict(outcome=Outcome.CANT_TELL, why="年报正文未能读取", used=(within[-1].fact,))
    if unit.gaps:
        return Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps))
    return Verdict(outcome=Outcome.INAPPLICABLE, why="未见适用年度的年报正文，由“年度报告编制公布”一项判定")


@attrs.frozen(kw_only=True)
class ReportIntegrity:
    """Options of ``report_integrity``: defects judged, with names."""

    defects: dict[str, str]


def report_integrity(unit: UnitFacts, params: ReportIntegrity) -> Iterator[Verdict]:
    """A report's text is whole: no broken-off sentence, sums agree, its year is one. One verdict per report. 年报文本完整"""
    pages = own_reports(unit)
    for page in pages:
        defects = [f for f in page.of("annual.defect") if f.subject in params.defects]
        subject, name = subject_of(unit, page.url), page_name(page)
        if defects:
            why = "；".join(f"{params.defects[f.subject]}：“{cited(str(f.value))}”" for f in defects[:5])
            yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=tuple(defects))
        elif page.of("annual.section"):
            kind = tuple(f for f in page.facts if f.kind == "page.kind")
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why="未见断句、合计不符", used=kind)
        else:
            yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why="年报正文未能读取")
    if not pages:
        yield no_text(unit)


@attrs.frozen(kw_only=True)
class ReportDeadline:
    """Options of ``report_deadline``: due month-day for departments and for governments, the first and last report years it holds for."""

    department: str
    government: str
    first_year: int
    last_year: int = 9999


def report_deadline(unit: UnitFacts, params: ReportDeadline) -> Iterator[Verdict]:
    """Last year's report was published by the date that binds this kind of organ. 年报按时公布

    Source of the dates: 条例 (2007) 第三十一条, 条例 (2019) 第四十九条. Where the organ's kind is not known, the days between the two dates are left open.
    """
    as_of = unit.context.as_of
    year = as_of.year - 1
    subject, name = str(year), f"{year}年年度报告"
    government = unit.unit.name.endswith(("政府", "政府办公室", "政府办公厅"))
    department = not government and bool(re.search(r"(?:局|委|委员会|厅|部|办公室|中心|院|署)$", unit.unit.name))
    first, last = _due(year, params.department), _due(year, params.government)
    due = last if government else first
    if not params.first_year <= year <= params.last_year or as_of <= due:
        yield Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=name, why="未到适用年度或公布期限")
        return
    own = [r for r in split_reports(unit)[0] if r.year == year]
    dated = [r for r in own if r.published is not None]
    if not dated:
        yield attrs.evolve(_by_looks(unit, own, due, known=government or department), subject=subject, subject_name=name)
        return
    first_published = min(dated, key=lambda r: r.published or as_of)
    published = first_published.published
    assert published is not None
    used = (first_published.fact,)
    if published <= due:
        yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=f"{published}公布", used=used)
    elif doubt := _earlier_copy(unit, own):
        why = f"所见{published}公布；{doubt}"
        yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=used)
    elif published > last or government or department:
        yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=f"{published}公布，期限{due}", used=used)
    else:
        yield Verdict(
            outcome=Outcome.CANT_TELL,
            subject=subject,
            subject_name=name,
            why=f"{published}公布；机关类别不明，期限为{first}或{last}",
            used=used,
        )


def _by_looks(unit: UnitFacts, own: Sequence[Report], due: dt.date, known: bool) -> Verdict:
    """A report without a date, by the looks that saw its column: there by the date, or not yet there at a whole look after it."""
    used = tuple(r.fact for r in own[:1])
    came = appeared(unit, own[0].copy) if len({r.copy for r in own}) == 1 else None
    absent, seen = came or (None, None)
    if seen is not None and seen <= due:
        return Verdict(outcome=Outcome.PASSED, why=f"未注公布日期，{seen}巡检时已在", used=used)
    if absent is not None and absent > due and known and not unit.gaps:
        return Verdict(outcome=Outcome.FAILED, why=f"未注公布日期，{absent}巡检时栏目中尚无，期限{due}", used=used)
    return Verdict(outcome=Outcome.CANT_TELL, why="未见注明公布日期的年报；有无由“年度报告编制公布”一项判定", used=used)


def _earlier_copy(unit: UnitFacts, own: Sequence[Report]) -> str:
    """Why the report may have been published before the earliest date that was seen, '' if it may not."""
    dated = {r.copy for r in own if r.published is not None}
    if any(r.copy not in dated for r in own):
        return "另有一份未注日期"
    closed = unit.blocked(REPORT_ROLE, "disclosure")
    return f"入口未能查看：{names(closed)}" if closed else "；".join(unit.gaps)
