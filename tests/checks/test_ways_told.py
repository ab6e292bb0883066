"""Ways to apply and items of work told in offices' own words and plans: what a person reads at once, and what accuses nobody. 自拟写法"""

from __future__ import annotations

import attrs
import pytest

from checks.facts.catalogue import catalogue
from checks.facts.channels import channels
from checks.facts.items import items
from checks.facts.kind import read_kind
from checks.facts.title import read_title
from checks.model import Fact, PageKind, Reading
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .page_fixtures import body, view

MENU = '<div><a href="/">首页</a><a href="/gk/">政务公开</a><a href="/hd/">互动交流</a></div>'
OFFICE = "云汀县民政局"


def page(inner: str, heading: str = "依申请公开", day: str = "") -> PageView:
    """A page of the office under a heading."""
    dated = f"<p>发布日期：{day} 来源：{OFFICE}</p>" if day else ""
    return view(body(f"{MENU}<h1>{heading}</h1>{dated}<div class='con'>{inner}</div>", head=f"<title>{heading}_{OFFICE}</title>"))


def lines(*texts: str) -> str:
    """Texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def states(facts: list[Fact]) -> dict[str, str]:
    """Subject → state."""
    return {f.subject: f.value.state.value for f in facts if isinstance(f.value, Reading)}


def ways(inner: str, context: Context) -> dict[str, str]:
    """Way → state on an application page."""
    return states(list(channels(page(inner), context)))


def kind_of(shown: PageView, context: Context) -> PageKind:
    """The kind of a page."""
    return read_kind(shown, context).kind


ASK = "公民、法人和其他组织可以向本局提出政府信息公开申请，申请人应当填写申请表，本局自收到申请之日起二十个工作日内答复。"
ASKED = lines(
    *("谁可以查", "持有合法证明的公民。", "带什么", "本人身份证原件，代查的另带委托书。", "到哪里", "云汀县文华路2号一楼查档大厅"),
    *("怎么查", "登记、提出需求、调档、复印盖章。", "多长时间", "当场办结。", "要不要钱", "不收取任何费用。"),
)
ORNAMENTED = lines(
    *("◆依据　《城镇排水条例》第二十一条", "◆条件　向排水设施排放污水的单位和个体工商户", "◆材料　申请表、管网图纸、检测报告"),
    *("◆程序　受理、现场勘查、审核、发证", "◆期限　十五个工作日", "◆收费　不收费"),
)
FRAMED = lines(
    *("【哪些人能办】在本院就诊的病人或其委托人。", "【要带的材料】病人身份证原件。", "【办理地点】门诊楼一层2号窗口"),
    *("【办理步骤】出示证件、核对病历、盖章", "【收费】免费"),
)
NUMBERED = lines(
    *("一、利用对象　建设单位、产权人及其委托代理人", "二、应持证件　单位介绍信、经办人身份证", "三、利用手续　填写登记表，经核对后提供"),
    *("四、利用时限　一般当日提供", "五、利用收费　一律免费", "六、利用地点　云汀县建设路7号二楼", "七、联系我们　0900-5558877"),
)
COLONED = lines(
    *("1、哪些人可以申请查询：婚姻当事人或受托人", "2、需要提交哪些证件：身份证、户口簿", "3、到哪里查询：登记处档案室（民政路3号）"),
    *("4、怎样查询：提交证件，工作人员检索", "5、多长时间可以拿到：当场", "6、收不收费用：不收"),
)


@pytest.mark.parametrize(
    ("inner", "heading"),
    [
        (ASKED, "民生档案查询"),
        (ORNAMENTED, "排水许可"),
        (FRAMED, "诊断证明盖章"),
        (NUMBERED, "城建档案利用服务"),
        (COLONED, "婚姻档案查询"),
    ],
    ids=["asked", "ornamented", "framed", "numbered", "coloned"],
)
def test_an_item_by_short_labels_of_its_own_making(inner: str, heading: str, context: Context) -> None:
    """Lines that are a question or a short label tell an item, whatever it is called, and their values are read; none is called missing."""
    shown = page(inner, heading)
    found = states(list(items(shown, context)))

    assert kind_of(shown, context) is PageKind.SERVICE_ITEM
    assert {found[name] for name in ("materials", "flow", "fee_std")} == {"valid"}


@pytest.mark.parametrize(
    "inner",
    [
        ASKED.replace("持有合法证明的公民。", "申请政府信息公开的公民。"),
        lines("谁可以查", "带什么", "到哪里", "怎么查", "多长时间", "要不要钱"),
        lines("怎么查", "登记以后提出需求。", "带什么", "本人身份证原件。", "会议结束以后，大家参观了查档大厅。"),
    ],
    ids=["disclosure", "no answers", "two questions"],
)
def test_short_lines_that_make_no_item(inner: str, context: Context) -> None:
    """How to apply for information is none; nor are questions without answers, nor one or two."""
    assert kind_of(page(inner, "查询服务之窗"), context) is not PageKind.SERVICE_ITEM


def test_a_label_of_its_own_making_is_not_called_missing(context: Context) -> None:
    """«七、联系我们　0900-…» behind labels written the same way may be the telephone to ask."""
    told = NUMBERED.replace("7号二楼", "7号二楼东侧接待大厅")  # too long for a caption of the line below

    assert states(list(items(page(told, "城建档案利用服务指引"), context)))["consult"] == "unread"


def test_a_sentence_that_begins_with_a_label_is_no_field(context: Context) -> None:
    """«申请人可携带…» in a notice with the office's data makes no service item of it."""
    shown = page(
        lines(
            "一、受理机构：云汀县民政局办公室",
            "二、受理地址：云汀县文华路2号",
            "三、受理时间：工作日",
            "四、联系电话：0900-5550101",
            "五、申请人可携带书面材料当面提交。",
        ),
        "接待群众",
    )

    assert kind_of(shown, context) is not PageKind.SERVICE_ITEM


