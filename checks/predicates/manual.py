"""What no machine can decide: the rule asks people for a manual finding, and hands over what the portal itself shows of it. 人工核查"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from checks.assemble import UnitFacts
from checks.model import Fact, Outcome, State

from .base import Verdict, cited, reading, title_of
from .naming import names_with

MOST_LEADS = 3


@attrs.frozen(kw_only=True)
class Asked:
    """Options of ``asked_of_people``.

    Attributes:
        ask: what a person has to look at, and where.
        leads: words of names on the portal that may help that person; ``never`` words of names that do not.
        told_in: sections of annual reports that may (vocabulary ``annual``).
    """

    charges: ClassVar[bool] = False
    ask: str
    leads: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    told_in: tuple[str, ...] = ()


def asked_of_people(unit: UnitFacts, params: Asked) -> Iterator[Verdict]:
    """A line on the worklist of people, whatever the portal shows: nothing is charged, nothing is passed. 须人工核查"""
    named = {title_of(fact): fact for fact in names_with(unit, params.leads, params.never)[0]} if params.leads else {}
    told = {fact.evidence.quote: fact for fact in unit.of("annual.section") if fact.subject in params.told_in and _says(fact)}
    leads = dict(sorted({**named, **told}.items())[:MOST_LEADS])
    shown = "；网站上的线索：" + "、".join(f"“{cited(text, 40)}”" for text in leads) if leads else ""
    yield Verdict(outcome=Outcome.CANT_TELL, why=f"须人工核查：{params.ask}{shown}", used=tuple(leads.values()))


def _says(fact: Fact) -> bool:
    return reading(fact).state is State.VALID
