"""Whose document it is: a portal shows guides and reports of other organs, too. 归属"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from checks.assemble import ReadPage, UnitFacts
from checks.model import PageKind, Reading, State
from checks.parsing.fold import fold

T = TypeVar("T")

YEARS = re.compile(r"(?:20\d\d|二[〇○零]..)年?度?(?:[-~至到]20\d\d年?度?)?")
AFTER_ORGAN = re.compile(r"关于|政府信息|政务公开|信息公开|政府网|部门信息|年度|主动公开")  # what follows the organ's name in a title
OPENING = re.compile(r"^(?:[【《\[(]|中共)+")
ORGAN_END = re.compile(r"(?:[局委办厅院府会处所部署队站社团馆]|中心|公司|分局|办公室|开发区|管委会|街道|大学|学院|医院|[乡镇])$")
BRANCH = re.compile(r"(?:分局|支局|[支大]队|所|站|中心)$")
REGION = re.compile(r"^(?P<place>.*(?P<rank>[省市县区州旗盟]))?(?P<core>[^省市县区州旗盟]+)$")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}[省市县区州旗盟]$")
OF_PLACE = re.compile(r"(?:人民)?政府(?:办公[室厅])?|(?:管理委员会|管委会)(?:办公室)?")
SHORTEST = 3
NOTHING = (State.UNREAD, State.BLANK, State.ABSENT)  # of a column: what is no label there, a word of its menu may have been read as one
# A title in which somebody does something to a guide is news of it (及时更新公开指南); offices that bear such a word in their name do nothing.
NEWS_OF_GUIDE = re.compile(r"(?:修订|完善|更新(?!局|改造)|编制(?!委|办|管理)|编写|制定|召开|举办|开展|部署|做好)[^《》]{0,16}指南")


def organ_of(title: str) -> str:
    """The organ that a document's title names (某市某局2014年政府信息公开工作年度报告 → 某市某局), '' if it names none. 标题中的机关"""
    words = AFTER_ORGAN.split(OPENING.sub("", YEARS.sub("", fold(title))))[0]
    words += "政府" if words.endswith("人民") else ""  # 人民政府信息公开: the organ's last word begins the next
    return words if len(words) >= SHORTEST and ORGAN_END.search(words) else ""


def same_organ(organ: str, name: str) -> bool:
    """Whether an organ named in a title is the one of this name: the name itself, a short form of it, or its place written in full. 同一机关"""
    if organ == name:
        return True
    if name in organ:
        return not BRANCH.search(organ.split(name, 1)[1])
    rest = iter(name)
    if all(char in rest for char in organ):  # 云溪市质监局 is 云溪市质量技术监督局, 教育局 is 云溪市教育局
        return True
    ours, theirs = REGION.match(name), REGION.match(organ)
    return bool(
        ours
        and theirs
        and ours["core"] == theirs["core"]
        and ours["rank"] == theirs["rank"]
        and (ours["place"] or "")[:2] == (theirs["place"] or "")[:2]
    )


# An organ at the head of a title, before what it did; an organ and none of its inner offices.
ISSUER = re.compile(
    r"^(?!关于|对|就)([\u4e00-\u9fff]{1,24}?(?:[局委部厅院]|委员会|政府|办公室))(?:关于|印发|转发|发布|公布|公开|征求|暂停)"
)
WHOLE_ORGAN = re.compile(r"(?:[局委部厅]|委员会|政府|政府办公室|[\u4e00-\u9fff]{4,20}(?<![局委部厅会])办公室|办公厅|国务院|法院|检察院)$")


def issuer_of(title: str) -> str:
    """The organ that a document's title begins with (质检总局关于… → 质检总局), '' if it names none. 发文机关"""
    found = ISSUER.match(OPENING.sub("", fold(title)))
    return organ_of(title) or (found[1] if found else "")


def is_other(unit: UnitFacts, organ: str) -> bool:
    """Whether a name is that of another organ than the unit's, as far as is known: no inner office, no short form of its own. 是否其他机关"""
    words, name = fold(organ), fold(unit.unit.name)
    if not WHOLE_ORGAN.search(words) or words.startswith(("本", "我")):
        return False
    return not is_named(unit) or not (same_organ(words, name) or name in words)


def is_named(unit: UnitFacts) -> bool:
    """Whether the unit's Chinese name is known; one that was only given an address has none."""
    return bool(re.search(r"[\u4e00-\u9fff]", unit.unit.name))


