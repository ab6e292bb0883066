"""Ways in which an application may be handed in: offered, refused, or named without what one needs to use them. 申请受理渠道"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Link, LinkKind, Reading, State
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .apply_form import FormRead, read_form
from .guide import best, said, unread_reason
from .guide_labels import Candidate, chains
from .guide_pairs import read_pairs
from .guide_sections import sentences
from .guide_text import Body, Piece, read_body
from .guide_values import URL, emails

KIND = "channels"
FAMILY = "channels"
CLAUSE = re.compile(r"[^。;,!]{1,400}")
# A refusal stands right before or right after the name of the way.
REFUSED_BEFORE = re.compile(
    r"(?:不(?:直接)?(?:受理|接受|接收|支持|提供|办理|再受理|再接受|再接收)|暂停(?:受理|接收|接受|办理|信息公开|政府信息公开)*|停止(?:受理|接收|接受)|暂不(?:受理|接受|接收|提供|支持|开通)?"
    r"|尚未开通|暂未开通|未开通|没有开通|未设置?|暂无|拒绝|取消)(?:以|通过|采用|的|对|用|任何)?[^。;,]{0,12}$"
)
REFUSED_AFTER = re.compile(
    r"^(?:等?(?:方式|形式|渠道|途径|功能|系统|业务|平台|提出|提交|递交)?的?(?:申请|受理|服务)?(?:的)?)?(?:[,:])?(?:一律|暂时|目前|现|均|本机关|将)?"
    r"(?:不予受理|不受理|不予接收|不接收|不接受|不予接受|暂停|暂不|尚未开通|暂未开通|未开通|停止|没有开通|不支持|不能提供|不作为)"
)
NOT_FOR_APPLICATIONS = re.compile(
    r"不(?:予)?(?:接收|受理|接受|作为|用于)[^。;]{0,12}(?:申请|依申请)|(?:仅|只)(?:用于|供|作|接收|限)[^。;]{0,24}(?:咨询|意见|建议|联系|沟通)"
)
# Telephone and word of mouth are no channels in the law's sense: refusing them refuses nothing.
SPOKEN = re.compile(r"电话|口头|短信")
HANDED_IN = re.compile(r"申请(?!人|表|书|的?内容|公开的)|提交|递交|提出|受理|寄|发送|发至|发到|投递|送达|(?<!联系)方式|渠道|途径")
DOWNLOAD = re.compile(r"下载|查询|查看|查阅|领取|了解|获取[^,。;]{0,8}表|公布|公开指南|答复|送达|提供给申请人|予以提供|回复")
RETURN = re.compile(
    r"(?:获取|提供|答复|领取|回复|送达|反馈)[^,。;]{0,10}$|^[^,。;]{0,20}(?:(?:方式|形式)(?:向[^,。;]{0,8})?(?:提供|答复|回复|告知|发送)|送达|答复申请人|费)"
)
MAILBOX = re.compile(r"邮箱|邮件|信箱|e-?mail")
OTHERWISE = re.compile(r"^[^。;]{0,10}(?:以外|之外)")
FILLED = re.compile(r"联系方式|填写|注明|说明|包括|包含|载明|应当提供|申请人的|姓名")
APPLY_LINK = re.compile(
    r"(?:在线|网上|我要|网络|立即|马上)(?:提交|填写|填报|依)?申请|申请(?:平台|系统|入口)|依申请公开(?:平台|系统|入口|在线|网上)|点击(?:这里|此处|进入)?申请|在线(?:提交|填报|填写)|进入申请"
)
SITE = re.compile(r"网站|平台|系统|网页|门户|专栏|栏目|微信|app")
PLACE = re.compile(r"[路街道巷]\S{0,12}号|\d+楼|\d+室|[一二三四五六七八九十]楼|大厅|窗口|服务中心|\d+号|大院|办公楼")
HAS_NUMBER = re.compile(r"(?:\(?0\d{2,3}\)?-{0,2})?\d{7,8}")
# A short page or one with a frame may still name a way of applying and give nothing to use it with.
TELLING = ("", "short", "frame")
CONTACT_OF = {"in_person": ("address",), "mail": ("address", "zip"), "fax": ("fax",), "email": ("email",)}


@attrs.frozen(eq=False)
class Mention:
    """One place where a way of applying is named. 渠道表述"""

    piece: Piece
    start: int
    end: int
    clause: str
    sentence: str
    refused: bool


def channels(view: PageView, context: Context) -> Iterator[Fact]:
    """Readings of the five channels of a guide or an application page. 申请受理渠道"""
    vocabulary = context.vocabulary
    body = read_body(view)
    candidates = read_pairs(view, vocabulary)
    mentions = {name: tuple(_mentions(body, vocabulary, name)) for name in vocabulary.family(FAMILY)}
    described = any(mentions.values()) or sum("申请" in piece.folded.text for piece in body.pieces if len(piece.text) > 20) >= 3
    for name in mentions:
        if name == "online":
            yield _online(view, body, candidates, mentions, described, vocabulary)
        else:
            yield _channel(view, body, candidates, name, mentions[name], described, vocabulary)


@functools.lru_cache(maxsize=8)
def _patterns(vocabulary: Vocabulary) -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    return {
        name: (_any(element.labels), _any(element.never) if element.never else None) for name, element in vocabulary.family(FAMILY).items()
    }


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))))


def _mentions(body: Body, vocabulary: Vocabulary, name: str) -> Iterator[Mention]:
    """Where the way is named as one to apply by; contact labels, download hints and ways of sending the answer left out."""
    labels, never = _patterns(vocabulary)[name]
    for piece in body.pieces:
        text = piece.folded.text
        if piece.decoy or piece.form or not labels.search(text):
            continue
        spans = [(t.start, t.end) for chain in chains(text, vocabulary) for t in chain.tokens]
        for clause in CLAUSE.finditer(text):
            for found in labels.finditer(clause[0]):
                start, end = clause.start() + found.start(), clause.start() + found.end()
                if never and any(n.start() <= start < n.end() for n in never.finditer(text, max(0, start - 8), min(len(text), end + 12))):
                    continue
                if any(a <= start < b for a, b in spans) and name in ("fax", "email"):
                    continue  # «传真：…» in the contact block names a number, not a way to apply
                before, after = text[clause.start() : start], text[end : clause.end()]
                if not _is_way(name, before, after, piece, len(text)):
                    continue
                sentence = _sentence(text, start)
                yield Mention(piece, start, end, clause[0], sentence, _refuses(before, after))


def _is_way(name: str, before: str, after: str, piece: Piece, length: int) -> bool:
    around = before + after
    if RETURN.search(before) or RETURN.match(after):
        return False
    if name in ("mail", "in_person") and length > 30 and re.search(r"(?:获取|提供|答复)[^。]{0,16}方式", before):
        return False
    if name in ("online", "email") and DOWNLOAD.search(around) and not re.search(r"提交|递交|提出|填写|发送|发至|填报|在线", around):
        return False
    if name in ("fax", "email"):
        heading = any(re.search(r"申请|提交|渠道|途径|方式", title) for title in piece.path)
        if FILLED.search(before[-12:]) and not HANDED_IN.search(after):
            return False
        return bool(HANDED_IN.search(around) or re.match(r"[至到]", after)) or (heading and length <= 60)
    return True


def _sentence(text: str, position: int) -> str:
    begin = max(text.rfind(sign, 0, position) for sign in "。;") + 1
    ends = [end for sign in "。;" if (end := text.find(sign, position)) >= 0]
    return text[begin : min(ends, default=len(text))][:600]


def _refuses(before: str, after: str) -> bool:
    if OTHERWISE.match(after):
        return False
    found = REFUSED_BEFORE.search(before[-40:])
    if found and not (SPOKEN.search(found[0]) and not re.search(r"[、或和及]$", found[0])):
        return True
    return bool(REFUSED_AFTER.match(after[:40]))


def _channel(
    view: PageView,
    body: Body,
    candidates: tuple[Candidate, ...],
    name: str,
    mentions: tuple[Mention, ...],
    described: bool,
    vocabulary: Vocabulary,
) -> Fact:
    refused = next((m for m in mentions if m.refused), None)
    if refused:
        return _fact(view, name, State.NEGATED, _quote(refused), refused.piece.element, "refused")
    if name == "email" and (closed := _closed_mailbox(body)):
        return _fact(view, name, State.NEGATED, closed.text, closed.element, "not-for-applications")
    if mentions:
        method = _supplied(view, body, candidates, name, mentions)
        chosen = next((m for m in mentions if m.piece.rank == 0 or len(m.piece.text) > 20), mentions[0])
        if method:
            return _fact(view, name, State.VALID, _quote(chosen), chosen.piece.element, method)
        if _refers_elsewhere(body, candidates):
            return _fact(view, name, State.PARTIAL, _quote(chosen), chosen.piece.element, "data-elsewhere")
        if (reason := unread_reason(view, vocabulary)) not in TELLING:
            return _fact(view, name, State.UNREAD, _quote(chosen), chosen.piece.element, reason)
        return _fact(view, name, State.BLANK, _quote(chosen), chosen.piece.element, "no-data")
    contact = best(candidates, CONTACT_OF[name][0])
    if contact and contact.judged.state is State.VALID:
        return _fact(view, name, State.UNREAD, contact.quote, contact.where, "contact-only")
    return _absent(view, body, name, described, vocabulary)


def _absent(view: PageView, body: Body, name: str, described: bool, vocabulary: Vocabulary) -> Fact:
    """Not named at all. That says something only on a page that describes how to apply: a bare form or a list does not."""
    reason = unread_reason(view, vocabulary) or _frame_reason(view) or ("" if described else "no-instructions")
    labels, _ = _patterns(vocabulary)[name]
    if not reason and (labels.search(body.hidden) or labels.search(body.outside)):
        reason = "hidden"
    return _fact(view, name, State.UNREAD if reason else State.ABSENT, "", None, reason or "not-found")


def _supplied(view: PageView, body: Body, candidates: tuple[Candidate, ...], name: str, mentions: tuple[Mention, ...]) -> str:
    """How the page gives what one needs to use the channel; '' if it does not."""
    for element in CONTACT_OF[name]:
        found = best(candidates, element)
        if found and found.judged.state is State.VALID:
            return "contact"
    near = [m.sentence for m in mentions] + [text for m in mentions for text in _below(body, m.piece)]
    if name == "fax":
        return "sentence" if any(HAS_NUMBER.search(text) for text in near) or said(body, "fax") else ""
    if name == "email":
        return "sentence" if any(emails(text) for text in near) or said(body, "email") else ""
    if any(PLACE.search(text) for text in near):
        return "sentence"
    return ""


def _below(body: Body, piece: Piece) -> Iterator[str]:
    """The text of a heading that names a channel: the rest of its line and the lines under it."""
    if not piece.rank:
        return
    yield piece.folded.text[:400]
    for following in body.pieces[piece.index + 1 : piece.index + 12]:
        if following.rank and following.rank <= piece.rank:
            return
        yield following.folded.text


def _refers_elsewhere(body: Body, candidates: tuple[Candidate, ...]) -> bool:
    if any(c.judged.why == "elsewhere" for c in candidates):
        return True
    return any(
        re.search(r"(?:详见|参见|请见|见|按照?)[^。;]{0,16}(?:公开指南|《指南》|联系我们|受理机构)", piece.folded.text)
        for piece in body.pieces
    )


def _closed_mailbox(body: Body) -> Piece | None:
    """The line that says the mailbox is not for applications."""
    for piece in body.pieces:
        if piece.decoy or not NOT_FOR_APPLICATIONS.search(piece.folded.text):
            continue
        for sentence in sentences(piece.folded.text):
            found = NOT_FOR_APPLICATIONS.search(sentence)
            if found and MAILBOX.search(sentence[: found.start()]) and not SPOKEN.search(found[0]):
                return piece
    return None


def _online(
    view: PageView,
    body: Body,
    candidates: tuple[Candidate, ...],
    mentions: dict[str, tuple[Mention, ...]],
    described: bool,
    vocabulary: Vocabulary,
) -> Fact:
    """网络: a form in the page, a live link or an address to apply at, else an application mailbox."""
    form = read_form(view, vocabulary)
    if form.found:
        return _fact(view, "online", State.VALID, form.quote, form.where, "form")
    own = mentions["online"]
    refused = next((m for m in own if m.refused), None)
    if refused:
        return _fact(view, "online", State.NEGATED, _quote(refused), refused.piece.element, "refused")
    link = _apply_link(view)
    if link and link.kind is LinkKind.WEB:
        return _fact(view, "online", State.VALID, link.text, link.locator, "link")
    for mention in own:
        texts = [mention.sentence, *_below(body, mention.piece)]
        if any(URL.search(text) for text in texts):
            return _fact(view, "online", State.VALID, _quote(mention), mention.piece.element, "address")
        if any(_web_link(view, element) for element in _elements(body, mention.piece)):
            return _fact(view, "online", State.VALID, _quote(mention), mention.piece.element, "link")
        if any(emails(text) or re.search(r"(?:发送?[至到]|投递|电子邮[箱件])", text) for text in texts) and _mailbox(
            body, candidates, texts
        ):
            return _fact(view, "online", State.VALID, _quote(mention), mention.piece.element, "email")
    mail = next((m for m in mentions["email"] if not m.refused), None)
    if mail and not _closed_mailbox(body) and _supplied(view, body, candidates, "email", mentions["email"]):
        return _fact(view, "online", State.VALID, _quote(mail), mail.piece.element, "email")
    return _online_missing(view, body, own, link, form, described, vocabulary)


def _online_missing(
    view: PageView, body: Body, own: tuple[Mention, ...], link: Link | None, form: FormRead, described: bool, vocabulary: Vocabulary
) -> Fact:
    if link:
        return _fact(view, "online", State.UNREAD, link.text, link.locator, "dead-link")
    if form.unread:
        quote = _quote(own[0]) if own else ""
        return _fact(view, "online", State.UNREAD, quote, own[0].piece.element if own else None, form.unread)
    if own:
        reason = unread_reason(view, vocabulary)
        if reason and reason != "short":
            return _fact(view, "online", State.UNREAD, _quote(own[0]), own[0].piece.element, reason)
        named = any(SITE.search(text) for m in own for text in (m.sentence, *_below(body, m.piece)))
        return _fact(view, "online", State.PARTIAL if named else State.BLANK, _quote(own[0]), own[0].piece.element, "no-data")
    return _absent(view, body, "online", described, vocabulary)


def _mailbox(body: Body, candidates: tuple[Candidate, ...], texts: list[str]) -> bool:
    if any(emails(text) for text in texts):
        return True
    found = best(candidates, "email")
    return bool(found and found.judged.state is State.VALID and not _closed_mailbox(body))


def _elements(body: Body, piece: Piece) -> Iterator[HtmlElement]:
    yield piece.element
    if piece.rank:
        for following in body.pieces[piece.index + 1 : piece.index + 6]:
            if following.rank and following.rank <= piece.rank:
                return
            yield following.element


def _web_link(view: PageView, element: HtmlElement) -> bool:
    """A live link in the paragraph that is no download."""
    if element.tag in ("div", "td", "body", "ul") and len(element) > 8:
        return False
    for anchor in element.iter("a"):
        href = anchor.get("href") or ""
        if re.match(r"(?:https?:)?//|/|\.{0,2}/?[\w-]+[./]", href) and not re.search(
            r"\.(?:docx?|pdf|xlsx?|wps|zip|rar)\b|^mailto:|^javascript:", href, re.I
        ):
            return True
    return False


@per_view
def _apply_link(view: PageView) -> Link | None:
    """A link of the content that leads to an on-line application: a live one if there is any."""
    main = read_body(view).element
    inside = view.locator(main)
    found = [
        link
        for link in view.links
        if APPLY_LINK.search(link.text)
        and len(link.text) <= 40
        and (link.locator.startswith(inside) or link.via == "script")
        and not link.hidden
    ]
    return next((link for link in found if link.kind is LinkKind.WEB), found[0] if found else None)


@per_view
def _frame_reason(view: PageView) -> str:
    """A frame among the content: what it shows was not read."""
    main = read_body(view).element
    return "frame" if next(main.iter("iframe", "frame"), None) is not None else ""


def _quote(mention: Mention) -> str:
    text = mention.piece.text
    return (
        text
        if len(text) <= 160
        else mention.piece.folded.quote(max(0, mention.start - 50), min(len(mention.piece.folded.text), mention.end + 100))
    )


def _fact(view: PageView, name: str, state: State, quote: str, where: HtmlElement | str | None, method: str) -> Fact:
    pieces = read_body(view).pieces
    if not quote or where is None:
        evidence = view.evidence(pieces[0].text if pieces else view.title_tag, read_body(view).element)
    else:
        evidence = view.evidence(quote, where)
    value = evidence.quote if quote and state not in (State.ABSENT, State.UNREAD) else None
    confidence = 0.9 if method in ("contact", "form", "link", "refused") else 0.8
    return Fact(kind=KIND, subject=name, value=Reading(state=state, value=value), evidence=evidence, method=method, confidence=confidence)
