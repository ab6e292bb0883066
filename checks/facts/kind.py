"""What a page is, by its body before the name of its column. 页面类型判定"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import attrs

from checks.model import Fact, PageKind
from checks.parsing.fold import fold, plain
from checks.parsing.labels import label_pairs
from checks.parsing.main import main_lines, trail
from checks.parsing.memo import per_view
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Element, Vocabulary

from .fields import fields_of
from .follows import following, leads_list
from .glance import count_words, own_words
from .notice import read_notice
from .shape import ORGAN, SEVERAL, Shape, read_shape
from .shell import shell_reason
from .title import PIECES, SITE_LIKE, Title, headline, read_title

FAMILY = "kinds"
NOTICES = {
    "not_found": PageKind.NOT_FOUND,
    "error": PageKind.BLOCKED,  # a server in trouble withholds the page for now; that says nothing about whether it exists
    "blocked": PageKind.BLOCKED,
    "moved": PageKind.MOVED,
    "closed": PageKind.MOVED,
}
STUB_TEXT = 60
ROOT_PATH = re.compile(r"^/?(?:(?:index|default|main|home)\.(?:s?html?|jsp|jhtml|aspx?|php|do))?$", re.I)
YEAR = re.compile(r"(?:19|20)\d{2}|二[〇○零][一二〇○零][〇○零一二三四五六七八九]")
# Kinds of documents, told by the words of their title, in this order; the number is how many words of the body are asked for besides.
DOCUMENTS: tuple[tuple[PageKind, int], ...] = (
    (PageKind.ANNUAL_REPORT, 0),
    (PageKind.GUIDE, 0),
    (PageKind.APPLY, 4),
    (PageKind.POWER_LIST, 0),
    (PageKind.PENALTY, 0),
    (PageKind.BUDGET, 0),
)
GUIDE_WORDS = 5  # distinct words of a guide in a body whose title does not say so
LABELS = 4  # distinct field labels at the beginning of lines that make a service item or a penalty
FEW_ROWS = 3
MANY_LINKS = 200
# Kinds of documents that often show no date of their own.
UNDATED = (PageKind.ANNUAL_REPORT, PageKind.POWER_LIST, PageKind.PENALTY, PageKind.BUDGET)
FIELD_FAMILIES = {PageKind.SERVICE_ITEM: "items", PageKind.POWER_LIST: "items", PageKind.PENALTY: "penalty"}
COMMON_FIELDS = frozenset({"name", "organ", "office", "consult", "complaint", "supervise", "p_organ", "p_date"})  # on pages of any kind
NAMED_TEXT = 100  # characters that follow a name; fewer are no document
BESIDE_TEXT = 250  # characters below the name that are more than notes on a list
ARTICLE_STEP = re.compile(r"^(?:正文|内容|详细(?:内容|信息)?|详情|信息内容|文章(?:内容|正文)?|浏览文章|查看)$")
TOOL_NAME, TOOL_PROSE = 16, 600
GOING_ON = frozenset("的了是和与")  # behind a label: it is part of a sentence
NUMBERING = re.compile(r"^[\s(（\[【]*[一二三四五六七八九十\d]{0,3}[)）\]】、.．\s]*")
PAGER = re.compile(r"下一页|末页|尾页|最后一页|共\s?\d{1,5}\s?页")
PLACE = re.compile(r"(?:^|[省市县区州盟旗局委办厅院会乡镇道部署])$")
REFRESH_TAG = "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh' and contains(translate(@content, 'URL', 'url'), 'url')]"


@attrs.frozen(kw_only=True)
class Verdict:
    """A page kind with the words it rests on. 类型判定"""

    kind: PageKind
    quote: str
    where: str
    method: str
    confidence: float = 0.9


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
    jump = next((link for link in view.links if link.via == "refresh"), None)
    if len(view.text) > STUB_TEXT or not view.is_html:
        return None
    if jump is not None:
        return Verdict(kind=PageKind.REDIRECT_STUB, quote=jump.href, where=jump.locator, method="refresh", confidence=1.0)
    tag = next(iter(view.tree.xpath(REFRESH_TAG)), None)  # a relative target of a page whose own address is not known
    return (
        Verdict(kind=PageKind.REDIRECT_STUB, quote=tag.get("content"), where=view.locator(tag), method="refresh")
        if tag is not None
        else None
    )


def _shell(view: PageView, context: Context) -> Verdict | None:
    reason = shell_reason(view)
    return Verdict(kind=PageKind.SCRIPT_SHELL, quote=title_text(view), where="//body", method=reason) if reason else None


def _not_html(view: PageView, context: Context) -> Verdict | None:
    if view.is_html:
        return None
    return Verdict(kind=PageKind.OTHER, quote="", where="/", method="not HTML", confidence=0.6)


def _interactive(view: PageView, context: Context) -> Verdict | None:
    name = _name(view, context)
    tool = _element(context, "interactive")
    if name is None or read_shape(view).dated >= FEW_ROWS or read_shape(view).prose > TOOL_PROSE:
        return None
    said = any(_says(text, tool) and len(text) <= TOOL_NAME for text in (name.text, *trail(view)[-1:]))
    return _by(PageKind.OTHER, name, "tool page") if said else None


def _document(view: PageView, context: Context) -> Verdict | None:
    """A page with a headline: one document."""
    found = headline(view, context.as_of)
    if found is None:
        return None
    shape = read_shape(view)
    if shape.dated > FEW_ROWS and shape.prose < 40 * shape.dated and leads_list(view, found):
        return None
    for document, words in DOCUMENTS:
        element = _element(context, document)
        if (
            _says(found.text, element)
            and (document is not PageKind.ANNUAL_REPORT or YEAR.search(found.text))
            and _words(view, element) >= words
        ):
            return _by(document, found, "title")
    return (
        _labelled(view, context, PageKind.PENALTY)
        or _labelled(view, context, PageKind.SERVICE_ITEM)
        or _guide_text(view, context)
        or _by(PageKind.ARTICLE, found, "headline")
    )


def _guide_text(view: PageView, context: Context) -> Verdict | None:
    """The text of a guide, whatever stands above it: most of a guide's subjects, and it calls itself one."""
    element = _element(context, PageKind.GUIDE)
    shape = read_shape(view)
    name = _name(view, context)
    if max(shape.prose, following(view, name).text) < NAMED_TEXT or (shape.dated > FEW_ROWS and leads_list(view, name)):
        return None
    text = own_words(view)
    named = (name is not None and _says(name.text, element)) or any(_says(step, element) for step in trail(view)[-1:])
    calls_itself = any(label in text[:600] for label in element.labels) or "本指南" in text or "《指南》" in text
    count = _words(view, element)
    if not ((named and count >= FEW_ROWS) or (calls_itself and count >= GUIDE_WORDS + 2)):
        return None
    if name is not None and any(word in fold(name.text) for word in element.never):
        return None
    line = next((line for line in main_lines(view) if any(label in fold(line.text) for label in element.labels)), main_lines(view)[0])
    return Verdict(
        kind=PageKind.GUIDE,
        quote=line.text,
        where=view.locator(line.element),
        method=f"{count} words of a guide",
        confidence=0.9 if named else 0.75,
    )


