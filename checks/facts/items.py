"""Fields of approval and service items and of power lists. 办事事项与权力事项要素"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from checks.model import Fact, Reading, State
from checks.parsing.fold import fold, plain
from checks.parsing.labels import key_of, label_pairs, short_key_of
from checks.parsing.main import inside_main, main_lines
from checks.parsing.memo import per_view
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .fields import Value, best, fact_of, fields_of, known_label, label_tails, outside_footer, unread_parts, values
from .item_words import LONGEST_ENDING, NOT_A_FIELD, ROOTS
from .page import attachments, images
from .record_groups import LEAST, RUNNING, blocks, outside_lists, panels, rows, runs
from .record_lines import Words, record_pairs
from .title import read_title

FAMILY = "items"
KIND = "item"
MAX_GROUPS = 200
ATTACHED, PICTURED = "附件未读", "图片未读"
RICH = 8  # fields that a page gives itself
COMPLEMENT = re.compile(r"表|材料|清单|样本|格式|范本|模板|流程|示意|目录|图|书$|书\.")
GENERAL = re.compile(
    r"^(?:办事|服务|办理|审批|行政|许可|权力|权责|责任|职权|事项|详细|详情|正文|信息|内容|列表|指南|清单|目录|公开|处罚|决定书|公示)+$|(?:清单|目录|一览表?|汇总表?)$"
)
NAMES = {KIND: 4}  # kinds whose record is called what the page is called, if the name is as long
NOTHING = re.compile(r"$^")
MASKED = frozenset({"p_subject", "p_legalrep", "p_uscc"})  # names of persons are published with signs in place of characters
FLOW = "flow"
FEW = "读出要素过少"
NUMBERED = frozenset({"consult", "complaint", "supervise"})


def items(view: PageView, context: Context) -> Iterator[Fact]:
    """``item`` facts: every field of every item of the page; what is not there is absent only where the page was read whole. 事项要素"""
    yield from records(view, context, KIND, FAMILY, "name")


def records(view: PageView, context: Context, kind: str, family: str, key: str) -> Iterator[Fact]:
    """Facts of all records of a page: rows under a head, else tables or lists that each name their own record, else the page. 记录"""
    vocabulary = context.vocabulary
    title = read_title(view, context.as_of)
    headline = key_of(title.text) if title else ""
    words = known_label(vocabulary, family)

    def known(text: str) -> bool:
        return key_of(text) != headline and bool(fields_of(text, vocabulary, family))

    pairs = [p for p in label_pairs(view) if p.form not in RUNNING]

    def exact(text: str) -> bool:
        return key_of(text) != headline and not words.isdisjoint((key_of(text), short_key_of(text)))

    pairs += record_pairs(view, Words(known, exact, label_tails(vocabulary, family)))
    pairs += panels(view, known)
    readings = [*values(outside_footer(view, pairs), vocabulary, family)]
    readings += _left_over(view, readings, vocabulary, family, headline)
    found = outside_lists([_refined(v) for v in readings], pairs, known)
    under_heads = rows(found, key)
    several = under_heads or runs(view, found, key) or blocks(found, key)
    for number, block in enumerate(several[:MAX_GROUPS], 1):
        group = f"{kind}-{number}" if len(several) > 1 else ""
        yield from _record(view, context, kind, family, key, best(block), group, titled=len(several) == 1 and not under_heads)


def _left_over(view: PageView, found: list[Value], vocabulary: Vocabulary, family: str, headline: str) -> Iterator[Value]:
    """Fields that only the page's structure shows in running lines: values count, gaps prove nothing."""
    read = {v.field for v in found}
    own = inside_main(view)
    pairs = (p for p in label_pairs(view) if p.form in RUNNING and p.element in own)
    for value in values(outside_footer(view, pairs), vocabulary, family):
        if value.field not in read and value.pair.key != headline:
            filled = value.pair.form == "line" and value.state is State.VALID
            yield value if filled else attrs.evolve(value, state=State.UNREAD)


def _refined(value: Value) -> Value:
    """A picture is a flow chart; a telephone without a number is only half a value."""
    pair = value.pair
    if value.field in MASKED and value.state is State.PLACEHOLDER and re.match(r"[\u3400-\u9fff]", pair.value):
        return Value(value.field, State.VALID, pair, value.exact)
    if value.field == FLOW and not pair.value and pair.has_image:
        return Value(value.field, State.VALID, pair, value.exact)
    if value.field in NUMBERED and value.state is State.VALID and not _reachable(pair.value):
        return Value(value.field, State.PARTIAL, pair, value.exact)
    return value


def _reachable(text: str) -> bool:
    """Whether a way to get in touch is given: number, address, site, or the plain statement that there is none."""
    return (
        any(c.isdigit() for c in text)
        or len(text) > 30
        or fold(text)[:1] in "无不"
        or any(w in text for w in ("@", "网", "窗口", "局", "处", "室"))
    )


def _record(
    view: PageView, context: Context, kind: str, family: str, key: str, readings: dict[str, Value], group: str, titled: bool = False
) -> Iterator[Fact]:
    if titled and (key not in readings or readings[key].state is not State.VALID):
        fact = _by_title(view, context, kind, key, group) if len(readings) >= LEAST else None
        if fact is not None:
            yield fact
            readings = {k: v for k, v in readings.items() if k != key}
            yield from _rest(view, context, kind, family, key, readings, group, {key})
            return
    yield from _rest(view, context, kind, family, key, readings, group, set())


