"""Findings of inspections on the spot: by form, by table; every mistake named, and with one nothing entered."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import lxml.html
import openpyxl
import pytest

from archive.ledger import open_ledger
from archive.records import ManualFinding
from cli.exits import Exit
from cli.main import run
from publish.reviewing.desk import Desk
from publish.reviewing.manual import HEADINGS, MOST_BYTES, MOST_ROWS, Typed, check, read_table, template
from tests.publish.browse import text
from tests.publish.desk import datasette_for, desk_in, serving, sign_in, token
from tests.publish.night import REGISTRY, SECOND

AT = dt.datetime(2015, 8, 3, 2, tzinfo=dt.UTC)
UNITS = {"yunxi-zjj": "云溪市质量技术监督局", "a": "同名局", "b": "同名局"}
GOOD = ("云溪市质量技术监督局", "组织管理-3", "2015-07", "未提供培训材料。")


def csv_of(*rows: tuple[str, ...], head: tuple[str, ...] = HEADINGS, coding: str = "utf-8-sig") -> bytes:
    """A table as a spreadsheet saves it."""
    return "\r\n".join(",".join(row) for row in (head, *rows)).encode(coding)


def xlsx_of(*rows: tuple[object, ...]) -> bytes:
    """A filled-in template."""
    book = openpyxl.load_workbook(io.BytesIO(template(UNITS.values())))
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            book.worksheets[0].cell(line, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wrong(*rows: tuple[str, ...]) -> list[str]:
    """What is said of a table."""
    lines, mistakes = read_table("x.csv", csv_of(*rows))
    return [str(each) for each in (*mistakes, *check(lines, UNITS, (), "王工", AT, AT.date()).mistakes)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("x.csv", csv_of(GOOD)),
        ("x.CSV", csv_of(GOOD, coding="gb18030")),
        ("x.csv", csv_of(tuple(reversed(GOOD)), head=tuple(reversed(HEADINGS)))),
        ("x.csv", csv_of(("", "", "", ""), GOOD)),
        ("x.csv", csv_of(("yunxi-zjj", "组织管理 － 3", "2015年7月", GOOD[3]))),
        ("x.xlsx", xlsx_of(GOOD)),
        ("x.xlsx", xlsx_of((GOOD[0], GOOD[1], dt.date(2015, 7, 1), GOOD[3]))),
    ],
)
def test_a_table_is_read_however_it_was_saved(name: str, body: bytes) -> None:
    """Codings, order of columns, empty lines, spellings of the month, unit by id or name."""
    lines, mistakes = read_table(name, body)
    checked = check(lines, UNITS, (), "王工", AT, AT.date())

    assert (mistakes, checked.mistakes) == ((), ())
    assert checked.findings == (ManualFinding(unit="yunxi-zjj", row="组织管理-3", month="2015-07", text=GOOD[3], author="王工", at=AT),)


def test_every_bad_cell_is_named_with_line_column_and_reason() -> None:
    """And with one of them nothing comes out."""
    rows = (GOOD, ("某局", "组织管理-6", "2015-13", ""), ("同名局", "主动公开-1", "2015-09", "x" * 1001), ("", "", "2015-07", "x"), GOOD)
    said = wrong(*rows)

    for part in (
        "第 3 行“单位”列：登记簿中没有这个单位（某局）", "第 3 行“通报表行”列：应为 主动公开-1 至 组织管理-5 之一，实为“组织管理-6”", "第 3 行“核查月份”列：应写作 2015-06，实为“2015-13”",
        "第 3 行“核查发现”列：未填写", "第 4 行“单位”列：有几个单位同名，请写单位编号（同名局）", "第 4 行“核查月份”列：2015-09 尚未到", "第 4 行“核查发现”列：最多 1000 字，现有 1001 字",
        "第 5 行“单位”列：未填写", "第 5 行“通报表行”列：应为", "第 6 行：与第 2 行相同",
    ):  # fmt: skip
        assert any(each.startswith(part) for each in said), (part, said)
    lines, _ = read_table("x.csv", csv_of(*rows))
    assert check(lines, UNITS, (), "王工", AT, AT.date()).findings == ()


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("x.csv", csv_of(), "没有内容"),
        ("x.csv", b"", "表头缺少"),
        ("x.csv", csv_of(GOOD, head=("单位", "行", "月份", "发现")), "表头缺少：通报表行、核查月份、核查发现"),
        ("x.xls", b"\xd0\xcf\x11\xe0", "只收 xlsx 和 csv"),
        ("x.xlsx", b"PK\x03\x04 broken", "无法读取"),
        ("x.csv", b"\xff\xff\xff\x80", "无法读取"),
        ("x.csv", b"x" * (MOST_BYTES + 1), "超过"),
        ("x.csv", csv_of(*[GOOD] * (MOST_ROWS + 1)), "最多 2000 行"),
    ],
)
def test_what_is_no_such_table_is_refused(name: str, body: bytes, why: str) -> None:
    """With what to do about it."""
    lines, mistakes = read_table(name, body)
    assert lines == ()
    assert why in str(mistakes[0])


def test_the_same_again_is_named_as_known() -> None:
    """Pressing twice enters once."""
    known = ManualFinding(unit="yunxi-zjj", row="组织管理-3", month="2015-07", text=GOOD[3], author="别人", at=AT)
    line = Typed(line=2, unit=GOOD[0], row=GOOD[1], month=GOOD[2], text=GOOD[3])
    assert "此前已录入" in str(check([line], UNITS, [known], "王工", AT, AT.date()).mistakes[0])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger and people."""
    return desk_in(tmp_path)


