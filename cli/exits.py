"""How the command ends: one number for each way, one place that says why. 退出码"""

from __future__ import annotations

import enum
import errno
import sqlite3
from collections.abc import Mapping

from archive.errors import ArchiveError
from checks.rules import UnknownPackError
from config import ConfigError
from publish.errors import PublishRefused


class Exit(enum.IntEnum):
    """Contract with scripts (docs/operations.md). Changing one is a major version."""

    DONE = 0  # 完成
    FINDINGS = 1  # 有达到 --fail-on 的问题
    USAGE = 2  # 用法或配置有误
    INCOMPLETE = 3  # 未全部完成（预算、期限、无法访问、访问中断）
    REFUSED = 4  # 健康检查未通过，拒绝发布
    STORE = 5  # 存储或磁盘错误
    NO_BROWSER = 6  # 必须用浏览器而本机没有
    INTERRUPTED = 7  # 被中断，可续跑
    INTERNAL = 70  # 程序自身的错误


class UsageError(Exception):
    """What was asked for makes no sense (unknown id, missing file, contradicting options). The message is Chinese. 用法错误"""


class NoBrowser(Exception):
    """A browser was demanded and there is none; raised by commands that were told not to go on without. 缺少浏览器"""


_DISK = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EIO}

# First match wins; the word stands before the message.
_ENDINGS: Mapping[type[BaseException], tuple[Exit, str]] = {
    ConfigError: (Exit.USAGE, ""),
    UsageError: (Exit.USAGE, "用法错误："),
    UnknownPackError: (Exit.USAGE, "没有指标体系："),
    PublishRefused: (Exit.REFUSED, ""),
    ArchiveError: (Exit.STORE, "存储错误："),
    sqlite3.Error: (Exit.STORE, "数据库错误："),
    NoBrowser: (Exit.NO_BROWSER, ""),
    KeyboardInterrupt: (Exit.INTERRUPTED, "已中断；再次运行同一命令可续跑"),
}


def ending(error: BaseException) -> tuple[Exit, str]:
    """Exit code and Chinese message for whatever ended the command."""
    if isinstance(error, OSError) and error.errno in _DISK:
        return Exit.STORE, f"存储错误：{error.filename or ''}：{error.strerror}"
    for kind, (code, word) in _ENDINGS.items():
        if isinstance(error, kind):
            return code, f"{word}{error}"
    return Exit.INTERNAL, f"程序内部错误（{type(error).__name__}）：{error}\n加 --debug 可查看详情"
