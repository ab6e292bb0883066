"""What a table of the published database is made of, as data. 表的结构"""

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
    """

    name: str
    kind: str
    zh: str
    about: str = ""
    to: str = ""
    indexed: bool = False
    quiet: bool = False


@attrs.frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        label: the column that stands for a row where another table refers to it.
        facets: columns counted beside the table's page.
        sort: column the page is ordered by; a leading ``-`` reverses.
        walked: columns of a further index, in which views walk the table so that their first page needs no sorting.
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
    walked: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
