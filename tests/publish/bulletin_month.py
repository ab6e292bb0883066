"""A month in 云溪市 as the tests of the bulletin start from it: nights, people's entries, manual findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import attrs

from archive.ledger import Ledger, open_ledger
from archive.records import IssuedBulletin, ManualFinding
from checks.history import fold
from checks.model import (
    Decision,
    Evidence,
    Finding,
    Outcome,
    Place,
    Plan,
    Portal,
    Registry,
    Review,
    Run,
    Scope,
    Severity,
    Stop,
    Unit,
    Visit,
)
from cli.settings import load_form
from publish.bulletin.compute import Request, compute
from publish.bulletin.holding import Moments
from publish.bulletin.material import Guidance, RuleText, gather
from publish.bulletin.values import Bulletin, to_json

DATA = Path(__file__).resolve().parents[2] / "data"
FORM = load_form(DATA)
MONTH = "2026-10"
CUTOFF = dt.datetime(2026, 11, 5, 16, tzinfo=dt.UTC)  # 24:00 in Beijing
AT = dt.datetime(2026, 11, 9, 2, tzinfo=dt.UTC)
REGISTRY = Registry(
    portals=(Portal(id="yunxi", name="云溪市市监局网站", home_url="http://www.yunxi.example/"),),
    units=(
        Unit(id="yunxi", name="云溪市市监局", places=(Place(portal="yunxi"),)),
        Unit(id="kfq", name="开发区分局", places=(Place(portal="yunxi", column_url="http://www.yunxi.example/kfq/"),), parent="yunxi"),
        Unit(id="qingshi", name="青石县市监局", places=(Place(portal="qingshi"),)),
    ),
)
GUIDANCE = Guidance(
    rules={
        "guide.completeness": RuleText(
            title="公开指南要素完整", row="主动公开-2", clause="月通报 一（一）2", rows={"local/x": "组织管理-5"}
        ),
        "apply.channels": RuleText(title="受理渠道完整", row="依申请公开-1", clause="月通报 一（二）1"),
        "integrity.hijack": RuleText(title="网页未被篡改", row="主动公开-1", clause="月通报 一（一）1"),
        "links.dead": RuleText(title="没有死链", row="", clause=""),
        "management.internal-3": RuleText(title="材料报送", row="组织管理-3", clause="月通报 一（三）3", by_hand=True),
    },
    do=lambda message: "打开图片辨认。" if "图片" in message else "",
)


def day(month: int, number: int, hour: int = 18) -> dt.datetime:
    """A moment in autumn 2026, UTC; 18:00 is 2:00 of the next day in Beijing."""
    return dt.datetime(2026, month, number, hour, tzinfo=dt.UTC)


def fails(subject: str = "fax", unit: str = "yunxi", rule: str = "guide.completeness", **more: object) -> Finding:
    """Something that is missing from a guide."""
    seen = Evidence(url="http://www.yunxi.example/zn.html", fetched_at=day(10, 12), sha256="ab" * 32, locator="//p", quote="联系电话")
    values = {
        "portal": "yunxi", "pack": "p", "subject_name": subject, "outcome": Outcome.FAILED, "severity": Severity.MAJOR,
        "message": f"公开指南未列{subject}", "evidence": (seen,), **more,
    }  # fmt: skip
    return Finding(unit=unit, rule=rule, subject=subject, **values)  # type: ignore[arg-type]


def passes(subject: str = "fax", unit: str = "yunxi", rule: str = "guide.completeness") -> Finding:
    """The same, met."""
    return attrs.evolve(fails(subject, unit, rule), outcome=Outcome.PASSED, evidence=())


def night(ledger: Ledger, when: dt.datetime, findings: Iterable[Finding], *, published: bool = True, as_of: dt.date | None = None) -> Run:
    """A night that was judged, folded and published."""
    as_of = as_of or (when + dt.timedelta(hours=8)).date()
    run = Run(
        id=f"{when:%Y%m%dT%H}", as_of=as_of, started_at=when, ended_at=when + dt.timedelta(hours=1), packs=("p@1",), packs_sha256="b" * 64,
        code_version="t", judgement_sha256="c" * 64, published=published,
    )  # fmt: skip
    ledger.record_run(run, ["yunxi", "qingshi"])
    ledger.record_registry(run.id, REGISTRY)
    visit = Visit(
        portal_id="yunxi", run_id=run.id, start_url="http://www.yunxi.example/", started_at=when, ended_at=run.ended_at or when, stop=Stop.DONE,
        plan=Plan(needs=(), window_from=as_of, as_of=as_of),
    )  # fmt: skip
    ledger.record_visit(visit, file=f"{run.id}/yunxi.visit", sha256="d" * 64, pages=120, bytes=1)
    findings = tuple(findings)
    ledger.record_findings(run.id, findings)
    ledger.save_episodes(fold(ledger.episodes(), findings, run, ledger.reviews()))
    ledger.mark_folded(run.id)
    return run


def says(ledger: Ledger, of: Finding, decision: Decision, when: dt.datetime, who: str = "王工", **more: object) -> None:
    """A person's entry."""
    until = {Decision.WAIVE: dt.date(2026, 11, 30)}.get(decision)
    values = {"until": until, "scope": Scope.PROBLEM, "note": "说明", **more}
    ledger.add_review(Review(fingerprint=of.fingerprint, decision=decision, reviewer=who, decided_at=when, **values))  # type: ignore[arg-type]


def manual(ledger: Ledger, text: str = "未提供考核材料", unit: str = "kfq", row: str = "组织管理-3", month: str = MONTH) -> None:
    """An entry from an inspection on the spot."""
    ledger.add_manual_finding(ManualFinding(unit=unit, row=row, month=month, text=text, author="赵某", at=day(11, 3)))


def made(
    ledger: Ledger, *, month: str = MONTH, cutoff: dt.datetime = CUTOFF, at: dt.datetime = AT, by: str = "", system: str = ""
) -> Bulletin:
    """The month's bulletin."""
    request = Request(month=month, form=FORM, moments=Moments(cutoff=cutoff, at=at), by=by, system=system)
    return compute(request, gather(ledger, month, cutoff), GUIDANCE)


def issue(ledger: Ledger, month: str, **more: object) -> Bulletin:
    """A bulletin that goes out."""
    bulletin = made(ledger, month=month, by="办公室", **more)  # type: ignore[arg-type]
    kept = len(ledger.bulletins(month)) + 1
    ledger.issue_bulletin(IssuedBulletin(month=month, edition=kept, at=bulletin.at, issued_by="办公室", json=to_json(bulletin)))
    return bulletin


def opened(folder: Path) -> Ledger:
    """An empty ledger."""
    return open_ledger(folder / "ledger.db")


def facts(bulletin: Bulletin) -> list[tuple[str, str, str]]:
    """(unit, row, text) of what is notified."""
    return [(notice.unit, line.row, line.text) for notice in bulletin.units for line in notice.lines]


def reasons(bulletin: Bulletin) -> list[str]:
    """Why failures are held back."""
    return [each.why for each in bulletin.held]
