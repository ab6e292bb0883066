"""Who runs the site: numbers, marks and names at the foot of the page. 网站标识信息"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Link, LinkKind, Reading, State
from checks.parsing.fold import ascii_of, plain
from checks.parsing.footer import footer_elements, footer_lines
from checks.parsing.main import FOOTER, HIDDEN, read_main
from checks.parsing.memo import per_view
from checks.parsing.texts import per_text
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .glance import all_link_words, finder, holds, link_words
from .notice import read_notice
from .shell import shell_reason
from .site_foot import foot_lines, unseen
from .title_words import PIECES, SITE_LIKE

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳台滇黔蜀陇秦"
SOME_PLACE = r"(?<![^\s:：|｜,，;；。.©\d)）局委厅府院心室有号])(?![网办站局厅委室会处院所号有中部])[\u4e00-\u9fff]"  # no end of a name
# What the police's number is called: 京公网安备, 京公海网安备, 公安备案, 公安机关备案, 公安联网备案, 网安备案.
POLICE = r"(?:公[\u4e00-\u9fff]{0,2}?网安备案?|公安[\u4e00-\u9fff]{0,4}?备案?|公网备案?|网安备案?|网警备案?|国际联网备案?)"
# subject → (the number with its label, the label alone). Both run on text folded character by character.
NUMBERS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "f_code": (
        re.compile(r"标识码?\s?(?:编号|为|是)?\s?[:：]?\s?[\[(（]?(?P<value>(?:[a-z]{2}\d{8}|\d{10}))(?![\da-z])"),
        re.compile(r"(?:网站|政府)标识码?\s?[:：]?\s?(?P<rest>.{0,14})"),
    ),
    "f_icp": (
        re.compile(
            rf"(?P<value>(?:[{PROVINCES}]|{SOME_PLACE})?\s?icp\s?(?:备案?|证|备案证)\s?(?:编号|号|字)?\s?[:：]?\s?(?:\d{{5,12}}|b\d-\d{{8,}})\s?号?(?:\s?-\s?\d{{1,3}})?)"
        ),
        re.compile(
            r"(?:icp\s?备(?:案)?(?:编号|号|序号|证号)?|icp\s?证(?:号)?|网站备案(?:编)?号|备案(?:编|序)?号)\s?[:：]?\s?(?P<rest>.{0,14})"
        ),
    ),
    "f_psb": (
        re.compile(
            rf"(?P<value>[{PROVINCES}]?\s?{POLICE}\s?(?:登记)?(?:编号|序号|证号|证|号码|号)?\s?(?:为|是)?\s?[:：]?\s?[\[(（]?\s?第?\s?"
            rf"(?:[{PROVINCES}]公网安备\s?)?\d(?:\s?\d){{7,15}}(?:-\d{{1,5}})?\s?[\])）]?\s?号?)"
        ),
        re.compile(
            r"(?:公网安备(?:案)?(?:编)?号?|公安(?:机关|部门|联网|网)?备案(?:编|序|证)?号|^公安(?:机关)?备案(?=$))\s?[:：]?\s?(?P<rest>.{0,14})"
        ),
    ),
}
HINT = re.compile(r"[标標][识識]|备|備|icp", re.I)
# Whatever NUMBERS find holds, before it is folded, one of these.
NARROWER = finder(("标识", "标識", "標", "备案", "安备", "网备", "備", "c", "C", "ｃ", "Ｃ"))
CODE = re.compile(r"(?:[a-z]{2}\d{8}|\d{10})")
PLACEHOLDER = re.compile(r"x{3,}|×{2,}|\*{3,}|0{8,}|_{3,}|待定|待补|\{\{|\$\{|网站标识码", re.I)
HOST = re.compile(
    r"(?:主办单位|主办|主管单位|主管)\s?[:：]?\s?(?P<name>[^\s:：|｜,，;；。©]{3,40}?)(?=主管|主办|承办|协办|运行|运营|技术(?:支持|支撑|服务|维护|保障|单位|制作|协助|开发(?!区)|[:：])|制作|维护|地址|电话|联系|版权|网站|备案|邮编|负责|icp|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔蜀陇秦]icp|copyright|建议|$|[\s:：|｜,，;；。©(（])",
    re.I,
)
OWNER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{3,40}?)(?:主办|版权所有)|copyright[^\u4e00-\u9fff]{0,24}(?P<holder>[\u4e00-\u9fff]{2,30}[局委厅府部院会办室署])(?![\u4e00-\u9fff])|版权所有\s?[:：]?\s?(?:©|\(c\))?\s?(?P<after>[\u4e00-\u9fff]{3,40}?)(?=主办|承办|技术(?:支持|支撑|服务|维护|保障|单位|制作|协助|开发(?!区)|[:：])|制作|维护|地址|电话|联系|网站|备案|邮编|.icp|$|[^\u4e00-\u9fff])",
    re.I,
)
CONTACT = re.compile(
    r"(?P<support>技术支持|技术服务)?(?:单位)?(?:联系|办公|咨询|值班)?(?:电话|热线|方式|地址|邮箱)\s?[:：]\s?(?P<value>\S{5,60})|[\w.-]{1,64}@[\w-]{1,63}\.[\w.]+|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"
)
CONTACT_LINKS = ("联系我们", "联系方式")
# Attributes by which a mark shows itself: (state if it stands in the page, pattern).
MARK_LINK = re.compile(r"bszs\.conac\.cn|conac\.cn/sitename", re.I)
MARK_IMAGE = re.compile(r"conac|党政机关|事业单位(?:网站)?标识|dzjg|jiguan")  # in lower case
MARK_SCRIPT = re.compile(r"_ideConac|dcs\.conac\.cn", re.I)
FIND_LINK = re.compile(r"zfwzgl\.www\.gov\.cn|pucha\.kaipuyun\.cn/exposure|zfwzjc|/exposure/jiucuo|jiucuo", re.I)
FIND_HOSTS = (b"zfwz", b"kaipuyun", b"jiucuo")  # one of these stands in all that FIND_LINK and FIND_SCRIPT know
FIND_WORDS = "找错"
FIND_SCRIPT = re.compile(r"_jiucuo_|jiucuo\.js|zfwzgl\.www\.gov\.cn/exposure", re.I)
MAP_WORDS = re.compile(r"(?:网站|站点)(?:地图|导航)|^sitemap$", re.I)
POLICE_CODE = re.compile(r"beian\.(?:mps\.)?gov\.cn[^'\"\s]{0,60}?code=(\d{8,16})", re.I)
POLICE_HOST = re.compile(r"^https?://(?:www\.)?beian\.(?:mps\.)?gov\.cn", re.I)
POLICE_NUMBER = re.compile(r"(?<!\d)\d(?:\s?\d){7,15}(?!\d)")
FETCHED_FOOT = re.compile(r"foot|bottom|copyright|banquan|dibu|yejiao", re.I)
LOAD_FOOT = re.compile(
    r"\(\s*['\"][#.][\w-]{0,30}(?:foot|bottom)[\w-]{0,30}['\"]\s*\)\s*\.(?:load|html|append)|include[^\n]{0,40}foot", re.I
)
LOAD_SIGNS = (
    re.compile(rb"\(\s*['\"][#.][^'\"]{0,60}(?:foot|bottom)"),
    re.compile(rb"include[^\n]{0,40}foot"),
)  # in the lower-case letters
LIBRARY = re.compile(r"jquery|bootstrap|plugin|\.min\.|slide|swiper", re.I)
WIDE = 400  # a picture this wide at the foot of a page may carry its text


@attrs.frozen(kw_only=True)
class Mark:
    """A reading with its evidence. 标识读数"""

    reading: Reading
    quote: str
    where: HtmlElement | str
    method: str
    confidence: float = 0.95


def site(view: PageView, context: Context) -> Iterator[Fact]:
    """``site`` facts f_code f_icp f_psb f_mark f_zc f_host f_contact f_map, one each; none on stubs, shells, walls and notices. 网站标识"""
    if not view.is_html or read_notice(view) or shell_reason(view) or len(view.text) < 20:
        return
    for subject, read in READERS.items():
        mark = read(view) or _missing(view)
        if mark.reading.state in (State.ABSENT, State.PLACEHOLDER) and (why := unseen(view, subject)):
            mark = attrs.evolve(mark, reading=Reading(state=State.UNREAD), method=why, confidence=0.6)
        yield Fact(
            kind="site",
            subject=subject,
            value=mark.reading,
            evidence=view.evidence(mark.quote, mark.where),
            method=mark.method,
            confidence=mark.confidence,
        )


def site_name(view: PageView, context: Context) -> Iterator[Fact]:
    """``site.name``: from meta SiteName, from the site's part of the title tag, from the owner at the foot. 网站名称"""
    for method, name, where in names(view):
        yield Fact(
            kind="site.name", value=name, evidence=view.evidence(name, where), method=method, confidence=0.9 if method == "meta" else 0.7
        )


