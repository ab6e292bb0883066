"""Parts that may or may not be installed: a link to one is there if the part is, a picture if there is one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from archive.shots import LIVE, Shot, save_shot
from publish import browsing
from publish.serving.settings import Serving
from tests.publish.browse import html, site, text
from tests.publish.night import FAX, MAIL, SECOND, published

TARGET: list[Path] = []


def number(target: Path, message: str) -> int:
    """The id of a finding."""
    with sqlite3.connect(target) as connection:
        return int(connection.execute("select id from finding where message = ?", [message]).fetchone()[0])


@pytest.fixture
def bare(tmp_path: Path) -> Datasette:
    """The second night without the other parts."""
    TARGET[:] = [published(tmp_path)[0]]
    return site(TARGET[0], Serving(published=TARGET[0], ledger=tmp_path / "ledger.db", var=tmp_path))


async def test_what_is_installed_is_linked(bare: Datasette) -> None:
    """Stored page with the words to mark, picture with its caption, the problem's own review page, search over everything."""
    finding = number(TARGET[0], FAX.message)
    evidence = FAX.evidence[0]
    shot = Shot(
        run=SECOND, portal="yunxi", finding=finding, url=evidence.url, page_sha256=evidence.sha256, how=LIVE, marked=True, taken_at="2015-07-31T03:00:00+00:00"
    )  # fmt: skip
    save_shot(TARGET[0].parent, shot, b"\x89PNG")
    page = await html(bare, f"/findings/finding/{finding}")
    links = page.xpath("//a/@href")

    assert any(link.startswith(f"/-/stored/{SECOND}/yunxi/{FAX.evidence[0].sha256}?quote=") for link in links)
    assert "/-/review/yunxi-zjj~7Cguide~2Ecompleteness~7Cfax" in links
    assert page.xpath("//figure[@class='shot']//img/@src") == [f"/-/shot/{SECOND}/yunxi/{number(TARGET[0], FAX.message)}.png"]
    assert "证据所在之处用红框标出。" in text(page)
    assert page.xpath("//form[@role='search']/@action") == ["/-/search"]
    other = await html(bare, f"/findings/finding/{number(TARGET[0], MAIL.message)}")
    assert not other.xpath("//img")


async def test_what_is_not_installed_is_not_linked(bare: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link that would lead nowhere, no empty picture."""
    monkeypatch.setattr(browsing, "answers", lambda _: lambda path: path == "/-/map")
    page = await html(bare, f"/findings/finding/{number(TARGET[0], FAX.message)}")

    links = page.xpath("//a/@href") + page.xpath("//form/@action")
    assert not [link for link in links if link.startswith(("/-/stored", "/-/review", "/-/shot", "/-/search"))]
    assert not page.xpath("//img")


async def test_a_published_file_alone_links_to_nothing_beside_it(bare: Datasette) -> None:
    """Served without ledger and visit files: stored pages, pictures and review have nothing to show."""
    page = await html(site(TARGET[0]), f"/findings/finding/{number(TARGET[0], FAX.message)}")

    assert not [link for link in page.xpath("//a/@href") if link.startswith(("/-/stored", "/-/review", "/-/shot", "/-/bulletin"))]
