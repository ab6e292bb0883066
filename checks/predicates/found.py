"""Does the portal offer it: the disclosure column, the guide, the catalogue, the yearly plan. 设置与存在"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence, Set
from urllib.parse import urlsplit

import attrs

from checks.assemble import Reach, ReadPage, Target, UnitFacts
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, LinkKind, Outcome, PageKind, State
from checks.pages import page_reach
from checks.parsing.fold import fold, plain
from checks.unit import LIST_KINDS

from .alike import CATALOGUE_LIKE, doubt_of, on_applying, rows_like
from .base import Verdict, cited, names, not_found, page_name, reading, title_of, years_named
from .naming import doubt_of_pictures
from .own import own_guides, why_no_guide


@attrs.frozen(kw_only=True)
class ColumnOffered:
    """Options of ``column_offered``: the entry's role, its sub-columns by role with their names, the most clicks from the home page."""

    role: str
    subs: dict[str, str] = attrs.Factory(dict)
    max_clicks: int = 2
    words: tuple[str, ...] = ()


def column_offered(unit: UnitFacts, params: ColumnOffered) -> Iterator[Verdict]:
    """The home page leads to the disclosure column, and the sub-columns it offers open. 专栏设置

    Sub-columns that are not offered at all are left to the rules about the guide, the catalogue and so on, so that nothing is charged twice.
    """
    if not unit.own_site:
        yield Verdict(outcome=Outcome.INAPPLICABLE, subject="entry", subject_name="首页入口", why="单位无独立网站，在上级网站栏目公开")
        return
    yield _entry(unit, params)
    for role, name in params.subs.items():
        offered = unit.offers(role)
        opened = [t for t in offered if t.reach is Reach.READ]
        subject = f"sub_{role}"
        if opened:
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=name, why="能打开", used=(opened[0].fact,))
        elif offered:
            used = tuple(t.fact for t in offered[:3])
            yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=name, why=f"入口未能查看：{names(offered)}", used=used)