@per_view
def names(view: PageView) -> tuple[tuple[str, str, str], ...]:
    """What the page calls its site: (method, name, where). 网站名称来源"""
    found: list[tuple[str, str, str]] = []
    if view.meta("sitename"):
        found.append(("meta", view.meta("sitename"), "meta[SiteName]"))
    pieces = [piece for piece in PIECES.split(title_text(view)) if SITE_LIKE.search(plain(piece))]
    if pieces:
        found.append(("title", pieces[-1], "//title"))
    host = _host(view)
    if host is not None and host.reading.value:
        where = host.where if isinstance(host.where, str) else view.locator(host.where)
        found.append(("footer", host.reading.value, where))
    return tuple(found)


def _number(subject: str) -> Callable[[PageView], Mark | None]:
    """Reader of one registered number: written out, else carried by a script, a link or a meta tag, else its bare label."""

    def read(view: PageView) -> Mark | None:
        bare: Mark | None = None
        for line in _low_lines(view):
            reading = _written(subject, line.text)
            if reading is not None and reading.state is State.BLANK:
                reading = _on_next_line(view, subject, line) or reading
            if reading is None:
                continue
            if reading.state is State.VALID:
                return Mark(reading=reading, quote=line.text, where=line.element, method="label")
            bare = bare or Mark(reading=reading, quote=line.text, where=line.element, method="label", confidence=0.85)
        return _carried(view, subject) or bare

    return read


