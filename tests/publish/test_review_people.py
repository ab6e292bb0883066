"""``people.toml``: who may sign in; every mistake with its place; nobody else may read it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from checks.model import Role
from cli.exits import Exit
from cli.main import run
from publish.reviewing.people import Book, PeopleError, Person, is_right, read_people, weakness, write_people
from publish.reviewing.secret import kept_secret
from tests.publish.desk import DIGEST, PASSWORD, PEOPLE


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    """A file as a person wrote it."""
    path = folder / "people.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_what_is_written_is_read_again_by_its_owner_alone(tmp_path: Path) -> None:
    """Quotes and Chinese in names included."""
    odd = Person(id="oneil@x.y", name='欧"尼尔\\', role=Role.READER)
    path = tmp_path / "people.toml"
    write_people(path, [*PEOPLE, odd])
    write_people(path, [*PEOPLE, odd])

    assert read_people(path) == (*PEOPLE, odd)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_people(tmp_path / "none.toml") == ()


def test_every_mistake_is_named_with_person_and_key(tmp_path: Path) -> None:
    """All at once."""
    path = written(
        tmp_path,
        """
        team = 1
        [[person]]
        id = "a b"
        name = ""
        role = "boss"
        password = "plain"
        colour = "red"
        [[person]]
        id = "b"
        role = 3
        [[person]]
        id = "b"
        name = "乙"
        role = "reader"
        [[person]]
        id = "c"
        name = "乙"
        role = "reader"
        """,
    )
    with pytest.raises(PeopleError) as caught:
        read_people(path)
    for part in (
        "team：不认识的键", "第 1 人（a b）：id：应为字母", "第 1 人（a b）：name：应为 1–40", "第 1 人（a b）：role：应为 reader、reviewer、office、administrator 之一，实为 'boss'",
        "第 1 人（a b）：password：应为口令摘要", "第 1 人（a b）：colour：不认识的键", "第 2 人（b）：name：缺少", "第 2 人（b）：role：应为文字", "id：b 出现不止一次", "name：乙 出现不止一次",
    ):  # fmt: skip
        assert part in str(caught.value), part


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """Digests of passwords are worth guessing at."""
    path = written(tmp_path, "", mode)
    with pytest.raises(PeopleError, match="权限应为 600"):
        read_people(path)


@pytest.mark.parametrize("text", ["person = 3", "[[person", "person = [1]"])
def test_what_is_no_list_of_people_is_an_error(tmp_path: Path, text: str) -> None:
    """Not of ours."""
    with pytest.raises(PeopleError):
        read_people(written(tmp_path, text))


def test_the_book_follows_the_file_and_keeps_what_it_had_when_that_breaks(tmp_path: Path) -> None:
    """A slip of the pen in the morning must not lock everybody out; a file taken away does."""
    path = tmp_path / "people.toml"
    book = Book(path)
    assert book.person("lisi") is None
    write_people(path, PEOPLE)
    assert book.person("lisi") == PEOPLE[0]
    path.write_text("[[person]\n", encoding="utf-8")
    assert book.person("lisi") == PEOPLE[0]
    path.unlink()
    assert book.person("lisi") is None


def test_only_the_right_password_of_somebody_with_one_is_right() -> None:
    """Nobody's password is never right."""
    assert is_right(PEOPLE[0], PASSWORD)
    assert not is_right(PEOPLE[0], PASSWORD + " ")
    assert not is_right(Person(id="x", name="某", role=Role.READER), "")
    assert not is_right(None, "")
    assert not is_right(None, PASSWORD)
    assert weakness(PASSWORD, "lisi") == "" and weakness("short", "x") and weakness("lisi-lisi-1", "lisi") and weakness("aaaaaaaaaaaa", "x")


def order(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, typed: str = "") -> int:
    """Run ``gongkai people``."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return run(["--var", str(folder), "people", *words])


def test_people_are_added_listed_given_passwords_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line, the password by standard input; it is kept as a digest."""
    path = tmp_path / "people.toml"
    add = ("add", "lisi", "--name", "李思", "--role", "reviewer", "--stdin")
    assert order(tmp_path, monkeypatch, *add, typed=PASSWORD + "\n") == Exit.DONE
    assert is_right(read_people(path)[0], PASSWORD) and PASSWORD not in path.read_text(encoding="utf-8")
    assert order(tmp_path, monkeypatch, *add, typed=PASSWORD) == Exit.USAGE
    assert "id：lisi 已在名册中" in capsys.readouterr().err
    assert order(tmp_path, monkeypatch, "add", "b", "--name", "李思", "--role", "reader", "--no-password") == Exit.USAGE
    assert order(tmp_path, monkeypatch, "add", "b", "--name", "乙", "--role", "boss", "--no-password") == Exit.USAGE
    assert order(tmp_path, monkeypatch, "add", "b b", "--name", "乙", "--role", "reader", "--no-password") == Exit.USAGE
    assert order(tmp_path, monkeypatch, "add", "b", "--name", "乙", "--role", "reader", "--stdin", typed="short\n") == Exit.USAGE
    assert order(tmp_path, monkeypatch, "add", "b", "--name", "乙", "--role", "office", "--no-password") == Exit.DONE
    capsys.readouterr()
    assert order(tmp_path, monkeypatch, "list") == Exit.DONE
    assert capsys.readouterr().out.splitlines()[1:] == ["lisi\t李思\t复核\t有", "b\t乙\t办公室\t无（只能由单位代理登录）"]
    assert order(tmp_path, monkeypatch, "password", "lisi", "--stdin", typed="another-horse-7\n") == Exit.DONE
    assert is_right(read_people(path)[0], "another-horse-7") and not is_right(read_people(path)[0], PASSWORD)
    assert order(tmp_path, monkeypatch, "remove", "nobody") == Exit.USAGE
    assert order(tmp_path, monkeypatch, "remove", "lisi", "--dry-run") == Exit.DONE
    assert len(read_people(path)) == 2
    assert order(tmp_path, monkeypatch, "remove", "lisi") == Exit.DONE
    assert [person.id for person in read_people(path)] == ["b"]
    path.chmod(0o644)
    assert order(tmp_path, monkeypatch, "list") == Exit.USAGE


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    """A restart finds it again; another folder has another."""
    (tmp_path / "other").mkdir()
    key = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == key and len(key) == 64
    assert kept_secret(tmp_path / "other") != key
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert DIGEST not in key


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--actor-header", "X-Remote-User"), "须同时写明"),
        (("--trusted-proxy", "127.0.0.1"), "须同时写明"),
        (("--actor-header", "X-Remote-User", "--trusted-proxy", "proxy.local"), "不是地址或网段"),
        (("--private",), "账本"),
    ],
)
def test_serving_refuses_settings_that_let_nobody_or_everybody_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    """Before anything is served."""
    assert run(["--var", str(tmp_path), "serve", "--dry-run", *words]) == Exit.USAGE
    assert why in capsys.readouterr().err
