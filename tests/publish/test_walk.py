"""Every kind of page of the demo in a real browser: usable without a mouse and by ear, three clicks from the evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.publish.browse import site
from tests.publish.chrome import chromium, needs_chromium, served
from tests.publish.walk import demo_database, encoded, foreign  # noqa: F401  the database is a fixture

KINDS = (
    "/", "/findings", "/findings/finding", "/findings/finding?_facet=unit_id&outcome_id=failed&_sort=message", "/findings/当前问题",
    "/findings/finding/{failed}", "/findings/finding/{unproven}", "/findings/unit/yunxi-zjj", "/findings/rule/{rule}", "/findings/run/{run}",
    "/findings/portal/yunxi", "/findings/episode/{episode}", "/findings/bulletin", "/findings/unit_history?unit=云溪",
    "/findings?sql=select+nothing", "/-/map", "/nothing", "/findings/finding?_sort=nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(demo_database: Path) -> Iterator[str]:  # noqa: F811
    """The demo, served."""
    with served(site(demo_database)) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test if a script on it fails."""
    context = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def kinds(database: Path) -> list[str]:
    """One address of each kind of page."""
    asked = {
        "failed": "select id from finding where outcome_id = 'failed' and looked <> ''",
        "unproven": "select id from finding where outcome_id = 'cant_tell'",
        "rule": "select rule_id from finding where outcome_id = 'failed'",
        "run": "select id from run",
        "episode": "select id from episode",
    }
    with sqlite3.connect(database) as connection:
        found = {name: str(connection.execute(sql).fetchone()[0]).replace(".", "~2E") for name, sql in asked.items()}
    return [where.format(**found) for where in KINDS]


def followed(page: Page, link: Locator) -> None:
    """Click a link and wait for the page it leads to: what is counted at once may still be the old one, or nothing."""
    with page.expect_navigation():
        link.click()


@needs_chromium
def test_axe_finds_nothing_serious(page: Page, demo_database: Path) -> None:  # noqa: F811
    """No serious and no critical violation on any kind of page, wide or narrow."""
    found: list[str] = []
    every = kinds(demo_database)
    for width, wheres in ((1200, every), (380, every[:1] + every[3:4] + every[5:8])):
        page.set_viewport_size({"width": width, "height": 900})
        for where in wheres:
            page.goto(encoded(where))
            for each in Axe().run(page).response["violations"]:
                if each["impact"] in ("serious", "critical"):
                    found.append(f"{where} {width}: {each['id']}: {each['nodes'][0]['html'][:160]}")

    assert found == []


@needs_chromium
def test_the_keyboard_reaches_search_facets_and_rows(page: Page) -> None:
    """The skip link first, then the navigation, the search, the table's filter, facets, rows; where the focus is can be seen."""
    page.goto("/findings/finding?outcome_id=failed")
    reached: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e);
                const where = e.closest('.skip') ? 'skip' : e.closest('form.find') ? 'find' : e.closest('header') ? 'nav'
                    : e.closest('form.filters') ? 'filter' : e.closest('.facet-results') ? 'facet' : e.closest('td') ? 'row' : '';
                return s.outlineStyle === 'none' && s.boxShadow === 'none' ? where + ' unseen' : where; }"""
            )
        )
    order = [where for at, where in enumerate(reached) if where and where not in reached[:at]]

    assert order == ["skip", "nav", "find", "filter", "facet", "row"]


@needs_chromium
def test_from_the_front_page_to_the_excerpt_in_three_clicks(page: Page) -> None:
    """A unit with problems, one of them, and there the words of the page stand marked."""
    page.goto("/")
    followed(page, page.get_by_role("region", name="问题较多的单位").get_by_role("link").first)
    followed(page, page.locator("table.findings tbody a").first)

    assert page.locator("article.evidence mark").first.inner_text().strip()
    assert page.get_by_role("heading", name="依据条款").is_visible()


@needs_chromium
@pytest.mark.parametrize("word", ["预算", "三公", "指"])
def test_words_of_any_length_are_found(page: Page, word: str) -> None:
    """Typed into the search of a table; what is listed holds the word."""
    page.goto("/findings/finding")
    page.get_by_role("searchbox", name="在本表中搜索").fill(word)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator("table.rows-and-columns tbody tr").count() > 0
    followed(page, page.locator("table.rows-and-columns tbody a").first)
    assert word in page.locator("main").inner_text()


@needs_chromium
def test_facets_by_unit_and_rule(page: Page) -> None:
    """A column more is counted at a click; its values narrow the list, and together."""
    page.goto("/findings/finding?outcome_id=failed")
    total = page.locator("table.rows-and-columns tbody tr").count()
    followed(page, page.locator(".more-facets").get_by_role("link", name="单位", exact=True))
    followed(page, page.locator("#facet-unit_id a").filter(has_text="青石县"))
    of_unit = page.locator("table.rows-and-columns tbody tr").count()
    followed(page, page.locator("#facet-rule_id li a").first)
    both = page.locator("table.rows-and-columns tbody tr").count()

    assert 0 < both < of_unit < total


@needs_chromium
def test_printed_pages_leave_the_controls_out(page: Page) -> None:
    """On paper there is the title and the table, neither search nor navigation."""
    page.goto("/findings/unit/yunxi-zjj")
    page.emulate_media(media="print")

    assert page.locator("h1").is_visible() and page.locator("table.findings").first.is_visible()
    assert not page.locator("header nav").is_visible() and not page.locator("form.find").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@needs_chromium
def test_the_map_shows_what_has_a_position_and_lists_everything(page: Page) -> None:
    """A pin for each position, with the entry of the list as its card; nothing is fetched from elsewhere, nothing on it is English."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/-/map")
    page.locator(".pin").first.wait_for()

    assert page.locator(".pin").count() == page.locator("[data-lat]").count() > 3
    assert page.locator(".venue").count() > page.locator(".pin").count()
    page.get_by_role("button", name="受理场所：市政务服务中心质监窗口").press("Enter")
    assert "云溪市政务服务中心2楼" in page.locator(".leaflet-popup").inner_text()
    assert foreign(page.content()) == []
    assert len(hosts) == 1


@needs_chromium
def test_the_map_is_a_list_without_scripts(browser: Browser, address: str) -> None:
    """Without JavaScript nothing is missing but the picture."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/-/map")

    assert not page.locator("#map").is_visible()
    assert "云溪市人民路18号1号楼" in page.locator("main").inner_text()
    context.close()
