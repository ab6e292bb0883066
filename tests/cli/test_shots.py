"""The night's screenshots: which pages, how many, and that whatever goes wrong with them costs no night."""

from __future__ import annotations

import json
import os
from pathlib import Path

import attrs
import pytest

from archive.shots import STORED, Shot, read_shot, save_shot
from archive.visit import digest
from checks.masking import mask
from checks.model import Portal
from cli.context import Folders
from cli.shots import MOST, most_of, plan
from crawler.browser import find_chromium
from publish.exports import open_published
from tests.e2e.command import AS_OF, gongkai
from tests.publish.kept import BASE, FAX, ID_NUMBER, LIST, OPEN, PAGES, keep
from tests.publish.night import SECOND

CHROMIUM = find_chromium(os.environ)
PORTAL = Portal(id="yunxi", name="云溪市质监局网站", home_url=f"{BASE}/")
CASE = """<html><head><meta charset="utf-8"><title>关于某公司案的行政处罚信息-示例局</title></head><body><div class="nav"><ul><li><a href="/">首页</a></li></ul></div>
<h1>关于某公司案的行政处罚信息</h1><div class="info">发布时间：2015-06-10</div><div class="content"><table border="1">
<tr><td>案件名称</td><td>示例有限公司生产不合格产品案</td></tr><tr><td>被处罚者姓名或名称</td><td>张某</td></tr>
<tr><td>处罚决定日期</td><td>2015年5月12日</td></tr></table><p>当事人身份证号码：{number}</p></div></body></html>"""
LISTED = """<html><head><meta charset="utf-8"><title>行政处罚-示例局</title></head><body><div class="nav"><ul><li><a href="/">首页</a></li></ul></div>
<h2>行政处罚</h2><ul class="list"><li><a href="/xzcf/1.html">关于某公司案的行政处罚信息</a><span>2015-06-10</span></li></ul></body></html>"""
HOME = """<html><head><meta charset="utf-8"><title>示例局门户网站</title></head><body><div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/xzcf/">行政处罚</a></li></ul></div><p>示例局欢迎您。</p><div class="footer">主办单位：示例局</div></body></html>"""


def numbers(database: Path) -> dict[str, int]:
    """Message → number of every finding."""
    with open_published(database) as connection:
        return {row["message"]: row["id"] for row in connection.execute("select id, message from finding")}


def test_each_failure_gets_the_first_page_that_can_be_shown(tmp_path: Path) -> None:
    """Failures alone, each page once; of a page with somebody's number only what was kept, with the number hidden."""
    known = numbers(keep(tmp_path))

    planned = plan(Folders(data=tmp_path, var=tmp_path), SECOND, [PORTAL], 10)

    (job,) = planned.jobs
    pages = {page.page.url.removeprefix(BASE): page for page in job.pages}
    assert set(pages) == {"/guide.html", "/cf/1.html", "/ml/"}
    assert [(mark.finding, mark.quote) for mark in pages["/guide.html"].marks] == [(known[FAX.message], FAX.evidence[0].quote)]
    assert [mark.finding for mark in pages["/ml/"].marks] == [known[LIST.message]]
    assert (pages["/guide.html"].live, pages["/ml/"].live, pages["/cf/1.html"].live) == (True, False, False)
    assert (pages["/guide.html"].pictures, pages["/cf/1.html"].charset) == (True, "gb18030")
    assert ID_NUMBER.encode() not in pages["/cf/1.html"].page.body
    assert ID_NUMBER not in "".join(mark.quote for mark in pages["/cf/1.html"].marks)
    assert planned.masked == {(f"{BASE}/cf/1.html", OPEN.evidence[0].sha256): ("id",)}
    assert (planned.pictures, planned.without, planned.beyond) == (3, 1, 0)


def test_a_night_has_a_limit_and_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    """The gravest first; what has a picture already needs none."""
    known = numbers(keep(tmp_path))
    folders = Folders(data=tmp_path, var=tmp_path)

    limited = plan(folders, SECOND, [PORTAL], 1)
    assert [mark.finding for job in limited.jobs for page in job.pages for mark in page.marks] == [known[mask(OPEN.message, of_case=True)]]
    assert (limited.pictures, limited.beyond) == (1, 2)
    shot = Shot(
        run=SECOND,
        portal="yunxi",
        finding=known[mask(OPEN.message, of_case=True)],
        url="",
        page_sha256="",
        how=STORED,
        marked=True,
        taken_at="",
    )
    save_shot(tmp_path, shot, b"png")
    assert known[mask(OPEN.message, of_case=True)] not in {
        mark.finding for job in plan(folders, SECOND, [PORTAL], 9).jobs for page in job.pages for mark in page.marks
    }


