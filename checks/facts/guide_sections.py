"""Elements of a guide that are texts: classification, arrangement, ways to obtain, procedure, fees, remedies. 指南的文字性要素"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.model import State
from checks.vocabulary import Element

from .guide_text import LOWEST, Body, Piece, masked

LEAST_TEXT = 8  # fewer characters than this say nothing
LEAST_PROSE = 24  # below a heading without a number
LEAST_LINE = 12  # a shorter line is the name of a menu item
REFERRAL = re.compile(r"(?:详见|参见|参阅|参照|请见|见|查阅|登录|按照?)[^。;]{0,60}(?:目录|网站|栏目|网页|附件|专栏|公开网)")
APPLICATION = re.compile(r"依申请|申请公开|公开申请|不予公开|免予公开")
SENTENCE_END = re.compile(r"[。;!]")
# What a sentence says where no heading announces it. The list of the law's own words («分类、编排体系、获取方式») is no such sentence.
LISTED = re.compile(r"分类[、,](?:目录)?编排体系|编排体系[、,和与及]获取方式|目录[^。]{0,10}包括[^。]{0,6}索引")
SAYS: dict[str, re.Pattern[str]] = {
    "classify": re.compile(
        r"信息[^。;]{0,12}(?:分为|划分为|分成|分)[^。;]{0,8}(?:类|种|部分|大类)|(?:主动)?公开[^。;]{0,16}(?:以下|下列|如下)[^。;]{0,10}(?:信息|内容|类)"
        r"|公开的?(?:信息|内容|范围)[^。;]{0,6}(?:包括|有|涉及)[^。;]{6}|信息分类[^。;]{0,8}(?:为|有|包括|如下|:)"
    ),
    "arrange": re.compile(
        r"编排(?:体系|方式|规则|方法)?(?:为|是|:|采用|采取|按|由)|索引号[^。;]{0,6}(?:由|是由|为|是|包括|编码)|按[^。;]{2,30}(?:编排|排列|编码|编制目录|分类编目)|编码[^。;]{0,8}由"
    ),
    "obtain": re.compile(
        r"(?:通过|采取|采用|利用|借助|可以?在|可到|登录|主要有)[^。]{0,60}(?:网站|公报|公告栏|公示栏|新闻发布会|查阅点|查阅场所|报刊|广播|电视|宣传栏|网上公开|档案馆|图书馆|微信|电子屏)[^。]{0,40}"
        r"(?:公开|获取|查阅|查询|公布|发布|形式|方式|了解)"
    ),
    "procedure": re.compile(r"(?:填写|提交|递交|提出)[^。;]{0,24}申请(?:表|书)?"),
    "fee": re.compile(r"收费|收取|费用|免费|减免|缴费|成本费"),
    "supervision": re.compile(r"投诉|举报|复议|诉讼|监督(?:电话|部门|机构|检查)|救济"),
}
NOT_A_FEE = re.compile(
    r"免费(?:向社会)?公开|向社会免费|免费(?:提供)?查阅|免费获取|收费(?:项目|标准|依据)[、及]?(?:依据|标准)?(?:信息|目录|等|、)|行政事业性收费"
)
# Not even a word of it on the page: only then it may be called absent.
WORDING: dict[str, re.Pattern[str]] = {
    "classify": re.compile(r"分类|公开范围|公开的?内容|类别|分为|范围"),
    "arrange": re.compile(r"编排|索引号|(?<!邮政)编码|排列"),
    "obtain": re.compile(r"获取|公开形式|公开方式|公开渠道|公开途径|查阅|网上公开|公告栏|公示栏|网站"),
    "procedure": re.compile(r"提出申请|申请表|申请书|受理申请|申请人"),
    "fee": re.compile(r"收费|收取|费用|减免|成本费"),
    "supervision": re.compile(r"投诉|举报|复议|诉讼|救济"),
}
OLD_LAW = re.compile(r"第?492号|四百九十二号|2007年4月5日|2007年[^。]{0,12}公布|2008年5月1日(?:起|开始)?(?:正式)?(?:施行|实施)")
NEW_LAW = re.compile(
    r"第?711号|七百一十一号|2019年[^。]{0,16}(?:修订|修正|施行|实施)|2019年4月3日|2019年5月15日|新修订的?《?(?:中华人民共和国)?(?:政府信息公开)?条例|修订后的|\(2019年?(?:修订)?\)|\(修订\)"
)
LAW = re.compile(r"政府信息公开条例")


@attrs.frozen(eq=False)
class Section:
    """What a guide says on one of its textual elements. 文字性要素读数"""

    state: State
    quote: str
    piece: Piece | None
    method: str
    label: str = ""


def read_section(body: Body, element: Element) -> Section | None:
    """The reading of a textual element, None if the page has neither heading nor sentence for it."""
    found = [section for section in _headed(body, element) if section is not None]
    good = next((s for s in found if s.state is State.VALID), None)
    if good:
        return good
    said = next(_said(body, element), None)
    if said:
        return said
    return found[0] if found else None


def has_wording(body: Body, name: str) -> str:
    """Words for the element anywhere on the page, the law's own list of contents apart; '' if there are none. 有无相关字样"""
    for piece in body.pieces:
        for sentence in sentences(piece.folded.text) if len(piece.folded.text) >= LEAST_LINE else ():
            found = WORDING[name].search(masked(sentence))
            if found and not LISTED.search(sentence) and not (name == "fee" and NOT_A_FEE.search(sentence)):
                return found[0]
    return ""


