"""Columns and doors that should hold items and could not be looked into: each is named once, and nothing that was read is."""

from __future__ import annotations

import pytest

from checks.model import FetchError, PageKind, SkipReason

from .build import CANT_TELL, INAPPLICABLE, PASSED, Fact, ReadPage, door, fact, findings, home, outcomes, page, read, row, skip, unit

FIELDS = {f: f"要素{f}" for f in "abcd"}
RECORDS = {"kind": "item", "fields": FIELDS, "pages": ["service_item"], "roles": ["power_list"], "least": 3, "name_unread": True}
STUB = PageKind.REDIRECT_STUB


def item(path: str) -> ReadPage:
    """A record with all its fields."""
    return page(path, PageKind.SERVICE_ITEM, *(read("item", field) for field in FIELDS), title="某项许可")


def column(path: str, *facts: Fact, title: str = "权力清单") -> ReadPage:
    return page(path, PageKind.COLUMN, *facts, title=title)


def judged(*pages: ReadPage, **more: object) -> dict[str, object]:
    return outcomes(unit(*pages, **more), "record_fields", **RECORDS)  # type: ignore[arg-type]


def test_a_column_whose_rows_lead_nowhere_is_named_with_them():
    """Each row that could not be opened stands in the message, with what became of it."""
    facts = unit(column("qd/", row("甲许可"), row("乙许可", to="2.html")), page("2.html", None, status=404))
    found = findings(facts, "record_fields", **RECORDS)

    assert {s: f.outcome for s, f in found.items()} == {"qd/index.html": CANT_TELL}
    assert "“甲许可”（链接没有网址）" in found["qd/index.html"].message
    assert "“乙许可”（页面不存在）" in found["qd/index.html"].message
    assert found["qd/index.html"].evidence


def test_a_column_is_known_by_the_door_that_leads_to_it_as_well_as_by_its_name():
    """A menu item 权力清单 may open a column that is called something else."""
    assert judged(home(door("power_list", "权力清单", "zx/")), column("zx/", row("甲许可"), title="咨询")) == {"zx/index.html": CANT_TELL}
    assert judged(home(), column("zx/", row("甲许可"), title="咨询")) == {"": CANT_TELL}


def test_a_column_of_which_a_record_was_read_is_not_named():
    """Whatever else it lists; nor is one whose records stand in a column below it."""
    rows = (row("甲许可", to="1.html"), row("乙许可"))

    assert judged(column("qd/", *rows), item("1.html")) == {"1.html": PASSED}
    assert judged(column("qd/", row("某科", to="k/")), column("k/", *rows, title="某科"), item("1.html")) == {"1.html": PASSED}
    assert judged(column("qd/", row("某科", to="k/")), column("k/", row("乙许可"), title="某科")) == {"qd/index.html": CANT_TELL}


def test_rows_that_are_all_named_themselves_need_no_verdict_on_their_column():
    """Each unread record has its own; one row that did not open brings the column's back."""
    opened = (page("1.html", PageKind.ARTICLE), page("2.html", PageKind.ARTICLE))
    rows = (row("甲许可", to="1.html"), row("乙许可", to="2.html"))

    assert judged(column("qd/", *rows), *opened) == {"1.html": CANT_TELL, "2.html": CANT_TELL}
    assert judged(column("qd/", *rows, row("丙许可")), *opened)["qd/index.html"] == CANT_TELL


def test_a_column_that_opens_and_shows_no_items_is_named():
    """Its items may be drawn in a way we did not make out."""
    assert judged(column("qd/")) == {"qd/index.html": CANT_TELL}


def test_a_column_that_is_blank_or_says_that_there_are_none_is_not():
    """The one is another rule's, the other this rule's exception."""
    assert judged(column("qd/", fact("list.blank", "暂无内容"))) == {"": CANT_TELL}
    assert judged(home(door("power_list", "权力清单", "qd/")), column("qd/", fact("list.statement", "本局无许可事项"))) == {
        "": INAPPLICABLE
    }


