"""Attachments become HTML that extractors read like a page, or stay unread; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from checks.facts.items import items
from checks.model import Page, State
from checks.parsing.attachments import kind_of, paragraphs, to_html
from checks.parsing.labels import label_pairs
from checks.parsing.view import PageView
from checks.vocabulary import Context

from . import files
from .page_fixtures import view

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=gb2312",
    "zip": "application/zip",
}
PROSE = "本局二〇一四年共办理政府信息公开申请三件，均在法定期限内答复申请人，未收取费用。"


def page_of(body: bytes, ending: str, status: int | None = 200) -> Page:
    """A fetched attachment."""
    url = f"http://yunxi.example/files/1.{ending}"
    at = dt.datetime(2015, 6, 1, tzinfo=dt.UTC)
    return Page(url=url, final_url=url, status=status, fetched_at=at, headers=(("Content-Type", TYPES[ending]),), body=body, sha256="0")


def values(body: bytes, ending: str) -> dict[str, list[str]]:
    """Values by label key, as read from the attachment."""
    found: dict[str, list[str]] = {}
    for pair in label_pairs(PageView(page_of(body, ending))):
        found.setdefault(pair.key, []).append(pair.value)
    return found


def test_pdf_lines_become_paragraphs() -> None:
    """A PDF is read with its lines joined to paragraphs, page numbers dropped, pages named as places."""
    lines = [
        "2014年政府信息公开工作年度报告",
        "一、主动公开政府信息的情况和主要做法如下所述",
        PROSE + "经核查，全年通过门户网",
        "站发布信息二百七十六条。",
        "- 1 -",
    ]
    view = PageView(page_of(files.pdf([lines, ["二、复议情况", "没有发生。"]]), "pdf"))

    assert view.attachment == "pdf"
    assert "通过门户网站发布信息二百七十六条。" in view.text
    assert "- 1 -" not in view.text
    last = next(line for line in view.lines if line.text == "没有发生。")
    assert view.evidence(last.text, last.element).locator == "attachment:p2"


def test_scanned_pdf_is_unread() -> None:
    """A PDF without text gives nothing, so that its content counts as unread."""
    page = page_of(files.pdf([[], []]), "pdf")

    assert to_html(page) is None
    assert not PageView(page).readable


def test_scanned_page_among_others_is_marked() -> None:
    """A page of pictures within a readable PDF leaves a picture behind, so that absence cannot be concluded."""
    html = to_html(page_of(files.pdf([[PROSE], []]), "pdf"))

    assert html is not None
    assert "<img" in html


def test_word_tables_and_paragraphs() -> None:
    """Paragraphs and table cells of a .docx are read as labels and values, blank cells included."""
    body = files.word(["水井备案服务指南", [["事项名称", "水井备案"], ["收费依据", ""]], "办理时限：5个工作日", PROSE])

    found = values(body, "docx")

    assert (found["事项名称"], found["收费依据"], found["办理时限"]) == (["水井备案"], [""], ["5个工作日"])


def test_excel_merged_cells() -> None:
    """A merged cell of an .xlsx counts for all rows it covers; dates and whole numbers read as people see them."""
    rows: list[list[object]] = [
        ["青石县水务局职权目录"],
        ["职权名称", "实施机关", "收费标准", "日期"],
        ["水井备案", "青石县水务局", 50.0, dt.datetime(2015, 6, 1)],  # noqa: DTZ001 - Excel dates have no zone
        ["取水许可"],
    ]
    body = files.excel([*rows, ["备注说明：" + PROSE]], ("A1:D1", "B3:B4", "A5:D5"))

    found = values(body, "xlsx")

    assert found["职权名称"] == ["水井备案", "取水许可"]
    assert found["实施机关"] == ["青石县水务局", "青石县水务局"]
    assert (found["收费标准"][0], found["日期"][0]) == ("50", "2015-06-01")


def test_excel_without_results_of_formulas_is_unread() -> None:
    """A formula whose result was never saved would look like a blank cell: such a workbook is not read."""
    assert to_html(page_of(files.excel([["职权名称", "数量"], [PROSE, "=1+1"]]), "xlsx")) is None


def test_excel_with_a_stray_far_cell() -> None:
    """One stray cell in the last row does not make a million rows; the sheet counts as unread."""
    book_rows: list[list[object]] = [["职权名称"], [PROSE]]
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(files.excel(book_rows)))
    assert book.active is not None
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)

    assert to_html(page_of(out.getvalue(), "xlsx")) is None


def test_excel_97() -> None:
    """An .xls is read with its merged cells."""
    body = files.excel97([["职权名称", "实施机关"], ["水井备案", "青石县水务局" + PROSE], ["取水许可", ""]], (1, 2, 1, 1))

    found = values(body, "xls")

    assert found["职权名称"] == ["水井备案", "取水许可"]
    assert found["实施机关"] == ["青石县水务局" + PROSE] * 2


def test_word_97_pieces() -> None:
    """A .doc is read through its piece table, 8-bit and 16-bit pieces alike; field instructions are no text."""
    text = "年度报告\r" + PROSE + '\r详见\x13 HYPERLINK "x" \x14附表\x15。\r'

    html = to_html(page_of(files.word97(text, eight_bit="2014 "), "doc"))

    assert html is not None
    assert "2014 年度报告" in html
    assert PROSE in html
    assert "HYPERLINK" not in html
    assert "详见附表。" in html


def test_word_97_table() -> None:
    """Cells of a .doc table are rows when their width is beyond doubt."""
    body = files.word97(f"{PROSE}\r事项名称\x07水井备案\x07\x07收费依据\x07无\x07\x07\r")

    found = values(body, "doc")

    assert (found["事项名称"], found["收费依据"]) == (["水井备案"], ["无"])


def test_word_97_table_in_doubt_is_unread() -> None:
    """Where blank cells make the width of a .doc table uncertain the file is not read at all."""
    assert to_html(page_of(files.word97(f"{PROSE}\r甲\x07\x07\x07\x07乙\x07\x07\x07\x07\r"), "doc")) is None


def test_locked_word_97_is_unread() -> None:
    """An encrypted .doc is not read."""
    assert to_html(page_of(files.word97(PROSE * 2 + "\r", flags=0x0300), "doc")) is None


def test_web_page_saved_as_excel() -> None:
    """A table exported as HTML under the name .xls is read as HTML, in its own encoding."""
    table = f"<html><meta charset=gb2312><table><tr><td>职权名称</td><td>水井备案</td></tr><tr><td>备注</td><td>{PROSE}</td></tr></table></html>"

    assert values(table.encode("gb18030"), "xls")["职权名称"] == ["水井备案"]


def test_plain_text() -> None:
    """A text file is read line by line."""
    view = PageView(page_of(f"公告\n{PROSE}\n".encode("gb18030"), "txt"))

    assert PROSE in view.text


def _bomb() -> bytes:
    """A sound .docx whose text is fifty megabytes of spaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.word([PROSE]))) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sound.namelist():
            content = sound.read(name)
            package.writestr(name, content + b" " * 50_000_000 if name == "word/document.xml" else content)
    return out.getvalue()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("年报.txt", PROSE)
    return out.getvalue()


