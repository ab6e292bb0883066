"""What pages show of themselves: named tags, templates filled in, a living organ, a gazette's functions, a map. 页面自身"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.looked import looked_for
from checks.model import Fact, LinkKind, Outcome, PageKind, State
from checks.pages import host_of, page_reach, same_owner
from checks.parsing.fold import fold

from .base import Verdict, cited, home_read, path_of, place_name, reading, subject_of, tags_of
from .records import NoOptions

SURE = 0.8
NO_VALUE = re.compile(r"^(?:null|undefined|none|nan)$", re.I)
CODE = re.compile(r"(?:[a-z]{2}\d{8}|\d{10})", re.I)
LONGEST_PLACE_NAME = 12  # characters between 原 and the organ's own word
# What a gazette or one of its issues is called: nothing but its name, year and number. 关于赠阅政府公报的通知 is news of one.
ISSUE = re.compile(r"(?:20\d\d年?)?(?:第?\d{1,3}[期号])?(?:[(]?总第?\d{1,4}期[)]?)?(?:专栏|栏目|专题|网|首页|在线|电子版)?")
PUBLIC = re.compile(r"[a-z]\.(?:cn|com|net|org)$")


@attrs.frozen(kw_only=True)
class Tags:
    """Options of ``tags_in_heads``: tags with names for the home page, the columns, the articles."""

    home: dict[str, str]
    column: dict[str, str]
    article: dict[str, str]


def tags_in_heads(unit: UnitFacts, params: Tags) -> Iterator[Verdict]:
    """Tags in the heads of home page, columns and articles are true. 网页标签

    Which of them are compulsory is not confirmed: a tag that is missing or empty is named and not charged, a false one is.
    """
    if unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, subject="home", subject_name="首页", why="首页未能打开")
        return
    columns = tuple(p for p in unit.pages_of(PageKind.COLUMN) if page_reach(p) is Reach.READ and p is not unit.home)
    articles = tuple(p for p in unit.pages_of(PageKind.ARTICLE) if page_reach(p) is Reach.READ and not _is_file(p))
    groups = (
        ("home", "首页", (unit.home,), params.home),
        ("column", "栏目页", columns, params.column),
        ("article", "内容页", articles, params.article),
    )
    for subject, name, pages, tags in groups:
        if pages:
            yield _tags(unit, subject, name, pages, tags)


def _is_file(page: ReadPage) -> bool:
    return "html" not in (page.page.header("content-type").lower() or "html")


def _tags(unit: UnitFacts, subject: str, name: str, pages: Sequence[ReadPage], tags: dict[str, str]) -> Verdict:
    false: dict[str, Fact] = {}
    missing: dict[str, int] = {}
    true: list[Fact] = []
    for page in pages:
        fact = next(iter(page.of("page.meta")), None)
        held = tags_of(page)
        true += [fact] if fact is not None else []
        for tag, title in tags.items():
            value = held.get(tag, "").strip()
            if not value:
                missing[f"{tag}（{title}）"] = missing.get(f"{tag}（{title}）", 0) + 1
            elif fact is not None and (trouble := _trouble(unit, page, tag, value)):
                false.setdefault(f"{tag}（{title}）{trouble}", fact)
    listed = "、".join(f"{tag}{'' if count == len(pages) == 1 else f'{count}页'}" for tag, count in missing.items())
    if false:
        why = "；".join(false)
        return Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=name, why=why, used=tuple(dict.fromkeys(false.values()))[:5])
    if missing:
        why = (f"共{len(pages)}页，" if len(pages) > 1 else "") + f"源码中未见或为空的标签：{listed}；是否必设未经核实"
        return Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=why, used=tuple(true[:1]))
    return Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why=f"{len(pages)}页标签齐全", used=tuple(true[:1]))


def _trouble(unit: UnitFacts, page: ReadPage, tag: str, value: str) -> str:
    """What is false about a tag's content, '' if nothing is."""
    if NO_VALUE.match(value):
        return f"为“{value}”"
    if tag == "SiteDomain":
        domain = host_of(value if "://" in value else f"http://{value}")
        wrong = bool(PUBLIC.search(unit.host)) and "." in domain and not same_owner(domain, unit.host)
        return f"为“{cited(value, 40)}”，网站域名为{unit.host}" if wrong else ""
    if tag == "SiteIDCode":
        codes = [reading(f).value for f in page.of("site", "f_code") if reading(f).state is State.VALID]
        other = next((code for code in codes if code and CODE.fullmatch(value) and code.lower() != value.lower()), "")
        return f"为“{cited(value, 20)}”，页面底部标识码为{other}" if other else ""
    return ""


