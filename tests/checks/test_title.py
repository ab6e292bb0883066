"""page.title: the headline or the column's name, as the reader sees it."""

from __future__ import annotations

import pytest

from checks.facts.published import read_published
from checks.facts.title import read_title
from checks.parsing.fold import fold
from checks.vocabulary import Context

from .page_fixtures import body, expected, facts_of, having, of_kind, view, view_of, without


@pytest.mark.parametrize("case", having("title"))
def test_title_of_fixture(case: str, context: Context) -> None:
    """The title is read once, and its quote stands on the page."""
    found = of_kind(facts_of(case, context), "page.title")

    assert [fact.value for fact in found] == [expected(case)["title"]]
    assert fold(found[0].evidence.quote) in fold(view_of(case).tree.text_content())


@pytest.mark.parametrize(
    "case",
    [case for case in without("title") if expected(case)["kind"] in ("home", "redirect_stub", "script_shell", "not_found", "blocked")],
)
def test_no_title(case: str, context: Context) -> None:
    """Front pages, redirects, shells, walls and error pages have no title of their own."""
    assert of_kind(facts_of(case, context), "page.title") == []


def test_headline_before_column_name(context: Context) -> None:
    """On a document the headline wins over a title tag that repeats the column."""
    page = view(
        body(
            "<div class='tt'>关于印发抽查计划的通知</div><div>发布时间：2015-01-02 来源：办公室</div><p>正文。</p>",
            head="<title>[部门文件]-青石县质量监督局</title>",
        )
    )
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == "关于印发抽查计划的通知"


def test_unfilled_headline_is_no_title(context: Context) -> None:
    """A template's placeholder is not taken for a title."""
    page = view(body("<h1>标题</h1><div>发布时间：2015-01-02</div><p>正文内容。</p>", head="<title>青石县人民政府网</title>"))
    found = read_title(page, context.as_of)

    assert found is None or found.text != "标题"


def test_site_name_is_no_title(context: Context) -> None:
    """What only names the site is no title."""
    page = view(body("<p>某段文字。</p>", head="<title>青石县人民政府门户网站</title>"))

    assert read_title(page, context.as_of) is None


def test_brackets_around_a_column_name_are_dropped(context: Context) -> None:
    """«[通知公告]-site» names the column 通知公告."""
    rows = "".join(f'<li><a href="{i}.html">关于第{i}项工作安排的公告</a> 2015-06-0{i}</li>' for i in range(1, 5))
    found = read_title(view(body(f"<ul>{rows}</ul>", head="<title>[通知公告]-青石县质量监督局</title>")), context.as_of)

    assert found is not None
    assert found.text == "通知公告"


@pytest.mark.parametrize(("behind", "name"), [('<a href="/z/">更多&gt;&gt;</a>', "青石县水利局政府信息公开专栏"), ("<i></i>", "最新公开")])
def test_the_heading_of_a_window_is_not_the_pages_name(behind: str, name: str, context: Context) -> None:
    """«更多» behind a heading makes it that of a window on a column: the page is what its title tag says."""
    rows = "".join(f'<li><a href="/n/{n}.html">水资源公报第{n}期发布</a><span>05-1{n}</span></li>' for n in range(1, 6))
    box = f"<div><div><h3>最新公开</h3>{behind}</div><ul>{rows}</ul></div>"
    menu = "".join(f'<li><a href="/{n}/">{word}</a></li>' for n, word in enumerate(("公开指南", "公开制度", "公开年报", "依申请公开")))
    found = read_title(view(f"<html><title>青石县水利局政府信息公开专栏</title><body><ul>{menu}</ul>{box}</body></html>"), context.as_of)

    assert found is not None and found.text == name


def test_a_heading_in_a_row_is_not_the_pages_name(context: Context) -> None:
    """Rows may set their titles as headings and link «查看详情»: the first of them names no column, though it holds the column's name."""
    rows = "".join(
        f'<li><h4>行政处罚决定书（{n}号）</h4><span>2021-05-1{n}</span><a href="/c{n}.html">查看详情</a></li>' for n in range(1, 6)
    )
    crumb = '<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/cf/">行政处罚</a></div>'
    found = read_title(view(f"<html><title>行政处罚-青石县民政局</title><body>{crumb}<ul>{rows}</ul></body></html>"), context.as_of)

    assert found is not None and found.text == "行政处罚"


def test_column_name_above_a_headline(context: Context) -> None:
    """A heading that repeats the breadcrumb's last step is the column's name, not the document's."""
    page = view(
        body(
            "<p>当前位置：首页 &gt; 信息公开 &gt; 部门文件</p><h3>部门文件</h3><div>关于印发质量工作考核办法的通知</div>"
            "<div>发布时间：2015-01-02 来源：办公室</div><p>正文内容。</p>",
            head="<title>青石县质量监督局</title>",
        )
    )
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == "关于印发质量工作考核办法的通知"


