"""Text of a Word 97–2003 document, read through its piece table. Word 97 文档

The main text is a list of pieces, each 8-bit (Windows-1252) or UTF-16, named by the CLX in the table stream ([MS-DOC] 2.4.1).
Paragraphs end with 0x0D, cells with 0x07, a table row with one 0x07 more. Where rows cannot be told with certainty the document counts as unread.
"""

from __future__ import annotations

import html
import io
import struct

import olefile

MAGIC = 0xA5EC
FIRST_WORD97 = 0x00C1
ENCRYPTED, TABLE_ONE = 0x0100, 0x0200
CCP_TEXT, CLX = 0x004C, 0x01A2
PARAGRAPH, CELL, LINE, PAGE = "\r", "\x07", "\x0b", "\x0c"
FIELD, FIELD_RESULT, FIELD_END = "\x13", "\x14", "\x15"
PICTURES = "\x01\x08"
PICTURE = '<img src="attachment:picture" alt="">'
MAX_CHARACTERS = 3_000_000
MAX_WIDTH = 30
NEAR = 3


def read_word97(body: bytes) -> list[tuple[str, str]] | None:
    """Blocks of the main text as (place, paragraph or table markup), None if the file cannot be read rightly. 读取"""
    with olefile.OleFileIO(io.BytesIO(body)) as ole:
        main = ole.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", main, 0)
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if magic != MAGIC or version < FIRST_WORD97 or flags & ENCRYPTED:
            return None
        table = ole.openstream("1Table" if flags & TABLE_ONE else "0Table").read()
    text = _main_text(main, table)
    return _blocks(_without_fields(text)) if text is not None else None


def _main_text(main: bytes, table: bytes) -> str | None:
    length = struct.unpack_from("<i", main, CCP_TEXT)[0]
    offset, size = struct.unpack_from("<II", main, CLX)
    plan = _piece_table(table[offset : offset + size])
    if plan is None or not 0 < length <= MAX_CHARACTERS:
        return None
    count = (len(plan) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}i", plan, 0)
    parts: list[str] = []
    total = 0
    for number in range(count):
        start, end = ends[number], min(ends[number + 1], length)
        if end <= start:
            continue
        place = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * number + 2)[0]
        if place & 0x40000000:
            at = (place & 0x3FFFFFFF) // 2
            piece, wanted = main[at : at + end - start], end - start
            parts.append(piece.decode("cp1252", "replace"))
        else:
            at = place & 0x3FFFFFFF
            piece, wanted = main[at : at + 2 * (end - start)], 2 * (end - start)
            parts.append(piece.decode("utf-16-le", "replace"))
        total += len(parts[-1])
        if len(piece) != wanted or total > MAX_CHARACTERS:
            return None
    return "".join(parts)


def _piece_table(clx: bytes) -> bytes | None:
    """The PlcPcd: formatting blocks (0x01) come first, then the table of pieces (0x02)."""
    position = 0
    while position + 3 <= len(clx):
        if clx[position] == 1:
            position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
        elif clx[position] == 2 and position + 5 <= len(clx):
            size = struct.unpack_from("<I", clx, position + 1)[0]
            plan = clx[position + 5 : position + 5 + size]
            return plan if len(plan) == size and size >= 16 and (size - 4) % 12 == 0 else None
        else:
            return None
    return None


def _without_fields(text: str) -> str:
    """Fields show their result; their instruction is not text."""
    if FIELD not in text:
        return text
    parts: list[str] = []
    instruction: list[bool] = []
    for sign in text:
        if sign == FIELD:
            instruction.append(True)
        elif sign == FIELD_RESULT and instruction:
            instruction[-1] = False
        elif sign == FIELD_END and instruction:
            instruction.pop()
        elif not any(instruction):
            parts.append(sign)
    return "".join(parts)


def _blocks(text: str) -> list[tuple[str, str]] | None:
    blocks: list[tuple[str, str]] = []
    cells: list[str] = []
    current: list[str] = []
    paragraphs = _paragraphs(text)
    for number, paragraph in enumerate(paragraphs):
        ending = paragraph[-1:]
        words = _clean(paragraph)
        if ending == CELL:
            cells.append("<br>".join([*current, words] if words else current))
            current = []
            continue
        if cells and not _row_may_end(cells):
            current.append(words)
            continue
        if cells:
            table = _table(cells)
            if table is None or any(p.endswith(CELL) for p in paragraphs[number + 1 : number + NEAR]):
                return None  # this paragraph may as well begin the next row
            blocks.append((f"b{number}", table))
            cells = []
        blocks += [(f"b{number}", part) for part in words.split("<br>") if part]
    if cells:
        table = _table(cells)
        if table is None or current:
            return None
        blocks.append(("end", table))
    return blocks


def _paragraphs(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for position, sign in enumerate(text):
        if sign in (PARAGRAPH, CELL, PAGE):
            parts.append(text[start : position + 1])
            start = position + 1
    if start < len(text):
        parts.append(text[start:])
    return parts


def _clean(paragraph: str) -> str:
    words = paragraph.rstrip("\r\x07\x0c").replace("\x1e", "-").replace("\x1f", "").replace(LINE, "\n").replace("\t", " ")
    picture = any(sign in words for sign in PICTURES)
    bare = "".join(c for c in words if c >= " " or c == "\n")
    text = "<br>".join(html.escape(line.strip(), quote=False) for line in bare.split("\n") if line.strip())
    return text + (PICTURE if picture else "")


def _row_may_end(cells: list[str]) -> bool:
    return len(cells) > 1 and cells[-1] == ""


def _table(cells: list[str]) -> str | None:
    """Rows of equal width, each closed by an empty mark. None where no width, or more than one, fits."""
    fits = [
        width
        for width in range(1, min(MAX_WIDTH, len(cells)) + 1)
        if len(cells) % (width + 1) == 0 and not any(cells[i] for i in range(width, len(cells), width + 1))
    ]
    if len(fits) > 1 and fits[0] > 1:
        fits = [width for width in fits if width != len(cells) - 1]  # every table could be one long row
    if len(fits) != 1:
        return None
    width = fits[0]
    rows = [cells[i : i + width] for i in range(0, len(cells), width + 1)]
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
