"""Wording of repealed law that a guide or an application page still carries. 失效规定用语"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from checks.model import Fact, State
from checks.parsing.fold import fold, plain
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .apply import reply_limit
from .guide_pairs import read_pairs
from .guide_sections import cites_old_law_only, sentences
from .guide_text import Body, Piece, read_body

KIND = "law.obsolete"
OLD_REPLY_DAYS = 15  # Regulation of 2007, art. 24; 20 since 2019-05-15
OWN_PROMISE = re.compile(r"承诺|压缩|缩短|提速|提前")
AROUND = 40  # characters beside a limit that may say whose it is
NEED = re.compile(r"生产[、,]?生活[、,和及]{0,2}科研[^。;,]{0,6}(?:特殊)?需要|自身[^。;,]{0,16}特殊需要|特殊需要")
APPLYING = re.compile(r"申请|获取")
NEED_LIFTED = re.compile(r"取消|删除|不再|无需|无须|不需要|不得")
FEE = re.compile(r"(?:检索|复制|邮寄|递送)[^。;]{0,16}(?:费|成本)")
CHARGED = re.compile(r"收取|收费|缴纳|支付|交纳|承担")
NOT_CHARGED = re.compile(r"不(?:再|予|得)?收取|免收|免费|不收费|不(?:再|予)收费|取消|无需|无须|免除|信息处理费")
# Organs that were merged away in 2018 and 2019. Only as the guide's own organ.
ABOLISHED = re.compile(r"质量技术监督局|工商行政管理(?:总?局)|食品药品监督管理局|质量监督检验检疫(?:总)?局|市场和质量监督管理(?:委员会|局)")
ENDED_MARK = re.compile(
    r"[\[(【〔〈](?:已)?(?:失效|废止|作废|停止执行|历史)[\])】〕〉]|已(?:经)?(?:失效|废止|作废)|历史(?:版本|归档|页面|资料|信息)|本页(?:面)?(?:为|已)[^。]{0,8}归档|归档页面"
)
ENDED_FIELD = re.compile(r"(?:有效性|时效性|效力状态|是否有效):?(?:失效|废止|已废止|无效|否)")
HEAD_LINES = 6
LONGEST_HEAD = 60


def law(view: PageView, context: Context) -> Iterator[Fact]:
    """Phrases of the Regulation of 2007 and names of abolished organs; nothing on a page that says it is history itself. 失效规定用语"""
    body = read_body(view)
    if is_history(view, body):
        return
    state, piece, quote = cites_old_law_only(body)
    if state is State.VALID and piece is not None:
        yield _fact(view, "o_492only", quote, piece)
    for subject, finder in (("o_need", _need), ("o_fee", _fee)):
        found = finder(body)
        if found:
            yield _fact(view, subject, found[1], found[0])
    limit = reply_limit(body, context.vocabulary)
    if limit and limit[2] == OLD_REPLY_DAYS and not promised(limit[0], limit[1]):
        yield _fact(view, "o_15", limit[1], limit[0])
    organ = _organ(view, body, context)
    if organ:
        yield _fact(view, "o_organ", organ[1], organ[0])


def promised(piece: Piece, quote: str) -> bool:
    """Whether a limit is called a shorter time of the organ's own: then it is not that of the law. 是否自行承诺的期限"""
    at = max(0, piece.text.find(quote))
    return bool(OWN_PROMISE.search(plain(piece.text[max(0, at - AROUND) : at + len(quote) + AROUND])))


def is_history(view: PageView, body: Body) -> bool:
    """Whether the page marks itself as repealed, expired or archived. 是否标明失效、历史"""
    heads = [
        view.title_tag,
        *(line.text for line in view.lines if line.element.tag in ("h1", "h2")),
        *(p.text for p in body.pieces[:HEAD_LINES]),
    ]
    if any(ENDED_MARK.search(fold(text)) for text in heads if len(text) < 120):
        return True
    return bool(ENDED_FIELD.search(fold("\n".join(line.text for line in view.lines if len(line.text) < 60))))


def _need(body: Body) -> tuple[Piece, str] | None:
    return _first(
        body, lambda sentence: bool(NEED.search(sentence)) and not NEED_LIFTED.search(sentence) and bool(APPLYING.search(sentence))
    )


def _fee(body: Body) -> tuple[Piece, str] | None:
    return _first(body, lambda sentence: bool(FEE.search(sentence) and CHARGED.search(sentence)) and not NOT_CHARGED.search(sentence))


def _first(body: Body, holds: Callable[[str], bool]) -> tuple[Piece, str] | None:
    for piece in body.pieces:
        start = 0
        for sentence in sentences(piece.folded.text):
            end = start + len(sentence)
            if holds(sentence):
                return piece, piece.folded.quote(start, end)
            start = end
    return None


def _organ(view: PageView, body: Body, context: Context) -> tuple[Piece, str] | None:
    """The guide's own organ: named in its heading, as its office, or as the author of the guide."""
    for piece in body.pieces[:HEAD_LINES]:
        text = piece.folded.text
        named = ABOLISHED.search(text) if len(text) < LONGEST_HEAD and re.search(r"指南|依申请公开|信息公开", text) else None
        if named and "原" not in text[max(0, named.start() - 12) : named.start()]:
            return piece, piece.text
    for piece in body.pieces:
        found = re.search(r"(?:制定|编制)[^。;]{0,6}《[^》]{0,40}指南》", piece.folded.text)
        organ = ABOLISHED.search(found[0]) if found else None
        if found and organ and "原" not in found[0]:
            return piece, piece.folded.quote(*found.span())
    for candidate in read_pairs(view, context.vocabulary):
        if candidate.element == "org" and not candidate.decoy and ABOLISHED.search(fold(candidate.value)) and "原" not in candidate.value:
            return body.pieces[candidate.piece], candidate.quote
    return None


def _fact(view: PageView, subject: str, quote: str, piece: Piece) -> Fact:
    evidence = view.evidence(quote, piece.element)
    return Fact(kind=KIND, subject=subject, value=evidence.quote, evidence=evidence, method="sentence", confidence=0.9)
