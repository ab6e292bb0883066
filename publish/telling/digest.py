"""What changed since a moment, in few words. 摘要

Pure: a standing of now, held against what was remembered of the last digest that a channel took.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from archive.records import Standing
from checks.model import Episode, EpisodeState, Run
from checks.reviewing import Hold, Reviews, Stage, handling

CONFIRMED, SUSPECTED, RESOLVED, REJECTED = "confirmed", "suspected", "resolved", "rejected"
MOST_UNITS = 20
_BEIJING = dt.timezone(dt.timedelta(hours=8))


@attrs.frozen(kw_only=True)
class Problem:
    """A problem as it stands. 问题现状"""

    unit: str
    rule: str
    state: str
    overdue: bool = False


@attrs.frozen(kw_only=True)
class Now:
    """How everything stands at a moment. 现状

    Attributes:
        problems: by fingerprint and first run.
        refused: nights that the health gate held back; ``nights`` those that counted.
        unproven: what the latest night of each unit could not tell.
        units, rules: names.
    """

    at: dt.datetime
    problems: Mapping[str, Problem]
    nights: frozenset[str]
    refused: frozenset[str]
    unproven: int
    units: Mapping[str, str]
    rules: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Snapshot:
    """What is remembered of a moment: what stood open then. 上次所见

    Attributes:
        at: None before the first digest.
        open: key of a problem → its state; ``overdue`` keys of those past their day.
    """

    at: dt.datetime | None = None
    open: Mapping[str, str] = attrs.Factory(dict)
    overdue: frozenset[str] = frozenset()
    nights: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    unproven: int = 0


@attrs.frozen(kw_only=True)
class Digest:
    """What changed between two moments. 变化摘要

    Attributes:
        since: None for a first digest: it tells what stands.
        confirmed: (unit, indicator, how many) of problems confirmed since.
        suspected: how many were first suspected since; ``resolved``, ``rejected`` how many open ones are so by now.
        overdue: (unit, how many) past their day since.
        unproven: how many could not be checked, ``unproven_before`` then.
        nights, refused: nights since that counted, and those that the health gate held back.
        standing: confirmed and suspected in all.
    """

    at: dt.datetime
    since: dt.datetime | None
    confirmed: tuple[tuple[str, str, int], ...]
    suspected: int
    resolved: int
    rejected: int
    overdue: tuple[tuple[str, int], ...]
    unproven: int
    unproven_before: int
    nights: int
    refused: tuple[str, ...]
    standing: tuple[int, int]

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell: a quiet night is no news."""
        return bool(self.confirmed or self.suspected or self.resolved or self.rejected or self.overdue or self.refused)

    @property
    def id(self) -> str:
        """What names it for ever."""
        text = json.dumps(attrs.asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def now_of(
    *, at: dt.datetime, episodes: Iterable[Episode], reviews: Reviews, runs: Iterable[Run], folded: frozenset[str],
    standings: Iterable[Standing], units: Mapping[str, str], rules: Mapping[str, str],
) -> Now:  # fmt: skip
    """How everything stands, from what the ledger holds. 现状"""
    day = at.astimezone(_BEIJING).date()
    judged = [run for run in runs if run.judgement_sha256]
    order = {run.id: place for place, run in enumerate(judged)}
    latest: dict[str, Standing] = {}
    for standing in standings:
        if standing.run in folded and order.get(standing.run, -1) >= order.get(
            latest[standing.unit].run if standing.unit in latest else "", -1
        ):
            latest[standing.unit] = standing
    return Now(
        at=at,
        problems={f"{each.fingerprint}|{each.first_run}": _problem(each, reviews, day) for each in episodes},
        nights=frozenset(run.id for run in judged if run.id in folded),
        refused=frozenset(run.id for run in judged if run.id not in folded and run.ended_at),
        unproven=sum(standing.cant_tell for standing in latest.values()),
        units=units,
        rules=rules,
    )


def _problem(episode: Episode, reviews: Reviews, day: dt.date) -> Problem:
    now = handling(episode, reviews, day)
    if Hold.REJECTED in now.holds:
        state = REJECTED
    elif episode.state is EpisodeState.RESOLVED:
        state = RESOLVED
    else:
        state = SUSPECTED if {Hold.SUSPECTED, Hold.SECOND} & set(now.holds) else CONFIRMED
    return Problem(unit=episode.unit, rule=episode.rule, state=state, overdue=now.stage is Stage.OVERDUE)


def snapshot(now: Now) -> Snapshot:
    """What is to be remembered of now. 记下所见"""
    return Snapshot(
        at=now.at,
        open={key: each.state for key, each in now.problems.items() if each.state in (CONFIRMED, SUSPECTED)},
        overdue=frozenset(key for key, each in now.problems.items() if each.overdue),
        nights=now.nights,
        refused=now.refused,
        unproven=now.unproven,
    )


def digest(now: Now, before: Snapshot) -> Digest:
    """What changed. 变化"""
    confirmed = Counter(
        (each.unit, each.rule) for key, each in now.problems.items() if each.state == CONFIRMED and before.open.get(key) != CONFIRMED
    )
    overdue = Counter(each.unit for key, each in now.problems.items() if each.overdue and key not in before.overdue)
    gone = Counter(now.problems[key].state for key in before.open if key in now.problems)
    stands = Counter(each.state for each in now.problems.values())
    return Digest(
        at=now.at,
        since=before.at,
        confirmed=tuple((now.units.get(unit, unit), now.rules.get(rule, rule), n) for (unit, rule), n in sorted(confirmed.items())),
        suspected=sum(each.state == SUSPECTED and key not in before.open for key, each in now.problems.items()),
        resolved=gone[RESOLVED],
        rejected=gone[REJECTED],
        overdue=tuple((now.units.get(unit, unit), n) for unit, n in sorted(overdue.items())),
        unproven=now.unproven,
        unproven_before=before.unproven,
        nights=len(now.nights - before.nights),
        refused=tuple(sorted(now.refused - before.refused)),
        standing=(stands[CONFIRMED], stands[SUSPECTED]),
    )


def title(told: Digest) -> str:
    """One line. 标题"""
    parts = (
        (sum(n for *_, n in told.confirmed), "新确认{}项"),
        (told.suspected, "新增存疑{}项"),
        (told.resolved, "已整改{}项"),
        (sum(n for _, n in told.overdue), "逾期{}项"),
        (len(told.refused), "{}次巡检未通过健康检查"),
    )
    said = "，".join(words.format(n) for n, words in parts if n) or "没有变化"
    return f"政府信息公开巡检：{said}"


def text(told: Digest, site: str = "") -> str:
    """The message: numbers, units and indicators; no excerpts of pages, which may name people. 正文"""
    return "\n".join(_lines(told, site))


def _lines(told: Digest, site: str) -> Iterator[str]:
    yield title(told)
    since = f"{told.since.astimezone(_BEIJING):%Y-%m-%d %H:%M}至" if told.since else "截至"
    yield f"{since}{told.at.astimezone(_BEIJING):%Y-%m-%d %H:%M}，巡检{told.nights}次"
    if told.confirmed:
        yield f"新确认{sum(n for *_, n in told.confirmed)}项："
        yield from _by_unit(told.confirmed)
    if told.suspected:
        yield f"新增存疑{told.suspected}项，待再次核查或人工确认，不得据以通报"
    if told.resolved:
        yield f"已整改{told.resolved}项"
    if told.rejected:
        yield f"经复核不成立{told.rejected}项"
    if told.overdue:
        yield f"整改逾期：{'、'.join(f'{unit} {n}项' for unit, n in told.overdue[:MOST_UNITS])}{_more(len(told.overdue))}"
    yield f"无法核查{told.unproven}项" + (f"（上次{told.unproven_before}项）" if told.since else "")
    if told.refused:
        yield f"未通过健康检查、未发布的巡检：{'、'.join(told.refused)}"
    yield f"目前已确认{told.standing[0]}项，存疑{told.standing[1]}项"
    if site:
        yield site


def _by_unit(confirmed: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    units: dict[str, list[str]] = {}
    for unit, rule, n in confirmed:
        units.setdefault(unit, []).append(f"{rule}{f'（{n}项）' if n > 1 else ''}")
    for unit, rules in list(units.items())[:MOST_UNITS]:
        yield f"　{unit}：{'、'.join(rules)}"
    if more := _more(len(units)):
        yield f"　{more}"


def _more(n: int) -> str:
    return f"……等{n}个单位" if n > MOST_UNITS else ""
