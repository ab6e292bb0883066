"""Chinese full-text search by overlapping bigrams. 中文检索

SQLite's own tokenisers miss one- and two-character words, the commonest length in Chinese. Every run of Han characters is
therefore indexed as its overlapping pairs followed by its last character: 三公经费 becomes 三公 公经 经费 费. A query is the phrase
of its pairs; a query of one character is a prefix of a pair, and the last character, which begins no pair, stands alone.
"""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{HAN}]+|[^\\W{HAN}_]+")
_IS_HAN = re.compile(f"[{HAN}]")


def index_text(text: str | None) -> str:
    """The text as it goes into the index: folded (NFKC, lower case), Han runs as bigrams, separated by spaces."""
    return " ".join(token for run in _runs(text or "") for token in _index_tokens(run))


def match_query(query: str) -> str:
    """The search box's words as an FTS5 MATCH expression: every word must occur, each as a phrase; '""' (finds nothing) if there is none.

    Operators of FTS5 in the input have no meaning: people type words, not expressions.
    """
    phrases = [phrase for word in query.split() if (phrase := _phrase(word))]
    return " ".join(phrases) or '""'


def _phrase(word: str) -> str:
    runs = _runs(word)
    if not runs:
        return ""
    tokens = [token for run in runs[:-1] for token in _index_tokens(run)]
    last = runs[-1]
    # The word may go on in the text: its last run is matched as far as it is given.
    if not _is_han(last) or len(last) == 1:
        return f'"{" ".join([*tokens, last])}"*'
    return f'"{" ".join([*tokens, *_bigrams(last)])}"'


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def _index_tokens(run: str) -> list[str]:
    return [*_bigrams(run), run[-1]] if _is_han(run) and len(run) > 1 else [run]


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _is_han(run: str) -> bool:
    return _IS_HAN.match(run) is not None
