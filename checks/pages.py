"""Read pages: facts without bodies, how far a link could be followed, addresses made comparable. 已读页面"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import attrs

from checks.facts import read, shell
from checks.model import Entry, Evidence, Fact, FetchError, Link, LinkKind, Page, PageKind, Paging, Reading, State
from checks.parsing.address import ascii_host, without_doubles
from checks.parsing.attachments import kind_of
from checks.parsing.fold import ascii_of, fold
from checks.parsing.links import resolve
from checks.parsing.main import FRONT, MOST_STEPS, main_lines, main_text, trail
from checks.parsing.view import PageView
from checks.vocabulary import Context

LIST_OF_DOCUMENTS = 5  # so many rows are a list; its undated rows are documents, not columns
QUOTED = 300  # characters of an evidence's quote
FRAMES_BELOW = 2  # clicks: a frame set may stand in a frame of another
KEPT_TEXT = 20_000  # characters of a page that can be searched
FOR_CRAWLERS = re.compile(r"/(?:robots\.txt|sitemap[^/]*\.xml)$", re.I)
MARKUP = re.compile(rb"<\s*[!?a-z]", re.I)
INDEX_NAME = re.compile(r"/(?:index|default|home)\.(?:s?html?|jhtml|jsp|php|aspx?)$", re.I)

# What scripts that write text use, lower case.
WRITERS = (
    *(b"document.write", b"innerhtml", b"innertext", b".html(", b".text(", b".append(", b".load("),
    *(b"ajax", b"xmlhttprequest", b"fetch(", b"vue"),
)


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
    APART = "apart"  # read, and shared with other units or theirs


REACH_ZH = {
    Reach.READ: "已读",
    Reach.DEAD: "页面不存在",
    Reach.SCRIPT: "链接没有网址",
    Reach.ERROR: "访问出错",
    Reach.ROBOTS: "robots.txt 不允许",
    Reach.OFFSITE: "在站外，未查",
    Reach.SHELL: "内容由脚本写出，未能读出",
    Reach.UNVISITED: "本次未访问",
    Reach.APART: "已访问，未能确定属于本单位",
}


@attrs.frozen(kw_only=True, eq=False)
class ReadPage:
    """A page with its facts; the body is left behind in the visit file. 已读页面

    Attributes:
        page: the page without body.
        links: all links, kept for the home page only.
        offered: the words of its links, as many as a quotation holds: what the page offers a reader.
        jump: where a redirect stub or a frameset's single frame leads.
        frames: addresses of its frames; ``pixels`` of those in which no reader finds a door: without a size (counters, keep-alives), or a small
            window onto another site (the weather).
        hollow: the answer was good and holds no document: an empty body, or data that no reader would take for a page.
        own_text: characters of the page's own content outside links.
        text: the page's own content, for people to search; of the rules none asks for it but whether a home page tells its end,
            and whether a page of disclosure has a part that bears the name of what is sought.
        scripted: a script of the page writes text (a date, a list) that a static reading does not see.
        above: addresses of the steps that its breadcrumb names.
        menu: on an entry page and its frames, whether they show a menu; None if they show none and their scripts may write it.
    """

    page: Page
    facts: tuple[Fact, ...]
    links: tuple[Link, ...] = ()
    offered: str = ""
    jump: str | None = None
    frames: tuple[str, ...] = ()
    pixels: tuple[str, ...] = ()
    hollow: bool = False
    own_text: int = 0
    text: str = ""
    scripted: bool = False
    above: tuple[str, ...] = ()
    menu: bool | None = True

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

    @functools.cached_property
    def documents(self) -> frozenset[str]:
        """Addresses that are documents in the page's list: dated rows, or rows of so many that they are documents. 列表所列文件"""
        rows = [f.value for f in self.of("entry") if isinstance(f.value, Entry)]
        return frozenset(row.url for row in rows if row.url and (row.date is not None or len(rows) >= LIST_OF_DOCUMENTS))

    @property
    def rows(self) -> tuple[Fact, ...]:
        """What the page lists: the rows of its main list, and those that a click on a tab shows. 所列条目"""
        return (*self.of("entry"), *self.of("row.beside"))

    @property
    def headings(self) -> tuple[str, ...]:
        """What may head a part of the page: the lines of its content and the words on its tabs. 可作小标题的文字"""
        return (*self.text.splitlines(), *(str(fact.value) for fact in self.of("tab.head")))

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
            url=page.url, fetched_at=page.fetched_at, sha256=page.sha256, locator=locator, quote=quote[:QUOTED], rendered=page.rendered
        )


