"""Labels of a guide's elements, found in running text, and what a reading of one is. 指南要素标签"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.memo import per_element
from checks.parsing.paths import xpath
from checks.vocabulary import Vocabulary

from .guide_text import masked
from .guide_values import PROTECTED, Judged, emails, judge

FAMILY = "guide"
LABELLED = ("org", "address", "hours", "phone", "fax", "email", "net", "zip")
# What may stand between two labels that share one value: 电话、传真 / 电话(传真) / 地址及邮编.
JOINED = re.compile(r"^(?:[、/\\•·&+及和与或兼暨|(]|以及|\(兼){1,2}$")
# Of a number that serves both, either may stand in brackets before the other: «联系(传真)电话».
NUMBERS = {"phone", "fax"}
OPENING = re.compile(
    r"^\)?(?:\([^()]{0,24}\))?(?:号码?)?(?:[】\]〕]?:|[】\]〕]|(?:分别)?(?:为|是)(?::|(?!了|否|何|什么|多少|哪|啥|几))|位于|设在|在(?=[\u4e00-\u9fff])|[=→]|-{1,2}(?=[\d\u4e00-\u9fff]))"
)
# «受理机构。望北县水务局办公室。地址：…»: the heading ends in a full stop, and the office's name stands alone behind it.
STOPPED = re.compile(r"^。(?=(?P<name>[\u4e00-\u9fff]{4,30}(?:局|办|科|室|股|处|中心|窗口|政府|委员会))(?:[。,;(]|地址))")
BARE = re.compile(r"^\)?(?:\([^()]{0,24}\))?(?=\d{3}|\(0\d{2,3}\)|https?:|www\.|[a-z0-9_.\-]{2,40}@|(?:同上|同前|同电话|同号|与电话))")
LIVE_TARGET = re.compile(r"\s*(?:mailto:|tel:|javascript:\s*(?!void)\w{1,40}\()", re.I)  # holds a value, or calls what brings one
DRAWING = ("script", "input", "textarea", "select", "svg", "canvas", "object")
# What else ``draws`` asks of a node it asks of its attributes.
MAY_DRAW = xpath("descendant-or-self::*[@* or " + " or ".join(f"self::{tag}" for tag in DRAWING) + "]")
CLAUSE = ",。;:)"
ORGAN_NAME = re.compile(
    r"^[\u4e00-\u9fff]{2,30}(?:局|办|科|室|股|处|中心|窗口|组|部|院|所|站|馆|厅)(?:\([^()]{0,20}\))?(?=[^\u4e00-\u9fff]|$)"
)
NO_NAME = re.compile(r"内设|下属|各|有关|相关|负责|受理|承办")
SHORT_REFUSAL = 12
LONGEST_KEPT = 200  # characters of a line whose labels are remembered
LONGEST_LABELS = 40  # characters of a line of labels
LONGEST_QUALIFIED = 12  # characters of a label with a word before it
NOT_A_VALUE = re.compile(r"^(?:等|及|和|或|的|应|请|咨询|方式|申请|、)")


@attrs.frozen(eq=False)
class Candidate:
    """One reading of one element. 候选读数

    Attributes:
        value: as it stands, '' where there is none.
        decoy: why it is not the office's own ('' if it is); ``unsure`` if another place is named in the same sentence as an office.
        further: given for a second or later place where the first stands in a row of its own.
        aside: given in a line on where the guide itself may be read.
    """

    element: str
    label: str
    value: str
    quote: str
    judged: Judged
    where: HtmlElement
    method: str
    piece: int
    decoy: str = ""
    unsure: bool = False
    further: bool = False
    aside: bool = False


@attrs.frozen
class Token:
    """A label in a folded line. 标签"""

    start: int
    end: int
    element: str
    bare: bool = False


@attrs.frozen(eq=False)
class Chain:
    """Labels that share one value, and where the value begins."""

    tokens: tuple[Token, ...]
    value: int
    never: str


@functools.lru_cache(maxsize=8)
def labels_of(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Pattern over all labels (longest first), label → elements, element → words that forbid it in front. 标签表"""
    owners: dict[str, list[str]] = {}
    never: dict[str, tuple[str, ...]] = {}
    for name in LABELLED:
        element = vocabulary.family(FAMILY)[name]
        never[name] = element.never
        for label in (*element.labels, *element.aliases):
            owners.setdefault(label, []).append(name)
    words = sorted(owners, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), {word: tuple(names) for word, names in owners.items()}, never


