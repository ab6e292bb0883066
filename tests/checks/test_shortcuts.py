"""What is computed by a shorter way, or remembered, is what the long way would give."""

from __future__ import annotations

import datetime as dt
import gc
import re

import pytest

from checks.facts import penalty
from checks.facts.annual import MOST_SECTIONS, read_sections
from checks.facts.glance import count_words
from checks.facts.kind_items import _in_lines
from checks.facts.notice import _says_much
from checks.model import LinkKind
from checks.pages import read_view
from checks.parsing.adapters import _plain_part, _shows
from checks.parsing.address import join
from checks.parsing.fold import SPACE, _lower, _simplified, _with_words, ascii_of, compact, compact_lines, fold, fold_lines, plain
from checks.parsing.footer import SENTENCE, read_footers
from checks.parsing.links import resolve
from checks.parsing.main import DATE, inside_main, main_lines, shows_date
from checks.parsing.memo import per_view
from checks.parsing.tree import MOST_ANCESTORS, cells, chains, holds_more, up, within
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary
from tests.checks.list_fixtures import make_view

LINES = ["信息", "公开 a", "b 公开", "a", "b", "（一）", "國家資訊", "ΑΣ", "１２ＡＢ", "x\u200by"]


def test_lines_fold_as_the_text_they_make() -> None:
    """The text of a page is folded line by line."""
    assert fold_lines(LINES) == fold("\n".join(LINES))
    assert fold_lines(["政府资", "讯公开"]) == fold("政府资\n讯公开")
    assert fold("國" * 61) == "国" * 61
    assert fold("國" * 1001) == "国" * 1001


@pytest.mark.parametrize("number", range(len(LINES) + 1))
def test_compact_lines_are_joined_as_text_is_compacted(number: int) -> None:
    """A space between lines stays only where no Chinese character stands beside it."""
    lines = [compact(line) for line in LINES[number:] + LINES[:number]][: number + 1]

    assert compact_lines(lines) == compact(" ".join(lines))
    assert compact_lines([]) == ""


@pytest.mark.parametrize(
    "base", ["http://a.example/x/y.html", "https://A.example:443", "http://a.example:8080/x//y/", "http://a.example/x;p?q=/r"]
)
@pytest.mark.parametrize(
    "href",
    [
        "/t/2.html",
        "./t/2.html?a=1&b=/2",
        "/t//2",
        "./t//2",
        "/t/../2",
        "/t/%2e%2e/2",
        "./t%2e/2",
        "https://b.example/../2",
        "https://b.example/%2E./2",
        "./.t",
        "/t;p",
        "./t?",
        "/?a=1",
        "./a:b",
        "http://B.example/c/../d",
        "https://b.example?x",
        "https://b.example/t//2/../3.html?x=1",
        "https://b.example:443/t",
        "t/2.html",
        "../t/2.html",
        "..",
        "?a=1",
        "t;p",
        "t:b",
        "//b.example/t",
    ],
)
def test_plain_addresses_are_joined_as_all_are(base: str, href: str) -> None:
    """Appended where nothing is to be put in order; everything else goes the long way."""
    assert resolve(base, href) == join(base, href)


@pytest.mark.parametrize(
    "text", [*LINES, "通知，（一）：甲；乙！丙？丁—戊", "資訊：网路", "İ國，Ａ", "∶３０，ABC", "档案下载、列表", "\u3000 x，y"]
)
def test_common_signs_are_folded_as_all_are(text: str) -> None:
    """A text that holds nothing else to be replaced is spared the search for more."""
    assert plain(text) == _with_words(_lower(_simplified(text)))
    assert fold(text) == SPACE.sub("", plain(text))


@pytest.mark.parametrize("text", ["民国104年6月", "二〇一五年六月", "2015-06-24", "[06-24]", "06-24 通知", "通知 06-24"])
def test_every_date_shows_its_sign(text: str) -> None:
    """Lines without the sign are not searched for dates."""
    assert DATE.search(text)
    assert shows_date(text)
    assert shows_date("甲" * 200 + "\u3000" + text) == bool(DATE.search("甲" * 200 + "\u3000" + text))


@pytest.mark.parametrize("before", ["", "乙。", "乙；", "乙" * 30 + "；"])
@pytest.mark.parametrize("size", [29, 30, 31])
@pytest.mark.parametrize("after", ["。", "；", ""])
def test_long_sentences_are_found_from_where_they_begin(before: str, size: int, after: str) -> None:
    """Not tried anew at every character of theirs."""
    text = before + "甲" * size + after

    assert (SENTENCE.search(text) is not None) is (re.search("[^。；]{30,}。", text) is not None)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>受理范围</p>", True),
        ("<p>" + "本事项由窗口受理，当场告知结果。" * 3 + "受理范围：年满十八周岁</p>", True),
        ("<p><b>受理范围</b>" + "年满十八周岁，有固定住所并能提供证明的居民均可。" * 2 + "</p>", True),
        ("<p>受理<br>范围</p>", True),
        ("<p>受理（申报）范围</p>", True),
        ("<p>" + "凡属于受理范围的居民，可以在窗口当场提出，由受理人员告知结果。" * 2 + "</p>", False),
    ],
)
def test_where_a_line_may_hold_a_label(line: str, found: bool, vocabulary: Vocabulary) -> None:
    """At its beginning, before a colon, cut by a break, around brackets; not within a sentence."""
    fields = _in_lines(make_view(f"<body>{line}</body>"), vocabulary).get("items", frozenset())

    assert ("applicant" in fields) is found


