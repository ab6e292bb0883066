"""The on-line way of applying: a form in the page, a link, an address, or the announcement of where to find one. 网络渠道"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from checks.model import Link, LinkKind, State
from checks.parsing.fold import fold
from checks.parsing.grid import inner_text
from checks.parsing.memo import per_view
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.tree import holds_more
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .apply_form import read_form
from .channel_data import MOST_CHILDREN, boxes_below, shows_below
from .channel_scopes import Said, Scope, is_other_desk
from .channel_words import ELSE_DESK, PLACEHOLDER
from .guide import best, unread_reason
from .guide_labels import Candidate
from .guide_text import Body, read_body
from .guide_values import URL, emails
from .shape import ORGAN

Read = tuple[State, str, str, "HtmlElement | str | None"]

APPLY_LINK = re.compile(
    r"(?:在线|网上|线上|我要|网络|立即|马上)(?:提交|填写|填报|填表|办理|申办|依)?申请|(?:在线|网上|线上)(?:提交|填报|填写|填表|申办)|申请(?:平台|系统|入口)"
    r"|依申请公开(?:平台|系统|入口|在线|网上)|点击(?:这里|此处|进入)?申请|进入申请|(?:立即|开始|马上)填写|(?:新建|提交|发起)申请$"
)
SITES = r"(?:本站|本网|网站|平台|系统|网页|门户|专栏|栏目|专页|专区|页面|入口|标签|按钮|模块|菜单|小程序|公众号|微信|服务网|政务网|政府网|信息网|公开网|官网|个人中心|app|客户端|板块|首页|[\"”」]页)"
SITE = re.compile(SITES)
# Where one goes, or what one does there.
ANNOUNCED = re.compile(
    rf"(?:登录|登陆|进入|访问|打开|点击|点选|搜索|关注|注册|通过|在|至|到|从|利用|使用|依托|请[用至到])[^。;]{{0,30}}?{SITES}"
    r"|(?:登录|登陆|进入|访问|打开)[^,。;]{2,20}网(?![上络])"
    rf"|{SITES}[^。;]{{0,30}}?(?:填写|填报|填表|提交|申请|办理|受理|注册)|登录后|注册后"
    r"|点(?:击|选|开|按)?[上下左右]?[侧方边面栏][^。;]{0,16}(?:填写|填报|填表|提交|申请)"
)
ENTERED = re.compile(
    r"(?:搜索|扫[码描一]|点[击选开“\"]|关注|登[录陆]|进入)[^。;]{0,40}(?:填写|填报|填表|提交|申请)"
)  # below a title that names the site
# «请选择受理机关，进入后填写申请表» above names of offices that each lead to their form.
CHOSEN = re.compile(r"(?:选择|点击|点选|选取)[^。;]{0,20}(?:机关|部门|单位|机构|乡镇|街道)[^。;]{0,24}(?:填写|填报|填表|提交|申请|办理)")
LEAST_OFFICES = 3
DOWNLOAD_LINK = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|zip|rar|odt|jpg|png)\b|^mailto:|^tel:|^javascript:|^#", re.I)
DOWNLOAD_TEXT = re.compile(r"下载|申请表$|样表|示范文本|流程图|指南$|查询|登记表")
RELATIVE = re.compile(r"\s{0,9}[^\s:#?/]{0,99}(?:[?#/]|$)")  # no scheme before the path
BY_MAIL = re.compile(r"发送?[至到]|投递|电子邮[箱件]")
INVITES = re.compile(r"登[录陆]|注册|进入|入口|点击|点此|前往|系统|平台|在线|网上|线上|办理|填[写报]|提交")
LONGEST_INVITATION = 20
YES = re.compile(
    r"(?:答|a)?:?(?:可以?|能|行|是|支持|接受)(?:的|了)?(?:[,。]|$)"
)  # «能通过网站申请吗？» «可以的。»: a way is open, not left blank
TELLS_MORE = 8  # characters below a title


def online(
    view: PageView,
    body: Body,
    candidates: tuple[Candidate, ...],
    told: Said,
    vocabulary: Vocabulary,
) -> Read | None:
    """(state, method, quote, where) of the on-line way; None where nothing on the page speaks of one.

    An e-mail channel is one of its own; the rules let it stand for the on-line way, the facts do not.
    """
    form = read_form(view, vocabulary)
    if form.found:
        return State.VALID, "form", form.quote, form.where
    own = told.of("online")
    refusal = next((scope for scope in own if scope.refused), None)
    link = apply_link(view)
    if refusal:
        if any(_address(body, scope) or (scope.titled and _announced(scope)) for scope in own if not scope.refused):
            return State.UNREAD, "contradiction", refusal.piece.text, refusal.piece.element
        return State.NEGATED, "refused", *_where(refusal)
    if link and leads(link):
        return State.VALID, "link", link.text, link.locator
    for scope in own:
        method = _address(body, scope) or _by_mail(body, candidates, scope)
        if method:
            return State.VALID, method, *_where(scope)
    if announced := next((scope for scope in own if _announced(scope)), None):
        return State.VALID, "announced", *_where(announced)
    if chosen := _offices(body):
        return State.VALID, "offices", *chosen
    return _missing(view, body, own, link, form.unread, vocabulary)


def _missing(view: PageView, body: Body, own: Sequence[Scope], link: Link | None, unread: str, vocabulary: Vocabulary) -> Read | None:
    if link:
        return State.UNREAD, "dead-link", link.text, link.locator
    if unread:
        return State.UNREAD, unread, *(_where(own[0]) if own else ("", None))
    if not own:
        return None
    reason = unread_reason(view, vocabulary)
    if reason and reason != "short":
        return State.UNREAD, reason, *_where(own[0])
    marked = next((scope for scope in own if PLACEHOLDER.search(scope.text)), None)
    if marked:
        return State.PLACEHOLDER, "placeholder", *_where(marked)
    if all(scope.weak for scope in own):
        return State.UNREAD, "receipt-only", *_where(own[0])
    empty = all(scope.titled and not scope.text.strip(":。-|,") for scope in own)
    named = not empty and any(SITE.search(scope.sentence) or not scope.titled or YES.match(scope.text.strip(":。-|,?")) for scope in own)
    if named:
        return State.PARTIAL, "no-data", *_where(own[0])
    if not empty and any(scope.titled and len(scope.text) >= TELLS_MORE for scope in own):
        return State.UNREAD, "wording", *_where(own[0])  # something is said that was not understood
    if any(shows_below(body, scope.piece) or any(map(_shows_more, scope.blocks)) for scope in own):
        return State.UNREAD, "markup", *_where(own[0])
    if invitation := _invitation(body):
        return State.UNREAD, "beside", *invitation  # which may be the way's, wherever it stands
    return State.BLANK, "no-data", *_where(own[0])


def _offices(body: Body) -> tuple[str, HtmlElement] | None:
    """The line that asks to choose an office, where names of offices that lead on stand among the content. 选择受理机关"""
    asking = next((piece for piece in body.pieces if not piece.form and CHOSEN.search(piece.folded.text)), None)
    if asking is None:
        return None
    offices = (a for a in body.element.iter("a") if ORGAN.search(fold(a.text_content())) and _opens(a))
    return (asking.text, asking.element) if next(itertools.islice(offices, LEAST_OFFICES - 1, None), None) is not None else None


def _opens(anchor: HtmlElement) -> bool:
    href = (anchor.get("href") or "").strip()
    return bool(href) and not DOWNLOAD_LINK.search(href)


def _invitation(body: Body) -> tuple[str, HtmlElement] | None:
    """An address or a link of the content that may lead to the place where one applies, though it stands apart from the way's name."""
    for piece in body.pieces:
        if not piece.form and not is_other_desk(piece) and URL.search(piece.folded.text):
            return piece.text, piece.element
    for anchor in body.element.iter("a"):
        text = fold(anchor.text_content())
        if not 1 < len(text) <= LONGEST_INVITATION or not INVITES.search(text) or DOWNLOAD_TEXT.search(text):
            continue
        href = (anchor.get("href") or "").strip()
        if href and not DOWNLOAD_LINK.search(href) and not any(region_of(a)[0] in NEVER_CONTENT for a in anchor.iterancestors()):
            return inner_text(anchor), anchor
    return None


