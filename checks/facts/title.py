"""The title of a document or column, as the reader sees it. 页面标题

A document's headline stands before its date and source; a column's name at the end of the breadcrumb, above the list, in the tab that is
lit and in the title tag. Each place votes; what the site is called is no title.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterator

import attrs

from checks.model import Fact, PageKind
from checks.parsing.crumbs import listed_steps, marked_steps
from checks.parsing.fold import compact, fold, plain
from checks.parsing.main import BAR, CRUMB, FOOTER, HIDDEN, ROW, SIDE, TEXT, main_lines, read_main, trail
from checks.parsing.memo import per_view
from checks.parsing.own_list import EMPTY
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .published import HEADINGS, shown
from .shape import ORGAN
from .title_lead import lead_line, metadata
from .title_torn import (
    FIELD,
    LONGEST,
    SUBTITLE,
    day_behind,
    heading_of,
    heads_below,
    heads_window,
    in_dated_row,
    in_row,
    in_two_blocks,
    label_of,
    lit_entry,
    named_within,
    over_rows,
    set_off,
    tag_of,
    tags_of,
    whole,
)
from .title_words import (
    CODE,
    DAY_FIRST,
    DECORATION,
    DOC_NO,
    FIELD_NAMES,
    GENUS,
    HEADING_STEP,
    IN_ENGLISH,
    LABELLED_DAY,
    LIST_STEP,
    LIT_NAME,
    NAMING,
    NO_NAME,
    NOT_NAMES,
    PIECES,
    PLACEHOLDER,
    RED_HEAD,
    RULING,
    SITE_LIKE,
    TITLE_NAME,
    is_paper,
    repeated,
    unmarked,
)

WORD = re.compile(r"[\u3400-\u9fffa-z]{2}")
NO_LETTER = re.compile(r"[^\w]")
LAST_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
NOT_READ = (FOOTER, HIDDEN, SIDE, CRUMB)
AROUND = (FOOTER, HIDDEN, ROW, BAR, SIDE, CRUMB)  # no line of these names what follows
SENTENCE_END = re.compile(r"[。；;：:，,]$")
LONGEST_COLUMN = 40
NEAR = 8  # lines between a headline and the line with its date
LONGEST_CAPTION = 10
LEAST_NAME = 8  # characters of the name of a document without a date; shorter ones are columns'
SHORTEST = 5  # characters of a headline that the title tag does not repeat
LEAST_TEXT = 40  # characters that follow it
FIRST_LINES, LAST_HEADING = 16, 60  # of the content: a name stands among them, or as a heading behind a table of data
DOCUMENT_SIGN = re.compile(r"\d|[〇○零一二三四五六七八九]年|《|关于")  # of a document's name rather than a column's
RECURRING = 3  # times a line stands there that heads each of many blocks
SURE = 3.0
STEP = 1.4  # most that a step of the breadcrumb has as the headline of a document
LISTED = 1.9  # vote of a list that is only named a breadcrumb: less than that of the page's one heading
ORGANS = 1.4  # vote of an organ's name in the title tag: the tab that is lit is the column, who shows it is not
LONGEST_ORGAN = 12
LONG_STEP = 10  # characters of the last step of a breadcrumb that may be the document itself


@attrs.frozen
class Title:
    """A title with where it was read. 标题读数"""

    text: str
    quote: str
    where: str
    method: str
    confidence: float
    document: bool = False


def title(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.title``; none on front pages, redirects, shells, walls and error pages. 页面标题"""
    from .kind import read_kind

    if read_kind(view, context).kind in (
        PageKind.HOME,
        PageKind.REDIRECT_STUB,
        PageKind.SCRIPT_SHELL,
        PageKind.NOT_FOUND,
        PageKind.BLOCKED,
    ):
        return
    found = read_title(view, context.as_of)
    if found:
        yield Fact(
            kind="page.title",
            value=found.text,
            evidence=view.evidence(found.quote, found.where),
            method=found.method,
            confidence=found.confidence,
        )


@per_view
def read_title(view: PageView, as_of: dt.date) -> Title | None:
    """The title of a page that is a document, a column or a notice; None if the page shows none. 标题识别"""
    return headline(view, as_of) or _undated(view) or _column_name(view)


