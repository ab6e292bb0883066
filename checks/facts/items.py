"""Fields of approval and service items and of power lists. 办事事项与权力事项要素"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

import attrs

from checks.model import Fact, Reading, State
from checks.parsing.fold import fold, plain
from checks.parsing.grid import inner_text
from checks.parsing.label_lines import HEADINGS
from checks.parsing.labels import Pair, key_of, label_pairs, short_key_of
from checks.parsing.main import inside_main, main_lines
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .fields import Value, asked_for, best, fact_of, fields_of, known_label, label_tails, outside_footer, unread_parts, values
from .item_doubts import doubtful
from .item_mentions import mentions
from .item_prose import prose_pairs
from .item_words import SHAPES
from .kind_items import CONTACT_FIELDS
from .page import attachments, images
from .record_groups import LEAST, RUNNING, blocks, enumerated, of_desks, outside_lists, panels, rows, runs
from .record_lines import Words, record_pairs
from .slots import values_to_come
from .title import read_title

FAMILY = "items"
KIND = "item"
MAX_GROUPS = 200
ATTACHED, PICTURED = "附件未读", "图片未读"
RICH = 8  # fields that a page gives itself, be there pictures beside them
RICH_BESIDE_FILES = 6  # the same, where only files are attached
CHART = re.compile(r"流程|示意|运行图|框图")
COMPLEMENT = re.compile(r"表|材料|清单|样本|格式|范本|模板|流程|示意|目录|图|书$|书\.")
GENERAL = re.compile(
    r"^(?:办事|服务|办理|审批|行政|许可|权力|权责|责任|职权|事项|详细|详情|正文|信息|内容|列表|指南|清单|目录|公开|处罚|决定书|公示)+$|(?:清单|目录|一览表?|汇总表?)$"
)
NAMES = {KIND: 4}  # kinds whose record is called what the page is called, if the name is as long
NOTHING = re.compile(r"$^")
MASKED = frozenset({"p_subject", "p_legalrep", "p_uscc"})  # names of persons are published with signs in place of characters
TIMES = frozenset({"accept_time", "time_limit"})
EITHER_TIME = re.compile(r"(?:办理|办事|办证)(?:(?:地点|地址|窗口)[及和与]?)?时间(?:[及和与]?(?:地点|地址|窗口))?")
HOURS = re.compile(r"\d{1,2}:\d\d|\d[点时]|[上下]午|(?:周|星期)[一二三四五六日天]|节假日|(?<![\d个])工作日(?!内)")
MASKED_VALUE = re.compile(r"[\u3400-\u9fff]|[\dA-Z]{5}")  # 李** ; 9243010********
FLOW = "flow"
CATEGORY = "category"
# A line that names a kind of powers: the heading over those of its kind.
KIND_NAMED = re.compile(
    r"[\d(（一二三四五六七八九十)）、.]{0,5}(?:[\u3400-\u9fff]{2,12}(?:局|委|办|厅))?(?:的)?(?:行政(?:许可|处罚|强制|征收|征用|给付|检查|确认|奖励|裁决|审批|管理)|其[他它](?:行政)?(?:权力|职权)|公共服务|非行政许可)(?:类|事项|权力|职权|目录|清单)*(?:[(:共计]*\d{1,4}[项件类]\)?)?:?"
)
SEVERAL = 6  # fields; fewer, most of them under names of the page's own making, do not show that it was written in fields
FEW, UNFILLED = "读出要素过少", "内容由脚本填写，尚未填入"
LEAST_END = 4  # characters of a label that ends a heading
ONLY_LABELS = re.compile(r"(?:[\u3400-\u9fff/]{2,8}:){1,6}")  # «咨询电话：咨询窗口：» and no value behind any of them
INSTEAD = {"penalty": ("p_docno",)}  # a decision's number tells it from the others as well as its name
NUMBERED = frozenset({"consult", "complaint", "supervise"})


def items(view: PageView, context: Context) -> Iterator[Fact]:
    """``item`` facts: every field of every item of the page; what is not there is absent only where the page was read whole. 事项要素"""
    yield from records(view, context, KIND, FAMILY, "name")


def records(view: PageView, context: Context, kind: str, family: str, key: str) -> Iterator[Fact]:
    """Facts of all records of a page: rows under a head, else tables or lists that each name their own record, else the page. 记录"""
    vocabulary = context.vocabulary
    headline = _headline(view, context)
    words = known_label(vocabulary, family)
    ends = _ends(vocabulary, family)

    def known(text: str) -> bool:
        return key_of(text) != headline and bool(fields_of(text, vocabulary, family))

    pairs = [p for p in label_pairs(view) if p.form not in RUNNING]

    def exact(text: str) -> bool:
        whole = not words.isdisjoint((key_of(text), short_key_of(text)))
        return key_of(text) != headline and (whole or bool(asked_for(text, vocabulary, family)))

    pairs += of_desks(record_pairs(view, Words(known, exact, label_tails(vocabulary, family))))
    pairs += panels(view, known)
    readings = [told for v in values(outside_footer(view, pairs), vocabulary, family) if (told := _by_value(v)) is not None]
    readings += _left_over(view, readings, vocabulary, family, headline)
    found = outside_lists([_refined(v, ends) for v in _without_covers(readings)], pairs, known)
    waits = values_to_come(view, found)
    found = [attrs.evolve(v, state=State.UNREAD) if waits and (v.state is State.BLANK or v.pair.form == "heading") else v for v in found]
    under_heads = rows(found, key, INSTEAD.get(kind, ()))
    several = under_heads or runs(view, found, key) or blocks(found, key)
    for number, block in enumerate(several[:MAX_GROUPS], 1):
        group = f"{kind}-{number}" if len(several) > 1 else ""
        yield from _record(view, context, kind, family, key, best(block), group, len(several) == 1 and not under_heads, waits)


def _headline(view: PageView, context: Context) -> str:
    """The document's title as a key, '' if it has none."""
    title = read_title(view, context.as_of)
    return key_of(title.text) if title else ""


