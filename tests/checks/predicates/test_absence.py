"""«Nothing was found»: a failure needs proof that everything was looked at. Shown on the guide, whose absence every gap must leave open."""

from __future__ import annotations

import attrs
import pytest

from checks.model import FetchError, PageKind, SkipReason, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    ReadPage,
    door,
    fact,
    findings,
    home,
    link,
    outcome,
    page,
    pager,
    row,
    rows,
    skip,
    unit,
)

GUIDE = {"kinds": ["guide"], "roles": ["guide"], "blocked_by": ["disclosure"], "words": ["公开指南"]}
NOTICES = page("tz/", PageKind.COLUMN, *rows("2015-06-29", "2015-06-22"), pager(False), title="通知公告")


def guide(*pages: ReadPage, **more: object):
    return outcome(unit(*pages, **more), "document_found", **GUIDE)  # type: ignore[arg-type]


def test_a_wholly_read_portal_without_a_guide_fails_and_says_where_was_looked():
    """The one case in which absence is proved: it cites the home page's own words."""
    found = findings(unit(home(door("dated", "通知公告", "tz/")), NOTICES), "document_found", **GUIDE)[""]

    assert found.outcome == FAILED
    assert "通知公告" in found.evidence[0].quote
    assert "公开指南" in found.looked


def test_where_was_looked_names_the_ways_in_that_were_followed():
    """Whoever doubts it walks the same way: which links led where the thing would stand, and that there were none is said as well."""
    place = page("xx/", PageKind.COLUMN, *rows("2015-06-29", "2015-06-22"), pager(False), title="信息公开")
    offered = findings(unit(home(door("disclosure", "信息公开", "xx/")), place), "document_found", **GUIDE)[""]
    bare = findings(unit(home(door("dated", "通知公告", "tz/")), NOTICES), "document_found", **GUIDE)[""]

    assert "；所循入口：“信息公开”（已读）；所查字样：公开指南；最相近的：" in offered.looked
    assert "；所循入口：没有以此为名的链接；" in bare.looked


def test_a_guide_passes_wherever_it_is_filed_and_however_the_visit_ended():
    """An incomplete look can pass: what was seen was seen."""
    assert guide(page("a/b/c.html", PageKind.GUIDE, depth=5), stop=Stop.SECONDS) == PASSED


@pytest.mark.parametrize("stop", [s for s in Stop if s is not Stop.DONE])
def test_a_visit_cut_short_proves_no_absence(stop: Stop):
    """Whatever ended the visit before every link was read."""
    assert guide(NOTICES, stop=stop) == CANT_TELL


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (500, None, None),
        (503, None, PageKind.OTHER),
        (404, None, PageKind.NOT_FOUND),
        (None, FetchError.TIMEOUT, None),
        (None, FetchError.ROBOTS, None),
        (None, FetchError.NO_BROWSER, None),
        (200, None, PageKind.SCRIPT_SHELL),
        (200, None, PageKind.BLOCKED),
        (200, None, PageKind.MOVED),
        (200, None, PageKind.NOT_FOUND),
    ],
)
def test_an_unread_home_page_leaves_it_open(status, error, kind):
    """No home page, no knowledge of what the portal offers: error, wall, shell, notice or soft 404."""
    assert guide(home(kind=kind, status=status, error=error), NOTICES) == CANT_TELL


def test_a_visit_without_any_page_leaves_it_open():
    """Nothing was fetched under the start address."""
    empty = unit(page("other/", PageKind.COLUMN), home(kind=None, status=None, error=FetchError.DNS), stop=Stop.DONE)

    assert outcome(empty, "document_found", **GUIDE) == CANT_TELL


