"""Label → value reading over every layout that pages use."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from checks.model import Page
from checks.parsing.labels import Pair, ends_like_label, key_of, label_pairs, like_label, short_key_of
from checks.parsing.numbering import mark_of, unnumbered
from checks.parsing.view import PageView

FORMS_PAGE = "<html><head><title>云溪市</title></head><body><div id=main>{}</div></body></html>"


def view_of(body: str) -> PageView:
    """A page around a piece of HTML."""
    html = FORMS_PAGE.format(body).encode()
    at = dt.datetime(2015, 6, 1, tzinfo=dt.UTC)
    url = "http://yunxi.example/a.html"
    return PageView(
        Page(url=url, final_url=url, status=200, fetched_at=at, headers=(("Content-Type", "text/html"),), body=html, sha256="0")
    )


def read(body: str) -> dict[str, str]:
    """Key → value of all pairs; the first reading of a key counts."""
    found: dict[str, str] = {}
    for pair in label_pairs(view_of(body)):
        found.setdefault(pair.key, pair.value)
    return found


def pairs(body: str, key: str) -> list[Pair]:
    """All pairs of one key."""
    return [p for p in label_pairs(view_of(body)) if p.key == key]


ROWS = "<tr><{0}>事项名称</{0}><td>水井备案</td></tr><tr><{0}>设定依据</{0}><td>《云溪市水井办法》第三条</td></tr><tr><{0}>收费标准</{0}><td>无</td></tr>"
WANT = {"事项名称": "水井备案", "设定依据": "《云溪市水井办法》第三条", "收费标准": "无"}
LAYOUTS = {
    "label cells on the left": "<table>" + ROWS.format("td") + "</table>",
    "head cells on the left": "<table>" + ROWS.format("th") + "</table>",
    "two pairs in a row": "<table><tr><td>事项名称</td><td>水井备案</td><td>收费标准</td><td>无</td></tr>"
    "<tr><td>设定依据</td><td colspan=3>《云溪市水井办法》第三条</td></tr></table>",
    "group heading spans the rows": "<table><tr><td rowspan=3>基本信息</td><td>事项名称</td><td>水井备案</td></tr>"
    "<tr><td>设定依据</td><td>《云溪市水井办法》第三条</td></tr><tr><td>收费标准</td><td>无</td></tr></table>",
    "head row on top": "<table><tr><td>序号</td><td>事项名称</td><td>设定依据</td><td>收费标准</td></tr>"
    "<tr><td>1</td><td>水井备案</td><td>《云溪市水井办法》第三条</td><td>无</td></tr></table>",
    "head and values in separate tables": "<table><tr><td>事项名称</td><td>设定依据</td><td>收费标准</td></tr></table>"
    "<table><tr><td>水井备案</td><td>《云溪市水井办法》第三条</td><td>无</td></tr></table>",
    "serial number, name of the field, value": "<table><tr><td>序号</td><td>项目</td><td>内容</td></tr><tr><td>1</td><td>事项名称</td><td>水井备案</td></tr>"
    "<tr><td>2</td><td>设定依据</td><td>《云溪市水井办法》第三条</td></tr><tr><td>3</td><td>收费标准</td><td>无</td></tr></table>",
    "title line above the table's pairs": "<table><tr><td colspan=2>办事指南</td></tr>" + ROWS.format("td") + "</table>",
    "labels on lines of their own": "<table><tr><td colspan=2>事项名称</td></tr><tr><td colspan=2>水井备案</td></tr><tr><td colspan=2>设定依据</td></tr>"
    "<tr><td colspan=2>《云溪市水井办法》第三条</td></tr><tr><td>收费标准</td><td>无</td></tr></table>",
    "table within a layout table": "<table><tr><td><ul><li>首页</li><li>概况</li></ul></td><td><table>"
    + ROWS.format("td")
    + "</table></td></tr></table>",
    "definition list": "<dl><dt>事项名称</dt><dd>水井备案</dd><dt>设定依据：</dt><dd>《云溪市水井办法》第三条</dd><dt>收费标准</dt><dd>无</dd></dl>",
    "lines with colons": "<p>事项名称：水井备案</p><p>设定依据:《云溪市水井办法》第三条</p><p>收费标准 ： 无</p>",
    "lines split by br": "<p>事项名称：水井备案<br>设定依据：《云溪市水井办法》第三条<br>收费标准：无</p>",
    "bold labels before values": "<p><strong>事项名称</strong>水井备案</p><p><b>设定依据</b>《云溪市水井办法》第三条</p><p><span>收费标准</span>无</p>",
    "numbered headings": "<p>一、事项名称</p><p>水井备案</p><p>二、设定依据</p><p>《云溪市水井办法》第三条</p><p>三、收费标准</p><p>无</p>",
    "bold headings": "<p><b>事项名称</b></p><p>水井备案</p><p><b>设定</b><b>依据</b></p><p>《云溪市水井办法》第三条</p><p><b>收费标准</b></p><p>无</p>",
    "heading tags": "<h3>事项名称</h3><div>水井备案</div><h3>设定依据</h3><div>《云溪市水井办法》第三条</div><h3>收费标准</h3><div>无</div>",
    "bracket numbers and colons": "<p>（一）事项名称：</p><p>水井备案</p><p>（二）设定依据：</p><p>《云溪市水井办法》第三条</p><p>（三）收费标准：</p><p>无</p>",
    "blocks in list items": "<ul><li><div>事项名称</div><div>水井备案</div></li><li><div>设定依据</div><div>《云溪市水井办法》第三条</div></li>"
    "<li><div>收费标准</div><div>无</div></li></ul>",
    "label with gaps": "<table><tr><td>事 项 名 称</td><td>水井备案</td></tr><tr><td>设定<br>依据</td><td>《云溪市水井办法》第三条</td></tr>"
    "<tr><td>收费&nbsp;标准：</td><td>无</td></tr></table>",
    "several labels in one line": "<p>事项名称：水井备案，设定依据：《云溪市水井办法》第三条；收费标准：无</p>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str) -> None:
    """The same three fields are read from every layout."""
    found = read(LAYOUTS[layout])

    got = {key: found.get(key, "").rstrip("，；") for key in WANT}
    assert got == WANT


def test_panels_of_tabs() -> None:
    """The text of a hidden panel stands under the head of its tab."""
    body = "<ul><li>设定依据</li><li>办理流程</li></ul><div><div>《云溪市水井办法》第三条</div><div style='display:none'>先申请，后查验</div></div>"

    found = pairs(body, "办理流程")

    assert [(p.value, p.form, p.hidden) for p in found if p.form == "tab"] == [("先申请，后查验", "tab", True)]


def test_rows_under_a_head_are_groups() -> None:
    """Each row under a head is a record of its own; a repeated head and spare rows are none."""
    head = "<tr><th>职权名称</th><th>实施依据</th></tr>"
    body = f"<table>{head}<tr><td>甲</td><td>一条</td></tr>{head}<tr><td>乙</td><td></td></tr><tr><td> </td><td> </td></tr></table>"

    assert [(p.group[-3:], p.value) for p in pairs(body, "职权名称")] == [("-r0", "甲"), ("-r2", "乙")]
    assert [p.value for p in pairs(body, "实施依据")] == ["一条", ""]


def test_two_storey_head() -> None:
    """A head over two rows gives each column both words."""
    body = (
        "<table><tr><td rowspan=2>事项名称</td><td colspan=2>收费</td></tr><tr><td>依据</td><td>标准</td></tr>"
        "<tr><td>水井备案</td><td>价费〔2012〕1号</td><td>50元</td></tr></table>"
    )

    found = read(body)

    assert (found["事项名称"], found["收费依据"], found["收费标准"]) == ("水井备案", "价费〔2012〕1号", "50元")


def test_spanned_value_counts_for_every_row() -> None:
    """A value cell that spans rows belongs to each record it covers."""
    body = (
        "<table><tr><th>职权名称</th><th>实施机关</th></tr><tr><td>甲</td><td rowspan=2>青石县水务局</td></tr><tr><td>乙</td></tr></table>"
    )

    assert [p.value for p in pairs(body, "实施机关")] == ["青石县水务局", "青石县水务局"]


def test_blank_value_is_kept() -> None:
    """A label without a value is a pair with an empty value, not a missing pair."""
    for body in (
        "<table><tr><td>传真号码</td><td></td></tr><tr><td>邮编</td><td>100000</td></tr></table>",
        "<dl><dt>传真号码</dt><dt>邮编</dt><dd>1</dd></dl>",
    ):
        assert [p.value for p in pairs(body, "传真号码")] == [""]


def test_heading_without_text_before_the_next() -> None:
    """Two headings in a row: the first one's value is empty, and firmly so."""
    found = pairs("<p>三、收费情况</p><p>四、复议情况</p><p>没有发生。</p>", "收费情况")

    assert [(p.value, p.firm) for p in found] == [("", True)]


