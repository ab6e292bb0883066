"""The four outcomes, and every reason of ``cant_tell``: whose matter it is and what to do. 结论和原因"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import OUTCOME_ZH
from checks.reasons import OUTCOMES, REASONS, WHOSE_ZH


def page() -> str:
    """The text of docs/outcomes.md. 结论说明"""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# 结论和无法核查的原因", "", "本文件由 `gongkai rules --write docs` 根据 `checks/reasons.py` 生成，请改那里，不要改这里。")
    yield from ("", "## 四种结论", "", "| 结论 | 代码 | 含义 | 怎么办 |", "| --- | --- | --- | --- |")
    for outcome, (about, do) in OUTCOMES.items():
        yield f"| {OUTCOME_ZH[outcome]} | `{outcome.value}` | {about} | {do} |"
    yield from ("", "## 无法核查的原因", "")
    yield "原因写在检查结果的文字里。一句话里有几个原因的，按下表的次序先处理排在前面的。"
    for whose, told in WHOSE_ZH.items():
        yield from ("", f"### {told}", "", "| 原因 | 文字中的字样 | 怎么办 |", "| --- | --- | --- |")
        for reason in REASONS:
            if reason.whose is whose:
                yield f'| <a id="{reason.id}"></a>{reason.about} | {"、".join(reason.words)} | {reason.do} |'
