"""A guide's body as lines under headings, each told apart: the disclosure office's own, or somebody else's. 指南正文分段"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import Folded, fold, folded, plain
from checks.parsing.grid import inner_text, rows_of, table_above
from checks.parsing.main import Part, read_main
from checks.parsing.memo import per_view
from checks.parsing.numbering import mark_of
from checks.parsing.regions import region_of
from checks.parsing.tree import inside, up
from checks.parsing.view import Line, PageView

from .guide_tabs import panel_titles, under_heads

MOST_CHARACTERS = 120_000  # a guide is ten thousand characters long; what lies beyond is not read and counts as cut
MOST_LINES = 3000
LONGEST_LINE = 20_000
LITTLE = 300  # characters; a main block that says less may have been taken too narrowly
LONGEST_TITLE = 30
LOWEST = 9  # rank of headings without a number
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLES = HEADINGS[:3]
NAMED_WITHIN = 3  # lines above
BESIDE = frozenset({"side", "hot"})  # regions whose text is not the guide's
ENOUGH = 150  # characters that must be left when such regions are passed over: wrappers are named after what they hold as well

# «监督» inside the name of an organ says nothing about complaints: 市场监督管理局 has a telephone of its own.
ORGAN = re.compile(
    r"(?:市场|质量|技术|药品|安全|生产|卫生|劳动|动物|食品|工程|计量|价格|电力|金融|资产|银行业|保险|证券|渔政|环境|建设|林业|农业)监督|监督管理|监督检验|监督检查|监督局|监督所|监督总?站"
)
# Headings (or names of rows and columns) of blocks that are not the disclosure office's.
DECOY = re.compile(
    r"监督|投诉|举报|救济|复议|诉讼|查阅场所|查阅点|查阅地点|查阅中心|查阅室|公共查阅|查询点|阅览|档案馆|图书馆|技术支持|网站维护|网站管理|纪检|监察|信访投诉|不满|申诉|诉愿|(?<!征求)(?<!征集)意见(?!征)"
)
# The contact data of other bodies, whatever else the heading says: subordinate units, branches, telephones of the neighbourhood.
OTHERS = re.compile(
    r"^(?:本[局委办市县区])?(?:其[他它]|下属|所属|直属|基层)[^。;:]{0,8}(?:单位|部门|机构|网点|场馆|站所)|^各(?:区|县|乡|镇|街道|分局|网点|单位|部门|站所)[^。;:]{0,12}(?:联系|电话|地址|一览|机构)|网点|营业[厅部]|^(?:服务|便民)?热线(?:电话)?$|^(?:常用|便民)电话"
)
OFFICE = re.compile(
    r"(?<!投诉)(?<!举报)(?<!监督)(?<!复议)(?<!查阅)"
    r"(?:受理机构|公开工作机构|信息公开机构|申请公开|申请受理|受理申请|工作机构|联系方式|联系我们|公开办公室|受理部门|申请方式|提出申请|公开指南|受理单位|主动公开)"
)
# One of several words of a heading that speaks for the office: «受理、咨询、投诉机构», «公开查阅点(受理点)».
OFFICE_TOO = re.compile(r"^(?:政府信息)?(?:申请|公开)?(?:受理|咨询|接收|联系|联络|办公)[^,。;]{0,4}$")
APART = re.compile(r"[、和与及/()]")
# Inside a sentence: whose address or telephone follows. «投诉电话：…，» names one value only and does not colour what comes after it.
INLINE = re.compile(
    r"查阅点|查阅场所|查阅地点|查阅中心|查阅室|查询点|档案馆|图书馆|阅览室|监督机构|监督部门|投诉机构|投诉部门|投诉受理|监察(?:局|机关|委|室|部门)|纪检|纪委|监委|复议机关|人民法院|技术支持|网站维护|承建单位"
    r"|办理(?![^。;]{0,24}公开)[^。;,]{2,20}(?:业务|许可|手续|补贴)"
)
OWN = re.compile(r"受理机构|公开工作机构|本机关|本局|本单位|本委|本办|本部门|我局|我委|办公室|受理点|公开办|工作机构")
# A line that names another body: what follows it is that body's until a heading or the office's own name.
OTHER_BODY = re.compile(
    r"^(?:投诉|举报|监督|复议|行政复议|查阅|查询|公共查阅)[^:,。;]{0,8}(?:机构|部门|单位|场所|机关|地点|点|处|中心|馆)(?:名称|如下)?(?::|为|$)"
)
# Names the office beyond doubt, even below the chapter on remedies, where many guides put their contact block last.
OWN_BLOCK = re.compile(r"^(?:(?!投诉|举报|监督|复议|查阅).){0,24}?(?:受理机构|公开工作机构|信息公开机构|申请受理|信息公开[^:]{0,8}联系)")
OTHER_VALUE = re.compile(r"监察|纪委|纪检|督查|法制|法院|信访局")
# Words that settle whose the contact data below a heading on supervision are.
SETTLED = re.compile(
    r"(?:投诉|举报|监督)[^。;]{0,6}(?:电话|热线|机构|部门|时间|地址|邮箱|信箱|传真)|查阅|档案馆|图书馆|" + OTHER_VALUE.pattern
)
# An office where papers may be read as well is none the less the office: «水务局办公室(查阅室)».
OWN_ROOM = re.compile(r"[^()]{2,24}(?:办公室|[科股处局委办]|中心|窗口|大厅)\([^()]{0,6}查[阅询][^()]{0,4}\)")
FORM = re.compile(r"申请人信息|申请人签名|所需信息的?(?:内容描述|情况|用途|指定)|申请人\(签名")
LONGEST_FORM_CELL = 80  # characters of a cell that names a part of a form; a sentence that holds the same words is longer or ends in a stop
UNTITLED = re.compile(r"^[【\[〔《]?([^:。;,]{2,20})[】\]〕》]?:?$")
# Lines of a document's head: its catalogue data, its date and source. They stand above the text and are none of it.
HEAD_LINE = re.compile(
    r"^(?:索[引取]号|信息(?:类别|名称|来源|分类)|(?:主题|组配|体裁)分类|公开(?:范围|方式|日期)|责任部门|发[布文](?:机构|机关|日期|时间|单位)|(?:成文|生成)(?:日期|时间)"
    r"|时间发布|时间|日期|来源|作者|文号|名称|(?:浏览|点击|访问|阅读|查看)(?:次数|量|数|率|人[次数])?|【?字[体号]):"
)
HEAD_DATA = re.compile(r"(?:索[引取]号):[\da-z]{4}|(?:日期|时间|发布):?(?:19|20)\d\d[-年./]\d")
MOST_HEAD = 14  # lines
INDEX_CELL = re.compile(r"索[引取]号:?$")
IN_GUIDE = re.compile(r"电话|传真|地址|邮箱|编排|分类目录|申请人")  # what stands in a table of the guide itself
HEAD_SIZE = 400  # characters of such a table
PROSE = 60  # characters of a line that begins the text
SENTENCE_ENDS = frozenset("。;")
LEAST_PROSE = 16  # characters of a sentence
# «负责人:办公室主任»: a label with its value needs no full stop.
LABELLED_END = re.compile(r"(?:^|[,;。])[^:,;。]{1,16}:[^:,;。]{1,40}$")
SIGN_OFF = re.compile(r"[。！!?？:：;；)）\]】》”\"'…a-z0-9]$", re.I)


@attrs.frozen(eq=False)
class Piece:
    """One line of the body (a word split by a break joined again). 正文行

    Attributes:
        text: as it stands; ``folded`` the same for matching.
        path: titles of the headings above it, outermost first, folded.
        decoy: title of the heading that makes the block somebody else's, '' if none does.
        form: part of a blank application form printed in the page.
    """

    index: int
    text: str
    folded: Folded
    element: HtmlElement
    title: str
    rank: int
    path: tuple[str, ...]
    decoy: str
    form: bool


@attrs.frozen(eq=False)
class Body:
    """The body of a guide or of an application page. 正文

    Attributes:
        outside: folded text of readable lines beside the main block (side boxes); never a source, only a reason not to claim absence.
        hidden: folded text of lines that style hides.
        cut: the text breaks off in mid-sentence.
        own_names: decoy words that belong to the organ's own name (an archive's own guide).
        names: folded text of the page's title and first lines, where the organ's own name stands.
        element: the block that was read.
    """

    pieces: tuple[Piece, ...]
    outside: str
    hidden: str
    cut: bool
    own_names: frozenset[str]
    names: str
    element: HtmlElement

    @property
    def length(self) -> int:
        """Number of folded characters."""
        return sum(len(piece.folded.text) for piece in self.pieces)


@per_view
def read_body(view: PageView) -> Body:
    """The body's lines with their headings; computed once a page. 读取正文"""
    main, element = _lines(view)
    own_names = _own_names(view, main)
    pieces: list[Piece] = []
    path: list[tuple[int, str, HtmlElement | None, str]] = []  # a cell's words announce nothing beyond its table
    size = 0
    for text, block in _without_head(_joined(under_heads(main))):
        size += len(text)
        if size > MOST_CHARACTERS or len(pieces) >= MOST_LINES:
            size = MOST_CHARACTERS + 1
            break
        even = folded(text[:LONGEST_LINE])
        rank, title = _heading(even.text, text, block, own_names)
        if block.tag in TITLES and "指南" in even.text and len(even.text) <= LONGEST_TITLE:
            path = []  # the guide's own title stands under nothing that a box above it announces
        path = [step for step in path if step[2] is None or inside(block, step[2])]
        if rank:
            table = table_above(block) if block.tag in ("td", "th") else None
            path = [step for step in path if step[0] < rank and not _closes(block.tag, step[3])] + [(rank, title, table, block.tag)]
        titles = tuple(step[1] for step in path)
        decoy = "" if any(OWN_BLOCK.search(t) for t in titles[-1:]) else next((t for t in titles if is_decoy(t, own_names)), "")
        pieces.append(Piece(len(pieces), text, even, block, title, rank, titles, decoy, False))
    chosen = set(main)
    parts = read_main(view).parts
    outside = [line.text for line, part in zip(view.lines, parts, strict=True) if part in (Part.TEXT, Part.ROW) and line not in chosen]
    hidden = [line.text for line, part in zip(view.lines, parts, strict=True) if part is Part.HIDDEN]
    return Body(
        _with_forms(pieces),
        fold("\n".join(outside)[:MOST_CHARACTERS]),
        fold("\n".join(hidden)[:MOST_CHARACTERS]),
        size > MOST_CHARACTERS or _breaks_off(pieces),
        own_names,
        _heads(view, main),
        element,
    )