@functools.lru_cache(maxsize=16)
def _ends(vocabulary: Vocabulary, family: str) -> tuple[str, ...]:
    """Whole labels long enough to tell a heading that ends with one."""
    return tuple(word for word in known_label(vocabulary, family) if len(word) >= LEAST_END)


def _left_over(view: PageView, found: list[Value], vocabulary: Vocabulary, family: str, headline: str) -> Iterator[Value]:
    """Fields that only the page's structure shows in running lines: values count, gaps prove nothing."""
    read = {v.field for v in found}
    own = inside_main(view)
    pairs = (p for p in label_pairs(view) if p.form in RUNNING and p.element in own)
    for value in values(outside_footer(view, pairs), vocabulary, family, read):
        if value.pair.key != headline and _by_value(value) is not None:
            filled = value.pair.form == "line" and value.state is State.VALID
            yield value if filled else attrs.evolve(value, state=State.UNREAD)


def _without_covers(readings: list[Value]) -> Iterator[Value]:
    """Readings without headings that hold nothing but a label of the same field: «一、名称和编码» above «编码：…»."""
    rows = {(v.field, v.pair.row) for v in readings if v.pair.form == "line"}
    return (v for v in readings if v.pair.value or v.pair.form not in RUNNING or (v.field, v.pair.row + 1) not in rows)


def _by_value(value: Value) -> Value | None:
    """A reading under a label that two fields share: «办理时间» are the hours of the office or the days that it takes, as its value tells."""
    if value.field not in TIMES or not EITHER_TIME.fullmatch(value.pair.key):
        return value
    text = fold(value.pair.value)
    meant = "accept_time" if HOURS.search(text) else "time_limit" if SHAPES["time_limit"].search(text) else ""
    return value if meant == value.field else None if meant else attrs.evolve(value, state=State.UNREAD)


