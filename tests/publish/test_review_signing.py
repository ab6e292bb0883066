"""Who is let in, and as whom: passwords, the proxy's header, a private site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import httpx
import pytest

from publish.reviewing import signing
from publish.reviewing.desk import Desk
from publish.reviewing.people import write_people
from tests.bench.reviewing import served
from tests.publish.desk import DIGEST, PEOPLE, datasette_for, desk_in, entries, serving, sign_in, token
from tests.publish.night import FAX


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger and people."""
    return desk_in(tmp_path)


@pytest.fixture
def site(desk: Desk) -> Iterator[httpx.Client]:
    """A reader's browser."""
    signing.TRIES = signing.Tries()
    with serving(datasette_for(desk).app()) as base, httpx.Client(base_url=base, timeout=60) as client:
        yield client


def is_in(client: httpx.Client) -> bool:
    """Whether the queue opens."""
    return client.get("/-/review").status_code == 200


def test_a_password_signs_in_and_signing_out_ends_it(site: httpx.Client) -> None:
    """The cookie is kept from scripts and other sites; the person is led back to where they wanted to go."""
    asked = site.get("/-/review?view=all")
    assert asked.status_code == 302
    assert asked.headers["location"] == "/-/login?next=%2F-%2Freview%3Fview%3Dall"

    answer = sign_in(site, "lisi", onward="/-/review?view=all")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/review?view=all")
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("ds_actor="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=43200" in cookie
    page = site.get("/-/review")
    assert "李思（复核）" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    for path in ("/-/review", "/-/manual", "/-/login"):
        assert "frame-ancestors 'none'" in site.get(path).headers["content-security-policy"], path

    site.post("/-/logout", data={"csrftoken": token(site.get("/-/logout").text)})
    assert not is_in(site)


@pytest.mark.parametrize(("person", "password"), [("lisi", "wrong-password"), ("nobody", "correct-horse-9"), ("lisi", ""), ("", "")])
def test_a_wrong_password_is_refused_in_the_same_words(site: httpx.Client, person: str, password: str) -> None:
    """Whether the name exists is not told; the typed name stands there still, the password does not."""
    answer = sign_in(site, person, password)

    assert answer.status_code == 403
    assert "登录名或口令不对" in answer.text
    assert f'value="{person}"' in answer.text
    assert "wrong-password" not in answer.text
    assert not is_in(site)


def test_guessing_is_slowed_down(site: httpx.Client) -> None:
    """After five wrong passwords even the right one must wait; somebody else need not."""
    for _ in range(signing.MOST_TRIES):
        assert sign_in(site, "lisi", "wrong-password").status_code == 403

    assert sign_in(site, "lisi").status_code == 429
    assert sign_in(site, "wangwu").status_code == 303


def test_signing_in_needs_the_token_of_the_form(site: httpx.Client) -> None:
    """Another site cannot sign a browser in."""
    answer = site.post("/-/login", data={"username": "lisi", "password": "correct-horse-9"})

    assert answer.status_code == 403
    assert "ds_actor" not in site.cookies


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/-/login?x", ""])
def test_signing_in_leads_nowhere_else(site: httpx.Client, target: str) -> None:
    """A sign-in link made by somebody else ends on our front page."""
    assert sign_in(site, "lisi", onward=target).headers["location"] == "/"


def test_whoever_is_taken_out_or_gets_a_new_password_is_out_at_once(site: httpx.Client, desk: Desk) -> None:
    """The file decides at every request, not the cookie; a changed role holds at once too."""
    assert desk.people is not None
    sign_in(site, "lisi")
    assert is_in(site)

    write_people(desk.people, [attrs.evolve(PEOPLE[0], name="李思思"), *PEOPLE[1:]])
    assert "李思思（复核）" in site.get("/-/review").text
    write_people(desk.people, [attrs.evolve(PEOPLE[0], password=DIGEST.replace("salt", "pepper")), *PEOPLE[1:]])
    assert not is_in(site)
    write_people(desk.people, PEOPLE)
    assert is_in(site)
    write_people(desk.people, PEOPLE[1:])
    assert not is_in(site)


def test_a_restart_keeps_people_signed_in_and_another_key_does_not(desk: Desk) -> None:
    """The cookie is worth what the key is."""
    jar = httpx.Cookies()
    with serving(datasette_for(desk).app()) as base, httpx.Client(base_url=base, cookies=jar, timeout=60) as client:
        sign_in(client, "lisi")
        kept = client.cookies["ds_actor"]
    for secret, still in (("s" * 64, True), ("t" * 64, False)):
        with serving(datasette_for(desk, secret=secret).app()) as base, httpx.Client(base_url=base, timeout=60) as client:
            client.cookies.set("ds_actor", kept)
            assert is_in(client) is still


@pytest.mark.parametrize("header", ["Basic !!!", "Basic 5bCP", "Basic " + "x" * 5000, "Negotiate abc"])
def test_an_authorization_header_that_a_proxy_passes_on_breaks_nothing(site: httpx.Client, header: str) -> None:
    """datasette-auth-passwords would decode it, and fail."""
    assert site.get("/", headers={"Authorization": header}).status_code == 200


def test_pages_of_the_libraries_in_english_are_gone(tmp_path: Path) -> None:
    """Nobody needs the tool that makes digests in the browser; in a process of its own, where no other Datasette was before."""
    desk_in(tmp_path)
    with served(tmp_path) as base:
        assert httpx.get(f"{base}/-/password-tool").status_code == 404
        assert "登录名" in httpx.get(f"{base}/-/login").text
        assert httpx.get(f"{base}/", headers={"Authorization": "Basic !!!"}).status_code == 200


# -- the organisation's proxy


def by_proxy(desk: Desk, trusted: tuple[str, ...]) -> Desk:
    return attrs.evolve(desk, actor_header="x-remote-user", trusted_proxies=trusted)


@pytest.mark.parametrize(
    ("trusted", "name", "shown"),
    [
        (("127.0.0.1",), "lisi", "李思（复核）"),
        (("127.0.0.0/8",), "zhao", "赵主任（办公室）"),
        (("127.0.0.1",), "stranger", "stranger（查阅）"),
        (("192.0.2.1",), "lisi", ""),
        ((), "lisi", ""),
    ],
)
def test_the_header_is_believed_from_listed_addresses_only(desk: Desk, trusted: tuple[str, ...], name: str, shown: str) -> None:
    """From elsewhere it is as if it had not been sent; who is not listed reads."""
    with (
        serving(datasette_for(by_proxy(desk, trusted)).app()) as base,
        httpx.Client(base_url=base, timeout=60, headers={"X-Remote-User": name}) as client,
    ):
        answer = client.get("/-/review")
        assert answer.status_code == (200 if shown else 302)
        assert shown in answer.text
        forwarded = client.get(
            "/-/review", headers={"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
        )
        assert forwarded.status_code == answer.status_code


@pytest.mark.parametrize(("proxy", "status"), [("127.0.0.1", 200), ("192.0.2.1", 302)])
def test_the_served_program_looks_at_who_is_connected(tmp_path: Path, proxy: str, status: int) -> None:
    """Not at X-Forwarded-For, which servers like to believe from loopback; and a private site is private when it is served."""
    desk_in(tmp_path)
    with served(tmp_path, "--actor-header", "X-Remote-User", "--trusted-proxy", proxy, "--private") as base:
        for forwarded in ("127.0.0.1", "192.0.2.1", "203.0.113.9"):
            asking = {"X-Remote-User": "lisi", "X-Forwarded-For": forwarded, "Accept": "text/html"}
            assert httpx.get(f"{base}/-/review", headers=asking).status_code == status, forwarded
        assert httpx.get(f"{base}/findings.db").status_code == 401


def test_a_header_given_twice_names_nobody(desk: Desk) -> None:
    """A proxy that adds its own beside the reader's is no proof of anything."""
    with serving(datasette_for(by_proxy(desk, ("127.0.0.1",))).app()) as base, httpx.Client(base_url=base, timeout=60) as client:
        assert client.get("/-/review", headers=[("X-Remote-User", "zhao"), ("X-Remote-User", "lisi")]).status_code == 302


def test_somebody_signed_in_by_the_proxy_cannot_be_made_to_write_by_another_site(desk: Desk) -> None:
    """A form of another site brings the header and no cookie: Datasette lets it pass, we do not."""
    with (
        serving(datasette_for(by_proxy(desk, ("127.0.0.1",))).app()) as base,
        httpx.Client(base_url=base, timeout=60, headers={"X-Remote-User": "lisi"}) as client,
    ):
        before = entries(desk)
        path = "/-/review/" + FAX.fingerprint.replace("|", "~7C").replace(".", "~2E")
        answer = client.post(path, data={"decision": "confirm", "seen": "0", "csrftoken": "x"})
        assert answer.status_code == 409
        assert client.post("/-/manual", data={"unit": "yunxi-zjj"}).status_code == 409
        assert entries(desk) == before


# -- a private site


def test_a_private_site_shows_nothing_to_strangers(desk: Desk) -> None:
    """Pages, data, downloads and their errors: a way to the sign-in page, or nothing. Once signed in, everything."""
    with serving(datasette_for(attrs.evolve(desk, private=True)).app()) as base, httpx.Client(base_url=base, timeout=60) as client:
        paths = (
            "/", "/findings", "/findings/finding", "/findings/finding.json", "/findings/finding.csv", "/findings.db", "/findings?sql=select+1",
            "/-/metadata.json", "/-/versions.json", "/-/review", "/-/manual", "/-/logout", "/none", "//findings", "/assets%2F..%2Ffindings", "/%2D/static/x",
        )  # fmt: skip
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 401, path
            assert answer.text == "须先登录"
            page = client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == 302 and page.headers["location"].startswith("/-/login?next="), path
        assert client.get("/-/login").status_code == 200
        assert client.get("/assets/gongkai.css").status_code == 200
        sign_in(client, "du")
        assert client.get("/").status_code == 200
        assert client.get("/findings/finding.csv").status_code == 200
