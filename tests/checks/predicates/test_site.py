"""The portal itself and the guide's quality: foot, search, organisation, integrity, law, accuracy, promise."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import FetchError, PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, fact, findings, home, outcome, outcomes, page, pager, read, rows, unit

FOOT = {"marks": {"f_icp": "ICP备案编号"}}
UNREAD_HOMES = [
    {"kind": PageKind.BLOCKED},
    {"kind": PageKind.SCRIPT_SHELL},
    {"kind": PageKind.NOT_FOUND},
    {"kind": PageKind.MOVED},
    {"kind": None, "status": 500},
    {"kind": None, "status": None, "error": FetchError.TIMEOUT},
]
HOME_IDS = ["wall", "shell", "soft-404", "moved", "500", "timeout"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.VALID, PASSED),
        (State.ABSENT, FAILED),
        (State.BLANK, FAILED),
        (State.PLACEHOLDER, FAILED),
        (State.PARTIAL, CANT_TELL),
        (State.UNREAD, CANT_TELL),
        (None, CANT_TELL),
    ],
)
def test_mark_at_the_foot_by_its_state(state, expected):
    """A script may draw what was not read."""
    facts = unit(home(*([read("site", "f_icp", state)] if state else [])))

    assert outcomes(facts, "footer_marks", **FOOT) == {"f_icp": expected}


@pytest.mark.parametrize(("elsewhere", "expected"), [(State.VALID, CANT_TELL), (State.PARTIAL, FAILED), (State.ABSENT, FAILED)])
def test_a_mark_that_other_pages_show_is_left_open(elsewhere, expected):
    """The home page lacks it, the foot of the others has it."""
    facts = unit(home(read("site", "f_icp", State.ABSENT)), page("a/", PageKind.COLUMN, read("site", "f_icp", elsewhere)))

    assert outcomes(facts, "footer_marks", **FOOT) == {"f_icp": expected}


def test_a_mark_on_another_page_does_not_stand_for_the_home_page():
    """The home page was not read for it: open, not passed."""
    facts = unit(page("a/", PageKind.COLUMN, read("site", "f_icp")))

    assert outcomes(facts, "footer_marks", **FOOT) == {"f_icp": CANT_TELL}


@pytest.mark.parametrize("more", UNREAD_HOMES, ids=HOME_IDS)
def test_nothing_is_said_of_a_home_page_that_was_not_read(more):
    """A wall, a shell or an error has no foot, and is no proof of sound pages, either."""
    facts = unit(home(read("site", "f_icp", State.ABSENT), **more))

    assert outcomes(facts, "footer_marks", **FOOT) == {"f_icp": CANT_TELL}
    for check in ("identity_kept", "no_hidden_links", "readable_text"):
        assert outcome(facts, check) == CANT_TELL, check


@pytest.mark.parametrize(
    ("state", "browser", "stop", "expected"),
    [
        (State.VALID, False, Stop.PAGES, PASSED),
        (State.ABSENT, True, Stop.DONE, FAILED),
        (State.ABSENT, False, Stop.DONE, CANT_TELL),  # a script may draw it
        (State.ABSENT, True, Stop.PAGES, CANT_TELL),
        (State.UNREAD, True, Stop.DONE, CANT_TELL),
    ],
)
def test_search_box(state, browser, stop, expected):
    """Missing only if a browser looked and everything was read; its results are always left to a person."""
    facts = unit(home(read("site.search", "box", state)), browser=browser, stop=stop)

    assert outcomes(facts, "search_box") == {"box": expected, "hit": CANT_TELL}


def test_search_box_on_any_page_counts():
    """The home page lacks it, another page has it."""
    facts = unit(home(read("site.search", "box", State.ABSENT)), page("a/", PageKind.COLUMN, read("site.search", "box")))

    assert outcomes(facts, "search_box")["box"] == PASSED


ORG = {
    "parts": {"duty": "职责", "leaders": "领导", "resume": "简历"},
    "roles": {"duty": ["org"], "leaders": ["leaders"], "resume": ["leaders"], "portfolio": ["leaders"]},
    "optional": {"portfolio": "分工"},
}
LEADERS = page("ld/", PageKind.ARTICLE, read("org", "leaders"))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.VALID, PASSED),
        (State.BLANK, FAILED),
        (State.PARTIAL, CANT_TELL),
        (State.UNREAD, CANT_TELL),
        (State.PLACEHOLDER, CANT_TELL),
        (State.ABSENT, CANT_TELL),
    ],
)
def test_part_of_the_organisation_by_its_state(state, expected):
    """Only an announced and empty part fails by itself."""
    assert outcomes(unit(page("jg/", PageKind.ARTICLE, read("org", "duty", state))), "org_profile", **ORG)["duty"] == expected


def test_parts_nowhere_on_a_wholly_read_portal():
    """Duties and leaders fail; what depends on leaders is not charged twice, and optional parts never."""
    assert outcomes(unit(), "org_profile", **ORG) == {"duty": FAILED, "leaders": FAILED, "resume": INAPPLICABLE, "portfolio": INAPPLICABLE}


def test_parts_on_an_incomplete_look_are_left_open():
    """Unfinished, or the place where they would stand is closed."""
    assert set(outcomes(unit(stop=Stop.PAGES), "org_profile", **ORG).values()) == {CANT_TELL}
    closed = outcomes(unit(home(door("org", "机构职能"))), "org_profile", **ORG)
    assert (closed["duty"], closed["leaders"]) == (CANT_TELL, FAILED)
    behind = outcomes(unit(home(door("disclosure", "政府信息公开"))), "org_profile", **ORG)  # both often stand in that column
    assert (behind["duty"], behind["leaders"]) == (CANT_TELL, CANT_TELL)


def test_a_place_that_opens_to_something_unrecognised_leaves_its_part_open():
    """The duties may be told in a way we did not make out."""
    facts = unit(home(door("org", "机构职能", "jg/")), page("jg/", PageKind.ARTICLE))

    assert outcomes(facts, "org_profile", **ORG)["duty"] == CANT_TELL


@pytest.mark.parametrize(("offices", "expected"), [(2, CANT_TELL), (3, PASSED)])
def test_duties_told_office_by_office(offices, expected):
    """A column of duties that lists offices: several of their pages are the duties, one or two are not; the column's own text comes first."""
    column = page("zz/", PageKind.COLUMN, read("org", "duty", State.UNREAD))
    below = [page(f"zz/{i}.html", PageKind.ARTICLE, read("org", "office", value=f"负责{i}")) for i in range(offices)]

    assert outcomes(unit(column, *below), "org_profile", **ORG)["duty"] == expected


