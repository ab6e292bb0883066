"""report: facts of one page in the shape outsiders rely on."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from checks.facts.read import read
from checks.facts.report import as_label
from checks.model import Entry
from checks.vocabulary import Context

from .page_fixtures import CASES, body, expected, view, view_of

ALWAYS = {"url", "page_kind", "site", "integrity"}
ALLOWED = ALWAYS | {
    "title",
    "published",
    "published_source",
    "entries",
    "more_pages",
    "guide",
    "channels",
    "catalogue",
    "item_fields",
    "penalty_fields",
    "annual_report",
    "links_to",
}


def label(case: str, context: Context) -> dict[str, Any]:
    """A fixture page as a label."""
    page = view_of(case)
    return as_label(page, read(page, attrs.evolve(context, start_url=expected(case).get("start", ""))), context)


@pytest.mark.parametrize("case", CASES)
def test_shape(case: str, context: Context) -> None:
    """Every label is plain JSON with the agreed keys and agrees with the facts."""
    found = label(case, context)
    wanted = expected(case)

    assert ALWAYS <= set(found) <= ALLOWED
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
    assert found["url"] == (wanted["url"] or None)
    if "title" in wanted:
        assert found["title"] == wanted["title"]
    if found["page_kind"] != "home":
        assert found["published"] == (wanted["published"].isoformat() if "published" in wanted else None)
        assert found["published_source"] == (
            "none" if "published" not in wanted else "meta" if wanted.get("method") == "meta" else "visible"
        )


def test_home_page_has_no_title(context: Context) -> None:
    """Front pages leave title and date out and name their entrances."""
    found = label("home-at-root", context)

    assert "title" not in found
    assert "published" not in found
    assert found["links_to"]["guide"] == {"text": "公开指南", "url": "http://www.example.gov.cn/xxgk/zn.html"}
    assert found["links_to"]["apply"]["url"] == "javascript:void(0)"


def test_rows_with_and_without_an_address(context: Context) -> None:
    """Addresses are resolved where the page's own is known and kept as written where it is not; a day without year stays so."""
    rows = "".join(f'<li><a href="{i}.html">关于第{i}项工作安排的公告全文</a><span>[06-0{i}]</span></li>' for i in range(1, 5))
    html = body(f'<div class="pos">当前位置：首页 &gt; 通知公告</div><ul>{rows}</ul>', head="<title>通知公告-青石县质量监督局</title>")
    known, unknown = view(html), view(html, url="")

    first = as_label(known, read(known, context), context)["entries"][0]
    other = as_label(unknown, read(unknown, context), context)

    assert first == {"title": "关于第1项工作安排的公告全文", "url": "http://www.example.gov.cn/xxgk/1.html", "date": "06-01"}
    assert other["url"] is None
    assert other["entries"][0]["url"] == "1.html"


def test_a_day_is_told_as_the_reader_sees_it(context: Context) -> None:
    """The year that an address alone tells is known to rules, and is no part of what the page shows."""
    rows = "".join(
        f'<li><a href="/xw/201406/t201406{d}_{d}.html">关于第{d}项工作安排的公告全文</a><span>[06-{d}]</span></li>' for d in range(11, 15)
    )
    page = view(
        body(f'<div class="pos">当前位置：首页 &gt; 通知公告</div><ul>{rows}</ul>', head="<title>通知公告-青石县质量监督局</title>")
    )
    facts = read(page, context)
    entry = next(fact.value for fact in facts if isinstance(fact.value, Entry))

    assert as_label(page, facts, context)["entries"][0]["date"] == "06-11"
    assert (entry.date, entry.year_inferred) == (dt.date(2014, 6, 11), False)


def test_the_code_counts_where_its_meta_tag_alone_gives_it(context: Context) -> None:
    """The code that the page's own meta tag gives is the site's, also where a script is to bring the footer; a script's is not."""
    head = '<title>青石县质量监督局</title><meta name="SiteIDCode" content="3507220012">'
    page = view(
        body(
            "<p>" + "本局负责质量监督工作。" * 5 + "</p>",
            head=head,
            foot='<div class="foot">主办单位：青石县质量监督局 闽ICP备05012345号</div>',
        )
    )

    assert as_label(page, read(page, context), context)["site"] == {
        "site_id_code": "3507220012",
        "icp": "闽ICP备05012345号",
        "police": None,
    }
