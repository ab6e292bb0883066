"""Numbered documents: marked when repealed, whole otherwise."""

from __future__ import annotations

import pytest

from checks.model import PageKind, State, Stop

from .build import CANT_TELL, FAILED, INAPPLICABLE, PASSED, fact, findings, home, link, outcome, outcomes, page, read, unit

NO = "云质监发〔2010〕5号"
PARTS = {"parts": {"docno": "文号", "attachment": "附件", "validity": "失效标注"}}


def numbered(*facts, number=NO, state=State.VALID, title="检查办法", path="wj/2.html", **more):
    return page(path, PageKind.ARTICLE, read("docs.number", "", state, number), *facts, title=title, **more)


def repealed(*numbers, published="2015-03-01"):
    return page("wj/1.html", PageKind.ARTICLE, *(fact("docs.repealed", n) for n in numbers), title="失效文件公告", published=published)


def mark(value):
    return fact("docs.mark", value)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([repealed(NO), numbered(mark("marked"))], PASSED),
        ([repealed(NO), numbered()], FAILED),
        ([repealed(NO), numbered(mark("mentioned"))], CANT_TELL),
        ([repealed(NO), numbered(fact("page.image", "http://x/stamp.png"))], CANT_TELL),
        ([repealed(NO), numbered(fact("page.truncated", "长"))], CANT_TELL),
        ([repealed(NO, published="2015-05-30"), numbered()], FAILED),
        ([repealed(NO, published="2015-05-31"), numbered()], CANT_TELL),  # time to follow a list
        ([repealed(NO, published=None), numbered()], CANT_TELL),
        ([repealed("云质监发〔2010〕6号"), numbered()], CANT_TELL),
        ([numbered()], INAPPLICABLE),
    ],
)
def test_mark_on_the_repealed_document(pages, expected):
    """Its own list against its own page, by the very number."""
    assert outcome(unit(home(), *pages), "validity_marked") is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪市质量局关于宣布失效一批文件的通知", FAILED),
        ("云溪市人民政府关于宣布失效一批文件的决定", CANT_TELL),
        ("国务院关于宣布失效一批国务院文件的决定", CANT_TELL),
    ],
)
def test_a_list_of_another_organ_is_only_reprinted(title, expected):
    """Its documents are not the unit's to mark."""
    listing = page("wj/1.html", PageKind.ARTICLE, fact("docs.repealed", NO), title=title, published="2015-03-01")
    made = unit(home(), listing, numbered())
    assert outcome(made, "validity_marked") is expected
    assert (outcome(made, "documents_whole", **PARTS) is FAILED) is (expected is FAILED)


def test_no_list_on_an_unfinished_look():
    """A list may be among what was not read."""
    assert outcome(unit(numbered(), stop=Stop.PAGES), "validity_marked") is CANT_TELL


DEAD = page("wj/a.doc", PageKind.NOT_FOUND, status=404)
ATTACHED = fact("page.attachment", link("附件.doc", "wj/a.doc"), quote="附件.doc")


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ([numbered(number=None, state=State.BLANK)], "文号空缺"),
        ([numbered(ATTACHED), DEAD], "附件不存在"),
        ([repealed(NO), numbered()], "未作失效标注"),
    ],
)
def test_what_a_document_lacks(pages, says):
    """Each part by itself."""
    [found] = findings(unit(home(), *pages), "documents_whole", **PARTS).values()
    assert found.outcome is FAILED
    assert says in found.message


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([numbered()], PASSED),
        ([numbered(number=None, state=State.BLANK, title="检查办法（征求意见稿）")], CANT_TELL),  # a draft has no number
        ([numbered(ATTACHED)], PASSED),  # not tried: beyond the sample
        ([repealed(NO), numbered(mark("mentioned"))], CANT_TELL),
        ([], CANT_TELL),
    ],
)
def test_documents_that_are_not_charged(pages, expected):
    """Drafts, attachments nobody tried, doubtful marks."""
    assert set(outcomes(unit(home(), *pages), "documents_whole", **PARTS).values()) == {expected}
