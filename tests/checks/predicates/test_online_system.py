"""A link to the online application system that answers "not there": what makes it a failure, and everything that leaves it open."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import config
from checks.model import Fact, FetchError, Outcome, PageKind, SkipReason, State, Stop

from .build import CANT_TELL, FAILED, PASSED, ReadPage, door, findings, home, link, page, read, row, skip, unit

RULES = config.load(Path(__file__).resolve().parents[3] / "data").rules
PARAMS = next(dict(rule.params) for rule in RULES if rule.id == "apply.online-form")
SYSTEM = "在线申请系统"
GONE = PageKind.NOT_FOUND


def written(text: str = SYSTEM, state: State = State.VALID, method: str = "link") -> Fact:
    """The reading of the online channel in the text of an application page: a link with these words."""
    fact = read("channels", "online", state, method=method)
    return attrs.evolve(fact, evidence=attrs.evolve(fact.evidence, quote=text))


def apply_page(*facts: Fact, **more: object) -> ReadPage:
    """The page that explains how to apply and offers the system in its text."""
    return page("sq/", PageKind.APPLY, *(facts or (written(),)), title="依申请公开", anchor="依申请公开", **more)  # type: ignore[arg-type]


def silent(*facts: Fact) -> ReadPage:
    """An application page whose text says nothing about the network."""
    return apply_page(read("channels", "online", State.ABSENT, method="not-found"), *facts)


def system(status: int | None = 404, kind: PageKind | None = GONE, *, anchor: str = SYSTEM, **more: object) -> ReadPage:
    """What the system's address gave."""
    options: dict[str, object] = {"found_on": "sq/", "depth": 2, **more}
    return page("sq/xt/", kind, status=status, anchor=anchor, **options)  # type: ignore[arg-type]


def outcome(*pages: ReadPage, **more: object) -> Outcome:
    """The outcome of the rule as it stands in its file."""
    [only] = findings(unit(*pages, **more), "apply_parts", **PARAMS).values()  # type: ignore[arg-type]
    return only.outcome


@pytest.mark.parametrize(
    ("status", "kind", "said"), [(404, GONE, "返回404"), (404, None, "返回404"), (410, GONE, "返回410"), (200, GONE, "页面不存在")]
)
def test_a_system_that_the_application_page_offers_and_that_is_gone_fails(status, kind, said):
    """404, 410 and the soft 404 alike; link, address, answer and page are named, link and dead page are the evidence."""
    [found] = findings(unit(apply_page(), system(status, kind)), "apply_parts", **PARAMS).values()

    assert found.outcome == FAILED
    for words in ("依申请公开", SYSTEM, "http://www.yunxi.example/sq/xt/", said):
        assert words in found.message
    assert [e.url.removeprefix("http://www.yunxi.example/") for e in found.evidence] == ["sq/", "sq/xt/"]
    assert found.evidence[0].quote == SYSTEM
    assert found.looked, "no other form was seen: an absence, confirmed only by a look that had a browser"


def test_the_guide_that_says_so_is_cited():
    """The sentence about the network, beside the link."""
    guide = page("zn.html", PageKind.GUIDE, written("可以通过互联网提出申请", State.PARTIAL, "no-data"), title="公开指南")
    [found] = findings(unit(apply_page(), system(), guide), "apply_parts", **PARAMS).values()

    assert found.outcome == FAILED
    assert "“公开指南”页写明“可以通过互联网提出申请”" in found.message
    assert len(found.evidence) == 3


@pytest.mark.parametrize(
    "text", ["在线申请", "网上申请", "申请系统", "我要申请", "网上依申请", "依申请公开系统", "線上申請", "網上申請系統"]
)
def test_every_synonym_counts_in_the_text_of_the_application_page(text):
    """Traditional forms are folded."""
    assert outcome(apply_page(written(text)), system(anchor=text)) == FAILED


def test_the_guide_offers_it_as_well_as_the_application_page():
    """Its own guide, and not that of another body on the portal."""
    guide = page("zn.html", PageKind.GUIDE, written(), title="公开指南", depth=1)
    other = page("b/zn.html", PageKind.GUIDE, written(), title="公开指南", depth=3)

    assert outcome(silent(), guide, system(found_on="zn.html")) == FAILED
    assert outcome(silent(), guide, other, system(found_on="b/zn.html")) == CANT_TELL


FOR_INFORMATION = "依申请公开系统"


@pytest.mark.parametrize("text", [FOR_INFORMATION, "网上依申请公开", "政府信息公开申请系统", "依申請公開系統"])
def test_words_that_say_it_themselves_count_on_the_home_page_too(text):
    """And on a disclosure column; the application page may be silent."""
    column = page("gk/", PageKind.COLUMN, door("apply", text, "sq/xt/"), title="信息公开")

    assert outcome(home(door("apply", text, "sq/xt/")), silent(), system(anchor=text, found_on="")) == FAILED
    assert outcome(home(door("disclosure", "信息公开", "gk/")), column, silent(), system(anchor=text, found_on="gk/")) == FAILED
    assert outcome(home(links=[link("政府信息公开在线申请系统", "sq/xt/")]), silent(), system(anchor="政府信息公开在线申请系统")) == FAILED


