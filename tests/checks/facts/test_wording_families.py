"""Families of wordings that offices use for the same thing: each is read alike, and what only looks like it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from checks.facts.annual import annual
from checks.facts.catalogue import catalogue
from checks.facts.channels import channels
from checks.facts.fields import fields_of
from checks.facts.guide import guide
from checks.facts.guide_topics import says, topics_of
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.model import Fact, Reading
from checks.parsing.view import PageView
from checks.vocabulary import Context
from tests.checks.page_fixtures import view

Extractor = Callable[[PageView, Context], Iterable[Fact]]
FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}_松河县人民政府</title></head><body><div><a href="/">首页</a>
<a href="/zw/">政务公开</a> <a href="/bs/">办事服务</a></div><div>当前位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a></div>
<h1>{name}</h1>{day}<div class="content">{body}</div><div>主办：松河县人民政府</div></body></html>"""


DAY = "<div>发布时间：2014-05-06　来源：办公室</div>"


def page(name: str, text: str, day: str = DAY) -> PageView:
    """A document, with its day; lines of the text are paragraphs, unless they are markup."""
    lines = (line if line.startswith("<") else f"<p>{line}</p>" for line in text.split("\n"))
    return view(FRAME.format(name=name, day=day, body="".join(lines)))


def states(extractor: Extractor, read: PageView, context: Context) -> dict[str, str]:
    """Element → state of its first reading."""
    found: dict[str, str] = {}
    for fact in extractor(read, context):
        if isinstance(fact.value, Reading):
            found.setdefault(fact.subject, fact.value.state.value)
    return found


def value(extractor: Extractor, read: PageView, context: Context, name: str) -> str | None:
    """The value read for an element."""
    return next(f.value.value for f in extractor(read, context) if f.subject == name and isinstance(f.value, Reading))


PLAIN = """为了方便大家了解本局信息，特作如下说明。
1.公开什么：机构设置、规划、财政收支、行政许可事项及结果。
2.在哪里看：本局网站、一楼公告栏、县档案馆。
3.看不到怎么办：填写申请表，当面提交，也可以邮寄或者发送传真。
4.多久答复：二十个工作日内答复。
5.本局办公室地址：人民路8号；联系电话：0999-5551234；传真：0999-5551235；电子邮箱：slj@songhe.example.cn；办公时间：工作日8:30-17:30。
6.不满意怎么办：可以依法申请行政复议或者提起行政诉讼。"""
CONTACTS = """受理机构：松河县水利局办公室
办公地址：松河县人民路8号
办公时间：工作日8:30-17:30
联系电话：0999-5551234　传真：0999-5551235
电子邮箱：slj@songhe.example.cn"""
LAWFUL = """机构名称：松河县水利局
地址：人民路8号 电话：0999-5551234
信息的分类：机构概况、政策法规、规划计划
信息的编排体系：索引号、名称、生成日期
获取方式：网上查阅；到查阅点查阅"""


@pytest.mark.parametrize("name", ["公民获取信息指引", "政府信息查询与获取指南", "水利局公开指引", "政务公开服务手册", "信息公开导引"])
@pytest.mark.parametrize("text", [PLAIN, CONTACTS], ids=["plain", "contacts"])
def test_a_guide_by_another_name(name: str, text: str, context: Context) -> None:
    """What offices call their guide; with little more than contact data it is one still."""
    assert read_kind(page(name, text), context).kind == "guide"


@pytest.mark.parametrize(
    "text",
    [
        LAWFUL,
        LAWFUL.replace("信息的分类", "公开内容").replace("获取方式", "公开形式"),
        LAWFUL.replace("信息的编排体系：", "三、编排方式\n").replace("信息的分类：", "二、公开范围\n"),
        LAWFUL.replace("信息的分类", "政府信息分类").replace("获取方式", "（四）获取途径"),
    ],
)
def test_a_guide_by_what_the_law_asks_of_it(text: str, context: Context) -> None:
    """Headed by the bureau's name alone, with lines for classification, arrangement and access."""
    assert read_kind(page("松河县水利局", text), context).kind == "guide"
    assert read_kind(page("依申请公开", text), context).kind != "guide"


