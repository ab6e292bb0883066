"""What pages show of themselves: tags, templates, a living organ, a gazette's functions, a map; and the gravest signs."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import PageKind, Place, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, findings, home, outcome, outcomes, page, read, row, unit

TAGS = {
    "home": {"SiteName": "网站名称", "SiteDomain": "网站域名", "SiteIDCode": "标识码"},
    "column": {"ColumnType": "栏目类别"},
    "article": {},
}


def tagged(text, *facts, final="http://www.yunxi.gov.cn/"):
    return unit(home(*facts, fact("page.meta", text), final=final))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SiteName=云溪市质量局\nSiteDomain=www.yunxi.gov.cn\nSiteIDCode=1100000001", PASSED),
        ("SiteName=云溪市质量局\nSiteDomain=yunxi.gov.cn\nSiteIDCode=1100000001", PASSED),
        ("SiteName=云溪市质量局\nSiteDomain=www.other.gov.cn\nSiteIDCode=1100000001", FAILED),
        ("SiteName=null\nSiteDomain=www.yunxi.gov.cn\nSiteIDCode=1100000001", FAILED),
        ("SiteName=云溪市质量局\nSiteDomain=www.yunxi.gov.cn\nSiteIDCode=1100000002", FAILED),
        ("SiteName=\nSiteDomain=www.yunxi.gov.cn\nSiteIDCode=1100000001", CANT_TELL),
        ("SiteName=云溪市质量局", CANT_TELL),
    ],
)
def test_tags_of_the_home_page(text, expected):
    """A false tag is charged, a missing one named: which are compulsory is not confirmed."""
    made = tagged(text, read("site", "f_code", value="1100000001"))
    assert outcomes(made, "tags_in_heads", **TAGS)["home"] is expected


def test_tags_on_a_copy_of_the_site():
    """At a bare address or a name of no public kind the domain is not compared."""
    text = "SiteName=云溪市质量局\nSiteDomain=www.other.gov.cn\nSiteIDCode=1100000001"
    assert outcomes(tagged(text, final="http://127.0.0.1:8000/"), "tags_in_heads", **TAGS)["home"] is PASSED
    assert outcomes(tagged(text, final="http://www.yunxi.example/"), "tags_in_heads", **TAGS)["home"] is PASSED
    assert outcomes(unit(home(kind=PageKind.BLOCKED)), "tags_in_heads", **TAGS) == {"home": CANT_TELL}


def test_tags_of_columns_are_counted():
    """One finding for all columns."""
    columns = [page(f"c{i}/", PageKind.COLUMN, *([fact("page.meta", "ColumnType=公告")] if i else []), title=f"栏目{i}") for i in range(3)]
    found = findings(unit(home(), *columns), "tags_in_heads", **TAGS)["column"]
    assert found.outcome is CANT_TELL
    assert "ColumnType（栏目类别）1页" in found.message


@pytest.mark.parametrize(("confidences", "expected"), [((0.9,), FAILED), ((0.5, 0.5), CANT_TELL), ((), PASSED)])
def test_unfilled_templates(confidences, expected):
    """Weak signs stay weak, however many."""
    pages = [page(f"p{i}.html", PageKind.ARTICLE, fact("integrity.placeholder", "201X年", confidence=c)) for i, c in enumerate(confidences)]
    assert outcome(unit(*pages), "nothing_unfilled") is expected
    assert outcome(unit(home(kind=PageKind.SCRIPT_SHELL)), "nothing_unfilled") is CANT_TELL


LIVING = {
    "organs": ("质量技术监督局", "环境保护局"),
    "gone": dt.date(2019, 7, 1),
    "successors": ("市场监督", "生态环境"),
    "others": ("中心", "开发区"),
}


def old_site(newest, host="云溪市质量技术监督局", as_of="2020-06-30", **more):
    tz = page("tz/", PageKind.COLUMN, row("关于检查的通知", newest, "a.html"), title="通知公告")
    named = attrs.evolve(read("site", "f_host"), evidence=fact("site", "", quote=f"主办单位：{host}").evidence)
    return unit(home(named, **more), tz, as_of=as_of)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (old_site("2020-05-01"), FAILED),
        (old_site("2019-07-01"), FAILED),
        (old_site("2019-06-30"), CANT_TELL),
        (old_site("2020-05-01", host="云溪市市场监督管理局（原质量技术监督局）"), PASSED),
        (old_site("2020-05-01", host="云溪市市场监督管理局"), PASSED),
        (old_site("2020-05-01", host="云溪市生态环境局（云溪市环境保护局）"), PASSED),
        (old_site("2020-05-01", host="原云溪市环境保护局"), PASSED),
        (old_site("2020-05-01", host="云溪市环境保护局"), FAILED),
        (old_site("2020-05-01", host="云溪经济开发区环境保护局"), CANT_TELL),  # a zone's own office
        (old_site("2020-05-01", host="云溪市环境保护局宣教中心"), CANT_TELL),
        (old_site("2019-05-01", as_of="2019-06-30"), INAPPLICABLE),
        (old_site("2020-05-01", kind=PageKind.BLOCKED), CANT_TELL),
    ],
)
def test_an_abolished_organ_that_still_speaks(made, expected):
    """The old name beside news of later days; alone it is a site that was left behind."""
    assert outcome(made, "organ_current", **LIVING) is expected


def test_a_home_page_that_names_nobody():
    """Nothing was read that could be current or not."""
    assert outcome(unit(home(), as_of="2020-06-30"), "organ_current", **LIVING) is CANT_TELL


def test_traditional_characters_are_no_defect():
    """Said, and never charged."""
    assert outcome(unit(home(fact("page.script", "traditional"))), "script_known") is INAPPLICABLE
    assert outcome(unit(), "script_known") is PASSED
    assert outcome(unit(home(kind=PageKind.BLOCKED)), "script_known") is CANT_TELL


GAZETTE = {"tools": {"print": "打印", "download": "下载", "share": "分享"}, "words": ("政府公报",), "never": ("统计公报",)}


def gazette(*tools, **more):
    facts = [read("page.tools", tool) for tool in tools]
    return unit(home(door("dated", "政府公报", "gb/")), page("gb/", PageKind.OTHER, *facts, title="云溪市人民政府公报政府公报", **more))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (gazette("print", "download", "share"), PASSED),
        (gazette("print", "download"), FAILED),
        (gazette("print", "download", scripted=True), CANT_TELL),
        (gazette(status=500), CANT_TELL),
        (unit(), INAPPLICABLE),
        (unit(stop=Stop.PAGES), CANT_TELL),
        (unit(page("gb/", PageKind.ARTICLE, title="2016年政府公报统计公报")), INAPPLICABLE),
        (unit(page("n.html", PageKind.ARTICLE, title="关于赠阅政府公报的通知")), INAPPLICABLE),  # news of one
        (unit(page("n.html", PageKind.ARTICLE, title="我区召开政府公报工作会议")), INAPPLICABLE),
        (unit(page("3.html", PageKind.ARTICLE, title="《云溪市人民政府公报》2017年第3期(总第31期)")), FAILED),
        (unit(page("gb/", PageKind.COLUMN, row("云政发1号", "2017-06-01", "gb/1.html"), title="政府公报")), CANT_TELL),  # only its list
    ],
)
def test_gazette(made, expected):
    """Buttons that a script draws are not seen; a unit without a gazette owes none."""
    assert outcome(made, "gazette_functions", **GAZETTE) is expected


PLACES = {"parts": {"map": "示意图", "site": "场所", "route": "路线"}, "words": ("服务地图",)}


def place(*parts, text="服务地图", facts=(), **more):
    shown = [read("place", part) for part in parts]
    return unit(home(door("dated", text, "dt.html")), page("dt.html", PageKind.ARTICLE, *shown, *facts, title=text, **more))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (place("map", "site", "route"), PASSED),
        (place("map", "site", "route", text="联系我们"), PASSED),
        (place("site"), FAILED),
        (place("site", facts=(fact("page.image", "http://x/a.png"),)), CANT_TELL),
        (place("site", scripted=True), CANT_TELL),
        (place("site", frames=("f.html",)), CANT_TELL),
        (place("site", text="联系我们"), CANT_TELL),
        (place("site", facts=(row("受理点", None, "1.html"),)), CANT_TELL),  # its rows lead on
        (unit(), CANT_TELL),
    ],
)
def test_map(made, expected):
    """Charged only on the page that the portal itself calls so, and only where nothing on it was left unread."""
    assert outcome(made, "map_shown", **PLACES) is expected


def test_a_map_over_several_pages():
    """A page for each place, all under the one that is called so."""
    first = page("dt.html", PageKind.ARTICLE, read("place", "map"), title="服务地图")
    below = page("dt1.html", PageKind.ARTICLE, read("place", "site"), read("place", "route"), title="受理点", found_on="dt.html")
    front = home(door("dated", "服务地图", "dt.html"))
    assert outcome(unit(front, first, below), "map_shown", **PLACES) is PASSED
    assert outcome(unit(front, first, attrs.evolve(below, page=attrs.evolve(below.page, found_on=None))), "map_shown", **PLACES) is FAILED


def test_gravest_signs_are_those_of_intrusion():
    """Charged once, by the rules on pages and on links; before it is a veto people confirm it."""
    spam = fact("integrity.hijack", "博彩、色情等用语", "title", confidence=0.9)
    taken = unit(home(spam, fact("integrity.hidden_links", 5)))
    found = findings(taken, "no_grave_content")
    assert {subject: f.outcome for subject, f in found.items()} == {"tamper": CANT_TELL, "link_bad": CANT_TELL}
    assert [word for word in ("博彩", "页面被劫持/冒名", "人工确认") if word not in found["tamper"].message] == [] and found[
        "tamper"
    ].evidence
    assert outcome(taken, "identity_kept") is FAILED and outcome(taken, "no_hidden_links") is FAILED
    weak = attrs.evolve(spam, confidence=0.4)
    assert outcomes(unit(home(weak, fact("integrity.hidden_links", 2))), "no_grave_content") == {"tamper": CANT_TELL, "link_bad": CANT_TELL}
    assert outcomes(unit(), "no_grave_content") == {"tamper": PASSED, "link_bad": PASSED}


def test_nothing_of_this_needs_a_place_of_its_own():
    """Units on another's portal are judged by their own pages."""
    made = unit(home(), page("kfq/", PageKind.COLUMN, title="分局"), column="kfq/")
    assert made.place == Place(portal="yunxi", column_url="http://www.yunxi.example/kfq/")
    assert outcome(made, "nothing_unfilled") is PASSED
