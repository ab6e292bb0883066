"""Every kind of page that a reader can come to, with the words on it. 走遍各页"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from datasette.app import Datasette

from tests.e2e.demo_night import DemoNight

MOST_OF_A_KIND = 1
MOST_STATES = 1  # parameters of an address that is followed further: conditions could be heaped up for ever
#: states that no link leads to: what is typed, and what goes wrong
TYPED = (
    "/findings?sql=select+1",
    "/findings?sql=select+nothing",
    "/findings?sql=selec",
    "/findings?sql=delete+from+unit",
    "/findings?sql=select+:month+as+月份",
    "/findings?sql=select",
    "/findings?sql=select+*+from+finding+where+id=1",
    "/findings?sql=with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+count(*)+from+n&_timelimit=20",
    "/findings/bulletin?month=2015-06&region=",
    "/findings/unit_history?unit=云溪",
    "/findings/rule_failures?rule=指南",
    "/findings/search_evidence?words=指",
    "/findings/search_evidence?words=查不到的词",
    "/findings/finding?_search=预算",
    "/findings/finding?_search=三公",
    "/findings/finding?_search=指&_sort=message",
    "/findings/finding?_sort_desc=region&_size=5",
    "/findings/finding?_sort=nothing",
    "/findings/finding?_sort=id&_sort_desc=id",
    "/findings/finding?_size=x",
    "/findings/finding?_size=999999",
    "/findings/finding?_col=nothing",
    "/findings/finding?_nocol=nothing",
    "/findings/finding?_facet=unit_id&_facet=rule_id",
    "/findings/finding?_facet_size=2&_facet=unit_id",
    "/findings/finding?_where=nothing=1",
    "/findings/finding?_where=rank>0",
    "/findings/finding?message__contains=指南&unit_id__not=x&state_id__isnull=1",
    "/findings/finding?outcome_id=nothing",
    "/findings/finding?_next=zzz",
    "/findings/finding?_filter_column=message&_filter_op=like&_filter_value=%25a%25",
    "/findings/当前问题?_sort=单位",
    "/findings/当前问题?_size=2",
    "/findings/finding/1",
    "/findings/finding/x",
    "/findings/nothing",
    "/nothing",
    "/-/nothing",
    "/-/map?kind=受理机构&words=云溪",
    "/-/map?words=没有的地方",
)  # fmt: skip


def encoded(address: str) -> str:
    """An address as a browser sends it."""
    path, _, query = address.partition("?")
    return urllib.parse.quote(path, safe="/~%") + (f"?{urllib.parse.quote(query, safe='=&+*(),:%')}" if query else "")


def kind(address: str) -> tuple[str, tuple[str, ...]]:
    """What pages of one template and one state have in common."""
    path, _, query = address.partition("?")
    parts = path.strip("/").split("/")
    shape = "/".join(parts[:2]) + "/*" * (len(parts) > 2)
    return shape, tuple(sorted({name.split("__")[0] for name, _ in urllib.parse.parse_qsl(query)}))


async def pages(ds: Datasette, *, typed: tuple[str, ...] = TYPED) -> AsyncIterator[tuple[str, int, str]]:
    """(address, status, source) of the pages that links lead to from the front page, a few of each kind, and of what is typed."""
    waiting = ["/", *map(encoded, typed)]
    seen = set(waiting)
    met: Counter[Any] = Counter()
    while waiting:
        address = waiting.pop(0)
        response = await ds.client.get(address, follow_redirects=True)
        if "html" not in response.headers.get("content-type", ""):
            continue
        yield address, response.status_code, response.text
        for link in lxml.html.fromstring(response.text).xpath("//a/@href"):
            link = link.removeprefix("http://localhost").split("#")[0]
            wanted = link.startswith("/") and link not in seen and len(kind(link)[1]) <= MOST_STATES and met[kind(link)] < MOST_OF_A_KIND
            if wanted and not link.split("?")[0].endswith((".json", ".csv", ".db")):
                seen.add(link)
                met[kind(link)] += 1
                waiting.append(link)


#: what may stand in Latin letters: addresses, ids, digests, paths in a page, names of formats and of the program
ALLOWED = re.compile(
    r"“(?:nothing|selec)”|https?://[^\s，。；：”“、）（]+|javascript:\S+"
    r"|/html\b[^\s；，）]*|//[a-z]+\[[^\s；]*|meta\[[^\]]*\]|attachment:\w+"
    r"|[\w.]+@\S+|\b[a-z0-9]+(?:[-._@/|:][\w\u4e00-\u9fff]+)+|\b[0-9a-f]{12,64}\b|\b\d{8}T\d{6}\b|\.(?:docx?|xlsx?|pdf|html?|db|visit)\b"
    r"|\b(?:CSV|JSON|XPath|SHA-256|UTC|ISO|SQL|SQLite|SELECT|WITH|Datasette|PDF|ICP|robots\.txt|MB|KB|kB|W3C|EARL|UTF-8|HTTP|IPv[46]|App|ID|bm|FTP)\b",
    re.ASCII,
)
LATIN = re.compile(r"[A-Za-z]{2,}")
#: code, and what is quoted from a page or typed by the reader
NOT_READ = (
    "//script | //style | //code | //pre | //textarea | //blockquote"
    " | //td[contains(@class, 'col-quote') or contains(@class, 'col-原文') or contains(@class, 'col-value') or contains(@class, 'col-text')]"
)


def visible(source: str) -> Iterator[str]:
    """The strings that a page shows or says: its text, and what stands in titles, labels and fields. What it quotes is left out."""
    page = lxml.html.fromstring(source)
    for gone in page.xpath(NOT_READ):
        gone.drop_tree()
    yield from (str(piece) for piece in page.itertext())
    yield from (
        str(value)
        for value in page.xpath("//@title | //@aria-label | //@placeholder | //@alt | //button/@value | //input[@type='submit']/@value")
    )


def foreign(source: str) -> list[str]:
    """Words in Latin letters that are not allowed, each with the string it stands in."""
    return [f"{word}: {' '.join(each.split())[:120]}" for each in visible(source) for word in LATIN.findall(ALLOWED.sub(" ", each))]


@pytest.fixture(scope="module")
def demo_database(demo_night: DemoNight, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's published database."""
    return demo_night.copy(tmp_path_factory.mktemp("walked") / "demo") / "findings.db"