def _refined(value: Value, ends: tuple[str, ...]) -> Value:
    """A picture is a flow chart; a telephone without a number is only half a value."""
    pair = value.pair
    if value.state is State.BLANK and pair.form in RUNNING and _ends_box(pair):
        return Value(value.field, State.UNREAD, pair, value.exact)  # the value may stand above its label
    if (
        value.state is State.BLANK
        and pair.form == "heading"
        and not value.exact
        and (not pair.key.endswith(ends) or pair.key.startswith(("无", "不", "免")))
    ):
        return Value(value.field, State.UNREAD, pair, value.exact)  # a line that only contains the label may hold its value: «无数量限制»
    if value.field in MASKED and value.state is State.PLACEHOLDER and MASKED_VALUE.match(pair.value):
        return Value(value.field, State.VALID, pair, value.exact)
    if value.field == FLOW and not pair.value and pair.has_image:
        return Value(value.field, State.VALID, pair, value.exact)
    if value.state is State.VALID and ONLY_LABELS.fullmatch(fold(pair.value)):
        return Value(value.field, State.BLANK, pair, value.exact)
    if value.field in NUMBERED and value.state is State.VALID and not _reachable(pair.value):
        return Value(value.field, State.PARTIAL, pair, value.exact)
    return value


def _ends_box(pair: Pair) -> bool:
    """Whether a label without a colon is the last thing in its box, and something else stands before it there."""
    before = pair.element.getprevious()
    return (
        key_of(inner_text(pair.element)) == pair.key
        and inner_text(pair.element)[-1:] not in "：:"
        and pair.element.getnext() is None
        and not (pair.element.tail or "").strip()
        and before is not None
        and isinstance(before.tag, str)
        and before.tag not in HEADINGS
        and not len(before)
        and bool(inner_text(before))
    )


def _reachable(text: str) -> bool:
    """Whether a way to get in touch is given: number, address, site, or the plain statement that there is none."""
    return (
        any(c.isdigit() for c in text)
        or len(text) > 30
        or fold(text)[:1] in "无不"
        or any(w in plain(text) for w in ("@", "网", "窗口", "局", "处", "室"))
    )


def _record(
    view: PageView, context: Context, kind: str, family: str, key: str, readings: dict[str, Value], group: str, titled: bool, waits: bool
) -> Iterator[Fact]:
    contacts = (
        titled and kind == KIND and CONTACT_FIELDS.issuperset(readings.keys() - {key})
    )  # «承办机构», «服务电话» beside a picture of the procedure
    few = len(readings) < LEAST or contacts or (len(readings) < SEVERAL and sum(v.exact for v in readings.values()) < LEAST)
    told = {name: Value(name, State.VALID, pair, False) for name, pair in prose_pairs(view)} if few and kind == KIND else {}
    unsaid = UNFILLED if waits else FEW if few and (contacts or kind != KIND or group or not enumerated(view, readings.values())) else ""
    done: set[str] = set()
    if titled and (key not in readings or readings[key].state is not State.VALID) and len(readings | told) >= LEAST:
        fact = _by_title(view, context, kind, key, group)
        if fact is not None:
            yield fact
            done.add(key)
            readings = {k: v for k, v in readings.items() if k != key}
    yield from _rest(view, context, kind, family, key, readings, told, group, done, unsaid)


