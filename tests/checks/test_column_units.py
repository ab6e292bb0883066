"""A unit that discloses on a column of another's portal: what is its own, what is shared, and what stays the parent's."""

from __future__ import annotations

import pytest

from checks.model import PageKind
from tests.checks.predicates.build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    SITE,
    at,
    door,
    fact,
    home,
    link,
    outcome,
    outcomes,
    page,
    pager,
    row,
    unit,
)

COLUMN, ARTICLE = PageKind.COLUMN, PageKind.ARTICLE


def paths(facts) -> set[str]:
    return {p.url.removeprefix(SITE) for p in facts.pages}


BRANCH = "fj/"
MENU = (link("首页", ""), link("政务公开", "gk/"), link("分局", BRANCH))


def portal(*more, menu=MENU):
    """A city bureau's site with a branch office's column on it."""
    return [
        home(door("disclosure", "政务公开", "gk/"), links=menu),
        page("gk/", COLUMN, door("guide", "公开指南", "gk/zn.html"), row("市局通知", "2015-06-24", "gk/1.html"), pager(False)),
        page("gk/1.html", ARTICLE),
        page("gk/zn.html", PageKind.GUIDE),
        *more,
    ]


def branch(*facts, **more):
    menu = (door("disclosure", "政务公开", "gk/"),)  # the parent's menu stands on every page
    return page(BRANCH, COLUMN, *menu, *facts, pager(more.pop("following", None) is not None and True, more.pop("next_path", None)), **more)


def test_a_unit_on_a_column_has_only_what_hangs_below_it():
    """Its rows, their pages and the pages after; neither the parent's pages nor what the shared menu offers."""
    pages = portal(
        page(BRANCH, COLUMN, door("disclosure", "政务公开", "gk/"), row("分局通知", "2015-06-20", "fj/1.html"), pager(True, "fj/2")),
        page("fj/1.html", ARTICLE),
        page("fj/2", COLUMN, row("旧通知", "2015-01-01", "fj/9.html"), pager(False)),
        page("fj/9.html", ARTICLE),
    )
    facts = unit(*pages, column=BRANCH)

    assert paths(facts) == {"fj/", "fj/1.html", "fj/2", "fj/9.html"}
    assert not facts.own_site and facts.home.url == at(BRANCH)
    assert facts.offers("disclosure") == ()
    assert [d.isoformat() for d, _ in facts.dated] == ["2015-06-20", "2015-01-01"]


def test_the_parents_guide_is_not_the_branch_offices():
    """Nor is the parent's news its news."""
    facts = unit(*portal(branch(row("分局通知", "2015-01-05", "fj/1.html"))), column=BRANCH)

    assert outcome(facts, "document_found", kinds=["guide"], roles=["guide"]) != PASSED
    assert outcomes(facts, "updated_weekly", weeks=1) != {"2015-W26": PASSED}


def test_the_parents_closed_doors_do_not_excuse_the_branch_office():
    """A dead item of the shared menu hides nothing of the unit's."""
    pages = portal(
        branch(door("guide", "公开指南", "dead.html")), page("dead.html", None, status=404), menu=(*MENU, link("公开指南", "dead.html"))
    )

    assert unit(*pages, column=BRANCH).blocked("guide") == ()


def test_a_page_of_the_unit_that_jumps_back_to_the_parents_home_page_brings_none_of_it_along():
    """A dead row that a server answers with its home page."""
    for stray in (
        page("fj/gone.html", PageKind.HOME, row("市局要闻", "2015-06-24", "gk/2.html"), final=""),
        page("fj/gone.html", PageKind.REDIRECT_STUB, jump="/"),
    ):
        pages = portal(branch(row("分局通知", "2015-01-05", "fj/gone.html")), stray, page("gk/2.html", ARTICLE), menu=MENU[1:])
        facts = unit(*pages, column=BRANCH)
        assert paths(facts) <= {"fj/", "fj/gone.html"}
        assert [d.isoformat() for d, _ in facts.dated] == ["2015-01-05"]


def test_what_hangs_below_another_units_column_is_not_the_parents():
    """Its blank columns and its news count for it alone."""
    blank = page("fj/kong/", COLUMN, fact("list.blank", "无"))
    pages = portal(branch(row("分局通知", "2015-06-24", "fj/1.html"), row("空栏目", None, "fj/kong/")), page("fj/1.html", ARTICLE), blank)
    parent, alone = unit(*pages, others=[BRANCH]), unit(*pages)

    assert "fj/kong/" in paths(alone) and paths(parent) == {"", "gk/", "gk/1.html", "gk/zn.html"}
    assert FAILED not in outcomes(parent, "blank_columns").values()
    assert outcomes(unit(*pages, column=BRANCH), "blank_columns")["fj/kong/index.html"] == FAILED


