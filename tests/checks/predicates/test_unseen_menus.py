"""A menu that a script writes or that pictures draw: what stands behind it was not found, and nothing is missing for that."""

from __future__ import annotations

import attrs
import pytest

from checks.model import Page, PageKind, State
from checks.pages import read_page
from checks.vocabulary import Context, Vocabulary

from .build import (
    AT,
    CANT_TELL,
    FAILED,
    SITE,
    door,
    fact,
    findings,
    home,
    outcome,
    outcomes,
    page,
    read,
    row,
    unit,
)

GUIDE = {"kinds": ["guide"], "roles": ["guide"], "words": ["公开指南"]}
NEWS = "".join(f'<li><a href="/xw/{i}.html">云溪市质量局召开第{i}次质量工作推进会议</a></li>' for i in range(9))
ITEMS = "".join(f'<a href="/{path}/">{name}</a>' for path, name in (("gk", "信息公开"), ("xw", "质量动态"), ("bs", "办事指南")))
UTILITIES = "".join(f'<a href="/{path}/">{name}</a>' for path, name in (("a", "更多&gt;&gt;"), ("b", "设为首页"), ("c", "查看详细")))
FRIENDS = "".join(f'<a href="http://{host}.example/">{host}局</a>' for host in ("a", "b", "c"))


def front(menu: str, *, rendered: bool = False, path: str = "", depth: int = 0, anchor: str | None = None, vocabulary=None):
    """A front page as it was read."""
    body = f"<html><head><title>云溪市质量局</title></head><body>{menu}<ul>{NEWS}</ul></body></html>".encode()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    sent = Page(
        url=SITE + path,
        final_url=SITE + path,
        status=200,
        fetched_at=AT,
        headers=headers,
        body=body,
        depth=depth,
        rendered=rendered,
        anchor=anchor,
    )
    known = vocabulary or unit().context.vocabulary
    return read_page(sent, Context(as_of=AT.date(), vocabulary=known, start_url=SITE))


@pytest.mark.parametrize(
    ("menu", "menu_is"),
    [
        ('<script src="/js/menu.js"></script>', None),
        ("<script>document.write('<a href=/gk/>信息公开</a>')</script>", None),
        ('<script src="/js/menu.js"></script>' + UTILITIES + FRIENDS, None),
        ('<script src="/js/menu.js"></script>' + ITEMS, True),
        (ITEMS, True),
        ('<script src="/js/menu.js"></script>' + "".join(f'<a href="javascript:;">{name}</a>' for name in ("公开", "动态", "服务")), True),
        ("", False),
        ("<script>var a = 1;</script>", False),
    ],
)
def test_whether_a_front_page_shows_its_menu(menu: str, menu_is: bool | None):
    """Titles, friends' links and the page's own buttons are no menu; scripts count where they can write one."""
    assert front(menu).menu is menu_is


@pytest.mark.parametrize(
    ("menu", "rendered", "expected"),
    [
        ('<script src="/js/menu.js"></script>', False, CANT_TELL),
        ('<script src="/js/menu.js"></script>', True, CANT_TELL),  # the script could not be had
        ('<script src="/js/menu.js"></script>' + ITEMS, False, FAILED),
        ("", False, FAILED),
    ],
)
def test_nothing_is_missing_behind_a_menu_that_was_not_seen(menu, rendered, expected):
    """The guide may stand in any column of it."""
    read_home = front(menu, rendered=rendered)
    shown = home(door("dated", "通知公告", "tz/"))
    notices = page("tz/", PageKind.COLUMN, row("关于检查的通知", "2015-06-01"), title="通知公告")

    assert outcome(unit(attrs.evolve(shown, menu=read_home.menu), notices), "document_found", **GUIDE) == expected


@pytest.mark.parametrize(("items", "told"), [("", True), (ITEMS, False)])
def test_a_frame_set_has_its_menu_in_a_frame(items, told):
    """A frame that shows one is enough; a banner's scripts beside it write none."""
    outer = attrs.evolve(home(frames=("top.htm", "left.htm")), menu=False)
    top = front('<script src="/flash.js"></script>', path="top.htm", depth=1)
    left = front(items, path="left.htm", depth=1)

    assert any("菜单" in gap for gap in unit(outer, top, left).gaps) is told


PLATFORM = {"column": "政府信息公开", "sections": {"s_rules": ["公开制度"]}}
COLUMN = {"role": "disclosure", "words": ("信息公开",)}
ORG = {"parts": {"duty": "职责"}, "roles": {"duty": ["org"]}}


@pytest.mark.parametrize(("anchor", "expected"), [("", CANT_TELL), ("水利新闻", FAILED)])
def test_a_picture_without_words_may_bear_the_name(anchor, expected):
    """An image map's areas lead to pages whose names only the picture tells; where words lead there the name is known."""
    behind = page("gk/", PageKind.COLUMN, row("关于检查的通知", "2015-06-01"), anchor=anchor, found_on="")
    facts = unit(home(), behind)

    assert findings(facts, "column_offered", **COLUMN)["entry"].outcome == expected
    assert set(outcomes(facts, "disclosure_platform", **PLATFORM).values()) == {expected, CANT_TELL}
    assert outcomes(facts, "org_profile", **ORG) == {"duty": expected}


