"""Disclosure column, guide and catalogue, dead links: the boundaries of each."""

from __future__ import annotations

import attrs
import pytest

from checks.model import Entry, FetchError, PageKind, SkipReason, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    door,
    fact,
    findings,
    home,
    link,
    outcome,
    outcomes,
    page,
    pager,
    read,
    row,
    rows,
    skip,
    unit,
)

COLUMN = {"role": "disclosure", "subs": {"guide": "公开指南", "catalogue": "公开目录"}, "words": ["信息公开"]}
GK = page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False), title="信息公开")


def test_column_named_on_the_home_page_and_opened():
    """The plain good case; sub-columns that are not offered are left to their own rules."""
    assert outcomes(unit(home(door("disclosure", "信息公开", "gk/")), GK), "column_offered", **COLUMN) == {"entry": PASSED}


@pytest.mark.parametrize(("depth", "clicks", "expected"), [(0, 1, PASSED), (1, 2, PASSED), (1, 1, FAILED), (2, 2, FAILED), (2, 3, PASSED)])
def test_column_within_the_clicks_allowed(depth, clicks, expected):
    """A link on a page ``depth`` clicks away costs one more."""
    offering = page("index2.html", PageKind.OTHER, door("disclosure", "信息公开", "gk/"), depth=depth)

    assert outcomes(unit(offering, GK), "column_offered", max_clicks=clicks, **COLUMN)["entry"] == expected


def test_column_offered_near_and_far_counts_as_near():
    """The nearest page that offers the link decides, whatever the order of addresses."""
    far = page("a/far.html", PageKind.OTHER, door("disclosure", "信息公开", "gk/"), depth=4)

    assert outcomes(unit(far, home(door("disclosure", "信息公开", "gk/")), GK), "column_offered", **COLUMN)["entry"] == PASSED


def test_column_closed_near_the_home_page_is_left_open():
    """Offered and dead, or by script only: not the same as not offered."""
    for target in (None, "gk/"):
        facts = unit(home(door("disclosure", "信息公开", target)), page("gk/", None, status=500, depth=2, anchor="x" * 20))
        assert outcomes(facts, "column_offered", **COLUMN)["entry"] == CANT_TELL, target


def test_column_absent_from_a_whole_portal_fails():
    """No link of that role, nor to its parts, and everything read."""
    assert outcomes(unit(), "column_offered", **COLUMN) == {"entry": FAILED}
    assert outcomes(unit(stop=Stop.PAGES), "column_offered", **COLUMN) == {"entry": CANT_TELL}


def test_column_parts_on_the_home_page_serve_as_its_entry():
    """A guide linked straight from the home page is the column's content; one linked from deeper down is not an entry."""
    guide = page("zn.html", PageKind.GUIDE)
    deeper = page("a/", PageKind.COLUMN, door("guide", "公开指南", "zn.html"))

    assert outcomes(unit(home(door("guide", "公开指南", "zn.html")), guide), "column_offered", **COLUMN) == {
        "entry": PASSED,
        "sub_guide": PASSED,
    }
    assert outcomes(unit(deeper, guide), "column_offered", **COLUMN) == {"entry": FAILED, "sub_guide": PASSED}


def test_sub_columns_are_judged_one_by_one():
    """One that opens passes though its twin is dead; one of which no door opens is left open."""
    doors = (
        door("disclosure", "信息公开", "gk/"),
        door("guide", "指南"),
        door("guide", "公开指南", "zn.html"),
        door("catalogue", "公开目录", "ml/"),
    )
    facts = unit(home(*doors), GK, page("zn.html", PageKind.GUIDE), page("ml/", None, status=404))

    assert outcomes(facts, "column_offered", **COLUMN) == {"entry": PASSED, "sub_guide": PASSED, "sub_catalogue": CANT_TELL}


