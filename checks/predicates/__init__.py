"""The verbs that a rule may name in ``check``. Adding one: a function, its options class, a line here, a boundary table in the tests. 判定函数"""

from __future__ import annotations

from collections.abc import Mapping

from . import annual, backdated, columns, elements, found, freshness, manual, records, site, upkeep
from .base import Predicate, Verdict

PREDICATES: Mapping[str, Predicate] = {
    p.function.__name__: p
    for p in (
        Predicate(function=found.column_offered, params=found.ColumnOffered),
        Predicate(function=found.document_found, params=found.DocumentFound),
        Predicate(function=found.year_plan, params=found.YearPlan),
        Predicate(function=found.links_alive, params=found.LinksAlive),
        Predicate(function=elements.guide_elements, params=elements.GuideElements),
        Predicate(function=elements.application_channels, params=elements.Channels),
        Predicate(function=elements.apply_parts, params=elements.ApplyParts),
        Predicate(function=records.record_fields, params=records.RecordFields),
        Predicate(function=records.entry_quality, params=records.EntryQuality),
        Predicate(function=columns.blank_columns, params=records.NoOptions),
        Predicate(function=annual.report_years, params=annual.ReportYears),
        Predicate(function=annual.report_sections, params=annual.ReportSections),
        Predicate(function=annual.report_integrity, params=annual.ReportIntegrity),
        Predicate(function=annual.report_deadline, params=annual.ReportDeadline),
        Predicate(function=freshness.new_in_month, params=freshness.NewInMonth),
        Predicate(function=freshness.updated_weekly, params=freshness.Weekly),
        Predicate(function=upkeep.home_updated, params=upkeep.HomeUpdated),
        Predicate(function=upkeep.columns_updated, params=upkeep.ColumnsUpdated),
        Predicate(function=backdated.dates_kept, params=backdated.DatesKept),
        Predicate(function=site.footer_marks, params=site.Footer),
        Predicate(function=site.search_box, params=records.NoOptions),
        Predicate(function=site.org_profile, params=site.OrgProfile),
        Predicate(function=site.identity_kept, params=site.Hijack),
        Predicate(function=site.no_hidden_links, params=site.HiddenLinks),
        Predicate(function=site.readable_text, params=site.Mojibake),
        Predicate(function=site.law_current, params=site.ObsoleteLaw),
        Predicate(function=site.guide_accuracy, params=records.NoOptions),
        Predicate(function=manual.asked_of_people, params=manual.Asked),
        Predicate(function=site.guide_freshness, params=site.GuideFreshness),
    )
}

__all__ = ["PREDICATES", "Predicate", "Verdict"]
