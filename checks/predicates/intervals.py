"""From one printed day to another: creation and publication, document and interpretation, message and answer. 两个日期之间"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from checks.assemble import ReadPage, UnitFacts
from checks.calendar import month_before, working_days_between
from checks.model import Entry, Fact, Outcome, State
from checks.model.period import months_off
from checks.parsing.fold import fold

from .base import Verdict, cited, first_published, page_name, reading, row_words, subject_of
from .own import ORGAN_END, is_named, is_other, of_another, same_organ

LONG_AGO = 366  # days; what is put up so late is an old document taken in later, not one of this month
AT_ONCE = 5  # late documents of one day: a site that was moved, or a backlog taken in
MOST_LISTED = 3
OWN_DATE = "page-date"  # the date above the text, which may be that of a change


def _day(fact: Fact | None) -> dt.date | None:
    if fact is None or reading(fact).state is not State.VALID:
        return None
    try:
        return dt.date.fromisoformat(reading(fact).value or "")
    except ValueError:
        return None


def _records(page: ReadPage, kind: str) -> Iterable[Mapping[str, Fact]]:
    """The records of one kind on a page, each with its fields."""
    groups: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in page.of(kind):
        groups[fact.group][fact.subject] = fact
    return groups.values()


def _month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


@attrs.frozen(kw_only=True)
class PublishedWithin:
    """Options of ``published_within``: working days from the creation of information to its publication."""

    working_days: int


def published_within(unit: UnitFacts, params: PublishedWithin) -> Iterator[Verdict]:
    """What was published in the audited month with both days printed was published in time. 主动公开时限

    Old documents taken in later, and many of one day, are no sign of neglect: a site that was moved shows the day of the move.
    """
    start, end = month_before(unit.context.as_of)
    late: list[tuple[int, dt.date, Fact, Fact, str]] = []
    judged: list[Fact] = []
    unknown = False
    others = _other_publishers(unit)
    for page in unit.pages:
        for fields in _records(page, "catalogue"):
            made, shown = _day(fields.get("generated_on")), _day(fields.get("published_on"))
            if shown is not None and fields["published_on"].method == OWN_DATE:
                continue
            if "publisher" in fields and _told(fields["publisher"]) in others:
                continue
            if made is None or shown is None or not start <= shown <= end or (shown - made).days > LONG_AGO:
                continue
            days = working_days_between(made, shown, unit.context.vocabulary)
            unknown |= days is None
            judged.append(fields["published_on"])
            if days is not None and days > params.working_days:
                late.append((days, shown, fields["generated_on"], fields["published_on"], page.url))
    crowd = {day for day, count in Counter(shown for _, shown, *_ in late).items() if count >= AT_ONCE}
    alone = [case for case in late if case[1] not in crowd]
    for url in dict.fromkeys(url for *_, url in alone):
        yield _late_page(unit, [case for case in alone if case[4] == url])
    if alone:
        return
    if crowd:
        why = f"{_month(start)}有{len(late)}条超过{params.working_days}个工作日，集中于{min(crowd)}上网，可能为补录或网站迁移"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(late[0][2], late[0][3]))
    elif unknown:
        yield Verdict(outcome=Outcome.CANT_TELL, why="节假日表不含该期间")
    elif judged:
        why = f"{_month(start)}上网且印有两个日期的{len(judged)}条均在{params.working_days}个工作日内"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(judged[:3]))
    else:
        why = "；".join(unit.gaps) or f"未见{_month(start)}上网且同时印有生成日期、发布日期的信息"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)


def _told(fact: Fact) -> str:
    return fold(reading(fact).value or "")


def _other_publishers(unit: UnitFacts) -> frozenset[str]:
    """Organs of which the portal passes documents on: the day of their creation is no business of the unit's.

    A unit whose name is not known is taken for the one that publishes most of what is catalogued.
    """
    told = Counter(_told(fact) for fact in unit.of("catalogue", "publisher") if reading(fact).state is State.VALID)
    own = {told.most_common(1)[0][0]} if told and not is_named(unit) else set()
    return frozenset(organ for organ in told.keys() - own if is_other(unit, organ))


def _late_page(unit: UnitFacts, cases: Sequence[tuple[int, dt.date, Fact, Fact, str]]) -> Verdict:
    days, _, made, shown, url = max(cases, key=lambda case: case[0])
    page = unit.find(url)
    more = f"，本页共{len(cases)}条" if len(cases) > 1 else ""
    why = f"生成日期{reading(made).value}，发布日期{reading(shown).value}，相隔{days}个工作日{more}"
    return Verdict(
        outcome=Outcome.FAILED,
        subject=subject_of(unit, url),
        subject_name=page_name(page) if page is not None else url,
        why=why,
        used=(made, shown),
    )


@attrs.frozen
class _Message:
    """A public message with its days. 留言"""

    asked: dt.date
    answered: dt.date | None
    unanswered: bool  # said in words
    facts: tuple[Fact, ...]
    topic: str

    def told(self) -> str:
        """«标题»（留言日期，答复日期）"""
        return f"“{cited(self.topic or '留言', 30)}”{self.asked}留言" + (f"，{self.answered}答复" if self.answered else "")


OTHER_MAIL = re.compile(r"信访|举报|纪检|监察|访谈|征集|调查")  # columns that the rules except
OPEN_STATUS = re.compile(r"(?:未|待|没有)(?:答复|回复|办理|处理|受理)|(?:处理|办理)中|待办|未办")
HAND = re.compile(r"(?:编辑|管理员|工作人员|负责人|回复员)$")  # who wrote it, after the organ
MAIL_WORDS = re.compile(r"留言|信箱|咨询|互动|来信|问政|邮箱|建言")


def _messages(unit: UnitFacts) -> list[_Message]:
    found: list[_Message] = []
    for page in unit.pages:
        if OTHER_MAIL.search(fold(page.title)):
            continue
        for fields in _records(page, "messages"):
            asked, answered = _day(fields.get("asked")), _day(fields.get("answered"))
            by = reading(fields["by"]).value or "" if "by" in fields else ""
            if asked is None or (answered is not None and answered < asked) or not _answers(unit, by):
                continue
            status = reading(fields["status"]).value or "" if "status" in fields else ""
            topic = reading(fields["topic"]).value or "" if "topic" in fields else ""
            facts = tuple(fields[name] for name in ("asked", "answered", "status") if name in fields)
            found.append(_Message(asked, answered, answered is None and bool(OPEN_STATUS.search(fold(status))), facts, topic))
    return list({(m.asked, m.answered, m.topic): m for m in found}.values())  # a list and the page it opens tell of one message


def _answers(unit: UnitFacts, by: str) -> bool:
    """Whether messages that this organ answers are the unit's; on a platform that many share those of others are not."""
    organ, name = HAND.sub("", fold(by)), fold(unit.unit.name)
    inner = not ORGAN_END.search(organ) or organ in ("办公室", "本局", "我局", "管理员")
    return inner or (is_named(unit) and (same_organ(organ, name) or name in organ or "人民政府" in name))


