"""Signs that the page's identity was replaced: by an intruder, or on a copy of the site that others run. 页面被劫持或冒名

Each sign is a fact of its own with its confidence: 0.8 and more is strong by itself, less is weak and means nothing alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import attrs

from checks.model import Fact
from checks.parsing.fold import fold, plain
from checks.parsing.footer import footer_lines
from checks.parsing.memo import per_view
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .glance import finder, holds
from .hidden import HARMLESS, own_domains, registrable
from .notice import read_notice
from .site import names
from .spam import MIDDLE, STRONG, adverts, brand_in_name, ordinary_here, spam_confidence
from .title_words import PIECES

WEAK = 0.4
ENTITIES = re.compile(r"<title>[^<]{0,40}?(?:&#(?:x[0-9a-f]{4,5}|\d{4,6});){8}", re.I)
# Empty elements, one in the other, under one id in which a digit stands before a letter: people number ids at the end (tab1, list2).
TWIN_TAGS = re.compile(r"<(\w{1,12}) id=\"(?=[a-z0-9]{0,3}\d[a-z])([a-z0-9]{5})\">\s{0,20}<(\w{1,12}) id=\"\2\">\s{0,20}</\3>\s{0,20}</\1>")
# The same with letters alone may be a template's carelessness, in every row of a list; under three kinds of empty elements it is not.
EMPTY_TAG = re.compile(r"<(\w{1,12}) id=\"([a-z]{5})\">\s{0,20}(?:<(\w{1,12}) id=\"\2\">\s{0,20}</\3>\s{0,20})?</\1>")
KINDS_OF_EMPTY = 3
SHORT_ID = re.compile(r"<\w{1,12} id=\"[a-z0-9]{5}\">")  # how both begin
ID_ALONE = re.compile(r" id=\"[a-z0-9]{5}\">")  # its end, which is found sooner: no tag is tried
PINYIN = re.compile(r"\((?<=[\u4e00-\u9fff]\()[a-zɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}\)")  # begins with the bracket: few characters to try
DOUBLED_SIGN = "县市"  # stands in whatever DOUBLED finds
# «青石县市»: a county's name put mechanically before the suffix of a city, at the beginning of a name. 县市 that rightly goes on is left out.
DOUBLED = re.compile(
    r"^(?:欢迎您?(?:进入|访问|光临|来到)?|中国共产党|中共|中国)?(?:[\u4e00-\u9fff]{2,3}(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}[市州盟])??"
    r"(?P<name>[\u4e00-\u9fff]{2,3})县市(?=人民政府|新城区|[\u4e00-\u9fff]{2,6}局|[\u4e00-\u9fff]{2,6}委员会)"
    r"(?!场|政|容|貌|监|区|域|直|级|民|委|长|乡|镇|两|属|辖|际|中心|内|外)"
)
# Before «县市» as «counties and cities», these are no place's name.
NOT_A_NAME = re.compile(
    r"[各全有省个些及和与辖属所等外强邻跨沿\d直州地旗区市县治一二三四五六七八九十两多]"
    r"|部分|先进|试点|兄弟|友好|其他|周边|周围|附近|近郊|城郊|重点|示范|贫困|山区|老区|牧区|库区|边境|边远|少数|民族|东部|西部|中部|南部|北部"
    r"|百强|发达|产粮|产油|大县|旅游|农业|工业|资源|同类|同级|上级|基层|本省|该省|我省|参加|组织|联合|带动|有关|相关"
)
PLACES = re.compile(
    r"^(?:欢迎(?:进入|访问|光临)?|中共|中国)?(?:[\u4e00-\u9fff]{2,3}(?:省|自治区))?(?:(?P<city>[\u4e00-\u9fff]{2,4}?)(?:市|州|盟|地区))?(?:(?P<county>[\u4e00-\u9fff]{2,4}?)(?:县|区|旗|市))?"
)
DOCUMENT_WORDS = re.compile(r"关于|通知|公告|公示|《|意见|办法|\d{4}年")
LONGEST_NAME = 30
ORGAN_NAME = re.compile(r"(?:[省市县区州]|中国|国家)[\u4e00-\u9fff]{2,8}?(?:厅|局|委员会)")
FEW_ORGANS = 2  # keywords that name another organ; one may be a partner
REPEATED = re.compile(
    r"(?P<whole>[\u4e00-\u9fff]{4,16}(?:局|厅|委|政府|办公室|委员会))\s?[-—_]\s?(?P<tail>[\u4e00-\u9fff]{3,14}(?:局|厅|委|政府|办公室|委员会))$"
)
GOVERNMENT = re.compile(r"人民政府|政府网|政府门户|政府办|政务服务|信息中心|电子政务|数据|网信|宣传部|大数据|行政审批")
NO_ORGAN = re.compile(r"[\u4e00-\u9fff]{3}(?:资源网|信息网|之窗|在线|热线|公司)$")
COUNTY = re.compile(r"(?:^|[省市州])(?P<place>[\u4e00-\u9fff]{2,3})(?:县|旗)[\u4e00-\u9fff]{2,12}(?:局|委员会|办公室|政府)")
ADDRESS = re.compile(r"地址\s?[:：]\s?(?P<text>[\u4e00-\u9fff]{2,5}?[省市州县区旗][\u4e00-\u9fff]{0,30})")
DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,4}区")
REFERRER = b"document.referrer"
ENGINES = re.compile(r"baidu|google|sogou|\bso\.com|360\.cn|bing|sm\.cn|haosou|soso", re.I)
SENT_TO = re.compile(
    r"location(?:\.href)?\s{0,4}(?:=|\.(?:replace|assign)\s{0,4}\()\s{0,4}['\"](?P<url>(?:https?:)?//[^'\"\s]{4,200})['\"]", re.I
)
REACH = 600  # characters of a script between what is asked of a visit and where it is sent
OTHER_SECTOR = "站名与主办单位领域不符"


@attrs.frozen
class Sign:
    """One sign with its evidence. 疑点"""

    subject: str
    text: str
    quote: str
    where: str
    confidence: float


def hijack(view: PageView, context: Context) -> Iterator[Fact]:
    """``integrity.hijack`` facts, subject title, meta, name or words; none where nothing is amiss. 劫持疑点"""
    if not view.is_html or read_notice(view):
        return
    for sign in signs(view, context.vocabulary):
        yield Fact(
            kind="integrity.hijack",
            subject=sign.subject,
            value=sign.text,
            evidence=view.evidence(sign.quote, sign.where),
            method=sign.text,
            confidence=sign.confidence,
        )


@per_view
def signs(view: PageView, vocabulary: Vocabulary) -> tuple[Sign, ...]:
    """All signs of a page, at most one for each subject and reason. 全部疑点"""
    found = [*_worded(view, vocabulary), *_identity(view, vocabulary), *_body(view, vocabulary)]
    kept: dict[tuple[str, str], Sign] = {}
    for sign in found:
        kept.setdefault((sign.subject, sign.text), sign)
    return tuple(kept.values())


def _worded(view: PageView, vocabulary: Vocabulary) -> Iterator[Sign]:
    """Betting, adult and advertising words where a bureau's page names itself."""
    places = [("title", title_text(view), "//title")]
    places += [("meta", view.meta(name), f"meta[{name}]") for name in ("keywords", "description", "sitename", "articletitle", "columnname")]
    for subject, text, where in places:
        if not text:
            continue
        confidence = spam_confidence(PIECES.split(text) if subject == "title" else (text,), vocabulary)
        if confidence:
            yield Sign(subject, "博彩、色情等用语", text, where, confidence)
        elif subject == "meta" and _advertises(view, text, vocabulary):
            yield Sign(subject, "与机关无关的推广用语", text, where, MIDDLE)
    opening = view.source[:20_000]
    if "&#" in opening and ENTITIES.search(opening) and not _title_is_shown(view):
        yield Sign("title", "标题以字符实体书写", title_text(view), "//title", WEAK)


