"""``gongkai judge``: judge stored visits again, or compare two judgements of them; no network is used. 判定"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from checks.compare import CAUSE_ZH, Flip, Side, as_json, flips, told_outcome
from checks.judge import as_json as finding_json
from checks.judge import judgement_sha256
from checks.model import Registry

from ..comparing import other_side
from ..context import AsOf, Format, FormatOption, Month, asked_day, emit_json, folders, load_config, note, parse_month, show_table
from ..exits import Exit
from ..readers import Readers
from ..rejudge import Judging, Rejudged, rejudge, visits_in
from ..targets import demo_registry
from .audit import Packs, show_findings

Compare = Annotated[
    list[str] | None,
    typer.Option(
        "--compare",
        metavar="OLD",
        help="与另一判定对照，只列结论的变化和原因：指标体系编号（可重复）、旧版配置文件夹、另一次的访问文件，或账本中的批次",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("judge", help="用访问文件重新判定，不联网。")(judge)


def judge(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="VISIT...", help="访问文件，或其所在文件夹")],
    as_of: AsOf = "",
    month: Month = "",
    pack: Packs = None,
    demo: Annotated[bool, typer.Option("--demo", help="访问文件来自自带的示范网站")] = False,
    compare: Compare = None,
    output: FormatOption = Format.TEXT,
) -> int:
    """重新判定：同样的访问文件、指标和基准日，结果逐字节相同。"""
    loaded, day = load_config(ctx), asked_day(as_of, month)
    visits = visits_in(files)
    starts = {file.visit.portal_id: file.visit.start_url for file in visits}
    by = Judging(
        config=loaded,
        registry=demo_registry(folders(ctx), starts) if demo else loaded.registry,
        named=tuple(pack or ()),
        day=day,
        month=parse_month(month)[0] if month else None,
    )
    with Readers(loaded.vocabulary) as readers:
        new = rejudge(visits, by, readers, "、".join(by.named) or "现行指标")
        old = other_side(compare, visits, by, readers, folders(ctx)) if compare else None
    registry = Registry(units=new.units)
    if old is not None:
        show_flips(flips(old, new.side), old, new.side, registry, output)
    elif output is Format.JSON:
        emit_json([_told(new, place, bool(pack)) for place in range(len(new.dated))])
    else:
        show_findings(new.side.findings, registry, loaded.rules)
    note(f"判定摘要 {judgement_sha256(new.side.findings)}")
    return Exit.DONE


def _told(new: Rejudged, place: int, named: bool) -> dict[str, object]:
    """A finding as an audit prints it; one for another date than its visit was planned for says so."""
    finding, day, planned = new.dated[place]
    other = {"as_of": day.isoformat(), "visit_as_of": planned.isoformat()} if day != planned else {}
    return {**finding_json(finding), "packs_named": named, **other}


def show_flips(found: Sequence[Flip], old: Side, new: Side, registry: Registry, output: Format) -> None:
    """What changed and why, as a table or as one JSON object. 变化"""
    if output is Format.JSON:
        sides = {
            key: {"name": side.name, "as_of": side.as_of.isoformat(), "code": side.code, "findings": len(side.findings)}
            for key, side in (("old", old), ("new", new))
        }
        emit_json({**sides, "flips": [as_json(flip) for flip in found]})
        return
    names = {unit.id: unit.name for unit in registry.units}
    rows = [
        (names.get(f.unit, f.unit), f.rule, f.subject_name or f.subject, told_outcome(f.before), told_outcome(f.after), f.why)
        for f in found
    ]
    head = ("单位", "指标", "对象", f"原结论（{old.name}）", f"新结论（{new.name}）", "原因")
    show_table(head, rows, title=f"结论有变化的 {len(found)} 项")
    counts = [(CAUSE_ZH[cause], str(n)) for cause in CAUSE_ZH if (n := sum(any(c is cause for c, _ in f.causes) for f in found))]
    show_table(("原因", "项数"), counts)
