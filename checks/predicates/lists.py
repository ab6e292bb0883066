"""Lists that a bureau owes and the items on them: power lists, licences, random inspections, fees, services with their guides. 清单与指南"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Reach, ReadPage, Target, UnitFacts
from checks.facts.lists import STATED
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, Outcome, PageKind, Reading, State
from checks.parsing.fold import fold

from .base import DEFECTS, Verdict, best, cited, names, not_found, not_walked, page_name, reading, row_words
from .records import TOO_FEW, RecordFields, beside_records, no_record, record_verdict

SERVICE = "service"
# Folded. One bureau's name and what its list is of; a government's list is of many organs' powers.
OWN_LIST = re.compile(
    r"^[\u4e00-\u9fff]{2,20}?(?:局|厅|委|委员会|办公室|支队|大队)(?:本级|机关)?(?:20\d\d年(?:度|版)?)?(?:行政)?(?:权力|权责|职权|审批|许可)(?:事项)?(?:责任)?(?:清单|目录)"
)
OPEN_STATES = frozenset({State.ABSENT, State.BLANK, State.PLACEHOLDER})


@attrs.frozen(kw_only=True)
class OwedFields:
    """Options of ``owed_fields``.

    Attributes:
        fields: required field ids of an item with names.
        pages: page kinds that hold such items; ``roles`` links that would lead to them.
        least: fields of which fewer make it doubtful that a page is such an item.
        never: words of the title of a page that is another list (a list of duties beside that of powers).
        about: words of which the item's name, its class or the page's title holds one; none: every item.
        uncharged: fields whose absence leaves the item open: the source asks for them in another place than the web, or not of every item.
        elsewhere: field → words of places and documents that may hold it; where the portal offers one, its absence is open.
        name_unread: also name each place behind which no item could be opened, and each page that could not be read.
    """

    fields: dict[str, str]
    pages: tuple[str, ...]
    roles: tuple[str, ...]
    least: int = 3
    never: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    uncharged: tuple[str, ...] = ()
    elsewhere: dict[str, list[str]] = attrs.Factory(dict)
    name_unread: bool = False


def owed_fields(unit: UnitFacts, params: OwedFields) -> Iterator[Verdict]:
    """Each item of a certain sort shows every field it owes, on its page or in a place of the portal made for it. 事项应列要素"""
    kinds = {PageKind(kind) for kind in params.pages}
    found = [p for p in unit.pages if p.kind in kinds and p.of("item") and not any(word in fold(p.title) for word in params.never)]
    pages = [page for p in found if (page := _concerned(p, params.about)) is not None]
    if found and not pages:
        why = f"所见事项未标明为{'、'.join(params.about)}事项"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=found[0].of("page.kind"))
        return
    elsewhere = {field: text for field, words in params.elsewhere.items() if (text := _offered(unit, words))}
    asked = RecordFields(
        kind="item", fields=params.fields, pages=params.pages, roles=params.roles, least=params.least, name_unread=params.name_unread
    )
    for page in pages:
        offered = {**elsewhere, **_titled_organ(page)}
        spared = _spared(page, params.uncharged, offered)
        open_fields = {new.subject for old, new in zip(page.facts, spared.facts, strict=True) if old is not new}
        verdict = record_verdict(unit, spared, attrs.evolve(asked, least=params.least + len(open_fields & params.fields.keys())))
        left = _left_open(spared, params, offered) if verdict.outcome is Outcome.CANT_TELL and not _has_files(page) else ""
        yield attrs.evolve(verdict, why=left) if left and open_fields and verdict.why != TOO_FEW else verdict
    yield from beside_records(unit, asked, {page.url for page in pages})


def _titled_organ(page: ReadPage) -> dict[str, str]:
    """The title of one organ's own list (县水利局权力清单): who acts is said there, and need not stand in every row. 标题所示主体"""
    return {"organ": page.title} if OWN_LIST.search(fold(page.title)) else {}


def _concerned(page: ReadPage, about: Sequence[str]) -> ReadPage | None:
    """A page with its items of the sort in question alone; None if there are none."""
    if not about or any(word in fold(page.title) for word in about):
        return page
    kept = {
        f.group
        for f in page.of("item")
        if f.subject in ("name", "category") and any(word in fold(reading(f).value or "") for word in about)
    }
    facts = tuple(f for f in page.facts if f.kind != "item" or f.group in kept)
    return attrs.evolve(page, facts=facts) if kept else None


def _offered(unit: UnitFacts, words: Sequence[str], never: Sequence[str] = ()) -> str:
    """A place or document of the portal whose name holds one of the words and none of those of something else."""
    named = (text for folded, text in unit.texts if any(w in folded for w in words) and not any(w in folded for w in never))
    return next(named, "")


