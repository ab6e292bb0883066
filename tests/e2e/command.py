"""The real command, as a process of its own. 命令行"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2015-06-30"
CHINESE = range(0x4E00, 0x9FFF)


@attrs.frozen
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What ``--format json`` printed."""
        found = json.loads(self.out)
        assert isinstance(found, list)
        return found

    def says(self, *words: str) -> None:
        """Asserts that a person is told this, in Chinese and without a traceback."""
        assert "Traceback" not in self.err, self.err
        assert any(ord(character) in CHINESE for character in self.err), self.err
        for word in words:
            assert word in self.err, self.err


def environment(**changes: str) -> dict[str, str]:
    """The environment of a command: no browser unless one is asked for."""
    return {**os.environ, "GONGKAI_CHROMIUM": "", **changes}


def line(*words: str | Path) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "cli.main", *map(str, words)]


def gongkai(*words: str | Path, prefix: tuple[str, ...] = (), seconds: float = 200, **changes: str) -> Ended:
    """Run the command to its end; ``changes`` are environment variables."""
    done = subprocess.run([*prefix, *line(*words)], cwd=ROOT, env=environment(**changes), capture_output=True, timeout=seconds, check=False)
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def audit(var: Path, *words: str | Path, seconds: float = 200, prefix: tuple[str, ...] = (), **changes: str) -> Ended:
    """``gongkai audit`` with JSON output at the date that the invented portals were made for."""
    given = () if "--as-of" in words else ("--as-of", AS_OF)
    return gongkai("audit", "--var", var, *given, "--format", "json", *words, seconds=seconds, prefix=prefix, **changes)
