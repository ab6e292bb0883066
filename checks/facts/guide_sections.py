"""Elements of a guide that are texts: classification, arrangement, ways to obtain, procedure, fees, remedies. 指南的文字性要素

A text is found under a heading that announces it, else in a sentence that says it. A heading may be numbered, stand alone in its line, cell
or card, or share its line with the text («公开途径：…»).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.grid import inner_text
from checks.parsing.memo import per_view
from checks.parsing.numbering import mark_of
from checks.parsing.view import PageView

from .guide_text import LOWEST, Body, Piece, read_body
from .guide_topics import APPLICATION, LONGEST_HEAD, NOT_SAID, SAYS, hints_at, says, topics_of
from .guide_values import PLACEHOLDER

MARK = 6  # characters of a heading's number and signs
LEAST_TEXT = 1  # «无»
NO_FEE = re.compile(r"(?:答:)?(?:无|没有|否|不收|免)[。.]?")
LEAST_SENTENCE = 6  # shorter texts without a heading say nothing
LEAST_LINE = 12  # a shorter line below a heading that only looks like one may be the next entry of a menu
SHORT_CONTENT = 24  # only so short a text is nothing but a placeholder or a refusal
MOST_CONTENT = 1200
MOST_SIGNED = 2  # lines: the name and the date that end a document
LEAST_SAYING = {"fee": 3}  # «不收费» says it all
REACHED = re.compile(r"\d{7}|12345|@|邮箱")  # a way to reach the desk
SET_APART = ("b", "strong", "span", "em", "label", "font", "dt", "th")
MOST_HEADS = 300
REFERRAL = re.compile(r"(?:详见|参见|参阅|参照|请见|见|查阅|登录|按照?)[^。;]{0,60}(?:目录|网站|栏目|网页|附件|专栏|公开网)")
REFERRED = 160  # a longer text says more than where to look
REFUSED = re.compile(r"^(?:暂无|尚无|暂缺|暂时没有|暂未|尚未|(?:无|没有|未)(?:规定|制定|公布|提供|相关|此项)?[。.]?$)")
SENTENCE_END = re.compile(r"[。;!?]")
LEAD = re.compile(r"^(?P<title>[^,。;:!?】]{2,16})(?::|】)(?P<rest>.*)$", re.S)
SIGNED = re.compile(
    r"^(?:[〇○零一二三四五六七八九十\d]{2,4}[年.\-/][〇○零一二三四五六七八九十\d]{1,3}(?:[月.\-/][〇○零一二三四五六七八九十\d]{0,3}日?)?|[\u4e00-\u9fff]{2,16}(?:局|所|站|办|委|院|中心|政府|办公室))$"
)
# A numbered line that says it all itself: «四、不收取费用»; no heading without text.
STATEMENT = re.compile(
    r"不(?!服|予公开|满)|免费(?!政策|范围)|一律|无需|可以?|应当?|分文|向.{2,}(?:投诉|申请|举报|反映)|[共分].{1,20}类$|按.+(?:编排|排列)"
)
DEADLINE = re.compile(
    r"^(?!.*(?:补正|确认|征求|第三方)).*(?:(?:工作日|日内|天内|日后)[^。;]{0,24}(?:答|复函|函复|回复|回信|告知|办结|结果)|期限[^。;]{0,6}\d{1,2}个?工作日)"
)
PUBLISHED = re.compile(r"公开的?(?:政府|主要|信息){0,3}的?(?:范围|内容)")
FROM_PUBLIC = ("classify", "arrange", "obtain")  # texts about what is published, not about what is applied for
MEDIA = ("img", "iframe", "frame", "object", "embed", "canvas", "input", "script")
LEVELS = {f"h{level}": level for level in range(1, 7)}
SURE = {State.VALID: 0, State.PARTIAL: 1, State.NEGATED: 2, State.PLACEHOLDER: 3, State.UNREAD: 4, State.BLANK: 5}
NOT_A_FEE = NOT_SAID["fee"]
OLD_LAW = re.compile(r"第?492号|四百九十二号|2007年4月5日|2007年[^。]{0,12}公布|2008年5月1日(?:起|开始)?(?:正式)?(?:施行|实施)")
NEW_LAW = re.compile(r"第?711号|七百一十一号|2019年4月3日|2019年5月15日|二[〇○零]一九年(?:四月三日|五月十五日)")
# In a sentence that names the Regulation only: guides are revised too.
REVISED = re.compile(
    r"(?:2019|二[〇○零]一九)年[^。]{0,16}(?:修订|修正|施行|实施)|新修订的?《?(?:中华人民共和国)?(?:政府信息公开)?条例|修订后的|新条例|新《|\((?:2019年?)?(?:修订|修正)\)"
)
GUIDE_REVISED = re.compile(
    r"指南(?:(?!按|根据|依据|依照|《)[^。;,]){0,10}(?:修订|修改|更新|实施|施行)|(?:修订|更新)(?:本|此|了)?[^。;,]{0,6}指南"
)
LAW = re.compile(r"政府信息公开条例")


@attrs.frozen(eq=False)
class Section:
    """What a guide says on one of its textual elements. 文字性要素读数"""

    state: State
    quote: str
    piece: Piece | None
    method: str
    label: str = ""


@attrs.frozen(eq=False)
class Head:
    """A heading in a guide's body. 标题

    Attributes:
        topics: the elements it announces.
        own: folded text behind it in its own line, '' if the text stands below.
        firm: numbered, a heading by its tag, or a name in a list of definitions: without text below it is a heading without text.
        inline: stands within a run-on line; only its own sentence belongs to it.
    """

    piece: Piece
    title: str
    topics: frozenset[str]
    own: str
    firm: bool
    inline: bool = False


@per_view
def read_heads(view: PageView) -> tuple[tuple[Head, ...], frozenset[int]]:
    """All headings of the body that announce a textual element, and the numbers of the lines that begin with one. 全部标题"""
    heads = tuple(itertools.islice((h for piece in read_body(view).pieces if not piece.form for h in _heads_in(piece)), MOST_HEADS))
    return heads, frozenset(head.piece.index for head in heads if not head.inline)


def _heads_in(piece: Piece) -> Iterator[Head]:
    text = piece.folded.text
    first = True
    for sentence in sentences(text):
        if first:
            head = _head(piece, text)
            if head is not None:
                yield head
        elif (lead := LEAD.match(sentence)) and lead["rest"].strip("。;,") and (topics := topics_of(lead["title"])):
            yield Head(piece, lead["title"], topics, lead["rest"], False, inline=True)
        first = False


def _head(piece: Piece, text: str) -> Head | None:
    """The heading that a line is or begins with."""
    if piece.rank and piece.title:
        before, _, rest = text.partition(piece.title)
        topics = topics_of(piece.title)
        if not topics or rest[:1] in (",", ";", "、") or len(before) > LONGEST_HEAD:
            return None
        own = rest.strip("。:;,、?】]") or (piece.title if STATEMENT.search(piece.title) and not text.endswith("?") else "")
        return Head(piece, piece.title, topics, own, piece.rank < LOWEST or piece.element.tag[:1] == "h")
    if apart := _set_apart(piece, text):
        return apart
    bare = text.rstrip(":?")
    if len(text) <= LONGEST_HEAD and not text.endswith("。") and not re.search(r"[。;:,]", re.sub(r"^(?:问|q\d?):", "", bare)):
        topics = topics_of(text)
        return Head(piece, bare, topics, "", piece.element.tag in ("dt", "th") or text.endswith(":")) if topics else None
    lead = LEAD.match(text)
    topics = topics_of(lead["title"]) if lead else frozenset()
    if lead is None or not topics:
        return None
    return Head(piece, lead["title"], topics, lead["rest"].strip(), text.endswith(":"))


def _set_apart(piece: Piece, text: str) -> Head | None:
    """A title in bold before its text, without a colon: «<b>收费吗</b> 免费»."""
    first = next((e for e in piece.element if isinstance(e.tag, str)), None)
    if first is None or first.tag not in SET_APART or (piece.element.text or "").strip():
        return None
    title = fold(first.text_content())
    if not 1 < len(title) <= LONGEST_HEAD or not text.startswith(title) or len(text) == len(title) or _runs_on(first):
        return None
    topics = topics_of(title)
    return Head(piece, title, topics, text[len(title) :], False) if topics else None


def _runs_on(first: HtmlElement) -> bool:
    """Whether the next stretch of text is dressed alike: an editor cut one sentence into pieces there, and set nothing apart."""
    following = first.getnext()
    if following is None or following.tag != first.tag or first.tag in ("b", "strong", "dt", "th") or (first.tail or "").strip():
        return False
    return first.get("class") == following.get("class") and _dress(first) == _dress(following)


def _dress(element: HtmlElement) -> tuple[bool, ...]:
    """Which signs of a title inline style gives a stretch of text."""
    style = (element.get("style") or "").lower().replace(" ", "")
    return tuple(sign in style for sign in ("font-weight:bold", "font-weight:7", ";color:", "display:", "float:", "width:"))


def read_section(view: PageView, name: str) -> Section | None:
    """The reading of a textual element, None if the page has neither heading nor sentence for it."""
    body = read_body(view)
    heads, starts = read_heads(view)
    found: list[Section] = []
    for head in heads:
        section = _section(body, head, name, starts) if name in head.topics and _may_hold(head.piece, name) else None
        if section is not None:
            found.append(section)
            if section.state is State.VALID and section.method == "heading":
                return _with_deadline(body, section) if name == "procedure" else section
    sure = next((s for s in found if s.state in (State.VALID, State.NEGATED, State.PLACEHOLDER)), None)
    sure = sure or next(_said(body, name, starts), None)
    if sure is not None:
        return _with_deadline(body, sure) if name == "procedure" else sure
    least = min(found, key=lambda s: SURE[s.state], default=None)
    if least is not None and least.state is State.BLANK and least.piece is not None and _has_media(body, least.piece):
        return attrs.evolve(least, state=State.UNREAD)
    return least


def _with_deadline(body: Body, section: Section) -> Section:
    """A procedure shown by the sentence that says by when an application is answered, its best evidence."""
    if section.state is not State.VALID or DEADLINE.search(fold(section.quote)):
        return section
    for piece in body.pieces:
        if piece.decoy or piece.form or "日" not in piece.folded.text:
            continue
        start = 0
        for sentence in sentences(piece.folded.text):
            end = start + len(sentence)
            if DEADLINE.search(sentence) and says("procedure", sentence):
                return attrs.evolve(section, quote=piece.folded.quote(start, end), piece=piece)
            start = end
    return section


def _may_hold(piece: Piece, name: str) -> bool:
    """Whether a heading can announce the element where it stands: in a list of what is published it names telephones or fees."""
    above = piece.path[:-1] if piece.rank else piece.path
    if name not in FROM_PUBLIC:
        return not any(PUBLISHED.search(title) for title in above)
    return not (piece.decoy or APPLICATION.search("".join(above)))


def has_wording(body: Body, name: str) -> str:
    """Words for the element anywhere on the page, the law's own list of contents apart; '' if there are none. 有无相关字样"""
    for piece in body.pieces:
        for sentence in sentences(piece.folded.text) if not piece.form else ():
            found = hints_at(name, sentence)
            if found and "指南" not in sentence[:LONGEST_HEAD]:
                return found
    return ""


