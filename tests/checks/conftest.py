"""What the core's tests share: the project's own words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import config
from checks.vocabulary import Context, Vocabulary

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The project's vocabulary and adapters."""
    return config.load(ROOT / "data").vocabulary


@pytest.fixture(scope="session")
def context(vocabulary: Vocabulary) -> Context:
    """A reading in the middle of 2015."""
    return Context(as_of=dt.date(2015, 6, 30), vocabulary=vocabulary, start_url="http://www.example.gov.cn/")
