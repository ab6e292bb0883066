"""Broken pages from sound ones, and pages that are broken from the start. 制造残缺网页"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

MEGABYTE = 1_000_000

# Pieces that patterns are made of; a page that repeats one is what a pattern without bound takes longest for.
PIECES: Mapping[str, str] = {
    "one character": "公",
    "colons": "：",
    "digits": "1",
    "Chinese digits": "二",
    "spaces": " 　",
    "brackets": "（",
    "closing brackets": "》",
    "numbering": "一、",
    "labels": "地址：",
    "dates": "2021-01-0",
    "letters": "a",
    "addresses": "http://",
    "mail": "a@",
    "dots": "......",
    "entities": "&#20013;",
    "less-than": "<",
    "open tags": "<div>",
    "lines": "地址<br>",
    "links": '<a href="/a/1.html">公告</a>',
    "nested links": '<a href="/a/1.html">公',
    "cells": "<td>公开",
    "rows": "<tr><td>地址<td>无</tr>",
    "nested tables": "<table><tr><td>",
    "options": "<option>公开",
    "inputs": "<input name=a value=公>",
    "comments": "<!-- 2021-01-01 ",
    "closed comments": "<!-- 公开 -->",
    "scripts": "<script>document.write('公')</script>",
    "open scripts": "<script>var a='",
    "metas": "<meta name=PubDate content=2021-01-01>",
    "headings": "<h2>公开指南</h2>",
    "hidden": "<div style=display:none><a href=http://a.invalid>公</a></div>",
    "terms": "<dt>地址<dd>无",
    "titles": "<title>公开",
    "frames": "<iframe src=/a>",
}


def cuts(body: bytes, times: int, seed: int) -> Iterator[bytes]:
    """The page's beginning, cut at places chosen by the seed; half of them end inside a character or a tag."""
    chance = random.Random(seed)
    for _ in range(times):
        yield body[: chance.randrange(len(body) + 1)]


def flips(body: bytes, times: int, seed: int) -> Iterator[bytes]:
    """The page with one to thirty bytes changed, in places and to values chosen by the seed."""
    chance = random.Random(seed)
    for _ in range(times):
        changed = bytearray(body)
        for _ in range(chance.randint(1, 30) if changed else 0):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)


def endless(piece: str, size: int = MEGABYTE, title: str = "信息公开指南") -> bytes:
    """A page of about ``size`` bytes that repeats one piece."""
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>".encode()
    unit = piece.encode()
    return head + unit * ((size - len(head)) // len(unit))
