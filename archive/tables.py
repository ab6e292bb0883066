"""What the parts of the ledger share: one file, its transactions, its rows."""

from __future__ import annotations

import abc
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database


class Tables(abc.ABC):
    """A group of the ledger's tables."""

    _db: Database

    @abc.abstractmethod
    def atomic(self) -> contextlib.AbstractContextManager[None]:
        """Several recordings as one transaction."""

    @abc.abstractmethod
    def _select(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]: ...

    @abc.abstractmethod
    def _insert(self, table: str, row: Mapping[str, Any], *, or_replace: bool = False) -> int: ...
