"""Whether the disclosure column and the rest of the site carry the same item at the same time. 专栏与网站同步"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checks.assemble import Column, Reach, ReadPage, UnitFacts
from checks.model import Entry, Fact, Outcome, PageKind
from checks.pages import address_key
from checks.parsing.fold import fold

from .base import Verdict, cited, first_published, page_name

COLUMN_ROLES = ("disclosure", "catalogue")
SHORTEST_TITLE = 10  # characters; shorter ones recur for different documents
NUMBERED = re.compile(r"[\[(〔【]20\d\d[\])〕】]第?\d{1,4}号|20\d\d年第\d{1,4}号")  # folded: words by which a title names one document only
MOST_LISTED = 3


@attrs.frozen(kw_only=True)
class Sync:
    """Options of ``column_sync``: days that two publications of one document may lie apart; days back that are looked at."""

    lag_days: int
    days_back: int


def column_sync(unit: UnitFacts, params: Sync) -> Iterator[Verdict]:
    """Documents that stand in the disclosure column and elsewhere on the site bear one date. 专栏与网站信息发布同步

    Only a document that its number makes certain is charged, by the dates that its two pages state; what stands on one side only is
    not: nobody can tell which news ought to stand in the column.
    """
    inside, outside = _sides(unit)
    if not inside or not outside:
        why = "；".join(unit.gaps)
        yield Verdict(outcome=Outcome.CANT_TELL if why else Outcome.INAPPLICABLE, why=why or "只见一处发布信息，无可比对")
        return
    since = unit.context.as_of - dt.timedelta(days=params.days_back)
    ours, theirs = _by_title(inside), _by_title(outside)
    apart: list[tuple[str, tuple[Fact, ...]]] = []
    doubtful: list[tuple[str, tuple[Fact, ...]]] = []
    same = 0
    for title in sorted(ours.keys() & theirs.keys()):
        if len(ours[title]) > 1 or len(theirs[title]) > 1:
            continue  # a title that recurs on one side names several documents
        pair = (ours[title][0], theirs[title][0])
        first, second = (_dated(unit, fact) for fact in pair)
        if first is None or second is None or max(first[0], second[0]) < since:
            continue
        if address_key(first[1].url) == address_key(second[1].url) or abs((first[0] - second[0]).days) <= params.lag_days:
            same += 1
            continue
        told = (*pair, *(f for _, page in (first, second) for f in page.of("page.published")))
        said = f"“{cited(page_name(first[1]), 40)}”专栏{first[0]}，网站{second[0]}"
        (apart if NUMBERED.search(title) and _both_first(unit, first[1], second[1]) else doubtful).append((said, told))
    if apart:
        why = f"{len(apart)}条发布日期不一致：" + "；".join(said for said, _ in apart[:MOST_LISTED])
        yield Verdict(outcome=Outcome.FAILED, why=why, used=tuple(f for _, used in apart[:MOST_LISTED] for f in used))
    elif doubtful:
        why = f"{'；'.join(said for said, _ in doubtful[:MOST_LISTED])}，未能确认是否同一文件的首次发布"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=tuple(f for _, used in doubtful[:MOST_LISTED] for f in used))
    elif same:
        yield Verdict(outcome=Outcome.PASSED, why=f"{same}条同时见于专栏和网站，日期一致", used=(inside[0].entries[0],))
    else:
        yield Verdict(outcome=Outcome.CANT_TELL, why="；".join(unit.gaps) or "专栏与网站未见可比对的同一信息")


def _both_first(unit: UnitFacts, *pages: ReadPage) -> bool:
    """Whether the days that pages state can be those of first publication."""
    return all(first_published(unit, f.value, f) for p in pages for f in p.of("page.published") if isinstance(f.value, dt.date))


def _sides(unit: UnitFacts) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Columns of the disclosure place, by what leads there or by lying in its folder, and the others."""
    led = [t.page.url for t in unit.offers(*COLUMN_ROLES) if t.page is not None and t.reach is Reach.READ and t.page is not unit.home]
    entry = address_key(unit.home.url) if unit.home is not None else ""
    folders = tuple(f for url in led if (f := url.rsplit("/", 1)[0] + "/").count("/") > 3 and address_key(f) != entry)
    filled = [c for c in unit.columns if c.entries]
    inside = tuple(c for c in filled if c.url in led or (folders and c.url.startswith(folders)))
    return inside, tuple(c for c in filled if c not in inside)


def _by_title(columns: Sequence[Column]) -> Mapping[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in (f for c in columns for f in c.entries):
        if isinstance(fact.value, Entry) and len(title := fold(fact.value.title)) >= SHORTEST_TITLE:
            found[title].append(fact)
    return found


def _dated(unit: UnitFacts, fact: Fact) -> tuple[dt.date, ReadPage] | None:
    """The document behind a row with the date that its own page states: a row may show the day of another thing."""
    assert isinstance(fact.value, Entry)
    reach, page = unit.reach(fact.value.url)
    if page is None or reach is not Reach.READ or page.kind is not PageKind.ARTICLE or page.published is None:
        return None
    return page.published, page
