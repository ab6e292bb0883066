"""Tables of fields as the systems of bureaus draw them: items under their site's name, metadata above a document, lists within items."""

from __future__ import annotations

import pytest

from checks.facts.catalogue import catalogue
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.facts.title import read_title
from checks.model import PageKind, Reading, State
from checks.parsing.labels import label_pairs
from checks.vocabulary import Context
from tests.checks.page_fixtures import view

SITE = "<title>松河县政务服务网</title>"
LINKS = "".join(f'<a href="/{n}.html">{name}</a>' for n, name in enumerate(("首页", "个人服务", "法人服务", "部门服务", "便民服务")))
FIELDS = {
    "实施主体": "松河县水务局",
    "服务对象": "企业法人",
    "事项类型": "行政许可",
    "办理地点": "松河县政务大厅二楼",
    "法定办结时限": "二十个工作日",
    "办理结果名称": "取水许可证",
    "办理形式": "窗口办理",
    "是否收费": "否",
}
MENU = "<ul>" + "".join(f"<li>{name}</li>" for name in ("基本信息", "设定依据", "受理条件", "申请材料", "办理流程", "收费标准")) + "</ul>"
SECTIONS = "".join(
    f"<div><h4>{name}</h4><p>{text}</p></div>"
    for name, text in (
        ("设定依据", "《取水许可管理办法》第四条"),
        ("受理条件", "取水符合规划"),
        ("申请材料", "取水许可申请书"),
        ("办理流程", "受理、审查、决定"),
        ("收费标准", "不收费"),
    )
)
LONG = "<p>各乡镇人民政府：</p>" + "<p>为进一步规范农村供水管理，保障群众饮水安全，现就有关事项通知如下，请结合实际认真贯彻落实。</p>" * 4


def table(rows: dict[str, str], mark: str = "", wide: int = 2) -> str:
    """Label and value by turns, so many pairs a row."""
    cells = [f"<td{mark}>{label}</td><td>{value}</td>" for label, value in rows.items()]
    return "<table>" + "".join(f"<tr>{''.join(cells[n : n + wide])}</tr>" for n in range(0, len(cells), wide)) + "</table>"


def states_in(facts, group: str = "") -> dict[str, State]:
    """Field → state of one group of readings."""
    return {f.subject: f.value.state for f in facts if isinstance(f.value, Reading) and f.group == group}


@pytest.mark.parametrize(("rows", "kind"), [(len(FIELDS), PageKind.SERVICE_ITEM), (2, PageKind.HOME)])
def test_an_item_under_its_sites_name_is_no_front_page(rows: int, kind: PageKind, context: Context) -> None:
    """A page is called as its site and has lists as a front page has; a table full of an item's fields makes it that item's."""
    few = dict(list(FIELDS.items())[:rows])
    news = "".join(
        f'<ul>{"".join(f"<li><a href=/{k}/{n}.html>水务工作动态第{k}{n}期</a></li>" for n in range(6))}</ul><a href="/{k}/">更多</a>'
        for k in range(3)
    )
    page = view(f"<html><head>{SITE}</head><body><div>{LINKS}</div>{news}{table(few)}</body></html>")

    assert read_kind(page, context).kind is kind


def test_the_menu_of_a_pages_sections_makes_no_second_item(context: Context) -> None:
    """«设定依据», «受理条件» … stand once in the menu and once above their sections."""
    page = view(f"<html><head>{SITE}</head><body><h2>取水许可</h2>{MENU}<div>{SECTIONS}</div></body></html>")

    assert read_kind(page, context).kind is PageKind.SERVICE_ITEM


@pytest.mark.parametrize(("mark", "number"), [(' class="t"', ""), ("", "效力状况 有效")])
def test_a_cell_is_a_label_by_its_looks(mark: str, number: str) -> None:
    """«效力状况» ends as no label does; where all labels wear a class that no value does, it is one, and the number before it is missing."""
    rows = {
        "索引号": "SH07/2014-003",
        "生成日期": "2014-03-04",
        "文件编号": "",
        "效力状况": "有效",
        "发布机构": "县水务局",
        "公开方式": "主动公开",
    }
    pairs = {pair.label: pair.value for pair in label_pairs(view(table(rows, mark)))}

    assert pairs["文件编号"] == number
    assert pairs["发布机构"] == "县水务局"


