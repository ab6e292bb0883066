"""page.kind: what a page is, by its body before its column's name."""

from __future__ import annotations

import pytest

from checks.facts.kind import read_kind
from checks.model import PageKind
from checks.vocabulary import Context

from .page_fixtures import CASES, body, expected, facts_of, of_kind, view, view_of


@pytest.mark.parametrize("case", CASES)
def test_kind_of_fixture(case: str, context: Context) -> None:
    """Every fixture page gets its kind, once, with evidence on the page."""
    found = of_kind(facts_of(case, context), "page.kind")

    assert [fact.value for fact in found] == [PageKind(expected(case)["kind"])]
    assert found[0].evidence.sha256 == view_of(case).page.sha256
    assert 0 < found[0].confidence <= 1


@pytest.mark.parametrize("case", CASES)
def test_no_extractor_fails(case: str, context: Context) -> None:
    """No extractor raises on any fixture page."""
    assert of_kind(facts_of(case, context), "reader.error") == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青石县质量监督局2014年政府信息公开工作年度报告", "annual_report"),
        ("青石县质量监督局二〇一四年度政务公开年度报告", "annual_report"),
        ("关于编制2014年政府信息公开年度报告的通知", "article"),
        ("2014年法治政府建设年度报告", "article"),
        ("2014年政府网站工作年度报表", "article"),
        ("青石县质量监督局权力清单", "power_list"),
        ("我局召开权力清单工作推进会议", "article"),
        ("关于公布行政审批事项目录的决定", "power_list"),
        ("青石县质量监督局2015年部门预算", "budget"),
        ("关于编制2016年部门预算的通知", "article"),
        ("行政处罚决定书（青质监罚字〔2015〕3号）", "penalty"),
        ("行政处罚自由裁量权适用规定", "article"),
        ("青石县质量监督局政府信息公开指南", "guide"),
        ("政府信息公开指南编制要求", "article"),
        ("关于联合惩戒措施清单的说明", "article"),
        ("我局更新政府信息公开指南", "article"),
        ("青石县质量监督局政府信息公开指南（2015年更新）", "guide"),
        ("《政府信息公开指南》修订说明", "article"),
        ("政府信息公开指南公开征求意见", "article"),
        ("我县全面推行权力清单制度", "article"),
        ("县质监局公布权力清单", "article"),
        ("晒出责任清单，请群众监督", "article"),
        ("青石县质监局部门预算公开受好评", "article"),
    ],
)
def test_title_of_a_document(title: str, kind: str, context: Context) -> None:
    """A document's own title decides its kind; papers about such documents are articles."""
    page = view(body(f"<h1>{title}</h1><div>发布时间：2015-03-02 来源：办公室</div><p>{'现将有关情况公布如下，请予监督。' * 6}</p>"))

    assert read_kind(page, context).kind == kind


@pytest.mark.parametrize(("times", "kind"), [(1, "guide"), (20, "article")])
def test_a_long_text_without_a_word_of_a_guide_is_none(times: int, kind: str, context: Context) -> None:
    """A few words may hand out a guide as a file; a text that names neither address nor application tells of something else."""
    text = "县质监局近日组织人员深入企业走访，现场交办问题。" * times
    page = view(body(f"<h1>政府信息公开指南的故事</h1><div>发布时间：2015-03-02 来源：办公室</div><p>{text}</p>"))

    assert read_kind(page, context).kind == kind


def test_rows_beside_a_headline_do_not_make_a_list(context: Context) -> None:
    """A news item with a block of related rows below stays an article."""
    rows = "".join(f'<li><a href="{i}.html">关于质量工作的相关报道之第{i}篇</a> 2015-0{i}-01</li>' for i in range(1, 4))
    page = view(body(f"<h1>我局开展检查</h1><p>发布时间：2015-06-02</p><p>{'执法人员检查了生产现场并提取样品。' * 12}</p><ul>{rows}</ul>"))

    assert read_kind(page, context).kind is PageKind.ARTICLE


def test_start_page_is_home_by_its_address(context: Context) -> None:
    """The page a visit starts at is the home page, even below a folder and with a modest layout."""
    links = "".join(f'<a href="c{i}/">栏目之{i}</a>' for i in range(8))
    start = "http://www.example.gov.cn/"
    page = view(body(links), url=start)

    assert read_kind(page, context).kind is PageKind.HOME


def test_an_empty_body_is_no_list(context: Context) -> None:
    """A response without any text is neither a column nor an article."""
    assert read_kind(view(""), context).kind is PageKind.OTHER


def test_a_file_is_no_page(context: Context) -> None:
    """A binary body is of kind other."""
    page = view(b"\x00\x01\x02PNG" * 50, headers=(("Content-Type", "image/png"),))

    assert read_kind(page, context).kind is PageKind.OTHER


