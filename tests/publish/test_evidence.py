"""The evidence pack: complete, masked, in standard forms, the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.errors import ArchiveError
from archive.shots import LIVE, STORED, Shot, save_shot
from checks.masking import mask
from publish import jsonl_export, xlsx_export  # noqa: F401  as the command imports them
from publish.evidence.pack import Wanted, write_pack
from publish.evidence.verify import verify
from publish.evidence.warc import RENDERED, surt
from publish.exports import ExportOptions, open_published
from tests.publish.kept import BASE, DRAWN, FAX, GUIDE, ID_NUMBER, LIST, LOST, OPEN, PENALTY, SHELL, keep
from tests.publish.night import SECOND

PNG = b"\x89PNG\r\n\x1a\n"


def number_of(database: Path, message: str) -> int:
    """The number of a finding."""
    with open_published(database) as connection:
        return int(connection.execute("select id from finding where message = ?", [mask(message, of_case=True)]).fetchone()[0])


def wanted(database: Path, **options: Any) -> Wanted:
    """What a pack of the kept night is to hold."""
    chosen = {"outcome": "failed", **options}
    return Wanted(
        options=ExportOptions(**chosen), title="云溪市质量技术监督局，不合格", database=database, var=database.parent, software="gongkai/0",
        rules=lambda ids: {rule: f"# {rule}\n\n依据：……\n" for rule in ids},
    )  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kept night with two pictures."""
    database = keep(tmp_path_factory.mktemp("kept"))
    for finding, how, masked in ((FAX, LIVE, ()), (OPEN, STORED, ("id",))):
        shot = Shot(
            run=SECOND, portal="yunxi", finding=number_of(database, finding.message), url=finding.evidence[0].url,
            page_sha256=finding.evidence[0].sha256, how=how, marked=how == LIVE, taken_at="2015-07-31T03:00:00+00:00", masked=masked,
        )  # fmt: skip
        save_shot(database.parent, shot, PNG + how.encode())
    return database