@pytest.mark.parametrize(
    "target",
    [
        system(None, None, error=FetchError.TIMEOUT),
        system(None, None, error=FetchError.ROBOTS),
        system(None, None, error=FetchError.NO_BROWSER),
        system(500, None),
        system(503, PageKind.NOT_FOUND),
        system(403, PageKind.BLOCKED),
        system(200, PageKind.BLOCKED),  # login wall
        system(200, PageKind.MOVED),
        system(200, PageKind.SCRIPT_SHELL),
        system(200, PageKind.OTHER),  # opened: what it shows was not made out
        system(404, GONE, final="http://other.example/404.html"),  # another host gave the answer
    ],
    ids=lambda p: f"{p.page.status}-{p.page.error or p.kind}-{'away' if 'other' in p.page.final_url else ''}",
)
def test_any_other_answer_is_no_missing_page(target):
    """Timeout, refusal, server error, wall, shell."""
    assert outcome(apply_page(), target) == CANT_TELL
    worded = home(door("apply", FOR_INFORMATION, "sq/xt/"))
    assert outcome(worded, silent(), attrs.evolve(target)) == CANT_TELL


@pytest.mark.parametrize("reason", list(SkipReason))
def test_a_system_that_was_not_visited_is_left_open(reason):
    """Robots, budget, depth, another host."""
    away = skip("http://sqgk.province.example/", reason, anchor=SYSTEM, found_on="sq/")

    assert outcome(apply_page(), skips=[away]) == CANT_TELL
    assert outcome(home(door("apply", FOR_INFORMATION, "sq/xt/")), silent()) == CANT_TELL


def test_a_dead_page_on_another_host_is_not_the_units():
    """The city's platform was fetched and is gone: whose fault that is, is not ours to say."""
    away = page("http://sqgk.city.example/x/", GONE, status=404, anchor=SYSTEM, found_on="sq/", depth=2)
    worded = page("http://sqgk.city.example/x/", GONE, status=404, anchor=FOR_INFORMATION, depth=2)

    assert outcome(apply_page(), away) == CANT_TELL
    assert outcome(home(door("apply", FOR_INFORMATION, worded.url)), silent(), worded) == CANT_TELL


def test_a_form_elsewhere_passes():
    """The dead link beside it is another rule's matter."""
    form = page("sq/bd.html", PageKind.APPLY, *(read("form", part) for part in PARAMS["parts"]), depth=2)

    assert outcome(apply_page(), system(), form) == PASSED


@pytest.mark.parametrize(
    "other",
    [
        [page("sq/2/", PageKind.OTHER, anchor="网上申请", depth=2)],
        [page("sq/2/", None, error=FetchError.TIMEOUT, anchor="网上依申请公开系统平台", depth=3)],
        [home(links=[link("我要申请")])],
        [home(door("apply", "网上依申请公开"))],
        [skip("http://sqgk.province.example/", SkipReason.OFFSITE, anchor="省依申请公开系统")],
    ],
    ids=["opened", "timeout", "script", "script-door", "offsite"],
)
def test_another_door_that_may_work_leaves_it_open(other):
    """It opened and was not made out, or nobody could look behind it."""
    pages = [p for p in other if isinstance(p, ReadPage)]
    skips = [s for s in other if not isinstance(s, ReadPage)]

    assert outcome(apply_page(), system(), *pages, skips=skips) == CANT_TELL


def test_news_about_other_applications_is_no_other_door():
    """A long title that holds the words by chance."""
    news = page("n.html", PageKind.ARTICLE, anchor="市民可以在线申请办理老年优待卡等便民服务", depth=2)

    assert outcome(apply_page(), system(), news) == FAILED


def test_a_document_is_no_system():
    """A form to print that is missing is another matter."""
    form = page("sq/b.docx", GONE, status=404, anchor=FOR_INFORMATION, depth=2)

    assert outcome(home(door("apply", FOR_INFORMATION, "sq/b.docx")), silent(), form) == CANT_TELL


def test_a_unit_on_a_column_answers_for_its_own_links():
    """What its column's page offers is its own, the menu of the whole site is not."""
    offer = door("apply", FOR_INFORMATION, "sq/xt/")
    root = page("fj/", PageKind.COLUMN, offer, door("apply", "依申请公开", "sq/"), title="分局")
    pages = (root, silent(), system(anchor=FOR_INFORMATION, found_on="fj/"))

    assert outcome(*pages, column="fj/") == FAILED
    assert outcome(home(offer), *pages, column="fj/") == CANT_TELL