def test_sub_numbers_belong_to_their_heading() -> None:
    """A list numbered like the headings themselves does not end the section it stands in."""
    body = "<p>4、申请材料</p><p>1、申请表</p><p>2、身份证明</p><p>5、收费标准</p><p>不收费</p>"

    assert read(body)["申请材料"] == "1、申请表2、身份证明"


def test_media_of_a_value() -> None:
    """Pictures and links under a heading or in a cell are noticed."""
    body = "<p><b>办理流程</b></p><p><img src=flow.jpg></p><p><b>申请材料</b></p><p><a href=form.doc>申请表</a></p><p><b>备注</b></p>"

    flow, materials = pairs(body, "办理流程")[0], pairs(body, "申请材料")[0]

    assert (flow.value, flow.has_image, flow.has_link) == ("", True, False)
    assert (materials.has_image, materials.has_link) == (False, True)


def test_clock_times_and_addresses_are_no_labels() -> None:
    """The colon of 8:30 and of http:// starts no value."""
    found = read("<p>办公时间：8:30至17:30，见 http://yunxi.example/</p>")

    assert found == {"办公时间": "8:30至17:30，见http://yunxi.example/"}


def test_comments_and_scripts_are_not_read() -> None:
    """What stands in comments and scripts is no value."""
    found = read(
        "<table><tr><td>传真号码</td><td><!-- 88001234 --><script>document.write('88001234')</script></td></tr><tr><td>邮编</td><td>1</td></tr></table>"
    )

    assert found["传真号码"] == ""
    assert pairs("<table><tr><td>传真号码</td><td><script>x()</script></td></tr><tr><td>邮编</td><td>1</td></tr></table>", "传真号码")[
        0
    ].has_script


