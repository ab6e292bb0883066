"""Findings with their evidence as CSV, one line for each piece of evidence. 检查结果及证据导出

The order and the names of the columns are a contract with outsiders.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from typing import Any, TextIO

import attrs

from checks.masking import is_case_rule, mask, mask_url

from .csv_cells import neutral
from .dictionary import grid
from .exports import ExportOptions, export


@attrs.frozen
class Field:
    """A column of the CSV: English name, Chinese heading, SQL, meaning."""

    name: str
    zh: str
    sql: str
    about: str = ""


FIELDS: tuple[Field, ...] = (
    Field("finding_id", "结果编号", "f.id", "由单位、指标、对象算出，每次发布不变"),
    Field("permalink", "结果链接", "'/findings/finding/' || f.id", "该项在浏览站点的页面，始终指向最近一次结论；引用时请同时注明批次"),
    Field("run_id", "批次编号", "f.run_id", "得出该结论的巡检批次"),
    Field("as_of", "判定基准日", "run.as_of", "结论所针对的日期，YYYY-MM-DD"),
    Field("unit_id", "单位编号", "f.unit_id"),
    Field("unit_name", "单位名称", "u.name"),
    Field("region", "地区", "f.region"),
    Field("portal_id", "网站编号", "f.portal_id"),
    Field("portal_name", "网站名称", "p.name"),
    Field("rule_id", "指标编号", "f.rule_id", "永不改变、永不复用"),
    Field("rule_title", "指标名称", "r.title"),
    Field("pack", "指标体系", "f.pack_id", "编号@版本"),
    Field(
        "citation_document", "依据文件",
        "(select group_concat(document, '；') from (select document from citation where rule_id = f.rule_id order by id))",
        "多条以分号隔开，与依据条款逐一对应",
    ),
    Field(
        "citation_clause", "依据条款",
        "(select group_concat(clause, '；') from (select clause from citation where rule_id = f.rule_id order by id))",
    ),
    Field("subject", "对象编号", "f.subject", "单位内被检查的要素、年份、栏目等；空为单位整体"),
    Field("subject_name", "对象", "f.subject_name"),
    Field("outcome", "结论代码", "f.outcome_id", "passed、failed、cant_tell、inapplicable"),
    Field("outcome_name", "结论", "o.name", "合格、不合格、无法核查、不适用"),
    Field("severity", "严重程度", "f.severity_id", "critical 单项否决、major 严重、minor 一般、info 提示"),
    Field("state", "问题状态", "f.state_id", "仅不合格项：confirmed 已确认、suspected 存疑、rejected 经复核不成立"),
    Field("confidence", "置信度", "f.confidence", "0 至 1，所据事实中最低者"),
    Field("message", "检查结果", "f.message"),
    Field("looked", "查找范围", "f.looked", "未找到时：查过的词、网页和列表"),
    Field("evidence_number", "证据序号", "null", "同一结果的证据从 1 编号；没有证据的结果为空，占一行"),
    Field("evidence_url", "证据网址", "e.url"),
    Field("fetched_at", "取证时间", "e.fetched_at", "UTC，ISO 8601"),
    Field("locator", "位置", "e.locator", "XPath 或部位名"),
    Field("quote", "原文", "e.quote", "网页原文，空白已合并"),
    Field("sha256", "网页摘要", "e.sha256", "网页正文字节的 SHA-256，可与网页存档核对"),
    Field("rendered", "浏览器渲染", "e.rendered", "1 由浏览器渲染后取得"),
    Field("overlays", "调整", "f.overlays", "判定时所按的调整，编号以顿号隔开；空为指标体系的原值"),
)  # fmt: skip

_NAMES = [field.name for field in FIELDS]

#: option → condition
_FILTERS = {
    "run": "f.run_id = :run",
    "unit": "f.unit_id = :unit",
    "rule": "f.rule_id = :rule",
    "outcome": "f.outcome_id = :outcome",
    "finding": "f.id = :finding",
}
#: places of what a page's own words stand in
_MASKED = tuple(_NAMES.index(name) for name in ("subject_name", "message", "looked", "quote"))


def dictionary() -> str:
    """The Chinese data dictionary that lies beside the CSV."""
    rows = [(str(number), field.name, field.zh, field.about) for number, field in enumerate(FIELDS, start=1)]
    return f"{_INTRODUCTION}\n{grid(('序号', '列名', '名称', '说明'), rows)}\n"


_INTRODUCTION = """\
# 检查结果及证据：数据字典

一行是一项检查结果的一条证据；一项结果有几条证据就占几行，结果各列重复。没有证据的结果占一行，证据各列为空。

文件为 UTF-8 编码的 CSV，列的顺序固定不变。
供人阅读时带字节顺序标记（BOM），首行为中文名称；供程序读取（`--no-bom`）时不带标记，首行为英文列名。

以 `=`、`+`、`-`、`@`（含全角）、制表符、回车或换行开头的内容，前面加一个半角单引号 `'`，防止电子表格当作公式执行；核对原文时请去掉。

个人的身份证号码、银行卡号、手机号码和家庭住址只留前三位，其余以星号代替；网页摘要仍为原网页的摘要。
"""


@export("findings", title="检查结果及证据", suffix=".csv", dictionary=dictionary)
def findings_csv(connection: sqlite3.Connection, stream: TextIO, options: ExportOptions) -> int:
    """Write findings and evidence, unit by unit, without holding them; returns the number of lines after the head."""
    writer = csv.writer(stream)
    writer.writerow(headings(options))
    lines = 0
    for row in rows(connection, options):
        writer.writerow([_cell(value) for value in row])
        lines += 1
    return lines


def headings(options: ExportOptions) -> list[str]:
    """The first line: Chinese for people, English for scripts. 表头"""
    return [field.zh if options.bom else field.name for field in FIELDS]


def conditions(options: ExportOptions) -> tuple[str, dict[str, Any]]:
    """Which findings (``f``) were asked for: SQL and its parameters. 筛选条件"""
    asked = {name: value for name in _FILTERS if (value := getattr(options, name))}
    return " and ".join(_FILTERS[name] for name in asked) or "1", asked


def rows(connection: sqlite3.Connection, options: ExportOptions) -> Iterator[list[Any]]:
    """The lines of the export as values, in the order of ``FIELDS``, without holding them; what belongs to a person is masked. 各行"""
    where, asked = conditions(options)
    columns = ", ".join(f"{field.sql} as {field.name}" for field in FIELDS)
    # Only ids are sorted; each finding is then read by its key, so a million rows need little memory and no large temporary file.
    ids = connection.execute(f"select f.id from finding f where {where} order by f.unit_id, f.rank, f.rule_id, f.subject, f.id", asked)
    one = f"""select {columns} from finding f join run on run.id = f.run_id join unit u on u.id = f.unit_id
        join portal p on p.id = f.portal_id join rule r on r.id = f.rule_id join outcome o on o.id = f.outcome_id
        left join evidence e on e.finding_id = f.id where f.id = ? order by e.id"""
    permalink, number, url, rule = (_NAMES.index(name) for name in ("permalink", "evidence_number", "evidence_url", "rule_id"))
    base = options.base_url.rstrip("/")
    for (finding,) in ids:
        for count, row in enumerate(connection.execute(one, [finding]), start=1):
            values = list(row)
            of_case = is_case_rule(values[rule])
            for place in _MASKED:
                values[place] = mask(values[place], of_case=of_case) if values[place] else values[place]
            values[permalink] = base + values[permalink]
            if values[url] is not None:
                values[number], values[url] = count, mask_url(values[url])
            yield values


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else neutral(str(value))
