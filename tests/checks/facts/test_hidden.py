"""integrity.hidden_links: what a click opens is no 暗链; what nobody can open is."""

from __future__ import annotations

import pytest

from checks.facts.hidden import hidden_links
from checks.vocabulary import Context
from tests.checks.page_fixtures import body, view

BANKS = "".join(f'<a href="http://www.bank{i}.com/">银行{i}</a>' for i in range(5))
ITEMS = "".join(f'<li><a href="http://www.bank{i}.com/">银行{i}</a></li>' for i in range(5))
WORDS = "".join(f'<a href="http://www.spam{i}.com/">推广词{i}</a>' for i in range(5))
BETTING = "".join(f'<a href="http://www.spam{i}.com/">澳门新葡京{i}</a>' for i in range(5))
SLIDES = "".join(f'<li style="display:none"><a href="http://www.bank{i}.com/"><img src="/{i}.jpg" alt="某银行"></a></li>' for i in range(5))
REPLACED = "".join(
    f'<a href="http://www.bank{i}.com/" style="background:url(x.png);text-indent:-9999px;display:block">银行</a>' for i in range(5)
)
TEXT = "<p>" + "本局负责全县产品质量监督工作。" * 5 + "</p>"


def hosts(block: str, context: Context) -> object:
    """Hosts charged on a page that begins with this block."""
    return next(fact.value for fact in hidden_links(view(body(block + TEXT)), context) if not fact.subject)


@pytest.mark.parametrize(
    "block",
    [
        f'<div class="con" id="con_one_1">要闻</div><div class="con" id="con_one_2" style="display:none">{BANKS}</div>',
        f'<div id="zz_1">要闻</div><div id="zz_2" style="display:none">{BANKS}</div>',
        f'<div class="con"><ul><li>要闻</li></ul><ul style="display:none">{ITEMS}</ul></div>',
        f'<div><span>友情链接</span><ul style="display:none">{ITEMS}</ul></div>',
        f'<div>--友情链接--<div style="display:none"><ul>{ITEMS}</ul></div></div>',
        f'<dl><dt>新闻媒体网站</dt><dd style="display:none">{BANKS}</dd></dl>',
        f'<div class="xiala"><ul style="display:none">{ITEMS}</ul></div>',
        f'<div class="mobile-box" style="display:none">{BANKS}</div>',
        f'<nav style="display:none">{BANKS}</nav>',
        f'<div role="dialog" style="display:none">{BANKS}</div>',
        f'<div class="pop-box" style="position:absolute;top:-999px">{BANKS}</div>',
        f'<a onclick="show(\'lnk\')">更多</a><div id="lnk" style="display:none">{BANKS}</div>',
        f'<div id="lnk" style="display:none">{BANKS}</div><script>$("#lnk").slideToggle()</script>',
        f"<ul><li>第一张</li>{SLIDES}</ul>",
        f'<ul style="position:relative;width:5700px;left:-950px">{ITEMS}</ul>',
        f'<div style="position:absolute;left:50%;margin-left:-500px;width:1000px">{BANKS}</div>',
        f'<div style="margin-top:-120px">{BANKS}</div>',
        REPLACED,
    ],
)
def test_what_a_reader_can_open_or_sees_is_not_charged(block: str, context: Context) -> None:
    """Tab panels, drop-down lists, menus, pop-ups, slide shows, centred and overlapping blocks."""
    assert hosts(block, context) == 0


@pytest.mark.parametrize(
    "block",
    [
        f'<div style="display:none">{WORDS}</div>',
        f'<div style="position:absolute;left:-9999px">{WORDS}</div>',
        f'<div class="yqlj" style="position:absolute;top:-1000px;left:-1000px">{WORDS}</div>',
        f'<div style="margin-left:-9999px">{WORDS}</div>',
        f'<div style="height:0;width:0;overflow:hidden">{WORDS}</div>',
        f'<marquee height="1" width="1">{WORDS}</marquee>',
        f'<div class="content"><div><p>正文</p></div><div style="display:none">{WORDS}</div></div>',
        f'<p>联系我们</p><div style="display:none">{WORDS}</div>',
        f'<div style="display:none">友情链接：{WORDS}</div>',
        f'<table class="table"><tr><td><div style="display:none">{WORDS}</div></td></tr></table>',
        f'<div class="con">要闻</div><div class="con" style="display:none">{BETTING}</div>',
        f'<ul class="menu" style="display:none">{BETTING}</ul>',
    ],
)
def test_what_no_reader_can_open_is_charged(block: str, context: Context) -> None:
    """Blocks without a way to open them, off the screen under any name of a list, and betting words wherever they are hidden."""
    assert hosts(block, context) == 5