def test_column_rule_does_not_bind_a_unit_without_a_site():
    """A unit on another's portal has no home page to be judged."""
    facts = unit(home(door("disclosure", "分局", "fj/")), page("fj/", PageKind.COLUMN), column="fj/")

    assert outcomes(facts, "column_offered", **COLUMN) == {"entry": INAPPLICABLE}


CATALOGUE = {"kinds": ["catalogue"], "roles": ["catalogue"], "blocked_by": ["disclosure"], "words": ["公开目录"], "needs_entries": True}


def catalogue(*pages, **more):
    return outcome(unit(*pages, **more), "document_found", **CATALOGUE)


def test_a_tab_of_the_catalogues_name_leaves_it_open():
    """On the page of disclosure, with rows behind it: a click shows them. A tab of another name shows something else."""
    rows_behind = tuple(attrs.evolve(one, kind="row.beside") for one in rows("2015-06-01", "2015-06-02"))
    entry = home(door("disclosure", "信息公开", "xx/"))

    def tabs(name):
        return page("xx/", PageKind.GUIDE, fact("tab.head", name), *rows_behind, title="信息公开指南")

    assert catalogue(entry, tabs("政府信息公开目录")) == CANT_TELL
    assert catalogue(entry, tabs("依申请公开")) == FAILED


def test_catalogue_with_rows_called_or_led_to_or_with_metadata_passes():
    """Three ways to know a catalogue from a landing page; each needs something in it."""
    entries = rows("2015-06-01", "2015-06-02")
    field = read("catalogue", "index_no", value="QS01-2015-0001")

    assert catalogue(page("ml/", PageKind.CATALOGUE, *entries, title="政府信息公开目录")) == PASSED
    assert catalogue(home(door("catalogue", "目录", "ml/")), page("ml/", PageKind.CATALOGUE, *entries)) == PASSED
    assert catalogue(page("ml/", PageKind.CATALOGUE, field)) == PASSED


CLASSIFIED = ("索引号：A-1", "主题分类：综合", "信息分类: 规划", "体裁分类：通知")


@pytest.mark.parametrize(
    ("role", "text", "told", "expected"),
    [
        ("disclosure", "政府信息公开", CLASSIFIED[:3], PASSED),
        ("disclosure", "市局政府信息公开", CLASSIFIED, PASSED),
        ("catalogue", "信息公开", CLASSIFIED, PASSED),
        ("disclosure", "政务公开", CLASSIFIED, FAILED),  # a landing page of everything
        ("disclosure", "政府信息公开", CLASSIFIED[:2], FAILED),  # too few to be a catalogue
        ("disclosure", "政府信息公开", (*CLASSIFIED, "主题分类："), CANT_TELL),  # the last row has none
        ("disclosure", "政府信息公开", ("某通知", "某公告", "某决定"), CANT_TELL),  # perhaps what the bureau takes for its catalogue
    ],
)
def test_a_disclosure_column_that_classifies_every_row_is_the_catalogue(role, text, told, expected):
    """The catalogue in all but its layout: each document with its class or its index number."""
    listed = [fact("entry", Entry(title=f"文件{i}", url=None, href="#"), quote=f"文件{i} 摘要 {words}") for i, words in enumerate(told)]

    assert catalogue(home(door(role, text, "c/")), page("c/", PageKind.COLUMN, *listed, title="市局")) == expected


@pytest.mark.parametrize(("numbered", "expected"), [(3, PASSED), (2, FAILED)])
def test_a_list_of_index_numbers_is_the_catalogue_whatever_leads_to_it(numbered, expected):
    """A frame beside a tree: no link bears the catalogue's name, and the list's own title says nothing."""
    fields = [read("catalogue", "index_no", value=f"QS01-2015-{n:04}", group=f"row-{n}") for n in range(numbered)]

    assert catalogue(page("list.html", PageKind.COLUMN, *rows("2015-06-01"), *fields, title="信息列表")) == expected