def _closes(tag: str, opened: str) -> bool:
    """Whether a heading ends the chapter of an earlier one by its own level, numbered or not: an h3 after an h3."""
    return tag in HEADINGS and opened in HEADINGS and tag <= opened


def opening(view: PageView) -> str:
    """How the text begins that was read through: what shows that something is not in it. 正文开头"""
    return next((line.text for line in read_main(view).lines if line.linked < len(line.text)), view.title_tag)


def _lines(view: PageView) -> tuple[tuple[Line, ...], HtmlElement]:
    """Lines to read and their block; where the main block says little, everything readable but linked menus and the footer."""
    read = read_main(view)
    panels = panel_titles(view, read)
    if sum(len(line.text) for line in read.lines) >= LITTLE:
        chosen = {*read.lines, *(line for line in panels if inside(line.element, read.element))}
        return tuple(line for line in view.lines if line in chosen) if panels else read.lines, read.element
    wide = tuple(
        line
        for line, part in zip(view.lines, read.parts, strict=True)
        if part in (Part.TEXT, Part.ROW)
        or line in panels
        or (part in (Part.MENU, Part.SHORT) and (not line.linked or "申请" in plain(line.text)) and line.element.tag != "option")
    )
    own = tuple(line for line in wide if not _is_beside(line.element))
    return own if sum(len(line.text) for line in own) >= ENOUGH else wide, next(view.tree.iter("body"), view.tree)