@per_view
def headline(view: PageView, as_of: dt.date) -> Title | None:
    """The headline of a document: what the meta tag or the title tag repeat, or the heading before date and source. 文章标题"""
    article = fold(view.meta("articletitle"))
    if len(article) > 3 and not PLACEHOLDER.search(article):
        lines = list(_readable(view))
        same = next((line for line in lines if len(line.text) < 2 * len(article) + 20 and fold(line.text) == article), None)
        if same is not None:
            return _title(view, same, "meta and heading", 1.0)
        label = next((line for line in lines if len(line.text) < len(article) + 12 and fold(line.text).endswith(article)), None)
        if label is not None:
            return Title(view.meta("articletitle"), label.text, view.locator(label.element), "meta and label", 0.95, True)
    # A line right below a row of a list belongs to it.
    dated = [p.line for p in shown(view, as_of) if p.line >= 0 and not (p.line and read_main(view).parts[p.line - 1] is ROW)]
    if not dated or len(dated) > 4:  # none, or the dates of a list
        return None
    first = min(dated)
    bars = {line for line, part in zip(view.lines, read_main(view).parts, strict=True) if part is BAR}
    before = [line for line in _readable(view, max(0, first - NEAR), first) if line not in bars]
    inside = list(_readable(view, first, first + NEAR))
    tag = _own_name(view)
    own = _own_pieces(view)
    before = [line for line in _readable(view, 0, max(0, first - NEAR)) if _repeats(line, own)] + before
    way = trail(view) or listed_steps(view) or marked_steps(view)
    steps = {fold(step) for step in (way[:-1] if way and len(fold(way[-1])) >= LONG_STEP else way)}
    ranks = Counter(tags_of(view)) if any(tag_of(line.element) for line in inside) else Counter()
    candidates = sorted(((_score(line, tag, steps, distance), line) for distance, line in enumerate(reversed(before))), key=lambda c: -c[0])
    if any(score > STEP and is_paper(fold(line.text)) and fold(line.text) not in steps for score, line in candidates):
        # the column's heading above that of the document, which stands right before its day
        candidates = [(min(score, STEP) if fold(line.text) in steps else score, line) for score, line in candidates]
    candidates += [(_score(line, tag, steps, 3) - (4 if ranks[tag_of(line.element)] >= RECURRING else 1), line) for line in inside]
    score, best = max(candidates, key=lambda c: c[0], default=(0.0, None))
    if best is not None and best in before:
        score, best = max(
            ((s, line) for s, line in candidates if s > 1 and heads_below(before, best, line)), key=lambda c: c[0], default=(score, best)
        )
    if best is None or score <= 1 or in_dated_row(best.element):
        return None
    found = _title(view, best, "heading", min(0.5 + score / 12, 0.95))
    return attrs.evolve(found, text=in_two_blocks(best, before, own) or found.text)


@per_view
def _undated(view: PageView) -> Title | None:
    """The headline of a document that shows no date: among the first lines of the content, as a title looks, with text below it."""
    from .follows import following, leads_list

    last = trail(view)[-1:]
    steps = {fold(step) for step in trail(view) if step not in last or len(fold(step)) < LEAST_NAME}
    tag = _own_name(view)
    ends = frozenset(map(fold, last))
    first = _first_text(view)
    pieces = [piece for piece in _own_pieces(view).split("|") if not ORGAN.search(piece)]  # who signs is no column
    columns = {name for name in (*pieces, *ends) if len(name) < LEAST_NAME or (name in ends and not DOCUMENT_SIGN.search(name))}
    shown_name = any(fold(line.text) in columns for line in first)
    broken = Counter(heading for line in first if (heading := heading_of(line.element)) is not None)
    ranks = Counter(str(heading.tag) for heading in broken)
    times = Counter(fold(line.text) for line in first)
    best: tuple[float, Line] | None = None
    for place, shown_line in enumerate(first):
        heading = heading_of(shown_line.element)
        rank = str(heading.tag) if heading is not None else ""
        in_lines = heading is not None and broken[heading] > 1
        line = attrs.evolve(shown_line, text=whole(view, shown_line)) if in_lines or heading is None else shown_line
        text, repeats = fold(line.text), _repeats(line, tag)
        alone = (rank and ranks[rank] == 1) or (place == 0 and set_off(line.element))
        if (
            not (LEAST_NAME <= len(text) <= LONGEST or RULING.match(text))
            or times[text] >= RECURRING
            or _no_name(text, line.text)
            or NO_NAME.search(unmarked(line.text, asked=repeats) if alone or repeats else line.text)
            or NO_LETTER.sub("", text) in steps
            or (RED_HEAD.fullmatch(text) and not _repeats(line, tag))
        ):
            continue
        if text in ends and not DOCUMENT_SIGN.search(text):
            continue  # the column the breadcrumb ends with
        if shown_name or (rank and ranks[rank] > 1):  # one of several blocks, or below the name of a column
            score = _score(line, tag, steps, 3) if _repeats(line, tag) else 0.0
        else:
            off = set_off(line.element)
            score = _score(line, tag, steps, 3) + 2 * (place == 0) + 1.5 * off + (off and GENUS.search(text) is not None)
        if score >= SURE and (best is None or score > best[0]):
            best = score, shown_line
    if best is None:
        return None
    found = _title(view, best[1], "heading and text", min(0.4 + best[0] / 15, 0.85))
    if in_dated_row(best[1].element):
        return None
    return found if following(view, found).text >= LEAST_TEXT and not leads_list(view, found) else None


