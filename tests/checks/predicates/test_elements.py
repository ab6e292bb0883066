"""Elements of the guide, channels of application, form and procedure: every state, and every reason why a defect is not charged."""

from __future__ import annotations

import pytest

from checks.model import FetchError, PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, door, findings, home, outcome, outcomes, page, read, unit

GUIDE = {"elements": {"fax": "传真号码"}, "optional": {"zip": "邮政编码"}, "blocked_by": ["disclosure"]}
STATES = {
    State.VALID: PASSED,
    State.PARTIAL: CANT_TELL,
    State.UNREAD: CANT_TELL,
    State.BLANK: FAILED,
    State.PLACEHOLDER: FAILED,
    State.NEGATED: FAILED,
    State.ABSENT: FAILED,
}


@pytest.mark.parametrize(("state", "expected"), STATES.items())
def test_guide_element_by_its_state(state, expected):
    """Each state has its one outcome; an optional element only ever passes or does not apply."""
    guide = page("zn.html", PageKind.GUIDE, read("guide", "fax", state), read("guide", "zip", state))
    optional = PASSED if state is State.VALID else INAPPLICABLE

    assert outcomes(unit(guide), "guide_elements", **GUIDE) == {"fax": expected, "zip": optional}


@pytest.mark.parametrize(("online", "expected"), [(State.VALID, CANT_TELL), (State.ABSENT, FAILED), (State.UNREAD, FAILED)])
def test_a_way_to_apply_over_the_net_may_be_the_contact_over_the_net(online, expected):
    """«在本机关网站依申请公开栏目提交» gives no address; whether it is the contact that the law asks for is a person's to say."""
    guide = page("zn.html", PageKind.GUIDE, read("guide", "net", State.ABSENT), read("channels", "online", online))

    assert outcomes(unit(guide), "guide_elements", elements={"net": "互联网联系方式"})["net"] == expected


def test_guide_element_that_no_reading_mentions_is_our_gap():
    """The guide was recognised, the element was not looked for."""
    assert outcomes(unit(page("zn.html", PageKind.GUIDE)), "guide_elements", **GUIDE) == {"fax": CANT_TELL, "zip": INAPPLICABLE}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (State.ABSENT, State.VALID, PASSED),
        (State.BLANK, State.PARTIAL, CANT_TELL),
        (State.ABSENT, State.UNREAD, CANT_TELL),
        (State.ABSENT, State.BLANK, FAILED),
    ],
)
def test_of_two_guides_the_better_reading_counts(one, other, expected):
    """Whichever address comes first."""
    for first, second in ((one, other), (other, one)):
        facts = unit(
            page("1.html", PageKind.GUIDE, read("guide", "fax", first)), page("2.html", PageKind.GUIDE, read("guide", "fax", second))
        )
        assert outcomes(facts, "guide_elements", **GUIDE)["fax"] == expected


