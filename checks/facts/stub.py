"""Pages that only send the reader on: next to nothing to read, and a jump. 跳转页"""

from __future__ import annotations

import re

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.memo import per_view
from checks.parsing.paths import xpath
from checks.parsing.view import PageView

from .shell import ROOTS

STUB_TEXT = 60
SPOKEN_TEXT = 200  # a page that says it is sending the reader on may say so at some length
FEW_LINKS = 4
# Folded. What such a page says of itself.
SENDING = re.compile(
    r"跳转|转向|(?:正在|即将|自动|马上)(?:为您|为你|帮您)?(?:进入|打开|转到|转入|转至|前往|访问|载入|定向)|\d{1,2}秒(?:钟)?(?:后|内)|redirect|如果(?:您的)?(?:浏览器|网页|页面)?(?:没有|未能|不能)"
)
REFRESH_TAG = xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh' and contains(translate(@content, 'URL', 'url'), 'url')]")
SCRIPTS = xpath("//script | //body[@onload]")
# A script that sets the address, to whatever it computes.
SETS_ADDRESS = re.compile(r"\blocation(?:\.href)?\s{0,9}=(?!=)|\blocation\.(?:replace|assign)\s{0,9}\(|\.navigate\s{0,9}\(")
# What a reader may see or fill in without any text. A form by itself shows nothing: some systems wrap every page in one.
FILLED = xpath(
    "//input[translate(@type, 'HIDEN', 'hiden') != 'hidden' or not(@type)] | //textarea | //select"
    " | //iframe | //frame | //canvas | //video | //object"
)


@attrs.frozen
class Jump:
    """How a page sends the reader on. 跳转方式"""

    quote: str
    where: str
    method: str
    confidence: float


@per_view
def read_stub(view: PageView) -> Jump | None:
    """The jump of a page that has nothing else; None for pages with content of their own. 跳转页识别"""
    if not view.is_html or len(view.text) > SPOKEN_TEXT:
        return None
    spoken = SENDING.search(fold(view.text)) is not None and sum(not link.hidden for link in view.links if link.via == "a") <= FEW_LINKS
    if len(view.text) > STUB_TEXT and not spoken:
        return None
    link = next((link for link in view.links if link.via == "refresh"), None)
    drawn = ROOTS(view.tree)  # a script fills the page, whatever else it does to telephones
    if link is not None and not drawn:
        return Jump(link.href, link.locator, "refresh", 1.0)
    tag = next(iter(REFRESH_TAG(view.tree)), None)  # a relative target of a page whose own address is not known
    if tag is not None:
        return Jump(tag.get("content") or "", view.locator(tag), "refresh", 0.9)
    script = None if drawn or FILLED(view.tree) else next((s for s in SCRIPTS(view.tree) if _sets_address(s)), None)
    if script is None or not (spoken or _alone(view)):
        return None
    return Jump(_source(script)[:STUB_TEXT], view.locator(script), "script", 0.8)


def _alone(view: PageView) -> bool:
    """Whether no script from elsewhere could fill the page, so that the jump is all it does."""
    return not any(script.get("src") for script in view.tree.iter("script"))


def _sets_address(element: HtmlElement) -> bool:
    return SETS_ADDRESS.search(_source(element)) is not None


def _source(element: HtmlElement) -> str:
    return (element.get("onload") or "") if element.tag == "body" else (element.text or "")
