"""The command within this process. 测试公用"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import run
from tests.e2e.command import Ended


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Runs the command within this process: what is refused at once needs no process of its own each time."""

    def command(*words: str | Path) -> Ended:
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return command
