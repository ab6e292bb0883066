"""The house stays as drawn: who may import whom, a pure core, files of one concern. 结构检查"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LONGEST

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("archive", "checks", "cli", "config", "crawler", "publish")

# Prefixes of our own modules that each room may import beside itself.
MAY_IMPORT = {
    "checks": (),
    "archive": ("checks.model",),
    "config": ("checks",),
    "crawler": ("checks.model", "checks.parsing", "checks.facts", "checks.vocabulary", "archive"),
    "publish": ("checks.masking", "checks.model", "checks.reviewing", "archive"),
    "cli": ROOMS,
}
# Single files that may do more, each with its reason.
MAY_ALSO_IMPORT = {
    "crawler/project.py": ("config",),  # `scrapy crawl portal` starts here, without the command line of ours
}
PURE_LIBRARIES = {"attrs", "bs4", "lxml", "cattrs", "opencc", "ahocorasick", "w3lib", "pypdf", "docx", "openpyxl", "xlrd", "olefile"}
IMPURE_STANDARD = {
    *(
        "asyncio",
        "concurrent",
        "fcntl",
        "glob",
        "http",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "select",
        "shutil",
        "signal",
    ),
    *("socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "uuid"),
}
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
CLOCK = {"now", "today", "utcnow"}

MOST_LINES = 400
LONGER: dict[str, str] = {}  # file: reason


def sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """(path below the root, syntax tree) of every module of some rooms."""
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(file: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Full names of the modules that a module imports, relative imports resolved, wherever in the file they stand."""
    package = file.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            # `from checks import model` names checks.model, `from checks.model import Page` checks.model.Page: both are prefixes
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of some packages or inside of one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_what_the_table_allows(room: str) -> None:
    """Each room sees the rooms that the import table gives it and no other."""
    wrong = [
        f"{file}:{line} imports {name}"
        for file, tree in sources(room)
        for name, line in imported(file, tree)
        if within(name, ROOMS) and not within(name, (room, *MAY_IMPORT[room], *MAY_ALSO_IMPORT.get(file, ())))
    ]

    assert wrong == []


def test_nothing_imports_the_tests() -> None:
    """The program runs without its tests."""
    assert [f"{file}:{line}" for file, tree in sources(*ROOMS) for name, line in imported(file, tree) if within(name, ("tests",))] == []


def test_the_core_uses_pure_libraries_only() -> None:
    """``checks`` imports the standard library without its doors to the world, and libraries that only compute."""
    wrong = []
    for file, tree in sources("checks"):
        for name, line in imported(file, tree):
            top = name.split(".")[0]
            pure_standard = top in sys.stdlib_module_names and top not in IMPURE_STANDARD
            if not (pure_standard or top in PURE_LIBRARIES or top == "checks"):
                wrong.append(f"{file}:{line} imports {name}")

    assert wrong == []


def test_the_core_reads_no_clock_file_or_environment() -> None:
    """No call in ``checks`` opens a file, prints, or asks what time it is."""
    wrong = []
    for file, tree in sources("checks"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
                wrong.append(f"{file}:{node.lineno} calls {node.func.id}")
            if isinstance(node, ast.Attribute) and node.attr in CLOCK:
                wrong.append(f"{file}:{node.lineno} reads the clock ({node.attr})")

    assert wrong == []


def test_no_room_reaches_back() -> None:
    """Taken room by room, the imports form no circle."""
    uses = {
        room: {name.split(".")[0] for file, tree in sources(room) for name, _ in imported(file, tree)} & set(ROOMS) - {room}
        for room in ROOMS
    }
    order: list[str] = []
    while len(order) < len(ROOMS):
        free = [room for room in ROOMS if room not in order and uses[room] <= set(order)]
        assert free, f"circle among {sorted(set(ROOMS) - set(order))}"
        order += free


def test_files_hold_one_concern() -> None:
    """No file is longer than about 400 lines without a reason, and no reason outlives its file's length."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in (*ROOMS, "tests")
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {file: length for file, length in lengths.items() if length > MOST_LINES and file not in LONGER} == {}
    assert [file for file in LONGER if lengths.get(file, 0) <= MOST_LINES] == []


def test_every_module_says_what_it_is() -> None:
    """Every module of the program, every public class and function, starts with a docstring."""
    wrong = []
    for file, tree in sources(*ROOMS):
        if not ast.get_docstring(tree):
            wrong.append(file)
        for node in tree.body:
            if (
                isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                wrong.append(f"{file}:{node.lineno} {node.name}")

    assert wrong == []


def test_files_that_are_begun_first_exist() -> None:
    """A name that is no file any more would be begun last, and nobody would notice but the clock."""
    assert [name for name in LONGEST if not (ROOT / "tests" / f"{name}.py").is_file()] == []
