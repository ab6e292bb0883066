"""What our own pages show: the front page, one finding, one unit. SQL by page, ``:id`` is the row's key. 页面查询"""

from __future__ import annotations

from collections.abc import Mapping

#: (Datasette's view name, table) → template variable → SQL
PAGE_QUERIES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("index", ""): {
        "outcomes": """
            select o.id, o.name, o.about, coalesce(n, 0) as n from outcome o
            left join (select outcome_id, count(*) as n from finding group by outcome_id) on outcome_id = o.id order by o.rowid
        """,
        "states": """
            select s.id, s.name, s.about, coalesce(n, 0) as n from state s
            left join (select state_id, count(*) as n from finding where state_id is not null group by state_id) on state_id = s.id
            where s.id <> 'resolved' order by s.rowid
        """,
        "latest_runs": """
            select r.*, (select count(*) from visit v where v.run_id = r.id) as visits,
                (select coalesce(sum(pages), 0) from visit v where v.run_id = r.id) as pages,
                (select count(*) from standing s where s.run_id = r.id) as units
            from run r order by r.as_of desc, r.started_at desc limit 1
        """,
        "worst_units": """
            select u.id, u.name, u.region, s.cant_tell, s.passed, coalesce(confirmed, 0) as confirmed, coalesce(suspected, 0) as suspected
            from standing s join unit u on u.id = s.unit_id
            left join (
                select unit_id, sum(state_id = 'confirmed') as confirmed, sum(state_id = 'suspected') as suspected
                from finding where outcome_id = 'failed' group by unit_id
            ) f on f.unit_id = u.id
            where s.latest = 1 order by 6 desc, 7 desc, u.id limit 10
        """,
    },
    ("row", "finding"): {
        "findings": """
            select f.*, o.name as outcome, s.name as state, s.about as state_about, v.name as severity, u.name as unit, p.name as portal,
                p.home_url, r.title as rule, r.assumptions, r.jurisdiction, r.since, r.until, r.bulletin_section, r.bulletin_item,
                r.mend, r.basis, r.checkable, r.row_other, r.false_positives,
                k.title as pack, run.as_of, run.named_packs, ep.nights, ep.first_at, ep.last_at, ep.confirmed_by, ep.fingerprint
            from finding f join outcome o on o.id = f.outcome_id join severity v on v.id = f.severity_id join unit u on u.id = f.unit_id
            join portal p on p.id = f.portal_id join rule r on r.id = f.rule_id join rule_pack k on k.id = f.pack_id
            join run on run.id = f.run_id left join state s on s.id = f.state_id left join episode ep on ep.id = f.episode_id
            where f.id = :id
        """,
        "evidence": "select *, datetime(fetched_at, '+8 hours') as beijing from evidence where finding_id = :id order by id",
        "citations": "select c.* from citation c join finding f on f.rule_id = c.rule_id where f.id = :id order by c.id",
        "overlays": """
            select o.* from overlay o join finding f on f.id = :id
            where instr('、' || f.overlays || '、', '、' || o.id || '、') > 0 order by o.id
        """,
        "reviews": """
            select v.*, datetime(v.decided_at, '+8 hours') as beijing from review v
            join finding f on f.id = :id where v.fingerprint = f.unit_id || '|' || f.rule_id || '|' || f.subject order by v.decided_at
        """,
    },
    ("row", "unit"): {
        "units": "select * from unit where id = :id",
        "places": """
            select p.*, t.name as portal, t.home_url from place p join portal t on t.id = p.portal_id where p.unit_id = :id order by p.id
        """,
        "standings": """
            select s.*, run.as_of from standing s join run on run.id = s.run_id where s.unit_id = :id
            order by run.as_of desc, run.started_at desc limit 12
        """,
        "findings": """
            select f.id, case when f.state_id = 'rejected' then 'rejected' else f.outcome_id end as "group", f.state_id, s.name as state,
                r.title as rule, f.subject_name, f.message, f.overlays,
                (select e.url from evidence e where e.finding_id = f.id order by e.id limit 1) as url
            from finding f join rule r on r.id = f.rule_id left join state s on s.id = f.state_id
            where f.unit_id = :id order by f.rank, f.rule_id, f.subject limit 1000
        """,
    },
}