def _rest(
    view: PageView, context: Context, kind: str, family: str, key: str, readings: dict[str, Value], group: str, done: set[str]
) -> Iterator[Fact]:
    linked = any(v.pair.has_link for v in readings.values())
    few = len(readings) + len(done) < LEAST
    general = FEW if few else (unread_parts(view) if group else _unread(view, readings)) or ("另有详情页" if linked and group else "")
    doubts = {} if general else doubtful(view, context.vocabulary, family)
    for element in context.vocabulary.family(family).values():
        if element.id in done:
            continue
        value = readings.get(element.id)
        if value is not None:
            yield fact_of(view, kind, value, group)
            continue
        told = _told(view, kind, element.id, readings, group)
        if told is not None:
            yield told
            continue
        where = None if general else mentions(view, context.vocabulary, family).get(element.id)
        reason = general or ("正文提及而未成标签" if where else doubts.get(element.id, "") or _hinted(element.id, key, readings))
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


def _unread(view: PageView, readings: dict[str, Value]) -> str:
    """Why fields may stand where we did not look. Forms and lists attached to a page that gives its fields itself hide none of them."""
    reason = unread_parts(view)
    if reason not in (ATTACHED, PICTURED) or sum(v.state is State.VALID for v in readings.values()) < RICH:
        return reason
    pictures = sum(v.pair.has_image for v in {v.pair: v for v in readings.values()}.values())
    extra = all(COMPLEMENT.search(link.text) for link in attachments(view))
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
    "consult": (
        ("organ", "office", "accept_place", "accept_way", "flow", "cautions"),
        re.compile(r"(?<!\d)(?:0\d{2,3}[-—) ]?\d{7,8}|1[3-9]\d{9})(?!\d)"),
    ),
    "accept_place": (("organ", "office", "accept_way", "consult"), re.compile(r"窗口|大厅|中心|[街路]\S{0,6}\d|\d{1,4}(?:号|室|楼)|楼")),
    "time_limit": (
        ("flow", "accept_way", "cautions", "result_form"),
        re.compile(r"[\d一二三四五六七八九十]{1,3}个?(?:工作日|日内|天内)|当[场日]|即办"),
    ),
    "organ": (("office",), re.compile(r"^\S{0,6}(?:机构|部门|单位|机关)\b")),
    "fee_std": (("fee_basis",), re.compile(r"不收|免|无|元")),
    "result_form": (("cautions",), re.compile(r"(?:颁|发|领|制|核发|出具)[^。；;，,]{0,12}(?:证|批文|批复|通知书|决定书)")),
    "valid_term": (("result_form", "flow", "cautions", "annual_check"), re.compile(r"有效期|长期有效")),
    "annual_check": (("valid_term", "cautions"), re.compile(r"年检|年审|年报")),
    "conditions": (("applicant",), re.compile(r"[。；;].{10,}|应当|须|符合")),
    "applicant": (("conditions",), re.compile(r" .{0,30}(?:单位|个人|企业|公民|法人|居民|人员|组织|户)")),
}


def _hinted(field: str, key: str, readings: dict[str, Value]) -> str:
    """Why a field without a label is not missing for certain, '' if it is. The name stands over most records somehow."""
    if field == key:
        return "名称或在标题中"
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


@per_view
def doubtful(view: PageView, vocabulary: Vocabulary, family: str) -> dict[str, str]:
    """Fields whose own words stand in a label that nothing claims: they may be there under a name we do not know. 存疑标签"""
    inside = inside_main(view)
    name = title_text(view)
    found: dict[str, str] = {}
    for label, element in {p.label: p.element for p in label_pairs(view) if len(p.key) <= LONGEST_ENDING + 4}.items():
        if NOT_A_FIELD.search(fold(label)) or label in name or fields_of(label, vocabulary, family) or element not in inside:
            continue
        for name, words in ROOTS.items():
            if any(word in key_of(label) for word in words):
                found.setdefault(name, f"存疑标签“{label}”")
    return found


def _witness(view: PageView, readings: dict[str, Value], key: str) -> tuple[str, str]:
    """What an absence is shown by: the record's name, else its first value."""
    pairs = [v.pair for k, v in sorted(readings.items(), key=lambda item: item[0] != key) if v.pair.value]
    return (pairs[0].value[:100], view.locator(pairs[0].value_element)) if pairs else ("", "//body")


@per_view
def mentions(view: PageView, vocabulary: Vocabulary, family: str) -> dict[str, tuple[str, str]]:
    """Fields whose label stands somewhere in the content's running text: the line and where it is. 正文提及"""
    lines = main_lines(view)
    texts = [fold(line.text) for line in lines]
    whole = "\n".join(texts)
    characters = frozenset(whole)  # of hundreds of labels few have all their characters on the page
    found: dict[str, tuple[str, str]] = {}
    for element in vocabulary.family(family).values():
        for label in element.labels:
            if characters.issuperset(label) and label in whole and element.id in {f for f, _ in fields_of(label, vocabulary, family)}:
                number = next(n for n, text in enumerate(texts) if label in text)
                found[element.id] = (lines[number].text, view.locator(lines[number].element))
                break
    return found


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
