"""Grave problems of a site, of which a machine sees only the signs of intrusion. 严重问题"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from checks.assemble import UnitFacts
from checks.model import Outcome

from .base import Verdict
from .site import HiddenLinks, Hijack, identity_kept, no_hidden_links


@attrs.frozen(kw_only=True)
class Confirmed:
    """``no_grave_content`` has no options: what it sees, people confirm."""

    charges: ClassVar[bool] = False


def no_grave_content(unit: UnitFacts, _: Confirmed) -> Iterator[Verdict]:
    """No page was taken over: what a machine sees of the gravest class; people look at the rest, and confirm before it is a veto. 严重问题

    The same break-in is charged once, by the rules on pages and on links; where hidden links lead is not looked at.
    """
    tamper, hidden = next(identity_kept(unit, Hijack())), next(no_hidden_links(unit, HiddenLinks()))
    for subject, name, charged_by, verdict in (
        ("tamper", "页面被篡改", "页面被劫持/冒名", tamper),
        ("link_bad", "违规链接", "暗链", hidden),
    ):
        if verdict.outcome is Outcome.FAILED:
            why = f"{verdict.why}，由“{charged_by}”一项判定；是否构成单项否决须经人工确认"
            verdict = attrs.evolve(verdict, outcome=Outcome.CANT_TELL, why=why)
        elif verdict.outcome is Outcome.PASSED:
            verdict = attrs.evolve(verdict, why=f"{verdict.why}；其余严重问题由人工核查")
        yield attrs.evolve(verdict, subject=subject, subject_name=name)
