"""Published penalties: time limits, fields owed and not owed, the two forms, personal numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import config
from checks.model import PageKind, State, Stop

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
V, A, U = State.VALID, State.ABSENT, State.UNREAD
FROM = dt.date(2014, 6, 1)
IN_TIME = {"working_days": 20, "decided_from": FROM, "days_back": 365}
BASE = (read("penalty", "p_subject", V, "某公司"), read("penalty", "p_result", V, "罚款5000元"))


def case(decided: str | None, came: str | None, *facts, path: str = "cf/1.html", method: str = "table-row", group: str = ""):
    """A page with one case."""
    given = facts or BASE
    dated = (
        (read("penalty", "p_date", V, decided, group=group, method=method),) if decided else (read("penalty", "p_date", A, group=group),)
    )
    return page(path, PageKind.PENALTY, *given, *dated, title="某公司行政处罚", published=came)


def portal(*pages, **more):
    options = {"as_of": "2015-12-31", "vocabulary": WORDS, **more}
    return unit(home(door("penalty", "行政处罚", "cf/")), *pages, **options)


def timed(*pages, **more) -> dict:
    params = {**IN_TIME, **{k: more.pop(k) for k in ("working_days", "days_back", "fields", "bodies_only") if k in more}}
    return outcomes(portal(*pages, **more), "cases_in_time", **params)


LATE = {"cf/1.html": FAILED}


@pytest.mark.parametrize(
    ("limit", "decided", "came", "expected"),
    [
        (20, "2015年6月10日", "2015-07-08", PASSED),  # the day before the last
        (20, "2015年6月10日", "2015-07-09", PASSED),
        (20, "2015年6月10日", "2015-07-10", FAILED),
        (20, "2015年2月13日", "2015-03-18", PASSED),  # over 春节 with its make-up days
        (20, "2015年2月13日", "2015-03-19", FAILED),
        (7, "2015年9月29日", "2015-10-14", PASSED),  # over 国庆 with its make-up Saturday
        (7, "2015年9月29日", "2015-10-15", FAILED),
        (1, "2015年9月2日", "2015-09-06", PASSED),  # a make-up Sunday is the last day
        (1, "2015年9月2日", "2015-09-07", FAILED),
        (3, "2015年12月25日", "2015-12-30", PASSED),
        (3, "2015年12月25日", "2015-12-31", FAILED),
        (20, "2015年6月10日", "2015-06-10", PASSED),
        (20, "2015年6月10日", "2015-06-09", CANT_TELL),  # before it was decided
    ],
)
def test_a_day_before_on_and_after_the_limit(limit, decided, came, expected):
    """Working days, the day of the decision not counted."""
    found = timed(case(decided, came), working_days=limit)

    assert found == (LATE if expected is FAILED else {"": expected})


def test_over_new_year_and_leap_day():
    """The count goes on over the turn of the year and 29 February."""
    assert timed(case("2015年12月30日", "2016-01-05"), working_days=3, as_of="2016-01-31") == {"": PASSED}
    assert timed(case("2015年12月30日", "2016-01-06"), working_days=3, as_of="2016-01-31") == LATE
    assert timed(case("2016年2月26日", "2016-02-29"), working_days=1, as_of="2016-03-31") == {"": PASSED}
    assert timed(case("2016年2月26日", "2016-03-01"), working_days=1, as_of="2016-03-31") == LATE


SECOND = (read("penalty", "p_subject", V, "某厂", group="b"), read("penalty", "p_date", V, "2015年6月10日", group="b"))


@pytest.mark.parametrize(
    "pages",
    [
        (case(None, "2015-07-31"),),
        (case("2015年6月", "2015-07-31"),),  # no day
        (case("2015年6月10日至2015年6月12日", "2015-07-31"),),
        (case("2015年6月10日", None),),
        (case("2015年6月10日", "2015-07-31", method="sentence"),),  # any date of the text
        (case("2015年6月10日", "2015-07-31", *BASE, *SECOND),),  # a page of several cases
    ],
)
def test_what_is_not_charged(pages):
    """Both days must be printed, for one case alone."""
    assert timed(*pages) == {"": CANT_TELL}


def test_a_day_of_revision_is_not_that_of_publication():
    """«更新时间» may be any later day."""
    late = case("2015年6月10日", None)
    revised = attrs.evolve(
        late, facts=(*late.facts, attrs.evolve(fact("page.published", dt.date(2015, 7, 31), quote="更新时间：2015-07-31")))
    )

    assert timed(revised) == {"": CANT_TELL}


@pytest.mark.parametrize(("others", "expected"), [(18, LATE), (19, {"": CANT_TELL})])
def test_a_day_that_many_items_share_is_that_of_a_move(others, expected):
    """Twenty items of one day, the page's own among them: a new site, not a new case."""
    listed = page("tz/", PageKind.COLUMN, *(row(f"通知{n}", "2015-07-31", f"tz/{n}.html") for n in range(others)), title="通知公告")

    assert timed(case("2015年6月10日", "2015-07-31"), listed) == expected


