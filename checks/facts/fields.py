"""From labelled pairs to readings of fields: which label means which field, and what its value is worth. 字段读取"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterable, Iterator, Mapping

import attrs

from checks.model import Fact, LinkKind, Reading, State
from checks.parsing.fold import fold
from checks.parsing.footer import footer_lines, read_footers
from checks.parsing.grid import inner_text
from checks.parsing.labels import Pair, key_of, short_key_of
from checks.parsing.main import main_content
from checks.parsing.memo import per_view
from checks.parsing.numbering import unnumbered
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .item_words import CALLED, ENDINGS, LONGEST_ENDING, LONGEST_PHRASE, LONGEST_QUESTION, PHRASES, QUESTIONS, TO_DO, WORDED
from .page import attachments, images

JOINED = re.compile(r"以及|[及和与、/／,，或]")
MOST_FOOTER = 400  # characters of a footer's cell
EXTRA = 8  # characters a label may have beside the words of its field
PLACEHOLDER = re.compile(
    r"[×✕╳]{2,}|(?<![a-z/.@])x{2,}(?![a-z@._/])|\*{3,}|(?:[○●□■]{2,}|(?<![一二])〇{2,}(?![一二三四五六七八九年]))|_{3,}|\{\{[^{}]{0,60}\}\}?|\$\{[^{}]{0,60}\}|\{\$[^{}]{0,60}\}|待定|待补充?|待完善|待公布|待确定|待填写?|另行公布|另行通知|确定后|loading|加载中"
    r"|请填写|此处填写|此处输入|点击输入|未填写?|null|undefined|\(链接\)|\(附后\)|\[链接\]|〔\s?〕|^\(?(?:此处)?从?略\)?[。.]?$"
)
UNITS = re.compile(r"个?工作日|个月|[万亿]?元整?|[个日天年月条件号份人次]")
NEGATED = re.compile(
    r"^(?:暂无|暂缺|尚无|暂不|暂未|尚未|未开通|未公布|未公开|不提供|不公开|不予公开|未提供)(?!.{0,6}(?:收费|收取|费用|年检|年审|限制|要求|规定|期限))"
)
ELSEWHERE = re.compile(
    r"^(?:请?详?见|请?参见|见|详情见|具体见|请?查看|请?点击|请?下载)?(?:附件|附表|附图|下图|上图|图示|链接|流程图|二维码|后附|该附件)[一二三四五六七八九十\d]{0,2}(?:所示|下载)?[^\u4e00-\u9fff]{0,3}$"
)
ELSEWHERE_LONG = re.compile(r"^(?:请?详见|请?参见|具体见|详情见|请?点击|请?登录|见)[^。;]{0,60}$")
ATTACHED = re.compile(
    r"(?:请?详?见|请?参见|具体见)(?:本页)?附(?:件|表)[一二三四五六七八九十\d]{0,2}:?(?:《[^》]{2,40}》)?(?:\([^()]{0,16}\))?[。.]?"
)
DASH = re.compile(r"^[/\\\-—–~·.、,，。;；|*]{1,6}$")
# «受理部门地址», «实施机关联系电话» tell where or how to reach an office, not which one it is.
OF_OFFICE = re.compile(r"(?:联系|办公|咨询|服务|所在|详细)?(?:地址|地点|位置|电话|热线|网址|传真|邮编|邮箱|时间)")
OFFICES = frozenset({"organ", "office"})
COUNTED = ("下列", "以下", "如下", "上述", "上列")  # «不得设在下列地点：» leads a list within some value
MARKS = re.compile(r"[^\u3400-\u9fffa-z0-9]")


@attrs.frozen(eq=False)
class Value:
    """One reading of a field with the pair it comes from. 字段读数"""

    field: str
    state: State
    pair: Pair
    exact: bool


@functools.lru_cache(maxsize=64)
def _words(vocabulary: Vocabulary, family: str) -> tuple[tuple[str, tuple[str, ...], frozenset[str], tuple[str, ...]], ...]:
    """Element id, labels (longest first), whole labels, excluding words; all as keys."""
    return tuple(
        (
            element.id,
            tuple(sorted({key_of(label) for label in element.labels}, key=lambda w: (-len(w), w))),
            frozenset(key_of(word) for word in (*element.labels, *element.aliases)),
            tuple(key_of(word) for word in element.never),
        )
        for element in vocabulary.family(family).values()
    )


@functools.lru_cache(maxsize=32768)
def fields_of(label: str, vocabulary: Vocabulary, family: str) -> tuple[tuple[str, bool], ...]:
    """Fields that a label fills, with whether it is exactly a label of theirs. A combined label fills several. 标签对应的字段

    Exact labels first; else the longest known label inside, if little else stands beside it. A shorter label inside the longest one of
    another field does not count (收费依据 is no 依据).
    """
    keys = {key_of(label), short_key_of(label)} - {""}
    exact = [(name, True) for name, _, whole, _ in _words(vocabulary, family) if keys & whole]
    if exact:
        return tuple(exact)
    asked = asked_for(label, vocabulary, family) or _combined(label, vocabulary, family)
    if asked:
        return tuple((name, False) for name in asked)
    key = short_key_of(label) or key_of(label)
    hits = []
    for name, labels, _, never in _words(vocabulary, family):
        if any(word in key for word in never):
            continue
        found = next((word for word in labels if word in key), "")
        if found and len(key) - len(found) <= EXTRA:
            hits.append((key.index(found), key.index(found) + len(found), name))
    kept = []
    for start, end, name in hits:
        within = any(s <= start and end <= e and (e - s) > (end - start) for s, e, _ in hits)
        if not within and not (name in OFFICES and OF_OFFICE.fullmatch(key, end)):
            kept.append((name, False))
    return tuple(kept) or tuple((name, False) for name in _by_ending(key, vocabulary, family))


@functools.lru_cache(maxsize=32768)
def asked_for(label: str, vocabulary: Vocabulary, family: str) -> tuple[str, ...]:
    """Fields that a whole label asks for in plain words: 谁来办, 要带什么. 问句标签"""
    key = key_of(label)
    if family != WORDED or len(key) > LONGEST_QUESTION:
        return ()
    key = TO_DO.sub("", key)
    known = vocabulary.family(family)
    named = CALLED.match(key)
    asked = (key, key[named.end() :]) if named else (key,)
    return next(((name,) for text in asked for name, pattern in QUESTIONS if pattern.fullmatch(text) and name in known), ())


def _by_ending(key: str, vocabulary: Vocabulary, family: str) -> tuple[str, ...]:
    """The field whose names end as this short label does, or as this phrase does: 基本条件, 需交材料, 申请许可的程序."""
    if family != WORDED or len(key) > LONGEST_PHRASE or key.startswith(COUNTED):
        return ()
    elements = vocabulary.family(family)
    short = ENDINGS if len(key) <= LONGEST_ENDING else ()
    name = next((name for name, pattern in (*short, *PHRASES) if pattern.fullmatch(key)), "")
    return (name,) if name in elements and not any(key_of(word) in key for word in elements[name].never) else ()


def _combined(label: str, vocabulary: Vocabulary, family: str) -> tuple[str, ...]:
    """Fields of a label made of several, only if each part is one: 办理条件、程序、时限 → conditions, flow, time_limit.

    A later part may leave out the word that the first begins with, an earlier one the word that the last ends with.
    """
    parts = [part for part in JOINED.split(fold(unnumbered(label))) if part]
    if not 2 <= len(parts) <= 4:
        return ()
    whole = whole_labels(vocabulary, family)
    found: list[str] = []
    for number, part in enumerate(parts):
        spelled = [parts[0][:2] + part, parts[0][2:4] + part] if number else []
        spelled += [part, part + parts[-1][-2:]]
        names = next((whole[word] for word in spelled if word in whole), ())
        if not names:
            found = _parts(parts, vocabulary, family)
            break
        found += names
    return tuple(dict.fromkeys(found))


def _parts(parts: list[str], vocabulary: Vocabulary, family: str) -> list[str]:
    """Fields of parts that each are a label as they stand, or end as one does: 登记方式及流程 → accept_way, flow; [] unless all are."""
    whole = whole_labels(vocabulary, family)
    claimed = [whole.get(part) or _by_ending(part, vocabulary, family) for part in parts]
    return [name for names in claimed for name in names] if all(claimed) else []


@functools.lru_cache(maxsize=64)
def whole_labels(vocabulary: Vocabulary, family: str) -> dict[str, tuple[str, ...]]:
    """Whole label → its fields. 完整标签的字段"""
    found: dict[str, tuple[str, ...]] = {}
    for name, _, words, _ in _words(vocabulary, family):
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


@functools.lru_cache(maxsize=64)
def known_label(vocabulary: Vocabulary, family: str) -> frozenset[str]:
    """Keys that are a field's whole label. 完整标签"""
    return frozenset(word for _, _, whole, _ in _words(vocabulary, family) for word in whole)


