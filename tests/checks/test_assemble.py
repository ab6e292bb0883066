"""Assembly: which pages count for a unit, which body of a page counts, what became of a link, and where lists begin and end."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from checks.assemble import Reach
from checks.model import FetchError, LinkKind, PageKind, SkipReason
from checks.predicates.base import subject_of
from checks.vocabulary import Element, Vocabulary
from tests.checks.predicates.build import (
    CANT_TELL,
    FAILED,
    PASSED,
    SITE,
    at,
    door,
    fact,
    home,
    outcomes,
    page,
    pager,
    rows,
    skip,
    unit,
)

COLUMN, ARTICLE = PageKind.COLUMN, PageKind.ARTICLE


def paths(facts) -> set[str]:
    return {p.url.removeprefix(SITE) for p in facts.pages}


@pytest.mark.parametrize(
    ("static", "rendered", "wins"),
    [
        ({}, {}, "rendered"),
        ({}, {"status": None, "error": FetchError.BROWSER}, "static"),
        ({}, {"status": 500}, "static"),
        ({"status": 500}, {}, "rendered"),
        ({"status": None, "error": FetchError.TIMEOUT}, {}, "rendered"),
        ({"status": 404}, {"status": 500}, "rendered"),
    ],
)
def test_the_rendered_body_counts_unless_only_the_static_one_was_got(static, rendered, wins):
    """Whichever of the two arrives first."""
    bodies = [page("a/", COLUMN, title="static", **static), page("a/", COLUMN, title="rendered", rendered=True, **rendered)]
    for order in (bodies, bodies[::-1]):
        assert unit(*order).find(at("a/")).title == wins


def test_of_two_fetches_of_a_page_the_later_good_one_counts():
    """A retry that failed does not undo what was read."""
    first, second = page("a/", COLUMN, title="first"), page("a/", COLUMN, title="second", minutes=5)
    failed = page("a/", COLUMN, title="failed", status=503, minutes=9)

    assert unit(failed, second, first).find(at("a/")).title == "second"


def test_the_order_of_pages_and_skips_does_not_matter():
    """Every view of the unit is the same whatever order the visit file gives."""
    pages = [
        home(door("guide", "指南", "a/"), door("apply", "申请")),
        page("a/", COLUMN, *rows("2015-06-29", "2015-06-28"), pager(True, "b/")),
    ]
    pages += [
        page("b/", COLUMN, *rows("2015-06-01"), pager(False)),
        page("c/", ARTICLE, published="2015-06-28"),
        page("c/", ARTICLE, rendered=True),
    ]
    skips = [skip(f"s{i}", SkipReason.ROBOTS) for i in range(4)]
    seen = set()
    for seed in range(10):
        shuffle = random.Random(seed).sample
        facts = unit(*shuffle(pages, len(pages)), skips=shuffle(skips, 4))
        lists = [(c.url, [f.value.title for f in c.entries], c.ended, c.oldest) for c in facts.columns]
        seen.add(
            repr(([p.url for p in facts.pages], [t.describe() for t in facts.targets], lists, [d for d, _ in facts.dated], facts.gaps))
        )

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("target", "skips", "expected"),
    [
        (page("a/", COLUMN), (), Reach.READ),
        (page("a/", COLUMN, status=206), (), Reach.READ),
        (page("a/", None, status=404), (), Reach.DEAD),
        (page("a/", None, status=410), (), Reach.DEAD),
        (page("a/", PageKind.NOT_FOUND), (), Reach.DEAD),
        (page("a/", PageKind.NOT_FOUND, status=503), (), Reach.ERROR),
        (page("a/", None, status=301), (), Reach.ERROR),
        (page("a/", None, status=403), (), Reach.ERROR),
        (page("a/", PageKind.BLOCKED), (), Reach.ERROR),
        (page("a/", PageKind.MOVED), (), Reach.ERROR),
        (page("a/", None, error=FetchError.RESET), (), Reach.ERROR),
        (page("a/", None, error=FetchError.ROBOTS), (), Reach.ROBOTS),
        (page("a/", None, error=FetchError.NO_BROWSER), (), Reach.SHELL),
        (page("a/", PageKind.SCRIPT_SHELL), (), Reach.SHELL),
        (None, (skip("a/", SkipReason.ROBOTS),), Reach.ROBOTS),
        (None, (skip("a/", SkipReason.BUDGET),), Reach.UNVISITED),
        (None, (skip("a/", SkipReason.DEPTH),), Reach.UNVISITED),
        (None, (), Reach.UNVISITED),
    ],
)
def test_what_became_of_an_address(target, skips, expected):
    """Read, gone, failed, forbidden, a shell, or not tried."""
    assert unit(*([target] if target else []), skips=skips).reach(at("a/"))[0] is expected


def test_a_link_without_an_address_leads_nowhere_unless_it_stays_on_the_page():
    """javascript: and # are different things."""
    facts = unit()

    assert facts.reach(None, LinkKind.SCRIPT)[0] is Reach.SCRIPT
    assert facts.reach(None, LinkKind.EMPTY)[0] is Reach.SCRIPT
    assert facts.reach(None, LinkKind.FRAGMENT)[0] is Reach.READ
    assert facts.reach("http://other.example/a/")[0] is Reach.OFFSITE


