"""Screenshots of the pages that findings rest on: one picture a finding, and beside it how it was made. 截图

``shots/{run}/{portal}/{finding}.png`` and ``.json``. Names are built from checked parts only, never from what a request says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import attrs
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from .errors import ArchiveError
from .store import naming

FOLDER = "shots"
LIVE, STORED = "live", "stored"
HOW_ZH = {LIVE: "当晚网站上的页面，内容与所据网页一致", STORED: "保存的网页（不运行脚本，不联网，因此没有样式和图片）"}
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,120}")
_WHAT = "截图"
_converter = make_converter(forbid_extra_keys=True)


@attrs.frozen(kw_only=True)
class Shot:
    """How a picture was made. 截图记录

    Attributes:
        finding: number of the finding in the published database.
        url: of the page; ``page_sha256`` digest of its body as it was judged.
        how: a key of ``HOW_ZH``.
        marked: the place was found in the page and outlined.
        charset: with which the page was shown where its own declaration is wrong; '' for as it declares.
        masked: what of a person was hidden before (keys of ``KINDS_ZH``).
        taken_at: ISO 8601, UTC.
        sha256: of the picture.
    """

    run: str
    portal: str
    finding: int
    url: str
    page_sha256: str
    how: str
    marked: bool
    taken_at: str
    sha256: str = ""
    charset: str = ""
    masked: tuple[str, ...] = ()


def shot_path(var: Path, run: str, portal: str, finding: int) -> Path:
    """Where a finding's picture lies below the folder of what the program writes. ValueError for a name that cannot be one. 截图位置"""
    if not _NAME.fullmatch(run) or not _NAME.fullmatch(portal) or finding < 0 or ".." in run + portal:
        raise ValueError(f"no such place: {run}/{portal}/{finding}")
    return var / FOLDER / run / portal / f"{finding}.png"


def save_shot(var: Path, shot: Shot, png: bytes) -> Shot:
    """Keep a picture and how it was made; returns that with the picture's digest. ArchiveError if the disk refuses."""
    path = shot_path(var, shot.run, shot.portal, shot.finding)
    done = attrs.evolve(shot, sha256=hashlib.sha256(png).hexdigest())
    told = json.dumps(_converter.unstructure(done), ensure_ascii=False, indent=1).encode()
    with naming(path, _WHAT):
        path.parent.mkdir(parents=True, exist_ok=True)
        # the picture last: without one, nothing is said of it
        for target, data in ((path.with_suffix(".json"), told), (path, png)):
            part = target.with_name(target.name + ".part")
            part.write_bytes(data)
            os.replace(part, target)
    return done


def read_shot(var: Path, run: str, portal: str, finding: int) -> tuple[Shot, bytes] | None:
    """A finding's picture; None if none was taken. ArchiveError if what lies there is not what was kept."""
    path = shot_path(var, run, portal, finding)
    if not path.is_file():
        return None
    with naming(path, _WHAT):
        png = path.read_bytes()
        text = path.with_suffix(".json").read_bytes()
    try:
        shot = _converter.structure(json.loads(text), Shot)
    except (BaseValidationError, ValueError) as error:
        raise ArchiveError(f"{_WHAT} {path}：说明文件无法读取（{error}）") from error
    if hashlib.sha256(png).hexdigest() != shot.sha256:
        raise ArchiveError(f"{_WHAT} {path}：损坏（摘要不符）")
    return shot, png
