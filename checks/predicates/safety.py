"""Grave problems of a site, of which a machine sees only the signs of intrusion. 严重问题"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from checks.assemble import UnitFacts
from checks.model import Outcome

from .base import Verdict
from .records import NoOptions
from .site import HiddenLinks, Hijack, identity_kept, no_hidden_links

ALL = 99.0  # weak signs never add up to the gravest class


def no_grave_content(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """No page was taken over: what a machine sees of the gravest class, by strong signs only; people look at the rest. 严重问题

    Where hidden links lead is not looked at, and so whether it is forbidden is not known.
    """
    tamper = next(identity_kept(unit, Hijack(together=ALL)))
    hidden = next(no_hidden_links(unit, HiddenLinks()))
    if hidden.outcome is Outcome.FAILED:
        hidden = attrs.evolve(hidden, outcome=Outcome.CANT_TELL, why=f"{hidden.why}，所指内容是否违规需人工核查")
    for subject, name, verdict in (("tamper", "页面被篡改", tamper), ("link_bad", "违规链接", hidden)):
        rest = {Outcome.PASSED: "；其余严重问题由人工核查", Outcome.FAILED: "，须经人工确认"}.get(verdict.outcome, "")
        yield attrs.evolve(verdict, subject=subject, subject_name=name, why=f"{verdict.why}{rest}")
