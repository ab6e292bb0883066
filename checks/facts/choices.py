"""Years that a page offers to choose and that only a script opens: what stands behind them was not read. 年份选择"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from checks.model import Fact, LinkKind
from checks.parsing.fold import compact, fold
from checks.parsing.view import PageView
from checks.vocabulary import Context

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)|二[〇○零][〇○零一二][〇○零一二三四五六七八九]年")
LONGEST = 20  # characters
MOST_OPTIONS, MOST_CHOICES = 300, 60
CONFIDENCE = 0.7


def choices(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.choice``: short words with a year on something that a script opens, or in a choice that holds no address. 年份选择"""
    pressed = ((link.text, link.locator) for link in view.links if link.kind is LinkKind.SCRIPT)
    options = itertools.islice(view.tree.iter("option") if b"<option" in view.letters else (), MOST_OPTIONS)
    chosen = ((compact(option.text or ""), option) for option in options if "/" not in (option.get("value") or ""))
    found = ((text, place) for text, place in itertools.chain(pressed, chosen) if len(text) <= LONGEST and YEAR.search(fold(text)))
    for text, place in itertools.islice(found, MOST_CHOICES):
        yield Fact(kind="page.choice", value=text, evidence=view.evidence(text, place), method="choice", confidence=CONFIDENCE)
