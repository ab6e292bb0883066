"""``gongkai review``: what people decide about open problems, and what inspections on the spot found. 人工复核"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from checks.model import DECISION_ZH, Decision, EpisodeState, Role, Scope
from cli.context import Format, FormatOption, as_plain, emit_json, folders, load_config, now, parse_date, show_table, today
from cli.exits import UsageError
from cli.selection import under
from publish.reviewing.entering import Draft, Refused, Upload, enter
from publish.reviewing.manual import check, read_table
from publish.reviewing.people import Person

STATE_ZH = {
    EpisodeState.SUSPECTED: "存疑",
    EpisodeState.CONFIRMED: "已确认",
    EpisodeState.REJECTED: "经复核不成立",
    EpisodeState.RESOLVED: "已整改",
}
MANUAL = "manual"  # no problem is called so: their names hold two bars


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review)


def review(
    ctx: typer.Context,
    fingerprint: Annotated[
        str, typer.Argument(metavar="[ID]", help="问题编号（公开主体|指标|对象）；不写则列出未了结的问题；写 manual 则录入人工核查项")
    ] = "",
    table: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="人工核查项表格（xlsx 或 csv），只与 manual 同用")] = None,
    decision: Annotated[Decision | None, typer.Option("--decision", help="填写的意见，如 confirm 确认，reject 不成立")] = None,
    reviewer: Annotated[str, typer.Option("--reviewer", metavar="NAME", help="复核人")] = "",
    remark: Annotated[str, typer.Option("--note", metavar="TEXT", help="理由或内容")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="豁免或整改的截止日期，如 2015-06-30")] = "",
    scope: Annotated[
        Scope, typer.Option("--scope", help="豁免范围：problem 本问题，rule 本单位本指标，unit 本单位全部指标")
    ] = Scope.PROBLEM,
    attach: Annotated[list[Path] | None, typer.Option("--attach", metavar="FILE", help="附件，可写几个")] = None,
    form: FormatOption = Format.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不记入账本")] = False,
) -> None:
    """列出未了结的问题，或记下对一个问题的意见；下一次判定和发布时生效。review manual FILE 录入人工核查项。"""
    place = folders(ctx).ledger
    if not place.is_file():
        raise ArchiveError(f"没有找到账本 {place}，请先运行 gongkai audit")
    if table is not None and fingerprint != MANUAL:
        raise UsageError("表格只用于 gongkai review manual FILE")
    if fingerprint == MANUAL:
        if table is None or not reviewer.strip():
            raise UsageError("录入人工核查项要写明表格文件和 --reviewer 姓名")
        _manual(ctx, place, table, reviewer.strip(), dry_run)
        return
    with open_ledger(place) as ledger:
        if not fingerprint:
            _list(ledger, form)
            return
        if decision is None or not reviewer.strip():
            raise UsageError("复核要写明 --decision（如 confirm、reject）和 --reviewer 姓名")
        if not ledger.episodes_of(fingerprint):
            raise UsageError(f"没有问题 {fingerprint}；用 gongkai review 列出")
        files = tuple(Upload(name=path.name, body=_body(path)) for path in attach or ())
        due = parse_date(until) if until else None
        _enter(ledger, reviewer.strip(), fingerprint, decision, remark, due, scope, files, dry_run)
    print(f"{'将记下' if dry_run else '已记下'}复核意见：{fingerprint}：{DECISION_ZH[decision]}（{reviewer.strip()}）")


def _list(ledger: Ledger, form: Format) -> None:
    still_open = [episode for episode in ledger.episodes() if episode.is_open]
    if form is Format.JSON:
        for episode in still_open:
            emit_json(as_plain({**attrs.asdict(episode), "overlays": ledger.overlays_of(episode)}))
        return
    rows = [
        (e.fingerprint, STATE_ZH[e.state], f"{e.first_at:%Y-%m-%d}", str(e.nights), e.message + under(ledger.overlays_of(e)))
        for e in still_open
    ]
    show_table(["问题编号", "状态", "首次发现", "批次数", "内容"], rows)


class _OnlyLooking(Exception):
    """Takes back what was entered to see whether it can be."""


def _enter(
    ledger: Ledger, name: str, fingerprint: str, decision: Decision, note: str, until: dt.date | None, scope: Scope,
    files: tuple[Upload, ...], dry_run: bool,
) -> None:  # fmt: skip
    """One entry, by somebody who has the ledger in hand: as an administrator, after all that stands there. UsageError says why not."""
    person = Person(id="-", name=name, role=Role.ADMINISTRATOR)
    try:
        with ledger.atomic():
            own = ledger.reviews(fingerprint)
            appeals = [each.number for each in own if each.decision is Decision.APPEAL]
            draft = Draft(
                fingerprint=fingerprint, decision=decision, note=note, until=until, scope=scope, files=files,
                answers=appeals[-1] if appeals and decision in (Decision.UPHOLD, Decision.DISMISS) else 0,
                seen=max((each.number for each in own), default=0),
            )  # fmt: skip
            enter(ledger, draft, person, now())
            if dry_run:
                raise _OnlyLooking
    except Refused as error:
        raise UsageError(str(error)) from error
    except _OnlyLooking:
        pass


def _manual(ctx: typer.Context, place: Path, table: Path, author: str, dry_run: bool) -> None:
    lines, mistakes = read_table(table.name, _body(table))
    with open_ledger(place) as ledger, ledger.atomic():
        registries = (*ledger.registries(), load_config(ctx).registry)
        units = {unit.id: unit.name for registry in registries for unit in registry.units}
        checked = check(lines, units, ledger.manual_findings(), author, now(), today())
        if wrong := (*mistakes, *checked.mistakes):
            raise UsageError(f"{table} 有 {len(wrong)} 处错误，一项也没有录入：\n" + "\n".join(map(str, wrong)))
        for finding in checked.findings if not dry_run else ():
            ledger.add_manual_finding(finding)
    print(f"{'将录入' if dry_run else '已录入'}人工核查项 {len(checked.findings)} 项（{author}）")


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"无法读取 {path}（{error.strerror}）") from error