@pytest.mark.parametrize(
    ("depth", "anchor", "expected"),
    [
        (1, "关于开展二〇一五年度质量监督抽查工作的通知", CANT_TELL),  # near the start anything may hang on a page
        (2, "信息公开", CANT_TELL),
        (2, "十二个字的链接文字也算短", CANT_TELL),  # twelve characters: still a column's name
        (2, "十三个字的链接文字就算长了", FAILED),  # an article that failed hides no column
        (5, "公告", CANT_TELL),
        (5, "", CANT_TELL),
    ],
)
@pytest.mark.parametrize("error", [FetchError.TIMEOUT, FetchError.NO_BROWSER, FetchError.ROBOTS, FetchError.RESET])
def test_a_page_that_failed_counts_where_columns_may_hang_on_it(depth, anchor, expected, error):
    """Near the start or behind a short link text; a failed article deep down does not matter."""
    assert guide(page("x/1.html", None, error=error, depth=depth, anchor=anchor)) == expected


@pytest.mark.parametrize("kind", [PageKind.SCRIPT_SHELL, PageKind.BLOCKED, PageKind.MOVED])
def test_a_shell_or_wall_behind_a_short_text_counts_too(kind):
    """Status 200 is no content."""
    assert guide(page("x/", kind, depth=2, anchor="通知公告")) == CANT_TELL


@pytest.mark.parametrize(("status", "kind"), [(404, None), (410, None), (200, PageKind.NOT_FOUND)])
def test_a_page_that_is_gone_is_no_gap(status, kind):
    """A 404 was answered: there is nothing behind it to be missed."""
    assert guide(page("x/", kind, status=status, depth=1, anchor="友情链接")) == FAILED


def test_a_defect_of_our_own_reader_leaves_it_open():
    """The page on which an extractor raised may hold the guide."""
    assert guide(page("a.html", PageKind.OTHER, fact("reader.error", "IndexError", "guide"))) == CANT_TELL


@pytest.mark.parametrize("role", ["guide", "disclosure"])
@pytest.mark.parametrize(
    ("to", "target", "skips"),
    [
        (None, None, ()),  # javascript:
        ("gk/", page("gk/", None, status=404, anchor="信息公开"), ()),
        ("gk/", page("gk/", PageKind.NOT_FOUND, anchor="信息公开"), ()),
        ("gk/", None, (skip("gk/", SkipReason.ROBOTS),)),
        ("gk/", None, (skip("gk/", SkipReason.BUDGET),)),
        ("gk/", None, ()),
        ("http://zwgk.elsewhere.example/gk/", None, (skip("http://zwgk.elsewhere.example/gk/", SkipReason.OFFSITE),)),
        ("http://zwgk.elsewhere.example/gk/", None, ()),
    ],
    ids=["script", "404", "soft-404", "robots", "budget", "unvisited", "offsite", "offsite-unseen"],
)
def test_an_offered_place_that_would_not_open_leaves_it_open(role, to, target, skips):
    """The guide may lie behind the closed door, be it its own or the disclosure column's."""
    pages = [home(door(role, "信息公开", to))] + ([target] if target else [])

    assert guide(*pages, skips=skips) == CANT_TELL


def test_a_closed_door_of_another_matter_hides_no_guide():
    """Only roles the rule names may hide it."""
    assert guide(home(door("service", "办事指南"))) == FAILED


def test_a_closed_door_with_the_words_of_one_that_opened_hides_nothing():
    """The same menu item on another template: what it leads to was read by the other."""
    column = page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False))
    offered = home(door("disclosure", "信息公开", "gk/"), door("disclosure", "信息公开"))

    assert guide(offered, column) == FAILED


def test_a_closed_door_with_other_words_still_hides():
    """Another name may be another place."""
    column = page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False))
    offered = home(door("disclosure", "信息公开", "gk/"), door("disclosure", "政府信息公开专栏"))

    assert guide(offered, column) == CANT_TELL


@pytest.mark.parametrize(("title", "expected"), [("信息公开", FAILED), ("信息公开专栏", CANT_TELL)])
def test_a_dead_menu_item_with_the_name_of_a_column_that_was_read_hides_nothing(title, expected):
    """The column's own item in its own menu, often; the name must be the very same."""
    column = page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False), title=title)

    assert guide(home(door("disclosure", "信息公开")), column) == expected


