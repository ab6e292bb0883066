"""Where was looked: what came nearest to a word that was not found."""

from __future__ import annotations

import pytest

from checks.looked import nearest
from checks.parsing.fold import fold


def among(words: str, *texts: str) -> str:
    return nearest(words.split(), [(fold(text), text) for text in texts])


@pytest.mark.parametrize(
    ("words", "texts", "expected"),
    [
        ("公开指南", ("通知公告", "工作动态"), ""),
        ("公开指南", ("信息公开规定", "办事指南"), ""),  # a third of its pairs is not near
        ("信息公开指南", ("信息公开规定", "通知公告"), "“信息公开规定”"),
        ("信息公开指南", ("信息公开规定", "信息公开规定（2015年修订）"), "“信息公开规定”"),  # the shorter of two that hold as much
        ("传真号码 传真", ("监督传真：5550134",), "“监督传真：5550134”"),  # any of the words
        ("信息公开指南", ("政府資訊公開規定",), "“政府資訊公開規定”"),  # matched in Simplified, quoted as written
        ("公开指南", ("“公开指南”页",), "“‘公开指南’页”"),
    ],
)
def test_what_holds_most_of_a_word_is_nearest(words: str, texts: tuple[str, ...], expected: str) -> None:
    """Half of a word's pairs of characters at least."""
    assert among(words, *texts) == expected


def test_of_a_long_text_the_piece_with_the_word_is_quoted() -> None:
    """A line at the foot of a page is long; a reader wants the part that is meant."""
    found = among("传真", "主办单位" * 20 + "传真" + "地址" * 20)

    assert "传真" in found and len(found) < 50 and found.startswith("“…") and found.endswith("…”")
