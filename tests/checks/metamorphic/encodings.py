"""The same text in other encodings, declared rightly or wrongly. 编码变换"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

Sent = tuple[bytes, str]  # body and content type
META = re.compile(r"""(<meta\b[^<>]{0,200}?charset\s*=\s*["']?)([\w.:-]+)""", re.I)
HEAD = re.compile(r"<head\b[^<>]*>", re.I)
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def encoded(codec: str, meta: str, header: str = "", mark: bool = False) -> Callable[[str], Sent | None]:
    """Encode a page, None where the codec lacks a character.

    Args:
        meta: what the page declares; header: what the server declares.
        mark: begin with a byte order mark.
    """

    def encode(source: str) -> Sent | None:
        try:
            body = declared(source.lstrip("\ufeff"), meta).encode(codec)
        except UnicodeEncodeError:
            return None
        return (MARKS[codec] if mark else b"") + body, f"text/html; charset={header}" if header else "text/html"

    return encode


def declared(source: str, charset: str) -> str:
    """The page with its charset declared in a meta tag."""
    if META.search(source):
        return META.sub(lambda found: found[1] + charset, source)
    return HEAD.sub(lambda found: f'{found[0]}<meta charset="{charset}">', source, count=1)
