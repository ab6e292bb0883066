"""``gongkai serve``: browse the published database. 浏览"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import attrs
import typer

from cli.context import Folders, folders, note
from cli.exits import UsageError
from publish import serve as browsing
from publish.reviewing.people import PeopleError, read_people
from publish.reviewing.secret import kept_secret
from publish.serving.settings import Serving

SECRET = "DATASETTE_SECRET"  # as Datasette itself calls it


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    database: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="发布库；默认为程序写入文件夹中的 findings.db")] = None,
    host: Annotated[str, typer.Option("--host", help="监听地址；默认只允许本机访问")] = browsing.LOOPBACK,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任取空闲端口")] = browsing.PORT,
    base_url: Annotated[str, typer.Option("--base-url", metavar="URL", help="读者看到的首页网址；经代理转发或在子路径下时填写")] = "",
    actor_header: Annotated[
        str, typer.Option("--actor-header", metavar="NAME", help="单位代理写明登录人的请求头，如 X-Remote-User；须同时写 --trusted-proxy")
    ] = "",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option("--trusted-proxy", metavar="ADDR", help="可信代理的地址或网段，可写几个；其余来源的该请求头一律不认")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="未登录者什么也看不到")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查发布库并显示网址，不启动")] = False,
) -> None:
    """用 Datasette 打开发布库（只读）；发布新一批后自动换用新库。"""
    place = folders(ctx)
    serving = signing_in(serving_of(place, database, base_url), place, actor_header, trusted_proxy or (), private)
    browsing.check(serving)
    if dry_run:
        print(f"{serving.published}（只读）→ {browsing.address(host, port)}")
        return
    if host not in (browsing.LOOPBACK, "localhost", "::1"):
        note("提示：其他机器也能访问此服务；对外开放前请确认发布库可以公开")
    try:
        listening = browsing.listen(host, port)
    except OSError as error:
        raise UsageError(f"无法在 {host}:{port} 监听（{error.strerror or error}）；可用 --port 换一个端口") from error
    with listening:
        note(f"浏览：{browsing.address(host, listening.getsockname()[1])}（按 Ctrl+C 停止）")
        browsing.serve(serving, listening)


def serving_of(place: Folders, database: Path | None, base_url: str) -> Serving:
    """What is served: a database given by name alone stands without ledger and visit files. 服务设置"""
    alone = Serving(published=database or place.published, base_url=base_url)
    if database is not None and database.resolve() != place.published.resolve():
        return alone
    return attrs.evolve(alone, ledger=place.ledger, var=place.var)


def signing_in(serving: Serving, place: Folders, actor_header: str, proxies: Sequence[str], private: bool) -> Serving:
    """How people sign in: only beside the ledger that the published file was made from. UsageError names what does not fit. 登录设置"""
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
    if serving.ledger is None or not serving.ledger.is_file():
        if private or actor_header:
            raise UsageError(f"没有与发布库 {serving.published} 配套的账本，不能设置登录")
        return attrs.evolve(serving, ledger=None)
    if private and not people and not actor_header:
        raise UsageError("--private 之下无人能登录：请先用 gongkai people add 添加人员，或写明 --actor-header")
    return attrs.evolve(
        serving,
        people=place.people,
        actor_header=actor_header.lower(),
        trusted_proxies=tuple(proxies),
        private=private,
        secret=os.environ.get(SECRET) or kept_secret(place.var),
    )
