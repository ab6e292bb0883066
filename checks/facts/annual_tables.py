"""What an annual report's three statistical tables show, whether their figures agree, and which further matters its text takes up. 年报统计表"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.fold import Folded, fold
from checks.parsing.grid import Cell, Grid, distinct, inner_text, read_grid
from checks.parsing.view import PageView
from checks.vocabulary import Context, Element

from .fields import unread_parts

FAMILY = "annual"
TABLES = ("t_active", "t_apply", "t_review")
MATTERS = ("m_keyfields", "m_interpretation", "m_applications", "m_figures", "m_plan")
FIGURES = "m_figures"
FIGURE = re.compile(r"\d[条件份篇次宗个]")
LEAST_WORDS = 2  # words of its own form that make a table be there; one alone may stand in a sentence
ELSEWHERE = re.compile(r"(?:详?见|参见|另附)[^。;]{0,12}(?:附件|附表|下表|统计表|链接)|(?:附件|附表)\d?:?[^。;]{0,30}(?:下载|点击|查看)")

# The columns of the table of applications: six kinds of applicants and their sum.
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
TOTAL = "总计"
COLUMNS = (*APPLICANTS, TOTAL)
HEAD_ROWS = 6
MOST_ROWS = 80
ROWS: Mapping[str, re.Pattern[str]] = {
    "new": re.compile(r"本年新收"),
    "carried": re.compile(r"上年结转"),
    "done": re.compile(r"\(?七\)?[、.]?总计|^三、本年度办理结果.{0,6}总计"),
    "left": re.compile(r"结转下年"),
}
CARRIED = ("carried", "left")  # rows whose sums go from one year's report into the next
COUNT = re.compile(r"\d{1,7}")
MOST_SHOWN = 5
FEW_FIGURES = 3  # cells with a figure: fewer make no table of statistics


def annual_parts(view: PageView, context: Context, text: Folded, whole: bool, new_form: bool) -> Iterator[Fact]:
    """``annual.part`` of a report's tables and further matters, and the sums of its table of applications. 年报统计表与事项

    Args:
        text: the report's own text; the words of a table count wherever they stand on the page.
        whole: the report was read whole: what is not in it is not there.
        new_form: the report follows the form with the three tables.
    """
    complete = whole and not unread_parts(view) and not ELSEWHERE.search(view.folded.text)
    family = context.vocabulary.family(FAMILY)
    tables = [family[element] for element in TABLES if element in family] if new_form else []
    known = complete and not _other_table(view, tables)
    for table_of in tables:
        yield _part(view, table_of, view.folded, known)
    for matter in MATTERS:
        if matter in family:
            yield _part(view, family[matter], text, complete)
    if new_form:
        for table in view.tree.iter("table"):
            yield from _sums(view, table)


def _other_table(view: PageView, tables: Sequence[Element]) -> bool:
    """Whether a table of figures is there that is none of the form's, by its words, or holds several of them: it may be the missing one."""
    for table in view.tree.iter("table"):
        if sum(COUNT.fullmatch(fold("".join(cell.itertext()))) is not None for cell in table.iter("td")) < FEW_FIGURES:
            continue
        text = fold(inner_text(table))
        if sum(sum(word in text for word in element.labels) >= LEAST_WORDS for element in tables) != 1:
            return True
    return False


def _part(view: PageView, element: Element, text: Folded, complete: bool) -> Fact:
    said = [word for word in element.labels if word in text.text]
    counted = FIGURE.search(text.text) if element.id == FIGURES else None
    said += [counted[0]] if counted else []
    if len(said) >= (LEAST_WORDS if element.id in TABLES else 1):
        at = text.text.find(said[0])
        state, quote = State.VALID, text.quote(at, at + len(said[0]))
    else:
        state, quote = (State.ABSENT if complete and not said else State.UNREAD), view.title_tag
    return Fact(
        kind="annual.part",
        subject=element.id,
        value=Reading(state=state, value=said[0] if state is State.VALID else None, label=None),
        evidence=view.evidence(quote, "//body"),
        method="words",
        confidence=0.8,
    )


def _sums(view: PageView, table: HtmlElement) -> Iterator[Fact]:
    """``annual.sums``: how many sums of the table could be formed; ``annual.unequal``: those that do not agree, in words;
    ``annual.carried``: the sums taken over from the year before and left to the next. 勾稽关系"""
    if next(table.iterdescendants("table"), None) is not None or "结转下年" not in fold(inner_text(table)):
        return
    grid = read_grid(table)
    columns = _columns(grid)
    if columns is None:
        return
    lines = [(_label(line, columns[0]), _counts(line, columns), line[-1].element.getparent()) for line in grid[:MOST_ROWS]]
    tried = 0
    unequal: list[tuple[str, str, HtmlElement]] = []
    for label, counts, row in lines:
        *parts, total = [count for count in counts if count is not None] or [0]
        if len(parts) < len(APPLICANTS):
            continue
        tried += 1
        if sum(parts) != total:
            unequal.append(("row", f"“{label[:30]}”行各类申请人合计{sum(parts)}，总计栏为{total}", row))
    chosen = {name: [line for line in lines if words.search(line[0])] for name, words in ROWS.items()}
    if all(len(found) == 1 for found in chosen.values()):
        new, carried, done, left = (chosen[name][0] for name in ROWS)
        for name in CARRIED:
            [(_, counts, row)] = chosen[name]
            if (count := counts[-1]) is not None:
                yield Fact(kind="annual.carried", subject=name, value=count, evidence=view.evidence(inner_text(row), row), method="grid")
        for at, name in enumerate(COLUMNS):
            figures = [count for line in (new, carried, done, left) if (count := line[1][at]) is not None]
            if len(figures) < len(ROWS):
                continue
            tried += 1
            first, second, third, fourth = figures
            if first + second != third + fourth:
                why = f"“{name}”列本年新收{first}与上年结转{second}之和为{first + second}，办理结果总计{third}与结转下年度{fourth}之和为{third + fourth}"
                unequal.append(("column", why, left[2]))
    if tried:
        yield Fact(kind="annual.sums", value=tried, evidence=view.evidence(inner_text(lines[-1][2]), lines[-1][2]), method="grid")
    for subject, why, row in unequal[:MOST_SHOWN]:
        yield Fact(
            kind="annual.unequal", subject=subject, value=why, evidence=view.evidence(inner_text(row), row), method="grid", confidence=0.9
        )


def _columns(grid: Grid) -> tuple[int, ...] | None:
    """Where the seven columns stand, by their heads; None unless each was found once, in the order of the form."""
    found: dict[str, int] = {}
    for line in grid[:HEAD_ROWS]:
        for at, cell in enumerate(line):
            name = fold(cell.text)
            if name in COLUMNS and cell.colspan == 1 and found.setdefault(name, at) != at:
                return None
    places = tuple(found.get(name, -1) for name in COLUMNS)
    return places if -1 not in places and list(places) == sorted(set(places)) else None


def _label(line: Sequence[Cell], first: int) -> str:
    return fold("".join(cell.text for cell in distinct(tuple(line[:first]))))


def _counts(line: Sequence[Cell], columns: tuple[int, ...]) -> tuple[int | None, ...]:
    """The figures of a row; None for a cell that is empty, merged or no figure."""
    return tuple(_count(line[at]) if at < len(line) else None for at in columns)


def _count(cell: Cell) -> int | None:
    text = fold(cell.text)
    return int(text) if cell.colspan == cell.rowspan == 1 and COUNT.fullmatch(text) else None