@pytest.mark.parametrize("name", ["松河县水利局", "联系我们", "机构设置"])
def test_contact_data_alone_are_no_item(name: str, context: Context) -> None:
    """Who an office is and how it is reached: nothing of an item."""
    assert read_kind(page(name, CONTACTS), context).kind not in ("service_item", "guide")


@pytest.mark.parametrize("shown", ['<iframe src="zn.htm"></iframe>', '<embed src="zn.pdf">', '<object data="zn.pdf"></object>'])
def test_a_guide_may_stand_in_a_frame(shown: str, context: Context) -> None:
    """Its page is the guide's, and nothing is said to be missing from what was not read."""
    read = page("松河县水利局政府信息公开指南", shown, day="")

    assert read_kind(read, context).kind == "guide"
    assert set(states(guide, read, context).values()) == {"unread"}
    assert read_kind(page("政府信息公开指南", '<iframe src="about:blank"></iframe>', day=""), context).kind != "guide"


NUMBERED = """一、受理部门
派出所户籍窗口
二、办理须提供的证明材料
申请书、户口簿
三、办结时限
当场办理
四、收费
户口簿工本费6元"""
ASKED = """养犬登记需要什么材料？
答：申请书、免疫证明、身份证。
养犬登记多长时间能办好？
答：材料齐全的3个工作日。
养犬登记到哪里办理？
答：政务大厅二楼公安窗口。
养犬登记收费吗？
答：不收费。"""
TOLD = """凡在本县范围内从河道取水的单位和个人，都要申请领取取水许可证。
带上取水许可申请书一式三份、身份证复印件，到县政务大厅一楼水利窗口提出申请。
受理以后45天内作出决定，发给取水许可证。不收费。"""
LAW_WORDS = """许可事项：建设工程规划许可
设定许可的法律依据：《城乡规划法》第四十条
申请许可需要提交的全部材料：申请表、设计方案
申请许可的程序：申请、受理、审查、发证
办理许可的期限：20个工作日"""
ANSWERS = """问：需要带什么材料？
答：户口簿。
问：在哪里办？
答：户籍所在地派出所。
问：多少天可以办好？
答：20个工作日。
问：要多少钱？
答：首次申领20元。"""
ITEMS = {"居民身份证": ANSWERS, "户口迁移": NUMBERED, "养犬登记须知": ASKED, "取水许可证核发办事指南": TOLD, "建设工程规划许可": LAW_WORDS}


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_with_fields_in_its_own_words(name: str, context: Context) -> None:
    """The name says what is done, the fields stand below: under phrases, in questions, in running text, in the words of the law."""
    read = page(name, ITEMS[name])
    found = states(items, read, context)

    assert read_kind(read, context).kind == "service_item"
    assert found["materials"] == "valid"
    assert found["time_limit"] in ("valid", "unread")


def test_a_few_fields_in_own_words_charge_nobody(context: Context) -> None:
    """Answers to four questions are no table of fields: what they leave out is not missing for certain."""
    for name in ("养犬登记须知", "取水许可证核发办事指南"):
        assert "absent" not in states(items, page(name, ITEMS[name]), context).values()
    assert states(items, page("建设工程规划许可", LAW_WORDS), context)["complaint"] == "absent"


def test_a_question_beside_many_fields_leaves_their_absence_proven(context: Context) -> None:
    """A page written in fields answers one question more: that question is none of the fields."""
    text = (
        LAW_WORDS + "\n实施机关：县自然资源局\n许可条件：符合规划\n咨询电话：0999-5551234\n换法人要重新办证吗？\n不用，带任命文件变更即可。"
    )

    assert states(items, page("建设工程规划许可", text), context)["valid_term"] == "absent"


