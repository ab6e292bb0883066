"""What servers may ask of us."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.model import Portal
from crawler.politeness import retry_after
from crawler.settings import VERSION, for_portal, user_agent

NOON = dt.datetime(2015, 6, 30, 12, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 30 Jun 2015 12:01:00 GMT", 60.0),
        ("Tue, 30 Jun 2015 11:00:00 GMT", 0.0),
        ("Tue, 30 Jun 2015 12:01:00", 60.0),
        ("soon", 0.0),
        ("²", 0.0),
        ("-5", 0.0),
        ("", 0.0),
    ],
)
def test_retry_after(value: str, seconds: float) -> None:
    """Seconds or an HTTP date; nonsense and the past mean now."""
    assert seconds == retry_after(value, NOON)


def test_delay_of_a_portal() -> None:
    """A portal's own delay wins over the run's; private portals are not delayed unless they say so; all others keep the default."""
    public = Portal(id="a", name="", home_url="http://a.example/")
    slow = Portal(id="b", name="", home_url="http://b.example/", delay_seconds=3.0)
    private = Portal(id="c", name="", home_url="http://127.0.0.1/", allow_private=True)

    assert "DOWNLOAD_DELAY" not in for_portal(public)
    assert 2.0 == for_portal(public, delay_seconds=2.0)["HOST_DELAY"]
    assert 3.0 == for_portal(slow, delay_seconds=2.0)["HOST_DELAY"]
    assert (0.0, False, True) == tuple(
        for_portal(private)[name] for name in ("DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "GUARD_ALLOW_PRIVATE")
    )
    assert False is for_portal(public)["GUARD_ALLOW_PRIVATE"]


def test_user_agent() -> None:
    """The name is honest and carries the contact if there is one."""
    assert [f"gongkai/{VERSION}", f"gongkai/{VERSION} (+mailto:a@b.example)"] == [user_agent(""), user_agent("mailto:a@b.example")]
