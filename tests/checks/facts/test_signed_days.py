"""A document without a date beside its headline: the day below its name, below its text, or of a time element."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.published import published
from checks.vocabulary import Context
from tests.checks.page_fixtures import view

DAY = dt.date(2014, 1, 15)
NAME = "松河县水利局2013年政府信息公开工作年度报告"
SECTIONS = (
    "<p>一、总体情况</p><p>全年扎实推进政务公开工作，各项任务顺利完成。</p><p>二、主动公开政府信息情况</p><p>主动公开信息320条。</p>"
    "<p>三、收到和处理申请情况</p><p>收到依申请公开5件，均已答复。</p><p>四、行政复议、行政诉讼情况</p><p>无行政复议、行政诉讼。</p>"
)
PROSE = "<p>县水利局近日组织技术人员深入各乡镇，对水厂运行、管网维护和水质检测情况进行检查，及时消除隐患。</p>" * 3
ROWS = "".join(
    f'<p><a href="/n/{n}.html">关于做好第{n}次防汛检查有关工作的通知</a> <time datetime="2014-02-0{n}">2014-02-0{n}</time></p>'
    for n in range(1, 7)
)


def day(context: Context, body: str, title: str = "松河县水利局") -> tuple[dt.date | None, str]:
    """The day of a page, and how it was read."""
    source = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
    fact = next(iter(published(view(source), context)), None)
    return (None, "") if fact is None else (fact.value, fact.method)


BELOW_NAME = {
    "alone": "<p>2014-01-15</p>",
    "with the organ": "<p>（松河县水利局　2014年1月15日）</p>",
    "traditional": "<p>（松河縣水利局　二〇一四年一月十五日）</p>",
}


@pytest.mark.parametrize("line", BELOW_NAME)
def test_a_day_right_below_the_name(line: str, context: Context) -> None:
    """Alone or beside the organ, in a table too."""
    assert day(context, f"<p>{NAME}</p>{BELOW_NAME[line]}{SECTIONS}") == (DAY, "info-line")
    assert day(context, f"<table><tr><td>{NAME}</td></tr><tr><td>{BELOW_NAME[line]}</td></tr></table>{SECTIONS}") == (DAY, "info-line")


@pytest.mark.parametrize("line", ["（2014年1月15日县政府常务会议通过）", "截止日期2014年1月15日", "自2014年1月15日起施行"])
def test_the_day_of_something_else_below_the_name(line: str, context: Context) -> None:
    """Words beside a day that name no organ make it another day."""
    assert day(context, f"<p>{NAME}</p><p>{line}</p>{SECTIONS}") == (None, "")


@pytest.mark.parametrize("end", ["<p>松河县水利局</p><p>2014年1月15日</p>", "<p>松河县水利局 二〇一四年一月十五日</p>"])
def test_a_signature_dates_what_a_unit_writes_itself(end: str, context: Context) -> None:
    """A report is dated when it is given out; a notice may be put on the net years after it was signed."""
    assert day(context, f"<h2>{NAME}</h2>{SECTIONS}{end}") == (DAY, "signature")
    assert day(context, f"<h2>关于做好今年全县防汛工作的通知</h2>{PROSE}{end}") == (None, "")


@pytest.mark.parametrize("given", ["<p>发布：松河县水利局</p><p>2014.01.15</p>", "<p>發佈單位：松河縣水利局 2014.01.15</p>"])
def test_a_signature_that_says_who_gave_it_out(given: str, context: Context) -> None:
    """«发布：» before the organ makes the day of any document, rows of other lists below it or not."""
    article = f"<h1>汛期来临，<br>这些事项要注意</h1>{PROSE}{given}"

    assert day(context, article)[0] == DAY
    assert day(context, f"{article}<h3>相关信息</h3>{ROWS}")[0] == DAY


def test_a_time_element_below_the_headline(context: Context) -> None:
    """However the line writes the day; those of rows of a list are not the page's."""
    headed = '<h1>县水利局开展农村供水安全检查</h1><div>水利局 <time datetime="2014-01-15T08:00:00+08:00">Jan 15, 2014</time></div>'

    assert day(context, f"{headed}{PROSE}{ROWS}") == (DAY, "info-line")
    assert day(context, f"<h1>县水利局开展农村供水安全检查</h1>{PROSE}<h4>相关</h4>{ROWS}") == (None, "")
