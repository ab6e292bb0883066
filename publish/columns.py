"""The ledger of columns: what each must show by when, and when it is likely to. 栏目台账"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from archive.ledger import Ledger
from checks.model import ColumnSighting, Rule
from checks.model.period import months_off

from .table import Column, Table

SOON = 7  # days before the due date in which a column is about to be overdue
CHECK = "columns_updated"  # the rules that give groups of columns their periods
GROUPS: Mapping[str, tuple[str, str]] = {  # group → what it is called, the option that holds its period
    "news": ("动态要闻", "news_days"),
    "policy": ("通知公告、政策文件", "policy_months"),
}
OTHER = "其他"

COLUMN_LEDGER = Table(
    name="column_ledger",
    zh="栏目台账",
    about="每个单位最近一批巡检读到的栏目：更新类别、最近一条、期限和下次更新的预计。供提前催办，本身不是检查结果。",
    label="name",
    facets=("state", "kind"),
    sort="days_left",
    unique=("unit_id", "key"),
    columns=(
        Column("id", "integer primary key", "序号"),
        Column("state", "text not null", "状况", "逾期、7天内到期、未到期、未注日期、不定期（文件未规定期限）", indexed=True),
        Column("unit_id", "text not null", "单位", to="unit"),
        Column("name", "text not null", "栏目"),
        Column("kind", "text not null", "更新类别", "动态要闻，通知公告和政策文件，其他；按栏目名称分", indexed=True),
        Column("newest", "text", "最近一条", "栏目中最近的日期，ISO 日期，空为未注日期"),
        Column("period", "text not null", "更新期限", "空为不定期"),
        Column("due", "text", "应于", "最近一条加更新期限，ISO 日期"),
        Column("days_left", "integer", "剩余天数", "判定基准日至应于日期，负数为已逾期", indexed=True),
        Column("forecast", "text", "预计下次更新", "按近期更新的惯常间隔推算，ISO 日期，空为无从推算"),
        Column("rows", "integer not null", "条数", "本次读到的条数"),
        Column("url", "text not null", "网址"),
        Column("as_of", "text not null", "判定基准日", "ISO 日期"),
        Column("first_met", "text not null", "首次见到", "栏目首次被巡检见到的日期；改版换址后仍为同一栏目", quiet=True),
        Column("key", "text not null", "栏目编号", "单位内固定，为首次见到时的站内地址", quiet=True),
    ),
)


@attrs.frozen
class Period:
    """How long a column may go without anything new. 更新期限"""

    count: int
    months: bool

    def after(self, day: dt.date) -> dt.date:
        """The last day on which something new is in time."""
        return months_off(day, self.count) if self.months else day + dt.timedelta(days=self.count)

    def __str__(self) -> str:
        return f"{self.count}{'个月' if self.months else '天'}"


def ledger_rows(ledger: Ledger, unit: str, as_of: dt.date, rules: Sequence[Rule]) -> Iterator[dict[str, Any]]:
    """The columns of a unit as its night of ``as_of`` saw them. 栏目台账"""
    periods = periods_of(rules)
    first_met = ledger.column_first_met(unit)
    for column in ledger.columns_on(unit, as_of):
        met = first_met.get(column.key, column.on)
        yield {"unit_id": unit, **_row(column, as_of, periods.get(column.group)), "first_met": met.isoformat()}


def periods_of(rules: Sequence[Rule]) -> dict[str, Period]:
    """The period of each group, as the rule in the catalogue has it; no rule, no period."""
    params = next((rule.params for rule in rules if rule.check == CHECK), {})
    named = {group: option for group, (_, option) in GROUPS.items() if option in params}
    return {group: Period(int(params[option]), option.endswith("_months")) for group, option in named.items()}


def _row(column: ColumnSighting, as_of: dt.date, period: Period | None) -> dict[str, Any]:
    due = period.after(column.newest) if period and column.newest else None
    left = (due - as_of).days if due else None
    forecast = column.newest + dt.timedelta(days=column.cadence) if column.newest and column.cadence else None
    return {
        "state": _state(column, period, left),
        "name": column.name or column.address,
        "kind": GROUPS.get(column.group, (OTHER, ""))[0],
        "newest": column.newest.isoformat() if column.newest else None,
        "period": str(period) if period else "",
        "due": due.isoformat() if due else None,
        "days_left": left,
        "forecast": forecast.isoformat() if forecast else None,
        "rows": column.rows,
        "url": column.url,
        "as_of": as_of.isoformat(),
        "key": column.key,
    }


def _state(column: ColumnSighting, period: Period | None, left: int | None) -> str:
    if period is None:
        return "不定期"
    if left is None:
        return "未注日期"
    return "逾期" if left < 0 else f"{SOON}天内到期" if left <= SOON else "未到期"
