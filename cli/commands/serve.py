"""``gongkai serve``: browse the published database. 浏览"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.context import folders, note
from publish import serve as datasette


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    database: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="发布库；默认为程序写入文件夹中的 findings.db")] = None,
    host: Annotated[str, typer.Option("--host", help="监听地址；默认只允许本机访问")] = datasette.LOOPBACK,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任取空闲端口")] = datasette.PORT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示将要运行的命令")] = False,
) -> None:
    """用 Datasette 打开发布库（只读）。"""
    target = database if database is not None else folders(ctx).published
    if dry_run:
        print(" ".join(datasette.command(target, host=host, port=port)))
        return
    if host not in (datasette.LOOPBACK, "localhost", "::1"):
        note("提示：其他机器也能访问此服务；对外开放前请确认发布库可以公开")
    datasette.serve(target, host=host, port=port)
