"""One search over everything that was published: findings, evidence, entries, elements, pages. 全站搜索"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import attrs
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.utils import tilde_encode
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from publish.excerpt import marked, spans, whole, words_of
from publish.metadata import DATABASE
from publish.search import match_query

ADDRESS = r"/-/search$"
SHOWN = 10  # of each group; all of them stand in its table
COUNTED = 1_000  # more hits than this are not counted
SORTED = 5_000  # of so many hits the first are looked for
LONGEST = 100  # characters of a query
TIME_MS = 1_500

Row = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Group:
    """One kind of thing that is searched. 搜索范围

    Attributes:
        table: has a search index; ``sql`` reads what is shown of the rows ``:first`` … by ``hit``.
        title: columns of which the first that holds a word is the line's heading, else the first; ``text`` where excerpts come from.
        about: columns that say where it is from.
    """

    table: str
    zh: str
    sql: str
    title: tuple[str, ...]
    text: tuple[str, ...]
    about: tuple[str, ...]


_STORED = "x.run_id, x.portal_id, x.sha256, x.url"

GROUPS = (
    Group(
        table="finding",
        zh="检查结果",
        sql="""
            select x.id, x.message, x.looked, x.subject_name, u.name as unit, r.title as rule, coalesce(s.name, o.name) as standing,
                (select group_concat(quote, '　') from (select quote from evidence where finding_id = x.id order by id limit 3)) as quotes
            from hit join finding x on x.id = hit.rowid join unit u on u.id = x.unit_id join rule r on r.id = x.rule_id
            join outcome o on o.id = x.outcome_id left join state s on s.id = x.state_id order by x.place limit :shown
        """,
        title=("message",),
        text=("quotes", "looked"),
        about=("standing", "unit", "rule"),
    ),
    Group(
        table="evidence",
        zh="证据原文",
        sql="""
            select x.finding_id as id, x.quote, x.url, f.message, u.name as unit, substr(x.fetched_at, 1, 10) as fetched
            from hit join evidence x on x.id = hit.rowid join finding f on f.id = x.finding_id join unit u on u.id = f.unit_id
            order by f.place, x.id limit :shown
        """,
        title=("message",),
        text=("quote",),
        about=("unit", "fetched"),
    ),
    Group(
        table="entry",
        zh="列表条目",
        sql=f"""
            select x.id, x.title, x.title as quote, coalesce(x.date, '未注日期') as date, x.column_name, u.name as unit, {_STORED}
            from hit join entry x on x.id = hit.rowid join unit u on u.id = x.unit_id order by x.date desc, x.id limit :shown
        """,
        title=("title",),
        text=(),
        about=("unit", "column_name", "date"),
    ),
    Group(
        table="element",
        zh="指南要素",
        sql=f"""
            select x.id, x.name || case when x.value = '' then '' else '：' || x.value end as title, x.value as quote, x.locator, x.kind, x.state,
                u.name as unit, {_STORED}
            from hit join element x on x.id = hit.rowid join unit u on u.id = x.unit_id order by x.id limit :shown
        """,
        title=("title",),
        text=(),
        about=("unit", "kind", "state"),
    ),
    Group(
        table="page",
        zh="网页正文",
        sql=f"""
            select x.id, case when x.title = '' then x.url else x.title end as title, x.text, x.kind, u.name as unit, {_STORED}
            from hit join page x on x.id = hit.rowid join unit u on u.id = x.unit_id order by x.id limit :shown
        """,
        title=("title",),
        text=("text",),
        about=("unit", "kind"),
    ),
)


@attrs.frozen(kw_only=True)
class Hit:
    """One line of the page. 命中"""

    href: str
    title: Markup
    excerpt: Markup | None
    about: str
    live: str


@attrs.frozen(kw_only=True)
class Found:
    """What one group holds. 一组命中

    Attributes:
        count: how many, None if it took too long to tell; ``more`` if there are more than were counted.
        href: where all of them stand.
    """

    group: Group
    count: int | None
    more: bool
    hits: tuple[Hit, ...]
    href: str


async def search(datasette: Datasette, request: Request) -> Response:
    """The search page. 搜索页"""
    query = " ".join((request.args.get("q") or "").split())[:LONGEST]
    words = words_of(query)
    database = datasette.get_database(DATABASE)
    found = [await _found(datasette, database, group, query, words) for group in GROUPS] if words else []
    page = await datasette.render_template(
        ["search.html"],
        {"q": query, "groups": found, "asked": bool(query), "counted": COUNTED, "total": sum(each.count or 0 for each in found)},
        request=request,
        view_name="search",
    )
    return Response.html(page)


async def _found(datasette: Datasette, database: Database, group: Group, query: str, words: Sequence[str]) -> Found:
    values = {"match": match_query(query), "shown": SHOWN, "sorted": SORTED, "counted": COUNTED + 1}
    hit = f"(select rowid from {group.table}_fts where {group.table}_fts match :match limit "
    try:
        counted = await database.execute(f"select count(*) from {hit} :counted)", values, custom_time_limit=TIME_MS)
        rows = await database.execute(f"with hit as {hit} :sorted) {group.sql}", values, custom_time_limit=TIME_MS)
    except QueryInterrupted:
        return Found(group=group, count=None, more=True, hits=(), href=_all(datasette, group, query))
    count = counted.rows[0][0]
    hits = tuple(_hit(datasette, group, dict(row), words) for row in rows.rows)
    return Found(group=group, count=min(count, COUNTED), more=count > COUNTED, hits=hits, href=_all(datasette, group, query))


def _all(datasette: Datasette, group: Group, query: str) -> str:
    return f"{datasette.urls.table(DATABASE, group.table)}?{urlencode({'_search': query})}"


def _hit(datasette: Datasette, group: Group, row: Row, words: Sequence[str]) -> Hit:
    title = str(row[group.title[0]])
    excerpts = (marked(str(row[name]), words) for name in group.text if row[name])
    return Hit(
        href=_LINKS.get(group.table, _to_stored)(datasette, row, words),
        title=marked(title, words, around=len(title)) or whole(title, ()),
        excerpt=next((each for each in excerpts if each is not None), None),
        about=" · ".join(str(row[name]) for name in group.about if row[name]),
        live=str(row.get("url") or ""),
    )


def _to_finding(datasette: Datasette, row: Row, _: Sequence[str]) -> str:
    return str(datasette.urls.row(DATABASE, "finding", str(row["id"])))


def _to_stored(datasette: Datasette, row: Row, words: Sequence[str]) -> str:
    quote = row.get("quote") or _as_written(str(row.get("text") or ""), words)
    told = {name: value for name, value in (("quote", quote[:300]), ("locator", row.get("locator"))) if value}
    path = "/".join(tilde_encode(str(row[name])) for name in ("run_id", "portal_id", "sha256"))
    return str(datasette.urls.path(f"/-/stored/{path}")) + (f"?{urlencode(told)}" if told else "")


def _as_written(text: str, words: Sequence[str]) -> str:
    """The first word as the page has it: that is what is marked there."""
    found = spans(text, words)
    return text[found[0][0] : found[0][1]] if found else ""


_LINKS: Mapping[str, Callable[[Datasette, Row, Sequence[str]], str]] = {"finding": _to_finding, "evidence": _to_finding}
