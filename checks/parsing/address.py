"""Addresses joined and spelled as browsers do it (WHATWG URL, for http and https alone). 网址合成

What differs from a browser is where a fetch cannot tell: credentials and fragments are dropped, and so is the mark of an empty query.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from urllib.parse import quote, unquote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_HREF = 2000
LAST_PORT = 65535
CONTROL = re.compile(r"[\t\r\n]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40}):")
NO_HOST = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")  # no name has these
PLAIN = re.compile(r"[A-Za-z0-9/%:@!$&'()*+,;=~._-]*")
DOT = re.compile(r"%2e", re.I)
DOTTED = re.compile(r"/(?:\.|%2e)", re.I)
DOUBLES = re.compile(r"/{2,}")
SAFE_PATH = "/%:@!$&'()*+,;=~-._"
SAFE_QUERY = SAFE_PATH + "?[]{}|"


def join(base: str, href: str) -> str | None:
    """Absolute, normalised address of an href, or None if it is none that can be fetched. 合成网址"""
    href = CONTROL.sub("", href)
    try:
        return _joined(base, href) if len(href) <= LONGEST_HREF else None
    except ValueError:  # a base or a port that is none, a name that cannot be written, half a character
        return None


def _joined(base: str, href: str) -> str | None:
    front, mark, rest = _parted(href.partition("#")[0])
    known = urlsplit(base)
    scheme, authority, path = known.scheme, known.netloc, known.path or "/"
    query = rest if mark else ""
    said = SCHEME.match(front)
    if said:
        if said[1].lower() not in DEFAULT_PORTS:
            return None
        front = front[said.end() :]
        if said[1].lower() != scheme or front.startswith("//"):
            scheme, front = said[1].lower(), "//" + front
        # else it is relative, in spite of the scheme before it
    if front.startswith("//"):
        authority, slash, path = front.lstrip("/").partition("/")
        path = slash + path
    elif front.startswith("/"):
        path = front
    elif front:
        path = path[: path.rfind("/") + 1] + front
    elif not mark:
        query = known.query
    site = _site(scheme, authority)
    return site + _path(path) + _query(query) if site else None


def _parted(href: str) -> tuple[str, str, str]:
    """What stands before the query, its mark, and the query. A backslash is a slash before the query alone."""
    front, mark, query = href.partition("?")
    return front.replace("\\", "/"), mark, query


def _site(scheme: str, authority: str) -> str:
    """Scheme, host and port, '' if there is no such place."""
    if scheme not in DEFAULT_PORTS:
        return ""
    host, port = _host_and_port(authority.rpartition("@")[2])
    if not host:
        return ""
    number = int(port) if port else DEFAULT_PORTS[scheme]
    return f"{scheme}://{host}" + ("" if number == DEFAULT_PORTS[scheme] else f":{number}")


def _host_and_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        inner, bracket, port = place[1:].partition("]")
        host = f"[{ipaddress.IPv6Address(inner)}]" if bracket else ""
        port = port.removeprefix(":")
    else:
        name, _, port = place.partition(":")
        host = ascii_host(name)
    if port and not (port.isascii() and port.isdigit() and int(port) <= LAST_PORT):
        raise ValueError(port)
    return host, port


@functools.lru_cache(maxsize=10_000)
def ascii_host(name: str) -> str:
    """A host as it is asked for: «政府.公益» and its xn-- form are one site. '' for what is no name. 主机名归一"""
    name = unquote(name) if "%" in name else name
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return "" if NO_HOST.search(name) else name.lower()


def _path(path: str) -> str:
    if DOTTED.search(path):
        path = _straight(path)
    return (path if PLAIN.fullmatch(path) else quote(path, safe=SAFE_PATH)) or "/"


def without_doubles(path: str) -> str:
    """A path that tells pages apart: «a//b» is asked for as it is written, and is hardly ever another page than «a/b». 合并斜杠"""
    return DOUBLES.sub("/", path) if "//" in path else path


def _straight(path: str) -> str:
    """A path without its «.» and «..», which no server needs to understand; empty steps («//») are steps."""
    steps: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        name = DOT.sub(".", part)
        if name == "..":
            del steps[-1:]
        elif name != ".":
            steps.append(part)
    if DOT.sub(".", parts[-1]) in (".", ".."):
        steps.append("")
    return "/" + "/".join(steps)


def _query(query: str) -> str:
    if not query:
        return ""
    return "?" + (query if PLAIN.fullmatch(query) else quote(query, safe=SAFE_QUERY))


def spelled(href: str, codec: str) -> str:
    """An href whose query is written in the bytes of its page's encoding, as browsers send it. 查询按页面编码

    The same word in UTF-8 is another word to the search of a GBK site.
    """
    if href.isascii() or "?" not in href or not codec or codec.startswith("utf"):
        return href
    front, mark, query = href.partition("?")
    query, sign, fragment = query.partition("#")
    if query.isascii() or "#" in front:
        return href
    return front + mark + "".join(_letters(char, codec) for char in query) + sign + fragment


def _letters(char: str, codec: str) -> str:
    if char.isascii():
        return char
    try:
        return quote(char.encode(codec))
    except UnicodeEncodeError:  # browsers write a character that the encoding lacks as HTML does, its signs escaped
        return quote(f"&#{ord(char)};")
