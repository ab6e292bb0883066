"""Findings with their evidence as JSON Lines: the lines and names of the CSV for scripts, values as they are. 检查结果导出（JSON Lines）"""

from __future__ import annotations

import json
import sqlite3
from typing import BinaryIO

from .csv_export import FIELDS, rows
from .exports import ExportOptions, also_as


@also_as("findings", "jsonl")
def findings_jsonl(connection: sqlite3.Connection, stream: BinaryIO, options: ExportOptions) -> int:
    """Write one object a line, numbers as numbers and what is absent as null; returns the number of lines."""
    names = [field.name for field in FIELDS]
    lines = 0
    for row in rows(connection, options):
        stream.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False).encode() + b"\n")
        lines += 1
    return lines
