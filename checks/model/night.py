"""What earlier nights saw of a unit, as the judge of a later night is told it. 此前所见"""

from __future__ import annotations

import datetime as dt

import attrs

from .fact import Evidence


@attrs.frozen(kw_only=True)
class Night:
    """One earlier look at a unit. 一次巡检

    Attributes:
        on: the date that the look spoke for; ``at`` when it began (aware).
        home: whether the home page was read.
        whole: whether the look had no gaps.
        walked: stable keys of the columns that were read, each with the date back to which every row was seen (``date.min``: to its end).
    """

    on: dt.date
    at: dt.datetime
    home: bool
    whole: bool
    walked: tuple[tuple[str, dt.date], ...] = ()


@attrs.frozen(kw_only=True)
class Sighting:
    """The first look at which a row stood in its place with this date. 首次所见

    Attributes:
        place: stable key of the column it is a row of; '' for a link of the home page.
        address: key of what it opens, without the portal's own host; '' for a row without one.
        shown: the date that stood beside it, year included; None if there was none.
        on: the first such look.
    """

    place: str
    address: str
    title: str
    shown: dt.date | None
    on: dt.date
    evidence: Evidence

    @property
    def row(self) -> tuple[str, str, str]:
        """What tells rows apart, whatever date they bear."""
        return self.place, self.address, self.title


@attrs.frozen(kw_only=True)
class ColumnSighting:
    """A column as it was from one look on, until the next sighting of its key. 栏目所见

    Attributes:
        key: the column's identity over the nights: the address at which it was first met.
        address: where it stood at this look; ``name`` what it was called.
        role: what links of its name lead to; ``group`` how soon it must be updated: ``news``, ``policy`` or ''.
        newest: the latest date among its rows, None if none is dated.
        rows: number of rows that were read.
        cadence: usual days from one update to the next, None if too few are known.
        titles: the first rows' titles, enough to know the column by.
        url: its address in full, for people; a copy of a portal has another each time it is served, so two sightings may differ in it.
    """

    key: str
    address: str
    name: str
    on: dt.date
    role: str = ""
    group: str = ""
    newest: dt.date | None = None
    rows: int = 0
    cadence: int | None = None
    titles: tuple[str, ...] = ()
    url: str = attrs.field(default="", eq=False)


@attrs.frozen(kw_only=True)
class Earlier:
    """All that earlier looks at a unit saw; empty where there were none, or where nobody remembers. 历次所见

    Attributes:
        nights: by date; ``sightings`` and ``columns`` each by date, then in a fixed order.
    """

    nights: tuple[Night, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    columns: tuple[ColumnSighting, ...] = ()


@attrs.frozen(kw_only=True)
class Seen:
    """What one look saw: of ``sightings`` and ``columns`` those that earlier looks had not, or not so. 本次所见"""

    night: Night
    sightings: tuple[Sighting, ...] = ()
    columns: tuple[ColumnSighting, ...] = ()
