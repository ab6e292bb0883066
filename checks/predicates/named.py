"""What a portal must have under a name: two lists in their column, steps of approvals, fields of certain bureaux, purchases. 按名称核查"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Reach, UnitFacts
from checks.looked import looked_for
from checks.model import Entry, Fact, Outcome, PageKind, State
from checks.parsing.fold import fold
from checks.unit import LIST_KINDS

from .base import TIME_TO_FOLLOW, Verdict, best, cited, not_found, not_walked, page_name, reading, title_of
from .naming import names_with, opens, speaks_for_another
from .own import is_named

SHORTEST_NAME = 4  # characters of an item's name that is compared


@attrs.frozen(kw_only=True)
class Part:
    """One thing that must be there.

    Attributes:
        name: what it is called in findings; ``words`` of which a name on the portal holds one.
        owed_by: words of which the unit's name holds one where it owes the thing; none: every unit.
        place: only a place (a menu item, a column) counts, no row of a list.
    """

    name: str
    words: tuple[str, ...]
    owed_by: tuple[str, ...] = ()
    place: bool = False


@attrs.frozen(kw_only=True)
class PartsNamed:
    """Options of ``parts_named``.

    Attributes:
        things: by id.
        never: words of names that are news of such a thing, not the thing; ``not_owed`` words in the name of a unit that owes none.
        blocked_by: roles whose closed doors leave it open.
        due: the day before which an absence is not judged; None for none.
    """

    things: dict[str, Part]
    never: tuple[str, ...] = ()
    not_owed: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ("disclosure", "power_list", "dated")
    due: dt.date | None = None


def parts_named(unit: UnitFacts, params: PartsNamed) -> Iterator[Verdict]:
    """Each thing that the unit owes by its name and function is on the portal under one of its names. 应设内容"""
    bound = any(part.owed_by for part in params.things.values())
    name = fold(unit.unit.name)
    if bound and not is_named(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="单位名称不详，是否承担此项职能需人工核对")
        return
    owed = {key: part for key, part in params.things.items() if not part.owed_by or any(word in name for word in part.owed_by)}
    if not owed or any(word in name for word in params.not_owed):
        yield Verdict(outcome=Outcome.INAPPLICABLE, why="由单位名称看，不承担此项职能")
        return
    for key, part in owed.items():
        yield attrs.evolve(_part(unit, params, part), subject=key, subject_name=part.name)


def _part(unit: UnitFacts, params: PartsNamed, part: Part) -> Verdict:
    found, closed = names_with(unit, part.words, params.never, part.place)
    if found:
        return Verdict(outcome=Outcome.PASSED, why=f"“{cited(title_of(found[0]), 40)}”", used=found[:1])
    if closed:
        return Verdict(outcome=Outcome.CANT_TELL, why=f"“{cited(title_of(closed[0]), 40)}”打不开、在站外或属其他单位", used=closed[:1])
    if params.due is not None and unit.context.as_of < params.due:
        return Verdict(outcome=Outcome.INAPPLICABLE, why=f"未见，未到公布期限（{params.due}）")
    outcome, why, used = not_found(unit, unit.blocked(*params.blocked_by), part.words[:3])
    if outcome is Outcome.FAILED and (open_question := not_walked(unit) or _elsewhere(unit)):
        outcome, why, used = Outcome.CANT_TELL, open_question, ()
    if outcome is Outcome.FAILED and part.place and (unnamed := _behind_pictures(unit, part, params.never)):
        why = f"“{cited(title_of(unnamed[0]), 40)}”由没有文字的图片链接进入，是否为专栏需人工看一眼"
        outcome, used = Outcome.CANT_TELL, unnamed[:1]
    return Verdict(outcome=outcome, why=why, used=used, looked=looked_for(unit, part.words, roles=params.blocked_by))


def _behind_pictures(unit: UnitFacts, part: Part, never: Sequence[str]) -> tuple[Fact, ...]:
    """Titles with one of the words of pages to which a picture without words leads: what stands on the picture, only a person sees. 图片入口"""
    pages = {page.url for page in unit.pages if page.page.anchor == "" and page.page.found_on and page is not unit.home}
    titles = ((fact, fold(title_of(fact))) for fact in unit.of("page.title") if fact.evidence.url in pages)
    return tuple(f for f, text in titles if any(word in text for word in part.words) and not any(word in text for word in never))


def _elsewhere(unit: UnitFacts) -> str:
    """Why the thing may stand outside the unit's pages: without a site of its own the law sends it to the one of the superior body."""
    return "" if unit.own_site else "单位无独立网站，可能在上级网站其他栏目公开"


