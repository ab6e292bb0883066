"""Two invented nights in 云溪市: what the tests of publishing start from."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from archive.ledger import Ledger, open_ledger
from archive.records import ManualFinding
from checks.model import (
    Basis,
    Citation,
    Decision,
    Episode,
    EpisodeState,
    Evidence,
    Finding,
    Level,
    Outcome,
    Overlay,
    Place,
    Plan,
    Portal,
    Registry,
    Review,
    Rule,
    RulePack,
    Run,
    Severity,
    Stop,
    Unit,
    Visit,
)
from publish.database import Catalogue, Published, publish

FIRST, SECOND = "20150630-first", "20150731-second"


def at(day: int, hour: int = 2) -> dt.datetime:
    """A moment in July 2015, UTC."""
    return dt.datetime(2015, 7, day, hour, tzinfo=dt.UTC)


def evidence(path: str, quote: str, day: int = 31) -> Evidence:
    """Evidence from 云溪's portal."""
    return Evidence(
        url=f"http://www.yunxi.example{path}",
        fetched_at=at(day),
        sha256=hashlib.sha256(quote.encode()).hexdigest(),
        locator="/html/body/div[2]/p[1]",
        quote=quote,
    )


RULES = (
    Rule(
        id="guide.completeness",
        title="公开指南要素完整",
        title_passed="公开指南要素齐全",
        title_failed="公开指南缺少要素",
        mend="补写所列要素。",
        basis=Basis.SEED,
        severity=Severity.MAJOR,
        check="elements_present",
        since=dt.date(2008, 5, 1),
        citations=(
            Citation(
                document="政府信息公开条例（2007）", clause="第十九条第二款", quote="政府信息公开指南，应当包括……传真号码、电子邮箱等内容。"
            ),
        ),
        examples=(),
        row="主动公开-2",
        row_other="组织管理-5",
        assumptions="指南正文以图片或附件发布时不作判断。",
        false_positives=("传真写在附件里", "传真与电话同号"),
    ),
    Rule(
        id="apply.channels",
        title="依申请公开受理渠道完整",
        title_passed="受理渠道齐全",
        title_failed="受理渠道不完整",
        mend="写明所列渠道。",
        basis=Basis.SEED,
        severity=Severity.MAJOR,
        check="channels_present",
        since=dt.date(2015, 1, 1),
        citations=(
            Citation(document="云溪市公开情况通报办法", clause="一（二）1"),
            Citation(document="政府信息公开条例（2007）", clause="第二十条"),
        ),
        examples=(),
        row="依申请公开-1",
    ),
    Rule(
        id="integrity.hijack",
        title="网页未被篡改",
        title_passed="未见篡改",
        title_failed="页面疑被篡改",
        mend="清除所列内容。",
        basis=Basis.SEED,
        severity=Severity.CRITICAL,
        check="no_hijack",
        since=dt.date(2008, 5, 1),
        citations=(Citation(document="网站安全管理规定", clause="第三条"),),
        examples=(),
    ),
)
PACKS = (
    RulePack(
        id="yunxi-2015",
        title="云溪市2015年公开检查指标",
        version="1.2",
        issuer="云溪市质量技术监督局",
        since=dt.date(2015, 1, 1),
        rules=tuple(sorted(rule.id for rule in RULES)),
        sha256="a" * 64,
    ),
)
REGISTRY = Registry(
    portals=(
        Portal(id="yunxi", name="云溪市质监局网站", home_url="http://www.yunxi.example/", region="云溪市", level=Level.CITY),
        Portal(id="qingshi", name="青石县质监局网站", home_url="http://qs.yunxi.example/", region="青石县"),
    ),
    units=(
        Unit(
            id="yunxi-zjj",
            name="云溪市质量技术监督局",
            places=(Place(portal="yunxi"),),
            region="云溪市",
            level=Level.CITY,
            office="局办公室",
        ),
        Unit(
            id="yunxi.kfq",
            name="云溪市质监局开发区分局",
            places=(Place(portal="yunxi", column_url="http://www.yunxi.example/kfq/"),),
            region="云溪市",
            parent="yunxi-zjj",
        ),
        Unit(id="qingshi-zjj", name="青石县质量技术监督局", places=(Place(portal="qingshi"),), region="青石县", parent="gone"),
    ),
)
OVERLAY = Overlay(
    id="local/guide.completeness",
    file="overlays/local.toml",
    rule="guide.completeness",
    reason="试点期间放宽",
    who="局办公室李某",
    since=dt.date(2015, 7, 1),
    params={"least": 3},
    units=("yunxi-zjj",),
)
CATALOGUE = Catalogue(registry=REGISTRY, packs=PACKS, rules=RULES, overlays=(OVERLAY,))


def finding(unit: str, rule: str, subject: str, name: str, outcome: Outcome, message: str, **more: object) -> Finding:
    """A finding on the portal of 云溪."""
    severity = next((each.severity for each in RULES if each.id == rule), Severity.MINOR)
    values = {"portal": "qingshi" if unit.startswith("qingshi") else "yunxi", "pack": "yunxi-2015", "severity": severity, **more}
    return Finding(unit=unit, rule=rule, subject=subject, subject_name=name, outcome=outcome, message=message, **values)  # type: ignore[arg-type]