def names_only(text: str, words: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a folded line holds labels and nothing else, and one of these words among them: «传真电子邮箱». 仅由标签组成的行"""
    pattern = labels_of(vocabulary)[0]
    return len(text) <= LONGEST_LABELS and not pattern.sub("", text).strip(":、/") and any(m[0] in words for m in pattern.finditer(text))


@functools.lru_cache(maxsize=8)
def bare_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Words that are labels only where they begin a line or a clause: «机构：», «时间：». 仅在句首作标签的词"""
    family = vocabulary.family(FAMILY)
    return frozenset(word for name in LABELLED for word in family[name].aliases)


def chains(text: str, vocabulary: Vocabulary) -> Iterator[Chain]:
    """Groups of labels in a folded line that a value may follow. 标签组"""
    return iter(_short_chains(text, vocabulary)) if len(text) <= LONGEST_KEPT else _chains(text, vocabulary)


@functools.lru_cache(maxsize=5_000)
def _short_chains(text: str, vocabulary: Vocabulary) -> tuple[Chain, ...]:
    """A line is asked for by itself and by the lines around it."""
    return tuple(_chains(text, vocabulary))


def _chains(text: str, vocabulary: Vocabulary) -> Iterator[Chain]:
    pattern, owners, never = labels_of(vocabulary)
    bare = bare_words(vocabulary)
    tokens = [
        Token(m.start(), m.end(), owners[m[0]][0], m[0] in bare)
        for m in pattern.finditer(text)
        if m[0] not in bare or _starts(text, m.start()) or text[m.start() - 1] in CLAUSE
    ]
    position = 0
    while position < len(tokens):
        group = [tokens[position]]
        while position + 1 < len(tokens) and _shares(text, group, tokens[position + 1]):
            position += 1
            group.append(tokens[position])
        position += 1
        after = text[group[-1].end : group[-1].end + 40]
        opening = OPENING.match(after) or (BARE.match(after) if group[-1].element != "org" else _stopped(text, group))
        whole = len(text) - group[-1].end <= 2 and not text[group[-1].end :].strip(":)：】]〕") and _begins(text, group[0])
        strict = None if opening or whole else _value_at_once(text, group)
        if opening or whole or strict:
            yield Chain(tuple(group), group[-1].end + (opening.end() if opening else 0), _forbidden(text, group[0].start, group, never))


def _shares(text: str, group: list[Token], following: Token) -> bool:
    """Whether a label stands so close behind others that they have one value."""
    between = text[group[-1].end : following.start]
    if between != ")":
        return JOINED.match(between) is not None
    opened = text[max(0, group[0].start - 1) : group[-1].end]
    return {group[-1].element, following.element} == NUMBERS and opened.count("(") > opened.count(")")


def _stopped(text: str, group: list[Token]) -> re.Match[str] | None:
    found = STOPPED.match(text[group[-1].end : group[-1].end + LONGEST_LABELS]) if _starts(text, group[0].start) else None
    return found if found and not NO_NAME.search(found["name"]) else None


def _value_at_once(text: str, group: list[Token]) -> bool:
    """«办公地址云溪市人民路1号»: a label at the start of its line, and at once a value that proves itself."""
    value = text[group[-1].end :]
    if not _starts(text, group[0].start) or NOT_A_VALUE.match(value) or len(value) > 80:
        return False
    first = group[0].element
    if judge(first, value).state in (State.NEGATED, State.PLACEHOLDER) and len(value) <= SHORT_REFUSAL:
        return True
    if first == "org":
        return not group[0].bare and ORGAN_NAME.fullmatch(value.rstrip("。;")) is not None and not NO_NAME.search(value)
    if first == "address":
        return bool(re.search(r"[路街道巷镇乡村]\d*.{0,6}号|楼|大院|\d+室", value))
    if first == "hours":
        return bool(re.search(r"\d{1,2}:\d\d", value))
    return (
        first in ("email", "fax", "phone", "zip")
        and judge(first, value).state in (State.VALID, State.NEGATED)
        and not re.match(r"[\u4e00-\u9fff]{3}", value)
    )


def _starts(text: str, start: int) -> bool:
    return start == 0 or (
        start <= 6
        and not re.search(r"\d{3}", text[:start])
        and re.fullmatch(
            r"[\d(（一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛)）、.·●•◆■▲△▼◇○□►➤※*☆★\[【-]+|本机关的?|本局的?|答:",
            text[:start],
        )
        is not None
    )


def _begins(text: str, token: Token) -> bool:
    """Whether a line that ends with a label is that label, at most with a word before it that only qualifies it: «图文传真», «我局地址»."""
    if _starts(text, token.start):
        return True
    return not token.bare and len(text) <= LONGEST_QUALIFIED and re.fullmatch(r"[\u4e00-\u9fff]{1,4}", text[: token.start]) is not None


def _forbidden(text: str, start: int, group: list[Token], never: dict[str, tuple[str, ...]]) -> str:
    before = re.split(r"[,。;:)》]", masked(text[max(0, start - 12) : start]))[-1]
    return next((word for word in never[group[0].element] if word in before[-8:]), "")


def candidate(
    element: str,
    label: str,
    value: str,
    original: str,
    quote: str,
    where: HtmlElement,
    method: str,
    piece: int,
    decoy: str,
    unsure: bool,
    shared: bool,
) -> Candidate:
    """A reading made ready: obfuscated addresses decoded, the value judged, the quote as the page has it. 候选读数"""
    if PROTECTED in fold(value) and element in ("email", "net"):
        decoded = decoded_email(where)
        if decoded:
            value, original = decoded, decoded
    judged = judge(element, _share(element, value) if shared else value)
    if judged.state is State.BLANK:
        judged = Judged(State.UNREAD, "image") if has_image(where) else Judged(State.UNREAD, "script") if is_filled_later(where) else judged
    if judged.state is State.ABSENT:
        decoy = decoy or judged.why
    return Candidate(element, label, _trimmed(original)[:200], quote, judged, where, method, piece, decoy, unsure and bool(decoy))


def _trimmed(text: str) -> str:
    return text.rstrip("）)") if text.count("(") + text.count("（") < text.count(")") + text.count("）") else text


def _share(element: str, value: str) -> str:
    """An element's part of a value that several labels share."""
    if element == "zip":
        found = re.search(r"(?<!\d)\d{6}(?!\d)", value)
        return found[0] if found else value
    if element == "email":
        spans = emails(value)
        return value[spans[0][0] : spans[0][1]] if spans else value
    return value


def decoded_email(element: HtmlElement) -> str:
    """An address that a mail protection service encoded (data-cfemail), or ''. 解码受保护的邮箱"""
    for node in element.iter("a", "span"):
        code = node.get("data-cfemail") or (node.get("href") or "").partition("email-protection#")[2]
        if re.fullmatch(r"(?:[0-9a-f]{2}){4,200}", code, re.I):
            key = int(code[:2], 16)
            text = "".join(chr(int(code[i : i + 2], 16) ^ key) for i in range(2, len(code), 2))
            if "@" in text and text.isascii() and text.isprintable():
                return text
    return ""


@per_element
def has_image(element: HtmlElement) -> bool:
    """Whether a picture stands in the block: it may show the value. 有无图片"""
    return next(element.iter("img"), None) is not None


@per_element
def is_filled_later(element: HtmlElement) -> bool:
    """Something stands in the block that draws the value, or holds it otherwise than as text. 是否另行填充"""
    return any(draws(node, node is element) for node in MAY_DRAW(element))


def draws(node: HtmlElement, is_block: bool = False) -> bool:
    """Whether a node draws or holds what is no text: a script, a field, a link of its own kind, data of a style. 非文字内容

    Args:
        is_block: the node is the block itself, whose own attributes say nothing of a value.
    """
    if node.tag in DRAWING:
        return True
    if node.tag == "a" and (LIVE_TARGET.match(node.get("href") or "") or node.get("onclick")):
        return True
    if is_block:
        return False
    data = any(name.startswith(("data-", "v-", ":", "ng-")) and node.get(name) for name in node.attrib)
    return data or (bool(node.get("title")) and not node.text_content().strip())