@pytest.mark.parametrize(
    "written", ["a/index.html", "a/Index.htm", "a/default.aspx", "https://www.yunxi.example/a/", "http://yunxi.example/a/", "a/#top"]
)
def test_addresses_that_mean_the_same_page(written):
    """Scheme, www. and the name of an index page do not matter; the query does."""
    facts = unit(page("a/", COLUMN))

    assert facts.reach(at(written).split("#")[0])[0] is Reach.READ
    assert facts.reach(at("a/?id=1"))[0] is Reach.UNVISITED


def test_an_address_is_found_by_where_it_was_asked_for_and_where_it_ended():
    """A redirect on the server."""
    facts = unit(page("a", COLUMN, title="栏目", final="b/"))

    assert facts.find(at("a")).title == facts.find(at("b/")).title == "栏目"


@pytest.mark.parametrize(("own", "stray"), [("b/", "z"), ("y/", "a")])
def test_an_address_fetched_itself_outweighs_a_redirect_that_ended_there(own, stray):
    """A broken redirect does not make a page dead that was read by its own address, whichever comes first in the alphabet."""
    facts = unit(page(own, COLUMN, title="栏目"), page(stray, None, status=404, final=own))

    assert facts.reach(at(own))[0] is Reach.READ
    assert facts.reach(at(stray))[0] is Reach.DEAD


def test_a_site_under_two_host_names_is_one():
    """Long paths read under the home's host stand for the same paths of the twin; short ones may be any site's."""
    facts = unit(page("zwgk/tz/1.html", ARTICLE), page("a/", COLUMN), page("zwgk/tz/2.html", PageKind.NOT_FOUND))

    assert facts.reach("http://twin.example/zwgk/tz/1.html")[0] is Reach.READ
    assert facts.reach("http://twin.example/a/")[0] is Reach.OFFSITE
    assert facts.reach("http://twin.example/zwgk/tz/3.html")[0] is Reach.OFFSITE
    assert facts.reach("http://twin.example/zwgk/tz/2.html")[0] is not Reach.READ


def stub(path: str, jump: str | None):
    return page(path, PageKind.REDIRECT_STUB, jump=jump)


def test_stubs_are_followed_to_where_they_lead():
    """Through several, to the page or to the reason why there is none."""
    facts = unit(
        stub("a", "b"),
        stub("b", "c"),
        page("c", COLUMN, title="到了"),
        stub("d", "gone"),
        stub("e", "nowhere"),
        page("gone", None, status=404),
    )

    assert facts.reach(at("a"))[1].title == "到了"
    assert facts.reach(at("d"))[0] is Reach.DEAD
    assert facts.reach(at("e"))[0] is Reach.UNVISITED


def test_stubs_in_a_ring_are_an_error_and_end():
    """No endless walk, and no page to be charged."""
    facts = unit(stub("a", "b"), stub("b", "a"))

    assert facts.reach(at("a"))[0] is Reach.ERROR


def test_a_start_page_that_only_jumps_leads_to_the_home_page():
    """The home page is where it ends, and the gaps speak of that."""
    jumping = home(kind=PageKind.REDIRECT_STUB, jump="portal/")

    assert unit(jumping, page("portal/", PageKind.HOME, title="门户")).home.title == "门户"
    assert unit(jumping, page("portal/", None, status=500)).gaps


@pytest.mark.parametrize(("waiting", "told"), [(0, False), (1, False), (2, True), (10, True)])
def test_a_site_written_by_scripts_is_not_read_whole(waiting: int, told: bool):
    """More than a tenth of the columns wait for a script: anything may stand there; a single one (letters, films) hides nothing."""
    columns = [page(f"c{n}/", COLUMN, *([fact("list.awaits", True)] if n < waiting else rows("2015-06-29")), depth=1) for n in range(12)]

    assert any("由脚本写出" in gap for gap in unit(home(), *columns).gaps) is told


