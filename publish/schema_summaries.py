"""Tables of counts, made at publishing: a page that answers at once reads them and counts nothing. 汇总各表"""

from __future__ import annotations

from .table import ID, INT, KEY, TEXT, Column, Table

#: how units stand, gravest first: (code, name, meaning)
UNIT_STATES = (
    ("confirmed", "有已确认的问题", "最近一批中至少有一项不合格已经再次核查或人工确认"),
    ("suspected", "有存疑的问题", "最近一批中有不合格，都尚待再次核查或人工确认"),
    ("unproven", "未发现问题，有待人工核查", "最近一批中没有不合格，有无法核查的项目"),
    ("clear", "未发现问题", "最近一批中各项合格或不适用"),
    ("unread", "尚未抽查", "已登记，还没有发布过检查结果；不作任何结论"),
)

REASON = Table(
    name="reason",
    zh="无法核查的原因",
    about="程序为什么不能得出结论、原因在谁、由人怎样处理。",
    label="about",
    columns=(
        Column("id", KEY, "代码"),
        Column("about", TEXT, "原因"),
        Column("whose", TEXT, "原因在谁"),
        Column("todo", TEXT, "由人怎样处理"),
    ),
)

VENUE = Table(
    name="venue",
    zh="受理和查阅场所",
    about="单位的受理机构、受理场所、查阅场所：地址和位置取自登记簿。",
    label="name",
    facets=("kind",),
    columns=(
        Column("id", ID, "序号"),
        Column("unit_id", TEXT, "单位", to="unit"),
        Column("kind", TEXT, "类别", "受理机构、受理场所、查阅场所", indexed=True),
        Column("name", TEXT, "名称"),
        Column("address", TEXT, "地址", "空为登记簿未写"),
        Column("lat", "real", "纬度", "度，空为未登记"),
        Column("lon", "real", "经度", "度，空为未登记"),
        Column("note", TEXT, "说明"),
    ),
)

_COUNTS = (
    Column("rejected", INT, "复核不成立"),
    Column("cant_tell", INT, "无法核查"),
    Column("passed", INT, "合格"),
    Column("inapplicable", INT, "不适用"),
)

SUMMARIES = (
    Table(
        name="unit_state",
        zh="单位现状类别",
        about="按最近一批的结论，单位处于哪种情况。",
        label="name",
        columns=(Column("id", KEY, "代码"), Column("name", TEXT, "现状"), Column("about", TEXT, "含义")),
    ),
    Table(
        name="unit_summary",
        zh="单位现状",
        about="每个登记或抽查过的单位现在怎样：最近一批各种结论的数量。",
        label="unit_id",
        facets=("state_id", "region"),
        sort="id",
        unique=("unit_id",),
        columns=(
            Column("id", ID, "序号", "问题多者在前"),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("state_id", TEXT, "现状", to="unit_state", indexed=True),
            Column("region", TEXT, "地区", indexed=True),
            Column("confirmed", INT, "不合格（已确认）"),
            Column("critical", INT, "其中单项否决", "已确认的不合格中，严重程度为单项否决的项数"),
            Column("suspected", INT, "不合格（存疑）"),
            Column("fresh", INT, "本批新增", "已确认和存疑的不合格中，在该单位最近一批首次发现的项数"),
            *_COUNTS,
            Column("run_id", "text", "批次", "空为尚未抽查", to="run", quiet=True),
        ),
    ),
    Table(
        name="rule_summary",
        zh="指标现状",
        about="每项指标在各单位最近一批中的结论数量。",
        label="rule_id",
        sort="id",
        unique=("rule_id",),
        columns=(
            Column("id", ID, "序号", "不合格单位多者在前"),
            Column("rule_id", TEXT, "指标", to="rule"),
            Column("units", INT, "不合格单位数", "不合格（已确认、存疑）的单位数"),
            Column("confirmed", INT, "不合格（已确认）"),
            Column("suspected", INT, "不合格（存疑）"),
            *_COUNTS,
        ),
    ),
    Table(
        name="reason_summary",
        zh="无法核查原因汇总",
        about="最近一批无法核查的项目，按原因合计。",
        label="reason_id",
        columns=(
            Column("id", ID, "序号"),
            Column("reason_id", TEXT, "原因", to="reason"),
            Column("findings", INT, "项数"),
            Column("units", INT, "单位数"),
        ),
    ),
    Table(
        name="rule_reason",
        zh="各指标无法核查的原因",
        about="最近一批无法核查的项目，按指标和原因合计。",
        label="reason_id",
        unique=("rule_id", "reason_id"),
        columns=(
            Column("id", ID, "序号"),
            Column("rule_id", TEXT, "指标", to="rule"),
            Column("reason_id", TEXT, "原因", to="reason"),
            Column("findings", INT, "项数"),
        ),
    ),
    Table(
        name="week",
        zh="每周走势",
        about="每周末各单位当时最近一批结论的合计；没有巡检的周不列。",
        label="id",
        sort="-id",
        columns=(
            Column("id", KEY, "周一日期", "ISO 日期；按判定基准日归周"),
            Column("units", INT, "单位数", "到该周末为止抽查过的单位"),
            Column("failed", INT, "不合格"),
            Column("cant_tell", INT, "无法核查"),
            Column("passed", INT, "合格"),
            Column("appeared", INT, "新增问题", "该周首次发现、未经复核否定的不合格"),
            Column("resolved", INT, "整改问题", "该周再次判为合格的问题"),
        ),
    ),
)
