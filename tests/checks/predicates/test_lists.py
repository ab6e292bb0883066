"""Power lists, licences, random inspections, fees, services: the boundaries of what is charged."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import PageKind, State, Stop

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
    unit,
)

V, A, B, N, U = State.VALID, State.ABSENT, State.BLANK, State.NEGATED, State.UNREAD
FIELDS = ("a", "b", "c", "d", "e")
OWED = {"fields": {f: f"要素{f}" for f in FIELDS}, "pages": ["power_list"], "roles": ["power_list"], "least": 3}
ATTACHMENT = fact("page.attachment", link("附件", "1.doc"))


def item(*states: State, group: str = "", fields: tuple[str, ...] = FIELDS):
    return tuple(read("item", f, s, group=group) for f, s in zip(fields, states, strict=False))


def plist(*facts, path: str = "1.html", title: str = "某清单"):
    return page(path, PageKind.POWER_LIST, *facts, title=title)


@pytest.mark.parametrize(
    ("states", "more", "expected"),
    [
        ((V, V, V, V, V), {}, PASSED),
        ((V, V, V, V, A), {}, FAILED),
        ((V, V, V, V, A), {"uncharged": ["e"]}, CANT_TELL),
        ((V, V, V, V, B), {"uncharged": ["e"]}, CANT_TELL),
        ((V, V, V, A, A), {"uncharged": ["e"]}, FAILED),
        ((V, V, A, A, A), {"uncharged": ["e"]}, CANT_TELL),  # two of three, not counting what is spared
        ((V, V, V, V, A), {"elsewhere": {"e": ["流程图"]}}, FAILED),  # no such place
        ((V, V, V, V, A), {"elsewhere": {"e": ["公告"]}}, CANT_TELL),
        ((V, V, V, V, B), {"elsewhere": {"e": ["公告"]}}, FAILED),  # the list itself shows the label and nothing behind it
    ],
)
def test_fields_owed_and_not_owed(states, more, expected):
    """What is spared leaves the item open, never makes it pass or fail; what the list shows blank is blank."""
    portal = unit(home(door("dated", "公告", "gg/")), plist(*item(*states)))

    assert outcomes(portal, "owed_fields", **OWED, **more) == {"1.html": expected}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪县气象局权力清单", CANT_TELL),
        ("云溪县气象局2015年行政职权目录", CANT_TELL),
        ("云溪市行政权力清单", FAILED),
        ("云溪市人民政府权力清单", FAILED),  # its departments act
        ("云溪县气象局关于公布权力清单的通知", FAILED),
    ],
)
def test_a_bureaus_own_list_says_in_its_title_who_acts(title, expected):
    """The rows need not repeat it; whether that suffices is a person's to say."""
    fields = ("a", "b", "c", "d", "organ")
    owed = {**OWED, "fields": {f: f"要素{f}" for f in fields}}

    assert outcome(unit(plist(*item(V, V, V, V, A, fields=fields), title=title)), "owed_fields", **owed) is expected


def test_another_list_is_not_judged():
    """A list of duties has columns of its own."""
    assert outcome(unit(plist(*item(V, V, V, A, A), title="责任清单")), "owed_fields", **OWED, never=["责任清单"]) is CANT_TELL


def test_only_items_of_the_sort_in_question_are_judged():
    """By the name or class of the item, or the page's title."""
    fields = ("name", "category", "a", "b")
    licence = (read("item", "name", V, "某许可", group="1"), read("item", "a", V, group="1"), read("item", "b", A, group="1"))
    other = (read("item", "name", V, "某服务", group="2"), read("item", "a", A, group="2"), read("item", "b", A, group="2"))
    params = {**OWED, "fields": {f: f"要素{f}" for f in fields if f not in ("category",)}, "least": 2, "about": ["许可"]}

    [found] = findings(unit(plist(*licence, *other)), "owed_fields", **params).values()
    assert found.outcome is FAILED and "缺1项：要素b" in found.message
    assert outcome(unit(plist(*other)), "owed_fields", **params) is CANT_TELL
    assert outcome(unit(plist(*other, title="某许可")), "owed_fields", **params) is CANT_TELL  # one field of two: perhaps no item


SHOWN = {"kind": "fee", "fields": {"x": "甲", "y": "乙"}, "words": ["收费目录"], "roles": ["dated"]}


