"""Documentation made from rules and tables of data, so that it says what the program does. 由程序生成的文档"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from config import Config
from config.coverage import load_coverage

from . import coverage, outcomes, rules

RULES, COVERAGE, OUTCOMES = "rules", "coverage.md", "outcomes.md"


def documents(loaded: Config, data: Path) -> Mapping[str, str]:
    """Every generated document: its path below the documentation folder → its text. 全部文档"""
    pages = {f"{RULES}/{name}": text for name, text in rules.pages(loaded).items()}
    seeds = load_coverage(data)
    return {**pages, COVERAGE: coverage.page(seeds, loaded.rules), OUTCOMES: outcomes.page()}


def write(loaded: Config, data: Path, folder: Path) -> tuple[int, int]:
    """Write all documents below a folder and take away pages of rules that are gone. 写出文档

    Returns:
        how many were written, how many taken away.
    """
    made = documents(loaded, data)
    (folder / RULES).mkdir(parents=True, exist_ok=True)
    stale = [path for path in (folder / RULES).glob("*.md") if f"{RULES}/{path.name}" not in made]
    for path in stale:
        path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(made), len(stale)