def test_a_class_of_labels_and_values_alike_tells_nothing() -> None:
    """All cells wear one class: what ends as no label does belongs to the value before it."""
    rows = {"实施主体": "县水务局", "事项类型": "行政许可", "办件类型": "承诺件", "运行系统": "国家级"}
    pairs = {pair.label: pair.value for pair in label_pairs(view(table(rows).replace("<td>", '<td class="c">')))}

    assert pairs == {"实施主体": "县水务局", "事项类型": "行政许可", "办件类型": "承诺件 运行系统 国家级"}


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>"])
def test_metadata_above_a_document_is_not_its_name(cell: str, context: Context) -> None:
    """However many fields stand above the text, and though their cells are called titles: the name is the heading below them."""
    names = (
        "信息索引号 SH07-3|生成日期 2014-03-04|公开日期 2014-03-06|文件编号 松政发〔2014〕3号|公开时限 长期公开|发布机构 县政府办公室"
        "|公开形式 网站|公开方式 主动公开|公开范围 面向社会|效力状况 有效|内容概述 关于加强农村供水管理的通知"
    ).split("|")
    rows = {cell.format(name.split(" ")[0]): cell.format(name.split(" ")[1]) for name in names}
    name = "关于加强农村供水管理的通知"
    page = view(
        f"<html><head><title>{name}</title></head><body>{table(rows, ' class=title', 3)}<h2 class=art>{name}</h2><div>{LONG}</div></body></html>"
    )

    found = read_title(page, context.as_of)

    assert found is not None
    assert (found.text, found.document) == (name, True)
    assert read_kind(page, context).kind is PageKind.ARTICLE


@pytest.mark.parametrize("head", ["材料名称", "申请材料名称", "申报材料要求"])
def test_the_remarks_of_a_list_of_papers_are_no_cautions(head: str, context: Context) -> None:
    """«备注» in the list of papers to hand in belongs to the papers: the item has none, which is not the same as an empty one."""
    papers = f"<table><tr><td>序号</td><td>{head}</td><td>备注</td></tr><tr><td>1</td><td>申请书</td><td></td></tr><tr><td>2</td><td>身份证</td><td></td></tr></table>"
    lines = (
        "一、设定依据：《取水许可管理办法》",
        "二、受理条件：取水符合规划",
        "三、办理流程：受理、审查",
        "四、办理时限：3个工作日",
        "五、收费标准：不收费",
        "六、申请材料：",
    )
    page = view("<h2>取水许可办事指南</h2>" + "".join(f"<p>{line}</p>" for line in lines) + papers)

    assert states_in(items(page, context))["cautions"] is not State.BLANK


HEAD = "<h2>关于供水检查的通知</h2><div>发布时间：2014年03月04日&nbsp;发布机构：{}字体：[<a>大</a> <a>中</a>]</div>"
KEYS = "<div>体裁分类：通知&nbsp;&nbsp;主题分类：其他&nbsp;&nbsp;索引号：SH07/2014-003</div>"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("王庄镇&nbsp;&nbsp;", State.VALID),
        ("市局&nbsp;浏览：5&nbsp;", State.VALID),
        ("王庄镇股室：文秘", State.UNREAD),
        ("来源：本站", State.BLANK),
    ],
)
def test_fields_grown_together_in_a_line(line: str, state: State, context: Context) -> None:
    """White space between fields is lost: a short name and the word behind it are not the next label; other fields' labels part the line."""
    found = states_in(catalogue(view(HEAD.format(line) + KEYS + LONG), context))

    assert found["index_no"] is State.VALID
    assert found["publisher"] is state


def test_two_labels_side_by_side_are_no_label_and_value(context: Context) -> None:
    """«<td>发布机构：</td><td>发文日期：</td>», both empty: the second is not the first one's value."""
    rows = (("索引号：SH07/2014-003", "是否有效："), ("发布机构：", "发文日期："), ("名称：供水检查的通知", "文号："))
    cells = "".join(f"<tr>{''.join(f'<td><b>{cell}</b></td>' for cell in row)}</tr>" for row in rows)

    assert states_in(catalogue(view(f"<table>{cells}</table>{LONG}"), context))["publisher"] is not State.VALID