def fees(*states: State, path: str = "sf.html", extra=()):
    return page(path, PageKind.ARTICLE, *(read("fee", f, s) for f, s in zip("xy", states, strict=False)), *extra, title="价目")


@pytest.mark.parametrize(
    ("pages", "more", "expected"),
    [
        ((fees(V, V),), {}, PASSED),
        ((fees(V, A),), {}, FAILED),
        ((fees(V, A), fees(V, V, path="new.html")), {}, PASSED),  # the fullest edition
        ((fees(V, A, extra=(ATTACHMENT,)),), {}, CANT_TELL),
        ((fees(V, A),), {"elsewhere": ["标准"]}, FAILED),
        ((fees(V, A), page("b.html", PageKind.ARTICLE, title="检定标准")), {"elsewhere": ["标准"]}, CANT_TELL),
        ((page("a.html", PageKind.ARTICLE, title="2016年收费目录"),), {}, CANT_TELL),
        ((page("a.html", PageKind.ARTICLE, title="清理收费目录"),), {"never": ["清理"]}, FAILED),
        ((page("a.html", PageKind.ARTICLE, read("fee", "x", N, "无收费", method="statement"), title="价目"),), {}, INAPPLICABLE),
        ((), {}, FAILED),
        ((), {"absent": "cant_tell"}, CANT_TELL),
        ((), {"due": dt.date(2015, 6, 29)}, FAILED),
        ((), {"due": dt.date(2015, 6, 30)}, INAPPLICABLE),  # the last day is still in time
        ((fees(V, A),), {"due": dt.date(2015, 7, 1)}, FAILED),  # what is shown is judged before the day
    ],
)
def test_a_list_and_its_columns(pages, more, expected):
    """Missing from a portal that was read whole, or lacking a column."""
    assert outcome(unit(home(door("guide", "别处", "x.html")), *pages), "list_shown", **SHOWN, **more) is expected


def test_a_list_is_not_missed_behind_a_closed_door_or_after_a_cut():
    """Nor where the crawl ended early."""
    assert outcome(unit(home(door("dated", "公告"))), "list_shown", **SHOWN) is CANT_TELL
    assert outcome(unit(stop=Stop.PAGES), "list_shown", **SHOWN) is CANT_TELL


def test_a_list_is_not_missed_where_another_list_goes_on():
    """Its day is not known: any row that was not read may be it."""
    cut = page("gg/", PageKind.COLUMN, row("某通知", "2015-06-01", "gg/1.html"), pager(True), title="公告")

    assert outcome(unit(home(door("guide", "别处", "x.html")), cut), "list_shown", **SHOWN) is CANT_TELL
    assert outcomes(unit(home(door("guide", "别处", "x.html")), cut), "services_listed", **SERVICES)["list"] is CANT_TELL


SERVICES = {"roles": ["power_list"], "words": ["服务事项"], "guide_words": ["办事指南"], "unserved": ["处罚", "检查"]}
DOOR = door("power_list", "权力清单", "qd/")
LISTED = page("qd/", PageKind.COLUMN, row("某许可", None, "qd/1.html"), row("某登记", None, "qd/2.html"), title="事项")


def plain(path: str, *facts):
    return page(path, PageKind.ARTICLE, *facts, title="某事")


def guide(path: str):
    return page(path, PageKind.SERVICE_ITEM, read("item", "conditions"), title="某指南")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((LISTED, guide("qd/1.html"), guide("qd/2.html")), {"list": PASSED, "guide": PASSED}),
        ((LISTED, guide("qd/1.html"), plain("qd/2.html")), {"list": PASSED, "guide": CANT_TELL}),
        ((LISTED, plain("qd/1.html"), plain("qd/2.html")), {"list": PASSED, "guide": FAILED}),
        ((LISTED, plain("qd/1.html"), plain("qd/2.html", ATTACHMENT)), {"list": PASSED, "guide": CANT_TELL}),
        ((LISTED, plain("qd/1.html")), {"list": PASSED, "guide": CANT_TELL}),  # a row that was not visited
        (
            (LISTED, plain("qd/1.html"), plain("qd/2.html"), page("z.html", PageKind.OTHER, title="办事指南下载")),
            {"list": PASSED, "guide": CANT_TELL},
        ),
    ],
)
def test_services_and_their_guides(pages, expected):
    """Charged only where a wholly read portal has and offers no guide at all."""
    assert outcomes(unit(home(DOOR), *pages), "services_listed", **SERVICES) == expected