def test_lists_are_chained_by_their_pagers():
    """One column over its pages, in walking order, each page once."""
    pages = [
        page("z/", COLUMN, *rows("2015-06-29"), pager(True, "m/2")),
        page("m/2", COLUMN, *rows("2015-06-20"), pager(True, "a/3")),
        page("a/3", COLUMN, *rows("2015-06-10"), pager(False)),
        page("other/", COLUMN, *rows("2015-01-01"), pager(False)),
    ]
    found = {c.url.removeprefix(SITE): c for c in unit(*pages).columns}

    assert set(found) == {"z/", "other/"}
    assert [p.url.removeprefix(SITE) for p in found["z/"].pages] == ["z/", "m/2", "a/3"]
    assert len(found["z/"].entries) == 3 and found["z/"].ended


def test_a_pager_that_turns_in_a_ring_or_to_itself_ends():
    """A «next» on the last page that leads back is no further page; a list that never says it ended has not ended."""
    facts = unit(page("a/", COLUMN, *rows("2015-06-29"), pager(True, "b/")), page("b/", COLUMN, *rows("2015-06-01"), pager(True, "b/")))

    assert [[p.url.removeprefix(SITE) for p in c.pages] for c in facts.columns] == [["a/", "b/"]]
    assert not facts.columns[0].ended


@pytest.mark.parametrize(
    ("more", "dates", "day", "covered"),
    [
        (False, (), "2015-01-01", True),
        (False, ("2015-06-01",), "2015-01-01", True),
        (True, (), "2015-01-01", False),
        (None, ("2015-06-01",), "2015-06-01", False),
        (None, ("2015-06-01",), "2015-06-02", True),
        (True, ("2015-06-29", "2015-06-28", "2015-06-27", "2010-01-01"), "2015-06-20", False),
        (True, ("2015-06-29", "2015-06-03", "2015-06-02", "2015-06-01"), "2015-06-03", False),
        (True, ("2015-06-29", "2015-06-03", "2015-06-02", "2015-06-01"), "2015-06-04", True),
    ],
)
def test_how_far_back_a_list_was_seen(more, dates, day, covered):
    """Read to its end, or beyond the day by more than one stray row."""
    [column] = unit(page("a/", COLUMN, *rows(*dates), pager(more))).columns

    assert column.covers(dt.date.fromisoformat(day)) == covered


def test_a_list_whose_next_page_failed_has_not_ended():
    """The last page read says that there are more."""
    [column] = unit(page("a/", COLUMN, *rows("2015-06-29"), pager(True, "b/")), page("b/", None, status=500)).columns

    assert not column.ended and not column.covers(dt.date(2015, 6, 1))


def test_targets_are_counted_once_and_by_their_nearest_offer():
    """The same link in the menu of every page is one target, one click from home."""
    offer = door("guide", "公开指南", "zn.html")
    facts = unit(
        home(offer), page("a/", COLUMN, offer), page("b/", COLUMN, door("guide", "指南", "zn.html")), page("zn.html", PageKind.GUIDE)
    )

    assert [(t.link.text, t.clicks) for t in facts.offers("guide")] == [("公开指南", 0)]


def test_targets_that_open_come_first():
    """Whatever their place on the page."""
    facts = unit(
        home(door("guide", "死链", "x.html"), door("guide", "公开指南", "zn.html")),
        page("x.html", None, status=404),
        page("zn.html", PageKind.GUIDE),
    )

    assert [t.reach for t in facts.offers("guide")] == [Reach.READ, Reach.DEAD]


@pytest.mark.parametrize(
    ("more", "dates", "covered"),
    [
        (True, ("2012-01-10", "2012-02-10", "2012-03-10", "2012-04-10"), False),  # oldest first: what follows is newer
        (None, ("2012-01-10", "2012-02-10", "2012-03-10", "2012-04-10"), False),
        (False, ("2012-01-10", "2012-02-10", "2012-03-10", "2012-04-10"), True),  # read to its end
        (True, ("2012-04-10", "2012-03-10", "2012-02-10", "2012-01-10"), True),
        (True, ("2012-09-01", "2012-02-01", "2012-08-01", "2012-03-01", "2012-07-01", "2012-01-01"), False),  # in no order
    ],
)
def test_a_list_that_is_not_newest_first_is_covered_only_by_its_end(more, dates, covered):
    """And nothing is charged on it."""
    facts = unit(page("a/", COLUMN, *rows(*dates), pager(more)))

    assert facts.columns[0].covers(dt.date(2015, 5, 1)) == covered
    assert outcomes(facts, "new_in_month") == {"2015-05": FAILED if covered else CANT_TELL}


