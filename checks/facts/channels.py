"""Ways in which an application may be handed in: offered, refused, or named without what one needs to use them. 申请受理渠道"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, PageKind, Reading, State
from checks.parsing.fold import fold
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from . import channel_words as words
from .channel_data import data_of, goes_on, has_address, hints_at, holds_otherwise, is_number, points, shows_below
from .channel_online import online
from .channel_scopes import Said, Scope, read_scopes
from .guide import best, said, unread_reason
from .guide_labels import Candidate
from .guide_pairs import read_pairs
from .guide_tables import read_tables
from .guide_text import Body, opening, read_body
from .kind import read_kind

KIND = "channels"
CONTACT_OF = {"in_person": ("address",), "mail": ("address", "zip"), "fax": ("fax",), "email": ("email",)}
BY_ADDRESS = ("in_person", "mail")
# A short page or one with a frame may still name a way of applying and give nothing to use it with.
TELLING = ("", "short", "frame")
TOLD = 2  # this many ways told in full make instructions; a frame or file beside them holds the form, not a further way
TELLS = (State.VALID, State.NEGATED, State.PLACEHOLDER)
BESIDE = ("short", "frame", "attachment")
ELSEWHERE = re.compile(
    r"(?:详见|参见|请见|见|按照?)[^。;]{0,16}(?:公开指南|《指南》|联系我们|受理机构|一览表|通讯录)"
    r"|(?:参照|参阅|参考)各[^,。;]{0,12}指南"
    r"|各(?:部门|单位|机关|乡镇|街道|委办局)[^。;]{0,24}(?:受理机构|联系方式|地址|电话|指南)[^。;]{0,16}(?:公布|公开|见|查|自行)"
)
# A page to apply on that sends one to the guide for the office it names offers its ways in full; what they need stands there.
REFERRED = re.compile(r"(?:见|查[阅看]|参照)[^。;,]{0,16}指南|[在从到按][^。;,]{0,14}指南[^。;,]{0,8}(?:找|查|看|公布|列|确定)")
OFFERED = re.compile(r"可以?(?!能)|也可|亦可|请(?!勿)|通过|采[用取]|方式|途径|渠道")
LONGEST_QUOTE = 160


@attrs.frozen(eq=False)
class Judgement:
    """State of a way, the words that show it and where they stand. 渠道判断"""

    state: State
    method: str
    quote: str = ""
    where: HtmlElement | str | None = None


def channels(view: PageView, context: Context) -> Iterator[Fact]:
    """Readings of the five channels of a guide or an application page. 申请受理渠道"""
    vocabulary = context.vocabulary
    body = read_body(view)
    told = read_scopes(view, vocabulary)
    candidates = read_pairs(view, vocabulary)
    bare = _bare(body, read_kind(view, context).kind is PageKind.APPLY)
    found = {name: _named(view, body, candidates, name, told, bare, vocabulary) for name in CONTACT_OF}
    read = online(view, body, candidates, told, vocabulary)
    found["online"] = None if read is None else Judgement(*read)
    told_in_full = sum(j is not None and j.state in TELLS for j in found.values())
    for name in vocabulary.family(words.FAMILY):
        judged = found[name] or _unnamed(view, body, candidates, name, told, told_in_full, vocabulary)
        yield _fact(view, name, judged)


def _bare(body: Body, applies: bool) -> State:
    """What a way is worth that running text offers without saying where to: a guide must say it, a page to apply on may leave it to the guide."""
    if not applies:
        return State.BLANK
    return State.VALID if any(REFERRED.search(piece.folded.text) for piece in body.pieces) else State.PARTIAL


def _named(
    view: PageView, body: Body, candidates: tuple[Candidate, ...], name: str, told: Said, bare: State, vocabulary: Vocabulary
) -> Judgement | None:
    """Judgement of a way the page names; None if it does not."""
    scopes = told.of(name)
    if not scopes:
        return None
    open_ones = [scope for scope in scopes if not scope.refused]
    refusals = [scope for scope in scopes if scope.refused]
    own = next(((scope, state) for scope in open_ones if (state := data_of(name, scope)) is State.VALID), None)
    if own and all(scope.contact for scope in refusals):  # «传真：无» of a branch says nothing of the office that has one
        return Judgement(State.VALID, "sentence", *_where(own[0]))
    if refusals and own and not own[0].weak and not own[0].contact:
        return Judgement(State.UNREAD, "contradiction", *_where(refusals[0]))
    if refusals and name in BY_ADDRESS and any(s.titled and data_of(name, s) is State.VALID for s in scopes):
        return Judgement(State.UNREAD, "contradiction", *_where(refusals[0]))  # «请勿用其他快递» under a heading that gives the address
    if refusals and not any(s.titled for s in refusals) and any(_speaks_for(scope, refusals) for scope in open_ones):
        return Judgement(State.UNREAD, "contradiction", *_where(refusals[0]))
    if refusals:
        return Judgement(State.NEGATED, "refused", *_where(refusals[0]))
    if own:
        return Judgement(State.VALID, "sentence", *_where(own[0]))
    marked = next((scope for scope in open_ones if data_of(name, scope) is State.PLACEHOLDER), None)
    if marked:
        return Judgement(State.PLACEHOLDER, "placeholder", *_where(marked))
    chosen = next((s for s in open_ones if not s.weak), open_ones[0])
    contact = _contact(candidates, name)
    if contact is not None and contact.judged.state in TELLS and not (name in BY_ADDRESS and contact.judged.state is State.NEGATED):
        if name in BY_ADDRESS and all(scope.label and not scope.text.strip(":。-|,") for scope in scopes):
            return Judgement(State.UNREAD, "empty-label", *_where(chosen))
        return Judgement(contact.judged.state, "contact", *_where(chosen))
    if contact is not None and contact.judged.why == "protected":
        return Judgement(State.UNREAD, "protected", *_where(chosen))
    if name in ("fax", "email") and said(body, name, read_tables(view, vocabulary)[1]):
        return Judgement(State.VALID, "sentence", *_where(chosen))
    return _without_data(view, body, candidates, name, open_ones, chosen, bare, vocabulary)


def _speaks_for(scope: Scope, refusals: Sequence[Scope]) -> bool:
    """Whether a sentence offers a way that another refuses: then one kind of it may be meant («不接受快递», «平信不予受理»)."""
    if scope.titled or scope.weak or scope.contact:
        return False
    return bool(OFFERED.search(scope.sentence)) and all(scope.sentence != refusal.sentence for refusal in refusals)


def _without_data(
    view: PageView,
    body: Body,
    candidates: tuple[Candidate, ...],
    name: str,
    scopes: Sequence[Scope],
    chosen: Scope,
    bare: State,
    vocabulary: Vocabulary,
) -> Judgement:
    """Named, and nothing beside the name to use it with: the page's other lines decide whether that may be called blank."""
    empty = all(scope.titled and not scope.text.strip(":。-|,") for scope in scopes)
    if name in BY_ADDRESS and has_address(body):
        return Judgement(State.UNREAD if empty else State.VALID, "place", *_where(chosen))
    if bare is State.VALID:
        return Judgement(State.UNREAD if empty else bare, "guide", *_where(chosen))
    if any(c.judged.why == "elsewhere" for c in candidates) or any(ELSEWHERE.search(piece.folded.text) for piece in body.pieces):
        return Judgement(State.PARTIAL, "data-elsewhere", *_where(chosen))
    if (reason := unread_reason(view, vocabulary)) not in TELLING:
        return Judgement(State.UNREAD, reason, *_where(chosen))
    if all(scope.weak for scope in scopes):
        return Judgement(State.UNREAD, "receipt-only", *_where(chosen))
    if not empty and hints_at(name, body):
        return Judgement(State.UNREAD, "hint", *_where(chosen))
    if any(words.REFUSAL.search(scope.text) for scope in scopes):
        return Judgement(State.UNREAD, "unclear-refusal", *_where(chosen))
    if empty and any(_ends_box(body, scope) or shows_below(body, scope.piece) for scope in scopes):
        return Judgement(State.UNREAD, "above", *_where(chosen))
    lone = [scope for scope in scopes if not scope.text.strip(":。-|,申请")]  # a name that ends its line
    if (empty and any(map(holds_otherwise, scopes))) or any(goes_on(name, body, scope.piece) for scope in lone):
        return Judgement(State.UNREAD, "markup", *_where(chosen))
    if any(scope.titled and points(scope.text.strip(":。")) for scope in scopes):
        return Judgement(State.UNREAD, "points", *_where(chosen))
    return Judgement(bare if any(not scope.titled for scope in scopes) else State.BLANK, "no-data", *_where(chosen))


