"""``gongkai people``: who may sign in to the review pages. 人员名册"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import attrs
import typer

from checks.model import ROLE_ZH, Role
from cli.context import folders, show_table
from cli.exits import UsageError
from publish.reviewing.people import PeopleError, Person, digest_of, mistake_in, read_people, weakness, write_people

PersonId = Annotated[str, typer.Argument(metavar="ID", help="登录名")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只核对，不写名册")]
FromInput = Annotated[bool, typer.Option("--stdin", help="从标准输入读口令的第一行，不在终端询问")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    people = typer.Typer(help="可登录复核的人员：添加、列出、移除、设置口令。", no_args_is_help=True)
    people.command("list")(list_people)
    people.command("add")(add)
    people.command("remove")(remove)
    people.command("password")(password)
    app.add_typer(people, name="people")


def list_people(ctx: typer.Context) -> None:
    """列出人员及其角色。"""
    rows = [(p.id, p.name, ROLE_ZH[p.role], "有" if p.password else "无（只能由单位代理登录）") for p in _people(folders(ctx).people)]
    show_table(("登录名", "姓名", "角色", "口令"), rows)


def add(
    ctx: typer.Context,
    person_id: PersonId,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="姓名，记入意见时用；不得重名")],
    role: Annotated[Role, typer.Option("--role", help="reader 查阅，reviewer 复核，office 办公室，administrator 管理")],
    no_password: Annotated[bool, typer.Option("--no-password", help="不设口令，只能由单位代理登录")] = False,
    from_input: FromInput = False,
    dry_run: DryRun = False,
) -> None:
    """添加一人并设置口令。"""
    path = folders(ctx).people
    known = _people(path)
    for key, value in (("id", person_id), ("name", name)):
        if wrong := mistake_in(key, value):
            raise UsageError(f"{key}：{wrong}")
        if value in {getattr(person, key) for person in known}:
            raise UsageError(f"{key}：{value} 已在名册中")
    digest = "" if no_password else digest_of(_asked(person_id, from_input))
    _write(path, [*known, Person(id=person_id, name=name, role=role, password=digest)], dry_run)
    print(f"{'将' if dry_run else '已'}添加 {person_id}（{name}，{ROLE_ZH[role]}）")


def remove(ctx: typer.Context, person_id: PersonId, dry_run: DryRun = False) -> None:
    """移除一人；已登录的立即失效，其填写的意见仍在账本中。"""
    path = folders(ctx).people
    known = _people(path)
    gone = _named(known, person_id)
    _write(path, [person for person in known if person is not gone], dry_run)
    print(f"{'将' if dry_run else '已'}移除 {person_id}（{gone.name}）")


def password(ctx: typer.Context, person_id: PersonId, from_input: FromInput = False, dry_run: DryRun = False) -> None:
    """重新设置一人的口令；用旧口令登录的立即失效。"""
    path = folders(ctx).people
    known = _people(path)
    person = _named(known, person_id)
    changed = attrs.evolve(person, password=digest_of(_asked(person_id, from_input)))
    _write(path, [changed if each is person else each for each in known], dry_run)
    print(f"{'将' if dry_run else '已'}设置 {person_id} 的口令")


def _write(path: Path, people: Sequence[Person], dry_run: bool) -> None:
    if not dry_run:
        write_people(path, people)


def _people(path: Path) -> tuple[Person, ...]:
    try:
        return read_people(path)
    except PeopleError as error:
        raise UsageError(str(error)) from error


def _named(people: tuple[Person, ...], person_id: str) -> Person:
    found = next((person for person in people if person.id == person_id), None)
    if found is None:
        raise UsageError(f"名册中没有 {person_id}；用 gongkai people list 查看")
    return found


def _asked(person_id: str, from_input: bool) -> str:
    told = sys.stdin.readline().rstrip("\r\n") if from_input else typer.prompt("口令", hide_input=True, confirmation_prompt="再输一次")
    if wrong := weakness(told, person_id):
        raise UsageError(wrong)
    return str(told)
