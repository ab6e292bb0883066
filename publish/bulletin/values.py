"""What a bulletin holds, and its one text as JSON. 通报表内容"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import attrs
from cattrs.preconf.json import make_converter

BEIJING = dt.timezone(dt.timedelta(hours=8))


@attrs.frozen(kw_only=True)
class Row:
    """One of the kinds of defect that a bulletin names. 通报项

    Attributes:
        manual: what of it no program can see, and people must look at; '' for nothing.
    """

    number: int
    title: str
    manual: str = ""


@attrs.frozen(kw_only=True)
class Section:
    """A column of the bulletin. 通报表栏目

    Attributes:
        office: who answers for what stands in it.
    """

    name: str
    office: str
    row: tuple[Row, ...]


@attrs.frozen(kw_only=True)
class Form:
    """How an office's bulletin is headed, divided and signed. 通报表式样

    Attributes:
        title: ``{month}`` stands for the month examined.
        office: who fills it in; ``sources`` where its contents come from.
        handover, due: days of the following month by which it is handed over and sent.
        signers: who signs at its foot.
    """

    title: str
    office: str
    sources: str
    handover: int
    due: int
    signers: tuple[str, ...]
    section: tuple[Section, ...]

    def rows(self) -> Mapping[str, tuple[Section, Row]]:
        """``主动公开-2`` → its section and itself, in the bulletin's order."""
        return {f"{section.name}-{row.number}": (section, row) for section in self.section for row in section.row}


@attrs.frozen(kw_only=True)
class Line:
    """One fact that is notified. 通报事项

    Attributes:
        row: ``主动公开-2``.
        fingerprint: the problem it is about, '' for a manual finding.
        since: day on which it was first found, None for a manual finding.
        earlier: months in whose bulletins it stood before.
        mended: day for which a later look within reach judged it met, None if there was none.
    """

    row: str
    text: str
    rule: str = ""
    fingerprint: str = ""
    since: dt.date | None = None
    earlier: tuple[str, ...] = ()
    mended: dt.date | None = None


@attrs.frozen(kw_only=True)
class UnitNotice:
    """What is notified about one unit. 单位通报内容"""

    unit: str
    name: str
    lines: tuple[Line, ...]


@attrs.frozen(kw_only=True)
class SheetLine:
    """One line of the working sheet. 工作底稿行

    Attributes:
        at: when the page was fetched, or the manual finding entered; aware.
        last_month: whether last month's bulletin named it already.
    """

    name: str
    row: str
    rule: str
    text: str
    clause: str
    page: str
    url: str
    at: dt.datetime
    sha256: str
    verdict: str
    last_month: str
    note: str


@attrs.frozen(kw_only=True)
class Unproven:
    """What could not be checked, and what a person does about it. 无法核查项"""

    name: str
    row: str
    rule: str
    title: str
    subject: str
    reason: str
    do: str


@attrs.frozen(kw_only=True)
class Read:
    """A unit that was really read in the month. 抽查单位

    Attributes:
        nights: number of nights; ``first``, ``last`` their first and last date.
        pages: read on the last night, on the portals where the unit discloses.
        stop: how the last visits ended, if not whole.
        passed, failed, cant_tell, inapplicable: what the last night said.
    """

    unit: str
    name: str
    portals: tuple[str, ...]
    nights: int
    first: dt.date
    last: dt.date
    pages: int
    stop: str
    passed: int
    failed: int
    cant_tell: int
    inapplicable: int


@attrs.frozen(kw_only=True)
class Unread:
    """A unit whose pages were sought and not read: nothing is notified about it. 未能读取的单位"""

    name: str
    why: str


@attrs.frozen(kw_only=True)
class Held:
    """What failed and is not notified. 未列入的问题"""

    name: str
    row: str
    rule: str
    text: str
    why: str


@attrs.frozen(kw_only=True)
class Bulletin:
    """A month's notice with all that stands behind it. 通报表

    Attributes:
        month: ``YYYY-MM``.
        edition: 1 for the first; further ones say in ``changes`` what they correct.
        system, system_name: the unit whose subordinates alone are meant; '' for all units.
        cutoff: what was entered and fetched up to here is in it; aware.
        at: when it was made; aware. ``by`` who issued it, '' for a preview.
        nights: dates of the nights it rests on; ``packs`` what they were judged by; ``named_packs`` some were named whatever their period.
        held: what is not in it, and why; only in a preview. ``held_counts`` how many, by reason.
        template: digest of the DOCX template it was issued with, kept among the ledger's attachments; '' for a preview.
        files: (kind, digest) of the files as they went out, kept there as well: a later version of the program may lay them out otherwise.
    """

    month: str
    edition: int
    form: Form
    cutoff: dt.datetime
    at: dt.datetime
    by: str = ""
    system: str = ""
    system_name: str = ""
    nights: tuple[dt.date, ...] = ()
    packs: tuple[str, ...] = ()
    named_packs: bool = False
    units: tuple[UnitNotice, ...] = ()
    sheet: tuple[SheetLine, ...] = ()
    unproven: tuple[Unproven, ...] = ()
    read: tuple[Read, ...] = ()
    unread: tuple[Unread, ...] = ()
    held: tuple[Held, ...] = ()
    held_counts: tuple[tuple[str, int], ...] = ()
    changes: tuple[str, ...] = ()
    template: str = ""
    files: tuple[tuple[str, str], ...] = ()

    @property
    def issued(self) -> bool:
        """Whether it went out, or is a preview."""
        return bool(self.by)


_converter = make_converter()


def to_json(bulletin: Bulletin) -> str:
    """The bulletin's one text: equal bulletins give equal bytes."""
    return json.dumps(_converter.unstructure(bulletin), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Bulletin:
    """A bulletin from its text."""
    return _converter.structure(json.loads(text), Bulletin)


def note_of(line: Line, month: str) -> str:
    """What a fact's history adds to it: facts and dates. 备注"""
    parts = (
        f"{'、'.join(line.earlier)}已通报" if line.earlier else "",
        f"以前月份已发现（{line.since}起）" if line.since and f"{line.since:%Y-%m}" < month else "",
        f"{line.mended}核查时已合格" if line.mended else "",
    )
    return "；".join(filter(None, parts))


def beijing(moment: dt.datetime) -> dt.datetime:
    """A moment in Beijing time, whatever the machine's zone."""
    return moment.astimezone(BEIJING)
