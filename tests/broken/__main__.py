"""``python -m tests.broken FOLDER…``: read cut and flipped pages, and endless ones; print failures and the slowest. 残缺网页测试"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from checks.facts.read import read
from checks.parsing.view import PageView
from tests.broken.reading import a_page, context, read_all
from tests.broken.spoil import PIECES, cuts, endless, flips


def main() -> None:
    """Read all, print what failed and how long the slowest took."""
    parser = argparse.ArgumentParser(prog="python -m tests.broken", description="读取残缺网页")
    parser.add_argument("folders", nargs="*", type=Path, help="网页所在的文件夹")
    parser.add_argument("--times", type=int, default=50, help="每页截断和改字节各多少次")
    parser.add_argument("--slowest", type=int, default=12, help="列出最慢的几页")
    asked = parser.parse_args()
    failed = pages = 0
    for name, body in _broken(asked.folders, asked.times):
        pages += 1
        for failure in read_all(body):
            failed += 1
            print(f"{name}: {failure}")
    if pages:
        print(f"{pages} 页残缺网页，读取器出错 {failed} 次")
    spent = []
    for name, piece in PIECES.items():
        view = PageView(a_page(endless(piece)))
        began = time.process_time()
        read(view, context())
        spent.append((time.process_time() - began, name))
    print("一种内容重复到 1 MB 的网页，读取全部事实（毫秒）：")
    for seconds, name in sorted(spent, reverse=True)[: asked.slowest]:
        print(f"  {seconds * 1000:8.0f}  {name}")


def _broken(folders: list[Path], times: int) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".html", ".htm", ".shtml", ".jhtml")):
            body = path.read_bytes()
            for number, broken in enumerate((*cuts(body, times, 1), *flips(body, times, 2))):
                yield f"{path} {number}", broken


if __name__ == "__main__":
    main()
