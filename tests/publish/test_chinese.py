"""Whatever page a reader comes to is in Chinese and well-formed, also when something went wrong."""

from __future__ import annotations

from pathlib import Path

import html5lib

from tests.publish.browse import site
from tests.publish.walk import demo_database, foreign, pages  # noqa: F401  the database is a fixture


async def test_every_page_is_chinese_and_well_formed(demo_database: Path) -> None:  # noqa: F811
    """Walked from the front page and through what goes wrong: no English word, no error of HTML, no failure of the server."""
    english: dict[str, str] = {}
    malformed: dict[str, str] = {}
    statuses: dict[int, int] = {}
    async for where, status, source in pages(site(demo_database)):
        statuses[status] = statuses.get(status, 0) + 1
        english.update(dict.fromkeys(foreign(source), where))
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(source)
        malformed.update({f"{code} {at}": where for at, code, _ in parser.errors})

    assert english == {}
    assert malformed == {}
    assert statuses.keys() == {200, 400, 404}
    assert statuses[200] > 150 and statuses[400] > 8
