"""Which units were really read in a month. 抽查范围"""

from __future__ import annotations

from collections.abc import Iterator

from archive.records import Standing, VisitRecord
from checks.model import STOP_ZH, Run, Stop, Unit

from .material import Material
from .values import Read, Unread


def read_units(material: Material, inside: frozenset[str]) -> tuple[Read, ...]:
    """Units of which at least one night told something apart; the others are not notified. 抽查到的单位"""
    return tuple(_read(material, unit, nights) for unit, nights in _nights(material, inside) if nights)


def unread_units(material: Material, inside: frozenset[str]) -> tuple[Unread, ...]:
    """Units whose portals were to be visited and of which nothing could be told. 未能读取的单位"""
    return tuple(
        Unread(name=unit.name, why=_why(material, unit))
        for unit, nights in _nights(material, inside)
        if not nights and any(place.portal in material.planned for place in unit.places)
    )


def _nights(material: Material, inside: frozenset[str]) -> Iterator[tuple[Unit, list[tuple[Run, Standing]]]]:
    """Each unit with the nights on which something was told of it, by date."""
    runs = {run.id: (place, run) for place, run in enumerate(material.runs)}
    told: dict[str, list[tuple[int, Run, Standing]]] = {}
    for standing in material.standings:
        if standing.passed + standing.failed:
            told.setdefault(standing.unit, []).append((*runs[standing.run], standing))
    known = {unit.id for unit in material.registry.units}
    strangers = tuple(Unit(id=name, name=name, places=()) for name in sorted(told.keys() - known) if len(inside) == len(known))
    for unit in (*material.registry.units, *strangers):
        if unit.id in inside or unit in strangers:
            nights = sorted(told.get(unit.id, ()), key=lambda each: each[0])
            yield unit, [(run, standing) for _, run, standing in nights]


def _read(material: Material, unit: Unit, nights: list[tuple[Run, Standing]]) -> Read:
    names = {portal.id: portal.name for portal in material.registry.portals}
    last, standing = nights[-1]
    visits = _visits(material, unit, last.id)
    return Read(
        unit=unit.id,
        name=unit.name,
        portals=tuple(names.get(visit.portal, visit.portal) for visit in visits),
        nights=len({run.as_of for run, _ in nights}),
        first=nights[0][0].as_of,
        last=last.as_of,
        pages=sum(visit.pages for visit in visits),
        stop="、".join(dict.fromkeys(STOP_ZH[visit.stop] for visit in visits if visit.stop is not Stop.DONE)),
        passed=standing.passed,
        failed=standing.failed,
        cant_tell=standing.cant_tell,
        inapplicable=standing.inapplicable,
    )


def _visits(material: Material, unit: Unit, run: str) -> list[VisitRecord]:
    portals = {place.portal for place in unit.places}
    return [visit for visit in material.visits if visit.run == run and visit.portal in portals]


def _why(material: Material, unit: Unit) -> str:
    portals = {place.portal for place in unit.places}
    stops = [STOP_ZH[visit.stop] for visit in material.visits if visit.portal in portals and visit.stop is not Stop.DONE]
    if stops:
        return "、".join(dict.fromkeys(stops))
    return "各项均无法核查" if any(visit.portal in portals for visit in material.visits) else "没有访问记录"
