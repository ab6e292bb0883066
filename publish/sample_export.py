"""Every visit of the access probe as CSV, one line each. 探测记录导出

The order and the names of the columns are a contract with outsiders.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import attrs

from archive.ledger_rows import moment
from checks.model import TROUBLE_ZH, Trouble

from .csv_cells import neutral
from .dictionary import grid
from .exports import SAMPLES, ExportOptions, export

BEIJING = ZoneInfo("Asia/Shanghai")


@attrs.frozen
class Field:
    """A column of the CSV: English name, Chinese heading, value, meaning."""

    name: str
    zh: str
    value: Callable[[sqlite3.Row], Any]
    about: str = ""


FIELDS: Sequence[Field] = (
    Field("sample_id", "记录编号", lambda row: row["id"], "按存入的先后"),
    Field("portal_id", "网站编号", lambda row: row["portal"], "空为对照主机"),
    Field("url", "首页网址", lambda row: row["url"]),
    Field("at", "开始时间（UTC）", lambda row: row["at"], "ISO 8601"),
    Field("at_beijing", "开始时间（北京）", lambda row: moment(row["at"]).astimezone(BEIJING).isoformat(" ", "seconds")),
    Field(
        "seconds",
        "用时（秒）",
        lambda row: f"{row['seconds']:.3f}",
        "从第一次请求到得到完整首页，含域名解析、转址和重试；未打开的到放弃时为止",
    ),
    Field("status", "状态码", lambda row: row["status"], "最后一次应答的；空为没有应答"),
    Field("trouble", "情形代码", lambda row: row["trouble"], "空为得到首页"),
    Field("trouble_name", "情形", lambda row: TROUBLE_ZH[Trouble(row["trouble"])] if row["trouble"] else ""),
    Field("final_url", "转到的网址", lambda row: row["final_url"]),
    Field("tries", "请求次数", lambda row: row["tries"], "15秒内重试的次数也在内；0 为未访问"),
    Field("control", "对照主机有应答", lambda row: row["control"], "1 有，0 无；无应答时该次访问不计入"),
)


def dictionary() -> str:
    """The Chinese data dictionary that lies beside the CSV."""
    return (
        f"{_INTRODUCTION}\n{grid(('序号', '列名', '名称', '说明'), [(str(n), f.name, f.zh, f.about) for n, f in enumerate(FIELDS, 1)])}\n"
    )


_INTRODUCTION = """\
# 访问探测记录：数据字典

一行是一次访问，不计入的也在内。报备的停机维护写在登记簿（portals.toml）中，不在此表。

文件为 UTF-8 编码的 CSV，列的顺序固定不变。
供人阅读时带字节顺序标记（BOM），首行为中文名称；供程序读取（`--no-bom`）时不带标记，首行为英文列名。
"""


@export("samples", title="访问探测的全部记录", suffix=".csv", dictionary=dictionary, source=SAMPLES)
def samples_csv(connection: sqlite3.Connection, stream: TextIO, options: ExportOptions) -> int:
    """Write every visit, the oldest first; returns the number of lines after the head."""
    writer = csv.writer(stream)
    writer.writerow([field.zh if options.bom else field.name for field in FIELDS])
    lines = 0
    for row in connection.execute("select * from sample order by id"):
        values = (field.value(row) for field in FIELDS)
        writer.writerow(["" if value is None else neutral(str(value)) for value in values])
        lines += 1
    return lines
