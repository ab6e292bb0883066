"""Attachments as HTML, so that extractors read them like pages. 附件转换

What cannot be read whole and rightly (scans, damaged or locked files, files beyond the bounds below) gives None: its content stays unread,
it is never taken for missing. Works on bytes in memory; bounded by sizes and counts, for there is no clock here.
"""

from __future__ import annotations

import html
import io
import itertools
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checks.model import Page

from .decode import decode, readability
from .sheets import MAX_SHEET_ROWS, read_xls, read_xlsx
from .word97 import read_word97

MAX_BODY = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_MEMBERS = 4000
MAX_RATIO = 300  # unpacked to packed, of a member above RATIO_FROM bytes
RATIO_FROM = 2_000_000
MAX_PDF_PAGES = 150
MAX_PDF_STREAM = 4_000_000
MAX_PDF_DEPTH = 8  # forms within forms
MAX_TEXT = 3_000_000
LITTLE_TEXT = 30  # a document with fewer characters is a scan or a form of pictures
GARBLED = 0.08  # readability below this is a wrong character map
HTML_SIGN = re.compile(rb"<\s*(?:!doctype|html|head|body|table|meta|div|style)\b", re.I)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SENTENCE_END = re.compile(r"[。！？；：:;!?…”』」》）)]$")
PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s?)?\d{1,3}(?:\s?页)?(?:\s?[/／共]\s?\d{1,3}\s?页?)?[-—–\s]*$")
STARTS_ANEW = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章条部]|附件|附表)"
)
DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]{1,100})\s+Do\b")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
PICTURE = '<img src="attachment:picture" alt="">'


def to_html(page: Page) -> str | None:
    """A body of PDF, Word, Excel or plain text as one HTML document, None where it cannot be read whole. Never raises. 附件转网页"""
    body = page.body
    if not body or len(body) > MAX_BODY or page.status not in (None, 200):
        return None
    kind = kind_of(page)
    reader = READERS.get(kind)
    if reader is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = reader(body)
    except Exception:  # readers raise whatever a damaged file makes them raise; all of it means: not read
        return None
    return text if text and _legible(text) else None


def kind_of(page: Page) -> str:
    """``pdf``, ``docx``, ``xlsx``, ``doc``, ``xls``, ``sheet-html``, ``text`` or '', from the bytes before the name. 附件类型"""
    body = page.body
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if body.startswith(b"PK\x03\x04"):
        return _package_kind(body)
    if body.startswith(OLE):
        return (
            "xls"
            if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00" in body
            else "doc"
            if b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00" in body
            else ""
        )
    declared = page.header("content-type").lower()
    if ("excel" in declared or "msword" in declared or "octet-stream" in declared) and HTML_SIGN.search(body[:2048]):
        return "sheet-html"
    if "text/plain" in declared and (page.final_url or page.url).lower().endswith(".txt"):
        return "text"
    return ""


def _package_kind(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):  # the last: a compression method zipfile does not know
        return ""
    names = {m.filename for m in members}
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        return ""
    if any(m.file_size > RATIO_FROM and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members):
        return ""
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def _legible(text: str) -> bool:
    bare = re.sub(r"<[^<>]{0,200}>|\s", "", text)
    return len(bare) >= LITTLE_TEXT and readability(bare) >= GARBLED


def _document(blocks: Iterable[str], title: str = "") -> str:
    return f"<html><head><title>{html.escape(title)}</title></head><body>{''.join(blocks)}</body></html>"


def _flow(texts: list[tuple[str, str]]) -> str:
    """Blocks (place, paragraph or ready markup starting with «<»); a short first paragraph is the title."""
    title = ""
    blocks: list[str] = []
    for place, text in texts:
        if text.startswith("<"):
            blocks.append(f'<div data-place="attachment:{place}">{text}</div>')
        elif not title and not blocks and len(text) <= 60 and not SENTENCE_END.search(text):
            title = text
            blocks.append(f'<h1 data-place="attachment:{place}">{html.escape(text)}</h1>')
        else:
            blocks.append(f'<p data-place="attachment:{place}">{html.escape(text)}</p>')
    return _document(blocks, title)


def _pdf(body: bytes) -> str | None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    if len(reader.pages) > MAX_PDF_PAGES:
        return None
    texts: list[tuple[str, str]] = []
    total = 0
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents is not None and _drawn_bytes(page, contents.get_data()) > MAX_PDF_STREAM:
            return None
        text = page.extract_text() or ""
        total += len(text)
        if total > MAX_TEXT:
            return None
        if len(text.strip()) < LITTLE_TEXT and "/XObject" in (page.get("/Resources") or {}):
            texts.append((f"p{number}", PICTURE))  # a scanned page among others
        texts += [(f"p{number}", paragraph) for paragraph in paragraphs(text.splitlines())]
    return _flow(texts) if total >= LITTLE_TEXT else None


def _drawn_bytes(owner: Any, content: bytes, depth: int = 0) -> int:
    """Size of what reading a page goes through: forms are read again each time they are drawn, and may draw others."""
    total = len(content)
    resources = owner.get("/Resources")
    forms = resources.get_object().get("/XObject") if resources is not None else None
    if forms is None:
        return total
    for name, times in Counter(DRAWN.findall(content)).items():
        form = forms.get_object().get("/" + name.decode("latin-1"))
        form = form.get_object() if form is not None else None
        if form is None or form.get("/Subtype") != "/Form":
            continue
        total += times * (_drawn_bytes(form, form.get_data(), depth + 1) if depth < MAX_PDF_DEPTH else MAX_PDF_STREAM)
        if total > MAX_PDF_STREAM:
            break
    return total