def test_a_column_that_was_not_fetched_leaves_everything_of_its_unit_open():
    """No page, no home, a gap that says so."""
    facts = unit(*portal(), column="xx/")

    assert facts.pages == () and facts.home is None and facts.gaps
    assert outcome(facts, "document_found", kinds=["guide"], roles=["guide"]) == CANT_TELL


def test_a_column_under_another_spelling_of_its_address_is_found():
    """The register says index.html, the crawl asked for the folder."""
    facts = unit(*portal(branch(row("分局通知", "2015-01-05", "fj/1.html")), page("fj/1.html", ARTICLE)), column="fj/index.html")

    assert paths(facts) == {"fj/", "fj/1.html"}


def test_rules_of_the_site_do_not_apply_on_a_column():
    """As the column rule shows."""
    facts = unit(*portal(branch()), column=BRANCH)

    assert outcomes(facts, "column_offered", role="disclosure") == {"entry": INAPPLICABLE}


CITY_GUIDE = page("zn.html", PageKind.GUIDE, title="公开指南", depth=2)
GUIDE = {"kinds": ["guide"], "roles": ["guide"], "blocked_by": ["disclosure"]}


def test_what_others_link_as_well_is_not_the_columns():
    """The city's guide in the sidebar of a bureau's column: not the bureau's, and still the city's."""
    pages = portal(branch(door("guide", "公开指南", "zn.html")), CITY_GUIDE)
    pages[1] = page("gk/", COLUMN, door("guide", "公开指南", "zn.html"), pager(False))

    assert "zn.html" not in paths(unit(*pages, column=BRANCH))
    assert outcome(unit(*pages, column=BRANCH), "document_found", **GUIDE) == CANT_TELL  # whose guide it is, the door does not say
    assert outcome(unit(*pages, others=[BRANCH]), "document_found", **GUIDE) == PASSED


def test_what_only_the_column_offers_is_its_own():
    """CMS that number their columns put none below another: pages that link each other and nobody else links are the column's."""
    menu = (door("guide", "公开指南", "col2/"), door("apply", "依申请公开", "col3/"))
    pages = [
        *portal(branch(*menu, title="分局")),
        page("col2/", PageKind.GUIDE, *menu, title="分局公开指南", depth=2),
        page("col3/", PageKind.APPLY, *menu, depth=2),
    ]

    assert {"col2/", "col3/"} <= paths(unit(*pages, column=BRANCH))
    assert not {"col2/", "col3/"} & paths(unit(*pages, others=[BRANCH]))


def test_rows_of_the_column_that_the_city_lists_too_are_both_theirs():
    """A notice of the branch office among the city's news."""
    pages = portal(branch(row("分局通知", "2015-06-20", "n/1.html")), page("n/1.html", ARTICLE))
    pages[1] = page("gk/", COLUMN, row("分局通知", "2015-06-20", "n/1.html"), pager(False))

    assert "n/1.html" in paths(unit(*pages, column=BRANCH)) & paths(unit(*pages, others=[BRANCH]))


def test_pages_below_the_columns_path_are_its_own_whoever_links_them():
    """The city's site map leads there, too."""
    pages = portal(branch(), page("fj/zn.html", PageKind.GUIDE, title="分局公开指南", depth=2))
    pages[1] = page("gk/", COLUMN, door("guide", "分局公开指南", "fj/zn.html"), pager(False))

    assert "fj/zn.html" in paths(unit(*pages, column=BRANCH))
    assert "fj/zn.html" not in paths(unit(*pages, others=[BRANCH]))


def test_a_page_whose_breadcrumb_leads_through_another_units_column_is_not_the_parents():
    """A platform that numbers its columns files nothing below a column's address: only the way to the page tells whose it is."""
    filed = page("col/7/", COLUMN, above=("", BRANCH))
    own = page("col/8/", COLUMN, above=("", "gk/"))

    assert paths(unit(*portal(branch(), filed, own), others=(BRANCH,))) >= {"", "gk/", "col/8/"}
    assert "col/7/" not in paths(unit(*portal(branch(), filed, own), others=(BRANCH,)))
    assert "col/7/" in paths(unit(*portal(branch(), filed, own)))


