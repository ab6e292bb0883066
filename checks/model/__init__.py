"""The nouns of the audit, all frozen values. 词汇见 docs/glossary.md"""

from .fact import Entry, Evidence, Fact, Link, LinkKind, PageKind, Paging, Reading, State
from .finding import Decision, Episode, EpisodeState, Finding, Review, Run
from .overlay import Overlay
from .page import STOP_ZH, FetchError, Page, Plan, Skip, SkipReason, Stop, Visit
from .rule import BASIS_ZH, CHECKABLE_ZH, OUTCOME_ZH, Basis, Checkable, Citation, Example, ExamplePage, Outcome, Rule, RulePack, Severity
from .unit import Level, Place, Portal, Registry, Unit

__all__ = [
    "BASIS_ZH",
    "CHECKABLE_ZH",
    "OUTCOME_ZH",
    "STOP_ZH",
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
    "Fact",
    "FetchError",
    "Finding",
    "Level",
    "Link",
    "LinkKind",
    "Outcome",
    "Overlay",
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
    "Severity",
    "Skip",
    "SkipReason",
    "State",
    "Stop",
    "Unit",
    "Visit",
]
