"""From the ledger to the figures that the health gate weighs. 健康检查数据"""

from __future__ import annotations

from archive.ledger import Ledger
from checks.health import NightFigures
from checks.model import Outcome, Stop

_NOT_REACHED = frozenset({Stop.UNREACHABLE, Stop.CRASHED})
# how ``checks.judge`` words a predicate of ours that raised
_JUDGE_ERROR = "判定程序出错"


def night_figures(ledger: Ledger, run: str) -> NightFigures:
    """Counts over one run beside those of the last published one."""
    visits = ledger.visits(run)
    findings = [finding for unit in ledger.units_of(run) for finding in ledger.findings(run, unit)]
    before = previous_published(ledger, run)
    earlier = [standing for standing in ledger.standings() if standing.run == before]
    missing = max(0, len(ledger.planned(run)) - len(visits))
    return NightFigures(
        portals=len(visits) + missing,
        portals_missing=missing,
        portals_unreachable=sum(visit.stop in _NOT_REACHED for visit in visits),
        pages=sum(visit.pages for visit in visits),
        reader_errors=ledger.reader_errors(run),
        findings=len(findings),
        judge_errors=sum(finding.outcome is Outcome.CANT_TELL and _JUDGE_ERROR in finding.message for finding in findings),
        failed=sum(finding.outcome is Outcome.FAILED for finding in findings),
        cant_tell=sum(finding.outcome is Outcome.CANT_TELL for finding in findings),
        previous_failed=sum(standing.failed for standing in earlier),
        previous_findings=sum(standing.passed + standing.failed + standing.cant_tell + standing.inapplicable for standing in earlier),
    )


def previous_published(ledger: Ledger, run: str) -> str:
    """Id of the last published run judged by the same packs, '' if there is none: only like can be compared with like. 上一发布批次"""
    judged = ledger.run(run)
    published = [each.id for each in ledger.runs() if each.published and each.id != run and judged and each.packs == judged.packs]
    return published[-1] if published else ""
