"""What must not leave with an export: numbers that belong to a person. One pure function for text, one for a fetched page. 隐去个人信息

What the privacy rule counts (identity and bank cards that pass their check, telephones of a party to a case) is hidden, and beyond it what a
label names so. Telephones and accounts of offices, credit codes and numbers of documents stay: they are what disclosure is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import attrs

from checks.facts.penalty_more import BEFORE, ID_NUMBER, OF_PARTY, SHOWN, TREASURY, is_card, is_id
from checks.model import Page
from checks.parsing.fold import fold, plain
from checks.parsing.view import PageView

KINDS_ZH = {"id": "身份证号码", "card": "银行卡号", "phone": "手机号码", "address": "家庭住址"}

_PERHAPS = re.compile(r"\d{11}|\d[ -]\d{4}|住址|家庭地址|[户戶]籍")  # of a text as written
_GAP = r"[ -]?"
_ID_SPACED = re.compile(rf"(?<![\dA-Za-z])[1-6]\d{{5}}{_GAP}(?:19|20)\d{{6}}{_GAP}\d{{3}}[\dXx](?![\dA-Za-z])")
_ID_LABELLED = re.compile(
    r"(?:身份证(?:件)?|公民身份|证件)(?:号码?)?(?:为|是)?[:\s]{0,3}(?P<v>[1-6]\d{5}(?:\d{2})?\d{2}(?:0\d|1[0-2])[0-3]\d{4}[\dXx]?)(?![\dA-Za-z])"
)
_CARD = re.compile(rf"(?<!\d)62\d{{2}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_HOME = re.compile(r"(?:家庭住址|家庭地址|户籍(?:所在)?地(?:址)?|现住址|住址)[:\s]{1,3}(?P<v>[^\s,。;:()<>]{4,50})")
_HOUSE = re.compile(r"\d[^\d]{0,4}(?:号|室|组|幢|弄|村)")
#: what stands before a number that is an organisation's or a document's
_OF_ORGANISATION = re.compile(r"(?:信用代码|注册号|登记号|机构代码|许可证|文号|编号|执照|证书|项目|案号|第)[^,。;\n]{0,12}$")
_OF_DOCUMENT = re.compile(r"\s{0,2}号")
_OF_OFFICE = re.compile(
    r"(?:投诉|举报|咨询|监督|服务|热线|承办|执法|办案|经办|受理|值班|查询|传真|本局|我局|机关|窗口|科室)[^,。;\n]{0,16}$"
)
_OF_PERSON = re.compile(r"(?:当事人|持卡人|本人|被处罚[人者])[^。;]{0,20}$")
_AN_ID = re.compile(r"身份[^,。;\n]{0,10}$")
#: words of a page about a case: telephones on it are a party's unless they are said to be an office's
_CASE = re.compile(r"(?:当事人|被处罚[人者单]|相对人)(?:姓名|名称|:)|处罚决定书|案件名称")
_TEXTUAL = re.compile(r"^text/|json|xml|javascript")
#: rules whose findings quote pages about cases
CASE_RULES = ("penalty.", "licence.", "double-publicity.")
#: in addresses of pages a number is hidden only behind a parameter's name that says what it is
_IN_URL = re.compile(
    r"(?<=[?&])(?P<n>sfz\w{0,4}|id_?card\w{0,4}|id_?n(?:o|um)|mobile|phone|tel|sj(?:hm|h)?)=(?P<v>[\dXx]{11,18})(?![\dXx])", re.I
)


@attrs.frozen
class Personal:
    """Where a text shows something of a person. 个人信息

    Attributes:
        kind: a key of ``KINDS_ZH``.
        start, end: its place in the text.
    """

    kind: str
    start: int
    end: int


def personal_in(text: str, *, of_case: bool = False) -> tuple[Personal, ...]:
    """Everything of a person in a text, by place, none overlapping another. 查找个人信息

    Args:
        of_case: the text comes from a page about a penalty or a licence; it may say so itself.
    """
    if not _PERHAPS.search(text):  # nearly every text: a million rows must not wait for seven patterns each
        return ()
    even = plain(text)  # character for character: what stands at a place in it stands there in the original
    case = of_case or bool(_CASE.search(even))
    found = sorted((each for look in _LOOKS for each in look(even, case)), key=lambda each: (each.start, -each.end))
    kept: list[Personal] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def mask(text: str, *, of_case: bool = False) -> str:
    """The text with everything of a person made unreadable; as long as before, and masked again the same. 隐去"""
    out, at = [], 0
    for each in personal_in(text, of_case=of_case):
        out += [text[at : each.start], starred(text[each.start : each.end])]
        at = each.end
    return "".join([*out, text[at:]])


def mask_url(url: str) -> str:
    """An address whose parameters name nobody's number; the rest must stay as it is, or it leads nowhere. 网址隐去"""
    return _IN_URL.sub(lambda found: f"{found['n']}={starred(found['v'])}", url)


