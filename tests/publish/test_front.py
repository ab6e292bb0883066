"""The front page and the pages of unit, rule, run and finding, after a year of nights: what they say is what is there."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from checks.model import Outcome
from publish.summaries import Stood, summarise, weekly
from tests.publish.browse import html, site, text
from tests.publish.night import FAX, RULES, SECOND
from tests.publish.night import published as two_nights
from tests.publish.year import FIRST_DAY, UNITS, WEEKS, outcome, year


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year, published."""
    return year(tmp_path_factory.mktemp("year"))


@pytest.fixture
def ds(target: Path) -> Datasette:
    """Datasette on it."""
    return site(target)


def counted(week: int, wanted: Outcome) -> int:
    """How many subjects of all units come out so in a week."""
    return sum(outcome(unit, subject, week) is wanted for unit in range(UNITS) for subject in range(3))


def tiles(page: Any) -> dict[str, int]:
    """What the boxes of the front page say."""
    return {
        " ".join(box.xpath("string(span)").split()): int(box.xpath("string(b)")) for box in page.xpath("//a[starts-with(@class, 'count')]")
    }


async def test_the_front_page_says_how_we_stand(ds: Datasette) -> None:
    """Units by their gravest state, findings by outcome, what is new tonight: as the year was made."""
    last = WEEKS - 1
    shown = tiles(await html(ds, "/"))
    failing = {unit for unit in range(UNITS) if any(outcome(unit, s, last) is Outcome.FAILED for s in range(3))}

    assert shown["有已确认的问题"] + shown["有存疑的问题"] == len(failing)
    assert shown["未发现问题"] == 1
    assert shown["未发现问题，有待人工核查"] == UNITS - 1 - len(failing)
    assert shown["不合格（已确认）"] + shown["不合格（存疑）"] == counted(last, Outcome.FAILED)
    assert shown["无法核查"] == counted(last, Outcome.CANT_TELL)
    assert shown["合格"] == counted(last, Outcome.PASSED)


async def test_a_unit_counts_by_its_gravest_state(tmp_path: Path) -> None:
    """One confirmed failure beside a suspected one: confirmed. Only unproven, only rejected, never read: each a state of its own."""
    target = two_nights(tmp_path)[0]
    with sqlite3.connect(target) as connection:
        states = dict(connection.execute("select unit_id, state_id from unit_summary"))
        fresh = dict(connection.execute("select unit_id, fresh from unit_summary where fresh"))
        connection.execute("delete from unit_summary")
        connection.execute("delete from standing where unit_id = 'yunxi.kfq'")
        connection.execute("delete from finding where unit_id = 'yunxi.kfq'")
        for name in ("unit_state", "rule_summary", "reason_summary", "rule_reason", "week"):
            connection.execute(f"delete from {name}")
        connection.execute("drop index finding_rule_rank")
        summarise(connection)
        later = dict(connection.execute("select unit_id, state_id from unit_summary"))

    assert states == {"yunxi-zjj": "confirmed", "qingshi-zjj": "unproven", "yunxi.kfq": "clear", "lanting-zjj": "clear"}
    assert fresh == {"yunxi-zjj": 1}
    assert later["yunxi.kfq"] == "unread"


async def test_the_boxes_lead_to_what_they_count(ds: Datasette) -> None:
    """Each box's link lists as many rows as the box says."""
    page = await html(ds, "/")
    for box in page.xpath("//a[starts-with(@class, 'count')]"):
        path, _, query = box.get("href").partition("?")
        shown = await html(ds, path.replace("~", "%"), **dict(part.split("=") for part in query.split("&") if part)) if query else None
        if shown is not None:
            total = re.search(r"共 ([\d,]+) 条", text(shown))
            assert total and int(total[1].replace(",", "")) == int(box.xpath("string(b)")), box.get("href")


async def test_the_front_page_says_why_things_could_not_be_told_and_whose_matter_it_is(ds: Datasette, target: Path) -> None:
    """Reasons grouped by whose they are; a reason leads to its findings."""
    page = await html(ds, "/")
    rows = {
        row.xpath("string(th)").split("页面")[0]: int(row.xpath("string(td[1])"))
        for row in page.xpath("//table[contains(@class, 'reasons')]/tbody/tr")
    }

    assert sum(rows.values()) == counted(WEEKS - 1, Outcome.CANT_TELL)
    assert set(rows) == {"本程序", "网站"}
    (script,) = page.xpath("//a[text()='内容由脚本写出']/@href")
    assert "脚本" in text(await html(ds, "/findings/finding", reason_id=script.partition("reason_id=")[2]))


async def test_the_trend_is_drawn_and_told(ds: Datasette) -> None:
    """Three pictures with a name, and under them the same weeks as a table."""
    page = await html(ds, "/")
    rows = page.xpath("//*[@aria-label='每周走势']//tbody/tr")

    assert len(page.xpath("//figure/svg[@role='img']")) == 3
    assert all("走势" in name or "每周" in name for name in page.xpath("//figure/svg/@aria-label"))
    assert len(rows) == WEEKS
    for week, row in enumerate(reversed(rows)):
        assert row.xpath("string(th)") == (FIRST_DAY + dt.timedelta(weeks=week)).isoformat()
        assert int(row.xpath("string(td[2])")) == counted(week, Outcome.FAILED), week