@attrs.frozen(kw_only=True)
class StepsOpen:
    """Options of ``steps_open``: steps with the words of the names under which they are published; words of a query; roles of links."""

    steps: dict[str, Part]
    queried: tuple[str, ...]
    blocked_by: tuple[str, ...] = ("service", "power_list", "disclosure", "dated")


def steps_open(unit: UnitFacts, params: StepsOpen) -> Iterator[Verdict]:
    """Acceptance, progress and result of approvals are published; charged only where none of them is found anywhere. 审批过程公开

    Forms are never submitted: whether a query answers without the number of an application is for people.
    """
    stated = [
        f
        for f in unit.of("list.statement")
        if any(t.page is not None and t.page.url == f.evidence.url for t in unit.offers("service", "power_list"))
    ]
    found: dict[str, Fact] = {}
    asked: list[Fact] = []
    shut: list[Fact] = []
    for step, part in params.steps.items():
        hits, closed = names_with(unit, part.words)
        queries = [f for f in (*hits, *closed) if any(word in fold(title_of(f)) for word in params.queried)]
        listed = [f for f in hits if f not in queries]
        asked += queries
        shut += closed
        if listed:
            found[step] = listed[0]
    missing = [part.name for step, part in params.steps.items() if step not in found]
    words = [word for part in params.steps.values() for word in part.words[:2]]
    if not missing:
        why = "、".join(f"“{cited(title_of(f), 20)}”" for f in found.values())
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(found.values()))
    elif asked:
        why = f"有“{cited(title_of(asked[0]), 20)}”，不提交查询，能否查到{'、'.join(missing)}需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(asked[:1]))
    elif found:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未见{'、'.join(missing)}，可能并入其他栏目", used=tuple(found.values()))
    elif shut:
        why = f"“{cited(title_of(shut[0]), 30)}”打不开、在站外或属其他单位"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(shut[:1]))
    elif stated:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"网站说明：{cited(str(stated[0].value))}", used=tuple(stated[:1]))
    else:
        outcome, why, used = not_found(unit, unit.blocked(*params.blocked_by), words)
        if outcome is Outcome.FAILED and not _approves(unit):
            outcome, why, used = Outcome.CANT_TELL, "未见；站内也未见审批事项，本单位有无审批事项需人工核对", ()
        elif outcome is Outcome.FAILED and (cut := not_walked(unit)):
            outcome, why, used = Outcome.CANT_TELL, cut, ()
        yield Verdict(outcome=outcome, why=why, used=used, looked=looked_for(unit, words, roles=params.blocked_by))


def _approves(unit: UnitFacts) -> bool:
    """Whether the portal shows that the unit approves anything."""
    return bool(unit.pages_of(PageKind.SERVICE_ITEM, PageKind.POWER_LIST) or unit.offers("power_list"))


@attrs.frozen(kw_only=True)
class CancelledGone:
    """Options of ``cancelled_gone``: words of a notice that items were cancelled, handed down or cleared; words of what is no such notice."""

    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ("power_list", "disclosure", "dated")


QUOTED = re.compile(r"[“‘「『《\"]([^“”‘’「」『』《》\"]{4,40})[”’」』》\"]")
CANCELLED = re.compile(
    r"(?:取消|停止实施|不再实施|废止)(?:对)?([^,，。、;；“”]{4,40}?)(?:等?\d{0,3}项?)?(?:的)?(?:行政审批|行政许可|审批|许可)?(?:事项|项目)"
)
# What is cancelled is not, or not surely, the item itself: a fee, a paper, one holder's licence, a plan.
NOT_THE_ITEM = re.compile(r"下放|承接|部分|拟|征求|建议|费|证明|材料|年检|条件|要求|公司|企业|厂")
NOT_A_NAME = re.compile(r"行政审批$|行政许可$|^一批|^部分|^\d|审批项目$|^和|^非行政许可")


