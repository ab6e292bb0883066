"""What entitles us to call an element absent, blank or refused: cases in which a hasty reader would accuse, or believe, wrongly."""

from __future__ import annotations

import pytest

from checks.facts.annual import annual
from checks.facts.channels import channels
from checks.facts.guide import guide
from checks.facts.items import items
from checks.parsing.fold import fold
from checks.vocabulary import Context

from .element_fixtures import view_of
from .test_element_layouts import PAGE, states

OFFICE = "<p>受理机构：青禾县水利局办公室</p><p>办公地址：青禾县滨河路18号</p><p>联系电话：0999-8123400</p>"
TEXTS = (
    "<h3>分类</h3><p>分为概况、文件、规划、财务四类。</p><h3>获取方式</h3><p>通过本局网站公开。</p>"
    "<h3>申请流程</h3><p>申请人填写申请表，本局20个工作日内答复，不收费。</p>"
)
LAW = "<p>根据《中华人民共和国政府信息公开条例》（国务院令第711号），编制本指南，方便公众获取政府信息，每年核对一次。</p>"


def _guide(body: str, context: Context, outside: str = "") -> dict[str, str]:
    return states(guide(view_of(PAGE.format(title="政府信息公开指南", body=LAW + body).replace("</body>", outside + "</body>")), context))


def _channels(body: str, context: Context) -> dict[str, str]:
    intro = "<p>公民、法人或者其他组织可以向本局申请获取政府信息，请填写申请表，写明所需内容、联系方式和身份信息后提交，本局20个工作日内答复。</p>"
    return states(channels(view_of(PAGE.format(title="依申请公开", body=intro + body)), context))


def _items(body: str, context: Context) -> dict[str, str]:
    return states(items(view_of(PAGE.format(title="取水许可审批", body=f"<h1>取水许可审批</h1>{body}")), context))


@pytest.mark.parametrize(
    ("line", "name", "states_allowed"),
    [
        ("<p>邮寄申请：青禾县滨河路18号，平信、到付件不予受理。</p>", "mail", "valid"),
        ("<p>1.信函申请：滨河路18号办公室收，邮编339000。匿名信件不予受理。</p>", "mail", "valid"),
        ("<p>可将申请表邮寄至上述地址，请勿邮寄现金、证件原件。</p><p>地址：青禾县滨河路18号</p>", "mail", "valid|unread"),
        ("<p>邮寄到付件不予受理。</p><p>地址：青禾县滨河路18号</p>", "mail", "unread"),
        ("<p>我局不接收平信。</p><p>地址：青禾县滨河路18号</p>", "mail", "unread"),
        ("<p>当面申请：滨河路18号305室，一表多事项的不予受理。</p>", "in_person", "valid"),
        ("<p>传真申请：0999-8123456。电话咨询、口头申请不予受理。</p>", "fax", "valid"),
        ("<p>邮编：无</p><p>申请可以寄信，信封注明“信息公开”。</p>", "mail", "unread|partial|valid"),
        ("<p>网上申请：登录县政府网站提交，手机端暂不支持。</p>", "online", "valid|unread"),
        ("<p>也可在“青禾政务网·依申请公开”填写网上表单。</p>", "online", "valid"),
        ("<p>申请表可以寄送，同时提供身份证复印件。</p>", "mail", "valid|unread|partial"),
        ("<p>我局未开通网上申请，也不接收传真、电子邮件申请。</p>", "online", "negated"),
        ("<p>我局未开通网上申请，也不接收传真、电子邮件申请。</p>", "fax", "negated"),
        ("<p>咨询邮箱 zx@qinghe.example.cn 不接收申请材料。</p>", "email", "negated"),
        ("<p>上述电子邮箱只用来接收意见建议，不接收公开申请。</p><p>邮箱：a@qinghe.example.cn</p>", "email", "negated"),
    ],
)
def test_only_the_way_itself_is_refused(line: str, name: str, states_allowed: str, context: Context) -> None:
    """A refusal counts for the way that its own clause names, not for one kind of it, a condition, or what else stands there."""
    assert _channels(line, context)[name] in states_allowed.split("|")