def _first_text(view: PageView) -> list[Line]:
    """The first lines of text of the content, captions of lists left out; below the breadcrumb, where one stands above text."""
    parts = read_main(view).parts
    own = frozenset(main_lines(view))
    places = [n for n, line in enumerate(view.lines) if parts[n] is TEXT and line in own and not line.hidden and line not in metadata(view)]
    crumb = next((n for n, part in enumerate(parts) if part is CRUMB), -1)
    below = [n for n in places if n > crumb] or places
    behind = [
        n for n in below[FIRST_LINES:LAST_HEADING] if view.lines[n].element.tag in HEADINGS and _repeats(view.lines[n], _own_name(view))
    ]
    return [view.lines[n] for n in (*below[:FIRST_LINES], *behind[:1]) if not _heads_rows(view, n) and not in_row(view.lines[n].element)]


def _heads_rows(view: PageView, index: int) -> bool:
    """Whether a short line stands right above a row: the caption of a list."""
    return len(view.lines[index].text) <= LONGEST_CAPTION and read_main(view).parts[index + 1 : index + 2] == (ROW,)


def _own_pieces(view: PageView) -> str:
    """The folded title tag without what it calls the site, '' if it says nothing else."""
    return "|".join([words for piece in PIECES.split(title_text(view)) if not SITE_LIKE.search(words := fold(piece))])


@per_view
def _own_name(view: PageView) -> str:
    """The folded title tag without what it calls the site; the whole of it where it says nothing else."""
    return _own_pieces(view) or fold(title_text(view))


def _repeats(line: Line, tag: str) -> bool:
    """Whether the title tag repeats a line that is long enough to be a document's name."""
    text = fold(line.text)
    return LEAST_NAME <= len(text) <= LONGEST and not line.linked and repeated(text, tag)


def _score(line: Line, tag: str, steps: set[str], distance: int) -> float:
    if not 2 <= len(line.text) <= LONGEST:
        return 0.0
    if day := LABELLED_DAY.search(line.text) and day_behind(line):
        line = attrs.evolve(line, text=line.text.removesuffix(day))
    text = fold(IN_ENGLISH.sub("", line.text))
    if (
        text in NOT_NAMES
        or line.linked > 0.5 * len(line.text)
        or LABELLED_DAY.search(line.text)
        or PLACEHOLDER.search(text)
        or not WORD.search(text)
    ):
        return 0.0
    if CODE.fullmatch(line.text) or DAY_FIRST.match(text) or (DOC_NO.fullmatch(text) and text not in tag):
        return 0.0
    score = 1.5 - 0.2 * distance
    score += 3 * (tag_of(line.element) is not None) + 2 * named_within(line.element, TITLE_NAME)
    score += 3 * (len(text) > 3 and repeated(text, tag))
    score += (
        0.5 * (len(text) > 8)
        - 1.0 * (len(text) < SHORTEST and text not in tag and not set_off(line.element))
        - 3 * bool(SENTENCE_END.search(line.text))
        - 4 * (text in steps)
    )
    score -= 2 * (len(text) <= LONGEST_ORGAN and ORGAN.search(text) is not None) + 2 * bool(SUBTITLE.match(line.text))
    return score - 2 * bool(FIELD.match(plain(line.text))) - 3 * (text in FIELD_NAMES)


