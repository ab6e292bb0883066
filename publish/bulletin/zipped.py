"""Office files as the same bytes whenever they are written. 压缩包"""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_PLAIN_FILE = 0o600 << 16


def repacked(package: bytes) -> bytes:
    """A zip with its parts in a fixed order, without times, owners and the like."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name: old.read(name) for name in old.namelist()}
        for name in sorted(names, key=lambda each: (_FIRST.index(each) if each in _FIRST else len(_FIRST), each)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 0
            new.writestr(entry, names[name])
    return out.getvalue()
