"""The tables of the published database, as data: the DDL, Datasette's descriptions and the data dictionary are made from it.

Names are English; ``zh`` is what readers see. A changed or removed name is a change of contract. 发布库结构
"""

from __future__ import annotations

from .columns import COLUMN_LEDGER
from .table import Column, Table

_ID = "integer primary key"
_KEY = "text primary key"
_TEXT = "text not null"
_INT = "integer not null"
_REAL = "real not null"

CODES = (
    Table(
        name="outcome",
        zh="判定结论",
        about="检查结果的四种结论（W3C EARL）。",
        label="name",
        columns=(Column("id", _KEY, "代码"), Column("name", _TEXT, "结论"), Column("about", _TEXT, "含义")),
    ),
    Table(
        name="severity",
        zh="严重程度",
        about="检查指标的严重程度。",
        label="name",
        columns=(Column("id", _KEY, "代码"), Column("name", _TEXT, "程度"), Column("about", _TEXT, "含义")),
    ),
    Table(
        name="state",
        zh="问题状态",
        about="不合格项在历次巡检中的状态。",
        label="name",
        columns=(Column("id", _KEY, "代码"), Column("name", _TEXT, "状态"), Column("about", _TEXT, "含义")),
    ),
)

REGISTRY = (
    Table(
        name="unit",
        zh="公开主体",
        about="负有政府信息公开义务的单位，含没有独立网站的单位。",
        label="name",
        facets=("region", "level"),
        sort="name",
        columns=(
            Column("id", _KEY, "单位编号", "登记簿中的固定编号"),
            Column("name", _TEXT, "单位名称"),
            Column("region", _TEXT, "地区", indexed=True),
            Column("level", _TEXT, "行政层级", "国家、省、市、县、乡", indexed=True),
            Column("office", _TEXT, "公开工作机构", "负责政府信息公开的机构"),
            Column("parent_id", "text", "上级单位", to="unit"),
            Column("successor_id", "text", "承继单位", "机构撤并后承接职责的单位", to="unit"),
            Column("since", "text", "成立日期", "ISO 日期，空为不详"),
            Column("until", "text", "撤销日期", "ISO 日期，空为仍存续"),
            Column("registered", _INT, "在册", "1 在登记簿中；0 只见于检查结果（如临时指定的网站）"),
        ),
    ),
    Table(
        name="portal",
        zh="政府网站",
        about="被巡检的网站；一个网站可以承载多个单位的公开内容。",
        label="name",
        facets=("region", "level"),
        sort="name",
        columns=(
            Column("id", _KEY, "网站编号", "登记簿中的固定编号"),
            Column("name", _TEXT, "网站名称"),
            Column("home_url", _TEXT, "首页网址"),
            Column("site_code", _TEXT, "网站标识码", "空为不详"),
            Column("region", _TEXT, "地区", indexed=True),
            Column("level", _TEXT, "行政层级", indexed=True),
            Column("enabled", _INT, "启用", "1 列入巡检；0 只登记"),
            Column("registered", _INT, "在册", "同公开主体"),
        ),
    ),
    Table(
        name="place",
        zh="公开载体",
        about="单位在哪里公开信息：自己的网站，或上级网站的一个栏目。",
        label="label",
        columns=(
            Column("id", _ID, "序号"),
            Column("label", _TEXT, "载体"),
            Column("unit_id", _TEXT, "单位", to="unit"),
            Column("portal_id", _TEXT, "网站", to="portal"),
            Column("column_url", _TEXT, "栏目网址", "空为整个网站"),
            Column("since", "text", "起用日期", "ISO 日期"),
            Column("until", "text", "停用日期", "ISO 日期"),
        ),
    ),
    Table(
        name="rule_pack",
        zh="指标体系",
        about="依据一份文件制定的一组检查指标，按版本区分。",
        label="title",
        sort="id",
        columns=(
            Column("id", _KEY, "编号@版本"),
            Column("pack", _TEXT, "编号"),
            Column("version", _TEXT, "版本"),
            Column("title", _TEXT, "名称"),
            Column("issuer", _TEXT, "制发机关"),
            Column("jurisdiction", _TEXT, "适用范围"),
            Column("since", "text", "生效日期", "ISO 日期"),
            Column("until", "text", "失效日期", "ISO 日期，空为现行"),
            Column("sha256", _TEXT, "文件摘要", "指标体系各文件的 SHA-256"),
        ),
    ),
    Table(
        name="rule",
        zh="检查指标",
        about="一项公开要求及其依据。",
        label="title",
        facets=("pack_id", "severity_id"),
        sort="id",
        columns=(
            Column("id", _KEY, "指标编号", "永不改变、永不复用"),
            Column("title", _TEXT, "指标名称"),
            Column("severity_id", _TEXT, "严重程度", to="severity", indexed=True),
            Column("pack_id", "text", "所属指标体系", to="rule_pack", indexed=True),
            Column("citation", _TEXT, "依据", "文件与条款，多条以分号隔开"),
            Column("bulletin_section", _TEXT, "通报表栏目", "主动公开、依申请公开、组织管理，空为不列入"),
            Column("bulletin_item", _TEXT, "通报表项号"),
            Column("jurisdiction", _TEXT, "适用范围"),
            Column("since", "text", "适用起", "ISO 日期，含当日"),
            Column("until", "text", "适用止", "ISO 日期，含当日，空为现行"),
            Column("assumptions", _TEXT, "适用前提", "在什么情况下可能判断有误"),
        ),
    ),
    Table(
        name="citation",
        zh="指标依据",
        about="检查指标所依据的文件、条款和原文。",
        label="document",
        columns=(
            Column("id", _ID, "序号"),
            Column("rule_id", _TEXT, "指标", to="rule"),
            Column("document", _TEXT, "文件"),
            Column("clause", _TEXT, "条款"),
            Column("quote", _TEXT, "原文"),
        ),
    ),
)

