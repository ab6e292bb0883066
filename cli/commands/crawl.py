"""``gongkai crawl``: visit portals and keep what was seen; nothing is judged. 抓取"""

from __future__ import annotations

from typing import Annotated

import typer

from archive.ledger import open_ledger
from checks.model import STOP_ZH, Stop

from .. import night
from ..context import AsOf, load_config, note, reader_may_leave
from ..exits import Exit
from ..selection import Selection
from ..targets import targets
from .audit import (
    AllowPrivate,
    Concurrency,
    Delay,
    Demo,
    MaxPages,
    NeedBrowser,
    NoBrowserFlag,
    Packs,
    PortalIds,
    Start,
    Timeout,
    begin,
    check_browser,
    describe_plan,
    judged_day,
    lost,
    tell_lost,
    watching,
    written_to,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("crawl", help="只抓取并保存，不判定。")(crawl)


def crawl(
    ctx: typer.Context,
    start: Start = None,
    portal: PortalIds = None,
    demo: Demo = False,
    as_of: AsOf = "",
    pack: Packs = None,
    max_pages: MaxPages = None,
    concurrency: Concurrency = 8,
    no_browser: NoBrowserFlag = False,
    require_browser: NeedBrowser = False,
    allow_private: AllowPrivate = False,
    delay: Delay = None,
    timeout: Timeout = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将做什么")] = False,
) -> int:
    """只抓取：每个网站一个访问文件；可再用 gongkai judge 判定。"""
    loaded = load_config(ctx)
    where = written_to(ctx, demo, start or ())
    with targets(loaded, where, starts=start or (), portals=portal or (), demo=demo, allow_private=allow_private) as wanted:
        selection = Selection(config=loaded, as_of=judged_day(as_of, wanted), named=tuple(pack or ()))
        units = night.units_of(wanted.registry, wanted.portals, selection.as_of)
        check_browser(no_browser, require_browser)
        if dry_run:
            describe_plan(wanted, selection, units)
            return Exit.DONE
        with open_ledger(where.ledger) as ledger:
            run = begin(ledger, wanted, selection, units)
            with watching(wanted) as watch:
                results = night.crawl(
                    ledger, where, run, wanted.portals, wanted.registry, selection,
                    use_browser=not no_browser, concurrency=concurrency, max_pages=max_pages, delay=delay, timeout=timeout, progress=watch,
                )  # fmt: skip
            visits, missing = ledger.visits(run.id), lost(where, run, wanted, results)
    with reader_may_leave():
        for visit in visits:
            print(night.visit_path(where, run.id, visit.portal))
            note(f"{visit.portal}：{visit.pages}页，{visit.seconds:.1f}秒，{STOP_ZH[visit.stop]}")
    tell_lost(missing)
    return Exit.DONE if not missing and all(v.stop is Stop.DONE for v in visits) else Exit.INCOMPLETE
