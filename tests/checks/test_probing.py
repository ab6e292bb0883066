"""Which visits of the access probe count, over which days, and where silence stops being an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

import attrs
import pytest

from checks.model import Maintenance, Outcome, Sample, Trouble
from checks.model.unit import BEIJING
from checks.predicates.opens import Opens, site_opens
from checks.probing import Tally, tally, why_left_out, with_maintenance
from tests.checks.predicates.build import home, unit

FIRST = dt.date(2019, 5, 25)
LAST = dt.date(2019, 5, 31)
OPTIONS = Opens(days=7, visits_per_day=20, timeout_s=15, fail_share=0.05)
OPEN = Sample(
    portal="yunxi", url="http://www.yunxi.example/", at=dt.datetime(2019, 5, 25, tzinfo=BEIJING), seconds=0.5, status=200, control=True
)
SHUT = attrs.evolve(OPEN, seconds=30.0, status=None, trouble=Trouble.TIMEOUT)
DOWN = attrs.evolve(OPEN, seconds=15.0, status=502, trouble=Trouble.STATUS)


def at(text: str) -> dt.datetime:
    """A moment in Beijing."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def spread(made: Iterable[Sample], start: dt.datetime = OPEN.at, minutes: float = 72) -> tuple[Sample, ...]:
    """The visits one after the other, so many minutes apart."""
    return tuple(attrs.evolve(sample, at=start + n * dt.timedelta(minutes=minutes)) for n, sample in enumerate(made))


def told(samples: Iterable[Sample], as_of: dt.date = LAST) -> Tally:
    """The figures of a week."""
    return tally(samples, as_of, days=7, visits_per_day=20, patience=15)


def verdict(samples: Iterable[Sample], as_of: dt.date = LAST) -> tuple[Outcome, str]:
    """What the rule says."""
    made = unit(home())
    facts = attrs.evolve(made, samples=tuple(samples), context=attrs.evolve(made.context, as_of=as_of))
    [found] = site_opens(facts, OPTIONS)
    return found.outcome, found.why


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        (OPEN, ""),
        (SHUT, ""),
        (DOWN, ""),
        (attrs.evolve(OPEN, seconds=20.0), ""),
        (attrs.evolve(OPEN, control=False), "对照主机也无应答"),
        (attrs.evolve(SHUT, control=False), "对照主机也无应答"),
        (attrs.evolve(SHUT, maintenance="报备"), "在报备的停机维护期间"),
        (attrs.evolve(DOWN, seconds=14.999), "等待不足15秒"),
        (attrs.evolve(DOWN, trouble=Trouble.WALL, status=403), "拒绝程序访问"),
        (attrs.evolve(DOWN, trouble=Trouble.TLS), "无法建立加密连接"),
        (attrs.evolve(DOWN, trouble=Trouble.ADDRESS), "转到不允许访问的网址"),
        (attrs.evolve(DOWN, trouble=Trouble.LOOP), "反复转址"),
        (attrs.evolve(DOWN, trouble=Trouble.ROBOTS), "robots.txt 不允许访问或未能读取"),
        (attrs.evolve(DOWN, trouble=Trouble.NO_NAME), ""),
        (attrs.evolve(DOWN, trouble=Trouble.NO_CONNECTION), ""),
        (attrs.evolve(DOWN, trouble=Trouble.CUT), ""),
    ],
)
def test_what_counts(sample: Sample, reason: str):
    """Only what says something about the portal counts."""
    assert why_left_out(sample, 15) == reason
    assert sum(told([sample]).per_day) == (not reason)


@pytest.mark.parametrize(("seconds", "unopened"), [(14.999, 0), (15.0, 1), (15.001, 1)])
def test_the_fifteenth_second(seconds: float, unopened: int):
    """«超过（含）15秒»: an answer at the fifteenth second is too late."""
    assert len(told([attrs.evolve(OPEN, seconds=seconds)]).unopened) == unopened


@pytest.mark.parametrize(("minutes", "counted"), [(9.99, 1), (10, 2), (10.01, 2)])
def test_visits_must_be_spaced(minutes: float, counted: int):
    """Two processes that probe at once do not double what was seen."""
    assert len(told(spread([SHUT, SHUT], minutes=minutes)).counted) == counted
    doubled = told(spread([SHUT, SHUT, OPEN], minutes=5))
    assert [s.seconds for s in doubled.counted] == [30.0, 0.5], "counted from the last that counts"


def test_order_does_not_matter():
    """The same visits in any order give the same figures."""
    samples = spread([OPEN, SHUT, DOWN] * 10, minutes=7)
    assert told(samples) == told(reversed(samples))


