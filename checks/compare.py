"""Two judgements side by side: which outcomes differ, and what differs that can be the reason. 对照"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping

import attrs

from .effective import DECIDING, Applied
from .model import OUTCOME_ZH, Finding, Outcome, Rule
from .vocabulary import Vocabulary
from .wording import applied


class Cause(enum.StrEnum):
    """What differs between the two sides. 原因"""

    RULE = "rule"
    PARAMETERS = "parameters"
    DATE = "date"
    PAGE = "page"
    COVERAGE = "coverage"
    WORDS = "words"
    CODE = "code"
    UNKNOWN = "unknown"


CAUSE_ZH: Mapping[Cause, str] = {
    Cause.RULE: "指标只在一方适用",
    Cause.PARAMETERS: "指标内容不同",
    Cause.DATE: "判定基准日不同",
    Cause.PAGE: "所据网页有变化",
    Cause.COVERAGE: "抓取范围不同",
    Cause.WORDS: "词表、节假日表或系统适配不同",
    Cause.CODE: "程序版本不同",
    Cause.UNKNOWN: "两方的指标、基准日、网页、抓取范围和程序版本均无差别",
}


@attrs.frozen(kw_only=True, eq=False)
class Seen:
    """What a visit holds: how it ended, and the digest of each page. 抓取所得"""

    stop: str
    pages: Mapping[str, str]


@attrs.frozen(kw_only=True, eq=False)
class Side:
    """One judgement with all that it rests on. 一方

    Attributes:
        rules: unit → its effective rules; None where they are not known any more (a run of the ledger whose rules have changed since).
        seen: portal → what its visit holds; a visit that is gone is not in it.
        words: the words and tables by which pages were read; None where they are not known.
    """

    name: str
    as_of: dt.date
    code: str
    findings: tuple[Finding, ...]
    rules: Mapping[str, tuple[Applied, ...]] | None
    seen: Mapping[str, Seen]
    words: Vocabulary | None = None


@attrs.frozen(kw_only=True)
class Flip:
    """One thing whose outcome differs. 变化

    Attributes:
        before, after: None where that side says nothing of it.
        causes: everything that differs and bears on it, with what exactly.
    """

    unit: str
    rule: str
    subject: str
    subject_name: str
    before: Outcome | None
    after: Outcome | None
    causes: tuple[tuple[Cause, str], ...]

    @property
    def why(self) -> str:
        """The causes in words."""
        return "；".join(f"{CAUSE_ZH[cause]}{f'（{what}）' if what else ''}" for cause, what in self.causes)


def flips(old: Side, new: Side) -> tuple[Flip, ...]:
    """Where two judgements differ, by unit, rule and subject. 结论的变化"""
    before, after = ({f.fingerprint: f for f in side.findings} for side in (old, new))
    return tuple(
        _flip(one, other, old, new)
        for name in sorted(before.keys() | after.keys())
        if _outcome(one := before.get(name)) is not _outcome(other := after.get(name))
    )


def _outcome(finding: Finding | None) -> Outcome | None:
    return finding.outcome if finding else None


def _flip(before: Finding | None, after: Finding | None, old: Side, new: Side) -> Flip:
    told = after or before
    assert told is not None  # a name comes from one of the sides
    found = tuple(_causes(told, tuple(f for f in (before, after) if f), old, new))
    return Flip(
        unit=told.unit,
        rule=told.rule,
        subject=told.subject,
        subject_name=told.subject_name,
        before=_outcome(before),
        after=_outcome(after),
        causes=found or ((Cause.UNKNOWN, ""),),
    )


def _causes(told: Finding, findings: tuple[Finding, ...], old: Side, new: Side) -> Iterator[tuple[Cause, str]]:
    sides = [side.rules for side in (old, new)]
    if all(rules is not None for rules in sides):
        one, other = (_rule(rules or {}, told) for rules in sides)
        if (one is None) != (other is None):
            yield Cause.RULE, f"只在 {new.name if one is None else old.name}"
            return  # nothing else can matter to a rule that the other side does not have
        if one and other and (changed := tuple(differences(one, other))):
            yield Cause.PARAMETERS, "，".join(changed)
    if old.as_of != new.as_of:
        yield Cause.DATE, f"{old.as_of} → {new.as_of}"
    seen = old.seen.get(told.portal), new.seen.get(told.portal)
    if seen[0] and seen[1] and seen[0] is not seen[1]:
        yield from _pages(findings, seen[0], seen[1])
    if old.words and new.words and attrs.astuple(old.words, recurse=False) != attrs.astuple(new.words, recurse=False):
        yield Cause.WORDS, ""
    if old.code != new.code:
        yield Cause.CODE, f"{old.code} → {new.code}"


def _rule(rules: Mapping[str, tuple[Applied, ...]], told: Finding) -> Rule | None:
    return next((one.rule for one in rules.get(told.unit, ()) if one.rule.id == told.rule), None)


def _pages(findings: tuple[Finding, ...], old: Seen, new: Seen) -> Iterator[tuple[Cause, str]]:
    cited = dict.fromkeys(e.url for f in findings for e in f.evidence)
    changed = [url for url in cited if url in old.pages and url in new.pages and old.pages[url] != new.pages[url]]
    if changed:
        yield Cause.PAGE, "、".join(changed[:3]) + (f"等{len(changed)}页" if len(changed) > 3 else "")
    gone, come = len(old.pages.keys() - new.pages.keys()), len(new.pages.keys() - old.pages.keys())
    if gone or come:
        yield Cause.COVERAGE, f"少读{gone}页，多读{come}页"
    elif old.stop != new.stop:
        yield Cause.COVERAGE, f"结束原因：{old.stop} → {new.stop}"


def differences(one: Rule, other: Rule) -> Iterator[str]:
    """What decides and is not the same in two editions of a rule. 指标的差别"""
    for name in DECIDING:
        if getattr(one, name) != getattr(other, name):
            yield f"{name}：{_told(getattr(one, name))} → {_told(getattr(other, name))}"
    if one.check == other.check:
        before, after = applied(one), applied(other)
        yield from (f"params.{name}：{_told(before[name])} → {_told(after[name])}" for name in before if before[name] != after[name])


def _told(value: object) -> str:
    text = "无" if value in (None, "") else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def as_json(flip: Flip) -> dict[str, object]:
    """A change for programs. 变化（程序用）"""
    return {
        "unit": flip.unit,
        "rule": flip.rule,
        "subject": flip.subject,
        "subject_name": flip.subject_name,
        "before": flip.before.value if flip.before else None,
        "after": flip.after.value if flip.after else None,
        "causes": [{"cause": cause.value, "what": what} for cause, what in flip.causes],
    }


def told_outcome(outcome: Outcome | None) -> str:
    """An outcome in a table of changes; a side that says nothing of it has none. 结论的说法"""
    return OUTCOME_ZH[outcome] if outcome else "未判定"
