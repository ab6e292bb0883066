"""Records with fields, rows of lists, blank columns: the boundaries of each."""

from __future__ import annotations

import pytest

from checks.model import FetchError, PageKind, State, Stop
from checks.predicates.columns import OWN_TEXT

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

FIELDS = ("a", "b", "c", "d")
RECORDS = {"kind": "item", "fields": {f: f"要素{f}" for f in FIELDS}, "pages": ["service_item"], "roles": ["power_list"], "least": 3}
ATTACHMENT = fact("page.attachment", link("附件", "1.doc"))
IMAGE = fact("page.image", "1.jpg")


def item(*states: State | None, group: str = ""):
    """Readings of the fields a, b, c … in these states; None leaves one without reading."""
    return tuple(read("item", f, s, group=group) for f, s in zip(FIELDS, states, strict=False) if s is not None)


def record(*facts, path="1.html", kind=PageKind.SERVICE_ITEM):
    return page(path, kind, *facts, title="某项许可")


@pytest.mark.parametrize(
    ("told", "expected"),
    [("不收费", PASSED), ("免费", PASSED), ("无", PASSED), ("100元", FAILED), ("按规定收费", FAILED), ("凭不收据", FAILED)],
)
def test_no_basis_is_owed_for_a_charge_that_is_not_made(told, expected):
    """«收费标准：不收费» answers the question for the basis of the charge; a price does not. So too where the rule asks for the basis alone."""
    facts = [read("item", "fee_std", value=told), read("item", "fee_basis", A), *item(V, V, V)]
    for asked in (["fee_basis", "fee_std"], ["fee_basis"]):
        fields = {f: f for f in (*FIELDS[:3], *asked)}
        assert outcome(unit(record(*facts)), "record_fields", **{**RECORDS, "fields": fields}) == expected


def test_a_field_on_a_page_of_its_own():
    """A link of the record's own page is called after it; that link dead, or in the menu, it is missing all the same."""
    lacking = page("1.html", PageKind.SERVICE_ITEM, *item(V, V, V, A), title="某项许可")
    own = page("1-d.html", PageKind.ARTICLE, title="流程", anchor="查看要素d", found_on="1.html")
    menu = page("1-d.html", PageKind.ARTICLE, title="流程", anchor="要素d", found_on="")
    dead = page("1-d.html", PageKind.NOT_FOUND, status=404, anchor="要素d", found_on="1.html")
    other = page("1-d.html", PageKind.ARTICLE, title="流程", anchor="要素d的说明", found_on="1.html")

    assert outcome(unit(lacking, own), "record_fields", **RECORDS) is CANT_TELL
    assert outcome(unit(lacking, skips=[skip("1-d.html", anchor="要素d", found_on="1.html")]), "record_fields", **RECORDS) is CANT_TELL
    for beside in (menu, dead, other):
        assert outcome(unit(lacking, beside), "record_fields", **RECORDS) is FAILED


V, A, B, P, N, U = State.VALID, State.ABSENT, State.BLANK, State.PLACEHOLDER, State.NEGATED, State.UNREAD


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((V, V, V, V), PASSED),
        ((V, V, V, N), PASSED),  # «无» is a value: no fee, no annual check
        ((V, V, V, A), FAILED),
        ((V, V, V, None), FAILED),
        ((V, V, V, B), FAILED),
        ((V, V, V, P), FAILED),
        ((V, V, V, U), CANT_TELL),
        ((V, V, V, State.PARTIAL), CANT_TELL),
        ((V, V, B, U), FAILED),  # blank is blank, whatever is unread beside it (three fields are there)
        ((V, V, A, A), CANT_TELL),  # two of three needed to know a record by
        ((A, A, A, A), CANT_TELL),
    ],
)
def test_record_by_the_states_of_its_fields(states, expected):
    """One verdict per page; fewer fields than the least make it doubtful that this is a record."""
    assert outcomes(unit(record(*item(*states))), "record_fields", **RECORDS) == {"1.html": expected}


def test_a_failure_names_what_is_missing_and_only_that():
    """And says of a blank field that it is blank."""
    [found] = findings(unit(record(*item(V, V, V, B))), "record_fields", **RECORDS).values()

    assert "要素d" in found.message and "要素a" not in found.message
    assert found.evidence


