"""The documentation says what the program does, because the program is asked. 文档检查"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from cli import pages
from cli.exits import Exit
from cli.main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

# The words of the house: code, tables, commands and prose use these and no others.
WORDS = {
    "unit": "公开主体",
    "place": "公开载体",
    "portal": "政府网站",
    "run": "巡检批次",
    "visit": "一次访问",
    "page": "网页快照",
    "column": "栏目",
    "entry": "列表条目",
    "fact": "事实",
    "rule": "检查指标",
    "rule pack": "指标体系",
    "predicate": "判定函数",
    "outcome": "判定结论",
    "finding": "检查结果",
    "episode": "问题",
    "review": "人工复核",
    "manual finding": "人工核查项",
    "bulletin": "通报表",
    "evidence pack": "证据包",
    "as_of": "判定基准日",
}
# Distribution names that differ from what is imported.
IMPORT_NAMES = {
    "datasette-auth-passwords": "datasette_auth_passwords",
    "python-docx": "docx",
    "python-multipart": "python_multipart",
    "rfc3161-client": "rfc3161_client",
    "sqlite-utils": "sqlite_utils",
}
# Needed without an import of ours.
NOT_IMPORTED = {
    "datasette-leaflet": "a plugin: Datasette serves its files",
    "tzdata": "found by zoneinfo",
}


def text(path: str) -> str:
    """A file below the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def declared() -> tuple[list[str], list[str], list[str]]:
    """Names of the distributions that pyproject.toml asks for: to run, to develop, to compare with."""
    project = tomllib.loads(text("pyproject.toml"))

    def names(wanted: list[str]) -> list[str]:
        return [re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in wanted]

    groups = project["dependency-groups"]
    return names(project["project"]["dependencies"]), names(groups["dev"]), names(groups["compare"])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_operations_manual(command: str) -> None:
    """Each command has a heading in docs/operations.md."""
    assert f"### `gongkai {command}`" in text("docs/operations.md")


def test_the_manual_names_no_command_that_is_gone() -> None:
    """Headings of docs/operations.md name commands that exist."""
    assert re.findall(r"^### `gongkai (\w+)`", text("docs/operations.md"), re.M) == list(COMMANDS)


def test_every_exit_code_is_in_the_manual() -> None:
    """The table of exit codes is the enumeration."""
    assert re.findall(r"^\| (\d+) \|", text("docs/operations.md"), re.M) == [str(int(code)) for code in Exit]


def test_pages_on_rules_are_what_the_program_writes() -> None:
    """docs/rules/, docs/coverage.md and docs/outcomes.md are `gongkai rules --write docs`: every rule is there as it stands, and no other."""
    made = pages.documents(config.load(ROOT / "data"), ROOT / "data")
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / pages.RULES).iterdir()} | {pages.COVERAGE, pages.OUTCOMES}

    assert there == set(made)
    assert [name for name, page in made.items() if text(f"docs/{name}") != page] == []


def test_every_dependency_has_its_line() -> None:
    """docs/dependencies.md says of each package we ask for what it is for, and of no other."""
    assert sorted(re.findall(r"^\| `([\w-]+)` \| \S", text("docs/dependencies.md"), re.M)) == sorted(
        name for names in declared() for name in names
    )


def imports() -> Iterator[str]:
    """Top names of the modules that the program imports."""
    for room in ("archive", "checks", "cli", "config", "crawler", "publish"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.split(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.split(".")[0]


def test_dependencies_are_those_that_are_imported() -> None:
    """Nothing is installed that is not used, nothing used that is not asked for."""
    ours = {"archive", "checks", "cli", "config", "crawler", "publish"}
    used = set(imports()) - ours - set(sys.stdlib_module_names)
    asked = {IMPORT_NAMES.get(name, name) for name in declared()[0] if name not in NOT_IMPORTED}

    # Twisted comes with Scrapy and its exceptions are part of Scrapy's interface
    assert used - {"twisted"} == asked


@pytest.mark.parametrize(("file", "groups"), [("requirements.lock", slice(0, 2)), ("requirements-compare.lock", slice(2, 3))])
def test_lock_holds_every_dependency_and_names_no_host(file: str, groups: slice) -> None:
    """A lock pins what pyproject.toml asks for, by hash, and says nothing of where it came from."""
    lock = text(file)
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.M))

    assert {name.lower() for names in declared()[groups] for name in names} <= pinned
    assert re.findall(r"[a-z]+://\S+|--(?:index|extra-index|find-links)\S*", lock) == []
    assert len(re.findall(r"==[^\n]*\\\n +--hash=sha256:", lock)) == len(re.findall("==[^=]", re.sub(r";[^\n]*", "", lock)))


def test_the_two_locks_agree() -> None:
    """What both pin they pin alike: comparing must not change what is compared."""
    pins = [dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text(file), re.M)) for file in ("requirements.lock", "requirements-compare.lock")]

    assert {name for name in pins[0].keys() & pins[1].keys() if pins[0][name] != pins[1][name]} == set()


@pytest.mark.parametrize(("word", "chinese"), WORDS.items())
def test_glossary_holds_the_words_of_the_house(word: str, chinese: str) -> None:
    """Each word stands in the glossary with its Chinese term."""
    assert f"| {word} | {chinese} |" in text("docs/glossary.md")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_names_the_two_commands(readme: str) -> None:
    """Whoever opens the project finds the two commands that set it up."""
    assert {"make audit", "make test"} <= {line.strip().split("  ")[0] for line in text(readme).splitlines()}


def test_make_targets_exist() -> None:
    """Every `make TARGET` that the documents name is a target."""
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    named = {
        target
        for path in ("README.md", "README.zh-CN.md", "docs/operations.md", "docs/dependencies.md")
        for target in re.findall(r"(?:^ {4}|`)make ([a-z]+)", text(path), re.M)
    }

    assert named
    assert named <= targets


def test_changelog_has_an_unreleased_section() -> None:
    """There is a place for the line that every change brings."""
    assert re.search(r"^## Unreleased$", text("CHANGELOG.md"), re.M)


def test_links_between_documents_lead_somewhere() -> None:
    """Relative links in README and docs name files that exist."""
    broken = [
        f"{path.name} → {link}"
        for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]

    assert broken == []