def test_leaders_without_resumes():
    """Names are listed, the place was read, and no résumé is there: charged; the optional portfolio is not."""
    facts = unit(home(door("leaders", "局领导", "ld/")), LEADERS)
    found = findings(facts, "org_profile", **ORG)

    assert {s: f.outcome for s, f in found.items()} == {"duty": FAILED, "leaders": PASSED, "resume": FAILED, "portfolio": INAPPLICABLE}
    assert "http://www.yunxi.example/ld/" in {e.url for e in found["resume"].evidence}


def signs(*given: tuple[str, float]):
    return unit(home(*(fact("integrity.hijack", f"迹象{i}", kind, confidence=c) for i, (kind, c) in enumerate(given))))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), PASSED),
        ((("title", 0.8),), FAILED),
        ((("title", 0.79),), CANT_TELL),
        ((("title", 0.4), ("name", 0.4)), CANT_TELL),
        ((("title", 0.59), ("name", 0.4)), CANT_TELL),
        ((("meta", 0.6), ("name", 0.4)), FAILED),
        ((("meta", 0.6), ("name", 0.6)), FAILED),
        ((("title", 0.5), ("title", 0.5)), CANT_TELL),  # the same sign twice is one sign
        ((("title", 0.1), ("name", 0.95)), FAILED),
    ],
)
def test_one_strong_sign_or_several_of_some_weight(given, expected):
    """What is weak means nothing alone, nor beside another weak one."""
    assert outcome(signs(*given), "identity_kept", strong=0.8, together=1.0) == expected


def test_signs_of_several_pages_do_not_add_up():
    """One page's style and another's name are two weak signs, however often they are repeated."""
    pages = [
        page(f"{i}.html", PageKind.ARTICLE, fact("integrity.hijack", "迹象", kind, confidence=0.6))
        for i, kind in enumerate(("title", "name"))
    ]

    assert outcome(unit(*pages), "identity_kept") == CANT_TELL


ELSEWHERE = "http://casino.example/1.html"


@pytest.mark.parametrize(
    ("check", "sign"),
    [
        ("identity_kept", fact("integrity.hijack", "博彩", "title", confidence=0.9)),
        ("no_hidden_links", fact("integrity.hidden_links", 9)),
        ("readable_text", fact("integrity.mojibake", 0.5)),
    ],
)
@pytest.mark.parametrize(
    ("address", "final", "expected"),
    [
        ("1.html", None, FAILED),
        (ELSEWHERE, None, CANT_TELL),
        ("http://xxgk.city.example/1.html", None, CANT_TELL),  # the city's platform: others answer for it
        ("1.html", ELSEWHERE, CANT_TELL),  # the page sends the reader away
    ],
)
def test_a_host_that_is_not_the_units_place_is_never_charged(check, sign, address, final, expected):
    """Pages of other hosts are read where a bureau keeps its documents there; what is wrong with them is left to a person."""
    assert outcome(unit(page(address, PageKind.ARTICLE, sign, final=final)), check) == expected