@pytest.mark.parametrize(
    ("trail", "line", "tag", "title"),
    [
        ("当前位置：首页 &gt; 信息公开指南", "望某区司法局信息公开指南", "望某区司法局信息公开指南", "望某区司法局信息公开指南"),
        ("", "望某区司法局", "信息公开指南-望某区司法局", "信息公开指南"),  # the organ's name is not the page's
    ],
)
def test_a_line_that_the_title_tag_repeats_is_the_pages_name(trail: str, line: str, tag: str, title: str, context: Context) -> None:
    """Told by its words, not by a tag or a class, and wherever a menu puts it."""
    menu = "<ul>" + "".join(f"<li><a href='/{n}/'>某某栏目{n}</a></li>" for n in "甲乙丙丁戊己庚辛") + "</ul>"
    text = f"<p>{trail}</p><p>{line}</p><p>本局信息公开工作由法治综合科承担。</p>"
    found = read_title(view(f"<html><head><title>{tag}</title></head><body>{menu}{text}</body></html>"), context.as_of)

    assert found is not None
    assert found.text == title


PROSE = "<p>县水利局近日组织技术人员深入各乡镇，对水厂运行、管网维护和水质检测情况进行检查，及时消除隐患。</p>" * 4


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("<h1>汛期来临，<br>这些事项要注意</h1>", "汛期来临，这些事项要注意"),
        ("<h1><span>汛期来临，</span><br><span>这些事项要注意</span></h1>", "汛期来临，这些事项要注意"),
        ("<h2>凝心聚力，共谋发展</h2>", "凝心聚力，共谋发展"),
        ('<p align="center"><b>护水，我们在行动！</b></p>', "护水，我们在行动！"),
    ],
)
def test_the_only_heading_may_be_broken_and_hold_a_comma(heading: str, name: str, context: Context) -> None:
    """Where no date stands beside it, and the organ that the title tag names signs below."""
    body = f"{heading}{PROSE}<p>松河县水务局</p>"
    found = read_title(view(f"<html><head><title>松河县水务局</title></head><body>{body}</body></html>"), context.as_of)

    assert found is not None
    assert (found.text, found.document) == (name, True)


def test_the_question_of_a_survey_is_no_headline(context: Context) -> None:
    """It is the page's one heading and ends with a question mark; of an answer the title tag repeats the question."""
    page = "<html><head><title>{}</title></head><body><h3>您对我局服务工作是否满意？</h3>" + PROSE + "</body></html>"
    asked, answered = (read_title(view(page.format(tag)), context.as_of) for tag in ("网上调查", "您对我局服务工作是否满意？"))

    assert asked is None or not asked.document
    assert answered is not None
    assert answered.document


def test_a_name_cut_off_in_the_title_tag_is_read_whole(context: Context) -> None:
    """No day stands there, and nothing but the title tag tells the line from the text below."""
    page = f"<html><head><title>松河县水务局关于开展节水…</title></head><body><div>松河县水务局关于开展节水，护水活动的倡议</div>{PROSE}</body></html>"
    found = read_title(view(page), context.as_of)

    assert found is not None
    assert found.text == "松河县水务局关于开展节水，护水活动的倡议"


@pytest.mark.parametrize("site", ["松河县政府信息公开平台", "松河縣政府信息公開平臺"])
def test_the_sites_name_above_a_page_with_a_date_is_no_headline(site: str, context: Context) -> None:
    """A title tag of nothing but the site's name, repeated at the top; the date stands far below the page's own heading."""
    lines = "".join(f"<p>第{n}步，请按说明办理。</p>" for n in range(1, 10))
    body = f"<div>{site}</div><h2>松河县林业局依申请公开</h2>{lines}{PROSE}<p>更新日期：2014-11-20</p>"
    found = read_title(view(f"<html><head><title>{site}</title></head><body>{body}</body></html>"), context.as_of)

    assert found is not None
    assert found.text == "松河县林业局依申请公开"


def test_traditional_spellings_fold_alike() -> None:
    """Words whose characters do not fold one by one, and Hong Kong's own forms."""
    assert fold("衞生局答覆瞭解批覆敍述傢俱") == fold("卫生局答复了解批复叙述家具")


