"""Budgets and final accounts: when an absence is charged, what belongs to one account, and the day of publication."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import config
from checks.facts.budget import CONTENTS
from checks.model import FetchError, PageKind, State, Stop

from .build import (
    CANT_TELL,
    FAILED,
    INAPPLICABLE,
    PASSED,
    at,
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

WORDS = config.load(Path(__file__).resolve().parents[3] / "data").vocabulary
DUE = {"budget": "06-30", "final": "10-31"}
ELEMENTS = {"b_duty": "职责", "b_run": "运行经费"}
B15, F14, B14, F13 = "2015年部门预算", "2014年度部门决算", "2014年部门预算", "2013年度部门决算"
V, A, U, P = State.VALID, State.ABSENT, State.UNREAD, State.PARTIAL


def portal(*pages, **more):
    """A portal whose home page leads to a finance column."""
    options = {"as_of": "2015-12-01", "vocabulary": WORDS, **more}
    return unit(home(door("budget", "财政预决算", "ys/")), *pages, **options)


def column(*titles: str, more: bool = False):
    """The finance column; each row leads to its own page."""
    listed = [row(title, "2015-03-20", f"ys/{title}.html") for title in titles]
    return page("ys/", PageKind.COLUMN, *listed, pager(more), title="财政预决算")


def account(title: str, *facts, own_text: int = 500, name: str = "", published: str | None = "2015-03-20", kind=PageKind.BUDGET):
    """A page that is an account, its year read from its title."""
    year = fact("budget.year", int(title[:4]) if title[:2] == "20" else 0, "final" if "决算" in title else "budget", quote=title)
    return page(name or f"ys/{title}.html", kind, year, *facts, title=title, published=published, own_text=own_text)


def shown(*states: State):
    return tuple(read("budget", element, state) for element, state in zip(ELEMENTS, states, strict=True))


def published(*pages, **more) -> dict:
    return outcomes(portal(*pages, **more), "accounts_published", due=DUE)


def judged(*pages, accounts=("budget",), absent="failed", **more) -> dict:
    return outcomes(portal(*pages, **more), "account_elements", accounts=list(accounts), elements=ELEMENTS, absent=absent)


def test_both_accounts_are_there():
    """Rows that open are enough; so is a page without a row."""
    assert published(column(B15, F14), account(B15), account(F14)) == {"budget": PASSED, "final": PASSED}
    assert published(column(F13), account(F13), account(B15), account(F14)) == {"budget": PASSED, "final": PASSED}


@pytest.mark.parametrize(
    ("as_of", "budget", "final"),
    [
        ("2015-06-30", INAPPLICABLE, INAPPLICABLE),
        ("2015-07-01", FAILED, INAPPLICABLE),
        ("2015-10-31", FAILED, INAPPLICABLE),
        ("2015-11-01", FAILED, FAILED),
        ("2015-12-31", FAILED, FAILED),
        ("2016-01-01", INAPPLICABLE, INAPPLICABLE),  # the next year's are not due
    ],
)
def test_an_absence_is_charged_after_its_day(as_of, budget, final):
    """The day itself is still in time."""
    assert published(column(B14, F13), account(B14), account(F13), as_of=as_of) == {"budget": budget, "final": final}


@pytest.mark.parametrize(
    ("pages", "more"),
    [
        ((), {}),  # no finance column at all
        ((column(),), {}),  # an empty one
        ((column("关于公务卡的说明"),), {}),  # one that lists something else
        ((column(B14, F13, more=True), account(B14)), {}),  # not read to its end
        ((column(B14, F13), account(B14)), {"stop": Stop.PAGES}),
        ((column(B14, F13, "2015年2014年收支公开"), account(B14)), {}),  # a row of the year in words we do not know
        ((column(B14, "云溪市计量所2015年预算", "云溪市计量所2014年决算"), account(B14)), {}),  # another organ's of the year
        ((column(B14, "部门预算", "部门决算"), account(B14)), {}),  # years are not told
        ((column(B14, "2015年“三公”经费预算", "2014年“三公”经费决算"), account("2015年“三公”经费预算")), {}),
        ((column(B14, B15, F14), page(f"ys/{B15}.html", None, error=FetchError.TIMEOUT)), {}),  # a row that does not open
    ],
)
def test_what_leaves_an_absence_open(pages, more):
    """Anything that may hide the account keeps it from being charged."""
    found = published(*pages, **more)

    assert set(found.values()) <= {CANT_TELL}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2015年部门预算公开", CANT_TELL), ("2014年部门预算公开", FAILED), ("2014年部门决算", FAILED)],
)
def test_a_link_that_names_the_account_leaves_it_open(text, expected):
    """To the platform of the finance bureau, beside the column and in no list."""
    offered = home(door("budget", "财政预决算", "ys/"), door("budget", text, "http://czj.example/1.html"))
    facts = unit(offered, column(B14, F13), account(B14), as_of="2015-07-31", vocabulary=WORDS)

    assert outcomes(facts, "accounts_published", due=DUE)["budget"] == expected


@pytest.mark.parametrize(
    ("title", "date", "budget", "final"),
    [
        ("关于公开本局收支情况的公告", "2015-03-20", CANT_TELL, CANT_TELL),  # the year in which both came out
        ("关于公开本局收支情况的公告", "2014-03-20", FAILED, FAILED),
        ("关于公开本局收支情况的公告", None, FAILED, FAILED),
        ("关于公务卡的说明", "2015-03-20", FAILED, FAILED),  # not of the account
    ],
)
def test_rows_about_money_without_a_year(title, date, budget, final):
    """One that came out when the account was due may be it."""
    listed = (row(B14, "2014-03-20", f"ys/{B14}.html"), row(F13, "2014-09-20", "ys/f.html"), row(title, date, "ys/x.html"))
    shelf = page("ys/", PageKind.COLUMN, *listed, pager(False), title="财政预决算")

    assert published(shelf, account(B14)) == {"budget": budget, "final": final}


def test_a_closed_door_leaves_an_absence_open():
    """Another finance column that cannot be opened may hold it."""
    closed = home(door("budget", "财政预决算", "ys/"), door("budget", "决算公开"))
    facts = unit(closed, column(B14, F13), account(B14), as_of="2015-12-01", vocabulary=WORDS)

    assert set(outcomes(facts, "accounts_published", due=DUE).values()) == {CANT_TELL}


def test_a_failure_names_what_the_column_lists():
    """The rows that are there are the evidence."""
    found = findings(portal(column(B14, F13), account(B14)), "accounts_published", due=DUE)["budget"]

    assert B14 in found.message and "2015年度部门预算" in found.message
    assert {e.quote for e in found.evidence} == {B14, F13}


def test_secret_accounts_are_not_owed():
    """A statement is an exception."""
    said = page("ys/1.html", PageKind.ARTICLE, fact("budget.secret", "涉密不予公开"), title="说明")

    assert published(column(B14), account(B14), said) == {"budget": INAPPLICABLE, "final": INAPPLICABLE}
    assert judged(account(B15, *shown(A, A)), said) == {"budget": INAPPLICABLE}


@pytest.mark.parametrize(
    ("states", "absent", "expected"),
    [
        ((V, V), "failed", PASSED),
        ((V, A), "failed", FAILED),
        ((V, A), "cant_tell", CANT_TELL),
        ((V, P), "failed", FAILED),
        ((V, P), "cant_tell", FAILED),  # one level short is charged in any case
        ((V, U), "failed", CANT_TELL),
        ((A, U), "failed", FAILED),
    ],
)
def test_what_an_account_shows(states, absent, expected):
    """Missing, one level short, unread."""
    assert judged(account(B15, *shown(*states)), absent=absent) == {"budget": expected}


def attached(to: str, text: str):
    return fact("page.attachment", link(text, to), quote=text)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((account(B15, *shown(V, A)), account(B15, *shown(A, V), name="ys/b.html")), PASSED),  # two pages of one account
        ((account(B15, *shown(A, A), attached("ys/1.xls", "附件1")), page("ys/1.xls", PageKind.OTHER, *shown(V, V))), PASSED),
        ((account(B15, *shown(A, A), attached("ys/1.xls", "附件1")), page("ys/1.xls", PageKind.OTHER)), CANT_TELL),  # a scan
        ((account(B15, *shown(A, A), attached("ys/1.zip", "附件1")),), CANT_TELL),  # not fetched
        ((account(B15, *shown(A, A), attached("ys/1.zip", F14)),), FAILED),  # the file of another account
        ((account(B15, *shown(A, A), fact("page.image", at("1.jpg"))),), CANT_TELL),
        ((account(B15, *shown(A, A), own_text=99),), CANT_TELL),  # hardly a text
        ((account(B15, *shown(A, A), own_text=100),), FAILED),
        ((account("2015年“三公”经费预算", *shown(A, A)),), CANT_TELL),  # only that part
        ((account(B15, *shown(A, A)), column("2015年部门预算表")), CANT_TELL),  # a row that was not opened
        ((account(B15, *shown(A, A)), page("ys/t.html", PageKind.OTHER, *shown(V, V))), PASSED),  # a table by itself
        ((account(B15, *shown(A, A)), column("部门收支总体情况")), CANT_TELL),  # a row that may lead to one
        ((account(B15, *shown(A, A)), column("局长致辞")), FAILED),
        ((account("云溪市计量所2015年部门预算", *shown(A, A)),), CANT_TELL),  # another organ's
        ((account(B14, *shown(A, A)),), CANT_TELL),  # of another year
        ((), CANT_TELL),
    ],
)
def test_what_belongs_to_an_account(pages, expected):
    """Pages and files of one account are read together; an unread one keeps what is missing from being charged."""
    assert judged(*pages) == {"budget": expected}


def test_of_an_unnamed_unit_the_only_name_is_its_own():
    """A portal that was only given an address: one organ's accounts are its; among several nobody knows."""
    ours, theirs = account(f"云溪市质量局{B15}", *shown(A, A), name="1.html"), account(f"云溪市计量所{B15}", *shown(A, A), name="2.html")

    assert judged(ours, name="www.yunxi.example") == {"budget": FAILED}
    assert judged(ours, theirs, name="www.yunxi.example") == {"budget": CANT_TELL}