def _is_beside(element: HtmlElement) -> bool:
    """Whether a line stands in a side bar or a list of favourites."""
    return any(node.tag != "body" and region_of(node)[0] in BESIDE for node in up(element))


def masked(text: str) -> str:
    """The text with «监督» inside names of organs blotted out, length kept. 遮去机构名中的“监督”"""
    return ORGAN.sub(lambda found: "□" * len(found[0]), text) if "监督" in text else text


def is_decoy(title: str, own_names: frozenset[str] = frozenset()) -> bool:
    """Whether a heading (or the name of a row or column) announces somebody else's contact data. 是否监督、查阅等其他机构的标题"""
    text = masked(title)
    if OTHERS.search(text):
        return True
    found = [word for word in DECOY.findall(text) if word not in own_names]
    if found and OWN_ROOM.fullmatch(text) and not DECOY.search(text[: text.index("(")]):
        return False
    if found and any(OFFICE_TOO.search(part) and not DECOY.search(part) for part in APART.split(text)[:-1]):
        return False
    return bool(found) and not OFFICE.search(text)


def is_settled(body: Body, decoy: str) -> bool:
    """Whether the text below a heading says itself whose contact data it gives. 监督、查阅部分是否写明所属机构"""
    return any(SETTLED.search(masked(piece.folded.text)) for piece in body.pieces if piece.decoy == decoy)