def test_elements_on_pages_that_are_no_guide_do_not_count():
    """A contact page's fax number does not complete the guide, nor make one."""
    contact = page("lx.html", PageKind.ARTICLE, read("guide", "fax"))

    assert (
        outcomes(unit(contact, page("zn.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT))), "guide_elements", **GUIDE)["fax"]
        == FAILED
    )
    assert outcomes(unit(contact), "guide_elements", **GUIDE)["fax"] == INAPPLICABLE


def test_elements_of_a_guide_that_may_exist_are_left_open():
    """A door to it, closed or open to something unrecognised, or an incomplete look."""
    for facts in (
        unit(home(door("guide", "公开指南"))),
        unit(home(door("disclosure", "信息公开"))),
        unit(home(door("guide", "公开指南", "zn.html")), page("zn.html", PageKind.OTHER)),
        unit(stop=Stop.BYTES),
    ):
        assert outcomes(facts, "guide_elements", **GUIDE) == {"fax": CANT_TELL, "zip": CANT_TELL}
    assert outcomes(unit(), "guide_elements", **GUIDE) == {"fax": INAPPLICABLE, "zip": INAPPLICABLE}


CHANNELS = {"required": {"mail": "信函", "online": "网络"}, "optional": {"fax": "传真"}}


def channels(*pages, **more):
    return outcomes(unit(*pages, **more), "application_channels", **CHANNELS)


def guide_with(*facts):
    return page("zn.html", PageKind.GUIDE, *facts)


def all_in(state: State):
    return (read("channels", "mail", state), read("channels", "online", state), read("channels", "fax", state))


@pytest.mark.parametrize(
    ("state", "required", "optional"),
    [
        (State.VALID, PASSED, PASSED),
        (State.PARTIAL, CANT_TELL, CANT_TELL),
        (State.UNREAD, CANT_TELL, CANT_TELL),
        (State.ABSENT, FAILED, INAPPLICABLE),
        (State.NEGATED, FAILED, INAPPLICABLE),  # refused: a defect where it is due, its right where it is not
        (State.BLANK, FAILED, FAILED),  # promised without the data to use it
        (State.PLACEHOLDER, FAILED, FAILED),
    ],
)
@pytest.mark.parametrize("kind", [PageKind.GUIDE, PageKind.APPLY])
def test_channel_by_its_state(state, required, optional, kind):
    """On the guide or on the application page alike."""
    assert channels(page("p.html", kind, *all_in(state))) == {"mail": required, "online": required, "fax": optional}


def test_a_channel_on_either_page_counts():
    """The guide names one, the application page the other."""
    guide = guide_with(read("channels", "mail"), read("channels", "online", State.ABSENT), read("channels", "fax", State.ABSENT))
    form = page(
        "sq.html", PageKind.APPLY, read("channels", "mail", State.ABSENT), read("channels", "online"), read("channels", "fax", State.BLANK)
    )

    assert channels(guide, form) == {"mail": PASSED, "online": PASSED, "fax": FAILED}


def test_e_mail_is_a_way_over_the_network():
    """An address for applications serves where there is no form."""
    guide = guide_with(read("channels", "mail"), read("channels", "online", State.ABSENT), read("channels", "email"))

    assert channels(guide)["online"] == PASSED


@pytest.mark.parametrize(("method", "expected"), [("short", FAILED), ("no-instructions", FAILED), ("image", CANT_TELL)])
def test_a_page_with_too_little_text_to_say_anything_does_not_excuse_what_the_guide_lacks(method, expected):
    """A bare form is silent; a picture may speak."""
    bare = page("sq.html", PageKind.APPLY, read("channels", "mail", State.UNREAD, method=method))

    assert channels(guide_with(*all_in(State.ABSENT)), bare)["mail"] == expected
    assert channels(bare)["mail"] == CANT_TELL


def test_channels_on_other_pages_do_not_count():
    """The post address of a contact page is no channel of application."""
    assert channels(page("lx.html", PageKind.ARTICLE, *all_in(State.VALID)))["mail"] == FAILED


@pytest.mark.parametrize(
    "facts",
    [
        unit(home(door("apply", "依申请公开"))),
        unit(home(door("guide", "公开指南"))),
        unit(home(door("disclosure", "信息公开"))),
        unit(home(door("apply", "依申请公开", "sq/")), page("sq/", PageKind.OTHER)),
        unit(stop=Stop.PAGES),
    ],
    ids=["apply-closed", "guide-closed", "column-closed", "unrecognised", "unfinished"],
)
def test_without_a_page_that_describes_channels_nothing_is_charged_unless_all_was_seen(facts):
    """Neither required nor optional ones."""
    assert outcomes(facts, "application_channels", **CHANNELS) == {"mail": CANT_TELL, "online": CANT_TELL, "fax": CANT_TELL}


def test_no_page_on_a_wholly_read_portal_fails_required_channels_only():
    """Nothing offered at all."""
    assert channels() == {"mail": FAILED, "online": FAILED, "fax": CANT_TELL}


@pytest.mark.parametrize("role", ["apply", "guide"])
def test_an_absent_channel_may_stand_on_the_page_that_would_not_open(role):
    """A defect counts only when neither guide nor application page could hold it unread."""
    other = PageKind.GUIDE if role == "apply" else PageKind.APPLY
    facts = unit(home(door(role, "在线申请")), page("p.html", other, *all_in(State.ABSENT)))

    assert outcomes(facts, "application_channels", **CHANNELS) == {"mail": CANT_TELL, "online": CANT_TELL, "fax": INAPPLICABLE}


def test_further_closed_doors_hide_no_channel_once_guide_and_application_page_were_read():
    """A form to download that would not open is no third place; an online form may be behind it."""
    form = page("sq.html", PageKind.APPLY, *all_in(State.ABSENT))

    assert channels(home(door("apply", "申请公开表格下载")), guide_with(*all_in(State.ABSENT)), form) == {
        "mail": FAILED,
        "online": CANT_TELL,
        "fax": INAPPLICABLE,
    }


def test_an_absent_channel_on_an_incomplete_look_is_left_open_but_a_refusal_is_not():
    """What a page says stands, what it does not say may be elsewhere."""
    assert channels(guide_with(*all_in(State.ABSENT)), stop=Stop.PAGES)["mail"] == CANT_TELL
    assert channels(guide_with(*all_in(State.NEGATED)), stop=Stop.PAGES)["mail"] == FAILED


FORM = {"kind": "form", "parts": {"f_name": "姓名", "f_desc": "内容描述"}}
PROCESS = {"kind": "process", "parts": {"pr_limit": "答复期限"}, "numbers": {"pr_limit": [15, 20]}}


def form(*facts, kind=PageKind.APPLY):
    return page("sq.html", kind, *facts)


@pytest.mark.parametrize(("state", "expected"), STATES.items())
def test_form_field_by_its_state(state, expected):
    """One verdict for the whole form."""
    assert outcome(unit(form(read("form", "f_name"), read("form", "f_desc", state))), "apply_parts", **FORM) == expected


def test_form_field_without_reading_is_missing_and_named():
    """A form that was read and has no such field."""
    [found] = findings(unit(form(read("form", "f_name"))), "apply_parts", **FORM).values()

    assert found.outcome == FAILED
    assert "内容描述" in found.message and "姓名" not in found.message


def test_a_missing_field_is_left_open_while_something_is_unread():
    """Another field is in a picture, the visit was cut short, or another application door is closed."""
    absent = read("form", "f_desc", State.ABSENT)

    assert outcome(unit(form(read("form", "f_name", State.UNREAD), absent)), "apply_parts", **FORM) == CANT_TELL
    assert outcome(unit(form(read("form", "f_name"), absent), stop=Stop.SECONDS), "apply_parts", **FORM) == CANT_TELL
    assert outcome(unit(home(door("apply", "网上申请")), form(read("form", "f_name"), absent)), "apply_parts", **FORM) == CANT_TELL


def test_no_form_fails_only_where_nothing_could_hold_one():
    """No application page on a wholly read portal fails; a page whose form we did not make out does not."""
    assert outcome(unit(), "apply_parts", **FORM) == FAILED
    assert outcome(unit(form()), "apply_parts", **FORM) == CANT_TELL
    assert outcome(unit(stop=Stop.PAGES), "apply_parts", **FORM) == CANT_TELL
    assert outcome(unit(home(door("apply", "依申请公开"))), "apply_parts", **FORM) == CANT_TELL
    blocked = page("sq.html", None, error=FetchError.ROBOTS, depth=1)
    assert outcome(unit(home(door("apply", "依申请公开", "sq.html")), blocked), "apply_parts", **FORM) == CANT_TELL


def test_a_form_in_the_guide_is_no_online_form_but_its_procedure_counts():
    """The procedure may stand in the guide."""
    assert outcome(unit(form(read("form", "f_name"), read("form", "f_desc"), kind=PageKind.GUIDE)), "apply_parts", **FORM) != PASSED
    assert outcome(unit(form(read("process", "pr_limit", value="15"), kind=PageKind.GUIDE)), "apply_parts", **PROCESS) == PASSED


def test_a_guide_that_could_not_be_read_may_tell_the_procedure():
    """A scan or an old file behind the guide's door: what the page of applications leaves out may stand in it."""
    parts = {"kind": "process", "parts": {"pr_limit": "答复期限", "pr_form": "申请表"}}
    told = form(read("process", "pr_form", value="申请表"))
    scan = page("zn.pdf", PageKind.OTHER)
    assert outcome(unit(home(door("guide", "公开指南", "zn.pdf")), scan, told), "apply_parts", **parts) == CANT_TELL
    assert outcome(unit(home(door("org", "机构职能", "zn.pdf")), scan, told), "apply_parts", **parts) == FAILED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("15", PASSED),
        ("20", PASSED),
        ("14", FAILED),
        ("16", FAILED),
        ("30", FAILED),
        ("15个工作日", PASSED),
        ("15个工作日，延长不超过15个工作日", PASSED),  # the first number is the limit
        ("30个工作日，延长不超过15个工作日", FAILED),
        ("十五个工作日", PASSED),  # no number we can compare: not held against it
    ],
)
def test_the_limit_must_be_one_of_the_numbers(value, expected):
    """Reply days of the period."""
    assert outcome(unit(form(read("process", "pr_limit", value=value))), "apply_parts", **PROCESS) == expected


def test_a_right_limit_beside_a_wrong_one_is_left_to_the_reading_that_says_most_for_the_unit():
    """Guide and application page differ: whichever address comes first, the unit is not charged."""
    for one, other in (("15", "30"), ("30", "15")):
        facts = unit(
            page("1.html", PageKind.GUIDE, read("process", "pr_limit", value=one)),
            page("2.html", PageKind.APPLY, read("process", "pr_limit", value=other)),
        )
        assert outcome(facts, "apply_parts", **PROCESS) != FAILED


@pytest.mark.parametrize(
    ("title", "anchor", "found_on", "expected"),
    [
        ("依申请公开办理流程", "", "", CANT_TELL),
        ("某局文件", "流程图", "sq.html", CANT_TELL),  # linked from the application page
        ("办理流程", "", "", FAILED),  # of what?
        ("依申请公开受理机构", "", "sq.html", FAILED),  # another part
    ],
)
def test_a_part_of_the_procedure_may_have_a_page_of_its_own(title, anchor, found_on, expected):
    """A page named for the part is not held to be nothing only because it was not read as instructions."""
    told = {"kind": "process", "parts": {"pr_limit": "答复期限", "pr_flow": "办理流程"}}
    apply = page("sq.html", PageKind.APPLY, read("process", "pr_limit", value="15"), title="依申请公开")
    own = page("1.html", PageKind.ARTICLE, title=title, anchor=anchor, found_on=found_on)

    assert outcome(unit(apply, own), "apply_parts", **told) == expected


@pytest.mark.parametrize(
    ("path", "anchor", "expected"),
    [
        ("zn/ysq/index.html", "依申请公开", CANT_TELL),
        ("zn/2.html", "监督和救济", CANT_TELL),
        ("zn/sqb.html", "申请表下载", FAILED),  # filed beside the guide, no chapter of it
        ("zn/tu.html", "依申请公开流程图", FAILED),
        ("ysqgk/index.html", "依申请公开", FAILED),  # a column of its own
    ],
)
def test_a_guide_cut_into_pages_is_not_charged_for_its_first(path, anchor, expected):
    """Chapters of the guide below its own folder may hold what its first page does not list."""
    guide = page("zn/", PageKind.GUIDE, read("guide", "fax", State.ABSENT))
    chapter = page(path, PageKind.APPLY, title=anchor, anchor=anchor, depth=2)

    assert outcomes(unit(guide, chapter), "guide_elements", **GUIDE)["fax"] == expected


def test_a_guide_in_the_root_folder_has_no_folder_of_its_own():
    """Every page of a flat site lies below the root."""
    guide = page("index.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT))

    assert outcomes(unit(guide, page("2.html", PageKind.APPLY, anchor="依申请公开")), "guide_elements", **GUIDE)["fax"] == FAILED


@pytest.mark.parametrize(
    ("anchor", "menu", "apart", "expected"),
    [
        ("监督保障", "公开年报 领导信息", "", CANT_TELL),  # a tab of the guide
        ("监督保障", "公开年报 监督保障", "", FAILED),  # an item of the menu that every page carries
        ("依申请公开", "公开年报 依申请公开", "", FAILED),
        ("依申请公开", "公开年报 依申请公开", "依申请公开", CANT_TELL),  # the menu's item is another page
        ("领导信息", "公开年报", "", FAILED),  # no chapter
    ],
)
def test_chapters_of_a_guide_without_a_folder_are_told_from_the_menu(anchor, menu, apart, expected):
    """Where addresses tell nothing, a chapter is what only the guide links under a name."""
    guide = page("c20.html", PageKind.GUIDE, read("guide", "fax", State.ABSENT))
    chapter = page("c201.html", PageKind.OTHER, anchor=anchor, found_on="c20.html", depth=2)
    other = page("c24.html", PageKind.COLUMN, anchor="公开年报", found_on="c20.html", offered=menu)
    more = (page("c23.html", PageKind.APPLY, anchor=apart, found_on=""),) if apart else ()

    assert outcomes(unit(guide, chapter, other, *more), "guide_elements", **GUIDE)["fax"] == expected


def test_a_channel_that_a_pictured_guide_may_hold_is_left_open():
    """The guide opens and shows pictures: what the application page lacks may be told there."""
    lacking = page("sq.html", PageKind.APPLY, read("channels", "mail", State.ABSENT), read("channels", "online"))
    pictured = guide_with(read("channels", "mail", State.UNREAD, method="short"))

    assert channels(home(door("guide", "公开指南", "zn.html")), lacking, pictured)["mail"] == CANT_TELL
    assert (
        channels(home(door("guide", "公开指南", "zn.html")), lacking, guide_with(read("channels", "mail", State.ABSENT)))["mail"] == FAILED
    )


def test_what_is_missing_is_told_by_the_pages_name():
    """The first line of a page's head (索引号：) says nothing to a reader."""
    lacking = page("sq.html", PageKind.APPLY, read("channels", "mail", State.ABSENT), title="依申请公开说明")
    found = findings(unit(home(), lacking), "application_channels", required={"mail": "信函"})["mail"]

    assert found.outcome == FAILED and "依申请公开说明" in found.message
