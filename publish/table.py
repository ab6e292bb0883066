"""What a table and its columns are, before there are any. 表的形式"""

from __future__ import annotations

import attrs


@attrs.frozen
class Column:
    """A column.

    Attributes:
        name, kind: SQLite name and type with constraints.
        zh: heading; ``about`` what stands in it, unit and format.
        to: the table it refers to.
        indexed: readers filter or group by it.
        quiet: left out of the table's page (it stands on the row's page and in exports).
        distinct: no two rows have the same; indexed, too.
        covering: further columns in its index, so that they are counted by it without reading the rows.
    """

    name: str
    kind: str
    zh: str
    about: str = ""
    to: str = ""
    indexed: bool = False
    quiet: bool = False
    distinct: bool = False
    covering: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        label: the column that stands for a row where another table refers to it.
        facets: columns counted beside the table's page.
        sort: column the page is ordered by; a leading ``-`` reverses.
        searched: columns of its full-text index (``publish.database`` fills them); empty for none.
    """

    name: str
    zh: str
    about: str
    columns: tuple[Column, ...]
    label: str
    facets: tuple[str, ...] = ()
    sort: str = ""
    unique: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


ID = "integer primary key"
KEY = "text primary key"
TEXT = "text not null"
INT = "integer not null"
REAL = "real not null"
