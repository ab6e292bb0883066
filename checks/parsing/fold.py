"""Fold text for matching, keep the way back for quoting. 归一化（匹配用折叠文本，引用用原文）"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence

import attrs
import opencc

from .texts import per_text

SPACE = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\u3000\ufeff]+")
FEW_SIGNS = 40  # different characters replaced one by one; a text in Traditional Chinese has more
INVISIBLES = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"  # of these, what ``str.split`` does not take for space
)
INVISIBLE = re.compile(f"[{INVISIBLES}]")
HAN_SIGN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
BESIDE_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")
# Taiwan and Hong Kong wording met on machine-converted gateways, where the word differs and not only the script.
# Both sides have the same length, so that offsets stay true.
WORDS = {"资讯": "信息", "仲介": "中介", "列印": "打印", "著力": "着力", "网路": "网络", "档案下载": "文件下载"}
# Traditional spellings of a word whose characters do not fold one by one: 覆 is 复 in answers only.
WORDS |= {
    "答覆": "答复",
    "批覆": "批复",
    "回覆": "回复",
    "反覆": "反复",
    "覆文": "复文",
    "覆函": "复函",
    "覆印": "复印",
    "瞭解": "了解",
    "明瞭": "明了",
    "家俱": "家具",
}
OF_WORDS = "讯仲列著路档覆瞭俱"  # a rare character of each of these words
COMMON_SIGNS = tuple(zip("（）：，；！？—", "():,;!?-", strict=True))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣－"), "-")


@attrs.frozen
class Folded:
    """Folded text without white space, with the way back to the original. 折叠文本

    Attributes:
        text: Simplified, half-width, lower case, no white space.
        original: the text as it stood.
    """

    text: str
    original: str

    @functools.cached_property
    def offsets(self) -> Sequence[int]:
        """``offsets[i]`` is the original index of ``text[i]``; one more entry holds the original's length."""
        if len(self.text) == len(self.original):
            return range(len(self.original) + 1)
        kept: list[int] = []
        position = 0
        for space in SPACE.finditer(plain(self.original)):
            kept += range(position, space.start())
            position = space.end()
        return [*kept, *range(position, len(self.original) + 1)]

    def quote(self, start: int, end: int) -> str:
        """The original characters behind ``text[start:end]``, white space collapsed."""
        if start >= end:
            return ""
        return squeeze(self.original[self.offsets[start] : self.offsets[end - 1] + 1])


@functools.cache
def _table() -> dict[int, str]:
    """Character table: Traditional → Simplified, compatibility forms → plain ones. Only one-to-one, so that lengths stay."""
    table: dict[int, str] = {}
    converter = opencc.OpenCC("t2s")
    han = [chr(c) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)) for c in range(*block)]
    # One a line: together they take a quarter of the time, and no word of several characters is found.
    for before, after in zip(han, converter.convert("\n".join(han)).split("\n"), strict=True):
        after = unicodedata.normalize("NFKC", after)
        if after != before and len(after) == 1:
            table[ord(before)] = after
    for block in ((0x2000, 0x2BFF), (0x3000, 0x3400), (0xFE30, 0xFE70), (0xFF00, 0xFFF0)):
        for code in range(*block):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code) and len(plain) == 1:
                table[code] = plain
    table.update(_DASHES)
    table.update({ord("産"): "产", ord("佈"): "布", ord("舊"): "旧", ord("著"): "着", ord("裡"): "里", ord("妳"): "你"})
    table.update({ord("衞"): "卫", ord("敍"): "叙", ord("枱"): "台", ord("粧"): "妆"})  # Hong Kong forms
    table[ord("∶")] = ":"  # a ratio sign typed for a colon: 8∶30
    return table


@functools.cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """One class of all characters in the table, and the table by character."""
    table = {chr(code): plain for code, plain in _table().items()}
    return re.compile(f"[{re.escape(''.join(sorted(table)))}]"), table


@functools.cache
def _unusual() -> re.Pattern[str]:
    """Finds what has to be replaced in a text, which most lines lack but for a few common signs."""
    return re.compile(f"[{re.escape(''.join(sorted({*map(chr, _table()), *OF_WORDS})))}]")


def _simplified(text: str) -> str:
    """``text.translate(_table())``, many times faster for a text that holds few different characters to be replaced, as most do."""
    sign, table = _signs()
    position = 0
    for _ in range(FEW_SIGNS):
        found = sign.search(text, position)
        if found is None:
            return text
        text = text.replace(found[0], table[found[0]])
        position = found.end()
    return text.translate(_table())


@per_text
def plain(text: str) -> str:
    """Fold character by character; the result has the length of the input. 等长折叠"""
    if text.isascii():
        return text.lower()
    unusual = _unusual().search
    if unusual(text):
        for sign, even in COMMON_SIGNS:
            text = text.replace(sign, even)
        if unusual(text):
            return _with_words(_lower(_simplified(text)))
    return _lower(text)


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # a few letters grow when lowered (İ)


def _with_words(text: str) -> str:
    for before, after in WORDS.items():
        if before in text:
            text = text.replace(before, after)
    return text


@per_text
def fold(text: str) -> str:
    """Folded text without white space, for comparing words. 折叠"""
    even = plain(text)
    return SPACE.sub("", even) if INVISIBLE.search(even) else "".join(even.split())


def fold_lines(lines: Iterable[str]) -> str:
    """``fold`` of lines joined by newlines; most of them were folded before, on this page or another. 逐行折叠"""
    return "".join(map(fold, lines))


def folded(text: str) -> Folded:
    """Fold with the way back to the original. 折叠并保留位置"""
    return Folded(fold(text), text)


def without_invisible(text: str) -> str:
    """The text without characters that take no room: editors leave them between words and between blocks. 去除零宽字符"""
    for sign in INVISIBLES:
        if sign in text:
            text = text.replace(sign, "")
    return text


def squeeze(text: str) -> str:
    """White space collapsed to single spaces, ends trimmed; the characters stay as they are. 压缩空白"""
    if INVISIBLE.search(text):
        return SPACE.sub(" ", text).strip()
    return " ".join(text.split())


def compact_lines(lines: Sequence[str]) -> str:
    """``compact`` of lines that are so already, joined by spaces: only what stands beside a space is looked at. 连接各行"""
    joined = list(lines[:1])
    for before, after in itertools.pairwise(lines):
        joined += ("" if HAN_SIGN.match(before, len(before) - 1) or HAN_SIGN.match(after) else " ", after)
    return "".join(joined)


@per_text
def compact(text: str) -> str:
    """White space removed where it stands beside a Chinese character, else collapsed: «信 息<br>公开» → «信息公开». 去中文间空白"""
    squeezed = squeeze(text)
    return BESIDE_HAN.sub("", squeezed) if " " in squeezed else squeezed


def ascii_of(text: str) -> bytes:
    """The ASCII of a text in lower case; ``lower`` alone takes ten times as long on a long one. 小写字母"""
    return text.encode("ascii", "replace").lower()
