"""``python -m tests.broken FOLDER…``: read cut and flipped pages, and hostile ones of 1 MB; print failures and what takes long. 残缺网页测试"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.broken import html5lib
from tests.broken.patterns import steep
from tests.broken.reading import a_page, read_all
from tests.broken.shapes import SHAPES, page
from tests.broken.spoil import PIECES, cuts, endless, flips
from tests.broken.timing import best

LIMIT = 0.2  # seconds that an extractor may take on a page under 1 MB
SIZE = 990_000


def main() -> None:
    """Read all, print what failed, the slowest extractor of each shape, and patterns that are not linear."""
    parser = argparse.ArgumentParser(prog="python -m tests.broken", description="读取残缺网页")
    parser.add_argument("folders", nargs="*", type=Path, help="网页所在的文件夹")
    parser.add_argument("--times", type=int, default=50, help="每页截断和改字节各多少次")
    parser.add_argument("--html5lib", type=Path, metavar="DIR", help="html5lib 测试数据（.dat、.test）所在的文件夹，读取其中每一页")
    parser.add_argument("--size", type=int, default=SIZE, help="怪形网页的字节数")
    asked = parser.parse_args()
    _report("残缺网页", _broken(asked.folders, asked.times))
    if asked.html5lib:
        _report("html5lib 测试页", html5lib.pages(asked.html5lib))
    over = 0
    print(f"每种怪形网页（{asked.size} 字节）上最慢的读取器（毫秒 CPU，共用的步骤各自计时，上限 {LIMIT * 1000:.0f}）：")
    shapes = {**{name: _shape(name) for name in SHAPES}, **{f"{name}, endless": _piece(name) for name in PIECES}}
    for name, make in shapes.items():
        spent = best(a_page, make(asked.size), LIMIT)
        slowest, seconds = max(spent.items(), key=lambda item: item[1])
        over += seconds > LIMIT
        print(f"  {seconds * 1000:6.0f} {'!' if seconds > LIMIT else ' '} {name}: {slowest}（全部事实 {sum(spent.values()) * 1000:.0f}）")
    print(f"{len(shapes)} 种，超过上限 {over} 种")
    found = list(steep())
    for seconds, name, run in found:
        print(f"  {seconds * 1000:6.1f}  {run!r}: {name}")
    print(f"随长度超线性的正则表达式 {len(found)} 个")


def _shape(name: str) -> Callable[[int], bytes]:
    return lambda size: page(SHAPES[name], size)


def _piece(name: str) -> Callable[[int], bytes]:
    return lambda size: endless(PIECES[name], size)


def _report(what: str, bodies: Iterator[tuple[str, bytes]]) -> None:
    """Read each page with every extractor and print what failed."""
    failed = pages = 0
    for name, body in bodies:
        pages += 1
        for failure in read_all(body):
            failed += 1
            print(f"{name}: {failure}")
    if pages:
        print(f"{pages} 页{what}，读取器出错 {failed} 次")


def _broken(folders: list[Path], times: int) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".html", ".htm", ".shtml", ".jhtml")):
            body = path.read_bytes()
            for number, broken in enumerate((*cuts(body, times, 1), *flips(body, times, 2))):
                yield f"{path} {number}", broken


if __name__ == "__main__":
    main()
