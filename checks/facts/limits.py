"""Working days that a guide or an application page states: to reply, to extend the reply, to ask for completion, to hear a third party, to
publish what is published unasked. 期限"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.dates import number
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .apply import reply_limit
from .guide_text import Body, Piece, read_body
from .law import is_history, promised

DAYS = r"(?P<days>\d{1,2}|[一二三四五六七八九十廿]{1,3})个?(?:法定)?工作日"
# «延长答复的期限最长不得超过15个工作日»; the sentence on what is published knows no extension.
EXTENSION = re.compile(rf"延长(?:答复)?(?:的)?(?:期限|时间|时限)?[^。;\d]{{0,24}}?{DAYS}")
# «自该政府信息形成或者变更之日起20个工作日内»
ACTIVE = re.compile(rf"(?:形成|产生|生成|变更)(?:之日|日)?(?:起|后)[^。;\d]{{0,10}}?{DAYS}")
# «自收到申请之日起7个工作日内一次性告知申请人补正»; the applicant's own time to complete it begins with that notice.
RECEIVED = rf"收到[^。;\d]{{0,16}}申请[^。;\d]{{0,12}}?{DAYS}(?:(?!答复|登记|办理|回复|处理|下列|审查|审核)[^。;]){{0,30}}?"
COMPLETION = re.compile(rf"{RECEIVED}(?:告知|通知)[^。;]{{0,30}}?(?:补正|更正|补充)")
COMPLETION_FIRST = re.compile(rf"(?:补正|更正|补充|不明确|不完整|不齐全)[^。;\d]{{0,60}}?{RECEIVED}(?:告知|通知)")
# «第三方应当自收到征求意见书之日起15个工作日内提出意见»
THIRD_PARTY = re.compile(rf"第三方[^。;\d]{{0,30}}?收到[^。;\d]{{0,6}}征求意见[^。;\d]{{0,10}}?{DAYS}")
SENTENCES = (
    ("extension", EXTENSION),
    ("active", ACTIVE),
    ("completion", COMPLETION),
    ("completion", COMPLETION_FIRST),
    ("third_party", THIRD_PARTY),
)
APPLYING = re.compile(r"申请|答复")


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
    told: set[str] = set()
    for subject, pattern in SENTENCES:
        found = _first(body, subject, pattern) if subject not in told else None
        if found is not None:
            told.add(subject)
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
    return Fact(
        kind="limit",
        subject=subject,
        value=days,
        evidence=view.evidence(quote, piece.element),
        method="own promise" if promised(piece, quote) else "sentence",
        confidence=0.85,
    )