def test_days_are_those_of_beijing():
    """Midnight in Beijing parts the days; the week has seven of them."""
    edges = [at("2019-05-24T23:59:59"), at("2019-05-25T00:10:00"), at("2019-05-31T23:59:59"), at("2019-06-01T00:10:00")]
    found = told([attrs.evolve(OPEN, at=moment.astimezone(dt.UTC)) for moment in edges])
    assert (found.first, found.last, found.per_day) == (FIRST, LAST, (1, 0, 0, 0, 0, 0, 1))


@pytest.mark.parametrize(
    ("today", "before", "last"),
    [(0, 140, "2019-05-30"), (19, 140, "2019-05-30"), (20, 140, "2019-05-31"), (5, 139, "2019-05-31")],
)
def test_a_day_that_is_not_over(today: int, before: int, last: str):
    """Where only the day of judgement lacks visits, the week ends on the day before."""
    earlier = spread([OPEN] * before, at("2019-05-24T00:00"))
    found = told([*earlier, *spread([OPEN] * today, at("2019-05-31T00:00"))])
    assert found.last == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("unopened", "visits", "expected", "percent"),
    [
        (6, 140, Outcome.PASSED, "4.28%"),
        (7, 140, Outcome.FAILED, "5.00%"),
        (8, 140, Outcome.FAILED, "5.71%"),
        (7, 141, Outcome.PASSED, "4.96%"),
        (16, 336, Outcome.PASSED, "4.76%"),
        (17, 336, Outcome.FAILED, "5.05%"),
    ],
)
def test_exact_share(unopened: int, visits: int, expected: Outcome, percent: str):
    """The share is exact; what is below the limit never reads as the limit."""
    samples = spread([*[SHUT] * unopened, *[OPEN] * (visits - unopened)], minutes=7 * 24 * 60 / visits)
    assert told(samples).share == Fraction(unopened, visits)
    outcome, why = verdict(samples)
    assert outcome is expected
    assert f"占{percent}" in why


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ([SHUT] * 19, Outcome.FAILED),
        ([SHUT] * 20, Outcome.CANT_TELL),
        ([SHUT] * 140, Outcome.CANT_TELL),
        ([attrs.evolve(DOWN, status=404)] * 140, Outcome.CANT_TELL),
        ([DOWN] * 140, Outcome.FAILED),
        ([*[SHUT] * 139, DOWN], Outcome.FAILED),
        ([*[SHUT] * 100, *[DOWN] * 21, *[SHUT] * 19], Outcome.FAILED),
        ([*[SHUT] * 139, OPEN], Outcome.FAILED),
        ([*[SHUT] * 139, attrs.evolve(OPEN, seconds=16.0)], Outcome.FAILED),
    ],
)
def test_silence_that_does_not_end(end: list[Sample], expected: Outcome):
    """An unbroken silence may be meant for our address alone, or the site has moved; the server's own error cannot."""
    outcome, why = verdict(spread([*[OPEN] * (140 - len(end)), *end]))
    assert outcome is expected
    assert ("需换网络人工核实" in why) == (expected is Outcome.CANT_TELL)


def test_evidence_is_cited_and_says_when_and_how():
    """A failure quotes visits of the log, with their moments."""
    made = attrs.evolve(unit(home()), samples=spread([*[DOWN] * 10, *[OPEN] * 130]))
    [found] = site_opens(attrs.evolve(made, context=attrs.evolve(made.context, as_of=LAST)), OPTIONS)
    assert [e.quote for e in found.evidence][:1] == ["2019-05-25 00:00 访问首页，15.0秒内未打开（返回错误页），状态码502；对照主机有应答"]
    assert len(found.evidence) == 5


@pytest.mark.parametrize(
    ("began", "seconds", "inside"),
    [
        ("2019-05-25T21:59:30", 29.9, False),
        ("2019-05-25T21:59:30", 30.0, True),
        ("2019-05-25T22:00:00", 0.5, True),
        ("2019-05-26T05:59:59", 0.5, True),
        ("2019-05-26T06:00:00", 30.0, False),
    ],
)
def test_reported_maintenance(began: str, seconds: float, inside: bool):
    """A visit that touches a reported maintenance is marked; a moment without zone is Beijing's."""
    window = Maintenance(since=dt.datetime(2019, 5, 25, 22), until=dt.datetime(2019, 5, 26, 6), note="5月20日函告")  # noqa: DTZ001
    [marked] = with_maintenance([attrs.evolve(SHUT, at=at(began).astimezone(dt.UTC), seconds=seconds)], [window])
    assert marked.maintenance == ("5月20日函告" if inside else "")
