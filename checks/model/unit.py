"""Who owes disclosure and where: units, places, portals."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs


class Level(enum.StrEnum):
    """Administrative level. 行政层级"""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


BEIJING = dt.timezone(dt.timedelta(hours=8))


def _moment(value: dt.datetime) -> dt.datetime:
    """A moment written without its zone is Beijing time."""
    return value if value.tzinfo else value.replace(tzinfo=BEIJING)


@attrs.frozen(kw_only=True)
class Maintenance:
    """A time in which a portal had announced or reported that it would be closed. 报备的停机维护

    Attributes:
        since, until: aware; up to the second moment, not including it.
        note: who reported it, and how.
    """

    since: dt.datetime = attrs.field(converter=_moment)
    until: dt.datetime = attrs.field(converter=_moment)
    note: str


@attrs.frozen(kw_only=True)
class Portal:
    """A site that is crawled. 政府网站

    Attributes:
        id: short stable key (letters, digits, dots, hyphens).
        home_url: where a visit starts.
        site_code: 网站标识码 (``\\d{10}`` or ``bm\\d{8}``) where known.
        hosts: further hosts that belong to the portal (beside the home's).
        enabled: False keeps it in the registry without visiting it.
        allow_private: opt in to private and loopback addresses (tests, intranets).
        private_sites: hosts (``host:port``) that are open although private, where not all are; a saved copy is served on one.
        delay_seconds, max_pages, max_bytes, max_seconds: politeness and budget; None takes the default.
        quiet_hours: "HH:MM-HH:MM" (local, Asia/Shanghai) in which the portal is not visited; '' for none.
        maintenance: reported times out of service, which the access probe leaves out of account.
    """

    id: str
    name: str
    home_url: str
    region: str = ""
    level: Level = Level.COUNTY
    site_code: str = ""
    hosts: tuple[str, ...] = ()
    enabled: bool = True
    allow_private: bool = False
    private_sites: tuple[str, ...] = ()
    delay_seconds: float | None = None
    max_pages: int | None = None
    max_bytes: int | None = None
    max_seconds: int | None = None
    quiet_hours: str = ""
    maintenance: tuple[Maintenance, ...] = ()


@attrs.frozen(kw_only=True)
class Place:
    """Where a unit discloses: a portal of its own, or a column of another's. 公开载体

    Attributes:
        portal: id of the portal.
        column_url: the column's address when the unit has no site of its own there; '' means the whole portal.
        since, until: validity, inclusive; None is open.
    """

    portal: str
    column_url: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


class VenueKind(enum.StrEnum):
    """What a place in the world is for. 场所类别"""

    ORGAN = "organ"
    COUNTER = "counter"
    READING = "reading"


VENUE_ZH: Mapping[VenueKind, str] = {
    VenueKind.ORGAN: "受理机构",
    VenueKind.COUNTER: "受理场所",
    VenueKind.READING: "查阅场所",
}


@attrs.frozen(kw_only=True)
class Position:
    """A point on the earth, in degrees (WGS 84). 位置"""

    lat: float
    lon: float


@attrs.frozen(kw_only=True)
class Venue:
    """Where people go to apply or to read, as the 综合服务地图 shows it. 受理机构、受理场所、查阅场所

    Attributes:
        kind: what it is for.
        address: in words; '' takes what the unit's own guide says.
        position: None leaves it out of the map, not out of the list.
        note: what else a visitor needs to know (floor, window).
    """

    kind: VenueKind
    name: str
    address: str = ""
    position: Position | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class Unit:
    """The body that owes disclosure. 公开主体

    Attributes:
        id: short stable key.
        office: 政府信息公开工作机构 responsible, where known.
        packs: ids of rule packs that bind the unit; empty means those whose jurisdiction its region and name fall under.
        predecessors, successor: unit ids; ``since``/``until`` bound the unit's own existence.
        venues: where people can go to it.
    """

    id: str
    name: str
    places: tuple[Place, ...]
    region: str = ""
    level: Level = Level.COUNTY
    office: str = ""
    packs: tuple[str, ...] = ()
    parent: str = ""
    predecessors: tuple[str, ...] = ()
    successor: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    venues: tuple[Venue, ...] = ()


@attrs.frozen(kw_only=True)
class Registry:
    """All portals and units known. 登记簿

    Attributes:
        controls: addresses of well-known sites by which the access probe tells a portal's trouble from our own network's.
    """

    portals: tuple[Portal, ...] = ()
    units: tuple[Unit, ...] = ()
    controls: tuple[str, ...] = ()

    def portal(self, portal_id: str) -> Portal:
        """The portal with this id; KeyError if there is none."""
        for portal in self.portals:
            if portal.id == portal_id:
                return portal
        raise KeyError(portal_id)

    def units_on(self, portal_id: str, as_of: dt.date) -> tuple[tuple[Unit, Place], ...]:
        """Units that disclose on a portal at a date, with the place. 某网站上的公开主体"""
        return tuple(
            (unit, place)
            for unit in self.units
            for place in unit.places
            if place.portal == portal_id and _holds(unit.since, unit.until, as_of) and _holds(place.since, place.until, as_of)
        )


def _holds(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