def _spared(page: ReadPage, uncharged: Sequence[str], offered: dict[str, str]) -> ReadPage:
    """A page on which what may rightly stand elsewhere is unread rather than missing."""

    def spare(fact: Fact) -> Fact:
        if fact.kind != "item" or reading(fact).state not in OPEN_STATES:
            return fact
        missing = fact.subject in uncharged or (fact.subject in offered and reading(fact).state is State.ABSENT)
        return attrs.evolve(fact, value=Reading(state=State.UNREAD)) if missing else fact

    return attrs.evolve(page, facts=tuple(map(spare, page.facts)))


def _left_open(page: ReadPage, params: OwedFields, offered: dict[str, str]) -> str:
    """What a page does not show and is not charged with, in words; '' if something else is open."""
    unread = {f.subject for f in page.of("item") if f.subject in params.fields and reading(f).state is State.UNREAD}
    if not unread or not unread <= {*params.uncharged, *offered}:
        return ""
    parts = [f"{params.fields[x]}（可能见于“{cited(offered[x], 20)}”）" for x in params.fields if x in unread and x in offered]
    parts += [params.fields[x] for x in params.fields if x in unread and x not in offered]
    return f"正文页未标注{'、'.join(parts)}，不据此判缺"


@attrs.frozen(kw_only=True)
class ListShown:
    """Options of ``list_shown``.

    Attributes:
        kind: fact kind of the list's columns; ``fields`` those required, with names.
        words: of the name of such a list; ``never`` of names that are about something else.
        roles: links behind which it may stand.
        elsewhere: words of places and documents that may hold what the list lacks.
        due: the last day of the limit, after which its absence is judged; None for none.
        absent: outcome where the portal was read whole and has no such list.
    """

    kind: str = attrs.field(validator=attrs.validators.in_(("random_check", "fee")))
    fields: dict[str, str]
    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("disclosure", "power_list", "dated")
    elsewhere: tuple[str, ...] = ()
    due: dt.date | None = None
    absent: Outcome = Outcome.FAILED


def list_shown(unit: UnitFacts, params: ListShown) -> Iterator[Verdict]:
    """A list is on the portal with its columns; the fullest edition counts. 清单公布"""
    pages = [p for p in unit.pages if any(reading(f).state is State.VALID for f in p.of(params.kind))]
    stated = [f for f in unit.of(params.kind) if f.method == STATED]
    if pages:
        asked = RecordFields(kind=params.kind, fields=params.fields, pages=(), least=1)
        verdicts = [record_verdict(unit, page, asked) for page in pages]
        order = (Outcome.PASSED, Outcome.CANT_TELL, Outcome.FAILED)
        fullest = min(verdicts, key=lambda v: order.index(v.outcome))
        if fullest.outcome is Outcome.FAILED and (beside := _offered(unit, params.elsewhere)):
            why = f"{fullest.why}；可能见于“{cited(beside, 30)}”，需人工核对"
            fullest = attrs.evolve(fullest, outcome=Outcome.CANT_TELL, why=why)
        yield attrs.evolve(fullest, subject="", why=f"“{cited(fullest.subject_name, 40)}”{fullest.why}", subject_name="")
        return
    if stated:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"网站说明：{cited(str(reading(stated[0]).value), 60)}", used=tuple(stated[:1]))
        return
    if titled := _offered(unit, params.words, params.never):
        why = f"“{cited(titled, 40)}”未读出所列各栏，可能在附件、图片或站外，需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)
        return
    if params.due is not None and unit.context.as_of <= params.due:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"未见，未到公布期限（{params.due}）")
        return
    outcome, why, used = not_found(unit, unit.blocked(*params.roles), params.words[:3])
    if outcome is Outcome.FAILED and (cut := not_walked(unit)):
        outcome, why, used = Outcome.CANT_TELL, cut, ()
    if outcome is Outcome.FAILED and params.absent is not Outcome.FAILED:
        outcome, why, used = params.absent, f"{why}，本单位是否有此类事项需人工核对", ()
    yield Verdict(outcome=outcome, why=why, used=used, looked=looked_for(unit, params.words, roles=params.roles))


@attrs.frozen(kw_only=True)
class ServicesListed:
    """Options of ``services_listed``.

    Attributes:
        roles: of links to lists of services and of powers.
        words: of the names of lists of services; ``guide_words`` of guides to an item.
        unserved: words of the name or class of an item that nobody applies for: punishments and inspections have no guide.
    """

    roles: tuple[str, ...]
    words: tuple[str, ...]
    guide_words: tuple[str, ...]
    unserved: tuple[str, ...]


