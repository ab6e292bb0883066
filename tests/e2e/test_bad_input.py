"""Bad input: one clear Chinese message that names the file and key, or the address, and exit code 2. Nothing is fetched or written."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.e2e.command import AS_OF, ROOT, Ended, audit
from tests.e2e.sites import write_portal

PACK = Path("rulepacks") / "beijing-zjj-2015"
DAY_AFTER_TOMORROW = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder, to be damaged."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("var", "demo"))
    return folder


def misspelt_key(data: Path) -> tuple[str, ...]:
    path = data / PACK / "guide.exists.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("severity =", "severty =", 1), encoding="utf-8")
    return f"{PACK}/guide.exists.toml", "severty"


def duplicate_rule(data: Path) -> tuple[str, ...]:
    shutil.copy(data / PACK / "guide.exists.toml", data / "rulepacks" / "ningbo-2015" / "guide.exists.toml")
    return "ningbo-2015/guide.exists.toml", "guide.exists"


def misspelt_parameter(data: Path) -> tuple[str, ...]:
    path = data / PACK / "guide.exists.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[params]", "[params]\nno_such_option = 1", 1), encoding="utf-8")
    return f"{PACK}/guide.exists.toml", "no_such_option"


def bad_address(data: Path) -> tuple[str, ...]:
    registry = '[[portal]]\nid = "yunxi"\nname = "云溪市水务局"\nhome_url = "htp:/yunxi.example"\n'
    (data / "portals.toml").write_text(registry, encoding="utf-8")
    return "portals.toml", "portal[1].home_url", "htp:/yunxi.example"


def no_toml(data: Path) -> tuple[str, ...]:
    (data / "vocabulary" / "roles.toml").write_text("[guide\n", encoding="utf-8")
    return ("roles.toml",)


@pytest.mark.parametrize(
    "damage", [misspelt_key, misspelt_parameter, duplicate_rule, bad_address, no_toml], ids=lambda damage: damage.__name__
)
def test_a_mistake_in_the_data_folder_names_file_and_key(
    damage: Callable[[Path], tuple[str, ...]], data: Path, tmp_path: Path, here: Callable[..., Ended]
) -> None:
    """A damaged configuration stops the audit before it begins, and the message says where to look."""
    words = damage(data)

    ended = here("audit", "--data", data, "--var", tmp_path / "var", "--start", write_portal(tmp_path / "shuiwu"))

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says(*words)
    assert not (tmp_path / "var").exists()


def test_all_mistakes_are_told_at_once(data: Path, here: Callable[..., Ended]) -> None:
    """Mistakes in three files come in one message, so that they can be mended in one go."""
    words = (*misspelt_key(data), *bad_address(data), *no_toml(data))

    ended = here("portals", "check", "--data", data)

    assert ended.code == Exit.USAGE
    ended.says(*words)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--start", "PORTAL", "--pack", "yunxi-2099"), "yunxi-2099"),
        (("--start", "no/such/folder"), "no/such/folder"),
        (("--start", "http://"), "http://"),
        (("--start", "ftp://yunxi.example/"), "ftp://yunxi.example/"),
        (("--start", "http://user:secret@yunxi.example/"), "用户名"),
        (("--portal", "no-such-portal"), "no-such-portal"),
        (("--start", "PORTAL", "--as-of", DAY_AFTER_TOMORROW), DAY_AFTER_TOMORROW),
        (("--start", "PORTAL", "--as-of", "2015-6-31"), "2015-6-31"),
        (("--start", "PORTAL", "--demo"), "--demo"),
        (("--start", "PORTAL", "--fail-on", "grave"), "grave"),
        (("--start", "PORTAL", "--max-pages", "0"), "--max-pages"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_makes_no_sense_is_refused(options: tuple[str, ...], word: str, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """An unknown pack or portal, a missing folder, a bad address or date: the message repeats what was given."""
    portal = str(write_portal(tmp_path / "shuiwu"))
    date = () if "--as-of" in options else ("--as-of", AS_OF)

    ended = here("audit", "--var", tmp_path / "var", *date, *(portal if option == "PORTAL" else option for option in options))

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says(word)
    assert not (tmp_path / "var" / "visits").exists()


def test_bad_headers_of_a_folder_name_the_file(tmp_path: Path, here: Callable[..., Ended]) -> None:
    """A mistake in the ``_server.toml`` of a folder that is to be served is the operator's to mend, not a failure of the program."""
    portal = write_portal(tmp_path / "shuiwu")
    (portal / "_server.toml").write_text("[[header]]\n", encoding="utf-8")

    ended = here("audit", "--var", tmp_path / "var", "--start", portal)

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says("_server.toml", "header")


def test_message_and_code_reach_the_shell(data: Path, tmp_path: Path) -> None:
    """As a process of its own: nothing on stdout, the mistake on stderr, exit code 2."""
    words = misspelt_key(data)

    ended = audit(tmp_path / "var", "--data", data, "--start", write_portal(tmp_path / "shuiwu"))

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says(*words)
