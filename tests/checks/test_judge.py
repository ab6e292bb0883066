"""The judge: evidence demanded, defects of ours never charged, nothing depends on order."""

from __future__ import annotations

import datetime as dt
import random
from types import MappingProxyType

import attrs
import pytest

from checks import judge as judging
from checks.assemble import ReadPage, UnitFacts, assemble, read_page
from checks.judge import as_json, judge, judgement_sha256, withheld
from checks.model import Basis, Citation, Outcome, Page, Place, Plan, Rule, Severity, Skip, SkipReason, Stop, Unit, Visit
from checks.predicates import PREDICATES, Predicate, Verdict
from checks.predicates.records import NoOptions
from checks.vocabulary import Context

AT = dt.datetime(2015, 6, 30, 4, tzinfo=dt.UTC)
START = "http://www.example.gov.cn/"


def rule(check: str, rule_id: str = "x.y") -> Rule:
    return Rule(
        id=rule_id,
        title="某指标",
        title_passed="合",
        title_failed="不合",
        mend="补",
        basis=Basis.SEED,
        severity=Severity.MAJOR,
        check=check,
        since=dt.date(2015, 1, 1),
        citations=(Citation(document="某文件", clause="一"),),
        examples=(),
    )


def page(url: str, html: str, depth: int = 0, status: int = 200) -> Page:
    body = html.encode()
    return Page(
        url=url,
        final_url=url,
        status=status,
        fetched_at=AT,
        headers=(("Content-Type", "text/html"),),
        body=body,
        sha256=str(len(body)),
        depth=depth,
    )


def unit_of(context: Context, pages: list[ReadPage], stop: Stop = Stop.DONE, skips: tuple[Skip, ...] = ()) -> UnitFacts:
    plan = Plan(needs=(), window_from=dt.date(2015, 5, 1), as_of=context.as_of, browser=True)
    visit = Visit(portal_id="p", run_id="r", start_url=START, started_at=AT, ended_at=AT, stop=stop, plan=plan)
    place = Place(portal="p")
    return assemble(Unit(id="u", name="某局", places=(place,)), place, visit, pages, skips, context)


@pytest.fixture
def small(context: Context) -> UnitFacts:
    """A portal of two pages."""
    pages = [
        page(START, '<title>某局</title><ul class="nav"><li><a href="/a/">通知公告</a></li></ul>'),
        page(START + "a/", "<h2>通知公告</h2><ul><li><a href='1.html'>关于检查的通知</a><span>2015-06-01</span></li></ul>", 1),
    ]
    return unit_of(context, [read_page(p, context) for p in pages])


def with_predicate(monkeypatch: pytest.MonkeyPatch, function: object) -> None:
    table = MappingProxyType({**PREDICATES, "probe": Predicate(function=function, params=NoOptions)})  # type: ignore[arg-type]
    monkeypatch.setattr(judging, "PREDICATES", table)


def test_a_failure_without_evidence_becomes_cant_tell(small, monkeypatch):
    """No evidence, no accusation, whatever the predicate says."""
    with_predicate(monkeypatch, lambda facts, params: [Verdict(outcome=Outcome.FAILED, why="无")])
    [finding] = judge(small, [(rule("probe"), "p")])

    assert finding.outcome == Outcome.CANT_TELL


def test_a_failure_with_evidence_stays(small, monkeypatch):
    """The same verdict with evidence is a failure and carries it."""
    with_predicate(monkeypatch, lambda facts, params: [Verdict(outcome=Outcome.FAILED, why="无", used=facts.absence())])
    [finding] = judge(small, [(rule("probe"), "p")])

    assert finding.outcome == Outcome.FAILED
    assert finding.evidence[0].url == START


@pytest.mark.parametrize(("quote", "outcome"), [("", Outcome.CANT_TELL), (" ", Outcome.CANT_TELL), ("通知公告", Outcome.FAILED)])
def test_a_failure_that_quotes_nothing_becomes_cant_tell(small, monkeypatch, quote, outcome):
    """An address alone shows nobody anything."""
    with_predicate(monkeypatch, lambda facts, _: [Verdict(outcome=Outcome.FAILED, used=(facts.home.evidence(quote),))])

    assert [f.outcome for f in judge(small, [(rule("probe"), "p")])] == [outcome]


