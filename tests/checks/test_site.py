"""site: numbers, marks and names at the foot; the search box; the site's name."""

from __future__ import annotations

import pytest

from checks.facts.search import search_box
from checks.facts.site import site, site_name
from checks.model import Reading, State
from checks.vocabulary import Context

from .page_fixtures import body, expected, facts_of, having, of_kind, view

HOST = '<div class="footer"><p>主办单位：青石县质量监督局 闽ICP备05012345号-1</p>{}</div>'


def readings(foot: str, context: Context, **more: object) -> dict[str, tuple[State, str | None, str]]:
    """subject → (state, value, method) of a page with this footer."""
    text = "<p>" + "本局负责全县产品质量监督工作。" * 4 + "</p>"
    found = {}
    for fact in site(view(body(text, foot=foot), **more), context):  # type: ignore[arg-type]
        assert isinstance(fact.value, Reading)
        found[fact.subject] = (fact.value.state, fact.value.value, fact.method)
    return found


@pytest.mark.parametrize("case", having("site"))
def test_site_of_fixture(case: str, context: Context) -> None:
    """States and values as on the page."""
    facts = facts_of(case, context)
    for subject, wanted in expected(case)["site"].items():
        found = of_kind(facts, "site.search") if subject == "search" else of_kind(facts, "site", subject)
        assert len(found) == 1, subject
        reading = found[0].value
        assert isinstance(reading, Reading)
        assert f"{reading.state} {reading.value or ''}".startswith(wanted), subject


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("网站标识码：3507220012", "3507220012"),
        ("政府网站标识码 3507220012", "3507220012"),
        ("网站标识码bm01000001", "bm01000001"),
        ("（網站標識碼：3507220012）", "3507220012"),
        ("闽ICP备05012345号 网站标识码3507220012闽公网安备35072202000123号", "3507220012"),
    ],
)
def test_site_code(text: str, code: str, context: Context) -> None:
    """The code with and without colon, run together with its neighbours, in Traditional script."""
    state, value, method = readings(f'<div class="foot">主办单位：青石县质量监督局<br>{text}</div>', context)["f_code"]

    assert (state, value, method) == (State.VALID, code, "label")


@pytest.mark.parametrize(("before", "place"), [("版权所有 ", "桐"), ("水土保持局", "桐"), ("市政府网", ""), ("信息中心", "")])
def test_record_numbers_of_places_without_a_known_short_name(before: str, place: str, context: Context) -> None:
    """The character before a record number is the place's, unless it may be the last of a name."""
    _, value, _ = readings(f'<div class="foot">{before}{place}ICP备05012345号-1</div>', context)["f_icp"]

    assert value == f"{place}ICP备05012345号-1"


@pytest.mark.parametrize("province", "京津沪渝冀豫辽黑湘皖鲁新苏浙赣鄂桂晋蒙陕吉闽粤青藏宁琼滇黔蜀陇甘贵川云")
def test_record_numbers_of_every_province(province: str, context: Context) -> None:
    """A record number begins with the province's short name, which is not always that of its plates; run together with what stands before."""
    state, value, _ = readings(f'<div class="foot">主办单位：青石县质量监督局{province}ICP备05012345号-1</div>', context)["f_icp"]

    assert (state, value) == (State.VALID, f"{province}ICP备05012345号-1")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("网站标识码：", State.BLANK),
        ("网站标识码：XXXXXXXXXX", State.PLACEHOLDER),
        ("政府网站标识码：政府网站标识码", State.PLACEHOLDER),
        ("网站标识码：35072", State.PARTIAL),
    ],
)
def test_code_without_value(text: str, state: State, context: Context) -> None:
    """A label without a usable number is told from no label."""
    assert readings(HOST.format(f"<p>{text}</p>"), context)["f_code"][0] is state