def services_listed(unit: UnitFacts, params: ServicesListed) -> Iterator[Verdict]:
    """The portal lists its services, and each has its guide. 事项目录及指南

    Items without a guide are charged only where the whole portal has and offers none; which item lacks one is for people.
    """
    guides = unit.pages_of(PageKind.SERVICE_ITEM)
    lists = [p for p in unit.pages_of(PageKind.POWER_LIST) if _serves(p, params.unserved)]
    lists += [t.page for t in unit.offers(*params.roles) if t.page is not None and _is_list(t, params.unserved)]
    if not (lists or guides):
        yield _no_list(unit, params)
        yield Verdict(outcome=Outcome.INAPPLICABLE, subject="guide", subject_name="服务指南", why="由“事项目录”判定，不重复计")
        return
    called = [p for p in (*lists, *guides) if any(word in fold(p.title) for word in params.words)]
    shown = (*called, *lists, *guides)[0]
    why = f"“{cited(page_name(shown))}”"
    yield Verdict(outcome=Outcome.PASSED, subject="list", subject_name="事项目录", why=why, used=shown.of("page.kind"))
    yield _guides(unit, params, list(dict.fromkeys(lists)), guides)


def _serves(page: ReadPage, unserved: Sequence[str]) -> bool:
    """Whether a list of powers holds an item that somebody may apply for, by its name and class."""
    items: dict[str, str] = {}
    for fact in page.of("item"):
        told = fold(reading(fact).value or "") if fact.subject in ("name", "category") else ""
        items[fact.group] = items.get(fact.group, "") + told
    return any(not any(word in told for word in unserved) for told in items.values())


def _is_list(target: Target, unserved: Sequence[str]) -> bool:
    """Whether a link leads to rows of services: all that a column of services lists, of a column of powers those applied for."""
    page = target.page
    if not target.is_door or target.reach is not Reach.READ or page is None:
        return False
    return any(target.role == SERVICE or not any(word in fold(row_words(f)) for word in unserved) for f in page.of("entry"))


def _no_list(unit: UnitFacts, params: ServicesListed) -> Verdict:
    offered = unit.offers(*params.roles)
    named = _offered(unit, params.words)
    outcome, why, used = not_found(unit, unit.blocked(*params.roles), params.words)
    if outcome is Outcome.FAILED and (cut := not_walked(unit)):
        outcome, why, used = Outcome.CANT_TELL, cut, ()
    if outcome is Outcome.FAILED and (offered or named):
        outcome, why, used = Outcome.CANT_TELL, f"“{cited(offered[0].link.text if offered else named, 30)}”中未读出事项，需人工核对", ()
    looked = looked_for(unit, params.words, roles=params.roles)
    return Verdict(outcome=outcome, subject="list", subject_name="事项目录", why=why, used=used, looked=looked)


def _guides(unit: UnitFacts, params: ServicesListed, lists: Sequence[ReadPage], guides: Sequence[ReadPage]) -> Verdict:
    """Whether what is listed has guides: each row one, none at all, or nobody knows."""
    services = {t.page.url for t in unit.offers(SERVICE) if t.page is not None and t.reach is Reach.READ}
    rows = {
        fact.value.url or fact.value.title: fact
        for p in lists
        for fact in p.of("entry")
        if isinstance(fact.value, Entry) and (p.url in services or not any(word in fold(fact.value.title) for word in params.unserved))
    }
    without = [fact for fact in rows.values() if not _guided(unit, fact)]
    titles = [fact.value.title for fact in without if isinstance(fact.value, Entry)]
    own = [p for p in lists if p.of("item") and _tells(p)]  # a table that says of each item what a guide says
    shown: tuple[Fact | Evidence, ...] = tuple(f for p in (*guides[:2], *own[:1]) for f in p.of("page.kind"))
    if (guides or own) and not without:
        return Verdict(
            outcome=Outcome.PASSED, subject="guide", subject_name="服务指南", why=f"所读{len(guides) or len(own)}页列有指南", used=shown
        )
    closed = unit.blocked(*params.roles)
    offered = _offered(unit, params.guide_words)
    if guides or own or closed or offered or unit.gaps or any(_may_hide(unit, fact) for fact in without) or any(map(_has_files, lists)):
        why = f"{len(without)}条未读出指南（如“{cited(titles[0], 20)}”）" if titles else "未读出指南"
        why += f"；入口未能查看：{names(closed)}" if closed else f"；有“{cited(offered, 20)}”" if offered else ""
        return Verdict(outcome=Outcome.CANT_TELL, subject="guide", subject_name="服务指南", why=why, used=tuple(without[:3]))
    count = len(without) or sum(len({f.group for f in p.of("item")}) for p in lists)
    looked = looked_for(unit, params.guide_words, roles=params.roles)
    used = (*without[:3], *(f for p in lists[:1] for f in p.of("page.kind")))
    why = f"“{cited(page_name(lists[0]))}”列有{count}项，未见服务指南或办事指南"
    return Verdict(outcome=Outcome.FAILED, subject="guide", subject_name="服务指南", why=why, used=used, looked=looked)


