"""The access probe against real servers on loopback: what it measures, and what the rule makes of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

import config
from archive.samples import SampleLog, open_samples
from checks.model import Outcome, Portal, Sample, Trouble
from checks.predicates import PREDICATES
from crawler.probe import Prober
from tests.checks.predicates.build import home, unit
from tests.crawler.probed import START, Door, Hand, Reply, door

WEEK = 7 * 24 * 3600
AGENT = "gongkai/test"
[RULE] = [rule for rule in config.load(Path(__file__).resolve().parents[2] / "data").rules if rule.id == "veto2019.unreachable"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SampleLog]:
    """An empty log."""
    with open_samples(tmp_path / "samples.db") as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Door]:
    """The portal."""
    with door() as opened:
        yield opened


@pytest.fixture
def control() -> Iterator[Door]:
    """The control host."""
    with door() as opened:
        yield opened


def portal(site: Door, **more: object) -> Portal:
    """The portal as registered."""
    return attrs.evolve(Portal(id="yunxi", name="云溪", home_url=site.url, allow_private=True), **more)


async def look(
    log: SampleLog, site: Door, control: str, hand: Hand | None = None, *, give_up: float = 30.0, registered: Portal | None = None
) -> Sample:
    """One visit."""
    prober = Prober(log, (control,), agent=AGENT, clock=hand.clock() if hand else None, give_up=give_up)
    [sample] = await prober.round([registered or portal(site)])
    return sample


async def week(log: SampleLog, site: Door, control: str, hand: Hand, visits: int, before: Callable[[int], None] = lambda _: None) -> None:
    """So many visits, evenly over seven days."""
    for number in range(visits):
        hand.seconds = number * WEEK / visits
        before(number)
        await look(log, site, control, hand)


def verdict(log: SampleLog) -> tuple[Outcome, str]:
    """What the rule, with the numbers of its file, says of all that was measured."""
    samples = log.samples("yunxi", START, START + dt.timedelta(days=8))
    made = unit(home())
    facts = attrs.evolve(made, samples=samples, context=attrs.evolve(made.context, as_of=dt.date(2019, 5, 31)))
    predicate = PREDICATES[RULE.check]
    [found] = predicate.function(facts, predicate.params(**RULE.params))
    return found.outcome, found.why


@pytest.mark.parametrize(
    ("visits", "failing", "expected", "share"),
    [
        (140, 6, Outcome.PASSED, "4.28%"),
        (140, 7, Outcome.FAILED, "5.00%"),
        (140, 8, Outcome.FAILED, "5.71%"),
        (1000, 49, Outcome.PASSED, "4.90%"),
        (1000, 50, Outcome.FAILED, "5.00%"),
        (1000, 51, Outcome.FAILED, "5.10%"),
    ],
)
async def test_share_of_visits_that_fail(
    log: SampleLog, site: Door, control: Door, visits: int, failing: int, expected: Outcome, share: str
):
    """A server that fails an exact share of the visits of a week: below 5 % passes, from 5 % on fails."""
    hand = Hand()
    broken = {n * visits // failing for n in range(failing)}

    def before(number: int) -> None:
        site.reply = lambda _: Reply(status=503 if number in broken else 200)

    await week(log, site, control.url, hand, visits, before)

    outcome, why = verdict(log)
    assert outcome is expected
    assert f"访问{visits}次" in why and f"未打开{failing}次" in why and share in why


@pytest.mark.parametrize(("late", "expected"), [(14.9, Outcome.PASSED), (15.0, Outcome.FAILED), (15.1, Outcome.FAILED)])
async def test_answers_that_come_late(log: SampleLog, site: Door, control: Door, late: float, expected: Outcome):
    """An answer before the fifteenth second opens the page, one at or after it does not."""
    hand = Hand()

    def slowly(_: str) -> Reply:
        hand.seconds += late
        return Reply()

    site.reply = slowly
    await week(log, site, control.url, hand, 140)

    assert verdict(log)[0] is expected
    first = log.samples("yunxi", START, START)[0]
    assert first.seconds == pytest.approx(late, abs=0.002) and first.trouble is None and first.tries == 1


async def test_control_down_decides_nothing(log: SampleLog, site: Door):
    """While the control host is away, neither failures nor successes count; all are kept."""
    hand = Hand()
    with door() as gone:
        pass

    def before(number: int) -> None:
        site.reply = lambda _: Reply(status=503 if number % 2 else 200)

    await week(log, site, gone.url, hand, 140, before)

    outcome, why = verdict(log)
    assert outcome is Outcome.CANT_TELL
    assert "对照主机也无应答140次" in why
    assert len(log.samples("yunxi", START, START + dt.timedelta(days=8))) == 140
    assert len(log.samples("", START, START + dt.timedelta(days=8))) == 140 + 70  # asked again after each failure


async def test_control_that_goes_away_during_the_visit(log: SampleLog, site: Door):
    """Our network may go while the portal is being waited for: the control is asked again after a failure."""
    hand = Hand()
    with door() as control:
        site.reply = lambda _: Reply(status=503)
        steady = await look(log, site, control.url, hand)
        hand.seconds += 3600
        up = iter([True])

        def once(_: str) -> Reply:
            if not next(up, False):
                time.sleep(0.5)
            return Reply()

        control.reply = once
        flapped = await look(log, site, control.url, hand, give_up=0.3)

    assert steady.control
    assert not flapped.control


async def test_quick_failures_are_tried_again(log: SampleLog, site: Door, control: Door):
    """A server that recovers within the quarter of a minute has opened."""
    hand = Hand()
    answers = iter([Reply(status=502), Reply(cut=True), Reply()])
    site.reply = lambda _: next(answers)

    sample = await look(log, site, control.url, hand)

    assert (sample.trouble, sample.status, sample.tries, sample.seconds) == (None, 200, 3, 10.0)


@pytest.mark.parametrize(
    ("reply", "trouble", "tries"),
    [
        (Reply(status=500), Trouble.STATUS, 4),
        (Reply(status=404), Trouble.STATUS, 4),
        (Reply(status=403), Trouble.WALL, 1),
        (Reply(status=521), Trouble.WALL, 1),
        (Reply(status=503, body="您的请求已被网站防火墙拦截".encode()), Trouble.WALL, 1),
        (Reply(cut=True), Trouble.CUT, 4),
        (Reply(status=302, headers=(("Location", "/"),)), Trouble.LOOP, 1),
        (Reply(status=302, headers=(("Location", "ftp://127.0.0.1/"),)), Trouble.ADDRESS, 1),
    ],
)
async def test_what_is_no_opened_page(log: SampleLog, site: Door, control: Door, reply: Reply, trouble: Trouble, tries: int):
    """Errors and breaks are waited on for fifteen seconds; walls and forbidden addresses are not asked again."""
    site.reply = lambda _: reply

    sample = await look(log, site, control.url, Hand())

    assert (sample.trouble, sample.tries) == (trouble, tries)
    assert sample.seconds == (15.0 if tries == 4 else 0.0)
    assert sample.control


async def test_redirects_are_followed_within_one_visit(log: SampleLog, site: Door, control: Door):
    """The first answer that is no redirect ends the visit, and its address is kept."""
    site.reply = lambda path: Reply(status=301, headers=(("Location", "/index.html"),)) if path == "/" else Reply()

    sample = await look(log, site, control.url, Hand())

    assert (sample.trouble, sample.final_url, sample.tries) == (None, site.url + "index.html", 1)
    assert site.asked == ["/robots.txt", "/", "/index.html"]
    assert site.agents == {AGENT}


async def test_silence_is_given_up(log: SampleLog, site: Door, control: Door):
    """A server that does not answer is waited for only so long. (Real seconds.)"""

    def hang(_: str) -> Reply:
        time.sleep(1)
        return Reply()

    site.reply = hang
    sample = await look(log, site, control.url, Hand(), give_up=0.3)

    assert (sample.trouble, sample.status) == (Trouble.TIMEOUT, None)


async def test_nobody_listens_and_no_such_name(log: SampleLog, control: Door):
    """A refused connection and an unknown name are told apart."""
    with door() as gone:
        pass
    refused = await look(log, gone, control.url, Hand(), registered=portal(gone, id="a"))
    log.note_robots(gone.url, START, True)
    refused = await look(log, gone, control.url, Hand(), registered=portal(gone, id="b"))
    log.note_robots("http://portal.invalid/", START, True)
    nameless = await look(log, gone, control.url, Hand(), registered=portal(gone, id="c", home_url="http://portal.invalid/"))

    assert (refused.trouble, nameless.trouble) == (Trouble.NO_CONNECTION, Trouble.NO_NAME)


async def test_private_addresses_are_not_visited(log: SampleLog, site: Door, control: Door):
    """Without the portal's own leave the machine's networks stay closed, also behind a redirect of the control host."""
    log.note_robots(site.url, START, True)
    sample = await look(log, site, control.url, Hand(), registered=portal(site, allow_private=False))
    assert sample.trouble is Trouble.ADDRESS
    assert site.asked == []

    control.reply = lambda _: Reply(status=302, headers=(("Location", site.url),))
    sample = await look(log, site, control.url, Hand())
    assert not sample.control
    assert site.asked == ["/"]


async def test_robots_forbids(log: SampleLog, site: Door, control: Door):
    """What robots.txt forbids is not visited, and the log says so; it is read once a day."""
    hand = Hand()
    site.robots = lambda: Reply(body=b"User-agent: *\nDisallow: /\n")

    first = await look(log, site, control.url, hand)
    hand.seconds += 23 * 3600
    await look(log, site, control.url, hand)
    assert (first.trouble, first.tries) == (Trouble.ROBOTS, 0)
    assert site.asked == ["/robots.txt"]

    hand.seconds += 2 * 3600
    site.robots = lambda: Reply(body=b"User-agent: *\nAllow: /\n")
    assert (await look(log, site, control.url, hand)).trouble is None
    hand.seconds += 25 * 3600
    site.robots = lambda: Reply(status=500)
    assert (await look(log, site, control.url, hand)).trouble is None, "while it cannot be read, what it said last"


async def test_robots_that_was_never_read_forbids(log: SampleLog, site: Door, control: Door):
    """A server that fails to say what it allows allows nothing."""
    site.robots = lambda: Reply(status=500)

    assert (await look(log, site, control.url, Hand())).trouble is Trouble.ROBOTS


async def test_each_visit_is_kept_as_soon_as_it_ends(log: SampleLog, site: Door, control: Door):
    """A round that is broken off keeps what had ended."""
    with door() as slow:
        slow.reply = lambda _: time.sleep(3) or Reply()  # type: ignore[func-returns-value]
        prober = Prober(log, (control.url,), agent=AGENT)
        both = [portal(site), portal(slow, id="slow")]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(prober.round(both), 1.5)

    kept = [sample.portal for sample in log.all_samples()]
    assert kept == ["", "yunxi"]


async def test_failures_at_once_ask_the_control_once(log: SampleLog, site: Door, control: Door):
    """Ten portals that fail together do not send ten visitors to the control host."""
    site.reply = lambda _: Reply(status=404)
    prober = Prober(log, (control.url,), agent=AGENT, clock=Hand().clock())

    samples = await prober.round([portal(site, id=f"p{n}") for n in range(10)], concurrency=10)

    assert all(sample.control for sample in samples)
    assert len(control.asked) <= 4


async def test_control_that_was_away_before_the_visit(log: SampleLog, site: Door, control: Door):
    """Our network that has just come back is no witness for the time before."""
    site.reply = lambda _: Reply(status=503)
    first = iter([True])

    def late(_: str) -> Reply:
        if next(first, False):
            time.sleep(1)
        return Reply()

    control.reply = late
    sample = await look(log, site, control.url, Hand(), give_up=0.5)

    assert [s.control for s in log.samples("", START, START + dt.timedelta(days=1))] == [False, True]
    assert not sample.control