def cancelled_gone(unit: UnitFacts, params: CancelledGone) -> Iterator[Verdict]:
    """Cancelled and delegated items are announced, and the list of items no longer holds what the unit itself says was cancelled. 取消下放公开

    Only the portal's own words are compared, and only whole names: decisions of other organs are not in our hands.
    """
    notices, closed = names_with(unit, params.words, params.never)
    items = {
        fold(reading(f).value or ""): f
        for f in unit.of("item", "name")
        if reading(f).state is State.VALID and len(fold(reading(f).value or "")) >= SHORTEST_NAME
    }
    still = [(notice, items[name]) for notice in notices for name in _cancelled(title_of(notice)) if name in items]
    late = [pair for pair in still if (day := _day(unit, pair[0])) is not None and day < unit.context.as_of - TIME_TO_FOLLOW]
    if still and not late:
        why = f"“{cited(title_of(still[0][0]), 50)}”所取消的事项仍列于清单；公告日期不详或不满{TIME_TO_FOLLOW.days}日，需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=still[0])
    elif late:
        notice, _ = late[0]
        listed = "、".join(dict.fromkeys(f"“{cited(reading(f).value or '', 30)}”" for _, f in late))
        why = f"“{cited(title_of(notice), 50)}”所取消的{listed}仍列于事项清单"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(dict.fromkeys(f for pair in late for f in pair))[:6])
    elif notices:
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(title_of(notices[0]), 50)}”", used=notices[:1])
    else:
        why = f"“{cited(title_of(closed[0]), 40)}”打不开" if closed else "；".join(unit.gaps)
        why = why or "未见取消、下放或清理的公告；本单位有无此类事项，清单是否已按决定调整，需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=closed[:1])


def _day(unit: UnitFacts, fact: Fact) -> dt.date | None:
    """The day of a document by its row in a list, else by its own page."""
    row = fact.value if isinstance(fact.value, Entry) else None
    url = row.url if row else fact.evidence.url
    return (row.date if row else None) or (unit.published_at(url) if url else None)


def _cancelled(title: str) -> tuple[str, ...]:
    """Names of the items that a notice's title says were cancelled (not handed down or taken over)."""
    words = fold(title)
    if not re.search(r"取消|停止实施|不再实施", words) or NOT_THE_ITEM.search(words):
        return ()
    return (*QUOTED.findall(words), *(m for m in CANCELLED.findall(words) if not NOT_A_NAME.search(m)))


@attrs.frozen(kw_only=True)
class Purchases:
    """Options of ``purchases_complete``.

    Attributes:
        stages: the announcements of a purchase in their order, with words of their titles; ``result`` and ``contract`` two of them.
        failed: words of the result of a purchase that came to nothing: no contract follows.
        owed_from: the day from which contracts must be published.
        contract_days: days after the result in which the contract may yet be signed and published.
    """

    stages: dict[str, Part]
    result: str
    contract: str
    failed: tuple[str, ...]
    owed_from: dt.date
    contract_days: int
    blocked_by: tuple[str, ...] = ("dated", "budget", "disclosure")


STAGE_WORDS = re.compile(
    r"(?:公开|邀请)?(?:招标|竞争性磋商|竞争性谈判|询价|单一来源|采购|中标|成交|结果|合同|公告|公示|更正|项目|的|关于|政府|及|候选人|通知书|信息|文件|预算|金额)"
)
SHORTEST_PROJECT = 4


