"""Which addresses a visit may touch. A portal's pages are hostile: they must not send us into the machine's own networks. 地址管制"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy.exceptions import IgnoreRequest

NAT64 = ipaddress.ip_network("64:ff9b::/96")
METHODS = frozenset({"GET", "HEAD"})
READING_POST = "reading_post"  # request.meta: a POST by which a page's own script reads a list


class AddressRefused(IgnoreRequest):
    """The address lies in a private, loopback, link-local or reserved range and the portal has not opted in."""


class MethodRefused(IgnoreRequest):
    """Something asked for a method other than GET and HEAD. We only read."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that the whole internet can reach. IPv6 forms that carry an IPv4 address are judged by that."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip.teredo:
            inner = ip.teredo[1]
        elif ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def check_literal(url: str) -> None:
    """Raise AddressRefused if the host is written as a number that is not public. Names are checked when they are resolved."""
    host = urlsplit(url).hostname or ""
    try:
        public = is_public(host)
    except ValueError:
        return
    if not public:
        raise AddressRefused(f"{host} is not a public address")


class GuardedResolver(AbstractResolver):
    """Resolves names at the moment of connecting and refuses those of which any address is not public. 域名解析"""

    def __init__(self, *, allow_private: bool, timeout: float, private_sites: Collection[str] = ()) -> None:
        self._resolver = ThreadedResolver()
        self._allow_private = allow_private
        self._private_sites = private_sites
        self._timeout = timeout

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        try:
            found = await asyncio.wait_for(self._resolver.resolve(host, port, family), self._timeout)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, f"resolving {host} took longer than {self._timeout} seconds") from None
        if not self._allow_private and f"{host}:{port}" not in self._private_sites:
            for result in found:
                if not is_public(result["host"]):
                    raise AddressRefused(f"{host} resolves to {result['host']}")
        return found

    async def close(self) -> None:
        await self._resolver.close()
