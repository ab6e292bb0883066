"""What all tests share: nothing of the machine leaks into them. 测试公用"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.main import run
from tests.e2e.command import Ended

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def _no_pictures() -> Iterator[None]:
    """Audits take no screenshots unless a test is about them: each costs a browser's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_MAX_SHOTS", "0")
        yield


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see neither the developer's folders nor colours nor a proxy."""
    for name in (
        "GONGKAI_DATA",
        "GONGKAI_VAR",
        "GONGKAI_SIGNING_KEY",
        "GONGKAI_TSA",
        "FORCE_COLOR",
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Runs the command within this process: what is refused at once needs no process of its own each time."""

    def command(*words: str | Path) -> Ended:
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return command