def test_a_column_of_documents_that_bears_the_name_is_the_catalogue():
    """Rows without classes below the catalogue's own name."""
    listed = page("ml/", PageKind.COLUMN, *rows("2015-06-01", "2015-06-02", "2015-06-03"), title="公开目录")

    assert catalogue(home(door("catalogue", "公开目录", "ml/")), listed) == PASSED
    assert catalogue(home(door("catalogue", "公开目录", "ml/")), attrs.evolve(listed, facts=listed.facts[:3])) == CANT_TELL


@pytest.mark.parametrize(("parts", "expected"), [(3, PASSED), (2, CANT_TELL)])
def test_a_catalogue_of_tiles_is_told_by_the_columns_behind_them(parts, expected):
    """Each tile leads to the documents of one subject."""
    below = [page(f"ml/{n}/", PageKind.COLUMN, *rows("2015-06-01"), found_on="ml/") for n in range(parts)]

    assert catalogue(home(door("catalogue", "法定主动公开内容", "ml/")), page("ml/", PageKind.CATALOGUE, title="内容"), *below) == expected


@pytest.mark.parametrize(
    ("parts", "title", "expected"), [(3, "信息公开目录", PASSED), (1, "信息公开目录", CANT_TELL), (3, "信息公开", FAILED)]
)
def test_a_page_headed_as_the_catalogue_is_it_though_its_link_says_disclosure(parts, title, expected):
    """A menu of sub-columns under the catalogue's name; under another name nothing is known of one."""
    below = [page(f"gk/{n}/", PageKind.COLUMN, *rows("2015-06-01"), found_on="gk/") for n in range(parts)]

    assert catalogue(home(door("disclosure", "信息公开", "gk/")), page("gk/", PageKind.COLUMN, title=title), *below) == expected


def test_a_catalogue_shown_in_a_frame_is_the_catalogue():
    """The column's own page is an empty setting; what stands in its frame has the metadata of documents, or is no catalogue."""
    door_to = home(door("catalogue", "信息公开目录", "ml/"))
    setting = page("ml/", PageKind.OTHER, title="信息公开目录", frames=("/xxgk/list.html",))
    dated = rows("2015-06-01", "2015-06-02", "2015-06-03")

    listed = page(
        "xxgk/list.html", PageKind.COLUMN, *dated, read("catalogue", "index_no", value="QS01-2015-0001"), title="信息列表", found_on="ml/"
    )
    assert catalogue(door_to, setting, listed) == PASSED
    assert catalogue(door_to, setting, page("xxgk/list.html", PageKind.COLUMN, *dated, title="信息列表", found_on="ml/")) == CANT_TELL
    assert catalogue(door_to, page("ml/", PageKind.OTHER, title="信息公开目录"), listed) == CANT_TELL


def test_catalogue_that_is_led_to_and_empty_fails():
    """The link opens, the page is a catalogue, and there is no row in it."""
    pages = (home(door("catalogue", "公开目录", "ml/")), page("ml/", PageKind.CATALOGUE, title="公开目录"))

    assert catalogue(*pages) == FAILED
    assert catalogue(*pages, stop=Stop.PAGES) == CANT_TELL


def test_an_empty_catalogue_that_waits_for_a_script_or_leads_to_sub_columns_is_left_open():
    """Its rows may be drawn where nobody ran the script, or stand in the columns that only it offers as tiles."""
    offered, empty = (
        home(door("catalogue", "法定主动公开内容", "ml/")),
        {"path": "ml/", "kind": PageKind.CATALOGUE, "title": "法定主动公开内容"},
    )

    assert catalogue(offered, page(**empty)) == FAILED
    assert catalogue(offered, page(empty["path"], empty["kind"], fact("list.awaits", True), title=empty["title"])) == CANT_TELL
    assert catalogue(offered, page(**empty), page("ml/jgzn/", PageKind.OTHER, title="机构职能", found_on="ml/")) == CANT_TELL


