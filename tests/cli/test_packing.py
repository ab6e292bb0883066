"""Values handed from process to process come out as they went in."""

import datetime as dt
import pickle

import attrs
import pytest

from checks.model import Entry, Evidence, Fact, Link, LinkKind, Page, PageKind, Paging, Reading, State
from checks.pages import ReadPage
from cli.packing import pack
from crawler.frontier import Outline

AT = dt.datetime(2015, 6, 30, tzinfo=dt.UTC)
SEEN = Evidence(
    url="http://example.invalid/", fetched_at=AT, sha256="0" * 64, locator="/html/body", quote="受理机构：办公室", rendered=True
)
LINK = Link(kind=LinkKind.WEB, url="http://example.invalid/a", href="/a", text="目录", locator="/html/body/a", hidden=True, via="a")
ENTRY = Entry(title="通知", href="/b", url="http://example.invalid/b", date=dt.date(2015, 6, 1))
PAGE = Page(url="http://example.invalid/", final_url="", status=200, headers=(("a", "b"),), body=b"x", fetched_at=AT, sha256="0" * 64)
FACTS = (
    Fact(kind="page.kind", value=PageKind.GUIDE, evidence=SEEN, method="words"),
    Fact(kind="guide", subject="office", value=Reading(state=State.VALID, value="办公室", label="受理机构"), evidence=SEEN, method="line"),
    Fact(kind="entry", value=ENTRY, evidence=SEEN, method="list", group="g"),
    Fact(kind="list.paging", value=Paging(more=True, next_url="http://example.invalid/2"), evidence=SEEN, method="pager"),
    Fact(kind="page.published", value=dt.date(2015, 6, 1), evidence=SEEN, method="visible", confidence=0.5),
)


@pytest.mark.parametrize(
    "value",
    [
        *FACTS,
        LINK,
        PAGE,
        ReadPage(page=PAGE, facts=FACTS, links=(LINK,)),
        Outline(url="u", links=(LINK,), kind=PageKind.GUIDE, entries=(ENTRY,)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_comes_out_as_it_went_in(value: object) -> None:
    again = pickle.loads(pack(value))
    assert type(again) is type(value)
    assert repr(again) == repr(value)


def test_stays_frozen() -> None:
    again = pickle.loads(pack(LINK))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        again.url = ""


def test_what_is_reckoned_later_is_reckoned_again() -> None:
    page = ReadPage(page=PAGE, facts=FACTS)
    assert page.kind is PageKind.GUIDE  # kept on the value from now on
    assert pickle.loads(pack(page)).kind is PageKind.GUIDE


def test_is_told_by_rows() -> None:
    """Half of the time is in not naming the fields of every single value."""
    assert b"fetched_at" not in pack(list(FACTS))
