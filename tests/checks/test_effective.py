"""The effective pack of a unit: which packs bind it, which adjustments hold, where each value comes from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import config
from checks.effective import applied_rules, packs_sha256, values
from checks.model import Overlay, Place, RulePack, Severity, Unit
from checks.rules import packs_for_unit
from config import Config

ROOT = Path(__file__).resolve().parents[2]
JUNE = dt.date(2015, 6, 30)


@pytest.fixture(scope="module")
def loaded() -> Config:
    """The project's own rules."""
    return config.load(ROOT / "data")


def unit(name: str = "北京市朝阳区质量技术监督局", region: str = "北京市朝阳区", packs: tuple[str, ...] = ()) -> Unit:
    """A unit of which only name, region and packs matter."""
    return Unit(id="u", name=name, places=(Place(portal="p"),), region=region, packs=packs)


SOFTER = Overlay(
    id="local/freshness.no-new",
    file="overlays/local.toml",
    rule="freshness.no-new",
    reason="搬迁",
    who="张某",
    since=dt.date(2015, 6, 1),
    until=JUNE,
    params={"min_items": 2},
    severity=Severity.MINOR,
    units=("u",),
    sha256="a",
)


@pytest.mark.parametrize(
    ("name", "region", "day", "expected"),
    [
        ("北京市朝阳区质量技术监督局", "北京市朝阳区", JUNE, {"beijing-zjj-2015", "national-2008", "preconditions"}),
        ("北京市朝阳区教育委员会", "北京市朝阳区", JUNE, {"national-2008", "preconditions"}),
        ("宁波市北仑区教育局", "浙江省宁波市北仑区", JUNE, {"ningbo-2015", "national-2008", "preconditions"}),
        ("宁波市北仑区教育局", "浙江省宁波市北仑区", dt.date(2016, 6, 30), {"ningbo-2015", "national-2008", "preconditions"}),
        ("青石县质量技术监督局", "云溪市青石县", dt.date(2016, 6, 30), {"aqsiq-2016", "national-2008", "preconditions"}),
        ("北京市西城区教育委员会", "北京市西城区", dt.date(2017, 7, 31), {"xicheng-2017", "national-2008", "preconditions"}),
        (
            "青石县市场监督管理局",
            "云溪市青石县",
            dt.date(2022, 2, 28),
            {"market-regulation-2021", "national-2008", "national-2019", "preconditions"},
        ),
    ],
)
def test_packs_follow_from_region_name_and_month(loaded: Config, name: str, region: str, day: dt.date, expected: set[str]) -> None:
    """A unit that names no packs is bound by those of its jurisdiction, in their time."""
    assert {pack.id for pack in packs_for_unit(loaded.packs, day, unit(name, region))} == expected


def test_its_own_packs_go_before_and_an_unknown_region_is_bound_by_all(loaded: Config) -> None:
    """The registry's word counts; of an address tried out nothing is known; a pack named by a person is the only one."""
    assert [p.id for p in packs_for_unit(loaded.packs, JUNE, unit(packs=("ningbo-2015",)))] == ["ningbo-2015"]
    assert [p.id for p in packs_for_unit(loaded.packs, JUNE, unit(region=""))] == [p.id for p in loaded.packs if p.in_force(JUNE)]
    assert [p.id for p in packs_for_unit(loaded.packs, JUNE, unit(), ("national-2019",))] == ["national-2019"]


@pytest.mark.parametrize(
    ("day", "who", "held"),
    [(JUNE, "u", True), (dt.date(2015, 5, 31), "u", False), (dt.date(2015, 7, 1), "u", False), (JUNE, "other", False)],
)
def test_an_adjustment_holds_for_its_time_and_units(loaded: Config, day: dt.date, who: str, held: bool) -> None:
    """Elsewhere and at other times the pack's own value stands."""
    rules = applied_rules(loaded.packs, loaded.rules, (SOFTER,), attrs.evolve(unit(), id=who), day)
    one = next(one for one in rules if one.rule.id == SOFTER.rule)

    assert (one.rule.severity is Severity.MINOR, one.rule.params.get("min_items") == 2, one.overlays == (SOFTER,)) == (held,) * 3
    assert all(not other.overlays for other in rules if other is not one)