BAD = {
    "zip bomb": (_bomb, "docx"),
    "archive": (_archive, "zip"),
    "cut package": (lambda: files.word([PROSE])[:900], "docx"),
    "cut pdf": (lambda: files.pdf([[PROSE]])[:300], "pdf"),
    "cut compound file": (lambda: files.word97(PROSE)[:700], "doc"),
    "noise behind a signature": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0" + bytes(range(256)) * 40, "doc"),
    "nothing": (lambda: b"", "pdf"),
    "too large": (lambda: b"%PDF-1.4" + b" " * 20_000_001, "pdf"),
    "entities": (lambda: files.word([PROSE]).replace(b"word/document.xml", b"word/documenX.xml"), "docx"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_unread(case: str) -> None:
    """Damaged, endless and foreign files give None and never raise."""
    make, ending = BAD[case]

    assert to_html(page_of(make(), ending)) is None


def test_error_pages_are_not_attachments() -> None:
    """What a server sends along with an error is not read as the attachment."""
    assert to_html(page_of(files.word([PROSE]), "docx", status=404)) is None


def test_type_by_bytes() -> None:
    """The bytes decide over a wrong name and type."""
    assert kind_of(page_of(files.word([PROSE]), "doc")) == "docx"
    assert PageView(page_of(files.pdf([[PROSE]]), "txt")).attachment == "pdf"


def test_paragraph_joining_keeps_headings() -> None:
    """A numbered line begins a paragraph of its own even after a full line."""
    lines = ["某" * 20, "续" * 8 + "。", "一、" + "题" * 6, "文" * 20, "（二）" + "乙" * 5]

    assert paragraphs(lines) == ["某" * 20 + "续" * 8 + "。", "一、" + "题" * 6, "文" * 20, "（二）" + "乙" * 5]


def test_bombs_are_refused_before_unpacking() -> None:
    """A package that would unpack to hundreds of times its size is no known kind: nothing opens it."""
    assert kind_of(page_of(_bomb(), "docx")) == ""


def _with_member(package: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    """The same package with one replacement in one of its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, content.replace(*change) if member.filename == name else content)
    return out.getvalue()


@pytest.mark.parametrize(("area", "read"), [("A3:B9", True), ("A3:CV20000", False), ("A1:XFD1048576", False)])
def test_merges_of_huge_areas_are_unread(area: str, read: bool) -> None:
    """A few bytes that claim millions of merged cells are refused before any of them is made."""
    rows = [
        ["名称", "依据"],
        ["电梯使用登记", "《特种设备安全法》第三十三条规定的登记"],
        ["计量器具检定", "《计量法》第九条规定的强制检定"],
    ]
    merged = (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="%s"/></mergeCells>' % area.encode())
    body = _with_member(files.excel(rows), "xl/worksheets/sheet1.xml", merged)

    assert (to_html(page_of(body, "xlsx")) is not None) is read


def _drawing_pdf(levels: int, times: int) -> bytes:
    """A page that draws a form ``times`` times, which draws another as often, and so on."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(files.pdf([[PROSE]])))
    inner = None
    for _ in range(levels):
        form = StreamObject()
        form.set_data(b"/F0 Do " * times if inner is not None else b"")
        resources = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/F0"): inner})} if inner is not None else {})
        form.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/Resources"): resources})
        inner = writer._add_object(form)
    page = writer.pages[0]
    page["/Resources"]["/XObject"][NameObject("/F0")] = inner
    drawn = StreamObject()
    drawn.set_data(page["/Contents"].get_object().get_data() + b" /F0 Do")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("levels", "times", "read"), [(2, 2, True), (7, 10, False), (12, 4, False)])
def test_forms_within_forms_are_bounded(levels: int, times: int, read: bool) -> None:
    """A PDF of a kilobyte whose forms draw each other a million times is unread; a form or two are nothing to fear."""
    assert (to_html(page_of(_drawing_pdf(levels, times), "pdf")) is not None) is read


@pytest.mark.parametrize(
    ("open_tag", "close_tag", "read"),
    [
        (b"<w:customXml>", b"</w:customXml>", True),
        (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>", True),
        (b"<w:ins>", b"</w:ins>", True),
        (b'<w:altChunk r:id="rId9"/>', b"", False),
    ],
)
def test_wrapped_blocks_of_word_are_read(open_tag: bytes, close_tag: bytes, read: bool) -> None:
    """What stands in a wrapper belongs to the text; a document that embeds another is not read whole, so not at all."""
    body = files.word([PROSE, "联系电话：0600-5550102", "传真：0600-5550103"])
    xml = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml")
    start = xml.index(b"<w:p>", xml.index(b"<w:p>") + 1)
    end = xml.index(b"</w:p>", start) + len(b"</w:p>")
    html = to_html(page_of(_with_member(body, "word/document.xml", (xml[start:end], open_tag + xml[start:end] + close_tag)), "docx"))

    assert (html is not None and "0600-5550102" in html) is read
    assert (html is not None) is read


def test_a_title_above_the_head_spans_the_table_merged_or_not(context: Context) -> None:
    """A workbook whose first row holds only its name: the second row is the head, and the list of powers is read."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "权责清单"
    sheet.append(["青石县水利局权责清单"])
    sheet.append(["序号", "职权名称", "职权类别", "实施依据", "实施主体"])
    for number in range(1, 9):
        sheet.append([number, f"取水许可{number}", "行政许可", "《水法》第四十八条", "水利局"])
    kept = io.BytesIO()
    book.save(kept)
    page = view(kept.getvalue(), url="http://www.qingshi.gov.cn/qd.xlsx", headers=(("Content-Type", "application/octet-stream"),))
    states = {fact.subject: fact.value.state for fact in items(page, context)}  # type: ignore[union-attr]

    assert {states[field] for field in ("name", "category", "setting_basis", "organ")} == {State.VALID}
