"""What a guide promises about its own upkeep. 指南更新承诺"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact, Reading, State
from checks.parsing.fold import folded
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context

YEARLY = re.compile(r"(?:每年|每年度|按年|一年)(?:至少|定期|都|对其|进行|内)?(?:更新|修订|修改|调整)(?:一次|1次)?")


def promise(view: PageView, context: Context) -> Iterator[Fact]:
    """The sentence in which a guide says that it is updated every year (``guide`` [update]). 每年更新的承诺"""
    for line in main_lines(view):
        text = folded(line.text)
        found = YEARLY.search(text.text)
        if found:
            quote = text.quote(found.start(), found.end())
            yield Fact(
                kind="guide",
                subject="update",
                value=Reading(state=State.VALID, value=quote),
                evidence=view.evidence(line.text, line.element),
                method="sentence",
                confidence=0.85,
            )
            return
