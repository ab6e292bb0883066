"""Does the text that belongs to a way of applying give what one needs to use it? 渠道所需信息"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.fold import fold

from .channel_scopes import Scope, is_other_desk
from .channel_words import ELSE_DESK, PLACEHOLDER
from .guide_labels import draws, has_image, is_filled_later
from .guide_text import Body, Piece, masked, other_place
from .guide_values import emails

STREET = re.compile(
    r"[路街道巷弄里村镇段胡同]\S{0,12}?\d+-?\d*号|[路街道巷弄村镇段][\u4e00-\u9fff]{0,8}(?:大厦|大楼|院内|政府|\d+楼)|(?<![第字令\d〕\])])\d+号(?!文|令|公告|线|项|之前|以前|前)(?:[^,。;]{0,10}(?:楼|室|院|栋|幢|厅))?|邮政信箱"
)
ROOM = re.compile(
    r"[\d一二三四五六七八九十](?:楼|层|室|房)|大厅|窗口|服务中心|政务中心|便民|办公室|服务台|前台|柜台|接待室|接待处|收发室|传达室|秘书[处科]|"
    r"[\u4e00-\u9fff]{2}[科股](?![技研学目])|大院|院内|办公楼|行政楼|服务站|[\u4e00-\u9fff]{2}(?:局|委|办|所|站|馆|署|处)(?=[,。;)]|$|提|递|申|办|交|填|收|当)"
)
# Words that point back to an address the page gives; they prove nothing where it gives none.
POINTING = re.compile(r"受理机构|受理单位|受理点|受理地点|本机关|公布的|指定的?地点")
PHONE = re.compile(r"(?:电话|致电|拨打|来电|联系|咨询|确认|核对)[^,。;传真]{0,10}$")
NUMBER = re.compile(r"(?<!\d)(?:\(?0\d{2,3}\)?-{0,2})?\d{3,4}-?\d{4}(?!\d)")
SHOWING = ("img", "canvas", "iframe", "object", "embed", "svg", "button", "input", "textarea")
INVALID = frozenset({"0"})
# A text that gives no data itself and says where they are, or gives an address in a form that was not understood.
POINTS = re.compile(
    r"^(?:同|与|详?见|参见|请见)|上[述方面列]|下[述方列]|公[布开]的?[^,。;]{0,6}(?:邮箱|信箱|号码|传真)|联系方式|(?:[a-z0-9\-]{1,40}\.){1,4}(?:cn|com|net|org)"
)
WORD = re.compile(r"\w{2}")
LEAST_DIGITS = 7
MOST_CHILDREN = 8  # a block with more children is no paragraph
PLACES = re.compile(
    r"地址|地点|位于|\d(?:楼|室|层)|大厅|窗口|大院|院内|[路街巷][^,。;]{0,8}号|邮政?编码?:?\d|(?:局|办|委|科|室)收(?![到取费])"
)
HINTS = {
    "in_person": PLACES,
    "mail": PLACES,
    "fax": re.compile(r"传真[^。;电]{0,24}(?:\d{7}|\d{3,4}-\d{4})|(?:\d{7}|\d-\d{4})[^。;电]{0,8}传真"),
    "email": re.compile(r"@|\(at\)|邮箱[^。;]{0,6}[a-z0-9]{4}"),
}


def data_of(name: str, scope: Scope) -> State | None:
    """VALID or PLACEHOLDER by the text that belongs to the way itself; None if it says nothing of the kind. 渠道信息状态"""
    texts = (scope.text,) if scope.titled else (scope.text, scope.sentence)
    if any(_has[name](text) for text in texts):
        return State.VALID
    own = scope.text
    if PLACEHOLDER.search(own) and (scope.titled or len(own) <= 60):
        return State.PLACEHOLDER
    if name in ("in_person", "mail") and ROOM.search(POINTING.sub("", own)):
        return State.VALID
    return None


def has_address(body: Body) -> bool:
    """Whether the page gives a street address that is not that of a complaint desk or reading room. 有无办公地址"""
    for piece in body.pieces:
        if piece.form or is_other_desk(piece):
            continue
        text = piece.folded.text
        found = STREET.search(text)
        if found and not other_place(text, found.start(), body.own_names)[0]:
            return True
    return False


def boxes_below(body: Body, piece: Piece) -> Iterator[HtmlElement]:
    """What stands below a title in its own box, before the next line, and is no line of the text itself. 标题下的非文字元素"""
    box = piece.element.getparent()
    following = body.pieces[piece.index + 1].element if piece.index + 1 < len(body.pieces) else None
    begun = False
    for node in box.iter() if box is not None else ():
        if node is following:
            return
        begun = begun or node is piece.element
        if begun and isinstance(node.tag, str) and node is not piece.element and piece.element not in node.iterancestors():
            yield node


def shows_below(body: Body, piece: Piece) -> bool:
    """Whether a picture, a field, or words that are no line of the text stand below a title, before the next line. 标题下有无图片"""
    own = (piece.element, *piece.element.iterdescendants())
    shown = any(node.tag in SHOWING for node in own)
    return shown or any(node.tag in SHOWING or draws(node) or WORD.search(node.text or "") for node in boxes_below(body, piece))


def points(text: str) -> bool:
    """Whether the words below a title point to data elsewhere on the page: «同上», «见联系方式», «发送至公开邮箱». 是否指向他处"""
    return POINTS.search(text) is not None


def goes_on(name: str, body: Body, piece: Piece) -> bool:
    """Whether the line after a title that took none gives what the way needs. 下一行是否为其内容"""
    following = body.pieces[piece.index + 1] if piece.index + 1 < len(body.pieces) else None
    if following is None or following.rank or following.form:
        return False
    return any(_has[name](text) for text in (following.folded.text, *map(fold, following.text.split())))  # «0999-8123401 4.网上申请：»


def holds_otherwise(scope: Scope) -> bool:
    """Whether what belongs to a title may be held otherwise than as text: in a link, a field, a picture, by a script. 非文字形式的内容"""
    boxes = (box for box in scope.blocks if box.tag not in ("body", "form") and len(box) <= MOST_CHILDREN)
    return any(has_image(box) or is_filled_later(box) for box in boxes)


def _number(text: str) -> bool:
    for found in NUMBER.finditer(text):
        digits = [c for c in found[0] if c.isdigit()]
        if len(digits) < LEAST_DIGITS or set(digits[-LEAST_DIGITS:]) == INVALID:
            continue
        if not PHONE.search(text[max(0, found.start() - 16) : found.start()]):
            return True
    return False


def _mailbox(text: str) -> bool:
    return any(not PLACEHOLDER.search(text[a:b]) for a, b in emails(text))


def is_number(text: str) -> bool:
    """Whether a folded text gives a number that is not a telephone's by its own words. 有无传真号码"""
    return _number(text)


def hints_at(name: str, body: Body) -> bool:
    """Whether the page may give what a way needs in a form that was not understood: it must not be called blank. 是否另有线索"""
    pattern = HINTS[name]
    texts = (p.folded.text for p in body.pieces if not p.form and not is_other_desk(p))
    return any(pattern.search(text) and not ELSE_DESK.search(masked(text)) for text in texts)


def _street(text: str) -> bool:
    return bool(STREET.search(text))


_has = {"in_person": _street, "mail": _street, "fax": _number, "email": _mailbox}
