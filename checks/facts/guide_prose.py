"""Contact data of the office in sentences without labels: «秘书科设在…大道100号，电话是…», «我局没有设传真». 句中的联系方式

Two grades: what a sentence states in so many words (``said``) stands beside labelled values; what it only lets one gather
(``gathered``) is used where the page has no label for the element at all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import State

from .guide_sections import sentences
from .guide_text import Body, Piece, masked, other_place
from .guide_values import CLOCK, emails

FAX_TO = re.compile(r"传真(?:至|到|发送至|发至|号码?为?|:)[^。;,\d]{0,12}(?=(?:\d|\(0)[\d\-()]{6,18})")
GENERAL = re.compile(r"有关|相关|其他|哪|所在")
COMPLAINED = re.compile(r"(?:投诉|举报|监督)(?:电话|热线|传真)[^。;]{0,60}$")
NOT_OFFICE_MAIL = re.compile(r"投诉|举报|监督|纠错|站长|维护|技术|客服|征集|反馈")
FAX_NUMBER = re.compile(r"[\d\-()]{7,20}")
ORG_SAID = re.compile(
    r"(?:由|向|至|到|为)(?P<a>(?:(?!由|向|至|到|为)[^,。;:、()]){1,30}(?:办公室|科|股|中心|办|处|窗口|办公厅))(?:\([^()]{0,20}\))?(?:具体)?(?:负责|承担|受理|统一受理|提出申请|提交申请|接收|办理)"
    r"|(?P<b>[^,。;:、()]{1,24}(?:办公室|科|股|中心|政务公开办|处))(?:\([^()]{0,20}\))?(?:是|具体负责|负责|承担)[^,。;]{0,16}(?:信息公开|申请)"
    r"|(?:机构|部门)的?名称(?:为|是)(?P<c>[^,。;:、()]{2,40})"
)
NOT_FOR_READERS = re.compile(r"解释|编制|编写|制定|修订|更新|牵头")
NOT_THE_OFFICE = re.compile(r"上级|监督|投诉|举报|本机关$|复议|人民法院|保密")
# A sentence about complaints or about reading published papers gives other people's data.
OTHERS = re.compile(
    r"投诉|举报|反映|不满|不服|异议|意见|复议|诉讼|起诉|监督|纪检|纪委|监察|信访|(?<!有人)值班|报警|抢修|维护|技术支持|承建|总机|总台|热线|纠错|站长|客服|征集"
)
# Named before a number in the same sentence, these have it, unless they take the applications.
BODIES = re.compile(
    r"登记中心|营业[部厅]|管理部|(?:博物|文化|体育|图书|档案|美术|科技|纪念)馆|派出所|派驻|纪委|监委|监察|[支大]队|分局|支行|医院|学校|公司|热线"
)
TAKES = re.compile(r"受理|承办|负责|承担")
READERS = re.compile(r"图书馆|档案馆|阅览|查[阅询][点室处]|取阅|翻阅|阅读[点室]|查阅场所|借阅|开馆|文化馆|公共查阅")
UNIT = (
    r"(?:(?!由|向|至|到|找|为|是|请|与|送|寄|交|给|在|可|的|后|应|各|该)[\u4e00-\u9fff]){0,14}?"
    r"(?:办公室|办公厅|党政办|[局场馆院校镇乡站会委所]办(?!公|理|事|法|结)|(?:综合|秘书|法规|法制|法治|政策|行政|信息|政务|文秘|会务|人事|科教|宣传)[\u4e00-\u9fff]{0,8}(?:科|股|处|室|组)|内勤组|公开办|服务窗口|会务股)"
)
ORG_GATHERED = (
    re.compile(
        r"(?:由|找|向|到|至|往|交|送|寄|给|与)(?P<org>"
        + UNIT
        + r")(?=[^\u4e00-\u9fff]|提出|领|填|申请|办理|登记|递交|提交|咨询|联系|索取|说|承办|负责|受理|办|当面|,|$)"
    ),
    re.compile(
        r"(?:^|[,。;:()答])(?P<org>"
        + UNIT
        + r")(?=(?:\([^()]{0,60}\))?(?:具体|统一|会|应当?|将)?(?:负责|承办|受理|收[到件后表]|登记|自收到|在收到|设在|位于|当场|安排|核对|在?\d+个?工作日|在[\u4e00-\u9fff]{2,16}\d|审[查核]|答复))"
    ),
    re.compile(
        r"(?:^|[,。;:()答])(?:本[\u4e00-\u9fff])?(?P<org>[\u4e00-\u9fff]{2,14}?(?:科|股|室|处|组|队|办|窗口))(?:具体|统一)?(?:负责|承办|承担|归口)(?:受理|办理|接收|答复)[^,。;]{0,6}(?:申请|公开)"
    ),
    re.compile(
        r"受理(?:政府|本局|本机关)?(?:信息)?(?:公开)?申请的(?:机构|部门|单位|科室)?(?:是|为)(?P<org>[^,。;:()]{0,12}?" + UNIT + r")"
    ),
    re.compile(
        r"(?:指定|确定|明确)(?P<org>"
        + UNIT
        + r")(?:为|作为|是)(?:本[\u4e00-\u9fff]{1,3})?(?:政府|政务)?(?:信息)?公开(?:的)?(?:工作|日常|受理)?(?:机构|部门)"
    ),
    re.compile(r"^(?:答:)?(?P<org>" + UNIT + r"(?:窗口|服务台)?)(?=[,(]).{0,80}?(?:\d{7}|\d号)"),
)
NUMBER = re.compile(r"(?<![\d\-.@a-z])(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:-\d{1,4})?(?![\d@])|(?<!\d)1[3-9]\d{9}(?!\d)")
CALLED = re.compile(r"(?:电话|tel|致电|拨打|打|来电|手机|咨询|联系|座机)[^。;,\d]{0,10}$")
NOT_CALLED = re.compile(r"(?:传真|fax|邮编|编码|热线|账号|证号)[^。;,]{0,12}$")
PLACE = re.compile(
    r"(?:(?!设在|位于|送到|寄到|送往|寄往|地址|[在到至往于是为])[\u4e00-\u9fff]){1,20}(?:路|街|道|巷|里|弄|村|胡同|大院|小区)[\u4e00-\u9fff]{0,4}\d{1,5}(?:-\d{1,4})?号(?:院|楼|之[一二三])?[^,。;:()、\s]{0,24}"
    r"|(?<=[在到于])(?:(?![在到于])[\u4e00-\u9fff]){2,16}(?:院内|大院|(?:大楼|大厦|大厅|中心)?[\da-z一二三四五六七八九十]{1,3}(?:楼|层)(?:[\u4e00-\u9fff]{0,6}\d{2,4}室)?)"
)
AFTER_PLACE = re.compile(r"的?(?:人|居民|住户|商户|工程|路段|项目)")
TIMES = re.compile(
    r"(?:工作日|周[一二三四五六日1-7]|星期|每[天日周个]|上午|早上|平时|夏季)(?!内)[^。;]{0,24}?(?:\d{1,2}[:点时][\d半]{0,2}|[一二三四五六七八九十]{1,3}[点时])[^。;]{0,6}?(?:-|至|到|~)[^。;()]{0,40}"
)
NOT_HOURS = re.compile(r"录入|发布|更新|生成|点击|阅读|浏览|20\d\d年|20\d\d-")
ZIP = re.compile(r"(?:邮(?:政编码|编|码)|邮递区号)[^。;,\d]{0,8}(?P<zip>\d{6})(?!\d)")
LACKS = re.compile(
    r"(?:没有|没设|没开|无|未设置?|未设立|不设置?|未配备?|未开通|尚未开通|未申请|不提供|未公布)(?:设置?|开通|配备|公开|公布|固定|专门|的){0,2}"
    r"(?P<what>(?:传真|电子邮[箱件]|邮箱|电邮|电子信箱|电话)(?:机|号码|地址)?(?:(?:、|和|与|及|或|也没有)(?:传真|电子邮[箱件]|邮箱|电邮|电子信箱)(?:机|号码|地址)?)*)(?![^,。;]{0,4}(?:申请|方式|形式|接收|受理|渠道|提交))"
)
ASKED = re.compile(r"[?吗]$")
ANSWERED_NO = re.compile(r"^(?:答:)?(?:目前|暂时|暂|我局|本局|本单位)?(?:都|均|也|皆)?(?:没有|没|无|未设|不设|暂无|未开通)")
NAMES: dict[str, re.Pattern[str]] = {
    "fax": re.compile(r"传真"),
    "email": re.compile(r"邮箱|电邮|电子邮件|电子信箱|e-?mail"),
    "phone": re.compile(r"电话"),
}

LONGEST_QUESTION = 40
# «哪个部门负责信息公开？» «答：县财政局办公室。»
WHO_ASKED = re.compile(
    r"(?:谁|(?:哪个|哪一个|什么|何)(?:部门|机构|单位|科室|处室|窗口))[^。;]{0,10}(?:负责|受理|承办|接收|管|办)[^。;]{0,16}(?:公开|申请)"
    r"|(?:公开|申请)[^。;]{0,16}(?:谁|(?:哪个|哪一个|什么|何)(?:部门|机构|单位|科室|处室|窗口))[^。;]{0,8}(?:负责|受理|承办|接收|管|办|\?$)"
)
OFFICE_ANSWER = re.compile(
    r"(?:答|a)?:?(?:是|由|找|我们)?(?P<org>[\u4e00-\u9fff]{0,16}?(?:办公室|党政办|[科股处室局]|中心|窗口|公开办))(?:负责|受理|承办)?[。.]?"
)


@attrs.frozen(eq=False)
class Said:
    """An element that a sentence gives: value and quote as they stand, and the line. 句中要素"""

    value: str
    quote: str
    piece: Piece
    state: State = State.VALID


def said(body: Body, name: str, cells: frozenset[HtmlElement] = frozenset()) -> Said | None:
    """An element that a sentence states in so many words, or None; ``cells``: those of tables, read as such. 句中明示的要素"""
    return next(_found(body, SPANS[name], cells), None) if name in SPANS else None


def gathered(body: Body, name: str, cells: frozenset[HtmlElement] = frozenset()) -> Said | None:
    """An element that one gathers from a sentence on how to reach the office; also that there is none. 由句意得出的要素"""
    if name in GATHERED:
        found = next(_found(body, GATHERED[name], cells, by_sentence=True), None)
        if found is not None:
            return found
    if name == "org":
        return next(_answered(body), None)
    return next(_lacking(body, name), None) if name in NAMES else None


Finder = Callable[[str], "tuple[int, int] | None"]


def _found(body: Body, find: Finder, cells: frozenset[HtmlElement], by_sentence: bool = False) -> Iterator[Said]:
    for piece in body.pieces:
        if piece.decoy or piece.form or piece.element in cells:
            continue
        text = piece.folded.text
        start = 0
        for part in sentences(text) if by_sentence else (text,):
            span = None if by_sentence and OTHERS.search(masked(part)) else find(part)
            if span is not None and not _is_others(body, text, start + span[0]):
                first, last = start + span[0], start + span[1]
                begin = max(text.rfind(sign, 0, first) for sign in "。;") + 1
                yield Said(piece.folded.quote(first, last), piece.folded.quote(max(begin, first - 80), last), piece)
            start += len(part)


def _is_others(body: Body, text: str, start: int) -> bool:
    """Whether what begins at ``start`` is told of another body than the organ, by its own sentence."""
    if other_place(text, start, body.own_names)[0]:
        return True
    begin = max(text.rfind(sign, 0, start) for sign in "。;") + 1
    sentence = masked(text[max(begin, start - 120) : start])
    named = [m for m in BODIES.finditer(sentence) if m[0] not in body.names]
    return bool(named) and not TAKES.search(sentence)


def _answered(body: Body) -> Iterator[Said]:
    """The office that the line below a question for it names."""
    for piece, answer in itertools.pairwise(body.pieces):
        text = piece.folded.text
        if piece.decoy or piece.form or len(text) > LONGEST_QUESTION or OTHERS.search(masked(text)) or not WHO_ASKED.search(text):
            continue
        found = OFFICE_ANSWER.fullmatch(answer.folded.text)
        if found and not GENERAL.match(found["org"]):
            yield Said(answer.folded.quote(*found.span("org")), answer.text, answer)


def _lacking(body: Body, name: str) -> Iterator[Said]:
    """«没有传真», «有邮箱吗？ — 没有»."""
    for piece in body.pieces:
        if piece.decoy or piece.form:
            continue
        text = piece.folded.text
        for found in LACKS.finditer(text):
            if NAMES[name].search(found["what"]) and not OTHERS.search(masked(text[max(0, found.start() - 12) : found.start()])):
                yield Said(piece.folded.quote(*found.span()), piece.folded.quote(*found.span()), piece, State.NEGATED)
        following = body.pieces[piece.index + 1].folded.text if piece.index + 1 < len(body.pieces) else ""
        if ASKED.search(text) and NAMES[name].search(text) and len(text) <= 40 and ANSWERED_NO.match(following):
            answer = body.pieces[piece.index + 1]
            yield Said(answer.text, answer.text, answer, State.NEGATED)


def _mail(text: str) -> tuple[int, int] | None:
    return next(
        (s for s in emails(text) if not NOT_OFFICE_MAIL.search(text[max(0, s[0] - 20) : s[0]]) and not _complained(text, s[0])), None
    )


def _fax(text: str) -> tuple[int, int] | None:
    for found in FAX_TO.finditer(text):
        number = FAX_NUMBER.match(text, found.end())
        if number and not _complained(text, found.start()):
            return number.span()
    return None


def _complained(text: str, start: int) -> bool:
    """Whether a complaint desk's telephone stands shortly before in the same sentence."""
    return bool(COMPLAINED.search(text[max(0, start - 80) : start]))


