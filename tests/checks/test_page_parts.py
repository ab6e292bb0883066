"""page.attachment, page.image and link: what the page offers."""

from __future__ import annotations

import pytest

from checks.facts.offers import best, offered
from checks.facts.page import attachments, images
from checks.model import Link, LinkKind
from checks.vocabulary import Context

from .page_fixtures import body, expected, facts_of, having, of_kind, view


@pytest.mark.parametrize("case", having("attachments"))
def test_attachments_of_fixture(case: str, context: Context) -> None:
    """Live and dead attachments are read in page order."""
    found = [fact.value for fact in of_kind(facts_of(case, context), "page.attachment")]

    assert [link.url or link.href for link in found if isinstance(link, Link)] == expected(case)["attachments"]


@pytest.mark.parametrize("case", having("images"))
def test_images_of_fixture(case: str, context: Context) -> None:
    """Pictures that may carry text are read, icons are not."""
    assert [fact.value for fact in of_kind(facts_of(case, context), "page.image")] == expected(case)["images"]


@pytest.mark.parametrize("case", having("roles"))
def test_roles_of_fixture(case: str, context: Context) -> None:
    """Entrances that rules ask for are found by their words."""
    found = {fact.subject for fact in of_kind(facts_of(case, context), "link")}

    assert set(expected(case)["roles"]) <= found


def test_attachment_that_a_script_writes() -> None:
    """An address inside a script of the content counts as an attachment."""
    page = view(
        body(
            "<h1>行政执法事项清单</h1><p>发布时间：2015-06-01</p><p>详见附件</p><script>document.write('<a href=\"./W0201.pdf\">附件</a>');</script>"
        )
    )

    assert [link.url for link in attachments(page)] == ["http://www.example.gov.cn/xxgk/W0201.pdf"]


def test_menu_downloads_are_not_attachments() -> None:
    """Files linked from menus and footers are not the document's."""
    page = view(
        body(
            "<h1>通知</h1><p>" + "正文内容如下，请遵照执行。" * 8 + "</p>",
            foot='<div class="footer"><a href="/help.pdf">帮助</a> 版权所有 青石县质量监督局</div>',
        )
    )

    assert attachments(page) == ()


def test_icons_and_small_pictures_do_not_count() -> None:
    """Only pictures large enough to carry text."""
    page = view(
        body("<p>" + "正文内容如下，请遵照执行。" * 8 + "</p><img src='/img/icon1.png'><img src='/u/a.jpg' width='60'><img src='/u/b.jpg'>")
    )

    assert [url for _, url in images(page)] == ["http://www.example.gov.cn/u/b.jpg"]


def test_dead_entrance_is_offered_and_kept_once(context: Context) -> None:
    """A dead link with the right words is an offer; copies of one address count once, the visible one first."""
    page = view(
        body(
            "<div style='display:none'><a href='/zn/'>公开指南</a></div><a href='/zn/'>公开指南</a>"
            "<a href='javascript:;'>依申请公开</a><a href='#'>信息公开目录</a>"
        )
    )
    found = offered(page, context.vocabulary)

    assert [(role, link.kind, link.hidden) for role, link in found] == [
        ("guide", LinkKind.WEB, False),
        ("apply", LinkKind.SCRIPT, False),
        ("catalogue", LinkKind.EMPTY, False),
    ]


def test_best_link_is_live_and_visible() -> None:
    """Of several offers for one role the live, visible, shortest is best."""
    dead = Link(kind=LinkKind.SCRIPT, url=None, href="javascript:;", text="指南")
    hidden = Link(kind=LinkKind.WEB, url="http://a/1", href="1", text="公开指南", hidden=True)
    long = Link(kind=LinkKind.WEB, url="http://a/2", href="2", text="青石县质量监督局政府信息公开指南")
    short = Link(kind=LinkKind.WEB, url="http://a/3", href="3", text="公开指南")

    assert best([dead, hidden, long, short]) is short


def test_pictures_of_the_head_and_foot_do_not_count() -> None:
    """A banner in a block that is named so; a block of that name that holds a text is the document's."""
    banner = '<div class="head"><img src="/b.jpg"></div>'
    opening = '<div class="top"><p>一、为规范行政执法行为，制定本清单，现予公布。</p><img src="/t.jpg"></div>'
    page = view(f"<html><body><div>{banner}<h1>行政执法事项清单</h1>{opening}<p>本局执法事项见图。</p></div></body></html>")

    assert [url.rsplit("/", 1)[-1] for _, url in images(page)] == ["t.jpg"]