@per_view
def _openings(view: PageView) -> tuple[tuple[str, Line], ...]:
    """Lines of the content by their folded beginnings, numbering taken away. 行首"""
    return tuple((_opening(line.text[:80]), line) for line in main_lines(view))


@functools.lru_cache(maxsize=20_000)
def _opening(text: str) -> str:
    return NUMBERING.sub("", fold(text))[:40]


def _labelled(view: PageView, context: Context, wanted: PageKind) -> Verdict | None:
    """Field labels at the beginning of lines: one item with its fields."""
    _, begin = _field_words(context.vocabulary, wanted)
    found: dict[str, str] = {}
    for text, line in _openings(view):
        alike = begin.get(text[:2])
        if alike is None or not text.startswith(alike):
            continue
        label = next((word for word in alike if text.startswith(word) and text[len(word) : len(word) + 1] not in GOING_ON), None)
        if label and line.linked < 0.6 * len(line.text):
            found.setdefault(label, line.text)
    if len(found) < LABELS or (read_shape(view).dated > FEW_ROWS and leads_list(view, _name(view, context))):
        return None
    first = next(iter(found.values()))
    return Verdict(kind=wanted, quote=first, where="//body", method=f"{len(found)} field labels", confidence=0.85)


@functools.lru_cache(maxsize=16)
def _field_words(vocabulary: Vocabulary, wanted: PageKind) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Labels that tell of a kind, longest first, also by how they begin: its own words, and labels of fields that no other page has."""
    own = vocabulary.family(FAMILY)[wanted].aliases
    fields = vocabulary.family(FIELD_FAMILIES[wanted]).values()
    labels = {label for element in fields if element.id not in COMMON_FIELDS for label in element.labels if len(label) >= 4}
    words = tuple(sorted({*own, *labels}, key=lambda word: (-len(word), word)))
    return words, {start: tuple(word for word in words if word[:2] == start) for start in {word[:2] for word in words}}


def _apply(view: PageView, context: Context) -> Verdict | None:
    name = _name(view, context)
    shape = read_shape(view)
    element = _element(context, PageKind.APPLY)
    named = (name is not None and _says(name.text, element)) or any(_says(step, element) for step in trail(view)[-2:])
    if not named or name is None or (shape.dated > 0 and leads_list(view, name)):
        return None
    return _by(PageKind.APPLY, name, "column name") if not any(word in fold(name.text) for word in element.never) else None


def _named(view: PageView, context: Context) -> Verdict | None:
    """A document that shows no date: its name says what it is, its words agree, and text follows the name."""
    name = _name(view, context)
    if name is None or leads_list(view, name) or following(view, name).text < NAMED_TEXT:
        return None
    for document in UNDATED:
        element = _element(context, document)
        if (
            _says(name.text, element)
            and _witnesses(view, context, document) >= 2
            and (document is not PageKind.ANNUAL_REPORT or YEAR.search(name.text))
        ):
            return _by(document, name, "name")
    last = trail(view)[-1:]
    if (last and ARTICLE_STEP.match(fold(last[0]))) or fold(name.text) == fold(view.meta("articletitle")):
        return _by(PageKind.ARTICLE, name, "breadcrumb")
    return None


def _witnesses(view: PageView, context: Context, kind: PageKind) -> int:
    """Different words of the kind in the content."""
    words = _field_words(context.vocabulary, kind)[0] if kind in FIELD_FAMILIES else _element(context, kind).aliases
    return count_words(view, words)


def _guide_index(view: PageView, context: Context) -> Verdict | None:
    name = _name(view, context)
    shape = read_shape(view)
    if name is None or not _says(name.text, _element(context, PageKind.GUIDE)) or shape.dated > FEW_ROWS:
        return None
    if shape.organs < SEVERAL or shape.prose > 800:
        return None
    return _by(PageKind.GUIDE_INDEX, name, f"{shape.organs} organs")


def _catalogue(view: PageView, context: Context) -> Verdict | None:
    """The landing page of the disclosure column: blocks or a tree of sub-columns, or an index with 索引号."""
    name = _name(view, context)
    element = _element(context, PageKind.CATALOGUE)
    if name is None:
        return None
    text = fold(name.text)
    landing = any(text.endswith(word) and PLACE.search(text.removesuffix(word)) for word in element.aliases) and len(text) < 24
    if any(word in text for word in element.never) or not (landing or any(label in text for label in element.labels)):
        return None
    if not trail(view) and text not in fold(title_text(view)) and _home(view, context):
        return None  # the heading of one block of a front page
    shape = read_shape(view)
    blocks = (
        shape.more >= 2
        or shape.indexes >= 2
        or shape.lists >= 2
        or len({fold(line.text) for line in main_lines(view) if len(line.text) < 12}) >= 6
    )
    if shape.prose > 1500 or (shape.dated >= 8 and shape.more < 2 and shape.indexes < 2):
        return None  # one list of everything published
    return _by(PageKind.CATALOGUE, name, "landing page") if blocks and (main_lines(view) or not shape.frames) else None


def _home(view: PageView, context: Context) -> Verdict | None:
    shape = read_shape(view)
    path = urlsplit(view.url).path if view.url.startswith("http") else "-"
    at_root = bool(ROOT_PATH.match(path)) and not urlsplit(view.url).query
    is_start = bool(context.start_url) and view.url.rstrip("/") == context.start_url.rstrip("/")
    steps = trail(view)
    if (at_root or is_start) and len(steps) < 2 and shape.links >= 5:
        return Verdict(kind=PageKind.HOME, quote=title_text(view), where="//title", method="address", confidence=0.95)
    if len(steps) > 1 or shape.links < 30 or view.meta("columnname") or view.meta("articletitle"):
        return None
    pieces = [piece for piece in PIECES.split(title_text(view)) if piece]
    ours = [piece for piece in pieces if SITE_LIKE.search(fold(piece)) or ORGAN.search(fold(piece)) or piece == view.meta("sitename")]
    if not ours or (len(ours) < len(pieces) and shape.links < MANY_LINKS):
        return None  # the title names a column before the site
    if not (shape.lists or shape.more >= 3) or (shape.lists < 4 and (_one_list(shape) or PAGER.search(plain(view.text)))):
        return None
    blocks = (shape.more >= 3) + (shape.lists >= 2) + (shape.links >= MANY_LINKS / 2)
    if not blocks:
        return None
    return Verdict(kind=PageKind.HOME, quote=title_text(view), where="//title", method="many blocks", confidence=0.5 + 0.1 * blocks)


def _one_list(shape: Shape) -> bool:
    return shape.widest >= 10 and shape.widest > 0.6 * shape.rows


def _list(view: PageView, context: Context) -> Verdict | None:
    name = _name(view, context)
    shape = read_shape(view)
    where = name or Title(title_text(view), title_text(view), "//title", "", 0.0)
    below = following(view, name)
    beside = below.text >= BESIDE_TEXT and not leads_list(view, name)  # the rows are another block's
    if shape.rows and shape.prose < 200 + 80 * shape.rows and not beside:
        return _by(PageKind.COLUMN, where, f"{shape.rows} rows")
    if min(shape.prose, below.text) < 40 and not shape.fields and not shape.frames and (len(trail(view)) > 1 or view.meta("columnname")):
        return _by(PageKind.COLUMN, where, "column without rows")
    return None


def _item(view: PageView, context: Context) -> Verdict | None:
    return _labelled(view, context, PageKind.PENALTY) or _labelled(view, context, PageKind.SERVICE_ITEM) or _tabled(view, context)


def _tabled(view: PageView, context: Context) -> Verdict | None:
    """Labels with values, wherever a reader sees them as such: enough fields of an item in tables, lists of terms or bold words."""
    name = _name(view, context)
    if name is None or leads_list(view, name):
        return None
    for wanted in (PageKind.PENALTY, PageKind.SERVICE_ITEM):
        family = FIELD_FAMILIES[wanted]
        found = Counter(field for pair in label_pairs(view) for field, _ in fields_of(pair.label, context.vocabulary, family))
        several = sum(times >= FEW_ROWS for times in found.values()) > 1  # a list of items, each with a few of its fields
        if len(found.keys() - COMMON_FIELDS) >= LABELS and not several:
            return _by(wanted, name, f"{len(found)} labelled fields")
    return None


STEPS: tuple[Callable[[PageView, Context], Verdict | None], ...] = (
    _notice,
    _not_html,
    _stub,
    _shell,
    _interactive,
    _document,
    _guide_text,
    _guide_index,
    _apply,
    _named,
    _catalogue,
    _home,
    _item,
    _list,
)


def _name(view: PageView, context: Context) -> Title | None:
    return read_title(view, context.as_of)


def _element(context: Context, name: str) -> Element:
    return context.vocabulary.family(FAMILY)[name]


def _says(text: str, element: Element) -> bool:
    words = re.sub(r"[“”\"'‘’]", "", fold(text))
    return any(label.strip("“”") in words for label in element.labels) and not any(word in words for word in element.never)


def _words(view: PageView, element: Element) -> int:
    return count_words(view, element.aliases)


def _by(kind: PageKind, title: Title, method: str) -> Verdict:
    return Verdict(kind=kind, quote=title.quote, where=title.where, method=method, confidence=0.9)


__all__ = ["Shape", "Verdict", "kind", "read_kind"]
