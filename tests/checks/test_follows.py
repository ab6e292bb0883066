"""A page is what follows its name: side bars with dated rows make no column of a document."""

import pytest

from checks.facts.kind import read_kind
from checks.model import PageKind
from checks.parsing.footer import footer_lines
from checks.vocabulary import Context
from tests.checks.test_view import view

ROWS = "".join(f'<li><a href="/{n}.html">关于第{n}批检查结果的情况通报</a><span>2015-06-{n:02}</span></li>' for n in range(1, 9))
SIDE = f"<div><h3>最新发布</h3><ul>{ROWS}</ul></div>"
NAV = (
    '<div class="nav">'
    + "".join(f'<a href="/c{n}/">{name}</a>' for n, name in enumerate(["首页", "机构", "公开", "服务", "互动"]))
    + "</div>"
)
PROSE = "<p>" + "本局在全市范围内开展了为期三个月的检查，共检查企业二百余家，发现问题全部限期改正。" * 2 + "</p>"
APPLY = "<p>申请人可以到本局办公室当面提出申请，也可以邮寄书面申请表，来信请注明申请公开字样。</p><p>本局自收到申请之日起十五个工作日内答复。</p>"
GUIDE = """<p>为便于公众获取信息，编制本指南。</p><p>一、主动公开的范围</p><p>主动公开的信息按职能、法规、计划、动态分类，编排体系见目录。</p>
<p>二、依申请公开</p><p>受理机构：办公室</p><p>办公地址：云溪市东路1号</p><p>联系电话：0600-5550102</p><p>传真：0600-5550103</p><p>电子邮箱：a@example.cn</p>"""
ITEM = "<p>实施依据：计量法第九条</p><p>办理条件：有固定场所</p><p>申请材料：申请表一份</p><p>办理流程：受理、审查、发证</p><p>收费标准：不收费</p>"


def page(title: str, *blocks: str) -> str:
    """A page with a menu, some blocks and a footer."""
    return f"<html><head><title>{title}-云溪市商务局</title></head><body>{NAV}{''.join(blocks)}<div class=footer>主办单位：云溪市商务局　云ICP备05000001号</div></body></html>"


@pytest.mark.parametrize("order", ["side first", "side last", "side between"])
@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("云溪市商务局开展专项检查", f"<div>发布时间：2015-06-10　来源：办公室</div>{PROSE}", PageKind.ARTICLE),
        ("依申请公开", APPLY, PageKind.APPLY),
        ("云溪市商务局政府信息公开指南", GUIDE, PageKind.GUIDE),
        ("计量标准器具核准", ITEM, PageKind.SERVICE_ITEM),
        (
            "云溪市商务局2014年政府信息公开工作年度报告",
            f"<p>一、主动公开情况</p>{PROSE}<p>二、依申请公开情况</p>{PROSE}",
            PageKind.ANNUAL_REPORT,
        ),
    ],
)
def test_side_bars_make_no_column(title: str, body: str, kind: PageKind, order: str, context: Context) -> None:
    """Dated rows beside a document do not matter, wherever they stand in the source."""
    if order == "side between" and kind is PageKind.ARTICLE:
        return  # a headline stands near its date
    heading = f"<h1>{title}</h1>"
    blocks = {"side first": (SIDE, heading, body), "side last": (heading, body, SIDE), "side between": (heading, SIDE, body)}[order]
    assert read_kind(view(page(title, *blocks)), context).kind is kind


@pytest.mark.parametrize("title", ["依申请公开", "政府信息公开指南", "通知公告", "年度报告"])
def test_a_list_below_its_name_is_a_column(title: str, context: Context) -> None:
    """A list of documents is a column, whatever the documents are about, also with a short note above it."""
    for note in ("", "<p>本栏目公布有关信息。</p>"):
        assert read_kind(view(page(title, f"<h1>{title}</h1>{note}<ul>{ROWS}</ul>")), context).kind is PageKind.COLUMN


@pytest.mark.parametrize("wrapper", ["div", "center", "td"])
def test_loose_footer_lines_do_not_make_the_page_a_footer(wrapper: str) -> None:
    """A footer that stands loose in the block of the whole page is its own lines only."""
    table = ("<table><tr><td>", "</td></tr></table>") if wrapper == "td" else (f"<{wrapper}>", f"</{wrapper}>")
    read = view(
        f"{table[0]}<h3>临时救助</h3><p>办理条件：有困难的本市居民</p><p>地点：东路1号</p>云溪市民政局　东路1号<br>云ICP备05000001号{table[1]}"
    )

    assert [line.text for line in footer_lines(read)][-1] == "云ICP备05000001号"
    assert not {"临时救助", "办理条件：有困难的本市居民"} & {line.text for line in footer_lines(read)}


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_a_page(codec: str, context: Context) -> None:
    """A page in UTF-16 without a content type is read like any other."""
    body = page("依申请公开", "<h1>依申请公开</h1>", APPLY).encode(codec)

    assert read_kind(view(body, ""), context).kind is PageKind.APPLY


ROW = "<tr><th>{}</th><td>{}</td></tr>"
FIELDS = [
    ("设定依据", "计量法第九条"),
    ("办理条件", "有固定场所"),
    ("申请材料", "申请表一份"),
    ("办理流程", "受理、审查"),
    ("办理时限", "二十个工作日"),
]


def test_one_item_in_a_table(context: Context) -> None:
    """Labels in cells make an item, though no line begins with them."""
    table = "".join(ROW.format(f"&nbsp;<i></i>{label}", value) for label, value in FIELDS)

    assert (
        read_kind(view(page("计量标准器具核准", f"<h1>计量标准器具核准</h1><table>{table}</table>")), context).kind is PageKind.SERVICE_ITEM
    )
