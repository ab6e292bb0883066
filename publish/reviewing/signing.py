"""Signing in and out, and what a request may see before any page is asked for. 登录"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import baseconv
from datasette.utils.asgi import Request, Response

from checks.model import Role

from .desk import Desk, Office, office_of
from .people import Person, is_right

LOGIN, LOGOUT = "/-/login", "/-/logout"
COOKIE = "ds_actor"  # Datasette's own
HOURS = 12  # a working day
REPLACED = "auth_passwords"
MOST_TRIES = 5
WAIT_SECONDS = 60.0
MOST_REMEMBERED = 5000
MOST_BODY = 30 * 1024 * 1024
#: on every page with a form: kept from the caches between, and from frames in which another site would have it clicked
HEADERS = {"Cache-Control": "private, no-store", "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"}
#: shown to everybody: what the sign-in page is made of
OPEN = ("/assets/", "/-/static/", "/favicon.ico")

Scope = MutableMapping[str, Any]


def take_over() -> None:
    """Put the pages of datasette-auth-passwords out of work: its digests are used, its pages are English, block all readers while a
    password is checked, and fail on the ``Authorization`` header that a proxy passes on."""
    for plugin in pm.get_plugins():
        if getattr(plugin, "__name__", "") == "datasette_auth_passwords":
            pm.unregister(plugin)


# -- who asks ----------------------------------------------------------------------------------------------------------------------


def person_of(desk: Desk, datasette: Datasette, request: Request) -> Person | None:
    """Who asks: named by a proxy that is believed, or signed in with a password. 当前人员"""
    office = office_of(desk)
    named = _named(desk, request.scope)
    if named:
        listed = office.book.person(named) if office.book else None
        return listed or Person(id=named, name=named, role=Role.READER)
    if office.book is None or COOKIE not in request.cookies:
        return None
    try:
        told = datasette.unsign(request.cookies[COOKIE], "actor")
        ends, actor = int(baseconv.base62.decode(told["e"])), told["a"]
        person = office.book.person(actor["id"])
        fresh = time.time() < ends and person is not None and secrets.compare_digest(actor["mark"], mark(person))
    except Exception:  # whatever was sent, it is not what we gave
        return None
    return person if fresh else None


def mark(person: Person) -> str:
    """Changes with the password, so that a new one signs out whoever used the old."""
    return hashlib.sha256(f"{person.id}\n{person.password}".encode()).hexdigest()[:24]


def _named(desk: Desk, scope: Mapping[str, Any]) -> str:
    if not desk.actor_header:
        return ""
    said = [value for name, value in scope.get("headers") or () if name.lower() == desk.actor_header.encode()]
    if len(said) != 1 or not is_trusted(desk, scope):
        return ""
    name = unquote(said[0].decode("utf-8", "replace")).strip()
    return name if name.isprintable() and len(name) <= 64 else ""


def is_trusted(desk: Desk, scope: Mapping[str, Any]) -> bool:
    """Whether a request comes straight from one of the listed addresses. 可信代理"""
    peer = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(peer)
        return any(address in ipaddress.ip_network(each, strict=False) for each in desk.trusted_proxies)
    except ValueError:
        return False


# -- before any page ---------------------------------------------------------------------------------------------------------------


def guard(datasette: Datasette, app: Any) -> Any:
    """The program behind a door: headers that are not believed are taken away, uploads are bounded, a private site shows nothing. 门禁"""
    desk = Desk.of(datasette)
    if desk is None:
        return app
    prefix = datasette.setting("base_url").rstrip("/")

    async def guarded(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if desk.actor_header and not is_trusted(desk, scope):
            name = desk.actor_header.encode()
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != name]}
        request = Request(scope, receive)
        path = request.path.removeprefix(prefix)  # as sent: so Datasette finds its pages
        if scope["method"] == "POST" and not _is_bounded(request):
            await Response.text(f"提交的内容过大，上限 {MOST_BODY >> 20} MB", status=413).asgi_send(send)
        elif desk.private and path != LOGIN and not path.startswith(OPEN) and person_of(desk, datasette, request) is None:
            await _ask_in(datasette, request).asgi_send(send)
        else:
            await app(scope, receive, send)

    return guarded


def _is_bounded(request: Request) -> bool:
    size = request.headers.get("content-length", "")
    return size.isascii() and size.isdigit() and int(size) <= MOST_BODY


def _ask_in(datasette: Datasette, request: Request) -> Response:
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return Response.redirect(login_address(datasette, request), headers={"Cache-Control": "private, no-store"})
    return Response.text("须先登录", status=401, headers={"Cache-Control": "private, no-store"})


def login_address(datasette: Datasette, request: Request) -> str:
    """The sign-in page that leads back here."""
    return f"{datasette.urls.path(LOGIN)}?next={quote(request.full_path, safe='')}"


# -- the pages ---------------------------------------------------------------------------------------------------------------------


class Tries:
    """Wrong passwords lately, by who was asked for and from where. 尝试次数"""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[tuple[str, str], list[float]] = {}

    def must_wait(self, key: tuple[str, str]) -> bool:
        """Whether too many were wrong."""
        lately = [at for at in self._wrong.get(key, ()) if self._clock() - at < WAIT_SECONDS]
        return len(lately) >= MOST_TRIES

    def was_wrong(self, key: tuple[str, str]) -> None:
        """Count one."""
        if len(self._wrong) > MOST_REMEMBERED:
            self._wrong.clear()
        self._wrong[key] = [*self._wrong.get(key, ())[-MOST_TRIES:], self._clock()]


TRIES = Tries()


async def login(datasette: Datasette, request: Request) -> Response:
    """The sign-in page, and signing in."""
    desk = Desk.of(datasette)
    office = office_of(desk) if desk else None
    onward = _inside(datasette, (request.args.get("next") or ""))
    typed, error, status = "", "", 200
    if request.method == "POST" and office is not None:
        form = {name: values[0] for name, values in parse_qs((await request.post_body()).decode("utf-8", "replace")).items()}
        typed, onward = form.get("username", "").strip(), _inside(datasette, form.get("next", ""))
        person, error, status = await _checked(office, request, form, typed)
        if person is not None:
            return _signed_in(datasette, person, onward, secure=office.desk.secure or request.scheme == "https")
    context = {"error": error, "typed": typed, "next": onward, "passwords": bool(office and office.book), "actor": request.actor}
    page = await datasette.render_template("password_login.html", context, request=request)
    return Response.html(page, status=status, headers=dict(HEADERS))


async def _checked(office: Office, request: Request, form: Mapping[str, str], typed: str) -> tuple[Person | None, str, int]:
    key = (typed, (request.scope.get("client") or ("",))[0])
    if not is_own_form(request, form.get("csrftoken", "")):
        return None, "页面已过期，请重新填写口令后登录", 403
    if TRIES.must_wait(key):
        return None, "口令连续多次不对，请一分钟后再试", 429
    person = office.book.person(typed) if office.book else None
    # a third of a second of computing, during which other readers are to be served
    if not await asyncio.to_thread(is_right, person, form.get("password", "")):
        TRIES.was_wrong(key)
        return None, "登录名或口令不对", 403
    return person, "", 200


def _signed_in(datasette: Datasette, person: Person, onward: str, *, secure: bool) -> Response:
    ends = baseconv.base62.encode(int(time.time()) + HOURS * 3600)
    kept = datasette.sign({"a": {"id": person.id, "mark": mark(person)}, "e": ends}, "actor")
    response = Response.redirect(onward, status=303)
    response.set_cookie(COOKIE, kept, max_age=HOURS * 3600, httponly=True, samesite="lax", secure=secure)
    return response


async def logout(datasette: Datasette, request: Request) -> Response:
    """Asks, and signs out."""
    if request.method != "POST":
        return Response.html(await datasette.render_template("logout.html", {"actor": request.actor}, request=request))
    response = Response.redirect(datasette.urls.instance(), status=303)
    response.set_cookie(COOKIE, "", expires=0, max_age=0, httponly=True, samesite="lax")
    return response


def is_own_form(request: Request, token: str) -> bool:
    """Whether a form came from a page of ours. Datasette's own check lets pass what brings no cookie, and a proxy signs in without any."""
    return bool(token) and secrets.compare_digest(token.encode(), str(request.scope["csrftoken"]()).encode())


def _inside(datasette: Datasette, target: str) -> str:
    """Where to go on after signing in: a page of this site, never another one."""
    home = str(datasette.urls.instance())
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable() and "\\" not in target
    return target if plain and LOGIN not in target else home