@pytest.mark.parametrize(
    ("heading", "inner"),
    [
        ("申请提供政府资讯须知", lines("一、申请方式：亲自递送至服务台，或者邮寄。", "二、传真：0900-5550102。", "三、申请应写明姓名。")),
        ("关于受理政府信息公开申请方式的说明", lines("当面申请到一楼大厅。", "信函申请寄至文华路2号。", "网上申请尚未开通。")),
        ("民政局受理公开申请的途径", lines("现场提交：文华路2号窗口。", "邮寄：文华路2号办公室，申请人写明姓名。")),
    ],
    ids=["worded otherwise", "notice", "few words"],
)
def test_a_page_that_tells_how_to_apply(heading: str, inner: str, context: Context) -> None:
    """Its name and the ways it names make it a page to apply on, however few of the usual words it has."""
    assert kind_of(page(inner, heading, day="2015-03-04"), context) is PageKind.APPLY


def test_a_notice_about_applications_without_ways_stays_an_article(context: Context) -> None:
    """The same name above a text that tells of no way to apply."""
    shown = page(
        lines("本局去年共收到申请十二件，均已按期答复，现将有关情况说明如下。" * 4), "关于受理政府信息公开申请方式的说明", day="2015-03-04"
    )

    assert kind_of(shown, context) is not PageKind.APPLY