@pytest.mark.parametrize("unread", [ATTACHMENT, IMAGE])
@pytest.mark.parametrize(("last", "expected"), [(A, CANT_TELL), (None, CANT_TELL), (B, FAILED), (P, FAILED), (V, PASSED)])
def test_what_is_absent_may_be_in_an_attachment_or_picture(unread, last, expected):
    """A label with nothing behind it is a defect all the same."""
    assert outcome(unit(record(*item(V, V, V, last), unread)), "record_fields", **RECORDS) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((V, V, V, V), (V, V, V, V), PASSED),
        ((V, V, V, V), (V, V, V, A), FAILED),
        ((V, V, A, A), (A, A, V, V), CANT_TELL),  # four fields, but no group with three: neither is surely a record
        ((V, V, V, V), (V, V, A, A), CANT_TELL),
        ((V, V, V, U), (V, V, V, V), CANT_TELL),
    ],
)
def test_several_records_on_one_page_are_held_apart(first, second, expected):
    """A field of one record does not fill that of another, and the least holds for each."""
    facts = unit(record(*item(*first, group="1"), *item(*second, group="2")))

    assert outcome(facts, "record_fields", **RECORDS) == expected
    assert outcome(unit(record(*item(*second, group="1"), *item(*first, group="2"))), "record_fields", **RECORDS) == expected


def test_the_same_field_twice_counts_by_its_better_reading():
    """A blank copy of a label in the page's foot does not undo the value above."""
    assert outcome(unit(record(*item(V, V, V, B), read("item", "d"))), "record_fields", **RECORDS) == PASSED


def test_each_page_has_its_own_verdict_and_other_kinds_of_page_none():
    """A news article that happens to show labels is no record."""
    facts = unit(
        record(*item(V, V, V, V)), record(*item(V, V, V, A), path="2.html"), record(*item(V, V, V, A), path="3.html", kind=PageKind.ARTICLE)
    )

    assert outcomes(facts, "record_fields", **RECORDS) == {"1.html": PASSED, "2.html": FAILED}


@pytest.mark.parametrize(
    ("kind", "last", "expected"),
    [
        (PageKind.ARTICLE, A, CANT_TELL),  # the catalogue's list may give the summary beside the title
        (PageKind.ARTICLE, B, FAILED),
        (PageKind.CATALOGUE, A, FAILED),
    ],
)
def test_what_a_document_does_not_label_the_catalogue_may_show(kind, last, expected):
    """A catalogue entry is charged on its document's page only for a label with nothing after it."""
    params = {"kind": "catalogue", "fields": {f: f"要素{f}" for f in FIELDS}, "pages": ["article", "catalogue"], "least": 2}
    readings = tuple(read("catalogue", f, s) for f, s in zip(FIELDS, (V, V, V, last), strict=True))

    assert outcomes(unit(home(), page("1.html", kind, *readings, title="某通知")), "record_fields", **params) == {"1.html": expected}


def test_no_record_at_all_is_never_a_failure():
    """Not found, not opened, not finished: open; a statement under the very column: not applicable, elsewhere it says nothing."""
    none = fact("list.statement", "本局无行政许可事项")
    column = page("qd/", PageKind.COLUMN, none, title="权力清单")

    assert outcome(unit(), "record_fields", **RECORDS) == CANT_TELL
    assert outcome(unit(home(door("power_list", "权力清单"))), "record_fields", **RECORDS) == CANT_TELL
    assert outcome(unit(stop=Stop.PAGES), "record_fields", **RECORDS) == CANT_TELL
    assert outcome(unit(home(door("power_list", "权力清单", "qd/")), column), "record_fields", **RECORDS) == INAPPLICABLE
    assert outcome(unit(page("qt/", PageKind.COLUMN, none)), "record_fields", **RECORDS) == CANT_TELL


def test_a_rule_may_say_that_no_record_does_not_apply_but_not_on_an_incomplete_look():
    """``none`` holds only for a wholly read portal."""
    assert outcome(unit(), "record_fields", **{**RECORDS, "none": "inapplicable"}) == INAPPLICABLE
    assert outcome(unit(stop=Stop.PAGES), "record_fields", **{**RECORDS, "none": "inapplicable"}) == CANT_TELL
    assert outcome(unit(home(door("power_list", "权力清单"))), "record_fields", **{**RECORDS, "none": "inapplicable"}) == CANT_TELL


def test_records_in_a_form_we_cannot_read_are_named():
    """Rows of the column in question that opened to something else, if the rule asks for it."""
    listed = page("qd/", PageKind.COLUMN, row("某许可", "2015-01-01", "1.html"), row("未打开", "2015-01-01", "2.html"), title="权力清单")
    facts = unit(listed, page("1.html", PageKind.ARTICLE, ATTACHMENT), page("2.html", None, status=404))

    assert outcomes(facts, "record_fields", **RECORDS, name_unread=True) == {"1.html": CANT_TELL, "qd/index.html": CANT_TELL}
    assert outcomes(facts, "record_fields", **RECORDS) == {"": CANT_TELL}