def test_a_redirect_of_the_start_within_one_owners_names_is_the_units_place():
    """city.gov.cn that answers as zjj.city.gov.cn; a domain that now leads to another owner is not."""
    sign = fact("integrity.hijack", "博彩", "title", confidence=0.9)

    assert outcome(unit(home(sign, final="http://zjj.yunxi.example/")), "identity_kept") == FAILED
    assert outcome(unit(home(sign, final="http://casino.example/")), "identity_kept") == CANT_TELL


def test_what_is_only_described_of_hidden_links_is_not_judged():
    """Menus and government sites among them are a fact under another subject."""
    assert outcome(unit(page("1.html", PageKind.ARTICLE, fact("integrity.hidden_links", 9, "all"))), "no_hidden_links") == PASSED


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [((), PASSED), ((0,), PASSED), ((1,), CANT_TELL), ((2,), CANT_TELL), ((2, 2), CANT_TELL), ((3,), FAILED), ((1, 9), FAILED)],
)
def test_hidden_links_by_hosts_of_the_worst_page(hosts, expected):
    """Two hosts may be a template's own; three are charged. Pages do not add up."""
    pages = [page(f"{i}.html", PageKind.ARTICLE, fact("integrity.hidden_links", n)) for i, n in enumerate(hosts)]

    assert outcome(unit(*pages), "no_hidden_links", min_hosts=3) == expected


@pytest.mark.parametrize(("share", "expected"), [(None, PASSED), (0.019, CANT_TELL), (0.02, FAILED), (0.5, FAILED)])
def test_share_of_damaged_characters(share, expected):
    """Below the share it is left to a person."""
    damaged = () if share is None else (fact("integrity.mojibake", share),)

    assert outcome(unit(page("1.html", PageKind.ARTICLE, *damaged)), "readable_text", min_share=0.02) == expected


def guide(*facts, path="zn.html", published=None):
    return page(path, PageKind.GUIDE, *facts, published=published)


LAW = {"wordings": {"o_need": "特殊需要"}}
NEED = fact("law.obsolete", "特殊需要", "o_need")


def test_repealed_law_in_the_guide():
    """Charged on the guide only, and only the wordings asked for."""
    told = read("guide", "fax")

    assert outcome(unit(guide(told, NEED)), "law_current", **LAW) == FAILED
    assert outcome(unit(guide(told)), "law_current", **LAW) == PASSED
    assert outcome(unit(guide(told, fact("law.obsolete", "收费", "o_fee"))), "law_current", **LAW) == PASSED
    assert outcome(unit(guide(told), page("fg.html", PageKind.ARTICLE, NEED)), "law_current", **LAW) == PASSED
    assert outcome(unit(guide(read("guide", "fax", State.UNREAD))), "law_current", **LAW) == CANT_TELL


def test_an_old_guide_beside_the_current_one_is_left_to_a_person():
    """The superseded edition may be kept as a record; it is not the guide that is applied."""
    old = guide(read("guide", "fax"), NEED, path="2009.html", published="2009-01-01")
    new = guide(read("guide", "fax"), path="2019.html", published="2019-09-01")

    assert outcome(unit(old, new, as_of="2020-06-30"), "law_current", **LAW) == CANT_TELL
    assert outcome(unit(old, as_of="2020-06-30"), "law_current", **LAW) == FAILED


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ("phone", "010-65551234", PASSED),
        ("phone", "(0431)88905566", PASSED),
        ("phone", "0431—8890 5566", PASSED),
        ("phone", "0431-8890-5566", PASSED),
        ("phone", "138 1234 5678", PASSED),
        ("phone", "13812345678", PASSED),
        ("phone", "400-610-1234", PASSED),
        ("phone", "12345", PASSED),
        ("phone", "96315", PASSED),
        ("phone", "65551234转8012", PASSED),
        ("phone", "65551234、65551235", PASSED),
        ("phone", "０１０－６５５５１２３４", PASSED),
        ("phone", "010-655512", FAILED),
        ("phone", "010-655512345", FAILED),
        ("fax", "010-655512", FAILED),
        ("fax", "0571-8789·1234", PASSED),
        ("phone", "8789 - 1234", PASSED),
        ("phone", "0571 - 8789 - 1234", PASSED),
        ("phone", "（0571） 8789 1234", PASSED),
        ("phone", "0571 8789 12", FAILED),
        ("phone", "010 65551234 65551235", PASSED),
        ("fax", "同上", PASSED),
        ("fax", "8012", PASSED),  # an extension: too short to judge
        ("zip", "010-655512", PASSED),  # not a number that is judged
        ("email", "xxgk@yunxi.example", PASSED),
        ("email", "xxgk@yunxi.example（公开办）", PASSED),
        ("email", "a@yunxi.example；b@yunxi.example", PASSED),
        ("email", "xxgk @ yunxi.example", PASSED),
        ("email", "xxgk@ yunxi . example", PASSED),
        ("email", "xxgk＠yunxi.example", PASSED),
        ("email", "xxgk @ yunxi", FAILED),
        ("email", "xxgk@yunxi", FAILED),
        ("email", "xxgk@@yunxi.example", FAILED),
        ("email", "xxgk#yunxi.example", PASSED),  # written against robots: not judged
        ("hours", "8:30-12:00", PASSED),
        ("hours", "8∶30—12∶00", PASSED),
        ("hours", "上午9时至12时", PASSED),
        ("hours", "9-12，14-17", PASSED),
        ("hours", "9時30分", PASSED),  # a clock in Traditional characters
        ("hours", "0830-1200", PASSED),
        ("hours", "工作日", PASSED),
        ("hours", "9:00-24:00", PASSED),
        ("hours", "8:30-25:00", FAILED),
        ("hours", "8:60-12:00", FAILED),
        ("hours", "900——11.30", FAILED),
        ("hours", "8.30-120", FAILED),
        ("hours", "8:30-11:30 6555-123", PASSED),  # a number beside it
    ],
)
def test_values_of_the_guide_are_well_formed(element, value, expected):
    """A number that nobody could dial is charged; an unusual way to write one is not."""
    sound = read("guide", "phone", value="010-65551234")
    facts = unit(guide(sound, read("guide", element, value=value)))

    assert outcome(facts, "guide_accuracy") == expected


