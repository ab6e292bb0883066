"""The tables of the published database, as data: the DDL, Datasette's descriptions and the data dictionary are made from it.

Names are English; ``zh`` is what readers see. A changed or removed name is a change of contract. 发布库结构
"""

from __future__ import annotations

from .columns import COLUMN_LEDGER
from .schema_catalogue import ADJUSTED, CODES, REGISTRY
from .schema_readings import READ
from .schema_summaries import REASON, SUMMARIES, VENUE
from .table import ID, INT, KEY, REAL, TEXT, Column, Table

__all__ = ["BY_NAME", "TABLES", "Column", "Table", "ddl", "indexes"]

_FACETS = ("outcome_id", "state_id", "severity_id", "region", "rule_id")


def _counted(column: str) -> tuple[str, ...]:
    """What follows a facet's column in its index: rows that are filtered by it come in order, and their other facets are counted from the index alone."""
    return ("place", *(other for other in _FACETS if other != column))


RESULTS = (
    Table(
        name="run",
        zh="巡检批次",
        about="一次全量巡检与判定。",
        label="title",
        sort="-as_of",
        columns=(
            Column("id", KEY, "批次编号"),
            Column("title", TEXT, "批次"),
            Column("as_of", TEXT, "判定基准日", "结论所针对的日期，ISO 日期", indexed=True),
            Column("started_at", TEXT, "开始时间", "UTC"),
            Column("ended_at", "text", "结束时间", "UTC"),
            Column("packs", TEXT, "指标体系", "编号@版本，以顿号隔开"),
            Column("named_packs", INT, "指定指标体系", "1 由操作员指定，不论是否在适用期内；0 按基准日自动选用", quiet=True),
            Column("packs_sha256", TEXT, "指标体系摘要", "SHA-256", quiet=True),
            Column("judgement_sha256", TEXT, "结论摘要", "全部检查结果规范化 JSON 的 SHA-256，用于证明重新判定结果一致", quiet=True),
            Column("code_version", TEXT, "程序版本", quiet=True),
        ),
    ),
    Table(
        name="visit",
        zh="访问记录",
        about="某批次对某网站的一次访问；网页原件保存在访问文件中。",
        label="label",
        facets=("stop", "run_id"),
        sort="-started_at",
        unique=("run_id", "portal_id"),
        columns=(
            Column("id", ID, "序号"),
            Column("label", TEXT, "访问", quiet=True),
            Column("run_id", TEXT, "批次", to="run"),
            Column("portal_id", TEXT, "网站", to="portal"),
            Column("stop", TEXT, "结束原因", indexed=True),
            Column("pages", INT, "网页数"),
            Column("seconds", REAL, "用时", "秒"),
            Column("bytes", INT, "字节数", "解压后", quiet=True),
            Column("start_url", TEXT, "起始网址"),
            Column("started_at", TEXT, "开始时间", "UTC", indexed=True),
            Column("ended_at", TEXT, "结束时间", "UTC", quiet=True),
            Column("file", TEXT, "访问文件", quiet=True),
            Column("sha256", TEXT, "文件摘要", "访问文件的 SHA-256", quiet=True),
            Column("note", TEXT, "说明"),
        ),
    ),
    Table(
        name="standing",
        zh="单位历次结论",
        about="每个单位在每个批次中各种结论的数量。",
        label="label",
        unique=("run_id", "unit_id"),
        columns=(
            Column("id", ID, "序号"),
            Column("label", TEXT, "单位与批次", quiet=True),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("run_id", TEXT, "批次", to="run"),
            Column("failed", INT, "不合格"),
            Column("cant_tell", INT, "无法核查"),
            Column("passed", INT, "合格"),
            Column("inapplicable", INT, "不适用"),
            Column("latest", INT, "最近一批", "1 为该单位当前结论", indexed=True),
        ),
    ),
    Table(
        name="episode",
        zh="问题",
        about="一项不合格从首次发现到整改的全过程。",
        label="message",
        facets=("state_id", "severity_id", "rule_id"),
        sort="-last_at",
        unique=("fingerprint", "first_run_id"),
        columns=(
            Column("id", ID, "序号"),
            Column("message", TEXT, "问题"),
            Column("state_id", TEXT, "状态", to="state", indexed=True),
            Column("severity_id", TEXT, "严重程度", to="severity", indexed=True),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("portal_id", TEXT, "网站", to="portal", quiet=True),
            Column("rule_id", TEXT, "指标", to="rule"),
            Column("subject", TEXT, "对象编号", quiet=True),
            Column("first_run_id", TEXT, "首次发现批次", to="run", quiet=True),
            Column("last_run_id", TEXT, "最近发现批次", to="run", quiet=True),
            Column("first_at", TEXT, "首次发现时间", "UTC"),
            Column("last_at", TEXT, "最近发现时间", "UTC", indexed=True),
            Column("nights", INT, "发现次数", "判为不合格的批次数"),
            Column("confirmed_by", TEXT, "确认方式", "再次核查一致，或复核人姓名；空为尚未确认"),
            Column("resolved_run_id", "text", "整改批次", "再次判为合格的批次", to="run", quiet=True),
            Column("evidence_url", TEXT, "证据网址", "最近一次不合格的首条证据"),
            Column("evidence_at", "text", "取证时间", "UTC", quiet=True),
            Column("evidence_sha256", TEXT, "证据摘要", "网页原文的 SHA-256", quiet=True),
            Column("fingerprint", TEXT, "问题标识", "单位|指标|对象，不含措辞和版本", quiet=True),
        ),
    ),
    Table(
        name="finding",
        zh="检查结果",
        about="每个单位最近一批的全部检查结果，含合格、不合格、无法核查、不适用。",
        label="message",
        facets=_FACETS,
        sort="place",
        searched=("unit", "rule", "subject_name", "message", "looked", "quotes"),
        columns=(
            Column("id", ID, "编号", "由单位、指标、对象算出，每次发布不变，可作固定链接"),
            Column("outcome_id", TEXT, "结论", to="outcome", indexed=True, covering=_counted("outcome_id")),
            Column("state_id", "text", "状态", "仅不合格项有状态", to="state", indexed=True, covering=_counted("state_id")),
            Column("severity_id", TEXT, "严重程度", to="severity", indexed=True, covering=_counted("severity_id")),
            Column("unit_id", TEXT, "单位", to="unit", covering=("outcome_id", "state_id")),
            Column("rule_id", TEXT, "指标", to="rule", covering=(*_counted("rule_id"), "unit_id")),
            Column("subject_name", TEXT, "对象", "单位内被检查的要素、年份、栏目等；空为单位整体"),
            Column("message", TEXT, "检查结果", "一句客观事实"),
            Column("looked", TEXT, "查找范围", "未找到时：查过的词、网页和列表", quiet=True),
            Column("confidence", REAL, "置信度", "0 至 1，所据事实中最低者", quiet=True),
            Column("region", TEXT, "地区", "单位所在地区", indexed=True, covering=_counted("region")),
            Column("portal_id", TEXT, "网站", to="portal", quiet=True),
            Column("pack_id", TEXT, "指标体系", to="rule_pack", quiet=True),
            Column("run_id", TEXT, "批次", to="run", quiet=True),
            Column("episode_id", "integer", "问题", "不合格项对应的问题", to="episode", quiet=True),
            Column("subject", TEXT, "对象编号", quiet=True),
            Column("overlays", TEXT, "调整", "判定时所按的调整，编号以顿号隔开；空为指标体系的原值", quiet=True),
            Column("rank", INT, "排序", "不合格在前，其次无法核查；同类按状态和严重程度", quiet=True),
            Column("place", INT, "次序", "先按排序，再按单位、指标、对象；各项不同", quiet=True, distinct=True),
            Column("reason_id", "text", "原因类别", "仅无法核查的项目有", to="reason", quiet=True),
        ),
    ),
    Table(
        name="evidence",
        zh="证据",
        about="检查结果所依据的网页原文及其位置、时间和摘要。",
        label="quote",
        searched=("quote",),
        columns=(
            Column("id", ID, "序号"),
            Column("finding_id", INT, "检查结果", to="finding"),
            Column("quote", TEXT, "原文", "网页原文，空白已合并"),
            Column("url", TEXT, "网址"),
            Column("fetched_at", TEXT, "取证时间", "UTC，ISO 8601"),
            Column("locator", TEXT, "位置", "XPath 或部位名"),
            Column("sha256", TEXT, "网页摘要", "网页正文字节的 SHA-256"),
            Column("rendered", INT, "浏览器渲染", "1 由浏览器渲染后取得", quiet=True),
        ),
    ),
    Table(
        name="review",
        zh="人工复核",
        about="工作人员对问题的复核意见，不因措辞或指标版本变化而失效。",
        label="note",
        facets=("decision",),
        sort="-decided_at",
        columns=(
            Column("id", ID, "序号"),
            Column("decision", TEXT, "意见", "确认或不成立", indexed=True),
            Column("unit_id", "text", "单位", to="unit"),
            Column("rule_id", "text", "指标", to="rule"),
            Column("subject", TEXT, "对象编号"),
            Column("reviewer", TEXT, "复核人"),
            Column("decided_at", TEXT, "复核时间", "UTC", indexed=True),
            Column("note", TEXT, "说明"),
            Column("fingerprint", TEXT, "问题标识", indexed=True, quiet=True),
        ),
    ),
    COLUMN_LEDGER,
    Table(
        name="manual_finding",
        zh="人工核查项",
        about="现场抽查等人工发现的情况，程序无法核查。",
        label="text",
        facets=("month",),
        sort="-month",
        columns=(
            Column("id", ID, "序号"),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("bulletin_section", TEXT, "通报表栏目"),
            Column("bulletin_item", TEXT, "通报表项号"),
            Column("month", TEXT, "月份", "如 2015-06", indexed=True),
            Column("text", TEXT, "情况"),
            Column("author", TEXT, "填报人"),
            Column("at", TEXT, "填报时间", "UTC"),
        ),
    ),
)

TABLES: tuple[Table, ...] = (*CODES, REASON, *REGISTRY, VENUE, ADJUSTED, *RESULTS, *READ, *SUMMARIES)
BY_NAME = {table.name: table for table in TABLES}


def ddl(table: Table) -> list[str]:
    """``create table`` and ``create virtual table`` statements of a table."""
    columns = ", ".join(f"{c.name} {c.kind}{f' references {c.to}(id)' if c.to else ''}" for c in table.columns)
    unique = f", unique ({', '.join(table.unique)})" if table.unique else ""
    statements = [f"create table {table.name} ({columns}{unique}) strict"]
    if table.searched:
        # Contentless: the text stands in the tables already. prefix=1 makes one-character searches quick.
        fields = ", ".join(table.searched)
        statements.append(f"create virtual table {table.name}_fts using fts5({fields}, content='', prefix='1', tokenize='unicode61')")
    return statements


def indexes(table: Table) -> list[str]:
    """``create index`` statements: every reference and every column that is filtered, sorted or counted by."""
    return [
        f"create {'unique ' if c.distinct else ''}index {table.name}_{c.name} on {table.name}({', '.join((c.name, *c.covering))})"
        for c in table.columns
        if c.to or c.indexed or c.distinct
    ]
