"""Stored visits judged again, for any date and by any edition of the rules; no network is used. 重新判定"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from archive.ledger import Ledger, open_ledger
from archive.visit import SUFFIX, VisitFile, read_visit
from checks.compare import Seen, Side
from checks.effective import Applied
from checks.model import Finding, Place, Registry, Unit
from config import Config

from . import night
from .context import BEIJING, LEDGER, SAMPLES, VERSION, VISITS, note
from .exits import UsageError
from .readers import Readers
from .selection import Selection


@attrs.frozen(kw_only=True)
class Judging:
    """By what visits are judged. 判定所据

    Attributes:
        registry: who discloses where; the demo's has its own.
        named: packs that a person named.
        day: the date asked for; None takes each visit's own.
        month: the first day of the month asked for: a visit planned within it is judged for its own date.
    """

    config: Config
    registry: Registry
    named: tuple[str, ...] = ()
    day: dt.date | None = None
    month: dt.date | None = None

    def day_of(self, file: VisitFile) -> dt.date:
        """The judgement date of a visit."""
        planned = file.visit.plan.as_of
        if self.day is None or (self.month is not None and self.month <= planned <= self.day):
            return planned
        return self.day


@attrs.frozen(kw_only=True)
class Rejudged:
    """What judging visits again gave. 重新判定的结果

    Attributes:
        dated: each finding with the date it was judged for and the date its visit was planned for.
        units: every unit judged, as it was known.
    """

    side: Side
    dated: tuple[tuple[Finding, dt.date, dt.date], ...]
    units: tuple[Unit, ...]


def visits_in(paths: Sequence[Path]) -> tuple[VisitFile, ...]:
    """The visit files named, or those of the folders named. UsageError if a folder holds none. 访问文件"""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path}：文件夹中没有访问文件（*{SUFFIX}）")
        found += inside
    return tuple(read_visit(path) for path in found)


def rejudge(files: Sequence[VisitFile], by: Judging, readers: Readers, name: str) -> Rejudged:
    """Judge visits; pages are read again with the date judged for. 重新判定"""
    dated: list[tuple[Finding, dt.date, dt.date]] = []
    known: dict[str, Unit] = {}
    rules: dict[str, tuple[Applied, ...]] = {}
    days: set[dt.date] = set()
    with Ledgers() as ledgers:
        for file, then in itertools.zip_longest(files, files[1:]):
            day, planned = by.day_of(file), file.visit.plan.as_of
            days.add(day)
            selection = Selection(config=by.config, as_of=day, named=by.named)
            placed = units_at(file, by.registry, day)
            units = [unit for unit, _ in placed]
            if not units:
                note(f"{file.path.name}：{day} 没有公开主体在此网站公开，未判定")
                continue
            known |= {unit.id: unit for unit in units}
            rules |= {unit.id: selection.effective(unit) for unit in units}
            note("\n".join(f"{file.path.name}：{line}" for line in (*selection.describe(units).splitlines(), *_label(file, day))))
            ledger = ledgers.beside(file)
            recall = night.recalling(ledger, file.visit, day) if ledger else night.nothing_earlier
            beside = folder_of(file)
            samples = night.probed(beside / SAMPLES, by.registry, file.visit, day) if beside else ()
            pages = readers.read(file, day, (then, by.day_of(then)) if then else None)
            result = night.judge_visit(file, pages, placed, selection, recall, samples)
            for error in result.errors[:5]:
                note(f"程序出错（记为无法核查）：{error}")
            dated += [(finding, day, planned) for finding in result.findings]
    side = Side(
        name=name,
        as_of=max(days),
        code=VERSION,
        findings=tuple(finding for finding, _, _ in dated),
        rules=rules,
        seen=seen_in(files),
        words=by.config.vocabulary,
    )
    return Rejudged(side=side, dated=tuple(dated), units=tuple(known.values()))


def folder_of(file: VisitFile) -> Path | None:
    """The folder of results in whose ``visits`` a file lies; None for one that lies alone. 所属结果文件夹"""
    path = file.path.resolve()
    return path.parents[2] if path.parents[1].name == VISITS else None


class Ledgers(contextlib.ExitStack):
    """The ledgers that visits were entered in, each opened once. A visit may be judged far from its own; what needs earlier nights is then open."""

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[Path, Ledger] = {}

    def beside(self, file: VisitFile) -> Ledger | None:
        """The ledger of the folder in whose ``visits`` a file lies, if there is one. 访问文件所属账本"""
        beside = folder_of(file)
        where = beside / LEDGER if beside else None
        if where is None or not where.exists():
            return None
        if where not in self._open:
            self._open[where] = self.enter_context(open_ledger(where))
        return self._open[where]


def _label(file: VisitFile, day: dt.date) -> Iterator[str]:
    """What must be said of a judgement for another date than the visit was planned for."""
    planned, fetched = file.visit.plan.as_of, file.visit.started_at.astimezone(BEIJING).date()
    if day != planned:
        yield f"按判定基准日 {day} 重新判定；访问时的判定基准日为 {planned}，网页抓取于 {fetched}"
    if day > planned:
        yield f"访问计划不含 {planned} 以后的内容，判为不合格的一律改记无法核查"


def seen_in(files: Sequence[VisitFile]) -> Mapping[str, Seen]:
    """Portal → what its visit holds. 抓取所得"""
    return {
        file.visit.portal_id: Seen(stop=file.visit.stop.value, pages={page.url: page.sha256 for page in file.pages(bodies_at=())})
        for file in files
    }


def units_at(file: VisitFile, registry: Registry, day: dt.date) -> tuple[tuple[Unit, Place], ...]:
    """Who disclosed on the visited portal at a date. Only a portal that nobody is registered on stands for a unit of its own. 公开主体"""
    known = any(place.portal == file.visit.portal_id for unit in registry.units for place in unit.places)
    return registry.units_on(file.visit.portal_id, day) if known else unregistered(file)


def unregistered(file: VisitFile) -> tuple[tuple[Unit, Place], ...]:
    """A portal that was started by its address: the portal stands for the unit."""
    name = file.visit.portal_id
    place = Place(portal=name)
    return ((Unit(id=name, name=name, places=(place,)), place),)
