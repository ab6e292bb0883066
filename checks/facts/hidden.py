"""Links to other sites inside elements that no reader sees. 暗链"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from checks.model import Fact, Link, LinkKind
from checks.parsing.fold import fold
from checks.parsing.memo import per_view
from checks.parsing.tabs import is_tab, twins
from checks.parsing.tree import named, up
from checks.parsing.view import PageView
from checks.parsing.visible import NEVER_SHOWN
from checks.vocabulary import Context, Vocabulary

from .glance import finder
from .spam import has_spam

SECOND_LEVEL = frozenset({"gov", "com", "edu", "org", "net", "ac", "mil"})
# Hosts that a hidden menu of a bureau's site may well link to; a block of nothing else is no sign of an intrusion.
HARMLESS = re.compile(
    r"\.(?:gov|edu|mil|ac)\.cn$|\.政务$|(?:^|\.)(?:xinhuanet|news|people|cctv|cntv|12371|chinanews|conac|weibo|qq|weixin|wechat|baidu|jiathis|bshare|douban|kaixin001|renren|miitbeian)\.(?:com|cn|net|com\.cn|org|org\.cn)$"
)
# Menus, drop-downs, tabs and pop-ups by name: shown by a click or by the pointer.
MENU = re.compile(
    r"nav|menu|sub|drop|xiala|yqlj|friend|link|select|tab(?!le)|share|layer|tips|dialog|pop|modal|mask|panel|collapse|accordion|drawer|mobile|(?<![a-z])wap(?![a-z])",
    re.I,
)
# Of these the ones that scripts move off the screen rather than switch off: nobody keeps a list of friendly links out there.
MOVED = re.compile(r"nav|menu|sub|drop|layer|dialog|pop|modal|mask|drawer|tips|share", re.I)
OFF_SCREEN = "off-screen"
OPENED_TAGS = frozenset({"nav", "dialog", "details", "select", "menu"})
OPENED_ROLES = frozenset({"menu", "menubar", "listbox", "dialog", "alertdialog", "tabpanel", "navigation", "tooltip"})
NUMBERED = re.compile(r"(?P<stem>[\w-]*?[a-z_-])(?P<number>\d{1,3})", re.I)
CALLED = re.compile(r"(?<!id=)(?<!class=)(?<!name=)['\"(]#?([\w-]{3,40})(?=['\")])")
LONGEST_HEAD = 20  # characters of a line that names the list below it
HEAD_LEVELS = 3
OPENING = 160


def hidden_links(view: PageView, context: Context) -> Iterator[Fact]:
    """``integrity.hidden_links``: number of foreign hosts linked from inside hidden elements. 暗链

    Subject '' counts hosts that are foreign to a government site and stand outside what a click opens (menus, drop-down lists, tab
    panels, pop-ups); it is yielded for every page that was read, 0 included. Subject ``all`` counts every external host and is for
    description only. The quote is the opening tag of the hidden element: the words of the links are never repeated.
    """
    if not view.is_html:
        return
    found = hidden_external(view, context.start_url)
    foreign = [(host, link) for host, link in found if not HARMLESS.search(host)]
    suspects = [(host, link) for host, link in foreign if not _opens(view, link, context.vocabulary)]
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


def _opens(view: PageView, link: Link, vocabulary: Vocabulary) -> bool:
    """Whether the reader can bring a hidden link to light, or sees its picture. Betting words are hidden on purpose wherever they stand."""
    element = _element(view, link)
    if element is None or has_spam(f"{link.text} {link.title}", vocabulary):
        return False
    roots = [a for a in up(element) if a in view._hidden_roots]
    if not roots or _is_picture(element):
        return bool(roots)
    moved = [root for root in roots if view._hidden_roots[root] == OFF_SCREEN]
    if moved:
        return all(_is_pictured(root) for root in moved) or any(named(a, MOVED) or _is_opened(a) for a in up(element))
    if any(named(a, MENU) or _is_opened(a) for a in up(element)):
        return True
    return all(_is_brought_up(view, root, vocabulary) for root in roots)


@per_view
def _is_brought_up(view: PageView, root: HtmlElement, vocabulary: Vocabulary) -> bool:
    """Whether a hidden block is a tab panel, is called by a script, or stands under its heading."""
    return _is_panel(view, root) or _is_called(view, root) or _is_headed(view, root, vocabulary)


def _element(view: PageView, link: Link) -> HtmlElement | None:
    return _anchors(view).get(link.locator)


@per_view
def _anchors(view: PageView) -> dict[str, HtmlElement]:
    """Every anchor by its path; to search for each path anew would count its siblings each time."""
    return {view.locator(element): element for element in view.tree.iter("a", "area")}


def _is_picture(element: HtmlElement) -> bool:
    """A link that is a picture and no words, as in slide shows: no search engine is fed by it."""
    return next(element.iter("img"), None) is not None and not "".join(element.itertext()).strip()


def _is_pictured(element: HtmlElement) -> bool:
    """Words moved aside for a background picture that shows them."""
    style = (element.get("style") or "").lower()
    return "text-indent" in style and "background" in style


def _is_opened(element: HtmlElement) -> bool:
    return element.tag in OPENED_TAGS or (element.get("role") or "").lower() in OPENED_ROLES


def _is_panel(view: PageView, root: HtmlElement) -> bool:
    """A tab panel with its visible twin: of the same class, numbered on (``con_2`` after ``con_1``), or beginning alike."""
    number, first = NUMBERED.fullmatch(root.get("id") or ""), next(iter(root), None)
    tab = is_tab(view, root)
    if tab and root.get("class"):
        return True
    seen = [twin for twin in twins(root) if not view.is_hidden(twin)] if number or (tab and first is not None) else []
    if number and any((twin := NUMBERED.fullmatch(e.get("id") or "")) and twin["stem"] == number["stem"] for e in seen):
        return True
    return tab and first is not None and any((t := next(iter(e), None)) is not None and t.tag == first.tag for e in seen)


def _is_called(view: PageView, root: HtmlElement) -> bool:
    """Whether a script, a handler or a label calls the hidden block by its id, other than by giving it that id."""
    return bool(root.get("id")) and root.get("id") in _called(view)


@per_view
def _called(view: PageView) -> frozenset[str]:
    """All words that stand in quotes or brackets in the source, as names of elements do where they are called."""
    return frozenset(CALLED.findall(view.source))


def _is_headed(view: PageView, root: HtmlElement, vocabulary: Vocabulary) -> bool:
    """Whether a short visible line right before the block names a list of links: «友情链接»."""
    node = root
    for _ in range(HEAD_LEVELS):
        parent = node.getparent()
        before = node.getprevious()
        text = fold(_shown_before(view, before) if before is not None else (parent.text or "") if parent is not None else "")
        if text:
            return len(text) <= LONGEST_HEAD and finder(vocabulary.words.get("link_heads", ())).search(text) is not None
        if parent is None or parent.tag == "body":
            return False
        node = parent
    return False


def _shown_before(view: PageView, sibling: HtmlElement) -> str:
    """What stands last before an element: the text behind its sibling, else the sibling's own if it is seen."""
    behind: str = (sibling.tail or "").strip()
    if behind:
        return behind
    if not isinstance(sibling.tag, str) or sibling.tag in NEVER_SHOWN or view.is_hidden(sibling):
        return ""
    return "".join(itertools.islice((text for text in sibling.itertext() if not text.isspace()), LONGEST_HEAD + 1))


def _opening(view: PageView, link: Link) -> tuple[str, str]:
    """The opening tag of the outermost hidden element around a link, and its locator."""
    element = _element(view, link)
    root = next((a for a in (element, *element.iterancestors()) if a in view._hidden_roots), element) if element is not None else None
    if root is None:
        return "", link.locator
    attributes = "".join(
        f' {name}="{value}"' for name, value in root.items() if name in ("style", "hidden", "id", "class", "height", "width")
    )
    return f"<{root.tag}{attributes}>"[:OPENING], view.locator(root)
