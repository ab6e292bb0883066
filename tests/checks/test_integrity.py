"""integrity: hidden links, signs of a replaced identity, damaged text."""

from __future__ import annotations

import attrs
import pytest

from checks.facts.hidden import hidden_links, registrable
from checks.facts.hijack import hijack
from checks.facts.mojibake import mojibake
from checks.model import Fact
from checks.vocabulary import Context

from .page_fixtures import CASES, body, facts_of, of_kind, view

FOOT = '<div class="footer">主办单位：青石县质量监督局 地址：青石县建设路8号 闽ICP备05012345号 网站标识码：3507220012</div>'
TEXT = "<p>" + "本局负责全县产品质量监督工作，依法开展监督抽查。" * 5 + "</p>"


def suspects(html: str, context: Context, url: str = "http://www.example.gov.cn/") -> int:
    """Hosts counted as hidden foreign links."""
    found = [fact for fact in hidden_links(view(html, url=url), context) if not fact.subject]
    assert isinstance(found[0].value, int)
    return found[0].value


def signs(html: str, context: Context) -> list[Fact]:
    """Signs of a hijack."""
    return list(hijack(view(html, url="http://www.example.gov.cn/"), context))


@pytest.mark.parametrize("case", CASES)
def test_sound_pages_show_no_sign(case: str, context: Context) -> None:
    """No fixture page, however odd, is called hijacked, injected or damaged."""
    facts = facts_of(case, context)

    assert of_kind(facts, "integrity.hijack") == []
    assert of_kind(facts, "integrity.mojibake") == []
    assert [fact.value for fact in of_kind(facts, "integrity.hidden_links") if fact.value] == []


@pytest.mark.parametrize(
    "style",
    ["display:none;", "position:absolute;left:-9999px", "height:0;overflow:hidden", "visibility: hidden", "text-indent:-5000px"],
)
def test_hidden_block_of_foreign_links(style: str, context: Context) -> None:
    """Foreign hosts inside a hidden block are counted once each; the quote is the tag, never the links' words."""
    links = "".join(f'<a href="http://www.spam{i}.com/{k}">推广词{i}</a>' for i in range(5) for k in "ab")
    page = view(body(TEXT, foot=f'<div style="{style}">{links}</div>'))
    found = next(fact for fact in hidden_links(page, context) if not fact.subject)

    assert found.value == 5
    assert "推广词" not in found.evidence.quote
    assert style in found.evidence.quote


@pytest.mark.parametrize(
    "block",
    [
        '<ul class="subnav" style="display:none"><li><a href="http://ly.example.gov.cn/">子站</a></li></ul>',
        '<div style="display:none"><a href="/a.html">站内</a><a href="http://bm.example.gov.cn/b">本县子站</a></div>',
        '<div class="friend-links" style="display:none"><a href="http://www.news-agency.com/">某通讯社</a></div>',
        '<div style="display:none"><a href="http://www.gov.cn/">中国政府网</a><a href="http://www.other.gov.cn/">邻县</a></div>',
        '<div style="display:none"><a href="javascript:;">关闭</a></div>',
        "<!-- <div style='display:none'><a href='http://www.spam.com/'>x</a></div> -->",
        '<div style="height:0;clear:both"></div><a href="http://www.spam.com/">可见</a>',
    ],
)
def test_harmless_hidden_links(block: str, context: Context) -> None:
    """Drop-down menus, own sub-hosts, other governments, pop-ups, comments and visible links are not counted."""
    assert suspects(body(block + TEXT), context) == 0


def test_own_name_of_a_copy_on_another_host(context: Context) -> None:
    """A copy served from a bare address knows its own name from SiteDomain or from its visible links."""
    hidden = '<div style="display:none"><a href="http://www.qszj.cn/zn/">公开指南</a></div>'
    by_meta = body(hidden + TEXT, head='<meta name="SiteDomain" content="www.qszj.cn">')
    by_links = body(
        hidden + TEXT + '<a href="http://www.qszj.cn/1">一</a><a href="http://www.qszj.cn/2">二</a><a href="http://www.qszj.cn/3">三</a>'
    )

    copy = attrs.evolve(context, start_url="http://127.0.0.1:8000/")
    assert suspects(by_meta, copy, "http://127.0.0.1:8000/") == 0
    assert suspects(by_links, copy, "http://127.0.0.1:8000/") == 0


@pytest.mark.parametrize(
    ("host", "domain"), [("a.b.gov.cn", "b.gov.cn"), ("www.x.com", "x.com"), ("x.cn", "x.cn"), ("127.0.0.1", "127.0.0.1")]
)
def test_registrable(host: str, domain: str) -> None:
    """The registered part of a host."""
    assert registrable(host) == domain


@pytest.mark.parametrize(
    "head",
    [
        "<title>澳门新葡京娱乐场官网</title>",
        "<title>&#28595;&#38376;&#26032;&#33889;&#20140;&#23448;&#32593;</title>",
        '<title>青石县质量监督局</title><meta name="keywords" content="百家乐,真人娱乐,体育投注">',
    ],
)
def test_spam_where_the_page_names_itself(head: str, context: Context) -> None:
    """Betting words in title or keywords are a strong sign, written plainly or as character entities."""
    found = signs(body(TEXT, head=head, foot=FOOT), context)

    assert max(sign.confidence for sign in found) >= 0.8
    assert found[0].subject in ("title", "meta")


