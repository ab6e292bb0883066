"""The bulletin as files: whole, legible, and the same bytes wherever they are written."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import attrs
import docx as word
import openpyxl
import pytest
from lxml import html as lxml_html

from publish.bulletin import template as template_script
from publish.bulletin import view
from publish.bulletin.docx import TemplateError, docx
from publish.bulletin.html import html
from publish.bulletin.values import Bulletin, Held, Line, Read, SheetLine, UnitNotice, Unproven, Unread, to_json
from publish.bulletin.xlsx import xlsx

from .bulletin_month import AT, CUTOFF, DATA, FORM, MONTH

ROOT = DATA.parent
TEMPLATE = (DATA / "templates" / "bulletin.docx").read_bytes()
DAY = dt.date(2026, 10, 31)
ROWS = tuple(FORM.rows())
HOSTILE = '=HYPERLINK("http://x/","点") {{ 7*7 }} <b>&amp;</b> {%tr endfor %}'


def line(row: str, text: str, number: int, **more: object) -> Line:
    """A fact."""
    return Line(row=row, text=text, rule="r", fingerprint=f"u|r|{number}", since=DAY, **more)  # type: ignore[arg-type]


def unit(number: int, count: int, name: str = "") -> UnitNotice:
    """A unit with some facts on the first rows."""
    said = tuple(line(ROWS[n % 6], f"公开指南第{n}项要素：未列（2026-10-31核查）", n) for n in range(count))
    return UnitNotice(unit=f"u{number}", name=name or f"第{number}区市场监督管理局", lines=said)


def bulletin(*units: UnitNotice, **more: object) -> Bulletin:
    """An issued bulletin about some units."""
    values = {"by": "办公室", "nights": (DAY,), "packs": ("p@1",), "template": "ab", **more}
    return Bulletin(month=MONTH, edition=1, form=FORM, cutoff=CUTOFF, at=AT, units=units, **values)  # type: ignore[arg-type]


SHEET = SheetLine(
    name="甲局", row=ROWS[1], rule="guide.completeness", text=HOSTILE, clause="月通报 一（一）2", page="公开指南", url="http://x/", at=AT,
    sha256="ab" * 32, verdict="人工复核（王工）", last_month="否", note="",
)  # fmt: skip
FULL = bulletin(
    unit(1, 4),
    UnitNotice(unit="h", name=HOSTILE, lines=(line(ROWS[0], HOSTILE, 1, earlier=("2026-09",)),)),
    sheet=(SHEET,),
    unproven=(Unproven(name="甲局", row=ROWS[1], rule="r", title="指南", subject="传真", reason="图片", do="打开图片辨认。"),),
    read=(
        Read(unit="u1", name="甲局", portals=("网站",), nights=3, first=DAY, last=DAY, pages=9, stop="", passed=1, failed=2, cant_tell=3, inapplicable=4),
    ),
    unread=(Unread(name="乙局", why="网站无法访问"),),
)  # fmt: skip


def cells(package: bytes) -> list[list[list[str]]]:
    """Texts of a document's tables."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in word.Document(io.BytesIO(package)).tables]


def texts(package: bytes) -> str:
    """Texts of a document's paragraphs outside of tables."""
    return "\n".join(paragraph.text for paragraph in word.Document(io.BytesIO(package)).paragraphs)


def workbook(of: Bulletin) -> openpyxl.Workbook:
    """The workbook as another program reads it."""
    return openpyxl.load_workbook(io.BytesIO(xlsx(of)))


def test_the_document_has_a_row_for_each_unit() -> None:
    """Numbered by row, and within a row where there are several facts; the months in which it was notified in the remarks."""
    notice, repeated = cells(docx(FULL, TEMPLATE))
    assert notice[0] == [
        "序号",
        "单位",
        "主动公开情况\n（信息中心）",
        "依申请公开情况\n（办公室、综合服务大厅）",
        "组织管理情况\n（办公室）",
        "备注",
    ]
    assert notice[1][:3] == [
        *("1", "第1区市场监督管理局"),
        "\n".join(f"{n + 1}．公开指南第{n}项要素：未列（2026-10-31核查）。" for n in range(4)),
    ]
    assert notice[2][1:3] == [HOSTILE, f"1．{HOSTILE}。"]
    assert notice[2][5] == "主动公开-1：2026-09已通报"
    assert repeated[1] == [HOSTILE, "主动公开-1", HOSTILE, "2026-09"]
    said = texts(docx(FULL, TEMPLATE))
    for words in (
        "2026年10月政府信息公开情况通报表",
        "填报单位：办公室",
        "核查期间：2026年10月1日至2026年10月31日",
        "核查截止时间：2026年11月5日24时",
    ):
        assert words in said
    assert "信息中心：＿＿＿＿＿＿＿＿　　　　综合服务中心：＿＿＿＿＿＿＿＿　　　　办公室：＿＿＿＿＿＿＿＿" in said
    assert "预览" not in said and "{%" not in said