@pytest.mark.parametrize(
    ("inner", "way", "state"),
    [
        (lines("本局只接受居民到场提出的申请，信函、传真、电子邮件的申请一律不予接收。", "地址：文华路2号6号窗口。"), "in_person", "valid"),
        (lines("本局只接受居民到场提出的申请，信函、传真、电子邮件的申请一律不予接收。", "地址：文华路2号6号窗口。"), "mail", "negated"),
        (lines("可以送交或者传真。", "送交地点：文华路2号105房间", "传真：0900-5550103"), "in_person", "valid"),
        (lines("①面对面提交。拿着表格来文华路2号大厅。", "④微信小程序。搜索“云汀政务”，点“申请公开”，实名后填写。"), "in_person", "valid"),
        (lines("①面对面提交。拿着表格来文华路2号大厅。", "④微信小程序。搜索“云汀政务”，点“申请公开”，实名后填写。"), "online", "valid"),
        (lines("②邮政寄递。投递到“文华路2号办公室”，990901。", "当面到文华路2号提交。"), "mail", "valid"),
        (lines("当面到文华路2号提交，也可在“云汀通”客户端“信息公开”板块中填写申请。"), "online", "valid"),
        (lines("提交方法如下：", "1.邮寄至：文华路2号法制科（收）", "2.传真至：", "3.发送至邮箱：a@b.example.cn。"), "fax", "blank"),
        (lines("当面申请地址：文华路2号", "传真申请号码：", "邮件申请信箱："), "email", "blank"),
        (lines("当面递交到文华路2号208室。", "传真、电子邮件、网络留言等均不作为本局接收申请的渠道。"), "fax", "negated"),
        (lines("当面递交到文华路2号208室。", "传真、电子邮件、网络留言等均不作为本局接收申请的渠道。"), "email", "negated"),
        (lines("当面递交到文华路2号208室。", "网上申请系统正在升级改造，恢复前请用上述方法。"), "online", "negated"),
        (lines("甲、亲自送交：文华路2号传达室。", "丙、图文传真：0900-5550104。"), "fax", "valid"),
        ("<h3>到哪里办</h3><p>大厅综合窗口均可办理，地址为文华路2号一层。</p><h3>邮寄</h3><p>文华路2号办公室</p>", "in_person", "valid"),
        ("<h3>我要在线申请</h3><p><a href='/s/'>进入系统</a></p><h3>我要邮寄申请</h3><p>文华路2号办公室</p>", "online", "valid"),
    ],
)
def test_ways_in_offices_own_words(inner: str, way: str, state: str, context: Context) -> None:
    """Each way gets the state that a person reads at once."""
    assert ways(lines(ASK) + inner, context)[way] == state


def test_a_fax_whose_cell_holds_a_label_without_a_number(context: Context) -> None:
    """«传真提交 | 传真号码：» is a row of the table, no head of two columns: the rows below belong to their own titles."""
    rows = "".join(
        f"<tr><td>{title}</td><td>{text}</td></tr>"
        for title, text in (("现场提交", "文华路2号窗口"), ("传真提交", "<p>传真号码：</p>"), ("电子邮箱", "a@b.example.cn"))
    )
    found = ways(lines(ASK) + f"<table>{rows}</table>", context)

    assert (found["fax"], found["email"]) == ("blank", "valid")


OFFICES = "".join(f'<li><a href="/sq?d={n}">{name}</a></li>' for n, name in enumerate(("县教育局", "县财政局", "县水利局", "县民政局")))


def test_offices_that_each_lead_to_their_form(context: Context) -> None:
    """A list of offices is the on-line way where the page asks to choose one and fill in the form; without that it is a list."""
    asking = lines("请选择受理机关，进入后填写申请表。")

    assert ways(f"{asking}<ul>{OFFICES}</ul>", context)["online"] == "valid"
    assert ways(f"{lines('各机关名单如下，排名不分先后。')}<ul>{OFFICES}</ul>", context)["online"] != "valid"
    assert ways(f"{asking}<ul>{OFFICES.replace('/sq?d=', '#')}</ul>", context)["online"] != "valid"


