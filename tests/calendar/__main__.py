"""``python -m tests.calendar [PORTALS]``: 200 invented portals through twelve months; print what was planted and what was found. 历法测试"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from checks.model import OUTCOME_ZH, Outcome

from .play import RULES, Tally, year

PORTALS = 200


def main(portals: int) -> int:
    """Play them all, on all processors; 1 if anything is not as planted."""
    began, total = time.monotonic(), Tally()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for tally in pool.map(year, range(portals), chunksize=5):
            total.add(tally)
    print(f"{portals} 个网站，{total.looks} 次巡检，{time.monotonic() - began:.0f} 秒")
    for rule in RULES:
        counts = (f"{OUTCOME_ZH[o]} {total.planted[rule, o.value]}/{total.found[rule, o.value]}" for o in Outcome)
        print(f"{rule:28}预设/判得：{'，'.join(counts)}")
    print(f"与预设不符 {len(total.wrong)}", *total.wrong[:20], sep="\n")
    return bool(total.wrong)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORTALS))
