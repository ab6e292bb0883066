"""What no machine can check: the rule asks people for a manual finding. 人工核查"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from checks.assemble import UnitFacts
from checks.model import Outcome

from .base import Verdict


@attrs.frozen(kw_only=True)
class Asked:
    """Options of ``asked_of_people``: what a person has to look at, and where."""

    ask: str


def asked_of_people(unit: UnitFacts, params: Asked) -> Iterator[Verdict]:
    """A line on the worklist of people, whatever the portal shows: nothing is charged, nothing is passed. 须人工核查"""
    yield Verdict(outcome=Outcome.CANT_TELL, why=f"须人工核查：{params.ask}")
