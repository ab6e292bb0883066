"""Files below the data folder → plain TOML values. 读取"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs

from .mistakes import Mistake


@attrs.frozen(kw_only=True)
class Document:
    """One TOML file as read: its name for messages, its bytes, its top table. 配置文件"""

    name: str
    content: bytes
    table: dict[str, Any]

    @property
    def stem(self) -> str:
        """File name without ``.toml``; dots inside stay (``guide.exists``)."""
        return self.name.rsplit("/", 1)[-1].removesuffix(".toml")


def read(path: Path, base: Path) -> tuple[Document | None, list[Mistake]]:
    """One file, or what keeps it from being read."""
    name = relative(path, base)
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Mistake(name, "", f"无法读取（{error.strerror}）")]
    try:
        return Document(name=name, content=content, table=tomllib.loads(content.decode("utf-8-sig"))), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Mistake(name, "", f"第 {line} 行不是 UTF-8 编码，请以 UTF-8 另存")]
    except tomllib.TOMLDecodeError as error:
        return None, [Mistake(name, "", f"TOML 语法错误：{error}")]


def read_folder(folder: Path, base: Path) -> tuple[list[Document], list[Mistake]]:
    """Every ``*.toml`` of a folder by name; a folder that is not there is empty."""
    documents: list[Document] = []
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.toml")):
        document, wrong = read(path, base)
        documents += [document] if document else []
        mistakes += wrong
    return documents, mistakes


def relative(path: Path, base: Path) -> str:
    """A path as messages show it: below the data folder where it is, with forward slashes."""
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
