"""A page in Traditional characters: the same facts, each quoted as it is written."""

from __future__ import annotations

from collections import Counter

import pytest

from checks.facts import read
from checks.facts.site import site
from checks.model import Fact, PageKind, Reading
from checks.vocabulary import Context
from tests.checks.metamorphic import markup
from tests.checks.metamorphic.same import view_of

SIMPLIFIED = markup.converter("t2s").convert
HEAD = "<html><head><title>{title}</title></head><body><div><a href='/'>首页</a> &gt; <a href='/j/'>{step}</a></div>"
PAGES = {
    "leaders": HEAD.format(title="领导信息-云溪市林业局", step="领导信息")
    + "<h2>领导信息</h2><p>江丛林　党组书记、局长</p><p>主持全面工作，分管党风廉政建设。</p><p>龚卫东　副局长</p><p>分管办公室、人事科。</p></body></html>",
    "offices": HEAD.format(title="机构设置-云溪市林业局", step="机构设置")
    + "<h2>内设机构</h2><p>办公室：负责机关日常运转。</p><p>计划财务处：负责资金管理。</p><p>资源管理处：负责资源监测。</p></body></html>",
    "messages": HEAD.format(title="互动交流-云溪市林业局", step="互动交流")
    + "<div>[写信时间：2015-05-04] 答复单位：办公室 [答复时间：2015-05-06]</div><div>[写信时间：2015-05-14] 答复单位：办公室 [答复时间：2015-05-16]</div>"
    "</body></html>",
    "rules": HEAD.format(title="依申请公开制度-云溪市林业局", step="依申请公开")
    + "<h1>云溪市林业局依申请公开制度</h1><p>2018-08-08</p><p>第一条 为规范依申请公开工作，制定本制度。</p>"
    "<p>第二条 申请人可以当面、信函、传真、电子邮件等形式提出申请。</p><p>第三条 申请表应包括申请人姓名、联系方式。</p>"
    "<p>第四条 办公室为受理机构，负责登记、答复。</p></body></html>",
    "place": HEAD.format(title="查阅场所-云溪市林业局", step="查阅场所")
    + "<h1>政府信息查阅场所</h1><p>查阅地点：云溪市人民路8号</p><p>公交路线：乘坐5路、12路至林业局站下车。</p></body></html>",
}


def told(facts: tuple[Fact, ...]) -> Counter[tuple[str, ...]]:
    """Facts in Simplified characters, but for those that speak of the form itself."""
    values = ((f, (f.value.state, f.value.value) if isinstance(f.value, Reading) else (f.value,)) for f in facts)
    return Counter((f.kind, f.subject, *(SIMPLIFIED(str(part)) for part in parts)) for f, parts in values if f.kind != "page.script")


@pytest.mark.parametrize("name", PAGES)
def test_the_same_facts(name: str, context: Context) -> None:
    """Leaders, offices, messages, rules and places are known in either form."""
    traditional = view_of((markup.converted("s2t")(PAGES[name]).encode(), ""))

    assert told(read(traditional, context)) == told(read(view_of((PAGES[name].encode(), "")), context))


def test_a_value_stays_as_written(context: Context) -> None:
    """What was matched in Simplified characters is told in those of the page."""
    facts = read(view_of((markup.converted("s2t")(PAGES["leaders"]).encode(), "")), context)
    leaders = next(f.value for f in facts if f.kind == "org" and f.subject == "leaders")

    assert isinstance(leaders, Reading)
    assert "江叢林" in str(leaders.value) and "黨組書記" in str(leaders.value)


def test_rules_on_applying_are_no_place_to_apply(context: Context) -> None:
    """Numbered articles are known as such in either form."""
    view = view_of((markup.converted("s2t")(PAGES["rules"]).encode(), ""))

    assert next(f.value for f in read(view, context) if f.kind == "page.kind") is not PageKind.APPLY


def test_who_runs_the_site_stands_above_a_partner(context: Context) -> None:
    """In a foot that no name marks, a partner's line between the two does not part the organ from the numbers."""
    body = (
        "<html><body><div><p>工作动态一二三四五六七八九十</p></div><div><div><p>主办单位：云溪市林业局</p><p>合作单位：云溪新闻网</p>"
        "<p>云ICP备10000001号</p></div><div><p>站内信</p></div></div></body></html>"
    )
    host = next(f.value for f in site(view_of((body.encode(), "")), context) if f.subject == "f_host")

    assert isinstance(host, Reading) and host.value == "云溪市林业局"
