"""``gongkai verify``: is an evidence pack whole? 核对证据包"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.exits import Exit, UsageError
from publish.evidence import verify as checking


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="证据包：文件夹或 ZIP 文件")],
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="制作单位的公钥（PEM），不取包内的")] = None,
    tsa_root: Annotated[Path | None, typer.Option("--tsa-root", metavar="FILE", help="时间戳签发机构的根证书")] = None,
) -> int:
    """逐个核对证据包中的文件：缺少、多出、改动的都列出。"""
    try:
        report = checking.verify(pack, key.read_bytes() if key else None, tsa_root.read_bytes() if tsa_root else None)
    except checking.NotAPack as error:
        raise UsageError(str(error)) from error
    except FileNotFoundError as error:
        raise UsageError(f"没有 {error.filename}") from error
    for line in report.lines():
        print(line)
    return Exit.STORE if report.wrong else Exit.DONE
