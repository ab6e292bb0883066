"""The key that signs what browsers keep: made once, so that a restart keeps people signed in. 签名密钥"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAME = "secret"
PRIVATE = 0o600


def kept_secret(folder: Path) -> str:
    """The key of a folder, made where there is none, readable by its owner alone. OSError if it cannot be kept. 签名密钥"""
    path = folder / NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        path.chmod(PRIVATE)
        return path.read_text(encoding="ascii").strip()
    with open(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")
