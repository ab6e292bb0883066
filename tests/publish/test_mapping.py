"""The map's list: what the registry says, filled up from the guides."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest

from checks.model import Position, Venue, VenueKind
from publish.charts import ticks, trend
from publish.database import publish
from publish.quoting import in_context
from tests.publish.browse import html, site, text
from tests.publish.night import CATALOGUE, REGISTRY, SECOND, two_nights

VENUES = (
    Venue(kind=VenueKind.ORGAN, name="局办公室", position=Position(lat=30.5, lon=114.3)),
    Venue(kind=VenueKind.READING, name="档案馆查阅点", address="文化路6号"),
    Venue(kind=VenueKind.COUNTER, name="政务中心窗口", address="中心2楼"),
    Venue(kind=VenueKind.COUNTER, name="局一楼窗口"),
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The second night, of a registry in which one unit has two places."""
    units = (attrs.evolve(REGISTRY.units[0], venues=VENUES), *REGISTRY.units[1:])
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(
            ledger, tmp_path / "findings.db", run=SECOND, catalogue=attrs.evolve(CATALOGUE, registry=attrs.evolve(REGISTRY, units=units))
        )
    return tmp_path / "findings.db"


def cards(page: Any) -> dict[str, str]:
    """Name → what stands in the list."""
    return {each.xpath("string(h3)").split()[0]: text(each) for each in page.xpath("//li[starts-with(@class, 'venue')]")}


async def test_the_list_holds_what_the_registry_says(target: Path) -> None:
    """Without what the guides say: names, kinds, addresses; only what has a position goes onto the map."""
    page = await html(site(target), "/-/map")
    shown = cards(page)

    assert "登记簿和指南都没有写明" in shown["局办公室"]
    assert "文化路6号" in shown["档案馆查阅点"]
    assert [(each.get("data-lat"), each.get("data-lon")) for each in page.xpath("//li[@data-lat]")] == [("30.5", "114.3")]


async def test_what_guides_say_fills_the_gaps(target: Path) -> None:
    """Hours and telephone of the organ are its guide's, also for a unit without a registered place; those of a service's guide are not."""
    with sqlite3.connect(target) as connection:
        connection.executemany(
            """insert into element (unit_id, kind, name, state, value, url, locator, portal_id, run_id, sha256)
            select ?, ?, ?, ?, ?, 'http://www.yunxi.example/zn.html', '', portal_id, run_id, '' from finding limit 1""",
            [
                ("yunxi-zjj", "公开指南要素", "办公地址", "有", "人民路18号"),
                ("yunxi-zjj", "公开指南要素", "办公时间", "仅为占位符", "××××"),
                ("yunxi-zjj", "公开指南要素", "联系电话", "有", "0000-1234567"),
                ("yunxi-zjj", "事项要素", "办公时间", "有", "全年无休"),
                ("qingshi-zjj", "公开指南要素", "办公时间", "有", "周一至周五"),
            ],
        )
    shown = cards(await html(site(target), "/-/map"))

    assert "人民路18号" in shown["局办公室"] and "0000-1234567" in shown["局办公室"]
    assert "××××" not in shown["局办公室"] and "全年无休" not in shown["局办公室"]
    assert "0000-1234567" in shown["局一楼窗口"]
    assert "0000-1234567" not in shown["档案馆查阅点"] + shown["政务中心窗口"]
    assert "周一至周五" in shown["公开工作机构"] and "青石县" in shown["公开工作机构"]


async def test_the_list_is_narrowed_by_kind_and_words(target: Path) -> None:
    """One kind, words of name or address; what fits nothing says so."""
    ds = site(target)

    assert list(cards(await html(ds, "/-/map", kind="查阅场所"))) == ["档案馆查阅点"]
    assert list(cards(await html(ds, "/-/map", words="文化 质量技术"))) == ["档案馆查阅点"]
    assert "没有符合条件的场所" in text(await html(ds, "/-/map", words="没有"))


async def test_a_ground_of_tiles_is_used_only_where_one_is_configured(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default nothing is asked of another host."""
    ds = site(target)
    assert not (await html(ds, "/-/map")).xpath("//@data-tiles")

    monkeypatch.setattr(
        ds, "plugin_config", lambda *_, **__: {"tiles": {"url": "http://tiles.example/{z}/{x}/{y}.png", "credit": "市测绘院"}}
    )
    (box,) = (await html(ds, "/-/map")).xpath("//*[@id='map']")
    assert (box.get("data-tiles"), box.get("data-credit")) == ("http://tiles.example/{z}/{x}/{y}.png", "市测绘院")


def test_a_quotation_is_found_whatever_the_white_space() -> None:
    """Before, quotation, after; nothing if it does not stand there."""
    found = in_context("一二三\n四五 六七八九", "四五六", around=2)

    assert found is None
    found = in_context("一二三\n四五 六七八九", "三 四五 六", around=2)
    assert found is not None and (found.before, found.quote, found.after) == ("一二", "三\n四五 六", "七八…")
    assert in_context("任何文字", "") is None


@pytest.mark.parametrize(
    ("top", "marks"), [(0, [0, 1]), (4, [0, 1, 2, 3, 4, 5]), (8, [0, 2, 4, 6, 8, 10]), (135, [0, 50, 100, 150]), (1_000_000, 7)]
)
def test_axes_have_few_round_marks_above_the_highest(top: int, marks: list[int] | int) -> None:
    """From nought; the highest value lies below the last mark."""
    found = ticks(top)

    assert found == marks or len(found) == marks
    assert found[0] == 0 and found[-1] > top and len(found) <= 7


def test_a_picture_has_no_script_and_no_words_of_its_library() -> None:
    """Plain SVG with a name; what is given is escaped."""
    drawn = str(trend("不合格的走势", ["一<b>", "二"], {"<i>甲": [1, 2], "乙": [3, 4]}, bars=True))

    assert "script" not in drawn and "style" not in drawn.replace('style="opacity: 0"', "") and "ygal</" not in drawn
    assert "<i>" not in drawn and "<b>" not in drawn
    assert 'aria-label="不合格的走势"' in drawn
