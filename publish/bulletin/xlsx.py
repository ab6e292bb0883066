"""The bulletin and what stands behind it as a workbook. 通报表（XLSX）"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import xlsxwriter

from . import view
from .values import BEIJING, Bulletin, beijing
from .zipped import repacked

FONT = "仿宋"
_TITLE_FONT = "宋体"
_A4 = 9
_MOST_LINES = 24  # of a row: a spreadsheet shows none higher than 409 points
_TALLEST = 27
_LINE = 14.4  # points
_ROOM = 1  # half character that a cell's edges take
_CELL = 32_000  # characters: its limit is 32,767


@attrs.frozen(kw_only=True)
class Sheet:
    """A plain sheet: columns with their widths, and rows. 工作表"""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[str]]
    about: str = ""


def xlsx(bulletin: Bulletin) -> bytes:
    """The workbook's bytes: of the bulletin alone, the same wherever and whenever they are made."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": view.title(bulletin), "author": bulletin.form.office, "created": _naive(bulletin)})
    formats = _formats(book)
    _notice(book, bulletin, formats)
    for sheet in _sheets(bulletin):
        _plain(book, sheet, formats)
    book.close()
    return repacked(out.getvalue())


def _naive(bulletin: Bulletin) -> Any:
    """The moment as the file's properties take it."""
    return bulletin.at.astimezone(BEIJING).replace(tzinfo=None, microsecond=0)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    text = {"font_name": FONT, "font_size": 11, "text_wrap": True, "valign": "top"}
    boxed = {**text, "border": 1}
    return {
        "title": book.add_format({"font_name": _TITLE_FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}),
        "text": book.add_format({**text, "valign": "vcenter"}),
        "bold": book.add_format({**text, "bold": True}),
        "head": book.add_format({**boxed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EEEEEE"}),
        "cell": book.add_format(boxed),
        "middle": book.add_format({**boxed, "align": "center"}),
    }


def _notice(book: xlsxwriter.Workbook, bulletin: Bulletin, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("通报表")
    sections = bulletin.form.section
    widths = (6, 22, *(44 for _ in sections), 26)
    last = len(widths) - 1
    _page(sheet, widths)
    below = view.standing(bulletin)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, f"{view.title(bulletin)}{f'（{below}）' if below else ''}", formats["title"])
    at = 1
    for name, value in view.head(bulletin):
        sheet.merge_range(at, 0, at, last, f"{name}：{value}", formats["text"])
        at += 1
    sheet.freeze_panes(at + 1, 2)
    sheet.repeat_rows(at)
    for column, heading in enumerate(("序号", "单位", *(f"{section.name}情况\n（{section.office}）" for section in sections), "备注")):
        sheet.write_string(at, column, heading, formats["head"])
    sheet.set_row(at, 34)
    at += 1
    for row in view.table(bulletin):
        for part in view.split(row, [width - _ROOM for width in widths[2:]], _MOST_LINES):
            cells = ((part.number,), (part.name,), *part.cells, part.remark)
            _fit(sheet, at, cells, widths)
            for column, texts in enumerate(cells):
                sheet.write_string(at, column, "\n".join(texts)[:_CELL], formats["cell" if column else "middle"])
            at += 1
    for text in filter(None, (view.nothing(bulletin),)):
        sheet.merge_range(at, 0, at, last, text, formats["cell"])
        at += 1
    for text in (*view.statements(bulletin), *(f"更正：{change}" for change in bulletin.changes)):
        sheet.merge_range(at, 0, at, last, text[:_CELL], formats["text"])
        _fit(sheet, at, ((text,),), (sum(widths),))
        at += 1
    signers = "　　　　　　".join(f"{signer}：＿＿＿＿＿＿" for signer in bulletin.form.signers)
    sheet.set_row(at + 1, 24)
    sheet.merge_range(at + 1, 0, at + 1, last, signers, formats["text"])


def _sheets(bulletin: Bulletin) -> tuple[Sheet, ...]:
    held = (
        Sheet(
            name="暂未列入",
            about="判为不合格而未列入通报的问题及原因；只在预览中列出，不对外。",
            columns=(("序号", 6), ("单位", 26), ("通报项", 14), ("规则编号", 24), ("事实描述", 60), ("未列入的原因", 30)),
            rows=((each.name, each.row, each.rule, each.text, each.why) for each in bulletin.held),
        ),
    )
    return (
        Sheet(
            name="工作底稿",
            about="一项一行，供移送和核对。时间为北京时间。",
            columns=(
                *(("序号", 6), ("单位", 24), ("通报项", 14), ("规则编号", 22), ("事实描述", 50), ("依据条款", 34), ("页面标题", 26)),
                *(("网址", 36), ("核查时间", 18), ("快照SHA-256", 34), ("判定", 20), ("上月是否已通报", 12), ("备注", 28)),
            ),
            rows=(
                (
                    *(each.name, each.row, each.rule, each.text, each.clause, each.page, each.url),
                    *(f"{beijing(each.at):%Y-%m-%d %H:%M:%S}", each.sha256, each.verdict, each.last_month, each.note),
                )
                for each in bulletin.sheet
            ),
        ),
        Sheet(
            name="无法核查清单",
            about="程序无法得出结论的项目，不予通报，由人工核查。",
            columns=(
                *(("序号", 6), ("单位", 26), ("通报项", 14), ("规则编号", 24), ("指标", 26), ("对象", 24)),
                *(("无法核查的原因", 50), ("需人工做什么", 40)),
            ),
            rows=((each.name, each.row, each.rule, each.title, each.subject, each.reason, each.do) for each in bulletin.unproven),
        ),
        Sheet(
            name="抽查范围",
            about="当月真正读到内容的单位；未列出和未能读取的单位不予通报。各种结论为最后一次巡检的数量。",
            columns=(
                *(
                    ("序号", 6),
                    ("单位", 26),
                    ("是否读取", 10),
                    ("网站", 30),
                    ("巡检次数", 10),
                    ("首次", 12),
                    ("末次", 12),
                    ("末次网页数", 11),
                ),
                *(("合格", 8), ("不合格", 8), ("无法核查", 10), ("不适用", 8), ("说明", 30)),
            ),
            rows=(
                *(
                    (
                        *(each.name, "是", "、".join(each.portals), str(each.nights), each.first.isoformat(), each.last.isoformat()),
                        *map(str, (each.pages, each.passed, each.failed, each.cant_tell, each.inapplicable)),
                        each.stop,
                    )
                    for each in bulletin.read
                ),
                *((each.name, "否", *("" for _ in range(9)), each.why) for each in bulletin.unread),
            ),
        ),
        Sheet(
            name="重复通报",
            about="以前月份的通报表已列、本月仍列的事项。",
            columns=(("序号", 6), ("单位", 26), ("通报项", 14), ("事实描述", 60), ("已通报的月份", 30)),
            rows=view.repeated(bulletin),
        ),
        Sheet(
            name="人工核查项",
            about="程序不能核查、须由人工核查后录入的通报项。",
            columns=(("序号", 6), ("通报项", 16), ("核查内容", 40), ("责任部门", 30), ("本月录入", 12)),
            rows=view.manual_rows(bulletin),
        ),
        *(held if not bulletin.issued else ()),
    )


def _plain(book: xlsxwriter.Workbook, each: Sheet, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(each.name)
    _page(sheet, [width for _, width in each.columns])
    sheet.write_string(0, 0, each.about)
    for column, (heading, _) in enumerate(each.columns):
        sheet.write_string(1, column, heading, formats["head"])
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    number = 0
    for number, row in enumerate(each.rows, 1):
        _fit(sheet, number + 1, [("",), *((text,) for text in row)], [width for _, width in each.columns])
        sheet.write_number(number + 1, 0, number, formats["middle"])
        for column, text in enumerate(row, 1):
            sheet.write_string(number + 1, column, text[:_CELL], formats["cell"])
    if number:
        sheet.autofilter(1, 0, number + 1, len(each.columns) - 1)
    else:
        sheet.write_string(2, 0, "（无）")


def _fit(sheet: Any, row: int, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """Give a row its height: not every program finds out by itself how high wrapped text is."""
    lines = max(view.lines_in(texts, width - _ROOM) for texts, width in zip(cells, widths, strict=True))
    sheet.set_row(row, _LINE * min(_TALLEST, max(1, lines)))


def _page(sheet: Any, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
