"""page.published: the day the page says it was published."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.published import read_published
from checks.vocabulary import Context

from .page_fixtures import CASES, body, expected, facts_of, of_kind, view


@pytest.mark.parametrize("case", CASES)
def test_published_of_fixture(case: str, context: Context) -> None:
    """The stated day is read, by the method the page calls for; pages that state none yield none."""
    wanted = expected(case)
    found = of_kind(facts_of(case, context), "page.published")

    assert [fact.value for fact in found] == ([wanted["published"]] if "published" in wanted else [])
    if "method" in wanted:
        assert found[0].method == wanted["method"]


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2015-06-12",
        "发布日期: 2015年6月 12日",
        "[ 发布时间 ] 2015/6/12 08:30",
        "時間：2015-06-12　來源：辦公室",
        "更新日期：2015.06.12 点击：33",
        "来源：青石县质量监督局时间：2015-06-12 15:09",
        "2015-06-12 10:21 来源：办公室 浏览次数：12",
        "公开日期：二〇一五年六月十二日",
        "字体：大 中 小 发布时间：2015-06-12",
        "2015年06月12日 星期五 10:21 来源：办公室",
        "2015年06月12日（周五）｜点击：12",
    ],
)
def test_forms_of_the_date_line(line: str, context: Context) -> None:
    """The usual forms of the line under a headline."""
    found = read_published(view(body(f"<h1>关于开展检查的通知</h1><p>{line}</p><p>正文，附有说明。</p>")), context.as_of)

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)


@pytest.mark.parametrize(
    "line",
    [
        "今天是：2015年6月12日 星期五",
        "2015年6月12日 星期五 晴 访问统计",
        "成文日期：2015-06-12",
        "施行日期：2015-06-12",
        "报名截止时间：2015年6月12日",
        "会议时间：2015年6月12日",
        "受理时间：2015-06-12起",
        "发布时间：2035-06-12",
        "发布时间另行通知，活动定于2015-06-12",
        "发布时间：",
        "版权所有 2015-06-12 闽ICP备05000001号",
        "<!-- 发布时间：2015-06-12 -->",
        "<span style='display:none'>发布时间：2015-06-12</span>",
    ],
)
def test_other_days_are_not_publication(line: str, context: Context) -> None:
    """Clocks, deadlines, days of drafting, future days, comments and hidden text are not the day of publication."""
    found = read_published(view(body(f"<h1>关于开展检查的通知</h1><p>{line}</p><p>正文，附有说明。</p>")), context.as_of)

    assert found is None


def test_visible_before_meta(context: Context) -> None:
    """Where both stand, the visible day counts."""
    head = '<title>通知</title><meta name="PubDate" content="2014-01-01 10:00">'
    found = read_published(view(body("<h1>关于开展检查的通知</h1><p>发布时间：2015-06-12</p>", head=head)), context.as_of)

    assert found is not None
    assert (found.date, found.method) == (dt.date(2015, 6, 12), "visible")


@pytest.mark.parametrize("label", ["发布日期", "发布日期：", "[ 发布日期 ]", "【发布日期】："])
def test_value_in_the_next_cell(label: str, context: Context) -> None:
    """A label and its date may stand in neighbouring cells."""
    found = read_published(
        view(body(f"<h1>关于开展检查的通知</h1><table><tr><td>{label}</td><td>2015-06-12</td></tr></table><p>正文。</p>")), context.as_of
    )

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)