def test_a_folder_and_its_index_page_are_one():
    """Charged once where they say the same; kept apart where they do not."""
    blank = fact("list.blank", "无")
    same = unit(page("a/", COLUMN, blank, title="栏目"), page("a/index.html", COLUMN, blank, title="栏目"))
    other = unit(page("a/", COLUMN, *rows("2015-06-01"), title="栏目"), page("a/index.html", COLUMN, blank, title="旧栏目"))

    assert outcomes(same, "blank_columns") == {"a/index.html": FAILED}
    assert sorted(outcomes(other, "blank_columns").values()) == sorted([PASSED, FAILED])


@pytest.mark.parametrize("order", [("a/", "a/index.html"), ("a/index.html", "a/")])
def test_a_dead_spelling_of_an_address_is_dead_and_the_other_is_not(order):
    """A link is as its own address answers."""
    good, dead = order
    facts = unit(page(good, COLUMN, title="栏目"), page(dead, None, status=404))

    assert (facts.reach(at(good))[0], facts.reach(at(dead))[0]) == (Reach.READ, Reach.DEAD)


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("tz/", "tz/index.html"),
        ("tz/index.html", "tz/index.html"),
        ("tz/default.aspx", "tz/index.html"),
        ("", "index.html"),
        ("list.jsp?id=5", "list.jsp?id=5"),
        ("tz/1.html", "tz/1.html"),
        ("http://xxgk.yunxi.example/tz/", "xxgk.yunxi.example/tz/index.html"),
        ("https://www.yunxi.example/tz/", "tz/index.html"),
    ],
)
def test_the_subject_of_a_page(address, subject):
    """Its path on the unit's own host; another host's pages bear its name."""
    assert subject_of(unit(), at(address)) == subject


def test_pages_of_two_hosts_are_two_subjects():
    """A full list on the city's platform does not resolve a blank one of the same path."""
    elsewhere = page("http://xxgk.yunxi.example/tz/", COLUMN, *rows("2015-06-01"), title="某局")

    assert outcomes(unit(page("tz/", COLUMN, fact("list.blank", "无"), title="通知"), elsewhere), "blank_columns") == {
        "tz/index.html": FAILED,
        "xxgk.yunxi.example/tz/index.html": PASSED,
    }


@pytest.mark.parametrize(
    ("host", "anchor", "hides"),
    [
        ("http://sq.other.example/apply", "依申请公开", False),
        ("http://sq.other.example/", "政府信息公开", True),
        ("sq/apply", "依申请公开", True),  # on the portal itself it may lead on
    ],
)
def test_an_application_form_elsewhere_that_fails_hides_only_itself(host: str, anchor: str, hides: bool):
    """Nothing else of the portal can stand behind it; the rules that seek it say that it did not open."""
    gone = page(host, None, error=FetchError.DNS, anchor=anchor, found_on="index.html", depth=2)

    roles = {role: Element(id=role, name=name, labels=(name,)) for role, name in (("apply", "依申请公开"), ("disclosure", "政府信息公开"))}
    words = Vocabulary(elements={"roles": roles}, words={}, holidays_until=dt.date(2030, 12, 31))

    assert any("未能读取" in gap for gap in unit(home(), gone, vocabulary=words).gaps) is hides


@pytest.mark.parametrize(("anchor", "told"), [("天气预报", False), ("空气质量", False), ("信息公开平台", True)])
def test_the_weather_hides_no_column(anchor: str, told: bool) -> None:
    """A page that is nothing but another site's frame, or did not open, leaves the look incomplete; the weather's does not."""
    framed = page("tq/", PageKind.OTHER, anchor=anchor, found_on="", frames=("http://w.example/",))
    shut = page("tq/", None, error=FetchError.TIMEOUT, anchor=anchor, found_on="")

    assert bool(unit(home(), framed).gaps) is told
    assert bool(unit(home(), shut).gaps) is told


@pytest.mark.parametrize(("path", "told"), [("sq/1.docx", False), ("sq/", True)])
def test_a_file_that_did_not_open_hides_no_column(path: str, told: bool) -> None:
    """A form to print that broke off is no menu."""
    assert bool(unit(home(), page(path, None, error=FetchError.TIMEOUT, anchor="表格下载", found_on="")).gaps) is told
