"""Screenshots in the browser: the picture that was kept, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette

from archive.shots import STORED, Shot, save_shot
from publish.serving.settings import Serving
from tests.publish.browse import site
from tests.publish.kept import keep
from tests.publish.night import SECOND

PNG = b"\x89PNG\r\n\x1a\npicture"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published night with one picture."""
    database = keep(tmp_path_factory.mktemp("shots"))
    shot = Shot(
        run=SECOND, portal="yunxi", finding=7, url="http://a.example/", page_sha256="a" * 64, how=STORED, marked=False,
        taken_at="2015-07-31T03:00:00+00:00", masked=("id",), charset="gb18030",
    )  # fmt: skip
    save_shot(database.parent, shot, PNG)
    return database


@pytest.fixture
def ds(database: Path) -> Datasette:
    """Datasette on it."""
    return site(database, Serving(published=database, var=database.parent))


async def test_a_picture_is_served_as_a_picture(ds: Datasette) -> None:
    """With headers that let it be nothing else."""
    answer = await ds.client.get(f"/-/shot/{SECOND}/yunxi/7.png")

    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_how_it_was_made_can_be_asked(ds: Datasette) -> None:
    """For the caption beside it."""
    told = (await ds.client.get(f"/-/shot/{SECOND}/yunxi/7.json")).json()

    assert told["how"] == "stored" and told["marked"] is False
    assert told["caption"] == (
        "拍的是保存的网页（不运行脚本，不联网，因此没有样式和图片）。证据所在之处未能在页面中标出。"
        "网页声明的编码有误，按 gb18030 显示。拍摄前隐去了身份证号码。"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/yunxi/8.png",
        "/nobody/7.png",
        "/../yunxi/7.png",
        "/..%2f..%2f/7.png",
        "/yunxi/7.PNG",
        "/yunxi/7",
        "/yunxi/0x7.png",
        "/%2e%2e/findings.db",
        "/yunxi/-1.png",
        "/yunxi/7.png/x",
    ],
)
async def test_everything_else_is_not_found(ds: Datasette, path: str) -> None:
    """No other finding, no other file, no way up."""
    assert (await ds.client.get(f"/-/shot/{SECOND}{path}", follow_redirects=True)).status_code == 404


async def test_a_damaged_picture_is_not_shown(tmp_path: Path) -> None:
    """It would be evidence of nothing."""
    database = keep(tmp_path)
    shot = Shot(run=SECOND, portal="yunxi", finding=7, url="", page_sha256="", how=STORED, marked=False, taken_at="")
    save_shot(tmp_path, shot, PNG)
    (tmp_path / "shots" / SECOND / "yunxi" / "7.png").write_bytes(b"<script>")

    assert (
        await site(database, Serving(published=database, var=database.parent)).client.get(f"/-/shot/{SECOND}/yunxi/7.png")
    ).status_code == 404


async def test_who_may_not_see_the_site_sees_no_picture(database: Path) -> None:
    """The same permission as for every page."""
    ds = site(database, Serving(published=database, var=database.parent))
    ds._metadata_local = {**ds._metadata_local, "allow": False}

    assert (await ds.client.get(f"/-/shot/{SECOND}/yunxi/7.png")).status_code == 403