def read_page(page: Page, context: Context) -> ReadPage:
    """Read one page of a visit: facts, and the links where they are needed later. 读取一页"""
    if page.error not in (None, FetchError.INCOMPLETE) or not page.body:
        answered = page.status is not None and page.error is None
        facts = read(PageView(page), context) if answered else ()
        return ReadPage(page=attrs.evolve(page, body=b""), facts=facts, hollow=answered and not _is_document(page))
    return read_view(PageView(page), context)


def read_view(view: PageView, context: Context) -> ReadPage:
    """Read a page that has a body, from a view that others may share. 读取一页（已有视图）"""
    page = view.page
    facts = read(view, context)
    if page.error is FetchError.INCOMPLETE:
        facts = tuple(fact for fact in facts if not _says_missing(fact))
    jump = next((link.url for link in view.links if link.via in ("refresh", "frame") and link.url), None)
    own_text = sum(len(line.text) - line.linked for line in main_lines(view)) if view.is_html else 0
    links = view.links if page.depth == 0 else ()
    return ReadPage(
        page=attrs.evolve(page, body=b""),
        facts=facts,
        links=links,
        offered=words_of(view.links),
        jump=jump,
        frames=tuple(dict.fromkeys(link.url for link in view.links if link.via == "frame" and link.url)),
        pixels=tuple(dict.fromkeys(_pixels(view))),
        hollow=not _is_document(page) and not any(f.kind == "entry" for f in facts),
        own_text=own_text,
        text=main_text(view)[:KEPT_TEXT] if view.is_html else "",
        scripted=not page.rendered and _writes(view),
        above=_above(view) if view.is_html else (),
        menu=_menu(view) if page.depth <= FRAMES_BELOW else True,
    )


def _menu(view: PageView) -> bool | None:
    """Whether a page leads to columns; None where its scripts may write what it does not show."""
    return True if shell.has_menu(view) else None if shell.may_write_menu(view) else False


def _above(view: PageView) -> tuple[str, ...]:
    """Addresses of the breadcrumb's steps: those of the links that bear a step's name; of a block of one item a step that is named so."""
    steps = set(map(fold, trail(view)))
    if steps:
        return tuple(dict.fromkeys(link.url for link in view.links if link.url and fold(link.text) in steps))
    named = (list(block.iter("a")) for block in view.tree.iter("ol", "ul", "nav", "div") if "crumb" in (block.get("class") or "").lower())
    block = next((links for links in named if len(links) <= MOST_STEPS and links and fold(links[0].text_content()) in FRONT), [])
    return tuple(filter(None, (resolve(view.base_url, link.get("href") or "", view.encoding) for link in block)))


NO_SIZE = frozenset({"0", "1"})
STYLED_AWAY = re.compile(r"(?:^|[;\s])(?:width|height)\s?:\s?[01](?:px)?\s?(?:;|$)")
WINDOW = (500, 100)  # pixels, wide and high: neither a menu (as wide as the page) nor a list (higher) fits in


def _pixels(view: PageView) -> Iterator[str]:
    """Frames without a size, and small windows onto other sites. One that is merely hidden may be a tab that a click shows."""
    for frame in view.tree.iter("iframe"):
        sizes = [(frame.get(side) or "").strip().lower().removesuffix("px") for side in ("width", "height")]
        sizeless = set(sizes) & NO_SIZE or STYLED_AWAY.search((frame.get("style") or "").lower())
        window = all(size.isdecimal() and int(size) <= most for size, most in zip(sizes, WINDOW, strict=True))
        if sizeless or window:
            url = resolve(view.base_url, frame.get("src") or "", view.encoding)
            if url and (sizeless or host_of(url) != host_of(view.page.final_url or view.page.url)):
                yield url