def _no_messages(unit: UnitFacts) -> Verdict:
    doors = [x for x in (unit.home.links if unit.home else ()) if not x.hidden and MAIL_WORDS.search(fold(x.text))]
    if doors:
        return Verdict(outcome=Outcome.CANT_TELL, why=f"有“{cited(doors[0].text, 20)}”，未读出公开的留言及答复时间")
    if unit.gaps:
        return Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps))
    return Verdict(outcome=Outcome.INAPPLICABLE, why="未见公开的留言栏目")


@attrs.frozen(kw_only=True)
class AnsweredWithin:
    """Options of ``answered_within``: working days from a message to its answer."""

    working_days: int


def answered_within(unit: UnitFacts, params: AnsweredWithin) -> Iterator[Verdict]:
    """Public messages of the audited month were answered in time. Which of them are worth an answer people decide. 留言答复时限"""
    start, end = month_before(unit.context.as_of)
    table = unit.context.vocabulary
    every = _messages(unit)
    mine = [m for m in every if start <= (m.answered or m.asked) <= end]
    spans = {m: working_days_between(m.asked, m.answered or unit.context.as_of, table) for m in mine}
    late = [m for m, days in spans.items() if m.answered and days is not None and days > params.working_days]
    waiting = [m for m, days in spans.items() if not m.answered and days is not None and days > params.working_days]
    if late:
        listed = "；".join(f"{m.told()}，相隔{spans[m]}个工作日" for m in late[:MOST_LISTED])
        why = f"{_month(start)}有{len(late)}件超过{params.working_days}个工作日：{listed}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(f for m in late[:MOST_LISTED] for f in m.facts))
    elif waiting:
        why = f"{waiting[0].told()}，未见答复时间；是否属应予反馈的意见建议需人工认定"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=waiting[0].facts)
    elif any(days is None for days in spans.values()):
        yield Verdict(outcome=Outcome.CANT_TELL, why="节假日表不含该期间")
    elif mine:
        why = f"{_month(start)}{len(mine)}件均在{params.working_days}个工作日内答复"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(f for m in mine[:MOST_LISTED] for f in m.facts))
    elif every:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"未见{_month(start)}的留言", used=every[0].facts[:1])
    else:
        yield _no_messages(unit)


