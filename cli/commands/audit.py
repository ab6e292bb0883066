"""``gongkai audit``: crawl, judge, record and publish in one go. 巡检"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from archive.ledger import Ledger, open_ledger
from archive.readings import open_readings
from archive.visit import read_visit
from checks.judge import as_json
from checks.model import OUTCOME_ZH, STOP_ZH, Finding, Outcome, Registry, Rule, Run, Severity, Stop, Taken, Unit
from crawler import run as crawling
from crawler.browser import find_chromium
from publish.errors import PublishRefused

from .. import night, shots
from ..context import (
    VERSION,
    AsOf,
    Folders,
    Format,
    FormatOption,
    emit_json,
    folders,
    load_config,
    note,
    now,
    parse_date,
    progress_console,
    reader_may_leave,
    show_table,
    today,
)
from ..exits import Exit, NoBrowser, UsageError
from ..readers import Readers
from ..release import catalogue_with, release
from ..selection import Selection, under
from ..targets import Targets, targets

SEVERITIES = ("info", "minor", "major", "critical")

Start = Annotated[
    list[str] | None, typer.Option("--start", metavar="URL|DIR", help="直接巡检一个网址，或一个文件夹（在本机临时架设）；可重复")
]
PortalIds = Annotated[list[str] | None, typer.Option("--portal", metavar="ID", help="登记簿中的网站；可重复；默认全部启用的网站")]
Packs = Annotated[list[str] | None, typer.Option("--pack", metavar="PACK", help="指标体系；可重复；不论是否在有效期内都适用")]
Demo = Annotated[bool, typer.Option("--demo", help="巡检自带的示范网站")]
MaxPages = Annotated[int | None, typer.Option("--max-pages", min=1, help="每个网站最多读多少页")]
Concurrency = Annotated[int, typer.Option("--concurrency", min=1, max=200, help="同时访问的网站数")]
NoBrowserFlag = Annotated[bool, typer.Option("--no-browser", help="不使用浏览器")]
NeedBrowser = Annotated[bool, typer.Option("--require-browser", help="本机没有浏览器就不开始")]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="允许 --start 指向内网或本机地址")]
Delay = Annotated[float | None, typer.Option("--delay", min=0, help="同一网站两次请求的间隔秒数；默认1秒，本机架设的文件夹不等待")]
NoShots = Annotated[bool, typer.Option("--no-shots", help="不为不合格项所据的网页截图")]
MaxShots = Annotated[
    int | None,
    typer.Option("--max-shots", min=0, envvar="GONGKAI_MAX_SHOTS", help="每晚最多截多少张图，0 为不截；默认 200，--start 默认不截"),
]
ShotSeconds = Annotated[float, typer.Option("--shot-seconds", min=1, help="截图最多用多少秒")]
Timeout = Annotated[float | None, typer.Option("--timeout", min=0.1, help="一次请求最多等几秒；默认30秒")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", help="抓取、判定、入账并发布。")(audit)


def audit(
    ctx: typer.Context,
    start: Start = None,
    portal: PortalIds = None,
    demo: Demo = False,
    as_of: AsOf = "",
    pack: Packs = None,
    output: FormatOption = Format.TEXT,
    max_pages: MaxPages = None,
    concurrency: Concurrency = 8,
    no_browser: NoBrowserFlag = False,
    require_browser: NeedBrowser = False,
    allow_private: AllowPrivate = False,
    delay: Delay = None,
    timeout: Timeout = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="SEVERITY", help="有此级别以上的不合格时退出码为1：info minor major critical")
    ] = "",
    no_publish: Annotated[bool, typer.Option("--no-publish", help="不更新发布库")] = False,
    no_shots: NoShots = False,
    max_shots: MaxShots = None,
    shot_seconds: ShotSeconds = shots.SECONDS,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将做什么")] = False,
) -> int:
    """巡检：抓取、判定、入账、发布。"""
    if fail_on and fail_on not in SEVERITIES:
        raise UsageError(f"--fail-on {fail_on}：应为 {'、'.join(SEVERITIES)}")
    loaded = load_config(ctx)
    where = written_to(ctx, demo, start or ())
    began = time.monotonic()
    with targets(loaded, where, starts=start or (), portals=portal or (), demo=demo, allow_private=allow_private) as wanted:
        selection = Selection(config=loaded, as_of=judged_day(as_of, wanted), named=tuple(pack or ()))
        units = night.units_of(wanted.registry, wanted.portals, selection.as_of)
        note(selection.describe(units))
        for warning in loaded.warnings_on(selection.as_of):
            note(f"提示：{warning}")
        check_browser(no_browser, require_browser)
        if dry_run:
            describe_plan(wanted, selection, units)
            return Exit.DONE
        with Readers(loaded.vocabulary) as readers, open_ledger(where.ledger) as ledger:
            run = begin(ledger, wanted, selection, units)
            with watching(wanted) as watch:
                results = night.crawl(
                    ledger, where, run, wanted.portals, wanted.registry, selection,
                    use_browser=not no_browser, concurrency=concurrency, max_pages=max_pages, delay=delay, timeout=timeout, progress=watch,
                    readers=readers,
                )  # fmt: skip
            missing = lost(where, run, wanted, results)
            judged = judge_run(ledger, where, run, wanted.registry, selection, readers)
            run = night.settle(ledger, run, judged)
            findings = [f for j in judged for f in j.findings]
            visits = ledger.visits(run.id)
            catalogue = catalogue_with(wanted.registry, loaded)
            refused = None
            # before anything is printed: a reader of the results that goes away cannot keep the night from going out
            try:
                release(ledger, where, run, catalogue, whole=not missing, out=not no_publish)
            except PublishRefused as error:
                refused = error
        # after the night has gone out, and while portals that are served from a folder still answer
        most = shots.most_of(max_shots, alone=bool(start))
        if most and refused is None and not (no_publish or no_shots or no_browser):
            limits = shots.Limits(most=most, seconds=shot_seconds)
            shots.shoot(where, run.id, wanted.portals, limits=limits, delay=delay)
    with reader_may_leave():
        if output is Format.JSON:
            emit_json([{**as_json(f), "packs_named": bool(selection.named)} for f in findings])
        else:
            show_findings(findings, wanted.registry, loaded.rules)
    for visit in visits:
        ending = "" if visit.stop is Stop.DONE else f"，未完成：{STOP_ZH[visit.stop]}" + (f"（{visit.note}）" if visit.note else "")
        note(f"{visit.portal}：{visit.pages}页，{visit.seconds:.1f}秒{ending}")
    tell_lost(missing)
    note(f"批次 {run.id}，用时{time.monotonic() - began:.1f}秒")
    if refused and no_publish:
        note(f"健康检查未通过，本批次不算作一次核查：{'；'.join(refused.reasons)}")
    elif refused:
        raise refused
    elif not no_publish and output is Format.TEXT:
        note(f"发布库：{where.published}\n证据表：{where.table}\n浏览：{where.browsing}")
    return _ending(findings, all(v.stop is Stop.DONE for v in visits) and not missing, fail_on)


def written_to(ctx: typer.Context, demo: bool, starts: Sequence[str]) -> Folders:
    """Where an audit writes: what is not registered stays apart. 写入位置"""
    return folders(ctx).apart("demo" if demo else "start" if starts else "")


def lost(where: Folders, run: Run, wanted: Targets, results: Sequence[crawling.CrawlResult]) -> dict[str, str]:
    """Portals whose visit left no file, with what is known of the reason. 没有留下文件的访问"""
    reasons = {result.portal_id: result.note or STOP_ZH[result.stop] for result in results}
    return {p.id: reasons.get(p.id, "") for p in wanted.portals if not night.visit_path(where, run.id, p.id).exists()}


def tell_lost(missing: Mapping[str, str]) -> None:
    """Say which portals the run is short of, and what to do."""
    for portal, reason in missing.items():
        note(f"{portal}：访问中断，没有留下访问文件{f'（{reason}）' if reason else ''}，本批次尚不含此网站；再次运行同一命令可补上")


def judged_day(as_of: str, wanted: Targets) -> dt.date:
    """The judgement date: asked for, else the targets' own, else today. A date to come cannot be judged."""
    day = parse_date(as_of) if as_of else wanted.as_of or today()
    if day > today():
        raise UsageError(f"判定基准日 {day} 尚未到")
    return day


