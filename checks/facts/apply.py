"""Applying for information: the form in the page and what is said about the procedure. 依申请公开表单与办理流程"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import Fact, LinkKind, Reading, State
from checks.parsing.dates import number
from checks.parsing.fold import fold
from checks.parsing.tree import holds_more
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .apply_form import FAMILY as FORM
from .apply_form import read_form
from .guide import unread_reason
from .guide_sections import NOT_A_FEE, sentences
from .guide_text import Body, Piece, masked, opening, read_body

PROCESS = "process"
LIMIT = re.compile(r"(?P<days>\d{1,2}|[一二三四五六七八九十廿]{1,3})个?(?:工作日|法定工作日)")
BEFORE_LIMIT = 60  # characters before a number of days that say what it limits
AFTER_LIMIT = 24
MOST_LIMITS = 200
CLAUSE_END = re.compile(r"[。;,]")
# What is done within a limit that is no reply: entering the application, accepting it, asking for more, sending a receipt.
OTHER_STEP = re.compile(r"登记|受理|回执|补正|补充|转送|转交")
UNDECIDED = re.compile(r"是否(?:予以)?受理|受理决定|补正")
# Who acts, and from when the days count: neither says what the limit is for.
BASES = re.compile(
    r"(?:受理|登记)(?:机构|机关|部门|单位|人员?|之日|后|申请)|(?:收到|接到)[^,。;]{0,8}(?:答复|回执)|答复(?:之日|后|书之日)|送达之日"
)
LEAST_SENTENCE = 10
LEAST_PROSE = 20  # a longer line says something
DESCRIBING = 2  # as many such lines about applying make a description
MATERIAL = re.compile(r"许可|资助|报名|登记表申请|职称|补贴|准考|招聘")
IMAGE_WORDS = re.compile(r"流程|程序图|flow", re.I)
DOCUMENT = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|zip|rar)(?:$|[?#])", re.I)
NOWHERE = re.compile(r"\s*(?:$|#|javascript:)", re.I)


def form(view: PageView, context: Context) -> Iterator[Fact]:
    """Fields of the application form in the page; nothing where the page shows no sign of a form. 申请表单要素"""
    vocabulary = context.vocabulary
    read = read_form(view, vocabulary)
    if not read.found and not read.unread:
        return
    for name in vocabulary.family(FORM):
        field = read.fields.get(name)
        if field is not None:
            yield _fact(view, "form", name, State.VALID, field.label, field.element, "form", label=field.label)
        elif read.found and read.where is not None:
            yield _fact(view, "form", name, State.ABSENT, read.quote, read.where, "form")
        else:
            yield _fact(view, "form", name, State.UNREAD, "", None, read.unread)


def process(view: PageView, context: Context) -> Iterator[Fact]:
    """Parts of the procedure that a guide or an application page describes. 申请办理流程"""
    vocabulary = context.vocabulary
    body = read_body(view)
    yield _form_offered(view, body, vocabulary)
    limit = reply_limit(body, vocabulary)
    if limit:
        piece, quote, days = limit
        yield _fact(view, PROCESS, "pr_limit", State.VALID, quote, piece.element, "sentence", value=str(days))
    else:
        yield _missing(view, body, "pr_limit", vocabulary)
    for name in ("pr_fee", "pr_remedy", "pr_flow"):
        found = _sentence(body, name, vocabulary)
        picture = _picture(view, body) if name == "pr_flow" else None
        if found:
            yield _fact(view, PROCESS, name, State.VALID, found[1], found[0].element, "sentence", value=found[1])
        elif picture is not None:
            text = picture.get("alt") or picture.get("title") or opening(view)
            yield _fact(view, PROCESS, name, State.VALID, text, picture, "image", value=text)
        else:
            yield _missing(view, body, name, vocabulary)


def reply_limit(body: Body, vocabulary: Vocabulary) -> tuple[Piece, str, int] | None:
    """Within how many working days the organ says it replies: (piece, quote, days). 答复期限

    Other limits of the procedure (of proactive disclosure, of completing an application, of hearing third parties, of an extension)
    are passed over.
    """
    found = list(itertools.islice(_limits(body, vocabulary), MOST_LIMITS))
    return next((limit for said, limit in found if said), found[0][1] if found else None)


def _limits(body: Body, vocabulary: Vocabulary) -> Iterator[tuple[bool, tuple[Piece, str, int]]]:
    """Limits that may be the one of the reply, in page order; each with whether its own clause speaks of replying. 各期限"""
    element = vocabulary.family(PROCESS)["pr_limit"]
    for piece in body.pieces:
        if piece.decoy or any("主动公开" in title for title in piece.path):
            continue
        text = piece.folded.text
        for found in itertools.islice(LIMIT.finditer(text), MOST_LIMITS):
            least = max(0, found.start() - BEFORE_LIMIT)
            begin = max(text.rfind("。", least, found.start()) + 1, text.rfind(";", least, found.start()) + 1, least)
            before = text[begin : found.start()]
            after = CLAUSE_END.split(text[found.end() : found.end() + AFTER_LIMIT])[0]
            near = before[-28:] + after
            days = number(found["days"])
            if days is None or not any(word in before + after for word in element.labels) or any(word in near for word in element.never):
                continue
            clause = BASES.sub("", CLAUSE_END.split(before)[-1] + after + _carried(text[found.end() :][: 2 * AFTER_LIMIT], after))
            replies = any(word in clause for word in element.aliases) and not UNDECIDED.search(clause)
            if not replies and OTHER_STEP.search(clause):
                continue
            yield replies, (piece, piece.folded.quote(begin, found.end() + len(after)), days)


def _carried(rest: str, after: str) -> str:
    """The next clause, where the one with the number ends in the bare number («…15个工作日内，予以答复»)."""
    return (
        CLAUSE_END.split(rest[len(after) + 1 :])[0]
        if after in ("", "内", "之内", "以内") and rest[len(after) : len(after) + 1] == ","
        else ""
    )


def _form_offered(view: PageView, body: Body, vocabulary: Vocabulary) -> Fact:
    """申请表: a live link to it; a dead link and a mere mention are told apart."""
    element = vocabulary.family(PROCESS)["pr_form"]
    links = [
        link
        for link in view.links
        if not link.hidden
        and any(word in fold(link.text) for word in element.labels)
        and not any(word in fold(link.text) for word in element.never)
        and not MATERIAL.search(fold(link.text))
    ]
    live = next((link for link in links if link.kind is LinkKind.WEB), None)
    if live:
        return _fact(view, PROCESS, "pr_form", State.VALID, live.text, live.locator, "link", value=live.url)
    if links:
        state = State.BLANK if links[0].kind is LinkKind.EMPTY else State.UNREAD
        return _fact(view, PROCESS, "pr_form", state, links[0].text, links[0].locator, "dead-link")
    if read_form(view, vocabulary).found:
        read = read_form(view, vocabulary)
        return _fact(view, PROCESS, "pr_form", State.VALID, read.quote, read.where, "form", value=read.quote)
    printed = next((piece for piece in body.pieces if piece.form), None)
    if printed:
        return _fact(view, PROCESS, "pr_form", State.VALID, printed.text, printed.element, "printed", value=printed.text)
    for piece in body.pieces:
        if not piece.decoy and any(word in piece.folded.text for word in element.labels):
            if _linked(piece):
                return _fact(view, PROCESS, "pr_form", State.VALID, piece.text, piece.element, "link-nearby", value=piece.text)
            return _fact(view, PROCESS, "pr_form", State.UNREAD, piece.text, piece.element, "mention-only")
    return _missing(view, body, "pr_form", vocabulary)


def _linked(piece: Piece) -> bool:
    """A live link to a document in the same paragraph («…申请表（点击下载）»)."""
    if holds_more(piece.element, 40):
        return False
    return any(
        DOCUMENT.search(href) or ("下载" in fold(a.text_content()) and not NOWHERE.match(href))
        for a in piece.element.iter("a")
        for href in [a.get("href") or ""]
    )


def _sentence(body: Body, name: str, vocabulary: Vocabulary) -> tuple[Piece, str] | None:
    element = vocabulary.family(PROCESS)[name]
    for piece in body.pieces:
        if piece.form:
            continue
        if piece.rank and len(piece.text) >= LEAST_SENTENCE and any(word in masked(piece.title) for word in element.labels):
            return piece, piece.text
        start = 0
        for sentence in sentences(piece.folded.text):
            end = start + len(sentence)
            text = masked(sentence)
            if (
                any(word in text for word in element.labels)
                and len(sentence) >= LEAST_SENTENCE
                and not (name == "pr_fee" and NOT_A_FEE.search(sentence))
            ):
                return piece, piece.folded.quote(start, end)
            start = end
    # A short heading of its own says what the text below it tells, in whatever words: «（三）申请的处理».
    told = (
        piece
        for piece in body.pieces
        if not (piece.form or piece.rank)
        and len(piece.text) >= LEAST_SENTENCE
        and any(w in masked(piece.path[-1]) for w in element.labels if piece.path)
    )
    return next(((piece, piece.text) for piece in told), None)


def _picture(view: PageView, body: Body) -> HtmlElement | None:
    """A flow chart shown as a picture."""
    for image in body.element.iter("img"):
        if IMAGE_WORDS.search(f"{image.get('alt') or ''} {image.get('title') or ''} {image.get('src') or ''}"):
            return image
    return None


def _missing(view: PageView, body: Body, name: str, vocabulary: Vocabulary) -> Fact:
    """Absent only from a page whose text is whole and speaks about applying at all; a bare form does not."""
    reason = unread_reason(view, vocabulary)
    labels = vocabulary.family(PROCESS)[name].labels
    if not reason and sum("申请" in piece.folded.text for piece in body.pieces if len(piece.text) > LEAST_PROSE) < DESCRIBING:
        reason = "no-instructions"
    if not reason and name != "pr_limit" and any(word in body.hidden or word in body.outside for word in labels):
        reason = "hidden"
    if not reason and next(body.element.iter("iframe", "frame"), None) is not None:
        reason = "frame"
    return _fact(view, PROCESS, name, State.UNREAD if reason else State.ABSENT, "", None, reason or "not-found")


def _fact(
    view: PageView,
    kind: str,
    name: str,
    state: State,
    quote: str,
    where: HtmlElement | str | None,
    method: str,
    value: str | None = None,
    label: str | None = None,
) -> Fact:
    shown = (quote, where) if quote and where is not None else (opening(view), read_body(view).element)
    reading = Reading(state=state, value=value[:300] if value else None, label=label[:100] if label else None)
    return Fact(
        kind=kind,
        subject=name,
        value=reading,
        evidence=view.evidence(*shown),
        method=method,
        confidence=0.9 if method in ("link", "form") else 0.8,
    )
