"""``gongkai judge``: judge stored visits again; no network is used. 判定"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archive.visit import SUFFIX, VisitFile, read_visit
from checks.judge import as_json, judgement_sha256
from checks.model import Finding, Place, Registry, Unit

from .. import night
from ..context import AsOf, Format, FormatOption, emit_json, folders, load_config, note, parse_date
from ..exits import Exit, UsageError
from ..readers import Readers
from ..targets import demo_registry
from .audit import Packs, show_findings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("judge", help="用访问文件重新判定，不联网。")(judge)


def judge(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="VISIT...", help="访问文件，或其所在文件夹")],
    as_of: AsOf = "",
    pack: Packs = None,
    demo: Annotated[bool, typer.Option("--demo", help="访问文件来自自带的示范网站")] = False,
    output: FormatOption = Format.TEXT,
) -> int:
    """重新判定：同样的访问文件、指标和基准日，结果逐字节相同。"""
    loaded = load_config(ctx)
    visits = [read_visit(path) for path in _expand(files)]
    findings: list[Finding] = []
    starts = {file.visit.portal_id: file.visit.start_url for file in visits}
    registry = demo_registry(folders(ctx), starts) if demo else loaded.registry
    known: dict[str, Unit] = {}
    with Readers(loaded.vocabulary) as readers:
        for file in visits:
            day = parse_date(as_of) if as_of else file.visit.plan.as_of
            if day > file.visit.plan.as_of:
                raise UsageError(f"{file.path}：访问时的判定基准日为 {file.visit.plan.as_of}，不能用来判定其后的 {day}")
            selection = night.Selection(config=loaded, as_of=day, named=tuple(pack or ()))
            units = registry.units_on(file.visit.portal_id, day) or _unregistered(file)
            known |= {unit.id: unit for unit, _ in units}
            note(f"{file.path.name}：{selection.describe([unit for unit, _ in units])}")
            samples = night.probed(folders(ctx), registry, file.visit, day)
            result = night.judge_visit(file, readers.read(file, day), units, selection, samples)
            for error in result.errors[:5]:
                note(f"程序出错（记为无法核查）：{error}")
            findings += result.findings
    if output is Format.JSON:
        emit_json([{**as_json(f), "packs_named": bool(pack)} for f in findings])
    else:
        show_findings(findings, Registry(units=tuple(known.values())), loaded.rules)
    note(f"判定摘要 {judgement_sha256(findings)}")
    return Exit.DONE


def _expand(files: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in files:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path}：文件夹中没有访问文件（*{SUFFIX}）")
        found += inside
    return found


def _unregistered(file: VisitFile) -> tuple[tuple[Unit, Place], ...]:
    """A portal that was started by its address: the portal stands for the unit."""
    name = file.visit.portal_id
    place = Place(portal=name)
    return ((Unit(id=name, name=name, places=(place,)), place),)
