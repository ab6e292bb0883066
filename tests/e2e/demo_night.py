"""One audit of the demo, for all tests that only look at what it left, whichever worker they run on. 演示巡检"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from pathlib import Path

import attrs
import pytest

from cli.exits import Exit
from tests.e2e.command import Ended, gongkai


@attrs.frozen
class DemoNight:
    """What an audit of the demo without a browser wrote and printed.

    Attributes:
        kept: the folder it wrote. Nobody opens anything there: who opens a ledger leaves files beside it that others would copy.
    """

    kept: Path
    ended: Ended

    def copy(self, target: Path) -> Path:
        """What it wrote, for one's own use."""
        return shutil.copytree(self.kept, target)


def demo_night_of_all(factory: pytest.TempPathFactory) -> DemoNight:
    """The audit that all workers share; whoever asks first runs it. 各进程共用的演示巡检"""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-night"
    folder.mkdir(exist_ok=True)
    told, var = folder / "ended.json", folder / "var"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            # a process of its own: what drives a browser in this one leaves an event loop behind
            ended = gongkai("audit", "--demo", "--no-browser", "--format", "json", "--var", var)
            assert ended.code == Exit.DONE, ended.err
            told.write_text(json.dumps(attrs.asdict(ended)), encoding="utf-8")
    return DemoNight(var, Ended(**json.loads(told.read_text(encoding="utf-8"))))
