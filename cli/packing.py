"""Values handed from process to process: what pickle makes of them, in half the time. 进程间传递

An attrs class with slots describes itself to pickle by a dictionary made in Python, and is filled again name by name. Of pages with their
links and facts there are thousands; here a value is told as the row of its fields.
"""

from __future__ import annotations

import io
import operator
import pickle
from collections.abc import Callable
from typing import Any

import attrs

from checks.model import Entry, Evidence, Fact, Link, Page, Paging, Reading
from checks.pages import ReadPage
from crawler.frontier import Outline


def pack(value: object) -> bytes:
    """A value as bytes, for ``pickle.loads``. 打包"""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _ROWS
    pickler.dump(value)
    return packed.getvalue()


def _of_fields(kind: type, *values: object) -> object:
    """What ``_row_of`` tells, made whole; as with pickle's own way, nothing is checked or converted again."""
    made: object = object.__new__(kind)
    for put, value in zip(_PUTS[kind], values, strict=False):  # a row has its fields; to have them counted costs a third of all
        put(made, value)
    return made


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


def _row_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    fields = operator.attrgetter(*_names(kind))
    return lambda value: (_of_fields, (kind, *fields(value)))


_PACKED = (Entry, Evidence, Fact, Link, Outline, Page, Paging, Reading, ReadPage)
_ROWS: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: _row_of(kind) for kind in _PACKED}
# What sets each field of a class, frozen or not.
_PUTS: dict[type, tuple[Callable[[object, object], None], ...]] = {
    kind: tuple(getattr(kind, name).__set__ for name in _names(kind)) for kind in _PACKED
}