def test_an_empty_tile_takes_nothing_from_a_notice_below(context: Context) -> None:
    """«办理…业务请到…窗口，传真…» below the tiles is another desk's."""
    tiles = "".join(
        f"<div><div><i></i><h5>{k}</h5><p>{v}</p></div></div>"
        for k, v in (("当面申请", "滨河路18号"), ("传真申请", ""), ("信函申请", "滨河路18号收"))
    )

    found = _channels(
        f"<div>{tiles}</div><div>办理采砂许可等业务请到政务中心水利窗口，传真0999-8999999，本页面不受理业务咨询。</div>", context
    )

    assert (found["fax"], found["in_person"], found["mail"]) == ("blank", "valid", "valid")


def test_a_code_to_scan_is_no_blank(context: Context) -> None:
    """Below the title of the on-line way stands a picture: what it shows was not read."""
    tiles = "<h4>当面申请</h4><p>青禾县滨河路18号</p><h4>网上申请</h4><p>{}</p><h4>信函申请</h4><p>青禾县滨河路18号收</p>"

    assert _channels(tiles.format('<img src="/ewm.png">'), context)["online"] == "unread"
    assert _channels(tiles.format(""), context)["online"] == "blank"


@pytest.mark.parametrize(
    ("html", "outside"),
    [
        ("<h3>其他单位联系方式</h3><p>县博物馆，传真：0999-8111111，办公时间：9:00-17:00</p>", ""),
        ("<p>举报电话：0999-8120000（县纪委派驻组，上班时间8:00-17:30，传真同号）。</p>", ""),
        ("<p>不动产登记请拨县不动产登记中心0999-8130000，上班时间8:30-17:00。</p>", ""),
        ("", "<aside><h4>网点一览</h4><p>城区营业部</p><p>办公时间：9:00-17:00</p><p>传真：0999-8140000</p></aside>"),
    ],
    ids=["other units", "complaint desk", "another centre", "side bar"],
)
def test_what_other_bodies_have_fills_no_gap(html: str, outside: str, context: Context) -> None:
    """An office without hours and with an empty fax keeps both gaps, whoever else has them."""
    found = _guide(OFFICE + "<p>办公时间：</p><p>传真：</p>" + TEXTS + html, context, outside)

    assert (found["hours"], found["fax"], found["phone"]) == ("blank", "blank", "valid")


def test_a_side_bar_beside_a_short_guide(context: Context) -> None:
    """A page that says little is read more widely, and still not in its side bars."""
    aside = "<aside><h4>联系</h4><p>城区</p><p>办公时间：9:00-17:00</p><p>传真：0999-8140000</p></aside>"
    rows = (
        ("办公时间", "法定工作日"),
        ("传真", ""),
        ("地址", "滨河路18号"),
        ("电话", "0999-8123400"),
        ("分类", "概况、文件、规划、财务四类"),
    )
    rows += (
        ("编排", "按年份编排"),
        ("获取方式", "门户网站、公告栏"),
        ("答复期限", "20个工作日，可以依法延长20个工作日"),
        ("费用", "不收取"),
    )
    table = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in rows)
    text = "<p>依据《政府信息公开条例》（国务院令第711号）编制，供公民、法人和其他组织获取本机关政府信息时参考使用。</p>"
    page = PAGE.format(title="政府信息公开指南", body=f"{aside}<main><h2>政府信息公开指南</h2>{text}<table>{table}</table></main>")

    found = states(guide(view_of(page), context))

    assert (found["hours"], found["fax"]) == ("partial", "blank")