def test_every_value_has_its_origin(loaded: Config) -> None:
    """The pack's file, the adjustment's, or the predicate where the file is silent."""
    one = next(one for one in applied_rules(loaded.packs, loaded.rules, (SOFTER,), unit(), JUNE) if one.rule.id == SOFTER.rule)
    told = {value.key: value for value in values(one, "rulepacks/x.toml")}

    assert (told["params.min_items"].value, told["params.min_items"].origin) == (2, "overlays/local.toml")
    assert (told["severity"].origin, told["severity"].overlay) == ("overlays/local.toml", SOFTER.id)
    assert (told["since"].value, told["since"].origin, told["since"].overlay) == (one.rule.since, "rulepacks/x.toml", "")
    search = next(one for one in applied_rules(loaded.packs, loaded.rules, (), unit(), JUNE) if one.rule.id == "penalty.fields")
    silent = [value for value in values(search, "f") if value.origin == "判定函数 record_fields 的默认值"]
    assert "params.name_unread" in {value.key for value in values(search, "f")}
    assert all(value.key.removeprefix("params.") not in search.rule.params for value in silent)


def pack(name: str, sha256: str, extends: tuple[str, ...] = ()) -> RulePack:
    """A pack of which only its content's digest matters."""
    return RulePack(id=name, title=name, version="1", issuer="", since=JUNE, rules=(f"{name}.rule",), extends=extends, sha256=sha256)


def test_the_digest_follows_everything_that_decides() -> None:
    """The packs, those they take over, the adjustments in force; nothing else, and in no order."""
    packs = (pack("a", "1"), pack("b", "2", ("a",)), pack("c", "3"))
    ours = attrs.evolve(SOFTER, rule="a.rule")

    first = packs_sha256(["b"], packs, (), JUNE)
    assert first == packs_sha256(["b", "a"], packs[::-1], (), JUNE)
    assert first == packs_sha256(["b"], (packs[0], packs[1], pack("c", "9")), (), JUNE)
    assert first == packs_sha256(["b"], packs, (attrs.evolve(ours, rule="c.rule"),), JUNE)
    assert first == packs_sha256(["b"], packs, (ours,), dt.date(2015, 7, 1))
    changed = {
        packs_sha256(["b"], (pack("a", "9"), *packs[1:]), (), JUNE),
        packs_sha256(["b"], packs, (ours,), JUNE),
        packs_sha256(["b"], packs, (attrs.evolve(ours, sha256="b"),), JUNE),
    }
    assert len(changed | {first}) == 4


@pytest.mark.parametrize("month", ["2015-06", "2016-06", "2017-07", "2018-06", "2019-06", "2022-02"])
@pytest.mark.parametrize(
    "packs", [(), ("beijing-zjj-2015", "ningbo-2015", "aqsiq-2016", "xicheng-2017", "national-2019", "market-regulation-2021")]
)
def test_no_rule_applies_outside_its_period(loaded: Config, month: str, packs: tuple[str, ...]) -> None:
    """Whether packs follow from the region, from the registry, or are all that are in force."""
    day = dt.date.fromisoformat(f"{month}-28")
    for who in (unit(packs=packs), unit("宁波市市场监督管理局", "浙江省宁波市", packs), unit(region="", packs=packs)):
        rules = applied_rules(loaded.packs, loaded.rules, (), who, day)
        assert rules
        assert [one.rule.id for one in rules if not one.rule.in_force(day)] == []


def test_no_rule_outlives_its_pack(loaded: Config) -> None:
    """A rule whose pack has ended would never be applied again, whatever its own period says."""
    periods = {rule.id: rule.until or dt.date.max for rule in loaded.rules}

    assert [name for pack in loaded.packs for name in pack.rules if periods[name] > (pack.until or dt.date.max)] == []


def test_a_plan_of_one_year_leaves_only_its_standing_rules(loaded: Config) -> None:
    """Of the plan of 2015 two duties go on in Ningbo; the others ended with the year."""
    unit = Unit(id="u", name="宁波市北仑区教育局", region="浙江省宁波市北仑区", places=(Place(portal="p"),))
    applied = applied_rules(loaded.packs, loaded.rules, (), unit, dt.date(2016, 6, 30))

    assert [one.rule.id for one in applied if one.pack == "ningbo-2015"] == ["annual-report.backfill", "penalty.privacy"]
