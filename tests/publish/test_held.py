"""What an immutable file answers is worked out once, and is the same answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.database import QueryInterrupted

from publish.metadata import DATABASE
from publish.serving import held
from publish.serving.held import HeldDatabase
from tests.publish.browse import html, site, text
from tests.publish.night import published


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HeldDatabase:
    """A published night, of which every answer is worth keeping."""
    monkeypatch.setattr(held, "WORTH_SECONDS", -1.0)
    database = site(published(tmp_path)[0]).get_database(DATABASE)
    assert isinstance(database, HeldDatabase)
    return database


async def test_the_same_question_is_worked_out_once(database: HeldDatabase) -> None:
    """The same SQL with the same values; other values, another answer."""
    sql = "select count(*) from finding where outcome_id = :outcome"
    first = await database.execute(sql, {"outcome": "failed"})
    assert await database.execute(sql, {"outcome": "failed"}) is first
    assert (await database.execute(sql, {"outcome": "passed"})).rows[0][0] != first.rows[0][0]
    assert (await database.execute("select ?, ?", [1, 2])).rows[0][0] == 1
    assert (await database.execute("select ?, ?", [2, 1])).rows[0][0] == 2


async def test_what_changes_and_what_is_large_is_not_kept(database: HeldDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random and present-time answers differ each time; long ones would fill the memory; old ones make room."""
    for sql in ("select random()", "select datetime('now')"):
        assert await database.execute(sql) is not await database.execute(sql)
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select i from n"
    assert await database.execute(many) is not await database.execute(many)
    monkeypatch.setattr(held, "MOST_ANSWERS", 3)
    for number in range(10):
        await database.execute(f"select {number}")
    assert len(database._answers) <= 4


async def test_what_is_asked_beforehand_is_not_cut_off(database: HeldDatabase) -> None:
    """A question that a reader's limit cuts off is answered while nobody waits, and then at once for readers, too."""
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n"
    with pytest.raises(QueryInterrupted):
        await database.execute(slow, custom_time_limit=20)
    with database.patient():
        answer = await database.execute(slow, custom_time_limit=20)
    assert answer.rows[0][0] == 3_000_000
    assert await database.execute(slow, custom_time_limit=20) is answer
    with pytest.raises(QueryInterrupted):
        await database.execute(f"{slow} where i > 1", custom_time_limit=20)


async def test_pages_are_the_same_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked twice, with everything kept, a page says the same."""
    monkeypatch.setattr(held, "WORTH_SECONDS", -1.0)
    ds = site(published(tmp_path)[0])
    for path in ("/", "/findings/finding", "/findings/当前问题", "/findings/unit/yunxi-zjj"):
        first, second = [text(await html(ds, path)).partition("查询用时")[0] for _ in range(2)]
        assert first == second and len(first) > 100