def _on_next_line(view: PageView, subject: str, line: Line) -> Reading | None:
    """The number that a cell or a line of its own holds behind the label's."""
    index = _positions(view)[line] + 1
    after = next((other.text for other in view.lines[index : index + 3] if not other.hidden), "")
    reading = _written(subject, f"{line.text} {after}") if after[:1].isalnum() else None
    return reading if reading is not None and reading.state is State.VALID else None


@per_view
def _positions(view: PageView) -> dict[Line, int]:
    return {line: number for number, line in enumerate(view.lines)}


@functools.lru_cache(maxsize=20_000)
def _written(subject: str, text: str) -> Reading | None:
    """What a line says of a number: the number itself, else what stands behind its label. Footers are the same on every page of a site."""
    full, label = NUMBERS[subject]
    even = plain(text)
    match = full.search(even)
    if match:
        return Reading(state=State.VALID, value=text[match.start("value") : match.end("value")].strip(), label=match[0][:20])
    empty = label.search(even)
    if empty is None:
        return None
    rest = empty["rest"]
    state = State.PLACEHOLDER if PLACEHOLDER.search(rest) else State.PARTIAL if re.search(r"\d{4}", rest) else State.BLANK
    value = text[empty.start("rest") : empty.end("rest")] if state is not State.BLANK else None
    return Reading(state=state, value=value, label=empty[0][:12])


def _carried(view: PageView, subject: str) -> Mark | None:
    """A number that no reader sees but that the page carries: weaker, yet no reason to call it missing."""
    if subject == "f_psb":
        return _police_link(view) if holds(view, b"beian.gov", b"beian.mps") else None
    if subject != "f_code":
        return None
    script = next((s for s in view.tree.iter("script") if s.get("sitecode")), None)
    if script is not None and CODE.fullmatch((script.get("sitecode") or "").lower()):
        return Mark(
            reading=Reading(state=State.VALID, value=script.get("sitecode")),
            quote=f"sitecode={script.get('sitecode')}",
            where=script,
            method="script",
            confidence=0.6,
        )
    meta = view.meta("siteidcode")
    if CODE.fullmatch(meta.lower()):
        return Mark(reading=Reading(state=State.VALID, value=meta), quote=meta, where="meta[SiteIDCode]", method="meta", confidence=0.5)
    return None


