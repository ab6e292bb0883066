"""``datapackage.json``: what the files of a pack are, for programs that read Frictionless data packages. 数据包说明"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from publish.csv_export import FIELDS

#: what is not text
TYPES: Mapping[str, dict[str, Any]] = {
    "finding_id": {"type": "integer", "constraints": {"required": True}},
    "as_of": {"type": "date", "constraints": {"required": True}},
    "confidence": {"type": "number", "constraints": {"minimum": 0, "maximum": 1}},
    "evidence_number": {"type": "integer"},
    "fetched_at": {"type": "datetime", "format": "any"},
    "rendered": {"type": "integer"},
    "rule_id": {"type": "string", "constraints": {"required": True}},
    "outcome": {"type": "string", "constraints": {"enum": ["passed", "failed", "cant_tell", "inapplicable"]}},
}
SHOT_COLUMNS = (
    ("文件", "string", "截图文件名"),
    ("结果编号", "integer", "所属的检查结果"),
    ("网址", "string", "所拍的网页"),
    ("网页摘要", "string", "所拍网页正文的 SHA-256"),
    ("来源", "string", "拍的是当晚网站上的页面，还是保存的网页"),
    ("已标出", "integer", "1 已在页面中框出证据所在之处，0 未能定位"),
    ("编码", "string", "网页声明的编码有误时，显示所用的编码；空为照网页的声明"),
    ("隐去", "string", "拍摄前隐去的个人信息，空为没有"),
    ("拍摄时间", "string", "UTC，ISO 8601"),
    ("截图摘要", "string", "截图文件的 SHA-256"),
)
_MEDIA = {
    ".csv": "text/csv", ".md": "text/markdown", ".png": "image/png", ".wacz": "application/wacz", ".txt": "text/plain", ".py": "text/x-python",
    ".pem": "application/x-pem-file",
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Packed:
    """One file of a pack. 文件

    Attributes:
        path: below the pack's folder, with ``/``.
        about: what it is, in Chinese.
    """

    path: str
    bytes: int
    sha256: str
    about: str


def described(files: Sequence[Packed], *, title: str, version: str) -> bytes:
    """The package's description: every file with size and digest, tables with their columns. 数据包说明"""
    told = {
        "profile": "data-package",
        "name": "gongkai-evidence",
        "title": title,
        "version": version,
        "resources": [_resource(file) for file in files],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(file: Packed) -> dict[str, Any]:
    stem, _, suffix = file.path.rpartition(".")
    named = {
        "name": "".join(sign if sign.isalnum() else "-" for sign in f"{stem}.{suffix}".lower()).strip("-"),
        "path": file.path,
        "description": file.about,
        "mediatype": _MEDIA.get(f".{suffix}", "application/octet-stream"),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    schema = {"findings.csv": _findings, "screenshots.csv": _shots}.get(file.path)
    if schema is None:
        return named
    table = {"profile": "tabular-data-resource", "encoding": "utf-8", "format": "csv", "dialect": {"delimiter": ",", "quoteChar": '"'}}
    return {**named, **table, "schema": {"fields": schema(), "missingValues": [""]}}


def _findings() -> list[dict[str, Any]]:
    return [
        {"name": field.zh, "title": field.name, **TYPES.get(field.name, {"type": "string"}), "description": field.about} for field in FIELDS
    ]


def _shots() -> list[dict[str, Any]]:
    return [{"name": name, "type": kind, "description": about} for name, kind, about in SHOT_COLUMNS]
