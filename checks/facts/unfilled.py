"""Templates that nobody filled in: expressions shown as text, a year 201X, crosses behind a label. 模板占位"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.fold import plain
from checks.parsing.main import main_lines
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .glance import holds

KIND = "integrity.placeholder"
STRONG, WEAK = 0.9, 0.5
# One of these stands in all that is a sign.
SIGNS = (
    "{{",
    "${",
    "{$",
    "{dede:",
    "{pboot:",
    "{eyou:",
    "201X",
    "201x",
    "201×",
    "201Ｘ",
    "202X",
    "202x",
    "202×",
    "202Ｘ",
    "××",
    "✕✕",
    "XXX",
    "xxx",
    "ＸＸ",
)
BY_CHARACTER = {
    character: tuple(sign for sign in SIGNS if character in sign) for character in "{×✕XxＸ"
}  # rarer than what stands beside it
EXPRESSION = re.compile(r"\{\{\s?[\w.$\[\]|() ]{1,60}\s?\}\}|\$\{[\w.]{1,60}\}|\{\$[\w.\->]{1,60}\}|\{(?:dede|pboot|eyou):[^{}\n]{1,60}\}")
YEAR = re.compile(r"(?<![\da-zA-Z])20[12][×xXＸ](?=年|-[×xXＸ\d]{2}-)")
CROSSES = re.compile(r"[×✕xXＸ]{3,}")
ORGAN = re.compile(r"[×✕xXＸ]{2,12}(?:省|市|县|区|局|委|厅|镇|乡|街道)")
LABELLED = re.compile(r"[:：]\s?[×✕xXＸ]{3,}\s?[。；]?$")
# Forms, samples and masked names rightly hold crosses.
SAMPLE = re.compile(
    r"模板|范本|范文|样本|样表|样式|示范|格式|式样|填写|填报|表格|申请表|申请书|委托书|承诺书|盖章|文书|参考|身份证|手机|车牌|处罚|某"
)
LONGEST = 200
BESIDE = 20  # characters on both sides of a sign that are told


def unfilled(view: PageView, context: Context) -> Iterator[Fact]:
    """At most one ``integrity.placeholder`` fact, of the strongest sign; its confidence tells a template from a doubt. 占位未填"""
    if not view.is_html or view.attachment:
        return
    title = title_text(view)
    if not _may_hold(title) and not _may_hold(view.text):
        return
    even = plain(title)
    sample = bool(SAMPLE.search(even))
    if not sample and (YEAR.search(title) or CROSSES.search(title) or ORGAN.search(even)):
        sure = YEAR.search(title) or ORGAN.search(even)  # a name may be masked
        yield _fact(view, title, "//title", "title", STRONG if sure else WEAK)
        return
    if not _may_hold(view.text):
        return
    scripted = view.page.rendered or holds(view, b"<script")  # a script that did not do its work, perhaps only for us
    for line in main_lines(view):
        if line.hidden or len(line.text) > LONGEST:
            continue
        if found := EXPRESSION.search(line.text):
            yield _fact(view, line.text, view.locator(line.element), "expression", WEAK if scripted else STRONG, found.start())
            return
        crossed = YEAR.search(line.text) or LABELLED.search(line.text)
        if crossed and not sample and not SAMPLE.search(plain(line.text)):
            yield _fact(view, line.text, view.locator(line.element), "crosses", WEAK, crossed.start())
            return


def _may_hold(text: str) -> bool:
    return any(character in text and any(sign in text for sign in signs) for character, signs in BY_CHARACTER.items())


def _fact(view: PageView, text: str, where: str, method: str, confidence: float, at: int = 0) -> Fact:
    value = text[max(0, at - BESIDE) : at + BESIDE] if len(text) > 2 * BESIDE else text
    return Fact(kind=KIND, value=value, evidence=view.evidence(text, where), method=method, confidence=confidence)