def sentences(text: str) -> Iterator[str]:
    """Sentences of a folded line. 分句"""
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _below(body: Body, head: Head, name: str, starts: frozenset[int]) -> tuple[list[Piece], Piece | None]:
    """Lines below a heading that belong to it, and the line that ends them (None at the end of the body)."""
    kept: list[Piece] = []
    size = 0
    for piece in body.pieces[head.piece.index + 1 :]:
        # «要不要钱？» «不要钱»: the first line below may look like a heading and is the text
        answers = not head.own and piece.element.tag != "dt" and hints_at(name, piece.folded.text)
        ends = _ends(head.piece, piece, piece.index in starts, bool(kept), bool(answers))
        if ends or size > MOST_CONTENT:
            return kept, piece
        if not (SIGNED.match(piece.folded.text) and (kept or piece.index >= len(body.pieces) - MOST_SIGNED)):
            kept.append(piece)
            size += len(piece.folded.text)
    return kept, None


def _ends(head: Piece, piece: Piece, announces: bool, begun: bool, answers: bool) -> bool:
    """Whether a line ends the text of a heading above it; ``begun``: text stands between them already.

    The first line ends it only if it clearly is a heading of the same height or higher: a list that begins with its first number, or a
    block that names an office, is text below the heading, however it is numbered.
    """
    level, own_level = LEVELS.get(piece.element.tag, 0), LEVELS.get(head.element.tag, 0)
    if 0 < head.rank < LOWEST:
        if not 0 < piece.rank <= head.rank:
            return False
        mark = mark_of(piece.text)
        return begun or mark is None or mark.number != 1 or (announces and not answers)
    if level and piece.rank:
        return level <= own_level or not own_level
    if begun:
        return piece.rank in (1, LOWEST) or announces
    return announces and not answers