@functools.lru_cache(maxsize=64)
def label_tails(vocabulary: Vocabulary, family: str) -> frozenset[str]:
    """The last two characters of every whole label. 标签末两字"""
    return frozenset(word[-2:] for word in known_label(vocabulary, family))


def state_of(pair: Pair) -> State:
    """What a pair's value is worth: «无», «不收费» are values; a picture or a link instead of text is unread. 取值状态"""
    value = fold(pair.value)
    bare = MARKS.sub("", value)
    if not value:
        if pair.has_image or pair.has_link or pair.has_script or pair.hidden or not pair.firm:
            return State.UNREAD
        return State.BLANK
    if not bare:
        return State.PARTIAL if DASH.match(value) else State.PLACEHOLDER if PLACEHOLDER.search(value) else State.PARTIAL
    if len(value) <= 60 and PLACEHOLDER.search(value):
        rest = re.sub(r"[^\u3400-\u9fff]", "", UNITS.sub("", PLACEHOLDER.sub("", value)))
        if len(rest) < 4:
            open_link = pair.has_link and "链接" in value
            return State.UNREAD if pair.hidden or open_link else State.PLACEHOLDER
    if (
        ELSEWHERE.match(value)
        or ATTACHED.fullmatch(value)
        or (len(value) < 40 and ELSEWHERE_LONG.match(value) and not re.search(r"《[^》]{2,60}》|\d{5}", value))
    ):
        return State.UNREAD
    if NEGATED.match(value) and len(value) < 30:
        return State.NEGATED
    return State.VALID