def test_characters_that_no_page_shows_are_left_out() -> None:
    """Found by their bytes; the text is what it would be without them, and what stands behind the end of the page is kept."""
    wanted = make_view("<body><p>通知公告</p></body><p>附件\t下载</p>").text

    assert wanted == "通知公告\n附件下载"
    for sign in "\x01\x0b\x1f\ufffe\uffff":
        assert make_view(f"<body><p>通知{sign}公告</p></bo{sign}dy></html><p>附件\t下载</p>").text == wanted


def test_a_page_leaves_nothing_to_be_collected(vocabulary: Vocabulary) -> None:
    """What was read of a page goes with it: reading processes look for cycles seldom."""
    source = (
        "<h1>办事指南</h1><table><tr><td>办理条件</td><td>年满十八周岁</td></tr></table><ul><li><a href=/1>通知</a>2015-06-24</li></ul>"
    )
    context = Context(as_of=dt.date(2016, 1, 15), vocabulary=vocabulary)
    read_view(make_view(source), context)
    gc.collect()
    gc.disable()
    try:
        read_view(make_view(source), context)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_hidden_by_the_nearest_block() -> None:
    """A block inside a hidden one is hidden its own way; what stands beside them is seen."""
    view = make_view('<div hidden>甲<p style="display:none">乙<b>丙</b></p><i>丁</i></div><p><u>戊</u></p>')
    how = {tag: view.hidden_by(next(view.tree.iter(tag))) for tag in ("div", "p", "b", "i", "u", "body")}

    assert how == {"div": "hidden attribute", "p": "display:none", "b": "display:none", "i": "hidden attribute", "u": "", "body": ""}
    assert [line.hidden for line in view.lines] == [True, True, True, False]


def test_a_rolling_text_without_height_is_hidden() -> None:
    """Such elements need no style to be hidden; they are looked for only where there are any."""
    assert make_view("<p>甲</p><marquee height=0><p>乙</p></marquee><marquee height=20>丙</marquee>").text == "甲\n丙"
    assert make_view("<p>甲</p><p style='display:none'>乙</p>").text == "甲"


def test_chains_are_the_ancestors() -> None:
    """Siblings share them; of very many the nearest count."""
    deep = make_view("<div>字<p>字</p><p>字</p>" * 150)

    assert all(chain == up(element) for element, chain in chains(deep).items())
    assert max(map(len, chains(deep).values())) == MOST_ANCESTORS + 1


def test_elements_inside() -> None:
    """Everything in a block belongs to it, in blocks within blocks once."""
    view = make_view("<div id=a><p>甲<b>乙</b></p></div><ul><li>丙</li></ul>")
    div, item = next(view.tree.iter("div")), next(view.tree.iter("li"))

    assert [e.tag for e in view.elements if e in within(view, {div, div[0], item})] == ["div", "p", "b", "li"]
    assert within(view, set()) == frozenset()
    assert holds_more(view.tree.body, 1)
    assert not holds_more(view.tree.body, 2)


def test_the_nearest_cell() -> None:
    """Of tables in tables the inner one's; outside of tables none."""
    view = make_view("<p>甲</p><table><tr><td>乙<table><tr><th><b>丙</b></th></tr></table><i>丁</i></td></tr></table>")
    held = {tag: cells(view).get(next(view.tree.iter(tag))) for tag in ("p", "td", "th", "b", "i")}

    assert {tag: cell.tag if cell is not None else "" for tag, cell in held.items()} == {
        "p": "",
        "td": "td",
        "th": "th",
        "b": "th",
        "i": "td",
    }
    assert cells(make_view("<p>甲</p>")) == {}


def test_footers_and_content_hold_what_stands_in_them() -> None:
    """An element deep in a footer is of the footer, one of the content is not."""
    text = "为了规范本市的各项检查工作，现将有关要求通知如下，请各单位遵照执行。" * 5
    view = make_view(f"<div><p>{text}<b>甲</b></p></div><div class=footer><p>版权所有：青石市商务局 <i>备案号：1</i></p></div>")
    bold, slanted = next(view.tree.iter("b")), next(view.tree.iter("i"))

    assert (bold in read_footers(view).inside, slanted in read_footers(view).inside) == (False, True)
    assert (bold in inside_main(view), slanted in inside_main(view)) == (True, False)
    assert len(main_lines(view)) == 1


