"""Units made by hand from facts, so that the boundary tables of the predicates do not depend on what extractors read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from checks.assemble import ReadPage, UnitFacts, assemble
from checks.judge import judge
from checks.model import (
    Basis,
    Citation,
    Earlier,
    Entry,
    Evidence,
    Fact,
    FetchError,
    Finding,
    Link,
    LinkKind,
    Outcome,
    Page,
    PageKind,
    Paging,
    Place,
    Plan,
    Reading,
    Rule,
    Severity,
    Skip,
    SkipReason,
    State,
    Stop,
    Unit,
    Visit,
)
from checks.vocabulary import Context, Element, Vocabulary

SITE = "http://www.yunxi.example/"
AS_OF = dt.date(2015, 6, 30)  # a Tuesday
AT = dt.datetime(2015, 6, 30, 4, tzinfo=dt.UTC)
KIND = "page.kind"

PASSED, FAILED, CANT_TELL, INAPPLICABLE = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE

ROLES = {
    "annual_report": Element(id="annual_report", name="年度报告", labels=("年报",), aliases=("年度报告",)),
    "power_list": Element(id="power_list", name="权力清单", labels=("权力清单",)),
    "dated": Element(id="dated", name="动态与公告", labels=("公告",)),
}
VOCABULARY = Vocabulary(elements={"roles": ROLES}, words={}, holidays_until=dt.date(2030, 12, 31))


def at(path: str) -> str:
    """The address of a path of the unit's own site; a whole address stays as it is."""
    return path if "://" in path else SITE + path.lstrip("/")


def fact(kind: str, value: object, subject: str = "", *, quote: str = "原文", confidence: float = 1.0, group: str = "") -> Fact:
    """A fact; ``page`` puts its own address to the evidence."""
    evidence = Evidence(url="", fetched_at=AT, sha256="", locator="", quote=quote)
    return Fact(kind=kind, value=value, subject=subject, evidence=evidence, method="hand", confidence=confidence, group=group)


def read(kind: str, subject: str, state: State = State.VALID, value: str | None = None, group: str = "", method: str = "hand") -> Fact:
    """An element in a state. A usable value is made up where none is given."""
    told = "某值" if value is None and state is State.VALID else value
    return attrs.evolve(fact(kind, Reading(state=state, value=told, label=subject), subject, group=group), method=method)


def row(title: str, date: str | None = None, to: str | None = None) -> Fact:
    """A list row; without ``to`` its link has no address."""
    when = dt.date.fromisoformat(date) if date else None
    return fact("entry", Entry(title=title, url=at(to) if to is not None else None, href=to or "#", date=when), quote=title)


def rows(*dates: str, prefix: str = "关于检查的通知") -> tuple[Fact, ...]:
    """Rows with these dates; their pages were not visited."""
    return tuple(row(f"{prefix}{i}", date, f"x/{date}-{i}.html") for i, date in enumerate(dates))


def pager(more: bool | None, next_path: str | None = None) -> Fact:
    """What the pager says."""
    return fact("list.paging", Paging(more=more, next_url=at(next_path) if next_path else None))


def door(role: str, text: str, to: str | None = None) -> Fact:
    """A link to a place that rules ask for; without ``to`` a script link that leads nowhere."""
    return fact("link", link(text, to), role, quote=text, confidence=0.9)


def link(text: str, to: str | None = None, hidden: bool = False) -> Link:
    """A link as written on a page."""
    kind = LinkKind.WEB if to is not None else LinkKind.SCRIPT
    return Link(kind=kind, url=at(to) if to is not None else None, href=to or "javascript:;", text=text, hidden=hidden)


