"""Two printed days: limits of working days around weekends, holidays and make-up days; whom a late day is not charged to."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, VOCABULARY, door, findings, home, outcome, page, read, row, unit

# 3 September 2015 was off, and 6 September, a Sunday, made up for; National Day 1–7 October, 10 October made up for.
DAYS = attrs.evolve(
    VOCABULARY,
    holidays=frozenset({dt.date(2015, 9, 3), dt.date(2015, 9, 4), *(dt.date(2015, 10, d) for d in (1, 2, 5, 6, 7))}),
    workdays=frozenset({dt.date(2015, 9, 6), dt.date(2015, 10, 10)}),
    holidays_until=dt.date(2015, 12, 31),
)


def made_and_shown(made, shown, count=1, as_of="2015-10-31", state=State.VALID):
    pages = [
        page(
            f"ml/{i}.html",
            PageKind.ARTICLE,
            read("catalogue", "generated_on", state, made),
            read("catalogue", "published_on", State.VALID, shown),
        )
        for i in range(count)
    ]
    return unit(home(), *pages, as_of=as_of, vocabulary=DAYS)


@pytest.mark.parametrize(
    ("made", "shown", "as_of", "expected"),
    [
        ("2015-09-01", "2015-09-30", "2015-10-31", PASSED),  # 20: with the Sunday worked, without the two days off
        ("2015-08-31", "2015-09-30", "2015-10-31", FAILED),
        ("2015-09-14", "2015-10-16", "2015-11-01", PASSED),  # 20: over National Day, with the Saturday worked
        ("2015-09-14", "2015-10-19", "2015-11-01", FAILED),
        ("2015-09-30", "2015-09-28", "2015-10-31", PASSED),  # shown before its own date: no delay
        ("2015-01-05", "2015-08-31", "2015-10-31", CANT_TELL),  # not of the audited month
        ("2014-06-02", "2015-09-10", "2015-10-31", CANT_TELL),  # an old document taken in
        ("2015-12-01", "2016-01-20", "2016-02-15", CANT_TELL),  # the table of holidays ends before
        ("2015-9", "2015-09-30", "2015-10-31", CANT_TELL),  # no whole date
    ],
)
def test_publication_in_twenty_working_days(made, shown, as_of, expected):
    """The day of creation is not counted."""
    assert outcome(made_and_shown(made, shown, as_of=as_of), "published_within", working_days=20) is expected


def test_a_backlog_of_one_day_is_left_open():
    """Four late ones are four findings; five of one day may be a site that was moved."""
    four = findings(made_and_shown("2015-08-03", "2015-09-21", 4), "published_within", working_days=20)
    assert [f.outcome for f in four.values()] == [FAILED] * 4
    assert outcome(made_and_shown("2015-08-03", "2015-09-21", 5), "published_within", working_days=20) is CANT_TELL


def published_by(*organs: str, name="云溪市质量局"):
    pages = [
        page(
            f"ml/{i}.html",
            PageKind.ARTICLE,
            read("catalogue", "generated_on", State.VALID, "2015-08-03"),
            read("catalogue", "published_on", State.VALID, f"2015-09-{20 + i}"),
            read("catalogue", "publisher", State.VALID, organ),
        )
        for i, organ in enumerate(organs)
    ]
    return [*findings(unit(home(), *pages, as_of="2015-10-31", vocabulary=DAYS, name=name), "published_within", working_days=20)]


@pytest.mark.parametrize(
    ("organ", "charged"),
    [
        ("云溪市质量局", True),
        ("市质量局", True),
        ("云溪市质量局办公室", True),
        ("政策法规科", True),  # an inner office
        ("本局", True),
        ("国务院办公厅", False),
        ("云溪市人民政府", False),
        ("云溪市财政局", False),
    ],
)
def test_documents_that_are_passed_on_were_made_by_others(organ, charged):
    """The day on which another organ made a document begins no limit for this one."""
    assert published_by(organ) == (["ml/0.html"] if charged else [""])


def test_a_unit_without_a_name_is_who_publishes_most():
    """An address that is tried out: the portal's catalogue says whose it is."""
    assert published_by("青石县林业局", "青石县林业局", "国务院办公厅", name="www.yunxi.example") == ["ml/0.html", "ml/1.html"]


def test_without_both_days_nothing_is_said():
    """An unread date is no date."""
    assert outcome(made_and_shown("2015-08-03", "2015-09-21", state=State.UNREAD), "published_within", working_days=20) is CANT_TELL


def test_the_date_above_the_text_may_be_that_of_a_change():
    """Only a labelled day of publication counts."""
    shown = read("catalogue", "published_on", State.VALID, "2015-09-30", method="page-date")
    made = unit(
        home(),
        page("a.html", PageKind.ARTICLE, read("catalogue", "generated_on", State.VALID, "2015-08-03"), shown),
        as_of="2015-10-31",
        vocabulary=DAYS,
    )
    assert outcome(made, "published_within", working_days=20) is CANT_TELL


