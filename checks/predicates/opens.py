"""Whether the site opens when people visit it: judged from the access probe, never from a crawl. 站点可访问"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from checks.assemble import UnitFacts
from checks.model import TROUBLE_ZH, Evidence, Outcome, Sample
from checks.model.unit import BEIJING
from checks.probing import Tally, tally

from .base import Verdict

CITED = 5  # of the visits that did not open; the rest is in the export


@attrs.frozen(kw_only=True)
class Opens:
    """Options of ``site_opens``: days observed, visits on each, seconds to wait, and the share of unopened visits that fails."""

    days: int
    visits_per_day: int
    timeout_s: int
    fail_share: float


def site_opens(unit: UnitFacts, params: Opens) -> Iterator[Verdict]:
    """Of the visits of a week few enough did not open in time. 站点无法访问

    Left open where there are too few visits that count, and where the week ends in silence: from one place that cannot be told from a
    site that shuts our address out, or is no longer at the registered one.
    """
    found = tally(unit.samples, unit.context.as_of, days=params.days, visits_per_day=params.visits_per_day, patience=params.timeout_s)
    used = tuple(_evidence(sample) for sample in found.unopened)
    silent = found.silent_end
    if not unit.samples:
        yield Verdict(outcome=Outcome.CANT_TELL, why="本项由访问探测判定，尚无探测记录")
    elif min(found.per_day) < params.visits_per_day:
        why = f"本项由访问探测判定，{_period(found)}中有{sum(n < params.visits_per_day for n in found.per_day)}日计入的访问不足{params.visits_per_day}次"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why + _left_out(found))
    elif len(silent) >= params.visits_per_day:
        why = f"{_moment(silent[0])}起连续{len(silent)}次访问无应答，是否拒绝本机网络或已更换网址，需换网络人工核实"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=used[-CITED:])
    else:
        failed = found.share >= Fraction(str(params.fail_share))
        why = f"{_period(found)}访问{len(found.counted)}次，超过（含）{params.timeout_s}秒未打开{len(found.unopened)}次，占{found.percent}"
        yield Verdict(outcome=Outcome.FAILED if failed else Outcome.PASSED, why=why + _left_out(found), used=used[:CITED])


def _period(found: Tally) -> str:
    return f"{found.first}至{found.last}"


def _left_out(found: Tally) -> str:
    told = "、".join(f"{reason}{n}次" for reason, n in sorted(found.left_out.items()))
    return f"（另有不计入的访问：{told}）" if told else ""


def _moment(sample: Sample) -> str:
    return f"{sample.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _evidence(sample: Sample) -> Evidence:
    """What the log of the probe says of one visit that did not open in time."""
    ended = (
        f"第{sample.seconds:.1f}秒才打开" if sample.trouble is None else f"{sample.seconds:.1f}秒内未打开（{TROUBLE_ZH[sample.trouble]}）"
    )
    status = f"，状态码{sample.status}" if sample.status is not None else ""
    quote = f"{_moment(sample)} 访问首页，{ended}{status}；对照主机有应答"
    return Evidence(url=sample.url, fetched_at=sample.at, sha256="", locator="probe", quote=quote)
