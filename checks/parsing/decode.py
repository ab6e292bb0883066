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
# Names that pages use and Python does not know.
ALIASES = {
    "x-gbk": "gbk",
    "gb_2312": "gbk",
    "csgb2312": "gbk",
    "x-x-big5": "big5",
    "cn-big5": "big5",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
}
# Sets that others hold whole (GB18030 holds GB2312 and GBK): pages declared as the smaller use characters of the larger.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252"}
# Codecs that a page is read with where it declares them; Python knows others that are no character sets (idna, unicode_escape, undefined).
READABLE = frozenset("utf-8 utf-16 utf-16-le utf-16-be gb18030 hz big5hkscs cp950 cp932 euc_jp cp949 iso2022_jp".split())
# Single bytes: read so every page is letters, and many a Chinese page is wrongly declared so. Only where each Chinese reading does damage.
NARROW = frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 tis-620 koi8-r koi8-u cp866"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15".split()
)
RELUCTANCE = 0.2  # of a reading by them, in common characters
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
XML_CHARSET = re.compile(rb"\s{0,9}<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]+)", re.I)
COMMENT = re.compile(rb"<!--.*?-->", re.S)
HEAD_BYTES = 8192
# Frequent characters of official prose, Simplified and Traditional: right decodings are full of them, wrong ones are not.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用生到作地于出就分对成会可主发年动同工也能下过方后多定行学法所民得经政府信息公开局市县区"
    "申请单位部门机关通知公告办理工作报告目录指南电话传真地址邮编网站版权主办依本月日第条关规范文件服务事项管理監督"
    "這個國時來於對會發動後學經資訊開請單門關報告錄電話傳網權辦條規範務項們說過產種"
)

# Letters by which a page in another script shows that its declaration is true: editions for readers abroad.
KANA, HANGUL = ("\u3041", "\u30fe"), ("\uac00", "\ud7a3")
LETTERS = {
    "cp932": KANA,
    "euc_jp": KANA,
    "cp949": HANGUL,
}
LETTER = 0.12  # of a common character: Chinese read as Korean is full of letters too, and less readable than Chinese


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Decode a body; never raises. 解码

    Order: BOM; strictly valid multi-byte UTF-8 (which no other Chinese encoding is by accident); the charset of the HTTP header;
    the first meta in the head, the XML declaration; whichever of UTF-8, GB18030 and Big5 reads most like Chinese. Declarations that the bytes
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
        score = readability(text, LETTERS.get(codec, ("", ""))) - position * 0.01 - (codec in NARROW) * RELUCTANCE
        if best is None or score > best[0]:
            best = (score, text, codec)
    if best is None:
        return body.decode("utf-8", "replace"), "utf-8"
    return best[1], best[2]


def readability(text: str, letters: tuple[str, str] = ("", "")) -> float:
    """How much a decoding looks like Chinese prose: the share of common characters among non-ASCII ones, less damage. 可读度

    ``letters``: first and last of the letters that the encoding was made for; they count as well, and for less.
    """
    sample = text[:200_000]
    foreign = [c for c in sample if c > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(c in COMMON for c in foreign)
    own = sum(letters[0] <= c <= letters[1] for c in foreign) if letters[1] else 0
    damage = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in foreign)
    return (common + LETTER * own - 3 * damage) / len(foreign)


def _candidates(body: bytes, content_type: str) -> list[str]:
    found: list[str] = []
    declared = HEADER_CHARSET.search(content_type)
    if declared:
        found.append(declared[1])
    meta = META_CHARSET.search(COMMENT.sub(b"", body[:HEAD_BYTES]))
    for said in (meta, XML_CHARSET.match(body[:HEAD_BYTES])):
        if said:
            found.append(said[1].decode("ascii", "replace"))
    found += ["utf-8", "gb18030", "big5"]
    codecs_found: list[str] = []
    for name in found:
        codec = _codec(ALIASES.get(name.lower(), name))
        codec = LARGER.get(codec, codec)
        if codec in READABLE | NARROW and codec not in codecs_found:
            codecs_found.append(codec)
    return codecs_found


def _codec(name: str) -> str:
    """Python's own name of a codec, '' if it knows none."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