def _entry(unit: UnitFacts, params: ColumnOffered) -> Verdict:
    near = [t for t in unit.offers(params.role) if t.clicks < params.max_clicks]
    opened = [t for t in near if t.reach is Reach.READ]
    if opened:
        first = opened[0]
        return Verdict(
            outcome=Outcome.PASSED, subject="entry", subject_name="首页入口", why=f"“{cited(first.link.text)}”可打开", used=(first.fact,)
        )
    # Where no link bears the column's own name, its parts on the home page serve as the entry: they are the column's content.
    parts = [t for t in unit.offers(*params.subs) if t.reach is Reach.READ and t.clicks == 0]
    if parts and not near:
        why = f"首页直接链接{names(parts)}"
        return Verdict(outcome=Outcome.PASSED, subject="entry", subject_name="首页入口", why=why, used=tuple(t.fact for t in parts[:2]))
    outcome, why, used = not_found(unit, near, params.words)
    if outcome is Outcome.FAILED and (like := _named_alike(unit)):
        outcome, why, used = Outcome.CANT_TELL, f"栏目“{cited(like)}”是否即信息公开栏目，需人工看一眼", ()
    if outcome is Outcome.FAILED and (doubt := doubt_of_pictures(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt, ()
    looked = looked_for(unit, params.words, roles=(params.role, *params.subs))
    return Verdict(outcome=outcome, subject="entry", subject_name="首页入口", why=why, used=used, looked=looked)


NAMED_ALIKE = re.compile(r"^公开(?!招|征|遴|选|竞|课)|^阳光|公开(?:园地|天地|公示|专区|专栏)$")
ELSEWHERE = ("guide", "apply", "annual_report")  # a bureau that keeps these on its government's platform keeps its catalogue there


def _named_alike(unit: UnitFacts) -> str:
    """A column under a name of its own for openness (公开园地, 阳光卫生), '' if there is none."""
    return next((c.name for c in unit.columns if NAMED_ALIKE.search(fold(c.name))), "")


@attrs.frozen(kw_only=True)
class DocumentFound:
    """Options of ``document_found``: page kinds that are the document, roles of links to it, roles whose closed doors leave it open.

    ``also``: whole titles of pages that may be the document under another name: a person must look.
    """

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    blocked_by: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    needs_entries: bool = False


def document_found(unit: UnitFacts, params: DocumentFound) -> Iterator[Verdict]:
    """The document (guide, catalogue) is on the portal, wherever it is filed. 文件或目录存在"""
    pages = unit.pages_of(*(PageKind(kind) for kind in params.kinds))
    filled = [p for p in pages if not params.needs_entries or _is_catalogue(unit, p, params)]
    filled += [p for p in unit.pages_of(PageKind.COLUMN) if params.needs_entries and _indexed(p)]
    # A heading of that name above a menu of sub-columns is the catalogue, though the link that leads there says 信息公开.
    headed = [p for p in unit.pages_of(*LIST_KINDS) if params.needs_entries and p.ok and _named_so(p, params) and not p.of("list.blank")]
    filled += [p for p in dict.fromkeys((*pages, *headed)) if params.needs_entries and p not in filled and _parted(unit, p, params)]
    columns = _disclosure_columns(unit) if params.needs_entries else ()
    filled += [
        p
        for p in columns
        if _named_so(p, params) or p.of("catalogue") or all(CLASSIFIED.search(plain(row.evidence.quote)) for row in p.of("entry"))
    ]
    if filled and all(p.kind is PageKind.GUIDE for p in filled) and not own_guides(unit):
        kinds = tuple(f for p in filled[:2] for f in p.facts if f.kind == "page.kind")
        yield Verdict(outcome=Outcome.CANT_TELL, why=why_no_guide(unit), used=kinds)
        return
    if filled:
        kind = next(f for f in filled[0].facts if f.kind == "page.kind")
        yield Verdict(outcome=Outcome.PASSED, why=f"“{cited(page_name(filled[0]))}”", used=(kind,))
        return
    blockers = unit.blocked(*params.roles, *params.blocked_by)
    if params.needs_entries:
        blockers = (*blockers, *(t for t in unit.blocked(*ELSEWHERE) if _on_another_host(unit, t)))
    named = {t.page.url for t in unit.offers(*params.roles) if t.page is not None}
    empty = [p for p in pages if p.url in named and not p.of("entry")]
    if empty:
        yield _empty(unit, empty, blockers, params)
        return
    titled = rows_like(unit, params.words, CATALOGUE_LIKE if params.needs_entries else None)
    if titled:
        yield Verdict(outcome=Outcome.CANT_TELL, why="列表中有同名条目，未能确认就是所查文件，需人工看一眼", used=titled)
        return
    opened = [t for t in unit.offers(*params.roles) if t.reach is Reach.READ]
    if opened:
        # A link of that name opens, but what it opens was not recognised: the doubt is ours.
        yield Verdict(
            outcome=Outcome.CANT_TELL,
            why=f"入口“{cited(opened[0].link.text)}”可打开，未能确认其内容就是所查文件，需人工看一眼",
            used=(opened[0].fact,),
        )
        return
    if pages or headed:
        likely = (*pages, *headed)[0]
        why = f"“{cited(page_name(likely))}”可能就是所查内容，本程序未能确认，需人工看一眼"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(f for f in likely.facts if f.kind == "page.kind"))
        return
    outcome, why, used = not_found(unit, blockers, params.words)
    named_else = [p for p in unit.pages if fold(p.title) in params.also and page_reach(p) is Reach.READ]
    called = [text for words, text in unit.texts if words in params.also]
    if outcome is Outcome.FAILED and named_else:
        why = f"“{cited(page_name(named_else[0]))}”是否即所查内容需人工看一眼"
        outcome, used = Outcome.CANT_TELL, tuple(f for f in named_else[0].facts if f.kind == "page.kind")
    elif outcome is Outcome.FAILED and params.needs_entries and (parts := _headed_part(unit, params)):
        why = f"“{cited(page_name(parts[0]))}”页内列有“{params.words[-1]}”，其下内容是否即所查目录需人工看一眼"
        outcome, used = Outcome.CANT_TELL, tuple(f for f in parts[0].facts if f.kind == "page.kind")
    elif outcome is Outcome.FAILED and called:  # a link or a heading of that name, whose page was not read or is not told from others
        outcome, why, used = Outcome.CANT_TELL, f"有名为“{cited(called[0])}”的入口或栏目，是否即所查内容需人工看一眼", ()
    elif outcome is Outcome.FAILED and columns:
        why = f"“{cited(page_name(columns[0]))}”列有文件，是否即公开目录需人工看一眼"
        outcome, used = Outcome.CANT_TELL, columns[0].of("entry")[:2]
    if outcome is Outcome.FAILED and "guide" in params.kinds and (alike := on_applying(unit)):
        outcome, why, used = Outcome.CANT_TELL, doubt_of(alike), alike
    looked = looked_for(unit, params.words, roles=(*params.roles, *params.blocked_by))
    yield Verdict(outcome=outcome, why=why, used=used, looked=looked)


def _on_another_host(unit: UnitFacts, target: Target) -> bool:
    """Whether a door leads to a host that is not the site's: what stands there beside the thing it names was not seen."""
    host = urlsplit(target.link.url or "").hostname
    return host is not None and host != urlsplit(unit.context.start_url or "").hostname


def _empty(unit: UnitFacts, pages: Sequence[ReadPage], blockers: Sequence[Target], params: DocumentFound) -> Verdict:
    """The page is there and lists nothing; its rows may be in a file or a picture, or behind another door."""
    used = tuple(f for f in pages[0].facts if f.kind == "page.kind")
    outcome, why, _ = not_found(unit, blockers, params.words)
    if any(p.of("page.attachment") or p.of("page.image") for p in pages):
        outcome, why = Outcome.CANT_TELL, "内容可能在附件或图片中，未能读取"
    elif outcome is Outcome.FAILED and any(p.of("list.awaits") or _leads_on(unit, p) for p in pages):
        outcome, why = Outcome.CANT_TELL, "未读出条目；可能由脚本写出，或在其下级栏目中"
    elif outcome is Outcome.FAILED:
        why = "无条目"
    looked = looked_for(unit, pages=pages[:1], near=pages[0].title)
    return Verdict(outcome=outcome, why=f"“{cited(page_name(pages[0]))}”{why}", used=used, looked=looked)


def _leads_on(unit: UnitFacts, page: ReadPage) -> bool:
    """Whether a page that was not called blank leads to sub-columns, as tiles, pictures or a tree: other pages were found by way of it, lie
    below its address, or are columns with rows whose names it offers."""
    below = page.url.split("?")[0].rpartition("/")[0] + "/"
    offered = fold(f"{page.offered} {page.text}")  # a block a column, each with its name and a «更多» of its own
    return not page.of("list.blank") and (
        any(other.page.found_on == page.url for other in unit.pages)
        or sum(column.url.startswith(below) and column.url != page.url and bool(column.entries) for column in unit.columns) >= LEAST_PARTS
        or sum(bool(column.entries) and len(column.name) > 1 and fold(column.name) in offered for column in unit.columns) >= LEAST_PARTS
    )


def _is_catalogue(unit: UnitFacts, page: ReadPage, params: DocumentFound) -> bool:
    """A landing page of the disclosure column lists entries, too; a catalogue is called one, or shows its entries' metadata."""
    if page.of("catalogue"):
        return True
    called = any(word in fold(page.title) for word in params.words)
    led_to = any(t.page is not None and t.page.url == page.url for t in unit.offers(*params.roles))
    # A 政府信息公开 column that lists its documents by subject is the catalogue in all but name; a 政务公开 landing page is not.
    led_to = led_to or any(
        t.page is not None and t.page.url == page.url and "政府信息公开" in fold(t.link.text) for t in unit.offers("disclosure")
    )
    return bool(page.of("entry")) and (called or led_to)


# What a catalogue's rows tell beside the title, in words of their own: the class of the document, or its index number.
CLASSIFIED = re.compile(r"(?:主题|体裁|题材|组配|信息)分类\s?[:：]\s?\S|索[引取]号\s?[:：]\s?\S")
LEAST_ROWS = 3
LONGEST_NAME = 24  # characters of a heading; what is longer is a sentence
LEAST_PARTS = 3  # columns that make what names them a catalogue rather than a link or two


def _named_so(page: ReadPage, params: DocumentFound) -> bool:
    """Whether a column of documents bears the catalogue's own name."""
    return any(fold(page.title).endswith(fold(word)) for word in params.words)


def _headed_part(unit: UnitFacts, params: DocumentFound) -> tuple[ReadPage, ...]:
    """Pages offered for disclosure that bear the catalogue's name on a line of its own: its rows may stand below it, beside other parts."""
    words = {fold(word) for word in params.words}
    offered = dict.fromkeys(t.page for t in unit.offers("disclosure") if t.page is not None and t.reach is Reach.READ)
    return tuple(page for page in offered if page.rows and any(_is_named(fold(line), words) for line in page.headings))


def _is_named(text: str, words: Set[str]) -> bool:
    return len(text) <= LONGEST_NAME and text.endswith(tuple(words))


def _parted(unit: UnitFacts, page: ReadPage, params: DocumentFound) -> bool:
    """Whether a page offered or headed as the catalogue leads to columns with entries, one a subject: its tiles are no rows."""
    offered = _named_so(page, params) or any(t.page is not None and t.page.url == page.url for t in unit.offers(*params.roles))
    parts = [p for p in unit.pages if p.page.found_on == page.url and p.kind in LIST_KINDS and p.of("entry")]
    return offered and len(parts) >= LEAST_ROWS


def _indexed(page: ReadPage) -> bool:
    """Whether a list gives its documents' index numbers: the catalogue, whatever leads to it (a frame beside a tree) and however it is titled."""
    return len({f.group for f in page.of("catalogue", "index_no") if reading(f).state is State.VALID}) >= LEAST_ROWS


def _disclosure_columns(unit: UnitFacts) -> tuple[ReadPage, ...]:
    """Columns offered as 政府信息公开 or as the catalogue that list documents; with each document's class they are the catalogue in all but layout."""
    found: dict[str, ReadPage] = {}
    for target in unit.offers("disclosure", "catalogue"):
        named = target.role == "catalogue" or "政府信息公开" in fold(target.link.text)
        if target.page is None or not named or target.reach is not Reach.READ:
            continue
        for page in (target.page, *_in_frames(unit, target.page)):
            if page.kind is PageKind.COLUMN and len(page.of("entry")) >= LEAST_ROWS:
                found[page.url] = page
    return tuple(found.values())


def _in_frames(unit: UnitFacts, page: ReadPage) -> tuple[ReadPage, ...]:
    """What a page shows in its frames: the list of a column whose own page is an empty setting for it."""
    framed = (unit.reach(url) for url in page.frames if url not in page.pixels)
    return tuple(shown for reach, shown in framed if reach is Reach.READ and shown is not None)


@attrs.frozen(kw_only=True)
class YearPlan:
    """Options of ``year_plan``: words of the plan and the summary, month-day after which each is due, roles that may hide them.

    ``plan_like`` and ``summary_like``: words under which such a document may be published too (工作思路, 工作情况): a person must look.
    """

    plan_words: tuple[str, ...]
    summary_words: tuple[str, ...]
    plan_like: tuple[str, ...] = ()
    summary_like: tuple[str, ...] = ()
    plan_due: str = "06-30"
    summary_due: str = "03-31"
    blocked_by: tuple[str, ...] = ()


def year_plan(unit: UnitFacts, params: YearPlan) -> Iterator[Verdict]:
    """This year's work priorities and last year's summary are on the portal by their dates. 工作要点、工作总结

    The seed says "及时" without a number; the due dates are configuration, and before them an absence is not judged.
    """
    as_of = unit.context.as_of
    turn = as_of.replace(month=1, day=1)  # the plan of one year and the summary of the year before appear around it
    for subject, name, words, like, due, year in (
        ("plan", "年度工作要点", params.plan_words, params.plan_like, params.plan_due, as_of.year),
        ("summary", "年度工作总结", params.summary_words, params.summary_like, params.summary_due, as_of.year - 1),
    ):
        label = f"{year}年{name}"
        hits, doubtful = _documents(unit, words, year, turn)
        if hits:
            yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=label, why=f"“{cited(title_of(hits[0]))}”", used=hits[:1])
        elif f"{as_of:%m-%d}" <= due:
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=label, why=f"未到核查日期（{due}）")
        elif unit.unit.since is not None and unit.unit.since > turn.replace(year=year):
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=subject, subject_name=label, why=f"单位{unit.unit.since}成立")
        else:
            outcome, why, used = not_found(unit, unit.blocked(*params.blocked_by), words)
            alike, _ = _documents(unit, like, year, turn)
            alike = alike or _documents(unit, (WORK_REPORT,), as_of.year, turn)[0]
            if outcome is Outcome.FAILED and alike:
                outcome, why, used = Outcome.CANT_TELL, f"“{cited(title_of(alike[0]))}”是否即此文件需人工看一眼", alike[:1]
            elif outcome is Outcome.FAILED and doubtful:
                outcome, why, used = Outcome.CANT_TELL, f"“{cited(title_of(doubtful[0]))}”未注年度", doubtful[:1]
            elif outcome is Outcome.FAILED and any(not c.covers(turn.replace(year=year)) for c in unit.columns):
                outcome, why, used = Outcome.CANT_TELL, "部分列表未读到足够早的日期，该文件可能在其中", ()
            looked = looked_for(unit, [f"{year}年{word}" for word in words], roles=params.blocked_by)
            yield Verdict(outcome=outcome, subject=subject, subject_name=label, why=why, used=used, looked=looked)


