"""Makes the Word template that comes with the program: ``python -m publish.bulletin.template FILE``. 通报表模板

An office restyles the file in a word processor instead; this script is only how the first one came about.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from .zipped import repacked

BODY, TITLE = "仿宋", "宋体"
#: what a machine without the font takes instead, in this order
FALLBACKS = {
    BODY: "FangSong;仿宋_GB2312;FangSong_GB2312;STFangsong;华文仿宋;方正仿宋简体;Noto Serif CJK SC",
    TITLE: "SimSun;STSong;华文宋体;Noto Serif CJK SC",
}
_SIZE = 10.5
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001  a file's properties hold no zone


def template() -> bytes:
    """The template's bytes."""
    document = docx.Document()
    _lay_out(document)
    _line(document, "{{ title }}", size=20, bold=True, font=TITLE, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{%p if standing %}")
    _line(document, "{{ standing }}", size=12, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{%p endif %}")
    _line(document, "{%p for name, value in head %}")
    _line(document, "{{ name }}：{{ value }}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p if units %}")
    cells = tuple((f"{{%p for text in unit.section{n} %}}", "{{ text }}", "{%p endfor %}") for n in (1, 2, 3))
    remark = ("{%p for text in unit.remark %}", "{{ text }}", "{%p endfor %}")
    headings = ("序号", "单位", *(f"{{{{ sections[{n}].name }}}}情况\n（{{{{ sections[{n}].office }}}}）" for n in range(3)), "备注")
    _table(
        document,
        headings,
        "unit in units",
        (("{{ unit.number }}",), ("{{ unit.name }}",), *cells, remark),
        (1.2, 3.6, 6.9, 5.4, 4.4, 4.2),
    )
    _line(document, "{%p else %}")
    nothing = _line(document, "{{ nothing }}", size=14, align=WD_ALIGN_PARAGRAPH.CENTER)
    nothing.paragraph_format.space_before = nothing.paragraph_format.space_after = Pt(24)
    _line(document, "{%p endif %}")
    _line(document, "{%p for text in statements %}")
    _line(document, "{{ text }}", size=9)
    _line(document, "{%p endfor %}")
    _line(document, "{%p if changes %}")
    _line(document, "更正内容", size=12, bold=True)
    _line(document, "{%p for text in changes %}")
    _line(document, "{{ text }}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endif %}")
    _line(document, "{%p if repeated %}")
    _line(document, "附：以前月份已通报、本月仍列的事项", size=12, bold=True, keep=True)
    _table(
        document,
        ("单位", "通报项", "事实", "已通报的月份"),
        "row in repeated",
        tuple((f"{{{{ row[{n}] }}}}",) for n in range(4)),
        (4.5, 2.8, 14, 4.4),
    )
    _line(document, "{%p endif %}")
    _line(document, "")
    signers = _line(document, "{% for signer in signers %}{{ signer }}：＿＿＿＿＿＿＿＿　　　　{% endfor %}", size=12)
    signers.paragraph_format.space_before = Pt(12)
    return _saved(document)


def _saved(document: Any) -> bytes:
    properties = document.core_properties
    properties.author, properties.title, properties.comments, properties.last_modified_by = "", "通报表模板", "", ""
    properties.created = properties.modified = _MADE
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.size = Pt(_SIZE)
    _set_font(normal, BODY)
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.space_before = Pt(0)
    for part in document.part.package.iter_parts():
        if part.partname.endswith("/fontTable.xml"):
            part._blob = _with_fallbacks(part.blob)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        foot.add_run(text)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            foot._p.append(simple)


def _with_fallbacks(table: bytes) -> bytes:
    """The font table with what to take where a font is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{names}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, names in FALLBACKS.items()
    )
    return table.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _set_font(owner: Any, name: str) -> None:
    owner.font.name = name
    owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(document: Any, text: str, *, size: float = 0, bold: bool = False, font: str = "", align: Any = None, keep: bool = False) -> Any:
    paragraph = document.add_paragraph()
    _run(paragraph, text, size=size, bold=bold, font=font)
    paragraph.alignment = align
    paragraph.paragraph_format.keep_with_next = keep or None
    return paragraph


def _run(paragraph: Any, text: str, *, size: float = 0, bold: bool = False, font: str = "") -> None:
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.color.rgb = RGBColor(0, 0, 0)
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any, headings: Sequence[str], loop: str, cells: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table with a head that repeats and one row for each of ``loop``."""
    table = document.add_table(rows=4, cols=len(headings))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        table.columns[column].width = Cm(width)
        for row in table.rows:
            row.cells[column].width = Cm(width)
        first, *more = heading.split("\n")
        head = table.rows[0].cells[column]
        _shade(head)
        for place, text in enumerate((first, *more)):
            paragraph = head.paragraphs[0] if place == 0 else head.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, text, bold=place == 0, size=0 if place == 0 else 9)
        body = table.rows[2].cells[column]
        for place, text in enumerate(cells[column]):
            paragraph = body.paragraphs[0] if place == 0 else body.add_paragraph()
            paragraph.paragraph_format.keep_together = True
            _run(paragraph, text)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    _unsplit(table.rows[0])
    table.rows[1].cells[0].paragraphs[0].add_run(f"{{%tr for {loop} %}}")
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")


def _unsplit(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEEEEE")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(template())
