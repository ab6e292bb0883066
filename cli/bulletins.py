"""What a bulletin takes from outside of the ledger: rules, advice, page titles; and its dates. 通报表的准备"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from archive.errors import ArchiveError
from archive.visit import read_visit
from checks.model import Checkable
from checks.parsing.view import PageView
from checks.reasons import reason_of
from config import Config
from publish.bulletin.material import Guidance, Material, RuleText
from publish.bulletin.values import Form

from . import night
from .context import BEIJING, Folders, parse_month

Cited = tuple[str, str, str]


def guidance(loaded: Config, titles: Mapping[Cited, str]) -> Guidance:
    """Rules as the bulletin needs them, what to do about what could not be checked, titles of the pages cited. 指标与指引"""
    rules = {
        rule.id: RuleText(
            title=rule.title,
            row=rule.row,
            clause="；".join(f"{cited.document} {cited.clause}".strip() for cited in rule.citations),
            by_hand=rule.checkable is Checkable.MANUAL,
            rows={each.id: each.row for each in loaded.overlays if each.rule == rule.id and each.row},
        )
        for rule in loaded.rules
    }
    return Guidance(rules=rules, do=advice, titles=titles)


def advice(message: str) -> str:
    """What a person does about a reason that something could not be checked; '' if it is none of those known. 怎么办"""
    reason = reason_of(message)
    return reason.do if reason else ""


def titles(where: Folders, cited: Collection[Cited]) -> Mapping[Cited, str]:
    """The titles of pages that findings cite, from the visit files that are still there. 页面标题"""
    found: dict[Cited, str] = {}
    for run, portal in sorted({key[:2] for key in cited}):
        bodies = {sha256 for *visit, sha256 in cited if (run, portal) == tuple(visit)}
        found |= {(run, portal, sha256): title for sha256, title in _titles(where, run, portal, bodies)}
    return found


def _titles(where: Folders, run: str, portal: str, bodies: Collection[str]) -> Iterable[tuple[str, str]]:
    path = night.visit_path(where, run, portal)
    if not path.exists():
        return
    try:
        visit = read_visit(path)
        places = [place for place, page in enumerate(visit.pages(())) if page.sha256 in bodies]
        yield from ((page.sha256, PageView(page).title_tag) for page in visit.pages(places) if page.body)
    except ArchiveError:
        return  # a damaged visit file costs a title, not the bulletin


def day_ends(day: dt.date) -> dt.datetime:
    """24:00 of a day in Beijing. 当日24时"""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BEIJING)


def handover(month: str, form: Form) -> tuple[dt.datetime, dt.datetime]:
    """When the month's findings are handed over and when its bulletin is due. 移送和通报的期限"""
    following = parse_month(month)[1] + dt.timedelta(days=1)
    return day_ends(following.replace(day=form.handover)), day_ends(following.replace(day=form.due))


def usual_cutoff(month: str, form: Form, begun: Iterable[dt.datetime], first: bool, now: dt.datetime) -> dt.datetime:
    """The cut-off where none is asked for: the hand-over, or now while it is not over. 默认的核查截止时间

    What is audited after the fact (a month long gone) and a correction would find nothing before the hand-over: they close now.

    Args:
        begun: when the nights that speak for the month began.
        first: no edition has gone out yet.
    """
    usual = handover(month, form)[0]
    return min(usual, now) if first and all(each < usual for each in begun) else now


def timing(month: str, form: Form, now: dt.datetime) -> tuple[str, ...]:
    """What is to be said about the day on which a bulletin is made. 期限提示"""
    close, due = handover(month, form)
    last = parse_month(month)[1]
    says = f"{month} 的核查情况应于次月{form.handover}日前移送，通报应于次月{form.due}日前发出"
    if now < day_ends(last):
        return (says, f"提前：{month} 尚未结束，此后的巡检未计入")
    if now < close:
        return (says, f"提前：核查截止时间（{close - dt.timedelta(days=1):%Y-%m-%d} 24时）未到，此后的复核未计入")
    return (says, f"逾期：已过 {due - dt.timedelta(days=1):%Y-%m-%d}") if now >= due else (says,)


def wording(material: Material) -> tuple[str, ...]:
    """Manual findings of the month whose words say more than facts. 用语提示"""
    return tuple(
        f"人工核查项（{each.unit} {each.row}）含“{word}”，通报只客观反映情况，不写原因、评价和建议：{each.text}"
        for each in material.manual
        for word in MORE_THAN_FACTS
        if word in each.text
    )


#: words of causes, judgements and advice
MORE_THAN_FACTS = (
    *(
        "由于",
        "因为",
        "原因是",
        "导致",
        "重视不够",
        "不重视",
        "认识不",
        "意识不",
        "责任心",
        "敷衍",
        "形同虚设",
        "流于形式",
        "不力",
        "不到位",
        "薄弱",
    ),
    *("严重不足", "极其", "非常", "较差", "很差", "混乱", "建议", "希望", "应当加强"),
)