def test_the_form_in_a_frame_leaves_it_open():
    """A form that could not be read may be the one."""
    framed = apply_page(written(), *(read("form", part, State.UNREAD, method="frame") for part in PARAMS["parts"]))

    assert outcome(framed, system()) == CANT_TELL


@pytest.mark.parametrize(
    "text",
    [
        "网上办事",
        "行政许可网上申请",
        "在线申请结果查询",
        "网上申请表下载",
        "关于启用在线申请系统的通知",
        "2015年网上申请办法",
        "2015年在线申请系统",
    ],
)
def test_a_missing_page_about_something_else_is_not_charged_here(text):
    """Licences, queries, documents to download, notices."""
    assert outcome(apply_page(written(text)), system(anchor=text)) == CANT_TELL
    assert outcome(home(door("apply", text, "sq/xt/")), silent(), system(anchor=text)) == CANT_TELL


@pytest.mark.parametrize("text", ["网上申请", "我要申请", SYSTEM])
def test_bare_words_in_a_menu_may_be_about_anything(text):
    """网上申请 on the home page, or around the application page, may lead to licences."""
    around = silent(door("apply", text, "sq/xt/"))

    assert outcome(home(door("apply", text, "sq/xt/")), around, system(anchor=text, found_on="")) == CANT_TELL


@pytest.mark.parametrize("text", ["公开招聘网上申请系统", "公开征集项目申请系统", "公租房申请系统"])
def test_publicity_of_other_kinds_is_no_application_for_information(text):
    """公开 alone does not say that information is applied for."""
    assert outcome(home(links=[link(text, "sq/xt/")]), silent(), system(anchor=text, found_on="")) == CANT_TELL


def test_the_same_address_under_other_words_is_not_the_system():
    """Restored and moved portals lead columns of all kinds to one missing page: such copies stay open."""
    for pages in (
        [home(door("guide", "公开指南", "sq/xt/"))],
        [home(links=[link("政民互动", "sq/xt/")])],
        [page("l/", PageKind.COLUMN, row("区县动态", "2015-06-01", "sq/xt/"))],
    ):
        assert outcome(apply_page(), system(), *pages) == CANT_TELL
    assert outcome(home(door("apply", FOR_INFORMATION, "sq/xt/")), silent(), system(anchor="招生工作", found_on="x/")) == CANT_TELL


def test_two_links_with_the_same_words_on_one_page_are_not_told_apart():
    """Which of them the text means is not known."""
    second = page("sq/xt2/", GONE, status=404, anchor=SYSTEM, found_on="sq/", depth=2)

    assert outcome(apply_page(), system(), second) == CANT_TELL
    assert outcome(apply_page(), system(), skips=[skip("sq/xt3/", anchor=SYSTEM, found_on="sq/")]) == CANT_TELL


@pytest.mark.parametrize("stop", [s for s in Stop if s is not Stop.DONE])
def test_an_unfinished_visit_leaves_it_open(stop):
    """Another form may stand on a page that was not read."""
    assert outcome(apply_page(), system(), stop=stop) == CANT_TELL


@pytest.mark.parametrize(("role", "text"), [("apply", "依申请公开"), ("guide", "公开指南"), ("disclosure", "信息公开")])
def test_a_closed_door_that_may_hold_a_form_leaves_it_open(role, text):
    """A link without an address, of the rule's own roles; one to the dead system itself hides nothing."""
    closed = page("zl.html", PageKind.OTHER, door(role, f"{text}专区"))

    assert outcome(apply_page(), system(), closed) == CANT_TELL
    assert outcome(apply_page(written(), door("apply", FOR_INFORMATION, "sq/xt/")), system()) == FAILED


def test_hidden_links_and_refusals_promise_nothing():
    """What no visitor sees; what the organ says it does not do."""
    hidden = door("apply", FOR_INFORMATION, "sq/xt/")
    hidden = attrs.evolve(hidden, value=link(FOR_INFORMATION, "sq/xt/", hidden=True))
    refused = page("zn.html", PageKind.GUIDE, written("暂停网上申请", State.NEGATED, "refused"))

    assert outcome(home(hidden), silent(), system(anchor=FOR_INFORMATION)) == CANT_TELL
    assert outcome(apply_page(), system(), refused) == CANT_TELL


def test_an_offer_on_any_other_page_is_not_the_units_word():
    """An article, a service item: the system may be anyone's."""
    for kind in (PageKind.ARTICLE, PageKind.SERVICE_ITEM, PageKind.OTHER):
        elsewhere = page("x.html", kind, door("apply", FOR_INFORMATION, "sq/xt/"))
        assert outcome(elsewhere, silent(), system(anchor=FOR_INFORMATION, found_on="x.html")) == CANT_TELL


def test_the_procedure_rule_knows_no_such_door():
    """The dead system is charged once."""
    params: dict[str, object] = {"kind": "process", "parts": {"pr_limit": "答复期限"}}
    [found] = findings(unit(apply_page(), system()), "apply_parts", **params).values()

    assert found.outcome == CANT_TELL
