"""The column 政府信息公开 and its parts; the classes of the law; the column beside the site."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
import pytest

from checks.model import PageKind, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, home, link, outcome, outcomes, page, read, row, unit

PLATFORM = {"column": "政府信息公开(?:专栏)?", "sections": {"s_guide": ["公开指南"], "s_rules": ["公开制度"]}}
PARTS = (door("guide", "公开指南", "zn.html"), door("rules", "公开制度", "zd/"))
COLUMN = page("gk/", PageKind.COLUMN, row("关于检查的通知", "2015-06-01"), title="专栏")
OPENED = (COLUMN, page("zn.html", PageKind.GUIDE), page("zd/", PageKind.COLUMN, row("某制度")))


def platform(*pages, **more):
    return outcomes(unit(*pages, **more), "disclosure_platform", **PLATFORM)


@pytest.mark.parametrize(
    ("name", "expected"), [("政府信息公开", PASSED), ("政府信息公开专栏", PASSED), ("政务公开", FAILED), ("信息公开", FAILED)]
)
def test_the_name_of_the_column(name, expected):
    """One name for all."""
    assert platform(home(door("disclosure", name, "gk/"), *PARTS), *OPENED)["name"] is expected


def test_a_name_that_holds_the_words_is_not_said_to_lack_them():
    """Only parts of the column, or a document about it, were offered: its own name was not read."""
    assert platform(home(door("disclosure", "青石县政府信息公开工作制度", "gk/"), *PARTS), *OPENED)["name"] is CANT_TELL


def test_a_heading_bears_the_name_as_well_as_a_link():
    """A block of that name whose menu item is called otherwise."""
    headed = (COLUMN, page("yd.html", PageKind.OTHER, fact("place.heading", "政府信息公开")), *OPENED[1:])

    assert platform(home(door("disclosure", "政务公开", "gk/"), *PARTS), *headed)["name"] is PASSED


def test_a_door_that_stays_closed_may_bear_the_name():
    """Whatever of the disclosure column was not opened leaves the question open; so does a column on another host."""
    assert platform(home(door("disclosure", "政务公开", "gk/"), door("apply", "依申请公开"), *PARTS), *OPENED)["name"] is CANT_TELL
    assert platform(home(door("disclosure", "政务公开", "gk/"), *PARTS), *OPENED, stop=Stop.PAGES)["name"] is CANT_TELL
    elsewhere = home(door("disclosure", "政府信息公开", "http://gk.other.example/"), *PARTS)
    assert platform(elsewhere, *OPENED)["name"] is CANT_TELL


def test_a_unit_on_anothers_site_names_no_column():
    """The column belongs to the site's owner."""
    assert platform(COLUMN, column="gk/")["name"] is INAPPLICABLE


@pytest.mark.parametrize(
    ("parts", "expected"), [(PARTS, PASSED), (PARTS[:1], FAILED), ((), FAILED), ((PARTS[0], door("rules", "规章制度")), CANT_TELL)]
)
def test_parts_of_the_column(parts, expected):
    """A part named anywhere is there; one that may stand behind a closed door is not missing."""
    assert platform(home(door("disclosure", "政府信息公开", "gk/"), *parts), *OPENED)["sections"] is expected


def test_search_and_download_are_never_charged():
    """A box and a file show that they work; without them nobody knows."""
    box, file = read("site.search", "box"), fact("page.attachment", link("表.doc", "b.doc"))

    assert platform(home(box, file))["functions"] is PASSED
    assert platform(home(box))["functions"] is CANT_TELL
    assert platform(home(file))["functions"] is CANT_TELL


CLASSES = {"every": {"a06": ["行政处罚"], "a07": ["财政预算", "预算"]}, "by_function": {"a10": ["重大项目"]}, "beside": ["信息", "公开"]}
BLANK = fact("list.blank", "暂无信息")


