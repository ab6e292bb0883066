"""Metadata of catalogue entries: the table over a document, rows of a list, pop-ups. 公开目录条目要素"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold, plain
from checks.parsing.grid import inner_text
from checks.parsing.labels import Pair, key_of, label_pairs
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.numbering import mark_of
from checks.parsing.view import BLOCKS, Line, PageView
from checks.vocabulary import Context, Vocabulary

from .glance import places
from .published import published
from .record_lines import Words, record_pairs
from .title import title

KIND = "catalogue"
FAMILY = "catalogue"
TABULAR = ("table-row", "dl")  # forms that say for certain what stands beside a label, and that nothing does
DATES = ("generated_on", "published_on")
# Cheap test before anything is read: one of these stands on every page with such metadata.
SPACES = r"(?:\s|&nbsp;){0,6}"
SIGN_WORDS = (
    "索引 索取号 索取號 生成日期 成文日期 形成日期 制发日期 制發日期 发文日期 發文日期 制作日期 产生日期 產生日期 印发日期 印發日期 签发日期 簽發日期 "
    "生成时间 生成時間 成文时间 成文時間 形成时间 形成時間 发文时间 發文時間"
).split()
SIGN = re.compile("|".join(SPACES.join(word) for word in SIGN_WORDS))
SPREAD = 3 * (1 + 6 * len("&nbsp;"))  # characters before the last one of a word spread out by spaces
EMPTY = re.compile(r"^[\s\-—_/\\.。·:：,，、()（）\[\]【】]*$")
NEGATED = re.compile(r"^(?:无|暂无|没有|空|无文号|无索引号|无内容|暂缺)[。.]?$")
PLACEHOLDER = re.compile(
    r"[×✕]{2,}|(?<![a-z])x{2,40}(?![a-z])|\{\{|\{\$|\$\{|待定|待补|〔\s?\d{0,4}\s?〕第?号|〔\s?〕|\[\s?\d{0,4}\s?\]第?号|loading|加载中|^(?:null|undefined|nan|none)$"
)
CODE = re.compile(r"(?<![a-z])xx(?![a-z])")  # initials within a full index number: «LH021-XX-2013-0001»
FULL_NUMBER = 7  # digits of a year and a serial number
BRACKETS = re.compile(r"[(（][^()（）]{0,20}[)）]")
EXPLAINED = re.compile(r"^(?:是指?|由|为|指|即|用于|按照?|反映|包括)")  # a guide that explains the fields
IDENTITY = frozenset({"index_no", "name"})  # one of these tells rows of a list apart
NEAR = ("name", "summary", "generated_on", "doc_no", "publisher", "published_on")
STATE_ORDER = (State.VALID, State.NEGATED, State.PARTIAL, State.PLACEHOLDER, State.UNREAD, State.BLANK)
LEAST_WITHOUT_INDEX = 3
LONGEST_ALONE = 16
MOST_AROUND = 3
MOST_VALUE = 300
SHORTEST, LONGEST_OWN = 2, 6  # characters of a field's name at the beginning of a box
MOST_BOXED, MOST_INSIDE = 160, 4  # characters and children of a box that holds one value
# Labels of such metadata that no rule asks for: a value on a line of several ends where one of them begins.
OTHER_LABELS = re.compile(
    r"\s{0,4}(?:公开(?:范围|方式|属性|类别|形式|时限|程度)|信息(?:类别|分类|格式|语种)|(?:主题|体裁|组配|服务对象)分类|主题词|关键[词字]|[有时]效性|效力状[态况]|(?:公文|文件)种类|分类"
    r"|字体(?:大小)?|(?<![发文])字号|(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?|责任编辑)\s?[:：]"
)
OTHER_TAILS = frozenset(
    ("范围", "方式", "属性", "类别", "形式", "时限", "程度", "分类", "格式", "语种", "题词", "键词", "键字", "效性", "状态", "状况", "种类")
)

OF_PAPER = re.compile(r"^(?:公文|文件|信息|文档|文书|本文|政府信息|政策文件)(?=.{4})")
FREE = ("name", "summary")  # their values may begin with any words
# «文号：　来源：某局»: the next field stands in the place of this one's value. Of an organ's name, words that are
# no label may be the name and the label behind it: «发布机构：市局浏览：5».
NEXT_LABEL = re.compile(r"([\u4e00-\u9fff]{2,6})\s{0,3}[：:]\s{0,3}\S")
NEIGHBOUR = re.compile(
    r"(?:文章|信息|稿件)?来源|作者|编辑|审核|签发|(?:录入|发布)[人者]|(?:更新|发布|公开|公布|生成|成文|发文|录入)?(?:日期|时间)|责任编辑|附件|备注"
)
LABELLED = re.compile(r"\s{0,9}([^：:]{1,16})[：:]")  # a box that holds a label and its value


@attrs.frozen(eq=False)
class Entry:
    """The pairs that describe one document. 一条目录"""

    pairs: Mapping[str, tuple[Pair, ...]]

    @property
    def index(self) -> str:
        """The folded index number, '' if there is none."""
        return next((text for p in self.pairs.get("index_no", ()) if (text := _index(p.value)) and not EMPTY.match(text)), "")

    @property
    def name(self) -> str:
        """The folded name, '' if there is none."""
        return next((text for p in self.pairs.get("name", ()) if (text := fold(p.value))), "")


def catalogue(view: PageView, context: Context) -> Iterator[Fact]:
    """Readings of the metadata fields of every entry on the page; nothing where the page shows no such metadata. 目录条目要素"""
    if not _signed(unescape(view.source) if b"&#" in view.letters else view.source):
        return
    entries = _entries(view, context.vocabulary)
    single = len(entries) == 1
    for number, entry in enumerate(entries, 1):
        group = "" if single else f"row-{number}"
        unfilled = _looks_unfilled(view, entry)
        for name in context.vocabulary.family(FAMILY):
            yield _reading(view, context, entry, name, group, single, unfilled)


def _signed(source: str) -> bool:
    """Whether SIGN stands in the source. Tried only around the few places of the characters that its words begin or end with."""
    return any(SIGN.match(source, at) for at in places(source, "索")) or any(
        SIGN.search(source, max(0, at - SPREAD), at + 1) for last in "期间間" for at in places(source, last)
    )


@functools.lru_cache(maxsize=8)
def _owners(vocabulary: Vocabulary) -> dict[str, str]:
    return {label: element.id for element in vocabulary.family(FAMILY).values() for label in element.labels}


def _owner(owners: Mapping[str, str], label: str) -> str:
    """The field of a label, be it said of the paper besides («公文生成日期»); '' if it is none's."""
    key = key_of(label)
    spelled = (key, key_of(BRACKETS.sub("", label)), OF_PAPER.sub("", key))
    return next((owners[word] for word in spelled if word in owners), "")