def test_a_page_whose_numbers_cannot_be_hidden_is_not_shown(tmp_path: Path) -> None:
    """Nor is one that is no web page."""
    cut = PAGES[1].body.replace(ID_NUMBER.encode(), f"{ID_NUMBER[:9]}<b>{ID_NUMBER[9:]}</b>".encode())
    page = attrs.evolve(PAGES[1], body=cut, sha256=digest(cut))
    opened = attrs.evolve(OPEN, evidence=(attrs.evolve(OPEN.evidence[0], sha256=page.sha256),))
    keep(tmp_path, (opened,), (page,))

    planned = plan(Folders(data=tmp_path, var=tmp_path), SECOND, [PORTAL], 10)

    assert (planned.jobs, planned.without) == ((), 1)


def portal(folder: Path) -> Path:
    """A small portal with a penalty that leaves somebody's number open."""
    for name, text in (("index.html", HOME), ("xzcf/index.html", LISTED), ("xzcf/1.html", CASE.format(number=ID_NUMBER))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_an_audit_takes_pictures_the_same_night(tmp_path: Path) -> None:
    """Of the living page, and of the kept one with the number hidden; they go into the evidence pack, and nothing of the number does."""
    var, folder = tmp_path / "var", portal(tmp_path / "site")
    words = ("--var", var, "audit", "--start", folder, "--as-of", AS_OF, "--pack", "ningbo-2015")
    done = gongkai(*words, GONGKAI_CHROMIUM=str(CHROMIUM), GONGKAI_MAX_SHOTS="50")

    assert done.code == 0, done.err
    done.says("截图", "当晚网站上的页面", "保存的网页")
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in (var / "shots").rglob("*.json")]
    assert {note["how"] for note in notes} == {"live", "stored"}
    assert {tuple(note["masked"]) for note in notes if note["url"].endswith("/xzcf/1.html")} == {("id",)}
    for note in notes:
        assert read_shot(var, note["run"], note["portal"], note["finding"]) is not None
    packed = gongkai("--var", var, "export", "evidence", "--run", notes[0]["run"], "-o", tmp_path / "pack")
    assert packed.code == 0, packed.err
    assert len(list((tmp_path / "pack" / "screenshots").iterdir())) == len(notes)
    for path in (tmp_path / "pack").rglob("*"):
        assert path.is_dir() or ID_NUMBER.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        ((), {"GONGKAI_CHROMIUM": "/bin/false"}, "截图"),
        (("--no-shots",), {"GONGKAI_CHROMIUM": "/bin/false"}, ""),
        ((), {"GONGKAI_CHROMIUM": ""}, "没有截图"),
        (("--max-shots", "0"), {"GONGKAI_CHROMIUM": "/bin/false"}, ""),
    ],
)
def test_without_pictures_the_night_stands(tmp_path: Path, words: tuple[str, ...], environment: dict[str, str], said: str) -> None:
    """A browser that does not start, none at all, or none wanted: the same findings, the same end."""
    given = ("--var", tmp_path / "var", "audit", "--start", portal(tmp_path / "site"), "--as-of", AS_OF, "--pack", "ningbo-2015")
    done = gongkai(*given, *words, GONGKAI_MAX_SHOTS="50", **environment)

    assert done.code == 0, done.err
    assert (tmp_path / "var" / "findings.db").exists() and not list(tmp_path.rglob("*.png"))
    assert (said in done.err) if said else ("截图" not in done.err)
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("asked", "alone", "most"), [(None, True, 0), (None, False, MOST), (5, True, 5), (0, False, 0)])
def test_an_address_audited_alone_is_not_pictured_unless_asked(asked: int | None, alone: bool, most: int) -> None:
    """A night of registered portals takes its pictures; a look at one address does not wait for them."""
    assert most_of(asked, alone=alone) == most
