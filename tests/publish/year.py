"""An invented year: forty weeks of nights over nine units; what fails changes from week to week. 一年"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from archive.ledger import open_ledger
from checks.model import Episode, EpisodeState, Finding, Outcome, Place, Portal, Registry, Run, Severity, Unit
from publish.database import Catalogue, Cause, publish
from tests.publish.night import PACKS, RULES, evidence, finding, visit

WEEKS = 40
UNITS = 9
FIRST_DAY = dt.date(2015, 1, 5)  # a Monday
REGISTRY = Registry(
    portals=(Portal(id="yunxi", name="云溪市质监局网站", home_url="http://www.yunxi.example/", region="云溪市"),),
    units=tuple(
        Unit(id=f"yunxi-{n}", name=f"云溪市第{n}分局", places=(Place(portal="yunxi", column_url=f"http://www.yunxi.example/{n}/"),), region=f"云溪市{n % 3 + 1}区")
        for n in range(UNITS)
    ),
)  # fmt: skip
CAUSES = (
    Cause("script", "内容由脚本写出", "本程序：页面上可能有，程序读不出来", "装上浏览器再次巡检。"),
    Cause("door-shut", "入口没有打开", "网站：页面本身打不开", "用浏览器打开。"),
)
CATALOGUE = Catalogue(
    registry=REGISTRY,
    packs=PACKS,
    rules=RULES,
    standards={"guide.completeness": ("应列要素：传真号码",)},
    causes=CAUSES,
    cause_of=lambda message: "script" if "脚本" in message else "door-shut" if "入口" in message else "",
)


def outcome(unit: int, subject: int, week: int) -> Outcome:
    """Of two subjects a unit fails the first until a week of its own, the second from a later one; the last unit is always clear."""
    if unit == UNITS - 1:
        return Outcome.PASSED
    if subject == 2:
        return Outcome.CANT_TELL
    failing = week < 4 * unit + 5 if subject == 0 else week >= 4 * unit + 12
    return Outcome.FAILED if failing else Outcome.PASSED


def year(folder: Path, weeks: int = WEEKS) -> Path:
    """The published database after the last of the weeks."""
    target = folder / "findings.db"
    with open_ledger(folder / "ledger.db") as ledger:
        episodes: dict[tuple[int, int], Episode] = {}
        for week in range(weeks):
            day = FIRST_DAY + dt.timedelta(weeks=week)
            began = dt.datetime(day.year, day.month, day.day, 1, tzinfo=dt.UTC)
            run = Run(id=f"week{week:02}", as_of=day, started_at=began, ended_at=began + dt.timedelta(hours=1), packs=("yunxi-2015@1.2",), packs_sha256="b" * 64, code_version="0.1.0", published=week < weeks - 1)  # fmt: skip
            ledger.record_run(run, ["yunxi"])
            ledger.record_visit(visit(run.id, "yunxi", 1), file=f"{run.id}/yunxi.visit", sha256="c" * 64, pages=100 + week, bytes=1_000_000)
            found = []
            for n in range(UNITS):
                for subject, name in enumerate(("传真号码", "办公时间", "依申请公开")):
                    result = outcome(n, subject, week)
                    told = {
                        Outcome.FAILED: f"公开指南未列{name}。",
                        Outcome.PASSED: f"公开指南列有{name}。",
                        Outcome.CANT_TELL: ("正文由脚本写出" if n % 2 else "入口未能打开"),
                    }[result]
                    each = finding(f"yunxi-{n}", "guide.completeness", f"s{subject}", name, result, told, portal="yunxi", evidence=(evidence(f"/{n}/zn.html", f"{name}：", 1),))  # fmt: skip
                    found.append(each)
                    episodes.update(_lived(episodes.get((n, subject)), (n, subject), each, run))
            ledger.record_findings(run.id, found)
        ledger.save_episodes(episodes.values())
        publish(ledger, target, run=run.id, catalogue=CATALOGUE)
    return target


def _lived(before: Episode | None, key: tuple[int, int], each: Finding, run: Run) -> dict[tuple[int, int], Episode]:
    """The life of a failure after one more night."""
    if each.outcome is Outcome.FAILED:
        if before is None:
            return {key: Episode(fingerprint=each.fingerprint, unit=each.unit, portal=each.portal, rule=each.rule, subject=each.subject, state=EpisodeState.SUSPECTED, severity=Severity.MAJOR, message=each.message, first_run=run.id, last_run=run.id, first_at=run.started_at, last_at=run.started_at, nights=1)}  # fmt: skip
        return {key: attrs.evolve(before, state=EpisodeState.CONFIRMED, confirmed_by="second-look", last_run=run.id, last_at=run.started_at, nights=before.nights + 1)}  # fmt: skip
    if before is not None and before.state is not EpisodeState.RESOLVED:
        return {key: attrs.evolve(before, state=EpisodeState.RESOLVED, resolved_run=run.id)}
    return {}
