"""Datasette's own tests with our plugins loaded, beside the same without them.

    python -m tests.upstream datasette-0.65.5.tar.gz --support DATASETTE/tests

For developers; not part of ``make test``. The sdist (``pip download --no-binary :all: --no-deps datasette==0.65.5``) holds the tests and not
what they need (``conftest.py``, ``fixtures.py``, ``utils.py``, ``plugins/``): those come from the folder ``tests`` of a checkout of the same tag.
The tests also need ``beautifulsoup4``. What differs is explained in docs/upstream.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("test_csv.py", "test_facets.py", "test_permissions.py")
NEEDED = ("__init__.py", "conftest.py", "fixtures.py", "utils.py", "plugins")
OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR|XFAIL|XPASS|SKIPPED)\s+(\S+)", re.M)


def outcomes(tests: Path, stock: bool) -> dict[str, str]:
    """Test → how it ended."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(ROOT)]),
        "GONGKAI_STOCK": "1" if stock else "0",
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rA",
        "--tb=short",
        "-p",
        "tests.upstream.ours",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
        *FILES,
    ]
    ended = subprocess.run(command, cwd=tests.parent, env=environment, capture_output=True, text=True, check=False)
    found = {name: outcome for outcome, name in OUTCOME.findall(ended.stdout)}
    if not found:
        raise RuntimeError(ended.stdout[-3000:] + ended.stderr[-3000:])
    (tests / ("stock.log" if stock else "ours.log")).write_text(ended.stdout, encoding="utf-8")
    return found


def main() -> int:
    """Run both, say what differs; 1 if anything does that is not in docs/upstream.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sdist", type=Path)
    parser.add_argument("--support", type=Path, help="the folder tests of a checkout of the same version")
    parser.add_argument("--keep", type=Path, help="a folder in which the tests and their output are left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        with tarfile.open(options.sdist) as archive:
            archive.extractall(where, filter="data")
        tests = next(where.glob("datasette-*/tests"))
        if options.support:
            shutil.copytree(options.support, tests, dirs_exist_ok=True)
        if missing := [name for name in NEEDED if not (tests / name).exists()]:
            parser.error(f"{', '.join(missing)} missing: name a checkout's tests with --support")
        stock, ours = outcomes(tests, stock=True), outcomes(tests, stock=False)
    known = (ROOT / "docs" / "upstream.md").read_text(encoding="utf-8")
    different = sorted(name for name in stock if stock[name] == "PASSED" and ours.get(name) != "PASSED")
    print(
        f"{len(stock)} tests: {sum(v == 'PASSED' for v in stock.values())} pass without us, {sum(v == 'PASSED' for v in ours.values())} with us"
    )
    for name in different:
        print(f"  {'listed ' if name.partition('[')[0].rpartition('::')[2] in known else 'UNKNOWN'} {name}: {ours.get(name, 'missing')}")
    return int(any(name.partition("[")[0].rpartition("::")[2] not in known for name in different))


if __name__ == "__main__":
    sys.exit(main())
