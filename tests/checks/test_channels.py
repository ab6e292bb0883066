"""Channels for applications: offered with data, without data, refused, not named."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.channels import channels
from checks.model import State
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in, view_of
from .page_fixtures import view as make_view


@pytest.mark.parametrize("folder", [f for f in cases("guide") + cases("apply") if "channels" in expected(f)], ids=lambda f: f.name)
def test_channels_fixture(folder: Path, context: Context) -> None:
    """Each channel gets the state that the text's body, not its heading, gives it."""
    view = view_in(folder)
    facts = tuple(channels(view, context))

    wanted, found = compare(facts, "channels", expected(folder)["channels"])

    assert wanted == found
    assert_verbatim(facts, view)


def test_online_by_mail_says_so(context: Context) -> None:
    """An on-line channel that is e-mail in truth names the method, so that people can see it."""
    folder = next(f for f in cases("guide") if f.name == "online-is-mail")

    online = next(f for f in channels(view_in(folder), context) if f.subject == "online")

    assert "email" == online.method


def test_what_is_not_there_is_shown_by_the_opening_of_the_content(context: Context) -> None:
    """On a page that says little the evidence is the content's first line, not the menu's."""
    menu = "<ul>" + "".join(f"<li><a href='/{n}/'>{name}</a></li>" for n, name in enumerate(["首页", "政务公开", "依申请公开"])) + "</ul>"
    page = make_view(
        f"<html><body>{menu}<div><h1>政府信息公开指南（扫描件）</h1><p>发布日期：2015-01-02</p><img src='/zn.jpg'></div></body></html>"
    )

    assert {fact.evidence.quote for fact in channels(page, context)} == {"政府信息公开指南（扫描件）"}


def test_a_sentence_on_a_way_is_no_empty_label(context: Context) -> None:
    """«申请人当面提交申请的，应当出示证件» names the way and leaves its address to the guide; «传真：» and nothing behind it is blank."""
    body = (
        "<h1>依申请公开</h1><p>1.请先检索本网站，检索不到的，再提交政府信息公开申请。</p>"
        "<p>2.申请人当面提交申请的，应当出示有效身份证件；邮寄提交申请的，应随申请表附有效身份证件复印件。</p>"
    )
    states = {f.subject: f.value.state for f in channels(view_of(f"<title>依申请公开</title>{body}"), context)}  # type: ignore[union-attr]

    assert (states["in_person"], states["mail"]) == (State.PARTIAL, State.PARTIAL)
