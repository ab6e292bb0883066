"""``gongkai review``: what people decide about open problems. 人工复核"""

from __future__ import annotations

from typing import Annotated

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import open_ledger
from checks.model import DECISION_ZH, Decision, EpisodeState, Review
from cli.context import Format, FormatOption, as_plain, emit_json, folders, now, show_table
from cli.exits import UsageError
from cli.selection import under

STATE_ZH = {
    EpisodeState.SUSPECTED: "存疑",
    EpisodeState.CONFIRMED: "已确认",
    EpisodeState.REJECTED: "经复核不成立",
    EpisodeState.RESOLVED: "已整改",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review)


def review(
    ctx: typer.Context,
    fingerprint: Annotated[str, typer.Argument(metavar="[ID]", help="问题编号（公开主体|指标|对象）；不写则列出未了结的问题")] = "",
    decision: Annotated[Decision | None, typer.Option("--decision", help="confirm 确认，reject 不成立")] = None,
    reviewer: Annotated[str, typer.Option("--reviewer", metavar="NAME", help="复核人")] = "",
    remark: Annotated[str, typer.Option("--note", metavar="TEXT", help="复核说明")] = "",
    form: FormatOption = Format.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不记入账本")] = False,
) -> None:
    """列出未了结的问题，或记下对一个问题的复核意见；下一次判定和发布时生效。"""
    place = folders(ctx).ledger
    if not place.is_file():
        raise ArchiveError(f"没有找到账本 {place}，请先运行 gongkai audit")
    with open_ledger(place) as ledger:
        episodes = ledger.episodes()
        if not fingerprint:
            still_open = [episode for episode in episodes if episode.is_open]
            if form is Format.JSON:
                for episode in still_open:
                    emit_json(as_plain({**attrs.asdict(episode), "overlays": ledger.overlays_of(episode)}))
                return
            rows = [
                (e.fingerprint, STATE_ZH[e.state], f"{e.first_at:%Y-%m-%d}", str(e.nights), e.message + under(ledger.overlays_of(e)))
                for e in still_open
            ]
            show_table(["问题编号", "状态", "首次发现", "批次数", "内容"], rows)
            return
        if decision is None or not reviewer.strip():
            raise UsageError("复核要写明 --decision confirm|reject 和 --reviewer 姓名")
        if fingerprint not in {episode.fingerprint for episode in episodes}:
            raise UsageError(f"没有问题 {fingerprint}；用 gongkai review 列出")
        if not dry_run:
            opinion = Review(fingerprint=fingerprint, decision=decision, reviewer=reviewer.strip(), decided_at=now(), note=remark)
            ledger.add_review(opinion)
    print(f"{'将记下' if dry_run else '已记下'}复核意见：{fingerprint}：{DECISION_ZH[decision]}（{reviewer.strip()}）")
