"""``gongkai probe``: do the home pages open, asked many times a day. 访问探测"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from archive.samples import SampleLog, open_samples, read_samples
from checks.model import TROUBLE_ZH, Portal, Rule, Sample
from checks.predicates.opens import Opens, site_opens
from checks.probing import SPACING, Tally, tally, with_maintenance
from config import Config

from ..context import BEIJING, AsOf, Format, FormatOption, as_of_or_today, emit_json, folders, load_config, note, now, show_table
from ..exits import Exit, UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("probe")(probe)


def probe(
    ctx: typer.Context,
    portal: Annotated[list[str] | None, typer.Argument(metavar="[PORTAL]...", help="登记簿中的网站；默认全部启用的网站")] = None,
    once: Annotated[bool, typer.Option("--once", help="各访问一次并存下记录；由定时任务调用")] = False,
    status: Annotated[bool, typer.Option("--status", help="列出判定基准日前7日的情况，不联网")] = False,
    as_of: AsOf = "",
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, max=50, help="同时访问的网站数")] = 8,
    output: FormatOption = Format.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将访问哪些网站")] = False,
) -> int:
    """访问探测：首页能否在15秒内打开。每晚的抓取不判定此项。"""
    if once == status:
        raise UsageError("用 --once 访问一次，或用 --status 查看已有的记录")
    loaded = load_config(ctx)
    portals = _chosen(loaded, portal or ())
    if status:
        return _status(ctx, loaded, portals, as_of_or_today(as_of), output)
    if not loaded.registry.controls:
        raise UsageError("portals.toml 没有写对照主机（controls），无从分辨网站的问题和本机网络的问题")
    where = folders(ctx).samples
    if dry_run:
        note(f"将访问 {len(portals)} 个网站的首页各一次，对照主机：{'、'.join(loaded.registry.controls)}；记录存入 {where}（未访问）")
        return Exit.DONE
    with open_samples(where) as log:
        due, waiting = _due(log, portals, now())
        for reason in waiting:
            note(reason)
        samples = asyncio.run(_round(log, loaded, due, concurrency)) if due else ()
    return _told(samples, loaded, output)


async def _round(log: SampleLog, loaded: Config, portals: Sequence[Portal], concurrency: int) -> tuple[Sample, ...]:
    from crawler.probe import Prober  # Scrapy takes a second to import
    from crawler.settings import user_agent

    prober = Prober(log, loaded.registry.controls, agent=user_agent(os.environ.get("GONGKAI_CONTACT", "")))
    return await prober.round(portals, concurrency=concurrency)


def _chosen(loaded: Config, wanted: Sequence[str]) -> tuple[Portal, ...]:
    known = {p.id: p for p in loaded.registry.portals}
    if unknown := [name for name in wanted if name not in known]:
        raise UsageError(f"登记簿中没有网站 {'、'.join(unknown)}；用 gongkai portals list 查看")
    chosen = tuple(known[name] for name in dict.fromkeys(wanted)) if wanted else tuple(p for p in known.values() if p.enabled)
    if not chosen:
        raise UsageError("登记簿中没有启用的网站；请在 portals.toml 中启用，或写明网站编号")
    return chosen


def _due(log: SampleLog, portals: Sequence[Portal], at: dt.datetime) -> tuple[list[Portal], list[str]]:
    """Portals whose turn it is, and for the others why not."""
    due: list[Portal] = []
    waiting: list[str] = []
    for portal in portals:
        last = log.latest(portal.id)
        if portal.quiet_hours and is_quiet(portal.quiet_hours, at):
            waiting.append(f"{portal.id}：{portal.quiet_hours} 不访问")
        elif last is not None and at - last < SPACING:
            waiting.append(f"{portal.id}：距上次访问不足{SPACING // dt.timedelta(minutes=1)}分钟，本次不访问")
        else:
            due.append(portal)
    return due, waiting


def is_quiet(hours: str, at: dt.datetime) -> bool:
    """Whether a moment lies in a portal's quiet hours (``22:00-06:00`` goes over midnight). 免访时段"""
    begin, _, end = hours.partition("-")
    clock = f"{at.astimezone(BEIJING):%H:%M}"
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def _told(samples: Sequence[Sample], loaded: Config, output: Format) -> int:
    """Say how the round went. A portal that does not open is a measurement; our own network being away is the round's failure."""
    names = {p.id: p.name for p in loaded.registry.portals}
    if output is Format.JSON:
        emit_json([_plain(sample) for sample in samples])
    else:
        rows = [
            (s.portal, names[s.portal], TROUBLE_ZH[s.trouble] if s.trouble else "打开", f"{s.seconds:.1f}", str(s.status or ""))
            for s in samples
        ]
        show_table(("网站", "名称", "首页", "秒", "状态码"), rows)
    if lost := sum(not s.control for s in samples):
        note(f"对照主机无应答，本轮{lost}次访问不计入")
        return Exit.INCOMPLETE
    return Exit.DONE


def _plain(sample: Sample) -> dict[str, Any]:
    return {
        "portal": sample.portal,
        "url": sample.url,
        "at": sample.at.isoformat(),
        "seconds": sample.seconds,
        "status": sample.status,
        "trouble": sample.trouble,
        "tries": sample.tries,
        "control": sample.control,
    }


def _status(ctx: typer.Context, loaded: Config, portals: Sequence[Portal], as_of: dt.date, output: Format) -> int:
    rule = next((rule for rule in loaded.rules if rule.check == site_opens.__name__), None)
    if rule is None:
        raise UsageError("指标体系中没有由访问探测判定的指标")
    found = list(_tallies(ctx, rule, portals, as_of))
    if output is Format.JSON:
        emit_json([_figures(portal, told) for portal, told in found])
        return Exit.DONE
    rows = [
        (
            portal.id,
            portal.name,
            f"{told.first}至{told.last}",
            " ".join(map(str, told.per_day)),
            str(len(told.counted)),
            str(len(told.unopened)),
            told.percent if told.counted else "",
            "、".join(f"{reason}{n}次" for reason, n in sorted(told.left_out.items())),
        )
        for portal, told in found
    ]
    show_table(("网站", "名称", "期间", "各日计入", "计入", "未打开", "占比", "不计入"), rows)
    return Exit.DONE


def _tallies(ctx: typer.Context, rule: Rule, portals: Sequence[Portal], as_of: dt.date) -> Iterator[tuple[Portal, Tally]]:
    options = Opens(**rule.params)
    until = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), tzinfo=BEIJING)
    since = until - dt.timedelta(days=options.days + 2)
    with read_samples(folders(ctx).samples) as log:
        for portal in portals:
            samples = with_maintenance((s for s in log.samples(portal.id, since, until) if s.url == portal.home_url), portal.maintenance)
            yield (
                portal,
                tally(samples, as_of, days=options.days, visits_per_day=options.visits_per_day, patience=options.timeout_s),
            )


def _figures(portal: Portal, told: Tally) -> dict[str, Any]:
    return {
        "portal": portal.id,
        "first": told.first.isoformat(),
        "last": told.last.isoformat(),
        "per_day": list(told.per_day),
        "counted": len(told.counted),
        "unopened": len(told.unopened),
        "percent": told.percent if told.counted else None,
        "left_out": dict(sorted(told.left_out.items())),
    }
