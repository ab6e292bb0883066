"""What each channel was last told, kept beside the ledger. 通知进度

A mark moves only when a channel took a digest: what could not be sent is told the next time, with what has come since.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
from cattrs.preconf.json import make_converter

from archive.errors import ArchiveError
from archive.store import naming

from .digest import Snapshot

_WHAT = "通知进度"
MOST_ENTRIES = 100


@attrs.frozen(kw_only=True)
class Entry:
    """A digest as the feed keeps it. 订阅条目"""

    id: str
    title: str
    text: str
    at: dt.datetime


@attrs.frozen(kw_only=True)
class State:
    """Marks and entries. 通知进度

    Attributes:
        marks: channel → the moment of the digest it took last.
        seen: moment → what stood then; channels told at once share it.
        feed: UUID of the feed, '' before its first entry; ``entries`` the latest first.
    """

    marks: Mapping[str, str] = attrs.Factory(dict)
    seen: Mapping[str, Snapshot] = attrs.Factory(dict)
    feed: str = ""
    entries: tuple[Entry, ...] = ()

    def before(self, channel: str) -> Snapshot:
        """What a channel knows; nothing at first."""
        return self.seen.get(self.marks.get(channel, ""), Snapshot())

    def moved(self, channel: str, to: Snapshot) -> State:
        """The channel was told; what no channel rests on any more is forgotten."""
        key = to.at.isoformat() if to.at else ""
        marks = {**self.marks, channel: key}
        seen = {at: each for at, each in {**self.seen, key: to}.items() if at in set(marks.values())}
        return attrs.evolve(self, marks=marks, seen=seen)

    def entered(self, entry: Entry) -> State:
        """The feed has a further entry."""
        return attrs.evolve(self, entries=(entry, *self.entries)[:MOST_ENTRIES])


_converter = make_converter()


def load(path: Path) -> State:
    """What was kept; nothing if there is no file yet. ArchiveError if it cannot be read."""
    if not path.exists():
        return State()
    with naming(path, _WHAT):
        try:
            return _converter.structure(json.loads(path.read_text(encoding="utf-8")), State)
        except (ValueError, KeyError, TypeError, ExceptionGroup) as error:
            raise ArchiveError(f"{_WHAT} {path} 无法读取，文件可能已损坏；删去后下次通知从头说起") from error


def save(path: Path, state: State) -> None:
    """Put the new state in place of the old, whole or not at all."""
    write(path, json.dumps(_converter.unstructure(state), ensure_ascii=False, sort_keys=True).encode(), _WHAT)


def write(path: Path, body: bytes, what: str) -> None:
    """A file that is there whole or not at all."""
    with naming(path, what):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Two tellings at once would say the same twice. ArchiveError if another is under way."""
    with naming(path, _WHAT):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ArchiveError(f"{_WHAT} {path}：另一个通知正在发送") from error
    finally:
        os.close(handle)