def test_the_same_words_under_another_role_excuse_nothing():
    """A place opened for one matter is not the place of the other."""
    column = page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False))
    offered = home(door("dated", "公开", "gk/"), door("disclosure", "公开"))

    assert guide(offered, column) == CANT_TELL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于做好政务公开的通知", FAILED),
        ("2015年政务公开工作", FAILED),
        ("《信息公开条例》", FAILED),
        ("信息公开.doc", FAILED),
        ("信息公开第3期", FAILED),
        ("云溪市质量技术监督局政务公开", CANT_TELL),  # fourteen characters: still the name of a place
        ("云溪市质量技术监督局政务公开栏", CANT_TELL),  # however long, what ends so is the organ's disclosure place
        ("云溪市质量技术监督局政府信息公开专栏平台", CANT_TELL),
        ("云溪市质量技术监督局云溪区分局政府信息公开", CANT_TELL),
        ("云溪市质量技术监督局深入推进政务公开", FAILED),
        ("云溪市质量技术监督局政务公开再上台阶", FAILED),
        ("政务公开", CANT_TELL),
    ],
)
def test_the_title_of_one_document_is_no_door(text, expected):
    """A dead link to one notice that mentions disclosure hides no column."""
    assert guide(home(door("disclosure", text))) == expected


def test_the_document_itself_may_bear_a_long_title():
    """Where the document is what is sought, a closed link of any length to it counts."""
    assert guide(home(door("guide", "关于公布2015年云溪市质量技术监督局政府信息公开指南的通知"))) == CANT_TELL


def test_a_unit_without_read_column_is_never_charged():
    """A unit on a column that was not fetched: nothing is known of it."""
    facts = unit(home(door("disclosure", "信息公开", "fj/")), NOTICES, column="fj/")

    assert outcome(facts, "document_found", **GUIDE) == CANT_TELL
    assert outcome(facts, "updated_weekly", weeks=1) == CANT_TELL
    assert outcome(facts, "guide_elements", elements={"fax": "传真"}) != FAILED


def test_what_follows_from_a_missing_guide_is_not_charged_twice():
    """Where the absence is proved, the rules on its content do not apply; where it is not, they are left open."""
    for check, params in (("guide_elements", {"elements": {"fax": "传真"}}), ("law_current", {"wordings": {}}), ("guide_accuracy", {})):
        assert outcome(unit(NOTICES), check, **params) == INAPPLICABLE, check
        assert outcome(unit(NOTICES, stop=Stop.BYTES), check, **params) == CANT_TELL, check
        assert outcome(unit(home(door("guide", "公开指南"))), check, **params) == CANT_TELL, check


DEPTH, ROBOTS, ADDRESS = SkipReason.DEPTH, SkipReason.ROBOTS, SkipReason.ADDRESS


@pytest.mark.parametrize("reason", [DEPTH, ROBOTS, ADDRESS])
@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("综合业务", CANT_TELL),  # nobody knows what it is for
        ("", CANT_TELL),  # a picture or a frame
        ("关于开展年度检查的通知", FAILED),  # a document
        ("2014年检查情况", FAILED),
        ("我局召开全市质量工作会议部署全年任务", FAILED),  # news
        ("登录", FAILED),  # furniture of every page
        ("内部办公系统", FAILED),
        ("通知公告", FAILED),  # its words say what it is for, and it is not for the guide
    ],
)
def test_a_menu_item_that_may_not_be_followed_leaves_it_open(anchor, reason, expected):
    """Beyond the crawl's depth, closed by robots.txt or by the address guard: the guide may hang on it."""
    assert guide(NOTICES, skips=[skip("zh/", reason, anchor=anchor, found_on="")]) == expected
    assert guide(NOTICES, skips=[skip("zh/", reason, anchor=anchor, found_on="tz/")]) == expected


@pytest.mark.parametrize("reason", [SkipReason.WINDOW, SkipReason.NOT_NEEDED, SkipReason.OFFSITE, SkipReason.BAD_URL])
def test_links_left_out_for_other_reasons_are_no_gap(reason):
    """Friendly links to other sites, older pages of a list, what no rule needs."""
    assert guide(NOTICES, skips=[skip("zh/", reason, anchor="综合业务")]) == FAILED


