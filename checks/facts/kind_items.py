"""Pages of one item or one penalty with its fields, and of many items: told by labels, wherever the name stands. 事项与处罚页"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from operator import add, itemgetter

from checks.model import PageKind
from checks.parsing.fold import fold
from checks.parsing.grid import inner_text
from checks.parsing.label_lines import COLON, opens_inline
from checks.parsing.labels import BRACKETED, LONGEST_LABEL, PUNCTUATION, block_pairs, key_of, label_pairs
from checks.parsing.main import inside_main, main_lines, main_text
from checks.parsing.memo import per_view
from checks.parsing.numbering import led, unnumbered
from checks.parsing.set_off import set_off_heads
from checks.parsing.texts import per_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Vocabulary

from .fields import asked_for, fields_of, whole_labels
from .follows import leads_list
from .glance import count_words, own_words
from .item_prose import prose_pairs
from .kind_words import ABOUT, FAMILY, FEW_ROWS, Verdict, by, element_of, name_of, says
from .shape import read_shape

FIELD_FAMILIES = {PageKind.SERVICE_ITEM: "items", PageKind.POWER_LIST: "items", PageKind.PENALTY: "penalty"}
# on pages of any kind
COMMON_FIELDS = frozenset(
    {"name", "organ", "office", "consult", "complaint", "supervise", "accept_time", "quantity", "sample", "p_organ", "p_date"}
)
FIRST = itemgetter(0)
# What a page on how to reach an office gives as well: a page with nothing else is no item.
CONTACT_FIELDS = COMMON_FIELDS - {"name", "quantity", "sample"} | {"accept_place"}
MOST_CUT = 4  # characters
LONGEST_BEGINNING = LONGEST_LABEL + 8  # characters of a line that is a label as a whole, or of a label it begins with
CELLS = frozenset({"td", "th"})
LABELS = 4  # distinct field labels at the beginning of lines that make a service item or a penalty
IN_TEXT = ("line", "heading")  # forms of labels that any text may hold
GOING_ON = frozenset("的了是和与可应须")  # behind a label: it is part of a sentence
NUMBERING = re.compile(r"^[\s(（\[【★☆※*●◆◇■□▲△◎○•·►▶➤>»|\-–—]*[一二三四五六七八九十\d]{0,3}[)）\]】、.．\s]*")


# A name that says what is to be done and how: the document tells one item, in whatever words its fields are named.
ITEM_NAME = re.compile(
    r"(?:许可|审批|核准|核发|登记|注册|备案|认定|确认|年检|年审|申领|申办|换发|换领|补办|补领|办理|办证|迁移|注销|申报|申请|援助|救助|补贴|补助|津贴|扶助|缴纳|鉴定|检定|检验|检疫|校验|验收|变更|延续|入学|落户|入户|提取|报销|证)"
    r"(?:的?(?:办事|办理|服务|审批|申办|申请|申报|登记|办证|工作|业务|代办|实施|操作){0,2}(?:指南|指引|须知|流程|程序|规程|规范|步骤|手续|条件|告知[书单]|明白[卡纸]|服务)?)(?:\([^()]{1,16}\))?$|(?:怎么|如何|怎样)(?:办理?|申请|申领|查询?|查阅)$"
)
HOW_TO = re.compile(
    r"(?:指南|指引|须知|流程|程序|规程|步骤|手续|告知[书单]|明白[卡纸])(?:\([^()]{1,16}\))?$"
)  # such a name is believed of a text without labels
NO_ITEM = re.compile(r"公开|通知|公告|通告|公示|通报|结果|名单|情况|办法|规定|细则|意见|方案|会议|决定|批复")
TO_BE_DONE = frozenset(
    {"flow", "materials", "time_limit", "conditions", "fee_std", "accept_place"}
)  # what only items have in a table's head
# A power: what it is called, and what duties go with it. Of one that people apply for, there is more to say.
POWERS = ("行使主体", *(power + word for power in ("职权", "权力") for word in ("名称", "编码", "编号", "类别", "类型", "依据")))
DUTIES = ("责任事项", "追责情形", "追责依据")
TO_APPLY = ("materials", "conditions", "accept_place")
POWER = ("职权", "权力", "权责", "行政职权", "行政权力")
OF_POWER = frozenset({"category", "setting_basis"})  # what the head of a list of powers names besides
ITEMS = "items"
LONGEST_PLAIN = 16  # characters of a line that is a label as a whole
FRAMED = re.compile(r"[【［\[〖](?P<label>[^【】［］\[\]〖〗]{2,16})[】］\]〗]")
LABEL_END = "：:？? "
OF_DISCLOSURE = re.compile(r"(?:政府|政务)信息公开|信息公开申请|依申请公开")  # how to apply for information is no item
RICH = 6  # fields that only an item has, in tables
TOLD_FIELDS = 3  # fields besides contacts below such a name


def item(view: PageView, context: Context) -> Verdict | None:
    """One penalty or one item, by its fields. 事项或处罚"""
    return (
        labelled(view, context, PageKind.PENALTY)
        or labelled(view, context, PageKind.SERVICE_ITEM)
        or tabled(view, context)
        or power(view, context)
        or named_item(view, context)
        or plainly_labelled(view, context)
    )


def named_item(view: PageView, context: Context) -> Verdict | None:
    """An item by its name, with fields under labels of its own making: «申请许可需要提交的全部材料», «要花多少钱». 以名称判定的事项"""
    name = name_of(view, context)
    title = fold(name.text) if name is not None else ""
    called = ITEM_NAME.search(title) or says(title, element_of(context, PageKind.SERVICE_ITEM))
    if name is None or not called or NO_ITEM.search(title) or ABOUT.search(title) or leads_list(view, name):
        return None
    own = inside_main(view)
    pairs = (pair for pair in label_pairs(view) if pair.element in own and pair.value and pair.key != key_of(name.text))
    found = {field for pair in pairs for field, _ in fields_of(pair.label, context.vocabulary, "items")}
    found |= {field for field, _ in prose_pairs(view)} if HOW_TO.search(title) else set()
    return by(PageKind.SERVICE_ITEM, name, f"{len(found)} fields") if len(found - CONTACT_FIELDS) >= TOLD_FIELDS else None


def plainly_labelled(view: PageView, context: Context) -> Verdict | None:
    """An item whatever its name, by lines that are labels as a whole or begin with one set apart: «带什么», «到哪里», «◆材料　申请表». 行首短标签的事项"""
    name = name_of(view, context)
    title = fold(name.text) if name is not None else ""
    if name is None or NO_ITEM.search(title) or ABOUT.search(title) or OF_DISCLOSURE.search(own_words(view)) or leads_list(view, name):
        return None
    found: set[str] = set()
    sure: set[str] = set()
    above: frozenset[str] = frozenset()
    times: Counter[str] = Counter()
    for line in main_lines(view):
        label = _label_of(view, line, context)
        fields = fields_of(label, context.vocabulary, ITEMS) if label and label != name.text else ()
        exact = {field for field, whole in fields if whole or field in asked_for(label, context.vocabulary, ITEMS)}
        begins = 0 < len(label) < len(unnumbered(line.text).rstrip(LABEL_END))  # its value stands behind it, else below
        here = frozenset(field for field, _ in fields)
        found |= here if begins else frozenset() if here else above
        sure |= exact
        times.update(here)
        above = here
    several = sum(count >= FEW_ROWS for count in times.values()) > 1
    done = len(found & TO_BE_DONE)
    enough = len(found) >= LABELS and len(found - CONTACT_FIELDS) >= FEW_ROWS and (done > FEW_ROWS or len(sure & found) >= FEW_ROWS <= done)
    return by(PageKind.SERVICE_ITEM, name, f"{len(found)} plain labels") if enough and not several else None


def _label_of(view: PageView, line: Line, context: Context) -> str:
    """What may be a label: a short line as a whole, or what a line with a sign before it sets apart by a gap or by weight."""
    if line.linked or line.hidden:
        return ""
    if framed := FRAMED.match(line.text):
        return framed["label"]
    colon = COLON.search(line.text[: LONGEST_PLAIN + 4])
    if colon is not None and (label := unnumbered(line.text[: colon.start()])) and asked_for(label, context.vocabulary, ITEMS):
        return label
    if led(line.text) and (head := set_off_heads(view, line.element).get(line.text)):
        return unnumbered(head)
    return unnumbered(line.text).rstrip(LABEL_END) if len(line.text) <= LONGEST_PLAIN else ""


def labelled(view: PageView, context: Context, wanted: PageKind) -> Verdict | None:
    """Field labels at the beginning of lines: one item with its fields; several items where labels recur. 行首字段"""
    _, begin = _field_words(context.vocabulary, wanted)
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    openings = _openings(view, context.vocabulary)
    alike = [opening for start in begin.keys() & openings.keys() for opening in openings[start] if opening[1].startswith(begin[start])]
    for _, text, line in sorted(alike, key=FIRST):
        label = next((word for word in begin[text[:2]] if text.startswith(word) and text[len(word) : len(word) + 1] not in GOING_ON), None)
        if label and line.linked < 0.6 * len(line.text):
            found.setdefault(label, line.text)
            times[label] += not _in_menu(line, text == label)
    if wanted is PageKind.PENALTY and found and _speaks_of_licence(view):
        return None
    if len(found) < LABELS or (read_shape(view).dated > FEW_ROWS and leads_list(view, name_of(view, context))):
        return None
    if wanted is PageKind.SERVICE_ITEM and _only_contacts(found, context.vocabulary):
        return None
    first = next(iter(found.values()))
    if wanted is PageKind.SERVICE_ITEM and (sum(count >= 2 for count in times.values()) >= FEW_ROWS or _many_items(view, context)):
        wanted = PageKind.POWER_LIST  # several items with the same fields
    return Verdict(
        kind=PageKind.POWER_LIST if wanted is PageKind.SERVICE_ITEM and _tells_power(view, context) else wanted,
        quote=first,
        where="//body",
        method=f"{len(found)} field labels",
        confidence=0.85,
    )


def _speaks_of_licence(view: PageView) -> bool:
    """Whether a record is of a licence: it has the decision, the holder and the organ of a penalty, and no word of an offence. 许可决定公示"""
    text = main_text(view)
    return "许可" in text and "罚" not in text and "违法" not in text


def _in_menu(line: Line, bare: bool) -> bool:
    """Whether a line that is nothing but a label stands in a row of short ones: the menu of a page's sections, which head them once more."""
    if not bare or line.element.tag in CELLS:
        return False
    beside = (line.element.getprevious(), line.element.getnext())
    like = [e for e in beside if e is not None and e.tag == line.element.tag]
    return bool(like) and all(0 < len(inner_text(e, most=LONGEST_PLAIN)) <= LONGEST_PLAIN for e in like)