def starred(words: str) -> str:
    """The first signs stay, so that whoever knows the original recognises it. 加星号"""
    return words[:SHOWN] + "*" * (len(words) - SHOWN)


def is_case_rule(rule: str) -> bool:
    """Whether a rule's findings quote pages about cases. 涉案指标"""
    return rule.startswith(CASE_RULES)


def _ids(text: str, case: bool) -> Iterator[Personal]:
    for found in _ID_LABELLED.finditer(text):
        yield Personal("id", found.start("v"), found.end("v"))
    for pattern in (ID_NUMBER, _ID_SPACED):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 30) : found.start()]
            named = _OF_ORGANISATION.search(before) or _OF_DOCUMENT.match(text, found.end())
            if is_id(re.sub(r"[ -]", "", found[0])) and (_AN_ID.search(before) or not named):
                yield Personal("id", found.start(), found.end())


def _cards(text: str, case: bool) -> Iterator[Personal]:
    for found in _CARD.finditer(text):
        before, after = text[max(0, found.start() - 60) : found.start()], text[found.end() : found.end() + 30]
        if is_card(re.sub(r"[ -]", "", found[0])) and (_OF_PERSON.search(before) or not TREASURY.search(before + after)):
            yield Personal("card", found.start(), found.end())


def _phones(text: str, case: bool) -> Iterator[Personal]:
    for found in _MOBILE.finditer(text):
        before = text[max(0, found.start() - BEFORE) : found.start()]
        if OF_PARTY.search(fold(before)) or (case and not _OF_OFFICE.search(before)):
            yield Personal("phone", found.start(), found.end())


def _homes(text: str, case: bool) -> Iterator[Personal]:
    if case:
        for found in _HOME.finditer(text):
            if _HOUSE.search(found["v"]):
                yield Personal("address", found.start("v"), found.end("v"))


_LOOKS: tuple[Callable[[str, bool], Iterable[Personal]], ...] = (_ids, _cards, _phones, _homes)


@attrs.frozen(kw_only=True)
class MaskedPage:
    """A page as it may leave. 隐去后的网页

    Attributes:
        body: what may leave; the page's own where nothing had to be hidden.
        kinds: what was hidden, keys of ``KINDS_ZH``; empty if nothing was.
        withheld: it could not be hidden place by place (an attachment, a number cut up by markup), so that nothing of the body may leave.
    """

    body: bytes
    kinds: tuple[str, ...] = ()
    withheld: bool = False


def mask_page(page: Page, *, of_case: bool = False) -> MaskedPage:
    """The body of a page without what belongs to a person, in the page's own encoding. 网页隐去"""
    view = PageView(page)
    shown = _shown(view)
    found = {(each.kind, text[each.start : each.end]) for text in shown for each in personal_in(text, of_case=of_case)}
    if not found:
        return MaskedPage(body=page.body)
    kinds = tuple(sorted({kind for kind, _ in found}))
    if _packed(view):
        return MaskedPage(body=b"", kinds=kinds, withheld=True)
    body = page.body
    for _, words in sorted(found, key=lambda each: -len(each[1])):
        body = body.replace(words.encode(view.encoding, "replace"), starred(words).encode(view.encoding, "replace"))
    left = any(personal_in(text, of_case=of_case) for text in _shown(PageView(attrs.evolve(page, body=body, sha256=""))))
    return MaskedPage(body=b"" if left else body, kinds=kinds, withheld=left)


def _shown(view: PageView) -> tuple[str, ...]:
    """What a page shows, hidden lines included, and what its source holds beside it; of pictures and locked files nothing is known."""
    lines = "\n".join(line.text for line in view.lines) if view.is_html else ""
    told = view.page.header("content-type").lower()
    return (lines,) if _packed(view) else (lines, view.source) if view.is_html or _TEXTUAL.search(told) else ()


def _packed(view: PageView) -> bool:
    """Whether the body is a file whose bytes are not its words."""
    return view.attachment not in ("", "text")
