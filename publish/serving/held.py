"""A published file as Datasette reads it: it never changes, so what took long to answer is remembered. 发布库读取"""

from __future__ import annotations

import collections
import contextlib
import time
from collections.abc import Iterator
from typing import Any

from datasette.database import Database, Results

WORTH_SECONDS = 0.02  # an answer that took less is found again as quickly
MOST_ROWS = 200
MOST_ANSWERS = 1_000
PATIENT_MS = 120_000  # for what is worked out before anyone asks
FLEETING = ("random", "now", "current_")  # SQL that speaks of these has another answer each time


class HeldDatabase(Database):
    """An immutable database that remembers its slow, short answers: counts and facets, above all. They go with their night."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answers: collections.OrderedDict[tuple[Any, ...], Results] = collections.OrderedDict()
        self._patient = False

    @contextlib.contextmanager
    def patient(self) -> Iterator[None]:
        """Nobody waits yet: no question is cut off. An answer that takes too long for a reader would never be remembered."""
        hurried, self.ds.sql_time_limit_ms = self.ds.sql_time_limit_ms, PATIENT_MS
        self._patient = True
        try:
            yield
        finally:
            self._patient = False
            self.ds.sql_time_limit_ms = hurried

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """As Datasette's own; the same question is worked out once."""
        asked = (sql, _key(params), truncate, page_size)
        if asked in self._answers:
            self._answers.move_to_end(asked)
            return self._answers[asked]
        start = time.perf_counter()
        limit = None if self._patient else custom_time_limit
        answer = await super().execute(sql, params, truncate, limit, page_size, log_sql_errors)
        slow = time.perf_counter() - start > WORTH_SECONDS
        if slow and len(answer.rows) <= MOST_ROWS and not any(word in sql.lower() for word in FLEETING):
            self._answers[asked] = answer
            if len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return answer


def _key(params: Any) -> tuple[Any, ...]:
    if isinstance(params, dict):
        return tuple(sorted(params.items(), key=lambda item: item[0]))
    return tuple(params or ())
