"""Plain TOML values → frozen values, strictly: nothing is coerced, every unknown, missing or mistyped key is named. 结构化"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import functools
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs.cols import mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from .mistakes import Mistake

T = TypeVar("T")

# Words for a person who edits TOML, by the type that was asked for.
_TYPE_ZH: Mapping[type, str] = {
    str: "字符串",
    int: "整数",
    float: "数字",
    bool: "true 或 false",
    dt.datetime: "日期和时间（如 2015-06-30T22:00:00，不加引号）",
    dt.date: "日期（如 2015-06-30，不加引号）",
    tuple: "列表",
    dict: "表",
}

# Attributes whose key in the file differs: a table array is written in the singular, as TOML people do.
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "Registry": {"portals": "portal", "units": "unit"},
    "Unit": {"places": "place", "venues": "venue"},
    "OverlayFile": {"overlays": "overlay"},
    "Coverage": {"documents": "document"},
    "SeedDocument": {"clauses": "clause"},
    "Maintenance": {"since": "from"},  # what one says of hours; not a word that Python leaves free
}


class _WrongType(ValueError):
    """A value of another type than asked for; the message is for people."""


def structure(value: object, wanted: type[T], file: str, key: str = "") -> tuple[T | None, list[Mistake]]:
    """The value as ``wanted``, or None with every mistake in it."""
    try:
        return _converter().structure(value, wanted), []
    except (cattrs.BaseValidationError, _WrongType, ValueError, KeyError, TypeError) as error:
        return None, [Mistake(file, path.lstrip("."), text) for path, text in _flatten(error, key)]


def key_name(wanted: type, attribute: str) -> str:
    """How an attribute is written in a file."""
    return _RENAMED.get(wanted.__name__, {}).get(attribute, attribute)


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """A sentence naming the word that was probably meant, or all that are allowed. 建议"""
    candidates = sorted(known)
    close = difflib.get_close_matches(word, candidates, n=1, cutoff=0.6)
    if close:
        return f"是否应为 {close[0]}？"
    return f"可用的有：{'、'.join(candidates)}" if candidates else "目前一个可用的也没有"


@functools.cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for exact in (str, int, bool, dt.date, dt.datetime):
        converter.register_structure_hook(exact, functools.partial(_exactly, exact))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook_func(lambda t: isinstance(t, type) and issubclass(t, enum.Enum), _member)
    converter.register_structure_hook_factory(lambda t: get_origin(t) in (tuple, frozenset), lambda t: _sequence(converter, t))
    converter.register_structure_hook_factory(lambda t: get_origin(t) in (Mapping, dict), lambda t: _mapping(converter, t))
    converter.register_structure_hook_factory(attrs.has, lambda t: _table(converter, t))
    return converter


def _exactly(wanted: type, value: object, asked: type) -> object:
    # cattrs takes the hook of str for every StrEnum
    if issubclass(asked, enum.Enum):
        return _member(value, asked)
    # bool is an int to Python and a date-time a date, not to a reader of the file
    if type(value) is not wanted:
        raise _WrongType(_mismatch(wanted, value))
    return value


def _number(value: object, _: object) -> float:
    if type(value) not in (int, float):
        raise _WrongType(_mismatch(float, value))
    return float(typing.cast(float, value))


def _member(value: object, wanted: type[enum.Enum]) -> enum.Enum:
    try:
        return wanted(value)
    except ValueError:
        raise _WrongType(f"“{value}”不是允许的值；{nearest(str(value), [str(m.value) for m in wanted])}") from None


def _sequence(converter: cattrs.Converter, wanted: Any) -> Callable[[object, object], object]:
    made, inner = get_origin(wanted), converter.get_structure_hook(types.GenericAlias(list, get_args(wanted)[:1]))

    def hook(value: object, _: object) -> object:
        if not isinstance(value, list):
            raise _WrongType(_mismatch(tuple, value))
        return made(inner(value, list))

    return hook


def _mapping(converter: cattrs.Converter, wanted: Any) -> Callable[[object, object], object]:
    as_dict: Any = types.GenericAlias(dict, get_args(wanted))
    inner: Callable[[Any, Any], object] = mapping_structure_factory(as_dict, converter, dict, detailed_validation=True)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise _WrongType(_mismatch(dict, value))
        return inner(value, dict)

    return hook


def _table(converter: cattrs.Converter, wanted: Any) -> Callable[[object, object], object]:
    renamed: Mapping[str, Any] = {name: override(rename=key) for name, key in _RENAMED.get(wanted.__name__, {}).items()}
    inner = make_dict_structure_fn(wanted, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise _WrongType(_mismatch(dict, value))
        return inner(value, wanted)

    return hook


def _mismatch(wanted: type, value: object) -> str:
    found = next((zh for t, zh in _TYPE_ZH.items() if type(value) is (list if t is tuple else t)), type(value).__name__)
    return f"应为{_TYPE_ZH[wanted]}，实为{found} {value!r:.60}"


def _flatten(error: BaseException, path: str) -> Iterator[tuple[str, str]]:
    """Leaves of cattrs' tree of errors as (key path, sentence)."""
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [key_name(error.cl, field.name) for field in attrs.fields(error.cl)]
        for extra in sorted(error.extra_fields):
            yield _join(path, extra), f"未知的键；{nearest(extra, known)}"
    elif isinstance(error, cattrs.BaseValidationError):
        for child in error.exceptions:
            yield from _flatten(child, path + _step(child, error))
    elif isinstance(error, KeyError):
        yield path, "缺少必填的键"
    elif len(error.args) == 4 and isinstance(error.args[1], attrs.Attribute):  # what attrs.validators.in_ raises
        _, field, allowed, value = error.args
        yield _join(path, field.name), f"“{value}”不是允许的值；{nearest(str(value), map(str, allowed))}"
    else:
        yield path, str(error)


def _step(child: BaseException, parent: cattrs.BaseValidationError) -> str:
    for note in getattr(child, "__notes__", ()):
        if isinstance(note, cattrs.AttributeValidationNote):
            return "." + key_name(parent.cl, note.name)
        if isinstance(note, cattrs.IterableValidationNote):
            return f"[{note.index + 1}]" if isinstance(note.index, int) else f".{note.index}"
    return ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
