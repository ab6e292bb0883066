"""Views for readers: Chinese names, Chinese columns, one row a line to read. 阅读视图

A column named in ``LINKS`` is shown as a link to the row it names.
"""

from __future__ import annotations

import attrs

from .rows import PLACES, STANDING_RANKS, UNPROVEN_RANKS

#: column of a view or query → table whose row it names
LINKS = {"详情": "finding", "单位编号": "unit", "指标编号": "rule", "批次编号": "run", "问题编号": "episode"}


@attrs.frozen(kw_only=True)
class View:
    """A view: its name is what readers see."""

    name: str
    about: str
    sql: str
    facets: tuple[str, ...] = ()


def _beijing(column: str) -> str:
    return f"datetime({column}, '+8 hours')"


_FAILED = f"""
    select f.id as 详情, st.name as 状态, sv.name as 严重程度, u.name as 单位, f.region as 地区, r.title as 指标,
        f.subject_name as 对象, f.message as 问题, e.url as 网址, {_beijing("e.fetched_at")} as 核查时间, ep.nights as 发现次数,
        {_beijing("ep.first_at")} as 首次发现, r.citation as 依据, f.overlays as 调整
    from finding f
    join unit u on u.id = f.unit_id join rule r on r.id = f.rule_id
    join severity sv on sv.id = f.severity_id join state st on st.id = f.state_id
    left join evidence e on e.id = (select min(id) from evidence where finding_id = f.id)
    left join episode ep on ep.id = f.episode_id
    where f.place < {STANDING_RANKS * PLACES}
"""

VIEWS: tuple[View, ...] = (
    View(
        name="当前问题",
        about="各单位最近一批中不合格的项目。“存疑”为首次发现、尚待再次核查或人工确认，不得据以通报；“已确认”可列入通报。经复核不成立的不在此列。",
        facets=("状态", "严重程度", "地区"),
        sql=f"{_FAILED} order by f.place",
    ),
    View(
        name="本批新增问题",
        about="在该单位最近一批中首次发现的不合格项。",
        facets=("严重程度", "地区"),
        sql=f"{_FAILED} and (ep.id is null or ep.first_run_id = f.run_id) order by f.place",
    ),
    View(
        name="无法核查清单",
        about="程序无法得出结论的项目及原因，需要人工核查。无法核查不等于不合格，也不等于合格。",
        facets=("地区", "指标"),
        sql=f"""
            select f.id as 详情, u.name as 单位, f.region as 地区, p.name as 网站, r.title as 指标, f.subject_name as 对象,
                f.message as 原因, f.looked as 查找范围, f.overlays as 调整
            from finding f
            join unit u on u.id = f.unit_id join rule r on r.id = f.rule_id join portal p on p.id = f.portal_id
            where f.place between {UNPROVEN_RANKS[0] * PLACES} and {(UNPROVEN_RANKS[1] + 1) * PLACES - 1} order by f.place
        """,
    ),
    View(
        name="单位概况",
        about="每个单位最近一批各种结论的数量。",
        facets=("现状", "地区"),
        sql="""
            select u.id as 单位编号, u.name as 单位, s.region as 地区, t.name as 现状, s.confirmed as 不合格已确认,
                s.suspected as 不合格存疑, s.fresh as 本批新增, s.rejected as 复核不成立,
                s.cant_tell as 无法核查, s.passed as 合格, s.inapplicable as 不适用, run.as_of as 判定基准日
            from unit_summary s join unit u on u.id = s.unit_id join unit_state t on t.id = s.state_id join run on run.id = s.run_id
            order by s.id
        """,
    ),
    View(
        name="指标概况",
        about="每项指标在各单位最近一批中的结论数量。",
        sql="""
            select r.id as 指标编号, r.title as 指标, sv.name as 严重程度,
                s.units as 不合格单位数, s.confirmed + s.suspected as 不合格, s.cant_tell as 无法核查, s.passed as 合格,
                s.inapplicable as 不适用, r.citation as 依据
            from rule_summary s join rule r on r.id = s.rule_id join severity sv on sv.id = r.severity_id order by s.id
        """,
    ),
    View(
        name="历次结论",
        about="每个单位在历次批次中各种结论的数量。",
        sql="""
            select u.id as 单位编号, u.name as 单位, u.region as 地区, run.id as 批次编号, run.as_of as 判定基准日, s.failed as 不合格,
                s.cant_tell as 无法核查, s.passed as 合格, s.inapplicable as 不适用
            from standing s join unit u on u.id = s.unit_id join run on run.id = s.run_id order by u.id, run.as_of desc, run.started_at desc
        """,
    ),
    View(
        name="已整改问题",
        about="曾经不合格、后来再次判为合格的项目。",
        sql=f"""
            select ep.id as 问题编号, u.name as 单位, u.region as 地区, r.title as 指标, ep.message as 问题,
                {_beijing("ep.first_at")} as 首次发现, {_beijing("ep.last_at")} as 最近发现, ep.nights as 发现次数,
                run.as_of as 整改确认基准日
            from episode ep join unit u on u.id = ep.unit_id join rule r on r.id = ep.rule_id
            left join run on run.id = ep.resolved_run_id
            where ep.state_id = 'resolved' order by run.as_of desc, ep.id
        """,
    ),
    View(
        name="抽查范围",
        about="各批次实际访问了哪些网站、读了多少网页、因何结束。未列入者未抽查，不予通报。",
        facets=("结束原因",),
        sql=f"""
            select run.id as 批次编号, run.as_of as 判定基准日, p.name as 网站, v.pages as 网页数,
                round(v.seconds, 1) as 用时秒, v.stop as 结束原因, {_beijing("v.started_at")} as 开始时间,
                v.start_url as 起始网址, v.note as 说明
            from visit v join run on run.id = v.run_id join portal p on p.id = v.portal_id
            order by run.as_of desc, v.started_at, v.id
        """,
    ),
)