def _entries(view: PageView, vocabulary: Vocabulary) -> list[Entry]:
    owners = _owners(vocabulary)

    def known(text: str) -> bool:
        return bool(_owner(owners, text))

    def spoken(text: str) -> bool:  # «体裁分类：指南主题分类：其他索引号：…»: theirs end where the next begins, too
        return known(text) or OTHER_LABELS.fullmatch(f"{key_of(text)}:") is not None

    rows: dict[str, dict[str, list[Pair]]] = {}
    structured = [pair for pair in label_pairs(view) if pair.form not in ("line", "heading")]
    boxed = [pair for found in label_pairs(view) if found.form == "heading" and (pair := _boxed(found, known)) is not None]
    structured += boxed if len(boxed) >= LEAST_WITHOUT_INDEX else _side_by_side(view, known)
    shown = {pair.element for pair in structured if pair.form in TABULAR}
    in_lines = record_pairs(view, Words(spoken, spoken, OTHER_TAILS.union(label[-2:] for label in owners)), sections=False)
    for pair in (*structured, *(p for p in in_lines if p.value or shown.isdisjoint((p.element, p.element.getparent())))):
        name = owners.get(pair.key) or _owner(owners, pair.label) or None
        if name is None or pair.form == "tab" or _is_control(pair) or EXPLAINED.match(fold(pair.value)):
            continue
        if pair.value[-1:] in ("：", ":") and known(pair.value[:-1]):
            continue  # «<td>发布机构：</td><td>发文日期：</td>»: each cell holds a label and has room for its value
        rows.setdefault(_home(rows, pair, name), {}).setdefault(name, []).append(pair)
    found = [Entry({name: tuple(pairs) for name, pairs in row.items()}) for row in rows.values()]
    # «公开主体» in the head of some other table makes its rows no entries
    found = [entry for entry in found if not _is_row(entry) or not IDENTITY.isdisjoint(entry.pairs)]
    return [entry for entry in _merged(found) if _qualifies(entry)]


