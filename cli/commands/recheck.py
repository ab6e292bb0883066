"""``gongkai recheck``: fetch pages of evidence again where a person asked for it. 重新取证"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.records import Recheck
from archive.visit import SUFFIX, VisitFile, read_visit
from checks.again import still_holds
from checks.model import Evidence, FetchError, Page, Plan, Portal, Review, SkipReason
from checks.vocabulary import Vocabulary

from ..context import BEIJING, VISITS, Folders, folders, load_config, note, now
from ..exits import Exit
from .probe import is_quiet

FOLDER = "rechecks"  # below the folder of visits
MOST_PAGES = 30  # of one request
NOTHING = "所引证据没有可重新取得的网页"
ERROR_ZH: Mapping[FetchError, str] = {
    FetchError.DNS: "域名无法解析",
    FetchError.CONNECT: "无法连接",
    FetchError.TIMEOUT: "超时",
    FetchError.TLS: "加密连接失败",
    FetchError.RESET: "连接中断",
    FetchError.TOO_LARGE: "超过大小上限",
    FetchError.BAD_CODING: "内容损坏",
    FetchError.REDIRECTS: "转向次数过多",
    FetchError.ROBOTS: "robots.txt 不允许访问",
    FetchError.ADDRESS: "地址不允许访问（内网、回环等）",
    FetchError.BROWSER: "浏览器未能显示",
    FetchError.NO_BROWSER: "需要浏览器而本机没有",
    FetchError.INCOMPLETE: "网页未能完整显示",
    FetchError.NO_PAGE: "应答为空",
    FetchError.BAD_URL: "网址不合法",
    FetchError.OTHER: "未能取得",
}
SKIP_ZH: Mapping[SkipReason, str] = {
    SkipReason.ROBOTS: ERROR_ZH[FetchError.ROBOTS],
    SkipReason.ADDRESS: ERROR_ZH[FetchError.ADDRESS],
    SkipReason.BAD_URL: ERROR_ZH[FetchError.BAD_URL],
}


@attrs.frozen(kw_only=True)
class Wanted:
    """One request with what is to be looked at again. 一次要求

    Attributes:
        first: file of the visit that the evidence was taken from; None if it is gone.
    """

    review: Review
    portal: str
    evidence: tuple[Evidence, ...]
    first: Path | None

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of the pages, each once."""
        return tuple(dict.fromkeys(each.url for each in self.evidence))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("recheck")(recheck)


