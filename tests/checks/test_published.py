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
        "文章所在栏目：政务公开 来源：办公室 发布时间：2015-06-12 18:30:00",
        "当前位置：首页 &gt; 通知公告 发布时间：2015-06-12",
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
        "（截止日期为2015年6月12日）",
        "您的位置：首页 &gt;&gt; 时间：2015-06-12",
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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("发稿时间：2015-06-12", True),
        ("挂网日期：2015年6月12日", True),
        ("创建时间：2015/6/12 吕某 浏览次数：", True),
        ("信息日期：2015-06-12 15:57:55", True),
        ("公告时间：2015-06-12", True),
        ("最后更新：2015-06-12", True),
        ("发布：2015.06.12", True),
        ("Posted on 2015-06-12", True),
        ("发布日期：20150612", True),
        ("公告时间：2015-06-12至2015-06-20", False),
        ("时间：2015年6月12日—15日", False),
        ("公告时间：自2015年6月12日起", False),
        ("归档时间：2015-06-12", False),
        ("审核时间：2015-06-12", False),
        ("2015-06-12", False),
    ],
)
def test_a_label_tells_the_day_wherever_it_stands(line: str, told: bool, context: Context) -> None:
    """Below the text as well; but not one end of a period, nor a day that the label gives to something else."""
    text = "<p>县水利局近日组织技术人员深入各乡镇，对水厂运行和管网维护情况进行检查，及时消除隐患。</p>" * 4
    found = read_published(view(body(f"<h1>关于开展检查的通知</h1>{text}<p>{line}</p>")), context.as_of)

    assert (found.date if found else None) == (dt.date(2015, 6, 12) if told else None)


@pytest.mark.parametrize(
    "name",
    [
        "<h1>防汛抗旱，我们在行动！</h1>",
        "<h2>水厂多久清洗一次？</h2>",
        '<div class="news-title">强化责任担当，筑牢防汛防线</div>',
        '<p>当前位置：<a href="/">首页</a> &gt; <a href="/n/">要闻</a></p><div>强化责任担当，筑牢防汛防线！</div>',
    ],
)
def test_a_bare_day_below_names_of_news(name: str, context: Context) -> None:
    """They hold signs as running text does; the text below need not run, either."""
    found = read_published(view(body(f"{name}<div>2015-06-12 10:21</div><p>附件</p>", head="<title>松河县水务局</title>")), context.as_of)

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)


@pytest.mark.parametrize(
    ("name", "line", "below", "told"),
    [
        ("松河县水务局关于开展检查的通知", "2015-06-12", "各乡镇人民政府：", True),
        ("松河县水务局关于开展检查的通知", "（2015年6月12日 09:05）", "为保障饮水安全，现就有关事项通知如下。", True),
        ("松河县水务局关于开展检查的通知", "归档时间：2015-06-12", "各乡镇人民政府：", False),
        ("松河县住房和城乡建设局", "2015-06-12", "为保障饮水安全，现就有关事项通知如下。", False),
        ("松河县水务局关于开展检查的通知", "2015-06-12", "附件下载", False),
        ("<b>松河县水务局关于开展检查的通知</b>", "2015-06-12", "附件下载", True),
    ],
)
def test_a_bare_day_between_the_first_line_and_the_text(name: str, line: str, below: str, told: bool, context: Context) -> None:
    """Neither heading nor title tag tells that the first line is a name: what stands below does."""
    page = body(f"<div>{name}</div><div>{line}</div><p>{below}</p><p>一、检查范围为全县供水工程。</p>", head="<title>松河县水务局</title>")
    found = read_published(view(page), context.as_of)

    assert (found.date if found else None) == (dt.date(2015, 6, 12) if told else None)


def test_visible_before_meta(context: Context) -> None:
    """Where both stand, the visible day counts."""
    head = '<title>通知</title><meta name="PubDate" content="2014-01-01 10:00">'
    found = read_published(view(body("<h1>关于开展检查的通知</h1><p>发布时间：2015-06-12</p>", head=head)), context.as_of)

    assert found is not None
    assert (found.date, found.method) == (dt.date(2015, 6, 12), "visible")


OTHERS = "".join(
    f"<tr><td>[ {label} ]</td><td>{value}</td></tr>"
    for label, value in (("文号", "青质〔2015〕3号"), ("类别", "通知"), ("公开方式", "主动公开"))
)


@pytest.mark.parametrize("label", ["发布日期", "[ 发布日期 ]", "【发布时间】："])
def test_value_in_the_next_cell(label: str, context: Context) -> None:
    """A label and its date may stand in neighbouring cells; the label may stand in brackets."""
    found = read_published(
        view(body(f"<h1>关于开展检查的通知</h1><table>{OTHERS}<tr><td>{label}</td><td>2015-06-12</td></tr></table><p>正文。</p>")),
        context.as_of,
    )

    assert found is not None
    assert found.date == dt.date(2015, 6, 12)