def test_the_row_may_show_an_earlier_day():
    """The earlier of the two days counts."""
    listed = page("cf/", PageKind.COLUMN, row("某公司行政处罚", "2015-06-12", "cf/1.html"), title="行政处罚")

    assert timed(case("2015年6月10日", "2015-07-31"), listed) == {"": PASSED}
    assert timed(case("2015年6月10日", None), listed) == {"": PASSED}


def test_the_day_below_the_signature_counts_for_a_decision():
    """Of a page that is one decision and nothing else."""
    signed = fact("penalty.date", dt.date(2015, 6, 10), "decided", quote="2015年6月10日")

    assert timed(case(None, "2015-07-31", *BASE, signed)) == LATE
    assert timed(case(None, "2015-07-31", *BASE, *SECOND[:1], signed)) == {"": CANT_TELL}


@pytest.mark.parametrize(
    ("decided", "came", "as_of", "expected"),
    [
        ("2014年5月31日", "2014-07-31", "2014-12-31", {"": INAPPLICABLE}),
        ("2014年6月1日", "2014-07-31", "2014-12-31", LATE),
        ("2014年6月10日", "2014-07-31", "2015-07-31", LATE),
        ("2014年6月10日", "2014-07-31", "2015-08-01", {"": INAPPLICABLE}),
    ],
)
def test_the_span_that_is_looked_at(decided, came, as_of, expected):
    """Decisions since the rule is in force, publications of the last year."""
    assert timed(case(decided, came), as_of=as_of) == expected


def test_late_ones_stand_alone_and_the_others_in_one_line():
    """One finding for each late page."""
    pages = [case("2015年6月10日", "2015-06-11", path=f"cf/{n}.html") for n in (2, 3)]
    found = findings(portal(case("2015年6月10日", "2015-07-31"), *pages), "cases_in_time", **IN_TIME)

    assert {s: f.outcome for s, f in found.items()} == {**LATE, "": PASSED}
    assert "间隔36个工作日" in found["cf/1.html"].message
    assert "所见2件" in findings(portal(*pages), "cases_in_time", **IN_TIME)[""].message


def test_warnings_need_no_publication():
    """A case that ended with a warning alone is passed over."""
    warned = (read("penalty", "p_subject", V, "某公司"), read("penalty", "p_result", V, "警告"))
    fined = (read("penalty", "p_subject", V, "某公司"), read("penalty", "p_result", V, "警告，并处罚款500元"))

    assert timed(case("2015年6月10日", "2015-07-31", *warned)) == {"": INAPPLICABLE}
    assert timed(case("2015年6月10日", "2015-07-31", *fined)) == LATE


def test_beyond_the_holiday_table_nothing_is_counted():
    """No calendar, no limit."""
    short = attrs.evolve(WORDS, holidays_until=dt.date(2015, 7, 30))

    assert timed(case("2015年6月10日", "2015-07-31"), vocabulary=short) == {"": CANT_TELL}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((read("penalty", "p_uscc", V),), PASSED),
        ((read("penalty", "p_uscc", A),), CANT_TELL),
        ((), CANT_TELL),
        ((read("penalty", "p_uscc", A), fact("penalty.told", "注册号", "p_uscc")), PASSED),
    ],
)
def test_missing_fields_leave_a_case_open(facts, expected):
    """They may stand on the credit portal; a late case is late all the same."""
    options = {"fields": {"p_uscc": "信用代码"}, "bodies_only": ("p_uscc",)}

    assert timed(case("2015年6月10日", "2015-06-11", *BASE, *facts), **options) == {"": expected}
    assert timed(case("2015年6月10日", "2015-06-11", read("penalty", "p_subject", V, "张某"), *facts), **options) == {"": PASSED}


def test_no_case_at_all():
    """A statement that there is none; a portal without any; a door that stays shut."""
    said = page("cf/", PageKind.COLUMN, fact("list.statement", "本月无行政处罚案件"), title="行政处罚")

    assert timed(said) == {"": INAPPLICABLE}
    assert timed() == {"": CANT_TELL}
    assert timed(stop=Stop.PAGES) == {"": CANT_TELL}


FIELDS = {"p_docno": "文号", "p_subject": "当事人", "p_legalrep": "法定代表人", "p_perform": "履行"}