def _shows_more(element: HtmlElement) -> bool:
    """Whether a box holds what one may click or scan: a button, a code to scan, a link without an address."""
    if element.tag in ("body", "form") or len(element) > MOST_CHILDREN:
        return False
    return any(
        node.tag in ("button", "input", "img", "iframe", "canvas", "a") or node.get("onclick")
        for node in element.iter()
        if isinstance(node.tag, str)
    )


def _where(scope: Scope) -> tuple[str, HtmlElement]:
    text = scope.piece.text
    if len(text) > 160:
        folded = scope.piece.folded
        text = folded.quote(max(0, scope.start - 50), min(len(folded.text), scope.start + 110))
    return text, scope.piece.element


def _address(body: Body, scope: Scope) -> str:
    if URL.search(scope.text) or URL.search(scope.sentence):
        return "address"
    below = boxes_below(body, scope.piece) if scope.titled else ()
    return "link" if any(map(_leads_on, scope.blocks)) or any(_leads_on(node) for node in below if node.tag == "a") else ""


def _announced(scope: Scope) -> bool:
    """The text says where on which site one applies; whether it works is another question."""
    if scope.weak:
        return False
    text = scope.text if scope.titled else scope.sentence
    if scope.titled and ENTERED.search(text) and SITE.search(scope.piece.folded.text, scope.start, scope.end):
        return True  # «微信小程序。搜索“…”，点“申请公开”填写»
    return bool(ANNOUNCED.search(text)) or (scope.titled and bool(SITE.search(text)) and not ELSE_DESK.search(text))


def _by_mail(body: Body, candidates: tuple[Candidate, ...], scope: Scope) -> str:
    if emails(scope.text):
        return "email"
    if not BY_MAIL.search(scope.text):
        return ""
    found = best(candidates, "email")
    return "email" if found and found.judged.state is State.VALID else ""


def _leads_on(element: HtmlElement) -> bool:
    """A live link in the paragraph that is no download."""
    if element.tag in ("div", "td", "body", "ul") and holds_more(element, MOST_CHILDREN):
        return False
    for anchor in element.iter("a"):
        href = (anchor.get("href") or "").strip()
        text = fold(anchor.text_content())
        if href and not DOWNLOAD_LINK.search(href) and not DOWNLOAD_TEXT.search(text):
            return True
    return False


@per_view
def apply_link(view: PageView) -> Link | None:
    """A link of the content that leads to an on-line application: a live one if there is any. 在线申请链接"""
    inside = view.locator(read_body(view).element)
    found = [
        link
        for link in view.links
        if len(link.text) <= 40
        and APPLY_LINK.search(fold(link.text))
        and (link.locator.startswith(inside) or link.via == "script")
        and not link.hidden
    ]
    return next(filter(leads, found), found[0] if found else None)


def leads(link: Link) -> bool:
    """Whether a link leads to another page; one relative to a page whose address is not known does. 是否可达"""
    return link.kind is LinkKind.WEB or (link.kind is LinkKind.OTHER and RELATIVE.match(link.href) is not None)