def _side_by_side(view: PageView, known: Callable[[str], bool]) -> list[Pair]:
    """Labels without a colon and values by turns in one box: «<li>索引号</li><li>…</li><li>发布机构</li><li>…</li>»."""
    alone = [Pair(line.text, key_of(line.text), "", line.element, line.element, "heading") for line in view.lines if known(line.text)]
    found = [pair for head in alone if (pair := _boxed(head, known)) is not None]
    together = Counter(pair.element.getparent() for pair in found)
    return [pair for pair in found if together[pair.element.getparent()] >= LEAST_WITHOUT_INDEX]


def _boxed(pair: Pair, known: Callable[[str], bool]) -> Pair | None:
    """A label and its value in two boxes one behind the other: «<div>索引号</div><div>…</div>». None where the next box is no value."""
    inside = next((child for child in pair.element if child.tag in BLOCKS), None)  # «<li><em>索引号</em><p>…</p></li>»
    beside = pair.element.getnext() if inside is None else inside if inside.getnext() is None else None
    if beside is None or not isinstance(beside.tag, str) or not known(pair.label) or len(beside) > MOST_INSIDE:
        return None
    value = inner_text(beside)
    ahead = LABELLED.match(value)
    if len(value) > MOST_BOXED or fold(value).endswith(":") or (ahead is not None and known(ahead[1])):
        return None  # the next box is the next field's: «索引号：» «发布机构：某局»
    if any(known(value[:length]) for length in range(SHORTEST, min(len(value), LONGEST_OWN) + 1)):
        return None  # the same without a colon: «文号» «成文日期2015-03-04»
    return attrs.evolve(pair, form="boxes", value=value, value_element=beside)


def _home(rows: dict[str, dict[str, list[Pair]]], pair: Pair, name: str) -> str:
    """The cluster a pair belongs to: its table, list or row; lines begin a new one when an index number comes again with another value."""
    if pair.group:
        return pair.group
    number = 0
    while True:
        key = f"lines-{number}"
        held = rows.get(key, {}).get("index_no", [])
        later = f"lines-{number + 1}" in rows
        if not later and not (name == "index_no" and held and _index(held[0].value) != _index(pair.value)):
            return key
        number += 1


def _merged(found: list[Entry]) -> list[Entry]:
    """Rows of a list are entries each, with the boxes over them. Copies for another screen count once; a cluster without a number joins the only one."""
    rows = [entry for entry in found if _is_row(entry)]
    if len(rows) > 1:
        boxes: dict[str, list[Entry]] = {}
        for entry in found:
            if not _is_row(entry):
                boxes.setdefault(entry.index or entry.name, []).append(entry)
        return [_together([row, *(boxes.get(row.index or row.name, ()))]) for row in rows]
    numbered: dict[str, list[Entry]] = {}
    for entry in found:
        numbered.setdefault(entry.index, []).append(entry)
    numbered.pop("", None)
    if len(numbered) <= 1:
        kept = found if any("index_no" in e.pairs or _qualifies(e) for e in found) else []
        return [_together(kept)] if kept else []
    return [_together(entries) for entries in numbered.values()]