RESULTS = (
    Table(
        name="run",
        zh="巡检批次",
        about="一次全量巡检与判定。",
        label="title",
        sort="-as_of",
        columns=(
            Column("id", _KEY, "批次编号"),
            Column("title", _TEXT, "批次"),
            Column("as_of", _TEXT, "判定基准日", "结论所针对的日期，ISO 日期", indexed=True),
            Column("started_at", _TEXT, "开始时间", "UTC"),
            Column("ended_at", "text", "结束时间", "UTC"),
            Column("packs", _TEXT, "指标体系", "编号@版本，以顿号隔开"),
            Column("named_packs", _INT, "指定指标体系", "1 由操作员指定，不论是否在适用期内；0 按基准日自动选用", quiet=True),
            Column("packs_sha256", _TEXT, "指标体系摘要", "SHA-256", quiet=True),
            Column("judgement_sha256", _TEXT, "结论摘要", "全部检查结果规范化 JSON 的 SHA-256，用于证明重新判定结果一致", quiet=True),
            Column("code_version", _TEXT, "程序版本", quiet=True),
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
            Column("id", _ID, "序号"),
            Column("label", _TEXT, "访问", quiet=True),
            Column("run_id", _TEXT, "批次", to="run"),
            Column("portal_id", _TEXT, "网站", to="portal"),
            Column("stop", _TEXT, "结束原因", indexed=True),
            Column("pages", _INT, "网页数"),
            Column("seconds", _REAL, "用时", "秒"),
            Column("bytes", _INT, "字节数", "解压后", quiet=True),
            Column("start_url", _TEXT, "起始网址"),
            Column("started_at", _TEXT, "开始时间", "UTC", indexed=True),
            Column("ended_at", _TEXT, "结束时间", "UTC", quiet=True),
            Column("file", _TEXT, "访问文件", quiet=True),
            Column("sha256", _TEXT, "文件摘要", "访问文件的 SHA-256", quiet=True),
            Column("note", _TEXT, "说明"),
        ),
    ),
    Table(
        name="standing",
        zh="单位历次结论",
        about="每个单位在每个批次中各种结论的数量。",
        label="label",
        unique=("run_id", "unit_id"),
        columns=(
            Column("id", _ID, "序号"),
            Column("label", _TEXT, "单位与批次", quiet=True),
            Column("unit_id", _TEXT, "单位", to="unit"),
            Column("run_id", _TEXT, "批次", to="run"),
            Column("failed", _INT, "不合格"),
            Column("cant_tell", _INT, "无法核查"),
            Column("passed", _INT, "合格"),
            Column("inapplicable", _INT, "不适用"),
            Column("latest", _INT, "最近一批", "1 为该单位当前结论", indexed=True),
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
            Column("id", _ID, "序号"),
            Column("message", _TEXT, "问题"),
            Column("state_id", _TEXT, "状态", to="state", indexed=True),
            Column("severity_id", _TEXT, "严重程度", to="severity", indexed=True),
            Column("unit_id", _TEXT, "单位", to="unit"),
            Column("portal_id", _TEXT, "网站", to="portal", quiet=True),
            Column("rule_id", _TEXT, "指标", to="rule"),
            Column("subject", _TEXT, "对象编号", quiet=True),
            Column("first_run_id", _TEXT, "首次发现批次", to="run", quiet=True),
            Column("last_run_id", _TEXT, "最近发现批次", to="run", quiet=True),
            Column("first_at", _TEXT, "首次发现时间", "UTC"),
            Column("last_at", _TEXT, "最近发现时间", "UTC", indexed=True),
            Column("nights", _INT, "发现次数", "判为不合格的批次数"),
            Column("confirmed_by", _TEXT, "确认方式", "再次核查一致，或复核人姓名；空为尚未确认"),
            Column("resolved_run_id", "text", "整改批次", "再次判为合格的批次", to="run", quiet=True),
            Column("evidence_url", _TEXT, "证据网址", "最近一次不合格的首条证据"),
            Column("evidence_at", "text", "取证时间", "UTC", quiet=True),
            Column("evidence_sha256", _TEXT, "证据摘要", "网页原文的 SHA-256", quiet=True),
            Column("fingerprint", _TEXT, "问题标识", "单位|指标|对象，不含措辞和版本", quiet=True),
        ),
    ),
    Table(
        name="finding",
        zh="检查结果",
        about="每个单位最近一批的全部检查结果，含合格、不合格、无法核查、不适用。",
        label="message",
        facets=("outcome_id", "state_id", "severity_id", "region", "rule_id"),
        sort="rank",
        walked=("rank", "unit_id", "rule_id", "subject"),
        searched=("unit", "rule", "subject_name", "message", "looked", "quotes"),
        columns=(
            Column("id", _ID, "编号", "由单位、指标、对象算出，每次发布不变，可作固定链接"),
            Column("outcome_id", _TEXT, "结论", to="outcome", indexed=True),
            Column("state_id", "text", "状态", "仅不合格项有状态", to="state", indexed=True),
            Column("severity_id", _TEXT, "严重程度", to="severity", indexed=True),
            Column("unit_id", _TEXT, "单位", to="unit"),
            Column("rule_id", _TEXT, "指标", to="rule"),
            Column("subject_name", _TEXT, "对象", "单位内被检查的要素、年份、栏目等；空为单位整体"),
            Column("message", _TEXT, "检查结果", "一句客观事实"),
            Column("looked", _TEXT, "查找范围", "未找到时：查过的词、网页和列表", quiet=True),
            Column("confidence", _REAL, "置信度", "0 至 1，所据事实中最低者", quiet=True),
            Column("region", _TEXT, "地区", "单位所在地区", indexed=True),
            Column("portal_id", _TEXT, "网站", to="portal", quiet=True),
            Column("pack_id", _TEXT, "指标体系", to="rule_pack", quiet=True),
            Column("run_id", _TEXT, "批次", to="run", quiet=True),
            Column("episode_id", "integer", "问题", "不合格项对应的问题", to="episode", quiet=True),
            Column("subject", _TEXT, "对象编号", quiet=True),
            Column("rank", _INT, "排序", "不合格在前，其次无法核查；同类按状态和严重程度", quiet=True),
        ),
    ),
    Table(
        name="evidence",
        zh="证据",
        about="检查结果所依据的网页原文及其位置、时间和摘要。",
        label="quote",
        searched=("quote",),
        columns=(
            Column("id", _ID, "序号"),
            Column("finding_id", _INT, "检查结果", to="finding"),
            Column("quote", _TEXT, "原文", "网页原文，空白已合并"),
            Column("url", _TEXT, "网址"),
            Column("fetched_at", _TEXT, "取证时间", "UTC，ISO 8601"),
            Column("locator", _TEXT, "位置", "XPath 或部位名"),
            Column("sha256", _TEXT, "网页摘要", "网页正文字节的 SHA-256"),
            Column("rendered", _INT, "浏览器渲染", "1 由浏览器渲染后取得", quiet=True),
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
            Column("id", _ID, "序号"),
            Column("decision", _TEXT, "意见", "确认或不成立", indexed=True),
            Column("unit_id", "text", "单位", to="unit"),
            Column("rule_id", "text", "指标", to="rule"),
            Column("subject", _TEXT, "对象编号"),
            Column("reviewer", _TEXT, "复核人"),
            Column("decided_at", _TEXT, "复核时间", "UTC", indexed=True),
            Column("note", _TEXT, "说明"),
            Column("fingerprint", _TEXT, "问题标识", indexed=True, quiet=True),
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
            Column("id", _ID, "序号"),
            Column("unit_id", _TEXT, "单位", to="unit"),
            Column("bulletin_section", _TEXT, "通报表栏目"),
            Column("bulletin_item", _TEXT, "通报表项号"),
            Column("month", _TEXT, "月份", "YYYY-MM", indexed=True),
            Column("text", _TEXT, "情况"),
            Column("author", _TEXT, "填报人"),
            Column("at", _TEXT, "填报时间", "UTC"),
        ),
    ),
)

TABLES: tuple[Table, ...] = (*CODES, *REGISTRY, *RESULTS)
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
    single = [f"create index {table.name}_{c.name} on {table.name}({c.name})" for c in table.columns if c.to or c.indexed]
    walked = [f"create index {table.name}_walk on {table.name}({', '.join(table.walked)})"] if table.walked else []
    return single + walked