def power(view: PageView, context: Context) -> Verdict | None:
    """One power with its duties, however few fields of an item it has besides. 单项权力"""
    name = name_of(view, context)
    told = {word for word in (*POWERS, *DUTIES) for text in _begun(view) if text.startswith(word)}
    return by(PageKind.POWER_LIST, name, "a power and its duties") if name and len(told) >= LABELS and _tells_power(view, context) else None


@per_view
def _tells_power(view: PageView, context: Context) -> bool:
    """Whether the one item of a page is a power with the duties that go with it, and nothing is said of how to apply for it."""
    fields = context.vocabulary.family(FIELD_FAMILIES[PageKind.SERVICE_ITEM])
    applied = tuple(label for field in TO_APPLY for label in fields[field].labels)
    openings = _begun(view)
    both = all(any(text.startswith(words) for text in openings) for words in (POWERS, DUTIES))
    return both and not any(text.startswith(applied) for text in openings)


@per_view
def _begun(view: PageView) -> tuple[str, ...]:
    """How the lines of the content begin, without their numbers, if powers are spoken of at all."""
    spoken = any(duty in view.folded.text for duty in DUTIES)
    return tuple(_opening(line.text) for line in main_lines(view)) if spoken else ()


def _only_contacts(labels: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether labels tell nothing but who an office is and how it is reached."""
    owners = whole_labels(vocabulary, FIELD_FAMILIES[PageKind.SERVICE_ITEM])
    return all(label in owners and CONTACT_FIELDS.issuperset(owners[label]) for label in labels)


@per_view
def _openings(view: PageView, vocabulary: Vocabulary) -> dict[str, list[tuple[int, str, Line]]]:
    """Lines of the content that begin as labels of fields do, by the first two characters, numbering taken away; each with its place. 行首"""
    starts = _starts(vocabulary)
    found: dict[str, list[tuple[int, str, Line]]] = {}
    for place, line in enumerate(main_lines(view)):
        text = _opening(line.text)
        if text[:2] in starts:
            found.setdefault(text[:2], []).append((place, text, line))
    return found


@functools.lru_cache(maxsize=16)
def _starts(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(start for kind in (PageKind.PENALTY, PageKind.SERVICE_ITEM) for start in _field_words(vocabulary, kind)[1])


@per_text
def _opening(text: str) -> str:
    words = fold(text)[:80]
    number = NUMBERING.match(words)
    return words[number.end() :][:40] if number else words[:40]


@functools.lru_cache(maxsize=16)
def _field_words(vocabulary: Vocabulary, wanted: PageKind) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Labels that tell of a kind, longest first, also by how they begin: its own words, and labels of fields that no other page has."""
    own = vocabulary.family(FAMILY)[wanted].aliases
    fields = vocabulary.family(FIELD_FAMILIES[wanted]).values()
    labels = {label for element in fields if element.id not in COMMON_FIELDS for label in element.labels if len(label) >= 4}
    words = tuple(sorted({*own, *labels}, key=lambda word: (-len(word), word)))
    return words, {start: tuple(word for word in words if word[:2] == start) for start in {word[:2] for word in words}}


def fielded(view: PageView, context: Context) -> bool:
    """Whether tables or lists of terms give many fields of an item with their values. 是否列有大量事项要素"""
    named = (p.label for p in block_pairs(view) if p.form in ("table-row", "dl") and p.value)
    found = {field for label in named for field, exact in fields_of(label, context.vocabulary, ITEMS) if exact}
    return len(found - COMMON_FIELDS) >= RICH


def _many_items(view: PageView, context: Context) -> bool:
    """Whether a table with fields of items in its head has more than one row below."""
    if len(_headed(view, context) - COMMON_FIELDS) < FEW_ROWS:
        return False
    rows: dict[str, set[str]] = {}
    fields: dict[str, set[str]] = {}
    for pair in block_pairs(view):
        if pair.form == "table-head":  # each table for itself: the steps of one item's procedure and the list of its fees are two
            table = pair.group.split("-")[0]
            rows.setdefault(table, set()).add(pair.group)
            fields.setdefault(table, set()).update(field for field, _ in fields_of(pair.label, context.vocabulary, ITEMS))
    return any("name" in fields[table] and len(fields[table] - COMMON_FIELDS) >= FEW_ROWS and len(rows[table]) > 1 for table in rows)


def _many_powers(view: PageView) -> bool:
    """Whether a table that calls what it lists powers has more than one row."""
    named = {pair.group for pair in block_pairs(view) if pair.form == "table-head" and fold(pair.label).startswith(POWER)}
    return len(named) > 1


@per_view
def _headed(view: PageView, context: Context) -> frozenset[str]:
    """Fields of items that heads of tables name."""
    heads = {pair.label for pair in block_pairs(view) if pair.form == "table-head"}
    return frozenset(field for label in heads for field, _ in fields_of(label, context.vocabulary, "items"))


def tabled(view: PageView, context: Context) -> Verdict | None:
    """Labels with values, wherever a reader sees them as such: enough fields of an item in tables, lists of terms or bold words. 表格字段"""
    name = name_of(view, context)
    if name is None or leads_list(view, name):
        return None
    headed = _headed(view, context)
    if "name" in headed and (
        (len(headed & TO_BE_DONE) >= FEW_ROWS and _many_items(view, context)) or (OF_POWER <= headed and _many_powers(view))
    ):
        return by(PageKind.POWER_LIST, name, "rows of items")
    for wanted in (PageKind.PENALTY, PageKind.SERVICE_ITEM):
        family = FIELD_FAMILIES[wanted]
        if not _may_be_labelled(view, context.vocabulary, family) or (wanted is PageKind.PENALTY and _speaks_of_licence(view)):
            continue
        found = Counter(
            field
            for pair in label_pairs(view)
            for field, exact in fields_of(pair.label, context.vocabulary, family)
            if exact or pair.form not in IN_TEXT  # «监理服务费用支付方式» in a call for tenders names no fee of an item
        )
        several = sum(times >= FEW_ROWS for times in found.values()) > 1  # a list of items, each with a few of its fields
        if len(found.keys() - COMMON_FIELDS) >= LABELS and not several:
            power = wanted is PageKind.SERVICE_ITEM and _tells_power(view, context)
            return by(PageKind.POWER_LIST if power else wanted, name, f"{len(found)} labelled fields")
    return None


def _may_be_labelled(view: PageView, vocabulary: Vocabulary, family: str) -> bool:
    """Whether enough fields can be found, so that the labels of all lines are worth reading: within text only whole labels count."""
    named = {field for pair in block_pairs(view) for field, _ in fields_of(pair.label, vocabulary, family)} - COMMON_FIELDS
    return len(named | _in_lines(view, vocabulary).get(family, frozenset())) >= LABELS


@per_view
def _in_lines(view: PageView, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Family → fields with a whole label somewhere in a line, the fields that pages of any kind have left out."""
    texts = [line.text for line in view.lines if len(line.text) <= LONGEST_BEGINNING or COLON.search(line.text) or opens_inline(line)]
    # A break may cut a label in two; no more than so many characters of it stand above.
    cut = [above.text + below.text for above, below in itertools.pairwise(view.lines) if len(above.text) <= MOST_CUT]
    found: dict[str, set[str]] = {}
    for family, field in set().union(*[_fields_in(text, vocabulary) for text in (*texts, *cut)]):
        found.setdefault(family, set()).add(field)
    return {family: frozenset(fields) for family, fields in found.items()}


@functools.lru_cache(maxsize=20_000)
def _fields_in(text: str, vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """Families and fields with a whole label where a line may hold one: at its beginning and before its colons."""
    begin = _whole_labels(vocabulary)
    places = {text[:LONGEST_BEGINNING], *[text[max(0, colon.start() - LONGEST_LABEL) : colon.start()] for colon in COLON.finditer(text)]}
    keys = {key for place in places for key in _keys(fold(place))}
    return frozenset(
        named for key in keys for start in begin.keys() & set(map(add, key, key[1:])) for label, named in begin[start] if label in key
    )


def _keys(words: str) -> tuple[str, ...]:
    """Folded words as keys of labels have them: without punctuation; also without what stands in brackets."""
    bare = BRACKETED.sub("", words)
    return (PUNCTUATION.sub("", words),) if bare == words else (PUNCTUATION.sub("", words), PUNCTUATION.sub("", bare))


@functools.lru_cache(maxsize=16)
def _whole_labels(vocabulary: Vocabulary) -> dict[str, list[tuple[str, tuple[str, str]]]]:
    """First two characters → whole labels of items and penalties that begin so, each with its family and field."""
    found: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for family in set(FIELD_FAMILIES.values()):
        for label, fields in whole_labels(vocabulary, family).items():
            found.setdefault(label[:2], []).extend((label, (family, field)) for field in fields if field not in COMMON_FIELDS)
    return found


def witnesses(view: PageView, context: Context, kind: PageKind) -> int:
    """Different words of the kind in the content. 佐证用语数"""
    words = _field_words(context.vocabulary, kind)[0] if kind in FIELD_FAMILIES else element_of(context, kind).aliases
    return count_words(view, words)
