"""Which sampled articles need no parsing while the crawl goes on."""

import datetime as dt

import pytest

from checks.model import Page
from crawler import outline
from crawler.outline import speaks_for_itself

SAID = "关于印发工作方案的通知。" * 80
LONG_TAG = f'<p class="{"x" * 5_000}">'  # longer than any tag is believed to be


def an_article(body: str, encoding: str = "utf-8") -> Page:
    """A page with this body."""
    url = "http://example.invalid/1.html"
    return Page(
        url=url, final_url=url, status=200, fetched_at=dt.datetime(2015, 6, 30, tzinfo=dt.UTC), body=body.encode(encoding), sha256=""
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("body", "says"),
    [
        (SAID, True),
        ("<p>短</p>", False),
        (f"<script>var a = '{SAID}';</script><p>短</p>", False),
        (f"<style>/* {SAID} */</style><p>短</p>", False),
        (f'<p title="{SAID}">短</p>', False),
        ("<p>说</p>" * 1_000, True),  # text that many small tags cut up, beyond the first piece
        (f"<p>短</p>{'<b class=empty></b>' * 2_000}{SAID}", True),
        (f"<p>短</p>{'<b class=empty></b>' * 2_000}<i title='{SAID[:100]}'>短</i>" * 20, False),
    ],
)
def test_text_enough_outside_tags_and_scripts(body: str, says: bool, encoding: str) -> None:
    """Only what a reader sees counts, wherever it stands in the page and whatever its encoding."""
    assert speaks_for_itself(an_article(body, encoding), attachments=True) is says


@pytest.mark.parametrize("sign", outline.LEADS_ON)
def test_what_leads_on_is_seen(sign: bytes) -> None:
    """Every sign of a script, frame or template, in capitals as well; a sign with anything between its letters is none."""
    for written in (sign.decode(), sign.decode().upper()):
        assert not speaks_for_itself(an_article(SAID + written), attachments=False)
    for between in ("0", "中", "\n"):
        assert speaks_for_itself(an_article(SAID + between.join(sign.decode())), attachments=False)


@pytest.mark.parametrize(("sign", "encoding"), [(".PDF", "utf-8"), ("download", "utf-8"), ("附件", "utf-8"), ("附件", "gb18030")])
def test_files_matter_where_attachments_are_wanted(sign: str, encoding: str) -> None:
    """A page that may have attachments speaks for itself only if nobody wants them."""
    page = an_article(SAID + sign, encoding)
    assert not speaks_for_itself(page, attachments=True)
    assert speaks_for_itself(page, attachments=False)


def test_text_is_counted_as_if_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the body is cut for counting makes no difference, not even with angle brackets that are none of a tag's."""
    text = SAID[: outline.ENOUGH_BYTES // 3]
    for body in (f"{text}{LONG_TAG}>a < b > c<p>", f"<{text}<p>>{LONG_TAG}", f"{text[1:]}{LONG_TAG}> < <p", f"<p {text}>{text[1:]}"):
        page = an_article(body)
        found = set()
        for piece in (1, 7, 100, 5_010, 100_000):
            monkeypatch.setattr(outline, "PIECE", piece)
            found.add(speaks_for_itself(page, attachments=False))
        assert found == {"<p " not in body[:3] and not body.startswith(text[1:3])}
