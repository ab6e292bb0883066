"""What readers see in the browser: Chinese pages, search of any word, findings with their evidence."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from pathlib import Path

import lxml.html
import pytest
import yaml
from datasette.app import Datasette

from publish.metadata import metadata
from publish.schema import TABLES
from publish.serve import SITE
from publish.views import VIEWS
from tests.publish.browse import html, rows, site, text
from tests.publish.night import BUDGET, FAX, FIRST, MAIL, RULES, SECOND, SECOND_NIGHT, published

QUERIES = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["findings"]["queries"]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second night, published."""
    return published(tmp_path_factory.mktemp("pages"))[0]


@pytest.fixture
def ds(target: Path) -> Datasette:
    """Datasette on it."""
    return site(target)


def number_of(target: Path, message: str) -> int:
    """The id of a finding."""
    with sqlite3.connect(target) as connection:
        return int(connection.execute("select id from finding where message = ?", [message]).fetchone()[0])


async def test_the_front_page_says_what_this_is_and_how_many(ds: Datasette) -> None:
    """Title, counts by state and outcome, the latest run, and links that work."""
    page = await html(ds, "/")
    seen = text(page)

    assert "政府信息公开核查结果" in seen
    for count in ("1不合格（已确认）", "1不合格（存疑）", "1无法核查", "2合格", "1不适用", "1 项经人工复核不成立"):
        assert count in seen.replace(" 不合格", "不合格").replace(" 无法", "无法"), count
    assert "2015-07-31" in seen
    assert SECOND in seen
    links = {link for link in page.xpath("//main//a/@href") if link.startswith("/")}
    assert len(links) > 15
    for link in links:
        assert (await ds.client.get(link, follow_redirects=True)).status_code == 200, link


async def test_a_finding_page_shows_evidence_and_rule_in_full(ds: Datasette, target: Path) -> None:
    """Unit, message, each piece of evidence (address, time, digest, locator, words), citation with its words, assumptions.

    And how well the source is known, what can be mended, known false positives, and the adjustment with its reason and author.
    """
    seen = text(await html(ds, f"/findings/finding/{number_of(target, FAX.message)}"))

    for part in (
        "云溪市质量技术监督局", FAX.message, "已确认", "再次核查一致", FAX.looked, "2015-07-31 10:00:00（北京时间）", RULES[0].citations[0].document,
        RULES[0].citations[0].quote, RULES[0].assumptions, "yunxi-2015@1.2", SECOND, "主动公开 第 2 项",
        "整改补写所列要素。", "依据核实程度已核对文件原文（可自动核查）", "另可计入组织管理-5", "已知的误判传真写在附件里；传真与电话同号",
        "调整local/guide.completeness：params.least=3（试点期间放宽；局办公室李某）",
    ):  # fmt: skip
        assert part in seen, part
    for each in FAX.evidence:
        assert each.url in seen
        assert each.sha256 in seen
        assert each.locator in seen
        assert each.quote in seen


@pytest.mark.parametrize(
    ("message", "words"),
    [(MAIL.message, "不得据以通报"), (BUDGET.message, "经人工复核不成立"), ("公开指南为图片，无法读取。", "无法核查不等于不合格")],
)
async def test_what_is_not_certain_says_so(ds: Datasette, target: Path, message: str, words: str) -> None:
    """Suspected, rejected and unproven findings carry a warning on their page."""
    assert words in text(await html(ds, f"/findings/finding/{number_of(target, message)}"))


async def test_a_review_stands_on_the_finding(ds: Datasette, target: Path) -> None:
    """Who decided what, and why."""
    seen = text(await html(ds, f"/findings/finding/{number_of(target, BUDGET.message)}"))

    assert "李工：不成立，邮箱在页脚" in seen


async def test_a_unit_page_groups_its_findings(ds: Datasette) -> None:
    """Failures with their state first; what was rejected is not among them."""
    seen = text(await html(ds, "/findings/unit/yunxi-zjj"))
    assert "不合格（2）" in seen
    assert "合格（1）" in seen
    assert seen.index(FAX.message) < seen.index(MAIL.message) < seen.index("公开指南列有办公时间。")
    rejected = text(await html(ds, "/findings/unit/yunxi~2Ekfq"))
    assert "经复核不成立（1）" in rejected
    assert "不合格（" not in rejected.partition("本页")[0].replace("不合格（已确认）0", "").replace("不合格（存疑）0", "")
    assert "http://www.yunxi.example/kfq/" in rejected


@pytest.mark.parametrize("word", ["费", "预算", "三公经费", "传真", "指南", "没有的词", "公", "三公 预算"])
async def test_search_of_findings_equals_reading_them_all(ds: Datasette, word: str) -> None:
    """One, two, four characters, two words: the search box finds what brute force finds in the searched columns."""
    like = " and ".join(
        "(u.name || '¶' || r.title || '¶' || f.subject_name || '¶' || f.message || '¶' || f.looked || '¶' || coalesce((select group_concat(quote, '¶') from evidence where finding_id = f.id), '')) like ?"
        for _ in word.split()
    )
    with sqlite3.connect(ds.get_database("findings").path) as connection:
        truth = connection.execute(
            f"select f.id from finding f join unit u on u.id = f.unit_id join rule r on r.id = f.rule_id where {like}",
            [f"%{part}%" for part in word.split()],
        ).fetchall()

    assert {row["id"] for row in await rows(ds, "/findings/finding", _search=word)} == {number for (number,) in truth}