def _section(body: Body, head: Head, name: str, starts: frozenset[int]) -> Section | None:
    """Own text of a heading: the rest of its line, or the lines below it down to the next heading of its rank."""
    empty = head.piece.element.tag in ("td", "th") and _stands_before_nothing(head.piece)  # the cell beside it is its text's
    if empty or (head.own and (head.inline or not head.piece.rank)):
        lines: list[Piece] = []
        stop: Piece | None = None
    else:
        lines, stop = _below(body, head, name, starts)
    texts = [head.own] if head.own else []
    texts += [piece.folded.text for piece in lines]
    text = "".join(texts)
    if len(text.strip("。;:,、-_— ")) < LEAST_TEXT:
        firm = head.firm or _stands_before_nothing(head.piece)
        return Section(State.BLANK, head.piece.text, head.piece, "heading", head.title) if firm else None
    quote, piece = _best(head, lines, name)
    if name == "fee" and NO_FEE.fullmatch(text):
        return Section(State.VALID, quote, piece, "heading", head.title)
    if len(text) <= SHORT_CONTENT and (PLACEHOLDER.search(text) or REFUSED.match(text)):
        state = State.PLACEHOLDER if PLACEHOLDER.search(text) else State.NEGATED
        return Section(state, quote, piece, "heading", head.title)
    parts = [part for line in texts for part in sentences(line)]
    stated = any(says(name, part) for part in parts)
    if name in FROM_PUBLIC and len(text) < REFERRED and REFERRAL.search(text) and not stated and not SAYS[name].search(text):
        return Section(State.PARTIAL, quote, piece, "referral", head.title)
    if stated:
        return Section(State.VALID, quote, piece, "heading", head.title)
    hinted = any(hints_at(name, part) for part in parts) or (name == "supervision" and REACHED.search(text) is not None)
    beside = bool(lines) and lines[0].element.tag in ("td", "dd") and lines[0].element is head.piece.element.getnext()
    plain = head.firm or head.own or beside or (head.piece.element.tag != "li" and (len(texts[0]) >= LEAST_LINE or "。" in texts[0]))
    if not hinted and (len(head.topics) > 1 or not plain or (stop is None and not head.own and not beside)):
        return Section(State.UNREAD, quote, piece, "unsure", head.title)  # the text may be on the heading's other subject, or a menu
    return Section(State.VALID, quote, piece, "heading" if plain else "near", head.title)


