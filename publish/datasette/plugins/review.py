"""Datasette plugin: signing in, the review queue, findings of inspections on the spot. All of it lives in ``publish.reviewing``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from publish.reviewing import manual_pages, pages, signing
from publish.reviewing.desk import Desk

#: page of Datasette's → what stands beside it for people who have signed in
BESIDE = {("row", "finding"): pages.beside_finding, ("index", None): pages.beside_front}
#: forms that check the token themselves, and more strictly than Datasette
OURS = re.compile(r"/-/(?:login$|review(?:/|$)|manual$)")


# Here and not at startup: Datasette asks for routes and for wrappers before that.
signing.take_over()


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """Addresses of our own; the first two stand where Datasette and datasette-auth-passwords have English pages."""
    return [
        (rf"^{signing.LOGIN}$", signing.login),
        (rf"^{signing.LOGOUT}$", signing.logout),
        (rf"^{pages.QUEUE}$", pages.queue),
        (rf"^{pages.QUEUE}/(?P<fingerprint>[^/]+)$", pages.problem),
        (r"^/-/review-file/(?P<number>[0-9]{1,12})/(?P<sha256>[0-9a-f]{64})$", pages.attachment),
        (rf"^{manual_pages.PAGE}$", manual_pages.manual),
        (rf"^{re.escape(manual_pages.TEMPLATE)}$", manual_pages.template_file),
    ]


@hookimpl(tryfirst=True)
def actor_from_request(datasette: Datasette, request: Request) -> dict[str, str] | None:
    """Who asks, with name and role as listed now."""
    desk = Desk.of(datasette)
    person = signing.person_of(desk, datasette, request) if desk else None
    return person.actor if person else None


@hookimpl
def skip_csrf(datasette: Datasette, scope: dict[str, Any]) -> bool:
    """Our own forms check the token where what was typed can be given back."""
    prefix = datasette.setting("base_url").rstrip("/")
    return bool(OURS.match(scope["path"].removeprefix(prefix)))


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """The door before every page."""
    return lambda app: signing.guard(datasette, app)


@hookimpl
def extra_template_vars(view_name: str, table: str | None, datasette: Datasette, request: Request | None) -> Any:
    """On every page who has signed in; on a finding's page where its handling stands, on the front page what waits for them."""
    desk = Desk.of(datasette)
    if desk is None or request is None:
        return {}
    person = signing.person_of(desk, datasette, request)
    shown: dict[str, Any] = {"reviewing": True, "signed_in": person}
    beside = BESIDE.get((view_name, table))
    if person is None or beside is None:
        return shown

    async def with_handling() -> dict[str, Any]:
        return {**shown, **await beside(datasette, request, person)}

    return with_handling