def nothing_unfilled(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """No page shows a template that nobody filled in; a single weak sign is left to people. 模板占位未填"""
    signs = sorted(unit.of("integrity.placeholder"), key=lambda f: (-f.confidence, f.evidence.url))
    sure = [f for f in signs if f.confidence >= SURE and (page := unit.find(f.evidence.url)) is not None and page.page.error is None]
    listed = "；".join(f"{path_of(f.evidence.url) or '首页'}：“{cited(str(f.value), 40)}”" for f in (sure or signs)[:3])
    if sure:
        yield Verdict(outcome=Outcome.FAILED, why=f"{len(sure)}个页面有未填写的占位文字（{listed}）", used=tuple(sure[:5]))
    elif signs:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"疑似占位文字，需人工核实（{listed}）", used=tuple(signs[:3]))
    elif unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
    else:
        yield Verdict(outcome=Outcome.PASSED, why=f"{len(unit.pages)}个页面未见", used=(unit.home.evidence(unit.home.title, "title"),))


@attrs.frozen(kw_only=True)
class LivingOrgan:
    """Options of ``organ_current``.

    Attributes:
        organs: names of organs that were abolished; ``gone`` the day from which none of them is left.
        successors: words of the names of those that came after them: beside one the old name is said for information.
        others: words beside which the name is perhaps not that of the organ: an institution below it, an office of a development zone.
    """

    organs: tuple[str, ...]
    gone: dt.date
    successors: tuple[str, ...]
    others: tuple[str, ...]


def organ_current(unit: UnitFacts, params: LivingOrgan) -> Iterator[Verdict]:
    """The site does not present an abolished organ as a living one. 机构已撤并

    An old name at the foot alone means a site that was left behind; beside news of later days it is presented as current.
    """
    home = unit.home
    if unit.context.as_of < params.gone:
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=f"机构改革完成（{params.gone}）以前")
        return
    if home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
        return
    shown = [*(f for f in home.of("site", "f_host") if reading(f).state is State.VALID), *home.of("site.name")]
    named = [f for f in shown if _names_gone(f, params)]
    later = [fact for day, fact in unit.dated if day >= params.gone]
    if not shown:
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未读出主办单位和网站名称")
    elif not named:
        yield Verdict(outcome=Outcome.PASSED, why=f"首页所示“{cited(shown[0].evidence.quote, 40)}”为现行名称", used=(shown[0],))
    elif doubtful := next((f for f in named if any(word in _said(f) for word in params.others)), None):
        why = f"首页示“{cited(doubtful.evidence.quote, 40)}”，该机构是否已撤并需人工核实"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(doubtful,))
    elif not later or home.of("notice"):
        why = f"首页仍示“{cited(named[0].evidence.quote, 40)}”，未见撤并以后的新信息，是否仍在使用需人工核实"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(named[0],))
    else:
        why = f"首页所示“{cited(named[0].evidence.quote, 40)}”已撤并，网站在其后仍发布信息（“{cited(later[0].evidence.quote, 30)}”）"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=(named[0], later[0]))


def _said(fact: Fact) -> str:
    return fold(fact.evidence.quote if fact.kind == "site" else str(fact.value))


def _names_gone(fact: Fact, params: LivingOrgan) -> bool:
    """Whether an abolished organ is named, and neither its successor nor that it is a former one (原云溪市环境保护局)."""
    text = _said(fact)
    found = [at for organ in params.organs if (at := text.find(organ)) >= 0]
    former = any("原" in text[max(0, at - LONGEST_PLACE_NAME) : at] for at in found)
    return bool(found) and not former and not any(word in text for word in params.successors)


@attrs.frozen(kw_only=True)
class OnlyTold:
    """``script_known`` has no options."""

    charges: ClassVar[bool] = False


def script_known(unit: UnitFacts, _: OnlyTold) -> Iterator[Verdict]:
    """Whether pages come through a conversion to Traditional characters: no defect, and worth knowing before words are compared. 简繁转换层"""
    found = unit.of("page.script")
    if found:
        why = f"{len(found)}个页面为繁体字（如“{cited(found[0].evidence.quote, 30)}”），不作缺陷；核对时折为简体，引文照原文"
        yield Verdict(outcome=Outcome.INAPPLICABLE, why=why, used=found[:1])
    elif unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
    else:
        yield Verdict(outcome=Outcome.PASSED, why="所读页面为简体字", used=(unit.home.evidence(unit.home.title, "title"),))