def classes(*pages):
    return outcomes(unit(*pages), "statutory_classes", **CLASSES)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((), {"unseen": CANT_TELL, "by_function": INAPPLICABLE}),
        ((page("cf/", PageKind.COLUMN, title="行政处罚"),), {"seen": PASSED, "unseen": CANT_TELL, "by_function": INAPPLICABLE}),
        ((page("xx/", PageKind.COLUMN, row("2015年部门预算")),), {"seen": PASSED, "unseen": CANT_TELL, "by_function": INAPPLICABLE}),
        ((page("cf/", PageKind.COLUMN, BLANK, title="行政处罚"),), {"a06": FAILED, "unseen": CANT_TELL, "by_function": INAPPLICABLE}),
        ((page("xm/", PageKind.COLUMN, BLANK, title="重大项目"),), {"a10": FAILED, "unseen": CANT_TELL}),
        ((page("xm/", PageKind.COLUMN, BLANK, title="重大项目信息公开"),), {"a10": FAILED, "unseen": CANT_TELL}),
        ((page("xm/", PageKind.COLUMN, BLANK, title="重大项目评选先进"),), {"a10": CANT_TELL, "unseen": CANT_TELL}),  # another matter
        (
            (
                page("a/", PageKind.COLUMN, BLANK, title="重大项目"),
                page("b/", PageKind.COLUMN, BLANK, fact("list.statement", "本局无此类信息"), title="重大项目信息"),
            ),
            {"a10": INAPPLICABLE, "unseen": CANT_TELL},
        ),
        (
            (page("xm/", PageKind.COLUMN, BLANK, fact("list.statement", "本局无此类信息"), title="重大项目"),),
            {"a10": INAPPLICABLE, "unseen": CANT_TELL},
        ),
        (
            (page("cf/", PageKind.COLUMN, BLANK, title="行政处罚"), page("xx/", PageKind.COLUMN, row("行政处罚决定书"))),
            {"seen": PASSED, "unseen": CANT_TELL, "by_function": INAPPLICABLE},
        ),
    ],
)
def test_classes_of_the_law(pages, expected):
    """Only a column of its own that is empty is charged, and only where nothing of the class stands elsewhere."""
    assert classes(*pages) == expected


def test_an_empty_column_of_a_visit_cut_short():
    """What stands elsewhere may not have been reached."""
    blank = page("cf/", PageKind.COLUMN, BLANK, title="行政处罚")

    assert outcomes(unit(blank, stop=Stop.PAGES), "statutory_classes", **CLASSES)["a06"] is CANT_TELL


TITLE = "关于印发标准的通知(云质发〔2015〕12号)"


def sync(
    inside: str | None, outside: str | None, *, title: str = TITLE, there: str = "xw/1.html", as_of: str = "2015-06-30", crowd: int = 0
):
    filler = tuple(page(f"{side}{n}.html", PageKind.ARTICLE, published="2015-06-09") for side in ("gk/", "xw/") for n in (8, 9))
    columns = (
        page("gk/", PageKind.COLUMN, row(title, inside, "gk/1.html"), row("专栏里的另一条信息标题", to="gk/8.html"), title="政府信息公开"),
        page("xw/", PageKind.COLUMN, row(title, outside, there), row("网站上的另一条信息标题", to="xw/8.html"), title="通知公告"),
    )
    documents = [page("gk/1.html", PageKind.ARTICLE, title=title, published=inside)]
    documents += [page(there, PageKind.ARTICLE, title=title, published=outside)] if there != "gk/1.html" else []
    entry = home(door("disclosure", "政府信息公开", "gk/"), door("dated", "通知公告", "xw/"))
    moved = [page(f"yj/{n}.html", PageKind.ARTICLE, published=inside) for n in range(crowd)]
    return outcome(unit(entry, *columns, *documents, *filler, *moved, as_of=as_of), "column_sync", lag_days=3, days_back=35)


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        ("2015-06-10", "2015-06-10", PASSED),
        ("2015-06-10", "2015-06-13", PASSED),
        ("2015-06-10", "2015-06-14", FAILED),
        ("2015-06-14", "2015-06-10", FAILED),
        ("2015-05-20", "2015-05-26", FAILED),
        ("2015-05-20", "2015-05-25", CANT_TELL),  # before the days that are looked at
        ("2015-06-10", None, CANT_TELL),
    ],
)
def test_dates_of_one_document(inside, outside, expected):
    """To the day, whichever comes first."""
    assert sync(inside, outside) is expected