def _advertises(view: PageView, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a meta tag holds advertising words that the page does not show and that are none of the site's own trade."""
    words = fold(text)
    if not finder(adverts(vocabulary)).search(words) or finder(vocabulary.words.get("spam_never", ())).search(words):
        return False
    site = fold(" ".join([title_text(view), view.meta("sitename"), *(name for _, name, _ in names(view))]))
    found = [word for word in adverts(vocabulary) if word in words and not ordinary_here(word, site, vocabulary)]
    return bool(found) and not any(word in view.folded.text for word in found)


def _title_is_shown(view: PageView) -> bool:
    """Whether the page itself repeats its title: a content system encodes its own words, an intruder's stand in the title only."""
    return any(len(piece) >= 4 and fold(piece) in view.folded.text for piece in PIECES.split(title_text(view)))


def _other_organs(tags: str, vocabulary: Vocabulary, theirs: frozenset[int]) -> int:
    """How many keywords name an organ of another sector than the owner's."""
    named = [tag for tag in re.split(r"[,，;；、\s]+", plain(tags)) if ORGAN_NAME.search(tag)]
    return sum(bool(sectors) and not sectors & theirs for sectors in (_sectors(tag, vocabulary) for tag in named))


def _identity(view: PageView, vocabulary: Vocabulary) -> Iterator[Sign]:
    """Names of the site that contradict each other."""
    named = {method: (name, where) for method, name, where in names(view)}
    host, host_where = named.get("footer", ("", ""))
    own = next((line.text for line in footer_lines(view) if host and host in line.text), host)
    site = named.get("title", named.get("meta", ("", "")))[0]
    if host and site and len(site) <= LONGEST_NAME and not DOCUMENT_WORDS.search(plain(site)) and not GOVERNMENT.search(plain(host + site)):
        ours, theirs = _sectors(site, vocabulary), _sectors(host, vocabulary)
        if ours and theirs and not ours & theirs and not _merged(ours, theirs, vocabulary):
            yield Sign("name", OTHER_SECTOR, f"{site} / {own}", host_where, MIDDLE)
            tags = view.meta("keywords")
            keywords = _sectors(tags, vocabulary)
            if keywords and not keywords & theirs:
                # Keywords of the site's trade are the same contradiction once more; those that name another organ are a second one.
                subject = "meta" if _other_organs(tags, vocabulary, theirs) >= FEW_ORGANS else "name"
                yield Sign(subject, "关键词与主办单位领域不符", tags, "meta[keywords]", MIDDLE)
        places, other = _places(site), _places(host)
        if places and other and not any(place in plain(host) for place in places) and not any(place in plain(site) for place in other):
            yield Sign("name", "站名与主办单位地名不符", f"{site} / {own}", host_where, WEAK)
    if "主办" in plain(own) and NO_ORGAN.search(plain(host)):
        yield Sign("name", "主办单位不是机关名称", own, host_where, WEAK)
    for name, where in ((view.meta("sitename"), "meta[SiteName]"), (title_text(view), "//title")):
        twice = REPEATED.search(plain(name))
        if twice and twice["whole"] != twice["tail"] and twice["whole"].endswith(twice["tail"]):  # a front page bears its site's name twice
            yield Sign("name", "站名重复拼接", name, where, WEAK)
            break
    yield from _address(view, view.meta("sitename") or site)


def _address(view: PageView, name: str) -> Iterator[Sign]:
    """A county named in the site's name, an address in the footer that lies elsewhere."""
    county = COUNTY.search(plain(name))
    if county is None:
        return
    for line in footer_lines(view):
        text = plain(line.text)
        address = ADDRESS.search(text)
        if address and county["place"] not in text[address.start("text") :] and DISTRICT.search(address["text"]):
            yield Sign("name", "站名与页脚地址的地名不符", line.text, view.locator(line.element), WEAK)
            return


def _body(view: PageView, vocabulary: Vocabulary) -> Iterator[Sign]:
    for _, name, where in names(view):
        even = plain(name)
        doubled = DOUBLED_SIGN in even and DOUBLED.search(even)
        if doubled and not NOT_A_NAME.search(doubled["name"]):
            yield Sign("name", "地名后缀重复", name, where, STRONG)
            break
    found = brand_in_name(view, vocabulary)
    if found:
        yield Sign("words", "机关名称中夹有博彩等品牌", *found, STRONG)
    numbered = ID_ALONE.search(view.source) is not None and SHORT_ID.search(view.source) is not None
    twins = TWIN_TAGS.search(view.source) if numbered else None
    if twins:
        yield Sign("words", "随机编号的嵌套空元素", twins[0][:80], "//body", STRONG)
    elif numbered and (same := _same_id(view.source)):
        yield Sign("words", "几种空元素用同一随机编号", same[:80], "//body", MIDDLE)
    target = _searchers_sent_to(view)
    if target:
        yield Sign("words", "从搜索引擎来的访问被转往他站", target, "//script", STRONG)
    text = view.text
    pinyin = list(PINYIN.finditer(text))
    if len(pinyin) >= 10 and len(pinyin) > 0.003 * len(text):
        first_of_them = text[pinyin[0].start() - 1 : pinyin[0].end()]
        yield Sign("words", "正文夹注拼音", first_of_them, "//body", MIDDLE)


def _same_id(source: str) -> str:
    """The first of the empty elements of several kinds that stand under one id, '' if there are none."""
    kinds: dict[str, set[str]] = {}
    firsts: dict[str, str] = {}
    for found in EMPTY_TAG.finditer(source):
        kinds.setdefault(found[2], set()).update(filter(None, (found[1], found[3])))
        firsts.setdefault(found[2], found[0])
    return next((firsts[name] for name, tags in kinds.items() if len(tags) >= KINDS_OF_EMPTY), "")


def _searchers_sent_to(view: PageView) -> str:
    """The jump of a script that asks whether a visit comes from a search engine and then goes to a foreign host, or ''."""
    if not holds(view, REFERRER):
        return ""
    for script in view.tree.iter("script"):
        source = script.text or ""
        asked = source.find("document.referrer")
        near = source[asked : asked + REACH] if asked >= 0 else ""
        sent = SENT_TO.search(near) if ENGINES.search(near) else None
        host = (urlsplit(sent["url"]).hostname or "") if sent else ""
        if sent and host and not HARMLESS.search(host) and registrable(host) not in own_domains(view):
            return sent[0]
    return ""


def _places(name: str) -> set[str]:
    found = PLACES.match(plain(name))
    return {place for place in found.groupdict().values() if place} if found else set()


@functools.lru_cache(maxsize=4096)
def _sectors(text: str, vocabulary: Vocabulary) -> frozenset[int]:
    words = fold(text).replace("人民", "")  # 人民政府 holds 民政
    lines = vocabulary.words.get("sectors", ())
    return frozenset(index for index, line in enumerate(lines) if any(word in words for word in line.split()))


@functools.lru_cache(maxsize=4096)
def _merged(ours: frozenset[int], theirs: frozenset[int], vocabulary: Vocabulary) -> bool:
    """Whether reforms have put bureaus of two sectors together: then an old name in the head is negligence, not a break-in. 机构改革合并领域"""
    groups = (_sectors(line, vocabulary) for line in vocabulary.words.get("sectors_merged", ()))
    return any(ours & group and theirs & group for group in groups)