@pytest.mark.parametrize(
    "title",
    [
        "公安机关打击网络赌博查获百家乐平台",
        "关于防范博彩网站诈骗的预警",
        "中国福利彩票发行管理办法",
        "体育彩票公益金使用情况公告",
        "禁毒宣传月活动",
        "扫黄打非工作动态",
    ],
)
def test_bureaus_that_fight_spam_are_not_accused(title: str, context: Context) -> None:
    """Enforcement news and the state lotteries are no sign."""
    assert (
        signs(body(f"<h1>{title}</h1>{TEXT}", head=f"<title>{title}-青石县公安局</title><meta name='keywords' content='{title}'>"), context)
        == []
    )


def test_brand_in_the_place_of_a_name(context: Context) -> None:
    """A betting brand before an administrative suffix, as mechanical substitution leaves it."""
    text = "<p>2014年，365体育官网市政府信息公开工作在365体育官网市人民政府领导下有序开展。</p>"
    found = signs(body(text + TEXT, foot=FOOT), context)

    assert [(sign.subject, sign.confidence >= 0.8) for sign in found] == [("words", True)]


def test_doubled_suffix(context: Context) -> None:
    """«青石县市»: strong in the site's own name, nothing in the text."""
    strong = signs(body("<p>青石县市人民政府发布公告。</p>", head="<title>青石县市人民政府门户网站</title>", foot=FOOT), context)
    text = signs(body("<p>青石县市财政局发布公告。</p>" + TEXT, foot=FOOT), context)

    assert [sign.confidence >= 0.8 for sign in strong if sign.subject == "name"] == [True]
    assert text == []


@pytest.mark.parametrize(
    "text",
    [
        "青石县市场监督管理局负责监管工作。",
        "各县市财政局要按时上报。",
        "云溪州七县市教育局参加会议。",
        "青石县市政园林局负责维护。",
        "全省各县市人民政府要高度重视。",
        "先进县市公安局代表发言。",
    ],
)
def test_suffixes_that_rightly_follow(text: str, context: Context) -> None:
    """县 and 市 stand together in ordinary words and enumerations."""
    assert signs(body(f"<p>{text}</p>" * 8 + TEXT, foot=FOOT), context) == []


def test_title_of_another_trade_than_the_host(context: Context) -> None:
    """A site name of one field over a host of another is a sign of middling weight."""
    found = signs(
        body(
            TEXT,
            head="<title>欢迎进入云溪市科技计划管理网</title>",
            foot='<div class="footer">主办单位：中共云溪市纪律检查委员会 闽ICP备05012345号</div>',
        ),
        context,
    )

    assert [(sign.subject, sign.confidence) for sign in found] == [("name", 0.6)]


def test_government_in_the_keywords_is_no_trade(context: Context) -> None:
    """人民政府 holds the letters of 民政 and names no field of work."""
    head = '<title>云溪市科技网</title><meta name="keywords" content="云溪市人民政府">'
    found = signs(body(TEXT, head=head, foot='<div class="footer">主办单位：云溪市审计局 闽ICP备05012345号</div>'), context)

    assert [sign.subject for sign in found] == ["name"]


@pytest.mark.parametrize(
    ("title", "host"),
    [
        ("云溪教育网", "云溪市教育体育局"),
        ("云溪人社网", "云溪市人力资源和社会保障局"),
        ("云溪市人民政府门户网站", "云溪市人民政府办公室"),
        ("云溪旅游信息网", "云溪市文化广电和旅游局"),
        ("关于中小学教师职称评审结果的公示", "云溪市人力资源和社会保障局"),
        ("云溪市工商行政管理局", "云溪市市场监督管理局"),
    ],
)
def test_names_that_agree(title: str, host: str, context: Context) -> None:
    """Abbreviations, merged bureaus and documents about other fields are no contradiction."""
    foot = f'<div class="footer">主办单位：{host} 地址：云溪市人民路1号 闽ICP备05012345号</div>'

    assert signs(body(TEXT, head=f"<title>{title}</title>", foot=foot), context) == []


def test_random_twin_tags(context: Context) -> None:
    """Nested empty elements with the same random id are what injected code leaves."""
    found = signs(body(TEXT + '<dd id="c6qm2"><nav id="c6qm2"></nav></dd>', foot=FOOT), context)

    assert [sign.subject for sign in found] == ["words"]


@pytest.mark.parametrize(
    "text",
    [
        "锟斤拷锟斤拷锟较拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷",
        "政府\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd公开\ufffd\ufffd\ufffd\ufffd",
        "ÕþÎñ¹«¿ªÐÅÏ¢Ä¿Â¼ÕþÎñ¹«¿ª",
        "部门????????预算??????????公开",
        "鏀垮簻淇℃伅鍏紑鐩綍锛屾湰灞€涓诲姙鐨勭綉绔欙紝鍏紑淇℃伅",
    ],
)
def test_damaged_text(text: str, context: Context) -> None:
    """Replacement characters, wrong code pages and lost characters are told with their share."""
    found = list(mojibake(view(body(f"<p>{text}</p>")), context))

    assert len(found) == 1
    assert isinstance(found[0].value, float)
    assert 0 < found[0].value <= 1


@pytest.mark.parametrize(
    "text",
    [
        "<%@ page contentType='text/html;charset=UTF-8' %> 政府信息公开目录",
        "什么？？？真的吗？",
        "您的意见：________________ 得分：??",
        "一个坏字\ufffd而已，其余均可阅读，本局负责质量监督工作。",
        "Résumé déjà vu",
        "龍蝦與鳳凰同臺，繁體字網頁。",
        "表格│名称│数量│",
        "☆☆☆☆☆ 五星企业名单",
    ],
)
def test_odd_but_sound_text(text: str, context: Context) -> None:
    """Template code, question marks, single slips, rare characters and drawn tables are no damage."""
    assert list(mojibake(view(body(f"<p>{text.replace('<%', '&lt;%')}</p>")), context)) == []