def _police_link(view: PageView) -> Mark | None:
    """The police's number in a link to their register: in its address, or as its words; a picture alone may show it."""
    found = POLICE_CODE.search(view.source)
    if found:
        return Mark(reading=Reading(state=State.VALID, value=found[1]), quote=found[0], where="//a", method="link", confidence=0.7)
    shown = [link for link in view.links if not link.hidden and POLICE_HOST.match(link.href.strip())]
    for link in shown:
        number = POLICE_NUMBER.search(plain(link.text))
        if number:
            reading = Reading(state=State.VALID, value=link.text[number.start() : number.end()])
            return Mark(reading=reading, quote=link.text, where=link.locator, method="link", confidence=0.7)
    if not shown:
        return None
    quote = shown[0].text or shown[0].href
    return Mark(reading=Reading(state=State.UNREAD), quote=quote, where=shown[0].locator, method="link", confidence=0.6)


def _party_mark(view: PageView) -> Mark | None:
    told = holds(view, b"conac")
    for element in view.tree.iter("a", "img") if told else view.tree.iter("img"):  # a picture may say it in its words
        target = element.get("href") or element.get("src") or ""
        if element.tag == "img":
            found = MARK_IMAGE.search(plain(f"{element.get('alt')} {element.get('title')} {target}"))
        else:
            found = MARK_LINK.search(target) if "conac" in target else None
        if found and not view.is_hidden(element):
            return Mark(
                reading=Reading(state=State.VALID, value=target),
                quote=target,
                where=element,
                method="link" if element.tag == "a" else "image",
                confidence=0.9,
            )
    return _by_script(view, MARK_SCRIPT, (b"conac",)) if told else None


def _find_faults(view: PageView) -> Mark | None:
    told = holds(view, *FIND_HOSTS)
    if told or FIND_WORDS in all_link_words(view):
        for link, text in zip(view.links, link_words(view), strict=True):
            if not link.hidden and len(link.text) < 40 and (FIND_LINK.search(link.href) or FIND_WORDS in text):
                reading = Reading(state=State.VALID, value=link.href)
                return Mark(reading=reading, quote=link.text or link.href, where=link.locator, method="link", confidence=0.9)
    for image in view.tree.iter("img"):
        shown = (image.get("alt") or "") + (image.get("title") or "")
        if (FIND_WORDS in plain(shown) or (told and FIND_LINK.search(image.get("src") or ""))) and not view.is_hidden(image):
            reading = Reading(state=State.VALID, value=image.get("src"))
            return Mark(reading=reading, quote=shown or image.get("src") or "", where=image, method="image", confidence=0.8)
    scripted = _by_script(view, FIND_SCRIPT, FIND_HOSTS) if told else None
    if scripted:
        return scripted
    own = _first_link(view, ("纠错",), lambda link, text: "纠错" in text)  # the site's own, not the national entry
    if own is None:
        return None
    return Mark(reading=Reading(state=State.PARTIAL, value=own.text), quote=own.text, where=own.locator, method="own form", confidence=0.7)


def _first_link(view: PageView, words: tuple[str, ...], fits: Callable[[Link, str], object]) -> Link | None:
    """The first visible link that fits, by itself and its folded text. Looked for only where some link holds one of the words."""
    everything = all_link_words(view)
    if not any(word in everything for word in words):
        return None
    return next((link for link, text in zip(view.links, link_words(view), strict=True) if not link.hidden and fits(link, text)), None)


def _by_script(view: PageView, pattern: re.Pattern[str], words: tuple[bytes, ...]) -> Mark | None:
    for script in view.tree.iter("script"):
        for place in filter(None, (script.get("src"), script.get("id"), script.text)):  # one of the words stands in all that is found
            if any(word in ascii_of(place) for word in words) and (found := pattern.search(place)):
                return Mark(reading=Reading(state=State.UNREAD), quote=found[0], where=script, method="script")
    return None


def _host(view: PageView) -> Mark | None:
    for pattern, method, confidence in ((HOST, "label", 0.9), (OWNER, "copyright", 0.7)):
        for line in foot_lines(view):
            name = _name_in(pattern, line.text)
            if len(name) >= 3:
                reading = Reading(state=State.VALID, value=name)
                return Mark(reading=reading, quote=line.text, where=line.element, method=method, confidence=confidence)
    return None


