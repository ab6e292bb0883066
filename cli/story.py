"""Gathers what stands behind one finding: ledger, visit file, rules, the page read again. 检查结果的来历"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from archive.ledger import Ledger
from archive.records import VisitRecord
from archive.visit import VisitFile, read_visit
from checks.model import BASIS_ZH, Evidence, Finding, Outcome, Page, Reading, Rule, Run, State
from checks.pages import ReadPage, read_page
from checks.reasons import reason_of
from checks.reviewing import Reviews, ruled
from checks.vocabulary import Context, Vocabulary
from checks.wording import applied, place_of, said, standards
from config import Config
from publish.explain import Capture, Explanation, Ground, Quoted, chosen
from publish.exports import fingerprint_of

from .context import VISITS, Folders
from .exits import UsageError
from .selection import Selection, told_overlay

MOST_STEPS = 20  # links from the start page; a way that is longer goes in a circle
MOST_NEAR = 3
FIRM = frozenset({State.VALID, State.UNREAD, State.PARTIAL})


def named_finding(ledger: Ledger, where: Folders, asked: str) -> str:
    """What a person asks for, as the ledger names it: the name itself, or the number of the published table. 结果编号

    Raises:
        UsageError: nothing of that name was ever judged; the nearest names are given.
    """
    fingerprint = fingerprint_of(where.published, int(asked)) if asked.isdecimal() else asked
    if not fingerprint:
        raise UsageError(f"发布库 {where.published} 中没有结果编号 {asked}；编号见 findings.csv 的“结果编号”一列")
    known = ledger.fingerprints()
    if fingerprint not in known:
        raise UsageError(f"账本中没有检查结果 {fingerprint}；{_nearest(fingerprint, known)}")
    return fingerprint


def _nearest(asked: str, known: Sequence[str]) -> str:
    """The same rule of the same unit first, then what is spelt alike."""
    same = [name for name in known if name.rpartition("|")[0] == asked.rpartition("|")[0]]
    close = same or difflib.get_close_matches(asked, known, n=MOST_NEAR, cutoff=0.5)
    listed = "、".join(close[:MOST_NEAR])
    return f"相近的有：{listed}" if close else "编号写作 公开主体|指标|对象，用 gongkai review 可列出问题的编号"


def story(ledger: Ledger, where: Folders, loaded: Config, fingerprint: str, run_id: str = "") -> Explanation:
    """Everything behind a finding of the latest run that judged it, or of the run asked for. 检查结果的来历

    Raises:
        UsageError: the run did not judge it.
        ArchiveError: the visit file is damaged. One that is gone is only said to be gone.
    """
    unit, _, rest = fingerprint.partition("|")
    rule_id, _, subject = rest.partition("|")
    told = ledger.findings_about(unit, rule_id, subject)
    runs = {run.id: run for run in ledger.runs()}
    asked = [(run, finding) for run, finding in told if run_id in ("", run)]
    if not asked:
        raise UsageError(f"批次 {run_id} 没有判定 {fingerprint}；判定过的批次：{'、'.join(run for run, _ in told)}")
    run, finding = runs[asked[-1][0]], asked[-1][1]
    rule = next((each for each in loaded.rules if each.id == rule_id), None)
    visit = next((each for each in ledger.visits(run.id) if each.portal == finding.portal), None)
    captures, quoted = _seen(_file(where, visit), finding, run, loaded.vocabulary, rule)
    registries = (*ledger.registries(run.id), loaded.registry)
    said = Reviews(ledger.reviews())
    return Explanation(
        finding=finding,
        unit=next((u.name for each in registries for u in each.units if u.id == unit), unit),
        portal=next((p.name for each in registries for p in each.portals if p.id == finding.portal), finding.portal),
        run=run,
        visit=visit,
        captures=captures,
        quoted=quoted,
        ground=_ground(loaded, rule, finding, run) if rule else None,
        step=reason.do if finding.outcome is Outcome.CANT_TELL and (reason := reason_of(finding.message)) else "",
        told=tuple((runs[name], each.outcome) for name, each in told),
        lives=tuple(ruled(e, said.ruling(fingerprint, e.severity)) for e in ledger.episodes() if e.fingerprint == fingerprint),
    )


def _file(where: Folders, visit: VisitRecord | None) -> VisitFile | None:
    path = where.var / VISITS / visit.file if visit else None
    return read_visit(path) if path is not None and path.exists() else None


def _ground(loaded: Config, rule: Rule, finding: Finding, run: Run) -> Ground:
    packs = {f"{pack.id}@{pack.version}": pack for pack in loaded.packs}
    applied_under = next((packs[name] for name in run.packs if name in packs and packs[name].id == finding.pack), None)
    known = {overlay.id: overlay for overlay in loaded.overlays}
    for name in finding.overlays:
        rule = known[name].put_on(rule) if name in known else rule
    named = f"{applied_under.title}（第{applied_under.version}版）" if applied_under else f"指标体系{finding.pack}"
    return Ground(
        id=rule.id,
        title=rule.title,
        pack=named,
        period=f"{rule.since}至{rule.until}" if rule.until else f"{rule.since}起施行",
        jurisdiction=rule.jurisdiction,
        citations=rule.citations,
        standards=tuple(standards(rule, finding.subject)),
        options=applied(rule),
        basis=BASIS_ZH[rule.basis],
        mend=rule.mend,
        overlays=tuple(told_overlay(known[name]) if name in known else f"{name}（已不在现行调整之中）" for name in finding.overlays),
        assumptions=rule.assumptions,
        changed=Selection(config=loaded, as_of=run.as_of).digest(run.packs) != run.packs_sha256,
    )


def _seen(
    file: VisitFile | None, finding: Finding, run: Run, vocabulary: Vocabulary, rule: Rule | None
) -> tuple[tuple[Capture, ...], tuple[Quoted, ...]]:
    """The pages that the evidence stands on, and what was read there: the pages are read again to say so."""
    pages = tuple(file.pages(bodies_at=())) if file else ()
    read = dict(_read_again(file, pages, finding.evidence, run, vocabulary)) if file else {}
    captures: dict[tuple[str, str], Capture] = {}
    quoted, telling = [], []
    for evidence in finding.evidence:
        place = _place(pages, evidence)
        page = pages[place] if place is not None else None
        captures.setdefault((evidence.url, evidence.sha256), _capture(pages, page, evidence, kept=place in read))
        facts = [f for f in read[place].facts if f.evidence == evidence] if place in read else []
        quoted.append(Quoted(evidence=evidence, place=place_of(evidence.locator), said=tuple(said(f, vocabulary, rule) for f in facts)))
        telling.append(any(isinstance(f.value, Reading) and f.value.state not in FIRM for f in facts))
    ordered = chosen(quoted, telling)
    places = list(dict.fromkeys((q.evidence.url, q.evidence.sha256) for q in ordered))
    return tuple(captures[each] for each in places), ordered


def _read_again(
    file: VisitFile, pages: Sequence[Page], evidence: Sequence[Evidence], run: Run, vocabulary: Vocabulary
) -> Iterator[tuple[int, ReadPage]]:
    """Place in the visit → the page read again, for every page that is cited; a body that is not what its digest says is an ArchiveError."""
    wanted = {place for each in evidence if (place := _place(pages, each)) is not None and pages[place].sha256}
    context = Context(as_of=run.as_of, vocabulary=vocabulary, start_url=file.visit.start_url)
    for place, page in enumerate(file.pages(bodies_at=wanted)):
        if place in wanted:
            yield place, read_page(page, context)


def _place(pages: Sequence[Page], evidence: Evidence) -> int | None:
    """Where in the visit the page stands that evidence was read on."""
    wanted = (evidence.url, evidence.sha256, evidence.rendered)
    return next((place for place, page in enumerate(pages) if (page.url, page.sha256, page.rendered) == wanted), None)


def _capture(pages: Sequence[Page], page: Page | None, evidence: Evidence, *, kept: bool) -> Capture:
    return Capture(
        url=evidence.url,
        fetched_at=evidence.fetched_at,
        sha256=evidence.sha256,
        rendered=evidence.rendered,
        status=page.status if page else None,
        way=tuple(_way({p.url: p for p in reversed(pages)}, page)) if page else (),
        kept=kept,
    )


def _way(by_url: Mapping[str, Page], page: Page | None) -> list[str]:
    """The words of the links that led from the start page to this one."""
    words: list[str] = []
    while page is not None and page.found_on is not None and len(words) < MOST_STEPS:
        words.insert(0, page.anchor or "（无文字的链接）")
        page = by_url.get(page.found_on)
    return words
