"""Entries: what is typed becomes a row of the ledger, or comes back with the reason why not. 填写意见"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import attrs

from archive.ledger import Ledger
from checks.model import DECISION_ZH, Attachment, Decision, Review, Scope
from checks.reviewing import Reviews, handling, refusal

from .desk import clock, day_of
from .people import Person

MOST_NOTE = 5000
MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
DEFAULT_DAYS = 15  # working days given for rectification unless another date is chosen

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: kinds of file that are taken: ending → how such a file begins
KINDS: Mapping[str, bytes] = {
    ".pdf": b"%PDF-",
    **dict.fromkeys((".docx", ".xlsx", ".ofd", ".zip"), _ZIP),
    **dict.fromkeys((".doc", ".xls", ".wps", ".et"), _OLE),
    ".png": b"\x89PNG",
    **dict.fromkeys((".jpg", ".jpeg"), b"\xff\xd8\xff"),
    ".txt": b"",
}


@attrs.frozen(kw_only=True)
class Upload:
    """A file as it was sent. 上传的文件"""

    name: str
    body: bytes


@attrs.frozen(kw_only=True)
class Draft:
    """What was typed about one problem. 待记入的意见

    Attributes:
        seen: number of the latest entry that stood on the page when it was typed.
    """

    fingerprint: str
    decision: Decision
    note: str = ""
    until: dt.date | None = None
    scope: Scope = Scope.PROBLEM
    answers: int = 0
    seen: int = 0
    files: tuple[Upload, ...] = ()


class Refused(Exception):
    """Why an entry was not taken, in Chinese. 未记入"""


def enter(ledger: Ledger, draft: Draft, person: Person, at: dt.datetime) -> Review:
    """Make one entry; what stands there and what is added are one transaction of the caller's. 记入

    Raises:
        Refused: it cannot be taken. Nothing was written.
    """
    lives = ledger.episodes_of(draft.fingerprint)
    if not lives:
        raise Refused("账本中没有这个问题")
    entries = ledger.reviews_reaching(draft.fingerprint)
    own = [entry for entry in entries if entry.fingerprint == draft.fingerprint]
    latest = max(own, key=lambda entry: entry.number, default=None)
    if latest is not None and latest.number != draft.seen:
        said = f"{latest.reviewer}“{DECISION_ZH[latest.decision]}”，{clock(latest.decided_at)}"
        raise Refused(f"您打开页面之后已有新的意见（{said}），请看过后再提交")
    if wrong := next(filter(None, map(unfit, draft.files)), "") or ("" if len(draft.files) <= MOST_FILES else f"附件最多 {MOST_FILES} 个"):
        raise Refused(wrong)
    if len(draft.note) > MOST_NOTE:
        raise Refused(f"说明最多 {MOST_NOTE} 字，现有 {len(draft.note)} 字")
    files = tuple(Attachment(name=file_name(each.name), sha256="", size=len(each.body)) for each in draft.files)
    entry = Review(
        fingerprint=draft.fingerprint,
        decision=draft.decision,
        reviewer=person.name,
        decided_at=at,
        note=draft.note.strip(),
        until=draft.until,
        scope=draft.scope,
        attachments=files,
        answers=draft.answers,
    )
    on = day_of(at)
    if why := refusal(entry, person.role, handling(lives[-1], Reviews(entries), on), on):
        raise Refused(why)
    kept = tuple(ledger.keep_attachment(file_name(each.name), each.body) for each in draft.files)
    return ledger.add_review(attrs.evolve(entry, attachments=kept))


def unfit(file: Upload) -> str:
    """Why a file is not taken, in Chinese; '' if it is. 附件不合要求之处"""
    ending = PurePosixPath(file_name(file.name)).suffix.lower()
    if ending not in KINDS:
        return f"附件“{file.name}”的类型不收；可收 {'、'.join(kind.lstrip('.') for kind in KINDS)}"
    if not file.body:
        return f"附件“{file.name}”是空文件"
    if len(file.body) > MOST_BYTES:
        return f"附件“{file.name}”超过 {MOST_BYTES >> 20} MB"
    if not file.body.startswith(KINDS[ending]):
        return f"附件“{file.name}”的内容不是 {ending.lstrip('.')} 文件"
    return ""


def file_name(sent: str) -> str:
    """A file's own name, without its folder and without what no name holds."""
    name = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]+", "", re.split(r"[/\\]", sent)[-1]).strip(" .") or "附件"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if dot else name[:100]


def draft_of(fingerprint: str, form: Mapping[str, str], files: Iterable[Upload] = ()) -> Draft:
    """What a form says. Refused names what cannot be read in it."""
    try:
        decision = Decision(form.get("decision", ""))
    except ValueError:
        raise Refused("请选择要填写的意见") from None
    try:
        until = dt.date.fromisoformat(day) if (day := form.get("until", "").strip()) else None
    except ValueError:
        raise Refused(f"截止日期 {form['until']} 应写作 2015-06-30") from None
    try:
        scope = Scope(form.get("scope") or Scope.PROBLEM)
    except ValueError:
        raise Refused("没有这种豁免范围") from None
    return Draft(
        fingerprint=fingerprint, decision=decision, note=form.get("note", "").replace("\r\n", "\n"), until=until, scope=scope,
        answers=_number(form.get("answers", "")), seen=_number(form.get("seen", "")), files=tuple(files),
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def working_days_on(start: dt.date, days: int) -> dt.date:
    """The day so many weekdays later; public holidays are not known here, and a person may choose another date. 工作日"""
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day
