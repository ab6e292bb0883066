"""Words are the same whatever the script they are written in."""

from __future__ import annotations

import opencc
import pytest

from checks.parsing.fold import OF_WORDS, WORDS, fold, folded
from checks.vocabulary import Vocabulary


@pytest.mark.parametrize("convention", ["s2t", "s2tw", "s2hk"])
def test_every_word_we_know_is_known_in_traditional(convention: str, vocabulary: Vocabulary) -> None:
    """A gateway that serves a page in Traditional hides no label: what is matched folded is the Simplified word."""
    convert = opencc.OpenCC(convention).convert
    elements = [element for family in vocabulary.elements.values() for element in family.values()]
    words = {word for e in elements for word in (e.name, *e.labels, *e.aliases, *e.never)}
    words |= {word for listed in vocabulary.words.values() for word in listed}

    assert {word: fold(convert(word)) for word in words if fold(convert(word)) != fold(word)} == {}


def test_no_word_is_overlooked() -> None:
    """The characters by which a text is known to hold a word that is replaced stand in every such word."""
    assert [word for word in WORDS if not set(word) & set(OF_WORDS)] == []
    assert (
        fold("资讯、仲介、列印、网路、档案下载、答覆、瞭解、家俱、覆印件") == "信息、中介、打印、网络、文件下载、答复、了解、家具、复印件"
    )


def test_what_differs_as_a_word_is_quoted_as_it_stood() -> None:
    """Replaced words keep their length, so that the way back leads to the original characters."""
    text = folded("申請人對 答覆 不服，覆蓋全市")

    assert text.text == "申请人对答复不服,覆盖全市"
    assert text.quote(text.text.index("答复"), text.text.index("不服")) == "答覆"
