"""The folder server answers as a real web server would, and never from outside its folder."""

from __future__ import annotations

import http.client
import re
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cli.folder_server import serve_folder


def fetch(base: str, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """One request with the target sent exactly as written."""
    address = urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small saved site, with a secret beside it."""
    root = tmp_path / "site"
    (root / "col/col1").mkdir(parents=True)
    (root / "index.html").write_text("<p>首页</p>", encoding="utf-8")
    (root / "col/col1/index.html").write_text("<p>栏目</p>", encoding="utf-8")
    (root / "list.jsp").write_text("<p>all</p>", encoding="utf-8")
    (root / "list.jsp?page=2.html").write_text("<p>two</p>", encoding="utf-8")
    (root / "list.jsp@page=3").write_text("<p>three</p>", encoding="utf-8")
    (root / "list.jsp@page=4&path=%2F").write_text("<p>four</p>", encoding="utf-8")
    (root / "表.docx").write_bytes(b"PK")
    (root / "style.css").write_text("p{}", encoding="utf-8")
    (root / "noext").write_bytes(b"\n<html></html>")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    return root


def test_pages_and_directories(folder: Path) -> None:
    """A file is served as it stands; a directory gives its index.html, with the slash added by a redirect."""
    with serve_folder(folder) as base:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", base)
        assert fetch(base, "/")[2] == "<p>首页</p>".encode()
        assert fetch(base, "/col/col1/")[2] == "<p>栏目</p>".encode()
        status, headers, _ = fetch(base, "/col/col1")
        assert (status, headers["location"]) == (301, "/col/col1/")
        assert fetch(base, "/col/")[0] == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "text/html"),
        ("/style.css", "text/css"),
        ("/list.jsp?page=2", "text/html"),
        ("/noext", "text/html"),
        ("/%E8%A1%A8.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_content_types_carry_no_charset(folder: Path, path: str, expected: str) -> None:
    """The type is right and the charset is left to the page, as on most real servers of the kind."""
    with serve_folder(folder) as base:
        assert fetch(base, path)[1]["content-type"] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/list.jsp?page=2", b"<p>two</p>"),
        ("/list.jsp?page=3", b"<p>three</p>"),
        ("/list.jsp?page=4&path=/", b"<p>four</p>"),
        ("/list.jsp?page=4&path=%2F", b"<p>four</p>"),
        ("/list.jsp?page=9", b"<p>all</p>"),
    ],
)
def test_saved_queries(folder: Path, path: str, expected: bytes) -> None:
    """A query picks the file a mirroring tool saved for it, and is ignored if there is none."""
    with serve_folder(folder) as base:
        assert fetch(base, path)[2] == expected


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/col/..%2f..%2fsecret.txt", "/..%5csecret.txt", "//../secret.txt", "/link.txt", "/a%00b"],
)
def test_nothing_outside_the_folder(folder: Path, path: str) -> None:
    """Dots, encoded dots, backslashes, NUL and links that lead out are all 'not found'."""
    with serve_folder(folder) as base:
        status, _, body = fetch(base, path)

    assert status == 404
    assert b"secret" not in body


def test_head(folder: Path) -> None:
    """HEAD gives GET's headers and no body."""
    with serve_folder(folder) as base:
        get, head = fetch(base, "/"), fetch(base, "/", "HEAD")

    assert head[0] == 200
    assert head[2] == b""
    assert head[1]["content-length"] == get[1]["content-length"]


def test_overlong_names_are_not_found(folder: Path) -> None:
    """A name the file system cannot hold is a 404, not a broken connection."""
    with serve_folder(folder) as base:
        assert fetch(base, "/" + "a" * 5000)[0] == 404


def test_headers_by_glob(folder: Path) -> None:
    """_server.toml sets headers by glob, the later rule wins, and it is not served itself."""
    (folder / "_server.toml").write_text(
        '[[headers]]\nmatch = "*.html"\nset = { "Content-Type" = "text/html; charset=gb2312" }\n'
        '[[headers]]\nmatch = "col/*"\nset = { "Content-Type" = "text/html; charset=gbk", "X-Way" = "1" }\n',
        encoding="utf-8",
    )
    with serve_folder(folder) as base:
        assert fetch(base, "/")[1]["content-type"] == "text/html; charset=gb2312"
        _, headers, _ = fetch(base, "/col/col1/index.html")
        assert (headers["content-type"], headers["x-way"]) == ("text/html; charset=gbk", "1")
        assert fetch(base, "/_server.toml")[0] == 404


@pytest.mark.parametrize("text", ["[[headers]\n", "[[headers]]\nglob = 'x'\n", "[[headers]]\nmatch = 'x'\n", "port = 1\n"])
def test_bad_header_file(folder: Path, text: str) -> None:
    """A mistake in _server.toml is an error that names the file, before anything is served."""
    (folder / "_server.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"_server\.toml"), serve_folder(folder):
        pass


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error, not an empty site."""
    with pytest.raises(NotADirectoryError), serve_folder(tmp_path / "none"):
        pass


def test_stops_cleanly(folder: Path) -> None:
    """After the block the port is closed, kept-alive connections are cut and no server thread is left."""
    with serve_folder(folder) as base:
        address = urlsplit(base)
        kept = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        kept.request("GET", "/")
        kept.getresponse().read()

    assert kept.sock is not None
    assert kept.sock.recv(1) == b""
    kept.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(base, timeout=30)
    assert "folder-server" not in {thread.name for thread in threading.enumerate()}


def test_many_at_once(folder: Path) -> None:
    """Parallel requests are answered side by side; two servers take two ports."""
    answers: list[int] = []
    with serve_folder(folder) as base, serve_folder(folder) as other:
        threads = [threading.Thread(target=lambda: answers.append(fetch(base, "/")[0])) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert base != other

    assert answers == [200] * 40
