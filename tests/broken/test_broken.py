"""No extractor fails on a page, however broken: a failure would cost the page its facts."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.model import Fact
from checks.parsing.view import PageView
from checks.vocabulary import Context
from tests.broken.reading import EXTRACTORS, read_all
from tests.broken.spoil import PIECES, cuts, endless, flips

PAGES = sorted((Path(__file__).resolve().parent.parent / "accuracy" / "pages" / "tuned").glob("*.html"))
TAGS = "div p span a table tr td th li ul dl dt dd h1 h2 font b br input form iframe script style title meta select option img".split()
WORDS = "信息公开指南 依申请公开 联系电话：0555-1234567 地址： 2015年6月30日 二〇一五年六月 索引号 首页 下一页 共3页 收费标准：无 （一） &nbsp; &#x6000; 發佈日期 ×××".split()
ATTRIBUTES = ["", ' class="title"', " href='/a/1.html'", ' href="javascript:void(0)"', ' style="display:none"', " rowspan=9", ' colspan="x"',
              " name=PubDate content=2021-02-30", " onclick=\"location.href='b.html'\"", " id=", ' title="']  # fmt: skip
TEXTS = st.sampled_from(WORDS) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element around others; now and then it is not closed, or closed by another."""
    tag, attribute = st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)
    return st.builds(
        lambda name, extra, parts, end: f"<{name}{extra}>{''.join(parts)}{end and f'</{end}>'}",
        tag, attribute, st.lists(inner, max_size=4), tag | st.just(""),
    )  # fmt: skip


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_cut_and_flipped_pages_are_read(path: Path) -> None:
    """A page that broke off, or was damaged on its way."""
    body = path.read_bytes()
    for broken in (*cuts(body, 2, len(body)), *flips(body, 2, len(body))):
        assert read_all(broken) == []


@given(body=st.lists(st.recursive(TEXTS, _element, max_leaves=20), max_size=6).map("".join))
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_soup_is_read(body: str) -> None:
    """Tags that are never closed, or wrongly; attributes that end nowhere; spans that are no numbers."""
    assert read_all(body.encode("utf-8", "replace")) == []


@pytest.mark.parametrize("piece", PIECES)
def test_endless_pages_are_read(piece: str) -> None:
    """One piece, again and again."""
    assert read_all(endless(PIECES[piece], size=20_000)) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"<",
        b"<html>",
        "中".encode("utf-16"),
        b"\x1f\x8b\x08",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"{}",
        b"<di\x01v class=a style='display:none'>a</di\x01v><di\x01v class=a>b</di\x01v>",
    ],
)
def test_hardly_anything_is_read(body: bytes) -> None:
    """Nothing, or the first bytes of something."""
    assert read_all(body) == []


def test_a_failing_extractor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests would see if one failed."""

    def fails(view: PageView, context: Context) -> Iterable[Fact]:
        raise ValueError("broken")

    monkeypatch.setitem(EXTRACTORS, "guide", fails)
    assert read_all(b"<p>a</p>") == ["guide: ValueError: broken"]