async def test_one_week_is_no_trend(tmp_path: Path) -> None:
    """Nothing is drawn of a single week."""
    page = await html(site(year(tmp_path, weeks=1)), "/")

    assert not page.xpath("//svg")
    assert "目前只有一周的结果" in text(page)


def test_a_week_in_which_a_unit_was_not_read_keeps_what_was_known() -> None:
    """The end of each week counts every unit as it was last known; weeks without runs are left out."""
    monday = dt.date(2015, 6, 1)
    first, second = Stood(monday, "a", 1, 0, 5), Stood(monday + dt.timedelta(days=2), "b", 2, 0, 5)
    later = Stood(monday + dt.timedelta(days=15), "a", 0, 0, 6)

    assert list(weekly([first, second, later])) == [(monday, [first, second]), (monday + dt.timedelta(weeks=2), [later, second])]


async def test_a_unit_page_shows_its_failures_in_the_rows_of_the_bulletin(ds: Datasette) -> None:
    """The count in the grid leads to the row's own table; the history is drawn and listed."""
    page = await html(ds, "/findings/unit/yunxi-0")
    (cell,) = page.xpath("//table[contains(@class, 'grid')]//td/a")

    assert cell.get("href") == "#row-主动公开-2"
    assert page.xpath("string(//*[@id='row-主动公开-2'])") == "主动公开 第 2 项（1）"
    assert len(page.xpath("//figure/svg")) == 1
    assert page.xpath("string(//*[@id='history'])") == "历次结论"


async def test_a_rule_page_is_headed_by_its_title(ds: Datasette) -> None:
    """Title, severity in Chinese, the words of the clause, how it is decided, what to mend, known mistakes, who fails it."""
    page = await html(ds, "/findings/rule/guide~2Ecompleteness")
    seen = text(page)

    assert page.xpath("string(//h1)") == RULES[0].title
    for part in (
        "严重",
        RULES[0].citations[0].quote,
        "2008-05-01 起，现行",
        "应列要素：传真号码",
        RULES[0].mend,
        "传真写在附件里",
        "云溪市第0分局",
    ):
        assert part in seen, part
    assert "单项否决" in text(await html(ds, "/findings/rule/integrity~2Ehijack"))


async def test_a_run_page_says_how_far_it_went(tmp_path: Path) -> None:
    """Portals by the reason for which the visit ended, each visit, and what was not visited."""
    seen = text(await html(site(two_nights(tmp_path)[0]), f"/findings/run/{SECOND}"))

    for part in (
        "访问 3 个网站，读 300 个网页",
        "完成",
        "云溪市质监局网站",
        "2015-07-31 10:00:00",
        "首次发现问题 1 项",
        "再次判为合格 1 项",
    ):
        assert part in seen, part
    assert "列入巡检的网站本批都访问了" in seen


async def test_a_finding_page_has_its_letter(tmp_path: Path) -> None:
    """The text to copy names conclusion, page, words, clause and how to check; nothing is claimed of what was not looked up."""
    target = two_nights(tmp_path)[0]
    with sqlite3.connect(target) as connection:
        number = connection.execute("select id from finding where message = ?", [FAX.message]).fetchone()[0]
    letter = (await html(site(target), f"/findings/finding/{number}")).xpath("string(//pre[@id='letter'])")

    for part in (
        "一、结论：不合格",
        FAX.message,
        FAX.evidence[0].url,
        FAX.evidence[0].sha256,
        "第十九条第二款",
        "按调整判定：local/guide.completeness",
        "如何核对",
    ):
        assert part in letter.replace("\n", "").replace("　", ""), part
    assert "快照" not in letter.replace("以抓取时的快照为准", "") and "到达途径" not in letter


async def test_the_quotation_stands_marked_in_its_surroundings(tmp_path: Path) -> None:
    """Where the text of the page was kept, what stands before and after is shown, and only the words are marked."""
    target = two_nights(tmp_path)[0]
    first = FAX.evidence[0]
    with sqlite3.connect(target) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute(
            """insert into page (title, kind, unit_id, url, text, fetched_at, portal_id, run_id, sha256, rendered)
            select '', '', unit_id, '', ?2, '', portal_id, run_id, ?1, 0 from finding limit 1""",
            [first.sha256, f"上文说明。\n{first.quote.replace(' ', '  ')}\n下文<b>另</b>起。"],
        )
        number = connection.execute("select id from finding where message = ?", [FAX.message]).fetchone()[0]
    page = await html(site(target), f"/findings/finding/{number}")
    quoted = page.xpath("//article[@class='evidence'][1]/blockquote")[0]

    assert " ".join(quoted.xpath("string(mark)").split()) == first.quote
    assert "上文说明。" in quoted.xpath("string(span[1])") and "下文<b>另</b>起。" in quoted.xpath("string(span[2])")


def test_drawing_leaves_no_import_hook_that_python_cannot_ask() -> None:
    """What finds modules one hook after another (pytest does) comes to the end of them."""
    assert [hook for hook in sys.meta_path if not hasattr(hook, "find_spec")] == []