def test_columns_of_several_bodies(context: Context) -> None:
    """«项目 | 局机关 | 供水中心 | 管护站»: the first column is the office's; the cells beside its empty ones are others'."""
    rows = (("受理机构", "局办公室", "中心综合部", "站办公室"), ("联系电话", "0999-8123400", "0999-8123411", "0999-8123422"))
    rows += (("传真", "无", "0999-8123412", "0999-8123423"), ("电子邮箱", "", "gs@qinghe.example.cn", "gh@qinghe.example.cn"))
    head = "<tr><th>项目</th><th>县水利局机关</th><th>县供水中心</th><th>县管护站</th></tr>"
    table = head + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)

    found = _guide(f"<table>{table}</table>{TEXTS}", context)

    assert {name: found[name] for name in ("org", "phone", "fax", "email")} == {
        "org": "valid",
        "phone": "valid",
        "fax": "negated",
        "email": "blank",
    }


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<p>文件依房地产、建筑、村镇、财政各块存放，分头查找。</p>", "classify"),
        ("<p>同一块里的文件归档时逐年装订。</p>", "arrange"),
        ("<p>打开本站即可。</p>", "obtain"),
        ("<dl><dt>图文传真</dt><dd>0999-8123456</dd></dl>", "fax"),
        ("<p>办公室设在县府大院。</p>", "address"),
        ("<p>法定工作日。</p>", "hours"),
    ],
)
def test_words_that_may_be_the_element_forbid_absence(html: str, name: str, context: Context) -> None:
    """What is said in words that no table of ours holds is not missing."""
    contacts = "<p>联系电话：0999-8123400</p><p>邮编：339000</p><p>机构名称：青禾县水利局办公室</p>"
    body = contacts + "<h3>申请流程</h3><p>申请人填写申请表，20个工作日内答复。</p><h3>收费</h3><p>无</p>" + html

    assert _guide(body, context)[name] not in ("absent", "blank")


def test_short_answers_are_answers(context: Context) -> None:
    """«费用：无» says that nothing is charged; «政府网站» below its heading is no signature."""
    found = _guide(
        OFFICE + "<h3>查阅途径</h3><p>政府网站</p><h3>费用</h3><p>无</p><p><b>有意见找谁</b> 县政务公开办0999-8120000</p>", context
    )

    assert (found["obtain"], found["fee"], found["supervision"]) == ("valid", "valid", "valid")


def test_a_number_that_a_link_holds_is_its_label_s_value(context: Context) -> None:
    """A telephone as a link is no line of the text, and not blank."""
    found = _guide("<div><span>联系电话</span><a href='tel:09998123400'>0999-8123400</a></div><p>邮编：339000</p>" + TEXTS, context)

    assert found["phone"] == "valid"


RECORD = "<h4>设定依据</h4><p>《水法》第四十八条</p><h4>实施机关</h4><p>青禾县水利局</p><h4>收费标准</h4><p>不收费</p>"


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<h4>最后给什么</h4><p>取水许可证。</p>", "result_form"),
        ("<h4>多长时间有答复</h4><p>十天。</p>", "time_limit"),
        ("<h4>交件去处</h4><p>滨河路18号政务大厅A3窗口</p>", "accept_place"),
        ("<h4>所备之物</h4><p>申请书、身份证复印件</p>", "materials"),
        ("<h4>审批用去</h4><p>20个工作日</p>", "time_limit"),
        ("<p>9．办理结果　取水许可证</p>", "result_form"),
    ],
)
def test_a_label_that_nothing_claims_may_be_the_field(html: str, name: str, context: Context) -> None:
    """An unknown label with the value of a field below it, or a question: the field is not missing for certain."""
    assert _items(RECORD + html, context)[name] in ("valid", "unread")


def test_fields_that_nothing_hints_at_are_absent(context: Context) -> None:
    """An unknown label says nothing of fields whose values look different."""
    found = _items(RECORD + "<h4>审批用去</h4><p>20个工作日</p>", context)

    assert (found["annual_check"], found["materials"], found["code"]) == ("absent", "absent", "absent")


