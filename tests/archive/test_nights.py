"""The ledger remembers nights as the judge was told them, whatever has been entered since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from archive.ledger import Ledger, open_ledger
from checks.model import ColumnSighting, Earlier, Evidence, Night, Seen, Sighting
from checks.recall import remember

MAY = dt.date(2015, 5, 1)
BEGAN = dt.datetime(2015, 5, 1, 18, tzinfo=dt.UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An open ledger."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


def day(number: int) -> dt.date:
    """The date so many days after 1 May."""
    return MAY + dt.timedelta(days=number)


def moment(number: int) -> dt.datetime:
    """When the look of that day began."""
    return BEGAN + dt.timedelta(days=number)


def seen(number: int, *titles: str, shown: str = "2015-05-01", whole: bool = True) -> Seen:
    """A look that for the first time saw rows with these titles under this date."""
    on = day(number)
    evidence = Evidence(url="http://yunxi.example/tz/", fetched_at=moment(number), sha256="ab" * 32, locator="/ul/li[1]", quote="通知")
    return Seen(
        night=Night(on=on, at=moment(number), home=True, whole=whole, walked=(("/dt/", dt.date.min), ("/tz/", MAY))),
        sightings=tuple(
            Sighting(place="/tz/", address=f"/tz/{t}", title=t, shown=dt.date.fromisoformat(shown) if shown else None, on=on, evidence=evidence)
            for t in sorted(titles)
        ),
        columns=(
            ColumnSighting(
                key="/tz/", address="/tz/", name="通知公告", on=on, role="dated", group="policy", newest=MAY, rows=number, cadence=7,
                titles=titles, url="http://yunxi.example/tz/",
            ),
        ),
    )  # fmt: skip


def known(ledger: Ledger, before: int) -> Earlier:
    """What was known when the look of that day began."""
    return ledger.earlier("yunxi", day(before), moment(before))


def test_what_is_known_is_the_sum_of_the_looks_before(ledger: Ledger) -> None:
    """Through the ledger comes what adding up the values gives; each night knows those before it and not itself."""
    told = Earlier()
    for number, look in enumerate((seen(0, "甲", "乙"), seen(1, "丙", shown=""), seen(2, "甲", shown="2015-05-03", whole=False))):
        assert known(ledger, number) == told
        ledger.record_seen("yunxi", look)
        told = remember(told, look)

    assert known(ledger, 3) == told
    assert ledger.earlier("lanting", day(9), moment(9)) == Earlier()


def test_later_nights_change_nothing_of_what_an_earlier_one_knew(ledger: Ledger) -> None:
    """A stored night that is judged again is told what it was told."""
    ledger.record_seen("yunxi", seen(0, "甲"))
    before = known(ledger, 3)
    for number in (3, 5):
        ledger.record_seen("yunxi", seen(number, "甲", "乙", shown="2015-05-04"))

    assert known(ledger, 3) == before


def test_a_look_entered_again_replaces_itself(ledger: Ledger) -> None:
    """A night that is judged a second time is one night; a row that it now reads was there on that night, not on the later one."""
    for look in (seen(0, "甲"), seen(1, "乙"), seen(0, "甲", "乙", whole=False)):
        ledger.record_seen("yunxi", look)

    told = known(ledger, 2)
    assert [(night.on, night.whole) for night in told.nights] == [(day(0), False), (day(1), True)]
    assert {s.title: s.on for s in told.sightings} == {"甲": day(0), "乙": day(0)}


def test_an_audit_of_a_day_gone_by_adds_nothing(ledger: Ledger) -> None:
    """A look made today that speaks for last month would change what last month's nights knew."""
    ledger.record_seen("yunxi", seen(5, "甲"))
    late = attrs.evolve(seen(2, "乙"), night=attrs.evolve(seen(2).night, at=moment(6)))
    ledger.record_seen("yunxi", late)

    assert {s.title for s in known(ledger, 9).sightings} == {"甲"}


def test_columns_stand_as_they_were_on_the_day(ledger: Ledger) -> None:
    """Only columns that the look read, each in the state it was in, whatever its address was that night."""
    ledger.record_seen("yunxi", seen(0, "甲"))
    ledger.record_seen("yunxi", attrs.evolve(seen(1), columns=()))
    ledger.record_seen("yunxi", seen(4, "乙"))

    assert [(c.key, c.on, c.url) for c in ledger.columns_on("yunxi", day(1))] == [("/tz/", day(0), "http://yunxi.example/tz/")]
    assert [c.on for c in ledger.columns_on("yunxi", day(4))] == [day(4)]
    assert ledger.columns_on("yunxi", day(3)) == ()
    assert ledger.column_first_met("yunxi") == {"/tz/": day(0)}