TIME = {"days": 20}


def timed(approved: str | None, came: str | None, year: int = 2015, kind: str = "budget"):
    title = f"{year}年部门{'预算' if kind == 'budget' else '决算'}"
    said = (fact("budget.approved", dt.date.fromisoformat(approved), kind),) if approved else ()
    return portal(account(title, *shown(V, V), *said, published=came))


@pytest.mark.parametrize(
    ("approved", "came", "expected"),
    [
        ("2015-03-05", "2015-03-05", PASSED),
        ("2015-03-05", "2015-03-24", PASSED),
        ("2015-03-05", "2015-03-25", PASSED),
        ("2015-03-05", "2015-03-26", FAILED),
        ("2015-01-29", "2015-02-25", PASSED),  # the 20th day is the first of 春节: the next working day counts
        ("2015-01-29", "2015-02-26", FAILED),
        ("2015-09-12", "2015-10-08", PASSED),  # 国庆
        ("2015-09-12", "2015-10-09", FAILED),
        ("2015-09-20", "2015-10-10", PASSED),  # a make-up Saturday is a working day
        ("2015-09-20", "2015-10-12", FAILED),
        ("2015-02-09", "2015-03-02", PASSED),  # a Sunday, in a year without 29 February
        ("2015-02-09", "2015-03-03", FAILED),
        ("2015-03-05", "2015-03-04", CANT_TELL),  # published before it was approved
    ],
)
def test_twenty_days_from_the_approval(approved, came, expected):
    """A day before, on and after the limit; days off at its end."""
    assert outcomes(timed(approved, came), "accounts_in_time", **TIME) == {"budget-2015": expected}


