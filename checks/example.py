"""Play the tiny portal of a rule's example: pages → facts → findings. 示例演示"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator

import attrs

from checks.assemble import ReadPage, UnitFacts, assemble, read_page
from checks.judge import judge
from checks.model import (
    Earlier,
    Example,
    ExamplePage,
    ExampleVisits,
    Finding,
    Outcome,
    Page,
    Place,
    Plan,
    Rule,
    Sample,
    Stop,
    Unit,
    Visit,
)
from checks.model.unit import BEIJING
from checks.parsing.links import resolve
from checks.parsing.view import PageView
from checks.recall import look, remember
from checks.vocabulary import Context, Vocabulary

WORST = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE)


def play(rule: Rule, example: Example, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Findings of one rule on an example portal. Links to paths that the example does not give answer 404. 演示一个示例"""
    earlier = Earlier()
    for night in example.earlier:
        earlier = remember(earlier, look(_visited(example, night.as_of, {p.path: p for p in night.pages}, True, vocabulary, earlier)))
    return judge(_visited(example, example.as_of, {}, example.complete, vocabulary, earlier), [(rule, "example")])


def _visited(
    example: Example, as_of: dt.date, changed: dict[str, ExamplePage], complete: bool, vocabulary: Vocabulary, earlier: Earlier
) -> UnitFacts:
    """What a crawl of the example portal on a day gives, some of its pages being different. 示例访问"""
    root = example.root
    context = Context(as_of=as_of, vocabulary=vocabulary, start_url=root)
    at = dt.datetime.combine(as_of, dt.time(4), tzinfo=dt.UTC)
    given = {resolve(root, p.path) or root: p for p in ({p.path: p for p in example.pages} | changed).values()}
    read: dict[str, ReadPage] = {}
    queue: list[tuple[str, int, str, str | None]] = [(root, 0, "", None)]
    while queue:
        url, depth, anchor, found_on = queue.pop(0)
        if url in read:
            continue
        source = given.get(url)
        body = source.html.encode() if source else b""
        page = Page(
            url=url,
            final_url=(source.lands if source else "") or url,
            status=source.status if source else 404,
            fetched_at=at,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            depth=depth,
            anchor=anchor,
            found_on=found_on,
        )
        read[url] = read_page(page, context)
        links = PageView(page).links if source and source.status == 200 else ()
        queue += [(link.url, depth + 1, link.text, url) for link in links if link.url and link.url.startswith(root)]
    plan = Plan(needs=(), window_from=as_of, as_of=as_of, browser=True)
    visit = Visit(
        portal_id="example",
        run_id="example",
        start_url=root,
        started_at=at,
        ended_at=at,
        stop=Stop.DONE if complete else Stop.PAGES,
        plan=plan,
    )
    unit = Unit(id="example", name=example.unit, places=(place := Place(portal="example"),))
    facts = assemble(unit, place, visit, read.values(), (), context, earlier=earlier)
    return attrs.evolve(facts, samples=tuple(_samples(example)))


def _samples(example: Example) -> Iterator[Sample]:
    """The visits of the access probe, those of one day evenly spread over it. 示例探测记录"""
    by_day: dict[dt.date, list[ExampleVisits]] = defaultdict(list)
    for visits in example.samples:
        for n in range(visits.days):
            by_day[visits.first + dt.timedelta(days=n)] += [visits] * visits.visits
    for day, told in by_day.items():
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=BEIJING)
        for n, one in enumerate(told):
            yield Sample(
                portal="example",
                url=example.root,
                at=midnight + n * dt.timedelta(days=1) / len(told),
                seconds=one.seconds,
                status=one.status if one.trouble is not None else 200,
                trouble=one.trouble,
                control=one.control,
                maintenance="报备" if one.maintenance else "",
            )


def unmet(example: Example, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """What an example promises and the findings do not keep, for a developer; empty if all is kept. 未兑现的示例"""
    wrong: list[str] = []
    if (outcome := outcome_of(findings, example.subject)) is not example.outcome:
        wrong.append(f"outcome {outcome}")
    told = [f for f in findings if f.outcome is example.outcome and (not example.subject or f.subject == example.subject)]
    if example.subjects and (subjects := sorted(f.subject for f in told)) != sorted(example.subjects):
        wrong.append(f"subjects {subjects}")
    wrong += [f"nothing says {words!r}" for words in example.says if not any(words in f.message for f in told)]
    return tuple(f"{text}: {[f'{f.subject}={f.outcome}: {f.message}' for f in findings]}" for text in wrong)


def outcome_of(findings: tuple[Finding, ...], subject: str = "") -> Outcome | None:
    """The outcome on a subject; without one the gravest over all subjects. None if there is no such finding. 示例结论"""
    outcomes = {f.outcome for f in findings if not subject or f.subject == subject}
    return next((o for o in WORST if o in outcomes), None)