def fields(*facts, title: str = "某案", **params) -> dict:
    facts_ = portal(page("cf/1.html", PageKind.PENALTY, *facts, title=title))
    options = {"fields": FIELDS, "bodies_only": ["p_legalrep"], "least": 2, "decided_from": dt.date(2014, 6, 1)}
    return outcomes(facts_, "case_fields", **options | params)


def states(subject: str, **given: State):
    told = {"p_docno": V, "p_legalrep": V, "p_perform": V, **given}
    return (read("penalty", "p_subject", V, subject), *(read("penalty", field, state) for field, state in told.items()))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (states("某公司"), PASSED),
        (states("某公司", p_docno=A), FAILED),
        (states("某公司", p_docno=State.BLANK), FAILED),
        (states("某公司", p_docno=U), CANT_TELL),
        (states("某公司", p_legalrep=A), FAILED),
        (states("张某", p_legalrep=A), PASSED),  # a person has none
        (states("某饭店", p_legalrep=A), PASSED),  # nor need a trader
        ((*states("某公司", p_perform=A), fact("penalty.told", "逾期不缴", "p_perform")), CANT_TELL),
        (
            (*states("某公司", p_perform=A), read("penalty", "p_date", V, method="sentence"), fact("penalty.told", "逾期", "p_perform")),
            PASSED,
        ),
        (states("某公司", p_docno=A, p_legalrep=A, p_perform=A), CANT_TELL),  # one field of two needed to know a case by
        (states("某公司", p_docno=A, p_legalrep=A), FAILED),
    ],
)
def test_fields_that_a_case_owes(facts, expected):
    """Bodies owe more than persons; what the text tells without a label is not missing."""
    assert fields(*facts) == {"cf/1.html": expected}


@pytest.mark.parametrize(
    ("told", "name", "expected"),
    [
        (("青石县住房和城乡建设局",), "127-0-0-1", {"": INAPPLICABLE}),
        (("青石县市场监管局",), "127-0-0-1", {"cf/1.html": FAILED}),
        (("首页", "青石县住房和城乡建设局"), "127-0-0-1", {"": INAPPLICABLE}),
        (("首页",), "127-0-0-1", {"cf/1.html": FAILED}),  # nobody is named
        (("青石县住房和城乡建设局",), "青石县市场监管局", {"cf/1.html": FAILED}),  # registered: its pack has told
    ],
)
def test_a_rule_for_one_trade_is_not_held_against_another(told, name, expected):
    """An address that is tried out under all packs: the site itself says whose it is."""
    front = home(*(fact("site.name", words, quote=words) for words in told), title="首页")
    facts = unit(front, page("cf/1.html", PageKind.PENALTY, *states("某公司", p_docno=A), title="某案"), name=name)
    options = {"fields": FIELDS, "bodies_only": ["p_legalrep"], "least": 2, "decided_from": dt.date(2014, 6, 1)}

    assert outcomes(facts, "case_fields", bound=["市场监管"], **options) == expected


def test_only_cases_in_scope_are_judged():
    """By a word of the case or of the page's title."""
    lacking = states("某公司", p_docno=A)

    assert fields(*lacking, scope=["假冒"]) == {"": INAPPLICABLE}
    assert fields(*lacking, scope=["假冒"], title="生产假冒产品案") == {"cf/1.html": FAILED}
    assert fields(*lacking, read("penalty", "p_fact", V, "生产假冒产品"), scope=["假冒"]) == {"cf/1.html": FAILED}


@pytest.mark.parametrize(
    ("decided", "published", "expected"),
    [
        ("2014年6月1日", "2014-06-02", {"cf/1.html": FAILED}),
        ("2014年5月31日", "2014-06-02", {"": INAPPLICABLE}),
        (None, "2014-06-01", {"cf/1.html": FAILED}),
        (None, "2014-05-31", {"": INAPPLICABLE}),
        (None, None, {"cf/1.html": FAILED}),
    ],
)
def test_decisions_from_before_the_rule_owe_nothing_under_it(decided, published, expected):
    """The day of decision counts, else the day on which the case was published."""
    day = (read("penalty", "p_date", V, decided),) if decided else ()
    told = page("cf/1.html", PageKind.PENALTY, *states("某公司", p_docno=A), *day, title="某案", published=published)
    options = {"fields": FIELDS, "bodies_only": ["p_legalrep"], "least": 2, "decided_from": dt.date(2014, 6, 1)}

    assert outcomes(portal(told), "case_fields", **options) == expected


def test_a_page_of_instructive_cases_is_no_publication():
    """What a superior organ tells of typical cases lacks numbers and dates with good reason."""
    told = states("某公司", p_docno=A)

    assert fields(*told, title="市场监管总局公布典型案例", never=["典型案"]) == {"": CANT_TELL}
    assert fields(*told, title="某公司处罚信息", never=["典型案"]) == {"cf/1.html": FAILED}


