"""Bytes → text: BOM, then what the bytes prove, then what is declared. 字符编码识别"""

from __future__ import annotations

import codecs
import re

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB18030 holds GB2312 and GBK whole, and pages declared as the smaller sets use characters of the larger.
ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "utf8": "utf-8",
}
# Codecs that a page is read with where it declares them; Python knows others that are no character sets (idna, unicode_escape, undefined).
READABLE = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "hz", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp"}
    | {"euc_kr", "cp949", "iso2022_jp", "koi8-r", "cp1251"}
)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
COMMENT = re.compile(rb"<!--.*?-->", re.S)
HEAD_BYTES = 8192
# Frequent characters of official prose, Simplified and Traditional: right decodings are full of them, wrong ones are not.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用生到作地于出就分对成会可主发年动同工也能下过方后多定行学法所民得经政府信息公开局市县区"
    "申请单位部门机关通知公告办理工作报告目录指南电话传真地址邮编网站版权主办依本月日第条关规范文件服务事项管理監督"
    "這個國時來於對會發動後學經資訊開請單門關報告錄電話傳網權辦條規範務項們說過產種"
)


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Decode a body; never raises. 解码

    Order: BOM; strictly valid multi-byte UTF-8 (which no other Chinese encoding is by accident); the charset of the HTTP header;
    the first meta in the head; whichever of UTF-8, GB18030 and Big5 reads most like Chinese. Declarations that the bytes
    contradict are passed over.

    Returns:
        The text and the Python codec name it was read with.
    """
    for bom, codec in BOMS:
        if body.startswith(bom):
            return body.decode(codec, "replace"), codec
    if body[:200].count(0) > 40:
        codec = "utf-16-le" if body[1:200:2].count(0) >= body[0:200:2].count(0) else "utf-16-be"
        return body.decode(codec, "replace"), codec
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    best: tuple[float, str, str] | None = None
    for position, codec in enumerate(_candidates(body, content_type)):
        text = body.decode(codec, "replace")
        score = readability(text) - position * 0.01
        if best is None or score > best[0]:
            best = (score, text, codec)
    if best is None:
        return body.decode("utf-8", "replace"), "utf-8"
    return best[1], best[2]


def readability(text: str) -> float:
    """How much a decoding looks like Chinese prose: the share of common characters among non-ASCII ones, less damage. 可读度"""
    sample = text[:200_000]
    foreign = [c for c in sample if c > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(c in COMMON for c in foreign)
    damage = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in foreign)
    return (common - 3 * damage) / len(foreign)


def _candidates(body: bytes, content_type: str) -> list[str]:
    found: list[str] = []
    declared = HEADER_CHARSET.search(content_type)
    if declared:
        found.append(declared[1])
    meta = META_CHARSET.search(COMMENT.sub(b"", body[:HEAD_BYTES]))
    if meta:
        found.append(meta[1].decode("ascii", "replace"))
    found += ["utf-8", "gb18030", "big5"]
    codecs_found: list[str] = []
    for name in found:
        codec = _codec(ALIASES.get(name.lower(), name.lower()))
        if codec in READABLE and codec not in codecs_found:
            codecs_found.append(codec)
    return codecs_found


def _codec(name: str) -> str:
    """Python's own name of a codec, '' if it knows none."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