def sentences(text: str) -> Iterator[str]:
    """Sentences of a folded line. 分句"""
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _headed(body: Body, element: Element) -> Iterator[Section | None]:
    for piece in body.pieces:
        title = masked(piece.title)
        if (
            not piece.rank
            or piece.form
            or not any(word in title for word in element.aliases)
            or any(word in title for word in element.never)
        ):
            continue
        if element.id in ("classify", "arrange", "obtain") and (APPLICATION.search("".join(piece.path)) or piece.decoy):
            continue
        yield _section(body, piece, element)


def _section(body: Body, head: Piece, element: Element) -> Section | None:
    """Own text of a heading: the rest of its line and the lines below it, down to the next heading of its rank."""
    own = head.folded.text.partition(head.title)[2].strip("。:;,、 】]")
    first: tuple[Piece, str] | None = (head, own) if own else None
    size = len(own)
    text = own
    for piece in body.pieces[head.index + 1 :]:
        if piece.rank and piece.rank <= head.rank:
            break
        size += len(piece.folded.text)
        text += piece.folded.text if len(text) < 600 else ""
        if first is None or len(first[1]) < LEAST_TEXT:
            first = (piece, piece.folded.text)
    if head.rank == LOWEST and size < LEAST_PROSE:
        return None  # a name in a menu, or a label
    if size < LEAST_TEXT or first is None:
        return Section(State.BLANK, head.text, head, "heading", head.title)
    quote = first[0].text
    if element.id in ("classify", "arrange", "obtain") and size < 160 and REFERRAL.search(text) and not SAYS[element.id].search(text):
        return Section(State.PARTIAL, quote, first[0], "referral", head.title)
    if element.id == "fee" and not SAYS["fee"].search(text + head.title):
        return None
    return Section(State.VALID, quote, first[0], "heading", head.title)


def _said(body: Body, element: Element) -> Iterator[Section]:
    pattern = SAYS[element.id]
    for piece in body.pieces:
        if piece.form or (element.id in ("classify", "arrange") and APPLICATION.search("".join(piece.path))):
            continue
        text = piece.folded.text
        start = 0
        for sentence in sentences(text):
            end = start + len(sentence)
            found = pattern.search(masked(sentence))
            if found and not LISTED.search(sentence) and not _is_other(element.id, sentence):
                yield Section(State.VALID, piece.folded.quote(start, end), piece, "sentence")
            start = end


def _is_other(name: str, sentence: str) -> bool:
    if name == "classify":
        return bool(APPLICATION.search(sentence) and not re.search(r"主动公开|分为", sentence))
    if name == "fee":
        return bool(NOT_A_FEE.search(sentence)) or len(sentence) < LEAST_TEXT
    if name == "obtain":
        return bool(re.search(r"下载|申请表|提出申请|投诉|举报", sentence))
    if name == "supervision":
        return len(sentence) < LEAST_TEXT
    return len(sentence) < 20


def cites_old_law_only(body: Body) -> tuple[State, Piece | None, str]:
    """Whether the Regulation of 2007 is the only one cited. 是否只引用旧条例

    VALID = yes, ABSENT = no, UNREAD = cited without number or year.

    Returns:
        The state, the piece that shows it, and its verbatim quote.
    """
    old = new = named = None
    for piece in body.pieces:
        text = piece.folded.text
        if new is None and NEW_LAW.search(text):
            new = piece
        found = OLD_LAW.search(text)
        if old is None and found:
            old = (piece, found)
        if named is None and LAW.search(text):
            named = piece
    if new:
        return State.ABSENT, new, new.text
    if old:
        piece, found = old
        return State.VALID, piece, piece.folded.quote(max(0, found.start() - 60), min(len(piece.folded.text), found.end() + 40))
    return (State.UNREAD, named, named.text) if named else (State.ABSENT, None, "")