@functools.lru_cache(maxsize=20_000)
def _name_in(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(plain(text))
    group = next((g for g, found in match.groupdict().items() if found), "") if match else ""
    return text[match.start(group) : match.end(group)] if match and group else ""


def _contact(view: PageView) -> Mark | None:
    partial: Mark | None = None
    for line in foot_lines(view):
        reading = _contact_in(line.text)
        if reading is None:
            continue
        mark = Mark(reading=reading, quote=line.text, where=line.element, method="label", confidence=0.9)
        if reading.state is State.VALID:
            return mark
        partial = partial or mark
    link = _first_link(view, CONTACT_LINKS, lambda link, text: text in CONTACT_LINKS and link.kind is LinkKind.WEB)
    if link is not None:
        return Mark(reading=Reading(state=State.VALID, value=link.text), quote=link.text, where=link.locator, method="link", confidence=0.7)
    return partial


@per_text
def _contact_in(text: str) -> Reading | None:
    """How a line says the site's people can be reached; in part only, where it is the firm that built the site."""
    even = plain(text)
    match = CONTACT.search(even)
    if match is None:
        return None
    support = bool(match["support"]) or "技术支持" in even[max(0, match.start() - 24) : match.start()]
    return Reading(state=State.PARTIAL if support else State.VALID, value=text[match.start() : match.end()])


def _map(view: PageView) -> Mark | None:
    link = _first_link(view, ("地图", "导航", "sitemap"), lambda link, text: len(link.text) < 12 and MAP_WORDS.search(text))
    return Mark(reading=Reading(state=State.VALID, value=link.text), quote=link.text, where=link.locator, method="link") if link else None


READERS: dict[str, Callable[[PageView], Mark | None]] = {
    "f_code": _number("f_code"),
    "f_icp": _number("f_icp"),
    "f_psb": _number("f_psb"),
    "f_mark": _party_mark,
    "f_zc": _find_faults,
    "f_host": _host,
    "f_contact": _contact,
    "f_map": _map,
}


@per_view
def _low_lines(view: PageView) -> tuple[Line, ...]:
    """Visible lines that may name a number: the footer's, then those of neither footer nor document text, from below."""
    foot = [line for line in foot_lines(view) if _hints(line.text)]
    parts = zip(view.lines, read_main(view).parts, strict=True)
    rest = [line for line, part in parts if part is not FOOTER and part is not HIDDEN and len(line.text) < 200 and _hints(line.text)]
    return (*foot, *reversed(rest))


@per_text
def _hints(text: str) -> bool:
    return NARROWER.search(text) is not None and HINT.search(text) is not None


@per_view
def _missing(view: PageView) -> Mark:
    """Nothing found: absent where the footer was read as text, unread where a script, a frame or a picture may hold it. 未见标识"""
    foot = footer_lines(view)
    quote = " ".join(line.text for line in foot[-3:]) or title_text(view)
    where: HtmlElement | str = foot[0].element if foot else "//body"
    reason = fetched(view, FETCHED_FOOT) or _pictured(view) or ("" if foot else "no footer found")
    if reason and not (view.page.rendered and foot):
        return Mark(reading=Reading(state=State.UNREAD), quote=quote, where=where, method=reason, confidence=0.6)
    return Mark(reading=Reading(state=State.ABSENT), quote=quote, where=where, method="footer read", confidence=0.9)


@per_view
def fetched(view: PageView, names: re.Pattern[str]) -> str:
    """Sign that a part of the page is brought by a script or a frame after loading, '' if there is none."""
    if view.page.rendered:
        return ""
    for element in view.tree.iter("script", "iframe", "frame"):
        source = (element.get("src") or "").split("?")[0]
        tail = "/".join(source.split("/")[-2:])
        if source and names.search(tail) and (element.tag != "script" or not LIBRARY.search(tail)):
            return f"{element.tag} {source[-60:]}"
    if names is FETCHED_FOOT and any(sign.search(view.letters) for sign in LOAD_SIGNS) and LOAD_FOOT.search(view.source):
        return "loaded by script"
    return ""


def _pictured(view: PageView) -> str:
    """A wide picture at the foot: it may carry what the text does not say."""
    silent = (image for element in footer_elements(view) for image in element.iter("img") if not (image.get("alt") or "").strip())
    widths = (re.match(r"\d+", image.get("width") or "") for image in silent)
    return "picture in the footer" if any(width is not None and int(width[0]) >= WIDE for width in widths) else ""