def _ends_box(body: Body, scope: Scope) -> bool:
    """Whether a title is the last line of a box and another line stands above it there: its text may be that one."""
    piece, above = scope.piece, body.pieces[scope.piece.index - 1] if scope.piece.index else None
    if above is None or above.rank or piece.element.getnext() is not None or scope.label:
        return False
    return above.element.tag == piece.element.tag and above.element.getparent() is piece.element.getparent() is not body.element


def _contact(candidates: tuple[Candidate, ...], name: str) -> Candidate | None:
    found = [c for element in CONTACT_OF[name] if (c := best(candidates, element)) is not None and not _is_telephone(c)]
    return next((c for c in found if c.judged.state is State.VALID), found[0] if found else None)


def _is_telephone(found: Candidate) -> bool:
    """«传真提交：发送前请拨打…»: the number is the telephone's."""
    if found.element != "fax" or found.judged.state is not State.VALID or found.judged.why:
        return False
    return not is_number(fold(found.value)) and bool(re.search(r"电话|致电|拨打|来电", found.value))


def _unnamed(
    view: PageView, body: Body, candidates: tuple[Candidate, ...], name: str, told: Said, told_in_full: int, vocabulary: Vocabulary
) -> Judgement:
    """Not named at all. That says something only on a page that describes how to apply: a bare form or a list does not."""
    contact = _contact(candidates, name) if name in CONTACT_OF else None
    if contact and contact.judged.state is State.NEGATED and name not in BY_ADDRESS:  # «邮编：无» refuses no letter
        return Judgement(State.NEGATED, "contact", contact.quote, contact.where)
    if contact and contact.judged.state is State.VALID:
        if told.closed and name in ("fax", "email"):
            return Judgement(State.NEGATED, "closed-list", told.closed.text, told.closed.element)
        return Judgement(State.UNREAD, "contact-only", contact.quote, contact.where)
    reason = unread_reason(view, vocabulary) or _frame(body)
    if told_in_full >= TOLD and reason in BESIDE:
        reason = ""
    reason = reason or ("" if _describes(body, told) else "no-instructions")
    if not reason and (name in told.unclear or (name in BY_ADDRESS and not any(told.of(way) for way in BY_ADDRESS) and has_address(body))):
        reason = "wording"
    if not reason and any(label in text for label in vocabulary.family(words.FAMILY)[name].labels for text in (body.hidden, body.outside)):
        reason = "hidden"
    return Judgement(State.UNREAD, reason) if reason else Judgement(State.ABSENT, "not-found")


