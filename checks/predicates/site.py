"""The portal itself: footer, search, organisation pages, integrity, currency and accuracy of the guide. 网站与指南质量"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.facts.org import OFFICE
from checks.looked import looked_for
from checks.model import Fact, Outcome, PageKind, State
from checks.pages import host_of
from checks.parsing.fold import fold, plain

from .alike import page_about
from .base import DEFECTS, STATE_ZH, Verdict, best, cited, home_read, label_words, not_found, page_name, path_of, reading, years_named
from .naming import doubt_of_pictures
from .own import own_guides, why_no_guide
from .records import NoOptions
from .wording import why_unread


@attrs.frozen(kw_only=True)
class Footer:
    """Options of ``footer_marks``: marks required at the foot of the home page, with names."""

    marks: dict[str, str]


def footer_marks(unit: UnitFacts, params: Footer) -> Iterator[Verdict]:
    """The home page's foot shows each mark. A mark that only a script draws, or that other pages show, is left open. 页面底部标识"""
    home = unit.home
    for mark, name in params.marks.items():
        fact = best(home.of("site", mark)) if home is not None and home.ok else None
        state = reading(fact).state if fact is not None else State.UNREAD
        used: tuple[Fact, ...] = (fact,) if fact is not None else ()
        elsewhere = [f for f in unit.of("site", mark) if reading(f).state is State.VALID]
        if state is State.VALID and fact is not None:
            yield Verdict(outcome=Outcome.PASSED, subject=mark, subject_name=name, why=cited(reading(fact).value or ""), used=used)
        elif state in DEFECTS and not home_read(unit):
            yield Verdict(outcome=Outcome.CANT_TELL, subject=mark, subject_name=name, why="首页未能读取", used=used)
        elif state in DEFECTS and elsewhere:
            why = f"首页{STATE_ZH[state]}，其他页面有“{cited(reading(elsewhere[0]).value or '')}”"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=mark, subject_name=name, why=why, used=(*used, elsewhere[0]))
        elif state in DEFECTS:
            evidence = () if home is None else (home.evidence(fact.evidence.quote if fact else "", "footer"),)
            looked = looked_for(unit, (name,), pages=_home_of(unit)) if state is State.ABSENT else ""
            why = f"首页底部{STATE_ZH[state]}"
            yield Verdict(outcome=Outcome.FAILED, subject=mark, subject_name=name, why=why, used=used or evidence, looked=looked)
        else:
            why = "首页未能读取" if home is None or not home.ok else "此类标识多由脚本写出，本次未读出，不能断定没有"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=mark, subject_name=name, why=why, used=used)


def _home_of(unit: UnitFacts) -> tuple[ReadPage, ...]:
    return (unit.home,) if unit.home is not None else ()


