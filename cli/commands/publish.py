"""``gongkai publish``: the ledger → the published database. 发布"""

from __future__ import annotations

from typing import Annotated

import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from checks.model import OUTCOME_ZH, Run
from cli.context import folders, load_config, note
from cli.exits import UsageError
from cli.release import catalogue_of, refusals, release_again
from publish.errors import PublishRefused


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish")(publish)


def publish(
    ctx: typer.Context,
    run: Annotated[str, typer.Option("--run", metavar="ID", help="批次编号；默认最近一个已判定的批次")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查能否发布，不写文件")] = False,
) -> None:
    """把账本中一个批次的检查结果生成发布库和证据表，健康检查不通过时拒绝发布。"""
    loaded, place = load_config(ctx), folders(ctx)
    if not place.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {place.ledger}，请先运行 gongkai audit")
    with open_ledger(place.ledger) as ledger:
        chosen = chosen_run(ledger, run)
        if dry_run:
            if reasons := refusals(ledger, chosen):
                raise PublishRefused(reasons)
            print(f"批次 {chosen.id} 可以发布到 {place.published}（未写入）")
            return
        done = release_again(ledger, place, chosen, catalogue_of(ledger, chosen, loaded))
    counts = "，".join(f"{name} {done.outcomes.get(outcome, 0)}" for outcome, name in OUTCOME_ZH.items())
    print(f"已发布批次 {chosen.id}：{done.path}（公开主体 {done.units} 个；{counts}）")
    note(f"证据表：{place.table}\n浏览：{place.browsing}")


def chosen_run(ledger: Ledger, run_id: str) -> Run:
    """The run asked for, or the latest that was judged. UsageError if there is none."""
    judged = [run for run in ledger.runs() if run.judgement_sha256]
    if not run_id and judged:
        return judged[-1]
    found = next((run for run in ledger.runs() if run.id == run_id), None)
    if found is None:
        raise UsageError(f"没有批次 {run_id}" if run_id else "账本中还没有已判定的批次")
    if not found.judgement_sha256:
        raise UsageError(f"批次 {run_id} 尚未判定；再次运行同一 gongkai audit 命令可续跑")
    return found
