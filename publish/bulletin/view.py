"""What the three forms of a bulletin show alike: texts and table cells. 通报表版面"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from .values import Bulletin, Line, Section, UnitNotice, beijing, note_of

BY_HAND = "（人工填写）"
NOTHING = "本月没有应通报的内容。"
NO_NIGHT = "本月没有已发布的巡检，未作网站核查。"
_HALF = 0x2000  # signs below are half as wide as a Han character
EMPTY_CELL = "空格表示没有应通报的内容，不表示已核查合格；未抽查到和未能读取的单位不予通报。"


@attrs.frozen(kw_only=True)
class TableRow:
    """A unit's row: one list of paragraphs a column. 表行

    Attributes:
        cells: one for each section, in the form's order; ``remark`` the last column.
    """

    number: str
    name: str
    cells: tuple[tuple[str, ...], ...]
    remark: tuple[str, ...]


def month_zh(month: str) -> str:
    """``2026-10`` → 2026年10月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def day_zh(day: dt.date) -> str:
    """A date as a document writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_zh(moment: dt.datetime) -> str:
    """A moment in Beijing time as a document writes it; midnight is 24时 of the day that ends."""
    at = beijing(moment)
    if (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return f"{day_zh(at.date() - dt.timedelta(days=1))}24时"
    return f"{day_zh(at.date())}{at.hour}时{at.minute:02d}分"


def title(bulletin: Bulletin) -> str:
    """The document's title."""
    return bulletin.form.title.replace("{month}", month_zh(bulletin.month))


def standing(bulletin: Bulletin) -> str:
    """What stands below the title: preview, or which edition; '' for a first edition."""
    if not bulletin.issued:
        return "预览，未印发"
    return f"第{bulletin.edition}版（更正）" if bulletin.edition > 1 else ""


