"""Parts that may or may not be installed: a link to one is there if the part is, a picture if there is one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import NotFound, Request

from publish import browsing
from tests.publish.browse import html, site, text
from tests.publish.night import FAX, MAIL, SECOND, published


class Parts:
    """Stands for the plugins of the other parts."""

    __name__ = "parts"

    @hookimpl
    def register_routes(self) -> list[tuple[str, object]]:
        """Stored pages, pictures of one finding, review, search."""
        return [
            (r"^/-/stored/[^/]+/[^/]+/[0-9a-f]{64}$", _nothing), (r"^/-/shot/(?P<named>.*)$", _shot), (r"^/-/review$", _nothing),
            (r"^/-/review/(?P<problem>.+)$", _nothing), (r"^/-/search$", _nothing),
        ]  # fmt: skip


async def _nothing() -> Response:
    return Response.text("")


async def _shot(request: Request) -> Response:
    if str(number(TARGET[0], FAX.message)) not in request.url_vars["named"]:
        raise NotFound("none")
    if request.url_vars["named"].endswith(".json"):
        return Response.json({"caption": "拍的是当晚的网页。"})
    return Response(b"\x89PNG", content_type="image/png")


TARGET: list[Path] = []


def number(target: Path, message: str) -> int:
    """The id of a finding."""
    with sqlite3.connect(target) as connection:
        return int(connection.execute("select id from finding where message = ?", [message]).fetchone()[0])


@pytest.fixture
def bare(tmp_path: Path) -> Datasette:
    """The second night without the other parts."""
    TARGET[:] = [published(tmp_path)[0]]
    return site(TARGET[0])


@pytest.fixture
def parts() -> Iterator[None]:
    """The other parts, installed."""
    plugin = Parts()
    pm.register(plugin, name="parts")
    yield
    pm.unregister(plugin)


@pytest.mark.usefixtures("parts")
async def test_what_is_installed_is_linked(bare: Datasette) -> None:
    """Stored page with the words to mark, picture with its caption, the problem's own review page, search over everything."""
    page = await html(bare, f"/findings/finding/{number(TARGET[0], FAX.message)}")
    links = page.xpath("//a/@href")

    assert any(link.startswith(f"/-/stored/{SECOND}/yunxi/{FAX.evidence[0].sha256}?quote=") for link in links)
    assert "/-/review/yunxi-zjj~7Cguide~2Ecompleteness~7Cfax" in links
    assert page.xpath("//figure[@class='shot']//img/@src") == [f"/-/shot/{SECOND}/yunxi/{number(TARGET[0], FAX.message)}.png"]
    assert "拍的是当晚的网页。" in text(page)
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
