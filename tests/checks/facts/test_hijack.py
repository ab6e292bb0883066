"""integrity.hijack: ordinary names and words accuse nobody; break-ins are still told."""

from __future__ import annotations

import pytest

from checks.facts.hijack import hijack
from checks.model import Fact
from checks.vocabulary import Context
from tests.checks.page_fixtures import body, view

TEXT = "<p>" + "本局负责全县产品质量监督工作，依法开展监督抽查。" * 5 + "</p>"


def encoded(text: str) -> str:
    """Every character as a numeric entity."""
    return "".join(f"&#{ord(sign)};" for sign in text)


def signs(context: Context, title: str = "", host: str = "青石县质量监督局", text: str = TEXT, **metas: str) -> list[Fact]:
    """Signs on a page of this bureau."""
    head = f"<title>{title}</title>" + "".join(f'<meta name="{name}" content="{content}">' for name, content in metas.items())
    foot = f'<div class="footer">主办单位：{host} 地址：青石县建设路8号 闽ICP备05012345号</div>'
    return list(hijack(view(body(text, head=head, foot=foot), url="http://www.example.gov.cn/"), context))


@pytest.mark.parametrize(
    ("title", "host", "keywords"),
    [
        ("关于天津凯发电气股份有限公司计量许可的公示", "青石县质量监督局", ""),
        ("天津凯发电气股份有限公司_企业名录-青石县质量监督局", "青石县质量监督局", "凯发电气,必赢科技有限公司"),
        ("凯发街道办事处-青石县人民政府", "青石县人民政府", ""),
        ("关于做好无码商品赋码工作的公告", "青石县质量监督局", ""),
        ("无码商品赋码工作-青石县质量监督局", "青石县质量监督局", "无码,商品条码"),
        ("百家乐超市食品抽检结果-青石县质量监督局", "青石县质量监督局", ""),
        ("必赢置业有限公司公积金缴存公示", "青石县住房公积金管理中心", ""),
        ("代开发票办事指南-青石县税务局", "青石县税务局", "代开发票,发票领购,纳税申报"),
        ("中国福利彩票发行中心", "青石县福利彩票发行中心", "双色球,时时彩,福彩"),
        ("青石县体育局", "青石县体育局", "体育投注,足球,体彩,竞彩"),
        ("体彩世界杯竞猜销售通知-青石县体育局", "青石县体育局", ""),
        ("民警捣毁一流动赌场缴获老虎机3台-青石县公安局", "青石县公安局", "赌场,老虎机,警方"),
        ("关于棋牌游戏、电子游艺设备内容审查的公告", "青石县文化局", ""),
        ("澳门博彩业收入增长-青石县商务局", "青石县商务局", ""),
        ("青石县气象局", "青石县气象局", "天气预报,气象服务"),
        ("青石县住房和城乡建设局", "青石县住房和城乡建设局", "二手房,房价走势,招投标信息"),
        ("Qingshi County and Seoul sign an agreement", "青石县外事办公室", "Seoul,Qingshi"),
        ("青石县质量监督局_青石县质量监督局", "青石县质量监督局", ""),  # the front page: its own title, then the site's name
    ],
)
def test_ordinary_names_and_words(title: str, host: str, keywords: str, context: Context) -> None:
    """Companies called like a betting brand, trades that speak of such things, lotteries, enforcement, English."""
    assert signs(context, title, host, keywords=keywords) == []


def test_a_name_with_a_part_of_it_pasted_behind_is_a_weak_sign(context: Context) -> None:
    """As generated copies of sites have it; the whole name twice is how a content system titles its front page."""
    assert [s.value for s in signs(context, "青石县质量监督局-质量监督局")] == ["站名重复拼接"]


@pytest.mark.parametrize(
    ("title", "metas"),
    [
        ("必赢官网登录-青石县质量监督局", {}),
        ("亚博体育app下载", {}),
        ("澳门葡京,威尼斯人", {}),
        ("亚洲无码视频在线", {}),
        ("澳门百家乐平台-青石县公安局", {}),
        ("澳门网上娱乐场_在线百家乐直营网", {}),
        ("世界杯投注-青石县委宣传部", {}),
        ("青石县质量监督局", {"keywords": "凯发,伟德,亚博"}),
        ("青石县质量监督局", {"keywords": "澳门百家乐,体彩,时时彩,老虎机"}),
        ("青石县质量监督局", {"description": "本站提供北京赛车、时时彩、六合彩投注平台"}),
        (encoded("365体育官网"), {}),
    ],
)
def test_break_ins_in_title_and_tags(title: str, metas: dict[str, str], context: Context) -> None:
    """Two such words, or one with what only players look for; what excuses a bureau's own news excuses no heap of them."""
    assert max(sign.confidence for sign in signs(context, title, **metas)) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>天津凯发电气股份有限公司</td><td>天津市质量监督局</td></tr></table>",
        "<table><tr><td>365体育</td><td>天津市质量监督局</td></tr></table>",
        "<p>凯发公司天津市财政局、365体育用品公司青石县税务局、365体育用品厂青石县工商局。</p>",
        "<p>伟德商店和无码商品市场由青石县质量监督局监管。</p>",
    ],
)
def test_a_brand_before_an_organ_in_another_name_or_cell(text: str, context: Context) -> None:
    """The name of a company ends before the organ's begins, and so does a cell."""
    assert signs(context, text=text + TEXT) == []


@pytest.mark.parametrize("name", ["365体育官网市人民政府", "必赢官网市人民政府办公室"])
def test_a_brand_in_the_place_of_a_name(name: str, context: Context) -> None:
    """Mechanical substitution leaves a brand before an organ's suffix."""
    assert [(sign.subject, sign.confidence) for sign in signs(context, text=f"<p>{name}发布公告。</p>{TEXT}")] == [("words", 0.9)]


