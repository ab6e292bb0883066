"""Bureaus on one platform: places shared by all of them, breadcrumbs copied from one to the next, menus beside documents."""

from __future__ import annotations

import attrs
import pytest

from checks.model import Fact, PageKind
from checks.pages import Reach
from checks.unit import UnitFacts
from tests.checks.predicates.build import FAILED, SITE, at, door, fact, home, link, outcome, page, row, unit

COLUMN, ARTICLE = PageKind.COLUMN, PageKind.ARTICLE
OURS, THEIRS = "list.aspx?id=7", "list.aspx?id=8"
GUIDES = "list.aspx?id=2"
MENU = (link("首页", ""), link("水务局", OURS), link("民政局", THEIRS))
GUIDE = {"kinds": ["guide"], "roles": ["guide"]}


def stands(where: str, found: Fact) -> Fact:
    """The same link elsewhere on the page."""
    return attrs.evolve(found, value=attrs.evolve(found.value, locator=where))


def paths(facts: UnitFacts) -> set[str]:
    return {p.url.removeprefix(SITE) for p in facts.pages}


@pytest.mark.parametrize(("where", "expected"), [("/html/body/div[3]/ul/li[1]/a", True), ("/html/body/div[2]/p/a[4]", False)])
def test_a_shared_place_that_the_units_own_menu_names_may_hold_its_guide(where, expected):
    """One page with all bureaus' guides; what merely stands in the site's menu, a block further down, is the site's."""
    shared = attrs.evolve(link("公开指南", GUIDES), locator="/html/body/div[1]/p/a[2]")
    pages = [
        home(door("guide", "公开指南", GUIDES), links=(*MENU, shared)),
        page(OURS, COLUMN, stands(where, door("guide", "公开指南", GUIDES))),
        page(GUIDES, COLUMN, title="公开指南"),
    ]

    assert bool(unit(*pages, column=OURS).blocked("guide")) is expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [("水务局", COLUMN, True), ("民政局", COLUMN, False), ("水务局", ARTICLE, False)],
)
def test_a_shared_place_that_names_the_unit_may_hold_its_guide(name, kind, expected):
    """«各部门指南» on the home page alone, with the unit's name in it; an article may name anybody."""
    pages = [
        home(door("guide", "公开指南", GUIDES), links=(*MENU, link("公开指南", GUIDES))),
        page(OURS, COLUMN),
        page(GUIDES, kind, row(name, None, "show.aspx?id=70")),
    ]

    assert bool(unit(*pages, column=OURS, name="水务局").blocked("guide")) is expected


def test_a_table_of_the_site_names_the_unit_in_its_text():
    """A table of reports: the unit's name without the county's, its cells no rows."""
    table = attrs.evolve(page("nb/", PageKind.OTHER), text="单位 2019 2020 水务局 查看 查看")
    facts = unit(
        home(door("annual_report", "年报", "nb/"), links=(*MENU, link("年报", "nb/"))),
        page(OURS, COLUMN),
        table,
        column=OURS,
        name="水务局",
    )

    assert [(t.link.text, t.reach) for t in facts.blocked("annual_report")] == [("年报", Reach.APART)]


@pytest.mark.parametrize(("where", "expected"), [("/html/body/ul/li/a", [Reach.APART]), ("/html/body/p/a", [])])
def test_a_dead_item_of_the_units_own_menu_hides_what_it_names(where, expected):
    """Though the home page offers it as well, elsewhere; a dead item of the site's menu hides nothing of the unit's."""
    pages = [
        home(links=(*MENU, attrs.evolve(link("公开指南", GUIDES), locator="/html/body/p/a"))),
        page(OURS, COLUMN, stands(where, door("guide", "公开指南", GUIDES))),
        page(GUIDES, None, status=404),
    ]

    assert [t.reach for t in unit(*pages, column=OURS).blocked("guide")] == expected


@pytest.mark.parametrize(("copied", "expected"), [(True, False), (False, True)])
def test_breadcrumbs_copied_from_another_bureau_make_no_page_the_units(copied, expected):
    """All bureaus' pages say that they stand in ours, and so does the column of another organ that the home page names."""
    pages = [
        home(links=MENU),
        page(OURS, COLUMN),
        page(THEIRS, COLUMN, above=("", OURS) if copied else ("", THEIRS)),
        page("show.aspx?id=81", PageKind.SERVICE_ITEM, above=("", OURS)),
    ]

    assert ("show.aspx?id=81" in paths(unit(*pages, column=OURS, others=[THEIRS]))) is expected
    assert "show.aspx?id=81" not in paths(unit(*pages, others=[OURS, THEIRS]))


def test_copied_breadcrumbs_take_nothing_from_the_bureau_whose_pages_bear_them():
    """What its own list leads to stays its own."""
    pages = [
        home(links=MENU),
        page(OURS, COLUMN),
        page(THEIRS, COLUMN, row("某通知", "2015-06-01", "show.aspx?id=82"), above=("", OURS)),
        page("show.aspx?id=82", ARTICLE, above=("", OURS)),
    ]

    assert "show.aspx?id=82" in paths(unit(*pages, column=THEIRS, others=[OURS]))


@pytest.mark.parametrize("offered", [False, True])
def test_the_menu_beside_a_document_does_not_make_a_bureaus_columns_the_parents(offered):
    """The site lists the reports of all, and beside each stands its bureau's menu; a list of the site's that offers a column does lead there."""
    menu = door("penalty", "行政处罚", "list.aspx?id=79")
    pages = [
        home(door("annual_report", "年报", "nb/"), links=(*MENU, link("年报", "nb/"))),
        page("nb/", COLUMN, row("水务局年报", "2015-03-01", "show.aspx?id=71"), *[menu] * offered),
        page(OURS, COLUMN, menu),
        page("show.aspx?id=71", ARTICLE, menu),
        page("list.aspx?id=79", COLUMN, fact("list.blank", "无"), menu),
    ]

    assert ("list.aspx?id=79" in paths(unit(*pages, others=[OURS]))) is offered


def test_a_column_that_is_the_portals_entry_page_is_no_column():
    """The register gives the home page twice: the portal is the unit's, and its menu is its own."""
    pages = [home(door("guide", "公开指南", GUIDES), links=(link("公开指南", GUIDES),)), page(GUIDES, PageKind.GUIDE)]
    facts = unit(*pages, column="index.html")

    assert facts.own_site and paths(facts) == {"", GUIDES} and facts.home.url == at("")
    assert outcome(facts, "document_found", **GUIDE) != FAILED