@pytest.mark.parametrize("word", ["费", "预算", "三公经费", "电话", "5", "没有的词"])
async def test_search_of_evidence_equals_reading_it_all(ds: Datasette, word: str) -> None:
    """The table's search box and the question 搜索证据 agree with brute force over the quotes."""
    quotes = [e.quote for f in SECOND_NIGHT for e in f.evidence]
    truth = sorted(quote for quote in quotes if word in quote or (word == "5" and re.search(r"\b5", quote)))
    if word == "5":  # a number is found from its beginning
        truth = sorted(quote for quote in quotes if re.search(r"(?<!\d)5", quote))

    assert sorted(row["quote"] for row in await rows(ds, "/findings/evidence", _search=word)) == truth
    assert sorted(row["原文"] for row in await rows(ds, "/findings/search_evidence", words=word)) == truth


@pytest.mark.parametrize("query", ['"', "AND OR", "*", "'; drop table finding"])
async def test_odd_searches_are_no_errors(ds: Datasette, query: str) -> None:
    """Whatever is typed, the page answers."""
    await html(ds, "/findings/finding", _search=query)


@pytest.mark.parametrize("name", [*(table.name for table in TABLES), *(view.name for view in VIEWS)])
async def test_every_table_and_view_has_a_page_in_chinese(ds: Datasette, name: str) -> None:
    """Title and description in Chinese, no English column name in the head, none of Datasette's English, no timed-out facet."""
    page = await html(ds, f"/findings/{name}")
    described = metadata()["databases"]["findings"]["tables"][name]

    assert page.xpath("string(//h1)") == described["title"]
    assert described["description"] in text(page)
    for heading in page.xpath("//table[contains(@class, 'rows-and-columns')]//th"):
        assert re.search("[\u4e00-\u9fff]", heading.text_content()), heading.text_content()
    assert not re.search(r"\b(rows?|Search|Apply|Next page|Export|Powered by|Suggested)\b", text(page))
    assert not page.xpath("//*[@class='facets-timed-out']")


@pytest.mark.parametrize("name", QUERIES)
async def test_every_question_answers(ds: Datasette, name: str) -> None:
    """Each canned query has a title and a description, asks for its parameters in Chinese, and runs with them empty."""
    page = await html(ds, f"/findings/{name}")

    assert page.xpath("string(//h1)") == QUERIES[name]["title"]
    assert "".join(QUERIES[name]["description"].split()) in "".join(text(page).split())
    assert not page.xpath("//*[@class='message-error']")
    for label in page.xpath("//form[@class='sql']//label"):
        assert re.search("[\u4e00-\u9fff]", label.text_content())


async def test_the_bulletin_lists_confirmed_problems_by_unit_and_section(ds: Datasette) -> None:
    """A row for each unit with content; suspected problems are counted but not named, rejected ones are not there; people's findings are."""
    assert await rows(ds, "/findings/bulletin", month="2015-07", region="") == [
        {
            "序号": 1,
            "单位": "云溪市质量技术监督局",
            "主动公开情况": "2.公开指南未列传真号码。",
            "依申请公开情况": "",
            "组织管理情况": "3.未提供监督检查材料。",
            "备注": "另有 1 项存疑待确认，未列入",
        }
    ]


async def test_the_bulletin_of_an_earlier_month_holds_what_failed_then(ds: Datasette) -> None:
    """The month is that of the date judged, not of the night's clock."""
    june = await rows(ds, "/findings/bulletin", month="2015-06", region="云溪")

    assert [(row["主动公开情况"], row["依申请公开情况"], row["组织管理情况"]) for row in june] == [
        ("2.公开指南未列传真号码。\n2.公开指南未说明信息分类。", "", "")
    ]
    assert await rows(ds, "/findings/bulletin", month="2015-05", region="") == []
    assert await rows(ds, "/findings/bulletin", month="", region="青石") == []


async def test_the_working_sheet_has_one_line_a_problem_with_its_evidence(ds: Datasette) -> None:
    """Row, rule, fact, citation, address, digest, who judged, whether it was there before."""
    sheet = await rows(ds, "/findings/bulletin_sheet", month="2015-07", region="")

    assert [(row["通报项"], row["状态"], row["判定"], row["以前月份已发现"]) for row in sheet] == [
        ("主动公开-2", "已确认", "机器", "是"),
        ("依申请公开-1", "存疑", "机器", "否"),
    ]
    assert (sheet[0]["网址"], sheet[0]["网页摘要"]) == (FAX.evidence[0].url, FAX.evidence[0].sha256)