@attrs.frozen(kw_only=True)
class NoReply:
    """Options of ``messages_answered``: months without an answer that are charged, years that are looked back."""

    months: int
    lookback_years: int


def messages_answered(unit: UnitFacts, params: NoReply) -> Iterator[Verdict]:
    """No public message of the last year waits for its answer for so many months. 互动回应

    Only a message that the portal itself calls unanswered is charged; an empty cell may be a layout, a message may be none to answer.
    """
    as_of = unit.context.as_of
    recent = [m for m in _messages(unit) if m.asked >= months_off(as_of, -12 * params.lookback_years)]
    old = [m for m in recent if m.answered is None and m.asked < months_off(as_of, -params.months)]
    said = [m for m in old if m.unanswered]
    if said:
        listed = "；".join(f"{m.told()}，状态“{cited(reading(m.facts[-1]).value or '', 10)}”" for m in said[:MOST_LISTED])
        why = f"{len(said)}件留言超过{params.months}个月未答复：{listed}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(f for m in said[:MOST_LISTED] for f in m.facts))
    elif old:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"{old[0].told()}，未见答复时间，是否已答复需人工核实", used=old[0].facts)
    elif any(m.answered for m in recent):
        why = f"近{params.lookback_years}年公开的{len(recent)}件留言未见超过{params.months}个月未答复的"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(f for m in recent[:MOST_LISTED] for f in m.facts))
    else:
        yield attrs.evolve(_no_messages(unit), outcome=Outcome.CANT_TELL)


CALLED = re.compile(r"《([^《》]{4,80})》")
LAW = re.compile(r"^中华人民共和国|(?<!办)法$|条例$")  # no bureau makes one
EXPLAINS = re.compile(r"解读|图解|一图读懂|问答")


@attrs.frozen(kw_only=True)
class InterpretedWithin:
    """Options of ``interpreted_within``: days from a document to its interpretation, of which kind; words of titles that owe one."""

    days: int
    counted: str = attrs.field(validator=attrs.validators.in_(("working", "natural")))
    documents: tuple[str, ...] = ("办法", "规定", "实施细则", "规范性文件")


def interpreted_within(unit: UnitFacts, params: InterpretedWithin) -> Iterator[Verdict]:
    """Interpretations of documents of the audited month came in time. Which documents owe one people decide. 解读时限"""
    start, end = month_before(unit.context.as_of)
    rows = [(day, fact) for day, fact in unit.dated if fact.kind == "entry"]
    explained = {name: (day, fact) for day, fact in rows if EXPLAINS.search(fold(row_words(fact))) and (name := _called(fact))}
    issued = [(day, fact) for day, fact in rows if start <= day <= end and not EXPLAINS.search(fold(row_words(fact)))]
    published = [(day, fact) for day, fact in issued if _own(unit, fact)]
    pairs = [
        min(
            found, key=lambda pair: (gap := _gap(unit, params, pair[0], pair[2])) is not None and gap
        )  # listed twice: what speaks for the unit
        for name in explained
        if (found := [(day, fact, *explained[name]) for day, fact in published if _is(fact, name)])
    ]
    late = [
        pair
        for pair in pairs
        if (gap := _gap(unit, params, pair[0], pair[2])) is not None and gap > params.days and first_published(unit, pair[2], pair[3])
    ]
    unit_of_time = "个工作日" if params.counted == "working" else "日"
    for made, document, shown, fact in late:
        gap = _gap(unit, params, made, shown)
        url = fact.value.url if isinstance(fact.value, Entry) else None
        why = f"文件{made}公开，解读{shown}发布，相隔{gap}{unit_of_time}"
        subject, name = subject_of(unit, url or fact.evidence.url), cited(row_words(fact))
        yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=(document, fact))
    if late:
        return
    owing = [fact for _, fact in published if any(word in fold(row_words(fact)) for word in params.documents)]
    if any(_gap(unit, params, pair[0], pair[2]) is None for pair in pairs):
        yield Verdict(outcome=Outcome.CANT_TELL, why="节假日表不含该期间")
    elif pairs:
        used = (pairs[0][1], pairs[0][3])
        yield Verdict(outcome=Outcome.PASSED, why=f"{_month(start)}{len(pairs)}份文件的解读均按时发布", used=used)
    elif owing:
        why = f"“{cited(row_words(owing[0]), 40)}”未见可配对的解读；是否属应解读的重要政策需人工认定"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(owing[:1]))
    elif unit.gaps or not rows:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "未见注明日期的信息")
    elif not is_named(unit) and len(issued) > len(published):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"单位名称不明，{_month(start)}公开的文件是否为其制发不能断定")
    else:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"未见{_month(start)}公开的本单位政策文件")


