"""Who may sign in, and as what: ``people.toml``. 人员名册"""

from __future__ import annotations

import json
import logging
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
from datasette_auth_passwords.utils import hash_password, verify_password

from checks.model import ROLE_ZH, Role

logger = logging.getLogger(__name__)
KEYS = ("id", "name", "role", "password")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
HASH = re.compile(r"pbkdf2_sha256\$\d{4,8}\$[^$\s]+\$[A-Za-z0-9+/=]+")
MOST_NAME = 40
LEAST_PASSWORD = 10
PRIVATE = 0o600
OTHERS = 0o077
#: checked where nobody of that name is listed: refusing then takes as long
NOBODY = "pbkdf2_sha256$480000$0000000000000000$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class PeopleError(Exception):
    """What is wrong with ``people.toml``, all of it, in Chinese. 人员名册有误"""


@attrs.frozen(kw_only=True)
class Person:
    """Someone who works with the results. 人员

    Attributes:
        id: what is typed at sign-in, or what the organisation's proxy says.
        name: under which entries are made; no two persons have the same.
        password: its digest; '' for one who comes through the proxy only.
    """

    id: str
    name: str
    role: Role
    password: str = attrs.field(default="", repr=False)

    @property
    def actor(self) -> dict[str, str]:
        """The person as Datasette knows one."""
        return {"id": self.id, "name": self.name, "role": self.role.value}


def digest_of(password: str) -> str:
    """What is kept of a password: the form that ``datasette hash-password`` prints. 口令摘要"""
    return str(hash_password(password))


def is_right(person: Person | None, password: str) -> bool:
    """Whether a password is the person's; takes as long for nobody as for somebody. 核对口令"""
    known = person.password if person is not None and person.password else NOBODY
    return bool(verify_password(password, known)) and known is not NOBODY


def weakness(password: str, person_id: str) -> str:
    """Why a new password is not taken, in Chinese; '' if it is. 口令不合要求之处"""
    if len(password) < LEAST_PASSWORD:
        return f"口令至少 {LEAST_PASSWORD} 个字符"
    if person_id.lower() in password.lower() or len(set(password)) <= LEAST_PASSWORD // 3:
        return "口令不得含登录名，也不得只是几个字符的重复"
    return ""


def read_people(path: Path) -> tuple[Person, ...]:
    """The persons of a file; none where there is no file. PeopleError with every mistake. 读取名册"""
    try:
        if path.stat().st_mode & OTHERS:
            raise PeopleError(f"{path}：文件权限应为 600（只有运行程序的用户可读），请执行 chmod 600")
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PeopleError(f"{path}：无法读取（{error}）") from error
    rows = table.get("person", [])
    mistakes = [f"{key}：不认识的键" for key in table if key != "person"]
    if not isinstance(rows, list):
        raise PeopleError(f"{path}：person 应写作 [[person]]")
    mistakes += [told for place, row in enumerate(rows, 1) for told in _mistakes(place, row)]
    people = [row for row in rows if isinstance(row, dict)]
    mistakes += _doubles("id", people) + _doubles("name", people)
    if mistakes:
        raise PeopleError("\n".join(f"{path}：{told}" for told in mistakes))
    return tuple(Person(id=row["id"], name=row["name"], role=Role(row["role"]), password=row.get("password", "")) for row in people)


def _mistakes(place: int, row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"第 {place} 人：应为表"
        return
    here = f"第 {place} 人（{row.get('id', '')}）"
    yield from (f"{here}：{key}：不认识的键" for key in row if key not in KEYS)
    for key in KEYS:
        value = row.get(key, "" if key == "password" else None)
        if not isinstance(value, str):
            yield f"{here}：{key}：{'缺少' if value is None else '应为文字'}"
        elif wrong := mistake_in(key, value):
            yield f"{here}：{key}：{wrong}"


def mistake_in(key: str, value: str) -> str:
    """What is wrong with one value, in Chinese; '' if nothing is. 某项之误"""
    if key == "id" and not ID.fullmatch(value):
        return f"应为字母、数字、点、横线、下划线或 @，实为 {value!r}"
    if key == "name" and not (0 < len(value.strip()) == len(value) <= MOST_NAME and value.isprintable()):
        return f"应为 1–{MOST_NAME} 个字符，首尾无空格"
    if key == "role" and value not in set(Role):
        return f"应为 {'、'.join(Role)} 之一，实为 {value!r}"
    if key == "password" and value and not HASH.fullmatch(value):
        return "应为口令摘要，请用 gongkai people password 设置"
    return ""


def _doubles(key: str, rows: Sequence[dict[str, Any]]) -> list[str]:
    said = [value for row in rows if isinstance(value := row.get(key), str)]
    return [f"{key}：{value} 出现不止一次" for value in sorted({v for v in said if said.count(v) > 1})]


def write_people(path: Path, people: Iterable[Person]) -> None:
    """Replace the file, readable by its owner alone. 写名册"""
    head = f"# 人员名册：可登录复核的人员。角色 role：{'，'.join(f'{role.value} {ROLE_ZH[role]}' for role in Role)}。\n"
    blocks = [
        "[[person]]\n" + "".join(f"{key} = {json.dumps(str(getattr(person, key)), ensure_ascii=False)}\n" for key in KEYS)
        for person in people
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="utf-8") as file:
        file.write("\n".join([head, *blocks]))
    part.replace(path)


class Book:
    """The persons as the file has them now: whoever is taken out of it is signed out at the next request. 现行名册"""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._people: dict[str, Person] = {}

    def person(self, person_id: str) -> Person | None:
        """Someone who is listed, or None. Where the file cannot be read the last that could stands."""
        try:
            told = self.path.stat()
            seen = (told.st_mtime_ns, told.st_size, told.st_ino)
        except OSError:
            self._seen, self._people = None, {}
            return None
        if seen != self._seen:
            try:
                self._people = {person.id: person for person in read_people(self.path)}
            except PeopleError:
                logger.exception("people.toml is not taken over")
            self._seen = seen
        return self._people.get(person_id)