def outside_footer(view: PageView, pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Pairs that do not stand in the page's footer: the office of the site's editors is nobody's field. 去页脚"""
    loose = {
        line.element for line in footer_lines(view) if len(inner_text(line.element)) < MOST_FOOTER
    }  # «版权所有» and the address in one cell
    footers = read_footers(view).inside
    return (pair for pair in pairs if pair.element not in footers and pair.element not in loose)


def values(pairs: Iterable[Pair], vocabulary: Vocabulary, family: str, read: Container[str] = ()) -> Iterator[Value]:
    """Readings of all pairs whose label is known, but for the fields that are read already. 读取字段"""
    for pair in pairs:
        for field, exact in fields_of(pair.label, vocabulary, family):
            if field not in read:
                yield Value(field, state_of(pair), pair, exact)


RANK: Mapping[State, int] = {
    s: i for i, s in enumerate((State.VALID, State.PARTIAL, State.UNREAD, State.NEGATED, State.PLACEHOLDER, State.BLANK, State.ABSENT))
}


def best(readings: Iterable[Value]) -> dict[str, Value]:
    """For each field the reading that says most: valid before unread before blank; visible before hidden; exact labels before others. 最佳读数"""
    found: dict[str, Value] = {}
    for value in readings:
        other = found.get(value.field)
        if other is None or _order(value) < _order(other):
            found[value.field] = value
    return found


def _order(value: Value) -> tuple[int, bool, bool]:
    return RANK[value.state], value.pair.hidden, not value.exact


def fact_of(view: PageView, kind: str, value: Value, group: str) -> Fact:
    """The fact of one reading, with the label and its value as quote. 事实"""
    pair = value.pair
    head = inner_text(pair.element) if pair.form == "table-head" else pair.label  # the label may join two rows of heads
    quote = f"{head} {pair.value}".strip() if pair.form in ("table-head", "table-row", "dl", "tab") else _verbatim(view, pair)
    where = pair.value_element if pair.value else pair.element
    return Fact(
        kind=kind,
        subject=value.field,
        value=Reading(state=value.state, value=pair.value[:2000] or None, label=pair.label),
        evidence=view.evidence(quote, where),
        method=pair.form,
        confidence=0.95 if value.exact and not pair.hidden else 0.8,
        group=group,
    )


def _verbatim(view: PageView, pair: Pair) -> str:
    if 0 <= pair.row < len(view.lines):
        line = view.lines[pair.row]
        return line.text if pair.form == "line" else f"{line.text} {pair.value}"
    return f"{pair.label} {pair.value}"


@per_view
def unread_parts(view: PageView) -> str:
    """Why the page's own content was not read whole, '' if it was: attachments, pictures, frames. 未读部分"""
    if attachments(view):
        return "附件未读"
    content = main_content(view)
    if images(view) or any((image.get("src") or "").startswith("attachment:") for image in content.iter("img")):
        return "图片未读"
    if next(content.iter("iframe", "frame", "object", "embed"), None) is not None:
        return "内嵌页面未读"
    if any(link.kind is LinkKind.WEB and link.via == "datastore" for link in view.links):
        return "脚本内容未读"
    return ""
