"""The ledger of columns: when each is due, how many days are left, when the next update is likely."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import attrs
import pytest

from archive.ledger import open_ledger
from checks.model import ColumnSighting, Night, Rule, Seen
from publish.columns import ledger_rows, periods_of
from publish.database import publish
from tests.publish.night import CATALOGUE, RULES, SECOND, two_nights

DAY = dt.date(2015, 6, 30)
RULE: Rule = attrs.evolve(RULES[0], id="x", check="columns_updated", params={"news_days": 14, "policy_months": 6})


def column(group: str, newest: str | None, cadence: int | None = 7, key: str = "/a/") -> ColumnSighting:
    """A column as it was met in May."""
    day = dt.date.fromisoformat(newest) if newest else None
    return ColumnSighting(
        key=key, address=key, name="某栏目", on=dt.date(2015, 5, 1), group=group, newest=day, rows=9, cadence=cadence, url="http://a/"
    )


def seen(on: dt.date, *columns: ColumnSighting) -> Seen:
    """A look that read these columns."""
    walked = tuple((c.key, dt.date.min) for c in columns)
    return Seen(
        night=Night(on=on, at=dt.datetime.combine(on, dt.time(1), tzinfo=dt.UTC), home=True, whole=True, walked=walked), columns=columns
    )


@pytest.mark.parametrize(
    ("told", "state", "due", "left", "forecast"),
    [
        (column("news", "2015-06-24"), "未到期", "2015-07-08", 8, "2015-07-01"),
        (column("news", "2015-06-23"), "7天内到期", "2015-07-07", 7, "2015-06-30"),
        (column("news", "2015-06-16"), "7天内到期", "2015-06-30", 0, "2015-06-23"),
        (column("news", "2015-06-15"), "逾期", "2015-06-29", -1, "2015-06-22"),
        (column("policy", "2015-06-15", None), "未到期", "2015-12-15", 168, None),
        (column("policy", "2014-08-31"), "逾期", "2015-02-28", -122, "2014-09-07"),  # to the month's last day
        (column("news", None), "未注日期", None, None, None),
        (column("", "2015-06-15"), "不定期", None, None, "2015-06-22"),
    ],
)  # fmt: skip
def test_each_column_has_its_day(tmp_path: Path, told: ColumnSighting, state: str, due: str, left: int, forecast: str) -> None:
    """Newest item plus period; the forecast is the usual interval on top of the newest."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ledger.record_seen("u", seen(dt.date(2015, 5, 1), told))
        ledger.record_seen("u", attrs.evolve(seen(DAY, told), columns=()))
        [row] = ledger_rows(ledger, "u", DAY, [RULE])

    assert (row["state"], row["due"], row["days_left"], row["forecast"]) == (state, due, left, forecast)
    assert (row["first_met"], row["url"], row["as_of"]) == ("2015-05-01", "http://a/", "2015-06-30")


def test_periods_are_those_of_the_rule() -> None:
    """An officer who changes the rule changes the ledger; without the rule nothing is due."""
    assert {group: str(period) for group, period in periods_of([*RULES, RULE]).items()} == {"news": "14天", "policy": "6个月"}
    assert periods_of(RULES) == {}


def test_the_published_table_holds_the_latest_night(tmp_path: Path) -> None:
    """One row a column of the night that is shown, with the unit's name behind its number."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        run = ledger.run(SECOND)
        assert run is not None
        [unit, *_] = ledger.units_of(SECOND)
        ledger.record_seen(unit, seen(run.as_of, column("news", "2015-07-30"), column("policy", "2015-07-01", key="/b/")))
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=attrs.evolve(CATALOGUE, rules=(*RULES, RULE)))

    with sqlite3.connect(tmp_path / "findings.db") as database:
        rows = database.execute("select unit_id, key, kind, state, period from column_ledger order by key").fetchall()
    assert rows == [(unit, "/a/", "动态要闻", "未到期", "14天"), (unit, "/b/", "通知公告、政策文件", "未到期", "6个月")]