GUIDE_FIELDS = frozenset({"conditions", "materials", "flow", "time_limit"})
ENOUGH = 2


def _tells(page: ReadPage) -> bool:
    given = {f.subject for f in page.of("item") if reading(f).state is State.VALID}
    return len(given & GUIDE_FIELDS) >= ENOUGH


def _guided(unit: UnitFacts, fact: Fact) -> bool:
    reach, page = unit.reach(fact.value.url) if isinstance(fact.value, Entry) and fact.value.url else (Reach.SCRIPT, None)
    return reach is Reach.READ and page is not None and page.kind is PageKind.SERVICE_ITEM


def _may_hide(unit: UnitFacts, fact: Fact) -> bool:
    """Whether a row leads where a guide may be that was not read."""
    if not isinstance(fact.value, Entry):
        return True
    reach, page = unit.reach(fact.value.url) if fact.value.url else (Reach.SCRIPT, None)
    return reach is not Reach.READ or page is None or _has_files(page) or page.kind not in (PageKind.ARTICLE, PageKind.OTHER)


def _has_files(page: ReadPage) -> bool:
    return bool(page.of("page.attachment") or page.of("page.image") or page.scripted or page.frames)


@attrs.frozen(kw_only=True)
class UsefulServices:
    """Options of ``useful_services``: the classes of a guide's content with names; how many an item may not lack; how many such items fail."""

    fields: dict[str, str]
    missing: int
    items: int
    roles: tuple[str, ...] = ("service", "power_list")


def useful_services(unit: UnitFacts, params: UsefulServices) -> Iterator[Verdict]:
    """Not so many guides lack so many classes of content. 服务实用

    What may stand in a picture or file counts for the unit; that there is no guide at all may mean that they stand on a higher portal.
    """
    pages = [p for p in unit.pages_of(PageKind.SERVICE_ITEM) if p.of("item")]
    if not pages:
        verdict = no_record(unit, RecordFields(kind="item", fields=params.fields, pages=(), roles=params.roles))
        why = f"{verdict.why}；办事指南也可能在上级政务服务平台"
        yield verdict if verdict.outcome is Outcome.INAPPLICABLE else attrs.evolve(verdict, why=why)
        return
    poor: list[tuple[ReadPage, list[str]]] = []
    doubtful = 0
    for page in pages:
        lacking, unclear = _lacking(page, params.fields)
        if len(lacking) >= params.missing:
            poor.append((page, lacking))
        elif len(lacking) + unclear >= params.missing:
            doubtful += 1
    listed = "；".join(f"“{cited(page_name(p), 20)}”缺{'、'.join(lacking)}" for p, lacking in poor[:3])
    used = tuple(f for p, _ in poor[:5] for f in p.of("page.kind"))
    if len(poor) >= params.items:
        words = list(params.fields.values())
        looked = looked_for(unit, words, pages=[p for p, _ in poor[:3]])
        why = f"{len(poor)}篇办事指南缺失{params.missing}类及以上重点要素：{listed}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=used, looked=looked)
    elif poor and len(poor) + doubtful >= min(params.items, len(pages)):
        why = f"{len(poor)}篇办事指南缺失{params.missing}类及以上重点要素（{listed}），另有{doubtful}篇未能读全"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=used)
    else:
        why = f"所读{len(pages)}篇办事指南中，缺失{params.missing}类及以上重点要素的{len(poor)}篇"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=pages[0].of("page.kind"))


def _lacking(page: ReadPage, fields: dict[str, str]) -> tuple[list[str], int]:
    """Names of the classes that a guide certainly lacks, and how many more may be missing."""
    files = _has_files(page)
    lacking: list[str] = []
    unclear = 0
    for field, name in fields.items():
        fact = best(page.of("item", field))
        state = reading(fact).state if fact is not None else State.UNREAD
        if state in DEFECTS - {State.NEGATED} and not (files and state is State.ABSENT):
            lacking.append(name)
        unclear += state is State.UNREAD or (files and state is State.ABSENT)
    return lacking, unclear
