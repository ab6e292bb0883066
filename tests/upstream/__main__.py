"""Datasette's own tests with our plugins loaded, beside the same without them.

    python -m tests.upstream datasette-0.65.5.tar.gz --support CHECKOUT

For developers; not part of ``make test``. The sdist (``pip download --no-binary :all: --no-deps datasette==0.65.5``) holds the tests and not
what they need: ``tests/conftest.py``, ``fixtures.py``, ``utils.py``, ``plugins/``, ``test_templates/`` and ``docs/authentication.rst`` come from
a checkout. The tests also need ``beautifulsoup4`` and ``trustme``. What differs is explained in docs/upstream.md, which is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.upstream.comparing import PASSED, Compared, compared, reasons

ROOT = Path(__file__).parents[2]
FILES = ("test_csv.py", "test_facets.py", "test_permissions.py")
NEEDED = ("tests/conftest.py", "tests/fixtures.py", "tests/utils.py", "tests/plugins", "docs/authentication.rst")


def outcomes(source: Path, mode: str, tests: Iterable[str]) -> dict[str, str]:
    """Test → how it ended."""
    record = source / f"{mode}.json"
    record.unlink(missing_ok=True)
    path = (str(Path(__file__).parent), str(ROOT), os.environ.get("PYTHONPATH", ""))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path)), "GONGKAI_MODE": mode, "GONGKAI_RECORD": str(record)}
    options = ("-q", "--tb=short", "-p", "gongkai_upstream", "-p", "no:cacheprovider", "-n", "0")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests], cwd=source, env=environment, capture_output=True, text=True, check=False
    )
    (source / f"{mode}.log").write_text(ended.stdout + ended.stderr, encoding="utf-8")
    found: dict[str, str] = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    if not found:
        raise RuntimeError(ended.stdout[-3000:] + ended.stderr[-3000:])
    return found


def prepared(sdist: Path, support: Path, where: Path) -> Path:
    """The sdist unpacked, with what it lacks out of a checkout; its own tests stay."""
    with tarfile.open(sdist) as archive:
        archive.extractall(where, filter="data")
    source = next(where.glob("datasette-*/tests")).parent
    shutil.copytree(support / "tests", source / "tests", dirs_exist_ok=True, ignore=shutil.ignore_patterns("test_*.py", "__pycache__"))
    (source / "tests" / "__init__.py").touch()
    (source / "docs").mkdir(exist_ok=True)
    shutil.copy(support / "docs" / "authentication.rst", source / "docs")
    return source


def told(found: Compared, unmarked: dict[str, str]) -> Iterable[str]:
    """What a developer reads."""
    yield f"without our plugins: {found.without} of {found.tests} pass"
    yield f"with our plugins:    {found.with_ours} of {found.tests} pass"
    mark = sum(outcome == PASSED for outcome in unmarked.values())
    yield f"pass only without:   {len(found.different)}, of which {mark} pass once CSV has no byte order mark"
    for name in found.different:
        yield f"  {name}: {found.listed.get(name, 'NOT EXPLAINED in docs/upstream.md')}"
    for name in found.broken:
        yield f"fails without us too, does not count: {name}"
    for name in found.stale:
        yield f"docs/upstream.md names {name}, which PASSES"


def main() -> int:
    """Run both, say what differs; 1 if docs/upstream.md does not explain it, or explains what does not differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sdist", type=Path)
    parser.add_argument("--support", type=Path, required=True, help="a checkout of Datasette, of the same line of versions")
    parser.add_argument("--keep", type=Path, help="a folder in which the tests and their output are left")
    parser.add_argument("--files", nargs="+", default=FILES, help="other test files than those for CSV, facets and permissions")
    options = parser.parse_args()
    if missing := [name for name in NEEDED if not (options.support / name).exists()]:
        parser.error(f"{', '.join(missing)} missing in {options.support}")
    known = reasons((ROOT / "docs" / "upstream.md").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        where = options.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        source = prepared(options.sdist, options.support, where)
        tests = [f"tests/{name}" for name in options.files]
        found = compared(outcomes(source, "stock", tests), outcomes(source, "ours", tests), known)
        unmarked = outcomes(source, "unmarked", found.different) if found.different else {}
    print("\n".join(told(found, unmarked)))
    return int(bool(found.unknown or found.stale))


if __name__ == "__main__":
    sys.exit(main())
