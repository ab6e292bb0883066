"""The tables of an annual report: there or not, their sums, and where nothing may be said of them."""

from __future__ import annotations

import pytest

from checks.facts.annual import annual
from checks.model import Fact, Reading, State
from checks.vocabulary import Context

from .record_fixtures import view_of

HEAD = (
    '<tr><td colspan="3" rowspan="3">勾稽关系</td><td colspan="7">申请人情况</td></tr>'
    '<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>'
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
)
NEW, CARRIED, OPEN, DONE, LEFT = range(5)
LABELS = (
    ("一、本年新收政府信息公开申请数量", 3),
    ("二、上年结转政府信息公开申请数量", 3),
    ("（一）予以公开", 2),
    ("（七）总计", 2),
    ("四、结转下年度继续办理", 3),
)
RIGHT = ((2, 1, 0, 0, 0, 0, 3), (1, 0, 0, 0, 0, 0, 1), (2, 1, 0, 0, 0, 0, 3), (2, 1, 0, 0, 0, 0, 3), (1, 0, 0, 0, 0, 0, 1))


def table(rows=RIGHT, head: str = HEAD) -> str:
    body = ""
    for number, ((label, span), figures) in enumerate(zip(LABELS, rows, strict=True)):
        body += "<tr>" + ('<td rowspan="2">三、本年度办理结果</td>' if number == OPEN else "") + f'<td colspan="{span}">{label}</td>'
        body += "".join(f"<td>{figure}</td>" for figure in figures) + "</tr>"
    return f"<table>{head}{body}</table>"


def facts(third: str, context: Context, year: int = 2021, more: str = "", drop: str = "") -> list[Fact]:
    title = f"云溪市水务局{year}年政府信息公开工作年度报告"
    chapters = (
        "<p>一、总体情况</p><p>全年公开信息276条。</p><p>二、主动公开政府信息情况</p><p>没有制发规章。</p>"
        f"<p>三、收到和处理政府信息公开申请情况</p>{third}<p>四、行政复议、行政诉讼情况</p><p>没有发生。</p>"
        f"<p>五、存在的主要问题及改进情况</p><p>形式单一。</p><p>六、其他需要报告的事项</p><p>没有收费。</p>{more}"
    )
    chapters = chapters.replace(drop, "").replace("六、", "五、") if drop else chapters
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>{chapters}</div></body></html>"
    return list(annual(view_of(page), context))


def part(found: list[Fact], subject: str) -> State:
    [only] = [f.value.state for f in found if f.kind == "annual.part" and f.subject == subject and isinstance(f.value, Reading)]
    return only


def unequal(found: list[Fact]) -> list[str]:
    return [str(f.value) for f in found if f.kind == "annual.unequal"]


def changed(row: int, column: int, figure: object):
    return tuple(tuple(figure if (r, c) == (row, column) else x for c, x in enumerate(line)) for r, line in enumerate(RIGHT))


def test_a_table_whose_sums_agree(context: Context) -> None:
    """Five rows and seven columns are tried."""
    found = facts(table(), context)

    assert not unequal(found)
    assert [f.value for f in found if f.kind == "annual.sums"] == [12]
    assert part(found, "t_apply") is State.VALID
    assert {f.subject: f.value for f in found if f.kind == "annual.carried"} == {"carried": 1, "left": 1}


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (LEFT, 0, ["“四、结转下年度继续办理”行各类申请人合计0，总计栏为1", "“自然人”列"]),
        (LEFT, 6, ["“四、结转下年度继续办理”行各类申请人合计1，总计栏为0", "“总计”列"]),
        (OPEN, 0, ["行各类申请人合计1，总计栏为3"]),
    ],
)
def test_each_sum_that_does_not_agree_is_named(row: int, column: int, told: list[str], context: Context) -> None:
    """One figure made 0: its row and, where the row is one of the four, its column."""
    found = unequal(facts(table(changed(row, column, 0)), context))

    assert len(found) == len(told)
    assert all(words in text for words, text in zip(told, found, strict=True))


@pytest.mark.parametrize("figure", ["", "/", "3件", "一", "&nbsp;"])
def test_what_is_no_figure_is_left_out(figure: str, context: Context) -> None:
    """A cell that cannot be read takes its row and column out of the reckoning, and nothing is charged for it."""
    found = facts(table(changed(LEFT, 0, figure)), context)

    assert not unequal(found)
    assert [f.value for f in found if f.kind == "annual.sums"] == [10]


@pytest.mark.parametrize("lost", ["商业企业", "总计", "自然人"])
def test_without_all_heads_nothing_is_reckoned(lost: str, context: Context) -> None:
    """Where a column's head is not there nobody knows which figure is which."""
    found = facts(table(changed(LEFT, 0, 9), HEAD.replace(lost, "")), context)

    assert not [f for f in found if f.kind in ("annual.sums", "annual.unequal")]


def test_rows_of_the_table_are_no_chapters(context: Context) -> None:
    """They are numbered alike, and a missing chapter is told although they stand between."""
    found = facts(table(), context, drop="<p>五、存在的主要问题及改进情况</p><p>形式单一。</p>")
    states = {f.subject: f.value.state for f in found if f.kind == "annual.section" and isinstance(f.value, Reading)}

    assert {section for section, state in states.items() if state is not State.VALID} == {"s5_problem"}
    assert states["s5_problem"] is State.ABSENT


@pytest.mark.parametrize(
    ("third", "more", "state"),
    [
        ("<p>没有收到申请。</p>", "", State.ABSENT),
        ("<p>没有收到申请，详见附件。</p>", "", State.UNREAD),
        ('<p>没有收到申请。</p><p><img src="/t.jpg" width="800" height="600"></p>', "", State.UNREAD),
        ("<p>没有收到申请。</p>", '<p>附件：<a href="/t.xls">统计表.xls</a></p>', State.UNREAD),
        ("<p>申请人情况：没有收到申请。</p>", "", State.UNREAD),
        ("<p>本年新收政府信息公开申请数量3 结转下年度继续办理0</p>", "", State.VALID),
        ("<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>3</td></tr></table>", "", State.UNREAD),
        ("<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>", "", State.ABSENT),
    ],
)
def test_whether_the_table_is_there(third: str, more: str, state: State, context: Context) -> None:
    """It is missing only from a report that was read whole and points nowhere else; its own words make it be there, however laid out."""
    assert part(facts(third, context, more=more), "t_apply") is state


def test_an_old_report_owes_no_table(context: Context) -> None:
    """The form of 2007 has none."""
    assert not [f for f in facts("<p>没有。</p>", context, year=2017) if f.subject == "t_apply"]


def test_a_carried_sum_that_is_no_figure_is_not_told(context: Context) -> None:
    """An empty cell is no nought."""
    found = facts(table(changed(4, 6, "")), context)

    assert {f.subject: f.value for f in found if f.kind == "annual.carried"} == {"carried": 1}
