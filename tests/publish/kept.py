"""A night whose pages are kept: a ledger, visit files and a published database in one folder, all invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from archive.ledger import open_ledger
from archive.visit import VisitWriter, digest, read_visit
from checks.model import Evidence, FetchError, Finding, Outcome, Page, Plan, Stop, Visit
from publish.database import publish
from tests.publish.night import CATALOGUE, SECOND, at, finding, run

BASE = "http://www.yunxi.example"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FIRST_17 = "11010119900101001"
ID_NUMBER = FIRST_17 + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(FIRST_17, WEIGHTS, strict=True)) % 11]
GUIDE = "<html><head><meta charset='utf-8'><title>指南</title></head><body><h1>公开指南</h1><p>联系电话：0000-1234567</p></body></html>".encode()
PENALTY = (
    f"<html><head><title>处罚</title></head><body><h1>行政处罚决定书</h1><p>当事人：张某 身份证号：{ID_NUMBER}</p></body></html>".encode(
        "gb18030"
    )
)
DRAWN = "<html><body><h1>目录</h1><p>由脚本生成的目录</p></body></html>".encode()
SHELL = b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>"


def page(path: str, body: bytes, kind: str = "text/html; charset=utf-8", **more: object) -> Page:
    """A page of 云溪 as the visit kept it."""
    headers = (("Server", "nginx"), ("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", "99"))
    values = {"status": 200, "headers": headers, "found_on": f"{BASE}/", "anchor": "信息公开", "depth": 1, **more}
    return Page(
        url=BASE + path, final_url=BASE + path, fetched_at=at(31) + dt.timedelta(minutes=1), body=body, sha256=digest(body), **values
    )  # type: ignore[arg-type]


PAGES = (
    page("/guide.html", GUIDE),
    page("/cf/1.html", PENALTY, "text/html; charset=gb2312"),
    page("/ml/", SHELL),
    page("/ml/", DRAWN, rendered=True, headers=(("Content-Type", "text/html; charset=utf-8"),)),
    page("/unrelated.html", b"<html><body>nobody cites this</body></html>"),
    attrs.evolve(page("/gone.html", b""), status=None, error=FetchError.TIMEOUT, headers=(), sha256=""),
)


def cites(place: int, quote: str, locator: str = "/html/body/p") -> Evidence:
    """Evidence taken from one of the pages."""
    shown = PAGES[place]
    return Evidence(
        url=shown.final_url, fetched_at=shown.fetched_at, sha256=shown.sha256, locator=locator, quote=quote, rendered=shown.rendered
    )  # fmt: skip


FAX = finding(
    "yunxi-zjj",
    "guide.completeness",
    "fax",
    "传真号码",
    Outcome.FAILED,
    "公开指南未列传真号码。",
    evidence=(cites(0, "联系电话：0000-1234567"),),
)
OPEN = finding(
    "yunxi-zjj", "integrity.hijack", "cf/1.html", "", Outcome.FAILED, f"页面载有身份证号{ID_NUMBER}",
    evidence=(cites(1, f"当事人：张某 身份证号：{ID_NUMBER}"),),
)  # fmt: skip
LIST = finding(
    "yunxi-zjj", "apply.channels", "fax", "传真渠道", Outcome.FAILED, "目录未列传真渠道。", evidence=(cites(3, "由脚本生成的目录"),)
)
LOST = finding(
    "yunxi-zjj", "apply.channels", "mail", "信函渠道", Outcome.FAILED, "未列信函渠道。",
    evidence=(Evidence(url=f"{BASE}/old.html", fetched_at=at(1), sha256="e" * 64, locator="/html/body", quote="旧页"),),
)  # fmt: skip
FINE = finding("yunxi-zjj", "guide.completeness", "hours", "办公时间", Outcome.PASSED, "列有办公时间。", evidence=(cites(0, "公开指南"),))
NIGHT = (FAX, OPEN, LIST, LOST, FINE)


def keep(var: Path, findings: tuple[Finding, ...] = NIGHT, pages: tuple[Page, ...] = PAGES) -> Path:
    """Write the night below ``var``; returns the published database."""
    plan = Plan(needs=("guide",), window_from=dt.date(2014, 1, 1), as_of=dt.date(2015, 7, 31), browser=True)
    visit = Visit(
        portal_id="yunxi", run_id=SECOND, start_url=f"{BASE}/", started_at=at(31), ended_at=at(31) + dt.timedelta(minutes=10), stop=Stop.DONE,
        plan=plan, user_agent="gongkai/0 (+office@yunxi.example)",
    )  # fmt: skip
    writer = VisitWriter(var / "visits" / SECOND / "yunxi.visit")
    for each in pages:
        writer.add_page(each)
    file = read_visit(writer.close(visit))
    with open_ledger(var / "ledger.db") as ledger:
        ledger.record_run(run(SECOND, dt.date(2015, 7, 31), 31), ["yunxi"])
        ledger.record_visit(visit, file=f"{SECOND}/yunxi.visit", sha256=file.sha256, pages=len(pages), bytes=1)
        ledger.record_findings(SECOND, findings)
        publish(ledger, var / "findings.db", run=SECOND, catalogue=CATALOGUE)
    return var / "findings.db"
