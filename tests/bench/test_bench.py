"""The measurement itself works: what it measures is the same site for all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.bench.site import portal


def test_the_site_is_the_same_every_time() -> None:
    """The same number gives the same bytes, another number another portal, and every link within the site leads to a page."""
    pages = portal(1, scale=0.2)

    assert pages == portal(1, scale=0.2)
    assert pages["/"] != portal(2, scale=0.2)["/"]
    linked = {href.decode() for body in pages.values() for href in re.findall(rb'<a[^>]+href="(/[^"]*)"', body)}
    assert linked == set(pages)


def test_prints_every_figure(root: Path) -> None:
    """One round over a small site prints the two speeds, their ratio, the cost of reading and judging, and memory."""
    command = [sys.executable, "-m", "tests.bench", "--rounds", "1", "--portals", "1", "--scale", "0.1", "--judged", "5", "20"]
    ended = subprocess.run(command, capture_output=True, cwd=root, timeout=240, check=False)

    printed = ended.stdout.decode("utf-8")
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")
    for name in (
        "基准抓取",
        "本程序抓取",
        "抓取速度比",
        "其中抓取",
        "lxml 解析",
        "读取事实",
        "读取与解析之比",
        "判定",
        "内存峰值",
        "判定 20 页",
    ):
        assert re.search(rf"^{name}.* [0-9]+\.[0-9]+", printed, re.MULTILINE), name