@pytest.mark.parametrize("name", ["关于办理户口迁移的通知", "我县完成户口迁移", "户口迁移办法", "户口迁移结果公示"])
def test_what_only_speaks_of_an_item(name: str, context: Context) -> None:
    """Notices, news, rules and results may hold the same headings."""
    assert read_kind(page(name, NUMBERED), context).kind == "article"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("申请许可需要提交的全部材料", "materials"),
        ("办理须提供的证明材料", "materials"),
        ("申请救助应当提交的书面材料", "materials"),
        ("法律援助的条件", "conditions"),
        ("申请人应具备的基本条件", "conditions"),
        ("开办食堂的政策依据", "setting_basis"),
        ("领取补贴的程序", "flow"),
        ("办理登记的期限", "time_limit"),
        ("救助站的服务范围", "applicant"),
        ("养犬登记要多少钱", "fee_std"),
        ("办证到哪里办理", "accept_place"),
    ],
)
def test_labels_in_whole_phrases(label: str, field: str, context: Context) -> None:
    """A label may begin with the name of the item."""
    assert [name for name, _ in fields_of(label, context.vocabulary, "items")] == [field]


@pytest.mark.parametrize("label", ["收费的法律依据的说明文字", "证件有效的期限", "材料齐备后由专人送达的期限届满通知"])
def test_phrases_that_are_no_such_label(label: str, context: Context) -> None:
    """Fees, validity and sentences have no field of these."""
    assert not {"setting_basis", "time_limit", "materials"} & {name for name, _ in fields_of(label, context.vocabulary, "items")}