def check_browser(no_browser: bool, required: bool) -> None:
    """Say what will not be checked without a browser, or refuse to go on."""
    import os

    if no_browser:
        note("未使用浏览器：由脚本生成的页面记为无法核查")
    elif find_chromium(os.environ) is None:
        if required:
            raise NoBrowser("本机没有 Chromium；用 make browser 安装，或去掉 --require-browser")
        note("本机没有 Chromium：由脚本生成的页面记为无法核查；可用 make browser 安装")


def begin(ledger: Ledger, wanted: Targets, selection: Selection, units: Sequence[Unit]) -> Run:
    """The unfinished run of the same command, or a new one. 开始或续跑"""
    packs = selection.packs(units)
    digest, named = selection.digest(packs), bool(selection.named)
    # One transaction: of two audits that begin in the same second, the second sees the name that the first has taken.
    with ledger.atomic():
        unfinished = ledger.unfinished_runs(selection.as_of, packs, wanted.sources)
        run = next((r for r in unfinished if (r.packs_sha256, r.named_packs) == (digest, named)), None)
        if run is not None:
            note(f"续跑批次 {run.id}")
        else:
            at = now()
            stem = at.strftime("%Y%m%dT%H%M%S")
            taken = {r.id for r in ledger.runs()}
            run = Run(
                id=next(name for n in range(len(taken) + 1) if (name := stem if n == 0 else f"{stem}-{n}") not in taken),
                as_of=selection.as_of,
                started_at=at,
                packs=packs,
                packs_sha256=digest,
                code_version=VERSION,
                named_packs=named,
            )
            ledger.record_run(run, wanted.sources)
            if unfinished:
                note(f"批次 {unfinished[0].id} 未完成，但其后检查指标已有改动，不再续跑；开始新批次 {run.id}")
        ledger.record_registry(run.id, wanted.registry)
    return run