@pytest.mark.parametrize(("parts", "expected"), [(3, CANT_TELL), (2, FAILED)])
@pytest.mark.parametrize(("where", "named"), [("ml/c{}/", False), ("col/c{}/", True)])
def test_a_tree_of_columns_that_the_menu_offers_too_is_no_empty_catalogue(where, named, parts, expected):
    """The columns were found from the home page; they lie below the catalogue, or it names them."""
    names = [f"第{n}类信息" for n in range(parts)]
    columns = [
        page(where.format(n), PageKind.COLUMN, *rows("2015-06-01"), pager(False), title=name, found_on="") for n, name in enumerate(names)
    ]
    tree = page("ml/", PageKind.CATALOGUE, title="法定主动公开内容", offered=" ".join(names) if named else "")
    offered = home(door("catalogue", "法定主动公开内容", "ml/"))

    assert catalogue(offered, tree, *columns) == expected
    told = attrs.evolve(tree, offered="更多", text=" ".join(f"{name} 更多" for name in names))  # each block has its name above a «更多»
    assert catalogue(offered, told, *columns) == expected


def test_empty_catalogue_with_its_content_in_an_attachment_or_picture_is_left_open():
    """A catalogue may be offered as one file."""
    for unread in (fact("page.attachment", link("目录", "ml.xls")), fact("page.image", "ml.jpg")):
        pages = (home(door("catalogue", "公开目录", "ml/")), page("ml/", PageKind.CATALOGUE, unread, title="公开目录"))
        assert catalogue(*pages) == CANT_TELL, unread.kind


def test_empty_catalogue_beside_one_that_would_not_open_is_left_open():
    """The rows may be behind the other door."""
    doors = (door("catalogue", "公开目录", "ml/"), door("catalogue", "主动公开目录"))

    assert catalogue(home(*doors), page("ml/", PageKind.CATALOGUE, title="公开目录")) == CANT_TELL


def test_catalogue_recognised_by_its_body_alone_is_never_reported_as_absent():
    """A page that we ourselves took for a catalogue, though nothing calls it one: the doubt is ours."""
    assert catalogue(page("xx/", PageKind.CATALOGUE, *rows("2015-06-01"), title="公开信息")) == CANT_TELL


def test_a_row_titled_like_the_document_leaves_it_open():
    """Its content was not recognised, its title says that it is there."""
    facts = page("tz/", PageKind.COLUMN, row("云溪市质量局公开目录", "2015-01-01", "m.html"), pager(False))

    assert catalogue(facts) == CANT_TELL
    assert catalogue(page("tz/", PageKind.COLUMN, row("公开目录编制会议召开", "2015-01-01", "m.html"), pager(False))) == FAILED


def test_a_door_that_opens_to_something_unrecognised_leaves_it_open():
    """The page behind the link was read as something else; the misreading may be ours."""
    assert catalogue(home(door("catalogue", "公开目录", "ml/")), page("ml/", PageKind.OTHER)) == CANT_TELL


def alive(*pages, **more):
    return outcome(unit(*pages, **more), "links_alive", scope="home")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (page("a/", PageKind.COLUMN), PASSED),
        (page("a/", None, status=404), FAILED),
        (page("a/", None, status=410), FAILED),
        (page("a/", PageKind.NOT_FOUND), FAILED),
        (page("a/", None, status=403), CANT_TELL),
        (page("a/", None, status=500), CANT_TELL),
        (page("a/", PageKind.NOT_FOUND, status=503), CANT_TELL),
        (page("a/", None, error=FetchError.TIMEOUT), CANT_TELL),
        (page("a/", None, error=FetchError.DNS), CANT_TELL),
        (page("a/", None, error=FetchError.ROBOTS), CANT_TELL),
        (page("a/", PageKind.SCRIPT_SHELL), CANT_TELL),
        (page("a/", PageKind.BLOCKED), CANT_TELL),
        (page("b/", PageKind.COLUMN), CANT_TELL),
    ],
    ids=["ok", "404", "410", "soft", "403", "500", "503-words", "timeout", "dns", "robots", "shell", "wall", "unvisited"],
)
def test_home_links(target, expected):
    """Dead is only what was answered to be gone; what was not read is left open."""
    assert alive(home(links=[link("栏目", "a/")]), target) == expected


