"""A month's material → its bulletin: pure, the same material says the same. 通报表的计算"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

import attrs

from archive.records import ManualFinding
from checks.model import Finding

from .changes import changed, latest_editions
from .holding import SECOND_LOOK, Holding, Judged, Moments
from .material import Guidance, Material, members
from .scope import read_units, unread_units
from .values import BEIJING, Bulletin, Form, Held, Line, SheetLine, UnitNotice, Unproven, note_of

NO_ROW = "指标未对应通报项，另行告知单位"
BAD_ROW = "通报项不在通报表所列范围"
MANUAL = "人工核查"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


@attrs.frozen(kw_only=True)
class Request:
    """What bulletin is asked for. 要求

    Attributes:
        by: who issues it, '' for a preview.
        template: digest of the template it is issued with.
    """

    month: str
    form: Form
    moments: Moments
    system: str = ""
    by: str = ""
    template: str = ""


def compute(request: Request, material: Material, guidance: Guidance) -> Bulletin:
    """The month's bulletin, as a preview or for issuing. 计算通报表"""
    inside = members(material.registry, request.system)
    wanted = _Wanted(request, material, guidance, inside)
    holding = Holding(material, request.moments)
    everything = [holding.judged(failure) for failure in material.failures if wanted.has(failure.finding.unit)]
    placed = [(each, _row(each.failure.finding, guidance)) for each in everything]
    rows = request.form.rows()
    notified = [(each, row) for each, row in placed if not each.why and row in rows]
    held = [
        wanted.held(each.failure.finding, row, "；".join(filter(None, [each.why, "" if row in rows else NO_ROW])))
        for each, row in placed
        if each.why or row not in rows
    ]
    entered = [each for each in material.manual if wanted.has(each.unit) and each.at < request.moments.cutoff]
    held += [
        Held(name=wanted.name(each.unit), row=each.row, rule=MANUAL, text=clean(each.text), why=BAD_ROW)
        for each in entered
        if each.row not in rows
    ]
    lines: list[tuple[str, Line, SheetLine]] = [wanted.machine(each, row) for each, row in notified]
    lines += [wanted.by_hand(each) for each in entered if each.row in rows]
    order = {row: place for place, row in enumerate(rows)}
    lines.sort(key=lambda each: (wanted.place(each[0]), order[each[1].row], each[1].rule, each[1].fingerprint, each[1].text))
    editions = [each for each in material.issued if each.month == request.month and each.system == request.system]
    bulletin = Bulletin(
        month=request.month,
        edition=len(editions) + 1,
        form=request.form,
        cutoff=request.moments.cutoff,
        at=request.moments.at,
        by=request.by,
        system=request.system,
        system_name=wanted.name(request.system) if request.system else "",
        nights=tuple(sorted({run.as_of for run in material.runs})),
        packs=tuple(sorted({pack for run in material.runs for pack in run.packs})),
        named_packs=any(run.named_packs for run in material.runs),
        units=_by_unit(lines, wanted),
        sheet=tuple(sheet for _, _, sheet in lines),
        unproven=tuple(
            wanted.unproven(each)
            for each in sorted(material.unproven, key=lambda finding: wanted.place(finding.unit))
            if wanted.has(each.unit) and not _asked_once(each, request.form, guidance)
        ),
        read=read_units(material, inside),
        unread=unread_units(material, inside),
        held=() if request.by else tuple(held),
        held_counts=tuple(sorted(Counter(each.why for each in held).items())),
        template=request.template,
    )
    return attrs.evolve(bulletin, changes=changed(editions[-1], bulletin)) if editions else bulletin


