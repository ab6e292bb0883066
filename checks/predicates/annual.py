"""Annual reports: years published, sections, whole text, deadline. 年度报告"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checks.assemble import Column, UnitFacts
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome, PageKind, State
from checks.parsing.fold import fold
from checks.recall import appeared

from .base import (
    DEFECTS,
    STATE_ZH,
    Verdict,
    best,
    cited,
    first_published,
    label_words,
    names,
    not_found,
    page_name,
    reading,
    subject_of,
    years_named,
)
from .own import organ_of, same_organ
from .reports import REPORT_ROLE, Report, files_of, own_columns, own_reports, reports, reports_read, split_reports, unclear_report

WHOLE_COLUMN = re.compile(r"政府信息公开(?:专栏|平台|网|栏目|系统)?|信息公开(?:专栏|平台|网|系统)")
DEPARTMENT = re.compile(r"(?:局|委|委员会|厅|部|办公室|署)$")
DISPATCHED = re.compile(r"区.{0,8}(?:管理委员会|管委会)$")  # of a development zone: sent out by a government, no department of it
TOGETHER = 3  # reports of so many years that show one day were put up together
WORDS = ("信息公开年度报告", "信息公开年报", "信息公开工作年度报告")


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
        elif (near := unclear_report(unit, year)) is not None:
            why = f"“{cited(near.title, 40)}”是否即该年度年报需人工看一眼"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=str(year), subject_name=name, why=why, used=(near.fact,))
        elif organs := _renamed(offered, year):
            why = f"未见；此前年报署名“{organs[0]}”，此后署名“{organs[1]}”，当年由何机关编制需人工核对"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=str(year), subject_name=name, why=why)
        else:
            yield _missing(unit, params, year, name)


def _renamed(offered: Mapping[int, Report], year: int) -> tuple[str, str] | None:
    """The organs that sign the reports before and after a year, where they are two: it was merged or renamed in between. 署名机关不同"""
    before = max((y for y in offered if y < year), default=None)
    after = min((y for y in offered if y > year), default=None)
    if before is None or after is None:
        return None
    first, second = organ_of(offered[before].title), organ_of(offered[after].title)
    differ = first and second and not same_organ(first, second) and not same_organ(second, first)
    return (first, second) if differ else None


def _missing(unit: UnitFacts, params: ReportYears, year: int, name: str) -> Verdict:
    shelf = own_columns(unit)
    columns = shelf or _filing_columns(unit)
    # Once the reports' own column was read to its end, other closed doors of the disclosure column hide none of them, except one that
    # bears the name of the whole: a bureau may keep its reports on the city's platform.
    doors = unit.blocked(*params.blocked_by)
    if columns:
        doors = tuple(t for t in doors if t.role == REPORT_ROLE or WHOLE_COLUMN.fullmatch(fold(t.link.text)))
    outcome, why, used = not_found(unit, doors, () if columns else WORDS)  # a head above rows that were read whole says no more
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
    if outcome is Outcome.FAILED and (choices := _chosen(unit, columns, year)):
        outcome, why, used = Outcome.CANT_TELL, f"页面上的“{cited(str(choices[0].value), 20)}”由脚本打开，未能查看", choices[:2]
    looked = looked_for(unit, [f"{year}年{word}" for word in WORDS], roles=(REPORT_ROLE, *params.blocked_by))
    return Verdict(outcome=outcome, subject=str(year), subject_name=name, why=why, used=used, looked=looked)


def _chosen(unit: UnitFacts, columns: Sequence[Column], year: int) -> tuple[Fact, ...]:
    """The year among those that a script of the reports' pages opens. 脚本打开的年份"""
    shelves = {page.url for column in columns for page in column.pages} | {
        t.page.url for t in unit.offers(REPORT_ROLE) if t.page is not None
    }
    shelves |= {page.url for page in unit.pages_of(PageKind.ANNUAL_REPORT)}
    return tuple(f for f in unit.of("page.choice") if f.evidence.url in shelves and year in years_named(fold(str(f.value))))


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
    copies = reports_read(unit, params.year_from, params.year_to)
    for year, pages in sorted(copies.items()):
        unread = files_of(pages)
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
    organ = fold(unit.unit.name)
    government = organ.endswith(("政府", "政府办公室", "政府办公厅"))
    department = not government and bool(DEPARTMENT.search(organ)) and not DISPATCHED.search(organ)
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
    earliest = min(dated, key=lambda r: r.published or as_of)
    published = earliest.published
    assert published is not None
    used = (earliest.fact,)
    if published <= due:
        yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=f"{published}公布", used=used)
    elif doubt := _earlier_copy(unit, own) or _taken_in(unit, earliest):
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


def _taken_in(unit: UnitFacts, report: Report) -> str:
    """Why the day that a report shows may not be that of its first publication, '' if nothing speaks for it. 日期可能为补录"""
    assert report.published is not None
    same_day = {r.year for r in split_reports(unit)[0] if r.published == report.published}
    if len(same_day) >= TOGETHER:
        return f"{len(same_day)}个年度的年报同注此日，可能为补录或网站迁移的日期"
    shown = report.page.of("page.published") if report.page is not None else ()
    return "" if first_published(unit, report.published, next(iter(shown), report.fact)) else "可能为更新或网站迁移的日期"


def _earlier_copy(unit: UnitFacts, own: Sequence[Report]) -> str:
    """Why the report may have been published before the earliest date that was seen, '' if it may not."""
    dated = {r.copy for r in own if r.published is not None}
    if any(r.copy not in dated for r in own):
        return "另有一份未注日期"
    closed = unit.blocked(REPORT_ROLE, "disclosure")
    return f"入口未能查看：{names(closed)}" if closed else "；".join(unit.gaps)
