"""Where people can go to a unit: kind, name, position, in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

import config
from checks.model import Position, VenueKind
from tests.config.sample import edit

VENUE = '[[unit.venue]]\nkind = "reading"\nname = "档案馆"\naddress = "文化路6号"\nposition = { lat = 30.5, lon = 114 }\n'


def test_a_unit_says_where_people_can_go(data: Path) -> None:
    """Kind, name, and where it stands on the map if that is known."""
    edit(data, "portals.toml", "[[unit.place]]", f"{VENUE}[[unit.place]]")

    (found,) = config.load_registry(data / "portals.toml").units[0].venues
    assert (found.kind, found.name, found.address, found.position) == (
        VenueKind.READING,
        "档案馆",
        "文化路6号",
        Position(lat=30.5, lon=114),
    )


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("lat = 30.5, lon = 114", "lat = 114.3, lon = 30.5", r"venue\[1\]\.position\.lat：纬度 114\.3 应在 -90 至 90 之间"),
        ("lat = 30.5, lon = 114", "lat = 30.5, lon = 190", r"venue\[1\]\.position\.lon：经度 190"),
        ('name = "档案馆"', 'name = " "', r"venue\[1\]\.name：名称不能为空"),
        ('kind = "reading"', 'kind = "library"', r"venue\[1\]\.kind"),
        ("lat = 30.5, lon = 114", "lat = 30.5", r"venue\[1\]\.position\.lon"),
    ],
)
def test_a_mistake_in_it_is_named(data: Path, old: str, new: str, mistake: str) -> None:
    """Latitude and longitude exchanged, no name, an unknown kind, half a position."""
    edit(data, "portals.toml", "[[unit.place]]", f"{VENUE.replace(old, new)}[[unit.place]]")

    with pytest.raises(config.ConfigError, match=mistake):
        config.load_registry(data / "portals.toml")