class _Wanted:
    """Names, places and histories that the parts of a bulletin share."""

    def __init__(self, request: Request, material: Material, guidance: Guidance, inside: frozenset[str]) -> None:
        self._request, self._material, self._guidance, self._inside = request, material, guidance, inside
        self._names = {unit.id: clean(unit.name) for unit in material.registry.units}
        self._places = {unit.id: place for place, unit in enumerate(material.registry.units)}
        earlier = latest_editions(each for each in material.issued if each.month < request.month)
        self._earlier: dict[tuple[str, str, str], list[str]] = {}
        for bulletin in earlier:
            for notice in bulletin.units:
                for line in notice.lines:
                    months = self._earlier.setdefault(_key(notice.unit, line), [])
                    months += [bulletin.month] if bulletin.month not in months else []
        self._before = _month_before(request.month)
        self._was_issued = any(each.month == self._before for each in earlier)

    def has(self, unit: str) -> bool:
        """Whether a unit belongs to what is asked for; without a system also one that no registry knows."""
        return not self._request.system or unit in self._inside

    def name(self, unit: str) -> str:
        return self._names.get(unit, unit)

    def place(self, unit: str) -> tuple[int, str]:
        return self._places.get(unit, len(self._places)), unit

    def machine(self, each: Judged, row: str) -> tuple[str, Line, SheetLine]:
        """A confirmed failure as a fact of the bulletin and a line of the sheet."""
        finding, episode = each.failure.finding, each.episode
        assert episode is not None  # what has no episode is held back
        runs = self._material.all_runs
        first = runs.get(episode.first_run)
        gone = runs.get(episode.resolved_run)
        mended = gone.as_of if gone and gone.started_at <= self._request.moments.at else None
        bare = Line(row=row, text=clean(finding.message), rule=finding.rule, fingerprint=finding.fingerprint)
        since = first.as_of if first else episode.first_at.astimezone(BEIJING).date()
        line = attrs.evolve(bare, since=since, earlier=self._notified(finding.unit, bare), mended=mended)
        evidence = finding.evidence[0] if finding.evidence else None
        text = self._guidance.rules.get(finding.rule)
        sheet = SheetLine(
            name=self.name(finding.unit),
            row=row,
            rule=finding.rule,
            text=line.text,
            clause=text.clause if text else "",
            page=clean(self._guidance.titles.get((each.failure.run, finding.portal, evidence.sha256), "")) if evidence else "",
            url=clean(evidence.url) if evidence else "",
            at=evidence.fetched_at if evidence else runs[each.failure.run].started_at,
            sha256=evidence.sha256 if evidence else "",
            verdict=_verdict(each, episode.confirmed_by),
            last_month=self._last_month(line),
            note="；".join(filter(None, (note_of(line, self._request.month), *_more(each.failure.nights, finding.overlays)))),
        )
        return finding.unit, line, sheet

    def by_hand(self, entered: ManualFinding) -> tuple[str, Line, SheetLine]:
        """A manual finding as both."""
        bare = Line(row=entered.row, text=clean(entered.text))
        line = attrs.evolve(bare, earlier=self._notified(entered.unit, bare))
        sheet = SheetLine(
            name=self.name(entered.unit),
            row=entered.row,
            rule=MANUAL,
            text=line.text,
            clause="",
            page="",
            url="",
            at=entered.at,
            sha256="",
            verdict=f"{MANUAL}（{clean(entered.author)}）",
            last_month=self._last_month(line),
            note=note_of(line, self._request.month),
        )
        return entered.unit, line, sheet

    def held(self, finding: Finding, row: str, why: str) -> Held:
        return Held(name=self.name(finding.unit), row=row, rule=finding.rule, text=clean(finding.message), why=why)

    def unproven(self, finding: Finding) -> Unproven:
        text = self._guidance.rules.get(finding.rule)
        return Unproven(
            name=self.name(finding.unit),
            row=_row(finding, self._guidance),
            rule=finding.rule,
            title=text.title if text else finding.rule,
            subject=clean(finding.subject_name),
            reason=clean(finding.message),
            do=self._guidance.do(finding.message) or "打开所列网页人工核查。",
        )

    def _notified(self, unit: str, line: Line) -> tuple[str, ...]:
        return tuple(sorted(self._earlier.get(_key(unit, line), ())))

    def _last_month(self, line: Line) -> str:
        return ("是" if self._before in line.earlier else "否") if self._was_issued else "上月未印发"


def clean(text: str) -> str:
    """The text on one line, without what no document can hold."""
    return _CONTROL.sub(" ", text).strip()


def _more(nights: int, overlays: tuple[str, ...]) -> tuple[str, str]:
    """What the sheet says besides."""
    return f"当月{nights}次核查均见" if nights > 1 else "", f"按调整判定：{'、'.join(overlays)}" if overlays else ""


def _verdict(each: Judged, confirmed_by: str) -> str:
    if each.by:
        return f"人工复核（{'、'.join(map(clean, each.by))}）"
    return "机器（再次核查一致）" if confirmed_by == SECOND_LOOK else f"人工复核（{clean(confirmed_by)}）"


def _row(finding: Finding, guidance: Guidance) -> str:
    text = guidance.rules.get(finding.rule)
    if text is None:
        return ""
    return next((text.rows[name] for name in finding.overlays if name in text.rows), text.row)


def _asked_once(finding: Finding, form: Form, guidance: Guidance) -> bool:
    text = guidance.rules.get(finding.rule)
    return bool(text and text.by_hand and _row(finding, guidance) in {key for key, (_, row) in form.rows().items() if row.manual})


def _key(unit: str, line: Line) -> tuple[str, str, str]:
    """What makes a fact the same in another month: the problem, or what was written by hand."""
    return (unit, "", line.fingerprint) if line.fingerprint else (unit, line.row, line.text)


def _by_unit(lines: Iterable[tuple[str, Line, SheetLine]], wanted: _Wanted) -> tuple[UnitNotice, ...]:
    found: dict[str, list[Line]] = {}
    for unit, line, _ in lines:
        found.setdefault(unit, []).append(line)
    return tuple(UnitNotice(unit=unit, name=wanted.name(unit), lines=tuple(said)) for unit, said in found.items())


def _month_before(month: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    return f"{first - dt.timedelta(days=1):%Y-%m}"


def pages_cited(material: Material) -> frozenset[tuple[str, str, str]]:
    """The pages whose titles the sheet names: (run, portal, sha256 of the body). 所引网页"""
    return frozenset(
        (each.run, each.finding.portal, each.finding.evidence[0].sha256) for each in material.failures if each.finding.evidence
    )