def test_a_table_that_names_no_case_may_hold_several():
    """Its first row is read, and the page's day may be that of the last."""
    late = case("2015年3月2日", "2015-06-12")
    headed = [attrs.evolve(f, method="table-head") if f.kind == "penalty" else f for f in late.facts]
    named = attrs.evolve(read("penalty", "p_case", V, "某案"), method="table-head")
    table = attrs.evolve(late, facts=tuple(headed))

    assert [*timed(late).values()] == [FAILED]
    assert [*timed(table).values()] == [CANT_TELL]
    assert [*timed(attrs.evolve(table, facts=(*table.facts, named))).values()] == [FAILED]


def form(*pages) -> dict:
    listed = page(
        "cf/", PageKind.COLUMN, *(row(f"行政处罚{n}", "2015-06-12", f"cf/{n}.html") for n in (1, 2)), pager(False), title="行政处罚"
    )
    return outcomes(portal(listed, *pages), "case_form", least_text=60)


def bare(length: int, *facts, kind=PageKind.ARTICLE, **more):
    return page("cf/1.html", kind, *facts, title="行政处罚1", own_text=length, **more)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (bare(59), {"cf/1.html": FAILED}),
        (bare(60), {"": CANT_TELL}),
        (bare(59, fact("page.attachment", link("决定书", "1.doc"))), {"": CANT_TELL}),
        (bare(59, fact("page.image", at("1.jpg"))), {"": CANT_TELL}),
        (bare(59, scripted=True), {"": CANT_TELL}),
        (bare(59, frames=["x.html"]), {"": CANT_TELL}),
        (bare(59, kind=PageKind.COLUMN), {"": CANT_TELL}),
        (bare(59, offered="首页 行政处罚决定书（示质监罚字1号）"), {"": CANT_TELL}),  # the decision is behind a link
        (bare(59, offered="首页 信用网站"), {"cf/1.html": FAILED}),
        (case("2015年6月10日", "2015-06-12"), {"": PASSED}),
    ],
)
def test_a_decision_or_its_abstract(found, expected):
    """A page of hardly a sentence is neither; what may stand elsewhere leaves it open."""
    assert form(found) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("行政处罚裁量基准", CANT_TELL), ("行政处罚流程图", CANT_TELL), ("关于某厂的行政处罚信息", FAILED)],
)
def test_rules_about_penalties_are_no_case(title, expected):
    """A page on the procedure in the column owes no decision."""
    listed = page(
        "cf/", PageKind.COLUMN, row(title, "2015-06-12", "cf/1.html"), row("某公告", "2015-06-11"), pager(False), title="行政处罚"
    )

    assert [*outcomes(portal(listed, bare(59)), "case_form", least_text=60).values()] == [expected]


def test_one_bare_page_among_others():
    """Each bare page by itself, the others in one line."""
    assert form(bare(59), case("2015年6月10日", "2015-06-12", path="cf/2.html")) == {"cf/1.html": FAILED, "": PASSED}


NUMBER = "110101199003070011"


def test_open_numbers_are_named_and_not_repeated():
    """The place, the kind, how many; never the number."""
    open_ = fact("penalty.personal", "110***************", "id", quote="身份证号码")
    params = {"kept_out": {"id": "身份证号码"}}
    found = findings(portal(case("2015年6月10日", "2015-06-12", *BASE, open_)), "personal_masked", **params)["cf/1.html"]

    assert found.outcome is FAILED
    assert "身份证号码" in found.message and "共1处" in found.message and NUMBER not in str(found)
    assert outcomes(portal(case("2015年6月10日", "2015-06-12")), "personal_masked", **params) == {"": PASSED}
    assert outcome(portal(case("2015年6月10日", None, *BASE, fact("page.image", at("1.jpg")))), "personal_masked", **params) == CANT_TELL
    assert (
        outcome(portal(case("2015年6月10日", None, *BASE, fact("page.attachment", link("决定书", "1.doc")))), "personal_masked", **params)
        == CANT_TELL
    )
    assert outcome(portal(), "personal_masked", **params) == CANT_TELL


def test_kinds_of_numbers_that_are_not_asked_for():
    """An overlay may leave one out."""
    phone = fact("penalty.personal", "138********", "phone", quote="电话")

    assert outcome(portal(case("2015年6月10日", None, *BASE, phone)), "personal_masked", kept_out={"id": "身份证号码"}) == PASSED


def test_a_page_that_is_only_called_after_penalties_is_no_case():
    """A page of which nothing but its title was read is not judged."""
    title = read("penalty", "p_case", V, "行政处罚公示", method="title")

    assert fields(title, read("penalty", "p_docno", U)) == {"": CANT_TELL}