def mail(*messages, title="局长信箱", text="局长信箱", as_of="2015-06-30"):
    """A page of messages: (asked, answered, status)."""
    facts = [
        read("messages", field, State.VALID if value else State.BLANK, value, group=f"m{i}")
        for i, message in enumerate(messages)
        for field, value in zip(("asked", "answered", "status"), message, strict=True)
        if value is not None
    ]
    return unit(home(door("dated", text, "xx/")), page("xx/", PageKind.COLUMN, *facts, title=title), as_of=as_of, vocabulary=DAYS)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([("2015-05-04", "2015-05-13", None)], PASSED),  # the seventh
        ([("2015-05-04", "2015-05-14", None)], FAILED),
        ([("2015-05-04", "2015-05-14", None), ("2015-05-04", "2015-05-05", None)], FAILED),
        ([("2015-05-20", "2015-06-02", None)], INAPPLICABLE),  # answered after the audited month: the next one's
        ([("2015-04-20", "2015-05-04", None)], FAILED),
        ([("2015-05-04", "", None)], CANT_TELL),
        ([("2015-05-14", "2015-05-04", None)], CANT_TELL),  # answered before it was asked: misread
        ([], CANT_TELL),
    ],
)
def test_answer_in_seven_working_days(messages, expected):
    """Only messages of the audited month, and only where both days are printed."""
    assert outcome(mail(*messages), "answered_within", working_days=7) is expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("云溪市旅游局", CANT_TELL),
        ("旅游局编辑", CANT_TELL),
        ("云溪市质量局", FAILED),
        ("质量局", FAILED),
        ("办公室", FAILED),
        ("管理员", FAILED),
        ("", FAILED),
    ],
)
def test_messages_that_another_organ_answers(by, expected):
    """On a platform that many share, the others' answers are not the unit's."""
    fields = {"asked": "2015-05-04", "answered": "2015-05-29", "by": by}
    facts = [read("messages", field, State.VALID, value, group="m") for field, value in fields.items() if value]
    made = unit(home(door("dated", "互动交流", "xx/")), page("xx/", PageKind.COLUMN, *facts, title="来信"), vocabulary=DAYS)
    assert outcome(made, "answered_within", working_days=7) is expected


def test_no_mailbox_owes_no_answer():
    """Neither a door to one nor a message; an unfinished crawl leaves it open."""
    assert outcome(unit(), "answered_within", working_days=7) is INAPPLICABLE
    assert outcome(unit(stop=Stop.PAGES), "answered_within", working_days=7) is CANT_TELL


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (("2015-03-30", "", "未答复"), PASSED),  # three months to the day
        (("2015-03-29", "", "未答复"), FAILED),
        (("2015-03-29", "", "办理中"), FAILED),
        (("2015-03-29", "", "未答覆"), FAILED),  # in Traditional characters
        (("2015-03-29", "", "已公开"), CANT_TELL),
        (("2015-03-29", "", None), CANT_TELL),
        (("2014-06-30", "", "未答复"), FAILED),
        (("2014-06-29", "", "未答复"), PASSED),  # more than a year ago
    ],
)
def test_a_message_without_an_answer(message, expected):
    """Charged only where the portal itself calls it unanswered."""
    made = mail(("2015-06-01", "2015-06-02", None), message)
    assert outcome(made, "messages_answered", months=3, lookback_years=1) is expected


def test_months_end_and_excepted_columns():
    """29 February counts to the end of May, and a year back to 28 February; petitions are not asked about."""
    assert outcome(mail(("2016-02-29", "", "未答复"), as_of="2016-05-31"), "messages_answered", months=3, lookback_years=1) is CANT_TELL
    assert outcome(mail(("2016-02-29", "", "未答复"), as_of="2016-06-01"), "messages_answered", months=3, lookback_years=1) is FAILED
    assert outcome(mail(("2015-02-28", "", "未答复"), as_of="2016-02-29"), "messages_answered", months=3, lookback_years=1) is FAILED
    for petitions in ("网上信访", "網上信訪"):
        assert outcome(mail(("2015-03-29", "", "未答复"), title=petitions), "messages_answered", months=3, lookback_years=1) is CANT_TELL


