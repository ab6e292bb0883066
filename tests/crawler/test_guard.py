"""Addresses that a visit may not touch, whatever they are dressed as."""

from __future__ import annotations

import pytest
from scrapy.utils.test import get_crawler

from crawler.download import GuardedDownloadHandler
from crawler.guard import AddressRefused, GuardedResolver, MethodRefused, check_literal, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    """Only addresses that the whole internet can reach are public; IPv6 dress does not hide a private IPv4 address."""
    assert public is is_public(address)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]:8080/x", "http://10.0.0.8:80/", "http://[::ffff:10.0.0.1]/"])
def test_literals(url: str) -> None:
    """A private address in the URL is refused without asking anybody."""
    with pytest.raises(AddressRefused):
        check_literal(url)


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433"])
async def test_names(name: str) -> None:
    """A name, or a number dressed as one, that resolves to a private address is refused, unless the portal opted in."""
    with pytest.raises(AddressRefused):
        await GuardedResolver(allow_private=False, timeout=10).resolve(name, 80)

    found = await GuardedResolver(allow_private=True, timeout=10).resolve(name, 80)
    assert found[0]["host"] in ("127.0.0.1", "::1")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_methods(method: str) -> None:
    """Nothing but GET and HEAD leaves the machine."""
    from scrapy import Request

    crawler = get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False, "GUARD_ALLOW_PRIVATE": True})
    handler = GuardedDownloadHandler(crawler)
    try:
        with pytest.raises(MethodRefused):
            await handler.download_request(Request("http://127.0.0.1:9/", method=method))
    finally:
        await handler.close()