OFFICE = (
    "受理机构：松河县水利局办公室，地址：人民路8号，邮编：545400，电话：0999-5551234，传真：0999-5551235，电子邮箱：slj@songhe.example.cn"
)
APPLYING = f"公民可以向本机关申请公开政府信息，应当填写《政府信息公开申请表》。\n{OFFICE}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理方式：当面、信函、传真、网络。", {"mail": "valid", "fax": "valid", "online": "partial"}),
        ("申请渠道包括当面、信函、传真、网络四种。", {"in_person": "valid", "fax": "valid", "online": "partial"}),
        ("接收渠道：1.当面提交；2.邮政寄送；3.互联网；4.传真。", {"mail": "valid", "fax": "valid", "online": "partial"}),
        ("申请途径：写信、发传真、发邮件、网上填表。", {"mail": "valid", "fax": "valid", "online": "partial", "email": "valid"}),
        ("传真：0999-5551235（请注明“政府信息公开申请”）", {"fax": "valid"}),
        ("登门申请，请携带身份证。", {"in_person": "valid"}),
        ("来局申请的，可在来局后填写申请表。", {"in_person": "valid"}),
        ("自行送达：将申请表送到本局办公室。", {"in_person": "valid"}),
        ("网上申请系统正在升级，请通过其他方式申请。", {"online": "negated"}),
        ("网上申请平台尚在维护。", {"online": "negated"}),
        ("因设备故障，传真申请渠道关闭。", {"fax": "negated"}),
        ("电子邮件申请方式临时停用。", {"email": "negated"}),
        ("网上能申请吗？\n目前还不行。", {"online": "negated"}),
        ("问：可以传真申请吗？\n答：暂时不可以。", {"fax": "negated"}),
        ("能通过网站申请吗？\n可以的。", {"online": "partial"}),
        ("可以现场交，也可以寄过来。", {"in_person": "valid", "mail": "valid"}),
        ("申请表应包括申请人的姓名、联系方式、传真。", {"fax": "unread"}),
        ("受理当面申请、信函和传真申请，申请人可以通过电话咨询相应的服务业务。", {"in_person": "valid", "fax": "valid"}),
        ("不受理以口头、电话、电报、传真、电子邮件方式提出的申请。", {"fax": "negated", "email": "negated"}),
        ("采用信函、电报、传真方式提出的，请注明。", {"mail": "valid", "fax": "valid"}),
        ("本局未开通传真，在线申请，电子邮箱等其他多样化申请接收渠道。", {"fax": "negated", "online": "negated", "email": "negated"}),
        ("申请人可现场（水利局203室）、邮寄（人民路8号）提交。", {"in_person": "valid", "mail": "valid"}),
        ("申请人下载申请表，填写后发至电子邮箱。", {"email": "valid"}),
        ("申请人可以当面或者信函申请，也可以通过“松河通”提交。", {"in_person": "valid", "online": "unread"}),
    ],
)
def test_ways_of_applying(text: str, expected: dict[str, str], context: Context) -> None:
    """Ways named in a list, one a clause, or by what one does; a way that is being rebuilt is closed."""
    found = states(channels, page("政府信息依申请公开说明", APPLYING + text), context)

    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("问：哪个部门负责信息公开？\n答：县财政局办公室。", "县财政局办公室"),
        ("政府信息公开由谁负责？\n答：是政策法规股。", "政策法规股"),
        ("我要申请公开，哪个科室受理？\n局综合科受理。", "局综合科"),
        ("受理政府信息公开申请的机构是松河县水利局办公室。", "松河县水利局办公室"),
        ("县水利局指定局办公室为政府信息公开工作机构。", "局办公室"),
        ("责任处（科）室：政策法规科", "政策法规科"),
        ("公开责任部门：局党政办公室", "局党政办公室"),
        ("受理申请机关：县水利局办公室", "县水利局办公室"),
        ("（一）受理机构\n本机关信息公开申请受理机构：县水利局办公室；联系电话：0999-5551234。", "县水利局办公室"),
        ("工作机构\n县政府信息公开申请受理机构为县政府办公室。", "县政府办公室"),
    ],
)
def test_the_office(text: str, office: str, context: Context) -> None:
    """The office named in an answer, in a sentence, under another label, or where a heading stands above its own label."""
    read = page(
        "松河县水利局信息公开指南", f"为方便公众获取政府信息，编制本指南。\n本局主动公开机构职能、规划计划等信息。\n{text}\n收费：不收费。"
    )

    assert value(guide, read, context, "org") == office


def test_a_question_about_complaints_names_no_office(context: Context) -> None:
    """Who takes complaints is asked as well."""
    text = "为方便公众获取政府信息，编制本指南。\n对信息公开不满意，哪个部门负责受理投诉？\n答：县监察局。"

    assert value(guide, page("松河县水利局信息公开指南", text), context, "org") is None


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("应当公开的信息", "classify"),
        ("应予公开的事项", "classify"),
        ("公开事项", "classify"),
        ("目录说明", "arrange"),
        ("信息的组织", "arrange"),
        ("发布渠道", "obtain"),
        ("公开手段", "obtain"),
        ("到哪看？", "obtain"),
        ("争议处理", "supervision"),
        ("责任追究", "supervision"),
    ],
)
def test_headings_of_a_guide(title: str, topic: str) -> None:
    """Further words for the texts that a guide has."""
    assert topic in topics_of(title)


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("classify", "下列信息由本局向社会公开:"),
        ("classify", "以下各类信息主动公开。"),
        ("arrange", "目录记录信息的索引、名称、概述、生成日期等字段。"),
        ("arrange", "目录列有序号、名称、日期三个栏目。"),
        ("arrange", "本局信息按照主题、体裁、机构三种方式组织。"),
        ("arrange", "目录编排体系包括分类、索引、名称、文号、发布日期。"),
        ("arrange", "信息采用三级分类目录。"),
        ("classify", "公开的主要内容有:"),
        ("classify", "主动公开的政府信息范围主要包括组织机构、政策法规等。"),
    ],
)
def test_sentences_of_a_guide(topic: str, sentence: str) -> None:
    """Further sentences that say it without a heading."""
    assert says(topic, sentence)