def test_a_link_of_a_page_whose_address_is_not_known(context: Context) -> None:
    """A saved page's own links lead on, whether or not it is known where it was served."""
    for href, state in (("/ysq/add", "valid"), ("apply.do?id=1", "valid"), ("tel:09005550101", "unread"), ("#", "unread")):
        buttons = f"<a href='/lct.html'>查看流程图</a> <a href='{href}'>在线申请</a> <a href='/b.doc'>申请表下载</a>"
        shown = page(f"{lines(ASK)}<div><div>{buttons}</div></div>")
        found = next(f for f in channels(PageView(attrs.evolve(shown.page, url="", final_url="")), context) if f.subject == "online")

        assert isinstance(found.value, Reading)
        assert found.value.state.value == state


def test_whom_to_send_a_request_to(context: Context) -> None:
    """«以信件、传真或电邮方式送交本处主任» offers three ways, on a page called after the code on access."""
    shown = page(
        lines(
            "市民可根据《公开资料守则》索取资料。",
            "要求可以信件、传真或电邮方式送交本处公开资料主任：",
            "地址：文华路2号22楼",
            "传真：(099) 5550 2233",
            "电邮：ati@b.example.cn",
        ),
        "查阅公开资料守则",
    )
    found = states(list(channels(shown, context)))

    assert [found[name] for name in ("mail", "fax", "email")] == ["valid"] * 3


@pytest.mark.parametrize(
    "box",
    [
        '<div class="bt"><p>{}<p></div><div>[2021-03-04]</div>',
        '<div class="nav-bar"><div>返回</div><div class="nav-bar__title">{}</div></div>',
    ],
    ids=["box", "bar"],
)
def test_a_name_in_a_box_of_its_own_above_the_text(box: str, context: Context) -> None:
    """The name may stand just outside the content; its first line is none, least of all a question."""
    asked = lines("问：我可以自己过去交吗？", "答：可以，地址是文华路2号一楼。", "问：寄过去行不行？", "答：行，地址同上，收件人写办公室。")
    found = read_title(view(body(f"{MENU}{box.replace('{}', '申请公开怎么提交')}<div class='nr'>{asked}</div>", head="")), context.as_of)

    assert found is not None and found.text == "申请公开怎么提交"


def test_the_day_a_paper_was_made_under_a_longer_label(context: Context) -> None:
    """«公文生成日期» is the day the metadata must give: it is not missing."""
    rows = (("索引号", "000045/2022-01122"), ("发布机构", OFFICE), ("公文生成日期", "2022-03-20"), ("文号", "云民〔2022〕3号"))
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
    found = states(list(catalogue(page(f"<table>{table}</table>{lines('现予公布。')}", "关于公布名单的公告"), context)))

    assert found["generated_on"] == "valid"


def test_a_list_of_powers_handed_down(context: Context) -> None:
    """«赋权事项清单» lists powers as «权力清单» does."""
    rows = "".join(
        f"<tr><td>{n}</td><td>{name}</td><td>行政处罚</td><td>县林业局</td></tr>" for n, name in enumerate(("违规用火", "毁林", "盗伐"), 1)
    )
    table = f"<table><tr><th>序号</th><th>事项名称</th><th>权力类型</th><th>实施主体</th></tr>{rows}</table>"

    assert kind_of(page(table, "白榆乡赋权事项清单"), context) is PageKind.POWER_LIST


def test_ways_that_a_numbered_list_names(context: Context) -> None:
    """A line announces them, and nothing stands between; without numbers they may be the heads of tabs whose panels are not told apart."""
    office = "受理机构：云汀县民政局办公室。地址：云汀县文华路2号，邮编339000，传真0999-8123457。"
    names = ("当面提交", "邮寄", "传真", "网上提交")
    listed = ways(lines(ASK, office, "申请方式：", *(f"{n}.{name}" for n, name in enumerate(names, 1))), context)
    heads = ways(lines(ASK, office, "申请方式：", *names), context)

    assert [listed[way] for way in ("in_person", "mail", "fax")] == ["valid"] * 3
    assert [heads[way] for way in ("in_person", "mail", "fax")] == ["unread"] * 3