@pytest.mark.parametrize(
    ("title", "host", "charged"),
    [
        ("首頁-青石縣市人民政府門戶網站", "青石縣人民政府辦公室", True),
        ("首页-青石县市人民政府门户网站", "青石县人民政府办公室", True),
        ("首页", "青石县市财政局", True),
        ("我局组织周边县市环保局开展联合执法", "青石县环保局", False),
        ("周边县市教育局", "", False),
        ("周边县市教育局-青石县教育局", "青石县教育局", False),
        ("青石县市监管局", "青石县市监管局", False),
    ],
)
def test_a_doubled_suffix_counts_in_the_sites_own_name_only(title: str, host: str, charged: bool, context: Context) -> None:
    """Titles of documents and running text speak of counties and cities."""
    text = "<h1>我局组织周边县市环保局开展联合执法</h1><p>青石县市财政局和周边县市教育局参加。</p>" * 5
    found = [sign for sign in signs(context, title, host, text=text) if sign.value == "地名后缀重复"]

    assert [sign.confidence >= 0.8 for sign in found] == [True] * charged


@pytest.mark.parametrize(
    ("block", "charged"),
    [
        ('<dd id="c6qm2"><nav id="c6qm2"></nav></dd>', True),
        ('<div id="title"><span id="title">通知公告</span></div>', False),
        ('<div id="title"><span id="title"></span></div>', False),
        ('<div id="menu1"><ul id="menu1"></ul></div>', False),
        ('<dd id="c6qm2"><nav id="c6qm2">通知</nav></dd>', False),
    ],
)
def test_twin_tags_are_empty_and_random(block: str, charged: bool, context: Context) -> None:
    """An id written twice is a slip; an empty pair under a random one is what injected code leaves."""
    assert bool(signs(context, text=block + TEXT)) == charged


@pytest.mark.parametrize(
    ("block", "seen"),
    [
        ('<dd id="bzqwk"><nav id="bzqwk"></nav></dd><center id="bzqwk"></center>', True),
        ('<div id="share"><span id="share"></span></div>' * 9, False),  # a template's slip, in every row
        ('<dd id="bzqwk"><nav id="bzqwk"></nav></dd><center id="bzqwk">通知</center>', False),
        ('<i id="aaaaa"></i><b id="bbbbb"></b><u id="ccccc"></u>', False),
    ],
)
def test_one_id_of_letters_on_empty_elements_of_three_kinds(block: str, seen: bool, context: Context) -> None:
    """Injected code again, told less surely: a weak sign, left to a person."""
    assert [sign.confidence < 0.8 for sign in signs(context, text=block + TEXT)] == [True] * seen


@pytest.mark.parametrize(
    ("target", "charged"), [("http://www.spam.com/", True), ("http://m.example.gov.cn/", False), ("http://www.qingshi.gov.cn/", False)]
)
def test_visits_from_search_engines_sent_elsewhere(target: str, charged: bool, context: Context) -> None:
    """A jump for those who come from a search engine is charged where it leads to a foreign host."""
    script = f'<script>var r=document.referrer;if(r.indexOf("baidu")>0){{window.location.href="{target}";}}</script>'

    assert [sign.confidence >= 0.8 for sign in signs(context, text=script + TEXT)] == [True] * charged


def test_an_encoded_title_that_the_page_shows(context: Context) -> None:
    """A content system that encodes its own words is no intruder; words that stand in the title only are a weak sign."""
    title = "青石县质量监督局门户网站"

    assert signs(context, encoded(title), text=f"<h1>{title}</h1>{TEXT}") == []
    assert [sign.confidence < 0.5 for sign in signs(context, encoded(title))] == [True]


def test_one_contradiction_is_one_subject(context: Context) -> None:
    """Keywords that repeat the site's name add no second sign to it."""
    found = signs(context, "云溪市科技计划管理网", "青石县纪律检查委员会", keywords="科技,科技计划")

    assert {sign.subject for sign in found} == {"name"}


@pytest.mark.parametrize(
    ("title", "host", "contradicts"),
    [
        ("云溪市林业局", "云溪市自然资源和规划局", False),
        ("云溪市科技局", "云溪市工业和信息化局", False),
        ("云溪市城市管理局", "云溪市住房和城乡建设局", False),
        ("云溪市林业局", "云溪市公安局", True),
    ],
)
def test_the_old_name_of_a_merged_bureau_is_no_sign(title: str, host: str, contradicts: bool, context: Context) -> None:
    """Reforms put bureaus together; a head that still bears the old name is negligence, which other rules tell, and no break-in."""
    found = signs(context, title, host, keywords=f"{title},{title}通知公告")

    assert bool(found) is contradicts


@pytest.mark.parametrize(
    ("keywords", "subjects"),
    [
        ("云溪市科技局,云溪市科技局通知公告,科技计划", {"name", "meta"}),
        ("科技计划,科技项目申报,创新", {"name"}),
        ("云溪市科技局,科技计划", {"name"}),
        ("云溪市公安局,警务", {"name"}),
    ],
)
def test_keywords_that_name_another_organ_are_a_sign_of_their_own(keywords: str, subjects: set[str], context: Context) -> None:
    """A programme's site may be run by another organ and be tagged with its trade; tags with a foreign organ's name are another matter."""
    page = f"""<html><head><title>云溪市科技计划管理网</title><meta name="keywords" content="{keywords}"></head><body>
    <p>欢迎使用。</p><div class="footer">主办单位：云溪市公安局　云ICP备05000001号</div></body></html>"""

    assert {fact.subject for fact in hijack(view(page), context)} == subjects