def search_box(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """The site offers a search. Whether it finds known titles is not tried: forms are never submitted. 站内检索"""
    fact = best(unit.of("site.search", "box"))
    state = reading(fact).state if fact is not None else State.UNREAD
    used: tuple[Fact, ...] = (fact,) if fact is not None else ()
    if state is State.VALID:
        yield Verdict(outcome=Outcome.PASSED, subject="box", subject_name="检索入口", why="有", used=used)
    elif state in DEFECTS and not unit.gaps and unit.visit.plan.browser:
        looked = looked_for(unit, ("搜索", "检索"), pages=_home_of(unit))
        yield Verdict(outcome=Outcome.FAILED, subject="box", subject_name="检索入口", why="未见", used=used, looked=looked)
    else:
        yield Verdict(
            outcome=Outcome.CANT_TELL, subject="box", subject_name="检索入口", why="；".join(unit.gaps) or "可能由脚本写出", used=used
        )
    yield Verdict(outcome=Outcome.CANT_TELL, subject="hit", subject_name="检索结果", why="不提交表单，检索效果需人工核查")


LEAST_OFFICES = 3  # so many offices with duties of their own are the organ's duties; a single one is not


@attrs.frozen(kw_only=True)
class OrgProfile:
    """Options of ``org_profile``: parts required with names; for each, the link roles under which it would stand; parts never charged."""

    parts: dict[str, str]
    roles: dict[str, list[str]]
    optional: dict[str, str] = attrs.Factory(dict)


def org_profile(unit: UnitFacts, params: OrgProfile) -> Iterator[Verdict]:
    """Duties, structure, leaders, résumés and portfolios are on the portal. 职责、机构、领导信息

    A part is missing only if the place where it would stand was read, or no such place is offered on a wholly read portal.
    """
    for part, name in {**params.parts, **params.optional}.items():
        verdict = _org_part(unit, params, part, name)
        charged = part in params.parts or verdict.outcome is not Outcome.FAILED
        yield verdict if charged else attrs.evolve(verdict, outcome=Outcome.INAPPLICABLE, why="非必列内容，未见", used=())


def _org_part(unit: UnitFacts, params: OrgProfile, part: str, name: str) -> Verdict:
    fact = best(unit.of("org", part))
    if fact is not None and reading(fact).state is State.VALID:
        return Verdict(
            outcome=Outcome.PASSED, subject=part, subject_name=name, why=cited(reading(fact).value or fact.evidence.quote), used=(fact,)
        )
    offices = _offices(unit) if part == "duty" else ()
    if len(offices) >= LEAST_OFFICES:
        why = f"按科室列出，{len(offices)}个科室的页面有职责（如“{cited(reading(offices[0]).label or '', 20)}”）"
        return Verdict(outcome=Outcome.PASSED, subject=part, subject_name=name, why=why, used=offices[:LEAST_OFFICES])
    if fact is not None:
        outcome = Outcome.FAILED if reading(fact).state is State.BLANK and not unit.gaps else Outcome.CANT_TELL
        why = f"{STATE_ZH[reading(fact).state]}：{cited(fact.evidence.quote)}" if outcome is Outcome.FAILED else why_unread(fact)
        return Verdict(outcome=outcome, subject=part, subject_name=name, why=why, used=(fact,))
    return _org_missing(unit, part, name, params.roles.get(part, []))


def _offices(unit: UnitFacts) -> tuple[Fact, ...]:
    """Duties told office by office, one fact a page."""
    return tuple({fact.evidence.url: fact for fact in unit.of("org", OFFICE)}.values())


# Parts of pages whose names tell that a part may stand below: the organ's duties and its offices stand together.
HEADED_AS = {"duty": ("duty", "units"), "units": ("duty", "units"), "leaders": ("leaders",)}


def _org_missing(unit: UnitFacts, part: str, name: str, roles: list[str]) -> Verdict:
    opened = [t for t in unit.offers(*roles) if t.reach is Reach.READ]
    known_leaders = [f for f in unit.of("org", "leaders") if reading(f).state is State.VALID]
    blockers = unit.blocked(*roles, "disclosure")
    also = [word for like in HEADED_AS.get(part, ()) for word in label_words(unit, "org", like, "")]
    outcome, why, used = not_found(unit, blockers, (name,), also)
    if outcome is Outcome.FAILED and part in ("resume", "portfolio") and not known_leaders:
        outcome, why, used = Outcome.INAPPLICABLE, "未见领导信息，由领导姓名职务判定，不重复计", ()
    if outcome is Outcome.FAILED and opened:
        if part not in ("resume", "portfolio"):
            outcome, why, used = (
                Outcome.CANT_TELL,
                f"“{cited(opened[0].link.text)}”可打开，其中未读出{name}，需人工看一眼",
                (opened[0].fact,),
            )
        else:
            why, used = f"列有领导姓名，未见{name}", (*known_leaders[:2], *used)
    elif outcome is Outcome.FAILED and (likely := page_about(unit, part)) is not None:
        shown = cited(page_name(likely), 20)
        outcome, why = Outcome.CANT_TELL, f"“{shown}”可打开，其中未读出{name}，需人工看一眼"
        used = tuple(f for f in likely.facts if f.kind == "page.kind")
    if outcome is Outcome.FAILED and not opened and (doubt := doubt_of_pictures(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt, ()
    looked = looked_for(unit, label_words(unit, "org", part, name), roles=roles)
    return Verdict(outcome=outcome, subject=part, subject_name=name, why=why, used=used, looked=looked)


@attrs.frozen(kw_only=True)
class Hijack:
    """Options of ``identity_kept``: the confidence from which one sign is enough, and the sum from which several of one page are."""

    strong: float = 0.8
    together: float = 1.0


def identity_kept(unit: UnitFacts, params: Hijack) -> Iterator[Verdict]:
    """Title, tags and names of the pages are the organ's own. Never charged on a host that is not the unit's registered place. 页面未被篡改

    Signs that are weak each mean nothing, however many pages repeat them: only what one page says in several places counts together.
    """
    signs, elsewhere = _on_place(unit, sorted(unit.of("integrity.hijack"), key=lambda f: (-f.confidence, f.evidence.url, f.subject)))
    charged = [f for f in signs if f.confidence >= params.strong] or _worst_page(signs, params.together)
    if charged:
        why = "；".join(dict.fromkeys(str(f.value) for f in (*charged, *signs)[:4]))
        yield Verdict(outcome=Outcome.FAILED, why=cited(why, 120), used=tuple(dict.fromkeys((*charged, *signs)))[:5])
    elif signs:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"迹象不足，需人工核实：{cited(str(signs[0].value))}", used=(signs[0],))
    elif elsewhere:
        yield Verdict(outcome=Outcome.CANT_TELL, why=_not_its_place(elsewhere[0]), used=elsewhere[:1])
    elif unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
    else:
        yield Verdict(outcome=Outcome.PASSED, why="未见异常", used=(unit.home.evidence(unit.home.title, "title"),))


def _on_place(unit: UnitFacts, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Facts of the hosts on which the unit is registered, and those of others: what is amiss there is not the unit's to answer for."""
    at = {f.evidence.url: page.page.final_url if (page := unit.find(f.evidence.url)) else f.evidence.url for f in facts}
    ours = tuple(f for f in facts if host_of(at[f.evidence.url]) in unit.registered)
    return ours, tuple(f for f in facts if host_of(at[f.evidence.url]) not in unit.registered)


def _not_its_place(fact: Fact) -> str:
    return f"{host_of(fact.evidence.url)}不是登记的公开载体，其页面有异常，需人工核实"


def _worst_page(signs: Sequence[Fact], together: float) -> list[Fact]:
    """The signs of a page that shows so much under several subjects; of each subject the strongest counts."""
    pages: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in signs:  # strongest first
        pages[fact.evidence.url].setdefault(fact.subject, fact)
    sums = {url: sum(f.confidence for f in found.values()) for url, found in pages.items() if len(found) > 1}
    worst = max(sums, key=lambda url: (sums[url], url), default="")
    return list(pages[worst].values()) if worst and sums[worst] >= together - 1e-9 else []


@attrs.frozen(kw_only=True)
class HiddenLinks:
    """Options of ``no_hidden_links``: number of distinct hosts from which hidden links are charged; fewer are left to a person."""

    min_hosts: int = 3


def no_hidden_links(unit: UnitFacts, params: HiddenLinks) -> Iterator[Verdict]:
    """No page links foreign hosts from inside elements hidden by style. The links themselves are not repeated. 无暗链"""
    linked = [f for f in unit.of("integrity.hidden_links", "") if isinstance(f.value, int) and f.value > 0]  # foreign hosts outside menus
    found, elsewhere = _on_place(unit, linked)
    worst = max((f.value for f in found if isinstance(f.value, int)), default=0)
    used = tuple(sorted(found, key=lambda f: (-int(str(f.value)), f.evidence.url)))[:5]
    if worst >= params.min_hosts:
        listed = "、".join(dict.fromkeys(path_of(f.evidence.url) or "首页" for f in used[:3]))
        why = f"{len({f.evidence.url for f in found})}个页面的隐藏元素内有站外链接，最多指向{worst}个域名（{listed}）"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=used)
    elif found:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"隐藏元素内有{worst}个站外域名，需人工核实", used=used)
    elif elsewhere:
        yield Verdict(outcome=Outcome.CANT_TELL, why=_not_its_place(elsewhere[0]), used=elsewhere[:1])
    elif unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
    else:
        yield Verdict(outcome=Outcome.PASSED, why=f"{len(unit.pages)}个页面未见", used=(unit.home.evidence("", "links"),))


@attrs.frozen(kw_only=True)
class Mojibake:
    """Options of ``readable_text``: the share of damaged characters from which a page is charged."""

    min_share: float = 0.02


def readable_text(unit: UnitFacts, params: Mojibake) -> Iterator[Verdict]:
    """Pages decode to readable text. 无乱码"""
    found, elsewhere = _on_place(unit, sorted(unit.of("integrity.mojibake"), key=lambda f: f.evidence.url))
    bad = [f for f in found if isinstance(f.value, float) and f.value >= params.min_share]
    if bad:
        listed = "、".join(path_of(f.evidence.url) or "首页" for f in bad[:3])
        yield Verdict(outcome=Outcome.FAILED, why=f"{len(bad)}个页面有乱码（{listed}）", used=tuple(bad[:5]))
    elif found:
        yield Verdict(outcome=Outcome.CANT_TELL, why="有少量疑似乱码，需人工核实", used=tuple(found[:3]))
    elif elsewhere:
        yield Verdict(outcome=Outcome.CANT_TELL, why=_not_its_place(elsewhere[0]), used=elsewhere[:1])
    elif unit.home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="页面未能打开")
    else:
        yield Verdict(outcome=Outcome.PASSED, why="未见", used=(unit.home.evidence(unit.home.title, "title"),))