def recheck(
    ctx: typer.Context,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不用浏览器")] = False,
    delay: Annotated[float | None, typer.Option("--delay", min=0, help="同一网站两次请求的间隔秒数；默认按网站设置")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将重新访问哪些网页")] = False,
) -> int:
    """重新取证：把复核人要求重看的证据网页再取一次，记下所引原文是否仍在；不改变任何结论。由定时任务调用。"""
    where, loaded = folders(ctx), load_config(ctx)
    if not where.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {where.ledger}，请先运行 gongkai audit")
    with open_ledger(where.ledger) as ledger:
        due = [wanted_of(ledger, where, review) for review in ledger.rechecks_due()]
        if dry_run:
            for wanted in due:
                print(f"{wanted.review.fingerprint}\t{'、'.join(wanted.urls) or NOTHING}")
            note(f"将为 {len(due)} 项要求重新取证（未访问）")
            return Exit.DONE
        for wanted in (each for each in due if not each.evidence):
            ledger.add_recheck(Recheck(review=wanted.review.number, url="", at=now(), error=NOTHING))
        portals = _portals(ledger, loaded.registry.portals)
        tasks, kept = _tasks([each for each in due if each.evidence], portals)
        for reason in kept:
            note(reason)
        run = f"recheck-{now():%Y%m%dT%H%M%S}"
        files = _fetch(where, run, tasks, loaded.vocabulary, no_browser, delay) if tasks else {}
        done = sum(_entered(ledger, where, tasks[portal][1], file) for portal, file in files.items())
    lost = [portal for portal in tasks if portal not in files]
    for portal in lost:
        note(f"{portal}：访问中断，下次再取")
    print(f"已为 {done + sum(not each.evidence for each in due)} 项要求重新取证，尚余 {len(kept) + sum(len(tasks[p][1]) for p in lost)} 项")
    return Exit.INCOMPLETE if lost else Exit.DONE


def wanted_of(ledger: Ledger, where: Folders, review: Review) -> Wanted:
    """What a request is about: the pages on which the problem was last seen. 待取网页"""
    episode = ledger.episodes_of(review.fingerprint)[-1]
    # what the access probe measured has no digest: there is no page to look at again
    pages = [each for each in ledger.evidence_of(episode) if urlsplit(each.url).scheme in ("http", "https") and each.sha256]
    urls = set(itertools.islice(dict.fromkeys(each.url for each in pages), MOST_PAGES))
    visit = next((each for each in ledger.visits(episode.last_run) if each.portal == episode.portal), None)
    first = where.var / VISITS / visit.file if visit else None
    return Wanted(
        review=review,
        portal=episode.portal,
        evidence=tuple(each for each in pages if each.url in urls),
        first=first if first and first.exists() else None,
    )


def _portals(ledger: Ledger, registered: Iterable[Portal]) -> Mapping[str, Portal]:
    """Portals by id: as registered now, else as the ledger last knew them."""
    earlier = {portal.id: portal for registry in ledger.registries() for portal in registry.portals}
    return earlier | {portal.id: portal for portal in registered}


def _tasks(due: Sequence[Wanted], portals: Mapping[str, Portal]) -> tuple[dict[str, tuple[Portal, list[Wanted]]], list[str]]:
    """What is done now, by portal, and for the rest why not."""
    tasks: dict[str, tuple[Portal, list[Wanted]]] = {}
    kept: list[str] = []
    for wanted in due:
        portal = portals.get(wanted.portal)
        if portal is None:
            kept.append(f"{wanted.review.fingerprint}：登记簿中没有网站 {wanted.portal}，未重新取证")
        elif portal.quiet_hours and is_quiet(portal.quiet_hours, now()):
            kept.append(f"{wanted.review.fingerprint}：{portal.quiet_hours} 不访问 {portal.id}，稍后再取")
        else:
            tasks.setdefault(portal.id, (portal, []))[1].append(wanted)
    return tasks, kept


def _fetch(
    where: Folders, run: str, tasks: Mapping[str, tuple[Portal, Sequence[Wanted]]], words: Vocabulary, no_browser: bool, delay: float | None
) -> dict[str, VisitFile]:
    """The visit file of every portal that was reached in order, by portal."""
    from crawler.browser import find_chromium  # Scrapy takes a second to import
    from crawler.run import CrawlJob, CrawlOptions, crawl_portals

    chromium = None if no_browser else find_chromium(os.environ)
    today = now().astimezone(BEIJING).date()
    jobs = [
        CrawlJob(
            portal=portal,
            plan=_plan(portal, urls := tuple(dict.fromkeys(url for each in wanted for url in each.urls)), today, chromium is not None),
            run_id=run,
            target=where.var / VISITS / FOLDER / run / f"{portal.id}{SUFFIX}",
            vocabulary=words,
            only=urls,
        )
        for portal, wanted in tasks.values()
    ]
    options = CrawlOptions(chromium=chromium, delay_seconds=delay, contact=os.environ.get("GONGKAI_CONTACT", ""))
    results = asyncio.run(crawl_portals(jobs, concurrency=4, options=options))
    return {result.portal_id: read_visit(result.path) for result in results if result.path is not None}


def _plan(portal: Portal, urls: Sequence[str], today: dt.date, browser: bool) -> Plan:
    return Plan(
        needs=(), window_from=today, as_of=today, max_pages=10 + 6 * len(urls), max_seconds=portal.max_seconds or 1800, browser=browser
    )


def _entered(ledger: Ledger, where: Folders, wanted: Sequence[Wanted], file: VisitFile) -> int:
    """Enter what was seen; the number of requests that are answered now."""
    name = str(file.path.relative_to(where.var / VISITS))
    skipped = {skip.url: SKIP_ZH.get(skip.reason, "未访问") for skip in file.skips}
    again = _by_url(file, {url for each in wanted for url in each.urls})
    for each in wanted:
        first = _by_url(read_visit(each.first), set(each.urls)) if each.first else {}
        with ledger.atomic():
            for row in _rows(each, first, again, skipped, name, file.visit.ended_at):
                ledger.add_recheck(row)
    return len(wanted)


def _by_url(file: VisitFile, urls: set[str]) -> dict[str, list[Page]]:
    """The pages that were asked for under some addresses, the better of two tries last."""
    places = {place for place, page in enumerate(file.pages(bodies_at=())) if page.url in urls}
    found: dict[str, list[Page]] = {}
    for place, page in enumerate(file.pages(bodies_at=places)):
        if place in places:
            found.setdefault(page.url, []).append(page)
    return found


def _rows(
    wanted: Wanted,
    first: Mapping[str, Sequence[Page]],
    again: Mapping[str, Sequence[Page]],
    skipped: Mapping[str, str],
    file: str,
    ended: dt.datetime,
) -> Iterator[Recheck]:
    """What was seen of each piece of evidence."""
    for url, quote in dict.fromkeys((each.url, each.quote) for each in wanted.evidence):
        cited = next(each for each in wanted.evidence if (each.url, each.quote) == (url, quote))
        before = next((page for page in first.get(url, ()) if (page.sha256, page.rendered) == (cited.sha256, cited.rendered)), None)
        page = _shown(again.get(url, ()), cited.rendered)
        if page is None:
            yield Recheck(review=wanted.review.number, url=url, at=ended, quote=quote, error=skipped.get(url, "未能取得"))
            continue
        yield Recheck(
            review=wanted.review.number,
            url=url,
            at=page.fetched_at,
            file=file if page.body else "",
            sha256=page.sha256,
            status=page.status,
            error=ERROR_ZH[page.error] if page.error else "",
            quote=quote,
            seen=still_holds(quote, before, page),
        )


def _shown(pages: Sequence[Page], rendered: bool) -> Page | None:
    """The page as it was looked at the first time: sent, or shown by the browser; else whatever there is."""
    alike = [page for page in pages if page.rendered == rendered and page.body]
    return next(reversed([*pages, *alike]), None)