@pytest.mark.parametrize(
    ("text", "rank", "number", "rest"),
    [
        ("一、总体情况", 1, 1, "总体情况"),
        ("（十二）其他", 2, 12, "其他"),
        ("3.申请材料", 3, 3, "申请材料"),
        ("12、备注", 3, 12, "备注"),
        ("⑷材料", 4, 4, "材料"),
        ("第二部分 收费", 1, 2, "收费"),
        ("2 设定依据", 3, 2, "设定依据"),
    ],
)
def test_numbers(text: str, rank: int, number: int, rest: str) -> None:
    """Numbers before headings are told by rank and value."""
    mark = mark_of(text)

    assert mark is not None
    assert (mark.rank, mark.number, unnumbered(text)) == (rank, number, rest)


@pytest.mark.parametrize("text", ["2015年工作", "3个工作日", "12345热线", "第三条规定", "一是加强领导", "1.5万元"])
def test_no_numbers(text: str) -> None:
    """Quantities, years, articles and hotlines are no heading numbers."""
    assert mark_of(text) is None


def test_keys() -> None:
    """Keys are folded, without number and punctuation; the short key is without brackets."""
    assert key_of("（三）收費（徵收）依據：") == "收费征收依据"
    assert short_key_of("办理时限（工作日）") == "办理时限"
    assert like_label("事项名称") and not like_label("我局依法办理。") and not like_label("010-88001234")
    assert ends_like_label("实施机关") and not ends_like_label("不收费") and not ends_like_label("云溪市水务局")


@pytest.mark.parametrize(
    "filler",
    ["：", "1", "办", "一、", "<p>办理依据：</p>", "<td>依据", "<b>依据</b><br>", "<table><tr><td rowspan=999 colspan=999>依据", "( "],
)
def test_endless_runs_stay_cheap(filler: str) -> None:
    """A megabyte of one thing takes no quadratic time."""
    view = view_of(filler * (1_000_000 // len(filler) if len(filler) < 4 else 20_000))
    view.lines  # noqa: B018
    started = time.process_time()

    label_pairs(view)

    assert time.process_time() - started < 60