def test_a_predicate_that_raises_costs_one_cant_tell(small, monkeypatch):
    """The other rules are judged all the same, and the caller is told."""

    def broken(facts, params):
        raise IndexError("x")

    with_predicate(monkeypatch, broken)
    told: list[str] = []
    findings = judge(small, [(rule("probe", "a.a"), "p"), (rule("readable_text", "b.b"), "p")], lambda r, e: told.append(r.id))

    assert [(f.rule, f.outcome) for f in findings] == [("a.a", Outcome.CANT_TELL), ("b.b", Outcome.PASSED)]
    assert told == ["a.a"]


def test_the_order_of_pages_and_rules_does_not_matter(context):
    """Shuffled pages, skips and rules give the same bytes."""
    pages = [read_page(page(START, "<title>某局</title>" + "".join(f'<a href="/{i}/">栏目{i}</a>' for i in range(6))), context)]
    pages += [
        read_page(page(f"{START}{i}/", f"<h2>栏目{i}</h2><ul><li><a href='x'>标题</a> 2015-06-0{i + 1}</li></ul>", 1), context)
        for i in range(6)
    ]
    rules = [(rule(check, f"r.{check.replace('_', '-')}"), "p") for check in ("blank_columns", "readable_text", "search_box")]
    skips = [Skip(url=f"{START}s{i}", reason=SkipReason.NOT_NEEDED) for i in range(4)]
    digests = set()
    for seed in range(8):
        shuffle = random.Random(seed).sample
        unit = unit_of(context, shuffle(pages, len(pages)), skips=tuple(shuffle(skips, 4)))
        digests.add(judgement_sha256(judge(unit, shuffle(rules, 3))))

    assert len(digests) == 1


def test_an_unfinished_visit_cannot_prove_an_absence(context):
    """The same pages fail a rule when everything was read, and leave it open when the budget ran out."""
    pages = [read_page(page(START, '<title>某局</title><div class="nav"><a href="/a/">通知公告</a></div>'), context)]
    pages.append(
        read_page(
            page(START + "a/", "<h2>通知公告</h2><ul><li><a href='1'>关于检查的通知</a><span>2015-06-01</span></li></ul>", 1), context
        )
    )
    guide = attrs.evolve(rule("document_found"), params={"kinds": ["guide"], "roles": ["guide"], "words": ["公开指南"]})

    assert judge(unit_of(context, pages), [(guide, "p")])[0].outcome == Outcome.FAILED
    assert judge(unit_of(context, pages, Stop.PAGES), [(guide, "p")])[0].outcome == Outcome.CANT_TELL


def test_portal_rules_do_not_bind_a_unit_without_a_site_of_its_own(context):
    """A unit on a column of another's portal is not charged with that portal's footer."""
    pages = [
        read_page(page(START, '<title>某局</title><a href="/fj/">分局</a>'), context),
        read_page(page(START + "fj/", "<h2>分局</h2>", 1), context),
    ]
    plan = Plan(needs=(), window_from=dt.date(2015, 5, 1), as_of=context.as_of)
    visit = Visit(portal_id="p", run_id="r", start_url=START, started_at=AT, ended_at=AT, stop=Stop.DONE, plan=plan)
    place = Place(portal="p", column_url=START + "fj/")
    unit = assemble(Unit(id="u", name="分局", places=(place,)), place, visit, pages, (), context)
    footer = attrs.evolve(rule("footer_marks"), scope="portal", params={"marks": {"f_icp": "ICP备案编号"}})

    assert [f.outcome for f in judge(unit, [(footer, "p")])] == [Outcome.INAPPLICABLE]


def test_json_holds_the_contract_keys(small):
    """What outsiders rely on is there under its name."""
    [finding] = judge(small, [(rule("readable_text"), "p")])
    printed = as_json(finding)

    assert {"portal", "rule", "subject", "outcome", "message", "confidence", "evidence"} <= set(printed)
    assert {"url", "quote", "locator", "sha256", "fetched_at"} <= set(printed["evidence"][0])


@pytest.mark.parametrize(("as_of", "outcome"), [("2015-06-29", "failed"), ("2015-06-30", "failed"), ("2015-07-01", "cant_tell")])
def test_nothing_is_charged_for_a_time_after_the_visit(small, as_of, outcome):
    """What a visit planned for 30 June failed is left open for any later day, and says why; what it saw stands."""
    found = judge(small, [(rule("readable_text", "b.b"), "p")])
    failed = attrs.evolve(found[0], rule="a.a", outcome=Outcome.FAILED, message="未见。")

    told = tuple(withheld((failed, *found), dt.date(2015, 6, 30), dt.date.fromisoformat(as_of)))

    assert (told[0].outcome, told[1:]) == (outcome, found)
    assert ("不能说明其后至 2015-07-01" in told[0].message) is (outcome == "cant_tell")
