"""Annual reports: the form that binds them, the sums of their tables, what a plan asks them to take up, missing early years. 年报格式"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Fact, Outcome, State

from .annual import ReportYears, no_text, report_years
from .base import DEFECTS, STATE_ZH, Verdict, best, cited, label_words, page_name, reading, subject_of
from .reports import files_of, reports_read

FAMILY = "annual"
KINDS = ("annual.section", "annual.part")
IN_FILE = frozenset({State.ABSENT, State.BLANK})  # what is not in the text may stand in a picture or file that was not read
MOST_YEARS = 6  # named one by one in a message


@attrs.frozen(kw_only=True)
class ReportForm:
    """Options of ``report_form``: chapters, tables and matters that a report must hold, by the vocabulary's id, from which report year on."""

    parts: dict[str, str]
    year_from: int


def report_form(unit: UnitFacts, params: ReportForm) -> Iterator[Verdict]:
    """Each report holds all parts of the form; one verdict per report year, naming those that are missing. 年报格式"""
    copies = reports_read(unit, params.year_from)
    for year, pages in sorted(copies.items()):
        yield _form(unit, year, pages, params)
    if not copies:
        yield no_text(unit, params.year_from)


def _form(unit: UnitFacts, year: int, pages: Sequence[ReadPage], params: ReportForm) -> Verdict:
    readings = {part: best(f for p in pages for kind in KINDS for f in p.of(kind, part)) for part in params.parts}
    unread = files_of(pages)
    states = {part: reading(fact).state if fact is not None else State.UNREAD for part, fact in readings.items()}
    missing = {part: state for part, state in states.items() if state in DEFECTS and not (state in IN_FILE and unread)}
    doubtful = [part for part, state in states.items() if state is not State.VALID and part not in missing]
    kind = tuple(f for f in pages[0].facts if f.kind == "page.kind")

    def verdict(outcome: Outcome, why: str, used: Sequence[Fact], looked: str = "") -> Verdict:
        return Verdict(outcome=outcome, subject=str(year), subject_name=f"{year}年年度报告", why=why, used=tuple(used), looked=looked)

    if missing:
        listed = "、".join(params.parts[p] + ("" if state is State.ABSENT else f"（{STATE_ZH[state]}）") for p, state in missing.items())
        words = [
            word
            for part, state in missing.items()
            if state is State.ABSENT
            for word in label_words(unit, FAMILY, part, params.parts[part])[:2]
        ]
        used = [fact for part in missing if (fact := readings[part]) is not None]
        why = f"应列{len(states)}项，缺{len(missing)}项：{listed}"
        looked = looked_for(unit, words, pages=pages) if State.ABSENT in missing.values() else ""
        return verdict(Outcome.FAILED, why, (*used, *kind), looked)
    if doubtful:
        where = "可能在附件或图片中，本程序未读" if unread else "是否列明需人工看一眼"
        return verdict(Outcome.CANT_TELL, f"未读出{'、'.join(params.parts[part] for part in doubtful)}，{where}", (*unread[:2], *kind))
    return verdict(Outcome.PASSED, f"{len(states)}项齐全", [fact for fact in readings.values() if fact is not None])


@attrs.frozen(kw_only=True)
class ReportSums:
    """Options of ``report_sums``: the first report year whose form has the table."""

    year_from: int


def report_sums(unit: UnitFacts, params: ReportSums) -> Iterator[Verdict]:
    """The figures of each report's table of applications agree with each other; one verdict per report. 年报勾稽关系

    What one year's report left to the next and that one says it took over is compared for people: either may have been corrected since.
    """
    copies = reports_read(unit, params.year_from)
    for year, page in ((year, page) for year, pages in sorted(copies.items()) for page in pages):
        subject, name = subject_of(unit, page.url), page_name(page)
        unequal, sums = page.of("annual.unequal"), page.of("annual.sums")
        if unequal:
            why = "；".join(str(f.value) for f in unequal)
            yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=unequal)
        elif apart := _carried_apart(page, copies.get(year - 1, ())):
            left, carried = apart
            why = f"{year - 1}年年报结转下年度{left.value}件，{year}年年报上年结转{carried.value}件，是否更正过需人工核对"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=apart)
        elif sums:
            why = f"{sums[0].value}处合计相符"
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=why, used=sums)
        else:
            kind = tuple(f for f in page.facts if f.kind == "page.kind")
            why = "收到和处理申请情况的统计表未能读出"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=kind)
    if not copies:
        yield no_text(unit, params.year_from)


def _carried_apart(page: ReadPage, before: Sequence[ReadPage]) -> tuple[Fact, Fact] | None:
    """What the year before left and what a report took over, where the two differ; a copy of the year before that agrees settles it."""
    carried = next(iter(page.of("annual.carried", "carried")), None)
    left = [f for p in before for f in p.of("annual.carried", "left")]
    if carried is None or not left or any(f.value == carried.value for f in left):
        return None
    return left[0], carried


@attrs.frozen(kw_only=True)
class ReportBackfill:
    """Options of ``report_backfill``: the first year of which a report must be there."""

    first_year: int


def report_backfill(unit: UnitFacts, params: ReportBackfill) -> Iterator[Verdict]:
    """No report is missing since the first year. One verdict that names the missing years. 历年年报补齐

    Years before the earliest report of a unit whose founding is not registered stay open: it may not have existed then.
    """
    years = [v for v in report_years(unit, ReportYears(first_year=params.first_year)) if int(v.subject) >= params.first_year]
    there = [int(v.subject) for v in years if v.outcome is Outcome.PASSED]
    earliest = min(there, default=None)
    founded = unit.unit.since is not None
    missing = [v for v in years if v.outcome is Outcome.FAILED and (founded or (earliest is not None and int(v.subject) > earliest))]
    unsure = [v for v in years if v.outcome is Outcome.CANT_TELL or (v.outcome is Outcome.FAILED and v not in missing)]
    if missing:
        used = tuple(dict.fromkeys(e for v in missing for e in v.used))
        why = f"缺{_listed(missing)}年度报告"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=used, looked=missing[0].looked)
    elif unsure:
        known = next((v.why for v in unsure if v.outcome is Outcome.CANT_TELL), "单位成立时间未登记，不能断定当年应有年报")
        used = tuple(dict.fromkeys(e for v in unsure for e in v.used))[:5]
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未见{_listed(unsure)}年度报告，{cited(known, 120)}", used=used)
    elif there:
        used = tuple(e for v in years if v.outcome is Outcome.PASSED for e in v.used)
        yield Verdict(outcome=Outcome.PASSED, why=f"{min(there)}年至{max(there)}年各年度均有年报", used=used)
    else:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=years[-1].why if years else "未到公布期限")


def _listed(years: Sequence[Verdict]) -> str:
    told = "、".join(f"{v.subject}年" for v in years[:MOST_YEARS])
    return told + (f"等{len(years)}个" if len(years) > MOST_YEARS else "")