def test_a_page_whose_breadcrumb_leads_through_the_units_column_is_its_own():
    """Whoever else names it: a site map offers every numbered column of every bureau."""
    mapped = page("wzdt.html", COLUMN, door("guide", "公开指南", "col/7/"), row("分局公开指南", None, "col/7/"))
    filed = page("col/7/", PageKind.GUIDE, above=("", BRANCH), title="分局公开指南")

    assert "col/7/" in paths(unit(*portal(branch(), mapped, filed), column=BRANCH))
    assert "col/7/" not in paths(unit(*portal(branch(), mapped, page("col/7/", PageKind.GUIDE)), column=BRANCH))


def test_a_shared_list_gives_no_unit_the_pages_of_the_others():
    """Every bureau's column 年报 lists the reports of all: each has its own alone."""
    both = (
        row("分局年报", "2015-03-01", "fj/1.html"),
        row("县局年报", "2015-03-02", "xj/1.html"),
        row("三局年报", "2015-03-02", "n/3.html"),
    )
    pages = portal(
        branch(*both),
        page("fj/1.html", ARTICLE),
        page("xj/", COLUMN),
        page("xj/1.html", ARTICLE),
        page("n/3.html", ARTICLE, above=("sj/",)),
    )

    assert paths(unit(*pages, column=BRANCH, others=["xj/", "sj/"])) == {"fj/", "fj/1.html"}
    assert paths(unit(*pages, column=BRANCH, others=[""])) == {"fj/", "fj/1.html", "xj/1.html", "n/3.html"}


def test_what_a_site_map_names_beside_the_unit_is_not_charged_to_the_parent():
    """Numbered columns without a breadcrumb: nobody can tell that they are the parent's, nor those to which the map alone leads."""
    menu = tuple(door("guide", f"栏目{n}", f"col/{n}/") for n in range(4))
    columns = [page(f"col/{n}/", COLUMN, *menu) for n in range(4)]
    lone = page("col/9/", COLUMN, *menu, fact("list.blank", "无"))
    named = [row(f"栏目{n}", None, f"col/{n}/") for n in (0, 1, 2, 3, 9)]
    pages = [*portal(branch(*menu), *columns, lone, page("map.html", COLUMN, *named))]
    pages[0] = home(door("sitemap", "网站地图", "map.html"), links=(*MENU, link("网站地图", "map.html")))

    assert not {"col/0/", "col/3/", "col/9/"} & paths(unit(*pages, others=[BRANCH]))
    assert "map.html" in paths(unit(*pages, others=[BRANCH]))


def test_pages_met_on_a_units_pages_alone_are_not_the_parents():
    """The system in which a bureau's items are kept lies beside every column, and its rows are no list that was read."""
    item = page("bsfw/1.html", PageKind.SERVICE_ITEM, found_on="fj/", depth=3)
    part = page("bsfw/2.html", PageKind.SERVICE_ITEM, found_on="bsfw/1.html", depth=4)

    assert not {"bsfw/1.html", "bsfw/2.html"} & paths(unit(*portal(branch(), item, part), others=[BRANCH]))
    assert {"bsfw/1.html", "bsfw/2.html"} <= paths(unit(*portal(branch(), item, part)))


def test_a_page_that_was_read_and_not_counted_is_not_said_to_be_unvisited():
    """The city's guide in the sidebar of a bureau's column was opened: whose it is, is open."""
    pages = portal(branch(door("guide", "公开指南", "zn.html")), CITY_GUIDE)
    pages[1] = page("gk/", COLUMN, door("guide", "公开指南", "zn.html"), pager(False))

    assert [t.describe() for t in unit(*pages, column=BRANCH).offers("guide")] == ["“公开指南”（已访问，未能确定属于本单位）"]


@pytest.mark.parametrize(("shared", "expected"), [(3, True), (1, False)])
def test_what_is_missing_among_pages_of_which_nobody_could_tell_whose_they_are_is_left_open(shared, expected):
    """A numbered column's menu leads to pages that others offer as well: with most of them the look was not whole, a city's link or two aside."""
    menu = [door("dated", f"{name}公告", f"col/{n}/") for n, name in enumerate("甲乙丙丁")]
    columns = [page(f"col/{n}/", COLUMN, row("某通知", "2015-06-01"), pager(False)) for n in range(4)]
    pages = portal(branch(*menu), *columns)
    pages[1] = page("gk/", COLUMN, *menu[:shared], pager(False))

    assert bool(unit(*pages, column=BRANCH).gaps) is expected
