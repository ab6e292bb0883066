"""All patterns of the project, and the runs of characters that a pattern without bound takes longest for. 正则表达式"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import checks

# What stands in one line of a hostile page, a hundred thousand times.
RUNS = ("公", "：", ":", "1", "１", "二", " ", "\u3000", "（", "(", ")", "》", "一、", "地址：", "2021-01-0", "2021年", "a", "a@", "a.", "http://", "www.a.",
        "-", ".", "...", "/", ",", "，", "。", "\n", "<", "<a ", "&#1", "'", "\"", "=", "0555-", "的", "关于", "〔2021〕", "第1条", "》《", "_", "{", "、")  # fmt: skip


def patterns() -> dict[str, re.Pattern[str]]:
    """Every text pattern that a module of ``checks`` holds, alone or in a table, by the name it is held under. 全部模式"""
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(checks.__path__, "checks."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _within(value, 0):
                if isinstance(pattern.pattern, str):
                    found.setdefault(pattern, f"{info.name}.{name}")
    return {f"{name.removeprefix('checks.')} {pattern.pattern[:60]}": pattern for pattern, name in found.items()}


def _within(value: object, level: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif level < 4:
        parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple | list | set | frozenset) else ()
        for part in parts:
            yield from _within(part, level + 1)


def seconds(pattern: re.Pattern[str], run: str, size: int) -> float:
    """CPU time to look through a run of this many characters for all that matches. 用时"""
    text = run * (size // len(run)) + "\x7f"  # a sign that nothing matches, so that what ends a run does not end the text
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began


def steep(size: int = 3_000, least: float = 0.002) -> Iterator[tuple[float, str, str]]:
    """Patterns that need more than three times as long for twice the text, but for those in ``LEADING``: seconds, name, run. 非线性模式"""
    for name, pattern in patterns().items():
        for run in RUNS if name.split(" ")[0] not in {*LEADING, *BOUNDED} else ():
            longer = min(seconds(pattern, run, 2 * size) for _ in range(2))
            if longer > least and longer > 3 * min(seconds(pattern, run, size) for _ in range(3)):
                yield longer, name, run


REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT)
LOOKS = (kinds.ASSERT, kinds.ASSERT_NOT)


def _inner(operation: Any, value: Any) -> Iterable[Any]:
    """The parts of which a part of a parsed pattern is made."""
    if operation in REPEATS:
        return (value[2],)
    if operation is kinds.BRANCH:
        return tuple(value[1])
    return (value[3],) if operation is kinds.SUBPATTERN else (value[1],) if operation in LOOKS else ()


def _endless(part: Any) -> bool:
    return any((o in REPEATS and v[1] is kinds.MAXREPEAT) or any(map(_endless, _inner(o, v))) for o, v in part)


def nests(part: Any) -> bool:
    """Whether a repetition without bound stands in another: what may take exponential time. 嵌套重复"""
    return any((o in REPEATS and v[1] is kinds.MAXREPEAT and _endless(v[2])) or any(map(nests, _inner(o, v))) for o, v in part)


def leads(part: Any) -> bool:
    """Whether a repetition without bound stands at the head, and something that may fail behind it: a search tries it from every character. 开头重复"""
    items = list(part)
    for place, (operation, value) in enumerate(items):
        rest = items[place + 1 :]
        if operation in REPEATS:
            if value[1] is kinds.MAXREPEAT:
                return bool(rest)
            if leads(value[2]):
                return True
            if value[0]:
                return False
        elif operation is kinds.BRANCH:
            return any(leads([*branch, *rest]) for branch in value[1])
        elif operation is kinds.SUBPATTERN:
            return leads([*value[3], *rest])
        elif operation not in LOOKS:
            return False
    return False


def parsed(pattern: re.Pattern[str]) -> Any:
    """The pattern as the parser of ``re`` sees it. 解析模式"""
    return parser.parse(pattern.pattern, pattern.flags)


# Patterns that begin with a repetition without bound, each with why it costs no more than the text is long.
AT_ONE_PLACE = "only matched at one place, never searched for"
WHOLE_RUN = "takes the whole run by another branch, or may not begin within it"
SHORT_TEXT = "the text is short where it is used: a label, a name, a title, a line's end"
LEADING: Mapping[str, str] = {
    "facts.annual.HOLE": WHOLE_RUN,
    "facts.annual.NOTHING_YET": AT_ONE_PLACE,
    "facts.apply.NOWHERE": AT_ONE_PLACE,
    "facts.channel_data.PLACEHOLDER": WHOLE_RUN,
    "facts.channel_words.JOINED": AT_ONE_PLACE,
    "facts.channel_words.NOTHING_ELSE": AT_ONE_PLACE,
    "facts.channel_words.RELATIVE": AT_ONE_PLACE,
    "facts.channel_words.AFTER_REFUSED": AT_ONE_PLACE,
    "facts.channel_words.NOT_APPLYING": AT_ONE_PLACE,
    "facts.channel_words.NOTHING": AT_ONE_PLACE,
    "facts.fields.PLACEHOLDER": WHOLE_RUN,
    "facts.guide_labels.LIVE_TARGET": AT_ONE_PLACE,
    "facts.channel_data.STREET": SHORT_TEXT,
    "facts.guide_topics.TAIL": WHOLE_RUN,
    "facts.guide_values.NO_ADDRESS": WHOLE_RUN,
    "facts.hidden.NUMBERED": AT_ONE_PLACE,
    "facts.hijack.PIECES": SHORT_TEXT,
    "facts.mojibake.DAMAGE": WHOLE_RUN,
    "facts.published.LABEL_END": SHORT_TEXT,
    "parsing.main.TRAIL_MARK": SHORT_TEXT,
    "parsing.numbering.MARKS": AT_ONE_PLACE,
    "parsing.numbering.FIRST": AT_ONE_PLACE,
    "parsing.numbering.BARE_DIGITS": AT_ONE_PLACE,
    "parsing.rowtext.CUT": SHORT_TEXT,
    "parsing.rowtext.MARKS": WHOLE_RUN,
    "predicates.site.BESIDE_SIGN": SHORT_TEXT,
    "predicates.site.BLANK_WITHIN": WHOLE_RUN,
    "predicates.site.EMAIL": WHOLE_RUN,
}
# Patterns that need longer than the text is long, and are asked only of what is cut or of a rule pack.
BOUNDED: Mapping[str, str] = {
    "parsing.regions.REGIONS": "class names, cut",
    "parsing.rowtext.TITLE_NAME": "class names, cut",
    "facts.notice.MUCH": AT_ONE_PLACE,
    "wording.STEP": "names of steps in a rule pack",
}