FAX = finding(
    "yunxi-zjj", "guide.completeness", "fax", "传真号码", Outcome.FAILED, "公开指南未列传真号码。",
    evidence=(
        evidence("/zwgk/zn.html", "联系电话：0000-1234567 办公时间：周一至周五 9:00-17:00"),
        evidence("/zwgk/", "信息公开指南 信息公开目录 依申请公开 年度报告"),
    ),
    looked="在指南正文查找：传真、传真号码、传真电话", confidence=0.9, overlays=(OVERLAY.id,),
)  # fmt: skip
HOURS = finding(
    "yunxi-zjj", "guide.completeness", "hours", "办公时间", Outcome.PASSED, "公开指南列有办公时间。", evidence=(evidence("/zwgk/zn.html", "周一至周五 9:00-17:00"),)
)  # fmt: skip
MAIL = finding(
    "yunxi-zjj", "apply.channels", "fax", "传真渠道", Outcome.FAILED, "申请须知未列传真渠道。", evidence=(evidence("/zwgk/ysq.html", "可当面或信函提出申请，三公经费预算另行公布"),)
)  # fmt: skip
UNREAD = finding(
    "qingshi-zjj", "guide.completeness", "", "", Outcome.CANT_TELL, "公开指南为图片，无法读取。", looked="首页、信息公开栏目共12页"
)
BUDGET = finding(
    "yunxi.kfq", "guide.completeness", "email", "电子邮箱", Outcome.FAILED, "公开指南未列电子邮箱。", evidence=(evidence("/kfq/zn.html", "=2015年部门预算及三公经费决算，收费标准见附件"),)
)  # fmt: skip
NONE = finding("yunxi.kfq", "integrity.hijack", "", "", Outcome.INAPPLICABLE, "该单位没有独立网站。")
ORPHAN = finding("lanting-zjj", "old.rule", "", "", Outcome.PASSED, "列表按期更新。", portal="lanting", pack="gone-2014")
OLD = finding("yunxi-zjj", "guide.completeness", "classify", "信息分类", Outcome.FAILED, "公开指南未说明信息分类。")

SECOND_NIGHT = (FAX, HOURS, MAIL, UNREAD, BUDGET, NONE, ORPHAN)


def episode(of: Finding, state: EpisodeState, **more: object) -> Episode:
    """An episode first seen on the first night and last on the second."""
    values = {"first_run": FIRST, "last_run": SECOND, "first_at": at(1), "last_at": at(31), "nights": 2, **more}
    return Episode(
        fingerprint=of.fingerprint, unit=of.unit, portal=of.portal, rule=of.rule, subject=of.subject, state=state, severity=of.severity,
        message=of.message, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def run(name: str, as_of: dt.date, day: int, **more: object) -> Run:
    """A run of the pack."""
    return Run(
        id=name, as_of=as_of, started_at=at(day), packs=("yunxi-2015@1.2",), packs_sha256="b" * 64, code_version="0.1.0", **more  # type: ignore[arg-type]
    )  # fmt: skip


def visit(run_id: str, portal: str, day: int) -> Visit:
    """A visit of ten minutes that read all it needed."""
    plan = Plan(needs=("guide",), window_from=dt.date(2014, 1, 1), as_of=dt.date(2015, 7, day))
    return Visit(
        portal_id=portal, run_id=run_id, start_url=f"http://{portal}.example/", started_at=at(day), ended_at=at(day) + dt.timedelta(minutes=10),
        stop=Stop.DONE, plan=plan,
    )  # fmt: skip


def two_nights(path: Path) -> Ledger:
    """A ledger of two nights; the second is not published yet."""
    ledger = open_ledger(path)
    first = run(FIRST, dt.date(2015, 6, 30), 1, ended_at=at(1, 5), published=True)
    ledger.record_run(first, ["yunxi", "qingshi"])
    ledger.record_visit(visit(FIRST, "yunxi", 1), file="first/yunxi.visit", sha256="c" * 64, pages=120, bytes=5_000_000)
    ledger.record_findings(FIRST, [FAX, UNREAD])
    ledger.record_run(run(SECOND, dt.date(2015, 7, 31), 31), ["yunxi", "qingshi"])
    for portal in ("yunxi", "qingshi", "lanting"):
        ledger.record_visit(visit(SECOND, portal, 31), file=f"second/{portal}.visit", sha256="d" * 64, pages=100, bytes=4_000_000)
    ledger.record_findings(SECOND, SECOND_NIGHT)
    ledger.save_episodes(
        [
            episode(FAX, EpisodeState.CONFIRMED, confirmed_by="second-look"),
            episode(MAIL, EpisodeState.SUSPECTED, first_run=SECOND, first_at=at(31), nights=1),
            episode(BUDGET, EpisodeState.REJECTED),
            episode(OLD, EpisodeState.RESOLVED, last_run=FIRST, last_at=at(1), nights=1, confirmed_by="王工", resolved_run=SECOND),
        ]
    )
    ledger.add_review(
        Review(fingerprint=BUDGET.fingerprint, decision=Decision.REJECT, reviewer="李工", decided_at=at(31, 8), note="邮箱在页脚")
    )
    ledger.add_manual_finding(
        ManualFinding(unit="yunxi-zjj", row="组织管理-3", month="2015-07", text="未提供监督检查材料。", author="王工", at=at(31, 9))
    )
    return ledger


def published(folder: Path) -> tuple[Path, Published]:
    """The second night, published in ``folder``."""
    target = folder / "findings.db"
    with two_nights(folder / "ledger.db") as ledger:
        return target, publish(ledger, target, run=SECOND, catalogue=CATALOGUE)
