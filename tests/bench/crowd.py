"""A country's worth of findings, made up: published by the real build from a ledger that invents what it is asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs

from archive.ledger import Ledger, open_ledger
from archive.readings import open_readings
from archive.records import Standing
from checks.model import (
    Basis,
    Citation,
    Episode,
    EpisodeState,
    Evidence,
    Finding,
    Level,
    Outcome,
    Place,
    Portal,
    Registry,
    Rule,
    RulePack,
    Run,
    Severity,
    Taken,
    TakenElement,
    TakenEntry,
    TakenPage,
    Unit,
)
from publish.database import Catalogue, publish

NIGHT = "20150731T020000"
EARLIER = "20150630T020000"
AT = dt.datetime(2015, 7, 31, 2, tzinfo=dt.UTC)
RULES, PER_UNIT, ENTRIES_PER_UNIT = 200, 200, 60
SEVERITIES = (Severity.MAJOR, Severity.MINOR, Severity.MINOR, Severity.INFO, Severity.CRITICAL)
SUBJECTS = ("传真号码", "电子邮箱", "办公时间", "机构地址", "部门预算", "三公经费", "行政处罚", "收费标准", "年度报告", "工作动态")


def size_for(findings: int) -> int:
    """How many units have so many findings."""
    return max(1, findings // PER_UNIT)


def catalogue(units: int) -> Catalogue:
    """So many bureaus, each with a portal, and the rules they are held to."""
    ids = [f"ju-{i:05}" for i in range(units)]
    registry = Registry(
        portals=tuple(Portal(id=i, name=f"第{n}号局网站", home_url=f"http://{i}.example/", region=region(n)) for n, i in enumerate(ids)),
        units=tuple(
            Unit(id=i, name=f"第{n}号质量技术监督局", places=(Place(portal=i),), region=region(n), level=Level.COUNTY)
            for n, i in enumerate(ids)
        ),
    )
    rules = tuple(rule(n) for n in range(RULES))
    pack = RulePack(
        id="crowd",
        title="检查指标",
        version="1",
        issuer="甲局",
        since=dt.date(2015, 1, 1),
        rules=tuple(r.id for r in rules),
        sha256="a" * 64,
    )
    return Catalogue(registry=registry, packs=(pack,), rules=rules)


def region(n: int) -> str:
    """One of forty."""
    return f"第{n % 40}区"


def rule(n: int) -> Rule:
    """A rule of the catalogue."""
    return Rule(
        id=f"crowd.rule-{n:03}", title=f"第{n}项检查指标", title_passed="齐全", title_failed="不全", mend="补写。", basis=Basis.SEED, severity=SEVERITIES[n % 5],
        check="elements_present", since=dt.date(2008, 5, 1), citations=(Citation(document="条例", clause=f"第{n}条"),), examples=(), row="主动公开-2",
    )  # fmt: skip


def finding(unit: str, n: int) -> Finding:
    """A finding; one in ten fails, three in ten cannot be told."""
    what = SUBJECTS[n % len(SUBJECTS)]
    outcome = Outcome.FAILED if n % 10 == 0 else Outcome.CANT_TELL if n % 10 < 4 else Outcome.PASSED
    evidence = ()
    if n % 10 < 4:
        url = f"http://{unit}.example/xxgk/{n}.html"
        evidence = (Evidence(url=url, fetched_at=AT, sha256=hashlib.sha256(url.encode()).hexdigest(), locator="/html/body/div[2]/p[1]",
                             quote=f"{what}见附件，第{n}段，联系电话0000-{n:07}"),)  # fmt: skip
    return Finding(
        unit=unit, portal=unit, rule=f"crowd.rule-{n % RULES:03}", pack="crowd", subject=f"s{n}", subject_name=what, outcome=outcome,
        severity=SEVERITIES[n % 5], message=f"公开指南未列{what}，第{n}处", looked="在指南正文查找：传真、电话" if n % 10 < 4 else "", evidence=evidence, confidence=0.9,
    )  # fmt: skip


class Crowded(Ledger):
    """A ledger of one night that makes up its findings as they are asked for."""

    units: tuple[str, ...] = ()

    def latest(self, run: str) -> tuple[tuple[str, str], ...]:
        """Every unit was judged in the night."""
        return tuple((unit, NIGHT) for unit in self.units)

    def findings(self, run: str, unit: str) -> tuple[Finding, ...]:
        """The findings of a unit."""
        return tuple(finding(unit, n) for n in range(PER_UNIT))

    def standings(self) -> tuple[Standing, ...]:
        """Two nights of each unit."""
        counts = {"failed": PER_UNIT // 10, "cant_tell": PER_UNIT * 3 // 10, "passed": PER_UNIT * 6 // 10, "inapplicable": 0}
        return tuple(Standing(run=run, unit=unit, **counts) for unit in self.units for run in (EARLIER, NIGHT))

    def episodes(self) -> tuple[Episode, ...]:
        """One for each failure; half of them confirmed."""
        return tuple(self._episodes())

    def _episodes(self) -> Iterator[Episode]:
        for unit in self.units:
            for n in range(0, PER_UNIT, 10):
                of = finding(unit, n)
                confirmed = n % 20 == 0
                yield Episode(
                    fingerprint=of.fingerprint, unit=unit, portal=unit, rule=of.rule, subject=of.subject, severity=of.severity, message=of.message,
                    state=EpisodeState.CONFIRMED if confirmed else EpisodeState.SUSPECTED, first_run=EARLIER if confirmed else NIGHT, last_run=NIGHT,
                    first_at=AT, last_at=AT, nights=2 if confirmed else 1, confirmed_by="再次核查一致" if confirmed else "",
                )  # fmt: skip

    def evidence_of(self, episode: Episode) -> tuple[Evidence, ...]:
        """That of its finding."""
        return finding(episode.unit, int(episode.subject[1:])).evidence


def taken(unit: str) -> Taken:
    """Rows of lists, elements and pages of a unit."""
    base = f"http://{unit}.example"
    entries = tuple(
        TakenEntry(title=f"关于{SUBJECTS[n % 10]}的通知（第{n}号）", url=f"{base}/{n}.html", date=dt.date(2015, 1 + n % 7, 1 + n % 28), column=f"栏目{n % 6}",
                   column_url=f"{base}/lm{n % 6}/", sha256="b" * 64)
        for n in range(ENTRIES_PER_UNIT)
    )  # fmt: skip
    elements = tuple(
        TakenElement(
            kind="公开指南要素",
            name=SUBJECTS[n],
            state="有",
            value=f"0000-{n:07}",
            url=f"{base}/zn.html",
            locator="/html/body/p",
            sha256="c" * 64,
        )
        for n in range(10)
    )
    pages = tuple(
        TakenPage(
            url=f"{base}/{n}.html",
            title=f"{SUBJECTS[n]}说明",
            kind="文章",
            text=f"本单位{SUBJECTS[n]}情况如下。" * 20,
            fetched_at=AT,
            sha256=f"{n}" * 64,
            rendered=False,
        )
        for n in range(10)
    )
    return Taken(entries=entries, elements=elements, pages=pages)


def build(target: Path, findings: int) -> None:
    """Publish so many findings, with three tenths as many entries."""
    told = catalogue(size_for(findings))
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        readings = Path(folder) / "readings.db"
        with open_readings(readings) as store:
            store._connection.execute("pragma synchronous = off")
            for unit in told.registry.units:
                store.replace(unit.id, unit.id, NIGHT, taken(unit.id))
        opened = open_ledger(Path(folder) / "ledger.db")
        with Crowded(opened.path, opened._db) as ledger:
            ledger.units = tuple(unit.id for unit in told.registry.units)
            first = Run(id=EARLIER, as_of=dt.date(2015, 6, 30), started_at=AT - dt.timedelta(days=31), packs=("crowd@1",), packs_sha256="b" * 64,
                        code_version="0", published=True)  # fmt: skip
            ledger.record_run(first, ())
            ledger.record_run(attrs.evolve(first, id=NIGHT, as_of=dt.date(2015, 7, 31), started_at=AT, published=False), ())
            publish(ledger, target, run=NIGHT, catalogue=told, readings=readings)