QUALITY = {"bad_share": 0.05, "least_entries": 5}


def list_of(good: int, bad: int, **more):
    """Rows with dates, and rows whose articles state none."""
    listed = (*rows(*["2015-06-01"] * good), *(row(f"无日期{i}", None, f"b{i}.html") for i in range(bad)))
    return unit(page("tz/", PageKind.COLUMN, *listed, pager(False), title="通知公告"), *(page(f"b{i}.html", **more) for i in range(bad)))


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [(20, 0, PASSED), (20, 1, PASSED), (19, 1, PASSED), (18, 1, FAILED), (18, 2, FAILED), (38, 2, PASSED), (37, 2, FAILED), (0, 5, FAILED)],
)
def test_share_of_bad_rows(good, bad, expected):
    """One in twenty is borne, more is not."""
    assert outcomes(list_of(good, bad, kind=PageKind.ARTICLE), "entry_quality", **QUALITY) == {"tz/index.html": expected}


@pytest.mark.parametrize(
    "opened",
    [
        {"kind": None, "status": 404},
        {"kind": None, "error": FetchError.TIMEOUT, "depth": 3},
        {"kind": PageKind.SCRIPT_SHELL},
        {"kind": PageKind.COLUMN},
        {"kind": PageKind.ARTICLE, "scripted": True},
    ],
    ids=["404", "timeout", "shell", "column", "scripted"],
)
def test_rows_whose_articles_were_not_read_are_doubtful_not_bad(opened):
    """The date may be on the article, or a script may write it."""
    assert outcomes(list_of(5, 5, **opened), "entry_quality", **QUALITY) == {"tz/index.html": CANT_TELL}


def test_a_date_on_the_article_serves():
    """The row shows none, the page does."""
    assert outcomes(list_of(0, 6, kind=PageKind.ARTICLE, published="2015-05-05"), "entry_quality", **QUALITY) == {"tz/index.html": PASSED}


def test_rows_without_title_or_titled_like_their_column_are_bad():
    """«更多» in the shape of a row."""
    listed = [row("通知公告", "2015-06-01", f"{i}.html") for i in range(3)] + [row("", "2015-06-01", "e.html"), *rows("2015-06-01")]
    opened = [page(f"{i}.html", PageKind.ARTICLE) for i in range(3)]
    facts = unit(page("tz/", PageKind.COLUMN, *listed, title="通知公告"), *opened)

    assert outcomes(facts, "entry_quality", **QUALITY) == {"tz/index.html": FAILED}


@pytest.mark.parametrize(("count", "judged"), [(4, False), (5, True)])
def test_short_lists_are_not_sampled(count, judged):
    """Fewer rows than the least say nothing about a share."""
    expected = {"tz/index.html": FAILED} if judged else {"": CANT_TELL}

    assert outcomes(list_of(0, count, kind=PageKind.ARTICLE), "entry_quality", **QUALITY) == expected


def offices(*dates: str | None, name: str, role: str = "", **more):
    """A column of six rows under a name; their pages are articles without a date unless said otherwise."""
    listed = [row(f"条目{i}", d, f"b{i}.html") for i, d in enumerate(dates)]
    opened = [page(f"b{i}.html", PageKind.ARTICLE, **more) for i, d in enumerate(dates) if d is None]
    entry = home(door(role, name, "c/")) if role else home()
    return unit(entry, page("c/", PageKind.COLUMN, *listed, pager(False), title=name), *opened)


@pytest.mark.parametrize(
    ("name", "role", "dates", "expected"),
    [
        ("工作公告", "", (None,) * 6, FAILED),
        ("内设机构", "org", (None,) * 6, None),  # offices, leaders and services are listed without dates
        ("权力清单", "", (None,) * 6, None),
        ("综合业务", "", (None,) * 6, None),  # nobody knows what it lists, and none of it is dated
        ("综合业务", "", (*["2015-06-01"] * 5, None), FAILED),  # most rows are: the others owe a date, too
        ("专题", "disclosure", (None,) * 6, FAILED),  # by the link that leads to it
    ],
)
def test_only_columns_of_documents_owe_dates(name, role, dates, expected):
    """The roles that the rule names, by the column's name or the link that leads to it."""
    assert outcomes(offices(*dates, name=name, role=role), "entry_quality", **QUALITY).get("c/index.html") == expected


