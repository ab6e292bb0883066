"""Which rules apply on a day: periods, named packs, ``extends``."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import Basis, Citation, Rule, RulePack, Severity
from checks.rules import UnknownPackError, packs_for, rules_for

DAY = dt.date


def rule(rule_id: str, since: dt.date, until: dt.date | None = None) -> Rule:
    """A rule of which only the period matters here."""
    citation = Citation(document="条例", clause="一")
    return Rule(
        id=rule_id,
        title=rule_id,
        title_passed="",
        title_failed="",
        mend="",
        basis=Basis.SEED,
        severity=Severity.MAJOR,
        check="plain",
        since=since,
        until=until,
        citations=(citation,),
        examples=(),
    )


def pack(pack_id: str, since: dt.date, until: dt.date | None, rules: tuple[str, ...], extends: tuple[str, ...] = ()) -> RulePack:
    """A pack of which only period, rules and ``extends`` matter here."""
    return RulePack(id=pack_id, title=pack_id, version="1", issuer="云溪市", since=since, until=until, rules=rules, extends=extends)


RULES = (
    rule("a.old", DAY(2008, 5, 1), DAY(2019, 5, 14)),
    rule("a.open", DAY(2008, 5, 1)),
    rule("b.new", DAY(2019, 5, 15)),
    rule("c.year", DAY(2015, 1, 1), DAY(2015, 12, 31)),
)
PACKS = (
    pack("law-2008", DAY(2008, 5, 1), DAY(2019, 5, 14), ("a.old", "a.open")),
    pack("law-2019", DAY(2019, 5, 15), None, ("b.new",), ("law-2008",)),
    pack("plan-2015", DAY(2015, 1, 1), DAY(2015, 12, 31), ("c.year",)),
)


def applied(day: dt.date, *named: str, bound: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(rule id, pack id) on a day."""
    chosen = packs_for(PACKS, day, named, bound)
    return [(found.id, under) for found, under in rules_for(chosen, PACKS, RULES, day, named)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY(2008, 4, 30), []),
        (DAY(2008, 5, 1), ["law-2008"]),
        (DAY(2015, 1, 1), ["law-2008", "plan-2015"]),
        (DAY(2015, 12, 31), ["law-2008", "plan-2015"]),
        (DAY(2016, 1, 1), ["law-2008"]),
        (DAY(2019, 5, 14), ["law-2008"]),
        (DAY(2019, 5, 15), ["law-2019"]),
    ],
)
def test_without_a_name_the_packs_in_force_apply(day: dt.date, expected: list[str]) -> None:
    """First and last day of a period belong to it."""
    assert [p.id for p in packs_for(PACKS, day)] == expected


def test_a_2015_month_never_sees_a_2019_rule() -> None:
    """Rules of a later edition are not applied backwards."""
    assert applied(DAY(2015, 6, 30)) == [("a.old", "law-2008"), ("a.open", "law-2008"), ("c.year", "plan-2015")]


def test_a_new_edition_keeps_what_it_extends_as_long_as_the_rule_itself_stands() -> None:
    """``extends`` carries over rules whose own period is open; those that ended stay ended."""
    assert applied(DAY(2020, 1, 1)) == [("a.open", "law-2019"), ("b.new", "law-2019")]


def test_a_named_pack_applies_whatever_its_period() -> None:
    """All own rules of a named pack apply; nothing else that is in force does."""
    assert applied(DAY(2026, 1, 1), "plan-2015") == [("c.year", "plan-2015")]
    assert applied(DAY(2026, 1, 1), "law-2008") == [("a.old", "law-2008"), ("a.open", "law-2008")]


def test_rules_taken_over_by_a_named_pack_keep_their_periods() -> None:
    """Naming a pack does not force the rules it merely extends."""
    assert applied(DAY(2026, 1, 1), "law-2019") == [("a.open", "law-2019"), ("b.new", "law-2019")]


def test_a_rule_reached_twice_is_applied_once_under_its_own_pack() -> None:
    """Naming a pack and the pack that extends it gives each rule once."""
    assert applied(DAY(2026, 1, 1), "law-2019", "law-2008") == [("a.old", "law-2008"), ("a.open", "law-2008"), ("b.new", "law-2019")]


def test_packs_that_bind_a_unit_limit_the_choice() -> None:
    """A unit bound by one pack is not held to another bureau's; naming packs overrides that."""
    assert applied(DAY(2015, 6, 30), bound=("plan-2015",)) == [("c.year", "plan-2015")]
    assert applied(DAY(2015, 6, 30), "law-2019", bound=("plan-2015",)) == [
        ("a.old", "law-2019"),
        ("a.open", "law-2019"),
        ("b.new", "law-2019"),
    ]


def test_unknown_name() -> None:
    """A named pack that does not exist is an error that carries the name."""
    with pytest.raises(UnknownPackError) as caught:
        packs_for(PACKS, DAY(2015, 6, 30), ("law-2015",))
    assert caught.value.args == ("law-2015",)


def test_what_another_rule_covers_is_not_applied_beside_it() -> None:
    """The same defect is charged once; the covered rule stands where the other is not applied, and where its pack was asked for by name."""
    law = attrs.evolve(rule("law.fields", DAY(2008, 5, 1)), covered_by=("plan.fields",))
    rules = (law, rule("plan.fields", DAY(2015, 1, 1), DAY(2015, 12, 31)))
    packs = (pack("law", DAY(2008, 5, 1), None, ("law.fields",)), pack("plan", DAY(2015, 1, 1), None, ("plan.fields",), ("law",)))

    def ids(day: dt.date, *named: str) -> list[str]:
        return [found.id for found, _ in rules_for(packs_for(packs, day, named), packs, rules, day, named)]

    assert ids(DAY(2015, 6, 30)) == ["plan.fields"]
    assert ids(DAY(2016, 6, 30)) == ["law.fields"]
    assert ids(DAY(2015, 6, 30), "plan") == ["plan.fields"]
    assert ids(DAY(2015, 6, 30), "law", "plan") == ["law.fields", "plan.fields"]