AROUND_NEW_YEAR = 92  # days
WORK_REPORT = "政府工作报告"  # a government's, of townships too: the year before looked back upon, and what this one shall bring


def _documents(unit: UnitFacts, words: tuple[str, ...], year: int, turn: dt.date) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Rows and page titles that hold one of the words: those of the year, and those of an unknown one.

    A year in the title wins over the date beside it; without one the date decides: of the year itself, or around the turn of the year.
    """
    found, doubtful = [], []
    for page in unit.pages:
        for fact in (*page.rows, *page.of("page.title")):
            text = fold(title_of(fact))
            if not any(word in text for word in words):
                continue
            named = years_named(text)
            date = fact.value.date if isinstance(fact.value, Entry) else page.published
            near = date is not None and (date.year == year or abs((date - turn).days) <= AROUND_NEW_YEAR)
            if year in named or (not named and near):
                found.append(fact)
            elif not named and date is None and (fact.kind == "entry" or page.kind not in LIST_KINDS):
                doubtful.append(fact)  # a column of that name is a place, not a document
    return tuple(found), tuple(doubtful)


@attrs.frozen(kw_only=True)
class LinksAlive:
    """Options of ``links_alive``: ``home`` (every link of the home page) or ``entries`` (rows of pages of these kinds)."""

    scope: str = attrs.field(validator=attrs.validators.in_(("home", "entries")))
    kinds: tuple[str, ...] = ()


def links_alive(unit: UnitFacts, params: LinksAlive) -> Iterator[Verdict]:
    """Links open: no 404, no soft 404. Links without an address, off the site or not tried are no dead links. 链接可用"""
    subject, where = ("home", "首页") if params.scope == "home" else ("", "公开目录")
    links = list(_home_links(unit) if params.scope == "home" else _entry_links(unit, params.kinds))
    if not links:
        why = "首页未能打开" if unit.home is None or not unit.home.ok else f"未见可核查的{where}链接"
        yield Verdict(outcome=Outcome.CANT_TELL, subject=subject, subject_name=where, why=why)
        return
    dead = [(text, url) for text, url, reach in links if reach is Reach.DEAD]
    unread = [text for text, _, reach in links if reach in (Reach.ERROR, Reach.UNVISITED, Reach.APART, Reach.SHELL, Reach.ROBOTS)]
    if dead:
        used = tuple(e for _, url in dead for p in [unit.find(url)] if p for e in [_why_dead(p)])
        listed = "、".join(f"“{cited(text, 20) or url}”→{url}" for text, url in dead[:5])
        why = f"{len(dead)}条死链：{listed}" + ("等" if len(dead) > 5 else "")
        yield Verdict(outcome=Outcome.FAILED, subject=subject, subject_name=where, why=why, used=used[:10])
    elif unread:
        yield Verdict(
            outcome=Outcome.CANT_TELL, subject=subject, subject_name=where, why=f"{len(unread)}条链接未能核实（如“{cited(unread[0], 20)}”）"
        )
    else:
        used = (unit.home.evidence("", "links"),) if params.scope == "home" and unit.home else ()
        yield Verdict(outcome=Outcome.PASSED, subject=subject, subject_name=where, why=f"{len(links)}条链接均可打开", used=used)


def _why_dead(page: ReadPage) -> Evidence:
    """What shows that a page is not there: its own words where it was served as a normal one, else its status."""
    said = page.of("notice", "not_found")
    return said[0].evidence if said and page.ok else page.evidence(f"HTTP {page.page.status}", "status")


def _home_links(unit: UnitFacts) -> Iterator[tuple[str, str, Reach]]:
    for link in {
        x.url: x
        for x in (unit.home.links if unit.home else ())
        if x.kind is LinkKind.WEB and not x.hidden and x.via not in ("frame", "data", "written")
    }.values():
        reach, _ = unit.reach(link.url)
        if link.url and reach is not Reach.OFFSITE:
            yield link.text, link.url, reach


def _entry_links(unit: UnitFacts, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Reach]]:
    wanted = {PageKind(kind) for kind in kinds}
    for page in unit.pages:
        if page.kind in wanted:
            for fact in page.of("entry"):
                entry = fact.value
                if isinstance(entry, Entry) and entry.url:
                    reach, _ = unit.reach(entry.url)
                    if reach not in (Reach.OFFSITE, Reach.UNVISITED, Reach.APART):  # entries beyond the sample were not tried
                        yield entry.title, entry.url, reach