def test_rows_of_a_list_at_the_end_of_the_crawls_depth_are_documents():
    """A dated row, or a row of a real list; a lone undated link may be the next column of a chain."""
    dated = page("zh/", PageKind.COLUMN, row("质量兴市", "2015-01-01", "zh/1"), depth=5)
    many = page("zh/", PageKind.COLUMN, *(row(f"事项{i}", None, f"zh/{i}") for i in range(5)), depth=5)
    chain = page("zh/", PageKind.COLUMN, row("下级栏目", None, "zh/1"), depth=5)
    deep = [skip("zh/1", DEPTH, anchor="质量兴市", found_on="zh/")]

    assert [guide(column, skips=deep) for column in (dated, many, chain)] == [FAILED, FAILED, CANT_TELL]


def test_links_in_articles_and_what_was_read_another_way_are_no_gap():
    """The foot of an article names anything; an address under a second text is the same page."""
    article = page("1.html", PageKind.ARTICLE)

    assert guide(article, skips=[skip("zh/", ROBOTS, anchor="综合业务", found_on="1.html")]) == FAILED
    assert guide(NOTICES, skips=[skip("tz/index.html", DEPTH, anchor="综合业务", found_on="")]) == FAILED


@pytest.mark.parametrize(
    ("framed", "expected"),
    [
        (page("gk/", PageKind.OTHER, frames=["http://zwgk.elsewhere.example/"]), CANT_TELL),
        (page("gk/", PageKind.OTHER, frames=["closed/"]), CANT_TELL),
        (page("gk/", PageKind.OTHER, frames=["http://zwgk.elsewhere.example/"], own_text=400), FAILED),  # it has a text of its own
        (page("gk/", PageKind.COLUMN, *rows("2015-06-01"), pager(False), frames=["http://zwgk.elsewhere.example/"]), FAILED),
        (page("gk/", PageKind.OTHER, frames=["tz/"]), FAILED),  # the frame was read
        (page("gk/", PageKind.OTHER, frames=["gone/"]), FAILED),  # and this one is not there
        (page("n/1.html", PageKind.OTHER, frames=["closed/"], depth=4, anchor="我局召开全市质量工作会议部署全年任务"), FAILED),
    ],
)
def test_a_page_whose_content_is_a_frame_that_was_not_read(framed, expected):
    """Another site's frame, or one closed by robots.txt, with nothing around it: what the page shows was not seen."""
    gone = page("gone/", None, status=404)
    closed = [skip("closed/", ROBOTS, found_on=framed.url)] if any("closed" in frame for frame in framed.frames) else []

    assert guide(framed, NOTICES, gone, skips=closed) == expected


OFF = "http://wetter.elsewhere.example/"


@pytest.mark.parametrize(
    ("frame", "behind", "skips", "pixels", "expected"),
    [
        ("lan.html", (), (skip("lan.html", SkipReason.ROBOTS),), (), CANT_TELL),
        ("lan.html", (), (skip("lan.html", SkipReason.LIMIT),), (), CANT_TELL),
        ("lan.html", (page("lan.html", None, error=FetchError.TIMEOUT, depth=0, found_on=""),), (), (), CANT_TELL),
        ("lan.html", (page("lan.html", None, status=500, depth=0, found_on=""),), (), (), CANT_TELL),
        ("lan.html", (page("lan.html", None, status=500, depth=0, found_on=""),), (), ("lan.html",), FAILED),  # a counter
        ("lan.html", (), (skip("lan.html", SkipReason.ROBOTS),), ("lan.html",), FAILED),
        ("lan.html", (page("lan.html", PageKind.OTHER, depth=0, found_on=""),), (), (), FAILED),  # read
        ("lan.html", (page("lan.html", None, status=404, depth=0, found_on=""),), (), (), FAILED),  # not there for anybody
        (OFF, (), (skip(OFF, SkipReason.OFFSITE),), (), FAILED),  # the weather
    ],
    ids=["robots", "limit", "timeout", "500", "500 pixel", "robots pixel", "read", "404", "offsite"],
)
def test_a_frame_of_the_home_page_may_hold_the_entry(frame, behind, skips, pixels, expected):
    """If it stands on the portal's own host, is large enough to be seen, and was not read."""
    assert guide(home(frames=[frame], pixels=pixels), NOTICES, *behind, skips=skips) == expected


