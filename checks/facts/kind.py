"""What a page is, by its body before the name of its column. 页面类型判定"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.model import Fact, PageKind
from checks.parsing.main import trail
from checks.parsing.memo import per_view
from checks.parsing.rows import row_lists
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .home import front_page
from .kind_documents import apply, document, guide_text, named, told
from .kind_items import fielded, item
from .kind_lists import catalogue, column, guide_index
from .kind_words import FEW_ROWS, Verdict, by, element_of, name_of, says
from .notice import read_notice
from .shape import Shape, read_shape
from .shell import shell_reason
from .stub import read_stub

NOTICES = {
    "not_found": PageKind.NOT_FOUND,
    "error": PageKind.BLOCKED,  # a server in trouble withholds the page for now; that says nothing about whether it exists
    "blocked": PageKind.BLOCKED,
    "moved": PageKind.MOVED,
    "closed": PageKind.MOVED,
}
TOOL_NAME, TOOL_PROSE = 16, 600


def kind(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.kind``: exactly one for every page. 页面类型"""
    verdict = read_kind(view, context)
    yield Fact(
        kind="page.kind",
        value=verdict.kind,
        evidence=view.evidence(verdict.quote, verdict.where),
        method=verdict.method,
        confidence=verdict.confidence,
    )


@per_view
def read_kind(view: PageView, context: Context) -> Verdict:
    """Decide the kind: errors and walls first, then documents by title and body, then landing pages and lists. 判定页面类型"""
    for step in STEPS:
        verdict = step(view, context)
        if verdict:
            return verdict
    return Verdict(kind=PageKind.OTHER, quote=title_text(view), where="//title", method="rest", confidence=0.5)


def _notice(view: PageView, context: Context) -> Verdict | None:
    found = read_notice(view)
    if found is None:
        return None
    return Verdict(kind=NOTICES[found.subject], quote=found.quote, where=found.where, method=found.method, confidence=found.confidence)


def _stub(view: PageView, context: Context) -> Verdict | None:
    jump = read_stub(view)
    if jump is None:
        return None
    return Verdict(kind=PageKind.REDIRECT_STUB, quote=jump.quote, where=jump.where, method=jump.method, confidence=jump.confidence)


def _shell(view: PageView, context: Context) -> Verdict | None:
    reason = shell_reason(view)
    if not reason or any(one.region == "script" for one in row_lists(view, context)):
        return None  # what its scripts hold can be read all the same
    return Verdict(kind=PageKind.SCRIPT_SHELL, quote=title_text(view), where="//body", method=reason)


def _not_html(view: PageView, context: Context) -> Verdict | None:
    if view.is_html:
        return None
    return Verdict(kind=PageKind.OTHER, quote="", where="/", method="not HTML", confidence=0.6)


def _interactive(view: PageView, context: Context) -> Verdict | None:
    name = name_of(view, context)
    tool = element_of(context, "interactive")
    if name is None or read_shape(view).dated >= FEW_ROWS or read_shape(view).prose > TOOL_PROSE:
        return None
    said = any(says(text, tool) and len(text) <= TOOL_NAME for text in (name.text, *trail(view)[-1:]))
    return by(PageKind.OTHER, name, "tool page") if said else None


def _home(view: PageView, context: Context) -> Verdict | None:
    found = front_page(view, context)
    if found is not None and found[0] != "address" and fielded(view, context):
        return None  # a page of an item that is called as its site
    return Verdict(kind=PageKind.HOME, quote=title_text(view), where="//title", method=found[0], confidence=found[1]) if found else None


STEPS: tuple[Callable[[PageView, Context], Verdict | None], ...] = (
    _notice,
    _not_html,
    _stub,
    _shell,
    _interactive,
    document,
    guide_text,
    guide_index,
    apply,
    named,
    catalogue,
    _home,
    item,
    told,
    column,
)


__all__ = ["Shape", "Verdict", "kind", "read_kind"]