def page(
    path: str,
    kind: PageKind | None,
    *facts: Fact,
    title: str = "",
    published: str | None = None,
    status: int | None = 200,
    error: FetchError | None = None,
    depth: int = 1,
    anchor: str = "",
    found_on: str | None = None,
    rendered: bool = False,
    links: Iterable[Link] = (),
    jump: str | None = None,
    final: str | None = None,
    minutes: int = 0,
    scripted: bool = False,
    own_text: int = 0,
    offered: str = "",
    frames: Iterable[str] = (),
    pixels: Iterable[str] = (),
    above: Iterable[str] = (),
    content_type: str = "text/html",
) -> ReadPage:
    """A page that was read; ``kind`` None leaves it without facts, as a failed fetch is."""
    url = at(path)
    own = [fact(KIND, kind)] if kind is not None else []
    own += [fact("page.title", title)] if title else []
    own += [fact("page.published", dt.date.fromisoformat(published), quote=published)] if published else []
    located = tuple(
        attrs.evolve(f, evidence=attrs.evolve(f.evidence, url=url, sha256=f"sha-{path}", locator=f"/row[{i:03}]", rendered=rendered))
        for i, f in enumerate((*own, *facts))
    )
    fetched = Page(
        url=url,
        final_url=at(final) if final is not None else url,
        status=None if error is not None else status,
        error=error,
        fetched_at=AT + dt.timedelta(minutes=minutes),
        headers=(("Content-Type", content_type),),
        sha256=f"sha-{path}",
        rendered=rendered,
        depth=depth,
        anchor=anchor,
        found_on=at(found_on) if found_on is not None else None,
    )
    return ReadPage(
        page=fetched,
        facts=located,
        links=tuple(links),
        offered=offered,
        jump=at(jump) if jump else None,
        frames=tuple(at(frame) for frame in frames),
        pixels=tuple(at(frame) for frame in pixels),
        scripted=scripted,
        own_text=own_text,
        above=tuple(at(step) for step in above),
    )


def home(*facts: Fact, **more: object) -> ReadPage:
    """The entry page, which offers something. Its links are those of its ``link`` facts unless others are given."""
    offered = [f.value for f in facts if f.kind == "link" and isinstance(f.value, Link)]
    options: dict[str, object] = {"title": "云溪市质量局", "depth": 0, "links": offered, "kind": PageKind.HOME}
    options |= {"offered": " ".join(x.text for x in offered) or "网站首页", **more}
    kind = options.pop("kind")
    return page("", kind, *facts, **options)  # type: ignore[arg-type]


def skip(path: str, reason: SkipReason = SkipReason.BUDGET, *, anchor: str = "", found_on: str = "") -> Skip:
    """A link that was seen and not fetched."""
    return Skip(url=at(path), reason=reason, anchor=anchor, found_on=at(found_on) if found_on else "")


def unit(
    *pages: ReadPage,
    stop: Stop = Stop.DONE,
    skips: Iterable[Skip] = (),
    as_of: dt.date | str = AS_OF,
    name: str = "云溪市质量局",
    since: dt.date | None = None,
    column: str = "",
    browser: bool = True,
    others: Iterable[str] = (),
    vocabulary: Vocabulary = VOCABULARY,
    earlier: Earlier | None = None,
) -> UnitFacts:
    """What one visit says about one unit; a plain home page is added where none of the pages is one."""
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    given = list(pages) if any(p.url == SITE for p in pages) else [home(), *pages]
    plan = Plan(needs=(), window_from=day - dt.timedelta(weeks=6), as_of=day, browser=browser)
    visit = Visit(portal_id="yunxi", run_id="r", start_url=SITE, started_at=AT, ended_at=AT, stop=stop, plan=plan)
    place = Place(portal="yunxi", column_url=at(column) if column else "")
    body = Unit(id="yunxi-zlj", name=name, places=(place,), since=since)
    context = Context(as_of=day, vocabulary=vocabulary, start_url=SITE)
    return assemble(body, place, visit, given, skips, context, [at(other) for other in others], earlier or Earlier())


def findings(facts: UnitFacts, check: str, **params: object) -> dict[str, Finding]:
    """Findings of one predicate by subject, through the judge: its demand for evidence counts, its mercy for our own defects does not."""
    rule = Rule(
        id="x.y",
        title="某指标",
        title_passed="合",
        title_failed="不合",
        mend="补",
        basis=Basis.SEED,
        severity=Severity.MAJOR,
        check=check,
        since=dt.date(2000, 1, 1),
        citations=(Citation(document="某文件", clause="一"),),
        examples=(),
        params=params,
    )
    raised: list[Exception] = []
    found = judge(facts, [(rule, "p")], lambda _, error: raised.append(error))
    if raised:
        raise raised[0]
    by_subject = {f.subject: f for f in found}
    assert len(by_subject) == len(found), "one finding per subject: the fingerprint has nothing else"
    return by_subject


def outcomes(facts: UnitFacts, check: str, **params: object) -> dict[str, Outcome]:
    """Outcomes of one predicate by subject."""
    return {subject: f.outcome for subject, f in findings(facts, check, **params).items()}


def outcome(facts: UnitFacts, check: str, **params: object) -> Outcome:
    """The outcome of a predicate that gives one verdict."""
    [only] = findings(facts, check, **params).values()
    return only.outcome
