"""Damaged text: characters lost in a wrong conversion. 乱码"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.fold import squeeze
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Context

HAN = re.compile(r"[\u4e00-\u9fff]")
PRIVATE = "私用区字符"
LOST = "连续问号"
ASKING = re.compile(
    r"什么|怎么|怎样|为何|如何|请问|何时|是否|能否|可否|多少|哪|谁|吗|呢|急"
)  # impatient people end a line with ten question marks
# (what it is, pattern). Each matched character counts as damaged.
DAMAGE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("替换字符", re.compile(r"\ufffd+")),
    ("锟斤拷", re.compile(r"(?:锟斤拷|锟斤|斤拷锟|烫烫烫|屯屯屯|锘锘|ï¿½)+")),
    (LOST, re.compile(r"(?<=[\u4e00-\u9fff])\?{2,}(?=[\u4e00-\u9fffa-z_])|\?{6,}")),
    # Lines and corners (U+2500-257F), half-width dots and brackets, and the stroke ㄧ stand between the items of menus: no damage.
    (
        "假名夹在汉字间",
        re.compile(r"(?<=[\u4e00-\u9fff])[\u3105-\u3126\u3128-\u312f\u31a0-\u31bf\u0400-\u04ff\uff66-\uff9f]{1,3}(?=[\u4e00-\u9fff])"),
    ),
    ("拉丁字母串", re.compile(r"(?:[\u00c0-\u00ff][\u0080-\u00ff\u2013-\u2122]){4,}")),
    (PRIVATE, re.compile(r"(?<=[\u4e00-\u9fff])[\ue000-\uf8ff]{1,3}(?=[\u4e00-\u9fff])")),
)
# What every kind of damage holds at least one of: pages without it, nearly all, are not looked at further.
SUSPECT = re.compile(r"[\ufffd锟烫屯锘\u0080-\u00ff\u3105-\u312f\u31a0-\u31bf\u0400-\u04ff\uff66-\uff9f\ue000-\uf8ff]")
ASKED_TWICE = "??"
# The first two of a Chinese character's three UTF-8 bytes, read as GBK: rare characters, of which twice encoded text is full.
HALVES = re.compile(
    f"[{''.join(bytes((first, second)).decode('gbk', 'ignore') for first in range(0xE4, 0xEA) for second in range(0x80, 0xC0))}]"
)
SHARE = 0.004  # of the characters of a page
NEAR = 60  # characters before a question mark in which its question stands
LEAST = 8  # damaged characters; fewer are slips of the pen
CERTAIN = frozenset({"替换字符", "锟斤拷", "双重编码", "拉丁字母串"})


def mojibake(view: PageView, context: Context) -> Iterator[Fact]:
    """``integrity.mojibake``: the share of damaged characters, only where the page is damaged beyond a slip. 乱码比例"""
    found = damage(view)
    if found:
        share, quote, name = found
        confidence = 0.9 if name in CERTAIN else 0.6
        yield Fact(
            kind="integrity.mojibake", value=round(share, 4), evidence=view.evidence(quote, "//body"), method=name, confidence=confidence
        )


@per_view
def damage(view: PageView) -> tuple[float, str, str] | None:
    """(share, quote, what it is) of a damaged page, else None. 乱码识别

    Attachments are left out: a font without a table of its characters is read wrongly by us, and rightly by the reader's screen.
    """
    if not view.is_html or view.attachment:
        return None
    text = view.text[:400_000]
    counts: dict[str, int] = {}
    first: tuple[int, str] | None = None
    for name, pattern in DAMAGE if ASKED_TWICE in text or SUSPECT.search(text) else ():
        if name == PRIVATE and not (pattern.search(text) and _in_running_text(view, pattern)):
            continue
        size = 0
        for match in pattern.finditer(text):
            if name == LOST and _asks(text, match.start()):
                continue
            size += len(match[0])
            if first is None:
                first = (match.start(), name)
        if size:
            counts[name] = size
    twice, example = _twice(text)
    if twice:
        counts["双重编码"] = twice
        first = first or (text.find(example), "双重编码")
    total = sum(counts.values())
    if first is None or total < LEAST or total < SHARE * len(text):
        return None
    worst = max(counts, key=lambda name: counts[name])
    return total / len(text), squeeze(text[max(0, first[0] - 20) : first[0] + 40]), worst


def _asks(text: str, position: int) -> bool:
    """Whether the words before a run of question marks, on its line, ask something."""
    start = max(0, position - NEAR)
    return ASKING.search(text, max(start, text.rfind("\n", start, position)), position) is not None


def _in_running_text(view: PageView, pattern: re.Pattern[str]) -> bool:
    """Whether such characters stand inside words also in the source; icon fonts draw them from elements of their own, or as entities."""
    return pattern.search(view.source) is not None


def _twice(text: str) -> tuple[int, str]:
    """Characters in lines that were UTF-8, read as GBK and saved so: read back they make Chinese again. 双重编码"""
    size, example = 0, ""
    if len(HALVES.findall(text)) < 2:
        return size, example
    for line in text.split("\n"):
        if len(line) < LEAST or len(HALVES.findall(line)) < 2:
            continue
        back = line.encode("gb18030", "ignore").decode("utf-8", "ignore")
        if len(HAN.findall(back)) >= max(4, 0.3 * len(line)):
            size += len(line)
            example = example or line
    return size, example
