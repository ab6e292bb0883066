"""Why something was left open, in words an official understands."""

from __future__ import annotations

import re

import pytest

from checks.model import State
from checks.predicates.wording import REASONS, why_unread

from .build import read


@pytest.mark.parametrize("method", [*REASONS, "没有听说过的原因", "unheard-of"])
@pytest.mark.parametrize("state", [State.UNREAD, State.PARTIAL])
def test_the_reason_is_told_in_chinese_with_the_words_it_rests_on(method, state):
    """Whatever the reader calls it."""
    told = why_unread(read("channels", "fax", state, method=method))

    assert "（见“原文”）" in told
    assert re.match(r"[\u4e00-\u9fff]{4}", told) and not re.search(r"[a-z]", told)


def test_what_follows_a_method_is_for_developers():
    """``unsure:监察室`` is no sentence."""
    assert "监察室" not in why_unread(read("guide", "fax", State.UNREAD, method="unsure:监察室"))
