"""``python -m tests.bench``: measure and print a table. Figures only: nothing passes or fails here. 性能测量"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Round = dict[str, Any]


def main() -> None:
    """Serve the site, run alternating rounds, print the medians."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="性能测量：抓取、读取事实、判定")
    parser.add_argument("--rounds", type=int, default=3, help="交替测量的轮数，取中位数")
    parser.add_argument("--portals", type=int, default=4, help="网站数，每个一个本机地址")
    parser.add_argument("--scale", type=float, default=2.0, help="网站大小：1 约 150 页")
    parser.add_argument("--judged", type=int, nargs="*", default=[10, 100, 1000], help="判定耗时所用的页数")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, site(asked.portals, asked.scale) as homes:
        rounds = [one_round(homes, Path(folder) / str(number)) for number in range(asked.rounds)]
    print(table(rounds, portals=asked.portals))
    print(judged(measured("tests.bench.judging", *map(str, asked.judged))))


@contextlib.contextmanager
def site(portals: int, scale: float) -> Iterator[list[str]]:
    """The invented portals, served by another process while the block runs; yields their home addresses."""
    command = [sys.executable, "-m", "tests.bench.server", "--portals", str(portals), "--scale", str(scale)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None and server.stdin is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.stdin.close()


def one_round(homes: list[str], folder: Path) -> dict[str, Round]:
    """Every measurement once, the two crawls one after the other on the same site."""
    print(".", end="", file=sys.stderr, flush=True)
    return {
        "bare": measure("bare", "--homes", *homes),
        "ours": measure("ours", "--folder", str(folder), "--homes", *homes),
        "reading": measure("reading", "--folder", str(folder)),
    }


def measure(what: str, *arguments: str) -> Round:
    """One measurement of a crawl or of reading."""
    result: Round = measured("tests.bench.children", what, *arguments)
    return result


def measured(module: str, *arguments: str) -> Any:
    """What a module prints, run in a process of its own."""
    return json.loads(subprocess.run([sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE).stdout)


def judged(sizes: Sequence[Round]) -> str:
    """The cost of judging one portal as its visit grows: it should grow as the pages do."""
    lines = (
        (
            f"判定 {one['pages']} 页",
            f"{one['ms']:.2f} 毫秒",
            f"{one['ms'] / one['pages']:.2f} 毫秒/页，内存峰值 {one['peak_mb']:.2f} MB，{one['findings']} 项结果",
        )
        for one in sizes
    )
    head = f"判定一个网站，{sizes[0]['rules']} 项指标，含汇总和记忆，不含读取事实" if sizes else ""
    return "\n".join([head, *(f"{_padded(name, 24)}{_padded(value, 34)}{note}" for name, value, note in lines)])


def table(rounds: Sequence[dict[str, Round]], *, portals: int) -> str:
    """The figures as people read them: medians over the rounds, with the least and the greatest."""

    def figure(name: str, unit: str, values: Sequence[float], note: str = "") -> tuple[str, str, str]:
        spread = f"（{min(values):.2f}–{max(values):.2f}）" if len(values) > 1 else ""
        return name, f"{statistics.median(values):.2f} {unit}{spread}", note

    def crawl(name: str) -> list[float]:
        return [one[name]["pages"] / one[name]["seconds"] for one in rounds]

    def each(what: str) -> list[float]:
        return [one["reading"]["ms"][what] for one in rounds]

    last = rounds[-1]
    kilobytes = last["bare"]["bytes"] / max(last["bare"]["pages"], 1) / 1024
    rows = [
        (
            "网站",
            f"{portals} 个，{last['bare']['pages']} 页",
            f"平均 {kilobytes:.0f} KB，每页 {last['bare']['links'] / max(last['bare']['pages'], 1):.0f} 个链接",
        ),
        figure("基准抓取", "页/秒", crawl("bare"), "Scrapy，正则取链接，去重，不解析不保存"),
        figure(
            "本程序抓取",
            "页/秒",
            crawl("ours"),
            f"保存，读取全部事实；{last['ours']['pages']} 页，{last['ours']['facts']} 项事实，结束原因 {'、'.join(last['ours']['stops'])}",
        ),
        figure(
            "抓取速度比", "", [ours / bare for ours, bare in zip(crawl("ours"), crawl("bare"), strict=True)], "本程序 / 基准，同一轮相比"
        ),
        figure(
            "其中抓取", "%", [100 * one["ours"]["crawled"] / one["ours"]["seconds"] for one in rounds], "其余为抓取结束后读完剩下的页面"
        ),
        figure("lxml 解析", "毫秒/页", each("parse"), "单独解析一次，作对照"),
        figure("读取事实", "毫秒/页", each("facts"), f"{last['reading']['facts']} 项事实，含解析"),
        figure("读取与解析之比", "", [mine / base for mine, base in zip(each("facts"), each("parse"), strict=True)]),
        figure("判定", "毫秒/页", each("judge"), f"汇总和判定，{last['reading']['findings']} 项结果"),
        figure("内存峰值：基准", "MB", [one["bare"]["peak_mb"] for one in rounds]),
        figure("内存峰值：本程序抓取", "MB", [one["ours"]["peak_mb"] for one in rounds], "主进程"),
        figure("内存峰值：读取进程", "MB", [one["ours"]["readers_mb"] for one in rounds], f"{os.cpu_count()} 个中最大的一个"),
        figure("内存峰值：读取和判定", "MB", [one["reading"]["peak_mb"] for one in rounds]),
    ]
    machine = f"{len(rounds)} 轮中位数（最小–最大）；Python {platform.python_version()}，{os.cpu_count()} 核，服务器同机"
    return "\n".join([machine, *(f"{_padded(name, 24)}{_padded(value, 34)}{note}".rstrip() for name, value, note in rows)])


def _padded(text: str, width: int) -> str:
    """Text filled up to a width in terminal columns; a Chinese character takes two."""
    return text + " " * max(1, width - sum(2 if ord(character) > 0x2E7F or character == "–" else 1 for character in text))


if __name__ == "__main__":
    main()
