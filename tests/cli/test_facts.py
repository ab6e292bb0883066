"""``gongkai facts``: saved pages in, JSON out. The reading itself is tested where it is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.exits import Exit
from cli.main import run

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开指南-云溪市质量技术监督局</title></head>
<body><h1>云溪市质量技术监督局政府信息公开指南</h1><p>传真：0571-88001234</p><p><a href="/zn/2.html">申请表</a></p></body></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder as a mirroring tool leaves it."""
    for name in ("index.html", "zn/1.htm", "images/logo.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    return tmp_path


def results(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """One JSON object for each line that was printed."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_file_gives_one_object(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A single file gives one JSON object with its name, its address and what kind of page it is."""
    file = pages / "index.html"

    assert run(["facts", str(file), "--url", "http://www.yunxi.example/zn.html", "--as-of", "2015-06-30", "--format", "json"]) == Exit.DONE

    [read] = results(capsys)
    assert read["file"] == str(file)
    assert read["url"] == "http://www.yunxi.example/zn.html"
    assert "page_kind" in read


def test_address_unknown_is_null(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --url the address is null, not a path of this machine."""
    assert run(["facts", str(pages / "index.html"), "--as-of", "2015-06-30"]) == Exit.DONE

    assert results(capsys)[0]["url"] is None


def test_a_page_with_an_address_is_not_taken_for_the_start_page(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The address given is the page's own; the site's start page is the root of its host."""
    menu = "".join(f"<a href='/lm{n}/'>栏目{n}</a>" for n in range(8))
    (pages / "zn/1.htm").write_text(f"<html><body>{menu}<p>正文</p></body></html>", encoding="utf-8")
    kinds = []
    for url in ("http://www.yunxi.example/lm/zn.html", "http://www.yunxi.example/"):
        assert run(["facts", str(pages / "zn/1.htm"), "--url", url, "--as-of", "2015-06-30"]) == Exit.DONE
        kinds.append(results(capsys)[0]["page_kind"] == "home")

    assert kinds == [False, True]


def test_folder_gives_a_line_for_each_page(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pages of a folder are named relative to it, in order; what is no page is left out."""
    assert run(["facts", str(pages), "--as-of", "2015-06-30"]) == Exit.DONE

    assert [read["file"] for read in results(capsys)] == ["index.html", "zn/1.htm"]


def test_several_files_are_named_as_given(pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Files given one by one keep the name under which they were given."""
    monkeypatch.chdir(pages)

    assert run(["facts", "zn/1.htm", "index.html"]) == Exit.DONE
    assert [read["file"] for read in results(capsys)] == ["zn/1.htm", "index.html"]


def test_as_text(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a person each fact is a row with its place and its confidence."""
    assert run(["facts", str(pages / "index.html"), "--format", "text"]) == Exit.DONE

    assert any(line.startswith("page.kind\t") for line in capsys.readouterr().out.splitlines())


def test_what_cannot_be_read_is_a_usage_error(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, one address for many pages and a misspelt date are told before anything is read."""
    for argv in (
        [str(pages / "none.html")],
        [str(pages), "--url", "http://www.yunxi.example/"],
        [str(pages / "index.html"), "--as-of", "30.06.2015"],
    ):
        assert run(["facts", *argv]) == Exit.USAGE
        assert capsys.readouterr().out == ""
