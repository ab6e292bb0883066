"""Read pages: facts without bodies, how far a link could be followed, addresses made comparable. 已读页面"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from urllib.parse import urlsplit

import attrs

from checks.facts import read
from checks.model import Evidence, Fact, FetchError, Link, Page, PageKind, Paging
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context

INDEX_NAME = re.compile(r"/(?:index|default|home)\.(?:s?html?|jhtml|jsp|php|aspx?)$", re.I)

# What scripts that write text use, lower case.
WRITERS = ("document.write", "innerhtml", "innertext", ".html(", ".text(", ".append(", ".load(", "ajax", "xmlhttprequest", "fetch(", "vue")


class Reach(enum.StrEnum):
    """How far a link could be followed. 链接到达情况"""

    READ = "read"  # 已读
    DEAD = "dead"  # 404 or a soft 404
    SCRIPT = "script"  # javascript: or no address, leads nowhere we can follow
    ERROR = "error"  # timeout, 5xx, bot wall
    ROBOTS = "robots"
    OFFSITE = "offsite"
    SHELL = "shell"  # needs a browser that was not there
    UNVISITED = "unvisited"  # budget, depth


REACH_ZH = {
    Reach.READ: "已读",
    Reach.DEAD: "页面不存在",
    Reach.SCRIPT: "链接无地址",
    Reach.ERROR: "未能打开",
    Reach.ROBOTS: "robots.txt 不允许",
    Reach.OFFSITE: "指向站外",
    Reach.SHELL: "需浏览器渲染",
    Reach.UNVISITED: "未访问",
}


@attrs.frozen(kw_only=True, eq=False)
class ReadPage:
    """A page with its facts; the body is left behind in the visit file. 已读页面

    Attributes:
        page: the page without body.
        links: all links, kept for the home page only.
        jump: where a redirect stub or a frameset's single frame leads.
        own_text: characters of the page's own content outside links.
        scripted: a script of the page writes text (a date, a list) that a static reading does not see.
    """

    page: Page
    facts: tuple[Fact, ...]
    links: tuple[Link, ...] = ()
    jump: str | None = None
    own_text: int = 0
    scripted: bool = False

    @property
    def url(self) -> str:
        """The address asked for."""
        return self.page.url

    @functools.cached_property
    def kind(self) -> PageKind | None:
        """The page's kind, None if it was not read."""
        value = next((f.value for f in self.facts if f.kind == "page.kind"), None)
        return value if isinstance(value, PageKind) else None

    @functools.cached_property
    def title(self) -> str:
        """The page's title, '' if it shows none."""
        return str(next((f.value for f in self.facts if f.kind == "page.title"), ""))

    @functools.cached_property
    def published(self) -> dt.date | None:
        """The publication date the page states."""
        value = next((f.value for f in self.facts if f.kind == "page.published"), None)
        return value if isinstance(value, dt.date) else None

    def of(self, kind: str, subject: str | None = None) -> tuple[Fact, ...]:
        """Facts of a kind, of one subject if given."""
        return tuple(f for f in self.facts if f.kind == kind and (subject is None or f.subject == subject))

    @property
    def ok(self) -> bool:
        """Whether the server gave content (2xx, no error)."""
        return self.page.error is None and self.page.status is not None and 200 <= self.page.status < 300

    def evidence(self, quote: str = "", locator: str = "/") -> Evidence:
        """Evidence for the page as a whole."""
        page = self.page
        return Evidence(
            url=page.url, fetched_at=page.fetched_at, sha256=page.sha256, locator=locator, quote=quote[:300], rendered=page.rendered
        )


def read_page(page: Page, context: Context) -> ReadPage:
    """Read one page of a visit: facts, and the links where they are needed later. 读取一页"""
    bare = attrs.evolve(page, body=b"")
    if page.error is not None or not page.body:
        return ReadPage(page=bare, facts=read(PageView(page), context) if page.status is not None and page.error is None else ())
    view = PageView(page)
    facts = read(view, context)
    jump = next((link.url for link in view.links if link.via in ("refresh", "frame") and link.url), None)
    own_text = sum(len(line.text) - line.linked for line in main_lines(view)) if view.is_html else 0
    links = view.links if page.depth == 0 else ()
    scripted = not page.rendered and _writes(view)
    return ReadPage(page=bare, facts=facts, links=links, jump=jump, own_text=own_text, scripted=scripted)


def unread_page(page: Page, why: str) -> ReadPage:
    """A page that brought its reader down: what it says is not known, and that is said. 未能读取的页面"""
    bare = ReadPage(page=attrs.evolve(page, body=b""), facts=())
    return attrs.evolve(
        bare, facts=(Fact(kind="reader.error", subject="page", value=why[:300], evidence=bare.evidence(), method="reader"),)
    )


def _writes(view: PageView) -> bool:
    """Whether a script of the page may write text: one from a file, which is not read, or one that says so."""
    scripts = tuple(view.tree.iter("script"))
    if any(script.get("src") for script in scripts) or "ng-app" in view.source:
        return True
    own = "\n".join(script.text or "" for script in scripts).lower()
    return any(word in own for word in WRITERS)


def paging_of(page: ReadPage) -> Paging:
    """What the page's pager says; ``more`` None where there is none. 页面分页"""
    value = next((f.value for f in page.facts if f.kind == "list.paging"), None)
    return value if isinstance(value, Paging) else Paging(more=None)


def page_reach(page: ReadPage) -> Reach:
    """How far a fetched page could be read. 页面到达情况"""
    if page.page.error is FetchError.ROBOTS:
        return Reach.ROBOTS
    if page.page.error is FetchError.NO_BROWSER:
        return Reach.SHELL
    status = page.page.status
    if page.page.error is not None or status is None:
        return Reach.ERROR
    if status in (404, 410) or (page.ok and page.kind is PageKind.NOT_FOUND):
        return Reach.DEAD
    if not page.ok or page.kind in (PageKind.BLOCKED, PageKind.MOVED):
        return Reach.ERROR
    return Reach.SHELL if page.kind is PageKind.SCRIPT_SHELL else Reach.READ


def address_key(url: str) -> str:
    """An address with what does not matter taken away: scheme, www., the name of an index page. 网址归一"""
    parts = urlsplit(url)
    path = INDEX_NAME.sub("/", parts.path or "/")
    return f"{host_of(url)}{path}" + (f"?{parts.query}" if parts.query else "")


def host_of(url: str) -> str:
    """Host of an address, without www. 主机名"""
    netloc = urlsplit(url).netloc.lower()
    return netloc.removeprefix("www.")


def path_key(url: str) -> str:
    """Path and query of an address, the name of an index page taken away. 路径"""
    parts = urlsplit(url)
    return INDEX_NAME.sub("/", parts.path or "/") + (f"?{parts.query}" if parts.query else "")