@pytest.mark.parametrize(
    ("foot", "method"),
    [
        ('<script id="_jiucuo_" sitecode="3507220012" src="http://pucha.example.cn/exposure/jiucuo.js"></script>', "script"),
        ("", "meta"),
    ],
)
def test_code_that_only_the_source_carries(foot: str, method: str, context: Context) -> None:
    """A code in a script or a meta tag is a weaker reading, and no code is called missing."""
    head = '<title>青石县质量监督局</title><meta name="SiteIDCode" content="3507220012">'
    facts = list(site(view(body("<p>" + "本局负责质量监督工作。" * 4 + "</p>", head=head, foot=HOST.format(foot))), context))
    found = of_kind(facts, "site", "f_code")[0]

    assert isinstance(found.value, Reading)
    assert (found.value.state, found.value.value, found.method) == (State.VALID, "3507220012", method)
    assert found.confidence <= 0.6


@pytest.mark.parametrize(
    "extra",
    [
        '<script src="/js/foot.js"></script>',
        '<iframe src="/include/footer.html"></iframe>',
        '<script>$("#footer").load("/inc/footer.html");</script>',
        '<img src="/images/bottom.jpg" width="1000">',
    ],
)
def test_footer_brought_later_is_unread(extra: str, context: Context) -> None:
    """What a script, a frame or a picture may hold is not called missing."""
    found = readings(HOST.format(extra), context)

    assert found["f_code"][0] is State.UNREAD
    assert found["f_psb"][0] is State.UNREAD
    assert found["f_icp"][0] is State.VALID


def test_page_without_footer_is_unread(context: Context) -> None:
    """No footer text at all proves nothing."""
    assert {state for state, _, _ in readings("", context).values()} == {State.UNREAD}


def test_static_footer_read_whole_is_absent(context: Context) -> None:
    """A static footer that was read proves what it lacks."""
    found = readings(HOST.format(""), context)

    assert {subject for subject, (state, _, _) in found.items() if state is State.ABSENT} == {
        "f_code",
        "f_psb",
        "f_mark",
        "f_zc",
        "f_contact",
        "f_map",
    }


def test_numbers_in_comments_do_not_count(context: Context) -> None:
    """A commented-out footer is not seen."""
    assert readings(HOST.format("<!-- 网站标识码：3507220012 -->"), context)["f_code"][0] is State.ABSENT


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ('<a href="http://bszs.conac.cn/sitename?method=show&id=1"><img src="/images/red.png"></a>', State.VALID),
        ('<img src="/img/a1.png" alt="党政机关">', State.VALID),
        (
            """<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/1.js'"));</script>""",
            State.UNREAD,
        ),
        ("", State.ABSENT),
    ],
)
def test_party_mark(mark: str, state: State, context: Context) -> None:
    """The mark counts as link or picture; behind its script it cannot be seen."""
    assert readings(HOST.format(mark), context)["f_mark"][0] is state


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (
            '<a href="http://pucha.kaipuyun.cn/exposure/jiucuo.html?site_code=3507220012"><img src="/z.png" alt="我为政府网站找错"></a>',
            State.VALID,
        ),
        ('<script id="_jiucuo_" src="/jiucuo.js"></script>', State.UNREAD),
        ('<a href="/wzjc/">网站纠错</a>', State.PARTIAL),
        ("", State.ABSENT),
    ],
)
def test_fault_finding_entry(mark: str, state: State, context: Context) -> None:
    """The national entry counts; a form of the site's own is no more than partial."""
    assert readings(HOST.format(mark), context)["f_zc"][0] is state


def test_police_number_in_the_link(context: Context) -> None:
    """The number may stand in the address of the police registry's link."""
    link = '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=35072202000123"><img src="/b.png"></a>'

    assert readings(HOST.format(link), context)["f_psb"][:2] == (State.VALID, "35072202000123")


def test_technical_support_is_no_contact(context: Context) -> None:
    """A telephone of the supplier is not the site's contact."""
    assert readings(HOST.format("<p>技术支持电话：0599-6600000</p>"), context)["f_contact"][0] is State.PARTIAL