def test_frames_of_the_template_are_no_content():
    """The weather stands on every page."""
    pages = [page(f"{i}/", PageKind.OTHER, frames=["http://weather.example/"]) for i in range(3)]

    assert guide(*pages) == FAILED


def test_an_empty_answer_leaves_it_open():
    """Status 200 and no document is no page that was read."""
    hollow = attrs.evolve(page("gk/", PageKind.OTHER, anchor="政务公开"), hollow=True)

    assert guide(hollow, NOTICES) == CANT_TELL


def test_an_absence_that_can_quote_nothing_is_left_open():
    """No evidence, no accusation: of a page that offers no words there is nothing to show."""
    assert guide(home(offered=""), NOTICES) == CANT_TELL
    found = findings(
        unit(home(), page("fj/", PageKind.COLUMN, *rows("2015-06-01"), offered="分局动态 分局职能"), column="fj/"),
        "document_found",
        **GUIDE,
    )
    assert (found[""].outcome, found[""].evidence[0].quote) == (FAILED, "分局动态 分局职能")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云溪市质量技术监督局政府信息公开专栏平台", CANT_TELL),
        ("云溪市质量技术监督局深入推进政府信息公开", FAILED),
        ("关于开通云溪市质量技术监督局信息公开平台的通知", FAILED),
    ],
)
def test_a_long_link_of_the_home_page_may_be_the_disclosure_place(text, expected):
    """Too long for a role, and a door all the same: the city's platform, on another host."""
    assert guide(home(links=[link(text, "http://xxgk.city.example/")]), NOTICES) == expected
    assert guide(home(links=[link(text, "http://xxgk.city.example/", hidden=True)]), NOTICES) == FAILED


TAB = fact("tab.head", "政府信息公开指南")
STRIP = "机构职能\n政府信息公开指南\n公开目录"


@pytest.mark.parametrize(
    ("kind", "text", "more", "expected"),
    [
        (PageKind.COLUMN, "政府信息公开指南\n关于检查的通知", (), CANT_TELL),
        (PageKind.APPLY, "申请人可以当面提交申请。", (TAB,), CANT_TELL),
        (PageKind.OTHER, STRIP, (), CANT_TELL),
        (PageKind.OTHER, "政府信息公开指南\n申请人可以当面提交申请。", (), FAILED),  # what a text speaks of
        (PageKind.ARTICLE, STRIP, (), FAILED),
        (PageKind.COLUMN, "2014年公开指南", (), FAILED),  # one year's
        (PageKind.COLUMN, "二、公开指南\n请见公开指南。\n关于公开指南的通知", (), FAILED),
        (PageKind.COLUMN, "政府信息公开指南", (fact("list.blank", "暂无内容"),), FAILED),
    ],
)
def test_a_part_of_a_page_that_bears_the_name_leaves_it_open(kind, text, more, expected):
    """A tab, a fold, a line of its own: what stands below was shown by a script, or was not known for what it is. A blank column fills nothing."""
    holder = attrs.evolve(page("xx/", kind, *more, title="信息公开"), text=text)

    assert guide(holder, NOTICES) == expected


def test_each_line_of_the_disclosure_columns_own_page_may_head_a_part():
    """Whatever kind of page it was taken for: it may hold all parts of the column one below the other."""
    holder = attrs.evolve(page("xx/", PageKind.OTHER, title="信息公开"), text="政府信息公开指南\n申请人可以当面提交申请。")

    assert guide(holder, home(door("disclosure", "信息公开", "xx/"))) == CANT_TELL
