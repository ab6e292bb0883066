"""``gongkai recheck`` against a site on loopback: what is fetched, what is entered, what is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from archive.ledger import Ledger, open_ledger
from archive.visit import VisitWriter, digest, read_visit
from checks.model import (
    Decision,
    Episode,
    EpisodeState,
    Evidence,
    Finding,
    Outcome,
    Page,
    Plan,
    Portal,
    Registry,
    Review,
    Run,
    Severity,
    Stop,
    Visit,
)
from cli.commands import recheck as command
from cli.exits import Exit
from cli.main import run
from tests.crawler.site import Site, ordinary, serve

AT = dt.datetime(2015, 6, 30, 22, tzinfo=dt.UTC)
RUN = "20150630-night"
QUOTE = "联系电话：1234567"
GUIDE = (
    "<html><head><title>指南</title></head><body><p>联系电话：1234567</p><p>"
    + "依法公开政府信息。" * 40
    + '</p><a href="/news/index.html">通知</a></body></html>'
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a guide."""
    with serve(ordinary()) as served:
        served.add("/guide.html", GUIDE)
        yield served


def ask(folder: Path, site: Site, *quotes: tuple[str, str], portal: dict[str, object] | None = None) -> int:
    """A ledger with one problem that rests on some pages, and a person's request; gives its number."""
    known = Portal(id="qingshi", name="青石县质监局", home_url=f"{site.base}/", **{"allow_private": True, **(portal or {})})  # type: ignore[arg-type]
    body = GUIDE.encode()
    pieces = tuple(
        Evidence(url=url if "://" in url else f"{site.base}{url}", fetched_at=AT, sha256=digest(body), locator="/p", quote=quote) for url, quote in quotes
    )  # fmt: skip
    failed = Finding(
        unit="qingshi-zjj", portal="qingshi", rule="guide.completeness", pack="p", subject="fax", subject_name="传真", outcome=Outcome.FAILED,
        severity=Severity.MAJOR, message="未列传真。", evidence=pieces,
    )  # fmt: skip
    visit = Visit(
        portal_id="qingshi", run_id=RUN, start_url=known.home_url, started_at=AT, ended_at=AT, stop=Stop.DONE,
        plan=Plan(needs=(), window_from=AT.date(), as_of=AT.date()),
    )  # fmt: skip
    writer = VisitWriter(folder / "visits" / RUN / "qingshi.visit")
    for url in {piece.url for piece in pieces}:
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        writer.add_page(Page(url=url, final_url=url, status=200, fetched_at=AT, headers=headers, body=body, sha256=digest(body)))
    writer.close(visit)
    with open_ledger(folder / "ledger.db") as ledger:
        ledger.record_run(Run(id=RUN, as_of=AT.date(), started_at=AT, packs=(), packs_sha256="", code_version="0"), ["qingshi"])
        ledger.record_registry(RUN, Registry(portals=(known,), units=()))
        ledger.record_visit(visit, file=f"{RUN}/qingshi.visit", sha256="a" * 64, pages=1, bytes=1)
        ledger.record_findings(RUN, [failed])
        ledger.save_episodes(
            [
                Episode(
                    fingerprint=failed.fingerprint, unit=failed.unit, portal=failed.portal, rule=failed.rule, subject=failed.subject,
                    state=EpisodeState.SUSPECTED, severity=failed.severity, message=failed.message, first_run=RUN, last_run=RUN, first_at=AT, last_at=AT,
                )
            ]
        )  # fmt: skip
        return request(ledger)


def request(ledger: Ledger) -> int:
    """Somebody asks to have it fetched again."""
    return ledger.add_review(
        Review(fingerprint="qingshi-zjj|guide.completeness|fax", decision=Decision.RECHECK, reviewer="李思", decided_at=AT)
    ).number


def order(folder: Path, *more: str) -> int:
    """Run the command."""
    return run(["--var", str(folder), "recheck", "--no-browser", *more])


