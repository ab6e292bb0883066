"""What each extractor takes by itself: shared work is an extractor of its own, charged to itself and not to who asked first. 各读取器用时"""

from __future__ import annotations

import functools
import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from checks.model import Page
from checks.pages import read_view
from checks.parsing.view import PageView
from tests.broken.reading import EXTRACTORS, context

Clock = Callable[[], float]
# What a view computes once and keeps: parsing, lines, links and so on, each charged to itself.
SHARED = tuple(name for name, value in vars(PageView).items() if isinstance(value, functools.cached_property))


class Account:
    """Spent per name, of work within work only its own share. 用时账目"""

    def __init__(self, clock: Clock) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._clock = clock
        self._open: list[str] = []
        self._since = clock()

    def _settle(self) -> None:
        now = self._clock()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._since = now

    def begin(self, name: str) -> None:
        """From here on the time is that of this name."""
        self._settle()
        self._open.append(name)

    def end(self) -> None:
        """From here on the time is again that of who asked."""
        self._settle()
        self._open.pop()

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """The time of a block of code."""
        self.begin(name)
        depth = len(self._open)
        try:
            yield
        finally:
            while len(self._open) >= depth:  # shared work that raised did not come back to say so
                self.end()


class _Kept(dict[object, Any]):
    """What ``per_view`` functions computed: a miss begins the work of that function, and the setting ends it."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def __missing__(self, key: object) -> Any:
        function = key[0] if isinstance(key, tuple) else key
        self._account.begin(f"{function.__module__.removeprefix('checks.')}.{function.__name__}")
        raise KeyError(key)

    def __setitem__(self, key: object, value: Any) -> None:
        super().__setitem__(key, value)
        self._account.end()


class _View(PageView):
    """A view that keeps account of what is computed on it."""

    def __init__(self, page: Page, account: Account) -> None:
        super().__init__(page)
        self.kept = _Kept(account)
        self.account = account


def _charged(name: str, compute: Callable[[Any], Any]) -> functools.cached_property[Any]:
    def charged(view: _View) -> Any:
        with view.account.of(f"view.{name.strip('_')}"):
            return compute(view)

    found = functools.cached_property(charged)
    found.__set_name__(_View, name)
    return found


for _name in SHARED:
    setattr(_View, _name, _charged(_name, vars(PageView)[_name].func))


def spent(page: Page, clock: Clock = time.process_time) -> dict[str, float]:
    """What each extractor took on a page, whatever the page's kind; the clock's unit is the result's. 各读取器用时"""
    gc.collect()  # what former pages left is not this one's to clear
    account = Account(clock)
    view = _View(page, account)
    for name, extractor in EXTRACTORS.items():
        with account.of(name):
            tuple(extractor(view, context()))
    # What is read beside the facts: the jump, the frames, what is offered.
    with account.of("rest of the page"), patch("checks.pages.read", lambda view, context: ()):
        read_view(view, context())
    return dict(account.spent)


def best(make: Callable[[bytes], Page], body: bytes, limit: float, tries: int = 3) -> dict[str, float]:
    """``spent``, and where that is more than the limit the least of several readings: a busy machine adds, and never takes away. 最短用时"""
    found = spent(make(body))
    for _ in range(tries - 1):
        if max(found.values()) <= 0.7 * limit:
            break
        again = spent(make(body))
        found = {name: min(seconds, again.get(name, seconds)) for name, seconds in found.items()}
    return found
