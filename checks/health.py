"""Was the night sound enough to publish? Monitors as rows of data over plain counts. 发布前健康检查"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import attrs


@attrs.frozen(kw_only=True)
class Monitor:
    """One condition that a run must meet. 监测项

    Attributes:
        figure: a key of ``NightFigures.shares``.
        at_most: the run is unsound above this.
        message: Chinese, with ``{value}`` and ``{limit}``.
        least: number of cases below which the figure says nothing.
        of: the count that ``least`` is held against.
    """

    figure: str
    at_most: float
    message: str
    of: str
    least: int = 1


@attrs.frozen(kw_only=True)
class NightFigures:
    """What is counted over a run; ``previous_*`` of the last published run, 0 where there is none. 本批次数据

    Attributes:
        portals: all that were to be visited.
        portals_missing: of these, those whose visit left nothing.
    """

    portals: int
    portals_unreachable: int
    pages: int
    reader_errors: int
    findings: int
    judge_errors: int
    failed: int
    cant_tell: int
    portals_missing: int = 0
    previous_failed: int = 0
    previous_findings: int = 0

    def share(self, figure: str) -> float:
        """A figure as a share of its whole; 0 where there is nothing to count."""
        top, bottom = SHARES[figure]
        return top(self) / bottom(self) if bottom(self) else 0.0


Count = Callable[[NightFigures], float]
_get = operator.attrgetter

SHARES: Mapping[str, tuple[Count, Count]] = {
    "unreachable": (lambda n: n.portals_unreachable + n.portals_missing, _get("portals")),
    "reader_errors": (_get("reader_errors"), _get("pages")),
    "judge_errors": (_get("judge_errors"), _get("findings")),
    "cant_tell": (_get("cant_tell"), _get("findings")),
    "failed_rise": (
        lambda n: max(0.0, n.failed / max(1, n.findings) - n.previous_failed / max(1, n.previous_findings)),
        lambda n: 1.0 if n.previous_findings else 0.0,
    ),
}

MONITORS: tuple[Monitor, ...] = (
    Monitor(
        figure="unreachable",
        at_most=0.3,
        of="portals",
        least=3,
        message="无法访问或访问中断的网站占{value:.0%}，超过{limit:.0%}，疑为本机网络故障",
    ),
    Monitor(figure="reader_errors", at_most=0.005, of="pages", message="读取程序出错的页面占{value:.2%}，超过{limit:.2%}"),
    Monitor(figure="judge_errors", at_most=0.005, of="findings", message="判定程序出错占{value:.2%}，超过{limit:.2%}"),
    Monitor(
        figure="failed_rise",
        at_most=0.25,
        of="findings",
        least=200,
        message="不合格占比较上批次上升{value:.0%}，超过{limit:.0%}，疑为程序或网站普遍变化",
    ),
)


def unsound(figures: NightFigures, monitors: tuple[Monitor, ...] = MONITORS) -> tuple[str, ...]:
    """Reasons not to publish this run; empty if it is sound. 不宜发布的原因"""
    if figures.portals == figures.portals_missing:
        return ("本批次没有完成任何网站的访问",)
    reasons = []
    for monitor in monitors:
        value = figures.share(monitor.figure)
        if getattr(figures, monitor.of) >= monitor.least and value > monitor.at_most:
            reasons.append(monitor.message.format(value=value, limit=monitor.at_most))
    return tuple(reasons)
