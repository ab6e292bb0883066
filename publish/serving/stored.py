"""Finding a stored page: through the ledger's visits, below the folder of visits only. 存档网页

A request names a run, a portal and a digest; which file that is, the ledger says. No part of a request becomes part of a path.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

import attrs
from w3lib.encoding import html_to_unicode

from archive.errors import ArchiveError
from archive.visit import SUFFIX, read_visit
from checks.model import Page

from .settings import Serving

VISITS = "visits"  # the folder of visit files, below what the program writes
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|div|table|p|a|meta|title|span|ul|br)\b", re.I)
#: a visit's file, or that of pages fetched again at a person's request, whose run is the name of a folder of theirs
FILES = """
    select file from visit where run = :run and portal = :portal
    union all select file from recheck where file = 'rechecks/' || :run || '/' || :portal || '.visit' limit 1
"""
HEAD = 4_096  # bytes by which a page is told from a file


@attrs.frozen(kw_only=True)
class Stored:
    """A page as it was fetched. 存档网页

    Attributes:
        is_page: it can be shown; else it is a file (PDF, DOCX …) to be downloaded.
    """

    page: Page
    is_page: bool

    @property
    def text(self) -> str:
        """The page's text with its markup."""
        declared = next((value for name, value in self.page.headers if name.lower() == "content-type"), "")
        return html_to_unicode(declared, self.page.body, default_encoding="utf-8", auto_detect_fun=_guessed)[1]


def stored_page(serving: Serving, run: str, portal: str, sha256: str) -> Stored | None:
    """The first page of a visit that has a body of this digest; None if there is none. ArchiveError if its file is damaged. 存档网页"""
    path = visit_file(serving, run, portal)
    if path is None or not path.is_file():
        return None
    file = read_visit(path)
    place = next((place for place, page in enumerate(file.pages(bodies_at=())) if page.sha256 == sha256), None)
    if place is None:
        return None
    page = next(page for at, page in enumerate(file.pages(bodies_at={place})) if at == place)
    return Stored(page=page, is_page=_is_page(page))


def visit_file(serving: Serving, run: str, portal: str) -> Path | None:
    """The visit file of a portal in a run, as the ledger has it. 访问文件"""
    if serving.ledger is None or serving.var is None or not serving.ledger.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{serving.ledger.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as ledger:
            row = ledger.execute(FILES, {"run": run, "portal": portal}).fetchone()
    except sqlite3.Error as error:
        raise ArchiveError(f"账本 {serving.ledger} 无法读取（{error}）") from error
    if row is None:
        return None
    folder = (serving.var / VISITS).resolve()
    path = (folder / str(row[0])).resolve()
    return path if path.is_relative_to(folder) and path.suffix == SUFFIX else None


def _is_page(page: Page) -> bool:
    head = page.body[:HEAD]
    return b"\x00" not in head and (bool(MARKUP.search(head)) or bool(MARKUP.search(page.body[:200_000])))


def _guessed(body: bytes) -> str:
    """What the bytes are where nobody says it: UTF-8 is not met by accident."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
