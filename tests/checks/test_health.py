"""The gate before publishing, each monitor below, at and above its limit."""

from __future__ import annotations

import attrs
import pytest

from checks.health import NightFigures, unsound

SOUND = NightFigures(
    portals=10, portals_unreachable=0, pages=1000, reader_errors=0, findings=1000, judge_errors=0, failed=100, cant_tell=300
)


def test_a_sound_night_has_no_reasons():
    """Nothing to say is an empty tuple."""
    assert unsound(SOUND) == ()


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({"portals_unreachable": 3}, False),
        ({"portals_unreachable": 4}, True),
        ({"reader_errors": 5}, False),
        ({"reader_errors": 6}, True),
        ({"judge_errors": 5}, False),
        ({"judge_errors": 6}, True),
        ({"failed": 350, "previous_failed": 100, "previous_findings": 1000}, False),
        ({"failed": 360, "previous_failed": 100, "previous_findings": 1000}, True),
        ({"portals": 0}, True),
        ({"portals_unreachable": 1, "portals_missing": 2}, False),
        ({"portals_unreachable": 1, "portals_missing": 3}, True),
        ({"portals": 2, "portals_missing": 1}, False),
        ({"portals": 2, "portals_missing": 2}, True),
        ({"portals": 2, "portals_unreachable": 2}, False),
        ({"failed": 90, "findings": 100, "previous_failed": 1, "previous_findings": 100}, False),
    ],
)
def test_each_monitor_at_its_limit(change, held):
    """A night is held back above the limit, not at it; too few cases say nothing."""
    assert held == bool(unsound(attrs.evolve(SOUND, **change)))


def test_the_reason_names_value_and_limit():
    """The operator reads both figures."""
    [reason] = unsound(attrs.evolve(SOUND, portals_unreachable=5))

    assert "50%" in reason
    assert "30%" in reason
