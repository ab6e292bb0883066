"""The review pages before a real ledger, served by a real server on loopback."""

from __future__ import annotations

import atexit
import contextlib
import functools
import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import uvicorn
import yaml
from datasette.app import Datasette
from datasette_auth_passwords.utils import hash_password

from archive.ledger import open_ledger
from checks.model import EpisodeState, Outcome, Review, Role
from publish.reviewing.desk import Desk
from publish.reviewing.people import Person, write_people
from publish.serve import SETTINGS, SITE
from tests.publish.night import SECOND, at, episode, evidence, finding, published

PASSWORD = "correct-horse-9"
SECRET = "s" * 64
#: a digest that is quick to check
DIGEST = hash_password(PASSWORD, salt="salt", iterations=1000)
PEOPLE = (
    Person(id="lisi", name="李思", role=Role.REVIEWER, password=DIGEST),
    Person(id="wangwu", name="王武", role=Role.REVIEWER, password=DIGEST),
    Person(id="zhao", name="赵主任", role=Role.OFFICE, password=DIGEST),
    Person(id="guan", name="管理员", role=Role.ADMINISTRATOR, password=DIGEST),
    Person(id="du", name="读者甲", role=Role.READER, password=DIGEST),
)
HIJACK = finding(
    "yunxi-zjj", "integrity.hijack", "", "", Outcome.FAILED, "首页含有外来推广内容。", evidence=(evidence("/", "外来推广内容"),)
)  # fmt: skip


def desk_in(folder: Path, **more: Any) -> Desk:
    """Two nights published in a folder, with a 单项否决 among the problems, and people who may sign in."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)
    return Desk(ledger=folder / "ledger.db", people=folder / "people.toml", **more)


def datasette_for(desk: Desk, *, secret: str = SECRET, **told: Any) -> Datasette:
    """Datasette on the published file beside the ledger, told what ``gongkai serve`` tells it."""
    described = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))
    return Datasette(
        immutables=[str(desk.ledger.parent / "findings.db")],
        metadata={**described, "plugins": {"gongkai": {**desk.config(), **told}}},
        template_dir=str(SITE / "templates"),
        plugins_dir=str(SITE / "plugins"),
        static_mounts=[("assets", str(SITE / "static"))],
        settings={name: {"on": True, "off": False}.get(str(value), value) for name, value in SETTINGS.items()},
        secret=secret,
    )


@functools.cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    published(folder)
    with open_ledger(folder / "ledger.db") as ledger:
        kept = ledger.findings(SECOND, "yunxi-zjj")
        ledger.record_findings(SECOND, [*kept, HIJACK])
        ledger.save_episodes([episode(HIJACK, EpisodeState.SUSPECTED, first_run=SECOND, first_at=at(31), nights=1)])
    write_people(folder / "people.toml", PEOPLE)
    return folder


@contextlib.contextmanager
def serving(app: Any) -> Iterator[str]:
    """An ASGI program on a free port of this machine; gives its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started:
            assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


def sign_in(client: httpx.Client, person: str, password: str = PASSWORD, onward: str = "/") -> httpx.Response:
    """Fill in the sign-in form."""
    form = {"username": person, "password": password, "next": onward, "csrftoken": token(client.get("/-/login").text)}
    return client.post("/-/login", data=form)


def token(page: str) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrftoken" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


def seen(page: str) -> str:
    """The number of the latest entry that a problem's page shows."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found, page[:2000]
    return found[1]


def address_of(fingerprint: str) -> str:
    """The page of a problem."""
    return "/-/review/" + fingerprint.replace("|", "~7C").replace(".", "~2E")


def enter(client: httpx.Client, fingerprint: str, decision: str, **fields: str) -> httpx.Response:
    """Fill in a form of a problem's page as a browser does."""
    page = client.get(address_of(fingerprint)).text
    form = {"csrftoken": token(page), "decision": decision, "seen": seen(page), **fields}
    return client.post(address_of(fingerprint), data=form)


def entries(desk: Desk, fingerprint: str = "") -> tuple[Review, ...]:
    """What stands in the ledger."""
    with open_ledger(desk.ledger) as ledger:
        return ledger.reviews(fingerprint)