def _rest(
    view: PageView,
    context: Context,
    kind: str,
    family: str,
    key: str,
    readings: dict[str, Value],
    told_in_prose: dict[str, Value],
    group: str,
    done: set[str],
    unsaid: str,
) -> Iterator[Fact]:
    linked = any(v.pair.has_link for v in readings.values())
    in_rows = any(v.pair.form == "table-head" for v in readings.values())
    general = unsaid or _unread(view, readings, bool(group), in_rows) or ("另有详情页" if linked and group else "")
    settled = TIMES if any(v.field in TIMES and EITHER_TIME.fullmatch(v.pair.key) for v in readings.values()) else frozenset()
    doubts = {} if general else doubtful(view, context.vocabulary, family, not group and not in_rows, _headline(view, context))
    for element in context.vocabulary.family(family).values():
        if element.id in done:
            continue
        value = readings.get(element.id) or told_in_prose.get(element.id)
        if value is not None:
            yield fact_of(view, kind, value, group)
            continue
        told = _told(view, kind, element.id, readings, group)
        if told is not None:
            yield told
            continue
        where = None if general or element.id in settled else mentions(view, context.vocabulary, family).get(element.id)
        reason = general or ("正文提及而未成标签" if where else doubts.get(element.id, "") or _hinted(view, element.id, key, readings))
        quote, locator = where or _witness(view, readings, key)
        yield Fact(
            kind=kind,
            subject=element.id,
            value=Reading(state=State.UNREAD if reason else State.ABSENT),
            evidence=view.evidence(quote, locator),
            method=reason or "read whole",
            confidence=0.5 if reason else 0.7,
            group=group,
        )


def _unread(view: PageView, readings: dict[str, Value], among: bool, in_rows: bool) -> str:
    """Why fields may stand where we did not look. Forms and lists attached to a page that gives its fields itself hide none of them, nor
    do flow charts attached to a table of items; ``among``: one record of several."""
    reason = unread_parts(view)
    if in_rows and reason == ATTACHED and all(CHART.search(plain(link.text)) for link in attachments(view)):
        return ""
    if (
        among
        or reason not in (ATTACHED, PICTURED)
        or sum(v.state is State.VALID for v in readings.values()) < (RICH if images(view) else RICH_BESIDE_FILES)
    ):
        return reason
    pictures = sum(v.pair.has_image for v in {v.pair: v for v in readings.values()}.values())
    extra = all(COMPLEMENT.search(plain(link.text)) for link in attachments(view))
    return "" if extra and _pictures_below(view, readings) <= pictures else reason


def _pictures_below(view: PageView, readings: dict[str, Value]) -> int:
    """Pictures of the content below the first label; what stands above is the page's banner."""
    shown = {image for image, _ in images(view)}
    labels = {v.pair.element for v in readings.values()}
    count, begun = 0, False
    for element in view.tree.iter() if shown else ():
        begun = begun or element in labels
        count += begun and element in shown
    return count


# What one field's text says of another: 有效期三年 beside the certificate's name.
TOLD: Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "valid_term": (
        ("result_form", "time_limit", "cautions"),
        re.compile(r"有效期限?(?:为|是|:|：)?\s?(?:自.{0,12})?(?:\d|[一二两三四五六七八九十]|长期|永久)[^。；;，,]{0,8}"),
    ),
}


