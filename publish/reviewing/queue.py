"""The queue: which problems wait for whom. Pure; made from a snapshot of the ledger, for a person and a day. 复核队列"""

from __future__ import annotations

import datetime as dt
import functools
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from checks.model import Decision, Episode, EpisodeState, Review, Severity
from checks.reviewing import Handling, Hold, Reviews, Stage, Verdict, handling, ruled

from .desk import Snapshot, day_of
from .people import Person

PAGE = 50
#: what must be looked at first: overdue, then the gravest, then the oldest
_GRAVITY = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.INFO)


@attrs.frozen(kw_only=True, eq=False)
class Names:
    """What units and rules are called, from the published database. 名称"""

    units: Mapping[str, str] = attrs.Factory(dict)
    regions: Mapping[str, str] = attrs.Factory(dict)
    rules: Mapping[str, str] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class Item:
    """One problem as it stands today. 一项问题

    Attributes:
        episode: with people's decisions applied.
        last: number of the latest entry on it, 0 if there is none.
    """

    episode: Episode
    handling: Handling
    last: int
    unit: str
    region: str
    rule: str


Test = Callable[[Item, Person], bool]


def _waits(item: Item, _: Person) -> bool:
    return item.episode.is_open and bool({Hold.SUSPECTED, Hold.SECOND} & set(item.handling.holds))


def _second(item: Item, person: Person) -> bool:
    said = item.handling.ruling
    return item.episode.is_open and said.verdict is Verdict.HALF and person.name not in said.by


def _ready(item: Item, _: Person) -> bool:
    return item.episode.is_open and not item.handling.holds and item.handling.stage is Stage.NONE


def _at(*stages: Stage) -> Test:
    return lambda item, _: item.handling.stage in stages


def _is(state: EpisodeState) -> Test:
    return lambda item, _: item.episode.state is state


#: what a reviewer opens: key → name, what stands in it
VIEWS: Mapping[str, tuple[str, Test]] = {
    "todo": ("待确认", _waits),
    "second": ("待我作为第二人确认", _second),
    "ready": ("已确认，可交办", _ready),
    "under_way": ("整改中", _at(Stage.ISSUED, Stage.REPLIED)),
    "overdue": ("逾期或复测不合格", _at(Stage.OVERDUE, Stage.UNMENDED)),
    "appealed": ("申诉待答复", lambda item, _: item.handling.appeal is not None),
    "waived": ("豁免期内", lambda item, _: item.handling.waiver is not None),
    "rejected": ("不成立", _is(EpisodeState.REJECTED)),
    "closed": ("已整改或已销号", lambda item, _: item.episode.state is EpisodeState.RESOLVED or item.handling.stage is Stage.CLOSED),
    "all": ("全部", lambda item, _: True),
}
FIRST_VIEW = "todo"
#: in which somebody has to do something
WAITING = ("overdue", "appealed", "todo", "second", "ready")


@attrs.frozen(kw_only=True)
class Asked:
    """What of the queue somebody wants to see. 筛选条件"""

    view: str = FIRST_VIEW
    severity: str = ""
    unit: str = ""
    rule: str = ""
    region: str = ""
    stage: str = ""
    page: int = 1

    @classmethod
    def told(cls, args: Mapping[str, str]) -> Asked:
        """From the address; what makes no sense is left out."""
        view, page = args.get("view", ""), args.get("page", "")
        kept = {name: args.get(name, "").strip() for name in ("severity", "unit", "rule", "region", "stage")}
        return cls(
            view=view if view in VIEWS else FIRST_VIEW, page=int(page) if page.isascii() and page.isdigit() and int(page) else 1, **kept
        )

    def query(self, **changes: object) -> dict[str, str]:
        """As parameters of an address, with some changed; the first page and empty conditions are left out."""
        values = {**attrs.asdict(self), **changes}
        return {name: str(value) for name, value in values.items() if value not in ("", 1)}


@attrs.frozen(kw_only=True)
class Queue:
    """The part of the queue that is shown. 一页队列

    Attributes:
        items: of this page; ``total`` of the view under its conditions.
        counts: view → number of items under the same conditions.
        choices: condition → values that occur, each with its name and number, before that condition.
    """

    items: tuple[Item, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]
    choices: Mapping[str, tuple[tuple[str, str, int], ...]]


@functools.lru_cache(maxsize=2)  # nothing changes between two pages of one queue
def items_of(snapshot: Snapshot, names: Names, on: dt.date) -> tuple[Item, ...]:
    """All problems as they stand on a day, the most urgent first. 全部问题"""
    items = (item_of(episode, snapshot.reviews, names, on) for episode in snapshot.episodes.values())
    return tuple(sorted(items, key=_urgency))