@attrs.frozen(kw_only=True)
class ObsoleteLaw:
    """Options of ``law_current``: obsolete wordings judged, with names."""

    wordings: dict[str, str]


def law_current(unit: UnitFacts, params: ObsoleteLaw) -> Iterator[Verdict]:
    """The live guide does not apply repealed law. 指南引用现行规定"""
    guides = own_guides(unit)
    if not guides:
        yield _no_guide(unit)
        return
    found = [
        f for g in guides for f in g.of("law.obsolete") if f.subject in params.wordings and (f.subject != "o_organ" or _organ_gone(unit))
    ]
    held = {f.evidence.url for f in found}
    if found:
        why = "；".join(dict.fromkeys(f"{params.wordings[f.subject]}：“{cited(str(f.value), 40)}”" for f in found))
        # Beside a guide without such words this one may be a superseded edition that is kept as a record.
        superseded = any(g.url not in held and _told(g) for g in guides)
        outcome = Outcome.CANT_TELL if superseded else Outcome.FAILED
        yield Verdict(outcome=outcome, why=f"有多份指南，其中一份{why}" if superseded else why, used=tuple(found))
    elif not any(_told(g) for g in guides):
        yield Verdict(outcome=Outcome.CANT_TELL, why="指南正文未能读取")
    else:
        yield Verdict(outcome=Outcome.PASSED, why="未见已废止规定的表述", used=tuple(f for f in guides[0].facts if f.kind == "page.kind"))


