"""WACZ 1.1.1: an archive with its index and a list of its pages in one file, for ReplayWeb.page and pywb. 网页存档包"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from .warc import Recorded, cdxj
from .zipped import entry

ARCHIVE = "archive/data.warc.gz"
INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
VERSION = "1.1.1"


def write_wacz(target: Path, warc: Path, recorded: Sequence[Recorded], *, title: str, software: str, at: dt.datetime) -> None:
    """Write the package around a finished archive file. The same archive gives the same bytes.

    Args:
        at: the moment the package speaks of (that of its latest page): there is no clock here.
    """
    texts = {INDEX: cdxj(recorded, ARCHIVE.rpartition("/")[2]).encode(), PAGES: _pages(recorded).encode()}
    with warc.open("rb") as stream:
        resources = [_resource(ARCHIVE, hashlib.file_digest(stream, "sha256").hexdigest(), warc.stat().st_size)]
    resources += [_resource(path, hashlib.sha256(text).hexdigest(), len(text)) for path, text in texts.items()]
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title,
        "software": software,
        "created": f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "resources": resources,
    }
    described = json.dumps(package, ensure_ascii=False, indent=2).encode()
    signed = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
    with zipfile.ZipFile(target, "w") as package_file:
        with warc.open("rb") as stream, package_file.open(entry(ARCHIVE), "w", force_zip64=True) as out:
            shutil.copyfileobj(stream, out)
        for path, text in texts.items():
            package_file.writestr(entry(path), text)
        package_file.writestr(entry("datapackage.json"), described)
        package_file.writestr(entry("datapackage-digest.json"), json.dumps(signed, indent=2))


def _resource(path: str, sha256: str, size: int) -> dict[str, object]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{sha256}", "bytes": size}


def _pages(recorded: Sequence[Recorded]) -> str:
    """The pages that a reader is offered, each once, the earliest first."""
    lines: list[object] = [{"format": "json-pages-1.0", "id": "pages", "title": "所据网页"}]
    for each in sorted(recorded, key=lambda each: (each.fetched_at, each.url)):
        lines.append(
            {
                "id": hashlib.sha256(f"{each.url} {each.fetched_at.isoformat()}".encode()).hexdigest()[:20],
                "url": each.url,
                "ts": f"{each.fetched_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
                "title": f"{each.page_url}{'（浏览器渲染）' if each.rendered else ''}",
            }
        )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