def test_the_page_is_fetched_again_and_nothing_else(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """One visit file, the page and robots.txt; words still there, words gone; the request is answered, the outcome stays."""
    number = ask(tmp_path, site, ("/guide.html", QUOTE), ("/guide.html", "依法公开政府信息。"))
    site.add("/guide.html", GUIDE.replace(QUOTE, "电话另行公布"))

    assert order(tmp_path) == Exit.DONE
    assert "已为 1 项要求重新取证，尚余 0 项" in capsys.readouterr().out
    assert {path for path in site.hits if site.hits[path]} == {"/guide.html", "/robots.txt"}
    assert site.methods == {"GET"}
    with open_ledger(tmp_path / "ledger.db") as ledger:
        one, two = ledger.rechecks(number)
        assert (one.quote, one.seen, one.status, two.seen) == (QUOTE, False, 200, True)
        assert ledger.rechecks_due() == ()
        assert ledger.episodes()[0].state is EpisodeState.SUSPECTED
    file = tmp_path / "visits" / one.file
    assert file.parent.parent == tmp_path / "visits" / "rechecks"
    kept = {page.url: page.sha256 for page in read_visit(file).pages()}
    assert kept[f"{site.base}/guide.html"] == one.sha256 == digest(GUIDE.replace(QUOTE, "电话另行公布").encode())
    hits = site.asked("/guide.html")
    assert order(tmp_path) == Exit.DONE
    assert site.asked("/guide.html") == hits  # answered requests are not answered again


def test_a_page_that_cannot_be_had_is_entered_with_the_reason(tmp_path: Path, site: Site) -> None:
    """Gone, forbidden by robots.txt, not allowed by address: said in Chinese, and nothing is said of the words."""
    site.add("/robots.txt", "User-agent: *\nDisallow: /secret/", type_="text/plain")
    pieces = (("/gone.html", "x"), ("/secret/a.html", "x"), ("http://10.0.0.1/", "x"))
    number = ask(tmp_path, site, *pieces, portal={"allow_private": False, "private_sites": (site.base.removeprefix("http://"),)})

    assert order(tmp_path) == Exit.DONE
    with open_ledger(tmp_path / "ledger.db") as ledger:
        rows = {row.url.removeprefix(site.base): row for row in ledger.rechecks(number)}
    assert {url: (row.status, row.error, row.seen) for url, row in rows.items()} == {
        "/gone.html": (404, "", None),
        "/secret/a.html": (None, "robots.txt 不允许访问", None),
        "http://10.0.0.1/": (None, "地址不允许访问（内网、回环等）", None),
    }
    assert site.asked("/secret/a.html") == 0


def test_a_finding_without_pages_is_answered_at_once(tmp_path: Path, site: Site) -> None:
    """Else the request would wait for ever."""
    number = ask(tmp_path, site)
    assert order(tmp_path) == Exit.DONE
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert [row.error for row in ledger.rechecks(number)] == [command.NOTHING]
    assert not site.hits


def test_a_dry_run_fetches_and_enters_nothing(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what would be fetched."""
    number = ask(tmp_path, site, ("/guide.html", QUOTE))
    assert order(tmp_path, "--dry-run") == Exit.DONE
    assert f"{site.base}/guide.html" in capsys.readouterr().out
    assert not site.hits and not (tmp_path / "visits" / "rechecks").exists()
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.rechecks(number) == ()


def test_quiet_hours_are_kept(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The request waits."""
    ask(tmp_path, site, ("/guide.html", QUOTE), portal={"quiet_hours": "22:00-06:00"})
    night = dt.datetime(2015, 7, 1, 18, tzinfo=dt.UTC)
    monkeypatch.setattr(command, "now", lambda: night)
    assert order(tmp_path) == Exit.DONE
    assert "尚余 1 项" in capsys.readouterr().out
    assert not site.hits
    monkeypatch.setattr(command, "now", lambda: night + dt.timedelta(hours=8))
    assert order(tmp_path) == Exit.DONE
    assert site.asked("/guide.html") == 1


def test_what_was_a_page_of_several_is_asked_for_once(tmp_path: Path, site: Site) -> None:
    """However many requests and quotes rest on it."""
    ask(tmp_path, site, ("/guide.html", QUOTE), ("/guide.html", "依法"))
    with open_ledger(tmp_path / "ledger.db") as ledger:
        request(ledger)
        due = [command.wanted_of(ledger, command.Folders(data=tmp_path, var=tmp_path), each) for each in ledger.rechecks_due()]
    assert [each.urls for each in due] == [(f"{site.base}/guide.html",)] * 2
    assert attrs.evolve(due[0], review=due[1].review) == due[1]
    assert order(tmp_path) == Exit.DONE
    assert site.asked("/guide.html") == 1