async def test_questions_about_units_rules_and_runs(ds: Datasette) -> None:
    """History of a unit by part of its name, units that fail a rule, problems new in a run."""
    assert [row["批次编号"] for row in await rows(ds, "/findings/unit_history", unit="云溪市质量")] == [SECOND, FIRST]
    assert [row["对象"] for row in await rows(ds, "/findings/rule_failures", rule="指南")] == ["传真号码"]
    assert [row["问题"] for row in await rows(ds, "/findings/new_findings", run="")] == [MAIL.message]
    assert [row["单位"] for row in await rows(ds, "/findings/unproven", region="")] == ["青石县质量技术监督局"]


async def test_references_are_shown_by_name(ds: Datasette) -> None:
    """A reader sees 云溪市质量技术监督局 and 不合格, not ids; facets too."""
    page = await html(ds, "/findings/finding")
    cells = {cell.text_content() for cell in page.xpath("//td/a")}
    facets = text(page.xpath("//div[@class='facet-results']")[0])

    assert {"云溪市质量技术监督局", "不合格", "已确认", "严重", "公开指南要素完整"} <= cells
    for label in ("不合格 3", "已确认 1", "云溪市 5", "公开指南要素完整 4"):
        assert label in facets, label


async def test_no_link_leads_nowhere(ds: Datasette) -> None:
    """Every address within the site that a reader can come to by links answers, also rows whose ids hold dots."""
    seen, waiting = {"/"}, ["/"]
    while waiting:
        response = await ds.client.get(waiting[0], follow_redirects=True)
        assert response.status_code == 200, waiting[0]
        path = waiting.pop(0)
        if path.split("?")[0].endswith((".json", ".csv", ".db")) or "?" in path:
            continue
        for link in lxml.html.fromstring(response.text).xpath("//a/@href"):
            link = link.removeprefix("http://localhost").split("#")[0]
            if link.startswith("/") and link not in seen:
                seen.add(link)
                waiting.append(link)

    assert {"/findings/rule/guide~2Ecompleteness", "/findings/unit/yunxi-zjj", f"/findings/run/{SECOND}"} <= seen


async def test_pages_need_nothing_from_elsewhere(ds: Datasette) -> None:
    """No style, script, font or picture comes from another host."""
    for path in ("/", "/findings", "/findings/finding", "/findings/bulletin", "/findings/unit/yunxi-zjj"):
        page = await html(ds, path)
        for source in page.xpath("//script/@src | //link/@href | //img/@src"):
            assert not re.match(r"(https?:)?//", source) or "localhost" in source, source


async def test_addresses_of_other_schemes_are_not_made_links(ds: Datasette, target: Path, tmp_path: Path) -> None:
    """A javascript: address that a hostile page planted is shown as text, and its words are escaped."""
    hostile = tmp_path / "findings.db"
    hostile.write_bytes(target.read_bytes())
    with sqlite3.connect(hostile) as connection:
        connection.execute("update evidence set url = 'javascript:alert(1)', quote = '<script>alert(1)</script>'")
    other = site(hostile)
    for path in (
        f"/findings/finding/{number_of(target, FAX.message)}",
        "/findings/unit/yunxi-zjj",
        "/findings/evidence",
        "/findings/当前问题",
    ):
        page = await html(other, path)
        assert not page.xpath("//a[starts-with(@href, 'javascript')]"), path
        assert "alert(1)" not in "".join(page.xpath("//script/text()")), path


async def test_csv_downloads_hold_all_rows_and_open_in_a_spreadsheet(ds: Datasette) -> None:
    """The link on page two of a table gives all of its rows, with a byte order mark, names for ids, and no formulas."""
    first = await html(ds, "/findings/evidence", _size="2")
    (following,) = first.xpath("//p[@class='next']/a/@href")
    second = lxml.html.fromstring((await ds.client.get(following.removeprefix("http://localhost"))).text)
    (link,) = second.xpath("//span[@class='export-links']//a[contains(@href, '.csv')]/@href")
    response = await ds.client.get(link)

    assert response.content.startswith("\ufeffid,".encode())
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    quotes = sorted(e.quote for f in SECOND_NIGHT for e in f.evidence)
    assert sorted(line["quote"].removeprefix("'") for line in lines) == quotes
    assert [line["quote"] for line in lines if line["quote"].startswith(("=", "'"))] == ["'" + BUDGET.evidence[0].quote]
    assert BUDGET.message in {line["finding_id_label"] for line in lines}


async def test_a_csv_that_fails_is_left_alone(ds: Datasette) -> None:
    """An error page is no CSV."""
    response = await ds.client.get("/findings/nowhere.csv")

    assert response.status_code == 404
    assert not response.content.startswith(b"\xef\xbb\xbf")


async def test_a_missing_page_says_so_in_chinese(ds: Datasette) -> None:
    """404 with a way home."""
    response = await ds.client.get("/findings/finding/1")

    assert response.status_code == 404
    assert "没有找到这一页" in response.text


async def test_the_database_can_be_downloaded(ds: Datasette, target: Path) -> None:
    """Evaluators may take the whole file."""
    response = await ds.client.get("/findings.db")

    assert response.content == target.read_bytes()