def judge_run(ledger: Ledger, where: Folders, run: Run, registry: Registry, selection: Selection, readers: Readers) -> list[night.Judged]:
    """Judge every visit of a run."""
    judged = []
    with open_readings(where.readings) as readings:
        visits = sorted(ledger.visits(run.id), key=lambda v: v.portal)
        files = [read_visit(night.visit_path(where, run.id, visit.portal)) for visit in visits]
        for visit, file, then in itertools.zip_longest(visits, files, files[1:]):
            units, recall = registry.units_on(visit.portal, selection.as_of), night.recalling(ledger, file.visit, selection.as_of)
            samples = night.probed(where.samples, registry, file.visit, selection.as_of)
            pages = readers.read(file, selection.as_of, (then, selection.as_of) if then else None)

            def keep(unit: str, taken: Taken, portal: str = visit.portal) -> None:
                readings.replace(unit, portal, run.id, taken)

            result = night.judge_visit(file, pages, units, selection, recall, samples, keep)
            for error in result.errors[:5]:
                note(f"程序出错（记为无法核查）：{visit.portal}：{error}")
            judged.append(result)
    return judged


def show_findings(findings: Sequence[Finding], registry: Registry, rules: Sequence[Rule]) -> None:
    """The table a person reads: who, what is wrong, where; then the counts of all outcomes by unit."""
    names = {u.id: u.name for u in registry.units}
    titles = {rule.id: rule.title for rule in rules}
    failed = [f for f in findings if f.outcome is Outcome.FAILED]
    rows = [
        (names.get(f.unit, f.unit), titles.get(f.rule, f.rule), f.message + under(f.overlays), next((e.url for e in f.evidence), ""))
        for f in failed
    ]
    show_table(("单位", "指标", "问题（存疑，待复核）", "网址"), rows, title=f"不合格 {len(failed)} 项")
    counts = [
        (names.get(unit, unit), *(str(sum(f.unit == unit and f.outcome is outcome for f in findings)) for outcome in Outcome))
        for unit in sorted({f.unit for f in findings})
    ]
    show_table(("单位", *(OUTCOME_ZH[o] for o in Outcome)), counts)


def describe_plan(wanted: Targets, selection: Selection, units: Sequence[Unit]) -> None:
    """What a dry run says."""
    rules = {rule.id for unit in units for rule, _ in selection.rules(unit)}
    rows = [
        (p.id, p.name, p.home_url, "、".join(u.name for u, _ in wanted.registry.units_on(p.id, selection.as_of))) for p in wanted.portals
    ]
    show_table(("网站", "名称", "网址", "公开主体"), rows, title=f"将巡检 {len(rows)} 个网站，适用指标 {len(rules)} 条")


def _ending(findings: Sequence[Finding], complete: bool, fail_on: str) -> int:
    if fail_on:
        floor = SEVERITIES.index(fail_on)
        if any(f.outcome is Outcome.FAILED and SEVERITIES.index(Severity(f.severity).value) >= floor for f in findings):
            return Exit.FINDINGS
    return Exit.DONE if complete else Exit.INCOMPLETE


class watching:
    """Progress bars on a terminal, nothing elsewhere. 进度"""

    def __init__(self, wanted: Targets) -> None:
        self._console = progress_console()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._names = {p.id: p.name for p in wanted.portals}

    def __enter__(self) -> Callable[[crawling.Progress], None] | None:
        if not self._console.is_terminal:
            return None
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}页"), TimeElapsedColumn())
        self._bars = Progress(*columns, console=self._console, transient=True)
        self._bars.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def _tell(self, progress: crawling.Progress) -> None:
        assert self._bars is not None
        key = progress.portal_id
        if key not in self._tasks:
            self._tasks[key] = self._bars.add_task(self._names.get(key, key))
        self._bars.update(self._tasks[key], completed=progress.pages, total=progress.pages + progress.waiting)
