"""What ``scrapy crawl portal -a portal=ID`` needs of the project: its registry and vocabulary, and where visits are kept. 项目配置"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from archive.visit import SUFFIX
from checks.model import Plan
from config import load
from crawler import settings
from crawler.session import CrawlJob, Session

DATA = Path(__file__).resolve().parent.parent / "data"
WINDOW_DAYS = 400  # a year's obligations and the weeks to meet them


def session_for(portal_id: str) -> tuple[Session, dict[str, Any]]:
    """A session that visits one registered portal now, without a browser, and the Scrapy settings that the portal changes.

    Raises:
        ConfigError: the data folder has mistakes.
        KeyError: no portal has this id.
    """
    config = load(DATA)
    portal = config.registry.portal(portal_id)
    now = dt.datetime.now(ZoneInfo("Asia/Shanghai"))
    default = Plan(needs=(), window_from=now.date() - dt.timedelta(days=WINDOW_DAYS), as_of=now.date())
    plan = Plan(
        needs=tuple(sorted({need for rule in config.rules for need in rule.needs})),
        window_from=default.window_from,
        as_of=default.as_of,
        max_pages=portal.max_pages or default.max_pages,
        max_bytes=portal.max_bytes or default.max_bytes,
        max_seconds=portal.max_seconds or default.max_seconds,
    )
    target = DATA / "var" / "visits" / now.strftime("%Y%m%dT%H%M%S") / f"{portal_id}{SUFFIX}"
    job = CrawlJob(portal=portal, plan=plan, run_id=now.strftime("scrapy-%Y%m%dT%H%M%S"), target=target, vocabulary=config.vocabulary)
    return Session(job, user_agent=settings.user_agent("")), settings.for_portal(portal)
