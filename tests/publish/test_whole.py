"""Paging through sorted tables: every row once, whatever the order."""

from __future__ import annotations

import csv
import io

import pytest
from datasette.app import Datasette

from publish.schema import BY_NAME
from tests.publish.browse import site
from tests.publish.night import two_nights
from tests.publish.test_editions import ROWS, publish_night

SORTS = [(column.name, way) for column in BY_NAME["finding"].columns for way in ("_sort", "_sort_desc")]


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """A night of thousands of findings that tie in almost every column."""
    folder = tmp_path_factory.mktemp("whole")
    two_nights(folder / "ledger.db").close()
    publish_night(folder, 0)
    return site(folder / "findings.db")


async def paged(ds: Datasette, path: str) -> list[str]:
    """The ids on all pages, in order."""
    found: list[str] = []
    following = ""
    while following is not None:
        answer = (await ds.client.get(f"{path}&_size=900&_nofacet=1" + (f"&_next={following}" if following else ""))).json()
        found += [str(row["id"]) for row in answer["rows"]]
        following = answer["next"]
    return found


@pytest.mark.parametrize(("column", "way"), [("", ""), *SORTS])
async def test_no_row_is_lost_or_shown_twice(ds: Datasette, column: str, way: str) -> None:
    """In both directions of every column, and as the page stands without a choice."""
    ids = await paged(ds, "/findings/finding.json?_shape=objects" + (f"&{way}={column}" if column else ""))
    assert len(ids) == len(set(ids)) > ROWS


@pytest.mark.parametrize("query", ["", "&_sort_desc=region", "&_sort=unit_id&outcome_id=passed", "&_sort_desc=state_id&outcome_id=failed"])
async def test_a_csv_of_all_rows_has_all_rows(ds: Datasette, query: str) -> None:
    """Sorted by what ties, with nulls among it, filtered or not."""
    answer = await ds.client.get(f"/findings/finding.csv?_stream=on{query}")
    ids = [row["id"] for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))]
    counted = (await ds.client.get(f"/findings/finding.json?_size=0{query}")).json()["filtered_table_rows_count"]
    assert len(ids) == len(set(ids)) == counted


@pytest.mark.parametrize("name", sorted(BY_NAME))
async def test_every_table_pages_whole(ds: Datasette, name: str) -> None:
    """One row a page, in the order in which the table is shown."""
    answer = (await ds.client.get(f"/findings/{name}.json?_size=0&_nofacet=1")).json()
    if not 0 < answer["filtered_table_rows_count"] < 50:
        return
    found, following = [], ""
    while following is not None:
        page = (
            await ds.client.get(f"/findings/{name}.json?_shape=objects&_size=1&_nofacet=1" + (f"&_next={following}" if following else ""))
        ).json()
        found += [row["id"] for row in page["rows"]]
        following = page["next"]
    assert len(found) == len(set(found)) == answer["filtered_table_rows_count"]
