"""Which pages a night takes pictures of, and where the pictures go. 当晚截图"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from archive.shots import LIVE, STORED, Shot, save_shot, shot_path
from archive.visit import VisitFile, read_visit
from checks.masking import is_case_rule, mask, mask_page
from checks.model import Page, Portal
from checks.parsing.view import PageView
from crawler.browser import find_chromium
from crawler.run import CrawlOptions
from crawler.shots import Mark, ShotJob, ShotPage, Taken, take_shots
from publish.exports import open_published

from .context import VISITS, Folders, note

MOST = 200  # pictures of one night
SECONDS = 600.0
logger = logging.getLogger(__name__)
_FAILED = """
    select f.id, f.portal_id, f.rule_id, e.url, e.sha256, e.locator, e.quote, v.file
    from finding f join evidence e on e.finding_id = f.id join visit v on v.run_id = f.run_id and v.portal_id = f.portal_id
    where f.run_id = ? and f.outcome_id = 'failed' and f.state_id <> 'rejected' and e.sha256 <> ''
    order by f.rank, f.unit_id, f.id, e.locator not like '/%', e.quote = '', e.id
"""


def most_of(asked: int | None, *, alone: bool) -> int:
    """How many pictures a night may take: what was asked for, else none of an address that is audited alone, for they cost minutes. 张数上限"""
    return asked if asked is not None else 0 if alone else MOST


@attrs.frozen(kw_only=True)
class Limits:
    """How many pictures a night may take, and for how long. 截图上限"""

    most: int = MOST
    seconds: float = SECONDS


@attrs.frozen(kw_only=True)
class Planned:
    """What is to be taken. 截图安排

    Attributes:
        jobs: by portal.
        masked: what was hidden of a person, by the page's address and digest.
        without: failures that have no page a picture could be taken of.
        beyond: failures that the limit leaves out.
    """

    jobs: tuple[ShotJob, ...]
    masked: Mapping[tuple[str, str], tuple[str, ...]]
    without: int
    beyond: int

    @property
    def pictures(self) -> int:
        """How many that makes."""
        return sum(len(page.marks) for job in self.jobs for page in job.pages)


def shoot(where: Folders, run: str, portals: Sequence[Portal], *, limits: Limits, delay: float | None = None) -> None:
    """Take pictures of the pages that a published run's failures rest on, and say how many. Whatever goes wrong, the night stands. 截图"""
    chromium = find_chromium(os.environ)
    if limits.most <= 0:
        return
    if chromium is None:
        note("本机没有 Chromium：没有截图")
        return
    taken: list[str] = []
    try:
        planned = plan(where, run, portals, limits.most)

        def keep(each: Taken) -> None:
            save_shot(where.var, _record(run, each, planned), each.png)
            taken.append(each.how)

        options = CrawlOptions(chromium=chromium, delay_seconds=delay, contact=os.environ.get("GONGKAI_CONTACT", ""))
        if planned.jobs:
            asyncio.run(take_shots(planned.jobs, options=options, seconds=limits.seconds, keep=keep))
    except KeyboardInterrupt:
        note("截图中断，检查结果不受影响")
    except Exception as error:  # pictures illustrate a night that has gone out already
        logger.error("no pictures", exc_info=error)
        note(f"截图未完成（{type(error).__name__}：{error}），检查结果不受影响")
    else:
        _tell(planned, taken)


def _tell(planned: Planned, taken: Sequence[str]) -> None:
    if planned.pictures:
        short = planned.pictures - len(taken)
        note(
            f"截图 {len(taken)} 张：当晚网站上的页面 {taken.count(LIVE)} 张，保存的网页 {taken.count(STORED)} 张"
            + (f"；{short} 张未能拍成或时间已到" if short else "")
        )
    if planned.without:
        note(f"{planned.without} 项不合格没有截图：所据的是附件、未取得的网页，或个人信息无法隐去的网页")
    if planned.beyond:
        note(f"{planned.beyond} 项不合格超出每晚截图的上限，没有截图")