@pytest.mark.parametrize(("crowd", "expected"), [(17, FAILED), (18, CANT_TELL)])
def test_a_day_of_a_move_is_no_day_of_publication(crowd, expected):
    """The column was filled on one day: the row, the page and so many others bear it."""
    assert sync("2015-06-14", "2015-06-10", crowd=crowd) is expected


def test_which_pairs_are_one_document():
    """A number in the title makes it certain; a title alone does not; one page linked twice is one."""
    assert sync("2015-06-10", "2015-06-24", title="关于公布行政许可结果的公告") is CANT_TELL
    assert sync("2015-06-10", "2015-06-10", there="gk/1.html") is PASSED
    assert outcome(unit(COLUMN), "column_sync", lag_days=3, days_back=35) is INAPPLICABLE


def test_the_part_for_applications_may_be_called_by_what_one_does_there():
    """我要申请 in the menu of the column is the way to apply."""
    rule = tomllib.loads((Path(__file__).parents[3] / "data/rulepacks/national-2019/platform.61-sections.toml").read_text("utf-8"))
    words = {"s_apply": rule["params"]["sections"]["s_apply"]}

    for name, expected in (("我要申请", PASSED), ("我要咨询", FAILED)):
        facts = unit(
            home(door("disclosure", "政府信息公开", "gk/"), door("apply", name, "sq.html")), COLUMN, page("sq.html", PageKind.OTHER)
        )
        assert outcomes(facts, "disclosure_platform", column="政府信息公开", sections=words)["sections"] is expected


def test_words_of_any_link_on_the_units_entry_page_name_a_part():
    """Of a column only the links that rules ask for are kept; that it offers more is known by their words."""
    gk = page("gk/", PageKind.COLUMN, row("某通知", "2015-06-01", "gk/1.html"), offered="公开指南 公开制度汇编", title="县局")

    assert platform(home(), gk, column="gk/")["sections"] is PASSED
    assert platform(home(), attrs.evolve(gk, offered="公开指南"), column="gk/")["sections"] is FAILED


def test_a_part_may_stand_behind_a_door_of_which_nobody_could_tell_whose_it_is():
    """The unit's column leads to pages that others offer, too: one of them may be the part."""
    gk = page("gk/", PageKind.COLUMN, door("dated", "政策", "c7/"), offered="公开指南", title="县局")
    pages = (home(), gk, page("xw/", PageKind.COLUMN, door("dated", "政策", "c7/")), page("c7/", PageKind.COLUMN))

    assert platform(*pages, column="gk/")["sections"] is CANT_TELL


def test_a_part_under_a_shorter_name_is_known_by_what_leads_there():
    """指南 and 制度 within the column: their link says what they are, whether it opens or not."""
    short = (door("guide", "指南", "zn.html"), door("rules", "制度", "zd/"))
    found = {
        known: outcomes(
            unit(home(door("disclosure", "政府信息公开", "gk/"), *short), *OPENED),
            "disclosure_platform",
            **PLATFORM,
            known_by={"s_guide": "guide", "s_rules": known},
        )["sections"]
        for known in ("rules", "apply")
    }

    assert found == {"rules": PASSED, "apply": FAILED}
    renamed = page("zd/", PageKind.APPLY, title="申请渠道")
    facts = unit(home(door("disclosure", "政府信息公开", "gk/"), PARTS[0]), *OPENED[:2], renamed)
    known = {"s_rules": "apply"}
    assert outcomes(facts, "disclosure_platform", **PLATFORM, known_by=known)["sections"] is PASSED