@pytest.mark.parametrize(
    ("heading", "name", "day"),
    [
        ("关于开展抗旱服务的通知<small>(2015年06月12日)</small>", "关于开展抗旱服务的通知", "2015-06-12"),
        ("关于开展抗旱服务的通知 <span>发布时间：2015-06-12 09:30</span>", "关于开展抗旱服务的通知", "2015-06-12"),
        ("关于2015年6月12日停水的<b>通知</b>", "关于2015年6月12日停水的通知", None),
        ("停水通知（2015年6月12日）", "停水通知（2015年6月12日）", None),
    ],
)
def test_a_day_of_its_own_behind_the_name_is_no_part_of_it(heading: str, name: str, day: str | None, context: Context) -> None:
    """It is the day of publication; one that the name itself says is not."""
    page = view(f"<html><head><title>{name}_松河县水务局</title></head><body><h2>{heading}</h2>{PROSE}</body></html>")
    found, published = read_title(page, context.as_of), read_published(page, context.as_of)

    assert found is not None
    assert found.text == name
    assert (published.date.isoformat() if published else None) == day


def test_an_index_number_is_no_headline(context: Context) -> None:
    """It stands above the date, and the name is set in the middle below the table."""
    table = "<table><tr><td>索引号：</td><td>SH009/2015-003</td></tr><tr><td>公开日期：</td><td>2015-06-12</td></tr></table>"
    page = view(body(f'{table}<p align="center"><b>关于开展抗旱服务的通知</b></p>{PROSE}', head="<title>松河县水务局</title>"))
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == "关于开展抗旱服务的通知"


def test_a_heading_behind_a_long_table_of_data(context: Context) -> None:
    """No day of publication stands anywhere, and more cells stand above the name than lines are looked through for one."""
    cells = "".join(f"<tr><th>{label}：</th><td>{value}</td></tr>" for label, value in zip(LABELS, VALUES, strict=True))
    name = "松河县关于印发抗旱服务办法的通知"
    page = view(body(f"<table>{cells}</table><h1>{name}</h1>{PROSE}", head=f"<title>{name}_松河县水务局</title>"))
    found = read_title(page, context.as_of)

    assert found is not None
    assert (found.text, found.document) == (name, True)


LABELS = ("索引号", "组配分类", "信息分类", "发布机构", "生成日期", "文号", "生效时间", "废止时间", "信息来源", "公开方式")
VALUES = (
    "SH009/2015-003",
    "规范性文件",
    "通知",
    "松河县水务局",
    "2015-06-08",
    "松水〔2015〕9号",
    "2015-07-01",
    "2020-07-01",
    "本局",
    "主动公开",
)


def test_the_number_of_a_paper_is_no_headline(context: Context) -> None:
    """It stands right before the day of publication, far below the name."""
    name = "松河县水务局关于成立节水办公室的通知"
    table = (
        "<table><tr><td>发文机关</td><td>松河县水务局</td><td>成文日期</td><td>2015年06月08日</td></tr>"
        f"<tr><td>标题</td><td>{name}</td></tr><tr><td>发文字号</td><td>松水函〔2015〕19号</td><td>发布日期</td><td>2015年06月10日</td></tr></table>"
    )
    page = view(body(f'<div class="article-title">{name}</div>{table}{PROSE}', head="<title>松河县水务局</title>"))
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == name


@pytest.mark.parametrize(
    ("before", "tag", "name"),
    [
        ("<div>全县老旧小区改造</div><div>推进会召开</div>", "全县老旧小区改造推进会召开", "全县老旧小区改造推进会召开"),
        ("<div><b>标题：</b>老旧小区改造招标结果</div>", "详细信息", "老旧小区改造招标结果"),
        ("<ul><li><b>信息名称</b><span>老旧小区改造招标结果</span></li></ul>", "信息公开", "老旧小区改造招标结果"),
        ("<h2>政策解读</h2><div>老旧小区改造办法问答二则</div>", "政策解读_松河县住建局", "老旧小区改造办法问答二则"),
        ("<h2>工作动态</h2><div>护水，我们在行动！</div>", "工作动态_松河县水务局", "护水，我们在行动！"),
        ("<div>全县老旧小区改造推进会召开</div><div>第12期</div>", "全县老旧小区改造推..._松河县住建局", "全县老旧小区改造推进会召开"),
        ("<h2>招标信息</h2><div>信息类型：老旧小区改造项目</div>", "招标信息_松河县住建局", "招标信息"),
        (
            '<div align="center">松河县人民政府办公室<br>关于印发老旧小区改造方案的通知</div>',
            "松河县人民政府",
            "松河县人民政府办公室关于印发老旧小区改造方案的通知",
        ),
    ],
)
def test_a_name_in_two_blocks_or_behind_a_label(before: str, tag: str, name: str, context: Context) -> None:
    """The title tag tells that two lines are one name; «标题：» is no part of it, nor is the column's heading above; who signs is."""
    page = view(body(f"{before}<div>日期：2015-04-03 来源：办公室</div>{PROSE}", head=f"<title>{tag}</title>"))
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == name


