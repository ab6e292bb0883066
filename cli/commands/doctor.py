"""``gongkai doctor``: is this machine fit for tonight? 自检"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import typer

import config
from archive.errors import ArchiveError
from archive.ledger import open_ledger
from checks.calendar import table_warning
from checks.vocabulary import Vocabulary
from cli.context import Folders, folders, today
from cli.exits import Exit

LIBRARIES = ("scrapy", "twisted", "lxml", "playwright", "sqlite-utils", "datasette", "zstandard", "opencc")
LEAST_FREE = 2_000_000_000


@attrs.frozen
class Check:
    """One line of the report. 自检项

    Attributes:
        code: ``DONE`` if all is well or merely worth knowing (``warning``), else how the command will end.
    """

    name: str
    text: str
    code: Exit = Exit.DONE
    warning: bool = False

    @property
    def mark(self) -> str:
        """How it went, in one word."""
        return "错误" if self.code else "注意" if self.warning else "正常"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(ctx: typer.Context) -> int:
    """检查本机环境、配置、存储空间、浏览器、字体和节假日表。"""
    checks = list(examine(folders(ctx), today()))
    for check in checks:
        print(f"[{check.mark}] {check.name}：{check.text}")
    return max((check.code for check in checks), default=Exit.DONE)


def examine(place: Folders, day: dt.date) -> Iterator[Check]:
    """All checks, in the order in which a person would put things right."""
    fit = sys.version_info >= (3, 11)
    yield Check("Python", platform.python_version(), Exit.DONE if fit else Exit.USAGE)
    yield Check("程序库", "，".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES))
    yield _browser()
    yield _font()
    yield from _configuration(place.data, day)
    yield _writable(place.var)
    yield _space(place.var)
    yield _ledger(place.ledger)


def _browser() -> Check:
    from crawler.browser import find_chromium  # Playwright and Scrapy take a second to import

    found = find_chromium(os.environ)
    if found is None:
        return Check("浏览器", "未找到 Chromium；依赖脚本的网页将记为无法核查。安装：make browser", warning=True)
    return Check("浏览器", str(found))


def _font() -> Check:
    if not shutil.which("fc-list"):
        return Check("中文字体", "未安装 fontconfig，无法检查", warning=True)
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, timeout=60, check=False).stdout
    families = sorted({line.split(",")[0] for line in listed.splitlines() if line.strip()})
    if not families:
        return Check("中文字体", "未找到；截图中的汉字会显示为方框。安装：make browser", warning=True)
    return Check("中文字体", "、".join(families[:3]))


def _configuration(data: Path, day: dt.date) -> Iterator[Check]:
    try:
        loaded = config.load(data)
    except config.ConfigError as error:
        yield Check("配置", str(error), Exit.USAGE)
        return
    enabled = sum(portal.enabled for portal in loaded.registry.portals)
    yield Check("配置", f"{data}：网站 {len(loaded.registry.portals)} 个（启用 {enabled}），指标 {len(loaded.rules)} 项")
    yield from (Check("配置", warning, warning=True) for warning in loaded.warnings)
    yield holidays(loaded.vocabulary, day)


def holidays(vocabulary: Vocabulary, day: dt.date) -> Check:
    """Whether the holiday table reaches far enough: past its end working days cannot be counted. 节假日表"""
    warning = table_warning(vocabulary, day)
    return Check("节假日表", warning or f"到 {vocabulary.holidays_until}", warning=bool(warning))


def _writable(var: Path) -> Check:
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=var, prefix=".doctor-"):
            return Check("写入文件夹", str(var.resolve()))
    except OSError as error:
        return Check("写入文件夹", f"{var} 不可写（{error.strerror}）", Exit.STORE)


def _space(var: Path) -> Check:
    nearest = next((folder for folder in (var, *var.resolve().parents) if folder.exists()), Path("/"))
    free = shutil.disk_usage(nearest).free
    return Check("磁盘空间", f"剩余 {free / 1e9:.1f} GB", warning=free < LEAST_FREE)


def _ledger(path: Path) -> Check:
    if not path.exists():
        return Check("账本", f"{path} 尚未建立，首次巡检时自动建立")
    try:
        with open_ledger(path) as ledger:
            return Check("账本", f"{path}：批次 {len(ledger.runs())} 个")
    except ArchiveError as error:
        return Check("账本", str(error), Exit.STORE)