@pytest.mark.parametrize(
    ("sign", "plain"),
    [
        ("/a/b", "/a/b"),
        ("ab?c", "a"),
        ("ab?cd", "cd"),
        ("ab{2}", "a"),
        ("a|b", ""),
        (r"\.jhtml", "jhtml"),
        (r"[xy]{2}ab*", "a"),
        (r"\bPager\s?\(", "Pager"),
        (r"var\s{1,5}nPageCount\s?=", "nPageCount"),
        (r"/a/(?:longer/)?b", "/a/"),
        (r"\\(?:longer)?", ""),
        ("a b", "a b"),
    ],
)
def test_signs_are_sought_by_their_plain_part(sign: str, plain: str) -> None:
    """What a sign may lack is not asked for: optional letters, groups, one of several."""
    assert _plain_part(sign) == plain
    assert not _shows("zzz", sign)


def test_signs_are_found() -> None:
    """The beginning alone is no sign."""
    assert _shows("xx ac", "ab?c")
    assert _shows("Pager (", r"Pager\s?\(")
    assert not _shows("Pager", r"Pager\s?\(")
    assert _shows("a Pager (", r"\bPager\s?\(")
    assert not _shows("aPager (", r"\bPager\s?\(")


def test_what_is_computed_of_a_view_is_kept() -> None:
    """Once for a view alone, once for each of further arguments, however they are given."""
    asked: list[tuple[object, ...]] = []

    @per_view
    def alone(view: PageView) -> int:
        asked.append(())
        return len(asked)

    @per_view
    def among(view: PageView, *words: bytes) -> int:
        asked.append(words)
        return len(asked)

    @per_view
    def named(view: PageView, size: int = 0) -> int:
        asked.append((size,))
        return len(asked)

    view = make_view("<p>甲</p>")

    assert [alone(view), alone(view), among(view), among(view, b"a"), among(view, b"a"), among(view)] == [1, 1, 2, 3, 3, 2]
    assert [named(view), named(view, 1), named(view, size=2), named(view, size=2), named(view)] == [4, 5, 6, 6, 4]
    assert alone(make_view("<p>甲</p>")) == 7


def test_letters_stay_apart() -> None:
    """A word of a script is not made by taking out what stands between its letters."""
    assert b"vue" not in ascii_of("Vu中e")
    assert b"vue" in ascii_of("中VUE中")


def test_words_of_the_content_are_counted() -> None:
    """Each once, in folded text."""
    view = make_view("<h1>政府信息公開指南</h1><p>本指南說明申請的辦法，申請須寫明聯繫方式。" + "其他說明。" * 20)

    assert count_words(view, ("申请", "公开", "传真", "请申")) == 2


@pytest.mark.parametrize(("number", "much"), [(150, False), (151, True)])
def test_a_page_that_says_much(number: int, much: bool) -> None:
    """Chinese characters count, wherever they stand."""
    assert _says_much("a 字\n" * number) is much


def test_the_same_link_on_two_pages_is_of_its_page() -> None:
    """What is remembered of a link holds for the page's own address only where that does not matter."""
    html = '<a href="b.html">一则通知</a><a href="/c.html">又一则</a><a onclick="location.href=\'d.html\'">又</a>'
    first, second = (make_view(html, url=f"http://www.example.test/{folder}/a.html").links for folder in ("x", "y"))

    assert [link.url for link in first] == [f"http://www.example.test/{path}" for path in ("x/b.html", "c.html", "x/d.html")]
    assert [link.url for link in second] == [f"http://www.example.test/{path}" for path in ("y/b.html", "c.html", "y/d.html")]
    assert {link.kind for link in first} == {LinkKind.WEB}


def test_of_several_metas_of_one_name_the_first_counts() -> None:
    """Templates fill in a tag and leave their own below it."""
    assert make_view('<meta name="ColumnName" content="通知"><meta name="columnname" content="公告">').meta("COLUMNNAME") == "通知"


def test_words_on_two_lines_are_no_sentence() -> None:
    """A pattern that finds something only across lines finds nothing."""
    view = make_view("<h1>行政处罚决定书</h1><p>当事人：某公司</p><p>作出如下决定</p><p>予以警告</p>")
    found = dict(penalty._sentences(view))

    assert "p_result" in found or "p_kind" in found
    assert all("\n" not in one.value for one in found.values())


def test_a_report_has_so_many_sections() -> None:
    """Headings without end are not all followed."""
    view = make_view("<h1>政府信息公开工作年度报告</h1>" + "<h2>一、概述</h2>" * (MOST_SECTIONS + 10))

    assert len(read_sections(view)) == MOST_SECTIONS
