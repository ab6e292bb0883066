"""Work counted instead of timed: lines of Python run, and calls of what is no Python. 工作量计数"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from tests.broken.reading import a_page
from tests.broken.timing import spent

PROJECT = ("checks",)  # packages whose lines are counted


class Steps:
    """A clock that goes on by one with each line of this project that runs and each function it calls; no machine is faster by it. 步数"""

    def __init__(self) -> None:
        self._counted: Callable[[], int] = int

    def __call__(self) -> float:
        return self._counted()

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what runs in this block."""

        def line(frame: FrameType, event: str, arg: Any) -> Any:
            nonlocal count
            count += 1
            return line

        def entered(frame: FrameType, event: str, arg: Any) -> Any:
            return line(frame, event, arg) if frame.f_globals.get("__name__", "").partition(".")[0] in PROJECT else None

        def called(frame: FrameType, event: str, arg: Any) -> None:
            nonlocal count
            if event == "c_call":
                count += 1

        count = 0  # a plain variable: these functions are most of what the counting costs
        self._counted = lambda: count
        before = sys.gettrace(), sys.getprofile()
        sys.settrace(entered)
        sys.setprofile(called)
        try:
            yield
        finally:
            sys.setprofile(before[1])
            sys.settrace(before[0])


def counted(body: bytes) -> dict[str, float]:
    """What each extractor needs for a page, in steps. 各读取器步数"""
    steps = Steps()
    with steps.counting():
        return spent(a_page(body), clock=steps)
