"""``python -m tests.mutation [RULE…]``: change every threshold and required field of the rules by one; print what no example notices."""

from __future__ import annotations

import sys
from pathlib import Path

import config
from tests.mutation.mutants import mutants, survives


def main(wanted: list[str]) -> int:
    """The number of survivors, 1 at most, as an exit code."""
    loaded = config.load(Path(__file__).resolve().parents[2] / "data")
    made, survivors = 0, []
    for rule in loaded.rules:
        if wanted and rule.id not in wanted:
            continue
        for what, mutant in mutants(rule):
            made += 1
            if survives(mutant, loaded.vocabulary):
                survivors.append(f"{rule.id}: {what}")
    print(*survivors, sep="\n")
    print(f"{made} mutants, {len(survivors)} survivors")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