@pytest.fixture(scope="module")
def pack(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of all failures, as a folder."""
    target = tmp_path_factory.mktemp("pack") / "evidence"
    write_pack(wanted(database), target)
    return target


def records(pack: Path) -> list[tuple[str, str, dict[str, str], bytes, str]]:
    """Type, address, headers, body and HTTP head of every record of the archive."""
    with zipfile.ZipFile(pack / "evidence.wacz") as package:
        stream = io.BytesIO(package.read("archive/data.warc.gz"))
    found = []
    for record in ArchiveIterator(stream):
        head = record.http_headers.to_str() if record.http_headers else ""
        headers = dict(record.rec_headers.headers)
        found.append(
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", headers, record.content_stream().read(), head)
        )
    return found


def test_the_pack_holds_what_it_names(pack: Path) -> None:
    """Findings, dictionary, pages, pictures, rules, checker, manifest; and nothing that is not in the manifest."""
    rules = {f"rules/{finding.rule}.md" for finding in (FAX, OPEN, LIST)}
    fixed = {
        "README.txt",
        "SHA256SUMS",
        "data-dictionary.md",
        "datapackage.json",
        "evidence.wacz",
        "findings.csv",
        "manifest.json",
        "screenshots.csv",
        "verify.py",
    }
    found = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}

    assert {name for name in found if not name.startswith("screenshots/")} == fixed | rules
    assert len(found) == len(fixed | rules) + 2
    told = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in told["files"]} == found - {"manifest.json", "SHA256SUMS"}
    for each in told["files"]:
        data = (pack / each["path"]).read_bytes()
        assert (each["sha256"], each["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (told["signed_by"], told["timestamped"]) == (None, False)
    assert [each["id"] for each in told["runs"]] == [SECOND]


def test_the_findings_are_those_asked_for(pack: Path, database: Path, tmp_path: Path) -> None:
    """Failures of a unit; or one finding whatever its outcome."""
    with (pack / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["检查结果"] for row in csv.DictReader(stream)} >= {FAX.message, LIST.message, LOST.message}
    one = number_of(database, "列有办公时间。")
    done = write_pack(wanted(database, outcome="", finding=one), tmp_path / "one.zip")
    assert (done.findings, done.pages, done.shots) == (1, 1, 0)


def test_the_archive_holds_the_pages_as_they_were(pack: Path) -> None:
    """Headers and bodies of the visit, the request, how it was found; what the browser drew beside what was sent; nothing that is not cited."""
    kept = records(pack)
    answers = {url: (headers, body, head) for kind, url, headers, body, head in kept if kind in ("response", "resource")}

    assert {url: body for url, (_, body, _) in answers.items() if "/cf/" not in url} == {
        f"{BASE}/guide.html": GUIDE, f"{BASE}/ml/": SHELL, f"{RENDERED}{BASE}/ml/": DRAWN,
    }  # fmt: skip
    headers, _, head = answers[f"{BASE}/guide.html"]
    assert headers["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(GUIDE).hexdigest()}"
    assert headers["WARC-Date"] == "2015-07-31T02:01:00Z"
    assert head.split("\r\n")[:5] == [
        "HTTP/1.1 200 OK", "Server: nginx", "Content-Type: text/html; charset=utf-8", "X-Archive-Orig-Content-Encoding: gzip",
        "X-Archive-Orig-Content-Length: 99",
    ]  # fmt: skip
    asked = next(head for kind, url, _, _, head in kept if kind == "request" and url == f"{BASE}/guide.html")
    assert asked.startswith("GET /guide.html HTTP/1.1\r\nHost: www.yunxi.example\r\nUser-Agent: gongkai/0 (+office@yunxi.example)\r\n")
    told = next(body.decode() for kind, url, _, body, _ in kept if kind == "metadata" and url == f"{BASE}/guide.html")
    assert "via: http://www.yunxi.example/\r\n" in told and "anchor: 信息公开\r\n" in told and "hopsFromSeed: L\r\n" in told


def test_what_belongs_to_a_person_is_hidden_everywhere(pack: Path) -> None:
    """In the table, in the archived page and in the manifest's notes; the original is named by its digest."""
    for path in pack.rglob("*"):
        if path.is_file() and path.suffix != ".wacz":
            assert ID_NUMBER.encode() not in path.read_bytes(), path
    headers, body = next(
        (headers, body) for kind, url, headers, body, _ in records(pack) if kind == "response" and url.endswith("/cf/1.html")
    )
    assert body == PENALTY.replace(ID_NUMBER.encode(), b"110" + b"*" * 15)
    original = hashlib.sha256(PENALTY).hexdigest()
    assert headers["X-Gongkai-Original-Payload-Digest"] == f"sha256:{original}"
    assert headers["X-Gongkai-Masked"] == "id"
    told = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    assert [(each["original_sha256"], each["masked"], each["withheld"]) for each in told["masked"]] == [(original, ["id"], False)]
    assert f"身份证号码已在正文中隐去；原件 SHA-256 {original}" in (pack / "README.txt").read_text(encoding="utf-8")


def test_the_archive_passes_the_checker_of_its_makers(pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``warcio check``: every block and payload digest."""
    with zipfile.ZipFile(pack / "evidence.wacz") as package:
        package.extract("archive/data.warc.gz", tmp_path)
    args = type("Arguments", (), {"inputs": [str(tmp_path / "archive/data.warc.gz")], "verbose": True})
    checker = Checker(args)
    checker.process_all()

    assert checker.exit_value == 0
    assert "fail" not in capsys.readouterr().out


def test_the_package_around_the_archive_is_sound(pack: Path) -> None:
    """Every file stored uncompressed and named with its digest; the index leads to each record."""
    with zipfile.ZipFile(pack / "evidence.wacz") as package:
        assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_STORED}
        described = package.read("datapackage.json")
        for each in json.loads(described)["resources"]:
            data = package.read(each["path"])
            assert (each["hash"], each["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        assert json.loads(package.read("datapackage-digest.json"))["hash"] == f"sha256:{hashlib.sha256(described).hexdigest()}"
        warc = package.read("archive/data.warc.gz")
        index = package.read("indexes/index.cdx").decode().splitlines()
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]
    assert index == sorted(index) and len(index) == 4
    for line in index:
        key, moment, told = line.split(" ", 2)
        place = json.loads(told)
        record = gzip.decompress(warc[int(place["offset"]) : int(place["offset"]) + int(place["length"])])
        assert f"WARC-Target-URI: {place['url']}\r\n".encode() in record
        assert (key, moment) == (surt(place["url"]), "20150731020100")
    assert {page["url"] for page in pages[1:]} == {json.loads(line.split(" ", 2)[2])["url"] for line in index}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.yunxi.example/", "example,yunxi)/"),
        ("https://zjj.Yunxi.example/A/b.html?b=2&a=1", "example,yunxi,zjj)/a/b.html?a=1&b=2"),
        ("http://127.0.0.1:8080/x/", "1,0,0,127:8080)/x"),
        ("http://yunxi.example:80", "example,yunxi)/"),
        (f"{RENDERED}http://a.example/", f"{RENDERED}http://a.example/"),
    ],
)
def test_addresses_are_indexed_as_replay_programs_look_them_up(url: str, key: str) -> None:
    """Compared with what pywb 2.10 makes of the same records."""
    assert surt(url) == key


def test_the_data_package_describes_every_table(pack: Path) -> None:
    """Names of the fields are the headings of the file; what a program cannot read as its type would be an error there."""
    told = json.loads((pack / "datapackage.json").read_text(encoding="utf-8"))
    tables = {each["path"]: each["schema"]["fields"] for each in told["resources"] if "schema" in each}

    assert set(tables) == {"findings.csv", "screenshots.csv"}
    for path, fields in tables.items():
        with (pack / path).open(encoding="utf-8-sig", newline="") as stream:
            head, *rows = csv.reader(stream)
        assert head == [field["name"] for field in fields]
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                if cell and field["type"] in ("integer", "number"):
                    float(cell)
    names = [each["name"] for each in told["resources"]]
    assert len(set(names)) == len(names)


def test_frictionless_finds_nothing_wrong(pack: Path) -> None:
    """The reference implementation, where it is installed."""
    frictionless = pytest.importorskip("frictionless")

    report = frictionless.validate(str(pack / "datapackage.json"))

    assert report.valid, report.flatten(["type", "note"])


def test_pictures_say_how_they_were_made(pack: Path, database: Path) -> None:
    """Of the living page or of the kept one, marked or not, with what hidden."""
    with (pack / "screenshots.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {int(row["结果编号"]): row for row in csv.DictReader(stream)}

    fax, opened = (rows[number_of(database, finding.message)] for finding in (FAX, OPEN))
    assert fax["来源"].startswith("当晚网站上的页面") and fax["已标出"] == "1" and fax["隐去"] == ""
    assert opened["来源"].startswith("保存的网页") and opened["已标出"] == "0" and opened["隐去"] == "身份证号码"
    for row in rows.values():
        assert hashlib.sha256((pack / row["文件"]).read_bytes()).hexdigest() == row["截图摘要"]


def test_what_is_gone_is_said(pack: Path) -> None:
    """A page of an earlier night whose visit file is no more."""
    told = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    seen = (pack / "README.txt").read_text(encoding="utf-8")

    assert [each["url"] for each in told["missing"]] == [f"{BASE}/old.html"]
    assert "原件已不在本机，未收入" in seen and f"{BASE}/old.html" in seen
    assert "没有签名" in seen and "没有时间戳" in seen


def test_the_same_stored_data_is_the_same_bytes(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In another hour, another time zone and another folder."""
    write_pack(wanted(database), tmp_path / "a.zip")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 1e8)
    try:
        write_pack(wanted(database), tmp_path / "elsewhere" / "b.zip")
    finally:
        monkeypatch.undo()
        os.environ.pop("TZ", None)
        time.tzset()

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "elsewhere" / "b.zip").read_bytes()
    assert verify(tmp_path / "a.zip").wrong == []


def test_a_folder_with_something_in_it_is_left_alone(database: Path, tmp_path: Path) -> None:
    """Nor does a half-written pack stay when something breaks."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="mine"):
        write_pack(wanted(database), tmp_path / "mine")

    def breaks(_: object) -> dict[str, str]:
        raise ArchiveError("rules")

    broken: Callable[..., Any] = breaks
    with pytest.raises(ArchiveError, match="rules"):
        write_pack(attrs.evolve(wanted(database), rules=broken), tmp_path / "b.zip")

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["letter.txt", "mine"]


def test_a_damaged_visit_file_is_an_error(tmp_path: Path) -> None:
    """Evidence that no longer is what was judged must not leave as if it were."""
    database = keep(tmp_path / "var")
    file = tmp_path / "var" / "visits" / SECOND / "yunxi.visit"
    with sqlite3.connect(file) as connection:
        connection.execute("update body set data = zeroblob(20) where data is not null")

    with pytest.raises(ArchiveError, match=r"yunxi\.visit"):
        write_pack(wanted(database), tmp_path / "p.zip")
