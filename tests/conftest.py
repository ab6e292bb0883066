"""What all tests share: nothing of the machine leaks into them. 测试公用"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.main import run
from tests.e2e.command import Ended
from tests.e2e.demo_night import DemoNight, demo_night_of_all

ROOT = Path(__file__).resolve().parent.parent
# Files that take a quarter of a minute and more, the longest first: begun last, one would keep one worker while the others are idle.
LONGEST = """
    checks/metamorphic/test_same_facts e2e/test_interruption crawler/test_browser publish/test_editions cli/test_readers broken/test_linear
    broken/test_broken cli/test_judge_command crawler/test_probe crawler/test_shots demo/test_truth calendar/test_calendar
    crawler/test_incomplete cli/test_explain accuracy/test_accuracy bench/test_bench crawler/test_crawl publish/test_walk cli/test_shots
    e2e/test_results e2e/test_incomplete e2e/test_apart publish/test_whole e2e/test_store publish/test_review_signing test_architecture
    e2e/test_hostile_portals cli/test_nights publish/test_chinese checks/test_guide_hostile publish/test_pages
    checks/metamorphic/test_same_verdicts
""".split()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among several workers the longest files come first; alone, files keep their order."""
    if hasattr(config, "workerinput"):
        place = {ROOT / "tests" / f"{name}.py": number for number, name in enumerate(LONGEST)}
        items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """Eleven thousand collected tests live to the end: the garbage collector need not look through them again and again."""
    gc.freeze()


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


@pytest.fixture(scope="session")
def demo_night(tmp_path_factory: pytest.TempPathFactory) -> DemoNight:
    """One audit of the demo without a browser, for all tests that only look at what it left."""
    return demo_night_of_all(tmp_path_factory)


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