def test_one_dead_link_among_unread_ones_fails():
    """What is dead is dead, even on an incomplete look; the evidence is the dead page."""
    facts = unit(home(links=[link("甲", "a/"), link("乙", "b/")]), page("a/", None, status=404), stop=Stop.PAGES)
    [found] = findings(facts, "links_alive", scope="home").values()

    assert found.outcome == FAILED
    assert [e.url for e in found.evidence] == ["http://www.yunxi.example/a/"]


def test_links_that_are_not_followed_are_no_dead_links():
    """Without an address, hidden, or off the site: never tried, never charged; nothing else to check leaves it open."""
    unfollowed = [link("脚本"), link("暗链", "h/", hidden=True), link("外站", "http://other.example/")]
    gone = page("h/", None, status=404)

    assert alive(home(links=[*unfollowed, link("栏目", "a/")]), page("a/", PageKind.COLUMN), gone) == PASSED
    assert alive(home(links=unfollowed), gone) == CANT_TELL


def test_a_jump_page_is_as_dead_as_where_it_leads():
    """Redirect stubs are followed."""
    stub = page("a/", PageKind.REDIRECT_STUB, jump="b/")

    assert alive(home(links=[link("栏目", "a/")]), stub, page("b/", PageKind.COLUMN)) == PASSED
    assert alive(home(links=[link("栏目", "a/")]), stub, page("b/", None, status=404)) == FAILED


def test_catalogue_rows_alive():
    """Only rows of the kinds named count; rows beyond the sample were not tried and are not missed."""
    listed = page("ml/", PageKind.CATALOGUE, row("甲", "2015-06-01", "1.html"), row("乙", "2015-06-01", "2.html"))
    news = page("xw/", PageKind.COLUMN, row("丙", "2015-06-01", "3.html"))
    live, dead = page("1.html", PageKind.ARTICLE), page("3.html", None, status=404)

    def rows_alive(*pages, **more):
        return outcome(unit(*pages, **more), "links_alive", scope="entries", kinds=["catalogue"])

    assert rows_alive(listed, news, live, dead) == PASSED
    assert rows_alive(listed, live, page("2.html", None, status=404)) == FAILED
    assert rows_alive(listed, live, page("2.html", None, status=502)) == CANT_TELL
    assert rows_alive(listed) == CANT_TELL
    assert rows_alive(listed, live, skips=[skip("2.html", SkipReason.ROBOTS)]) == CANT_TELL


@pytest.mark.parametrize(("title", "expected"), [("主动公开", CANT_TELL), ("主动公开工作会", FAILED)])
def test_a_page_of_another_name_that_may_be_the_catalogue_is_left_to_a_person(title, expected):
    """A platform calls its catalogue 主动公开: no reader need find 目录 in the name; a longer title is another thing."""
    facts = unit(home(), page("zd/", PageKind.OTHER, title=title))

    assert outcome(facts, "document_found", **CATALOGUE, also=["主动公开"]) == expected


@pytest.mark.parametrize(("text", "expected"), [("法定主动公开", CANT_TELL), ("法定主动公开培训", FAILED)])
def test_a_link_of_such_a_name_that_did_not_open_is_left_to_a_person(text, expected):
    """The home page offers it, what it leads to was not read as anything."""
    facts = unit(home(links=[link(text, "zd/")]), page("zd/", None, status=404))

    assert outcome(facts, "document_found", **CATALOGUE, also=["法定主动公开"]) == expected
