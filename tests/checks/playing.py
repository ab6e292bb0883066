"""Examples played with each page read once: a page says the same to every rule that asks. 示例演示"""

from __future__ import annotations

import functools
from typing import Any
from unittest.mock import patch

import attrs

from checks import example as playing
from checks.model import Example, Finding, Page, Rule
from checks.pages import ReadPage, read_page
from checks.vocabulary import Context, Vocabulary


def play(rule: Rule, example: Example, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """What ``checks.example.play`` gives, which reads a page anew for each rule. 演示一个示例"""
    with patch.object(playing, "read_page", remembered):
        return playing.play(rule, example, vocabulary)


def remembered(page: Page, context: Context) -> ReadPage:
    """``read_page``, once for the same page and context: all of both goes into the key, fields that a context may yet get as well. 只读一次"""
    return _read(page, **attrs.asdict(context, recurse=False))


@functools.lru_cache(maxsize=5000)
def _read(page: Page, **context: Any) -> ReadPage:
    return read_page(page, Context(**context))