def of_another(unit: UnitFacts, title: str) -> bool:
    """Whether a document's title names another organ than the unit as the one that issued it. 他单位的文件"""
    return is_other(unit, issuer_of(title))


def _bears(unit: UnitFacts, title: str) -> bool:
    """Whether a title names the unit."""
    organ, name = organ_of(title), fold(unit.unit.name)
    return same_organ(organ, name) if organ else name in fold(title)


def _distinct(organs: Set[str]) -> set[str]:
    """Organs without those that are another's short form: 市林业局, where 某县林业局 is named beside it, is how that one calls itself."""
    cores = {organ: found["core"] for organ in organs if (found := REGION.match(organ))}
    short = {organ for organ, core in cores.items() if len(organ) <= len(core) + 1 and any(o != organ and cores[o] == core for o in cores)}
    return set(organs) - (short if len(short) < len(organs) else set(sorted(short)[1:]))


def split_own(unit: UnitFacts, documents: Sequence[T], title: Callable[[T], str]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Documents of one kind and time that are the unit's own, and those that are another organ's or nobody knows whose. 本单位的与他人的

    Those that bear its name, else those that name no organ. For a unit whose name is not known one organ is taken for it, of several none;
    beside one organ the report of the whole county may be the unit's, or that of the government above it.
    """
    organs = [organ_of(title(d)) for d in documents]
    if is_named(unit):
        chosen = [_bears(unit, title(d)) for d in documents]
    else:
        one = len(_distinct({organ for organ in organs if organ})) <= 1
        if one and any(organs) and any(_place_beside(title(d), organs) for d in documents):
            return (), tuple(documents)
        chosen = [one] * len(documents)
    if not any(chosen):
        chosen = [not organ for organ in organs]
    own = tuple(d for d, mine in zip(documents, chosen, strict=True) if mine)
    return own, tuple(d for d, mine in zip(documents, chosen, strict=True) if not mine)


def _place_beside(title: str, organs: Sequence[str]) -> bool:
    """Whether a title names nothing but a place (某县2017年…), and an organ beside it is one of its bureaus and not its government. 以地名为题"""
    place = PLACE.match(AFTER_ORGAN.split(OPENING.sub("", YEARS.sub("", fold(title))))[0])
    rests = [organ.removeprefix(place[0]) for organ in organs if organ] if place is not None else []
    return any(not OF_PLACE.fullmatch(rest) for rest in rests)


def own_guides(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Pages that are the unit's own guide. 本单位公开指南

    A portal may hold the guides of many bodies (a city's guide index): those that bear the unit's name are its own, else, of those that
    do not bear another's, the ones nearest to the home page. Where only other organs' guides were read, none is held against the unit. News of a guide is none.
    A page that says nothing itself and leads to the guide's text gives way to it.
    """
    guides = tuple(g for g in unit.pages_of(PageKind.GUIDE) if not NEWS_OF_GUIDE.search(fold(g.title)))
    doors = {g.page.found_on for g in guides if not _all_in(g, (State.UNREAD,))}
    guides = tuple(g for g in guides if not (g.url in doors and _all_in(g, NOTHING)))
    if is_named(unit):
        guides, _ = split_own(unit, guides, lambda g: g.title)
        if any(_bears(unit, g.title) for g in guides):
            return guides
    nearest = min((g.page.depth for g in guides), default=0)
    own, _ = split_own(unit, [g for g in guides if g.page.depth == nearest], lambda g: g.title)
    return own


def _all_in(guide: ReadPage, states: Sequence[State]) -> bool:
    """Whether all readings of a page are among these states: of the column in which the guide is the only row none says anything."""
    return all(isinstance(f.value, Reading) and f.value.state in states for f in guide.of("guide"))


def why_no_guide(unit: UnitFacts) -> str:
    """Why no guide of the unit can be judged although one may be there. 无可判指南的原因"""
    guides = unit.pages_of(PageKind.GUIDE)
    if guides and all(NEWS_OF_GUIDE.search(fold(g.title)) for g in guides):
        return f"“{guides[0].title}”是关于指南的消息，未见指南本身"
    others = [organ for g in guides if (organ := organ_of(g.title))]
    return f"所见指南属“{others[0]}”等，未见可确认为本单位的指南" if others else "公开指南未能打开或读取"
