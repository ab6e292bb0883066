"""Where a page speaks of each way of applying: under titles, in cells and cards, in running text. 渠道表述的范围"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.tree import holds_more
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from . import channel_words as words
from .channel_titles import Title, announced_runs, bare_runs, below, card, rows, titles_in
from .channel_words import Grammar, Token
from .guide_labels import chains
from .guide_text import Body, Piece, masked, read_body

LONGEST_FIELD = 40  # characters of a field's label and choices
MOST_FIELDS = 24  # children: a larger block holds the whole form
NO_FIELD = ("hidden", "submit", "button", "image", "reset")
MOST_SCOPES = 300  # a page that names ways more often than this repeats itself
LONGEST_SENTENCE = 600
LISTED_ONE = re.compile(r"\(?\d?[.、)]?[^。;,:]{2,16}[。;]?")  # one way of a list, by its name alone


@attrs.frozen(eq=False)
class Scope:
    """What is said of one way in one place. 一处渠道表述

    Attributes:
        text: folded: what belongs to the way and to no other; ``sentence`` the whole sentence around a name in running text.
        titled: the way's own title stands over the text (heading, label, cell, question), so that an empty text means an empty label.
        contact: the title is one that a block of contact data has as well («传真：»).
        label: the title ends in a colon: something must follow.
        weak: named only where the page says when an application counts as received.
        refused: the page says that it takes no applications this way.
        blocks: where links that belong to the way may stand.
    """

    name: str
    piece: Piece
    start: int
    end: int
    text: str
    sentence: str
    titled: bool = False
    contact: bool = False
    label: bool = False
    weak: bool = False
    refused: bool = False
    blocks: tuple[HtmlElement, ...] = ()


@attrs.frozen(eq=False)
class Said:
    """All that a page says of ways of applying. 页面渠道表述

    Attributes:
        unclear: ways whose names stand in the text in a sense not understood: they must not be called absent.
        closed: the line that says that no other way is open, None if none does.
    """

    scopes: tuple[Scope, ...]
    unclear: frozenset[str]
    closed: Piece | None

    def of(self, name: str) -> tuple[Scope, ...]:
        """The scopes of one way."""
        return tuple(scope for scope in self.scopes if scope.name == name)


def read_scopes(view: PageView, vocabulary: Vocabulary) -> Said:
    """Every place where a way of applying is spoken of; read once a page. 读取渠道表述"""
    kept: dict[int, Said] = view.__dict__.setdefault("_channel_scopes", {})
    if id(vocabulary) not in kept:
        kept[id(vocabulary)] = _read(view, vocabulary)
    return kept[id(vocabulary)]


def _read(view: PageView, vocabulary: Vocabulary) -> Said:
    body = read_body(view)
    patterns = words.grammar(vocabulary)
    own = [piece for piece in body.pieces if not piece.form and not is_other_desk(piece) and not _is_field(piece)]
    texts = {piece.index: words.blotted(piece.folded.text, patterns) for piece in own}
    titles = titles_in(own, texts, patterns)
    lost: set[int] = set()
    scopes: list[Scope] = list(_titled(body, texts, titles, lost))
    unclear: set[str] = {name for index in lost for title in titles[index] for name in title.names}
    unclear |= {name for piece in body.pieces if not piece.form and _is_field(piece) for name in _entitled(piece, patterns)}
    closed = None
    for piece in own:
        if len(scopes) > MOST_SCOPES:
            break
        heads = titles.get(piece.index, ())
        for scope, token in _mentions(piece, texts[piece.index], heads, patterns, vocabulary):
            if scope:
                scopes.append(scope)
            elif token:
                unclear.add(token)
        for name, hint in words.HINTS.items():
            if any(hint.search(text) and not words.NO_HINT.search(text) for text in re.split("[,。;]", texts[piece.index])):
                unclear.add(name)
        if closed is None and (found := words.CLOSED.search(texts[piece.index])) and _counts(found[0], patterns):
            closed = piece
    unclear |= set(_beside(view, body, patterns))
    return Said(_with_refusals(scopes), frozenset(unclear), closed)


def _beside(view: PageView, body: Body, patterns: Grammar) -> Iterator[str]:
    """Ways that a line outside the main block speaks of as ways to apply: the block may have been taken too narrowly."""
    read = {piece.element for piece in body.pieces}
    for line in view.lines:
        if line.hidden or line.element in read or line.linked * 2 > len(line.text) or len(line.text) < 6:
            continue
        text = words.blotted(fold(line.text), patterns)
        if words.APPLYING.search(text):
            yield from (token.name for token in words.tokens(text, patterns))


def _is_field(piece: Piece) -> bool:
    """The label or the choices of a form's field, not a word of the office's."""
    return len(piece.text) <= LONGEST_FIELD and piece.element.tag not in ("body", "form") and _holds_control(piece.element)


def _entitled(piece: Piece, patterns: Grammar) -> Iterator[str]:
    """Ways of applying that the words beside a field name: an office may show its own data in fields that nobody can fill in."""
    text = words.blotted(piece.folded.text, patterns)
    return (token.name for token in words.tokens(text, patterns) if "申请" in text)


def _holds_control(element: HtmlElement) -> bool:
    return not holds_more(element, MOST_FIELDS) and any(
        (e.get("type") or "") not in NO_FIELD for e in element.iter("input", "textarea", "select")
    )


def is_other_desk(piece: Piece) -> bool:
    """Whether a line belongs to a block on complaints, remedies or reading rooms."""
    for title in piece.path:
        text = masked(title)
        if words.DECOY_TITLE.search(text) and not words.OWN_TITLE.search(text):
            return True
    return False


def _counts(text: str, patterns: Grammar) -> bool:
    return (
        bool(re.search(r"[两二三四2-4]种|方式|途径|渠道", text)) and sum(t.name != words.OTHER for t in words.tokens(text, patterns)) >= 1
    )


def _titled(body: Body, texts: dict[int, str], titles: dict[int, tuple[Title, ...]], lost: set[int]) -> Iterator[Scope]:
    """Scopes of titles; ``lost`` receives the titles of which it cannot be told which text is theirs."""
    tables = {**rows(body, titles)}
    runs = bare_runs(body, titles, tables)
    listed = announced_runs(body, runs, texts)
    for index, opened in runs.items():
        if index in listed:
            tables.pop(index, None)
        elif opened is not None:
            tables[index] = ((opened[0],), opened[1])
        else:
            tables.pop(index, None)
            lost.add(index)
    named = {body.pieces[index].element for index in titles}
    for index, found in titles.items():
        if index in lost:
            continue
        piece, text = body.pieces[index], texts[index]
        for number, title in enumerate(found):
            limit = found[number + 1].start if number + 1 < len(found) else len(text)
            rest = text[title.end : limit]
            cells, lines = tables.get(index, ((), []))
            if index not in tables and limit == len(text):
                lines = list(below(body, piece, titles))
                cells = card(piece.element, named)
            if rest.strip(":。-|") and not piece.rank and index not in tables:
                lines = []
            lines = [p for p in lines if p.index in texts and texts[p.index].strip("-/")]
            said = "。".join([rest, *(texts[p.index] for p in lines)]).strip("。")
            blocks = tuple(dict.fromkeys([piece.element, *cells, *(p.element for p in lines)]))
            if title.whole and any(_holds_control(cell) for cell in cells if cell.tag in ("td", "th")):
                if "申请" in text:
                    lost.add(index)
                continue  # the label of a form's field
            label = text[title.end - 1 : title.end] == ":"
            # «当面、信函、传真» and «现场提交；网上提交。» list ways and are no label of each
            alone = bool(said.strip(":。-|,;")) or (len(title.names) == 1 and (title.whole or label) and index not in listed)
            for name in title.names:
                yield Scope(name, piece, title.start, limit, said, said if alone else text, alone, title.contact, label, blocks=blocks)


def _mentions(
    piece: Piece, text: str, heads: Sequence[Title], patterns: Grammar, vocabulary: Vocabulary
) -> Iterator[tuple[Scope | None, str]]:
    """Scopes of the names in running text; (None, name) for a name whose sense is not clear."""
    if len(text) < 4 or not patterns.tokens.search(text):
        return
    spans = [(t.start, t.end) for chain in chains(piece.folded.text, vocabulary) for t in chain.tokens]
    led = words.LEADS.match(text) is not None
    begin = 0
    while begin < len(text):
        ends = [n for sign in "。;!?" if (n := text.find(sign, begin, begin + LONGEST_SENTENCE)) >= 0]
        end = min(min(ends, default=len(text)) + 1, begin + LONGEST_SENTENCE)
        sentence = text[begin:end]
        found = words.tokens(sentence, patterns)
        refused, unsure = words.refused(sentence, found) if found else (frozenset(), frozenset())
        listed = -1  # the last token that was read as a way: what a list joins to it is one as well
        for number, token in enumerate(found):
            if token.name == words.OTHER:
                continue
            joined = listed >= 0 and listed == number - 1 and words.JOINED.fullmatch(sentence, found[listed].end, token.start) is not None
            start = begin + token.start
            if number in unsure:
                yield None, token.name
                continue
            if number not in refused:
                labelled = any(a <= start < b < len(text) for a, b in spans) and token.name in ("fax", "email")
                if labelled and not joined and text[begin + token.end] not in "至到发" and not _is_offered(sentence, token):
                    continue  # «传真：…» in the contact block names a number, not a way to apply
                if any(title.whole or (token.name in title.names and title.start <= start < title.end) for title in heads):
                    continue
            limit = next((t.start for t in found[number + 1 :] if t.name not in (token.name, words.OTHER)), len(sentence))
            sense = "refused" if number in refused else _sense(token, sentence, piece, heads, len(text), led)
            if sense in ("way", "weak", "refused"):
                listed = number if sense == "way" else listed
                scope = Scope(
                    token.name,
                    piece,
                    start,
                    begin + token.end,
                    sentence[token.end : limit],
                    sentence,
                    weak=sense == "weak",
                    refused=sense == "refused",
                    blocks=(piece.element,),
                )
                yield scope, ""
            elif sense == "unclear":
                yield None, token.name
        begin = end


def _is_offered(sentence: str, token: Token) -> bool:
    return bool(words.SENT_TO.search(sentence[: token.start]) or words.OFFERED.search(sentence[token.end :]))


def _sense(token: Token, sentence: str, piece: Piece, heads: Sequence[Title], length: int, led: bool) -> str:
    """What a name means: ``way`` to apply, ``weak`` (the law's words on the day of receipt), ``""`` something else, or ``unclear``.

    ``led``: the line began by saying that it lists ways of applying.
    """
    left = max(sentence.rfind(sign, 0, token.start) for sign in ",。;!") + 1
    right = next((n for n in range(token.end, len(sentence)) if sentence[n] in ",。;!"), len(sentence))
    before, after = sentence[left : token.start], sentence[token.end : right]
    if words.ELSE_DESK.search(masked(before)) and not re.search(r"申请", before):
        return ""
    if (words.RETURN_BEFORE.search(before) and not words.RETURNS_NOT.match(after)) or words.RETURN_AFTER.match(after):
        return ""
    if words.NEEDLESS.search(before) or (words.OTHER_BUSINESS.search(sentence) and "公开" not in sentence):
        return ""
    if words.DAY_OF_RECEIPT.search(sentence) or sentence.startswith("数据电文", token.start):
        return "weak"
    if token.name in ("mail", "in_person") and length > 30 and words.RETURN_HEAD.search(before):
        return ""
    around = before + after
    title = piece.path[-1] if piece.path else ""
    if words.RETURN_TITLE.search(title) and token.name != "in_person":
        return ""
    if words.PUBLISHED.search(title) and "申请" not in title and not words.APPLYING.search(sentence):
        return ""
    if led and LISTED_ONE.fullmatch(sentence):
        return "way"
    if token.name == "online" and not words.APPLYING.search(sentence):
        return ""
    if token.name in ("online", "email") and words.DOWNLOAD.search(around) and not words.DOING.search(around):
        return ""
    if token.name in ("fax", "email"):
        if sentence[token.start] in "发寄投送":  # «发至 name@…»
            return "way"
        if words.FILLED.search(before[-12:]) and not words.HANDED_IN.search(after) and not words.SENT_TO.search(before):
            return ""
        titles = (*piece.path, _cell_before(piece))
        heading = any(re.search(r"申请|提交|渠道|途径|(?<!联系)方式", title) for title in titles) or bool(heads)
        if (
            words.HANDED_IN.search(around)
            or re.match(r"[至到]|请(?:发|传|至|拨|寄)", after)
            or re.search(r"(?:使用|采用|利用|以|用|通过|经|发|可)$", before)
            or (heading and length <= 60)
        ):
            return "way"
        return (
            "way" if re.search(r"申请(?:表|书)?|途径|方式|递交|提交", sentence) and re.match(r"[、,和或及等至到:(\d]", after) else "unclear"
        )
    return "way"


def _cell_before(piece: Piece) -> str:
    """The folded text of the cell left of the one that a line stands in, if it is short enough for a name."""
    cell = next((e for e in (piece.element, *piece.element.iterancestors()) if e.tag in ("td", "th", "dd")), None)
    before = cell.getprevious() if cell is not None else None
    text = fold(before.text_content()) if before is not None and isinstance(before.tag, str) else ""
    return text if len(text) <= words.LONGEST_NAME else ""


def _with_refusals(scopes: Sequence[Scope]) -> tuple[Scope, ...]:
    """A title's text is refused where its own lines say so, be it without naming the way again («网上：暂未开通»)."""
    refusals = [scope for scope in scopes if scope.refused]
    out: list[Scope] = []
    for scope in scopes:
        if scope.titled:
            inner = any(r.name == scope.name and r.piece.element in scope.blocks and _within(r, scope) for r in refusals)
            if inner or words.NOTHING.match(scope.text) or _refuses(scope.text) or any(map(_is_bare_refusal, scope.text.split("。"))):
                scope = attrs.evolve(scope, refused=True)
        out.append(scope)
    return tuple(out)


def _within(refusal: Scope, scope: Scope) -> bool:
    return refusal.piece is not scope.piece or scope.start <= refusal.start < scope.end


def _is_bare_refusal(text: str) -> bool:
    """A cell or line that says nothing but «不受理»."""
    found = words.REFUSAL.match(text)
    return found is not None and text[found.end() :] in ("", "申请", "此方式", "该方式")


def _refuses(text: str) -> bool:
    first = re.split(r"[。;]", text, maxsplit=1)[0]
    found = words.REFUSAL.search(first)
    return bool(
        found
        and found.start() <= 30
        and words.NOTHING_ELSE.match(first, found.end())
        and not words.INTERVENES.search(first[: found.start()].replace("申请", ""))
        and not re.search(r"[\d@]", first[: found.start()])
        and words.is_plain(words.ANSWER.sub("", first[: found.start()]))
    )