@pytest.mark.parametrize(
    ("others", "quote", "expected"),
    [(18, "发布日期", FAILED), (19, "发布日期", CANT_TELL), (0, "更新日期", CANT_TELL)],
)
def test_a_day_of_a_move_or_a_revision_is_no_day_of_publication(others, quote, expected):
    """Twenty items of one day, or a day that says it is that of a change."""
    late = timed("2015-03-05", "2015-03-26")
    listed = page("xw/", PageKind.COLUMN, *(row(f"通知之{n}", "2015-03-26", f"xw/{n}.html") for n in range(others)), title="通知公告")

    def told(f):
        return attrs.evolve(f, evidence=attrs.evolve(f.evidence, quote=quote)) if f.kind == "page.published" else f

    pages = [attrs.evolve(p, facts=tuple(map(told, p.facts))) for p in (*late.pages, listed)]

    assert outcomes(portal(*(p for p in pages if p.page.depth)), "accounts_in_time", **TIME) == {"budget-2015": expected}


def test_leap_day():
    """20 days from 9 February 2016 end on the 29th."""
    for came, expected in (("2016-02-29", PASSED), ("2016-03-01", FAILED)):
        assert outcomes(timed("2016-02-09", came, 2016), "accounts_in_time", **TIME) == {"budget-2016": expected}


@pytest.mark.parametrize(
    "facts",
    [
        timed(None, "2015-03-20"),
        timed("2015-03-05", None),
        timed("2014-03-05", "2015-03-20"),  # the approval of another year
        timed("2015-03-05", "2015-09-20", 2015, "final"),  # a final account is approved in the year after
        portal(),
    ],
)
def test_without_both_days_nothing_is_known(facts):
    """The usual case."""
    assert outcome(facts, "accounts_in_time", **TIME) == CANT_TELL


def test_beyond_the_holiday_table_nothing_is_known():
    """No calendar, no limit."""
    facts = timed("2015-03-05", "2015-03-26")
    context = attrs.evolve(facts.context, vocabulary=attrs.evolve(WORDS, holidays_until=dt.date(2015, 3, 24)))

    assert outcome(attrs.evolve(facts, context=context), "accounts_in_time", **TIME) == CANT_TELL


def test_the_elements_of_the_contents_are_in_the_vocabulary():
    """What the extractor reads has its words."""
    assert set(CONTENTS) <= set(WORDS.family("budget"))