def head(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    """Name and value of what stands above the table."""
    first = dt.date.fromisoformat(f"{bulletin.month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    nights = (
        f"{len(bulletin.nights)}次，{day_zh(bulletin.nights[0])}至{day_zh(bulletin.nights[-1])}" if bulletin.nights else "没有已发布的巡检"
    )
    issued = (("印发", f"{bulletin.by}，{day_zh(beijing(bulletin.at).date())}"),) if bulletin.issued else ()
    scope = (("范围", f"{bulletin.system_name}及所属单位"),) if bulletin.system else ()
    return (
        ("填报单位", bulletin.form.office),
        *scope,
        ("核查期间", f"{day_zh(first)}至{day_zh(last)}"),
        ("巡检日期", nights),
        ("数据来源", bulletin.form.sources),
        ("核查截止时间", moment_zh(bulletin.cutoff)),
        *issued,
    )


def table(bulletin: Bulletin) -> tuple[TableRow, ...]:
    """One row for each unit that is notified."""
    return tuple(_row(bulletin, place, notice) for place, notice in enumerate(bulletin.units, 1))


def _row(bulletin: Bulletin, place: int, notice: UnitNotice) -> TableRow:
    labelled = [each for section in bulletin.form.section for each in _labelled(section, notice.lines)]
    cells = tuple(
        tuple(text for name, _, text, _ in labelled if name == section.name) or _open_cell(bulletin, section)
        for section in bulletin.form.section
    )
    notes: dict[str, list[str]] = {}
    for _, label, _, line in labelled:
        if note := note_of(line, bulletin.month):
            notes.setdefault(note, []).append(label)
    remark = tuple(f"{'、'.join(labels)}：{note}" for note, labels in notes.items())
    return TableRow(number=str(place), name=notice.name, cells=cells, remark=remark)


def _open_cell(bulletin: Bulletin, section: Section) -> tuple[str, ...]:
    """A section of which a program can see nothing is left open for people until the bulletin goes out."""
    return (BY_HAND,) if not bulletin.issued and all(row.manual for row in section.row) else ()


def _labelled(section: Section, lines: Iterable[Line]) -> Iterator[tuple[str, str, str, Line]]:
    """(section, label, text, line) of a unit's facts in a section: numbered by row, and within it where there are several."""
    by_row: dict[int, list[Line]] = {row.number: [] for row in section.row}
    for line in lines:
        name, _, item = line.row.partition("-")
        if name == section.name:
            by_row[int(item)].append(line)
    for number, said in by_row.items():
        for place, line in enumerate(said, 1):
            part = f"（{place}）" if len(said) > 1 else ""
            front = f"{number}．" if place == 1 else ""
            yield section.name, f"{line.row}{part}", f"{front}{part}{_ended(line.text)}", line


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", ".", "”", "；")) else f"{text}。"


def repeated(bulletin: Bulletin) -> tuple[tuple[str, str, str, str], ...]:
    """(unit, row, fact, months) of what earlier bulletins named already: it counts in the year-end appraisal."""
    return tuple(
        (notice.name, line.row, line.text, "、".join(line.earlier)) for notice in bulletin.units for line in notice.lines if line.earlier
    )


def manual_rows(bulletin: Bulletin) -> tuple[tuple[str, str, str, str], ...]:
    """(row, what people must look at, who, how many entries there are) of what no program can see."""
    entered = [line.row for notice in bulletin.units for line in notice.lines if not line.fingerprint]
    return tuple(
        (key, row.manual, section.office, f"{entered.count(key)}条" if key in entered else "未录入")
        for key, (section, row) in bulletin.form.rows().items()
        if row.manual
    )


def statements(bulletin: Bulletin) -> tuple[str, ...]:
    """Sentences below the table."""
    return tuple(
        filter(
            None,
            (
                EMPTY_CELL,
                f"抽查并读取到内容的单位{len(bulletin.read)}个：{'、'.join(each.name for each in bulletin.read)}。"
                if bulletin.read
                else "",
                f"未能读取、不予通报的单位{len(bulletin.unread)}个。" if bulletin.unread else "",
                f"无法核查{len(bulletin.unproven)}项，不予通报，由人工核查。" if bulletin.unproven else "",
                f"指标体系：{'、'.join(bulletin.packs)}{'（按名称指定，不论其期间）' if bulletin.named_packs else ''}。"
                if bulletin.packs
                else "",
            ),
        )
    )


def nothing(bulletin: Bulletin) -> str:
    """What stands in the table's place if nobody is notified."""
    return "" if bulletin.units else (NOTHING if bulletin.nights else f"{NO_NIGHT}{NOTHING}")


def lines_in(texts: Iterable[str], width: int) -> int:
    """How many lines some paragraphs take in a cell of a width, counted in half characters. 行数"""
    return sum(max(1, math.ceil(_width(text) / width)) for text in texts)


def split(row: TableRow, widths: Sequence[int], most: int, whole: int = 0) -> Iterator[TableRow]:
    """A row as several of at most ``most`` lines each: a spreadsheet shows no row higher than its limit. 分行

    Args:
        widths: half characters that fit on a line of each cell, the remark last.
        whole: a row of no more lines than this is left as it is.
    """
    if max(lines_in(cell, width) for cell, width in zip((*row.cells, row.remark), widths, strict=True)) <= whole:
        yield row
        return
    columns = [list(_pieces(cell, width, most)) for cell, width in zip((*row.cells, row.remark), widths, strict=True)]
    for place in range(max(1, *map(len, columns))):
        parts = [column[place] if place < len(column) else () for column in columns]
        name = row.name if place == 0 else f"{row.name}（续）"
        yield TableRow(number=row.number, name=name, cells=tuple(parts[:-1]), remark=parts[-1])


def _pieces(texts: Sequence[str], width: int, most: int) -> Iterator[tuple[str, ...]]:
    piece: list[str] = []
    used = 0
    for text in texts:
        for bit in _bits(text, width // 2 * most):
            lines = lines_in([bit], width)
            if piece and used + lines > most:
                yield tuple(piece)
                piece, used = [], 0
            piece.append(bit)
            used += lines
    if piece:
        yield tuple(piece)


def _bits(text: str, length: int) -> Iterator[str]:
    yield from (text[at : at + length] for at in range(0, len(text), length))


def _width(text: str) -> int:
    return sum(2 if ord(sign) > _HALF else 1 for sign in text)


def file_name(bulletin: Bulletin) -> str:
    """The name of its files, without ending."""
    parts: Mapping[str, bool] = {
        bulletin.month: True,
        bulletin.system: bool(bulletin.system),
        "预览": not bulletin.issued,
        f"第{bulletin.edition}版": bulletin.issued and bulletin.edition > 1,
    }
    return "-".join(("通报表", *(part for part, said in parts.items() if said)))