def test_a_picture_in_a_frame_of_the_front_page_counts_too():
    """The menu of a frame set is an image map in its upper frame; the frames themselves are no doors."""
    outer = home(frames=("upper.htm",))
    upper = page("upper.htm", PageKind.OTHER, frames=("top.htm",), found_on="")
    top = page("top.htm", PageKind.OTHER, found_on="upper.htm")
    behind = page("gk/", PageKind.COLUMN, row("关于检查的通知", "2015-06-01"), found_on="top.htm")

    assert outcomes(unit(outer, upper, top), "org_profile", **ORG) == {"duty": FAILED}
    assert outcomes(unit(outer, upper, top, behind), "org_profile", **ORG) == {"duty": CANT_TELL}


CATALOGUE = {"kinds": ["catalogue"], "roles": ["catalogue"], "blocked_by": ["disclosure"], "words": ["公开目录"], "needs_entries": True}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开指南\n公开目录\n年度报告", CANT_TELL),
        ("公开指南\n年度报告", FAILED),
        ("本局编制了政府信息公开指南和需要主动公开的各类政府信息公开目录", FAILED),
    ],
)
def test_a_part_of_the_column_may_be_the_catalogue(text, expected):
    """Its name stands as a heading over rows, no link bears it; a sentence that mentions it is no heading."""
    place = attrs.evolve(page("gk/", PageKind.COLUMN, row("质量工作要点", None, "1.html"), title="信息公开"), text=text)

    assert outcome(unit(home(door("disclosure", "信息公开", "gk/")), place), "document_found", **CATALOGUE) == expected


CHANNELS = {"required": {"fax": "传真"}}


@pytest.mark.parametrize(("method", "state", "expected"), [("short", State.UNREAD, CANT_TELL), ("hand", State.ABSENT, FAILED)])
def test_a_guide_that_is_a_file_may_tell_the_channel(method, state, expected):
    """The guide's page says «see the file»: what it lists is not known, whatever the page of instructions leaves out."""
    guide = page("zn.html", PageKind.GUIDE, read("channels", "fax", state, method=method), title="公开指南")
    told = page("sq.html", PageKind.APPLY, read("channels", "fax", State.ABSENT))

    assert outcomes(unit(guide, told), "application_channels", **CHANNELS) == {"fax": expected}


@pytest.mark.parametrize(("procedure", "expected"), [(State.VALID, CANT_TELL), (State.ABSENT, FAILED)])
def test_a_procedure_told_in_few_words_is_no_missing_one(procedure, expected):
    """The guide's own element says how an application is handled: whether that is a flow, a person decides."""
    parts = {"pr_limit": "答复期限", "pr_flow": "办理流程"}
    told = (read("process", "pr_limit", value="15"), read("process", "pr_flow", State.ABSENT), read("guide", "procedure", procedure))

    assert outcome(unit(page("zn.html", PageKind.GUIDE, *told)), "apply_parts", kind="process", parts=parts) == expected


def test_a_governments_work_report_may_be_summary_and_plan():
    """A township's yearly report looks back upon one year and plans the next; one of another year is neither."""
    params = {"plan_words": ["工作要点"], "summary_words": ["工作总结"], "plan_due": "06-29", "summary_due": "03-31"}

    def plans(title: str):
        rows = page("gh/", PageKind.COLUMN, row(title, None, "1.html"), row("旧闻", "2013-01-04", "o.html"), fact("place.heading", "规划"))
        return set(outcomes(unit(rows), "year_plan", **params).values())

    assert plans("桃林镇2015年政府工作报告") == {CANT_TELL}
    assert plans("桃林镇2012年政府工作报告") == {FAILED}


@pytest.mark.parametrize(
    ("dead", "live", "expected"),
    [(12, 3, True), (12, 14, False), (4, 1, False)],
)
def test_a_front_page_of_links_without_addresses_hides_what_they_open(dead: int, live: int, expected: bool):
    """Where most of what leads on has no address, little of the portal was seen; some scripted buttons stand on every front page."""
    names = "要闻 动态 综合 专题 服务 互动 法规 党建 检验 计量 标准 特设 稽查 认证".split()
    menu = "".join(f'<a href="javascript:;">{name}之窗</a>' for name in names[:dead])
    menu += "".join(f'<a href="/p{n}/">{name}园地</a>' for n, name in enumerate(names[:live]))

    assert any("没有网址" in gap for gap in unit(front(menu)).gaps) is expected


BARE_SIDE = "<ul><li>公开指南</li><li>依申请公开</li><li>公开年报</li></ul>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (BARE_SIDE, CANT_TELL),
        ('<script src="/js/jquery.js"></script>', FAILED),  # a library beside the content writes nothing there
        ("", FAILED),
    ],
)
def test_nothing_is_missing_that_a_landing_page_names_without_an_address(inside: str, expected, vocabulary):
    """The site's own menu is there on each page; what the column leads to is named there, and has no address."""
    assert outcome(unit(home(door("disclosure", "信息公开", "gk/")), landing(inside, vocabulary)), "document_found", **GUIDE) == expected


def landing(inside: str, vocabulary: Vocabulary):
    """The landing page of disclosure as it was read, with the site's menu and a list of documents."""
    return front(ITEMS + inside, path="gk/", depth=1, anchor="信息公开", vocabulary=vocabulary)