def _together(entries: list[Entry]) -> Entry:
    pairs: dict[str, list[Pair]] = {}
    for entry in entries:
        for name, own in entry.pairs.items():
            pairs.setdefault(name, []).extend(own)
    return Entry({name: tuple(own) for name, own in pairs.items()})


def _is_row(entry: Entry) -> bool:
    return any(pair.form == "table-head" for pairs in entry.pairs.values() for pair in pairs)


def _qualifies(entry: Entry) -> bool:
    """Whether labels make this a catalogue's metadata and not the head of some article or the columns of some other table."""
    named = [name for name in NEAR if name in entry.pairs]
    if "index_no" in entry.pairs:
        return bool(named)
    structured = all(pair.form != "line" for pairs in entry.pairs.values() for pair in pairs)
    return len(named) >= LEAST_WITHOUT_INDEX and "generated_on" in named and ("doc_no" in named or "summary" in named) and structured


def _is_control(pair: Pair) -> bool:
    """The label of a search field is no metadata."""
    controls = (
        e
        for e in pair.value_element.iter("input", "select", "textarea")
        if (e.get("type") or "").lower() not in ("hidden", "button", "submit")
    )
    return next(controls, None) is not None


def _index(value: str) -> str:
    words = value.split()
    return fold(words[0]) if words else ""


def _reading(view: PageView, context: Context, entry: Entry, name: str, group: str, single: bool, unfilled: bool) -> Fact:
    best: tuple[State, str, Pair] | None = None
    for pair in entry.pairs.get(name, ()):
        state, value = _judge(view, context, name, pair, unfilled)
        if best is None or STATE_ORDER.index(state) < STATE_ORDER.index(best[0]):
            best = (state, value, pair)
    if best is None or best[0] in (State.BLANK, State.UNREAD):
        instead = _stated_elsewhere(view, context, entry, name, group) if single and best is None else None
        if instead:
            return instead
    if best is None:
        alone = _alone(view, context.vocabulary, entry, name) if single else None
        if alone is not None:  # its label stands there; where its value belongs the page does not show
            return _fact(view, name, State.UNREAD, None, alone.label, alone, "label alone", group)
        pairs = next(iter(entry.pairs.values()))
        linked = any(pair.has_link for own in entry.pairs.values() for pair in own) if _is_row(entry) else not single
        state = State.UNREAD if linked else State.ABSENT  # what a list leaves out, the entry's own page may show
        return _fact(view, name, state, None, _quote(pairs[0]), pairs[0], "list-only" if linked else "not-found", group)
    state, value, pair = best
    return _fact(
        view,
        name,
        state,
        value if state in (State.VALID, State.PARTIAL, State.PLACEHOLDER, State.NEGATED) else None,
        _quote(pair),
        pair,
        pair.form,
        group,
    )


def _judge(view: PageView, context: Context, name: str, pair: Pair, unfilled: bool) -> tuple[State, str]:
    value = pair.value.split()[0] if name == "index_no" and pair.value.split() else pair.value
    other = OTHER_LABELS.search(plain(value[:MOST_VALUE]))
    value = value[: other.start() if other else MOST_VALUE].strip()
    following = NEXT_LABEL.match(value) if name not in FREE else None
    if following is not None and name == "publisher" and NEIGHBOUR.fullmatch(following[1]) is None:
        return State.UNREAD, ""
    value = "" if following is not None else value
    even = fold(value)
    if EMPTY.match(even):
        hidden = pair.has_image or pair.has_script or unfilled
        return (State.UNREAD if hidden or not pair.firm else State.BLANK), ""
    if NEGATED.match(even):
        return State.NEGATED, value
    full = name == "index_no" and sum(map(str.isdigit, even)) >= FULL_NUMBER
    if PLACEHOLDER.search(CODE.sub("", even, count=1) if full else even):
        return State.PLACEHOLDER, value
    if name in DATES:
        dates = find_dates(value, context.as_of)
        return (State.VALID, dates[0].date.isoformat()) if dates else (State.VALID if re.search(r"\d{4}", even) else State.PARTIAL, value)
    return State.VALID, value