def _told(guide: ReadPage) -> bool:
    return any(reading(f).state is not State.UNREAD for f in guide.of("guide"))


def _no_guide(unit: UnitFacts) -> Verdict:
    if unit.blocked("guide", "disclosure") or unit.gaps or unit.offers("guide") or unit.pages_of(PageKind.GUIDE):
        return Verdict(outcome=Outcome.CANT_TELL, why=why_no_guide(unit))
    return Verdict(outcome=Outcome.INAPPLICABLE, why="未见公开指南，由“公开指南设置”一项判定")


# Unusual ways to write a time (9-12, 0830, the ratio sign for a colon) and to group a number's digits are no mistakes.
CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])\s*[:：∶.点时]\s*(?:[0-5]\d|整|半)?|[上下]午|\d{1,2}\s*[-—–~～至到]\s*\d{1,2}|(?<!\d)[0-2]?\d[0-5]\d(?!\d)"
)
PHONE = re.compile(
    r"(?<!\d)(?:(?:\(?0\d{2,3}\)?[-\s]*)?[2-9](?:[-\s]?\d){6,7}|1[3-9](?:[-\s]?\d){9}|[48]00(?:[-\s]?\d){7}|1\d{4}|9\d{4,5})(?!\d)"
)
HALF_WIDTH = str.maketrans("０１２３４５６７８９－—–―（）＠．", "0123456789----()@.")
# A time that no clock shows, and figures that run together in a span (900——11.30): each only beside a sign of a time.
NO_TIME = re.compile(r"(?<![\d:：])(?:2[5-9]|[3-9]\d)[:：∶]\d{2}(?!\d)|(?<![\d:：])\d{1,2}[:：∶][6-9]\d(?![\d:：])")
RUN_TOGETHER = re.compile(
    r"(?<![\d:：.∶])\d{3}\s?[-—–~～至到]{1,3}\s?[0-2]?\d[:：∶.][0-5]\d(?!\d)|(?<!\d)[0-2]?\d[:：∶.][0-5]\d\s?[-—–~～至到]{1,3}\s?\d{3}(?![\d:：.∶])"
)
BESIDE_SIGN = re.compile(r"\s*([-@.()])\s*")
POINT_WITHIN = re.compile(r"(?<=\d)[.·•](?=\d)")
BLANK_WITHIN = re.compile(r"(?<=[\w@.()-])\s+(?=[\w@.()-])", re.ASCII)
EMAIL = re.compile(r"(?<![\w@.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@])", re.ASCII)