def unshown(page: ReadPage, why: FetchError) -> ReadPage:
    """A page that a browser should have shown, and did not: what was sent counts, what is missing from it does not. 未能渲染的页面"""
    if page.kind is PageKind.SCRIPT_SHELL:  # says of itself that nothing can be read
        return page
    facts = tuple(fact for fact in page.facts if not _says_missing(fact))
    return attrs.evolve(page, page=attrs.evolve(page.page, error=why), facts=facts)


def _says_missing(fact: Fact) -> bool:
    """Whether a fact says that something is not there: of a page that came without its data that is not known."""
    if fact.kind in ("list.blank", "list.paging", "annual.defect", "annual.unequal"):
        return True
    return isinstance(fact.value, Reading) and fact.value.state in (State.ABSENT, State.BLANK, State.PLACEHOLDER)


def words_of(links: Iterable[Link]) -> str:
    """What links offer a reader, each text once, as much as a quotation holds. 链接文字"""
    texts = dict.fromkeys(link.text for link in links if link.text and not link.hidden and link.kind is not LinkKind.FRAGMENT)
    return " ".join(texts)[:QUOTED]


def _is_document(page: Page) -> bool:
    """Whether a body is a page or a file: anything with markup, attachments of a known make, bytes that are no text, files for crawlers."""
    opening = page.body[:50_000]
    return b"\x00" in opening or bool(MARKUP.search(opening) or FOR_CRAWLERS.search(page.url)) or bool(kind_of(page))


def unread_page(page: Page, why: str) -> ReadPage:
    """A page that brought its reader down: what it says is not known, and that is said. 未能读取的页面"""
    bare = ReadPage(page=attrs.evolve(page, body=b""), facts=())
    return attrs.evolve(
        bare, facts=(Fact(kind="reader.error", subject="page", value=why[:300], evidence=bare.evidence(), method="reader"),)
    )


def _writes(view: PageView) -> bool:
    """Whether a script of the page may write text: one from a file, which is not read, or one that says so."""
    scripts = tuple(view.tree.iter("script"))
    if any(script.get("src") for script in scripts) or b"ng-app" in view.letters:
        return True
    own = ascii_of("\n".join([script.text or "" for script in scripts]))
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
    if not page.ok or page.hollow or page.kind in (PageKind.BLOCKED, PageKind.MOVED):
        return Reach.ERROR
    aimless = page.kind is PageKind.REDIRECT_STUB and not page.jump  # what its script leads to is not known
    return Reach.SHELL if aimless or page.kind is PageKind.SCRIPT_SHELL else Reach.READ


def address_key(url: str) -> str:
    """An address with what does not matter taken away: scheme, www., doubled slashes, the name of an index page. 网址归一"""
    parts = urlsplit(url)
    path = without_doubles(INDEX_NAME.sub("/", parts.path or "/"))
    return f"{host_of(url)}{path}" + (f"?{parts.query}" if parts.query else "")


def host_of(url: str) -> str:
    """Host of an address, without www.; a Chinese name as it is asked for. 主机名"""
    netloc = urlsplit(url).netloc.lower()
    if not netloc.isascii():
        name, colon, port = netloc.partition(":")
        netloc = (ascii_host(name) or name) + colon + port
    return netloc.removeprefix("www.")


def path_key(url: str) -> str:
    """Path and query of an address, the name of an index page taken away. 路径"""
    parts = urlsplit(url)
    return INDEX_NAME.sub("/", parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def same_owner(host: str, other: str) -> bool:
    """Whether two hosts plausibly have one owner: one is part of the other, or both end in the same three labels (``x.gov.cn``). 同一所有者"""
    if host == other or host.endswith("." + other) or other.endswith("." + host):
        return True
    return len(host.split(".")) >= 3 and host.split(".")[-3:] == other.split(".")[-3:] and not host.replace(".", "").isdigit()