def _stated_elsewhere(view: PageView, context: Context, entry: Entry, name: str, group: str) -> Fact | None:
    """Where the metadata has no such field: the document's heading may be its name, the date and the source above the text are its own."""
    if name == "name":
        found = next((f for f in title(view, context) if f.kind == "page.title" and f.value), None)
        if found:
            reading = Reading(state=State.UNREAD)
            return Fact(kind=KIND, subject=name, value=reading, evidence=found.evidence, method="title", confidence=0.7, group=group)
    if name == "published_on":
        own = {view.locator(pair.value_element) for pairs in entry.pairs.values() for pair in pairs}
        found = next((f for f in published(view, context) if f.kind == "page.published" and f.method not in ("meta", "signature")), None)
        if found and found.evidence.locator not in own:
            reading = Reading(state=State.VALID, value=str(found.value))
            return Fact(kind=KIND, subject=name, value=reading, evidence=found.evidence, method="page-date", confidence=0.7, group=group)
    if name == "publisher":
        pair = next((p for p in label_pairs(view) if p.key in ("来源", "文章来源", "稿件来源") and not EMPTY.match(fold(p.value))), None)
        if pair:
            return _fact(view, name, State.VALID, pair.value[:MOST_VALUE], _quote(pair), pair, "source", group)
    return None


def _alone(view: PageView, vocabulary: Vocabulary, entry: Entry, name: str) -> Pair | None:
    """A line beside the entry's labels that says a field's label and nothing else."""
    near = {up for own in entry.pairs.values() for pair in own for up in _around(pair.element)}
    for line in _bare_labels(view, vocabulary):
        if _owners(vocabulary)[key_of(line.text)] == name and not near.isdisjoint(_around(line.element)):
            return Pair(line.text, key_of(line.text), "", line.element, line.element, "line")
    return None


def _around(element: HtmlElement) -> list[HtmlElement]:
    """An element and the few blocks that it stands in, the page itself left out."""
    blocks = itertools.chain((element,), itertools.islice(element.iterancestors(), MOST_AROUND))
    return [block for block in blocks if block.tag not in ("body", "html")]


@per_view
def _bare_labels(view: PageView, vocabulary: Vocabulary) -> tuple[Line, ...]:
    lines = [line for line in main_lines(view) if len(line.text) <= LONGEST_ALONE and not line.linked]
    owners = _owners(vocabulary)
    return tuple(line for line in lines if key_of(line.text) in owners and mark_of(line.text) is None)


def _looks_unfilled(view: PageView, entry: Entry) -> bool:
    """All fields empty on a page no browser has drawn: a script may fill them in."""
    pairs = [pair for found in entry.pairs.values() for pair in found]
    return not view.page.rendered and len(pairs) >= LEAST_WITHOUT_INDEX and all(EMPTY.match(fold(pair.value)) for pair in pairs)


def _quote(pair: Pair) -> str:
    """Label and value as they stand on the page; under a head the whole row, since its head stands elsewhere."""
    if pair.form == "table-head":
        row = next(pair.value_element.iterancestors("tr"), pair.value_element)
        return inner_text(row, hidden=True) or pair.label
    if pair.element is pair.value_element or pair.value_element in pair.element.iterancestors():
        return inner_text(pair.value_element, hidden=True)[:MOST_VALUE]
    return f"{inner_text(pair.element, hidden=True)} {inner_text(pair.value_element, hidden=True)}".strip()[:MOST_VALUE]


def _fact(view: PageView, name: str, state: State, value: str | None, quote: str, pair: Pair, method: str, group: str) -> Fact:
    where = pair.element if state in (State.ABSENT, State.BLANK) else pair.value_element
    reading = Reading(state=state, value=value, label=pair.label if state is not State.ABSENT else None)
    confidence = {"table-row": 1.0, "table-head": 0.95, "dl": 0.95, "line": 0.9}.get(method, 0.8)
    return Fact(
        kind=KIND, subject=name, value=reading, evidence=view.evidence(quote, where), method=method, confidence=confidence, group=group
    )