def _stands_before_nothing(piece: Piece) -> bool:
    """Whether the cell or box beside the heading's own is there and empty."""
    beside = piece.element.getnext()
    if beside is None or beside.tag not in ("td", "dd", "div", "p", "span"):
        return False
    return not fold(inner_text(beside)) and all(node.tag not in MEDIA for node in beside.iter())


def _best(head: Head, lines: list[Piece], name: str) -> tuple[str, Piece]:
    """The sentence below a heading that says most clearly what is asked for."""
    found: tuple[str, Piece] | None = None
    for piece in [head.piece, *lines] if head.own else lines:
        start = 0
        for sentence in sentences(piece.folded.text):
            end = start + len(sentence)
            if name == "procedure" and DEADLINE.search(sentence):
                return piece.folded.quote(start, end), piece
            if found is None and says(name, sentence) and not (piece is head.piece and _is_title(head, sentence)):
                found = piece.folded.quote(start, end), piece
            start = end
    first = head.piece if head.own else lines[0]
    alone = len(head.topics) == 1 and len(first.text) > LEAST_LINE and head.firm and not head.own and name != "procedure"
    return (first.text, first) if alone or found is None else found


def _is_title(head: Head, sentence: str) -> bool:
    """Whether a sentence is the heading itself with its number («（四）收费。»), not what it announces."""
    return len(sentence) <= len(head.title) + MARK and sentence.rstrip("。:;?").endswith(head.title)