def test_a_row_of_a_list_is_no_headline(context: Context) -> None:
    """Three cards, each with its heading and its day, in a column that the breadcrumb names."""
    card = '<section><h6>青石县召开第{0}次防汛会议</h6><p>发表于 2015年6月{0}日</p><p><a href="/{0}.html">阅读全文 »</a></p></section>'
    cards = "".join(card.format(n) for n in (7, 5, 3))
    crumb = '<p>当前位置：<a href="/">首页</a> &gt; <a href="/z/">政务公开</a> &gt; 事故通报</p>'
    found = read_title(view(body(crumb + cards, head="<title>松河县应急局</title>")), context.as_of)

    assert found is not None
    assert found.text == "事故通报"


def test_whose_paper_it_is_is_no_name(context: Context) -> None:
    """«……文件» and the number stand above the name of a paper with a red head."""
    head = '<p align="center"><strong>松河县人民政府文件</strong></p><p align="center">松政发〔2013〕18号</p>'
    name = '<p align="center"><b>松河县人民政府<br>关于加强农村公路养护的意见</b></p>'
    found = read_title(view(body(f"{head}{name}{PROSE}", head="<title>无标题文档</title>")), context.as_of)

    assert found is not None
    assert found.text.endswith("关于加强农村公路养护的意见")


def test_the_heading_of_the_column_yields_to_the_name_before_the_day(context: Context) -> None:
    """The column's name is the page's one heading, and the document's stands in a block of its own right before its day."""
    crumb = '<ol class="breadcrumb"><li><a href="/">首页</a></li><li class="active">通知公告</li></ol>'
    block = "<div>关于延长申报期限的公告</div><div><small>发布人：办公室 发布于 2015/2/14 11:03</small></div>"
    page = view(body(f"{crumb}<h1>通知公告</h1>{block}{PROSE}", head="<title>松河县水务局 - 通知公告</title>"))
    found = read_title(page, context.as_of)

    assert found is not None
    assert found.text == "关于延长申报期限的公告"


@pytest.mark.parametrize(
    "way",
    [
        '<div>您的位置：<a href="/">首页</a> ＞ <a href="/g/">规划计划</a> ＞ 信息列表</div>',
        '<ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/z/">政务公开</a></li><li class="active">规划计划</li></ol>',
        '<div class="crumb-box"><a href="/">主页</a><i></i><a href="/z/">政务公开</a><i></i><a href="/g/">规划计划</a></div>',
        '<div><a href="/">Home</a> » <a href="/z/">政务公开</a> » <a>规划计划</a></div>',
    ],
)
def test_ways_to_a_column(way: str, context: Context) -> None:
    """«列表» names no column; a list that is called a breadcrumb needs neither label nor marks; the way may begin with «Home»."""
    rows = "".join(f'<li><a href="/n/{n}.html">关于开展第{n}次水质检查的通知</a><span>2015-0{n}-01</span></li>' for n in range(1, 6))
    page = f"<html><head><title>松河县水务局</title></head><body>{way}<div><ul>{rows}</ul></div></body></html>"
    found = read_title(view(page), context.as_of)

    assert found is not None
    assert found.text == "规划计划"


def test_the_one_heading_and_the_title_tag_outweigh_the_column(context: Context) -> None:
    """A short name above the content, repeated by the title tag, is the page's name; the breadcrumb ends with the column it is in."""
    tabs = (("受理条件", "取水口位置合理"), ("申请材料", "取水许可申请书"), ("办理流程", "受理、审查、决定"), ("收费标准", "不收费"))
    fields = (
        ("事项名称", "取水许可", "事项类型", "行政许可"),
        ("实施机关", "松河县水务局", "法定时限", "45个工作日"),
        ("咨询电话", "0999-5551234", "办理地点", "政务大厅3楼"),
    )
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in fields)
    heads = "".join(f'<li><a href="#t{n}">{name}</a></li>' for n, (name, _) in enumerate(tabs))
    panels = "".join(f"<div id=t{n} style='display:{'none' if n else 'block'}'><p>{text}</p></div>" for n, (_, text) in enumerate(tabs))
    crumb = '<div class="wz">当前位置：<a href="/">首页</a> &gt; <a href="/b/">办事指南</a></div>'
    page = f"{crumb}<h1>取水许可</h1><div><table>{table}</table><div class=tab><ul>{heads}</ul>{panels}</div></div>"
    found = read_title(view(body(page, head="<title>取水许可</title>")), context.as_of)

    assert found is not None
    assert found.text == "取水许可"