def test_doors_without_an_address_are_named_where_they_stand_nearest_to_the_home_page():
    """Once, however many pages repeat the menu."""
    shut = door("power_list", "权力清单")
    facts = unit(
        home(shut), page("a.html", PageKind.ARTICLE, shut), page("b/", PageKind.COLUMN, shut, row("某事", to="a.html"), title="通知")
    )
    found = findings(facts, "record_fields", **RECORDS)

    assert {s: f.outcome for s, f in found.items()} == {"index.html": CANT_TELL}
    assert found["index.html"].message.startswith("首页：") and "“权力清单”（链接没有网址）" in found["index.html"].message


def test_doors_farther_from_the_home_page_are_passed_over():
    """A menu that only inner pages show repeats what the home page offers; the nearest page stands for all."""
    far = page("a.html", PageKind.ARTICLE, door("power_list", "其他权力清单"), depth=2)

    assert judged(home(door("power_list", "权力清单")), far) == {"index.html": CANT_TELL}
    assert judged(home(), far) == {"a.html": CANT_TELL}


@pytest.mark.parametrize(
    ("behind", "skips", "subject"),
    [
        ((page("qd/", None, status=404),), (), "qd/index.html"),
        ((page("qd/", None, error=FetchError.TIMEOUT),), (), "qd/index.html"),
        ((page("qd/", PageKind.SCRIPT_SHELL),), (), "qd/index.html"),
        ((), (skip("qd/"),), "qd/index.html"),
        ((page("qd/", STUB, jump="weg/"), page("weg/", None, status=404)), (), "qd/index.html"),
        ((), (skip("qd/", SkipReason.ROBOTS),), "index.html"),
    ],
    ids=["404", "timeout", "shell", "budget", "stub", "robots"],
)
def test_a_door_with_an_address_is_named_under_it(behind, skips, subject):
    """The address is the column's, whatever answered there; what robots.txt closes is the offering page's."""
    assert judged(home(door("power_list", "权力清单", "qd/")), *behind, skips=skips) == {subject: CANT_TELL}


def test_a_door_to_another_host_is_named_beside_what_was_read():
    """The items on the portal are judged, and that others stand elsewhere is said."""
    facts = (home(door("power_list", "网上权力清单", "http://zwfw.example/"), door("power_list", "权力清单", "qd/")),)

    assert judged(*facts, column("qd/", row("甲许可", to="1.html")), item("1.html")) == {"1.html": PASSED, "index.html": CANT_TELL}


def test_what_is_no_door_is_not_named():
    """An office that bears the word in its name, a single document, and a dead copy of a door that opened."""
    organ = door("power_list", "市权力清单管理局", "http://other.example/")
    document = door("power_list", "2015年权力清单.doc")
    copy = door("power_list", "权力清单")
    opened = home(door("power_list", "权力清单", "qd/"), organ, document)

    assert judged(opened, column("qd/", copy, row("甲许可", to="1.html")), item("1.html")) == {"1.html": PASSED}


def test_one_page_has_one_verdict():
    """A column with rows that lead nowhere and doors that are shut names both; a record's own page keeps its own."""
    shut = door("power_list", "网上权力清单")
    found = findings(unit(column("qd/", row("甲许可"), shut)), "record_fields", **RECORDS)

    assert list(found) == ["qd/index.html"]
    assert "所列条目“甲许可”" in found["qd/index.html"].message and "入口“网上权力清单”" in found["qd/index.html"].message
    record = page("1.html", PageKind.SERVICE_ITEM, *(read("item", field) for field in FIELDS), shut)
    assert judged(record) == {"1.html": PASSED}


def test_rules_that_do_not_ask_for_it_get_nothing():
    """Without ``name_unread`` there is the one general verdict."""
    assert outcomes(unit(column("qd/", row("甲许可"))), "record_fields", **{**RECORDS, "name_unread": False}) == {"": CANT_TELL}