def test_several_facts_of_one_row_are_counted() -> None:
    """The item's number stands once."""
    two = UnitNotice(
        unit="u", name="甲局", lines=(line(ROWS[1], "未列传真", 1), line(ROWS[1], "未列邮箱", 2), line(ROWS[4], "期内0条。", 3))
    )
    (row,) = view.table(bulletin(two))
    assert row.cells[0] == ("2．（1）未列传真。", "（2）未列邮箱。", "5．期内0条。")


def test_what_a_program_cannot_see_is_left_open_in_a_preview_only() -> None:
    """An empty cell of a bulletin that went out means that there is nothing to notify."""
    assert view.table(bulletin(unit(1, 1), by=""))[0].cells == (("1．公开指南第0项要素：未列（2026-10-31核查）。",), (), ("（人工填写）",))
    assert view.table(bulletin(unit(1, 1)))[0].cells[2] == ()
    assert "预览，未印发" in texts(docx(bulletin(unit(1, 1), by=""), TEMPLATE))


@pytest.mark.parametrize("nights", [(DAY,), ()], ids=["nothing found", "no night"])
def test_an_empty_month_is_still_a_document(nights: tuple[dt.date, ...]) -> None:
    """It says so."""
    empty = bulletin(nights=nights)
    words = "本月没有应通报的内容。" if nights else "本月没有已发布的巡检，未作网站核查。本月没有应通报的内容。"
    assert words in texts(docx(empty, TEMPLATE)) and cells(docx(empty, TEMPLATE)) == []
    assert words in html(empty).decode()
    assert words in [row[0].value for row in workbook(empty)["通报表"].iter_rows()]


def test_four_hundred_units_are_all_there() -> None:
    """In the document, the workbook and the page."""
    many = bulletin(*(unit(n, 1 + n % 3) for n in range(1, 401)))
    (notice,) = cells(docx(many, TEMPLATE))
    assert [row[0] for row in notice[1:]] == [str(n) for n in range(1, 401)]
    column = [row[0].value for row in workbook(many)["通报表"].iter_rows() if row[0].value and row[0].value.isdecimal()]
    assert column == [str(n) for n in range(1, 401)]
    assert len(lxml_html.fromstring(html(many)).xpath("//table[@class='notice']/tbody/tr")) == 400


def test_sixty_findings_of_one_unit_are_all_legible() -> None:
    """A row is continued in another before it is too high to be shown, and none of it is torn between two pages."""
    one = bulletin(unit(1, 60))
    (notice,) = cells(docx(one, TEMPLATE))
    assert notice[1][1] == "第1区市场监督管理局" and notice[2][1] == "第1区市场监督管理局（续）"
    joined = "".join(row[2] + row[3] for row in notice[1:])
    assert all(f"第{n}项" in joined for n in range(60))
    sheet = workbook(one)["通报表"]
    assert all((sheet.row_dimensions[row].height or 15) <= 409 for row in range(1, sheet.max_row + 1))
    shown = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert all(f"第{n}项" in shown for n in range(60))
    rows = [row._tr for row in word.Document(io.BytesIO(docx(one, TEMPLATE))).tables[0].rows]
    assert all(row.xpath(".//w:trPr/w:cantSplit") for row in rows)
    assert rows[0].xpath(".//w:trPr/w:tblHeader")


def test_a_row_that_fits_on_a_page_is_not_continued() -> None:
    """Some lines more than half a page are one row still."""
    (notice,) = cells(docx(bulletin(unit(1, 12)), TEMPLATE))
    assert [row[1] for row in notice[1:]] == ["第1区市场监督管理局"]


def test_a_very_long_name_and_fact_stay_whole() -> None:
    """They are broken into lines, not cut."""
    name, text = "局" * 300, "字" * 5000
    long = bulletin(UnitNotice(unit="u", name=name, lines=(line(ROWS[0], text, 1),)))
    (notice,) = cells(docx(long, TEMPLATE))
    assert notice[1][1] == name and sum(row[2].count("字") for row in notice[1:]) == 5000
    shown = "".join(str(row[2].value) for row in workbook(long)["通报表"].iter_rows())
    assert shown.count("字") == 5000


def test_the_workbook_holds_what_stands_behind() -> None:
    """The sheets, their heads, and cells that are text, never formulas."""
    book = workbook(FULL)
    assert book.sheetnames == ["通报表", "工作底稿", "无法核查清单", "抽查范围", "重复通报", "人工核查项"]
    sheet = book["工作底稿"]
    assert [cell.value for cell in sheet[2]] == [
        *(
            "序号",
            "单位",
            "通报项",
            "规则编号",
            "事实描述",
            "依据条款",
            "页面标题",
            "网址",
            "核查时间",
            "快照SHA-256",
            "判定",
            "上月是否已通报",
            "备注",
        )
    ]
    assert [cell.value for cell in sheet[3]][1:12] == [
        *(
            "甲局",
            "主动公开-2",
            "guide.completeness",
            HOSTILE,
            "月通报 一（一）2",
            "公开指南",
            "http://x/",
            "2026-11-09 10:00:00",
            "ab" * 32,
        ),
        *("人工复核（王工）", "否"),
    ]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert all(cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row)
    assert [[cell.value for cell in row[1:3]] for row in book["抽查范围"].iter_rows(min_row=3)] == [["甲局", "是"], ["乙局", "否"]]
    assert book["无法核查清单"]["H3"].value == "打开图片辨认。"
    assert (book["通报表"].page_setup.orientation, book["通报表"].page_setup.paperSize) == ("landscape", 9)
    assert book["通报表"].print_title_rows


