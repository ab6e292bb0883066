"""The nouns of the audit, all frozen values. 词汇见 docs/glossary.md"""

from .fact import Entry, Evidence, Fact, Link, LinkKind, PageKind, Paging, Reading, State
from .finding import Decision, Episode, EpisodeState, Finding, Review, Run
from .page import STOP_ZH, FetchError, Page, Plan, Skip, SkipReason, Stop, Visit
from .rule import BASIS_ZH, CHECKABLE_ZH, OUTCOME_ZH, Basis, Checkable, Citation, Example, ExamplePage, Outcome, Rule, RulePack, Severity
from .sample import TROUBLE_ZH, ExampleVisits, Sample, Trouble
from .unit import Level, Maintenance, Place, Portal, Registry, Unit

__all__ = [
    "BASIS_ZH",
    "CHECKABLE_ZH",
    "OUTCOME_ZH",
    "STOP_ZH",
    "TROUBLE_ZH",
    "Basis",
    "Checkable",
    "Citation",
    "Decision",
    "Entry",
    "Episode",
    "EpisodeState",
    "Evidence",
    "Example",
    "ExamplePage",
    "ExampleVisits",
    "Fact",
    "FetchError",
    "Finding",
    "Level",
    "Link",
    "LinkKind",
    "Maintenance",
    "Outcome",
    "Page",
    "PageKind",
    "Paging",
    "Place",
    "Plan",
    "Portal",
    "Reading",
    "Registry",
    "Review",
    "Rule",
    "RulePack",
    "Run",
    "Sample",
    "Severity",
    "Skip",
    "SkipReason",
    "State",
    "Stop",
    "Trouble",
    "Unit",
    "Visit",
]