@pytest.mark.parametrize(
    ("html", "state"),
    [
        ('<input name="q" placeholder="请输入关键字">', State.VALID),
        ('<form action="/search.jspx"><input type="text" name="a"><input type="submit"></form>', State.VALID),
        ('<a href="javascript:;">站内搜索</a>', State.VALID),
        ('<input type="hidden" name="keyword">', State.ABSENT),
        ('<iframe src="/include/top.html"></iframe>', State.UNREAD),
    ],
)
def test_search_box(html: str, state: State, context: Context) -> None:
    """A visible field or link counts; a head that is fetched later may hold one."""
    found = list(search_box(view(body(f"{html}<p>本局负责质量监督工作，欢迎查询。</p>")), context))

    assert [fact.value.state for fact in found if isinstance(fact.value, Reading)] == [state]


def test_site_names_by_source(context: Context) -> None:
    """The site's name is read from meta, title tag and footer, each for itself."""
    head = '<title>通知公告-青石县质量监督局网站</title><meta name="SiteName" content="青石县质监局">'
    found = {fact.method: fact.value for fact in site_name(view(body("<p>正文。</p>", head=head, foot=HOST.format(""))), context)}

    assert found == {"meta": "青石县质监局", "title": "青石县质量监督局网站", "footer": "青石县质量监督局"}


@pytest.mark.parametrize("foot", ["<p>版权所有：青石侨网闽ICP备05070829号</p>", "<p>版權所有：青石僑網閩ICP備05070829號</p>"])
def test_the_provinces_letter_is_no_part_of_the_owners_name(foot: str, context: Context) -> None:
    """«青石侨网闽ICP备…»: the letter belongs to the number that follows."""
    assert readings(f"<div class='footer'>{foot}</div>", context)["f_host"][1] in ("青石侨网", "青石僑網")


@pytest.mark.parametrize("name", ["云溪市质量技术监督局", "云溪经济技术开发区管理委员会", "云溪市技术市场管理办公室"])
@pytest.mark.parametrize("after", [" 地址：云溪市一路1号", "技术支持：云溪信息公司", "技术开发：云溪信息公司"])
def test_an_owner_with_technique_in_its_name(name: str, after: str, context: Context) -> None:
    """«技术» ends the owner's name only where a technical service begins."""
    state, value, _ = readings(f'<div class="foot"><p>主办单位：{name}{after}</p></div>', context)["f_host"]

    assert (state, value) == (State.VALID, name)


def test_what_a_template_or_a_picture_may_yet_show_is_unread(context: Context) -> None:
    """A template in the footer that its script has not filled; a picture that is called after the mark, for that mark alone."""
    unfilled = HOST.format("<p>网站标识码：{{site.code}}</p>")
    pictured = HOST.format('<img src="a.png" alt="网站标识码"><img src="b.png" alt="微信">')

    assert {readings(unfilled, context)[mark][0] for mark in ("f_code", "f_psb", "f_contact")} == {State.UNREAD}
    assert readings(unfilled, context, rendered=True)["f_code"][0] is State.PLACEHOLDER
    found = readings(pictured, context)
    assert (found["f_code"][0], found["f_psb"][0], found["f_icp"][0]) == (State.UNREAD, State.ABSENT, State.VALID)


@pytest.mark.parametrize(
    ("head", "state"),
    [
        ('<form action="/s.jsp"><input name="kw" type="text"><input type="image" src="so.gif"></form>', State.UNREAD),
        ('<select><option>标题</option></select><input id="k" type="text"><img src="/images/ss.jpg" onclick="ss()">', State.UNREAD),
        ('<div id="header"></div><script>$("#header").load("/header.html")</script>', State.UNREAD),
        ('<a href="javascript:;"><i class="fa fa-search"></i></a>', State.VALID),
        ('<el-input placeholder="搜索"></el-input>', State.VALID),
        ('<form action="/so"><input type="text" name="q" value="站內搜尋"></form>', State.VALID),
        ('<form action="/login"><input name="u"><input type="password" name="p"></form>', State.ABSENT),
        ('<a class="research-list" href="/yj/">民政研究工作动态信息</a>', State.ABSENT),
    ],
)
def test_search_boxes_without_words(head: str, state: State, context: Context) -> None:
    """A glass tells itself; a field that says nothing, or a head that comes later, leaves it open; who signs in does not search."""
    [fact] = search_box(view(body(f"{head}<p>{'本局负责全县民政工作。' * 8}</p>")), context)
    assert isinstance(fact.value, Reading)
    assert fact.value.state is state