STEPS = "<h3>办理流程</h3><table><tr><th>办理环节</th><th>办理时限</th><th>审核标准</th><th>收费标准</th></tr><tr><td>受理</td><td>1天</td><td>齐全</td><td>无</td></tr><tr><td>办结</td><td>1天</td><td>有效</td><td>无</td></tr></table>"


@pytest.mark.parametrize(("name", "kind"), [("办理环节", PageKind.SERVICE_ITEM), ("事项名称", PageKind.POWER_LIST)])
def test_the_steps_of_a_procedure_are_no_items(name: str, kind: PageKind, context: Context) -> None:
    """Rows of steps with days and standards are one item's procedure; rows that are named as items are several items."""
    page = view(f"<html><head>{SITE}</head><body><h2>取水许可</h2><div>{SECTIONS}</div>{STEPS.replace('办理环节', name)}</body></html>")

    assert read_kind(page, context).kind is kind


@pytest.mark.parametrize(
    ("below", "state"),
    [("<tr><td>1</td><td>申请书</td><td>水法</td></tr>", State.VALID), ("<tr><td></td><td></td><td></td></tr>", State.UNREAD)],
)
def test_a_list_below_its_label_in_one_table(below: str, state: State, context: Context) -> None:
    """«申报材料» across the table, then the list's own head and rows: the papers are there. A head without rows says nothing."""
    rows = "".join(f"<tr><td>{label}</td><td colspan=2>{value}</td></tr>" for label, value in FIELDS.items())
    listed = f"<tr><td colspan=3>申报人应提供的材料</td></tr><tr><td>序号</td><td>材料名称与份数</td><td>提供资料的依据</td></tr>{below}"
    page = view(f"<h2>取水许可</h2><table>{rows}{listed}</table>")

    assert states_in(items(page, context))["materials"] is state


@pytest.mark.parametrize(("line", "state"), [("监督投诉：电话：0999-5551234", State.VALID), ("监督电话：电话：0999-5551234", State.UNREAD)])
def test_how_a_desk_for_complaints_is_reached(line: str, state: State, context: Context) -> None:
    """«监督投诉：电话：…» gives the desk's telephone; behind a label that asks for a telephone itself, the next is another's."""
    lines = (
        "一、设定依据：《取水许可管理办法》",
        "二、受理条件：取水符合规划",
        "三、办理流程：受理、审查",
        "四、办理时限：3个工作日",
        f"五、{line}",
    )
    page = view("<h2>取水许可办事指南</h2>" + "".join(f"<p>{text}</p>" for text in lines))

    assert states_in(items(page, context))["complaint"] is state


def test_the_decision_in_a_case(context: Context) -> None:
    """«关于……案的处罚决定» is a decision, though its name ends without «书»."""
    text = (
        "<p>当事人：松河县青石商行。</p><p>经查明，当事人擅自取水，违法行为属实。</p><p>依据《水法》第六十九条，作出处罚：罚款2000元。</p>"
    )
    page = view(
        f"<html><head><title>松河县水务局</title></head><body><h2>关于松河县青石商行擅自取水案的处罚决定</h2><p>发布时间：2014-05-06</p>{text}{LONG}</body></html>"
    )

    assert read_kind(page, context).kind is PageKind.PENALTY


@pytest.mark.parametrize("head", ["公开主体", "办理事项"])
def test_the_rows_of_another_table_hide_no_metadata(head: str, context: Context) -> None:
    """«公开主体» is a field of metadata and also a column of the list of what is to be published; the box above the list stays an entry."""
    fields = (("索引号", "SH07/2014-003"), ("发文字号", ""), ("发布机构", "县水务局"), ("成文日期", "2014-03-04"))
    box = "".join(f"<li><span>[ {name} ]</span> {value}</li>" for name, value in fields)
    rows = "".join(f"<tr><td>{n}</td><td>水价</td><td>县水务局</td></tr>" for n in (1, 2, 3))
    page = f"<ul>{box}</ul><h2>供水领域公开标准目录</h2><table><tr><td>序号</td><td>公开内容</td><td>{head}</td></tr>{rows}</table>"

    found = states_in(catalogue(view(page), context))

    assert [found.get(name) for name in ("index_no", "doc_no", "publisher")] == [State.VALID, State.BLANK, State.VALID]


