"""ZIP files whose bytes depend on their content alone. 压缩包"""

from __future__ import annotations

import zipfile
from pathlib import Path

from .verify import ZIP_TIME, write_zip


def entry(name: str) -> zipfile.ZipInfo:
    """A stored (not compressed) member without anything of the machine that writes it."""
    info = zipfile.ZipInfo(name, ZIP_TIME)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def zip_folder(folder: Path, target: Path) -> None:
    """All files of a folder, by name. The same files give the same bytes."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with target.open("wb") as stream:
        write_zip(stream, [(name, lambda name: (folder / name).open("rb")) for name in names])
