"""Chinese full-text search by overlapping bigrams. 中文检索

SQLite's own tokenisers miss one- and two-character words, the commonest length in Chinese. Every run of Han characters is
therefore indexed as its overlapping pairs followed by its last character: 三公经费 becomes 三公 公经 经费 费. A query is the phrase
of its pairs; a query of one character is a prefix of a pair, and the last character, which begins no pair, stands alone.
Punctuation and white space are kept as one separator, so that a phrase does not reach over them unless it says so.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import opencc

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SEPARATOR = "\ue000"  # a private-use character: a token to FTS5, and in no one's text
_RUNS = re.compile(f"[{HAN}]+|[^\\W{HAN}_]+|[\\W_]+")
_IS_HAN = re.compile(f"[{HAN}]")
_BLOCK = "".join(map(chr, range(0x4E00, 0xA000)))  # the characters in everyday use


@functools.cache
def _simplified() -> dict[int, str]:
    """Traditional characters and their Simplified forms, one for one: positions stay, and 預算 is found where 预算 is asked for."""
    told = opencc.OpenCC("t2s").convert("\n".join(_BLOCK)).split("\n")
    return {ord(old): new for old, new in zip(_BLOCK, told, strict=True) if old != new and len(new) == 1}


def folded(text: str) -> str:
    """Text as it is compared: NFKC, lower case, Simplified."""
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def index_text(*texts: str) -> str:
    """The texts as they go into the index: folded (NFKC, lower case, Simplified), Han runs as bigrams, separated by spaces."""
    return f" {SEPARATOR} ".join(" ".join(token for run in _runs(text) for token in _index_tokens(run)) for text in texts)


def match_query(query: str) -> str:
    """The search box's words as an FTS5 MATCH expression: every word must occur, each as a phrase; '""' (finds nothing) if there is none.

    Operators of FTS5 in the input have no meaning: people type words, not expressions.
    """
    phrases = [phrase for word in query.split() if (phrase := _phrase(word))]
    return " ".join(phrases) or '""'


def _phrase(word: str) -> str:
    runs = _runs(word)
    while runs and runs[-1] == SEPARATOR:
        runs.pop()
    while runs and runs[0] == SEPARATOR:
        runs.pop(0)
    if not runs:
        return ""
    tokens = [token for run in runs[:-1] for token in _index_tokens(run)]
    last = runs[-1]
    # The word may go on in the text: its last run is matched as far as it is given.
    if not _is_han(last) or len(last) == 1:
        return f'"{" ".join([*tokens, last])}"*'
    return f'"{" ".join([*tokens, *_bigrams(last)])}"'


def _runs(text: str) -> list[str]:
    return [run if run[0].isalnum() else SEPARATOR for run in _RUNS.findall(folded(text))]


def _index_tokens(run: str) -> list[str]:
    return [*_bigrams(run), run[-1]] if _is_han(run) and len(run) > 1 else [run]


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _is_han(run: str) -> bool:
    return _IS_HAN.match(run) is not None