def is_named_before(body: Body, piece: Piece) -> bool:
    """Whether the lines right above one, or the line itself, name whose contact data a block on supervision or reading gives. 上文是否指明"""
    block = [p for p in body.pieces[max(0, piece.index - NAMED_WITHIN) : piece.index + 1] if p.decoy == piece.decoy]
    return bool(SETTLED.search(masked(piece.decoy))) or any(
        SETTLED.search(masked(p.folded.text)) or OTHER_BODY.match(masked(p.folded.text)) for p in block
    )


def other_place(text: str, start: int, own_names: frozenset[str]) -> tuple[str, bool]:
    """Whose data follows at ``start`` of a folded line, judged by its own sentence.

    Returns:
        The word that names another place ('' for none) and whether an office of the organ is named in the same sentence as well.
    """
    begin = max(text.rfind(sign, 0, start) for sign in "。;") + 1
    sentence = masked(text[max(begin, start - 200) : start])
    other = [m for m in INLINE.finditer(sentence) if m[0] not in own_names]
    if not other:
        return "", False
    own = [m.start() for m in OWN.finditer(sentence)]
    if own and own[-1] > other[-1].start():
        return "", True
    return other[-1][0], bool(own)


def _heads(view: PageView, main: tuple[Line, ...]) -> str:
    """The page's title and first short lines, folded."""
    return fold(" ".join([view.title_tag, *(line.text for line in main[:3] if len(line.text) < 60)]))


def _own_names(view: PageView, main: tuple[Line, ...]) -> frozenset[str]:
    text = masked(_heads(view, main))
    return frozenset(word for word in (*DECOY.findall(text), *INLINE.findall(text)) if "馆" in word or "纪检" in word or "监察" in word)


def _joined(lines: tuple[Line, ...]) -> list[tuple[str, HtmlElement]]:
    """Lines of one block whose break falls inside a short label («办公<br>时间：…») are put together."""
    found: list[tuple[str, HtmlElement]] = []
    for line in lines:
        if found and found[-1][1] is line.element and _is_torn(found[-1][0], line.text):
            found[-1] = (found[-1][0] + line.text, line.element)
        else:
            found.append((line.text, line.element))
    return found


def _without_head(lines: list[tuple[str, HtmlElement]]) -> Iterator[tuple[str, HtmlElement]]:
    """The lines without those of the document's head, which end where the text begins."""
    above = True
    tables = _head_tables(lines[:MOST_HEAD])
    for number, (text, block) in enumerate(lines):
        if tables and table_above(block) in tables:
            continue
        above = above and number < MOST_HEAD
        if above:
            even = fold(text[:LONGEST_LINE])
            if HEAD_LINE.match(even) and HEAD_DATA.search(even):
                continue
            above = len(even) < PROSE and mark_of(text) is None
        yield text, block


def _head_tables(lines: list[tuple[str, HtmlElement]]) -> set[HtmlElement]:
    """Tables above the text that hold its catalogue data, a cell a label: «名称» there is the document's, not the office's."""
    tables = [table_above(block) for text, block in lines if "索" in text and INDEX_CELL.match(fold(text))]
    return {
        table for table in tables if table is not None and not IN_GUIDE.search(said := fold(inner_text(table))) and len(said) < HEAD_SIZE
    }


