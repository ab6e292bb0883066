"""Working days that a guide or an application page promises: to reply, to extend the reply, to publish what is published unasked. 期限"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.dates import number
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .apply import reply_limit
from .guide_text import Body, Piece, read_body
from .law import is_history

DAYS = r"(?P<days>\d{1,2}|[一二三四五六七八九十廿]{1,3})个?(?:法定)?工作日"
# «延长答复的期限最长不得超过15个工作日»; the sentence on what is published knows no extension.
EXTENSION = re.compile(rf"延长(?:答复)?(?:的)?(?:期限|时间|时限)?[^。;\d]{{0,24}}?{DAYS}")
# «自该政府信息形成或者变更之日起20个工作日内»
ACTIVE = re.compile(rf"(?:形成|产生|生成|变更)(?:之日|日)?(?:起|后)[^。;\d]{{0,10}}?{DAYS}")
APPLYING = re.compile(r"申请|答复")
OWN_PROMISE = re.compile(r"承诺|压缩|缩短|提速|提前")  # a shorter time of one's own
AROUND = 40


def limits(view: PageView, context: Context) -> Iterator[Fact]:
    """``limit`` facts; nothing on a page that says it is history itself. 期限"""
    if "工作日" not in view.folded.text:
        return
    body = read_body(view)
    if is_history(view, body):
        return
    reply = reply_limit(body, context.vocabulary)
    if reply is not None:
        piece, quote, days = reply
        yield _fact(view, "reply", piece, quote, days)
    for subject, pattern in (("extension", EXTENSION), ("active", ACTIVE)):
        found = _first(body, subject, pattern)
        if found is not None:
            yield _fact(view, subject, *found)


def _first(body: Body, subject: str, pattern: re.Pattern[str]) -> tuple[Piece, str, int] | None:
    for piece in body.pieces:
        match = None if piece.decoy else pattern.search(piece.folded.text)
        days = number(match["days"]) if match else None
        if match is None or days is None or (subject == "active" and APPLYING.search(match[0])):
            continue
        return piece, piece.folded.quote(*match.span()), days
    return None


def _fact(view: PageView, subject: str, piece: Piece, quote: str, days: int) -> Fact:
    at = max(0, piece.text.find(quote))
    own = OWN_PROMISE.search(piece.text[max(0, at - AROUND) : at + len(quote) + AROUND])
    return Fact(
        kind="limit",
        subject=subject,
        value=days,
        evidence=view.evidence(quote, piece.element),
        method="own promise" if own else "sentence",
        confidence=0.85,
    )