@pytest.mark.parametrize("tag", ["th", "td"])
def test_labels_above_their_values_by_turns(tag: str) -> None:
    """A row of labels, the row of their values, the next labels: one record. Where a value reads as a label, nobody can tell."""
    rows = (("事项名称", "事项类型"), ("取水许可", "行政许可"), ("实施机关", "办理时限"), ("县水务局", ""))
    cells = "".join(
        f"<tr>{''.join(f'<{kind}>{text}</{kind}>' for text in row)}</tr>" for row, kind in zip(rows, (tag, "td", tag, "td"), strict=True)
    )
    pairs = {pair.label: pair.value for pair in label_pairs(view(f"<table>{cells}</table>"))}

    assert pairs == {"事项名称": "取水许可", "事项类型": "行政许可", "实施机关": "县水务局", "办理时限": ""}
    turned = {pair.label: pair.value for pair in label_pairs(view(f"<table>{cells.replace('县水务局', '实施主体')}</table>"))}
    assert turned != pairs | {"实施机关": "实施主体"}


@pytest.mark.parametrize(
    ("below", "state"),
    [
        ("<tr><td></td><td>1、申请书（原件）</td><td>原件</td></tr><tr><td></td><td>2、身份证</td><td>复印件</td></tr>", State.VALID),
        ("<tr><td>1</td><td>申请书（原件）</td><td>原件</td></tr><tr><td>（2）</td><td>身份证</td><td>复印件</td></tr>", State.VALID),
        ("<tr><td colspan=3>1、申请书（原件）；2、身份证（复印件）；3、取水口位置图。</td></tr>", State.UNREAD),
        ("<tr><td colspan=3>其他信息</td></tr>", State.BLANK),
        ("<tr><td></td><td></td><td></td></tr>", State.BLANK),
        ("", State.BLANK),
    ],
)
def test_a_value_in_the_rows_below_its_label(below: str, state: State, context: Context) -> None:
    """«申请材料：», nothing beside it, and the papers in rows whose first cell is empty: they are there. A long text across may be they."""
    rows = "".join(f"<tr><td>{label}</td><td colspan=2>{value}</td></tr>" for label, value in FIELDS.items())
    last = "<tr><td>联系电话</td><td colspan=2>0999-5551234</td></tr>"
    page = view(f"<h2>取水许可</h2><table>{rows}<tr><td>申请材料：</td><td colspan=2></td></tr>{below}{last}</table>")

    assert states_in(items(page, context))["materials"] is state


@pytest.mark.parametrize(
    ("label", "head", "field", "state"),
    [
        ("申请材料", "材料名称", "materials", State.UNREAD),
        ("申请材料", "股室", "materials", State.BLANK),
        ("收费依据", "材料名称", "fee_basis", State.BLANK),
    ],
)
def test_a_list_elsewhere_may_be_the_value(label: str, head: str, field: str, state: State, context: Context) -> None:
    """Nothing beside «申请材料», but a list of papers below the table; of other fields that list says nothing."""
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in FIELDS.items())
    listed = f"<table><tr><td>序号</td><td>{head}</td></tr><tr><td>1</td><td>甲</td></tr><tr><td>2</td><td>乙</td></tr></table>"
    page = view(f"<h2>取水许可</h2><table>{rows}<tr><td>{label}</td><td></td></tr></table>{listed}")

    assert states_in(items(page, context))[field] is state


@pytest.mark.parametrize(("below", "state"), [("1.身份证；2.申请表", State.UNREAD), ("松河县水务局", State.BLANK)])
def test_a_list_in_the_box_below_its_label(below: str, state: State, context: Context) -> None:
    """An empty box beside «申请材料：» and «1.…» in the next one: the list may be the papers."""
    rows = "".join(f"<div><div>{label}：</div><div>{value}</div></div>" for label, value in FIELDS.items())
    page = view(f"<h2>取水许可</h2>{rows}<div><div>申请材料：</div><div></div></div><div><div>{below}</div></div>")

    assert states_in(items(page, context))["materials"] is state
