"""Links to other sites inside elements that no reader sees. 暗链"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.model import Fact, Link, LinkKind
from checks.parsing.memo import per_view
from checks.parsing.tree import named
from checks.parsing.view import PageView
from checks.vocabulary import Context

SECOND_LEVEL = frozenset({"gov", "com", "edu", "org", "net", "ac", "mil"})
# Hosts that a hidden menu of a bureau's site may well link to; a block of nothing else is no sign of an intrusion.
HARMLESS = re.compile(
    r"\.(?:gov|edu|mil|ac)\.cn$|\.政务$|(?:^|\.)(?:xinhuanet|news|people|cctv|cntv|12371|chinanews|conac|weibo|qq|weixin|wechat|baidu|jiathis|bshare|douban|kaixin001|renren|miitbeian)\.(?:com|cn|net|com\.cn|org|org\.cn)$"
)
MENU = re.compile(r"nav|menu|sub|drop|yqlj|friend|link|select|tab|share|layer|tips|dialog|popup", re.I)
OPENING = 160


def hidden_links(view: PageView, context: Context) -> Iterator[Fact]:
    """``integrity.hidden_links``: number of foreign hosts linked from inside hidden elements. 暗链

    Subject '' counts hosts that are foreign to a government site and stand outside menus and pop-ups; it is yielded for every page
    that was read, 0 included. Subject ``all`` counts every external host and is for description only. The quote is the opening tag of
    the hidden element: the words of the links are never repeated.
    """
    if not view.is_html:
        return
    found = hidden_external(view, context.start_url)
    suspects = [(host, link) for host, link in found if not HARMLESS.search(host) and not _in_menu(view, link)]
    for subject, hosts in (("", suspects), ("all", found)):
        first = hosts[0][1] if hosts else None
        quote, where = _opening(view, first) if first else ("", "//body")
        yield Fact(
            kind="integrity.hidden_links",
            subject=subject,
            value=len({host for host, _ in hosts}),
            evidence=view.evidence(quote, where),
            method="inline style",
            confidence=0.95 if len({host for host, _ in hosts}) >= 3 else 0.8,
        )


@per_view
def hidden_external(view: PageView, start_url: str = "") -> tuple[tuple[str, Link], ...]:
    """Hidden links to hosts that are not the site's own: (host, link). 隐藏的站外链接"""
    hidden = [link for link in view.links if link.hidden and link.kind is LinkKind.WEB and link.url and link.via in ("a", "area")]
    if not hidden:
        return ()
    own = own_domains(view, start_url)
    found = [(urlsplit(link.url or "").hostname or "", link) for link in hidden]
    return tuple((host, link) for host, link in found if host and registrable(host) not in own)


@per_view
def own_domains(view: PageView, start_url: str = "") -> frozenset[str]:
    """Registrable domains that belong to the site: the page's, the start page's, meta SiteDomain; where none is known, the one that visible links name most. 本站域名"""
    urls = [view.url, view.page.url, start_url, *re.split(r"[,;，；\s]+", view.meta("sitedomain")), view.meta("url")]
    hosts = [urlsplit(url if "//" in url else f"//{url}").hostname or "" for url in urls if "." in url]
    own = {registrable(host) for host in hosts if host}
    if all(re.fullmatch(r"[\d.:\[\]]*|localhost", host) for host in hosts):  # the site's own name is not known from its address
        seen = Counter(
            registrable(urlsplit(link.url or "").hostname or "") for link in view.links if link.kind is LinkKind.WEB and not link.hidden
        )
        own |= {domain for domain, count in seen.most_common(1) if domain and count >= 3}
    return frozenset(own)


def registrable(host: str) -> str:
    """The part of a host name that is registered: ``x.gov.cn`` of ``www.a.x.gov.cn``. 注册域名"""
    labels = host.lower().strip(".").split(".")
    if re.fullmatch(r"[\d.]+", host) or ":" in host:
        return host
    size = 3 if len(labels) > 2 and labels[-1] == "cn" and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-size:])


def _in_menu(view: PageView, link: Link) -> bool:
    element = next(iter(view.tree.getroottree().xpath(link.locator)), None)
    return element is not None and any(named(ancestor, MENU) for ancestor in (element, *element.iterancestors()))


def _opening(view: PageView, link: Link) -> tuple[str, str]:
    """The opening tag of the outermost hidden element around a link, and its locator."""
    element = next(iter(view.tree.getroottree().xpath(link.locator)), None)
    root = next((a for a in (element, *element.iterancestors()) if a in view._hidden_roots), element) if element is not None else None
    if root is None:
        return "", link.locator
    attributes = "".join(
        f' {name}="{value}"' for name, value in root.items() if name in ("style", "hidden", "id", "class", "height", "width")
    )
    return f"<{root.tag}{attributes}>"[:OPENING], view.locator(root)