def _describes(body: Body, told: Said) -> bool:
    if told.scopes or any(piece.form for piece in body.pieces):
        return True
    return sum("申请" in piece.folded.text for piece in body.pieces if len(piece.text) > 20) >= 3


def _frame(body: Body) -> str:
    """A frame among the content: what it shows was not read."""
    for frame in body.element.iter("iframe", "frame"):
        if not re.match(r"\s*(?:$|#|javascript:|about:)", frame.get("src") or "", re.I):
            return "frame"
    return ""


def _where(scope: Scope) -> tuple[str, HtmlElement]:
    text = scope.piece.text
    if len(text) > LONGEST_QUOTE:
        folded = scope.piece.folded
        text = folded.quote(max(0, scope.start - 50), min(len(folded.text), scope.start + 110))
    return text, scope.piece.element


def _fact(view: PageView, name: str, judged: Judgement) -> Fact:
    if not judged.quote or judged.where is None:
        evidence = view.evidence(opening(view), read_body(view).element)
    else:
        evidence = view.evidence(judged.quote, judged.where)
    value = evidence.quote if judged.quote and judged.state not in (State.ABSENT, State.UNREAD) else None
    confidence = 0.9 if judged.method in ("contact", "form", "link", "refused") else 0.8
    return Fact(
        kind=KIND,
        subject=name,
        value=Reading(state=judged.state, value=value),
        evidence=evidence,
        method=judged.method,
        confidence=confidence,
    )
