"""Links to the places that rules ask for, dead ones included. 页面提供的入口"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Fact, Link, LinkKind
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary

from .bare_menu import bare_menu
from .roles import role_of_text

WAYS = frozenset({"a", "area", "script", "data", "written"})


def offers(view: PageView, context: Context) -> Iterator[Fact]:
    """``link`` facts: subject is the role, value the link; one for each address (or text, where the link is dead) and role. 入口链接"""
    for role, link in offered(view, context.vocabulary):
        yield Fact(
            kind="link",
            subject=role,
            value=link,
            evidence=view.evidence(link.text or link.title, link.locator),
            method=link.via,
            confidence=0.9 if not link.hidden else 0.7,
        )
    yield from bare_menu(view, context)


@per_view
def offered(view: PageView, vocabulary: Vocabulary) -> tuple[tuple[str, Link], ...]:
    """(role, link) in page order; of several copies of a link the visible one is kept. 各用途的链接"""
    found: dict[tuple[str, str], Link] = {}
    known = view.url.startswith(("http://", "https://"))
    for link in view.links:
        role = role_of_text(link.text or link.title, vocabulary)
        if not role or link.via not in WAYS or link.kind is LinkKind.MAIL:
            continue
        if link.kind is LinkKind.OTHER and known:
            continue  # relative addresses of a page whose own is not known are kept as written
        key = (role, link.url or f"{link.href}|{link.text}")
        if key not in found or (found[key].hidden and not link.hidden):
            found[key] = link
    return tuple((role, link) for (role, _), link in found.items())


def best(links: list[Link]) -> Link:
    """The link that leads to the place most surely: live before dead, visible before hidden, the shorter text, the first. 最佳入口"""
    return min(links, key=lambda link: (link.kind not in (LinkKind.WEB, LinkKind.OTHER), link.hidden, len(link.text or link.title)))
