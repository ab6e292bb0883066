"""The front page of a site or of a unit's part of it: what names it, and what it is made of. 首页识别"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import attrs

from checks.parsing.fold import fold
from checks.parsing.main import trail
from checks.parsing.memo import per_view
from checks.parsing.own_list import is_menu
from checks.parsing.rows import row_lists
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .shape import ORGAN, Shape, read_shape
from .title import headline, read_title
from .title_words import PIECES, SITE_LIKE

ROOT_PATH = re.compile(r"^/?(?:(?:index|default|main|home)\.(?:s?html?|jsp|jhtml|aspx?|php|do))?$", re.I)
# Addresses of documents and items: a day, a number, an id in the query. Many sites give all their pages the one title.
DOCUMENT_PATH = re.compile(
    r"/(?:19|20)\d\d(?:[-_]?(?:0[1-9]|1[0-2])(?!\d{3})|/\d{1,2}/)|[?&](?!(?:site|web|org|dept|unit)_?id=)[a-z]{0,12}id=[\w-]"
    r"|/(?:t|art|content|info|detail|show|view|news|article|item)[a-z]{0,8}(?:[/_-]\d+|\d{4,})[^/]*$",
    re.I,
)
PAGER = re.compile(r"下一页|末页|尾页|最后一页|共\d{1,5}页")
WELCOME = re.compile(r"^(?:欢迎(?:您|你)?(?:访问|光临|来到|进入)?)|(?:欢迎(?:您|你)?(?:的?(?:访问|光临|到来))?)[!！]?$")
OTHER_SITE = re.compile(r"(?:学校|小学|中学|幼儿园|集团|基地|频道|开发区|高新区|园区|景区|官网|官方网站)$")
CHINA = re.compile(r"中国\W[\u4e00-\u9fff]{2,6}")  # «中国·青石», as counties call their sites
FRONT = re.compile(r"首页$|主页$")
ORNAMENT = ":：.·•*~=-☆★◆"  # around the name of a site
LITTLE_PROSE = 100  # characters; a front page may say a sentence of itself
MUCH_PROSE = 200  # and no list: a text
MANY_LINKS = 200
FEW_LINKS = 5
LONG_LIST = 10  # rows of one list that outweighs all others
LEAST_ROWS = 3
ENOUGH = 4


@attrs.frozen
class Looks:
    """What the signs of a front page are read from. 首页特征"""

    view: PageView
    shape: Shape
    steps: int
    ours: int
    pieces: int
    document: bool
    called: bool
    one_list: bool


# (points, sign). Together they tell; none does alone.
SIGNS: tuple[tuple[int, Callable[[Looks], bool]], ...] = (
    (3, lambda looks: 0 < looks.ours == looks.pieces),  # the title names a site or an organ and no column
    (2, lambda looks: looks.called),
    (-4, lambda looks: looks.ours == 0 < looks.pieces),
    (-1, lambda looks: 0 < looks.ours < looks.pieces),
    (2, lambda looks: looks.shape.more >= 3),
    (1, lambda looks: looks.shape.more in (1, 2)),
    (2, lambda looks: looks.shape.lists >= 3),
    (1, lambda looks: looks.shape.lists == 2),
    (1, lambda looks: looks.shape.links >= MANY_LINKS / 2),
    (2, lambda looks: looks.shape.links >= MANY_LINKS),
    (1, lambda looks: looks.steps <= 1),
    (-3, lambda looks: looks.steps > 1),
    (-1, lambda looks: _long_list(looks.shape) and looks.shape.lists < 4),
    (-1, lambda looks: _long_list(looks.shape) and looks.shape.lists < 4 and not looks.shape.more),
    (-2, lambda looks: PAGER.search(looks.view.folded.text) is not None and looks.shape.lists < 4),
    (-3, lambda looks: DOCUMENT_PATH.search(_address(looks.view)) is not None),
    (-2, lambda looks: looks.one_list),
    (-1, lambda looks: looks.document),
    (-2, lambda looks: looks.document and looks.shape.prose >= LITTLE_PROSE),
    (-2, lambda looks: looks.shape.prose >= MUCH_PROSE and not (looks.shape.lists or looks.shape.more)),
    (-3, lambda looks: bool(looks.view.meta("columnname") or looks.view.meta("articletitle"))),
)


@per_view
def front_page(view: PageView, context: Context) -> tuple[str, float] | None:
    """How the page shows itself to be a front page, and how surely; None if it is none. 首页判定"""
    shape = read_shape(view)
    path = urlsplit(view.url).path if view.url.startswith("http") else "-"
    at_root = bool(ROOT_PATH.match(path)) and not urlsplit(view.url).query
    is_start = bool(context.start_url) and view.url.rstrip("/") == context.start_url.rstrip("/")
    steps = len(trail(view))
    if (at_root or is_start) and steps < 2 and shape.links >= FEW_LINKS:
        return "address", 0.95
    if steps > 1 or shape.links < FEW_LINKS or not (shape.widest or shape.more) or headline(view, context.as_of):
        return None
    pieces = [fold(piece) for piece in PIECES.split(title_text(view)) if piece]
    ours = [piece for piece in pieces if _names_site(WELCOME.sub("", piece.strip(ORNAMENT))) or piece == fold(view.meta("sitename"))]
    name = read_title(view, context.as_of)
    looks = Looks(
        view,
        shape,
        steps,
        len(ours),
        len(pieces),
        name is not None and name.document,
        any(FRONT.search(p) for p in pieces),
        not shape.more and _one_list(view, context),
    )
    points = sum(weight for weight, sign in SIGNS if sign(looks))
    return (f"{points} points", min(0.5 + 0.05 * points, 0.9)) if points >= ENOUGH else None


def _address(view: PageView) -> str:
    parts = urlsplit(view.url)
    return f"{parts.path}?{parts.query}" if view.url.startswith("http") else ""


def _long_list(shape: Shape) -> bool:
    return shape.widest >= LONG_LIST and shape.widest > 0.6 * shape.rows


def _one_list(view: PageView, context: Context) -> bool:
    """Whether the page shows one list with days, and menus: a column that is called as its site. 是否只有一个列表"""
    lists = [one for one in row_lists(view, context) if one.dated or not is_menu(view, one)]
    return len(lists) == 1 and len(lists[0].rows) >= LEAST_ROWS and lists[0].dated == len(lists[0].rows)


def _names_site(words: str) -> bool:
    return bool(not words or CHINA.fullmatch(words) or SITE_LIKE.search(words) or ORGAN.search(words) or OTHER_SITE.search(words))
