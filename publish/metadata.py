"""What Datasette is told about the published database: titles, descriptions, facets, order. Made from the schema and the views.

Title, questions and their SQL are written by hand in ``publish/datasette/metadata.yaml``, which wins where both speak.
"""

from __future__ import annotations

import functools
from typing import Any

from .schema import TABLES, Table
from .views import VIEWS, View

DATABASE = "findings"  # Datasette names a database after its file: findings.db
_VIEW_COLUMNS = {
    "详情": "打开该项的全部证据",
    "问题": "一句客观事实",
    "网址": "首条证据的网址",
    "核查时间": "首条证据的取证时间，北京时间",
    "发现次数": "判为不合格的批次数",
    "首次发现": "北京时间",
    "最近发现": "北京时间",
    "判定基准日": "结论所针对的日期",
    "调整": "判定时所按的调整；空为指标体系的原值",
}


def metadata() -> dict[str, Any]:
    """Datasette metadata for tables and views; new dicts at each call.

    Datasette asks dozens of times a page, and merges what it was started with, rights too, into what it is given: were that shared by two
    Datasettes in one process, the rights of one would hold in the other. 浏览说明
    """
    tables = {name: {**described, "columns": dict(described["columns"])} for name, described in _tables().items()}
    return {"databases": {DATABASE: {"tables": tables}}}


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    return {table.name: _table(table) for table in TABLES} | {view.name: _view(view) for view in VIEWS}


def _table(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "title": table.zh,
        "description": table.about,
        "label_column": table.label,
        "columns": {column.name: "：".join(filter(None, (column.zh, column.about))) for column in table.columns},
    }
    if table.facets:
        described["facets"] = list(table.facets)
    if table.sort:
        described["sort_desc" if table.sort.startswith("-") else "sort"] = table.sort.lstrip("-")
    if table.searched:
        described |= {"fts_table": f"{table.name}_fts", "fts_pk": "id"}
    return described


def _view(view: View) -> dict[str, Any]:
    return {"title": view.name, "description": view.about, "facets": list(view.facets), "columns": dict(_VIEW_COLUMNS)}