def _has_media(body: Body, start: Piece) -> bool:
    """Whether a picture, a frame, a field or a script stands between a line and the next: it may hold the text announced."""
    stop = next((piece.element for piece in body.pieces[start.index + 1 :] if piece.element is not start.element), None)
    begun = False
    for node in body.element.iter():
        if node is start.element:
            begun = True
        elif node is stop:
            return False
        elif begun and node.tag in MEDIA:
            return True
    return False


def _said(body: Body, name: str, starts: frozenset[int]) -> Iterator[Section]:
    for piece in body.pieces:
        if piece.form or (name in ("classify", "arrange") and APPLICATION.search("".join(piece.path))):
            continue
        text = piece.folded.text
        if (
            len(text) <= LONGEST_HEAD
            and (piece.index in starts or piece.rank)
            and not re.search(r"[:,。;].|。$|(?:下列|以下|如下)[^。;]{0,12}:$", text)
        ):
            continue  # the heading itself
        start = 0
        for sentence in sentences(text):
            end = start + len(sentence)
            if len(sentence) >= LEAST_SAYING.get(name, LEAST_SENTENCE) and says(name, sentence):
                yield Section(State.VALID, piece.folded.quote(start, end), piece, "sentence")
            start = end


def cites_old_law_only(body: Body) -> tuple[State, Piece | None, str]:
    """Whether the Regulation of 2007 is the only one cited. 是否只引用旧条例

    VALID = yes, ABSENT = no, UNREAD = cited without number or year.

    Returns:
        The state, the piece that shows it, and its verbatim quote.
    """
    old = new = named = None
    about = any("条例" in piece.folded.text for piece in body.pieces)  # a province's own rules came into force on the same day
    for piece in body.pieces:
        text = piece.folded.text
        if new is None and _is_new_law(text):
            new = piece
        found = OLD_LAW.search(text)
        if old is None and found and (about or "492" in found[0] or "九十二" in found[0]):
            old = (piece, found)
        if named is None and LAW.search(text):
            named = piece
    if new:
        return State.ABSENT, new, new.text
    if old:
        piece, found = old
        return State.VALID, piece, piece.folded.quote(max(0, found.start() - 60), min(len(piece.folded.text), found.end() + 40))
    return (State.UNREAD, named, named.text) if named else (State.ABSENT, None, "")


def _is_new_law(text: str) -> bool:
    if NEW_LAW.search(text):
        return True
    return bool(REVISED.search(text)) and any(
        REVISED.search(part) and "条例" in part and not GUIDE_REVISED.search(part) for part in sentences(text)
    )
