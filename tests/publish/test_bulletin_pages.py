"""Issued bulletins in Datasette: the same bytes as the command writes, and nothing that was not issued."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs
import pytest
from datasette.app import Datasette
from lxml import html as lxml_html

from archive.ledger import Ledger
from archive.records import IssuedBulletin
from checks.model import Decision
from publish.bulletin.docx import docx
from publish.bulletin.html import html
from publish.bulletin.values import Bulletin, to_json
from publish.bulletin.xlsx import xlsx

from .bulletin_month import DATA, MONTH, day, fails, made, manual, night, opened, says

SITE = DATA.parent / "publish" / "datasette"
LOOK = (DATA / "templates" / "bulletin.docx").read_bytes()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Two nights of October with one confirmed problem."""
    ledger = opened(tmp_path)
    for number in (10, 12):
        night(ledger, day(10, number), [fails()])
    return ledger


@pytest.fixture
def ds(tmp_path: Path) -> Datasette:
    """Datasette with our plugins and templates on a published file beside the ledger."""
    (tmp_path / "findings.db").touch()
    return Datasette(
        [], immutables=[str(tmp_path / "findings.db")], template_dir=str(SITE / "templates"), plugins_dir=str(SITE / "plugins"),
    )  # fmt: skip


def issue(ledger: Ledger, bulletin: Bulletin) -> Bulletin:
    """It goes out with our template."""
    bare = attrs.evolve(bulletin, by="办公室", held=())
    files = {"docx": docx(bare, LOOK), "xlsx": xlsx(bare), "html": html(bare)}
    out = attrs.evolve(bare, files=tuple((kind, ledger.keep_attachment(kind, body).sha256) for kind, body in files.items()))
    number = len(ledger.bulletins(out.month)) + 1
    ledger.issue_bulletin(IssuedBulletin(month=out.month, edition=number, at=out.at, issued_by="办公室", json=to_json(out)))
    return out


async def test_what_was_issued_can_be_read_and_taken_away(ledger: Ledger, ds: Datasette) -> None:
    """The page and both files, each the same bytes as the command writes; the last edition unless another is asked for."""
    first = issue(ledger, made(ledger))
    says(ledger, fails(), Decision.REJECT, day(11, 7))
    manual(ledger)
    second = issue(ledger, made(ledger))
    listed = lxml_html.fromstring((await ds.client.get("/-/bulletin")).text)
    rows = [[cell.text_content() for cell in row] for row in listed.xpath("//tbody/tr")]
    assert [row[:4] for row in rows] == [
        ["2026年10月", "第2版（更正）", "全部单位", "办公室"],
        ["2026年10月", "第1版", "全部单位", "办公室"],
    ]
    wanted = {0: second, 1: first}
    for place, row in enumerate(listed.xpath("//tbody/tr")):
        page, word, book = [(await ds.client.get(link)).content for link in row.xpath(".//a/@href")]
        assert (page, word, book) == (html(wanted[place]), docx(wanted[place], LOOK), xlsx(wanted[place]))
    latest = await ds.client.get(f"/-/bulletin/{MONTH}.xlsx")
    assert latest.content == xlsx(second)
    assert latest.headers["content-disposition"].endswith("-2026-10-%E7%AC%AC2%E7%89%88.xlsx")
    page = await ds.client.get(f"/-/bulletin/{MONTH}")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def test_what_was_not_issued_is_not_there(ledger: Ledger, ds: Datasette) -> None:
    """No preview for readers; another month, system, edition or form is not found."""
    assert "还没有印发过通报表" in (await ds.client.get("/-/bulletin")).text
    assert (await ds.client.get(f"/-/bulletin/{MONTH}")).status_code == 404
    issue(ledger, made(ledger))
    for path in ("2026-09", f"{MONTH}?edition=2", f"{MONTH}?system=yunxi", f"{MONTH}.pdf", "2026-1"):
        assert (await ds.client.get(f"/-/bulletin/{path}")).status_code == 404


async def test_reading_changes_nothing(ledger: Ledger, ds: Datasette) -> None:
    """The ledger's file stays as it is; none is made where there was none."""
    issue(ledger, made(ledger))
    ledger.close()
    path = ledger.path
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for kind in ("", ".docx", ".xlsx"):
        assert (await ds.client.get(f"/-/bulletin/{MONTH}{kind}")).status_code == 200
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    path.unlink()
    assert (await ds.client.get("/-/bulletin")).status_code == 200 and not path.exists()


async def test_who_may_not_see_the_site_sees_no_bulletin(tmp_path: Path) -> None:
    """The pages ask as Datasette's own do."""
    (tmp_path / "findings.db").touch()
    (tmp_path / "feed.atom").write_text("<feed/>", encoding="utf-8")
    locked = Datasette(
        [], immutables=[str(tmp_path / "findings.db")], template_dir=str(SITE / "templates"), plugins_dir=str(SITE / "plugins"),
        metadata={"allow": {"id": "reader"}},
    )  # fmt: skip
    for path in ("/-/bulletin", f"/-/bulletin/{MONTH}", "/-/feed.atom"):
        assert (await locked.client.get(path)).status_code == 403