def explained(made, shown, named="产品检查管理办法", document="产品检查管理办法", as_of="2015-10-31"):
    facts = [row(document, made, "zc/1.html")] if made else []
    facts += [row(f"《{named}》解读", shown, "zc/2.html")] if shown else []
    return unit(
        home(),
        page("zc/", PageKind.COLUMN, *facts, row("关于检查的通知", "2015-08-03", "zc/3.html"), title="政策文件"),
        as_of=as_of,
        vocabulary=DAYS,
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (explained("2015-09-02", "2015-09-08"), PASSED),  # Sunday the 6th, Monday, Tuesday
        (explained("2015-09-02", "2015-09-09"), FAILED),
        (explained("2015-09-08", "2015-09-02"), PASSED),  # earlier is not later
        (explained("2015-09-02", "2015-09-09", document="关于印发《产品检查管理办法》的通知"), FAILED),
        (explained("2015-09-02", "2015-09-30", document="计量检定管理办法"), CANT_TELL),  # no pair
        (explained("2015-09-02", None), CANT_TELL),
        (explained("2015-08-05", "2015-08-31"), INAPPLICABLE),  # not of the audited month
        (explained(None, None), INAPPLICABLE),
        (unit(stop=Stop.PAGES), CANT_TELL),
    ],
)
def test_interpretation_in_three_working_days(made, expected):
    """Paired by the name in book-title marks alone."""
    assert outcome(made, "interpreted_within", days=3, counted="working") is expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("云溪市质量局关于印发《产品检查管理办法》的通知", FAILED),
        ("国务院办公厅关于印发《产品检查管理办法》的通知", INAPPLICABLE),  # who drafts a document explains it
        ("质检总局印发《产品检查管理办法》", INAPPLICABLE),
    ],
)
def test_documents_of_other_organs_are_theirs_to_explain(document, expected):
    """A portal passes documents and interpretations on, each when it comes."""
    assert outcome(explained("2015-09-02", "2015-09-09", document=document), "interpreted_within", days=3, counted="working") is expected


def test_whose_documents_are_is_not_known_of_a_unit_without_a_name():
    """An address that is tried out may be that of the organ that issued them."""
    made = explained("2015-09-02", "2015-09-09", document="青石县林业局关于印发《产品检查管理办法》的通知")
    nameless = attrs.evolve(made, unit=attrs.evolve(made.unit, name="www.yunxi.example"))

    assert outcome(nameless, "interpreted_within", days=3, counted="working") is CANT_TELL


@pytest.mark.parametrize(("named", "expected"), [("产品质量法", INAPPLICABLE), ("计量条例", INAPPLICABLE), ("计量管理办法", FAILED)])
def test_no_bureau_makes_laws(named, expected):
    """The text of a law beside its explanation."""
    made = explained("2015-09-02", "2015-09-09", named=named, document=named)

    assert outcome(made, "interpreted_within", days=3, counted="working") is expected


@pytest.mark.parametrize(("others", "expected"), [(17, FAILED), (18, PASSED)])
def test_interpretations_put_up_with_all_else(others, expected):
    """Twenty items of one day: the column was filled on it."""
    more = (row(f"关于检查的通知之{n}", "2015-09-09", f"n{n}.html") for n in range(others))
    listed = (row("产品检查管理办法", "2015-09-02", "a.html"), row("《产品检查管理办法》解读", "2015-09-09", "b.html"))
    shelf = page("zc/", PageKind.COLUMN, *listed, *more, row("《产品检查管理办法》图解", "2015-09-09", "c.html"), title="政策文件")
    made = unit(home(), shelf, as_of="2015-10-31", vocabulary=DAYS)

    assert outcome(made, "interpreted_within", days=3, counted="working") is expected


def test_a_document_listed_twice():
    """In two columns under two days: the pair that speaks for the unit counts."""
    rows = [
        row("产品检查管理办法", "2015-09-02", "a.html"),
        row("产品检查管理办法", "2015-09-09", "a.html"),
        row("《产品检查管理办法》解读", "2015-09-10", "b.html"),
    ]
    made = unit(home(), page("zc/", PageKind.COLUMN, *rows, title="政策文件"), as_of="2015-10-31", vocabulary=DAYS)
    assert outcome(made, "interpreted_within", days=3, counted="working") is PASSED


@pytest.mark.parametrize(("shown", "expected"), [("2015-09-11", PASSED), ("2015-09-12", FAILED)])
def test_interpretation_on_the_same_day(shown, expected):
    """Natural days: a Saturday counts."""
    assert outcome(explained("2015-09-11", shown), "interpreted_within", days=0, counted="natural") is expected


STATE = "http://www.gov.cn/zhengce/content/2015-05/{:02}/content_1.htm"


@pytest.mark.parametrize(
    ("title", "url", "shown", "name", "expected"),
    [
        ("国务院关于推进工作的意见", STATE.format(12), "2015-05-12", "云溪市人民政府", PASSED),
        ("国务院关于推进工作的意见", STATE.format(12), "2015-05-13", "云溪市人民政府", CANT_TELL),
        ("国务院关于推进工作的意见", STATE.format(12), "2015-05-14", "云溪市人民政府", FAILED),
        ("李某某出席会议", STATE.format(12), "2015-05-14", "云溪市人民政府", CANT_TELL),  # no document
        ("国务院关于推进工作的意见", "http://www.other.cn/2015-05/12/a.htm", "2015-05-14", "云溪市人民政府", CANT_TELL),
        ("国务院关于推进工作的意见", STATE.format(40), "2015-05-14", "云溪市人民政府", CANT_TELL),
        ("国务院关于推进工作的意见", STATE.format(12), "2015-05-14", "云溪市质量局", INAPPLICABLE),
    ],
)
def test_repost_in_a_day(title, url, shown, name, expected):
    """Whole days are all that is printed."""
    made = unit(home(), page("gwy/", PageKind.COLUMN, row(title, shown, url), title="国务院信息"), name=name)
    assert outcome(made, "reposted_within", hours=24) is expected
