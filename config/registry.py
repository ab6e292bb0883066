"""``portals.toml`` → Registry. 登记簿"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from checks.model import Place, Portal, Registry, Unit, Venue

from .mistakes import ConfigError, Mistake
from .reading import read, relative
from .structure import nearest, structure

WEB = frozenset({"http", "https"})

_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?")
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
_QUIET = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d")

_Found = Iterator[tuple[str, str]]


def load_registry(
    path: Path, *, base: Path | None = None, pack_ids: Collection[str] | None = None, schemes: Collection[str] = WEB
) -> Registry:
    """A registry file on its own (the demo's, a region's).

    Args:
        base: folder that messages name files relative to.
        pack_ids: known rule packs; None leaves ``unit.packs`` unchecked.
        schemes: schemes an address may have; with ``demo`` among them, placeholders such as ``demo:yunxi`` pass.

    Raises:
        ConfigError: with every mistake.
    """
    registry, mistakes = read_registry(path, base or path.parent, pack_ids, schemes)
    if mistakes:
        raise ConfigError(mistakes)
    return registry


def read_registry(
    path: Path, base: Path, pack_ids: Collection[str] | None, schemes: Collection[str] = WEB
) -> tuple[Registry, list[Mistake]]:
    """The registry and what is wrong with it; with mistakes the registry may be empty."""
    document, mistakes = read(path, base)
    if document is None:
        return Registry(), mistakes
    registry, mistakes = structure(document.table, Registry, document.name)
    if registry is None:
        return Registry(), mistakes
    return registry, [Mistake(relative(path, base), key, text) for key, text in check_registry(registry, pack_ids, schemes)]


def check_registry(registry: Registry, pack_ids: Collection[str] | None, schemes: Collection[str] = WEB) -> _Found:
    """Every contradiction within a registry, as (key, sentence)."""
    portals = {portal.id: portal for portal in registry.portals}
    units = {unit.id: unit for unit in registry.units}
    yield from _ids("portal", [portal.id for portal in registry.portals])
    yield from _ids("unit", [unit.id for unit in registry.units])
    yield from _controls(registry, schemes)
    for number, portal in enumerate(registry.portals, 1):
        yield from _named(f"portal[{number}]", _portal(portal, schemes))
    for number, unit in enumerate(registry.units, 1):
        key = f"unit[{number}]"
        yield from _named(key, _unit(unit, units, pack_ids))
        for index, place in enumerate(unit.places, 1):
            yield from _named(f"{key}.place[{index}]", _place(place, portals, schemes))
        for index, venue in enumerate(unit.venues, 1):
            yield from _named(f"{key}.venue[{index}]", _venue(venue))


def registry_warnings(registry: Registry) -> tuple[str, ...]:
    """What is allowed but probably forgotten. 提示"""
    used = {place.portal for unit in registry.units for place in unit.places}
    idle = (f"网站 {p.id}（{p.name}）没有任何公开主体" for p in registry.portals if p.id not in used)
    homeless = (f"公开主体 {u.id}（{u.name}）没有公开载体" for u in registry.units if not u.places and u.until is None)
    return (*idle, *homeless, *(text for p in registry.portals if p.enabled for text in _crowded(p, registry)))


def _crowded(portal: Portal, registry: Registry) -> Iterator[str]:
    """Units that each claim a whole portal are each blamed for all of it."""
    claims = [(unit, place) for unit in registry.units for place in unit.places if place.portal == portal.id and not place.column_url]
    for number, (unit, place) in enumerate(claims):
        for other, other_place in claims[:number]:
            if other.id != unit.id and _overlap(_span(unit, place), _span(other, other_place)):
                yield f"公开主体 {other.id} 与 {unit.id} 都以整个网站 {portal.id} 为公开载体；在栏目公开的单位应写明 column_url"


def _span(unit: Unit, place: Place) -> tuple[dt.date, dt.date]:
    since = max(unit.since or dt.date.min, place.since or dt.date.min)
    return since, min(unit.until or dt.date.max, place.until or dt.date.max)


def _overlap(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def url_trouble(url: str, schemes: Collection[str] = WEB) -> str:
    """What is wrong with an address, '' if nothing."""
    if any(c.isspace() for c in url):
        return f"网址 {url!r} 含有空白"
    try:
        parts = urlsplit(url)
        port_given = parts.port is not None
    except ValueError:
        return f"网址 {url!r} 不合法"
    if parts.scheme not in schemes:
        return f"网址 {url!r} 应以 http:// 或 https:// 开头"
    if parts.scheme not in WEB:
        return ""
    if not parts.hostname or not (_HOST.fullmatch(parts.hostname) or _is_ipv6(parts.netloc, port_given)):
        return f"网址 {url!r} 的主机名不合法"
    if parts.username is not None or parts.password is not None:
        return f"网址 {url!r} 不应含用户名或密码"
    return ""


def _is_ipv6(netloc: str, port_given: bool) -> bool:
    return netloc.startswith("[") and (netloc.endswith("]") or port_given)


def _named(key: str, found: _Found) -> _Found:
    return ((f"{key}.{name}", text) for name, text in found)


def _ids(kind: str, ids: Sequence[str]) -> _Found:
    seen: dict[str, int] = {}
    for number, name in enumerate(ids, 1):
        if not _ID.fullmatch(name):
            yield f"{kind}[{number}].id", f"编号 {name!r} 只能用字母、数字、点和连字符"
        if name in seen:
            yield f"{kind}[{number}].id", f"编号 {name} 与 {kind}[{seen[name]}] 重复"
        seen.setdefault(name, number)


_PORTAL_CHECKS: Sequence[tuple[str, Callable[[Portal], bool], str]] = (
    ("name", lambda p: bool(p.name.strip()), "名称不能为空"),
    ("site_code", lambda p: not p.site_code or bool(_SITE_CODE.fullmatch(p.site_code)), "网站标识码应为 10 位数字或 bm 加 8 位数字"),
    ("quiet_hours", lambda p: not p.quiet_hours or bool(_QUIET.fullmatch(p.quiet_hours)), "应写作 HH:MM-HH:MM"),
    ("delay_seconds", lambda p: p.delay_seconds is None or p.delay_seconds >= 0, "不能为负"),
    ("max_pages", lambda p: p.max_pages is None or p.max_pages > 0, "应大于 0"),
    ("max_bytes", lambda p: p.max_bytes is None or p.max_bytes > 0, "应大于 0"),
    ("max_seconds", lambda p: p.max_seconds is None or p.max_seconds > 0, "应大于 0"),
)


def _portal(portal: Portal, schemes: Collection[str]) -> _Found:
    if trouble := url_trouble(portal.home_url, schemes):
        yield "home_url", trouble
    for index, host in enumerate(portal.hosts, 1):
        if not _HOST.fullmatch(host):
            yield f"hosts[{index}]", f"{host!r} 应为主机名，不含 http:// 和路径"
    for name, holds, text in _PORTAL_CHECKS:
        if not holds(portal):
            yield name, text
    yield from _maintenance(portal)


def _maintenance(portal: Portal) -> _Found:
    for index, window in enumerate(portal.maintenance, 1):
        if window.until <= window.since:
            yield f"maintenance[{index}].until", f"结束时间 {window.until} 应晚于开始时间 {window.since}"
        if not window.note.strip():
            yield f"maintenance[{index}].note", "应写明由谁、以何方式报备"


def _controls(registry: Registry, schemes: Collection[str]) -> _Found:
    """A control host must not be one of those that it is to clear or to blame."""
    hosts = {urlsplit(portal.home_url).netloc.lower(): portal.id for portal in registry.portals}
    for index, url in enumerate(registry.controls, 1):
        if trouble := url_trouble(url, schemes):
            yield f"controls[{index}]", trouble
        elif (portal_id := hosts.get(urlsplit(url).netloc.lower())) is not None:
            yield f"controls[{index}]", f"{url} 是登记的网站 {portal_id}，不能作对照主机"


def _unit(unit: Unit, units: Mapping[str, Unit], pack_ids: Collection[str] | None) -> _Found:
    if not unit.name.strip():
        yield "name", "名称不能为空"
    yield from _period(unit.since, unit.until)
    for index, pack in enumerate(unit.packs, 1):
        if pack_ids is not None and pack not in pack_ids:
            yield f"packs[{index}]", f"没有指标体系 {pack}；{nearest(pack, pack_ids)}"
    if unit.parent:
        yield from _reference("parent", unit.parent, unit, units)
    yield from _succession(unit, units)


def _succession(unit: Unit, units: Mapping[str, Unit]) -> _Found:
    for index, old_id in enumerate(unit.predecessors, 1):
        key = f"predecessors[{index}]"
        yield from _reference(key, old_id, unit, units)
        old = units.get(old_id)
        if old and old.until and unit.since and unit.since <= old.until:
            yield key, f"起止日期重叠：前身 {old_id} 至 {old.until} 止，本单位自 {unit.since} 起"
    if not unit.successor:
        return
    yield from _reference("successor", unit.successor, unit, units)
    heir = units.get(unit.successor)
    if heir and unit.id not in heir.predecessors:
        yield "successor", f"{unit.successor} 的 predecessors 中没有 {unit.id}"
    if unit.until is None:
        yield "until", "有继任单位（successor）时应写明截止日期"


def _reference(key: str, named: str, unit: Unit, units: Mapping[str, Unit]) -> _Found:
    if named == unit.id:
        yield key, "不能指向自身"
    elif named not in units:
        yield key, f"没有公开主体 {named}；{nearest(named, units)}"


def _place(place: Place, portals: Mapping[str, Portal], schemes: Collection[str]) -> _Found:
    if place.portal not in portals:
        yield "portal", f"没有网站 {place.portal}；{nearest(place.portal, portals)}"
    if place.column_url and (trouble := url_trouble(place.column_url, schemes)):
        yield "column_url", trouble
    yield from _period(place.since, place.until)


def _venue(venue: Venue) -> _Found:
    if not venue.name.strip():
        yield "name", "名称不能为空"
    if venue.position is None:
        return
    if not -90 <= venue.position.lat <= 90:
        yield "position.lat", f"纬度 {venue.position.lat} 应在 -90 至 90 之间"
    if not -180 <= venue.position.lon <= 180:
        yield "position.lon", f"经度 {venue.position.lon} 应在 -180 至 180 之间"


def _period(since: dt.date | None, until: dt.date | None) -> _Found:
    if since and until and until < since:
        yield "until", f"截止日期 {until} 早于起始日期 {since}"
