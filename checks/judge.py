"""Facts × rules → findings: the whole audit of one unit as one pure function. 判定"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from string import Formatter
from typing import Any

import attrs
import cattrs

from checks.assemble import UnitFacts
from checks.marks import nested
from checks.model import OUTCOME_ZH, Basis, Finding, Outcome, Rule
from checks.predicates import PREDICATES, Verdict
from checks.standing import why_not_bound

# Raised by our own code while judging; told to the caller, who counts and logs it.
OnError = Callable[[Rule, Exception], None]

DEFAULT_MESSAGES = {
    Outcome.PASSED: "{name}：{why}",
    Outcome.FAILED: "{name}：{why}",
    Outcome.CANT_TELL: "{name}：无法核查，{why}",
    Outcome.INAPPLICABLE: "{name}：不适用，{why}",
}


def judge(unit: UnitFacts, rules: Sequence[tuple[Rule, str]], on_error: OnError | None = None) -> tuple[Finding, ...]:
    """Apply rules to a unit. Same inputs, same findings; no clock, no file, no order of pages or rules. 判定

    ``unit.context.as_of`` is the date the judgement speaks for. A ``failed`` that quotes nothing becomes ``cant_tell``, and so
    does a predicate that raises: our own defect is never charged to a public body.

    Args:
        rules: rules with the id of the pack each is applied under (``checks.rules.rules_for``).
        on_error: told of each predicate that raised.

    Returns:
        Findings of every outcome, by rule and subject.
    """
    findings = [
        _finding(unit, rule, pack, verdict)
        for rule, pack in sorted(rules, key=lambda pair: pair[0].id)
        for verdict in _verdicts(unit, rule, on_error)
    ]
    return tuple(sorted(findings, key=lambda f: (f.rule, f.subject, f.outcome)))


def withheld(findings: Iterable[Finding], planned: dt.date, as_of: dt.date) -> Iterator[Finding]:
    """The findings as far as a visit planned for one date can speak for another: nothing is charged for a time it never looked at. 不越期指责"""
    for finding in findings:
        if as_of > planned and finding.outcome is Outcome.FAILED:
            message = f"{finding.message}（无法核查：访问时的判定基准日为 {planned}，不能说明其后至 {as_of} 的情况）"
            finding = attrs.evolve(finding, outcome=Outcome.CANT_TELL, message=message)
        yield finding


def judgement_sha256(findings: Iterable[Finding]) -> str:
    """Digest over the findings of a run, whatever their order: two judgements of the same visits by the same rules agree. 判定摘要"""
    lines = sorted(json.dumps(as_json(f), ensure_ascii=False, sort_keys=True) for f in findings)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding in the shape of the contract (design §8), all outcomes alike. 输出格式"""
    return {
        "portal": finding.portal,
        "unit": finding.unit,
        "rule": finding.rule,
        "pack": finding.pack,
        "subject": finding.subject,
        "subject_name": finding.subject_name,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "confidence": round(finding.confidence, 3),
        "looked": finding.looked,
        "overlays": list(finding.overlays),
        "evidence": [
            {
                "url": e.url,
                "quote": e.quote,
                "locator": e.locator,
                "sha256": e.sha256,
                "fetched_at": e.fetched_at.isoformat(),
                "rendered": e.rendered,
            }
            for e in finding.evidence
        ],
    }


def _verdicts(unit: UnitFacts, rule: Rule, on_error: OnError | None) -> Iterator[Verdict]:
    if rule.scope == "portal" and not unit.own_site:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why="单位无独立网站，在上级网站栏目公开")
        return
    predicate = PREDICATES[rule.check]
    try:
        verdicts = tuple(predicate.function(unit, _options(predicate.params).structure(dict(rule.params), predicate.params)))
    except Exception as error:  # a defect of ours costs one cant_tell, never the night, and is never charged
        if on_error is not None:
            on_error(rule, error)
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"判定程序出错（{type(error).__name__}）")
        return
    # What a page is (hijacked, garbled, dead links) is so whoever runs it; what a body owes depends on which body it is.
    unbound = None if rule.basis is Basis.DESIGN or all(v.outcome is not Outcome.FAILED for v in verdicts) else why_not_bound(unit)
    for verdict in verdicts:
        if unbound is not None and verdict.outcome is Outcome.FAILED:
            why, shown = unbound
            verdict = attrs.evolve(
                verdict, outcome=Outcome.CANT_TELL, why=f"{why}（{verdict.why}）" if verdict.why else why, used=(shown, *verdict.used)
            )
        unproven = verdict.outcome is Outcome.FAILED and not any(e.quote.strip() for e in verdict.evidence)
        yield (
            Verdict(outcome=Outcome.CANT_TELL, subject=verdict.subject, subject_name=verdict.subject_name, why=f"{verdict.why}（无证据）")
            if unproven
            else verdict
        )


@functools.cache
def _options(_: type) -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(dt.date, lambda day, _: day)  # TOML gives dates as such, and the loader has checked them
    return converter


def _finding(unit: UnitFacts, rule: Rule, pack: str, verdict: Verdict) -> Finding:
    return Finding(
        unit=unit.unit.id,
        portal=unit.place.portal,
        rule=rule.id,
        pack=pack,
        subject=verdict.subject,
        subject_name=verdict.subject_name,
        outcome=verdict.outcome,
        severity=rule.severity,
        message=_message(unit, rule, verdict),
        confidence=verdict.confidence,
        evidence=verdict.evidence,
        looked=verdict.looked if verdict.outcome is not Outcome.PASSED else "",
    )


def _message(unit: UnitFacts, rule: Rule, verdict: Verdict) -> str:
    template = rule.messages.get(verdict.outcome, DEFAULT_MESSAGES[verdict.outcome])
    slots = {
        **verdict.slots,
        "name": verdict.subject_name or rule.title,
        "title": rule.title,
        "why": verdict.why or OUTCOME_ZH[verdict.outcome],
        "as_of": unit.context.as_of,
        "unit": unit.unit.name,
    }
    known = {field for _, field, _, _ in Formatter().parse(template) if field}
    return nested(template.format_map({key: slots.get(key, "") for key in known}))