def paragraphs(lines: list[str]) -> list[str]:
    """Lines of a page joined to paragraphs: a full line that ends no sentence goes on in the next. 断行合并"""
    kept = [line.strip() for line in lines if line.strip() and not PAGE_NUMBER.match(line)]
    full = sorted(len(line) for line in kept)[int(len(kept) * 0.8)] * 0.8 if kept else 0
    joined: list[str] = []
    open_end = False
    for line in kept:
        if open_end and not STARTS_ANEW.match(line):
            joined[-1] += line
        else:
            joined.append(line)
        open_end = len(line) >= max(full, 15) and not SENTENCE_END.search(line)
    return joined


def _docx(body: bytes) -> str | None:
    import docx

    with zipfile.ZipFile(io.BytesIO(body)) as package:
        if b"<!ENTITY" in package.read("word/document.xml")[:4096]:
            return None
    document = docx.Document(io.BytesIO(body))
    texts: list[tuple[str, str]] = []
    for number, block in enumerate(document.element.body, 1):
        texts += [(f"b{number}", text) for text in _word_block(block)]
    return _flow(texts)


def _word_block(block: Any) -> list[str]:
    tag = getattr(block, "tag", "")
    if tag == f"{WORD}tbl":
        return [_word_table(block)]
    if tag == f"{WORD}p":
        text, picture = _word_text(block)
        bold = _all_bold(block)
        lines = [line for line in text.split("\n") if line.strip()]
        return [f"<p><b>{html.escape(line)}</b></p>" if bold else line.strip() for line in lines] + ([PICTURE] if picture else [])
    if tag == f"{WORD}altChunk":
        raise ValueError("another document is embedded")
    return [text for child in block for text in _word_block(child)]  # content controls, custom XML, insertions


def _word_text(paragraph: Any) -> tuple[str, bool]:
    parts: list[str] = []
    picture = False
    for node in paragraph.iter():
        if next(node.iterancestors(FALLBACK), None) is not None:
            continue
        if node.tag == f"{WORD}t" and not _vanished(node.getparent()):
            parts.append(node.text or "")
        elif node.tag in (f"{WORD}br", f"{WORD}cr"):
            parts.append("\n")
        elif node.tag == f"{WORD}tab":
            parts.append(" ")
        elif node.tag == f"{WORD}p" and node is not paragraph:
            parts.append("\n")  # a text box
        elif node.tag in PICTURES:
            picture = True
    return "".join(parts), picture


def _vanished(run: Any) -> bool:
    properties = run.find(f"{WORD}rPr")
    return properties is not None and properties.find(f"{WORD}vanish") is not None


def _all_bold(paragraph: Any) -> bool:
    runs = [r for r in paragraph.iter(f"{WORD}r") if "".join(t.text or "" for t in r.iter(f"{WORD}t")).strip()]
    return bool(runs) and all(_is_bold(r) for r in runs)


def _is_bold(run: Any) -> bool:
    properties = run.find(f"{WORD}rPr")
    mark = properties.find(f"{WORD}b") if properties is not None else None
    return mark is not None and mark.get(f"{WORD}val", "1") not in ("0", "false")


def _word_table(table: Any) -> str:
    rows: list[list[tuple[int, str, bool]]] = []  # column span, text, continues the cell above
    for row in table.iterchildren(f"{WORD}tr"):
        line = []
        for cell in row.iter(f"{WORD}tc"):
            if next(cell.iterancestors(f"{WORD}tbl"), None) is not table:
                continue
            properties = cell.find(f"{WORD}tcPr")
            span = properties.find(f"{WORD}gridSpan") if properties is not None else None
            merge = properties.find(f"{WORD}vMerge") if properties is not None else None
            width = int(span.get(f"{WORD}val", "1")) if span is not None else 1
            pieces = [p for child in cell for p in _word_block(child)]
            text = "<br>".join(p if p.startswith("<") else html.escape(p) for p in pieces)
            line.append((max(width, 1), text, merge is not None and merge.get(f"{WORD}val") != "restart"))
        rows.append(line)
    return _rows_to_html(rows)


def _rows_to_html(rows: list[list[tuple[int, str, bool]]]) -> str:
    """Rows of (width, markup, continues the cell above) as a table with rowspans."""
    if len(rows) > MAX_SHEET_ROWS:
        raise ValueError("table too long")
    starts = [[0, *itertools.accumulate(cell[0] for cell in row)][: len(row)] for row in rows]
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for position, (width, text, continued) in enumerate(row):
            if continued:
                continue
            height = 1
            for below in range(number + 1, len(rows)):
                if not any(c[2] and column == starts[number][position] for c, column in zip(rows[below], starts[below], strict=True)):
                    break
                height += 1
            spans = (f' colspan="{width}"' if width > 1 else "") + (f' rowspan="{height}"' if height > 1 else "")
            cells.append(f"<td{spans}>{text}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _workbook(sheets: list[tuple[str, str]] | None) -> str | None:
    if sheets is None:
        return None
    return _document(
        f'<div data-place="attachment:{html.escape(name)}"><h2>{html.escape(name)}</h2>{table}</div>' for name, table in sheets
    )


def _doc(body: bytes) -> str | None:
    texts = read_word97(body)
    return _flow(texts) if texts else None


def _saved_as_html(body: bytes) -> str:
    return decode(body)[0]


def _text(body: bytes) -> str:
    lines = [line.strip() for line in decode(body)[0].splitlines()]
    return _flow([("text", line) for line in lines if line])


READERS: Mapping[str, Callable[[bytes], str | None]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": lambda body: _workbook(read_xlsx(body)),
    "xls": lambda body: _workbook(read_xls(body)),
    "doc": _doc,
    "sheet-html": _saved_as_html,
    "text": _text,
}