CHART = """取水许可流程图
申请人提出申请→窗口受理→现场勘察→审查→决定→送达
承办机构：水资源股
服务电话：0999-5551234
监督电话：0999-5551235"""


def test_contacts_beside_a_chart_charge_nobody(context: Context) -> None:
    """A page with nothing but who to ask gives its fields elsewhere."""
    found = states(items, page("松河县水利局行政权力运行流程图", CHART), context)

    assert found["consult"] == "valid"
    assert "absent" not in found.values()


@pytest.mark.parametrize(
    "place", ["办理机构及联系电话：建管股 0999-5551234", "咨询电话：0999-5551234（行政审批科）", "联系方式：建管股，0999-5551234"]
)
def test_an_office_told_under_another_label_is_not_missing(place: str, context: Context) -> None:
    """The section that handles an item stands beside the telephone or the organ."""
    text = f"项目名称：施工许可证核发\n法律依据：《建筑法》第七条\n申请条件：已办理用地手续\n办理流程：受理、审核、发证\n{place}"

    assert states(items, page("施工许可证核发", text), context)["office"] == "unread"


@pytest.mark.parametrize("value", ["（略）", "略", "从略。", "(此处略)"])
def test_what_is_left_out_is_no_value(value: str, context: Context) -> None:
    """«略» stands in place of a field's text."""
    text = f"项目名称：施工许可证核发\n法律依据：《建筑法》第七条\n申请条件：策略研究完成\n申请材料：{value}"
    found = states(items, page("施工许可证核发", text), context)

    assert (found["materials"], found["conditions"]) == ("placeholder", "valid")


@pytest.mark.parametrize("after", ["发布机构：松河县水利局", "名称：水资源管理的通知", "文号：松水发〔2014〕3号"])
def test_the_next_field_is_no_value(after: str, context: Context) -> None:
    """An index number left blank, and the next box holds another field with its value."""
    rest = "<p>生成日期：2014-03-02</p><p>发布机构：松河县水利局</p><p>名称：水资源管理的通知</p><p>文号：松水发〔2014〕3号</p>"
    found = states(catalogue, page("水资源管理的通知", f"<p>索引号：</p><p>{after}</p>{rest}"), context)

    assert found["index_no"] == "blank"


DECIDED = """当事人：松河县某砖厂
我局于2021年3月1日对你单位进行检查，发现未配套建设污染防治设施的违法行为。
依据《大气污染防治法》第一百零八条，我局决定对你单位处以罚款贰万元。"""


@pytest.mark.parametrize("name", ["松环罚〔2021〕3号", "松市监当罚字〔2022〕11号", "松自然资罚决字[2020]第7号", "松城管罚（2023）15号"])
def test_a_decision_named_by_its_number(name: str, context: Context) -> None:
    """The number of a penalty is its name; that of a notice before it is not."""
    assert read_kind(page(name, DECIDED), context).kind == "penalty"
    assert read_kind(page(name.replace("罚", "罚告"), DECIDED), context).kind == "article"


WORK = """现将我局2015年信息公开工作情况报告如下：
一、领导重视，成立了领导小组。
二、主动公开信息300余条，在网站和公告栏发布。
三、依法依规做好依申请公开，全年受理申请1件，已办结。
四、不足及下步打算：人员少，下一步加强。"""


@pytest.mark.parametrize("name", ["松河县水利局关于2015年政府信息公开情况的报告", "松河县水利局2015年信息公开年度工作情况"])
def test_a_report_in_headings_of_its_own(name: str, context: Context) -> None:
    """Chapters named by what was done; what is wanting and what comes next tell the report."""
    read = page(name, WORK)

    assert read_kind(read, context).kind == "annual_report"
    assert states(annual, read, context)["ar_problem"] == "valid"