def powers(*classes: str):
    items = (read("item", "category", State.VALID, name, group=str(n)) for n, name in enumerate(classes))
    return page("qd/", PageKind.POWER_LIST, *items, title="权力清单")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((powers("行政处罚", "行政许可"),), {"list": PASSED, "guide": FAILED}),
        ((powers("行政处罚", "行政检查"),), {"list": CANT_TELL, "guide": INAPPLICABLE}),  # nobody applies for these
        ((powers("行政处罚", "其他"),), {"list": PASSED, "guide": FAILED}),
        (
            (page("qd/", PageKind.COLUMN, row("行政处罚类", None, "qd/1.html"), title="权力清单"), plain("qd/1.html")),
            {"list": CANT_TELL, "guide": INAPPLICABLE},
        ),
        (
            (page("qd/", PageKind.COLUMN, row("行政处罚类", None, "qd/1.html"), row("某登记"), title="权力清单"), plain("qd/1.html")),
            {"list": PASSED, "guide": CANT_TELL},
        ),
    ],
)
def test_powers_that_are_no_services(pages, expected):
    """Punishments and inspections owe no guide."""
    assert outcomes(unit(home(DOOR), *pages), "services_listed", **SERVICES) == expected


def test_all_that_a_column_of_services_lists_is_a_service():
    """Whatever its rows are called."""
    listed = page("fw/", PageKind.COLUMN, row("老年优待检查", None, "fw/1.html"), title="服务事项")
    made = unit(home(door("service", "服务事项", "fw/")), listed, plain("fw/1.html"))

    found = findings(made, "services_listed", **SERVICES | {"roles": ["service"]})["guide"]

    assert found.outcome is FAILED
    assert "列有1项" in found.message


def test_no_list_of_services():
    """Missing, closed, or under a name that was not read as one."""
    assert outcomes(unit(home(door("guide", "别处", "x.html"))), "services_listed", **SERVICES) == {"list": FAILED, "guide": INAPPLICABLE}
    assert outcomes(unit(home(door("power_list", "权力清单"))), "services_listed", **SERVICES)["list"] is CANT_TELL
    named = page("a.html", PageKind.ARTICLE, title="公共服务事项")
    assert outcomes(unit(home(door("guide", "别处", "x.html")), named), "services_listed", **SERVICES)["list"] is CANT_TELL


USEFUL = {"fields": {f: f"要素{f}" for f in FIELDS}, "missing": 2, "items": 3}


def service(number: int, *states: State, extra=()):
    return page(f"{number}.html", PageKind.SERVICE_ITEM, *item(*states), *extra, title=f"某事{number}")


POOR, GOOD, ALMOST, OPEN = (V, V, V, A, B), (V,) * 5, (V, V, V, V, A), (V, V, V, A, U)


@pytest.mark.parametrize(
    ("guides", "expected"),
    [
        ([GOOD] * 3, PASSED),
        ([POOR] * 3, FAILED),
        ([POOR] * 2 + [GOOD], PASSED),
        ([POOR] * 2 + [OPEN], CANT_TELL),  # it may be the third
        ([ALMOST] * 3, PASSED),
        ([OPEN] * 3, PASSED),  # nothing is known to lack so much
        ([POOR] * 2, CANT_TELL),  # fewer guides than the number that fails
        ([POOR] * 3 + [GOOD] * 9, FAILED),
    ],
)
def test_useless_guides_are_counted(guides, expected):
    """Two classes of five missing in three guides."""
    pages = [service(number, *states) for number, states in enumerate(guides)]

    assert outcome(unit(*pages), "useful_services", **USEFUL) is expected


def test_what_may_stand_in_a_file_is_not_missing_from_a_guide():
    """A label with nothing behind it is."""
    pages = [service(number, V, V, V, A, A, extra=(ATTACHMENT,)) for number in range(3)]
    assert outcome(unit(*pages), "useful_services", **USEFUL) is PASSED
    blank = [service(number, V, V, V, B, B, extra=(ATTACHMENT,)) for number in range(3)]
    assert outcome(unit(*blank), "useful_services", **USEFUL) is FAILED
