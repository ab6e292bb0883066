"""What the world does wrong is never charged to a public body, and costs no more than the page it happened on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.visit import read_visit
from checks.model import FetchError
from cli.exits import Exit
from tests.crawler.site import bomb, huge, ordinary, serve
from tests.e2e.command import Ended, audit


@contextlib.contextmanager
def refusing() -> Iterator[str]:
    """An address at which nothing listens: the port is taken, but never opened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


@contextlib.contextmanager
def silent() -> Iterator[str]:
    """A port that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def outcomes(ended: Ended) -> set[str]:
    """Outcomes of what was judged; what leaves the judging to another rule (inapplicable) aside."""
    return {finding["outcome"] for finding in ended.findings} - {"inapplicable"}


@pytest.mark.parametrize("portal", [refusing, silent])
def test_a_portal_that_cannot_be_reached_is_not_judged(portal: object, tmp_path: Path) -> None:
    """Connection refused, or no answer within ``--timeout``: exit 3, nothing is judged, and the message names the portal."""
    with portal() as url:  # type: ignore[operator]
        ended = audit(tmp_path, "--start", url, "--allow-private", "--timeout", "0.5")

    assert ended.code == Exit.INCOMPLETE, ended.err
    assert outcomes(ended) == {"cant_tell"}
    ended.says("网站无法访问", url.removeprefix("http://").rstrip("/").replace(":", "-"))


def test_a_private_address_is_refused_without_leave(tmp_path: Path) -> None:
    """Loopback is not visited unless asked for: nothing is fetched, nothing is judged."""
    with serve(ordinary()) as site:
        ended = audit(tmp_path, "--start", site.base + "/")

    assert ended.code == Exit.INCOMPLETE, ended.err
    assert outcomes(ended) == {"cant_tell"}
    assert not site.hits


def test_monstrous_pages_cost_no_more_than_themselves(tmp_path: Path) -> None:
    """50 MB of HTML (announced or not) and a gzip bomb are given up, recorded as such, and all else is read."""
    site = ordinary()
    site.add_home("/huge-told.html 质量公报全文", "/huge.html 统计公报全文", "/bomb.html 工作公报全文")
    site.pages |= {"/huge-told.html": huge(told=True), "/huge.html": huge(told=False), "/bomb.html": bomb}
    with serve(site):
        ended = audit(tmp_path, "--start", site.base + "/", "--allow-private")

    assert ended.code == Exit.DONE, ended.err
    assert ended.findings
    (path,) = tmp_path.glob("visits/*/*.visit")
    pages = {page.url.removeprefix(site.base): page for page in read_visit(path).pages()}
    assert {name: page.error for name, page in pages.items() if page.error} == {
        "/huge-told.html": FetchError.TOO_LARGE,
        "/huge.html": FetchError.TOO_LARGE,
        "/bomb.html": FetchError.BAD_CODING,
    }
    assert {"/", "/guide.html", "/catalogue/", "/news/index.html", "/a/1.html"} <= {
        name for name, page in pages.items() if page.status == 200
    }
    accused = {evidence["url"] for finding in ended.findings if finding["outcome"] == "failed" for evidence in finding["evidence"]}
    assert not accused & {f"{site.base}/{name}.html" for name in ("huge-told", "huge", "bomb")}