@pytest.mark.parametrize(
    "opened",
    [{"content_type": "application/pdf"}, {"content_type": "application/msword"}, {"final": "upload/1.doc"}],
    ids=["pdf", "doc", "name"],
)
def test_rows_that_open_files_are_doubtful_not_bad(opened):
    """A file shows no date of publication, and this one may not even have been read."""
    assert outcomes(offices(*[None] * 6, name="工作公告", **opened), "entry_quality", **QUALITY) == {"c/index.html": CANT_TELL}


BLANK = fact("list.blank", "暂无内容页")
NOTHING = fact("list.statement", "本栏目暂无应公开的信息")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (page("a/", PageKind.COLUMN, BLANK), FAILED),
        (page("a/", PageKind.OTHER, BLANK), FAILED),
        (page("a/", PageKind.COLUMN, BLANK, NOTHING), INAPPLICABLE),  # it says that there is legitimately nothing
        (page("a/", PageKind.COLUMN, *rows("2015-06-01")), PASSED),
        (page("a/", PageKind.COLUMN, NOTHING, *rows("2015-06-01")), PASSED),
        (page("a/", PageKind.COLUMN), CANT_TELL),  # no rows, and not known to be blank
        (page("a/", PageKind.COLUMN, own_text=OWN_TEXT - 1), CANT_TELL),
        (page("a/", PageKind.COLUMN, own_text=OWN_TEXT), PASSED),  # a column that is one text
        (page("a/", PageKind.COLUMN, BLANK, own_text=OWN_TEXT), FAILED),
        (page("a/", PageKind.OTHER, NOTHING), INAPPLICABLE),
        (page("a/", PageKind.CATALOGUE), CANT_TELL),
    ],
)
def test_blank_column(column, expected):
    """Charged only if the page was read whole and holds nothing."""
    assert outcomes(unit(column), "blank_columns") == {"a/index.html": expected}


@pytest.mark.parametrize(
    "column",
    [
        page("a/", PageKind.COLUMN, BLANK, status=404),
        page("a/", PageKind.COLUMN, BLANK, status=500),
        page("a/", PageKind.NOT_FOUND, BLANK),
        page("a/", PageKind.BLOCKED, BLANK),
        page("a/", PageKind.MOVED, BLANK),
        page("a/", PageKind.SCRIPT_SHELL, BLANK),
    ],
    ids=["404", "500", "soft-404", "wall", "moved", "shell"],
)
def test_a_column_that_did_not_open_is_not_blank(column):
    """An error page, a wall or a shell holds no rows, either."""
    assert FAILED not in outcomes(unit(column), "blank_columns").values()


def test_without_columns_nothing_is_judged():
    """The reason is said."""
    assert outcome(unit(), "blank_columns") == CANT_TELL


@pytest.mark.parametrize(
    ("charge", "expected"),
    [
        ("不收费", PASSED),
        ("免费", PASSED),
        ("无", PASSED),
        ("否", PASSED),
        ("本事项不收取任何费用", PASSED),
        ("每件20元", FAILED),
        ("", FAILED),
    ],
)
def test_what_costs_nothing_owes_no_basis_of_a_fee(charge, expected):
    """The basis of a fee is needless where the item says that none is taken, whether or not the rule asks for the amount."""
    fields = {"name": "名称", "time_limit": "时限", "materials": "材料", "fee_basis": "收费依据"}
    said = [read("item", field, V) for field in ("name", "time_limit", "materials")]
    fee = read("item", "fee_std", V, charge) if charge else read("item", "fee_std", A)

    assert outcome(unit(record(*said, fee, read("item", "fee_basis", A))), "record_fields", **RECORDS | {"fields": fields}) is expected


def test_a_menu_of_sub_columns_owes_no_dates():
    """Undated rows of which one opens a list, and rows beside which a script has yet to write the list."""
    listed = [row(f"栏目{i}", None, f"b{i}.html") for i in range(6)]
    opened = [page(f"b{i}.html", PageKind.ARTICLE) for i in range(5)]
    below, other = page("b5.html", PageKind.COLUMN), page("b5.html", PageKind.ARTICLE)

    def judged(*facts, last):
        column = page("c/", PageKind.COLUMN, *listed, *facts, pager(False), title="信息公开年报")
        return outcomes(unit(home(door("annual_report", "年报", "c/")), column, *opened, last), "entry_quality", **QUALITY)

    assert judged(last=other) == {"c/index.html": FAILED}
    assert judged(last=below) == {"": CANT_TELL}
    assert judged(fact("list.awaits", True), last=other) == {"": CANT_TELL}