def guide_accuracy(unit: UnitFacts, _: NoOptions) -> Iterator[Verdict]:
    """Values in the guide are well formed: telephone and fax numbers, e-mail, clock times. 指南内容准确

    Only what the page shows is judged; no mail is sent, no number called. Values that differ between pages are left to a person.
    """
    guides = own_guides(unit)
    if not guides:
        yield _no_guide(unit)
        return
    facts = [f for g in guides for f in g.of("guide") if reading(f).state is State.VALID]
    malformed = [(f, problem) for f in facts if (problem := _malformed(f.subject, reading(f).value or ""))]
    if malformed:
        why = "；".join(dict.fromkeys(f"{problem}：“{cited(reading(f).value or '', 40)}”" for f, problem in malformed))
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(f for f, _ in malformed))
    elif not any(f.subject in ("phone", "fax", "email", "hours") for f in facts):
        yield Verdict(outcome=Outcome.CANT_TELL, why="指南中未读出可核对的号码、邮箱或时间")
    else:
        yield Verdict(outcome=Outcome.PASSED, why="号码、邮箱、时间格式正常", used=tuple(facts[:5]))


def _spellings(value: str) -> tuple[str, ...]:
    """A value as written, and without what groups its figures: blanks beside signs, blanks or points within. These are no mistakes."""
    even = value.translate(HALF_WIDTH)
    return even, BESIDE_SIGN.sub(r"\1", even), BLANK_WITHIN.sub("", even), POINT_WITHIN.sub("", even)


def _malformed(element: str, value: str) -> str:
    digits = sum(c.isdigit() for c in value)
    if element in ("phone", "fax") and digits >= 5 and not any(PHONE.search(text) for text in _spellings(value)):
        return "号码格式有误"
    if element == "email" and "@" in value.translate(HALF_WIDTH) and not any(EMAIL.search(text) for text in _spellings(value)):
        return "邮箱格式有误"
    even = plain(value)
    if element == "hours" and digits >= 3 and (not CLOCK.search(even) or NO_TIME.search(even) or RUN_TOGETHER.search(even)):
        return "时间表述有误"
    return ""


@attrs.frozen(kw_only=True)
class GuideFreshness:
    """Options of ``guide_freshness``: days within which a guide that promises a yearly update must have been updated."""

    promise_days: int = 366


def guide_freshness(unit: UnitFacts, params: GuideFreshness) -> Iterator[Verdict]:
    """The guide keeps its own promise of a yearly update, and names the organ as it is called. 指南更新及时"""
    guides = own_guides(unit)
    if not guides:
        yield _no_guide(unit)
        return
    as_of = unit.context.as_of
    guide = max(guides, key=lambda g: g.published or dt.date.min)  # older editions beside it are kept as records
    organ = list(guide.of("law.obsolete", "o_organ"))
    promise = [f for f in guide.of("guide", "update") if reading(f).state is State.VALID]
    # the day of a signature stays when a text is brought up to date: it shows no neglect
    dated = [f for f in guide.of("page.published") if isinstance(f.value, dt.date) and f.method != "signature"]
    limit = as_of - dt.timedelta(days=params.promise_days)
    stale = bool(promise and dated and isinstance(dated[0].value, dt.date) and dated[0].value < limit)
    gone = bool(organ) and _organ_gone(unit)
    if (stale or gone) and len(guides) > 1 and any(g.published is None for g in guides):
        yield Verdict(outcome=Outcome.CANT_TELL, why="有多份指南，其中有未注日期的，不知哪份现行", used=tuple(dated[:1]))
    elif stale and (later := _later_year(guide, promise[0], limit.year)):
        why = f"页面日期{dated[0].value}，正文或标题写有{later}年，何时更新需人工看一眼"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(promise[0], dated[0]))
    elif stale:
        why = f"承诺“{cited(reading(promise[0]).value or promise[0].evidence.quote, 30)}”，页面日期{dated[0].value}"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=(promise[0], dated[0]))
    elif gone:
        yield Verdict(outcome=Outcome.FAILED, why=f"所列机构已撤并：“{cited(str(organ[0].value), 40)}”", used=tuple(organ[:1]))
    elif not dated:
        yield Verdict(outcome=Outcome.CANT_TELL, why="指南未注日期，未见过时内容")
    else:
        yield Verdict(outcome=Outcome.PASSED, why=f"页面日期{dated[0].value}", used=tuple(dated[:1]))


def _later_year(guide: ReadPage, promise: Fact, least: int) -> int:
    """A year, this one or later, that the guide's title or the sentence of its promise names (每年更新，2015年3月修订), else 0."""
    told = (*years_named(fold(guide.title)), *years_named(fold(promise.evidence.quote)))
    return max((year for year in told if year >= least), default=0)


def _organ_gone(unit: UnitFacts) -> bool:
    """Abolished organs are obsolete only once they were: the merger of 2018–19. Before it their names are right."""
    return unit.context.as_of >= dt.date(2019, 7, 1)