def _column_name(view: PageView) -> Title | None:
    """The name of a column: breadcrumb, heading, lit tab, title tag and meta tag vote. 栏目名称"""
    votes: dict[str, float] = {}
    shown_as: dict[str, tuple[str, str, str]] = {}
    site = {fold(view.meta("sitename")), ""}

    def vote(text: str, weight: float, where: str, quote: str) -> None:
        inside = DECORATION.match(text)
        text = (inside["inside"] if inside and inside["inside"] else DECORATION.sub("", text)).strip(" :：·-—>»|[]【】")
        text = IN_ENGLISH.sub("", text)
        key = NO_LETTER.sub("", fold(text))
        if key in site or not 1 < len(key) <= LONGEST_COLUMN or PLACEHOLDER.search(key) or key in NOT_NAMES or LIST_STEP.fullmatch(key):
            return
        votes[key] = votes.get(key, 0.0) + weight
        shown_as.setdefault(key, (text, quote, where))

    steps = trail(view)
    steps = steps[:-1] if len(steps) > 1 and LIST_STEP.match(fold(steps[-1])) else steps
    if len(steps) > 1 or (steps and fold(steps[0]) not in ("首页", "网站首页")):
        vote(steps[-1], 3.0, "breadcrumb", steps[-1])
    elif not steps and (marked := marked_steps(view)):
        vote(marked[-1], 3.0, "breadcrumb", marked[-1])
    elif not steps and (listed := listed_steps(view)):
        vote(listed[-1], LISTED, "breadcrumb", listed[-1])
    for weight, line in _headings(view):
        vote(line.text.removesuffix(day_behind(line)), weight, view.locator(line.element), line.text)
    pieces = [p for p in PIECES.split(title_text(view)) if p]
    for position, piece in enumerate(pieces):
        if not SITE_LIKE.search(fold(LAST_BRACKET.sub("", piece))) and fold(piece) not in site:
            vote(piece, (ORGANS if ORGAN.search(NO_LETTER.sub("", fold(piece))) else 2.0) - 0.1 * position, "//title", piece)
    vote(view.meta("columnname"), 1.5, "meta[ColumnName]", view.meta("columnname"))
    if max(votes.values(), default=0.0) <= ORGANS and (lit := lit_entry(view, LIT_NAME)) is not None:
        vote(compact("".join(lit.itertext())), 1.5, view.locator(lit), compact("".join(lit.itertext())))
    if not votes:
        return None
    best = max(votes, key=lambda key: votes[key])
    if votes[best] < ORGANS:
        return None
    # «公开指南» in the breadcrumb, «某局政府信息公开指南» above the text: the heading is the whole name.
    whole = [key for key in votes if best in key and key != best and votes[key] >= 1.0 and HEADING_STEP.search(shown_as[key][2])]
    text, quote, where = shown_as[max(whole, key=lambda key: votes[key], default=best)]
    return Title(text, quote, where, "column", min(0.4 + votes[best] / 10, 0.95))


def _headings(view: PageView) -> Iterator[tuple[float, Line]]:
    """Lines that look like the name of what follows: headings, titled blocks, the lit tab, the first line of the content."""
    seen: set[str] = set()
    parts = read_main(view).parts
    own, box = main_lines(view), lead_line(view)
    # What the page shows and its title tag repeats is its name, unless it is the organ's.
    pieces = {words for piece in PIECES.split(title_text(view)) if not ORGAN.search(words := fold(piece))}
    tags = Counter([tag_of(line.element) for line in own])  # several headings of one rank name blocks, not the page
    lead = (
        *(own[:1] if box is None else (box,)),
        *(top for top in _first_text(view)[:1] if set_off(top.element) and not ORGAN.search(fold(top.text))),
        *over_rows(view),
    )
    first = (*own[:3], *_first_text(view)[:3])
    for line, part in zip(view.lines, parts, strict=True):
        if line.hidden or (part in AROUND and line is not box) or len(line.text) > LONGEST_COLUMN:
            continue
        text = fold(line.text)
        if len(text) < 2 or text in seen or _no_name(text, line.text):
            continue
        linked = line.linked > 0.5 * len(line.text)
        tag = tag_of(line.element) if not linked else None
        if tag is not None and in_dated_row(line.element):
            continue  # the title of a row, whose link says «查看详情»
        if tag is not None:
            seen.add(text)
            alone = 1.5 if heads_window(line.element) else 2.0
            weight = alone if line in first and tags[tag] == 1 else 1.5 if text in pieces and not tags[tag] else 1.0
            yield (min(weight, ORGANS) if ORGAN.search(text) else weight), line
        elif named_within(line.element, TITLE_NAME) and not linked and len(seen) < 4:
            seen.add(text)
            yield (1.5 if line in (box, *own[:1], *view.lines[:1]) or (not seen - {text} and len(tags) == (None in tags)) else 1.0), line
        elif (
            (part is TEXT and not linked and text in pieces)
            or (named_within(line.element, LIT_NAME) and part is not TEXT and line.anchors < 2)
            or (own and line in lead and not linked and (line is box or len(text) < 20))
        ):
            seen.add(text)
            yield 1.5, line


@functools.lru_cache(maxsize=20_000)
def _no_name(text: str, written: str) -> bool:
    """Whether a short line, folded and as written, names a site, is a sentence, or says that there is nothing."""
    return bool(SITE_LIKE.search(text) or SENTENCE_END.search(written) or not WORD.search(text) or EMPTY.match(text))


def _readable(view: PageView, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Visible lines outside the footer that are no captions of lists, of those from ``start`` to before ``end``."""
    places = range(start, min(len(view.lines), end if end is not None else len(view.lines)))
    lines = view.lines
    for place, part in zip(places, read_main(view).parts[start:end], strict=True):
        line = lines[place]
        if not line.hidden and part not in NOT_READ and (len(line.text) > LONGEST_CAPTION or not _heads_rows(view, place)):
            yield line


def _title(view: PageView, line: Line, method: str, confidence: float) -> Title:
    text = whole(view, line).removeprefix(label_of(line)).lstrip()
    label = NAMING.match(plain(text))
    return Title(text[label.end() :] or text if label else text, line.text, view.locator(line.element), method, confidence, True)
