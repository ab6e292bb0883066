"""What the crawler's tests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from archive.visit import VisitFile, read_visit
from checks.model import Page, Plan, Portal
from checks.vocabulary import Vocabulary
from config.words import read_vocabulary
from crawler.run import CrawlJob, CrawlOptions, crawl_portals
from tests.crawler.site import Site, ordinary, serve

PLAN = Plan(needs=(), window_from=dt.date(2015, 1, 1), as_of=dt.date(2015, 6, 30), max_pages=200, max_seconds=120)
QUICK = {"DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 1_000_000, "PAUSE_MAX_SECONDS": 5.0}


@attrs.frozen
class Seen:
    """A finished visit with its pages at hand."""

    file: VisitFile
    pages: tuple[Page, ...]

    def page(self, url: str) -> Page:
        """The page that was asked for under an address that ends so."""
        found = [page for page in self.pages if page.url.endswith(url)]
        assert len(found) == 1, f"{url}: {[page.url for page in self.pages]}"
        return found[0]

    def paths(self) -> set[str]:
        """Paths of all pages."""
        return {"/" + page.url.split("/", 3)[3] for page in self.pages}

    def skips(self) -> dict[str, str]:
        """Address → reason of every skip."""
        return {skip.url: skip.reason.value for skip in self.file.skips}


Crawl = Callable[..., Awaitable[Seen]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The project's own vocabulary."""
    words, mistakes = read_vocabulary(Path(__file__).resolve().parents[2] / "data")
    assert not mistakes
    return words


@pytest.fixture
def site() -> Iterator[Site]:
    """A small site without sins; tests add them."""
    with serve(ordinary()) as served:
        yield served


@pytest.fixture
def job(tmp_path: Path, vocabulary: Vocabulary) -> Callable[..., CrawlJob]:
    """Makes a job for a home page."""

    def make(home_url: str, *, portal: dict[str, Any] | None = None, previous: Path | None = None, **plan: Any) -> CrawlJob:
        chosen = {"id": "qingshi", "name": "青石县质监局", "home_url": home_url, "allow_private": True, **(portal or {})}
        target = tmp_path / f"{chosen['id']}.visit"
        return CrawlJob(
            portal=Portal(**chosen),
            plan=attrs.evolve(PLAN, **plan),
            run_id="r1",
            target=target,
            vocabulary=vocabulary,
            previous=previous,
        )

    return make


@pytest.fixture
def crawl(job: Callable[..., CrawlJob]) -> Crawl:
    """Visits a home page and reads the visit file."""

    async def run(home_url: str, *, options: CrawlOptions | None = None, overrides: dict[str, Any] | None = None, **kwargs: Any) -> Seen:
        made = job(home_url, **kwargs)
        chosen = attrs.evolve(options or CrawlOptions(), overrides={**QUICK, **(overrides or {})})
        results = await crawl_portals([made], options=chosen)
        file = read_visit(made.target)
        assert (results[0].path, results[0].stop) == (made.target, file.visit.stop)
        return Seen(file, tuple(file.pages()))

    return run
