"""Which part of a page a block belongs to, told from its tag, class and id. 页面区域"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .texts import per_text

# (what the class or id says, weight of a list that stands inside). Words are whole tokens or token parts as site builders write them.
# «wz» is 位置, and in «wz_con» 文章.
# A block that holds most of the page's links is a wrapper, whatever its name: see ``weight``.
REGIONS: tuple[tuple[str, re.Pattern[str], float], ...] = (
    ("foot", re.compile(r"(?:^|[\s_-])(?:foot\w*|copyright|bottom|btm|dibu|banquan|ft)(?=[\s_\d-]|$)|footer"), 0.05),
    (
        "crumb",
        re.compile(
            r"crumb|position|location|dqwz|weizhi|curpos|dangqian|(?:^|[\s_-])(?:pos|path|wz(?![_-](?:con|list|nr|main|lb|text|zw))|bread)(?=[\s_\d-]|$)"
        ),
        0.05,
    ),
    (
        "menu",
        re.compile(
            r"(?:^|[\s_-])(?:\w*nav\d*|\w*navs?|menu\w*|daohang|dh|lanmu|tree\w*|ztree)(?=[\s_\d-]|$)|navbar|leftnav|left_nav|subnav|sidenav|dropdown"
        ),
        0.12,
    ),
    ("head", re.compile(r"header|(?:^|[\s_-])(?:head|top|tops|topbar|banner|logo|toolbar)(?=[\s_\d-]|$)"), 0.15),
    ("friends", re.compile(r"friend|yqlj|youqing|(?:^|[\s_-])(?:links?|flink)(?=[\s_\d-]|$)"), 0.1),
    ("tools", re.compile(r"search|sousuo|login|(?:^|[\s_-])(?:share|qrcode|calendar|rili|datepicker|weather|tianqi)(?=[\s_\d-]|$)"), 0.1),
    ("hot", re.compile(r"(?:^|[\s_-])(?:hot\w*|rank\w*|recommend\w*|related|tuijian|xgyd|paihang|dianji)(?=[\s_\d-]|$)"), 0.25),
    ("side", re.compile(r"sidebar|(?:^|[\s_-])(?:aside|side\w*)(?=[\s_\d-]|$)"), 0.35),
    ("mobile", re.compile(r"(?:^|[\s_-])(?:mobile|wap|weui\w*|phone|xs|visible-xs|m)(?=[\s\d]|$)"), 0.5),
    ("left", re.compile(r"(?:^|[\s_-])left(?=[\s_\d-]|$)"), 0.8),
)
TAGS = {"header": ("head", 0.15), "footer": ("foot", 0.05), "nav": ("menu", 0.12), "aside": ("side", 0.35)}
NEVER_CONTENT = frozenset({"foot", "crumb", "menu", "head", "friends", "tools"})


def region_of(element: HtmlElement) -> tuple[str, float]:
    """What this one element's tag, class and id say: name and weight, ('', 1.0) if nothing. 区域"""
    if element.tag in TAGS:
        return TAGS[element.tag]
    words = f"{element.get('class') or ''} {element.get('id') or ''}".strip().lower()
    return _named(words[:200]) if words else ("", 1.0)


@per_text
def _named(words: str) -> tuple[str, float]:
    return next(((name, weight) for name, pattern, weight in REGIONS if pattern.search(words)), ("", 1.0))