# What other fields' values may say of a field that has no label: then it is not missing for certain.
HINTS: Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "accept_way": (("flow", "accept_place"), re.compile(r"^\S{0,10} ?(?:窗口|网上|现场|线上|当场)(?:办理|受理|申请|申报)")),
    "consult": (
        ("organ", "office", "accept_place", "accept_way", "flow", "cautions"),
        re.compile(r"(?<!\d)(?:0\d{2,3}[-—) ]?\d{7,8}|1[3-9]\d{9})(?!\d)"),
    ),
    "accept_place": (
        ("organ", "office", "accept_way", "consult", "flow", "cautions"),
        re.compile(
            r"窗口|大厅|中心|[街路]\S{0,6}\d|\d{1,4}(?:号|室|楼)|楼|(?:到|前往|在|向)[^。；;，,]{2,24}(?:局|委|办|所|站|处|科|股|政府|街道|社区|联)"
        ),
    ),
    "accept_time": (
        ("accept_place", "consult", "organ", "office", "accept_way", "flow", "cautions", "time_limit"),
        re.compile(r"\d{1,2}\s?[:：点时]\s?[0-5]?\d?|周[一二三四五六日]|星期|(?<![\d个一二三四五六七八九十])工作日(?!内)|上午|下午"),
    ),
    "time_limit": (
        ("flow", "accept_way", "cautions", "result_form"),
        re.compile(r"[\d一二三四五六七八九十]{1,3}个?(?:工作日|日内|天内)|当[场日]|即办"),
    ),
    "organ": (
        ("office", "flow", "cautions"),
        re.compile(
            r"^\S{0,6}(?:机构|部门|单位|机关)(?:\b|[及和、])|(?:到|向|由|经|报)[^。；;，,]{2,24}(?:局|委|办|中心|所|站|厅|部门|机关|政府|街道|联)"
        ),
    ),
    "office": (("consult",), re.compile(r"[\u3400-\u9fff](?:科|股|处室)(?![\u3400-\u9fff])")),
    "fee_std": (("fee_basis",), re.compile(r"不收|免|无|元")),
    "result_form": (("cautions",), re.compile(r"(?:颁|发|领|制|核发|出具)[^。；;，,]{0,12}(?:证|批文|批复|通知书|决定书|单|执照)")),
    "valid_term": (("result_form", "flow", "cautions", "annual_check"), re.compile(r"有效期|长期有效")),
    "annual_check": (("valid_term", "cautions"), re.compile(r"年检|年审|年报")),
    "conditions": (("applicant", "cautions"), re.compile(r"[。；;].{10,}|应当|须|符合")),
    "applicant": (("conditions", "cautions", "flow"), re.compile(r" .{0,30}(?:单位|个人|企业|公民|法人|居民|人员|组织|户)")),
}


def _hinted(view: PageView, field: str, key: str, readings: dict[str, Value]) -> str:
    """Why a field without a label is not missing for certain, '' if it is. The name stands over most records somehow."""
    if field == key:
        return "名称或在标题中"
    if field == CATEGORY and _names_kind(view):
        return "类别或在小标题中"
    sources, pattern = HINTS.get(field, ((), NOTHING))
    source = next(
        (
            s
            for s in sources
            if s in readings
            and readings[s].state is State.VALID
            and pattern.search(plain(f"{readings[s].pair.label} {readings[s].pair.value}"))
        ),
        "",
    )
    return f"可能见于“{readings[source].pair.label}”" if source else ""


@per_view
def _names_kind(view: PageView) -> bool:
    """Whether a line of the content names a kind of powers; asked for every record of the page."""
    return any(KIND_NAMED.fullmatch(fold(line.text)) for line in main_lines(view))


def _told(view: PageView, kind: str, field: str, readings: dict[str, Value], group: str) -> Fact | None:
    sources, pattern = TOLD.get(field, ((), None))
    for source in sources:
        pair = readings[source].pair if source in readings else None
        found = pattern.search(plain(pair.value)) if pair and pattern else None
        if pair is not None and found:
            return Fact(
                kind=kind,
                subject=field,
                value=Reading(state=State.VALID, value=pair.value[found.start() : found.end()], label=pair.label),
                evidence=view.evidence(pair.value[found.start() : found.end()], pair.value_element),
                method=f"in {source}",
                confidence=0.7,
                group=group,
            )
    return None


def _witness(view: PageView, readings: dict[str, Value], key: str) -> tuple[str, str]:
    """What an absence is shown by: the record's name, else its first value."""
    pairs = [v.pair for k, v in sorted(readings.items(), key=lambda item: item[0] != key) if v.pair.value]
    return (pairs[0].value[:100], view.locator(pairs[0].value_element)) if pairs else ("", "//body")


def _by_title(view: PageView, context: Context, kind: str, key: str, group: str) -> Fact | None:
    title = read_title(view, context.as_of)
    if title is None or not (title.document or NAMES.get(kind, 0) <= len(title.text)) or GENERAL.search(fold(title.text)):
        return None
    return Fact(
        kind=kind,
        subject=key,
        value=Reading(state=State.VALID, value=title.text),
        evidence=view.evidence(title.quote, title.where),
        method="title",
        confidence=0.8 if title.document else 0.6,
        group=group,
    )