def _is_torn(before: str, after: str) -> bool:
    head = re.match(r"[\u4e00-\u9fff]{1,4}(?=\s*[:：])|[\u4e00-\u9fff]{1,4}$", after)
    return bool(head) and len(before) <= 3 and re.fullmatch(r"[\u4e00-\u9fff]{1,3}", before) is not None


def _heading(even: str, text: str, element: HtmlElement, own_names: frozenset[str]) -> tuple[int, str]:
    """Rank and title of a heading line; (0, '') for ordinary text."""
    mark = mark_of(text)
    if mark:
        words = fold(text[mark.end : mark.end + 80])
        return mark.rank, re.split(r"[。:;,]", words, maxsplit=1)[0][:LONGEST_TITLE]
    if element.tag in HEADINGS and len(even) <= LONGEST_TITLE:
        title = even.rstrip(":")
        return (0, "") if "指南" in title else (LOWEST, title)
    if OTHER_BODY.match(masked(even)) and not any(word in even[:12] for word in own_names):
        return LOWEST, re.split(r"[。:;,]", even, maxsplit=1)[0][:LONGEST_TITLE]
    found = UNTITLED.match(re.sub(r"^附[件表录]?\d?:?", "", even))
    if found and "指南" not in found[1] and (_is_others(found[1], own_names) or OFFICE.search(found[1])):
        return LOWEST, found[1]
    own = re.match(r"(?:政府信息公开|信息公开|依申请公开|公开)?(?:申请)?(?:受理机构|工作机构)[^:,。]{0,4}(?::|为)", even)
    if own and not OTHER_VALUE.search(even[own.end() : own.end() + 20]):
        return LOWEST, "受理机构"
    return 0, ""


def _is_others(title: str, own_names: frozenset[str]) -> bool:
    """Whether a short line announces somebody else's block; a telephone number or a list of places where papers lie does not."""
    parts = re.split("[、和与及]", title)
    return is_decoy(title, own_names) and not re.search(r"\d{3}", title) and all(is_decoy(part, own_names) for part in parts)


def _with_forms(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Mark the lines of tables that are blank application forms."""
    forms: dict[HtmlElement, bool] = {}
    marked = []
    for piece in pieces:
        table = table_above(piece.element)
        if table is not None:
            if table not in forms:
                forms[table] = _is_form(table)
            if forms[table] and not _is_prose(piece):
                piece = attrs.evolve(piece, form=True)
        marked.append(piece)
    return tuple(marked)


def _is_prose(piece: Piece) -> bool:
    """Whether a line says something: what stands in one table with a form, above its first field or below its last, is no part of it."""
    text = piece.folded.text
    return len(text) > LONGEST_FORM_CELL or (len(text) >= LEAST_PROSE and text[-1:] in SENTENCE_ENDS)


def _is_form(table: HtmlElement) -> bool:
    """Whether a table is a blank application form. One that lays out the page is none, whatever the guide in it quotes from one."""
    if next(table.iterdescendants("table"), None) is not None or next(itertools.islice(rows_of(table), 1, 2), None) is None:
        return False
    content = fold(inner_text(table)[:4000])
    return len(content) < 900 and bool(FORM.search(content)) and bool(FORM.search("".join(_names(table))))


def _names(table: HtmlElement) -> Iterator[str]:
    """The cells that may name parts of a form: «告知申请人信息不存在。» in a cell of text does not, nor a whole page laid out in one."""
    for cell in table.iterdescendants("td", "th"):
        text = fold(inner_text(cell)[: 2 * LONGEST_FORM_CELL])
        if len(text) <= LONGEST_FORM_CELL and text[-1:] not in SENTENCE_ENDS:
            yield text


def _breaks_off(pieces: list[Piece]) -> bool:
    """Whether the last line stops in the middle of a sentence."""
    if not pieces:
        return False
    if pieces[-1].element.tag in ("td", "th", "dd"):
        return False  # cells are not punctuated
    last = pieces[-1].text.rstrip()
    if last.endswith(("，", "、", ",", "（", "“")):
        return True
    return (
        len(last) >= 30
        and not LABELLED_END.search(fold(last))
        and bool(re.search("[，。,]", last))
        and not SIGN_OFF.search(last)
        and not re.search(r"[日局会室办厅处科号楼]$", last)
    )