@pytest.fixture
def lisi(desk: Desk) -> Iterator[httpx.Client]:
    """A reviewer."""
    with serving(datasette_for(desk).app()) as base, httpx.Client(base_url=base, timeout=60) as client:
        sign_in(client, "lisi")
        yield client


def kept(desk: Desk) -> list[tuple[str, str]]:
    """Who entered what, beside what the night's ledger starts with."""
    with open_ledger(desk.ledger) as ledger:
        return [(each.author, each.text) for each in ledger.manual_findings()[1:]]


def test_nothing_is_chosen_before_somebody_chooses(lisi: httpx.Client) -> None:
    """A unit or a line of the bulletin is never entered because it happens to stand first in the list."""
    chosen = lxml.html.fromstring(lisi.get("/-/manual").text).xpath("//select[@required]")
    assert [each.name for each in chosen] == ["unit", "row"]
    assert [each.value for each in chosen] == ["", ""]


def test_one_is_entered_by_form(lisi: httpx.Client, desk: Desk) -> None:
    """With author; a mistake leaves the typed words; the same a second time is refused."""
    form = {
        "csrftoken": token(lisi.get("/-/manual").text),
        "unit": "qingshi-zjj",
        "row": "组织管理-3",
        "month": "2015-99",
        "text": "未设查阅场所。",
    }
    refused = lisi.post("/-/manual", data=form)
    assert refused.status_code == 409 and "“核查月份”列" in refused.text and "未设查阅场所。" in refused.text
    assert kept(desk) == []
    answer = lisi.post("/-/manual", data={**form, "month": "2015-07"})
    assert answer.status_code == 303
    assert "已录入 1 项" in lisi.get(answer.headers["location"]).text
    assert lisi.post("/-/manual", data={**form, "month": "2015-07"}).status_code == 409
    assert kept(desk) == [("李思", "未设查阅场所。")]


def test_a_table_is_shown_before_it_is_entered(lisi: httpx.Client, desk: Desk) -> None:
    """Looking enters nothing; confirming enters all; a changed preview is checked again."""
    look = {"csrftoken": token(lisi.get("/-/manual").text), "step": "look"}
    rows = [GOOD, ("青石县质量技术监督局", "主动公开-1", "2015-07", "=HYPERLINK(1)<b>")]
    preview = lisi.post("/-/manual", data=look, files={"table": ("核查.csv", csv_of(*rows))})
    assert preview.status_code == 200
    page = lxml.html.fromstring(preview.text)
    assert "预览（2 项，尚未录入）" in text(page)
    assert kept(desk) == []
    held = page.xpath("//input[@name='rows']/@value")[0]
    forged = lisi.post("/-/manual", data={"csrftoken": look["csrftoken"], "rows": held.replace("主动公开-1", "主动公开-9")})
    assert forged.status_code == 409 and kept(desk) == []
    assert lisi.post("/-/manual", data={"csrftoken": look["csrftoken"], "rows": "[{}]"}).status_code == 409
    assert lisi.post("/-/manual", data={"csrftoken": look["csrftoken"], "rows": held}).status_code == 303
    assert [words for _, words in kept(desk)] == [GOOD[3], "=HYPERLINK(1)<b>"]
    bad = lisi.post("/-/manual", data=look, files={"table": ("核查.csv", csv_of(("某局", *GOOD[1:])))})
    assert bad.status_code == 409 and "第 2 行“单位”列" in bad.text


def test_the_template_is_offered_and_fits(lisi: httpx.Client) -> None:
    """Filled in it is read without a mistake."""
    file = lisi.get("/-/manual/template.xlsx")
    assert file.headers["content-disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert tuple(cell.value for cell in book.worksheets[0][1]) == HEADINGS
    assert "青石县质量技术监督局" in {cell.value for cell in book["填写说明"]["D"]}


def test_the_command_enters_a_table_or_nothing(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Units are those that the ledger knows; mistakes are named one by one, with exit code 2."""
    with open_ledger(desk.ledger) as ledger:
        ledger.record_registry(SECOND, REGISTRY)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    row = ("qingshi-zjj", "组织管理-3", "2015-07", "未设查阅场所。")
    good.write_bytes(csv_of(row))
    bad.write_bytes(csv_of(row, ("nobody", *row[1:])))
    order = ["--var", str(tmp_path), "review", "manual"]

    assert run([*order, str(bad), "--reviewer", "王工"]) == Exit.USAGE
    assert "第 3 行“单位”列：登记簿中没有这个单位（nobody）" in capsys.readouterr().err
    assert run([*order, str(good), "--reviewer", "王工", "--dry-run"]) == Exit.DONE
    assert run([*order, str(good)]) == Exit.USAGE
    assert kept(desk) == []
    assert run([*order, str(good), "--reviewer", "王工"]) == Exit.DONE
    assert kept(desk) == [("王工", "未设查阅场所。")]