def item_of(episode: Episode, reviews: Reviews, names: Names, on: dt.date) -> Item:
    """One problem as it stands on a day."""
    now = handling(episode, reviews, on)
    return Item(
        episode=ruled(episode, now.ruling),
        handling=now,
        last=max((entry.number for entry in reviews.about(episode.fingerprint)), default=0),
        unit=names.units.get(episode.unit, episode.unit),
        region=names.regions.get(episode.unit, ""),
        rule=names.rules.get(episode.rule, episode.rule),
    )


def _urgency(item: Item) -> tuple[bool, int, dt.datetime, str]:
    late = item.handling.stage in (Stage.OVERDUE, Stage.UNMENDED)
    return not late, _GRAVITY.index(item.episode.severity), item.episode.first_at, item.episode.fingerprint


_VALUES: Mapping[str, Callable[[Item], tuple[str, str]]] = {
    "severity": lambda item: (item.episode.severity.value, item.episode.severity.value),
    "unit": lambda item: (item.episode.unit, item.unit),
    "rule": lambda item: (item.episode.rule, item.rule),
    "region": lambda item: (item.region, item.region),
    "stage": lambda item: (item.handling.stage.value, item.handling.stage.value),
}


def queue_of(items: Sequence[Item], asked: Asked, person: Person) -> Queue:
    """The page that is asked for. 筛选"""
    wanted = {name: getattr(asked, name) for name in _VALUES}
    fits = [item for item in items if all(value in ("", _VALUES[name](item)[0]) for name, value in wanted.items())]
    shown = [item for item in fits if VIEWS[asked.view][1](item, person)]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(asked.page, pages)
    return Queue(
        items=tuple(shown[(page - 1) * PAGE : page * PAGE]),
        total=len(shown),
        page=page,
        pages=pages,
        counts=counted(fits, person),
        choices={name: _choices(items, name) for name in _VALUES},
    )


def counted(items: Iterable[Item], person: Person) -> dict[str, int]:
    """View → how many problems stand in it for somebody. 各视图项数"""
    known = tuple(items)
    return {view: sum(test(item, person) for item in known) for view, (_, test) in VIEWS.items()}


def _choices(items: Iterable[Item], name: str) -> tuple[tuple[str, str, int], ...]:
    known: dict[tuple[str, str], int] = {}
    for item in items:
        value = _VALUES[name](item)
        known[value] = known.get(value, 0) + 1
    return tuple((value, zh, n) for (value, zh), n in sorted(known.items(), key=lambda each: each[0][1]) if value)


@attrs.frozen(kw_only=True)
class Turnaround:
    """How a unit deals with what it was told to mend. 整改办理情况

    Attributes:
        replied: days from the order to the first reply, the median; None without any. ``closed``: to its end.
    """

    unit: str
    name: str
    issued: int
    waiting: int
    overdue: int
    done: int
    replied: float | None
    closed: float | None


def turnarounds(items: Iterable[Item], snapshot: Snapshot) -> tuple[Turnaround, ...]:
    """Of each unit that was ever told to mend something, those with the most overdue first. 各单位办理情况"""
    by_unit: dict[str, list[Item]] = {}
    for item in items:
        if item.handling.stage is not Stage.NONE:
            by_unit.setdefault(item.episode.unit, []).append(item)
    rows = (_turnaround(unit, told, snapshot) for unit, told in by_unit.items())
    return tuple(sorted(rows, key=lambda row: (-row.overdue, -row.waiting, row.name)))


def _turnaround(unit: str, items: Sequence[Item], snapshot: Snapshot) -> Turnaround:
    replied, closed = [], []
    for item in items:
        entries = snapshot.reviews.about(item.episode.fingerprint)
        ordered = next((each for each in reversed(entries) if each.decision is Decision.ISSUE), None)
        if ordered is None:
            continue
        replied += _days(ordered, _first(entries, Decision.REPLY, ordered))
        if item.handling.stage is Stage.CLOSED:
            ended = snapshot.ended.get(item.episode.resolved_run) or _first(entries, Decision.CLOSE, ordered)
            closed += _days(ordered, ended)
    stages = [item.handling.stage for item in items]
    return Turnaround(
        unit=unit,
        name=items[0].unit,
        issued=len(items),
        waiting=sum(stage in (Stage.ISSUED, Stage.REPLIED) for stage in stages),
        overdue=sum(stage in (Stage.OVERDUE, Stage.UNMENDED) for stage in stages),
        done=sum(stage is Stage.CLOSED for stage in stages),
        replied=statistics.median(replied) if replied else None,
        closed=statistics.median(closed) if closed else None,
    )


def _first(entries: Iterable[Review], decision: Decision, since: Review) -> dt.date | None:
    return next((day_of(each.decided_at) for each in entries if each.decision is decision and each.decided_at >= since.decided_at), None)


def _days(ordered: Review, ended: dt.date | None) -> list[int]:
    return [max(0, (ended - day_of(ordered.decided_at)).days)] if ended else []