def _own(unit: UnitFacts, fact: Fact) -> bool:
    """Whether a document may be the unit's own: no law, and issued by no other organ."""
    title = row_words(fact)
    return not LAW.search(fold(title)) and not of_another(unit, title)


def _called(fact: Fact) -> str:
    """The document that an interpretation names."""
    named = CALLED.search(fold(row_words(fact)))
    return named[1] if named else ""


def _is(fact: Fact, name: str) -> bool:
    """Whether a row is the document of this name: the name itself, or the notice that issues it."""
    title = fold(row_words(fact))
    return title == name or title.endswith(f"《{name}》") or f"印发《{name}》" in title or f"发布《{name}》" in title


def _gap(unit: UnitFacts, params: InterpretedWithin, made: dt.date, shown: dt.date) -> int | None:
    return (shown - made).days if params.counted == "natural" else working_days_between(made, shown, unit.context.vocabulary)


SOURCE = re.compile(r"//(?:www\.)?gov\.cn/[^?#]{0,60}?/(20\d\d)-(\d\d)/(\d\d)/")
STATE_COUNCIL = re.compile(r"^(?:中共中央(?:办公厅)?)?国务院(?:办公厅)?(?:关于|印发|批转|转发|公布)")


@attrs.frozen(kw_only=True)
class RepostedWithin:
    """Options of ``reposted_within``: hours from the State Council's publication to the repost."""

    hours: int


def reposted_within(unit: UnitFacts, params: RepostedWithin) -> Iterator[Verdict]:
    """A government's portal reposts documents of the State Council in time, where address and row print the two days. 转载时限

    Days are all that is printed: what came out on one day and was reposted on the next may or may not be in time.
    """
    start, _ = month_before(unit.context.as_of)
    if not is_named(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="单位名称不明，是否承担转载不能断定")
        return
    organ = fold(unit.unit.name)
    if "人民政府" not in organ and "政府办" not in organ:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why="部门网站，转载由政府门户网站承担")
        return
    spans = [(shown - made).days for made, shown, _ in _reposts(unit) if made >= start]
    facts = [fact for made, _, fact in _reposts(unit) if made >= start]
    late = [fact for days, fact in zip(spans, facts, strict=True) if 24 * (days - 1) >= params.hours]
    open_spans = [fact for days, fact in zip(spans, facts, strict=True) if 24 * (days + 1) > params.hours]
    if late:
        listed = "；".join(f"“{cited(row_words(f), 40)}”网址所示{_source_day(f)}，本站{_shown(f)}" for f in late[:MOST_LISTED])
        yield Verdict(outcome=Outcome.FAILED, why=f"超过{params.hours}小时：{listed}", used=tuple(late[:MOST_LISTED]))
    elif open_spans:
        why = f"“{cited(row_words(open_spans[0]), 40)}”次日转载，是否超过{params.hours}小时不能断定"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(open_spans[:1]))
    elif facts:
        yield Verdict(outcome=Outcome.PASSED, why=f"{len(facts)}条当日转载", used=tuple(facts[:MOST_LISTED]))
    else:
        why = "；".join(unit.gaps) or "未见同时可知发布日和转载日的国务院文件，转载时间需人工与中国政府网比对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)


def _reposts(unit: UnitFacts) -> Iterator[tuple[dt.date, dt.date, Fact]]:
    for fact in unit.of("entry"):
        made, shown = _source_day(fact), _shown(fact)
        if made is not None and shown is not None and shown >= made and STATE_COUNCIL.search(fold(row_words(fact))):
            yield made, shown, fact


def _source_day(fact: Fact) -> dt.date | None:
    found = SOURCE.search(fact.value.url or "") if isinstance(fact.value, Entry) else None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _shown(fact: Fact) -> dt.date | None:
    return fact.value.date if isinstance(fact.value, Entry) else None
