"""The data dictionary, made from the schema so that it stays true. 数据字典"""

from __future__ import annotations

from collections.abc import Iterable

from .schema import TABLES, Column, Table
from .views import VIEWS


def database_dictionary() -> str:
    """The published database in Markdown; ``docs/data-dictionary.md`` is this text."""
    parts = [
        "# 数据字典",
        "发布库 `findings.db`（SQLite）中的表和视图。本文件由 `python -m publish.dictionary` 生成，测试保证与程序一致。",
        "列名是对外约定：改名或删除属于重大版本变更。时间均为 UTC、ISO 8601 格式；视图中的时间为北京时间。空文本表示没有或不详。",
        "## 表",
        *(_table(table) for table in TABLES),
        "## 视图",
        *(f"### {view.name}\n\n{view.about}" for view in VIEWS),
    ]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    search = f"\n\n全文检索：`{table.name}_fts`（{'、'.join(table.searched)}），按二字连缀建立索引。" if table.searched else ""
    return f"### {table.name} {table.zh}\n\n{table.about}\n\n{_grid(map(_column, table.columns))}{search}"


def _column(column: Column) -> tuple[str, str, str, str]:
    kind = column.kind.removesuffix(" not null").replace("primary key", "主键").replace("integer", "整数").replace("text", "文本")
    optional = "" if "not null" in column.kind or "primary key" in column.kind else "，可空"
    about = "；".join(filter(None, (column.about, f"引用 {column.to}" if column.to else "")))
    return column.name, column.zh, kind.replace("real", "实数") + optional, about


def _grid(rows: Iterable[tuple[str, str, str, str]]) -> str:
    return grid(("列", "名称", "类型", "说明"), rows)


def grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(database_dictionary())
