"""From the visits of the access probe to figures: which count, which of those did not open, over which days. 访问探测统计"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from checks.model import TROUBLE_ZH, Maintenance, Sample, Trouble
from checks.model.unit import BEIJING

SPACING = dt.timedelta(minutes=10)  # visits nearer to the one before are no visits «at intervals»
# These say something about us, or about what the portal lets a program do, not whether people can open it.
SAYS_NOTHING = frozenset({Trouble.WALL, Trouble.TLS, Trouble.ADDRESS, Trouble.LOOP, Trouble.ROBOTS})
SERVER_TROUBLE = 500


@attrs.frozen(kw_only=True)
class Tally:
    """What the visits of some days amount to. 探测统计

    Attributes:
        counted: visits that count, in order; ``unopened`` those of them that did not open in time.
        per_day: how many count, for each day in Beijing, the first first.
        left_out: how many do not count, by reason.
        patience: seconds from which on a home page counts as not opened.
    """

    first: dt.date
    last: dt.date
    counted: tuple[Sample, ...]
    unopened: tuple[Sample, ...]
    per_day: tuple[int, ...]
    left_out: Mapping[str, int]
    patience: int

    @property
    def share(self) -> Fraction:
        """The exact share of visits that did not open."""
        return Fraction(len(self.unopened), len(self.counted) or 1)

    @property
    def percent(self) -> str:
        """The share for people, cut off after two digits: what is below a limit never reads as the limit."""
        hundredths = self.share.numerator * 10_000 // self.share.denominator
        return f"{hundredths // 100}.{hundredths % 100:02}%"

    @property
    def silent_end(self) -> tuple[Sample, ...]:
        """The unbroken run of visits without a word from the server with which the days end.

        So does a site look that is down; and so one that has shut out our address, or has moved away from the registered one.
        """
        run: list[Sample] = []
        for sample in reversed(self.counted):
            if sample.seconds < self.patience or _server_spoke(sample):
                break
            run.append(sample)
        return tuple(reversed(run))


def tally(samples: Iterable[Sample], as_of: dt.date, *, days: int, visits_per_day: int, patience: int) -> Tally:
    """Figures over so many days that end with ``as_of``, or with the day before where only that day has not all its visits yet. 统计探测记录"""
    told = sorted(samples, key=lambda s: (s.at, s.url))
    today, yesterday = (_tally(told, last, days, patience) for last in (as_of, as_of - dt.timedelta(days=1)))
    return yesterday if min(today.per_day) < visits_per_day <= min(yesterday.per_day) else today


def _tally(samples: Sequence[Sample], last: dt.date, days: int, patience: int) -> Tally:
    first = last - dt.timedelta(days=days - 1)
    counted: list[Sample] = []
    left_out: Counter[str] = Counter()
    for sample in samples:
        if not first <= day_of(sample) <= last:
            continue
        reason = why_left_out(sample, patience)
        if not reason and counted and sample.at - counted[-1].at < SPACING:
            reason = "距上次访问不足10分钟"
        if reason:
            left_out[reason] += 1
        else:
            counted.append(sample)
    on_day = Counter(map(day_of, counted))
    return Tally(
        first=first,
        last=last,
        counted=tuple(counted),
        unopened=tuple(s for s in counted if s.seconds >= patience),
        per_day=tuple(on_day[first + dt.timedelta(days=n)] for n in range(days)),
        left_out=left_out,
        patience=patience,
    )


def why_left_out(sample: Sample, patience: int) -> str:
    """Why a visit is no argument for or against the portal, '' if it is one. 不计入的原因"""
    if sample.trouble in SAYS_NOTHING:
        return TROUBLE_ZH[sample.trouble]
    if sample.maintenance:
        return "在报备的停机维护期间"
    if not sample.control:
        return "对照主机也无应答"
    if sample.trouble is not None and sample.seconds < patience:
        return f"等待不足{patience}秒"
    return ""


def day_of(sample: Sample) -> dt.date:
    """The day in Beijing on which a visit began. 探测日期"""
    return sample.at.astimezone(BEIJING).date()


def with_maintenance(samples: Iterable[Sample], windows: Sequence[Maintenance]) -> tuple[Sample, ...]:
    """The visits, those marked that at any moment touched a reported maintenance. 标注停机维护"""
    return tuple(attrs.evolve(s, maintenance=next((w.note for w in windows if _touches(s, w)), "")) for s in samples)


def _touches(sample: Sample, window: Maintenance) -> bool:
    return sample.at < window.until and sample.at + dt.timedelta(seconds=sample.seconds) >= window.since


def _server_spoke(sample: Sample) -> bool:
    """Whether an answer came that only the site's own server gives: the page, if late, or its own trouble."""
    return sample.status is not None and (sample.trouble is None or sample.status >= SERVER_TROUBLE)
