"""``gongkai serve``: browse the published database. 浏览"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.context import Folders, folders, note
from cli.exits import UsageError
from publish import serve as datasette
from publish.reviewing.desk import Desk
from publish.reviewing.people import PeopleError, read_people
from publish.reviewing.secret import kept_secret


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    database: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="发布库；默认为程序写入文件夹中的 findings.db")] = None,
    host: Annotated[str, typer.Option("--host", help="监听地址；默认只允许本机访问")] = datasette.LOOPBACK,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任取空闲端口")] = datasette.PORT,
    actor_header: Annotated[
        str, typer.Option("--actor-header", metavar="NAME", help="单位代理写明登录人的请求头，如 X-Remote-User；须同时写 --trusted-proxy")
    ] = "",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option("--trusted-proxy", metavar="ADDR", help="可信代理的地址或网段，可写几个；其余来源的该请求头一律不认")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="未登录者什么也看不到")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示将要运行的命令")] = False,
) -> None:
    """用 Datasette 打开发布库（只读）；账本和人员名册（people.toml）在时可登录复核。"""
    place = folders(ctx)
    target = database if database is not None else place.published
    desk = desk_of(place, target, actor_header, trusted_proxy or (), private)
    if dry_run:
        print(" ".join(datasette.command(target, host=host, port=port)))
        return
    if host not in (datasette.LOOPBACK, "localhost", "::1"):
        note("提示：其他机器也能访问此服务；对外开放前请确认发布库可以公开")
    datasette.serve(target, host=host, port=port, desk=desk, secret=kept_secret(place.var) if desk else "")


def desk_of(place: Folders, database: Path, actor_header: str, proxies: Sequence[str], private: bool) -> Desk | None:
    """How people sign in: only beside the ledger that the published file was made from. UsageError names what does not fit. 复核设置"""
    if bool(actor_header) != bool(proxies):
        raise UsageError("--actor-header 与 --trusted-proxy 须同时写明")
    for address in proxies:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError:
            raise UsageError(f"--trusted-proxy {address} 不是地址或网段") from None
    try:
        people = read_people(place.people)
    except PeopleError as error:
        raise UsageError(str(error)) from error
    if not place.ledger.is_file() or database.resolve() != place.published.resolve():
        if private or actor_header:
            raise UsageError(f"没有与发布库 {database} 配套的账本，不能设置登录")
        return None
    if private and not people and not actor_header:
        raise UsageError("--private 之下无人能登录：请先用 gongkai people add 添加人员，或写明 --actor-header")
    return Desk(
        ledger=place.ledger, people=place.people, actor_header=actor_header.lower(), trusted_proxies=tuple(proxies), private=private
    )
