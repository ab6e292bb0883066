"""Two Datasettes in one process: what one is told does not hold in the other. And pages about a CSV are left as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette

from publish.metadata import DATABASE, metadata
from tests.publish.browse import site
from tests.publish.night import published


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second night, published."""
    return published(tmp_path_factory.mktemp("two"))[0]


async def test_rights_of_one_site_do_not_reach_the_other(database: Path) -> None:
    """A database and a table that one refuses are refused by it alone, and by nobody once it is gone."""
    closed, opened = site(database), site(database)
    refused = {
        "databases": {DATABASE: {"allow": {"id": "someone"}, "tables": {"unit": {"allow": {"id": "someone"}, "title": "一处的标题"}}}}
    }
    closed._metadata_local = {**closed._metadata_local, **refused}

    assert (await closed.client.get("/findings/unit.json")).status_code == 403
    assert (await opened.client.get("/findings/unit.json")).status_code == 200
    assert (await opened.client.get("/findings.json")).status_code == 200
    assert opened.metadata("title", database=DATABASE, table="unit") == metadata()["databases"][DATABASE]["tables"]["unit"]["title"]


def test_what_is_told_may_be_written_into() -> None:
    """Nothing that one call gave is in what the next gives."""
    unit = metadata()["databases"][DATABASE]["tables"]["unit"]
    unit["allow"] = {}
    unit["columns"]["name"] = "x"

    again = metadata()["databases"][DATABASE]["tables"]["unit"]
    assert "allow" not in again
    assert again["columns"]["name"] != "x"


async def test_a_page_about_a_csv_is_no_csv(database: Path) -> None:
    """How a CSV was read is told as a page: it has no byte order mark, and its quotes are not taken for a cell's."""
    told = site(database)
    traced = Datasette([], immutables=[str(database)], plugins_dir=told.plugins_dir, settings={"trace_debug": True})
    page = (await traced.client.get("/findings/unit.csv?_trace=1")).text
    plain = (await traced.client.get("/findings/unit.csv")).text

    assert plain.startswith("\ufeffid,")
    assert not page.startswith("\ufeff")
    assert '">id,' in page.replace("\n", "")
