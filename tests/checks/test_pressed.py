"""Doors other than anchors: what is pressed, chosen from a list, or opened by a script that alone knows the address."""

from __future__ import annotations

import pytest

from checks.facts.choices import choices
from checks.facts.offers import offered
from checks.model import LinkKind
from checks.vocabulary import Context
from tests.checks.list_fixtures import make_view

PAGE = "<html><head><title>青石县林业局</title></head><body><p>青石县林业局门户网站</p>{}</body></html>"
AT = "http://www.example.test"
DOORS = {
    '<button data-href="/xxgk/index.html" onclick="jump(this)">政府信息公开</button>': (LinkKind.WEB, f"{AT}/xxgk/index.html"),
    '<li data-url="xxgk/"><span>政府信息公开</span></li>': (LinkKind.WEB, f"{AT}/xxgk/"),
    "<div onclick=\"location.href='/xxgk/'\">政府信息公开</div>": (LinkKind.WEB, f"{AT}/xxgk/"),
    "<div onclick=\"goto('xxgk')\">政府信息公开</div>": (LinkKind.SCRIPT, None),
    '<div data-url="xxgk" onclick="goto(this)">政府信息公开</div>': (LinkKind.SCRIPT, None),
    '<select onchange="location=this.value"><option value="">栏目</option><option value="/xxgk/index.html">政府信息公开</option></select>': (
        LinkKind.WEB,
        f"{AT}/xxgk/index.html",
    ),
    '<input type="button" value="政府信息公开" onclick="location.href=\'/xxgk/\'">': (LinkKind.WEB, f"{AT}/xxgk/"),
    "<table><tr><td onmousedown=\"location='/xxgk/'\">政府信息公开</td></tr></table>": (LinkKind.WEB, f"{AT}/xxgk/"),
    '<router-link to="/xxgk/">政府信息公开</router-link>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<form action="/xxgk/"><input type="submit" value="政府信息公开"></form>': (LinkKind.SCRIPT, None),
    '<form><button formaction="/xxgk/">政府信息公开</button></form>': (LinkKind.SCRIPT, None),
    '<a href="#/xxgk">政府信息公开</a>': (LinkKind.SCRIPT, None),
    '<a href="/xxgk/;jsessionid=0A1B2C">政府信息公开</a>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<a href="/xxgk/" aria-label="政府信息公开"><i></i></a>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<li><a href="/xxgk/"></a><h3>政府信息公开</h3></li>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<li><a href="/xxgk/"><i></i></a><p>政府信息公开</p></li>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<script>var menu=[{"name":"政府信息公开","url":"/xxgk/"}];</script>': (LinkKind.WEB, f"{AT}/xxgk/"),
    r'<script>var menu=[{"name":"\u653f\u5e9c\u4fe1\u606f\u516c\u5f00","url":"\/xxgk\/"}];</script>': (LinkKind.WEB, f"{AT}/xxgk/"),
    "<script>var n={id:1,name:'政府信息公开',url:'/xxgk/',children:[{id:2,name:'某',url:'/a/'}]};</script>": (LinkKind.WEB, f"{AT}/xxgk/"),
    "<script>d.add(1,0,'政府信息公开','/xxgk/');</script>": (LinkKind.WEB, f"{AT}/xxgk/"),
    '<script>document.write(\'<a class="m" href="/xxgk/"><b>政府信息公开</b></a>\');</script>': (LinkKind.WEB, f"{AT}/xxgk/"),
    '<div data-menu=\'[{"name":"政府信息公开","url":"/xxgk/"}]\'></div>': (LinkKind.WEB, f"{AT}/xxgk/"),
}
NO_DOORS = {
    "a name, no address": '<select><option value="xxgk">政府信息公开</option></select>',
    "a block of its own links": '<div onclick="show()"><a href="#top">政府信息公开</a></div>',
    "a picture's address": '<select><option value="/img/xxgk.jpg">政府信息公开</option></select>',
    "a form that asks": '<form action="/s/"><input name="q"><input type="submit" value="政府信息公开"></form>',
    "a name in a script, no address": "<script>var a={name:'政府信息公开',url:'xxgk'};</script>",
    "words put together by a script": "<script>m.append('<a href=\"'+u+'\">政府信息公开</a>');</script>",
    "a long title in a script": f"<script>var a={{name:'{'政府信息公开' * 4}',url:'/a/1.html'}};</script>",
    "a long text": f'<div onclick="show()">{"政府信息公开" * 4}</div>',
}


@pytest.mark.parametrize("source", DOORS)
def test_what_is_pressed_or_chosen_is_a_door(source: str, context: Context) -> None:
    """To the address that it holds; one that only a script knows stays open."""
    assert [
        (link.kind, link.url) for role, link in offered(make_view(PAGE.format(source)), context.vocabulary) if role == "disclosure"
    ] == [DOORS[source]]


@pytest.mark.parametrize("case", NO_DOORS)
def test_other_choices_and_handlers_are_none(case: str, context: Context) -> None:
    """They lead nowhere that can be told."""
    links = [link for _, link in offered(make_view(PAGE.format(NO_DOORS[case])), context.vocabulary)]
    assert all(link.via == "a" for link in links)


def test_a_frame_may_be_an_object():
    """A page that stands in an «object» is read as one in a frame; a film is none."""
    source = '<object type="text/html" data="/menu.html"></object><object type="application/x-shockwave-flash" data="/a.swf"></object>'

    assert [(link.via, link.url) for link in make_view(PAGE.format(source)).links] == [("frame", f"{AT}/menu.html")]


def test_years_that_a_script_opens_are_told(context: Context) -> None:
    """Of a choice without addresses and of what is pressed; one with an address is a link."""
    source = (
        '<select onchange="load(this.value)"><option value="2013">2013年</option><option value="2014">二〇一四年</option></select>'
        '<select><option value="/nb/2011.html">2011年</option></select><b onclick="load(2012)">2012年度</b><a href="2010.html">2010年</a>'
    )

    assert [fact.value for fact in choices(make_view(PAGE.format(source)), context)] == ["2012年度", "2013年", "二〇一四年"]
