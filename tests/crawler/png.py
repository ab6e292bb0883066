"""Colours of a screenshot: enough of PNG for what a browser writes."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

Colour = tuple[int, int, int]


def colours(png: bytes) -> Counter[Colour]:
    """How many points have which colour (8 bits a channel, with or without transparency, not interlaced)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, head = 8, b"", b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        part = png[at + 8 : at + 8 + size]
        head, data = (part, data) if kind == b"IHDR" else (head, data + part) if kind == b"IDAT" else (head, data)
        at += size + 12
    width, height, depth, kind_of_colour = struct.unpack(">IIBB", head[:10])
    assert depth == 8 and kind_of_colour in (2, 6)
    step = 3 if kind_of_colour == 2 else 4
    raw, line, above = zlib.decompress(data), width * step, bytes(width * step)
    found: Counter[Colour] = Counter()
    for row in range(height):
        how, now = raw[row * (line + 1)], bytearray(raw[row * (line + 1) + 1 : (row + 1) * (line + 1)])
        _restore(how, now, above, step)
        found.update(zip(now[0::step], now[1::step], now[2::step], strict=True))
        above = bytes(now)
    return found


def _restore(how: int, now: bytearray, above: bytes, step: int) -> None:
    for n in range(len(now)):
        left = now[n - step] if n >= step else 0
        corner = above[n - step] if n >= step else 0
        if how == 1:
            add = left
        elif how == 2:
            add = above[n]
        elif how == 3:
            add = (left + above[n]) // 2
        elif how == 4:
            guess = left + above[n] - corner
            near = [(abs(guess - value), order, value) for order, value in enumerate((left, above[n], corner))]
            add = min(near)[2]
        else:
            return
        now[n] = (now[n] + add) & 0xFF