def test_numbers_of_steps_are_nobody_s_value(context: Context) -> None:
    """The number of the next step is not the text of an empty one."""
    steps = (("设定依据", "《水法》"), ("实施机关", "青禾县水利局"), ("收费标准", ""), ("办理时限", "10个工作日"))
    html = "".join(f"<div><span>{n}</span><h4>{k}</h4><p>{v}</p></div>" for n, (k, v) in enumerate(steps, 1))

    found = _items(html, context)

    assert (found["fee_std"], found["time_limit"]) == ("blank", "valid")


def test_the_address_below_the_page_is_no_field(context: Context) -> None:
    """«版权所有» and the address in one cell of the page's foot."""
    foot = "<table><tr><td>青禾县水利局 版权所有<br>地址：青禾县南街1号　电话：0999-8000000<br>网站标识码:9990000001</td></tr></table>"
    rows = "<table><tr><td>事项</td><td>取水许可审批</td></tr><tr><td>办理依据</td><td>《水法》</td></tr><tr><td>收费标准</td><td>免费</td></tr></table>"

    assert _items(rows + foot, context)["accept_place"] != "valid"


def test_an_item_in_prose_is_read_and_lacks_nothing_for_certain(context: Context) -> None:
    """Sentences give what they say; the rest is unread."""
    found = _items(
        "<p>在本县取水的单位，应当在开工前提出申请，依据是《水法》第四十八条。带上申请书、论证报告和身份证明，到滨河路18号305室办理，"
        "20个工作日内作出决定，发给取水许可证，不收费用。咨询电话0999-8123400。</p>",
        context,
    )

    wanted = ("setting_basis", "materials", "accept_place", "time_limit", "result_form", "fee_std", "consult")
    assert {name for name in wanted if found[name] != "valid"} == set()
    assert "absent" not in found.values()


def test_a_kind_named_over_its_items_is_not_missing(context: Context) -> None:
    """«一、行政许可» over a table: the kind of the items in it."""
    head = "<tr><th>序号</th><th>职权名称</th><th>实施依据</th><th>承办机构</th></tr>"
    table = f"<table>{head}<tr><td>1</td><td>取水许可</td><td>《水法》</td><td>水资源股</td></tr></table>"

    assert _items(f"<p>一、行政许可（共1项）</p>{table}", context)["category"] == "unread"
    assert _items(table, context)["category"] == "absent"


def test_a_form_that_nobody_filled_in_is_blank(context: Context) -> None:
    """A table of an annual report with rows and not one figure."""
    cells = "".join(f"<tr><td>{k}</td><td>{{}}</td><td>{{}}</td></tr>" for k in ("本年新收申请数量", "予以公开", "部分公开", "不予公开"))
    parts = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    )
    texts = [
        "全年公开120条。",
        "制发规范性文件2件。",
        "<table>" + cells + "</table>",
        "行政复议0件，行政诉讼0件。",
        "公开不够及时，下一步改进。",
        "无其他事项。",
    ]
    body = "".join(f"<p>{n}、{k}</p>{t if t[0] == '<' else f'<p>{t}</p>'}" for n, k, t in zip("一二三四五六", parts, texts, strict=True))
    page = PAGE.format(
        title="青禾县水利局2021年政府信息公开工作年度报告", body=f"<h1>青禾县水利局2021年政府信息公开工作年度报告</h1>{body}"
    )

    empty = states(annual(view_of(page.replace("{}", "")), context))
    filled = states(annual(view_of(page.replace("{}", "3")), context))

    assert (empty["s3_apply_table"], filled["s3_apply_table"]) == ("blank", "valid")


def test_a_ratio_sign_reads_as_a_colon() -> None:
    """Hours typed with U+2236."""
    assert fold("8∶30") == "8:30"
