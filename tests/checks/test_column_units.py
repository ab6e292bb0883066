"""A unit that discloses on a column of another's portal: what is its own, what is shared, and what stays the parent's."""

from __future__ import annotations

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
