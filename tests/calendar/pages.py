"""The invented portal as its visitors met it on a day: tiny pages, read like any others. 虚构网页"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

from checks.assemble import UnitFacts, assemble, read_page
from checks.model import Earlier, Page, Place, Plan, Stop, Unit, Visit
from checks.vocabulary import Context, Vocabulary

from .history import NEWS, NOTICES, History, Item, Look

ROWS = 24
ON_HOME = 5
UNIT = Unit(id="yunxi", name="云溪市质量技术监督局", places=(place := Place(portal="yunxi"),))


def site(history: History) -> str:
    """Address of the home page."""
    return f"http://www.yunxi{history.number}.example/"


def folder(history: History, column: str, day: dt.date) -> str:
    """Path of a column on a day."""
    number = history.columns.index(column)
    return f"col/c{number}/" if history.redesigned and day >= history.redesigned else f"l{number}/"


def listed(history: History, column: str, day: dt.date) -> tuple[Item, ...]:
    """What a column lists on a day, newest first by the dates shown."""
    if any(name == column and since <= day for name, since in history.empty):
        return ()
    there = [item for item in history.items if item.column == column and item.up <= day]
    return tuple(sorted(there, key=lambda i: (i.shown(day), i.number), reverse=True)[:ROWS])


def visited(history: History, look: Look, earlier: Earlier, vocabulary: Vocabulary) -> UnitFacts:
    """What one look gives, through the readers and the assembling of every audit."""
    context = Context(as_of=look.on, vocabulary=vocabulary, start_url=site(history))
    at = dt.datetime.combine(look.on, dt.time(4), tzinfo=dt.UTC)
    pages = [read_page(page, context) for page in _pages(history, look.on, at)]
    stop = Stop.DONE if look.whole else Stop.PAGES
    plan = Plan(needs=(), window_from=look.on - dt.timedelta(weeks=6), as_of=look.on)
    visit = Visit(portal_id="yunxi", run_id="r", start_url=site(history), started_at=at, ended_at=at, stop=stop, plan=plan)
    return assemble(UNIT, place, visit, pages, (), context, earlier=earlier)


def _pages(history: History, day: dt.date, at: dt.datetime) -> Iterator[Page]:
    yield _page(site(history), _home(history, day), at, 0, "")
    for column in history.columns:
        rows = _list(listed(history, column, day), day, history.dated)
        body = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column}</div><h2>{column}</h2>{rows or "<p>暂无信息</p>"}'
        yield _page(site(history) + folder(history, column, day), _document(f"{column}-云溪市质量技术监督局", body), at, 1, column)


def _home(history: History, day: dt.date) -> str:
    menu = "".join(f'<li><a href="/{folder(history, column, day)}">{column}</a></li>' for column in history.columns)
    news = "".join(
        f'<div class="news"><h3>{c}</h3>{_list(listed(history, c, day)[:ON_HOME], day, history.dated)}</div>' for c in (NEWS, NOTICES)
    )
    return _document("云溪市质量技术监督局", f'<div class="nav"><ul><li><a href="/">首页</a></li>{menu}</ul></div>{news}')


def _list(items: Sequence[Item], day: dt.date, dated: bool) -> str:
    rows = (f'<li><a href="/a/{i.number}.html">{i.title}</a>' + (f"<span>{i.shown(day)}</span>" if dated else "") + "</li>" for i in items)
    return f"<ul class='list'>{''.join(rows)}</ul>" if items else ""


def _document(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}<div class='footer'>主办单位：云溪市质量技术监督局</div></body></html>"


def _page(url: str, html: str, at: dt.datetime, depth: int, anchor: str) -> Page:
    body = html.encode()
    return Page(
        url=url,
        final_url=url,
        status=200,
        fetched_at=at,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        depth=depth,
        anchor=anchor,
    )
