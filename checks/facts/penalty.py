"""Fields of published penalties: tables of cases, label lines, texts of decisions. 行政处罚要素"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import attrs

from checks.model import Fact, Reading, State
from checks.parsing.fold import Folded, fold, folded
from checks.parsing.main import main_lines
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .fields import unread_parts
from .items import FEW, records
from .penalty_more import without_personal
from .title import read_title

FAMILY = "penalty"
KIND = "penalty"
KINDS_OF_PENALTY = r"(?:警告|通报批评|罚款|没收|责令停产|责令停业|责令关闭|暂扣|吊销|撤销|降低资质|限制开展|限制从业|限期拆除|责令拆除|责令退还|行政拘留|罚没|不予行政处罚|免予|减轻处罚|予以取缔)"
DATE = (
    r"(?:20\d{2}年\d{1,2}月\d{1,2}日|二[〇○零o0][一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
# Field → patterns over one folded line of a decision; the group is the value. Every repetition is bounded.
SENTENCES: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "p_subject": (
        re.compile(r"^(?:被处罚(?:人|单位|者)|当事人|违法(?:单位|行为人))(?:名称|姓名|\([^()]{0,20}\))?[:,]?([^:,;。]{2,60})"),
        re.compile(
            r"(?:对|给予|决定对)([^,;。]{2,40}?(?:公司|厂|店|部|中心|商行|超市|合作社|经营者|某[^,。]{0,4}|\*{1,3}))[^。]{0,60}(?:处|予)以"
        ),
        re.compile(r"^([^:,;。]{2,40}(?:公司|厂|店|部|中心|商行|超市|合作社|医院|学校|某[^:,。]{0,2})):$"),
    ),
    "p_fact": (
        re.compile(r"((?:经|现|已)?(?:查明|经查|经调查|经核查|现查明|经审理|经检查|调查核实)[,:，]?[^。]{10,400})"),
        re.compile(r"((?:上述|该|其)(?:行为|事实)[^。]{0,40}违反[^。]{5,200})"),
        re.compile(r"^((?:你|当事人)[^。]{6,200}行为,?已?违反[^。]{5,200})"),
        re.compile(r"((?:以上|上述)(?:违法)?(?:行为|事实),?有[^。]{4,200}(?:为证|证实|佐证))"),  # told in prose before, without 经查
    ),
    "p_basis": (
        re.compile(r"((?:依据|根据|依照|按照)(?:了)?《[^《》]{2,60}》[^。;]{0,30}第[^。;]{1,60}条[^。;]{0,60})"),
        re.compile(r"((?:依据|根据|依照|按照|适用)[^。;,]{1,60}第[^。;,]{1,30}条[^。;]{0,60})"),
    ),
    "p_kind": (re.compile(rf"({KINDS_OF_PENALTY})"),),
    "p_result": (
        re.compile(rf"((?:决定|作出|给予|处以|责令|并处)[^。]{{0,120}}{KINDS_OF_PENALTY}[^。]{{0,120}})"),
        re.compile(rf"(^(?:\d|[一二三四五六七八九])?[.、]?(?:行政|并?处以?)?{KINDS_OF_PENALTY}[^。]{{2,80}})"),
    ),
    "p_docno": (
        re.compile(
            r"([\u4e00-\u9fff()]{1,12}(?:罚|处|决|处字|罚字|罚决|案)[\u4e00-\u9fff]{0,6}[〔\[(【]20\d{2}[〕\])】](?:第)?[\d\-]{1,8}号?)"
        ),
    ),
    "p_date": (re.compile(rf"({DATE})"),),
    "p_organ": (
        re.compile(
            r"^([\u4e00-\u9fff]{2,30}(?:局|委员会|厅|支队|大队|总队|所|政府|管委会|海关|银行|[分支]行|办公室|管理处))(?:\(印章\)|\(盖章\)|行政处罚决定书)?$"
        ),
    ),
}
# The same as functions: a pattern for the beginning of a line is tried there alone, another on the whole text before it is on the lines.
Searches = tuple[tuple[Callable[[str], re.Match[str] | None], bool], ...]
SEARCHES: Mapping[str, Searches] = {
    field: tuple((pattern.match, False) if pattern.pattern.lstrip("(").startswith("^") else (pattern.search, True) for pattern in patterns)
    for field, patterns in SENTENCES.items()
}
# What stands in all that a slow pattern finds, and is found sooner.
NEEDED: Mapping[str, re.Pattern[str]] = {
    "p_fact": re.compile(r"查明|经[调核]?查|核实|经审理|经检查|违反|为证|证实|佐证"),
    "p_docno": re.compile(r"[〔\[(【]20\d{2}[〕\])】]"),
}
MOST_LINES = 400
HEAD_NUMBER = "文号"
HEAD_WORDS = ("索引号", "组配分类", "主题分类", "信息分类")  # a catalogue head holds one of these beside the number
TEXT_FIELDS = 4  # a text that gives so many fields is a decision, read whole
LAST = frozenset({"p_date", "p_organ"})  # signed below the text
TEXT_SIGNS = re.compile(r"当事人|被处罚|经查|查明|决定书")


@attrs.frozen(eq=False)
class _Found:
    line: Line
    text: Folded
    start: int
    end: int

    @property
    def value(self) -> str:
        return self.text.quote(self.start, self.end)


def penalty(view: PageView, context: Context) -> Iterator[Fact]:
    """``penalty`` facts, one group a case; what labels leave open is looked for in the wording of the decision. 处罚要素"""
    facts = [_without_head(view, fact) for fact in records(view, context, KIND, FAMILY, "p_case")]
    single = len({f.group for f in facts}) <= 1
    sentences = dict(_sentences(view)) if single and any(map(_is_open, facts)) else {}
    for fact in facts:
        yield without_personal(_completed(view, context, fact, sentences, facts))


def _without_head(view: PageView, fact: Fact) -> Fact:
    """The empty 文号 of a page's catalogue head is that of an official document: of a decision's own number it says nothing."""
    value = fact.value
    empty = (
        isinstance(value, Reading) and value.state is State.BLANK and fact.subject == "p_docno" and fold(value.label or "") == HEAD_NUMBER
    )
    if not empty or not any(word in view.folded.text for word in HEAD_WORDS):
        return fact
    return attrs.evolve(fact, value=Reading(state=State.UNREAD), method="公文头文号不计", confidence=0.5)


def _is_open(fact: Fact) -> bool:
    assert isinstance(fact.value, Reading)
    return fact.value.state in (State.ABSENT, State.UNREAD)


def _completed(view: PageView, context: Context, fact: Fact, sentences: Mapping[str, _Found], facts: list[Fact]) -> Fact:
    if not _is_open(fact):
        return fact
    found = sentences.get(fact.subject)
    if found is not None:
        evidence = view.evidence(found.value, found.line.element)
        return attrs.evolve(
            fact, value=Reading(state=State.VALID, value=found.value[:2000]), evidence=evidence, method="sentence", confidence=0.75
        )
    if fact.subject == "p_case" and sentences:
        title = read_title(view, context.as_of)
        if title is not None:
            value = Reading(state=State.VALID, value=title.text)
            return attrs.evolve(fact, value=value, evidence=view.evidence(title.quote, title.where), method="title", confidence=0.75)
    if fact.method == FEW and len(sentences) >= TEXT_FIELDS and not unread_parts(view):
        fact = attrs.evolve(fact, value=Reading(state=State.ABSENT), method="read whole", confidence=0.7)
    fact = _from_neighbours(fact, facts)
    told = isinstance(fact.value, Reading) and fact.value.state is State.ABSENT and not fact.group and _may_be_told(view, fact.subject)
    return attrs.evolve(fact, value=Reading(state=State.UNREAD), method="正文或已写明", confidence=0.5) if told else fact


# What a text must not hold anywhere before a field is called missing from it.
LOOSE: Mapping[str, re.Pattern[str]] = {
    "p_subject": re.compile(r"当事人|被处罚|相对人|违法单位"),
    "p_fact": re.compile(r"违反|擅自|违法|查明|发现"),
    "p_basis": re.compile(r"第[一二三四五六七八九十百\d]{1,6}条"),
    "p_kind": re.compile(KINDS_OF_PENALTY),
    "p_result": re.compile(KINDS_OF_PENALTY),
    "p_docno": re.compile(r"[〔\[(【]20\d{2}[〕\])】][^。]{0,6}\d{1,6}号"),
    "p_date": re.compile(DATE),
    "p_organ": re.compile(r"(?:局|委员会|支队|大队|总队|管委会)(?:\n|$)"),
}


def _may_be_told(view: PageView, field: str) -> bool:
    pattern = LOOSE.get(field)
    return pattern is not None and pattern.search("\n".join(fold(line.text) for line in main_lines(view)[:MOST_LINES])) is not None


# A field that stands inside another field of the same case: kind and basis in the result, the case's name in its facts.
INSIDE: Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "p_kind": (("p_result",), re.compile(KINDS_OF_PENALTY)),
    "p_basis": (
        ("p_result", "p_kind", "p_fact"),
        re.compile(r"(?:依据|根据|依照|按照)[^。]{0,6}《[^《》]{2,60}》[^。]{0,30}第[^。]{1,40}条"),
    ),
    "p_result": (("p_kind",), re.compile(KINDS_OF_PENALTY + r"[^。]{0,30}\d")),
    "p_fact": (
        ("p_case",),
        re.compile(r"(?:涉嫌|未|违反|无证|擅自|不合格|超|伪造|假冒|生产|销售|使用|违法)[\u4e00-\u9fff]{2,60}(?:案|行为)"),
    ),
    "p_subject": (
        ("p_case", "p_fact"),
        re.compile(r"[\u4e00-\u9fff()]{2,30}(?:公司|厂|店|商行|超市|合作社|经营部|门市部|中心|医院|学校|饭店)|[\u4e00-\u9fff][某*×]{1,2}"),
    ),
}


def _from_neighbours(fact: Fact, facts: list[Fact]) -> Fact:
    sources, pattern = INSIDE.get(fact.subject, ((), re.compile(r"$^")))
    for other in facts:
        value = other.value
        if other.group != fact.group or other.subject not in sources or not isinstance(value, Reading) or value.state is not State.VALID:
            continue
        text = folded(value.value or "")
        found = pattern.search(text.text)
        if found:
            quote = text.quote(found.start(), found.end())
            return attrs.evolve(
                fact,
                value=Reading(state=State.VALID, value=quote, label=value.label),
                evidence=other.evidence,
                method=f"in {other.subject}",
                confidence=0.7,
            )
    return fact


def _sentences(view: PageView) -> Iterator[tuple[str, _Found]]:
    """Values in the running text of a decision, the first of each field (the last, for what is signed below)."""
    lines = [line for line in main_lines(view) if len(line.text) < 5000][:MOST_LINES]
    texts = [(line, fold(line.text)) for line in lines]
    if not any(TEXT_SIGNS.search(text) for _, text in texts):
        return
    whole = "\n".join([text for _, text in texts])
    upward, whole_upward = texts[::-1], "\n".join([text for _, text in texts[::-1]])
    for field, searches in SEARCHES.items():
        if field in NEEDED and not NEEDED[field].search(whole):
            continue
        found = _first(upward, whole_upward, searches) if field in LAST else _first(texts, whole, searches)
        if found is not None:
            yield field, found


def _first(texts: list[tuple[Line, str]], whole: str, searches: Searches) -> _Found | None:
    """The first find on a line; ``whole``: all lines."""
    for search, everywhere in searches:
        if everywhere and not search(whole):  # stands on no line what does not stand in the whole
            continue
        for line, text in texts:
            match = search(text)
            if match:
                return _Found(line, folded(line.text), match.start(1), match.end(1))
    return None
