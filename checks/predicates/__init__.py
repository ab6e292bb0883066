"""The verbs that a rule may name in ``check``. Adding one: a function, its options class, a line here, a boundary table in the tests. 判定函数"""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    accounts,
    announced,
    annual,
    columns,
    documents,
    elements,
    found,
    freshness,
    host,
    intervals,
    manual,
    opens,
    penalties,
    records,
    safety,
    shown,
    site,
)
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
        Predicate(function=accounts.accounts_published, params=accounts.AccountsPublished),
        Predicate(function=accounts.account_elements, params=accounts.AccountElements),
        Predicate(function=accounts.accounts_in_time, params=accounts.AccountsInTime),
        Predicate(function=penalties.case_fields, params=penalties.CaseFields),
        Predicate(function=penalties.cases_in_time, params=penalties.CasesInTime),
        Predicate(function=penalties.case_form, params=penalties.CaseForm),
        Predicate(function=penalties.personal_masked, params=penalties.PersonalMasked),
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
        Predicate(function=opens.site_opens, params=opens.Opens),
        Predicate(function=host.official_domain, params=host.Domain),
        Predicate(function=host.domain_kept, params=host.DomainKept),
        Predicate(function=shown.tags_in_heads, params=shown.Tags),
        Predicate(function=shown.nothing_unfilled, params=records.NoOptions),
        Predicate(function=shown.organ_current, params=shown.LivingOrgan),
        Predicate(function=shown.script_known, params=records.NoOptions),
        Predicate(function=shown.gazette_functions, params=shown.Gazette),
        Predicate(function=shown.map_shown, params=shown.PlacesMap),
        Predicate(function=safety.no_grave_content, params=records.NoOptions),
        Predicate(function=announced.announced, params=announced.Announced),
        Predicate(function=announced.comments_answered, params=announced.PreDisclosure),
        Predicate(function=intervals.published_within, params=intervals.PublishedWithin),
        Predicate(function=intervals.answered_within, params=intervals.AnsweredWithin),
        Predicate(function=intervals.messages_answered, params=intervals.NoReply),
        Predicate(function=intervals.interpreted_within, params=intervals.InterpretedWithin),
        Predicate(function=intervals.reposted_within, params=intervals.RepostedWithin),
        Predicate(function=documents.validity_marked, params=records.NoOptions),
        Predicate(function=documents.documents_whole, params=documents.Whole),
    )
}

__all__ = ["PREDICATES", "Predicate", "Verdict"]
