"""The last step of a night: the health gate, the lives of the problems, the published files. 发布"""

from __future__ import annotations

import attrs

from archive.ledger import Ledger
from archive.visit import read_visit
from checks import history
from checks.health import unsound
from checks.model import Registry, Run
from checks.reasons import REASONS, WHOSE_ZH, reason_of
from checks.wording import standards
from config import Config
from publish import csv_export  # noqa: F401  registers the export
from publish.database import Catalogue, Cause, Published, publish
from publish.errors import PublishRefused
from publish.exports import ExportOptions, export_to_file

from . import night
from .context import Folders
from .gate import night_figures


def refusals(ledger: Ledger, run: Run) -> tuple[str, ...]:
    """Why the health gate holds a run back; the answer rests on the ledger alone, so it is the same whoever asks. 不宜发布的原因"""
    return unsound(night_figures(ledger, run.id))


def release(ledger: Ledger, where: Folders, run: Run, catalogue: Catalogue, *, whole: bool, out: bool = True) -> None:
    """What follows the judging of a run: a sound one goes into the episodes and, if ``out``, into the published files. 发布

    Args:
        whole: every portal was visited, so the run ends; one that is not whole stays open for the same command.

    Raises:
        PublishRefused: the health gate says no. The run has ended all the same, and no problem was opened, confirmed or resolved by it.
    """
    reasons = refusals(ledger, run)
    if reasons:
        # of a run that went out before it was whole, nothing more goes out
        held = attrs.evolve(run, published=False)
        night.end(ledger, held) if whole else ledger.finish_run(held)
        raise PublishRefused(reasons)
    # One step: where it breaks off, the run has not ended, and the same command folds and publishes it without fetching anything again.
    with ledger.atomic():
        fold(ledger, where, run)
        if whole:
            night.end(ledger, run)
        if out:
            put_out(ledger, where, run, catalogue)


def release_again(ledger: Ledger, where: Folders, run: Run, catalogue: Catalogue) -> Published:
    """Publish a run that was judged before, under the same gate. 重新发布

    Raises:
        PublishRefused: the health gate says no.
    """
    reasons = refusals(ledger, run)
    if reasons:
        raise PublishRefused(reasons)
    folded = ledger.folded()
    with ledger.atomic():
        # A run that the gate refused on its night may pass now. It counts as a look unless later nights have been counted: those know better.
        if run.id not in folded and not any(each.id in folded and each.started_at > run.started_at for each in ledger.runs()):
            fold(ledger, where, run)
        return put_out(ledger, where, run, catalogue)


def fold(ledger: Ledger, where: Folders, run: Run) -> None:
    """Fold a run's findings into the episodes. 归并"""
    findings = [finding for unit in ledger.units_of(run.id) for finding in ledger.findings(run.id, unit)]
    with ledger.atomic():
        ledger.save_episodes(history.fold(ledger.episodes(), findings, run, ledger.reviews(), _rendered(ledger, where, run)))
        ledger.mark_folded(run.id)


def put_out(ledger: Ledger, where: Folders, run: Run, catalogue: Catalogue) -> Published:
    """Write the published database and the table beside it. 写发布库和证据表"""
    done = publish(ledger, where.published, run=run.id, catalogue=catalogue, readings=where.readings)
    export_to_file("findings", where.published, where.table, ExportOptions())
    return done


def catalogue_of(ledger: Ledger, run: Run, loaded: Config) -> Catalogue:
    """The catalogue with which a run is published by hand: today's registry, unless the run was about portals that are not in it. 登记簿与指标

    The demo and portals given by address or folder are only in the registry that the ledger kept of their run.
    """
    kept = next(iter(ledger.registries(run.id)), loaded.registry)
    known = {portal.id for portal in loaded.registry.portals}
    registry = loaded.registry if known & {portal.id for portal in kept.portals} else kept
    return catalogue_with(registry, loaded)


def catalogue_with(registry: Registry, loaded: Config) -> Catalogue:
    """A registry with the rules at hand, and with what both are called. 登记簿与指标"""
    return Catalogue(
        registry=registry,
        packs=loaded.packs,
        rules=loaded.rules,
        overlays=loaded.overlays,
        standards={rule.id: tuple(standards(rule)) for rule in loaded.rules},
        causes=tuple(Cause(reason.id, reason.about, WHOSE_ZH[reason.whose], reason.do) for reason in REASONS),
        cause_of=lambda message: reason.id if (reason := reason_of(message)) else "",
    )


def _rendered(ledger: Ledger, where: Folders, run: Run) -> frozenset[str]:
    """Portals visited with a browser at hand; of a visit whose file is gone it is not known."""
    files = {visit.portal: night.visit_path(where, run.id, visit.portal) for visit in ledger.visits(run.id)}
    return frozenset(portal for portal, path in files.items() if path.exists() and read_visit(path).visit.plan.browser)
