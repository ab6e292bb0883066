"""Opening a SQLite file of ours, and saying in Chinese what went wrong with it."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .errors import ArchiveError

#: primary result code of SQLite → what a person needs to know
_CAUSES = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_READONLY: "文件或所在文件夹只读，无法写入",
    sqlite3.SQLITE_PERM: "没有访问权限",
    sqlite3.SQLITE_CANTOPEN: "无法打开，请检查文件夹是否存在、是否可写",
    sqlite3.SQLITE_BUSY: "正被另一个程序占用，请稍后再试",
    sqlite3.SQLITE_LOCKED: "正被另一个程序占用，请稍后再试",
    sqlite3.SQLITE_CORRUPT: "文件已损坏",
    sqlite3.SQLITE_NOTADB: "不是本程序的数据文件，或文件已损坏",
    sqlite3.SQLITE_IOERR: "读写出错（磁盘故障或空间不足）",
}

_SYSTEM = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "文件系统只读，无法写入",
    errno.EACCES: "没有访问权限",
    errno.EPERM: "没有访问权限",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "上级路径不是文件夹",
    errno.EEXIST: "上级路径不是文件夹",
}


@contextlib.contextmanager
def naming(path: Path, what: str) -> Iterator[None]:
    """Turn SQLite's errors, and the system's (disk, permission), into an ArchiveError that names the file.

    Args:
        what: the file's kind in Chinese, first word of the message (``账本``).
    """
    try:
        with naming_sqlite(path, what):
            yield
    except OSError as error:
        raise ArchiveError(f"{what} {path}：{_SYSTEM.get(error.errno or 0, '无法读写')}（{error.strerror or error}）") from error


@contextlib.contextmanager
def naming_sqlite(path: Path, what: str) -> Iterator[None]:
    """As ``naming``, but the system's errors pass: they may speak of another file."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(f"{what} {path}：{cause(error)}（{error}）") from error


def cause(error: sqlite3.Error) -> str:
    """What a SQLite error means, in Chinese."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return _CAUSES.get(code & 0xFF, "数据库出错") if code is not None else "数据库出错"
