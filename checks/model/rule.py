"""Rules as data: what is required, by whom, when, and how it is judged."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

import attrs

from .sample import ExampleVisits


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


class Basis(enum.StrEnum):
    """How well the source of a rule is known to us. 依据核实程度"""

    SEED = "seed"  # the issuing document itself was read
    FULL_TEXT = "full_text"  # the law's or standard's own text was read
    PAGES = "pages"  # two or more independent publications agree
    ONE_PAGE = "one_page"  # a single publication: not confirmed
    DESIGN = "design"  # a precondition of ours, no duty of the unit


BASIS_ZH: Mapping[Basis, str] = {
    Basis.SEED: "已核对文件原文",
    Basis.FULL_TEXT: "已核对法规全文",
    Basis.PAGES: "两处以上公开文本互相印证",
    Basis.ONE_PAGE: "仅见一处转述，尚未核实",
    Basis.DESIGN: "核查的前提条件，非文件要求",
}


class Checkable(enum.StrEnum):
    """How far a machine can check a requirement on the public web. 可核查程度"""

    FULL = "full"
    PARTIAL = "partial"
    MANUAL = "manual"  # asks for a manual finding


CHECKABLE_ZH: Mapping[Checkable, str] = {
    Checkable.FULL: "可自动核查",
    Checkable.PARTIAL: "部分可自动核查",
    Checkable.MANUAL: "须人工核查",
}


@attrs.frozen(kw_only=True)
class Citation:
    """The document and clause that a rule rests on, with its words. 依据"""

    document: str
    clause: str
    quote: str = ""


@attrs.frozen(kw_only=True)
class ExamplePage:
    """One page of an example portal: its path below the example's root, its HTML or its status. 示例页

    Attributes:
        lands: the whole address that answered, where a redirect led to another.
    """

    path: str
    html: str = ""
    status: int = 200
    lands: str = ""


@attrs.frozen(kw_only=True)
class ExampleNight:
    """An earlier look at an example portal: its date, and the pages that were different then; status 404 takes one away. 示例此前的巡检"""

    as_of: dt.date
    pages: tuple[ExamplePage, ...] = ()


@attrs.frozen(kw_only=True)
class Example:
    """A tiny portal with the outcome the rule must give on it. A test and documentation at once. 示例

    Attributes:
        outcome: expected outcome; ``subject`` the finding it is about ('' = the worst over all subjects).
        subjects: where given, exactly these subjects have the outcome, no more and no fewer.
        says: words that a message with the outcome must contain, each; they pin lists and numbers that subjects do not show.
        unit: name of the unit that is judged.
        root: address of the portal, where it matters.
        pages: ``/`` is the home page; links among the pages are followed as a crawl would.
        complete: False plays a crawl cut short by its budget.
        earlier: looks at the same portal on earlier days, in order.
        samples: visits of the access probe before the day.
        why: what the example shows.
    """

    outcome: Outcome
    as_of: dt.date
    pages: tuple[ExamplePage, ...]
    subject: str = ""
    subjects: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unit: str = "示例局"
    root: str = "http://www.example.gov.cn/"
    complete: bool = True
    earlier: tuple[ExampleNight, ...] = ()
    samples: tuple[ExampleVisits, ...] = ()
    why: str = ""


@attrs.frozen(kw_only=True)
class Rule:
    """One requirement. 检查指标

    Attributes:
        id: the catalogue's dotted name, stable for ever, never reused; also the file's name.
        title: what is checked; ``title_passed`` and ``title_failed`` say it as a headline of a finding that met it or did not.
        basis: how well the source is known to us; what is not confirmed is never critical.
        checkable: how far a machine can check it; ``MANUAL`` rules only ask for a manual finding.
        check: the predicate's name (a key of ``checks.predicates.PREDICATES``).
        needs: fact families the crawl must look for.
        since, until: the period of audited dates in which the rule is in force, inclusive.
        jurisdiction: whom the source binds.
        row: the bulletin row it feeds (``主动公开-2``), '' for none; ``row_other`` a row that it could be counted under instead.
        scope: ``portal`` rules judge the site as a whole and do not bind a unit that has only a column on another's.
        params: options of the predicate, checked against its own schema at load.
        messages: Chinese templates by outcome; slots are filled by the predicate.
        assumptions: when the rule could be wrong; ``false_positives`` cases known to look like a failure and be none.
        mend: what the unit can do about a failure.
        covered_by: rules that ask for the same and more: where one of them applies, this one would only say it twice.
    """

    id: str
    title: str
    title_passed: str
    title_failed: str
    mend: str
    basis: Basis
    severity: Severity
    check: str
    since: dt.date
    citations: tuple[Citation, ...]
    examples: tuple[Example, ...]
    checkable: Checkable = Checkable.FULL
    needs: tuple[str, ...] = ()
    until: dt.date | None = None
    jurisdiction: str = "全国"
    row: str = ""
    row_other: str = ""
    scope: str = attrs.field(default="unit", validator=attrs.validators.in_(("unit", "portal")))
    params: Mapping[str, Any] = attrs.Factory(dict)
    messages: Mapping[Outcome, str] = attrs.Factory(dict)
    assumptions: str = ""
    false_positives: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()

    def in_force(self, day: dt.date) -> bool:
        """Whether the rule binds on this date."""
        return self.since <= day and (self.until is None or day <= self.until)


@attrs.frozen(kw_only=True)
class RulePack:
    """A versioned set of rules taken from one document. 指标体系

    Attributes:
        extends: packs whose rules are included; their own periods stay.
        regions: parts of a unit's registered region of which one must occur for the pack to bind it; empty means everywhere.
        bodies: parts of a unit's name of which one must occur; empty means every body of the region.
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
    regions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    sha256: str = ""

    def in_force(self, day: dt.date) -> bool:
        """Whether the pack applies on this date."""
        return self.since <= day and (self.until is None or day <= self.until)

    def binds(self, region: str, name: str) -> bool:
        """Whether a unit of this region and name falls under the pack's jurisdiction. 是否在适用范围内"""
        return (not self.regions or any(part in region for part in self.regions)) and (
            not self.bodies or any(part in name for part in self.bodies)
        )