def purchases_complete(unit: UnitFacts, params: Purchases) -> Iterator[Verdict]:
    """Each purchase whose result is announced is shown with its other stages. 政府采购信息

    The law's medium is the finance ministry's; a contract is missed here only where this portal publishes contracts of other purchases.
    """
    rows = {stage: _titled(unit, part.words, params.failed) for stage, part in params.stages.items()}
    seen = {stage: {_project(title_of(f)): f for f in found} for stage, found in rows.items()}
    results = seen[params.result]
    if not any(rows.values()):
        why = "；".join(unit.gaps) or "站内未见采购信息，可能发布在财政部门指定媒体，也可能无采购项目"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)
        return
    lacking = {
        project: [part.name for stage, part in params.stages.items() if project not in seen[stage]] for project in results if project
    }
    complete = [project for project, missing in lacking.items() if not missing]
    contracts = seen[params.contract]
    due = unit.context.as_of - dt.timedelta(days=params.contract_days)
    missed = [
        project
        for project, result in results.items()
        if project and project not in contracts and (day := _day(unit, result)) is not None and params.owed_from <= day < due
    ]
    walked = all(column.ended for column in unit.columns) and not unit.gaps and not unit.blocked(*params.blocked_by)
    if missed and contracts and walked:
        listed = "、".join(f"“{cited(title_of(results[project]), 30)}”" for project in missed[:3])
        why = f"{len(missed)}个项目公布了结果，未见采购合同：{listed}"
        used = (*(results[project] for project in missed[:3]), next(iter(contracts.values())))
        looked = looked_for(unit, params.stages[params.contract].words, roles=params.blocked_by)
        yield Verdict(outcome=Outcome.FAILED, why=why, used=used, looked=looked)
    elif lacking and len(complete) == len(lacking):
        why = f"{len(complete)}个项目各环节信息齐全"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(results[project] for project in complete[:1]))
    else:
        names = list(dict.fromkeys(name for missing in lacking.values() for name in missing)) or [params.stages[params.result].name]
        why = f"站内未见{'、'.join(names)}，可能发布在财政部门指定媒体"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(f for found in rows.values() for f in found[:1])[:3])


def _titled(unit: UnitFacts, words: Sequence[str], never: Sequence[str] = ()) -> tuple[Fact, ...]:
    """Rows whose title holds one of the words, and none of those that make it something else."""
    titles = [(f, fold(f.value.title)) for f in unit.rows if isinstance(f.value, Entry)]
    return tuple(f for f, title in titles if any(word in title for word in words) and not any(word in title for word in never))


def _project(title: str) -> str:
    """What a purchase is called, without the words of its stage; '' where too little is left."""
    name = re.sub(r"[\W_]", "", STAGE_WORDS.sub("", fold(title)))
    return name if len(name) >= SHORTEST_PROJECT else ""


@attrs.frozen(kw_only=True)
class ChecksTold:
    """Options of ``checks_told``: what the publications must tell together, with names; words of the titles; the part that proves a result."""

    elements: dict[str, str]
    words: tuple[str, ...]
    result: str
    blocked_by: tuple[str, ...] = ("dated", "disclosure")


def checks_told(unit: UnitFacts, params: ChecksTold) -> Iterator[Verdict]:
    """Publications on product checks tell basis, content, standard, procedure and result between them. 质量抽查信息

    Charged only where the result is published and every page on checks was read whole without file or picture.
    """
    documents = [
        p for p in unit.pages if p.kind not in LIST_KINDS and not speaks_for_another(unit, p.title)
    ]  # titles in a list tell nothing
    told = [p for p in documents if p.of("quality")]
    found = {e: fact for e in params.elements if (fact := best(f for p in told for f in p.of("quality", e))) is not None}
    missing = [name for element, name in params.elements.items() if element not in found]
    if not missing:
        why = f"各要素均有，如“{cited(_title_of(unit, found[params.result]), 40)}”"
        yield Verdict(outcome=Outcome.PASSED, why=why, used=tuple(found.values()))
        return
    rows = _titled(unit, params.words)
    pages = {p.url: p for p in documents if any(word in fold(p.title) for word in params.words)}
    unread = [f for f in rows if not opens(unit, f) or unit.reach(f.value.url if isinstance(f.value, Entry) else None)[0] is not Reach.READ]
    files = [p for p in pages.values() if p.of("page.attachment") or p.of("page.image") or p.scripted or p.frames]
    if not pages and not rows:
        why = "；".join(unit.gaps) or "未见产品质量抽查信息；本单位当年有无抽查、是否由上级公布需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)
    elif unread or files or unit.gaps or unit.blocked(*params.blocked_by) or params.result not in found:
        places = [f"未读的{len(unread)}条"] * bool(unread) + ["附件或图片"] * bool(files)
        why = f"未读出{'、'.join(missing)}" + (f"，可能在{'、'.join(places)}中" if places else "")
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(found.values())[:2])
    else:
        looked = looked_for(unit, list(params.elements.values()), pages=list(pages.values())[:4])
        why = f"{len(pages)}篇抽查信息均未述及{'、'.join(missing)}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(found.values()), looked=looked)


def _title_of(unit: UnitFacts, fact: Fact) -> str:
    page = unit.find(fact.evidence.url)
    return page_name(page) if page is not None else ""