@pytest.mark.parametrize(("path", "kind"), [("bm/zjj/", PageKind.HOME), ("art/2015/6/12/art_87_2041.html", PageKind.COLUMN)])
def test_the_sites_name_makes_no_front_page_of_a_document(path: str, kind: PageKind, context: Context) -> None:
    """Many sites give all pages the one title: where the address is a document's, the title says nothing."""
    links = "".join(f'<a href="c{i}/">栏目之{i}</a>' for i in range(8)) + "".join(
        f'<a href="n{i}.html">关于第{i}项工作安排的公告</a>' for i in range(2)
    )
    page = view(body(links, head="<title>青石县人民政府门户网站</title>"), url=f"http://www.qingshi.gov.cn/{path}")

    assert read_kind(page, context).kind is kind


def test_a_text_that_sends_to_guides_is_none(context: Context) -> None:
    """How to apply, under a bare heading: it names the guides of the bureaus, and has many of their words."""
    text = (
        "<h1>怎样提出申请</h1><p>发布时间：2015-06-02</p>"
        "<p>申请人可以到受理机构的现场受理地点（参照各单位信息公开指南）当场提出申请，填写《依申请公开申请表》，并出示有效身份证明。</p>"
        "<p>申请人通过信函方式提出申请的，请在信封左下角注明“政府信息公开申请”的字样；通过电报、传真方式提出申请的，请相应注明。</p>"
        "<p>申请人可选择左侧部门在线填写并提交申请表，或者通过电子邮件方式将申请表发送至受理机构电子邮箱。</p>"
        "<p>属于主动公开范围的，行政机关告知申请人获取信息的方式和途径；依申请公开范围的，按照规定及时提供。</p>"
    )

    assert read_kind(view(body(text, head="<title>怎样提出申请</title>")), context).kind is PageKind.APPLY


def test_a_report_below_the_organs_name_alone(context: Context) -> None:
    """Headed by nothing but who reports: it calls itself an annual report of a year, and has the subjects of one."""
    said = "现公布我局2014年政府信息公开工作年度报告。"
    subjects = (
        "<p>一、总体情况</p><p>（一）主动公开。主动公开政府信息4条。（二）依申请公开。未收到申请。</p>"
        "<p>二、行政复议、行政诉讼情况</p><p>没有发生。</p><p>三、存在的主要问题及改进情况</p><p>学习宣传力度不够，下一步加强培训。</p>"
        "<p>四、其他需要报告的事项</p><p>未收取信息处理费。</p>"
    )

    def kind_of(opening: str) -> PageKind:
        page = body(
            f"<h1>青石县国资局</h1><p>发布时间：2015-01-18 来源：国资局</p><p>{opening}</p>{subjects}", head="<title>青石县国资局</title>"
        )
        return read_kind(view(page), context).kind

    assert kind_of(said) is PageKind.ANNUAL_REPORT
    assert kind_of("现将有关情况说明如下。") is PageKind.ARTICLE


@pytest.mark.parametrize(
    "content",
    [
        "<h1>青石县档案馆闭馆公告</h1><p>8月1日闭馆。</p>",
        '<table><tr><td align="center"><span>阳光小区规划调整批前公示</span></td></tr><tr><td><img src="/g.jpg"></td></tr></table>',
    ],
)
def test_a_paper_of_a_line_or_a_picture_is_no_empty_column(content: str, context: Context) -> None:
    """Below a breadcrumb that ends with the column, the name of a paper and next to nothing else."""
    crumb = '<p>当前位置：<a href="/">首页</a> &gt; <a href="/z/">政务公开</a> &gt; 公告公示</p>'
    page = f"<html><head><title>青石县档案馆</title></head><body>{crumb}<div>{content}</div></body></html>"

    assert read_kind(view(page, url="http://www.example.gov.cn/a/1.html"), context).kind != "column"


RECORD = (
    "<h1>{name}公示</h1><table><tr><td>行政{word}决定书文号</td><td>青民{sign}〔2015〕3号</td></tr><tr><td>行政相对人名称</td><td>青石县茶业协会</td></tr>"
    "<tr><td>统一社会信用代码</td><td>51330123MJ80000001</td></tr><tr><td>法定代表人</td><td>王某</td></tr>"
    "<tr><td>{word}决定日期</td><td>2015-06-01</td></tr><tr><td>{word}机关</td><td>青石县民政局</td></tr></table>"
)


@pytest.mark.parametrize(("word", "sign", "penalty"), [("许可", "许", False), ("处罚", "罚", True)])
def test_a_licence_that_was_granted_is_no_penalty(word: str, sign: str, penalty: bool, context: Context) -> None:
    """Both are published with a number, a person, a day and an organ: only one speaks of an offence."""
    name = f"行政{word}决定（青民{sign}〔2015〕3号）"
    page = view(body(RECORD.format(name=name, word=word, sign=sign), head=f"<title>{name}公示</title>"))

    assert (read_kind(page, context).kind is PageKind.PENALTY) is penalty
