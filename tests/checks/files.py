"""Makers of small PDF, Word and Excel files for tests, byte by byte where no library writes them."""

from __future__ import annotations

import io
import struct

import docx
import openpyxl

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with one line of text below the other; an empty list makes a page without text, as a scan is."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    cmap += b"".join(b"1 beginbfrange <%02X00> <%02XFF> <%02X00> endbfrange " % (n, n, n) for n in range(256)) + b"endcmap end"
    unicode_map = add(b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap))
    inner = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>"
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
        % (inner, unicode_map)
    )
    kids = []
    tree = len(objects) + 2 * len(pages) + 1
    for lines in pages:
        drawn = (
            b"BT /F1 12 Tf 40 800 Td " + b"".join(b"<%s> Tj 0 -20 Td " % line.encode("utf-16-be").hex().encode() for line in lines) + b"ET"
        )
        stream = add(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn))
        resources = b"<< /Font << /F1 %d 0 R >> /XObject << >> >>" % font
        kids.append(
            add(b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (tree, resources, stream))
        )
    add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids)))
    root = add(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start))
    return out.getvalue()


def word(blocks: list[str | list[list[str]]]) -> bytes:
    """A .docx of paragraphs (texts) and tables (lists of rows)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(rows: list[list[object]], merges: tuple[str, ...] = ()) -> bytes:
    """An .xlsx with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "职权目录"
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file (version 3); streams are padded to the size that needs no mini stream."""
    contents = {name: data + b"\0" * (-len(data) % 512 if len(data) > 4096 else 4096 - len(data)) for name, data in streams.items()}
    fat: list[int] = []
    starts: dict[str, int] = {}
    sectors = b""
    for name, data in contents.items():
        count = len(data) // 512
        starts[name] = len(fat)
        fat += [len(fat) + 1 + i for i in range(count - 1)] + [END]
        sectors += data
    directory = len(fat)
    entries = [_entry("Root Entry", 5, END, 0, 1)]
    for number, name in enumerate(contents, 1):
        entries.append(_entry(name, 2, starts[name], len(contents[name]), FREE, FREE if number == len(contents) else number + 1))
    table = b"".join(entries) + b"\0" * (-len(b"".join(entries)) % 512)
    fat += [directory + 1 + i for i in range(len(table) // 512 - 1)] + [END]
    at = len(fat)
    fat.append(FAT)
    assert len(fat) <= 128
    fat += [FREE] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack("<109I", at, *[FREE] * 108)
    return header + sectors + table + struct.pack("<128I", *fat)


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
    )


def word97(text: str, flags: int = 0x0200, eight_bit: str = "") -> bytes:
    """A .doc whose main text is ``eight_bit`` (Windows-1252) followed by ``text`` (UTF-16), in two pieces."""
    first, second = eight_bit.encode("cp1252"), text.encode("utf-16-le")
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", main, 0x0A, flags)
    length = len(eight_bit) + len(text)
    struct.pack_into("<i", main, 0x4C, length)
    places = [(len(main) * 2) | 0x40000000, len(main) + len(first)] if first else [len(main)]
    ends = [0, len(eight_bit), length] if first else [0, length]
    plan = struct.pack(f"<{len(ends)}i", *ends) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00\xaa\xbb" + b"\x02" + struct.pack("<I", len(plan)) + plan
    struct.pack_into("<II", main, 0x1A2, 16, len(clx))
    return compound({"WordDocument": bytes(main) + first + second, "1Table": b"\0" * 16 + clx})


def excel97(rows: list[list[str]], merge: tuple[int, int, int, int] | None = None) -> bytes:
    """An .xls (BIFF8) with one sheet of texts; ``merge`` is first row, last row, first column, last column."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def text(value: str, width: str) -> bytes:
        return struct.pack(width, len(value)) + b"\x01" + value.encode("utf-16-le")

    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("Song", "<B"))
    style = record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    name = text("职权目录", "<B")
    before = len(begin) + len(font) + len(style) + 4 + 6 + len(name) + 4
    book = begin + font + style + record(0x85, struct.pack("<IBB", before, 0, 0) + name) + record(0x0A, b"")
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value:
                sheet += record(0x204, struct.pack("<HHH", r, c, 0) + text(value, "<H"))
    if merge:
        sheet += record(0xE5, struct.pack("<HHHHH", 1, *merge))
    return compound({"Workbook": book + sheet + record(0x0A, b"")})