def _hours(text: str) -> tuple[int, int] | None:
    found = re.search(r"(?:办公(?![室厅楼])|工作|受理|上班|接待(?!投诉|举报|信访)|对外)[^。;]{0,40}", text)
    if found is None or NOT_HOURS.search(found[0]) or _complained(text, found.start()):
        return None
    clock = CLOCK.search(text, found.start()) if ":" in found[0][-30:] else None  # of the whole text: a number cut off looks like a time
    return (found.start(), min(len(text), clock.end() + 12)) if clock and clock.end() <= found.end() else None


def _org(text: str) -> tuple[int, int] | None:
    found = ORG_SAID.search(text)
    group = next((g for g in "abc" if found and found[g]), "")
    if found is None or not group or NOT_THE_OFFICE.search(found[group]) or NOT_FOR_READERS.match(text, found.end()):
        return None
    return found.span(group)


def _unit(text: str) -> tuple[int, int] | None:
    for pattern in ORG_GATHERED:
        found = pattern.search(text)
        if (
            found
            and not GENERAL.match(found["org"])
            and not NOT_FOR_READERS.search(text[found.end() : found.end() + 8])
            and not READERS.search(found["org"])
        ):
            return found.span("org")
    return None


def _place(text: str) -> tuple[int, int] | None:
    for found in PLACE.finditer(text):
        if not AFTER_PLACE.match(text, found.end()) and not READERS.search(text[max(0, found.start() - 20) : found.end() + 16]):
            return found.span()
    return None


def _number(text: str) -> tuple[int, int] | None:
    for found in NUMBER.finditer(text):
        before = text[max(0, found.start() - 30) : found.start()]
        if CALLED.search(before) and not NOT_CALLED.search(before) and not READERS.search(before):
            return found.span()
    return None


def _times(text: str) -> tuple[int, int] | None:
    found = TIMES.search(text)
    return found.span() if found and not READERS.search(text[: found.end()]) else None


def _zip(text: str) -> tuple[int, int] | None:
    found = ZIP.search(text)
    return found.span("zip") if found else None


SPANS: dict[str, Finder] = {"email": _mail, "fax": _fax, "hours": _hours, "org": _org}
GATHERED: dict[str, Finder] = {"org": _unit, "address": _place, "phone": _number, "hours": _times, "zip": _zip}