def test_a_guide_without_values_to_check_is_left_open():
    """Defective states are another rule's matter."""
    assert outcome(unit(guide(read("guide", "phone", State.ABSENT))), "guide_accuracy") == CANT_TELL
    assert outcome(unit(guide(read("guide", "phone", State.PLACEHOLDER, "010-××××"))), "guide_accuracy") == CANT_TELL


PROMISE = read("guide", "update", value="每年更新一次")


@pytest.mark.parametrize(
    ("published", "promise", "expected"),
    [
        ("2014-06-29", True, PASSED),  # 366 days before the day judged
        ("2014-06-28", True, FAILED),
        ("2009-01-01", False, PASSED),  # nothing promised, nothing broken
        (None, True, CANT_TELL),
        ("2015-06-30", True, PASSED),
    ],
)
def test_the_promise_of_a_yearly_update(published, promise, expected):
    """The day of the promise itself is in time."""
    facts = unit(guide(*([PROMISE] if promise else []), published=published))

    assert outcome(facts, "guide_freshness", promise_days=366) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2019-06-30", PASSED), ("2019-07-01", FAILED)])
def test_a_name_of_an_organ_is_obsolete_once_the_organ_is(as_of, expected):
    """Before the reform was over the old name was right."""
    facts = unit(guide(fact("law.obsolete", "质监局", "o_organ"), published="2019-05-01"), as_of=as_of)

    assert outcome(facts, "guide_freshness") == expected


@pytest.mark.parametrize("names", [("1.html", "2.html"), ("2.html", "1.html")])
def test_of_two_guides_the_newer_keeps_the_promise(names):
    """Whichever address comes first."""
    old, new = names
    facts = unit(guide(PROMISE, path=old, published="2010-01-01"), guide(PROMISE, path=new, published="2015-05-01"))

    assert outcome(facts, "guide_freshness") == PASSED


@pytest.mark.parametrize(
    ("other", "expected"), [(None, CANT_TELL), ("2009-01-01", FAILED), ("2015-05-01", PASSED)], ids=["undated", "older", "newer"]
)
def test_an_undated_guide_beside_an_old_one_may_be_the_current_one(other, expected):
    """The unit keeps the old edition as a record; which of the two is in force nobody can tell without its date."""
    facts = unit(guide(PROMISE, path="2010.html", published="2010-03-01"), guide(PROMISE, path="zn.html", published=other))

    assert outcome(facts, "guide_freshness", promise_days=366) == expected


def test_the_day_of_a_signature_breaks_no_promise():
    """A text that is kept up to date may keep the day on which it was first signed."""
    signed = page("zn.html", PageKind.GUIDE, PROMISE, attrs.evolve(fact("page.published", dt.date(2009, 4, 20)), method="signature"))

    assert outcome(unit(signed), "guide_freshness", promise_days=366) == CANT_TELL


def test_absence_of_news_does_not_touch_the_guide():
    """A sanity check of the builder: one predicate's facts do not leak into another's."""
    facts = unit(guide(PROMISE, published="2015-05-01"), page("tz/", PageKind.COLUMN, *rows("2014-01-06"), pager(False)))

    assert outcomes(facts, "updated_weekly", weeks=1) == {"2015-W26": FAILED}
    assert outcome(facts, "guide_freshness") == PASSED
