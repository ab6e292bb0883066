"""Ledger → what a month's bulletin is computed from. 通报表材料"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from archive.ledger import Ledger
from archive.months import Failure
from archive.records import ManualFinding, Standing, VisitRecord
from checks.model import Episode, Finding, Portal, Registry, Review, Run, Unit

from .values import Bulletin, from_json


@attrs.frozen(kw_only=True)
class RuleText:
    """What a bulletin needs of a rule. 指标摘要

    Attributes:
        rows: bulletin row by adjustment that changes it; ``row`` where none does.
        by_hand: no program can check it: it is asked for once, among the manual rows, not for each unit.
    """

    title: str
    row: str
    clause: str
    rows: Mapping[str, str] = attrs.Factory(dict)
    by_hand: bool = False


@attrs.frozen(kw_only=True)
class Guidance:
    """What lies outside of the ledger. 指标与指引

    Attributes:
        rules: by id.
        do: what a person does about a reason that something could not be checked.
        titles: (run, portal, sha256 of a page's body) → the page's title.
    """

    rules: Mapping[str, RuleText]
    do: Callable[[str], str]
    titles: Mapping[tuple[str, str, str], str] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class Material:
    """A month as the ledger knows it. 月度材料

    Attributes:
        runs: the month's nights that counted, by date; ``all_runs`` of every month.
        units, portals: as registered on those nights.
        episodes: by fingerprint; ``looks`` when a machine-confirmed problem was seen before the cut-off.
        planned: portals that the nights set out to visit.
        issued: all bulletins that went out.
    """

    month: str
    runs: tuple[Run, ...]
    all_runs: Mapping[str, Run]
    registry: Registry
    failures: tuple[Failure, ...]
    unproven: tuple[Finding, ...]
    episodes: Mapping[str, tuple[Episode, ...]]
    looks: Mapping[str, tuple[dt.datetime, ...]]
    standings: tuple[Standing, ...]
    visits: tuple[VisitRecord, ...]
    planned: frozenset[str]
    reviews: tuple[Review, ...]
    manual: tuple[ManualFinding, ...]
    issued: tuple[Bulletin, ...]


def nights_of(ledger: Ledger, month: str) -> tuple[Run, ...]:
    """The nights that speak for a month: sound, published, by date of judgement."""
    folded = ledger.folded()
    return tuple(run for run in ledger.runs() if f"{run.as_of:%Y-%m}" == month and run.id in folded and run.published)


def gather(ledger: Ledger, month: str, cutoff: dt.datetime) -> Material:
    """Everything in the ledger that a month's bulletin rests on.

    Args:
        cutoff: nights that began later are left out.
    """
    runs = tuple(run for run in nights_of(ledger, month) if run.started_at < cutoff)
    names = [run.id for run in runs]
    failures = ledger.failures_in(names)
    wanted = {failure.finding.fingerprint for failure in failures}
    lives: dict[str, tuple[Episode, ...]] = {}
    for episode in ledger.episodes():
        if episode.fingerprint in wanted:
            lives[episode.fingerprint] = (*lives.get(episode.fingerprint, ()), episode)
    return Material(
        month=month,
        runs=runs,
        all_runs={run.id: run for run in ledger.runs()},
        registry=_registered([registry for run in runs for registry in ledger.registries(run.id)] or list(ledger.registries())),
        failures=failures,
        unproven=ledger.unproven_in(names),
        episodes=lives,
        looks=ledger.looks_before(cutoff),
        standings=tuple(standing for standing in ledger.standings() if standing.run in set(names)),
        visits=tuple(visit for name in names for visit in ledger.visits(name)),
        planned=frozenset(portal for name in names for portal in ledger.planned(name)),
        reviews=ledger.reviews(),
        manual=ledger.manual_findings(month),
        issued=tuple(from_json(each.json) for each in ledger.bulletins()),
    )


def _registered(registries: list[Registry]) -> Registry:
    """Registries of several nights as one: the latest says what a unit is called; one that was struck off since is kept."""
    units: dict[str, Unit] = {}
    portals: dict[str, Portal] = {}
    for registry in reversed(registries):
        units |= {unit.id: unit for unit in registry.units if unit.id not in units}
        portals |= {portal.id: portal for portal in registry.portals if portal.id not in portals}
    return Registry(portals=tuple(portals.values()), units=tuple(units.values()))


def members(registry: Registry, system: str) -> frozenset[str]:
    """A unit and all below it; every unit if none is named. 系统内单位"""
    if not system:
        return frozenset(unit.id for unit in registry.units)
    inside = {system}
    while grown := {unit.id for unit in registry.units if unit.parent in inside} - inside:
        inside |= grown
    return frozenset(inside)
