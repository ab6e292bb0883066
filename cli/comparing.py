"""The other side of ``gongkai judge --compare``: packs, an edition of the rules, other visits, or a run of the ledger. 对照的一方"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

import config
from archive.ledger import open_ledger
from archive.visit import SUFFIX, VisitFile, read_visit
from checks.compare import Side

from .context import Folders
from .exits import UsageError
from .night import units_of
from .readers import Readers
from .rejudge import Judging, rejudge, seen_in, visits_in
from .selection import Selection


def other_side(asked: Sequence[str], files: Sequence[VisitFile], by: Judging, readers: Readers, where: Folders) -> Side:
    """The judgement to compare with. 对照的一方

    What is asked for is, in this order: ids of packs · a data folder (another edition of the rules) · visit files (another night) · the id of a
    run in the ledger (what was said then, by the program of then).

    Raises:
        UsageError: it is none of them.
    """
    name = "、".join(asked)
    if all(each in {pack.id for pack in by.config.packs} for each in asked):
        return rejudge(files, attrs.evolve(by, named=tuple(asked)), readers, name).side
    if len(asked) > 1:
        raise UsageError(f"--compare {name}：多次使用时只能是指标体系编号，可用的有：{'、'.join(pack.id for pack in by.config.packs)}")
    path = Path(name)
    if (path / "rulepacks").is_dir():
        edition = config.load(path)
        with Readers(edition.vocabulary) as own:
            return rejudge(files, attrs.evolve(by, config=edition), own, name).side
    if path.suffix == SUFFIX or path.is_dir():
        return rejudge(visits_in([path]), by, readers, name).side
    return _of_run(name, files, by, where)


def _of_run(name: str, files: Sequence[VisitFile], by: Judging, where: Folders) -> Side:
    """What a run said. Its rules are known if their digest is still that of the rules at hand."""
    if not where.ledger.is_file():
        raise UsageError(f"--compare {name}：不是指标体系、配置文件夹或访问文件；{where.ledger} 中也没有账本，不能按批次查找")
    with open_ledger(where.ledger) as ledger:
        run = ledger.run(name)
        if run is None:
            raise UsageError(f"--compare {name}：不是指标体系、配置文件夹或访问文件，账本中也没有这个批次")
        findings = [finding for unit in ledger.units_of(name) for finding in ledger.findings(name, unit)]
        portals = {file.visit.portal_id for file in files}
        paths = [where.var / "visits" / visit.file for visit in ledger.visits(name) if visit.portal in portals]
        registries = ledger.registries(name)
    named = tuple(pack.partition("@")[0] for pack in run.packs) if run.named_packs else ()
    selection = Selection(config=by.config, as_of=run.as_of, named=named)
    same = selection.digest(run.packs) == run.packs_sha256
    places = [portal for each in registries for portal in each.portals if portal.id in portals]
    units = {unit.id: unit for each in registries for unit in units_of(each, places, run.as_of)}
    return Side(
        name=f"批次 {name}",
        as_of=run.as_of,
        code=run.code_version,
        findings=tuple(finding for finding in findings if finding.portal in portals),
        rules={unit.id: selection.effective(unit) for unit in units.values()} if same else None,
        seen=seen_in([read_visit(path) for path in paths if path.exists()]),
    )