def test_what_is_held_back_stands_in_a_preview_only() -> None:
    """A workbook that went out names nobody whose problem was not confirmed."""
    held = (Held(name="丙局", row="主动公开-2", rule="r", text="未列传真", why="存疑，尚未确认"),)
    assert "暂未列入" in workbook(bulletin(by="", held=held)).sheetnames
    assert "暂未列入" not in workbook(bulletin(held=held)).sheetnames


def test_the_page_shows_texts_as_texts() -> None:
    """Nothing that a page or a person wrote becomes markup; nothing is fetched from elsewhere."""
    page = lxml_html.fromstring(html(FULL))
    assert not page.xpath("//td//b | //script | //link | //img | //*[@src]")
    assert f"1．{HOSTILE}。" in [node.text_content() for node in page.xpath("//td/p")]
    assert page.xpath("//table//th[not(@scope)]") == []


def test_a_correction_says_so_in_every_form() -> None:
    """The edition, and what changed."""
    second = attrs.evolve(bulletin(unit(1, 1)), edition=2, changes=("删去甲局（主动公开-2）：未列传真",))
    assert view.file_name(second) == "通报表-2026-10-第2版"
    for said in (
        texts(docx(second, TEMPLATE)),
        html(second).decode(),
        "".join(str(row[0].value) for row in workbook(second)["通报表"].iter_rows()),
    ):
        assert "第2版（更正）" in said and "删去甲局（主动公开-2）：未列传真" in said


def test_the_shipped_template_is_what_the_script_makes() -> None:
    """Nobody edits it by hand and forgets the script."""

    def parts(package: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}

    assert parts(template_script.template()) == parts(TEMPLATE)


def test_an_office_may_restyle_the_template() -> None:
    """Its own words and order; what it asks for and is not there is told."""
    own = word.Document()
    own.add_paragraph("文号：云通〔2026〕10号　{{ title }}　{% for unit in units %}{{ unit.name }}；{% endfor %}")
    assert "文号：云通〔2026〕10号　2026年10月政府信息公开情况通报表　第1区市场监督管理局；" in texts(
        docx(bulletin(unit(1, 1)), _saved(own))
    )
    own.add_paragraph("{{ titel }}")
    with pytest.raises(TemplateError, match="titel"):
        docx(bulletin(unit(1, 1)), _saved(own))
    with pytest.raises(TemplateError, match="不是 Word 文档"):
        docx(bulletin(unit(1, 1)), b"no document")


def test_a_template_cannot_reach_beyond_the_bulletin() -> None:
    """It is filled in a sandbox."""
    own = word.Document()
    own.add_paragraph("{{ title.__class__.__mro__ }}")
    with pytest.raises(TemplateError):
        docx(bulletin(unit(1, 1)), _saved(own))


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


_ELSEWHERE = """
import hashlib, locale, os, sys
locale.setlocale(locale.LC_ALL, "")
os.umask(0o077)
from publish.bulletin.docx import docx
from publish.bulletin.html import html
from publish.bulletin.values import from_json
from publish.bulletin.xlsx import xlsx
made = from_json(open(sys.argv[1], encoding="utf-8").read())
look = open(sys.argv[2], "rb").read()
for body in (docx(made, look), xlsx(made), html(made)):
    print(hashlib.sha256(body).hexdigest())
"""


@pytest.mark.parametrize(("zone", "language"), [("UTC", "C"), ("America/New_York", "C.UTF-8"), ("Asia/Kathmandu", "POSIX")])
def test_the_same_bytes_anywhere(tmp_path: Path, zone: str, language: str) -> None:
    """Another zone, language, folder, umask, hash seed; another day."""
    kept, look = tmp_path / "kept.json", tmp_path / "look.docx"
    kept.write_text(to_json(FULL), encoding="utf-8")
    look.write_bytes(TEMPLATE)
    told = {**os.environ, "TZ": zone, "LC_ALL": language, "LANG": language, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(kept), str(look)],
        cwd=tmp_path,
        env=told,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    here = [hashlib.sha256(body).hexdigest() for body in (docx(FULL, TEMPLATE), xlsx(FULL), html(FULL))]
    assert done.stdout.split() == here


def test_no_file_holds_the_hour_of_writing() -> None:
    """Parts of the packages bear one fixed time; their properties bear the bulletin's."""
    for package in (docx(FULL, TEMPLATE), xlsx(FULL)):
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert archive.testzip() is None
            moments = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", archive.read("docProps/core.xml"))
            assert set(moments) == {b"2026-11-09T10:00:00Z"}
