"""Fields of approval and service items and of power lists. 办事事项与权力事项要素"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Fact, Reading, State
from checks.parsing.fold import fold
from checks.parsing.label_lines import sections_at
from checks.parsing.labels import key_of, label_pairs
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .fields import Value, best, fact_of, fields_of, known_label, outside_footer, unread_parts, values
from .title import read_title

FAMILY = "items"
KIND = "item"
MAX_GROUPS = 200
LEAST = 3  # a record with fewer fields is no item
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
    pairs = [p for p in label_pairs(view) if p.form != "heading" or p.key != headline]
    pairs += [*sections_at(view, known_label(vocabulary, family).__contains__)]
    found = [_refined(v) for v in values(outside_footer(view, pairs), vocabulary, family)]
    rows = _rows(found, key)
    if rows:
        for number, row in enumerate(rows[:MAX_GROUPS], 1):
            yield from _record(view, context, kind, family, key, best(row), f"{kind}-{number}" if len(rows) > 1 else "")
        return
    blocks = _blocks(found, key)
    for number, block in enumerate(blocks[:MAX_GROUPS], 1):
        group = f"{kind}-{number}" if len(blocks) > 1 else ""
        yield from _record(view, context, kind, family, key, best(block), group, titled=len(blocks) == 1)


def _refined(value: Value) -> Value:
    """A picture is a flow chart; a telephone without a number is only half a value."""
    pair = value.pair
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


def _rows(found: list[Value], key: str) -> list[list[Value]]:
    """Rows under heads that name at least three fields, the record's name among them. Rows without a name go on with the one above."""
    grouped: dict[str, list[Value]] = {}
    for value in found:
        if value.pair.form == "table-head":
            grouped.setdefault(value.pair.group, []).append(value)
    rows: list[list[Value]] = []
    tables: set[str] = set()
    for group, row in grouped.items():
        names = {v.field for v in row}
        if len(names) < LEAST or key not in names:
            continue
        named = any(v.field == key and v.state is not State.BLANK for v in row)
        table = group.split("-")[0]
        if named or table not in tables:
            rows.append(row)
        else:
            rows[-1].extend(v for v in row if v.state is State.VALID)
        tables.add(table)
    return rows


def _blocks(found: list[Value], key: str) -> list[list[Value]]:
    """Tables and lists that name a record each; where fewer than two do, all readings are one record."""
    loose = [v for v in found if v.pair.form != "table-head"]
    grouped: dict[str, list[Value]] = {}
    for value in loose:
        grouped.setdefault(value.pair.group, []).append(value)
    named = [
        g
        for g, vs in grouped.items()
        if g and len({v.field for v in vs}) >= LEAST and any(v.field == key and v.state is State.VALID for v in vs)
    ]
    if len({v.pair.value for g in named for v in grouped[g] if v.field == key and v.exact}) < 2:
        return [found]
    return [grouped[g] for g in named]


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
    for element in context.vocabulary.family(family).values():
        if element.id in done:
            continue
        value = readings.get(element.id)
        if value is not None:
            yield fact_of(view, kind, value, group)
            continue
        reason = FEW if few else unread_parts(view) or ("另有详情页" if linked and group else "")
        where = mentions(view, context.vocabulary, family).get(element.id) if not reason else None
        if where is not None:
            reason = "正文提及而未成标签"
        state = State.UNREAD if reason else State.ABSENT
        quote, locator = where or _witness(view, readings, key)
        yield Fact(
            kind=kind,
            subject=element.id,
            value=Reading(state=state),
            evidence=view.evidence(quote, locator),
            method=reason or "read whole",
            confidence=0.7 if state is State.ABSENT else 0.5,
            group=group,
        )


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
    found: dict[str, tuple[str, str]] = {}
    for element in vocabulary.family(family).values():
        for label in element.labels:
            if label in whole and element.id in {f for f, _ in fields_of(label, vocabulary, family)}:
                number = next(n for n, text in enumerate(texts) if label in text)
                found[element.id] = (lines[number].text, view.locator(lines[number].element))
                break
    return found


def _by_title(view: PageView, context: Context, kind: str, key: str, group: str) -> Fact | None:
    title = read_title(view, context.as_of)
    if title is None or not title.document:
        return None
    return Fact(
        kind=kind,
        subject=key,
        value=Reading(state=State.VALID, value=title.text),
        evidence=view.evidence(title.quote, title.where),
        method="title",
        confidence=0.8,
        group=group,
    )
