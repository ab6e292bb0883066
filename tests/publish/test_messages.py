"""What goes wrong is told in Chinese, with the status it deserves, and nothing of the machine leaks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.utils.asgi import Forbidden

from publish import browsing
from publish.messages import said
from tests.publish.browse import rows, site
from tests.publish.night import published
from tests.publish.walk import foreign


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """The second night."""
    return site(published(tmp_path_factory.mktemp("messages"))[0])


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/findings/finding?_sort=nothing", 400, "不能按“nothing”排序"),
        ("/findings/finding?_sort=id&_sort_desc=id", 400, "升序和降序只能取一种"),
        ("/findings/finding?_size=0x", 400, "每页行数应为正整数"),
        ("/findings/finding?_size=1000000", 400, "每页最多 5000 行"),
        ("/findings/finding?_col=no", 400, "没有“no”这一列"),
        ("/findings/finding?_nocol=nothing", 400, "不能隐去“nothing”"),
        ("/findings/finding?_search_nothing=1", 400, "不能按这一列搜索"),
        ("/findings/unit/%s.blob", 400, "没有写明取哪一列"),
        ("/findings/unit/%s.blob?_blob_column=nothing", 400, "没有“nothing”这一列"),
        ("/findings/unit/%s.blob?_blob_column=name&_blob_hash=nothing", 400, "链接已经失效"),
        ("/findings/finding?_where=nowhere(1)", 400, "没有名为“nowhere”的函数"),
        ("/findings?sql=select+nowhere", 400, "没有名为“nowhere”的列"),
        ("/findings?sql=select+1+from+nowhere", 400, "没有名为“nowhere”的表"),
        ("/findings?sql=delete+from+unit", 400, "只能执行查询"),
        ("/findings?sql=select", 400, "没有写完"),
        ("/findings/nothing", 404, "没有找到这一页"),
        ("/nothing", 404, "没有找到这一页"),
        ("/findings/rule/nothing", 404, "没有找到这一页"),
    ],
)
async def test_mistakes_are_told_in_chinese(ds: Datasette, address: str, status: int, words: str) -> None:
    """A reader's mistake is 400 or 404, never 500."""
    (unit, *_) = await rows(ds, "/findings/unit")
    response = await ds.client.get(address.replace("%s", str(unit["id"])))

    assert response.status_code == status
    assert words in response.text
    assert [each for each in foreign(response.text) if "nothing" not in each and "nowhere" not in each and "no: " not in each] == []


@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_no_row_knows_is_never_shown_as_it_came(status: int) -> None:
    """An unknown message is told as an error of its status, in Chinese only."""
    told = said("near /root/x something new", status)

    assert told.status == status
    assert not any("a" <= letter <= "z" for letter in told.text)


async def test_a_file_of_an_earlier_version_says_what_to_do(tmp_path: Path) -> None:
    """A page whose tables or columns are not there yet asks for a new publication."""
    target = published(tmp_path)[0]
    with sqlite3.connect(target) as connection:
        connection.execute("drop table unit_summary")
    response = await site(target).client.get("/")

    assert response.status_code == 503
    assert "gongkai publish" in response.text


async def test_programs_are_told_as_json(ds: Datasette) -> None:
    """The shape is Datasette's, the words are ours."""
    response = await ds.client.get("/findings/finding.json?_sort=nothing")

    assert response.status_code == 400
    assert response.json() == {"ok": False, "error": said("Cannot sort table by nothing").text, "status": 400, "title": None}


async def test_what_nobody_foresaw_shows_nothing_of_the_machine(
    ds: Datasette, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 500, a Chinese sentence; what happened goes to the log."""

    async def broken(*_: object) -> None:
        raise RuntimeError("secret path /root/x")

    monkeypatch.setattr(browsing, "variables", broken)
    monkeypatch.setattr(browsing, "_answer", _plain)
    response = await ds.client.get("/")

    assert response.status_code == 500
    assert "secret" not in response.text and "服务器处理时出错" in response.text
    assert "secret path" in capsys.readouterr().err


async def _plain(datasette: Datasette, request: object, told: object) -> object:
    from datasette import Response

    return Response.html(told.text, status=told.status)  # type: ignore[attr-defined]


async def test_who_may_not_see_a_page_is_told_so(ds: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """403 in Chinese, with the way home."""

    async def refuse(*_: object, **__: object) -> None:
        raise Forbidden("view-database")

    monkeypatch.setattr(ds, "ensure_permissions", refuse)
    response = await ds.client.get("/-/map")

    assert response.status_code == 403
    assert "无权查看" in response.text and foreign(response.text) == []
