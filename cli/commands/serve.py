"""``gongkai serve``: browse the published database. 浏览"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import attrs
import typer

from cli.context import Folders, folders, note
from cli.exits import UsageError
from publish import serve as browsing
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查发布库并显示网址，不启动")] = False,
) -> None:
    """用 Datasette 打开发布库（只读）；发布新一批后自动换用新库。"""
    place = folders(ctx)
    serving = serving_of(place, database, base_url)
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
    secret = os.environ.get(SECRET) or secrets.token_hex(32)
    alone = Serving(published=database or place.published, base_url=base_url, secret=secret)
    if database is not None and database.resolve() != place.published.resolve():
        return alone
    return attrs.evolve(alone, ledger=place.ledger, var=place.var)
