"""Words are the same whatever the script they are written in."""

from __future__ import annotations

import opencc
import pytest

from checks.parsing.fold import fold, folded
from checks.vocabulary import Vocabulary


@pytest.mark.parametrize("convention", ["s2t", "s2tw", "s2hk"])
def test_every_word_we_know_is_known_in_traditional(convention: str, vocabulary: Vocabulary) -> None:
    """A gateway that serves a page in Traditional hides no label: what is matched folded is the Simplified word."""
    convert = opencc.OpenCC(convention).convert
    elements = [element for family in vocabulary.elements.values() for element in family.values()]
    words = {word for e in elements for word in (e.name, *e.labels, *e.aliases, *e.never)}
    words |= {word for listed in vocabulary.words.values() for word in listed}

    assert {word: fold(convert(word)) for word in words if fold(convert(word)) != fold(word)} == {}


def test_what_differs_as_a_word_is_quoted_as_it_stood() -> None:
    """Replaced words keep their length, so that the way back leads to the original characters."""
    text = folded("申請人對 答覆 不服，覆蓋全市")

    assert text.text == "申请人对答复不服,覆盖全市"
    assert text.quote(text.text.index("答复"), text.text.index("不服")) == "答覆"
