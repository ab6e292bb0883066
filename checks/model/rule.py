"""Rules as data: what is required, by whom, when, and how it is judged."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

import attrs


class Outcome(enum.StrEnum):
    """W3C EARL outcome values. 判定结论"""

    PASSED = "passed"  # 合格
    FAILED = "failed"  # 不合格
    CANT_TELL = "cant_tell"  # 无法核查
    INAPPLICABLE = "inapplicable"  # 不适用


OUTCOME_ZH: Mapping[Outcome, str] = {
    Outcome.PASSED: "合格",
    Outcome.FAILED: "不合格",
    Outcome.CANT_TELL: "无法核查",
    Outcome.INAPPLICABLE: "不适用",
}


class Severity(enum.StrEnum):
    """How grave a failure is. 严重程度"""

    CRITICAL = "critical"  # 单项否决
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


@attrs.frozen(kw_only=True)
class Citation:
    """The document and clause that a rule rests on, with its words. 依据"""

    document: str
    clause: str
    quote: str = ""


@attrs.frozen(kw_only=True)
class ExamplePage:
    """One page of an example portal: its path below the example's root, its HTML or its status. 示例页"""

    path: str
    html: str = ""
    status: int = 200


@attrs.frozen(kw_only=True)
class Example:
    """A tiny portal with the outcome the rule must give on it. A test and documentation at once. 示例

    Attributes:
        outcome: expected outcome; ``subject`` the finding it is about ('' = the worst over all subjects).
        pages: ``/`` is the home page; links among the pages are followed as a crawl would.
        complete: False plays a crawl cut short by its budget.
        why: what the example shows.
    """

    outcome: Outcome
    as_of: dt.date
    pages: tuple[ExamplePage, ...]
    subject: str = ""
    complete: bool = True
    why: str = ""


@attrs.frozen(kw_only=True)
class Rule:
    """One requirement. 检查指标

    Attributes:
        id: the catalogue's dotted name, stable for ever, never reused; also the file's name.
        check: the predicate's name (a key of ``checks.predicates.PREDICATES``).
        needs: fact families the crawl must look for.
        since, until: the period of audited dates in which the rule is in force, inclusive.
        jurisdiction: whom the source binds.
        row: the bulletin row it feeds (``主动公开-2``), '' for none.
        scope: ``portal`` rules judge the site as a whole and do not bind a unit that has only a column on another's.
        params: options of the predicate, checked against its own schema at load.
        messages: Chinese templates by outcome; slots are filled by the predicate.
        assumptions: when the rule could be wrong.
    """

    id: str
    title: str
    severity: Severity
    check: str
    since: dt.date
    citations: tuple[Citation, ...]
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    until: dt.date | None = None
    jurisdiction: str = "全国"
    row: str = ""
    scope: str = attrs.field(default="unit", validator=attrs.validators.in_(("unit", "portal")))
    params: Mapping[str, Any] = attrs.Factory(dict)
    messages: Mapping[Outcome, str] = attrs.Factory(dict)
    assumptions: str = ""

    def in_force(self, day: dt.date) -> bool:
        """Whether the rule binds on this date."""
        return self.since <= day and (self.until is None or day <= self.until)


@attrs.frozen(kw_only=True)
class RulePack:
    """A versioned set of rules taken from one document. 指标体系

    Attributes:
        extends: packs whose rules are included; their own periods stay.
        rules: rule ids of this pack itself, sorted.
        sha256: digest over the pack's and its rules' files (of what is listed in ``rules``).
    """

    id: str
    title: str
    version: str
    issuer: str
    since: dt.date
    rules: tuple[str, ...]
    until: dt.date | None = None
    extends: tuple[str, ...] = ()
    jurisdiction: str = "全国"
    sha256: str = ""

    def in_force(self, day: dt.date) -> bool:
        """Whether the pack applies on this date."""
        return self.since <= day and (self.until is None or day <= self.until)
