"""The map of where people can go to apply or to read (综合服务地图): a list that works alone, and a map drawn over it. 地图"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import Request

from checks.model import VENUE_ZH, VenueKind

from .metadata import DATABASE
from .pages import values
from .pages.query import Found, Page, Query, Row

ROUTE = r"^/-/map$"
MOST = 2000
KINDS = tuple(VENUE_ZH.values())
#: what the list shows of a guide → the names under which its elements may be kept
WANTED: Mapping[str, tuple[str, ...]] = {
    "org": ("org", "公开工作机构名称"),
    "address": ("address", "办公地址"),
    "hours": ("hours", "办公时间"),
    "phone": ("phone", "联系电话"),
}
GUIDE = "公开指南"
GIVEN = "有"
_NAMES = ", ".join(f"'{name}'" for names in WANTED.values() for name in names)

QUERIES = {
    "venues": Query(
        f"""select v.*, u.name as unit, u.region from venue v join unit u on u.id = v.unit_id
        order by u.region, u.name, v.id limit {MOST}"""
    ),
    # of the guides that a unit has the first that says something
    "elements": Query(
        f"""select e.*, u.name as unit, u.region from element e join unit u on u.id = e.unit_id
        where e.name in ({_NAMES}) and e.value <> '' order by e.rowid""",
        needs=("element",),
    ),
}


def _shape(found: Found) -> Mapping[str, Any]:
    said: dict[str, Row] = {}
    for each in filter(_tells, found["elements"]):
        unit = said.setdefault(each["unit_id"], {"unit": each["unit"], "region": each["region"], "url": each["url"]})
        unit.setdefault(next(wanted for wanted, names in WANTED.items() if each["name"] in names), each["value"])
    venues = [_venue(venue, said.get(venue["unit_id"], {})) for venue in found["venues"]]
    placed = {venue["unit_id"] for venue in venues}
    told = [_told(unit, words) for unit, words in said.items() if unit not in placed and words.keys() & {"address", "hours", "phone"}]
    return {"venues": [*venues, *told], "cut": len(found["venues"]) == MOST}


def _tells(element: Row) -> bool:
    """Whether an element stands in a guide to disclosure (not in one to some service) and has a content."""
    return element.get("state", GIVEN) == GIVEN and str(element.get("kind", GUIDE)).startswith(GUIDE)


def _venue(venue: Row, guide: Mapping[str, Any]) -> Row:
    """A registered place. The guide speaks of the organ: its hours and telephone are not those of a window somewhere else."""
    kind = venue["kind"]
    own = kind == VENUE_ZH[VenueKind.ORGAN] or (kind == VENUE_ZH[VenueKind.COUNTER] and not venue["address"])
    return {
        **venue,
        "address": venue["address"] or (guide.get("address", "") if own else ""),
        "hours": guide.get("hours", "") if own else "",
        "phone": guide.get("phone", "") if own else "",
        "guide": guide.get("url", ""),
    }


def _told(unit: str, words: Mapping[str, Any]) -> Row:
    """What a guide says of a unit that has no place in the registry."""
    return {
        "unit_id": unit,
        "unit": words["unit"],
        "region": words["region"],
        "kind": VENUE_ZH[VenueKind.ORGAN],
        "name": words.get("org", "公开工作机构"),
        "address": words.get("address", ""),
        "hours": words.get("hours", ""),
        "phone": words.get("phone", ""),
        "guide": words["url"],
        "lat": None,
        "lon": None,
        "note": "",
    }


PAGE = Page(QUERIES, _shape)


async def page(datasette: Datasette, request: Request) -> Response:
    """The page of the map. ``kind`` and ``words`` in its query narrow the list. 地图页"""
    await datasette.ensure_permissions(request.actor, [("view-database", DATABASE), "view-instance"])
    database = datasette.get_database(DATABASE)

    async def execute(sql: str, parameters: Mapping[str, Any]) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, dict(parameters))).rows]

    shown = dict(await values(PAGE, execute, ""))
    kinds = [kind for kind in request.args.getlist("kind") if kind in KINDS]
    words = (request.args.get("words") or "").strip()
    tiles = (datasette.plugin_config("gongkai") or {}).get("tiles", {})
    context = {
        **shown,
        "venues": narrowed(shown["venues"], kinds, words),
        "all": len(shown["venues"]),
        "kinds": KINDS,
        "chosen": kinds,
        "words": words,
        "tiles": tiles,
    }
    return Response.html(await datasette.render_template("map.html", context, request=request))


def narrowed(venues: Sequence[Row], kinds: Sequence[str], words: str) -> list[Row]:
    """Those of some kinds (none: of all) in whose unit, region, name or address the words stand. 筛选"""
    return [
        venue
        for venue in venues
        if (not kinds or venue["kind"] in kinds)
        and all(any(w in venue[key] for key in ("unit", "region", "name", "address")) for w in words.split())
    ]
