"""The search page over all that was published, and what was read of the pages, as it comes into the published database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from datasette.app import Datasette

from archive.readings import open_readings
from checks.model import Taken, TakenElement, TakenEntry, TakenPage
from publish.database import publish
from publish.excerpt import marked, spans, words_of
from tests.publish.browse import html, rows, site, text
from tests.publish.night import CATALOGUE, FIRST, SECOND, at, two_nights

COLUMN = "http://www.yunxi.example/tzgg/"
LIST, GUIDE, ARTICLE = ("a" * 64, "b" * 64, "c" * 64)


def entry(title: str, day: int) -> TakenEntry:
    """A row of 通知公告."""
    date = dt.date(2015, 7, day)
    return TakenEntry(title=title, url=f"{COLUMN}{day}.html", date=date, column="通知公告", column_url=COLUMN, sha256=LIST)


TAKEN = Taken(
    entries=(entry("关于2015年部门預算公开的通知", 3), entry("<b>加粗</b>的=公告", 2), *(entry(f"例行公示第{n}号", 1) for n in range(30))),
    elements=(
        TakenElement(
            kind="公开指南要素", name="联系电话", state="有", value="0000-1234567", url="http://www.yunxi.example/zn.html", locator="/html/body/p[1]",
            sha256=GUIDE,
        ),
    ),
    pages=(
        TakenPage(
            url="http://www.yunxi.example/a.html", title="决算说明", kind="文章", text="前文。" * 60 + "本部门三公经费支出为零。" + "后文。" * 60, fetched_at=at(31),
            sha256=ARTICLE, rendered=False,
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """The second night with readings: of one unit from this night, of another from an earlier one."""
    folder = tmp_path_factory.mktemp("searching")
    with open_readings(folder / "readings.db") as readings:
        readings.replace("yunxi-zjj", "yunxi", SECOND, TAKEN)
        readings.replace("qingshi-zjj", "qingshi", FIRST, Taken(entries=(entry("不再是最近一批的预算", 4),)))
    with two_nights(folder / "ledger.db") as ledger:
        publish(ledger, folder / "findings.db", run=SECOND, catalogue=CATALOGUE, readings=folder / "readings.db")
    return site(folder / "findings.db")


async def test_one_search_finds_all_kinds(ds: Datasette) -> None:
    """Findings, evidence, entries and pages in groups, each with its excerpt marked; Traditional found by Simplified."""
    page = await html(ds, "/-/search", q="预算")
    assert [h.text_content().split()[0] for h in page.xpath("//section[@class='found']/h2")] == ["检查结果", "证据原文", "列表条目"]
    assert set(page.xpath("//section//mark/text()")) == {"预算", "預算"}
    page = await html(ds, "/-/search", q="三公")
    assert "网页正文" in text(page)
    (excerpt,) = page.xpath("//section[@id='page']//li/p[1]")
    assert excerpt.text_content().startswith("…") and len(excerpt.text_content()) < 200
    assert excerpt.xpath(".//mark/text()") == ["三公"]


@pytest.mark.parametrize(
    ("query", "group", "found"),
    [
        ("电", "element", "联系电话"),
        ("1234567", "element", "0000-1234567"),
        ("公告", "entry", "加粗"),
        ("經費", "page", "决算说明"),
        ("部门 通知", "entry", "預算公开的通知"),
        ("传真号码", "finding", "未列传真号码"),
    ],
)
async def test_words_of_any_length_are_found(ds: Datasette, query: str, group: str, found: str) -> None:
    """One character, digits, Traditional, two words that must both occur."""
    page = await html(ds, "/-/search", q=query)
    (section,) = page.xpath(f"//section[@id='{group}']")
    assert found in text(section)
    assert section.xpath(".//mark")


async def test_hits_lead_to_the_stored_copy_with_the_place_marked(ds: Datasette) -> None:
    """Of an element with its value and locator, of a page with the word as it is written there."""
    (link,) = (await html(ds, "/-/search", q="1234567")).xpath("//section[@id='element']//li/a/@href")
    assert urlsplit(link).path == f"/-/stored/{SECOND}/yunxi/{GUIDE}"
    assert parse_qs(urlsplit(link).query) == {"quote": ["0000-1234567"], "locator": ["/html/body/p[1]"]}
    (link,) = (await html(ds, "/-/search", q="三公")).xpath("//section[@id='page']//li/a/@href")
    assert parse_qs(urlsplit(link).query) == {"quote": ["三公"]}


async def test_more_than_a_few_stand_in_their_table(ds: Datasette) -> None:
    """The group names how many there are, shows some, and leads to all of them."""
    page = await html(ds, "/-/search", q="例行公示")
    (section,) = page.xpath("//section[@id='entry']")
    assert "30 条" in text(section) and len(section.xpath(".//li")) == 10
    (link,) = section.xpath("./p/a/@href")
    listed = await rows(ds, "/findings/entry", _search="例行公示", _size="100")
    assert urlsplit(link).path == "/findings/entry" and len(listed) == 30


async def test_nothing_asked_and_nothing_found(ds: Datasette) -> None:
    """Both say so, and neither fails; what is typed is shown as text."""
    assert not (await html(ds, "/-/search")).xpath("//section[@class='found']")
    for query in ("并无此词", "，。", '" OR *', "<script>alert(1)</script>", "x" * 5_000):
        page = await html(ds, "/-/search", q=query)
        assert not page.xpath("//section//script"), query
    assert "没有找到" in text(await html(ds, "/-/search", q="并无此词"))


async def test_only_what_the_shown_run_took_is_published(ds: Datasette) -> None:
    """Readings of another run than the one a unit is shown with stay away."""
    assert {row["run_id"] for row in await rows(ds, "/findings/entry", _size="100")} == {SECOND}
    assert "没有找到" in text(await html(ds, "/-/search", q="不再是最近"))
    assert "<b>加粗" in text(await html(ds, "/findings/entry", _search="加粗"))  # as text, not as markup


def test_a_unit_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """What an earlier judging took of a unit on a portal goes; other units and portals stay."""
    with open_readings(tmp_path / "readings.db") as readings:
        readings.replace("a", "p", "one", TAKEN)
        readings.replace("a", "q", "two", TAKEN)
        readings.replace("b", "p", "two", TAKEN)
        readings.replace("a", "p", "two", Taken(pages=TAKEN.pages))
    with open_readings(tmp_path / "readings.db") as readings:
        assert not list(readings.of("entry", "a", "one")) and len(list(readings.of("page", "a", "two"))) == 2
        assert [row["portal"] for row in readings.of("entry", "a", "two")] == ["q"] * len(TAKEN.entries)
        assert len(list(readings.of("entry", "b", "two"))) == len(TAKEN.entries)


@pytest.mark.parametrize(
    ("said", "query", "expected"),
    [
        ("三公经费", "公经", ["公经"]),
        ("聯繫電話：１２３", "联系电话:123", ["聯繫電話：１２３"]),
        ("A-B a b", "a b", ["A", "B", "a", "b"]),
        ("预算、决算", "预算决算", []),
        ("ﬁn 预算", "fi", ["ﬁ"]),
        ("预算预算", "预算", ["预算", "预算"]),
    ],
)
def test_words_are_marked_as_they_were_found(said: str, query: str, expected: list[str]) -> None:
    """In the original's own characters, whatever form the query has."""
    assert [said[start:end] for start, end in spans(said, words_of(query))] == expected


def test_an_excerpt_is_escaped() -> None:
    """What a page planted is text."""
    assert str(marked("<i>预算</i>", words_of("预算"))) == "&lt;i&gt;<mark>预算</mark>&lt;/i&gt;"
    assert marked("无", words_of("预算")) is None