@attrs.frozen(kw_only=True)
class Gazette:
    """Options of ``gazette_functions``: functions with names, words of a gazette's name, words of other publications that are called so."""

    tools: dict[str, str]
    words: tuple[str, ...]
    never: tuple[str, ...] = ()


def gazette_functions(unit: UnitFacts, params: Gazette) -> Iterator[Verdict]:
    """The electronic gazette offers its functions; a unit without a gazette owes none. 电子公报功能"""

    def is_gazette(text: str) -> bool:
        words = fold(text)
        ends = (words.rpartition(word)[2] for word in params.words if word in words)
        return (
            "关于" not in words and any(ISSUE.fullmatch(end.strip("《》“”")) for end in ends) and not any(w in words for w in params.never)
        )

    pages = [p for p in unit.pages if page_reach(p) is Reach.READ and p is not unit.home and is_gazette(p.title)]
    doors = [x for x in (unit.home.links if unit.home else ()) if not x.hidden and is_gazette(x.text)]
    if not pages:
        open_question = doors or unit.gaps or not home_read(unit)
        why = f"“{doors[0].text}”未能打开或读取" if doors else "；".join(unit.gaps) or "首页未能打开"
        outcome = Outcome.CANT_TELL if open_question else Outcome.INAPPLICABLE
        yield Verdict(outcome=outcome, why=why if open_question else "未见政府公报栏目")
        return
    found = {f.subject: f for p in pages for f in p.of("page.tools")}
    missing = [name for tool, name in params.tools.items() if tool not in found]
    kind = tuple(f for f in pages[0].facts if f.kind == "page.kind")
    if not missing:
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(place_name(unit, pages[0]))}”提供{'、'.join(params.tools.values())}", used=kind)
    elif any(p.scripted for p in pages):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"未读出{'、'.join(missing)}，可能由脚本写出", used=kind)
    elif all(p.of("entry") for p in pages):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"只读到公报目录，未见{'、'.join(missing)}，可能在公报各篇页面", used=kind)
    else:
        looked = looked_for(unit, missing, pages=pages)
        why = f"“{cited(place_name(unit, pages[0]))}”等{len(pages)}个公报页面未见{'、'.join(missing)}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=kind, looked=looked)


@attrs.frozen(kw_only=True)
class PlacesMap:
    """Options of ``map_shown``: parts with names; words of links that promise such a map."""

    parts: dict[str, str]
    words: tuple[str, ...]


def map_shown(unit: UnitFacts, params: PlacesMap) -> Iterator[Verdict]:
    """A page shows where offices and reading places are and how to get there. 服务地图

    Charged only where the portal itself offers such a page and it was read whole without a picture or script that may hold the rest.
    """
    held = {p.url: {f.subject: f for f in p.of("place")} for p in unit.pages if p.of("place")}
    best = max(held, key=lambda url: (len(held[url].keys() & params.parts.keys()), url), default="")
    if best and not params.parts.keys() - held[best].keys():
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(place_name(unit, _page(unit, best)))}”", used=tuple(held[best].values()))
        return
    promised = [
        page
        for link in (unit.home.links if unit.home else ())
        if link.kind is LinkKind.WEB and not link.hidden and any(word in fold(link.text) for word in params.words)
        for reach, page in [unit.reach(link.url)]
        if reach is Reach.READ and page is not None
    ]
    if not promised:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "未见以此为名的页面；地图常以图片、插件展示，不能断定没有")
        return
    page = promised[0]
    below = {part for p in unit.pages if p.page.found_on == page.url for part in held.get(p.url, {})}  # a page for each place
    missing = [name for part, name in params.parts.items() if part not in below | held.get(page.url, {}).keys()]
    kind = tuple(f for f in page.facts if f.kind == "page.kind")
    if not missing:
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(place_name(unit, page))}”", used=kind)
    elif page.of("page.image") or page.of("page.attachment") or page.of("entry") or page.scripted or page.frames:
        why = f"“{cited(place_name(unit, page))}”未读出{'、'.join(missing)}，可能在图片、附件、插件或下级页面中"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=kind)
    else:
        looked = looked_for(unit, missing, pages=(page,))
        why = f"“{cited(place_name(unit, page))}”未列{'、'.join(missing)}"
        yield Verdict(outcome=Outcome.FAILED, subject=subject_of(unit, page.url), why=why, used=kind, looked=looked)


def _page(unit: UnitFacts, url: str) -> ReadPage:
    page = unit.find(url)
    assert page is not None
    return page