def _record(run: str, taken: Taken, planned: Planned) -> Shot:
    return Shot(
        run=run,
        portal=taken.portal,
        finding=taken.finding,
        url=taken.page.final_url,
        page_sha256=taken.page.sha256,
        how=taken.how,
        marked=taken.marked,
        charset=taken.charset,
        masked=planned.masked.get((taken.page.url, taken.page.sha256), ()),
        taken_at=taken.taken_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def plan(where: Folders, run: str, portals: Sequence[Portal], most: int) -> Planned:
    """For each failure of a published run the first page it rests on that can be shown: the gravest first, each page once. 截图安排

    What has a picture already is left out: a night that was broken off goes on. Of a page that shows something of a person, only what was
    kept is shown, with that hidden; nothing if it cannot be hidden.
    """
    cited: dict[int, list[sqlite3.Row]] = {}
    with open_published(where.published) as connection:
        for row in connection.execute(_FAILED, [run]):
            if not shot_path(where.var, run, row["portal_id"], row["id"]).exists():
                cited.setdefault(row["id"], []).append(row)
    pages = _Pages(where.var / VISITS)
    marks: dict[tuple[str, str, str], list[Mark]] = {}
    known = {portal.id for portal in portals}
    without = beyond = 0
    for finding, rows in cited.items():
        row = next((row for row in rows if row["portal_id"] in known and pages.shown(row) is not None), None)
        if row is None:
            without += 1
        elif sum(map(len, marks.values())) >= most:
            beyond += 1
        else:
            key = (row["portal_id"], row["url"], row["sha256"])
            quote = mask(row["quote"], of_case=is_case_rule(row["rule_id"]))  # as it stands in the page that is shown
            marks.setdefault(key, []).append(Mark(finding=finding, locator=row["locator"], quote=quote))
    by_portal: dict[str, list[ShotPage]] = {}
    for key, found in marks.items():
        if (page := pages.ready[key]) is not None:
            by_portal.setdefault(key[0], []).append(attrs.evolve(page, marks=tuple(found)))
    jobs = tuple(ShotJob(portal=portal, pages=tuple(by_portal[portal.id])) for portal in portals if portal.id in by_portal)
    return Planned(jobs=jobs, masked=pages.masked, without=without, beyond=beyond)


class _Pages:
    """Pages of visit files that can be shown, read once each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, tuple[VisitFile, dict[tuple[str, str], int]] | None] = {}
        self.ready: dict[tuple[str, str, str], ShotPage | None] = {}
        self.masked: dict[tuple[str, str], tuple[str, ...]] = {}

    def shown(self, row: sqlite3.Row) -> ShotPage | None:
        """The page that a piece of evidence was taken from; None if it is not in the visit file, is no web page, or must not be shown."""
        key = (row["portal_id"], row["url"], row["sha256"])
        if key not in self.ready:
            page = self._page(row["file"], (row["url"], row["sha256"]))
            self.ready[key] = self._ready(page, is_case_rule(row["rule_id"])) if page else None
        return self.ready[key]

    def _page(self, name: str, key: tuple[str, str]) -> Page | None:
        if name not in self._places:
            self._places[name] = self._indexed(self._folder / name)
        held = self._places[name]
        if held is None or key not in held[1]:
            return None
        file, places = held
        place = places[key]
        return next((page for n, page in enumerate(file.pages(bodies_at={place})) if n == place), None)

    def _indexed(self, path: Path) -> tuple[VisitFile, dict[tuple[str, str], int]] | None:
        if not path.is_file():
            return None
        file = read_visit(path)
        places: dict[tuple[str, str], int] = {}
        for place, page in enumerate(file.pages(bodies_at=frozenset())):
            places.setdefault((page.final_url, page.sha256), place)
            places.setdefault((page.url, page.sha256), place)
        return file, places

    def _ready(self, page: Page, of_case: bool) -> ShotPage | None:
        view = PageView(page)
        if not view.is_html or view.attachment:
            return None
        done = mask_page(page, of_case=of_case)
        if done.withheld:
            return None
        if done.kinds:
            self.masked[page.url, page.sha256] = done.kinds
        return ShotPage(
            page=attrs.evolve(page, body=done.body),
            live=not page.rendered and not done.kinds,
            pictures=not of_case,
            marks=(),
            charset=view.encoding,
        )
